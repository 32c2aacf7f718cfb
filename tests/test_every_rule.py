"""Every operation of the table against mpmath at 50 digits, by every road, for numbers and for arrays.

A float is right to 8 units in its last place (ulp), also where a function saturates, cancels, is subnormal or huge; what
is not is listed in ``EXCEPTIONS`` with its reason.  What adds up terms is measured by the sum of their sizes.

``PYTHONPATH=. python tests/test_every_rule.py`` prints the largest error of each.
"""

import math
import sys
import warnings
from functools import cache

import mpmath
import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.ops import OPS

mpmath.mp.dps = 50
MOST = 8  # ulp
mp, one = mpmath.mpf, mpmath.mpf(1)
log, exp, tanh, sech, tan = mpmath.log, mpmath.exp, mpmath.tanh, mpmath.sech, mpmath.tan


def sigmoid(u):
    return 1 / (1 + exp(-u))


def bell(u):
    return 2 / mpmath.sqrt(mpmath.pi) * exp(-u * u)


# the value, the slope and the slope of the slope, as a table of derivatives has them
ONE = {
    "negative": (lambda u: -u, lambda u: -one, lambda u: 0 * one),
    "abs": (abs, mpmath.sign, lambda u: 0 * one),
    "exp": (exp, exp, exp),
    "log": (log, lambda u: 1 / u, lambda u: -1 / u**2),
    "log1p": (mpmath.log1p, lambda u: 1 / (1 + u), lambda u: -1 / (1 + u) ** 2),
    "expm1": (mpmath.expm1, exp, exp),
    "sqrt": (mpmath.sqrt, lambda u: 1 / (2 * mpmath.sqrt(u)), lambda u: -1 / (4 * u * mpmath.sqrt(u))),
    "sin": (mpmath.sin, mpmath.cos, lambda u: -mpmath.sin(u)),
    "cos": (mpmath.cos, lambda u: -mpmath.sin(u), lambda u: -mpmath.cos(u)),
    "tan": (tan, lambda u: mpmath.sec(u) ** 2, lambda u: 2 * tan(u) * mpmath.sec(u) ** 2),
    "arcsin": (mpmath.asin, lambda u: 1 / mpmath.sqrt(1 - u * u), lambda u: u / mpmath.sqrt(1 - u * u) ** 3),
    "arccos": (mpmath.acos, lambda u: -1 / mpmath.sqrt(1 - u * u), lambda u: -u / mpmath.sqrt(1 - u * u) ** 3),
    "arctan": (mpmath.atan, lambda u: 1 / (1 + u * u), lambda u: -2 * u / (1 + u * u) ** 2),
    "sinh": (mpmath.sinh, mpmath.cosh, mpmath.sinh),
    "cosh": (mpmath.cosh, mpmath.sinh, mpmath.cosh),
    "tanh": (tanh, lambda u: sech(u) ** 2, lambda u: -2 * tanh(u) * sech(u) ** 2),
    "sech2": (
        lambda u: sech(u) ** 2,
        lambda u: -2 * tanh(u) * sech(u) ** 2,
        lambda u: sech(u) ** 2 * (4 * tanh(u) ** 2 - 2 * sech(u) ** 2),
    ),
    "sigmoid": (sigmoid, lambda u: sigmoid(u) * sigmoid(-u), lambda u: -sigmoid(u) * sigmoid(-u) * tanh(u / 2)),
    "softplus": (lambda u: mpmath.log1p(exp(u)), sigmoid, lambda u: sigmoid(u) * sigmoid(-u)),
    "erf": (mpmath.erf, bell, lambda u: -2 * u * bell(u)),
    "relu": (lambda u: max(u, 0 * one), lambda u: one * (u > 0), lambda u: 0 * one),
    "sign": (mpmath.sign, lambda u: 0 * one, lambda u: 0 * one),
    "heaviside": (lambda u: one * (u > 0), lambda u: 0 * one, lambda u: 0 * one),
}
SIZES = (
    0.0, 5e-324, 1e-310, 2.3e-308, 1e-300, 1e-160, 1e-20, 1e-8, 1e-3, 0.1, 0.5, 0.7, 1 - 1e-10, 1 - 2**-53, 1.0, 1 + 1e-10,
    1.5, math.pi / 2, 3.0, 10.0, 20.0, 36.0, 40.0, 100.0, 354.0, 400.0, 700.0, 709.7, 710.4, 745.0, 1e3, 1e8, 1e16, 1e154,
    1e160, 1e300, 1.7e308,
)  # fmt: skip
GRID = [*SIZES, *(-u for u in SIZES if u)]


