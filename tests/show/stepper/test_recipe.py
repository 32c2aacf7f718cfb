"""The line of Python is run, and gives the widget again."""

from fractions import Fraction

import pytest

import adlesson as ad
from adlesson.show.stepper.recipe import recipe


def again(line, **names):
    """Run the line, with these names to hand, and return the widget."""
    return eval(line.replace("{options}", ""), {"ad": ad, "Fraction": Fraction} | names)


@pytest.mark.parametrize(
    ("program", "options"),
    [
        (ad.trace(ad.examples.running, x=0.25), {}),
        (ad.trace(ad.examples.speelpenning, x=[2, 3, 5, 7]), {"x": [1, 2, 3, 4]}),
        (ad.trace(ad.examples.baydin, x1=2.0, x2=5.0), {"sweep": "tangent", "direction": {"x2": 1}, "x1": 3.5}),
        (ad.parse("step*x + exp(x)^2", step=3, x=0.5), {"at": {"step": 4}}),
        (ad.trace(ad.examples.square, x=Fraction(1, 3)), {"sweep": "schedule"}),
    ],
)
def test_the_line_gives_the_same_frames(program, options):
    """With the inputs, the sweep and the direction of the widget it came from."""
    data = ad.Stepper(program, **options).data
    assert again(data["code"], **vars(ad.examples)).data == data


def test_the_state_of_the_page_has_its_place():
    """What was switched since goes in there."""
    line = ad.Stepper(ad.trace(ad.examples.running, x=0.25)).data["code"]
    assert line == "ad.Stepper(ad.trace(running, x=0.25), sweep='reverse'{options})"
    widget = again(line.replace("{options}", ", predict=True, fade=2, step=7"), running=ad.examples.running)
    assert (widget.data["predict"], widget.data["fade"], widget.data["step"]) == (True, 2, 7)


def test_explore_has_a_line_of_its_own():
    """It follows what is typed and turned."""
    widget = ad.explore("x*y", x=0.5)
    assert widget.data["code"] == "ad.explore('x*y', x=0.5, y=1.0{options})"
    widget.text = "x*y + 1"
    widget.inputs = [{"name": "x", "value": 2.5}, {"name": "y", "value": 1.0}]
    assert widget.data["code"] == "ad.explore('x*y + 1', x=2.5, y=1.0{options})"
    assert again(widget.data["code"]).data == widget.data
    named = ad.explore("step*x + predict", at={"step": 3, "predict": 0.5})
    assert again(named.data["code"]).data == named.data and "at={" in named.data["code"]


def test_what_cannot_be_written_in_a_line_is_called_p():
    """An array, a long list, a program that nobody wrote."""
    np = pytest.importorskip("numpy")
    lines = [
        ad.Stepper(ad.trace(lambda x: (x * x).sum(), x=np.ones(3))).data["code"],
        ad.Stepper(ad.gradient_program(ad.examples.square, x=3), sweep="forward").data["code"],
    ]
    assert lines == ["ad.Stepper(p, sweep='reverse'{options})", "ad.Stepper(p, sweep='forward'{options})"]
    assert recipe("Stepper", ad.parse("+".join(["x"] * 150), x=1), {}, sweep="reverse").startswith("ad.Stepper(p, ")


def test_a_function_without_a_name_is_reached_through_its_program():
    """There need not be an f; and the inputs of the widget come along."""
    p = ad.trace(lambda x, y: x * y, x=3.0, y=1)
    widget = ad.Stepper(p, x=7, sweep="lagrange")
    assert widget.data["code"] == "ad.Stepper(p, x=7, sweep='lagrange'{options})"
    assert again(widget.data["code"], p=p).data == widget.data


def test_a_long_formula_is_written_out_where_only_a_formula_will_do():
    """explore takes no program."""
    widget = ad.explore("+".join(["x"] * 150))
    assert again(widget.data["code"]).data == widget.data


@pytest.mark.parametrize("x", ["nan", "inf", "-inf"])
def test_numbers_that_python_has_no_word_for_are_written_all_the_same(x):
    """Here and from NumPy."""
    widget = ad.Stepper(ad.parse("x*y", x=float(x), y=2.0))
    assert again(widget.data["code"]).data == widget.data
    np = pytest.importorskip("numpy")
    assert "np" not in ad.Stepper(ad.parse("x*y", x=np.float64(x), y=np.float64(3))).data["code"]
