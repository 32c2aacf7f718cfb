"""Weights as functions of fewer parameters: the sum over all that a parameter makes, against the definition."""

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.lagrange.networks.layers import Network, Shared, convolution, tied

W1, W2, W3 = (
    np.array([[0.5, -0.4], [0.3, 0.8], [-0.6, 0.1]]),
    np.array([[0.2, -0.5, 0.7], [0.9, 0.4, -0.3], [-0.1, 0.6, 0.5]]),
    np.array([[0.3, -0.8, 0.5], [0.7, 0.2, -0.4]]),
)
X0, TARGET = np.array([1.0, -0.5]), np.array([0.25, -0.75])
RANDOM = np.random.default_rng(5)


def one_number():
    """Return the reference net with a number u added to three entries of W(2) and to two of W(1)."""
    net = Network([2, 3, 3, 2], weights=[W1, W2, W3])
    first, second = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]), np.eye(3)
    return Shared(net, lambda u: [W1 + u * first, W2 + u * second, W3], u=0.0)


def autoencoder():
    """Return a tied autoencoder 6-2-6, W(2) = W(1)', with thresholds, and patterns to be given back."""
    net = Network([6, 2, 6], F=["tanh", "identity"], thresholds=True, seed=1)
    weights = lambda U, inner, outer: {"W1": U, "t1": inner, "W2": U.T, "t2": outer}
    I = RANDOM.normal(size=(6, 5))  # noqa: E741
    return Shared(net, weights, U=net.W[1], inner=net.t[1] + 0.1, outer=net.t[2] - 0.2), I, I


def two_feature_maps():
    """Return a small convolutional network: two windows of 2 x 2 slide over pictures of 3 x 4, then three scores."""
    table = convolution((3, 4), (2, 2))
    net = Network([12, 12, 3], F=["scaled tanh", "identity"], cost="cross-entropy", seed=2)
    weights = lambda u, W: [tied(u, np.vstack([table, table + 4 * (table >= 0)])), W]
    return Shared(net, weights, u=RANDOM.normal(size=8), W=net.W[2]), RANDOM.normal(size=(12, 7)), np.arange(7) % 3


def in_lists_and_dicts():
    """Return a network whose parameters lie in a list of dicts and pairs, a number among them, and patterns."""
    net = Network([3, 4, 2], thresholds=True, seed=4)

    def weights(layers):
        first, (W, t) = layers
        return {"W1": first["W"] * first["scale"], "t1": first["t"], "W2": W, "t2": t}

    layers = [{"W": net.W[1], "scale": 0.5, "t": net.t[1] + 0.1}, (net.W[2], net.t[2] - 0.2)]
    return Shared(net, weights, layers=layers, extra=lambda layers: (layers[1][0] ** 2).sum()), np.eye(3), np.ones((2, 3))


def several():
    """Yield shared networks with patterns."""
    yield one_number(), X0, TARGET
    yield autoencoder()
    yield two_feature_maps()


EVERY = [
    pytest.param(*given, id=name) for name, given in zip(["number", "autoencoder", "convolution"], several(), strict=True)
]


def test_one_number_in_five_places_of_the_reference_net():
    """Computed with 50 digits, and by differences to ten."""
    shared = one_number()
    assert shared.gradients(X0, TARGET)["u"] == pytest.approx(1.98979498970, abs=5e-12)
    assert ad.grad(shared.program(X0, TARGET))["u"] == pytest.approx(1.98979498970, abs=5e-12)
    of_W = Network([2, 3, 3, 2], weights=[W1, W2, W3]).gradients(X0, TARGET)
    places = [of_W["W2"][0, 0], of_W["W2"][1, 1], of_W["W2"][2, 2], of_W["W1"][0, 0], of_W["W1"][1, 1]]
    assert shared.gradients(X0, TARGET)["u"] == pytest.approx(sum(places), rel=1e-14)
    assert places[0] != pytest.approx(sum(places), rel=0.1), "one share alone is wrong"


