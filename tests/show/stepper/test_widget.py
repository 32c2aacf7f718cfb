"""The widgets, Python's side: what is sent, what a changed text or input does, what is refused."""

import gc
import json
import math
import re
import sys
import weakref
from importlib.resources import files
from urllib.parse import quote

import comm
import pytest
from ipywidgets.widgets import widget as ipywidgets

import adlesson as ad
from adlesson.engine.parsing.parse import formula
from adlesson.show.live.live_widget import VIEW
from adlesson.show.stepper.still import still
from adlesson.show.stepper.widget import PANES, SCRIPT


def test_a_stepper_carries_all_its_frames_from_the_start():
    """No round trip per step is possible, because nothing is left to ask for."""
    widget = ad.Stepper(ad.trace(ad.examples.running, x=0.25))
    assert len(widget.data["frames"]) == 10
    assert [phase["sweep"] for phase in widget.data["phases"]] == ["reverse"]
    assert "556" in ad.Stepper(ad.trace(ad.examples.running, x=0.25), x=0.5).data["frames"][-1]["sentence"]


def test_explore_finds_the_inputs_in_the_text():
    """What is not given starts at 1."""
    widget = ad.explore("x*y + sin(x)", x=0.5)
    assert widget.inputs == [{"name": "x", "value": 0.5}, {"name": "y", "value": 1.0}]
    assert [phase["sweep"] for phase in widget.data["phases"]] == ["forward", "reverse"]


def test_a_new_text_is_read_and_keeps_known_inputs():
    """x stays where the learner put it, also across a text that does not mention it."""
    widget = ad.explore("x*y", x=0.5, y=4)
    widget.text = "y + 1"
    assert widget.inputs == [{"name": "y", "value": 4}]
    widget.text = "x*z"
    assert widget.inputs == [{"name": "x", "value": 0.5}, {"name": "z", "value": 1.0}]
    assert [v["name"] for v in widget.data["variables"]] == ["x", "z", "f"]


@pytest.mark.parametrize(("text", "names"), [("x*y + sin(x)", "x y a b f"), ("x*f", "x f a"), ("x", "x")])
def test_what_a_formula_computes_is_called_f_as_above_its_picture(text, names):
    """The field says "f = ...": a box with another letter would not be found; a name that is taken stays its own."""
    widget = ad.explore(text, at={name: 2.0 for name in "xyf" if name in text})
    assert {v["name"] for v in widget.data["variables"]} == {*names.split()}
    assert widget.data["variables"][-1]["name"] == names.split()[-1]


def test_a_wrong_text_leaves_the_last_good_frames_and_says_why():
    """A learner types through nonsense."""
    widget = ad.explore("x*y", x=0.5, y=4)
    before = widget.data
    widget.text = "x*y +"
    assert widget.data == before and "not a formula" in widget.error
    widget.text = "x*y + 1"
    assert widget.error == "" and widget.data != before


def test_a_question_is_marked_as_answered_even_if_the_answer_is_the_same_error():
    """The page waits for this to stop showing that it waits."""
    widget = ad.explore("x*y")
    widget.set_state({"text": "x*", "asked": 1})
    widget.set_state({"text": "x**", "asked": 2})
    assert widget.answered == 2 and widget.error


def test_a_function_can_be_explored_and_may_fail():
    """A branch or an error in the learner's own function becomes a sentence."""

    def f(x):
        if x < 0:
            raise RuntimeError("negative")
        return ad.sqrt(x)

    widget = ad.explore(f, x=4.0)
    assert widget.text is None and "sqrt" in widget.data["variables"][1]["rule"]
    widget.inputs = [{"name": "x", "value": -1.0}]
    assert widget.error == "RuntimeError: negative"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: ad.Stepper(lambda x: x), "trace"),
        (lambda: ad.Stepper(ad.trace(lambda x: x * x, x=1), sweep="backward"), "known are forward, tangent, reverse"),
        (lambda: ad.explore("x*"), "not a formula"),
        (lambda: ad.explore("x", x=[1, 2]), "plain numbers"),
        (lambda: ad.explore(ad.trace(lambda x: x * x, x=1)), "Stepper"),
        (lambda: ad.explore("+".join(["x"] * 150), y=1), None),
    ],
)
def test_what_cannot_be_stepped_is_refused_with_a_remedy(make, says):
    """Before anything is shown."""
    if says is None:
        make()
    else:
        with pytest.raises(ad.LessonError, match=says):
            make()


