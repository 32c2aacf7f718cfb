"""Every variable has the name its author gave it: the rules, case by case, the same in every Python from 3.11 on."""

import functools
import math
import operator

import pytest

import adlesson as ad
from adlesson import maximum, sin, sqrt

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


@case("y y_2", x=2)
def walrus_in_a_condition(x):
    if (y := x * 2) > 1:
        y = y * 3
    return y


@case("y", x=2)
def a_conditional_expression(x):
    y = x * 2 if x > 0 else x * 3
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


@case("z3 z4 z5 z6 z7 s z9 z10 z11 comprehensions", x=[1, 2, 3])
def comprehensions(x):
    s = sum([u * u for u in x])
    t = [u + 1 for u in x]
    return s * t[0]


@case("z1 z2 z3 z4 z5 total", x=2)
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


@case("z1 y stored_elsewhere", x=2)
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

    names = ad.trace(f, x=1).names
    assert names == ("x", "z1", "z2", "f")
    assert [type(name).__name__ for name in names] == ["str", "str", "MadeUp", "str"]
    twice = ad.gradient_program(ad.gradient_program(f, x=1), output="x_bar")
    assert all(name.startswith("z") for name in twice.names if type(name).__name__ == "MadeUp")


def test_names_are_worked_out_only_when_asked_for():
    """A gradient in a training loop must not pay for reading bytecode."""
    program = ad.trace(locals_keep_their_own, x=1)
    ad.grad(program)
    assert program._names is None
    assert program.names[1] == "a"
