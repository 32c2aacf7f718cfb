"""LeCun's layered networks: his recursions, the engine's adjoints and the reference net agree; and bad input is refused.

The reference net's numbers were computed with 50 digits, and confirmed by differences.
"""

import itertools

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.lagrange.networks.layers import COSTS, UNITS, Network, backward, forward, one_hot, products, slope, softmax
from adlesson.lagrange.networks.lettered import lettered

W1, W2, W3 = (
    [[0.5, -0.4], [0.3, 0.8], [-0.6, 0.1]],
    [[0.2, -0.5, 0.7], [0.9, 0.4, -0.3], [-0.1, 0.6, 0.5]],
    [[0.3, -0.8, 0.5], [0.7, 0.2, -0.4]],
)
X0, TARGET = [1.0, -0.5], [0.25, -0.75]
C = 1.5089492851381012376
X = {
    1: [0.60436777711716350, -0.099667994624955817, -0.57166996608511723],
    2: [-0.22551722886541190, 0.58862847960183071, -0.38513285369243015],
    3: [-0.62375275117513994, 0.11342655446307373],
}
B = {
    3: [1.7475055023502799, -1.7268531089261475],
    2: [-0.87296292110991379, -1.1950135590989362, 1.2156584119688404],
    1: [-0.97211244208789354, 0.72310427809028032, 0.17196383165445296],
}
SLOPES = {
    "W1": [
        [0.61703825290771607, -0.30851912645385803],
        [-0.71592117050475945, 0.35796058525237973],
        [-0.11576492508539831, 0.057882462542699156],
    ],
    "W2": [
        [0.50075844352006829, -0.082581487211691419, -0.47366615703678911],
        [0.47198772047555234, -0.077836826132249047, -0.44645200219624369],
        [-0.6257279860058679, 0.10319056691506421, 0.59187453415329441],
    ],
    "W3": [
        [0.24076397845002752, -0.62842442367233096, 0.41117088283370386],
        [-0.384424817722816, 1.0033973772905725, -0.65651137974978861],
    ],
}
RANDOM = np.random.default_rng(3)


def near(u):
    """Return what equals ``u`` but for a few roundings."""
    return pytest.approx(np.array(u), rel=1e-14, abs=1e-15)


@pytest.fixture
def net():
    """Return the reference net, 2-3-3-2."""
    return Network([2, 3, 3, 2], weights=[W1, W2, W3])


def every_network(patterns=(None, 1, 4)):
    """Yield networks with patterns: each unit with each cost, with thresholds and without, one pattern and several."""
    for F, cost, thresholds, P in itertools.product(UNITS, COSTS, (False, True), patterns):
        random = np.random.default_rng(7)
        made = Network([3, 4, 2, 3], F=F, cost=cost, thresholds=thresholds, seed=3)
        if thresholds:
            made = made.with_parameters({f"t{k}": random.normal(size=t.shape) / 3 for k, t in made.t.items()})
        shape = (3,) if P is None else (3, P)
        D = random.random(shape)
        yield made, random.normal(size=shape), D / D.sum(0)


EVERY = [pytest.param(*given, id=f"{given[0]!r} {given[1].shape}") for given in every_network()]


# --- the reference net ----------------------------------------------------------------------------


def test_the_states_of_the_reference_net(net):
    """Left to right, to the printed digits."""
    found = net.states(X0)
    assert list(found.X) == [0, 1, 2, 3]
    assert list(found.A) == [1, 2, 3]
    for k, expected in X.items():
        assert found.X[k] == near(expected)
        assert np.tanh(found.A[k]) == near(expected)
    assert net.C(X0, TARGET) == near(C)
    assert net.outputs(X0) == near(X[3])


@pytest.mark.parametrize("sign", [1, -1])
def test_the_multipliers_of_the_reference_net_with_both_signs(net, sign):
    """B(N) = s 2 (D - X(N)): with the other sign before the multipliers each of them changes its own."""
    found = net.multipliers(X0, TARGET, sign=sign)
    assert list(found.B) == [3, 2, 1, 0]
    assert list(found.Y) == [3, 2, 1]
    for k, expected in B.items():
        assert found.B[k] == near(sign * np.array(expected))
        assert found.Y[k] == near(sign * np.array(expected) * (1 - np.array(X[k]) ** 2))
    assert found.B[3] == near(sign * 2 * (np.array(TARGET) - X[3]))
    assert found.B[0] == near(np.array(W1).T @ found.Y[1])


