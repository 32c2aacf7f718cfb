"""A nudge moves what the engine says it must: the function itself is run again, with the nudge in it."""

import json
import math
from fractions import Fraction

import pytest

import adlesson as ad
from adlesson.engine.samples.examples import ZOO
from adlesson.show.evaluation import Evaluation
from adlesson.show.story.nudges import nudges

SIZES = [-0.1, -0.01, -0.001, 0.001, 0.01, 0.1]


def of(program, *more):
    return nudges(Evaluation(program, *more))


def lines(by, x=0.25):
    """Return the running example, line by line, with something added to its lines."""
    a = ad.exp(x + by.get("x", 0)) + by.get("a", 0)
    b = a * a + by.get("b", 0)
    c = a + b + by.get("c", 0)
    d, e = ad.exp(c) + by.get("d", 0), ad.sin(c) + by.get("e", 0)
    return {"x": x + by.get("x", 0), "a": a, "b": b, "c": c, "d": d, "e": e, "f": d + e + by.get("f", 0)}


def test_every_variable_moves_as_the_lines_do_with_the_nudge_in_one_of_them():
    """For each line, each size and each later line of the running example; and nothing else moves."""
    p = ad.trace(ad.examples.running, x=0.25)
    data, was = of(p), lines({})
    assert data["sizes"] == SIZES and data["was"] == pytest.approx(list(was.values()), rel=1e-9)
    for name, nudge in zip(p.names, data["of"], strict=True):
        runs = [lines({name: h}) for h in SIZES]
        moved = [p.names[k] for k in nudge["later"]]
        assert {n for n in p.names if runs[5][n] != was[n]} == {name, *moved}
        for n, moves in zip(moved, nudge["moves"], strict=True):
            assert moves == pytest.approx([run[n] - was[n] for run in runs], rel=1e-4)
        far = [lines({name: h})["f"] - was["f"] for h in data["far"]]
        assert nudge["far"] == pytest.approx(far, rel=1e-3)


@pytest.mark.parametrize("example", ZOO.values(), ids=lambda e: e.name)
def test_the_result_moves_as_the_function_does_at_nudged_inputs(example):
    """Nothing of the engine's sweeps is in what it is compared with."""
    p = ad.trace(example.f, example.at)
    data, flat = of(p), list(p.values()[: p.d])

    def first(inputs):
        result = p.pack_inputs(inputs)
        result = example.f(*result.values())
        return (
            next(iter(result.values())) if isinstance(result, dict) else result[0] if isinstance(result, tuple) else result
        )

    was = first(flat)
    for i in range(p.d):
        nudge = data["of"][i]
        if data["result"] not in nudge["later"]:
            continue
        moves = nudge["moves"][nudge["later"].index(data["result"])]
        for h, move in zip(SIZES, moves, strict=True):
            assert move == pytest.approx(first([u + h * (k == i) for k, u in enumerate(flat)]) - was, rel=1e-4, abs=1e-11)


@pytest.mark.parametrize("example", ZOO.values(), ids=lambda e: e.name)
def test_slope_times_nudge_and_the_rest_are_the_move_and_the_rest_shrinks_a_hundred_times(example):
    """That is what an adjoint is; the slope is the reverse sweep's, though it was made on the way forward."""
    p = ad.trace(example.f, example.at)
    data, end = of(p), of(p)["result"]
    for i, nudge in enumerate(data["of"]):
        slope, moves = 1, SIZES
        if i != end:
            if end not in nudge["later"]:
                assert nudge["rest"] == [] and ad.adjoints(p)[p.names[i]] == 0
                continue
            at = nudge["later"].index(end)
            slope, moves = nudge["slopes"][at], nudge["moves"][at]
            assert slope == pytest.approx(ad.adjoints(p)[p.names[i]], rel=1e-5)
        for h, move, rest in zip(SIZES, moves, nudge["rest"], strict=True):
            assert slope * h + rest == pytest.approx(move, abs=2e-4 * max(abs(slope * h), abs(move)))
        assert not nudge["kinks"]
        assert abs(nudge["rest"][3]) <= max(abs(nudge["rest"][5]) / 50, 1e-9)


def test_whole_numbers_are_exact():
    """x*y * (x*y + x) at 3 and 2: 3.66 = 36 times 0.1 and 0.06, with no digit of a float behind."""
    data = of(ad.parse("x*y * (x*y + x)", x=3, y=2))
    x, *_, b, f = data["of"]
    assert x == {
        "later": [2, 3, 4],
        "slopes": [2, 3, 36],
        "moves": [
            [-0.2, -0.02, -0.002, 0.002, 0.02, 0.2],
            [-0.3, -0.03, -0.003, 0.003, 0.03, 0.3],
            [-3.54, -0.3594, -0.035994, 0.036006, 0.3606, 3.66],
        ],
        "rest": [0.06, 0.0006, 6e-06, 6e-06, 0.0006, 0.06],
        "kinks": [],
        "far": [float((s := Fraction(str(h))) * 36 + 6 * s**2) for h in data["far"]],
    }
    assert b["rest"] == [0] * 6 and f["later"] == [] and f["rest"] == [0] * 6
    assert data["was"] == [3, 2, 6, 9, 54] and data["result"] == 4


def test_what_is_linear_has_no_rest_in_floats_either():
    """Rounding is not a bend of the curve."""
    for nudge in of(ad.parse("0.1*x + 0.7*y - x/3", x=0.3, y=1e3))["of"]:
        assert nudge["rest"] == [0] * 6


