"""A sentence as it is read aloud: names and signs in words.

With this module you can

- get what a screen reader is to say in place of a sentence with signs in it (``spoken``).

A voice reads the letter ``ā`` as "a", a minus sign often not at all, and ``λ_a`` as "lambda underscore a".

>>> spoken("b sends a its share: 6 × (−1) = −6.  ā = 9 − 6 = 3.")
'b sends a its share: 6 times minus 1 equals minus 6.  the adjoint of a equals 9 minus 6 equals 3.'
>>> spoken("∂L/∂x_in = λ_x = 2.5·10⁻⁷")
'the derivative of L by x equals lambda of x equals 2.5 times 10 to the minus 7'
"""

import re
import unicodedata

NAME = r"(\w+(?:\[[\w, −-]+\])?)"
BAR, DOT = "\u0304", "\u0307"
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)) | {"⁻": "minus "}
WORDS = [
    (rf"∂(\w+?)/∂{NAME}", lambda found: f"the derivative of {found[1]} by {found[2].removesuffix('_in')}"),
    (rf"λ_{NAME}", r"lambda of \1"),
    ("λ", "lambda"),
    (rf"(\w){BAR}", r"the adjoint of \1"),
    (rf"(\w){DOT}", r"the tangent of \1"),
    (r"(\w+)_bar\b", r"the adjoint of \1"),
    (r"(\w+)_dot\b", r"the tangent of \1"),
    ("²", " squared"),
    ("³", " cubed"),
    ("[⁰¹⁴⁵⁶⁷⁸⁹⁻][⁰¹²³⁴⁵⁶⁷⁸⁹]*", lambda found: " to the " + "".join(RAISED[c] for c in found[0])),
    (r"(?<!\w)\((−(?:∞|[\w.]+(?:·10 to the (?:minus )?\d+)?))\)", r"\1"),
    (" − ", " minus "),
    ("−", "minus "),
    (" ?[×·] ?", " times "),
    (r" \+ ", " plus "),
    (r" = ", " equals "),
    (" … ", " to "),
    ("∞", "infinity"),
    (" @ ", " at "),
    (" > ", " greater than "),
    (" < ", " less than "),
    (" >= ", " at least "),
    (" <= ", " at most "),
    (" == ", " equal to "),
    (" != ", " not equal to "),
    ("ᵀ", " transposed"),
]


def spoken(text):
    """Return a sentence with the names of its signs and letters in words."""
    text = unicodedata.normalize("NFD", text)
    for sign, words in WORDS:
        text = re.sub(sign, words, text)
    return unicodedata.normalize("NFC", text)
