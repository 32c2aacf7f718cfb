"""Mode ``"tangent"``: the inputs move, and every variable is told how fast it moves with them.

With this module you can

- tell the tangent sweep as frames (``tell``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> (phase,) = tell(Narrator(Evaluation(trace(lambda x: x * x, x=3)))).phases
>>> print(phase.rows[1]["sentence"], phase.rows[-1]["sentence"], sep="\\n")
x is an input: it moves at speed 1.
x moves f for argument 2: it adds 1 × 3 = 3 to the tangent of f, 3 → 6.
"""

from ..questions.asking import questions
from ..writing.numerals import is_zero, number
from .phases import Phase, Story, legend


def tell(narrator):
    """Return the story of the tangent sweep: a frame per input, then one per edge."""
    steps = narrator.here.tangent
    rows = [
        narrator.start(
            "The tangent sweep asks how fast every variable moves when the inputs move: its tangent, "
            "written with a dot. All tangents start at 0."
        )
    ]
    for step in steps:
        if step.kind == "seed":
            rows.append(narrator.seed(step, _speed(step), narrator.letters.latex_tangent))
        else:
            rows.append(narrator.payment(step, "moves"))
    narrator.give_values(rows[0])
    about, asks = [[step.instruction] for step in steps], questions(narrator.here, steps)
    return Story([Phase("tangent", "Tangent sweep", rows, about, asks, word="tangent", legend=legend("tangent"))])


def _speed(step):
    """Return the sentence of an input: how it moves."""
    speed = number(step.after)
    how = "stays where it is, at speed 0" if is_zero(step.after) else f"moves at speed {speed}"
    how = how.replace("speed all ", "speed ") + (", every entry" if speed.startswith("all ") else "")
    return f"{step.target} is an input: it {how}."
