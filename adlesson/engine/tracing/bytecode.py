"""Where a value goes, read from the bytecode that Python runs.

With this module you can

- find out under which name the value computed at a place in a function is stored (``assigned_names``);

A frame that is running knows the place, ``frame.f_lasti``, and nothing of names: ``c = a + b`` adds in one instruction
and stores in the next.  So Python's stack is followed through the function, holding, in place of values, where each
was made and how it is written.

>>> def f(x, hs):
...     double = x + x
...     hs[0] = double * 3
...     return hs
>>> sorted({*assigned_names(f.__code__)[0].values()})
['double', 'hs[0]']
"""

from collections import namedtuple
from functools import lru_cache

from ..numbers.nesting import part

UNTOUCHED = ("CACHE", "NOP", "NOT_TAKEN", "EXTENDED_ARG", "RESUME", "KW_NAMES", "DELETE_FAST", "DELETE_NAME")
MAKERS = ("CALL", "BINARY_", "UNARY_", "FOR_ITER")  # a traced value may come out of these, and of x.T

Entry = namedtuple("Entry", "made place constant method", defaults=((), None, (), None))
Entry.__doc__ = """What lies on Python's stack.

``made`` are the offsets at which it may have been made; ``place`` is how it is written, ``hs``, ``hs[0]``, or of ``self.h``
just ``h``; ``constant`` is ``(its value,)`` if it is one; ``method`` is that of it which is about to be called.
"""
UNKNOWN = Entry()


class Part(str):
    """The name of a list, dict or object into which a value goes, where only the run can tell at which key."""

    __slots__ = ()


@lru_cache(maxsize=256)  # a function is often traced again, and its code stays the same
def assigned_names(code):
    """Return ``({offset: name}, {offsets of calls})``: what the value computed at an offset is stored as."""
    import dis  # takes some milliseconds to load, and most runs never ask for names

    rows = list(dis.get_instructions(code))
    walk, calls, spans = _Walk(dis.stack_effect), set(), {}
    for k, row in enumerate(rows[:-1]):
        start = rows[k - 1].offset if k and rows[k - 1].opname == "PRECALL" else row.offset  # 3.11 may call there already
        spans[row.offset] = range(start, rows[k + 1].offset, 2)  # a call in progress stands on one of its cache entries
        if row.opname.startswith("CALL"):
            calls.update(spans[row.offset])
        walk.step(row, rows[k + 1])
    return {offset: name for made, name in walk.targets.items() for offset in spans[made]}, calls


