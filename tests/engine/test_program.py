"""Programs: a list of instructions that can be read, run and asked who reads whom."""

import copy
import gc
import math
import pickle
import subprocess
import sys
import weakref
from fractions import Fraction

import numpy as np
import pytest
import sympy
from oracles import RUNNING, everywhere

import adlesson as ad
from adlesson.engine.errors import InputError, LessonError
from adlesson.engine.ops import OPS
from adlesson.engine.program import Constant, Instruction
from adlesson.engine.samples.examples import ZOO

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]


@pytest.fixture
def running():
    """Return the running example as a program."""
    return ad.trace(ZOO["running"].f, x=0.25)


def test_the_running_example_is_the_program_of_the_blog(running):
    """Seven variables, the blog's letters, its operations, and no node for the constant 2."""
    assert len(running) == 7
    assert running.names == tuple("xabcdef")
    assert running.inputs == ("x",)
    assert running.outputs == ("f",)
    assert [row.op for row in running.instructions] == ["input", "exp", "power", "add", "exp", "sin", "add"]
    assert repr(running).splitlines() == [
        "x = 0.25  (input)",
        "a = exp(x)",
        "b = a ** 2",
        "c = a + b",
        "d = exp(c)",
        "e = sin(c)",
        "f = d + e",
        "return f",
    ]


def test_parents_and_children_are_edges_in_both_directions(running):
    """alpha and beta as in the blog: who is read, and who reads."""
    assert [running.alpha(i) for i in range(7)] == [(), (0,), (1,), (1, 2), (3,), (3,), (4, 5)]
    assert [running.beta(j) for j in range(7)] == [(1,), (2, 3), (3,), (4, 5), (6,), (6,), ()]


def test_a_product_with_itself_has_two_edges():
    """A set of parents would keep one of the two, and the derivative 2x would become x."""
    square = ad.trace(lambda x: x * x, x=3)
    assert square.alpha(1) == (0, 0)
    assert square.beta(0) == (1, 1)
    assert square.instructions[1].args == (0, 0)
    assert ad.grad(square) == {"x": 6}


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_children_are_the_parents_read_backwards(f, at):
    """Counting edges from either end gives the same edges, with repetitions."""
    program = ad.trace(f, at)
    down = sorted((k, i) for i in range(len(program)) for k in program.alpha(i))
    up = sorted((j, i) for j in range(len(program)) for i in program.beta(j))
    assert down == up


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_each_instruction_reads_only_earlier_variables_and_inputs_come_first(f, at):
    """The list is in topological order by construction: that is what the sweeps stand on."""
    program = ad.trace(f, at)
    for i, row in enumerate(program.instructions):
        assert isinstance(row, Instruction)
        assert row.index == i
        assert all(arg < i for arg in row.args if isinstance(arg, int))
        assert (row.op == "input") == (i < len(program.inputs))
        assert repr(row) == f"{row.name} = {program.written(i)}"


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_an_instruction_says_all_there_is_to_compute(f, at):
    """Running the printed rows one by one, with Python's eval, gives the program's values."""
    program = ad.trace(f, at)
    z = program.bind({})
    space = {name: OPS[name].value for name in OPS}
    for row in program.instructions[len(z) :]:
        words = [f"z[{arg}]" if isinstance(arg, int) else f"({arg.value!r})" for arg in row.args]
        z.append(eval(OPS[row.op].written.format(*words), space, {"z": z, "Fraction": Fraction}))
    assert z == program.values()[: len(program)]


def test_constants_are_arguments_not_variables():
    """The drawing of x**2 has one arrow; the 2 is part of the operation."""
    program = ad.trace(lambda x: 2 * x**3 - x, x=5)
    assert len(program) == 4
    assert program.instructions[1].args == (0, Constant(3))
    assert program.instructions[2].args == (Constant(2), 1)
    assert program.alpha(2) == (1,)
    assert Constant(3) == Constant(3)
    assert Constant(3) != Constant(4)
    assert hash(Constant(3)) == hash(Constant(3))
    assert repr(Constant(3)) == "Constant(3)"


