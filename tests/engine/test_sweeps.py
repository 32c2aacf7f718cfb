"""The three sweeps: each step proves itself, and together the steps are the derivative."""

import time
from decimal import Decimal
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import EXACT, LETTERS, RUNNING, as_sympy, everywhere, flatten, sum_over_paths, sympy_gradient

import adlesson as ad
from adlesson.engine.errors import GuardError, InputError
from adlesson.engine.ops import OPS
from adlesson.engine.samples.examples import ZOO

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]
EXACTLY = [pytest.param(ZOO[name].f, at, id=name) for name, at in EXACT.items()]


def with_an_edge(f, at):
    """Return the program and, per variable, the edges that leave it with the partials SymPy finds for them."""
    program = ad.trace(f, at)
    z = program.values()
    edges = {}
    for row in program.instructions:
        symbols = [sympy.Symbol(f"u{k}", real=True) for k in range(len(row.args))]
        here = {s: as_sympy(z[a] if isinstance(a, int) else a.value) for s, a in zip(symbols, row.args, strict=True)}
        for symbol, arg in zip(symbols, row.args, strict=True):
            if isinstance(arg, int):
                partial = sympy.diff(OPS[row.op].value(*symbols), symbol).doit().subs(here)
                edges.setdefault(arg, []).append((row.index, partial))
    return program, edges


# --- the running example, digit by digit ------------------------------------------------------------


@pytest.mark.parametrize("x", RUNNING)
def test_values_of_the_running_example_are_the_reference(x):
    """Every number of the lesson's central table, at all four points, against 60-digit arithmetic."""
    program = ad.trace(ZOO["running"].f, x=0.25)
    values = ad.primals(program, x=x)
    assert tuple(values) == tuple(LETTERS)
    for letter in LETTERS:
        assert values[letter] == pytest.approx(float(RUNNING[x][letter]), rel=1e-14)


@pytest.mark.parametrize("x", RUNNING)
def test_adjoints_of_the_running_example_are_the_reference(x):
    """The adjoint of every variable, not only of x: a compensating pair of errors would show."""
    program = ad.trace(ZOO["running"].f, x=0.25)
    zbar = ad.adjoints(program, x=x)
    for letter in LETTERS:
        assert zbar[letter] == pytest.approx(float(RUNNING[x]["l" + letter]), rel=1e-13)
    assert zbar["f"] == zbar["d"] == zbar["e"] == 1


@pytest.mark.parametrize("x", RUNNING)
def test_tangents_of_the_running_example_are_the_reference(x):
    """Forward mode has a table of its own, ending in the same derivative."""
    program = ad.trace(ZOO["running"].f, x=0.25)
    zdot = ad.tangents(program, {"x": 1}, x=x)
    assert zdot["x"] == 1
    for letter in "abcdef":
        assert zdot[letter] == pytest.approx(float(RUNNING[x][letter + "dot"]), rel=1e-13)


@pytest.mark.parametrize("x", RUNNING)
def test_the_second_derivative_is_a_sum_of_multipliers_and_tangents(x):
    """f'' = sum_i lam_i zdot' (Hess f_i) zdot: both sweeps together give the curvature (theory, 5.2)."""
    program = ad.trace(ZOO["running"].f, x=x)
    z, lam, zdot = ad.primals(program), ad.adjoints(program), ad.tangents(program, {"x": 1})
    curvature = (
        lam["a"] * z["a"] * zdot["x"] ** 2
        + lam["b"] * 2 * zdot["a"] ** 2
        + lam["d"] * z["d"] * zdot["c"] ** 2
        - lam["e"] * z["e"] * zdot["c"] ** 2
    )
    assert curvature == pytest.approx(float(RUNNING[x]["f2"]), rel=1e-12)
    assert curvature != pytest.approx(float(RUNNING[x]["f2"]) - lam["b"] * 2 * zdot["a"] ** 2, rel=1e-3)


