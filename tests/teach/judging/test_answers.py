"""Answers that lie, bite or never end: none is right, none costs much, and every one gets a sentence."""

import itertools
import math
import re
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from solutions import SOLVED

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.judging.answers import AnswerError, as_list, as_number, as_text
from adlesson.teach.problems import COURSE

NUMBERS = list(COURSE)
YES = ("eq", "lt", "le", "gt", "ge", "contains", "bool")
NOTHING = ("sub", "rsub", "truediv", "rtruediv", "abs", "mod", "neg", "round")
LIES = {f"__{name}__": lambda self, *_: True for name in YES} | {f"__{name}__": lambda self, *_: 0.0 for name in NOTHING}
LIES |= {"__ne__": lambda self, *_: False, "__hash__": lambda self: 0}


def lying(kind, **more):
    """Return a class made from ``kind`` that says of itself that it equals everything and is off by nothing."""
    return type("Lying", (kind,), LIES | more)


LyingInt, LyingFloat = lying(int), lying(float)
LyingText = lying(str, __str__=lambda self: "6", __len__=lambda self: 1)
LyingList = lying(list, __len__=lambda self: 2, __iter__=lambda self: iter([1, 2]))
LyingDict = lying(dict, get=lambda self, key, *_: 1, __getitem__=lambda self, key: 1, __len__=lambda self: 1)
LyingArray = lying(np.ndarray, any=lambda self: True, all=lambda self: True, max=lambda self: 0.0)


def falling(problem):
    """Return an object that raises whatever it is asked."""

    def fall(self, *_):
        raise problem

    names = (
        "__float__",
        "__eq__",
        "__len__",
        "__iter__",
        "__repr__",
        "__str__",
        "__hash__",
        "__call__",
        "__getattr__",
        "__add__",
    )
    return type("Falling", (), dict.fromkeys(names, fall))()


class Broken(Exception):
    """An exception of a learner's own, which cannot even say what it is."""

    def __str__(self):
        raise SystemExit("said")


class Told(ad.LessonError):
    """An error of ours, made by a learner, which cannot say what it is either."""

    __str__ = Broken.__str__


HOSTILE = {
    "an int that equals everything": lambda: LyingInt(987_654),
    "a float that equals everything": lambda: LyingFloat(987_654.25),
    "text that says it is other text": lambda: LyingText("987654"),
    "a list that says it is short": lambda: LyingList([987_654] * 10**6),
    "a dict that has everything": lambda: LyingDict(zip(map(str, range(9)), range(9), strict=True)),
    "an array that equals everything": lambda: np.full(2, 987_654.25).view(LyingArray),
    "a million numbers": lambda: list(range(10**6)),
    "a million words": lambda: ["a"] * 10**6,
    "a set of a million": lambda: set(range(10**6)),
    "a dict of a million": lambda: dict.fromkeys(range(10**6)),
    "an array of a million": lambda: np.zeros(10**6),
    "text of a million letters": lambda: "a " * 500_000,
    "a number of a million digits": lambda: 1 << 3_000_000,
    "a dict of numbers of a million digits": lambda: dict.fromkeys((*"abcdefpqstuw", "x1", "x2"), 1 << 3_000_000),
    "text of ten million digits": lambda: "9" * 10**7,
    "a power of a power as text": lambda: "10**10**6",
    "a function that returns a number of a million digits": lambda: returning(1 << 3_000_000),
    "a function that yields without an end": lambda: lambda *_, **__: iter(int, 1),
    "a fraction of a million digits": lambda: Fraction(1 << 3_000_000, 3),
    "what never ends": itertools.count,
    "a list in itself": lambda: looped(),
    "lists in lists": lambda: nested(5_000),
    "a tuple of tuples of tuples": lambda: doubled(60),
    "NaN": lambda: float("nan"),
    "a class with a name of a million letters": lambda: type("A" * 10**6, (), {})(),
    "one that raises an error": lambda: falling(ValueError("x" * 10**6)),
    "one that exits": lambda: falling(SystemExit(0)),
    "one that ends a generator": lambda: falling(GeneratorExit()),
    "one whose error is broken": lambda: falling(Broken()),
    "one whose error looks like ours": lambda: falling(Told("")),
    "one that says it is a float": lambda: type("Float", (), {"__class__": float})(),
    "one that says it is a list": lambda: type("List", (), {"__class__": list, "__len__": lambda self: 2})(),
    "one that says it is text": lambda: type("Text", (), {"__class__": str, "__str__": lambda self: "12"})(),
    "a function that raises": lambda: raising(RuntimeError("x" * 10**6)),
    "a function that exits": lambda: raising(SystemExit(0)),
    "a function whose error is broken": lambda: raising(Broken()),
    "a function that calls itself": lambda: endless,
    "a function that returns what never ends": lambda: lambda *_, **__: itertools.count(),
    "a function that returns a million": lambda: returning([1.0] * 10**6),
    "a function that returns a dict that has everything": lambda: lambda *_, **__: LyingDict(),
    "a function that returns what equals everything": lambda: lambda *_, **__: LyingFloat(987_654.25),
    "a function that returns itself": lambda: endlessly_itself,
    "text": lambda: "987654*exp(1)",
}


