"""Which slope is on this arrow?  The right formula among wrong ones.

With this module you can

- get a question with three or four formulas to choose from (``choices``), all about the arrow at hand.

The wrong ones are what the known mistakes make of the same letters; one that is no mistake here, because it gives the
same number, is left out.

>>> from ...engine.trace import trace
>>> choices(trace(lambda x: x**3, x=2.0), 1, 0)
{'question': 'Which slope is on the arrow from x to f?', 'choices': ['3f²', '3f', 'x²', '3x²'], 'right': 3}
"""

import contextlib

from ...engine.mistakes.diagnose import close
from ...engine.mistakes.table import MISTAKES, NO_NUMBER
from ...engine.ops import OPS
from ..writing.formula import partial
from ..writing.letters import Letter, as_letter

MOST = 4
PROBE = (0.7310585, 1.3467912, 0.2884571, 0.5150903, 1.1904763)  # numbers of no special kind, one for each argument


def choices(program, i, slot):
    """Return ``{"question", "choices", "right"}`` of the arrow into argument ``slot`` of instruction ``i``, or None."""
    op, slots = program.ops[i], program.slots[i]
    letters = [Letter(program.names[k]) if k >= 0 else program.constants[~k] for k in slots]
    numbers = [PROBE[n % len(PROBE)] if k >= 0 else program.constants[~k] for n, k in enumerate(slots)]
    right, texts = OPS[op].partials[slot], [partial(program, i, slot).text]
    for rule in _wrong_rules(op, slot, right):
        with contextlib.suppress(*NO_NUMBER):  # some slips have no formula here
            text = as_letter(rule(Letter(program.names[i]), *letters)).text
            v = OPS[op].value(*numbers)
            if text not in texts and not close(rule(v, *numbers), right(v, *numbers), 1e-9):
                texts.append(text)
    wrong, place = texts[1:MOST], (3 * i + slot) % min(MOST, len(texts))
    if len(wrong) < 2:
        return None
    return {
        "question": f"Which slope is on the arrow from {program.names[slots[slot]]} to {program.names[i]}?",
        "choices": [*wrong[:place], texts[0], *wrong[place:]],
        "right": place,
    }


def _wrong_rules(op, slot, right):
    """Yield functions like the partials of the table, likeliest mistakes first."""
    for mistake in MISTAKES:
        yield lambda v, *u, mistake=mistake: mistake.partial(op, slot, v, u)
    yield lambda v, *u: v
    yield lambda v, *u: u[slot]
    yield lambda v, *u: -right(v, *u)
    yield lambda v, *u: 1
    yield lambda v, *u: 0
