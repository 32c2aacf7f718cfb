"""The exercises of notebook 13."""

import math

from ...engine.derivatives import grad
from ...engine.errors import LessonError
from ...engine.numbers.elementary import sqrt
from ..exercises import DO, MAY, Problem
from ..judging.answers import AnswerError, as_list, as_number, as_table, call, is_a, kind
from ..judging.closed import DERIVATIVES
from ..judging.judges import Case, against, function, known, known_by_name, written

# --- a lost share ---------------------------------------------------------------------------------


def _fork(x, y):
    u = x * y
    v = u + x
    return u * v


def _lost_cases(pick):
    for x, y in ((3, 2), (2, -3), (pick.randint(4, 9), pick.randint(2, 9)), (5, 1)):
        right = dict(zip(("x_bar", "y_bar"), grad(_fork, x=x, y=y).values(), strict=True))
        u, v = x * y, x * y + x
        still = {"x_bar": {v * y + u: LOST}, "y_bar": {v * x: LOST}}
        twice = {"x_bar": {(v + u) * y + 2 * u: "x has the share of v twice: that one was there."}}
        instead = {"y_bar": {u * x: INSTEAD}, "x_bar": {u * y + u: INSTEAD}}
        alone = {"y_bar": {(v + 1) * x: SLOPE}, "x_bar": {(v + 1) * y + u: SLOPE}}
        sayings = {name: still[name] | twice.get(name, {}) | instead[name] | alone[name] for name in right}
        yield Case(f"x = {x}, y = {y}", (x, y), {}, right, known_by_name(sayings))


LOST = "The share is still missing: who reads u?"
SLOPE = "You added the slope alone, 1: a share is what v has, v_bar, times the slope."
INSTEAD = "u has one share only, that of v: it needs both."


# --- changed in place -----------------------------------------------------------------------------


def _squares_cases(pick):
    for xs in ([3, 1], [2, -5, 4], [pick.randint(3, 9) for _ in range(4)]):
        right = {"sum": sum(u * u for u in xs)} | {f"slope {k}": 2 * u for k, u in enumerate(xs)}
        sayings = {f"slope {k}": {2 * u * u: "The slope is that of the square: the list has changed by then."}
                   for k, u in enumerate(xs)}  # fmt: skip
        yield Case(f"xs = {xs}", (list(xs),), {}, right, known_by_name(sayings))


def _sum_and_slopes(given, case):
    """Return the sum and the slopes that a learner's function gives as a table."""
    if not is_a(given, (list, tuple)) or len(as_list(given)) != 2:
        raise AnswerError(f"two things are wanted, the sum and a list of slopes, not {kind(given)}")
    total, slopes = as_list(given)
    slopes = as_list(slopes)
    if len(slopes) != len(case.right) - 1:
        raise AnswerError(f"a slope for each of the {len(case.right) - 1} numbers is wanted, and there are {len(slopes)}")
    return dict(zip(case.right, (total, *slopes), strict=True))


def _squares_that_change_nothing(answer, pick):
    verdict, message = function(_squares_cases, read=_sum_and_slopes)(answer, pick)
    if verdict != "right":
        return verdict, message
    xs = [3, 4]
    call(answer, xs)
    if [as_number(u) for u in as_list(xs)] != [3, 4]:
        return "wrong", "Sum and slopes are right. But the list that was given is not what it was: whoever gave it needs it."
    return "right", ""


# --- a branch not taken ---------------------------------------------------------------------------


def _safe_root(answer, pick):
    """Judge a learner's function of one number by its values and its slopes, on both sides of 0 and at 0."""
    for x in (4.0, round(pick.uniform(0.5, 3), 2), 0.0, -1.0, 1e-6, -round(pick.uniform(2, 9), 2)):
        value, slope = (math.sqrt(x), 0.5 / math.sqrt(x)) if x > 0 else (0.0, 0.0)
        found = call(answer, x)
        if against(found, value)[0] != "right":
            return "wrong", f"At x = {x:g} already the value is wrong. Yours is {written(as_number(found))}."
        try:
            u = grad(lambda x: call(answer, x), x=x)["x"]
        except LessonError as problem:
            return "wrong", f"At x = {x:g} the slope cannot be computed: {problem}"[:400]
        if math.isnan(u) or math.isinf(u):
            return "wrong", f"At x = {x:g} the slope is {u}. What does the root get there?"
        if against(u, slope)[0] != "right":
            return "wrong", f"At x = {x:g} the slope is wrong. Yours is {written(u)}. {_at_zero(x)}".strip()
    return "right", ""


def _at_zero(x):
    return "" if x > 0 else "There the function is 0 on the left: the slope that is wanted is that of the constant."


# --- a saturated slope ----------------------------------------------------------------------------


def _saturated_cases(pick):
    some = [round(pick.uniform(*ends), 1) for ends in ((28, 33), (0.5, 4), (-4, -0.5), (-60, -30))]
    for z in (2.0, -2.0, 40.0, -40.0, *some, 800.0, -800.0, 1000.0, -1000.0, 0.0):
        small = math.exp(-abs(z))
        right = 1 / (1 + small) if z > 0 else small / (1 + small)
        says = {0: "Something is rounded to 0 that all is multiplied by: cancel it on paper first."} if z > 0 else {}
        yield Case(f"z = {z:g}", (z,), {}, right, known({1 - right: "That is 1 - s."} | says if right != 0.5 else says))