@pytest.mark.parametrize(("shared", "I", "D"), EVERY)
def test_the_chain_over_the_weights_is_the_sum_of_the_paper(shared, I, D):  # noqa: E741
    """dC/du_q = sum over i, j, k of dC/dw_ij(k) dw_ij(k)/du_q, with the whole Jacobian; the sweep; and both signs."""
    W, t = shared.W, shared.t
    given = {f"W{k}": u for k, u in W.items()} | {f"t{k}": u for k, u in t.items()}
    plain = Network(shared.sizes, F=list(shared.F.values()), cost=shared.cost, thresholds=bool(t)).with_parameters(given)
    assert plain.C(I, D) == pytest.approx(shared.C(I, D), rel=1e-14)
    assert shared.program(I, D)() == pytest.approx(shared.C(I, D), rel=1e-14)
    bars, of_W = ad.grad(shared.program(I, D)), plain.gradients(I, D)
    jacobian = ad.jacobian(ad.trace(shared._made, shared.parameters))
    for q, u in shared.parameters.items():
        by_definition = sum((of_W[name][(..., *[None] * np.ndim(u))] * jacobian[name][q]).sum((0, 1)) for name in of_W)
        for found in (shared.gradients(I, D)[q], shared.gradients(I, D, sign=-1)[q], bars[q]):
            assert np.shape(found) == np.shape(u)
            assert found == pytest.approx(by_definition, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize(("shared", "I", "D"), EVERY)
def test_the_gradient_by_the_free_parameters_is_what_differences_measure(shared, I, D):  # noqa: E741
    """Two-sided, along a direction in which all of them move; and what is compiled agrees."""
    random, h = np.random.default_rng(1), 1e-5
    direction = {name: random.normal(size=np.shape(u)) for name, u in shared.parameters.items()}
    there = [
        shared.with_parameters({name: u + s * h * direction[name] for name, u in shared.parameters.items()}).C(I, D)
        for s in (1, -1)
    ]
    gradient = shared.gradients(I, D)
    slope = sum((gradient[name] * direction[name]).sum() for name in gradient)
    assert slope == pytest.approx((there[0] - there[1]) / (2 * h), rel=1e-8)
    result = ad.compiled(shared.gradient_program(I, D))()
    assert list(result) == ["value", *(f"{name}_bar" for name in gradient)]
    for name, u in gradient.items():
        assert result[f"{name}_bar"] == pytest.approx(u, rel=1e-12, abs=1e-14)


def test_a_step_downhill_keeps_the_weights_shared():
    """The update in the letters goes through u, so that W(2) is W(1)' afterwards, too."""
    shared, I, D = autoencoder()  # noqa: E741
    after = shared.updated(shared.states(I).X, shared.multipliers(I, D).Y, 0.01)
    assert after.C(I, D) < shared.C(I, D)
    assert np.array_equal(after.W[2], after.W[1].T)
    assert type(one_number().with_parameters({"u": 1}).parameters["u"]) is float
    expected = shared.parameters["U"] - 0.01 * shared.gradients(I, D)["U"]
    assert after.W[1] == pytest.approx(expected, rel=1e-14)


def test_parameters_in_lists_and_dicts_come_back_nested_alike():
    """Each value is moved by itself: its slope is what differences measure, and a step goes against all of them."""
    shared, I, D = in_lists_and_dicts()  # noqa: E741
    gradient, step = shared.gradients(I, D), 1e-6
    first, second = gradient["layers"]
    assert list(first) == ["W", "scale", "t"] and type(second) is tuple and "27 parameters" in repr(shared)
    assert first["W"].shape == (4, 3) and type(shared.parameters["layers"][0]["scale"]) is float

    def moved(key, u):
        return shared.with_parameters(
            {"layers": [shared.parameters["layers"][0] | {key: u}, shared.parameters["layers"][1]]}
        )

    for key, u in shared.parameters["layers"][0].items():
        there, back = (moved(key, u + s * step).C(I, D) for s in (1, -1))
        assert np.sum(first[key]) == pytest.approx((there - back) / (2 * step), rel=1e-6)
    assert second[0] == pytest.approx(ad.grad(shared.program(I, D))["layers"][1][0], rel=1e-12)
    after = shared.updated(shared.states(I).X, shared.multipliers(I, D).Y, 0.01)
    assert after.C(I, D) < shared.C(I, D)
    assert after.parameters["layers"][0]["scale"] == pytest.approx(0.5 - 0.01 * first["scale"], rel=1e-12)
    assert "layers[1][0]: 2×4" in ad.draw_weights(shared).description


def test_a_small_convolution_is_the_sliding_sum():
    """By the definition, y_i = sum_j u_j x_{i+j}; NumPy has it, too."""
    u, x = np.array([1.0, -2.0, 4.0]), np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0])
    table = convolution(6, 3)
    assert table.tolist()[1] == [-1, 0, 1, 2, -1, -1]
    assert (tied(u, table) @ x).tolist() == np.correlate(x, u).tolist()
    picture, window = np.arange(20.0).reshape(4, 5) ** 2, np.array([[1.0, -1.0, 2.0], [0.0, 3.0, 5.0]])
    slid = [[(picture[i : i + 2, j : j + 3] * window).sum() for j in range(3)] for i in range(3)]
    found = tied(window.ravel(), convolution((4, 5), (2, 3))) @ picture.ravel()
    assert found.reshape(3, 3).tolist() == slid


