"""Lists, tuples and dicts as inputs: in every mode they are what the same function gives with flat inputs."""

import copy
import pickle
import random
import re
from collections import OrderedDict, namedtuple
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from programs import executed, same

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.engine.numbers.nesting import DEEPEST, leaves, mapped, packed, places

Layer = namedtuple("Layer", "W b")
Both = namedtuple("Both", "first last")


class Nesting:
    """One way to put four parameters in each other: ``build`` makes the nest, ``read`` takes it apart, by hand."""

    def __init__(self, build, read, names):
        self.build, self.read, self.names = build, read, names


def by_zip(params):
    """Take pairs apart as scripts do."""
    (a, c), (b, d) = zip(*params, strict=True)
    return a, b, c, d


def by_loop(params):
    """Go through the layers, and through what is in each."""
    return tuple(layer[key] for layer in params for key in layer)


NESTINGS = {
    "list of tuples": Nesting(lambda a, b, c, d: [(a, b), (c, d)], by_zip, ["[0][0]", "[0][1]", "[1][0]", "[1][1]"]),
    "list of dicts": Nesting(
        lambda a, b, c, d: [{"W": a, "b": b}, {"W": c, "b": d}], by_loop, ["[0][W]", "[0][b]", "[1][W]", "[1][b]"]
    ),
    "tuple of lists": Nesting(
        lambda a, b, c, d: ([a], [b, c, d]), lambda p: (p[0][0], *p[1]), ["[0][0]", "[1][0]", "[1][1]", "[1][2]"]
    ),
    "dict of dicts": Nesting(
        lambda a, b, c, d: {"hidden": {"W": a, "b": b}, "out": {"W": c, "b": d}},
        lambda p: (*p["hidden"].values(), p["out"]["W"], p["out"]["b"]),
        ["[hidden][W]", "[hidden][b]", "[out][W]", "[out][b]"],
    ),
    "namedtuples": Nesting(
        lambda a, b, c, d: Both(Layer(a, b), Layer(c, d)),
        lambda p: (p.first.W, p.first.b, p.last.W, p[1][1]),
        ["[first][W]", "[first][b]", "[last][W]", "[last][b]"],
    ),
    "one list": Nesting(lambda a, b, c, d: [a, b, c, d], tuple, ["[0]", "[1]", "[2]", "[3]"]),
    "one dict": Nesting(
        lambda a, b, c, d: {"W1": a, "b1": b, "W2": c, "b2": d},
        lambda p: (p["W1"], p["b1"], p["W2"], p["b2"]),
        ["[W1]", "[b1]", "[W2]", "[b2]"],
    ),
    "with empty ones": Nesting(
        lambda a, b, c, d: [(), {"W": a}, [], [[b], {}], (c, (d,))],
        lambda p: (p[1]["W"], p[3][0][0], p[4][0], p[4][1][0]),
        ["[1][W]", "[3][0][0]", "[4][0]", "[4][1][0]"],
    ),
    "odd keys": Nesting(
        lambda a, b, c, d: {"layer 1": {0: a, (0, 1): b}, None: {1.5: c}, "lambda": [d]},
        lambda p: (p["layer 1"][0], p["layer 1"][0, 1], p[None][1.5], p["lambda"][0]),
        ["['layer 1'][0]", "['layer 1'][0,1]", "[None][1.5]", "[lambda][0]"],
    ),
}

KINDS = pytest.mark.parametrize("nesting", NESTINGS.values(), ids=NESTINGS)


def cubic(a, b, c, d, x):
    """Return a polynomial, exact in fractions; d is read twice, and c is read before b."""
    return (a * x + c * d) * x + b * d * d


def net(a, b, c, d, x):
    """Return the cost of two layers."""
    return (ad.tanh(ad.tanh(x @ a + b) @ c + d) ** 2).sum()


HALF = Fraction(1, 2)
NUMBERS = (Fraction(2), HALF, Fraction(-3), Fraction(5, 7), Fraction(3))
RNG = np.random.default_rng(18)
ARRAYS = tuple(RNG.normal(size=shape) for shape in ((3, 4), (4,), (4, 2), (2,), (5, 3)))
FLAT = "abcdx"


def both_ways(nesting, f, values):
    """Return the function of a nest, that nest by name, the flat function, its inputs by name."""
    *parameters, x = values
    nested = lambda params, x: f(*nesting.read(params), x)
    return nested, {"params": nesting.build(*parameters), "x": x}, f, dict(zip(FLAT, values, strict=True))


CASES = pytest.mark.parametrize(("f", "values"), [(cubic, NUMBERS), (net, ARRAYS)], ids=["numbers", "arrays"])


