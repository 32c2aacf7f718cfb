"""Continuous time: two roads to a gradient, both O(h), and not the same."""

import math
import warnings
from fractions import Fraction as F
from itertools import pairwise

import numpy as np
import pytest
from oracles import two_sided

import adlesson as ad
from adlesson.engine.errors import InputError, LessonError, NumberError
from adlesson.lagrange.dynamics.flow import backwards, euler, rk4, symplectic

Z0, TH, T = 1.5, -0.7, 2.0
EXACT = {"z": 0.091215093937826947, "th": 0.27364528181348084}


def growth(z, th):
    return th * z


def half_square(z):
    return z * z / 2


def pendulum(z, th):
    """Damping and pull, in an array."""
    return np.array([[0.0, 1.0], [0.0, 0.0]]) @ z - np.array([0.0, 1.0]) * (th[0] * ad.sin(z[0]) + th[1] * z[1])


def first(z):
    return z[0] + z[1] * z[1]


PENDULUM = {"f": pendulum, "loss": first, "z": np.array([1.0, 0.0]), "th": np.array([2.0, 0.3]), "T": 1.5}

# steps: (differentiate the steps) minus exact, then (step the derivative) minus (differentiate the steps)
TABLE = {
    10: (-0.01738, -0.0543),
    20: (-0.008156, -0.0297),
    40: (-0.003952, -0.0156),
    80: (-0.001945, -0.00796),
    160: (-0.000965, -0.00402),
}


def digits(u, like):
    """Return ``u`` rounded to as many digits as ``like`` shows."""
    shown = len(repr(abs(like)).replace(".", "").lstrip("0"))
    return float(f"{u:.{shown - 1}e}")


def test_the_exact_flow():
    """z(T) = z0 e^(th T), known in closed form."""
    end = Z0 * math.exp(TH * T)
    assert end == pytest.approx(0.36989544591240972, rel=1e-15)
    assert half_square(end) == pytest.approx(0.068411320453370211, rel=1e-15)
    assert end * math.exp(TH * T) == pytest.approx(EXACT["z"], rel=1e-15)
    assert T * end * end == pytest.approx(EXACT["th"], rel=1e-15)


@pytest.mark.parametrize("steps", TABLE)
def test_the_two_roads_have_the_errors_of_the_reference(steps):
    """To the printed digits."""
    swept = ad.grad(euler(growth, half_square, Z0, TH, T, steps))["th"]
    stepped = backwards(growth, half_square, Z0, TH, T, steps).slopes["th"]
    first, second = TABLE[steps]
    assert digits(swept - EXACT["th"], first) == first
    assert digits(stepped - swept, second) == second
    assert swept == pytest.approx(Z0**2 * T * (1 + TH * T / steps) ** (2 * steps - 1), rel=1e-13)


def test_both_are_of_first_order_and_neither_becomes_the_other():
    """Half the step, half the error; and the distance between them halves as well."""
    roads = {"swept": [], "stepped": [], "between": []}
    for steps in (80, 160, 320, 640):
        swept = ad.grad(euler(growth, half_square, Z0, TH, T, steps))["th"]
        stepped = backwards(growth, half_square, Z0, TH, T, steps).slopes["th"]
        roads["swept"].append(swept - EXACT["th"])
        roads["stepped"].append(stepped - EXACT["th"])
        roads["between"].append(stepped - swept)
    for errors in roads.values():
        assert all(0.48 < later / before < 0.53 for before, later in pairwise(errors))


def test_only_one_of_them_is_the_gradient_of_what_was_computed():
    """A difference of the computed loss agrees with the sweep to ten digits, and with the other not to two."""
    p = euler(growth, half_square, Z0, TH, T, 20)
    slope = two_sided(lambda th: p(th=th), TH)
    assert ad.grad(p)["th"] == pytest.approx(slope, rel=1e-9)
    assert abs(backwards(growth, half_square, Z0, TH, T, 20).slopes["th"] / slope - 1) > 0.1
    p = euler(**PENDULUM, steps=30)
    slopes, other = ad.grad(p), backwards(**PENDULUM, steps=30).slopes
    for k in range(2):

        def loss(u, k=k):
            return p(th=np.array([u if j == k else w for j, w in enumerate(PENDULUM["th"])]))

        slope = two_sided(loss, PENDULUM["th"][k])
        assert slopes["th"][k] == pytest.approx(slope, rel=1e-8)
        assert abs(other["th"][k] / slope - 1) > 0.01


