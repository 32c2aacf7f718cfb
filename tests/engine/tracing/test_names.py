"""Every variable has the name its author gave it: the rules, case by case, the same in every Python from 3.11 on."""

import collections
import dis
import functools
import math
import operator
import pickle

import numpy as np
import pytest

import adlesson as ad
from adlesson import maximum, sin, sqrt
from adlesson.engine.tracing.bytecode import assigned_names
from adlesson.show.writing.notation import latex_name

CASES = {}  # what each case must be called, in program order after the inputs, and on which line it stands


def case(names, lines=None, **at):
    """Register a function with the names, and the lines counted from its first one, that its variables must have."""

    def register(f):
        CASES[f.__name__] = (f, names.split(), lines, at)
        return f

    return register


@case("a b c d e f", lines=[3, 4, 5, 6, 7, 8], x=1)
def locals_keep_their_own(x):
    a = x + 1
    b = a * a
    c = a + b
    d = -c
    e = c * 2
    f = d + e
    return f


@case("s s_2 s_3", x=1)
def a_local_bound_again(x):
    s = x * 2
    s = s + 1
    s = s * s
    return s


@case("z1 s z3 s_2 z5 s_3", x=2)
def a_local_bound_in_a_loop(x):
    s = 0
    for k in range(3):
        s = s + x**k
    return s


@case("s s_2 s_3 s_4 s_5", lines=[4, 5, 6, 7, 8], x=2.0)
def augmented_assignment(x):
    s = x
    s += 1
    s *= 2
    s -= x
    s /= 3
    s **= 2
    return s


@case("x_2 x_3", x=2)
def an_input_bound_again(x):
    x = x * 2
    x = x + 1
    return x


@case("z1 z2 y z4 z5 y_2", x=0.3)
def the_logistic_map(x):
    y = x
    for _ in range(2):
        y = 4 * y * (1 - y)
    return y


@case("b b_2 b_3", x=1)
def fibonacci(x):
    a, b = x, x + 1
    for _ in range(2):
        a, b = b, a + b
    return b


@case("a b a_2 b_2 swapped", x=2, y=3)
def swapped(x, y):
    a, b = x * y, x + y
    a, b = b * 2, a * 3
    return a - b


@case("z2 a_2 z4 b_2 z6 a_3 z8 b_3", a=1.0, b=2.0)
def arithmetic_geometric_mean(a, b):
    for _ in range(2):
        a, b = (a + b) / 2, sqrt(a * b)
    return a


@case("a b c c_2 z5 three", x=2)
def three(x):
    a, b, c = x * 1, x * 2, x * 3
    a, b, c = c, a, b + 1
    return a + b + c


@case("a b c d a_2 b_2 c_2 d_2 z9 z10 four", x=2)
def four(x):
    a, b, c, d = x * 1, x * 2, x * 3, x * 4
    a, b, c, d = d * 1, a * 2, b * 3, c * 4
    return a + b + c + d


@case("z2 z3 z4 r z6 theta r_2 theta_2 two_at_once", x=3.0, y=4.0)
def two_at_once(x, y):
    r, theta = sqrt(x * x + y * y), ad.arctan(y / x)
    r, theta = r * 2, sin(theta)
    return r * theta


@case("a chained", x=2)
def chained(x):
    a = b = x * 2
    return a + b


@case("y walrus", x=2)
def walrus(x):
    return (y := x * 2) + y


@case("a c a_2 walrus_beside_another", x=2)
def walrus_beside_another(x):
    a, b = x * 2, (c := x * 3)
    a = a * b
    return a * c


@case("y y_2", x=2)
def walrus_in_a_condition(x):
    if (y := x * 2) > 1:
        y = y * 3
    return y


@case("y", x=2)
def a_conditional_expression(x):
    y = x * 2 if x > 0 else x * 3
    return y


@case("y y_2 y_3", x=2)
def conditional_expressions_bound_again(x):
    y = x * 2 if x > 0 else x * 3
    y = y + 1 if x < 0 else y + 2
    y = y * y
    return y


@case("z1 z2 unnamed", x=2.0)
def unnamed(x):
    return sin(x) * x + 1


@case("z3 z4 total squared", x=[1, 2, 3])
def squared(x):
    total = sum(x)
    return total * total


@case("z3 z4 z5 z6 z7 total", x=[1, 2, 3])
def a_generator_expression(x):
    total = sum(u * u for u in x)
    return total


