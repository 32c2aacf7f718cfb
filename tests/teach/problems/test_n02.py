"""The exercises of notebook 02: each known wrong answer gets its message, and right ones are found by other roads."""

import random

import pytest
import sympy

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n02


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n02.PROBLEMS}).check


# --- counting -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (64, "one step less"),
        (6, "does not add a path"),
        (5, "does not add a path"),
        (10, "does not add two paths"),
        (25, "not grow as a square"),
        (31, "asked are those to l_6"),
        (33, "how does each number come from the one before"),
    ],
)
def test_wrong_numbers_of_paths(check, answer, says):
    """Doubling is what matters; adding is what people expect."""
    result = check("2.1", answer)
    assert result.verdict == "wrong"
    assert says in result.message


def test_the_number_of_paths_is_the_number_of_terms(check):
    """Another road: give each of the two ways at each step a letter of its own, and multiply out."""
    x, total = sympy.Symbol("x"), 1
    for n in range(1, 6):
        total = sympy.expand(total * (sympy.Symbol(f"a{n}") + sympy.Symbol(f"b{n}")) * x)
    assert check("2.1", len(total.args)).verdict == "right"


def test_the_sizes_of_x_sin_x_counted_in_what_sympy_keeps_unevaluated(check):
    """Another road: SymPy's own trees, written out by hand and not simplified."""
    with sympy.evaluate(False):
        x, one = sympy.Symbol("x"), sympy.Integer(1)
        sine, cosine = sympy.sin(x), sympy.cos(x)
        f = sympy.Mul(x, sine)
        slope = sympy.Add(sympy.Mul(sine, one), sympy.Mul(x, sympy.Mul(cosine, one)))
    trees = [list(sympy.preorder_traversal(u)) for u in (f, slope)]
    different = {sympy.srepr(u) for tree in trees for u in tree}
    assert check("2.2", [len(trees[0]), len(trees[1]), len(different)]).verdict == "right"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ([3, 11, 9], "`f`. A node for each x"),
        ([2, 6, 9], "`f`. Letters and numbers"),
        ([4, 7, 9], "`slope`. That is sin x + x cos x"),
        ([4, 9, 9], "`slope`. A factor 1 is missing"),
        ([4, 6, 9], "`slope`. Letters and numbers"),
        ([4, 11, 15], "`shared`. That is the sum"),
        ([4, 11, 6], "`shared`. That is without the slope 1"),
        ([4, 11, 8], "`shared`. One is missing"),
    ],
)
def test_wrong_sizes(check, answer, says):
    """Each slip of counting has its sentence."""
    result = check("2.2", answer)
    assert result.verdict == "wrong"
    assert says in result.message


# --- a differentiator -----------------------------------------------------------------------------


def differentiator(product=None, sine=None, exponential=None):
    """Return a right differentiator, or one with a rule of its own."""

    def slope_of(u):
        if not isinstance(u, tuple):
            return int(u == "x")
        op, *parts = u
        slopes = [slope_of(part) for part in parts]
        if op == "+":
            return ("+", *slopes)
        if op == "*":
            a, b = parts
            return product(*parts, *slopes) if product else ("+", ("*", a, slopes[1]), ("*", slopes[0], b))
        rule = sine if op == "sin" else exponential
        outer = ("cos", *parts) if op == "sin" else u
        return rule(*parts, *slopes) if rule else ("*", *slopes, outer)

    return slope_of


def test_any_right_differentiator_passes(check):
    """It is judged by the values of its formulas, not by their form."""
    assert check("2.3", differentiator()).verdict == "right"
    assert check("2.3", lambda u: ("+", 0.0, differentiator()(u))).verdict == "right"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (differentiator(product=lambda a, b, da, db: ("*", da, db)), "What it gives for x sin x does not have"),
        (differentiator(sine=lambda a, da: ("cos", a)), "for sin(exp(x)) does not have the right value: at x = 0."),
        (differentiator(exponential=lambda a, da: ("exp", a)), "for exp(sin x) does not have"),
        (differentiator(exponential=lambda a, da: ("*", da, ("exp", da))), "for exp(x) does not have"),
        (lambda u: "cos(x)", 'For x sin x, a formula is "x", a number, or a tuple'),
        (lambda u: ("+", "x"), "not a tuple of another form"),
        (lambda u: ("log", "x"), "not a tuple of another form"),
        (lambda u: [1, 2], "not a list"),
        (lambda u: 1 / 0, "For x sin x, your function stopped in line"),
        (7, "a function is wanted"),
    ],
)
def test_wrong_differentiators(check, answer, says):
    """The message says for which formula; which rule it is, is left to the learner."""
    result = check("2.3", answer)
    assert result.verdict == "wrong"
    assert says in result.message
    assert "stopped with" not in result.message


# --- a slope beside the value ---------------------------------------------------------------------


def by_recursion_with_both(x, n):
    def both(n):
        if n == 1:
            return x, 1
        u, s = both(n - 1)
        return 4 * u * (1 - u), 4 * s * (1 - 2 * u)

    return both(n)[1]