# --- every step of every example --------------------------------------------------------------------


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_each_reverse_step_adds_upstream_times_partial(f, at):
    """The one line of backpropagation, checked at each of its executions."""
    program = ad.trace(f, at)
    zbar = dict.fromkeys(program.names, 0)
    for step in ad.reverse_sweep(program):
        assert step.before == zbar[step.target]
        if step.kind == "reverse":
            assert step.after == step.before + step.upstream * step.partial
            assert step.upstream == zbar[step.source]
        zbar[step.target] = step.after
    assert zbar == ad.adjoints(program)


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_a_step_knows_the_instruction_whose_edge_it_crosses(f, at):
    """Going back it is that of the one who pays; the pictures light that line."""
    program = ad.trace(f, at)
    steps = [*ad.forward_sweep(program), *ad.tangent_sweep(program, program.pack_inputs([1] * program.d))]
    assert [program.names[step.instruction] for step in steps] == [step.target for step in steps]
    steps = [step for step in ad.reverse_sweep(program) if step.kind == "reverse"]
    assert [program.names[step.instruction] for step in steps] == [step.source for step in steps]


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_a_variable_pays_only_when_it_has_been_paid_in_full(f, at):
    """Order is what recursion gets wrong: nobody receives another share after passing its adjoint on."""
    program, has_paid = ad.trace(f, at), set()
    for step in ad.reverse_sweep(program):
        assert step.target not in has_paid
        has_paid.add(step.source)


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_the_reverse_sweep_crosses_each_live_edge_once_slot_by_slot(f, at):
    """An edge is an argument slot: none is skipped, none is crossed twice, constants are none."""
    program = ad.trace(f, at)
    steps = [step for step in ad.reverse_sweep(program) if step.kind == "reverse"]
    live = set(program.output_slots)
    for row in reversed(program.instructions):
        if row.index in live:
            live.update(a for a in row.args if isinstance(a, int))
    expected = [
        (row.name, slot, program.names[arg])
        for row in reversed(program.instructions)
        if row.index in live
        for slot, arg in enumerate(row.args)
        if isinstance(arg, int)
    ]
    assert [(step.source, step.slot, step.target) for step in steps] == expected


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_each_tangent_step_adds_upstream_times_partial(f, at):
    """Forward mode crosses the same edges with the same partials, in the other direction."""
    program = ad.trace(f, at)
    direction = program.pack_inputs([Fraction(k + 2, 3) for k in range(len(program.inputs))])
    zdot, edges = dict.fromkeys(program.names, 0), []
    for step in ad.tangent_sweep(program, direction):
        assert step.before == zdot[step.target]
        if step.kind == "tangent":
            assert step.after == step.before + step.upstream * step.partial
            assert step.upstream == zdot[step.source]
            edges.append((step.target, step.slot, step.source))
        zdot[step.target] = step.after
    assert zdot == ad.tangents(program, direction)
    assert edges == [
        (row.name, slot, program.names[arg])
        for row in program.instructions
        for slot, arg in enumerate(row.args)
        if isinstance(arg, int)
    ]


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_the_forward_sweep_assigns_each_variable_once(f, at):
    """Single assignment: an input step per input, a forward step per instruction, and the values of the program."""
    program = ad.trace(f, at)
    steps = list(ad.forward_sweep(program))
    inputs = len(program.inputs)
    assert [step.kind for step in steps] == ["input"] * inputs + ["forward"] * (len(program) - inputs)
    assert [step.target for step in steps] == list(program.names)
    assert all(step.before is None and step.source is None for step in steps)
    assert [step.after for step in steps] == program.values()[: len(program)]
    assert ad.primals(program) == {step.target: step.after for step in steps}
    assert f(**at) == program()


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_the_kinds_of_steps_come_in_order(f, at):
    """Tables and pictures rely on it: first the seeds, then one step per edge."""
    program = ad.trace(f, at)
    reverse = [step.kind for step in ad.reverse_sweep(program)]
    assert reverse == ["seed"] + ["reverse"] * (len(reverse) - 1)
    direction = dict.fromkeys(at, 1)
    direction = {name: [1] * len(at[name]) if isinstance(at[name], list) else 1 for name in direction}
    tangent = [step.kind for step in ad.tangent_sweep(program, direction)]
    assert tangent == ["seed"] * len(program.inputs) + ["tangent"] * (len(tangent) - len(program.inputs))
    assert len(tangent) - len(program.inputs) == sum(len(program.alpha(i)) for i in range(len(program)))