# by each argument, then twice by the first, by one and the other, twice by the second
def one_at(condition):
    return lambda u, w: one * condition(u, w)


def powered(u, p):
    if p == 0 or u == 0 < p:
        return one * (p == 0)  # 0 ** 0 is 1
    size = exp(p * log(abs(u)))  # not u**p, for which mpmath multiplies up to 1e300 times
    if u < 0 and p != mpmath.floor(p):
        raise ValueError
    return -size if u < 0 and p % 2 == 1 else size


def by_base(u, p):
    return 0 * one if p == 0 else p * powered(u, p - 1)


def by_exponent(u, p):
    return 0 * one if u == 0 < p else powered(u, p) * log(u)


def by_both(u, p):
    return powered(u, p - 1) * (1 + p * log(u)) if u else None


NOTHING = one_at(lambda u, w: False)
PRODUCT = (lambda u, w: u * w, lambda u, w: w, lambda u, w: u, NOTHING, one_at(lambda u, w: True), NOTHING)
TWO = {
    "add": (lambda u, w: u + w, *[one_at(lambda u, w: True)] * 2, *[NOTHING] * 3),
    "subtract": (lambda u, w: u - w, one_at(lambda u, w: True), lambda u, w: -one, *[NOTHING] * 3),
    "multiply": PRODUCT,
    "gated": PRODUCT,
    "divide": (
        lambda u, w: u / w, lambda u, w: 1 / w, lambda u, w: -u / w**2,
        NOTHING, lambda u, w: -1 / w**2, lambda u, w: 2 * u / w**3,
    ),
    "power": (
        powered, by_base, by_exponent,
        lambda u, p: p * (p - 1) * powered(u, p - 2) if p * (p - 1) else 0 * one, by_both,
        lambda u, p: powered(u, p) * log(u) ** 2 if u else None,
    ),
    "power_log": (
        by_exponent, by_both, lambda u, p: by_exponent(u, p) * log(u) if u else None,
        lambda u, p: powered(u, p - 2) * (2 * p - 1 + p * (p - 1) * log(u)) if u else None,
        lambda u, p: powered(u, p - 1) * log(u) * (2 + p * log(u)) if u else None,
        lambda u, p: by_exponent(u, p) * log(u) ** 2 if u else None,
    ),
    "maximum": (max, one_at(lambda u, w: u > w), one_at(lambda u, w: u <= w), *[NOTHING] * 3),
    "minimum": (min, one_at(lambda u, w: u < w), one_at(lambda u, w: u >= w), *[NOTHING] * 3),
}  # fmt: skip
SOME = (0.0, 1e-310, 1e-160, 1e-3, 1 / 3, 0.5, 1.0, 1 + 1e-10, 2.0, 2.7, 40.0, 1e16, 1e300)
PAIRS = [(u, w) for u in (*SOME, -0.5, -2.0, -40.0) for w in (*SOME, *(-u for u in SOME[1:]))]
MORE = (*SOME, 5e-324, 1e-300, 1e-20, 0.1, 1 - 2**-53, 1.5, 3.0, 1e3, 1e155)
MORE_PAIRS = [(u, w) for u in (*MORE, *(-u for u in MORE if u)) for w in (*MORE, *(-u for u in MORE if u))]
FUNCTIONS = ONE | TWO
FIRST, SECOND = {1: (1,), 2: (1, 2)}, {1: (2,), 2: (3, 4, 5)}  # their places in these rows


def tiny(*numbers):
    return any(0 < abs(u) < 2.3e-308 for u in numbers)


