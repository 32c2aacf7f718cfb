"""Many problems by one seed: none like another, and each to be had again."""

import os

import pytest

from adlesson.engine.errors import InputError
from adlesson.teach.practice.kinds import KINDS, LEVELS
from adlesson.teach.practice.paper import different as module
from adlesson.teach.practice.paper.different import different
from adlesson.teach.practice.practice import practice

COUNT = int(os.environ.get("ADLESSON_PROBLEMS", "100")) // 5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", LEVELS)
def test_no_two_are_alike(kind, level):
    """Neither in what is seen, nor in the table that is the key."""
    problems = different(kind, level, COUNT, 2026)
    shown = {f"{problem}".partition("\n")[2] for problem in problems}
    assert len(shown) == len(problems) == COUNT
    if kind in ("adjoints", "multipliers"):
        assert len({tuple(problem.key.values()) for problem in problems}) == COUNT


def test_each_is_had_again_by_its_own_seed_and_more_begin_with_these():
    """A teacher who wants ten more keeps those she has."""
    few, more = different("adjoints", 2, 5, "autumn"), different("adjoints", 2, 9, "autumn")
    assert [problem.record for problem in few] == [problem.record for problem in more[:5]]
    assert practice("adjoints", 2, more[8].record["seed"]).record == more[8].record
    assert different("adjoints", 2, 5, "spring")[0].record["code"] != few[0].record["code"]


def test_what_is_alike_is_drawn_again(monkeypatch):
    """Its number is left out."""
    real = module.practice
    monkeypatch.setattr(module, "practice", lambda kind, level, seed: real(kind, level, seed.replace("-2", "-1")))
    assert [problem.record["seed"] for problem in different("adjoints", 1, 3, 7)] == ["7-1", "7-3", "7-4"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("adjoint", 1, 5, 0), r"no kind 'adjoint' \(did you mean 'adjoints'\?\): there are adjoints, order"),
        (("adjoints", 0, 5, 0), "no level 0 of adjoints: there are 1, 2, 3"),
        (("adjoints", "hard", 5, 0), "no level 'hard' of adjoints: there are 1, 2, 3"),
        (("adjoints", 1, 0, 0), "count is a whole number from 1 to 10,000, not 0"),
        (("adjoints", 1, 10_001, 0), "count is a whole number from 1 to 10,000, not 10001"),
        (("adjoints", 1, True, 0), "count is a whole number from 1 to 10,000, not True"),
        (("adjoints", 1, 5, ""), "seed is a whole number, or a text of at most 80 letters and signs, not ''"),
        (("adjoints", 1, 5, "a\0"), "seed is a whole number, or a text of at most 80 letters and signs"),
        (("adjoints", 1, 5, "\udc80"), "seed is a whole number, or a text of at most 80 letters and signs"),
        (("adjoints", 1, 5, "a" * 81), "seed is a whole number, or a text of at most 80 letters and signs"),
    ],
)
def test_what_cannot_be_is_said(asked, sentence):
    """With what can be."""
    with pytest.raises(InputError, match=sentence):
        different(*asked)


def test_the_same_lines_in_another_order_are_no_other_problem():
    """Their letters are all that differs, and whoever has put one in order knows the other."""
    problems = different("order", 1, 100, 2026)
    assert len({frozenset(problem.question.texts) for problem in problems}) == 100


def test_of_a_small_kind_there_are_not_so_many(monkeypatch):
    """It ends, and says how many there are."""
    real = module.practice
    monkeypatch.setattr(module, "IN_VAIN", 20)
    monkeypatch.setattr(module, "practice", lambda kind, level, seed: real(kind, level, int(seed.partition("-")[2]) % 7))
    with pytest.raises(InputError, match="there are hardly more than 7 different problems of order 1: ask for fewer"):
        different("order", 1, 100, 0)
