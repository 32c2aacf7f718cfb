"""Mode ``"lagrange"``: the three blocks, with a frame per constraint, per row, and per derivative that is read off.

With this module you can

- tell feasibility, stationarity and sensitivity one after the other (``tell``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> for phase in tell(Narrator(Evaluation(trace(lambda x: x * x, x=3)))).phases:
...     print(len(phase.rows), phase.rows[-1]["sentence"])
3 f − x·x = 0 is off by −9. Set f to 3·3 = 9, and it holds. Now 2 of 2 constraints hold.
3 Row x: λ_x − 3·λ_f − 3·λ_f = 0, so λ_x = 1 × 3 + 1 × 3 = 6. Now 2 of 2 rows hold.
2 ∂L/∂x_in = λ_x = 6: the derivative of f by x.
"""

from ...lagrange.lagrangian import Lagrangian
from ..picture.system_picture import MOST, unsolved
from ..questions.expected import expected
from ..questions.system_rows import ROW_SLIPS
from ..writing.mathml import mathml, mathtext
from ..writing.numerals import number
from .feasibility import Feasibility
from .phases import MARKS, Phase, Story, legend
from .stationarity import Stationarity

WORD = "multiplier"


def tell(narrator):
    """Return the story of the three blocks of a program with one output."""
    lagrangian = Lagrangian(narrator.program)
    solved = list(lagrangian.back_substitution(narrator.here.at))
    first, second = Feasibility(narrator, lagrangian), Stationarity(narrator, lagrangian, solved)
    makes, below = narrator.gradient.makes, legend(WORD)
    phases = [
        _phase(first, second="residual", legend=legend("residual", f"{MARKS}.")),
        _phase(second, lines=[makes[i] for i in second.about], role="back", legend=below),
        _phase(Sensitivity(narrator, second), role="back", legend=below),
    ]
    return Story(phases, narrator.gradient, figure=figure(lagrangian, solved, narrator.here.at), slips=ROW_SLIPS)


def _phase(block, **what):
    label = type(block).__name__
    return Phase(label.lower(), label, block.rows, [[i] for i in block.about], block.asks, word=WORD, **what)


class Sensitivity:
    """The frames of the third block: dL/dx for each input, which is to be read off."""

    def __init__(self, narrator, solved):
        p, output = narrator.program, narrator.program.names[solved.written.output]
        x = p.names[0]
        told = f"where both other blocks hold, L is {output}, and ∂L/∂{x}_in is the derivative of {output} by the given {x}."
        self.rows, self.asks = [narrator.row(f"Sensitivity: {told} There is nothing left to solve.")], []
        self.about, results = [*range(p.d)], {row.name: row.result for row in solved.solved}
        for i, name in enumerate(p.names[: p.d]):
            text, slope = number(results[name]), solved.written.sensitive(i).latex
            sentence = f"∂L/∂{name}_in = λ_{name} = {text}: the derivative of {output} by {name}."
            note = [("note", i, f"∂L/∂{name}_in = {text}")]
            self.rows.append(narrator.row(sentence, note, [i], letters=mathml(slope), numbers=mathtext(f"= {text}")))
            self.rows[-1]["lit"]["rows"] = [i]
            self.asks.append(None if p.shapes else _question(name, output, results[name], narrator.z[i]))


def _question(name, output, result, value):
    words = {
        "question": f"What is ∂L/∂{name}_in, the derivative of {output} by {name}?",
        "hints": [
            f"L depends on the given number {name}_in by one term only, that of the constraint of {name}.",
            f"That term is −λ_{name}·({name} − {name}_in).",
            f"λ_{name}, which is solved.",
        ],
        "idea": "the multiplier of an input is a derivative",
        "blank": 3,
    }
    numbers = expected(result, None, [("wrong sign", -result), ("value for adjoint", value)])
    return numbers and words | numbers


def figure(lagrangian, solved, at=None):
    """Return the figure of the triangular system, of which these are the rows ``solved``, or a sentence in its place."""
    program, says = lagrangian.program, ""
    if program.shapes is not None:
        says = "The numbers of this system are linear maps between arrays: each row is written in letters above."
    elif len(program) > MOST:
        says = f"{len(program)} rows are too many to draw (at most {MOST}): each is written with its numbers at its step."
    return {"title": "The triangular system", "svg": "" if says else unsolved(lagrangian, solved, at), "says": says}
