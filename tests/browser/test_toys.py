"""Toys in a page without a kernel: by hand, by key, and what is said."""

import pytest
from playwright.sync_api import expect

from adlesson.show.live.standalone import standalone
from adlesson.show.toys.circle import circle


@pytest.fixture
def round_it(open_page):
    """Return the circle, shown in a page."""
    toy = circle()
    page = open_page(width=600, height=700)
    page.set_content(standalone(toy.SCRIPT, toy.data, toy.uid, toy.still()))
    toy.close()
    return page.locator(".ad-toy")


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
    expect(said).to_contain_text("to the left")
    slider.focus()
    slider.press("End")
    expect(said).to_contain_text("f = 14.649")
    for _ in range(60 + 1):
        slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "(2.35, −4.41)")
    slider.press("Home")
    for _ in range(60):
        slider.press("ArrowRight")
    expect(said).to_contain_text("to the right")
