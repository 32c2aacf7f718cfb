"""Pictures: well-formed, described in words, safe, and without colour as the only sign."""

import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from picture_parts import SVG, rims

import adlesson as ad

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


@pytest.mark.parametrize(("notation", "letter", "look"), [
    ("blog", "λa = 63.51", "multiplier"), ("griewank", "ā = 63.51", "adjoint"), ("lecun", "−B(a) = 63.51", "multiplier"),
])  # fmt: skip
def test_the_notation_changes_the_letters(notation, letter, look):
    """The same number in three languages; in LeCun's it is minus the multiplier.  A multiplier's chip is a price tag."""
    drawing = ad.draw(running(), sweep="reverse", notation=notation)
    assert chips(drawing)["a"] == letter
    assert ET.fromstring(drawing.svg).get("data-look") == look and f"ad-chip ad-{look}" in drawing.svg


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
    assert "color-scheme: light dark" in text and "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_a_program_in_a_cell_shows_graph_and_list_or_says_why_not():
    """The engine knows no screen; the package adds this on top."""
    html = running()._repr_html_()
    assert html.count('data-i="') == 2 * 7 and html.count("<tr>") == 8
    large = ad.trace(lambda x: [x := x + 1 for _ in range(500)][-1], x=1)
    assert "it is drawn legibly with 400 at most" in large._repr_html_() and "501 variables" in large._repr_html_()


def neuron():
    return ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.array([[1.0, 2], [3, 4], [5, 6]]) / 10, x=np.array([0.5, -1]))


def texts(drawing, word):
    """Return the texts of one kind in the boxes, by variable."""
    found = {}
    for g in ET.fromstring(drawing.svg).findall(f"{SVG}g[@data-i]"):
        for text in g.iter():
            if text.get("class") == word:
                found[g.find(f"{SVG}text[@class='ad-name']").text] = "".join(text.itertext())
    return found


def chips(drawing):
    """Return what the chips say, by variable, with the bar or dot that is drawn over a name as one over a letter."""
    found, tree = {}, ET.fromstring(drawing.svg)
    over = "\u0307" if tree.get("data-look") == "tangent" else "\u0304"
    for name, number in texts(drawing, "ad-slope").items():
        (chip,) = [g for g in tree.iter(f"{SVG}g") if g.get("class", "").startswith("ad-chip") and chip_of(tree, g) == name]
        label = "".join(chip.find(f"{SVG}text").itertext())
        mark = over if chip.find(f"{SVG}path[@class='ad-mark']") is not None else ""
        found[name] = unicodedata.normalize("NFC", f"{label}{mark} {number}")
    return found


def chip_of(tree, chip):
    """Return the name in the box of a chip."""
    (box,) = [box for box in tree.findall(f"{SVG}g[@data-i]") if chip in list(box)]
    return box.find(f"{SVG}text[@class='ad-name']").text


@pytest.mark.parametrize("sweep", [None, "forward", "tangent", "reverse"])
def test_a_program_of_arrays_draws_with_every_sweep(sweep):
    """A variable is one box, whatever its shape, and the shape stands in it; a number has none."""
    drawing = ad.draw(neuron(), sweep=sweep, notation="griewank")
    assert texts(drawing, "ad-small") == {"W": "3×2", "x": "2 entries", "z2": "3 entries", "z3": "3 entries"}
    assert "W is an input of shape 3 by 2" in drawing.description and "x is an input with 2 entries" in drawing.description
    assert "z2 = W @ x, with 3 entries" in drawing.description and "f = z3.sum(), " in drawing.description
    assert "array" not in re.sub("of an array too long to write out", "", drawing.description), "no repr"
    assert ad.draw(neuron(), sweep=sweep).svg == ad.draw(neuron(), sweep=sweep).svg


