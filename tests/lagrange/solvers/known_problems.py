"""Problems with constraints whose answers are known: of Hock and Schittkowski's collection (1981), and made up.

Each function gets ``m``, where exp, log, sin and sqrt come from, so that the same formula runs in our package and in SymPy.
Outputs that begin with h are to be 0, those that begin with g not negative.  ``x`` is where the answer lies, to a few
digits, and ``kind`` what it is.  The numbers are worked out in 50 digits (``known_answers``): no digit here decides.
"""

import inspect
import zlib
from collections import namedtuple

import numpy as np

import adlesson as ad

Known = namedtuple("Known", "f start x kind", defaults=("minimum",))


def hs6(m, x1, x2):
    return {"cost": (1 - x1) ** 2, "h": 10 * (x2 - x1**2)}


def hs7(m, x1, x2):
    return {"cost": m.log(1 + x1**2) - x2, "h": (1 + x1**2) ** 2 + x2**2 - 4}


def hs10(m, x1, x2):
    return {"cost": x1 - x2, "g": -3 * x1**2 + 2 * x1 * x2 - x2**2 + 1}


def hs11(m, x1, x2):
    return {"cost": (x1 - 5) ** 2 + x2**2 - 25, "g": x2 - x1**2}


def hs12(m, x1, x2):
    return {"cost": x1**2 / 2 + x2**2 - x1 * x2 - 7 * x1 - 7 * x2, "g": 25 - 4 * x1**2 - x2**2}


def hs13(m, x1, x2):
    return {"cost": (x1 - 2) ** 2 + x2**2, "g": (1 - x1) ** 3 - x2, "g1": x1, "g2": x2}


def hs14(m, x1, x2):
    return {"cost": (x1 - 2) ** 2 + (x2 - 1) ** 2, "h": x1 - 2 * x2 + 1, "g": 1 - x1**2 / 4 - x2**2}


def hs22(m, x1, x2):
    return {"cost": (x1 - 2) ** 2 + (x2 - 1) ** 2, "g1": 2 - x1 - x2, "g2": x2 - x1**2}


def hs27(m, x1, x2, x3):
    return {"cost": (x1 - 1) ** 2 / 100 + (x2 - x1**2) ** 2, "h": x1 + x3**2 + 1}


def hs28(m, x1, x2, x3):
    return {"cost": (x1 + x2) ** 2 + (x2 + x3) ** 2, "h": x1 + 2 * x2 + 3 * x3 - 1}


def hs29(m, x1, x2, x3):
    return {"cost": -x1 * x2 * x3, "g": 48 - x1**2 - 2 * x2**2 - 4 * x3**2}


def hs35(m, x1, x2, x3):
    cost = 9 - 8 * x1 - 6 * x2 - 4 * x3 + 2 * x1**2 + 2 * x2**2 + x3**2 + 2 * x1 * x2 + 2 * x1 * x3
    return {"cost": cost, "g": 3 - x1 - x2 - 2 * x3, "g1": x1, "g2": x2, "g3": x3}


def hs39(m, x1, x2, x3, x4):
    return {"cost": -x1, "h1": x2 - x1**3 - x3**2, "h2": x1**2 - x2 - x4**2}


def hs40(m, x1, x2, x3, x4):
    return {"cost": -x1 * x2 * x3 * x4, "h1": x1**3 + x2**2 - 1, "h2": x1**2 * x4 - x3, "h3": x4**2 - x2}


def hs42(m, x1, x2, x3, x4):
    cost = (x1 - 1) ** 2 + (x2 - 2) ** 2 + (x3 - 3) ** 2 + (x4 - 4) ** 2
    return {"cost": cost, "h1": x1 - 2, "h2": x3**2 + x4**2 - 2}


