"""Tracing: what a function may do with a traced value, what it may not, and what is said then."""

import math
import re
import threading
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.engine.errors import GuardError, InputError, LessonError, NumberError, TraceError
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.tracing.tape import Tape


@pytest.fixture(autouse=True)
def _every_trace_is_closed(monkeypatch):
    """After each test no trace may be left open, whatever went wrong in it."""
    tapes, make = [], Tape.__init__
    monkeypatch.setattr(Tape, "__init__", lambda tape: (make(tape), tapes.append(tape))[0])
    yield
    assert not any(tape.root or tape.frame or tape.call for tape in tapes)


def line_of(f):
    """Return the number of the first line of a function."""
    return f.__code__.co_firstlineno


# --- what is recorded ---------------------------------------------------------------------------------


def test_each_operation_on_a_traced_value_is_one_instruction():
    """The table of operations and the arithmetic of Python, one to one."""
    program = ad.trace(
        lambda x, y: (x + y, 2 + x, x - y, 2 - x, x * y, 2 * x, x / y, 2 / x, x**y, 2**x, -x, abs(x)), x=2.0, y=4.0
    )
    twice = [op for op in ("add", "subtract", "multiply", "divide", "power") for _ in range(2)]
    assert [row.op for row in program.instructions[2:]] == [*twice, "negative", "abs"]
    assert program() == (6.0, 4.0, -2.0, 0.0, 8.0, 4.0, 0.5, 1.0, 16.0, 4.0, -2.0, 2.0)


def test_a_plus_sign_and_a_copy_record_nothing():
    """Only what computes something becomes a variable."""
    program = ad.trace(lambda x: [+x, x][0], x=2)
    assert len(program) == 1
    assert program() == 2


def test_the_order_of_operands_is_kept():
    """2 - x is not x - 2; the reflected methods are where this goes wrong."""
    assert ad.trace(lambda x: 10 - x, x=3)() == 7
    assert ad.trace(lambda x: 12 / x, x=3)() == 4
    assert ad.trace(lambda x: 2**x, x=3)() == 8
    assert ad.grad(lambda x: 10 - x, x=3) == {"x": -1}
    ran = [ad.value_and_grad(f, x=3)[0] for f in (lambda x: 10 - x, lambda x: 12 / x, lambda x: 2**x, lambda x: abs(-x))]
    assert ran == [7, 4, 8, 3], "while it is traced, too"


def test_plain_numbers_stay_plain_numbers():
    """The value of a traced float is that float: no conversion on the way in, none on the way out."""
    for u in (3, 2.5, Fraction(1, 3), 1j, True):
        seen = []
        program = ad.trace(lambda x, seen=seen: seen.append(x.value) or x * 1, x=u)
        assert seen[0] is u
        assert program.at["x"] is u


def test_a_number_that_comes_again_and_again_is_one_constant():
    """A loop of a million turns need not keep its 0.5 a million times; a whole number 1 is another one than 1.0."""

    def f(x, factors=(0.5, 1, 1.0, True)):
        for u in factors:
            for _ in range(3):
                x = x * u
        return x

    program = ad.trace(f, x=1.0)
    assert [*map(repr, program.constants)] == ["0.5", "1", "1.0", "True"]
    assert [slots[1] for slots in program.slots[1:]] == [~0] * 3 + [~1] * 3 + [~2] * 3 + [~3] * 3
    assert program(x=2.0) == 0.25


def test_printing_a_traced_value_shows_its_number():
    """print inside a function is how learners look; it must neither fail nor pretend to be a number."""
    seen = []
    ad.trace(lambda x: seen.append(f"{x} {x:.2f} {x!r}") or x, x=2.5)
    assert seen == ["2.5 2.50 Traced(2.5)"]


