"""Functions of one number, given what is none."""

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.errors import LessonError


@pytest.mark.parametrize("u", [np.array(["a"]), np.array([1.0, None]), np.array(["2020-01-01"], dtype="M8[D]")])
@pytest.mark.parametrize("f", [ad.sin, ad.sigmoid, ad.erf, ad.relu, ad.sech2])
def test_an_array_of_no_numbers_is_refused(f, u):
    with pytest.raises(LessonError, match=f"{f.__name__} takes an array of numbers"):
        f(u)
