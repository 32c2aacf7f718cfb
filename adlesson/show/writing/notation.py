"""The letters: who writes what, and which sign goes in front of the multipliers.

With this module you can

- spell a variable's tangent or adjoint as Vieira, Griewank & Walther or LeCun do (``NOTATIONS``).

The rule of signs: with a minus in front of the multipliers, L = f - sum lam_i (z_i - f_i), the
multiplier *is* the adjoint; with LeCun's plus it is minus the adjoint.

>>> NOTATIONS["griewank"].adjoint("a"), NOTATIONS["blog"].adjoint("a")
('ā', 'λ_a')
>>> NOTATIONS["blog"].latex_adjoint("a")
'\\\\lambda_{a}'
"""

import unicodedata
from collections import namedtuple
from functools import lru_cache

from ...engine.errors import UnknownError, closest

_GREEK = {"alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho"}
_GREEK |= {"zeta", "sigma", "tau", "phi", "chi", "psi", "omega"}


def _above(mark, word):
    def write(name):
        if len(name) != 1:
            return f"{name}_{word}"
        return unicodedata.normalize("NFC", name + mark)

    return write


@lru_cache(4096)
def latex_name(name):
    """Return a variable's name as LaTeX: ``s_2`` becomes a subscript, a longer word is upright.

    >>> latex_name("s_2"), latex_name("x[0]"), latex_name("x1"), latex_name("loss"), latex_name("a_bar")
    ('s_{2}', 'x_{0}', 'x_{1}', '\\\\mathrm{loss}', 'a_{\\\\mathrm{bar}}')
    """
    # LaTeX would obey a backslash, %, {, }, ^ or $; a minus sign or a comma may stand in hs[-1], h[0,1]
    name = "".join(c if c.isalnum() or c in "_[]" or (c in "-," and "[" in name[:k]) else "." for k, c in enumerate(name))
    if not name.strip("_"):
        return r"\_"
    base, mark, below = name.replace("]", "").replace("[", "_").partition("_")
    if not base:
        base, mark, below = name.strip("_") or name, "", ""
    letter, digits = base[:1], base[1:]
    if base in _GREEK:
        base = rf"\{base}"
    elif digits.isdigit() and not below:
        base, mark, below = letter, "_", digits
    elif digits:
        base = rf"\mathrm{{{base}}}"
    if below.isalpha() and len(below) > 1 and below not in _GREEK:
        below = rf"\mathrm{{{below}}}"
    return f"{base}_{{{below.replace('_', ',')}}}" if mark else base


Notation = namedtuple("Notation", "name source adjoint tangent latex_adjoint latex_tangent sign multiplier")
Notation.__doc__ = """How one source writes adjoints and tangents, and its sign before the multipliers.

``adjoint(name)`` and ``tangent(name)`` return plain text, ``latex_adjoint`` and ``latex_tangent``
LaTeX; ``sign`` is -1 or +1; ``multiplier`` is the letter of the multiplier.
"""

NOTATIONS = {
    n.name: n
    for n in (
        Notation(
            "blog",
            "T. Vieira, Backprop is not just the chain rule, 2017",
            lambda name: f"λ_{name}",
            _above("\u0307", "dot"),
            lambda name: rf"\lambda_{{{latex_name(name)}}}",
            lambda name: rf"\dot{{{latex_name(name)}}}",
            -1,
            "lambda_i",
        ),
        Notation(
            "griewank",
            "A. Griewank and A. Walther, Evaluating Derivatives, 2nd ed., SIAM 2008",
            _above("\u0304", "bar"),
            _above("\u0307", "dot"),
            lambda name: rf"\bar{{{latex_name(name)}}}",
            lambda name: rf"\dot{{{latex_name(name)}}}",
            -1,
            "-",
        ),
        Notation(
            "lecun",
            "Y. Le Cun, A Theoretical Framework for Back-Propagation, 1988 (signs from secondary sources)",
            lambda name: f"−B({name})",
            _above("\u0307", "dot"),
            lambda name: rf"-B({latex_name(name)})",
            lambda name: rf"\dot{{{latex_name(name)}}}",
            +1,
            "B(k)",
        ),
    )
}


def notation(name):
    """Return the ``Notation`` called ``name``; raises ``UnknownError`` listing the known ones."""
    if name not in NOTATIONS:
        raise UnknownError(f"no notation {name!r}{closest(name, NOTATIONS)}: known are {', '.join(NOTATIONS)}")
    return NOTATIONS[name]
