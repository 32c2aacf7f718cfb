"""A program as rows: what each variable is, what it is worth, who paid what to it.

With this module you can

- read the Wengert list with values, tangents or adjoints beside it (``table``).

>>> from ..engine.trace import trace
>>> print(table(trace(lambda x: x * x, x=3), sweep="reverse"))
variable  instruction  value  adjoint  paid by
x         input            3        6  f̄·x + f̄·x
f         f = x·x          9        1  seed
"""

import html

from ..engine.errors import InputError, closest, short
from ..engine.notation import notation as find_notation
from ..engine.sweeps import reverse_sweep, tangent_sweep
from .drawing import SWEEPS, _ones, style
from .formula import number, partial, right_side

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


def table(program, /, at=None, sweep="forward", notation="griewank", **inputs):
    """Return the ``Table`` of a program: one row per variable, in program order.

    ``sweep`` adds columns: None, the instructions alone; ``"forward"``, values; ``"tangent"``, tangents
    along all inputs at once; ``"reverse"``, adjoints and the shares they are the sum of.
    """
    letters = find_notation(notation)
    if sweep not in (None, *SWEEPS):
        raise InputError(f"no sweep {short(sweep)}{closest(sweep, SWEEPS)}: known are {', '.join(SWEEPS)}")
    z = program.values(at, **inputs) if sweep else []
    rows = []
    for i, name in enumerate(program.names):
        what = "input" if program._ops[i] == "input" else f"{name} = {right_side(program, i).text}"
        rows.append({"variable": name, "instruction": what} | ({"value": number(z[i])} if sweep else {}))
    if sweep in ("tangent", "reverse"):
        if sweep == "tangent":
            steps, word, by = tangent_sweep(program, _ones(program), at, **inputs), "tangent", "comes from"
            spell = letters.tangent
        else:
            steps, word, by = reverse_sweep(program, 1, at, **inputs), "adjoint", "paid by"
            spell = letters.adjoint
        rows = [row | {word: "0", by: "nobody"} for row in rows]
        place = {name: i for i, name in enumerate(program.names)}
        for step in steps:
            row = rows[place[step.target]]
            share = "seed"
            if step.source:
                child = place[step.source] if sweep == "reverse" else place[step.target]
                share = f"{spell(step.source)}·{_factor(partial(program, child, step.slot).text)}"
            row[word], row[by] = number(step.after), share if row[by] == "nobody" else f"{row[by]} + {share}"
    return Table(f"{program.title}: {len(program)} variables", rows)


def _factor(text):
    return f"({text})" if " " in text or text.startswith("−") else text