def test_a_stepper_begins_in_the_state_it_is_asked_for():
    """Predicting, faded, somewhere in the middle; a faded sweep asks."""
    p = ad.trace(ad.examples.running, x=0.25)
    plain, asking, faded = (ad.Stepper(p, **how).data for how in ({}, {"predict": True}, {"fade": 2, "step": 9}))
    assert [(d["predict"], d["fade"], d["step"]) for d in (plain, asking, faded)] == [
        (False, 0, 0),
        (True, 0, 0),
        (True, 2, 9),
    ]
    assert plain["frames"] == asking["frames"] == faded["frames"], "the page can switch without asking"


def test_an_input_may_be_called_like_an_option():
    """It goes in at."""
    p = ad.trace(lambda step, fade: step * fade, step=2, fade=5)
    assert ad.Stepper(p, at={"step": 3}, step=1).data["frames"][0]["set"][-2:] == [["value", 1, "5"], ["value", 2, "15"]]


def test_exploring_keeps_asking_when_the_text_changes():
    """The switch is the learner's, not the formula's."""
    widget = ad.explore("x*y", x=0.5, predict=True)
    widget.text = "x*y + 1"
    assert widget.data["predict"] is True and widget.error == ""
    assert any("ask" in frame for frame in widget.data["frames"])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"predict": "yes"}, "predict is True or False, not 'yes'"),
        ({"predict": 1}, "predict is True or False"),
        ({"fade": 4}, "fade is 0, 1, 2 or 3, not 4"),
        ({"fade": True}, "fade is 0, 1, 2 or 3"),
        ({"step": 10}, "step is a whole number from 0 to 9 here, not 10"),
        ({"step": -1}, "from 0 to 9"),
        ({"step": 1.0}, "from 0 to 9"),
        ({"panes": "code"}, r"panes is a tuple of names, not 'code': write panes=\('code',\)"),
        ({"panes": ("cod",)}, "no pane 'cod'.*did you mean 'code'.*known are code, table, memory"),
        ({"panes": [3]}, "no pane 3: known are code"),
        ({"sweep": "lagrange!"}, "did you mean 'lagrange'.*known are forward, tangent, reverse, schedule"),
        ({"budget": 0}, "the budget must be a whole number of at least 1"),
        ({"budget": True}, "the budget must be a whole number of at least 1.*not True"),
        ({"direction": {"x": 1}}, "a direction is for sweep='tangent', not 'reverse': leave it out here"),
        ({"budget": 3, "sweep": "forward"}, "a budget is for sweep='reverse', not 'forward': leave it out here"),
    ],
)
def test_a_state_that_does_not_exist_is_refused(options, says):
    """With what is accepted."""
    with pytest.raises(ad.LessonError, match=says):
        ad.Stepper(ad.trace(ad.examples.running, x=0.25), **options)


def test_the_panes_are_those_of_the_page():
    """Each has its name in the module that makes it, and the page writes it into the line that it offers to copy."""
    text = "".join(path.read_text("utf-8") for path in files("adlesson.show.stepper").joinpath("js").glob("*.js"))
    assert sorted(re.findall(r'\bname: "(\w+)", label: ', text)) == sorted(PANES)
    assert ad.Stepper(ad.parse("x*y", x=1, y=2), panes=PANES).data["panes"] == [*PANES]
    assert ad.explore("x*y", panes=["code"]).data["panes"] == ["code"]