@pytest.mark.parametrize("sign", [1, -1])
def test_the_gradients_of_the_reference_net_do_not_depend_on_the_sign(net, sign):
    """dC/dW = -s Y X'."""
    found = net.gradients(X0, TARGET, sign=sign)
    assert list(found) == ["W1", "W2", "W3"]
    for name, expected in SLOPES.items():
        assert found[name] == near(expected)


def test_the_sign_trap_ascends(net):
    """A published summary has the boundary value of one convention and the update of the other: the cost goes up."""
    states, eta = net.states(X0).X, 0.05
    for sign in (1, -1):
        Y = net.multipliers(X0, TARGET, sign=sign).Y
        assert net.updated(states, Y, eta, sign=sign).C(X0, TARGET) == pytest.approx(1.272698, abs=5e-7)
        mixed = net.updated(states, Y, eta, sign=-sign).C(X0, TARGET)
        assert mixed == pytest.approx(1.771066, abs=5e-7)
        assert mixed > C
    assert net.C(X0, TARGET) == near(C), "and the network that was updated is as it was"


def test_a_network_by_hand_in_whole_numbers():
    """Small enough for paper: X(2) = 2 (4 w - v)^2 with C' = 3; exact, so equal."""
    W, F = {1: np.array([[0.5, -1.0]]), 2: np.array([[2.0]])}, {1: lambda A: A * A, 2: lambda A: A}
    states, A = forward(np.array([4.0, 1.0]), W, F)
    assert (A[1].tolist(), states[1].tolist(), states[2].tolist()) == ([1], [1], [2])
    for sign in (1, -1):
        multipliers, Y = backward(states, A, W, F, np.array([3.0]), sign)
        assert {k: (sign * u).tolist() for k, u in multipliers.items()} == {2: [-3], 1: [-6], 0: [-6, 12]}
        assert {k: u.tolist() for k, u in products(states, Y, sign).items()} == {1: [[48, 12]], 2: [[3]]}


# --- the recursion and the engine -----------------------------------------------------------------


@pytest.mark.parametrize(("made", "I", "D"), EVERY)
def test_the_recursion_in_the_letters_is_the_engines_sweep(made, I, D):  # noqa: E741
    """B(k) is minus the adjoint of X(k), Y(k) minus that of A(k); with the other sign they are the adjoints."""
    p = made.program(I, D)
    values, bars = ad.primals(p), ad.adjoints(p)
    states, plus, minus = made.states(I), made.multipliers(I, D), made.multipliers(I, D, sign=-1)
    assert p() == made.C(I, D)
    scaled = "scaled tanh" in made.F.values()  # F is three instructions there, and the factors meet in another order
    for k in (1, 2, 3):
        total = f"X{k}" if made.F[k] == "identity" else f"A{k}"
        assert np.array_equal(values[f"X{k}"], states.X[k])
        assert np.array_equal(values[total], states.A[k])
        assert np.array_equal(minus.B[k], -plus.B[k])
        for name, ours in ((f"X{k}", plus.B[k]), (total, plus.Y[k]), (f"X{k - 1}", plus.B[k - 1])):
            close = -ours == pytest.approx(bars[name], rel=1e-13, abs=1e-15)
            assert close if scaled else np.array_equal(-ours, bars[name])  # scaled tanh multiplies in another order
    for sign in (1, -1):
        gradient = made.gradients(I, D, sign)
        assert list(gradient) == list(made.parameters)
        for name, ours in gradient.items():
            assert ours == pytest.approx(bars[name], rel=1e-13, abs=1e-14)
            assert np.shape(ours) == np.shape(made.parameters[name])