# --- the transpose --------------------------------------------------------------------------------


def _along_rows(table, v_bar):
    return [sum(w * u for w, u in zip(row, v_bar, strict=True)) for row in table]


def _down_columns(table, v_bar):
    return [sum(row[j] * u for row, u in zip(table, v_bar, strict=True)) for j in range(len(table[0]))]


def _exposes(answer, pick):
    """Judge a table and two adjoints: wrong for the first entry, right for the second."""
    given = as_table(answer, dict.fromkeys("abcdpq", 0))
    a, b, c, d, p, q = map(as_number, given.values())
    if any(u != round(u) for u in (a, b, c, d, p, q)):
        raise AnswerError("whole numbers are wanted, so that it can be done on paper")
    table, v_bar = [[a, b], [c, d]], [p, q]
    wrong, right = _along_rows(table, v_bar), _down_columns(table, v_bar)
    off = [u != w for u, w in zip(wrong, right, strict=True)]
    if off == [True, False]:
        return "right", ""
    told = {
        (False, False): "With these numbers it is right for both: nothing is exposed.",
        (True, True): "With these numbers it is wrong for both.",
        (False, True): "With these numbers it is right for x_0 and wrong for x_1: it is to be the other way round.",
    }
    return "wrong", told[tuple(off)]


def _transpose_cases(pick):
    tables = (
        [[1, 2], [3, 4]],
        [[2, 0, 5], [1, 7, 3]],
        [[1], [4], [6]],
        [[pick.randint(1, 9) for _ in range(3)] for _ in "ab"],
    )
    for table in tables:
        v_bar = [pick.randint(1, 9) for _ in table]
        right = {f"x_{j}": u for j, u in enumerate(_down_columns(table, v_bar))}
        by_row = dict(enumerate(_along_rows(table, v_bar))) if len(table) == len(table[0]) else {}
        sayings = {f"x_{j}": {u: "That is along a row, still: who reads x_j?"} for j, u in by_row.items()}
        yield Case(f"W = {table}, v_bar = {v_bar}", (table, v_bar), {}, right, known_by_name(sayings))


def _listed(given, case):
    """Return the list that a learner's function gives as a table."""
    if hasattr(type(given), "tolist"):
        given = given.tolist()
    found = as_list(given)
    if len(found) != len(case.right):
        raise AnswerError(f"one adjoint for each column is wanted, {len(case.right)}, and there are {len(found)}")
    return dict(zip(case.right, found, strict=True))


# --- a test of one's own --------------------------------------------------------------------------


def _tests(pick):
    """Yield a function, its right slope, a wrong one, where to test, and in words what is wrong.

    There is a number in each that is drawn: nobody can know the slopes before.
    """
    a, b, c = (round(pick.uniform(0.5, 1.5), 3) for _ in "abc")
    x, off = round(pick.uniform(1.5, 2.5), 2), 1 + pick.choice((1, -1)) * pick.uniform(0.0011, 0.01)
    yield (
        (lambda u: a * u**3 + b * u),
        (lambda u: 3 * a * u**2 + b),
        (lambda u: 3 * a * u + b),
        x,
        "a slope that has lost a factor",
    )
    yield (
        (lambda u: a * math.exp(b * u)),
        (lambda u: a * b * math.exp(b * u)),
        (lambda u: -a * b * math.exp(b * u)),
        x,
        "a slope with the wrong sign",
    )
    yield (
        (lambda u: a * math.tanh(b * u)),
        (lambda u: a * b * (1 - math.tanh(b * u) ** 2)),
        (lambda u: a * b * (1 - (b * u) ** 2)),
        x,
        "a slope by the input, not the output",
    )
    for at in (1e-3, 1e9):
        yield (
            (lambda u: c * u * u),
            (lambda u: 2 * c * u),
            (lambda u: 2 * c * u * off),
            at,
            "a slope that is off by one part in a thousand, or a few",
        )
    yield (
        (lambda u: 1e6 * a / u),
        (lambda u: -1e6 * a / u**2),
        (lambda u: -1.002e6 * a / u**2),
        1e9,
        "a small slope that is off by 0.2 %",
    )
    yield (
        (lambda u: b * sqrt(u)),
        (lambda u: b / 2 / sqrt(u)),
        (lambda u: b / 2 * sqrt(u)),
        1e-3,
        "a slope that is upside down",
    )


def _tells_right_from_wrong(answer, pick):
    for f, right, wrong, x, says in _tests(pick):
        for wanted in _mixed(pick):
            given = call(answer, _plain(f), _plain(right if wanted else wrong), x)
            if given is not True and given is not False:
                raise AnswerError(f"True or False is wanted, not {kind(given)}")
            if given is not wanted:
                return "wrong", _told(wanted, says, x)
    return "right", ""


