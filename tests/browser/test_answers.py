"""answers.js on its own: what a typed calculation comes to, how it is judged, how a number is written."""

import math
import random
import re

import pytest

from adlesson.engine.errors import LessonError
from adlesson.engine.ops import OPS
from adlesson.engine.parsing.grammar import functions
from adlesson.show.writing.numerals import number
from adlesson.teach.judging.answers import as_number

INF, NAN = math.inf, math.nan


def evaluated(modules, texts):
    """Return for each text its number, or the sentence that says what cannot be read."""
    body = """const { evaluate } = await load("answers", "live");
        return argument.map((text) => { try { return evaluate(text); } catch (problem) { return problem.message; } });"""
    return modules(body, texts)


def same(u, w):
    return u == w or (u != u and w != w)


NUMBERS = {
    "100,000": 100_000, "-1,234.5": -1234.5, "max(1,200)": 200,
    "0": 0, "7": 7, "-7": -7, "+7": 7, "3.25": 3.25, ".5": 0.5, "5.": 5, "1e3": 1000, "1E3": 1000, "2e-3": 0.002,
    " 4 ": 4, "−4": -4, "–4": -4, "pi": math.pi, "PI": math.pi, "e": math.e, "nan": NAN, "NaN": NAN, "inf": INF, "∞": INF,
    "-∞": -INF, "−inf": -INF,
}  # fmt: skip
CALCULATIONS = {
    "1+2*3": 7, "(1+2)*3": 9, "1-2-3": -4, "8/4/2": 1, "2*-3": -6, "2--3": 5, "--2": 2, "+-2": -2, "17·2 − 3 × 2": 28,
    "1/0": INF, "-1/0": -INF, "0/0": NAN, "sqrt(-1)": NAN, "log(0)": -INF, "exp(0)": 1, "abs(-3)": 3, "sin(0)+cos(0)": 1,
    "((((2))))": 2, "ln(1)": 0, "arctan(0)": 0, "COS(0)": 1, "2 * (3 + 4) / 7": 2, "e^0": 1, "0.1+0.2": 0.1 + 0.2,
}  # fmt: skip
FUNCTIONS = {
    "max(2, 3)": 3, "minimum(2, 3) * 2": 4, "maximum(-1, sin(0))": 0, "relu(-2)": 0, "relu(2)": 2, "sigmoid(0)": 0.5,
    "softplus(0)": math.log1p(1), "log1p(1)": math.log1p(1), "expm1(1)": math.expm1(1), "atan(1)": math.atan(1),
    "erf(0)": 0, "erf(-7)": -1, "sign(-3)": -1, "heaviside(0)": 0, "heaviside(3)": 1, "max((2), (1+4))": 5,
}  # fmt: skip
POWERS = {
    "2^3": 8, "2**3": 8, "2^3^2": 512, "2**3**2": 512, "-2^2": -4, "(-2)^2": 4, "2^-1": 0.5, "2^+2": 4, "2^--2": 4,
    "-2^-2": -0.25, "2*3^2": 18, "4^.5": 2, "0^0": 1, "(2^3)^2": 64, "2^(1+1)": 4, "-(2)^2": -4, "1e2^2": 10_000,
}  # fmt: skip


PASTED = {
    "1.5·10⁻³": 1.5e-3, "1.5×10⁻³": 1.5e-3, "−1·10⁷": -1e7, "2⁻¹": 0.5, "3²": 9, "−3²": -9, "(−3)²": 9, "2·(−3)": -6,
    "8÷2": 4, "π": math.pi, "2π": 2 * math.pi, "2π²": 2 * math.pi**2, "|−3|": 3,
    "2·|1−|−3||": 4, "|1|·|−2|": 2, "[0.5 > 0]": 1,
    "2·[−1 > 0]": 0, "√(4)": 2, "√9·2": 6, "½": 0.5,
    "1\u00a0+\u202f1": 2, "1\u200b0": 10, "\ufeff7": 7, "２＋３": 5,
    "（2）": 2,
    "2\u2009\u22c5\u20093": 6,
    "1\u20442": 0.5,
    "3\u20131": 2, "3\u20111": 2, "10³": 1000,
    "2^−1": 0.5, "exp(−1·10⁻¹)": math.exp(-0.1),
}  # fmt: skip


