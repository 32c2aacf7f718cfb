"""Mode ``"forward"``: every variable is computed once, in program order.

With this module you can

- tell the forward sweep as frames (``tell``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> (phase,) = tell(Narrator(Evaluation(trace(lambda x: x * x, x=3)))).phases
>>> print(phase.rows[2]["sentence"])
f reads x: its value is 9.
"""

from ..questions.asking import questions
from ..writing.formula import right_side, shape_at
from ..writing.mathml import digits, equation, term
from ..writing.notation import latex_name
from ..writing.numerals import in_words, number, size_in_words, trouble
from .phases import MARKS, Phase, Story, legend

MOST = 4  # names that are read one by one


def tell(narrator):
    """Return the story of the forward sweep: a frame per variable."""
    steps = narrator.here.forward
    rows = [narrator.row("Forward sweep: every box gets its value, first to last.")]
    for i, step in enumerate(steps):
        rows.append(_read(narrator, i, step) if step.kind == "input" else _assignment(narrator, i, step))
    about, asks = [[step.instruction] for step in steps], questions(narrator.here, steps)
    return Story([Phase("forward", "Forward sweep", rows, about, asks, legend=legend("", f"{MARKS}."))])


def _read(narrator, i, step):
    """Return the frame of an input."""
    size, value = size_in_words(shape_at(narrator.program, i)), number(step.after)
    sets = [*narrator.told("value", i, step.after), *narrator.noted(narrator.first, i)]
    return narrator.row(
        f"{step.target} is an input{size}: its value is {value}.{_warning(narrator, i)}",
        sets,
        [i],
        equation=equation(term(latex_name(step.target)), "=", digits(value)),
        made=f"{step.target} = {value}",
    )


def _assignment(narrator, i, step):
    """Return the frame of an instruction: its formula in letters and with numbers."""
    program, value = narrator.program, number(step.after)
    formula, filled = right_side(program, i), right_side(program, i, narrator.filled)
    parents = dict.fromkeys(program.alpha(i))
    left = [term(latex_name(step.target)), "=", term(formula.latex), "="]
    return narrator.row(
        f"{step.target} reads {in_words([program.names[k] for k in parents], MOST)}: its value is {value}."
        f"{_warning(narrator, i)}",
        [*narrator.told("value", i, step.after), *narrator.noted(narrator.first, i)],
        [i],
        parents,
        [narrator.edge[i, slot] for slot, _ in program.edges(i)],
        equation=equation(*left, term(filled.latex), "=", digits(value)),
        given=equation(*left),
        made=f"{step.target} = {value}",
    )


def _warning(narrator, i):
    """Return what to add to the sentence of variable ``i`` if its value is not finite."""
    program, z = narrator.program, narrator.z
    if not trouble(z[i]):
        return ""
    if narrator.first.index == i:
        return " Here it first goes wrong: there is no finite value, and what reads it has no slope to rely on."
    ill = dict.fromkeys(program.names[k] for k in program.alpha(i) if trouble(z[k]))
    return f" It has no finite value, because {' and '.join(ill)} has none." if ill else " It has no finite value."
