"""``python -m adlesson lab``: in which folder a learner's notebooks are, and what is said where none can be."""

import pytest

from adlesson.commands import main, open_lab
from adlesson.commands.lesson.own_copy import RECORD


@pytest.fixture
def opened(monkeypatch):
    """Return the list of what JupyterLab was opened with; it is not started."""
    calls = []
    monkeypatch.setattr(open_lab, "open_lab", lambda *call: calls.append(call))
    return calls


@pytest.fixture
def from_a_wheel(monkeypatch):
    """Let the package be one that a wheel has brought."""
    monkeypatch.setattr(open_lab, "is_checkout", lambda: False)


def test_a_folder_that_is_named_is_made_and_filled(opened, tmp_path, capsys):
    """Its name is said, so that it is found tomorrow; what stands behind the dashes is JupyterLab's."""
    folder = tmp_path / "some" / "where"
    assert main(["lab", str(folder), "--no-browser", "--", "--port=8899"]) == 0
    assert opened == [(folder, "00_see_a_gradient_appear.ipynb", ["--no-browser", "--port=8899"])]
    assert (folder / "00_see_a_gradient_appear.ipynb").exists()
    assert capsys.readouterr().out == f"Your notebooks are in {folder}\n"


@pytest.mark.usefixtures("from_a_wheel")
def test_without_a_name_it_is_a_folder_here_and_the_same_one_from_inside(opened, tmp_path, monkeypatch):
    """Not a folder in the folder, for those who go there first."""
    monkeypatch.chdir(tmp_path)
    main(["lab", "--", "--port=8899"])
    monkeypatch.chdir(tmp_path / "adlesson-lesson")
    main(["lab"])
    assert [root for root, *_ in opened] == [tmp_path / "adlesson-lesson"] * 2
    assert not (tmp_path / "adlesson-lesson" / "adlesson-lesson").exists()


def test_in_a_copy_of_the_repository_they_are_opened_where_they_are(opened, checkout, monkeypatch):
    """``make update`` keeps them new; nothing is copied, and the package can be read beside them."""
    before = {*(checkout / "notebooks").iterdir()}
    main(["lab"])
    monkeypatch.chdir(checkout)
    main(["lab", "notebooks", "--"])
    assert opened == [(checkout, "notebooks/00_see_a_gradient_appear.ipynb", [])] * 2
    assert {*(checkout / "notebooks").iterdir()} == before
    assert not (checkout / "notebooks" / RECORD).exists()


@pytest.mark.parametrize("inside", ["", "deeper"])
def test_a_file_in_its_place_is_named(opened, tmp_path, inside, capsys):
    """Nothing is written, nothing is opened."""
    (tmp_path / "mine").write_text("a file")
    assert main(["lab", str(tmp_path / "mine" / inside)]) == 1
    assert "is a file, or lies in one: name a folder" in capsys.readouterr().err
    assert opened == []
    assert (tmp_path / "mine").read_text() == "a file"


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (PermissionError(13, "Permission denied"), "may not be written to: name another place"),
        (OSError(30, "Read-only file system"), "may not be written to: name another place"),
        (OSError(28, "No space left on device"), "the disk is full: make room there, and call this again"),
        (OSError(5, "Input/output error"), "input/output error"),
    ],
)
def test_what_the_system_refuses_is_one_sentence(opened, tmp_path, problem, sentence, monkeypatch, capsys):
    """With the remedy, and without a traceback."""

    def refuses(folder):
        raise problem
        yield

    monkeypatch.setattr(open_lab, "bring", refuses)
    assert main(["lab", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("the notebooks could not be copied: ")
    assert said.endswith(f"{sentence}\n")
    assert opened == []
