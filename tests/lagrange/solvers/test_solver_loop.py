"""Other solvers of the Lagrangian: reference numbers, slopes off the constraints, one solution by many roads."""

import itertools
import math

import numpy as np
import pytest

import adlesson as ad
from adlesson import exp, tanh
from adlesson.engine.errors import InputError
from adlesson.lagrange import going_round
from adlesson.lagrange.solvers import directions, layered_problem
from adlesson.lagrange.solvers.inner import least

S = ad.solvers


def chain(w1, w2):
    a1 = w1 * 0.5
    z1 = tanh(a1)
    a2 = w2 * z1
    z2 = tanh(a2)
    off = 0.6 - z2
    C = off**2
    return C


P = ad.trace(chain, w1=0.8, w2=-1.2)
# by mpmath at 60 digits; B are the multipliers with the plus of LeCun
Z1, Z2, COST = 0.37994896225522489, -0.42676841111081633, 1.0542533700550303
B = np.array([-2.0154282467935965, 2.0535368222216327])
BY_W1, BY_W2 = 0.86223928926009457, -0.63813322572424522


def shown(numbers, texts):
    """Whether numbers are, to the digits printed, what the texts say."""
    for u, text in zip(numbers, texts.split(), strict=True):
        digits = len(text.partition("e")[0].replace(".", "").lstrip("-0"))
        assert f"{u:.{digits - 1}e}" == f"{float(text):.{digits - 1}e}", (u, text)
    return True


def prices(run):
    return np.array([list(lam.values()) for lam in run.lam])


@pytest.fixture
def plus():
    """Return the chain cut at z1 and z2, its weights given, with LeCun's plus."""
    return S.Problem(P, cut="z1 z2", sign=+1)


# --- reference numbers ----------------------------------------------------------------------------


def test_penalty_residuals_become_multipliers_with_an_error_of_one_over_mu(plus):
    """mu (z - f) -> B, Carreira-Perpinan and Wang 2014; the sign is that of the plus."""
    run = S.solve(plus, "penalty", steps=5)
    estimates = prices(run)
    assert shown(abs(estimates[:, 0] - B[0]), "1.585 .4138 .03850 .003763 3.754e-4")
    weighted = S.Problem(P, free="w1 w2", cut="z1 z2", sign=+1)
    slopes = []
    for iterate in run.iterates:
        u = weighted.flat(iterate.z | {"w1": 0.8, "w2": -1.2})
        slopes.append(weighted.slopes(u, weighted.flat(iterate.lam)).u[-2:])
    assert shown([by[0] - BY_W1 for by in slopes], "-.678 -.177 -.01647 -.001610 -1.606e-4")
    mus = 10.0 ** np.arange(5)
    merits = [cost + lam @ lam / (2 * mu) for cost, lam, mu in zip(run.cost, estimates, mus, strict=True)]
    assert shown(COST - np.array(merits), ".8646 .3128 .04021 .004127 4.138e-4")
    law = (B @ B) / (2 * mus)
    assert abs((COST - merits[-1]) / law[-1] - 1) < 1e-3
    assert abs((COST - merits[0]) / law[0] - 1) > 0.5, "a law for large mu only"
    wrong = -estimates  # the residual with the other sign
    assert min(abs(wrong[:, 0] - B[0])) > 2


@pytest.mark.parametrize(
    ("mu", "errors"),
    [
        (5, "1.236 .5004 .1970 .0769 .0299 .0116 .00449 .00174"),
        (20, ".410 .0564 .00771 .00105 1.44e-4 1.97e-5 2.69e-6 3.68e-7"),
    ],
)
def test_the_method_of_multipliers_is_exact_at_a_finite_mu(plus, mu, errors):
    """The same chain, z minimised exactly, lam += mu (z - f)."""
    run = S.solve(plus, "multipliers", mu=mu, steps=8)
    assert shown(np.linalg.norm(prices(run) - B, axis=1), errors)


def forgetful(problem, u, lam, mu=20.0):
    while True:
        u, work = least(problem, u, lam, mu)
        lam = mu * problem.slopes(u, lam).lam
        yield S.Move(u, lam, work)


def backwards(problem, u, lam, mu=20.0):
    while True:
        u, work = least(problem, u, lam, mu)
        lam = lam - mu * problem.slopes(u, lam).lam
        yield S.Move(u, lam, work)


