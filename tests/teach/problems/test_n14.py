"""The exercises of notebook 14: each known wrong answer gets its message, and the right ones are found by other roads."""

import graphlib
import math
import re
from pathlib import Path

import numpy as np
import pytest
from solutions import SOLVED

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.judging.cells import cells_of
from adlesson.teach.problems import n14

SOURCE = Path(__file__).resolve().parents[3] / "notebooks" / "src" / "14_build_your_own.py"


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n14.PROBLEMS}).check


# --- right answers, found otherwise ---------------------------------------------------------------


class Named:
    """Boxes by a function that makes methods, with a list of a class of its own."""

    def __init__(self, lines, op, *reads):
        self.lines, self.place = lines, len(lines)
        lines.append([op, *reads])


for name, symbol in (("__add__", "+"), ("__mul__", "*")):
    setattr(Named, name, lambda u, w, symbol=symbol: Named(u.lines, symbol, u.place, w.place))


def test_boxes_may_be_made_in_any_way(check):
    assert check("14.1", Named).verdict == "right"


def values_by_recursion(lines, inputs, rules):
    def value(i):
        op, *reads = lines[i]
        return inputs[i] if op == "input" else rules[op][0](*map(value, reads))

    return [value(i) for i in range(len(lines))]


def of_places(lines, inputs, rules):
    return [*inputs, *(rules[op][0](*reads) for op, *reads in lines[len(inputs) :])]


def test_values_may_be_found_by_recursion(check):
    assert check("14.2", values_by_recursion).verdict == "right"


def by_the_linear_system(lines, z, rules):
    """Solve (1 - A) zbar = e for the adjoints: NumPy knows of no order."""
    n = len(lines)
    A = np.zeros((n, n))
    for i, (op, *reads) in enumerate(lines):
        if op != "input":
            for k, slope in zip(reads, rules[op][1](1.0, z[i], *[z[j] for j in reads]), strict=True):
                A[k, i] += slope
    return np.linalg.solve(np.eye(n) - A, np.eye(n)[-1]).tolist()


def test_adjoints_by_a_linear_system(check):
    """Notebook 08's, which shares nothing with a walk."""
    assert check("14.3", by_the_linear_system).verdict == "right"


def test_an_order_by_pythons_own_sorter(check):
    assert check("14.4", lambda reads: [*graphlib.TopologicalSorter(reads).static_order()]).verdict == "right"


def test_a_layer_by_numpy(check):
    def shares(g, W, x):
        return np.outer(g, x).tolist(), (np.array(W).T @ np.array(g)).tolist()

    assert check("14.5", shares).verdict == "right"


def test_a_quotient_by_the_package(check):
    def shares(g, v, a, b):
        return [g * u for u in ad.grad(lambda a, b: a / b, a=float(a), b=float(b)).values()]

    assert check("14.6", shares).verdict == "right"
    assert check("14.6", lambda g, v, a, b: {"a": g / b, "b": -g * a / b / b}).verdict == "right"


# --- wrong ones, and what is said -----------------------------------------------------------------


class ByBox(Named):
    def __mul__(self, other):
        return ByBox(self.lines, "*", self, other)


class Swapped(Named):
    def __add__(self, other):
        return Swapped(self.lines, "+", other.place, self.place)

    __mul__ = Named.__mul__


class One(Named):
    def __mul__(self, other):
        return One(self.lines, "*", self.place)


class Sums(Named):
    def __mul__(self, other):
        return Sums(self.lines, "+", self.place, other.place)


class Twice(Named):
    def __mul__(self, other):
        Twice(self.lines, "*", self.place, other.place)
        return Twice(self.lines, "*", self.place, other.place)


class Silent(Named):
    def __mul__(self, other):
        return self

    def __add__(self, other):
        return other


class Blind(Named):
    def __mul__(self, other):
        return self.missing


def walk(change):
    """Return a walk back in which one thing is changed."""

    def walked(lines, z, rules):
        text, space = cells_of("14.3").solution.partition("ad.exercises")[0], {}
        changed = text.replace(*change)
        assert changed != text
        exec(changed, space)
        return space["reverse"](lines, z, rules)

    return walked


def depth_first(reads):
    order, seen = [], set()

    def visit(name):
        if name not in seen:
            seen.add(name)
            for other in reads[name]:
                visit(other)
            order.append(name)

    for name in reads:
        visit(name)
    return order


def layer(g, W, x):
    return [[s * u for u in x] for s in g], [sum(s * row[j] for s, row in zip(g, W, strict=True)) for j in range(len(x))]


def by_rows(g, W, x):
    return layer(g, W, x)[0], layer(g, [*zip(*W, strict=True)], x)[1] if len(g) == len(x) else layer(g, W, x)[1]


