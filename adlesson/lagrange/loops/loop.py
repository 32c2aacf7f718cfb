"""What runs in a loop: which outputs are fed back into which inputs, and all of it as one vector.

With this module you can

- match outputs with inputs by name, lists and arrays included (``Loop``);
- pass between the variables in the loop and one vector of numbers (``flat``, ``split``, ``put``);
- go round once, and differentiate that (``once_round``, ``jacobian``), with what rounding can do to it (``linear``).

>>> from ...engine.trace import trace
>>> p = trace(lambda z, x: {"z_next": [z[1] / 2, z[0] / 3 + x], "f": z[0]}, z=[0, 0], x=1)
>>> loop = Loop(p, {"z_next": "z"})
>>> loop, loop.labels, loop.jacobian([5, 6, 1])
(z_next -> z, ['z[0]', 'z[1]'], array([[0.        , 0.5       ],
       [0.33333333, 0.        ]]))
"""

import math
from functools import cached_property

import numpy as np

from ...engine.cost.counting import run_partial
from ...engine.errors import InputError, NumberError, closest, listed, short
from ...engine.numbers.arrays import filled, quiet
from ...engine.numbers.nesting import leaves, places
from ...engine.numbers.spelling import spelled
from ...engine.ops import COMPARISONS, OPS
from ...engine.transforms.at_once import bare, of_all, units_of
from ...engine.transforms.linearised import Linearised, ways
from .elimination import is_exact
from .krylov import System

LARGE, SPARSE = 200, 60  # numbers, so many and fewer, and J is a matrix; products per number, and J is a list of entries


