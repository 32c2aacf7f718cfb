"""Mode ``"lagrange"``: the three blocks, with a frame per constraint, per row, and per derivative that is read off.

With this module you can

- tell feasibility, stationarity and sensitivity one after the other (``tell``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> for phase in tell(Narrator(Evaluation(trace(lambda x: x * x, x=3)))).phases:
...     print(len(phase.rows), phase.rows[-1]["sentence"])
3 The gap of f is −8. Set f to 9, and it is 0.
3 Row x gives 6, the multiplier of x, from that of f.
2 ∂L/∂x is λ_x = 6. Both blocks hold, so this is the derivative of f by x.
"""

from ...lagrange.lagrangian import Lagrangian
from ..picture.system_picture import MOST, solvable
from ..questions.system_rows import ROW_SLIPS
from ..writing.mathml import digits, equation, term
from ..writing.numerals import number
from .feasibility import Feasibility
from .phases import MARKS, Phase, Story, legend
from .stationarity import Stationarity
from .sweep_pane import row_lines

WORD = "multiplier"


def tell(narrator):
    """Return the story of the three blocks of a program with one output."""
    lagrangian = Lagrangian(narrator.program)
    solved = list(lagrangian.back_substitution(narrator.here.at))
    first, second = Feasibility(narrator, lagrangian), Stationarity(narrator, lagrangian, solved)
    program, below = narrator.program, legend(WORD)
    lines = narrator.write("The rows in Python", row_lines(program, solved))
    gaps = {
        "label": "Values",
        "second": "residual",
        "look": "gap",
        "word": "gap",
        "names": ["gap"] * len(program),
        "legend": legend("gap", f"{MARKS}."),
    }
    prices = {
        "label": "Multipliers",
        "role": "back",
        "look": WORD,
        "names": [f"λ_{name}" for name in program.names],
        "legend": below,
    }
    phases = [
        _phase(first, **gaps),
        _phase(second, lines=lines, **prices),
        _phase(Sensitivity(narrator, second), **prices | {"label": "Gradient"}),
    ]
    return Story(phases, figure=figure(lagrangian, solved, narrator.here.at), slips=ROW_SLIPS)


def _phase(block, **what):
    sweep = type(block).__name__.lower()
    return Phase(sweep=sweep, rows=block.rows, about=[[i] for i in block.about], asks=block.asks, **{"word": WORD} | what)


class Sensitivity:
    """The frames of the third block: dL/dx for each input, which is read off, so that nothing is asked."""

    def __init__(self, narrator, solved):
        p, output = narrator.program, solved.output
        self.rows = [narrator.row(f"Sensitivity: all gaps are 0, so L = {output}. Nothing is left to solve.")]
        self.about, self.asks = [], None
        for i, name in enumerate(p.names[: p.d]):
            text, slope = number(solved.solved[len(p) - 1 - i].result), solved.written.sensitive(i).latex
            ends = f"Both blocks hold, so this is the derivative of {output} by {name}."
            told, said = (
                f"∂L/∂{name} is λ_{name} = {text}. {ends}",
                f"∂L/∂{name} is the multiplier of {name}, {text}. {ends}",
            )
            self.rows.append(narrator.row(told, said=said, targets=[i], equation=equation(term(slope), "=", digits(text))))
            self.rows[-1]["lit"]["rows"] = [i]
            self.about.append(i)


def figure(lagrangian, solved, at=None):
    """Return the figure of the triangular system, of which these are the rows ``solved``, or a sentence in its place."""
    program, says = lagrangian.program, ""
    if program.shapes is not None:
        says = "The numbers of this system are linear maps between arrays: each row is written in letters above."
    elif len(program) > MOST:
        says = f"{len(program)} rows are too many to draw (at most {MOST}): each is written with its numbers at its step."
    return {"title": "The triangular system", "svg": "" if says else solvable(lagrangian, solved, at), "says": says}
