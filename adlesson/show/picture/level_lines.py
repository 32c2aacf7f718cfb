"""The lines along which heights on a grid are the same.

With this module you can

- find where the heights of a grid pass a level (``level_lines``): each line is a list of places in steps of the grid.

Every square of the grid is looked at by itself: a line that enters it leaves it again ("marching squares").  Two pieces that
meet on a side of a square belong together.  Beside a height that is no number there is no line.

>>> level_lines([[0, 1, 2], [0, 1, 2]], 0.5)
[[(0.5, 0.0), (0.5, 1.0)]]
"""

import math
from itertools import pairwise


def level_lines(heights, level):
    """Return the lines of one level, given rows of heights, the lowest row first."""
    joined = {}
    for j, (row, above) in enumerate(pairwise(heights)):
        for i in range(len(row) - 1):
            if all(map(math.isfinite, (row[i], row[i + 1], above[i], above[i + 1]))):
                for one, other in _pieces(heights, level, i, j):
                    joined.setdefault(one, []).append(other)
                    joined.setdefault(other, []).append(one)
    return [[_crossing(heights, level, *side) for side in sides] for sides in _chains(joined)]


def _pieces(heights, level, i, j):
    """Return the pieces of lines in a square, each from one of its sides to another; a side is its two corners."""
    corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
    over = [heights[b][a] >= level for a, b in corners]
    passed = [tuple(sorted((corners[k - 1], corners[k]))) for k in range(4) if over[k - 1] != over[k]]
    return zip(passed[::2], passed[1::2], strict=True)


def _chains(joined):
    """Yield the lists of sides that hang together, begun at an end where there is one."""
    for start in sorted(joined, key=lambda side: len(joined[side])):
        chain, side = [start], start
        while joined[side]:
            following = joined[side].pop()
            joined[following].remove(side)
            chain.append(following)
            side = following
        if len(chain) > 1:
            yield chain


def _crossing(heights, level, one, other):
    """Return where a side passes the level, as if it were straight between its corners."""
    low, high = (heights[j][i] for i, j in (one, other))
    part = (level - low) / (high - low)
    return tuple(float(u + part * (w - u)) for u, w in zip(one, other, strict=True))
