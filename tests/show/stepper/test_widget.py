"""The widgets, Python's side: what is sent, what a changed text or input does, what is refused."""

import pytest

import adlesson as ad


def test_a_stepper_carries_all_its_frames_from_the_start():
    """No round trip per step is possible, because nothing is left to ask for."""
    widget = ad.Stepper(ad.trace(ad.examples.running, x=0.25))
    assert len(widget.data["frames"]) == 10
    assert [phase["sweep"] for phase in widget.data["phases"]] == ["reverse"]
    assert "556" in ad.Stepper(ad.trace(ad.examples.running, x=0.25), x=0.5).data["frames"][-1]["sentence"]


def test_explore_finds_the_inputs_in_the_text():
    """What is not given starts at 1."""
    widget = ad.explore("x*y + sin(x)", x=0.5)
    assert widget.inputs == [{"name": "x", "value": 0.5}, {"name": "y", "value": 1.0}]
    assert [phase["sweep"] for phase in widget.data["phases"]] == ["forward", "reverse"]


def test_a_new_text_is_read_and_keeps_known_inputs():
    """x stays where the learner put it, also across a text that does not mention it."""
    widget = ad.explore("x*y", x=0.5, y=4)
    widget.text = "y + 1"
    assert widget.inputs == [{"name": "y", "value": 4}]
    widget.text = "x*z"
    assert widget.inputs == [{"name": "x", "value": 0.5}, {"name": "z", "value": 1.0}]
    assert [v["name"] for v in widget.data["variables"]] == ["x", "z", "a"]


def test_a_wrong_text_leaves_the_last_good_frames_and_says_why():
    """A learner types through nonsense."""
    widget = ad.explore("x*y", x=0.5, y=4)
    before = widget.data
    widget.text = "x*y +"
    assert widget.data == before and "not a formula" in widget.error
    widget.text = "x*y + 1"
    assert widget.error == "" and widget.data != before


def test_a_question_is_marked_as_answered_even_if_the_answer_is_the_same_error():
    """The page waits for this to stop showing that it waits."""
    widget = ad.explore("x*y")
    widget.set_state({"text": "x*", "asked": 1})
    widget.set_state({"text": "x**", "asked": 2})
    assert widget.answered == 2 and widget.error


def test_a_function_can_be_explored_and_may_fail():
    """A branch or an error in the learner's own function becomes a sentence."""

    def f(x):
        if x < 0:
            raise RuntimeError("negative")
        return ad.sqrt(x)

    widget = ad.explore(f, x=4.0)
    assert widget.text is None and "sqrt" in widget.data["variables"][1]["rule"]
    widget.inputs = [{"name": "x", "value": -1.0}]
    assert widget.error == "RuntimeError: negative"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: ad.Stepper(lambda x: x), "trace"),
        (lambda: ad.Stepper(ad.trace(lambda x: x * x, x=1), sweep="backward"), "known are forward, tangent, reverse"),
        (lambda: ad.explore("x*"), "not a formula"),
        (lambda: ad.explore("x", x=[1, 2]), "plain numbers"),
        (lambda: ad.explore(ad.trace(lambda x: x * x, x=1)), "Stepper"),
        (lambda: ad.explore("+".join(["x"] * 150), y=1), None),
    ],
)
def test_what_cannot_be_stepped_is_refused_with_a_remedy(make, says):
    """Before anything is shown."""
    if says is None:
        make()
    else:
        with pytest.raises(ad.LessonError, match=says):
            make()


def test_a_stepper_begins_in_the_state_it_is_asked_for():
    """Predicting, faded, somewhere in the middle; a faded sweep asks."""
    p = ad.trace(ad.examples.running, x=0.25)
    plain, asking, faded = (ad.Stepper(p, **how).data for how in ({}, {"predict": True}, {"fade": 2, "step": 9}))
    assert [(d["predict"], d["fade"], d["step"]) for d in (plain, asking, faded)] == [
        (False, 0, 0),
        (True, 0, 0),
        (True, 2, 9),
    ]
    assert plain["frames"] == asking["frames"] == faded["frames"], "the page can switch without asking"


def test_an_input_may_be_called_like_an_option():
    """It goes in at."""
    p = ad.trace(lambda step, fade: step * fade, step=2, fade=5)
    assert ad.Stepper(p, at={"step": 3}, step=1).data["frames"][0]["set"][-2:] == [["value", 1, "5"], ["value", 2, "15"]]


def test_exploring_keeps_asking_when_the_text_changes():
    """The switch is the learner's, not the formula's."""
    widget = ad.explore("x*y", x=0.5, predict=True)
    widget.text = "x*y + 1"
    assert widget.data["predict"] is True and widget.error == ""
    assert any("ask" in frame for frame in widget.data["frames"])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"predict": "yes"}, "predict is True or False, not 'yes'"),
        ({"predict": 1}, "predict is True or False"),
        ({"fade": 4}, "fade is 0, 1, 2 or 3, not 4"),
        ({"fade": True}, "fade is 0, 1, 2 or 3"),
        ({"step": 10}, "step is a whole number from 0 to 9 here, not 10"),
        ({"step": -1}, "from 0 to 9"),
        ({"step": 1.0}, "from 0 to 9"),
        ({"sweep": "lagrange!"}, "did you mean 'lagrange'.*known are forward, tangent, reverse, schedule, lagrange"),
        ({"budget": 0}, "the budget must be a whole number of at least 1"),
        ({"budget": True}, "the budget must be a whole number of at least 1.*not True"),
        ({"direction": {"x": 1}}, "a direction is for sweep='tangent', not 'reverse': leave it out here"),
        ({"budget": 3, "sweep": "forward"}, "a budget is for sweep='reverse', not 'forward': leave it out here"),
    ],
)
def test_a_state_that_does_not_exist_is_refused(options, says):
    """With what is accepted."""
    with pytest.raises(ad.LessonError, match=says):
        ad.Stepper(ad.trace(ad.examples.running, x=0.25), **options)


def test_exploring_refuses_what_is_too_large_and_keeps_what_was_there():
    """A learner may paste anything."""
    widget = ad.explore("x*y", x=0.5)
    before = widget.data
    widget.text = " + ".join(f"({'+'.join(f'sin({k}*x)' for k in range(j, j + 10))})" for j in range(0, 100, 10))
    assert "can step through 200 at most" in widget.error and widget.data == before
