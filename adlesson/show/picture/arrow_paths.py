"""How an arrow runs, and where its label stands, once the boxes have their places.

With this module you can

- lead an arrow from one box to another, level where it passes between boxes (``route``);
- find for each arrow the place beside it where a label covers least (``label_places``).

>>> route((0, 0), (60, 0), [])
[(0, 0), (24.0, 0.0), (36.0, 0.0), (60, 0)]
"""

from collections import defaultdict
from itertools import groupby, pairwise
from math import dist

SQUARE = 6  # pixels: how finely is known what is covered
SAMPLES = 17  # points that are looked at on each piece of an arrow
CLEAR = 18  # pixels: a label is further than that from either end, where there is a head
LEGIBLE = 150  # arrows; where there are more, labels keep clear of boxes and of each other, and not of arrows


def route(start, end, stretches):
    """Return the points of an arrow, a start and then triples for cubic curves.

    A stretch ``(left, right, y)`` is where it runs level; two that lie level with each other are one.  No piece is a mere
    point, not even beside a box where a stretch begins or ends: the head of the arrow would have no direction.
    """
    stops = [start]
    for left, right, y in stretches:
        if len(stops) > 1 and abs(stops[-1][1] - y) < 0.5:
            stops[-1] = right, stops[-1][1]
        else:
            stops += [(left, y), (right, y)]
    stops, curve = [stop for stop, _ in groupby([*stops, end])], [start]
    for k, ((x, y), (u, v)) in enumerate(pairwise(stops)):
        dx, dy = 0.4 * (u - x), 0.25 * (v - y)  # an arrow leaves a box aslant, and a stretch level
        curve += [(x + dx, y + dy * (k == 0)), (u - dx, v - dy * (k == len(stops) - 2)), (u, v)]
    return curve


def label_places(curves, nodes, sizes, label_size):
    """Return for each arrow the place on its line where a label of this size covers least of all else, the middle first.

    The second that is returned is how much they cover, 0 if nothing.
    """
    (wide, high), boxes, lines = label_size, defaultdict(int), defaultdict(set)
    for (x, y), (w, h) in zip(nodes, sizes, strict=True):
        _cover(boxes, *_squares(x, y, w, h))
    for e, curve in enumerate(curves if len(curves) <= LEGIBLE else ()):
        for x, y in _points(curve):
            lines[int(y // SQUARE)].add((max(0, int(x // SQUARE)), e))  # an arrow may bulge over the left edge
    places, covered = [], 0
    for e, curve in enumerate(curves):
        points, least = _points(curve), None
        for k in sorted(range(len(points)), key=lambda k: abs(2 * k - len(points) + 1)):
            rows, columns = _squares(*points[k], wide, high)
            covers = sum((boxes[row] & columns).bit_count() for row in rows) * 4
            covers += sum(f != e and columns >> x & 1 for row in rows for x, f in lines[row])
            if least is None or covers < least:
                least, best = covers, points[k]
            if not covers:
                break
        _cover(boxes, *_squares(*best, wide, high))
        places.append(best)
        covered += least
    return places, covered


def _points(curve):
    """Return points of an arrow, from its start to its end, clear of both if it is long enough."""
    pieces = [curve[k : k + 4] for k in range(0, len(curve) - 1, 3)]
    points = [_at(piece, t / SAMPLES)[:2] for piece in pieces for t in range(SAMPLES)]
    clear = [point for point in points if dist(point, curve[0]) > CLEAR < dist(point, curve[-1])]
    return clear or [points[len(points) // 2]]


def _squares(x, y, width, height):
    """Return the squares that a box with this centre covers: their rows, and a number with a bit for each column."""
    left, right = (max(0, int(u // SQUARE)) for u in (x - width / 2, x + width / 2))
    top, bottom = (int(u // SQUARE) for u in (y - height / 2, y + height / 2))
    return range(top, bottom + 1), (1 << right + 1) - (1 << left)


def _cover(covered, rows, columns):
    for row in rows:
        covered[row] |= columns


def _at(piece, t):
    """Return the point of a cubic curve at ``t`` between 0 and 1, and its direction there, of length 1.

    >>> _at([(0, 0), (1, 0), (2, 0), (3, 0)], 0.5)
    (1.5, 0.0, 1.0, 0.0)
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = piece
    s = 1 - t
    a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    e, f, g = s * s, 2 * s * t, t * t
    dx = e * (x1 - x0) + f * (x2 - x1) + g * (x3 - x2)
    dy = e * (y1 - y0) + f * (y2 - y1) + g * (y3 - y2)
    length = (dx * dx + dy * dy) ** 0.5 or 1
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3, dx / length, dy / length
