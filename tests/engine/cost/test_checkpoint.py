"""Gradients under a memory budget: the same numbers, the planned repeats, and memory that is really bounded."""

import gc
import weakref

import numpy as np
import pytest
from oracles import everywhere

import adlesson as ad
from adlesson.engine.cost.checkpoint import Stretches
from adlesson.engine.cost.checkpoint_plans import extra_steps
from adlesson.engine.errors import GuardError, InputError, LessonError, UnknownError
from adlesson.engine.samples.examples import ZOO

EVERYWHERE = pytest.mark.parametrize(("f", "at"), [pytest.param(f, at, id=name) for name, f, at in everywhere()])


def sines(n):
    """Return the program of ``n`` sines in a row."""

    def f(x):
        for _ in range(n):
            x = ad.sin(x)
        return x

    return ad.trace(f, x=0.5)


# --- the same gradient ----------------------------------------------------------------------------------


@EVERYWHERE
@pytest.mark.parametrize("budget", [1, 2, 3, 50])
def test_value_and_gradient_are_those_of_the_plain_sweep_to_the_last_bit(f, at, budget):
    """The same partials, multiplied and added in the same order; whatever the budget and the cuts."""
    p = ad.trace(f, at)
    for steps in {None, 1, 2, (len(p) - p.d) // 2, len(p) - p.d} - {0}:
        if steps is None or steps <= len(p) - p.d:
            found = ad.checkpoint(p, budget, steps)
            assert (found.value, found.gradient) == ad.value_and_grad(p)
    found = ad.checkpoint(p, 50, schedule="sqrt")
    assert (found.value, found.gradient) == ad.value_and_grad(p)


def test_functions_and_other_inputs_are_taken_as_everywhere():
    """A function is traced; ``at`` serves an input that is called like an option."""
    assert ad.checkpoint(ZOO["order_matters"].f, 2, a=2, b=3).gradient == {"a": 25, "b": 19}
    p = ad.trace(ZOO["order_matters"].f, a=2, b=3)
    assert ad.checkpoint(p, 2, a=0, b=1).gradient == ad.grad(p, a=0, b=1)
    assert ad.checkpoint(lambda budget, x: budget * x, 1, at={"budget": 5}, x=7).gradient == {"budget": 7, "x": 5}


def test_list_inputs_get_lists_and_what_is_not_read_gets_zero():
    """The gradient has the shape of ``ad.grad``."""
    assert ad.checkpoint(ZOO["speelpenning"].f, 2, x=[2, 3, 5, 7]).gradient == {"x": [105, 70, 42, 30]}
    assert ad.checkpoint(ZOO["idle"].f, 1, x=-1.5, y=0.5).gradient == {"x": -3.0, "y": 0}


def test_an_output_is_kept_over_what_comes_after_it():
    """The result may be an early value, which nobody reads again."""
    found = ad.checkpoint(lambda x: (x * x, ad.sin(x), ad.cos(x))[0], 1, x=2.0)
    assert (found.value, found.gradient) == (4.0, {"x": 4.0})


def test_programs_that_compute_nothing():
    """There is no step to run."""
    for f in (lambda x: x, lambda x: 3):
        found = ad.checkpoint(f, 1, x=2)
        assert (found.value, found.gradient) == ad.value_and_grad(f, x=2)
        assert (found.steps, found.extra, found.peak, found.actions) == (0, 0, 0, [])
    many = ad.trace(lambda x: (sum((x + k for k in range(50)), 0), 3)[1], x=1)
    assert ad.checkpoint(many, 3).gradient == {"x": 0}


def test_arrays_are_moved_about_like_numbers():
    """A state holds whatever the instructions make."""
    w, x = np.array([[1.0, 2.0], [3.0, -4.0]]), np.array([0.5, -0.25])

    def f(w, x):
        for _ in range(4):
            x = ad.tanh(w @ x)
        return (x * x).sum()

    found, plain = ad.checkpoint(f, 2, w=w, x=x), ad.grad(f, w=w, x=x)
    assert all(np.array_equal(found.gradient[name], plain[name]) for name in plain)


# --- what was done ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "budget", "extra"), [(10, 1, 45), (10, 3, 15), (10, 10, 9), (100, 5, 316), (1000, 10, 3636)]
)
def test_the_steps_run_again_are_as_many_as_the_formula_says(steps, budget, extra):
    """Counted while running; each step is one instruction here, and three there."""
    for p in (sines(steps), sines(3 * steps)):
        found = ad.checkpoint(p, budget, steps)
        assert found.extra == extra == extra_steps(steps, budget)
        assert found.peak <= budget
        assert found.gradient == ad.grad(p)


