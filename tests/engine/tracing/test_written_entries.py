"""Arrays that are filled entry by entry: what NumPy gives, in as many instructions as the loop has turns."""

import random

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.tracing.written_entries import place_of

LOOPS = {
    "a row": (lambda h, x: [h.__setitem__(i, ad.sin(h[i - 1]) + x[i % 3]) for i in range(len(h))], (7,)),
    "from the end": (lambda h, x: [h.__setitem__(-i, x[i % 3] * h[1 - i]) for i in range(2, 8)], (7,)),
    "whole numbers of NumPy's": (lambda h, x: [h.__setitem__(i, h[i - 1] * x[0] + 1) for i in np.arange(1, 5)], (7,)),
    "rows of a matrix": (lambda h, x: [h.__setitem__(t, np.tanh(h[t - 1] + x)) for t in range(1, 5)], (5, 3)),
    "a table": (
        lambda h, x: [h.__setitem__((i, j), h[i - 1, j] + h[i, j - 1] * x[0] + 1) for i in (1, 2, 3) for j in (1, 2)],
        (4, 3),
    ),
    "all of a table": (lambda h, x: [h.__setitem__((i, j), x[i] * x[j]) for i in (0, 1, 2) for j in (2, 0, 1)], (3, 3)),
    "twice": (lambda h, x: [h.__setitem__(i % 2, h[i % 3] + x[i % 3]) for i in range(6)], (4,)),
}


def filled(fill, shape):
    def f(x):
        h = np.zeros_like(x, shape=shape)
        fill(h, x)
        return (h * h).sum() + h.sum()

    return f


@pytest.mark.parametrize(("fill", "shape"), LOOPS.values(), ids=LOOPS)
def test_a_loop_that_fills_an_array_gives_what_numpy_gives(fill, shape):
    """The value, and the slope by differences and by every road."""
    f, x = filled(fill, shape), np.array([0.3, -0.7, 1.1])
    p = ad.trace(f, x=x)
    assert p() == pytest.approx(f(x), rel=1e-14)
    assert ad.check_gradient(p).ok
    slope = ad.grad(p)["x"]
    assert ad.jacobian(p, by="columns")["f"]["x"] == pytest.approx(slope, rel=1e-12)
    assert ad.compiled(ad.gradient_program(p))(x)["x_bar"] == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize(("make", "turns"), [(lambda n: ((n,), range(1, n)), 2), (lambda n: ((n, 3), range(1, n)), 2)])
def test_a_loop_that_fills_an_array_is_as_long_as_its_turns(make, turns):
    """A copy in each turn would make a million entries of a thousand."""

    def size(n):
        shape, places = make(n)

        def f(x):
            h = np.zeros_like(x, shape=shape)
            h[0] = x if len(shape) == 1 else np.stack([x, x, x])
            for i in places:
                h[i] = h[i - 1] * x + 1
            return h.sum()

        p = ad.trace(f, x=0.5)
        return len(p), sum(np.prod(p.shape_at(i), dtype=int) for i in range(len(p)))

    (short, few), (long, many) = size(50), size(100)
    assert long - short <= 50 * turns
    assert many < 2.1 * few


def test_what_was_assigned_keeps_its_name_and_its_line():
    """The array itself is one line, where somebody asks for it."""

    def f(x):
        h = np.zeros_like(x, shape=(3,))
        for i in range(3):
            h[i] = x * (i + 1)
        return h.sum()

    p = ad.trace(f, x=2.0)
    assert [p.written(i) for i in range(1, len(p))] == ["x * 1", "x * 2", "x * 3", "stack([h, h_2, h_3], 0)", "h_4.sum()"]


def acted(h, x, seed):
    """Do some things to an array, drawn by a seed, that NumPy can do as well; return what was read on the way."""
    pick, read = random.Random(seed), [x[0]]
    for _ in range(pick.randint(3, 12)):
        i, j, what = pick.randrange(-4, 4), pick.randrange(-3, 3), pick.randrange(11)
        if what == 0:
            h[i, j] = read[-1] * x[j]
        elif what == 1:
            h[i] = x * read[-1]
        elif what == 2:
            read.append(h[i, j] * 0.5 + x[1])
        elif what == 3:
            read.append((h[i] * x).sum())
        elif what == 4:
            h[i, j] += read[-1]
        elif what == 5:
            h[i] = h[i] + h[j]
        elif what == 6:
            h[1:3] = x * 0.3
        elif what == 7:
            h[i, j] = 0.25
        elif what == 8:
            h *= 0.7
        elif what == 9:
            g = h.copy()
            g[i, j] = x[2]
            read.append(g.sum() - h.T[j, i])
        else:
            row = h[i] * 1.0
            row[j] = read[-1]
            h[j] = row
            row[0] = x[0]
    return (h * np.arange(1.0, 13.0).reshape(4, 3)).sum() + sum(read)


def test_so_does_what_is_read_beside_an_entry_that_waits():
    """Also bound again, when no local holds it at the end."""

    def f(x):
        h = x * 1
        h[1] = x[0] * 2
        y = h[0]
        y = y * y
        return y + h.sum()

    assert [*ad.trace(f, x=np.array([1.0, -2.0, 3.0])).names][:6] == ["x", "h", "z2", "h[1]", "y", "y_2"]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_done_to_an_array_in_any_order_is_followed(seed):
    """Entries, rows, slices, copies and sums, as NumPy does them; the slopes by differences."""

    def f(x):
        return acted(np.zeros_like(x, shape=(4, 3)), x, seed)

    x = np.array([0.4, -0.8, 1.3])
    p = ad.trace(f, x=x)
    assert p() == pytest.approx(f(x), rel=1e-12)
    slope = ad.grad(p)["x"]
    near = [(f(x + step) - f(x - step)) / 2e-6 for step in 1e-6 * np.eye(3)]
    assert slope == pytest.approx(near, rel=1e-5, abs=1e-6)


def test_a_row_that_was_read_is_a_view_of_the_array():
    """It would change with the array, and so the array cannot be changed while it is in use."""

    def f(x):
        h = np.zeros_like(x, shape=(2, 3))
        h[0] = x
        row = h[0]
        h[0] = x * 2
        return (h + row).sum()

    with pytest.raises(ad.LessonError, match="an array and a view of it"):
        ad.trace(f, x=np.ones(3))


def test_an_input_that_is_filled_is_noticed():
    """The array that was given is changed in NumPy, by whatever name it goes."""
    x = np.ones(3)

    def f(given):
        given[0] = given[1] * 2
        return (given * x).sum()

    with pytest.raises(ad.LessonError, match="an input is changed in place, and is used by another name"):
        ad.trace(f, given=x)


def test_an_array_that_nobody_asks_for_is_no_variable():
    """What was assigned is read where it is needed, and nothing is put together at the end."""

    def f(x):
        h = np.zeros_like(x, shape=(3,))
        h[0] = x
        h[1] = h[0] * 2
        return h[1]

    assert ad.trace(f, x=1.0).ops == ("input", "multiply")


@pytest.mark.parametrize("key", [True, np.True_, 1.0, None, ..., (0, slice(2)), [0], np.array([0, 1]), (0, 0, 0), (), "a"])
def test_what_is_no_place_of_one_entry(key):
    """Such a key goes the way of all arrays."""
    assert place_of(key, (3, 3)) is None
