"""What a Lagrangian shows when it stands alone in a notebook cell: the formula, and its three blocks of conditions.

With this module you can

- get it typeset with the learner's own names, each equation beside the instruction it came from (``lagrangian_as_html``).

The equations are the lines of the lesson's table run on letters, so programs of arrays are shown as well.  Of a large
program the first rows are shown, and nothing is worked out for the others.
"""

import html

from ...engine.errors import LessonError
from ...lagrange.priced import price_names
from ..evaluation import checked_names
from ..shown import on_page, scroll
from ..writing.formula import Letter
from ..writing.lagrangian_terms import Written
from ..writing.letters import as_letter
from ..writing.mathml import mathml
from ..writing.notation import latex_name

MOST, FIRST = 40, 12  # variables shown in full; rows shown of what has more
ZEROS = {"feasibility": r"\frac{\partial L}{\partial \lambda} = 0", "stationarity": r"\frac{\partial L}{\partial z} = 0"}


def lagrangian_as_html(lagrangian):
    """Return the HTML of a Lagrangian: the whole, then a table for each block."""
    shown, p = Written(lagrangian), lagrangian.program
    try:
        checked_names(p)
    except LessonError as problem:
        return f"<p>{html.escape(str(problem))}</p>"
    n, d = ((u if len(p) <= MOST else min(u, FIRST)) for u in (len(p), p.d))
    cut = f"<p>The first {n} of {len(p):,} variables.</p>" if n < len(p) else ""
    blocks = (  # what they are solved by is for the learner to find
        f"{block(p, 'feasibility', 'every equation holds', shown.feasible, n)}"
        f"{block(p, 'stationarity', 'the multipliers balance', shown.stationary, n)}"
        f"{block(p, 'sensitivity', 'how L answers to the inputs', shown.sensitive, d)}"
    )
    return on_page(f'{cut}{whole(shown, n)}<div class="ad-blocks">{blocks}{own(lagrangian)}</div>')


def whole(shown, n):
    """Return L as formulas that a narrow page may break between the terms."""
    sign = "-" if shown.sign < 0 else "+"
    start = shown.letters[shown.output] if shown.output >= 0 else as_letter(shown.program.constants[~shown.output])
    terms = [f"L = {start.latex}", *[f"{sign} {shown.term(i).latex}" for i in range(n)]]
    terms += [rf"{sign} \ldots"] * (n < len(shown.program))
    formula = " ".join(map(mathml, terms))
    for mark in "−+":  # between two terms, though it begins its piece
        formula = formula.replace(f"<mrow><mo>{mark}</mo>", f'<mrow><mo form="infix">{mark}</mo>')
    return f'<p class="ad-formula">{formula}</p>'


def block(program, name, meaning, equation, n):
    """Return the table of one block: instruction, and condition."""
    caption = f"{name.capitalize()}{', ' + mathml(ZEROS[name]) if name in ZEROS else ''}: {meaning}"
    rows = "".join(
        f'<tr data-r="{i}"><th scope="row"><code>{html.escape(line(program, i))}</code></th>'
        f"<td>{mathml(equation(i).latex)}</td></tr>"
        for i in range(n)
    )
    head = '<tr><th scope="col">instruction</th><th scope="col">equation</th></tr>'
    inside = f"<caption>{caption}</caption><thead>{head}</thead><tbody>{rows}</tbody>"
    return scroll(f'<table class="ad-table">{inside}</table>', name)


def own(lagrangian):
    """Return the table of the learner's constraints: what is to hold of each, and of its price; "" where there are none."""
    if not lagrangian.conditions:
        return ""
    asked, rows = lagrangian.asked, []
    names = price_names(asked.program, asked)
    for row in asked.rows[:MOST]:
        h, price = Letter(row.name, latex_name(row.name)).latex, latex_name(names[row.name].replace("lam_", "lambda_", 1))
        signs = "" if row in asked.equal else rf", \quad {price} \ge 0, \quad {price} {h} = 0"
        told = rf"{h} {'=' if row in asked.equal else chr(92) + 'ge'} 0{signs}"
        rows.append(f'<tr><th scope="row"><code>{html.escape(row.name)}</code></th><td>{mathml(told)}</td></tr>')
    caption = "your constraints, the conditions of Karush, Kuhn and Tucker: feasible, priced, complementary"
    head = '<tr><th scope="col">constraint</th><th scope="col">conditions</th></tr>'
    return scroll(
        f'<table class="ad-table"><caption>{caption}</caption><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>',
        "your constraints",
    )


def line(program, i):
    """Return instruction ``i`` as it stands in the list."""
    return f"{program.names[i]}, an input" if i < program.d else f"{program.names[i]} = {program.written(i)}"
