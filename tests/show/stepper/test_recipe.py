"""The lines of Python are run, and give the widget again."""

import json
import subprocess
import sys
from fractions import Fraction
from functools import partial

import pytest

import adlesson as ad
from adlesson.show.stepper.recipe import recipe

AD = "import adlesson as ad\n"


def again(code, **names):
    """Run the lines, with these names to hand and no others, and return the widget."""
    *imports, line = code.replace("{options}", "").split("\n")
    exec("\n".join(imports), names)
    return eval(line, names)


@pytest.mark.parametrize(
    ("program", "options"),
    [
        (ad.trace(ad.examples.running, x=0.25), {}),
        (ad.trace(ad.examples.speelpenning, x=[2, 3, 5, 7]), {"x": [1, 2, 3, 4]}),
        (ad.trace(ad.examples.baydin, x1=2.0, x2=5.0), {"sweep": "tangent", "direction": {"x2": 1}, "x1": 3.5}),
        (ad.parse("step*x + exp(x)^2", step=3, x=0.5), {"at": {"step": 4}}),
        (ad.trace(ad.examples.square, x=Fraction(1, 3)), {"sweep": "schedule"}),
        (ad.trace(ad.examples.speelpenning, x=(2, 3, 5)), {}),
    ],
)
def test_the_line_gives_the_same_frames(program, options):
    """With the inputs, the sweep and the direction of the widget it came from."""
    data = ad.Stepper(program, **options).data
    assert again(data["code"]).data == data
    assert "#" not in data["code"]


FRESH = """
import json, sys
for code in json.load(sys.stdin):
    *imports, line = code.split("\\n")
    names = {}
    exec("\\n".join(imports), names)
    print(json.dumps(eval(line, names).data))
"""


def test_ten_programs_are_shown_again_by_a_new_kernel():
    """What a learner pastes into an empty notebook: no name is there but those that the lines import."""
    zoo, third = ad.examples, Fraction(1, 3)
    widgets = [
        ad.Stepper(ad.trace(zoo.running, x=0.25)),
        ad.Stepper(ad.trace(zoo.order_matters, a=2, b=3), "schedule"),
        ad.Stepper(ad.trace(zoo.baydin, x1=2.0, x2=5.0), "tangent", direction={"x2": 1}),
        ad.Stepper(ad.trace(zoo.speelpenning, x=[2, 3, 5, 7]), "lagrange"),
        ad.Stepper(ad.trace(zoo.square, x=third), budget=2),
        ad.Stepper(ad.trace(zoo.neuron, w=0.5, x=1.5, b=-0.25, t=1.0), "forward", x=2.0),
        ad.Stepper(ad.parse("x*y*exp(-e*pi)", x=float("inf"), y=third)),
        ad.explore("step^2 + x", at={"step": 3, "x": -0.5}),
        ad.explore("x*y + sin(x)", x=2),
        ad.explore(zoo.lagrangeprop, x=0.3, y=-1.2),
    ]
    codes = [widget.data["code"].replace("{options}", ', panes=("table",)') for widget in widgets]
    run = subprocess.run([sys.executable, "-c", FRESH], input=json.dumps(codes), capture_output=True, text=True)
    assert run.stderr == ""
    again = [json.loads(line) for line in run.stdout.splitlines()]
    assert again == [json.loads(json.dumps({**widget.data, "panes": ["table"]})) for widget in widgets]


def test_the_state_of_the_page_has_its_place():
    """What was switched since goes in there."""
    line = ad.Stepper(ad.trace(ad.examples.running, x=0.25)).data["code"]
    assert line == f"{AD}ad.Stepper(ad.trace(ad.examples.running, x=0.25), sweep='reverse'{{options}})"
    widget = again(line.replace("{options}", ", predict=True, fade=2, step=7"))
    assert (widget.data["predict"], widget.data["fade"], widget.data["step"]) == (True, 2, 7)
    assert again(line.replace("{options}", ', panes=("code",)')).data["panes"] == ["code"]


def test_explore_has_a_line_of_its_own():
    """It follows what is typed and turned."""
    widget = ad.explore("x*y", x=0.5)
    assert widget.data["code"] == f"{AD}ad.explore('x*y', x=0.5, y=1.0{{options}})"
    widget.text = "x*y + 1"
    widget.inputs = [{"name": "x", "value": 2.5}, {"name": "y", "value": 1.0}]
    assert widget.data["code"] == f"{AD}ad.explore('x*y + 1', x=2.5, y=1.0{{options}})"
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
    first = "  # first: run the cell that makes the program, and call it p"
    assert lines == [f"{AD}ad.Stepper(p, sweep='{sweep}'{{options}}){first}" for sweep in ("reverse", "forward")]
    assert recipe("Stepper", ad.parse("+".join(["x"] * 150), x=1), {}, sweep="reverse").startswith(f"{AD}ad.Stepper(p, ")