def hs43(m, x1, x2, x3, x4):
    return {
        "cost": x1**2 + x2**2 + 2 * x3**2 + x4**2 - 5 * x1 - 5 * x2 - 21 * x3 + 7 * x4,
        "g1": 8 - x1**2 - x2**2 - x3**2 - x4**2 - x1 + x2 - x3 + x4,
        "g2": 10 - x1**2 - 2 * x2**2 - x3**2 - 2 * x4**2 + x1 + x4,
        "g3": 5 - 2 * x1**2 - x2**2 - x3**2 - 2 * x1 + x2 + x4,
    }


def hs48(m, x1, x2, x3, x4, x5):
    cost = (x1 - 1) ** 2 + (x2 - x3) ** 2 + (x4 - x5) ** 2
    return {"cost": cost, "h1": x1 + x2 + x3 + x4 + x5 - 5, "h2": x3 - 2 * (x4 + x5) + 3}


def hs52(m, x1, x2, x3, x4, x5):
    cost = (4 * x1 - x2) ** 2 + (x2 + x3 - 2) ** 2 + (x4 - 1) ** 2 + (x5 - 1) ** 2
    return {"cost": cost, "h1": x1 + 3 * x2, "h2": x3 + x4 - 2 * x5, "h3": x2 - x5}


def hs61(m, x1, x2, x3):
    cost = 4 * x1**2 + 2 * x2**2 + 2 * x3**2 - 33 * x1 + 16 * x2 - 24 * x3
    return {"cost": cost, "h1": 3 * x1 - 2 * x2**2 - 7, "h2": 4 * x1 - x3**2 - 11}


def hs63(m, x1, x2, x3):
    cost = 1000 - x1**2 - 2 * x2**2 - x3**2 - x1 * x2 - x1 * x3
    equal = {"h1": 8 * x1 + 14 * x2 + 7 * x3 - 56, "h2": x1**2 + x2**2 + x3**2 - 25}
    return {"cost": cost, **equal, "g1": x1, "g2": x2, "g3": x3}


def hs65(m, x1, x2, x3):
    bounds = {"g1": x1 + 4.5, "g2": 4.5 - x1, "g3": x2 + 4.5, "g4": 4.5 - x2, "g5": x3 + 5, "g6": 5 - x3}
    cost = (x1 - x2) ** 2 + (x1 + x2 - 10) ** 2 / 9 + (x3 - 5) ** 2
    return {"cost": cost, "g": 48 - x1**2 - x2**2 - x3**2, **bounds}


def hs71(m, x1, x2, x3, x4):
    bounds = {f"g{k}": x - 1 for k, x in enumerate((x1, x2, x3, x4), 1)}
    bounds |= {f"g{k}": 5 - x for k, x in enumerate((x1, x2, x3, x4), 5)}
    cost = x1 * x4 * (x1 + x2 + x3) + x3
    return {"cost": cost, "h": x1**2 + x2**2 + x3**2 + x4**2 - 40, "g0": x1 * x2 * x3 * x4 - 25, **bounds}


def hs76(m, x1, x2, x3, x4):
    cost = x1**2 + x2**2 / 2 + x3**2 + x4**2 / 2 - x1 * x3 + x3 * x4 - x1 - 3 * x2 + x3 - x4
    rows = {"g1": 5 - x1 - 2 * x2 - x3 - x4, "g2": 4 - 3 * x1 - x2 - 2 * x3 + x4, "g3": x2 + 4 * x3 - 1.5}
    return {"cost": cost, **rows, "g4": x1, "g5": x2, "g6": x3, "g7": x4}


def hs77(m, x1, x2, x3, x4, x5):
    cost = (x1 - 1) ** 2 + (x1 - x2) ** 2 + (x3 - 1) ** 2 + (x4 - 1) ** 4 + (x5 - 1) ** 6
    return {
        "cost": cost,
        "h1": x1**2 * x4 + m.sin(x4 - x5) - 2 * m.sqrt(2),
        "h2": x2 + x3**4 * x4**2 - 8 - m.sqrt(2),
    }