def test_a_traced_value_is_refused_where_equality_would_be_decided_unseen():
    """A set or a dict compares by hash first: no guard would be left, and another input would get a wrong answer."""
    for f in (lambda x: x * 2 if x in {1, 2} else x, lambda x: {2: 5}.get(x, x), lambda x: {x: x * x}[x]):
        with pytest.raises(ad.LessonError, match="cannot be in a set or a key"):
            ad.trace(f, x=2)
    assert ad.trace(lambda x: x * x if x is not None else 0, x=3)() == 9
    assert ad.trace(lambda x: 0 if x == None else x * x, x=3)() == 9  # noqa: E711
    program = ad.trace(lambda x: x * 2 if x in [1, 2] else x, x=2)
    assert program() == 4
    with pytest.raises(ad.LessonError, match="another branch"):
        program(x=5)


def test_any_callable_can_be_traced():
    """Builtins of the package, lambdas, methods, closures."""
    assert ad.trace(ad.sin, u=0.5)() == math.sin(0.5)
    k = 3
    assert ad.trace(lambda x: k * x, x=2)() == 6
    assert ad.trace(lambda *, x, y=5: x * y, x=2)() == 10


def test_inputs_come_in_the_order_given_and_lists_in_their_place():
    """Order is program order, which tables and gradients follow."""
    program = ad.trace(lambda x, y, z: x + y[0] + z, z=1, y=[2, 3], x=4)
    assert program.inputs == ("z", "y[0]", "y[1]", "x")
    assert list(ad.grad(program)) == ["z", "y", "x"]
    mixed = ad.trace(lambda x, y: x - y, {"x": 7}, y=2)
    assert mixed() == 5


# --- branches and guards ----------------------------------------------------------------------------------


def test_a_branch_runs_as_usual_and_leaves_a_guard():
    """The program is the path that ran; meeting the other side raises, naming variable, line and remedy."""

    def f(x):
        y = x - 1
        if y > 0:
            return y * y
        return -y

    program = ad.trace(f, x=3)
    assert program() == 4
    assert program(x=2) == 1
    with pytest.raises(GuardError, match=rf"y > 0 was True when f was traced \(line {line_of(f) + 2}\)") as caught:
        program(x=0)
    assert "is False at these inputs" in str(caught.value)
    assert "trace again" in str(caught.value)
    assert ad.trace(f, x=0)() == 1
    assert ad.grad(f, x=0) == {"x": -1}


@pytest.mark.parametrize(
    ("compare", "sign", "x", "flipped"),
    [
        (lambda u, w: u > w, ">", 3, 2),
        (lambda u, w: u < w, "<", 1, 2),
        (lambda u, w: u >= w, ">=", 2, 1),
        (lambda u, w: u <= w, "<=", 2, 3),
        (lambda u, w: u == w, "==", 2, 3),
        (lambda u, w: u != w, "!=", 3, 2),
    ],
)
def test_every_comparison_is_guarded_whichever_way_it_came_out(compare, sign, x, flipped):
    """False is as much a decision as True."""
    for value, other in ((x, flipped), (flipped, x)):
        program = ad.trace(lambda x: x * 2 if compare(x, 2) else x * 3, x=value)
        assert program() == value * (2 if compare(value, 2) else 3)
        with pytest.raises(GuardError, match=f"x {sign} 2 was {compare(value, 2)}"):
            program(x=other)


def test_a_number_on_the_left_of_a_comparison_is_guarded():
    """Python swaps the operands; the guard must still be the same decision."""
    program = ad.trace(lambda x: x * 2 if x > 2 else x * 3, x=3)
    assert program(x=4) == 8
    with pytest.raises(GuardError, match="x > 2 was True"):
        program(x=1)
    chained = ad.trace(lambda x: x if 0 < x < 1 else x * x, x=0.5)
    with pytest.raises(GuardError, match="x < 1 was True"):
        chained(x=2)