@pytest.mark.parametrize(
    "table",
    [NUMBERS, CALCULATIONS, FUNCTIONS, POWERS, PASTED],
    ids=["numbers", "sums", "functions", "powers", "pasted"],
)
def test_a_typed_text_means_what_it_means_in_python(modules, table):
    """Signs, order of operations, powers from the right; what no number is, is NaN or infinite and no error."""
    found = evaluated(modules, [*table])
    assert [(text, u) for text, u in zip(table, found, strict=True) if not same(u, table[text])] == []


def test_an_answer_may_use_every_function_that_a_formula_may(modules):
    """A hint writes the formula with its numbers: whoever types it as it stands must be understood."""
    rows = {word: OPS[op] for word, op in functions().items()}
    texts = {word: f"{word}({', '.join(['0.5', '0.25'][: len(op.partials)])})" for word, op in rows.items()}
    found = dict(zip(rows, evaluated(modules, [*texts.values()]), strict=True))
    right = {word: op.value(*[0.5, 0.25][: len(op.partials)]) for word, op in rows.items()}
    assert found == pytest.approx(right, rel=1e-15)


def typed(pick, depth=3):
    """Return a calculation as a person may type or paste it, in any of the ways to write each piece."""
    if depth == 0 or pick.random() < 0.15:
        small = pick.choice(["2", "0.5", "3.25", "1.5·10⁻³", "2×10²", "π", "2π", "½", "７", "1e-2", "pi", "10²", "0.25"])
        return small if pick.random() < 0.8 else number(pick.uniform(-2, 2))
    u, w = typed(pick, depth - 1), typed(pick, depth - 1)
    return pick.choice([
        f"({u}) + {w}", f"{u} − ({w})", f"({u})·({w})", f"({u})÷({w})", f"{u} × {w}", f"{u} / {w}", f"−({u})", f"|{u}|",
        f"({u})²", f"({u})⁻¹", f"{u}²", f"√({u})", f"cos({u})", f"max({u}, {w})", f"exp(-|{u}|)", f"[{u} > 0]", f"2·{u}",
        f"({u})^2", f"({u})**3", f"{u} ^ 2", f"|{u} − {w}|", f"-{u}", f"{u}{w}", f"{u} {w}", f"({u}", f"{u}π", f"√{u}",
    ])  # fmt: skip


def pasted(pick, text):
    """Return a text with other spaces and signs of the same look here and there, now and then with a slip."""
    swaps = {
        " ": " \u00a0\u202f\u2009",
        "-": "-−–\u2011\uff0d",
        "+": "+\uff0b",
        "(": "(\uff08",
        ")": ")\uff09",
        "·": "·×*⋅∗",
        "/": "/∕",
    }
    made = "".join(pick.choice(swaps.get(c, c)) if pick.random() < 0.3 else c for c in text)
    at = pick.randrange(len(made) + 1)
    return made[:at] + pick.choice(["", "", "", "\u200b", "\u2060", " ", "²", "x", "_", "1", "|", "^", ".", ","]) + made[at:]


def in_python(text):
    """Return what the exercises make of the same text: a number, None, or infinity for what is too large on the way."""
    try:
        return as_number(text)
    except LessonError as problem:
        return INF if re.search("at most 1.*e.308|divides by zero|it has no value|a finite number", str(problem)) else None