def test_a_function_without_a_name_is_reached_through_its_program():
    """There need not be an f; and the inputs of the widget come along."""
    p = ad.trace(lambda x, y: x * y, x=3.0, y=1)
    widget = ad.Stepper(p, x=7, sweep="lagrange")
    first = "run the cell that makes the program, and call it p"
    assert widget.data["code"] == f"{AD}ad.Stepper(p, x=7, sweep='lagrange'{{options}})  # first: {first}"
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


def mine(x, y):
    return ad.sin(x) * y


class Mine:
    """An object with a method that can be traced."""

    def method(self, x):
        return x * x


NAMES = ["lambda", "x y", "at", "sweep", "x[0]", "", "1", "é", "{options}", "a\nb", "'"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sweep", ["forward", "tangent", "reverse", "schedule", "lagrange"])
def test_the_line_gives_any_input_name_back(name, sweep):
    """Also one that Python does not take as a word, in every mode, and in explore."""
    p = ad.trace(lambda **given: ad.exp(given[name][0]) * given[name][1] * given["w"], at={name: [0.5, 2.0], "w": 3.0})
    widget = ad.Stepper(p, sweep, at={"w": 4.0})
    assert again(widget.data["code"], p=p).data == widget.data
    if sweep == "tangent":
        widget = ad.Stepper(p, sweep, direction={name: [1, 0]})
        assert again(widget.data["code"], p=p).data == widget.data
    if sweep == "lagrange":
        f = lambda **given: ad.exp(given[name]) * given["w"]
        widget = ad.explore(f, at={name: 0.5, "w": 2.0})
        widget.inputs = [{"name": name, "value": 1.5}, {"name": "w", "value": 2.0}]
        assert widget.error == "" and again(widget.data["code"], f=f).data == widget.data


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: ad.Stepper(ad.trace(ad.examples.running, x=0.25)), ""),
        (lambda: ad.explore(ad.examples.running, x=0.25), ""),
        (lambda: ad.Stepper(ad.parse("x*y", x=2.0, y=3.0)), ""),
        (lambda: ad.explore("x*y"), ""),
        (lambda: ad.Stepper(ad.trace(mine, x=1.0, y=2.0)), "run the cell that defines mine"),
        (lambda: ad.explore(mine, x=1.0, y=2.0), "run the cell that defines mine"),
        (lambda: ad.Stepper(ad.trace(lambda x: x * x, x=1.0)), "run the cell that makes the program, and call it p"),
        (lambda: ad.explore(lambda x: x * x, x=1.0), "name your function f"),
        (lambda: ad.explore(partial(mine, y=2.0), x=1.0), "name your function f"),
        (lambda: ad.Stepper(ad.trace(partial(mine, y=2.0), x=1.0)), "run the cell that makes the program, and call it p"),
        (lambda: ad.explore(Mine().method, x=1.0), "name your function f"),
        (lambda: ad.Stepper(ad.parse("x*y", x=Fraction(1, 3), y=2.0)), ""),
        (lambda: ad.Stepper(ad.parse("x*y", x=10**5_000, y=2)), "run the cell that makes the program, and call it p"),
    ],
)
def test_what_has_to_be_there_before_the_line_runs_stands_behind_it(make, says):
    """And where nothing has to, nothing does: the line runs in a fresh session."""
    code = make().data["code"]
    assert code.partition("  # first: ")[2] == says
    if not says:
        assert again(code).data["code"] == code


def test_a_direction_of_arrays_is_said_to_be_left_out():
    """Python's text of an array is no text that Python reads."""
    np = pytest.importorskip("numpy")
    p = ad.trace(lambda x: (x * x).sum(), x=np.ones(3))
    code = ad.Stepper(p, "tangent", direction={"x": np.arange(3.0)}).data["code"]
    assert again(code, p=p) and code.endswith("and call it p; give it the direction you have here")


def test_twenty_inputs_are_written_out_where_only_a_formula_will_do():
    """explore has no program to fall back on."""
    widget = ad.explore("+".join(f"x{k}" for k in range(30)), at={f"x{k}": k / 7 for k in range(30)})
    assert "#" not in widget.data["code"] and again(widget.data["code"]).data == widget.data
