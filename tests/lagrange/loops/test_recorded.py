"""A loop inside a traced function is one instruction, with right first and second derivatives everywhere."""

import gc
import math
import pickle
import subprocess
import sys

import mpmath
import numpy as np
import pytest
import sympy
from equilibrium_layer import network

import adlesson as ad
from adlesson import sin, tanh
from adlesson.engine.errors import GuardError, NumberError, TraceError, UnknownError
from adlesson.engine.ops import OPS
from adlesson.lagrange.loops import implicit

W0 = np.array([[0.3, -0.5, 0.2], [0.4, 0.1, -0.3], [-0.2, 0.35, 0.25]])
X0 = np.array([0.5, -0.25, 0.1])


def kepler(E, e, M):
    """Return once round Kepler's equation."""
    return {"E_next": M + e * sin(E)}


def layer_turn(z, W, x):
    """Return once round an equilibrium layer."""
    return {"z_next": tanh(W @ z + x)}


@pytest.fixture
def orbit():
    """Return Kepler's equation as a loop."""
    return ad.close_loop(ad.trace(kepler, E=1.0, e=0.3, M=1.0), {"E_next": "E"})


@pytest.fixture
def layer():
    """Return a layer whose output is its own input."""
    return ad.close_loop(ad.trace(layer_turn, z=np.zeros(3), W=W0, x=X0), {"z_next": "z"})


def in_numbers(orbit):
    """Return a program with Kepler's equation as one instruction, and what it should give, by mpmath."""

    def f(e, M):
        E = orbit.solve(e=e, M=M)["E"]
        return sin(E) * M + E**2

    mpmath.mp.dps = 40

    def by_mpmath(e, M):
        E = mpmath.findroot(lambda E: E - M - e * mpmath.sin(E), 1.3)
        return mpmath.sin(E) * M + E**2

    orders = {"": (0, 0), "e": (1, 0), "M": (0, 1), "ee": (2, 0), "eM": (1, 1), "MM": (0, 2)}
    right = {name: float(mpmath.diff(by_mpmath, (0.3, 1.0), order)) for name, order in orders.items()}
    return ad.trace(f, e=0.3, M=1.0), right


def in_arrays(layer):
    """Return a program with the layer as one instruction."""
    V = np.array([[1.0, -0.5, 2.0], [0.3, 0.7, -1.0]])
    return ad.trace(lambda W, x: ((V @ layer.solve(W=W, x=x)["z"]) ** 2).sum(), W=W0, x=X0)


def slopes_by_differences(p, name, h=1e-5):
    """Return the Hessian's rows of an array input, by differences of gradients."""

    def slope(step):
        return ad.grad(p, {**p.at, name: p.at[name] + step})[name]

    return np.array([(slope(h * d) - slope(-h * d)) / (2 * h) for d in np.eye(len(p.at[name]))])


def test_a_number_from_a_loop_has_the_derivatives_that_mpmath_finds(orbit):
    """Value, gradient, Hessian: by sweeps, compiled, from the Lagrangian; and it is one instruction."""
    p, right = in_numbers(orbit)
    assert repr(p).splitlines()[2] == "E = solve_kepler(e, M)" and len(p) == 7
    assert p() == pytest.approx(right[""], rel=1e-13)
    slopes = pytest.approx({"e": right["e"], "M": right["M"]}, rel=1e-12)
    assert ad.grad(p) == slopes
    q = ad.gradient_program(p)
    assert {"e": ad.compiled(q)(0.3, 1.0)["e_bar"], "M": q()["M_bar"]} == slopes
    lam = ad.Lagrangian(p).multipliers()
    assert {"e": lam["e"], "M": lam["M"]} == slopes
    for H in (ad.hessian(p), ad.hessian(p, by="columns"), ad.Lagrangian(p).hessian()):
        assert [H["e"]["e"], H["e"]["M"], H["M"]["e"], H["M"]["M"]] == pytest.approx(
            [right["ee"], right["eM"], right["eM"], right["MM"]], rel=1e-11
        )
    assert ad.jvp(p, {"e": 1, "M": 1})["f"] == pytest.approx(right["e"] + right["M"], rel=1e-12)


