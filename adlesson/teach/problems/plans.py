"""A plan for walking a chain backwards, as a learner writes it, carried out on paper.

With this module you can

- read a plan from text or from tuples (``read_plan``);
- count the steps that it runs, or say which of its actions cannot be done, and why (``carry_out``).

The words are those of ``cost.checkpoint_plans``.  State 0 is there from the start, and a state is forgotten when the step
that starts from it has been gone back through: nothing needs it any more.

>>> carry_out(read_plan("advance 0-1, store 1, advance 1-2, reverse 2, reverse 1, reverse 0"), steps=3, budget=2)
5
"""

import re

from ..judging.answers import AnswerError, as_list, as_number, as_text, is_a, kind

ACTION = r"(?:(store|reverse|free) +(\d{1,9})|(advance) +(\d{1,9})(?: *- *| +to +| +)(\d{1,9}))"


class PlanError(Exception):
    """A plan has an action that cannot be carried out, or ends too early."""


def read_plan(answer):
    """Return a plan as tuples, such as ``("advance", 0, 3)``, from text or from a list of tuples."""
    if is_a(answer, (list, tuple)):
        answer = ",".join(map(_written, as_list(answer)))
    if not is_a(answer, str):
        raise AnswerError(f"a plan is text, such as 'advance 0-3, store 3', not {kind(answer)}")
    actions = []
    for part in filter(None, map(str.strip, re.split(r"[,;\n]", as_text(answer)))):
        found = re.fullmatch(ACTION, part)
        if not found:
            raise AnswerError(f"{part[:40]!r} is no action: write 'advance 0-3', 'store 3' or 'reverse 2', with commas")
        what, *where = filter(None, found.groups())
        actions.append((what, *map(int, where)))
    return actions


def _written(part):
    """Return an action as text."""
    return " ".join(map(_word, as_list(part, 3))) if is_a(part, (list, tuple)) else _word(part)


def _word(part):
    """Return a word or a number of an action as text."""
    return as_text(part) if is_a(part, str) else str(as_number(part))


def carry_out(actions, steps, budget):
    """Return how many steps a plan runs in all; raise ``PlanError`` where it cannot be carried out."""
    here, stored, todo, ran = 0, {0}, steps - 1, 0
    for number, (what, k, *end) in enumerate(actions, 1):
        trouble = ""
        if what in ("advance", "reverse") and k != here and k not in stored:
            trouble = f"state {k} is not at hand (at hand: {_listed(stored | ({here} - {None}))})"
        elif what == "advance" and not k < end[0] < steps:
            trouble = f"it is to lead to a later state, {steps - 1} at most"
        elif what == "reverse" and k != todo:
            trouble = f"the next step to go back through is {todo}"
        elif what == "store" and k != here:
            trouble = "you stand at no state" if here is None else f"you stand at state {here}"
        elif what == "store" and len(stored | {k}) > budget:
            trouble = f"{budget} states are stored already: {_listed(stored)}"
        if trouble:
            raise PlanError(f"Action {number}, `{what} {'-'.join(map(str, (k, *end)))}`, cannot be done: {trouble}.")
        if what == "advance":
            here, ran = end[0], ran + end[0] - k
        elif what == "store":
            stored.add(k)
        else:
            stored.discard(k)
        if what == "reverse":
            here, todo, ran = None, todo - 1, ran + 1
    if todo >= 0:
        raise PlanError(f"The plan ends before step {todo} has been gone back through.")
    return ran


def _listed(states):
    return ", ".join(map(str, sorted(states))) or "none"
