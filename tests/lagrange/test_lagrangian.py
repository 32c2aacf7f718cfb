"""The Lagrangian of a program: its blocks as formulas and as numbers, its triangular system, its second derivatives."""

import random
import subprocess
import sys
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
import sympy
from oracles import EXACT, LETTERS, RUNNING, everywhere, flatten, sum_over_paths, sympy_hessian, two_sided

import adlesson as ad
from adlesson import cos, exp, sin, tanh
from adlesson.engine.errors import GuardError, InputError, LessonError, NumberError
from adlesson.engine.ops import OPS
from adlesson.engine.samples.examples import ZOO
from adlesson.lagrange import blocks
from adlesson.lagrange.constraints import constraints

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]
EXAMPLES = [pytest.param(example, id=name) for name, example in ZOO.items()]
SIGNS = pytest.mark.parametrize("sign", [-1, 1])


def running(x=0.25):
    """Return the program of the running example."""
    return ad.trace(ZOO["running"].f, x=x)


def layered(w1, w2, w3, x):
    """Return LeCun's cost of a net of three layers, without a factor 1/2."""
    X1 = tanh(w1 @ x)
    X2 = tanh(w2 @ X1)
    X3 = tanh(w3 @ X2)
    off = np.array([0.25, -0.75]) - X3
    return (off * off).sum()


NET = {
    "w1": np.array([[0.5, -0.4], [0.3, 0.8], [-0.6, 0.1]]),
    "w2": np.array([[0.2, -0.5, 0.7], [0.9, 0.4, -0.3], [-0.1, 0.6, 0.5]]),
    "w3": np.array([[0.3, -0.8, 0.5], [0.7, 0.2, -0.4]]),
    "x": np.array([1.0, -0.5]),
}


def spread(w, b):
    """Return something with shapes in it: numbers among arrays, broadcasting, an entry read twice."""
    y = tanh(w * b[0] + b)
    s = (y @ w.T).mean() + w
    return (s * s).sum() * exp(b[1]) + y[0, 1] * y[0, 1]


SPREAD = {"w": np.array([[0.5, -0.25], [1.0, 0.75]]), "b": np.array([0.3, -0.6])}


def joined(w, b):
    """Return something made of pieces: joined, stacked, chosen, summed as they run, multiplied in stacks."""
    t = ad.stack([w, tanh(w), ad.concatenate([b[None], w[:1]])]) @ w
    s = ad.where(np.array([True, False]), t, t * t) + ad.amax(t, (0, 2), keepdims=True)
    return ad.einsum("ijk,kj,i->", s, w, ad.cumsum(ad.logsumexp(t, (1, 2)))) + ad.amin(s) * b[1]


ARRAYS = [
    pytest.param(layered, NET, id="layered"),
    pytest.param(spread, SPREAD, id="spread"),
    pytest.param(joined, SPREAD, id="joined"),
]


# --- the multipliers: a triangular system, solved ------------------------------------------------------


@pytest.mark.parametrize("x", RUNNING)
def test_the_running_example_has_its_reference_multipliers(x):
    """Values and multipliers of every variable at all four points, from 60-digit arithmetic."""
    lam, reference = ad.Lagrangian(running()).multipliers(x=x), RUNNING[x]
    for letter in LETTERS:
        assert lam[letter] == pytest.approx(float(reference[f"l{letter}"]), rel=1e-13)
    assert lam["a"] == pytest.approx(lam["c"] * (1 + 2 * float(reference["a"])), rel=1e-13)
    assert lam["x"] != pytest.approx(lam["a"], rel=1e-3) or x == 0


@SIGNS
@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_multipliers_are_the_adjoints_up_to_the_sign(f, at, sign):
    """A theorem, not a definition: with a minus they are equal, with a plus opposite; exactly so in fractions."""
    p = ad.trace(f, at)
    lam, bars = ad.Lagrangian(p, sign).multipliers(), ad.adjoints(p)
    assert list(lam) == list(bars)
    assert list(lam.values()) == pytest.approx([-sign * bar for bar in bars.values()], rel=1e-12, abs=1e-14)
    if all(isinstance(u, (int, Fraction)) for u in bars.values()):
        assert list(lam.values()) == [-sign * bar for bar in bars.values()]


@pytest.mark.parametrize("example", EXAMPLES)
def test_multipliers_do_not_call_a_sweep(example, monkeypatch):
    """With every sweep of the package out of order, the system is still solved."""
    p = ad.trace(example.f, example.at)
    by_hand = flatten(example.gradient(**example.at))

    def broken(*_, **__):
        raise AssertionError("a sweep was called")

    sweeps = ("pull_back", "pull_back_numbers", "reverse_sweep", "adjoints", "push_forward", "grad", "vjp", "jvp")
    for module in [module for name, module in sys.modules.items() if name.startswith("adlesson")]:
        for name in sweeps:
            if name in vars(module):
                monkeypatch.setattr(module, name, broken)
    lam = ad.Lagrangian(p).multipliers()
    assert [lam[name] for name in p.inputs] == pytest.approx(by_hand, rel=1e-12, abs=1e-14)
    with pytest.raises(AssertionError, match="a sweep was called"):
        ad.adjoints(p)


@SIGNS
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_nudge_of_each_constraint_decides_the_sign(example, sign):
    """z_i = f_i + h moves the output by lam_i h where the sign is minus, by -lam_i h where it is plus: a price."""
    L = ad.Lagrangian(ad.trace(example.f, example.at), sign)
    priced = 0
    for name, lam in L.multipliers().items():
        slope = two_sided(lambda h, name=name: L.nudged(name, h), 0.0)
        assert slope == pytest.approx(-sign * lam, rel=1e-6, abs=1e-6)
        priced += abs(lam) > 1e-3 and slope != pytest.approx(sign * lam, rel=1e-2)
    assert priced


