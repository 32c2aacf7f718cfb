"""Worksheets as Chromium prints them: two problems a page, nothing across a break or over an edge, black and white."""

import base64
import os
import re

import pytest

from adlesson.commands.paper.to_pdf import to_pdf
from adlesson.teach.practice.kinds import KINDS, LEVELS
from adlesson.teach.practice.paper.different import different
from adlesson.teach.practice.paper.printed import key, worksheet

COUNT = int(os.environ.get("ADLESSON_PROBLEMS", "35")) // 5
PAPERS = {"A4": {"format": "A4"}, "Letter": {"format": "Letter"}}
OVER = """() => [...document.querySelectorAll("article")].flatMap((article) => {
    const { right, bottom } = article.getBoundingClientRect();
    return [...article.querySelectorAll("svg, td, li, p")].filter((each) => {
        const edge = each.getBoundingClientRect();
        return edge.right > right + 1 || edge.bottom > bottom + 1;
    }).map((each) => each.outerHTML.slice(0, 200));
})"""
COLOUR = """async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), at = canvas.getContext("2d");
    at.drawImage(image, 0, 0);
    const { data } = at.getImageData(0, 0, image.width, image.height);
    let most = 0;
    for (let k = 0; k < data.length; k += 4) {
        most = Math.max(most, Math.abs(data[k] - data[k + 1]), Math.abs(data[k] - data[k + 2]));
    }
    return most;
}"""


def pages_of(pdf):
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.fixture(scope="module")
def page(browser):
    """Return a page that is shown as it is printed, in a browser that is set to dark."""
    context = browser.new_context(viewport={"width": 1000, "height": 1200}, color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_two_problems_a_page_and_nothing_over_an_edge(page, kind):
    """At all levels, on A4 and on Letter; the key has as many pages as the worksheet."""
    for level in LEVELS:
        problems = different(kind, level, COUNT, 2026)
        for written in (worksheet, key):
            page.set_content(written(problems, 2026))
            assert page.evaluate(OVER) == []
            for paper in PAPERS.values():
                assert pages_of(page.pdf(**paper)) == -(-len(problems) // 2)


def test_it_is_black_and_white(page):
    """Also where the browser is dark; what is between is the edge of a letter."""
    page.set_content(worksheet(different("adjoints", 3, 2, 2026), 2026))
    picture = page.screenshot(full_page=True)
    assert page.evaluate(COLOUR, base64.b64encode(picture).decode()) < 8


def test_the_command_makes_a_pdf_that_fits_on_both(chromium, tmp_path):
    """As wide as A4, as high as Letter, in points; beside the page, and nothing else is left there but its own folder."""
    sheet = tmp_path / "worksheet.html"
    sheet.write_text(worksheet(different("adjoints", 2, 5, 2026), 2026), "utf-8")
    assert to_pdf(chromium, sheet, 5)
    pdf = (tmp_path / "worksheet.pdf").read_bytes()
    assert pages_of(pdf) == 3
    width, height = (float(u) for u in re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert (width, height) == (pytest.approx(595, abs=1), pytest.approx(791, abs=1))
