"""Draw a program.

With this module you can

- look at a program, its values and its adjoints (``draw``), and save the picture as SVG.

Blue is the forward sweep and orange the backward one, and never colour alone: the description says in
words all that the picture shows.  A note in a box says where the first NaN or infinity was born, and, where slopes
are shown, at which kink the one that is used is a convention.
"""

from ...engine.numbers.inputs import by_name
from ...engine.program import checked_program
from ..evaluation import Evaluation, checked_names, checked_sweep
from ..shown import Picture, anywhere, on_page
from ..writing.formula import Letter, between_arrays, partial, right_side, shape_at
from ..writing.notation import notation as find_notation
from ..writing.notes import notes
from ..writing.numerals import RANGES, number, size_in_words
from .layout import checked_size
from .svg import FITS, MAP_FITS, returned_as, sheet, written
from .system_picture import system_picture

# what else can be drawn, by the name of its class: to ask isinstance would load the Lagrange room for every picture
OTHERS = {"Lagrangian": system_picture}


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


class Drawing(Picture):
    """A picture of a program: shows itself in a notebook, upright where the page is too narrow for it.

    ``svg`` is the picture, left to right, and ``tall``, downwards; ``description`` says it in words; ``save(path)`` writes
    a file.
    """

    def __init__(self, program, description, **what):
        pair = (sheet(program, across=across, description=description, **what) for across in (True, False))
        wide, tall = map(self.complete, pair, (True, False))
        super().__init__(written(wide), description)
        self.tall, self.least = written(tall), (wide.least, tall.least)

    def complete(self, sheet, across):
        """Return the sheet with all that is drawn into it; what draws more does more here."""
        return sheet

    def _repr_html_(self):
        (needed, upright), turned = self.least, ""
        if upright < needed:
            turned = f".ad-from-{needed} > .ad-wide {{ display: none; }} .ad-from-{needed} > .ad-tall {{ display: block; }}"
            turned = f"@container (max-width: {needed}px) {{ {turned} }}"
        pictures = f'<div class="ad-wide">{self.svg}</div><div class="ad-tall">{self.tall}</div>'
        pictures = f'<div class="ad-scroll ad-from-{needed}">{pictures}</div>'
        return on_page(anywhere(pictures, self.svg, self.description), "ad-drawing", turned)


def draw(program, /, at=None, sweep=None, notation="blog", **inputs):
    """Return a ``Drawing`` of a program.

    ``sweep`` says what stands in the boxes: None, only the instructions; ``"forward"``, the values;
    ``"tangent"``, values, and tangents as the first input moves; ``"reverse"``, values, and adjoints of the
    first output, with the partials on the arrows.  ``notation`` is ``"blog"``, ``"griewank"`` or ``"lecun"``.
    Of a ``Lagrangian`` it is the picture of its system; with ``loops={"f": "x"}`` the place that a loop fills is lit.
    """
    for kind in type(program).__mro__:
        if kind.__name__ in OTHERS:
            return OTHERS[kind.__name__](program, at, **inputs)
    program, letters = checked_program(program, "draw"), find_notation(notation)
    checked_size(len(program))
    checked_names(program)
    if sweep is None:
        return Drawing(program, describe(program))
    here = Evaluation(program, by_name(at, inputs))
    z = here.z
    values = {i: f"= {number(z[i])}" for i in range(len(program))}
    if checked_sweep(sweep) == "forward":
        found = notes(program, z)
        marks = {i: note.mark for i, note in found.items()}
        return Drawing(program, describe(program, z, remarks=found), values=values, notes=marks)
    look = "tangent" if sweep == "tangent" else "adjoint" if letters.multiplier == "-" else "multiplier"
    spell, word = (letters.tangent, "tangent") if sweep == "tangent" else (letters.adjoint, "adjoint")
    slopes, names = here.ends(sweep), program.names
    found = notes(program, z, here.steps(sweep))
    return Drawing(
        program,
        describe(program, z, slopes, word, found),
        values=values,
        slopes={i: f"= {number(slope)}" for i, slope in enumerate(slopes)},
        chips={look: [spell(name) for name in names]},
        look=look,
        labels=_labels(here, spell, sweep == "reverse"),
        notes={i: note.mark for i, note in found.items()},
    )


def _labels(here, spell, back):
    """Return the partials that fit beside their arrows; between arrays, what the partial makes of an adjoint or tangent."""
    program, labels = here.program, {}
    for e, (k, i, slot) in enumerate(here.arrows):
        text = partial(program, i, slot, Letter(spell(program.names[i if back else k])), back).text
        labels[e] = text if len(text) <= (MAP_FITS if between_arrays(program, i, slot) else FITS) else None
    return labels