def test_a_nudge_is_exact_where_the_output_is_linear_in_it():
    """No difference quotient is needed to see a price where the output is linear in the variable."""
    L = ad.Lagrangian(ad.trace(lambda x, y: x * y + x, x=Fraction(2), y=Fraction(3)))
    assert L.nudged("x", Fraction(1, 7)) - L.nudged("x", 0) == Fraction(1, 7) * L.multipliers()["x"]


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_each_row_of_the_back_substitution_is_what_the_reverse_sweep_pays_one_variable(f, at):
    """The rows, last first, hold the sweep's steps: one term per edge, with the same numbers."""
    p = ad.trace(f, at)
    rows, steps = list(ad.Lagrangian(p).back_substitution()), list(ad.reverse_sweep(p))
    assert [row.name for row in rows] == list(reversed(p.names))
    for row in rows:
        paid = [(s.source, s.upstream, s.partial, s.slot) for s in steps if s.kind == "reverse" and s.target == row.name]
        assert sorted((t.child, t.slot) for t in row.terms) == sorted((child, slot) for child, _, _, slot in paid)
        total = sum(term.multiplier * term.partial for term in row.terms)
        assert total == pytest.approx(sum(upstream * partial for _, upstream, partial, _ in paid), rel=1e-12)
        assert row.rhs == (1 if row.name == p.names[p.output_slots[0]] else 0)
        assert row.result == pytest.approx(row.rhs + total, rel=1e-14)


def test_a_variable_read_twice_has_two_terms_in_its_row():
    """Edges are argument slots: x * x pays x twice, which a set of children forgets."""
    rows = {row.name: row for row in ad.Lagrangian(ad.trace(lambda x: x * x, x=3)).back_substitution()}
    assert [tuple(term) for term in rows["x"].terms] == [("f", 1, 3, 0), ("f", 1, 3, 1)]
    assert rows["x"].result == 6 != 3


def test_what_the_output_does_not_depend_on_has_the_multiplier_zero():
    """Also where a partial is infinite: a variable without a price pays nothing, and not 0 times infinity."""

    def f(x, y):
        dead = ad.sqrt(y)  # noqa: F841
        return x * x

    p = ad.trace(f, x=2.0, y=0.0)
    assert ad.Lagrangian(p).multipliers() == ad.adjoints(p) == {"x": 4.0, "y": 0, "dead": 0, "f": 1}
    assert ad.Lagrangian(p).system()[0][1][2] == -float("inf")


def test_the_system_is_unit_upper_triangular_and_sparse():
    """Row j: lam_j minus the sum over its children; ones on the diagonal, zeros below, one entry per edge above."""
    p = running()
    matrix, rhs = ad.Lagrangian(p).system()
    assert rhs == [0, 0, 0, 0, 0, 0, 1]
    assert ad.Lagrangian(p, 1).system()[1] == [0, 0, 0, 0, 0, 0, -1]
    for j, row in enumerate(matrix):
        assert row[j] == 1
        assert row[:j] == [0] * j
        assert {i for i, u in enumerate(row) if u and i != j} == set(p.beta(j))
    assert matrix[1][2] == pytest.approx(-2 * 1.28402541668774148, rel=1e-14)


@SIGNS
@pytest.mark.parametrize("example", EXAMPLES)
def test_three_solvers_agree_on_the_system(example, sign):
    """A general solver that does not know the order, back-substitution, and the reverse sweep."""
    p = ad.trace(example.f, example.at)
    L = ad.Lagrangian(p, sign)
    matrix, rhs = (np.array(part, dtype=float) for part in L.system())
    general = np.linalg.solve(matrix, rhs)
    assert list(L.multipliers().values()) == pytest.approx(list(general), rel=1e-11, abs=1e-12)
    assert list(general) == pytest.approx([-sign * u for u in ad.adjoints(p).values()], rel=1e-11, abs=1e-12)
    assert np.linalg.solve(matrix.T, rhs) != pytest.approx(general, rel=1e-3)  # the matrix, not its transpose


def test_the_transposed_system_is_the_forward_mode():
    """D' zdot = -e_k, one solve per input, where D = -(I - A)."""
    p = ad.trace(ZOO["lagrangeprop"].f, x=0.3, y=-1.2)
    D = -np.array(ad.Lagrangian(p).system()[0], dtype=float)
    for k, name in enumerate(p.inputs):
        zdot = np.linalg.solve(D.T, [-(j == k) for j in range(len(p))])
        assert list(zdot) == pytest.approx(list(ad.tangents(p, {name: 1}).values()), rel=1e-12)


@pytest.mark.parametrize("x", [0.0, 0.5])
def test_the_powers_of_the_matrix_are_the_paths(x):
    """(I - A)^-1 = I + A + A^2 + ...: the flat derivative is the sum over paths, four of them here."""
    p = running(x)
    I_minus_A = np.array(ad.Lagrangian(p).system()[0], dtype=float)
    A, reached, e_n = np.eye(7) - I_minus_A, [], np.eye(7)[-1]
    for k in range(7):
        reached.append((np.linalg.matrix_power(A, k) @ e_n)[0])
    paths = {
        0.0: [7.38905609893065, 14.7781121978613, -0.416146836547142, -0.832293673094285],
        0.5: [129.930942679940, 428.439817837072, -0.558190736093484, -1.84060187941018],
    }[x]  # x-a-c-d-f, x-a-b-c-d-f, x-a-c-e-f, x-a-b-c-e-f
    assert reached[:4] == [0, 0, 0, 0]
    assert reached[4] == pytest.approx(paths[0] + paths[2], rel=1e-13)
    assert reached[5] == pytest.approx(paths[1] + paths[3], rel=1e-13)
    assert not np.linalg.matrix_power(A, 6).any()
    edges = {}
    for row in constraints(p, p.values()):
        for edge in row.edges:
            edges.setdefault(edge.parent, []).append((row.index, edge.partial))
    assert sum_over_paths(edges, 0, 6) == pytest.approx(float(RUNNING[x]["lx"]), rel=1e-13)
    assert sum(reached) == pytest.approx(float(RUNNING[x]["lx"]), rel=1e-13)