WRONG = [
    ("14.1", ByBox, "`self.place`, and not the box itself"),
    ("14.1", Swapped, "the place of self, then the place of other"),
    ("14.1", One, "a line of + or * has two places"),
    ("14.1", Sums, "Its operation is not the one of the formula"),
    ("14.1", Twice, "there are lines too many"),
    ("14.1", Silent, "a line is missing"),
    ("14.1", Blind, "is asked for its `.missing`"),
    ("14.1", 3, "A class is wanted"),
    ("14.2", lambda lines, inputs, rules: [*inputs, 0], "a number for each of the 5 lines is wanted"),
    ("14.2", of_places, "That is of the places themselves"),
    ("14.2", lambda lines, inputs, rules: inputs[-1], "a list is wanted"),
    ("14.2", lambda lines, inputs, rules: [1.0] * len(lines), "Yours is 1"),
    ("14.3", walk(("+= share", "= share")), "The last share replaces those before"),
    ("14.3", walk(("reversed(range(len(lines)))", "range(len(lines))")), "begin with the last"),
    ("14.3", walk(("zbar[i], z[i]", "1, z[i]")), "Yours is"),
    ("14.3", lambda lines, z, rules: [0] * len(z), "Yours is 0"),
    ("14.4", lambda reads: sorted(reads), "which it reads"),
    ("14.4", lambda reads: [*reads][:-1], "is missing"),
    ("14.4", lambda reads: [*reads, "z"], "a name stands there twice"),
    ("14.4", lambda reads: [3], "a list of the names is wanted"),
    ("14.4", depth_first, "calls itself more than 1,000 deep"),
    ("14.5", lambda g, W, x: ([[s * w for w in row] for s, row in zip(g, W, strict=True)], x), "W_ij is multiplied by x_j"),
    ("14.5", by_rows, "along a row of W"),
    ("14.5", lambda g, W, x: layer(g, W, x)[0], "two things are wanted"),
    ("14.5", lambda g, W, x: ([x], x), "the share of W is a table like W"),
    ("14.5", lambda g, W, x: (layer(g, W, x)[0], [1]), "the share of x is a list like x"),
    ("14.6", lambda g, v, a, b: (g / b, g * a / b**2), "The sign is lost"),
    ("14.6", lambda g, v, a, b: (g * b, -g * v / b), "The slope by a is 1 / b"),
    ("14.6", lambda g, v, a, b: (1 / b, -v / b), "g, is to be in it"),
    ("14.6", lambda g, v, a, b: (g / b, -v / b), "expected is -0.1875. The adjoint of the line, g, is to be in it"),
    ("14.6", lambda g, v, a, b: (g / b, -g / b), "expected is -1.5. Per unit of b, v falls by v / b"),
    ("14.6", lambda g, v, a, b: g / b, "two shares are wanted"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_told_what_is_wrong(check, number, answer, says):
    result = check(number, answer)
    assert result.verdict == "wrong", result
    assert says.lower() in result.message.lower(), result


# --- what the judges try answers on ---------------------------------------------------------------


def test_the_programs_are_what_they_are_called():
    """Values and slopes of the first input in closed form."""
    import random

    for (says, lines, inputs), f in zip(
        n14._programs(random.Random(14)),
        (
            lambda x, y: (x * x * y * (y + 1), 2 * x * y * (y + 1)),
            lambda x: (x * x, 2 * x),
            lambda x: (math.exp(math.sin(x)), math.cos(x) * math.exp(math.sin(x))),
            lambda a, b: (a + b + a * b + (a + b) * a * b, 1 + b + 2 * a * b + b * b),
            lambda x: (x**3 + x, 3 * x * x + 1),
            lambda x: (
                math.exp(math.exp(x) + math.exp(2 * x)),
                (math.exp(x) + 2 * math.exp(2 * x)) * math.exp(math.exp(x) + math.exp(2 * x)),
            ),
        ),
        strict=True,
    ):
        z = n14._forward(lines, inputs)
        value, slope = f(*inputs)
        assert math.isclose(z[-1], value, rel_tol=1e-13), says
        assert math.isclose(by_the_linear_system(lines, z, n14.RULES)[0], slope, rel_tol=1e-12), says
        assert math.isclose(SOLVED["14.3"](lines, z, n14.RULES)[0], slope, rel_tol=1e-12), says


def test_the_engine_has_about_sixty_lines():
    """As the notebook says: its code without what trains, shows or compares."""
    text = SOURCE.read_text("utf-8")
    cells = re.split(r"^# %%.*\n", text, flags=re.M)
    wanted = ("class Box", "def record", "RULES =", "def forward", "def reverse", "RULES[", "def gradient", "class Row",
              "def layer_shares", "def parts", "def product")  # fmt: skip
    engine = [cell for cell in cells if cell.startswith(wanted) and "complete" not in cell]
    lines = {}
    for cell in engine:  # of two cells with one name the longer one is the solution
        code = [
            line
            for line in cell.splitlines()
            if line.strip() and not line.startswith(("ad.", "record(", "gradient(", "Row("))
        ]
        key = code[0]
        lines[key] = max(lines.get(key, []), code, key=len)
    found = sum(len(code) for code in lines.values()) - 5  # the running example stands beside two rows of the table
    assert 55 <= found <= 65, found
