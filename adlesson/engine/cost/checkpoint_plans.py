"""Plans for walking a chain of steps backwards when only a few states fit in memory.

With this module you can

- list what to do, in order, to reverse every step (``PLANS``): ``binomial``, with the fewest steps run again, or ``sqrt``;
- know that fewest number without a plan (``extra_steps``).

State ``k`` is what step ``k`` starts from; state 0, the input, is the first that is stored.  A plan is a sequence of
actions: ``("store", k)``, ``("advance", i, j)`` from state i to state j keeping nothing between, ``("reverse", k)`` run
step k and go back through it, ``("free", k)``.  To advance or reverse from a state one must be there or have it stored.

>>> for action in binomial(3, 2):
...     print(*action)
store 0
advance 0 1
store 1
advance 1 2
reverse 2
reverse 1
free 1
reverse 0
free 0
>>> extra_steps(3, 2), extra_steps(1000, 10)
(2, 3636)
"""

from math import comb, isqrt


def extra_steps(steps, budget):
    """Return the least number of steps that must be run again to reverse ``steps`` steps with ``budget`` stored states.

    Formula: t = r l - C(c+r, r-1), r the least number with C(c+r, c) >= l, for l steps and c states, the input
    one of them (Griewank 1992; Griewank & Walther 2000).  Reversing a step includes running it: if every state
    is stored, each but the last step runs twice, and t = l - 1.
    """
    r = _repeats(steps, budget)
    return r * steps - comb(budget + r, budget + 1)


def _repeats(steps, budget):
    """Return how often a step is run again at most: the least r with C(budget + r, budget) >= steps."""
    reach, r = 1, 0
    while reach < steps:
        r += 1
        reach = reach * (budget + r) // r
    return r


def binomial(steps, budget):
    """Yield the actions of an optimal plan; there are as many as the optimum needs, and the budget is not exceeded."""
    yield "store", 0
    waiting = [(0, steps)]  # stretches not yet reversed, whose first state is stored
    while waiting:
        start, end = waiting.pop()
        here = start
        while end - here > 1:
            there = here + _first_part(end - here, budget - len(waiting))
            yield "advance", here, there
            waiting.append((here, there))
            here = there
            if end - here > 1:
                yield "store", here
        yield "reverse", here
        if here == start:
            yield "free", start


def _first_part(steps, budget):
    """Return after how many steps the next state is best stored.

    With r repeats, C(budget + r, budget) steps can be reversed: of the first part each step is repeated up to r - 1
    times more, the second part has one state less to store.  Any length that both can take is as good.
    """
    r = _repeats(steps, budget)
    return max(comb(budget + r - 2, budget) if r > 1 else 1, steps - comb(budget + r - 1, budget - 1))


def sqrt(steps, budget):
    """Yield the actions of the plan of Chen et al. (2016): every sqrt(steps)-th state, then all of one stretch at a time.

    It holds about 2 sqrt(steps) states whatever the budget, and runs about every step once more than a plan that
    stores all states.
    """
    length = isqrt(steps - 1) + 1
    starts = range(0, steps, length)
    for start in starts:
        if start:
            yield "advance", start - length, start
        yield "store", start
    for start in reversed(starts):
        stretch = range(start, min(start + length, steps))
        for k in stretch[1:]:
            yield "advance", k - 1, k
            yield "store", k
        for k in reversed(stretch):
            yield "reverse", k
            yield "free", k


PLANS = {"binomial": binomial, "sqrt": sqrt}