def chain(n):
    """Return a program of n instructions with two edges each."""

    def f(x):
        y = x
        for _ in range(n // 2):
            y = sin(y) * x
        return y

    return ad.trace(f, x=0.5)


def test_multipliers_cost_memory_in_proportion_to_the_edges():
    """Ten times the instructions take ten times the memory; a full matrix would take a hundred times."""
    peaks = []
    for n in (1_000, 10_000):
        p = chain(n)
        L, edges = ad.Lagrangian(p), sum(len(p.alpha(i)) for i in range(len(p)))
        tracemalloc.start()
        lam = L.multipliers()
        peaks.append(tracemalloc.get_traced_memory()[1] / edges)
        tracemalloc.stop()
        assert lam["x"] == pytest.approx(ad.adjoints(p)["x"], rel=1e-12)
        print(f"{n:,} instructions, {edges:,} edges: {peaks[-1]:.0f} bytes per edge")
    assert peaks[1] < 1.5 * peaks[0] < 1000  # bytes; the matrix has 10,000 entries per instruction


# --- the gradient anywhere ------------------------------------------------------------------------------


def infeasible(p, pick):
    """Return values up to 10 % away from feasible ones, inputs moved independently, and random multipliers."""
    z = {name: u * pick.uniform(0.9, 1.1) for name, u in ad.primals(p).items()}
    lam = {name: pick.uniform(-2, 2) for name in p.names}
    return z, lam


def slopes(L, z, lam, d):
    """Return the difference quotients of L along ``d`` in z, in lam and, at that infeasible point, in the inputs x."""
    moved = lambda u, h: {name: value + h * d[name] for name, value in u.items()}
    x = dict(zip(L.program.inputs, L.program.bind({}), strict=True))
    packed = lambda u: L.program.pack_inputs(u.values())
    return (
        two_sided(lambda h: L.value(moved(z, h), lam), 0.0),
        two_sided(lambda h: L.value(z, moved(lam, h)), 0.0, h=0.5),  # L is linear in these
        two_sided(lambda h: L.value(z, lam, packed(moved(x, h))), 0.0, h=0.5),
    )


@SIGNS
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_gradient_of_L_is_the_difference_quotient_at_a_hundred_infeasible_points(example, sign):
    """Each block along a random direction, and every entry at the first point: no constraint holds there."""
    p, pick = ad.trace(example.f, example.at), random.Random(1)
    L, nowhere = ad.Lagrangian(p, sign), dict.fromkeys(p.names, 0)
    for trial in range(100):
        z, lam = infeasible(p, pick)
        g = L.gradient(z, lam)
        assert any(abs(u) > 1e-6 for u in g.lam.values())
        directions = [{name: pick.uniform(-1, 1) for name in p.names}]
        directions += [nowhere | {name: 1} for name in p.names] if trial == 0 else []
        for d in directions:
            by_z, by_lam, by_x = slopes(L, z, lam, d)
            assert sum(g.z[name] * d[name] for name in z) == pytest.approx(by_z, rel=1e-6, abs=1e-5)
            assert sum(g.lam[name] * d[name] for name in z) == pytest.approx(by_lam, rel=1e-9, abs=1e-9)
            along = [u * d[name] for u, name in zip(flatten(g.x), p.inputs, strict=True)]
            assert sum(along) == pytest.approx(by_x, rel=1e-9, abs=1e-9)
        assert flatten(g.x) == [-sign * lam[name] for name in p.inputs]


def test_a_slope_that_reuses_the_value_is_wrong_off_the_constraints():
    """The trap: the rule of exp is v, and v is exp(x), not whatever z_a happens to be."""
    p = ad.trace(lambda x: exp(x), x=1.0)
    z, lam = {"x": 1.0, "f": 5.0}, {"x": 0.0, "f": 1.0}
    right = ad.Lagrangian(p).gradient(z, lam).z["x"]
    assert right == pytest.approx(2.718281828459045, rel=1e-15)
    assert p.partial_of(1, 0, list(z.values())) == 5.0 != pytest.approx(right)  # what the table says with v = z_a


@SIGNS
def test_a_gradient_at_fractions_is_exact(sign):
    """A point off the constraints, by hand: L = f + s (lx (x - 2) + lf (f - x x))."""
    L = ad.Lagrangian(ad.trace(lambda x: x * x, x=2), sign)
    z, lam = {"x": Fraction(3), "f": Fraction(7)}, {"x": Fraction(1, 2), "f": Fraction(1, 3)}
    assert L.value(z, lam) == 7 + sign * (Fraction(1, 2) * 1 + Fraction(1, 3) * (7 - 9))
    assert L.value(z, lam, x=3) == 7 + sign * Fraction(1, 3) * (7 - 9)
    assert L.gradient(z, lam) == (
        {"x": sign * (Fraction(1, 2) - 6 * Fraction(1, 3)), "f": 1 + sign * Fraction(1, 3)},
        {"x": sign * 1, "f": sign * -2},
        {"x": -sign * Fraction(1, 2)},
    )


@SIGNS
@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_after_a_z_step_and_a_lambda_step_only_the_x_block_is_left(f, at, sign):
    """Feasible z and solved multipliers: dL/dz = 0, dL/dlam = 0, dL/dx is the gradient, and L is the output."""
    p = ad.trace(f, at)
    L = ad.Lagrangian(p, sign)
    z, lam = ad.primals(p), L.multipliers()
    g = L.gradient(z, lam)
    assert list(g.lam.values()) == [0] * len(p)
    assert list(g.z.values()) == pytest.approx([0] * len(p), abs=1e-12)
    assert flatten(g.x) == pytest.approx(flatten(ad.grad(p)), rel=1e-12, abs=1e-14)
    assert L.value(z, lam) == p()


def test_the_derivative_by_a_multiplier_has_the_sign_of_L():
    """It is -(z_i - f_i) for the minus; z_i - f_i, which one finds in print, would turn a dual ascent round."""
    z, lam = {"x": 2.0, "f": 5.0}, {"x": 0.0, "f": 1.0}
    p = ad.trace(lambda x: x * x, x=2.0)
    assert ad.Lagrangian(p, -1).gradient(z, lam).lam["f"] == -(5.0 - 4.0)
    assert ad.Lagrangian(p, +1).gradient(z, lam).lam["f"] == +(5.0 - 4.0)


def test_an_objective_that_weighs_every_variable():
    """A random linear function of all of z as the output, as in the gist: the last row sees them all."""
    weights = random.Random(3).choices(range(-9, 10), k=8)

    def f(x, y):
        a = exp(x)
        b = a * a
        c = a + b + y
        d, e = tanh(c), sin(c)
        return sum(w * u for w, u in zip(weights, (x, y, a, b, c, d, e, d + e), strict=True))

    p = ad.trace(f, x=0.3, y=-1.2)
    L = ad.Lagrangian(p)
    assert list(L.multipliers().values()) == pytest.approx(list(ad.adjoints(p).values()), rel=1e-12)
    for name in ("x", "y"):
        slope = two_sided(lambda h, name=name: p(**(p.at | {name: p.at[name] + h})), 0.0)
        assert L.multipliers()[name] == pytest.approx(slope, rel=1e-7)


# --- second derivatives ---------------------------------------------------------------------------------


@pytest.mark.parametrize("x", RUNNING)
def test_second_derivatives_come_from_multipliers_and_curvatures(x):
    """The sum by hand, lam_a e^x + 2 lam_b adot^2 + (lam_d e^c - lam_e sin c) cdot^2, the reference, and the code."""
    lam, r = ad.Lagrangian(running()).multipliers(x=x), {k: float(v) for k, v in RUNNING[x].items()}
    parts = [lam["a"] * r["a"], 2 * lam["b"] * r["adot"] ** 2, lam["d"] * r["d"] * r["cdot"] ** 2]
    parts.append(-lam["e"] * r["e"] * r["cdot"] ** 2)
    assert sum(parts) == pytest.approx(r["f2"], rel=1e-12)
    for sign in (-1, 1):
        assert ad.Lagrangian(running(), sign).hessian(x=x)["x"]["x"] == pytest.approx(r["f2"], rel=1e-12)
    assert sum(parts[1:]) != pytest.approx(r["f2"], rel=1e-3)


def test_the_hessian_of_the_gist_program():
    """Two inputs, at (0.3, -1.2), to the digits of the reference."""
    p = ad.trace(ZOO["lagrangeprop"].f, x=0.3, y=-1.2)
    assert p() == pytest.approx(1.88259369300583325, rel=1e-14)
    assert flatten(ad.grad(p)) == pytest.approx([-1.57782141346353424, -0.315937315672008142], rel=1e-13)
    H = ad.Lagrangian(p).hessian()
    assert flatten(H["x"]) == pytest.approx([-29.2681331485573456, -5.31406663384036612], rel=1e-13)
    assert flatten(H["y"]) == pytest.approx([-5.31406663384036612, -1.06406969335792423], rel=1e-13)


@pytest.mark.parametrize("example", EXAMPLES)
def test_hessians_of_the_zoo_are_those_of_sympy(example):
    """Formulas by SymPy, at the example's own inputs."""
    rows = [flatten(row) for row in flatten(ad.Lagrangian(ad.trace(example.f, example.at)).hessian())]
    for row, by_sympy in zip(rows, sympy_hessian(example.f, example.at), strict=True):
        assert row == pytest.approx([float(u) for u in by_sympy], rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("name", EXACT)
def test_hessians_of_polynomials_are_exact(name):
    """With fractions in, the same numbers as reverse over reverse, with ==."""
    p = ad.trace(ZOO[name].f, EXACT[name])
    assert ad.Lagrangian(p).hessian() == ad.Lagrangian(p, 1).hessian() == ad.hessian(p)


# --- arrays -----------------------------------------------------------------------------------------------


def test_lecuns_plus_gives_his_B_on_a_matrix_program():
    """The multipliers of the layers X(k), to sixteen digits; with the minus all signs are flipped."""
    p = ad.trace(layered, NET)
    B, adjoint = ad.Lagrangian(p, +1).multipliers(), ad.Lagrangian(p, -1).multipliers()
    assert p() == pytest.approx(1.5089492851381012376, rel=1e-15)
    for name, reference in {
        "X3": [1.7475055023502799, -1.7268531089261475],
        "X2": [-0.87296292110991379, -1.1950135590989362, 1.2156584119688404],
        "X1": [-0.97211244208789354, 0.72310427809028032, 0.17196383165445296],
    }.items():
        assert B[name] == pytest.approx(np.array(reference), rel=1e-14)
        assert adjoint[name] == pytest.approx(-np.array(reference), rel=1e-14)
    slopes = {
        "w1": [[0.61703825290771607, -0.30851912645385803], [-0.71592117050475945, 0.35796058525237973],
               [-0.11576492508539831, 0.057882462542699156]],
        "w2": [[0.50075844352006829, -0.082581487211691419, -0.47366615703678911],
               [0.47198772047555234, -0.077836826132249047, -0.44645200219624369],
               [-0.6257279860058679, 0.10319056691506421, 0.59187453415329441]],
        "w3": [[0.24076397845002752, -0.62842442367233096, 0.41117088283370386],
               [-0.384424817722816, 1.0033973772905725, -0.65651137974978861]],
    }  # fmt: skip
    for name, reference in slopes.items():
        assert adjoint[name] == pytest.approx(np.array(reference), rel=1e-13)
        assert B[name] == pytest.approx(-np.array(reference), rel=1e-13)


@SIGNS
@pytest.mark.parametrize(("f", "at"), ARRAYS)
def test_array_programs_have_the_same_blocks_with_inner_products(f, at, sign):
    """Multipliers against the sweep, and the gradient of L against differences where no constraint holds."""
    p, rng = ad.trace(f, at), np.random.default_rng(0)
    L = ad.Lagrangian(p, sign)
    lam, bars = L.multipliers(), ad.adjoints(p)
    for name in p.names:
        assert np.shape(lam[name]) == np.shape(bars[name])
        assert lam[name] == pytest.approx(-sign * bars[name], rel=1e-12, abs=1e-14)
    for _ in range(20):
        z = {name: u * rng.uniform(0.9, 1.1, np.shape(u)) for name, u in ad.primals(p).items()}
        prices, d = ({name: rng.standard_normal(np.shape(u))[()] for name, u in z.items()} for _ in range(2))
        g, (by_z, by_lam, by_x) = L.gradient(z, prices), slopes(L, z, prices, d)
        assert sum(np.sum(g.z[name] * d[name]) for name in z) == pytest.approx(by_z, rel=1e-6, abs=1e-7)
        assert sum(np.sum(g.lam[name] * d[name]) for name in z) == pytest.approx(by_lam, rel=1e-9)
        assert sum(np.sum(g.x[name] * d[name]) for name in at) == pytest.approx(by_x, rel=1e-9)


@pytest.mark.parametrize(("f", "at"), ARRAYS)
def test_hessians_between_arrays_are_those_of_reverse_over_reverse(f, at):
    """Every block, in the shapes of ``adlesson.hessian``."""
    p = ad.trace(f, at)
    ours, theirs = ad.Lagrangian(p).hessian(), ad.hessian(p)
    for x in at:
        for y in at:
            assert ours[x][y].shape == theirs[x][y].shape
            assert ours[x][y] == pytest.approx(theirs[x][y], rel=1e-9, abs=1e-12)


def test_changing_a_multiplier_array_changes_nothing_else():
    """Each array that is handed out is the caller's own."""
    p = ad.trace(lambda x: (x.reshape(2, 2).T @ np.ones(2)).sum(), x=np.ones(4))
    lam = ad.Lagrangian(p).multipliers()
    before = {name: np.array(u) for name, u in lam.items()}
    for name in lam:  # NumPy's transposes and reshapes are views of one memory
        lam[name] += 1
    assert all((np.array(u) == before[name] + 1).all() for name, u in lam.items())


def test_costates_of_a_control_problem_are_multipliers():
    """A linear-quadratic problem in fractions: J, the costates p_0, p_1, p_2 and the gradient by the controls, exactly."""
    F = Fraction
    A, B, R = [[F(9, 10), F(2, 10)], [F(-1, 10), F(8, 10)]], [F(1, 2), 1], F(3, 10)
    quadratic = lambda u, weights: F(1, 2) * sum(w * v * v for w, v in zip(weights, u, strict=True))
    states = []

    def J(x, u):
        cost = 0
        for control in u:
            cost = cost + quadratic(x, (1, 2)) + F(1, 2) * R * control * control
            x = [A[i][0] * x[0] + A[i][1] * x[1] + B[i] * control for i in range(2)]
            states.append([entry.index for entry in x])
        return cost + quadratic(x, (3, 1))

    p = ad.trace(J, x=[F(1), F(-1)], u=[F(2, 10), F(-4, 10), F(1, 10)])
    multipliers = ad.Lagrangian(p).multipliers()
    lam = list(multipliers.values())
    assert p() == F("3.842534")
    costates = [[F("1.91698"), F("-3.27772")], [F("0.9538"), F("-2.5856")], [F("0.552"), F("-0.77")]]
    assert [[lam[i] for i in state] for state in states] == costates
    assert [multipliers[f"u[{t}]"] for t in range(3)] == [F("-2.25923"), F("-2.2287"), F("-0.464")]


def test_the_chain_of_two_layers_that_other_solvers_start_from():
    """X1 = tanh(w1 / 2), X2 = tanh(w2 X1), C = (0.6 - X2)^2, with LeCun's sign: B1 and B2."""

    def C(w1, w2):
        X1 = tanh(w1 * 0.5)
        X2 = tanh(w2 * X1)
        return (0.6 - X2) ** 2

    p = ad.trace(C, w1=0.8, w2=-1.2)
    z, B = ad.primals(p), ad.Lagrangian(p, 1).multipliers()
    assert (z["X1"], z["X2"]) == pytest.approx((0.37994896225522489, -0.42676841111081633), rel=1e-14)
    assert p() == pytest.approx(1.0542533700550303, rel=1e-14)
    assert (B["X1"], B["X2"]) == pytest.approx((-2.0154282467935965, 2.0535368222216327), rel=1e-13)
    assert (-B["w1"], -B["w2"]) == pytest.approx((0.86223928926009457, -0.63813322572424522), rel=1e-13)


# --- as formulas ------------------------------------------------------------------------------------------


def test_the_blocks_of_the_running_example_read_like_the_lesson():
    """The learner's letters, a multiplier for each, and the instruction every equation belongs to."""
    L = ad.Lagrangian(running())
    a, b, c, la, lb, lc, ld, le = sympy.symbols("a b c lambda_a lambda_b lambda_c lambda_d lambda_e")
    assert L.feasibility["b"].lhs == b
    assert L.feasibility["b"].rhs == a**2
    assert L.feasibility["x"].rhs == sympy.Symbol("x_in")
    assert L.stationarity["a"].lhs == la
    assert L.stationarity["a"].rhs == 2 * a * lb + lc
    assert L.stationarity["c"].rhs == ld * sympy.exp(c) + le * sympy.cos(c)
    assert L.stationarity["f"].rhs == 1
    assert ad.Lagrangian(running(), 1).stationarity["f"].rhs == -1
    assert L.sensitivity == {"x": sympy.Symbol("lambda_x")}
    assert L.stationarity.instructions["a"].text == "a = exp(x)"
    assert L.stationarity.terms["c"] == [("d", 0, ld * sympy.exp(c)), ("e", 0, le * sympy.cos(c))]
    assert "c = a + b" in repr(L.stationarity)
    assert repr(L).startswith("L = f\n  - lambda_x * (x - x_in)\n  - lambda_a * (a - exp(x))")


@SIGNS
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_formula_of_L_has_the_value_and_the_gradient_of_L(example, sign):
    """The symbols stand for what the numbers are: put in an infeasible point, and the same numbers come out."""
    p = ad.trace(example.f, example.at)
    L, (z, lam) = ad.Lagrangian(p, sign), infeasible(p, random.Random(5))
    letters = L.formulas.letters
    point = dict(zip(letters.z, z.values(), strict=True)) | dict(zip(letters.lam, lam.values(), strict=True))
    point |= dict(zip(letters.given, p.bind({}), strict=True))
    number = lambda u: float(sympy.sympify(u).subs(point))
    g = L.gradient(z, lam)
    assert number(L.expression) == pytest.approx(L.value(z, lam), rel=1e-12)
    for name in p.names:
        backward, forward = L.stationarity[name], L.feasibility[name]
        assert g.z[name] == pytest.approx(sign * number(backward.lhs - backward.rhs), rel=1e-9, abs=1e-9)
        assert g.lam[name] == pytest.approx(sign * number(forward.lhs - forward.rhs), rel=1e-9, abs=1e-12)
    assert flatten(g.x) == pytest.approx([number(u) for u in L.sensitivity.values()])


def test_the_x_block_of_the_running_example_has_no_solution():
    """dL/dx = lambda_x = f' > 0 everywhere: the other two blocks can be solved, this one cannot, and max f is infinite."""
    x = sympy.Symbol("x", real=True)
    a = sympy.exp(x)
    slope = (a + 2 * a**2) * (sympy.exp(a + a**2) + sympy.cos(a + a**2))
    assert sympy.simplify(ad.expression(running()).diff("x").subs("x", x) - slope) == 0
    assert all(ad.Lagrangian(running()).multipliers(x=u / 8)["x"] > 0 for u in range(-80, 24))
    assert all(exp(c) > 1 >= -cos(c) for c in (u / 16 for u in range(1, 500)))


def test_letters_that_are_taken_get_an_underscore():
    """A learner may call a variable lambda_x, or x_in."""

    def f(x, x_in):
        lambda_x = x * x_in
        return lambda_x + x

    L = ad.Lagrangian(ad.trace(f, x=2, x_in=3))
    assert len(L.expression.free_symbols) == 4 + 4 + 2
    assert str(L.stationarity["x"].lhs) == "lambda_x_"


# --- the proof --------------------------------------------------------------------------------------------


@SIGNS
@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_every_program_of_the_zoo_is_proved(f, at, sign, capsys):
    """SymPy's derivative of L minus the recursion of the table is exactly zero, term by term; and the numbers follow."""
    p = ad.trace(f, at)
    proof = ad.Lagrangian(p, sign).verify()
    assert proof, proof.text
    algebra = [off for part, _, _, off, _ in proof.rows if part.startswith("Algebra")]
    assert len(algebra) == 2 * len(p) + p.d
    assert all(off == 0 and isinstance(off, (int, sympy.Integer)) for off in algebra)
    printed = capsys.readouterr().out
    assert printed == proof.text + "\n"
    assert "NOT ZERO" not in printed


def test_the_proof_of_an_array_program_says_that_it_has_no_algebra(capsys):
    """Numbers and nudges are there all the same."""
    proof = ad.Lagrangian(ad.trace(layered, NET)).verify()
    assert proof
    assert "has arrays" in capsys.readouterr().out.splitlines()[0]
    assert {part.partition(":")[0] for part, *_ in proof.rows} == {"Numbers", "Nudge"}


def wrong_rule(monkeypatch, op, rule):
    """Break one rule of the table; the sweeps and the system both read it there."""
    monkeypatch.setattr(OPS[op], "partials", (rule,))


def test_a_wrong_rule_in_the_table_is_found_by_algebra_and_by_the_nudge(monkeypatch, capsys):
    """cos for sin' with its sign flipped: sweep and system still agree with each other, and SymPy with neither."""
    wrong_rule(monkeypatch, "sin", lambda v, u: -cos(u))
    proof = ad.Lagrangian(running()).verify()
    assert not proof
    wrong = {(part.partition(":")[0], what) for part, what, _, _, ok in proof.rows if not ok}
    assert ("Algebra", "c") in wrong
    assert {what for part, what in wrong if part == "Nudge"} == {"x", "a", "b", "c"}
    assert "2*Abs(cos(c))   NOT ZERO" in capsys.readouterr().out


def test_a_wrong_system_is_found_by_the_numbers(monkeypatch):
    """Multipliers of the other sign solve another problem: the z-block is not zero, and the nudge disagrees."""
    L = ad.Lagrangian(running())
    plus = ad.Lagrangian(running(), 1).multipliers()
    monkeypatch.setattr(L, "multipliers", lambda *_, **__: plus)
    wrong = {(part.partition(":")[0], what) for part, what, _, _, ok in L.verify().rows if not ok}
    assert ("Numbers", "stationarity") in wrong
    assert ("Nudge", "f") in wrong


def test_a_recursion_that_forgets_an_edge_is_found_by_the_algebra(monkeypatch):
    """The children of a in the running example are b and c: leave c out, and lambda_c is what is left over."""
    whole = blocks.stationarity

    def forgetful(formulas, sign):
        block = whole(formulas, sign)
        if "a" in block:
            block["a"] = sympy.Eq(block["a"].lhs, block.terms["a"][0][2], evaluate=False)
        return block

    monkeypatch.setattr("adlesson.lagrange.proof.stationarity", forgetful)
    wrong = [(what, off) for _, what, _, off, ok in ad.Lagrangian(running()).verify().rows if not ok]
    assert wrong == [("a", 1)]


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: ad.sin(1e8 * x), 1.0),
        (lambda x: ad.abs(x - 1), 1 + 1e-9),
        (lambda x: ad.sqrt(x), 1e-300),
        (lambda x: ad.log(x), 1e-30),
        (lambda x: 1 / x, 1e-100),
        (lambda x: ad.log1p(x), -1 + 1e-10),
    ],
    ids=["steep", "beside a kink", "sqrt", "log", "pole", "log1p"],
)
def test_a_nudge_as_long_as_the_domain_is_wide_is_shortened(f, x):
    """It went over the pole, or where f has no value, and the right multiplier FAILED, at a kink that is none."""
    assert repr(ad.Lagrangian(ad.trace(f, x=x)).verify()).startswith("all ")


