"""What a network is made with: sizes, functions of units, weights; each of them checked.

With this module you can

- read what somebody gave for a network, or get a sentence that says what is wrong with it;
- calculate with parameters that lie in lists, tuples and dicts (``entrywise``).

>>> sizes_of([2, 3, 1]), functions_of("tanh", "cross-entropy", 2)
((2, 3, 1), {1: 'tanh', 2: 'identity'})
>>> {name: u.shape for name, u in start((2, 3, 1), None, True, np.random.default_rng(0)).items()}
{'W1': (3, 2), 't1': (3, 1), 'W2': (1, 3), 't2': (1, 1)}
"""

# ruff: noqa: N803, N806, the letters are those of the paper

from itertools import pairwise
from numbers import Integral

import numpy as np

from ...engine.errors import InputError, closest, listed, short
from ...engine.numbers.arrays import kept, shape_of
from ...engine.numbers.nesting import alike, leaves, mapped, matched, names_in, parts_of
from .units import cost, unit


def sizes_of(sizes):
    """Return the units of each layer as a tuple."""
    whole = isinstance(sizes, (list, tuple)) and all(
        type(n) is not bool and isinstance(n, Integral) and n > 0 for n in sizes
    )
    if not whole or len(sizes) < 2:
        raise InputError(f"sizes lists the units of each layer, inputs first, as in [2, 3, 1]: not {short(sizes)}")
    return tuple(map(int, sizes))


def functions_of(F, cost_name, n):
    """Return the name of the function of units of each layer, a dict by layer."""
    cost(cost_name)
    if isinstance(F, (list, tuple)):
        if len(F) != n:
            raise InputError(f"F lists {len(F)} functions, and there are {n} layers above the inputs: give one for each")
        names = list(F)
    else:
        names = [F] * (n - 1) + ["identity" if cost_name == "cross-entropy" else F]
        unit(F)
    for name in names:
        unit(name)
    return dict(enumerate(names, start=1))


def function_or_none(extra):
    """Return ``extra``, a function of the parameters, or None."""
    if extra is None or callable(extra):
        return extra
    raise InputError(f"extra is a function of the parameters, by name, that returns a number, not {short(extra)}")


def start(sizes, weights, thresholds, random):
    """Return the parameters to begin with: the weights given, or random ones that keep the states of order one."""
    if weights is not None and (not isinstance(weights, (list, tuple)) or len(weights) != len(sizes) - 1):
        raise InputError(f"weights is a list of matrices W(1), W(2), ..., and {len(sizes) - 1} of them are wanted here")
    parameters = {}
    for k, (below, here) in enumerate(pairwise(sizes), start=1):
        W = random.normal(0, below**-0.5, (here, below)) if weights is None else array_of(weights[k - 1], f"W{k}")
        if W.shape != (here, below):
            raise InputError(
                f"W{k} has shape {W.shape}, which does not lead from layer {k - 1}, of {below} units, to layer {k}, "
                f"of {here}: make it {(here, below)}, a row for each unit of layer {k}"
            )
        parameters[f"W{k}"] = kept(W)
        if thresholds:
            parameters[f"t{k}"] = kept(np.zeros((here, 1)))
    return parameters


def random_of(seed):
    """Return the random numbers that a ``seed`` stands for; None stands for new ones every time."""
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise InputError(f"a seed is a whole number from 0, not {short(seed)}") from None


def checked(name, u, known):
    """Return ``u`` if it can take the place of the parameter called ``name``."""
    if name not in known:
        raise InputError(f"no parameter {short(name)}{closest(name, known)}: there are {listed(known)}")
    values = [_of_shape(w, v, place) for place, v, w in matched(known[name], u, name, "the network")]
    return entrywise(lambda _, w: w, known[name], values)


def _of_shape(u, known, name):
    u = array_of(u, name)
    if u.shape != np.shape(known):
        raise InputError(f"{name} has shape {u.shape}, and the network's has {np.shape(known)}")
    return kept(u) if u.ndim else float(u)


def entrywise(f, nest, other):
    """Return a nest like this one, with ``f(u, w)`` in the place of each value u, where w is what the other has there."""
    rest = iter(leaves(other))
    return mapped(lambda u: f(u, next(rest)), nest)


def parameter_of(u, name):
    """Return a copy of ``u`` as an array or a float; with arrays or dicts in it, a list, a tuple or a dict stays one."""
    if not _has_parts(u):
        u = array_of(u, name)
        return kept(u) if u.ndim else float(u)
    parts = [parameter_of(v, place) for v, place in zip(parts_of(u), names_in(u, name), strict=True)]
    return alike(u, parts)


def arrays_in(u, name):
    """Return ``(name, array)`` for each array in a parameter."""
    if not _has_parts(u):
        return [(name, u)]
    parts = zip(parts_of(u), names_in(u, name), strict=True)
    return [found for v, place in parts for found in arrays_in(v, place)]


def _has_parts(u):
    """Whether ``u`` is more than one array: a list of numbers, or of such lists, is one."""
    return isinstance(u, dict) or (isinstance(u, (list, tuple)) and any(shape_of(v) or _has_parts(v) for v in u))


def array_of(u, name):
    """Return a copy of ``u`` as an array of finite floats; raises ``InputError``."""
    try:
        u = np.array(u, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"{name} is not a matrix of numbers: {short(u)}") from None
    if not np.isfinite(u).all():
        raise InputError(f"{name} holds an infinity or NaN: a weight is a finite number")
    return u


def sign_of(sign):
    """Return the sign before the multipliers."""
    if sign not in (1, -1):
        raise InputError(f"the sign before the multipliers is +1, as in the paper, or -1, not {short(sign)}")
    return sign
