"""Simplified programs: fewer instructions, the same numbers to the last digit."""

import itertools
import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from oracles import everywhere
from programs import ALL, A, V, same, straight_line, straight_lines, whole

import adlesson as ad
from adlesson.engine.numbers.linear import transpose
from adlesson.engine.transforms.simplify import simplified

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]
EVERY = [pytest.param(f, at, id=name) for name, (f, at) in ALL.items()]


def lines(f, **at):
    """Return the right-hand sides of the simplified program of a function, as text."""
    q = simplified(ad.trace(f, at))
    return [q.written(i) for i in range(q.d, len(q))]


@pytest.mark.parametrize(
    ("f", "left"),
    [
        (lambda x, y: 1 * x, []),
        (lambda x, y: x * 1, []),
        (lambda x, y: 0 + x, []),
        (lambda x, y: x + 0, []),
        (lambda x, y: x - 0, []),
        (lambda x, y: x**1, []),
        (lambda x, y: -(-x), []),  # noqa: B002
        (lambda x, y: -(-(-x)), ["-x"]),  # noqa: B002
        (lambda x, y: -1 * x, ["-x"]),
        (lambda x, y: x * -1 * -1, []),
        (lambda x, y: 0 * x + y, []),
        (lambda x, y: 0 * ad.exp(x) * y, []),
        (lambda x, y: x + -y, ["x - y"]),
        (lambda x, y: -x + 0, ["-x"]),
        (lambda x, y: 0 + -x, ["-x"]),
        (lambda x, y: -x * 1, ["-x"]),
        (lambda x, y: -x * 0 + y, []),
        (lambda x, y: -x + y, ["y - x"]),
        (lambda x, y: x - -y, ["x + y"]),
        (lambda x, y: -x * y, ["x * y", "-z2"]),
        (lambda x, y: x * -y, ["x * y", "-z2"]),
        (lambda x, y: -x * -y, ["x * y"]),
        (lambda x, y: x - (-y) * x, ["y * x", "x + z2"]),
        (lambda x, y: [ad.sin(x), x * y][1], ["x * y"]),
        (lambda x, y: ad.exp(0 * x) * y, ["1.0 * y"]),  # a float is a measured number: 1.0 stays
        (lambda x, y: x**2 + 2 * y, ["x ** 2", "2 * y", "z2 + z3"]),
        (lambda x, y: 1.0 * x + 0.0, ["1.0 * x", "z2 + 0.0"]),
        (lambda x, y: 0 - x, ["0 - x"]),
        (lambda x, y: x / 1, ["x / 1"]),
    ],
)
def test_idle_operations_are_dropped_and_others_are_not(f, left):
    """What a person would leave out, and nothing that a person wrote."""
    written = [line.replace("f", "z9") for line in lines(f, x=2.0, y=3.0)]
    assert written == left
    program = ad.trace(f, x=2.0, y=3.0)
    assert same(simplified(program)(), program())


@pytest.mark.parametrize(
    ("f", "left"),
    [
        (lambda A, x: A * 1 + 0, []),
        (lambda A, x: A * np.ones((2, 3)), []),
        (lambda A, x: np.ones((2, 3)) * x, ["broadcast(x, (2, 3))"]),
        (lambda A, x: A + np.zeros((2, 3)), ["A + 0.0"]),  # measured, as a float 0.0 among numbers is
        (lambda A, x: A - np.full((2, 3), 0.0), ["A - 0.0"]),
        (lambda A, x: A * np.full((2, 3), 2.5), ["A * 2.5"]),
        (lambda A, x: A + np.zeros(3), ["A + 0.0"]),
        (lambda A, x: x * np.ones((2, 1)), ["broadcast(x, (2, 3))"]),
        (lambda A, x: A.T.T, []),
        (lambda A, x: A.reshape(6).reshape(3, 2).reshape(2, 3), []),
        (lambda A, x: A.reshape(6).reshape(3, 2), ["reshape(A, (3, 2))"]),
        (lambda A, x: A @ (x * 0), ["broadcast(0, (2,))"]),
        (lambda A, x: A @ (x * 0) + A[:, 0], ["A[:, 0]"]),
        (lambda A, x: (0 * A).sum(0) + x, []),
        (lambda A, x: A.sum(0) + x, ["A.sum(0)", "z2 + x"]),
        (lambda A, x: 1 * x[0] + 0 * A[0, 0], ["x[0]"]),
        (lambda A, x: -A @ x, ["-A", "z2 @ x"]),
    ],
)
def test_arrays_of_ones_and_zeros_are_dropped_where_the_shape_stays(f, left):
    """A 1 that stretches is not idle: what would change the shape becomes a broadcast, or stays."""
    program = ad.trace(f, A=A, x=V)
    q = simplified(program)
    assert same(q(), program())
    assert q.shapes[q.output_slots[0]] == np.shape(f(A, V))
    written = [q.written(i) for i in range(q.d, len(q))]
    assert [line.replace("full((2, 3), x)", "broadcast(x, (2, 3))") for line in written] == [
        {"broadcast(0, (2,))": "full((2,), 0)", "reshape(A, (3, 2))": "A.reshape(3, 2)"}.get(line, line) for line in left
    ]


