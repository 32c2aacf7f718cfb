"""The layout that needs no Graphviz: what a reader of the picture relies on, for every function of the zoo."""

import itertools
import random

import pytest

import adlesson as ad
from adlesson.show.picture.arrow_paths import _at
from adlesson.show.picture.layered import LONG, _apart, layered

LABEL = (50, 15)
GRAPHS = {
    **{name: ad.trace(example.f, example.at) for name, example in ad.examples.ZOO.items()},
    "gradient": ad.gradient_program(ad.examples.running, x=0.25),
    "dot product": ad.trace(lambda a, b: sum(u * v for u, v in zip(a, b, strict=True)), a=[1, 2, 3, 4], b=[5, 6, 7, 8]),
}


def sized(program):
    """Return boxes of many widths, and the edges."""
    sizes = [(70 + 23 * (7 * i % 5), 68) for i in range(len(program))]
    return sizes, [(k, i) for i, slots in enumerate(program.slots) for k in slots if k >= 0]


def recurrent(steps):
    """A recurrent net, unrolled: what the weights are read for lies further and further away."""

    def f(w, u, x):
        h = 0.1
        for x_t in x:
            h = ad.tanh(w * h + u * x_t)
        return h

    return ad.trace(f, w=0.5, u=0.3, x=[0.1] * steps)


LARGE = {"recurrent net": recurrent(20), "gradient of a recurrent net": ad.gradient_program(recurrent(8))}


def inside(point, centre, size, by=0.0):
    return all(abs(p - c) < s / 2 - by for p, c, s in zip(point, centre, size, strict=True))


def meets(piece, centre, size):
    """Whether a piece of a curve can run through a box: it stays between its four points."""
    return all(
        min(us) < c + s / 2 and max(us) > c - s / 2 for us, c, s in zip(zip(*piece, strict=True), centre, size, strict=True)
    )


@pytest.fixture(params=[True, False], ids=["across", "upright"])
def across(request):
    return request.param


@pytest.mark.parametrize("name", [*GRAPHS, *LARGE])
def test_no_arrow_runs_through_a_box(name, across):
    """An arrow behind a box would say that the box is read."""
    sizes, edges = sized((GRAPHS | LARGE)[name])
    place = layered(sizes, edges, LABEL, across)
    for curve in place.edges:
        for k in range(0, len(curve) - 1, 3):
            piece = curve[k : k + 4]
            near = [i for i, node in enumerate(place.nodes) if meets(piece, node, sizes[i])]
            for point in (_at(piece, t / 32)[:2] for t in range(33 if near else 0)):
                hit = [i for i in near if inside(point, place.nodes[i], sizes[i], by=1)]
                assert hit == [], f"{curve} runs through box {hit}"


@pytest.mark.parametrize("name", [*GRAPHS, *LARGE])
def test_both_ends_of_an_arrow_have_a_direction(name, across):
    """The tips are drawn along them: a piece that is a mere point gave a line without a head."""
    place = layered(*sized((GRAPHS | LARGE)[name]), LABEL, across)
    on = 0 if across else 1  # where the arrows go to: to the right, or down
    for curve in place.edges:
        assert curve[0][on] < curve[1][on] and curve[-2][on] < curve[-1][on], curve


@pytest.mark.parametrize("name", GRAPHS)
def test_labels_cover_neither_boxes_nor_each_other(name, across):
    """A slope that cannot be read is not there."""
    sizes, edges = sized(GRAPHS[name])
    place = layered(sizes, edges, (30, 13), across)
    for (x, y), (centre, size) in itertools.product(place.labels, zip(place.nodes, sizes, strict=True)):
        assert not inside((x, y), centre, (size[0] + 24, size[1] + 8)), "of a text, most of its box"
    for a, b in itertools.combinations(place.labels, 2):
        assert not inside(a, b, (24, 16)), f"labels at {a} and {b}"
    assert all(15 <= x <= place.width - 15 and 6 <= y <= place.height - 6 for x, y in place.labels) or across


def test_an_input_stands_beside_the_first_that_reads_it():
    """``x[3]`` of a product is needed last; at the far left its arrow would cross the whole picture."""
    sizes, edges = sized(GRAPHS["speelpenning"])
    columns = [x for x, _ in layered(sizes, edges, LABEL).nodes]
    assert columns[0] == columns[1] < columns[2] == columns[4] < columns[3] == columns[5] < columns[6]


