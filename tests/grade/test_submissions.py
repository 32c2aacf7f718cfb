"""Whose a notebook is, in every layout that learning platforms have; and no name does harm."""

import json
import os

import pytest

from adlesson.engine.errors import InputError
from adlesson.grade.assignment import made
from adlesson.grade.marks import file_name
from adlesson.grade.submissions import find, plain

PS1 = made("ps1", ["5.2:3"], "2026")
NOTEBOOK = {"cells": [{"cell_type": "code", "source": ""}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def hand_in(tmp_path):
    """Return what puts a notebook at a place below the folder, at a time in seconds."""

    def put(place, when=1000, text="1"):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(NOTEBOOK | {"cells": [{"cell_type": "code", "source": text}]}))
        os.utime(path, (when, when))
        return path

    return put


def students(folder, names=None):
    """Return what counts, by student: the path below the folder, and the notes."""
    return {one.student: (os.path.relpath(one.path, folder), one.notes) for one in find(folder, PS1, names)[0]}


@pytest.mark.parametrize(
    "place",
    [
        "Ada.ipynb",
        "ada/anything.ipynb",
        "ada/ps1/ps1.ipynb",
        "ADA_12345_assignsubmission_file_/work.ipynb",
        "ada_12345_assignsubmission_file/work.ipynb",
        "ada_12345_assignsubmission_file_work.ipynb",
    ],
)
def test_every_layout_is_known(tmp_path, hand_in, place):
    """By name, by folder, as nbgrader collects, and as Moodle packs: with folders and without."""
    hand_in(place)
    assert students(tmp_path) == {"ada": (place, ())}


def test_what_belongs_to_no_student_is_left_aside_and_named(tmp_path, hand_in):
    """Hidden folders are of programs."""
    hand_in("ada.ipynb")
    hand_in(".ipynb_checkpoints/ada-checkpoint.ipynb")
    hand_in("__MACOSX/x.ipynb")
    hand_in("ada.ipynb.bak")
    hand_in("..\\eve.ipynb")
    (tmp_path / "names.csv").write_text("")
    found, aside = find(tmp_path, PS1)
    assert [one.student for one in found] == ["ada"]
    assert aside == ["..\\\\eve.ipynb", "ada.ipynb.bak", "names.csv"]


def test_nbgrader_has_other_assignments_beside_this_one(tmp_path, hand_in):
    """And a time stamp."""
    hand_in("ada/ps1/ps1.ipynb")
    hand_in("ada/ps2/ps2.ipynb", when=2000)
    hand_in("ada/old.ipynb", when=3000)
    (tmp_path / "ada/ps1/timestamp.txt").write_text("")
    assert students(tmp_path) == {"ada": ("ada/ps1/ps1.ipynb", ())}


def test_of_two_notebooks_the_newest_counts_and_that_is_noted(tmp_path, hand_in):
    """Wherever they lie."""
    hand_in("ada/old.ipynb", when=1000)
    hand_in("ada/new.ipynb", when=2000)
    hand_in("Ada.ipynb", when=1500)
    ((place, notes),) = students(tmp_path).values()
    assert place == "ada/new.ipynb"
    assert notes == ("Of 3 notebooks the newest is graded, new.ipynb, and not old.ipynb, Ada.ipynb.",)
    hand_in("ada/old.ipynb", when=3000)
    assert students(tmp_path)["ada"][0] == "ada/old.ipynb"


def test_who_handed_in_something_else_is_not_forgotten(tmp_path, hand_in):
    """A folder without a notebook, and a file of Moodle that is none."""
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada/ps1.pdf").write_text("")
    (tmp_path / "bob_7_assignsubmission_file_ps1.pdf").write_text("")
    assert {student: place for student, (place, _) in students(tmp_path).items()} == {
        "ada": "ada",
        "bob": "bob_7_assignsubmission_file_ps1.pdf",
    }


def test_names_give_logins(tmp_path, hand_in):
    """By name or by Moodle's number; who is in no line keeps the name, and that is noted."""
    hand_in("Ada Lovelace_11_assignsubmission_file_/a.ipynb")
    hand_in("Participant_12_assignsubmission_file_/a.ipynb")
    hand_in("George Boole_13_assignsubmission_file_/a.ipynb")
    found = students(tmp_path, {"adalovelace": "ada", "12": "carl"})
    assert {student: notes for student, (_, notes) in found.items()} == {
        "ada": (),
        "carl": (),
        "georgeboole": ("No login is known for George Boole: the name is taken for it.",),
    }


def test_two_of_one_name_are_not_mixed_up(tmp_path, hand_in):
    """Moodle's numbers tell them apart, and logins are asked for: else one would lose their work."""
    hand_in("Ada L_11_assignsubmission_file_/a.ipynb")
    hand_in("ADA L_12_assignsubmission_file_/a.ipynb")
    with pytest.raises(
        InputError, match=r"two students are called 'adal' \(their numbers at Moodle: 11 and 12\): give each"
    ):
        find(tmp_path, PS1)
    assert [*students(tmp_path, {"11": "ada", "12": "adb"})] == ["ada", "adb"]


@pytest.mark.parametrize("there", ["nothing", "others", "missing", "file"])
def test_an_empty_folder_is_one_sentence(tmp_path, there):
    """It says what is taken."""
    folder = tmp_path / "sub"
    if there == "file":
        folder.write_text("")
    elif there != "missing":
        folder.mkdir()
        (folder / ".hidden.ipynb").write_text("")
    if there == "others":
        (folder / "a.txt").write_text("")
    with pytest.raises(
        InputError, match=r"it takes ada\.ipynb, ada/any\.ipynb, nbgrader's ada/ps1/ps1\.ipynb, or a download of"
    ):
        find(folder, PS1)


def test_a_course_of_nbgrader_is_no_class_of_its_folders(tmp_path, hand_in):
    """Who names it means the folder in it."""
    hand_in("source/ps1/ps1.ipynb")
    hand_in("submitted/ada/ps1/ps1.ipynb")
    with pytest.raises(InputError, match=r"is a course of nbgrader: name the folder in it, .*submitted"):
        find(tmp_path, PS1)
    assert [one.student for one in find(tmp_path / "submitted", PS1)[0]] == ["ada"]


# --- names and files that are to do harm ----------------------------------------------------------


def test_a_link_counts_only_where_nothing_else_is(tmp_path, hand_in):
    """It may lead to another student's notebook, and is newer than one's own; a link to a folder is one, too."""
    other = hand_in("bob.ipynb")
    hand_in("eve/mine.ipynb", when=10)
    (tmp_path / "eve/link.ipynb").symlink_to(other)
    (tmp_path / "mallory.ipynb").symlink_to(other)
    (tmp_path / "trudy").symlink_to(tmp_path / "eve", target_is_directory=True)
    (tmp_path / "walter").mkdir()
    (tmp_path / "walter/ps1").symlink_to(tmp_path / "eve", target_is_directory=True)
    found = {one.student: one for one in find(tmp_path, PS1)[0]}
    assert found["eve"].path.endswith("mine.ipynb")
    assert found["eve"].notes == ("Links and the like, which are no files of their own, were left aside.",)
    assert found["eve"].sha256 != ""
    for student in ("mallory", "trudy", "walter"):
        assert found[student].sha256 == "", "nothing is read through a link"


@pytest.mark.timeout(20)
def test_a_pipe_holds_nobody_up(tmp_path, hand_in):
    """Neither as a notebook, nor in a folder."""
    hand_in("ada.ipynb")
    os.mkfifo(tmp_path / "eve.ipynb")
    (tmp_path / "mallory").mkdir()
    os.mkfifo(tmp_path / "mallory/a.ipynb")
    assert {one.student: bool(one.sha256) for one in find(tmp_path, PS1)[0]} == {"ada": True, "eve": False, "mallory": False}


NAMES = [
    "a\nb",
    "..",
    "../ada",
    "..\\ada",
    "-rf",
    "a\x1b[31mb",
    "a\u202eb",
    "a\tb",
    "%2e%2e",
    "c:nul",
    "'; rm",
    "=1+1",
    "<b>",
]


def test_no_name_breaks_a_line_or_hides():
    """And two that differ stay two."""
    said = [plain(name) for name in [*NAMES, "a\\nb", "a\\\\nb", os.fsdecode(b"a\xffb")]]
    assert all(text.isprintable() and text.encode() for text in said)
    assert len({*said}) == len(said)
    assert plain("Zoë de Boer 李雷") == "Zoë de Boer 李雷"


def test_names_of_files_are_only_names(tmp_path, hand_in):
    """Each student has a place of their own, and a mark's file never lies elsewhere."""
    names = [name for name in NAMES if "/" not in name and name[0] != "." and "%" not in name]
    names += [os.fsdecode(b"a\xffb"), "   ", "x" * 200]
    for name in names:
        hand_in(f"{name}/ps1.ipynb")
    found = [one.student for one in find(tmp_path, PS1)[0]]
    assert len(found) == len({*found}) == len(names)
    files = [file_name(student) for student in [*found, "..", "../ada", "con/../..", "X" * 5000, "x" * 5001, "李" * 90]]
    assert len({name.lower() for name in files}) == len(files)
    assert all(len(name) < 200 and "/" not in name and "\\" not in name and name.endswith(".json") for name in files)


def test_a_notebook_cannot_say_whose_it_is(tmp_path, hand_in):
    """The folder does: who writes another's login gets none of the other's marks."""
    hand_in("eve.ipynb", text='login = "ada"')
    assert [*students(tmp_path)] == ["eve"]