def test_truth_of_a_traced_value_is_a_guard_too():
    """``if x`` asks whether x is zero."""
    program = ad.trace(lambda x: x * x if x else x + 1, x=2)
    assert program(x=3) == 9
    with pytest.raises(GuardError, match="x != 0 was True"):
        program(x=0)
    assert ad.trace(lambda x: x * x if not x else x + 1, x=0)() == 0


def test_a_while_loop_is_guarded_at_each_turn():
    """Newton's iteration: the number of turns is part of the path, and so are the comparisons that ended it."""

    def newton(a):
        x = a
        while abs(x * x - a) > 1e-9:
            x = (x + a / x) / 2
        return x

    program = ad.trace(newton, a=2.0)
    assert program() == pytest.approx(math.sqrt(2))
    assert ad.grad(program)["a"] == pytest.approx(1 / (2 * math.sqrt(2)), rel=1e-6)
    assert program(a=2.0001) == pytest.approx(math.sqrt(2.0001))
    with pytest.raises(GuardError, match="was False when newton was traced"):
        program(a=100.0)


def test_max_min_and_sorted_choose_and_guard_their_choice():
    """Python's builtins compare, so they work, and their choice is remembered."""
    program = ad.trace(lambda x, y: max(x, y) * 10 + min(x, y), x=1, y=2)
    assert program() == 21
    assert ad.grad(program) == {"x": 1, "y": 10}
    assert program(x=0, y=3) == 30
    with pytest.raises(GuardError, match="y > x was True"):
        program(x=3)
    in_order = ad.trace(lambda x: sorted(x)[0] * sorted(x)[2], x=[3, 1, 2])
    assert in_order() == 3
    assert ad.grad(in_order) == {"x": [1, 3, 0]}
    with pytest.raises(GuardError, match=r"x\[1\] < x\[0\] was True"):
        in_order(x=[1, 3, 2])


def test_nan_flips_a_guard():
    """Every comparison with NaN is False, so the path would change: better to say so than to compute on."""
    program = ad.trace(lambda x: x if x > 0 else -x, x=1.0)
    with pytest.raises(GuardError):
        program(x=math.nan)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x * x if x > 1 else x,
        lambda x: x * x if x else x,
        lambda x: x * x if x == 2 else x,
        lambda x: x if x != 2 else x * x,
        lambda x: x * x if not x < 1 else x,
    ],
)
def test_a_symbol_leaves_a_comparison_open_and_passes(f):
    """A formula for the branch that ran: neither x > 1 nor x == 2 is decided for a symbol."""
    program, s = ad.trace(f, x=2), sympy.Symbol("s")
    assert program(x=s) == s**2
    assert ad.grad(program, x=s) == {"x": 2 * s}
    assert ad.hessian(program, x=s) == {"x": {"x": 2}}


def test_a_comparison_of_symbols_while_tracing_leaves_no_guard():
    """There is no outcome to guard; a program traced on a symbol must still run on numbers."""
    program = ad.trace(lambda x: [x > 0, x * x][1], x=sympy.Symbol("s"))
    assert program(x=3) == program(x=-3) == 9


def test_sympys_numbers_do_decide_a_guard():
    """Only what has symbols in it is open; SymPy's -2 is as negative as ours."""
    program = ad.trace(lambda x: x * x if x > 0 else -x, x=1)
    assert program(x=sympy.Rational(1, 2)) == sympy.Rational(1, 4)
    with pytest.raises(GuardError):
        program(x=sympy.Integer(-2))


@pytest.mark.parametrize("c", [sympy.Rational(3, 7), sympy.pi, sympy.Symbol("c", positive=True)], ids=str)
def test_a_constant_of_sympys_may_stand_on_the_left(c):
    """SymPy's own operators come first there, and would ask for the float of what follows."""
    pairs = [
        (lambda x: c * x, c),
        (lambda x: c + x, 1),
        (lambda x: c - x, -1),
        (lambda x: c / x, -c / 4),
        (lambda x: c**x, sympy.log(c) * c**2),
    ]
    if not c.free_symbols:
        pairs += [(lambda x: ad.maximum(c, x), int(bool(c < 2))), (lambda x: ad.minimum(c, x), int(bool(c > 2)))]
    for f, slope in pairs:
        assert sympy.simplify(ad.grad(f, x=2)["x"] - slope) == 0