def test_its_partial_is_a_formula_that_can_be_read_and_proved(orbit):
    """By implicit differentiation: F_e / (1 - F_E), in letters, in SymPy, and in the stepper."""
    p, _ = in_numbers(orbit)
    assert "λ_E·(sin(E)/(1 − e·cos(E)))" in repr(ad.Stepper(p))
    assert repr(ad.Lagrangian(p).verify()) == "all 27 checks hold"
    assert "sin(solve_kepler(e, M))" in repr(ad.Lagrangian(p).stationarity)
    e, M = sympy.symbols("e M")
    assert float(ad.expression(p).subs({e: 0.3, M: 1.0}).evalf()) == pytest.approx(p(), rel=1e-12)
    assert "solve_kepler = ...  # an operation of your own" in ad.source(p)
    assert ad.operations(p).value.functions == 3  # by convention: one instruction, one operation
    assert "solve_kepler(e, M)" in ad.draw(p).svg
    for sweep in ("forward", "tangent", "reverse", "schedule", "lagrange"):
        assert "solve_kepler(e, M)" in repr(ad.Stepper(p, sweep=sweep, predict=True))


def test_an_array_from_a_loop_has_the_derivatives_of_differences(layer):
    """An implicit layer: gradients, second derivatives by rows and by columns, symmetric; the same compiled."""
    p = in_arrays(layer)
    assert repr(p).splitlines()[2] == "z2 = solve_layer_turn(W, x)"
    assert ad.check_gradient(p).ok
    H = ad.hessian(p)
    assert H["x"]["x"] == pytest.approx(slopes_by_differences(p, "x"), abs=1e-8)
    assert H["x"]["x"] == pytest.approx(H["x"]["x"].T, abs=1e-13)
    assert np.transpose(H["W"]["x"], (2, 0, 1)) == pytest.approx(H["x"]["W"], abs=1e-13)
    assert ad.hessian(p, by="columns")["x"]["x"] == pytest.approx(H["x"]["x"], abs=1e-13)
    assert ad.Lagrangian(p).hessian()["x"]["x"] == pytest.approx(H["x"]["x"], abs=1e-13)
    q = ad.gradient_program(p)
    assert ad.compiled(q)(W0, X0)["W_bar"] == pytest.approx(ad.grad(p)["W"], rel=1e-14)
    assert sum("solve" in op for op in q.ops) == 2  # one solution, one adjoint system, for both inputs
    assert bool(ad.Lagrangian(p).verify())
    for sweep in ("forward", "tangent", "reverse", "lagrange"):
        assert "solve_layer_turn(W, x)" in repr(ad.Stepper(p, sweep=sweep, predict=True))


def by_differences(f, h=1e-3):
    """Return the slope of ``f(step)`` at 0: two-sided differences of two lengths, which together err by h^4."""
    far, near = ((f(step) - f(-step)) / (2 * step) for step in (h, h / 2))
    return (4 * near - far) / 3


@pytest.mark.parametrize("batch", [2, 80])
def test_a_network_with_an_equilibrium_layer_has_right_derivatives(batch):
    """To 1e-8 of differences, first and second; 80 images make a loop so large that no matrix is built."""
    p, parameters, layer = network(batch, width=8, pixels=6, classes=3)
    pick = np.random.default_rng(1)
    at = {**parameters, "x": pick.normal(size=(batch, 6)), "t": np.eye(3)[pick.integers(0, 3, batch)]}
    way = {name: pick.normal(size=u.shape) for name, u in parameters.items()}
    assert layer.loop.large is (batch == 80)

    def moved(step):
        return {**at, **{name: at[name] + step * u for name, u in way.items()}}

    slopes = ad.grad(p, at)
    along = sum((slopes[name] * u).sum() for name, u in way.items())
    assert along == pytest.approx(by_differences(lambda step: p(moved(step))), rel=1e-8)
    second = ad.jvp(ad.gradient_program(p), way, at)
    for name in way:
        bars = by_differences(lambda step, name=name: ad.grad(p, moved(step))[name])
        assert second[f"{name}_bar"] == pytest.approx(bars, rel=1e-8, abs=1e-8 * abs(bars).max())