def test_a_constant_result_is_a_constant():
    """The gradient of a sum of products with data needs no instruction."""
    q = ad.gradient_program(lambda x: x @ V * 2, x=whole((3,)))
    assert len(q) == 3
    assert same(q()["x_bar"], 2 * V)


def test_transposes_after_one_another_become_one_or_none():
    """In the right order: the second names the axes of the first's result."""
    T = whole((2, 3, 4))
    for first in itertools.permutations(range(3)):
        for second in itertools.permutations(range(3)):
            p = ad.trace(lambda T, a=first, b=second: transpose(transpose(T * 2, a), b) * 3, T=T)
            short = simplified(p)
            assert same(short(), p()) and short.ops.count("transpose") <= 1
            assert (short.ops.count("transpose") == 0) == same(T.transpose(first).transpose(second), T)


def test_a_choice_between_filled_arrays_keeps_its_shape():
    """A number may stand for an array of it only where the mask has the whole shape."""
    for shape in ((3,), (2, 3)):
        p = ad.trace(lambda x: ad.where(x > 0, np.full((2, 3), 2.0), np.zeros((2, 3))), x=np.broadcast_to(V, shape).copy())
        short = simplified(p)
        assert same(short(), p()) and short.shapes[-1] == (2, 3)
        assert sum(np.shape(u) != () for u in short.constants) == (0 if shape == (2, 3) else 2)


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_simplified_examples_return_the_same(f, at):
    """Floats to the last digit, fractions exactly; once more changes nothing."""
    program = ad.trace(f, at)
    q = simplified(program)
    assert same(q(), program())
    assert len(q) <= len(program)
    assert q.inputs == program.inputs
    assert repr(simplified(q)) == repr(q)


@pytest.mark.parametrize(("f", "at"), EVERY)
def test_simplified_array_programs_return_the_same(f, at):
    """Shapes included."""
    program = ad.trace(f, at)
    assert same(simplified(program)(), program())


@settings(max_examples=200)
@given(straight_lines)
def test_any_simplified_program_returns_the_same(drawn):
    """Except that 0 times infinity or NaN counts as 0: the 0 of the table is exact."""
    x, rows = drawn
    program = ad.trace(straight_line(rows), x=x)
    z = program.values()
    if all(abs(float(u)) < math.inf for u in z):
        assert same(simplified(program)(), program())


def test_names_lines_and_dead_code():
    """A variable that goes away hands its place to what it equals; inputs stay though nobody reads them."""

    def f(x, unused):
        a = x * x
        b = 1 * a
        dead = ad.sin(a)  # noqa: F841
        c = b + 0
        return c * a

    q = simplified(ad.trace(f, x=3, unused=1))
    assert q.names == ("x", "unused", "a", "f")
    start = f.__code__.co_firstlineno
    assert q.lines[2:] == (start + 1, start + 5)
    assert q(x=5) == 625
    renamed = simplified(ad.trace(f, x=3, unused=1), {2: ("square", 7), 3: ("other", 8)})
    assert renamed.names[2] == "square"
    assert renamed.lines[2] == 7


def test_guards_stay_with_their_lines_and_idle_ones_go():
    """What decided a branch is read by its guard; a comparison of constants cannot flip."""

    def f(x):
        y = x * 1 + 0
        if y > 0 and 0 * x == 0:
            return y * y
        return y

    q = simplified(ad.trace(f, x=2.0))
    line = f.__code__.co_firstlineno + 2
    assert [(q.names[a], outcome, at) for _, a, _, outcome, at in q.guards] == [("x", True, line)]
    with pytest.raises(ad.LessonError, match=rf"x > 0 was True when f was traced \(line {line}\)"):
        q(x=-1.0)


def test_what_is_left_of_constants_does_not_move():
    """A line that only fills an array has no tangent, but the shape of one."""
    p = ad.trace(lambda A, x: (ad.cos(0 * x) @ A.T).sum() * x, A=A, x=V)
    q = simplified(p)
    assert "broadcast" in q.ops
    direction = {"A": 2 * A, "x": V}
    assert same(ad.jvp(q, direction), ad.jvp(p, direction))
    assert same(ad.jacobian(q, by="columns"), ad.jacobian(q, by="rows"))
    zeros = simplified(ad.trace(lambda A, x: A @ (x * 0), A=A, x=V))
    assert zeros.ops == ("input", "input", "broadcast")
    assert same(ad.jvp(zeros, direction), {"f": np.zeros(2)})
    assert q.names[q.ops.index("broadcast")] not in {step.target for step in ad.tangent_sweep(q, direction)}


