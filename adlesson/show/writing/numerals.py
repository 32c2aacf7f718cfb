"""Numbers and arrays as short text.

With this module you can

- show a number at the length it deserves, as text (``number``) or as LaTeX (``number_latex``);
- show an array on one line: in full if it is short, else from its smallest to its largest entry;
- say the shape of an array (``size``) and what keeps a value from being finite (``trouble``);
- get a number as JSON can hold it (``finite``), and as it can be typed off the screen (``on_screen``).

>>> number(17.800869318065500), number(81.0), number(1 / 3), number(float("nan"))
('17.80', '81', '0.3333', 'NaN')
>>> number(10**1000), number_latex(1.5e-9)
('1·10¹⁰⁰⁰', '1.5 \\\\cdot 10^{-9}')
>>> import numpy as np
>>> number(np.array([0.5, -1.0, 2.0])), number(np.arange(48.0).reshape(16, 3)), number(np.ones((16, 3)))
('[0.5, −1, 2]', '0 … 47', 'all 1')
>>> size((16, 3)), size((16,)), trouble(np.array([1.0, -np.inf]))
('16×3', '16 entries', '−∞')
"""

import contextlib
import math
import re

from ...engine.numbers.arrays import is_array

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
RAISED = str.maketrans("0123456789-", SUPERSCRIPTS)
LOWERED = str.maketrans(SUPERSCRIPTS, "0123456789-")
LONGEST = 24
RANGES = "of an array too long to write out, the smallest … largest entry"
IN_LATEX = {"−": "-", "NaN": r"\mathrm{NaN}", "∞": r"\infty", "…": r"\ldots", "all ": r"\mathrm{all}\ "}


def number(u):
    """Return a number as text: four significant digits, fewer where they say it exactly.

    Small whole numbers and fractions are written out; what is not a real number is cut to 24 characters.
    An array of more than 24 is ``smallest … largest``, with ``, NaN`` behind if there is one among its entries.
    """
    if is_array(u):
        return _array(u).replace("-", "−")
    if isinstance(getattr(u, "numerator", None), int):
        return _exact(u).replace("-", "−")
    if isinstance(u, float) or (hasattr(u, "__float__") and not hasattr(u, "free_symbols") and not isinstance(u, complex)):
        return _real(float(u)).replace("-", "−")
    text = format(u, ".4g") if isinstance(u, complex) else str(u)
    return (text if len(text) <= LONGEST else text[: LONGEST - 1] + "…").replace("-", "−")


def _exact(u):
    if abs(u.numerator) < 10**7 and u.denominator < 10**7:
        return str(u + 0)  # True is 1
    size = math.log10(abs(u.numerator)) - math.log10(u.denominator)
    if abs(size) < 300:
        return _real(u.numerator / u.denominator)
    mantissa = f"{'-' * (u < 0)}{10 ** (size % 1):.4g}"
    return f"{mantissa}·10{str(math.floor(size)).translate(RAISED)}"


def _array(u):
    same = u.size > 4 and (u == u.flat[0]).all()
    text = "" if same or u.size > LONGEST // 2 else _nested(u.tolist())
    if 0 < len(text) <= LONGEST:
        return text
    if u.dtype.kind not in "fiu":
        return f"{u.size} numbers"
    known = u[u == u]
    if not known.size:
        return "all NaN"
    low, high = _real(float(known.min()), 3), _real(float(known.max()), 3)
    if known.size < u.size:
        return f"{low}, NaN" if low == high else f"{low} … {high}, NaN"
    return f"all {low}" if same else f"{low} … {high}"


def _nested(rows):
    if isinstance(rows, list):
        return f"[{', '.join(map(_nested, rows))}]"
    return _real(float(rows), 3) if isinstance(rows, (int, float)) else number(rows)


def _real(u, digits=4):
    if not math.isfinite(u):
        return "NaN" if u != u else "∞" if u > 0 else "-∞"
    text = format(u or 0.0, f".{digits}g")  # no minus sign for -0.0
    if abs(float(text) - u) > 1e-12 * abs(u):
        text = format(u, f"#.{digits}g").rstrip(".")  # rounded, and the zeros at the end say so
    digits, _, exponent = text.partition("e")
    return f"{digits}·10{str(int(exponent)).translate(RAISED)}" if exponent else text


def number_latex(u):
    """Return the same short text as LaTeX."""
    text = re.sub(f"·10([{SUPERSCRIPTS}]+)", lambda raised: rf" \cdot 10^{{{raised[1].translate(LOWERED)}}}", number(u))
    for sign, latex in IN_LATEX.items():
        text = text.replace(sign, latex)
    return text


def size(shape):
    """Return the shape of an array as a label: ``"16×3"``, ``"16 entries"``, or ``""`` for a number."""
    if len(shape) == 1:
        return f"{shape[0]} {'entry' if shape[0] == 1 else 'entries'}"
    return "×".join(map(str, shape))


def size_in_words(shape):
    """Return the same to be read aloud after a noun: ``" of shape 16 by 3"``, ``" with 16 entries"``."""
    if len(shape) < 2:
        return f" with {size(shape)}" if shape else ""
    return f" of shape {' by '.join(map(str, shape))}"


def in_words(names, most=None):
    """Return names as they stand in a sentence: ``"a, b and c"``; of more than ``most``, the first ones and a count."""
    names = list(names)
    if most is not None and len(names) > most:
        names[most - 1 :] = [f"{len(names) - most + 1} more"]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def trouble(u):
    """Return ``"NaN"``, ``"∞"`` or ``"−∞"`` if that is what ``u`` is, or has among its entries; else ``""``."""
    if is_array(u):
        if u.dtype.kind not in "fc":
            return ""
        return "NaN" if (u != u).any() else "∞" if (u == math.inf).any() else "−∞" if (abs(u) == math.inf).any() else ""
    if not (isinstance(u, (float, complex)) or type(u).__module__ == "numpy"):
        return ""
    return "NaN" if u != u else "" if abs(u) < math.inf else "−∞" if u == -math.inf else "∞"


def is_zero(u):
    """Whether ``u`` is 0, or an array of nothing but 0."""
    return not u.any() if is_array(u) else u == 0


def finite(u):
    """Return a finite number as a plain int or float, anything else as None."""
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        u = int(u) if isinstance(u, int) and abs(u) < 2**53 else float(u)
        return u if math.isfinite(u) else None


def on_screen(u):
    """Return a number as whoever reads ``number(u)`` can type it."""
    return float(f"{u:.4g}") if isinstance(u, float) else u
