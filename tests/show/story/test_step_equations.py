"""An arrow as one equation, its parts named from below, and the label of the arrow."""

import html
import re

import pytest

import adlesson as ad
from adlesson.engine.sweeps import reverse_sweep, tangent_sweep
from adlesson.show.story.step_equations import edge_equation, start_of


def read(text):
    """Return an equation as text, the names of its parts in braces behind them."""
    named = re.sub(r"<munder>(.*?)<mtext>(.*?)</mtext></munder>", r"\1{\2}", text)
    return html.unescape(re.sub("<[^>]+>", "", named)).replace("¯", "'").replace("˙", "'")


def test_the_numbers_are_the_step():
    """b sends a its share in the running example: what is there, the adjoint, the slope and its formula, the sum."""
    p = ad.trace(ad.examples.running, x=0.25)
    *_, step, _ = reverse_sweep(p)
    label, text = edge_equation(p, step, p.index("b"), ["c"])
    assert label == "2.568"
    assert read(text) == "a'=17.80{share of c}+17.80{adjoint of b}·2.568{slope = 2a}=63.51"


def test_a_first_share_stands_alone_and_many_are_so_far():
    """As do the shares of an output that begins with 1."""
    p = ad.trace(lambda x: x * x, x=3)
    _, first, second = reverse_sweep(p)
    assert read(edge_equation(p, first, 1, [])[1]) == "x'=1{adjoint of f}·3{slope = x}=3"
    assert "3{so far}+" in read(edge_equation(p, second, 1, ["f", "f"])[1])
    assert "3{so far}+" in read(edge_equation(p, second, 1, [None])[1])


def test_the_slope_of_exp_is_said_to_be_its_own_value():
    """Its formula alone, d, would look like any other box."""
    p = ad.trace(ad.examples.running, x=0.25)
    i = p.index("d")
    step = next(step for step in reverse_sweep(p) if step.source == "d")
    assert "{slope = its own value, d}" in read(edge_equation(p, step, i, [])[1])


def test_a_tangent_comes_from_somewhere_and_a_slope_that_is_a_number_has_no_formula():
    """It would be said twice."""
    p = ad.trace(lambda x, y: x + y, x=1.0, y=2.0)
    *_, step = tangent_sweep(p, {"x": 3, "y": -4})
    assert read(edge_equation(p, step, 2, ["x"])[1]) == "f'=3{from x}+(−4){tangent of y}·1{slope}=−1"


def test_a_long_formula_is_only_called_slope():
    """What stands below a part must not push the others away."""
    p = ad.parse("(x + 1000000.25) / (y + 1000000.75)", x=1.0, y=2.0)
    steps = {(step.source, step.target): step for step in reverse_sweep(p) if step.source}
    texts = [read(edge_equation(p, step, p.index(source), [])[1]) for (source, _), step in steps.items()]
    assert all(len(name) <= 30 for text in texts for name in re.findall(r"\{(.*?)\}", text))
    q = ad.parse("u ^ (-1234.5678)", u=1.5)
    (step,) = [step for step in reverse_sweep(q) if step.source]
    assert "{slope " in read(edge_equation(q, step, 1, [])[1])
    q = ad.parse("tanh(" + "w" * 30 + ")", **{"w" * 30: 0.5})
    (step,) = [step for step in reverse_sweep(q) if step.source]
    assert "{slope}" in read(edge_equation(q, step, 1, [])[1])


def test_between_arrays_the_product_is_written():
    """With a zero of the right shape before the first share."""
    np = pytest.importorskip("numpy")
    p = ad.trace(lambda W, x: (W @ x).sum(), W=np.array([[1.0, 2], [3, 4]]), x=np.array([1.0, 1.0]))
    *_, step = reverse_sweep(p)
    label, text = edge_equation(p, step, 2, [])
    assert label == "Wᵀ @ z2_bar" and "⊤" in text
    assert read(text).endswith("{share of z2}=[4, 6]")
    assert start_of(p, step).tolist() == [0, 0]
