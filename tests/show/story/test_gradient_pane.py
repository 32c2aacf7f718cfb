"""Which line of the gradient makes which adjoint, checked by running the lines up to there."""

import math

import pytest

import adlesson as ad
from adlesson.engine.ops import OPS
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.sweeps import reverse_sweep
from adlesson.show.evaluation import Evaluation
from adlesson.show.story.gradient_pane import gradient_pane


def lines(pane, places):
    """Return the lines at these places."""
    return [pane["lines"][k].strip() for k in places]


def test_the_lines_of_the_running_example():
    """d and e have the adjoint 1, which needs no line; b has that of c."""
    p = ad.trace(ad.examples.running, x=0.25)
    pane, makes, _ = gradient_pane(Evaluation(p))
    made = {name: lines(pane, places) for name, places in zip(p.names, makes, strict=True)}
    assert made["d"] == made["e"] == made["f"] == []
    assert made["c"] == made["b"] == ["c_bar = cos(c)", "c_bar += d"]
    assert len(made["a"]) == 2 and all(line.startswith("a_bar ") for line in made["a"])
    assert made["x"] == ["x_bar = a_bar * a"]


def test_each_share_has_the_line_that_adds_it():
    """Though the two shares of a stand in the text in the other order."""
    p = ad.trace(ad.examples.running, x=0.25)
    pane, _, adds = gradient_pane(Evaluation(p))
    added = {(s.source, s.target): lines(pane, k) for s, k in zip(reverse_sweep(p), adds, strict=True)}
    assert added["e", "c"] == ["c_bar = cos(c)"] and added["d", "c"] == ["c_bar += d"]
    assert len(added["c", "a"]) == len(added["b", "a"]) == 1 and added["c", "a"] != added["b", "a"]
    assert "2 * a" in added["b", "a"][0]
    assert added[None, "f"] == added["f", "d"] == []


@pytest.mark.parametrize("example", ZOO.values(), ids=lambda e: e.name)
def test_the_last_line_of_an_adjoint_leaves_the_adjoint(example):
    """The text is run up to that line, with the engine's own functions, and the name it assigns is looked at."""
    p = ad.trace(example.f, example.at)
    pane, makes, adds = gradient_pane(Evaluation(p))
    assert len(adds) == len(list(reverse_sweep(p)))
    for name, places in zip(p.names, makes, strict=True):
        if places:
            space = {**vars(math), **{name: op.value for name, op in OPS.items()}, **p.at}
            space |= {"log": math.log, "pow": math.pow, "asin": math.asin, "atan": math.atan}
            text = "\n".join(line[4:] for line in pane["lines"][1 : places[-1] + 1])
            exec(text, space)
            target = pane["lines"][places[-1]].split()[0]
            assert math.isclose(space[target], ad.adjoints(p)[name], rel_tol=1e-12), (name, target)


def test_an_input_has_the_lines_of_its_name():
    """In every example: an adjoint that is not a constant or a variable of the way there is never without a line."""
    for example in ZOO.values():
        p = ad.trace(example.f, example.at)
        pane, makes, _ = gradient_pane(Evaluation(p))
        text = "\n".join(pane["lines"])
        for name, places in zip(p.inputs, makes, strict=False):
            assert bool(places) or f"{name}_bar = " not in text


def test_numbers_that_agree_by_accident_are_told_apart():
    """At x = 2 and y = 2 both adjoints are 2, and so is the slope of the square."""
    p = ad.trace(lambda x, y: {"out": ad.sin(x * y) + x * x}, x=1.0, y=1.0)
    pane, makes, _ = gradient_pane(Evaluation(p))
    assert [line.split()[0] for line in lines(pane, makes[1])] == ["y_bar"]
    assert {line.split()[0] for line in lines(pane, makes[0])} == {"x_bar"}


def test_a_pole_a_branch_and_arrays_leave_what_the_names_say():
    """The text cannot be run there, and nothing breaks."""
    p = ad.parse("x * log(y)", x=2.0, y=-1.0)
    pane, makes, _ = gradient_pane(Evaluation(p))
    assert all(line.startswith(("y_bar", "x_bar", "a_bar")) for places in makes for line in lines(pane, places))
    np = pytest.importorskip("numpy")
    p = ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.ones((3, 2)), x=np.ones(2))
    pane, makes, adds = gradient_pane(Evaluation(p))
    assert lines(pane, makes[0])[0].startswith("W_bar = ") and len(adds) == 5


def test_of_several_outputs_the_first_is_differentiated():
    """As the reverse sweep does."""
    pane, makes, _ = gradient_pane(Evaluation(ad.trace(lambda x: (ad.sin(x), x * x), x=0.5)))
    assert lines(pane, makes[0]) == ["x_bar = cos(x)"]
