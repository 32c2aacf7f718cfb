"""Ten functions: value and gradient, once everything is prepared.

With this module you can see how close compiled text comes to what a good engineer writes by hand, how far ahead
machine code is, and what tools made for large arrays pay for a few numbers.
"""

import math
from functools import partial

from adlesson.show.plot.bench_results import compared

from . import peers
from .ten import TEN
from .timing import Contender, LeftOut, goal, race

TITLE = "Ten functions, value and gradient, prepared"
TEXT, MACHINE, HAND = "adlesson, compiled", "adlesson, by numba", "by hand"
VM, C = "CasADi, its virtual machine", "C -O2, by ctypes"

# who takes part, how, and how many times its time ours may take: 1 unless the last column says why it is more
PEERS = (
    (MACHINE, partial(peers.compiled, by="numba"), (TEXT, 1)),
    ("adlesson, one sweep", peers.swept, (TEXT, 60)),  # a list read by Python: a price of notebook 06, no promise
    ("SymPy, cse and lambdify", peers.of_sympy, (TEXT, 1)),
    (VM, peers.of_casadi, (MACHINE, 1)),
    ("CasADi, cc -O2", partial(peers.of_casadi, **peers.GCC), (MACHINE, 2)),  # as C is
    (C, peers.of_c_compiler, (MACHINE, 2)),  # machine code on both sides; ours checks what it is given
    ("NumPy, by hand", peers.by_numpy, (MACHINE, 1)),
    ("JAX, ahead of time", peers.of_jax, (TEXT, 1)),
    ("PyTorch", peers.of_torch, (TEXT, 1)),
    ("autograd", peers.of_autograd, (TEXT, 1)),
)


def build_of(how, one, who):
    """Return the ``build`` of a contender, or one that says why it takes no part."""

    def build():
        if reason := one.left_out.get(who.split(",")[0]):
            raise LeftOut(reason)
        return how(one)

    return build


def contenders(one):
    """Return who takes part with one function."""
    right = one.by_hand(*one.at.values())
    taking_part = [
        Contender(HAND, lambda: peers.asked(one, one.by_hand), right, one.name, (TEXT, 1.2)),
        Contender(TEXT, lambda: peers.compiled(one), right, one.name),
    ]
    return taking_part + [Contender(who, build_of(how, one, who), right, one.name, bound) for who, how, bound in PEERS]


def run(clock, tiny):
    """Return the rows and the goals."""
    ten = TEN[:2] if tiny else TEN
    rows = [row for one in ten for row in race(contenders(one), **clock)]
    means = [(TEXT, HAND, 1), (MACHINE, VM, 1), (MACHINE, C, 2)]
    return rows, [
        goal(f"{who} / {other}, geometric mean", 1 / compared(rows, who).get(other, math.nan), at_most)
        for who, other, at_most in means
    ]
