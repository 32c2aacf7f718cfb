"""The exercises of notebook 08."""

from fractions import Fraction

from ...engine.numbers.elementary import cos, exp
from ...engine.samples import examples
from ...engine.trace import trace
from ...lagrange.lagrangian import Lagrangian
from ..exercises import CURIOUS, DO, MAY, Problem
from ..judging.answers import AnswerError, call
from ..judging.judges import Case, against, compare, function, names, table
from .trials import called, somewhere


def _needed():
    """The variables that b reaches: their multipliers come before its own."""
    p = trace(examples.running, x=0.25)
    found, to_do = set(), [p.index("b")]
    while to_do:
        for i in p.beta(to_do.pop()):
            found.add(p.names[i])
            to_do.append(i)
    return " ".join(found)


def _two_products():
    def h(x, y):
        s = x + y
        t = x * y
        f = s * t
        return f

    return Lagrangian(trace(h, x=2, y=3))


def _bends():
    """What each line adds along (1, 1): its price times its own second derivative, read off by a difference."""
    p, lam = _two_products().program, _two_products().multipliers()
    values = {step: [p.value_of(i, _along(p, i, step)) for i in range(p.d, len(p))] for step in (-1, 0, 1)}
    second = [up - 2 * here + down for down, here, up in zip(*values.values(), strict=True)]
    return {name: lam[name] * bend for name, bend in zip(p.names[p.d :], second, strict=True)}


def _along(p, i, step):
    """Return the values before line ``i``, moved by ``step`` along their tangents."""
    z = p.values()
    zdot = [1, 1]
    for k in range(p.d, i):
        zdot.append(sum(p.partial_of(k, slot, z) * zdot[j] for slot, j in enumerate(p.slots[k])))
    return [u + step * (zdot[k] if k < len(zdot) else 0) for k, u in enumerate(z)]


def _misbent(name, u):
    """Say what was left out of the price times 2 udot wdot."""
    right, lam = _bends()[name], _two_products().multipliers()[name]
    if name == "s":
        return "A sum is straight: it has no bend of its own."
    if compare(u, right / 2) == "right":
        return "It looks as if the 2 of 2 udot wdot was left out: each factor moves while the other does."
    if lam != 1 and compare(u, right / lam) == "right":
        return "It looks as if the price of the line was left out."
    if name == "f" and compare(u, 2) == "right":
        return "It looks as if the speeds were left out: s and t do not move at speed 1."
    return "Write its price, and the speeds of the two that it reads."


def _tops(pick):
    """Programs with one top near the start, the start, and the top, known by hand."""
    k, m, start = (round(pick.uniform(low, high), 2) for low, high in ((0.8, 1.5), (-1.0, 1.0), (0.3, 0.6)))
    yield "cos(x)", trace(lambda x: cos(x), x=0.5), start, 0.0
    yield f"x * exp(-{k} * x)", trace(lambda x: x * exp(-k * x), x=0.5), start, 1 / k
    yield f"-(x - {m}) ** 2 / 2", trace(lambda x: -((x - m) ** 2) / 2, x=0.5), start + 0.5, m


def _climb_cases(pick):
    for says, p, start, top in _tops(pick):

        def why(name, u, p=p, start=start):
            try:
                lower = p(x=u) < p(x=start)
            except ArithmeticError:
                lower = True
            return "It went down: the place it found is lower than the one it started from." if lower else ""

        yield Case(f"{says}, from x = {start:.4g}", (p, start), {}, top, why)


def _systems(pick):
    """Triangular systems: two of programs, one with whole numbers, and one with no ones on its diagonal."""
    for f in (examples.running, examples.polar):
        p = somewhere(f, pick)
        yield f"the system of {called(p)}", *Lagrangian(p).system()
    yield "[[1, -2, 0], [0, 1, -3], [0, 0, 1]] and [0, 0, 1]", [[1, -2, 0], [0, 1, -3], [0, 0, 1]], [0, 0, 1]
    d = [pick.randint(2, 5) for _ in range(3)]
    matrix = [[d[0], 1, -2], [0, d[1], 3], [0, 0, d[2]]]
    yield f"{matrix} and [1, 2, 3]", matrix, [1, 2, 3]


def _solution(matrix, rhs, plus=False, diagonal=True, backwards=True):
    """Solve by back-substitution, or make a known mistake on the way."""
    n, lam = len(rhs), [0] * len(rhs)
    for j in reversed(range(n)) if backwards else range(n):
        known = sum(matrix[j][i] * lam[i] for i in range(j + 1, n))
        lam[j] = (rhs[j] + (known if plus else -known)) / (matrix[j][j] if diagonal else 1)
    return lam


MISSOLVED = {
    "the terms to the right of the diagonal were added to the right side; brought over there, they change sign": {
        "plus": True
    },
    "the number on the diagonal was left out: it divides": {"diagonal": False},
    "the first row was solved first; there nothing but zeros can be put in": {"backwards": False},
}


