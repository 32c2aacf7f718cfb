"""Pictures: well-formed, described in words, safe, and without colour as the only sign."""

import xml.etree.ElementTree as ET

import pytest

import adlesson as ad

SVG = "{http://www.w3.org/2000/svg}"
ALL = list(ad.examples.ZOO.values())


def running():
    return ad.trace(ad.examples.running, x=0.25)


@pytest.mark.parametrize("example", ALL, ids=lambda e: e.name)
@pytest.mark.parametrize("sweep", [None, "forward", "tangent", "reverse"])
def test_every_example_draws_with_every_sweep(example, sweep):
    """One box per variable, one arrow per argument slot, and well-formed XML."""
    p = ad.trace(example.f, example.at)
    tree = ET.fromstring(ad.draw(p, sweep=sweep).svg)
    assert len(tree.findall(f"{SVG}g[@data-i]")) == len(p)
    assert len(tree.findall(f"{SVG}g[@data-e]")) == sum(len(p.alpha(i)) for i in range(len(p)))


def test_the_description_says_all_that_the_picture_shows():
    """A screen reader gets names, formulas, values, adjoints and who reads whom."""
    drawing = ad.draw(running(), sweep="reverse")
    assert "a = exp(x), value 1.284, adjoint 63.51, read by b and c." in drawing.description
    assert ET.fromstring(drawing.svg).get("aria-label") == drawing.description
    assert ET.fromstring(drawing.svg).get("role") == "img"


def test_inputs_and_outputs_differ_in_shape_not_only_in_colour():
    """Round ends for inputs, a double frame for outputs."""
    tree = ET.fromstring(ad.draw(running()).svg)
    boxes = {g.get("data-i"): g for g in tree.findall(f"{SVG}g[@data-i]")}
    assert float(boxes["0"].find(f"{SVG}rect").get("rx")) > 10 > float(boxes["1"].find(f"{SVG}rect").get("rx"))
    assert len(boxes["6"].findall(f"{SVG}rect")) == 2 and len(boxes["1"].findall(f"{SVG}rect")) == 1


def test_there_are_no_ids_to_collide_on_a_page():
    """Two pictures in one notebook must not share ids."""
    assert " id=" not in ad.draw(running(), sweep="reverse").svg


@pytest.mark.parametrize(("notation", "letter"), [("blog", "λ"), ("griewank", "ā"), ("lecun", "−B(a)")])
def test_the_notation_changes_the_letters(notation, letter):
    """The same number in three languages; in LeCun's it is minus the multiplier."""
    svg = ad.draw(running(), sweep="reverse", notation=notation).svg
    assert letter in svg and "63.51" in svg


def test_unknown_sweeps_and_notations_are_named_with_a_remedy():
    """An error one can act on."""
    with pytest.raises(ad.LessonError, match="did you mean 'reverse'"):
        ad.draw(running(), sweep="revers")
    with pytest.raises(ad.LessonError, match="did you mean 'griewank'"):
        ad.draw(running(), notation="griewanck")


def test_names_are_escaped():
    """A dict key is any text; it must not become markup."""
    p = ad.trace(lambda x: {"<script>": x * 2}, x=1)
    for html in (ad.draw(p, sweep="reverse").svg, p._repr_html_(), ad.table(p)._repr_html_()):
        assert "<script>" not in html


def test_a_saved_picture_stands_alone(tmp_path):
    """With its style inside, for the README and for slides."""
    ad.draw(running(), sweep="reverse").save(tmp_path / "f.svg")
    text = (tmp_path / "f.svg").read_text("utf-8")
    assert ET.fromstring(text).find(f"{SVG}style") is not None
    assert "prefers-color-scheme: dark" in text and "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_a_program_in_a_cell_shows_graph_and_list_or_says_why_not():
    """The engine knows no screen; the package adds this on top."""
    html = running()._repr_html_()
    assert html.count("data-i=") == 2 * 7 and html.count("<tr>") == 8
    large = ad.trace(lambda x: [x := x + 1 for _ in range(500)][-1], x=1)
    assert "cannot be drawn legibly" in large._repr_html_() and "501 variables" in large._repr_html_()


def test_the_picture_in_the_readme_is_what_draw_draws(checkout):
    """The first thing anybody sees must not be out of date; positions may differ between layout engines."""
    committed = ET.fromstring((checkout / "notebooks" / "images" / "running_example.svg").read_text("utf-8"))
    fresh = ET.fromstring(ad.draw(running(), sweep="reverse", notation="griewank").svg)
    words = ["".join(text.itertext()) for text in fresh.iter(f"{SVG}text")]
    assert ["".join(text.itertext()) for text in committed.iter(f"{SVG}text")] == words
    assert "x̄ = 81.55" in words
