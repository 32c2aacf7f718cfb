"""Programs that the engine's tests share: functions of arrays, random functions of numbers, and text that is run.

Nothing here differentiates anything.
"""

import math
import random
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

import adlesson as ad
from adlesson import cos, exp, sin, tan, tanh
from adlesson.engine.codegen.source import Writer, source
from adlesson.engine.numbers import products, summing
from adlesson.engine.numbers.linear import moveaxis, swapaxes, transpose

# --- running the text of a program ----------------------------------------------------------------


def executed(program):
    """Return the function that the text of a program defines, run in an empty namespace.

    The arrays that the text leaves open are filled in, as a reader would do.
    """
    writer, space = Writer(program), {}
    text = writer.text()
    assert text == source(program)
    exec(text, space)
    space.update(writer.words.open)
    return space[writer.title]


def same(u, w):
    """Whether two results are equal to the last bit, of the same structure and shape, where NaN equals NaN."""
    if isinstance(u, dict):
        return isinstance(w, dict) and list(u) == list(w) and all(same(u[key], w[key]) for key in u)
    if isinstance(u, (list, tuple)):
        return type(u) is type(w) and len(u) == len(w) and all(map(same, u, w))
    if np.shape(u) or np.shape(w):
        return np.shape(u) == np.shape(w) and same(np.ravel(u).tolist(), np.ravel(w).tolist())
    return bool(u == w or (u != u and w != w))


# --- functions of arrays --------------------------------------------------------------------------


def whole(shape, start=1):
    """Return an array of small whole numbers, as floats, of both signs and without a pattern."""
    n = math.prod(shape)
    return np.array([(-1) ** k * ((start * 7 + k * 5) % 9 + 1) for k in range(n)], dtype=float).reshape(shape)


V, W, A, B, C = whole((3,)), whole((3,), 2), whole((2, 3)), whole((3, 2), 3), whole((2, 1), 4)
T = whole((2, 3, 2), 5)

