"""The exercises of notebook 12."""

import warnings
from math import prod

from ...engine.derivatives import grad
from ...engine.errors import LessonWarning
from ...engine.numbers.elementary import cos, sin
from ...lagrange.dynamics.control import steer
from ...lagrange.dynamics.flow import backwards, euler
from ..exercises import CURIOUS, DO, MAY, Problem
from ..judging.closed import DERIVATIVES
from ..judging.judges import Case, compare, exactly, function, known, table

SHARES, U = (2, -1, 4), 3  # what three readings of w send it; and u, of which w is the square


def _shared():
    """The slope by a weight that is read three times, and by the parameter that it is made from."""
    paid = grad(lambda w: sum(share * w for share in SHARES), w=U * U)["w"]
    return {"w": paid, "u": paid * grad(lambda u: u * u, u=U)["u"]}


def _misshared(name, u):
    right = _shared()
    sayings = {
        SHARES[-1]: "That is the last reading alone: every reading sends its share.",
        SHARES[0]: "That is the first reading alone: every reading sends its share.",
        sum(SHARES) / len(SHARES): "It looks as if a mean was taken: shares are added.",
        sum(map(abs, SHARES)): "It looks as if a sign was lost: shares are added with their signs.",
        prod(SHARES): "It looks as if the shares were multiplied: they stand side by side, and are added.",
    }
    if name == "u":
        sayings |= {
            right["w"]: "That is the slope by w: what is left is how w answers to u.",
            right["w"] * U * U: "It looks as if w itself was taken for its slope.",
            right["w"] * U: "The slope of u squared has a factor 2.",
            right["w"] * 2: "The slope of u squared is 2 u, at this u.",
        }
    return known(sayings, "A share for each of the three readings, and the sum of them.")(name, u)


def _steered():
    """x' = x / 2 + u from 4, with (1, -1) for controls; x^2 + u^2 for each step, and x^2 at the end."""
    path = steer(lambda x, u: x / 2 + u, lambda x, u: x * x + u * u, lambda x: x * x, x=4, u=[1, -1])
    return {"p1": path.p[1], "p0": path.p[0], "u_bar1": path.u_bar[1], "u_bar0": path.u_bar[0]}


def _missteered(name, u):
    p1, p0, x, controls = 1, 6.5, (4, 3, 0.5), (1, -1)
    return known(
        {
            "p1": {
                x[2]: "The last cost is x squared, and its slope has a factor 2.",
                2 * x[1]: "It looks as if x_1 was taken: p_1 belongs to the equation that makes x_2.",
                p1 / 2 + 2 * x[1]: "That is one step too far back: p_1 is the last costate, and p_0 comes before it.",
            },
            "p0": {
                p1 / 2: "It looks as if the cost of x_1 was left out: it reads x_1, too.",
                2 * x[1]: "That is the cost of x_1; but x_1 also moves x_2, which has a price.",
                p1 / 2 + x[1]: "The slope of x squared has a factor 2.",
                p1 / 2 + 2 * x[0]: "It looks as if x_0 was taken: p_0 belongs to the equation that makes x_1.",
                2 * p1 + 2 * x[1]: "It looks as if p_1 was divided by the 1/2 of the step: going back, it multiplies again.",
                p1 + 2 * x[1]: "It looks as if the 1/2 of the step was left out.",
                p0 / 2 + 2 * x[0]: "That is the slope by the start: one step too far back.",
            },
            "u_bar1": {
                p1: "It looks as if the control's own cost was left out.",
                2 * controls[1]: "That is the control's own cost; but it also moves x_2, which has a price.",
                2 * controls[1] + p0: "It looks as if p_0 was taken: u_1 moves x_2, and the price of that is p_1.",
                controls[1] + p1: "The slope of u squared has a factor 2.",
            },
            "u_bar0": {
                p0: "It looks as if the control's own cost was left out.",
                2 * controls[0]: "That is the control's own cost; but it also moves x_1, which has a price.",
                2 * controls[0] + p1: "It looks as if p_1 was taken: u_0 moves x_1, and the price of that is p_0.",
                controls[0] + p0: "The slope of u squared has a factor 2.",
                2 * controls[0] + p0 / 2: "A control enters the step with a 1 and not with a 1/2.",
            },
        }[name],
        "Two things count: what it costs itself, and what it does to the next state.",
    )(name, u)


# --- 12.3 ---------------------------------------------------------------------------------------------


def _solved_pair(matrix, rhs):
    """Return the solution of two linear equations, by Cramer."""
    (a, b), (c, d) = matrix
    return [(rhs[0] * d - b * rhs[1]) / (a * d - b * c), (a * rhs[1] - rhs[0] * c) / (a * d - b * c)]


