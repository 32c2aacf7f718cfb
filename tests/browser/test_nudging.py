"""Nudge, in a page without a kernel: what one variable does to the others."""

from playwright.sync_api import expect

from .stepper_page import at, button, data, texts


def test_a_nudged_variable_shows_what_python_computed(stepper, running):
    """By click on a box or by the list, with the sentence, the curve and the rows."""
    given = data(running)
    root = stepper(given)
    button(root, "nudge").click()
    root.locator(".ad-node:visible").filter(has_text="a²").click()
    assert at(root) == 0, "while nudging, a click chooses and does not step"
    nudged = given["nudge"][2]
    section = root.get_by_role("region", name="Nudge")
    assert nudged["text"] in section.inner_text()
    assert [texts(row.locator("td")) for row in section.locator("tbody tr").all()] == nudged["rows"]
    assert section.locator("svg path").count() >= 2
    choice = section.get_by_role("combobox")
    choice.select_option(label="x")
    expect(root.get_by_role("status")).to_have_text(given["nudge"][0]["text"])
    button(root, "nudge").click()
    expect(section).to_be_hidden()
