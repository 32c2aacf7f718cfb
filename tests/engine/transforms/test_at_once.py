"""Many arrays at once: what an operation makes of a stack is what it makes of each array in it."""

import numpy as np
import pytest
from programs import A, B, T, V, W, whole

import adlesson as ad
from adlesson.engine.numbers.arrays import Axes
from adlesson.engine.ops import OPS
from adlesson.engine.transforms import at_once
from adlesson.engine.transforms.at_once import Many, bare, block, identity, of_all, shared, units_of
from adlesson.engine.transforms.stacks import RULES

ALL = slice(None)
# operation, arguments, options: each argument that may be many is, one after the other, and then all of them
CASES = [
    ("add", (A, V), ()),
    ("add", (V, A), ()),
    ("subtract", (2.0, A), ()),
    ("subtract", (A, T[0, 0, 0]), ()),
    ("multiply", (A, V), ()),
    ("multiply", (A, 3.0), ()),
    ("multiply", (V, V), ()),
    ("multiply", (V, whole((2, 1))), ()),
    ("divide", (V, W), ()),
    ("divide", (V, 4), ()),
    ("divide", (3.0, W), ()),
    ("negative", (A,), ()),
    ("negative", (V,), ()),
    ("gated", (V, W), ()),
    ("gated", (np.array([0.0, 1.0, 0.0]), W), ()),
    ("matmul", (A, V), ()),
    ("matmul", (V, B), ()),
    ("matmul", (V, W), ()),
    ("matmul", (A, B), ()),
    ("matmul", (T, whole((2, 4))), ()),
    ("matmul", (whole((4, 3)), T), ()),
    ("matmul", (T, whole((2,))), ()),
    ("matmul", (V, T), ()),
    ("matmul", (whole((4, 1, 2, 3)), T), ()),
    ("matmul", (whole((2, 3, 3)), whole((2, 3, 1))), ()),
    ("outer", (V, whole((2,))), ()),
    ("outer", (A, V), ()),
    ("einsum", (A, B), ("ij,jk->ki",)),
    ("einsum", (T,), ("ijk->j",)),
    ("einsum", (V, 2.0, V), ("i,,j->ij",)),
    ("sum", (A,), (None,)),
    ("sum", (V,), (None,)),
    ("sum", (T,), (-1,)),
    ("sum", (T,), (Axes((0, -1)),)),
    ("mean", (A,), (0,)),
    ("mean", (A,), (None,)),
    ("cumsum", (T,), (-2,)),
    ("broadcast", (V,), ((2, 3),)),
    ("broadcast", (whole((2, 1)),), ((4, 2, 3),)),
    ("broadcast", (2.0,), ((2, 3),)),
    ("transpose", (T,), (None,)),
    ("transpose", (T,), ((1, 2, 0),)),
    ("reshape", (A,), ((3, 2),)),
    ("reshape", (whole((1, 1)),), ((),)),
    ("index", (A,), ((1, 2),)),
    ("index", (A,), (slice(None, None, -1),)),
    ("index", (A,), ((..., 0),)),
    ("index", (V,), ((None, ALL),)),
    ("index", (V,), ([0, 0, 2],)),
    ("index", (A,), (A > 0,)),
    ("index", (T,), (([0, 1], ALL, [0, 1]),)),  # NumPy puts chosen axes that stand apart first
    ("index", (T,), ((ALL, [0, 1], [0, 1]),)),
    ("index", (T,), ((0, ALL, [0, 1]),)),
    ("place", (V,), ((0,), (2, 3))),
    ("place", (2.0,), ((1, 2), (2, 3))),
    ("place", (V,), (([0, 0, 1],), (4,))),
    ("place", (whole((2, 3)),), (([0, 1], ALL, [1, 1]), (2, 3, 2))),
    ("where", (A > 0, A, V), ()),
    ("where", (V > 0, V, 0), ()),
    ("where", (V > 0, 0, V), ()),
    ("exp", (V,), ()),  # which has no rule: one by one
    ("concatenate", (A, A[:1]), (0,)),
    ("amax", (A,), (0,)),
]


def several(u, diagonal):
    """Return an argument many times over: scaled units where that is asked for, else any arrays."""
    if diagonal:
        return identity(np.shape(u)) * (abs(np.asarray(u)) + 1)
    count = int(np.prod(np.shape(V)))
    return Many(np.stack([np.asarray(u, dtype=float) * (k + 2) + k for k in range(count)]), count)


def one(u, k):
    return u.whole[k] if of_all(u) else bare(u)


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize(("op", "args", "options"), CASES)
def test_an_operation_on_a_stack_is_the_operation_on_each(op, args, options, diagonal):
    """Every argument many in its turn, dense and as scaled units; and all of them at once."""
    arrays = [k for k, u in enumerate(args) if not (op == "where" and k == 0)]
    turns = [[k] for k in arrays if not diagonal or np.shape(args[k])] + ([arrays] if not diagonal else [])
    for many in turns:
        given = [several(u, diagonal) if k in many else u for k, u in enumerate(args)]
        found = Many.apply_op(op, tuple(given), options)
        count = given[many[0]].count
        right = [OPS[op].value(*(one(u, k) for u in given), *options) for k in range(count)]
        assert found.shape == np.shape(right[0])
        assert found.whole == pytest.approx(np.stack(right), rel=1e-13, nan_ok=True)
        if count > 1 and np.any(right[0]):
            assert found.whole != pytest.approx(np.stack(right)[::-1], rel=1e-3), "the order of the stack counts"


