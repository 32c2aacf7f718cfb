"""A layout of our own, for large graphs, and for where there is no Graphviz, as in a browser.

With this module you can

- place boxes, arrows and arrow labels in layers, with Python's standard library alone (``layered``).

A box stands one rank before the first that reads it, and what nobody reads one rank after the last it reads.  An arrow
across several ranks has a bend in each, and shares it with all other arrows from the same box, until it leaves them.  A
box that is read more than ``LONG`` ranks away sends its arrows outside, along a lane above all boxes: so the work grows
with the graph and not with how far its arrows go.  The order within a rank follows the neighbours' average, and so do
the places, as far as nothing overlaps.  A picture and its mirror are equally good: of the two, it is the one with more
inputs in the order of the program.  A label stands beside its arrow, where it covers least.

>>> layered([(80, 40)] * 3, [(0, 1), (0, 2)], (50, 15)).nodes
[(40.0, 52.0), (187.0, 20.0), (187.0, 84.0)]
"""

from collections import Counter, namedtuple
from itertools import accumulate, combinations, pairwise

from .arrow_paths import label_places, route

BESIDE, BEND = 24, 10  # pixels between neighbours in a rank, and the room for an arrow that passes between them
APART, LANE = 24, 12  # pixels between parallel arrows, and between lanes
LONG = 12  # ranks: the bends of 400 boxes are 4,800 at most, a tenth of a second; 400 ranks of them would be ten seconds
SWEEPS = 8  # over the ranks, for the order and for the places: more hardly changes a picture

Layout = namedtuple("Layout", "width height nodes edges labels")
Layout.__doc__ = """Positions in pixels, y downwards.

``nodes`` holds the centre of each box; ``edges`` the points of each arrow, a start and then
triples for cubic curves; ``labels`` the centre of the free space beside each arrow.
"""


def layered(sizes, edges, label_size, across=True):
    """Return the ``Layout`` of boxes of these ``(width, height)`` joined by ``(tail, head)`` edges, sorted by head."""
    if not across:  # the same, seen in a mirror
        sizes, label_size = [size[::-1] for size in sizes], label_size[::-1]
    n = len(sizes)
    rank = ranks(n, edges)
    rows, chains, outside = _cells(rank, edges)
    beside = _places(rows, [link for chain in chains for link in pairwise(chain)], sizes)
    beside = [-y for y in beside] if is_turned(beside[:n], edges) else beside
    widths = [max((sizes[cell][0] for cell in row if cell < n), default=0) for row in rows]
    gap = label_size[0] + (17 if across else 29)
    starts = list(accumulate((width + gap for width in widths), initial=0))
    columns = [(start, start + width) for start, width in zip(starts, widths, strict=False)]  # of each rank
    nodes = [(sum(columns[r]) / 2, y) for r, y in zip(rank, beside, strict=False)]
    lanes = _lanes(outside, min((y - h / 2 for (_, y), (_, h) in zip(nodes, sizes, strict=True)), default=0))
    curves, twins, drawn = [], Counter(edges), Counter()
    for tail, *bends, head in chains:  # twins, as in x * x, run side by side
        shift = APART * (drawn[tail, head] - (twins[tail, head] - 1) / 2)
        drawn[tail, head] += 1
        (x, y), (u, v) = nodes[tail], nodes[head]
        start, end = (x + sizes[tail][0] / 2, y + shift), (u - sizes[head][0] / 2, v + shift)
        stretches = [(*columns[rank[tail] + k], beside[bend] + shift) for k, bend in enumerate(bends, 1)]
        if tail in lanes and rank[head] > rank[tail] + 1:
            stretches = [(columns[rank[tail] + 1][0], columns[rank[head] - 1][1], lanes[tail] + shift / 2)]
        # what goes up or down past a neighbour does so between two columns, where nothing is in its way
        ways, edge, rim = [y, *(way for _, _, way in stretches), v], columns[rank[tail]][1], columns[rank[head]][0]
        steep = [abs(b - a) > sizes[i][1] / 2 + BESIDE for i, a, b in ((tail, *ways[:2]), (head, *ways[-2:]))]
        out = [(start[0], edge, start[1])] * (steep[0] and edge > start[0] + 1)
        into = [(rim, *end)] * (steep[1] and rim < end[0] - 1)
        curves.append(route(start, end, [*out, *stretches, *into]))
    return _framed(sizes, nodes, curves, label_places(curves, nodes, sizes, label_size)[0], label_size, across)


def _framed(sizes, nodes, curves, labels, label_size, across):
    """Return the ``Layout`` with its left upper corner at (0, 0), and mirrored if it is not ``across``."""
    corners = [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for (x, y), (w, h) in zip(nodes, sizes, strict=True)]
    corners += [(x, y, x, y) for x, y in (point for curve in curves for point in curve)]
    corners += [(x, y - label_size[1] / 2, x, y + label_size[1] / 2) for x, y in labels]
    lefts, tops, rights, bottoms = zip(*(corners or [(0, 0, 0, 0)]), strict=True)
    left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)

    def moved(point):
        place = round(point[0] - left, 1), round(point[1] - top, 1)
        return place if across else place[::-1]

    paths = [list(map(moved, curve)) for curve in curves]
    whole = (right - left, bottom - top) if across else (bottom - top, right - left)
    return Layout(*(round(side, 1) for side in whole), list(map(moved, nodes)), paths, list(map(moved, labels)))


