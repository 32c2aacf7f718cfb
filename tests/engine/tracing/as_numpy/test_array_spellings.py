"""NumPy's functions of arrays, and how many of those that people use most can be used unchanged.

NumPy is the oracle for values, differences of eight points for slopes: neither knows our formulas.
"""

import numpy as np
import pytest

import adlesson as ad

V, W = np.array([0.5, -0.25, 0.75, 1.5]), np.array([1.0, 2.0, -1.5, 0.3])
SQUARE, X = np.array([[1.5, 2.0], [0.25, 0.75]]), np.array([[0.3, 1.2, -0.7], [2.0, -1.1, 0.4]])
STENCIL = {1: 4 / 5, 2: -1 / 5, 3: 4 / 105, 4: -1 / 280}  # of eight points: what is left of the error is h ** 8


def square_of(x):
    """Return the entries as a matrix."""
    return x.reshape(2, 2)


# the functions that stand in ten public scripts and notebooks, and calls of each: a traced array is the argument
USED = {
    "max": [np.max, lambda x: np.max(square_of(x), axis=1), lambda x: x.max(0, keepdims=True)],
    "min": [np.min, lambda x: np.min(square_of(x), axis=(0, 1)), lambda x: square_of(x).min(-1)],
    "amax": [np.amax, lambda x: np.amax(square_of(x), 0)],
    "prod": [np.prod, lambda x: np.prod(square_of(x), axis=0, keepdims=True), lambda x: x[:3].prod()],
    "cumsum": [np.cumsum, lambda x: np.cumsum(square_of(x), axis=1), lambda x: square_of(x).cumsum()],
    "cumprod": [np.cumprod, lambda x: np.cumprod(square_of(x), axis=1), lambda x: np.cumprod(square_of(x))],
    "sort": [np.sort, lambda x: np.sort(square_of(x)), lambda x: np.sort(square_of(x), axis=0),
        lambda x: np.sort(square_of(x), None)],
    "argmax": [lambda x: x[np.argmax(x)], lambda x: x[square_of(x).argmax(1)], lambda x: square_of(x).max() * x.argmax()],
    "argsort": [lambda x: x[np.argsort(x)], lambda x: x * np.argsort(square_of(x), axis=0).ravel()],
    "where": [lambda x: np.where(x > 0, x, 2 * x), lambda x: np.where(V > 0, x, 0),
        lambda x: np.where([True, False] * 2, 1.0, x)],
    "clip": [lambda x: np.clip(x, 0, 1), lambda x: x.clip(-0.1, None), lambda x: np.clip(W, x, 9.0)],
    "concatenate": [lambda x: np.concatenate([x, W, x]), lambda x: np.concatenate([square_of(x), SQUARE], axis=1)],
    "stack": [lambda x: np.stack([x, W, x * x]), lambda x: np.stack([x[0], x[1]]), lambda x: np.stack([x, x], axis=-1)],
    "hstack": [lambda x: np.hstack([x, 2.0 * x]), lambda x: np.hstack((square_of(x), SQUARE)),
        lambda x: np.hstack([x[0], x])],
    "vstack": [lambda x: np.vstack([x, W]), lambda x: np.vstack([square_of(x), SQUARE])],
    "dot": [lambda x: np.dot(x, W), lambda x: np.dot(W, x), lambda x: np.dot(SQUARE, square_of(x)),
            lambda x: np.dot(x, 3.0), lambda x: np.dot(np.ones((2, 2, 2)), x.reshape(1, 2, 2))],
    "matmul": [lambda x: np.matmul(SQUARE, square_of(x)), lambda x: np.matmul(np.ones((3, 2, 2)), square_of(x))],
    "inner": [lambda x: np.inner(x, W), lambda x: np.inner(square_of(x), SQUARE), lambda x: np.inner(SQUARE, x[:2])],
    "outer": [lambda x: np.outer(x, W), lambda x: np.outer(SQUARE, x), lambda x: np.multiply.outer(x, SQUARE)],
    "tensordot": [lambda x: np.tensordot(square_of(x), SQUARE, 1), lambda x: np.tensordot(square_of(x), X, axes=([1], [0])),
                  lambda x: np.tensordot(square_of(x), SQUARE)],
    "einsum": [lambda x: np.einsum("ij,jk->ik", square_of(x), SQUARE), lambda x: np.einsum("ii", square_of(x))],
    "linalg.norm": [np.linalg.norm, lambda x: np.linalg.norm(square_of(x), axis=1, keepdims=True),
        lambda x: np.linalg.norm(x, 1),
                    lambda x: np.linalg.norm(x, np.inf), lambda x: np.linalg.norm(x, 3),
                    lambda x: np.linalg.norm(square_of(x), "fro")],
    "linalg.solve": [lambda x: np.linalg.solve(square_of(x), W[:2]), lambda x: np.linalg.solve(SQUARE, square_of(x))],
    "linalg.inv": [lambda x: np.linalg.inv(square_of(x)), lambda x: np.linalg.inv(np.outer(x, x) + np.eye(4)[::-1])],
    "linalg.det": [lambda x: np.linalg.det(square_of(x)), lambda x: np.linalg.det(np.outer(x, W) + np.eye(4)[[1, 0, 2, 3]]),
                   lambda x: np.linalg.slogdet(square_of(x))[1]],
    "trace": [lambda x: np.trace(square_of(x)), lambda x: square_of(x).trace(1)],
    "diag": [np.diag, lambda x: np.diag(square_of(x)), lambda x: np.diag(x, -2), lambda x: np.diag(x.reshape(1, 4), 1)],
    "tile": [lambda x: np.tile(x, 2), lambda x: np.tile(square_of(x), (2, 3)), lambda x: np.tile(x[0], 3)],
    "repeat": [lambda x: np.repeat(x, 2), lambda x: np.repeat(square_of(x), [1, 3], axis=0)],
    "roll": [lambda x: np.roll(x, 1), lambda x: np.roll(square_of(x), 1, axis=0)],
    "flip": [np.flip, lambda x: np.flip(square_of(x), 1), lambda x: np.fliplr(square_of(x)),
        lambda x: np.rot90(square_of(x))],
    "pad": [lambda x: np.pad(x, 2), lambda x: np.pad(square_of(x), ((1, 0), (0, 2)), constant_values=3.0),
        lambda x: np.pad(x, 1, mode="edge")],
    "convolve": [lambda x: np.convolve(x, [1.0, 2.0, 3.0]), lambda x: np.convolve(W, x, mode="same"),
        lambda x: np.convolve(x[:2], W, "valid")],
    "std": [np.std, lambda x: np.std(square_of(x), axis=0), lambda x: x.std(ddof=1)],
    "var": [np.var, lambda x: np.var(square_of(x), axis=1, ddof=1, keepdims=True), lambda x: square_of(x).var(axis=(0, 1))],
    "median": [np.median, lambda x: np.median(x[:3]), lambda x: np.median(square_of(x), axis=1),
        lambda x: np.percentile(x, [30, 100]),
               lambda x: np.quantile(square_of(x), 0.3, axis=0, keepdims=True)],
    "square": [np.square], "power": [lambda x: np.power(x, 3), lambda x: np.power(2.0, x),
        lambda x: np.power(x, [1, 2, 3, 4])],
    "reciprocal": [np.reciprocal], "log2": [lambda x: np.log2(abs(x))], "log10": [lambda x: np.log10(abs(x))],
    "log1p": [np.log1p], "exp2": [np.exp2], "hypot": [lambda x: np.hypot(x, W)],
    "arctan2": [lambda x: np.arctan2(x, W), lambda x: np.arctan2(W, x)], "arcsinh": [np.arcsinh], "cbrt": [np.cbrt],
    "sign": [lambda x: np.sign(x) * x], "floor": [np.floor], "abs": [np.abs], "absolute": [np.absolute], "fabs": [np.fabs],
    "negative": [np.negative], "add": [lambda x: np.add(x, W), np.add.reduce], "subtract": [lambda x: np.subtract(W, x)],
    "multiply": [lambda x: np.multiply(x, W), np.multiply.reduce], "divide": [lambda x: np.divide(x, W)],
    "true_divide": [lambda x: np.true_divide(W, x)], "maximum": [lambda x: np.maximum(x, W), np.maximum.reduce],
    "fmax": [lambda x: np.fmax(x, W)], "logaddexp": [lambda x: np.logaddexp(x, W),
        lambda x: np.logaddexp(x, x), np.logaddexp.reduce],
    "sinc": [np.sinc], "deg2rad": [np.deg2rad], "nan_to_num": [np.nan_to_num],
    "zeros_like": [lambda x: np.zeros_like(x) + x], "ones_like": [lambda x: np.ones_like(x) * x],
    "full_like": [lambda x: np.full_like(x, 2.0) * x, lambda x: np.full_like(x, x[1])],
    "empty_like": [lambda x: 0 * np.empty_like(x) + x], "squeeze": [lambda x: np.squeeze(x.reshape(1, 4, 1)),
        lambda x: x[None].squeeze(0)],
    "expand_dims": [lambda x: np.expand_dims(x, 0), lambda x: np.expand_dims(x, (0, 2))],
    "swapaxes": [lambda x: np.swapaxes(x.reshape(1, 2, 2), 0, 2), lambda x: square_of(x).swapaxes(0, 1)],
    "transpose": [lambda x: np.transpose(square_of(x)), lambda x: np.transpose(x.reshape(1, 2, 2), (1, 2, 0)),
        lambda x: x.reshape(1, 2, 2).transpose(2, 0, 1)],
    "reshape": [lambda x: np.reshape(x, (2, -1))], "ravel": [lambda x: np.ravel(square_of(x)), np.ravel],
    "atleast_2d": [np.atleast_2d, lambda x: np.atleast_2d(x[0], x)[0]], "mean": [np.mean,
        lambda x: np.mean(square_of(x), 1)],
    "sum": [np.sum, lambda x: np.sum(square_of(x), axis=(0, 1), keepdims=True), lambda x: np.sum(x, dtype=float)],
    "average": [np.average, lambda x: np.average(x, weights=abs(W)),
        lambda x: np.average(square_of(x), axis=1, weights=[1.0, 3.0]),
                lambda x: np.average(W, weights=x)],
    "isnan": [lambda x: x * (not np.any(np.isnan(x)))], "isfinite": [lambda x: x * (1 if np.isfinite(x).all() else 2),
        lambda x: x * np.isfinite(x)],
    "all": [lambda x: x if np.all(x < 9) else 2 * x, lambda x: x[:2] * np.all(square_of(x) > 0, axis=0)],
    "any": [lambda x: x if np.any(x > 1) else 2 * x, lambda x: x if (x > 9).any() else 3 * x],
    "array": [lambda x: np.array([x[0], x[1]])], "asarray": [lambda x: np.asarray(x)], "copy": [np.copy, lambda x: x.copy()],
    "meshgrid": [lambda x: np.meshgrid(x, W)[0], lambda x: np.meshgrid(W, x, indexing="ij")[1]],
    "interp": [lambda x: np.interp(x, [-1.0, 0.1, 0.6, 2.0], [1.0, 3.0, 2.0, 5.0]),
        lambda x: np.interp([0.2, 1.7], [0.0, 1.0, 1.5, 2.0], x)],
    "vdot": [lambda x: np.vdot(x, W), lambda x: np.vdot(square_of(x), SQUARE)], "kron": [lambda x: np.kron(x, W),
        lambda x: np.kron(SQUARE, square_of(x))],
    "cross": [lambda x: np.cross(x[:3], W[:3]), lambda x: np.cross(X, x[1:])],
        "heaviside": [lambda x: x * np.heaviside(x, 0.5)],
    "diff": [np.diff, lambda x: np.diff(square_of(x), axis=0), lambda x: np.diff(x, 2)],
    "gradient": [np.gradient, lambda x: np.gradient(x, 0.5), lambda x: np.gradient(square_of(x), axis=0)],
        "ediff1d": [np.ediff1d],
    "array_equal": [lambda x: x * (2 if np.array_equal(x, x + 1) else 1)],
        "allclose": [lambda x: x * (2 if np.allclose(x, x) else 1)],
    "count_nonzero": [lambda x: np.count_nonzero(x > 0) * x], "round": [np.round], "shape": [lambda x: np.shape(x)[0] * x],
    "size": [lambda x: np.size(x) * x], "ndim": [lambda x: np.ndim(x) * x],
        "iscomplexobj": [lambda x: x * (2 if np.iscomplexobj(x) else 1)],
    "real": [np.real], "split": [lambda x: np.split(x, 2)[1], lambda x: np.split(x, [1, 3])[1],
        lambda x: np.array_split(x, 3)[0]],
    "broadcast_to": [lambda x: np.broadcast_to(x, (2, 4)), lambda x: np.broadcast_to(x[0], (3,))],
    "moveaxis": [lambda x: np.moveaxis(x.reshape(1, 2, 2), 0, -1)], "take": [lambda x: np.take(x, [0, 2, 2]),
        lambda x: square_of(x).take(1, axis=0)],
    "logical_and": [lambda x: x * np.logical_and(x > 0, x < 1), lambda x: x * ((x > 0) & (x < 1)),
        lambda x: x * ~((x > 1) | (x < 0))],
    "apply_along_axis": [lambda x: np.apply_along_axis(lambda row: row.sum(), 1, square_of(x)),
        lambda x: np.apply_along_axis(np.cumsum, 0, square_of(x))],
    "linspace": [lambda x: np.linspace(x[0], x[1], 5), lambda x: np.linspace(0.0, x, 3, endpoint=False)],
    "random.permutation": [lambda x: np.random.permutation(x)],
}  # fmt: skip
REFUSED = ("floor", "asarray", "round", "random.permutation")
CASES = [(name, k) for name, calls in USED.items() if name not in REFUSED for k in range(len(calls))]


