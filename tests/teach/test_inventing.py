"""A learner's own rule: the same as nudging or not, and named by what it returns."""

import functools
import math

import pytest

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.teach.inventing import PAIRS, PROBES, RULES, TESTS, try_flat, try_rule


def chain(x):
    a = 2 * x
    b = 3 * a
    return 5 * b


def fork(x):
    a = 2 * x
    b = x + 4
    return a * b


@pytest.mark.parametrize(
    ("rule", "at_x", "name"),
    [
        (lambda have, adjoint, slope: have + slope, (2, 3), "adds slopes"),
        (lambda have, adjoint, slope: slope * adjoint, (30, 14), "overwrites"),
        (lambda have, adjoint, slope: have if have > adjoint * slope else adjoint * slope, (30, 14), "keeps the largest"),
        (lambda have, adjoint, slope: sum([slope * adjoint, have]), (30, 20), "adds shares"),
    ],
)
def test_a_rule_is_run_on_both_programs_and_named(rule, at_x, name):
    """However it is written; 30 and 20 are right, and only one rule has both."""
    chained, forked, named = try_rule(rule, chain, fork, x=3).lines
    assert chained.startswith(f"chain, x: your rule {at_x[0]}, nudging 30.") and name in named
    assert forked.startswith(f"fork, x: your rule {at_x[1]}, nudging 20.")
    assert ("Not the same" in chained, "Not the same" in forked) == (at_x[0] != 30, at_x[1] != 20)


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (lambda have, adjoint, slope: 1 * have, "leaves everything as it is"),
        (lambda have, adjoint, slope: slope * 1.0, "keeps the last slope"),
        (lambda have, adjoint, slope: adjoint * 1.0, "keeps the last adjoint"),
        (lambda have, adjoint, slope: adjoint + have, "adds adjoints"),
        (lambda have, adjoint, slope: slope + adjoint + have, "adds adjoint and slope, where a move"),
        (lambda have, adjoint, slope: slope + adjoint, "adds adjoint and slope, and each sum replaces"),
        (lambda have, adjoint, slope: have * slope + adjoint * slope, "enlarges what is there"),
        (lambda have, adjoint, slope: have if have else slope * adjoint, "keeps the first share"),
        (lambda have, adjoint, slope: slope * adjoint * have, "multiplies what is there"),
        (lambda have, adjoint, slope: -(adjoint * slope - have), "takes shares off"),
        (lambda have, adjoint, slope: adjoint / slope + have, "divides by the slope"),
    ],
)
def test_every_known_rule_is_known_by_its_name(rule, name):
    assert name in try_rule(rule, chain, fork, x=3).lines[-1]


def test_a_rule_that_nobody_knows_has_no_name():
    assert len(try_rule(lambda have, adjoint, slope: have + 2 * adjoint * slope, chain, x=3).lines) == 1


@pytest.mark.parametrize(("known", "probes"), [(RULES, PROBES), (TESTS, PAIRS)])
def test_the_probes_tell_all_known_rules_apart(known, probes):
    found = {name: tuple(round(float(rule(*probe)), 9) for probe in probes) for name, rule in known.items()}
    assert len({*found.values()}) == len(found)


@pytest.mark.parametrize(
    ("test", "yes", "name"),
    [
        (lambda fx, fy, gx, gy: False, [], "always says no"),
        (lambda fx, fy, gx, gy: fx == 0 == fy, [], "forgets the circle"),
        (lambda fx, fy, gx, gy: (fx, fy) == (gx, gy), [], "one and the same arrow"),
        (lambda fx, fy, gx, gy: math.hypot(fx, fy) == math.hypot(gx, gy), [], "one length, whichever way"),
        (lambda fx, fy, gx, gy: gx + gy == 14 and gx == 6, [(3, 4)], "by its numbers"),
        (lambda fx, fy, gx, gy: fx * gx == -fy * gy, [(-4, 3)], "right angle"),
        (lambda fx, fy, gx, gy: fx * gy - fy * gx == 0, [(3, 4), (-3, -4)], "is right"),
    ],
)
def test_a_test_of_flatness_is_held_against_a_step_and_named(test, yes, name):
    tried = try_flat(test)
    *rows, named = tried.lines
    says = {row.partition(":")[0]: "test says yes" in row for row in rows}
    assert [place for place, answer in says.items() if answer] == [f"({x}, {y})".replace("-", "−") for x, y in yes]
    assert name in named and repr(tried).count("\n") == 5
    assert [row for row in rows if "small step says yes" in row] == [rows[2], rows[4]]


@pytest.mark.parametrize("divides", ["gx/fx == gy/fy", "fx/gx == fy/gy", "gy/gx == fy/fx"])
def test_a_right_test_that_divides_is_called_right_and_told_how_not_to_stop(divides):
    """It is what most would write who know slopes."""
    test = eval(f"lambda fx, fy, gx, gy: {divides}")
    tried = try_flat(test).lines
    assert len(tried) == 6 + any("stops" in line for line in tried) and "This test is right" in tried[5]
    assert not any("Not the same" in line for line in tried)
    if "/g" in divides:
        assert "stops, <lambda>(3, 4, 10, 0): division by zero" in repr(tried) or "gy/gx" in divides
        assert ("multiply crosswise" in tried[-1]) == any("stops" in line for line in tried)


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (lambda fx, fy, gx, gy: fx * gy - fy * gx, "write == 0 behind it"),
        (lambda fx, fy, gx, gy: None, "write return"),
        (lambda fx, fy: True, "stops"),
    ],
)
def test_what_says_neither_yes_nor_no_is_told_what_to_write(test, said):
    with pytest.raises(InputError, match=rf"<lambda>\(3, 4, 10, 0\) .*{said}"):
        try_flat(test)