def test_exploring_refuses_what_is_too_large_and_keeps_what_was_there():
    """A learner may paste anything."""
    widget = ad.explore("x*y", x=0.5)
    before = widget.data
    widget.text = " + ".join(f"({'+'.join(f'sin({k}*x)' for k in range(j, j + 10))})" for j in range(0, 100, 10))
    assert "can step through 200 at most" in widget.error and widget.data == before


# --- the header of explore ---------------------------------------------------------------------


def test_a_slider_ends_where_the_numbers_can_no_longer_be_read():
    """exp(exp(x) + ...) is 1e21 at 1.87; whatever is typed is still taken."""
    widget = ad.explore(ad.examples.running, x=0.25)
    (row,) = widget.data["form"]["inputs"]
    assert (row["low"], row["high"], row["step"]) == (-2.0, 1.16, 0.02)
    widget.inputs = [{"name": "x", "value": 1.87}]
    assert widget.error == "" and widget.data["form"]["inputs"][0]["value"] == 1.87


def test_a_constant_is_named_where_a_formula_reads_it():
    """The e in a*b*c*d*e is no input, unless one is given."""
    assert ad.explore("a*b*c*d*e").data["form"]["note"] == "e is 2.718 here"
    assert ad.explore("a*exp(b)*pi").data["form"]["note"] == ""
    assert ad.explore("a*e", e=1.0).data["form"]["note"] == ""


def test_a_formula_without_a_variable_is_refused_without_an_f():
    """There is none on the screen."""
    with pytest.raises(ad.LessonError, match=r"^a formula without a variable has no steps"):
        ad.explore("5")


# --- in plain text -----------------------------------------------------------------------------


@pytest.mark.parametrize("sweep", ["forward", "tangent", "reverse", "schedule", "lagrange"])
def test_the_plain_text_of_a_stepper_is_its_table(sweep):
    """What LaTeX, a PDF and a terminal show of a notebook; at the inputs of the widget."""
    p = ad.trace(ad.examples.baydin, x1=2.0, x2=5.0)
    widget = ad.Stepper(p, sweep, x1=3.0)
    table = repr(ad.table(p, x1=3.0, sweep=sweep if sweep in ("forward", "tangent") else "reverse"))
    assert repr(widget) == table == widget._repr_mimebundle_()[0]["text/plain"]
    assert len(table.splitlines()) == len(p) + 1


def test_a_page_of_jupyter_is_given_html_and_other_hosts_the_view_too(monkeypatch):
    """With the view, a notebook opened again would say "model not found"; VS Code and Colab know nothing else."""
    widget = ad.Stepper(ad.parse("x*y", x=1, y=2))
    for name in ("VSCODE_PID", "VSCODE_CWD"):
        monkeypatch.delenv(name, raising=False)
    assert {*widget._repr_mimebundle_()[0]} == {"text/plain", "text/html"}
    monkeypatch.setenv("VSCODE_PID", "1")
    assert widget._repr_mimebundle_()[0][VIEW]["model_id"] == widget.model_id
    monkeypatch.delenv("VSCODE_PID")
    monkeypatch.setitem(sys.modules, "google.colab", ad)
    assert VIEW in widget._repr_mimebundle_()[0]


def test_a_model_is_light_where_its_page_has_the_script(monkeypatch):
    """The first brings it ahead, the others when a page asks; where there is no page, the model has all of it."""
    monkeypatch.setattr(SCRIPT, "sent", False)
    for name in ("VSCODE_PID", "VSCODE_CWD"):
        monkeypatch.delenv(name, raising=False)
    first, second = (ad.Stepper(ad.parse("x*y", x=1, y=2)) for _ in range(2))
    assert [first.script, second.script] == [SCRIPT.packed, ""]
    assert all(len(widget._esm) < 3_500 and widget._css == "" for widget in (first, second))
    second._handle_custom_msg({"ask": "script"}, [])
    second._handle_custom_msg({"ask": "anything"}, [])
    assert second.script == SCRIPT.packed
    monkeypatch.setenv("VSCODE_PID", "1")
    whole = ad.Stepper(ad.parse("x*y", x=1, y=2))
    assert (whole._esm, whole._css, whole.script) == (SCRIPT.text, SCRIPT.style, "")


