"""Mode ``"schedule"``, be the machine: everything that is needed to let variables fire in an order of your own.

With this module you can

- get the edges and what they multiply with, the right adjoints, and the five known orders with what they find
  (``firing_orders``); the page adds up what the learner's order pays;
- tell the one frame from which the learner goes on (``tell``).

A variable fires when it pays all its parents what it has, times the partial of the edge.  ``texts`` are sentences with
places for ``{name}``, ``{amount}``, ``{others}`` and ``{n}``.

>>> from ...engine.samples.examples import order_matters
>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> for row in firing_orders(Evaluation(trace(order_matters, a=2, b=3)))["table"]:
...     print(row["name"], row["adjoint"], row["firings"])
recursion 29 15
increments 25 15
visit once 4 7
post-order 0 7
topological 25 7
"""

from ...engine.cost.schedules import SCHEDULES, count_firings, list_backwards, run_schedule
from ...engine.errors import InputError, listed
from ...engine.mistakes.diagnose import close
from ...engine.program import scalars_only
from ..writing.numerals import finite, number
from .phases import Phase, Story, legend
from .step_equations import spellers

MOST = 2000  # firings of an order that is run for the table
EXACTLY = 1e-9  # as the page judges the learner's own order

TEXTS = {
    "start": "You are the machine. {name} is the output and has 1; all others have 0. Who fires first?",
    "fired": "{name} fires with {amount}: it pays {others}.",
    "share": "{amount} to {name}",
    "nothing": "{name} fires with 0: it has not been paid, and pays nothing.",
    "early": "{name} fires with {amount}, and {others} may still pay it: what comes later stays with {name}.",
    "again": "{name} fires again, with all it has, {amount}: what it paid before is paid a second time.",
    "right": "Every adjoint is right, after {n} firings, inputs included.",
    "wrong": "Everybody has fired, {n} firings, inputs included, and {others} came out wrong.",
    "input": "{name} is an input: it has nobody to pay.",
    "aside": "{name} is not on the way to the output: nobody will pay it.",
}


MARKS = "Firing pays all parents. Filled box: who was paid last. Dashed box: who paid. Thick frame: has fired."


def tell(narrator):
    """Return the story of one frame, and the data for all that the learner may do then."""
    schedule = firing_orders(narrator.here)
    outputs, partials = schedule["outputs"], [edge["text"] for edge in schedule["edges"]]
    row = narrator.start(TEXTS["start"].format(name=narrator.program.names[outputs[0]]))
    row["set"] += [["slope", i, "1"] for i in outputs]
    row["set"] += [["partial", e, text] for e, text in enumerate(partials)]
    row["lit"]["targets"] = outputs
    narrator.give_values(row)
    word = "adjoint so far"
    look = {"role": "back", "look": "adjoint", "names": [spellers("reverse")[0](name) for name in narrator.program.names]}
    phase = Phase("schedule", "Be the machine", [row], word=word, legend=legend(word, MARKS), hand=True, **look)
    return Story([phase], schedule=schedule, ends=[number(u) for u in schedule["right"]])


def firing_orders(here):
    """Return the data of the schedule mode for a program of numbers with one output.

    ``edges`` stand in the order of the arrows of the picture, with ``from`` who pays and ``to`` who is paid; ``order``
    is a topological order of all variables on the way to the output; ``table`` tells of the five known orders, each
    with its own ``order`` if that is short enough to be run step by step; ``watch`` is the input it tells of.
    """
    program = scalars_only(here.program, "sweep='schedule'")
    if program.shape != "one":
        raise InputError(
            f"sweep='schedule' has one output to start from, and {program.title} returns {listed(program.outputs)}: "
            "let it return one of them"
        )
    runs = {name: _run(here, name) for name in SCHEDULES}
    watch = _watched(program, here.adjoints, runs)
    return {
        "edges": [_edge(program, here.z, k, i, slot) for k, i, slot in here.arrows],
        "outputs": [i for i, _ in here.seeded],
        "order": list(list_backwards(program)),
        "right": [finite(u) for u in here.adjoints],
        "watch": watch,
        "table": [_row(program, name, run, here.adjoints, watch) for name, run in runs.items()],
        "texts": TEXTS,
    }


def _edge(program, z, k, i, slot):
    partial = program.partial_of(i, slot, z)
    return {"from": i, "to": k, "partial": finite(partial), "text": number(partial)}


def _run(here, name):
    """Return the adjoints that an order ends with and who fired, or None where that would take too long."""
    if count_firings(here.program, name) > MOST:
        return None
    zbar, firings = run_schedule(here.program, name, here.at)
    return list(zbar.values()), [here.place[name] for name in firings]


def _watched(program, zbar, runs):
    """Return the first input that an order gets wrong, else the first that the output depends on, else the first."""
    wrong = [i for i in range(program.d) if any(run and not close(run[0][i], zbar[i], EXACTLY) for run in runs.values())]
    return next(iter([*wrong, *(i for i in range(program.d) if zbar[i]), 0]))


def _row(program, name, run, zbar, watch):
    total = count_firings(program, name)
    return {
        "name": name,
        "says": SCHEDULES[name].says,
        "adjoint": number(run[0][watch]) if run else "not run",
        "right": all(close(u, right, EXACTLY) for u, right in zip(run[0], zbar, strict=True)) if run else None,
        "firings": f"{total:,}" if total < 10**9 else number(total),
        "order": run[1] if run else None,
        "remembers": SCHEDULES[name].remembers,
    }
