"""Recurrent nets: two relaxations, one gradient; and unrolled in time, where one W is read at every step."""

import numpy as np
import pytest
from oracles import two_sided

import adlesson as ad
from adlesson.engine.cost.checkpoint_plans import extra_steps
from adlesson.engine.errors import InputError, LessonError, NumberError
from adlesson.lagrange.dynamics.recurrent import Net, unrolled, untied

W, I = [[0.5, -0.3], [0.2, 0.4]], [0.1, -0.2]  # noqa: E741 - the letters of the paper
D = np.array([0.3, 0.1])
# computed with mpmath at 40 digits
REST = [0.312193492459868798, -0.222923976402551134]
B_REST, Y_REST = [0.27485008009607340, 0.92184164091138407], [0.24806187840410784, 0.87603062906878538]
DC_DW = [[-0.077443304165133731, 0.055298940327729844], [-0.27349106159079997, 0.19528823128244194]]


def squares(X):
    return ((D - X) * (D - X)).sum()


def small(sign=+1):
    """Return the net of two units whose numbers are known."""
    return Net(W, I, squares, sign=sign)


def at_rest(net, h=0.5):
    """Return X and B at rest."""
    X = net.relax(h)[-1]
    return X, net.relax_back(X, h)[-1]


def by_letters(net, X, dC, h=0.5, F_in_front=True, transposed=True):
    """Relax Y as the paper writes it, for tanh; or with a known slip."""
    slope, Y = 1 - X * X, np.zeros(len(X))
    back = net.W.T if transposed else net.W
    drive = -net.sign * (slope * dC if F_in_front else dC)
    for _ in range(2000):
        Y = Y + h * (slope * (back @ Y) + drive - Y)
    return Y


def off_by(u, right):
    return np.linalg.norm(u - np.array(right)) / np.linalg.norm(right)


# --- the two relaxations ------------------------------------------------------------------------------


@pytest.mark.parametrize("h", [1.0, 0.5, 0.1])
def test_the_reference_net_has_its_reference_values_whatever_the_step(h):
    """States, multipliers B and Y, and the gradient -Y X'."""
    net = small()
    X, B = at_rest(net, h)
    assert pytest.approx(np.array(REST), abs=3e-12) == X
    assert pytest.approx(np.array(B_REST), abs=1e-11) == B
    assert net.Y(X, B) == pytest.approx(np.array(Y_REST), abs=1e-11)
    slopes = net.gradient(X, B)
    assert slopes["W"] == pytest.approx(np.array(DC_DW), abs=1e-11)
    assert slopes["W"] == pytest.approx(-np.outer(net.Y(X, B), X), rel=1e-14)
    assert slopes["I"] == pytest.approx(-net.Y(X, B), rel=1e-14)
    assert f"{slopes['W'][1, 1]:.10f}" == "0.1952882313"
    lam = net.system.multipliers(output="C")  # solved, not relaxed: all printed digits
    assert -lam["X"] == pytest.approx(np.array(B_REST), abs=1e-14)
    assert -lam["A"] == pytest.approx(np.array(Y_REST), abs=1e-14)
    assert lam["W"] == pytest.approx(np.array(DC_DW), abs=1e-14)


def test_the_sweep_and_the_letters_of_the_paper_relax_to_the_same_Y():
    """tau dY/dt = F' W' Y - s F' dC/dX - Y, written out, for both signs."""
    for sign in (+1, -1):
        net = small(sign)
        X, B = at_rest(net)
        assert by_letters(net, X, -2 * (D - X)) == pytest.approx(net.Y(X, B), abs=1e-11)


def test_every_state_on_the_way_back_is_that_of_the_letters():
    """Not only where it ends: Y(t) = F' B(t) at each step."""
    net, h = small(), 0.25
    X = net.relax()[-1]
    slope, Y = 1 - X * X, np.zeros(2)
    for B in net.relax_back(X, h)[:30]:
        assert net.Y(X, B) == pytest.approx(Y, abs=1e-12)
        Y = Y + h * (slope * (net.W.T @ Y) + slope * 2 * (D - X) - Y)


def test_known_wrong_forms_give_known_wrong_gradients():
    """Without F' before dC/dX 5.3 per cent off, and that for every entry of Y; with W for W' 78."""
    net = small()
    X, _ = at_rest(net)
    right = np.array(DC_DW)
    for slip, off in (({"F_in_front": False}, 0.0527), ({"transposed": False}, 0.7774)):
        Y = by_letters(net, X, -2 * (D - X), **slip)
        assert off_by(-np.outer(Y, X), right) == pytest.approx(off, abs=1e-4)
    jump = net.gradient(X, 2 * (D - X))["W"]  # B cut off after its first term: no feedback on the way back
    assert off_by(jump, right) > 0.3


