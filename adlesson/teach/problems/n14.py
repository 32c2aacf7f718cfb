"""The exercises of notebook 14."""

from ...engine.numbers.elementary import cos, exp, sin
from ...engine.samples import examples
from ...engine.trace import trace
from ..exercises import CURIOUS, DO, Problem
from ..judging.answers import AnswerError, as_list, as_number, beside, call, is_a, kind
from ..judging.closed import DERIVATIVES
from ..judging.judges import Case, against, compare, function, known, known_by_name
from ..judging.recorded_lines import FORMULAS, of_four, recorded

MOST = 2_000  # names in an answer

RULES = {
    "+": (lambda a, b: a + b, lambda g, v, a, b: (g, g)),
    "*": (lambda a, b: a * b, lambda g, v, a, b: (g * b, g * a)),
    "exp": (lambda a: exp(a), lambda g, v, a: (g * v,)),
    "sin": (lambda a: sin(a), lambda g, v, a: (g * cos(a),)),
}
SYMBOLS = {"add": "+", "multiply": "*"}


def _lines(f, at):
    """Return a function as the learner's list of lines, by our own trace."""
    p = trace(f, at)
    lines = [(SYMBOLS.get(op, op), *slots) for op, slots in zip(p.ops, p.slots, strict=True)]
    return [("input",)] * p.d + lines[p.d :]


# --- record ---------------------------------------------------------------------------------------


def _box(answer, pick):
    """Judge a learner's class of boxes by the lists that they write."""
    if not callable(answer):
        raise AnswerError(f"a class is wanted, its name without (), not {kind(answer)}")
    drawn = [_four(pick) for _ in range(3)]
    for formula, f in (FORMULAS | {formula: of_four(formula) for formula in drawn}).items():
        names = f.__code__.co_varnames[: f.__code__.co_argcount]
        right = _lines(f, dict.fromkeys(names, 1.5))
        try:
            given = [as_list(line) for line in as_list(call(beside(answer, recorded), formula))]
        except AnswerError as problem:
            return "wrong", f"For {formula}, {problem}."
        for place, (line, wanted) in enumerate(zip(given, right, strict=False)):
            if why := _unlike(line, wanted):
                return "wrong", f"For {formula}, look at line {place}. {why}"
        if len(given) != len(right):
            what = "a line is missing" if len(given) < len(right) else "there are lines too many"
            return "wrong", f"For {formula}, {what}: each + and each * writes one. Yours are {len(given)}, not {len(right)}."
    return "right", ""


def _four(pick):
    """Return a formula that nobody can have written the lines of before, such as "(x + y) * (y * x)"."""
    a, b, c, d = pick.sample("xxyy", 4)
    first, middle, last = pick.choices("+*", k=3)
    return f"({a} {first} {b}) {middle} ({c} {last} {d})"


def _unlike(line, wanted):
    """Return why a line is not the one that is wanted, "" if it is."""
    op, *places = line if line else [""]
    if not is_a(op, str) or op != wanted[0]:
        return f"Its operation is not the one of the formula, which is {wanted[0]}."
    if len(places) != len(wanted) - 1:
        return "It reads both: a line of + or * has two places."
    if any(not is_a(place, int) for place in places):
        return "What it reads are places, whole numbers: `self.place`, and not the box itself."
    if tuple(places) != wanted[1:]:
        return (
            f"It reads {', '.join(str(as_number(k)) for k in places)}: is that the place of self, then the place of other?"
        )
    return ""


# --- forward and back -----------------------------------------------------------------------------


def _first(x, y):
    u = x * y
    return u * (u + x)


def _thrice(x):
    return x * x * x + x


