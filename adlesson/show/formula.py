"""Write formulas down: the rules of the table run on letters, and numbers made short.

With this module you can

- get an instruction or a partial as text and as LaTeX (``right_side``, ``partial``);
- turn LaTeX into MathML, which browsers draw with nothing to download (``mathml``).

A ``Letter`` is one more kind of number: run ``value`` or a partial on it and what comes out is the
formula.  So what the lesson shows is derived from the table, not written a second time.  An instruction
is shown as it stands, ``0 * x`` too; a partial is simplified, since nobody writes ``1 * 2 * a ** 1``.

>>> from ..engine.ops import OPS
>>> OPS["power"].partials[0](None, Letter("a"), 2).text
'2a'
"""

from functools import lru_cache

from ..engine.notation import latex_name
from ..engine.ops import OPS
from .numerals import RAISED, SUPERSCRIPTS, number, number_latex

SUM, PRODUCT, POWER, ATOM = range(4)
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
        args = [as_letter(u) for u in args]
        text, latex = ", ".join(u.text for u in args), ", ".join(u.latex for u in args)
        name = rf"\{op}" if op in _KNOWN else rf"\mathrm{{{op}}}"
        text = _TEXT[op].format(text) if op in _TEXT else f"{op}({text})"
        return Letter(text, _LATEX[op].format(latex) if op in _LATEX else f"{name}({latex})")


def as_letter(u):
    """Return a formula as it is, and a number as a formula that keeps its place among others."""
    if isinstance(u, Letter):
        return u
    text = number(u)
    level = SUM if text.startswith("−") or " " in text else PRODUCT if "·" in text or "/" in text else ATOM
    return Letter(text, number_latex(u), level)


def factor(text):
    """Return text as it stands beside a times sign: in parentheses if it is a sum or negative."""
    return f"({text})" if " " in text or text.startswith(("−", "-")) else text


def _in(u, level):
    """Return ``u`` as it stands inside an operation of this level: in parentheses if it binds weaker."""
    u = as_letter(u)
    return u if u.level >= level else Letter(f"({u.text})", f"({u.latex})")


def _is(u, value):
    return type(u) is not Letter and u == value


def _sum(u, w, sign):
    if _is(w, 0):
        return u
    if _is(u, 0):
        return w if sign == "+" else -w
    u, w = as_letter(u), _in(w, SUM if sign == "+" else PRODUCT)
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
    u, w = _in(u, PRODUCT), _in(w, PRODUCT)
    close = u.text.replace(".", "").isdigit() and w.text[0].isalpha() and (len(w.text) == 1 or w.text[1] in SUPERSCRIPTS)
    return Letter(u.text + ("" if close else "·") + w.text, u.latex + ("" if close else r" \cdot ") + w.latex, PRODUCT)


def _quotient(u, w):
    if _is(w, 1):
        return u
    u, w = as_letter(u), as_letter(w)
    text = f"{_in(u, PRODUCT).text}/{_in(w, POWER).text}"
    return Letter(text, rf"\frac{{{u.latex}}}{{{w.latex}}}", PRODUCT)


def _power(u, p):
    if _is(p, 1):
        return u
    if _is(p, 0):
        return 1
    u, p = _in(u, ATOM), as_letter(p)
    whole = p.text.replace("−", "-", 1)
    raised = whole.translate(RAISED) if whole.lstrip("-").isdigit() else "^" + _in(p, ATOM).text
    return Letter(u.text + raised, f"{{{u.latex}}}^{{{p.latex}}}", POWER)


def right_side(program, i, word=None):
    """Return the right-hand side of instruction ``i`` as a ``Letter``; ``word(k)`` spells variable ``k``."""
    letters = map(as_letter, _arguments(program, i, word))
    return as_letter(OPS[program.ops[i]].value(*letters))


def partial(program, i, slot):
    """Return the partial of instruction ``i`` by its argument ``slot`` as a ``Letter``."""
    letters = _arguments(program, i, None)
    return as_letter(OPS[program.ops[i]].partials[slot](Letter(program.names[i]), *letters))


def _arguments(program, i, word):
    word = word or (lambda k: Letter(program.names[k]))
    return [word(k) if k >= 0 else program.constants[~k] for k in program.slots[i]]


@lru_cache(maxsize=4096)
def mathml(latex):
    """Return LaTeX as a ``<math>`` element for an HTML page, without the attributes that only XML needs."""
    from latex2mathml.converter import convert

    text = convert(latex).replace(' xmlns="http://www.w3.org/1998/Math/MathML" display="inline"', "")
    return text.replace(' stretchy="true"', "")