def test_the_gradient_is_that_of_the_closed_loop_and_of_differences():
    """A linear solve, and the rest found again for moved weights, know nothing of the relaxation."""
    net = small()
    X, B = at_rest(net)
    slopes, solved = net.gradient(X, B), net.system.grad(output="C")
    for name in "WI":
        assert slopes[name] == pytest.approx(solved[name], abs=1e-11)
    lam = net.system.multipliers(output="C")
    assert pytest.approx(-lam["X"], abs=1e-11) == B
    assert net.Y(X, B) == pytest.approx(-lam["A"], abs=1e-11)
    for i, j in np.ndindex(2, 2):

        def cost(w, i=i, j=j):
            moved = np.array(W)
            moved[i, j] = w
            return squares(Net(moved, I, squares).relax()[-1])

        assert slopes["W"][i, j] == pytest.approx(two_sided(cost, W[i][j], 1e-4), rel=1e-7)


def test_the_sign_turns_the_multipliers_over_and_leaves_the_gradient():
    """s = +1 makes B minus the price of X, s = -1 the price."""
    (X, B), (X_too, B_too) = at_rest(small(+1)), at_rest(small(-1))
    assert np.array_equal(X, X_too)
    assert np.array_equal(B, -B_too)
    plus, minus = small(+1).gradient(X, B), small(-1).gradient(X, B_too)
    assert (plus["W"] == minus["W"]).all()
    h = 1e-6
    # a lasting push of h on the first state: X = F(W X + I) + h; what C pays for it is B_too
    values = {}
    for push in (h, -h):
        u = X
        for _ in range(400):
            u = np.tanh(np.array(W) @ u + I) + np.array([push, 0.0])
        values[push] = squares(u)
    assert (values[h] - values[-h]) / (2 * h) == pytest.approx(B_too[0], rel=1e-6)


def test_mixing_boundary_and_update_goes_uphill():
    """B of one convention with the step of the other."""
    net, eta = small(), 0.5
    X, B = at_rest(net)
    Y = net.Y(X, B)
    down, up = (Net(net.W + s * eta * np.outer(Y, X), I, squares).relax()[-1] for s in (+1, -1))
    assert squares(down) < squares(X) < squares(up)


def test_a_loop_that_going_round_cannot_solve_comes_to_rest_in_small_steps():
    """Eigenvalues -1 +- 3i: stable in continuous time, and thrown out by h = 1."""
    net = Net([[0.0, -3.0], [3.0, 0.0]], [0.1, 0.2], lambda X: X[0] + 2 * X[1], sign=-1)
    with pytest.raises(NumberError, match="the states do not come to rest in 20,000 steps of h = 1 "):
        net.relax(h=1)
    X, B = at_rest(net, h=0.1)
    assert pytest.approx(np.array([-0.0499833062059900560, 0.0500083312198003631]), abs=1e-12) == X
    assert net.gradient(X, B)["I"] == pytest.approx(np.array([0.699899502798835142, -0.0994491790575754437]), abs=1e-11)
    with pytest.raises(NumberError, match="the multipliers diverge: they grow without end"):
        net.relax_back(X, h=1)


def test_a_net_that_never_rests_says_so_and_newton_finds_the_rest_that_is_not_stable():
    """Eigenvalues 1 +- 3i at the rest: the states go round for ever."""
    net = Net([[2.0, -3.0], [3.0, 2.0]], [0.1, 0.2], lambda X: X[0])
    for h in (0.5, 0.01):
        with pytest.raises(NumberError, match="no rest is stable, though Newton's method may find one"):
            net.relax(h)
    X = net.system.solve(method="newton")["X"]
    assert np.tanh(net.W @ X + net.I) == pytest.approx(X, abs=1e-12)
    assert net.system.grad(output="C")["I"].shape == (2,)


@pytest.mark.parametrize("F", ["identity", "relu"])
def test_a_net_that_feeds_itself_more_than_it_loses_diverges(F):
    """The rest at -5 is not stable, and nothing beyond 1e150 is mistaken for it; backwards it is the same."""
    net = Net(1.2 * np.eye(2), [1.0, 1.0], lambda X: (X * X).sum(), F=F)
    for h in (1.0, 0.5):
        with pytest.raises(NumberError, match=r"the states diverge: they grow without end.*no rest is stable"):
            net.relax(h=h)
    if F == "identity":
        X = net.system.solve()["X"]
        assert pytest.approx([-5.0, -5.0]) == X
        with pytest.raises(NumberError, match="the multipliers diverge: they grow without end"):
            net.relax_back(X, h=1.0)