class _Walk:
    """Goes through the instructions of a function once, with a stack of entries; ``targets`` says what is stored as what."""

    def __init__(self, stack_effect):
        self.stack, self.jumped, self.targets, self.stack_effect, self.unpacked = [], {}, {}, stack_effect, False

    def step(self, row, following):
        """Do to the stack what an instruction does."""
        op, n = row.opname, row.arg
        if row.offset in self.jumped:  # another way leads here, too: y = a if c else b
            self.stack = _either(self.stack, self.jumped[row.offset])
        if self.unpacked or op in UNTOUCHED:
            self.unpacked = False
        elif op == "COPY":
            taken = self.take(n)
            self.stack += [*taken, taken[0]]  # a copy is as good as the value
        elif op == "SWAP":
            lowest, *between, top = self.take(n)
            self.stack += [top, *between, lowest]
        elif op == "BUILD_TUPLE" and (following.opname, following.arg) == ("UNPACK_SEQUENCE", n):  # a, b, c, d = ...
            taken = self.take(n)
            self.stack += reversed(taken)
            self.unpacked = True
        elif op.startswith("STORE_"):
            self.store(row)
        elif op.startswith(("LOAD_ATTR", "LOAD_METHOD")):
            (u,) = self.take(1)
            is_method = self.effect(row) == 1
            self.stack += [Entry(place=u.place, method=row.argval)] * 2 if is_method else [Entry((row.offset,), row.argval)]
        elif op.startswith(("LOAD_FAST", "LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF")):
            self.stack += [UNKNOWN] * (self.effect(row) - len(_names(row))) + [Entry(place=name) for name in _names(row)]
        elif op.startswith(("LOAD_CONST", "LOAD_SMALL_INT")):
            self.stack.append(Entry(constant=(row.argval,)))
        elif op == "BINARY_SUBSCR" or (op == "BINARY_OP" and row.argrepr == "[]"):
            whole, key = self.take(2)
            self.stack.append(Entry((row.offset,), _entry(whole, key)))
        else:
            self.anything_else(row, following)

    def take(self, n):
        """Take the top ``n`` entries off the stack, lowest first; below what we know lies something unknown."""
        self.stack[:0] = [UNKNOWN] * (n - len(self.stack))
        self.stack, taken = self.stack[: len(self.stack) - n], self.stack[len(self.stack) - n :]
        return taken

    def effect(self, row):
        return self.stack_effect(row.opcode, row.arg, jump=False)

    def store(self, row):
        """Note under which name the value goes: what is stored first counts."""
        op, names = row.opname, _names(row)
        if op == "STORE_ATTR":
            value, _ = self.take(2)
            self.named(value, Part(names[0]))
        elif op == "STORE_SUBSCR":
            value, whole, key = self.take(3)
            self.named(value, _entry(whole, key))
        elif op == "STORE_SLICE":
            value, whole, _, _ = self.take(4)
            self.named(value, whole.place)
        elif "LOAD" in op:  # two in one
            self.named(*self.take(1), names[0])
            self.stack.append(Entry(place=names[1]))
        else:
            for name in names:
                self.named(*self.take(1), name)

    def named(self, value, name):
        for offset in value.made if name else ():
            self.targets.setdefault(offset, name)

    def anything_else(self, row, following):
        """Take what the instruction needs, as far as its effect tells: what leaves a result takes one more for it."""
        op, effect = row.opname, self.effect(row)
        if op in ("CALL", "PRECALL") and row.arg == 1:
            receiver, value = self.stack[-2:] if len(self.stack) > 1 else (UNKNOWN, UNKNOWN)
            if receiver.method == "append":
                self.named(value, receiver.place and Part(receiver.place))
        if op.startswith("JUMP_IF"):  # and what is to be jumped on stays, if it does jump
            self.jumped[row.argval] = list(self.stack)
        if op.startswith(("PUSH_", "COPY")):
            self.stack += [UNKNOWN] * effect
        elif op.startswith("FOR_ITER"):
            self.stack.append(Entry((row.offset,)))
        elif op.startswith(("POP_", "END_", "JUMP")):
            self.take(-effect)
        elif op.startswith("UNPACK_"):
            self.take(1)
            self.stack += [UNKNOWN] * (effect + 1)
        else:
            taken = max(1, 1 - effect)
            self.take(taken)
            made = (row.offset,) if op.startswith(MAKERS) else ()
            self.stack += [UNKNOWN] * (taken + effect - 1) + [Entry(made)] * (taken + effect > 0)
        if "JUMP" in op and not op.startswith("JUMP_IF"):
            self.jumped[row.argval] = list(self.stack)
        if op.startswith(("RETURN", "RAISE", "RERAISE")) or (op.startswith("JUMP") and not op.startswith("JUMP_IF")):
            self.stack = self.jumped.get(following.offset, [])  # what comes next is reached from elsewhere


def _names(row):
    return row.argval if isinstance(row.argval, tuple) else (row.argval,)


def _entry(whole, key):
    """Return how ``whole[key]`` is written, as far as the code tells."""
    if whole.place is None:
        return None
    known = key.constant and part(whole.place, *key.constant)
    return known or Part(whole.place)


def _either(stack, other):
    """Return what is known where two ways meet: a value was made on the one or on the other."""
    n = min(len(stack), len(other))
    pairs = zip(stack[len(stack) - n :], other[len(other) - n :], strict=True)
    return [u if u == w else Entry(tuple({*u.made, *w.made})) for u, w in pairs]
