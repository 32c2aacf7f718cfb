"""The solution of a loop inside a traced function: one instruction, and what was fed back as its parts.

With this module you can

- record z of z = F(z, x) where some of x are traced values (``Recorder``).

Where one number or one array is fed back, that is what the instruction gives; where there are several, it gives all of them
in one row, and each is cut out of it.
"""

import numpy as np

from ...engine.codegen.literals import identifier
from ...engine.errors import TraceError, UnknownError, closest, listed, short
from ...engine.numbers.arrays import is_array
from ...engine.numbers.linear import concatenate, reshape, stack
from ...engine.numbers.nesting import mapped
from ...engine.numbers.operand import is_operand
from ...engine.ops import OPS
from ...engine.program import Program
from ...engine.trace import trace
from .implicit import Turn, instruction
from .loop import Loop
from .nonlinear import solved, within_numbers


class Recorder:
    """Records the solutions of one loop; the instruction is made when it is first needed, and kept."""

    def __init__(self, loop):
        within_numbers(loop)
        self.given, self.loop = loop.program, Loop(plain(loop.program), loop.pairs)
        self.keys = {}  # by the method, for the start of the example

    def solution(self, inputs, method):
        """Return what was fed back, and the other inputs, by name; all else that is asked for is recorded, too."""
        p, places = self.loop.program, self.loop.places
        x = self.given.bind(inputs)  # what is left out is the example, which may be traced
        given = any(name in inputs for name in self.loop.inputs)
        for k in places:
            if given and is_operand(x[k]):
                raise TraceError(
                    f"{p.inputs[k]}, where the loop starts, is a traced value, and the solution does not depend on it: "
                    "give a plain number or array, or leave it out"
                )
            x[k] = _number(x[k])
        start = [x[k] for k in places] if given else None
        key = None if given else self.keys.get(method)
        if key is None:
            key = instruction_of(p, self.loop.pairs, start, method)
            if not given:
                self.keys[method] = key
        v = OPS[key].value(*[u for k, u in enumerate(x) if k not in places])
        return Recorded(self.loop, x, [v] if len(places) == 1 else cut(v, self.loop))


class Recorded(dict):
    """Values by name: of the inputs, and of what was fed back; of any other variable when it is asked for."""

    report = None  # how it is solved is known where the program runs

    def __init__(self, loop, x, parts):
        p = loop.program
        for k, u in zip(loop.places, parts, strict=True):
            x[k] = u
        super().__init__(zip(p.inputs, x, strict=True))
        self.update(p.pack_inputs(x))
        self.update(zip(loop.outputs, parts, strict=True))
        self._program, self._x = p, x

    def __missing__(self, name):
        p = self._program
        if name not in p.names:
            raise UnknownError(f"{p.title} has no variable {short(name)}{closest(name, p.names)}: it has {listed(p.names)}")
        self.update(zip(p.names, p.values(p.pack_inputs(self._x)), strict=False))
        return self[name]


def plain(program):
    """Return a program whose example holds plain numbers, also if it was traced inside a traced function."""
    example = {name: mapped(_number, u) for name, u in program.example.items()}
    copy = Program.__new__(Program)
    vars(copy).update({**vars(program), "example": example})
    return copy


def _number(u):
    while hasattr(u, "tape"):
        u = u.value
    return u


def instruction_of(program, pairs, start=None, method=None):
    """Return the key of the row whose value is a loop's solution, from a start, one value per pair, or the example's."""
    loop = Loop(program, pairs)
    places = loop.places
    begin = [program.bind({})[k] for k in places] if start is None else start

    def value(*x):
        if program.shapes is None and any(map(is_array, x)):
            return each(value, x)  # a batch
        given = list(x)
        for k, u in sorted(zip(places, begin, strict=True)):
            given.insert(k, u)
        z = loop.inputs_of(solved(loop, given, method).values)
        return z[0] if len(places) == 1 else loop.flat(z)

    again = (instruction_of, (program, pairs, start, method))
    name = f"solve_{identifier(program.title)}"
    if len(places) == 1:
        turn = Turn(name, program, places[0], loop.slots[0], again)
    else:
        turn = Turn(name, in_one_row(loop), 0, -1, again)
        turn.slot = turn.program.output_slots[0]
    return instruction(turn, value)


def each(value, x):
    """Return what a function of numbers gives for every point of a batch."""
    x = np.broadcast_arrays(*x)
    return np.array([value(*point) for point in zip(*(u.ravel().tolist() for u in x), strict=True)]).reshape(x[0].shape)


def cut(row, loop):
    """Return the parts of a row, one per pair of the loop: numbers, and arrays of their shape."""
    parts, start = [], 0
    for shape, size in zip(loop.shapes, loop.sizes, strict=True):
        parts.append(reshape(row[start : start + size], shape) if shape else row[start])
        start += size
    return parts


def in_one_row(loop):
    """Return the program of a turn in which all that is fed back is one array, the first input."""
    p = loop.program
    x = p.bind({})
    others = [k for k in range(p.d) if k not in loop.places]

    def once_round(**given):
        row, *rest = given.values()
        full = [None] * p.d
        for k, u in zip(others, rest, strict=True):
            full[k] = u
        for k, part in zip(loop.places, cut(row, loop), strict=True):
            full[k] = part
        after = loop.outputs_of(p.values(p.pack_inputs(full)))
        return concatenate(after, None) if any(loop.shapes) else stack(after)

    row = loop.flat([x[k] for k in loop.places])
    return trace(once_round, {"z": row, **{f"x{k}": x[k] for k in others}})
