"""Letters and signs: who writes what, and the one rule that decides whether a method goes up or down."""

import unicodedata
from fractions import Fraction

import pytest

import adlesson as ad
from adlesson.engine.errors import UnknownError
from adlesson.engine.ops import OPS
from adlesson.engine.samples.examples import ZOO
from adlesson.show.writing.notation import NOTATIONS, latex_name, notation


@pytest.mark.parametrize(
    ("name", "adjoint", "tangent"),
    [("blog", "λ_a", "ȧ"), ("griewank", "ā", "ȧ"), ("lecun", "−B(a)", "ȧ")],
)
def test_each_source_writes_adjoints_its_own_way(name, adjoint, tangent):
    """The letters a learner finds in the paper next to this lesson."""
    assert NOTATIONS[name].adjoint("a") == adjoint
    assert NOTATIONS[name].tangent("a") == tangent
    assert NOTATIONS[name].name == name
    assert ad.NOTATIONS is NOTATIONS


@pytest.mark.parametrize("source", NOTATIONS.values(), ids=list(NOTATIONS))
@pytest.mark.parametrize("name", ["a", "x", "ab", "s_2", "x[0]", "loss", "b", "z7", "_", "é"])
def test_every_name_can_be_written(source, name):
    """Also names without a subscript or an accent of their own: never a missing glyph, never two names alike."""
    words = [source.adjoint(name), source.tangent(name)]
    assert all(words)
    assert words[0] != words[1] != name
    assert all(unicodedata.normalize("NFC", word) == word for word in words)
    for text in (source.latex_adjoint(name), source.latex_tangent(name)):
        assert text.count("{") == text.count("}")
        assert "[" not in text


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("a", "a"),
        ("s_2", "s_{2}"),
        ("x[0]", "x_{0}"),
        ("loss", r"\mathrm{loss}"),
        ("loss_2", r"\mathrm{loss}_{2}"),
        ("z7", "z_{7}"),
        ("x_1_2", "x_{1,2}"),
        ("x1", "x_{1}"),
        ("theta", r"\theta"),
        ("_", r"\_"),
    ],
)
def test_names_become_latex(name, latex):
    """A subscript for what was counted, upright for a word."""
    assert latex_name(name) == latex


def test_adjoints_become_latex():
    """What the formulas in the notebooks show."""
    assert NOTATIONS["blog"].latex_adjoint("s_2") == r"\lambda_{s_{2}}"
    assert NOTATIONS["griewank"].latex_adjoint("a") == r"\bar{a}"
    assert NOTATIONS["griewank"].latex_tangent("a") == r"\dot{a}"
    assert NOTATIONS["lecun"].latex_adjoint("c") == "-B(c)"


def lagrangian(program, z, lam, sign):
    """Return f + sign * sum lam_i (z_i - f_i(z)) over the variables that are not inputs."""
    total = z[-1]
    for row in program.instructions[len(program.inputs) :]:
        u = [z[arg] if isinstance(arg, int) else arg.value for arg in row.args]
        total += sign * lam[row.index] * (z[row.index] - OPS[row.op].value(*u))
    return total


@pytest.mark.parametrize("source", NOTATIONS.values(), ids=list(NOTATIONS))
def test_the_sign_of_the_multipliers_decides_whether_they_are_adjoints(source):
    """With minus the multiplier is the adjoint, with plus its negative: only then is the Lagrangian stationary.

    The derivative by each intermediate variable is a difference, exact in fractions because every operation of this
    program is at most quadratic in one variable.  Mixing the two signs, as one published summary does, is not stationary.
    """
    program = ad.trace(ZOO["order_matters"].f, a=Fraction(2, 3), b=Fraction(-5, 7))
    z, adjoints = program.values()[: len(program)], list(ad.adjoints(program).values())

    def slope(j, lam):
        up, down = ([u + (h if k == j else 0) for k, u in enumerate(z)] for h in (1, -1))
        return (lagrangian(program, up, lam, source.sign) - lagrangian(program, down, lam, source.sign)) / 2

    right = [-source.sign * u for u in adjoints]
    wrong = [source.sign * u for u in adjoints]
    intermediate = range(len(program.inputs), len(program))
    assert [slope(j, right) for j in intermediate] == [0] * len(intermediate)
    assert any(slope(j, wrong) != 0 for j in intermediate)
    assert [slope(j, right) for j in range(len(program.inputs))] == list(ad.grad(program).values())


def test_the_sources_use_the_signs_they_are_said_to_use():
    """Vieira subtracts, LeCun adds; B is minus the adjoint."""
    assert {name: source.sign for name, source in NOTATIONS.items()} == {"blog": -1, "griewank": -1, "lecun": 1}
    assert NOTATIONS["lecun"].adjoint("x").startswith("−")
    assert NOTATIONS["lecun"].multiplier == "B(k)"
    assert all(source.source for source in NOTATIONS.values())


def test_an_unknown_notation_is_refused_with_the_known_ones():
    """A misspelled option must not silently mean the default."""
    assert notation("blog") is NOTATIONS["blog"]
    with pytest.raises(
        UnknownError, match=r"no notation 'blogg' \(did you mean 'blog'\?\): known are blog, griewank, lecun"
    ):
        notation("blogg")
    with pytest.raises(KeyError):
        notation("")


@pytest.mark.parametrize(
    "name", [r"\\text{<img/src=x/onerror=alert(1)>}", r"\\href{javascript:1}{x}", "a%b", "^", "_", "{", "$x$", ""]
)
def test_a_hostile_name_becomes_harmless_latex(name):
    """Names are any text where a dict key or a keyword is; what they become is put into the page as MathML."""
    from adlesson.show.writing.mathml import mathml

    text = mathml(rf"\bar{{{latex_name(name)}}} = 1")
    assert "<img" not in text and "href=" not in text and text.endswith("</math>") and "1" in text
