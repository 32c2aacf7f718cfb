"""Feedback loops: the nonlinear system forward, the linear one backward, and what happens where there is no answer."""

import html
import math
from decimal import Decimal
from fractions import Fraction as F

import mpmath
import numpy as np
import pytest
from oracles import two_sided

import adlesson as ad
from adlesson import sin, tanh
from adlesson.engine.errors import GuardError, InputError, LessonError, NumberError, TraceError
from adlesson.lagrange.loops.elimination import conditioning, solve
from adlesson.lagrange.loops.fixed_point import iterate, newton
from adlesson.lagrange.loops.loop import Loop
from adlesson.lagrange.loops.verdict import verdict

# Values computed with mpmath at 60 digits and confirmed by differences with h = 1e-20.
TWO = {
    "W": [[0.5, -0.3], [0.2, 0.4]],
    "x": [0.1, -0.2],
    "v": [1.0, 2.0],
    "z": [0.312193492459868798, -0.222923976402551134],
    "f": -0.133654460345233470,
    "lam": [2.55357283470494622, 2.11104941236550816],
    "df_dx": [2.30468942849568021, 2.00614060228553056],
    "df_dW": [[0.719509041717405470, -0.513770531773180075], [0.626304040993064433, -0.447216840284099333]],
    "radius": 0.472226373574,
    "digit": 5e-13,
    "iterations": (36, 38),
}
THREE = {
    "W": [[0.2, -0.5, 0.3], [0.4, 0.1, -0.2], [-0.3, 0.6, 0.25]],
    "x": [0.5, -0.25, 0.1],
    "v": [1.0, -1.0, 2.0],
    "z": [0.528492967679984116, -0.0217579654444516033, -0.0950860478987476547],
    "f": 0.360078837326940410,
    "lam": [0.459997874004196350, 0.466536504405876408, 2.66688570818678026],
    "df_dx": [0.331518252036954493, 0.466315641797738396, 2.64277344374096636],
    "df_dW": [
        [0.175205064859091019, -0.00721316267202505321, -0.0315227603924949521],
        [0.246444537409283209, -0.0101460796204424638, -0.0443401114519150071],
        [1.39668718018851485, -0.0575013732664303094, -0.251290882257091817],
    ],
    "radius": 0.585018,
    "digit": 5e-7,
    "iterations": (51, 53),
}
EXPANDING = {
    "W": [[0.0, -3.0], [3.0, 0.0]],
    "x": [0.1, 0.2],
    "v": [1.0, 2.0],
    "z": [-0.0499833062059900560, 0.0500083312198003631],
    "f": 0.0500333562336106701,
    "lam": [0.701652462827273669, -0.0996985083965054252],
    "df_dx": [0.699899502798835142, -0.0994491790575754437],
    "df_dW": [
        [-0.03498329116181437112, 0.035000806156537738999],
        [0.004970798768769126985, -0.00497328748584846650],
    ],
    "radius": 2.9925,
    "digit": 5e-5,
}
NETS = [pytest.param(net, id=name) for name, net in (("two", TWO), ("three", THREE), ("expanding", EXPANDING))]


def recurrent(net):
    """Return the system z = tanh(W z + x) with f = v . z, in arrays."""
    v = np.array(net["v"])

    def f(z, x, W):
        return {"z_next": tanh(W @ z + x), "f": (v * z).sum()}

    p = ad.trace(f, z=np.zeros(len(v)), x=np.array(net["x"]), W=np.array(net["W"]))
    return ad.close_loop(p, {"z_next": "z"})


def recurrent_in_lists(net):
    """Return the same with lists of numbers, the weights row by row."""
    n = len(net["v"])

    def f(z, x, W):
        following = [tanh(sum(W[n * i + j] * z[j] for j in range(n)) + x[i]) for i in range(n)]
        return {"z_next": following, "f": sum(v * u for v, u in zip(net["v"], z, strict=True))}

    p = ad.trace(f, z=[0.0] * n, x=net["x"], W=[w for row in net["W"] for w in row])
    return ad.close_loop(p, {"z_next": "z"})


def recurrent_in_numbers(net):
    """Return the same with two loops, from one number to another each, and f reading what is fed back."""
    (a, b), (c, d) = net["W"]

    def f(u, w, x, y):
        u_next, w_next = tanh(a * u + b * w + x), tanh(c * u + d * w + y)
        f = net["v"][0] * u_next + net["v"][1] * w_next
        return u_next, w_next, f

    p = ad.trace(f, u=0.0, w=0.0, x=net["x"][0], y=net["x"][1])
    return ad.close_loop(p, {"u_next": "u", "w_next": "w"})


# --- reference values -------------------------------------------------------------------------------------


@pytest.mark.parametrize("net", NETS)
def test_the_reference_nets_in_arrays_have_their_reference_values(net):
    """Solution, multipliers and gradients, to the printed digits."""
    system = recurrent(net)
    solution, lam, slopes = system.solve(method="newton"), system.multipliers(), system.grad()
    assert solution["z"] == pytest.approx(np.array(net["z"]), rel=1e-13)
    assert solution["f"] == pytest.approx(net["f"], rel=1e-13)
    assert system.solve()["z"] == pytest.approx(np.array(net["z"]), abs=3e-12)
    assert lam["z"] == pytest.approx(np.array(net["lam"]), rel=1e-12)
    assert lam["z_next"] == pytest.approx(np.array(net["lam"]), rel=1e-12)
    assert list(slopes) == ["x", "W"]
    assert slopes["x"] == pytest.approx(np.array(net["df_dx"]), rel=1e-12)
    assert slopes["W"] == pytest.approx(np.array(net["df_dW"]), rel=1e-12)
    assert max(abs(np.linalg.eigvals(system.jacobian()))) == pytest.approx(net["radius"], abs=net["digit"])
    solution = system.solve()
    assert abs(tanh(np.array(net["W"]) @ solution["z"] + net["x"]) - solution["z"]).max() <= 1e-12


@pytest.mark.parametrize("net", NETS)
def test_lists_of_numbers_give_the_same(net):
    """One variable for each number: the same system, with a matrix entry for each pair."""
    system, n = recurrent_in_lists(net), len(net["v"])
    solution, lam, slopes = system.solve(), system.multipliers(), system.grad()
    assert [solution[f"z[{k}]"] for k in range(n)] == pytest.approx(net["z"], rel=1e-11)
    assert [lam[f"z[{k}]"] for k in range(n)] == pytest.approx(net["lam"], rel=1e-12)
    assert slopes["x"] == pytest.approx(net["df_dx"], rel=1e-12)
    assert np.reshape(slopes["W"], (n, n)) == pytest.approx(np.array(net["df_dW"]), rel=1e-12)


@pytest.mark.parametrize("net", [TWO, EXPANDING], ids=["two", "expanding"])
def test_two_loops_of_one_number_each_give_the_same(net):
    """The objective may read what goes round before or after it is fed back: at a solution they are one."""
    slopes = recurrent_in_numbers(net).grad()
    assert slopes == pytest.approx({"x": net["df_dx"][0], "y": net["df_dx"][1]}, rel=1e-12)