def _rest_of_Y(W, slope, dC, front=True, transposed=True, sign=1, of_B=False):  # noqa: N802, N803
    """Return where Y comes to rest, Y = F' W' Y - F' dC; or where a known slip takes it."""
    if of_B:
        return [Y_i / slope_i for Y_i, slope_i in zip(_rest_of_Y(W, slope, dC), slope, strict=True)]
    back = [[W[j][i] if transposed else W[i][j] for j in range(2)] for i in range(2)]
    matrix = [[(i == j) - slope[i] * back[i][j] for j in range(2)] for i in range(2)]
    return _solved_pair(matrix, [-sign * (slope[i] if front else 1) * dC[i] for i in range(2)])


SLIPS = {  # the first is the exercise as it stands: no more is said than where to look
    "At rest F' W' Y - F' dC/dX - Y is 0. Put your Y in: by how much is each entry off?": {"front": False},
    "It looks as if W was not transposed: prices go back along the arrows.": {"transposed": False},
    "It looks as if the sign in front of dC/dX was turned over.": {"sign": -1},
    "That is where B comes to rest, and Y is F' B.": {"of_B": True},
}


def _relaxed_cases(pick):
    for _ in range(3):
        a, d = (round(pick.uniform(-0.5, 0.5), 2) for _ in range(2))
        b, c = (sign * round(pick.uniform(0.2, 0.5), 2) for sign in pick.choice([(1, -1), (-1, 1)]))
        W = [[a, b], [c, d]]  # noqa: N806 - far from its transpose
        slope = [round(pick.uniform(0.4, 0.8), 2) for _ in range(2)]
        dC = [round(pick.uniform(0.5, 1.5), 2) * pick.choice([-1, 1]) for _ in range(2)]  # noqa: N806
        right = {f"Y[{k}]": u for k, u in enumerate(_rest_of_Y(W, slope, dC))}
        wrong = {says: _rest_of_Y(W, slope, dC, **how) for says, how in SLIPS.items()}

        def why(name, u, wrong=wrong):
            found = [says for says, made in wrong.items() if compare(u, made[int(name[2])]) == "right"]
            return found[0] if found else ""

        yield Case(f"W = {W}, F' = {slope} and dC/dX = {dC}", (W, slope, dC), {}, right, why)


# --- 12.4 ---------------------------------------------------------------------------------------------

FLOWS = {
    "f = th * z * (1 - z)": (
        lambda z, th: th * z * (1 - z),
        lambda z, th: th * (1 - 2 * z),
        lambda z, th: z * (1 - z),
    ),
    "f = -th * z * z": (lambda z, th: -th * z * z, lambda z, th: -2 * th * z, lambda z, th: -z * z),
    "f = sin(z) - th": (lambda z, th: sin(z) - th, lambda z, th: cos(z), lambda z, th: -1.0),
}


def _swept(f, f_z, f_th, z, th, h, steps, late=0, a_first=False, overwrite=False, by_itself=False):
    """Return the gradient of the steps; or what comes out by a known mistake on the way back."""
    states = [z]
    for _ in range(steps):
        states.append(states[-1] + h * f(states[-1], th))
    a, total = 1.0, 0.0
    for z in reversed(states[late : late + steps]):
        after = h * a * f_z(z, th) + (0 if overwrite else a)
        total += h * (1.0 if by_itself else after if a_first else a) * f_th(z, th)
        a = after
    return total


LAPSES = {
    "It looks as if the slopes were read one step late, at z_(k+1).": {"late": 1},
    "It looks as if a was moved before its share was taken: a step takes the price of what it made.": {"a_first": True},
    "It looks as if a was overwritten: z_(k+1) is z_k plus something, and that z_k counts, too.": {"overwrite": True},
    "It looks as if each step got 1: what does a change of z_(k+1) do to the last z?": {"by_itself": True},
}


def _stepped_back(problem):
    """Return the slope by the continuous adjoint, a wrong answer here: whether it comes back is not the question."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LessonWarning)
        return backwards(*problem).slopes["th"]


def _flow_cases(pick):
    for says, (f, f_z, f_th) in FLOWS.items():
        z, th, h = (round(pick.uniform(*span), 2) for span in ((0.3, 0.7), (0.6, 1.2), (0.15, 0.3)))
        steps = pick.randint(4, 7)
        problem = (f, lambda z: z, z, th, h * steps, steps)
        right = grad(euler(*problem))["th"]
        sayings = {
            _stepped_back(problem): "That is the continuous adjoint: it is not the gradient of these steps.",
            **{_swept(f, f_z, f_th, z, th, h, steps, **how): says for says, how in LAPSES.items()},
            right / h: "It looks as if a factor h was left out.",
        }
        where = f"{says} from z = {z} with th = {th}, in {steps} steps of {h}"
        yield Case(where, (f, f_z, f_th, z, th, h, steps), {}, right, known(sayings))


def _sloped(answer, pick):
    """Judge a learner's gradient of the steps: a difference is right to many digits, and asks for no slopes."""
    verdict, message = function(_flow_cases)(answer, pick)
    if verdict == "right" and not exactly(answer, pick, _flow_cases):
        return "close", "Its last digits are not right, as those of a difference are not. Here use `f_z` and `f_th`."
    return verdict, message