@pytest.mark.parametrize(
    ("f", "x"),
    [(lambda x: (1e16 + x) - 1e16, 1.0), (lambda x: ad.sin(1e16 * x), 1.0), (lambda x: ad.tan(x), 1.5707963267948966)],
)
def test_what_no_nudge_can_tell_is_neither_proved_nor_wrong(f, x):
    """All is lost in rounding: that is no fault of the multiplier."""
    proof = ad.Lagrangian(ad.trace(f, x=x)).verify()
    assert not proof and "FAILED" not in repr(proof) and "NOT ZERO" not in proof.text and "a kink" not in proof.text
    assert repr(proof).endswith("cannot be decided by a nudge, all others hold") and "do not settle" in proof.text
    assert [row[-1] for row in proof.rows if not row[-1]] == [None] * int(repr(proof)[0])


def test_at_a_kink_the_proof_says_why_it_fails():
    """max(x, y) x at x = y has slopes 1 and 2 by x, and no derivative: the algebra and the nudge both see it."""
    kinked = ad.trace(lambda x, y: ad.maximum(x, y) * x, x=1.0, y=1.0)
    proof = ad.Lagrangian(kinked).verify()
    assert not proof and repr(proof) == "4 of 18 checks FAILED: at a kink there is no derivative, take other inputs"
    assert "(a kink: 1 below, 2" in proof.text
    assert ad.Lagrangian(kinked).verify(y=1.0 + 1e-3) and ad.Lagrangian(kinked).verify(y=1.0 - 1e-3)
    assert ad.Lagrangian(ad.trace(lambda x: ad.relu(x) + x, x=0.0)).verify().rows[-1][-1]