def test_a_multiplier_that_forgets_or_goes_the_wrong_way_does_not_arrive(plus):
    """Two known slips: lam = mu c, and lam -= mu c."""
    right = S.solve(plus, S.multipliers, mu=20.0, steps=12)
    assert right.residual[-1] < 1e-9
    assert S.solve(plus, forgetful, steps=12).residual[-1] > 0.05
    try:
        assert S.solve(plus, backwards, steps=12).residual[-1] > 1
    except S.StoppedError as problem:
        assert problem.run.residual[-1] > 1


def test_a_solution_is_a_saddle_that_repels_descent_ascent_until_it_is_augmented(plus):
    """Eigenvalues of the second derivatives in (z, B), and of the flow z' = -dM/dz, B' = +dM/dB."""
    (solution,) = S.solve(plus, "blocks").iterates
    assert solution.z == pytest.approx({"z1": Z1, "z2": Z2}, rel=1e-15)
    u, lam = plus.flat(solution.z), plus.flat(solution.lam)
    saddle = plus.hessian(u, lam, prices=True)
    assert shown(np.linalg.eigvalsh(saddle), "-2.795 -.267 .546 2.451")
    assert max(np.linalg.eigvals(-saddle).real) > 2, "descent on everything diverges"
    down_up = np.diag([-1, -1, 1, 1])
    flow = sorted(np.linalg.eigvals(down_up @ saddle), key=lambda u: (u.real, u.imag))
    assert shown([u.real for u in flow], "-1.379 -.439 .941 .941")
    assert shown([flow[-1].imag], ".875")
    augmented = np.linalg.eigvals(down_up @ plus.hessian(u, lam, mu=5, prices=True))
    assert abs(augmented.imag).max() == 0
    assert shown(sorted(augmented.real), "-12.09 -2.24 -.291 -.127")


def test_descent_ascent_leaves_the_solution_and_augmented_comes_back(plus):
    """The same start, a little off."""
    near = {"start": {"z1": Z1 + 1e-3}, "lam": dict(zip(("z1", "z2"), B, strict=True))}
    away = S.solve(plus, "descent-ascent", steps=100, rate=0.05, **near)
    back = S.solve(plus, "descent-ascent", steps=100, rate=0.05, mu=5, **near)
    assert away.residual[-1] > 20 * away.residual[0]
    assert back.residual[-1] < 0.5 * back.residual[0]
    assert S.solve(plus, "descent-ascent", steps=1500, rate=0.15, mu=2.5).converged


# --- one pass of backpropagation ------------------------------------------------------------------


def test_in_program_order_one_pass_solves_both_blocks():
    """Feasibility, then stationarity backwards: the two sweeps, by nothing but coordinate steps."""
    for name, example in ad.examples.ZOO.items():
        if any(isinstance(u, list) for u in example.at.values()):
            continue
        p = ad.trace(example.f, example.at)
        problem = S.Problem(p, free=p.inputs)
        iterate = S.solve(problem, "blocks", steps=1, start=dict.fromkeys(problem.names[:1], 7.5), rate=0).iterates[0]
        assert iterate.residual == 0, name
        bars = ad.adjoints(p)
        assert iterate.lam == pytest.approx({i: bars[i] for i in iterate.lam}, rel=1e-12, abs=1e-14), name
        assert iterate.passes == 1


def test_in_any_other_order_it_takes_as_many_passes_as_the_graph_is_deep():
    """x -> a -> b -> c -> d -> f is five instructions long; e stands beside d."""
    problem = S.Problem(ad.trace(ad.examples.running, x=0.25))
    start = dict.fromkeys("abcdef", 1.0)
    forwards = S.solve(problem, "blocks", start=start)
    reverse = S.solve(problem, "blocks", start=start, order="f e d c b a")
    assert len(forwards.iterates) == 1
    assert len(reverse.iterates) > len(forwards.iterates)
    assert [u > 1e-9 for u in reverse.residual] == [True] * 4 + [False] * (len(reverse.iterates) - 4)
    assert reverse.lam[-1] == pytest.approx(forwards.lam[-1])
    for order in itertools.permutations("abcdef"):
        if order[0] == "d":  # 120 of the 720
            assert S.solve(problem, "blocks", start=start, order=order).converged
            break


def test_blocks_with_a_rate_is_gradient_descent():
    """The free inputs have no equation of their own: they move along their sensitivity."""
    p = ad.trace(lambda x, y: (x - 1) ** 2 + x * y + 2 * y**2, x=0.5, y=-1.0)
    run = S.solve(S.Problem(p, free="x y"), "blocks", rate=0.1, steps=6)
    x, y = 0.5, -1.0
    for iterate in run.iterates:
        assert iterate.x == pytest.approx({"x": x, "y": y}, rel=1e-13)
        bars = ad.grad(p, x=x, y=y)
        x, y = x - 0.1 * bars["x"], y - 0.1 * bars["y"]


