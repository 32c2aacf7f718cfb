"""Be the machine: the page's arithmetic, done here with nothing but the data, finds what the engine finds."""

import json

import pytest

import adlesson as ad
from adlesson.engine.cost.schedules import SCHEDULES, run_schedule
from adlesson.engine.samples.examples import ZOO
from adlesson.show.evaluation import Evaluation, arrows
from adlesson.show.story.machine import firing_orders

SINGLE = [e for e in ZOO.values() if ad.trace(e.f, e.at).shape == "one"]


def play(data, order, remembers=False):
    """Return what the page's adding up gives: fire in this order, paying all one has, or only what is new."""
    acc = [0] * len(data["right"])
    paid = [0] * len(acc)
    for i in data["outputs"]:
        acc[i] = 1
    for i in order:
        upstream = acc[i] - paid[i] if remembers else acc[i]
        for edge in data["edges"]:
            if edge["from"] == i:
                acc[edge["to"]] += upstream * edge["partial"]
        paid[i] = acc[i]
    return acc


@pytest.mark.parametrize("example", SINGLE, ids=lambda e: e.name)
def test_every_order_of_the_table_can_be_played_from_the_data(example):
    """Right or wrong, the page comes to the engine's numbers, firing by firing."""
    p = ad.trace(example.f, example.at)
    data = firing_orders(Evaluation(p))
    for row in data["table"]:
        zbar, firings = run_schedule(p, row["name"])
        assert [p.names[i] for i in row["order"]] == firings and row["firings"] == str(len(firings))
        assert play(data, row["order"], row["remembers"]) == pytest.approx(list(zbar.values()), rel=1e-12)
        assert row["right"] == (list(zbar.values()) == pytest.approx(list(ad.adjoints(p).values()), rel=1e-9))
    assert data["right"] == list(ad.adjoints(p).values()) == pytest.approx(play(data, data["order"]))


def test_the_table_of_the_five_orders():
    """The experiment of notebook 05, at a = 2, b = 3."""
    data = firing_orders(Evaluation(ad.trace(ad.examples.order_matters, a=2, b=3)))
    assert data["watch"] == 0
    assert [(row["name"], row["adjoint"], row["firings"], row["right"]) for row in data["table"]] == [
        ("recursion", "29", "15", False),
        ("increments", "25", "15", True),
        ("visit once", "4", "7", False),
        ("post-order", "0", "7", False),
        ("topological", "25", "7", True),
    ]
    assert [row["says"] for row in data["table"]] == [schedule.says for schedule in SCHEDULES.values()]


def test_the_edges_are_the_arrows_of_the_picture():
    """Edge e is the arrow with data-e = e, so that the page can light it."""
    p = ad.trace(ad.examples.running, x=0.25)
    data = firing_orders(Evaluation(p))
    assert [(edge["to"], edge["from"]) for edge in data["edges"]] == [(k, i) for k, i, _ in arrows(p)]
    assert data["edges"][1] == {"from": 2, "to": 1, "partial": 2 * p.values()[1], "text": "2.568"}


def test_a_topological_order_has_every_child_before_its_parents():
    """And only what is on the way to the output."""
    p = ad.trace(ad.examples.idle, x=-1.5, y=0.5)
    assert [p.names[i] for i in firing_orders(Evaluation(p))["order"]] == ["idle", "x"]
    p = ad.trace(ad.examples.polar, x=3.0, y=4.0)
    order = firing_orders(Evaluation(p))["order"]
    assert all(order.index(i) < order.index(k) for i in order for k in p.alpha(i))


def test_orders_that_fire_too_often_are_counted_and_not_run():
    """Twenty doublings: 2,097,151 firings path by path."""

    def doublings(x):
        for _ in range(20):
            x = x + x
        return x

    data = firing_orders(Evaluation(ad.trace(doublings, x=1)))
    row = data["table"][0]
    assert (row["firings"], row["adjoint"], row["right"], row["order"]) == ("2,097,151", "not run", None, None)
    assert data["table"][-1]["adjoint"] == "1048576" and len(json.dumps(data)) < 10_000


def test_the_watched_input_is_one_that_an_order_gets_wrong():
    """x is read once, y twice: only y's adjoint tells the orders apart."""
    p = ad.trace(lambda x, y: x + ad.sin(y * y) * y, x=1.0, y=2.0)
    assert firing_orders(Evaluation(p))["watch"] == 1


def test_texts_have_only_places_the_page_fills():
    """And a start sentence."""
    texts = firing_orders(Evaluation(ad.trace(ad.examples.square, x=3)))["texts"]
    assert {"start", "fired", "share", "early", "again", "nothing", "right", "wrong", "input", "aside"} == texts.keys()
    for text in texts.values():
        text.format(name="a", amount="3", others="b and c", n=7)


@pytest.mark.parametrize("f", [lambda x: (x, x * 2), lambda x: {"a": x * 3}])
def test_one_output_of_numbers_is_needed(f):
    """Else it is not clear where to start."""
    with pytest.raises(ad.LessonError, match="one output to start from"):
        firing_orders(Evaluation(ad.trace(f, x=1)))


def test_arrays_are_refused():
    """Edges between them do not multiply with a number."""
    np = pytest.importorskip("numpy")
    with pytest.raises(ad.LessonError, match="has arrays"):
        firing_orders(Evaluation(ad.trace(lambda x: (x * x).sum(), x=np.ones(2))))
