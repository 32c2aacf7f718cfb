"""What a step asks can be answered, and a wrong answer is told what was wrong about it."""

import math

import pytest

import adlesson as ad
from adlesson.engine.mistakes.table import slips
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.sweeps import forward_sweep, reverse_sweep, tangent_sweep
from adlesson.show.evaluation import Evaluation
from adlesson.show.questions.asking import questions, sayings
from adlesson.show.questions.expected import expected
from adlesson.teach.judging.judges import compare

ALL = [pytest.param(ad.trace(e.f, e.at), id=e.name) for e in ZOO.values()]


def asked(program, sweep="reverse", at=None):
    """Return ``(step, question)`` for each step of a sweep."""
    everywhere = program.pack_inputs([1 + k for k in range(program.d)])
    steps = {
        "forward": lambda: forward_sweep(program, at),
        "tangent": lambda: tangent_sweep(program, everywhere, at),
        "reverse": lambda: reverse_sweep(program, at=at),
    }
    steps = list(steps[sweep]())
    return list(zip(steps, questions(Evaluation(program, at), steps), strict=True))


def verdict(ask, u):
    """Return what the page says to an answer: ``(right, close or wrong, names of slips)``, by the rules in frames.py."""
    off, whole = abs(u - ask["expected"]), ask["whole"] and float(u).is_integer()
    if off == 0 if whole else off <= ask["tolerance"]:
        return "right", []
    number, names = min(ask["wrong"], key=lambda row: abs(u - row[0]), default=(math.inf, []))
    far = abs(u - number)
    if far < off and far <= max(ask["tolerance"], 0.005 * abs(number)):
        return "wrong", names
    return ("close" if off <= 10 * ask["tolerance"] and not whole else "wrong"), []


# --- the right answer ---------------------------------------------------------------------------


@pytest.mark.parametrize("sweep", ["forward", "tangent", "reverse"])
@pytest.mark.parametrize("program", ALL)
def test_every_number_of_a_sweep_is_asked_for_and_the_right_one_accepted(program, sweep):
    """Inputs and their tangents are given; everything else is a question."""
    for step, ask in asked(program, sweep):
        given = step.kind == "input" or (step.kind == "seed" and sweep == "tangent")
        assert (ask is None) == given
        if ask:
            assert ask["expected"] == step.after
            assert verdict(ask, step.after) == ("right", [])
            assert step.target in ask["question"] and ask["question"].endswith("?")
            assert len(ask["hints"]) == 3


def on_screen(text):
    """Return the number that a calculation with the digits on the screen gives."""
    raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    plain, power = "", False
    for c in text.translate(str.maketrans("×·−", "**-")):
        up = c in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
        plain += ("^(" if up and not power else ")" if power and not up else "") + c.translate(raised)
        power = up
    return ad.parse(plain + ")" * power)()


@pytest.mark.parametrize("sweep", ["forward", "tangent", "reverse"])
@pytest.mark.parametrize("program", [p for p in ALL if p.id not in ("branch", "kinks")])
def test_whoever_calculates_with_the_numbers_on_the_screen_is_right(program, sweep):
    """The last hint leaves a calculation with four-digit numbers; its result must be accepted, also after cancellation."""
    for step, ask in asked(program, sweep):
        if ask and step.kind != "seed":
            assert verdict(ask, on_screen(ask["hints"][2])) == ("right", []), ask


def test_digits_lost_by_cancellation_are_forgiven_and_only_they():
    """1000.04 - 1000.01: the screen says 1000 - 1000, and nobody can do better than 0 with that."""
    ((_, ask),) = [row for row in asked(ad.trace(lambda x, y: x - y, x=1000.04, y=1000.01), "forward") if row[1]]
    assert ask["hints"][2] == "1000 − 1000"
    assert verdict(ask, 0)[0] == verdict(ask, 0.05)[0] == "right"
    assert verdict(ask, 0.07)[0] == "close" and verdict(ask, -0.03) == ("wrong", ["order", "wrong sign"])


