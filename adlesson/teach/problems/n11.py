"""The exercises of notebook 11."""

from itertools import permutations

from ...engine.numbers.arrays import as_array
from ...engine.numbers.elementary import tanh
from ...lagrange.networks.network import Network
from ...lagrange.networks.sharing import convolution
from ..exercises import DO, MAY, Problem
from ..judging.answers import MOST, AnswerError, as_list, as_matrix, is_a, words
from ..judging.closed import DERIVATIVES
from ..judging.judges import Case, compare, function, known, table

# ruff: noqa: N803, N806, the letters are those of the paper

TURNED = "b c d g"  # what changes sign with the sign before the multipliers; a test turns it over and looks

# --- 11.1 ---------------------------------------------------------------------------------------------

MISSED = {
    "b": "Something is missing. Write L with a minus: what does its derivative by X(N) say then?",
    "c": "Something is missing. The recursion starts from B(N): what does that do to everything below?",
    "d": "Something is missing. Y is the slopes times B: have the slopes a sign to make up for it?",
    "g": "Something is missing. If Y has changed its sign, what must a step do to go downhill still?",
}
TOO_MANY = {
    "a": "States are computed before anybody thinks of multipliers.",
    "e": "A derivative of the cost is what it is: two signs meet in it, and change together.",
    "f": "The recursion has the multipliers on both sides: their sign cancels.",
}


def _judge_turned(answer, pick):
    """Judge letters, in any case, with or without something between them; the first that is amiss is talked about."""
    given = words(answer)
    letters = {letter for word in given for letter in word.lower()}
    if not letters <= {*MISSED, *TOO_MANY}:
        strange = sorted(letters - {*MISSED, *TOO_MANY})[0]
        raise AnswerError(f"there is no {strange} here: letters from a to g are wanted, such as 'a d'")
    says = [TOO_MANY[letter] for letter in TOO_MANY if letter in letters]
    says += [MISSED[letter] for letter in TURNED.split() if letter not in letters]
    return ("wrong", says[0]) if says else ("right", "")


# --- 11.2 ---------------------------------------------------------------------------------------------

W1, W2, ONES, TARGET = [[2, -1], [3, -4]], [[3, -2]], [1, 1], [1]


def _found():
    """B(2), B(1) and B(0) of a net so small that paper will do."""
    net = Network([2, 2, 1], F=["relu", "identity"], weights=[W1, W2])
    B = net.multipliers(ONES, TARGET).B
    return {"B2": int(B[2][0])} | {f"B{k}_{j + 1}": int(B[k][j]) for k in (1, 0) for j in (0, 1)}


def _open():
    """X(2), if the units let everything through."""
    return sum(v * sum(w) for v, w in zip(W2[0], W1, strict=True))


