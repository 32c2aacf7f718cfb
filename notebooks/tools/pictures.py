"""Draw the pictures in notebooks/images, which README.md and the heads of the notebooks show.

    python notebooks/tools/pictures.py    write those that differ

Each is a file that stands alone in light and dark, drawn by the package or by a few lines here.  A test says if one is out
of date.  What a picture at the head of a notebook shows is never the answer to one of its questions.
"""

import sys
from math import cos, exp, pi, sin
from pathlib import Path

HERE = Path(__file__).resolve().parent
IMAGES = HERE.parent / "images"
sys.path.insert(0, str(HERE.parents[1]))  # this checkout's package, not another one that is installed

import adlesson as ad
from adlesson.show.picture.loop_picture import loop_picture
from adlesson.show.shown import alone
from adlesson.show.stepper.frames import frames
from adlesson.show.stepper.moving import moving
from adlesson.show.stepper.still import SHEET, still

CLOSING = "The adjoint of x is 60: nudge x by 0.01, and f moves by about 0.6."
WIDE, HIGH, RIM = 460, 170, 14  # pixels of what is drawn here
THIN, BAR = "stroke-width: 1.2", "stroke-width: 30"


# --- programs -------------------------------------------------------------------------------------


def first(x, y):
    u = x * y
    v = u + x
    f = u * v
    return f


def short(x, y):
    a = ad.sin(x)
    f = a * y
    return f


def fork(x):
    a = 2 * x
    b = x + 4
    f = a * b
    return f


def loss(w, x, b, spare):
    y = w * x + b
    return (y - 1) ** 2


def layers(X0):
    A1 = 2 * X0
    X1 = ad.tanh(A1)
    A2 = 3 * X1
    X2 = ad.tanh(A2)
    return X2


def unrolled(W, X0):
    X1 = W * X0
    X2 = W * X1
    X3 = W * X2
    return X3


# --- pictures by the package ----------------------------------------------------------------------


def drawn(f, **inputs):
    """Return the graph of a function, without numbers."""
    return alone(ad.draw(ad.trace(f, **inputs)).svg)


def step(f, sweep, k, **inputs):
    """Return frame ``k`` of a stepper."""
    return alone(still(frames(ad.trace(f, **inputs), [sweep]), k), SHEET)


def there_and_back():
    return frames(ad.trace(first, x=5, y=2), ["forward", "reverse"])


def at_rest():
    """Return what the moving picture comes to, without motion, for readers who want none."""
    data = there_and_back()
    return alone(still(data, len(data["frames"]) - 1), SHEET)


def loop():
    """Return a loop, its dashed arrow and no values."""
    turn = ad.trace(lambda z, x: {"z_next": x - z / 2}, z=0, x=3)
    return alone(loop_picture(ad.close_loop(turn, {"z_next": "z"})).svg)


# --- pictures by a few lines ----------------------------------------------------------------------


