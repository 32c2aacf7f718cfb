"""``python -m adlesson bank``: a file that Moodle reads, as a whole or not at all."""

import xml.etree.ElementTree as ElementTree

import pytest

from adlesson.commands import main

WORDS = "bank", "--kind", "mistake", "--level", "3", "--count", "3", "--seed", "2026"


def test_the_file_has_a_question_for_each_problem(tmp_path, capsys):
    """What stands in it is looked at beside ``question_bank``."""
    assert main([*WORDS, str(tmp_path / "bank.xml")]) == 0
    assert "3 problems, mistake, level 3, seed 2026" in capsys.readouterr().out
    kinds = [question.get("type") for question in ElementTree.parse(tmp_path / "bank.xml").getroot()]
    assert kinds == ["category", "cloze", "cloze", "cloze"]
    assert [path.name for path in tmp_path.iterdir()] == ["bank.xml"]


def test_without_a_word_it_is_said_which_problems_they_are(tmp_path, capsys):
    """So that they can be had again: the seed is drawn."""
    assert main(["bank", "--count", "1", str(tmp_path / "one.xml")]) == 0
    words = capsys.readouterr().out.split()
    assert words[1:-1] == ["has", "1", "problem,", "adjoints,", "level", "1,", "seed"]
    assert main(["bank", "--count", "1", "--seed", words[-1], str(tmp_path / "other.xml")]) == 0
    assert (tmp_path / "one.xml").read_bytes() == (tmp_path / "other.xml").read_bytes()


def test_what_is_there_stays_unless_it_is_said(tmp_path, capsys):
    """A bank that has been worked on may have the same name."""
    (tmp_path / "bank.xml").write_text("mine")
    assert main([*WORDS, str(tmp_path / "bank.xml")]) == 2
    assert "is there already: say --force to write over it" in capsys.readouterr().err
    assert (tmp_path / "bank.xml").read_text() == "mine"
    assert main([*WORDS, "--force", str(tmp_path / "bank.xml")]) == 0
    assert (tmp_path / "bank.xml").read_text("utf-8").startswith("<?xml")
    (tmp_path / "link.xml").symlink_to("nowhere")
    assert main([*WORDS, str(tmp_path / "link.xml")]) == 2


@pytest.mark.parametrize("place", [".", "/dev/null"])
def test_what_is_no_file_is_never_replaced(place, tmp_path, monkeypatch, capsys):
    """By renaming, a folder or a device could be."""
    monkeypatch.chdir(tmp_path)
    assert main([*WORDS, "--force", place]) == 2
    assert capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_a_file_is_needed(capsys):
    """Nothing goes to the screen by chance."""
    with pytest.raises(SystemExit) as ended:
        main(["bank"])
    assert ended.value.code == 2
    assert "the following arguments are required: FILE" in capsys.readouterr().err
