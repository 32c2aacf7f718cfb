"""Products of arrays, and the linear maps that are their partials.

With this module you can

- multiply matrices, stacks of them too (``matmul``), take all products of two vectors (``outer``), or say by letters which
  axes run together and which are summed over (``einsum``);
- multiply the entries of one array (``prod``).

A product is linear in each factor: pushed forward, a tangent stands in the place of its factor.  Pulled back, the
adjoint meets the other factors, and the axes change places: of ``einsum("ij,jk->ik", u, w)`` the adjoint of ``u`` is
``einsum("ik,jk->ij", vbar, w)``.

>>> import numpy as np
>>> u, w = np.array([1.0, 2.0]), np.array([[3.0, 4.0], [5.0, 6.0]])
>>> J = matmul_by_left(None, u, w)
>>> J * np.array([1.0, 0.0]), np.array([0.0, 1.0]) * J
(array([3., 4.]), array([4., 6.]))
"""

import math

from ..errors import TraceError, short
from .arrays import shape_of
from .linear import LinearMap, as_one, concatenate, hooked, index, reshape, swapaxes, transpose
from .summing import as_axis, broadcast, checked_axis, places, standing_again, sum_to

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@hooked("matmul", 2)
def matmul(u, w):
    """Return ``u @ w`` for vectors, matrices and stacks of matrices, whose leading axes NumPy stretches."""
    return u @ w


@hooked("outer", 2)
def outer(u, w):
    """Return the matrix of all products of an entry of ``u`` and one of ``w``."""
    return u.reshape(-1, 1) * w.reshape(1, -1)


def prod(u, axis=None, keepdims=False):
    """Return the product of the entries, of all or along an axis or several, multiplied in pairs until one is left.

    So it needs no rule of its own, and each entry gets the product of the others, also where one of them is 0.

    >>> import numpy as np
    >>> float(prod(np.array([2.0, 3.0, 4.0])))
    24.0
    """
    full = shape_of(u)
    if not full:
        raise TraceError(f"prod takes an array, traced or not, and {short(u)} is none: it goes over entries")
    gone = sorted(places(checked_axis("prod", full, as_axis(axis)), len(full)))
    order = [*gone, *(k for k in range(len(full)) if k not in gone)]
    v = u if order == sorted(order) else transpose(u, tuple(order))
    left = tuple(full[k] for k in order[len(gone) :])
    v = v if len(gone) == 1 else reshape(v, (math.prod(full[k] for k in gone), *left))
    while shape_of(v)[0] > 1:
        half, odd = divmod(shape_of(v)[0], 2)
        pairs = index(v, slice(half)) * index(v, slice(half, 2 * half))
        v = concatenate([pairs, index(v, slice(2 * half, None))]) if odd else pairs
    v = index(v, 0) if shape_of(v)[0] else broadcast(1, left)  # of no entries it is 1
    return standing_again(v, gone, full) if keepdims else v


def einsum(subscripts, *arrays):
    """Return the sums of products that letters describe, one letter for each axis, as NumPy has it.

    ``"ij,jk->ik"`` is a product of matrices, ``"ii->"`` the sum of a diagonal, ``"bij,bj->bi"`` a matrix and a vector for
    each ``b``.  Without ``->`` the letters that stand once are the result, in alphabetical order; ``...`` are all axes that
    have no letter.

    >>> import numpy as np
    >>> einsum("ij,j", np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 10.0])).tolist()
    [21.0, 43.0]
    """
    if not isinstance(subscripts, str) or not arrays:
        raise TraceError(f'einsum takes letters for the axes, as in einsum("ij,jk->ik", A, B), not {short(subscripts)}')
    arrays = [as_one(u) for u in arrays]
    return summed(*_each_letter_once(spelled_out(subscripts, list(map(shape_of, arrays))), *arrays))


def _each_letter_once(subscripts, *arrays):
    """Return arrays, then letters, after taking diagonals: of an array that has a letter twice, what has one index twice."""
    terms, arrays = subscripts.partition("->")[0].split(","), [*arrays]
    for k, term in enumerate(terms):
        while len({*term}) < len(term):
            c = next(c for c in term if term.count(c) > 1)
            first, last = term.index(c), term.rindex(c)
            every = [*range(shape_of(arrays[k])[first])]
            arrays[k] = index(arrays[k], tuple(every if d == c else slice(None) for d in term))
            together = last - first + 1 == term.count(c)  # NumPy then leaves the diagonal in its place, else it comes first
            term = term[:first].replace(c, "") + c + term[first:].replace(c, "") if together else c + term.replace(c, "")
        terms[k] = term
    return *arrays, f"{','.join(terms)}->{subscripts.partition('->')[2]}"


@hooked("einsum", of=-1)
def summed(*arrays_and_subscripts):
    """Return ``einsum`` of the arrays that come before the letters, which are spelled out."""
    import numpy as np

    *arrays, subscripts = arrays_and_subscripts
    return np.einsum(subscripts, *arrays)[()]


