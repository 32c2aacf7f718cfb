"""Mode schedule: the reverse sweep with the learner as the machine, and what it cannot be done with."""

import pytest

import adlesson as ad
from adlesson.show.stepper.frames import frames
from adlesson.show.story.orders import LARGE


def test_it_is_the_reverse_sweep_and_begins_by_hand():
    """Whoever leaves the machine has the sweep with all its frames."""
    p = ad.trace(ad.examples.order_matters, a=2, b=3)
    by_hand, swept = frames(p, ["schedule"]), frames(p, ["reverse"])
    assert by_hand["schedule"].pop("begins") is True and swept["schedule"].pop("begins") is False
    assert by_hand == swept


@pytest.mark.parametrize("f", [lambda x: (x, x * 2), lambda x: {"a": x * 3}])
def test_one_output_is_needed(f):
    """Else it is not clear where to start."""
    with pytest.raises(ad.LessonError, match="one output to start from"):
        ad.Stepper(ad.trace(f, x=1), "schedule")


def test_a_large_program_is_refused():
    """Nobody fires a hundred boxes, and no place is left in the boxes for the shares."""
    p = ad.trace(lambda x: sum([x * k for k in range(2, LARGE)]), x=1)
    with pytest.raises(ad.LessonError, match=f"fires {LARGE} at most"):
        ad.Stepper(p, "schedule")


def test_arrays_are_refused():
    """Arrows between them do not multiply with a number."""
    np = pytest.importorskip("numpy")
    with pytest.raises(ad.LessonError, match="has arrays"):
        ad.Stepper(ad.trace(lambda x: (x * x).sum(), x=np.ones(2)), "schedule")