def test_the_steps_of_a_square_are_the_ones_in_the_book():
    """The smallest surprise: x * x makes two assignments, each adding 3, and no 2 stands in the table."""
    square = ad.trace(lambda x: x * x, x=3)
    assert list(ad.reverse_sweep(square)) == [
        ("seed", "f", 0, 1, None, None, None, None),
        ("reverse", "x", 0, 3, "f", 1, 3, 0),
        ("reverse", "x", 3, 6, "f", 1, 3, 1),
    ]
    assert list(ad.tangent_sweep(square, {"x": 1})) == [
        ("seed", "x", 0, 1, None, None, None, None),
        ("tangent", "f", 0, 3, "x", 1, 3, 0),
        ("tangent", "f", 3, 6, "x", 1, 3, 1),
    ]
    assert ad.adjoints(square)["x"] != 3  # what a set of parents, or = for +=, would give


# --- the three oracles --------------------------------------------------------------------------------


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_reverse_and_forward_are_transposes(f, at):
    """ybar . (J xdot) == (ybar J) . xdot: exactly for fractions, because they do not round."""
    program = ad.trace(f, at)
    xdot = [Fraction(2 * k + 1, 3 - 7 * k) for k in range(len(program.inputs))]
    ybar = Fraction(-5, 4)
    pushed = ad.jvp(program, program.pack_inputs(xdot))
    pulled = flatten(ad.vjp(program, ybar))
    left = ybar * sum(pushed.values())
    right = sum(u * d for u, d in zip(pulled, xdot, strict=True))
    if isinstance(left, float):
        assert left == pytest.approx(right, rel=1e-12)
    else:
        assert left == right


@pytest.mark.parametrize(("f", "at"), EXACTLY)
def test_an_adjoint_is_the_sum_over_all_paths(f, at):
    """The definition, at exponential cost, with SymPy's partials on the edges: the sweep computes the same sum."""
    program, edges = with_an_edge(f, at)
    zbar = ad.adjoints(program)
    target = program.output_slots[0]
    for i, name in enumerate(program.names):
        assert as_sympy(zbar[name]) == sum_over_paths(edges, i, target)


def test_the_running_example_has_four_paths_and_their_sum_is_the_derivative():
    """The flat derivative is the sum of four products; at x = 0 the four are known (theory, 5.3)."""
    program, edges = with_an_edge(ZOO["running"].f, {"x": 0.0})
    counted = {i: [(k, 1) for k, _ in rows] for i, rows in edges.items()}
    assert sum_over_paths(counted, 0, len(program) - 1) == 4
    four = [7.38905609893065, 14.7781121978613, -0.416146836547142, -0.832293673094285]
    assert float(sum_over_paths(edges, 0, len(program) - 1)) == pytest.approx(sum(four), rel=1e-13)
    assert ad.adjoints(program)["x"] == pytest.approx(sum(four), rel=1e-13)


@pytest.mark.parametrize(("f", "at"), EXACTLY)
def test_adjoints_of_inputs_are_sympys_partial_derivatives_exactly(f, at):
    """An algebra system differentiates the same Python function, and there is nothing to round."""
    program = ad.trace(f, at)
    zbar = ad.adjoints(program)
    assert [as_sympy(zbar[name]) for name in program.inputs] == sympy_gradient(f, at)


straight_lines = st.tuples(
    st.lists(st.fractions(min_value=-3, max_value=3, max_denominator=5), min_size=1, max_size=3),
    st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=7),
    st.integers(0, 99),
)


def run_straight_line(lines, u):
    """Run random assignments on whatever numbers they are given; return the last and another variable."""
    z = list(u)
    for sign, i, j in lines:
        left, right = z[i % len(z)], z[j % len(z)]
        z.append(left + right if sign == "+" else left - right if sign == "-" else left * right)
    return z