@pytest.mark.parametrize("net", [TWO, THREE], ids=["two", "three"])
def test_iterations_forward_and_backward_take_as_long_as_the_reference_says(net):
    """Same matrix, same rate: 36 and 38 for two variables, 51 and 53 for three, until 1e-12 is reached."""
    system, (forward, backward) = recurrent(net), net["iterations"]
    report = system.solve().report
    assert report.iterations == forward
    assert report.residuals[-1] <= 1e-12 < report.residuals[-2]
    assert report.spectral_radius == pytest.approx(net["radius"], rel=0.05)  # an average over ten iterations
    J, v, exact = system.jacobian(), np.array(net["v"]), np.array(net["lam"])
    lam, count = v, 0
    while np.linalg.norm(lam - exact) > 1e-12:  # the reference counts until the error, not the residual, is small
        lam, count = v + J.T @ lam, count + 1
    assert count == backward
    by_iteration = system.multipliers(method="fixed point")
    assert backward - 1 <= by_iteration.report.iterations <= backward
    assert by_iteration["z"] == pytest.approx(exact, rel=1e-11)


def relative(found, exact):
    """Return the relative error of a vector."""
    return np.linalg.norm(np.array(found) - exact) / np.linalg.norm(exact)


def printed(text):
    """Return what equals every number that is printed as ``text``, to its last digit."""
    last = 10.0 ** Decimal(text).as_tuple().exponent
    return pytest.approx(float(text), abs=0.5001 * last, rel=0)


def test_a_truncated_adjoint_iteration_has_the_reference_errors():
    """Neumann series cut after k terms; k = 0 drops the inverse altogether (Jacobian-free backpropagation)."""
    system, exact = recurrent(TWO), np.array(TWO["df_dx"])
    J, z, v = system.jacobian(), system.solve()["z"], np.array(TWO["v"])
    lam, errors, slopes = v, {}, {}
    for k in range(21):
        slopes[k] = (1 - z * z) * lam
        errors[k] = relative(slopes[k], exact)
        lam = v + J.T @ lam
    expected = {0: ".4602", 1: ".2436", 2: ".1295", 3: ".0633", 5: ".01157", 10: "3.208e-4", 20: "1.555e-7"}
    for k, text in expected.items():
        assert errors[k] == printed(text), k
    assert slopes[0] == pytest.approx(np.array([0.902535223265709844, 1.90060980148974965]), rel=1e-11)
    cosine = slopes[0] @ exact / np.linalg.norm(slopes[0]) / np.linalg.norm(exact)
    assert cosine == printed(".91664")


def test_deep_equilibrium_models_write_the_same_matrix_with_another_sign():
    """Bai, Kolter and Koltun solve g = F(z) - z = 0: minus the inverse of its Jacobian is that of I - J."""
    system = recurrent(THREE)
    J, z, v = system.jacobian(), system.solve()["z"], np.array(THREE["v"])
    by_theirs = -v @ np.linalg.inv(J - np.eye(3)) @ np.diag(1 - z * z)
    assert by_theirs == pytest.approx(np.array(THREE["df_dx"]), rel=1e-11)


def test_without_the_inverse_even_a_sign_is_wrong():
    """On the net of three the second component of v Dg points the other way."""
    system = recurrent(THREE)
    free = (1 - system.solve()["z"] ** 2) * np.array(THREE["v"])
    assert free[1] < 0 < system.grad()["x"][1]


def unrolled(net, k):
    """Return the program of k rounds from 0, then f: acyclic, and k + 1 states to store."""
    W, v = np.array(net["W"]), np.array(net["v"])

    def f(x):
        z = np.zeros(len(v)) * x
        for _ in range(k):
            z = tanh(W @ z + x)
        return (v * z).sum()

    return ad.trace(f, x=np.array(net["x"]))


REFERENCE_ERRORS = {  # after k rounds: of unrolling, of the linear solve at the same iterate
    1: (".431", ".0853"),
    2: (".193", ".0391"),
    5: (".0261", ".00291"),
    10: ("5.26e-4", "5.0e-5"),
    20: ("4.36e-7", "6.4e-8"),
    40: ("4.4e-13", "1.7e-14"),
}


def test_implicit_differentiation_beats_unrolling_at_the_same_iterate():
    """Errors of both after k rounds, as in the reference; unrolling stores k + 1 states, the linear solve one."""
    W, x, v, exact = (np.array(TWO[name]) for name in ("W", "x", "v", "df_dx"))
    for k, (by_unrolling, by_solving) in REFERENCE_ERRORS.items():
        z = np.zeros(2)
        for _ in range(k):
            z = tanh(W @ z + x)
        D = np.diag(1 - tanh(W @ z + x) ** 2)  # the slope of one more round, taken at z
        at_iterate = D @ np.linalg.solve(np.eye(2) - (D @ W).T, v)
        p = unrolled(TWO, k)
        assert sum(op == "tanh" for op in p.ops) == k  # with the start, k + 1 states
        if k < 40:
            assert relative(ad.grad(p)["x"], exact) == printed(by_unrolling), k
            assert relative(at_iterate, exact) == printed(by_solving), k
        else:  # the last ones are at the rounding error of floats: see below
            assert relative(ad.grad(p)["x"], exact) == pytest.approx(float(by_unrolling), rel=0.1)
            assert relative(at_iterate, exact) < 5e-14


@pytest.mark.parametrize("k", [1, 20, 40])
def test_the_errors_are_the_same_with_forty_digits(k):
    """Both ways written once more, in a number type that does not round where floats do."""
    with mpmath.workdps(40):
        W, x, v = (mpmath.matrix([[mpmath.mpf(str(u)) for u in np.atleast_1d(row)] for row in TWO[name]]) for name in "Wxv")

        def once_round(z):
            return (W * z + x).apply(mpmath.tanh)

        def slopes(z):
            return mpmath.diag([1 - u * u for u in z])

        def implicit(z):
            D = slopes(once_round(z))
            return D * mpmath.lu_solve((mpmath.eye(2) - D * W).T, v)

        z, states = mpmath.matrix([0, 0]), []
        for _ in range(250):
            states.append(z)
            z = once_round(z)
        exact, bar, by_unrolling = implicit(z), v, mpmath.matrix([0, 0])
        for z in reversed(states[1 : k + 1]):
            by_unrolling += slopes(z) * bar
            bar = W.T * (slopes(z) * bar)
        errors = [mpmath.norm(g - exact) / mpmath.norm(exact) for g in (by_unrolling, implicit(states[k]))]
        assert [float(u) for u in exact] == pytest.approx(TWO["df_dx"], rel=1e-15)
    assert [float(u) for u in errors] == [printed(text) for text in REFERENCE_ERRORS[k]]


