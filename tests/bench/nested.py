"""sin(z) z + c, put into itself 1,000 times: value and gradient, once everything is prepared.

With this module you can see what a long program costs when nothing is left but its arithmetic.  With c = 0.5 the
derivative underflows after some 1,700 levels; this c keeps it in range.
"""

from math import cos, sin

import adlesson as ad

from . import scalars
from .timing import Contender, goal, race, ratio

TITLE = "sin(z)*z + c nested 1,000 deep, value and gradient, prepared"
C = 0.7164528393947407
X = 0.5


def nest(sin, depth):
    """Return the function of ``x`` that puts ``sin(z) z + c`` into itself ``depth`` times, on whatever ``sin`` takes."""

    def nested(x):
        for _ in range(depth):
            x = sin(x) * x + C
        return x

    return nested


def gradient(x, depth):
    """Return value and derivative as one writes them: a loop there, a loop back."""
    points, sines = [], []
    for _ in range(depth):
        s = sin(x)
        points.append(x)
        sines.append(s)
        x = s * x + C
    bar = 1.0
    for z, s in zip(reversed(points), reversed(sines), strict=True):
        bar *= cos(z) * z + s
    return x, bar


def gradient_forward(x, depth):
    """Return the same in one loop: with a single input there is no need to go back."""
    dot = 1.0
    for _ in range(depth):
        s = sin(x)
        dot *= cos(x) * x + s
        x = s * x + C
    return x, dot


def written_out(depth):
    """Return the two loops written out, line by line: nobody does, but nothing is left to save."""
    lines = ["def f(z0):"]
    for i in range(depth):
        lines += [f"    s{i} = sin(z{i})", f"    z{i + 1} = s{i} * z{i} + {C!r}"]
    lines += ["    bar = 1.0", *(f"    bar *= cos(z{i}) * z{i} + s{i}" for i in reversed(range(depth)))]
    names = {"sin": sin, "cos": cos}
    exec("\n".join([*lines, f"    return z{depth}, bar"]), names)
    return names["f"]


def of_jax(depth):
    import jax

    jax.config.update("jax_enable_x64", True)

    def nested(x):  # unrolled it would take minutes to compile
        return jax.lax.fori_loop(0, depth, lambda _, z: jax.numpy.sin(z) * z + C, x)

    return "ready(f(0.5))", {"f": jax.jit(jax.value_and_grad(nested)), "ready": jax.block_until_ready}


def contenders(depth):
    """Return who takes part at this depth."""
    program = ad.trace(nest(ad.sin, depth), x=X)

    def build(m):
        return nest(m.sin, depth)

    return {
        "by hand": lambda: (f"f(0.5, {depth})", {"f": gradient}),
        "by hand, written out": lambda: ("f(0.5)", {"f": written_out(depth)}),
        "by hand, forward mode": lambda: (f"f(0.5, {depth})", {"f": gradient_forward}),
        "adlesson, compiled": lambda: ("f(0.5)", {"f": ad.compiled(ad.gradient_program(program))}),
        "adlesson, one sweep": lambda: ("f(p, x=0.5)", {"f": ad.value_and_grad, "p": program}),
        "CasADi, SX with buffers": lambda: scalars.of_casadi(build, X),
        "JAX, jit of a loop": lambda: of_jax(depth),
        "micrograd": lambda: scalars.of_micrograd(build, X),
        "PyTorch": lambda: scalars.of_torch(build, X),
        "autograd": lambda: scalars.of_autograd(build, X),
    }


def run(clock, tiny):
    """Return the rows and the goals."""
    depth = 10 if tiny else 1000
    rows = race([Contender(who, build, gradient(X, depth), depth) for who, build in contenders(depth).items()], **clock)
    ours = "adlesson, compiled"
    return rows, [
        goal("compiled / by hand", ratio(rows, ours, "by hand"), at_most=1),
        goal("compiled / by hand, written out", ratio(rows, ours, "by hand, written out")),
        goal("micrograd / compiled", ratio(rows, "micrograd", ours)),
    ]