def hs78(m, x1, x2, x3, x4, x5):
    rows = {"h1": x1**2 + x2**2 + x3**2 + x4**2 + x5**2 - 10, "h2": x2 * x3 - 5 * x4 * x5, "h3": x1**3 + x2**3 + 1}
    return {"cost": x1 * x2 * x3 * x4 * x5, **rows}


def hs79(m, x1, x2, x3, x4, x5):
    cost = (x1 - 1) ** 2 + (x1 - x2) ** 2 + (x2 - x3) ** 2 + (x3 - x4) ** 4 + (x4 - x5) ** 4
    return {
        "cost": cost,
        "h1": x1 + x2**2 + x3**3 - 2 - 3 * m.sqrt(2),
        "h2": x2 - x3**2 + x4 + 2 - 2 * m.sqrt(2),
        "h3": x1 * x5 - 2,
    }


def hs80(m, x1, x2, x3, x4, x5):
    rows = hs78(m, x1, x2, x3, x4, x5)
    bounds = {"g1": 2.3**2 - x1**2, "g2": 2.3**2 - x2**2, "g3": 3.2**2 - x3**2, "g4": 3.2**2 - x4**2, "g5": 3.2**2 - x5**2}
    return {**rows, "cost": m.exp(rows["cost"]), **bounds}


def hs100(m, x1, x2, x3, x4, x5, x6, x7):
    cost = (x1 - 10) ** 2 + 5 * (x2 - 12) ** 2 + x3**4 + 3 * (x4 - 11) ** 2 + 10 * x5**6 + 7 * x6**2 + x7**4
    return {
        "cost": cost - 4 * x6 * x7 - 10 * x6 - 8 * x7,
        "g1": 127 - 2 * x1**2 - 3 * x2**4 - x3 - 4 * x4**2 - 5 * x5,
        "g2": 282 - 7 * x1 - 3 * x2 - 10 * x3**2 - x4 + x5,
        "g3": 196 - 23 * x1 - x2**2 - 6 * x6**2 + 8 * x7,
        "g4": -4 * x1**2 - x2**2 + 3 * x1 * x2 - 2 * x3**2 - 5 * x6 + 11 * x7,
    }


# --- made up ------------------------------------------------------------------------------------------


def budget(m, x, y, w):
    """Three goods of prices 1, 2 and 4, and 12 to spend: by Lagrange's rule each gets a third of it."""
    return {"cost": -m.log(x) - m.log(y) - m.log(w), "g": 12 - x - 2 * y - 4 * w}


def nearest(m, x, y):
    """The point of the parabola y = x^2 nearest to (3, 0): at x = 1, where 2 x^3 + x = 3."""
    return {"cost": (x - 3) ** 2 + y**2, "h": y - x**2}


def bounded_weight(m, w, b):
    """A line through (0, 0), (1, 2), (2, 5) whose slope may be 2 at most: the bound binds."""
    return {"cost": sum((w * x + b - y) ** 2 for x, y in ((0, 0), (1, 2), (2, 5))), "g": 2 - w}


def corner(m, x, y):
    """A linear program: the answer is a corner, where two constraints bind and no curvature is asked for."""
    return {"cost": -3 * x - 2 * y, "g1": 4 - x - y, "g2": 2 - x, "g3": x, "g4": y}


def redundant(m, x, y):
    """The second equation says what the first does."""
    return {"cost": x**2 + y**2, "h1": x + y - 1, "h2": 2 * x + 2 * y - 2}


def slack_bound(m, x, y):
    """A bound that holds with room, and one that just holds and has no price."""
    return {"cost": (x - 1) ** 2 + (y - 2) ** 2, "g1": 5 - x, "g2": x - 1}


def hill(m, x, y):
    """A hill between two valleys; the start is its top."""
    return {"cost": x**4 - x**2 + y**2, "h": y - 1}