def by_two_recursions(x, n):
    """Costs the square of n, which is few enough."""

    def value(n):
        if n == 1:
            return x
        u = value(n - 1)
        return 4 * u * (1 - u)

    return 1 if n == 1 else 4 * by_two_recursions(x, n - 1) * (1 - 2 * value(n - 1))


def by_a_product(x, n):
    total = 1
    for _ in range(n - 1):
        total, x = total * (4 - 8 * x), 4 * x - 4 * x**2
    return total


def by_sweep(x, n):
    def f(x):
        for _ in range(n - 1):
            x = 4 * x * (1 - x)
        return x

    return ad.grad(f, x=x)["x"]


@pytest.mark.parametrize("answer", [by_recursion_with_both, by_two_recursions, by_a_product])
def test_every_way_with_few_operations_is_accepted(check, answer):
    """What is asked is the slope at a small cost, not one spelling of it."""
    assert [check("2.4", answer).verdict for _ in range(10)] == ["right"] * 10


def test_a_difference_or_a_sweep_is_told_what_is_wanted(check):
    """The task is to carry the slope along: neither does."""

    def value(x, n):
        return x if n == 1 else 4 * value(x, n - 1) * (1 - value(x, n - 1))

    differences = check("2.4", lambda x, n: (value(x + 1e-6, n) - value(x - 1e-6, n)) / 2e-6)
    assert differences.verdict == "close" and "as those of a difference" in differences.message
    assert check("2.4", by_sweep).verdict == "wrong" and "carry the slope along" in check("2.4", by_sweep).message


def along_paths(x, n):
    """What the flat formula does: every mention of l is worked out again."""

    def value(n):
        return x if n == 1 else 4 * value(n - 1) * (1 - value(n - 1))

    return 1 if n == 1 else 4 * along_paths(x, n - 1) * (1 - value(n - 1)) - 4 * value(n - 1) * along_paths(x, n - 1)


def hiding_it(x, n):
    try:
        return along_paths(x, n)
    except BaseException:
        return 1


def loop(turn, steps=lambda n: n - 1):
    def slope(x, n):
        s = 1
        for _ in range(steps(n)):
            x, s = turn(x, s)
        return s

    return slope


def late(slip):
    """Return an answer that slips from n = 3 on: n = 2 is too short for some slips to show what they are."""
    return lambda x, n: by_a_product(x, n) if n < 3 else slip(x, n)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (late(loop(lambda x, s: (4 * x * (1 - x), 4 * s * (1 - 2 * x)), lambda n: n)), "slope of the next one"),
        (late(loop(lambda x, s: (4 * x * (1 - x), 4 * s * (1 - 2 * (4 * x * (1 - x)))))), "replaced before its slope"),
        (late(loop(lambda x, s: (4 * x * (1 - x), 4 * s * (1 - x)))), "A product has two factors"),
        (late(loop(lambda x, s: (4 * x * (1 - x), 4 * s * (1 - x) + 4 * x * s))), "The slope of 1 - l is minus"),
        (late(loop(lambda x, s: (4 * x * (1 - x), 4 - 8 * x))), "The slope so far has been left out"),
        (along_paths, "It is right for small n, but at n = 14 it had done 1,500 operations"),
        (hiding_it, "It is right for small n, but at n = 14 it had done 1,500 operations"),
        (loop(lambda x, s: (4 * x * (1 - x), 4 * s * (1 - 2 * x)), lambda n: n), "For n = 1|slope of the next one"),
        (loop(lambda x, s: (4 * x * (1 - x), 4 * s * (1 - 2 * (4 * x * (1 - x))))), "replaced before its slope"),
        (loop(lambda x, s: (4 * x * (1 - x), 4 * s * (1 - x))), "A product has two factors"),
        (loop(lambda x, s: (4 * x * (1 - x), 4 * s * (1 - x) + 4 * x * s)), "The slope of 1 - l is minus"),
        (loop(lambda x, s: (4 * x * (1 - x), 4 - 8 * x)), "The slope so far has been left out"),
        (lambda x, n: 7, "It is wrong for n = 1"),
        (lambda x, n: by_a_product(x, n) if n < 10 else 0, "It is wrong for n = 14"),
        (lambda x, n: by_a_product(x, n) if n < 10 else x / "x", "At n = 14, your function stopped"),
        (lambda x: 1, "For n = 1 at x = "),
        (lambda x, n: along_paths(getattr(x, "value", x), n), "0 operations with the x that was given"),
    ],
)
def test_wrong_slopes(check, answer, says):
    """The slips of the product rule, and the one that is right and far too dear."""
    for _ in range(5):
        result = check("2.4", answer)
        assert result.verdict == "wrong"
        assert any(part in result.message for part in says.split("|")), result.message


def test_a_slope_may_forget_its_return(check):
    """An unfinished function is not a wrong one."""
    assert check("2.4", lambda x, n: None).verdict == "unanswered"
    assert check("2.3", lambda u: None).verdict == "unanswered"


def test_the_map_is_tried_where_it_stays_between_0_and_1():
    """Elsewhere six steps of it lead to numbers too large to compare."""
    for seed in range(20):
        assert all(0 < case.args[0] < 0.5 for case in n02._slopes_of_the_map(random.Random(seed)))