def test_a_comparison_that_cannot_be_made_is_named():
    """Complex numbers have no order."""

    def f(x):
        return x * x if x > 0 else -x

    program = ad.trace(f, x=1)
    for u in (1j, sympy.I, sympy.zoo):
        with pytest.raises(NumberError, match=f"> on line {line_of(f) + 1} cannot be decided"):
            program(x=u)


def test_guards_of_the_zoo_name_the_line_of_the_zoo():
    """Our own examples are user code as far as line numbers go."""
    program = ad.trace(ZOO["branch"].f, x=-2.0)
    inside = range(line_of(ZOO["branch"].f), line_of(ZOO["branch"].f) + 20)
    with pytest.raises(GuardError) as caught:
        program(x=2.0)
    assert any(f"(line {n})" in str(caught.value) for n in inside)


def test_a_guard_in_a_helper_names_the_helpers_line():
    """The comparison stands in the helper, so that is where the learner must look."""

    def helper(u):
        return u if u > 0 else -u

    def f(x):
        return helper(x) * 2

    with pytest.raises(GuardError, match=rf"\(line {line_of(helper) + 1}\)"):
        ad.trace(f, x=1)(x=-1)


# --- NumPy's and SymPy's functions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "op"),
    [
        (lambda x: np.sin(x), "sin"),
        (lambda x: np.exp(x), "exp"),
        (lambda x: np.sqrt(x), "sqrt"),
        (lambda x: np.abs(x), "abs"),
        (lambda x: np.negative(x), "negative"),
        (lambda x: np.maximum(x, 0), "maximum"),
        (lambda x: np.power(x, 2), "power"),
        (lambda x: np.float64(2) * x, "multiply"),
        (lambda x: x * np.float64(2), "multiply"),
        (lambda x: np.float64(2) - x, "subtract"),
        (lambda x: np.float32(2) / x, "divide"),
        (lambda x: np.int64(2) ** x, "power"),
        (lambda x: np.float64(2) + x, "add"),
        (lambda x: np.array(2.0) + x, "add"),
    ],
)
def test_numpys_functions_and_numbers_are_recorded_like_ours(f, op):
    """A learner who writes np.sin gets a sine, not a lecture."""
    program = ad.trace(f, x=0.5)
    assert [row.op for row in program.instructions] == ["input", op]
    assert program() == pytest.approx(float(f(0.5)))
    assert not type(program(x=0.25)).__name__.startswith("nd")


def test_numpys_comparisons_leave_guards_too():
    """np.float64(2) < x is asked of NumPy first, which hands it on to us."""
    for f in (
        lambda x: x if np.float64(2) < x else -x,
        lambda x: x if np.less(2, x) else -x,
        lambda x: x if x > np.float64(2) else -x,
    ):
        program = ad.trace(f, x=3.0)
        assert program() == 3.0
        with pytest.raises(GuardError):
            program(x=1.0)


def write_math_sin(x):
    return math.sin(x)


def write_cmath_or_numpy_names_without_help(x):
    return math.hypot(x, x)


def write_float(x):
    return float(x)


def write_int(x):
    return int(x)


def write_complex(x):
    return complex(x)


def write_round(x):
    return round(x)


def write_math_floor(x):
    return math.floor(x)


def write_floor_division(x):
    return x // 2


def write_reflected_floor_division(x):
    return 2 // x


def write_remainder(x):
    return x % 2


def write_divmod(x):
    return divmod(x, 2)


def write_a_caret(x):
    return x ^ 2


def write_range(x):
    return sum(range(x))


def write_an_index_from_it(x):
    return [1, 2, 3][x]


def write_an_index_into_it(x):
    return x[0]


