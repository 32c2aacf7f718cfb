"""The gradient in little memory: store a few states, and run the steps between them again.

With this module you can

- get value and gradient while at most ``budget`` states are stored, and see what that cost (``checkpoint``);
- carry out a plan of ``checkpoint_plans`` on a program, action by action (``Stretches``).

The program is cut into steps.  A state is what the instructions after a cut still need of those before it; state 0
is the inputs, and counts.  ``checkpoint_plans`` says which state is stored when, ``Stretches`` carries it out.

>>> from ..derivatives import grad
>>> from ..samples.examples import running
>>> frugal = checkpoint(running, budget=2, x=0.25)
>>> frugal.gradient == grad(running, x=0.25)
True
>>> frugal
running: 6 steps, at most 2 states stored (budget 2, binomial), 8 steps run again
store 0, advance 0-3, store 3, advance 3-5, reverse 5, advance 3-4, reverse 4,
reverse 3, free 3, advance 0-1, store 1, advance 1-2, reverse 2, reverse 1, free
1, reverse 0, free 0
"""

import textwrap
from itertools import accumulate
from operator import add

from ..derivatives import one_output
from ..errors import InputError, UnknownError, closest, listed, short
from ..fast import combined, product
from ..fence import fence
from ..numbers.arrays import quiet
from ..numbers.inputs import by_name
from ..sweeps import seeds
from .checkpoint_plans import PLANS, extra_steps

MOST = 1_000_000  # instructions that are run again: some ten seconds


class Checkpointed:
    """``value`` and ``gradient``, and how they were found.

    ``actions`` is what was done, as ``checkpoint_plans`` writes it; ``peak``, how many states were stored at once;
    ``extra``, how many steps were run beyond one run of each of the ``steps``.
    """

    def __init__(self, run, budget, schedule, actions):
        program = run.program
        self.title, self.budget, self.schedule, self.actions = program.title, budget, schedule, actions
        self.value, self.gradient = run.value, program.pack_inputs([run.zbar.get(k, 0) for k in range(program.d)])
        self.steps, self.extra, self.peak = run.count, run.ran - run.count, run.peak

    def __repr__(self):
        done = [f"{what} {'-'.join(map(str, where))}" for what, *where in self.actions[:50]]
        return (
            f"{self.title}: {self.steps:,} steps, at most {self.peak:,} states stored (budget {self.budget:,}, "
            f"{self.schedule}), {self.extra:,} steps run again\n"
        ) + textwrap.fill(", ".join(done + ["..."] * (len(self.actions) > 50)), 80)


def checkpoint(f, /, budget, steps=None, schedule="binomial", at=None, **inputs):
    """Return value and gradient of a program or function with one output, as a ``Checkpointed``.

    ``budget`` is how many states may be stored at once, the inputs among them; a state is all the numbers that later
    steps read, several of them where one is read again far below.  ``steps`` is in how many steps of nearly equal length
    the instructions are run (None: as many as there are instructions).  ``schedule`` is ``"binomial"``, with the fewest
    steps run again (Griewank & Walther 2000), or ``"sqrt"`` (Chen et al. 2016).
    Raises ``InputError`` for a budget below 1, or one that the square roots do not keep to.
    """
    p = one_output(f, at, inputs)
    length = len(p) - p.d
    steps = length if steps is None else _whole(steps, min(1, length), length, "the number of instructions", "steps")
    _whole(budget, 1, None, "since the inputs are one state", "the budget")
    if schedule not in PLANS:
        raise UnknownError(f"no schedule {short(schedule)}{closest(schedule, PLANS)}: there are {listed(PLANS)}")
    again = (extra_steps(steps, budget) if schedule == "binomial" else steps) * length // max(1, steps)
    fence(p.title, again, MOST, "checkpoint runs", "raise the budget", "instructions to run again")
    actions = list(PLANS[schedule](steps, budget)) if steps else []
    needed = max(accumulate((what == "store") - (what == "free") for what, *_ in actions), default=0)
    if needed > budget:
        raise InputError(
            f"the {schedule} schedule stores {needed} states for {steps} steps, and the budget is {budget}: "
            "raise it, take fewer steps, or use schedule='binomial', which keeps to any budget"
        )
    run = Stretches(p, steps, by_name(at, inputs))
    for action in actions:
        run.do(*action)
    if not actions:
        run.turn()
    return Checkpointed(run, budget, schedule, actions)


def _whole(u, least, most, reason, name):
    if isinstance(u, int) and not isinstance(u, bool) and least <= u and (most is None or u <= most):
        return u
    wanted = f"of at least {least}" if most is None else f"from {least} to {most:,}"
    raise InputError(f"{name} must be a whole number {wanted}, {reason}: not {short(u)}")


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

    Beside the stored states there are in memory the values of one stretch, the adjoints of one state, and, until the first
    pass is over, the values that branches were decided by.  Inputs and constants are at hand all the time.

    >>> from ..trace import trace
    >>> run = Stretches(trace(lambda x: (x * x + 1) * 5, x=3), 3, {"x": 2})
    >>> for action in ["store", 0], ["advance", 0, 2], ["reverse", 2], ["advance", 0, 1], ["reverse", 1], ["reverse", 0]:
    ...     run.do(*action)
    >>> run.value, run.zbar, run.ran
    (25, {0: 20}, 6)
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
                for slot, j in self.program.edges(i):
                    share = product(self.program, i, upstream, self.program.partial_of(i, slot, self.z))
                    self.zbar[j] = combined(add, self.program, i, self.zbar[j], share) if j in self.zbar else share
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
