"""Real measurements, small enough to ship.

With this module you can

- fit a curve to measured numbers (``eckerle4``), and compare your fit with one that is certified;
- train a network to read handwritten digits, as arrays (``digits``) or without NumPy (``digit_pairs``).

>>> len(eckerle4.x), max(eckerle4.y), eckerle4.y_is
(35, 0.3698049, 'transmittance')
>>> read = digits()
>>> read.images.shape, read.labels.shape, read.test_images.shape
((1438, 64), (1438,), (359, 64))
"""

import lzma
from pathlib import Path
from typing import Any, NamedTuple


class Measurements(NamedTuple):
    """Pairs ``x[k]``, ``y[k]``, what they are, their source, and the best fit that the source certifies."""

    x: tuple
    y: tuple
    x_is: str
    y_is: str
    source: str
    best: dict  # parameters of the fit
    least: float  # the sum of squares that no other parameters get below


eckerle4 = Measurements(
    x=(
        400.0, 405.0, 410.0, 415.0, 420.0, 425.0, 430.0, 435.0, 436.5, 438.0, 439.5, 441.0, 442.5, 444.0, 445.5, 447.0,
        448.5, 450.0, 451.5, 453.0, 454.5, 456.0, 457.5, 459.0, 460.5, 462.0, 463.5, 465.0, 470.0, 475.0, 480.0, 485.0,
        490.0, 495.0, 500.0,
    ),
    y=(
        0.0001575, 0.0001699, 0.0002350, 0.0003102, 0.0004917, 0.0008710, 0.0017418, 0.0046400, 0.0065895, 0.0097302,
        0.0149002, 0.0237310, 0.0401683, 0.0712559, 0.1264458, 0.2073413, 0.2902366, 0.3445623, 0.3698049, 0.3668534,
        0.3106727, 0.2078154, 0.1164354, 0.0616764, 0.0337200, 0.0194023, 0.0117831, 0.0074357, 0.0022732, 0.0008800,
        0.0004579, 0.0002345, 0.0001586, 0.0001143, 0.0000710,
    ),
    x_is="wavelength in nm",
    y_is="transmittance",
    source="K. Eckerle, Circular Interference Transmittance Study, NIST, 1970s; data set Eckerle4 of the Statistical "
    "Reference Datasets, https://www.itl.nist.gov/div898/strd/nls/data/eckerle4.shtml. A work of an agency of the United "
    "States government: not subject to copyright there (17 U.S.C. 105).",
    best={"b1": 1.5543827178, "b2": 4.0888321754, "b3": 451.54121844},  # of (b1 / b2) * exp(-((x - b3) / b2) ** 2 / 2)
    least=1.4635887487e-03,
)  # fmt: skip


class Digits(NamedTuple):
    """Images to train on and images to test on, one per row, with the digit that each one shows, and their source.

    An image is 8 x 8 pixels, row by row from the top, each from 0 (paper) to 1 (ink) in steps of 1/16.
    """

    images: Any
    labels: Any
    test_images: Any
    test_labels: Any
    source: str


def digits():
    """Return 1,797 images of handwritten digits as ``Digits``: every fifth one is for testing, the rest to train on.

    All writers are in both parts: how well a network reads a *new* hand, this split does not tell.
    """
    import numpy as np

    columns = np.frombuffer(_stored(), dtype=np.uint8).reshape(PIXELS + 1, IMAGES)
    images, labels = columns[:PIXELS].T / 16, columns[PIXELS].astype(int)
    test = np.arange(len(labels)) % 5 == 4
    return Digits(images[~test], labels[~test], images[test], labels[test], DIGITS_SOURCE)


def digit_pairs():
    """Return the same images as plain lists: ``(pixels, digit)`` for each to train on, and for each to test with.

    >>> images, tests = digit_pairs()
    >>> len(images), len(tests), len(images[0][0]), images[0][1]
    (1438, 359, 64, 0)
    """
    stored = _stored()
    pairs = [
        ([ink / 16 for ink in stored[k : PIXELS * IMAGES : IMAGES]], stored[PIXELS * IMAGES + k]) for k in range(IMAGES)
    ]
    return [pair for k, pair in enumerate(pairs) if k % 5 != 4], pairs[4::5]


IMAGES, PIXELS = 1797, 64


def _stored():
    """Return a byte for each pixel, first that of all images, then the next one; at the end the digit of each image."""
    return lzma.decompress(Path(__file__).with_name("digits.xz").read_bytes())


DIGITS_SOURCE = (
    "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998, "
    "https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits (the part of 13 writers that is for "
    "testing there). Licence: CC BY 4.0. "
    "Here the numbers are stored column by column and compressed; nothing else is changed."
)
