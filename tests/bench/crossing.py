"""When compiling pays: after how many gradients.

With this module you can see what printing and compiling cost once, against what each sweep then costs more.
"""

import adlesson as ad

from . import nested
from .timing import Contender, goal, race, time_of

TITLE = "When compiling pays: sweeps of a traced program against compiling it first (by number of instructions)"
SWEEP, CALL, FIRST = WHO = ("adlesson, one sweep", "adlesson, one call, compiled", "adlesson, compile and call once")
BOUNDS = ((CALL, 60), None, (SWEEP, 60))  # some 25 us to compile an instruction, and half a microsecond to sweep over it


def prepare(program):
    """Return the compiled gradient of a program at its example, and throw the function away."""
    return ad.compiled(ad.gradient_program(program))()


def contenders(size):
    """Return who takes part with one program."""
    depth = size // 3
    program = ad.trace(nested.nest(ad.sin, depth) if depth > 2 else ad.examples.running, x=nested.X)
    names = {"p": program}
    builds = (
        lambda: ("f(p, x=0.5)", {"f": ad.value_and_grad, **names}),
        lambda: ("f(0.5)", {"f": ad.compiled(ad.gradient_program(program))}),
        lambda: ("f(p)", {"f": prepare, **names}),
    )
    right = ad.value_and_grad(program, x=nested.X)
    return [Contender(who, build, right, size, bound) for who, build, bound in zip(WHO, builds, BOUNDS, strict=True)]


def run(clock, tiny):
    """Return the rows and the crossings; they have no bound here, their rows have."""
    sizes = (6, 30) if tiny else (6, 300, 3_000)
    rows = race([one for size in sizes for one in contenders(size)], **clock)
    said = []
    for size in sizes:
        sweep, call, first = (time_of(rows, who, size) for who in WHO)
        said.append(goal(f"{size:,} instructions: compiling pays after so many gradients", (first - call) / (sweep - call)))
    return rows, said