def is_turned(beside, edges):
    """Tell whether more pairs of inputs, boxes that read nobody, stand against the order of the program than in it.

    >>> is_turned([0, 50, 25], [(0, 2), (1, 2)]), is_turned([50, 0, 25], [(0, 2), (1, 2)])
    (False, True)
    """
    inputs = sorted({*range(len(beside))} - {head for _, head in edges})
    ways = [beside[j] - beside[i] for i, j in combinations(inputs, 2)]
    return sum(way < 0 for way in ways) > sum(way > 0 for way in ways)


def ranks(n, edges):
    """Return the rank of each box: first as early as can be, then as late as its readers allow."""
    rank, first = [0] * n, {}
    for tail, head in edges:
        rank[head] = max(rank[head], rank[tail] + 1)
    for tail, head in reversed(edges):
        rank[head] = first.get(head, rank[head] + 1) - 1
        first[tail] = min(first.get(tail, rank[head]), rank[head])
    for tail, reader in first.items():
        rank[tail] = reader - 1
    return rank


def _cells(rank, edges):
    """Return the cells of each rank in order, the cells each edge goes through, and ``{box: (first, last)}`` outside.

    Cells are numbers: first the boxes, then the bends.  Outside are the boxes with a lane, and the ranks along it.
    """
    n, reach, bends = len(rank), {}, {}
    rows = [[] for _ in range(max(rank, default=0) + 1)]
    for i, r in enumerate(rank):
        rows[r].append(i)
    for tail, head in edges:
        reach[tail] = max(reach.get(tail, 0), rank[head])
    outside = {tail: (rank[tail] + 1, last - 1) for tail, last in reach.items() if last - rank[tail] > LONG}
    chains = []
    for tail, head in edges:
        chain = [tail]
        for r in range(rank[tail] + 1, rank[head]) if tail not in outside else ():
            if (tail, r) not in bends:
                bends[tail, r] = n + len(bends)
                rows[r].append(bends[tail, r])
            chain.append(bends[tail, r])
        chains.append([*chain, head])
    before, after = {}, {}
    for tail, head in dict.fromkeys(link for chain in chains for link in pairwise(chain)):
        before.setdefault(head, []).append(tail)
        after.setdefault(tail, []).append(head)
    for sweep in range(SWEEPS):
        near, order = (before, rows) if sweep % 2 == 0 else (after, rows[::-1])
        place = {cell: k - len(row) / 2 for row in rows for k, cell in enumerate(row)}
        for row in order:
            row.sort(key=lambda cell: sum(map(place.get, near[cell])) / len(near[cell]) if cell in near else place[cell])
            place.update((cell, k - len(row) / 2) for k, cell in enumerate(row))
    return rows, chains, outside


def _lanes(outside, top):
    """Return the height of each box's lane: the shorter, the nearer to the boxes; two that do not meet share one."""
    taken, lanes = [], {}
    for tail, (first, last) in sorted(outside.items(), key=lambda item: item[1][1] - item[1][0]):
        free = (k for k, spans in enumerate(taken) if all(last < a - 1 or b + 1 < first for a, b in spans))
        k = next(free, len(taken))
        if k == len(taken):
            taken.append([])
        taken[k].append((first, last))
        lanes[tail] = top - LANE * (k + 2)
    return lanes


def _places(rows, links, sizes):
    """Return the place of each cell across its rank: near its neighbours, and clear of the cells beside it."""
    n, near = len(sizes), {}
    for tail, head in links:
        pull = 1 + (tail >= n) + (head >= n)  # a long arrow should be straight
        near.setdefault(tail, []).extend([head] * pull)
        near.setdefault(head, []).extend([tail] * pull)
    gaps = [[(_room(a, sizes) + _room(b, sizes)) / 2 + BESIDE for a, b in pairwise(row)] for row in rows]
    place = [0.0] * sum(map(len, rows))
    for row, apart in zip(rows, gaps, strict=True):
        ends = list(accumulate(apart, initial=0))
        for cell, end in zip(row, ends, strict=False):
            place[cell] = end - ends[-1] / 2
    for sweep in range(SWEEPS):
        for r in range(len(rows))[:: 1 if sweep % 2 == 0 else -1]:
            wishes = [
                sum(map(place.__getitem__, near[cell])) / len(near[cell]) if cell in near else place[cell]
                for cell in rows[r]
            ]
            for cell, here in zip(rows[r], _apart(wishes, gaps[r]), strict=True):
                place[cell] = here
    return place


def _room(cell, sizes):
    """Return how much of its rank a cell takes."""
    return sizes[cell][1] if cell < len(sizes) else BEND


def _apart(wishes, gaps):
    """Return the places nearest to the wishes (least squares) of which each lies its gap after the one before.

    >>> _apart([0, 0, 50], [10, 10])
    [-5.0, 5.0, 50.0]
    """
    ends, blocks = list(accumulate(gaps, initial=0)), []
    for wish, end in zip(wishes, ends, strict=False):
        blocks.append([wish - end, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:  # pool neighbours
            total, count = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + count]
    pooled = [total / count for total, count in blocks for _ in range(count)]
    return [place + end for place, end in zip(pooled, ends, strict=False)]
