"""Names in any spelling and of any kind: in every sweep, in every text, in parse."""

import math

import numpy as np
import pytest
from programs import executed

import adlesson as ad
from adlesson.engine.numbers.spelling import Named, by_spelling, spelled

# a name as it may be typed, and as Python spells it
SPELLINGS = {"\u00b5": "\u03bc", "\u03d5": "\u03c6", "\uff58": "x", "\u210e": "h", "e\u0301": "\u00e9", "\u1d6fc": "\u1d6fc"}


@pytest.mark.parametrize(("typed", "name"), SPELLINGS.items())
def test_a_name_is_spelled_as_python_spells_it(typed, name):
    """Python itself is the oracle: what a keyword is called that stands in its text."""
    assert spelled(typed) == name == next(iter(eval(f"dict({typed}=1)")))


@pytest.mark.parametrize("typed", SPELLINGS)
def test_an_input_is_found_in_every_spelling(typed):
    """In at=, by keyword, in a formula, in directions, seeds and results."""
    program = ad.parse(f"{typed}*{typed}*w", at={typed: 3.0, "w": 2.0})
    assert program.inputs == (spelled(typed), "w")
    assert program() == program(at={typed: 3.0}) == program(**{typed: 3.0}) == 18.0
    assert program({spelled(typed): 5.0}) == program({typed: 5.0}) == 50.0
    assert ad.grad(program)[typed] == ad.grad(program)[spelled(typed)] == 12.0
    assert ad.grad(program, at={typed: 1.0})[typed] == 4.0
    assert ad.jvp(program, {typed: 1.0}) == {program.outputs[0]: 12.0}
    assert ad.jacobian(program)[program.outputs[0]][typed] == 12.0
    assert ad.hessian(program)[typed][typed] == 4.0
    assert ad.adjoints(program)[typed] == ad.tangents(program, {typed: 1.0})[program.outputs[0]] == 12.0
    assert ad.primals(program)[typed] == 3.0
    assert [*ad.gradient_program(program, only=[typed])()] == ["value", f"{spelled(typed)}_bar"]
    assert program.names[program.index(typed)] == spelled(typed)
    returned = ad.trace(lambda x: {typed: x * 2, "w": x * 3}, x=1.0)
    assert returned() == {typed: 2.0, "w": 3.0}
    assert ad.vjp(returned, {typed: 1}) == ad.vjp(returned, {spelled(typed): 1}) == {"x": 2}


def test_a_function_is_given_the_name_as_python_spells_it():
    """The parameter of a def is spelled so, however it was typed."""
    space = {}
    exec("def f(\u00b5, \u03d5): return \u00b5 * \u03d5", space)
    assert ad.grad(space["f"], at={"\u00b5": 2.0, "\u03d5": 3.0})["\u00b5"] == 3.0
    exec("def g(\u00b5, **others): return \u00b5 * others['\u03d5']", space)  # whatever else comes is called as it was typed
    assert ad.grad(space["g"], at={"\u00b5": 2.0, "\u03d5": 3.0}) == {"\u03bc": 3.0, "\u03c6": 2.0}
    assert ad.compiled(ad.trace(space["f"], at={"\u00b5": 2.0, "\u03d5": 3.0}))(**{"\u00b5": 5.0}) == 15.0


@pytest.mark.parametrize(
    ("use", "sentence"),
    [
        (lambda: ad.trace(lambda **u: 1.0, at={"\u00b5": 1.0, "\u03bc": 2.0}), "are one name to Python"),
        (lambda: ad.parse("\u00b5", at={"\u00b5": 1.0, "\u03bc": 2.0}), "are one name to Python"),
        (lambda: ad.parse("\u00b5", at={"\u03bc": 1.0})(**{"\u00b5": 1.0, "\u03bc": 2.0}), "are one name to Python"),
        (lambda: ad.trace(lambda x: {"\u00b5": x, "\u03bc": x}, x=1.0), "are one name to Python"),
        (lambda: ad.trace(lambda **u: 1.0, at={"x": [1.0, 2.0], "x[1]": 3.0}), r"two inputs called 'x\[1\]', one of them"),
        (lambda: ad.trace(lambda x: {"u": [x, x], "u[0]": x}, x=1.0), r"two outputs called 'u\[0\]', one of them in a list"),
        (lambda: ad.trace(lambda **u: 1.0, at={3: 1.0}), "the name of an input is text, not int 3: write '3'"),
    ],
)
def test_two_names_that_become_one_are_refused(use, sentence):
    """Else one of the two would be lost without a word."""
    with pytest.raises(ad.LessonError, match=sentence):
        use()