def write_an_assignment_into_it(x):
    x[0] = 1
    return x


def write_a_loop_over_it(x):
    return sum(u for u in x)


def write_plus_text(x):
    return x + "a"


def write_text_times(x):
    return "a" * x


def write_plus_none(x):
    return x + None


def write_times_list(x):
    return [1, 2] * x


def write_compared_with_text(x):
    return x < "a"


def write_at_sign(x):
    return x @ x


def write_np_floor(x):
    return np.floor(x)


def write_sympy_sin(x):
    return sympy.sin(x)


def write_math_fsum(x):
    return math.fsum([x, x])


@pytest.mark.parametrize(
    ("f", "instead"),
    [
        (write_math_sin, "use adlesson.sin, not math.sin"),
        (write_cmath_or_numpy_names_without_help, "write adlesson.sqrt(x * x + y * y)"),
        (write_float, "a float yet: use adlesson.sin, exp, ... and plain arithmetic, not float()"),
        (write_int, "an int yet"),
        (write_complex, "a complex number yet"),
        (write_round, "leave it out"),
        (write_math_floor, "leave it out"),
        (write_floor_division, "use /"),
        (write_reflected_floor_division, "use /"),
        (write_remainder, "before tracing"),
        (write_divmod, "use /"),
        (write_a_caret, "write ** for a power"),
        (write_range, "count and index with plain integers"),
        (write_an_index_from_it, "count and index with plain integers"),
        (write_an_index_into_it, "pass a list or an array"),
        (write_an_assignment_into_it, "build a new list"),
        (write_a_loop_over_it, "pass a list or an array"),
        (write_plus_text, "the str 'a'"),
        (write_text_times, "the str 'a'"),
        (write_plus_none, "the NoneType None"),
        (write_times_list, "one number at a time"),
        (write_compared_with_text, "one number at a time"),
        (write_at_sign, "or pass an array"),
        (write_np_floor, "leave it out: its derivative is 0 or undefined"),
        (write_sympy_sin, "use adlesson.sin"),
        (write_math_fsum, "as math.fsum wants it (line"),
    ],
    ids=lambda f: f.__name__ if callable(f) else "",
)
def test_what_cannot_be_recorded_says_where_and_what_to_write_instead(f, instead):
    """The line is the learner's own, not one inside NumPy or this package."""
    with pytest.raises(TraceError) as caught:
        ad.trace(f, x=1)
    assert f"line {line_of(f) + 1}" in str(caught.value)
    assert instead in str(caught.value)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (lambda x: len(x), "a number has no length"),
        (lambda x: x(), "not callable"),
        (lambda x: ~x, "write not before a comparison"),
        (lambda x: x << 1, r"write \* 2 \*\* n"),
        (lambda x: pow(x, 2, 5), "called with other arguments than it takes"),
    ],
)
def test_what_no_number_can_do_is_said_in_a_sentence(f, sentence):
    """Python's own message would name a class of ours."""
    with pytest.raises(ad.LessonError, match=rf"\(line {f.__code__.co_firstlineno}\)") as caught:
        ad.trace(f, x=1)
    assert re.search(sentence, str(caught.value))
    assert "Traced" not in str(caught.value)


def test_an_operation_without_a_value_names_the_line():
    """What IEEE has no answer for: giant whole numbers beside floats, an order of complex numbers, and the like."""

    def f(x):
        y = x * x
        return y * 0.5

    with pytest.raises(NumberError, match=rf"multiply cannot be computed here: .*\(line {line_of(f) + 2}\)"):
        ad.trace(f, x=10**300)
    with pytest.raises(NumberError, match=r"f = y \* 0.5 cannot be computed here"):
        ad.trace(f, x=1)(x=10**300)
    with pytest.raises(NumberError, match="cannot be computed here"):
        ad.trace(ad.log, u=1.0)(u=0j)
    with pytest.raises(NumberError, match="cannot be computed here"):
        ad.trace(lambda x: ad.maximum(x, 0), x=1.0)(x=1j)
    for f, x in (
        (lambda x: ad.log(x), 0j),
        (lambda x: ad.maximum(x, 0), 1j),
        (lambda x: x * Decimal(2), 0.5),
        (lambda x: 0.5 * x, 10**400),
    ):
        with pytest.raises(NumberError, match=rf"cannot be computed here: .*\(line {line_of(f)}\)"):
            ad.trace(f, x=x)


