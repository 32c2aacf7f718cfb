"""What may go into a function: every kind of number is the number that it says it is."""

from datetime import timedelta
from fractions import Fraction

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.errors import InputError

KINDS = {
    kind.__name__: kind
    for kind in (
        *(np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint64),
        *(np.float16, np.float32, np.float64, np.longdouble, np.bool_),
    )
} | {
    "0-d int8": lambda u: np.array(u, dtype=np.int8),
    "0-d float32": lambda u: np.array(u, dtype=np.float32),
    "0-d int64": np.array,
}


def cubic(x, y):
    return x * x * y + x**3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.filterwarnings("error")
def test_numpys_whole_numbers_do_not_wrap_and_its_short_floats_do_not_round(kind):
    """As inputs, in lists, as constants on either side, as seeds and directions: each is the number that it says it is."""
    hundred, three = KINDS[kind](100), KINDS[kind](3)
    x, y = float(hundred), float(three)
    value, by_x, by_y = x * x * y + x**3, 2 * x * y + 3 * x * x, x * x
    here, p = {"x": hundred, "y": three}, ad.trace(cubic, x=1.5, y=2.5)
    traced = ad.trace(cubic, here)
    assert type(traced.at["x"]) in (int, float)
    for program, at in ((p, here), (traced, {})):
        assert program(at) == value
        assert ad.grad(program, at) == {"x": by_x, "y": by_y}
        assert ad.gradient_program(program)(here)["x_bar"] == by_x
        assert ad.compiled(program)(hundred, three) == value
        assert ad.compiled(ad.gradient_program(program))(hundred, three)["x_bar"] == by_x
        assert ad.vjp(program, hundred, at) == {"x": x * by_x, "y": x * by_y}
        assert list(ad.jvp(program, {"x": hundred}, at).values()) == [x * by_x]
        assert ad.hessian(program, at)["x"]["x"] == 2 * y + 6 * x
        assert next(ad.reverse_sweep(program, hundred, at)).after == x
    assert ad.grad(cubic, here) == {"x": by_x, "y": by_y}
    assert ad.grad(lambda u: u * u * hundred * hundred, u=3)["u"] == 6 * x * x
    assert ad.grad(lambda u: hundred * (hundred * u) * u, u=3)["u"] == 6 * x * x
    assert ad.trace(lambda u: hundred**u, u=4)() == ad.power(hundred, 4) == x**4
    assert ad.trace(lambda u: u**three, u=100)() == 100**y
    assert ad.trace(lambda u: u[0] * u[1] * u[2], u=[hundred] * 3)() == x**3
    assert ad.trace(lambda u: u[0] * u[1], u=[1.0, 1.0])(u=[hundred, hundred]) == x * x
    assert ad.parse("x * x * x", x=hundred)() == x**3
    assert ad.trace(lambda u: (u * np.array([hundred, three])).sum() * hundred, u=3.0)() == 3 * (x + y) * x


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64, np.float16, np.float32, bool])
def test_arrays_of_every_kind_are_calculated_in_double_precision(kind):
    """As constants; as inputs, single precision is widened, and whole numbers are refused: they cannot move a little."""
    some = np.array([100, 0, 77]).astype(kind)
    exact = some.astype(float)
    x = np.array([100.0, 50.0, 0.1])
    for f in (lambda u, s: u * s * s, lambda u, s: s * u - s, lambda u, s: s + s * u, lambda u, s: (s @ u) * s):
        program = ad.trace(lambda u, f=f: f(u, some), u=x)
        assert program().dtype == float
        assert program().tolist() == f(x, exact).tolist()
    assert ad.trace(lambda u: u * some, u=3)().tolist() == (3 * exact).tolist()
    if np.dtype(kind).kind == "f":
        assert ad.grad(lambda u: (u * u).sum(), u=some)["u"].dtype == float
        assert ad.trace(lambda u: u * u, u=x)(u=some).tolist() == (exact * exact).tolist()
        assert ad.compiled(ad.trace(lambda u: u * u, u=x))(some).tolist() == (exact * exact).tolist()
    else:
        with pytest.raises(InputError, match=r"which cannot move a little: pass u.astype\(float\)"):
            ad.grad(lambda u: (u * u).sum(), u=some)


@pytest.mark.parametrize("zero", [0, 0.0, -0.0, False, Fraction(0), 0j, *(kind(0) for kind in KINDS.values())])
@pytest.mark.filterwarnings("error")
def test_an_exponent_of_0_obeys_one_rule_whatever_its_type(zero):
    """The zeroth power is 1 everywhere, also at 0, so it is flat there, too."""
    for x in (0.0, 0, 2.0, np.float32(0), np.int8(0)):
        assert ad.value_and_grad(lambda u: u**zero, u=x) == (1, {"u": 0})
        assert ad.gradient_program(lambda u: u**zero, u=x)()["u_bar"] == 0
    batch = np.array([0.0, 2.0])
    assert ad.grad(lambda u: (u**zero).sum(), u=batch)["u"].tolist() == [0, 0]
    if not isinstance(zero, complex):
        both = ad.trace(lambda u, p: u**p, u=0.0, p=zero)
        assert ad.grad(both)["u"] == ad.gradient_program(both)()["u_bar"] == 0
        mixed = ad.grad(lambda u, p: (u**p).sum(), u=batch, p=np.array([float(zero.real), 2.0]))
        assert mixed["u"].tolist() == [0, 4]


@pytest.mark.parametrize("u", [np.datetime64("2020-01-01"), np.timedelta64(3, "s"), timedelta(1)])
def test_times_are_no_numbers(u):
    """Some can be multiplied, and what came out would be a raw error two lines later."""
    for run in (
        lambda: ad.grad(lambda x: 2 * x, x=u),
        lambda: ad.trace(lambda x: x, x=1.0)(x=u),
        lambda: ad.vjp(ad.sin, u, u=1.0),
    ):
        with pytest.raises(InputError, match="must be a number"):
            run()


class Frame:
    """A table that can be made an array, and none to calculate with; no numbers, as those of other packages."""

    shape = (2,)

    def __array__(self, *_, **__):
        return np.ones(2)


def test_a_table_that_only_looks_like_an_array_is_told_how_to_become_one():
    """It has a shape, as arrays have."""
    for run in (lambda: ad.grad(lambda x: x, x=Frame()), lambda: ad.trace(lambda x: x, x=1.0)(x=Frame())):
        with pytest.raises(InputError, match=r"x is a Frame: pass a NumPy array of it, np.asarray\(x\)"):
            run()


def test_another_spelling_of_a_name_is_known_wherever_inputs_are_bound():
    """The micro sign is the Greek letter to Python."""
    micro, mu = "\u00b5", "\u03bc"
    p = ad.trace(lambda **given: 3 * given[mu], {mu: 2.0})
    assert p({micro: 5.0}) == p({mu: 5.0}) == 15
    assert p.bind({micro: 5.0}) == p.bind({mu: 5.0}) == [5.0]
    assert p.bind({micro: 5.0}, default=0, what="direction") == [5.0]
