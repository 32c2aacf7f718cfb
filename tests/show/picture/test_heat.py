"""An array as squares: size is area, hollow is negative, and what is large is averaged."""

import numpy as np
import pytest

import adlesson as ad
from adlesson.show.picture.heat import heat, heat_size
from adlesson.show.stepper.frames import frames


def entries(text):
    """Return what the squares say: their areas, the largest 1, negative where hollow."""
    area = lambda c: 0 if c == "." else ((ord(c.upper()) - 64) / 9) ** 2 * (1 if c.isupper() else -1)
    return np.array([[area(c) for c in row] for row in text.split("/")])


@pytest.mark.parametrize("shape", [(1,), (5,), (16,), (3, 4), (8, 16), (1, 1), (8, 1)])
def test_areas_are_the_entries(shape):
    """As near as nine sizes can say it; signs exactly."""
    u = np.random.default_rng(1).normal(size=shape)
    seen, wanted = entries(heat(u)), u.reshape(-1, shape[-1]) / abs(u).max()
    assert seen.shape == wanted.shape == heat_size(shape)
    assert (np.sign(seen) == np.sign(wanted)).all() and abs(np.sqrt(abs(seen)) - np.sqrt(abs(wanted))).max() <= 0.112


def test_what_is_large_is_averaged_over_blocks():
    """64 rows in eight, 32 columns in sixteen."""
    u = np.random.default_rng(2).normal(size=(64, 32))
    blocks = u.reshape(8, 8, 16, 2).mean(axis=(1, 3))
    assert heat(u) == heat(blocks) and heat_size(u.shape) == (8, 16)


def test_zeros_and_what_is_not_finite_have_no_square():
    """A point; and the others keep their sizes."""
    assert heat(np.zeros((2, 3))) == ".../..."
    assert heat(np.array([np.nan, np.inf, 1.0, -1.0])) == "..Ii"


def test_only_vectors_and_matrices_are_drawn():
    """A number says itself; a stack of matrices has no place in a box."""
    assert heat(3.0) is heat(np.ones((2, 2, 2))) is heat(np.array([1j])) is None
    assert heat_size((2, 2, 2)) is heat_size(()) is heat_size((0, 3)) is None


def test_frames_set_the_picture_with_the_text():
    """Values as they are computed, adjoints as they are paid; numbers have none, and programs of numbers no room for it."""
    p = ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.array([[1.0, 2], [3, 4], [5, 6]]) / 10, x=np.array([0.5, -1]))
    data, state = frames(p, ["forward", "reverse"]), {}
    for frame in data["frames"]:
        for what, i, text in frame["set"]:
            state[what, i] = text
    primals, adjoints = ad.primals(p), ad.adjoints(p, {"f": 1})
    for i, name in enumerate(p.names[:-1]):
        assert state["heat-value", i] == heat(primals[name]) and state["heat-slope", i] == heat(adjoints[name])
    assert ("heat-value", 4) not in state
    assert data["pictures"]["wide"].count("ad-heat-value") == data["pictures"]["wide"].count("ad-heat-slope") == 4
    assert "hollow where negative" in data["remark"]
    for given in (frames(p, ["lagrange"]), frames(p, ["reverse"], budget=2)):
        ends = {(what, i): text for frame in given["frames"] for what, i, text in frame["set"]}
        assert ends["heat-slope", 0] == heat(adjoints["W"]) and ends["heat-value", 1] == heat(primals["x"])
    assert ends["heat-value", 2] == "", "what is forgotten has no picture either"
    numbers = frames(ad.trace(ad.examples.running, x=0.25), ["forward", "reverse"])
    assert "ad-heat" not in numbers["pictures"]["wide"]