def test_the_state_does_not_come_back_to_where_it_began():
    """Euler forward and Euler backward miss each other: (1 + th h)(1 - th h) is not 1."""
    back = backwards(growth, half_square, Z0, TH, T, 10)
    assert back.z[0] == pytest.approx(Z0 * (1 - (TH * 0.2) ** 2) ** 10, rel=1e-13)
    assert f"{back.z[0]:.4f}" == "1.2306"
    assert len(back.z) == len(back.a) == 11
    h, z, a = 0.2, back.z, back.a
    assert back.slopes["th"] == pytest.approx(h * sum(a[k + 1] * z[k + 1] for k in range(10)), rel=1e-14)


def test_reading_the_kept_states_one_step_earlier_gives_the_gradient_of_the_steps():
    """The whole difference between the roads: f at z_k and not at z_(k+1), and the z that was, not one found again."""
    steps, h = 10, 0.2
    z = [Z0]
    for _ in range(steps):
        z.append(z[-1] + h * growth(z[-1], TH))
    a, th_bar = z[-1], 0.0
    for k in reversed(range(steps)):
        a, th_bar = a + h * a * TH, th_bar + h * a * z[k]
    swept = ad.grad(euler(growth, half_square, Z0, TH, T, steps))
    assert th_bar == pytest.approx(swept["th"], rel=1e-13)
    assert a == pytest.approx(swept["z"], rel=1e-13)


def test_by_the_start_the_roads_agree_here_and_not_in_general():
    """df/dz = th is the same at every z; of a pendulum it is not."""
    p, back = euler(growth, half_square, Z0, TH, T, 10), backwards(growth, half_square, Z0, TH, T, 10)
    assert back.slopes["z"] == pytest.approx(ad.grad(p)["z"], rel=1e-13)
    swept, stepped = ad.grad(euler(**PENDULUM, steps=30))["z"], backwards(**PENDULUM, steps=30).slopes["z"]
    assert (abs(stepped / swept - 1) > 0.005).all()


def test_fine_steps_lead_both_to_one_gradient():
    """For the pendulum, where no closed form is at hand."""
    fine, back = ad.grad(euler(**PENDULUM, steps=1500)), backwards(**PENDULUM, steps=1500)
    for name in ("z", "th"):
        assert back.slopes[name] == pytest.approx(fine[name], rel=0.01)


def test_fractions_stay_exact():
    """h = T / steps is a fraction if T is one."""
    at = {"z": F(3, 2), "th": F(-7, 10), "T": F(2), "steps": 3}
    p = euler(growth, lambda z: F(1, 2) * z * z, **at)
    assert ad.grad(p)["th"] == F(9, 4) * 2 * (1 + F(-7, 10) * F(2, 3)) ** 5
    with pytest.warns(ad.LessonWarning, match="z began at 1.5 and came back to 0.7"):  # three steps are few
        assert backwards(growth, lambda z: F(1, 2) * z * z, **at).slopes["z"] == ad.grad(p)["z"]


def test_the_hamiltonian_stays_constant_along_the_flow():
    """H = a . f does not change in time where f does not depend on it: th z(T)^2 at every t."""
    back = backwards(growth, half_square, Z0, TH, T, 2000)
    values = [a * growth(z, TH) for a, z in zip(back.a, back.z, strict=True)]
    assert values == pytest.approx([TH * EXACT["th"] / T] * 2001, rel=0.002)


def van_der_pol(z, th):
    """A limit cycle that draws everything near."""
    return np.array([[0.0, 1.0], [-1.0, 0.0]]) @ z + np.array([0.0, 1.0]) * (th * (1 - z[0] * z[0]) * z[1])


GATHERING = {
    "one number": (
        {"f": lambda z, th: -th * z, "z": 1.0, "th": 50.0, "T": 1.0, "steps": 2000},
        "z began at 1 and came back",
    ),
    "a limit cycle": (
        {"f": van_der_pol, "z": np.array([2.0, 0.0]), "th": 5.0, "T": 5.0, "steps": 600},
        r"z\[0\] began at 2 and",
    ),
    "few steps": ({"f": growth, "z": Z0, "th": TH, "T": T, "steps": 4}, "z began at 1.5 and came back to 0.8"),
}


