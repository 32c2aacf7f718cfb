"""A program as rows: what each variable is, what it is worth, who paid what to it.

With this module you can

- read the Wengert list with values, tangents or adjoints beside it, and what each rule saves (``table``).

>>> from ..engine.trace import trace
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

from ..engine.memory import saves as saved_values
from ..engine.notation import notation as find_notation
from ..engine.program import checked_program
from ..engine.sweeps import reverse_sweep, tangent_sweep
from .drawing import checked_sweep, first_input, first_output
from .formula import factor, partial, right_side
from .numerals import number
from .svg import style

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
        return (
            f'<div class="adlesson"><style>{style()}</style><div class="ad-scroll"><table class="ad-table">'
            f"<caption>{html.escape(self.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div></div>"
        )


def _cell(head, text):
    if head == "variable":
        return f'<th scope="row"><code>{html.escape(text)}</code></th>'
    shown = f"<code>{html.escape(text)}</code>" if head == "instruction" else html.escape(text)
    return f'<td class="ad-number">{shown}</td>' if head in NUMBERS else f"<td>{shown}</td>"


def table(program, /, at=None, sweep="forward", notation="blog", saves=False, **inputs):
    """Return the ``Table`` of a program: one row per variable, in program order.

    ``sweep`` adds columns: None, the instructions alone; ``"forward"``, values; ``"tangent"``, tangents as
    the first input moves; ``"reverse"``, adjoints of the first output, and the shares they are the sum of.
    ``saves`` adds which values the partials of each instruction read, and so have to be kept for the way back.
    """
    program, letters = checked_program(program, "table"), find_notation(notation)
    z = program.values(at, **inputs) if sweep and checked_sweep(sweep) else []
    rows = []
    for i, name in enumerate(program.names):
        what = "input" if i < program.d else f"{name} = {right_side(program, i).text}"
        rows.append({"variable": name, "instruction": what} | ({"value": number(z[i])} if sweep else {}))
    if sweep == "tangent":
        steps = tangent_sweep(program, first_input(program), at, **inputs)
        _add_shares(program, rows, steps, "tangent", "comes from", letters.tangent)
    elif sweep == "reverse":
        steps = reverse_sweep(program, first_output(program), at, **inputs)
        _add_shares(program, rows, steps, "adjoint", "paid by", letters.adjoint)
    for i, kept in enumerate(saved_values(program) if saves else ()):
        rows[i]["saves"] = ", ".join(program.names[k] for k in kept) or ("nothing" if i >= program.d else "")
    return Table(f"{program.title}: {len(program)} variables", rows)


def _add_shares(program, rows, steps, word, by, spell):
    """Add to each row what the steps made of its tangent or adjoint, and from which shares."""
    place = {name: i for i, name in enumerate(program.names)}
    for row in rows:
        row[word], row[by] = "0", ""
    for step in steps:
        row, share = rows[place[step.target]], "seed"
        if step.source:
            child = place[step.source if word == "adjoint" else step.target]
            share = f"{spell(step.source)}·{factor(partial(program, child, step.slot).text)}"
        row[word], row[by] = number(step.after), f"{row[by]} + {share}" if row[by] else share
    for row in rows:
        row[by] = row[by] or "nobody"