@pytest.mark.parametrize("scale", [1, 1e-9])
def test_a_steep_program_is_proved_with_a_shorter_nudge(scale):
    """Twenty logistic steps: the slope is half a million, and bends within a millionth; in other units it is small."""

    def logistic(x):
        for _ in range(20):
            x = 4 * x * (1 - x)
        return scale * x

    L = ad.Lagrangian(ad.trace(logistic, x=0.3))
    assert L.verify()
    wrong = L.multipliers() | {"x": L.multipliers()["x"] * (1 + 1e-4)}
    L.multipliers = lambda *_, **__: wrong
    assert ("Nudge", "x") in {(part.partition(":")[0], what) for part, what, _, _, ok in L.verify().rows if not ok}


def test_where_something_is_infinite_there_is_no_proof():
    """A sentence, and no list of failures: nothing is wrong with the rules."""
    with pytest.raises(NumberError, match="f is inf: nothing can be proved at infinity, take other inputs"):
        ad.Lagrangian(ad.trace(lambda x: 1 / x, x=1.0)).verify(x=0.0)
    with pytest.raises(NumberError, match="the multiplier of x is inf: nothing can be proved"):
        ad.Lagrangian(ad.trace(lambda x: ad.sqrt(x), x=1.0)).verify(x=0.0)


