"""An equation taken apart at its signs is the equation the library makes of the whole."""

import re
import subprocess
import sys

import pytest
from latex2mathml.converter import convert

import adlesson as ad
from adlesson.engine.samples.examples import ZOO
from adlesson.show.evaluation import Evaluation
from adlesson.show.story import forward_steps, narrator, reverse_steps, step_equations, tangent_steps
from adlesson.show.writing.mathml import NAME, _formed, digits, equation, mathml, mathtext, named, term, words


def whole(latex):
    """Return what the library makes of it in one piece; a bar or a dot stands over the letter, not over its index."""
    return simple(convert(re.sub(r"\\(bar|dot)\{(\w)_\{(\w+)\}\}", r"\\\1{\2}_{\3}", latex)))


def simple(text):
    """Return MathML without groups of one and without what only XML needs, characters as themselves."""
    text = text.replace(' xmlns="http://www.w3.org/1998/Math/MathML" display="inline"', "").replace(' stretchy="true"', "")
    text = re.sub("&#x([0-9A-F]+);", lambda code: chr(int(code[1], 16)).replace(">", "&#62;"), text)
    one = r"<(m[ino])(?: [^>]*)?>[^<]*</\2>"
    before = None
    while before != text:
        before, text = text, re.sub(rf"<mrow>({one})</mrow>", r"\1", text)
        text = re.sub(r"<mrow>(<msub>(?:<m[in]>[^<]*</m[in]>){2}</msub>)</mrow>", r"\1", text)
    return text


@pytest.mark.parametrize("example", ZOO.values(), ids=lambda e: e.name)
def test_every_equation_of_the_zoo_is_the_same_as_in_one_piece(example, monkeypatch):
    """With letters and with numbers, forwards, along and back."""
    seen = []
    for module in (narrator, forward_steps, step_equations):
        monkeypatch.setattr(module, "term", lambda latex: seen.append(latex) or "")
    told = narrator.Narrator(Evaluation(ad.trace(example.f, example.at)))
    for mode in (forward_steps, tangent_steps, reverse_steps):
        mode.tell(told)
    assert len(seen) > 2
    for latex in seen:
        assert simple(mathml(latex)) == whole(latex), latex


@pytest.mark.parametrize(
    "latex",
    [
        r"a = -(b + c) \cdot d",
        r"\frac{a + b}{c - d} + 1.5 \cdot 10^{-9} = -0.5",
        r"= \left|a - b\right| + \sqrt{a + b} \cdot \infty",
        r"\bar{x_{3}} \leftarrow \bar{x_{3}} + \bar{W} \odot \cos(a + b),\quad [a>0]",
        r"{\tanh(a + b)}^{2}",
    ],
)
def test_signs_inside_brackets_stay_inside(latex):
    """Only those between the terms are where it may be cut."""
    assert mathml(latex) == whole(latex)


@pytest.mark.parametrize("letter", ["a", "Q"])
@pytest.mark.parametrize("index", ["", "_{1}", "_{12}", "_{k}"])
@pytest.mark.parametrize("mark", ["{}", r"\bar{{{}}}", r"\dot{{{}}}"])
def test_a_name_of_one_letter_is_what_the_library_makes_of_it(letter, index, mark):
    """These are written without it."""
    latex = mark.format(letter + index)
    assert NAME.fullmatch(latex) and simple(mathml(latex)) == whole(latex)


@pytest.mark.parametrize("latex", [r"\mathrm{loss}", r"\lambda_{a}", r"\bar{a", "a}", "x_{2,0}", r"\bar{\lambda}", "xy"])
def test_no_other_term_is_taken_for_such_a_name(latex):
    """Half a bar would make a page without its letter."""
    assert not NAME.fullmatch(latex)


INSIDE = ["a", "2.5", "x_{3}", "t_{12}", "y_{k}"]


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize(
    "form",
    [*(rf"\{word}(%s)" for word in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")), "{%s}^{2}", "{%s}^{a}",
     r"\frac{%s}{y}", r"\frac{%s}{2}", r"\sqrt{%s}"],
)  # fmt: skip
def test_what_is_written_here_is_what_the_library_makes_of_it(form, inside):
    """A function, a power, a quotient, a root of names and numbers."""
    latex = form % inside
    assert _formed(latex) and simple(mathml(latex)) == whole(latex)


@pytest.mark.parametrize(
    "latex",
    [
        r"\sin(a + b)",
        r"{a b}^{2}",
        r"\frac{ab}{c}",
        r"\sqrt{\lambda_{a}}",
        r"\sin(a",
        r"{a}^{-1}",
        r"\arcsin(a)",
        r"\sqrt{\bar{a}}",
    ],
)
def test_what_holds_more_is_left_to_the_library(latex):
    """A form with something in it that is not read here would lose it."""
    assert not _formed(latex)


def test_the_first_steppers_need_no_library():
    """It would be a third of what a learner waits for the first of a session."""
    first = "ad.Stepper(ad.trace(ad.examples.running, x=0.25)); ad.explore('x*y + sin(x)', x=0.5, y=2)"
    line = f"import sys, adlesson as ad; {first}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True).stdout.split()
    assert "adlesson.show.writing.mathml" in loaded and "latex2mathml" not in loaded


def test_what_html_would_take_for_a_tag_stays_escaped():
    """The sign of a comparison."""
    assert "<mo>&#60;</mo>" in mathml("a < b") and "<mo>&#62;</mo>" in mathml("[a > 0]")
    assert mathtext("1 < 2 & 3") == "<math><mtext>1 &lt; 2 &amp; 3</mtext></math>"


def test_it_needs_nothing_from_the_network_and_is_short():
    """A fifth of the weight of all frames is equations."""
    text = mathml(r"\bar{a} \leftarrow \bar{a} + \bar{b} \cdot \frac{\partial b}{\partial a}")
    assert text.startswith("<math><mrow>") and "http" not in text and "&#" not in text
    assert len(text) < 0.7 * len(convert(r"\bar{a} \leftarrow \bar{a} + \bar{b} \cdot \frac{\partial b}{\partial a}"))


def test_an_equation_is_made_of_parts_with_names():
    """A part of several is kept together, one of one needs no group; signs are operators."""
    share = named("share of b", digits("6"), "·", digits("1"))
    assert share == "<munder><mrow><mn>6</mn><mo>·</mo><mn>1</mn></mrow><mtext>share of b</mtext></munder>"
    assert named("gap", term("b - a")).startswith("<munder><mrow><mi>b</mi>"), "a part and its name are two"
    assert named("λ", term(r"\lambda_{a}")) == "<munder><msub><mi>λ</mi><mi>a</mi></msub><mtext>λ</mtext></munder>"
    assert named("a < b", term("x")) == "<munder><mi>x</mi><mtext>a &lt; b</mtext></munder>"
    assert equation(term("x"), "=", words("1 & 2")) == "<math><mi>x</mi><mo>=</mo><mtext>1 &amp; 2</mtext></math>"
