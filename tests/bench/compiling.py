"""What preparing costs: from a traced function, or from formulas, to the first answer of a prepared gradient.

With this module you can see how long a text of ours takes to be printed and compiled, per instruction, beside those who
make machine code.  Each time all is made anew.
"""

from functools import partial

import adlesson as ad

from . import nested, peers
from .ten import TEN
from .timing import Contender, goal, race, time_of

TITLE = "Preparing a gradient: print, compile, and ask once (by instructions of the gradient program)"
OURS = "adlesson, compiled"
PEERS = (  # the bound is 1: whoever makes machine code takes longer, or should
    ("adlesson, by numba", partial(peers.compiled, by="numba"), 500),  # it analyses types, and optimises
    ("CasADi, its virtual machine", peers.of_casadi, 1),
    ("CasADi, cc -O2", partial(peers.of_casadi, **peers.GCC), 1),
    ("C -O2, by ctypes", peers.of_c_compiler, 1),
    ("SymPy, cse and lambdify", peers.of_sympy, 1),
    ("JAX, ahead of time", peers.of_jax, 1),
    ("PyTorch", peers.of_torch, 50),  # it prepares nothing, and pays each time
)


def afresh(make, one):
    """Return a function that prepares one of the ten, and asks."""
    make(one)  # is it there at all?

    def first():
        statement, names = make(one)
        return eval(statement, names)

    return "first()", {"first": first}


def ours(program):
    """Return how the traced program is printed, compiled and asked."""
    gradient = ad.gradient_program(program)
    return "compiled(program)()", {"compiled": ad.compiled, "program": gradient}


def run(clock, tiny):
    """Return the rows and the goals."""
    once = clock | {"seconds": 1e-3, "rounds": min(clock.get("rounds", 3), 3)}
    arm = next(one for one in TEN if one.name == "six joint arm")
    program = ad.trace(partial(arm.f, ad), **arm.at)
    size, right = len(ad.gradient_program(program)), arm.by_hand(*arm.at.values())
    taking_part = [Contender(OURS, lambda: ours(program), right, size)]
    chosen = PEERS[1:4] if tiny else PEERS
    for who, make, bound in chosen:
        build = partial(afresh, make, arm)
        taking_part.append(Contender(who, build, right, size, (OURS, bound)))
    rows, goals = race(taking_part, **once), []
    depth = 10 if tiny else 1_000
    chain = ad.trace(nested.nest(ad.sin, depth), x=nested.X)
    long = len(ad.gradient_program(chain))
    rows += race([Contender(OURS, lambda: ours(chain), nested.gradient(nested.X, depth), long)], **once)
    for count in (size, long):
        goals.append(
            goal(f"{count:,} instructions: microseconds each", 1e6 * time_of(rows, OURS, count) / count, at_most=25)
        )
    return rows, goals
