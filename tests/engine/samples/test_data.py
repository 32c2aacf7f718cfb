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


def test_the_digits_are_all_there():
    """Known of the source: how many of each digit, pixels from 0 to 16, and the sum of all of them."""
    read = ad.data.digits()
    labels = np.concatenate([read.labels, read.test_labels])
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    pixels = np.concatenate([read.images, read.test_images]) * 16
    assert (pixels == np.round(pixels)).all() and (pixels.min(), pixels.max(), pixels.sum()) == (0, 16, 561_718)


def test_an_image_goes_with_its_label_and_stands_upright():
    """The first image is a 0: ink all around, paper in the middle; shuffled labels or turned images would show."""
    read = ad.data.digits()
    first = (read.images[0].reshape(8, 8) * 16).astype(int)
    assert read.labels[:4].tolist() == [0, 1, 2, 3] and read.test_labels[0] == 4
    assert first[0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0] and first[3:5, 3:5].max() == 0
    centres = np.array([read.images[read.labels == digit].mean(0) for digit in range(10)])
    nearest = np.argmin(((read.test_images[:, None] - centres) ** 2).sum(-1), axis=1)
    assert 0.85 < np.mean(nearest == read.test_labels) < 0.95  # nearest mean: what a network has to beat
    assert np.mean(nearest == np.roll(read.test_labels, 1)) < 0.3


def test_no_image_is_both_trained_on_and_tested_on():
    """Every fifth image is for testing."""
    read = ad.data.digits()
    rows = {row.tobytes() for row in read.images}
    assert not [row for row in read.test_images if row.tobytes() in rows]
