"""Reading formulas: the grammar, sharing, lettering, and a hundred texts that are not formulas."""

import math
import re
import time
from fractions import Fraction

import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

import adlesson as ad
from adlesson.engine.errors import InputError, LessonError, ParseError
from adlesson.engine.parsing.grammar import DEEPEST, LONGEST, input_names

SECONDS = 5  # a hostile text may not keep anybody waiting longer


# --- the grammar --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x", 3),
        ("2", 2),
        ("x + y", 5),
        ("x - y - 1", 0),
        ("x - (y - 1)", 2),
        ("x*y + 1", 7),
        ("x + y*2", 7),
        ("(x + y)*2", 10),
        ("12/x/y", 2),
        ("12/(x/y)", 8),
        ("12/x*y", 8),
        ("-x + y", -1),
        ("--x", 3),
        ("+x", 3),
        ("x*-y", -6),
        ("x--y", 5),
        ("x^2", 9),
        ("x**2", 9),
        ("x²", 9),
        ("x³", 27),
        ("2^x^y", 512),
        ("(2^x)^y", 64),
        ("-x^2", -9),
        ("(-x)^2", 9),
        ("2*x^2", 18),
        ("2^-y", Fraction(1, 4)),
        ("x^-1", Fraction(1, 3)),
        ("x−y", 1),
        ("x–y", 1),
        ("x×y·2", 12),
        ("x÷y", Fraction(3, 2)),
        ("max(x, y)", 3),
        ("min(x, y)", 2),
        ("maximum(x, y) - minimum(x, y)", 1),
        ("abs(y - x)", 1),
        ("relu(y - x) + relu(x - y)", 1),
        ("  x +\ty ", 5),
        ("(x\n+ y)", 5),
    ],
)
def test_a_formula_means_what_mathematicians_mean(text, value):
    """Precedence and associativity, exactly: ^ binds tighter than a minus sign and to the right."""
    assert ad.parse(text, x=Fraction(3), y=Fraction(2))() == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sin(x)", math.sin(0.5)),
        ("ln(x)", math.log(0.5)),
        ("log(x)", math.log(0.5)),
        ("asin(x) + arcsin(x)", 2 * math.asin(0.5)),
        ("acos(x)", math.acos(0.5)),
        ("atan(x)", math.atan(0.5)),
        ("cos(pi*x)", 0.0),
        ("sin(π)", 0.0),
        ("sqrt(x)*x^0.5", 0.5),
        ("x^(1/2)", math.sqrt(0.5)),
        ("exp(sin(cos(x)))", math.exp(math.sin(math.cos(0.5)))),
        ("tanh(x) + sinh(x) - cosh(x)", math.tanh(0.5) + math.sinh(0.5) - math.cosh(0.5)),
        ("sigmoid(x) + softplus(x)", 1 / (1 + math.exp(-0.5)) + math.log1p(math.exp(0.5))),
        ("tan(x) + expm1(x) + log1p(x)", math.tan(0.5) + math.expm1(0.5) + math.log1p(0.5)),
        (".5 + 5. + 1e-3 + x*1.5E2", 80.501),
    ],
)
def test_functions_have_their_usual_names(text, value):
    """NumPy's names, the short ones of calculators, and pi."""
    assert ad.parse(text, x=0.5)() == pytest.approx(value, abs=1e-15)


def test_the_running_example_in_text_is_the_running_example():
    """The text repeats its subexpressions; the program computes each once and has the blog's seven variables."""
    program = ad.parse("exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)", x=0.25)
    assert len(program) == 7
    assert [row.op for row in program.instructions] == ["input", "exp", "power", "add", "exp", "sin", "add"]
    assert program.names == tuple("xabcdef")
    assert ad.grad(program)["x"] == pytest.approx(81.5541124068288402, rel=1e-13)
    assert len(program) != 13  # as a tree


def test_equal_subexpressions_are_one_variable_and_different_ones_are_not():
    """Sharing goes by what is written: x*y twice is one, x*y and y*x are two, x - y and y - x must be two."""
    assert len(ad.parse("x*y + x*y", x=1, y=2)) == 4
    assert len(ad.parse("x*y + y*x", x=1, y=2)) == 5
    difference = ad.parse("(x - y)*(y - x)", x=5, y=2)
    assert difference() == -9
    assert len(difference) == 5
    kinds = ad.parse("(x + 1)*(x + 1.0)", x=Fraction(1, 2))  # 1 is exact, 1.0 is not
    assert [type(kinds.instructions[i].args[1].value) for i in (1, 2)] == [int, float]
    assert isinstance(ad.parse("(x + 1.0) - (x + 1.0) + (x + 1)", x=Fraction(1, 2))(), float)
    assert len(ad.parse("sin(x)*sin(x)*cos(x)", x=1.0)) == 5


