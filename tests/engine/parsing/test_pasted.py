"""Formulas as people paste them and as the page writes them: read as they look, or refused where they look two ways."""

import math

import pytest

import adlesson as ad
from adlesson.engine.errors import ParseError
from adlesson.engine.ops import OPS
from adlesson.engine.parsing.pasted import as_python, as_typed
from adlesson.show.questions.question_texts import at_edge, at_value
from adlesson.show.writing.formula import partial, right_side
from adlesson.show.writing.numerals import number
from adlesson.teach.judging.answers import as_number

SPACES = "\u00a0\u2000\u2002\u2003\u2007\u2009\u200a\u202f\u205f\u3000\t\n"
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\u2063\ufeff\u00ad\u202a\u202c"
MINUS = "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
TIMES = "*\u00d7\u00b7\u22c5\u2217\uff0a"
OVER = "/\u00f7\u2215\u2044\uff0f"


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_every_space_is_a_space(space):
    """And none of them joins what it stands between."""
    assert ad.parse(f"{space}x{space}+ 1{space}", x=2.0)() == 3.0
    with pytest.raises(ParseError):
        ad.parse(f"x{space}y", x=2.0, y=3.0)
    with pytest.raises(ParseError):
        ad.parse(f"1{space}0*x", x=2.0)


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_what_nobody_sees_is_not_there(unseen):
    """A copied formula brings such characters along."""
    assert ad.parse(f"{unseen}x{unseen}+{unseen}1{unseen}0", x=2.0)() == 12.0