# name, the places in its row, where, and why; then how many ulp it may be off there, none if it is anything
EXCEPTIONS = [
    ("log log1p", "gradient", lambda u: u < 0, "outside its domain the value is NaN, and this slope still 1/u", None),
    ("arcsin arccos sigmoid", 2, lambda u: True, "two terms cancel around 0: measured by the slope, which is of their size",
     lambda f, u: 8 * math.ulp(float(f[1](u))) / math.ulp(float(f[2](u)))),
    ("arctan", (1, 2), lambda u: abs(u) > 1e154, "the square of u is infinite, and a slope below 1e-308 becomes 0", None),
    ("erf", (1, 2), lambda u: abs(u) < 26, "the square of u is rounded, which costs u**2 ulp",
     lambda f, u: 8 + 2 * float(u) ** 2),
    ("erf", 2, lambda u: abs(u) > 8e307, "twice u is infinite", None),
    ("erf", (1, 2), lambda u: 26 < abs(u) < 28, "what is below 1e-308 has fewer digits", None),
    ("sech2", 2, lambda u: True, "two terms cancel at 0.66: measured by their sizes; what is below 1e-303 has fewer digits",
     lambda f, u: 50 if abs(u) > 350 else 8 * (2 * tanh(u) ** 2 + sech(u) ** 2) / abs(2 * tanh(u) ** 2 - sech(u) ** 2)),
    ("divide", (2, 3, 4, 5), lambda u, w: tiny(u, w, u / w if w else 0), "a quotient below 1e-308 has fewer digits", None),
    ("power power_log", (0, 1, 2, 3, 4, 5), lambda u, p: tiny(u, p, *(float_power(u, p - k) for k in range(3))),
     "what is below 1e-308 has fewer digits", None),
    ("power power_log", (1, 3, 4), lambda u, p: u < 0 and p - 1 == round(p - 1) and (p != round(p) or abs(p) > 2**53),
     "p - 1 is rounded to a whole number: the value is NaN or infinite there, the slope by the base is not", None),
    ("power power_log", (1, 3, 4), lambda u, p: u > 0 and (mp(p) - 1 != mp(p - 1) or mp(p) - 2 != mp(p - 2)),
     "p - 1 is rounded: it costs log(u) ulp, beside the sizes of two terms",
     lambda f, u, p: 2 * abs((abs(p) + 2) * log(u)) * terms(u, p)),
    ("power power_log", 3, lambda u, p: abs(p) < 1e-10 and u < 1e-150, "the base to the power of p - 2 is infinite", None),
    ("power", 4, lambda u, p: u > 0, "two terms, measured by the sum of their sizes", lambda f, u, p: 8 * terms(u, p)),
    ("power_log", 1, lambda u, p: u > 0, "two terms, measured by the sum of their sizes", lambda f, u, p: 8 * terms(u, p)),
    ("power_log", (3, 4), lambda u, p: u > 0, "a helper's second slopes: no road of the lesson asks for them", None),
]  # fmt: skip


def terms(u, p):
    """Return the sum of the sizes of the two terms of 1 + p log(u), relative to what they come to."""
    return (1 + abs(p * log(u))) / abs(1 + p * log(u))


def float_power(u, p):
    try:
        return abs(u) ** p
    except (OverflowError, ZeroDivisionError):
        return math.inf


@cache
def right(name, place, *u):
    """Return what is right and the float next to it; None where there is no real, finite number."""
    row, found = FUNCTIONS[name], []
    for f in {row[0], row[place]}:
        try:
            v = f(*map(mp, u))
        except (ZeroDivisionError, ValueError):
            v = None
        found.append(v)
        if not isinstance(v, mpmath.mpf) or not mpmath.isfinite(v):
            return None
    wanted = row[place](*map(mp, u))
    return wanted, float(wanted) if abs(wanted) < mp(2) ** 1024 * (1 - mp(2) ** -54) else math.copysign(math.inf, wanted)


def ulps(found, wanted):
    """Return by how many units in the last place a float is off; infinite where one is NaN."""
    wanted, nearest = wanted
    if found == nearest:
        return 0.0
    if not math.isfinite(nearest) or not math.isfinite(found):
        return math.inf
    return float(abs(mp(found) - wanted) / mp(math.ulp(nearest)))


