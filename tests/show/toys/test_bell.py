"""The bell: its points are the measurements, and what is said of the beginning is so."""

import adlesson as ad
from adlesson.show.toys.bell import KNOBS, START, bell, loss


def test_it_begins_as_the_notebook_does():
    """With its data, in its units, at its start; the loss is that of the notebook."""
    toy, data = bell(), ad.data.eckerle4
    assert toy.data["points"] == [[(u - 450) / 10, v] for u, v in zip(data.x, data.y, strict=True)]
    assert tuple(toy.data["start"]) == START and f"{loss(START, toy.data['points']):.4f}" == "0.2004"
    assert "0.2004" in repr(toy) and toy.still().startswith('<img alt="35 measurements, and a bell of height 0.2')
    toy.close()


def test_the_sliders_reach_the_start_the_best_fit_and_the_far_start_of_the_notebook():
    best = (0.3802, 0.1541, 0.4089)  # about, from the certified fit
    for theta in (START, best, (0.1, 5, 1)):
        assert all(low <= u <= high for u, (_, _, low, high, _) in zip(theta, KNOBS, strict=True))


def test_no_three_numbers_near_the_best_have_less_than_the_least():
    """The least loss that is shown is NIST's."""
    toy = bell()
    points, least = toy.data["points"], toy.data["least"]
    toy.close()
    a, c, w = 1.5543827178 / 4.0888321754, (451.54121844 - 450) / 10, 4.0888321754 / 10
    assert abs(loss((a, c, w), points) / least - 1) < 1e-9
    moved = [loss((a + i, c + j, w + k), points) for i in (-0.01, 0, 0.01) for j in (-0.01, 0, 0.01) for k in (-0.01, 0.01)]
    assert min(moved) > least
