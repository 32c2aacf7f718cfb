"""The sweep as lines of Python (``test_one_truth`` runs them)."""

import numpy as np
import pytest

import adlesson as ad
from adlesson.lagrange.lagrangian import Lagrangian
from adlesson.show.evaluation import Evaluation
from adlesson.show.stepper.frames import frames
from adlesson.show.story.sweep_pane import row_lines, sweep_lines


def back(program):
    """Return the lines of the reverse sweep."""
    return sweep_lines(program, Evaluation(program).reverse, "reverse")


def test_a_line_a_step_in_the_order_of_the_sweep():
    """Nothing is left out, and the plain = comes first."""
    p = ad.trace(lambda x, y: (a := x * y) * (b := a + x) + 0 * b, x=3, y=2)
    lines = back(p)
    assert len(lines) == len(Evaluation(p).reverse)
    assert lines.index("a_bar = z4_bar * b") < lines.index("a_bar += b_bar * 1")
    assert lines[0].endswith("_bar = 1")


def test_tangents_and_rows_have_lines_of_their_own():
    """The same slopes, in the other direction, and a row's terms in one line."""
    p = ad.trace(ad.examples.running, x=0.25)
    assert sweep_lines(p, Evaluation(p).tangent, "tangent")[:2] == ["x_dot = 1", "a_dot = x_dot * a"]
    rows = row_lines(p, list(Lagrangian(p).back_substitution()))
    assert rows[0] == "lam_f = 1" and rows[3] == "lam_c = lam_d * d + lam_e * cos(c)"


def test_names_are_those_of_python():
    """Of a list's entry, of a word that Python keeps, of an adjoint among the variables."""
    p = ad.trace(lambda x: x[0] * x[1], x=[2.0, 3.0])
    assert back(p)[1:] == ["x_bar[0] = f_bar * x[1]", "x_bar[1] = f_bar * x[0]"]
    assert back(ad.parse("lambda*lambda", {"lambda": 2.0}))[1] == "lambda_bar = a_bar * lambda_"
    q = ad.trace(lambda x, y_bar: x * y_bar, x=2.0, y_bar=3.0)
    assert back(q)[-1] == "y_bar_bar2 = f_bar2 * x"


def test_constants_have_all_their_digits():
    """What is shown rounded is not run rounded."""
    text = "\n".join(back(ad.parse("1234567.25*x/3 + x^-2", x=2.0)))
    assert "a_bar * 1234567.25" in text and "0.3333333333333333" in text and "* ((-2) * x ** (-3))" in text


def test_arrays_are_written_with_numpy():
    """As far as there is a line for them; a direction without a short name is left open."""
    p = ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.ones((3, 2)), x=np.ones(2))
    assert back(p)[1:] == [
        "z3_bar = full((3,), f_bar)",
        "z2_bar = z3_bar * sech2(z2)",
        "W_bar = outer(z2_bar, x)",
        "x_bar = W.T @ z2_bar",
    ]
    q = ad.trace(lambda x: x * 2, x=np.ones(2))
    assert back(q)[0] == "f_bar = ones_like(f)"
    here = Evaluation(q, direction={"x": np.array([1.0, 2.0])})
    assert sweep_lines(q, here.tangent, "tangent")[0] == "x_dot = ..."


def test_a_row_of_many_terms_is_cut():
    """A line of two hundred terms is no line."""
    p = ad.trace(lambda x: sum(ad.sin(x * k) for k in range(1, 40)), x=0.5)
    last = row_lines(p, list(Lagrangian(p).back_substitution()))[-1]
    assert last.endswith(" + ...") and last.count("lam_") == 13


@pytest.mark.parametrize("sweeps", [["forward", "reverse"], ["tangent", "reverse", "lagrange"]])
def test_several_sweeps_share_one_pane(sweeps):
    """Each lights its own lines, one after the other."""
    data = frames(ad.trace(ad.examples.running, x=0.25), sweeps)
    lit = [k for frame in data["frames"] for k in frame["lit"]["gradient"]]
    assert lit == list(range(len(data["gradient"]["lines"])))
    assert data["gradient"]["title"].startswith(f"The {sweeps[-1] if len(sweeps) == 2 else 'tangent'} sweep in Python")


def test_a_sweep_in_little_memory_and_values_alone_have_no_lines():
    """Its order is that of the memory bar; and a forward sweep is the function itself."""
    p = ad.trace(ad.examples.running, x=0.25)
    assert frames(p, ["forward"])["gradient"] is frames(p, ["reverse"], budget=2)["gradient"] is None
