"""An edge as an equation: with letters, with numbers, and the label of its arrow."""

import html

import pytest

import adlesson as ad
from adlesson.engine.sweeps import reverse_sweep, tangent_sweep
from adlesson.show.story.step_equations import edge_equations, start_of, twice
from adlesson.show.writing.mathml import mathml


def test_the_numbers_are_the_step():
    """b pays a in the running example: before + upstream * partial = after."""
    p = ad.trace(ad.examples.running, x=0.25)
    *_, step, _ = reverse_sweep(p)
    label, letters, numbers = edge_equations(p, step, p.index("b"))
    assert label == "2.568" and numbers == "<math><mtext>17.80 + 17.80 · 2.568 = 63.51</mtext></math>"
    slope = r"\frac{\partial b}{\partial a}"
    assert letters == mathml(rf"\bar{{a}} \leftarrow \bar{{a}} + \bar{{b}} \cdot {slope},\quad {slope} = 2a = 2.568")


def test_a_tangent_has_dots():
    """And a partial that is a number is not said twice."""
    p = ad.trace(lambda x, y: x + y, x=1.0, y=2.0)
    *_, step = tangent_sweep(p, {"x": 3, "y": -4})
    _, letters, numbers = edge_equations(p, step, 2)
    assert letters == mathml(r"\dot{f} \leftarrow \dot{f} + \dot{y} \cdot \frac{\partial f}{\partial y}")
    assert numbers == "<math><mtext>3 + (−4) · 1 = −1</mtext></math>"


def test_a_slot_of_two_has_its_number():
    """The slope along one of two arrows is not the derivative."""
    p = ad.trace(lambda x: x * x, x=3)
    *_, step = reverse_sweep(p)
    assert twice(p, 1, 1) and mathml(r"\partial_{2} f")[12:-14] in edge_equations(p, step, 1)[1]
    q = ad.trace(lambda x, y: x * y, x=3, y=4)
    assert not twice(q, 2, 1)


def test_a_large_program_has_plain_text():
    """Two hundred set equations would be half of the page."""
    p = ad.parse("+".join(["sin(x)*y"] + ["x"] * 110), x=0.5, y=2.0)
    steps = [step for step in reverse_sweep(p) if step.target == "x"]
    _, letters, _ = edge_equations(p, steps[-1], p.index(steps[-1].source))
    assert len(p) > 100 and letters == "<math><mtext>x̄ ← x̄ + ā · cos(x)</mtext></math>"


def test_between_arrays_the_product_is_written():
    """With a zero of the right shape before the first share."""
    np = pytest.importorskip("numpy")
    p = ad.trace(lambda W, x: (W @ x).sum(), W=np.array([[1.0, 2], [3, 4]]), x=np.array([1.0, 1.0]))
    *_, step = reverse_sweep(p)
    label, letters, numbers = edge_equations(p, step, 2)
    assert label == "Wᵀ @ z2_bar" and "⊤" in letters
    assert html.unescape(numbers) == "<math><mtext>[0, 0] + [4, 6] = [4, 6]</mtext></math>"
    assert start_of(p, step).tolist() == [0, 0]
