"""Draw a program as a graph: boxes are variables, arrows say who reads whom.

With this module you can

- look at a program, its values and its adjoints (``draw``), and save the picture as SVG;
- get the same SVG with empty places for the stepper to fill in (``graph``).

Blue is the forward sweep and orange the backward one, and never colour alone: values stand above
tangents and adjoints, inputs have round ends, outputs a double frame, and the description says it all.
"""

import html
from importlib.resources import files

from ..engine.errors import InputError, closest, short
from ..engine.notation import notation as find_notation
from ..engine.program import checked_program
from ..engine.sweeps import adjoints, tangents
from .formula import partial, right_side
from .layout import layout
from .numerals import number

SWEEPS = ("forward", "tangent", "reverse")
LINE, LONGEST_RULE, ROOM = 18, 26, 7  # pixels per line; characters of a rule, and of a partial on an arrow
NARROW = set("ilj.,·()|[]'1ftr ²³")


def style():
    """Return the style sheet of the graph and the tables, for both themes."""
    return files(__package__).joinpath("graph.css").read_text("utf-8")


def rule(program, i):
    """Return what variable ``i`` is, as text to put behind its name: ``" = a + b"``, cut if it is long."""
    if i < program.d:
        return ""
    text = right_side(program, i).text
    return " = " + (text if len(text) <= LONGEST_RULE else text[: LONGEST_RULE - 1] + "…")


def text_width(text, size=13):
    """Return about how wide a text is in pixels, rather too much than too little."""
    return sum(0.38 if c in NARROW else 0.66 for c in text) * size


def checked_sweep(sweep):
    """Return ``sweep`` if there is such a sweep, else raise an ``InputError`` that lists them."""
    if sweep not in SWEEPS:
        raise InputError(f"no sweep {short(sweep)}{closest(sweep, SWEEPS)}: known are {', '.join(SWEEPS)}")
    return sweep


def first_input(program):
    """Return the direction in which the first input moves and the others stay."""
    return program.pack_inputs([1] + [0] * (program.d - 1))


def first_output(program):
    """Return the seed of the first output that is a variable, the others without one; empty if there is none."""
    variables = [name for name, i in zip(program.outputs, program.output_slots, strict=True) if i >= 0]
    return dict.fromkeys(variables[:1], 1)


def arrows(program):
    """Return ``(tail, head, slot)`` for each arrow: one per argument slot that reads a variable."""
    return [(k, i, slot) for i, slots in enumerate(program.slots) for slot, k in enumerate(slots) if k >= 0]


def graph(program, across=True, lines=3, texts=None, labels=None, description=None):
    """Return the SVG of a program, ``lines`` text lines per box.

    ``texts[i]`` is a pair of texts for the second and third line of box ``i``, ``labels[e]`` the text
    beside arrow ``e``; every box and arrow carries its number in ``data-i`` or ``data-e``.
    """
    lines_between, outputs = arrows(program), set(program.output_slots)
    texts, labels = texts or {}, labels or {}
    written = [(name, rule(program, i)) for i, name in enumerate(program.names)]
    widths = []
    for i, (name, what) in enumerate(written):
        longest = max(text_width(text) for text in (name + what, *texts.get(i, ())))
        widths.append(max(76, longest + (30 if i < program.d else 18)))
    height = 14 + LINE * lines
    place = layout([(w, height) for w in widths], [(k, i) for k, i, _ in lines_between], (50, 15), across)
    parts = [_arrow(e, place.edges[e], place.labels[e], labels.get(e, "")) for e in range(len(lines_between))]
    for i, (name, what) in enumerate(written):
        kind = "input" if i < program.d else "output" if i in outputs else "inner"
        parts.append(_box(i, place.nodes[i], widths[i], height, kind, name, what, texts.get(i, ("", "")), lines))
    label = html.escape(description or describe(program), quote=True)
    edge = 3
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph" role="img" aria-label="{label}" '
        f'viewBox="{-edge} {-edge} {place.width + 2 * edge:g} {place.height + 2 * edge:g}" '
        f'width="{place.width + 2 * edge:g}" height="{place.height + 2 * edge:g}" '
        f'style="min-width: {0.7 * place.width:.0f}px">{"".join(parts)}</svg>'
    )


def _box(i, centre, width, height, kind, name, what, texts, lines):
    x, y = centre
    left, top = x - width / 2, y - height / 2
    round_end = height / 2 if kind == "input" else 7
    frame = f'<rect class="ad-box" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height}" rx="{round_end:g}"/>'
    if kind == "output":
        frame += (
            f'<rect class="ad-frame" x="{left + 3.5:.1f}" y="{top + 3.5:.1f}" width="{width - 7:.1f}" '
            f'height="{height - 7}" rx="4"/>'
        )
    rule_text = f'<tspan class="ad-name">{html.escape(name)}</tspan>{html.escape(what)}'
    rows = [f'<text class="ad-rule" x="{x:.1f}" y="{top + 20:.1f}">{rule_text}</text>']
    for k, (word, text) in enumerate(zip(("value", "slope"), texts, strict=True), 1):
        if k < lines:
            rows.append(f'<text class="ad-{word}" x="{x:.1f}" y="{top + 20 + LINE * k:.1f}">{_lowered(text)}</text>')
    return f'<g class="ad-node ad-{kind}" data-i="{i}">{frame}{"".join(rows)}</g>'