def only(outputs):
    (u,) = outputs.values()
    return u


def roads(name):
    """Yield ``(road, place in the row, the points, what it gives there)`` for an operation."""
    n = 1 if name in ONE else 2
    f, names = OPS[name].value, "uw"[:n]
    points, more = ([(u,) for u in GRID], [(u,) for u in GRID]) if n == 1 else (PAIRS, MORE_PAIRS)
    p = ad.trace(lambda **u: f(*u.values()), at=dict.fromkeys(names, 0.5))
    q, at = ad.gradient_program(p), [dict(zip(names, point, strict=True)) for point in points]
    fast, fast_q = ad.compiled(p), ad.compiled(q)
    yield "value", 0, points, [f(*point) for point in points]
    yield "program", 0, points, [p(u) for u in at]
    yield "compiled", 0, points, [fast(*point) for point in points]
    reverse, gradient, quick = [ad.vjp(p, 1.0, u) for u in at], [q(u) for u in at], [fast_q(*point) for point in points]
    for k, u in zip(FIRST[n], names, strict=True):
        yield "tangent", k, points, [only(ad.jvp(p, {u: 1.0}, there)) for there in at]
        yield "reverse", k, points, [found[u] for found in reverse]
        yield "gradient", k, points, [found[f"{u}_bar"] for found in gradient]
        yield "compiled gradient", k, points, [found[f"{u}_bar"] for found in quick]
    for by in ("rows", "columns"):
        second = [ad.jacobian(q, there, by=by) for there in at]  # what hessian collects
        for k, (u, w) in zip(SECOND[n], (("u", "u"), ("u", "w"), ("w", "w")), strict=False):
            yield by, k, points, [found[f"{u}_bar"][w] for found in second]
            yield by, k, points, [found[f"{w}_bar"][u] for found in second]  # the same: it is symmetric
    arrays = dict(zip(names, map(np.array, zip(*more, strict=True)), strict=True))
    ones = np.ones(len(more))
    p = ad.trace(lambda **u: f(*u.values()), at=arrays)
    q = ad.gradient_program(lambda **u: f(*u.values()).sum(), at=arrays)
    yield "array value", 0, more, f(*arrays.values())
    yield "array program", 0, more, p()
    yield "array compiled", 0, more, ad.compiled(p)(*arrays.values())
    reverse, gradient, quick = ad.vjp(p, ones), q(), ad.compiled(q)(*arrays.values())
    for k, u in zip(FIRST[n], names, strict=True):
        yield "array tangent", k, more, only(ad.jvp(p, {u: ones}))
        yield "array reverse", k, more, reverse[u]
        yield "array gradient", k, more, gradient[f"{u}_bar"]
        yield "array compiled gradient", k, more, quick[f"{u}_bar"]
        for j, w in zip(SECOND[n][int(u == "w") :], names, strict=False):
            yield "array tangent of gradient", j, more, ad.jvp(q, {u: ones})[f"{w}_bar"]
            yield "array reverse of gradient", j, more, ad.vjp(q, {f"{w}_bar": ones})[u]


def allowed_at(name, road, place, point):
    """Return how many ulp are allowed; infinitely many where anything is."""
    allowed = MOST
    for names, where, applies, _reason, more in EXCEPTIONS:
        here = "gradient" in road or place > len(point) if where == "gradient" else place in np.atleast_1d(where)
        if name in names.split() and here and applies(*point):
            allowed += math.inf if more is None else float(more(FUNCTIONS[name], *map(mp, point)))
    return allowed


def errors(name):
    """Yield ``(road, place, largest error, largest where nothing is excused, sentences about what is wrong)``."""
    for road, place, points, found in roads(name):
        found = np.broadcast_to(np.asarray(found, dtype=float), len(points)).tolist()
        largest, strict, wrong = 0.0, 0.0, []
        for point, v in zip(points, found, strict=True):
            wanted = right(name, place, *point)
            if wanted is None:  # then a finite number is a wrong one; a second slope may be 0 by structure
                error = math.inf if math.isfinite(v) and place <= len(point) and right(name, 0, *point) is None else 0.0
            else:
                error = ulps(v, wanted)
            allowed = MOST
            if error > MOST:
                allowed = allowed_at(name, road, place, point)
            else:
                strict = max(strict, error)
            largest = max(largest, error)
            if error > allowed:
                wrong.append(
                    f"{road} {place} at {point}: {v!r}, right is {wanted and mpmath.nstr(wanted[0], 20)}, {error:.3g} ulp"
                )
        yield road, place, largest, strict, wrong