def test_a_constant_is_printed_so_that_it_cannot_be_misread():
    """x ** -2 and x * 1e-09 need parentheses, 2 and 0.5 do not; a giant is cut."""
    text = repr(ad.trace(lambda x: ((x * -2 + 1e-9) * 0.5 / Fraction(1, 3)) ** 2, x=1))
    assert "x * (-2)" in text
    assert "+ (1e-09)" in text
    assert "* 0.5" in text
    assert "/ (1/3)" in text
    assert "** 2" in text
    assert len(repr(ad.trace(lambda x: x * 10**5000, x=1))) < 200


def test_a_program_runs_at_other_inputs(running):
    """Structure once, numbers many times; what is left out is the traced example."""
    for x, row in RUNNING.items():
        assert running(x=x) == pytest.approx(float(row["f"]), rel=1e-14)
    program = ad.trace(lambda x, y: x * y, x=2, y=3)
    assert (program(), program(y=5), program({"x": 1}), program({"x": 1}, y=7)) == (6, 10, 3, 7)


def test_a_program_runs_on_any_numbers(running):
    """Fractions stay exact, symbols give a formula, complex numbers and NumPy's scalars work."""
    polynomial = ad.trace(lambda x: x * x - x / 3, x=1.0)
    assert polynomial(x=Fraction(1, 2)) == Fraction(1, 12)
    s = sympy.Symbol("s")
    assert sympy.expand(polynomial(x=s) - (s**2 - s / 3)) == 0
    assert running(x=s) == sympy.exp(sympy.exp(s) + sympy.exp(s) ** 2) + sympy.sin(sympy.exp(s) + sympy.exp(s) ** 2)
    assert running(x=0.25 + 0j) == pytest.approx(running())
    assert running(x=np.float64(0.25)) == running()


def test_a_list_input_takes_lists_tuples_and_arrays_of_the_right_length():
    """The length is structure, the numbers are not."""
    program = ad.trace(lambda x, k: sum(x) * k, x=[1, 2, 3], k=1)
    assert program() == program(x=(1, 2, 3)) == program(x=np.array([1, 2, 3])) == 6
    for wrong in ([1, 2], [1, 2, 3, 4], 7, []):
        with pytest.raises(InputError, match="x is a list of 3 in f, not"):
            program(x=wrong)
    with pytest.raises(InputError, match="x is a list of 3 in f, not the str 'abc'"):
        program(x="abc")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda p: p(z=1), r"f has no input 'z': it has x, speed"),
        (lambda p: p(sped=1), r"did you mean 'speed'\?"),
        (lambda p: p(x="3"), "x must be a number"),
        (lambda p: p(x=None), "x must be a number"),
        (lambda p: p(x=[3]), "x is a list: a number or a NumPy array is wanted here"),
        (lambda p: p(x=np.array([3])), "x is an array of whole numbers.*pass x.astype"),
        (lambda p: p(x=np.array([])), "x is an empty array"),
        (lambda p: p(3), "by name, for example x=3"),
        (lambda p: p(at={3: 4}), "the name of an input is text, not int 3: write '3'"),
    ],
)
def test_a_program_called_wrongly_says_how_to_call_it(call, message):
    """``p(...)`` returns or raises a LessonError: nothing else may come out of it."""
    with pytest.raises(InputError, match=message):
        call(ad.trace(lambda x, speed: x * speed, x=2, speed=3))


@pytest.mark.parametrize(
    "u", [0, 0.0, -1, 1e308, -math.inf, math.inf, math.nan, 10**400, Fraction(1, 10**400), 1j, 0j, True]
)
def test_a_program_returns_or_raises_a_lesson_error_whatever_the_number(u):
    """Values at the edge of arithmetic: each ends in a number, an infinity, a NaN, or a sentence."""
    for name, example in ZOO.items():
        program = ad.trace(example.f, example.at)
        try:
            program({key: [u] * len(v) if isinstance(v, list) else u for key, v in example.at.items()})
        except LessonError as problem:
            assert len(str(problem)) < 400, name