def test_on_the_reference_net_recursion_sweep_and_lagrangian_are_equal_to_the_last_bit(net):
    """Three ways to the same numbers: the letters, the adjoints, and the triangular system of the Lagrangian."""
    p = net.program(X0, TARGET)
    multipliers, Y = net.multipliers(X0, TARGET)
    bars, lam = ad.adjoints(p), ad.Lagrangian(p, sign=+1).multipliers()
    for k in (1, 2, 3):
        assert np.array_equal(multipliers[k], lam[f"X{k}"])
        assert np.array_equal(multipliers[k], -bars[f"X{k}"])
        assert np.array_equal(Y[k], lam[f"A{k}"])
        assert np.array_equal(net.gradients(X0, TARGET)[f"W{k}"], bars[f"W{k}"])


@pytest.mark.parametrize(("made", "I", "D"), EVERY)
def test_gradients_are_what_differences_measure(made, I, D):  # noqa: E741
    """Two-sided, along a direction in which every parameter moves: knows nothing of recursions and rules."""
    if "relu" in made.F.values():
        assert min(abs(A).min() for A in made.states(I).A.values()) > 1e-4, "no unit stands on its kink"
    random, h = np.random.default_rng(11), 1e-5
    direction = {name: random.normal(size=np.shape(u)) for name, u in made.parameters.items()}
    there = [
        made.with_parameters({name: u + s * h * direction[name] for name, u in made.parameters.items()}).C(I, D)
        for s in (1, -1)
    ]
    slope = sum((u * direction[name]).sum() for name, u in made.gradients(I, D).items())
    assert slope == pytest.approx((there[0] - there[1]) / (2 * h), rel=1e-7, abs=1e-8)


@pytest.mark.parametrize(("made", "I", "D"), [given for given in every_network([4]) if given[0].F[1] == "tanh"])
def test_a_batch_is_the_sum_of_its_patterns(made, I, D):  # noqa: E741
    """Columns side by side: nothing passes from one to another, and cost and gradient are sums."""
    alone = [(I[:, p], D[:, p]) for p in range(4)]
    assert made.C(I, D) == pytest.approx(sum(made.C(*pattern) for pattern in alone), rel=1e-14)
    assert made.multipliers(I, D).B[1][:, 2] == pytest.approx(made.multipliers(*alone[2]).B[1], rel=1e-12)
    for name, gradient in made.gradients(I, D).items():
        assert gradient == pytest.approx(sum(made.gradients(*pattern)[name] for pattern in alone), rel=1e-12, abs=1e-14)


def test_a_threshold_is_the_weight_of_one_more_unit_that_is_always_1():
    """As in 1988: a column more in W(k), and a row of ones below."""
    made = Network([2, 3], thresholds=True, seed=2).with_parameters({"t1": [[0.5], [-1.0], [2.0]]})
    wider = Network([3, 3], weights=[np.hstack([made.W[1], made.t[1]])])
    I, D = RANDOM.normal(size=(2, 5)), RANDOM.normal(size=(3, 5))  # noqa: E741
    ones = np.vstack([I, np.ones(5)])
    assert made.C(I, D) == pytest.approx(wider.C(ones, D), rel=1e-14)
    both, whole = made.gradients(I, D), wider.gradients(ones, D)["W1"]
    assert np.hstack([both["W1"], both["t1"]]) == pytest.approx(whole, rel=1e-13)
    assert made.gradients(I[:, 0], D[:, 0])["t1"].shape == (3, 1), "also at one pattern, a vector"


# --- units and costs ------------------------------------------------------------------------------


def test_the_slope_of_each_unit_is_what_paper_says():
    """F' is read off the table; here it is written down once, by hand, to compare with."""
    A = np.array([-2.0, -0.25, 0.5, 3.0])
    by_hand = {
        "tanh": 1 / np.cosh(A) ** 2,
        "scaled tanh": 1.7159 * 2 / 3 / np.cosh(2 * A / 3) ** 2,
        "sigmoid": np.exp(-A) / (1 + np.exp(-A)) ** 2,
        "relu": [0, 0, 1, 1],
        "identity": [1, 1, 1, 1],
    }
    assert set(by_hand) == set(UNITS)
    for name, expected in by_hand.items():
        assert slope(UNITS[name], A) == pytest.approx(np.array(expected), rel=1e-13)
    assert UNITS["scaled tanh"](np.array([1.0, -1.0])) == pytest.approx([1, -1], abs=1e-4), "what the factors are for"


