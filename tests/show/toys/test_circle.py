"""The circle: its places lie on it, whole-numbered points among them, and what is said of the beginning is so."""

import math

from adlesson.show.toys.circle import ALONG, RADIUS, circle, drawn, places


def test_places_lie_on_the_circle_in_order_and_the_whole_ones_are_exact():
    found = places()
    turned = [math.degrees(math.atan2(y, x)) % 360 for x, y in found]
    assert all(math.isclose(math.hypot(x, y), RADIUS, abs_tol=1e-3) for x, y in found)
    assert turned == sorted(turned) and len({*found}) == 360
    whole = [(3, 4), (4, 3), (5, 0), (0, 5), (-3, 4), (-4, 3), (-5, 0), (0, -5), (3, -4), (4, -3), (-3, -4), (-4, -3)]
    assert {place for place in found if all(type(u) is int for u in place)} == {*whole}


def test_the_arrows_lie_on_one_line_at_two_places_only():
    """At the best point and at the worst: a times y is b times x there, and nowhere else."""
    a, b = ALONG
    flat = [(x, y) for x, y in places() if abs(a * y - b * x) < 1e-9]
    assert flat == [(3, 4), (-3, -4)]
    assert max(places(), key=lambda place: a * place[0] + b * place[1]) == (3, 4)


def test_it_is_said_and_drawn_without_scripts():
    toy = circle()
    assert "(5, 0)" in repr(toy) and "(10, 0)" in repr(toy)
    assert toy.still().startswith('<img alt="A circle of radius 5')
    for part in ("ad-dot", "ad-along", "ad-out"):
        assert drawn("").count(f'class="{part}"') == 1
    toy.close()