def _programs(pick):
    """Yield what a program is called, its lines, and inputs for it."""
    for f, names, says in (
        (_first, "xy", "u = x y, v = u + x, f = u v"),
        (lambda x: x * x, "x", "x * x"),
        (lambda x: exp(sin(x)), "x", "exp(sin(x))"),
        (examples.order_matters, "ab", "(a + b) + a * b + (a + b) * (a * b)"),
        (_thrice, "x", "x * x * x + x"),
        (lambda x: exp(exp(x) + exp(x) * exp(x)), "x", "exp(exp(x) + exp(x) * exp(x))"),
    ):
        at = {name: round(pick.uniform(0.3, 0.9), 2) for name in names}
        told = ", ".join(f"{name} = {u}" for name, u in at.items())
        yield f"{says} at {told}", _lines(f, at), list(at.values())


def _forward(lines, inputs):
    z = list(inputs)
    for op, *reads in lines[len(z) :]:
        z.append(RULES[op][0](*[z[k] for k in reads]))
    return z


def _shares(lines, z, order, replace=False):
    """Return the adjoints after a walk over the lines in this order, where a share may ``replace`` the one before."""
    zbar = [0.0] * (len(z) - 1) + [1.0]
    for i in order:
        op, *reads = lines[i]
        if op != "input":
            for k, share in zip(reads, RULES[op][1](zbar[i], z[i], *[z[j] for j in reads]), strict=True):
                zbar[k] = share if replace else zbar[k] + share
    return zbar


def _by_place(values):
    return {f"place {k}": u for k, u in enumerate(values)}


def _as_places(given, case):
    """Return the list that a learner's function gives as a table by place."""
    found = as_list(given)
    if len(found) != len(case.right):
        raise AnswerError(f"a number for each of the {len(case.right)} lines is wanted, and there are {len(found)}")
    return _by_place(found)


def _forward_cases(pick):
    for says, lines, inputs in _programs(pick):
        right, slips = _by_place(_forward(lines, inputs)), {}
        for k in range(len(inputs), len(lines)):
            op, *reads = lines[k]
            slips[f"place {k}"] = {RULES[op][0](*reads): "That is of the places themselves: take what stands there."}
        yield Case(says, (lines, inputs, RULES), {}, right, known_by_name(slips))


def _reverse_cases(pick):
    for says, lines, inputs in _programs(pick):
        z, back = _forward(lines, inputs), range(len(lines) - 1, -1, -1)
        right = _by_place(_shares(lines, z, back))
        slips = (
            (_shares(lines, z, back, replace=True), "The last share replaces those before: they are to be added."),
            (_shares(lines, z, reversed(back)), "That is what comes from the first line on: begin with the last."),
        )
        sayings = {
            name: {wrong[k]: why for wrong, why in slips if compare(wrong[k], u) == "wrong"}
            for k, (name, u) in enumerate(right.items())
        }
        yield Case(says, (lines, z, RULES), {}, right, known_by_name(sayings))


# --- the order ------------------------------------------------------------------------------------


def _graphs(pick):
    """Yield what a graph is called, and for each of its names which it reads, mixed."""
    running = {"x": "", "a": "x", "b": "a", "c": "ab", "d": "c", "e": "c", "f": "de"}
    orders = {"a": "", "b": "", "s": "ab", "p": "ab", "t": "sp", "u": "sp", "y": "tu"}
    yield "the running example", _mixed({name: list(read) for name, read in running.items()}, pick)
    yield "y = (a + b) + a b + (a + b) (a b)", _mixed({name: list(read) for name, read in orders.items()}, pick)
    yield "x * x", {"f": ["x", "x"], "x": []}
    names = pick.sample([a + b for a in "pqrs" for b in "tuvw"], 12)  # so that no order can be known before
    drawn = {name: sorted(pick.sample(names[:k], min(k, 2))) for k, name in enumerate(names)}
    yield "a graph of 12 names", _mixed(drawn, pick)
    doubled = {"x0": []} | {f"x{k + 1}": [f"x{k}", f"x{k}"] for k in range(20)}
    yield "twenty doublings", _mixed(doubled, pick)
    chain = {"x0": []} | {f"x{k + 1}": [f"x{k}"] for k in range(1800)}
    yield "a chain of 1,801 names", dict(reversed(chain.items()))
    yield "a chain of 1,801 names, mixed", _mixed(chain, pick)


