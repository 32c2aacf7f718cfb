"""A program that crossed as a list does what it did; a list that is no program is refused."""

from fractions import Fraction

import pytest

import adlesson as ad
from adlesson.engine.cost.counting import Counted
from adlesson.engine.errors import InputError
from adlesson.engine.numbers.nesting import leaves, mapped
from adlesson.engine.samples import examples
from adlesson.grade.by_replay import listing, replayed
from adlesson.grade.channel import line_of, parsed, read, written

ZOO = [examples.running, examples.square, examples.order_matters, examples.quotient, examples.polar, examples.neuron]


@pytest.mark.parametrize("f", ZOO, ids=lambda f: f.__name__)
def test_a_program_gives_the_same_on_the_other_side(f):
    """Its values, and its slopes where it is traced once more: it crosses as text in between."""
    p = ad.trace(f, examples.ZOO[f.__name__].at)
    crossed = read(parsed(line_of(written(listing(p), None))), None)
    assert replayed(crossed, p.bind({})) == p()
    again = ad.trace(lambda **inputs: replayed(crossed, list(inputs.values())), p.at)
    assert ad.grad(again) == ad.grad(p)


def test_what_is_returned_keeps_its_form():
    """A number, a tuple, a list, a dict with lists in it, and a constant; exactly, in fractions."""
    x = Fraction(1, 3)
    for f in (
        lambda x: x * x,
        lambda x: (x, x + 1),
        lambda x: [x * 2],
        lambda x: {"u": x * x, "w": [x, x * 3]},
        lambda x: (x, 7),
        lambda x: {"u": [(x, 7), {"w": x * x}], "v": []},
    ):
        assert replayed(listing(ad.trace(f, x=2)), [x]) == f(x)


def test_inputs_in_lists_and_dicts_are_so_on_the_other_side():
    """The same places, by the same names; what stands in them is only what may cross."""
    p = ad.trace(lambda params, x: params[0]["W"] * x + params[1][1], params=[{"W": 2}, (3, 5)], x=7)
    crossed = read(parsed(line_of(written(listing(p), None))), None)
    again = ad.trace(lambda **inputs: replayed(crossed, leaves(inputs)), mapped(lambda _: 1, crossed["takes"]))
    assert again.inputs == p.inputs == ("params[0][W]", "params[1][0]", "params[1][1]", "x")
    assert ad.grad(again, p.at) == ad.grad(p) == {"params": [{"W": 7}, (0, 1)], "x": 2}


def test_it_counts_as_the_function_did():
    """What is counted over here is every operation of the list."""
    log = []
    found = replayed(listing(ad.trace(lambda x: x * x + ad.sin(x), x=2)), [Counted(2.0, log)])
    assert log == ["multiply", "sin", "add"] and found.value == 4 + ad.sin(2.0)


RIGHT = {"takes": {"x": 0}, "ops": ["exp"], "slots": [(0,)], "constants": [], "returns": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"ops": ["__import__"]},
        {"ops": ["exp", "exp"], "slots": [(0,), (5,)]},
        {"slots": [("x",)]},
        {"slots": [(-1,)]},
        {"slots": [(0, 0, 0)]},
        {"returns": 9},
        {"returns": (1, "x")},
        {"constants": ["x"]},
        {"constants": [[1]]},
        {"ops": ["exp"] * 6000, "slots": [(0,)] * 6000},
        {"ops": [["exp"]]},
        {"slots": [(True, [])]},
    ],
    ids=str,
)
def test_a_list_that_is_no_program_is_refused(wrong):
    """It may come from anybody; a power of whole numbers, for one, might take for ever."""
    assert replayed(RIGHT, [0]) == 1.0
    with pytest.raises(InputError):
        replayed(RIGHT | wrong, [1])


@pytest.mark.parametrize("op", ["power", "multiply"])
def test_whole_numbers_do_not_grow_for_ever(op):
    """Squared a hundred times, three would have more digits than there are atoms: it is a float from the thousands on."""
    grows = {"ops": [op] * 100, "slots": [(-1, -1), *[(k, k) for k in range(1, 100)]], "constants": [7], "returns": 100}
    try:
        assert replayed(RIGHT | grows, [1]) == float("inf")
    except InputError as problem:
        assert "OverflowError" in str(problem)


def test_an_operation_of_the_students_own_is_named():
    """It runs in the notebook, and a grader has only the lesson's: so it is said what to write."""
    given = {"ops": ["erfc"], "slots": [[0]], "constants": [], "returns": 1}
    with pytest.raises(InputError, match="'erfc' is no operation of the lesson, and only these are graded: write it with"):
        replayed(given, [0.5])
    assert replayed(given | {"ops": ["sin"]}, [0.5]) == pytest.approx(0.479425538604203)
