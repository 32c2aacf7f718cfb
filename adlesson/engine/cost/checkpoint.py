"""The gradient in little memory: store a few states, and run the steps between them again.

With this module you can

- get value and gradient while at most ``budget`` states are stored, and see what that cost (``checkpoint``).

The program is cut into steps.  A state is what the instructions after a cut still need of those before it; state 0
is the inputs, and counts.  ``reversal`` plans which state is stored when, ``stretches`` carries it out.

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

from ..derivatives import one_output
from ..errors import InputError, UnknownError, closest, listed, short
from ..numbers.inputs import by_name
from .checkpoint_plans import PLANS
from .stretches import Stretches


class Checkpointed:
    """``value`` and ``gradient``, and how they were found.

    ``actions`` is what was done, as ``reversal`` writes it; ``peak``, how many states were stored at once; ``extra``,
    how many steps were run beyond one run of each of the ``steps``.
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

    ``budget`` is how many states may be stored at once, the inputs among them; ``steps``, in how many steps of
    nearly equal length the instructions are run (None: as many as there are instructions).  ``schedule`` is
    ``"binomial"``, with the fewest steps run again (Griewank & Walther 2000), or ``"sqrt"`` (Chen et al. 2016).
    Raises ``InputError`` for a budget below 1, or one that the square roots do not keep to.
    """
    p = one_output(f, at, inputs)
    length = len(p) - p.d
    steps = length if steps is None else _whole(steps, min(1, length), length, "the number of instructions", "steps")
    _whole(budget, 1, None, "since the inputs are one state", "the budget")
    if schedule not in PLANS:
        raise UnknownError(f"no schedule {short(schedule)}{closest(schedule, PLANS)}: there are {listed(PLANS)}")
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
