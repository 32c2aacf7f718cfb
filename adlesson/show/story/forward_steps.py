"""Mode ``"forward"``: every variable is computed once, in program order.

With this module you can

- tell the forward sweep as frames (``tell``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> (phase,) = tell(Narrator(Evaluation(trace(lambda x: x * x, x=3)))).phases
>>> print(phase.rows[2]["sentence"])
f reads x: f = x·x = 3·3 = 9.
"""

from ..questions.asking import questions
from ..writing.formula import right_side, shape_at
from ..writing.mathml import mathml
from ..writing.notation import latex_name
from ..writing.numerals import number, number_latex, size_in_words, trouble
from .phases import MARKS, Phase, Story, legend


def tell(narrator):
    """Return the story of the forward sweep: a frame per variable."""
    steps = narrator.here.forward
    rows = [narrator.row("The forward sweep computes every variable once, in program order. Nothing is known yet.")]
    for i, step in enumerate(steps):
        rows.append(_read(narrator, i, step) if step.kind == "input" else _assignment(narrator, i, step))
    about, asks = [[step.instruction] for step in steps], questions(narrator.here, steps)
    return Story([Phase("forward", "Forward sweep", rows, about, asks, legend=legend("", f"{MARKS}."))])


def _read(narrator, i, step):
    """Return the frame of an input."""
    size = size_in_words(shape_at(narrator.program, i))
    sentence = f"{step.target} is an input{size}: {step.target} = {number(step.after)}."
    letters = mathml(f"{latex_name(step.target)} = {number_latex(step.after)}")
    sets = [*narrator.told("value", i, step.after), *narrator.noted(narrator.first, i)]
    return narrator.row(sentence + _warning(narrator, i), sets, [i], letters=letters)


def _assignment(narrator, i, step):
    """Return the frame of an instruction: its formula in letters, and with numbers."""
    program, value = narrator.program, number(step.after)
    formula, filled = right_side(program, i), right_side(program, i, narrator.filled)
    parents = dict.fromkeys(program.alpha(i))
    reads = " and ".join(program.names[k] for k in parents)
    return narrator.row(
        f"{step.target} reads {reads}: {step.target} = {formula.text} = {filled.text} = {value}.{_warning(narrator, i)}",
        [*narrator.told("value", i, step.after), *narrator.noted(narrator.first, i)],
        [i],
        parents,
        [narrator.edge[i, slot] for slot, _ in program.edges(i)],
        letters=mathml(f"{latex_name(step.target)} = {formula.latex}"),
        numbers=mathml(f"= {filled.latex} = {number_latex(step.after)}"),
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
