"""Draw a program.

With this module you can

- look at a program, its values and its adjoints (``draw``), and save the picture as SVG.

Blue is the forward sweep and orange the backward one, and never colour alone: the description says in
words all that the picture shows.
"""

from ..engine.errors import InputError, closest, short
from ..engine.notation import notation as find_notation
from ..engine.program import checked_program
from ..engine.sweeps import adjoints, tangents
from .formula import partial, right_side
from .numerals import number
from .svg import arrows, graph, style

SWEEPS = ("forward", "tangent", "reverse")
ROOM = 7  # characters of a partial that fit beside an arrow


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
    """A picture of a program: shows itself in a notebook, upright where the page is narrow.

    ``svg`` is the picture, left to right; ``description`` says it in words; ``save(path)`` writes a file.
    """

    def __init__(self, program, description, **what):
        self.svg, self.description = graph(program, description=description, **what), description
        self._tall = graph(program, across=False, description=description, **what)

    def _repr_html_(self):
        pictures = f'<div class="ad-wide">{self.svg}</div><div class="ad-tall">{self._tall}</div>'
        return f'<div class="adlesson ad-drawing"><style>{style()}</style><div class="ad-scroll">{pictures}</div></div>'

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
        return Drawing(program, describe(program), lines=1)
    z = program.values(at, **inputs)
    if checked_sweep(sweep) == "forward":
        texts = {i: (number(z[i]), "") for i in range(len(program))}
        return Drawing(program, describe(program, z), lines=2, texts=texts)
    if sweep == "tangent":
        slopes, spell, word = tangents(program, first_input(program), at, **inputs), letters.tangent, "tangent"
    else:
        slopes, spell, word = adjoints(program, first_output(program), at, **inputs), letters.adjoint, "adjoint"
    texts = {i: (number(z[i]), f"{spell(name)} = {number(u)}") for i, (name, u) in enumerate(slopes.items())}
    labels = {e: partial(program, i, slot).text for e, (_, i, slot) in enumerate(arrows(program))}
    labels = {e: text for e, text in labels.items() if len(text) <= ROOM}
    return Drawing(program, describe(program, z, list(slopes.values()), word), texts=texts, labels=labels)
