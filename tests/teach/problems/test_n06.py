"""The exercises of notebook 06: each known wrong answer gets its message, and the right ones are found by other roads."""

import math
import random
from functools import cache
from itertools import combinations

import pytest

import adlesson as ad
from adlesson.engine.cost.counting import Counted
from adlesson.teach.exercises import Exercises
from adlesson.teach.judging.answers import AnswerError
from adlesson.teach.problems import n06
from adlesson.teach.problems.plans import PlanError, carry_out, read_plan


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n06.PROBLEMS}).check


# --- right answers, worked out here ---------------------------------------------------------------


def wide(n, m):
    """Return a function of ``n`` inputs with ``m`` outputs."""
    return ad.trace(lambda x: [k * sum(x) for k in range(m)], x=[1] * n)


@pytest.mark.parametrize("answer", ["a d f", "f, d, a", "ADF", ["a", "d", "f"], {"a", "d", "f"}])
def test_which_mode(check, answer):
    """One output against a million inputs; 20 rows against 50 columns; one seed."""
    assert check("6.1", answer).verdict == "right"


def test_which_mode_as_the_sweeps_count_it():
    """c and d by jacobian's own counter; e and f are one sweep because jvp and vjp are."""
    for letter, n, m in (("b", 1, 3), ("c", 20, 50), ("d", 50, 20)):
        forward, reverse, _ = n06.RACES[letter]
        assert ad.jacobian(wide(n, m), by="columns").sweeps == forward
        assert ad.jacobian(wide(n, m), by="rows").sweeps == reverse
    assert n06.RACES["e"][:2] == (1, 40)
    assert n06.RACES["f"][:2] == (40, 1)


def test_the_neurons_bill_by_a_hand_written_sweep(check):
    """The way back as one writes it on paper, run on numbers that count; 1 and -1 are left out, as is zero."""
    log = []
    w, x, b, t = (Counted(u, log) for u in (0.5, 1.5, -0.25, 1.0))
    y = ad.tanh(w * x + b)
    error = y - t
    error * error  # the square
    value = len(log)
    seed = Counted(1, log)
    errorbar = seed * (2 * error)  # t gets its opposite, which the convention does not count
    ybar = errorbar
    slope = 1 - y * y  # two operations, one slope
    sumbar = ybar * slope
    wbar, xbar = sumbar * x, sumbar * w
    assert (value, len(log) - value - 1) == (5, 6)
    right = ad.grad(ad.examples.neuron, w=0.5, x=1.5, b=-0.25, t=1.0)
    assert math.isclose(wbar.value, right["w"]) and math.isclose(xbar.value, right["x"])
    kept = {"w", "x", "y", "error"}  # the names on the right of the lines from errorbar on, bars apart
    assert check("6.2", {"value": value, "gradient": 6, "kept": len(kept)}).verdict == "right"
    assert check("6.2", [5, 6, "4"]).verdict == "right"


def stretch_at_a_time(f, slope, x, n, every):
    """Keep every ``every``-th state, and all states of one stretch: what Chen and others do."""
    starts = dict.fromkeys(range(0, n, every))
    for k in range(n):
        if k in starts:
            starts[k] = x
        x = f(x)
    zbar = 1
    for start in sorted(starts, reverse=True):
        states = [starts[start]]
        for _ in range(start + 1, min(start + every, n)):
            states.append(f(states[-1]))
        for z in reversed(states):
            zbar = slope(z) * zbar
    return zbar


def from_the_beginning(f, slope, x, n, every):
    """Keep the input alone."""
    zbar = 1
    for k in range(n):
        z = x
        for _ in range(n - 1 - k):
            z = f(z)
        zbar *= slope(z)
    return zbar


def test_few_states_by_other_roads(check):
    """Whatever runs again, and gives the slope, is right."""
    for _ in range(10):
        assert check("6.3", stretch_at_a_time).verdict == "right"
        assert check("6.3", from_the_beginning).verdict == "right"


@cache
def fewest(steps, states):
    """Return the least number of steps run again, by trying every place for the next state."""
    if steps == 1:
        return 0
    if states == 1:
        return steps * (steps - 1) // 2
    return min(j + fewest(steps - j, states - 1) + fewest(j, states) for j in range(1, steps))


def plan(start, end, states, choose):
    """Return a plan as text, with the next state where ``choose(length, states)`` has it."""
    if end - start == 1:
        return [f"reverse {start}"]
    if states == 1:
        return [f"advance {start}-{end - 1}", f"reverse {end - 1}", *plan(start, end - 1, 1, choose)]
    j = start + choose(end - start, states)
    later = [f"store {j}"] if end - j > 1 else []
    return [f"advance {start}-{j}", *later, *plan(j, end, states - 1, choose), *plan(start, j, states, choose)]


def best(steps, states):
    return min(range(1, steps), key=lambda j: j + fewest(steps - j, states - 1) + fewest(j, states))