def _mixed(pick):
    """Return which slopes are tried, right and wrong ones in no order that could be known before."""
    wanted = [True, False, pick.random() < 0.5]
    pick.shuffle(wanted)
    return wanted


def _told(wanted, says, x):
    if not wanted:
        return f"At x = {x:g} it lets {says} through. An error is large or small beside the slope, not by itself."
    size = "small" if abs(x) < 1 else "large" if abs(x) > 100 else "of usual size"
    return f"At x = {x:g}, which is {size}, it calls a right slope wrong. Does the step fit the size of x?"


def _plain(f):
    """Return a function of ours as one of numbers, so that it is called here wherever the answer lives."""
    return lambda u: f(as_number(u))


PROBLEMS = (
    Problem(
        "13.1",
        2,
        "bug hunt: a share is lost",
        function(_lost_cases),
        "u is read by f and by v, so it has two shares: v, and 1 times v_bar.",
        (
            "Count: each variable has as many shares as places that read it.",
            "Who reads u? Both f = u v and v = u + x. Which of the two is in `u_bar`?",
            "`u_bar` is v, from f, and what v sends it, v_bar times the slope 1.",
        ),
        minutes=5,
        matters=DO,
        without=(*DERIVATIVES, "Program.edges_back"),
        instead="Here you walk back by hand: find the line that lacks a share.",
        criteria="Right slopes by x and by y, wherever they are asked for.",
    ),
    Problem(
        "13.2",
        2,
        "bug hunt: a list is changed in place",
        _squares_that_change_nothing,
        "A new list for the squares: what was kept stays what it was, and so does the caller's list.",
        (
            "Two names may mean one list: what is changed under one name is changed under the other.",
            "`kept = xs` makes no second list. Which line changes the only one there is?",
            "Put the squares into a new list, `[x ** 2 for x in xs]`, and leave xs alone.",
        ),
        minutes=5,
        matters=DO,
        criteria="The sum, the slopes, and a list that is as it was.",
    ),
    Problem(
        "13.3",
        2,
        "bug hunt: a branch that is not taken makes NaN",
        _safe_root,
        "The root sees a safe number where x is no good: its slope is finite, and 0 times it is 0.",
        (
            "0 times infinity is the trouble: the 0 is right, so do away with the infinity.",
            "The root is computed everywhere. What could it be given where x is not above 0, that it has a slope at?",
            "Two times `where`: one inside the root, which puts 1 for a bad x, and the one that is there.",
        ),
        minutes=8,
        matters=DO,
        criteria="Values and slopes right on both sides of 0, and at 0 itself.",
    ),
    Problem(
        "13.4",
        2,
        "bug hunt: a slope that is flat for large z",
        function(_saturated_cases),
        "s (1 - s) / (1 - s) is s: nothing is left that could be rounded to 0.",
        (
            "On paper first: what is left of s_bar times s times (1 - s), without the tiny number?",
            "The tiny number was there only against a division by 0. Who divides by what, when it is cancelled?",
            "1 - s stands above and below the line. What is left is one of the three factors.",
        ),
        minutes=7,
        matters=DO,
        criteria="Right to three digits for every z, however large.",
    ),
    Problem(
        "13.5",
        1,
        "a table and two adjoints that expose a wrong transpose",
        _exposes,
        "x_0 should collect down its column, and collects along its row: here they differ, and for x_1 they do not.",
        (
            "Right is down a column, `back` goes along a row. Write both for x_0, and both for x_1, in letters.",
            "For x_1 it is b p + d q against c p + d q, for x_0 a p + c q against a p + b q. When are the first the same?",
            "They are the same if p is 0. What must b, c and q be then, for the other two to differ?",
        ),
        minutes=5,
        matters=DO,
        criteria="Six whole numbers for which one entry is exposed and the other is not.",
    ),
    Problem(
        "13.6",
        2,
        "bug hunt: a layer goes back along the rows",
        function(_transpose_cases, read=_listed),
        "Down the columns: whoever reads x_j stands in column j, a row for each.",
        (
            "x_j collects from all that read it: which entries of W say how?",
            "Row i says what v_i reads. So x_j is read with W[0][j], W[1][j], and so on: a column.",
            "There is one sum for each column, and it goes over the rows: in the sum i and j change their parts.",
        ),
        minutes=6,
        matters=DO,
        criteria="Right for tables of any shape.",
    ),
    Problem(
        "13.7",
        3,
        "write agrees(f, slope, x): does a function give the slope of another?",
        _tells_right_from_wrong,
        "Step and error are both measured by what they belong to: the step by x, the error by the slope.",
        (
            "Compare slope(x) with a two-sided difference of f.",
            "A fixed step is too long at 0.001, or lost at 1,000,000,000: let it grow with x.",
            "With h = 1e-5 * abs(x), allow an error of one part in ten thousand of the slope.",
        ),
        minutes=14,
        matters=MAY,
        without=DERIVATIVES,
        instead="Here the test is yours: run f at two points beside x.",
        criteria="True for each right slope, False for each wrong one, at inputs of every size.",
    ),
)