def test_calculations_with_constants_alone_are_done_once():
    """2^3 is 8 before there is a program."""
    program = ad.parse("x*2^3 + 6/4", x=2)
    assert [row.op for row in program.instructions] == ["input", "multiply", "add"]
    assert program() == 17.5
    assert ad.parse("3*4 + pi - pi")() == pytest.approx(12)


def test_variables_are_lettered_in_program_order_skipping_the_inputs():
    """Children can name them aloud; an input called b keeps its letter."""
    assert ad.parse("a + b*c", a=1, b=2, c=3).names == ("a", "b", "c", "d", "e")
    assert ad.parse("sin(b) + cos(b)", b=1.0).names == ("b", "a", "c", "d")
    long = ad.parse(" + ".join(f"sin({k}*x)" for k in range(2, 16)), x=0.1)
    assert long.names[:27] == ("x", *"abcdefghijklmnopqrstuvwyz", "aa")  # no second x
    assert len(set(long.names)) == len(long)
    many = ad.parse("+".join(f"x^{k}" for k in range(150)), x=1)
    assert many() == 150
    assert len(set(many.names)) == len(many)


def test_more_variables_than_pairs_of_letters_still_have_names_of_their_own():
    """700 letters and pairs are not the end of a long text."""
    terms = "".join(f"(x+{k})*" for k in range(200)) + "x"
    assert len(terms) < LONGEST
    program = ad.parse("*".join(f"({'+'.join(f'x^{9 * j + k}' for k in range(9))})" for j in range(30)), x=1)
    assert len(set(program.names)) == len(program) > 500


def test_inputs_come_in_the_order_given_and_may_be_unused():
    """The signature of the program is what the caller gave, not what the text mentions first."""
    program = ad.parse("y - x", x=1, unused=5, y=4)
    assert program.inputs == ("x", "unused", "y")
    assert ad.grad(program) == {"x": -1, "unused": 0, "y": 1}
    assert ad.parse("seed + at", {"seed": 1, "at": 2})() == 3
    assert ad.parse("pi", pi=3)() == 3  # an input wins over a constant
    assert ad.parse("x*x", x=Fraction(1, 3))() == Fraction(1, 9)


def test_input_names_are_listed_in_the_order_they_appear():
    """The widget asks for a number for each name in the text."""
    assert input_names("b*sin(a + b) + pi - c^a") == ["b", "a", "c"]
    assert input_names("2 + pi") == []
    with pytest.raises(ParseError):
        input_names("import os")


def test_a_parsed_program_shows_its_text_and_has_no_lines():
    """There is no file to point at, but there is the text."""
    program = ad.parse("  x^2 ", x=3)
    assert program.origin.text == "x^2"
    assert all(row.line is None for row in program.instructions)
    assert repr(program) == "x = 3  (input)\na = x ** 2\nreturn a"


def test_a_parsed_program_is_differentiated_like_a_traced_one():
    """Two doors, one room."""
    traced = ad.trace(lambda x, y: ad.sin(x * y) / (x + y) ** 2, x=0.5, y=2.0)
    parsed = ad.parse("sin(x*y)/(x + y)^2", x=0.5, y=2.0)
    assert parsed() == traced()
    assert ad.grad(parsed) == ad.grad(traced)
    assert ad.hessian(parsed) == ad.hessian(traced)


@pytest.mark.parametrize(
    "u", [0, 0.0, -1, -0.5, 1e308, 10**400, math.inf, math.nan, 1j, Fraction(1, 3)], ids=lambda u: str(u)[:9]
)
@pytest.mark.parametrize(
    "text",
    ["1/x", "log(x)", "x^x", "x^0.5", "0^x", "x^-1", "exp(x)*0", "sqrt(x)*x*0.5", "max(x, 1)", "sin(x)/x", "abs(x)^x"],
)
def test_a_parsed_program_returns_or_raises_a_lesson_error(text, u):
    """Whatever number a learner moves a slider to."""
    try:
        ad.parse(text, x=2.0)(x=u)
    except LessonError as problem:
        assert len(str(problem)) < 400


