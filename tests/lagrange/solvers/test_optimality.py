"""Minimum, maximum or saddle: second-order conditions against NumPy, SymPy and nudges; and when a run has converged."""

import itertools

import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.lagrange.solvers.inner import tangent
from adlesson.lagrange.solvers.optimality import hold, kind

S = ad.solvers


def of(f, minimise=True, cut=None, **at):
    """Return the problem of a function of free inputs."""
    return S.Problem(ad.trace(f, at), free=" ".join(at), cut=cut, minimise=minimise)


def kind_of(f, minimise=True, cut=None, **at):
    """Return what kind of point the example inputs are."""
    problem = of(f, minimise, cut, **at)
    u, lam = problem.start()
    return kind(problem, u, lam, abs(u))


KINDS = {
    "minimum": [
        (lambda x: x * x, {"x": 0.0}),
        (lambda x: (x - 1e-9) ** 2, {"x": 1e-9}),
        (lambda x: (x - 1e9) ** 2, {"x": 1e9}),
        (lambda x: x**4 - x**2, {"x": 0.5**0.5}),
        (lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2, {"x": 1.0, "y": 1.0}),
        (lambda x, y: 1e16 * x * x + 1e-16 * y * y + 0.5 * x * y, {"x": 0.0, "y": 0.0}),
        (lambda x: 1 + ad.exp(x) - x, {"x": 0.0}),
        (lambda a, b: (a * a).sum() + ((b - 2) ** 2).sum() + a[0] * (b[1] - 2), {"a": np.zeros(2), "b": np.full(2, 2.0)}),
    ],
    "maximum": [
        (lambda x: x**4 - x**2, {"x": 0.0}),
        (lambda x: -(x**2), {"x": 0.0}),
        (lambda x: ad.cos(x) - 2, {"x": 0.0}),
    ],
    "saddle": [
        (lambda x, y: x * x - y * y, {"x": 0.0, "y": 0.0}),
        (lambda x, y: x * y, {"x": 0.0, "y": 0.0}),
        (lambda x, y, w: x * x - y * y + w**4, {"x": 0.0, "y": 0.0, "w": 0.0}),
        (lambda a: ad.cos(a[0]) + a[1] * a[2], {"a": np.zeros(3)}),
    ],
    "undecided": [
        (lambda x: x**4, {"x": 0.0}),
        (lambda x: x**4, {"x": 1e-5}),
        (lambda x: -(x**4), {"x": 0.0}),
        (lambda x: x**3, {"x": 0.0}),
        (lambda x, y: x**3 - 3 * x * y * y, {"x": 0.0, "y": 0.0}),  # the monkey saddle
        (lambda x, y: (x + y) ** 2, {"x": 0.5, "y": -0.5}),  # a valley with a flat floor
        (lambda x: 0 * x + 3, {"x": 1.0}),
        (lambda x: ad.sin(x) ** 2 + ad.cos(x) ** 2, {"x": 0.7}),  # 1, and its curvature is what rounding leaves
        (lambda x: abs(x), {"x": 0.0}),
        (lambda x: x * x - abs(x), {"x": 0.0}),  # by the convention at the kink a slope of 0, and the top of a hill
        (lambda x: ad.maximum(x * x, x), {"x": 0.0}),
        (lambda x: x * x, {"x": 0.3}),  # no place of rest
        (lambda x: 3 * x, {"x": 0.3}),
        (lambda x, y, w: x * x - y * y + 3 * w, {"x": 0.0, "y": 0.0, "w": 0.0}),
    ],
}


@pytest.mark.parametrize("wanted", KINDS)
def test_a_point_is_what_its_curvature_says(wanted):
    """Whatever is cut, and whether the least or the largest value is sought."""
    for k, (f, at) in enumerate(KINDS[wanted]):
        for minimise, cut in itertools.product((True, False), (None, "")):
            assert kind_of(f, minimise, cut, **at) == wanted, (k, minimise, cut)


