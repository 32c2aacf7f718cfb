"""What the engine's tests compare with: reference numbers, SymPy, differences, and sums over paths.

Nothing here uses a sweep or the table of partials, so that nothing here can be wrong in the same way.
"""

from fractions import Fraction

import sympy

from adlesson.engine.samples.examples import ZOO

# The running example at four points: values, multipliers l., tangents and second derivative, computed with mpmath at
# 60 digits and confirmed by differences with h = 1e-20 and by SymPy (rounded here to 21 digits).
RUNNING = {
    0.0: {
        "x": "0.0", "a": "1.0", "b": "1.0", "c": "2.0",
        "d": "7.38905609893065022723", "e": "0.909297426825681695396", "f": "8.29835352575633192263",
        "lf": "1.0", "le": "1.0", "ld": "1.0", "lc": "6.97290926238350784023", "lb": "6.97290926238350784023",
        "la": "20.9187277871505235207", "lx": "20.9187277871505235207",
        "adot": "1.0", "bdot": "2.0", "cdot": "3.0", "ddot": "22.1671682967919506817",
        "edot": "-1.24844050964142711", "fdot": "20.9187277871505235207", "f2": "93.1823743608622559877",
    },
    0.5: {
        "x": "0.5", "a": "1.64872127070012814685", "b": "2.71828182845904523536", "c": "4.36700309915917338221",
        "d": "78.8071003807482852661", "e": "-0.940944878796370390112", "f": "77.8661555019519148759",
        "lf": "1.0", "le": "1.0", "ld": "1.0", "lc": "78.4685405853400238376", "lb": "78.4685405853400238376",
        "la": "337.214044473032786616", "lx": "555.971967901508140750",
        "adot": "1.64872127070012814685", "bdot": "5.43656365691809047072", "cdot": "7.08528492761821861757",
        "ddot": "558.370760517011803229", "edot": "-2.39879261550366247918", "fdot": "555.971967901508140750",
        "f2": "4986.02373823676993025",
    },
    -1.0: {
        "x": "-1.0", "a": "0.367879441171442321596", "b": "0.135335283236612691894", "c": "0.503214724408055013489",
        "d": "1.65402998366381090807", "e": "0.482244242528542980597", "f": "2.13627422619235388867",
        "lf": "1.0", "le": "1.0", "ld": "1.0", "lc": "2.53006679256402590956", "lb": "2.53006679256402590956",
        "la": "4.39158590811378057561", "lx": "1.61557416973327864612",
        "adot": "0.367879441171442321596", "bdot": "0.270670566473225383788", "cdot": "0.638550007644667705384",
        "ddot": "1.05618085871303605520", "edot": "0.559393311020242590924", "fdot": "1.61557416973327864612",
        "f2": "2.77817986204480964834",
    },
    0.25: {
        "x": "0.25", "a": "1.28402541668774148407", "b": "1.64872127070012814685", "c": "2.93274668738786963092",
        "d": "18.7791401512384337863", "e": "0.207331080552665426814", "f": "18.9864712317910992131",
        "lf": "1.0", "le": "1.0", "ld": "1.0", "lc": "17.8008693180655009646", "lb": "17.8008693180655009646",
        "la": "63.5144066051316759124", "lx": "81.5541124068288401568",
        "adot": "1.28402541668774148407", "bdot": "3.29744254140025629370", "cdot": "4.58146795808799777777",
        "ddot": "86.0360288833426810116", "edot": "-4.48191647651384085476", "fdot": "81.5541124068288401568",
        "f2": "530.070917738846542129",
    },
}  # fmt: skip
LETTERS = "xabcdef"

# Examples made of + - * / and whole powers: with fractions for inputs everything about them is exact.
EXACT = {
    "square": {"x": Fraction(7, 3)},
    "order_matters": {"a": Fraction(2, 3), "b": Fraction(-5, 7)},
    "speelpenning": {"x": [Fraction(1, 2), Fraction(-3, 5), Fraction(7), Fraction(2, 9)]},
    "logistic_map": {"x": Fraction(3, 10)},
    "idle": {"x": Fraction(-3, 2), "y": Fraction(1, 2)},
    "branch": {"x": Fraction(-2, 3)},
    "kinks": {"x": Fraction(1, 2), "y": Fraction(-1)},
    "quotient": {"x": Fraction(1, 4), "y": Fraction(1, 2)},
}


def everywhere():
    """Return ``(name, function, inputs)`` for each example at its own inputs, and again at fractions where exact."""
    cases = [(name, example.f, example.at) for name, example in ZOO.items()]
    return cases + [(f"{name}, exactly", ZOO[name].f, at) for name, at in EXACT.items()]


def flatten(values):
    """Return the numbers in a dict over inputs, a list input item by item."""
    return [u for value in values.values() for u in (value if isinstance(value, list) else [value])]


def as_sympy(number):
    """Return a number as SymPy writes it, fractions exactly."""
    return sympy.Rational(number.numerator, number.denominator) if isinstance(number, Fraction) else sympy.sympify(number)


def formula(f, at):
    """Return SymPy's expression of ``f``, its symbols, and the dict that puts the inputs ``at`` in their place.

    ``f`` itself is run on the symbols: neither traced nor swept.  The symbols know their sign, so that a branch
    ``if x > 0`` runs as it does for numbers.
    """
    arguments, where = {}, {}
    for name, value in at.items():
        items = value if isinstance(value, list) else [value]
        symbols = [sympy.Symbol(f"{name}{k}", **{"positive" if u > 0 else "negative": True}) for k, u in enumerate(items)]
        arguments[name] = symbols if isinstance(value, list) else symbols[0]
        where.update(zip(symbols, map(as_sympy, items), strict=True))
    return f(**arguments), list(where), where


def sympy_gradient(f, at):
    """Return the partial derivatives of ``f`` at ``at`` by SymPy, one number per scalar input, in order."""
    expression, symbols, where = formula(f, at)
    return [sympy.diff(expression, s).doit().subs(where) for s in symbols]


def sympy_hessian(f, at):
    """Return the second derivatives of ``f`` at ``at`` by SymPy, a list of rows."""
    expression, symbols, where = formula(f, at)
    return [[sympy.diff(expression, s, t).doit().subs(where) for t in symbols] for s in symbols]


def two_sided(f, u, h=1e-6):
    """Return the two-sided difference quotient of a function of one number."""
    return (f(u + h) - f(u - h)) / (2 * h)


def sum_over_paths(edges, source, target):
    """Return the sum over all paths from ``source`` to ``target`` of the product of what stands on their edges.

    ``edges`` maps a variable to its list of ``(next variable, partial)``, one entry per edge, so that a product
    ``x * x`` has two.  This is the definition of the derivative on a graph, at exponential cost.
    """
    if source == target:
        return 1
    return sum(partial * sum_over_paths(edges, following, target) for following, partial in edges.get(source, []))
