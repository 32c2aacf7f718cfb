"""Formulas as MathML, which browsers draw with nothing to download.

With this module you can

- turn LaTeX into a ``<math>`` element for an HTML page (``mathml``), or plain text (``mathtext``);
- put an equation together from parts (``equation``), each with its name below it (``named``).

A library does it.  It is slow where a thousand equations are wanted, and says more than a page needs: so an equation is
taken apart at the signs between its terms, every term is turned once, and what only XML needs is left out.  A name of one
letter is written here, and so are a function, a power, a root and a quotient of names and numbers: most sweeps have no other
terms, and to load the library would take a third of the time in which the first stepper of a session comes.

>>> mathml(r"\\bar{a} + 2.568")
'<math><mrow><mover><mi>a</mi><mo>¯</mo></mover><mo>+</mo><mn>2.568</mn></mrow></math>'
>>> mathml(r"\\bar{t_{2}}")
'<math><mrow><msub><mover><mi>t</mi><mo>¯</mo></mover><mn>2</mn></msub></mrow></math>'
>>> equation(term("a"), "=", named("share of b", digits("6"), "·", digits("1")))
'<math><mi>a</mi><mo>=</mo><munder><mrow><mn>6</mn><mo>·</mo><mn>1</mn></mrow><mtext>share of b</mtext></munder></math>'
"""

import html
import re
from functools import lru_cache

SIGNS = {
    r"\leftarrow ": "<mo>←</mo>",
    r"\cdot ": "<mo>·</mo>",
    r"\odot ": "<mo>⊙</mo>",
    "= ": "<mo>=</mo>",
    "+ ": "<mo>+</mo>",
    "- ": "<mo>−</mo>",
    r",\quad ": '<mo>,</mo><mspace width="1em" />',
}
SPACE = '<mspace width="1em"/>'
PARTS = re.compile("|".join([*map(re.escape, SIGNS), r"\\left\W", r"\\right\W", "[{}()]"]))
ONE = re.compile(r"<(\w+)(?: [^>]*)?>(?:(?!<\1\b).)*?</\1>")  # one element, which may stand without a group
ALONE = re.compile(r"<mrow>(<(m[ino])(?: [^>]*)?>[^<]*</\2>|<msub>(?:<m[in]>[^<]*</m[in]>){2}</msub>)</mrow>")
# a letter with an index or without, and a bar or a dot over it
NAME = re.compile(
    r"(?:\\(?P<mark>bar|dot)\{)?(?P<letter>[a-zA-Z])(?:_\{(?:(?P<digits>\d+)|(?P<index>[a-zA-Z]))\})?(?(mark)\})"
)
MARKS = {"bar": "¯", "dot": "˙"}
# what is written here of names and numbers: a function of one, a power, a quotient, a root
FORMS = {
    r"\\(?P<f>exp|log|sin|cos|tan|sinh|cosh|tanh)\((?P<u>[\w.]+(?:_\{\w+\})?)\)": (
        '<mi>{f}</mi><mo stretchy="false">(</mo>{u}<mo stretchy="false">)</mo>'
    ),
    r"\{(?P<u>[\w.]+(?:_\{\w+\})?)\}\^\{(?P<w>[\w.]+)\}": "<msup>{u}{w}</msup>",
    r"\\frac\{(?P<u>[\w.]+(?:_\{\w+\})?)\}\{(?P<w>[\w.]+)\}": "<mfrac>{u}{w}</mfrac>",
    r"\\sqrt\{(?P<u>[\w.]+(?:_\{\w+\})?)\}": "<msqrt>{u}</msqrt>",
}
OVER = re.compile(r"\\(bar|dot)\{([a-zA-Z])_\{([^{}]*)\}\}")  # it stands over the letter, not over its index


def mathml(latex):
    """Return LaTeX as a ``<math>`` element, without the attributes that only XML needs."""
    return f"<math><mrow>{term(latex)}</mrow></math>"


def equation(*parts):
    """Return a ``<math>`` element of ``parts``: MathML, or one sign such as ``=``."""
    return f"<math>{_joined(parts)}</math>"


def named(name, *parts):
    """Return parts of an equation as one, with a name below it; ``parts`` as in ``equation``."""
    inside = _joined(parts)
    inside = inside if parts[1:] == () and ONE.fullmatch(inside) else f"<mrow>{inside}</mrow>"
    return f"<munder>{inside}<mtext>{html.escape(name, quote=False)}</mtext></munder>"


def digits(text):
    """Return the text of a number or an array as a part of an equation."""
    return f"<mn>{html.escape(text, quote=False)}</mn>"


def words(text):
    """Return words as a part of an equation."""
    return f"<mtext>{html.escape(text, quote=False)}</mtext>"


def _joined(parts):
    return "".join(f"<mo>{part}</mo>" if len(part) == 1 else part for part in parts)


def term(latex):
    """Return LaTeX as a part of an equation."""
    parts, depth, start = [], 0, 0
    for found in PARTS.finditer(latex):
        sign = found[0]
        if sign in SIGNS and not depth:
            parts += [_term(latex[start : found.start()].strip()), SIGNS[sign]]
            start = found.end()
        else:
            depth += (sign in ("{", "(") or sign.startswith(r"\left")) - (sign in ("}", ")") or sign.startswith(r"\right"))
    return f"{''.join(parts)}{_term(latex[start:].strip())}"


def mathtext(text):
    """Return a calculation with numbers, which needs no setting, as a ``<math>`` element."""
    return f"<math><mtext>{html.escape(text, quote=False)}</mtext></math>"


@lru_cache(maxsize=4096)
def _term(latex):
    """Return what stands inside the ``<math>`` element of one term."""
    return _plain(latex) or _formed(latex) or (_converted(latex) if latex else "")


def _plain(latex):
    """Return a number or a name, "" if it is something else."""
    if latex.replace(".", "", 1).isdigit():
        return f"<mn>{latex}</mn>"
    name = NAME.fullmatch(latex)
    return _named(**name.groupdict()) if name else ""


def _formed(latex):
    """Return one of ``FORMS``, "" if it is something else."""
    for form, element in FORMS.items():
        if found := re.fullmatch(form, latex):
            parts = {name: text if name == "f" else _plain(text) for name, text in found.groupdict().items()}
            return element.format(**parts) if all(parts.values()) else ""
    return ""


def _named(mark, letter, digits, index):
    base = f"<mi>{letter}</mi>"
    if mark:
        base = f"<mover>{base}<mo>{MARKS[mark]}</mo></mover>"
    below = f"<mn>{digits}</mn>" if digits else index and f"<mi>{index}</mi>"
    return f"<msub>{base}{below}</msub>" if below else base


def _converted(latex):
    from latex2mathml.converter import convert

    made = convert(OVER.sub(r"\\\1{\2}_{\3}", latex)).replace(' stretchy="true"', "")
    text = re.sub(r"^<math[^>]*><mrow>|</mrow></math>$", "", made)
    text = re.sub("&#x([0-9A-F]+);", lambda code: _character(int(code[1], 16)), text)
    while ALONE.search(text):
        text = ALONE.sub(r"\1", text)
    return text


def _character(code):
    return f"&#{code};" if chr(code) in '<>&"' else chr(code)