def test_one_adjoint_system_serves_all_arguments(monkeypatch):
    """However many inputs a loop has; without that there would be one system for each of them."""
    solves = []
    honest = implicit.solve_linear
    monkeypatch.setattr(implicit, "solve_linear", lambda *args: solves.append(1) or honest(*args))
    names = [f"x{k}" for k in range(5)]
    turn = ad.trace(
        lambda z, **x: {"z_next": tanh(0.4 * z + sum(x.values()))}, {"z": np.zeros(3), **dict.fromkeys(names, X0)}
    )
    loop = ad.close_loop(turn, {"z_next": "z"})
    p = ad.trace(lambda **x: (loop.solve(x)["z"] ** 2).sum(), dict.fromkeys(names, X0))
    assert len(solves) == 0
    ad.grad(p)
    assert len(solves) == 1
    ad.grad(lambda **x: (loop.solve(x)["z"] ** 2).sum(), dict.fromkeys(names, X0))
    assert len(solves) == 2
    ad.compiled(ad.gradient_program(p))(*[X0] * 5)
    assert len(solves) == 4  # once while it is recorded


def test_lists_and_several_loops_come_in_one_row():
    """Numbers, arrays and lists that are fed back together: cut out of one instruction."""

    def turn(u, a, w, x):
        return {
            "u": tanh(0.5 * u - 0.3 * a.sum() + x),
            "a": tanh(a * u * 0.3 + w[0] * 0.1 + x),
            "w": [0.2 * w[1] + u, x * w[0]],
        }

    p = ad.trace(turn, u=0.0, a=np.zeros((2, 2)), w=[0.0, 0.0], x=0.1)
    loop = ad.close_loop(p, {"u": "u", "a": "a", "w": "w"})
    plain = loop.solve(x=0.4)

    def f(x):
        s = loop.solve(x=x)
        return (s["a"] * s["u"]).sum() + s["w"][0] * s["w[1]"]

    q = ad.trace(f, x=0.4)
    assert sum("solve" in op for op in q.ops) == 1
    assert q() == pytest.approx((plain["a"] * plain["u"]).sum() + plain["w[0]"] * plain["w[1]"], rel=1e-13)
    assert ad.check_gradient(q).ok
    h = 1e-5
    assert ad.hessian(q)["x"]["x"] == pytest.approx(
        (ad.grad(q, x=0.4 + h)["x"] - ad.grad(q, x=0.4 - h)["x"]) / 2 / h, rel=1e-7
    )


def test_the_same_function_runs_on_plain_numbers():
    """Inside a trace or outside it, a list that is fed back is asked for by its name."""

    def turn(z, x):
        return {"n": [tanh(z[1] / 2 + x), z[0] / 3]}

    loop = ad.close_loop(ad.trace(turn, z=[0.0, 0.0], x=0.1), {"n": "z"})

    def f(x):
        u, w = loop.solve(x=x)["z"]
        return u * w

    assert ad.trace(f, x=0.4)() == pytest.approx(f(0.4), rel=1e-14)
    with pytest.raises(UnknownError, match=r"turn has no variable 'Z': it has z\[0\], z\[1\], x"):
        loop.solve()["Z"]


def test_a_long_turn_is_written_by_a_name():
    """Its partials written out would fill pages: squared 40 times over they would never end."""

    def long_turn(z, x):
        for _ in range(40):
            z = z * z * 0.5
        return {"n": z + x}

    loop = ad.close_loop(ad.trace(long_turn, z=0.1, x=0.3), {"n": "z"})
    p = ad.trace(lambda x: sin(loop.solve(x=x)["z"]), x=0.3)
    assert "λ_z1·(solve_long_turn_by_x(z1, x))" in repr(ad.Stepper(p))
    assert repr(ad.Lagrangian(p).verify()) == "all 14 checks hold"
    assert "solve_long_turn_by_x" in repr(ad.Lagrangian(p).stationarity)
    with pytest.raises(ad.LessonError, match="no such function"):  # a name to be read, not one to calculate with
        ad.parse("solve_long_turn_by_x(z, x)", z=0.1, x=0.3)
    assert "multiply, ..." in repr(ad.operations(p)) and len(repr(ad.operations(p))) < 1500
    assert ad.hessian(p)["x"]["x"] == pytest.approx(-math.sin(0.3), rel=1e-9)

    def on_arrays(z, x):
        for _ in range(20):
            z = 0.5 * tanh(z * z + x)
        return {"n": z}

    many = ad.close_loop(ad.trace(on_arrays, z=0 * X0, x=X0), {"n": "z"})
    q = ad.trace(lambda x: many.solve(x=x)["z"].sum(), x=X0)
    for sweep in ("reverse", "tangent", "lagrange"):
        assert "solve_on_arrays_by_x(z1, x)" in repr(ad.Stepper(q, sweep=sweep))