def flat(nesting, found):
    """Return what was found for the inputs, by flat names; ``found`` has to be nested as they are."""
    assert list(found) == ["params", "x"]
    assert same_form(found["params"], nesting.build(*"abcd"))
    return dict(zip(FLAT, (*nesting.read(found["params"]), found["x"]), strict=True))


def same_form(u, w):
    """Whether two nests have the same kinds in the same places."""
    if not isinstance(w, (list, tuple, dict)):
        return not isinstance(u, (list, tuple, dict))
    pairs = zip(u.values(), w.values(), strict=True) if isinstance(w, dict) else zip(u, w, strict=True)
    return type(u) is type(w) and (not isinstance(w, dict) or list(u) == list(w)) and all(same_form(*p) for p in pairs)


# --- in every mode ------------------------------------------------------------------------------------


@KINDS
@CASES
def test_the_function_gets_the_same_kinds_that_were_given(nesting, f, values):
    """A list is a list, a namedtuple that namedtuple, a dict has its keys in order."""
    seen = []
    nested, at, *_ = both_ways(nesting, f, values)
    ad.trace(lambda params, x: seen.append(params) or nested(params, x), at)
    assert same_form(seen[0], at["params"])


@KINDS
@CASES
def test_first_derivatives_are_those_of_the_flat_function(nesting, f, values):
    """Gradient, value and gradient, adjoints, jvp, vjp: of a function and of its program."""
    nested, at, bare, flat_at = both_ways(nesting, f, values)
    p, q = ad.trace(nested, at), ad.trace(bare, flat_at)
    assert [*p.inputs] == [*(f"params{name}" for name in nesting.names), "x"]
    assert same(p(), q()) and same(p(at), q())
    gradient = ad.grad(bare, flat_at)
    for found in (ad.grad(nested, at), ad.grad(p), ad.grad(p, at), ad.value_and_grad(nested, at)[1], ad.vjp(p, 1)):
        assert same(flat(nesting, found), dict(gradient))
    assert same(ad.value_and_grad(p)[0], q())
    assert same([*ad.adjoints(p).values()], [*ad.adjoints(q).values()])
    way = ad.vjp(bare, 2, flat_at)  # any direction will do
    direction = {"params": nesting.build(*(way[name] for name in "abcd")), "x": way["x"]}
    assert same(ad.jvp(p, direction)["f"], ad.jvp(q, way)[q.outputs[0]])
    assert same([*ad.tangents(p, direction).values()], [*ad.tangents(q, way).values()])
    assert same(ad.jvp(p, {"x": way["x"]})["f"], ad.jvp(q, {"x": way["x"]})[q.outputs[0]])
    assert not same(ad.jvp(p, direction)["f"], ad.jvp(q, {"x": way["x"]})[q.outputs[0]])


@KINDS
@CASES
def test_second_derivatives_are_those_of_the_flat_function(nesting, f, values):
    """A row for each place, nested, and in it a column for each place; times a direction; those of the Lagrangian."""
    nested, at, bare, flat_at = both_ways(nesting, f, values)
    p, expected = ad.trace(nested, at), ad.hessian(bare, flat_at)
    found = [ad.hessian(p), ad.hessian(p, by="columns"), ad.Lagrangian(p).hessian()]
    for rows in found if f is net else [*found, ad.hessian(p, by="colours")]:
        # a row is a nest of its own: read the rows by their places, then each as a nest
        by_row = dict(zip(FLAT, (*nesting.read(rows["params"]), rows["x"]), strict=True))
        assert nearly({name: flat(nesting, row) for name, row in by_row.items()}, expected)
    way = ad.grad(bare, flat_at)
    direction = {"params": nesting.build(*(way[name] for name in "abcd")), "x": way["x"]}
    assert nearly(flat(nesting, ad.hvp(p, direction)), ad.hvp(bare, way, flat_at))
    J = ad.jacobian(lambda **given: {"value": nested(**given), "twice": [2 * given["x"]]}, at)
    assert nearly(flat(nesting, J["value"]), ad.grad(bare, flat_at))
    still = flat(nesting, J["twice"][0])
    assert np.sum(still.pop("x")) == 2 * np.size(at["x"])
    assert not any(map(np.any, still.values()))


def nearly(found, expected):
    """Whether two dicts, of dicts or numbers, agree to rounding; exactly for fractions."""
    assert found.keys() == expected.keys()
    for name, u in expected.items():
        if isinstance(u, dict):
            assert nearly(found[name], u)
        elif isinstance(u, (int, Fraction)):
            assert found[name] == u
        else:
            assert np.shape(found[name]) == np.shape(u)
            assert np.allclose(found[name], u, rtol=1e-12, atol=1e-13)
    return True