# --- what is not a formula ----------------------------------------------------------------------------

HOSTILE = [
    # running something
    "__import__('os').system('echo')",
    "__import__('os')",
    "import os",
    "from os import system",
    "eval('x')",
    "exec('x = 1')",
    "open('/etc/passwd')",
    "print(x)",
    "getattr(x, 'real')",
    "type(x)",
    "globals()",
    "breakpoint()",
    "().__class__.__bases__[0].__subclasses__()",
    "x.__class__",
    "exp.__globals__['__builtins__']",
    "x.__init__.__globals__['os']",
    "[].append(1)",
    "sin.__self__",
    "(lambda: x)()",
    "exp(x)(x)",
    "x(3)",
    "x(x)",
    "3(x)",
    "pi(x)",
    # other Python
    "lambda: x",
    "lambda x: x",
    "(y := x)",
    "y := x",
    "[x for x in x]",
    "x for x in x",
    "{x: 1}",
    "{x}",
    "{}",
    "{**x}",
    "[x]",
    "x[0]",
    "x[0:1]",
    "x[::]",
    "(x,)",
    "()",
    "x, x",
    "*x",
    "*x, *x",
    "f'{x}'",
    'f"{x!r:>{x}}"',
    "'x'",
    "b'x'",
    "'''",
    '"',
    "...",
    "None",
    "True",
    "True*x",
    "x if x else 1",
    "x and x",
    "not x",
    "x or 1",
    "x == 3",
    "x < 3 < 4",
    "x != x",
    "x is x",
    "x in x",
    "await x",
    "yield x",
    "(yield)",
    "return x",
    "del x",
    "global x",
    "pass",
    "class C: pass",
    "def f(): return x",
    "while 1: pass",
    "assert x",
    "raise x",
    "x; x",
    "x = 3",
    "f(x) = x^2",
    "x += 1",
    "x: int = 1",
    "@x",
    "x -> x",
    # operators without a derivative here
    "x // 2",
    "x % 2",
    "x @ x",
    "x | 1",
    "x & 1",
    "x << 1",
    "~x",
    "x!",
    "x ~ 1",
    # not quite a formula
    "x +",
    "* x",
    "x ** ** 2",
    "x ^ ^ 2",
    "3xy",
    "x y",
    "2 x^2",
    "sin x",
    "sin",
    "sin()",
    "sin(x, x)",
    "sin(x=x)",
    "sin(*x)",
    "sin(**x)",
    "max(x)",
    "min(x, 1, 2)",
    "sni(x)",
    "log10(x, 2)",
    "add(x, x)",
    "sign(x)",
    "1,5*x",
    "1.2.3",
    "01*x",
    "1__0",
    "1e",
    "x..",
    "x'",
    "$x",
    "x?",
    "`x`",
    "\\",
    "x\\",
    "#",
    "(",
    ")",
    "((x)",
    "x))",
    "exp(x",
    # numbers that are not numbers here
    "1j*x",
    "1e400*x",
    "1e101",
    "9" * 200 + "*x",
    "1" * 1999,
    "0x" + "f" * 100,
    "10^10^10",
    "9**9**9**9*x",
    "x^9^9^9",
    "10**400*x",
    "1e100*1e100*x",
    "1/0*x",
    "log(0)*x",
    # strange letters
    "\0",
    "x\0",
    "x + \ud800",
    "\udfff",
    "x\x1b",
    "x₁",
    "∞*x",
    "∂x",
    "x 😀",
    "٣*x",
    # size
    "(" * 300 + "x" + ")" * 300,
    "(" * 1999,
    "-" * 1999 + "x",
    "-" * 300 + "x",
    "sin(" * 250 + "x" + ")" * 250,
    "x^" * 250 + "x",
    "x+" * 999 + "x",
    "[" * 900 + "]" * 900,
    "{" * 900,
    "lambda:" * 250 + "x",
    "x if x else " * 100 + "x",
    "not " * 400 + "x",
    "f'" * 50,
]
NOT_QUOTABLE = ["", " ", "\n\t", "x" * 2001, "(" * 5000, "1" * 10**6, None, 3, b"x", ["x"], object()]


