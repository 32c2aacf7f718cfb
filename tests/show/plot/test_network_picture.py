"""Pictures of a network: every square in its place and of its size, signs without colour, sizes of signals by layer."""

import re

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.show.writing.numerals import number

W = np.array([[1.0, -0.25], [0.0, 0.0625], [-1.0, 4.0]])


def squares(svg):
    """Return the squares of a picture, filled ones and hollow ones: ``(left, top, side)`` of each."""
    paths = re.findall(r'<path d="([^"]*)" style="fill: ([^;"]+)', svg)
    found = {"var(--ad-forward)": [], "none": []}
    for path, fill in paths:
        found[fill] += [tuple(map(float, u)) for u in re.findall(r"M([\d.]+),([\d.]+)h([\d.]+)v", path)]
    return found["var(--ad-forward)"], found["none"]


def test_the_area_of_a_square_is_the_size_of_the_entry_and_its_sign_is_not_colour_alone():
    """16 times the entry is 4 times the side; a positive one is filled, a negative one hollow, and a zero is not there."""
    filled, hollow = squares(ad.draw_weights({"W": W}).svg)
    assert len(filled) == 3
    assert len(hollow) == 2
    sides = [side for _, _, side in filled]
    assert sides == pytest.approx([17 / 2, 17 / 8, 17], abs=0.06), "4 is the largest, and a cell has 18 pixels"
    assert hollow[1][2] + 1.2 == pytest.approx(17 / 2, abs=0.06), "the outer side of a hollow one"
    centres = [((left + side / 2) / 18, (top - 22 + side / 2) / 18) for left, top, side in (*filled, *hollow)]
    expected = [(0.5, 0.5), (1.5, 1.5), (1.5, 2.5), (1.5, 0.5), (0.5, 2.5)]
    assert np.array(centres) == pytest.approx(np.array(expected), abs=0.01), "column and row"


def test_all_matrices_of_a_network_are_on_one_scale_and_inside_the_picture():
    """Weights, thresholds and gradients of any shape; the description says in words what is shown."""
    net = ad.layers.Network([64, 32, 10, 3], cost="cross-entropy", thresholds=True)
    picture = ad.draw_weights(net)
    assert "var(--ad-" in picture.svg
    assert "#" not in picture.svg
    assert " id=" not in picture.svg
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', picture.svg).groups())
    frames = re.findall(r'translate\((\d+) (\d+)\)"><text.*?<rect x="0" y="22" width="(\d+)" height="(\d+)"', picture.svg)
    assert len(frames) == 6
    corners = [(int(x), int(y), int(x) + int(w), int(y) + 22 + int(h)) for x, y, w, h in frames]
    for k, (left, top, right, bottom) in enumerate(corners):
        assert right <= width <= 620
        assert bottom <= height
        assert not any(left < c and a < right and top < d and b < bottom for a, b, c, d in corners[:k]), "none overlap"
    assert corners[0][3] - corners[0][1] == corners[1][3] - corners[1][1], "thresholds stand beside their rows"
    largest = max(abs(u).max() for u in net.W.values())
    assert f"the largest is {largest:.4g} in size" in picture.description
    assert "W1: 32×64, from −" in picture.description
    assert picture.description in picture.svg
    gradients = net.gradients(np.ones((64, 2)), [0, 2])
    assert list(gradients) == re.findall(r'class="ad-name">(\w+)<', ad.draw_weights(gradients).svg)


@pytest.mark.parametrize("name", ["W1", "W1_bar"])
def test_a_name_above_a_single_square_is_not_cut_off(name):
    """Capitals of a bold font of 14 pixels are up to 12 wide; the name starts at 1."""
    width = float(re.search(r' width="([\d.]+)"', ad.draw_weights({name: [[0.5]]}).svg)[1])
    assert width >= 1 + 12 * len(name)


def test_what_has_no_squares_is_refused():
    """The message names the array."""
    for wrong in ({"W": [[1, np.nan]]}, {"W": np.ones((2, 2, 2))}, {"W": []}):
        with pytest.raises(InputError, match=r"W, of shape .* cannot be drawn"):
            ad.draw_weights(wrong)
    with pytest.raises(InputError, match="there is no array to draw"):
        ad.draw_weights({})
    for wrong, how in (
        ({"W": np.ones((200, 200))}, "40,000 entries, .* 20,000 at most"),
        ({f"W{k}": W for k in range(101)}, "101 arrays, .* 100"),
    ):
        with pytest.raises(InputError, match=how):
            ad.draw_weights(wrong)
    with pytest.raises(InputError, match="W is an array"):
        ad.draw_weights({"W": "weights"})
    with pytest.raises(InputError, match="draw_weights takes a network"):
        ad.draw_weights(W)
    assert "from 0 to 0" in ad.draw_weights({"W": np.zeros((2, 2))}).description


def test_vanishing_and_exploding_multipliers_are_straight_lines():
    """With unit upper layers that each multiply by 1/2 the multipliers halve; with 3 they grow threefold."""
    for factor in (0.5, 3.0):
        net = ad.layers.Network([2] * 6, F="identity", weights=[factor * np.eye(2)] * 5)
        text = ad.plot_layers(net, [1.0, -1.0], [0.0, 0.0]).description
        last = 2 * factor**5  # |B(5)|: twice |X(5)|
        assert f"states X(k): 6 points, from 1 at 0 to {number(factor**5)} at 5" in text
        assert f"multipliers B(k): 6 points, from {number(last * factor**5)} at 0 to {number(last)} at 5" in text
        assert "dC/dW(k): 5 points" in text
    assert "from 2.111" in plot_of_sigmoids().description


def plot_of_sigmoids():
    """Return the plot of eleven layers of sigmoids: each takes a quarter of the signal, or less."""
    random = np.random.default_rng(0)
    patterns = random.normal(size=(8, 20)), random.random((8, 20))
    return ad.plot_layers(ad.layers.Network([8] * 12, F="sigmoid"), *patterns)


def test_signals_that_overflow_are_refused_without_a_warning(recwarn):
    """They are named, and NumPy says nothing beside it."""
    large = ad.layers.Network([2, 2, 2], F="identity", weights=[1e200 * np.eye(2), 1e200 * np.eye(2)])
    with pytest.raises(InputError, match=r"nothing to show for 'multipliers B.k.'"):
        ad.plot_layers(large, [1.0, 2.0], [1.0, 3.0])
    assert not [str(one.message) for one in recwarn]


def test_signals_that_are_zero_everywhere_are_left_out_in_words():
    """A logarithm has no place for 0: dead units send nothing back."""
    dead = ad.layers.Network([2, 2, 1], F="relu", weights=[-np.eye(2), np.ones((1, 2))])
    text = ad.plot_layers(dead, [1.0, 2.0], [1.0]).description
    assert "Left out, being 0 everywhere: dC/dW(k)." in text
    with pytest.raises(InputError, match=r"plot_layers takes a network, .* not 3"):
        ad.plot_layers(3, [1.0], [1.0])
