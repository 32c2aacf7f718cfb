"""Jacobians and Hessians as programs: the numbers of the plain sweeps, and no entries but those that are not always 0."""

import math
import pickle
import random
import time
from fractions import Fraction as F

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from oracles import EXACT, as_sympy, flatten, sum_over_paths, sympy_hessian
from programs import ALL, A, V, executed, random_arrays, same, sparse_program, straight_line, straight_lines

import adlesson as ad
from adlesson.engine.errors import GuardError, InputError, LessonError, LessonWarning, TraceError
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.transforms import at_once, colours, prepared


def unit(shape, k):
    """Return a 1 at entry k and 0 elsewhere; the 1 for a number."""
    u = np.zeros(shape)
    u.flat[k] = 1
    return u if shape else 1


def row_by_row(p, at=None):
    """Return ``{(output, input): block}`` from one plain reverse sweep for each number among the outputs."""
    found = {}
    for output, slot in zip(p.outputs, p.output_slots, strict=True):
        shape = p.shape_at(slot)
        rows = []
        for k in range(math.prod(shape)):
            bars = ad.adjoints(p, {output: unit(shape, k)}, at) if slot >= 0 else {}
            rows.append([bars.get(name, unit(p.shape_at(i), 0) * 0) for i, name in enumerate(p.inputs)])
        for i, name in enumerate(p.inputs):
            full = (*shape, *p.shape_at(i))
            found[output, name] = np.array([row[i] for row in rows]).reshape(full) if full else rows[0][i]
    return found


def column_by_column(p):
    """Return the same from one plain tangent sweep for each number among the inputs."""
    columns = {}
    for i, name in enumerate(p.inputs):
        shape = p.shape_at(i)
        for k in range(math.prod(shape)):
            flat = [unit(shape, k) if j == i else unit(p.shape_at(j), 0) * 0 for j in range(p.d)]
            dots = ad.jvp(p, p.pack_inputs(flat))
            for output, dot in zip(p.outputs, _leaves(dots), strict=True):
                columns.setdefault((output, name), []).append(dot)
    return {
        (output, name): np.stack(parts, axis=-1).reshape((*np.shape(parts[0]), *p.shape_at(p.inputs.index(name))))
        for (output, name), parts in columns.items()
    }


def assert_close(found, right, rel=1e-11):
    """Compare entries with those of plain sweeps; what is missing is 0 there, and what is there has its shape."""
    assert set(found) <= set(right)
    for entry, u in right.items():
        if entry not in found:
            assert not np.any(u), entry
            continue
        assert np.shape(found[entry]) == np.shape(u), entry
        assert found[entry] == pytest.approx(u, rel=rel, abs=1e-12, nan_ok=True), entry


# --- the numbers of the plain sweep ---------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_a_jacobian_in_fractions_is_that_of_the_sweeps_exactly(seed):
    """Random sparse programs, by the list, compiled, and printed; an entry that is left out is 0."""
    p = sparse_program(random.Random(seed))
    J, right = ad.jacobian_program(p), row_by_row(p)
    at = p.at.values()
    for found in (J(), ad.compiled(J)(*at), executed(J)(*at)):
        assert list(found) == [entry for entry in right if entry in found]
        assert all(found.get(entry, 0) == u for entry, u in right.items())
    assert not any(2 * u == right[entry] for entry, u in J().items() if u)