@case("z3 z4 z5 z6 z7 s t[0] t[1] t[2] comprehensions", x=[1, 2, 3])
def comprehensions(x):
    s = sum([u * u for u in x])
    t = [u + 1 for u in x]
    return s * t[0]


@case("values[0] values[1] values[2] z4 z5 total", x=2)
def a_list_of_values(x):
    values = [x * k for k in range(3)]
    total = sum(values)
    return total


@case("z4 z5 z6 s", a=[1, 2], b=[3, 4])
def a_dot_product(a, b):
    s = sum(u * v for u, v in zip(a, b, strict=True))
    return s


@case("z3 z4 p z6 q folded", x=[2, 3, 4])
def folded(x):
    p = math.prod(x)
    q = functools.reduce(operator.add, x[1:], p)
    return p * q


def doubled_plus_one(u):
    v = u * 2
    w = v + 1
    return w


def doubled_and_something_else(u):
    v = u * 2
    w = v + 1  # noqa: F841
    return v


def a_pair(u):
    return u * 2, u * 3


@case("z1 y z3 z4 z z6 through_helpers", lines=[3, 3, 4, 4, 4, 5, 5], x=1)
def through_helpers(x):
    y = doubled_plus_one(x)
    z = doubled_plus_one(y) + 1
    return doubled_plus_one(z)


@case("z1 y z3 y_2", x=1)
def rebound_through_a_helper(x):
    y = doubled_plus_one(x)
    y = doubled_plus_one(y)
    return y


@case("y z2 helped", x=1)
def helped(x):
    y = doubled_and_something_else(x)
    return y * y


@case("a b a_pair_of_names", x=1)
def a_pair_of_names(x):
    a, b = a_pair(x)
    return a * b


@case("y y_2", x=2)
def a_local_function(x):
    def g(u):
        return u * u

    y = g(x)
    y = g(y)
    return y


@case("y z", x=2)
def keyword_arguments(x):
    def h(u, k=1):
        return u * k

    y = h(x, k=2)
    z = h(u=y)
    return z


@case("y closed_over", x=2)
def closed_over(x):
    y = x * 2
    g = lambda: y + 1
    return g()


@case("a b a_2 b_2 captured", x=2)
def captured(x):
    a, b = x * 2, x * 3
    get = lambda: a + b
    a, b = b + 1, a + 2
    return get()


@case("table[k] y stored_elsewhere", x=2)
def stored_elsewhere(x):
    table = {}
    table["k"] = x * 2
    y = x * 3
    return table["k"] + y


@case("z1 y", x=2)
def discarded(x):
    x * 2
    y = x * 3
    return y


@case("y y_2 y_3", x=2)
def in_blocks(x):
    try:
        y = x * 2
    finally:
        y = y + 1
    match 1:
        case 1:
            y = y * y
    return y


@case("y", x=2)
def annotated(x):
    y: float = x * 2
    return y


@case("z2 m n larger", x=1, y=5)
def larger(x, y):
    m = maximum(x * 2, y)
    n = m + max(m, y)
    return m * n


@case("s s_2 s_3", x=2)
def the_author_has_an_s_2(x):
    s = x * 2
    s_2 = x * 3
    s = s + s_2
    return s


@case("s s_2 s_2_2 crowded", x=2)
def crowded(x):
    s = x * 2
    s = s + 1
    s_2 = x * 3
    return s + s_2


@case("z2 z2_2 numbered", x=2)
def numbered(x):
    z2 = x * 3
    return z2 * z2 + x


@case("z1_2 z1 z2 later_numbered", x=2)
def later_numbered(x):
    z1 = (x * 3) + 1  # what has no name comes first, and must not take this one
    z2 = z1 * z1
    return z2 + x


@case("y z1 w is_named", x=2)
def is_named(x):
    y = x + 1
    z1 = y * y
    w = z1 * y
    return w * z1


@case("first first_2", x=2)
def first(x):
    first = x * 2
    return first * 3


@case("z1 hs[0] z3 hs[1]", x=0.5)
def states_in_a_dict(x):
    hs = {-1: x}
    for t in range(2):
        hs[t] = sin(hs[t - 1] * 2)
    return hs[1]


@case("h[0] h[0]_2 h[1] entries_bound_again", x=1.0)
def entries_bound_again(x):
    h = [0.0, 0.0]
    h[0] = x * 2
    h[0] = sin(h[0])
    h[1] = h[0] * h[0]
    return h[1] + h[0]


