"""A row of the triangular system as a question: what is the multiplier of this variable?

With this module you can

- get the question of a row that ``back_substitution`` solves, and the numbers that known slips give (``row_questions``);
- write down what solves a row (``solution``).

In a row there is one term for each arrow by which the variable is read; all multipliers in it are solved already.

>>> from ...engine.trace import trace
>>> from ...lagrange.lagrangian import Lagrangian
>>> from ..evaluation import Evaluation
>>> here = Evaluation(trace(lambda x: x * x, x=5))
>>> rows = list(Lagrangian(here.program).back_substitution())
>>> row = rows[1]
>>> solution(row)
'1 × 5 + 1 × 5'
>>> row_questions(here, rows)[1]["question"]
'Row x says that ∂L/∂x = 0. What is the multiplier of x?'
"""

import contextlib

from ...engine.mistakes.diagnose import wrong_adjoints
from ...engine.mistakes.steps import seed_slips
from ...engine.mistakes.table import ADDED, EVERYWHERE, MISTAKES, NO_NUMBER, SIGNS, Slip
from ...engine.ops import OPS
from ..writing.formula import factor
from ..writing.numerals import number, on_screen
from ..writing.spoken import spoken
from .choices import choices
from .expected import expected
from .question_texts import asked, exchanged, exchanged_somewhere

LARGE, MOST = 100, 6  # variables: of more, no sweeps that went wrong all along; terms that are written out
TERMS = "one term for each arrow"

ROW_SLIPS = [
    Slip("one term alone", TERMS, "{number} is one term alone: {target} is read by {source}, a term for each arrow."),
    Slip("a term missing", TERMS, "One term is missing: {target} is read by {source}, a term for each arrow."),
    Slip(
        "sign of a term",
        SIGNS,
        "It looks as if a sign was read off the row: on the other side of = each term has the other.",
    ),
    Slip("subtracted terms", SIGNS, "Brought to the other side, the terms of {source} change their sign: add them."),
]


def solution(row):
    """Return the calculation that solves the row: ``18.97 × 1 + …``, or its right-hand side where there are no terms."""
    terms = [f"{factor(number(term.multiplier))} × {factor(number(term.partial))}" for term in row.terms[:MOST]]
    return f"{' + '.join(terms) or number(row.rhs)}{' + …' if len(row.terms) > MOST else ''}"


def row_questions(here, rows):
    """Return the question of each ``Row``, in the form of ``questions``, or None where its result is not finite.

    With arrays there are none.
    """
    if here.program.shapes is not None:
        return [None] * len(rows)
    swept = _swept(here)
    return fade([_question(here, row, swept) for row in rows], rows)


def _swept(here):
    """Return the adjoints of each sweep that goes wrong all along, by the name of the mistake."""
    found = {}
    for mistake in MISTAKES if len(here.program) <= LARGE else ():
        with contextlib.suppress(*NO_NUMBER):  # some sweeps cannot be carried on
            found[mistake.name + EVERYWHERE] = wrong_adjoints(here.program, here.z, mistake)
    return found


def _question(here, row, swept):
    program, z, j = here.program, here.z, here.place[row.name]
    if row.terms:
        slips, op = _slips(here, row, j, swept), program.ops[here.place[row.terms[0].child]]
        idea = TERMS if len(row.terms) > 1 else f"the slope of {OPS[op].noun}"
        seen = sum(on_screen(term.multiplier) * on_screen(term.partial) for term in row.terms)
    else:
        slips, seen, idea = seed_slips(z, j), None, "the seed" if row.rhs else TERMS
    numbers = expected(row.result, seen, slips)
    alone = len(row.terms) == 1 and len(program) <= LARGE  # of several slopes none could be asked for by a word
    rule = choices(program, here.place[row.terms[0].child], row.terms[0].slot) if alone else None
    line = exchanged(program, z, here.place[row.terms[0].child], row.terms[0].slot) if alone else exchanged_somewhere()
    ask = f"What is the multiplier of {row.name}?"
    if rule:
        rule["said"] = f"{_aloud(row, slopes=False)} {ask}"
    words = asked(f"Row {row.name} says that ∂L/∂{row.name} = 0. {ask}", row.terms and f"{_aloud(row)} {ask}")
    more = {"hints": _hints(row), "idea": idea, "rule": rule, **({"words": line} if line else {})}
    return numbers and words | more | numbers


