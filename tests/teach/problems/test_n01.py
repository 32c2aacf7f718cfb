"""The exercises of notebook 01: each known wrong answer gets its own message, each right one is accepted."""

import pytest

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n01


@pytest.fixture
def check():
    """Return the check of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n01.PROBLEMS}).check


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (100_000, "each with its sweep back"),
        (2000, "one step; there are 50"),
        (50_050, "one-sided differences"),
        (100_050, "do without the run in the middle"),
        (50_000, "nudged to both sides"),
        (50, "runs for every parameter"),
        (1000, "one run for each parameter"),
        (100_001, "Take one step first"),
    ],
)
def test_runs_of_fifty_steps(check, answer, message):
    """A count is right or wrong, never close."""
    result = check("1.1", answer)
    assert (result.verdict == "right") == (answer == 100_000)
    assert message in result.message


@pytest.mark.parametrize(
    ("one", "two", "message"),
    [
        (7, 13, "Look at the variable `one-sided`. That is the step to the other side"),
        (13, 13, "That is the two-sided one"),
        (12, 12, "`one-sided`. 12 is the slope itself"),
        (19, 26, "Look at the variable `two-sided`. From 1 to 3 the way is two steps long"),
        (19, 19, "That is the one-sided one"),
        (19, 12, "`two-sided`. 12 is the slope itself"),
    ],
)
def test_differences_of_the_cube(check, one, two, message):
    """The likely slips, and the slope itself in place of its estimate."""
    result = check("1.2", {"one-sided": one, "two-sided": two})
    assert result.verdict == "wrong" and message in result.message


def test_differences_of_the_cube_as_text_or_in_order(check):
    """Text is read as a formula, a pair in the order of the names; a space or a capital changes no name."""
    assert check("1.2", ["27 - 8", "(27 - 1) / 2"]).verdict == "right"
    assert check("1.2", {"one sided": 19, "Two_Sided": 13}).verdict == "right"
    assert (
        "There is no 'onesides' here (did you mean 'one-sided'?)" in check("1.2", {"onesides": 19, "two-sided": 13}).message
    )


# --- bug hunt -------------------------------------------------------------------------------------


def nudging(take_back, h=1e-6):
    """Return a gradient that nudges the caller's list; ``take_back`` says which nudges it undoes."""

    def gradient(f, theta):
        here, slopes = f(theta), []
        for k in range(len(theta)):
            theta[k] += h
            slopes.append((f(theta) - here) / h)
            theta[k] -= h if take_back(k, theta) else 0
        return slopes

    return gradient


def test_a_nudge_that_stays_is_the_bug(check):
    """The first slope is right, so the second is the one to look at, with both numbers; the bug is not named."""
    result = check("1.3", nudging(lambda k, theta: False))
    assert result.verdict == "wrong" and "That is the bug of the cell, still" in result.message


def test_a_nudge_taken_back_is_right(check):
    """In place or on a copy, to one side or to both."""
    assert check("1.3", nudging(lambda k, theta: True)).verdict == "right"
    assert "repair the differences" in check("1.3", lambda f, theta: ad.grad(f, theta=theta)["theta"]).message


def test_the_callers_list_must_be_as_it_was(check):
    """Right slopes, and the last nudge left in the list of whoever called."""
    result = check("1.3", nudging(lambda k, theta: k + 1 < len(theta)))
    assert result.verdict == "close" and "undo the last nudge" in result.message


# --- construction ---------------------------------------------------------------------------------


def complex_step(h):
    return lambda f, x: f(complex(x, h)).imag / h


@pytest.mark.parametrize("h", [1e-8, 1e-20, 1e-100])
def test_a_complex_step_is_right_with_any_tiny_h(check, h):
    """There is no best h: nothing is subtracted."""
    assert check("1.4", complex_step(h)).verdict == "right"


@pytest.mark.parametrize(
    ("slope", "verdict", "message"),
    [
        (complex_step(1e-4), "close", "8 digits are right. Nothing is subtracted here, so h may be tiny"),
        (lambda f, x: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5, "close", "from 2 runs. Wanted is one run"),
        (lambda f, x: (f(x + 1e-8) - f(x)) / 1e-8, "close", "from 2 runs"),
        (
            lambda f, x: (f(complex(x, 1e-20)).imag - f(complex(x, -1e-20)).imag) / 2e-20,
            "close",
            "16 digits are right, from 2",
        ),
        (lambda f, x: ad.grad(f, x=x)["x"], "close", "the sweep of 01.5"),
        (lambda f, x: f(complex(x, 1e-20)).real, "wrong", "gave the value of f"),
        (lambda f, x: f(complex(x, 1e-20)).imag, "wrong", "still to be divided by"),
        (lambda f, x: f(complex(x, 1e-20)), "wrong", "a complex number; the slope is in its imaginary part"),
        (lambda f, x: f(complex(x, 1e-20)).imag / 2e-20, "wrong", "where the slope is"),
        (lambda f, x: f(x * 1j).imag, "wrong", "where the slope is"),
    ],
)
def test_other_ways_to_a_slope_are_told_what_they_are(check, slope, verdict, message):
    """Differences and sweeps are right, in a way; slips are named."""
    result = check("1.4", slope)
    assert (result.verdict, message in result.message) == (verdict, True), result