def test_arrows_from_one_box_go_together_until_they_leave():
    """One line along a chain with a branch for each that reads, not a line for each, and as many lines as boxes."""
    sizes = [(80, 40)] * 9
    edges = sorted([*itertools.pairwise(range(9)), *((0, i) for i in range(2, 9))], key=lambda edge: edge[1])
    place = layered(sizes, edges, LABEL)
    fan = [curve for (tail, _), curve in zip(edges, place.edges, strict=True) if tail == 0][1:]  # but for the nearest
    assert all(set(curve[:-3]) <= set(fan[-1]) for curve in fan), "all go along with the longest"
    assert place.height < 120, "one line: nine boxes, each with a line of its own, were 360 high"


@pytest.mark.parametrize("length", [LONG, LONG + 1])
def test_what_is_read_far_away_goes_outside(across, length):
    """Between the boxes as long as that is cheap; then along a lane above all, which two share that do not meet."""
    n = 2 * length + 1
    edges = [*itertools.pairwise(range(n)), (0, length), (length, 2 * length)]
    sizes = [(80, 40)] * n
    place = layered(sizes, sorted(edges, key=lambda edge: edge[1]), LABEL, across)
    beyond = [
        min(point[1 if across else 0] for point in curve) < min(node[1 if across else 0] - 20 for node in place.nodes)
        for curve in place.edges
        if len(curve) > 4
    ]
    assert len(beyond) == 2 and (all(beyond) or length == LONG)
    assert place.height < 120 if across else place.width < 200


def test_a_box_stands_just_before_it_is_read():
    """The share of the tenth input is computed when its turn comes, and not in a column of ten at the very left."""
    p = recurrent(10)
    place = layered(*sized(p), LABEL)
    columns = sorted({x for x, _ in place.nodes})
    step = {
        i: min(abs(columns.index(place.nodes[k][0]) - columns.index(place.nodes[i][0])) for k in p.beta(i))
        for i in range(len(p))
        if p.beta(i)
    }
    assert set(step.values()) == {1}


def test_a_chain_is_straight(across):
    """Where nothing is in the way there is no reason to bend."""
    place = layered([(80, 40)] * 5, list(itertools.pairwise(range(5))), LABEL, across)
    assert len({node[1 if across else 0] for node in place.nodes}) == 1


def test_upright_is_the_mirror_image_of_across():
    """One layout, seen in a mirror: the widths have become heights."""
    sizes, edges = sized(GRAPHS["kinks"])
    wide = layered(sizes, edges, (40, 40))
    tall = layered([size[::-1] for size in sizes], edges, (40, 40), across=False)
    gaps = len({x for x, _ in wide.nodes}) - 1
    assert tall.height == pytest.approx(wide.width + 12 * gaps), "ranks are 12 further apart"
    (_, first), (start, _) = wide.nodes[0], tall.nodes[0]
    assert [x - start for x, _ in tall.nodes] == pytest.approx([y - first for _, y in wide.nodes], abs=0.11)


def test_a_picture_of_nothing_is_empty():
    """A function without inputs and operations has no variables."""
    assert layered([], [], LABEL) == (0, 0, [], [], [])


@pytest.mark.parametrize("seed", range(20))
def test_places_are_the_nearest_to_the_wishes_of_all_that_keep_apart(seed):
    """Against the definition: nobody finds a better place by trying."""
    rng = random.Random(seed)
    wishes, gaps = [rng.uniform(0, 60) for _ in range(5)], [rng.uniform(0, 30) for _ in range(4)]

    def cost(places):
        return sum((place - wish) ** 2 for place, wish in zip(places, wishes, strict=True))

    def keeps_apart(places):
        return all(b - a >= gap - 1e-9 for (a, b), gap in zip(itertools.pairwise(places), gaps, strict=True))

    best = _apart(wishes, gaps)
    assert keeps_apart(best)
    for _ in range(300):
        other = [place + rng.gauss(0, 3) for place in best]
        assert not keeps_apart(other) or cost(other) >= cost(best)
    assert cost(best) <= cost(list(itertools.accumulate(gaps, initial=wishes[0]))), "packing from the first on is worse"