@KINDS
@CASES
def test_the_text_and_the_compiled_function_take_the_same_nest(nesting, f, values):
    """As Python source, and as the fast function of value and gradient; with floats, with fractions, by keyword."""
    nested, at, bare, flat_at = both_ways(nesting, f, values)
    p, q = ad.trace(nested, at), ad.gradient_program(bare, flat_at)
    g = ad.gradient_program(p)
    fast, floats = ad.compiled(g), mapped(lambda u: u if hasattr(u, "shape") else float(u), at)
    for found in (g(), g(at), fast(), fast(at["params"], at["x"]), fast(**at)):
        assert found["value"] == q()["value"]
        got = flat(nesting, {"params": found["params_bar"], "x": found["x_bar"]})
        assert same(got, {name: q()[f"{name}_bar"] for name in FLAT})
    wanted = g(floats)
    fast.__globals__["carefully"] = None  # from here on the text itself has to serve
    assert same(fast(**floats), wanted)
    assert same(executed(p)(**floats), p(floats))
    assert same(executed(g)(**floats), wanted)


@KINDS
def test_a_batch_runs_every_point_by_itself(nesting):
    """An array in each place of a program of numbers."""
    nested, at, _, _ = both_ways(nesting, cubic, tuple(map(float, NUMBERS)))
    p = ad.trace(nested, at)
    batch = mapped(lambda u: u + np.arange(3.0), at)
    rows = [mapped(lambda u, k=k: u + k, at) for k in (0.0, 1.0, 2.0)]
    assert p(batch).tolist() == ad.compiled(p)(**batch).tolist() == [p(row) for row in rows]
    found = flat(nesting, ad.grad(p, batch))
    assert [found["d"][k] for k in range(3)] == [flat(nesting, ad.grad(p, row))["d"] for row in rows]


@KINDS
@CASES
def test_a_pickle_a_copy_and_little_memory_keep_the_nest(nesting, f, values):
    """A program without its function takes and returns the same."""
    nested, at, bare, flat_at = both_ways(nesting, f, values)
    p = ad.trace(nested, at)
    again = pickle.loads(pickle.dumps(p))
    assert same_form(again.at["params"], at["params"])
    assert again.names == p.names and repr(again) == repr(p)
    gradient = dict(ad.grad(bare, flat_at))
    assert same(flat(nesting, ad.grad(again)), gradient)
    assert same(flat(nesting, ad.checkpoint(p, budget=2).gradient), gradient)
    assert copy.deepcopy(p) is p
    p.at["params"] = None
    assert same(p(), bare(**flat_at))


@KINDS
@CASES
def test_the_lagrangian_and_its_proof_take_nests(nesting, f, values):
    """Multipliers are adjoints by name, and the third block is the gradient, nested."""
    nested, at, bare, flat_at = both_ways(nesting, f, mapped(lambda u: u if hasattr(u, "shape") else float(u), values))
    p = ad.trace(nested, at)
    L = ad.Lagrangian(p)
    lam, gradient = L.multipliers(), ad.grad(bare, flat_at)
    assert nearly(
        {name: lam[f"params{place}"] for name, place in zip("abcd", nesting.names, strict=True)} | {"x": lam["x"]}, gradient
    )
    blocks = L.gradient(ad.primals(p), lam)
    assert nearly(flat(nesting, blocks.x), gradient)
    assert L.value(ad.primals(p), lam, at) == pytest.approx(p())
    if nesting is NESTINGS["list of dicts"]:
        assert L.verify()
        assert ad.check_gradient(nested, at).ok
        assert not ad.check_gradient(nested, at, gradient={"params": nesting.build(*(0 * gradient[k] for k in "abcd"))}).ok


@KINDS
def test_what_is_shown_has_a_readable_name_for_each_place(nesting):
    """The drawing, the table, the stepper: each place once, by its own name."""
    nested, at, *_ = both_ways(nesting, cubic, (2.0, 0.5, -3.0, 0.75, 3.0))
    p = ad.trace(nested, at)
    assert len({*p.names}) == len(p)
    table = repr(ad.table(p))
    stepper = ad.Stepper(p)
    shown = [row["name"] for row in stepper.data["variables"]]
    stepper.close()
    for name in nesting.names:
        assert f"params{name}" in table
        assert f"params{name}" in shown
    assert ad.draw(p)
    assert ad.expression(p).free_symbols
    assert ad.operations(p).d == 5