def _misfound(name, u):
    """Say which step went wrong, if everything below it went on from there."""
    right = _found()
    B2, B1 = right["B2"], (right["B1_1"], right["B1_2"])
    closed, k = (B1[0], 0), int(name[-1]) - 1
    sayings = {-right[name]: "Its sign is lost on the way: B(2) was right, and W' and F' go on from there."}
    if name == "B2":
        sayings = {
            -B2: "That is the other convention, or the cost: with LeCun's plus, B(N) is 2 (D - X(N)).",
            2 * (TARGET[0] - _open()): "It looks as if X(1) were A(1): a state is max(A, 0).",
            B2 // 2: "It looks as if the 2 was left out: his cost has no 1/2.",
            -B2 // 2: "Two things: his cost has no 1/2, so there is a 2; and the sign is that of D - X(N).",
            B2 * B2: "That is the cost of X(2) with a factor 4. B(2) is minus its slope.",
        }
    elif name.startswith("B1"):
        sayings |= {W2[0][k] * B2 // 2: "It looks as if the 2 of B(2) was left out."}
        sayings |= {0: "B(1) is before the slope; Y(1) is after it. Y(1) has a 0, B(1) has none."}
    else:
        sayings |= {
            sum(W1[i][k] * B1[i] for i in (0, 1)): "It looks as if F' was left out: which of the two units is closed?",
            sum(W1[k][i] * closed[i] for i in (0, 1)): "It looks as if W(1) was not transposed: prices go back.",
        }
    sayings.pop(right[name], None)
    otherwise = "Which matrix, which slopes and which vector is it made of? Write the product out."
    if name == "B2":
        otherwise = "It stands at the end: its formula has D and X(2). What is X(2)?"
    return known(sayings, otherwise)(name, u)


# --- 11.3 ---------------------------------------------------------------------------------------------


def _stepped(W, X0, D, eta, direction=1, late=False, two=2, slopes=True):
    """Return the weights after a step downhill, or after one with a known slip."""
    X, after = {0: X0}, dict(W)
    for k in W:
        X[k] = tanh(W[k] @ X[k - 1])
    B = two * (D - X[max(W)])
    for k in reversed(W):
        Y = (1 - X[k] ** 2 if slopes else 1) * B
        after[k] = W[k] + direction * eta * Y[:, None] * X[k - 1]
        B = (after if late else W)[k].T @ Y
    return after


LATE = "B(k-1) is made with weights that have changed already, not with those that made the states"
SLIPS = {
    "it still goes uphill: boundary value and update must be of one convention": {"direction": -1},
    f"it still goes uphill, and {LATE}": {"direction": -1, "late": True},
    f"it goes down, but {LATE}": {"late": True},
    "the 2 is gone: this cost has no 1/2": {"two": 1},
    "the slopes F' are gone": {"slopes": False},
}


def _changes(after, before):
    """Return the change of each weight by name."""
    made = {k: as_matrix(dict.get(after, k), w.shape) for k, w in before.items() if is_a(after, dict)}
    if not made or None in made.values():
        raise AnswerError("a dict of matrices is wanted, with the keys and the shapes of W")
    rows = ((k, i, row) for k in before for i, row in enumerate((as_array(made[k], f"W({k})") - before[k]).tolist()))
    return {f"change of W({k})[{i}, {j}]": u for k, i, row in rows for j, u in enumerate(row)}


def _nets(pick):
    """Some nets, with an input, a target and a step size: each slip shows at the first weight, like no other."""
    for sizes in ([1, 1, 1], [2, 3, 2], [3, 2, 4, 2]):
        for _ in range(50):
            X0, D = (
                [round(pick.uniform(0.4, 0.9), 2) * pick.choice([-1, 1]) for _ in range(n)] for n in sizes[:: len(sizes) - 1]
            )
            W = {k: 1.5 * w for k, w in Network(sizes, seed=pick.randint(0, 10**6)).W.items()}
            given = W, as_array(X0, "X0"), as_array(D, "D"), 0.5
            found = [_stepped(*given, **how)[1][0, 0] - W[1][0, 0] for how in ({}, *SLIPS.values())]
            if all(abs(u - w) > 0.03 * abs(w) for u, w in permutations(found, 2)):
                break
        yield f"a net {'-'.join(map(str, sizes))} and eta = {given[-1]}", given


def _step_cases(pick):
    for says, given in _nets(pick):
        wrong = {slip: _changes(_stepped(*given, **how), given[0]) for slip, how in SLIPS.items()}
        yield Case(says, given, {}, _changes(_stepped(*given), given[0]), _called_by_name(wrong))


def _called_by_name(wrong):
    """Return a ``why`` that says which of the wrong tables a number is in."""

    def why(name, u):
        found = [says for says, made in wrong.items() if compare(u, made[name]) == "right"]
        return f"It looks as if {found[0]}." if found else ""

    return why


# --- 11.4 ---------------------------------------------------------------------------------------------


def _gathered(slopes, table, mean=False, last=False, none=False, low=0):
    """Return dC/du by number, summed over the weights that each one is; or with a known slip."""
    shares = {q: [] for q in range(max(map(max, table)) + 1)}
    for row, numbers in zip(slopes, table, strict=True):
        for share, q in zip(row, numbers, strict=True):
            if q >= low or none:
                shares[q if q >= 0 else max(shares)].append(share)
    return [u[-1] if last else sum(u) / (len(u) if mean else 1) for u in shares.values()]


MISGATHERED = {
    "only one of the weights was counted: `du[table] += slopes` with a repeated number keeps the last": {"last": True},
    "only one of the weights was counted, and -1 as well: Python reads it as the last entry": {"last": True, "none": True},
    "a mean was taken: every weight adds its share": {"mean": True},
    "u[0] was left out: only -1 says that there is no connection": {"low": 1},
    "-1 was counted, too: to Python du[-1] is the last entry, and here it means no connection": {"none": True},
}


def _gather_cases(pick):
    tables = {
        "two weights, tied": [[0, 0]],
        "the diagonal of a 3 by 3 matrix, tied": [[0 if i == j else -1 for j in range(3)] for i in range(3)],
        "a window of 3 over 6 units": convolution(6, 3).tolist(),
        "a window of 2 by 2 over 3 by 3 units": convolution((3, 3), (2, 2)).tolist(),
    }
    for says, numbers in tables.items():
        slopes = [[round(pick.uniform(0.5, 2), 2) * pick.choice([-1, 1]) for _ in row] for row in numbers]
        named = {slip: _by_number(_gathered(slopes, numbers, **how)) for slip, how in MISGATHERED.items()}
        given = as_array(slopes, "slopes"), as_array(numbers, "table").astype(int)
        yield Case(says, given, {}, _by_number(_gathered(slopes, numbers)), _called_by_name(named))


def _by_number(du):
    return {f"u[{q}]": float(u) for q, u in enumerate(du)}


def _list(du, case):
    """Return a number for each parameter, from a list or an array."""
    du = du.tolist() if getattr(du, "size", MOST) < MOST and hasattr(du, "tolist") else du
    if not is_a(du, (list, tuple)) or any(is_a(u, list) for u in as_list(du)):
        raise AnswerError("a list with one number for each parameter is wanted")
    du = as_list(du)
    if len(du) != len(case.right):
        raise AnswerError(f"the list is {len(du)} long, not {len(case.right)}")
    return du


PROBLEMS = (
    Problem(
        "11.1",
        1,
        "what changes its sign with the sign before the multipliers?",
        _judge_turned,
        "Everything that is made from B(N), and the step that uses it. What can be measured has not moved.",
        (
            "Write L with a minus and set its derivative by X(N) to zero. What does that do to the boundary value?",
            "The recursion is linear: if its start changes sign, so does all that it makes.",
            "Neither the states nor the derivatives of the cost know that there is an L. In a step, two signs must agree.",
        ),
        minutes=6,
        matters=MAY,
        criteria="All letters of what changes its sign, and no other letter.",
    ),
    Problem(
        "11.2",
        2,
        "multipliers of a net of three units, by hand",
        table(_found, _misfound),
        "States from left to right, multipliers from right to left; a closed unit passes nothing on.",
        (
            "First the states: A(1) = W(1) X(0), X(1) = max(A(1), 0), X(2) = W(2) X(1).",
            "B(2) = 2 (D - X(2)), B(1) = W(2)' Y(2). The slope of max(A, 0) is 1 where A > 0, and 0 where A < 0.",
            "Y(1) is B(1) with a 0 where the unit is closed. Each entry of B(0) is a *column* of W(1) times Y(1).",
        ),
        minutes=12,
        matters=DO,
        criteria="Five numbers, exact, with LeCun's plus.",
    ),
    Problem(
        "11.3",
        2,
        "bug hunt: a step downhill that goes up",
        function(_step_cases, lambda after, case: _changes(after, case.args[0])),
        "Boundary value and update of one convention; and every B made with the weights that made the states.",
        (
            "Which convention is the boundary value of, which is the update of?",
            "With the cost falling, look at the order of the last two lines. Which W(k) belongs into B(k-1)?",
            "One sign; and two lines that change places.",
        ),
        minutes=12,
        matters=DO,
        criteria="The cost falls, and each multiplier is made with the weights of its own run.",
        without=DERIVATIVES,
        instead="Here the slopes are Y X', as the cell makes them: repair its lines.",
    ),
    Problem(
        "11.4",
        3,
        "construct: derivatives by shared parameters",
        function(_gather_cases, _list),
        "The sum over all places where a number is read. It is what the engine does with a variable that has many readers.",
        (
            "Each weight that is made of u[q] adds its own derivative to that of u[q].",
            "Go through the entries of the table, one by one. What does -1 say?",
            "Two loops, over i and j, and a q for each entry. Where q is not -1, something is added to the q-th derivative.",
        ),
        minutes=12,
        matters=MAY,
        criteria="Right for tables in which a parameter stands in several places, and some places have none.",
    ),
)
