"""Functions of numbers: what text may take for one where it has floats, and what becomes of that which is no number."""

from contextlib import suppress
from fractions import Fraction
from itertools import product
from math import inf, isnan, log, nan

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.codegen.other_inputs import PROBLEMS
from adlesson.engine.errors import LessonError
from adlesson.engine.ops import OPS

AT_EDGES = [0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.5, 1e-300, -1e300, inf, -inf, nan]
OF_FLOATS = {op: row.value for op, row in OPS.items() if hasattr(row.value, "of_floats")}


@pytest.mark.parametrize("op", OF_FLOATS)
def test_what_text_calls_with_floats_is_the_function_itself_or_raises(op):
    """To the last bit, in the sign of a zero and in kind: where it raises, the program answers."""
    function, answered = OF_FLOATS[op], 0
    for args in product(AT_EDGES, repeat=len(OPS[op].partials)):
        try:
            found = function.of_floats(*args)
        except PROBLEMS:
            continue
        answered += 1
        assert repr(found) == repr(function(*args)), args
    assert answered > 5


@pytest.mark.parametrize("op", [op for op in OF_FLOATS if len(OPS[op].partials) == 1])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_of_an_array_it_is_the_function_of_each_entry(op):
    """At the edges, too; and of complex numbers, where there is such a function."""
    function, entries = OF_FLOATS[op], [0.0, -0.0, 1.0, -1.0, 0.5, -0.25, 2.0, -3.0, 30.0, -30.0, 400.0, inf, -inf, nan]
    assert function(np.array(entries)) == pytest.approx([function(u) for u in entries], rel=1e-14, abs=0, nan_ok=True)
    entries, right = [0.5 + 1j, -2.0 - 0.5j], None
    with suppress(LessonError):
        right = [function(u) for u in entries]
    assert right is None or function(np.array(entries)) == pytest.approx(right, rel=1e-14)


def test_logarithms_take_what_no_float_can_hold():
    """Some digits are left of ``10**400``; beside 1 nothing is left of its inverse, and of what is below 0 no logarithm."""
    huge, tiny = 10**400, Fraction(1, 10**400)
    assert ad.log(huge) == ad.log1p(huge) == -ad.log(tiny) == pytest.approx(400 * log(10), rel=1e-14)
    assert ad.log1p(tiny) == ad.log1p(-tiny) == 0
    assert all(isnan(v) for v in (ad.log(-huge), ad.log(-tiny), ad.log1p(-huge)))
    assert (ad.sqrt(huge), ad.sqrt(tiny)) == (10.0**200, pytest.approx(1e-200, rel=1e-14))


@pytest.mark.parametrize("u", [np.array(["a"]), np.array([1.0, None]), np.array(["2020-01-01"], dtype="M8[D]")])
@pytest.mark.parametrize("f", [ad.sin, ad.sigmoid, ad.erf, ad.relu, ad.sech2])
def test_an_array_of_no_numbers_is_refused(f, u):
    with pytest.raises(LessonError, match=f"{f.__name__} takes an array of numbers"):
        f(u)