class Loop:
    """Pairs of an output and an input of a program: ``slots[k]`` is fed back into input variable ``places[k]``.

    ``pairs`` are the two as they were given, by name; ``outputs`` are the names of the outputs in the loop, ``inputs`` those
    of the inputs as the function takes them, ``labels`` the names of all numbers that run in it; ``shapes`` and ``sizes``
    are what each pair passes on.  ``kept`` is where a search was when it was stopped: the inputs in the loop, by name.
    """

    kept = None

    def __init__(self, program, loops):
        if not hasattr(loops, "items") or not loops:
            raise InputError(f'the loop is a dict from outputs to inputs, such as {{"z_next": "z"}}, not {short(loops)}')
        outputs = _slots_by_name(program)
        inputs = _by_name(program.takes)
        loops = {spelled(source): spelled(target) for source, target in loops.items()}
        self.program, self.pairs, self.inputs = program, loops, tuple(loops.values())
        self.outputs, self.slots, self.places = (), [], []
        for source, target in loops.items():
            for name, known, what in ((source, outputs, "output"), (target, inputs, "input")):
                if not isinstance(name, str) or name not in known:
                    there = f"it has {listed(known)}"
                    raise InputError(
                        f"{program.title} has no {what} {short(name)}{closest(name, known)} for a loop: {there}"
                    )
            if self.inputs.count(target) > 1:
                raise InputError(f"two outputs are fed back into {target}: give each its own input")
            names, slots = self._match(program, source, target, outputs[source], inputs[target])
            self.outputs += names
            self.slots += slots
            self.places += inputs[target][1]
        self.shapes = [program.shape_at(place) for place in self.places]
        names = program.inputs
        self.labels = [name for place, shape in zip(self.places, self.shapes, strict=True)
                       for name in _entries(names[place], shape)]  # fmt: skip
        self.widths = []  # of the band that J was last found to have
        self._text = ", ".join(f"{source} -> {target}" for source, target in loops.items())
        self.sizes = [math.prod(shape) for shape in self.shapes]
        self._ends = np.cumsum(self.sizes)[:-1]

    def _match(self, program, source, target, made, taken):
        """Return the names and slots of an output in the order of the parts of its input."""
        found = {name.removeprefix(source): (name, slot) for name, slot in zip(*made, strict=True)}
        wanted = [name.removeprefix(target) for name in taken[0]]
        if len(found) != len(wanted):
            raise InputError(f"{source} has {len(found)} numbers and {target} has {len(wanted)}: feed back a list as long")
        if found.keys() != {*wanted}:
            raise InputError(f"{source} has {listed(found)} and {target} has {listed(wanted)}: feed back the same parts")
        names, slots = zip(*(found[name] for name in wanted), strict=True) if found else ((), ())
        for slot, place in zip(slots, taken[1], strict=True):
            made, taken = program.shape_at(slot), program.shape_at(place)
            if made != taken:
                raise InputError(
                    f"{source} has the shape {made} and {target} has {taken}: what is fed back has the shape of the input"
                )
        return names, slots

    def __repr__(self):
        return self._text

    def inputs_of(self, values):
        """Return the values, one per variable, of the inputs in the loop."""
        return [values[place] for place in self.places]

    def outputs_of(self, values):
        """Return the values, one per variable, of the outputs in the loop."""
        return [values[slot] for slot in self.slots]

    def seeds(self, prices):
        """Return ``(variable, price)`` for each output in the loop that is a variable."""
        return [(slot, price) for slot, price in zip(self.slots, prices, strict=True) if slot >= 0]

    def flat(self, parts):
        """Return the values in the loop as one vector of floats."""
        try:
            if not any(self.shapes):
                return np.array(parts, dtype=float)
            if any(map(np.iscomplexobj, parts)):
                raise TypeError
            return np.concatenate([np.asarray(u, dtype=float).ravel() for u in parts])
        except OverflowError:
            raise NumberError(f"in the loop {self} runs a whole number too large for a float: give smaller ones") from None
        except (TypeError, ValueError):
            raise InputError(f"the loop {self} is solved in real numbers: {short(parts)} are not") from None

    def split(self, vector):
        """Return a vector as one value per pair again: numbers, and arrays of their shape; a list is split already."""
        if isinstance(vector, list):
            return vector
        if not any(self.shapes):
            return vector.tolist()
        parts = zip(np.split(vector, self._ends), self.shapes, strict=True)
        return [part.reshape(shape) if shape else float(part[0]) for part, shape in parts]

    def put(self, u, x):
        """Return the inputs ``x``, one per input variable, with ``u``, a vector or a list, in the loop."""
        given = list(x)
        for place, value in zip(self.places, self.split(u), strict=True):
            given[place] = value
        return given

    def values(self, u, x):
        """Return the value of every variable of the program with ``u`` in the loop."""
        return self.program.values(self.program.pack_inputs(self.put(u, x)))

    def once_round(self, u, x):
        """Return F(u), as a vector."""
        return self.flat(self.outputs_of(self.values(u, x)))

    def is_exact(self, z):
        """Whether all that F is made of at the values ``z`` is exact: a whole number among floats is so by accident."""
        return is_exact([z[k] for k in self._ancestors])

    @cached_property
    def _ancestors(self):
        """The places of all that the outputs in the loop are computed from, constants too, and of what is fed back."""
        found, todo = set(self.places), list(self.slots)
        while todo:
            k = todo.pop()
            if k not in found:
                found.add(k)
                todo += self.program.slots[k] if k >= self.program.d else ()
        return sorted(found)

    @cached_property
    def kinked(self):
        """Whether an operation has a slope that jumps: its rule is made of a step function of the table, or it is one."""
        if {"amax", "amin", *COMPARISONS} & {*self.program.ops}:
            return True
        used = {(op, len(slots)) for op, slots in zip(self.program.ops, self.program.slots, strict=True) if slots}
        rules = [(op, slot) for op, n in used if n == len(OPS[op].partials) for slot in range(n)]
        return any({"sign", "heaviside"} & {*run_partial(*rule)[1]} for rule in rules)

    def jacobian(self, z):
        """Return dF/dz at these values, those of the inputs will do: a list of rows if it is exact, else an array."""
        return self.linear(z)[0]

    def linear(self, z):
        """Return ``(dF/dz, terms)`` at these values; times the rounding unit, ``terms`` is what rounding can do to F.

        What rounding does to a variable is at most so large a part of it, and its adjoint says what that does to F
        (Iri 1984): so ``terms`` sums the sizes of adjoint times variable.  It is None where dF/dz is exact.
        """

        p, here = self.program, self.values(self.inputs_of(z), z[: self.program.d])
        linear, rows, terms, exact = self.linearised(here), [], [], self.is_exact(here)
        with quiet(True):
            for slot in self.slots:
                for seed in units_of(p, slot):
                    bars = linear.pull([(slot, seed)] if slot >= 0 else [])
                    row = self._filled(self.inputs_of(bars), self.shapes)
                    paid = [(bar, u) for bar, u in zip(bars, here, strict=False) if bar is not None]
                    if of_all(seed):
                        rows.append(np.hstack([_stacked(u, seed.count) for u in row]))
                        sizes = [abs(_stacked(bar * u, seed.count)).sum(axis=1) for bar, u in paid]
                        terms.append(sum(sizes, np.zeros(seed.count)))
                    elif exact:
                        rows.append(row)
                    else:
                        rows.append(self.flat(row)[None])
                        terms.append([sum(float(np.sum(abs(bar * u))) for bar, u in paid)])
        if not exact:
            return np.concatenate(rows), np.concatenate(terms)
        if all(map(is_exact, rows)):
            return rows, None
        return np.array([self.flat(row) for row in rows]), np.zeros(len(rows))

    def linearised(self, z):
        """Return the program as the linear map that it is at the values z of all its variables."""
        return Linearised(self.program, z, self._ways)

    @cached_property
    def _ways(self):
        return ways(self.program, self.places, self.slots)

    @staticmethod
    def _filled(values, shapes):
        return [filled(shape, 0) if u is None else u for u, shape in zip(values, shapes, strict=True)]

    def system(self, z, back=False):
        """Return the ``System`` (I - J) u = b at the values z of all variables, or that of the transpose, for the way back.

        It is solved without a matrix: what J makes of a vector is one sweep.
        """
        linear, n = self.linearised(z), len(self.labels)
        known = None if any(self.shapes) else linear.entries(self.places, self.slots, SPARSE * n)
        if known:
            rows, columns, values = (np.array(u) for u in (known if not back else (known[1], known[0], known[2])))
            return System(lambda u: u - np.bincount(rows, values * u[columns], n), n, self.widths)

        def forth_round(u):
            zdot = linear.push(zip(self.places, self.split(u), strict=True))
            return u - self.flat(self._filled(self.outputs_of([*zdot, *[None] * len(self.program.constants)]), self.shapes))

        def back_round(u):
            bars = linear.pull(self.seeds(self.split(u)))
            return u - self.flat(self._filled(self.inputs_of(bars), self.shapes))

        return System(back_round if back else forth_round, n, self.widths)

    @property
    def large(self):
        """Whether a matrix of its numbers is not to be built."""
        return len(self.labels) > LARGE


def _stacked(bars, count):
    """Return many adjoints, one in each row; what all share, or what nobody has paid, in each of them."""
    return np.asarray(bare(bars), dtype=float).reshape(count if of_all(bars) else 1, -1) + np.zeros((count, 1))


def _slots_by_name(program):
    """Return ``{name: (names of outputs, slots)}`` over what the function returned: a list counts as one."""
    if isinstance(program.returns, dict):
        return _by_name(program.returns)
    return {spelled(name): ((name,), [slot]) for name, slot in zip(program.outputs, program.output_slots, strict=True)}


def _by_name(nests):
    return {spelled(str(name)): (tuple(places(nest, str(name))), leaves(nest)) for name, nest in nests.items()}


def _entries(name, shape):
    return [name + "".join(f"[{k}]" for k in where) for where in np.ndindex(*shape)]
