"""The measurements are copied right: a fit to them is the certified fit, digit by digit."""

import math

import numpy as np
import pytest

import adlesson as ad

DATA = ad.data.eckerle4


def fitted(x, y, start):
    """Return parameters and sum of squares of a Gauss-Newton fit, with the Jacobian worked out by hand."""
    b = np.array(start, dtype=float)
    x, y = np.array(x), np.array(y)
    for _ in range(30):
        t = (x - b[2]) / b[1]
        bell = np.exp(-(t**2) / 2) / b[1]
        jacobian = np.stack([bell, b[0] * bell * (t**2 - 1) / b[1], b[0] * bell * t / b[1]], axis=1)
        b += np.linalg.lstsq(jacobian, y - b[0] * bell, rcond=None)[0]
    residuals = y - b[0] / b[1] * np.exp(-(((x - b[2]) / b[1]) ** 2) / 2)
    return b, math.fsum(residuals**2)


def test_the_fit_is_the_certified_one_to_every_digit_given():
    """35 numbers typed wrong in one place would show here."""
    found, least = fitted(DATA.x, DATA.y, (1.5, 5, 450))  # the source's second start
    assert f"{least:.10e}" == f"{DATA.least:.10e}" == "1.4635887487e-03"
    assert [f"{b:.10e}" for b in found] == [f"{b:.10e}" for b in DATA.best.values()]


@pytest.mark.parametrize("k", range(35))
def test_one_digit_changed_in_any_number_would_show(k):
    """The test above can fail: the fourth digit of one y is moved by one."""
    y = list(DATA.y)
    y[k] += 10.0 ** (math.floor(math.log10(y[k])) - 3)
    assert f"{fitted(DATA.x, y, (1.5, 5, 450))[1]:.10e}" != "1.4635887487e-03"


def test_the_lessons_gradient_vanishes_at_the_certified_fit():
    """And nowhere near: one per cent off, it is a hundred thousand times as large."""

    def loss(b1, b2, b3):
        return sum((v - b1 / b2 * ad.exp(-(((u - b3) / b2) ** 2) / 2)) ** 2 for u, v in zip(DATA.x, DATA.y, strict=True))

    assert max(map(abs, ad.grad(loss, DATA.best).values())) < 1e-9
    assert max(map(abs, ad.grad(loss, DATA.best, b2=DATA.best["b2"] * 1.01).values())) > 1e-4


def test_the_source_is_named():
    """Whoever uses the numbers can look them up, and knows that they may."""
    assert "itl.nist.gov" in DATA.source and "17 U.S.C. 105" in DATA.source
    assert len(DATA.x) == len(DATA.y) == 35
