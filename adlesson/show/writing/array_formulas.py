"""How operations on whole arrays are written down.

With this module you can

- write each of them, given formulas for its arguments and its options as they are (``ON_ARRAYS``).

A writer returns what a ``Letter`` is made of: the text, near to Python's, the LaTeX, near to what stands in a book,
how tightly it binds, and the shape of the result.

>>> from .letters import Letter
>>> ON_ARRAYS["sum"](Letter("X", shape=(3, 2)), 0)
('X.sum(0)', '\\\\mathrm{sum}_{\\\\mathrm{axis}\\\\,0}(X)', 3, (2,))
"""

from math import prod

from ...engine.numbers.arrays import option
from .numerals import LONGEST

SUM, PRODUCT, POWER, ATOM = range(4)  # how tightly a formula binds


def lengths(shape):
    """Return a shape as it stands inside a formula: ``3×2``, or ``3``."""
    return "×".join(map(str, shape))


def lengths_latex(shape):
    """Return the same as LaTeX."""
    return r" \times ".join(map(str, shape))


def _matmul(u, w):
    shape = u.shape[:-1] + (w.shape[1:] if len(w.shape) == 2 else ())
    u, w = u.inside(POWER), w.inside(POWER)
    return f"{u.text} @ {w.text}", rf"{u.latex} \, {w.latex}", SUM, shape


def _gathered(op):
    def write(u, axis):
        text = f"{u.inside(ATOM).text}.{op}({'' if axis is None else axis})"
        along = "" if axis is None else rf"_{{\mathrm{{axis}}\,{axis}}}"
        left = () if axis is None else tuple(n for k, n in enumerate(u.shape) if k != axis % len(u.shape))
        return text, rf"\mathrm{{{op}}}{along}({u.latex})", ATOM, left

    return write


def _logsumexp(u, axis):
    _, _, _, left = _gathered("sum")(u, axis)
    along = "" if axis is None else rf"_{{\mathrm{{axis}}\,{axis}}}"
    text = f"logsumexp({u.text})" if axis is None else f"logsumexp({u.text}, {axis})"
    return text, rf"\mathrm{{logsumexp}}{along}({u.latex})", ATOM, left


def _transpose(u):
    inner = u.inside(ATOM)
    return inner.text + "ᵀ", rf"{{{inner.latex}}}^{{\top}}", ATOM, u.shape[::-1]


def _reshape(u, shape):
    text = f"{u.inside(ATOM).text}.reshape({', '.join(map(str, shape))})"
    return text, rf"\mathrm{{reshape}}({u.latex}, {lengths_latex(shape)})", ATOM, shape


def _index(u, key):
    u, key = u.inside(ATOM), _key(key)
    return f"{u.text}[{key}]", f"{u.latex}[{key}]", ATOM, ()


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


ON_ARRAYS = {
    "matmul": _matmul,
    "sum": _gathered("sum"),
    "mean": _gathered("mean"),
    "logsumexp": _logsumexp,
    "transpose": _transpose,
    "reshape": _reshape,
    "index": _index,
    "place": _place,
    "broadcast": _broadcast,
    "outer": _outer,
}
