"""What makes a sweep that is played back a lesson: its code beside it, and its questions.

With this module you can

- link the frames of a phase to the lines of the function and of the sweep, and give them their questions (``annotated``);
- number the slips which the questions refer to (``numbered``).

>>> from ...engine.samples.examples import running
>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .function_pane import function_pane
>>> from .narrator import Narrator
>>> from .reverse_steps import tell
>>> p = trace(running, x=0.25)
>>> (phase,) = tell(Narrator(Evaluation(p))).phases
>>> rows = annotated(phase, function_pane(p)[1])
>>> rows[8]["lit"]["lines"], rows[8]["ask"]["question"]
([2], 'b sends a its share. What does the adjoint of a become?')
"""

from ..questions.asking import sayings


def annotated(phase, line_of):
    """Light, in each frame but the first, the lines of the variables it is about, and ask its question.

    ``line_of`` has the line of each variable in the function, or None.
    """
    first, *rows = phase.rows
    nothing = [[]] * len(rows)
    first["lit"] |= {"lines": [], "gradient": []}
    asks = phase.asks or [None] * len(rows)
    for row, variables, ask, gradient in zip(rows, phase.about or nothing, asks, phase.lines or nothing, strict=True):
        lines = {line_of[i]: i for i in variables if line_of[i] is not None}
        row["lit"] |= {"lines": [*lines], "gradient": gradient}
        if ask:
            row["ask"] = ask
        else:
            row.pop("given", None)
    return phase.rows


def numbered(rows, own=()):
    """Return what is said about the slips, to which the questions in the frames ``rows`` then refer by number.

    It is ``{"mistakes", "ideas"}``, which refer to each other; ``own`` are the slips of the mode itself, which the table of
    misconceptions does not know.
    """
    asks = [row["ask"] for row in rows if "ask" in row]
    slips = sayings(asks, own)
    number = {name: k for k, name in enumerate(slips)}
    for ask in asks:
        ask["wrong"] = [[wrong, [number[name] for name in names]] for wrong, names in ask["wrong"]]
    ideas = list(dict.fromkeys(said["idea"] for said in slips.values()))
    return {"mistakes": [said | {"idea": ideas.index(said["idea"])} for said in slips.values()], "ideas": ideas}
