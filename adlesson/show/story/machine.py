"""Mode ``"schedule"``, be the machine: the reverse sweep, with the learner as the machine from its first moment.

With this module you can

- tell the sweep that waits for the learner's own order of firing (``tell``); left, it is the reverse sweep.

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> story = tell(Narrator(Evaluation(trace(lambda x: x * x, x=3))))
>>> story.phases[0].label, story.schedule["begins"]
('Reverse sweep', True)
"""

from ...engine.errors import InputError, listed
from ...engine.fence import fence
from ...engine.program import scalars_only
from . import reverse_steps
from .orders import LARGE


def tell(narrator):
    """Return the story of the reverse sweep; ``InputError`` if its boxes cannot be fired one by one."""
    program = scalars_only(narrator.program, "sweep='schedule'")
    if not isinstance(program.returns, int):
        raise InputError(
            f"sweep='schedule' has one output to start from, and {program.title} returns {listed(program.outputs)}: "
            "let it return one of them"
        )
    fence(program.title, len(program), LARGE, "sweep='schedule' fires", "use sweep='reverse', or a shorter program")
    story = reverse_steps.tell(narrator)
    return story._replace(schedule=story.schedule | {"begins": True})
