"""The memory bar: which values are held at which frame, and what the slopes of each variable need.

With this module you can

- get, for the frames of a forward and a reverse sweep, the first and the last at which each value is held (``held_spans``);
- say what the slopes of a variable need on the way back (``saved``);
- get how long the bar is at each frame, and the words beside it (``bar``): what the slopes in use need, what is freed.

A value is freed when the last step that reads it is done; ``memory`` knows when that is.

>>> from ...engine.samples.examples import running
>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> p = trace(running, x=0.25)
>>> saved(p)[p.index("e")], saved(p)[p.index("f")]
('the value of c', 'no value')
>>> spans, memory = held_spans(Evaluation(p), 0)
>>> spans[p.index("d")], memory["says"]
([0, 5], 'At most 3 of 7 values are held at once, if each is freed when its last reader is done.')
"""

from ...engine.cost.memory import lifetimes, saves


def saved(program):
    """Return what the slopes of each variable need, as words: ``its own value``, ``the value of c``, ``no value``."""
    names = program.names
    rows = [
        ["its own value" if k == i else f"the value of {names[k]}" for k in kept] for i, kept in enumerate(saves(program))
    ]
    return ["" if i < program.d else " and ".join(row) or "no value" for i, row in enumerate(rows)]


def held_spans(here, start, forward=None):
    """Return ``(spans, {"most", "of", "says"})``: per variable ``[first frame, last frame]`` or None.

    The phase of the reverse sweep has its first frame at ``start``; ``forward`` is the first frame of the forward phase,
    or None where the values are there from the start.  Both are None for several outputs.
    """
    program, steps = here.program, here.reverse
    if len(program.outputs) > 1:
        return None, None
    m, n = len(program) - program.d, len(program)
    paid = {step.source_index: start + k for k, step in enumerate(steps, 1) if step.source}  # the last frame of each
    spans = []
    for i, (_, last) in enumerate(lifetimes(program)):
        first = start if forward is None else forward + 1 + i
        if last >= m > 0:
            spans.append([first, paid[n - 1 - (last - m)]])
        else:
            spans.append(None if forward is None else [first, forward + program.d + min(last + 1, m)])
    frames = range(start + len(steps) + 1)
    most = max(sum(1 for span in spans if span and span[0] <= k <= span[1]) for k in frames)
    verb = "is" if most == 1 else "are"
    says = f"At most {most} of {n} values {verb} held at once, if each is freed when its last reader is done."
    return spans, {"most": most, "of": n, "says": says}


def bar(program, spans, memory, rows):
    """Return ``[how many are held, the words beside the bar]`` for each frame in ``rows``."""
    words, told = saved(program), []
    for k, row in enumerate(rows):
        held = sum(1 for span in spans if span and span[0] <= k <= span[1])
        i = next(iter(row["lit"]["sources" if row["lit"]["back"] else "targets"]), 0)
        saves = f". {program.names[i]} needs {words[i]} for its slopes" if i >= program.d else ""
        gone = [program.names[j] for j, span in enumerate(spans) if span and span[1] == k]
        freed = f" Then {' and '.join(gone)} {'are' if gone[1:] else 'is'} freed." if gone else ""
        told.append([held, f"{held} of {memory['of']} values held{saves}.{freed}"])
    return told
