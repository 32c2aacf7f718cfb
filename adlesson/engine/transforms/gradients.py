"""The gradient of a program as another program.

With this module you can

- get the program for the value and the gradient (``gradient_program``), by tracing a reverse sweep;
- get the same one again, as long as its program lives (``kept_gradient``).

The reverse sweep is itself a calculation with numbers, so it runs on traced values, too, and what is
then on the tape is the list for the gradient: to be drawn, printed, compiled, and differentiated again.

>>> q = gradient_program(lambda x: x**3, x=2)
>>> q(), gradient_program(q, output="x_bar")()
({'value': 8, 'x_bar': 12}, {'value': 12, 'x_bar': 12})
"""

import itertools
from weakref import WeakKeyDictionary

from ..derivatives import given_program, one_output
from ..errors import InputError, closest, listed, short
from ..fast import pull_back
from ..fence import fence
from ..numbers.inputs import by_name
from ..numbers.spelling import spelled
from ..sweeps import seeds
from ..trace import trace
from ..tracing.names import MadeUp
from ..tracing.traced import Traced
from .simplify import simplified

MOST = 100_000  # variables: some seconds
_KEPT = WeakKeyDictionary()  # from programs to their gradient programs


def kept_gradient(p):
    """Return the gradient program of a program with one output: made the first time, then kept as long as ``p`` is."""
    if p not in _KEPT:
        _KEPT[p] = gradient_program(p)
    return _KEPT[p]


def gradient_program(f, /, at=None, output=None, only=None, **inputs):
    """Return the program for the value of ``f`` and its gradient: the trace of a reverse sweep.

    It returns a dict, ``value``, then ``x_bar`` for each input ``x`` (nested as it is), and is a program like any
    other: it can be drawn, stepped through, printed (``source``), compiled, and differentiated again.  Its variables are
    those of ``f`` under their names, then their adjoints, ``a_bar`` for ``a`` (``a_bar2`` where that name is taken by an
    adjoint of ``f`` itself).  Where ``f`` returns several numbers, ``output`` names the one to differentiate; ``only`` is a
    list of the inputs to differentiate by, where not all of them are asked for.  It is traced at these inputs; what is
    left out of a program's inputs is the program's example.
    """
    p = given_program(f, at, inputs)
    fence(p.title, len(p), MOST, "a gradient program is made for", "ask for the numbers, with grad or value_and_grad")
    if output is None:
        slot = one_output(p, None, {}, f"choose one, as in output={short(p.outputs[0])}").output_slots[0]
    else:
        ((slot, _),) = seeds(p, {output: 1}) or ((-1, 1),)
    wanted = p.takes if only is None else [spelled(name) for name in only]
    for name in wanted:
        if name not in p.takes:
            raise InputError(f"{p.title} has no input {short(name)}{closest(name, p.at)}: it has {listed(p.at)}")
    tails = itertools.chain(["_bar"], (f"_bar{k}" for k in itertools.count(2)))
    tail = next(tail for tail in tails if not any(name.partition("[")[0].endswith(tail) for name in p.names))

    def gradient(z, call):
        zbar = pull_back(p, z, ((slot, 1),) if slot >= 0 else ())
        for i in sorted(range(len(p)), key=lambda i: (p.made_up(i), -i)):
            call(zbar[i], _with_tail(p, i, tail), p.lines[i])
        bars = p.pack_inputs(zbar)
        return {"value": z[slot], **{f"{name}_bar": u for name, u in bars.items() if name in wanted}}

    return program_of_sweep(p, p.pack_inputs(p.bind(by_name(at, inputs))), gradient, f"gradient_of_{p.title}")


def program_of_sweep(p, at, sweep, title, without_zeros=False):
    """Return what ``sweep(z, call)`` makes of the values of a program, as a program: the trace of it, simplified.

    The variables of ``p`` keep their names and lines; by ``call(u, name, line)`` another value gets its own, if it has none.
    """
    called, lines, tapes = {}, [], []  # the name and the line of each variable that is called by one; of each guard

    def call(u, name, line=None):
        if isinstance(u, Traced) and u.tape in tapes:  # not one of a trace around this one
            called.setdefault(u.index, (name, line))

    def swept(**u):
        z = p.values(u)
        tapes[:] = [max((w.tape for w in z if isinstance(w, Traced)), key=lambda tape: tape.level, default=None)]
        lines.extend(line for *_, line in p.decided_guards(z))
        for i in range(len(p)):  # behind the variables come the constants
            call(z[i], _with_tail(p, i, ""), p.lines[i])
        return sweep(z, call)

    q = trace(swept, at=at)
    q.title = title
    lines.extend(line for *_, line in q.guards[len(lines) :])  # of partials of one's own, which may branch
    return simplified(q, called, lines, without_zeros)


def _with_tail(p, i, tail):
    """Return the name of the adjoint of variable ``i``, ``x_bar[0]`` of ``x[0]``; made up if that of the variable is."""
    word, bracket, rest = p.names[i].partition("[")
    return (MadeUp if p.made_up(i) else str)(word + tail + bracket + rest)
