"""Time steps: costates, and the Hamiltonian whose three slopes are the three blocks; exact where the numbers are."""

from fractions import Fraction as F
from itertools import pairwise

import numpy as np
import pytest
import sympy
from oracles import two_sided

import adlesson as ad
from adlesson.engine.errors import InputError, LessonError, NumberError
from adlesson.lagrange.dynamics.steering import hamiltonian, product, steer
from adlesson.lagrange.loops.elimination import solve

# x' = A x + B u, cost (x'Qx + R u^2) / 2 for each step, x'Sx / 2 at the end: computed by hand with fractions
A, B = [[F(9, 10), F(1, 5)], [F(-1, 10), F(4, 5)]], [F(1, 2), 1]
Q, R, S = [1, 2], F(3, 10), [3, 1]
START, U = [1, -1], [F(1, 5), F(-2, 5), F(1, 10)]
HALF = F(1, 2)


def f(x, u):
    return [a * x[0] + b * x[1] + c * u for (a, b), c in zip(A, B, strict=True)]


def cost(x, u):
    return HALF * (Q[0] * x[0] * x[0] + Q[1] * x[1] * x[1] + R * u * u)


def final(x):
    return HALF * (S[0] * x[0] * x[0] + S[1] * x[1] * x[1])


def decimals(*texts):
    return [F(text) for text in texts]


def J(u, x=START, push=(None, 0, 0)):
    """Run the problem without a sweep, ``push = (t, k, h)`` moving entry k of x_t by h."""
    total = 0
    for t, control in enumerate([*u, None]):
        x = [w + push[2] * (push[:2] == (t, k)) for k, w in enumerate(x)]
        total += final(x) if control is None else cost(x, control)
        x = None if control is None else f(x, control)
    return total


# --- the linear-quadratic example ----------------------------------------------------------------------


def test_the_linear_quadratic_example_is_exact():
    """Objective, costates and slopes, digit for digit."""
    path = steer(f, cost, final, START, U)
    assert path.J == F("3.842534") == J(U)
    assert path.p == [decimals("1.91698", "-3.27772"), decimals("0.9538", "-2.5856"), decimals("0.552", "-0.77")]
    assert path.u_bar == decimals("-2.25923", "-2.2287", "-0.464")
    assert path.x == [START, decimals("0.8", "-0.7"), decimals("0.38", "-1.04"), decimals("0.184", "-0.77")]
    assert path.u == U


def test_costates_are_prices_and_slopes_are_slopes_exactly():
    """J is a parabola in everything, so that a two-sided difference has no error at all."""
    path = steer(f, cost, final, START, U)
    for t in range(3):
        for k in range(2):
            assert path.p[t][k] == two_sided(lambda h, t=t, k=k: J(U, push=(t + 1, k, h)), F(0), F(1, 3))
        assert path.u_bar[t] == two_sided(lambda u, t=t: J([*U[:t], u, *U[t + 1 :]]), U[t], F(1, 3))
    for k in range(2):
        assert path.x_bar[k] == two_sided(lambda h, k=k: J(U, push=(0, k, h)), F(0), F(1, 3))


def test_the_recursion_in_matrices():
    """p_{t-1} = A' p_t + Q x_t from p_{N-1} = S x_N, and R u_t + B' p_t; and what two known slips give."""
    path, a, q = steer(f, cost, final, START, U), sympy.Matrix(2, 2, [*A[0], *A[1]]), sympy.diag(*Q)

    def costates(a):
        p = [sympy.diag(*S) * sympy.Matrix(path.x[3])]
        for x in path.x[2:0:-1]:
            p.insert(0, a.T * p[0] + q * sympy.Matrix(x))
        return [list(w) for w in p]

    assert costates(a) == path.p
    assert costates(a.T)[0] == decimals("0.90028", "-3.67324")  # A for A'
    late = [R * u + B[0] * p[0] + B[1] * p[1] for u, p in zip(U[1:], path.p, strict=False)]
    assert [R * u + B[0] * p[0] + B[1] * p[1] for u, p in zip(U, path.p, strict=True)] == path.u_bar
    assert late != path.u_bar[1:]  # p_{t-1} for p_t


