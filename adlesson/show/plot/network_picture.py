"""What is in a layered network, to look at: its weights one by one, its signals layer by layer.

With this module you can

- see every entry of weights, or of their gradients, as a square (``draw_weights``), after Hinton's diagrams of the 1980s;
- see whether multipliers and gradients vanish or explode on their way back (``plot_layers``).

>>> draw_weights({"W1": [[0.5, -1.0], [0.0, 0.25]]})
Entries as squares, filled where positive, hollow where negative; the largest is 1 in size. W1: 2×2, from −1 to 0.5.
"""

import html
import math
from collections.abc import Mapping

from ...engine.errors import InputError, listed, short
from ...engine.fence import fence
from ...engine.numbers.arrays import as_array, quiet
from ...lagrange.networks.parameters import arrays_in
from ...lagrange.networks.recursion import products
from ..shown import Picture
from ..writing.numerals import number, size
from .plots import lines

WIDTH, HEIGHT, BETWEEN, LABEL, LETTER, LARGEST, MOST = 600, 360, 18, 22, 12, 18, 20_000  # pixels; of a cell; entries
MOST_ARRAYS = 100


class Squares(Picture):
    """The picture of some matrices, on one scale; ``svg``, ``description`` and ``save(path)`` as of any drawing."""


def draw_weights(arrays):
    """Return the picture of the parameters of a network, or of a dict of arrays by name, such as ``net.gradients(I, D)``.

    A row is a unit, a column a unit below it, and the area of a square the size of an entry; all are on one scale.
    """
    arrays = getattr(arrays, "parameters", arrays)
    if not isinstance(arrays, Mapping):
        raise InputError(f"draw_weights takes a network, or a dict of arrays by name, not {type(arrays).__name__}")
    arrays = dict(found for name, u in arrays.items() for found in arrays_in(u, name))
    _check([getattr(u, "size", 1) for u in arrays.values()])
    named = {short(name, 40, write=str): _matrix(u, name) for name, u in arrays.items()}
    _check([u.size for u in named.values()])  # once more: how many entries a list has is known only now
    scale = float(max(abs(u).max() for u in named.values()))
    parts, x, y, row, wide, rows, cell = [], 0, 0, 0, 0, 0, 0
    for name, u in named.items():
        if u.shape[1] > 1 or len(u) != rows:  # a lone column stands beside the matrix with its rows
            cell = max(2, min(LARGEST, (WIDTH - 2 * LARGEST) // u.shape[1], HEIGHT // len(u)))
        rows = len(u)
        across, down = max(cell * u.shape[1], LETTER * len(name)), cell * len(u) + LABEL
        if x and x + across > WIDTH:
            x, y, row = 0, y + row + BETWEEN, 0
        parts.append(f'<g transform="translate({x + 1} {y})">{_squares(name, u, cell, scale)}</g>')
        x, row = x + across + BETWEEN, max(row, down)
        wide = max(wide, x - BETWEEN)
    ranges = [f"{name}: {size(u.shape)}, from {number(u.min())} to {number(u.max())}." for name, u in named.items()]
    words = f"Entries as squares, filled where positive, hollow where negative; the largest is {number(scale)} in size."
    text = " ".join([words, *ranges])
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph" role="img" aria-label="{html.escape(text, quote=True)}" '
        f'viewBox="0 0 {wide + 2} {y + row + 2}" width="{wide + 2}" height="{y + row + 2}" '
        f'style="min-width: {0.7 * wide:.0f}px">'
    )
    return Squares(head + "".join(parts) + "</svg>", text)


def _check(sizes):
    if not sizes:
        raise InputError("there is no array to draw: give one")
    for count, most, things in ((len(sizes), MOST_ARRAYS, "arrays"), (sum(sizes), MOST, "entries")):
        fence("the net", count, most, "a picture shows", "draw some of its layers", things)


def _squares(name, u, cell, scale):
    """Return a frame, its name above it, and a path for the filled squares and one for the hollow ones."""
    paths, edge = {True: [], False: []}, 1.2 if cell > 5 else 0.6
    for k, entry in enumerate(u.ravel().tolist()):
        i, j = divmod(k, u.shape[1])
        side = (cell - 1) * (abs(entry) / scale) ** 0.5 if scale else 0
        line = 0 if entry > 0 else min(edge, side / 2)  # a hollow square is drawn inside its edge
        if side >= 0.3:
            left, top = (k * cell + (cell - side + line) / 2 for k in (j, i))
            inner = side - line
            paths[entry > 0].append(f"M{left:.1f},{top + LABEL:.1f}h{inner:.1f}v{inner:.1f}h-{inner:.1f}z")
    return (
        f'<text x="0" y="{LABEL - 7}" style="text-anchor: start" class="ad-name">{html.escape(name)}</text>'
        f'<rect x="0" y="{LABEL}" width="{cell * u.shape[1]}" height="{cell * len(u)}" '
        'style="fill: none; stroke: var(--ad-rim)"/>'
        f'<path d="{"".join(paths[True])}" style="fill: var(--ad-forward)"/>'
        f'<path d="{"".join(paths[False])}" style="fill: none; stroke: var(--ad-back); stroke-width: {edge}"/>'
    )


def _matrix(u, name):
    u = as_array(u, name)
    if u.ndim > 2 or u.size == 0 or not all(map(math.isfinite, u.ravel().tolist())):
        raise InputError(f"{name}, of shape {u.shape}, cannot be drawn: a matrix or a vector of finite numbers is wanted")
    return u if u.ndim == 2 else u.reshape(-1, 1)


def plot_layers(net, I, D):  # noqa: E741, N803 - the letters of the paper
    """Return the plot of the sizes of states X(k), multipliers B(k) and gradients dC/dW(k) of a network, by layer k.

    The size is the root of the mean square of the entries, over units and patterns; a straight line in this plot is a
    signal that every layer multiplies by the same factor.
    """
    if not hasattr(net, "multipliers") or not hasattr(net, "sizes"):
        raise InputError(f"plot_layers takes a network, ad.layers.Network([2, 3, 1]), and patterns, not {short(net)}")
    with quiet(True):
        states, (B, Y) = net.states(I).X, net.multipliers(I, D)  # noqa: N806
        series = {"states X(k)": states, "multipliers B(k)": dict(sorted(B.items())), "dC/dW(k)": products(states, Y)}
        sized = {label: (list(of), [_root_mean_square(u) for u in of.values()]) for label, of in series.items()}
    gone = [label for label, (_, sizes) in sized.items() if not any(sizes)]
    if len(gone) == len(sized):
        raise InputError(f"nothing to plot: {listed(gone)} are all 0")
    shown = {label: pair for label, pair in sized.items() if label not in gone}
    left_out = f"Left out, being 0 everywhere: {', '.join(gone)}." if gone else None
    return lines(shown, "Signals by layer", "layer k", "root mean square", log="y", description=left_out)


def _root_mean_square(u):
    return float((u * u).mean()) ** 0.5