def test_the_sweep_that_is_shown_in_python_runs():
    """A key of a dict stands in quotes there, as one would write it."""
    p = ad.trace(weighted, AT)
    stepper = ad.Stepper(p)
    lines = stepper.data["gradient"]["lines"]
    stepper.close()
    assert 'params_bar[0]["b"] = z7_bar * 3' in lines
    space = ad.primals(p) | p.at | {"params_bar": mapped(lambda _: 0, AT["params"])}
    space["params_bar"][1] = [*space["params_bar"][1]]  # a tuple takes no assignment
    exec("\n".join(lines), space)
    assert space["params_bar"] == [{"W": 10.0, "b": 3}, [25.0, 7]]
    assert space["x_bar"] == 17.0


def a_nest_of(values, pick):
    """Return values in a random nest, and the same nest with their numbers in their places."""
    if len(values) == 1 and pick.random() < 0.6:
        return values[0][1], values[0][0]
    cuts = sorted(pick.choices(range(len(values) + 1), k=pick.randrange(4)))
    pieces = [values[a:b] for a, b in zip([0, *cuts], [*cuts, len(values)], strict=True)]
    inner = [a_nest_of(piece, pick) if piece else ([], []) for piece in pieces]
    kind = pick.choice([list, tuple, lambda parts: dict(zip("WbcdefgH", parts, strict=False))])
    return kind([u for u, _ in inner]), kind([k for _, k in inner])


def numbers_in(nest):
    """Return what lies in a nest, in order."""
    if not isinstance(nest, (list, tuple, dict)):
        return [nest]
    return [u for part in (nest.values() if isinstance(nest, dict) else nest) for u in numbers_in(part)]


@pytest.mark.parametrize("seed", range(30))
def test_a_random_nest_is_its_values_in_order(seed):
    """Whatever lies in what: gradient, compiled gradient, text and Hessian times a direction, exactly, of whole numbers."""
    pick = random.Random(seed)
    n = pick.randrange(1, 9)
    values = [(k, pick.randrange(-5, 6)) for k in range(n)]
    nest, order = a_nest_of(values, pick)
    assert numbers_in(order) == [*range(n)]

    def f(given):
        u = numbers_in(given)
        return sum((k + 2) * u[k] * u[k] * u[(k + 1) % n] for k in range(n))

    x = [u for _, u in values]
    slopes = [2 * (k + 2) * x[k] * x[(k + 1) % n] + (2 + (k - 1) % n) * x[k - 1] ** 2 for k in range(n)]
    p = ad.trace(f, given=nest)
    assert p() == f(nest) == executed(p)(nest) == ad.compiled(p)(nest)
    for found in (ad.grad(p)["given"], ad.compiled(ad.gradient_program(p))(nest)["given_bar"]):
        assert same_form(found, nest)
        assert numbers_in(found) == slopes
    flat_way = ad.hvp(lambda u: f(u), {"u": x}, u=x)["u"]
    assert numbers_in(ad.hvp(p, {"given": nest})) == flat_way
    assert ad.grad(pickle.loads(pickle.dumps(p)), given=nest) == ad.grad(f, given=nest)


# --- what a function returns ------------------------------------------------------------------------------


def test_what_is_returned_may_be_nested_too():
    """Tangents come back as it was returned, prices are given so; one place has a name of its own."""

    def f(x, y):
        return {"layers": [{"W": x * y, "b": (x, 5)}, [y * y]], "sum": x + y}

    x, y = Fraction(3), Fraction(1, 7)
    p = ad.trace(f, x=x, y=y)
    assert p.outputs == ("layers[0][W]", "layers[0][b][0]", "layers[0][b][1]", "layers[1][0]", "sum")
    assert p() == f(x, y) == ad.compiled(p)() == executed(p)(x, y)
    assert ad.jvp(p, {"x": 1}) == {"layers": [{"W": y, "b": (1, 0)}, [0]], "sum": 1}
    prices = {"layers": [{"W": 2, "b": (3, 4)}, [5]], "sum": 7}
    assert ad.vjp(p, prices) == {"x": 2 * y + 3 + 7, "y": 2 * x + 10 * y + 7}
    assert ad.vjp(p, {"layers[1][0]": 5}) == {"x": 0, "y": 10 * y}
    assert ad.vjp(p, {"layers": [{"W": 0, "b": (0, 0)}, [5]]}) == {"x": 0, "y": 10 * y}
    assert ad.gradient_program(p, output="layers[0][W]")() == {"value": x * y, "x_bar": y, "y_bar": x}
    J = ad.jacobian(p)
    assert J["layers"][0]["b"] == ({"x": 1, "y": 0}, {"x": 0, "y": 0})
    assert ad.jacobian(p, by="columns") == J
    with pytest.raises(InputError, match=re.escape("layers is a list of 2 in f, not a list of 1: give the same parts")):
        ad.vjp(p, {"layers": [1]})
    with pytest.raises(InputError, match=re.escape("layers[0] is a dict with W, b in f, not the int 1")):
        ad.vjp(p, {"layers": [1, [1]]})