def _aloud(row, slopes=True):
    """Return the row with its numbers in words, as the eye sees it in the system; without ``slopes`` they are not said."""
    partials, known = {}, {}
    for term in row.terms[:MOST]:
        partials[term.child] = partials.get(term.child, 0) + term.partial
        known[term.child] = f"of {term.child} is {number(term.multiplier)}"
    terms = [f", plus {number(-u)} times that of {name}" for name, u in partials.items()]
    terms = (
        [text.replace("plus −", "minus ") for text in terms]
        if slopes
        else [f", minus the slope times that of {row.terms[0].child}"]
    )
    more = ", and so on" if row.terms[MOST:] else ""
    values = ", that ".join(known.values())
    told = f"Row {row.name}: the multiplier of {row.name}{''.join(terms)}{more}, equals 0. The multiplier {values}."
    return spoken(told)


def _hints(row):
    name = row.name
    readers = [*dict.fromkeys(term.child for term in row.terms)]
    readers = " and ".join(readers if len(readers) <= MOST else [*readers[:MOST], "others"])
    if not row.terms:
        begins = "begins" if row.rhs else "does not begin"
        return [
            f"L depends on {name} by its first term, by the constraint of {name}, and by the constraints that read {name}.",
            f"L {begins} with {name}, and nobody on the way to the output reads {name}.",
            f"∂L/∂{name} = {'1 ' if row.rhs else ''}− λ_{name}, which is to be 0.",
        ]
    known = dict.fromkeys(f"of {term.child} is {number(term.multiplier)}" for term in row.terms[:MOST])
    edges = "each arrow" if len(row.terms) > 1 else "the arrow"
    return [
        f"The multiplier of {name} is, for {edges} by which {name} is read, the reader's multiplier times the slope.",
        f"{name} is read by {readers}. The multiplier {', that '.join(known)}.",
        solution(row),
    ]


def _slips(here, row, j, swept):
    """Return ``(name, number)`` for each slip in the row of variable ``j``, likeliest first."""
    shares, found = [term.multiplier * term.partial for term in row.terms], []
    if len(shares) > 1:
        found += [("one term alone", share) for share in shares]
        found += [("sign of a term", row.result - 2 * share) for share in shares]
    if len(shares) > 2:
        found += [("a term missing", row.result - share) for share in shares]
    for mistake in (mistake for mistake in MISTAKES if mistake.idea != ADDED):  # a row has no order of payments
        with contextlib.suppress(*NO_NUMBER):  # some slips have no number here
            found.append((mistake.name, _mistaken(here, row, mistake)))
    found.append(("wrong sign" if len(shares) == 1 else "subtracted terms", -row.result))
    found.append(("value for adjoint", here.z[j]))
    return found + [(name, zbar[j]) for name, zbar in swept.items()]


def _mistaken(here, row, mistake):
    """Return what the row comes to for whoever makes this mistake in each of its terms."""
    program, z, total = here.program, here.z, None
    for term in row.terms:
        i = here.place[term.child]
        partial = mistake.partial(program.ops[i], term.slot, z[i], [z[k] for k in program.slots[i]])
        total = mistake.pay(total, term.multiplier, partial, z[i])
    return total


def fade(asks, rows):
    """Give each question of the rows the level from which on a faded sweep asks it: sums first, the start last."""
    asked = [(ask, len(row.terms) > 1) for ask, row in zip(asks, rows, strict=True) if ask]
    sums = any(several for _, several in asked)
    for k, (ask, several) in enumerate(asked):
        ask["blank"] = 1 if several or (not sums and k == len(asked) - 1) else 2 if k else 3
    return asks