def test_the_actions_tell_what_was_run():
    """Steps run are those advanced over and those reversed; a picture can be drawn from the list."""
    found = ad.checkpoint(sines(20), 3)
    advanced = sum(where[1] - where[0] for what, *where in found.actions if what == "advance")
    assert advanced == found.extra
    assert [where[0] for what, *where in found.actions if what == "reverse"] == list(reversed(range(20)))
    assert found.actions[:2] == [("store", 0), ("advance", 0, found.actions[1][2])]


def test_instructions_are_really_run_that_often(monkeypatch):
    """Counted from outside, at the one place where an instruction is computed."""
    p, calls = sines(30), []
    value_of = type(p).value_of
    monkeypatch.setattr(type(p), "value_of", lambda self, i, z: (calls.append(i), value_of(self, i, z))[1])
    found = ad.checkpoint(p, 4)
    assert len(calls) == 30 + found.extra == 30 + extra_steps(30, 4)
    calls.clear()
    found = ad.checkpoint(p, 4, steps=7)  # stretches of four or five instructions
    assert len(calls) < (7 + found.extra) * 5


def test_steps_have_nearly_equal_lengths():
    """10 instructions in 4 steps: 2, 3, 2, 3."""
    run = Stretches(sines(10), 4, {})
    assert [len(list(run._run(k))) for k in range(4)] == [2, 3, 2, 3]


def test_square_roots_and_the_optimum_at_the_same_memory():
    """100 steps: 19 states stored, 180 steps run again; the optimum is 179."""
    p = sines(100)
    root = ad.checkpoint(p, 20, schedule="sqrt")
    assert (root.peak, root.extra) == (19, 180)
    assert ad.checkpoint(p, root.peak).extra == 179
    assert root.gradient == ad.grad(p)


def test_the_text_says_what_it_cost_and_what_was_done():
    """Long plans are cut."""
    text = repr(ad.checkpoint(sines(4), 2))
    head, *actions = text.split("\n")
    assert head == "f: 4 steps, at most 2 states stored (budget 2, binomial), 4 steps run again"
    assert actions[0].startswith("store 0, advance 0-")
    long = ad.checkpoint(sines(500), 2)
    assert repr(long).endswith("...")
    long.actions = long.actions[:50]
    assert "..." not in repr(long), "fifty are shown in full"


# --- memory --------------------------------------------------------------------------------------------------------


class Alive:
    """A number of which one can see how many there are."""

    now, most = weakref.WeakSet(), 0

    def __init__(self, u):
        self.u = u
        Alive.now.add(self)
        Alive.most = max(Alive.most, len(Alive.now))

    def _with(self, other, combine):
        return Alive(combine(self.u, other.u if isinstance(other, Alive) else other))

    def __add__(self, other):
        return self._with(other, lambda u, w: u + w)

    def __mul__(self, other):
        return self._with(other, lambda u, w: u * w)

    def __truediv__(self, other):
        return self._with(other, lambda u, w: u / w)

    __radd__, __rmul__ = __add__, __mul__

    @classmethod
    def at_most(cls, compute):
        """Run ``compute`` and return how many numbers were alive at once because of it."""
        gc.collect()
        before = len(cls.now)
        cls.most = before
        compute()
        return cls.most - before