def test_prices_of_a_tuple_may_be_given_as_a_tuple():
    """Also where it is nested, and where an output is a constant."""
    p = ad.trace(lambda x: (x * x, [x * 3, 7]), x=5)
    assert ad.vjp(p, (2, [10, 100])) == ad.vjp(p, dict(zip(p.outputs, (2, 10, 100), strict=True))) == {"x": 20 + 30}
    assert ad.jvp(p, {"x": 1}) == dict(zip(p.outputs, (10, 3, 0), strict=True))
    with pytest.raises(InputError, match=re.escape("the seed[1] is a list of 2 in f, not the int 10")):
        ad.vjp(p, (2, 10))


def test_a_nested_result_is_checked_place_by_place():
    """What is no number has no slope; two places of one name could not be told apart."""
    for result, told in (
        ({"u": [1.0, "text"]}, "the returned value must be a number, not 'text'"),
        ([{"u": None}], "returned None"),
        ({"u": [1.0], "u[0]": 2.0}, "there are two outputs called 'u[0]', one of them in a list"),
        ({"u": {"µ": 1.0}, "µ": 1.0, "μ": 2.0}, "are one name to Python"),
    ):
        with pytest.raises(InputError, match=re.escape(told)):
            ad.trace(lambda x, result=result: result, x=1.0)


# --- what may be given, and what not -------------------------------------------------------------------------


def weighted(params, x):
    """Return a sum that reads each place of ``[{"W": ..., "b": ...}, (..., ...)]`` with a weight of its own."""
    layer, (gain, shift) = params
    return 2 * layer["W"] * x + 3 * layer["b"] + 5 * gain * x + 7 * shift


AT = {"params": [{"W": 1.0, "b": 2.0}, (3.0, 4.0)], "x": 5.0}


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ([{"W": 1.0}, (3.0, 4.0)], "params[0] is a dict with W, b in weighted, not a dict with W: give the same parts"),
        ([{"W": 1.0, "b": 2.0, "c": 3.0}, (3.0, 4.0)], "params[0] is a dict with W, b in weighted, not a dict with W, b, c"),
        ([{"W": 1.0, "c": 2.0}, (3.0, 4.0)], "not a dict with W, c: give the same parts, or trace again"),
        ([{"W": 1.0, "b": 2.0}, (3.0, 4.0, 5.0)], "params[1] is a tuple of 2 in weighted, not a tuple of 3"),
        ([{"W": 1.0, "b": 2.0}], "params is a list of 2 in weighted, not a list of 1"),
        ([(1.0, 2.0), (3.0, 4.0)], "params[0] is a dict with W, b in weighted, not a tuple of 2"),
        ([{"W": 1.0, "b": 2.0}, {0: 3.0, 1: 4.0}], "params[1] is a tuple of 2 in weighted, not a dict with 0, 1"),
        ([{"W": 1.0, "b": 2.0}, {3.0, 4.0}], "params[1] is a tuple of 2 in weighted, not the set {3.0, 4.0}"),
        ([{"W": 1.0, "b": 2.0}, 3.0], "params[1] is a tuple of 2 in weighted, not the float 3.0"),
        ([{"W": 1.0, "b": 2.0}, np.ones(3)], "params[1] is a tuple of 2 in weighted, not an array of shape (3,)"),
        ([{"W": 1.0, "b": 2.0}, np.array(3.0)], "params[1] is a tuple of 2 in weighted, not the ndarray"),
        ([{"W": 1.0, "b": 2.0}, "ab"], "params[1] is a tuple of 2 in weighted, not the str 'ab'"),
        (None, "params is a list of 2 in weighted, not the NoneType None"),
        ([{"W": 1.0, "b": [2.0]}, (3.0, 4.0)], "params[0][b] is a list: a number or a NumPy array is wanted here"),
        ([{"W": 1.0, "b": "2"}, (3.0, 4.0)], "params[0][b] must be a number, not '2'"),
        ([{"W": 1.0, "b": 2.0}, (3.0, None)], "params[1][1] must be a number, not None: leave out what does not move"),
        ([{"W": 1.0, "b": 2.0}, (3.0, object())], "params[1][1] must be a number, a list of numbers or a NumPy array"),
        ([{"W": 1.0, "b": np.array([2])}, (3.0, 4.0)], "params[0][b] is an array of whole numbers, which cannot move"),
    ],
)
def test_another_nest_than_was_traced_is_refused_by_its_place(params, told):
    """Whoever runs it: the program, the compiled one, a gradient, a direction; and what was there still works."""
    p = ad.trace(weighted, AT)
    fast = ad.compiled(ad.gradient_program(p))
    for run in (
        lambda: p(params=params),
        lambda: ad.compiled(p)(params=params),
        lambda: ad.grad(p, params=params),
        lambda: ad.jvp(p, {"params": params}),
        lambda: ad.check_gradient(p, gradient={"params": params}),
    ):
        with pytest.raises(InputError, match="^" + re.escape(told) if told.startswith("params") else re.escape(told)):
            run()
    with pytest.raises(InputError, match=re.escape(told.replace("weighted", "gradient_of_weighted"))):
        fast(params=params)
    assert fast()["value"] == p() == 2 * 5 + 3 * 2 + 5 * 3 * 5 + 7 * 4
    assert ad.grad(p) == {"params": [{"W": 10.0, "b": 3}, (25.0, 7)], "x": 17.0}


