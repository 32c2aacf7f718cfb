"""What a solver moves: some variables of a program, cut loose from what they should be, and some of its inputs.

With this module you can

- cut a program at some of its variables, which become unknowns of their own, each with a constraint (``Unknowns``);
- pass between values by name and one vector of numbers (``flat``, ``split``), and start somewhere (``start``).

>>> from ...engine.trace import trace
>>> unknowns = Unknowns(trace(lambda x, k: x * x + k, x=3.0, k=1.0), free="x")
>>> unknowns.names, unknowns.start({"z2": 10.0}).tolist()
(['z2', 'f', 'x'], [10.0, 11.0, 3.0])
"""

from math import prod

import numpy as np

from ...engine.errors import InputError, closest, listed, short
from ...engine.numbers.arrays import quiet
from ...engine.numbers.inputs import by_name
from ...engine.numbers.nesting import NESTS, leaves, mapped, places
from ..constraints import in_floats


class Unknowns:
    """The vector u: the variables in ``cut``, all instructions if left out, then the ``free`` inputs; the others are data.

    ``names`` lists the unknowns in order; ``places[name]`` is the slice that one has in u.  The first ``m`` of its
    ``size`` numbers belong to cut variables, and these have multipliers.
    """

    def __init__(self, program, free=(), cut=None):
        p = self.program = program
        cut = p.names[p.d :] if cut is None else listed_names(cut)
        self.cut = sorted({p.index(name) for name in cut})
        if self.cut and self.cut[0] < p.d:
            name = p.names[self.cut[0]]
            raise InputError(f"{name} is an input, without a line that could be broken: name it in free, not in cut")
        self.free = [*dict.fromkeys(i for name in listed_names(free) for i in self._inputs_called(name))]
        self.unknown = [*self.cut, *self.free]
        self.names = [p.names[i] for i in self.unknown]
        if not self.names:
            raise InputError(f"nothing in {p.title} is unknown: name inputs in free, or variables in cut")
        ends = np.cumsum([prod(p.shape_at(i)) for i in self.unknown]).tolist()
        self.places = {name: slice(a, b) for name, a, b in zip(self.names, [0, *ends], ends, strict=False)}
        self.size, self.m = ends[-1], ends[len(self.cut) - 1] if self.cut else 0

    def _inputs_called(self, name):
        known = self.program.inputs
        found = [i for i, each in enumerate(known) if each == name or each.startswith(f"{name}[")]
        if not found:
            raise InputError(f"no input {short(name)} to be free{closest(name, known)}: there are {listed(known)}")
        return found

    def flat(self, values):
        """Return the vector of what the mapping ``values`` has for the unknowns that it names, in their order."""
        parts = [np.ravel(as_real(values[name], name)) for name in self.names if name in values]
        return np.concatenate(parts) if parts else np.zeros(0)

    def split(self, vector):
        """Return a vector over all unknowns, or over the cut ones, as a dict of numbers and arrays by name."""
        found = {}
        for name, i in zip(self.names, self.unknown, strict=True):
            part, shape = vector[self.places[name]], self.program.shape_at(i)
            if part.size:
                found[name] = part.reshape(shape) if shape else float(part[0])
        return found

    def start(self, at=None):
        """Return u: the unknowns given in ``at``, and the rest by a forward sweep from them."""
        shapes = {name: self.program.shape_at(i) for name, i in zip(self.names, self.unknown, strict=True)}
        u = self._swept(given_for(shapes, at, "start", "unknown"))
        checked_finite(self.split(u), "start")
        return u

    def on_constraints(self, u):
        """Return u after a forward sweep: the same free inputs, and all constraints hold."""
        parts = self.split(u)
        return self._swept({name: parts[name] for name in self.names[len(self.cut) :]})

    def _swept(self, values):
        here = self.values(values)
        return self.flat({self.program.names[i]: here[i] for i in self.unknown})

    @in_floats()
    def values(self, given):
        """Return all values of the program where the unknowns in ``given`` are what they are, and the others follow."""
        p = self.program
        given = {i: given[name] for name, i in zip(self.names, self.unknown, strict=True) if name in given}
        here = p.start({})
        with quiet(p.shapes):
            for i in range(len(p)):
                here[i] = given[i] if i in given else here[i] if i < p.d else p.value_of(i, here)
        p.check_guards(here)
        return here

    def ordered(self, names):
        """Return the names of all cut variables in the order given."""
        given, wanted = listed_names(names), self.names[: len(self.cut)]
        if sorted(given) != sorted(wanted):
            raise InputError(f"an order is one of {listed(wanted)}, each of them once, not {short(names)}")
        return given


def given_for(shapes, given, what, thing):
    """Return values by name, each a number or an array of the shape that ``shapes`` has for it; a nest by its places."""
    known, found = list(shapes), {}
    for name, value in by_name(given, {}).items():
        if isinstance(value, NESTS) and any(each.startswith(f"{name}[") for each in known):
            found |= given_for(shapes, dict(zip(places(value, name), leaves(value), strict=True)), what, thing)
            continue
        if name not in known:
            raise InputError(f"{what} has no {thing} {short(name)}{closest(name, known)}: there are {listed(known)}")
        value, shape = as_real(value, name), shapes[name]
        if value.shape != shape:
            raise InputError(f"{what} of {name} has the shape {value.shape}: {name} has {shape}")
        found[name] = value if shape else float(value)
    return found


def checked_finite(values, what):
    """Raise ``InputError`` where a value, by name, is not finite."""
    bad = [name for name, part in values.items() if not np.isfinite(part).all()]
    if bad:
        raise InputError(f"{what} of {listed(bad)} is not finite: start where every line has a finite value")


def regrouped(values, nests):
    """Return values by name, those of a list, tuple or dict in ``nests`` as one like it, if all of its places are there."""
    whole, found = {name: str(key) for key, nest in nests.items() for name in places(nest, str(key))}, {}
    nests = {str(key): nest for key, nest in nests.items()}
    for name, value in values.items():
        key = whole.get(name, name)
        names = places(nests.get(key), key)
        if key == name or not values.keys() >= {*names}:
            found[name] = value
        elif key not in found:
            parts = map(values.__getitem__, names)
            found[key] = mapped(lambda _, parts=parts: next(parts), nests[key])
    return found


def listed_names(given):
    """Return names given as a list, or as one text, as a list."""
    if isinstance(given, str):
        return given.replace(",", " ").split()
    if not isinstance(given, (list, tuple)) or not all(isinstance(name, str) for name in given):
        raise InputError(f"names are given as text such as 'z1 z2', or as a list of texts, not {short(given)}")
    return list(given)


def as_real(value, name):
    """Return a number, or numbers, as an array of floats."""
    try:
        return np.asarray(value, dtype=float)
    except OverflowError:
        raise InputError(f"{name} is a whole number too large for a float: the solvers work with floats") from None
    except (TypeError, ValueError):
        raise InputError(f"{name} is {short(value)}: the solvers work with real numbers") from None
