"""sin(z) z + c, put into itself 1,000 times: value and gradient, once everything is prepared.

With this module you can see what a long program costs when nothing is left but its arithmetic.  With c = 0.5 the
derivative underflows after some 1,700 levels; this c keeps it in range.
"""

from math import cos, sin
from types import SimpleNamespace

from . import peers
from .timing import Contender, race

TITLE = "sin(z)*z + c nested 1,000 deep, value and gradient, prepared"
C = 0.7164528393947407
X = 0.5
TEXT = "adlesson, compiled"


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

    x = jax.numpy.array(X)
    return "ready(f(x))", {
        "f": jax.jit(jax.value_and_grad(nested)).lower(x).compile(),
        "ready": jax.block_until_ready,
        "x": x,
    }


def contenders(depth):
    """Return who takes part at this depth, each with the bound of its time: 1 where nothing is said."""
    one = SimpleNamespace(f=lambda m, x: nest(m.sin, depth)(x), at={"x": X}, arrays=None)
    builds = {
        "by hand": (lambda: (f"f(0.5, {depth})", {"f": gradient}), 1),
        "by hand, written out": (lambda: ("f(0.5)", {"f": written_out(depth)}), 1.2),
        "by hand, forward mode": (lambda: (f"f(0.5, {depth})", {"f": gradient_forward}), 1.6),  # no way back, for one input
        TEXT: (lambda: peers.compiled(one), None),
        "adlesson, one sweep": (lambda: peers.swept(one), 15),
        "CasADi, its virtual machine": (lambda: peers.of_casadi(one), 4),  # Python's text against machine code
        "JAX, a loop ahead of time": (lambda: of_jax(depth), 1),
        "micrograd": (lambda: peers.of_micrograd(one), 1 / 35),
        "PyTorch": (lambda: peers.of_torch(one), 1),
        "autograd": (lambda: peers.of_autograd(one), 1),
    }
    right = gradient(X, depth)
    return [Contender(who, build, right, depth, most and (TEXT, most)) for who, (build, most) in builds.items()]


def run(clock, tiny):
    """Return the rows; each has its bound."""
    return race(contenders(10 if tiny else 1000), **clock), []