@pytest.mark.parametrize(
    ("signs", "value"),
    [(MINUS, 6 - 2), (TIMES, 6 * 2), (OVER, 6 / 2), ("+\uff0b", 6 + 2), ("^\uff3e", 36)],
    ids=lambda u: ascii(u),
)
def test_every_sign_is_what_it_looks_like(signs, value):
    """Word processors replace the plain ones."""
    for sign in signs:
        assert ad.parse(f"x {sign} 2", x=6.0)() == value, ascii(sign)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5·10⁻³", 1.5e-3), ("1.5×10⁻³", 1.5e-3), ("−1.5·10³", -1500), ("x²", 9), ("x⁻¹", 1 / 3), ("x⁻²·9", 1),
        ("x⁺²", 9),
        ("2x", 6), ("2x²", 18), ("0.5x + 1", 2.5), ("2π", 2 * math.pi), ("2π²", 2 * math.pi**2), ("x²·(−2)", -18),
        ("-x²", -9),
        ("|x − 5|", 2), ("|−x|·|x|", 9), ("|1 − |x − 5||", 1), ("|x|²", 9), ("x·|x|", 9), ("max(|−x|, 1)", 3),
        ("√(x + 1)", 2),
        ("√x·√x", 3), ("√4x", None), ("½x", None), ("½·x", 1.5),
        ("x/½", 6), ("ｘ＋１", 4), ("（x）", 3), ("𝑥²", 9), ("３x", 9),
        ("1e1x", 30), ("x𝟐", None), ("π·x/π", 3),
    ],
)  # fmt: skip
def test_the_notation_of_the_page_is_read(text, value):
    """Values by hand, at x = 3; None is refused."""
    if value is None:
        with pytest.raises(ad.LessonError):
            ad.parse(text, x=3.0)
    else:
        assert ad.parse(text, x=3.0)() == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1/2x", "write products with \\*, here between 2 and x"),  # a half of x, or one over 2x?
        ("2^3x", "write products with \\*, here between 3 and x"),
        ("2^-3x", "here between 3 and x"),
        ("2x(3)", "here between 2 and x"),
        ("2sin(x)", "here between 2 and sin"),
        ("2xy", "here between 2 and xy"),
        ("2e", "here between 2 and e"),  # half of a number such as 2e3
        ("0x10", "here between 0 and x10"),
        ("1_000", "here between 1 and _000"),
        ("x²^3", "a power of a power: write parentheses"),
        ("√x²", "a root beside a power: write parentheses"),
        ("√ 2 ^ x", "a root beside a power: write parentheses"),
        ("x² ** 3", "a power of a power: write parentheses"),
        ("2××x", "two signs for a product in a row"),
        ("sin(x,)", "a comma with nothing behind it"),
        ("x \uff03 + 1", "holds a #"),
        ("x²3", "not a formula"),
        ("|x", "parentheses"),
        ("x|", "not a formula|not accepted"),
        ("2½", "not accepted"),
        ("[x > 0]", "no such function"),
        ("[x]", "not accepted"),
        ("x[x > 0]", "not a formula"),
        ("√", "not a formula"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(text, sentence):
    """A guess that is wrong would be a wrong number without a word."""
    with pytest.raises(ParseError, match=sentence):
        ad.parse(text, x=3.0)


KEYWORDS = ["lambda", "class", "from", "as", "with", "def", "yield", "in", "is", "if", "not", "None", "pass"]


@pytest.mark.parametrize("name", KEYWORDS)
def test_a_keyword_may_be_an_input(name):
    """``lambda`` is a letter of this lesson; the others are names of quantities somewhere."""
    program = ad.parse(f"x^2 + {name}*(x - 1) - {name}", at={"x": 3.0, name: 2.0})
    assert program() == 11.0
    assert program.inputs == ("x", name)
    assert ad.grad(program) == {"x": 8.0, name: 1.0}


def test_a_keyword_without_a_value_is_asked_for_as_it_can_be_given():
    """``parse(text, lambda=1.0)`` is no Python."""
    with pytest.raises(ad.LessonError, match=r"'lambda' has no value.*write parse\(text, at=\{'lambda': 1.0, ...\}\)"):
        ad.parse("x*lambda", x=1.0)
    with pytest.raises(ad.LessonError, match=r"write parse\(text, mu=1.0, ...\)"):
        ad.parse("x*mu", x=1.0)
    with pytest.raises(ParseError, match="'lambda x: x' is not a formula"):
        ad.parse("lambda x: x", x=1.0)


def test_pi_may_be_an_input():
    """As e may: a price, a policy, a probability."""
    assert ad.parse("2π", at={"π": 3.0})() == 6.0
    assert ad.parse("2·π + pi", at={"pi": 3.0})() == 9.0


def test_plain_python_stays_as_it_is():
    """What has been read before means what it meant."""
    for text in ("x**2 + 3*sin(x)", "max(x, y)/2 - -x", "1e-3*x", "x2*y_1", "1.5 + .5"):
        assert as_python(text) == text
    assert as_typed(as_python("2*lambda + lambda_2")) == "2*lambda + lambda_2"


SCALAR = [op for op in OPS.values() if op.name not in ("sign", "heaviside") and not op.hidden and ".sum" not in op.written]
SCALAR = [op for op in SCALAR if op.name not in ("mean", "matmul", "transpose", "reshape", "index", "broadcast")]


@pytest.mark.parametrize("op", SCALAR, ids=lambda op: op.name)
def test_a_formula_that_the_page_shows_can_be_typed_in(op):
    """Of every operation on numbers: what it is, and its partials, with the variables as letters."""
    at = {"x": 0.4, "y": 1.7}
    program = ad.trace(lambda x, y: op.value(*[x, y][: len(op.partials)]), at)
    values = dict(zip(program.names, program.values(), strict=False))
    assert ad.parse(right_side(program, 2).text, at=at)() == pytest.approx(program())
    for slot in range(len(op.partials)):
        text = partial(program, 2, slot).text
        if "[" not in text and "sign" not in text:
            wanted = float(program.partial_of(2, slot, program.values()))
            assert ad.parse(text, at=values)() == pytest.approx(wanted), text


@pytest.mark.parametrize("x", [0.25, -1.5, 1.5e-3, -2e-7, 3e8, 5])
def test_a_calculation_in_a_hint_can_be_typed_in(x):
    """The last hint of a question is the calculation itself, with the numbers as they are written, four digits each."""

    def f(x):
        a = ad.relu(x) + abs(x)
        b = a * a - x / 3
        c = b**3 - ad.tanh(b) / x
        return ad.maximum(-c, x) * ad.exp(-abs(x) / 1e8)

    program = ad.trace(f, x=x)
    z = program.values()
    for i in range(1, len(program)):
        found = as_number(at_value(program, z, i)["hints"][-1])
        assert found == pytest.approx(z[i], rel=0.02, abs=abs(2e-3 * x) + 1e-12), program.names[i]
    for step in ad.reverse_sweep(program):
        if step.kind == "reverse":
            text = at_edge(program, program.values(), step, again=bool(step.before))["hints"][-1]
            size = abs(step.before) + abs(step.upstream * step.partial)
            assert as_number(text) == pytest.approx(step.after, rel=2e-3, abs=2e-3 * size), text


@pytest.mark.parametrize(
    "u", [0, -1, 12345, 1 / 3, -2 / 3, 17.80086932, 1.5e-7, -6.02214076e23, 1e300, 1e-300, 999.95, 0.00012345]
)
def test_a_number_that_the_page_shows_can_be_typed_in(u):
    """All of them come back within the digits that were shown, the huge ones, too."""
    assert as_number(number(u)) == pytest.approx(u, rel=1e-3)


def test_an_answer_may_use_the_step_functions():
    """The page writes them where it shows a partial."""
    assert as_number("2·[0.5 > 0] + [−1 > 0]") == 2
    assert as_number("sign(-3)*heaviside(2)") == -1
    assert as_number("COS(0) + PI") == 1 + math.pi
    for text in ("1/0", "9^9^9^9", "1·10¹⁰⁰⁰", "√(−1)"):
        with pytest.raises(ad.LessonError):
            as_number(text)
