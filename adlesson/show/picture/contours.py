"""A function of two numbers in a plane, as on a map: lines along which its height is the same.

With this module you can

- see where a function is flat, and whether that is a top, a bottom or a saddle (``contours``);
- draw constraints into the plane, and see where one touches a line, and which of them are lit: those that bind;
- follow the way of a method through it (``paths``).

Lines higher than the first of the marked points are orange, lower ones blue, and each has its height written on it.

>>> contours(lambda x, y: x * y, x=(-2, 2), y=(-2, 2), points=[(0, 0)])
Lines of equal height over x from −2 to 2 and y from −2 to 2: −3, −2, −1, 0, 1, 2 and 3.
At y = 2 and x = −2, 0, 2 the heights are −4, 0, 4.
At y = 0 and x = −2, 0, 2 the heights are 0, 0, 0.
At y = −2 and x = −2, 0, 2 the heights are 4, 0, −4.
Marked is x = 0, y = 0, of height 0.
"""

import html
import math

from ...engine.errors import InputError, short
from ...engine.fence import fence
from ..shown import Picture
from ..writing.numerals import number
from ..writing.spoken import spoken
from .boxes import text_width
from .level_lines import level_lines

WIDE, HIGH, LEFT, TOP, RIGHT, BELOW = 400, 300, 58, 12, 16, 44  # pixels: the plane, and the room around it
RIM, SHORT = 14, 8  # pixels along the frame that no number stands in; places of a line too short for one
STEPS, LEVELS, TICKS, MOST = (
    48,
    9,
    6,
    100,
)  # steps of the grid each way; about so many lines, numbers at a rim; lines at most
ROW, DOTS = 20, 12  # pixels for the label of a path, below; dots on a path, about
WAYS = ("forward", ""), ("back", "stroke-dasharray: 7 4"), ("ink", "stroke-dasharray: 2 4")  # of the first path, the second
CLEAR = 44, 18  # pixels from the middle of a number on a line to that of another, across and down


def contours(f, line=None, levels=None, points=(), lit=(), paths=None, **ranges):
    """Return the ``Picture`` of ``f`` over a rectangle; it is called by name: ``contours(f, x=(-2, 2), y=(0, 1))``.

    ``line`` is a constraint, another function of the two, or several in a list, drawn thick where they are 0; those in
    ``lit`` are green.  ``levels`` are the heights of the lines; if they are left out these are equally far apart, and one
    goes through the first of the ``points``, which are marked.  ``paths`` maps up to three labels to lists of places, which
    are joined.  Where ``f`` has no value there is no line.

    Raises ``InputError`` unless there are two ranges, each with its lower end first, and ``f`` has a value somewhere.
    """
    plane, points = _Plane(_checked(ranges)), [_checked_point(point) for point in points]
    held = [line] if callable(line) else [*(line or ())]
    ways = {str(label): [_checked_point(place) for place in way] for label, way in (paths or {}).items()}
    if len(ways) > len(WAYS):
        raise InputError(f"{len(ways)} paths are too many to tell apart: give at most {len(WAYS)}")
    fence("the plane", len(levels) if levels is not None else 0, MOST, "one can read", "give fewer", "levels")
    heights = plane.sampled(f)
    known = [u for row in heights for u in row if math.isfinite(u)]
    if not known:
        raise InputError("the function has no value in this rectangle: take other ranges")
    middle = plane.height(f, points[0]) if points else None
    levels = _spaced(min(known), max(known), middle) if levels is None else sorted(levels)
    taken = [place for point in points for place in plane.around(*point)]
    taken += [plane.on_paper(*place) for way in ways.values() for place in way]
    drawn = [
        _level(line, level, middle, plane.clear(line, taken)) for level in levels for line in plane.lines(heights, level)
    ]
    held = [(one in lit, plane.lines(plane.sampled(one), 0)) for one in held]
    thick = [_line(one, "good" if on else "ink", 5 if on else 3) for on, lines in held for one in lines]
    walked = [plane.walked(way, *look) for way, look in zip(ways.values(), WAYS, strict=False)]
    named = [plane.named(k, label, look) for k, (label, look) in enumerate(zip(ways, WAYS, strict=False))]
    parts = [*plane.rim(), *thick, *drawn, *walked, *(plane.marked(*point) for point in points), *named]
    words = "\n".join([*plane.in_words(f, levels), *plane.said(f, held, points), *plane.told(ways)])
    return Picture(plane.written(parts, words, len(ways)), words)


def _checked(ranges):
    for name, ends in ranges.items():
        if not (_is_pair(ends) and ends[0] < ends[1]):
            raise InputError(f"{name} is {short(ends)}: give its two ends, the lower one first, such as {name}=(-1, 1)")
    if len(ranges) != 2:
        raise InputError(f"contours takes two ranges, not {len(ranges)}: name both, such as x=(-1, 1), y=(0, 2)")
    return ranges


