"""The exercises of notebook 04: each known wrong answer gets its message, and the right ones are found by other roads."""

import math
import random
from fractions import Fraction

import pytest

import adlesson as ad
from adlesson.engine.sweeps import tangent_sweep
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n04


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n04.PROBLEMS}).check


# --- right answers, worked out here ---------------------------------------------------------------


@pytest.mark.parametrize("answer", ["u a c", "c, a, u", ["a", "c", "u"], {"u", "a", "c"}])
def test_what_stays(check, answer):
    """Only the line of b reads w, and only the line of d reads b."""
    assert check("4.1", answer).verdict == "right"


@pytest.mark.parametrize(
    "answer",
    [
        [1.5, 17, 18.5, math.cos(5), 18.5 - math.cos(5)],
        {"a": 1.5, "b": 17, "c": 18.5, "d": 0.284, "e": 18.2},
        {"a": "3/2", "b": "5*3 + 2", "c": Fraction(37, 2), "d": "cos(5)", "e": "3*(1/2 + 5) + 1*(2 - cos(5))"},
    ],
)
def test_the_five_tangents(check, answer):
    """The last one once more from the gradient in closed form, (1/x1 + x2, x1 - cos x2)."""
    assert check("4.2", answer).verdict == "right"


class Jet:
    """Dual numbers written another way: powers by repeated multiplication."""

    def __init__(self, value, tangent=0):
        self.value, self.tangent = value, tangent

    def __mul__(self, other):
        return type(self)(self.value * other.value, self.tangent * other.value + self.value * other.tangent)

    def __pow__(self, n):
        result = self
        for _ in range(n - 1):
            result = result * self
        return result


def test_dual_numbers_may_be_built_in_any_way(check):
    """A class is judged by what it gives."""
    for _ in range(10):
        assert check("4.3", Jet).verdict == "right"
    assert check("4.3", lambda value, tangent: Jet(value, tangent)).verdict == "right"


def by_differences(p, direction, **inputs):
    h = 1e-6
    up, down = (ad.primals(p, {name: u + s * h * direction.get(name, 0) for name, u in inputs.items()}) for s in (1, -1))
    return {name: (up[name] - down[name]) / (2 * h) for name in p.names}


def test_push_may_be_found_by_any_road(check):
    """By a sum of shares; with more names than asked for."""
    for push in (sloppy(dot), lambda p, d, **at: {**sloppy(dot)(p, d, **at), "more": 0}):
        for _ in range(10):
            assert check("4.4", push).verdict == "right"


def test_a_push_that_does_not_push_is_refused(check):
    """Differences are right to many digits, and the package to all: neither is what is to be written."""
    assert check("4.4", by_differences).verdict == "close"
    for push in (ad.tangents, lambda p, d, **at: dict.fromkeys(p.names, 0) | ad.jvp(p, d, at)):
        assert check("4.4", push).verdict == "wrong" and "Here you are forward mode" in check("4.4", push).message


def dot(shares):
    return sum(zdot * slope for zdot, slope in shares)


# --- wrong answers --------------------------------------------------------------------------------


def sloppy(rule):
    """Return a ``push`` that combines the shares of every variable by a rule of its own."""

    def push(p, direction, **inputs):
        zdot = {name: direction.get(name, 0) for name in p.inputs}
        shares = {}
        z = p.values(inputs)
        for i in range(p.d, len(p)):
            shares[p.names[i]] = [(p.names[k], p.partial_of(i, slot, z)) for slot, k in p.edges(i)]
        for name in p.names[p.d :]:
            zdot[name] = rule([(zdot[source], slope) for source, slope in shares[name]])
        return zdot

    return push


class Still(Jet):
    def __mul__(self, other):
        return Still(self.value * other.value, 0)


class Unhurried(Jet):
    def __pow__(self, n):
        return Unhurried(self.value**n, n * self.value ** (n - 1))


class Undiminished(Jet):
    def __pow__(self, n):
        return Undiminished(self.value**n, n * self.value**n * self.tangent)


class Squared(Jet):
    def __mul__(self, other):
        return Squared(self.value * other.value, self.tangent * other.tangent)


class NoProduct:
    def __init__(self, value, tangent=0):
        self.value, self.tangent = value, tangent

    def __pow__(self, n):
        return NoProduct(self.value**n, n * self.value ** (n - 1) * self.tangent)


class Wordy(Jet):
    def __pow__(self, n):
        return Wordy("a lot", 1)


class ValueWrong(Jet):
    def __pow__(self, n):
        return ValueWrong(self.value * n, n)


