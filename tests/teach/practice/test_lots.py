"""Each problem of practice is worth asking, and its key is right by a road that knows no sweep."""

import re
from fractions import Fraction
from itertools import permutations

import mpmath
import pytest
from practice_kinds import MANY, PAIRS, problems

from adlesson.engine.mistakes.diagnose import wrong_adjoints
from adlesson.engine.parsing.lines import parse_lines
from adlesson.teach.practice.kinds.fill_adjoints import asked
from adlesson.teach.practice.lots import LARGEST, applicable, unfit
from adlesson.teach.practice.paper.different import looks

NUMBERED = [(kind, level) for kind, level in PAIRS if kind in ("adjoints", "multipliers")]
EXACT = {"+": lambda u, w: u + w, "-": lambda u, w: u - w, "*": lambda u, w: u * w, "/": lambda u, w: u / w}


def run(code, at, nudged=None, by=0, number=Fraction):
    """Return the output of lines, run one after the other by nothing but this function, with one variable nudged."""
    z = {name: number(u) for name, u in at.items()}
    if nudged in z:
        z[nudged] += by
    for line in code:
        name, formula = line.split(" = ")
        called = re.fullmatch(r"(\w+)\((\w+)\)", formula)
        if called:
            z[name] = getattr(mpmath, called[1])(z[called[2]])
        else:
            left, sign, right = re.fullmatch(r"(\w+) ?([-+*/]) ?(\w+)", formula).groups()
            u, w = (z[one] if one in z else number(int(one)) for one in (left, right))
            z[name] = EXACT[sign](u, w)
        if name == nudged:
            z[name] += by
    return z[name]


def slope(code, at, name):
    """Return the derivative of the output by a variable, exactly: differences at many steps, and their limit at 0."""
    steps = [Fraction(1, k) for k in range(1, 20)]
    sides = [(run(code, at, name, h) - run(code, at, name, -h)) / (2 * h) for h in steps]
    squares = [h * h for h in steps]  # a polynomial in h^2, since no line divides: its value at 0 (Neville)
    for k in range(1, len(sides)):
        for i in range(len(sides) - k):
            sides[i] = (squares[i + k] * sides[i] - squares[i] * sides[i + 1]) / (squares[i + k] - squares[i])
    return sides[0]


@pytest.mark.parametrize(("kind", "level"), NUMBERED)
def test_each_key_is_what_nudging_each_line_gives(kind, level):
    """Exactly in fractions where numbers are whole, to 20 digits where there are functions."""
    for problem in problems(kind, level):
        code, at = problem.record["code"], problem.record["at"]
        for name, right in problem.question.blanks.items():
            if level < 3:
                assert slope(code, at, name) == right, problem
            else:
                with mpmath.workdps(50):
                    h = mpmath.mpf(10) ** -15
                    found = (run(code, at, name, h, mpmath.mpf) - run(code, at, name, -h, mpmath.mpf)) / (2 * h)
                    assert abs(found - right) < 1e-12 * max(1, abs(right)), problem


@pytest.mark.parametrize(("kind", "level"), [pair for pair in PAIRS if pair[0] != "sweeps"])
def test_each_problem_keeps_the_rules(kind, level):
    """Said once more, in other words than where it is drawn."""
    for problem in problems(kind, level):
        p = problem.program
        values, adjoints = p.values()[: len(p)], [problem.key[name] for name in p.names]
        numbers = [*values, *adjoints]
        assert 0 not in adjoints
        assert max(map(abs, numbers)) <= LARGEST == 60
        assert min(abs(u) for u in numbers if u) >= 0.01, "three digits of a smaller number are a burden"
        named = level == 3 and kind in ("adjoints", "multipliers")
        assert all(u == int(u) for u in numbers) or named
        assert any(sign in line for line in problem.record["code"] for sign in ("exp", "sin", "cos", "/")) == named
        assert len({*numbers}) * 2 >= len(numbers)
        words = " ".join(line.split(" = ")[1] for line in problem.record["code"])
        read = {name: len(re.findall(rf"\b{name}\b", words)) for name in p.names}
        assert [name for name, often in read.items() if not often] == [p.names[-1]], "one output, and nothing unread"
        assert max(read.values()) >= 2