def test_a_loop_inside_a_loop(orbit, layer):
    """Each solution of the outer one takes solutions of the inner one; second derivatives are those of differences."""

    def turn(y, a):
        return {"n": 0.1 * sin(orbit.solve(e=0.3, M=y)["E"]) + a}

    outer, h = ad.close_loop(ad.trace(turn, y=0.3, a=0.2), {"n": "y"}), 1e-4
    p = ad.trace(lambda a: outer.solve(a=a)["y"] ** 2, a=0.2)
    up, down = ad.value_and_grad(p, a=0.2 + h), ad.value_and_grad(p, a=0.2 - h)
    assert ad.grad(p)["a"] == pytest.approx((up[0] - down[0]) / (2 * h), rel=1e-7)
    assert ad.hessian(p)["a"]["a"] == pytest.approx((up[1]["a"] - down[1]["a"]) / (2 * h), rel=1e-7)

    def round_a_layer(z, x):  # in the names of the inner loop
        return {"z_next": 0.1 * layer.solve(x=z)["z"] + x}

    around = ad.close_loop(ad.trace(round_a_layer, z=X0, x=X0), {"z_next": "z"})
    q, d = ad.trace(lambda x: (around.solve(x=x)["z"] ** 2).sum(), x=X0), np.array([1.0, -0.5, 2.0])
    up, down = ad.value_and_grad(q, x=X0 + h * d), ad.value_and_grad(q, x=X0 - h * d)
    assert ad.grad(q)["x"] @ d == pytest.approx((up[0] - down[0]) / (2 * h), rel=1e-7)
    assert ad.hessian(q)["x"]["x"] @ d == pytest.approx((up[1]["x"] - down[1]["x"]) / (2 * h), abs=1e-7)


def test_a_loop_closed_inside_the_function_leaves_nothing_behind():
    """Each run makes its instruction anew, and its row is gone with its program."""

    def f(W, x):
        turn = ad.trace(layer_turn, z=np.zeros(3), W=W, x=x)
        return (ad.close_loop(turn, {"z_next": "z"}).solve()["z"] ** 2).sum()

    p, outside = ad.trace(f, W=W0, x=X0), ad.close_loop(ad.trace(layer_turn, z=np.zeros(3), W=W0, x=X0), {"z_next": "z"})
    right = ad.grad(lambda W, x: (outside.solve(W=W, x=x)["z"] ** 2).sum(), W=W0, x=X0)
    for slopes in (ad.grad(p), ad.grad(f, W=W0, x=X0)):
        assert slopes["W"] == pytest.approx(right["W"], rel=1e-12) and slopes["x"] == pytest.approx(right["x"], rel=1e-12)
    assert ad.check_gradient(p).ok and abs(right["x"]).min() > 0.1
    rows = []
    for _ in range(4):
        ad.grad(f, W=W0, x=X0)
        gc.collect()
        rows.append(len(OPS))
    assert rows[-1] == rows[1]
    assert pickle.loads(pickle.dumps(p))() == p()


def test_a_batch_is_solved_point_by_point(orbit):
    """As any program of numbers is that is compiled."""
    p, _ = in_numbers(orbit)
    e, M = np.array([[0.1, 0.3], [0.5, 0.2]]), np.array([1.0, 2.0])
    found = ad.compiled(ad.gradient_program(p))(e, M)
    for k in np.ndindex(2, 2):
        point = {"e": float(e[k]), "M": float(M[k[1]])}
        assert found["value"][k] == pytest.approx(p(point), rel=1e-12)
        assert {name: found[f"{name}_bar"][k] for name in "eM"} == pytest.approx(ad.grad(p, point), rel=1e-12)