def test_a_list_may_stand_for_a_tuple_and_an_array_for_a_list_of_its_entries():
    """A dict is read by its keys, in whatever order; what comes back is as it was when it was traced."""
    p, wanted = ad.trace(weighted, AT), {"params": [{"W": 10.0, "b": 3}, (25.0, 7)], "x": 17.0}
    for params in (
        ({"b": 2.0, "W": 1.0}, [3.0, 4.0]),
        [OrderedDict(b=2.0, W=1.0), np.array([3.0, 4.0])],
        (ad.grad(lambda W, b: W + 2 * b, W=1.0, b=1.0), Layer(3.0, 4.0)),
    ):
        assert p(params=params) == ad.compiled(p)(params=params) == p()
        assert ad.grad(p, params=params) == wanted
    rows = ad.trace(lambda A: sum(row[0] * row[1] for row in A), A=[[1.0, 2.0], [3.0, 4.0]])
    assert rows(A=np.array([[5.0, 6.0], [7.0, 8.0]])) == 30 + 56
    assert ad.grad(rows) == {"A": [[2.0, 1.0], [4.0, 3.0]]}


def test_arrays_keep_their_shapes_place_by_place():
    """Another shape is refused by the name of the place, a list of numbers is read as an array there."""
    p = ad.trace(lambda params: (params[0]["W"] @ params[0]["b"]).sum(), params=[{"W": np.ones((2, 3)), "b": np.ones(3)}])
    told = r"params\[0\]\[b\] has the shape \(2,\) here and had \(3,\) when f was traced: trace again at this shape"
    for run in (p, ad.compiled(p), lambda **given: ad.grad(p, **given)):
        with pytest.raises(InputError, match=told):
            run(params=[{"W": np.ones((2, 3)), "b": np.ones(2)}])
    assert p(params=[{"W": np.ones((2, 3)), "b": [1.0, 2.0, 3.0]}]) == 12


@dataclass
class Parameters:
    """What some keep their arrays in."""

    W: float
    b: float


CYCLE = [1.0]
CYCLE.append({"again": CYCLE})


@pytest.mark.parametrize(
    ("params", "told"),
    [
        (
            [{"W": 1.0, "act": "relu"}],
            "params[0][act] must be a number, not 'relu': leave out what does not move, let f read it",
        ),
        ([{"W": 1.0, "bias": None}], "params[0][bias] must be a number, not None: leave out"),
        ([{"W": {1.0}}], "params[0][W] must be a number, a list of numbers or a NumPy array, not set"),
        (
            {"layer": Parameters(1.0, 2.0)},
            "params[layer] is a Parameters, and an input is numbers: pass its parts in a dict, as in vars(params[layer])",
        ),
        ([SimpleNamespace(W=1.0)], "params[0] is a SimpleNamespace, and an input is numbers: pass its parts in a dict"),
        ([{"W": np.array([1, 2])}], "params[0][W] is an array of whole numbers, which cannot move a little"),
        ([{"W": np.zeros((0, 2))}], "params[0][W] is an empty array, of shape (0, 2)"),
        (CYCLE, "params[1][again] is the list in which it lies: give numbers and arrays there"),
        ({0: 1.0, "0": 2.0, (0,): 3.0}, "there are two inputs called 'params[0]'"),
    ],
    ids=lambda u: u[:25] if isinstance(u, str) else "",
)
def test_what_cannot_be_an_input_is_refused_by_its_place(params, told):
    """What was met, where it lies, and what to do."""
    for run in (ad.trace, ad.grad, ad.gradient_program, ad.hessian):
        with pytest.raises(InputError, match=re.escape(told)):
            run(lambda params: 1.0, params=params)


