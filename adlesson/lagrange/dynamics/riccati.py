"""The KKT system of steps that are steered, solved by back-substitution: Riccati's recursion.

With this module you can

- collect the second slopes of every step (``stages``): Q, S, R of its Hamiltonian by state and control, and A, B of f;
- solve for the moves of all controls and states at once, from the last step to the first (``answers``);
- see whether a problem is *linear-quadratic* (``is_quadratic``), so that this one solution is the answer.

Near a path let x_t move by dx and u_t by du.  To second order J moves by

    sum of (dx' Q dx + 2 du' S dx + du' R du) / 2 + slope . du, and dx' V dx / 2 at the end, with dx_next = A dx + B du.

The last step answers any dx with the best du = k + K dx; put in, it leaves dx' V dx / 2 + v . dx, and so on backwards:
that is elimination in the KKT system, whose rows are the steps.  The controls' part of what is eliminated at a step,
R + B' V B, is its pivot.  If all pivots are bent up, the path is a minimum; and one way down is enough that it is none.

>>> scalar = Stage(*(np.array([[float(u)]]) for u in (2, 0, 1, 1, 1)))  # x^2 + u^2 / 2 to pay, x_next = x + u
>>> last, = answers([scalar], [np.zeros(1)], np.array([[2.0]]))
>>> last.gain.tolist(), last.bends.tolist()  # -B V A / (R + B V B)
([[-0.6666666666666666]], [3.0])
"""

from collections import namedtuple
from itertools import islice

import numpy as np

from ...engine.errors import NumberError
from ...engine.fast import push_forward
from ...engine.numbers.arrays import is_array
from ...engine.trace import trace
from ...engine.transforms.colours import pattern
from ...engine.transforms.gradients import kept_gradient
from ..curvature import directions
from ..loops.elimination import eliminated, is_exact

SINGULAR = 1e-12  # of the terms that a pivot is the sum of

Stage = namedtuple("Stage", "Q S R A B")
Stage.__doc__ = "Second slopes of a Hamiltonian by x and x, u and x, u and u; and the slopes of f by x and u."
Answer = namedtuple("Answer", "step gain bends axes slope flat")
Answer.__doc__ = """How a step answers: du = ``step`` + ``gain`` dx.

``slope`` is that of J by its control, if all later steps answer; ``bends`` are the eigenvalues of its pivot, the least
first, ``axes`` their directions, and ``flat`` the size that counts as 0.
"""


def flat(u):
    """Return a number, a list or an array as a list of numbers."""
    return u.ravel().tolist() if is_array(u) else list(u) if isinstance(u, (list, tuple)) else [u]


def shaped(numbers, form):
    """Return a list of numbers in the form of ``form``."""
    if is_array(form):
        return np.array(numbers, dtype=float).reshape(form.shape)
    return list(numbers) if isinstance(form, (list, tuple)) else numbers[0]


def vector(u):
    """Return a number, a list or an array as a vector, of fractions if all of it are fractions and whole numbers."""
    numbers = flat(u)
    return np.array(numbers, dtype=object if is_exact(numbers) else float)


def second_slopes(p, values, count):
    """Return all second slopes of a program by its first ``count`` input numbers: a column for each of these."""
    q = kept_gradient(p)
    columns = [[w for u in tangents for w in flat(u)] for tangents in pushed(q, q.values(values), count)]
    return np.array(columns, dtype=object if all(map(is_exact, columns)) else float).T


def pushed(q, z, count=None):
    """Yield the tangents of all slopes, for one after the other of the input numbers of a gradient program: a Hessian."""
    for moving in islice(directions([q.shape_at(k) for k in range(q.d)]), count):
        zdot = push_forward(q, z, moving)
        yield [zdot[i] if i >= 0 else 0 * z[i] for i in q.output_slots[1:]]


BENT = {"abs", "maximum", "minimum", "relu", "sign", "heaviside", "where", "amax", "amin"}  # elsewhere the slopes are others


def is_quadratic(p):
    """Whether no second slope of a program depends on where one is, as its list of instructions shows; nor has it kinks."""
    if p.guards or BENT.intersection(p.ops):
        return False
    q = kept_gradient(p)
    r = trace(lambda **at: [u for tangents in pushed(q, q.values(at)) for u in tangents], q.at)
    return not any(pattern(r, r.output_slots))


def stages(steps, final, path):
    """Return a ``Stage`` for each step of a path, and the second slopes of ``final`` at its end."""
    n, m = len(flat(path.x[0])), len(flat(path.u[0]))
    found = []
    for t, (x, u, p) in enumerate(zip(path.x, path.u, path.p, strict=False)):
        here = {"x": x, "u": u, "p": p}
        H = steps.asked(lambda H, here=here: second_slopes(H, here, n + m), t, x, u)  # noqa: N803, N806
        found.append(Stage(H[:n, :n], H[n : n + m, :n], H[n : n + m, n:], H[n + m :, :n], H[n + m :, n:]))
    end = trace(lambda x: final(x), x=path.x[-1])
    return found, second_slopes(end, end.at, n)


def answers(steps, slopes, V, eased=0):  # noqa: N803
    """Return the ``Answer`` of every step, first step first, to slopes of J by the controls.

    ``eased`` is added to each pivot, as if it cost ``eased / 2`` times the square of each move.
    """
    if not all(u.dtype == object for u in (V, *slopes, *(u for step in steps for u in step))):
        V, slopes = V.astype(float), [slope.astype(float) for slope in slopes]  # noqa: N806
        steps = [Stage(*(u.astype(float) for u in step)) for step in steps]
    found, v = [], 0 * V[0]
    for (Q, S, R, A, B), slope in zip(reversed(steps), reversed(slopes), strict=True):  # noqa: N806
        pivot, mixed, first = R + B.T @ V @ B + eased * np.eye(len(R), dtype=int), S + B.T @ V @ A, slope + B.T @ v
        terms = abs(R) + abs(B.T) @ abs(V) @ abs(B)
        bends, axes = np.linalg.eigh(np.array(pivot + pivot.T, dtype=float) / 2)
        zero = SINGULAR * float(terms.max())
        gain = _solved(pivot, np.column_stack([first, mixed]), bends, axes, zero)
        k, K = -gain[:, 0], -gain[:, 1:]  # noqa: N806
        V, v = Q + A.T @ V @ A + mixed.T @ K, A.T @ v + mixed.T @ k  # noqa: N806
        V = (V + V.T) / 2 if V.dtype != object else V  # noqa: N806 - rounding must not add up on one side
        found.append(Answer(k, K, bends, axes, first, zero))
    return found[::-1]


def _solved(pivot, right, bends, axes, zero):
    """Return ``pivot^-1 right``; where the pivot is singular, the least such moves."""
    if pivot.dtype == right.dtype == object:
        try:
            columns = [eliminated(pivot.tolist(), column, ["u"] * len(pivot)) for column in right.T.tolist()]
            return np.array(columns, dtype=object).T
        except NumberError:
            pass  # it is singular
    sure = abs(bends) > zero
    right = np.array(right, dtype=float)
    if sure.all():
        return np.linalg.solve(np.array(pivot, dtype=float), right)
    return axes[:, sure] @ ((axes[:, sure].T @ right) / bends[sure, None])
