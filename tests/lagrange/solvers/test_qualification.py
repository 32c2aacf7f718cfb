"""Which constraint qualification holds where a method came to rest."""

import adlesson as ad

S = ad.solvers


def disc(x, y):
    return {"cost": (x - 2) ** 2 + (y - 1) ** 2, "h": x - 2 * y + 1, "g": 1 - x * x / 4 - y * y}


def test_the_qualification_that_holds_is_named():
    """Independent slopes; affine rows that repeat; a point with room; none, at a cusp."""

    def of(f, equal="", at_least="", **at):
        return S.solve(S.Problem(ad.trace(f, at), cost="cost", equal=equal, at_least=at_least), "newton").qualification

    assert of(disc, "h", "g", x=0.5, y=0.5).startswith("LICQ holds (binding: h, g)")
    repeated = of(lambda x, y: {"cost": x * x + y * y, "h": [x + y - 1, 2 * x + 2 * y - 2]}, "h", x=1.0, y=1.0)
    assert repeated.startswith("all constraints are affine") and "h[1] repeats others" in repeated
    twice = of(lambda x: {"cost": -x, "g": [1 - x * x, 2 - 2 * x * x]}, at_least="g", x=0.1)
    assert twice.startswith("Slater's holds")
    assert of(lambda x, y: {"cost": x, "h": y**2 - x**3}, "h", x=1.0, y=1.0).startswith(
        "nothing lower is near, and no prices"
    )
    assert (
        "their multipliers always exist"
        in S.solve(S.Problem(ad.trace(lambda x: x * x, x=1.0), free="x"), "newton").qualification
    )