def quoted(message):
    """Return what stands between quotation marks in a message, a cut end left off."""
    return [
        piece.removesuffix("...")
        for pair in re.findall(r"'(.+?)'(?!\w)|\"(.+?)\"|'(.{30,}?)\.\.\.", message)
        for piece in pair
        if piece
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:40])
def test_a_hostile_text_ends_in_a_sentence_that_quotes_it(text):
    """Never evaluated, never a crash, never a hang: a LessonError at once, with the offending part in it."""
    started = time.process_time()
    with pytest.raises(LessonError) as caught:
        ad.parse(text, x=0.5)
    assert time.process_time() - started < SECONDS
    message = str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert len(message) < 400
    assert any(piece in repr(text) or piece in repr(text.replace("**", "^")) for piece in quoted(message)), message


def test_there_are_a_hundred_hostile_texts():
    """The number that was asked for, and each of them once."""
    assert len(set(HOSTILE)) == len(HOSTILE) > 100


@pytest.mark.parametrize("text", NOT_QUOTABLE, ids=lambda text: ascii(text)[:20])
def test_what_cannot_be_quoted_is_refused_all_the_same(text):
    """Nothing, too much, and what is not text."""
    started = time.process_time()
    with pytest.raises(ParseError) as caught:
        ad.parse(text, x=0.5)
    assert time.process_time() - started < SECONDS
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("f(x) = x^2", "type only the formula"),
        ("3xy", "write products with *"),
        ("x(3)", r"for a product write x\*\( \)"),
        ("sin x", r"calls with \( \)"),
        ("sin", r"it is a function: write sin\(x\)"),
        ("sni(x)", r"did you mean 'sin'\?"),
        ("foo(x)", "known: abs, acos"),
        ("math.sin(x)", r"sin\(x\), not math"),
        ("x.real", r"sin\(x\), not math"),
        ("sin(x, x)", "sin takes 1 argument"),
        ("max(x)", "max takes 2 arguments"),
        ("x // 2", "use /"),
        ("x < 1", "use maximum, minimum, abs or relu"),
        ("x if x else 1", r"use adlesson\.trace"),
        ("1,5*x", "for the decimal point"),
        ("((x)", "2 opening and 1 closing parentheses"),
        ("x[0]", "a name of its own"),
        ("1e101*x", r"at most 1e\+100"),
        ("x^9^9^9", r"'9\^9\^9' is not accepted"),
        ("x" * 2001, "2,001 characters, at most 2,000"),
        ("-" * 201 + "x", "more than 200 levels"),
        ("(x + 1)(x - 1)", "write a product with"),
        ("(" * 250 + "x" + ")" * 250, "nested more than 200 levels"),
        (" ", r"try x\*y \+ sin\(x\)"),
        (3, r"for a function use adlesson\.trace"),
    ],
)
def test_a_refusal_says_what_to_write_instead(text, advice):
    """The commonest slips each have their own advice."""
    with pytest.raises(ParseError, match=advice):
        ad.parse(text, x=1)


def test_a_name_without_a_value_says_how_to_give_one():
    """The misspelled input is the commonest mistake of all."""
    with pytest.raises(InputError, match=r"'y' has no value: the inputs are x; write parse\(text, y=1.0, \.\.\.\)"):
        ad.parse("x + y", x=1)
    with pytest.raises(InputError, match="'x' has no value; write"):
        ad.parse("x")
    with pytest.raises(InputError, match="x must be a number"):
        ad.parse("x", x="1")
    with pytest.raises(InputError, match="x is a list"):
        ad.parse("x", x=[1])
    with pytest.raises(InputError, match="by name"):
        ad.parse("x", 3)


def test_the_limits_are_where_they_are_said_to_be():
    """2,000 characters and 200 levels are accepted, one more is not."""
    longest = "x" + " " * (LONGEST - 2) + " "
    assert len(longest) == LONGEST
    assert ad.parse(longest, x=1)() == 1
    deepest = "-" * (DEEPEST - 1) + "x"
    assert ad.parse(deepest, x=1)() == -1
    with pytest.raises(ParseError, match="levels"):
        ad.parse("-" + deepest, x=1)


# --- any text at all ---------------------------------------------------------------------------------------

SIGNS = "xy0129.+-*/^(),=<[]{}'\":\\#²−πj_@ \n"
WORDS = ["pi", "sin", "exp(", "max(", "**", "17", "1e9", "1e99", "lambda ", "if ", "else ", "f'"]


