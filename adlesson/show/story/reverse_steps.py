"""Mode ``"reverse"``: the output has the adjoint 1, and every variable sends a share to those that it reads.

With this module you can

- tell the reverse sweep as frames, with its lines of Python, the memory bar, and the plan for who wants to choose the order
  (``tell``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> (phase,) = tell(Narrator(Evaluation(trace(lambda x: x * x, x=3)))).phases
>>> for row in phase.rows[1:]:
...     print(*row["sentence"].split(". "), sep=" | ")  # doctest: +NORMALIZE_WHITESPACE
f moves one for one with itself: 1 | This is its adjoint, f̄.
f sends x its share for argument 1: 1 × 3 = 3.
f sends x its share for argument 2: 1 × 3 = 3 | Now the adjoint of x is 6 | Nothing is left to send: this is the derivative
of f by x.
"""

from ..evaluation import output_variable
from ..questions.asking import questions
from ..writing.formula import shape_at
from ..writing.numerals import in_words, number
from .memory_bar import bar, held_spans
from .orders import firing_orders
from .phases import Phase, Story, starts
from .step_equations import spellers
from .sweep_pane import sweep_lines

MOST = 4  # inputs that are named at the end


def tell(narrator):
    """Return the story of the reverse sweep: a frame per seed, then one per arrow."""
    program, steps, spell = narrator.program, narrator.here.reverse, spellers("reverse")[0]
    output = output_variable(program)
    rows = [narrator.start(f"Reverse sweep: how far does {output} move per small move of each box?")]
    for step in steps:
        rows.append(_seed(narrator, step) if step.kind == "seed" else narrator.payment(step))
    narrator.give_values(rows[0])
    narrator.leave(rows[-1], [i for i in range(program.d) if i not in narrator.earlier])
    if not (narrator.first or narrator.first_slope):
        narrator.add(rows[-1], _end(program, output))
    about = [[step.instruction] for step in steps]
    lines = narrator.write("The reverse sweep in Python", sweep_lines(program, steps, "reverse"))
    look = {"role": "back", "look": "adjoint", "names": [spell(name) for name in program.names]}
    phase = Phase("reverse", "Reverse sweep", rows, about, questions(narrator.here, steps), lines, **look)
    return Story([phase], _memory(narrator), schedule=firing_orders(narrator.here))


def _end(program, output):
    """Return what the last step says: what all this was for."""
    inputs = program.names[: program.d]
    of = f"{output}.sum()" if shape_at(program, program.index(output)) else output
    this = f"the adjoints of {in_words(inputs, MOST)} are the derivatives of {of}" if inputs[1:] else ""
    return f"Nothing is left to send: {this or f'this is the derivative of {of} by {inputs[0]}'}."


def _seed(narrator, step):
    """Return the frame in which the sweep starts at an output."""
    name, given = step.target, number(step.after)
    sentence = f"{name} moves one for one with itself: {given}. This is its adjoint"
    if shape_at(narrator.program, step.target_index):
        sentence = f"{name} starts with 1 for each entry: what follows is the gradient of {name}.sum(). This is its adjoint"
    return narrator.seed(step, f"{sentence}, {spellers('reverse')[0](name)}.", "reverse", f"{sentence}.")


def _memory(narrator):
    """Return what gives the memory bar of all frames; None where there are arrays or several outputs."""
    first = dict(zip((phase.sweep for phase in narrator.before), starts(narrator.before), strict=True))
    start = sum(len(phase.rows) for phase in narrator.before)
    spans, memory = (None, None) if narrator.program.shapes else held_spans(narrator.here, start, first.get("forward"))
    return spans and (lambda rows: memory | {"rows": bar(narrator.program, spans, memory, rows)})
