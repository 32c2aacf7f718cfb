"""Mode ``"tangent"``: the inputs move, and every variable is told how fast it moves with them.

With this module you can

- tell the tangent sweep as frames (``tell``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> (phase,) = tell(Narrator(Evaluation(trace(lambda x: x * x, x=3)))).phases
>>> print(phase.rows[1]["sentence"], phase.rows[-1]["sentence"], sep="\\n")
x moves at speed 1. This is its tangent, ẋ.
x moves f for argument 2: 1 × 3 = 3. Now the tangent of f is 6. f moves 6 times as fast as x.
"""

from ..evaluation import output_variable
from ..questions.asking import questions
from ..writing.numerals import is_zero, number
from .phases import Phase, Story, legend
from .step_equations import spellers
from .sweep_pane import sweep_lines


def tell(narrator):
    """Return the story of the tangent sweep: a frame per input, then one per arrow."""
    steps, spell = narrator.here.tangent, spellers("tangent")[0]
    rows = [narrator.start("Tangent sweep: the inputs move. How fast does each other box move?")]
    for step in steps:
        if step.kind == "seed":
            named = "" if rows[1:] else f" This is its tangent, {spell(step.target)}."
            said = "" if rows[1:] else " This is its tangent."
            rows.append(narrator.seed(step, _speed(step) + named, "tangent", _speed(step) + said))
        else:
            rows.append(narrator.payment(step))
    narrator.give_values(rows[0])
    end = "" if narrator.first or narrator.first_slope else _end(narrator.program, steps)
    if end:
        narrator.add(rows[-1], end)
    about, asks = [[step.instruction] for step in steps], questions(narrator.here, steps)
    names = [spell(name) for name in narrator.program.names]
    look = {"word": "tangent", "look": "tangent", "names": names, "legend": legend("tangent")}
    lines = narrator.write("The tangent sweep in Python", sweep_lines(narrator.program, steps, "tangent"))
    return Story([Phase("tangent", "Tangent sweep", rows, about, asks, lines, **look)])


def _end(program, steps):
    """Return what the last step says: how fast the output moves in the end."""
    output, speed = output_variable(program), {step.target: step.after for step in steps}
    moving = [name for name in program.names[: program.d] if program.shapes or not is_zero(speed[name])]
    if program.shapes is None and len(moving) == 1 and number(speed[moving[0]]) == "1":
        return f"{output} moves {number(speed.get(output, 0))} times as fast as {moving[0]}."
    return f"This is how fast {output} moves: its tangent is {number(speed[output])}." if output in speed else ""


def _speed(step):
    """Return the sentence of an input: how it moves."""
    speed = number(step.after)
    how = "stays where it is, at speed 0" if is_zero(step.after) else f"moves at speed {speed}"
    how = how.replace("speed all ", "speed ") + (", every entry" if speed.startswith("all ") else "")
    return f"{step.target} {how}."
