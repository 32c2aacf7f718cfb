"""A gradient asked for once: trace the function, sweep, forget both.

With this module you can see what recording costs.  adlesson records what names and source lines are made of, so that
error messages and drawings have them; the rows "with names and lines" also read every one of them.

Who leaves garbage behind pays for it later, when the collector comes: so turns at the clock are long here.
"""

from functools import partial

import adlesson as ad

from . import nested
from .peers import micrograd
from .ten import running_example
from .timing import Contender, goal, race, time_of

TITLE = "A gradient asked for once: trace and sweep (by number of instructions)"
AGAINST = {6: 1.2, 1_000: 2, 10_000: 4, 100_000: 8}  # how many times faster than micrograd, 6: the running example
NAMED = 2  # to read names and lines may take as long again as the gradient ...
FEW, NAMED_FEW = 6, 10  # ... but where there are few instructions, finding the author's own lines takes longer than they do
OURS, READ = "adlesson", "adlesson, with names and lines"
FLAT = 2  # less than doubles over a factor of 1,000
LONG = {"seconds": 0.3, "rounds": 10}


def named(f, x):
    """Return the gradient after reading every name and every line."""
    program = ad.trace(f, x=x)
    gradient = ad.grad(program)
    assert len(program.names) == len(program)
    assert all(program.lines)
    return gradient


def micrograd_once(build, x):
    """Return the derivative by micrograd of the function that ``build`` makes of its operations."""
    m = micrograd()
    f = build(m)

    def derivative(u):
        x = m.Value(u)
        f(x).backward()
        return x.grad

    return f"f({x})", {"f": derivative}


def contenders(f, x, build, derivative, size):
    """Return who takes part with one function of one input, written for adlesson and for micrograd's operations."""
    names = {"grad": ad.grad, "named": named, "f": f}
    taking_part = [Contender(OURS, lambda: (f"grad(f, x={x})", names), derivative, size)]
    if size < 1_000_000:  # which million.py asks in processes of their own
        ahead = OURS, 1 / AGAINST.get(size, 1)
        taking_part += [
            Contender(
                READ, lambda: (f"named(f, x={x})", names), derivative, size, (OURS, NAMED_FEW if size == FEW else NAMED)
            ),
            Contender("micrograd", lambda: micrograd_once(build, x), derivative, size, ahead),
        ]
    return taking_part


def chain(size):
    """Return who takes part with a chain of about this many instructions, three to a level."""
    depth = size // 3
    derivative = nested.gradient(nested.X, depth)[1]
    return contenders(nested.nest(ad.sin, depth), nested.X, lambda m: nested.nest(m.sin, depth), derivative, size)


def run(clock, tiny):
    """Return the rows and the goals."""
    sizes = (300, 600) if tiny else (1_000, 10_000, 100_000, 1_000_000)
    (x,) = running_example.AT.values()
    running = partial(partial, running_example.f)
    taking_part = contenders(ad.examples.running, x, running, running_example.gradient_tuple(x)[1], 6)
    rows = race([*taking_part, *(one for size in sizes for one in chain(size))], **LONG | clock)
    per_instruction = [time_of(rows, OURS, size) / size for size in sizes]
    what = f"per instruction, dearest / cheapest, {sizes[0]:,} to {sizes[-1]:,}"
    return rows, [goal(what, max(per_instruction) / min(per_instruction), at_most=FLAT)]