def weighed(result):
    """Return one number made of a result, in which each entry has a weight of its own."""
    return (result * np.cos(np.arange(result.size) + 1.0).reshape(result.shape)).sum() if np.ndim(result) else result


@pytest.mark.parametrize(("name", "k"), CASES)
def test_a_function_of_numpy_has_its_value_and_its_slopes(name, k):
    """On the tape, run again at another point, compiled, and swept back."""
    f = USED[name][k]
    p = ad.trace(lambda x: f(x), x=V)
    here = {"rtol": 2e-15, "atol": 4e-16} if "linalg" not in name else {"rtol": 1e-13, "atol": 1e-13}
    assert np.shape(p()) == np.shape(f(V.copy()))
    assert np.allclose(p(), f(V.copy()), **here)
    nearby = V + 0.01 * W
    assert np.allclose(p(x=nearby), f(nearby.copy()), **here)
    assert np.allclose(ad.compiled(p)(nearby), p(x=nearby), rtol=1e-14, atol=1e-15)
    slopes = ad.grad(lambda x: weighed(f(x)), x=V)["x"]
    for j, slope in enumerate(slopes):
        moved = 0.002 * np.eye(4)[j]
        found = sum(c * (weighed(f(V + i * moved)) - weighed(f(V - i * moved))) for i, c in STENCIL.items()) / 0.002
        assert abs(found - slope) <= 1e-10 * max(1, abs(slope)), j


