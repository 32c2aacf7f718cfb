"""The inner minimisation: it only goes down, and what it took is counted."""

import numpy as np
import pytest

import adlesson as ad
from adlesson.lagrange.solvers.inner import Bends, downhill, least
from adlesson.lagrange.solvers.problem import Slopes

S = ad.solvers


def test_where_the_merit_is_bent_the_wrong_way_the_step_still_goes_down():
    """From 0.1 the nearest place without a slope is the top of the hill, 0: there a plain Newton step leads."""
    problem = S.Problem(ad.trace(lambda x: x**4 / 4 - x**2 / 2, x=0.1), free="x", cut="")
    u, _ = least(problem, *problem.start(), 1.0)
    assert u == pytest.approx([1.0], abs=1e-12)
    slope, bend = 0.1**3 - 0.1, 3 * 0.1**2 - 1
    assert abs(0.1 - slope / bend) < 0.1


def test_the_work_of_a_minimisation_is_counted():
    """Of a quadratic: two slopes, a tangent sweep per unknown, one matrix."""
    p = ad.trace(lambda x, y: (x - 1) ** 2 + x * y + 2 * y**2, x=0.2, y=0.3)
    problem = S.Problem(p, free="x y", cut="")
    u, work = least(problem, *problem.start(), 1.0)
    assert problem.slopes(u, np.zeros(0)).u == pytest.approx([0, 0], abs=1e-13)
    assert work == (2 + 2, 1)


@pytest.mark.parametrize("start", [0.4, 14.0])
def test_every_pass_through_the_program_is_counted(start):
    """Shortened steps as well: from 14 a Newton step leads past the bottom at 10 and up on the other side, far out."""
    problem = S.Problem(ad.trace(lambda x: ad.sqrt(1 + (x - 10) ** 2), x=start), free="x", cut="")
    slopes, passed = problem.slopes, []
    problem.slopes = lambda *given: passed.append(given) or slopes(*given)
    u, work = least(problem, *problem.start(), 1.0)
    assert u == pytest.approx([10.0], abs=1e-7)
    assert work.passes == len(passed) + work.solves, "a matrix of one column is one tangent sweep"
    assert (len(passed) > work.solves + 1) == (start == 14.0), "only there a step was shortened"


@pytest.mark.parametrize(("on_constraints", "step"), [(5e-5, 0.5), (-5e-4, 3.0)])
def test_a_step_that_is_put_back_on_the_constraints_is_taken_only_if_it_is_lower(on_constraints, step):
    """The full step to 1 goes up, half of it goes down; put back on the constraints it ends at 3, a little up or down."""
    merits = {0.0: 0.0, 1.0: 1.0, 3.0: on_constraints, 0.5: -0.3}
    here, whole = Slopes(0.0, np.array([-1.0]), np.zeros(0)), slice(None)

    def tried(way):
        return way, here._replace(value=merits[float(way[0])])

    bends, u = Bends(np.eye(1)), np.zeros(1)
    there, after = downhill(tried, lambda there: np.array([3.0]), u, here, here.u, bends, 1e-12, whole)
    assert (there.tolist(), after.value) == ([step], merits[step])
