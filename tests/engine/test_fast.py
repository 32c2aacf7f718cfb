"""The sweeps without steps: equal to those with steps, in value and in kind, for every form of instruction."""

from fractions import Fraction

import numpy as np
import pytest
from oracles import everywhere

import adlesson as ad
from adlesson.engine import fast
from adlesson.engine.ops import OPS, Op
from adlesson.engine.sweeps import seeds

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_values_without_steps_are_those_of_the_forward_sweep(f, at):
    """``fill`` is what ``p(...)`` runs."""
    program = ad.trace(f, at)
    z = program.start({})
    fast.fill(program, z)
    steps = [step.after for step in ad.forward_sweep(program)]
    assert z[: len(program)] == steps
    assert [type(u) for u in z[: len(program)]] == [type(u) for u in steps]


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_the_sweep_without_steps_is_the_sweep_with_steps(f, at):
    """``pull_back`` repeats the loop for speed; it may never differ, not even in the last bit."""
    program = ad.trace(f, at)
    zbar = dict.fromkeys(program.names, 0)
    zbar.update((step.target, step.after) for step in ad.reverse_sweep(program))
    found = fast.pull_back(program, program.values(), seeds(program, 1))
    assert found == list(zbar.values())
    assert [type(u) for u in found] == [type(u) for u in zbar.values()]


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_the_loop_written_out_for_speed_is_the_sweep(f, at):
    """``pull_back_numbers`` is what grad runs: every variable's adjoint, in value and kind; None for whom nobody paid."""
    program = ad.trace(f, at)
    zbar = dict.fromkeys(program.names)
    zbar.update((step.target, step.after) for step in ad.reverse_sweep(program))
    found = fast.pull_back_numbers(program, program.values(), seeds(program, 1))
    assert found == list(zbar.values())
    assert [type(u) for u in found] == [type(u) for u in zbar.values()]


def test_shares_of_arrays_are_added():
    """x is read three times: by the product twice, and by the sum."""
    program = ad.trace(lambda x: (x * x + x).sum(), x=np.array([1.0, 2.0, -4.0]))
    assert fast.pull_back(program, program.values(), seeds(program, 1))[0].tolist() == [3, 5, -7]


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_pushing_forward_without_steps_is_the_sweep_with_steps(f, at):
    """``push_forward`` is what jvp and Jacobians by columns run."""
    program = ad.trace(f, at)
    moving = [Fraction(k + 2, 3) for k in range(program.d)]
    zdot = dict.fromkeys(program.names, 0)
    zdot.update((step.target, step.after) for step in ad.tangent_sweep(program, program.pack_inputs(moving)))
    assert fast.push_forward(program, program.values(), moving) == list(zdot.values())


def test_the_fast_loop_knows_every_form_of_instruction():
    """Constants on either side of every operation of two arguments, and operations of one: against the steps."""
    two = ("add", "subtract", "multiply", "divide", "power", "maximum", "minimum")
    for op in two:
        for choose in (lambda x, y: (x, y), lambda x, y: (x, 2.5), lambda x, y: (2.5, y), lambda x, y: (x, x)):
            program = ad.trace(lambda x, y, op=op, choose=choose: OPS[op].value(*choose(x, y)), x=1.5, y=3.5)
            steps = dict.fromkeys(program.names)
            steps.update((step.target, step.after) for step in ad.reverse_sweep(program, 3))
            seeded = seeds(program, 3)
            assert fast.pull_back_numbers(program, program.values(), seeded) == list(steps.values())
            assert fast.pull_back_numbers(program, program.values(), [*seeded, *seeded])[-1] == 6


def test_where_the_fast_loop_fails_the_error_names_the_instruction():
    """The loop itself only sees numbers; the other one is run again to say which line it was."""
    program = ad.trace(lambda x, y: (x * y) * 0.5, x=1.0, y=2.0)
    with pytest.raises(ad.LessonError, match="cannot be computed here"):
        ad.grad(program, x=10**400, y=1.5)
    tower = ad.trace(lambda x: x**0.5 * 1j, x=2.0)
    assert ad.grad(tower, x=4.0) == {"x": 0.25j}


def test_an_operation_of_three_arguments_goes_the_fast_way_and_runs_the_function_once(monkeypatch):
    """It used to fail there, and be traced and swept a second time without a word."""
    by = (lambda v, u, w, y: w + y, lambda v, u, w, y: u + y, lambda v, u, w, y: u + w)
    monkeypatch.setitem(
        OPS, "pairs", Op("pairs", lambda u, w, y: u * w + w * y + y * u, by, "pairs({0}, {1}, {2})", "input")
    )
    runs = []

    def f(x, y):
        runs.append(1)
        return type(x).apply_op("pairs", (x, y, 5.0)) * x

    assert ad.grad(f, x=2.0, y=3.0) == {"x": 2 * (3 + 5) + 31, "y": 2 * (2 + 5)}
    assert len(runs) == 1
    program = ad.trace(f, x=2.0, y=3.0)
    zbar = dict.fromkeys(program.names) | {step.target: step.after for step in ad.reverse_sweep(program)}
    assert fast.pull_back_numbers(program, program.values(), seeds(program, 1)) == list(zbar.values())
    z = program.values()
    for moving, slope in ([1, 0], 16 + 31), ([0, 1], 14), ([1, 2], 16 + 31 + 28), ([0, 0], 0):  # who is at rest adds nothing
        assert fast.push_forward_numbers(program, z, moving)[-1] == slope


def test_a_function_whose_sweep_fails_is_run_once_all_the_same():
    """The error names the author's variable, read from the list of the first run: a second might do its harm twice."""
    runs = []

    def f(x):
        runs.append(1)
        giant = x * 10**400
        return giant / 10**400

    with pytest.raises(ad.LessonError, match="a slope of giant = x"):
        ad.grad(f, x=3)
    assert len(runs) == 1


BATCH = {"x": np.ones(3), "y": np.ones(3)}
UNFIT = {
    "a seed": lambda p: ad.vjp(p, np.ones(4), **BATCH),
    "a direction": lambda p: ad.hvp(p, {"x": np.ones(4)}, **BATCH),
    "two batches": lambda p: p(x=np.ones(3), y=np.ones(4)),
    "two batches at a guard": lambda p: ad.trace(lambda x, y: x if x < y else y, x=1.0, y=2.0)(x=np.ones(3), y=np.ones(4)),
}


@pytest.mark.parametrize("ask", UNFIT.values(), ids=UNFIT)
def test_batches_that_do_not_fit_are_refused(ask):
    with pytest.raises(ad.LessonError, match="could not be broadcast"):
        ask(ad.trace(lambda x, y: x * x * y, x=1.0, y=2.0))
