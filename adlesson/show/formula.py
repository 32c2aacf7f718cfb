"""Write formulas down: the rules of the table run on letters, and numbers made short.

With this module you can

- get an instruction or a partial as text and as LaTeX (``right_side``, ``partial``);
- show a number at the length it deserves (``number``);
- turn LaTeX into MathML, which browsers draw with nothing to download (``mathml``).

A ``Letter`` is one more kind of number: run ``value`` or a partial on it and what comes out is the
formula.  So what the lesson shows is derived from the table, not written a second time.

>>> from ..engine.ops import OPS
>>> OPS["power"].partials[0](None, Letter("a"), 2).text
'2a'
>>> number(17.800869318065500), number(81.0), number(1 / 3), number(float("nan"))
('17.80', '81', '0.3333', 'NaN')
"""

import math
from functools import lru_cache

from ..engine.notation import latex_name
from ..engine.ops import OPS

SUM, PRODUCT, POWER, ATOM = range(4)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_RAISED = str.maketrans("0123456789-", _SUPERSCRIPTS)
_LATEX = {"sqrt": r"\sqrt{{{}}}", "abs": r"\left|{}\right|", "heaviside": r"[{}>0]"}
_TEXT = {"abs": "|{}|", "heaviside": "[{} > 0]"}
_KNOWN = {"exp", "log", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"}


class Letter:
    """A formula that behaves like a number: arithmetic on it writes the arithmetic down."""

    __slots__ = ("latex", "level", "text")

    def __init__(self, text, latex=None, level=ATOM):
        self.text, self.latex, self.level = text, latex_name(text) if latex is None else latex, level

    def __add__(self, other):
        return _sum(self, other, "+")

    def __radd__(self, other):
        return _sum(other, self, "+")

    def __sub__(self, other):
        return _sum(self, other, "−")

    def __rsub__(self, other):
        return _sum(other, self, "−")

    def __mul__(self, other):
        return _product(self, other)

    def __rmul__(self, other):
        return _product(other, self)

    def __truediv__(self, other):
        return _quotient(self, other)

    def __rtruediv__(self, other):
        return _quotient(other, self)

    def __pow__(self, p):
        return _power(self, p)

    def __rpow__(self, u):
        return _power(u, self)

    def __neg__(self):
        inner = _in(self, PRODUCT)
        return Letter("−" + inner.text, "-" + inner.latex, SUM)

    def __abs__(self):
        return Letter.apply_op("abs", (self,))

    @staticmethod
    def apply_op(op, args):
        """Write an elementary function of letters (called by the table's functions)."""
        args = [_letter(u) for u in args]
        text, latex = ", ".join(u.text for u in args), ", ".join(u.latex for u in args)
        name = rf"\{op}" if op in _KNOWN else rf"\mathrm{{{op}}}"
        text = _TEXT[op].format(text) if op in _TEXT else f"{op}({text})"
        return Letter(text, _LATEX[op].format(latex) if op in _LATEX else f"{name}({latex})")


def _letter(u):
    if isinstance(u, Letter):
        return u
    text = number(u)
    return Letter(text, text.replace("−", "-"), SUM if text.startswith("−") else ATOM)


def _in(u, level):
    """Return ``u`` as it stands inside an operation of this level: in parentheses if it binds weaker."""
    u = _letter(u)
    return u if u.level >= level else Letter(f"({u.text})", f"({u.latex})")


def _is(u, value):
    return type(u) is not Letter and u == value


def _sum(u, w, sign):
    if _is(w, 0):
        return u
    if _is(u, 0):
        return w if sign == "+" else -w
    u, w = _letter(u), _in(w, SUM if sign == "+" else PRODUCT)
    if w.text.startswith("−"):
        w = _in(w, ATOM)
    return Letter(f"{u.text} {sign} {w.text}", f"{u.latex} {'+' if sign == '+' else '-'} {w.latex}", SUM)


def _product(u, w):
    if _is(u, 0) or _is(w, 0):
        return 0
    if _is(u, 1) or _is(w, 1):
        return w if _is(u, 1) else u
    if _is(u, -1):
        return -w
    number_first = not isinstance(u, Letter)
    u, w = _in(u, PRODUCT), _in(w, PRODUCT)
    close = number_first and (len(w.text) == 1 or w.text[1] in _SUPERSCRIPTS)
    return Letter(u.text + ("" if close else "·") + w.text, u.latex + ("" if close else r" \cdot ") + w.latex, PRODUCT)


def _quotient(u, w):
    if _is(w, 1):
        return u
    u, w = _letter(u), _letter(w)
    text = f"{_in(u, PRODUCT).text}/{_in(w, POWER).text}"
    return Letter(text, rf"\frac{{{u.latex}}}{{{w.latex}}}", PRODUCT)


def _power(u, p):
    if _is(p, 1):
        return u
    if _is(p, 0):
        return 1
    u, p = _in(u, ATOM), _letter(p)
    whole = p.text.replace("−", "-", 1)
    raised = whole.translate(_RAISED) if whole.lstrip("-").isdigit() else "^" + _in(p, ATOM).text
    return Letter(u.text + raised, f"{{{u.latex}}}^{{{p.latex}}}", POWER)


def right_side(program, i, word=None):
    """Return the right-hand side of instruction ``i`` as a ``Letter``; ``word(k)`` spells variable ``k``."""
    op, letters = program._ops[i], _arguments(program, i, word)
    return _letter(OPS[op].value(*letters))


def partial(program, i, slot):
    """Return the partial of instruction ``i`` by its argument ``slot`` as a ``Letter``."""
    letters = _arguments(program, i, None)
    return _letter(OPS[program._ops[i]].partials[slot](Letter(program.names[i]), *letters))


def _arguments(program, i, word):
    word = word or (lambda k: Letter(program.names[k]))
    return [word(k) if k >= 0 else program._constants[~k] for k in program._slots[i]]


def number(u):
    """Return a number as short text: four significant digits, or fewer where they say it exactly.

    Whole numbers and fractions are written out if they are short; anything else is cut to 24 characters.
    """
    if isinstance(u, bool) or not isinstance(u, (int, float)):
        text = str(u)
        if hasattr(u, "__float__") and len(text) > 12 and not hasattr(u, "free_symbols"):
            return number(float(u))
        return (text if len(text) <= 24 else text[:21] + "...").replace("-", "−")
    if isinstance(u, int) and abs(u) < 10**7:
        return str(u).replace("-", "−")
    if isinstance(u, float) and not math.isfinite(u):
        return "NaN" if u != u else "∞" if u > 0 else "−∞"
    try:
        text = format(float(u), ".4g")
        text = text if abs(float(text) - u) <= 1e-12 * abs(u) else format(float(u), "#.4g").rstrip(".")
    except OverflowError:
        return "∞" if u > 0 else "−∞"
    digits, _, exponent = text.partition("e")
    if exponent:
        text = f"{digits}·10{str(int(exponent)).translate(_RAISED)}"
    return text.replace("-", "−")


def number_latex(u):
    """Return the same short number as LaTeX."""
    if isinstance(u, float) and not math.isfinite(u):
        return r"\mathrm{NaN}" if u != u else r"\infty" if u > 0 else r"-\infty"
    text = number(u)
    if "10" in text and "·" in text:
        digits, _, raised = text.partition("·10")
        return rf"{digits} \cdot 10^{{{raised.translate(str.maketrans('⁰¹²³⁴⁵⁶⁷⁸⁹⁻', '0123456789-'))}}}".replace("−", "-")
    return text.replace("−", "-")


@lru_cache(maxsize=4096)
def mathml(latex):
    """Return LaTeX as a ``<math>`` element."""
    from latex2mathml.converter import convert

    return convert(latex)
