"""The line of Python that gives a widget again.

With this module you can

- write it for a program and its inputs (``recipe``), to be copied and sent to others.

``{options}`` stands where the page writes what has been switched since: ``, predict=True, step=7``.

>>> from ...engine.parsing.parse import parse
>>> recipe("Stepper", parse("x*y", x=2.0, y=3), {"y": 4}, sweep="reverse")
"ad.Stepper(ad.parse('x*y', x=2.0, y=4), sweep='reverse'{options})"
"""

import keyword
import math

from ...engine.numbers.inputs import is_number

OPTIONS = {"at", "sweep", "direction", "budget", "predict", "fade", "step", "self"}  # an input of that name goes in at={...}
LONGEST = 200


def recipe(widget, program, given, **options):
    """Return a call of ``widget``, Stepper or explore, with the program's own inputs, or those in ``given``.

    A function is called by its name, which has to be there.  A program that was neither parsed nor traced from a function
    with a name, or whose inputs are too long to be written out, is called ``p``.
    """
    at, origin = {**program.at, **given}, program.origin
    text = getattr(origin, "text", None)
    told = ", ".join(f"{name}={value!r}" for name, value in options.items() if value is not None)
    plain = all(is_number(u) for value in at.values() for u in (value if isinstance(value, (list, tuple)) else [value]))
    known = text is not None or (origin.code is not None and origin.code.co_name == program.title)
    if not plain or len(f"{text}{at}") > LONGEST:
        given, known = {}, False
    if not known and widget == "Stepper":
        return f"ad.{widget}(p{_inputs(given)}{', ' * bool(told)}{told}{{options}})"
    what = repr(text) if text is not None else program.title
    if widget == "Stepper":
        maker = "parse" if text is not None else "trace"
        return f"ad.Stepper({', '.join(filter(None, [f'ad.{maker}({what}{_inputs(at)})', told]))}{{options}})"
    return f"ad.{widget}({what}{_inputs(at)}{{options}})"


def _inputs(at):
    if any(name in OPTIONS or not name.isidentifier() or keyword.iskeyword(name) for name in at):
        return f", at={{{', '.join(f'{name!r}: {_written(value)}' for name, value in at.items())}}}"
    return "".join(f", {name}={_written(value)}" for name, value in at.items())


def _written(u):
    if isinstance(u, (list, tuple)):
        return f"[{', '.join(map(_written, u))}]"
    u = u.item() if hasattr(u, "item") else u  # a number of NumPy's
    return f"float('{u}')" if u != u or u in (math.inf, -math.inf) else repr(u)
