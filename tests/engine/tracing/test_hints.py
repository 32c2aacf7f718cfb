"""What other packages have: computed right, or refused by one sentence that says what to write instead."""

import inspect
import math
import warnings

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.tracing.hints import HINTS, remedy

V, M = np.array([0.5, 0.25, 0.75]), np.array([[1.5, 2.0], [0.25, 0.75]])


def outcome(f, u):
    """Return the value of the program of ``f``, or the sentence by which tracing it is refused; raise anything else."""
    try:
        return ad.trace(f, u=u)()
    except ad.LessonError as problem:
        assert len(str(problem)) < 400
        return str(problem)


def plain(f, u):
    """Return what ``f`` gives without a trace, or None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return f(u.copy() if isinstance(u, np.ndarray) else u)
        except Exception:
            return None


# these print, look at the type of their argument only, or read a buffer
APART = {
    "from_dlpack",
    "frombuffer",
    "fromstring",
    "info",
    "may_share_memory",
    "shares_memory",
    "can_cast",
    "result_type",
    "iterable",
}
APART |= {"isscalar", "common_type", "isfortran", "iscomplexobj", "isrealobj", "min_scalar_type", "test", "get_include"}
APART |= {"show_config", "show_runtime", "busday_count", "datetime_data", "broadcast_shapes", "typename", "mintypecode"}
OF_NUMPY = {
    f"{module.__name__}.{name}": getattr(module, name)
    for module in (np, np.linalg)
    for name in dir(module)
    if not name.startswith(("_", "save", "load", "set", "get", "array_", "array2", "format", "print", "err", "isdtype"))
    if name not in APART | {"row_stack", "asmatrix", "bmat", "in1d", "trapz"}
    and callable(getattr(module, name))
    and not inspect.isclass(getattr(module, name))
}


@pytest.mark.parametrize("u", [0.5, V, M], ids=["number", "row", "matrix"])
def test_every_function_of_numpy_is_computed_right_or_refused(u):
    """NumPy itself is the oracle: hundreds of functions, called with one argument and with two."""
    right, wrong = set(), []
    for name, of_numpy in OF_NUMPY.items():
        for f in (lambda u, g=of_numpy: g(u), lambda u, g=of_numpy: g(u, u)):
            wanted = plain(f, u)
            if wanted is None:
                continue
            found = outcome(f, u)
            if not isinstance(found, str):
                if not np.allclose(np.asarray(found, float), np.asarray(wanted, float), equal_nan=True):
                    wrong.append((name, found, wanted))
                right.add(name)
    assert wrong == []
    assert {"numpy.square", "numpy.reciprocal", "numpy.exp", "numpy.sum", "numpy.float_power", "numpy.fabs"} <= right
    assert len(right) < 100 < len(OF_NUMPY)  # most are refused, so the sentence is what a learner meets


def test_every_method_of_an_array_is_there_or_refused():
    """``x.NAME`` and ``x.NAME()`` for all that NumPy's arrays have."""
    apart = ("tofile", "dump", "dumps", "dot", "mT")
    for name in dir(V):
        if not name.startswith("__") and name not in apart and hasattr(V, name):  # which removed ones only seem to be
            f = lambda u, name=name: getattr(u, name)() if callable(getattr(V, name)) else getattr(u, name)
            wanted, found = plain(f, V), outcome(f, V)
            if not isinstance(found, str):
                assert np.allclose(found, wanted), name


METHODS = {  # what stands in other engines' code, and a word of the remedy
    "relu()": "adlesson.relu(x)", "exp()": "adlesson.exp(x)", "tanh()": "adlesson.tanh(x)", "log()": "adlesson.log(x)",
    "sigmoid()": "adlesson.sigmoid(x)", "asin()": "adlesson.arcsin(x)", "sqrt()": "adlesson.sqrt(x)",
    "backward()": "adlesson.grad", "grad": "adlesson.grad", "zero_grad()": "adlesson.grad", "item()": "leave it out",
    "detach()": "leave it out", "numpy()": "leave it out", "data": "leave it out", "requires_grad_()": "adlesson.grad",
    "astype(float)": "leave it out", "clip(0, 1)": "adlesson.maximum", "clamp(0, 1)": "adlesson.maximum",
    "pow(2)": "x ** 2", "square()": "x ** 2", "add(1)": "+ - * /", "norm()": "adlesson.sqrt", "cpu()": "leave it out",
}  # fmt: skip
OF_ARRAYS = {
    "max()": "adlesson.maximum", "min()": "adlesson.minimum", "std()": "adlesson.sqrt", "var()": "x.mean()",
    "prod()": "loop", "cumsum()": "loop", "argmax()": "plain numbers", "sort()": "in place", "size()": "x.shape",
    "fill(0)": "in place", "view(3)": "reshape", "unsqueeze(0)": "None", "squeeze()": "reshape", "t()": "A.T",
    "mm(u)": "@", "softmax()": "logsumexp",
    "round()": "leave it out", "frobnicate()": "known are arithmetic, @, sum, mean, .T, reshape",
    "tolist()": "leave it out",
}  # fmt: skip
OF_NUMBERS = {"sum()": "one number", "T": "one number", "reshape(1)": "one number", "frobnicate()": "adlesson.sin(x)"}


@pytest.mark.parametrize("method", [*METHODS, *OF_ARRAYS])
def test_a_method_that_an_array_has_not_says_what_to_write(method):
    """One sentence with the line, the culprit and the remedy."""
    said = outcome(eval(f"lambda u: u.{method}"), V)
    assert {**METHODS, **OF_ARRAYS}[method] in said, said
    assert method == "size()" or f"a traced array has no {method.partition('(')[0]} (line 1): " in said