# name: (function, inputs); with whole numbers in, everything about these is exact, in any order of additions
LINEAR = {
    "matrix @ vector": (lambda A, x: A @ x, {"A": A, "x": V}),
    "vector @ matrix": (lambda x, B: x @ B, {"x": V, "B": B}),
    "matrix @ matrix": (lambda A, B: A @ B, {"A": A, "B": B}),
    "vector @ vector": (lambda x, y: x @ y, {"x": V, "y": W}),
    "matrix @ plain matrix": (lambda A: A @ B, {"A": A}),
    "plain matrix @ vector": (lambda x: A @ x, {"x": V}),
    "vector @ itself": (lambda x: x @ x, {"x": V}),
    "gram": (lambda A: A @ A.T, {"A": A}),
    "sum": (lambda A: A.sum(), {"A": A}),
    "sum down": (lambda A: A.sum(0), {"A": A}),
    "sum along": (lambda A: A.sum(1), {"A": A}),
    "sum from the end": (lambda A: A.sum(-2), {"A": A}),
    "sum in the middle": (lambda T: T.sum(1), {"T": T}),
    "sum keeping axes": (lambda A: A - A.sum(axis=1, keepdims=True), {"A": A}),
    "sum over all, keeping axes": (lambda A: A * A.sum(keepdims=True), {"A": A}),
    "sum over two axes": (lambda T: T.sum((0, 2)), {"T": T}),
    "sum over two axes, kept": (lambda T: T * T.sum((-1, 0), keepdims=True), {"T": T}),
    "transpose": (lambda A: A.T * B, {"A": A}),
    "transpose of three axes": (lambda T: T.T, {"T": T}),
    "reshape": (lambda A: A.reshape(3, 2) * B, {"A": A}),
    "reshape by what is left": (lambda T: T.reshape((-1, 4)), {"T": T}),
    "reshape to a number": (lambda x: x.reshape(()) * 3, {"x": whole((1, 1))}),
    "ravel": (lambda A: A.ravel() @ whole((6,)), {"A": A}),
    "entry": (lambda A: A[1, 2], {"A": A}),
    "entry from the end": (lambda x: x[-1] * x[0], {"x": V}),
    "entry by an ellipsis": (lambda x: x[..., 1] * 2, {"x": V}),
    "row": (lambda A: A[0], {"A": A}),
    "column": (lambda A: A[:, -1], {"A": A}),
    "slice": (lambda x: x[1:] - x[:-1], {"x": V}),
    "slice backwards": (lambda A: A[::-1, ::2], {"A": A}),
    "new axis": (lambda x: x[:, None] * x[None, :], {"x": V}),
    "entries twice": (lambda x: x[[0, 0, 2]] * W, {"x": V}),
    "entries by an array": (lambda A: A[np.array([1, 1]), np.array([0, 2])], {"A": A}),
    "entries by a mask": (lambda A: A[A_MASK], {"A": A}),
    "outer": (lambda x, y: np.outer(x, y), {"x": V, "y": whole((2,))}),
    "outer of matrices": (lambda A, x: np.outer(A, x), {"A": A, "x": V}),
    "stretched": (lambda A, C, x: A * C + x, {"A": A, "C": C, "x": V}),
    "stretched both ways": (lambda C, R: C - R, {"C": C, "R": whole((1, 3))}),
    "a number and an array": (lambda s, x: s * x + s, {"s": 3.0, "x": V}),
    "an array and a number": (lambda s, x: 2 * x - s, {"s": 3.0, "x": V}),
    "an array that is a number's only reader": (lambda s: s * V, {"s": 2.0}),
    "the same array three times": (lambda x: x + x + 2 * x, {"x": V}),
    "minus": (lambda x: -x - 3 - (4 - x), {"x": V}),
    "integer power": (lambda x: x**3 + x**2, {"x": V}),
    "a list of arrays": (lambda p: p[0] @ p[1] + p[2], {"p": [A, V, 2.0]}),
    "transpose with axes": (lambda T: transpose(T, (1, 2, 0)) * 2, {"T": T}),
    "two axes swapped": (lambda T: swapaxes(T, 0, -1)[1] * moveaxis(T, 0, 2)[:, :, 1], {"T": T}),
    "stack of matrices @ matrix": (lambda T, x: T @ x, {"T": T, "x": whole((2, 2))}),
    "matrix @ stack of matrices": (lambda A, T: A @ T, {"A": A, "T": T}),
    "stack @ stack, stretched": (lambda S, T: S @ T, {"S": whole((4, 1, 2, 3)), "T": T}),
    "stack of matrices @ vector": (lambda T, x: T @ x, {"T": T, "x": whole((2,))}),
    "vector @ stack of matrices": (lambda x, T: x @ T, {"T": T, "x": V}),
    "concatenate": (lambda A, x: ad.concatenate([A, x.reshape(1, 3), A]) * 3, {"A": A, "x": V}),
    "concatenate along": (lambda A, C: ad.concatenate([A, C, np.ones((2, 2))], axis=-1), {"A": A, "C": C}),
    "concatenate in one row": (lambda A, s: ad.concatenate([A, s, [s, 2.0]], axis=None), {"A": A, "s": 3.0}),
    "stack": (lambda x, y: ad.stack([x, y, x, W]), {"x": V, "y": W}),
    "stack behind": (lambda A: ad.stack([A, 2 * A], axis=-1), {"A": A}),
    "stack of numbers": (lambda s, t: ad.stack([s, 1, s * t, [s, t][1]]), {"s": 2.0, "t": 3.0}),
    "running sums": (lambda A: ad.cumsum(A), {"A": A}),
    "running sums along": (lambda T: ad.cumsum(T, -2), {"T": T}),
    "running sums of a vector": (lambda x: ad.cumsum(x) * W, {"x": V}),
    "where": (lambda A, x: ad.where(A_MASK, A, x), {"A": A, "x": V}),
    "where it is a number": (lambda A, s: ad.where(A_MASK, s, A) + ad.where(A_MASK[0], 1, A), {"A": A, "s": 2.0}),
    "where a row fills": (lambda C, s: ad.where(A_MASK, C, s), {"C": C, "s": 2.0}),
    "where by a comparison": (lambda A: ad.where(A > 0, 3 * A, -A) * (A <= 4) + (A[0] == A) * A, {"A": A}),
    "where of numbers": (lambda s, t: (ad.where(s > t, s, t) + ad.where(True, s, 4)) * V, {"s": 2.0, "t": 3.0}),
    "einsum, a product": (lambda A, B: ad.einsum("ij, jk -> ki", A, B), {"A": A, "B": B}),
    "einsum, three factors": (lambda A, B, x: ad.einsum("ij,jk,j", A, B, x), {"A": A, "B": B, "x": V}),
    "einsum, alone": (lambda T: ad.einsum("ijk->j", T), {"T": T}),
    "einsum, all": (lambda A, B: ad.einsum("ij,kl->", A, B), {"A": A, "B": B}),
    "einsum, a diagonal": (lambda T: ad.einsum("iji->ij", T), {"T": T}),
    "einsum, a trace": (lambda S: ad.einsum("ii", S) * ad.einsum("ii->i", S), {"S": whole((3, 3))}),
    "einsum, the rest": (lambda S, x: ad.einsum("...j,j", S, x), {"S": whole((2, 2, 3)), "x": V}),
    "einsum, stretched": (lambda C, A: ad.einsum("ij,ij->ji", C, A), {"C": C, "A": A}),
    "einsum, with itself": (lambda x, s: ad.einsum("i,,j->ij", x, s, x), {"x": V, "s": 2.0}),
    "einsum, a plain factor": (lambda A: ad.einsum("ij,ij->i", A, np.ones((2, 3))), {"A": A}),
    "an array that is repeated": (lambda x: summing.broadcast(x, (2, 3)) * A, {"x": V}),
    "a column that is repeated": (lambda C: summing.broadcast(C, (4, 2, 3)) * A, {"C": C}),
    "product": (lambda A: products.prod(A) + products.prod(A, (0, 1)), {"A": A}),
    "product along": (lambda T: products.prod(T, -2, keepdims=True) * products.prod(T, 0), {"T": T}),
    "largest": (lambda A: ad.amax(A) * 2 - ad.amin(A, 0), {"A": A}),
    "largest along": (lambda T: ad.amax(T, -2, keepdims=True) * ad.amin(T, (0, 2), keepdims=True), {"T": T}),
    "a loop over rows": (lambda A: sum(row @ V for row in A), {"A": A}),
    "several outputs": (lambda A, s: {"u": A.sum(0) * s, "w": s * s, "rows": [A[0], A[1].sum()]}, {"A": A, "s": 2.0}),
}
A_MASK = np.array([[True, False, True], [False, True, False]])