@settings(max_examples=60)
@given(straight_lines)
def test_any_straight_line_program_has_sympys_gradient(drawn):
    """Random programs reach the corners that examples miss: repeated arguments, dead code, an input as output."""
    at, lines, _ = drawn
    gradient = ad.grad(lambda x: run_straight_line(lines, x)[-1], x=at)["x"]
    symbols = sympy.symbols(f"x:{len(at)}")
    where = dict(zip(symbols, map(as_sympy, at), strict=True))
    expression = run_straight_line(lines, symbols)[-1]
    assert [as_sympy(u) for u in gradient] == [sympy.diff(expression, s).subs(where) for s in symbols]


@settings(max_examples=100)
@given(straight_lines, st.lists(st.fractions(max_denominator=9), min_size=5, max_size=5))
def test_any_straight_line_program_satisfies_the_transpose_identity(drawn, numbers):
    """The identity needs no other implementation of derivatives, so it holds the two sweeps to each other exactly."""
    at, lines, other = drawn
    program = ad.trace(lambda x: (run_straight_line(lines, x)[-1], run_straight_line(lines, x)[other % len(lines)]), x=at)
    xdot = {"x": numbers[: len(at)]}
    ybar = dict(zip(program.outputs, numbers[3:], strict=False))
    left = sum(ybar.get(name, 0) * tangent for name, tangent in ad.jvp(program, xdot).items())
    right = sum(u * d for u, d in zip(ad.vjp(program, ybar)["x"], xdot["x"], strict=True))
    assert left == right


# --- seeds, directions, several outputs ----------------------------------------------------------------


def test_seeds_are_prices_of_outputs():
    """Two outputs share the node y; nothing is left over from one sweep to the next."""
    program = ad.trace(lambda x: {"u": (y := 3 * x) * y, "w": y + 1}, x=2)
    assert ad.adjoints(program, seed={"u": 1})["x"] == 36
    assert ad.adjoints(program, seed={"w": 1})["x"] == 3  # 39 where adjoints are stored on the nodes and not zeroed
    assert ad.adjoints(program, seed={"u": 1, "w": 1})["x"] == 39
    assert ad.adjoints(program, seed={"u": Fraction(1, 2), "w": -1})["x"] == 15
    assert [step.target for step in ad.reverse_sweep(program, seed={"w": 1, "u": 1})][:2] == ["u", "w"]
    assert ad.adjoints(program, seed={"u": 1}) == ad.adjoints(program, seed={"u": 1})
    under_two_keys = ad.trace(lambda x: {"u": (y := x * x), "w": y}, x=3)
    steps = list(ad.reverse_sweep(under_two_keys, seed={"u": 5, "w": 7}))
    assert [(step.kind, step.before, step.after) for step in steps[:2]] == [("seed", 0, 5), ("seed", 5, 12)]
    assert steps[-1].after == 12 * 6


def test_a_seed_scales_the_whole_sweep():
    """The sweep is linear in its seed: that is why one can ask for any row vector times the Jacobian."""
    program = ad.trace(ZOO["order_matters"].f, a=2, b=3)
    once, tenfold = ad.adjoints(program), ad.adjoints(program, seed=10)
    assert tenfold == {name: 10 * u for name, u in once.items()}
    assert ad.adjoints(program, seed=0) == dict.fromkeys(program.names, 0)


def test_inputs_left_out_of_a_direction_do_not_move():
    """A direction is a dict; the missing entries are 0, also inside a list input."""
    program = ad.trace(lambda x, y: x[0] * x[1] * y, x=[2, 3], y=5)
    assert ad.jvp(program, {"y": 1}) == {"f": 6}
    assert ad.jvp(program, {"x": [1, 0]}) == {"f": 15}
    assert ad.jvp(program, {}) == {"f": 0}


def test_sweeps_run_at_inputs_other_than_the_traced_ones():
    """A program is structure; the example inputs are only a default."""
    program = ad.trace(ZOO["order_matters"].f, a=2, b=3)
    assert ad.adjoints(program, a=0, b=1)["a"] == 1 + 1 + 1
    assert ad.adjoints(program, at={"a": 0}, b=1)["a"] == 3
    assert ad.adjoints(program)["a"] == 25
    assert list(ad.forward_sweep(program, a=0, b=1))[-1].after == 1


