"""The lines of Python that give a widget again.

With this module you can

- write them for a program and its inputs (``recipe``), to be copied and sent to others.

They run in an empty notebook; where they cannot, a remark behind them says what to run first.  ``{options}`` stands where
the page writes what has been switched since: ``, predict=True, step=7``.

>>> from ...engine.parsing.parse import parse
>>> print(recipe("Stepper", parse("x*y", x=2.0, y=3), {"y": 4}, sweep="reverse"))
import adlesson as ad
ad.Stepper(ad.parse('x*y', x=2.0, y=4), sweep='reverse'{options})
"""

import keyword
import math
from fractions import Fraction

from ...engine.samples import examples

# an input of such a name goes in at={...}
OPTIONS = {"at", "sweep", "direction", "budget", "predict", "fade", "step", "panes", "self"}
LONGEST = 200


def recipe(widget, program, given, **options):
    """Return a call of ``widget``, Stepper or explore, with the program's own inputs, or those in ``given``.

    A function that has its name in the whole notebook is called by it, any other ``f``.  A program that was neither parsed
    nor traced from such a function, or whose inputs are too long to be written out, is called ``p``.
    """
    origin, text, first = program.origin, getattr(program.origin, "text", None), []
    known = text is not None or _named(program, origin.code)
    what = repr(text) if text is not None else program.title if known else "f"
    inputs = _inputs({**program.at, **given})
    if widget == "Stepper" and (not known or inputs is None or len(what + inputs) > LONGEST):
        known, inputs = False, _inputs(given)
    if inputs is None or (widget == "Stepper" and len(inputs) > LONGEST):
        first.append("give it the inputs you have here")
        inputs = ""
    told = {name: _written(value) for name, value in options.items() if value is not None}
    if None in told.values():
        first.append("give it the direction you have here")
    call = "".join(f", {name}={value}" for name, value in told.items() if value is not None)
    if text is None and getattr(getattr(examples, what, None), "__code__", 0) is origin.code:
        what = f"ad.examples.{what}"
    elif text is None and (known or widget != "Stepper"):
        first.insert(0, f"run the cell that defines {what}" if known else "name your function f")
    if widget != "Stepper":
        line = f"ad.{widget}({what}{inputs}{{options}})"
    elif known:
        line = f"ad.Stepper(ad.{'trace' if text is None else 'parse'}({what}{inputs}){call}{{options}})"
    else:
        line = f"ad.Stepper(p{inputs}{call}{{options}})"
        first.insert(0, "run the cell that makes the program, and call it p")
    imports = "import adlesson as ad\n" + "from fractions import Fraction\n" * ("Fraction(" in line)
    return imports + line + f"  # first: {'; '.join(first)}" * bool(first)


def _named(program, code):
    """Was the program traced from a function that is called by its title, with all its arguments given?"""
    if code is None or code.co_qualname != program.title:  # a lambda, a method, a function inside another
        return False
    return {*code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]} <= {*program.at}  # else a functools.partial?


def _inputs(at):
    """Return the inputs as arguments, None if they cannot be written."""
    written = {name: _written(value) for name, value in at.items()}
    if None in written.values():
        return None
    if any(name in OPTIONS or not name.isidentifier() or keyword.iskeyword(name) for name in at):
        return f", at={_written(at)}"
    return "".join(f", {name}={value}" for name, value in written.items())


def _written(u):
    """Return a number, a list of numbers or what a widget is asked with as Python reads it, None if it has no short text."""
    if isinstance(u, dict):
        texts = [_written(value) for value in u.values()]
        names = [repr(name).replace("{", r"\x7b") for name in u]  # the page looks for {options}
        return None if None in texts else f"{{{', '.join(map(': '.join, zip(names, texts, strict=True)))}}}"
    if isinstance(u, (list, tuple)):
        texts = [*map(_written, u[:LONGEST])]
        if None in texts or len(u) > LONGEST or hasattr(u, "_fields"):  # the class of a namedtuple is the learner's own
            return None
        return f"[{', '.join(texts)}]" if isinstance(u, list) else f"({', '.join(texts)}{',' * (len(u) == 1)})"
    u = u.item() if hasattr(u, "item") and getattr(u, "ndim", 0) == 0 else u  # a number of NumPy's
    if type(u) is float:
        return repr(u) if math.isfinite(u) else f"float('{u}')"
    if type(u) is int and u.bit_length() > 4 * LONGEST:
        return None
    return repr(u) if type(u) in (bool, int, str, Fraction) or (type(u) is complex and abs(u) < math.inf) else None
