"""Each student's own problem, by a login alone."""

import os
import unicodedata
from math import comb

import pytest

from adlesson.engine.errors import InputError
from adlesson.grade import variants
from adlesson.grade.assignment import TOO_FEW, made
from adlesson.grade.variants import fair_seed, login, pairs_alike, read_names, read_roster, variant
from adlesson.teach.practice.kinds import KINDS

PS1 = made("ps1", ["adjoints/2:4", "sweeps/2:1"], "2026")
COUNT = int(os.environ.get("ADLESSON_PROBLEMS", "40"))  # make thorough asks for more
CLASS = [f"student{k}" for k in range(min(COUNT, 200))]
EVERY = [f"{kind}/{level}:1" for kind in KINDS for level in (1, 2, 3) if f"{kind}/{level}" not in TOO_FEW]


def test_capital_letters_and_spaces_do_not_matter():
    """Nor in which way a letter with an accent is composed: file systems differ in that."""
    name = "Zoë de  Boer"
    composed, taken_apart = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert composed != taken_apart
    assert login(composed) == login(taken_apart) == login("zoëdeboer") != login("zoedeboer")


def test_a_login_has_one_problem_for_ever():
    """Whatever happens to the generator, students who draw today are marked tomorrow."""
    mine, again = (variant(PS1, PS1.items[0], name).record for name in ("Ada Lovelace", "adalovelace"))
    assert mine == again
    assert mine["code"] == ["a = 3*y", "b = y*x", "c = 3*a", "d = b + y", "f = c*d"]
    assert variant(PS1, PS1.items[0], "bob").record["code"] != mine["code"]
    assert variant(made("ps1", ["adjoints/2:4"], "2027"), PS1.items[0], "ada").record["seed"] == "ps1 2027 ada"


def test_of_a_class_hardly_a_pair_has_the_same_problem():
    """At most 1 in 500; and twins, who have one login, have one problem: so the count would show it."""
    for item in made("all", EVERY, "2026").items if COUNT > 40 else PS1.items:
        same, pairs = pairs_alike(PS1, item, CLASS)
        assert pairs == comb(len(CLASS), 2)
        assert same * 500 <= pairs
        assert pairs_alike(PS1, item, [*CLASS[:3], CLASS[0].upper(), "student 0"]) == (3, 10)


def test_another_seed_is_tried_for_a_class(monkeypatch):
    """Until it is fair, and the best of five if none is."""
    counts = iter([(3, 780), (0, 780), (0, 780), (1, 780)])
    monkeypatch.setattr(variants, "pairs_alike", lambda *_: next(counts))
    assignment, alike = fair_seed(PS1, CLASS)
    assert assignment.items == PS1.items
    assert assignment.seed != PS1.seed
    assert [*alike.values()] == [(0, 780), (1, 780)]
    assert assignment == made(assignment.name, ["adjoints/2:4", "sweeps/2:1"], assignment.seed), "its hash is its own"
    counts = iter([(9, 780), (0, 780), (5, 780), (2, 780), (3, 780), (4, 780), (9, 780), (9, 780), (8, 780), (8, 780)])
    assert sum(same for same, _ in fair_seed(PS1, CLASS)[1].values()) == 7


def test_a_seed_fits_whoever_it_is_for():
    """A login may be long, and have any letters."""
    for name in ("a" * 500, "李雷", "👩‍🎓", "x\x00y"):
        assert variant(PS1, PS1.items[0], name).record["kind"] == "adjoints"


def test_every_kind_and_level_can_be_drawn():
    """By the same call as in a notebook."""
    every = made("all", EVERY, "2026")
    assert len(EVERY) == 13
    for item in every.items:
        record = variant(every, item, "ada").record
        assert (record["kind"], record["level"]) == item.fresh


# --- lists ----------------------------------------------------------------------------------------


def test_a_roster_has_a_login_on_each_line(tmp_path):
    """Or in the last column, below a head; who is there twice is there once."""
    path = tmp_path / "roster.txt"
    path.write_text("ada\n\nBob \nada\n", "utf-8-sig")
    assert read_roster(path) == ["ada", "bob"]
    path.write_text("name,login\nLovelace,ada\n")
    assert read_roster(path) == ["ada"]
    path.write_text("\n \n")
    with pytest.raises(InputError, match=r"there is no login in .*: write one on each line"):
        read_roster(path)


def test_names_have_a_login(tmp_path):
    """Names are folded as logins are; a name with a comma stands in quotes."""
    path = tmp_path / "names.csv"
    path.write_text('Name,Login\nAda Lovelace,ada\n"Boole, George",GB\nada@uni.example,ada\n\n')
    assert read_names(path) == {"adalovelace": "ada", "boole,george": "gb", "ada@uni.example": "ada"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"Ada,ada\nBob\n", "line 2 of .* has no name and login: write it as Ada Lovelace,ada"),
        (b"Ada,ada\nBob, \n", "line 2 of .* has no name and login"),
        (b"Ada,ada\nADA,adb\n", "line 2 of .* gives 'ADA' a second login: keep one of the two"),
        (b"\xff\xfeA", r"is no text in UTF-8 with commas: save it as CSV \(UTF-8\)"),
        (None, "cannot be read: no such file or directory"),
    ],
)
def test_a_list_that_cannot_be_read_is_said(tmp_path, text, sentence):
    """With the line."""
    path = tmp_path / "names.csv"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(InputError, match=sentence):
        read_names(path)