def _solve_cases(pick):
    for says, matrix, rhs in _systems(pick):
        right = dict(enumerate(_solution(matrix, rhs)))
        wrong = {text: _solution(matrix, rhs, **how) for text, how in MISSOLVED.items()}

        def why(j, u, wrong=wrong):
            found = [text for text, made in wrong.items() if compare(u, made[j]) == "right"]
            return f"It looks as if {found[0]}." if found else ""

        rows = [list(row) for row in matrix], list(rhs)
        yield Case(
            says,
            rows,
            {},
            {f"unknown {j}": u for j, u in right.items()},
            lambda name, u, why=why: why(int(name.split()[1]), u),
        )


def _solved(answer, pick):
    """Judge a learner's back-substitution, at the end with fractions: a library's solver has no use for them."""
    verdict, message = function(_solve_cases)(answer, pick)
    if verdict != "right":
        return verdict, message
    matrix, rhs = [[Fraction(2), Fraction(1, 3)], [Fraction(0), Fraction(1, 7)]], [Fraction(1), Fraction(2, 3)]
    try:
        verdict, _ = against(call(answer, matrix, rhs), {"unknown 0": Fraction(-5, 18), "unknown 1": Fraction(14, 3)})
    except AnswerError:
        verdict = "wrong"
    if verdict != "right":
        return (
            "close",
            "The numbers are right; with fractions it stops. Sums, products and a division are all that it takes.",
        )
    return "right", ""


PROBLEMS = (
    Problem(
        "8.1",
        1,
        "which multipliers are needed for row b?",
        names(
            _needed,
            {
                "c": "c is the only one in the row. But which ones does row c need?",
                "c d e": "And which one do rows d and e need?",
                "c f": "What stands between c and f?",
                "f": "f is needed in the end. Who reads b, and who reads that one?",
                "d e": "d and e are not in the row of b: which one is, and which one do d and e need?",
                "d e f": "Those are needed by one that is in the row of b: which is it?",
                "x": "x is above b: its row needs the ones below, and not the other way round.",
                "a": "a reads nothing that b needs: its row comes after that of b.",
                "b": "b is the one that is to be found.",
            },
            among="x a b c d e f",
        ),
        "All that can be reached from b along the arrows; the row of a, which also needs b, comes later.",
        (
            "A row needs the multipliers of its variable's readers, and they need those of theirs.",
            "Who reads b? Go on from there until nobody reads.",
            "One reads b, two read that one, and one reads these two.",
        ),
        minutes=4,
        matters=DO,
        criteria="All names of multipliers that are needed, and no other name.",
    ),
    Problem(
        "8.2",
        2,
        "what each line adds to a second derivative, by hand",
        table(_bends, _misbent),
        "Added up, the second derivative of x^2 y + x y^2 in the direction (1, 1): 2 y + 2 (2 x + 2 y) + 2 x.",
        (
            "Each line adds its multiplier times its own second derivative along the speeds of what it reads.",
            "The prices: that of f is 1, that of t is what it is multiplied by. The speeds: s moves at 2, t at 3 + 2.",
            "t: its price, times 2, times the speeds of x and y. f: 1, times 2, times the speeds of s and t.",
        ),
        minutes=10,
        matters=CURIOUS,
        criteria="Three numbers, exact. Price, curve and speeds are all in it.",
    ),
    Problem(
        "8.3",
        2,
        "bug hunt: gradient ascent that goes down",
        function(_climb_cases),
        "With a minus in L, x moves along its multiplier; with LeCun's plus, against it: one convention in both places.",
        (
            "With which sign is a multiplier the price, and with which is it minus the price?",
            "The Lagrangian has LeCun's plus. So is `multipliers()['x']` the slope of f, or its negative?",
            "One character, in the line of the step.",
        ),
        minutes=6,
        matters=MAY,
        criteria="Each step goes up, for functions it has not seen; one character is changed.",
    ),
    Problem(
        "8.4",
        3,
        "write solve(matrix, rhs): back-substitution",
        _solved,
        "Back-substitution is two loops. With arrows in place of rows, the inner one visits each once: the reverse sweep.",
        (
            "The last row has one unknown. Put it into the row above, which then has one, and so on.",
            "For row j, bring the terms with i > j to the right side: they are known. What is left on the left side?",
            "Go through the rows from the last to the first. Take from `rhs[j]` one product for each i from j + 1 to n "
            "- 1, and divide by the entry on the diagonal.",
        ),
        minutes=15,
        matters=DO,
        criteria="Right for triangular systems of any size, in fractions, too: no solver of a library.",
        without=("numpy.linalg.solve", "numpy.linalg.inv", "numpy.linalg.pinv", "numpy.linalg.lstsq"),
        instead="Here you solve the rows yourself, one after the other.",
    ),
)