@pytest.mark.parametrize("seed", range(4))
def test_random_quadratics_are_what_their_eigenvalues_are(seed):
    """x'Hx/2 for a random symmetric H, its rows in units from 1e-6 to 1e6: against NumPy, of another matrix each time."""
    rng = np.random.default_rng(seed)
    half = rng.normal(size=(4, 4))
    H = {0: half @ half.T, 1: -half @ half.T, 2: half + half.T, 3: half @ half.T - np.eye(4) * 1e-3}[seed]
    units = 10.0 ** rng.integers(-6, 7, size=4)
    signs = {*np.sign(np.linalg.eigvalsh(H))}
    scaled = H * np.outer(units, units)
    wanted = "saddle" if len(signs) == 2 else "minimum" if signs == {1.0} else "maximum"
    assert kind_of(lambda x: 0.5 * (x * (scaled @ x)).sum(), x=np.zeros(4)) == wanted


def test_the_reduced_hessian_is_the_second_derivative_of_the_value():
    """Against SymPy, of the value with all lines put in; the Hessian of L in all unknowns is another matrix."""
    x, y = sympy.symbols("x y")
    f = sympy.exp(x * y) * sympy.sin(x) + x * y**3
    point = {x: 0.4, y: -0.7}
    exact = np.array(sympy.hessian(f, (x, y)).subs(point), dtype=float)
    for minimise, sign, cut in itertools.product((True, False), (-1, 1), (None, "", "z1")):
        p = ad.trace(lambda x, y: ad.exp(x * y) * ad.sin(x) + x * y**3, x=0.4, y=-0.7)
        problem = S.Problem(p, free="x y", cut=p.names[2] if cut == "z1" else cut, minimise=minimise, sign=sign)
        u, _ = problem.start()
        assert tangent(problem, u, problem.prices(u)).matrix == pytest.approx(problem.up * exact, rel=1e-12)


def test_the_prices_are_the_multipliers():
    """Of both signs, as the Lagrangian has them."""
    p = ad.trace(ad.examples.running, x=0.25)
    for sign in (-1, 1):
        problem = S.Problem(p, free="x", sign=sign)
        u, _ = problem.start()
        known = ad.Lagrangian(p, sign).multipliers()
        assert problem.prices(u) == pytest.approx([known[name] for name in problem.names[:-1]], rel=1e-13)


# --- converged ----------------------------------------------------------------------------------------


def test_converged_is_measured_by_what_is_left_to_move():
    """The same distance from the least value, whatever the units of the cost: a slope of 1e-12 may be far from 0."""
    for scale in (1e-12, 1.0, 1e12):
        for off, wanted in ((1e-3, False), (1e-8, False), (1e-12, True)):
            problem = of(lambda x, scale=scale: scale * (x - 3) ** 2, x=3.0 * (1 + off))
            u, _ = problem.start()
            begun, _ = problem.start({"x": 0.0})
            lam, sizes = problem.prices(u), abs(np.concatenate([begun + u, problem.prices(begun)]))
            assert hold(problem, u, lam, sizes) == wanted, (scale, off)
            assert not hold(problem, u, lam * (1 + 1e-6), sizes)


def test_a_slope_that_no_curvature_can_answer_is_no_solution():
    """A straight line has no least value, however small its slope."""
    for slope in (3.0, 1e-13):
        problem = of(lambda x, slope=slope: slope * x, x=1.0)
        u, _ = problem.start()
        assert not hold(problem, u, problem.prices(u), np.ones(len(u) + problem.m))


@pytest.mark.parametrize("f", [lambda x: ad.sqrt(x * x + 1e-6), lambda x: (x * x + 1e-4) ** 0.25 - x], ids=["sqrt", "root"])
def test_next_to_a_steep_slope_a_broken_constraint_is_no_rounding(f):
    """Half of x squared is missing in z2, which a root makes 0: that z2 could be anything is no excuse."""
    problem = of(f, x=0.2)
    u, _ = problem.start()
    sizes = np.concatenate([abs(u), np.ones(problem.m)])
    u[problem.places["z2"]], u[problem.places["z3" if "z3" in problem.places else "f"]] = 4e-49, 6e-25
    assert not hold(problem, u, np.ones(problem.m), sizes)


