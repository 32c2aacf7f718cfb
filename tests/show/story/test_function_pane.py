"""Which line of the learner's own function made which variable."""

import linecache

import pytest

import adlesson as ad
from adlesson.engine.samples.examples import ZOO
from adlesson.show.story.function_pane import function_pane


def shown(program):
    """Return ``{variable: its line}``."""
    pane, lines = function_pane(program)
    return {name: None if k is None else pane["lines"][k].strip() for name, k in zip(program.names, lines, strict=True)}


def test_every_variable_has_the_line_it_was_computed_on():
    """The example's decorator and docstring are left out, and the inputs stand on the def line."""
    p = ad.trace(ad.examples.running, x=0.25)
    pane, _ = function_pane(p)
    assert pane["title"] == "Your function" and pane["lines"][0] == "def running(x):" and pane["lines"][-1] == "    return f"
    assert shown(p) == {
        "x": "def running(x):",
        "a": "a = exp(x)",
        "b": "b = a**2",
        "c": "c = a + b",
        "d": "d = exp(c)",
        "e": "e = sin(c)",
        "f": "f = d + e",
    }


@pytest.mark.parametrize("example", ZOO.values(), ids=lambda e: e.name)
def test_no_line_of_the_zoo_is_a_decorator_or_a_docstring(example):
    """And what is shown is Python again."""
    pane, lines = function_pane(ad.trace(example.f, example.at))
    assert pane["lines"][0].startswith("def ") and '"""' not in "\n".join(pane["lines"])
    assert all(0 <= k < len(pane["lines"]) for k in lines)
    compile("\n".join(pane["lines"]), "pane", "exec")


def test_a_loop_comes_back_to_the_same_line():
    """Three values of x, one line."""

    def powers(x):
        y = x
        for _ in range(3):
            # once more
            y = y * x
        return y

    assert [shown(ad.trace(powers, x=2))[name] for name in ("y", "y_2", "y_3")] == ["y = y * x"] * 3


def test_what_a_helper_computes_stands_on_the_line_of_the_call():
    """The cursor stays in the function the learner is looking at."""

    def helper(u):
        return ad.sin(u) * u

    def outer(x):
        a = x + 1
        return helper(a)

    assert list(shown(ad.trace(outer, x=2.0)).values()) == [
        "def outer(x):",
        "a = x + 1",
        "return helper(a)",
        "return helper(a)",
    ]


def test_a_lambda_is_shown_with_the_statement_it_stands_in():
    """Also where that goes over several lines."""
    f = lambda x: x * x
    assert "lambda x: x * x" in shown(ad.trace(f, x=3))["f"]
    p = ad.trace(
        lambda x: x * x
        + x,
        x=3,
    )  # fmt: skip
    assert all("x" in line for line in shown(p).values())


def test_text_is_shown_one_operation_a_line():
    """As lettered instructions, and the inputs have no line."""
    p = ad.parse("exp(x)^2 + x", x=1.0)
    pane, _ = function_pane(p)
    assert pane["lines"] == ["a = exp(x)", "b = a ** 2", "c = b + x", "return c"]
    assert shown(p) == {"x": None, "a": "a = exp(x)", "b": "b = a ** 2", "c": "c = b + x"}


def test_without_its_source_a_program_is_shown_as_its_instructions():
    """A function made by exec, and the gradient program, which nobody wrote."""
    space = {}
    exec("def made(x):\n    return x * x", space)
    pane, _ = function_pane(ad.trace(space["made"], x=3))
    assert pane == {"title": "One operation a line", "lines": ["made = x * x", "return made"]}
    pane, lines = function_pane(ad.gradient_program(ad.examples.square, x=3))
    assert pane["lines"][0] == "square = x * x" and lines[0] is None


def test_a_file_that_has_changed_since_is_not_shown():
    """Line numbers would point at something else."""
    name = "<changed>"
    linecache.cache[name] = (1, None, ["def other(x):\n", "    return 5\n"], name)
    space = {}
    exec(compile("def first(x):\n    return x * x", name, "exec"), space)
    pane, _ = function_pane(ad.trace(space["first"], x=3))
    assert pane["lines"] == ["first = x * x", "return first"]