def test_values_and_adjoints_of_arrays_are_short_texts():
    """The adjoint of W is outer(z̄, x), computed here by hand."""
    drawing = ad.draw(neuron(), sweep="reverse", notation="griewank")
    z = np.tanh([-0.15, -0.25, -0.35])
    by_hand = np.outer(1 - z**2, [0.5, -1])
    assert texts(drawing, "ad-value")["W"] == "= 0.1 … 0.6"
    assert chips(drawing)["W"] == f"W̄ = −{-by_hand.min():.3f} … {by_hand.max():.3f}"
    assert chips(drawing)["x"] == "x̄ = [0.823, 1.10]"
    labels = [text.text for text in ET.fromstring(drawing.svg).iter(f"{SVG}text") if text.get("class") == "ad-partial"]
    assert labels == ["outer(z2_bar, x)", "Wᵀ @ z2_bar", "(1/cosh(z2)²)", "broadcast(f̄, 3)"]
    assert "the smallest … largest entry" in drawing.description
    assert "smallest" not in ad.draw(running(), sweep="reverse").description


def test_a_tangent_sweep_of_arrays_moves_every_entry_of_the_first_input():
    """The direction of ones is what the drawing says it is."""
    slopes = chips(ad.draw(neuron(), sweep="tangent", notation="griewank"))
    assert slopes["W"] == "Ẇ = all 1" and slopes["x"] == "ẋ = [0, 0]"
    tangent = ad.jvp(neuron(), {"W": np.ones((3, 2))})["f"]
    assert slopes["f"] == f"ḟ = −{-tangent:.3f}"


def test_an_array_output_is_priced_one_by_one():
    """The reverse sweep starts with 1 for each entry, which is the gradient of the sum."""
    p = ad.trace(lambda x: x * x, x=np.array([1.0, 2.0]))
    assert chips(ad.draw(p, sweep="reverse")) == {"x": "λx = [2, 4]", "f": "λf = [1, 1]"}


def test_every_output_of_a_gradient_program_is_drawn_as_one():
    """The value and the adjoint, with the name it is returned under where that is not its own, inputs among them."""
    q = ad.gradient_program(ad.examples.running, x=0.25)
    drawing = ad.draw(q)
    boxes = ET.fromstring(drawing.svg).findall(f"{SVG}g[@data-i]")
    assert [q.names[k] for k, g in enumerate(boxes) if len(g.findall(f"{SVG}rect")) == 2] == ["f", "x_bar"]
    assert texts(drawing, "ad-small") == {"f": "→ value"}
    assert "an output, returned as value." in drawing.description and "x_bar = a_bar·a, an output." in drawing.description
    product = ad.draw(ad.gradient_program(lambda x, y: x * y, x=2.0, y=3.0))
    assert texts(product, "ad-small") == {"x": "→ y_bar", "y": "→ x_bar", "f": "→ value"}
    boxes = ET.fromstring(product.svg).findall(f"{SVG}g[@data-i]")
    assert [len(g.findall(f"{SVG}rect")) for g in boxes] == [2, 2, 2]


@pytest.mark.parametrize("sweep", ["forward", "tangent", "reverse"])
def test_the_box_where_it_first_goes_wrong_says_so(sweep):
    """In words, in the picture and in the description; of three ill variables only the first is marked."""
    drawing = ad.draw(ad.parse("exp(x) - exp(x) + x", x=800), sweep=sweep)
    assert texts(drawing, "ad-note") == {"a": "⚠\ufe0e first ∞"}
    assert "a is where it first goes wrong: exp(800) = ∞." in drawing.description
    assert drawing.description.count("wrong") == 1
    assert "ad-note" not in ad.draw(ad.parse("exp(x)", x=8), sweep=sweep).svg
    assert "wrong" in ad.parse("log(x)", x=0)._repr_html_()