LEAST_SQUARES = {
    "3 x 2": (np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([1.0, 0.0, 1.0])),
    "5 x 3": (np.random.default_rng(0).normal(size=(5, 3)), np.random.default_rng(1).normal(size=5)),
    "small": (1e-3 * np.array([[1.0, 2.0], [2.0, -1.0], [0.5, 1.0]]), np.array([1e-3, 0.0, 2e-3])),
}
LEAST_SQUARES["rows of many sizes"] = tuple(np.diag([1e-2, 1.0, 1e2]) @ u for u in LEAST_SQUARES["3 x 2"])


@pytest.mark.parametrize("name", LEAST_SQUARES)
def test_least_squares_converge_at_the_defaults(name):
    """Written as a product, or as a square."""
    A, b = LEAST_SQUARES[name]
    exact = np.linalg.lstsq(A, b, rcond=None)[0]
    for f in (lambda x: ((A @ x - b) * (A @ x - b)).sum(), lambda x: ((A @ x - b) ** 2).sum()):
        run = S.solve(of(f, x=np.zeros(A.shape[1])), "multipliers")
        assert run.converged and len(run.iterates) <= 25 and run.kind == "minimum", run
        assert run.x["x"] == pytest.approx(exact, rel=1e-8)
    if name != "3 x 2":
        return
    run = S.solve(of(f, x=np.zeros(A.shape[1])), "penalty")
    assert run.x["x"] == pytest.approx(exact, rel=1e-6) and run.kind == "minimum"


# --- what a run says ------------------------------------------------------------------------------------


def hill(x):
    return x**4 - x**2


@pytest.mark.parametrize("method", ["multipliers", "penalty", "mac"])
@pytest.mark.parametrize("minimise", [True, False])
def test_what_minimises_inside_leaves_a_hill_and_a_saddle(method, minimise):
    """From the very top, where all slopes are 0; upside down from the bottom."""
    up = 1 if minimise else -1
    run = S.solve(of(lambda x: up * hill(x), minimise, x=0.0), method, steps=60)
    assert abs(run.x["x"]) == pytest.approx(0.5**0.5, rel=1e-2)
    assert run.kind == ("minimum" if minimise else "maximum") or method == "mac"
    run = S.solve(of(lambda x, y: up * (x * x + hill(y)), minimise, cut="", x=1.0, y=0.0), method, steps=60)
    assert abs(run.x["y"]) == pytest.approx(0.5**0.5, rel=1e-6) and run.kind == ("minimum" if minimise else "maximum")


def test_several_arrays_are_led_from_their_saddle_to_a_minimum():
    """Two arrays, coupled: 0 is a saddle; the end is held to the eigenvalues of a Hessian by differences."""

    def f(a, b):
        return ((a * a - 1) ** 2).sum() + (b * b).sum() + a[0] * b[1]

    run = S.solve(of(f, a=np.zeros(2), b=np.zeros(2)), "multipliers")
    assert run.converged and run.kind == "minimum"
    flat = np.concatenate([run.x["a"], run.x["b"]])
    h, units = 1e-4, np.eye(4)
    value = lambda v: f(v[:2], v[2:])
    bends = [[value(flat + h * (e + g)) - value(flat + h * (e - g)) - value(flat - h * (e - g)) + value(flat - h * (e + g))
              for e in units] for g in units]  # fmt: skip
    assert min(np.linalg.eigvalsh(np.array(bends) / (4 * h * h))) > 0.1
    assert np.array([value(flat + 1e-3 * e) > value(flat) for e in [*units, *-units]]).all()