# --- operations on whole arrays: measured by the sum of the sizes of what is added ------------------------------------

HOSTILE = np.array([[1e16, 1.0, -1e16], [1e-310, 3.0, 1 / 3], [-1e300, 1e300, 0.1], [20.0, -745.0, 1e-8]])
SCORES = np.array([[1000.0, 1000.5, -3.0], [0.0, -800.0, 1 / 3], [1e16, 1e16, 0.1], [20.0, -745.0, 1e-8]])
TIED = np.array([[1.0, 5.0, -2.0], [3.0, 5.0, -2.0], [3.0, 1.0, -2.0], [-1e300, 1e300, 0.1]])
WEIGHTS = np.array([[0.5, -2.0], [1e-3, 1 / 3], [3.0, 1e16]])


def exact(u):
    return np.vectorize(mp, otypes=[object])(np.asarray(u, dtype=float))


def shares(u):
    """Return the softmax of the columns of an array of mpmath numbers."""
    powers = np.vectorize(exp, otypes=[object])(u - u.max(0))
    return powers / powers.sum(0)


def logs(u):
    return np.vectorize(log, otypes=[object])(np.vectorize(exp, otypes=[object])(u - u.max(0)).sum(0)) + u.max(0)


def last_largest(u):
    """Return 1 at the last of the largest entries of each column, by a loop."""
    v = exact(np.zeros(u.shape))
    for k in range(u.shape[1]):
        v[max(i for i in range(len(u)) if u[i, k] == max(u[:, k])), k] = one
    return v


def at_key(v, shape):
    u = exact(np.zeros(shape))
    for k, w in zip((2, 0, 2), v, strict=True):
        u[k] = u[k] + w
    return u


KEY = [2, 0, 2]  # the entry 2 is read twice, and paid twice
# the function, its inputs, the value of them, and, given a price for each entry of the output, their adjoints
ON_ARRAYS = {
    "matmul": (lambda u, w: u @ w, (HOSTILE, WEIGHTS), lambda u, w: u @ w, lambda b, u, w: (b @ w.T, u.T @ b)),
    "outer": (
        lambda u, w: ad.engine.numbers.products.outer(u, w), (HOSTILE[0], WEIGHTS[0]),
        lambda u, w: u[:, None] * w, lambda b, u, w: (b @ w, u @ b),
    ),
    "sum": (lambda u: u.sum(0), (HOSTILE,), lambda u: u.sum(0), lambda b, u: (b + 0 * u,)),
    "mean": (lambda u: u.mean(1), (HOSTILE,), lambda u: u.sum(1) / 3, lambda b, u: (b[:, None] / 3 + 0 * u,)),
    "logsumexp": (lambda u: ad.logsumexp(u, 0), (SCORES,), logs, lambda b, u: (b * shares(u),)),
    "transpose": (lambda u: u.T, (HOSTILE,), lambda u: u.T, lambda b, u: (b.T,)),
    "reshape": (lambda u: u.reshape(6, 2), (HOSTILE,), lambda u: u.reshape(6, 2), lambda b, u: (b.reshape(4, 3),)),
    "index": (lambda u: u[KEY], (HOSTILE[:, 0],), lambda u: u[KEY], lambda b, u: (at_key(b, u.shape),)),
    "place": (lambda u: ad.place(u, KEY, (4,)), (HOSTILE[1],), lambda u: at_key(u, 4), lambda b, u: (b[KEY],)),
    "broadcast": (
        lambda u: u + np.zeros((4, 1)), (HOSTILE[3],), lambda u: u + exact(np.zeros((4, 3))), lambda b, u: (b.sum(0),),
    ),
    "cumsum": (
        lambda u: ad.cumsum(u, 1), (HOSTILE,), lambda u: u.cumsum(1), lambda b, u: (b[:, ::-1].cumsum(1)[:, ::-1],),
    ),
    "amax": (lambda u: ad.amax(u, 0), (TIED,), lambda u: u.max(0), lambda b, u: (b * last_largest(u),)),
    "amin": (lambda u: ad.amin(u, 0), (TIED,), lambda u: u.min(0), lambda b, u: (b * last_largest(-u),)),
    "at_largest": (lambda u: ad.at_largest(u, 0), (TIED,), last_largest, lambda b, u: (0 * u,)),
    "concatenate": (
        lambda u, w: ad.concatenate([u, w], 1), (HOSTILE, TIED), lambda u, w: np.concatenate([u, w], 1),
        lambda b, u, w: (b[:, :3], b[:, 3:]),
    ),
    "stack": (
        lambda u, w: ad.stack([u, w, u], -1), (HOSTILE, TIED), lambda u, w: np.stack([u, w, u], -1),
        lambda b, u, w: (b[..., 0] + b[..., 2], b[..., 1]),
    ),
    "where": (
        lambda u, w: ad.where(TIED > 0, u, w), (HOSTILE, HOSTILE[0]), lambda u, w: np.where(TIED > 0, u, w),
        lambda b, u, w: (np.where(TIED > 0, b, 0), np.where(TIED > 0, 0, b).sum(0)),
    ),
    "einsum": (
        lambda u, w: ad.einsum("ij,jk->ki", u, w), (HOSTILE, WEIGHTS), lambda u, w: (u @ w).T,
        lambda b, u, w: (b.T @ w.T, u.T @ b.T),
    ),
} | {
    name: (compare, (TIED, TIED[0]), lambda u, w, compare=compare: exact(compare(u, w) * 1), lambda b, u, w: (0 * u, 0 * w))
    for name, (compare, _) in ad.ops.COMPARISONS.items()
}  # fmt: skip


