"""The first answer in a fresh process: import, prepare, ask once; and how much memory that takes.

With this module you can see what a gradient costs that is asked for in a script of its own.  What all of them need, this
bench and NumPy, is there before the clock starts.
"""

from . import million
from .ten import TEN
from .timing import verdict

TITLE = "A fresh process: import, prepare, and the first value and gradient (by function)"
OURS = "adlesson, compiled"
WHO = {  # how each is written, and its bound: we start first, but numba brings a compiler
    OURS: ("peers.compiled(one)", None),
    "adlesson, by numba": ("peers.compiled(one, by='numba')", (OURS, 500)),
    "C -O2, by ctypes": ("peers.of_c_compiler(one)", (OURS, 1)),
    "CasADi, its virtual machine": ("peers.of_casadi(one)", (OURS, 1)),
    "CasADi, cc -O2": ("peers.of_casadi(one, **peers.GCC)", (OURS, 1)),
    "SymPy, cse and lambdify": ("peers.of_sympy(one)", (OURS, 1)),
    "JAX, ahead of time": ("peers.of_jax(one)", (OURS, 1)),
    "PyTorch": ("peers.of_torch(one)", (OURS, 1)),
    "autograd": ("peers.of_autograd(one)", (OURS, 1)),
}
CODE = """
from bench import peers
from bench.ten import one_of_ten
from bench.timing import flat
one, before, start = one_of_ten({name!r}), largest_memory(), clock()
statement, names = {prepare}
value = eval(statement, names)
report(clock() - start, flat(value), before)
"""


def row(one, who, runs):
    """Return one contender's row."""
    code = CODE.format(name=one.name.replace(" ", "_"), prepare=WHO[who][0])
    return million.row(who, code, one.name, runs, one.by_hand(*one.at.values()))


def run(clock, tiny):
    """Return the rows; each has its bound."""
    rows = []
    for one in TEN[: 1 if tiny else 3 : 2]:  # the running example, and 100 variables
        mine = [row(one, who, 1 if tiny else 2) for who in (list(WHO)[:3] if tiny else WHO)]
        rows += [one | verdict(mine, one, WHO[one["who"]][1]) for one in mine]
    return rows, []