@settings(max_examples=200)
@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=25).map("".join),
        st.text(alphabet="x0123456789.+-*/^() e", max_size=60),
    )
)
@example("9**9**9")
@example("x**99999999")
@example("1e99*1e99")
@example("(-1)**0.5")
@example("0/0")
def test_any_text_gives_a_number_or_a_sentence(text):
    """The one promise of this module: a program that gives a number, or a LessonError; nothing else."""
    started = time.process_time()
    try:
        program = ad.parse(text, x=0.5, y=-2)
        value = program()
    except LessonError as problem:
        assert len(str(problem)) < 400
    else:
        assert isinstance(value, (int, float))
        assert len(program.instructions) == len(program)
    assert time.process_time() - started < SECONDS


def formulas():
    """Return random formulas as pairs: the text, and a function that computes the same without reading it."""
    leaf = st.one_of(
        st.just(("x", lambda x, y: x)),
        st.just(("y", lambda x, y: y)),
        st.integers(0, 9).map(lambda k: (str(k), lambda x, y, k=k: Fraction(k))),
    )

    def grow(inner):
        def combine(sign, left, right):
            compute = {"+": lambda u, w: u + w, "-": lambda u, w: u - w, "*": lambda u, w: u * w}[sign]
            return (f"({left[0]}{sign}{right[0]})", lambda x, y: compute(left[1](x, y), right[1](x, y)))

        return st.one_of(
            st.builds(combine, st.sampled_from("+-*"), inner, inner),
            st.builds(lambda u: (f"-({u[0]})", lambda x, y: -u[1](x, y)), inner),
            st.builds(lambda u, p: (f"({u[0]})^{p}", lambda x, y: u[1](x, y) ** p), inner, st.integers(0, 3)),
        )

    return st.recursive(leaf, grow, max_leaves=8)


@settings(max_examples=80)
@given(formulas(), st.fractions(-3, 3, max_denominator=7), st.fractions(-3, 3, max_denominator=7))
def test_random_formulas_compute_what_they_say_and_have_sympys_gradient(drawn, x, y):
    """Value and derivatives, exactly, on formulas nobody thought of."""
    text, compute = drawn
    program = ad.parse(text, x=x, y=y)
    assert program() == compute(x, y)
    s, t = sympy.symbols("s t")
    where = {s: sympy.Rational(x.numerator, x.denominator), t: sympy.Rational(y.numerator, y.denominator)}
    expression = sympy.sympify(program(x=s, y=t))
    gradient = ad.grad(program)
    assert sympy.Rational(str(Fraction(gradient["x"]))) == sympy.diff(expression, s).subs(where)
    assert sympy.Rational(str(Fraction(gradient["y"]))) == sympy.diff(expression, t).subs(where)


def test_e_and_pi_are_constants_unless_an_input_has_the_name():
    """A learner who types e^x means the exponential, and must not get 1^x without a word."""
    assert ad.grad(ad.parse("e^x", x=0.5))["x"] == pytest.approx(math.exp(0.5), rel=1e-14)
    assert ad.parse("π*x", x=2)() == 2 * math.pi
    assert ad.grad(ad.parse("e^x", x=2, e=3)) == pytest.approx({"x": 9 * math.log(3), "e": 6})
    assert input_names("e*x + pi") == ["x"] and input_names("e*x", {"e"}) == ["e", "x"]
    assert "e" not in ad.parse("e*x + x*(x + 1) + sin(x) + cos(x)", x=1).names


def test_raised_digits_are_one_exponent():
    """x²³ is x to the 23rd, not (x²)³."""
    assert ad.parse("x²³", x=2)() == 2**23 and ad.parse("x⁻²", x=2.0)() == 0.25


def test_no_variable_is_called_like_a_keyword():
    """The generated letters reach "as" and "if", which no program text could use."""
    names = ad.parse("+".join(f"sin({k}*x)" for k in range(2, 100)), x=1).names
    assert len(set(names)) == len(names) > 150 and not {"as", "if", "in", "is", "or"} & set(names)


def test_a_comment_is_not_part_of_a_formula():
    """It would stand in the title."""
    with pytest.raises(ad.LessonError, match="holds a #"):
        ad.parse("x + 1 # hi", x=1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x/0 + 1/0", "divides by zero"),
        ("x + 0/0", "divides by zero"),
        ("log(-1)*x", "has no value"),
        ("sign(x)", r"write x/abs\(x\)"),
        ("max", r"write max\(x, y\)"),
        ("(x+1)(x-1)", "product"),
    ],
)
def test_what_learners_type_first_gets_a_sentence_of_its_own(text, says):
    """The refusals that a reader of the lesson could not act on."""
    with pytest.raises(ad.LessonError, match=says):
        ad.parse(text, x=2)
