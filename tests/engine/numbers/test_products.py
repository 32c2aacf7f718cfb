"""Products of stacks of matrices, and einsum: any shapes that fit, against NumPy and against loops."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from programs import executed, same, whole

import adlesson as ad
from adlesson.engine.errors import NumberError, TraceError
from adlesson.engine.numbers.products import prod, spelled_out


def paid_by_differences(f, at, price):
    """Return the adjoint of each input of a function that is linear in each, with ==: whole numbers do not round."""
    paid = {}
    for name, u in at.items():
        bar, start = np.zeros(np.shape(u)), f(**at)
        for k in np.ndindex(np.shape(u)):
            moved = np.array(u)
            moved[k] += 1
            bar[k] = ((f(**at | {name: moved}) - start) * price).sum()
        paid[name] = bar
    return paid


def agrees(f, at):
    """Value, reverse and tangent sweep, text and gradient program of a function that is linear in each of its inputs."""
    p, price = ad.trace(f, at), whole(np.shape(f(**at)), 2)
    assert same(p(), f(**at)) and same(ad.compiled(p)(), f(**at)) and same(executed(p)(*at.values()), f(**at))
    paid = paid_by_differences(f, at, price)
    found = ad.vjp(p, price if np.shape(price) else price.item())
    assert all(same(found[name], paid[name]) for name in at)
    q = ad.gradient_program(lambda **u: (f(**u) * price).sum() if np.shape(price) else f(**u) * price.item(), at=at)
    assert all(same(q()[f"{name}_bar"], paid[name]) and same(ad.compiled(q)()[f"{name}_bar"], paid[name]) for name in at)
    for name, u in at.items():
        direction = whole(np.shape(u), 3)
        (moved,) = ad.jvp(p, {name: direction}).values()
        assert (moved * price).sum() == (paid[name] * direction).sum()


# --- @ ------------------------------------------------------------------------------------------------


LEADING = st.lists(st.integers(1, 2), max_size=2)


@settings(max_examples=30, deadline=None)
@given(LEADING, LEADING, st.tuples(*[st.integers(1, 3)] * 3), st.tuples(st.booleans(), st.booleans()))
def test_any_two_stacks_that_numpy_multiplies(one, other, inner, vectors):
    """Leading axes that NumPy stretches, and vectors on either side."""
    rows, n, columns = inner
    left, right = ((n,) if vectors[0] else (*one, rows, n)), ((n,) if vectors[1] else (*other, n, columns))
    try:
        np.ones(left) @ np.ones(right)
    except ValueError:
        assume(False)
    agrees(lambda u, w: u @ w, {"u": whole(left), "w": whole(right, 4)})


def test_stacks_that_do_not_fit_are_named():
    """The shapes, and the line."""
    with pytest.raises(NumberError, match=r"u of shape \(2, 3, 4\) and w of shape \(3, 2\) do not fit in matmul"):
        ad.trace(lambda u, w: u @ w, u=np.ones((2, 3, 4)), w=np.ones((3, 2)))


# --- einsum -------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("ijk", max_size=3), min_size=1, max_size=3), st.permutations("ijk"), st.integers(0, 3), st.data())
def test_any_letters_are_summed_as_numpy_sums_them(terms, letters, kept, data):
    """Letters that stand once, twice in one array, in none of the results; axes of length 1 among longer ones."""
    result = "".join(c for c in letters if c in "".join(terms))[:kept]
    lengths = {"i": 2, "j": 3, "k": 2}
    shapes = []
    for term in terms:
        short = {
            c: data.draw(st.sampled_from([lengths[c], lengths[c], 1])) if term.count(c) == 1 else lengths[c] for c in term
        }
        shapes.append(tuple(short[c] for c in term))
    assume(all(shapes))
    names = "uvw"[: len(terms)]
    at = {name: whole(shape, k) for k, (name, shape) in enumerate(zip(names, shapes, strict=True), 1)}
    subscripts = f"{','.join(terms)}->{result}"
    f = lambda **u: ad.einsum(subscripts, *u.values())
    assert np.array_equal(f(**at), np.einsum(subscripts, *at.values()))
    agrees(f, at)


@pytest.mark.parametrize(
    ("subscripts", "shapes", "spelled"),
    [
        ("ij,jk", [(2, 3), (3, 4)], "ij,jk->ik"),
        ("ba", [(2, 3)], "ba->ab"),
        (" i , i ", [(2,), (2,)], "i,i->"),
        ("ii", [(2, 2)], "ii->"),
        (",i", [(), (3,)], ",i->i"),
        ("...ij,...jk->...ik", [(5, 2, 3), (3, 4)], "aij,jk->aik"),
        ("...,...", [(2, 3), (3,)], "ab,b->ab"),
        ("i...->...", [(2, 3, 4)], "iab->ab"),
    ],
)
def test_what_is_left_open_is_spelled_out(subscripts, shapes, spelled):
    """NumPy is the judge of what the short form means."""
    assert spelled_out(subscripts, shapes) == spelled
    arrays = [whole(shape, k) for k, shape in enumerate(shapes)]
    assert np.array_equal(np.einsum(subscripts, *arrays), np.einsum(spelled, *arrays))
    assert np.array_equal(ad.einsum(subscripts, *arrays), np.einsum(subscripts, *arrays))


@pytest.mark.parametrize(
    ("subscripts", "says"),
    [
        ("ij", "einsum has 2 arrays for the 1 terms of 'ij'"),
        ("i,jk", r"einsum has the letters 'i' for an array of shape \(2, 3\): one for each axis"),
        ("ijk,jk", "one for each axis"),
        ("ij,jk->il", "the result has letters of the arrays, each of them once"),
        ("ij,jk->ii", "each of them once"),
        ("i1,1k", "einsum cannot read 'i1,1k'"),
        (3, r'einsum takes letters for the axes, as in einsum\("ij,jk->ik", A, B\), not 3'),
    ],
)
def test_letters_that_do_not_fit_are_refused_in_a_sentence(subscripts, says):
    """On arrays as in a trace."""
    u, w = np.ones((2, 3)), np.ones((3, 4))
    for f in (lambda: ad.einsum(subscripts, u, w), lambda: ad.trace(lambda u: ad.einsum(subscripts, u, w), u=u)):
        with pytest.raises(TraceError, match=says):
            f()
    with pytest.raises(NumberError, match=r"do not fit in einsum \(line \d+\): make their shapes agree"):
        ad.trace(lambda u: ad.einsum("ij,jk", u, np.ones((2, 2))), u=u)


def test_a_diagonal_stands_where_numpy_leaves_it():
    """Behind other axes, between them, and more than one."""
    for subscripts, shape in (("jiki->jik", (2, 3, 2, 3)), ("jii->ij", (2, 3, 3)), ("jijik->ki", (2, 3, 2, 3, 2))):
        agrees(lambda u, subscripts=subscripts: ad.einsum(subscripts, u), {"u": whole(shape)})
        assert np.array_equal(ad.einsum(subscripts, whole(shape)), np.einsum(subscripts, whole(shape)))


def test_einsum_is_what_its_letters_say():
    """A loop over all indices, in whole numbers."""
    u, w = whole((2, 3)), whole((3, 2), 4)
    looped = np.zeros((2, 2))
    for i, j, k in itertools.product(range(2), range(3), range(2)):
        looped[k, i] += u[i, j] * w[j, k]
    assert np.array_equal(ad.einsum("ij,jk->ki", u, w), looped)
    assert ad.einsum("ij,ij->", u, u) == (u * u).sum() and isinstance(ad.einsum("ij->", u), float)


# --- the entries of one array -------------------------------------------------------------------------


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 2), (2, 1, 0), ()])
def test_a_product_along_axes_is_numpys(axis, keepdims):
    """In whole numbers, in whatever order they are multiplied."""
    T = whole((3, 2, 5))
    right = T.prod(axis=axis, keepdims=keepdims)
    for found in (prod(T, axis, keepdims), ad.trace(lambda T: prod(T, axis, keepdims), T=T)()):
        assert np.shape(found) == np.shape(right) and np.array_equal(found, right)


@pytest.mark.parametrize("zeros", [[], [1], [0, 3]])
def test_each_entry_gets_the_product_of_the_others_also_beside_a_zero(zeros):
    """``v / u``, as a book has it, would be 0 / 0; and the Hessian is the product of all but two."""
    x = whole((7,))
    x[zeros] = 0
    others = [np.prod(np.delete(x, k)) for k in range(7)]
    assert ad.grad(lambda x: prod(x), x=x)["x"].tolist() == others
    both = [[np.prod(np.delete(x, [j, k])) * (j != k) for j in range(7)] for k in range(7)]
    assert ad.hessian(lambda x: prod(x), x=x)["x"]["x"].tolist() == both
    assert len(ad.trace(lambda x: prod(x), x=np.ones(1024))) == 1 + 3 * 10 + 1, "pairs of pairs: ten levels"


def test_what_has_no_product_is_refused_and_nothing_is_1():
    assert prod(np.ones((0, 2)), 0).tolist() == [1, 1] and prod(np.ones(0)) == 1
    for u, axis, says in ((np.ones(2), 1, r"shape \(2,\) has no axes 1 for prod"), (3.0, None, "prod takes an array")):
        with pytest.raises(TraceError, match=says):
            prod(u, axis)
        with pytest.raises(TraceError, match=says):
            ad.trace(lambda u, axis=axis: prod(u, axis), u=u)
