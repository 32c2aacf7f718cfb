"""Give every variable of a program the name its author gave it.

With this module you can

- find which local variable an operation was assigned to, from the bytecode that follows it;
- find the source line it stands on.

While a function is traced, each operation leaves only an offset into the function's bytecode:
cheap enough to do every time.  Names are worked out from it when somebody asks.  The rules:
an input keeps its name; a local keeps its own; a local bound again gets ``s_2``, ``s_3``, ...;
an unnamed returned value takes the function's name; any other value is ``z7``, by its index.
"""

from ..ops import OPS


class MadeUp(str):
    """A name that was made up, such as ``z7``, for a value to which its author gave none."""

    __slots__ = ()


class Origin:
    """Where a traced program came from: the function's code, an offset per variable, its last locals."""

    def __init__(self, code, where, bound):
        self.code, self._where, self._bound = code, where, bound

    def names_and_lines(self, program):
        """Return two tuples, the names and the line numbers of the variables of ``program``."""
        if self.code is None:
            lines = (None,) * len(program)
            return unique_names(program, [None] * len(program)), lines
        targets, calls = assigned_names(self.code)
        last = {index: name for name, index in reversed(self._bound.items())}
        wanted = []
        for i, where in enumerate(self._where):
            name = targets.get(where)
            if where in calls and not self._returned(i, name, program.ops[i]):
                name = None
            wanted.append(name or last.get(i))
        return unique_names(program, wanted), self._lines()

    def _returned(self, i, name, op):
        """Whether variable ``i``, computed during a call, is what the call returned, as far as can be told."""
        where = self._where
        if op != "input" and OPS[op].sign in ("+", "-", "*", "/") and where[i + 1 : i + 2] == [where[i]]:
            return False  # a partial sum inside sum(...): only the last one is what the call gave
        j = self._bound.get(name)  # the last variable of that name; None if the call returned, say, a list
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

    def names_and_lines(self, program):
        """Return two tuples, the names and the line numbers of the variables of ``program``."""
        return unique_names(program, self.wanted), self.lines


def assigned_names(code):
    """Return ``({offset: name}, {offsets of calls})``: what the value computed at an offset is stored as."""
    import dis  # takes some milliseconds to load, and most runs never ask for names

    targets, calls, rows = {}, set(), list(dis.get_instructions(code))
    for k, row in enumerate(rows[:-1]):
        offsets = range(row.offset, rows[k + 1].offset, 2)  # a call in progress stands on one of its cache entries
        if row.opname.startswith("CALL"):
            calls.update(offsets)
        if row.opname.startswith(("CALL", "BINARY_", "UNARY_")):
            targets.update(dict.fromkeys(offsets, _stored_as(rows, k + 1, dis.stack_effect)))
    return targets, calls


def _stored_as(rows, k, stack_effect):
    """Return the name under which the value on top of the stack before ``rows[k]`` is stored, or None."""
    depth = 0  # how far below the top of the stack the value lies
    while k < len(rows):
        row, k = rows[k], k + 1
        op, n = row.opname, row.arg
        if op in ("CACHE", "NOP", "EXTENDED_ARG", "RESUME") or (op == "COPY" and depth == n - 1):
            continue  # a copy is as good as the value
        if op == "SWAP":
            depth = {0: n - 1, n - 1: 0}.get(depth, depth)
            continue
        if op == "BUILD_TUPLE" and depth < n and rows[k].opname == "UNPACK_SEQUENCE":  # a, b, c, d = ...
            depth, k = n - 1 - depth, k + 1
            continue
        if op.startswith(("STORE_FAST", "STORE_NAME", "STORE_GLOBAL", "STORE_DEREF")):
            names = row.argval if isinstance(row.argval, tuple) else (row.argval,)
            taken = 1 if "LOAD" in op else len(names)
            if depth < taken:
                return names[depth]
        elif op.startswith(("LOAD_", "PUSH_", "COPY")) and not op.startswith(("LOAD_ATTR", "LOAD_METHOD")):
            taken = 0
        else:  # what leaves at most one result takes what the stack loses, and one more for the result
            taken = max(1, 1 - stack_effect(row.opcode, n, jump=False))
        if depth < taken or "JUMP" in op:
            return None
        depth += stack_effect(row.opcode, n, jump=False)
    return None


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
    keys = program.outputs if isinstance(program.shape, tuple) else [program.title] * len(program.output_slots)
    for key, slot in zip(keys, program.output_slots, strict=True):
        returned.setdefault(slot, key)
    given = [wanted[i] or returned.get(i) for i in range(len(names), len(program))]
    names += [unique(name) if name else None for name in given]  # first, so that no made-up name takes one of them
    return tuple(unique(MadeUp(f"z{i}")) if name is None else name for i, name in enumerate(names))
