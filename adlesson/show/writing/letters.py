"""Formulas that behave like numbers.

With this module you can

- run any rule of the table on letters and read what it does, as text, as LaTeX and as Python (``Letter``).

A ``Letter`` is one more kind of number: what comes out of a rule that is run on it is the formula.  So what
the lesson shows is derived from the table, not written a second time.  Its ``shape`` is that of the array it
stands for.  The text of an array operation is near to Python's, its LaTeX near to what stands in a book; what Python
would run is its ``code``, with all digits of its numbers.

>>> from ...engine.ops import OPS
>>> OPS["power"].partials[0](None, Letter("a"), 2).text
'2a'
>>> OPS["power"].partials[0](None, Letter("a"), 2).code
'2 * a'
>>> w, x = Letter("W", shape=(3, 2)), Letter("x", shape=(2,))
>>> z = OPS["matmul"].value(w, x)
>>> z.text, z.latex, z.shape
('W @ x', 'W \\\\, x', (3,))
"""

from ...engine.numbers.arrays import is_array, option, shape_of
from ...engine.numbers.elementary import log
from ...engine.numbers.operand import Operand
from ...engine.ops import OPS
from .array_formulas import ATOM, ON_ARRAYS, POWER, PRODUCT, SUM, lengths_latex, stretched
from .notation import latex_name
from .numerals import RAISED, SUPERSCRIPTS, number, number_latex, size


class Letter(Operand):
    """A formula that behaves like a number: arithmetic on it writes the arithmetic down."""

    __slots__ = ("code", "latex", "level", "shape", "text")

    def __init__(self, text, latex=None, level=ATOM, shape=(), code=None):
        self.text, self.latex, self.level = text, latex_name(text) if latex is None else latex, level
        self.shape, self.code = shape, text if code is None else code

    def inside(self, level):
        """Return the formula as it stands inside an operation of this level: in parentheses if it binds weaker."""
        if self.level >= level:
            return self
        return Letter(f"({self.text})", f"({self.latex})", shape=self.shape, code=f"({self.code})")

    @staticmethod
    def apply_op(op, args, options=()):
        """Write an operation on letters (called by the operators, and by the table's functions)."""
        if op in ARITHMETIC:
            return ARITHMETIC[op](*args)
        args = [as_letter(u) for u in args]
        if op in ON_ARRAYS:
            return Letter(*ON_ARRAYS[op](*args, *options), code=_array_code(op, args, options))
        text, latex, code = (", ".join(getattr(u, kind) for u in args) for kind in ("text", "latex", "code"))
        return Letter(
            OPS[op].text.format(text),
            OPS[op].latex.format(latex),
            shape=stretched(*(u.shape for u in args)),
            code=f"{op}({code})",
        )

    @staticmethod
    def constant(name, number):
        """Return the letter of a constant, such as pi."""
        return Letter({"pi": "π"}.get(name, name), latex_name(name), code=name)


def _array_code(op, args, options):
    """Return an operation on whole arrays in Python, as the table writes it."""
    level = POWER if op == "matmul" else ATOM if OPS[op].written.startswith("{0}") else SUM
    return OPS[op].write(*[u.inside(level).code for u in args], *map(option, options))


def as_letter(u):
    """Return a formula as it is, and a number or an array as a formula that keeps its place among others."""
    if isinstance(u, Letter):
        return u
    text = number(u)
    plain = text.startswith("[") or not (text.startswith("−") or " " in text)
    level = SUM if not plain else PRODUCT if ("·" in text and not is_array(u)) or "/" in text else ATOM
    return Letter(text, number_latex(u), level, shape_of(u), text if is_array(u) else repr(u))


def factor(text):
    """Return text as it stands beside a times sign: in parentheses if it is a sum or negative."""
    return f"({text})" if (" " in text and not _in_brackets(text)) or text.startswith(("−", "-")) else text


def _in_brackets(text):
    return text[0] == "[" and all(text[:k].count("[") > text[:k].count("]") for k in range(1, len(text)))


def _is(u, value):
    return type(u) is not Letter and not is_array(u) and u == value


def _sum(u, w, sign="+"):
    if _is(w, 0):
        return u
    if _is(u, 0):
        return w if sign == "+" else -w
    u, w = as_letter(u), as_letter(w).inside(SUM if sign == "+" else PRODUCT)
    if w.text.startswith("−"):
        w = w.inside(ATOM)
    latex = f"{u.latex} {'+' if sign == '+' else '-'} {w.latex}"
    code = f"{u.code} {'+' if sign == '+' else '-'} {w.code}"
    return Letter(f"{u.text} {sign} {w.text}", latex, SUM, stretched(u.shape, w.shape), code)


def _difference(u, w):
    return _sum(u, w, "−")


def _negative(u):
    inner = u.inside(PRODUCT)
    return Letter("−" + inner.text, "-" + inner.latex, SUM, u.shape, "-" + inner.code)


def _product(u, w):
    if _is(u, 0) or _is(w, 0):
        return 0
    if _is(u, 1) or _is(w, 1):
        return w if _is(u, 1) else u
    if _is(u, -1):
        return -w
    u, w = as_letter(u).inside(PRODUCT), as_letter(w).inside(PRODUCT)
    close = u.text.replace(".", "").isdigit() and w.text[0].isalpha() and (len(w.text) == 1 or w.text[1] in SUPERSCRIPTS)
    text, latex = ("", "") if close else times(u, w)
    return Letter(
        u.text + text + w.text, u.latex + latex + w.latex, PRODUCT, stretched(u.shape, w.shape), f"{u.code} * {w.code}"
    )


def times(u, w):
    """Return the sign between two factors, as text and as LaTeX: ``*`` between arrays, which NumPy multiplies by entries."""
    return (" * ", r" \odot ") if u.shape and w.shape else ("·", r" \cdot ")


def _quotient(u, w):
    if _is(w, 1):
        return u
    u, w = as_letter(u), as_letter(w)
    text = f"{u.inside(PRODUCT).text}/{w.inside(POWER).text}"
    code = f"{u.inside(PRODUCT).code} / {w.inside(POWER).code}"
    return Letter(text, rf"\frac{{{u.latex}}}{{{w.latex}}}", PRODUCT, stretched(u.shape, w.shape), code)


def _power(u, p):
    if _is(p, 1):
        return u
    if _is(p, 0):
        return 1
    u, p = as_letter(u).inside(ATOM), as_letter(p)
    whole = p.text.replace("−", "-", 1)
    raised = whole.translate(RAISED) if whole.lstrip("-").isdigit() else "^" + p.inside(ATOM).text
    code = f"{u.code} ** {p.inside(ATOM).code}"
    return Letter(u.text + raised, f"{{{u.latex}}}^{{{p.latex}}}", POWER, stretched(u.shape, p.shape), code)


# arithmetic leaves out what changes nothing, and may be a plain number in the end; how arrays are written stands beside
ARITHMETIC = {
    "add": _sum,
    "subtract": _difference,
    "negative": _negative,
    "multiply": _product,
    "gated": _product,
    "power_log": lambda u, p: _product(_power(u, p), log(u)),
    "divide": _quotient,
    "power": _power,
}


def stand_in(u):
    """Return a constant as a letter: an array too long to be written out only says its size, ``[16×3]``."""
    letter = as_letter(u)
    if not is_array(u) or " … " not in letter.text:
        return letter
    return Letter(f"[{size(u.shape)}]", rf"[{lengths_latex(u.shape)}]", shape=u.shape)