def squares(n):
    """Return the program of ``n`` products x = x * x."""

    def f(x):
        for _ in range(n):
            x = x * x
        return x

    return ad.trace(f, x=1)


@pytest.mark.parametrize(("n", "budget"), [(64, 1), (64, 3), (64, 10), (300, 5)])
def test_no_more_numbers_are_alive_than_the_budget_and_a_few(n, budget):
    """Each state of this chain is one number; beside them: the one at work, its result, adjoints and a share."""
    p, x = squares(n), Alive(1)
    assert Alive.at_most(lambda: ad.value_and_grad(p, x=x)) > n
    assert Alive.at_most(lambda: ad.checkpoint(p, budget, x=x)) <= budget + 6


def test_longer_steps_add_the_values_of_one_step():
    """64 products in 8 steps: 3 states, 8 values inside a step."""
    p, x = squares(64), Alive(1)
    assert 8 <= Alive.at_most(lambda: ad.checkpoint(p, 3, steps=8, x=x)) <= 3 + 8 + 6


def test_a_state_holds_only_what_is_still_needed():
    """In the running example nothing but c is needed after c; inputs are not in a state, they are there anyway."""
    run = Stretches(ad.trace(ZOO["running"].f, x=0.25), 6, {})
    run.advance(0, 3)
    run.store(3)
    assert set(run.stored[3]) == {3}
    run = Stretches(ad.trace(lambda x: (ad.sin(x), x * x)[1] + x, x=2.0), 3, {})
    run.advance(0, 1)
    assert set(run.z) == set()
    run.advance(1, 2)
    assert set(run.z) == {2}


def test_100_000_steps():
    """No recursion, and no state that grows with the length."""
    p = sines(100_000)
    found = ad.checkpoint(p, 400)
    assert found.extra == extra_steps(100_000, 400) < 300_000
    assert found.gradient == ad.grad(p)


# --- refusals --------------------------------------------------------------------------------------------------------


def test_a_flipped_guard_stops_before_the_way_back():
    """What branches compare is kept for the first pass, also when it is an intermediate value that is dropped."""

    def f(x):
        y = x * 3
        z = y + 1
        return z * z if y > 0 else -z

    p = ad.trace(f, x=2.0)
    assert ad.checkpoint(p, 1).gradient == ad.grad(p)
    with pytest.raises(GuardError, match="y > 0 was True"):
        ad.checkpoint(p, 1, x=-2.0)
    assert ad.checkpoint(ad.trace(ZOO["branch"].f, x=-2.0), 1).gradient == {"x": 4.0}


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"budget": 0}, InputError, "the budget must be a whole number of at least 1, since the inputs are .*: not 0"),
        ({"budget": 2.5}, InputError, "not 2.5"),
        ({"budget": 2, "steps": 0}, InputError, "steps must be a whole number from 1 to 6, the number of .*: not 0"),
        ({"budget": 2, "steps": 7}, InputError, "not 7"),
        ({"budget": 2, "schedule": "binomail"}, UnknownError, r"did you mean 'binomial'\?\): there are binomial, sqrt"),
        ({"budget": 2, "schedule": "sqrt"}, InputError, "stores 4 states for 6 steps, and the budget is 2"),
    ],
)
def test_wrong_options_are_refused_with_what_is_accepted(options, kind, message):
    """Nothing is run before the plan is known to fit."""
    with pytest.raises(kind, match=message) as caught:
        ad.checkpoint(ZOO["running"].f, x=0.25, **options)
    assert isinstance(caught.value, LessonError)


def test_several_outputs_have_no_one_gradient():
    """As with ``ad.grad``."""
    with pytest.raises(InputError, match="several outputs"):
        ad.checkpoint(lambda x: (x, x * x), 1, x=2)