def test_one_sweep_over_the_whole_problem_gives_the_same():
    """The steps as one program: its adjoints by the controls, and its Lagrangian's multipliers."""

    def whole(u0, u1, u2, x):
        total = 0
        for u in (u0, u1, u2):
            total = total + cost(x, u)
            x = f(x, u)
        return total + final(x)

    p = ad.trace(whole, u0=U[0], u1=U[1], u2=U[2], x=START)
    path = steer(f, cost, final, START, U)
    assert ad.grad(p) == {"u0": path.u_bar[0], "u1": path.u_bar[1], "u2": path.u_bar[2], "x": path.x_bar}
    lam = ad.Lagrangian(p).multipliers()
    assert [lam[name] for name in ("u0", "u1", "u2", "x[0]", "x[1]")] == [*path.u_bar, *path.x_bar]
    every = list(lam.values())
    for price in [*path.p[0], *path.p[1], *path.p[2]]:
        assert price in every


def test_the_best_controls_follow_from_one_linear_system():
    """u_bar is affine in u; where it is 0, R u_t = -B' p_t, and Riccati's recursion agrees."""
    zero = [F(0)] * 3
    at_zero = steer(f, cost, final, START, zero).u_bar
    columns = [steer(f, cost, final, START, [F(i == j) for i in range(3)]).u_bar for j in range(3)]
    matrix = [[columns[j][i] - at_zero[i] for j in range(3)] for i in range(3)]
    best = solve(matrix, [-u for u in at_zero], ["u0", "u1", "u2"])
    path = steer(f, cost, final, START, best)
    assert path.u_bar == [0, 0, 0]
    assert [-R * u for u in best] == [B[0] * p[0] + B[1] * p[1] for p in path.p]
    a, b, q = sympy.Matrix(2, 2, [*A[0], *A[1]]), sympy.Matrix(B), sympy.diag(*Q)
    P, gains = sympy.diag(*S), []
    for _ in range(3):
        gain = (b.T * P * a) / (R + (b.T * P * b)[0])
        gains.insert(0, gain)
        P = q + a.T * P * (a - b * gain)
    x = sympy.Matrix(START)
    for u, gain in zip(best, gains, strict=True):
        assert -(gain * x)[0] == u
        x = a * x + b * u
    assert (HALF * sympy.Matrix(START).T * P * sympy.Matrix(START))[0] == path.J


# --- the Hamiltonian ---------------------------------------------------------------------------------------


def test_the_three_slopes_of_the_hamiltonian_are_the_three_blocks():
    """By p the next state, by x the costate before, by u the slope of J."""
    H = hamiltonian(f, START, U[0], cost)
    path = steer(f, cost, final, START, U)
    for t in range(3):
        slopes = ad.grad(H, x=path.x[t], u=path.u[t], p=path.p[t])
        assert slopes["p"] == path.x[t + 1]
        assert slopes["x"] == (path.p[t - 1] if t else path.x_bar)
        assert slopes["u"] == path.u_bar[t]
    assert H(x=START, u=U[0], p=[0, 0]) == cost(START, U[0])


def test_layers_are_steps_with_weights_for_controls():
    """LeCun's H(k) = B(k)'F(W(k) X(k-1)), with the other sign: p_k is the adjoint of X(k+1)."""
    rng = np.random.default_rng(3)
    W, X0, D = [rng.normal(size=(3, 3)) for _ in range(4)], np.array([0.5, -1.0, 0.25]), np.array([0.1, 0.2, 0.3])

    def layer(x, u):
        return ad.tanh(u @ x)

    def C(X):
        return ((D - X) * (D - X)).sum()

    path = steer(layer, None, C, X0, W)

    def whole(W, X):
        for w in W:
            X = ad.tanh(w @ X)
        return C(X)

    value, slopes = ad.value_and_grad(whole, W=W, X=X0)
    assert path.J - value == pytest.approx(0, abs=1e-14)
    assert path.x_bar == pytest.approx(slopes["X"], rel=1e-13)
    for mine, swept in zip(path.u_bar, slopes["W"], strict=True):
        assert mine == pytest.approx(swept, rel=1e-13)
    B = 2 * (D - path.x[-1])  # LeCun's boundary value: minus the costate
    assert path.p[-1] == pytest.approx(-B)