def test_the_running_example_leaves_the_floats_where_it_is_said_to():
    """exp(c) overflows above x = 3.26371300642, where c = 709.7827."""
    below, above = 3.26371300642 - 1e-11, 3.26371300642 + 1e-10
    z = ad.primals(running(), x=below)
    assert z["c"] == pytest.approx(709.7827, abs=5e-5) and z["d"] < float("inf")
    assert ad.primals(running(), x=above)["d"] == float("inf")


# --- what it loads, and what it refuses --------------------------------------------------------------------


def test_a_program_of_numbers_needs_no_numpy_and_only_formulas_need_sympy():
    """These notebooks run in a browser kernel without NumPy."""
    program = """
import sys, adlesson as ad
from adlesson.engine.samples.examples import ZOO

p = ad.trace(ZOO["lagrangeprop"].f, x=0.3, y=1.0)
L, z = ad.Lagrangian(p), ad.primals(p)
lam = L.multipliers()
L.gradient(z, lam), L.value(z, lam), L.system(), L.hessian(), L.nudged("a", 0.1), repr(L)
print("numpy" in sys.modules, "sympy" in sys.modules)
sys.modules["numpy"] = None
L.stationarity
L.verify()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert done.startswith("False False\n")
    assert "all 33 checks hold" in done


L = ad.Lagrangian(ad.trace(lambda x, y: x * y, x=1.0, y=2.0))
HERE = {"x": 1.0, "y": 2.0, "f": 2.0}
LOG = ad.Lagrangian(ad.trace(ad.log, at={"u": 1.0}))
ROOT = ad.Lagrangian(ad.trace(lambda x: 0 * ad.sqrt(x), x=1.0))
BRANCH = ad.Lagrangian(ad.trace(ZOO["branch"].f, x=-2.0))
MATRICES = ad.Lagrangian(ad.trace(layered, NET))
NAN = float("nan")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: ad.Lagrangian(lambda x: x), InputError, r"takes a program, not function .*Lagrangian\(trace"),
        (lambda: ad.Lagrangian(ad.trace(lambda x: (x, x * x), x=1.0)), InputError, "returns several outputs"),
        (lambda: ad.Lagrangian(ad.trace(lambda x: 2 * x, x=np.ones(3))), InputError, "returns an array of shape"),
        (lambda: ad.Lagrangian(L.program, sign=2), InputError, r"-1 or \+1, not 2"),
        (lambda: L.value([1, 2], HERE), InputError, "z is a mapping over all variables"),
        (lambda: L.value({"x": 1.0}, HERE), InputError, "z needs a value for every variable: y, f left out"),
        (lambda: L.gradient(HERE, HERE | {"ff": 1}), InputError, "lam has no variable 'ff'.*mean 'f'"),
        (lambda: L.value(HERE | {"y": NAN}, HERE), InputError, "z of y is NaN: give a number"),
        (lambda: L.value(HERE, HERE, x2=1), InputError, "no input 'x2'"),
        (lambda: L.value(HERE | {"y": "2"}, HERE), InputError, "z of y must be a number"),
        (lambda: L.multipliers(x=NAN), NumberError, "x is given as NaN"),
        (lambda: L.nudged("w", 1), InputError, "no variable 'w'"),
        (lambda: LOG.multipliers(u=-1.0), NumberError, r"log\(u\) is NaN at these inputs"),
        (lambda: ROOT.multipliers(x=0.0), NumberError, r"multiplier of x is NaN, from 0 \* inf"),
        (lambda: BRANCH.multipliers(x=1.0), GuardError, "another branch would run"),
        (lambda: BRANCH.value({"x": 1.0, "z1": 1.0, "branch": -1.0}, {}), GuardError, "another branch would run"),
        (lambda: ad.Lagrangian(chain(2_500)).system(), InputError, "2,501 variables.* 2,000 at most: multipliers"),
        (lambda: ad.Lagrangian(chain(250)).verify(), InputError, "251 variables, and verify proves 200 at most"),
        (lambda: MATRICES.system(), InputError, "system reads programs of numbers, and layered has arrays"),
        (lambda: MATRICES.expression, InputError, "as a formula reads programs of numbers, and layered has arrays"),
        (lambda: MATRICES.feasibility, InputError, "as a formula reads programs of numbers, and layered has arrays"),
        (lambda: MATRICES.stationarity, InputError, "as a formula reads programs of numbers, and layered has arrays"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(call, error, message):
    """What was met, what is accepted, what to write instead."""
    with pytest.raises(error, match=message) as caught:
        call()
    assert isinstance(caught.value, LessonError)
    assert len(str(caught.value)) < 400


def test_an_array_of_the_wrong_shape_is_refused():
    """z and lam have the shapes of the variables."""
    p = ad.trace(layered, NET)
    z = ad.primals(p)
    with pytest.raises(InputError, match=r"lam of X1 has the shape \(2,\), and X1 has \(3,\)"):
        ad.Lagrangian(p).value(z, z | {"X1": np.ones(2)})


def test_inputs_named_like_arguments_go_in_at():
    """The house rule, for z and lam and at themselves."""
    p = ad.trace(lambda z, lam: z * z * lam, {"z": 3, "lam": 2})
    L = ad.Lagrangian(p)
    assert L.multipliers(z=5)["z"] == 20
    z, lam = ad.primals(p, {"z": 5}), L.multipliers(z=5)
    assert L.value(z, lam, {"z": 5}) == 50
    assert L.value(z, lam) == 50 - 20 * (5 - 3)


def test_a_constant_output_and_an_output_that_is_an_input():
    """The two programs with nothing, or nearly nothing, in them."""
    constant, same = ad.Lagrangian(ad.trace(lambda x: 3.0, x=1.0)), ad.Lagrangian(ad.trace(lambda x: x, x=2))
    assert constant.multipliers() == {"x": 0}
    assert constant.value({"x": 5.0}, {"x": 2.0}) == 3.0 - 2.0 * (5.0 - 1.0)
    assert constant.gradient({"x": 1.0}, {"x": 0}).z == {"x": 0}
    assert same.multipliers() == {"x": 1}
    assert same.system() == ([[1]], [1])
    assert same.hessian() == {"x": {"x": 0}}
    assert same.verify()
    assert constant.verify()


# --- numbers too large, and programs too small ----------------------------------------------------------

TOO_LARGE = {
    "a power": (lambda x: x**9999, {"x": 2}, {"x": 9}),
    "a constant": (lambda x: x * 10**400, {"x": 2}, {"x": 3}),
    "an input": (lambda x, y: x * y + y, {"x": 2, "y": 3}, {"x": 10**400, "y": 3}),
    "beside a float": (lambda x: x * x + 0.5, {"x": 2}, {"x": 10**400}),
    "in a function": (lambda x: ad.tanh(x * x), {"x": 1}, {"x": 10**400}),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_whole_number_too_large_for_a_float_is_exact_or_ends_in_a_sentence(name):
    """Every question that the Lagrangian answers: a value, or a sentence, and never Python's own complaint."""
    f, at, there = TOO_LARGE[name]
    p = ad.trace(f, at)
    L, everywhere = ad.Lagrangian(p), dict.fromkeys(p.names, 10**400)
    asks = {
        "verify": lambda: L.verify(**there),
        "multipliers": lambda: L.multipliers(**there),
        "hessian": lambda: L.hessian(**there),
        "system": lambda: L.system(**there),
        "back_substitution": lambda: list(L.back_substitution(**there)),
        "value": lambda: L.value(everywhere, dict.fromkeys(p.names, 0.5), **there),
        "gradient": lambda: L.gradient(everywhere, dict.fromkeys(p.names, 0.5), **there),
        "nudged": lambda: L.nudged(p.names[-1], 0.5, **there),
    }
    refused = []
    for ask, call in asks.items():
        try:
            call()
        except LessonError as problem:
            refused.append(ask)
            assert "too large" in str(problem) and len(str(problem)) < 400
    assert "verify" in refused and "gradient" in refused
    if name in ("a power", "a constant", "an input"):
        known = {"a power": 9999 * 9**9998, "a constant": 10**400, "an input": 3}[name]
        assert L.multipliers(**there)["x"] == known, "in whole numbers alone there is nothing to refuse"