def test_an_object_does_as_its_parts_in_a_dict():
    """What the sentence says to write."""
    gradient = ad.grad(lambda params: params["W"] * params["b"], params=vars(Parameters(2.0, 3.0)))
    assert gradient == {"params": {"W": 3.0, "b": 2.0}}


def test_the_same_array_in_two_places_is_asked_about():
    """Is it one parameter that is used twice, or two that begin alike?  Their slopes differ: the one is the sum."""
    W = np.array([1.0, 2.0])
    told = (
        "params[enc] and params[dec][0] are one array, and each would get a slope of its own: "
        "give a copy, params[dec][0].copy(), or give it once and use it twice"
    )
    both = lambda params: (params["enc"] * params["dec"][0] * params["dec"][0]).sum()
    with pytest.raises(InputError, match=re.escape(told)):
        ad.grad(both, params={"enc": W, "dec": [W]})
    found = ad.grad(both, params={"enc": W, "dec": [W.copy()]})["params"]
    once = ad.grad(lambda W: (W * W * W).sum(), W=W)["W"]
    assert same(found, {"enc": W * W, "dec": [2 * W * W]})
    assert same(once, found["enc"] + found["dec"][0])
    ad.trace(lambda u: u[0] * u[1], u=[2.0, 2.0])  # numbers are no such thing


def test_a_nest_that_is_too_deep_is_refused_and_one_that_is_deep_is_not():
    """Python stops at a thousand calls in each other, with an error of its own."""
    deep, deeper = 3.0, 3.0
    for _ in range(DEEPEST):
        deep, deeper = [deep], {"in": deeper}

    def inner(u):
        while isinstance(u, (list, dict)):
            u = next(iter(u.values() if isinstance(u, dict) else u))
        return u * u

    p = ad.trace(inner_of := (lambda x: inner(x)), x=deep)
    assert leaves(ad.grad(p)["x"]) == [6.0] == leaves(ad.grad(inner_of, x=deeper)["x"])
    assert ad.compiled(p)(deep) == executed(p)(deep) == 9.0
    with pytest.raises(InputError, match=f"lies in {DEEPEST} lists, tuples and dicts: nest fewer of them"):
        ad.grad(inner_of, x=[deep])


def test_f_may_change_the_containers_it_gets_and_they_are_not_the_ones_given():
    """They are made anew for it; an array in them is another matter, and is noticed."""

    def f(params):
        first = params.pop()
        params[0]["W"] = first * params[0]["W"]
        return params[0]["W"] * first

    given = [{"W": 2.0}, 3.0]
    assert ad.value_and_grad(f, params=given) == (18.0, {"params": [{"W": 9.0}, 12.0]})
    assert given == [{"W": 2.0}, 3.0]
    W = np.ones(2)

    def changes(params):
        W[0] = 7.0
        return params["W"].sum()

    with pytest.raises(ad.LessonError, match=re.escape("the array given as params[W] was changed while f ran")):
        ad.grad(changes, params={"W": W})


def test_a_name_is_found_by_who_asks_for_one_place():
    """``p.index``, ``nudged``, the adjoints: by the name that is shown."""
    p = ad.trace(weighted, AT)
    assert p.names[p.index("params[0][b]")] == "params[0][b]"
    assert ad.adjoints(p)["params[1][0]"] == 25.0
    assert ad.Lagrangian(p).nudged("params[1][1]", 1.0) == p() + 7
    with pytest.raises(InputError, match=re.escape("no variable 'params[0][c]' in weighted (did you mean 'params[0][b]'?)")):
        p.index("params[0][c]")


def test_parts_that_bear_the_name_of_another_input_are_told_apart_or_refused():
    """``x[0]`` of a list and an input called ``x[0]``."""
    with pytest.raises(InputError, match=re.escape("there are two inputs called 'x[a]', one of them in a list")):
        ad.trace(lambda **inputs: 1.0, {"x": {"a": 1.0}, "x[a]": 2.0})


def test_text_written_of_a_nest_reads_as_by_hand():
    """Lists are unpacked, of a dict each entry that is read; a namedtuple's class is left open."""
    p = ad.trace(weighted, AT)
    assert ad.source(p).splitlines()[:4] == [
        "def weighted(params, x):",
        "    params_0, (params_1_0, params_1_1) = params",
        '    params_0_W = params_0["W"]',
        '    params_0_b = params_0["b"]',
    ]
    pair = ad.source(ad.gradient_program(lambda layer: layer.W * layer.b, layer=Layer(2.0, 3.0)))
    assert "Layer = ...  # a class of your own: fill it in" in pair
    assert "    layer_W, layer_b = layer\n" in pair
    assert '"layer_bar": Layer(layer_b, layer_W)' in pair
    unread = ad.source(ad.trace(lambda u: u["a"] * 2 + u["c"][1], u={"a": 1.0, "b": 2.0, "c": [3.0, 4.0]}))
    assert [line.strip() for line in unread.splitlines()[1:3]] == ['u_a = u["a"]', '_, u_c_1 = u["c"]']