@pytest.mark.parametrize("right", [6, 0, -12, 17.8, 0.0123, 99.95, 1e9])
@pytest.mark.parametrize("factor", [1, 1.0004, 1.004, 1.03, 1.2, -1, 0])
def test_the_page_judges_as_the_exercises_do(right, factor):
    """Right to three digits, close to two; a whole number is right or wrong."""
    ask, u = expected(right, None, []), right * factor
    assert verdict(ask, u)[0] == compare(u, right)


def test_numbers_that_cannot_be_typed_are_not_asked_for():
    """Infinity and NaN are met in other ways; a program with arrays has no single number to ask for."""
    asks = [ask for _, ask in asked(ad.parse("log(x) + 1", x=0), "forward")]
    assert asks == [None, None, None]
    np = pytest.importorskip("numpy")
    arrays = ad.trace(lambda x: (x * x).sum(), x=np.ones(3))
    assert [ask for _, ask in asked(arrays)] == [None] * 4
    huge = ad.trace(lambda x: x * x, x=10**400)
    assert [ask for _, ask in asked(huge)] == [asked(huge)[0][1], None, None]


# --- wrong answers ------------------------------------------------------------------------------
# What a learner with a misconception gives, worked out from what the step shows: without the table of partials and
# without the sweeps that go wrong.  Each takes the step, the program, the values and the operation's own arguments.


def _again(wrong):
    return lambda s, p, z, op, u: wrong(s) if s.before else None


def _partial(*rules):
    rules = dict(rules)
    return lambda s, p, z, op, u: s.before + s.upstream * rules[op, s.slot](z, s, *u) if (op, s.slot) in rules else None


MISCONCEPTIONS = {
    "overwrote": _again(lambda s: s.upstream * s.partial),
    "first path only": _again(lambda s: s.before),
    "forgot the upstream factor": lambda s, p, z, op, u: s.before + s.partial,
    "added instead of multiplied": lambda s, p, z, op, u: s.before + s.upstream + s.partial,
    "forgot the partial": lambda s, p, z, op, u: s.before + s.upstream,
    "value for slope": lambda s, p, z, op, u: s.before + s.upstream * z[p.index(s.source)],
    "swapped factors": _partial((("multiply", 0), lambda z, s, u, w: u), (("multiply", 1), lambda z, s, u, w: w)),
    "exponent kept": _partial((("power", 0), lambda z, s, u, n: n * u**n)),
    "exponent not multiplied": _partial((("power", 0), lambda z, s, u, n: u ** (n - 1))),
    "lost minus": _partial(
        (("subtract", 1), lambda z, s, u, w: 1),
        (("negative", 0), lambda z, s, u: 1),
        (("cos", 0), lambda z, s, u: math.sin(u)),
        (("divide", 1), lambda z, s, u, w: u / w / w),
    ),
    "output for input": _partial(
        (("sin", 0), lambda z, s, u: math.cos(math.sin(u))),
        (("log", 0), lambda z, s, u: 1 / math.log(u)),
        (("power", 0), lambda z, s, u, n: n * (u**n) ** (n - 1)),
        (("log1p", 0), lambda z, s, u: 1 / (1 + math.log1p(u))),
    ),
    "value as slope": lambda s, p, z, op, u: s.before + s.upstream * z[p.index(s.target)],
    "wrong sign": lambda s, p, z, op, u: -s.after,
    "value for adjoint": lambda s, p, z, op, u: z[p.index(s.target)],
    "final already": lambda s, p, z, op, u: ad.adjoints(p)[s.target],
    "partial alone": _again(lambda s: s.partial),
    "upstream alone": _again(lambda s: s.upstream),
    "subtracted": _again(lambda s: s.before - s.upstream * s.partial),
}