def test_every_rule_has_its_case():
    """A rule that nobody asks may say anything."""
    assert set(RULES) - {"power"} <= {op for op, *_ in CASES}


def test_units_that_are_only_scaled_stay_a_diagonal():
    """Until something mixes them: then their stack is made, and an infinity stays where it is."""
    units = identity((3,)) * np.array([1.0, np.inf, 2.0]) * 2.0 / np.array([2.0, 1.0, 4.0])
    assert units.scale.tolist() == [1.0, np.inf, 1.0]
    assert units.whole.tolist() == [[1, 0, 0], [0, np.inf, 0], [0, 0, 1]]
    assert (-units + identity((3,))).scale.tolist() == [0.0, -np.inf, 0.0]
    assert (identity((2, 2)) * 2).whole.tolist() == (2 * np.eye(4).reshape(4, 2, 2)).tolist()
    assert (units * A).scale is None
    assert identity(()) == 1


def test_units_go_through_a_layer_without_a_product_of_matrices(monkeypatch):
    """The rows of W are scaled: matmul is not called."""
    W, x = whole((3, 3)), V / 9
    p = ad.trace(lambda x: ad.tanh(W @ x), x=x)
    right = (1 - np.tanh(W @ x) ** 2)[:, None] * W
    called, rule = [], RULES["matmul"]
    monkeypatch.setitem(RULES, "matmul", lambda *given: called.append(1) or rule(*given))
    for by in ("rows", "columns"):
        assert ad.jacobian(p, by=by)["f"]["x"] == pytest.approx(right, rel=1e-12)
    assert not called
    assert ad.jacobian(lambda x: W @ ad.tanh(W @ x), x=x)["f"]["x"] == pytest.approx(W @ right, rel=1e-12)
    assert called


@pytest.mark.parametrize("by", ["rows", "columns"])
def test_to_scale_units_for_the_first_time_is_no_product(by):
    """They are ones: the slopes themselves are put in, and a traced Jacobian has no line for a product with 1."""
    p = ad.trace(lambda x: ad.jacobian(lambda x: ad.sin(x), by=by, x=x)["f"]["x"], x=V)
    ops = [row.op for row in p.instructions]
    assert "cos" in ops and "multiply" not in ops
    assert p() == pytest.approx(np.diag(np.cos(V)))


@pytest.mark.parametrize("most", [1, 40, 2**24])
def test_portions_of_units_are_all_units(most, monkeypatch):
    """However few stacks of all variables fit: here 6 + 6 + 1 numbers."""
    monkeypatch.setattr(at_once, "MOST", most)
    p = ad.trace(lambda x: (x * x).sum(), x=A)
    stacks = [units.whole for units in units_of(p, 0)]
    assert np.concatenate(stacks).reshape(6, 6).tolist() == np.eye(6).tolist()
    assert [len(stack) for stack in stacks] == {1: [1] * 6, 40: [3, 3], 2**24: [6]}[most]
    assert [*units_of(p, 2)] == [1]


def test_a_block_has_its_axes_in_order():
    """Rows stand first, columns last."""
    stack = np.arange(24.0).reshape(6, 4)
    assert block([Many(stack, 6)], (2, 3), (4,), True).tolist() == stack.reshape(2, 3, 4).tolist()
    assert block([Many(stack[:3], 3), Many(stack[3:], 3)], (4,), (2, 3), False).tolist() == stack.T.reshape(4, 2, 3).tolist()


def test_what_all_share_meets_many_and_may_be_compared():
    """Traced values are wrapped, numbers and arrays need not be."""
    seen = []

    def f(x):
        (wrapped, plain) = shared([x, 2.0])
        assert plain == 2.0
        assert wrapped > 1
        made = wrapped * identity((3,)) + np.ones(3)
        seen.append(made.whole.value)
        return ad.exp(wrapped).whole

    assert ad.grad(f, x=2.0)["x"] == pytest.approx(np.exp(2.0))
    assert seen[0].tolist() == (2 * np.eye(3) + 1).tolist()


def test_of_a_number_nothing_is_gathered():
    """A stack of numbers has one axis, and it is not theirs."""
    w = np.ones(3)
    for f in (lambda w: ad.amax(np.sum(w)), lambda w: ad.amin(w[0]) + np.sum(np.sum(w))):
        by_columns, by_rows = (ad.jacobian(f, by=by, w=w)["f"]["w"] for by in ("columns", "rows"))
        assert np.array_equal(by_columns, by_rows)
