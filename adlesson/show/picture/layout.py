"""Where everything goes: positions for the boxes and arrows of a program's graph.

With this module you can

- get the positions of boxes, arrows and arrow labels (``layout``), left to right or top to bottom;
- get an ordinary ``graphviz.Digraph`` of a program (``dot``) to style and render as you like.

A small graph is laid out by Graphviz, through ``pygraphviz``, else by the ``dot`` command; a larger one, and where there is
no Graphviz, by ``layered``, a layout of our own.  Only how many edges there are decides, so that the same program always
gives the same picture.  Graphviz is asked for positions only: boxes of fixed size and no text, so there are no fonts to
measure; and its picture is turned into its mirror, where the inputs have the order of the program there.
"""

import json
import math
import shutil
import subprocess
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from ...engine.errors import DrawingError
from ...engine.fence import fence
from ...engine.program import checked_program
from .arrow_paths import label_places
from .layered import Layout, is_turned, layered, ranks

MOST_NODES, MOST_EDGES = 400, 1200
LEGIBLE = "it is drawn legibly with"
# Graphviz takes less than a tenth of a second for the unluckiest of so few edges; at twice as many it may take many
# seconds, in which nothing can interrupt it
SMALL = 40
PAGE, TWINS = 740, 16  # pixels: what is wider is folded; between parallel arrows
BESIDE = 26, 44, 62, 80  # pixels between boxes beside each other: the first at which no label covers anything


def layout(sizes, edges, label_size, across=True):
    """Return the ``Layout`` of boxes of these ``(width, height)`` joined by ``(tail, head)`` edges, labels on their lines.

    Parallel edges are kept apart.  What would be wider than a page, and has ranks of one box, gets two of them in a column.
    Raises ``DrawingError`` beyond 400 boxes or 1,200 edges.
    """
    checked_size(len(sizes), len(edges))
    return _laid_out(tuple(sizes), tuple(edges), tuple(label_size), across)


@lru_cache(64)  # while a slider is pulled, the same graph is asked for again and again
def _laid_out(sizes, edges, label_size, across):
    place = _by_graphviz(sizes, edges, label_size, across) if len(edges) <= SMALL else None
    if place and across and place.width > PAGE and (pairs := _pairs(len(sizes), edges)):
        place = _by_graphviz(sizes, edges, label_size, across, pairs)
    return place or layered(sizes, edges, label_size, across)


def _pairs(n, edges):
    """Return pairs of boxes, each alone in its rank and one rank after the other, that can share a column: the upper first.

    The one that comes first is the upper, unless arrows from the column before would cross.

    >>> _pairs(4, [(0, 1), (1, 2), (2, 3), (0, 3)]), _pairs(4, [(0, 1), (1, 2), (2, 3), (0, 2)])
    ([(0, 1), (3, 2)], [(0, 1), (2, 3)])
    """
    rows = {}
    for i, rank in enumerate(ranks(n, edges)):
        rows.setdefault(rank, []).append(i)
    pairs, r = [], 0
    while r + 1 < len(rows):
        if len(rows[r]) == len(rows[r + 1]) == 1:
            upper, lower = *rows[r], *rows[r + 1]
            if pairs and {(pairs[-1][0], lower), (pairs[-1][1], upper)} <= {*edges}:
                upper, lower = lower, upper
            pairs.append((upper, lower))
            r += 1
        r += 1
    return pairs


def _by_graphviz(sizes, edges, label_size, across, pairs=()):
    """Return the ``Layout`` that Graphviz finds, None where there is no Graphviz; with more room if labels need it."""
    once, best, least = list(dict.fromkeys(edges)), None, math.inf
    for room in BESIDE if any(label_size) else BESIDE[:1]:
        source = _dot_source(sizes, once, label_size, across, pairs, room)
        answer = _by_pygraphviz(source) or _by_dot(source)
        if answer is None:
            return None
        place = _read(json.loads(answer), len(sizes), len(once))
        if is_turned([node[across] for node in place.nodes], edges):
            place = _mirrored(place, across)
        curves = _side_by_side(edges, dict(zip(once, place.edges, strict=True)), place, sizes, label_size, across)
        labels, covered = label_places(curves, place.nodes, sizes, label_size)
        if covered < least:
            best, least = place._replace(edges=curves, labels=labels), covered
        if not least:
            break
    return best