@case("h[0] z2 h[1] entries_changed", x=1.0)
def entries_changed(x):
    h = [x, x]
    h[0] += x
    h[1] *= x * 3
    return h[0] * h[1]


@case("h[0][0] h[0][1] h[1][0] h[1][1] table_of_values", x=1.0)
def table_of_values(x):
    h = [[0] * 2 for _ in range(2)]
    for i in range(2):
        for j in range(2):
            h[i][j] = x * (i + j + 1)
    return h[1][1] * h[0][1]


@case("hs[0] hs[1] hs[2] appended", x=1.0)
def appended(x):
    hs = []
    for t in range(2):
        hs.append(x * t)
    hs.append(sin(x))
    return hs[1] * hs[2]


@case("hs[0] hs[1] hs[w] y hs[1,2] z6 several_at_once", x=1.0)
def several_at_once(x):
    hs = {}
    hs[0], hs[1] = x * 2, x * 3
    hs["w"], y, hs[1, 2] = x * 2, x * 3, x * 5
    return y * hs["w"] * hs[1, 2]


@case("hs[0] y y_2 either_way", x=1.0)
def either_way(x):
    hs = {}
    hs[0] = x * 2 if x > 0 else x * 3
    y = x * 2 if x < 0 else x * 3
    y = y * y
    return y * hs[0]


@case("hs hs_2 written_over", x=1.0)
def written_over(x):
    hs = {}
    for k in (0, 0):
        hs[k] = x * 2
    hs[k] = None
    return x * 5


@case("d d_2 z3 odd_keys", x=2.0)
def odd_keys(x):
    d = {}
    d["x y"] = x * 2
    d[1.5] = x * 3
    return d["x y"] + d[1.5] + 1


@case("hs[0] z2 hs[1] z4 stored_through_a_helper", x=1.0)
def stored_through_a_helper(x):
    hs = {}
    for t in range(2):
        hs[t] = doubled_and_something_else(x)
    return hs[1] + hs[0]


@case("hs[0] z2 hs[1] z4 stored_at_a_known_place", x=1.0)
def stored_at_a_known_place(x):
    hs = [0, 0]
    hs[0] = doubled_and_something_else(x)
    hs[1] = doubled_and_something_else(hs[0])
    return hs[1] + hs[0]


@case("hs hs_2 stored_out_of_sight", x=1.0)
def stored_out_of_sight(x):
    hs = collections.deque([x, x])
    for t in range(2):
        hs[t] = sin(hs[t])
    return hs[0] + hs[1]


class Cell:
    """Keeps what it computes as attributes, as many people write their networks."""


@case("h h_2 hs[a] q attributes", x=0.5)
def attributes(x):
    cell = Cell()
    cell.h = x * 2
    cell.h = sin(cell.h)
    cell.hs = {}
    cell.hs["a"] = cell.h * 3
    cell.inner = Cell()
    cell.inner.q = sin(x)
    return cell.hs["a"] * cell.inner.q


class Recurrent:
    """A net whose step, a method of its own, leaves the state in an attribute."""

    def __init__(self):
        self.h = self.out = 0

    def step(self, x):
        self.h = sin(x + self.h)
        self.out = self.h * 2

    def __call__(self, x):
        self.step(x)
        self.step(x)
        return self.out * self.h


@case("z1 z2 z3 z4 h out in_a_method", x=0.5)
def in_a_method(x):
    net = Recurrent()
    net.step(x)
    net.step(x)
    return net.out * net.h


@pytest.mark.parametrize("name", CASES)
def test_variables_have_the_names_their_author_gave_them(name):
    """A table whose rows carry the learner's own words can be read beside the code."""
    f, names, lines, at = CASES[name]
    program = ad.trace(f, **at)
    inputs = len(program.inputs)
    assert list(program.names[inputs:]) == names
    if lines is not None:
        first_line = f.__code__.co_firstlineno
        assert [row.line - first_line + 1 for row in program.instructions[inputs:]] == lines


@pytest.mark.parametrize("name", CASES)
def test_names_are_unique_and_belong_to_one_variable_each(name):
    """Adjoints are looked up by name, so two variables of one name would lose a number."""
    f, _, _, at = CASES[name]
    program = ad.trace(f, **at)
    assert len(set(program.names)) == len(program) == len(program.names)
    assert all(program.index(label) == i for i, label in enumerate(program.names))
    assert program.names[: len(program.inputs)] == program.inputs
    assert set(program.outputs) <= set(program.names)
    assert [row.name for row in program.instructions] == list(program.names)