def _mixed(reads, pick):
    return {name: reads[name] for name in pick.sample(sorted(reads), len(reads))}


def _sorted_right(answer, pick):
    for says, reads in _graphs(pick):
        try:
            given = call(answer, {name: [*read] for name, read in reads.items()})
        except AnswerError as problem:
            return "wrong", f"For {says}, {problem}."
        order = as_list(given, MOST)
        if any(not is_a(name, str) for name in order):
            raise AnswerError("a list of the names is wanted")
        place = {name: k for k, name in enumerate(order)}
        missing = [name for name in reads if name not in place]
        if missing or len(order) != len(reads):
            what = f"`{missing[0]}` is missing" if missing else "a name stands there twice, or is none of the graph"
            return "wrong", f"For {says}, {what}: each name once."
        for name, read in reads.items():
            late = next((other for other in read if place[other] > place[name]), None)
            if late is not None:
                return "wrong", f"For {says}, `{name}` stands before `{late}`, which it reads."
    return "right", ""


# --- a layer --------------------------------------------------------------------------------------


def _layers(pick):
    yield [1, -2, 3], [[1, 2], [3, 4], [5, 6]], [pick.randint(2, 9), 7]
    yield [10, 1], [[5, 7], [4, 6]], [3, 2]
    yield [pick.randint(2, 9), 5], [[pick.randint(1, 9) for _ in range(3)] for _ in range(2)], [2, -1, 4]


def _layer_cases(pick):
    for g, table, x in _layers(pick):
        right = {f"W {i} {j}": s * u for i, s in enumerate(g) for j, u in enumerate(x)}
        right |= {f"x {j}": sum(s * row[j] for s, row in zip(g, table, strict=True)) for j in range(len(x))}
        sayings = {f"W {i} {j}": {s * table[i][j]: ENTRY} for i, s in enumerate(g) for j in range(len(x))}
        if len(g) == len(x):
            along = [sum(s * w for s, w in zip(g, row, strict=True)) for row in table]
            sayings |= {f"x {j}": {u: "That is along a row of W. Who reads x_j?"} for j, u in enumerate(along)}
        yield Case(f"g = {g}, W = {table}, x = {x}", (g, table, x), {}, right, known_by_name(sayings))


ENTRY = "That is g times an entry of W. W_ij is multiplied by x_j: so what is the slope?"


def _layer_read(given, case):
    """Return both shares as one table."""
    _, table, x = case.args
    both = as_list(given)
    if len(both) != 2:
        raise AnswerError("two things are wanted, the share of W and that of x")
    rows = [as_list(row) for row in as_list(both[0])]
    if len(rows) != len(table) or any(len(row) != len(x) for row in rows):
        raise AnswerError(f"the share of W is a table like W, {len(table)} rows of {len(x)}")
    last = as_list(both[1])
    if len(last) != len(x):
        raise AnswerError(f"the share of x is a list like x, of {len(x)} numbers")
    found = {f"W {i} {j}": u for i, row in enumerate(rows) for j, u in enumerate(row)}
    return found | {f"x {j}": u for j, u in enumerate(last)}


# --- a quotient -----------------------------------------------------------------------------------


def _quotient(answer, pick):
    for g, a, b in ((1, 6, 2), (3, 1, 4), (pick.randint(2, 9), -8, pick.choice((5, 10)))):
        given = call(answer, g, a / b, a, b)
        right = {"a": g / b, "b": -g * a / b**2}
        shares = dict(zip(right, as_list(given), strict=False)) if is_a(given, (list, tuple)) else given
        sayings = {
            "a": {
                g * b: "That is b times g. The slope by a is 1 / b.",
                1 / b: "The adjoint of the line, g, is to be in it.",
            },
            "b": {
                g * a / b**2: "The sign is lost: when b grows, the quotient falls.",
                -a / b**2: "The adjoint of the line, g, is to be in it.",
                -g / b: "Per unit of b, v falls by v / b, and v is a / b.",
            },
        }
        if not is_a(shares, dict) or len(shares) != 2:
            raise AnswerError(f"two shares are wanted, that of a and that of b, not {kind(given)}")
        for name, u in right.items():
            others = {wrong: why for wrong, why in sayings[name].items() if compare(wrong, u) == "wrong"}
            verdict, message = against(shares.get(name), u, known(others), name, show=True)
            if verdict != "right":
                return "wrong", f"It is wrong for g = {g}, a = {a}, b = {b}, the share of {name}. {message}"
    return "right", ""