def spelled_out(subscripts, shapes):
    """Return the letters with those of the result behind ``->``, and with letters for the axes at ``...``.

    >>> spelled_out("...ij, jk", [(7, 2, 3), (3, 4)])
    'aij,jk->aik'
    """
    given, arrow, result = subscripts.replace(" ", "").partition("->")
    terms = given.split(",")
    if len(terms) != len(shapes):
        raise TraceError(f"einsum has {len(shapes)} arrays for the {len(terms)} terms of {short(subscripts)}")
    if not arrow:
        result = "..." * ("..." in given) + "".join(c for c in sorted({*given} - {*",."}) if given.count(c) == 1)
    free, names = [c for c in LETTERS if c not in subscripts], []
    for term, shape in zip(terms, shapes, strict=True):
        more = len(shape) - len(term.replace("...", ""))
        if more < 0 or (more and "..." not in term):
            raise TraceError(f"einsum has the letters {term!r} for an array of shape {shape}: one for each axis")
        names.append(more)
    row = "".join(free[: max((n for term, n in zip(terms, names, strict=True) if "..." in term), default=0)])
    terms = [term.replace("...", row[len(row) - n :]) for term, n in zip(terms, names, strict=True)]
    result, letters = result.replace("...", row), "".join(terms)
    if not {*result} <= {*letters} <= {*LETTERS} or len({*result}) < len(result):
        raise TraceError(f"einsum cannot read {short(subscripts)}: the result has letters of the arrays, each of them once")
    return f"{','.join(terms)}->{result}"


# --- partials: functions of (v, *u) as in the table, one per argument -----------------------------


def matmul_by_left(v, u, w):
    """Return the partial of ``u @ w`` by ``u``."""
    rows, columns = len(shape_of(u)), len(shape_of(w))
    if rows > 2 or columns > 2:
        pull = lambda vbar: _pulled(0, vbar, u, w)  # noqa: E731
    elif columns == 2:
        pull = (lambda vbar: matmul(vbar, transpose(w))) if rows == 2 else lambda vbar: matmul(w, vbar)
    else:
        pull = (lambda vbar: outer(vbar, w)) if rows == 2 else lambda vbar: vbar * w
    return LinearMap(lambda udot: matmul(udot, w), pull)


def matmul_by_right(v, u, w):
    """Return the partial of ``u @ w`` by ``w``."""
    rows, columns = len(shape_of(u)), len(shape_of(w))
    if rows > 2 or columns > 2:
        pull = lambda vbar: _pulled(1, vbar, u, w)  # noqa: E731
    elif rows == 2:
        pull = lambda vbar: matmul(transpose(u), vbar)  # noqa: E731
    else:
        pull = (lambda vbar: outer(u, vbar)) if columns == 2 else lambda vbar: vbar * u
    return LinearMap(lambda wdot: matmul(u, wdot), pull)


matmul_partials = matmul_by_left, matmul_by_right


def _pulled(slot, vbar, u, w):
    """Return the adjoint of a factor of stacks of matrices; where NumPy stretched the factor, those of its copies add up."""
    row, column = len(shape_of(u)) == 1, len(shape_of(w)) == 1  # what a vector is, on the left and on the right
    full = (*shape_of(vbar), 1) if column else shape_of(vbar)
    full = (*full[:-1], 1, full[-1]) if row else full
    vbar = reshape(vbar, full) if row or column else vbar
    if slot:
        bar = matmul(reshape(u, (*shape_of(u), 1)) if row else swapaxes(u, -1, -2), vbar)
        bar = reshape(bar, shape_of(bar)[:-1]) if column else bar
    else:
        bar = matmul(vbar, reshape(w, (1, *shape_of(w))) if column else swapaxes(w, -1, -2))
        bar = reshape(bar, (*shape_of(bar)[:-2], shape_of(bar)[-1])) if row else bar
    return sum_to(bar, shape_of(w if slot else u))


def outer_by_left(v, u, w):
    """Return the partial of ``outer(u, w)`` by ``u``."""
    return LinearMap(lambda udot: outer(udot, w), lambda vbar: matmul(vbar, w))


def outer_by_right(v, u, w):
    """Return the partial of ``outer(u, w)`` by ``w``."""
    return LinearMap(lambda wdot: outer(u, wdot), lambda vbar: matmul(u, vbar))


outer_partials = outer_by_left, outer_by_right


def summed_partial(k, v, *arrays_and_subscripts):
    """Return the partial of ``einsum`` by array ``k``: the adjoint stands in its place, and the letters change places.

    Along an axis whose letter only this array has it was summed: all entries there get the same.
    """
    *arrays, subscripts = arrays_and_subscripts
    given, result = subscripts.split("->")
    terms, full = given.split(","), shape_of(arrays[k])
    axes = [(j, c, n) for j, u in enumerate(arrays) for c, n in zip(terms[j], shape_of(u), strict=True)]
    lengths = {c: max(n for _, d, n in axes if d == c) for _, c, _ in axes}
    others = [j for j in range(len(arrays)) if j != k]
    there = {*result, *(c for j, c, n in axes if j != k and n == lengths[c])}  # an axis of length 1 may be stretched
    own = "".join(c for c, n in zip(terms[k], full, strict=True) if c in there and n == lengths[c])
    back = f"{','.join([result, *(terms[j] for j in others)])}->{own}"

    def pull(vbar):
        bar = summed(vbar, *(arrays[j] for j in others), back) if others or own != result else vbar
        if own and own != terms[k]:
            bar = reshape(bar, tuple(n if c in own else 1 for c, n in zip(terms[k], full, strict=True)))
        return bar if shape_of(bar) == full else broadcast(bar, full)

    return LinearMap(lambda udot: summed(*arrays[:k], udot, *arrays[k + 1 :], subscripts), pull)