def test_unread_constants_are_not_kept():
    """Folding makes many; a program that has been differentiated three times must not carry them."""
    q = simplified(ad.trace(lambda x: x * 1 + 0 * x + 2 * 3 * x, x=2.0))
    assert q.constants == (6,)


def test_a_fold_is_exact_and_quiet(recwarn):
    """Constants are calculated as the program would calculate them; infinities come without a warning."""
    q = simplified(ad.trace(lambda x: x * 0 + Fraction(1, 3) * 3 + x, x=1))
    assert q() == 2
    p = ad.trace(lambda x: x + (x * 0 + np.array([1.0, 2.0])) / np.array([0.0, 1.0]), x=np.ones(2))
    assert same(simplified(p)(), np.array([math.inf, 3.0]))
    assert not recwarn.list


def test_size_is_linear_and_depth_no_problem():
    """Chains longer than Python's stack, of every rule that looks back."""
    n = 10 * sys.getrecursionlimit()

    def f(x):
        y = x
        for _ in range(n):
            y = -(y * 1 + 0)
        return y

    assert len(simplified(ad.trace(f, x=1.0))) == 1
    assert len(simplified(ad.trace(lambda x: sum((x * -k for k in range(1, n)), -x), x=1.0))) <= 2 * n


def test_an_array_that_is_there_twice_is_kept_once():
    """Also what is turned and turned back; what is computed of it twice is computed once; another layout is another."""
    W = A.copy()
    p = simplified(ad.trace(lambda x: W @ x + W.T.T.copy() @ x, x=V))
    assert len({id(u) for u in p.constants}) == 1
    assert p.ops.count("matmul") == 1
    assert p().tolist() == (2 * A @ V).tolist()
    q = simplified(ad.trace(lambda x, y: (W @ x, (2 * W) @ x, np.asfortranarray(W) @ y), x=V, y=V))
    assert len({id(u) for u in q.constants}) == 3
    assert q.ops.count("matmul") == 3


@pytest.mark.parametrize("larger", [ad.maximum, ad.minimum])
@pytest.mark.filterwarnings("ignore")
def test_of_two_that_are_one_neither_is_larger(larger):
    """Also where both are infinite, and their difference is NaN: the gradient is that of the sweep."""
    for f, x in ((lambda x: larger(x, x), math.inf), (lambda x: larger(ad.log(x), ad.log(x)), 2.0)):
        q = ad.gradient_program(f, x=1.0)
        assert "heaviside" not in q.ops
        assert q(x=x)["x_bar"] == ad.compiled(q)(x)["x_bar"] == ad.grad(f, x=x)["x"]
    q = ad.gradient_program(lambda x: larger(ad.log(x), ad.log(x)), x=1.0)
    assert q(x=-0.0) == {"value": -math.inf, "x_bar": -math.inf}
    u = np.array([math.inf, -math.inf, 2.0])
    assert ad.gradient_program(lambda x: larger(x, x).sum(), x=np.ones(3))(x=u)["x_bar"].tolist() == [1.0, 1.0, 1.0]


ZEROS = np.zeros(2)
OF_ZEROS = {
    "times": lambda u: u * ZEROS,
    "a row": lambda u: u * np.zeros((2, 2)),
    "matrix": lambda u: np.zeros((2, 2)) @ u,
    "inner": lambda u: ZEROS @ u,
    "outer": lambda u: np.outer(u, ZEROS),
    "einsum": lambda u: np.einsum("i,i->i", u, ZEROS),
    "turned": lambda u: ad.stack([u, u]) * np.zeros((2, 2)).T,
}


@pytest.mark.parametrize("f", OF_ZEROS.values(), ids=OF_ZEROS)
@pytest.mark.filterwarnings("ignore")
def test_zeros_of_an_array_are_measured_as_the_float_0_is(f):
    """0 times an infinity is NaN, also in the text of the gradient; only the 0 of the table shuts out what is behind it."""
    at = np.array([0.0, 2.0])
    g = lambda x: f(ad.log(x)).sum()
    number, q = ad.gradient_program(lambda x: ad.log(x) * 0.0, x=0.0), ad.gradient_program(g, x=at)
    assert all(map(math.isnan, number().values()))
    slope = ad.grad(g, x=at)["x"]
    assert math.isnan(q()["value"]) and math.isnan(slope[0])
    for found in (q(), ad.compiled(q)(at)):
        assert np.array_equal(found["x_bar"], slope, equal_nan=True)
    for program in (ad.jacobian_program(g, x=at), ad.trace(lambda x: {("f", "x"): ad.jacobian(g, x=x)["f"]["x"]}, x=at)):
        assert np.array_equal(next(iter(program().values())), slope, equal_nan=True)


@pytest.mark.parametrize("zeros", [[-0.0, -0.0], [0.0, -0.0]])
def test_a_zero_with_a_sign_is_measured(zeros):
    """Behind a division it is an infinity of that sign."""
    p = ad.trace(lambda x: 1 / (x * np.array(zeros)), x=np.ones(2))
    assert np.array_equal(simplified(p)(), p())