def top_of_circle(m, x, y):
    """The start has the largest cost on the circle, and fulfils all first-order conditions."""
    return {"cost": x, "h": x**2 + y**2 - 1}


def saddle(m, x, y, w):
    """An ellipsoid's middle axis, on the unit sphere: the start is a saddle."""
    return {"cost": x**2 + 2 * y**2 + 3 * w**2, "h": x**2 + y**2 + w**2 - 1}


def four_corners(m, x, y):
    """A hill over a square; the start is its top, a corner where no price is charged."""
    return {"cost": -(x**2) - 2 * y**2, "g1": x, "g2": y, "g3": 1 - x, "g4": 1 - y}


def apart(m, x, y):
    """Two parallel lines: nothing is on both."""
    return {"cost": x**2 + y**2, "h1": x + y - 1, "h2": x + y - 3}


def disc_and_half_plane(m, x, y):
    """Nothing in the unit disc is to the right of 3: equations that are concave."""
    return {"cost": x + y, "g1": 1 - x**2 - y**2, "g2": x - 3}


def square_of_minus_one(m, x, y):
    """No square is -1: nothing here is affine, so only what is near is known."""
    return {"cost": x + y, "h": x**2 + 1 + 0 * y}


def falls(m, x, y):
    """Down a straight valley without end."""
    return {"cost": -x + y**2, "g": x - y}


def above_a_parabola(m, x, y):
    """Down without end, between two arms of a parabola."""
    return {"cost": -y, "g": y - x**2}


def cusp(m, x, y):
    """The point of the cusp y^2 = x^3 has no tangent, so no prices; it is the answer all the same."""
    return {"cost": x, "h": y**2 - x**3}


