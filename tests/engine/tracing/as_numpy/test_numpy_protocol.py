"""Where NumPy has a meaning of its own, a traced function has it, too; at other inputs as well."""

import re
from collections import namedtuple

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.errors import LessonError

X, SQUARE = np.array([0.3, -1.2, 2.0, 0.7]), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0], [-1.0, 0.5, 6.0]])
HOLED = np.array([1.0, np.nan, 2.0, 3.0])


def rows_set_to_zero(x):
    h = x.copy()
    h[h[:, 0] > 2] = 0.0  # a mask of rows, not of columns, though here both would fit
    return h * x


def set_by_a_list(x):
    h = x[:3] * x[:3]
    h[x[:3] > 0] = [5.0, x[1]]
    return h


def clipped_nowhere(x):
    h = np.clip(x, None, None)  # a new array
    h += 1
    return h * x.sum()


def converted_in_its_place(x):
    h = x.astype(float, copy=False)  # the same array
    h += 1
    return h * x.sum()


@pytest.mark.parametrize(
    ("f", "at"),
    [
        (lambda x: x * ((x > 0) + (x > -2)), X),  # of truth values + is "or": 1, not 2
        (lambda x: x * np.add(x > 0, np.ones(4, dtype=bool)), X),
        (lambda x: x * ((x > 0) @ (x > -2)), X),
        (lambda x: x * ((x > 0).astype(float) + (x > -2).astype(float)), X),  # and of numbers it is a sum
        (lambda x: x * (0 + (x > 0) + (x > -2)), X),
        (lambda x: np.median(x * HOLED) + 0 * x, X),
        (lambda x: np.median(np.stack([x * HOLED, x, x]), axis=0), X),
        (lambda x: np.percentile(x * HOLED, 20) + 0 * x, X),
        (lambda x: np.quantile(x, [0.25, 0.5], axis=0), SQUARE),
        (lambda x: np.linalg.matrix_norm(np.stack([x, 2 * x])), SQUARE),
        (lambda x: np.linalg.norm(x.sum()) * x, X),
        (lambda x: np.extract(x > 0, x), X),
        (lambda x: np.compress(x[:, 0] > 0, x, axis=0), SQUARE),
        (lambda x: np.einsum("i,i->", x, [1.0, 2.0, 3.0, 4.0], optimize=True) * x, X),
        (lambda x: np.clip(x, a_min=0.0, a_max=1.0), X),
        (rows_set_to_zero, SQUARE),
        (set_by_a_list, X),
        (clipped_nowhere, X),
        (converted_in_its_place, X),
    ],
)
def test_the_value_is_numpys(f, at):
    """Each of these once gave another number, silently, or was refused."""
    found, known = ad.trace(f, x=at.copy())(), f(at.copy())
    assert np.shape(found) == np.shape(known)
    assert np.allclose(found, known, rtol=1e-14, equal_nan=True)


@pytest.mark.parametrize("mode", ["mean", "median", "maximum", "minimum", "linear_ramp"])
def test_an_edge_that_is_no_copy_is_refused(mode):
    """The mean of entries is not the entry at the mean of their places."""
    with pytest.raises(LessonError, match=f"{mode}.*edge"):
        ad.trace(lambda x: np.pad(x, 1, mode=mode), x=SQUARE)


def test_a_view_in_a_list_is_not_changed_alone():
    """In NumPy ``rows[0] += 1`` changes x; in ``x[0] += 1`` the row goes back into x, and is followed."""

    def f(x):
        rows = list(x)
        rows[0] += 1.0
        return (x * rows[0]).sum()

    with pytest.raises(LessonError, match=r"view.*line \d+.*h\[0\] = h\[0\] \+ 1"):
        ad.trace(f, x=SQUARE.copy())

    def g(x):
        x[0] += 1.0
        return x * x[0]

    assert np.array_equal(ad.trace(g, x=SQUARE.copy())(), g(SQUARE.copy()))


def test_a_mask_that_does_not_fit_from_the_first_axis_is_refused():
    """A mask of three columns says nothing of two rows."""

    def f(x):
        h = x[:2] * 1.0
        h[h[0] > 1] = 0.0
        return h

    with pytest.raises(LessonError, match=r"mask of shape \(3,\)"):
        ad.trace(f, x=SQUARE)