def test_a_program_cannot_be_changed_through_what_it_hands_out():
    """Immutable means that a later gradient cannot depend on an earlier accident."""
    numbers = [1, 2, 3]
    program = ad.trace(lambda x, y: sum(x) * y, x=numbers, y=4)
    numbers[0] = 100
    program.at["x"][0] = 100
    program.at["y"] = 0
    assert program() == 24
    assert isinstance(program.names, tuple)
    assert isinstance(program.instructions, tuple)
    assert isinstance(program.alpha(3), tuple)
    assert program.at == {"x": [1, 2, 3], "y": 4}


def test_a_program_holds_no_frames_and_no_values():
    """Keeping the traced function's locals alive would keep a learner's big lists alive, even through a leaked value."""

    class Big:
        pass

    def f(x):
        big = Big()
        seen.append(weakref.ref(big))
        leaked.append(x)
        return x * x

    seen, leaked = [], []
    program = ad.trace(f, x=3)
    gc.collect()
    assert seen[0]() is None
    assert program() == 9


def test_a_long_program_is_summarised():
    """Printing a chain of 100,000 instructions by accident must not fill the notebook."""

    def chain(x):
        for _ in range(1000):
            x = x + 1
        return x

    assert repr(ad.trace(chain, x=1)) == "<program chain: 1,001 variables, 1 inputs>"
    assert str(ad.trace(lambda x: x, x=1)) == "x = 1  (input)\nreturn x"


def test_right_hand_sides_can_be_written_in_other_words(running):
    """Formulas and drawings spell variables their own way."""
    assert running.written(3) == "a + b"
    assert running.written(0) == "input"


def test_an_array_is_printed_on_one_line():
    """Inputs and constants alike: the list if it is short, else the shape."""
    p = ad.trace(lambda W, x: (W @ x).sum() + (np.ones((9, 9)) * x[0]).sum(), W=np.eye(3), x=np.array([0.5, -1.0, 2.0]))
    lines = repr(p).splitlines()
    assert len(lines) == len(p) + 1
    assert lines[:2] == ["W = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]  (input)", "x = [0.5, -1.0, 2.0]  (input)"]
    assert any("<array of shape (9, 9)> * " in line for line in lines)
    wide = ad.trace(lambda x: x.sum(), x=np.ones((100, 100)))
    assert repr(wide).splitlines() == ["x = <array of shape (100, 100)>  (input)", "f = x.sum()", "return f"]


# --- copies and pickles ---------------------------------------------------------------------------

SENT = {
    "lambda": lambda: ad.trace(lambda x, y: ad.sin(x) * y + (u := x * y) * u, x=0.5, y=2.0),
    "branches": lambda: ad.trace(lambda x: ad.exp(x) if x > 0 else -x, x=0.5),
    "loop": lambda: ad.trace(ZOO["logistic_map"].f, ZOO["logistic_map"].at),
    "list": lambda: ad.trace(lambda x: [x[0] * x[1], x[0], 2.0], x=[2, Fraction(1, 3)]),
    "dict": lambda: ad.trace(lambda x: {"u": x * 2, "w": [x, x]}, x=1.5),
    "arrays": lambda: ad.trace(lambda X: (X[1:, ::-1] @ np.array([1.0, 2.0]) + ad.exp(X.sum(0))).sum(), X=np.ones((2, 2))),
    "text": lambda: ad.parse("lambda*x^2 + sin(x)", at={"x": 1.0, "lambda": 2.0}),
    "gradient": lambda: ad.gradient_program(ZOO["running"].f, x=0.25),
    "twice": lambda: ad.trace(lambda x: (y := x * x, y), x=3),
    "stored": lambda: ad.trace(_stored, x=1.0),
}