def _side_by_side(edges, curves, place, sizes, label_size, across):
    """Return the curve of each edge: twins, as in x * x, are drawn side by side, as far apart as their labels are wide."""
    apart, drawn, twins = [], Counter(), Counter(edges)
    for edge in edges:
        tail, head = (place.nodes[i] for i in edge)
        way = 1 if across and abs(tail[0] - head[0]) > 1 else 0  # within a column an arrow runs downwards here, too
        shift = max(TWINS, label_size[way] + 4) * (drawn[edge] - (twins[edge] - 1) / 2)
        drawn[edge] += 1
        curve = [(x, y + shift) if way else (x + shift, y) for x, y in curves[edge]]
        for k, i in zip((0, -1), edge if shift else (), strict=bool(shift)):  # either end stays at its box
            middle, reach = place.nodes[i][way], sizes[i][way] / 2 - 8
            end = min(max(curve[k][way], middle - reach), middle + reach)
            curve[k] = (curve[k][0], end) if way else (end, curve[k][1])
        apart.append(curve)
    return apart


def checked_size(boxes, edges=0):
    """Raise ``DrawingError`` if there are too many to be seen: to be asked before anything is worked out for a picture."""
    for count, most, things in ((boxes, MOST_NODES, "variables"), (edges, MOST_EDGES, "edges")):
        fence("the graph", count, most, LEGIBLE, "print the program, or draw a smaller example", things, DrawingError)


def _dot_source(sizes, edges, label_size, across, pairs, room):
    along, beside = label_size if across else label_size[::-1]
    # a label has a head before it, and a piece of its line on either side
    ranksep, nodesep = along + (14 if across else 24), max(room, beside + 22 if pairs else 0)
    lines = [
        f"digraph {{ rankdir={'LR' if across else 'TB'}; ranksep={ranksep / 72:.3f}; nodesep={nodesep / 72:.3f};",
        'node [shape=box, fixedsize=true, label=""]; edge [arrowsize=0.7];',
    ]
    lines += [f"{i} [width={w / 72:.4f}, height={h / 72:.4f}];" for i, (w, h) in enumerate(sizes)]
    for e, (tail, head) in enumerate(edges):  # the head of an arrow in a column would come below its tail
        lines.append(f"{head} -> {tail} [id={e}, dir=back];" if (head, tail) in pairs else f"{tail} -> {head} [id={e}];")
    lines += [f"{{ rank=same; {first}; {second} }}" for first, second in pairs]
    # columns begin level with each other, and not each where the last one ends
    lines += [f"{first} -> {after} [style=invis, weight=9];" for (first, _), (after, _) in pairwise(pairs)]
    return "\n".join([*lines, "}"])


def _by_pygraphviz(source):
    try:
        import pygraphviz
    except ImportError:
        return None
    try:
        return pygraphviz.AGraph(string=source).draw(format="json0", prog="dot")
    except (OSError, ValueError, pygraphviz.DotError):
        return None


def _by_dot(source):
    command = shutil.which("dot")
    if not command:
        return None
    try:  # an interrupt ends the command, too
        done = subprocess.run([command, "-Tjson0"], input=source.encode(), capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout


def _read(graph, n, m):
    """Return the ``Layout`` in Graphviz's JSON answer, with y turned downwards."""
    _, _, width, height = map(float, graph["bb"].split(","))

    def point(text):
        x, y = map(float, text.split(","))
        return round(x, 1), round(height - y, 1)

    nodes, curves = [None] * n, [None] * m
    for box in graph.get("objects", []):
        if "pos" in box:  # which a column has not
            nodes[int(box["name"])] = point(box["pos"])
    for edge in graph.get("edges", []):
        if "id" not in edge:
            continue
        words = edge["pos"].split(" ")
        curve, back = [point(word) for word in words if word[0] not in "es"], edge.get("dir") == "back"
        for word in words:
            if word[0] in "es":  # the arrow head Graphviz left room for: reach its point
                curve[-1 if word[0] == "e" else 0] = point(word[2:])
        curves[int(edge["id"])] = curve[::-1] if back else curve
    return Layout(round(width, 1), round(height, 1), nodes, curves, None)


def _mirrored(place, across):
    """Return the same ``Layout`` upside down, or seen from behind where it is not ``across``."""

    def turned(point):
        return (point[0], round(place.height - point[1], 1)) if across else (round(place.width - point[0], 1), point[1])

    curves = [list(map(turned, curve)) for curve in place.edges]
    return place._replace(nodes=list(map(turned, place.nodes)), edges=curves)


def dot(program):
    """Return an ordinary ``graphviz.Digraph`` of the program, labelled with its instructions."""
    checked_size(len(checked_program(program, "dot")))
    import graphviz

    graph = graphviz.Digraph(program.title, graph_attr={"rankdir": "LR"}, node_attr={"shape": "box"})
    for row in program.instructions:
        graph.node(str(row.index), graphviz.escape(row.name if row.op == "input" else row.text))
    for i in range(len(program)):
        for parent in program.alpha(i):
            graph.edge(str(parent), str(i))
    return graph