def test_a_lambda_is_called_f_and_a_function_gives_its_name_to_what_it_returns():
    """Something must stand at the end of the table; <lambda> is not a name."""
    assert ad.trace(lambda x: x * x + 1, x=1).names == ("x", "z1", "f")
    assert ad.trace(zed, x=1).names == ("x", "z1", "zed")
    assert ad.trace(lambda f: f * f, f=1).names == ("f", "f_2")


def zed(x):
    return x * x + 1


def test_outputs_of_a_dict_are_named_by_their_keys():
    """The author named them already; locals keep their own name, the key names the output."""

    def f(x):
        y = x * 2
        return {"u": x * 3, "w": y}

    program = ad.trace(f, x=1)
    assert program.names == ("x", "y", "u")
    assert program.outputs == ("u", "w")
    assert ad.trace(lambda x: (x * 2, x * 3), x=1).names == ("x", "f", "f_2")


def test_a_list_input_gives_indexed_names():
    """x[0] in the table is x[0] in the code."""
    program = ad.trace(lambda x, y: x[0] * x[1] * y, x=[1, 2], y=3)
    assert program.inputs == ("x[0]", "x[1]", "y")
    assert program.names == ("x[0]", "x[1]", "y", "z3", "f")


def test_methods_callable_objects_and_partials_are_named_too():
    """Not everything callable is a function."""

    class Model:
        def loss(self, x):
            y = x * x
            return y + 1

        def __call__(self, x):
            return x * x

    assert ad.trace(Model().loss, x=3).names == ("x", "y", "loss")
    assert ad.trace(Model(), x=3).names == ("x", "Model")
    assert ad.trace(functools.partial(lambda k, x: k * x, 2), x=3).outputs == ("f",)
    assert ad.trace(ad.sin, u=0.5).names == ("u", "sin")


def test_long_functions_are_named_as_well():
    """Beyond 256 locals and constants the bytecode needs extended arguments."""
    body = "".join(f"    v{k} = y * {k + 300}\n    y = v{k} + 1\n" for k in range(400))
    space = {}
    exec(f"def long(x):\n    y = x\n{body}    return y\n", space)
    program = ad.trace(space["long"], x=1)
    assert program.names[1:6] == ("v0", "y", "v1", "y_2", "v2")
    assert program.names[-3:] == ("y_399", "v399", "y_400")
    assert program.instructions[-1].line == 802


def test_lines_are_those_of_a_statement_that_spans_several():
    """A learner clicks on a row and must land on the expression, not on the start of the statement."""

    def f(x):
        y = (
            x
            * 2
            + 3
        )  # fmt: skip
        return y

    program = ad.trace(f, x=1)
    first = f.__code__.co_firstlineno
    assert program.names == ("x", "z1", "y")
    assert [row.line - first for row in program.instructions] == [0, 2, 2]


def test_what_is_stored_has_a_name_that_text_and_formulas_can_use():
    """``hs[1]`` as in the code; ``hs_1`` where only a Python name will do; its adjoint is that of ``hs``, at 1."""
    program = ad.trace(states_in_a_dict, x=0.5)
    text, space = ad.source(program), {}
    exec(text, space)
    assert "hs_1 = sin(hs_0 * 2)" in text
    assert space["states_in_a_dict"](0.7) == math.sin(2 * math.sin(2 * 0.7)) == program(x=0.7)
    gradient, space = ad.gradient_program(program), {}
    assert "hs_bar[0]" in gradient.names
    exec(ad.source(gradient), space)
    assert space[gradient.title](0.7) == gradient(x=0.7)
    assert gradient(x=0.7)["x_bar"] == pytest.approx(4 * math.cos(2 * math.sin(1.4)) * math.cos(1.4), rel=1e-15)
    assert latex_name("hs[1]") == "hs_{1}".replace("hs", r"\mathrm{hs}")
    assert latex_name("h[-1]") == "h_{-1}"


def test_the_rows_of_an_array_have_the_name_of_the_loop():
    """``for row in X`` stores as well as an equals sign does."""

    def f(X):
        total = 0
        for row in X:
            total = total + row
        a, b = X
        turned = X.T
        turned = turned * 2
        return total @ a + b.sum() + turned.sum()

    names = ad.trace(f, X=np.ones((2, 2))).names
    assert names[:9] == ("X", "row", "total", "row_2", "total_2", "a", "b", "turned", "turned_2")


