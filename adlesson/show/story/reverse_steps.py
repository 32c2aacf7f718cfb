"""Mode ``"reverse"``: the output has the adjoint 1, and every variable pays those that it reads.

With this module you can

- tell the reverse sweep as frames, with the gradient as a program, the memory bar, and the plan for who wants to choose
  the order (``tell``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> (phase,) = tell(Narrator(Evaluation(trace(lambda x: x * x, x=3)))).phases
>>> for row in phase.rows[1:]:
...     print(row["sentence"])
The sweep starts at the output: the adjoint of f is 1, because f moves one for one with itself.
f pays x for argument 1: it adds 1 × 3 = 3 to the adjoint of x, 0 → 3.
f pays x for argument 2: it adds 1 × 3 = 3 to the adjoint of x, 3 → 6.
"""

from ..evaluation import first_output
from ..questions.asking import questions
from ..writing.formula import shape_at
from ..writing.numerals import number
from . import checkpoint_steps
from .memory_bar import bar, held_spans
from .orders import firing_orders
from .phases import Phase, Story, starts


def tell(narrator):
    """Return the story of the reverse sweep: a frame per seed, then one per edge; with a budget, that in little memory."""
    if narrator.budget is not None:
        return checkpoint_steps.tell(narrator)
    program, steps = narrator.program, narrator.here.reverse
    outputs = list(first_output(program))
    which = "the output" if len(program.outputs) == 1 else f"{outputs[0]}, the first of the outputs"
    rows = [
        narrator.start(
            f"The reverse sweep asks how strongly each variable moves {which}: its adjoint, "
            "written with a bar. All adjoints start at 0."
        )
    ]
    for step in steps:
        rows.append(_seed(narrator, step) if step.kind == "seed" else narrator.payment(step, "pays"))
    narrator.give_values(rows[0])
    about = [[step.instruction] for step in steps]
    gradient = narrator.gradient
    lines = gradient.adds if gradient.pane else None
    phase = Phase("reverse", "Reverse sweep", rows, about, questions(narrator.here, steps), lines, shares=True, role="back")
    return Story([phase], gradient, _memory(narrator), schedule=firing_orders(narrator.here))


def _seed(narrator, step):
    """Return the frame in which the sweep starts at an output."""
    name, price = step.target, number(step.after)
    why = f"because {name} moves one for one with itself"
    if shape_at(narrator.program, step.target_index):
        why = f"1 for each entry, so that what follows is the gradient of {name}.sum()"
    sentence = f"The sweep starts at the output: the adjoint of {name} is {price}, {why}."
    return narrator.seed(step, sentence, narrator.letters.latex_adjoint)


def _memory(narrator):
    """Return what gives the memory bar of all frames; None where there are arrays or several outputs."""
    first = dict(zip((phase.sweep for phase in narrator.before), starts(narrator.before), strict=True))
    start = sum(len(phase.rows) for phase in narrator.before)
    spans, memory = (None, None) if narrator.program.shapes else held_spans(narrator.here, start, first.get("forward"))
    return spans and (lambda rows: memory | {"rows": bar(narrator.program, spans, memory, rows)})