def plot(*parts):
    """Return a plot of these parts."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph" role="img" viewBox="0 0 {WIDE} {HIGH}"'
    return alone(f'{head} width="{WIDE}" height="{HIGH}">{"".join(parts)}</svg>')


def line(points, colour, more=""):
    """Return a line through points, from (0, 0), the lower left corner, to (1, 1)."""
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in map(place, points))
    return f'<path d="M{path}" style="fill: none; stroke: var(--ad-{colour}); stroke-width: 2.5; {more}"/>'


def dot(point, colour):
    x, y = place(point)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" style="fill: var(--ad-{colour})"/>'


def word(point, text, anchor="start"):
    x, y = place(point)
    return f'<text x="{x:.1f}" y="{y:.1f}" style="text-anchor: {anchor}">{text}</text>'


def place(point):
    return RIM + (WIDE - 2 * RIM) * point[0], HIGH - RIM - (HIGH - 2 * RIM) * point[1]


def floor():
    return line([(0, 0), (1, 0)], "edge", THIN)


def bell():
    """Return measurements of light that gets through, and a bell through them."""
    data = ad.data.eckerle4
    curve = [(k / 80, 2.3 * 0.38 * exp(-0.5 * ((400 + k / 80 * 100 - 451.54) / 4.09) ** 2)) for k in range(81)]
    points = [((x - 400) / 100, 2.3 * y) for x, y in zip(data.x, data.y, strict=True)]
    return plot(floor(), line(curve, "back"), *(dot(point, "forward") for point in points))


def swell():
    """Return how large the formula of a derivative is, by the length of its program."""
    sizes = [ad.swell(ad.trace(lambda x, n=n: nested(x, n), x=0.5)).rows[1]["tree"] for n in range(1, 8)]
    bars = [line([(0.08 + 0.14 * k, 0), (0.08 + 0.14 * k, u / sizes[-1])], "back", BAR) for k, u in enumerate(sizes)]
    return plot(*bars, floor(), word((0, 0.8), "size of the derivative's formula"))


def nested(x, n):
    for _ in range(n):
        x = ad.sin(x) * x
    return x


def scales():
    """Return a pair of scales: what is saved of the one is paid with the other."""
    post = line([(0.5, 0), (0.5, 0.9)], "edge"), line([(0.25, 0.9), (0.75, 0.9)], "edge")
    pans = [
        line([(x - 0.13, 0.3), (x, 0.9), (x + 0.13, 0.3), (x - 0.13, 0.3)], colour)
        for x, colour in ((0.25, "forward"), (0.75, "back"))
    ]
    return plot(*post, *pans, floor(), word((0.25, 0.36), "time", "middle"), word((0.75, 0.36), "memory", "middle"))


def zigzag():
    """Return two ways to the lowest point of ``x**2 - 2 s x y + y**2``: one unknown after the other, and down the slope."""
    s, x, y = 0.7, 0.2, 1.0
    turns, slide = [(x, y)], [(x, y)]
    for k in range(8):
        x, y = (s * y, y) if k % 2 == 0 else (x, s * x)
        turns.append((x, y))
    for _ in range(40):
        x, y = slide[-1]
        slide.append((x - 0.1 * (x - s * y), y - 0.1 * (y - s * x)))
    angles = [2 * pi * k / 60 for k in range(61)]
    round_ = [(cos(t) / (2 * (1 - s)) ** 0.5, sin(t) / (2 * (1 + s)) ** 0.5) for t in angles]
    rings = [[(r * (u + v), r * (u - v)) for u, v in round_] for r in (0.2, 0.4, 0.6)]
    parts = [line([(0.5 + 0.3 * x, 0.5 + 0.5 * y) for x, y in ring], "edge", THIN) for ring in rings]
    ways = (turns, "back", ""), (slide, "forward", "stroke-dasharray: 7 4")
    parts += [line([(0.5 + 0.3 * x, 0.5 + 0.5 * y) for x, y in way], colour, how) for way, colour, how in ways]
    return plot(*parts, dot((0.5, 0.5), "ink"))


def cut_loose():
    """Return two layers that are drawn apart: dots stand where the arrows between them are cut."""
    columns = [(0.1, 3), (0.38, 3), (0.62, 3), (0.9, 2)]
    places = [[(x, (k + 1) / (n + 1)) for k in range(n)] for x, n in columns]
    arrows = [line([u, v], "edge", THIN) for a, b in ((0, 1), (2, 3)) for u in places[a] for v in places[b]]
    cuts = [line([u, v], "back", "stroke-dasharray: 3 7") for u, v in zip(places[1], places[2], strict=True)]
    return plot(*arrows, *cuts, *(dot(place, "forward") for column in places for place in column))


def broken():
    """Return a graph of dots in which one arrow is broken."""
    places = (0.08, 0.25), (0.08, 0.75), (0.36, 0.5), (0.64, 0.5), (0.92, 0.5)
    whole = [(0, 2), (1, 2), (1, 3), (3, 4), (2, 4)]
    bent = [(0.36, 0.5), (0.64, 0.08), (0.92, 0.5)]
    arrows = [line(bent if pair == (2, 4) else [places[k] for k in pair], "edge", THIN) for pair in whole]
    gap = [line([(0.36, 0.5), (0.47, 0.5)], "back"), line([(0.53, 0.5), (0.64, 0.5)], "back")]
    return plot(*arrows, *gap, *(dot(place, "forward") for place in places), word((0.5, 0.56), "?", "middle"))


def bricks():
    """Return a list of lines as bricks, one on the other, the next one not there yet."""
    parts = []
    for k in range(6):
        x, y = place((0.36, 0.04 + 0.16 * k))
        dashed = "stroke-dasharray: 5 4" if k == 5 else ""
        colour = "forward" if k < 2 else "edge"
        parts.append(
            f'<rect x="{x:.0f}" y="{y - 20:.0f}" width="130" height="20" rx="3" '
            f'style="fill: none; stroke: var(--ad-{colour}); stroke-width: 1.5; {dashed}"/>'
        )
        parts.append(word((0.33, 0.07 + 0.16 * k), str(k), "end"))
    names = [word((0.51, 0.07 + 0.16 * k), text, "middle") for k, text in ((0, "input"), (1, "input"), (5, "?"))]
    return plot(*parts, *names)


def legend():
    """Return what the parts of a graph are called: two boxes, an arrow, and their names."""
    boxes = "".join(
        f'<rect x="{x}" y="45" width="76" height="80" rx="8" style="fill: none; stroke: var(--ad-edge); stroke-width: 1.5"/>'
        for x in (120, 310)
    )
    words = [(x, 78, "middle", "ink", text) for x, text in ((158, "a"), (348, "b"))]
    words += [(x, 97, "middle", "forward", "value") for x in (158, 348)]
    words += [(x, 115, "middle", "back", "adjoint") for x in (158, 348)]
    words += [(253, 72, "middle", "ink", "slope"), (253, 110, "middle", "back", "← share")]
    words += [(108, 90, "end", "ink", "b reads a"), (398, 90, "start", "ink", "reader")]
    texts = "".join(
        f'<text x="{x}" y="{y}" style="text-anchor: {anchor}; fill: var(--ad-{colour})">{text}</text>'
        for x, y, anchor, colour, text in words
    )
    arrow = '<path d="M196 85H302" style="stroke: var(--ad-edge); stroke-width: 1.5"/>'
    return plot(boxes, arrow, '<path d="M310 85l-10 -4v8z" style="fill: var(--ad-edge)"/>', texts)


# --- all of them ----------------------------------------------------------------------------------

PICTURES = {
    "running_example": lambda: alone(
        ad.draw(ad.trace(ad.examples.running, x=0.25), sweep="reverse", notation="griewank").svg
    ),
    "sweep": lambda: moving(there_and_back(), CLOSING),
    "sweep_tall": lambda: moving(there_and_back(), CLOSING, tall=True),
    "sweep_at_rest": at_rest,
    "head_01": bell,
    "head_02": swell,
    "head_03": lambda: drawn(short, x=1, y=2),
    "head_04": lambda: step(ad.examples.running, "tangent", 1, x=0.25),
    "head_05": lambda: step(fork, "reverse", 1, x=3),
    "head_05b": lambda: drawn(loss, w=2, x=3, b=-8, spare=5),
    "head_06": scales,
    "head_07": lambda: step(first, "lagrange", 0, x=3, y=2),
    "head_08": lambda: step(first, "lagrange", 6, x=3, y=2),
    "head_09": loop,
    "head_10": zigzag,
    "head_10b": cut_loose,
    "head_11": lambda: drawn(layers, X0=1),
    "head_12": lambda: drawn(unrolled, W=2, X0=1),
    "head_13": broken,
    "head_14": bricks,
    "head_15": legend,
}


def main():
    """Write the pictures that are not what they should be."""
    for name, make in PICTURES.items():
        path, text = IMAGES / f"{name}.svg", make() + "\n"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            print(f"wrote {path.name}, {len(text):,} characters")


if __name__ == "__main__":
    main()
