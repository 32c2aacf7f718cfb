"""Relaxation: it comes to rest where continuous time does, and says what to try where it does not."""

import numpy as np
import pytest

from adlesson.engine.errors import InputError, LessonError, NumberError
from adlesson.lagrange.dynamics.relaxation import MOST, advice, settled


def turning(u):
    """Three times round a quarter turn, and a push: rest at (0.4, 0.7), where going round throws one out."""
    return np.array([[0.0, -3.0], [3.0, 0.0]]) @ u + [2.5, -0.5]


def test_it_ends_where_the_aim_is_reached():
    """At rest there is nothing left of h."""
    for h in (0.02, 0.1, 0.19):
        path = settled(turning, np.zeros(2), h, "they", None)
        assert path[-1] == pytest.approx([0.4, 0.7], abs=1e-12)
        assert np.linalg.norm(turning(path[-1]) - path[-1]) <= 1e-12
        assert path[1] == pytest.approx([h * 2.5, -h * 0.5])


def test_each_step_goes_the_part_h_of_the_way():
    """Euler's steps of tau du/dt = aim - u, and nothing else."""
    path = settled(lambda u: np.array([1.0]), np.array([0.0]), 0.25, "they", None)
    assert [u[0] for u in path[:4]] == [0.0, 0.25, 0.4375, 0.578125]
    assert settled(lambda u: u * 0 + 1, np.array([1.0]), 1.5, "they", None) == [[1.0]]  # at rest from the start


def test_the_largest_h_is_where_the_eigenvalues_say():
    """|1 - h + 3 i h| < 1 asks for h < 1/5."""
    assert len(settled(turning, np.zeros(2), 0.195, "they", None)) < MOST
    for h in (0.2, 0.205, 1.0):
        with pytest.raises(NumberError, match="do not come to rest" if h == 0.2 else "they diverge"):
            settled(turning, np.zeros(2), h, "they", None)


def test_an_early_detour_is_not_the_end():
    """Away from a rest that is not stable the steps grow for a long time, and then arrive."""
    path = settled(lambda u: np.tanh(2 * u), np.array([1e-6]), 0.05, "they", None)
    assert path[-1] == pytest.approx([0.9575040240772688], abs=1e-11)


def test_what_to_try_depends_on_what_happened():
    """Slow, swinging, or lost."""
    with pytest.raises(NumberError, match=r"they come nearer, slowly; take a larger h") as slow:
        settled(lambda u: u / 2, np.array([1.0]), 0.0005, "the states", None)
    assert str(slow.value).startswith("the states do not come to rest in 20,000 steps of h = 0.0005 (still off by 3.4e-03")
    for h in (1e-5, 1e-9):
        with pytest.raises(NumberError, match=r"that is a time of [\d.e-]+ tau only, take a larger h$"):
            settled(lambda u: u / 2, np.array([1.0]), h, "they", None)
    with pytest.raises(NumberError, match="take a smaller h; where none helps"):
        settled(turning, np.zeros(2), 0.25, "they", None)
    with pytest.raises(NumberError, match=r"they have no value after 1 steps of h = 0.5: start elsewhere"):
        settled(lambda u: u * np.nan, np.array([1.0]), 0.5, "they", None)


@pytest.mark.parametrize("start", [1.0, 1e-300, 1e154, 1.7e308])
@pytest.mark.parametrize("factor", [1.2, -1.3, 5.0, 1e200])
def test_what_grows_is_never_called_at_rest(start, factor):
    """One way or swinging, slowly or at once, up to the largest float, where lengths and squares overflow."""
    with pytest.raises(NumberError, match=r"they diverge: they grow without end, beyond all floats in [\d,]+ steps"):
        settled(lambda u: factor * u, np.array([start, start]), 1.0, "they", None)


def test_what_grows_slowly_is_said_to_grow_when_the_steps_are_used_up():
    """A thousandth per step: 20,000 steps are not enough to overflow, and enough to be told."""
    with pytest.raises(NumberError, match=r"diverge: in 20,000 steps .* distance from rest grew from 1\.0e-03 to"):
        settled(lambda u: 1.001 * u, np.array([1.0]), 1.0, "they", None)


@pytest.mark.parametrize("push", [1e-300, 1e-200, 1e-13, 1.0, 1e160, 1e307])
def test_a_rest_is_found_whatever_its_size(push):
    """Rest at twice the push: next to itself, and beside another of size 1."""
    path = settled(lambda u: u / 2 + [push, 0.5], np.zeros(2), 1.0, "they", None)
    assert path[-1] == pytest.approx([2 * push, 1.0], rel=1e-9, abs=0)


def test_a_rest_at_zero_is_one_and_so_is_one_that_rounding_hides():
    """From 1 to 0, as near as 1e-12; and where terms of size 1 cancel, to what they leave."""
    assert abs(settled(lambda u: u / 2, np.array([1.0]), 1.0, "they", None)[-1][0]) < 2e-12
    assert abs(settled(lambda u: u / 2 + 0.1 + 0.2 - 0.3, np.array([0.0]), 0.7, "they", None)[-1][0]) < 1e-15


def test_a_larger_step_is_advised_only_to_small_steps_that_come_nearer():
    """Neither to small steps that go round, nor to large ones."""
    nearer, round_and_round = [0.99**k for k in range(100)], [1.0] * 100
    assert "larger" in advice(nearer, 0.01)
    assert "slowly; Newton's method" in advice(nearer, 0.3)
    assert "smaller" in advice(round_and_round, 0.01)
    assert "smaller" in advice([1.0] * 50 + [0.5] * 50, 0.01), "what came nearer once, and then no more"


@pytest.mark.parametrize("h", [0, -0.1, 2, 2.5, float("nan"), float("inf"), "0.1", None, [0.1]])
def test_an_h_with_which_even_the_decay_is_not_stable_is_refused(h):
    """u <- u - h u swings from h = 1 on and grows from h = 2 on."""
    with pytest.raises(InputError, match=r"h = dt / tau lies between 0 and 2.*take 0\.1") as found:
        settled(turning, np.zeros(2), h, "they", None)
    assert isinstance(found.value, LessonError)
    assert len(str(found.value)) < 400