@pytest.mark.parametrize(
    "write",
    [
        ", ".join,
        "\n".join,
        list,
        lambda actions: [tuple(part.replace("-", " ").split()) for part in actions],
        lambda actions: "store 0; " + "; ".join(part.replace("-", " to ") for part in actions),
    ],
)
def test_a_best_plan_is_right_however_it_is_written(check, write):
    """The best by dynamic programming, which knows no binomial coefficients."""
    assert check("6.4", write(plan(0, 8, 3, best))).verdict == "right"


def test_the_packages_own_plan_is_right(check):
    """It frees states that are forgotten here anyway."""
    chain = ad.trace(n06._chain(ad.sin, 8), x=0.5)
    assert check("6.4", ad.checkpoint(chain, budget=3).actions).verdict == "right"
    assert check("6.4", ad.checkpoint(chain, budget=2).actions).verdict == "wrong"


def test_no_plan_with_two_fixed_states_is_the_best():
    """So that the answer needs a place that is used twice."""

    def extra(places):  # up to 7, then to each of the others from the state below it
        return 7 + sum(k - max(place for place in (0, *places) if place <= k) for k in range(7))

    assert extra((3, 6)) == carry_out(read_plan(GREEDY), 8, 3) - 8
    assert min(map(extra, combinations(range(1, 8), 2))) > fewest(8, 3)


# --- wrong answers --------------------------------------------------------------------------------


def bug(f, slope, x, n, every):
    kept = {}
    for k in range(n):
        if not k % every:
            kept[k] = x
        x = f(x)
    zbar = 1
    for k in reversed(range(n)):
        zbar = zbar * slope(kept[k - k % every])
    return zbar


def rerun(more):
    """Return a sweep that runs ``more`` steps beyond the right state (fewer, if negative)."""

    def pull_back(f, slope, x, n, every):
        kept = {}
        for k in range(n):
            if k % every == 0:
                kept[k] = x
            x = f(x)
        zbar = 1
        for k in reversed(range(n)):
            z = kept[k - k % every]
            for _ in range(k % every + more):
                z = f(z)
            zbar = zbar * slope(z)
        return zbar

    return pull_back


def keeps_all(f, slope, x, n, every):
    states = [x]
    for _ in range(n):
        states.append(f(states[-1]))
    return math.prod(map(slope, states[:-1]))