# --- solvers and loops -----------------------------------------------------------------------------------


def test_a_loop_may_be_closed_over_a_nest():
    """Output and input have the same parts; by whatever order their keys stand in.  Solved exactly, in fractions."""

    F = Fraction

    def once_round(z, x):
        return {"z_next": {"v": z["u"] * F(1, 3) + x, "u": z["v"] * F(1, 2)}, "f": z["u"] + z["v"]}

    p = ad.trace(once_round, z={"u": F(0), "v": F(0)}, x=F(5))
    system = ad.close_loop(p, {"z_next": "z"})
    solution = system.solve()
    assert (solution["z[u]"], solution["z[v]"]) == (F(3), F(6))  # v = u / 3 + 5, u = v / 2
    assert solution["z"] == {"u": F(3), "v": F(6)}
    assert system.grad(output="f") == {"x": F(9, 5)}
    flat_p = ad.trace(lambda u, v, x: {"nu": v * F(1, 2), "nv": u * F(1, 3) + x, "f": u + v}, u=F(0), v=F(0), x=F(5))
    assert ad.close_loop(flat_p, {"nu": "u", "nv": "v"}).grad(output="f") == {"x": F(9, 5)}
    other = ad.trace(lambda z: {"z_next": {"u": z["u"] / 2, "w": 1 + z["v"] / 2}}, z={"u": 1.0, "v": 2.0})
    with pytest.raises(InputError, match=re.escape("z_next has [u], [w] and z has [u], [v]: feed back the same parts")):
        ad.close_loop(other, {"z_next": "z"})


@pytest.mark.parametrize("free", ["params", "params[0] params[1]", ["params[0][W]", "params[0][b]", "params[1]"]])
def test_a_solver_may_move_a_nest_or_a_part_of_it(free):
    """``free`` names an input, a part of it, or one place."""

    def cost(params, k):
        return (params[0]["W"] - 1) ** 2 + (params[0]["b"] + k) ** 2 + (params[1] - 2 * params[0]["W"]) ** 2

    p = ad.trace(cost, params=[{"W": 3.0, "b": 0.0}, 5.0], k=4.0)
    problem = ad.solvers.Problem(p, free=free, cut=[])
    assert problem.names == ["params[0][W]", "params[0][b]", "params[1]"]
    solution = np.linalg.solve(problem.hessian(*problem.start()), -problem.slopes(*problem.start()).u)  # it is quadratic
    assert (problem.start()[0] + solution).tolist() == pytest.approx([1.0, -4.0, 2.0])
    run = ad.solvers.solve(problem, "newton", start={"params": [{"W": 2.0, "b": 1.0}, 7.0]})
    assert list(run.x) == ["params"]
    assert same_form(run.x["params"], p.at["params"])
    assert leaves(run.x) == pytest.approx([1.0, -4.0, 2.0], abs=1e-12)
    with pytest.raises(InputError, match=re.escape("start has no unknown 'params[2]'")):
        ad.solvers.solve(problem, "newton", start={"params": [{"W": 2.0, "b": 1.0}, 7.0, 1.0]})
    one = ad.solvers.solve(ad.solvers.Problem(p, free="params[1]", cut=[]), "newton")
    assert one.x == {"params[1]": pytest.approx(6.0)}
    with pytest.raises(InputError, match=re.escape("no input 'params[2]' to be free")):
        ad.solvers.Problem(p, free="params[2]")


# --- the module itself ------------------------------------------------------------------------------------


def test_a_nest_is_taken_apart_and_put_together_again():
    """In order, by kind; a value that is no list, tuple or dict is a nest of one."""
    nest = [{"b": 0, "a": 1}, (2, [3]), Layer(4, {})]
    assert leaves(nest) == [0, 1, 2, 3, 4]
    assert packed({"p": nest, "x": 5}, "uvwxyz") == {"p": [{"b": "u", "a": "v"}, ("w", ["x"]), Layer("y", {})], "x": "z"}
    assert places(nest, "p") == ["p[0][b]", "p[0][a]", "p[1][0]", "p[1][1][0]", "p[2][W]"]
    assert leaves(7) == [7] and mapped(str, 7) == "7" and places(7, "x") == ["x"]
    assert type(mapped(str, nest)[2]) is Layer
    assert mapped(str, packed({"\N{GREEK SMALL LETTER MU}": 0}, [7]))["\N{MICRO SIGN}"] == "7", "in every spelling still"