KNOWN = {
    "hs6": Known(hs6, (-1.2, 1), (1, 1)),
    "hs7": Known(hs7, (2, 2), (0, 3**0.5)),
    "hs10": Known(hs10, (-10, 10), (0, 1)),
    "hs11": Known(hs11, (4.9, 0.1), (1.234774782, 1.524668762)),
    "hs12": Known(hs12, (0, 0), (2, 3)),
    "hs13": Known(hs13, (-2, -2), (1, 0), "no multipliers"),
    "hs14": Known(hs14, (2, 2), (0.822875656, 0.911437828)),
    "hs22": Known(hs22, (2, 2), (1, 1)),
    "hs27": Known(hs27, (2, 2, 2), (-1, 1, 0)),
    "hs28": Known(hs28, (-4, 1, 1), (0.5, -0.5, 0.5)),
    "hs29": Known(hs29, (1, 1, 1), (4, 8**0.5, 2)),
    "hs35": Known(hs35, (0.5, 0.5, 0.5), (4 / 3, 7 / 9, 4 / 9)),
    "hs39": Known(hs39, (2, 2, 2, 2), (1, 1, 0, 0)),
    "hs40": Known(hs40, (0.8, 0.8, 0.8, 0.8), (2 ** (-1 / 3), 2 ** (-1 / 2), 2 ** (-11 / 12), 2 ** (-1 / 4))),
    "hs42": Known(hs42, (1, 1, 1, 1), (2, 2, 0.6 * 2**0.5, 0.8 * 2**0.5)),
    "hs43": Known(hs43, (0, 0, 0, 0), (0, 1, 2, -1)),
    "hs48": Known(hs48, (3, 5, -3, 2, -2), (1, 1, 1, 1, 1)),
    "hs52": Known(hs52, (2, 2, 2, 2, 2), (-33 / 349, 11 / 349, 180 / 349, -158 / 349, 11 / 349)),
    "hs61": Known(hs61, (0, 0, 0), (5.326770157, -2.118998639, 3.210464239)),
    "hs63": Known(hs63, (2, 2, 2), (3.512118414, 0.216988175, 3.552174034)),
    "hs65": Known(hs65, (-5, 5, 0), (3.650461821, 3.650461819, 4.620417037)),
    "hs71": Known(hs71, (1, 5, 5, 1), (1, 4.742999400, 3.821150232, 1.379408293)),
    "hs76": Known(hs76, (0.5, 0.5, 0.5, 0.5), (3 / 11, 23 / 11, 0, 6 / 11)),
    "hs77": Known(hs77, (2, 2, 2, 2, 2), (1.166172, 1.182111, 1.380257, 1.506036, 0.6109203)),
    "hs78": Known(hs78, (-2, 1.5, 2, -1, -1), (-1.717142, 1.595708, 1.827248, -0.7636429, -0.7636435)),
    "hs79": Known(hs79, (2, 2, 2, 2, 2), (1.191127, 1.362603, 1.472818, 1.635017, 1.679081)),
    "hs80": Known(hs80, (-2, 2, 2, -1, -1), (-1.717143, 1.595709, 1.827247, -0.763643, -0.763643)),
    "hs100": Known(hs100, (1, 2, 0, 4, 0, 1, 1), (2.330499, 1.951372, -0.4775414, 4.365726, -0.6244870, 1.038131, 1.594227)),
    "budget": Known(budget, (1, 1, 1), (4, 2, 1)),
    "nearest": Known(nearest, (-2, 3), (1, 1)),
    "bounded_weight": Known(bounded_weight, (0, 0), (2, 1 / 3)),
    "corner": Known(corner, (0, 0), (2, 2)),
    "redundant": Known(redundant, (2, 0), (0.5, 0.5)),
    "slack_bound": Known(slack_bound, (3, 3), (1, 2)),
    "hill": Known(hill, (0, 1), (0.5**0.5, 1)),
    "top_of_circle": Known(top_of_circle, (1, 0), (-1, 0)),
    "saddle": Known(saddle, (0, 1, 0), (1, 0, 0)),
    "four_corners": Known(four_corners, (0, 0), (1, 1)),
    "apart": Known(apart, (0, 0), (1, 1), "infeasible"),
    "disc_and_half_plane": Known(disc_and_half_plane, (0, 0), (2, 0), "infeasible"),
    "square_of_minus_one": Known(square_of_minus_one, (1, 1), (0, 1), "infeasible"),
    "falls": Known(falls, (0, 0), None, "unbounded"),
    "above_a_parabola": Known(above_a_parabola, (1, 2), None, "unbounded"),
    "cusp": Known(cusp, (1, 1), (0, 0), "no multipliers"),
}


# --- as problems of our package -------------------------------------------------------------------------


def inputs_of(name):
    """Return the names of the inputs of a problem."""
    return list(inspect.signature(KNOWN[name].f).parameters)[1:]


def problem(name, shifted=None, **options):
    """Return the problem; with ``shifted`` that constraint is h = s or g >= s, for a given input s."""
    known, at = KNOWN[name], dict(zip(inputs_of(name), map(float, KNOWN[name].start), strict=True))

    def f(s=0.0, **x):
        out = known.f(ad, **x)
        return {key: value - s if key == shifted else value for key, value in out.items()}

    p = ad.trace(f, at | ({"s": 0.0} if shifted else {}))
    sides = {kind: [out for out in p.outputs if out[0] == kind] for kind in "hg"}
    return ad.solvers.Problem(p, free=list(at), cost="cost", equal=sides["h"], at_least=sides["g"], **options)


def starts(name, count, seed):
    """Yield ``count`` starts around the answer, or the stated start, at random but the same for the same seed."""
    known, rng = KNOWN[name], np.random.default_rng([seed, zlib.crc32(name.encode())])
    near = np.array(known.start if known.x is None else known.x, dtype=float)
    for _ in range(count):
        start = near + rng.normal(size=len(near)) * (1 + abs(near))
        yield dict(zip(inputs_of(name), (abs(start) + 0.01 if name == "budget" else start).tolist(), strict=True))
