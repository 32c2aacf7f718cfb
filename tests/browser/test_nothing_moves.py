"""The zones of the stepper: whatever step, state or answer, no control moves by a pixel, and all of it fits the screen."""

import pytest

import adlesson as ad

from .stepper_page import answer, at, data

PLACES = """root => Object.fromEntries([root, ...root.querySelectorAll(
    ".ad-top, .ad-pictures, .ad-strip, .ad-controls, .ad-controls > *, .ad-tabs > *, .ad-drawer-row > *")]
    .filter(e => e.getClientRects().length && !e.matches(".ad-panes *"))
    .map((e, k) => [`${k} ${e.dataset.do ?? e.classList[0]}`, Object.values(e.getBoundingClientRect().toJSON())]))"""


def walk(root):
    """Yield after every step forward, after a wrong answer, a hint, another, and what is shown instead of an answer."""
    root.focus()
    yield "start"
    for _ in range(200):
        before = at(root)
        if root.get_attribute("data-asks") == "true":
            k = at(root)
            answer(root, "12345")
            yield f"{k} wrong"
            answer(root, "2(")
            yield f"{k} not read"
            for _ in range(2):
                root.locator(".ad-hint").click()
                yield f"{k} hint"
            root.focus()
        root.press("ArrowRight")
        yield f"{before} right"
        if root.locator(".ad-next").get_attribute("aria-disabled") == "true":
            break
    for key in ("Home", "End", "ArrowLeft", "ArrowLeft", " "):
        root.press(key)
        yield key
    root.locator(".ad-speed").click()
    yield "speed"


def loop(x):
    for _ in range(8):
        x = ad.sin(x) * 1.5
    return x


CASES = {
    "reverse": lambda: data(ad.trace(ad.examples.running, x=0.25)),
    "asked": lambda: data(ad.trace(ad.examples.running, x=0.25), predict=True),
    "asked for the slope": lambda: data(ad.trace(ad.examples.order_matters, a=2, b=3), fade=3),
    "lagrange": lambda: data(ad.trace(ad.examples.running, x=0.25), "lagrange", fade=3),
    "explore": lambda: ad.explore("x*y * (x*y + x)", x=3, y=2, predict=True).data,
    "budget": lambda: data(ad.trace(ad.examples.running, x=0.25), budget=2),
    "a loop": lambda: data(ad.trace(loop, x=0.5), "tangent", predict=True),
}


@pytest.mark.parametrize(
    ("case", "width"), [*((case, 1100) for case in CASES), ("asked", 720), *((case, 400) for case in ("asked", "lagrange"))]
)
def test_no_control_moves_by_a_pixel(stepper, case, width):
    """Over all steps, wrong answers, hints, shown answers, the score, play and speed; the drawer stands below all that."""
    root = stepper(CASES[case](), width=width)
    root.locator(".ad-more").click()
    states = walk(root)
    next(states)
    places = root.evaluate(PLACES)
    assert len(places) > 12
    for state in states:
        assert root.evaluate(PLACES) == places, state
