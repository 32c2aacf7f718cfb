"""What solving costs, in units that do not depend on the machine.

>>> Work(1, 0).plus(passes=2, solves=1)
Work(passes=3, solves=1)
"""

from collections import namedtuple


class Work(namedtuple("Work", "passes solves", defaults=(0, 0))):
    """Sweeps there and back through the program, and matrices factored."""

    __slots__ = ()

    def plus(self, passes=0, solves=0):
        """Return this work and some more."""
        return Work(self.passes + passes, self.solves + solves)