def test_how_many_of_the_functions_that_people_use_work():
    """The number is printed (``pytest -s``); what does not work is refused by a sentence that says what to write."""
    for name in REFUSED:
        for f in USED[name]:
            with pytest.raises(
                ad.LessonError, match=r"\(line \d+\): (leave it out|of several values write np.stack|write x\[)"
            ):
                ad.trace(lambda x, f=f: f(x), x=V)
    work, left = len(USED) - len(REFUSED), ", ".join(REFUSED)
    print(f"\n{work} of {len(USED)} functions of NumPy work on traced arrays; refused: {left}")
    assert len(USED) == 111
    assert work >= 107


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.cov(square_of(x)),
        lambda x: np.cov(x, W, bias=True),
        lambda x: np.cov(x),
        lambda x: np.cov(square_of(x), rowvar=False, ddof=0),
        lambda x: np.corrcoef(x, W),
        lambda x: np.maximum.accumulate(x),
        lambda x: np.minimum.accumulate(square_of(x), axis=1),
        lambda x: np.trapezoid(x, [0.0, 1.0, 3.0, 4.0]) + np.trapezoid(x, dx=0.5),
        lambda x: np.polyval(x, 0.5) + np.polyval([1.0, 2.0], x),
        lambda x: np.nanmean(np.where(V > 0, x, np.nan)) + np.nansum(x) + np.nanmax(x) * np.nanmin(x),
        lambda x: np.select([x > 1, x > 0], [x, 2 * x], 3 * x),
        lambda x: np.triu(np.outer(x, x), 1) + np.tril(np.outer(x, W)),
        lambda x: np.column_stack([x, W]),
        lambda x: np.append(x, [1.0]),
        lambda x: np.append(square_of(x), SQUARE, axis=0),
        lambda x: np.delete(x, 1),
        lambda x: np.compress([True, False, True, True], x),
        lambda x: np.diagflat(square_of(x)),
        lambda x: np.linalg.multi_dot([square_of(x), SQUARE, square_of(x)]),
        lambda x: sum(u * u for u in x.flat),
        lambda x: x if isinstance(x, np.ndarray) else 2 * x,
        # truth values: of two their sum is whether one holds, whatever has been done to them before
        lambda x: ((x > 0)[1:] + (x > 0)[:-1]) * x[1:],
        lambda x: (((x > 0) & (x < 1)) + (x > -1)) * x,
        lambda x: (((x > 0) | (x < 1)) + (x > -1)) * x,
        lambda x: (((x > 0) & np.array([True, False, True, True])) + (x > 1)) * x,
        lambda x: ((x > 0)[:, None] + (x > 0)[None, :]) * x,
        lambda x: np.einsum("i,i->", x > 0, x > 0) * x,
        lambda x: (np.concatenate([x > 0, x > 1]) + np.roll(np.concatenate([x > 0, x > 1]), 1))[:4] * x,
        lambda x: ((x > 0) * (x > 1) + (x > 0.6).copy()) * x,
        lambda x: (np.where(x > 0, x > 1, x < 2) + np.maximum(x > 0, x > 1)) * x,
        lambda x: ((x > 0) * 1 + (x > 0.6)) * x,
        lambda x: ((x > 0) ^ (x > 1)) * x + ((x > 0) ^ [True, False, True, False]) * x,
        lambda x: np.tensordot(square_of(x) > 0, square_of(x) > 1, 1) * square_of(x),
        # and whole numbers made of them index as whole numbers
        lambda x: x[(x > 0) * 1] * x[1 - (x > 0)] * x[np.where(x > 0, 2, 3)],
        lambda x: square_of(x)[0, square_of(x)[0] > 0] + square_of(x)[:, square_of(x)[0] > 0].sum(),
        # what stands third, the order of entries, a distance for each axis
        lambda x: square_of(x) - np.mean(square_of(x), 1, float) * square_of(x).sum(1, np.float64),
        lambda x: (
            np.prod(square_of(x), 1, float)
            + np.nansum(square_of(x), 1, None, None)
            + np.std(square_of(x), 1, float, None, 1)
        ),
        lambda x: square_of(x) - np.sum(square_of(x), 1, None, None, True),
        lambda x: np.ravel(square_of(x), "F") * W + np.reshape(X[:, :2] * square_of(x), (4,), "F") * V,
        lambda x: np.ravel(square_of(x).T, order="K") * W + np.reshape(square_of(x).T, 4, order="A") * V,
        lambda x: (
            square_of(x).ravel("F") * W + square_of(x).flatten(order="F") * V + x.reshape((2, 2), order="F").ravel() * W
        ),
        lambda x: np.gradient(np.outer(x, x), 2, 0.5)[0] * np.gradient(np.outer(x, x), 2, 0.5)[1],
        lambda x: np.gradient(np.outer(x, x), 0.5)[0] + np.gradient(np.outer(x, x), 0.5, axis=1),
        lambda x: (
            np.dot(square_of(x), np.arange(8.0).reshape(2, 2, 2)) + np.dot(np.outer(x, x).reshape(2, 4, 2), SQUARE)[0, 0, 0]
        ),
        lambda x: np.apply_along_axis(lambda r: np.outer(r, r * r), -1, square_of(x)),
        lambda x: np.apply_along_axis(lambda r: np.outer(r, r * r), 0, square_of(x)),
        lambda x: np.linalg.vector_norm(square_of(x), ord=1) + np.linalg.vector_norm(square_of(x), axis=1),
        lambda x: np.linalg.slogdet(square_of(x)).logabsdet,
        lambda x: np.prod(x[:0]) + np.all(x[:0] > 0) * x + np.any(x[:0] > 0) * x * x,
        lambda x: np.zeros_like(x, float) + x * np.ones_like(x, float, shape=(4,)) + square_of(x).item((0, 1)),
    ],
)
def test_others_are_right_as_well(f):
    """Not among the most used, and no less right."""
    p = ad.trace(lambda x: f(x), x=V)
    assert np.allclose(p(), f(V.copy()), rtol=2e-15, atol=4e-16)
    slopes = ad.grad(lambda x: weighed(f(x)), x=V)["x"]
    for j, slope in enumerate(slopes):
        moved = 0.002 * np.eye(4)[j]
        found = sum(c * (weighed(f(V + i * moved)) - weighed(f(V - i * moved))) for i, c in STENCIL.items()) / 0.002
        assert abs(found - slope) <= 1e-10 * max(1, abs(slope)), j