def test_a_gradient_by_no_entries_is_made():
    """A slice may be empty: its sum is 0, and its slope has no entries."""
    q = ad.gradient_program(lambda x: (x[4:] * np.ones(0)).sum() + x.sum(), x=X)
    assert q()["x_bar"].tolist() == [1.0] * 4


def test_the_length_of_a_number_is_its_size_everywhere():
    """Its gradient program is printed and compiled, too."""
    q = ad.gradient_program(lambda x: np.linalg.norm(x.sum()) * 3.0, x=-X)
    assert ad.compiled(q)(-X)["x_bar"].tolist() == q()["x_bar"].tolist() == [-3.0] * 4


@pytest.mark.parametrize(
    ("f", "given", "told"),
    [
        (lambda p: p * p, [[1.0, 2.0]], "list.*NumPy array"),
        (lambda p: p.sum(), [[1.0, 2.0]], "a list of traced values has no sum.*NumPy array"),
        (lambda p: p.W * 2, {"W": 1.0}, r'has no W.*write \["W"\]'),
        (lambda p: p.V * 2, {"W": 1.0}, "has no V.*it has W"),
        (lambda p: p["V"] * 2, {"W": 1.0}, "KeyError 'V'; take one of its parts, W"),
        (lambda p: p + 1, {"W": [1.0]}, "'dict' and 'int'; take one of its parts, W"),
        (lambda p: p.c * 2, namedtuple("Layer", "W b")(1.0, 2.0), "has no c.*it has W, b"),
    ],
)
def test_a_nest_that_is_taken_for_an_array_is_told_apart(f, given, told):
    """What Python says of a list or a dict knows no line, and nothing of traced values."""
    with pytest.raises(LessonError, match=r"\(line \d+\)") as raised:
        ad.trace(f, p=given)
    assert re.search(told, str(raised.value)), raised.value


@pytest.mark.parametrize(("choose", "tied"), [(np.argmax, [2.0, -1.2, 2.0, 0.7]), (np.argmin, [-1.2, -1.2, 2.0, 0.7])])
def test_of_equal_entries_the_first_is_chosen_at_other_inputs_too(choose, tied):
    """Where the inputs come to be equal NumPy chooses another place, and a program must not keep the old one."""
    p = ad.trace(lambda x: x[0] * int(choose(x)), x=X)
    with pytest.raises(LessonError, match="another branch"):
        p(x=np.array(tied))
    q = ad.trace(lambda x: x.reshape(2, 2)[:, 0] * choose(x.reshape(2, 2), axis=1), x=np.array([1.0, 2.0, 4.0, 3.0]))
    with pytest.raises(LessonError, match="another branch"):
        q(x=np.array([1.0, 1.0, 3.0, 3.0]))
    assert ad.trace(lambda x: x[0] * int(choose(x)), x=np.array(tied))() == tied[0] * int(choose(tied))


def test_a_sum_is_true_where_it_is_not_zero():
    """``if x.sum():`` asks for a truth value of a number of NumPy's."""
    p = ad.trace(lambda x: x[0] if x.sum() else -x[0], x=X)
    assert p() == 0.3
    with pytest.raises(LessonError, match="another branch"):
        p(x=np.zeros(4))


def test_where_nan_was_is_part_of_an_order():
    """NaN comes last; a program that was traced with one must not keep its place for numbers."""
    p = ad.trace(lambda x: np.sort(x), x=np.array([1.0, np.nan, 2.0, 3.0]))
    assert np.array_equal(p(), [1.0, 2.0, 3.0, np.nan], equal_nan=True)
    for other in ([3.0, 1.0, np.nan, 2.0], [3.0, np.nan, 2.0, 1.0], [1.0, 4.0, 2.0, 3.0]):
        with pytest.raises(LessonError, match="another branch"):
            p(x=np.array(other))


def test_a_number_that_is_filled_to_the_shape_of_a_number_is_compiled():
    """``np.full_like`` of one entry: there is nothing to repeat, and nothing to import."""
    p = ad.trace(lambda x: np.full_like(x[0], x[1]) + x.sum(), x=X)
    assert ad.compiled(p)(X) == p() == X[1] + X.sum()
