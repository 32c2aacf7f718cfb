"""What other packages have: computed right, or refused by one sentence that says what to write instead."""

import math

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.tracing.as_numpy.numpy_calls import formula
from adlesson.engine.tracing.hints import HINTS, remedy

V = np.array([0.5, 0.25, 0.75])


def outcome(f, u):
    """Return the value of the program of ``f``, or the sentence by which tracing it is refused; raise anything else."""
    try:
        return ad.trace(f, u=u)()
    except ad.LessonError as problem:
        assert len(str(problem)) < 400
        return str(problem)


METHODS = {  # what stands in other engines' code, and a word of the remedy
    "backward()": "adlesson.grad", "grad": "adlesson.grad", "zero_grad()": "adlesson.grad",
    "detach()": "it stops the gradient", "numpy()": "leave it out", "data": "leave it out",
    "requires_grad_()": "adlesson.grad", "floor()": "its derivative is 0 or undefined",
    "round()": "its derivative is 0 or undefined", "unique()": "do it with plain numbers",
}  # fmt: skip
OF_ARRAYS = {
    "sort()": "write np.sort(x)", "diff()": "write np.diff(x)", "fill(0)": "in place", "partition(1)": "in place",
    "frobnicate()": "known are arithmetic and the functions of the lesson",
}  # fmt: skip
OF_NUMBERS = {"frobnicate()": "adlesson.sin(x)"}


@pytest.mark.parametrize("method", [*METHODS, *OF_ARRAYS])
def test_a_method_that_an_array_has_not_says_what_to_write(method):
    """One sentence with the line, the culprit and the remedy."""
    said = outcome(eval(f"lambda u: u.{method}"), V)
    assert {**METHODS, **OF_ARRAYS}[method] in said, said
    assert f"a traced array has no {method.partition('(')[0]} (line 1): " in said


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

    said = rf"a traced value has no {name} to set \(line \d+\): (leave it out|it stops|write x.resh)|'shape' is read-only"
    with pytest.raises(ad.LessonError, match=said):
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
    "fabs": math.fabs, "cbrt": np.cbrt, "hypot": math.hypot, "exp2": np.exp2, "log2": math.log2, "log10": math.log10,
    "asinh": math.asinh, "atanh": math.atanh, "radians": math.radians, "degrees": math.degrees, "copysign": math.copysign,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_in_a_hint_is_right(name):
    """A hint that is followed must not be the next mistake."""
    text = HINTS[name].removeprefix("write ")
    for x, y in ((0.3, 0.7), (0.9, -0.4)):
        here = {"x": x, "y": y, "pi": math.pi, "adlesson": ad}
        wanted = FORMULAS[name](*[x, y][: 1 + (name in ("hypot", "copysign"))])
        assert eval(text, here) == pytest.approx(float(wanted), rel=1e-12)
        assert ad.trace(eval(f"lambda x, y: {text} + 0 * y", here), x=x, y=y)() == pytest.approx(float(wanted), rel=1e-12)


def test_what_has_a_formula_needs_no_hint():
    """Unless ``math`` has it, too, which asks for a float: a row that nobody can meet is a lie in waiting."""
    assert [name for name in HINTS if formula(name) and not hasattr(math, name) and name != "resize"] == []


def test_the_table_of_operations_needs_no_rows():
    """Its names are known under all spellings; a row for one of them would be a second table."""
    assert remedy("tanh") == "write adlesson.tanh(x)"
    assert remedy("maximum") == "write adlesson.maximum(x, y)"
    assert remedy("ln") == "write adlesson.log(x)"
    assert remedy("nothing_known") == ""
    for name in ("sin", "exp", "relu", "arcsin", "asin", "logsumexp", "sign"):
        assert name not in HINTS
