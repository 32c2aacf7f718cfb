"""Where everything goes: positions for the boxes and arrows of a program's graph.

With this module you can

- get the positions of boxes, arrows and arrow labels (``layout``), left to right or top to bottom;
- get an ordinary ``graphviz.Digraph`` of a program (``dot``) to style and render as you like.

A small graph is laid out by Graphviz, through ``pygraphviz``, else by the ``dot`` command; a larger one, and where there is
no Graphviz, by ``layered``, a layout of our own.  Only how many edges there are decides, so that the same program always
gives the same picture.  Graphviz is asked for positions only: boxes of fixed size and no text, so there are no fonts to
measure.
"""

import json
import shutil
import subprocess

from ...engine.errors import DrawingError
from ...engine.program import checked_program
from .layered import Layout, layered

MOST_NODES, MOST_EDGES = 400, 1200
# Graphviz takes less than a tenth of a second for the unluckiest of so few edges; at twice as many it may take many
# seconds, in which nothing can interrupt it
SMALL = 40


def layout(sizes, edges, label_size, across=True):
    """Return the ``Layout`` of boxes of these ``(width, height)`` joined by ``(tail, head)`` edges.

    Parallel edges are kept apart.  Raises ``DrawingError`` beyond 400 boxes or 1,200 edges.
    """
    checked_size(len(sizes), len(edges))
    if len(edges) <= SMALL:
        source = _dot_source(sizes, edges, label_size, across)
        answer = _by_pygraphviz(source) or _by_dot(source)
        if answer is not None:
            return _read(json.loads(answer), len(sizes), len(edges))
    return layered(sizes, edges, label_size, across)


def checked_size(boxes, edges=0):
    """Raise ``DrawingError`` if there are too many to be seen: to be asked before anything is worked out for a picture."""
    if boxes > MOST_NODES or edges > MOST_EDGES:
        raise DrawingError(
            f"a graph of {f'{boxes:,} variables' if boxes > MOST_NODES else f'{edges:,} edges'} cannot be drawn legibly "
            f"(at most {MOST_NODES} variables and {MOST_EDGES:,} edges): print the program, or draw a smaller example"
        )


def _dot_source(sizes, edges, label_size, across):
    # room for a label is an empty HTML table of fixed size: a text would have to be measured
    room = '<<TABLE FIXEDSIZE="TRUE" BORDER="0" WIDTH="{}" HEIGHT="{}"><TR><TD></TD></TR></TABLE>>'.format(*label_size)
    lines = [
        f"digraph {{ rankdir={'LR' if across else 'TB'}; nodesep=0.3; ranksep={0.12 if across else 0.2};",
        'node [shape=box, fixedsize=true, label=""];',
        f"edge [label={room}, arrowsize=0.7];",
    ]
    lines += [f"{i} [width={w / 72:.4f}, height={h / 72:.4f}];" for i, (w, h) in enumerate(sizes)]
    lines += [f"{tail} -> {head} [id={e}];" for e, (tail, head) in enumerate(edges)]
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

    nodes, curves, labels = [None] * n, [None] * m, [None] * m
    for box in graph.get("objects", []):
        nodes[int(box["name"])] = point(box["pos"])
    for edge in graph.get("edges", []):
        words = edge["pos"].split(" ")
        tip = [point(word[2:]) for word in words if word.startswith("e,")]
        start = [point(word[2:]) for word in words if word.startswith("s,")]
        curve = start + [point(word) for word in words if word[0] not in "es"]
        if tip:  # the arrow head Graphviz left room for: reach its point
            curve[-1] = tip[0]
        curves[int(edge["id"])], labels[int(edge["id"])] = curve, point(edge["lp"])
    return Layout(round(width, 1), round(height, 1), nodes, curves, labels)


def dot(program):
    """Return an ordinary ``graphviz.Digraph`` of the program, labelled with its instructions."""
    import graphviz

    checked_size(len(checked_program(program, "dot")))
    graph = graphviz.Digraph(program.title, graph_attr={"rankdir": "LR"}, node_attr={"shape": "box"})
    for row in program.instructions:
        graph.node(str(row.index), graphviz.escape(row.name if row.op == "input" else row.text))
    for i in range(len(program)):
        for parent in program.alpha(i):
            graph.edge(str(parent), str(i))
    return graph
