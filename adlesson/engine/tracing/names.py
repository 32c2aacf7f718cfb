"""Give every variable of a program the name its author gave it.

With this module you can

- find which local variable each operation was assigned to, and the source line it stands on (``Origin``);
- give every variable a name that nothing else has (``unique_names``).

While a function is traced, each operation leaves only an offset into the function's bytecode:
cheap enough to do every time.  Names are worked out from it when somebody asks.  The rules:
an input keeps its name; a local keeps its own; a local bound again gets ``s_2``, ``s_3``, ...;
what is put into a list or a dict is called as it is found there, ``hs[0]``, what is put into ``self.h`` is ``h``;
an unnamed returned value takes the function's name; any other value is ``z7``, by its index.
"""

import itertools

from ..numbers.spelling import spelled
from ..ops import OPS
from .bytecode import Part, assigned_names


class MadeUp(str):
    """A wanted name that is, or is made of, one that was made up in another program, such as ``z7_bar``."""

    __slots__ = ()


class Origin:
    """Where a traced program came from: the function's code, an offset per variable, what its locals held at its end.

    ``bound`` has the index of a variable for each local that was one, ``parts`` the name of each, such as ``hs[0]``, that
    was in a list, a dict or an object.
    """

    def __init__(self, code, where, bound, parts):
        self.code, self._where, self._bound, self._parts = code, where, bound, parts

    def names_and_lines(self, program):
        """Return the names of the variables of ``program``, which of them were made up, and the line numbers.

        A loop comes to the same few places again and again.  So what can be said of a place is said once, and only the
        variables for which that is not enough are looked at one by one.
        """
        where = self._where
        if self.code is None:
            return *unique_names(program, [None] * len(program)), (None,) * len(program)
        self._targets, self._calls = assigned_names(self.code)
        self._at_end = {index: name for name, index in reversed(self._bound.items())}
        self._last = {name: index for index, name in sorted(self._parts.items())} | self._bound  # of each name the last
        self._looked_into = {name.partition("[")[0] for name in self._parts.values()}
        stored = {offset: str(name) for offset, name in self._targets.items() if offset not in self._calls}
        wanted, unclear = list(map(stored.get, where)), self._targets.keys() & self._calls
        of_calls = (i for i, offset in enumerate(where) if offset in unclear)
        for i in itertools.chain(self._at_end, self._parts, of_calls if unclear else ()):
            if i >= program.d:  # an input has its name
                wanted[i] = self._name(i, program.ops[i])
        return *unique_names(program, wanted), self._lines()

    def _name(self, i, op):
        """Return the name that variable ``i`` should have, None if there is none."""
        where, found = self._where[i], self._parts.get(i)
        name = self._targets.get(where)
        stored = name if where is None or where >= 0 else self._targets.get(~where)
        if found and (found == stored or (isinstance(stored, Part) and found.startswith(stored))):
            name = found  # it is where the code puts it, so it is what the call gave, if there was one
        elif where in self._calls and isinstance(name, Part):
            name = None if name.partition("[")[0] in self._looked_into else name  # not there, or nobody could look
        elif where in self._calls and not self._returned(i, name, op):
            name = None
        return str(name) if name else self._at_end.get(i, found)  # found where a helper or a comprehension put it

    def without_code(self, program):
        """Return the origin of the same program where the function is not at hand."""
        return Written(wanted_again(program), program.lines)

    def _returned(self, i, name, op):
        """Whether variable ``i``, computed during a call, is what the call returned, as far as can be told."""
        where = self._where
        if op != "input" and OPS[op].sign in ("+", "-", "*", "/") and where[i + 1 : i + 2] == [where[i]]:
            return False  # a partial sum inside sum(...): only the last one is what the call gave
        j = self._last.get(name)  # the last variable of that name; None if the call returned, say, a list
        return j is not None and (j >= i or any(w != ~where[i] for w in where[j:i]))

    def _lines(self):
        starts = {}
        for start, end, line in self.code.co_lines():
            starts.update((offset, line) for offset in range(start, end, 2))
        first = self.code.co_firstlineno
        at = {k: first if k is None else starts.get(k if k >= 0 else ~k, first) for k in {*self._where}}
        return tuple(map(at.get, self._where))


class Written:
    """The names and lines of a program that was written by us: a list of each, None where there is none."""

    code = None

    def __init__(self, wanted, lines):
        self.wanted, self.lines = wanted, tuple(lines)

    def without_code(self, program):
        """Return itself: there is no code."""
        return self

    def names_and_lines(self, program):
        """Return the names of the variables of ``program``, which of them were made up, and the line numbers."""
        return *unique_names(program, self.wanted), self.lines


def wanted_again(program):
    """Return the names of a program, for another one that is made of it: made-up ones can be told there, too."""
    return [MadeUp(name) if program.made_up(i) else name for i, name in enumerate(program.names)]


def unique_names(program, wanted):
    """Return a unique name per variable from the wanted ones (None where there is none), and which of them were made up.

    The first is a tuple; the second has a 1 for each name that was made up, such as ``z7``, and a 0 for each other.
    """
    names, made_up = [*program.inputs, *wanted[program.d :]], bytearray(len(program))
    keys = program.outputs if isinstance(program.returns, dict) else [program.title] * len(program.output_slots)
    for key, slot in zip(keys, program.output_slots, strict=True):
        if slot >= program.d:
            names[slot] = names[slot] or spelled(key)
    written, taken, count = {*names[program.d :]}, {*names[: program.d]}, {}

    def unique(base):
        count[base] = count.get(base, 0) + 1
        name = base if count[base] == 1 else f"{base}_{count[base]}"
        while name in taken:
            count[base] += 1
            name = f"{base}_{count[base]}"
        if name in written:  # a name that is counted up can only meet one that somebody wrote
            taken.add(name)
        return name

    for i in range(program.d, len(names)):  # before any is made up, so that none of these takes one that was given
        if names[i]:
            made_up[i] = type(names[i]) is MadeUp
            names[i] = unique(str(names[i]))
    for i in range(program.d, len(names)):
        if not names[i]:
            name = f"z{i}"
            made_up[i], names[i] = 1, unique(name) if name in taken else name
    return tuple(names), bytes(made_up)