def test_of_a_rule_without_a_name_the_second_share_is_shown():
    *_, last = try_rule(lambda have, adjoint, slope: have + 2 * adjoint * slope, chain, fork, x=3).lines
    assert last == "In fork, where a sends to x: have 24, adjoint 14, slope 2. Your rule makes 80 of it."


@pytest.mark.parametrize("rule", [lambda have, adjoint, slope: None, lambda have, adjoint, slope: "3", lambda have: have])
def test_what_returns_no_number_or_fails_is_told(rule):
    with pytest.raises(InputError, match=r"<lambda>\(0, 1, 5\) (returns|stops)"):
        try_rule(rule, chain, x=3)


def test_without_a_program_it_says_what_to_give():
    with pytest.raises(InputError, match=r"such as in|as in try_rule\(my_rule, chain, fork, x=3\)"):
        try_rule(lambda have, adjoint, slope: have, x=3)


def test_several_inputs_have_a_line_each():
    tried = try_rule(RULES["adds shares. It is the one this course is about"], lambda x, y: x * y + x, x=2, y=5)
    assert [line.partition(":")[0].rpartition(" ")[2] for line in tried.lines[:2]] == ["x", "y"]
    assert "6" in tried.lines[0] and math.prod(line.endswith("The same.") for line in tried.lines[:2])


def right(have, adjoint, slope):
    return have + adjoint * slope


@pytest.mark.parametrize(
    ("program", "inputs", "same"),
    [
        (lambda x: x * x, {"x": 1e12}, True),  # where a nudge of 10^-6 is none
        (lambda x: x * 1e-6, {"x": 1.0}, True),
        (lambda x: x * x * x, {"x": 0.0}, True),
        (lambda x: x[0] * x[1]["w"], {"x": [2.0, {"w": 3.0}]}, True),
    ],
)
def test_a_nudge_has_the_size_of_what_is_nudged(program, inputs, same):
    """Else a right rule is called wrong, or one that leaves everything as it is right."""
    *rows, named = try_rule(right, program, **inputs).lines
    assert all(row.endswith(" The same.") for row in rows) and "adds shares" in named


def test_a_small_slope_is_not_none():
    assert "Not the same" in repr(try_rule(lambda have, adjoint, slope: have, lambda x: x * 1e-6, x=1.0))


@pytest.mark.parametrize("rule", ["rule", None, 3, lambda have, adjoint, slope: 10**400])
def test_what_is_no_rule_is_told(rule):
    with pytest.raises(InputError):
        try_rule(rule, chain, x=3)


def test_a_rule_without_a_name_is_told_by_what_it_is():
    with pytest.raises(InputError, match=r"partial.* returns None"):
        try_rule(functools.partial(lambda *_: None), chain, x=3)


@pytest.mark.parametrize("f", [lambda x: [x, 2 * x], lambda x: x * 1j])
def test_programs_that_no_rule_can_be_tried_on(f):
    with pytest.raises(InputError):
        try_rule(right, f, x=3 if f(1) == [1, 2] else 3j)


@pytest.mark.parametrize("test", ["test", None, lambda *_: None, lambda *_: "no", lambda *_: math.nan])
def test_what_is_no_test_is_told(test):
    """A word is true in Python, whatever it says."""
    with pytest.raises(InputError):
        try_flat(test)


CANNOT = {
    "a domain that ends": (lambda x: ad.log(x), 0.0),
    "a domain that ends within a nudge": (lambda x: ad.sqrt(x), 1e-9),
    "an infinity": (lambda x: x * x, 1e300),
    "what turns within a nudge": (lambda x: ad.sin(1e7 * x), 0.1),
    "what is lost in rounding": (lambda x: (x - 1) ** 2 + 1e12, 2.0),
    "a kink": (lambda x: abs(x), 0.0),
    "a branch": (lambda x: x if x > 0 else -x, 0.0),
}


@pytest.mark.parametrize(("f", "x"), CANNOT.values(), ids=CANNOT)
def test_where_a_nudge_is_no_judge_it_judges_nothing(f, x):
    """The right rule is not called wrong there, and a wrong one not the same."""
    for rule in (lambda have, adjoint, slope: have + adjoint * slope, lambda have, adjoint, slope: 77.0):
        assert ". Nudging cannot tell here." in try_rule(rule, f, x=x).lines[0]


@pytest.mark.parametrize(
    ("f", "x", "slope"), [(lambda x: x * x, 0.0, "0"), (lambda x: x**3, -2.0, "12"), (lambda x: abs(x), 0.5, "1"),
                          (lambda x: ad.sin(30 * x), 1.0, "4.628"), (lambda x: ad.exp(x), 20.0, "4.852·10⁸")]
)  # fmt: skip
def test_a_nudge_judges_where_it_can(f, x, slope):
    """A curve is no kink, however small its slope is."""
    said = try_rule(lambda have, adjoint, slope: have + adjoint * slope, f, x=x).lines[0]
    assert said.endswith(f"nudging {slope}. The same.")
