"""Lines of equal height: they lie where the height is that, go on from square to square, and end only at a rim."""

import math

import pytest

from adlesson.show.picture.level_lines import level_lines

N = 40


def sampled(f):
    """Heights on a grid over the square from -2 to 2, the lowest row first."""
    return [[f(4 * i / N - 2, 4 * j / N - 2) for i in range(N + 1)] for j in range(N + 1)]


def places(line):
    return [(4 * i / N - 2, 4 * j / N - 2) for i, j in line]


@pytest.mark.parametrize("radius", [0.3, 1, 1.7])
def test_the_line_of_a_bowl_is_a_circle_that_closes(radius):
    """One line, which ends where it begins; a piece left out would open it."""
    (line,) = level_lines(sampled(lambda x, y: x * x + y * y), radius**2)
    assert line[0] == line[-1]
    assert all(abs(math.hypot(*place) - radius) < 0.01 for place in places(line))
    around = [math.atan2(y, x) for x, y in places(line)]
    assert {round(angle / math.tau * 8) % 8 for angle in around} == set(range(8))


def test_the_lines_of_a_saddle_are_two_and_end_at_the_rim():
    """Each in a quadrant of its own: x y = 0.5."""
    lines = level_lines(sampled(lambda x, y: x * y), 0.5)
    assert len(lines) == 2
    for line in map(places, lines):
        assert all(abs(x * y - 0.5) < 0.02 for x, y in line)
        assert len({x > 0 for x, _ in line}) == 1
        assert all(2 in (abs(round(x, 9)), abs(round(y, 9))) for x, y in (line[0], line[-1]))


def test_two_hills_have_a_line_each_above_the_pass_and_one_below_it():
    """The height of the pass between (-1, 0) and (1, 0) is 1."""
    hills = sampled(lambda x, y: -((x * x - 1) ** 2) - y * y + 2)
    assert [len(level_lines(hills, level)) for level in (1.5, 0.5)] == [2, 1]


def test_what_has_no_height_has_no_line():
    """Half of the plane: the square root of x."""
    lines = level_lines(sampled(lambda x, y: math.sqrt(x) + y if x >= 0 else math.nan), 0.5)
    assert len(lines) == 1 and all(x >= 0 for x, _ in places(lines[0]))
    assert level_lines([[1, 1], [1, 1]], 1) == level_lines([[1, 1], [1, 1]], 2) == []