RIGHT = {"a": 1.5, "b": 17, "c": 18.5, "d": "cos(5)", "e": "18.5 - cos(5)"}
WRONG = [
    ("4.1", "a c", "u is a variable, too"),
    ("4.1", "u a", "Look at the line of c"),
    ("4.1", "u c", "Look at the line of a"),
    ("4.1", "u a c d", "d reads b, and b moves"),
    ("4.1", "b d w", "w is the one that moves"),
    ("4.1", "b d", "b reads w, and w moves"),
    ("4.1", "a", ""),
    ("4.2", RIGHT | {"a": 0.5}, "`a`. It looks as if the tangents of what it reads were left out"),
    ("4.2", RIGHT | {"d": 0.9962}, "`d`. It looks as if your calculator is set to degrees"),
    ("4.2", RIGHT | {"d": 1}, "`d`. It looks as if the slopes were left out"),
    ("4.2", RIGHT | {"a": 3}, "`a`. It looks as if the slopes were left out"),
    ("4.2", RIGHT | {"a": "ln(x1)"}, "the letter x1 has no value here"),
    ("4.2", RIGHT | {"a": "log(2)"}, "`a`. It looks as if this is the value of the variable, not its tangent"),
    ("4.2", RIGHT | {"b": 15}, "`b`. It looks as if only the first slot was counted"),
    ("4.2", RIGHT | {"b": 2}, "`b`. It looks as if only the last slot was counted"),
    ("4.2", RIGHT | {"b": 7}, "`b`. It looks as if the tangents of what it reads were left out"),
    ("4.2", RIGHT | {"b": 4}, "`b`. It looks as if the slopes were left out"),
    ("4.2", RIGHT | {"b": 3}, "`b`. It looks as if the tangents were multiplied with each other"),
    ("4.2", RIGHT | {"b": 11}, "`b`. It looks as if the slopes by the two slots were swapped"),
    ("4.2", RIGHT | {"b": 10}, "`b`. It looks as if this is the value of the variable"),
    ("4.2", RIGHT | {"d": "sin(5)"}, "`d`. It looks as if this is the value of the variable"),
    ("4.2", RIGHT | {"e": "18.5 + cos(5)"}, "`e`. It looks as if a minus sign was lost"),
    ("4.2", RIGHT | {"b": 1234}, "Look at the variable `b`. A product has two factors, and both move"),
    ("4.3", Unhurried, "for (x * x) ** 2"),
    ("4.3", Unhurried, "the value is right, the tangent is not"),
    ("4.3", Undiminished, "for x ** 3"),
    ("4.3", Squared, "for x ** 3 at x = "),
    ("4.3", Still, "where x moves at speed 1: the value is right, the tangent is not"),
    ("4.3", ValueWrong, "already the value is"),
    ("4.3", NoProduct, "`*` cannot combine NoProduct and NoProduct"),
    ("4.3", Wordy, "'a lot' is not a formula"),
    ("4.3", lambda value, tangent: (value, tangent), "`**` cannot combine a tuple and a whole number"),
    ("4.4", sloppy(lambda shares: shares[-1][0] * shares[-1][1]), "only the last slot was counted"),
    ("4.4", sloppy(lambda shares: shares[0][0] * shares[0][1]), "only the first slot was counted"),
    ("4.4", sloppy(lambda shares: sum(u * abs(slope) for u, slope in shares)), "a minus sign was lost"),
    ("4.4", sloppy(lambda shares: sum(slope for _, slope in shares)), "the bare slopes added"),
    ("4.4", sloppy(lambda shares: sum(u for u, _ in shares)), "the slopes were left out"),
    ("4.4", lambda p, direction, **at: ad.primals(p, at), "Look at the variable `x`."),
    ("4.4", lambda p, direction, **at: sloppy(dot)(p, dict.fromkeys(p.inputs, 1), **at), "Look at the variable"),
    ("4.4", lambda p, direction, **at: {name: direction[name] for name in p.inputs}, "still missing: a, b, c, d, e, f"),
    ("4.4", lambda p, direction: {}, "has no argument of that name"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong"
    assert says in result.message
    for secret in ("17", "18.5", "0.284", "0.2837", "18.2", "u, a", "u a c", "self.tangent"):
        assert secret not in result.message


def test_the_bug_to_be_hunted_shows_only_where_the_speed_is_not_one(check):
    """Its own square is right, so that there is something to find out."""
    assert (Unhurried(3, 1) ** 2).tangent == 6
    assert (Unhurried(3, 2) ** 2).tangent != 12
    assert ((Unhurried(3, 1) * Unhurried(3, 1)) ** 2).tangent != 4 * 27


def test_a_push_that_moves_inputs_left_out_is_found(check):
    """The direction of one case names y alone."""

    def push(p, direction, **at):
        return sloppy(dot)(p, {name: direction.get(name, 1) for name in p.inputs}, **at)

    result = check("4.4", push)
    assert result.verdict == "wrong"
    assert "(x + y) / (x + 1)" in result.message
    assert "Look at the variable `x`." in result.message


def test_a_push_that_drops_the_constant_fails_on_the_running_example(check):
    """b = a ** 2 reads a constant, which is an argument of the slope, though it does not move."""

    def push(p, direction, **at):
        z = list(ad.primals(p, at).values())
        zdot = [direction.get(name, 0) for name in p.inputs]
        for row in p.instructions[len(zdot) :]:
            u = [z[k] for k in row.args if isinstance(k, int)]
            partials = ad.ops.OPS[row.op].partials
            zdot.append(sum(zdot[k] * partials[s](z[row.index], *u) for s, k in enumerate(p.alpha(row.index))))
        return dict(zip(p.names, zdot, strict=True))

    assert "For the running example at x = " in check("4.4", push).message


def test_the_missteps_give_different_numbers_somewhere():
    """A misstep that is always right, or always the same as another, explains nothing."""
    p = ad.trace(ad.examples.polar, x=1.1, y=0.7)
    shares = {}
    for step in tangent_sweep(p, {"x": 1.5, "y": -0.4}):
        if step.kind == "tangent":
            shares.setdefault(step.target, []).append((step.upstream, step.partial))
    made = {says: tuple(round(rule(s), 9) for s in shares.values()) for says, rule in n04.MISSTEPS.items()}
    right = tuple(round(sum(u * slope for u, slope in s), 9) for s in shares.values())
    assert len({*made.values(), right}) == len(n04.MISSTEPS) + 1


def test_fresh_inputs_each_time():
    """An answer that was fitted to one try fails at the next."""
    first, second = (list(n04._push_cases(random.Random(seed))) for seed in (1, 2))
    assert [case.inputs for case in first] != [case.inputs for case in second]
    assert [case.args[1] for case in first] == [case.args[1] for case in second]
