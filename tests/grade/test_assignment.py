"""An assignment: what can be asked, and a file that nobody changes unseen."""

import json

import pytest

from adlesson.engine.errors import InputError
from adlesson.grade.assignment import grade_id, in_words, made, read_assignment, written
from adlesson.teach.course import NOTEBOOKS
from adlesson.teach.practice.kinds import KINDS

WORDS = ["5.2:3", "05.3:0.5", "adjoints/2:4"]


def test_it_is_read_back_as_it_was_written(tmp_path):
    """Halves of points, too; and a zero before the number counts for nothing."""
    ps1 = made("ps1", WORDS, "2026")
    assert [tuple(item) for item in ps1.items] == [("5.2", 3), ("5.3", 0.5), ("adjoints/2", 4)]
    assert (ps1.points, ps1.items[0].fresh, ps1.items[2].fresh) == (7.5, None, ("adjoints", 2))
    path = tmp_path / "ps1.json"
    path.write_text(written(ps1))
    assert read_assignment(path) == ps1


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record["items"][0].update(points=4),
        lambda record: record["items"].pop(),
        lambda record: record["items"].reverse(),
        lambda record: record.update(seed="2027"),
        lambda record: record.update(name="ps2"),
        lambda record: record.update(hash="0" * 64),
    ],
)
def test_whatever_is_changed_in_its_file_is_seen(tmp_path, change):
    """Both hashes are named."""
    ps1, path = made("ps1", WORDS, "2026"), tmp_path / "ps1.json"
    record = json.loads(written(ps1))
    change(record)
    path.write_text(json.dumps(record))
    with pytest.raises(
        InputError, match=r"was changed after it was made: its hash is [0-9a-f]{12} now, and was [0-9a-f]{12}; "
    ):
        read_assignment(path)


def test_another_order_of_the_same_lines_is_no_change(tmp_path):
    """Nor are other spaces: an editor may save it so."""
    ps1, path = made("ps1", WORDS, "2026"), tmp_path / "ps1.json"
    path.write_text(json.dumps(dict(reversed(json.loads(written(ps1)).items()))))
    assert read_assignment(path) == ps1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "cannot be read .no such file or directory.: make one with python -m adlesson assign"),
        ("", "is no assignment: make one"),
        ("[" * 100_000, "is no assignment: make one"),
        ("[1]", "is no assignment: make one"),
        ('{"version": 1}', "is no assignment: make one"),
        ('{"version": 1, "name": 5, "seed": "", "hash": "", "items": []}', "is no assignment: make one"),
        ('{"version": 1, "name": "a", "seed": "", "hash": "", "items": [5]}', "is no assignment: make one"),
        ('{"version": 2}', "was written by a newer lesson .version 2.: update yours to read it"),
    ],
)
def test_what_is_no_assignment_is_said(tmp_path, text, sentence):
    """A file that is missing, too."""
    path = tmp_path / "ps1.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(InputError, match=sentence):
        read_assignment(path)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["5.2"], "'5.2' has no points: write it as 5.2:3, or as adjoints/2:4"),
        (
            ["5.9:1"],
            r"no exercise '5.9' \(did you mean '5.5'\?\): there are 0.1 to 14.6, and fresh problems, such as adjoints/1",
        ),
        (["05.1a:1"], "no exercise '05.1a'"),
        (["5.٣:1"], "no exercise '5.٣'"),
        ([":1"], "no exercise ''"),
        (["adjoint/1:1"], r"no kind 'adjoint' \(did you mean 'adjoints'\?\): there are adjoints, order"),
        (["adjoints/4:1"], "no level 4 of adjoints: there are 1, 2, 3"),
        (["adjoints/x:1"], "no level 'x' of adjoints: there are 1, 2, 3"),
        (["order/1:1"], "of order/1 there are too few different problems for a class: take order/2"),
        (["5.2:3", "05.2:1"], "5.2 is there twice: name it once, with all of its points"),
        *(
            ([f"5.2:{points}"], "the points of 5.2 are a whole or half number from 0.5 to 1000, as in 5.2:3, not ")
            for points in ("0", "-1", "", "0.0", "0.3", "1001", "99999", "1e3", "nan", "inf", "³", "three")
        ),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(words, sentence):
    """With the remedy."""
    with pytest.raises(InputError, match=sentence):
        made("ps1", words, "2026")


@pytest.mark.parametrize("name", ["", "ps 1", "../ps1", "ps1.json", "ä", "p" * 41])
def test_a_name_is_one_that_every_system_takes(name):
    """It becomes the name of a folder, and of nbgrader's assignment."""
    with pytest.raises(InputError, match="an assignment is named by letters, digits, - and _"):
        made(name, WORDS, "2026")


def test_whatever_the_course_has_can_be_asked():
    """And each has a name of its own among nbgrader's cells, of the signs that these may have."""
    every = [number for one in NOTEBOOKS for number in one.exercises]
    every += [f"{kind}/{level}" for kind in KINDS for level in (2, 3)]
    names = [grade_id(item.what) for item in made("all", [f"{what}:1" for what in every], "2026").items]
    assert len({*names}) == len(every) > 60
    assert all(name.replace("-", "").isalnum() and name.isascii() for name in names)


def test_points_have_their_word():
    """One point is not "1 points"."""
    assert [in_words(points) for points in (1, 0.5, 12)] == ["1 point", "0.5 points", "12 points"]