@pytest.mark.parametrize("size", [1e-200, 1e-13, 1e10, 1e150])
def test_states_of_any_size_rest_and_are_taken_back(size):
    """What relax ends at, relax_back accepts: rest and its gradient are those of the linear system."""
    A, push = np.array([[0.3, 0.2], [0.1, -0.4]]), size * np.array([1.0, -2.0])
    net = Net(A, push, lambda X: X[0] + 2 * X[1], F="identity", sign=-1)
    X, B = at_rest(net)
    assert pytest.approx(np.linalg.solve(np.eye(2) - A, push), rel=1e-9, abs=0) == X
    assert net.gradient(X, B)["I"] == pytest.approx(np.linalg.solve((np.eye(2) - A).T, [1.0, 2.0]), rel=1e-9)


def test_where_it_starts_decides_which_rest_it_finds():
    """Two stable rests, one on either side."""
    net = Net([[2.0]], [0.0], lambda X: X[0])
    assert net.relax(X=[0.1])[-1] == pytest.approx([0.9575040240772688], abs=1e-11)
    assert net.relax(X=[-0.1])[-1] == pytest.approx([-0.9575040240772688], abs=1e-11)


def test_other_units_and_costs():
    """Any F and C that can be traced; a linear net is solved by hand."""
    assert Net(W, I, squares, F=ad.tanh).relax()[-1].tolist() == small().relax()[-1].tolist()
    net = Net([[0.5, 0.0], [0.25, 0.5]], [1.0, 2.0], lambda X: X[1] * X[1] / 2, F=lambda A: A, sign=-1)
    X, B = at_rest(net)
    assert pytest.approx(np.array([2.0, 5.0])) == X
    assert pytest.approx(np.array([5.0, 10.0])) == B
    assert net.gradient(X, B)["W"] == pytest.approx(np.outer([5.0, 10.0], [2.0, 5.0]))
    lazy = Net([[0.5]], [1.0], lambda X: 3.0)
    X, B = at_rest(lazy)
    assert [*B, *lazy.gradient(X, B)["I"]] == [0, 0]


# --- unrolled in time -----------------------------------------------------------------------------------


def test_the_gradient_by_a_shared_weight_is_the_sum_over_its_copies():
    """W_t = W for each t: one weight, and each reading of it adds its share."""
    net = small()
    for steps in (1, 2, 7):
        shared, copies = ad.grad(unrolled(net, steps)), ad.grad(untied(net, steps))
        assert len(copies["W"]) == steps
        assert shared["W"] == pytest.approx(sum(copies["W"]), rel=1e-14, abs=1e-15)
        assert shared["I"] == pytest.approx(copies["I"], rel=1e-14)
        assert unrolled(net, steps)() == untied(net, steps)()
    *_, before, last = ad.grad(untied(net, 7))["W"]
    assert off_by(last, ad.grad(unrolled(net, 7))["W"]) > 0.3  # the last copy is not the whole
    assert abs(before).max() < abs(last).max()  # earlier readings weigh less, in this net


def test_back_through_time_by_hand():
    """LeCun's recursion over layers with X(k) = F(W X(k-1) + I), every layer adding -Y(k) X(k-1)'."""
    net, steps = small(), 6
    X = [np.zeros(2)]
    for _ in range(steps):
        X.append(np.tanh(net.W @ X[-1] + net.I))
    B, found = 2 * (D - X[-1]), []
    for k in range(steps, 0, -1):
        Y = (1 - X[k] ** 2) * B
        found.insert(0, -np.outer(Y, X[k - 1]))
        B = net.W.T @ Y
    for by_hand, swept in zip(found, ad.grad(untied(net, steps))["W"], strict=True):
        assert swept == pytest.approx(by_hand, rel=1e-13, abs=1e-16)


def test_unrolled_it_is_a_layered_network_whose_layers_are_alike():
    """The network of ``ad.layers`` with the same weights and thresholds in each layer."""
    t = np.array(I).reshape(2, 1)
    layers = ad.layers.Network([2] * 4, weights=[np.array(W)] * 3, thresholds=True)
    layers = layers.with_parameters({f"t{k}": t for k in (1, 2, 3)})
    slopes, mine = layers.gradients(np.zeros(2), D), ad.grad(untied(small(), 3))
    assert unrolled(small(), 3)() == pytest.approx(layers.C(np.zeros(2), D), rel=1e-14)
    for k in (1, 2, 3):
        assert mine["W"][k - 1] == pytest.approx(slopes[f"W{k}"], rel=1e-13, abs=1e-16)
    assert mine["I"] == pytest.approx(sum(slopes[f"t{k}"][:, 0] for k in (1, 2, 3)), rel=1e-13)


