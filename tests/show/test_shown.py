"""One frame around everything: the sheet, the classes a page looks for, and a file that stands alone."""

import re
import xml.etree.ElementTree as ET
from html import unescape
from urllib.parse import unquote

import pytest
from IPython.core.formatters import DisplayFormatter

import adlesson as ad
from adlesson.show.shown import Picture, alone, as_image, on_page, scroll, style

P = ad.parse("x*y", x=2.0, y=3)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph" role="img" aria-label="a &gt; b"></svg>'
PICTURES = {
    "drawing": lambda: ad.draw(P),
    "system": lambda: ad.draw(ad.Lagrangian(P)),
    "plot": lambda: ad.plots.bars({"a": 1}, "Title", "x"),
    "squares": lambda: ad.draw_weights({"W": [[1.0, -1.0]]}),
    "loop": lambda: __import__("adlesson.show.picture.loop_picture", fromlist=["x"]).loop_picture(
        ad.close_loop(ad.trace(lambda z, x: {"z_next": x - 2 * z}, z=0, x=3), {"z_next": "z"})
    ),
}


def test_a_page_carries_the_sheet_and_rules_of_its_own():
    """In one element, whose classes the style sheet knows."""
    assert on_page("<p></p>") == f'<div class="adlesson"><style>{style()}</style><p></p></div>'
    assert on_page("<p></p>", "ad-drawing", "p {}") == (
        f'<div class="adlesson ad-drawing"><style>{style()}p {{}}</style><p></p></div>'
    )


def test_what_scrolls_with_a_label_can_be_reached_by_key():
    """A screen reader says what it is."""
    assert scroll("x") == '<div class="ad-scroll">x</div>'
    assert 'role="region" tabindex="0" aria-label="the system"' in scroll("x", "the system")


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)
def test_every_picture_is_shown_said_and_saved_alike(make, tmp_path):
    """A file has the style sheet and the class inside, and is a whole document."""
    picture = make()
    assert isinstance(picture, Picture) and repr(picture) == picture.description != ""
    page = picture._repr_html_()
    assert page.startswith('<div class="adlesson') and style() in page and picture.svg in page
    picture.save(tmp_path / "picture.svg")
    text = (tmp_path / "picture.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert "adlesson" in root.get("class").split() and text == picture._repr_svg_() + "\n"
    assert "light-dark" not in text and "var(--jp" not in text, "which not every program that shows pictures knows"
    named = {*re.findall(r"var\((--ad-[\w-]+)", text)} - {"--ad-least"}
    assert {name for name in named if f"{name}: " not in text} == set(), "each colour that is used has its value inside"


LOST = r'<(style|script)\b.*?</\1>|<div[^>]* style="display: none">.*</div>(?=<img)|</?svg[^>]*>'


def bare(page):
    """Return what is seen of a page where nobody trusts it: it has no style sheet, no SVG and no script."""
    return re.sub(LOST, "", page, flags=re.S)


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)
def test_where_style_sheets_and_svg_are_taken_away_there_is_an_image(make):
    """One of them is seen: where there are style sheets, they hide the image."""
    picture = make()
    page = picture._repr_html_()
    (image,) = re.findall(r'<img class="ad-plain" alt="([^"]*)" src="data:image/svg\+xml,([^"<>#&]+)">', bare(page))
    assert unescape(image[0]) == picture.description and page.count("<img") == 1
    root = ET.fromstring(unquote(image[1]))
    assert root.tag.endswith("svg") and "aria-label" not in unquote(image[1])
    assert [*root.itertext()][1:] == [*ET.fromstring(picture.svg).itertext()], "the same picture, after its style sheet"
    assert ".ad-plain { display: none; }" in style() and ".ad-svg { display: block !important; }" in style()
    assert re.sub("<[^>]*>", "", bare(page)).strip() == getattr(picture, "how", ""), "no text of the SVG is left over"


def test_a_picture_alone_has_both_themes_and_only_the_rules_that_it_needs():
    """Its colours are those of the sheet, the dark ones where the system is dark."""
    text = ad.draw(P, sweep="reverse")._repr_svg_()
    light, dark = (
        dict(re.findall(r"(--ad-[\w-]+): (#\w+)", part)) for part in text.split("@media (prefers-color-scheme: dark)")
    )
    pairs = re.findall(r"(--ad-[\w-]+): [^\n]*light-dark\((#\w+), (#\w+)\)", style())
    assert {(name, light[name], dark[name]) for name in dark} <= {*pairs} and {"--ad-ink", "--ad-back-fill"} <= {*dark}
    assert ".ad-chip" in text and not re.search(r"\.ad-(table|system|feedback|blocks)\b", text.partition("</style>")[0])
    assert ".ad-tangent .ad-mark" in ad.draw(P, sweep="tangent")._repr_svg_() and ".ad-tangent .ad-mark" not in text


def test_a_notebook_is_offered_the_page_the_svg_and_the_words():
    """The page comes first in JupyterLab, Notebook 7, nbconvert and VS Code; the SVG is for a host that takes no page."""
    offered = DisplayFormatter().format(ad.draw(P))[0]
    assert {*offered} == {"text/html", "image/svg+xml", "text/plain"}
    assert ET.fromstring(offered["image/svg+xml"]).get("aria-label") == offered["text/plain"]


def test_an_image_holds_the_picture_and_says_it():
    """For a page that shows no SVG of others."""
    text = as_image(ad.draw(P).svg, 'x > "y"')
    inside = re.fullmatch(r'<img alt="x &gt; &quot;y&quot;" src="data:image/svg\+xml,([^"<>#&]+)">', text)[1]
    assert unquote(inside) == alone(ad.draw(P).svg).replace('"', "'")


def test_a_label_with_signs_does_not_end_the_head(tmp_path):
    """``>`` is written out in an attribute."""
    Picture(SVG, "words").save(tmp_path / "picture.svg")
    assert ET.fromstring((tmp_path / "picture.svg").read_text(encoding="utf-8")).get("aria-label") == "a > b"