def _stored(x):
    hs = {}
    for t in range(2):
        hs[t] = x * t
    return hs[1]


@pytest.mark.parametrize("name", SENT)
def test_a_program_can_be_copied_and_pickled(name):
    """Sent to another process it gives the same values, names, lines, texts and pictures; nobody can change it there."""
    program = SENT[name]()
    assert copy.copy(program) is copy.deepcopy(program) is program
    there = pickle.loads(pickle.dumps(program))
    again = pickle.loads(pickle.dumps(there))
    for p in (there, again):
        assert repr(p()) == repr(program())
        assert (p.names, p.lines, p.inputs, p.outputs, p.title) == (
            program.names, program.lines, program.inputs, program.outputs, program.title,
        )  # fmt: skip
        assert [*map(type, p.names)] == [*map(type, program.names)]
        assert repr(p) == repr(program)
        assert ad.source(p) == ad.source(program)
        assert repr(ad.jacobian(p)) == repr(ad.jacobian(program))
        assert ad.draw(p).svg == ad.draw(program).svg
        assert [row.text for row in p.instructions] == [row.text for row in program.instructions]
        for u in (*p.constants, *p.example.values()):
            assert not isinstance(u, np.ndarray) or not u.flags.writeable
    if program.guards:
        with pytest.raises(ad.LessonError, match="another branch would run"):
            there(x=-1.0)


def test_a_pickle_is_read_in_another_process():
    """Where nobody has defined the function."""
    program = ad.trace(lambda x: ad.exp(x) * x, x=0.5)
    code = "import pickle, sys, adlesson as ad; p = pickle.load(sys.stdin.buffer); print(repr(p(x=0.7)), p.names)"
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(program), capture_output=True, check=True)
    assert done.stdout.decode().strip() == f"{program(x=0.7)!r} {program.names}"


def test_a_pickle_with_an_operation_of_ones_own_asks_for_its_row():
    """The table is not sent along."""
    OPS["cube"] = OPS["exp"]
    try:
        program = ad.trace(lambda x: x * x, x=1.0)
        program.ops = ("input", "cube")
        program.slots = ((), (0,))
        sent = pickle.dumps(program)
        assert pickle.loads(sent)() == math.exp(1.0)
    finally:
        del OPS["cube"]
    with pytest.raises(InputError, match="uses cube, which is in no table here: add its row first"):
        pickle.loads(sent)


def test_what_is_made_of_a_program_can_be_pickled():
    """Results, Lagrangians, loops: each holds a program, and nothing that cannot be sent."""
    p = ad.trace(lambda x, y: ad.sin(x) * y, x=0.5, y=2.0)
    system = ad.close_loop(ad.trace(lambda z, x: {"z_next": z / 2 + x, "f": z * x}, z=0.0, x=1.0), {"z_next": "z"})
    things = [ad.Lagrangian(p), system, system.solve(), ad.checkpoint(p, budget=2), ad.check_gradient(p), ad.jacobian(p)]
    things += [ad.operations(p), [*ad.reverse_sweep(p)], ad.grad(p), ad.hessian(p), ad.table(p), ad.draw(p)]
    for thing in things:
        there = pickle.loads(pickle.dumps(thing))
        assert type(there) is type(thing)
        assert repr(there) == repr(thing)
    steps = pickle.loads(pickle.dumps([*ad.reverse_sweep(p)]))
    assert [step.instruction for step in steps] == [step.instruction for step in ad.reverse_sweep(p)]


def test_a_traced_value_is_not_pickled_and_copies_are_traced():
    """It has no meaning outside its run; ``copy`` inside a function is as good as the value."""

    def f(x):
        with pytest.raises(ad.LessonError, match="a traced value lives only while its function runs"):
            pickle.dumps(x)
        return copy.copy(x) * copy.deepcopy([x])[0]

    assert ad.grad(f, x=3.0) == {"x": 6}
    assert ad.grad(lambda x: f(x).sum(), x=np.ones(2))["x"].tolist() == [2, 2]