@settings(max_examples=60)
@given(straight_lines)
def test_random_straight_lines_have_the_entries_of_jacobian_and_hessian(drawn):
    """Functions of every kind, in floats, where all of them are finite."""
    start, lines = drawn
    try:
        p = ad.trace(straight_line(lines), x=start)
        rows, H = ad.jacobian(p), ad.hessian(p)
    except LessonError:
        assume(False)
    numbers = [p(), *flatten(rows["f"] if "f" in rows else next(iter(rows.values())))]
    numbers += [u for row in flatten(H) for u in flatten(row)]
    assume(all(isinstance(u, (int, float)) and abs(u) < 1e8 for u in numbers))
    J, S = ad.jacobian_program(p), ad.hessian_program(p)
    for found in (J(), ad.compiled(J)(start)):
        for k, u in enumerate(next(iter(rows.values()))["x"]):
            assert found.get((p.outputs[0], f"x[{k}]"), 0) == pytest.approx(u, rel=1e-9, abs=1e-12)
    for found in (S(), ad.compiled(S)(start)):
        for j, row in enumerate(H["x"]):
            for k, u in enumerate(row["x"]):
                assert found.get((f"x[{j}]", f"x[{k}]"), 0) == pytest.approx(u, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("name", ALL)
def test_every_function_of_arrays_has_the_blocks_of_the_plain_sweeps(name):
    """By rows and by columns alike: of the program, of its compiled text, and of ``jacobian`` itself."""
    f, at = ALL[name]
    p = ad.trace(f, at)
    right, J = row_by_row(p), ad.jacobian_program(p)
    assert_close(column_by_column(p), right)
    for found in (J(), ad.compiled(J)(*p.at.values())):
        assert_close(found, right)
        assert any(np.any(u) for u in found.values()) == (name != "minus")  # -x - 3 - (4 - x) is -7
    for by in ("rows", "columns"):
        rows = ad.jacobian(p, by=by)
        assert_close({(output, x): block for output, row in _flat(p, rows) for x, block in row}, right)


def _flat(p, rows):
    for output, row in zip(p.outputs, _leaves(rows), strict=True):
        yield output, zip(p.inputs, _leaves(row), strict=True)


def _leaves(nest):
    """Return what lies in lists and dicts, but for the rows of a matrix, which are dicts over inputs."""
    found = []
    for u in nest.values() if isinstance(nest, dict) else nest:
        found += _leaves(u) if isinstance(u, (list, tuple)) else [u]
    return found


@pytest.mark.parametrize("seed", range(25))
def test_random_functions_of_arrays_have_the_blocks_of_the_plain_sweeps(seed):
    """First derivatives, and second ones as first ones of the gradient."""
    p = ad.trace(*random_arrays(seed))
    J = ad.compiled(ad.jacobian_program(p))
    for at in (p.at, {name: 0.5 - u for name, u in p.at.items()}):  # what is left out is 0 elsewhere, too
        assert_close(J(*at.values()), row_by_row(p, at))
    q = ad.gradient_program(p)
    right = row_by_row(q)
    second = {(o.removesuffix("_bar"), k): u for (o, k), u in right.items() if o != "value"}
    assert_close(ad.compiled(ad.hessian_program(p))(*p.at.values()), second, rel=1e-9)
    assert_close({(x, y): u for x, row in ad.hessian(p).items() for y, u in row.items()}, second, rel=1e-9)


@pytest.mark.parametrize("name", sorted(set(EXACT) - {"kinks"}))
def test_a_hessian_in_fractions_is_sympys_exactly_and_symmetric(name):
    """Two differentiations of the formula; what is missing is 0 there."""
    p = ad.trace(ZOO[name].f, EXACT[name])
    S, right = ad.hessian_program(p), sympy_hessian(ZOO[name].f, EXACT[name])
    found = S()
    for j, x in enumerate(p.inputs):
        for k, y in enumerate(p.inputs):
            assert as_sympy(found.get((x, y), 0)) == right[j][k]
            assert found.get((x, y), 0) == found.get((y, x), 0)
    if found:
        assert as_sympy(next(iter(found.values()))) + 1 not in [u for row in right for u in row]


def test_inputs_other_than_the_examples_and_batches_of_them():
    """A program like any other: other numbers, arrays of points, letters; one number where all points agree."""
    p = ad.trace(lambda x, y: {"u": x**3 * y, "w": [y * 2.0]}, x=1.0, y=2.0)
    J, x = ad.jacobian_program(p), np.array([1.0, 2.0, 3.0])
    right = {("u", "x"): 6 * x**2, ("u", "y"): x**3, ("w[0]", "y"): 2.0}
    assert same(J(x=x), right)
    assert same(ad.compiled(J)(x=x), right)
    assert not same(J(x=x), right | {("u", "y"): x**2})
    assert J(x=2.0, y=5.0) == {("u", "x"): 60.0, ("u", "y"): 8.0, ("w[0]", "y"): 2.0}
    s = sympy.Symbol("s")
    assert J(x=s)["u", "x"] == 6.0 * s**2
    assert ad.jacobian_program(p, x=5.0).at == {"x": 5.0, "y": 2.0}
    H = ad.compiled(ad.hessian_program(lambda x, y: x**3 * y, x=1.0, y=2.0))(x=x)
    assert same(H, {("x", "x"): 12 * x, ("x", "y"): 3 * x**2, ("y", "x"): 3 * x**2})


def test_fractions_stay_fractions():
    """As the inputs are, so are the entries."""
    assert ad.jacobian_program(lambda x, y: x / y, x=F(1, 3), y=F(2, 5))() == {("f", "x"): F(5, 2), ("f", "y"): F(-25, 12)}


# --- which entries are there ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_what_is_left_out_is_always_0_and_to_what_is_there_leads_a_path(seed):
    """By SymPy, letters for inputs: what is left out is 0 as a formula; what is there is not, or cancels as 5 x / x."""
    p = sparse_program(random.Random(seed))
    letters = sympy.symbols([f"s{k}" for k in range(p.d)])
    values = [p.pack_outputs(p.values(p.pack_inputs(letters)))]
    outputs = _leaves(values[0]) if isinstance(values[0], dict) else values
    there = ad.jacobian_program(p)()
    edges = {k: [(i, 1) for i in p.beta(k)] for k in range(len(p))}  # sums to the number of paths
    for name, value in zip(p.outputs, outputs, strict=True):
        for x, s in zip(p.inputs, letters, strict=True):
            slope = sympy.simplify(sympy.diff(value, s))
            if (name, x) not in there:
                assert slope == 0, (name, x)
            elif slope == 0:
                assert there[name, x] == 0, (name, x)
                assert sum_over_paths(edges, p.names.index(x), dict(zip(p.outputs, p.output_slots, strict=True))[name])


@pytest.mark.parametrize(
    ("f", "at", "there"),
    [
        (lambda x: 5, {"x": 1.0}, []),
        (lambda: 5, {}, []),
        (lambda x, y: x - x + y, {"x": 1.0, "y": 2.0}, [("f", "y")]),
        (lambda x, y: 0 * x + y, {"x": 1.0, "y": 2.0}, [("f", "y")]),
        (lambda x, y: ad.sign(x) * 1.0 + y, {"x": 1.0, "y": 2.0}, [("f", "y")]),
        (lambda x, y: (ad.heaviside(x) * y).sum(), {"x": V, "y": V}, [("f", "y")]),
        (lambda x, y: ((x > 0) * y).sum(), {"x": V, "y": V}, [("f", "y")]),
        (lambda x, y: ad.where(x > 0, y, 2.0), {"x": V, "y": V}, [("f", "y")]),
        (lambda x: x, {"x": V}, [("x", "x")]),
        (lambda x: {"c": V, "u": x[0], "n": np.ones((2, 2)) * x[0]}, {"x": V}, [("u", "x"), ("n", "x")]),
        (lambda x: [x[0], x[2] * x[2]], {"x": [1, 2, 3]}, [("x[0]", "x[0]"), ("f", "x[2]")]),
        (lambda x: (lambda h: (h, h))(x * 2.0), {"x": V}, [("f", "x"), ("f_2", "x")]),
        (lambda x: ad.relu(x), {"x": -1.0}, [("f", "x")]),  # 0 here, and not elsewhere
    ],
)
def test_the_smallest_programs_have_the_entries_that_are_not_always_0(f, at, there):
    """Constants, steps, masks, what cancels, what is returned as it came."""
    p = ad.trace(f, at)
    J = ad.jacobian_program(p)
    for found in (J(), ad.compiled(J)(*at.values()), executed(J)(*at.values())):
        assert sorted(found) == sorted(there)
        assert_close(found, row_by_row(p))


def test_second_derivatives_that_are_always_0_are_left_out():
    """Of what is linear, or bent in one input only; the slope of a step is one."""
    second = lambda f, **at: sorted(ad.hessian_program(f, **at)())
    assert second(lambda x: 3 * x, x=2) == second(lambda x: 5, x=2) == second(lambda u: abs(u), u=2.0) == []
    assert second(lambda x, y, w: x * x + y * w, x=1, y=2, w=3) == [("w", "y"), ("x", "x"), ("y", "w")]
    assert second(lambda A, x: (A @ x).sum(), A=A, x=V) == [("A", "x"), ("x", "A")]
    assert second(lambda x: ad.relu(x) * 3.0, x=2.0) == []
    assert ad.hessian_program(lambda x: ad.relu(x) ** 2, x=2.0)() == {("x", "x"): 2}


def test_between_a_number_and_an_array_nothing_is_turned():
    """Both orders are one block; between two arrays the axes of the one come before those of the other."""
    H = ad.hessian_program(lambda s, x: s * (x * x).sum(), s=2.0, x=V)
    assert "transpose" not in H.ops
    assert same(H()["s", "x"], H()["x", "s"])
    block = ad.hessian_program(lambda A, x: (A @ x).sum() ** 2, A=A, x=V)()
    assert block["A", "x"].shape == (2, 3, 3)
    assert same(block["x", "A"], np.moveaxis(block["A", "x"], -1, 0))
    assert not same(block["x", "A"], np.moveaxis(block["A", "x"], 1, 0).reshape(3, 2, 3))


def test_lists_tuples_and_dicts_are_taken_apart():
    """Both among the inputs and among what is returned."""
    f = lambda p, x: {"a": [p[0]["w"] * p[1][0]], "b": (p[1][1] * x, 2.0)}
    assert ad.jacobian_program(f, p=[{"w": 2}, (3, 4)], x=5)() == {
        ("a[0]", "p[0][w]"): 3,
        ("a[0]", "p[1][0]"): 2,
        ("b[0]", "p[1][1]"): 5,
        ("b[0]", "x"): 4,
    }
    H = ad.hessian_program(lambda p, x: p["w"] ** 2 * x + p["b"][0].sum() * x, p={"w": 2.0, "b": [V]}, x=3.0)()
    ones = np.ones(3)
    right = {("p[w]", "p[w]"): 6.0, ("p[w]", "x"): 4.0, ("p[b][0]", "x"): ones, ("x", "p[w]"): 4.0, ("x", "p[b][0]"): ones}
    assert same(H, right)


# --- a program like any other ---------------------------------------------------------------------


def test_it_is_drawn_printed_kept_and_differentiated_again():
    """An entry is an output: its gradient is a row of third derivatives, or of second ones."""
    p = ad.trace(lambda x, y: x**3 * y, x=2.0, y=5.0)
    J = ad.jacobian_program(p)
    assert (J.title, ad.hessian_program(p).title, J.inputs) == ("jacobian_of_f", "hessian_of_f", ("x", "y"))
    assert ad.source(J).splitlines()[1:] == [
        "    df_dx = y * (3 * (x * x))",
        '    return {("f", "x"): df_dx, ("f", "y"): x ** 3}',
    ]
    for output in (("f", "x"), "('f', 'x')"):
        assert ad.gradient_program(J, output=output)() == {"value": 60.0, "x_bar": 60.0, "y_bar": 12.0}
    assert ad.vjp(J, {("f", "x"): 1}) == {"x": 60.0, "y": 12.0}
    assert same(pickle.loads(pickle.dumps(J))(), J())
    assert "<svg" in ad.draw(J).svg
    H = ad.hessian_program(p)
    assert ad.jacobian_program(H)()[str(("x", "x")), "x"] == 30.0


def test_branches_are_those_of_the_example_and_where_chooses_anew():
    """A guard names the line of the learner's function."""

    def f(x):
        if x > 0:
            return x**3
        return -x

    J = ad.jacobian_program(f, x=2)
    line = f.__code__.co_firstlineno + 1
    for run in (J, ad.compiled(J)):
        with pytest.raises(GuardError, match=rf"x > 0 was True when jacobian_of_f was traced \(line {line}\)"):
            run(x=-1)
    p = ad.trace(lambda x: ad.where(x > 0, ad.sin(x), x * x), x=V)
    assert same(ad.compiled(ad.jacobian_program(p))(-V), ad.jacobian_program(p)(x=-V))
    assert ad.jacobian_program(p)(x=-V)["f", "x"] == pytest.approx(np.diag(np.where(-V > 0, np.cos(V), -2 * V)))


def test_what_cannot_be_is_refused_in_a_sentence():
    """Several outputs have no Hessian; an input that is not there; an operation without second derivatives."""
    with pytest.raises(InputError, match=r"f returns several outputs \(x, f\): this needs one number"):
        ad.hessian_program(lambda x: (x, x * x), x=2.0)
    with pytest.raises(InputError, match=r"returns an array of shape \(3,\): this needs one number"):
        ad.hessian_program(lambda x: x * x, x=V)
    with pytest.raises(InputError, match="has no input 'z': it has x"):
        ad.jacobian_program(ad.trace(lambda x: x * x, x=2.0), z=1.0)
    with pytest.warns(LessonWarning, match="no second derivatives"):
        erf = ad.operation("erf_of_math", math.erf, lambda v, u: 2 / math.sqrt(math.pi) * math.exp(-u * u))
    found = ad.jacobian_program(lambda x, y: erf(x) * y, x=0.5, y=2.0)()
    assert found == {("f", "x"): pytest.approx(4 / math.sqrt(math.pi) * math.exp(-0.25)), ("f", "y"): math.erf(0.5)}
    with pytest.raises(TraceError, match="erf_of_math has no second derivatives"):
        ad.hessian_program(lambda x: erf(x), x=0.5)


def test_an_operation_of_ones_own_and_the_solution_of_a_loop_have_their_entries():
    """What no rule knows is done for each unit by itself."""
    cube = ad.operation("cube_of_mine", lambda u: u**3, lambda v, u: 3 * u**2)
    assert ad.jacobian_program(lambda x: cube(x) * 2.0, x=V)()["f", "x"] == pytest.approx(np.diag(6 * V**2))
    assert ad.hessian_program(lambda x: cube(x).sum(), x=V)()["x", "x"] == pytest.approx(np.diag(6 * V))
    W = np.array([[0.1, 0.2], [0.3, 0.1]])
    p = ad.trace(lambda z, x: {"z_next": ad.tanh(W @ z + x)}, z=np.zeros(2), x=np.ones(2))
    loop = ad.close_loop(p, {"z_next": "z"})
    solved = lambda x: loop.solve(x=x)["z"]
    z = loop.solve(x=np.ones(2))["z"]
    S = np.diag(1 - z * z)
    J = np.linalg.solve(np.eye(2) - S @ W, S)
    for found in (ad.jacobian_program(solved, x=np.ones(2))()["f", "x"], ad.jacobian(solved, x=np.ones(2))["f"]["x"]):
        assert found == pytest.approx(J, rel=1e-12)
        assert found != pytest.approx(S, rel=1e-2), "one turn of the loop is not the loop"


def test_a_jacobian_inside_a_function_that_is_traced_is_differentiated():
    """Traced arrays meet many units: what is recorded has the right derivative, by differences."""
    inner = ad.trace(lambda y: ad.tanh(y * y * y[0]), y=V / 9)
    asked = {
        "jacobian": lambda x: (ad.jacobian(inner, y=x)["f"]["y"] * A.T[:, :1]).sum(),
        "its program": lambda x: (ad.jacobian_program(inner)(y=x)["f", "y"] * A.T[:, :1]).sum(),
        "columns": lambda x: (ad.jacobian(inner, y=x, by="columns")["f"]["y"] * A.T[:, :1]).sum(),
    }
    for name, f in asked.items():
        slope = ad.grad(f, x=V / 9)["x"]
        for k in range(3):
            step = unit((3,), k) * 1e-6
            assert slope[k] == pytest.approx((f(V / 9 + step) - f(V / 9 - step)) / 2e-6, rel=1e-6), name


# --- sweeps and size ------------------------------------------------------------------------------


def rosenbrock(x):
    return sum(100 * (x[k + 1] - x[k] ** 2) ** 2 + (1 - x[k]) ** 2 for k in range(len(x) - 1))


def neighbours(x):
    """Each number with its two neighbours: a matrix of three diagonals."""
    n = len(x)
    return [ad.sin(x[k]) * (x[k - 1] if k else 1.0) + (x[k + 1] if k + 1 < n else 0.0) ** 2 for k in range(n)]


def test_few_neighbours_take_few_sweeps_and_few_instructions(monkeypatch):
    """Three sweeps whatever the size, and a program as long as its entries are many."""
    swept, push = [], prepared.Linearised.pull
    monkeypatch.setattr(prepared.Linearised, "pull", lambda self, seeds: swept.append(1) or push(self, seeds))
    sizes = {}
    for n in (25, 50, 100):
        swept.clear()
        x = [F(k % 5 - 2, 3) for k in range(n)]
        H = ad.hessian_program(rosenbrock, x=x)
        sizes[n] = len(H) - n
        assert (len(H.returns), len(swept)) == (3 * n - 2, 3)
        swept.clear()
        assert (len(ad.jacobian_program(neighbours, x=[0.5] * n).returns), len(swept)) == (3 * n - 2, 3)
    assert sizes[100] < 2.1 * sizes[50] < 4.5 * sizes[25] < 4.5 * 25 * 20


def test_a_colouring_that_lets_columns_meet_gives_other_numbers(monkeypatch):
    """All in one sweep: the comparison with the plain sweeps sees it."""
    x = [F(k + 1, 7) for k in range(6)]
    p = ad.trace(lambda x: [x[k - 1] * x[k] for k in range(6)], x=x)
    right = row_by_row(p)
    assert all(right[entry] == u for entry, u in ad.jacobian_program(p)().items())
    monkeypatch.setattr(colours, "painted", lambda touched: [[k for k, found in enumerate(touched) if found]])
    assert any(right[entry] != u for entry, u in ad.jacobian_program(p)().items())


def test_asking_again_costs_as_much_as_the_entries_do():
    """Hundreds of times less than sweeps over the list, in time of the processor, with much slack."""
    x = [0.1 + 0.01 * k for k in range(50)]
    p = ad.trace(rosenbrock, x=x)
    H = ad.compiled(ad.hessian_program(p))

    def spent(f, times):
        best = math.inf
        for _ in range(3):
            start = time.process_time()
            for _ in range(times):
                f()
            best = min(best, (time.process_time() - start) / times)
        return best

    assert spent(lambda: H(x), 50) * 20 < spent(lambda: ad.hessian(p), 1)
    assert set(H(x)) == {(f"x[{j}]", f"x[{k}]") for j in range(50) for k in range(50) if abs(j - k) <= 1}


def test_many_units_that_do_not_fit_go_in_portions(monkeypatch):
    """The same numbers, however few go at once."""
    f = lambda A, x: ad.tanh(A @ x).reshape(2, 1) * A
    whole = {by: ad.jacobian(f, A=A, x=V / 9, by=by) for by in ("rows", "columns")}
    monkeypatch.setattr(at_once, "MOST", 60)
    for by, right in whole.items():
        found = ad.jacobian(f, A=A, x=V / 9, by=by)
        assert found.sweeps == right.sweeps
        for name, block in right["f"].items():
            assert found["f"][name] == pytest.approx(block, rel=1e-14)


def test_what_a_matrix_is_made_of_stays_as_it_was():
    """A block may be written to: neither the program's constants nor the arrays that were given are changed by that."""
    W = A.copy()
    for f, at in ((lambda x: W @ x, {"x": V}), (lambda x, M: M @ x, {"x": V, "M": W})):
        p = ad.trace(f, at)
        for by in ("rows", "columns"):
            block = ad.jacobian(p, by=by)["f"]["x"]
            block += 1
            assert same(ad.jacobian(p, by=by)["f"]["x"], A)
        for run in (ad.jacobian_program(p), ad.compiled(ad.jacobian_program(p))):
            assert same(run(**at)["f", "x"], A)
    assert same(W, A)


FIXED = np.array([1.0, 2.0, 0.0])
BESIDE_PLAIN = {
    "a power": lambda x: x**FIXED,
    "a sum of powers": lambda x: np.sum(x**FIXED),
    "a power that is always 1": lambda x: np.outer(x, x ** np.zeros(3)),
}


@pytest.mark.parametrize("f", BESIDE_PLAIN.values(), ids=BESIDE_PLAIN)
def test_plain_arrays_meet_many_at_once(f):
    """What NumPy makes of a stack that it does not know is an array of objects."""
    x = np.array([1.1, 0.6, 0.5])
    found, expected = ad.jacobian_program(f, x=x)(), ad.jacobian(f, x=x)["f"]["x"]
    assert np.allclose(found.get(("f", "x"), 0 * expected), expected, rtol=1e-14)


def test_a_partial_that_has_numpy_make_an_array_of_what_it_is_given():
    """It cannot be written down, and is an operation of its own, as in a trace."""
    exps = ad.operation("exps", np.exp, lambda v, u: np.asarray(v))
    x = np.array([1.1, 0.6])
    assert np.allclose(ad.jacobian_program(lambda x: exps(x).sum(), x=x)()["f", "x"], np.exp(x), rtol=1e-14)
