"""What of a notebook is run before one of its cells."""

import ast

import pytest

from adlesson.teach.worker.earlier_statements import needed, run_needed


def found(cells, text):
    return [ast.unparse(one).splitlines()[0] for some in needed(cells, text) for one in some]


@pytest.mark.parametrize(
    ("cells", "text", "statements"),
    [
        (["a = 1", "b = 2"], "b", ["b = 2"]),
        (["a = 1", "a = 2"], "a", ["a = 2"]),
        (["a = [1]", "a[0] = 2"], "a", ["a = [1]", "a[0] = 2"]),
        (["a = 1", "a += 2"], "a", ["a = 1", "a += 2"]),
        (["a = 1", "if a:\n    a = 2"], "a", ["a = 1", "if a:"]),
        (["import math, cmath", "show(math)"], "math.pi", ["import math, cmath"]),
        (["def f():\n    return g()", "def g():\n    return 1"], "f()", ["def f():", "def g():"]),
        (["n = 1", "def f(n):\n    n[0] = 2"], "f", ["def f(n):"]),
        (["n = 1", "f = lambda u: u + n"], "[f(u) for u in range(3)]", ["n = 1", "f = lambda u: u + n"]),
        (["a = 1"], "a = 2\na", []),
        (["f = 1"], "def f(n):\n    return f(n - 1)", []),
        (["a = 1"], "a = (", []),
    ],
)
def test_only_what_gives_a_name_that_is_read(cells, text, statements):
    """A call whose result nobody keeps is left out: in a notebook it draws."""
    assert found(cells, text) == statements


def test_a_function_finds_its_text_as_in_a_notebook():
    """The steppers show it beside the graph."""
    import inspect

    space = run_needed(["def f(x):\n    return x  # here"], "f", {})
    assert inspect.getsource(space["f"]) == "def f(x):\n    return x  # here\n"
