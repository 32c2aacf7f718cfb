"""Orders of firing: all that the page needs to let boxes fire in an order of the learner's own.

With this module you can

- get the arrows with their slopes, and five known orders to compare with (``firing_orders``).

A box *fires* when it sends a share to every box that it reads: what it has, times the slope of the arrow.  What comes of
an order is added up in the page (``js/ledger.js``): of an order only the firings are sent.

>>> from ...engine.samples.examples import order_matters
>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> plan = firing_orders(Evaluation(trace(order_matters, a=2, b=3)))
>>> plan["arrows"][0], plan["output"], plan["order"]
([2, 0, 1], 6, [6, 5, 4, 3, 2, 1, 0])
>>> [(row["name"], row["count"]) for row in plan["known"]]
[('recursion', '15'), ('increments', '15'), ('visit once', '7'), ('post-order', '7'), ('topological', '7')]
"""

from ...engine.cost.schedules import SCHEDULES, count_firings, list_backwards
from ..writing.numerals import finite, number

LARGE = 40  # variables of a program whose boxes can be fired one by one
MOST = 200  # firings of an order that is sent


def firing_orders(here):
    """Return the plan of a program of numbers with one output, and None of any other, or of a large one.

    ``arrows`` are ``[reader, read, slope]``, in the order of the picture's; the slope is None where it is not finite, or
    the reader not on the way to the ``output``.  ``order`` is a topological order of all that are; ``known`` are the five
    orders, the firings of each (None if there are too many) and their ``count``.
    """
    program = here.program
    if program.shapes is not None or not isinstance(program.returns, int) or len(program) > LARGE:
        return None
    slopes = {here.edge[step.instruction, step.slot]: finite(step.partial) for step in here.reverse if step.source}
    return {
        "arrows": [[i, k, slopes.get(e)] for e, (k, i, _) in enumerate(here.arrows)],
        "output": here.seeded[0][0],
        "order": list(list_backwards(program)),
        "known": [_known(program, schedule) for schedule in SCHEDULES.values()],
        "begins": False,
    }


def _known(program, schedule):
    count = count_firings(program, schedule.name)
    return {
        "name": schedule.name,
        "says": schedule.says,
        "remembers": schedule.remembers,
        "firings": list(schedule.order(program)) if count <= MOST else None,
        "count": f"{count:,}" if count < 10**9 else number(count),
    }
