"""Toys in a page without a kernel: by hand, by key, and what is said."""

import re

import pytest
from playwright.sync_api import expect

from adlesson.engine.derivatives import grad
from adlesson.engine.numbers.elementary import exp
from adlesson.show.live.standalone import standalone
from adlesson.show.toys.bell import bell
from adlesson.show.toys.circle import circle


def shown(toy, open_page):
    """Return a toy in a page without a kernel."""
    page = open_page(width=600, height=700)
    page.set_content(standalone(toy.SCRIPT, toy.data, toy.uid, toy.still()))
    toy.close()
    return page.locator(".ad-toy")


@pytest.fixture
def round_it(open_page):
    """Return the circle, shown in a page."""
    return shown(circle(), open_page)


def test_a_hand_finds_the_best_point_and_both_arrows_lie_on_one_line(round_it):
    round_it.locator(".ad-circle").scroll_into_view_if_needed()
    box = round_it.locator(".ad-circle").bounding_box()
    middle, across = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), box["width"] / 2
    mouse = round_it.page.mouse
    mouse.move(middle[0] + across * 0.6, middle[1])
    mouse.down()
    mouse.move(middle[0] + across * 0.31, middle[1] - across * 0.4)  # nearly the way of (3, 4)
    mouse.up()
    said = round_it.get_by_role("status")
    expect(said).to_contain_text("Point (3, 4), f = 25.")
    expect(said).to_contain_text("one line")
    mouse.move(middle[0] - across * 0.5, middle[1])  # nothing is held any more
    expect(said).to_contain_text("Point (3, 4), f = 25.")


def test_by_key_it_goes_round_and_says_which_way_f_grows(round_it):
    slider, said = round_it.get_by_role("slider"), round_it.get_by_role("status")
    expect(said).to_contain_text("Point (5, 0), f = 15. Orange arrow (3, 4), grey arrow (10, 0).")
    expect(said).to_contain_text("counter-clockwise")
    slider.focus()
    slider.press("End")
    expect(said).to_contain_text("f = 14.649")
    for _ in range(60 + 1):
        slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "(2.35, −4.41)")
    slider.press("Home")
    for _ in range(60):
        slider.press("ArrowRight")
    expect(said).to_contain_text("A small step clockwise")


# --- the bell -------------------------------------------------------------------------------------


@pytest.fixture
def fit_it(open_page):
    """Return the bell, shown in a page."""
    return shown(bell(), open_page)


def downhill(theta, points, steps):
    """Return where so many steps downhill lead, by the sweep: the page nudges."""

    def loss(theta):
        a, c, w = theta
        return sum((a * exp(-(((u - c) / w) ** 2) / 2) - v) ** 2 for u, v in points)

    for _ in range(steps):
        theta = [u - 0.1 * slope for u, slope in zip(theta, grad(loss, theta=theta)["theta"], strict=True)]
    return theta, loss(theta)


def numbers(toy):
    """Return value, slope and error beside each knob."""
    texts = toy.locator(".ad-knob-said").all_inner_texts()
    return [[float(u) for u in re.findall(r"-?[\d.]+(?:e-?\d+)?", text.replace("−", "-"))] for text in texts]


def test_the_roof_of_the_highest_bell_is_seen_and_all_that_is_drawn_is_named(fit_it):
    """A roof that is cut flat looks like another function."""
    fit_it.get_by_role("slider").first.fill("0.6")
    path = fit_it.locator(".ad-bell").get_attribute("d")
    heights = [float(pair.split()[1]) for pair in path[1:].split("L")]
    assert 22 < min(heights) < 50 and heights.count(min(heights)) < 4
    assert fit_it.locator(".ad-toy-legend span").all_inner_texts() == ["measured", "your bell", "the bell before"]
    assert fit_it.locator(".ad-toy-legend svg").count() == 3


def test_twenty_steps_downhill_are_those_of_the_sweep(fit_it):
    """By Enter alone: the loss, the knobs and their slopes; the error of a slope is that of a nudge."""
    toy = bell()
    theta, least = downhill([0.2, 0.0, 1.0], toy.data["points"], 20)
    toy.close()
    step, said = fit_it.get_by_role("button", name="one step downhill"), fit_it.get_by_role("status")
    assert [row[:2] for row in numbers(fit_it)] == [[0.2, -0.186], [0, -0.115], [1, 0.238]]
    step.focus()
    for _ in range(20):
        step.press("Enter")
    expect(said).to_contain_text(f"Loss {least:.4f}. Step 20 downhill moved a by ")
    assert [row[0] for row in numbers(fit_it)] == pytest.approx(theta, abs=6e-4)
    assert all(0 < error < 1e-3 for *_, error in numbers(fit_it))
    assert least == pytest.approx(0.0027, abs=5e-5)


def test_a_slider_is_moved_by_key_and_undone(fit_it):
    """Each move is one, back to the very start; what cannot be undone says so, and does nothing."""
    slider, said = fit_it.get_by_role("slider", name="width w"), fit_it.get_by_role("status")
    undo, over = (fit_it.get_by_role("button", name=name, exact=True) for name in ("undo", "start over"))
    expect(undo).to_have_attribute("aria-disabled", "true")
    undo.press("Enter")
    expect(said).to_contain_text("Loss 0.2004. Three knobs are yours.")
    slider.focus()
    for _ in range(2):
        slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"0\.980, slope 0\.\d+"))
    expect(said).to_contain_text("Move 2 by hand: w to 0.980. The loss was")
    undo.press("Enter")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"0\.990, "))
    over.press("Enter")
    expect(said).to_contain_text("Loss 0.2004. From the start. Best so far 0.19")
    expect(over).to_have_attribute("aria-disabled", "true")


def test_a_pull_is_one_move_however_long(fit_it):
    """Undo leads back to where the slider was taken, and the loss before is the one of there."""
    slider, said = fit_it.get_by_role("slider", name="height a"), fit_it.get_by_role("status")
    pulled = "for (const u of [0.25, 0.3, 0.38]) { e.value = u; e.dispatchEvent(new Event('input')); }"
    slider.evaluate(f"(e) => {{ {pulled} e.dispatchEvent(new Event('change')); }}")
    expect(said).to_contain_text("Move 1 by hand: a to 0.380.")
    expect(said).to_contain_text("The loss was 0.2004.")
    fit_it.get_by_role("button", name="undo", exact=True).click()
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"0\.200, "))
    expect(fit_it.get_by_role("button", name="undo", exact=True)).to_have_attribute("aria-disabled", "true")


def test_what_fits_is_told_and_a_step_too_long_is_not_taken(fit_it):
    for name in ("height a", "width w"):
        fit_it.get_by_role("slider", name=name).press("Home")
    for _ in range(12):
        fit_it.get_by_role("button", name="one step downhill").press("Enter")
    assert all(abs(value) < 1e6 for value, *_ in numbers(fit_it))
    fit_it.get_by_role("button", name="start over").press("Enter")
    for _ in range(50):
        fit_it.get_by_role("button", name="one step downhill").press("Enter")
    expect(fit_it.get_by_role("status")).to_contain_text("It fits: no bell has less than 0.0015.")
