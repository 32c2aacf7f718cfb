"""How operations on whole arrays are written down.

With this module you can

- write each of them, given formulas for its arguments and its options as they are (``ON_ARRAYS``).

A writer returns what a ``Letter`` is made of: the text, near to Python's, the LaTeX, near to what stands in a book,
how tightly it binds, and the shape of the result.

>>> from .letters import Letter
>>> ON_ARRAYS["sum"](Letter("X", shape=(3, 2)), 0)
('X.sum(0)', '\\\\mathrm{sum}_{\\\\mathrm{axis}\\\\,0}(X)', 3, (2,))
"""

from itertools import zip_longest
from math import prod

from ...engine.numbers.arrays import option, shape_at_key
from ...engine.numbers.summing import places
from ...engine.ops import COMPARISONS
from .numerals import LONGEST

SUM, PRODUCT, POWER, ATOM = range(4)  # how tightly a formula binds


def lengths(shape):
    """Return a shape as it stands inside a formula: ``3×2``, or ``3``."""
    return "×".join(map(str, shape))


def lengths_latex(shape):
    """Return the same as LaTeX."""
    return r" \times ".join(map(str, shape))


def stretched(*shapes):
    """Return the shape of what NumPy makes of arrays of these shapes entry by entry."""
    axes = zip_longest(*map(reversed, shapes), fillvalue=1)
    return tuple(map(max, axes))[::-1]


def _matmul(u, w):
    shape = stretched(u.shape[:-2], w.shape[:-2]) + u.shape[-2:-1] + (w.shape[-1:] if len(w.shape) > 1 else ())
    u, w = u.inside(POWER), w.inside(POWER)
    return f"{u.text} @ {w.text}", rf"{u.latex} \, {w.latex}", SUM, shape


def _einsum(*letters_and_subscripts):
    *letters, subscripts = letters_and_subscripts
    terms, result = (part.split(",") for part in subscripts.split("->"))
    lengths = {c: n for term, u in zip(terms, letters, strict=True) for c, n in zip(term, u.shape, strict=True)}
    text = ", ".join([f'"{subscripts}"', *(u.text for u in letters)])
    summed = "".join(c for c in lengths if c not in result[0])
    factors = [f"{{{u.inside(ATOM).latex}}}_{{{term}}}" for term, u in zip(terms, letters, strict=True)]
    latex = (rf"\sum_{{{summed}}} " if summed else "") + r" \, ".join(factors)
    return f"einsum({text})", latex, ATOM, tuple(lengths[c] for c in result[0])


def _gathered(called, named="", function=False):
    """Write what goes along axes: ``u.sum(0)``, or as a ``function``, ``logsumexp(u, 0)``."""

    def write(u, axis):
        along = "" if axis is None else rf"_{{\mathrm{{axis}}\,{option(axis)}}}"
        words = [] if axis is None else [option(axis)]
        text = (
            f"{called}({', '.join([u.text, *words])})" if function else f"{u.inside(ATOM).text}.{called}({', '.join(words)})"
        )
        name = named or rf"\mathrm{{{called}}}"
        left = tuple(n for k, n in enumerate(u.shape) if k not in places(axis, len(u.shape)))
        return text, rf"{name}{along}({u.latex})", ATOM, left

    return write


def _cumsum(u, axis):
    text, latex, level, _ = _gathered("cumsum")(u, axis)
    return text, latex, level, u.shape


def _at_largest(u, axis):
    text, latex, level, _ = _gathered("at_largest", r"\mathrm{at\,largest}", function=True)(u, axis)
    return text, latex, level, u.shape


def _transpose(u, axes=None):
    inner = u.inside(ATOM)
    if axes is None:
        return inner.text + "ᵀ", rf"{{{inner.latex}}}^{{\top}}", ATOM, u.shape[::-1]
    order, shape = option(tuple(axes)), tuple(u.shape[k] for k in axes)
    return f"{inner.text}.transpose({order})", rf"\mathrm{{transpose}}_{{{order}}}({u.latex})", ATOM, shape


def _reshape(u, shape):
    text = f"{u.inside(ATOM).text}.reshape({', '.join(map(str, shape))})"
    return text, rf"\mathrm{{reshape}}({u.latex}, {lengths_latex(shape)})", ATOM, shape


def _index(u, key):
    u, shape, key = u.inside(ATOM), shape_at_key(u.shape, key), _key(key)
    return f"{u.text}[{key}]", f"{u.latex}[{key}]", ATOM, shape


def _place(v, key, shape):
    key = _key(key)
    latex = rf"\mathrm{{place}}({v.latex}, [{key}], {lengths_latex(shape)})"
    return f"place({v.text}, [{key}], {lengths(shape)})", latex, ATOM, shape


def _key(key):
    text = option(key)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _broadcast(u, shape):
    latex = rf"\mathrm{{broadcast}}({u.latex}, {lengths_latex(shape)})"
    return f"broadcast({u.text}, {lengths(shape)})", latex, ATOM, shape


def _outer(u, w):
    latex = rf"{u.inside(POWER).latex} \, {{{w.inside(ATOM).latex}}}^{{\top}}"
    return f"outer({u.text}, {w.text})", latex, ATOM, (prod(u.shape), prod(w.shape))


def _concatenate(*letters_and_axis):
    *letters, axis = letters_and_axis
    shape, k = [*letters[0].shape], axis % len(letters[0].shape)
    shape[k] = sum(u.shape[k] for u in letters)
    return *_listed("concatenate", letters, axis), ATOM, tuple(shape)


def _stack(*letters_and_axis):
    *letters, axis = letters_and_axis
    shape = [*letters[0].shape]
    shape.insert(axis % (len(shape) + 1), len(letters))
    return *_listed("stack", letters, axis), ATOM, tuple(shape)


def _listed(called, letters, axis):
    along = "" if axis == 0 else rf"_{{\mathrm{{axis}}\,{axis}}}"
    text = f"{called}([{', '.join(u.text for u in letters)}]{f', {axis}' * (axis != 0)})"
    return text, rf"\mathrm{{{called}}}{along}({', '.join(u.latex for u in letters)})"


def _compared(sign, sign_latex):
    def write(u, w):
        return f"[{u.text} {sign} {w.text}]", f"[{u.latex} {sign_latex} {w.latex}]", ATOM, stretched(u.shape, w.shape)

    return write


SIGNS_LATEX = {">=": r"\ge", "<=": r"\le", "==": "=", "!=": r"\ne"}
ON_ARRAYS = {
    "matmul": _matmul,
    "einsum": _einsum,
    "sum": _gathered("sum"),
    "mean": _gathered("mean"),
    "cumsum": _cumsum,
    "amax": _gathered("max", r"\max"),
    "amin": _gathered("min", r"\min"),
    "at_largest": _at_largest,
    "logsumexp": _gathered("logsumexp", function=True),
    "transpose": _transpose,
    "reshape": _reshape,
    "index": _index,
    "place": _place,
    "broadcast": _broadcast,
    "concatenate": _concatenate,
    "stack": _stack,
    "outer": _outer,
    **{name: _compared(sign, SIGNS_LATEX.get(sign, sign)) for name, (_, sign) in COMPARISONS.items()},
}