def test_unrolled_long_enough_it_is_the_gradient_at_rest():
    """The errors of the reference, for f = v . X, after 1 to 40 steps."""
    net = Net(W, I, lambda X: (X * np.array([1.0, 2.0])).sum(), sign=-1)
    X, B = at_rest(net)
    right = net.gradient(X, B)["I"]
    assert right == pytest.approx(np.array([2.30468942849568021, 2.00614060228553056]), abs=1e-11)
    right = net.system.grad(output="C")["I"]
    for steps, off in ((1, 0.431), (2, 0.193), (5, 0.0261), (10, 5.26e-4), (20, 4.36e-7)):
        assert off_by(ad.grad(unrolled(net, steps))["I"], right) == pytest.approx(off, rel=0.003)


@pytest.mark.parametrize("budget", [1, 3, 10])
def test_a_long_recurrence_goes_back_through_few_states(budget):
    """The same gradient to the last bit, and the steps run again are the least there can be."""
    program, steps = unrolled(small(), 60), 60
    found = ad.checkpoint(program, budget, steps)
    value, slopes = ad.value_and_grad(program)
    assert found.value == value
    assert all(np.array_equal(found.gradient[name], slopes[name]) for name in slopes)
    assert (found.peak, found.extra) == (budget, extra_steps(steps, budget))


# --- bad input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Net([[1.0, 2.0]], [1.0], squares), r"W has the shape \(1, 2\) and I \(1,\): W is square"),
        (lambda: Net(W, [1.0, 2.0, 3.0], squares), r"W has the shape \(2, 2\) and I \(3,\)"),
        (lambda: Net([1.0, 2.0], [1.0, 2.0], squares), r"W has the shape \(2,\)"),
        (lambda: Net([[1.0, 2.0], [3.0]], I, squares), "W is a square array of numbers"),
        (lambda: Net([["a"]], [1.0], squares), "W is a square array of numbers"),
        (lambda: Net([[float("nan")]], [1.0], squares), "W has an entry that is not finite"),
        (lambda: Net([[1.0]], [float("inf")], squares), "I has an entry that is not finite"),
        (lambda: Net([[1.0]], [1.0], lambda X: X), r"the cost is one number, such as"),
        (lambda: Net([[1.0]], [1.0], lambda X: None), "C.X. is None"),
        (lambda: Net(W, I, squares, F=lambda A: A.sum()), "X_next has the shape"),
        (lambda: Net(W, I, squares, F="tanhh"), "no function of units 'tanhh' .did you mean 'tanh'"),
        (lambda: Net(W, I, squares, F=5), "F is a function of the total inputs, or the name of one, such as 'tanh', not 5"),
        (lambda: Net(W, I, squares, F=lambda A: None), "F.A. is None: does F end in a return statement"),
        (lambda: Net(W, I, squares, sign=0), "sign is .1, as in LeCun's"),
        (lambda: small().relax(X=[1.0]), "X has the shape .1,. in a net of 2 units"),
        (lambda: small().relax(h=2), "between 0 and 2"),
        (
            lambda: small().relax_back([0.0, 0.0]),
            r"X is not at rest, .* is up to 2.0e-01 there: relax it with net\.relax",
        ),
        (lambda: small().gradient(np.zeros(2), np.zeros(2)), "X is not at rest"),
        (lambda: small().Y(REST, [1.0]), "B has the shape"),
        (lambda: unrolled(small(), 0), "the number of steps is a whole number of at least 1, not 0"),
        (lambda: untied(small(), 2.0), "the number of steps is a whole number of at least 1, not 2.0"),
        (lambda: unrolled(small(), True), "not True"),
        (lambda: unrolled("net", 2), "a recurrent Net is wanted, not 'net'"),
        (lambda: Net(W, I, None), r"C is a function of the states, such as lambda X: .* not None"),
        (lambda: small().relax(X="ab"), "X is a number for each unit, not 'ab'"),
        (lambda: small().relax(X=[0.0, float("nan")]), "X has an entry that is not finite"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(make, says):
    """What was met, what is accepted."""
    with pytest.raises(InputError, match=says) as found:
        make()
    assert isinstance(found.value, LessonError)
    assert len(str(found.value)) < 400


def test_what_comes_out_may_be_written_to():
    """And nothing inside changes with it."""
    net = small()
    X, B = at_rest(net)
    slopes, Y = net.gradient(X, B), net.Y(X, B)
    for u in (slopes["W"], slopes["I"], Y):
        u += 1
    assert net.Y(X, B) == pytest.approx(Y - 1)
    assert net.gradient(X, B)["W"] == pytest.approx(slopes["W"] - 1)
