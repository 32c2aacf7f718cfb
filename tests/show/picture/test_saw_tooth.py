"""The saw-tooth is the plan: a piece for every action, up as far as steps are run, and one height per state."""

import re
import xml.etree.ElementTree as ET

import pytest

from adlesson.engine.cost.checkpoint_plans import PLANS, extra_steps
from adlesson.show.picture.saw_tooth import HIGH, RIM, saw_tooth

SVG = "{http://www.w3.org/2000/svg}"


def pieces(steps, budget, plan="binomial"):
    """Return, per action, its paths as ``(kind, [(time, step), ...])`` in whole numbers."""
    actions = list(PLANS[plan](steps, budget))
    tree = ET.fromstring(saw_tooth(actions, steps, "words")["svg"])
    groups = tree.findall(f"{SVG}g[@data-r]")
    assert [int(group.get("data-r")) for group in groups] == list(range(1, len(actions) + 1))
    lengths = [{"advance": where[-1] - where[0], "reverse": 2}.get(what, 0) for what, *where in actions]
    unit = 568 / sum(lengths)
    read = lambda x, y: (round((float(x) - 62) / unit, 1), round((HIGH - RIM - float(y)) / (HIGH - 2 * RIM) * steps, 1))
    found = []
    for group in groups:
        paths = [(path.get("class").removeprefix("ad-saw-"), path.get("d")) for path in group.findall(f"{SVG}path")]
        found.append([(kind, [read(*point) for point in re.findall(r"([\d.]+),([\d.]+)", d)]) for kind, d in paths])
    return actions, found


@pytest.mark.parametrize("plan", list(PLANS))
@pytest.mark.parametrize(("steps", "budget"), [(1, 1), (6, 2), (12, 3), (12, 12), (30, 4)])
def test_every_action_is_drawn_where_it_happens(steps, budget, plan):
    """An advance goes up from state to state, a reversal comes down, a stored state stays level until it is freed."""
    actions, found = pieces(steps, budget, plan)
    time, level = 0, {}
    for (what, k, *end), paths in zip(actions, found, strict=True):
        heights = [step for kind, points in paths if kind in ("run", "again") for _, step in points]
        if what in ("advance", "reverse"):
            assert (heights[0], heights[-1]) == (k, end[0] if end else k + 1)
            time += heights[-1] - k
        if what == "reverse":
            assert paths[-1] == ("back", [(pytest.approx(time, abs=0.11), k + 1), (pytest.approx(time + 1, abs=0.11), k)])
            time += 1
        if what == "store":
            ((kind, points),) = paths
            assert kind == "state" and [step for _, step in points] == [pytest.approx(k, abs=0.11)] * 2
            level[k] = points
            assert points[0][0] == pytest.approx(time, abs=0.11)
        if what == "free":
            assert paths == [] and level.pop(k)[1][0] == pytest.approx(time, abs=0.11)


@pytest.mark.parametrize(("steps", "budget"), [(6, 2), (12, 3), (12, 1)])
def test_dashed_is_what_is_run_again(steps, budget):
    """As many steps as the formula of Griewank and Walther says."""
    _, found = pieces(steps, budget)
    lengths = {"run": 0, "again": 0}
    for paths in found:
        for kind, points in paths:
            if kind in lengths:
                lengths[kind] += points[1][1] - points[0][1]
    assert lengths == {"run": steps, "again": pytest.approx(extra_steps(steps, budget), abs=0.5)}
