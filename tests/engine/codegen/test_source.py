"""The source of a program: it runs as it stands, it is what the program computes, and a person could have written it."""

import ast
import builtins
import inspect
import math
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from oracles import everywhere
from programs import ALL, A, V, executed, same, straight_line, straight_lines

import adlesson as ad
from adlesson import cos, exp, log, sin
from adlesson.engine.errors import InputError
from adlesson.engine.samples.examples import ZOO

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]
EXAMPLES = [pytest.param(example, id=name) for name, example in ZOO.items()]


def text_of(f, **at):
    """Return the source of a function's program."""
    return ad.source(ad.trace(f, at))


def body(text):
    """Return the lines of the function in a text, without its head."""
    return [line[4:] for line in text.partition("):\n")[2].splitlines()]


def idle_parts(text):
    """Return what a person would not have written: idle factors and terms, names that nobody reads."""
    tree = ast.parse(text)
    define = tree.body[-1]
    found = []

    def is_number(node, number):
        return isinstance(node, ast.Constant) and type(node.value) is int and node.value == number

    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp):
            pair = (node.left, node.right)
            if isinstance(node.op, ast.Mult) and any(is_number(u, 1) or is_number(u, 0) for u in pair):
                found.append(ast.unparse(node))
            if isinstance(node.op, ast.Add) and any(is_number(u, 0) for u in pair):
                found.append(ast.unparse(node))
            if isinstance(node.op, ast.Sub) and is_number(node.right, 0):
                found.append(ast.unparse(node))
            if isinstance(node.op, ast.Pow) and is_number(node.right, 1):
                found.append(ast.unparse(node))
            if isinstance(node.op, ast.Add | ast.Sub) and isinstance(node.right, ast.UnaryOp):
                found.append(ast.unparse(node))
        if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.UnaryOp):
            found.append(ast.unparse(node))
    read = {node.id for node in ast.walk(define) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    given = {arg.arg for arg in define.args.args} | {"_"}
    written = {node.id for node in ast.walk(define) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    imported = {alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    found += [f"{name} is not read" for name in sorted((written | imported) - given - read)]
    known = {*read & set(dir(builtins)), *imported, *written, *given, define.name}
    known |= {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}
    found += [f"{name} is nowhere written" for name in sorted(read - known)]
    return found


def test_idle_parts_are_found():
    """The check must be able to fail."""
    text = "from math import sin\ndef f(x):\n    a = 1 * x + 0\n    b = x ** 1\n    return -(-c)"
    assert sorted(idle_parts(text)) == [
        "--c", "1 * x", "1 * x + 0", "a is not read", "b is not read", "c is nowhere written", "sin is not read", "x ** 1"
    ]  # fmt: skip


# --- it runs, and returns the same ----------------------------------------------------------------


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_the_source_of_an_example_computes_what_the_program_computes(f, at):
    """Run in an empty namespace, at its own inputs and at others."""
    program = ad.trace(f, at)
    run = executed(program)
    assert same(run(**at), program())
    assert same(run(*at.values()), program())
    assert list(inspect.signature(run).parameters) == list(at)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_source_of_a_gradient_is_clean_and_equals_the_gradient_bit_for_bit(example):
    """No idle factor, no name that nobody reads; and the numbers of the sweep, to the last digit."""
    q = ad.gradient_program(example.f, example.at)
    text = ad.source(q)
    assert idle_parts(text) == []
    for pattern in (r"(?<![\w.])1 \*", r"\* 1(?![\w.])", r"\+ 0(?![\w.])", r"\*\* 1(?![\w.])"):
        assert not re.search(pattern, text)
    value, gradient = ad.value_and_grad(example.f, example.at)
    assert same(executed(q)(**example.at), {"value": value, **{f"{name}_bar": u for name, u in gradient.items()}})


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_source_of_a_second_derivative_is_clean_and_right(example):
    """Differentiated again, printed again: against SymPy's Hessian by way of the one that is tested against it."""
    q = ad.gradient_program(example.f, example.at)
    hessian = ad.hessian(example.f, example.at)
    for name, i in zip(q.outputs, q.output_slots, strict=True):
        if name != "value" and i >= 0:
            r = ad.gradient_program(q, output=name)
            assert idle_parts(ad.source(r)) == []
            word, _, place = name.partition("[")
            row = hessian[word.removesuffix("_bar")]
            row = row[int(place[:-1])] if place else row
            found = executed(r)(**example.at)
            for key in example.at:
                assert np.ravel(found[f"{key}_bar"]) == pytest.approx(np.ravel(row[key]), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("name", ALL)
def test_the_source_of_array_programs_is_clean_and_right(name):
    """In NumPy's spelling, with the large constants left open; the gradient of the sum of what they return, too."""
    f, at = ALL[name]
    assert same(executed(ad.trace(f, at))(**at), f(**at))
    if name != "several outputs":
        total = lambda **u: (lambda v: v.sum() if isinstance(v, type(V)) or hasattr(v, "sum") else v)(f(**u))
        q = ad.gradient_program(total, at)
        assert [part for part in idle_parts(ad.source(q)) if not part.startswith(("s_", "k"))] == []
        assert same(executed(q)(**at), q())


@settings(max_examples=200)
@given(straight_lines)
def test_the_source_of_any_straight_line_program_computes_what_the_program_computes(drawn):
    """Where Python does not raise, the last digit agrees; NaN where the program has NaN."""
    x, rows = drawn
    program = ad.trace(straight_line(rows), x=x)
    try:
        result = executed(program)(x)
    except (ArithmeticError, ValueError):
        assert not all(abs(float(u)) < math.inf for u in program.values())  # an infinity or a NaN was born
    else:
        assert same(result, program())


# --- it reads like a person's ---------------------------------------------------------------------


def test_the_running_example_and_its_gradient_read_like_the_blog():
    """Six lines there, five back, in the letters of the lesson."""
    p = ad.trace(ZOO["running"].f, x=0.25)
    assert ad.source(p).splitlines() == [
        "from math import exp, sin",
        "",
        "",
        "def running(x):",
        "    a = exp(x)",
        "    b = a * a",
        "    c = a + b",
        "    d = exp(c)",
        "    e = sin(c)",
        "    f = d + e",
        "    return f",
    ]
    assert body(ad.source(ad.gradient_program(p)))[6:] == [
        "c_bar = cos(c)",
        "c_bar += d",
        "a_bar = c_bar * (2 * a)",
        "a_bar += c_bar",
        "x_bar = a_bar * a",
        'return {"value": f, "x_bar": x_bar}',
    ]


def test_operators_bind_as_python_binds_them():
    """Parentheses where they change the result, in the last digit too, and nowhere else."""
    for f, line in (
        (lambda x, y: (x + y) * x, "(x + y) * x"),
        (lambda x, y: x + y * x, "x + y * x"),
        (lambda x, y: x - (y - x), "x - (y - x)"),
        (lambda x, y: (x - y) - x, "x - y - x"),
        (lambda x, y: x + (y + x), "x + (y + x)"),
        (lambda x, y: x * (y * x), "x * (y * x)"),
        (lambda x, y: x / (y / x), "x / (y / x)"),
        (lambda x, y: -(x**2), "-(x * x)"),
        (lambda x, y: (-x) ** 3, "(-x) ** 3"),
        (lambda x, y: -(x**3), "-x ** 3"),
        (lambda x, y: (x + y) ** 2, "(x + y) ** 2"),
        (lambda x, y: (x**3) ** 2, "(x ** 3) ** 2"),
        (lambda x, y: x**-2, "x ** (-2)"),
        (lambda x, y: x - -2, "x - -2"),
        (lambda x, y: -2 * x, "-2 * x"),
        (lambda x, y: x * -2, "x * -2"),
        (lambda x, y: x**y, "pow(x, y)"),
        (lambda x, y: (x * y) ** (x + y), "pow(x * y, x + y)"),
        (lambda x, y: 2**x, "pow(2, x)"),
        (lambda x, y: x**0.5, "pow(x, 0.5)"),
        (lambda x, y: -sin(x + y), "-sin(x + y)"),
        (lambda x, y: abs(x - y), "abs(x - y)"),
        (lambda x, y: x * Fraction(1, 3), "x * Fraction(1, 3)"),
        (lambda x, y: x * (2 - 3j), "x * (2-3j)"),
        (lambda x, y: ad.arctan(x), "atan(x)"),
        (lambda x, y: ad.relu(x), "relu(x)"),
    ):
        text = text_of(f, x=1.7, y=0.3)
        assert body(text) == [f"f = {line}", "return f"]
        assert same(executed(ad.trace(f, x=1.7, y=0.3))(1.7, 0.3), ad.trace(f, x=1.7, y=0.3)())


def test_array_operations_bind_as_python_binds_them():
    """Methods of sums stand behind parentheses."""
    for f, line in (
        (lambda A, x: (A + x).sum(0), "(A + x).sum(0)"),
        (lambda A, x: A @ (x * 2), "A @ (x * 2)"),
        (lambda A, x: (A * 2) @ x, "A * 2 @ x"),
        (lambda A, x: A.T.sum(), "A.T.sum()"),
        (lambda A, x: -A.T, "-A.T"),
        (lambda A, x: (-A).T, "(-A).T"),
        (lambda A, x: (A @ x)[0], "(A @ x)[0]"),
        (lambda A, x: A[:, 1:].mean(axis=1), "A[:, 1:].mean(1)"),
        (lambda A, x: (x**2).reshape(3, 1), "(x * x).reshape(3, 1)"),
        (lambda A, x: (x + 12) ** 2.5, "(x + 12) ** 2.5"),
        (lambda A, x: A[[1, 0]], "A[[1, 0]]"),
        (lambda A, x: x[()], "x[()]"),
        (lambda A, x: x * np.array([1.0, 2.0, 3.0]), "x * array([1.0, 2.0, 3.0])"),
    ):
        text = text_of(f, A=A, x=V)
        assert body(text) == [f"f = {line}", "return f"]
        assert same(executed(ad.trace(f, A=A, x=V))(A, V), f(A, V))


def test_names_are_the_authors_and_what_has_none_stands_where_it_is_read():
    """``z1`` is a name, too, if the author gave it."""

    def f(x):
        z1 = exp(x)
        mean = (z1 + x) / 2
        return mean * mean

    assert body(text_of(f, x=0.5)) == ["z1 = exp(x)", "mean = (z1 + x) / 2", "f = mean * mean", "return f"]
    assert body(text_of(lambda x: sin(x) * cos(x), x=0.5)) == ["f = sin(x) * cos(x)", "return f"]
    read_twice = body(text_of(lambda x: (lambda u: u * u)(sin(x)), x=0.5))
    assert read_twice == ["z1 = sin(x)", "f = z1 * z1", "return f"]


def test_long_expressions_are_broken_into_lines():
    """Nobody reads a line of a thousand characters, and Python's parser would not nest so deep."""
    text = text_of(lambda x: sum(sin(x * k) for k in range(1, 100)), x=0.5)
    assert max(map(len, text.splitlines())) < 100
    nested = lambda x: _applied(sin, 200, x)
    assert max(map(len, text_of(nested, x=0.5).splitlines())) < 100


def _applied(f, n, x):
    for _ in range(n):
        x = f(x)
    return x


def test_an_adjoint_that_is_paid_often_gets_a_line_for_each_share():
    """``x_bar += ...``, in the order of the sweep, and no line for a sum on the way."""

    def f(x):
        return sin(x) + cos(x) * x + exp(x) * x + log(x)

    lines = body(ad.source(ad.gradient_program(f, x=0.5)))
    shares = [line for line in lines if line.startswith("x_bar")]
    assert shares[0].startswith("x_bar = ")
    assert all(line.startswith(("x_bar += ", "x_bar -= ")) for line in shares[1:])
    assert [line[6:] for line in shares] == ["= 1 / x", "+= z5", "+= x * z5", "+= z2", "-= x * z1", "+= z2"]
    assert [line.split()[0] for line in lines if "_bar" in line.split()[0]] == ["x_bar"] * len(shares)
    assert body(ad.source(ad.gradient_program(lambda x, y: x * y - sin(x), x=0.5, y=1.0)))[1] == "x_bar = y - cos(x)"
    many = lambda x: sum(x * sin(x * k) for k in range(2, 40))
    lines = body(ad.source(ad.gradient_program(many, x=0.5)))
    assert {line.split()[0] for line in lines if " += " in line} == {"x_bar"}


def test_what_was_computed_before_is_not_computed_again():
    """The sine of the way there is the slope of the cosine on the way back; an operation of one's own may be a dice."""
    text = ad.source(ad.gradient_program(lambda x: 3 * sin(x * 2) + 5 * cos(x * 2) + 0.0 * x, x=0.5))
    assert [text.count(word) for word in ("sin(", "cos(", "x * 2")] == [1, 1, 1]
    z = ad.gradient_program(lambda x: (x * 2) ** 2 + (x * 2.0) ** 2 + x * 0.0 + x * -0.0, x=0.5)
    assert len({op for op in z.ops if op == "multiply"}) == 1
    assert [ad.source(z).count(word) for word in ("x * 2", "x * 2.0", "x * 0.0", "x * -0.0")] == [2, 1, 1, 1]


def test_plus_equals_never_starts_from_a_name_that_is_somebody_elses():
    """``x_bar = y`` and then ``x_bar += ...`` would change y where y is an array."""
    for f in (lambda x, y: x * y + x * x * y, lambda x, y: x * y + x, lambda x, y: (x + y) * x + y * y + x * y * x):
        tree = ast.parse(ad.source(ad.gradient_program(f, x=2.0, y=3.0)))
        started = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                started[node.targets[0].id] = node.value
        added = {node.target.id for node in ast.walk(tree) if isinstance(node, ast.AugAssign)}
        assert not any(isinstance(started[name], ast.Name) for name in added)


def test_shares_of_smaller_shape_are_not_added_in_place():
    """The adjoint of x.sum(0) has three entries, that of x six: ``u += w`` cannot make u larger."""
    f = lambda x: (x * x).sum() + (lambda s: (sin(s) * cos(s)).sum())(x.sum(0))
    q = ad.gradient_program(f, x=A / 9)
    assert "x_bar = z5 * z5 - z4 * z4 + x" in ad.source(q)
    assert same(executed(q)(A / 9), q())


def test_dead_code_is_left_out():
    """What nobody reads is not printed; what a guard reads is."""

    def f(x, y):
        dead = sin(y) * 3
        if y * 2 > 1:
            dead = dead + 1
        return x * x

    text, line = text_of(f, x=2.0, y=3.0), f.__code__.co_firstlineno + 2
    assert "sin" not in text
    assert body(text) == [
        "if not y * 2 > 1:",
        f'    raise ValueError("another branch than the one that was traced (line {line}) would run here")',
        "f = x * x",
        "return f",
    ]
    assert body(text_of(lambda x: x[1] * 2, x=[1.0, 2.0, 3.0])) == ["_, x_1, _ = x", "f = x_1 * 2", "return f"]


def test_guards_are_checked_before_what_comes_after_them():
    """A logarithm behind ``if x > 0`` is not reached by a negative number."""

    def f(x):
        if x > 0:
            return log(x)
        return x

    run = executed(ad.trace(f, x=1.0))
    with pytest.raises(ValueError, match=r"another branch than the one that was traced \(line \d+\)"):
        run(-1.0)
    otherwise = executed(ad.trace(f, x=-1.0))
    assert otherwise(-3.0) == -3.0
    with pytest.raises(ValueError, match="another branch"):
        otherwise(3.0)


# --- names and shapes of every kind ---------------------------------------------------------------

AWKWARD = ["exp", "e", "abs", "pow", "inf", "nan", "Fraction", "array", "k0", "f", "math", "float", "ValueError", "s_"]
AWKWARD += ["sum", "isinstance", "carefully", "PROBLEMS", "ndarray", "lambda", "class", "None", "True", "x y", "x²", "2x"]
AWKWARD += ["", "α", "x̄", "_", "__debug__", '"', "\\", "a\nb", "{x}", "<b>", "value", "x_bar", "self", "at", "z2"]


@pytest.mark.parametrize("name", AWKWARD)
def test_an_input_may_have_any_name(name):
    """Names of functions, of builtins, of our own helpers, keywords, and no names at all, through ``at={...}``."""

    def g(u):
        big = np.arange(30.0)
        return exp(abs(u) ** 1.5) * Fraction(1, 3) * math.inf + (u * big).sum() + u**2.5

    for f in (lambda **u: exp(abs(u[name]) ** 1.5) * Fraction(1, 3) + u[name] * 0.25, lambda **u: g(u[name])):
        program = ad.trace(f, at={name: -0.5})
        for q in (program, ad.gradient_program(program)):
            assert same(executed(q)(-0.5), q())
            assert same(ad.compiled(q)(-0.5), q())
            assert same(ad.compiled(q)(), q())
            assert same(ad.compiled(q)(0.75), q({name: 0.75}))
            assert same(ad.compiled(q)(**{name: 0.75}), q({name: 0.75}))
        with pytest.raises(ad.LessonError):
            ad.compiled(program)("a")


def test_awkward_names_together():
    """All of them at once, and lists of them."""
    at = {name: 0.5 + k for k, name in enumerate(AWKWARD)} | {"fi": 2.0, "x": [1.0, 2.0], "x 0": 5.0, "x_0": 7.0}

    def f(**u):
        numbers = [v for v in u.values() if not isinstance(v, list)]
        return sum((v * exp(-abs(v)) for v in numbers), u["x"][0] * u["x"][1])

    program = ad.trace(f, at)
    assert same(executed(program)(*at.values()), program())
    assert same(ad.compiled(program)(*at.values()), program())
    q = ad.gradient_program(program)
    assert same(executed(q)(*at.values()), q())
    assert same(ad.compiled(q)(), q())


def test_a_local_variable_may_have_any_name():
    """The learner's ``sum``, ``exp`` and ``list`` are names like others."""

    def f(x):
        sum = x * x
        exp = ad.exp(sum)
        list = [exp, sum]
        float = list[0] + 1
        isinstance = float * 2
        type = isinstance - x
        return type

    program = ad.trace(f, x=0.5)
    assert "sum = x * x" in ad.source(program)
    assert same(executed(program)(0.5), program())
    assert same(ad.compiled(program)(0.5), program())


@pytest.mark.parametrize(
    ("f", "returned"),
    [
        (lambda x, y: (x, y), "return (x, y)"),
        (lambda x, y: (x * y,), "return (f,)"),
        (lambda x, y: [x * y, y], "return [f, y]"),
        (lambda x, y: (), "return ()"),
        (lambda x, y: [], "return []"),
        (lambda x, y: {}, "return {}"),
        (lambda x, y: 5, "return 5"),
        (lambda x, y: x, "return x"),
        (lambda x, y: -0.5, "return -0.5"),
        (lambda x, y: (x, 5, Fraction(1, 2)), "return (x, 5, Fraction(1, 2))"),
        (lambda x, y: {"u": x, "w": [y, x], "c": 2.5}, 'return {"u": x, "w": [y, x], "c": 2.5}'),
        (lambda x, y: {"u": x, 'a"b': y}, 'return {"u": x, \'a"b\': y}'),
        (lambda x, y: {1: x, None: y, (1, "b"): x, 2.5: y, False: y}, None),
        (lambda x, y: {"e": x, "empty": []}, 'return {"e": x, "empty": []}'),
        (lambda x, y: {sympy.Symbol("s"): x, frozenset([1]): y}, "return {k0: x, k1: y}"),
    ],
)
def test_outputs_of_every_form_are_returned_in_that_form(f, returned):
    """One, a tuple, a list, a dict with lists in it; inputs and constants among them."""
    program = ad.trace(f, x=2.0, y=3.0)
    if returned:
        assert body(ad.source(program))[-1] == returned
    assert same(executed(program)(2.0, 3.0), program())
    assert same(ad.compiled(program)(2.0, 3.0), program())
    assert type(executed(program)(2.0, 3.0)) is type(program())


def test_lists_are_taken_apart_first():
    """One entry, several, none."""
    assert body(text_of(lambda x: x[0] * 2, x=[1.0]))[0] == "(x_0,) = x"
    assert body(text_of(lambda x, y: x[0] * x[1] * y, x=[1.0, 2.0], y=3.0))[0] == "x_0, x_1 = x"
    blank = ad.trace(lambda x, _: x[1] * _, x=[1.0, 2.0, 3.0], _=5.0)
    assert same(executed(blank)([1.0, 2.0, 3.0], 5.0), 10.0)
    assert same(ad.compiled(blank)(), 10.0)
    empty = ad.trace(lambda x, y: y * 2, x=[], y=2.0)
    assert body(ad.source(empty)) == ["f = y * 2", "return f"]
    assert executed(empty)([], 3.0) == ad.compiled(empty)([], 3.0) == 6.0
    gradient = ad.source(ad.gradient_program(lambda x: x[0] * x[1] * x[0], x=[2.0, 3.0]))
    assert body(gradient)[-3:-1] == ["x_bar_1 = x_0 * x_0", "x_bar_0 = z2 + z2"]
    assert body(gradient)[-1] == 'return {"value": f, "x_bar": [x_bar_0, x_bar_1]}'
    assert same(ad.compiled(ad.gradient_program(lambda x: x[0] * x[1], x=[2.0, 3.0]))([5.0, 7.0])["x_bar"], [7.0, 5.0])


def test_functions_of_numbers_and_of_arrays_can_stand_in_one_text():
    """math.exp of a number and numpy.exp of an array differ in the last digit, and a program of arrays has both."""
    program = ad.trace(lambda x, s: exp(s) * exp(x) + ad.tanh(x.sum()), x=V / 9, s=0.3)
    text = ad.source(program)
    assert "from math import exp" in text
    assert "numpy_exp(x)" in text
    run = executed(program)
    for k in range(500):
        assert same(run(V / (9 + k), 0.3 + k / 100), program(x=V / (9 + k), s=0.3 + k / 100))


def test_single_precision_is_calculated_in_double():
    """What was given in seven digits is kept to the last of them, and what is made of it has sixteen."""
    for f in (
        lambda x: x.sum() ** 1.5,
        lambda x: x[1] ** x[2],
        lambda x: x[0] ** 2,
        lambda x: (x * np.float32(0.1)).mean() / 3,
    ):
        program = ad.trace(f, x=np.array([0.1, 0.7, 1.9], dtype="float32"))
        for run in (executed(program), ad.compiled(program)):
            assert isinstance(program(), float)
            assert run(program.at["x"]) == program() == f(np.array([0.1, 0.7, 1.9], dtype="float32").astype(float))


def test_parsed_text_becomes_source():
    """The other door."""
    p = ad.parse("exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)", x=0.25)
    assert same(executed(p)(0.5), p(x=0.5))
    assert idle_parts(ad.source(ad.gradient_program(p))) == []


def test_only_programs_have_a_source():
    """What was met, and how to get one."""
    with pytest.raises(InputError, match=r"source takes a program, not function .*: write source\(trace\(f, x=...\)\)"):
        ad.source(lambda x: x)
    with pytest.raises(InputError, match=r"source\(parse\(text, x=...\)\)"):
        ad.source("x * x")


# --- size -----------------------------------------------------------------------------------------


def test_the_text_of_a_long_program_is_linear_in_its_length():
    """No recursion, and no line that grows with the program."""

    def chain(x, n):
        for _ in range(n):
            x = sin(x) * x + 0.5
        return x

    def often(x, n):
        return sum(sin(x) for _ in range(n))

    def guarded(x, n):
        for k in range(n):
            if x > k - n:
                x = x + 0.5
        return x

    for f in (chain, often, guarded):
        sizes = []
        for n in (200, 2000):
            text = ad.source(ad.gradient_program(lambda x, n=n, f=f: f(x, n), x=0.5))
            assert max(map(len, text.splitlines())) < 140
            sizes.append(len(text.splitlines()))
        assert 9 < sizes[1] / sizes[0] < 11


@pytest.mark.parametrize(("a", "c"), [(0.4 + 0.3j, 2.0), (0.4, 1 - 2j), (0.4 + 0.3j, 1 - 2j)])
def test_the_source_of_complex_numbers_runs(a, c):
    """Python's own exp takes real ones alone."""

    def f(a):
        return exp(a * c) * log(a) + a**1.5 - c

    assert executed(ad.trace(f, a=a))(a) == pytest.approx(f(a))
