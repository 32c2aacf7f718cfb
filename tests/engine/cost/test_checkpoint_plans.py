"""Plans: right, within the budget, and with as few repeats as a search over all plans finds."""

from functools import cache
from math import comb, inf, isqrt

import pytest

from adlesson.engine.cost.checkpoint_plans import PLANS, binomial, extra_steps, sqrt

# least steps run again, for l steps and c states: the literature's formula at its usual points
TABLE = {
    10: {1: 45, 2: 20, 3: 15, 5: 13, 10: 9},
    100: {1: 4950, 2: 845, 3: 490, 5: 316, 10: 222},
    1000: {3: 12155, 5: 6284, 10: 3636, 20: 2747, 50: 1948},
}
POINTS = [(steps, budget, extra) for steps, row in TABLE.items() for budget, extra in row.items()]


@cache
def least(steps, budget):
    """Return the optimum by dynamic programming: try every place for the next state; storing none is the last place."""
    if steps == 1:
        return 0
    if budget == 0:
        return inf
    return min(k + least(steps - k, budget - 1) + least(k, budget) for k in range(1, steps))


def least_of_all(steps, budget):
    """Return the optimum over whatever can be done at all: the shortest way through the situations one can be in."""
    begin = (steps, 0, frozenset([0]))  # steps left to reverse, the state we are at, the states stored
    cost, ahead = {begin: 0}, [begin]
    while ahead:
        now = ahead.pop(0)
        left, here, stored = now
        if left == 0:
            return cost[now]
        after = [(0, (left, k, stored)) for k in stored]  # go to a state that is stored
        after += [(0, (left, here, stored - {k})) for k in stored]
        if here is not None and len(stored) < budget:
            after.append((0, (left, here, stored | {here})))
        if here is not None and here < left - 1:
            after.append((1, (left, here + 1, stored)))
        if here == left - 1:
            after.append((0, (left - 1, None, stored)))
        for price, then in after:
            if cost[now] + price < cost.get(then, inf):
                cost[then] = cost[now] + price
                ahead.insert(0, then) if price == 0 else ahead.append(then)


def carry_out(actions, steps):
    """Follow a plan; return how far it advanced and how many states it held; fail where it cannot be followed."""
    here, stored, peak, advanced, reversed_, actions = 0, set(), 0, 0, [], list(actions)
    for what, *where in actions:
        if what == "store":
            assert here == where[0] and here not in stored
            stored.add(here)
        elif what == "free":
            stored.remove(where[0])
        elif what == "advance":
            start, here_after = where
            assert start < here_after < steps and (here == start or start in stored)
            advanced, here = advanced + here_after - start, here_after
        else:
            assert what == "reverse" and (here == where[0] or where[0] in stored)
            reversed_.append(where[0])
            here = None
        peak = max(peak, len(stored))
    assert reversed_ == list(reversed(range(steps)))
    assert stored == set() and actions[0] == ("store", 0)
    return advanced, peak


@pytest.mark.parametrize(("steps", "budget", "extra"), POINTS)
def test_formula_and_plan_give_the_numbers_of_the_literature(steps, budget, extra):
    """Griewank and Walther's table; the plan is carried out, not believed."""
    assert extra_steps(steps, budget) == extra
    advanced, peak = carry_out(binomial(steps, budget), steps)
    assert advanced == extra
    assert peak <= budget


def test_no_plan_is_better():
    """All lengths below 80 and budgets below 8, against a search that knows no binomial numbers."""
    for budget in range(1, 8):
        for steps in range(1, 80):
            assert extra_steps(steps, budget) == least(steps, budget)
            advanced, peak = carry_out(binomial(steps, budget), steps)
            assert (advanced, peak <= budget) == (least(steps, budget), True)


@pytest.mark.parametrize("budget", [1, 2, 3])
def test_no_other_way_of_going_about_it_is_better(budget):
    """A search that may store, free and go anywhere at any time finds nothing that the plans miss."""
    for steps in range(1, 9):
        assert extra_steps(steps, budget) == least_of_all(steps, budget)


def test_halving_is_not_optimal():
    """The obvious plan, a state in the middle each time, runs more steps again: the search can fail a plan."""

    def halves(start, end, budget, stored=True):
        if end - start == 1:
            yield "reverse", start
        elif budget == 1:
            for k in reversed(range(start, end)):
                if k > start:
                    yield "advance", start, k
                yield "reverse", k
        else:
            middle = (start + end) // 2
            yield "advance", start, middle
            yield "store", middle
            yield from halves(middle, end, budget - 1)
            yield "free", middle
            yield from halves(start, middle, budget)

    advanced, peak = carry_out([("store", 0), *halves(0, 64, 4), ("free", 0)], 64)
    assert peak == 4
    assert advanced > least(64, 4)


@pytest.mark.parametrize(("steps", "states"), [(16, 8), (100, 20), (1024, 64), (10000, 200)])
def test_square_roots_store_twice_the_root(steps, states):
    """The figures count the state that is being worked on, a plan only what is stored: one less."""
    advanced, peak = carry_out(sqrt(steps, states), steps)
    root = isqrt(steps)
    assert peak == states - 1 == 2 * root - 1
    assert advanced == (steps - root) + root * (root - 1)  # to the last stretch, then through each but its last step
    assert advanced - (steps - 1) < steps  # against storing all: at most one more run of everything
    assert advanced == extra_steps(steps, peak) + 1  # so near the optimum for as many states


@pytest.mark.parametrize("steps", range(1, 40))
@pytest.mark.parametrize("name", PLANS)
def test_every_length_can_be_reversed(name, steps):
    """Also lengths that are no square; the square-root plan takes at most 2 sqrt(l) states, rounded up."""
    _, peak = carry_out(PLANS[name](steps, 100), steps)
    assert peak <= max(1, 2 * (isqrt(steps - 1) + 1) - 1) if name == "sqrt" else peak <= steps


def test_plenty_of_states_are_stored_one_by_one_and_one_state_is_the_square():
    """The two ends: nothing is run a third time, and everything from the start."""
    assert carry_out(binomial(50, 1000), 50) == (49, 49)
    assert carry_out(binomial(50, 1), 50) == (50 * 49 // 2, 1)
    assert list(binomial(1, 5)) == [("store", 0), ("reverse", 0), ("free", 0)]


def test_a_million_steps_are_planned_without_recursion():
    """Depth is the budget at most, and kept in a list."""
    assert extra_steps(10**6, 50) < 5 * 10**6  # no step runs more than five times more
    assert sum(what == "reverse" for what, *_ in binomial(100_000, 100_000)) == 100_000
    advances = (where for what, *where in binomial(100_000, 20) if what == "advance")
    assert sum(end - start for start, end in advances) == extra_steps(100_000, 20)


def test_the_extra_steps_are_exact_for_more_steps_than_a_float_can_count():
    """With r repeats a budget of b reverses C(b + r, b) steps, and not one more (Griewank and Walther 2000)."""
    steps = comb(80, 40)
    assert extra_steps(steps, 40) == 40 * steps - comb(80, 41)
    assert extra_steps(steps + 1, 40) - extra_steps(steps, 40) == 41
    assert extra_steps(steps, 40) - extra_steps(steps - 1, 40) == 40