def test_order_matters_where_the_known_wrong_schedules_fail():
    """On y = (a+b) + ab + (a+b)ab, learners' schedules give 29 and 22, or 4 and 3; the right answer is 25 and 19."""
    program = ad.trace(ZOO["order_matters"].f, a=2, b=3)
    edges = {}
    for step in ad.reverse_sweep(program):
        if step.kind == "reverse":
            edges.setdefault(step.source, []).append((step.target, step.partial))

    def recurse(name, pushes, once, zbar, visited):
        if once and name in visited:
            return zbar
        visited.add(name)
        for target, partial in edges.get(name, []):
            zbar[target] += pushes(name, zbar) * partial
            recurse(target, pushes, once, zbar, visited)
        return zbar

    def schedule(once):
        zbar = dict.fromkeys(program.names, 0) | {program.outputs[0]: 1}
        return recurse(program.outputs[0], lambda name, zbar: zbar[name], once, zbar, set())

    right, accumulated, depth_first = ad.adjoints(program), schedule(once=False), schedule(once=True)
    assert (right["a"], right["b"]) == (25, 19)
    assert (accumulated["a"], accumulated["b"]) == (29, 22)
    assert (depth_first["a"], depth_first["b"]) == (4, 3)


# --- what nobody pays for ----------------------------------------------------------------------------------


def test_a_dead_branch_with_an_infinite_slope_does_not_poison_the_gradient():
    """0 * inf is NaN; a variable that the output does not depend on must not be multiplied at all."""

    def f(x, y):
        unused = ad.log(y) + 1 / y  # noqa: F841
        return x * x

    program = ad.trace(f, x=3.0, y=0.0)
    assert ad.grad(program) == {"x": 6.0, "y": 0}
    assert [step.target for step in ad.reverse_sweep(program)] == ["f", "x", "x"]
    assert ad.vjp(ad.trace(lambda x, y: (x * x, ad.sqrt(y)), x=3.0, y=0.0), {"f": 1}) == {"x": 6.0, "y": 0}


def test_a_branch_not_taken_leaves_no_trace():
    """The derivative is that of the path that ran; the other path is not even in the program."""
    program = ad.trace(lambda x: ad.log(x) if x > 0 else x * x, x=-2.0)
    assert len(program) == 2
    assert ad.grad(program) == {"x": -4.0}


def test_constant_outputs_and_outputs_that_are_inputs_have_sweeps():
    """The edge cases of the seed: nothing to seed, and a seed that is already the answer."""
    constant, identity = ad.trace(lambda x: 3, x=2), ad.trace(lambda x: x, x=2)
    assert list(ad.reverse_sweep(constant)) == []
    assert ad.adjoints(constant) == {"x": 0}
    assert ad.jvp(constant, {"x": 1}) == {"3": 0}
    assert [(step.kind, step.target, step.after) for step in ad.reverse_sweep(identity)] == [("seed", "x", 1)]
    assert ad.jvp(identity, {"x": 7}) == {"x": 7}


# --- size ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chain():
    """Return a program of 100,000 additions in a row."""

    def f(x):
        for _ in range(100_000):
            x = x + 1
        return x

    return ad.trace(f, x=1)


def test_a_chain_of_100_000_instructions_needs_no_recursion(chain):
    """Engines that sort recursively stop at 995 chained additions."""
    started = time.process_time()
    assert len(chain) == 100_001
    assert chain() == 100_001
    assert ad.grad(chain) == {"x": 1}
    assert sum(step.kind == "reverse" for step in ad.reverse_sweep(chain)) == 100_000
    assert ad.jvp(chain, {"x": 2}) == {chain.outputs[0]: 2}
    assert time.process_time() - started < 5 * 2