def test_what_the_result_does_not_read_moves_it_nowhere():
    """Its own readers move, and of the result nothing is told."""
    y = of(ad.trace(ad.examples.idle, x=-1.5, y=0.5))["of"][1]
    assert (y["later"], y["slopes"], y["rest"], y["far"]) == ([2], [-1.5], [], [])
    assert y["moves"] == [[0.15, 0.015, 0.0015, -0.0015, -0.015, -0.15]]


def test_a_kink_is_told_from_a_bend():
    """|x| at 0.05: only large steps to the left cross it; at 0 every step leaves it; max(x, y) has one, too."""
    near = of(ad.parse("abs(x)", x=0.05))
    assert near["of"][0]["kinks"] == [0, 6, 7] and near["far"][:2] == [-0.3, -0.2]
    at_zero = of(ad.parse("abs(x)", x=0))["of"][0]
    assert at_zero["kinks"] == [*range(14)] and at_zero["slopes"] == [0] and at_zero["moves"][0] == [abs(h) for h in SIZES]
    assert of(ad.parse("max(x, y)", x=1, y=1.005))["of"][0]["kinks"] == [4, 5, 11, 12, 13]
    assert of(ad.parse("x*x*x", x=0))["of"][0]["kinks"] == []


def test_what_is_no_number_is_told_as_what_it_is_and_no_slope_is_compared():
    """The logarithm at 0 has none; beside it, it has one to the right."""
    x = of(ad.parse("log(x)", x=0))
    assert x["was"] == [0, "−∞"] and x["of"][0]["slopes"] == [None] and x["of"][0]["rest"] == [None] * 6
    assert x["of"][0]["moves"] == [["NaN", "NaN", "NaN", "−6.908", "−4.605", "−2.303"]]
    near = of(ad.parse("log(x)", x=0.05))["of"][0]
    assert near["moves"][0][0] == "NaN" and near["rest"][0] is None and near["far"][0] is None
    assert near["moves"][0][1] == pytest.approx(math.log(0.04 / 0.05), rel=1e-4)
    whole = of(ad.parse("x**1000", x=10))["of"][0]  # no float holds its value, nor its slope
    assert whole["slopes"] == [None] and whole["moves"][0][-1] == "2.096·10¹⁰⁰⁴"
    json.dumps([x, near, whole], allow_nan=False)


def test_a_slope_that_is_no_number_is_none_as_in_the_sweep():
    """The root is infinitely steep at 0, and what reads it has no slope, though nothing moves."""
    p = ad.parse("sqrt(0*x)", x=1.0)
    x = of(p)["of"][0]
    assert math.isnan(ad.adjoints(p)["x"]) and x["slopes"] == [0, None] and x["moves"] == [[0] * 6] * 2


@pytest.mark.parametrize("x", [1e308, -1e308, 1e-320, 0.0, 1e17])
def test_huge_and_tiny_values_give_json(x):
    """Twice the largest float is no float, and a nudge may be lost in the last digit."""
    data = of(ad.parse("x*y", x=x, y=1.0))
    json.dumps(data, allow_nan=False)
    assert (data["of"][0]["moves"][0][3] == 0) == (abs(x) > 1e16)


def test_where_the_function_would_run_other_lines_nothing_is_told():
    """The list is one branch of it."""
    x = of(ad.trace(lambda x: x * x if x > 0 else -x, x=0.05))["of"][0]
    assert x["moves"][0][0] == "?" and x["moves"][0][1] == pytest.approx(0.04**2 - 0.05**2) and x["rest"][0] is None


def test_above_thirty_variables_it_is_told_of_the_result_alone_and_above_a_hundred_or_with_arrays_nothing():
    """Else the data would grow with the square of the program."""
    np = pytest.importorskip("numpy")
    small, large, huge = (ad.parse("+".join(["x"] * n), x=1) for n in (30, 31, 101))
    assert [len(p) for p in (small, large, huge)] == [30, 31, 101]
    x, y = of(small)["of"][0], of(large)["of"][0]
    assert len(x["later"]) == 29 and len(x["far"]) == 8
    assert y["later"] == [30] and y["moves"] == [[pytest.approx(31 * h) for h in SIZES]] and y["far"] == []
    assert of(huge) is None and of(ad.trace(lambda x: (x * x).sum(), x=np.ones(3))) is None


def test_of_several_outputs_the_first_is_watched_at_the_inputs_given():
    """As in the reverse sweep."""
    data = of(ad.trace(lambda x: (x * x, x * 3), x=1.0), {"x": 2.0})
    assert data["result"] == 1 and data["of"][0]["later"] == [1, 2] and data["of"][0]["slopes"] == [4, 3]
    assert data["of"][0]["moves"][0][5] == 0.41 and data["of"][0]["rest"][5] == 0.01


def test_along_a_direction_all_inputs_move_at_their_speeds():
    """One entry more, and the slopes in it are the tangents of that direction."""
    p = ad.parse("x*y", x=2, y=3)
    assert of(p)["along"] == [1, 0] and len(of(p)["of"]) == 3 == len(of(p, None, {"x": 1})["of"])
    data = of(p, None, {"x": 1, "y": 2})
    along = data["of"][3]
    assert data["along"] == [1, 2] and along["later"] == [0, 1, 2] and along["slopes"] == [1, 2, 7]
    assert along["moves"][2][5] == 0.72 and along["rest"][5] == 0.02
    assert list(ad.tangents(p, {"x": 1, "y": 2}).values()) == along["slopes"]