def wrong_numbers(program, misconception):
    """Yield ``(question, wrong number)`` for each edge of the reverse sweep where the misconception gives one."""
    z = program.values()
    for step, ask in asked(program):
        if step.kind == "reverse" and ask:
            i = program.index(step.source)
            u = [z[k] for k in program.slots[i]]
            number = misconception(step, program, z, program.ops[i], u)
            if number is not None and verdict(ask, number)[0] != "right":
                yield ask, number


@pytest.mark.parametrize("name", MISCONCEPTIONS)
def test_the_number_of_a_misconception_gets_that_misconception_named(name):
    """On every graph of the zoo where it gives a wrong number, five at least, also when the number is rounded."""
    graphs = 0
    for program in (parameter.values[0] for parameter in ALL):
        found = list(wrong_numbers(program, MISCONCEPTIONS[name]))
        for ask, number in found:
            for typed in (number, float(f"{number:.4g}")):
                judged, names = verdict(ask, typed)
                assert judged == "wrong"
                assert name in [word.removesuffix(", all along the sweep") for word in names], (ask, number)
        graphs += bool(found)
    assert graphs >= 5


def test_where_two_slips_give_the_same_number_both_are_named():
    """3 at x * x: the second share alone, or the first one, which was kept."""
    (*_, (_, ask)) = asked(ad.trace(lambda x: x * x, x=3))
    assert verdict(ask, 3) == ("wrong", ["overwrote", "first path only", "value for adjoint", "partial alone"])


def test_what_gives_the_number_is_told_and_not_what_comes_near_it():
    """0.9783 for −0.9783 is the slope with the wrong sign; the one at the result would be cos(0.2073) = 0.9786."""
    (ask,) = (ask for step, ask in asked(ad.trace(ad.examples.running, x=0.25)) if (step.source, step.target) == ("e", "c"))
    for typed in (0.9783, 0.978):
        assert verdict(ask, typed) == ("wrong", ["wrong sign"])
    assert verdict(ask, 0.9786) == ("wrong", ["output for input"])


def test_a_number_that_fits_nothing_is_wrong_without_a_reason():
    """Better no reason than an invented one."""
    (*_, (_, ask)) = asked(ad.trace(ad.examples.running, x=0.25))
    assert verdict(ask, 1234.5) == ("wrong", [])
    assert verdict(ask, 81.2) == ("close", [])


def test_a_sweep_that_went_wrong_all_along_is_recognized_at_its_end():
    """Who overwrites everywhere ends with exp(c) 2 a exp(x), though every single step looks right to them."""
    (*_, (_, ask)) = asked(ad.trace(ad.examples.running, x=0.25))
    a = math.exp(0.25)
    c = a + a * a
    assert verdict(ask, math.exp(c) * 2 * a * a) == ("wrong", ["overwrote, all along the sweep"])


@pytest.mark.parametrize(
    ("text", "at", "number", "name"),
    [
        ("x - y", {"x": 2, "y": 5}, 3, "order"),
        ("x / y", {"x": 2, "y": 5}, 2.5, "order"),
        ("x^3", {"x": 2}, 6, "exponent as factor"),
        ("x + y", {"x": 3, "y": 5}, 15, "product for sum"),
        ("x * y", {"x": 3, "y": 5}, 8, "sum for product"),
        ("x + y", {"x": 3, "y": 5}, -2, "difference for sum"),
        ("x + y", {"x": 18.78, "y": 0.2073}, 18.57, "difference for sum"),  # close, but known
        ("x - y", {"x": 3, "y": 5}, 8, "sum for difference"),
        ("exp(x)^2", {"x": 3.0}, math.exp(9), "power inside"),
        ("exp(x)", {"x": 2.0}, 2 * math.e, "e as factor"),
        ("exp(x)", {"x": 2.0}, 100, "base ten"),
        ("log(x)", {"x": 100.0}, 2, "base ten"),
        ("sin(x)", {"x": 2.0}, math.sin(math.radians(2)), "degrees"),
        ("arctan(x)", {"x": 1.0}, 45, "degrees"),
        ("sin(x)", {"x": 2.0}, math.cos(2), "slope for value"),
        ("sqrt(x)", {"x": 4.0}, 0.25, "slope for value"),
        ("tanh(x)", {"x": 2.0}, 2, "what it reads"),
        ("x * x", {"x": 3}, -9, "wrong sign"),
    ],
)
def test_a_wrong_value_is_explained_too(text, at, number, name):
    """The slips of the forward sweep, worked out on paper."""
    (*_, (_, ask)) = asked(ad.parse(text, at), "forward")
    assert name in verdict(ask, number)[1]


