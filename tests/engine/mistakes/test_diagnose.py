"""Each misconception gives its number, the number gives back the misconception, and the right number none."""

import math

import pytest
from oracles import RUNNING

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.engine.fast import pull_back
from adlesson.engine.mistakes.diagnose import close, diagnose, wrong_adjoints
from adlesson.engine.mistakes.table import MISTAKES
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.sweeps import seeds

PROGRAMS = [
    pytest.param(ad.trace(ZOO[name].f, ZOO[name].at), id=name)
    for name in (
        "running",
        "baydin",
        "square",
        "order_matters",
        "speelpenning",
        "lagrangeprop",
        "neuron",
        "polar",
        "quotient",
    )
]
BY_NAME = {mistake.name: mistake for mistake in MISTAKES}


def names(found):
    """Return the names of the mistakes found."""
    return [mistake.name for mistake in found]


def test_mistakes_have_names_of_their_own_and_say_something():
    """What is said goes into a hint after 'It looks as if'."""
    assert len(BY_NAME) == len(MISTAKES) >= 12
    for mistake in MISTAKES:
        assert len(mistake.says) > 20
        assert mistake.says[0].islower()
        assert not mistake.says.endswith(".")


# --- numbers worked out by hand, without the module under test ------------------------------------------

R = {letter: float(number) for letter, number in RUNNING[0.25].items()}


@pytest.mark.parametrize(
    ("variable", "number", "mistake"),
    [
        ("a", R["lb"] * 2 * R["a"], "overwrote"),
        ("a", R["lc"], "first path only"),
        ("a", 1 + 2 * R["a"], "forgot the upstream factor"),
        ("a", R["lc"] + 1 + R["lb"] + 2 * R["a"], "added instead of multiplied"),
        ("a", R["lc"] + R["lb"], "forgot the partial"),
        ("a", R["lc"] * R["c"] + R["lb"] * R["b"], "value for slope"),
        ("a", R["lc"] + R["lb"] * 2 * R["b"], "output for input"),
        ("a", R["lc"] + R["lb"] * 2 * R["a"] ** 2, "exponent kept"),
        ("a", R["lc"] + R["lb"] * R["a"], "exponent not multiplied"),
        ("x", R["la"] * R["x"], "input for output"),
        ("x", R["la"], "forgot the partial"),
        ("x", R["a"], "forgot the upstream factor"),
        ("c", math.exp(R["c"]), "overwrote"),
        ("c", math.cos(R["c"]), "first path only"),
        ("c", R["c"] + math.cos(R["c"]), "input for output"),
        ("a", -R["la"], "wrong sign"),
        ("a", R["a"], "value for adjoint"),
    ],
)
def test_a_wrong_number_of_the_running_example_is_diagnosed(variable, number, mistake):
    """The numbers learners type, computed from the reference table by the wrong rule they had in mind."""
    program = ad.trace(ZOO["running"].f, x=0.25)
    assert mistake in names(diagnose(program, variable, number))


def test_a_share_that_was_left_out_is_diagnosed():
    """With b = a², f = c - a at a = 2: b sends 6 along each of two arrows, f sends -1."""
    program = ad.trace(_read_by_two_lines, x=2)
    assert ad.adjoints(program)["a"] == 4 * 3 - 1
    assert names(diagnose(program, "a", 12)) == ["a share left out"]
    assert names(diagnose(program, "a", -1)) == ["first path only", "a share left out"]
    assert "a share left out" in names(diagnose(program, "a", 5))  # one of the two arrows to b alone
    assert names(diagnose(program, "a", 8.5)) == []
    assert "a share left out" not in names(diagnose(program, "b", 0))  # of one line alone nothing would be left


def _read_by_two_lines(x):
    a = x * 1
    b = a * a
    c = 3 * b
    return c - a


@pytest.mark.parametrize(
    ("f", "at", "variable", "number", "mistake"),
    [
        (lambda x, y: x * y, {"x": 2, "y": 7}, "x", 2, "swapped factors"),
        (lambda x, y: x / y, {"x": 2.0, "y": 5.0}, "y", 2 / 25, "lost minus"),
        (lambda x, y: x - 3 * y, {"x": 2, "y": 5}, "y", 3, "lost minus"),
        (lambda x: ad.cos(x), {"x": 1.0}, "x", math.sin(1.0), "lost minus"),
        (lambda x: ad.sin(x), {"x": 1.0}, "x", math.sin(1.0), "value for slope"),
        (lambda x: ad.log(x), {"x": 4.0}, "x", 1 / math.log(4), "output for input"),
        (lambda x: x**3, {"x": 2.0}, "x", 3 * 2**3, "exponent kept"),
        (lambda x: x**3, {"x": 2.0}, "x", 2**2, "exponent not multiplied"),
        (lambda x: 5 * x * x, {"x": 2}, "x", 10, "overwrote"),
        (lambda x: ad.exp(x), {"x": 2.0}, "x", 2.0, "input for output"),
        (lambda x: 5 * ad.sin(x), {"x": 1.0}, "x", math.cos(1.0), "forgot the upstream factor"),
        (lambda x: 5 * ad.sin(x), {"x": 1.0}, "x", 5.0, "forgot the partial"),
        (lambda x: 5 * ad.sin(x), {"x": 1.0}, "x", 5 + math.cos(1.0), "added instead of multiplied"),
    ],
)
def test_a_wrong_number_of_a_small_function_is_diagnosed(f, at, variable, number, mistake):
    """One rule at a time: the wrong number is worked out here, on paper."""
    assert mistake in names(diagnose(ad.trace(f, at), variable, number))


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_right_number_is_not_a_mistake(program):
    """Nothing is worse than a hint about an error that was not made, also after rounding to three digits."""
    right = ad.adjoints(program)
    for name, adjoint in right.items():
        assert diagnose(program, name, adjoint) == []
        assert diagnose(program, name, float(f"{float(adjoint):.4g}")) == []


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("mistake", MISTAKES, ids=BY_NAME)
def test_the_number_a_mistake_gives_leads_back_to_the_mistake(program, mistake):
    """At every variable, made there alone or throughout: diagnosed, unless it happens to give the right number."""
    z, right = program.values(), ad.adjoints(program)
    for i, name in enumerate(program.names):
        for only in (i, None):
            number = wrong_adjoints(program, z, mistake, only)[i]
            found = names(diagnose(program, name, number))
            if close(number, right[name]):
                assert found == []
            else:
                assert mistake.name in found


