"""Positions: every engine gives a picture, nothing overlaps, nothing hangs."""

import itertools
import time

import pytest

import adlesson as ad
from adlesson.show.picture import layered as layers
from adlesson.show.picture import layout as layouts
from adlesson.show.picture.arrow_paths import _at, label_places
from adlesson.show.picture.layered import LONG
from adlesson.show.picture.layout import PAGE, SMALL, dot, layout


def first(x, y):
    u = x * y
    v = u + x
    f = u * v
    return f


TURNED = {  # by Graphviz, with y above x
    "first": ad.trace(first, x=3, y=2),
    **{name: ad.trace(ad.examples.ZOO[name].f, ad.examples.ZOO[name].at) for name in ("polar", "quotient", "idle")},
}
DIAMOND = [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3), (0, 3)]
SIZE = (90, 60)


def overlaps(place, sizes):
    boxes = [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for (x, y), (w, h) in zip(place.nodes, sizes, strict=True)]
    return [
        (a, b)
        for (i, a), (j, b) in itertools.combinations(enumerate(boxes), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@pytest.fixture(autouse=True)
def forgotten():
    """What was laid out before is no answer to a test that takes Graphviz away, nor the other way round."""
    layouts._laid_out.cache_clear()
    yield
    layouts._laid_out.cache_clear()


@pytest.fixture(params=["pygraphviz", "dot", "own"])
def engine(request, monkeypatch):
    """Make one engine the only one; dot is tried where it is installed."""
    if request.param != "pygraphviz":
        monkeypatch.setattr(layouts, "_by_pygraphviz", lambda source: None)
    if request.param == "own":
        monkeypatch.setattr(layouts, "_by_dot", lambda source: None)
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


@pytest.mark.parametrize(
    ("name", "across"),
    [
        *(
            (name, True)
            for name in ("running", "order_matters", "baydin", "square", "polar", "speelpenning", "logistic_map")
        ),
        *((name, False) for name in ("running", "square", "baydin", "speelpenning")),
    ],
)
def test_the_longest_slope_covers_nothing(name, across):
    """It stands on its own arrow, clear of all boxes and all other slopes, whose boxes make room where arrows cross."""
    example = ad.examples.ZOO[name]
    p = ad.trace(example.f, example.at)
    sizes, pill = [(132, 80)] * len(p), (68, 20)
    edges = [(k, i) for i in range(len(p)) for k in p.alpha(i)]
    place = layout(sizes, edges, pill, across)
    together = place._replace(nodes=[*place.nodes, *place.labels])
    found = overlaps(together, [*sizes, *[(width - 6, height - 4) for width, height in [pill] * len(edges)]])
    assert found == []


@pytest.mark.parametrize("across", [True, False])
@pytest.mark.parametrize("name", TURNED)
def test_inputs_stand_in_the_order_of_the_program(engine, name, across):
    """x before y, as in the code and at the knobs: of a picture and its mirror, the one that has it so."""
    p = TURNED[name]
    sizes, edges = [(132, 80)] * len(p), [(k, i) for i in range(len(p)) for k in p.alpha(i)]
    place = layout(sizes, edges, (68, 20), across)
    inputs = [place.nodes[i][across] for i in range(p.d)]
    assert inputs == sorted(inputs)
    assert overlaps(place, sizes) == []
    for (tail, head), points in zip(edges, place.edges, strict=True):  # the arrows were turned as well
        for node, point in ((tail, points[0]), (head, points[-1])):
            off = [abs(u - w) - reach / 2 for u, w, reach in zip(point, place.nodes[node], sizes[node], strict=True)]
            assert max(off) <= 12


def test_a_picture_with_its_inputs_in_order_is_not_turned(engine, monkeypatch):
    """The mirror is for the others: what was in order is drawn as it was."""
    for name in ("baydin", "tower", "logistic_loss", "order_matters"):
        p = ad.trace(ad.examples.ZOO[name].f, ad.examples.ZOO[name].at)
        sizes, edges = [(132, 80)] * len(p), [(k, i) for i in range(len(p)) for k in p.alpha(i)]
        place = layout(sizes, edges, (68, 20))
        with monkeypatch.context() as as_it_was:
            for module in (layers, layouts):
                as_it_was.setattr(module, "is_turned", lambda beside, edges: False)
            layouts._laid_out.cache_clear()
            before = layout(sizes, edges, (68, 20))
        layouts._laid_out.cache_clear()
        assert (place == before) == (before.nodes[0][1] < before.nodes[1][1]), name


def test_what_is_wider_than_a_page_is_folded():
    """A chain of boxes stands two by two: each second one below its reader, and no higher than the page is wide."""
    sizes, edges, label = [(132, 80)] * 6, [(i, i + 1) for i in range(5)], (68, 20)
    place = layout(sizes, edges, label)
    columns = [x for x, _ in place.nodes]
    assert columns[0] == columns[1] < columns[2] == columns[3] < columns[4] == columns[5]
    assert all(place.nodes[i][1] < place.nodes[i + 1][1] for i in (0, 2, 4)), "downwards in a column"
    assert place.width < PAGE and place.height < 310 and overlaps(place, sizes) == []
    ends = [curve[-1][1] - place.nodes[head][1] for (_, head), curve in zip(edges, place.edges, strict=True)]
    assert all(abs(end + 40) < 1.5 for end in ends[::2]), "the head is seen, above its box"
    assert len({x for x, _ in layout(sizes[:3], edges[:2], label).nodes}) == 3, "what fits is not"


def test_twins_within_a_column_stand_beside_each_other():
    """They lay one on the other, and their heads below the box that they lead to: x * x seemed to have one arrow."""
    sizes, edges = [(132, 80)] * 6, [(0, 1), (1, 2), (2, 3), (2, 3), (3, 4), (4, 5)]
    place = layout(sizes, edges, (68, 20))
    assert place.nodes[2][0] == place.nodes[3][0]
    one, other = place.edges[2:4]
    assert all(abs(x - u) > 50 for (x, _), (u, _) in zip(one, other, strict=True))
    assert all(abs(curve[-1][1] - (place.nodes[3][1] - 40)) < 1.5 for curve in (one, other)), "their heads are seen"


def crossings(place):
    """Return how many pairs of arrows cross, each a chain of short straight pieces; what meets at an end does not."""

    def pieces(curve):
        points = [_at(curve[k : k + 4], t / 8)[:2] for k in range(0, len(curve) - 1, 3) for t in range(9)]
        return [*itertools.pairwise(points[1:-1])]

    def side(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    def cross(a, b, c, d):
        return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0

    every = itertools.combinations(map(pieces, place.edges), 2)
    return sum(any(cross(*one, *other) for one in first for other in second) for first, second in every)


@pytest.mark.parametrize("text", ["x/(1+x^2)", "x/(1+x^2) + x"])
def test_a_folded_picture_has_no_arrows_that_cross_without_need(text, monkeypatch):
    """Of such a chain, the first is read again by the last of the four: the second column is then turned upside down."""
    shown, found = [], layouts.layout
    monkeypatch.setattr("adlesson.show.picture.svg.layout", lambda *given: shown.append(found(*given)) or shown[-1])
    ad.draw(ad.parse(text, x=2), sweep="reverse")
    folded = shown[0]
    assert len({x for x, _ in folded.nodes}) < len(folded.nodes) and crossings(folded) == 0


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


def nested(n):
    """A chain of which each box is read again on the way back, as values are by a gradient: 2 n boxes."""
    return 2 * n, [(i - 1, i) for i in range(1, n)] + [(k, n + i) for i in range(n) for k in (n - 1 - i, n + i - 1)]


UNLUCKY = {  # boxes and edges, sorted by head: what took Graphviz many seconds, and a layout with a bend per rank, too
    "one input, read by all of a chain": (400, [e for i in range(1, 400) for e in ((0, i), (i - 1, i))]),
    "the same, of a short one": (22, [e for i in range(1, 22) for e in ((0, i), (i - 1, i))]),
    "everybody reads everybody": (45, [(i, j) for j in range(45) for i in range(j)]),
    "there and back": nested(200),
    "read by the next and the fiftieth": (400, [(k, i) for i in range(1, 400) for k in (i - 50, i - 1) if k >= 0]),
    "dense layers": (175, [(7 * (j // 7 - 1) + i, j) for j in range(7, 175) for i in range(7)]),
    "fan": (400, [(0, i) for i in range(1, 399)] + [(i, 399) for i in range(1, 399)]),
    "at random": (400, sorted(((k * k * 7919 % (1 + k % 399), 1 + k % 399) for k in range(1200)), key=lambda e: e[1])),
}


@pytest.mark.parametrize("name", UNLUCKY)
def test_the_work_for_an_unlucky_graph_is_bounded_before_it_begins(name, monkeypatch):
    """Nobody looks at a clock: the same program gives the same picture on a busy machine, and no engine is waited for."""
    monkeypatch.setattr(layouts, "_by_pygraphviz", None)  # to ask would be an error
    monkeypatch.setattr(layouts, "_by_dot", None)
    n, edges = UNLUCKY[name]
    start = time.process_time()
    place = layout([SIZE] * n, edges, (50, 15))
    assert time.process_time() - start < 3, "ten times what is promised of a picture of 400 boxes, both ways round"
    assert sum(map(len, place.edges)) <= len(edges) * (3 * (2 * LONG + 2) + 1)
    assert all(points[-1][0] > points[0][0] for points in place.edges)


def test_small_graphs_are_laid_out_by_graphviz_and_only_they(monkeypatch):
    """How many arrows there are decides, and nothing else."""
    asked = []
    monkeypatch.setattr(layouts, "_by_pygraphviz", lambda source: asked.append(source.count("->")))
    monkeypatch.setattr(layouts, "_by_dot", lambda source: None)
    for m in (SMALL, SMALL + 1):
        layout([SIZE] * (m + 1), [(i, i + 1) for i in range(m)], (50, 15))
    assert asked == [SMALL]


def test_nothing_is_printed_by_graphviz(capfd):
    """Font warnings on the kernel's stderr would stand in red under the cell."""
    ad.draw(ad.trace(ad.examples.running, x=0.25))
    assert capfd.readouterr() == ("", "")


def test_dot_gives_an_ordinary_digraph_of_the_program():
    """For those who want to style it themselves: one node per variable, one edge per slot, names as labels."""
    source = dot(ad.trace(lambda x: x * x, x=3)).source
    assert source.count("->") == 2
    assert "f = x * x" in source


def test_an_arrow_that_bulges_over_the_edge_has_its_label():
    """Left of the edge is beside it, for whatever is laid over it: some fresh problem could not be drawn."""
    bulge = [(2, 2), (-40, 20), (-40, 60), (2, 80)]
    places, covered = label_places([bulge, [(x + 1, y) for x, y in bulge]], [(60, 40)], [(20, 20)], (30, 12))
    assert len(places) == 2 and covered > 0
