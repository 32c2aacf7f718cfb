"""``python -m adlesson worksheet``: a folder with all of it, or with nothing."""

import errno
import json
from pathlib import Path

import pytest

from adlesson.commands import main, print_worksheet
from adlesson.commands.paper import to_pdf
from adlesson.teach.practice.practice import practice

WORDS = "worksheet", "--kind", "adjoints", "--level", "2", "--count", "3", "--seed", "2026"


@pytest.fixture(autouse=True)
def without_chromium(monkeypatch):
    """Let there be no Chromium: what it prints is looked at in ``tests/browser``."""
    monkeypatch.setattr(print_worksheet, "chromium", lambda: None)


def test_the_folder_has_worksheet_key_and_records(tmp_path, capsys):
    """Without Chromium a sentence says how to print them."""
    assert main([*WORDS, str(tmp_path / "sheet")]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "3 problems, adjoints, level 2, seed 2026" in said.out
    assert f"There is no Chromium here that makes a PDF: open {tmp_path / 'sheet' / 'worksheet.html'} and " in said.out
    assert {path.name for path in (tmp_path / "sheet").iterdir()} == {"worksheet.html", "key.html", "problems.json"}


def test_the_records_are_the_problems(tmp_path):
    """As ``ad.practice`` takes them, and as they stand on the sheet."""
    main([*WORDS, str(tmp_path)])
    read = json.loads((tmp_path / "problems.json").read_text("utf-8"))
    assert read["version"] == 1
    sheet = (tmp_path / "worksheet.html").read_text("utf-8")
    for record in read["problems"]:
        problem = practice(record)
        assert problem.check(problem.key).verdict == "right"
        assert all(row[1] in sheet for row in problem.question.rows)


def test_what_is_there_stays_unless_it_is_said(tmp_path, capsys):
    """And then an older PDF goes, which would be of other problems; what is not of this command stays."""
    for name in ("key.html", "key.pdf", "mine.txt"):
        (tmp_path / name).write_text("mine")
    assert main([*WORDS, str(tmp_path)]) == 2
    assert "is there already: say --force to write over it" in capsys.readouterr().err
    assert {path.read_text() for path in tmp_path.iterdir()} == {"mine"}
    assert main([*WORDS, "--force", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"worksheet.html", "key.html", "problems.json", "mine.txt"}
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("there", [True, False])
def test_on_a_full_disk_nothing_is_half_written(tmp_path, monkeypatch, capsys, there):
    """Not even the folder, if it was not there."""
    folder = tmp_path / "sheet"
    if there:
        folder.mkdir()
        (folder / "key.html").write_text("older")
    real, wrote = Path.write_text, []

    def full(path, *more, **options):
        if wrote:
            raise OSError(errno.ENOSPC, "No space left on device")
        wrote.append(path)
        return real(path, *more, **options)

    monkeypatch.setattr(Path, "write_text", full)
    assert main([*WORDS, "--force", str(folder)]) == 2
    assert capsys.readouterr().err == "nothing could be written: the disk is full: make room there, and call this again\n"
    assert [path.name for path in folder.iterdir()] == ["key.html"] if there else not folder.exists()


def test_ctrl_c_leaves_nothing(tmp_path, monkeypatch):
    """In the middle of a PDF, say."""

    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(print_worksheet, "chromium", interrupted)
    assert main([*WORDS, str(tmp_path / "sheet")]) == 130
    assert [*tmp_path.iterdir()] == []


def test_a_browser_that_fails_is_none(tmp_path, monkeypatch, capsys):
    """It may be there and not start."""
    monkeypatch.setattr(print_worksheet, "chromium", lambda: str(tmp_path / "missing"))
    assert main([*WORDS, str(tmp_path / "sheet")]) == 0
    assert "There is no Chromium here that makes a PDF" in capsys.readouterr().out
    assert len([*(tmp_path / "sheet").iterdir()]) == 3


def test_a_browser_is_looked_for_by_its_names(monkeypatch):
    """The first that is there."""
    monkeypatch.setattr(to_pdf.shutil, "which", {"google-chrome": "/usr/bin/google-chrome"}.get)
    assert to_pdf.chromium() == "/usr/bin/google-chrome"
    monkeypatch.setattr(to_pdf.shutil, "which", {}.get)
    assert to_pdf.chromium() is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--kind", "tables"], "no kind 'tables': there are adjoints, order, mistake, sweeps, multipliers"),
        (["--level", "hard"], "no level 'hard' of adjoints: there are 1, 2, 3"),
        (["--level", "99"], "no level 99 of adjoints: there are 1, 2, 3"),
        (["--count", "0"], "count is a whole number from 1 to 10,000, not 0"),
        (["--count", "10001"], "count is a whole number from 1 to 10,000, not 10001"),
        (["--count", "-3"], "count is a whole number from 1 to 10,000, not -3"),
        (["--count", "many"], "count is a whole number from 1 to 10,000, not 'many'"),
        (["--seed", ""], "seed is a whole number, or a text of at most 80 letters and signs, not ''"),
    ],
)
def test_wrong_use_is_one_sentence_and_nothing_is_written(words, sentence, tmp_path, capsys):
    """With exit status 2."""
    assert main(["worksheet", *words, str(tmp_path / "sheet")]) == 2
    assert capsys.readouterr().err == f"{sentence}\n"
    assert [*tmp_path.iterdir()] == []


def test_where_it_cannot_be_written_is_said(tmp_path, capsys):
    """A file in its place, or in its way, and a folder that is missing."""
    (tmp_path / "file").write_text("mine")
    for place, sentence in [
        ("file", "is a file, or lies in one: name a folder"),
        ("file/sheet", "is a file, or lies in one: name a folder"),
        ("missing/sheet", "is not there, and cannot be made: make the folder first, or name another place"),
    ]:
        assert main([*WORDS, str(tmp_path / place)]) == 2
        assert sentence in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