@pytest.mark.parametrize(
    ("f", "refused"),
    [
        (lambda x: np.sum(x, axis=3), "axis"),
        (lambda x: x.max(axis=(0, 0)), "axes"),
        (lambda x: np.var(x, axis=2), "ax"),
        (lambda x: np.concatenate([x, SQUARE]), "dimension|shape"),
        (lambda x: np.linalg.solve(X, x), "square matrix"),
        (lambda x: np.linalg.norm(square_of(x), 2), "leave ord out"),
        (lambda x: np.cross(x[:2], W[:2]), "a 0 behind them"),
        (lambda x: np.dot(x, W[:3]), "shapes agree"),
        (lambda x: np.tile(x, -1.5), "cannot be computed here"),
        (lambda x: np.interp(x, [2.0, 1.0], [0.0, 1.0]), "sort xp"),
        (lambda x: np.gradient(x, V), "a distance here"),
        (lambda x: np.gradient(x, 1.0, 2.0), "one for each axis"),
        (lambda x: np.sum(x, dtype=np.float32), "dtype= cannot be recorded .*: leave it out"),
        (lambda x: np.sum(x, where=V > 0), r"choose by np.where\(mask, x, 0\) first"),
        (lambda x: np.exp(x, where=V > 0), r"choose by np.where\(mask, x, 0\) first"),
        (lambda x: np.sum(x, out=np.zeros(())), "cannot write into an array"),
        (lambda x: np.nan_to_num(x, copy=False), "copy= cannot be recorded"),
        (lambda x: np.sum(x, 0, np.float32), "dtype= cannot be recorded .*: leave it out"),
        (lambda x: x.sum(0, "float32"), "dtype= cannot be recorded .*: leave it out"),
        (lambda x: np.linalg.cholesky(-np.outer(x, x)), "the matrix is not positive definite: pivot 1 is -0.25"),
        (lambda x: x[x], "neither a mask nor whole numbers"),
        (lambda x: np.quantile(x, 1.5), "between 0 and 1"),
        (lambda x: np.fft.fft(x), "a product with a plain matrix"),
        (lambda x: np.linalg.eigh(square_of(x)), "no formula of a few operations"),
        (lambda x: np.unique(x), "does not move with its inputs"),
        (lambda x: np.put(x, 0, 1.0), "not changed in place"),
    ],
)
def test_what_cannot_be_followed_says_what_to_write_and_where(f, refused):
    """The line is that of the call, not one of NumPy's or of ours."""
    with pytest.raises(ad.LessonError, match=refused) as caught:
        ad.trace(lambda x: f(x), x=V)
    assert f"(line {f.__code__.co_firstlineno})" in str(caught.value)