def test_the_answer_box_and_the_exercises_read_alike(modules):
    """One text, two readers: a number that the one takes, the other takes as the same number, or both say what is wrong."""
    pick = random.Random(12)
    texts = [pasted(pick, typed(pick)) for _ in range(3000)]
    texts += [c.join(pair) for c in map(chr, [*range(32, 256), *range(0x2000, 0x2300)]) for pair in (("2", "3"), ("", "2"))]
    found, numbers = evaluated(modules, texts), 0
    for text, there in zip(texts, found, strict=True):
        here = in_python(text)
        if here == INF:  # it is no answer in Python, and may be one here
            assert not isinstance(there, str), (text, there)
            continue
        assert (here is None) == isinstance(there, str), (text, here, there)
        if here is not None:
            assert here == pytest.approx(there, rel=1e-12, abs=1e-300), text
            numbers += 1
    assert numbers > 1000


UNREADABLE = {
    "max(2)": "Give max two numbers.",
    "exp(1, 2)": "Give exp one number.",
    "max(2,": "Something is missing at the end.",
    "": "Type a number first, or an expression such as 3*cos(2).",
    "   ": "Type a number first, or an expression such as 3*cos(2).",
    "1,5": "Write 1.5, with a point.",
    "-1,5 ": "Write -1.5, with a point.",
    "(1+2": "A parenthesis is not closed.",
    "((1)": "A parenthesis is not closed.",
    "cos(2": "A parenthesis is not closed.",
    "cos(": "Something is missing at the end.",
    "1)": "I cannot read “)” here.",
    "(1))": "I cannot read “)” here.",
    "()": "I cannot read “)” here: write numbers, + - * / ^, parentheses and functions such as cos(2).",
    "1+": "Something is missing at the end.",
    "2^": "Something is missing at the end.",
    "*2": "I cannot read “*” here: write numbers, + - * / ^, parentheses and functions such as cos(2).",
    "1+*2": "I cannot read “*” here: write numbers, + - * / ^, parentheses and functions such as cos(2).",
    ".": "I cannot read “.” here: write numbers, + - * / ^, parentheses and functions such as cos(2).",
    "2a": "a has no value here: write numbers and functions, such as 3*cos(2).",
    "2ab": "Write * between 2 and ab.",
    "2cos(1)": "Write * between 2 and cos.",
    "1/2π": "Write * between 2 and π.",
    "2^3π": "Write * between 3 and π.",
    "2e": "Write * between 2 and e.",
    "1_000": "Write * between 1 and _000.",
    "0x10": "Write * between 0 and x10.",
    "007": "Write 7, without a zero in front.",
    "2²3": "Write * between 2 and 3.",
    "2²^3": "Write parentheses: (2²)^3 or 2^(2^3).",
    "√9²": "I cannot read “√” here: write numbers, + - * / ^, parentheses and functions such as cos(2).",  # of which?
    "√ 9 ^2": "I cannot read “√” here: write numbers, + - * / ^, parentheses and functions such as cos(2).",
    "2½": "Write * between 2 and (.",
    "|2": "A parenthesis is not closed.",
    "2××3": "I cannot read “*” here: write numbers, + - * / ^, parentheses and functions such as cos(2).",
    "2|": "I cannot read “|” here.",
    "2 3": "Write * between 2 and 3.",
    "2(3)": "Write * between 2 and (.",
    "(2)(3)": "Write * between ) and (.",
    "1.2.3": "Write * between 1.2 and .3.",
    "cos 2": "Write cos( ) with parentheses, such as cos(2).",
    "cos": "Write cos( ) with parentheses, such as cos(2).",
    "x": "x has no value here: write numbers and functions, such as 3*cos(2).",
    "foo(2)": "foo has no value here: write numbers and functions, such as 3*cos(2).",
    "toString": "toString has no value here: write numbers and functions, such as 3*cos(2).",
    "__proto__": "__proto__ has no value here: write numbers and functions, such as 3*cos(2).",
    "1;2": "I cannot read “;” here.",
    "#1": "I cannot read “#” here: write numbers, + - * / ^, parentheses and functions such as cos(2).",
    "1, 5": "I cannot read “,” here.",
}


def test_what_cannot_be_read_is_said(modules):
    """Which parenthesis, which missing sign: the learner can mend it."""
    assert dict(zip(UNREADABLE, evaluated(modules, [*UNREADABLE]), strict=True)) == UNREADABLE


