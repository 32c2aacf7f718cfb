"""Draw a program.

With this module you can

- look at a program, its values and its adjoints (``draw``), and save the picture as SVG.

Blue is the forward sweep and orange the backward one, and never colour alone: the description says in
words all that the picture shows.  A note in a box says where the first NaN or infinity was born, and, where slopes
are shown, at which kink the one that is used is a convention.
"""

from ...engine.errors import InputError, closest, short
from ...engine.numbers.arrays import filled, quiet
from ...engine.program import checked_program
from ...engine.sweeps import reverse_sweep, tangent_sweep
from ...lagrange.lagrangian import Lagrangian
from ..writing.formula import Letter, between_arrays, partial, right_side, shape_at
from ..writing.notation import notation as find_notation
from ..writing.notes import notes
from ..writing.numerals import RANGES, number, size_in_words
from .svg import arrows, graph, least_width, returned_as, style
from .system_picture import system_picture

SWEEPS = ("forward", "tangent", "reverse")
ROOM, ROOM_FOR_MAPS = 7, 18  # characters of a partial that fit beside an arrow


def checked_sweep(sweep):
    """Return ``sweep`` if there is such a sweep, else raise an ``InputError`` that lists them."""
    if sweep not in SWEEPS:
        raise InputError(f"no sweep {short(sweep)}{closest(sweep, SWEEPS)}: known are {', '.join(SWEEPS)}")
    return sweep


def first_input(program):
    """Return the direction in which the first input moves, every entry at speed 1, and the others stay."""
    return program.pack_inputs([filled(shape_at(program, k), 0 if k else 1) for k in range(program.d)])


def first_output(program):
    """Return the seed of the first output that is a variable, 1 for each entry, the others without one; empty if none is."""
    variables = [(name, i) for name, i in zip(program.outputs, program.output_slots, strict=True) if i >= 0]
    return {name: filled(shape_at(program, i), 1) for name, i in variables[:1]}


def sweep_steps(program, sweep, at=None, **inputs):
    """Return the steps of a tangent sweep as the first input moves, or of a reverse sweep from the first output."""
    with quiet(program.shapes):
        if sweep == "tangent":
            return list(tangent_sweep(program, first_input(program), at, **inputs))
        return list(reverse_sweep(program, first_output(program), at, **inputs))


def describe(program, values=None, slopes=None, word="adjoint", remarks=None):
    """Return the picture in words, one sentence per variable."""
    sentences = [f"Graph of {program.title}, {len(program)} variables."]
    for i, name in enumerate(program.names):
        what = "is an input" if i < program.d else "= " + right_side(program, i).text
        what += size_in_words(shape_at(program, i)) if i < program.d else ""
        readers = list(dict.fromkeys(program.names[k] for k in program.beta(i)))
        facts = [size_in_words(shape_at(program, i)).strip()] if i >= program.d and shape_at(program, i) else []
        facts += [f"value {number(values[i])}"] if values else []
        facts += [f"{word} {number(slopes[i])}"] if slopes else []
        facts += ["read by " + " and ".join(readers)] if readers else []
        facts += ["an output"] if i in program.output_slots else []
        facts += [f"returned as {' and '.join(returned_as(program, i))}"] if returned_as(program, i) else []
        sentences.append(", ".join([f"{name} {what}", *facts]) + ".")
        sentences += [remarks[i].sentence] if remarks and i in remarks else []
    if any(" … " in sentence for sentence in sentences):
        sentences.append(f"Given is, {RANGES}.")
    return " ".join(sentences)


class Drawing:
    """A picture of a program: shows itself in a notebook, upright where the page is too narrow for it.

    ``svg`` is the picture, left to right; ``description`` says it in words; ``save(path)`` writes a file.
    """

    def __init__(self, program, description, **what):
        self.svg, self.description = graph(program, description=description, **what), description
        self._tall = graph(program, across=False, description=description, **what)

    def _repr_html_(self):
        needed, upright = least_width(self.svg), least_width(self._tall)
        turned = f".ad-from-{needed} > .ad-wide {{ display: none; }} .ad-from-{needed} > .ad-tall {{ display: block; }}"
        turned = f"@container (max-width: {needed}px) {{ {turned} }}" if upright < needed else ""
        pictures = f'<div class="ad-wide">{self.svg}</div><div class="ad-tall">{self._tall}</div>'
        return (
            f'<div class="adlesson ad-drawing"><style>{style()}{turned}</style>'
            f'<div class="ad-scroll ad-from-{needed}">{pictures}</div></div>'
        )

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
    Of a ``Lagrangian`` it is the picture of its system.
    """
    if isinstance(program, Lagrangian):
        return system_picture(program, at, **inputs)
    program, letters = checked_program(program, "draw"), find_notation(notation)
    if sweep is None:
        return Drawing(program, describe(program), lines=1)
    z = program.values(at, **inputs)
    if checked_sweep(sweep) == "forward":
        texts, found = {i: (number(z[i]), "") for i in range(len(program))}, notes(program, z)
        marks = {i: note.mark for i, note in found.items()}
        return Drawing(program, describe(program, z, remarks=found), lines=2, texts=texts, notes=marks)
    steps, back = sweep_steps(program, sweep, at, **inputs), sweep == "reverse"
    spell, word = (letters.adjoint, "adjoint") if back else (letters.tangent, "tangent")
    slopes = {name: filled(shape_at(program, i), 0) for i, name in enumerate(program.names)}
    slopes |= {step.target: step.after for step in steps}
    texts = {i: (number(z[i]), f"{spell(name)} = {number(u)}") for i, (name, u) in enumerate(slopes.items())}
    found = notes(program, z, steps)
    return Drawing(
        program,
        describe(program, z, list(slopes.values()), word, found),
        texts=texts,
        labels=_labels(program, spell, back),
        notes={i: note.mark for i, note in found.items()},
    )


def _labels(program, spell, back):
    """Return the partials that fit beside their arrows; between arrays, what the partial makes of an adjoint or tangent."""
    labels = {}
    for e, (k, i, slot) in enumerate(arrows(program)):
        text = partial(program, i, slot, Letter(spell(program.names[i if back else k])), back).text
        if len(text) <= (ROOM_FOR_MAPS if between_arrays(program, i, slot) else ROOM):
            labels[e] = text
    return labels