def test_a_later_value_for_the_same_input_counts():
    """``p(p.at, x=2)`` is the example with another x."""
    program = ad.trace(lambda x, y: x * y, x=2.0, y=3.0)
    assert program(program.at, x=5.0) == 15.0


def test_what_is_no_name_in_python_stays_as_it_is():
    """Two texts that only look alike are two inputs."""
    assert all(spelled(word) == word for word in ("x\u00b2", "\u00bd", "x\u00a0y", 3, None, ""))
    assert by_spelling({"x\u00b2": 1, "x2": 2}) == {"x\u00b2": 1, "x2": 2}


def test_a_missing_name_is_missing():
    """Looking for it in another spelling must end."""
    found = Named({"\u03bc": 1})
    assert found["\u00b5"] == 1
    for name in ("x", "\u03d5", 3):
        with pytest.raises(KeyError):
            found[name]


ODD = [
    "lambda",
    "x y",
    "class",
    "1x",
    "",
    "x-1",
    "x'",
    '"',
    "\\",
    "{x}",
    "<b>",
    "\u00e9t\u00e9",
    "sin",
    "exp",
    "ad",
    "float",
]
ODD += ["self", "f", "at", "seed", "x_bar", "value", "z2", "x[0]", "math", "None", "__debug__"]


@pytest.mark.parametrize("name", ODD)
def test_an_input_may_have_any_name_in_every_sweep(name):
    """exp(x) w + x^2, whose value, slope and curvature are known; each is asked for in every way there is."""
    f = lambda **k: ad.exp(k[name]) * k["w"] + k[name] * k[name]
    at = {name: 0.5, "w": 2.0}
    value, slope, curvature = 2 * math.exp(0.5) + 0.25, 2 * math.exp(0.5) + 1, 2 * math.exp(0.5) + 2
    program, near = ad.trace(f, at), lambda u: pytest.approx(u, rel=1e-14)
    gradient = ad.gradient_program(program)
    assert len(set(program.names)) == len(program)
    assert len(set(gradient.names)) == len(gradient)
    assert program.names[program.index(name)] == name
    assert [*ad.forward_sweep(program, at)][-1].after == near(value)
    assert [*ad.tangent_sweep(program, {name: 1}, at)][-1].after == near(slope)
    assert [step.after for step in ad.reverse_sweep(program, 1, at) if step.target == name][-1] == near(slope)
    slopes = [
        ad.grad(f, at)[name],
        ad.grad(program)[name],
        ad.jvp(program, {name: 1}, at)[program.outputs[0]],
        ad.vjp(program, 1, at)[name],
        ad.jacobian(program, by="rows")[program.outputs[0]][name],
        ad.jacobian(program, by="columns")[program.outputs[0]][name],
        ad.adjoints(program)[name],
        ad.tangents(program, {name: 1})[program.outputs[0]],
        ad.checkpoint(program, budget=2).gradient[name],
        ad.schedules.run_schedule(program, "topological")[0][name],
        gradient()[f"{name}_bar"],
        executed(gradient)(0.5, 2.0)[f"{name}_bar"],
        ad.compiled(gradient)(0.5, 2.0)[f"{name}_bar"],
        ad.compiled(gradient)(**{name: 0.5})[f"{name}_bar"],
    ]
    assert slopes == near([slope] * len(slopes))
    values = [program(at), ad.value_and_grad(f, at)[0], executed(program)(0.5, 2.0), ad.compiled(program)(0.5, w=2.0)]
    assert values == near([value] * len(values))
    assert ad.hessian(program)[name][name] == near(curvature)
    assert ad.check_gradient(program).ok
    assert ad.operations(program).value.convention
    assert ad.memory.held(program)
    assert ad.parse("w*2", at=at)() == 4.0


@pytest.mark.parametrize("name", ["lambda", "x y", "1x", "", "sin", "\u00e9t\u00e9"])
def test_arrays_and_lists_may_have_any_name_too(name):
    """Their texts take lists apart, and import functions of arrays."""
    for u, f in (
        (np.array([1.0, 2.0]), lambda **k: (ad.sin(k[name]) * k["w"]).sum()),
        ([1.0, 2.0], lambda **k: (ad.sin(k[name][0]) + ad.sin(k[name][1])) * k["w"]),
    ):
        gradient = ad.gradient_program(f, {name: u, "w": 2.0})
        right = pytest.approx([2 * math.cos(1.0), 2 * math.cos(2.0)], rel=1e-14)
        fast = ad.compiled(gradient)
        for found in (gradient(), executed(gradient)(u, 2.0), fast(u, 2.0), fast(**{name: u})):
            assert list(found[f"{name}_bar"]) == right