def test_with_and_without_the_half_the_boundary_values_differ_by_2(net):
    """LeCun's cost has no 1/2, so his B(N) has a 2."""
    half = Network([2, 3, 3, 2], cost="half squares", weights=[W1, W2, W3])
    assert half.C(X0, TARGET) == near(C / 2)
    assert half.multipliers(X0, TARGET).B[3] == near(np.array(TARGET) - X[3])
    assert half.gradients(X0, TARGET)["W2"] == near(np.array(SLOPES["W2"]) / 2)


def test_the_multiplier_of_the_scores_is_label_minus_softmax():
    """The famous simplification, which the sweep finds by itself."""
    made = Network([3, 4, 3], cost="cross-entropy", seed=1)
    assert made.F == {1: "tanh", 2: "identity"}
    I, labels = RANDOM.normal(size=(3, 6)), np.array([0, 2, 1, 1, 0, 2])  # noqa: E741
    said = made.outputs(I)
    assert said.sum(0) == pytest.approx(np.ones(6), rel=1e-14)
    assert made.C(I, labels) == pytest.approx(-np.log(said[labels, range(6)]).sum(), rel=1e-13)
    assert made.multipliers(I, labels).B[2] == pytest.approx(one_hot(labels, 3) - said, abs=1e-15)
    assert made.C(I, labels) == made.C(I, one_hot(labels, 3))
    assert made.C(I[:, 1], 2) == pytest.approx(-np.log(said[2, 1]))


def test_scores_of_a_thousand_do_not_overflow():
    """exp(1000) is infinite, and infinity over infinity NaN: the known wrong answer."""
    made = Network([1, 2], cost="cross-entropy", weights=[[[1000.0], [-1000.0]]])
    assert made.C([1.0], 1) == 2000
    assert made.gradients([1.0], 1)["W1"].tolist() == [[1], [-1]]
    assert made.outputs([1.0]).tolist() == [1, 0]
    assert softmax(np.array([[1000.0], [1000.0]])) == pytest.approx(np.full((2, 1), 0.5), rel=1e-12)
    with np.errstate(all="ignore"):
        naive = np.exp([1000.0, -1000.0]) / np.exp([1000.0, -1000.0]).sum()
    assert np.isnan(naive[0])


def test_an_extra_term_is_added_to_the_cost_and_to_every_gradient():
    """Weight decay: C + r |W|^2, and 2 r W more in each gradient, in the letters as in the sweep."""
    decay = lambda **w: 0.01 * sum((u * u).sum() for u in w.values())
    plain = Network([2, 3, 2], thresholds=True, seed=4)
    made = Network([2, 3, 2], thresholds=True, seed=4, extra=decay)
    squares = sum((u**2).sum() for u in plain.parameters.values())
    assert made.C(X0, TARGET) == pytest.approx(plain.C(X0, TARGET) + 0.01 * squares, rel=1e-14)
    bars, states = ad.adjoints(made.program(X0, TARGET)), made.states(X0).X
    after = made.updated(states, made.multipliers(X0, TARGET).Y, 0.1)
    for name, gradient in made.gradients(X0, TARGET).items():
        expected = plain.gradients(X0, TARGET)[name] + 0.02 * plain.parameters[name]
        assert gradient == pytest.approx(expected, rel=1e-13)
        assert bars[name] == pytest.approx(expected, rel=1e-13)
        assert after.parameters[name] == pytest.approx(plain.parameters[name] - 0.1 * expected, rel=1e-13)


def test_an_extra_term_is_one_number(net):
    """It may depend on nothing, or on some of the parameters; an array of costs is no cost."""
    for extra, more in ((lambda **_: 2.5, 0), (lambda W1, **_: W1[0, 0] * W1[0, 0], 1)):
        made = Network([2, 3, 3, 2], weights=[W1, W2, W3], extra=extra)
        assert made.C(X0, TARGET) == near(C + (2.5 if more == 0 else 0.25))
        assert made.program(X0, TARGET)() == made.C(X0, TARGET)
        assert made.gradients(X0, TARGET)["W1"][0, 0] == near(SLOPES["W1"][0][0] + more)
        assert ad.grad(made.program(X0, TARGET))["W1"][0, 0] == near(SLOPES["W1"][0][0] + more)
    wrong = Network([2, 3, 3, 2], extra=lambda W2, **_: W2 * W2)
    for method in (wrong.C, wrong.program, wrong.gradients):
        with pytest.raises(InputError, match=r"extra gives an array of shape \(3, 3\), and a cost is one number"):
            method(X0, TARGET)


