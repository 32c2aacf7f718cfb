"""Be the machine, in a page without a kernel: any order of firing, by click and by key."""

import pytest
from playwright.sync_api import expect

import adlesson as ad
from adlesson.show.writing.numerals import number

from .stepper_page import button, data, fire, slopes, texts


def test_the_right_order_ends_right_in_seven_firings(stepper, seven):
    """From the output down: every adjoint is what the engine says, and the table says so."""
    root = stepper(data(seven, "schedule"))
    fire(root, "order_matters", "z5", "z4", "p", "s")
    assert slopes(root) == {name: number(u) for name, u in ad.adjoints(seven).items()}
    yours = root.locator(".ad-yours")
    assert texts(yours.locator("td"))[:3] == ["25", "7", "right"]
    expect(root.get_by_role("status")).to_contain_text("right")


def test_a_wrong_order_runs_and_shows_what_it_costs(stepper, seven):
    """s fires before z5 has paid it: nothing stops it, and in the end a has 4 instead of 25."""
    root = stepper(data(seven, "schedule"))
    fire(root, "order_matters", "z4", "s")
    assert "z5" in root.locator(".ad-sentence").inner_text(), "z5 may still pay s, and the sentence says so"
    fire(root, "p", "z5")
    assert slopes(root)["a"] == "4" and slopes(root)["s"] == "7"
    assert texts(root.locator(".ad-yours td"))[:3] == ["4", "7", "wrong"]
    zbar, firings = ad.schedules.run_schedule(seven, "visit once")
    assert (zbar["a"], len(firings)) == (4, 7)


def test_recursion_by_hand_finds_29_in_15(stepper, seven):
    """The learner does what a recursive program does, by clicking boxes."""
    root = stepper(data(seven, "schedule"))
    zbar, firings = ad.schedules.run_schedule(seven, "recursion")
    for k, name in enumerate(firings, 1):
        root.locator(".ad-node:visible").filter(has=root.page.locator(f".ad-name:text-is('{name}')")).click()
        assert f"firing {k} of {k}" in root.locator(".ad-count").inner_text()
    assert (slopes(root)["a"], slopes(root)["b"]) == (number(zbar["a"]), number(zbar["b"])) == ("29", "22")
    assert texts(root.locator(".ad-yours td"))[:3] == ["29", "15", "wrong"]


@pytest.mark.parametrize("name", list(ad.schedules.SCHEDULES))
def test_the_known_orders_fill_in_the_table_and_can_be_stepped(stepper, seven, name):
    """A row is a question until it is run; then its firings can be gone through with the same keys."""
    zbar, firings = ad.schedules.run_schedule(seven, name)
    root = stepper(data(seven, "schedule"))
    row = root.locator(".ad-compare tbody tr").filter(has=root.page.get_by_role("button", name=f"run {name}"))
    assert texts(row.locator("td")) == ["?", "?", "? run"]
    button(root, f"run {name}").click()
    right = "right" if zbar == ad.adjoints(seven) else "wrong"
    assert texts(row.locator("td")) == [number(zbar["a"]), str(len(firings)), f"{right} run"]
    assert slopes(root) == {key: number(u) for key, u in zbar.items()}
    root.focus()
    root.press("Home")
    assert set(slopes(root).values()) == {"0", "1"}
    for fired in firings:
        root.press("ArrowRight")
        assert root.locator(".ad-sentence").inner_text().startswith(fired)
    assert slopes(root) == {key: number(u) for key, u in zbar.items()}


def test_the_machine_is_run_by_key(stepper, seven):
    """Along the boxes with the arrows, which fires nobody; Enter fires; what is no part of an order is undone."""
    root = stepper(data(seven, "schedule"))
    page = root.page
    root.locator(".ad-wide g[tabindex='0']").focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert "firing 0 of 0" in root.locator(".ad-count").inner_text()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert slopes(root)["z4"] == "1"
    page.keyboard.press("ArrowUp")
    page.keyboard.press(" ")
    assert (slopes(root)["s"], slopes(root)["p"]) == ("6", "5"), "z5 pays what the other factor is"
    page.keyboard.press("ArrowLeft")
    assert slopes(root)["s"] == "0"
    assert "firing 1 of 2" in root.locator(".ad-count").inner_text()


def test_undo_and_reset(stepper, seven):
    """Trying must cost nothing."""
    root = stepper(data(seven, "schedule"))
    start = slopes(root)
    fire(root, "order_matters")
    one = slopes(root)
    fire(root, "z4")
    button(root, "undo").click()
    assert slopes(root) == one
    button(root, "reset").click()
    assert slopes(root) == start and button(root, "undo").get_attribute("aria-disabled") == "true"