@pytest.mark.parametrize(
    ("combine", "x", "value"),
    [(lambda y: y + y, 1, 2**60), (lambda y: y * y, 1.0, 1.0)],
    ids=["y = y + y", "y = y * y"],
)
def test_sixty_stacked_diamonds_take_120_steps(combine, x, value):
    """2**60 paths, 120 edges: an engine that follows paths would need longer than the universe is old."""

    def f(y):
        for _ in range(60):
            y = combine(y)
        return y

    started = time.process_time()
    program = ad.trace(f, y=x)
    kinds = [step.kind for step in ad.reverse_sweep(program)]
    assert kinds == ["seed"] + ["reverse"] * 120
    assert ad.value_and_grad(program) == (value, {"y": 2**60})
    assert ad.jvp(program, {"y": 1}) == {program.outputs[0]: 2**60}
    assert time.process_time() - started < 5


# --- refusals -------------------------------------------------------------------------------------------------


def test_seeds_and_directions_must_name_what_exists():
    """A misspelled key silently ignored would be a wrong derivative."""
    program = ad.trace(lambda x, y: (x * y, x + y), x=2, y=3)
    with pytest.raises(InputError, match="give the seed as a dict"):
        ad.adjoints(program)
    with pytest.raises(InputError, match="has no output 'loss'"):
        ad.vjp(program, {"loss": 1})
    with pytest.raises(InputError, match=r"has no input \(in direction\) 'z'"):
        ad.jvp(program, {"z": 1})
    with pytest.raises(InputError, match="the seed must be a number"):
        ad.adjoints(ad.trace(lambda x: x * x, x=2), seed="1")
    with pytest.raises(InputError, match="by name"):
        ad.jvp(program, 3)


def test_a_sweep_across_a_flipped_guard_says_so():
    """Every sweep first runs the program, so every sweep notices another branch."""
    program = ad.trace(ZOO["branch"].f, x=-2.0)
    for sweep in (
        lambda: list(ad.forward_sweep(program, x=2.0)),
        lambda: list(ad.reverse_sweep(program, x=2.0)),
        lambda: list(ad.tangent_sweep(program, {"x": 1}, x=2.0)),
    ):
        with pytest.raises(GuardError, match="x > 0 was False"):
            sweep()


def test_whole_numbers_too_large_for_a_float_are_named():
    """A whole number of a thousand digits has no float to be multiplied with; as a float it is infinite, and runs."""
    p = ad.parse("sin(x^1000)", x=1)
    for sweep in (
        lambda x: ad.grad(p, x=x),
        lambda x: ad.tangents(p, {"x": 0.5}, x=x),
        lambda x: ad.checkpoint(p, 1, x=x),
        lambda x: list(ad.reverse_sweep(p, x=x)),
        lambda x: list(ad.tangent_sweep(p, {"x": 0.5}, x=x)),
        lambda x: list(ad.tangent_sweep(ad.parse("x*x", x=1), {"x": 0.5}, x=10**400 if type(x) is int else x)),
    ):
        with pytest.raises(ad.LessonError, match=r"too large.*[:;] give the inputs as floats"):
            sweep(10)
        sweep(10.0)


def test_numbers_that_cannot_be_combined_are_named():
    """Decimal numbers keep to themselves: beside a float, as input, seed or direction, they end in a sentence."""
    p, mixed = ad.trace(lambda x: x * x, x=2.0), ad.trace(lambda x: ad.sin(x) + x * x, x=2.0)
    tenth = Decimal("0.1")
    assert ad.grad(p, x=tenth) == {"x": Decimal("0.2")}
    for sweep in (
        lambda: ad.vjp(p, tenth),
        lambda: ad.jvp(p, {"x": tenth}),
        lambda: ad.jvp(p, {"x": 0.5}, x=tenth),
        lambda: list(ad.reverse_sweep(p, tenth)),
        lambda: list(ad.tangent_sweep(p, {"x": tenth})),
        lambda: ad.grad(lambda x: ad.log(x) + x * x * ad.sign(x), x=tenth) and ad.grad(mixed, x=tenth),
        lambda: ad.check_gradient(ad.sin, u=tenth),
    ):
        with pytest.raises(ad.LessonError, match=r"a (Decimal and a float|float and a Decimal) cannot be combined"):
            sweep()
    assert ad.softplus(tenth) == ad.softplus(0.1)
    with pytest.raises(TypeError, match=r"unexpected keyword|positional"):
        list(ad.reverse_sweep())