@pytest.mark.parametrize(("kind", "level"), NUMBERED)
def test_every_mistake_gives_a_table_of_its_own(kind, level):
    """Else a wrong table could not be met by its sentence."""
    for problem in problems(kind, level, 30):
        p, blanks = problem.program, asked(problem.program, level)
        made = [dict(zip(p.names, wrong_adjoints(p, p.values(), m), strict=True)) for m in applicable(p)]
        tables = [tuple(round(float(table[name]), 6) for name in blanks) for table in [problem.key, *made]]
        assert len({*tables}) == len(tables) > 4


@pytest.mark.parametrize(
    ("code", "at", "why"),
    [
        (["a = x*y", "f = a + x"], {"x": 2, "y": 3}, ""),
        (["a = x*y", "b = a - a", "f = b*x"], {"x": 2, "y": 3}, "an adjoint is 0"),
        (["a = x*y", "b = a*a", "f = b + x"], {"x": 3, "y": 3}, "a number is larger than 60"),
        (["a = x/y", "f = a*x"], {"x": 1, "y": 2}, "a number is not whole"),
        (["a = x/y", "b = exp(y)", "f = a/b"], {"x": 1, "y": 3}, "a number is nearly 0, smaller than 0.01"),
        (["a = x*y", "f = 3*a"], {"x": 2, "y": 3}, "nothing is read twice"),
        (["a = x/y", "f = a*x"], {"x": 1, "y": 0}, "a number is larger than 60"),
    ],
)
def test_what_is_no_good_problem_is_thrown_away(code, at, why):
    """One of each; beside a good one."""
    assert unfit(parse_lines(code, at), range(len(at) + len(code))) == why


def test_mistakes_that_cannot_be_told_apart_are_seen():
    """Two equal shares: whoever forgets one, and whoever overwrites, have the same table."""
    p = parse_lines(["a = x + x", "f = a*y"], {"x": 2, "y": 3})
    assert "give the same table" in unfit(p, range(len(p)))


def test_all_orders_that_work_are_there():
    """Beside that of the sweep; no other is right."""
    for level in (1, 2):
        for problem in problems("order", level, 3):
            orders, judge = problem.question.orders, problem.question.judge
            right = {"".join(order) for order in permutations(orders[0]) if judge([*order], None)[0] == "right"}
            assert sorted(orders) == sorted(right)


@pytest.mark.parametrize(("kind", "level"), PAIRS)
def test_there_are_many_of_each(kind, level):
    """Enough for a bank of 100; of the smallest, the order of four lines, there are some 370."""
    seen, different = set(), 0
    for problem in problems(kind, level):
        marks = {*looks(problem)}
        different += seen.isdisjoint(marks)
        seen |= marks
    print(f"{kind} {level}: {different:,} different problems in {MANY:,} draws")
    assert different >= min(0.7 * MANY, 200)


def test_four_lines_to_put_in_order_come_of_many_programs():
    """With one input and with two, with numbers in them and without."""
    drawn = [problem.record for problem in problems("order", 1, 100)]
    assert {(len(record["at"]), len(record["code"])) for record in drawn} == {(1, 3), (2, 2)}
    assert {sign for record in drawn for line in record["code"] for sign in "+-*2345" if sign in line} == {*"+-*2345"}


def test_nothing_is_taken_from_itself():
    """What comes out of y - y is known before it is looked at, and so is y / y."""
    for kind, level in (("adjoints", 2), ("adjoints", 3), ("mistake", 2)):
        lines = [line for problem in problems(kind, level, 40) for line in problem.record["code"]]
        assert not any(re.search(r"(\w+) [-/] \1$", line) for line in lines)