def off(found, wanted, sizes):
    """Return the largest error of an array in units of the last place of the sums of sizes; infinite sums are left out."""
    found, wanted, sizes = (np.ravel(np.broadcast_to(u, np.shape(wanted))) for u in (found, wanted, sizes))
    rows = [(float(v), w, s) for v, w, s in zip(found, wanted, sizes, strict=True) if s < mp(2) ** 1023]
    return max(float(abs(mp(v) - w) / mp(math.ulp(float(s)))) if math.isfinite(v) else math.inf for v, w, s in rows)


def array_errors(name):
    """Yield ``(road, the largest error in ulp)`` for an operation on whole arrays."""
    f, given, value, adjoints = ON_ARRAYS[name]
    names = "uw"[: len(given)]
    at, numbers = dict(zip(names, given, strict=True)), [exact(u) for u in given]
    p = ad.trace(lambda **u: f(*u.values()), at=at)
    price = np.cos(np.arange(p().size)).reshape(p().shape)
    q = ad.gradient_program(lambda **u: (f(*u.values()) * price).sum(), at=at)
    sizes = [abs(u) for u in numbers]
    wanted, size = value(*numbers), logs(sizes[0]) if name == "logsumexp" else value(*sizes)
    bars, bar_sizes = adjoints(exact(price), *numbers), adjoints(abs(exact(price)), *sizes)
    if name == "logsumexp":
        # the shares of a column add up to 1; the exponent u - v is rounded, which costs as many ulp as v is large
        bar_sizes = (abs(exact(price)) * (1 + abs(logs(numbers[0])) / MOST) + 0 * numbers[0],)
    for road, found in (("value", f(*given)), ("program", p()), ("compiled", ad.compiled(p)(*given))):
        yield road, off(found, wanted, size)
    fast = ad.compiled(q)(*given)
    for k, u in enumerate(names):
        yield "reverse", off(ad.vjp(p, price)[u], bars[k], bar_sizes[k])
        yield "gradient", off(q()[f"{u}_bar"], bars[k], bar_sizes[k])
        yield "compiled gradient", off(fast[f"{u}_bar"], bars[k], bar_sizes[k])
        direction = np.sin(1 + np.arange(given[k].size)).reshape(given[k].shape)
        along, along_sizes = (sum((b * d).ravel()) for b, d in (
            (bars[k], exact(direction)), (bar_sizes[k], abs(exact(direction)))))  # fmt: skip
        moved = only(ad.jvp(p, {u: direction}))
        yield "tangent", off((moved * price).sum() if along_sizes < mp(2) ** 1000 else along, along, along_sizes * 4)