# --- as programs ----------------------------------------------------------------------------------


def test_the_program_reads_like_the_paper(net):
    """Names are what a learner meets in every picture of it."""
    text = ad.source(net.program(X0, TARGET))
    for line in ("A1 = W1 @ X0", "X1 = tanh(A1)", "A3 = W3 @ X2", "X3 = tanh(A3)", "return C"):
        assert f"    {line}\n" in text + "\n"
    made = Network([2, 3, 2], thresholds=True, cost="cross-entropy")
    text = ad.source(made.program(np.ones((2, 4)), [0, 1, 1, 0]))
    assert "A1 = W1 @ X0 + t1" in text
    assert "X2 = W2 @ X1 + t2" in text, "a unit that only adds up has one name for both"
    assert "logsumexp(X2, 0)" in text


def test_the_gradient_program_differentiates_by_the_parameters_only(net):
    """Nobody asks how the cost depends on the data, and each epoch would pay for it."""
    q = net.gradient_program(X0, TARGET)
    assert q.outputs == ("value", "W1_bar", "W2_bar", "W3_bar")
    assert "W1.T" not in ad.source(q)
    moved = {name: 2 * u for name, u in net.parameters.items()}
    result = ad.compiled(q)(X0=np.array([0.5, 2.0]), D=np.array([1.0, 0.0]), **moved)
    expected = net.with_parameters(moved).gradients([0.5, 2.0], [1.0, 0.0])
    assert result["value"] == net.with_parameters(moved).C([0.5, 2.0], [1.0, 0.0])
    for name, gradient in expected.items():
        assert result[f"{name}_bar"] == near(gradient)


@pytest.mark.parametrize(("F", "thresholds"), [("tanh", False), ("scaled tanh", True), ("identity", False)])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_an_opened_layer_gives_each_scalar_the_derivative_of_the_whole_network(k, F, thresholds):
    """The adjoint of w21 in the small program is dC/dw21(k), of x1 minus its multiplier: prices are all that is needed."""
    made = Network([2, 3, 3, 2], F=F, thresholds=thresholds, seed=8)
    p = made.layer(k, X0, TARGET)
    bars, values, gradient = ad.adjoints(p), ad.primals(p), made.gradients(X0, TARGET)
    states, multipliers = made.states(X0), made.multipliers(X0, TARGET).B
    for (i, j), expected in np.ndenumerate(gradient[f"W{k}"]):
        assert bars[f"w{i + 1}{j + 1}"] == pytest.approx(expected, rel=1e-13, abs=1e-15)
    for j, price in enumerate(multipliers[k - 1], start=1):
        assert values[f"x{j}"] == states.X[k - 1][j - 1]
        assert bars[f"x{j}"] == pytest.approx(-price, rel=1e-13, abs=1e-15)
    for i, state in enumerate(states.X[k], start=1):
        assert values[f"f{i}"] == pytest.approx(state, rel=1e-14)
        assert values[f"f{i}" if F == "identity" else f"a{i}"] == pytest.approx(states.A[k][i - 1], rel=1e-14)
        if thresholds:
            assert bars[f"t{i}"] == pytest.approx(gradient[f"t{k}"][i - 1, 0], rel=1e-13)
    assert p.outputs == ("C",)


def test_entries_of_a_large_layer_have_names_that_do_not_run_together():
    """w1_11 and w11_1 are two weights."""
    names = Network([11, 12]).layer(1, np.ones(11), np.ones(12)).inputs
    assert {"w1_11", "w11_1"} <= set(names)
    assert len(set(names)) == 11 * 12 + 11


def test_a_program_can_be_lettered_by_the_function_itself():
    """The last name that a variable is given counts, plain numbers have none, and inputs keep theirs."""

    def f(x, y):
        s = x * y
        return s + 1, {"u": s, "v": s, "w": 3.0, "z": x}

    p = lettered(f, {"x": 2, "y": 3})
    assert p.names == ("x", "y", "v", "f")
    assert (p(), p(x=4)) == (7, 13)