def _lowered(text):
    """Return text for SVG, with the index of a multiplier set lower: ``λ_a = 3``."""
    if not text.startswith("λ_"):
        return html.escape(text)
    index, equals, rest = text[2:].partition(" = ")
    return f'λ<tspan dy="3" font-size="10">{html.escape(index)}</tspan><tspan dy="-3">{html.escape(equals + rest)}</tspan>'


def _arrow(e, points, label, text):
    (x0, y0), *rest = points
    curve = " ".join(f"{x:g},{y:g}" for x, y in rest)
    tips = _tip("head", points[-2], points[-1]) + _tip("tail", points[1], points[0])
    path = f'<path class="ad-line" d="M{x0:g},{y0:g} C{curve}"/>'
    word = f'<text class="ad-partial" x="{label[0]:g}" y="{label[1] + 4:g}">{html.escape(text)}</text>'
    return f'<g class="ad-edge" data-e="{e}">{path}{tips}{word}</g>'


def _tip(word, start, end):
    """Return a triangle that points from ``start`` to ``end`` and touches ``end``."""
    (x0, y0), (x1, y1) = start, end
    size = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-9)
    ux, uy = (x1 - x0) / size, (y1 - y0) / size
    corners = [(x1, y1), (x1 - 9 * ux + 4 * uy, y1 - 9 * uy - 4 * ux), (x1 - 9 * ux - 4 * uy, y1 - 9 * uy + 4 * ux)]
    return f'<polygon class="ad-{word}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in corners)}"/>'


def describe(program, values=None, slopes=None, word="adjoint"):
    """Return the picture in words, one sentence per variable."""
    sentences = [f"Graph of {program.title}, {len(program)} variables."]
    for i, name in enumerate(program.names):
        what = "is an input" if i < program.d else "= " + right_side(program, i).text
        readers = list(dict.fromkeys(program.names[k] for k in program.beta(i)))
        facts = [f"value {number(values[i])}"] if values else []
        facts += [f"{word} {number(slopes[i])}"] if slopes else []
        facts += ["read by " + " and ".join(readers)] if readers else []
        facts += ["an output"] if i in program.output_slots else []
        sentences.append(", ".join([f"{name} {what}", *facts]) + ".")
    return " ".join(sentences)


class Drawing:
    """A picture of a program: shows itself in a notebook; ``svg``, ``description``, ``save(path)``."""

    def __init__(self, svg, description):
        self.svg, self.description = svg, description

    def _repr_html_(self):
        return f'<div class="adlesson"><style>{style()}</style><div class="ad-scroll">{self.svg}</div></div>'

    def __repr__(self):
        return self.description

    def save(self, path):
        """Write the picture as an SVG file that stands alone, in light and dark."""
        inside = self.svg.replace('class="ad-graph"', 'class="adlesson ad-graph"', 1)
        head, bracket, rest = inside.partition(">")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{head}{bracket}<style>{style()}</style>{rest}\n")


def draw(program, /, at=None, sweep=None, notation="blog", **inputs):
    """Return a ``Drawing`` of a program.

    ``sweep`` says what stands in the boxes: None, only the instructions; ``"forward"``, the values;
    ``"tangent"``, values, and tangents as the first input moves; ``"reverse"``, values, and adjoints of the
    first output, with the partials on the arrows.  ``notation`` is ``"blog"``, ``"griewank"`` or ``"lecun"``.
    """
    program, letters = checked_program(program, "draw"), find_notation(notation)
    if sweep is None:
        description = describe(program)
        return Drawing(graph(program, lines=1, description=description), description)
    z = program.values(at, **inputs)
    if checked_sweep(sweep) == "forward":
        description = describe(program, z)
        texts = {i: (number(z[i]), "") for i in range(len(program))}
        return Drawing(graph(program, lines=2, texts=texts, description=description), description)
    if sweep == "tangent":
        slopes, spell, word = tangents(program, first_input(program), at, **inputs), letters.tangent, "tangent"
    else:
        slopes, spell, word = adjoints(program, first_output(program), at, **inputs), letters.adjoint, "adjoint"
    texts = {i: (number(z[i]), f"{spell(name)} = {number(u)}") for i, (name, u) in enumerate(slopes.items())}
    labels = {e: partial(program, i, slot).text for e, (_, i, slot) in enumerate(arrows(program))}
    labels = {e: text for e, text in labels.items() if len(text) <= ROOM}
    description = describe(program, z, list(slopes.values()), word)
    return Drawing(graph(program, texts=texts, labels=labels, description=description), description)
