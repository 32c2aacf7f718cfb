"""Orders of firing: the plan holds all that is needed to come to the engine's numbers, in any order."""

import json

import pytest

import adlesson as ad
from adlesson.engine.cost.schedules import SCHEDULES, run_schedule
from adlesson.engine.samples.examples import ZOO
from adlesson.show.evaluation import Evaluation, arrows
from adlesson.show.story.orders import LARGE, MOST, firing_orders

SINGLE = [e for e in ZOO.values() if isinstance(ad.trace(e.f, e.at).returns, int)]


def play(plan, order, remembers=False):
    """Return what each box has in the end: all fire in this order, sending all they have, or only what is new."""
    has = [0] * (1 + max(plan["order"]))
    sent = [0] * len(has)
    has[plan["output"]] = 1
    for i in order:
        amount = has[i] - sent[i] if remembers else has[i]
        for reader, read, slope in plan["arrows"]:
            if reader == i:
                has[read] += amount * slope
        sent[i] = has[i]
    return has


@pytest.mark.parametrize("example", SINGLE, ids=lambda e: e.name)
def test_every_known_order_can_be_played_from_the_plan(example):
    """Right or wrong, firing by firing, it comes to the engine's numbers."""
    p = ad.trace(example.f, example.at)
    plan = firing_orders(Evaluation(p))
    assert [row["name"] for row in plan["known"]] == [*SCHEDULES]
    for row in plan["known"]:
        zbar, firings = run_schedule(p, row["name"])
        assert [p.names[i] for i in row["firings"]] == firings and row["count"] == str(len(firings))
        found = play(plan, row["firings"], row["remembers"])
        assert [found[i] for i in plan["order"]] == pytest.approx([zbar[p.names[i]] for i in plan["order"]], rel=1e-12)
    right = ad.adjoints(p)
    assert play(plan, plan["order"])[plan["output"]] == right[p.names[plan["output"]]] == 1


def test_the_arrows_are_those_of_the_picture():
    """Arrow e is the one with data-e = e, so that a share can ride on it; one that brings no share has no slope."""
    p = ad.trace(ad.examples.running, x=0.25)
    plan = firing_orders(Evaluation(p))
    assert [(read, reader) for reader, read, _ in plan["arrows"]] == [(k, i) for k, i, _ in arrows(p)]
    assert plan["arrows"][1] == [2, 1, 2 * p.values()[1]]

    def aside(x):
        a = x * 2
        b = x * 3
        c = a * 5 + b * 0
        d = b * 7  # noqa: F841, nobody reads it
        return c

    plan = firing_orders(Evaluation(ad.trace(aside, x=1.0)))
    assert [slope for reader, _, slope in plan["arrows"] if reader not in plan["order"]] == [None]
    assert all(slope is not None for reader, _, slope in plan["arrows"] if reader in plan["order"])


def test_a_topological_order_has_every_reader_before_what_it_reads():
    """And only what is on the way to the output."""
    p = ad.trace(ad.examples.idle, x=-1.5, y=0.5)
    assert [p.names[i] for i in firing_orders(Evaluation(p))["order"]] == ["idle", "x"]
    p = ad.trace(ad.examples.polar, x=3.0, y=4.0)
    order = firing_orders(Evaluation(p))["order"]
    assert all(order.index(i) < order.index(k) for i in order for k in p.alpha(i))


def test_orders_that_fire_too_often_are_counted_and_not_sent():
    """Twenty doublings: 2,097,151 firings path by path."""

    def doublings(x):
        for _ in range(20):
            x = x + x
        return x

    plan = firing_orders(Evaluation(ad.trace(doublings, x=1)))
    assert (plan["known"][0]["count"], plan["known"][0]["firings"]) == ("2,097,151", None)
    assert len(plan["known"][-1]["firings"]) == 21 and len(json.dumps(plan)) < 3_000
    assert all(len(row["firings"] or []) <= MOST for row in plan["known"])


def test_the_plan_of_the_running_example_is_small():
    """It is in every stepper of the reverse sweep."""
    assert len(json.dumps(firing_orders(Evaluation(ad.trace(ad.examples.running, x=0.25))))) < 1_150


@pytest.mark.parametrize(
    "f", [lambda x: (x, x * 2), lambda x: {"a": x * 3}, lambda x: sum([x * k for k in range(2, LARGE)])]
)
def test_without_one_output_or_with_too_many_boxes_there_is_no_plan(f):
    """Then the stepper has no machine, and works as before."""
    assert firing_orders(Evaluation(ad.trace(f, x=1))) is None
    assert ad.Stepper(ad.trace(f, x=1)).data["schedule"] is None


def test_a_slope_that_is_not_finite_is_null():
    """JSON knows neither NaN nor infinity."""
    plan = firing_orders(Evaluation(ad.parse("sqrt(x)", x=0.0)))
    assert plan["arrows"] == [[1, 0, None]]