def test_the_stepper_and_the_picture_take_a_network(net):
    """Array by array, and a layer entry by entry."""
    whole, batch = net.program(X0, TARGET), net.program(np.ones((2, 5)), np.ones((2, 5)))
    for p, variable in ((whole, "X1"), (batch, "X1"), (net.layer(2, X0, TARGET), "f1")):
        for sweep in ("forward", "reverse"):
            data = ad.Stepper(p, sweep=sweep).data
            assert len(data["frames"]) > 10
        assert f">{variable}<" in ad.draw(p).svg
        assert "C" in str(ad.table(p))


# --- a network is never changed -------------------------------------------------------------------


def test_a_network_is_never_changed(net):
    """Neither by its owner's arrays, nor through its own."""
    weights = np.array(W1)
    made = Network([2, 3], weights=[weights])
    weights[:] = 0
    assert made.W[1].tolist() == W1
    with pytest.raises(ValueError, match="read-only"):
        made.parameters["W1"][0, 0] = 1
    other = net.with_parameters({"W2": np.zeros((3, 3))})
    assert other.W[2].tolist() == [[0] * 3] * 3
    assert net.W[2].tolist() == W2
    assert other.W[1] is net.W[1]
    with pytest.raises(ValueError, match="read-only"):
        other.parameters["W2"][0, 0] = 1