def states(x, w):
    """Return the states of a small recurrence, a list of arrays."""
    s = [x]
    for _ in range(3):
        s.append(tanh(w * s[-1] + x))
    return s


SMOOTH = {
    "network": (
        lambda P, b, Q, X: ((ad.tanh(X @ P + b) @ Q - 1.5) ** 2).mean(),
        {"P": whole((2, 3)) / 9, "b": V / 7, "Q": whole((3, 1)) / 5, "X": whole((4, 2)) / 3},
    ),
    "softmax": (lambda x: ad.log(ad.exp(x).sum()) - x[1], {"x": V / 4}),
    "logsumexp": (lambda A: ad.logsumexp(A) * 3, {"A": A / 4}),
    "logsumexp down": (lambda A: (ad.logsumexp(A, 0) * V).sum(), {"A": A / 4}),
    "logsumexp along": (lambda A: (ad.logsumexp(A, -1) * A[:, 0]).sum(), {"A": A / 4}),
    "logsumexp in the middle": (lambda T: (ad.logsumexp(T, 1) ** 2).sum(), {"T": T / 4}),
    "logsumexp of a vector": (lambda x: ad.logsumexp(x, 0) - ad.logsumexp(x * 200), {"x": V / 4}),
    "mean": (lambda A: (A * A).mean(), {"A": A / 5}),
    "means": (lambda A: (ad.sin(A.mean(0)) * A.mean(1, keepdims=True)).sum(), {"A": A / 5}),
    "logsumexp over two axes": (lambda T: (ad.logsumexp(T, (0, -1)) ** 2).sum(), {"T": T / 4}),
    "attention": (
        lambda Q, K, V: (ad.exp(Q @ swapaxes(K, 1, 2) - ad.logsumexp(Q @ swapaxes(K, 1, 2), 2, keepdims=True)) @ V).sum(),
        {"Q": whole((2, 3, 2)) / 9, "K": whole((2, 4, 2), 3) / 7, "V": whole((1, 4, 2), 2) / 5},
    ),
    "a recurrence, stacked": (lambda x, w: (ad.stack(states(x, w)) ** 2).mean(), {"x": V / 9, "w": 0.7}),
    "a leaky kink": (
        lambda A: ad.where(A > 0.5, ad.sin(A), ad.exp(A / 9)).sum() + ad.where(V > 0, A, A * A).mean(),
        {"A": A},
    ),
    "a hinge": (lambda S: ad.cumsum(ad.relu(S - ad.amax(S, 0) + 6), 1).mean() + ad.amin(S * S, 1) @ V, {"S": whole((3, 4))}),
    "einsum of functions": (lambda A, B: ad.einsum("ij,jk,ik->", ad.sin(A), B / 9, A @ B), {"A": A / 5, "B": B}),
    "mean over two axes": (lambda T: (T.mean((0, 2)) ** 3).sum(), {"T": T / 5}),
    "every function": (
        lambda x: sum(
            f(x).sum() for f in (exp, sin, cos, tan, tanh, ad.sinh, ad.cosh, ad.arctan, ad.sigmoid, ad.softplus, ad.expm1)
        ),
        {"x": V / 9},
    ),
    "functions of the positive": (
        lambda x: (ad.log(x) + ad.sqrt(x) + ad.log1p(x) + x**1.5 + x**-2 + 2**x + 1 / x).sum(),
        {"x": abs(V) / 3},
    ),
    "functions of the small": (lambda x: (ad.arcsin(x) * ad.arccos(x)).sum(), {"x": V / 13}),
    "powers of arrays": (lambda x, y: (x**y).sum(), {"x": abs(V) / 3, "y": W / 2}),
    "quotients": (lambda A, C: (A / C + C / (A * A + 1)).mean(), {"A": A, "C": C}),
    "kinks": (
        lambda A, x: (ad.relu(A) + abs(x) * ad.maximum(A, x) - ad.minimum(x, 0.5)).sum(),
        {"A": A / 7, "x": V / 4},
    ),
    "NumPy's spelling": (lambda A: np.sum(np.exp(A.T / 9) * np.mean(A, axis=1)) + np.dot(A, V).sum(), {"A": A}),
    "numbers among arrays": (lambda s, x: ad.exp(s) * ad.tanh(x.sum() / 9) * s**2.5, {"s": 0.7, "x": V}),
    "entries": (lambda x: ad.sin(x[0]) * x[1:].sum() + x[2] ** x[0], {"x": abs(V) / 5}),
}
ALL = LINEAR | SMOOTH