def test_where_going_round_fails_the_gradient_is_fine():
    """|J| = 2.99: the iteration runs away to a cycle near 0.99, Newton finds the root, the adjoint needs no iteration."""
    system = recurrent(EXPANDING)
    report = system.solve().report
    assert report.method == "Newton"
    assert report.earlier.method == "fixed point"
    assert not report.earlier.converged
    assert report.spectral_radius == pytest.approx(2.9925, rel=1e-4)  # an estimate; the matrix itself is tested above
    assert "did not converge\nNewton" in repr(report)
    z = np.zeros(2)
    for _ in range(200):
        z = tanh(np.array(EXPANDING["W"]) @ z + EXPANDING["x"])
    assert abs(z) == pytest.approx(0.99, abs=0.01)
    with pytest.raises(NumberError, match=r"did not converge \(fixed point: 50 iterations, .*spectral radius about 2\.9"):
        system.solve(method="fixed point")
    with pytest.raises(NumberError, match=r"adjoint fixed point: 50 iterations, .* about 2\.99.*linear system"):
        system.multipliers(method="fixed point")


FOLD = -0.532839975353552024


def folded(z):
    """Return the system z = tanh(2 z + x), which has up to three solutions, started at ``z``."""
    return ad.close_loop(ad.trace(lambda z, x: {"z_next": tanh(2 * z + x)}, z=z, x=0.0), {"z_next": "z"})


@pytest.mark.parametrize(
    ("distance", "slope"), [(1e-1, ".5698"), (1e-2, "2.5711"), (1e-3, "8.9895"), (1e-4, "29.315"), (1e-6, "296.885")]
)
def test_towards_a_fold_the_slope_grows_like_one_over_the_square_root(distance, slope):
    """On the upper branch of z = tanh(2 z + x), at the fold plus a distance."""
    found = folded(1.0).grad(output="z_next", x=FOLD + distance)["x"]
    assert found == printed(slope)
    assert folded(1.0).solve(x=FOLD + distance)["z"] > 1 / math.sqrt(2)


def test_the_folds_are_where_they_are_said_to_be():
    """There 1 = 2 (1 - z^2), and x = artanh z - 2 z: one for each sign of z."""
    assert math.atanh(math.sqrt(0.5)) - math.sqrt(2) == pytest.approx(FOLD, abs=1e-15)
    lower = ad.close_loop(folded(-1.0).program, {"z_next": "z"})
    assert lower.solve(x=-FOLD - 1e-8)["z"] == pytest.approx(-math.sqrt(0.5), abs=1e-3)
    with pytest.raises(NumberError, match="I - J is singular in z"):
        lower.grad(output="z_next", x=-FOLD)
    assert lower.grad(output="z_next", x=-FOLD - 1e-2)["x"] == printed("2.5711")


@pytest.mark.parametrize("method", [None, "newton"])
def test_at_the_fold_a_solution_has_no_derivative_and_that_is_said(method):
    """Its slope is infinite and not 257,725; and a solution there cannot be told from none, close behind the fold."""
    system = folded(1.0)
    for x in (FOLD, FOLD - 1e-12):  # just behind it no solution is left, only a residual below 1e-12
        for ask in (lambda x=x: system.solve(x=x, method=method), lambda x=x: system.grad(output="z_next", x=x)):
            with pytest.raises(NumberError, match=r"I - J is singular in z.*z = 0\.7071") as met:
                ask()
            assert "converged" not in str(met.value)


def test_behind_the_fold_the_upper_branch_is_gone_and_that_is_said():
    """Close behind, no solution is found near the start; far behind, the other branch is, and the report shows the way."""
    for distance in (1e-9, 1e-6, 1e-3):
        with pytest.raises(NumberError, match=r"did not converge .*start nearer to a solution.*there may be none"):
            folded(1.0).solve(x=FOLD - distance)
    far = folded(1.0).solve(x=-1.0)
    assert far["z"] < -0.99
    assert far.report.moved > 1.99
    assert "from the start" in repr(far.report)


def test_the_start_chooses_the_branch():
    """Three solutions at x = 0: the example values, or those given, decide, and the slopes differ."""
    assert folded(1.0).solve()["z"] == pytest.approx(0.957504024, abs=1e-9)
    assert folded(-1.0).solve()["z"] == pytest.approx(-0.957504024, abs=1e-9)
    assert folded(1.0).solve(z=-0.5)["z"] == pytest.approx(-0.957504024, abs=1e-9)
    assert folded(1.0).solve(z=1e-3, method="newton")["z"] == pytest.approx(0, abs=1e-12)
    assert folded(1e-3).grad(output="z_next", z=0.0)["x"] == pytest.approx(-1)  # (1 - z^2) / (1 - 2 (1 - z^2))


def test_newton_can_find_another_root():
    """y = d + y^5 at d = 0.5: from 0.7, where 5 y^4 > 1, going round comes home and Newton does not: a negative slope.

    From 0.5 Newton does come home; from 0.668, where 1 - 5 y^4 is nearly 0, a full step is thrown to -7.2, whence it comes
    to a third solution: halved until the residual shrinks, it comes home.
    """
    p = ad.trace(lambda y, d: {"y_next": d + y**5}, y=0.5, d=0.5)
    toy = ad.close_loop(p, {"y_next": "y"})
    assert toy.solve(y=0.7, method="newton")["y"] == printed("0.7690997")
    assert toy.solve(y=0.5, method="newton")["y"] == pytest.approx(0.5506065793341349683, rel=1e-12)
    assert toy.solve(y=0.668, method="newton")["y"] == pytest.approx(0.5506065793341349683, rel=1e-12)
    y = 0.668
    for _ in range(30):
        y -= (y - 0.5 - y**5) / (1 - 5 * y**4)
    assert y == printed("-1.098")
    assert toy.solve(y=0.7)["y"] == pytest.approx(0.5506065793341349683, rel=1e-11)
    assert toy.grad(output="y_next", y=0.7690997)["d"] == printed("-1.334")
    for d, root, slope in (
        (0.25, 0.25099617471334119528, 1.0202461942143069031),
        (0.5, 0.5506065793341349683, 1.8503201439249635357),
    ):
        assert toy.solve(d=d)["y"] == pytest.approx(root, rel=1e-11)
        assert toy.grad(output="y_next", d=d)["d"] == pytest.approx(slope, rel=1e-12)
        terms = range(200)  # near the fold they hardly shrink
        series = sum(math.comb(5 * k, k) * F(d) ** (4 * k + 1) / (4 * k + 1) for k in terms)
        slope_of_it = sum(math.comb(5 * k, k) * F(d) ** (4 * k) for k in terms)
        assert float(series) == pytest.approx(root, rel=1e-15)
        assert float(slope_of_it) == pytest.approx(slope, rel=1e-15)
    assert pytest.approx(0.534992243981138, rel=1e-15) == 4 * 5**-1.25  # d = y - y^5 is largest where 5 y^4 = 1
    with pytest.raises(NumberError, match=r"singular in y|did not converge"):
        toy.grad(output="y_next", d=0.534992243981138)


def test_kepler():
    """E - e sin E = M at e = 0.3, M = 1."""
    p = ad.trace(lambda E, e, M: {"E_next": M + e * sin(E)}, E=1.0, e=0.3, M=1.0)
    orbit = ad.close_loop(p, {"E_next": "E"})
    assert orbit.solve()["E"] == pytest.approx(1.2880913132118376974, rel=1e-12)
    assert orbit.solve(method="newton")["E"] == pytest.approx(1.2880913132118376974, rel=1e-15)
    assert orbit.grad(output="E_next") == pytest.approx({"e": 1.0480083050499362859, "M": 1.0913293011504175395}, rel=1e-12)


