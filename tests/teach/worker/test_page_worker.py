"""Questions of a page and their answers, as JSON."""

import json
import subprocess
import sys

from adlesson.show.stepper.exploring import Exploring
from adlesson.teach.worker.page_worker import answer


def asked(**question):
    return json.loads(answer(json.dumps(question)))


def test_a_formula_is_answered_as_by_a_kernel():
    """The page shows what ``explore`` would, with what it began with."""
    start = {"predict": True, "fade": 1, "panes": ["code"], "step": 2}
    said = asked(what="explore", text="x*y", inputs=[{"name": "x", "value": 2}, {"name": "z", "value": 5}], start=start)
    widget = Exploring(start=start).show("x*y", {"x": 2, "y": 1.0})
    assert said == json.loads(json.dumps(widget))
    assert said["inputs"] == [{"name": "x", "value": 2}, {"name": "y", "value": 1.0}]
    assert "is not a formula" in asked(what="explore", text="x*", inputs=[])["error"]
    assert "plain numbers" in asked(what="explore", text="x", inputs=[{"name": "x", "value": "1"}])["error"]


def test_a_function_of_a_notebook_is_traced_anew():
    """Its text stands in the notebook's sources, which the page's Python has."""
    question = {"what": "explore", "text": None, "function": "first", "file": "00_see_a_gradient_appear"}
    said = asked(**question, inputs=[{"name": "x", "value": 3}, {"name": "y", "value": 4}])
    assert said["data"]["title"] == "first(x, y)" and said["error"] == ""
    assert "    u = x * y" in said["data"]["source"]["lines"]
    assert "not at hand" in asked(**{**question, "function": "nowhere"}, inputs=[])["error"]
    assert "not at hand" in asked(**{**question, "file": "../../etc"}, inputs=[])["error"]


def test_an_exercise_is_checked():
    """The verdict and what is said are the lesson's own."""
    said = asked(what="check", name="0.1", text='ad.exercises.check("0.1", "x y")')
    assert said["verdict"] == "wrong" and "x*y is computed once" in said["message"]


def test_no_question_ends_the_worker():
    """The page would wait for ever."""
    assert "trouble" in json.loads(answer("{")) and "trouble" in asked(what="else") and "trouble" in asked(what="check")


def test_the_page_needs_neither_widgets_nor_numpy():
    """Its Python has nothing of the lesson but the wheel, and latex2mathml."""
    block = "anywidget traitlets ipywidgets IPython numpy sympy matplotlib platformdirs graphviz pygraphviz tqdm"
    typed = "def slope(f, x):\n    return 1\n\nad.exercises.check('0.3', slope)"
    explore = {"what": "explore", "text": "x*y + sin(x)", "inputs": []}
    check = {"what": "check", "name": "0.3", "text": typed}
    program = (
        f"import sys\nfor name in {block.split()!r}: sys.modules[name] = None\n"
        "from adlesson.teach.worker.page_worker import answer\n"
        f"print(answer({json.dumps(explore)!r})[:9], answer({json.dumps(check)!r})[:20])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == '{"data":  {"verdict": "wrong",\n'


def test_a_fresh_problem_is_drawn():
    """As a card has it, without what is known of the learner; an unknown kind is trouble, in one sentence."""
    said = asked(what="practice", kind="order", level=2)["data"]
    assert (said["card"], said["kind"], said["level"], len(said["parts"])) == ("practice", "order", 2, 6)
    assert "state" not in said and said["name"] != asked(what="practice", kind="order", level=2)["data"]["name"]
    assert "there are adjoints" in asked(what="practice", kind="riddle", level=1)["trouble"]