def test_a_number_is_an_array_of_one_to_numpy():
    """Sums and the like of one number are the number; an axis it has not."""
    for f in (
        np.sum,
        np.mean,
        np.max,
        np.prod,
        np.median,
        np.squeeze,
        np.real,
        np.copy,
        np.average,
        lambda x: x.sum() + x.var(),
    ):
        assert ad.grad(lambda x, f=f: f(x) * x, x=3.0) == {"x": 6.0}
    for f in (np.tile, np.broadcast_to):
        assert ad.trace(lambda x, f=f: f(x, 3).sum(), x=2.0)() == 6.0
    for f in (np.sum, np.var, np.argmax, np.any):
        with pytest.raises(ad.LessonError, match=r"a number has no axis 1: leave it out \(line \d+\)"):
            ad.trace(lambda x, f=f: f(x, axis=1), x=3.0)


def test_equations_are_solved_with_as_many_digits_as_numpy_has():
    """The pivot is the largest of its column: without that, the second of these would lose all digits."""
    pick = np.random.default_rng(0)
    for a in (pick.normal(size=(6, 6)), np.array([[1e-20, 1.0], [1.0, 1.0]])):
        b = pick.normal(size=len(a))
        found = ad.trace(lambda a, b: np.linalg.solve(a, b), a=a, b=b)()
        assert np.abs(a @ found - b).max() < 1e-14 * np.abs(a).max() * max(1, np.abs(found).max()) * 10
        assert np.allclose(ad.grad(lambda a: np.linalg.slogdet(a)[1], a=a)["a"], np.linalg.inv(a).T, rtol=1e-9)
    spd = a @ a.T + np.eye(2)
    assert np.allclose(ad.trace(lambda a: np.linalg.cholesky(a), a=spd)(), np.linalg.cholesky(spd))
    assert np.allclose(ad.trace(lambda a: np.linalg.matrix_power(a, -3), a=spd)(), np.linalg.matrix_power(spd, -3))


