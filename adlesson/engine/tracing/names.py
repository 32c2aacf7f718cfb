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

from ..numbers.spelling import spelled
from ..ops import OPS
from .bytecode import Part, assigned_names


class MadeUp(str):
    """A name that was made up, such as ``z7``, for a value to which its author gave none."""

    __slots__ = ()


class Origin:
    """Where a traced program came from: the function's code, an offset per variable, what its locals held at its end.

    ``bound`` has the index of a variable for each local that was one, ``parts`` the name of each, such as ``hs[0]``, that
    was in a list, a dict or an object.
    """

    def __init__(self, code, where, bound, parts):
        self.code, self._where, self._bound, self._parts = code, where, bound, parts

    def names_and_lines(self, program):
        """Return two tuples, the names and the line numbers of the variables of ``program``."""
        if self.code is None:
            lines = (None,) * len(program)
            return unique_names(program, [None] * len(program)), lines
        targets, calls = assigned_names(self.code)
        last = {index: name for name, index in reversed(self._bound.items())}
        self._last = {name: index for index, name in sorted(self._parts.items())} | self._bound  # of each name the last
        looked_into = {name.partition("[")[0] for name in self._parts.values()}
        wanted = []
        for i, where in enumerate(self._where):
            name, found = targets.get(where), self._parts.get(i)
            stored = name if where is None or where >= 0 else targets.get(~where)
            if found and (found == stored or (isinstance(stored, Part) and found.startswith(stored))):
                name = found  # it is where the code puts it, so it is what the call gave, if there was one
            elif where in calls and isinstance(name, Part):
                name = None if name.partition("[")[0] in looked_into else name  # it is not there, or nobody could look
            elif where in calls and not self._returned(i, name, program.ops[i]):
                name = None
            wanted.append(str(name) if name else last.get(i, found))  # found where a helper or a comprehension put it
        return unique_names(program, wanted), self._lines()

    def without_code(self, program):
        """Return the origin of the same program where the function is not at hand."""
        return Written(program.names, program.lines)

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
        return tuple(first if where is None else starts.get(where if where >= 0 else ~where, first) for where in self._where)


class Written:
    """The names and lines of a program that was written by us: a list of each, None where there is none."""

    code = None

    def __init__(self, wanted, lines):
        self.wanted, self.lines = wanted, tuple(lines)

    def without_code(self, program):
        """Return itself: there is no code."""
        return self

    def names_and_lines(self, program):
        """Return two tuples, the names and the line numbers of the variables of ``program``."""
        return unique_names(program, self.wanted), self.lines


def unique_names(program, wanted):
    """Return a unique name per variable from the wanted ones (None where there is none)."""
    names = list(program.inputs)
    taken, count = set(names), {}

    def unique(base):
        count[base] = count.get(base, 0) + 1
        name = base if count[base] == 1 else type(base)(f"{base}_{count[base]}")
        while name in taken:
            count[base] += 1
            name = type(base)(f"{base}_{count[base]}")
        taken.add(name)
        return name

    returned = {}
    keys = program.outputs if isinstance(program.returns, dict) else [program.title] * len(program.output_slots)
    for key, slot in zip(keys, program.output_slots, strict=True):
        returned.setdefault(slot, spelled(key))
    given = [wanted[i] or returned.get(i) for i in range(len(names), len(program))]
    names += [unique(name) if name else None for name in given]  # first, so that no made-up name takes one of them
    return tuple(unique(MadeUp(f"z{i}")) if name is None else name for i, name in enumerate(names))