# --- 12.5 ---------------------------------------------------------------------------------------------


def _largest(w):
    """The step at which |1 - h + i w h| is 1."""
    return 2 / (1 + w * w)


def _step_cases(pick):
    for w in (3, 0, round(pick.uniform(0.5, 2.5), 2)):
        sayings = {
            1 / w**2: "Square the real part, too: (1 - h)^2 is not 1.",
            2 / w: "The square of the imaginary part is (w h)^2.",
            2 / w**2: "The square of 1 - h has three terms: is h^2 among yours?",
            1 / (1 + w * w): "Near, and too small: solve (1 - h)^2 + (w h)^2 < 1 once more, term by term.",
            2 / (1 + w): "Imaginary parts are squared: |a + i b|^2 = a^2 + b^2.",
        } if w else {1: "With w = 0 the step is u <- (1 - h) u: until when does it shrink?"}  # fmt: skip
        yield Case(f"w = {w}", (w,), {}, _largest(w), known(sayings))


PROBLEMS = (
    Problem(
        "12.1",
        1,
        "the slope by a weight that is read three times",
        table(_shared, _misshared),
        "A variable gets a share from each slot that reads it, and passes on the sum: back through time as in x * x.",
        (
            "What does a variable get that is read in several places?",
            "By w, add up. By u, one more edge: from w = u * u back to u.",
            "The edge from w to u has the slope 2 u.",
        ),
        minutes=4,
        matters=DO,
        criteria="Two numbers, exact. Every reading of a variable is in it.",
    ),
    Problem(
        "12.2",
        2,
        "costates of two steps, by hand",
        table(_steered, _missteered),
        "Both sweeps on paper: states forward, prices back, and the slopes read off on the way.",
        (
            "First the states. The last costate is the slope of the last cost.",
            "Back: p_0 is what x_1 is worth: by its own cost, and by what it does to x_2.",
            "p_0 = 2 x_1 + p_1 / 2, and the slope by u_t is 2 u_t + p_t.",
        ),
        minutes=12,
        matters=MAY,
        criteria="Four numbers, exact, from the last to the first.",
    ),
    Problem(
        "12.3",
        2,
        "bug hunt: an adjoint relaxation that rests at the wrong place",
        function(_relaxed_cases),
        "A published summary has it as it stood. In the net of 12.2 its gradient is 5.3 % off: near enough to be missed.",
        (
            "Multiply the relaxation of B by F', every term of it.",
            "One of the three terms has no `slope[i]` where it needs one.",
            "What drives B is -dC[i]. What drives Y, which is F' times B?",
        ),
        minutes=10,
        matters=MAY,
        criteria="It comes to rest at the right place, for other slopes and costs, too.",
    ),
    Problem(
        "12.4",
        3,
        "write the gradient of Euler's steps",
        _sloped,
        "Every slope is read where its step read it: it is the gradient of what was computed, to the last digit. "
        "Forwards, no state has to be kept; backwards one pass serves every parameter.",
        (
            "Differentiate the assignment z_(k+1) = z_k + h f(z_k, th), by z_k and by th.",
            "Keep all states on the way forward. On the way back, step k reads the state that it started from.",
            "Back over the states, with a from 1: first add this step's share by th to the total, with a and h; then "
            "let a take up its share by z. In this order.",
        ),
        minutes=18,
        matters=DO,
        criteria="The gradient of the steps themselves, to all digits, for flows it has not seen.",
        without=(*DERIVATIVES, "flow.euler", "flow.backwards"),
        instead="Here you take the steps and go back yourself, with `f`, `f_z` and `f_th`.",
    ),
    Problem(
        "12.5",
        3,
        "the largest step with which a turning net comes to rest",
        function(_step_cases),
        "0.2 for the net of 12.3. The faster it turns, the smaller the step; the flow itself comes to rest for every w.",
        (
            "Near the rest a step multiplies the distance by 1 - h + i w h, or by 1 - h - i w h.",
            "It comes nearer if the size of that number is below 1. The square of the size is (1 - h)^2 + (w h)^2.",
            "(1 - h)^2 + (w h)^2 < 1 means -2 h + h^2 + (w h)^2 < 0. Divide by h.",
        ),
        minutes=15,
        matters=CURIOUS,
        criteria="A function of w, right for every w.",
    ),
)