def test_a_second_derivative_goes_through_a_formula_too():
    """A formula is made of rows, whose partials are made of rows."""
    second = ad.hessian(lambda x: np.var(x) + np.linalg.norm(x) + np.prod(x), x=V)["x"]["x"]
    for j in range(4):
        moved = 0.01 * np.eye(4)[j]
        slopes = [ad.grad(lambda x: np.var(x) + np.linalg.norm(x) + np.prod(x), x=V + i * moved)["x"] for i in (-1, 1)]
        assert np.allclose(second[j], (slopes[1] - slopes[0]) / 0.02, atol=1e-3)


def adjugate(A):
    """Return the adjugate of a matrix of whole numbers, from its minors."""
    n, minor = len(A), lambda i, j: np.delete(np.delete(A, i, 0), j, 1)
    return np.array([[(-1) ** (i + j) * round(np.linalg.det(minor(j, i))) for j in range(n)] for i in range(n)])


SINGULAR = {
    "rank 2 of 3": [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
    "an empty column": [[1, 0, 0], [0, 0, 0], [0, 0, 3]],
    "rank 1 of 3": [[1, 2, 3], [2, 4, 6], [3, 6, 9]],
    "rank 2 of 4": [[1, 0, 1, 0], [0, 2, 0, 2], [1, 0, 1, 0], [0, 2, 0, 2]],
    "nothing": [[0, 0], [0, 0]],
    "a nilpotent one": [[0, 1], [0, 0]],
    "a regular one": [[0, 2, 1], [3, 0, 0], [1, 1, 4]],
}


@pytest.mark.parametrize("name", SINGULAR)
def test_a_determinant_has_slopes_also_where_it_is_0(name):
    """Jacobi's formula: they are the adjugate, transposed; the second slopes are those of a polynomial, by differences."""
    A = np.array(SINGULAR[name], dtype=float)
    p = ad.trace(lambda A: np.linalg.det(A), A=A)
    assert p() == pytest.approx(np.linalg.det(A), abs=1e-12)
    assert ad.grad(p)["A"] == pytest.approx(adjugate(A).T, abs=1e-11)
    H, h = ad.hessian(p)["A"]["A"], 0.5
    for i, j in np.ndindex(A.shape):
        up, down = (A + side * h * np.eye(len(A))[i][:, None] * np.eye(len(A))[j] for side in (1, -1))
        slope = (adjugate(2 * up) - adjugate(2 * down)).T / 2 ** (len(A) - 1)  # of whole numbers again; linear in an entry
        assert H[i, j] == pytest.approx(slope, abs=1e-11)


def test_where_a_recorded_pivot_is_0_another_program_would_run():
    """At other inputs the rows that changed places are the wrong ones: a sentence, no NaN."""
    p = ad.trace(lambda A: np.linalg.det(A), A=np.eye(3))
    turned = np.array([[0.0, 1, 0], [1, 0, 0], [0, 0, 1]])
    with pytest.raises(ad.LessonError, match="another branch would run"):
        p(A=turned)
    assert ad.grad(lambda A: np.linalg.det(A), A=turned)["A"] == pytest.approx(-turned, abs=0)


def test_equations_without_a_solution_are_refused():
    """As NumPy does; else infinities would go on."""
    A = np.array([[1.0, 2.0], [2.0, 4.0]])
    for f in (lambda A: np.linalg.solve(A, np.ones(2)).sum(), lambda A: np.linalg.inv(A).sum()):
        with pytest.raises(ad.LessonError, match="the matrix is singular: after 1 steps"):
            ad.grad(f, A=A)


def test_fmax_and_fmin_take_the_other_one_beside_a_nan():
    """As NumPy has them; and an infinity is larger than a number, and as large as itself."""
    x, y = np.array([np.inf, -np.inf, np.inf, np.nan, 1.0, np.nan]), np.array([1.0, 2.0, np.inf, 3.0, np.nan, np.nan])
    for f in (np.fmax, np.fmin):
        p = ad.trace(lambda x, y, f=f: f(x, y), x=x, y=y)
        assert np.array_equal(p(), f(x, y), equal_nan=True)
        for k in range(5):
            slopes = ad.vjp(p, np.eye(6)[k])
            assert slopes["x"][k] + slopes["y"][k] == 1, k
            found = ad.grad(lambda a, b, f=f: f(a, b), a=x[k], b=y[k])
            assert found["a"] == slopes["x"][k] and found["b"] == slopes["y"][k]


def test_a_length_with_an_infinite_side_is_infinite():
    """Not NaN, which an infinity divided by itself is."""
    for x, y in ((np.inf, 1.0), (-1.0, -np.inf), (np.inf, np.inf), (1e200, 1e200), (0.0, 0.0), (3.0, 4.0)):
        assert ad.trace(lambda x, y: np.hypot(x, y), x=x, y=y)() == pytest.approx(np.hypot(x, y))
        assert ad.trace(lambda x, y: np.hypot(x, y).sum(), x=np.array([x]), y=y)() == pytest.approx(np.hypot(x, y))


@pytest.mark.parametrize(
    "f", [lambda a: np.linalg.solve(a, [1.0, 2.0, 3.0]).sum(), np.linalg.det, lambda a: np.linalg.slogdet(a)[1]]
)
def test_a_program_keeps_its_pivots_only_where_they_are_large_enough(f):
    """Divided by a tiny one, rows would lose all their digits; what serves as well as another is kept."""
    traced, near = np.array([[3.0, 1, 1], [1, 1, 2], [1, 3, 1]]), np.array([[1.5, 1, 1], [1, 2, 2], [1, 3, 1]])
    program = ad.trace(lambda a: f(a), a=traced)
    assert program(a=near) == pytest.approx(f(near), rel=1e-13)
    for run in (program, ad.compiled(program)):
        with pytest.raises(ad.LessonError, match="another branch would run: trace again at these inputs"):
            run(a=np.array([[1e-17, 1, 1], [1, 1, 2], [1, 3, 1]]))


def test_a_failure_that_a_function_waits_for_is_told():
    """The error of NumPy's own it cannot be, and no NaN goes on in its place."""

    def jittered(s):
        try:
            return np.log(np.diag(np.linalg.cholesky(s * np.ones((2, 2)) - np.eye(2) / 8))).sum()
        except np.linalg.LinAlgError:
            return 0 * s

    with pytest.raises(ad.LessonError, match=r"the matrix is not positive definite: pivot 2 is -0.*\(line \d+\)"):
        ad.grad(jittered, s=1.0)


def test_a_number_is_nothing_to_go_through():
    """NumPy's ``iterable`` says so, too."""
    assert ad.grad(lambda x: np.sum(x) if np.iterable(x) else x**3, x=2.0) == {"x": 12.0}
    with pytest.raises(ad.LessonError, match="a traced value has no parts to go through"):
        ad.trace(lambda x: [*x], x=2.0)