@pytest.mark.parametrize(
    ("f", "at"),
    [
        (lambda x: -(x**2), {"x": 0.0}),
        (lambda x: x**3, {"x": 0.0}),
        (lambda x: x**3, {"x": 0.5}),
        (lambda x, y: x * x - y * y, {"x": 0.0, "y": 0.0}),
        (lambda x, y: x**3 - 3 * x * y * y, {"x": 0.0, "y": 0.0}),
    ],
)
@pytest.mark.parametrize("method", ["multipliers", "penalty"])
def test_where_the_way_down_has_no_end_a_sentence_says_so(f, at, method):
    """Also from a place where all slopes are 0."""
    with pytest.raises(S.StoppedError, match=r"goes on falling|no least value") as met:
        S.solve(of(f, **at), method)
    assert len(str(met.value)) < 400 and met.value.run.kind == "undecided"


@pytest.mark.parametrize(("method", "cut"), [("blocks", None), ("descent-ascent", "")])
def test_what_goes_down_slopes_alone_is_led_away_from_a_top(method, cut):
    """On a top all slopes are 0, and the first-order conditions hold; so they do on a saddle."""
    for f, at in ((hill, {"x": 0.0}), (lambda x, y: hill(x) + y * y, {"x": 0.0, "y": 0.0})):
        run = S.solve(of(f, cut=cut, **at), method, rate=0.1, steps=300)
        assert run.converged and run.kind == "minimum" and repr(run).endswith("kind of point: minimum")
        assert abs(run.x["x"]) == pytest.approx(0.5**0.5, rel=1e-8)
    run = S.solve(of(lambda x: x**4, x=0.3), "blocks", steps=5)
    assert not run.converged and run.kind == "undecided" and repr(run).endswith("kind of point: undecided")


@pytest.mark.parametrize("name", ["blocks", "multipliers", "admm", "descent-ascent", "penalty"])
def test_every_method_says_what_it_found_on_a_network(name):
    """One unit, four points and a decay: a minimum, by five roads."""
    x, y = np.array([[-1.0, -0.3, 0.4, 1.0]]), np.array([[-0.7, -0.5, 0.45, 0.9]])
    problem = S.layered(x, y, [np.array([[0.8]]), np.array([[1.2]])], "tanh", 0.1)
    ways = {"blocks": {"rate": 0.3}, "multipliers": {"mu": 20}, "admm": {"steps": 300}, "penalty": {"steps": 8}}
    run = S.solve(problem, name, **ways.get(name, {"rate": 0.2, "mu": 1, "steps": 400}))
    assert run.kind == "minimum" and "kind of point: minimum" in repr(run)


def test_an_interrupted_run_is_kept_and_the_interruption_goes_on():
    """Ctrl-C in round 4: three are there, and whoever runs all cells stops here."""

    def pressed(problem, u, lam):
        yield from itertools.islice(S.blocks(problem, u, lam), 3)
        raise KeyboardInterrupt

    with pytest.raises(
        KeyboardInterrupt, match=r"pressed was interrupted in round 4: .* run = adlesson\.solvers\.solve\.kept"
    ):
        S.solve(of(hill, x=0.1), pressed)
    assert len(S.solve.kept.iterates) == 3 and S.solve.kept.kind == "undecided"


def test_a_run_that_is_stopped_while_its_verdict_is_sought_is_kept(monkeypatch):
    """Then all rounds are there."""

    def pressed(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("adlesson.lagrange.solvers.solver_loop.far_away", pressed)
    with pytest.raises(KeyboardInterrupt, match=r"run = adlesson\.solvers\.solve\.kept"):
        S.solve(of(lambda x: ad.exp(x), x=0.1), "blocks", rate=0.2, steps=3)
    assert len(S.solve.kept.iterates) == 3


def test_whole_numbers_too_large_for_a_float_end_in_a_sentence():
    """As an input, and on the way."""
    for f, at in ((lambda x: x**9999, 9), (lambda x: x * 10**400, 3), (lambda x: x * 2, 10**400)):
        with pytest.raises(ad.LessonError, match="too large for a float"):
            S.solve(of(f, x=at), "multipliers")
    with pytest.raises(ad.LessonError, match="x is a whole number too large for a float"):
        S.solve(of(hill, x=1.0), "blocks", start={"x": 10**400})