def test_a_largest_value_is_climbed_to_whatever_the_sign():
    """The top of x exp(-x), at 1; every method, both conventions."""
    p = ad.trace(lambda x: x * exp(-x), x=0.9)
    for sign, (method, options) in itertools.product(
        (-1, 1),
        [("blocks", {"rate": 1.0}), ("multipliers", {"mu": 20}), ("descent-ascent", {"rate": 0.1, "mu": 5, "steps": 3000})],
    ):
        run = S.solve(S.Problem(p, free="x", minimise=False, sign=sign), method, **options)
        assert run.converged, run
        assert run.x["x"] == pytest.approx(1, abs=1e-8)
        bars = ad.adjoints(p, x=1.0)
        assert run.lam[-1] == pytest.approx({name: -sign * bars[name] for name in run.lam[-1]}, abs=1e-8)


# --- the merit and its derivatives, anywhere --------------------------------------------------------


def network(activation="tanh", decay=0.1):
    x = np.array([[-1.0, -0.3, 0.4, 1.0]])
    y = np.array([[-0.7, -0.5, 0.45, 0.9]])
    return S.layered(x, y, [np.array([[0.8]]), np.array([[1.2]])], activation, decay)


def two_hidden(activation="tanh", decay=0.0):
    rng = np.random.default_rng(4)
    shapes = [(2, 2), (3, 2), (1, 3)]
    weights = [rng.normal(size=shape) for shape in shapes]
    return S.layered(rng.normal(size=(2, 5)), rng.normal(size=(1, 5)), weights, activation, decay)