def test_an_instruction_that_stores_and_loads_in_one_does_both(monkeypatch):
    """Of Python 3.13: ``y = x * x`` and ``ys.append(y + x)``, as it compiles them, are read by every Python."""
    row = collections.namedtuple("row", "opname arg argval argrepr opcode offset")  # the effect stands for the opcode
    parts = [
        *[("LOAD_FAST_LOAD_FAST", 0, ("x", "x"), "", 2), ("BINARY_OP", 5, 5, "*", -1)],
        *[("STORE_FAST_LOAD_FAST", 33, ("y", "ys"), "", 0), ("LOAD_ATTR", 1, "append", "", 1)],
        *[("LOAD_FAST_LOAD_FAST", 32, ("y", "x"), "", 2), ("BINARY_OP", 0, 0, "+", -1)],
        *[("CALL", 1, 1, "", -2), ("POP_TOP", None, None, "", -1), ("RETURN_CONST", 0, None, "", 0)],
    ]
    rows = [row(*part, offset=2 * k) for k, part in enumerate(parts)]
    monkeypatch.setattr(dis, "get_instructions", lambda code: rows)
    monkeypatch.setattr(dis, "stack_effect", lambda effect, arg, jump: effect)
    assert assigned_names(None) == ({2: "y", 10: "ys"}, {12})


def test_names_are_the_same_the_first_and_the_hundredth_time():
    """Python rewrites the bytecode of what runs often, and steps differently through it."""
    for f, _, _, at in CASES.values():
        once = ad.trace(f, **at).names
        assert {ad.trace(f, **at).names for _ in range(20)} == {once}


def test_a_long_list_of_data_is_not_looked_through():
    """A list of measurements beside the function must not be read at every trace."""
    data = Watched(range(10_000))
    ad.trace(lambda x: x * data[0], x=1.0)
    assert data.read == 1
    rows = [Watched(range(90)) for _ in range(50)]
    ad.trace(lambda x: x * rows[0][0], x=1.0)
    assert sum(row.read for row in rows) == 1


class Watched(list):
    """A list that counts how often it is read."""

    read = 0

    def __getitem__(self, k):
        self.read += 1
        return super().__getitem__(k)

    def __iter__(self):
        self.read += 1000
        return super().__iter__()


def test_a_name_that_is_not_there_is_refused_with_a_suggestion():
    """Misspelling a variable is the commonest mistake at a lookup."""
    program = ad.trace(locals_keep_their_own, x=1)
    with pytest.raises(ad.LessonError, match=r"no variable 'aa' in locals_keep_their_own \(did you mean 'a'\?\)"):
        program.index("aa")


def test_a_made_up_name_can_be_told_from_one_that_was_given():
    """``z1`` may be either; text and pictures treat them differently."""

    def f(x):
        z1 = x * x
        return (z1 + 1) * z1

    p = ad.trace(f, x=1)
    assert p.names == ("x", "z1", "z2", "f")
    assert [p.made_up(i) for i in range(4)] == [False, False, True, False]
    assert [pickle.loads(pickle.dumps(p)).made_up(i) for i in range(4)] == [False, False, True, False]
    twice = ad.gradient_program(ad.gradient_program(f, x=1), output="x_bar")
    made_up = [name for i, name in enumerate(twice.names) if twice.made_up(i)]
    assert made_up and all(name.startswith("z") for name in made_up)
    q = ad.gradient_program(lambda x: sin((x * x + 2) * x) * x, x=1.0)
    told = {name: q.made_up(i) for i, name in enumerate(q.names)}
    assert (told["x_bar"], told["z3_bar"]) == (False, True), "the adjoint of what was given no name"


def test_a_name_that_is_counted_up_meets_none_that_somebody_wrote():
    """Here ``s`` is bound three times, beside an input ``s_2`` and a local ``s_3``; one ``z7`` is written, one made up."""

    def f(x, s_2):
        s = x * s_2
        s_3 = s * 2
        s = s + 1
        s = s * s_3
        z7 = s * 3
        return (z7 + 1) * (s + 2)

    assert ad.trace(f, x=1.0, s_2=2.0).names == ("x", "s_2", "s", "s_3", "s_4", "s_5", "z7", "z7_2", "z8", "f")


def test_names_are_worked_out_only_when_asked_for():
    """A gradient in a training loop must not pay for reading bytecode."""
    program = ad.trace(locals_keep_their_own, x=1)
    ad.grad(program)
    assert program._names is None
    assert program.names[1] == "a"