@pytest.mark.parametrize("name", GATHERING)
def test_a_way_back_that_does_not_lead_to_the_start_is_said_to(name):
    """Where a flow gathers, going back scatters: the slopes are far from those of the steps, and that is said."""
    at, says = GATHERING[name]
    at = {"loss": lambda z: (z * z).sum() if hasattr(z, "shape") and z.shape else z * z / 2} | at
    with pytest.warns(ad.LessonWarning, match=says) as met:
        back = backwards(**at)
    assert len(met) == 1 and "checkpoint(flow.euler(...), budget)" in str(met[0].message) and len(str(met[0].message)) < 400
    assert met[0].filename == __file__, "it points at the learner's line"
    swept = ad.grad(euler(**at))["th"]
    assert abs(back.slopes["th"] / swept - 1) > 0.25


@pytest.mark.parametrize(
    "at",
    [
        {"f": growth, "loss": half_square, "z": Z0, "th": TH, "T": T, "steps": 10},
        {"f": growth, "loss": half_square, "z": 1e-9, "th": 20.0, "T": 1.0, "steps": 2000},
        {"f": lambda z, th: th, "loss": half_square, "z": 0.0, "th": 3.0, "T": 1.0, "steps": 7},
        PENDULUM | {"steps": 60},
    ],
    ids=["decay", "growth from a little", "from 0", "pendulum"],
)
def test_a_way_back_that_leads_to_the_start_is_silent(at, recwarn):
    """As far as Euler's steps do."""
    backwards(**at)
    assert not recwarn.list


