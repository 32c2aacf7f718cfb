"""A program as rows: what each variable is, what it is worth, who paid what to it.

With this module you can

- read the Wengert list with values, tangents or adjoints beside it, and what each rule saves (``table``).

Where there are arrays a column says their shapes, and where a sweep first goes wrong, or runs over a kink, a note says so.

>>> from ...engine.trace import trace
>>> print(table(trace(lambda x: x * x, x=3), sweep="reverse"))
variable  instruction  value  adjoint  paid by
x         input            3        6  λ_f·x + λ_f·x
f         f = x·x          9        1  seed
>>> print(table(trace(lambda x: 10 * x**2, x=3), sweep=None, saves=True))
variable  instruction  saves
x         input
z1        z1 = x²      x
f         f = 10·z1    nothing
"""

import html

from ...engine.cost.memory import saves as saved_values
from ...engine.numbers.arrays import filled
from ...engine.numbers.inputs import by_name
from ...engine.program import checked_program
from ..evaluation import Evaluation, checked_sweep
from ..shown import on_page, scroll
from ..writing.formula import Letter, right_side, shape_at, share
from ..writing.notation import notation as find_notation
from ..writing.notes import notes
from ..writing.numerals import RANGES, number, size

NUMBERS = ("value", "tangent", "adjoint")


class Table:
    """Rows about a program: a list of dicts in ``rows``, shown as HTML in a notebook and as text elsewhere."""

    def __init__(self, caption, rows):
        self.caption, self.rows = caption, rows

    def __repr__(self):
        heads = list(self.rows[0]) if self.rows else []
        lines = [dict(zip(heads, heads, strict=True)), *self.rows]
        width = {head: max(len(line[head]) for line in lines) for head in heads}
        words = [[line[h].rjust(width[h]) if h in NUMBERS else line[h].ljust(width[h]) for h in heads] for line in lines]
        return "\n".join("  ".join(row).rstrip() for row in words)

    def _repr_html_(self):
        heads = "".join(f'<th scope="col">{head}</th>' for head in (self.rows[0] if self.rows else ()))
        body = "".join("<tr>" + "".join(map(_cell, row, row.values())) + "</tr>" for row in self.rows)
        inside = f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
        return on_page(scroll(f'<table class="ad-table"><caption>{html.escape(self.caption)}</caption>{inside}</table>'))


def _cell(head, text):
    if head == "variable":
        return f'<th scope="row"><code>{html.escape(text)}</code></th>'
    shown = f"<code>{html.escape(text)}</code>" if head == "instruction" else html.escape(text)
    kind = "ad-number" if head in NUMBERS else "ad-size" if head == "shape" else ""
    return f'<td class="{kind}">{shown}</td>' if kind else f"<td>{shown}</td>"


def table(program, /, at=None, sweep="forward", notation="blog", saves=False, **inputs):
    """Return the ``Table`` of a program: one row per variable, in program order.

    ``sweep`` adds columns: None, the instructions alone; ``"forward"``, values; ``"tangent"``, tangents as
    the first input moves; ``"reverse"``, adjoints of the first output, and the shares they are the sum of.
    ``saves`` adds which values the partials of each instruction read, and so have to be kept for the way back.
    """
    program, letters = checked_program(program, "table"), find_notation(notation)
    here = Evaluation(program, by_name(at, inputs)) if sweep and checked_sweep(sweep) else None
    rows, steps = [], []
    for i, name in enumerate(program.names):
        what = "input" if i < program.d else f"{name} = {right_side(program, i).text}"
        row = {"variable": name, "instruction": what} | ({"shape": size(shape_at(program, i))} if program.shapes else {})
        rows.append(row | ({"value": number(here.z[i])} if sweep else {}))
    if sweep == "tangent":
        steps = here.tangent
        _add_shares(here, rows, steps, "tangent", "comes from", letters.tangent)
    elif sweep == "reverse":
        steps = here.reverse
        _add_shares(here, rows, steps, "adjoint", "paid by", letters.adjoint)
    for i, kept in enumerate(saved_values(program) if saves else ()):
        rows[i]["saves"] = ", ".join(program.names[k] for k in kept) or ("nothing" if i >= program.d else "")
    found = notes(program, here.z, steps) if sweep else {}
    for i, row in enumerate(rows if found else ()):
        row["note"] = f"{found[i].mark} ({found[i].why})" if i in found else ""
    ranges = f"; {RANGES}" if any(" … " in row[head] for row in rows for head in NUMBERS if head in row) else ""
    return Table(f"{program.title}: {len(program)} variables{ranges}", rows)


def _add_shares(here, rows, steps, word, by, spell):
    """Add to each row what the steps made of its tangent or adjoint, and from which shares."""
    program = here.program
    for i, row in enumerate(rows):
        row[word], row[by] = number(filled(shape_at(program, i), 0)), ""
    for step in steps:
        row, paid = rows[step.target_index], "seed"
        if step.source:
            paid = share(program, step.instruction, step.slot, Letter(spell(step.source)), word == "adjoint").text
        row[word], row[by] = number(step.after), f"{row[by]} + {paid}" if row[by] else paid
    for row in rows:
        row[by] = row[by] or "nobody"