@pytest.mark.parametrize("method", [*METHODS, *OF_NUMBERS])
def test_a_method_that_a_number_has_not_says_what_to_write(method):
    """``(a + b).relu()`` is how one of the best known small engines is used."""
    said = outcome(eval(f"lambda u: (u + 1).{method}"), 0.5)
    assert {**METHODS, **OF_NUMBERS}[method] in said, said
    assert f"a traced number has no {method.partition('(')[0]} (line 1): " in said


@pytest.mark.parametrize("u", [0.5, V], ids=["number", "array"])
@pytest.mark.parametrize("name", ["grad", "data", "requires_grad", "shape"])
def test_an_attribute_cannot_be_set(name, u):
    """``x.grad = 0`` belongs to engines that keep adjoints on values; ``x.shape = ...`` changes an array in place."""

    def f(u):
        setattr(u, name, 1)
        return u * 1

    if name == "shape" and u is not V:
        with pytest.raises(AttributeError):
            ad.trace(f, u=u)
        return
    with pytest.raises(
        ad.LessonError, match=rf"a traced value has no {name} to set \(line \d+\): (leave it out|write x.resh)"
    ):
        ad.trace(f, u=u)


def use_hypot(x):
    return math.hypot(x, x)


def use_atan2(x):
    return math.atan2(x, x)


def use_pow(x):
    return math.pow(x, 2)


def use_fabs(x):
    return math.fabs(x)


def use_log2(x):
    return math.log2(x)


def use_isnan(x):
    return math.isnan(x)


def use_asinh(x):
    return math.asinh(x)


def use_degrees(x):
    return math.degrees(x)


def use_float64(x):
    return np.float64(x)


def use_sin(x):
    return math.sin(x)


@pytest.mark.parametrize(
    ("f", "instead"),
    [
        (use_hypot, "write adlesson.sqrt(x * x + y * y)"),
        (use_atan2, "write adlesson.arctan(y / x)"),
        (use_pow, "write x ** 2"),
        (use_fabs, "write abs(x)"),
        (use_log2, "write adlesson.log(x) / adlesson.log(2)"),
        (use_isnan, "do it with plain numbers"),
        (use_asinh, "write adlesson.log(x + adlesson.sqrt(x * x + 1))"),
        (use_degrees, "write x * (180 / pi)"),
        (use_float64, "leave it out"),
        (use_sin, "use adlesson.sin, not math.sin"),
    ],
)
def test_a_function_of_math_says_what_to_write(f, instead):
    """``math`` asks for a float, which a traced value is not."""
    with pytest.raises(ad.LessonError, match=r"a traced value is not a float yet") as caught:
        ad.trace(f, x=0.5)
    assert instead in str(caught.value)


FORMULAS = {  # rows that are formulas: each must be what it stands for
    "square": np.square, "reciprocal": np.reciprocal, "fabs": np.fabs, "cbrt": np.cbrt, "hypot": np.hypot, "exp2": np.exp2,
    "log2": np.log2, "log10": np.log10, "logaddexp": np.logaddexp, "arcsinh": np.arcsinh, "arctanh": np.arctanh,
    "deg2rad": np.deg2rad, "rad2deg": np.rad2deg, "copysign": np.copysign, "clip": None,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_in_a_hint_is_right(name):
    """A hint that is followed must not be the next mistake."""
    text = HINTS[name].removeprefix("write ")
    for x, y in ((0.3, 0.7), (0.9, -0.4)):
        here = {"x": x, "y": y, "pi": math.pi, "low": 0.4, "high": 0.6, "adlesson": ad}
        wanted = np.clip(x, 0.4, 0.6) if name == "clip" else FORMULAS[name](*[x, y][: FORMULAS[name].nin])
        assert eval(text, here) == pytest.approx(float(wanted), rel=1e-12)
        assert ad.trace(eval(f"lambda x, y: {text} + 0 * y", here), x=x, y=y)() == pytest.approx(float(wanted), rel=1e-12)


def test_formulas_of_arrays_in_hints_are_right():
    """The same for those of whole arrays."""
    here = {"x": V, "adlesson": ad, "np": np, "n": 3, "M": np.triu(np.ones((3, 3))), "w": np.array([1.0, 2.0, 3.0])}
    assert eval(HINTS["var"][6:], here) == pytest.approx(V.var())
    assert eval(HINTS["std"][6:], here) == pytest.approx(V.std())
    assert eval(HINTS["norm"][6:], here) == pytest.approx(np.linalg.norm(V))
    assert eval(HINTS["diff"][6:], here) == pytest.approx(np.diff(V))
    assert eval("x @ M", here) == pytest.approx(np.cumsum(V))
    assert "x @ M with M = np.triu(np.ones((n, n)))" in HINTS["cumsum"]
    assert eval(HINTS["average"][6:], here) == pytest.approx(np.average(V, weights=here["w"]))
    assert eval(HINTS["softmax"][6:], here).sum() == pytest.approx(1)
    assert eval(HINTS["trace"][6:], {"A": M, "np": np, "n": 2}) == pytest.approx(np.diag(M))


def test_the_table_of_operations_needs_no_rows():
    """Its names are known under all spellings; a row for one of them would be a second table."""
    assert remedy("tanh") == "write adlesson.tanh(x)"
    assert remedy("maximum") == "write adlesson.maximum(x, y)"
    assert remedy("ln") == "write adlesson.log(x)"
    assert remedy("nothing_known") == ""
    for name in ("sin", "exp", "relu", "arcsin", "asin", "logsumexp", "sign"):
        assert name not in HINTS