BILL = {"value": 5, "gradient": 6, "kept": 4}
GREEDY = """advance 0-3, store 3, advance 3-6, store 6, advance 6-7, reverse 7, reverse 6, advance 3-5, reverse 5,
advance 3-4, reverse 4, reverse 3, advance 0-2, reverse 2, advance 0-1, reverse 1, reverse 0"""
WRONG = [
    ("6.1", "b d f", "a million inputs"),
    ("6.1", "d f", "Look at a again"),
    ("6.1", "a b d f", "Look at b again"),
    ("6.1", "a c d f", "Look at c again"),
    ("6.1", "a f", "Look at d again"),
    ("6.1", "a d e f", "no column is wanted by itself"),
    ("6.1", "a d", "a seed may name every output at once"),
    ("6.1", "a d g", "letters from a, b, c, d, e, f are wanted"),
    ("6.1", "reverse", "letters from a, b, c, d, e, f are wanted"),
    ("6.2", BILL | {"value": 4}, "`value`. A product, a sum, a tanh"),
    ("6.2", BILL | {"value": 9}, "`value`. Inputs are given"),
    ("6.2", BILL | {"gradient": 4}, "`gradient`. Two slopes have to be computed"),
    (
        "6.2",
        BILL | {"gradient": 5},
        "`gradient`. It looks as if a product was left out because the adjoint",
    ),
    ("6.2", BILL | {"gradient": 7}, "`gradient`. A slope that has to be computed counts once"),
    ("6.2", BILL | {"gradient": 8}, "`gradient`. A slope that has to be computed counts once"),
    ("6.2", BILL | {"gradient": 10}, "`gradient`. Of the products, those with 1 and -1 are free"),
    ("6.2", BILL | {"gradient": 11}, "`gradient`. That is value and gradient together"),
    ("6.2", BILL | {"gradient": 14}, "`gradient`. That adds every first share to a zero"),
    ("6.2", BILL | {"kept": 2}, "`kept`. The slopes of a product are its two factors"),
    ("6.2", BILL | {"kept": 6}, "`kept`. The slopes of sums and differences are constants"),
    ("6.2", BILL | {"kept": 9}, "`kept`. Those are all variables"),
    ("6.3", bug, "Each slope was taken at a kept state"),
    ("6.3", bug, "It is wrong for 6 steps of sin(u) with every=3. Yours is "),
    ("6.3", rerun(1), "Each slope was taken where its step ends"),
    ("6.3", rerun(-1), "Between kept states each slope was taken one step too early"),
    ("6.3", keeps_all, "no step was run again, so all 40 states were kept"),
    ("6.3", lambda f, slope, x, n, every: slope(x) ** n, "with every=1"),
    ("6.3", lambda f, slope, x, n: 1, "5 arguments are given where 4 would do"),
    ("6.4", GREEDY, "It works, with 13 steps run again, and fewer are enough"),
    ("6.4", ", ".join(plan(0, 8, 2, best)), "It works, with 14 steps run again, and fewer are enough"),
    ("6.4", "advance 0-3, store 3, advance 3-7, reverse 7", "The plan ends before step 6"),
    ("6.4", "advance 0-3, store 2", "Action 2, `store 2`, cannot be done: you stand at state 3"),
    ("6.4", "advance 0-7, reverse 7, store 6", "Action 3, `store 6`, cannot be done: you stand at no state"),
    ("6.4", "advance 0-7, reverse 7, reverse 6", "`reverse 6`, cannot be done: state 6 is not at hand (at hand: 0)"),
    ("6.4", "advance 0-3, advance 2-5", "state 2 is not at hand (at hand: 0, 3)"),
    ("6.4", "advance 0-3, advance 3-3", "it is to lead to a later state, 7 at most"),
    ("6.4", "advance 0-8", "it is to lead to a later state, 7 at most"),
    ("6.4", "advance 0-6, reverse 6", "the next step to go back through is 7"),
    ("6.4", "advance 0-1, store 1, advance 1-2, store 2, advance 2-3, store 3", "3 states are stored already: 0, 1, 2"),
    ("6.4", "advance 0-3 store 3", "'advance 0-3 store 3' is no action: write 'advance 0-3'"),
    ("6.4", "go to 3", "'go to 3' is no action"),
    ("6.4", 11, "A plan is text"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong"
    assert says in result.message
    secret = {"6.1": "a d f", "6.2": " 6", "6.3": "k % every", "6.4": " 11 "}[number]
    assert secret not in result.message


def test_the_hints_leave_a_step():
    """The numbers wanted are in none of them."""
    for problem in n06.PROBLEMS:
        assert len(problem.hints) == len(set(problem.hints)) == 3
    assert not any("a, d" in hint or "a d" in hint for hint in n06.PROBLEMS[0].hints)
    assert not any("11" in hint for hint in n06.PROBLEMS[3].hints)


def test_the_hint_of_the_plan_leads_to_a_best_plan():
    """States 2 and 5 on the way up, then 3."""
    actions = read_plan(
        "advance 0-2, store 2, advance 2-5, store 5, advance 5-7, reverse 7, advance 5-6, reverse 6, reverse 5,"
        "advance 2-3, store 3, advance 3-4, reverse 4, reverse 3, reverse 2, advance 0-1, reverse 1, reverse 0"
    )
    assert carry_out(actions, 8, 3) - 8 == fewest(8, 3) == 11


# --- plans ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("steps", "states"), [(1, 1), (2, 1), (5, 1), (6, 2), (10, 3), (13, 4)])
def test_a_plan_runs_as_many_steps_as_its_recursion_says(steps, states):
    """The simulation against the recursion that the plans come from."""
    ran = carry_out(read_plan(plan(0, steps, states, best)), steps, states)
    assert ran - steps == fewest(steps, states)


def test_a_state_is_forgotten_when_its_step_is_done():
    """Its place is free, and it cannot be used again."""
    done = "advance 0-1, store 1, advance 1-2, reverse 2, reverse 1"
    with pytest.raises(PlanError, match=r"ends before step 0"):
        carry_out(read_plan(done), 3, 2)
    with pytest.raises(PlanError, match=r"Action 6, `advance 1-2`, cannot be done: state 1 is not at hand \(at hand: 0\)"):
        carry_out(read_plan(done + ", advance 1-2"), 3, 2)
    with pytest.raises(PlanError, match="none"):
        carry_out(read_plan("free 0, advance 0-2, reverse 2, reverse 1"), 3, 2)


@pytest.mark.parametrize("answer", [{"store": 1}, len, 3.5, b"store 1"])
def test_what_is_no_plan_is_named(answer):
    """Text or tuples."""
    with pytest.raises(AnswerError, match="a plan is text, such as 'advance 0-3, store 3'"):
        read_plan(answer)


def test_fresh_inputs_each_time():
    """An answer that was fitted to one try fails at the next."""
    first, second = (list(n06._chain_cases(random.Random(seed))) for seed in (1, 2))
    assert [case.args[2] for case in first] != [case.args[2] for case in second]


def test_the_bug_shows_in_every_session():
    """With every=1 nothing is missing; in most of the other cases the numbers are far apart."""
    for seed in range(50):
        far = []
        for case in n06._chain_cases(random.Random(seed)):
            f, slope, x, n, every = case.args
            found = bug(f, slope, x, n, every)
            assert every > 1 or math.isclose(found, case.right)
            far.append(not math.isclose(found, case.right, rel_tol=0.02))
        assert sum(far) >= 4