def looped():
    rows = []
    rows.append(rows)
    return rows


def nested(depth):
    rows = []
    for _ in range(depth):
        rows = [rows]
    return rows


def doubled(n):
    u = "x"
    for _ in range(n):
        u = ("*", u, u)
    return u


def raising(problem):
    def function(*_, **__):
        raise problem

    return function


def returning(result):
    return lambda *_, **__: result


def endless(*given, **more):
    return endless(*given, **more)


def endlessly_itself(*_, **__):
    return endlessly_itself


def corrupted(u):
    """Return a result of the right form in which every number is wrong, and says that it is not."""
    if isinstance(u, dict):
        return {key: corrupted(part) for key, part in u.items()}
    if isinstance(u, (list, tuple)):
        return type(u)(map(corrupted, u))
    if isinstance(u, np.ndarray) and u.ndim:
        return (u.astype(float) + 987_654).view(LyingArray)
    if hasattr(u, "__next__"):
        return map(corrupted, u)
    return LyingFloat(987_654.25)


def says_no(result):
    """Whether a result is a short sentence and not "right"."""
    return result.verdict in ("wrong", "unanswered") and len(result.message) < 700 and " at 0x" not in result.message


@pytest.mark.parametrize("what", HOSTILE)
def test_no_exercise_takes_an_answer_that_lies_or_bites(what):
    """Whatever the way of judging: the answer is read once, as Python's own numbers and text, if it is not too long."""
    exercises = Exercises(COURSE)
    answer = HOSTILE[what]()
    for name in NUMBERS:
        start = time.process_time()
        result = exercises.check(name, answer)
        assert says_no(result), f"{name}: {result!r:.300}"
        assert time.process_time() - start < 3, f"ten times what a check may take: {name}"
        if what == "text":
            assert "your function" not in result.message and "your method" not in result.message


@pytest.mark.parametrize("name", NUMBERS)
def test_no_right_answer_is_told_by_wrong_numbers_that_equal_everything(name):
    """Each solution, with every number in it or from it replaced."""
    solution = SOLVED[name]
    if isinstance(solution, str) and not re.search(r"\d", solution):
        return  # names, which are no numbers
    if isinstance(solution, type):  # whatever is calculated with it, it is what it is
        calculating = {f"__{op}__": lambda self, *_: self for op in ("add", "radd", "mul", "rmul", "pow", "sub", "rsub")}
        wrong = type(
            "Wrong", (), calculating | {"__init__": lambda *_: None, "value": LyingFloat(9e5), "tangent": LyingFloat(9e5)}
        )
    elif callable(solution):
        wrong = lambda *given, **inputs: corrupted(solution(*given, **inputs))
    else:
        wrong = corrupted(solution)
    result = Exercises(COURSE).check(name, wrong)
    assert says_no(result), result


def test_thousands_may_be_written_as_the_lesson_writes_them():
    """A comma between the arguments of a function is none of these, and one before decimals is told."""
    assert [as_number(text) for text in ("100,000", "-1,234.5", "2,097,151", "max(1,200)")] == [
        100_000,
        -1234.5,
        2_097_151,
        200,
    ]
    for text in ("0,125", "1,00", "1,0000", "1,000,00", "1,000 2"):
        with pytest.raises(AnswerError, match=r"decimal point|formula"):
            as_number(text)
    assert Exercises(COURSE).check("1.1", "100,000").verdict == "right"
    assert (
        Exercises(COURSE).check("5.1", "12,000").message.startswith("That is read as 12000: before decimals stands a point.")
    )


def test_an_infinity_is_no_number_however_it_is_given():
    """As a float, as text, or as what a float is made of."""
    for answer in (math.inf, -math.inf, math.nan, "inf", "-∞", "NaN", np.float64("inf"), Decimal("nan")):
        with pytest.raises(AnswerError, match="a finite number is wanted, not an infinity or NaN"):
            as_number(answer)


def test_how_long_a_list_is_the_list_itself_knows():
    """And not a class made from it."""
    with pytest.raises(AnswerError, match="at most 200 things are read, and here are 1,000,000"):
        as_list(LyingList([0] * 10**6))
    assert as_list(LyingList([7, 8, 9])) == [7, 8, 9] and type(as_list(LyingList())) is list
    assert (as_text(LyingText("no")), type(as_text(LyingText("no")))) == ("no", str)


def test_an_interrupt_is_no_answer():
    """Who presses stop while a function is tried wants to stop."""
    with pytest.raises(KeyboardInterrupt):
        Exercises(COURSE).check("5.3", raising(KeyboardInterrupt()))


def test_what_a_function_warns_of_is_seen():
    """It is the learner's own warning, about the learner's own code."""

    def slope(f, x):
        import warnings

        warnings.warn("my own", stacklevel=1)
        return 1.0

    with pytest.warns(UserWarning, match="my own"):
        Exercises(COURSE).check("0.3", slope)
