"""A layout of our own, for where there is no Graphviz, as in a browser.

With this module you can

- place boxes, arrows and arrow labels in layers, with Python's standard library alone (``layered``).

A box stands one rank after the last one it reads, and an input one rank before the first that reads it.  An arrow
across several ranks has a bend in each.  The order within a rank follows the neighbours' average, and so do the
places, as far as nothing overlaps.  A label stands beside its arrow, where it covers least.

>>> layered([(80, 40)] * 3, [(0, 1), (0, 2)], (50, 15)).nodes
[(40.0, 52.0), (187.0, 20.0), (187.0, 84.0)]
"""

from collections import Counter, namedtuple
from itertools import accumulate, pairwise

from .arrow_paths import label_places, route

BESIDE, BEND = 24, 10  # pixels between neighbours in a rank, and the room for an arrow that passes between them
APART = 16  # pixels between parallel arrows

Layout = namedtuple("Layout", "width height nodes edges labels")
Layout.__doc__ = """Positions in pixels, y downwards.

``nodes`` holds the centre of each box; ``edges`` the points of each arrow, a start and then
triples for cubic curves; ``labels`` the centre of the free space beside each arrow.
"""


def layered(sizes, edges, label_size, across=True):
    """Return the ``Layout`` of boxes of these ``(width, height)`` joined by ``(tail, head)`` edges, sorted by head."""
    if not across:  # the same, seen in a mirror
        sizes, label_size = [size[::-1] for size in sizes], label_size[::-1]
    rows, chains = _rows(len(sizes), edges)
    links = [link for chain in chains for link in pairwise(chain)]
    beside = _places(rows, links, sizes)
    widths = [max((sizes[cell][0] for cell in row if isinstance(cell, int)), default=0) for row in rows]
    gap = label_size[0] + (17 if across else 29)
    starts = list(accumulate((width + gap for width in widths), initial=0))
    spots = {cell: (starts[r] + widths[r] / 2, beside[cell]) for r, row in enumerate(rows) for cell in row}
    nodes = [spots[i] for i in range(len(sizes))]
    curves, twins, drawn = [], Counter(edges), Counter()
    for tail, *bends, head in chains:
        shift = APART * (drawn[tail, head] - (twins[tail, head] - 1) / 2)
        drawn[tail, head] += 1
        (x, y), (u, v) = spots[tail], spots[head]
        ends = (x + sizes[tail][0] / 2, y + shift), (u - sizes[head][0] / 2, v + shift)
        curves.append(route(*ends, [(*spots[bend], widths[bend[1]]) for bend in bends]))
    labels = label_places(curves, nodes, sizes, label_size)
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


def _rows(n, edges):
    """Return the cells of each rank in order, boxes and bends ``(edge, rank)``, and the cells each edge goes through."""
    rank = [0] * n
    for tail, head in edges:
        rank[head] = max(rank[head], rank[tail] + 1)
    for i in set(range(n)) - {head for _, head in edges}:
        rank[i] = min((rank[head] - 1 for tail, head in edges if tail == i), default=0)
    rows = [[i for i in range(n) if rank[i] == r] for r in range(max(rank, default=0) + 1)]
    chains = []
    for e, (tail, head) in enumerate(edges):
        bends = [(e, r) for r in range(rank[tail] + 1, rank[head])]
        chains.append([tail, *bends, head])
        for bend in bends:
            rows[bend[1]].append(bend)
    before, after = {}, {}
    for tail, head in (link for chain in chains for link in pairwise(chain)):
        before.setdefault(head, []).append(tail)
        after.setdefault(tail, []).append(head)
    for sweep in range(8):
        near, order = (before, rows) if sweep % 2 == 0 else (after, rows[::-1])
        place = {cell: k - len(row) / 2 for row in rows for k, cell in enumerate(row)}
        for row in order:
            row.sort(key=lambda cell: sum(map(place.get, near[cell])) / len(near[cell]) if cell in near else place[cell])
            place.update((cell, k - len(row) / 2) for k, cell in enumerate(row))
    return rows, chains


def _places(rows, links, sizes):
    """Return the place of each cell across its rank: near its neighbours, and clear of the cells beside it."""
    near = {}
    for tail, head in links:
        pull = 1 + isinstance(tail, tuple) + isinstance(head, tuple)  # a long arrow should be straight
        near.setdefault(tail, []).extend([head] * pull)
        near.setdefault(head, []).extend([tail] * pull)
    room = {cell: sizes[cell][1] if isinstance(cell, int) else BEND for row in rows for cell in row}
    gaps = [[(room[a] + room[b]) / 2 + BESIDE for a, b in pairwise(row)] for row in rows]
    place = {}
    for row, apart in zip(rows, gaps, strict=True):
        ends = list(accumulate(apart, initial=0))
        place.update((cell, end - ends[-1] / 2) for cell, end in zip(row, ends, strict=False))
    for sweep in range(8):
        for r in range(len(rows))[:: 1 if sweep % 2 == 0 else -1]:
            wishes = [sum(map(place.get, near[cell])) / len(near[cell]) if cell in near else place[cell] for cell in rows[r]]
            place.update(zip(rows[r], _apart(wishes, gaps[r]), strict=True))
    return place


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
