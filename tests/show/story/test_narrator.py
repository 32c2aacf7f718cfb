"""The sentences of the two sweeps: a share is told apart from the sum, why it is a product, and what the end is."""

import pytest

import adlesson as ad
from adlesson.show.stepper.frames import frames


def told(function, sweep="reverse", direction=None, **inputs):
    """Return the sentences of a sweep."""
    return [row["sentence"] for row in frames(ad.trace(function, **inputs), [sweep], direction=direction)["frames"]]


@pytest.fixture(scope="module")
def reverse():
    """Return the sentences of the reverse sweep of the running example."""
    return told(ad.examples.running, x=0.25)


def test_a_later_share_says_what_the_adjoint_is_now(reverse):
    """The box of c shows its value, 2.933, so that 'c has 17.80' would be false."""
    assert "d sends c its share: 1 × 18.78 = 18.78. Now the adjoint of c is 17.80." in reverse
    assert not any(" has " in sentence for sentence in reverse)


def test_why_a_share_is_a_product_is_said_once(reverse):
    """At the first arrow with another slope than 1 whose end moves the output by way of its reader alone."""
    why = [sentence for sentence in reverse if "times as far" in sentence]
    assert why == [
        "A small move of c moves e −0.9783 times as far, and e moves f 1 times as far, "
        "so e sends c: 1 × (−0.9783) = −0.9783."
    ]
    assert not any("times as far" in sentence for sentence in told(lambda x: x * x, x=3))
    two_ways = told(lambda x: ad.sin(x * ad.exp(x)), x=1)
    assert not any("x moves" in sentence and "× " in sentence for sentence in two_ways[:4]), "x moves both factors"


def test_the_last_step_says_what_it_was_for(reverse):
    """For one input, for several, of an array, and after inputs that nobody reads."""
    assert reverse[-1].endswith("63.51 × 1.284 = 81.55. Nothing is left to send: this is the derivative of f by x.")
    ends = "Nothing is left to send: the adjoints of x and y are the derivatives of f."
    assert told(lambda x, y: x * y, x=2, y=3)[-1].endswith(ends)
    assert told(lambda x, y: x * x, x=2, y=3)[-1].endswith(f"Nobody sends y a share: its adjoint is 0. {ends}")


def test_a_tangent_is_a_speed_to_the_end():
    """A single input at speed 1 is what all others are compared with; in another direction there is only the speed."""
    rows = told(ad.examples.running, "tangent", x=0.25)
    assert rows[2] == "x moves a: 1 × 1.284. The tangent of a is 1.284."
    assert rows[4] == "a moves c: 1.284 × 1. The tangent of c is 1.284 so far."
    assert rows[-1].endswith("Now the tangent of f is 81.55. f moves 81.55 times as fast as x.")
    both = told(lambda x, y: x * y, "tangent", {"x": 1, "y": 2}, x=2, y=3)
    assert both[-1].endswith("This is how fast f moves: its tangent is 7.")
    alone = told(lambda x, y: x * y, "tangent", {"x": 0, "y": 1}, x=2, y=3)
    assert alone[-1].endswith("f moves 2 times as fast as y.")