# --- exact ones ---------------------------------------------------------------------------------------------


def test_a_linear_loop_in_fractions_is_exact():
    """z = A z + x: one Newton step in fractions, and no rounding anywhere."""
    p = ad.trace(lambda z, x: {"z_next": [F(1, 2) * z[1] + x[0], F(1, 3) * z[0] + x[1]], "f": z[1]}, z=[0, 0], x=[1, 2])
    system = ad.close_loop(p, {"z_next": "z"})
    solution, lam = system.solve(), system.multipliers()
    assert (solution["z[0]"], solution["z[1]"]) == (F(12, 5), F(14, 5))
    assert (solution["z_next[0]"], solution["z_next[1]"]) == (F(12, 5), F(14, 5))
    assert (lam["z[0]"], lam["z[1]"]) == (F(2, 5), F(6, 5))
    assert system.grad() == {"x": [F(2, 5), F(6, 5)]}
    assert system.jacobian() == [[0, F(1, 2)], [F(1, 3), 0]]
    assert system.solve(method="fixed point")["z[0]"] == pytest.approx(12 / 5, rel=1e-12)
    assert isinstance(system.solve(method="fixed point")["z[0]"], float)


def test_what_was_rounded_is_not_called_exact(monkeypatch):
    """A Jacobian of floats is no ground for a solution in fractions: it is iterated, and says so."""
    p = ad.trace(lambda z, x: {"z_next": F(1, 2) * z + x}, z=F(0), x=F(1))
    system = ad.close_loop(p, {"z_next": "z"})
    assert system.solve().report.method == "Newton in fractions" and system.solve()["z"] == F(2)
    monkeypatch.setattr(type(system.loop), "jacobian", lambda *_: np.array([[0.5]]))
    rounded = system.solve()
    assert rounded.report.method == "fixed point" and rounded["z"] == pytest.approx(2, rel=1e-12)


def test_the_value_of_a_markov_decision_process_is_exact():
    """V = r + g P V: the multipliers are the discounted occupancy, and all slopes are fractions."""

    def value(V, r, P, g):
        return {"V_next": [r[i] + g * sum(P[3 * i + j] * V[j] for j in range(3)) for i in range(3)], "f": V[0]}

    P = [[F(1, 2), F(1, 2), 0], [F(1, 5), F(1, 2), F(3, 10)], [0, F(1, 4), F(3, 4)]]
    p = ad.trace(value, V=[0, 0, 0], r=[1, 0, 2], P=[u for row in P for u in row], g=F(9, 10))
    process = ad.close_loop(p, {"V_next": "V"})
    solution, lam, slopes = process.solve(), process.multipliers(), process.grad()
    V = [solution[f"V[{k}]"] for k in range(3)]
    occupancy = [lam[f"V[{k}]"] for k in range(3)]
    assert [F(14440, 1543), F(14220, 1543), F(19340, 1543)] == V
    assert occupancy == slopes["r"] == [F(4720, 1543), F(5850, 1543), F(4860, 1543)]
    assert sum(occupancy) == 10
    assert slopes["P"] == [F(9, 10) * lam_i * V_j for lam_i in occupancy for V_j in V]
    assert slopes["g"] == F(247839200, 2380849)


def test_a_hyper_parameter_has_a_gradient_through_the_fit():
    """Ridge regression in fractions: theta solves the training problem, dev is its loss elsewhere, and rho the penalty."""
    X, y = [[1, 0], [1, 1], [1, 2]], [1, 2, 2]

    def dev(theta, rho):
        off = [sum(a * t for a, t in zip(row, theta, strict=True)) - b for row, b in zip(X, y, strict=True)]
        slopes = [sum(row[k] * u for row, u in zip(X, off, strict=True)) + rho * theta[k] for k in range(2)]
        error = theta[0] + 3 * theta[1] - 3
        return {"theta_next": [t - s for t, s in zip(theta, slopes, strict=True)], "dev": F(1, 2) * error * error}

    fit = ad.close_loop(ad.trace(dev, theta=[0, 0], rho=1), {"theta_next": "theta"})
    solution = fit.solve()
    assert (solution["theta[0]"], solution["theta[1]"], solution["dev"]) == (F(4, 5), F(3, 5), F(2, 25))
    assert fit.grad() == {"rho": F(2, 25)}
    best = (9 * math.sqrt(6) - 16) / 23
    assert best == pytest.approx(0.262843812393418, rel=1e-14)
    assert fit.grad(rho=best)["rho"] == pytest.approx(0, abs=1e-12)


def test_an_optimisation_problem_is_a_loop_through_its_optimality_conditions():
    """A quadratic program with an equality constraint: the conditions K w = (-q, b), in fractions."""

    def program(w, Q, q, A, b):
        z, nu = w[:2], w[2]
        rows = [Q[2 * i] * z[0] + Q[2 * i + 1] * z[1] + q[i] + A[i] * nu for i in range(2)]
        rows.append(A[0] * z[0] + A[1] * z[1] - b)
        return {"next": [u - r for u, r in zip(w, rows, strict=True)], "loss": z[0] + 3 * z[1]}

    p = ad.trace(program, w=[0, 0, 0], Q=[3, 1, 1, 2], q=[-1, 1], A=[1, 1], b=2)
    system = ad.close_loop(p, {"next": "w"})
    solution, slopes = system.solve(), system.grad()
    assert [solution[f"w[{k}]"] for k in range(3)] == [F(4, 3), F(2, 3), F(-11, 3)]
    assert solution["loss"] == F(10, 3)
    assert slopes["q"] == [F(2, 3), F(-2, 3)]
    assert slopes["b"] == F(7, 3)
    assert (slopes["Q"][0], (slopes["Q"][1] + slopes["Q"][2]) / 2, slopes["Q"][3]) == (F(8, 9), F(-2, 9), F(-4, 9))
    assert slopes["A"] == [F(-50, 9), F(8, 9)]


def test_lecuns_recurrent_net_at_rest():
    """C = |D - X|^2 on the net of two: B = -lambda, Y = F' B and dC/dW = -Y X', to the printed digits."""
    D = np.array([0.3, 0.1])

    def C(X, x, W):
        off = D - X
        return {"X_next": tanh(W @ X + x), "C": (off * off).sum()}

    p = ad.trace(C, X=np.zeros(2), x=np.array(TWO["x"]), W=np.array(TWO["W"]))
    system = ad.close_loop(p, {"X_next": "X"})
    B, X = -system.multipliers()["X"], system.solve()["X"]
    Y = (1 - X * X) * B
    assert pytest.approx(np.array([0.274850080096073, 0.921841640911384]), rel=1e-11) == B
    assert pytest.approx(np.array([0.248061878404108, 0.876030629068785]), rel=1e-11) == Y
    slopes = np.array([[-0.0774433041652, 0.0552989403277], [-0.2734910615908, 0.1952882312824]])
    assert system.grad()["W"] == pytest.approx(slopes, rel=1e-11)
    assert -np.outer(Y, X) == pytest.approx(slopes, rel=1e-11)
    F_slope = np.diag(1 - X * X)
    without = np.linalg.solve(np.eye(2) - F_slope @ np.array(TWO["W"]).T, 2 * (D - X))  # F' left out before dC/dX
    assert relative(-np.outer(without, X), slopes) == printed(".053")
    assert np.linalg.solve(np.eye(2) - F_slope @ np.array(TWO["W"]).T, F_slope @ (2 * (D - X))) == pytest.approx(Y)


