"""The zip for Gradescope: whole, the same each time, and nothing in it that does not belong there."""

import io
import stat
import subprocess
import zipfile

import pytest
from marked import PS1

from adlesson.commands import main
from adlesson.grade.assignment import written
from adlesson.grade.exports.gradescope_zip import NEEDED, RUN, SETUP, contents, packed, requirements


@pytest.fixture
def assignment(tmp_path):
    path = tmp_path / "ps1.json"
    path.write_text(written(PS1), "utf-8")
    return path


def test_the_package_is_in_it_with_the_texts_of_the_exercises(assignment):
    """So that what is marked there is what was assigned here: no other version can be fetched."""
    files = contents(assignment)
    assert {"setup.sh", "run_autograder", "requirements.txt", "assignment.json"} < {*files} and "names.csv" not in files
    assert files["assignment.json"] == assignment.read_bytes()
    for name in ("__init__.py", "grade/marking.py", "teach/problems/n05.py", "notebooks/src/05_pull_back.py"):
        assert f"lesson/adlesson/{name}" in files
    assert not [name for name in files if "__pycache__" in name or ".ipynb" in name]


def test_it_is_the_same_each_time_and_two_files_may_be_run(assignment):
    """Gradescope builds anew what has changed."""
    files = contents(assignment)
    assert packed(files) == packed(contents(assignment)) and len(packed(files)) < 5_000_000
    with zipfile.ZipFile(io.BytesIO(packed(files))) as archive:
        modes = {about.filename: about.external_attr >> 16 for about in archive.infolist()}
        assert archive.testzip() is None and {*modes} == {*files}
    assert {name for name, mode in modes.items() if mode & 0o111} == {"setup.sh", "run_autograder"}
    assert all(stat.S_ISREG(mode) for mode in modes.values())


def test_what_is_fetched_there_is_what_the_package_names():
    """In the versions that it allows; each on a line that pip reads."""
    lines = requirements().splitlines()
    assert len(lines) == len(NEEDED) and all(line.startswith(name) for line, name in zip(lines, NEEDED, strict=True))
    assert not [line for line in lines if ";" in line or "extra" in line]


@pytest.mark.parametrize("script", [SETUP, RUN])
def test_the_scripts_are_scripts(script):
    """As far as the shell can tell without running them."""
    assert script.startswith("#!/usr/bin/env bash\n")
    done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_writes_it_and_says_what_to_do(assignment, tmp_path, capsys):
    """What is there already stays, unless it is said."""
    words = ["to-gradescope", str(assignment), str(tmp_path / "ps1.zip")]
    assert main(words) == 0
    assert "upload it there, under Configure Autograder" in capsys.readouterr().out
    before = (tmp_path / "ps1.zip").read_bytes()
    assert main(words) == 2 and "say --force to write over it" in capsys.readouterr().err
    (tmp_path / "names.csv").write_text("ada@uni.example,al123\n", "utf-8")
    assert main([*words, "--force", "--names", str(tmp_path / "names.csv")]) == 0
    with zipfile.ZipFile(tmp_path / "ps1.zip") as archive:
        assert archive.read("names.csv") == b"ada@uni.example,al123\n"
    assert before != (tmp_path / "ps1.zip").read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["missing.json"], "missing.json"), (["ps1.json", "--names", "missing.csv"], "missing.csv cannot be read")],
)
def test_what_cannot_be_read_is_one_sentence(assignment, tmp_path, monkeypatch, words, sentence, capsys):
    """And no zip is there: it would fail where only students see it."""
    monkeypatch.chdir(tmp_path)
    assert main(["to-gradescope", words[0], "ps1.zip", *words[1:]]) == 2
    said = capsys.readouterr().err
    assert sentence in said and said.count("\n") == 1 and not (tmp_path / "ps1.zip").exists()
    assignment.write_text(assignment.read_text("utf-8").replace('"5.2"', '"5.4"'), "utf-8")
    assert main(["to-gradescope", "ps1.json", "ps1.zip"]) == 2 and not (tmp_path / "ps1.zip").exists()