def test_numbers_lists_and_arrays_give_the_same():
    """The same problem with a state of one number, a list of one, an array of one."""
    one = steer(lambda x, u: x / 2 + u, lambda x, u: u * u * x, lambda x: x * x * x, 2.0, [1.0, -0.5])
    listed = steer(lambda x, u: [x[0] / 2 + u], lambda x, u: u * u * x[0], lambda x: x[0] ** 3, [2.0], [1.0, -0.5])
    array = steer(lambda x, u: x / 2 + u, lambda x, u: u * u * x[0], lambda x: x[0] ** 3, np.array([2.0]), [1.0, -0.5])
    assert [[u] for u in one.p] == listed.p == [list(u) for u in array.p]
    assert one.u_bar == listed.u_bar == array.u_bar
    assert one.J == listed.J == array.J

    def of_two(first):
        controls = [[first, F(2)], [F(-1), F(1, 3)]]
        return steer(lambda x, u: x * u[0] + u[1] * u[1], lambda x, u: x * x * u[1], lambda x: x, F(3), controls)

    slope = two_sided(lambda u: of_two(u).J, HALF, F(1, 7))  # J is a parabola in this control
    assert of_two(HALF).u_bar[0][0] == slope
    assert [len(bar) for bar in of_two(HALF).u_bar] == [2, 2]


def test_an_unstable_matrix_makes_costates_explode_backwards():
    """Each step back multiplies by A': exploding gradients are exploding costates."""
    path = steer(lambda x, u: 2 * x + u, None, lambda x: x, 1, [0] * 30)
    assert path.p == [2**k for k in range(29, -1, -1)]
    assert all(before == 2 * after for before, after in pairwise(path.p))


# --- bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: steer(f, cost, final, START, []), "u is a list with one control for each step"),
        (
            lambda: steer(f, cost, final, START, 0.5),
            "u is a list with one control for each step, such as .*, not 0.5",
        ),
        (lambda: steer(lambda x, u: x[:1], cost, final, START, U), "f returns a list of 1, and the state is a list of 2"),
        (lambda: steer(lambda x, u: x[0], cost, final, START, U), "f returns one number, and the state is a list of 2"),
        (
            lambda: steer(lambda x, u: x[:1], None, final, np.ones(2), U),
            "f returns an array of shape .1,., and the state is",
        ),
        (lambda: steer(lambda x, u: [x, x], None, final, 1.0, U), "f returns a list of 2, and the state is one number"),
        (lambda: steer(f, cost, final, START, [0.5, [1, 2]]), "u"),
        (lambda: steer(f, cost, lambda x: x, START, U), "this needs one number"),
        (lambda: steer(f, lambda x, u: np.ones(2) * u, final, START, U), "this needs one number"),
        (lambda: steer("f", cost, final, START, U), "f is a function of x and u, not .f."),
        (lambda: steer(f, cost, None, START, U), "final is a function of the last state, not None"),
        (lambda: steer(lambda x, u: x * u, None, final, float("nan"), [1.0]), "x is nan: give numbers, not NaN"),
        (lambda: steer(lambda x, u: x * u, None, final, 1.0, [1.0, float("nan")]), r"u\[1\] is nan: give numbers, not NaN"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(make, says):
    """What was met, what is accepted."""
    with pytest.raises(InputError, match=says) as found:
        make()
    assert isinstance(found.value, LessonError)
    assert len(str(found.value)) < 400


def test_steps_that_blow_up_are_stopped():
    """A costate of infinity would be a NaN soon."""
    with pytest.raises(NumberError, match="x_2 is not finite: the steps blow up"):
        steer(lambda x, u: x**3, None, lambda x: x, 1e80, [0.0] * 4)
    with pytest.raises(NumberError, match="x_1 is not finite"):
        steer(lambda x, u: x * u, None, lambda x: x.sum(), np.ones(2), [float("inf")])


def test_products_and_forms():
    """A tuple is as good as a list."""
    assert product([1, 2], [3, 4]) == 11
    assert product(2, 3) == 6
    assert product(np.array([1.0, 2.0]), np.array([3.0, 4.0])) == 11
    assert steer(lambda x, u: (x[0] + u, x[1]), None, lambda x: x[0] * x[1], [1, 2], [3]).u_bar == [2]
