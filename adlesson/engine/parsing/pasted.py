"""Formulas as people type them, paste them, and as the page itself writes them.

With this module you can

- get the same formula in the few characters that Python's grammar has (``as_python``), and such a text as it was meant to
  be read (``as_typed``).

The answer box of the stepper reads texts by the same steps, in JavaScript, and a test holds the two against each other.

>>> as_python("1.5·10⁻³·x²"), as_python("−2π ÷ |x|"), as_python("√(x)")
('1.5*10**-3 *x**2', '-2*pi /  abs(x)', 'sqrt(x)')
"""

import keyword
import re
import string
import unicodedata

from ..errors import ParseError, short

RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
SIGNS = {**dict.fromkeys("‐‒–—―−", "-"), **dict.fromkeys("×·⋅∙∗", "*"), **dict.fromkeys("÷∕⁄", "/")}
NUMBER = r"(?>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"  # all of it or nothing: 1e5 is not 1 e5
SPOKEN = {"if", "else", "and", "or", "not", "in", "is", "for", "None", "True", "False"}  # of these a sentence knows more
BOLD = {c: chr(0x1D400 + k) for k, c in enumerate(string.ascii_uppercase + string.ascii_lowercase)}


def as_python(text, given=()):
    """Return a formula in Python's characters; raise a ``ParseError`` where it could be read in two ways.

    Spaces and signs of every kind are taken as what they look like, invisible characters are left out.  ``x²`` is a power,
    ``2x`` a product, ``|x|`` a size, ``[x > 0]`` 1 or 0, ``π`` pi.  A keyword is a name, if it is ``lambda`` or among the
    inputs ``given``, or means nothing in a formula.
    """
    typed, text = text, "".join(c if c in RAISED else _plain(c) for c in text).replace("**", "^")
    if re.search(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]\s*\^", text):
        raise ParseError(f"{short(typed)} holds a power of a power: write parentheses, (x²)^3 or x^(2^3)")
    text = re.sub("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda run: f"^{''.join(RAISED[c] for c in run[0])} ", text)  # x²3 is not x^23
    text = re.sub(f"[{''.join(SIGNS)}]", lambda sign: SIGNS[sign[0]], text)
    if "**" in text:
        raise ParseError(f"{short(typed)} holds two signs for a product in a row: leave one out")
    text = re.sub(r"√\s*(?=\()", " sqrt", text)
    if re.search(rf"√\s*({NUMBER}|[^\W\d]\w*)\s*\^", text):
        raise ParseError(f"{short(typed)} holds a root beside a power: write parentheses, √(x²) or (√x)²")
    text = re.sub(rf"√\s*({NUMBER}|[^\W\d]\w*(?![\w(]))", r" sqrt(\1)", text)
    while (found := re.sub(r"\[([^][]*)>\s*0\s*\]", r" heaviside(\1)", text)) != text:
        text = found
    text = re.sub(rf"(?<![\w.])({NUMBER})([^\W\d]\w*)", _product, _sizes(text))
    if "π" not in given:
        text = re.sub(r"(?<!\w)π(?!\w)", "pi", text)
    wanted = "|".join({*keyword.kwlist} - SPOKEN | {*keyword.kwlist} & {*given})
    return re.sub(rf"(?<!\w)({wanted})(?!\w)", _as_name, text).replace("^", "**").strip()


def as_typed(text):
    """Return a text of ``as_python`` as it was typed, as far as its names go."""
    return text.translate({ord(bold): c for c, bold in BOLD.items()})


def _plain(c):
    """Return a character as what it looks like: a space, a digit or a sign; what nobody sees is nothing."""
    kind = unicodedata.category(c)
    if c.isascii() and c.isprintable():
        return c
    if kind == "Cf":
        return ""
    if c.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", c)
    if kind == "No" and "⁄" in plain:
        return f"({plain})"  # ½
    return plain if kind == "Nd" or kind[0] in "PS" else c


def _product(run):
    """Return ``2*x`` for ``2x``, as the page writes products; what could be something else is refused."""
    number, word = run.groups()
    before = run.string[: run.start()].rstrip(" +-")[-1:]
    if len(word) > 1 or word in "eE" or before in ("/", "^", "√") or run.string[run.end() :].lstrip()[:1] == "(":
        raise ParseError(f"{short(number + word)} is not a formula: write products with *, here between {number} and {word}")
    return f"{number}*{word}"


def _sizes(text):
    """Return text with ``|x|`` as ``abs(x)``: a bar opens where a number could begin, and closes where one could end."""
    made, before, depth = [], "", 0
    for c in text:
        if c == "|" and before in "(,+-*/^":  # or at the beginning, where before is ""
            made.append(" abs(")
            depth += 1
        elif c == "|" and depth:
            made.append(")")
            depth -= 1
        else:
            made.append(c)
        before = before if c.isspace() else made[-1][-1]
    return "".join(made)


def _as_name(run):
    """Return a keyword with a first letter in bold: to Python it is a name then, and the name is the same."""
    return BOLD[run[0][0]] + run[0][1:]
