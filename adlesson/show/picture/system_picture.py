"""The stationarity equations of a Lagrangian as a picture: one row per multiplier, nothing below the diagonal.

With this module you can

- look at the system that back-substitution solves, from the last row up (``system_picture``): solving it is left to you;
- see which place a loop would fill (``loops``), and that no triangle is left;
- get the same for a stepper, which shows the slopes in letters as long as there are no values, and writes the solution in
  row by row (``solvable``).

Row j stands for variable j.  The number in column i is minus the slope with which z_i reads z_j, where it does.  Every row
carries its number in ``data-r``, every cell that of its row and its column in ``data-c``, for a stepper to light.

>>> from ...engine.trace import trace
>>> from ...lagrange.lagrangian import Lagrangian
>>> system_picture(Lagrangian(trace(lambda x, y: x * y, x=2, y=3)))
System of f: 3 equations for 3 multipliers, ones on the diagonal and nothing below it, solved from the last row up.
Row x: λ_x − 3·λ_f = 0.
Row y: λ_y − 2·λ_f = 0.
Row f: λ_f = 1.
>>> system_picture(Lagrangian(trace(lambda x: x * x, x=3)), loops={"f": "x"})
System of f: 2 equations for 2 multipliers, ones on the diagonal and, below it, what a loop fills: row f, column x.
Row x: λ_x − 6·λ_f = 0.
Row f: − λ_x + λ_f = 1.
"""

import html

from ...engine.errors import InputError
from ...engine.fence import fence
from ..evaluation import checked_names
from ..shown import Picture, anywhere, on_page, scroll
from ..writing.formula import partial
from ..writing.letters import Letter, factor
from ..writing.numerals import number
from ..writing.spoken import spoken
from .svg import text_width

MOST, ROW, LEAST, LONGEST = 30, 26, 34, 14  # variables, pixels per row, least pixels per column, characters of a name


class SystemPicture(Picture):
    """A picture of the system: shows itself in a notebook; ``svg`` is the picture, ``description`` says it in words."""

    label = "the system"  # of what scrolls: two regions of a page have two names

    def _repr_html_(self):
        return on_page(anywhere(scroll(self.svg, self.label), self.svg, self.description))


def system_picture(lagrangian, at=None, loops=(), **inputs):
    """Return the ``SystemPicture`` of a Lagrangian of numbers; raises ``InputError`` above 30 variables.

    With ``loops={"f": "x"}`` the input x would be fed back from f, a later variable: the place that this fills is lit.
    """
    p = lagrangian.program
    fence(p.title, len(p), MOST, "the system is drawn for", "its entries are in system()")
    checked_names(p)
    entries, right_sides = _read(lagrangian, at, **inputs)
    for j, i in (filled := _filled(p, dict(loops))):
        entries[j] = {i: number(-1)} | entries[j]  # what is fed back is read as it is
    rows = [f"{_row(p, *row)}." for row in zip(p.names, entries, right_sides, strict=True)]
    words = "\n".join([_opening(p, filled), *rows])
    picture = SystemPicture(_svg(p.names, entries, right_sides, words, filled=filled), words)
    picture.label += ", with a loop" * bool(filled)
    return picture


def _filled(p, loops):
    """Return the places of the matrix that loops fill, each a row and a column."""
    places = [(p.index(out), p.index(name)) for out, name in loops.items()]
    for j, i in places:
        if i >= p.d or i >= j:
            raise InputError(f"a loop leads from a later variable back to an input, not from {p.names[j]} to {p.names[i]}")
    return sorted(places, key=lambda place: -place[1])


def solvable(lagrangian, solved, at=None):
    """Return the SVG for a stepper: the slopes in letters and, to be shown later, as numbers, and no solution.

    In each cell there are two groups, ``ad-letters`` and ``ad-numbers``, each with a name to be spoken; a slope that is a
    number anyway has the second alone.  The last piece of text in each ``ad-solved`` is empty; the rows ``solved`` only say
    how much room their results will take.
    """
    p, results = lagrangian.program, {row.name: row.result for row in solved}
    lam, letters = [number(results[name]) for name in p.names], [_in_letters(p, j) for j in range(len(p))]
    return _svg(p.names, *_read(lagrangian, at), _opening(p), lam, letters)


def _in_letters(p, j):
    """Return the entries of row ``j`` that are formulas, by column, as text."""
    entries = {}
    for i in dict.fromkeys(p.beta(j)):
        u = 0
        for slot in (slot for slot, k in enumerate(p.slots[i]) if k == j):
            u = u - partial(p, i, slot)
        if isinstance(u, Letter) and not _is_number(u.code):
            entries[i] = u.text if len(u.text) <= LONGEST else u.text[: LONGEST - 1] + "…"
    return entries


def _is_number(code):
    try:
        return float(code) is not None
    except ValueError:
        return False