# --- against differences, and at size ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_gradients_of_random_loops_are_difference_quotients_of_the_solution(seed):
    """Two array loops of different shapes and a number, all coupled: every input against the solved system itself."""
    rng = np.random.default_rng(seed)

    def f(u, m, s, x, g):
        y = tanh(m @ u + x)
        return {
            "u_next": 0.4 * y + 0.1 * s,
            "m_next": 0.3 * sin(m) + g * u[0],
            "s_next": 0.2 * s + (y * x).sum() * 0.1,
            "f": (m * m).sum() + s * u[1],
        }

    at = {"u": np.zeros(2), "m": np.zeros((2, 2)), "s": 0.0, "x": rng.standard_normal(2), "g": rng.uniform(0.1, 0.5)}
    system = ad.close_loop(ad.trace(f, at), {"u_next": "u", "m_next": "m", "s_next": "s"})
    slopes, lam = system.grad(), system.multipliers()
    dx, dg = rng.standard_normal(2), rng.standard_normal()
    moved = lambda h: system.solve(x=at["x"] + h * dx, g=at["g"] + h * dg, method="newton")["f"]
    assert slopes["x"] @ dx + slopes["g"] * dg == pytest.approx(two_sided(moved, 0.0, h=1e-5), rel=1e-6)
    for source, target in (("u_next", "u"), ("m_next", "m")):
        assert lam[source] == pytest.approx(lam[target], rel=1e-9)
    by_rounds = system.grad(method="fixed point")
    assert by_rounds["x"] == pytest.approx(slopes["x"], rel=1e-9)


def test_five_hundred_variables_are_no_trouble():
    """One array loop z = tanh(W z + x), W being an input: no matrix of matrices is built for its 250,000 entries."""
    rng, n = np.random.default_rng(0), 500

    def f(z, x, W):
        return {"z_next": tanh(W @ z + x), "f": z.sum()}

    at = {"z": np.zeros(n), "x": rng.standard_normal(n), "W": rng.standard_normal((n, n)) * 0.5 / math.sqrt(n)}
    system = ad.close_loop(ad.trace(f, at), {"z_next": "z"})
    z, slopes = system.solve()["z"], system.grad()
    assert abs(tanh(at["W"] @ z + at["x"]) - z).max() <= 1e-12
    D = 1 - z * z
    lam = np.linalg.solve(np.eye(n) - (D[:, None] * at["W"]).T, np.ones(n))
    assert relative(slopes["x"], D * lam) < 1e-10
    assert relative(slopes["W"], np.outer(D * lam, z)) < 1e-10
    assert relative(system.solve(method="newton")["z"], z) < 1e-10


def test_large_numbers_converge_as_far_as_rounding_allows():
    """For z of the size of a million an absolute residual of 1e-12 cannot be reached, and is not asked for."""
    rng = np.random.default_rng(2)
    A, x = rng.standard_normal((20, 20)) / 10, 1e6 * rng.standard_normal(20)
    p = ad.trace(lambda z, x: {"z_next": A @ z + x}, z=np.zeros(20), x=x)
    found = ad.close_loop(p, {"z_next": "z"}).solve()
    assert found.report.method == "fixed point"
    assert relative(found["z"], np.linalg.solve(np.eye(20) - A, x)) < 1e-14


def test_a_steep_but_regular_loop_keeps_its_large_derivative():
    """Discounting by 0.999999: the sum is a million times the reward, and that is the truth."""
    p = ad.trace(lambda V, r, g: {"V_next": r + g * V, "f": V}, V=0.0, r=1.0, g=0.999999)
    assert ad.close_loop(p, {"V_next": "V"}).grad()["r"] == pytest.approx(1e6, rel=1e-8)


def test_a_derivative_too_large_to_be_told_from_infinity_is_refused():
    """At 1 - 1e-9 the answer 1e9 would be known to no digit if the 1 came from a rounded solution."""
    p = ad.trace(lambda V, r, g: {"V_next": r + g * V, "f": V}, V=0.0, r=1.0, g=1 - 1e-9)
    with pytest.raises(NumberError, match="I - J is singular in V, as far as can be told"):
        ad.close_loop(p, {"V_next": "V"}).grad()


def test_a_loop_in_fractions_that_is_not_affine_is_solved_in_floats():
    """z = z^2 / 4 + 1/2: its root is irrational, and exact iterates would double their digits every time."""
    p = ad.trace(lambda z, x: {"z_next": F(1, 4) * z * z + x, "f": z}, z=F(0), x=F(1, 2))
    system = ad.close_loop(p, {"z_next": "z"})
    assert system.solve()["z"] == pytest.approx(2 - math.sqrt(2), rel=1e-12)
    assert isinstance(system.solve()["z"], float)
    assert system.grad()["x"] == pytest.approx(math.sqrt(2), rel=1e-12)


# --- what it refuses ------------------------------------------------------------------------------------------


def one(f, loops=None, **at):
    """Return the system of a function whose output z_next goes to z."""
    return ad.close_loop(ad.trace(f, at), loops or {"z_next": "z"})


def lines(z, x):
    return {"z_next": tanh(z + x), "w_next": z * x, "f": z, "g": x * z}


def branching(z):
    return {"z_next": -z if z > 1 else z + 2, "f": z}


