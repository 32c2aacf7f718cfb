"""Notebook 00 as a learner meets it: open, run, be asked, type a function, step by button and by key, read the adjoint."""

import re

import pytest
from playwright.sync_api import expect

import adlesson as ad
from adlesson.engine.parsing.parse import formula
from adlesson.show.writing.numerals import number

FRONT_DOOR = "00_see_a_gradient_appear.ipynb"


@pytest.fixture
def front_door(open_notebook):
    """Return the notebook and its first widget with a formula, run as far as that widget."""
    notebook = open_notebook(FRONT_DOOR)
    notebook.run(first=notebook.index('ad.explore("') + 1)
    cell = notebook.cell('ad.explore("')
    root = cell.locator(".ad-stepper")
    root.wait_for()
    return notebook, root


def adjoint_on_page(root, name):
    box = root.locator(".ad-wide .ad-node").filter(has=root.page.locator(".ad-name", has_text=re.compile(f"^{name}$")))
    return box.locator(".ad-slope").text_content().removeprefix("= ")


def test_the_first_questions_are_among_the_first_cells(open_notebook):
    """Something to do within a minute of opening: the third cell to run asks, and the two after it; the sixth answers."""
    notebook = open_notebook(FRONT_DOOR)
    code = notebook.evaluate("return cells.filter(c => c.model.type === 'code').map(c => c.model.sharedModel.source)")
    assert [cell.partition("(")[0] for cell in code[2:6]] == ["ad.predict"] * 3 + ["round"]
    notebook.run(first=notebook.index("round(") + 1)
    assert notebook.outputs(notebook.index("round("))[0]["data"]["text/plain"] == "0.4509"
    notebook.shoot("front-door")


def test_a_learner_types_functions_and_reads_their_gradients(front_door):
    """Forward and reverse, to the last step; then the page's adjoints are the engine's."""
    notebook, root = front_door
    types(notebook, root, "exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)", {"x": 0.25}, "button")
    types(notebook, root, "x*y + sin(x)", {"x": 2.0, "y": 3.0}, "key")


def types(notebook, root, text, inputs, by):
    """Type a function, go through it by button or by key, and see that what stands there is right."""
    root.get_by_role("textbox", name="Formula").fill(text)
    for name, value in inputs.items():
        field = root.get_by_role("spinbutton", name=f"{name}, number")
        field.wait_for()
        field.fill(str(value))
    expect(root).not_to_have_attribute("aria-busy", "true")
    p = formula(text, inputs, "f")
    last = len(list(ad.forward_sweep(p))) + len(list(ad.reverse_sweep(p))) + 1
    forward_button = root.get_by_role("button", name="Next step (right arrow)")
    root.focus()
    with notebook.telling_kernel() as sent:
        for frame in range(1, last + 1):
            if by == "button":
                forward_button.click()
            else:
                notebook.page.keyboard.press("ArrowRight")
            assert root.get_attribute("data-frame") == str(frame)
    assert sent == []
    assert forward_button.get_attribute("aria-disabled") == "true"
    for name, adjoint in ad.adjoints(p).items():
        assert adjoint_on_page(root, name) == number(adjoint)
    right, wrong = ad.grad(p)["x"], ad.primals(p)["x"]
    assert adjoint_on_page(root, "x") == number(right) != number(wrong)
    notebook.shoot(f"gradient-by-{by}")


def test_the_whole_notebook_runs_without_a_complaint(open_notebook):
    """Run All, as people do."""
    notebook = open_notebook(FRONT_DOOR)
    notebook.run()
    assert notebook.errors == [] and notebook.leaks == []