def test_the_same_seed_gives_the_same_weights():
    """And another one others; the states stay of order one whatever the width."""
    one, same, other = (Network([400, 300, 5], seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.W[1], same.W[1])
    assert not np.array_equal(one.W[1], other.W[1])
    assert 0.9 < one.states(RANDOM.normal(size=(400, 50))).A[1].std() < 1.1
    assert repr(one) == "<network 400 -tanh-> 300 -tanh-> 5, squares, 121,500 parameters>"


# --- bad input ------------------------------------------------------------------------------------

BATCH = np.ones((2, 4))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Network([2, 3, 2], weights=[W1, W2]),
            "W2 has shape (3, 3), which does not lead from layer 1, of 3 units, to layer 2, of 2",
        ),
        (lambda: Network([2, 3, 2], weights=[W1]), "weights is a list of matrices W(1), W(2), ..., and 2 of them"),
        (lambda: Network([2, 3], weights=[[[1, 2], [3, "x"]]]), "W1 is not a matrix of numbers"),
        (lambda: Network([2, 1], weights=[[[1, np.nan]]]), "W1 holds an infinity or NaN"),
        (lambda: Network([3]), "sizes lists the units of each layer, inputs first, as in [2, 3, 1]: not [3]"),
        (lambda: Network([3, 0]), "not [3, 0]"),
        (lambda: Network([3, 2.5]), "not [3, 2.5]"),
        (lambda: Network(7), "not 7"),
        (lambda: Network([2, 1], F="tahn"), "'tahn' (did you mean 'tanh'?): known are tanh, scaled tanh, sigmoid"),
        (lambda: Network([2, 1], F=np.tanh), "no function of units <ufunc 'tanh'>"),
        (lambda: Network([2, 1], F="softmax"), "choose cost='cross-entropy'"),
        (lambda: Network([2, 3, 1], F=["tanh"]), "F lists 1 functions, and there are 2 layers"),
        (lambda: Network([2, 3, 1], F=["tanh", "sine"]), "no function of units 'sine'"),
        (lambda: Network([2, 1], cost="mse"), "no cost 'mse': known are squares, half squares, cross-entropy"),
        (lambda: Network([2, 1], cost="cross entropy"), "(did you mean 'cross-entropy'?)"),
        (lambda: Network([True, 1]), "sizes lists the units of each layer"),
        (lambda: Network([2, 1], seed="q"), "a seed is a whole number from 0, not 'q'"),
        (lambda: Network([2, 1], extra=3), "extra is a function of the parameters, by name, that returns a number, not 3"),
        (lambda: Network([2, 1]).with_parameters({"w1": 0}), "no parameter 'w1': there are W1"),
        (lambda: Network([2, 1]).with_parameters({"W1": [1, 2]}), "W1 has shape (2,), and the network's has (1, 2)"),
        (lambda: Network([2, 1]).with_parameters({"W1": [[1, np.inf]]}), "W1 holds an infinity or NaN"),
    ],
)  # fmt: skip
def test_a_network_that_cannot_be_is_refused(make, message):
    """The sentence names the layer, lists what is known, and suggests the closest."""
    with pytest.raises(InputError) as caught:
        make()
    assert message in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("I", "D", "message"),
    [
        (np.ones((4, 2)), np.ones((2, 4)), "or (2, P) with P patterns: patterns are columns here, pass I.T"),
        (np.ones((3, 5)), np.ones((2, 5)), "I has shape (3, 5), and for 2 units it is (2,), or (2, P) with P patterns"),
        (np.ones((2, 0)), np.ones((2, 0)), "I has shape (2, 0), no pattern at all: a batch has one at least"),
        ([], [], "no pattern at all"),
        (np.where(np.arange(8).reshape(2, 4) == 6, np.nan, 1.0), BATCH, "I holds nan at unit 1 of pattern 2"),
        ([1.0, np.inf], [1.0, 1.0], "I holds inf at unit 1 (counting from 0)"),
        (BATCH, np.where(np.arange(8).reshape(2, 4) == 3, np.nan, 1.0), "D holds nan at unit 0 of pattern 3"),
        (BATCH, np.ones((2, 3)), "D has shape (2, 3), float64: to this I belong targets of shape (2, 4), or"),
        (BATCH, np.ones((4, 2)), "targets of shape (2, 4), D.T, or 4 labels"),
        (BATCH, np.array([0, 1, 2, 1]), "label 2 of pattern 2 is out of range: there are 2 outputs, so labels are 0 to 1"),
        (BATCH, np.array([0, 1, -1, 1]), "label -1 of pattern 2 is out of range"),
        (BATCH, np.array([0.0, 1.0, 1.0, 0.0]), "D has shape (4,), float64"),
        ([1.0, 2.0], 2, "label 2 is out of range"),
        ([1.0, 2.0], 0.5, "targets of shape (2,), or a label (a whole number)"),
        ("patterns", BATCH, "I is an array of numbers, a column for each pattern, not 'patterns'"),
        (BATCH, None, "D is an array of numbers"),
        ([[1, 2, 3, 4], [5]], BATCH, "I has rows of different lengths: every pattern has as many numbers"),
        (BATCH, [[1, 2, 3, 4], [5]], "D has rows of different lengths"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["C", "program", "gradient_program", "multipliers", "gradients"])
def test_patterns_that_cannot_be_are_refused(I, D, message, method):  # noqa: E741
    """Before anything is calculated, by every method alike, naming the pattern."""
    with pytest.raises(InputError) as caught:
        getattr(Network([2, 3, 2]), method)(I, D)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 400


def test_other_questions_that_have_no_answer(net):
    """Shares that do not add up, a sign that is none, a layer that is not there, a layer at many patterns."""
    scores = Network([2, 3, 2], cost="cross-entropy")
    for D in ([0.5, 0.25], [1.5, -0.5]):
        with pytest.raises(InputError, match="shares, not negative, that add up to 1"):
            scores.C(X0, D)
    with pytest.raises(InputError, match=r"the sign before the multipliers is \+1, as in the paper, or -1, not 2"):
        net.multipliers(X0, TARGET, sign=2)
    with pytest.raises(InputError, match=r"the sign before the multipliers"):
        net.updated(net.states(X0).X, net.multipliers(X0, TARGET).Y, 0.1, sign="+")
    with pytest.raises(InputError, match=r"eta is the size of the step, a number such as 0.05, not 'small'"):
        net.updated(net.states(X0).X, net.multipliers(X0, TARGET).Y, "small")
    for k in (0, 4, "1"):
        with pytest.raises(InputError, match="the layers with weights are 1 to 3"):
            net.layer(k, X0, TARGET)
    with pytest.raises(InputError, match=r"one pattern, a vector, not 4 columns: take I\[:, 0\]"):
        net.layer(1, BATCH, BATCH)