def test_an_extra_term_of_the_free_parameters_counts_each_once():
    """Decay of u itself, not of its many copies in W."""
    shared, I, D = two_feature_maps()  # noqa: E741
    decayed = Shared(shared, shared._weights, extra=lambda u, W: 0.5 * (u * u).sum(), **shared.parameters)
    assert decayed.C(I, D) == pytest.approx(shared.C(I, D) + 0.5 * (shared.parameters["u"] ** 2).sum(), rel=1e-14)
    more = decayed.gradients(I, D)["u"] - shared.gradients(I, D)["u"]
    assert more == pytest.approx(shared.parameters["u"], rel=1e-11)
    assert decayed.gradients(I, D)["u"] == pytest.approx(ad.grad(decayed.program(I, D))["u"], rel=1e-12)


NET = Network([2, 3], seed=0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Shared(NET, lambda u: [u * np.ones((2, 3))], u=1.0), "W1 made of u has shape (2, 3), and"),
        (lambda: Shared(NET, lambda u: [u, u], u=1.0), "the weights made of u are ['W1', 'W2']: wanted is a list"),
        (lambda: Shared(NET, lambda u: u, u=np.ones((3, 2))), "wanted is a list of matrices, or a dict with W1"),
        (lambda: Shared(NET, lambda: [W1]), "the free parameters are given by name, as in u=0.5"),
        (lambda: Shared(NET, lambda D: [D], D=W1), "X0 and D are names of the patterns"),
        (lambda: Shared(NET, lambda u: [u * W1], u=np.nan), "u holds an infinity or NaN"),
        (lambda: Shared(NET, lambda u: [u * W1], u="one"), "u is not a matrix of numbers"),
        (lambda: Shared(Network([2, 3], extra=lambda W1: W1.sum()), lambda u: [u * W1], u=1.0), "give it to Shared"),
        (lambda: Shared(NET, lambda u: [u * W1], u=1.0).with_parameters({"v": 1.0}), "no parameter 'v': there are u"),
        (lambda: Shared(NET, lambda u: [u * W1], u=1.0).with_parameters({"u": [1.0]}), "u has shape (1,), and the"),
        (lambda: Shared(NET, lambda u: u, u=[{"W": "one"}]), "u[0][W] is not a matrix of numbers: 'one'"),
        (lambda: Shared(NET, lambda u: [u[0]], u=[W1]).with_parameters({"u": [W1, W1]}), "u is a list of 1 in the network"),
        (lambda: Shared(NET, lambda u: [u[0]], u=[W1]).with_parameters({"u": [W2]}), "u[0] has shape (3, 3), and the net"),
        (lambda: convolution(3, 5), "a window of 1 x 5 does not fit into 1 x 3 units"),
        (lambda: convolution((4, 4), (0, 2)), "a window of 0 x 2 does not fit"),
        (lambda: convolution((4, 4), (2, 0)), "a window of 2 x 0 does not fit"),
        (lambda: Shared("net", lambda u: [u], u=1.0), "Shared takes a Network and a function of u, not 'net'"),
        (lambda: Shared(NET, 3, u=1.0), "Shared takes a Network and a function of u"),
        (lambda: Shared(NET, lambda u: [u * W1], u=1.0, extra=3), "extra is a function of the parameters"),
        (lambda: convolution("four", 2), "units and window are lengths, or pairs (rows, columns), not 'four', 2"),
        (lambda: convolution((4, 4, 4), 2), "units and window are lengths, or pairs"),
        (lambda: convolution(4.0, 2), "units and window are lengths, or pairs"),
        (lambda: tied(np.ones(2), [[0, 5]]), "a table has places in u, 0 to 1, or -1 for none, not [[0, 5]]"),
        (lambda: tied(np.ones(2), [[-2, 0]]), "a table has places in u, 0 to 1, or -1 for none"),
        (lambda: tied(np.ones((2, 2)), [[0, 1]]), "u has the shape (2, 2): tied reads its numbers from a vector"),
    ],
)  # fmt: skip
def test_weights_that_cannot_be_are_refused(make, message):
    """When the network is made, not when it is trained."""
    with pytest.raises(InputError) as caught:
        make()
    assert message in str(caught.value)
