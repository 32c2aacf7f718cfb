"""The first thirty acts of notebook 00, in JupyterLab, by someone whose hands stay on the keys."""

import re

from playwright.sync_api import expect
from predicted import ASKS

from adlesson.teach.predictions import predictions

from .stepper_page import at

THIRTY = 30
FIRED = ["f", "fvu", "fuvu<<<<fvu"]  # picture by picture, as the text asks; "<" takes a firing back
MOST_KEYS = 120
SEEN = """
    const { top, bottom } = panel.node.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect();
    const piece = cells[argument].node.querySelector(".ad-card, .ad-stepper");
    const above = cells.slice(0, argument).findLast(({ model }) => model.type === "markdown");  // code may stand between
    const asked = above.node.querySelector(".jp-RenderedMarkdown").lastElementChild;
    const seen = (e) => e.getBoundingClientRect().top >= top && e.getBoundingClientRect().bottom <= bottom;
    return [seen(piece), seen(asked)];
"""


class Hands:
    """Presses keys in a notebook, and counts them."""

    def __init__(self, notebook):
        self.notebook, self.keys = notebook, 0

    def press(self, *keys):
        for key in keys:
            self.keys += 1
            self.notebook.page.keyboard.press({"<": "Backspace", " ": "Space"}.get(key, key))

    def enters(self, key, k, kind):
        """Press the key that runs cell ``k``; return the card or picture there, which has the focus and is seen whole."""
        self.press(key)
        page = self.notebook.page
        cell = page.locator(f'.jp-NotebookPanel:visible .jp-Cell[data-windowed-list-index="{k}"]')
        expect(cell.locator(f".ad-{kind}:focus, .ad-{kind} :focus")).to_have_count(1)
        assert self.notebook.evaluate(SEEN, k) == [True, True], f"cell {k}: it, or its question, is not seen whole"
        return cell.locator(f".ad-{kind}")


def answered(hands, card, one):
    """Answer a card rightly, and be told why."""
    right = one.right if one.kind != "order" else one.right[0]
    hands.press(*str(right).lower(), "Enter")
    expect(card.locator(".ad-verdict")).to_have_text(re.compile(rf"^Right\. {re.escape(one.because)}"))
    return 1


def fired(hands, root, keys):
    """Fire boxes by their letters; each firing is told."""
    before = None
    for key in keys:
        hands.press(key)
        expect(root.locator(".ad-strip .ad-sentence:visible")).not_to_have_text(before or "You are the machine.")
        before = root.locator(".ad-strip .ad-sentence:visible").inner_text()
    return len(keys.replace("<", ""))


def filled(hands, root, left):
    """Answer what a picture asks, with the numbers that it expects, until so many are ``left`` to do."""
    asks = root.evaluate(
        "root => root.dataset.asks === 'true' && root.querySelector('.ad-field') === document.activeElement"
    )
    assert asks, "the first question is open, and can be typed at once"
    shares = [1, 12, 8, 20, 8, 48, 80]  # at x = 4, y = 2
    for k, share in enumerate(shares[:left], 1):
        assert at(root) == k
        hands.press(*str(share), "Enter")
        expect(root.locator(".ad-verdict")).to_contain_text("Right.")
    return len(shares[:left])


def test_thirty_acts_of_notebook_00_take_few_keys_and_everything_asked_is_seen(open_notebook):
    """A card or picture that is run by key takes the focus, and from it one key leads to the next, seen whole; what
    ``acts.py`` says of the time rests on this."""
    notebook = open_notebook("00_see_a_gradient_appear.ipynb", height=900)
    hands = Hands(notebook)
    notebook.evaluate("panel.content.activeCellIndex = 0; panel.content.activate()")
    sources = notebook.evaluate("return cells.map(({ model }) => [model.type, model.sharedModel.source])")
    firings, inside, key, done = iter(FIRED), False, "Shift+Enter", 0
    for k, (kind, source) in enumerate(sources):
        if done == THIRTY:
            break
        if kind == "markdown":
            hands.press(*[] if inside else ["Shift+Enter"])
            continue
        name = ASKS.search(source)
        if name:
            done += answered(hands, hands.enters(key, k, "card"), predictions("00")[name[1]])
        elif "ad.Stepper(" in source:
            root = hands.enters(key, k, "stepper")
            done += fired(hands, root, next(firings)) if "schedule" in source else filled(hands, root, THIRTY - done)
        else:
            hands.press(key)
            notebook.page.wait_for_function("k => jupyterapp.shell.currentWidget.content.activeCellIndex > k", arg=k)
            notebook.wait_for_kernel()
        inside = bool(name) or "ad.Stepper(" in source
        key = "Enter" if name else "Shift+Enter"
    print(f"{hands.keys} keys")
    assert done == THIRTY and hands.keys <= MOST_KEYS
    assert notebook.errors == [] and notebook.leaks == []
