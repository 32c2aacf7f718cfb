"""Practice of kind ``"multipliers"``: solve the rows of the triangular system, from the output back.

With this module you can

- draw a small program (``draw``), and ask for the multipliers of its lines (``question``).

Each variable has a row, dL/dv = 0.  At level 1 the half of the rows that are solved first is given, and the slopes are
numbers; at level 2 nothing is given; at level 3 there are exp, sin, cos and divisions, and the slopes are formulas.
"""

from ....engine.derivatives import adjoints, primals
from ....engine.mistakes.table import ADDED
from ....show.writing.formula import share
from ....show.writing.letters import Letter
from ....show.writing.numerals import number
from ...judging.judges import against, either, known_by_name, mistaken
from ..question import Question, wrong_numbers
from .fill_adjoints import asked, draw, in_numbers, shares, summed, why_not

__all__ = ["draw", "question", "why_not"]


def question(record, program):
    """Return the ``Question`` about a program: its multipliers are its adjoints, by rows of the system."""
    level, every, blanks = record["level"], adjoints(program), asked(program, record["level"])
    right, values = {name: every[name] for name in blanks}, primals(program)
    terms = {name: shares(program, every, program.index(name)) for name in program.names}

    said = sayings(program, terms)
    why = either(known_by_name(said), mistaken(program, but=[ADDED]))  # a row has no order in which shares arrive

    def judge(answer, pick):
        return against(in_numbers(answer, right, program), right, why)

    def wrong(name):
        return wrong_numbers(program, name, why, said[name])

    rows = tuple(
        (name, row(program, name, terms[name], level), number(values[name]), None if name in blanks else number(every[name]))
        for name in reversed(program.names)
    )
    busiest = max(blanks, key=lambda name: len(terms[name]))
    sent = terms[busiest]
    hints = (
        "Each row has one unknown: the multipliers of the readers stand in it, and are solved already.",
        f"Bring the multiplier of {busiest} alone to the other side: {len(sent)} terms stay, one for each arrow."
        if sent
        else f"Row {busiest} has the 1 of the output alone.",
        f"One term is {number(sent[0][1])} × {number(sent[0][2])}." if sent else "1 − λ = 0.",
    )
    solved = [
        f"λ_{name} = {summed(terms[name]) or '1'}" + (f" = {number(every[name])}" if terms[name] else "")
        for name in reversed(program.names)
    ]
    ask = "Solve the rows from the output back, and fill in the multipliers that are missing."
    return Question(ask, judge, hints, "\n".join(solved), rows, right, wrong=wrong)


def row(program, name, terms, level):
    """Return a row of the system as text: its slopes are numbers at level 1, else formulas."""
    j, written = program.index(name), []
    if level == 1:
        written = [f"{number(u)}·λ_{child}" for child, _, u in terms]
    else:
        for i in dict.fromkeys(program.beta(j)):
            for slot, k in program.edges(i):
                if k == j:
                    written.append(share(program, i, slot, Letter(f"λ_{program.names[i]}")).text)
    return f"{' + '.join(written) or '1'} − λ_{name} = 0"


def sayings(program, terms):
    """Return by name what is said to numbers that come from a part of a row."""
    found = {}
    for name, sent in terms.items():
        total = sum(bar * u for _, bar, u in sent)
        said = found.setdefault(name, {})
        if len(sent) > 1:
            for _, bar, u in sent:
                said[bar * u] = f"That is one term alone: the row of {name} has {len(sent)}, one for each arrow."
        if sent:
            said[-total] = "On the other side of = each term has the other sign."
            said.pop(total, None)
    return found
