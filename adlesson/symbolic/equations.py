"""Symbols for the variables of a program, equations between them, and a judge of identities.

With this module you can

- get a SymPy symbol for each variable, its multiplier and its given input (``letters``);
- write an equation that SymPy leaves as it stands (``equation``), and a long sum (``total``);
- ask what is left of a difference that should be zero (``left_over``).

SymPy loads when a symbol is first asked for.

>>> z, lam, given = letters(("x", "a"), ("x",))
>>> z, lam, given
([x, a], [lambda_x, lambda_a], [x_in])
>>> left_over((z[0] + 1) ** 2 - z[0] ** 2 - 2 * z[0] - 1)
0
"""

from collections import namedtuple

from ..engine.numbers.inputs import is_number

Letters = namedtuple("Letters", "z lam given")
Letters.__doc__ = "The symbols of a Lagrangian: of the variables ``z``, the multipliers ``lam``, the ``given`` inputs."


def letters(names, inputs, real=False):
    """Return the ``Letters`` of variables with these ``names``: ``a``, ``lambda_a``, and ``x_in`` for an input ``x``.

    A letter that is taken gets an underscore.  ``real=True`` tells SymPy that all of them are real numbers.
    """
    from sympy import Symbol

    taken = set(names)

    def fresh(name):
        while name in taken:
            name += "_"
        taken.add(name)
        return Symbol(name, real=real or None)

    z = [Symbol(name, real=real or None) for name in names]
    return Letters(z, [fresh(f"lambda_{name}") for name in names], [fresh(f"{name}_in") for name in inputs])


def equation(left, right):
    """Return the SymPy equation ``left = right``, kept as it is even where SymPy could decide it."""
    from sympy import Eq

    return Eq(left, right, evaluate=False)


def total(terms):
    """Return the sum of terms, put in order once: SymPy would do so anew each time that one is added."""
    from sympy import Add

    return Add(*terms)


def exact(u):
    """Return a number as SymPy's fraction of the same value, which rounds nowhere; anything else as it is."""
    from sympy import Rational, sympify

    finite = isinstance(u, float) and u - u == 0
    return Rational(u) if finite else sympify(u) if is_number(u) else u


def derivative(expression, by):
    """Return SymPy's own derivative of an expression, by its rules and not by the lesson's table."""
    return expression.diff(by)


def left_over(difference, point=None):
    """Return what SymPy's simplification leaves of a difference: 0 if the two sides are one formula.

    ``point`` maps symbols to numbers.  A step function, the slope of a kink, is replaced by its value there: on this
    side of the kink.  At the kink itself it stays, and with it the difference.
    """
    from sympy import DiracDelta, Heaviside, sign, simplify

    steps = {}
    for step in difference.atoms(Heaviside, DiracDelta, sign):
        side = sign(step.args[0].subs(point or {}))
        if side in (-1, 1):
            steps[step] = step.func(side)
    return simplify(difference.xreplace(steps))