def test_the_roads_in_time_refuse_whole_numbers_too_large_as_well():
    """Steps, flows and nets that settle."""
    big = 10**400
    path = ad.control.steer(lambda x, u: x + u, None, lambda x: 2 * x, x=big, u=[1, 2])
    assert path.J - 2 * big == 6
    for call in (
        lambda: ad.control.steer(lambda x, u: 0.5 * x + u, None, lambda x: x, x=big, u=[1]),
        lambda: ad.flow.euler(lambda z, t: t * z, lambda z: z * z, big, 3, 2, 4),
        lambda: ad.flow.backwards(lambda z, t: t * z, lambda z: z * z, 1, 3, big, 4),
        lambda: ad.recurrent.Net([[big]], [1.0], lambda X: X.sum()),
        lambda: ad.recurrent.Net([[0.5]], [1.0], lambda X: X.sum()).relax(X=[big]),
    ):
        with pytest.raises(LessonError):
            call()


def test_a_program_without_inputs_has_nothing_to_prove():
    """1 + 2 is computed while it is read: no variable, no constraint, and a sentence."""
    L = ad.Lagrangian(ad.parse("1+2"))
    with pytest.raises(
        InputError, match="reads no input and computes nothing: there is no constraint, and nothing to prove"
    ):
        L.verify()
    assert (L.multipliers(), L.hessian(), L.system(), L.value({}, {}), L.expression) == ({}, {}, ([], []), 3, 3)
    assert bool(ad.Lagrangian(ad.trace(lambda x: 3, x=1.0)).verify()), "an input that nobody reads has the multiplier 0"