# --- the tests --------------------------------------------------------------------------------------------------------


def test_every_operation_of_the_table_is_here():
    """A row that is added to the table is added here, too."""
    assert set(FUNCTIONS) | set(ON_ARRAYS) == {name for name, op in OPS.items() if op.home}, "a row of one's own has no home"


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.filterwarnings("ignore")
def test_a_rule_is_right_to_its_last_digits(name):
    """Forward, tangent, reverse, compiled, as a gradient program and as that one's derivatives, for numbers and arrays."""
    assert [sentence for *_, wrong in errors(name) for sentence in wrong] == []


@pytest.mark.parametrize("name", ON_ARRAYS)
@pytest.mark.filterwarnings("ignore")
def test_an_operation_on_arrays_is_right_to_the_last_digits_of_what_it_adds(name):
    """Reductions and products lose what cancels, and nothing more."""
    assert [row for row in array_errors(name) if row[1] > MOST] == []


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("tanh", lambda v, u: 1 - v * v),
        ("sigmoid", lambda v, u: v * (1 - v)),
        ("expm1", lambda v, u: v + 1),
        ("arcsin", lambda v, u: ad.power(1 - u * u, -0.5)),
        ("log1p", lambda v, u: ad.exp(-v)),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_the_rule_of_a_book_is_told_from_one_for_floats(name, rule, monkeypatch):
    """Each of these is right on paper, and loses every digit somewhere."""
    monkeypatch.setattr(OPS[name], "partials", (rule,))
    assert any(road == "reverse" and wrong for road, *_, wrong in errors(name))


@pytest.mark.parametrize("name", ONE)
def test_the_formulas_of_this_file_are_derivatives(name):
    """mpmath differentiates by differences, at 50 digits."""
    value, slope, second = ONE[name]
    for u in map(mp, ("0.3", "0.6")):
        assert mpmath.almosteq(mpmath.diff(value, u), slope(u), 1e-20, 1e-20)
        assert mpmath.almosteq(mpmath.diff(slope, u), second(u), 1e-20, 1e-20)


@pytest.mark.parametrize("name", TWO)
def test_the_formulas_with_two_arguments_are_derivatives(name):
    value, first, other, twice, mixed, last = TWO[name]
    u, w = mp("0.7"), mp("1.3")
    for f, n, wanted in (
        (value, (1, 0), first), (value, (0, 1), other), (value, (2, 0), twice), (value, (1, 1), mixed), (value, (0, 2), last)
    ):  # fmt: skip
        assert mpmath.almosteq(mpmath.diff(f, (u, w), n), wanted(u, w), 1e-15, 1e-15)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print("largest errors in ulp: where nothing is excused, and with the exceptions; order 1, 2 is how often differentiated")
    for name in sys.argv[1:] or FUNCTIONS:
        rows = list(errors(name))
        for title, wanted in (("numbers", False), ("arrays", True)):
            chosen = [row for row in rows if row[0].startswith("array") == wanted]
            orders = [
                [row for row in chosen if row[1] in places]
                for places in ((0,), FIRST[1 + (name in TWO)], SECOND[1 + (name in TWO)])
            ]
            print(
                f"{name:10} {title:8}",
                *(f"{max(row[3] for row in o):6.2f} {max(row[2] for row in o):8.2g} |" for o in orders),
            )
    for name in ON_ARRAYS:
        print(f"{name:10}", ", ".join(f"{road} {error:.2f}" for road, error in array_errors(name)))
    for names, where, _, reason, _ in EXCEPTIONS:
        print(f"  {names}, {where}: {reason}")
    print("  logsumexp, 1: in a share, exp(u - v), the exponent is rounded: |v| ulp, as in everybody's softmax")