def test_a_note_moves_no_box():
    """It hangs below its box: a slider that is pulled through 0 would move the graph else.  There is room for it."""
    drawings = [ad.draw(ad.parse("log(x)", x=x), sweep="forward").svg for x in (0, 1)]
    noted, plain = map(ET.fromstring, drawings)
    assert rims(noted) == rims(plain)
    (note,) = [text for text in noted.iter(f"{SVG}text") if text.get("class") == "ad-note"]
    top, height = (float(noted.get("viewBox").split()[k]) for k in (1, 3))
    below = max(y + h for _, y, _, h in rims(noted))
    assert float(note.get("y")) + below < top + height + below - 3


def test_at_a_kink_the_drawing_says_that_the_slope_is_a_convention():
    """Only where slopes are shown."""
    p = ad.trace(lambda x: abs(x), x=0)
    assert texts(ad.draw(p, sweep="reverse"), "ad-note") == {"f": "at the kink: 0 is used"}
    assert (
        "f stands at a kink of abs, where the slope is a convention: 0 is used." in ad.draw(p, sweep="reverse").description
    )
    assert "kink" not in ad.draw(p, sweep="forward").description + ad.draw(p, sweep="reverse", x=1).description


def test_four_hundred_arrays_are_drawn_and_no_more():
    """The limits of the layout are those of the picture, whatever the variables are."""

    def chain(x, n):
        for _ in range(n):
            x = x * 0.5
        return x

    p = ad.trace(lambda x: chain(x, 399), x=np.ones((50, 50)))
    assert ad.draw(p, sweep="forward").svg.count("50×50") == 400
    assert len(ad.draw(p, sweep="forward").svg) < 400_000
    with pytest.raises(ad.LessonError, match="it is drawn legibly with 400 at most"):
        ad.draw(ad.trace(lambda x: chain(x, 400), x=np.ones((50, 50))), sweep="reverse")


def test_a_picture_too_wide_for_the_page_stands_upright():
    """A gradient program of 22 variables, 2,500 pixels wide, would have its outputs out of sight; upright it fits."""
    q = ad.gradient_program(ad.examples.logistic_map, x=0.3)
    html = ad.draw(q, sweep="forward")._repr_html_()
    (threshold,) = re.findall(r"@container \(max-width: (\d+)px\) { .ad-from-", html)
    wide, upright = (
        int(text) for text in re.findall(r"min-width: (\d+)px", html.partition("</style>")[2].partition("<img")[0])
    )
    assert wide == int(threshold) > 1200 and upright < 450
    assert f'class="ad-scroll ad-from-{threshold}"' in html


def test_a_picture_of_numbers_loads_neither_the_lagrange_room_nor_sympy():
    """It is the first thing a learner asks for, and must not wait for what comes in notebook 07."""
    program = """if True:
        import sys, adlesson as ad
        p = ad.parse("x*y", x=1, y=2)
        ad.draw(p), ad.draw(p, sweep="reverse"), ad.table(p)
        print(*[name for name in ("adlesson.lagrange", "sympy") if name in sys.modules])
        print(ad.draw(ad.Lagrangian(p)).description.partition(",")[0])"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\nSystem of f: 3 equations for 3 multipliers\n"


def test_a_kind_of_lagrangian_is_drawn_as_one():
    """By the class it is made from."""

    class Mine(ad.Lagrangian):
        pass

    assert "System of f" in ad.draw(Mine(ad.parse("x*y", x=1, y=2)), x=3).description
    with pytest.raises(ad.LessonError, match="draw takes a program, not int 3"):
        ad.draw(3)


def test_the_picture_in_the_readme_is_what_draw_draws(checkout):
    """The first thing anybody sees must not be out of date; positions may differ between layout engines."""
    committed = ET.fromstring((checkout / "notebooks" / "images" / "running_example.svg").read_text("utf-8"))
    fresh = ET.fromstring(ad.draw(running(), sweep="reverse", notation="griewank").svg)
    words = ["".join(text.itertext()) for text in fresh.iter(f"{SVG}text")]
    assert ["".join(text.itertext()) for text in committed.iter(f"{SVG}text")] == words
    assert words[words.index("x") :][:4] == ["x", "= 0.25", "x", "= 81.55"], "the last two in the chip, with a bar drawn"