def test_a_wrong_tangent_is_explained_too():
    """c = a + b with tangents 1.284 and 3.297: one of them replaces the other."""
    (*_, (_, ask)) = asked(ad.trace(lambda x: ad.exp(x) + x * x, x=2.0), "tangent")
    assert ask["question"] == "z2 moves f. What does the tangent of f become?"
    assert verdict(ask, 4) == ("wrong", ["overwrote", "upstream alone"])


def test_the_seed_is_a_question_too():
    """Who starts with the value of the output, or with 0, is told."""
    (_, ask), *_ = asked(ad.trace(ad.examples.running, x=0.25))
    assert ask["expected"] == 1 and ask["whole"]
    assert verdict(ask, 18.99) == ("wrong", ["value for adjoint"]) and verdict(ask, 0) == ("wrong", ["nothing yet"])


def test_every_slip_says_something_and_has_an_idea():
    """A sentence, with no place in it that the page cannot fill."""
    for slip in slips().values():
        assert slip.says.endswith((".", "?")) and not slip.says.startswith(" ")
        slip.says.format(target="a", source="b", word="adjoint", number="3", line="a = b", exchanged="it")
        assert slip.idea
    rows = [ask for _, ask in asked(ad.trace(ad.examples.running, x=0.25))]
    names = {name for row in rows for _, found in row["wrong"] for name in found}
    assert sayings(rows).keys() == names


# --- hints, choices, fading -----------------------------------------------------------------------


def test_hints_go_from_the_rule_to_the_calculation_and_never_say_the_number():
    """Which rule, which edge, almost there."""
    ask = asked(ad.trace(ad.examples.running, x=0.25))[-2][1]
    assert "The slope of u² by u is 2u." in ask["hints"][0]
    assert ask["hints"][1] == "The slope of b = a² is 2a, and a has 17.80 so far."
    assert ask["hints"][2] == "17.80 + 17.80 × 2.568"
    assert not any("63.5" in hint for hint in ask["hints"])


@pytest.mark.parametrize("program", ALL)
def test_the_last_share_of_each_sum_fades_first(program):
    """Adding up is what people forget; the first step is there to be copied until the last level."""
    rows = [(step, ask) for step, ask in asked(program) if ask]
    levels = [ask["blank"] for _, ask in rows]
    assert levels[0] == 3 and set(levels) <= {1, 2, 3}
    paid = [step.target for step, _ in rows if step.kind == "reverse"]
    for step, ask in rows:
        if ask["blank"] == 1 and len(set(paid)) < len(paid):
            assert paid.count(step.target) > 1
            assert [a for s, a in rows if s.target == step.target][-1] is ask
    assert levels.count(1) == (len({name for name in paid if paid.count(name) > 1}) or 1)
    assert levels.count(3) == 2 or len(levels) <= 2


def test_a_chain_without_sums_leaves_its_last_step_blank():
    """Else the first level would ask nothing."""
    chain = ad.trace(lambda x: ad.exp(ad.sin(x * 3)), x=0.5)
    assert [ask["blank"] for _, ask in asked(chain)] == [3, 3, 2, 1]
    assert [ask["blank"] for _, ask in asked(chain, "forward") if ask] == [3, 2, 1]