def test_the_data_of_the_running_example_are_light():
    """All that is stepped through, asked and nudged, as it travels."""
    data = ad.Stepper(ad.trace(ad.examples.running, x=0.25)).data
    size = len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
    assert 20_000 < size <= 30_500, size


def test_a_page_has_one_copy_of_the_script_and_the_table_for_hosts_that_run_none():
    """A notebook is opened where nobody trusts it, or looked at on a site."""
    widget = ad.Stepper(ad.parse("x*y", x=1, y=2))
    page = widget._repr_mimebundle_()[0]["text/html"]
    assert page.count(SCRIPT.packed) == 1 and len(page) < 100_000
    assert widget.still() in page and page.count(widget.uid) == 2


@pytest.mark.parametrize(
    "make", [lambda p: ad.Stepper(p, step=2), lambda p: ad.explore("x*y", x=2, y=3)], ids=["step", "explore"]
)
def test_without_scripts_there_are_the_picture_the_sentence_and_the_table_it_begins_with(make):
    """What no script writes, in plain HTML: no id, no style of its own, nothing that a host would take away."""
    widget = make(ad.parse("x*y", x=2, y=3))
    data, text = widget.data, widget.still()
    picture = still(data, data["step"])
    assert quote(picture.partition("<g")[2].replace('"', "'"), safe=" '=/:;,.(){}*!@+-") in text
    assert f"<p>{data['frames'][data['step']]['sentence']}</p>" in text
    assert ad.table(widget._told[0], sweep="reverse").html() in text
    assert {*re.findall(r"<(\w+)", text)} <= {
        *["p", "img", "table", "caption", "thead", "tbody", "tr", "th", "td", "code", "small"]
    }
    assert not re.search(r"\s(id|style|on\w+)=", re.sub('src="[^"]*"', "", text)) and len(text) < 12_000


def test_of_a_large_program_there_are_sentence_and_table_alone():
    """Its picture would be larger than all the rest."""
    text = ad.Stepper(ad.trace(lambda x: sum(x * k for k in range(2, 40)), x=1.0)).still()
    assert "<img" not in text and text.count("<tr>") > 60 and "Reverse sweep" in text


def test_the_plain_text_follows_the_direction_and_what_is_explored():
    """The second input moves; the text has changed."""
    p = ad.parse("x*y", x=2.0, y=5.0)
    rows = [line.split() for line in repr(ad.Stepper(p, "tangent", direction={"y": 1})).splitlines()]
    assert rows[0][3] == "tangent" and [row[3] for row in rows[1:3]] == ["0", "1"] and rows[3][5] == "2"
    widget = ad.explore("x*y", x=2.0, y=5.0)
    widget.text = "x + 3"
    assert repr(widget) == repr(ad.table(formula("x + 3", {"x": 2.0}, "f"), sweep="reverse"))


# --- freed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [lambda: ad.Stepper(ad.parse("x*y", x=1, y=2)), lambda: ad.explore("x*sin(x)")])
def test_what_is_closed_is_freed(make):
    """With all its frames, wherever it was shown, and its layout, which is a widget of its own."""
    before = {*ipywidgets._instances}, {*comm.get_comm_manager().comms}
    widget = make()
    widget._repr_mimebundle_(), widget._repr_mimebundle_()  # two views
    here = weakref.ref(widget)
    widget.close()
    widget.close()
    del widget
    gc.collect()
    assert here() is None and before == ({*ipywidgets._instances}, {*comm.get_comm_manager().comms})


@pytest.mark.parametrize(
    ("f", "options"), [("x*", {}), ("x", {"fade": 9}), ("x", {"step": -1}), (lambda x: x.foo, {"x": 1.0})]
)
def test_what_was_refused_is_freed_too(f, options):
    """Nobody holds it, so nobody could close it."""
    before = {*ipywidgets._instances}, {*comm.get_comm_manager().comms}
    with pytest.raises(ad.LessonError):
        ad.explore(f, **options)
    assert before == ({*ipywidgets._instances}, {*comm.get_comm_manager().comms})


