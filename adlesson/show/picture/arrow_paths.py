"""How an arrow runs, and where its label stands, once the boxes have their places.

With this module you can

- lead an arrow from one box to another, level where it passes between boxes (``route``);
- find for each arrow the place beside it where a label covers least (``label_places``).

>>> route((0, 0), (60, 0), [])
[(0, 0), (24.0, 0.0), (36.0, 0.0), (60, 0)]
"""

from itertools import pairwise, product

MOST_BENDS = 8  # on one arrow
SQUARE = 6  # pixels: how finely is known what is covered
SAMPLES = 17  # points that are looked at on each piece of an arrow
LEGIBLE = 150  # arrows; where there are more, labels are not moved out of the way


def route(start, end, bends):
    """Return the points of an arrow, a start and then triples for cubic curves.

    A bend ``(x, y, width)`` is a level stretch that is this wide, centred there.
    """
    stops = [start]
    for x, y, width in bends[:: -(-len(bends) // MOST_BENDS) or 1]:
        stops += [(x - width / 2, y), (x + width / 2, y)]
    stops.append(end)
    curve = [start]
    for k, ((x, y), (u, v)) in enumerate(pairwise(stops)):
        dx, dy = 0.4 * (u - x), 0.25 * (v - y)  # an arrow leaves a box aslant, and a bend level
        curve += [(x + dx, y + dy * (k == 0)), (u - dx, v - dy * (k == len(stops) - 2)), (u, v)]
    return curve


def label_places(curves, nodes, sizes, label_size):
    """Return for each arrow the centre of a place beside it, where a label of this size covers least of all else."""
    (wide, high), covered, few = label_size, set(), len(curves) <= LEGIBLE
    for (x, y), (w, h) in zip(nodes, sizes, strict=True):
        covered |= _squares(x, y, w, h)
    for curve in curves if few else ():
        for k in range(0, len(curve) - 1, 3):
            covered.update(_square(*_at(curve[k : k + 4], t / (SAMPLES - 1))[:2]) for t in range(SAMPLES))
    places = []
    for curve in curves:
        free = []
        for piece, t, side in product((curve[-4:], curve[:4]), (0.5, 0.6, 0.4, 0.7, 0.3), (-1, 1)):
            x, y, dx, dy = _at(piece, t)
            off = side * (abs(dy) * wide / 2 + abs(dx) * high / 2 + 2)  # clear of its own arrow
            free.append((x - dy * off, y + dx * off))
        best = min(free, key=lambda place: len(covered & _squares(*place, wide, high))) if few else free[0]
        covered |= _squares(*best, wide, high)
        places.append(best)
    return places


def _square(x, y):
    return int(x // SQUARE), int(y // SQUARE)


def _squares(x, y, width, height):
    """Return the squares that a box with this centre covers."""
    (left, top), (right, bottom) = _square(x - width / 2, y - height / 2), _square(x + width / 2, y + height / 2)
    return set(product(range(left, right + 1), range(top, bottom + 1)))


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
