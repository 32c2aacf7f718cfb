"""Practice of kind ``"adjoints"``: fill in the adjoints of a small program.

With this module you can

- draw such a program (``draw``), and ask for its adjoints (``question``).

At level 1 the half of the rows that the way back meets first is given; at level 2 none is; at level 3 there are exp, sin,
cos and divisions, and an answer may be a formula in the names, such as ``cos(a)``.
"""

import re

from ....engine.derivatives import adjoints, primals
from ....engine.errors import LessonError
from ....engine.ops import OPS
from ....engine.parsing.parse import parse
from ....show.writing.numerals import number
from ...judging.answers import AnswerError, as_table, as_text
from ...judging.judges import against, mistaken
from ...judging.stops import is_a
from ..lots import NAMED, WHOLE, drawn, unfit
from ..question import Question, wrong_numbers

LINES = {1: 4, 2: 5, 3: 4}
HARDER = {"exp", "sin", "cos", "divide"}  # of which there is one at level 3


def draw(pick, level):
    """Return ``(code, at)`` of a fresh program."""
    pools = (WHOLE, NAMED) if level == 3 else (WHOLE,)
    return drawn(pick, LINES[level], lambda program: why_not(program, level), pools)


def why_not(program, level):
    """Return why a program makes no question of this level, "" if it makes one."""
    if level == 3 and HARDER.isdisjoint(program.ops):
        return "it has no exp, sin, cos and no division"
    return unfit(program, [program.index(name) for name in asked(program, level)], whole=level < 3)


def asked(program, level):
    """Return the names whose adjoints are blanks, in the order of the way back."""
    back = program.names[::-1]
    return back[len(back) // 2 :] if level == 1 else back


def question(record, program):
    """Return the ``Question`` about a program."""
    every, blanks = adjoints(program), asked(program, record["level"])
    right, why = {name: every[name] for name in blanks}, mistaken(program)

    def judge(answer, pick):
        return against(in_numbers(answer, right, program), right, why)

    return Question(
        "Fill in the adjoints that are missing." if blanks[1:] else f"Which adjoint does {blanks[0]} have?",
        judge,
        hints(program, every, blanks),
        solved(program, every),
        rows_of(program, every, blanks),
        right,
        wrong=lambda name: wrong_numbers(program, name, why),
    )


def rows_of(program, every, blanks):
    """Return the rows of the table: variable, line, value, adjoint, in program order."""
    values = primals(program)
    texts = [row.text if row.op != "input" else f"{row.name} (input)" for row in program.instructions]
    return tuple(
        (name, text, number(values[name]), None if name in blanks else number(every[name]))
        for name, text in zip(program.names, texts, strict=True)
    )


def in_numbers(answer, right, program):
    """Return a table of answers in which texts with names, such as ``"cos(a)"``, are numbers."""
    values = primals(program)
    table = as_table(answer, right)
    for name, given in table.items():
        if is_a(given, str) and re.search(r"[^\W\d_]", given):
            try:
                table[name] = parse(as_text(given), values)(values)
            except LessonError as problem:
                raise AnswerError(f"for `{name}` {problem}") from None
    return table


def shares(program, every, j):
    """Return the shares that variable ``j`` receives, each as a calculation: the sender's adjoint times the slope."""
    values, found = program.values(), []
    for i in dict.fromkeys(program.beta(j)):
        for slot, k in program.edges(i):
            if k == j:
                found.append((program.names[i], every[program.names[i]], slope(program, values, i, slot)))
    return found


def slope(program, z, i, slot):
    """Return the partial of instruction ``i`` by its argument ``slot``."""
    return OPS[program.ops[i]].partials[slot](z[i], *[z[k] for k in program.slots[i]])


def hints(program, every, blanks):
    """Return three hints: which rule, which arrows, almost there."""
    busiest = max(blanks, key=lambda name: len(program.beta(name)))
    readers = [program.names[i] for i in program.beta(busiest)]
    sent = shares(program, every, program.index(busiest))
    rule = "An adjoint is the sum of its shares. Each reader sends one along each arrow: its own adjoint times the slope."
    if not sent:
        return rule, f"{busiest} is the output.", "The output starts with 1."
    sender, bar, u = sent[0]
    return (
        rule,
        f"{busiest} is read by {' and by '.join(readers)}: {len(readers)} shares.",
        f"{sender} sends {busiest} {number(bar)} × {number(u)}.",
    )


def solved(program, every):
    """Return the way back as text, a line for each adjoint."""
    lines = []
    for name in program.names[::-1]:
        calculation = summed(shares(program, every, program.index(name)))
        lines.append(f"adjoint of {name}: {calculation + ' = ' if calculation else ''}{number(every[name])}")
    return "\n".join(lines)


def summed(shares):
    """Return the sum of shares as a calculation, with brackets around what has a minus sign before it is read."""
    factors = [[number(bar), number(u)] for _, bar, u in shares]
    terms = [[f"({u})" if u[0] == "−" and (n or k) else u for k, u in enumerate(pair)] for n, pair in enumerate(factors)]
    return " + ".join("·".join(pair) for pair in terms)