def test_a_way_that_leaves_for_infinity_is_refused_by_both_roads():
    """Forward z' = z^2; backward the limit cycle, left behind on its outside."""
    with pytest.raises(NumberError, match=r"the loss after 12 steps is .*the steps blow up; take smaller ones"):
        euler(lambda z, th: th * z * z, half_square, 10.0, 1.0, 12.0, 12)
    back = r"stepped back from T, z, a or the sum for th is not finite after \d+ steps?: keep the states"
    with pytest.raises(NumberError, match=back):
        backwards(lambda z, th: -th * z, half_square, 1e200, 1.0, 1.0, 10)  # z and a stay finite, their product does not
    with pytest.raises(NumberError, match=back):
        backwards(van_der_pol, lambda z: z[0], np.array([2.0, 0.0]), 5.0, 15.0, 300)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"steps": 0}, "the number of steps is a whole number of at least 1, not 0"),
        ({"steps": 2.5}, "the number of steps is a whole number of at least 1, not 2.5"),
        ({"steps": True}, "not True"),
        ({"z": [1.0, 2.0]}, r"z is a list: give a number, or np.array\(\[1.0, 2.0\], dtype=float\)"),
        ({"T": "2"}, "T is the time to follow z for, a number, not '2'"),
        ({"T": float("nan")}, "T is the time to follow z for"),
        ({"f": lambda z, th: np.ones(2) * z}, "f returns an array of shape .2,., and the state is one number"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(change, says):
    """By both roads alike."""
    at = {"f": growth, "loss": half_square, "z": Z0, "th": TH, "T": T, "steps": 5} | change
    for road in (euler, backwards):
        with pytest.raises(InputError, match=says) as found:
            road(**at)
        assert isinstance(found.value, LessonError)
        assert len(str(found.value)) < 400


def test_steps_that_blow_up_are_stopped():
    """z' = z^2 from 10 in ten steps of 1: the flow itself ends at t = 0.1."""
    with pytest.raises(NumberError, match="the steps blow up; take fewer or smaller ones"):
        backwards(lambda z, th: th * z * z, half_square, 10.0, 1.0, 12.0, 12)


# --- better steps: Runge and Kutta, and the midpoint rule ----------------------------------------------------

FOLLOW = {"euler": euler, "rk4": rk4, "symplectic": symplectic}
AT = {"f": growth, "loss": half_square, "z": Z0, "th": TH, "T": T}


def roads(rule, at, steps, name="th"):
    """Return the slope of the steps, and that of the stepped derivative."""
    return ad.grad(FOLLOW[rule](**at, steps=steps))[name], backwards(**at, steps=steps, rule=rule).slopes[name]


@pytest.mark.parametrize(("rule", "order"), [("euler", 1), ("rk4", 4), ("symplectic", 2)])
def test_each_rule_has_its_order(rule, order):
    """Half the step: the error is divided by 2, by 16, by 4; and the value is what textbooks say a step multiplies by."""
    errors = [roads(rule, AT, steps)[0] - EXACT["th"] for steps in (20, 40, 80)]
    assert [before / after for before, after in pairwise(errors)] == pytest.approx([2**order] * 2, rel=0.06)
    h = TH * T / 20
    factor = {"euler": 1 + h, "rk4": 1 + h + h**2 / 2 + h**3 / 6 + h**4 / 24, "symplectic": (1 + h / 2) / (1 - h / 2)}[rule]
    assert FOLLOW[rule](**AT, steps=20)() == pytest.approx((Z0 * factor**20) ** 2 / 2, rel=1e-13)


def test_the_roads_of_runge_and_kutta_differ_by_the_fourth_power_of_the_step():
    """Near, and not the same."""
    apart = [abs(a - b) for a, b in (roads("rk4", AT, steps) for steps in (10, 20, 40))]
    assert [before / after for before, after in pairwise(apart)] == pytest.approx([16, 16], rel=0.2)
    assert apart[0] > 1e-6


SMOOTH = {
    "decay": AT,
    "pendulum": PENDULUM,
    "in time": AT | {"f": lambda z, th, t: th * ad.cos(t) - z * z, "z": 0.5, "th": 1.2},
    "two numbers": AT | {"f": lambda z, th: th[0] * z - th[1] * z * z, "z": 0.3, "th": np.array([1.5, 0.7])},
}


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("steps", [3, 10, 40])
def test_a_symplectic_pair_makes_both_roads_one(name, steps):
    """To twelve digits, at any number of steps, by the start and by the parameter; Euler's and Runge's are not."""
    for by in ("z", "th"):
        swept, stepped = roads("symplectic", SMOOTH[name], steps, by)
        assert stepped == pytest.approx(swept, rel=1e-12, abs=1e-14)
    back = backwards(**SMOOTH[name], steps=steps, rule="symplectic")
    assert back.z[0] == pytest.approx(SMOOTH[name]["z"], rel=1e-12)
    for rule, off in (("euler", 1e-3), ("rk4", 1e-13)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            swept, stepped = roads(rule, SMOOTH[name], steps)
        assert np.max(abs(stepped / swept - 1)) > off


@pytest.mark.parametrize("rule", FOLLOW)
@pytest.mark.parametrize("name", SMOOTH)
def test_the_sweep_is_the_gradient_of_the_steps_by_every_rule(rule, name):
    """A two-sided difference of what was computed; of the rounds of the midpoint rule, too."""
    p = FOLLOW[rule](**SMOOTH[name], steps=12)
    assert ad.check_gradient(p, tolerance=1e-7).ok
    again = FOLLOW[rule](**SMOOTH[name] | {"th": SMOOTH[name]["th"] * 1.01}, steps=12)
    assert p(th=SMOOTH[name]["th"] * 1.01) == pytest.approx(again(), rel=1e-14), "the program runs elsewhere, too"


@pytest.mark.parametrize(("rule", "T", "steps", "slope"), [("rk4", 5.0, 200, -37.61), ("symplectic", 4.0, 160, 0.4663)])
def test_where_a_flow_gathers_better_steps_do_not_come_back_either(rule, T, steps, slope):
    """Rounding alone is enough: on the way back it grows by as much as the flow has gathered."""
    at = {"f": van_der_pol, "loss": lambda z: z @ z, "z": np.array([2.0, 0.0]), "th": 5.0, "T": T, "steps": steps}
    with pytest.warns(ad.LessonWarning, match=r"z\[0\] began at 2 and came back to") as met:
        stepped = backwards(**at, rule=rule).slopes["th"]
    assert len(met) == 1
    assert f"grad(flow.{rule}(...))" in str(met[0].message)
    assert met[0].filename == __file__
    swept = ad.grad(FOLLOW[rule](**at))["th"]
    assert swept == pytest.approx(slope, rel=1e-3)
    assert abs(stepped / swept - 1) > 0.1


def test_the_number_of_the_referee():
    """Van der Pol's oscillator in 2,000 Euler steps: -35.44, and +7253 by the way back, which is said to miss."""
    at = {"f": van_der_pol, "loss": lambda z: z @ z, "z": np.array([2.0, 0.0]), "th": 5.0, "T": 5.0, "steps": 2000}
    assert f"{ad.grad(euler(**at))['th']:.2f}" == "-35.44"
    with pytest.warns(ad.LessonWarning, match="does not return to the start"):
        assert f"{backwards(**at).slopes['th']:.0f}" == "7253"


@pytest.mark.parametrize("z", [0.0, 1.0, np.array([0.0, math.pi])], ids=["0", "1", "a pendulum that hangs"])
def test_what_rests_from_the_start_has_right_slopes_all_the_same(z):
    """No value moves, so that going round seems to be done at once; its slopes are those of the midpoint rule."""
    if np.shape(z):
        turn = np.array([[0.0, 0.0], [1.0, 0.0]])
        p = symplectic(lambda z, th: turn @ z + np.array([1.0, 0.0]) * (th * ad.sin(z[1])), lambda z: z[0], z, 2.0, 1.0, 5)
        step = np.array([[0.0, -2.0], [1.0, 0.0]])  # df/dz there
        factor = np.linalg.solve(np.eye(2) - step / 10, np.eye(2) + step / 10)
        assert ad.grad(p)["z"] == pytest.approx(np.linalg.matrix_power(factor, 5)[0], rel=1e-12)
    else:
        p = symplectic(lambda u, th: -th * (u - z), lambda u: 3 * u, z, 2.0, 1.0, 5)
        assert ad.grad(p)["z"] == pytest.approx(3 * (0.8 / 1.2) ** 5, rel=1e-12)
        assert ad.hessian(p)["z"]["th"] == pytest.approx(-15 * (0.8 / 1.2) ** 4 * 0.2 / 1.2**2, rel=1e-11)


def test_what_cannot_be_stepped_is_refused_in_a_sentence():
    """An unknown rule, steps too long to go round, and functions of other arguments."""
    with pytest.raises(
        InputError, match="rule='verlet' is not known: a step is made by one of 'euler', 'rk4', 'symplectic'"
    ):
        backwards(**AT, steps=5, rule="verlet")
    stiff = {"f": lambda z, th: -th * z, "loss": half_square, "z": 1.0, "th": 50.0, "T": 1.0}
    for road in (symplectic, lambda **at: backwards(**at, rule="symplectic")):
        with pytest.raises(NumberError, match=r"the midpoint rule does not come to rest in 400 times round a step of 0\.1"):
            road(**stiff, steps=10)
        with pytest.raises(InputError, match=r"f is called with z and th, or with z and th and the time, and takes \(z\)"):
            road(**AT | {"f": lambda z: z}, steps=10)
        with pytest.raises(InputError, match="f is a function of z and th, not 3"):
            road(**AT | {"f": 3}, steps=10)
    assert symplectic(**stiff, steps=40)() == pytest.approx((0.375 / 1.625) ** 80 / 2, rel=1e-12)
    p, th = symplectic(**stiff, steps=40), 50.0
    h = 1 / 40  # going round shrinks by 0.625 each time, and the slopes lag behind the values
    slope = -2 * 40 * h / (1 - (h * th / 2) ** 2) * p()
    assert ad.grad(p)["th"] == pytest.approx(slope, rel=1e-12, abs=0)
    whole = AT | {"z": 3, "th": F(-1, 2), "T": 2}
    assert ad.grad(symplectic(**whole, steps=4))["th"] == pytest.approx(roads("symplectic", whole, 4)[1], rel=1e-12)


@pytest.mark.parametrize("rule", ["euler", "rk4", "symplectic"])
def test_no_time_at_all_moves_nothing(rule):
    """T = 0: every step has length 0."""
    still = backwards(lambda z, th: th * z, lambda z: z * z / 2, z=1.5, th=-0.7, T=0.0, steps=3, rule=rule)
    assert (still.slopes, still.z[0]) == ({"z": 1.5, "th": 0.0}, 1.5)


def test_complex_numbers_are_refused():
    """Whether a step blows up is asked of real numbers."""
    at = AT | {"z": 1.5 + 0.5j}
    for call in (lambda: euler(**at, steps=3), lambda: rk4(**at, steps=3), lambda: backwards(**at, steps=3)):
        with pytest.raises(InputError, match="is a complex number, and time steps and controls are in real ones"):
            call()


@pytest.mark.parametrize("th", [10.0, 3.0])
def test_a_flow_that_grows_is_warned_of_by_where_it_began(th):
    """At its end it is a thousand times as large, beside which the start is nothing."""
    with pytest.warns(ad.LessonWarning, match="does not return to the start: z began at 1 and came back to 0"):
        backwards(lambda z, th: th * z, lambda z: z, 1.0, th, 1.0, 10)


def test_a_flow_that_begins_at_nothing_is_measured_by_its_way():
    """There is no size at the start; what comes back near to it has come back."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        back = backwards(lambda z, th, t: th * (1 - t), lambda z: z * z, 0.0, 1.0, 1.0, 400)
    assert abs(back.z[0]) < 0.01
