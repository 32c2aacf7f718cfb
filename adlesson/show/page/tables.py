"""A program as rows: what each variable is, what it is worth, which shares came to it.

With this module you can

- read the Wengert list with values, tangents or adjoints beside it, and what each rule saves (``table``).

Where there are arrays a column says their shapes, and where a sweep first goes wrong, or runs over a kink, a note says so.

>>> from ...engine.trace import trace
>>> print(table(trace(lambda x: x * x, x=3), sweep="reverse"))
variable  instruction  value  adjoint  shares
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
from ...engine.errors import DrawingError
from ...engine.fence import fence
from ...engine.numbers.arrays import filled
from ...engine.numbers.inputs import by_name
from ...engine.program import checked_program
from ..evaluation import Evaluation, checked_names, checked_sweep
from ..shown import on_page, scroll
from ..writing.formula import Letter, right_side, shape_at, share
from ..writing.notation import notation as find_notation
from ..writing.notes import notes
from ..writing.numerals import RANGES, number, size

MOST_ROWS = 200  # of a table
MOST_SHARES = 40  # written out in one row
MOST = 100_000  # variables: a second or two
NUMBERS = ("value", "tangent", "adjoint")


class Table:
    """Rows about a program: a list of dicts in ``rows``, shown as HTML in a notebook and as text elsewhere.

    ``remark`` says where the rest is if these are not all rows.
    """

    def __init__(self, caption, rows, remark=""):
        self.caption, self.rows, self.remark = caption, rows, remark

    def __repr__(self):
        heads = list(self.rows[0]) if self.rows else []
        lines = [dict(zip(heads, heads, strict=True)), *self.rows]
        width = {head: max(len(line[head]) for line in lines) for head in heads}
        words = [[line[h].rjust(width[h]) if h in NUMBERS else line[h].ljust(width[h]) for h in heads] for line in lines]
        return "\n".join([*("  ".join(row).rstrip() for row in words), *filter(None, [self.remark])])

    def _repr_html_(self):
        return on_page(scroll(self.html()))

    def html(self):
        """Return the table as HTML without a style sheet, which a page may take away."""
        heads = "".join(f'<th scope="col">{head}</th>' for head in (self.rows[0] if self.rows else ()))
        body = "".join("<tr>" + "".join(map(_cell, row, row.values())) + "</tr>" for row in self.rows)
        inside = f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
        caption = html.escape("; ".join(filter(None, [self.caption, self.remark])))
        return f'<table class="ad-table"><caption>{caption}</caption>{inside}</table>'


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

    Of more than 200 variables it has the first and the last 100, and the caption says where the others are.  Raises
    ``DrawingError`` above 100,000.
    """
    program, letters = checked_program(program, "table"), find_notation(notation)
    instead = "read p.values(), adjoints(p) or p.instructions, or trace it with fewer turns of a loop"
    fence(program.title, len(program), MOST, "a table is made of", instead, error=DrawingError)
    checked_names(program)
    here = Evaluation(program, by_name(at, inputs)) if sweep and checked_sweep(sweep) else None
    return rows_of(program, here, sweep, letters, saves)


def rows_of(program, here, sweep, letters, saves=False):
    """Return the ``Table`` of a program with what a sweep of the ``Evaluation`` ``here`` made of it (None: no sweep)."""
    n = len(program)
    places = range(n) if n <= MOST_ROWS else [*range(MOST_ROWS // 2), *range(n - MOST_ROWS // 2, n)]
    rows, steps, kept = {}, [], saved_values(program) if saves else ()
    for i in places:
        name = program.names[i]
        what = "input" if i < program.d else f"{name} = {right_side(program, i).text}"
        row = {"variable": name, "instruction": what} | ({"shape": size(shape_at(program, i))} if program.shapes else {})
        rows[i] = row | ({"value": number(here.z[i])} if sweep else {})
    if sweep == "tangent":
        steps = here.tangent
        _add_shares(here, rows, steps, "tangent", "comes from", letters.tangent)
    elif sweep == "reverse":
        steps = here.reverse
        _add_shares(here, rows, steps, "adjoint", "shares", letters.adjoint)
    for i in places if saves else ():
        rows[i]["saves"] = _first(", ", [program.names[k] for k in kept[i]]) or ("nothing" if i >= program.d else "")
    found = notes(program, here.z, steps, places) if sweep else {}
    for i, row in rows.items() if found else ():
        row["note"] = f"{found[i].mark} ({found[i].why})" if i in found else ""
    ranges = f"; {RANGES}" if any(" … " in row[head] for row in rows.values() for head in NUMBERS if head in row) else ""
    listed, caption, half = list(rows.values()), f"{program.title}: {n:,} variables{ranges}", MOST_ROWS // 2
    if n <= MOST_ROWS:
        return Table(caption, listed)
    listed.insert(half, dict.fromkeys(listed[0], "…"))
    return Table(
        caption, listed, f"the first {half} and the last {half}; all are in p.instructions, p.values(), adjoints(p)"
    )


def _add_shares(here, rows, steps, word, by, spell):
    """Add to each row what the steps made of its tangent or adjoint, and from which shares."""
    program, paid = here.program, {i: [] for i in rows}
    for i, row in rows.items():
        row[word] = number(filled(shape_at(program, i), 0))
    for step in steps:
        i = step.target_index
        if i not in rows:
            continue
        if len(paid[i]) <= MOST_SHARES:  # one more than is shown, to know that there are more
            letter = Letter(spell(step.source)) if step.source else None
            text = share(program, step.instruction, step.slot, letter, word == "adjoint").text if letter else "seed"
            paid[i].append(text)
        rows[i][word] = step.after
    for i, row in rows.items():
        row[word] = row[word] if isinstance(row[word], str) else number(row[word])
        row[by] = _first(" + ", paid[i]) or "nothing"


def _first(between, texts):
    """Return the texts joined, of many the first ones."""
    return between.join(texts[:MOST_SHARES] + ["…"] * (len(texts) > MOST_SHARES))