PROBLEMS = (
    Problem(
        "14.1",
        2,
        "complete a class of boxes that write a list of lines",
        _box,
        "A box is a place in a list: to calculate is to write down.",
        (
            "`__init__` writes a line already. What must it be given, for a sum and for a product?",
            "The list is `self.lines`. The operation is a text. What is read are two places.",
            "For the sum it is Box(self.lines, a plus sign as text, self.place, other.place).",
        ),
        minutes=8,
        matters=DO,
        criteria="The list that is written, line by line, for formulas it has not seen.",
    ),
    Problem(
        "14.2",
        2,
        "write forward(lines, inputs, rules): the value of every line",
        function(_forward_cases, read=_as_places),
        "One loop: what a line reads is there when its turn comes.",
        (
            "The inputs are the first lines. Go through the lines behind them, in their order.",
            "A line is an operation and places: `op, *reads = line`. Its value function is the first of `rules[op]`.",
            "Append what `rules[op][0]` gives for `[z[k] for k in reads]`, one argument each.",
        ),
        minutes=8,
        matters=DO,
        criteria="A value for every line, for programs it has not seen.",
    ),
    Problem(
        "14.3",
        2,
        "write reverse(lines, z, rules): the adjoint of every line",
        function(_reverse_cases, read=_as_places),
        "Five lines: from the end, each line sends its shares, and they are added.",
        (
            "Begin with the last line, which has 1. Inputs send nothing.",
            "The shares of line i are the second function of `rules[op]`, called with zbar[i], z[i] and what it reads.",
            "There is one share for each place read: add each to zbar at that place.",
        ),
        minutes=10,
        matters=DO,
        without=DERIVATIVES,
        instead="Here the walk back is yours: a loop over the lines, from the end.",
        criteria="An adjoint for every line, where places are read once and more often.",
    ),
    Problem(
        "14.4",
        3,
        "write in_order(reads): every name after those that it reads",
        _sorted_right,
        "Who waits for nobody comes first; whoever is placed frees its readers.",
        (
            "Some names read nothing: they may come first. Who may come next?",
            "Count for each name how many different names it waits for. When is it ready?",
            "When a name is placed, take 1 off the count of each of its readers; who has 0 then is placed next.",
        ),
        minutes=18,
        matters=CURIOUS,
        criteria="Each name once, after all that its line reads, for long chains, too.",
    ),
    Problem(
        "14.5",
        2,
        "write layer_shares(g, W, x): what a layer sends back",
        function(_layer_cases, read=_layer_read),
        "For W a row for each adjoint, times x; for x down the columns of W.",
        (
            "v_i is the sum of W_ij x_j over j. What is its slope by one W_ij, and by one x_j?",
            "W_ij gets g_i x_j. And x_j is read by every v_i, so it has a share from each row.",
            "The share of x_j is the sum over i of g_i times W_ij: down column j.",
        ),
        minutes=12,
        matters=DO,
        without=DERIVATIVES,
        instead="Here you write what a line sends: two small loops.",
        criteria="Both shares, for tables of any shape.",
    ),
    Problem(
        "14.6",
        2,
        "the shares of a quotient",
        _quotient,
        "By a the slope is 1 / b, by b it is -v / b: the output saves a division.",
        (
            "v = a / b. Nudge a: how far does v move? And b?",
            "The slope by a is 1 over b. That by b is -a over b squared.",
            "Each slope is multiplied by g; and a over b squared is v over b.",
        ),
        minutes=6,
        matters=DO,
        criteria="Both shares, with the adjoint of the line in them, for numbers of both signs.",
    ),
)
