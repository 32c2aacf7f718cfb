"""A program that counts how often it is read, and at some point refuses.

With this module you can

- tell a sweep from a walk along every path, by a program that may be read so many times (``Watched``).

>>> from ...engine.trace import trace
>>> p = Watched(trace(lambda x: x * x, x=3), 3)
>>> p.beta(0), p.left
((1, 1), 1)
"""

from ...engine.program import Program


class ReadTooOftenError(Exception):
    """A watched program has been read more often than it allows."""


class Watched(Program):
    """A copy of ``program`` that may be read ``left`` more times: its methods, and what they returned."""

    def __init__(self, program, left):
        self.__dict__.update(program.__dict__)
        self.left = left

    def read(self):
        """Count one read."""
        self.left -= 1
        if self.left < 0:
            raise ReadTooOftenError("read too often")

    @property
    def slots(self):
        return WatchedTuple(self.__dict__["slots"], self)

    @property
    def instructions(self):
        return WatchedTuple(super().instructions, self)

    def alpha(self, i):
        return WatchedTuple(super().alpha(i), self)  # which reads the slots

    def beta(self, j):
        self.read()
        return WatchedTuple(super().beta(j), self)


class WatchedTuple(tuple):
    """A tuple that tells a ``Watched`` program when it is read, so that reading it once and walking later counts."""

    def __new__(cls, entries, program):
        self = super().__new__(cls, entries)
        self.program = program
        return self

    def __iter__(self):
        self.program.read()
        return super().__iter__()

    def __getitem__(self, k):
        self.program.read()
        return super().__getitem__(k)