@pytest.mark.parametrize(("equations", "last"), [(199, ""), (200, ""), (201, "the first 200 of 201")])
def test_a_block_says_that_there_are_more_only_where_there_are(equations, last):
    """A title, two hundred lines, and then how to get the others."""

    def steps(x):
        for _ in range(equations - 1):
            x = -x
        return x

    lines = repr(ad.Lagrangian(ad.trace(steps, x=1.0)).feasibility).splitlines()
    assert len(lines) == 1 + equations and last in lines[-1] and ("the first" in lines[-1]) == bool(last)


def test_complex_numbers_have_adjoints_and_no_proof():
    """A nudge goes along real numbers."""
    for f, z in ((lambda z: ad.exp(z * z), 0.4 + 0.3j), (lambda z: np.exp(z).sum(), np.array([0.4 + 0.3j]))):
        lagrangian = ad.Lagrangian(ad.trace(f, z=z))
        slope = 2 * z * np.exp(z * z) if np.ndim(z) == 0 else np.exp(z)
        assert lagrangian.multipliers()["z"] == pytest.approx(slope)
        with pytest.raises(InputError, match="the proof is in real numbers, give real inputs"):
            lagrangian.verify()


def test_a_nudge_is_a_number():
    """Text is named."""
    with pytest.raises(InputError, match="the move must be a number, not 'a'"):
        ad.Lagrangian(ad.trace(lambda x: x * x, x=1.0)).nudged("x", "a")