@pytest.mark.parametrize("mistake", MISTAKES, ids=BY_NAME)
def test_each_mistake_is_wrong_somewhere(mistake):
    """A mistake that never gives a wrong number cannot be diagnosed and would be dead weight."""
    programs = [ad.trace(ZOO[name].f, ZOO[name].at) for name in ("running", "baydin", "neuron", "quotient")]
    assert any(
        not close(wrong, right)
        for program in programs
        for wrong, right in zip(
            wrong_adjoints(program, program.values(), mistake), ad.adjoints(program).values(), strict=True
        )
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_mistake_made_nowhere_is_no_mistake(program):
    """The wrong sweep with the right rules is the right sweep, in every bit."""
    z, nowhere = program.values(), len(program)
    for mistake in MISTAKES:
        assert wrong_adjoints(program, z, mistake, only=nowhere) == pull_back(program, z, seeds(program, 1))


def test_a_number_that_fits_nothing_is_not_explained():
    """Better no hint than an invented one."""
    program = ad.trace(ZOO["running"].f, x=0.25)
    for number in (1234.5, -0.001, math.nan, math.inf, 0):
        assert diagnose(program, "a", number) == []


def test_the_likeliest_mistake_comes_first():
    """The doctest's example: 3 at x * x is = for +=, or the first path only."""
    square = ad.trace(ZOO["square"].f, x=3)
    assert names(diagnose(square, "x", 3))[:2] == ["overwrote", "first path only"]
    assert len(set(names(diagnose(square, "x", 3)))) == len(diagnose(square, "x", 3))


def test_the_mistake_that_gives_the_number_is_told_alone():
    """The slope at the result of sin(c) is 0.9786, near to 0.9783, which is the right one with the wrong sign."""
    sine = ad.trace(lambda c: ad.sin(c), c=2.9328)
    assert names(diagnose(sine, "c", 0.97829)) == ["wrong sign"]
    assert names(diagnose(sine, "c", math.cos(math.sin(2.9328)))) == ["output for input"]


def test_diagnosis_works_at_other_inputs_and_for_items_of_a_list():
    """The stepper moves the inputs; the exercise has vectors."""
    program = ad.trace(ZOO["square"].f, x=3)
    assert diagnose(program, "x", 10, {"x": 5}) == []
    assert "overwrote" in names(diagnose(program, "x", 5, {"x": 5}))
    listed = ad.trace(lambda x: x[0] * x[0] * x[1], x=[3, 7])
    assert diagnose(listed, "x[0]", 42) == []
    assert "overwrote" in names(diagnose(listed, "x[0]", 21))
    with pytest.raises(InputError, match="no variable 'y'"):
        diagnose(program, "y", 5)


def test_an_infinite_or_missing_value_does_not_stop_the_diagnosis():
    """Division by zero inside a wrong rule is the rule's problem, not the learner's."""
    program = ad.trace(lambda x: ad.log(x) * x**0, x=1.0)
    assert diagnose(program, "x", 123.0) == []  # "output for input" gives an infinity, and 123 is not close to that
    assert diagnose(program, "x", 1) == []
    pole = ad.trace(lambda x: ad.sqrt(x), x=0.0)
    assert diagnose(pole, "x", math.inf) == []
    assert diagnose(pole, "x", 123.0) == []
    assert names(diagnose(pole, "x", 0.0)) == ["value for slope"]


@pytest.mark.parametrize(
    ("number", "right", "agrees"),
    [
        (100.05, 100, True),
        (100.2, 100, False),
        (0, 0, True),
        (1e-7, 0, True),
        (1e-3, 0, False),
        (-100, 100, False),
        (math.inf, math.inf, True),
        (5, math.inf, False),
        (math.inf, 5, False),
        (math.nan, math.nan, False),
    ],
)
def test_three_digits_are_close_enough(number, right, agrees):
    """Learners round; a sign or a third digit is not rounding."""
    assert close(number, right) is agrees