def test_nothing_grows_where_steppers_come_and_go():
    """A program, its frames, what observes them: none of it stays, and no cache holds on to any of it."""

    def come_and_go(n):
        for k in range(n):
            ad.Stepper(ad.parse("x*y", x=k, y=2)).close()
            widget = ad.explore("x*y", x=float(k))
            widget.inputs = [{"name": "x", "value": 2.0}, {"name": "y", "value": 0.5 * k}]
            widget.close()
        gc.collect()
        return len(gc.get_objects())

    come_and_go(3)
    before = come_and_go(1)
    assert come_and_go(10) <= before + 30, "not even three objects for each"


# --- what comes from the page is not trusted ---------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"name": "x"},
        {"value": 1},
        {"name": 1, "value": 1},
        *({"name": "x", "value": u} for u in ("2", None, True, [1], {})),
    ],
)
@pytest.mark.parametrize("what", ["x*x", lambda x: x * x], ids=["text", "function"])
def test_an_input_that_is_no_number_is_refused_in_a_sentence(what, row):
    """And the next one is taken."""
    widget = ad.explore(what, x=0.5)
    before = widget.data
    widget.set_state({"inputs": [row], "asked": 1})
    assert (
        widget.error.startswith("explore turns plain numbers, at most 200: ")
        and widget.data is before
        and widget.answered == 1
    )
    widget.set_state({"inputs": [{"name": "x", "value": 3.0}], "asked": 2})
    assert widget.error == "" and widget.data != before


@pytest.mark.parametrize(
    "state", [{"text": 5}, {"inputs": 5}, {"inputs": ["x"]}, {"asked": "x"}, {"inputs": [{"name": "x", "value": 1.0}] * 201}]
)
def test_what_is_of_no_use_is_told(state):
    """An error in a message handler stands nowhere else."""
    widget = ad.explore("x*x", x=0.5)
    before = widget.data
    widget.set_state(state)
    assert widget.error.endswith(("or run this cell again.", "came with 1.0")) and widget.data is before
    widget.set_state({"inputs": [{"name": "x", "value": 3.0}], "asked": 2})
    assert widget.error == "" and widget.data != before


@pytest.mark.parametrize("value", [1e308, -1e308, 10**400, math.nan, math.inf, 5e-324])
def test_any_number_is_shown_or_refused(value):
    """The page may turn an input as far as it likes."""
    widget = ad.explore("exp(x)*x", x=0.5)
    widget.set_state({"inputs": [{"name": "x", "value": value}], "asked": 1})
    assert widget.answered == 1 and (widget.error or json.dumps(widget.data, allow_nan=False))


@pytest.mark.parametrize(
    "problem", [SystemExit(3), GeneratorExit(), RecursionError("deep"), MemoryError(), Warning("x" * 5_000)]
)
def test_whatever_a_function_raises_is_told(problem):
    """A callback of a widget has no cell in which an error could stand."""

    def f(x):
        if x < 0:
            raise problem
        return x * x

    widget = ad.explore(f, x=1.0)
    widget.set_state({"inputs": [{"name": "x", "value": -1.0}], "asked": 1})
    assert widget.error.startswith(f"{type(problem).__name__}: ") and len(widget.error) < 400 and widget.answered == 1


def test_an_interrupt_is_told_and_goes_on():
    """So Run All stops, and the page does not wait for ever."""

    def f(x):
        if x < 0:
            raise KeyboardInterrupt
        return x * x

    widget = ad.explore(f, x=1.0)
    with pytest.raises(KeyboardInterrupt):
        widget.inputs = [{"name": "x", "value": -1.0}]
    assert widget.error.startswith("Interrupted before it was done")
    widget.inputs = [{"name": "x", "value": 2.0}]
    assert widget.error == ""