def _read(lagrangian, at, **inputs):
    """Return what is written: the entries of each row by column, and the right-hand sides."""
    p, (matrix, rhs) = lagrangian.program, lagrangian.system(at, **inputs)
    entries = [{i: number(row[i]) for i in sorted({j, *p.beta(j)})} for j, row in enumerate(matrix)]
    return entries, [number(u) for u in rhs]


def _opening(p, filled=()):
    n, places = len(p), "; ".join(f"row {p.names[j]}, column {p.names[i]}" for j, i in filled)
    rest = f", below it, what a loop fills: {places}" if filled else " nothing below it, solved from the last row up"
    return f"System of {p.title}: {n} equations for {n} multipliers, ones on the diagonal and{rest}."


def _row(p, name, entries, right):
    left = " ".join(f"{'−' if u[0] == '−' else '+'} {_times(u.removeprefix('−'))}λ_{p.names[i]}" for i, u in entries.items())
    return f"Row {name}: {left.removeprefix('+ ')} = {right}"


def _times(text):
    return "" if text == "1" else f"{factor(text)}·"


def _svg(names, entries, right_sides, words, lam=(), letters=None, filled=()):
    """Return the system; with ``lam``, how its rows will be solved, there is room for that, still empty.

    The places that are ``filled`` by a loop are lit.
    """
    n, short_names = len(names), [name if len(name) <= LONGEST else name[: LONGEST - 1] + "…" for name in names]
    results = [f"λ_{name} = {u}" for name, u in zip(short_names, lam, strict=False)]
    shown = [[row[i] for row in [*entries, *(letters or [])] if i in row] for i in range(n)]
    across = [
        max([LEAST, text_width(f"λ_{short_names[i]}") + 10, *[text_width(u) + 12 for u in shown[i]]]) for i in range(n)
    ]
    first = max(text_width(name) for name in short_names) + 24
    left = [first + sum(across[:i]) for i in range(n)]
    end = first + sum(across)
    last = end + 92 + max(map(text_width, results)) if results else end + 34 + max(map(text_width, right_sides))
    width, height = last + 12, ROW * (n + 1) + 6
    heads = "".join(_text(left[i] + across[i] / 2, 17, _lowered(f"λ_{short_names[i]}"), "ad-slope") for i in range(n))
    rows = []
    for j, row in enumerate(entries):
        top = ROW * (j + 1)
        cells = [f'<rect class="ad-line-of" x="1" y="{top:g}" width="{width - 2:.1f}" height="{ROW}"/>']
        cells.append(_text(first / 2 - 4, top + 18, html.escape(short_names[j]), "ad-name"))
        for i in range(n):
            below = "ad-lit" if (j, i) in filled else "ad-below"
            kind = below if i < j else "ad-diagonal" if i == j else "ad-entry" if i in row else "ad-empty"
            texts = {"numbers": row.get(i, "·" if i > j else "")}
            if letters and i in letters[j]:
                texts = {"letters": letters[j][i]} | texts
            place = left[i] + 1, top + 1, across[i] - 2, ROW - 2
            called = f"row {names[j]}, column lambda of {names[i]}" if letters and i >= j else ""
            inside = "".join(_cell(f"ad-{way}" if len(texts) > 1 else "", place, u, called) for way, u in texts.items())
            cells.append(f'<g class="{kind}" data-r="{j}" data-c="{i}">{inside}</g>')
        cells += [_text(end + 14, top + 18, "="), _text(end + 34, top + 18, right_sides[j])]
        if results:
            cells.append(_text(end + 64, top + 18, "so"))  # else two equations would be read as one
            cells.append(_text(end + 84, top + 18, _lowered(f"λ_{short_names[j]} "), "ad-slope ad-solved"))
        rows.append(f'<g class="ad-row" data-r="{j}">{"".join(cells)}</g>')
    label = html.escape(words.replace("\n", " "), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph ad-system" role="{"group" if letters else "img"}" '
        f'aria-label="{label}" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" '
        f'height="{height}" style="min-width: {0.75 * width:.0f}px">{heads}{"".join(rows)}</svg>'
    )


def _cell(kind, place, text, called):
    """Return what stands in a cell, with its name if it is ``called`` anything."""
    (x, y, width, height), kind = place, f' class="{kind}"' if kind else ""
    said = "0" if text in ("", "·") else spoken(text)
    name = f' role="img" aria-label="{html.escape(f"{called}: {said}", quote=True)}"' if called else ""
    inside = _text(x + width / 2, y + 17, html.escape(text)) if text else ""
    return f'<g{kind}{name}><rect x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height}"/>{inside}</g>'


def _text(x, y, inside, kind="ad-cell"):
    return f'<text class="{kind}" x="{x:.1f}" y="{y:g}">{inside}</text>'


def _lowered(text):
    """Return ``λ_name ...`` for SVG, with the name set lower."""
    name, space, rest = text.removeprefix("λ_").partition(" ")
    rest = f'<tspan dy="-3">{html.escape(space + rest)}</tspan>' if space else ""
    return f'λ<tspan dy="3" font-size="10">{html.escape(name)}</tspan>{rest}'
