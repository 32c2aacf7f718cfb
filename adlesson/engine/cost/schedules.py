"""Five orders in which the shares of a reverse sweep can be sent: one right, one right and slow, three wrong.

With this module you can

- let one variable send its shares (``fire``), and so try an order of your own;
- send all shares in one of five orders (``run_schedule``, ``SCHEDULES``);
- know how many firings an order takes without walking it (``count_firings``).

A variable *fires* when it sends a share to each variable that it reads, at once.  The four orders that are not
topological are what people write when they let a gradient recurse from variable to variable.

>>> from ..samples.examples import order_matters
>>> for name in SCHEDULES:
...     zbar, firings = run_schedule(order_matters, name, a=2, b=3)
...     print(f"{name}: {zbar['a']} in {len(firings)} firings")
recursion: 29 in 15 firings
increments: 25 in 15 firings
visit once: 4 in 7 firings
post-order: 0 in 7 firings
topological: 25 in 7 firings
"""

from collections import namedtuple

from ..derivatives import one_output
from ..errors import UnknownError, closest, listed, short
from ..fence import fence
from ..program import scalars_only

MOST_FIRINGS = 100_000


def fire(program, z, zbar, i, amount):
    """Let variable ``i`` send what it reads a share each, ``amount`` times the slope; ``zbar`` changes in place."""
    for slot, k in program.edges(i):
        zbar[k] += amount * program.partial_of(i, slot, z)


# --- who comes next -----------------------------------------------------------------------------


def path_by_path(program):
    """Yield every variable once for each path to it: the output, then all that its first parent leads to ..."""
    to_visit = _output(program)
    while to_visit:
        i = to_visit.pop()
        yield i
        to_visit += reversed(program.alpha(i))


def first_visits(program):
    """Yield the variables in the same order, each at its first visit only."""
    seen, to_visit = set(), _output(program)
    while to_visit:
        i = to_visit.pop()
        if i not in seen:
            seen.add(i)
            yield i
            to_visit += reversed(program.alpha(i))


def after_parents(program):
    """Yield every variable that the output depends on after its parents: post-order."""
    seen, to_visit = set(), _output(program)
    while to_visit:
        i = to_visit.pop()
        if i < 0:
            yield ~i  # its parents have had their turn
        elif i not in seen:
            seen.add(i)
            to_visit += [~i, *reversed(program.alpha(i))]


def list_backwards(program):
    """Yield every variable that the output depends on after its children: the list, read backwards."""
    yield from sorted(after_parents(program), reverse=True)


def _output(program):
    return [i for i in program.output_slots if i >= 0]


Schedule = namedtuple("Schedule", "name says order returns remembers")
Schedule.__doc__ = """One order of firing: ``order(program)`` yields who fires next, ``says`` is a sentence.

``returns``: a variable fires again whenever another path leads to it.  ``remembers``: it sends only what
it has received since it last sent, else all it has.
"""

SCHEDULES = {
    schedule.name: schedule
    for schedule in (
        Schedule("recursion", "Send all you have, then call those you read; at every call.", path_by_path, True, False),
        Schedule("increments", "The same calls, but send only what is new since the last time.", path_by_path, True, True),
        Schedule("visit once", "The same calls, but send only at the first one.", first_visits, False, False),
        Schedule("post-order", "Call those you read first, then send, once.", after_parents, False, False),
        Schedule("topological", "Send once, after all your readers.", list_backwards, False, False),
    )
}


# --- running and counting -----------------------------------------------------------------------


def run_schedule(program, schedule, /, at=None, **inputs):
    """Return ``(adjoints, firings)``: what each variable ends up with, by name, and the names in firing order.

    ``program`` (or a function to trace) is one of numbers, with one output; ``schedule`` is a name in
    ``SCHEDULES``.  Raises ``InputError`` where there would be more than 100,000 firings.
    """
    program, chosen = scalars_only(one_output(program, at, inputs), "run_schedule"), _checked(schedule)
    fence(
        f"{schedule} on {program.title}",
        count_firings(program, schedule),
        MOST_FIRINGS,
        "run_schedule makes",
        "count them with count_firings, or take a smaller program",
        "firings",
    )
    names, z = program.names, program.values(at, **inputs)
    zbar, sent, firings = [0] * len(program), [0] * len(program), []
    for i in _output(program):
        zbar[i] = 1
    for i in chosen.order(program):
        fire(program, z, zbar, i, zbar[i] - sent[i])
        firings.append(names[i])
        if chosen.remembers:
            sent[i] = zbar[i]
    return dict(zip(names, zbar, strict=True)), firings


def count_firings(program, schedule):
    """Return how many firings a schedule takes, path by path too, in one pass over the edges."""
    if not _checked(schedule).returns:
        return sum(1 for _ in after_parents(program))
    total, arrivals = 0, [0] * len(program)
    for i in _output(program):
        arrivals[i] = 1
    for i in reversed(range(len(program))):
        paths = arrivals.pop()  # from the output to i
        total += paths
        for k in program.alpha(i):
            arrivals[k] += paths
    return total


def _checked(name):
    if not isinstance(name, str) or name not in SCHEDULES:
        raise UnknownError(f"no schedule {short(name)}{closest(name, SCHEDULES)}: known are {listed(SCHEDULES)}")
    return SCHEDULES[name]
