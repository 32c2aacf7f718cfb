"""Arrays and trouble in the stepper, in a real browser: short texts, shapes, and a note that waits for its step."""

import pytest
from playwright.sync_api import expect

from .test_stepper import CONTRASTS, explorer, slopes  # noqa: F401, a fixture

ARRAYS = """import numpy as np, adlesson as ad
p = ad.trace(lambda W, x: ad.log(W @ x).sum(), W=np.array([[1.0, 2], [3, 4], [2, 1]]), x=np.array([0.5, 1]))
"""


def test_arrays_are_stepped_as_short_texts_with_their_shapes(explorer):  # noqa: F811
    """A box holds no repr; the transpose stands at the arrow that it belongs to, and the table has a column of shapes."""
    notebook, root = explorer(ARRAYS + "ad.Stepper(p, panes=('table',))")
    root.focus()
    root.press("End")
    expect(root.locator(".ad-sentence")).to_contain_text("z2 sends x its share: Wᵀ @ z2_bar = [")
    assert set(slopes(root)) == {"W", "x", "z2", "z3", "f"}
    assert root.locator(".ad-node:visible .ad-small").all_text_contents() == ["3×2", "2 entries", "3 entries", "3 entries"]
    assert root.locator(".ad-lit:visible .ad-partial").text_content() == "Wᵀ @ z2_bar"
    heads = root.locator(".ad-table thead").first.text_content()
    assert "shape" in heads and "note" not in heads
    assert "3×2" in root.locator(".ad-table tbody tr").first.text_content()
    assert notebook.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_note_appears_when_the_sweep_gets_there(explorer, theme):  # noqa: F811
    """log of 0: the box says it from that step on, the table too, and going back takes it away; nothing is faint."""
    made = "ad.Stepper(p, sweep='forward', panes=('table',), W=np.array([[1.0, 2], [3, 4], [2, -1]]))"
    _, root = explorer(ARRAYS + made, theme=theme)
    root.focus()
    note, row = root.locator(".ad-node:visible .ad-note"), root.locator(".ad-table tbody tr").nth(3)
    for key, text in (("Home", ""), ("End", "first −∞"), ("ArrowLeft", "first −∞"), ("ArrowLeft", "")):
        root.press(key)
        assert note.text_content().endswith(text) and bool(note.text_content()) == bool(text)
        assert ("first −∞" in row.text_content()) == bool(text)
        assert {name: ratio for name, ratio in root.evaluate(CONTRASTS).items() if ratio < 4.5} == {}
    root.press("ArrowRight")
    expect(root.locator(".ad-sentence")).to_contain_text("Here it first goes wrong")
    assert {"text ad-note", "tspan ad-small"} <= set(root.evaluate(CONTRASTS))


SQUARES = """all => all.map(rect => [rect.getAttribute("class"), ...["x", "y", "width"].map(
    name => Math.round(100 * rect.getAttribute(name)) / 100)])"""


def test_arrays_are_squares_in_their_boxes(explorer):  # noqa: F811
    """Filled where positive, hollow where negative, as large as the entry; they come and go with the steps."""
    program = "ad.trace(lambda W, x: (W @ x).sum(), W=np.array([[1.0, -1], [0.25, 0]]), x=np.ones(2))"
    notebook, root = explorer(f"import numpy as np, adlesson as ad\nad.Stepper({program})")

    def squares(name, what):
        box = root.locator(f".ad-node:visible:has(.ad-name:text-is('{name}'))")
        return box.locator(f".ad-heat-{what} rect").evaluate_all(SQUARES)

    largest = [["ad-full", 0.05, 0.05, 0.9], ["ad-hollow", 1.05, 0.05, 0.9]]
    assert squares("W", "value") == [*largest, ["ad-full", 0.3, 1.3, 0.4]], "a quarter is half as wide"
    assert squares("x", "slope") == []
    root.focus()
    root.press("End")
    assert [row[0] for row in squares("x", "slope")] == ["ad-full", "ad-hollow"], "the columns of W added up, 1.25 and -1"
    root.press("Home")
    assert squares("x", "slope") == []
    notebook.shoot("arrays-as-squares")
    assert notebook.errors == []