# --- random functions of numbers ------------------------------------------------------------------

ONE = ["negative", "abs", "exp", "log", "log1p", "expm1", "sqrt", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh"]
ONE += ["sigmoid", "softplus", "erf", "relu"]
TWO = ["add", "subtract", "multiply", "divide", "power", "maximum", "minimum"]

constants = st.sampled_from([0, 1, -1, 2, 3, -2, 0.5, -1.5, 2.0, 1e-3])
lines = st.tuples(st.sampled_from(ONE + TWO * 3), st.integers(0, 99), st.one_of(st.integers(0, 99), constants.map(str)))
numbers = st.floats(-3, 3).filter(lambda u: u == 0 or abs(u) > 1e-3)
straight_lines = st.tuples(st.lists(numbers, min_size=1, max_size=3), st.lists(lines, min_size=1, max_size=12))


def straight_line(drawn):
    """Return a function of a list, which runs the drawn operations on what it is given and returns the last result."""

    def f(x):
        z = list(x)
        for op, i, j in drawn:
            u, w = z[i % len(z)], z[j % len(z)] if isinstance(j, int) else eval(j)
            z.append(ad.ops.OPS[op].value(u) if op in ONE else ad.ops.OPS[op].value(u, w))
        return z[-1]

    return f


# --- random programs of fractions ---------------------------------------------------------------------


def sparse_program(pick):
    """Return a random program of fractions, most of whose outputs read few of its inputs, some none, some one twice."""
    n, m = pick.randint(1, 9), pick.randint(1, 9)
    plan = [[(pick.choice("+-*/"), pick.randrange(n)) for _ in range(pick.randint(0, 3))] for _ in range(m)]

    def f(x, y):
        rows = []
        for parts in plan:
            u = Fraction(pick.randint(1, 5))
            for sign, k in parts:
                w = x[k] if k < len(x) else y
                u = {"+": u + w, "-": u - w * w, "*": u * w, "/": u / w}[sign]
            rows.append(u)
        return {"rows": rows, "again": rows[0], "x": x[-1] if x else y}

    at = [Fraction(pick.choice([-1, 1]) * pick.randint(1, 9), pick.randint(1, 9)) for _ in range(n)]
    return ad.trace(f, x=at[:-1], y=at[-1]) if n > 1 else ad.trace(lambda y: f([], y), y=at[-1])


# --- random functions of arrays ---------------------------------------------------------------------


def fit(*shapes):
    """Whether NumPy stretches these shapes to one."""
    try:
        return np.broadcast_shapes(*shapes) is not None
    except ValueError:
        return False


def random_arrays(seed):
    """Return a function of three inputs, some of them arrays, which mixes them at random, and the inputs."""
    pick, numbers = random.Random(seed), np.random.default_rng(seed)
    shapes = pick.sample([(2, 3), (3,), (2, 1), (), (3, 2), (1, 3), (2, 2), (1,)], 3)
    at = {name: numbers.normal(size=n) if n else float(numbers.normal()) for name, n in zip("abc", shapes, strict=True)}
    steps = [pick.randrange(10**9) for _ in range(pick.randint(2, 14))]

    def f(**inputs):
        z = list(inputs.values())
        for step in steps:
            z.append(tanh(_mixed(z, random.Random(step))))
        return sum((v.sum() if getattr(v, "shape", ()) else v) * 1.25 for v in z[-3:])

    return f, at


def _mixed(z, pick):
    """Return something new made of one or two of the values so far."""
    u, w, kind = pick.choice(z), pick.choice(z), pick.randrange(14)
    a, b = getattr(u, "shape", ()), getattr(w, "shape", ())
    if kind < 6 and fit(a, b):
        return (
            lambda: u + w,
            lambda: u * w,
            lambda: u - w,
            lambda: u / (w * w + 1.5),
            lambda: ad.maximum(u, w),
            lambda: w - u,
        )[kind]()
    if kind == 6 and a and b and a[-1] == b[-2 if len(b) == 2 else -1]:
        return u @ w
    if kind < 9 and a:
        axis = pick.choice([None, *range(len(a))])
        return u.sum(axis, keepdims=pick.random() < 0.5) if kind == 7 else u.mean(axis, keepdims=pick.random() < 0.5)
    if kind < 12 and a:
        keys = (0, -1, slice(None, None, -1), [0, 0], slice(0, 1))
        return u.T if kind == 9 else u.reshape(-1) if kind == 10 else u[pick.choice(keys)]
    return (lambda: exp(sin(u)), lambda: ad.relu(u), lambda: u**2, lambda: 1 - u * np.float64(0.5))[kind % 4]()
