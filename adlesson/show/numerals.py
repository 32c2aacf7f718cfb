"""Numbers as short text.

With this module you can

- show a number at the length it deserves, as text (``number``) or as LaTeX (``number_latex``).

>>> number(17.800869318065500), number(81.0), number(1 / 3), number(float("nan"))
('17.80', '81', '0.3333', 'NaN')
>>> number(10**1000), number_latex(1.5e-9)
('1·10¹⁰⁰⁰', '1.5 \\\\cdot 10^{-9}')
"""

import math

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
RAISED = str.maketrans("0123456789-", SUPERSCRIPTS)
LOWERED = str.maketrans(SUPERSCRIPTS, "0123456789-")
LONGEST = 24


def number(u):
    """Return a number as text: four significant digits, fewer where they say it exactly.

    Small whole numbers and fractions are written out; what is not a real number is cut to 24 characters.
    """
    if isinstance(getattr(u, "numerator", None), int):
        return _exact(u).replace("-", "−")
    if isinstance(u, float) or (hasattr(u, "__float__") and not hasattr(u, "free_symbols")):
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


def _real(u):
    if not math.isfinite(u):
        return "NaN" if u != u else "∞" if u > 0 else "-∞"
    text = format(u or 0.0, ".4g")  # no minus sign for -0.0
    if abs(float(text) - u) > 1e-12 * abs(u):
        text = format(u, "#.4g").rstrip(".")  # rounded, and the zeros at the end say so
    digits, _, exponent = text.partition("e")
    return f"{digits}·10{str(int(exponent)).translate(RAISED)}" if exponent else text


def number_latex(u):
    """Return the same short number as LaTeX."""
    text = number(u).replace("−", "-")
    digits, power, raised = text.partition("·10")
    if power and raised.strip(SUPERSCRIPTS) == "":
        return rf"{digits} \cdot 10^{{{raised.translate(LOWERED)}}}"
    return {"NaN": r"\mathrm{NaN}", "∞": r"\infty", "-∞": r"-\infty"}.get(text, text)
