"""A program that is run stretch by stretch, forwards and backwards, in little memory.

With this module you can

- carry out a plan of ``reversal`` on a program: each of its actions is a method of ``Stretches``.

A *state* is what the instructions after a cut still need of those before it.  Beside the stored states there are
in memory the values of one stretch, the adjoints of one state, and, until the first pass is over, the values that
branches were decided by.  Inputs and constants are at hand all the time.

>>> from ..trace import trace
>>> run = Stretches(trace(lambda x: (x * x + 1) * 5, x=3), 3, {"x": 2})
>>> for action in ["store", 0], ["advance", 0, 2], ["reverse", 2], ["advance", 0, 1], ["reverse", 1], ["reverse", 0]:
...     run.do(*action)
>>> run.value, run.zbar, run.ran
(25, {0: 20}, 6)
"""

from ..numbers.arrays import quiet
from ..sweeps import seeds, shares


class Values(dict):
    """The values held now, by variable; inputs and constants are at hand without being held."""

    def __init__(self, held, at_hand):
        super().__init__(held)
        self.at_hand = at_hand

    def __missing__(self, k):
        return self.at_hand[k]


class Stretches:
    """A run of a program with one output, cut into ``count`` stretches whose lengths differ by at most one.

    ``stored`` are the states, ``peak`` the most there were at once; ``ran`` counts the stretches run so far.  After
    the first ``reverse``, that of the last stretch, there is the ``value``; after the last, ``zbar`` holds the adjoints
    of the inputs that have any.
    """

    def __init__(self, program, count, inputs):
        start, d = program.start(inputs), program.d
        self.at_hand = {k: start[k] for k in (*range(d), *range(-len(program.constants), 0))}
        self.program, self.count, self.ran, self.peak = program, count, 0, 0
        self.here, self.z, self.stored = 0, Values({}, self.at_hand), {}  # z is state number here
        self.zbar = None
        self.guarded = {k for _, *pair, _, _ in program.guards for k in pair}
        self.seen = Values({}, self.at_hand)  # what guards compare
        self.last_reader = list(range(len(program)))
        for i in range(d, len(program)):
            for k in program.alpha(i):
                self.last_reader[k] = i
        for k in program.output_slots:
            if k >= 0:
                self.last_reader[k] = len(program)

    def do(self, what, *where):
        """Carry out one action of a plan."""
        with quiet(self.program.shapes):
            getattr(self, what)(*where)

    def store(self, k):
        """Store the state we are at, number ``k``."""
        self.stored[k] = Values(self.z, self.at_hand)
        self.peak = max(self.peak, len(self.stored))

    def free(self, k):
        """Forget state ``k``."""
        del self.stored[k]

    def advance(self, k, end):
        """Go from state ``k`` to state ``end``, dropping each value when its last reader is done."""
        self._go_to(k)
        for stretch in range(k, end):
            for i in self._run(stretch):
                for j in {i, *self.program.alpha(i)}:
                    if self.last_reader[j] <= i:
                        self.z.pop(j, None)
        self.here = end

    def reverse(self, k):
        """Run stretch ``k`` keeping all its values, then let its instructions pay, last one first."""
        self._go_to(k)
        done = list(self._run(k))
        if self.zbar is None:
            self.turn()
        for i in reversed(done):
            upstream = self.zbar.pop(i, None)
            if upstream is not None:
                for j, share in shares(self.program, i, self.z, upstream):
                    self.zbar[j] = self.zbar[j] + share if j in self.zbar else share
        self.here, self.z = None, Values({}, self.at_hand)

    def turn(self):
        """End the first pass: check the guards, take the value, and seed the way back."""
        self.program.check_guards(self.seen)
        self.value, self.zbar = self.program.pack_outputs(self.z), dict(seeds(self.program, 1))
        self.seen = None

    def _go_to(self, k):
        if self.here != k:
            self.here, self.z = k, Values(self.stored[k], self.at_hand)

    def _run(self, k):
        """Compute the instructions of stretch ``k``, yielding the index of each when it is done."""
        self.ran += 1
        d, m = self.program.d, len(self.program) - self.program.d
        for i in range(d + m * k // self.count, d + m * (k + 1) // self.count):
            self.z[i] = self.program.value_of(i, self.z)
            if self.zbar is None and i in self.guarded:
                self.seen[i] = self.z[i]
            yield i
