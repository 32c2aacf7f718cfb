"""The curves of a training show what the training says, in words, too."""

import numpy as np
import pytest

import adlesson as ad
from adlesson.show.plot import curves as module

I = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])  # noqa: E741, the letter of the paper
LABELS = np.array([0, 1, 1, 0])


@pytest.fixture()
def run():
    net = ad.layers.Network([2, 4, 2], cost="cross-entropy", seed=0)
    return ad.fit(net, I, LABELS, epochs=4, test=(I[:, :2], LABELS[:2]))


def test_curves_tell_first_and_last_figures(run):
    """Of both lists, in both plots; per cent are per cent."""
    words = ad.curves(run).description
    assert words.count("5 points") == 4
    assert f"at 0 to {100 * run.test_accuracy[-1]:.4g} at 4" in words
    assert repr(ad.curves(run)) == words and ad.curves(run)._repr_html_().count("<svg") == 2
    assert ad.curves(run)._repr_html_().count('<img class="ad-plain"') == 2


def test_without_labels_there_is_one_plot_and_a_cost_of_zero_is_no_logarithm():
    """A linear axis where a logarithm would leave the point out."""
    still = ad.layers.Network([2, 2], F="identity", weights=[np.eye(2)])
    run = ad.fit(still, I, I, epochs=2)
    assert run.cost == [0, 0, 0]
    assert len(ad.curves(run).plots) == 1 and "Left out" not in ad.curves(run).description


def test_a_training_shows_itself_in_a_cell(run):
    """What came of it, and the curves."""
    assert run._repr_html_().startswith("<p>trained for 4 epochs; best after epoch 4: cost ")


def test_live_curves_are_redrawn_in_one_place_and_end_with_the_last_epoch(run, monkeypatch):
    """One display, then updates; not more often than the clock allows; the end is always shown."""
    shown, clock = [], iter(np.arange(0, 100, 0.2))

    class Handle:
        def update(self, picture):
            shown.append(("again", picture))

    def display(picture, display_id):
        shown.append(("first", picture))
        return Handle()

    monkeypatch.setattr(module, "display", display)
    monkeypatch.setattr(module, "monotonic", lambda: next(clock) + 10)
    again = ad.fit(run.net, I, LABELS, epochs=10, each=ad.live_curves())
    assert [how for how, _ in shown][:2] == ["first", "again"] and len(shown) < 9
    assert "11 points" in shown[-1][1].metadata["description"] and again.epochs == 10
    assert "11 points" not in shown[-2][1].metadata["description"]


def test_a_short_training_is_shown_once_it_is_over(run, monkeypatch):
    """Here the clock stands still: nothing is drawn on the way but the first epoch, and the end."""
    shown = []
    monkeypatch.setattr(module, "display", lambda picture, display_id: shown.append(picture) or Again(shown))
    monkeypatch.setattr(module, "monotonic", lambda: 100)
    ad.fit(run.net, I, LABELS, epochs=10, each=ad.live_curves())
    assert ["2 points" in picture.metadata["description"] for picture in shown] == [True, False]
    assert "11 points" in shown[-1].metadata["description"]


class Again:
    """A display's handle that keeps what it is given."""

    def __init__(self, shown):
        self.update = shown.append