FLOAT = {"expected": 10.5, "tolerance": 0.05, "whole": False, "wrong": [[21, [0]], [-10.5, [1]], [10.7, [2, 3]]]}
WHOLE = {"expected": 6, "tolerance": 0.0051, "whole": True, "wrong": [[5, [0]], [9, [1, 2]]]}
NEAR = {"expected": 100, "tolerance": 0.5, "whole": False, "wrong": [[101, [0]], [103, [1]]]}
ZERO = {"expected": 0, "tolerance": 0.0051, "whole": True, "wrong": [[1, [0]]]}
BARE = {"expected": 2.0, "tolerance": 0.01, "whole": False}
JUDGED = [
    # tolerance
    (10.5, FLOAT, "right", []),
    (10.55 - 1e-9, FLOAT, "right", []),
    (10.45 + 1e-9, FLOAT, "right", []),
    (10.56, FLOAT, "close", []),
    (10.1, FLOAT, "close", []),
    (9.9, FLOAT, "wrong", []),
    (0, FLOAT, "wrong", []),
    (NAN, FLOAT, "wrong", []),
    (INF, FLOAT, "wrong", []),
    # the nearest wrong number, if it is near enough and nearer than the right one
    (21, FLOAT, "wrong", [0]),
    (21.1, FLOAT, "wrong", [0]),
    (21.2, FLOAT, "wrong", []),
    (-10.5, FLOAT, "wrong", [1]),
    (10.7, FLOAT, "wrong", [2, 3]),
    (10.61, FLOAT, "close", []),
    (10.66, FLOAT, "wrong", [2, 3]),
    (101, NEAR, "wrong", [0]),
    (100.51, NEAR, "wrong", [0]),
    (100.5, NEAR, "right", []),
    (102.1, NEAR, "close", []),
    (102.6, NEAR, "wrong", [1]),
    (103, NEAR, "wrong", [1]),
    (106, NEAR, "wrong", []),
    # whole numbers are right or wrong, never close
    (6, WHOLE, "right", []),
    (6.004, WHOLE, "right", []),
    (6.04, WHOLE, "close", []),
    (7, WHOLE, "wrong", []),
    (5, WHOLE, "wrong", [0]),
    (5.01, WHOLE, "wrong", [0]),
    (9, WHOLE, "wrong", [1, 2]),
    (0, ZERO, "right", []),
    (-0.0, ZERO, "right", []),
    (0.004, ZERO, "right", []),
    (0.04, ZERO, "close", []),
    (1, ZERO, "wrong", [0]),
    # without a list of wrong numbers
    (2, BARE, "right", []),
    (2.05, BARE, "close", []),
    (3, BARE, "wrong", []),
]


def test_an_answer_is_judged_by_the_rule(modules):
    """The same rule in words stands in the contract, at ``Ask``."""
    found = modules(
        """const { judge } = await load("answers", "live"); return argument.map(([u, ask]) => judge(u, ask));""",
        [[u, ask] for u, ask, _, _ in JUDGED],
    )
    told = [(u, one["verdict"], one["mistakes"]) for (u, *_), one in zip(JUDGED, found, strict=True)]
    assert repr(told) == repr([(u, verdict, mistakes) for u, _, verdict, mistakes in JUDGED])


WRITTEN = [
    0, -0.0, 1, -1, 12345, 9_999_999, 10_000_000, -25_000_000, 0.5, 0.25, 1 / 3, 2 / 3, -2 / 3, 17.80086932, 81.5541, 1234.6,
    12345.6, 99999.5, 0.1, 0.001, 0.0001, 0.00012345, 1e-7, 1.5e-7, 6.02214076e23, 1e300, -1e-300, 999.95,
    9999.5, 0.99999, NAN, INF, -INF,
]  # fmt: skip


def test_numbers_are_written_as_python_writes_them(modules):
    """One number must not have two looks on one screen."""
    found = modules("""const { short } = await load("answers", "live"); return argument.map(short);""", WRITTEN)
    assert found == [number(u) for u in WRITTEN]
