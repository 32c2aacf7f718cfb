"""Positions: every engine gives a picture, nothing overlaps, nothing hangs."""

import itertools
import os

import pytest

import adlesson as ad
from adlesson.show.picture import layout as layouts
from adlesson.show.picture.layout import dot, layout

DIAMOND = [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3), (0, 3)]
SIZE = (90, 60)


def overlaps(place, sizes):
    boxes = [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for (x, y), (w, h) in zip(place.nodes, sizes, strict=True)]
    return [
        (a, b)
        for (i, a), (j, b) in itertools.combinations(enumerate(boxes), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@pytest.fixture(params=["pygraphviz", "dot", "own"])
def engine(request, monkeypatch):
    """Make one engine the only one; dot is tried where it is installed."""
    if request.param != "pygraphviz":
        monkeypatch.setattr(layouts, "_by_pygraphviz", lambda source, edges: None)
    if request.param == "own":
        monkeypatch.setattr(layouts, "_by_dot", lambda source, edges: None)
    return request.param


@pytest.mark.parametrize("across", [True, False])
def test_boxes_do_not_overlap_and_arrows_touch_their_boxes(engine, across):
    """The same promise from every engine, in both directions; parallel edges are kept apart."""
    sizes = [SIZE] * 4
    place = layout(sizes, DIAMOND, (50, 15), across)
    assert overlaps(place, sizes) == []
    assert len(place.edges) == len(place.labels) == len(DIAMOND)
    assert place.edges[4] != place.edges[5]
    along = 0 if across else 1
    for (tail, head), points in zip(DIAMOND, place.edges, strict=True):
        assert len(points) % 3 == 1, "a start, then cubic pieces"
        assert place.nodes[tail][along] < place.nodes[head][along], "arrows run forward"
        for node, point in ((tail, points[0]), (head, points[-1])):
            (x, y), (w, h) = place.nodes[node], sizes[node]
            assert abs(point[0] - x) <= w / 2 + 12 and abs(point[1] - y) <= h / 2 + 12
    xs, ys = zip(*place.nodes, strict=True)
    assert min(xs) >= 0 and max(xs) <= place.width and min(ys) >= 0 and max(ys) <= place.height


def test_an_arrow_label_belongs_to_its_own_arrow(engine):
    """Graphviz lists edges in an order of its own; the label of a -> d must lie beside a -> d."""
    p = ad.trace(ad.examples.idle, x=-1.5, y=0.5)
    edges = [(k, i) for i in range(len(p)) for k in p.alpha(i)]
    place = layout([SIZE] * len(p), edges, (50, 15))
    for (tail, head), (x, y) in zip(edges, place.labels, strict=True):
        left, right = place.nodes[tail][0], place.nodes[head][0]
        top, bottom = sorted((place.nodes[tail][1], place.nodes[head][1]))
        assert left < x < right and top - 40 <= y <= bottom + 40


def test_the_running_example_is_the_same_picture_every_time():
    """Same input, same bytes: pictures can be compared and committed."""
    pictures = {ad.draw(ad.trace(ad.examples.running, x=0.25), sweep="reverse").svg for _ in range(3)}
    assert len(pictures) == 1


def test_a_graph_too_large_to_read_is_refused_at_once():
    """A learner's loop of 100,000 must not freeze the kernel."""
    with pytest.raises(ad.LessonError, match="100,001 variables"):
        ad.draw(ad.trace(lambda x: sum_of(x, 100_000), x=1.0))


def sum_of(x, n):
    for _ in range(n):
        x = x + 1
    return x


def test_an_unlucky_dense_graph_is_bounded_in_time():
    """Layered layouts can take minutes on dense graphs; ours stops waiting and draws it itself."""
    edges = [(i, j) for j in range(45) for i in range(j)]
    start = sum(os.times()[:4])  # of processors, ours and its children's: a busy machine is not a slow layout
    place = layout([SIZE] * 45, edges, (50, 15))
    assert sum(os.times()[:4]) - start < 10 * layouts.PATIENCE
    assert len(place.edges) == len(edges)


def test_an_engine_that_is_too_slow_is_not_followed_by_another(monkeypatch):
    """The same graph is slow for both ways to Graphviz: waiting twice would be twice too long."""
    asked = []
    monkeypatch.setattr(layouts, "PATIENCE", 1e-3)
    monkeypatch.setattr(layouts, "_by_dot", lambda source, edges: asked.append(edges))
    edges = [(i, j) for j in range(20) for i in range(j)]
    place = layout([SIZE] * 20, edges, (50, 15))
    assert place == layouts.layered([SIZE] * 20, edges, (50, 15), True) and asked == []


def test_nothing_is_printed_by_graphviz(capfd):
    """Font warnings on the kernel's stderr would stand in red under the cell."""
    ad.draw(ad.trace(ad.examples.running, x=0.25))
    assert capfd.readouterr() == ("", "")


def test_dot_gives_an_ordinary_digraph_of_the_program():
    """For those who want to style it themselves: one node per variable, one edge per slot, names as labels."""
    source = dot(ad.trace(lambda x: x * x, x=3)).source
    assert source.count("->") == 2
    assert "f = x * x" in source