def test_what_an_operation_of_ones_own_refuses_is_told_as_it_is():
    """It has named its culprit already; to say that the operation cannot be computed would hide that."""
    square = ad.trace(lambda u: u * u if u > 0 else u, u=2.0)
    of_own = ad.operation("of_own", lambda u: square(u=u), lambda v, u: 2 * u)
    assert ad.trace(lambda x: of_own(x) * x, x=3.0)() == 27
    with pytest.raises(GuardError, match=r"^u > 0 was True when f was traced .* and is False at these inputs"):
        ad.trace(lambda x: of_own(x) * x, x=-3.0)


@pytest.mark.parametrize(("x", "why"), [(1j, "complex numbers have no order"), (Decimal("NaN"), "a Decimal has no value")])
def test_a_comparison_without_an_answer_is_refused(x, why):
    """Which branch would run, nobody can say: not in a trace, and not when a program meets such a number."""

    def f(x):
        return x if x > 0 else -x

    with pytest.raises(NumberError, match=rf"> cannot be decided here: {why}.*\(line {line_of(f) + 1}\)"):
        ad.grad(f, x=x)
    with pytest.raises(NumberError, match=rf"> on line \d+ cannot be decided here: {why}"):
        ad.grad(ad.trace(f, x=1.0), x=x)


# --- leaks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "use",
    [
        lambda u: u + 1,
        lambda u: 1 - u,
        lambda u: -u,
        lambda u: ad.sin(u),
        lambda u: u > 1,
        lambda u: bool(u),
        lambda u: ad.trace(lambda x: x + u, x=1),
        lambda u: ad.trace(lambda x: u, x=1),
        lambda u: ad.trace(lambda x: u * 2, x=1),
        lambda u: ad.trace(lambda x: x > u, x=1),
    ],
)
def test_a_value_that_leaked_out_of_its_trace_cannot_be_used(use):
    """A list outside the function that collects values is the usual leak; its numbers would be of another run."""
    leaked = []
    ad.trace(lambda x: leaked.append(x * 2) or x, x=1)
    with pytest.raises(TraceError, match=r"left over from a finished trace was used \(line \d+\): return it instead"):
        use(leaked[0])


def test_a_value_of_an_outer_trace_is_a_constant_to_an_inner_one():
    """That is what keeps nested derivatives apart, and it is not a leak."""
    inner = []
    outer = ad.trace(lambda x: ad.grad(lambda y: inner.append(len(inner)) or x * y, y=2)["y"] * x, x=3)
    assert outer() == 9
    assert ad.grad(outer) == {"x": 6}


def test_tracing_leaves_no_trace_open_when_the_function_fails():
    """The next trace must not record into a broken one."""

    def broken(x):
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        ad.trace(broken, x=1)
    assert ad.trace(lambda x: x * x, x=3)() == 9


@pytest.mark.parametrize("run", [ad.trace, ad.grad, ad.gradient_program, ad.hessian, ad.jacobian])
def test_an_interrupt_leaves_everything_usable(run):
    """Ctrl-C in the middle of a trace, and in the middle of a trace inside a trace: the next one starts afresh."""
    armed = [True]

    def f(x):
        y = x * x
        if armed[0]:
            raise KeyboardInterrupt
        return y * x

    for g in (f, lambda x: ad.grad(f, x=x)["x"]):
        armed[0] = True
        with pytest.raises(KeyboardInterrupt):
            run(g, x=3.0)
        armed[0] = False
        assert ad.grad(f, x=3.0) == {"x": 27.0}
        assert ad.trace(g, x=3.0)() == g(3.0)