def _checked_point(point):
    if not _is_pair(point):
        raise InputError(f"{short(point)} is no point: give a pair of numbers, such as (0, 1)")
    return point


def _is_pair(thing):
    try:
        return len(thing) == 2 and all(math.isfinite(u) for u in thing)
    except TypeError:
        return False


def _spaced(low, high, middle):
    """Return heights between ``low`` and ``high``, equally far apart, one of them ``middle`` if there is one."""
    step = _round_step((high - low) / LEVELS)
    start = 0 if middle is None or not math.isfinite(middle) else middle
    first, last = (math.ceil((low - start) / step), math.floor((high - start) / step)) if step else (0, 0)
    return [start + k * step for k in range(first, last + 1) if low < start + k * step < high]


def _round_step(least):
    """Return the smallest of 1, 2 and 5 times a power of ten that is not below ``least``; 0 for 0."""
    unit = 10.0 ** math.floor(math.log10(least)) if least > 0 else 0
    return next(k * unit for k in (1, 2, 5, 10) if k * unit >= least * (1 - 1e-9))


class _Plane:
    """A rectangle of two numbers on paper: ``names`` are theirs, ``ends`` their ranges, across and up."""

    def __init__(self, ranges):
        self.names, self.ends = [*ranges], [*ranges.values()]
        (left, right), (bottom, top) = self.ends
        self.wide = HIGH if math.isclose(right - left, top - bottom) else WIDE  # a circle is to look like one

    def height(self, f, place):
        """Return the height of a function at a place, NaN where it has none."""
        try:
            return float(f(**dict(zip(self.names, place, strict=True))))
        except (ArithmeticError, ValueError):
            return math.nan

    def place(self, *steps):
        """Return the place so many steps of the grid from the lower left corner."""
        return [low + (high - low) * k / STEPS for (low, high), k in zip(self.ends, steps, strict=True)]

    def sampled(self, f):
        """Return the heights on the grid, the lowest row first."""
        return [[self.height(f, self.place(i, j)) for i in range(STEPS + 1)] for j in range(STEPS + 1)]

    def on_paper(self, x, y):
        """Return where a place is in the picture."""
        right, up = ((u - low) / (high - low) for u, (low, high) in zip((x, y), self.ends, strict=True))
        return LEFT + self.wide * right, TOP + HIGH * (1 - up)

    def lines(self, heights, level):
        """Return the lines of a level, in the picture."""
        return [[self.on_paper(*self.place(*steps)) for steps in line] for line in level_lines(heights, level)]

    def marked(self, x, y):
        """Return a dot at a place, with its two numbers beside it."""
        (across, down), (middle, line) = self.around(x, y)
        dot = f'<circle cx="{across:.1f}" cy="{down:.1f}" r="5" style="fill: var(--ad-ink); stroke: var(--ad-paper)"/>'
        return dot + _text(middle, line + 4, f"({number(x)}, {number(y)})", "", "ad-note")

    def walked(self, way, colour, dash):
        """Return a path through the places of a way that are in the picture; a dot at each, of many at some."""
        seen = [self.on_paper(*place) for place in way if self.holds(*place)]
        every = max(1, len(seen) // DOTS)
        look = f"fill: var(--ad-{colour}); stroke: var(--ad-paper)"
        dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" style="{look}"/>' for x, y in [*seen[::every], *seen[-1:]]]
        return (_line(seen, colour, 2, dash) if seen else "") + "".join(dots)

    def holds(self, x, y):
        """Whether a place is in the rectangle."""
        return all(low <= u <= high for u, (low, high) in zip((x, y), self.ends, strict=True))

    def named(self, k, label, look):
        """Return the label of the ``k``-th path, below the plane, with a piece of its line."""
        y = TOP + HIGH + BELOW + ROW * k + 8
        words = _text(LEFT + 44, y + 4, html.escape(label), "text-anchor: start")
        return _line([(LEFT, y), (LEFT + 36, y)], look[0], 2, look[1]) + words

    def told(self, ways):
        """Yield each path in words: where it begins and ends."""
        for label, way in ways.items():
            first, last = (f"({', '.join(map(number, place))})" for place in (way[0], way[-1]))
            out = sum(not self.holds(*place) for place in way)
            yield f"{label}: {len(way)} places, from {first} to {last}{f', {out} of them outside' * bool(out)}."

    def around(self, x, y):
        """Return where a dot is in the picture, and the middle of the text beside it."""
        across, down = self.on_paper(x, y)
        away = 9 + text_width(f"({number(x)}, {number(y)})", 12) / 2
        return (across, down), (across + (away if across < LEFT + 0.7 * self.wide else -away), down - 13)

    def clear(self, line, taken):
        """Return the place on a line for its number, as near to the middle as can be, or None; it is ``taken`` then."""
        left, right, top, bottom = LEFT + 1.5 * RIM, LEFT + self.wide - 1.5 * RIM, TOP + RIM, TOP + HIGH - RIM
        free = [
            (x, y)
            for x, y in line
            if left < x < right
            and top < y < bottom
            and all(abs(x - u) > CLEAR[0] or abs(y - v) > CLEAR[1] for u, v in taken)
        ]
        place = free[len(free) // 2] if len(free) >= SHORT else None
        taken += [place] if place else []
        return place

    def rim(self):
        """Yield the frame, the numbers along it, and the two names."""
        look = "fill: var(--ad-paper); stroke: var(--ad-rim)"
        yield f'<rect x="{LEFT}" y="{TOP}" width="{self.wide}" height="{HIGH}" style="{look}"/>'
        (left, right), (bottom, top) = self.ends
        for u in _ticks(left, right):
            yield _text(self.on_paper(u, bottom)[0], TOP + HIGH + 17, number(u), "", "ad-small")
        for u in _ticks(bottom, top):
            yield _text(LEFT - 7, self.on_paper(left, u)[1] + 4, number(u), "text-anchor: end", "ad-small")
        yield _text(LEFT + self.wide / 2, TOP + HIGH + 37, _lowered(self.names[0]))
        yield _text(16, TOP + HIGH / 2 + 4, _lowered(self.names[1]))

    def in_words(self, f, levels):
        """Yield the picture in words: its lines, and the heights at the rim and in the middle."""
        (x, y), (across, up) = map(_letter, self.names), self.ends
        over = f"{x} from {number(across[0])} to {number(across[1])} and {y} from {number(up[0])} to {number(up[1])}"
        yield f"Lines of equal height over {over}: {_listed(map(number, levels))}."
        places = [self.place(STEPS * k / 2, STEPS * k / 2) for k in range(3)]
        for _, v in reversed(places):
            heights = ", ".join(number(self.height(f, (u, v))) for u, _ in places)
            yield f"At {y} = {number(v)} and {x} = {', '.join(number(u) for u, _ in places)} the heights are {heights}."

    def said(self, f, held, points):
        """Yield in words what is drawn into the plane: the constraint, and the marked points."""
        x, y = map(_letter, self.names)
        if len(held) == 1:
            yield f"The thick line is where the constraint holds{', and it is lit' * held[0][0]}."
        elif held:
            lit = [str(k + 1) for k, (on, _) in enumerate(held) if on]
            yield f"Thick are the lines where {len(held)} constraints are 0; lit: {_listed(lit)}."
        for u, v in points:
            yield f"Marked is {x} = {number(u)}, {y} = {number(v)}, of height {number(self.height(f, (u, v)))}."

    def written(self, parts, words, paths=0):
        """Return the SVG of these parts, with its description, and with room for the labels of paths."""
        width, height = LEFT + self.wide + RIGHT, TOP + HIGH + BELOW + ROW * paths
        label = html.escape(spoken(" ".join(words.splitlines())))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph" role="img" aria-label="{label}" '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">{"".join(parts)}</svg>'
        )


def _level(line, level, middle, place):
    """Return a line of one level, and its height at the ``place`` on it, if there is one."""
    side = "edge" if middle is None or level == middle else "back" if level > middle else "forward"
    look = f"fill: var(--ad-{'ink' if side == 'edge' else side})"
    words = _text(place[0], place[1] + 4, number(level), look, "ad-partial") if place else ""
    return _line(line, side, 2.2 if level == middle else 1.3) + words


def _line(line, colour, thick, dash=""):
    path, dash = "L".join(f"{x:.1f} {y:.1f}" for x, y in line), f"; {dash}" * bool(dash)
    return f'<path d="M{path}" style="fill: none; stroke: var(--ad-{colour}); stroke-width: {thick}{dash}"/>'


def _ticks(low, high):
    """Return round numbers from ``low`` to ``high``."""
    step = _round_step((high - low) / TICKS)
    return [step * k for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _letter(name):
    """Return a name as it is written: ``lam_c`` is λ_c."""
    return "λ" + name[3:] if name == "lam" or name.startswith("lam_") else name


def _lowered(name):
    """Return a name for SVG, what stands behind its ``_`` set lower."""
    first, _, low = map(html.escape, _letter(name).partition("_"))
    return f'{first}<tspan dy="3" font-size="10">{low}</tspan>' if low else first


def _listed(texts):
    *most, last = [*texts, ""][:-1] or ["none"]
    return f"{', '.join(most)} and {last}" if most else last


def _text(x, y, inside, look="", kind=""):
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" style="{look}">{inside}</text>'