def test_pickles_solve_again(orbit, layer):
    """A program, its gradient program, and in another process."""
    for p in (in_numbers(orbit)[0], in_arrays(layer), ad.gradient_program(in_arrays(layer))):
        there = pickle.loads(pickle.dumps(p))
        assert repr(there()) == repr(p()) and repr(there) == repr(p)
    p, _ = in_numbers(orbit)
    code = (
        "import pickle, sys, adlesson as ad; p = pickle.load(sys.stdin.buffer); "
        "print(p(e=0.2), ad.grad(p), ad.hessian(p)['e'])"
    )
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(p), capture_output=True, check=True)
    assert done.stdout.decode().strip() == f"{p(e=0.2)} {ad.grad(p)} {ad.hessian(p)['e']}"


def test_the_other_variables_of_a_turn_are_recorded_when_they_are_asked_for(orbit):
    """The output that is fed back is the solution itself; what else a turn computes is computed there."""
    system = ad.close_loop(ad.trace(lambda z, x: {"n": tanh(z / 2 + x), "f": z * x}, z=0.0, x=0.1), {"n": "z"})
    p = ad.trace(lambda x: system.solve(x=x)["f"] + system.solve(x=x)["n"], x=0.3)
    z = system.solve(x=0.3)["z"]
    assert p() == pytest.approx(z * 0.3 + z, rel=1e-12)
    assert ad.check_gradient(p).ok
    with pytest.raises(UnknownError, match=r"kepler has no variable 'F'.*: it has E, e, M"):
        ad.trace(lambda M: orbit.solve(M=M)["F"], M=1.0)


def test_starts_choose_the_branch_and_are_plain_numbers():
    """z = z^2 has two solutions, and a method may be named; a start that moves moves nothing."""
    square = ad.close_loop(ad.trace(lambda z, x: {"n": x * z * z}, z=0.4, x=1.0), {"n": "z"})
    p = ad.trace(lambda x: square.solve(x=x)["z"], x=1.0)
    other = ad.trace(lambda x: square.solve(x=x, z=1.2, method="newton")["z"], x=1.0)
    assert (p(), ad.grad(p)["x"]) == pytest.approx((0, 0), abs=1e-12)
    assert (other(), ad.grad(other)["x"]) == pytest.approx((1, -1), abs=1e-12)
    with pytest.raises(TraceError, match=r"z, where the loop starts, is a traced value, .*: give a plain number or array"):
        ad.trace(lambda x: square.solve(x=x, z=x)["z"], x=1.0)


@pytest.mark.parametrize("ask", ["trace", "run", "grad", "compiled", "hessian"])
def test_a_loop_without_a_solution_inside_a_program_is_a_sentence(ask):
    """z = z^2 + x has none from x = 1/4 on, where two meet: never a number."""
    loop = ad.close_loop(ad.trace(lambda z, x: {"n": z * z + x}, z=0.0, x=0.1), {"n": "z"})

    def f(x):
        return loop.solve(x=x)["z"] * 2

    p = ad.trace(f, x=0.1)
    assert p() == pytest.approx(1 - math.sqrt(1 - 0.4), rel=1e-12)
    runs = {
        "trace": lambda x: ad.trace(f, x=x),
        "run": lambda x: p(x=x),
        "grad": lambda x: ad.grad(p, x=x),
        "compiled": lambda x: ad.compiled(ad.gradient_program(p))(x),
        "hessian": lambda x: ad.hessian(p, x=x),
    }
    for x in (0.3, 0.25, math.inf, math.nan):
        with pytest.raises(
            (NumberError, ad.LessonError), match=r"did not converge|singular|infinite|is NaN|this is no solution"
        ):
            runs[ask](x)


def test_another_branch_inside_a_turn_is_a_guard_of_the_loop():
    """The turn was traced on one side: on the other it would be another one."""
    bent = ad.close_loop(ad.trace(lambda z, x: {"n": z / 2 + (x if x > 0 else 3 * x)}, z=0.0, x=1.0), {"n": "z"})
    p = ad.trace(lambda x: bent.solve(x=x)["z"], x=1.0)
    assert p(x=2.0) == pytest.approx(4.0)
    with pytest.raises(GuardError, match="another branch"):
        p(x=-1.0)