def test_an_interrupt_of_a_sweep_leaves_the_program_usable(monkeypatch):
    """A program holds no state that a sweep could leave half done; nor does a compiled one."""
    program = ad.trace(lambda x: ad.sin(x) * x + x, x=0.5)
    fast, before = ad.compiled(program), ad.value_and_grad(program)
    sin = ad.ops.OPS["sin"]
    steps = ad.reverse_sweep(program)
    next(steps)
    steps.close()

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sin, "partials", (interrupted,))
        for run in (ad.grad, ad.gradient_program, ad.hessian, ad.adjoints):
            with pytest.raises(KeyboardInterrupt):
                run(program)
    assert ad.value_and_grad(program) == before
    assert fast() == program() == before[0]


def test_threads_trace_without_knowing_of_each_other():
    """Each trace has a tape of its own."""
    results = {}

    def work(k):
        for _ in range(20):
            results[k] = ad.grad(lambda x: x * x * k + ad.sin(x) * 0, x=3.0)["x"]

    threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {k: 6.0 * k for k in range(8)}


# --- what goes in, what comes out --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "u",
    ["1", None, {1}, object(), [["1"]], ["a"], [None], np.array([1]), np.array([True]), np.array([])],
    ids=lambda u: type(u).__name__,
)
def test_an_input_that_is_not_a_number_is_refused_by_name(u):
    """The name of the input is what the learner can act on."""
    with pytest.raises(InputError, match=r"^x"):
        ad.trace(lambda x: x, x=u)


@pytest.mark.parametrize("result", [None, "text", [["1"]], {"u": None}, (1, None), object()], ids=lambda u: type(u).__name__)
def test_a_result_that_is_not_numbers_is_refused(result):
    """A forgotten return statement is the commonest of these."""
    f = lambda x: result
    with pytest.raises(InputError) as caught:
        ad.trace(f, x=1)
    if result is None:
        assert "returned None: does it end in a return statement?" in str(caught.value)
        assert f"line {line_of(f)}" in str(caught.value)


def test_a_function_called_with_other_names_than_its_own_is_explained():
    """Inputs are the parameters of the function, by name."""

    def area(width, height):
        return width * height

    for inputs in ({"width": 1}, {"width": 1, "height": 2, "depth": 3}, {"w": 1, "h": 2}):
        with pytest.raises(InputError, match=rf"area \(line {line_of(area)}\) cannot be called with {next(iter(inputs))}"):
            ad.trace(area, **inputs)
    with pytest.raises(InputError, match="cannot be called with x"):
        ad.trace(ad.sin, x=1.0)
    assert ad.trace(area, width=2, height=3)() == 6


def test_a_type_error_inside_the_function_stays_what_it_is():
    """Only a wrong call of f itself is ours to explain; a bug inside f must show its own traceback."""

    def f(x):
        return math.sin()

    with pytest.raises(TypeError, match="takes exactly one argument") as caught:
        ad.trace(f, x=1)
    assert not isinstance(caught.value, LessonError)


def test_what_is_not_a_function_is_refused():
    """Text goes through parse; the message says so."""
    with pytest.raises(InputError, match=r"for text use adlesson\.parse"):
        ad.trace("x*x", x=1)
    with pytest.raises(InputError, match="trace takes a function, not int 3"):
        ad.grad(3, x=1)


def test_empty_functions_are_programs_too():
    """No inputs, no instructions, no outputs: the smallest cases of every loop."""
    assert ad.trace(lambda: 5)() == 5
    assert ad.trace(lambda x: (), x=1)() == ()
    assert ad.trace(lambda x: {}, x=1)() == {}
    assert ad.jacobian(lambda x: {}, x=1) == {}
    assert ad.trace(lambda x: [], x=1)() == []