PROBLEMS = {
    "chain": S.Problem(P, free="w1 w2", cut="z1 z2"),
    "all lines, with the plus": S.Problem(ad.trace(ad.examples.running, x=0.25), free="x", sign=+1),
    "the largest": S.Problem(ad.trace(ad.examples.baydin, ad.examples.ZOO["baydin"].at), free="x2", minimise=False),
    "a list": S.Problem(ad.trace(lambda x: x[0] * x[1] + x[1] ** 2, x=[1.0, 2.0]), free="x[1]"),
    "arrays": two_hidden(decay=0.3),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_slopes_and_second_derivatives_match_differences_off_the_constraints(name):
    """At random unknowns and multipliers, with and without augmentation."""
    problem, rng, h = PROBLEMS[name], np.random.default_rng(1), 1e-5
    u, lam = problem.start()
    for mu in (0.0, 2.5):
        u, lam = u * rng.uniform(0.9, 1.1, u.size), rng.normal(size=lam.size)
        both, n = np.concatenate([u, lam]), u.size

        def slopes(v, mu=mu, n=n):
            return problem.slopes(v[:n], v[n:], mu)

        here, units = slopes(both), np.eye(both.size)
        differences = [(slopes(both + h * e).value - slopes(both - h * e).value) / (2 * h) for e in units]
        assert np.concatenate([here.u, here.lam]) == pytest.approx(differences, rel=1e-6, abs=1e-6)
        ahead, behind = ([np.concatenate(slopes(both + s * e)[1:]) for e in units] for s in (h, -h))
        bends = (np.array(ahead) - np.array(behind)) / (2 * h)
        assert problem.hessian(u, lam, mu, prices=True) == pytest.approx(bends, rel=1e-5, abs=1e-5)
        assert problem.hessian(u, lam, mu) == pytest.approx(bends[:n, :n], rel=1e-5, abs=1e-5)
    assert np.linalg.norm(problem.broken(u)) > 1e-3


@pytest.mark.parametrize("sign", [-1, 1])
def test_cut_everywhere_it_is_the_lagrangian_of_the_program(sign):
    """Value and gradient agree with ``Lagrangian``, which traces nothing, at a point off the constraints."""
    p = ad.trace(ad.examples.running, x=0.25)
    problem, L = S.Problem(p, free="x", sign=sign), ad.Lagrangian(p, sign)
    z = {name: 0.3 + 0.1 * k for k, name in enumerate(p.names)}
    lam = {name: 0.7 - 0.2 * k for k, name in enumerate(p.names)}
    slopes = problem.slopes(problem.flat(z), problem.flat({name: u for name, u in lam.items() if name != "x"}))
    assert slopes.value == pytest.approx(L.value(z, lam | {"x": 0.0}, x=0.25))
    there = L.gradient(z, lam | {"x": 0.0}, x=0.25)
    assert slopes.u == pytest.approx(problem.flat(there.z))
    assert slopes.lam == pytest.approx(problem.flat({k: u for k, u in there.lam.items() if k != "x"}))


# --- all on one problem -----------------------------------------------------------------------------

ROADS = {
    "blocks": {"rate": 0.3, "steps": 300},
    "multipliers": {"mu": 20},
    "penalty": {"steps": 8},
    "descent-ascent": {"rate": 0.2, "mu": 1, "steps": 400},
    "admm": {"steps": 300},
}


def test_every_road_leads_to_the_same_weights():
    """A network of one unit, four points and a decay: cost, weights and multipliers agree with gradient descent."""
    problem = network()
    runs = {name: S.solve(problem, name, **options) for name, options in ROADS.items()}
    sweep = runs["blocks"]
    assert sweep.converged
    for name, run in runs.items():
        assert run.value[-1] == pytest.approx(sweep.value[-1], abs=1e-5), name
        for W in ("W1", "W2"):
            assert run.x[W] == pytest.approx(sweep.x[W], abs=1e-3), name
        for z in sweep.lam[-1]:
            assert run.lam[-1][z] == pytest.approx(sweep.lam[-1][z], abs=2e-3), name
    assert runs["penalty"].residual[-1] > 1e-8 > runs["multipliers"].residual[-1]
    assert [run.solves[-1] for run in (sweep, runs["descent-ascent"])] == [0, 0]
    assert runs["admm"].solves[-1] == 3 * runs["admm"].passes[-1]


def test_auxiliary_coordinates_fall_apart_into_layers_and_data_points():
    """Given the z, second derivatives between weights of different layers are zero; given W, between points."""
    problem = two_hidden()
    u, lam = problem.start()
    u = u + np.random.default_rng(0).normal(size=u.size)
    bends = problem.hessian(u, lam, mu=1.0)
    layers = [problem.places[W] for W, _, _ in problem.layers]
    for one, other in itertools.combinations(layers, 2):
        assert (bends[one, other] == 0).all()
    assert all((bends[layer, layer] != 0).any() for layer in layers)
    point = np.concatenate([np.arange(place.stop - place.start) % 5 for place in list(problem.places.values())[:5]])
    inside = bends[: problem.m, : problem.m]
    assert (inside[point[:, None] != point] == 0).all()
    uncut = S.Problem(problem.program, free="W1 W2 W3", cut="")
    assert (uncut.hessian(*uncut.start())[:4, 4:10] != 0).any(), "without auxiliary coordinates the layers hang together"


def test_auxiliary_coordinates_go_down_in_turn_to_the_penalty_minimum():
    """At one mu; raised too soon, alternation gets nowhere."""
    problem = network()
    together = S.solve(problem, "penalty", steps=1, mu=1.0)
    in_turn = S.solve(problem, "mac", steps=60, mu=1.0, growth=1.0)
    assert in_turn.value[-1] == pytest.approx(together.value[-1], rel=1e-6)
    merits = [cost + residual**2 / 2 for cost, residual in zip(in_turn.cost, in_turn.residual, strict=True)]
    assert all(after <= before + 1e-13 for before, after in itertools.pairwise(merits))


def test_a_penalty_ends_before_floats_lose_the_cost(plus):
    """Thirteen rounds, from 1 to 10^12."""
    run = S.solve(plus, "penalty")
    assert 9 < len(run.iterates) <= 13
    assert max(run.residual[8:]) < 1e-7


def test_a_branch_that_flips_is_met_by_every_method():
    """The guard of the program guards the merit, too."""
    p = ad.trace(lambda x: x**2 if x > 0 else -x, x=1.0)
    problem = S.Problem(p, free="x")
    u, lam = problem.start()
    with pytest.raises(ad.LessonError, match="another branch"):
        problem.slopes(-u, lam)
    says, run = stopped(problem, "descent-ascent", rate=0.9, mu=1)
    assert "stopped in round" in says
    assert "another branch" in says
    assert all(at.x["x"] > 0 for at in run.iterates)


# --- alternating directions ---------------------------------------------------------------------------


def best_relu(a, made, beta, gamma):
    """Return the z of the least gamma (a - relu(z))^2 + beta (z - made)^2, piece by piece, on paper."""

    def price(z):
        return gamma * (a - max(z, 0)) ** 2 + beta * (z - made) ** 2

    return min((max(0, (gamma * a + beta * made) / (gamma + beta)), min(0, made)), key=price)


def test_the_entrywise_step_finds_the_least_on_either_side_of_a_kink():
    """Against the two pieces worked out by hand for relu, and against a fine row of points for tanh."""
    rng = np.random.default_rng(2)
    a, made = rng.normal(size=(2, 40)) * 2
    for beta, gamma in ((1, 1), (1, 10), (5, 0.5)):
        z = layered_problem.entrywise_least(ad.relu, a, made, beta, gamma)
        by_hand = [best_relu(u, w, beta, gamma) for u, w in zip(a, made, strict=True)]
        assert z == pytest.approx(by_hand, abs=1e-6)
        z = layered_problem.entrywise_least(tanh, a, made, beta, gamma)
        row = np.linspace(-15, 15, 60_001)[:, None]
        best = (gamma * (a - tanh(row)) ** 2 + beta * (row - made) ** 2).min(0)
        found = gamma * (a - tanh(z)) ** 2 + beta * (z - made) ** 2
        assert (found <= best + 1e-12).all()
        assert found == pytest.approx(best, abs=1e-5)


def test_the_steps_for_weights_and_activations_are_least_squares():
    """Each is at rest under the gradient of what it minimises, by the engine."""
    rng = np.random.default_rng(3)
    W, a, z, h = (rng.normal(size=shape) for shape in ((2, 3), (3, 5), (2, 5), (3, 5)))
    for decay in (0.0, 0.7):
        best = layered_problem.weights_of(z, a, decay)
        slope = ad.grad(lambda W, decay=decay: ((z - W @ a) ** 2).sum() + decay * (W * W).sum(), W=best)["W"]
        assert slope == pytest.approx(np.zeros_like(best), abs=1e-12)
    best = layered_problem.activations_of(W, z, h, 2.0, 0.5)
    slope = ad.grad(lambda a: 2.0 * ((z - W @ a) ** 2).sum() + 0.5 * ((a - h) ** 2).sum(), a=best)["a"]
    assert slope == pytest.approx(np.zeros_like(best), abs=1e-12)


@pytest.mark.parametrize("sign", [-1, 1])
def test_where_admm_stands_still_the_gradient_is_zero_and_its_multipliers_are_the_adjoints(sign):
    """A multiplier for every constraint: exact at finite beta and gamma."""
    x, y = np.array([[-1.0, -0.3, 0.4, 1.0]]), np.array([[-0.7, -0.5, 0.45, 0.9]])
    problem = S.layered(x, y, [np.array([[0.8]]), np.array([[1.2]])], "tanh", 0.1, sign)
    run = S.solve(problem, "admm", beta=1, gamma=1, steps=400)
    last = run.iterates[-1]
    assert last.residual < 1e-7
    bars = ad.adjoints(problem.program, at=last.x)
    for name in last.x:
        assert abs(bars[name]).max() < 1e-6
    for name, lam in last.lam.items():
        assert lam == pytest.approx(-sign * bars[name], abs=1e-6)


def test_with_the_wrong_sign_of_the_dual_step_admm_leaves():
    """The known slip, on the same network."""

    def down(problem, u, lam):
        moves = directions.admm(problem, u, lam)
        for move in moves:
            yield S.Move(move.u, move.lam)
            moves = directions.admm(problem, move.u, 2 * lam - move.lam)
            lam = 2 * lam - move.lam
            yield next(moves)

    right = S.solve(network(), "admm", steps=200)
    try:
        assert S.solve(network(), down, steps=200).residual[-1] > 100 * right.residual[-1]
    except S.StoppedError as problem:
        assert problem.run.residual[-1] > 100 * right.residual[-1]


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_one_multiplier_for_the_last_layer_rests_at_any_weights(activation):
    """Taylor's scheme, as it is known second hand: after a forward sweep nothing moves, whatever the gradient."""
    problem = two_hidden(activation)
    last = problem.layers[-1][1]
    bars = ad.adjoints(problem.program)
    run = S.solve(problem, "taylor", steps=3, lam={last: bars[last]})
    assert run.value == pytest.approx([problem.program()] * 3, rel=1e-9)
    assert max(run.residual) < 1e-9
    if activation == "tanh":  # a unit that is off gives nothing, and may have any weight
        for W in ("W1", "W2", "W3"):
            assert run.x[W] == pytest.approx(problem.program.at[W], abs=1e-7)
    assert max(abs(bars[W]).max() for W in ("W1", "W2", "W3")) > 0.1, "far from a least value"


def test_with_a_multiplier_for_each_constraint_the_same_place_is_left():
    """A forward sweep with the right multipliers, at weights that are not the best."""
    problem = network(decay=0.0)
    bars, start = ad.adjoints(problem.program), problem.program()
    every = {name: bars[name] for _, z, a in problem.layers for name in (z, a) if name}
    assert S.solve(problem, "admm", steps=300, lam=every).value[-1] < 0.5 * start
    last = {problem.layers[-1][1]: bars[problem.layers[-1][1]]}
    assert S.solve(problem, "taylor", steps=30, lam=last).value[-1] == pytest.approx(start)


def test_taylor_keeps_inner_constraints_broken_while_it_works():
    """Inside there is a penalty and nothing else."""
    problem = network(decay=0.0)
    run = S.solve(problem, "taylor", steps=30)
    z, x = run.iterates[5].z, run.iterates[5].x
    (_, first, passed), _ = problem.layers
    assert abs(z[passed] - np.tanh(z[first])).max() > 1e-3
    assert abs(z[first] - x["W1"] @ problem.X).max() > 1e-3


# --- what was done, and what it cost ------------------------------------------------------------------


def test_a_run_tells_what_happened(plus):
    """Lists by field; counts since the start; the best."""
    run = S.solve(plus, "multipliers", mu=20, steps=3)
    assert len(run.iterates) == len(run.cost) == len(run.residual) == 3
    assert run.passes == sorted(run.passes)
    assert run.solves[0] > 0
    assert run.best is run.iterates[-1]
    assert not run.converged
    assert repr(run).startswith("multipliers: not converged after 3 rounds, ")
    with pytest.raises(AttributeError, match="it has iterates, best"):
        run.costs
    (one,) = S.solve(plus, "blocks").iterates
    assert one == (one.z, one.lam, {}, {}, one.cost, one.value, one.residual, one.stationarity, 1, 0)
    assert one.cost == one.value == pytest.approx(COST, rel=1e-15)


def test_runs_do_not_disturb_each_other_or_their_start(plus):
    """The same twice; iterates keep their own arrays."""
    start = {"z1": 0.1}
    first, second = (S.solve(plus, "blocks", start=start, order="z2 z1") for _ in range(2))
    assert first.iterates == second.iterates
    assert start == {"z1": 0.1}
    problem = network()
    run = S.solve(problem, "blocks", steps=3)
    assert not np.array_equal(run.iterates[0].x["W1"], run.iterates[1].x["W1"])
    assert problem.program.at["W1"] == 0.8


def test_a_method_of_your_own_is_run_like_any_other(plus):
    """A generator of (problem, u, lam)."""

    def picard(problem, u, lam):
        while True:
            u = u - problem.broken(u)
            lam = lam - problem.sign * problem.slopes(u, lam).u
            yield u, lam

    run = S.solve(plus, picard)
    assert run.converged
    assert (run.method, len(run.iterates)) == ("picard", 2)
    assert run.passes == [1, 2]


@pytest.mark.parametrize(("delay", "seen"), [(60, False), (0, True)])
def test_a_progress_bar_appears_on_long_runs_only(plus, capsys, monkeypatch, delay, seen):
    """Longer than two seconds; here the seconds are changed."""
    assert going_round.DELAY == 2
    monkeypatch.setattr(going_round, "DELAY", delay)
    S.solve(plus, "descent-ascent", steps=300, rate=0.01)
    assert ("descent-ascent" in capsys.readouterr().err) == seen


# --- bad input ----------------------------------------------------------------------------------------


def stopped(*args, **options):
    with pytest.raises(S.StoppedError) as met:
        S.solve(*args, **options)
    assert isinstance(met.value, ad.LessonError)
    assert len(str(met.value)) < 400
    return str(met.value), met.value.run


def test_the_running_example_has_no_largest_value_and_the_run_before_is_kept():
    """argmax f of the post: it runs away, twice as fast as exponentially."""
    problem = S.Problem(ad.trace(ad.examples.running, x=-1.0), free="x", minimise=False)
    says, run = stopped(problem, "blocks", rate=0.1)
    assert "no largest value, as far as can be seen (it is inf)" in says
    assert "bound it from above, or ask for the least" in says
    assert len(run.iterates) == 5
    assert run.best.value == max(run.value) == pytest.approx(run.iterates[-1].value)
    says, _ = stopped(problem, "penalty")
    assert "the merit goes on falling at mu = 1" in says


@pytest.mark.parametrize("f", [lambda x: 3 * x, lambda x: x - exp(-x), lambda x: -(x**2) / 100 + x])
def test_a_cost_that_falls_without_end_is_found_also_when_it_falls_slowly(f):
    """Far ahead along the last move."""
    says, run = stopped(S.Problem(ad.trace(f, x=0.5), free="x"), "blocks", rate=0.01, steps=20)
    assert "no least value" in says
    assert len(run.iterates) == 20


@pytest.mark.parametrize(
    ("method", "f"),
    [("mac", lambda x: 1 - 2 * x), ("mac", lambda x: x * x * x), ("descent-ascent", lambda x: 1 - 2 * x)],
)
def test_a_cost_that_falls_without_end_is_found_also_where_a_method_creeps_or_circles(method, f):
    """The last move says little there: far ahead along the slope."""
    says, run = stopped(S.Problem(ad.trace(f, x=0.3), free="x"), method)
    assert "the cost has no least value" in says and "farther along the slope" in says and len(run.iterates) == 100
    says, _ = stopped(S.Problem(ad.trace(lambda x: -f(x), x=0.3), free="x", minimise=False, sign=1), method)
    assert "the cost has no largest value" in says


def test_the_slope_of_the_value_is_the_gradient_wherever_the_cut_variables_are():
    """Of numbers and of matrices; inputs that are not free, or not read, have no say."""
    p = ad.trace(
        lambda w, v, x: (tanh(w @ x) ** 2).sum() * x[0] + 0 * v, w=np.ones((2, 2)) / 3, v=2.0, x=np.array([0.5, 2.0])
    )
    problem, direct = S.Problem(p, free="w v"), ad.grad(p)
    u, _ = problem.start({"w": np.ones((2, 2)) / 3})
    u[: problem.m] += 0.3
    assert problem.slope(u) == pytest.approx([*direct["w"].ravel(), direct["v"]], rel=1e-14)


@pytest.mark.parametrize(
    "f",
    [lambda x: exp(-x), lambda x: x**2, lambda x: ad.sin(x), lambda x: x**4 - ad.cos(5 * x), lambda x: tanh(1e-8 * x)],
)
def test_a_cost_that_is_bounded_is_not_called_unbounded(f):
    """Also where it has a bound and no least value, and where the steps were too few."""
    for start, rate in itertools.product((0.3, -1.0), (1e-6, 0.01, 0.3)):
        run = S.solve(S.Problem(ad.trace(f, x=start), free="x"), "blocks", rate=rate, steps=5)
        assert math.isfinite(run.value[-1]), "and nothing was raised, as it is where the cost has no least value"


def test_a_merit_without_a_least_value_asks_for_a_larger_mu():
    """-z^2 + mu/2 (z - x)^2 is a cup from mu = 2 on."""
    problem = S.Problem(ad.trace(lambda x: -((2 * x) ** 2), x=0.5), cut="z1")
    says, run = stopped(problem, "multipliers", mu=1.5)
    assert "larger mu" in says
    assert (run.iterates, run.best) == ([], None)
    assert S.solve(problem, "multipliers", mu=5.0).z[-1]["z1"] == pytest.approx(1.0)


def test_large_numbers_at_the_start_are_no_divergence():
    """A cost in cents, a length in nanometres."""
    problem = S.Problem(ad.trace(lambda x: (x - 1e12) ** 2 / 2 - 1e20, x=0.9e12), free="x")
    run = S.solve(problem, "blocks", rate=0.5, steps=60)
    assert run.x["x"] == pytest.approx(1e12)


def test_a_step_too_long_diverges_and_says_what_to_take():
    """Not the problem's fault."""
    problem = S.Problem(ad.trace(lambda x: x**4 / 4 + x**2, x=2.0), free="x")
    says, run = stopped(problem, "blocks", rate=1.0)
    assert "take a smaller rate" in says
    assert run.best.value == min(run.value)
    says, run = stopped(S.Problem(P, cut="z1 z2"), "descent-ascent", rate=3.0)
    assert "diverges" in says
    assert "give it a penalty (mu=5: the augmented Lagrangian)" in says
    assert all(math.isfinite(u) for u in run.cost)


def test_nan_is_met_with_the_name_of_what_it_is():
    """On the way, and at the start."""
    problem = S.Problem(ad.trace(lambda x: ad.sqrt(x) * 5 + x, x=0.3), free="x")
    says, run = stopped(problem, "blocks", rate=0.2)
    assert len(run.iterates) >= 1
    assert "take a smaller rate" in says
    plus = S.Problem(P, cut="z1 z2")
    with pytest.raises(InputError, match="start of z1"):
        S.solve(plus, "penalty", start={"z1": math.nan})
    with pytest.raises(InputError, match="lam of z2 is not finite"):
        S.solve(plus, "penalty", lam={"z2": math.inf})
    with pytest.raises(InputError, match="mu is nan"):
        S.solve(plus, "penalty", mu=math.nan)

    def lost(problem, u, lam):
        yield u, lam
        yield u * math.nan, lam

    says, run = stopped(plus, lost)
    assert "met NaN in z1, z2 in round 2: take smaller steps; the 1 round before is kept in run" in says


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: S.Problem(P), None),
        (lambda: S.Problem(P, cut=""), "nothing in chain is unknown"),
        (lambda: S.Problem(P, cut="z3"), "no variable 'z3'"),
        (lambda: S.Problem(P, cut="w1"), "name it in free, not in cut"),
        (lambda: S.Problem(P, free="w3"), "no input 'w3' to be free: there are w1, w2"),
        (lambda: S.Problem(P, sign=2), "-1 or \\+1"),
        (lambda: S.Problem(chain), "takes a program"),
        (lambda: S.solve(S.Problem(P), "newtons"), "no method 'newtons'"),
        (lambda: S.solve(S.Problem(P), "admm"), "no method 'admm' here"),
        (lambda: S.solve(S.Problem(P), "penalty", steps=0), "steps is a number of rounds"),
        (lambda: S.solve(S.Problem(P), "penalty", rate=1), "penalty has no option 'rate'"),
        (lambda: S.solve(S.Problem(P), "penalty", mu=-1), "mu is -1"),
        (lambda: S.solve(S.Problem(P), "blocks", start={"zz": 1}), "start has no unknown 'zz'"),
        (lambda: S.solve(S.Problem(P), "blocks", lam={"w1": 1}), "lam has no constraint 'w1'"),
        (lambda: S.solve(S.Problem(P), "blocks", order="z1"), "an order is one of a1, z1"),
        (lambda: S.solve(S.Problem(P), lambda problem, u, lam: iter([u])), "a method yields Move"),
        (lambda: S.solve(S.Problem(P), lambda problem, u, lam: None), "a method is a generator"),
        (lambda: S.solve(S.Problem(P), "blocks", order=3), "names are given as text"),
        (lambda: S.solve(S.Problem(P), "blocks", rate="fast"), "rate is 'fast': give a finite number"),
        (lambda: S.solve(S.Problem(P), "blocks", start=3), "inputs are given by name"),
        (lambda: S.solve(S.Problem(P), "blocks", start={"z1": [1, 2]}), "start of z1 has the shape .2,.: z1 has .."),
        (lambda: S.solve(S.Problem(P), "blocks", start={"z1": 1j}), "z1 is 1j: the solvers work with real numbers"),
        (lambda: S.solve(network(), "blocks", start={"W1": np.ones((2, 2))}), "start of W1 has the shape"),
        (lambda: S.solve(network(), "admm", beta=0), "stopped in round 1: float division by zero; take a larger beta"),
        (lambda: S.solve(P, "blocks"), "solve takes a Problem"),
        (lambda: S.solve(S.Problem(P, free="w1"), "mac", rounds=2.5), "rounds is a whole number of at least 1, not 2.5"),
        (lambda: S.solve(S.Problem(P, free="w1"), "mac", rounds=0), "rounds is a whole number of at least 1, not 0"),
        (lambda: S.layered("a", np.ones((1, 3)), [np.ones((1, 1))]), "X is 'a': the solvers work with real numbers"),
        (lambda: S.layered(np.ones(3), np.ones((1, 3)), [np.ones((1, 3))]), "X has the shape .3,.: it is a matrix with a"),
        (lambda: S.layered(np.ones((1, 3)), np.ones((1, 3)), [np.ones((1, 2))]), "give it 1 columns"),
        (lambda: S.layered(np.ones((1, 3)), np.ones((2, 3)), [np.ones((1, 1))]), "one row per output"),
        (lambda: S.layered(np.ones((1, 3)), np.ones((1, 3)), [np.ones((1, 1))], "sine"), "there are tanh, relu"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(call, says):
    """Names, options, shapes."""
    if says is None:
        assert call().names == ["a1", "z1", "a2", "z2", "off", "C"]
        return
    with pytest.raises((InputError, S.StoppedError), match=says) as met:
        call()
    assert len(str(met.value)) < 400