START = {"z": 0.0, "x": 1.0}
VECTOR = {"z": np.zeros(3), "x": np.ones(2)}
LINES = one(lines, **START)
HALF = one(lambda z: {"z_next": z / 2}, z=1.0)
PAIR = one(lambda z: {"z_next": z / 2, "f": 2 * z}, z=np.ones(2))
SHIFT = one(lambda z, x: {"z_next": z + x, "f": z}, z=0.0, x=0.0)
EXACT_SHIFT = one(lambda z, x: {"z_next": z + x, "f": z}, z=0, x=0)
NOWHERE = one(lambda z: {"z_next": z * z + 1}, z=0.3)
LOG = one(lambda z: {"z_next": ad.log(z)}, z=-1.0)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: ad.close_loop(lambda z: z, {"f": "z"}), InputError, "takes a program, not function"),
        (lambda: ad.close_loop(LINES.program, "z"), InputError, "the loop is a dict from outputs to inputs"),
        (lambda: ad.close_loop(LINES.program, {}), InputError, "the loop is a dict from outputs to inputs"),
        (lambda: one(lines, {"z_nxt": "z"}, **START), InputError, "no output 'z_nxt'.*mean 'z_next'.*it has z_next, w_"),
        (lambda: one(lines, {"z_next": "y"}, **START), InputError, "no input 'y'.*it has z, x"),
        (lambda: one(lines, {"z_next": ["z"]}, **START), InputError, r"no input \['z'\]"),
        (lambda: one(lines, {"z_next": "z", "w_next": "z"}, **START), InputError, "two outputs are fed back into z"),
        (lambda: one(lambda z, x: {"z_next": x * z[0]}, **VECTOR), InputError, r"has the shape \(2,\) and z has \(3,\)"),
        (lambda: one(lambda z: {"z_next": [z, z]}, z=0.0), InputError, "z_next has 2 numbers and z has 1"),
        (lambda: one(lambda z: {"z_next": z / 2}, z=1j).solve(), InputError, "is solved in real numbers"),
        (lambda: LINES.grad(), InputError, r"3 outputs are not in the loop \(w_next, f, g\).*output='w_next'"),
        (lambda: HALF.grad(), InputError, "every output is in the loop.*output='z_next'"),
        (lambda: LINES.grad(output="F"), InputError, "no output 'F'.*z_next, w_next, f, g"),
        (lambda: PAIR.grad(), InputError, "f is an array of shape"),
        (lambda: LINES.solve(method="magic"), InputError, "no method 'magic': solve by 'fixed point' or 'newton'"),
        (lambda: LINES.grad(output="f", method="newton"), InputError, "'newton' for multipliers: choose 'linear solve'"),
        (lambda: LINES.solve(x=math.nan), InputError, "x is NaN: give it a number"),
        (lambda: LINES.solve(y=1), InputError, "no input 'y'"),
        (
            lambda: LINES.solve(x=np.ones(3)),
            InputError,
            r"x has the shape \(3,\) here and was a number when lines was traced",
        ),
        (lambda: LINES.grad(output="f", z=np.ones(3)), InputError, r"z has the shape \(3,\) here and was a number"),
        (lambda: PAIR.solve(z=np.ones(3)), InputError, r"z has the shape \(3,\) here and had \(2,\) when"),
        (lambda: LOG.solve(), NumberError, r"= log\(z\) is NaN at the start, z = -1: start, or take inputs"),
        (lambda: NOWHERE.solve(), NumberError, r"did not converge .*Newton: .*none, one on another branch, or many$"),
        (lambda: NOWHERE.solve(z=0.5), NumberError, "singular in z where it stopped.*there may be none, .*or many"),
        (lambda: SHIFT.solve(x=1.0), NumberError, "did not converge .*I - J is singular in z where it stopped"),
        (lambda: EXACT_SHIFT.solve(x=1), NumberError, "did not converge .*I - J is singular in z where it stopped"),
        (lambda: SHIFT.grad(), NumberError, "I - J is singular in z, as far as can be told"),
        (lambda: EXACT_SHIFT.grad(), NumberError, "I - J is singular in z, as far as can be told"),
        (lambda: one(branching, z=0.0).solve(), GuardError, "another branch would run"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(call, error, message):
    """What was met, what is accepted, what to write instead."""
    with pytest.raises(error, match=message) as caught:
        call()
    assert isinstance(caught.value, LessonError)
    assert len(str(caught.value)) < 400


def test_a_singular_loop_names_the_variables_that_make_it_so():
    """Three in the loop; u and w feed each other at full strength, s is harmless."""

    def f(u, w, s, x):
        return {"u_next": w + x, "w_next": u - x, "s_next": 0.5 * s + x, "f": u}

    for zero in (0.0, 0):
        p = ad.trace(f, u=zero, w=zero, s=zero, x=zero)
        with pytest.raises(NumberError, match=r"singular in u, w, as far"):
            ad.close_loop(p, {"u_next": "u", "w_next": "w", "s_next": "s"}).grad()


def test_a_singular_array_loop_names_entries():
    """An array of five, in which one entry feeds itself."""
    A = np.diag([0.5, 0.5, 0.5, 1.0, 0.5])
    p = ad.trace(lambda z, x: {"z_next": A @ z + x, "f": z.sum()}, z=np.zeros(5), x=np.zeros(5))
    with pytest.raises(NumberError, match=r"singular in z\[3\], as far"):
        ad.close_loop(p, {"z_next": "z"}).grad()


def test_a_message_about_a_long_loop_keeps_its_remedy():
    """Thirty loops at once, none of which converges: the message is cut where it may be."""
    names = [f"a_long_name_{k}" for k in range(30)]

    def f(**given):
        return {f"{name}_next": 3 * u * u + 1 for name, u in given.items()}

    system = ad.close_loop(ad.trace(f, dict.fromkeys(names, 0.1)), {f"{name}_next": name for name in names})
    with pytest.raises(NumberError, match=r"there may be none, one on another branch, or many$"):
        system.solve()


# --- the parts ------------------------------------------------------------------------------------------------


def test_elimination_is_exact_and_pivots():
    """A zero on the diagonal is no reason to stop; a Hilbert matrix of ten is no reason to round."""
    assert solve([[0, 1], [2, 0]], [3, 4], "ab") == [2, 3]
    hilbert = [[F(1, i + j + 1) for j in range(10)] for i in range(10)]
    rhs = [sum(row) for row in hilbert]
    assert solve(hilbert, rhs, "abcdefghij") == [1] * 10
    assert abs(np.linalg.solve(np.array(hilbert, float), np.array(rhs, float)) - 1).max() > 1e-6


@pytest.mark.parametrize("number", [int, float], ids=["exact", "floats"])
def test_a_singular_matrix_is_named_by_its_null_vector(number):
    """Of a, b, c the last two are tied together."""
    matrix = [[number(u) for u in row] for row in ([1, 0, 0], [0, 1, -1], [0, -2, 2])]
    with pytest.raises(NumberError, match="singular in b, c, as"):
        solve(matrix, [number(1)] * 3, "abc")
    with pytest.raises(NumberError, match="not finite"):
        conditioning(np.array([[math.inf]]), "a")


def test_a_wrong_adjoint_is_found_by_the_reference(monkeypatch):
    """The matrix instead of its transpose: the same solution, other multipliers."""
    system = recurrent(TWO)
    z, J = system.solve()["z"], system.jacobian()
    wrong = (1 - z * z) * np.linalg.solve(np.eye(2) - J, np.array(TWO["v"]))
    assert relative(wrong, np.array(TWO["df_dx"])) > 0.1


# --- a solution, or none ----------------------------------------------------------------------------------------


def alone(f, z, **at):
    """Return the system of a function that returns what z becomes."""
    return ad.close_loop(ad.trace(lambda z, **x: {"z_next": f(z, **x)}, {"z": z, **at}), {"z_next": "z"})


WITHOUT = {
    "softplus, whose residual gets small for ever": alone(lambda z: ad.softplus(z), 0.0),
    "softplus, beside one that has one": ad.close_loop(
        ad.trace(lambda z: {"z_next": ad.softplus(z) * np.array([1.0, 0.5])}, z=np.array([30.0, 0.0])), {"z_next": "z"}
    ),
    "a little more each time": alone(lambda z: z + ad.exp(-z), 1.0),
    "exp": alone(lambda z: ad.exp(z), 0.0),
    "one more each time": alone(lambda z: z + 1, 0.0),
    "one more each time, in whole numbers": alone(lambda z: z + 1, 0),
    "one more each time, lost in rounding": alone(lambda z: z + 1.0, 1e17),
    "every number is a solution": alone(lambda z: z * 1.0, 0.5),
    "every fraction is a solution": alone(lambda z: z * 1, F(1, 2)),
    "two meet in 0": alone(lambda z: z + z * z, 1.0),
    "three meet in 0": alone(lambda z: z - z**3, 0.5),
    "a fold at a kink": alone(lambda z, x: 2 * ad.relu(z) - x, 0.0, x=0.0),
    "a fold at a kink, in whole numbers": alone(lambda z, x: 2 * ad.relu(z) - x, 0, x=0),
    "behind the fold at a kink": alone(lambda z, x: 2 * ad.relu(z) - x, 0.0, x=-1.0),
    "a fold at the kink of abs": alone(lambda z, x: z + abs(z - x), 1.0, x=3.0),
    "a fold at a tie": alone(lambda z: ad.maximum(z / 2, 2 * z), 1.0),
    "a fold at a tie of entries": alone(lambda z: ad.amax(ad.stack([z / 2, 2 * z])), 1.0),
    "a fold at a choice": alone(lambda z: ad.where(z > 0, 2 * z, z / 2), np.array([1.0])),
}


@pytest.mark.parametrize("method", [None, "fixed point", "newton"])
@pytest.mark.parametrize("name", WITHOUT)
def test_where_there_is_no_solution_or_more_than_one_at_once_nobody_says_converged(name, method):
    """The residual alone would often say so; a sentence says what is known, to whoever asks, in whatever way."""
    system = WITHOUT[name]
    with pytest.raises(NumberError, match=r"singular|did not converge") as met:
        system.solve(method=method)
    says = str(met.value)
    assert len(says) < 400 and "converged" not in says.replace("did not converge", "")


@pytest.mark.parametrize("name", ["exp", "a fold at a kink, in whole numbers", "every number is a solution"])
def test_whoever_asks_gets_the_same_verdict(name):
    """Solution, slopes, multipliers and the picture: none of them knows of an answer that the others refuse."""
    system, says = WITHOUT[name], []
    slopes = [lambda ask=ask: ask(output="z_next") for ask in (system.multipliers, system.grad)]
    for ask in (system.solve, system.jacobian, *slopes):
        with pytest.raises(NumberError) as met:
            ask()
        says.append(str(met.value))
    assert len({*says}) == 1
    shown = html.unescape(system._repr_html_())
    assert "<svg" in shown and "converged," not in shown and says[0][:30] in shown


SIZES = [1e-300, 1e-200, 1e-13, 1e9, 1e160, 1e307]


@pytest.mark.parametrize("method", [None, "fixed point", "newton"])
@pytest.mark.parametrize("x", SIZES)
def test_a_solution_of_any_size_is_found(x, method):
    """Of z = z / 2 + x, and of a loop that is not linear; from 0, and from far above."""
    for start in (0.0, x, 1.0):
        assert alone(lambda z, x: z / 2 + x, start, x=x).solve(method=method)["z"] == pytest.approx(2 * x, rel=1e-14, abs=0)
    bent = alone(lambda z, x: x * tanh(z / x / 2) + x / 4, 0.0, x=x).solve(method=method)["z"]
    exact = float(mpmath.findroot(lambda z: mpmath.tanh(z / 2) + mpmath.mpf("0.25") - z, 0.5))
    assert bent == pytest.approx(x * exact, rel=1e-14, abs=0)


@pytest.mark.parametrize("method", [None, "fixed point", "newton"])
def test_each_variable_is_measured_by_its_own_size(method):
    """In one loop a small one beside a large one, coupled or not; the small one is no rounding error of the large one."""
    p = ad.trace(lambda u, w, x: {"u_next": 0.25e16 * w + 1e8 * x, "w_next": 0.25e-16 * u + 1e-8 * x}, u=0.0, w=0.0, x=1.0)
    found = ad.close_loop(p, {"u_next": "u", "w_next": "w"}).solve(method=method)
    assert [found["u"], found["w"]] == pytest.approx([4e8 / 3, 4e-8 / 3], rel=1e-13, abs=0)
    p = ad.trace(lambda z, x: {"z_next": z * np.array([0.5, 0.9]) + x}, z=np.zeros(2), x=np.array([1e9, 1e-12]))
    assert ad.close_loop(p, {"z_next": "z"}).solve(method=method)["z"] == pytest.approx([2e9, 1e-11], rel=1e-9, abs=0)
    p = ad.trace(lambda u, w, x: {"u_next": 1e9 * w, "w_next": 0 * u + x}, u=0.0, w=0.0, x=1.0)
    assert ad.close_loop(p, {"u_next": "u", "w_next": "w"}).grad(output="u_next") == {"x": pytest.approx(1e9)}


@pytest.mark.parametrize("method", [None, "fixed point", "newton"])
def test_a_solution_at_zero_is_one_and_so_is_one_that_rounding_hides(method):
    """No number on its way to 0 is small next to itself; and where terms of size 1 cancel, what is left is rounding."""
    for f in (lambda z: z / 2, lambda z: tanh(z) / 2, lambda z: sin(z) - z / 2):
        assert abs(alone(f, 1.0).solve(method=method)["z"]) < 1e-100
    hidden = alone(lambda z: z / 2 + 0.1 + 0.2 - 0.3, 1.0).solve(method=method)["z"]
    assert abs(hidden) < 1e-15


@pytest.mark.parametrize("start", [2.0, -20.0, 1e3])
def test_a_step_too_far_is_halved(start):
    """Newton's steps for arctan z = 0 from beyond 1.39 lead farther and farther away."""
    loop = alone(lambda z: z - ad.arctan(z), start)
    report = loop.solve(method="newton").report
    assert abs(loop.solve(method="newton")["z"]) < 1e-12 and report.residuals == sorted(report.residuals, reverse=True)
    z = start
    for _ in range(4):
        z -= math.atan(z) * (1 + z * z)
    assert not abs(z) < abs(start)


def test_what_leaves_the_domain_turns_back_and_if_it_cannot_the_iterate_is_blamed():
    """z = x - sqrt(z) from 1 lands at -0.9; the inputs are as they should be."""
    loop = alone(lambda z, x: x - ad.sqrt(z), 1.0, x=0.1)
    exact = float(mpmath.findroot(lambda z: mpmath.mpf("0.1") - mpmath.sqrt(z) - z, 0.008))
    for method in (None, "newton"):
        assert loop.solve(method=method)["z"] == pytest.approx(exact, rel=1e-12)
    assert alone(lambda z, x: x + ad.log(z), 0.01, x=3.0).solve()["z"] == pytest.approx(0.0524690974577148, rel=1e-12)
    for ask in (lambda: loop.solve(method="fixed point"), lambda: loop.solve(x=-1.0)):
        with pytest.raises(NumberError, match=r"the iteration came to z = -\d.*, where z2 = sqrt\(z\) is NaN") as met:
            ask()
        assert "inputs where every instruction" not in str(met.value)
    flipped = alone(lambda z: -z if z > 1 else z + 2, 0.0)
    with pytest.raises(GuardError, match=r"the iteration came to z = 2, where z > 1 was False .* start nearer"):
        flipped.solve()


@pytest.mark.filterwarnings("ignore:overflow")
def test_both_methods_return_the_best_that_they_met():
    """Also where they give up: of no point on the way was the residual smaller."""
    cases = [
        (lambda z: np.array([4.0, -3.0]) * z + 1.0, np.array([-0.33, 0.2])),
        (lambda z: z * z + 1, np.array([0.3])),
        (lambda z: np.exp(z), np.array([-1.0])),
    ]
    for step, start in cases:
        slope = lambda z, step=step: (step(z + 1e-6) - step(z - 1e-6)) / 2e-6
        ways = [
            iterate(step, start),
            newton(step, lambda z, step=step, slope=slope: (step(z) - z) / (1 - slope(z)), start, lambda z: False),
        ]
        for z, report in ways:
            assert np.linalg.norm(step(z) - z) == pytest.approx(min(report.residuals), rel=1e-12)
            assert report.residuals[0] == pytest.approx(np.linalg.norm(step(start) - start))


def test_where_f_has_no_value_the_iteration_ends():
    """Its residuals are those of the points before, and it says where it would have gone on to."""

    def step(z):
        if z[0] > 3:
            raise NumberError("no farther")
        return 2 * z

    z, report = iterate(step, np.array([1.0]))
    assert (z.tolist(), report.residuals, report.iterations, report.spectral_radius) == ([1.0], [1.0, 2.0], 1, 2.0)
    where, why = report.left
    assert where.tolist() == [4.0] and str(why) == "no farther" and not report.converged


@pytest.mark.parametrize("off", [1e-8, -1e-8])
def test_a_correction_that_halves_the_determinant_is_at_a_fold(off):
    """1 is a double root of (z - 1)^2: near it Newton's steps are small, and each leads half the way."""
    fold = Loop(ad.trace(lambda z: {"z_next": z - 1e4 * (z - 1) * (z - 1)}, z=1.0), {"z_next": "z"})
    assert "I - J is singular" in verdict(fold, np.array([1 + off]), [1.0]).why
    simple = Loop(ad.trace(lambda z: {"z_next": z - 1e4 * (z - 1) * z}, z=1.0), {"z_next": "z"})
    found = verdict(simple, np.array([1 + off / 10]), [1.0])
    assert (found.why, found.u.tolist()) == ("", [1.0])


def test_a_growing_iteration_is_said_to_diverge():
    """By name; how the numbers went stands beside it."""
    for factor in (1.2, -1.2, 1e200):
        with pytest.raises(NumberError, match=r"did not converge .*fixed point: .*it diverges, the residual grows"):
            alone(lambda z, a: a * z + 1, 0.5, a=factor).solve(method="fixed point")
        assert alone(lambda z, a: a * z + 1, 0.5, a=factor).solve()["z"] == pytest.approx(1 / (1 - factor), rel=1e-12, abs=0)


def test_a_whole_number_among_floats_makes_no_fraction():
    """relu(0.0) is 0, maximum(0, -1.0) is 0: of floats an answer is a float, on whatever side of the kink."""
    for f, x in (
        (lambda z, x: ad.relu(z) / 4 - x, 0.0),
        (lambda z, x: ad.maximum(0, z) - 2 * z + x, -1.0),
        (lambda z, x: x - z, 2.0),
    ):
        system = alone(f, 0.0, x=x)
        found, slope = system.solve(), system.grad(output="z_next")["x"]
        assert isinstance(found["z"], float) and isinstance(slope, float) and "fractions" not in repr(found.report)
        assert isinstance(system.jacobian(), np.ndarray)


def test_what_is_handed_round_unchanged_has_slope_one():
    """A variable that is fed back as it came, the first of the program; and a constant, which has none."""

    def turned(u, w, s):
        return {"u_next": w / 4 + 1, "w_next": u, "s_next": 3.0}

    system = one(turned, {"u_next": "u", "w_next": "w", "s_next": "s"}, u=0.0, w=0.0, s=0.0)
    assert system.jacobian().tolist() == [[0, 0.25, 0], [1, 0, 0], [0, 0, 0]]
    assert system.solve()["w"] == pytest.approx(4 / 3, rel=1e-12)


def test_whole_numbers_too_large_for_a_float_are_exact_or_end_in_a_sentence():
    """Fractions know no limit; floats do."""
    big = 10**400
    exact = alone(lambda z, x: F(1, 2) * z + x, 0, x=big)
    assert exact.solve()["z"] == 2 * big and repr(exact.solve().report).endswith("converged")
    assert exact.grad(output="z_next") == {"x": 2} and "<svg" in exact._repr_html_()
    with pytest.raises(NumberError, match="in the loop z_next -> z runs a whole number too large for a float: give smaller"):
        alone(lambda z: z / 2, 1.0).solve(z=big)
    with pytest.raises(NumberError, match=r"too large"):
        exact.solve(method="fixed point")
    with pytest.raises(NumberError, match=r"too large"):
        alone(lambda z, x: F(1, 2) * z * z - x, 0, x=big).solve()


def test_a_loop_inside_a_traced_function_says_what_is_recorded_there():
    """Its solution is an instruction; its gradient is asked for outside, and what goes in is an input of it."""
    system = alone(lambda z, x: tanh(z / 2 + x), 0.0, x=0.1)

    def inside(x):
        return 2 * alone(lambda z: tanh(z / 2 + x), 0.0).solve()["z"]

    told = r"differentiated inside a function that is traced: there its solution is one instruction, loop.solve"
    outside = r"uses a traced value from outside: make that an input of what is fed back, as in trace\(lambda z, x"
    for f, why in ((lambda x: system.grad(output="z_next", x=x)["x"], told), (inside, outside)):
        for ask in (ad.trace, ad.grad):
            with pytest.raises(TraceError, match=why):
                ask(f, x=0.3)


def test_an_infinite_input_is_named_where_no_turn_is_finite():
    """And where the loop takes it, as tanh does, it is no obstacle."""
    p = ad.trace(lambda z, x: {"z_next": z / 2 + x, "f": z}, z=1.0, x=1.0)
    for name in ("x", "z"):
        with pytest.raises(ad.LessonError, match=f"^{name} is infinite, and so is a turn of the loop: give finite numbers"):
            ad.close_loop(p, {"z_next": "z"}).solve({name: math.inf})
    bounded = ad.close_loop(ad.trace(lambda z, x: {"z_next": ad.tanh(x) / 2 + z / 4}, z=1.0, x=1.0), {"z_next": "z"})
    assert bounded.solve(x=math.inf)["z"] == pytest.approx(2 / 3)
