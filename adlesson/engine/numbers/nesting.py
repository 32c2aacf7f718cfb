"""Lists, tuples and dicts of values, one in the other at will: taken apart, and put together alike.

With this module you can

- make a nest like another one (``mapped``, ``packed``), and list the values in it (``leaves``);
- call each of its places by a name (``places``), ``params[0][W]`` for ``params[0]["W"]``;
- take in what somebody gives: any nest (``taken``), or one of a known form (``matched``).

So a program needs no description of what it takes: it keeps the thing itself, with the number of a variable in the place
of each value.

>>> takes = {"params": [{"W": 0, "b": 1}, (2, 3)], "x": 4}
>>> packed(takes, [5, 6, 7, 8, 9])
{'params': [{'W': 5, 'b': 6}, (7, 8)], 'x': 9}
>>> places(takes["params"], "params")
['params[0][W]', 'params[0][b]', 'params[1][0]', 'params[1][1]']
"""

from ..errors import InputError, listed, short
from .arrays import shape_of
from .spelling import Named

NESTS = (list, tuple, dict)
DEEPEST = 50  # one in the other


def part(place, key):
    """Return how an entry is written, ``hs[0]``, ``h[0,1]``, ``w[bias]`` for ``w["bias"]``; None for keys of other kinds."""
    if type(key) is int:
        return f"{place}[{key}]"
    keys = key if isinstance(key, tuple) and key else (key,)
    plain = all(isinstance(k, int) or (isinstance(k, str) and k.isidentifier()) for k in keys)
    return f"{place}[{','.join(map(str, keys))}]" if plain else None


def names_in(nest, place):
    """Return the name of each part of a list, tuple or dict that is called ``place``, in order."""
    keys = keys_of(nest)
    if isinstance(keys, range):  # the rule of ``part``, without asking what each key is: such lists are long
        return [f"{place}[{k}]" for k in keys]
    return [part(place, key) or f"{place}[{short(key)}]" for key in keys]


def keys_of(nest):
    """Return the keys of a nest, in order: of a namedtuple the names of its fields."""
    return nest.keys() if isinstance(nest, dict) else getattr(nest, "_fields", range(len(nest)))


def parts_of(nest):
    """Return what lies in a list, a tuple or a dict, in order."""
    return nest.values() if isinstance(nest, dict) else nest


def alike(nest, parts):
    """Return a list, a tuple, a namedtuple or a dict, as ``nest`` is one, of other parts, in order."""
    if isinstance(nest, dict):
        return (Named if isinstance(nest, Named) else dict)(zip(nest, parts, strict=True))
    if isinstance(nest, tuple):
        return nest._make(parts) if hasattr(nest, "_fields") else tuple(parts)
    return list(parts)


def is_flat(nest):
    """Whether no list, tuple or dict lies in this one: asked of each kind once, since such lists are long."""
    return not any(issubclass(kind, NESTS) for kind in {*map(type, parts_of(nest))})


def mapped(f, nest):
    """Return a nest like this one, with ``f(u)`` in the place of each value u."""
    if not isinstance(nest, NESTS):
        return f(nest)
    return alike(nest, map(f, parts_of(nest)) if is_flat(nest) else [mapped(f, u) for u in parts_of(nest)])


def leaves(nest):
    """Return the values in a nest as a list, in order."""
    if not isinstance(nest, NESTS):
        return [nest]
    return [*parts_of(nest)] if is_flat(nest) else [u for inner in parts_of(nest) for u in leaves(inner)]


def packed(takes, flat):
    """Return a dict over the inputs, each nested as it was given, from one value per input variable."""
    result = Named()
    for name, k in takes.items():
        result[name] = flat[k] if type(k) is int else mapped(flat.__getitem__, k)
    return result


def places(nest, place):
    """Return the name of each value in a nest that is called ``place``, in order."""
    if not isinstance(nest, NESTS):
        return [place]
    names = names_in(nest, place)
    if is_flat(nest):
        return names
    return [found for u, name in zip(parts_of(nest), names, strict=True) for found in places(u, name)]


def flat_names(takes):
    """Return the name of each value in a dict of nests, in order."""
    return tuple(name for key, nest in takes.items() for name in places(nest, str(key)))


def taken(f, given, place, above=()):
    """Return a nest like the one that is given, with ``f(u, place)`` in the place of each value u."""
    if not isinstance(given, NESTS):
        return f(given, place)
    if any(given is u for u in above):
        raise InputError(f"{place} is the {type(given).__name__} in which it lies: give numbers and arrays there")
    if len(above) == DEEPEST:
        raise InputError(f"{short(place, 40, str)} lies in {DEEPEST} lists, tuples and dicts: nest fewer of them")
    parts, names, above = parts_of(given), names_in(given, place), (*above, given)
    if is_flat(given):
        return alike(given, map(f, parts, names))
    return alike(given, [taken(f, u, name, above) for u, name in zip(parts, names, strict=True)])


def matched(nest, given, place, title):
    """Return ``(place, u, w)`` for each value u of a nest of ``title``, in order, and what is given for it, w.

    A list may stand for a tuple, an array for a list of its entries.  Raises ``InputError`` where the parts are others.
    """
    if not isinstance(nest, NESTS):
        return [(place, nest, given)]
    if isinstance(nest, dict):
        parts = [given[key] for key in nest] if isinstance(given, dict) and given.keys() == nest.keys() else None
    else:
        parts = given if _is_ordered(given) and len(given) == len(nest) else None
    if parts is None:
        raise InputError(f"{place} is {_form(nest)} in {title}, not {_form(given)}: give the same parts, or trace again")
    rows = [*zip(names_in(nest, place), parts_of(nest), parts, strict=True)]
    return rows if is_flat(nest) else [row for name, inner, u in rows for row in matched(inner, u, name, title)]


def _is_ordered(u):
    """Whether ``u`` has parts in an order: a list, a tuple, an array, but no set, no dict and no text."""
    if isinstance(u, (dict, str, bytes)) or getattr(u, "shape", None) == ():
        return False
    return hasattr(type(u), "__len__") and hasattr(type(u), "__getitem__")


def _form(u):
    """Return in words what a nest is, or what was given in its place."""
    kind = type(u).__name__
    if isinstance(u, NESTS):
        keys = keys_of(u)
        return f"a {kind} of {len(u)}" if isinstance(keys, range) else f"a {kind} with {listed(keys)}"
    return f"an array of shape {shape_of(u)}" if shape_of(u) else f"the {kind} {short(u)}"
