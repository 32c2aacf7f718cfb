"""Random programs of a few lines, drawn until one is worth asking about.

With this module you can

- draw a program of so many lines (``drawn``), all of whose numbers are whole and small, or with named functions;
- say what is wrong with a program as a problem (``unfit``).

A problem must tell the mistakes apart: a sweep with a misconception gives another table than the right sweep, and than any
other misconception, at some blank.  Else a wrong table could not be met by its sentence.
"""

from collections import Counter
from itertools import combinations

from ...engine.fast import pull_back
from ...engine.mistakes.diagnose import wrong_adjoints
from ...engine.mistakes.table import MISTAKES, NO_NUMBER
from ...engine.parsing.lines import parse_lines
from ...engine.sweeps import seeds

SMALLEST, LARGEST = 0.01, 60  # of a value or an adjoint, in size; a value may be 0
TRIES = 20_000  # programs are drawn at most; some hundred are usual
LETTERS = "abcdghkmp"  # e is a number, f the last
WHOLE = {"+": "{} + {}", "-": "{} - {}", "*": "{}*{}", "**": "{}*{}", "3*": "3*{}"}  # products twice as often
NUMBERED = {form: form for form in ("2*{}", "4*{}", "5*{}", "{} + 2", "{} - 3", "4 - {}")}  # with a number in them
NAMED = {"exp": "exp({})", "sin": "sin({})", "cos": "cos({})", "/": "{} / {}"}
DULL = "{} - {}", "{} / {}"  # of a variable and itself: what comes out is known before it is looked at
AT = (-3, -2, -1, 1, 2, 3)
INPUTS = ("x", "y")
SAME = 1e-9
GOLDEN = 0.618034  # its multiples, without their whole part, are far from each other


def drawn(pick, lines, why_not, pools=(WHOLE,), inputs=INPUTS, reads=None):
    """Return ``(code, at)``, the lines and inputs of the first program of ``pick``, a ``random.Random``, that is fit.

    ``why_not(program)`` says what is wrong with one, "" of a program that is fit; ``pools`` are one or two dicts of forms,
    of which each line takes one; ``reads`` is how often all lines together read a variable, None if that is free.
    """
    refused = Counter()
    for _ in range(TRIES):
        code, at = _lines(pick, lines, pools, inputs, reads), {name: pick.choice(AT) for name in inputs}
        program = code and parse_lines(code, at)
        if program:
            why = why_not(program)
            if not why:
                return code, at
            refused[why] += 1
    often = ", ".join(f"{why} ({times:,} times)" for why, times in refused.most_common(3))
    raise AssertionError(f"no problem of {lines} lines in {TRIES:,} draws; most were refused for this: {often}")


def _lines(pick, lines, pools, inputs, reads):
    """Return the lines of a random program that reads all of its variables; None where that does not come out."""
    names, unread, code, often = [*inputs], [*inputs], [], 0
    for k in range(lines):
        left = lines - k
        if len(unread) > left + 1:
            return None
        pool = pools[0 if len(pools) == 1 or pick.random() < 0.5 else 1]
        form = pool[pick.choice([*pool])]
        first = pick.choice(unread if pick.random() < 0.5 or len(unread) > left else names)
        second = pick.choice([name for name in unread if name != first] or names) if left == 1 else pick.choice(names)
        read = [first, second][: form.count("{}")]
        if first == second and form in DULL:
            return None
        often += len(read)
        name = "f" if left == 1 else LETTERS[k]
        code.append(f"{name} = {form.format(*read)}")
        unread = [one for one in unread if one not in read] + [name]
        names.append(name)
    return code if unread == ["f"] and reads in (None, often) else None


def unfit(program, blanks, whole=True):
    """Return why a program is no good problem where the adjoints of ``blanks`` are asked for; "" if it is one."""
    z = program.values()
    zbar = pull_back(program, z, seeds(program, 1))
    if any(u is None or not abs(u) > SAME for u in zbar):
        return "an adjoint is 0"
    values = z[: len(program)]
    if any(abs(u) > LARGEST for u in (*values, *zbar)):
        return f"a number is larger than {LARGEST}"
    if any(0 < abs(u) < SMALLEST for u in (*values, *zbar)):
        return f"a number is nearly 0, smaller than {SMALLEST}"
    if whole and any(u != int(u) for u in (*values, *zbar)):
        return "a number is not whole"
    if not any(len(program.beta(i)) > 1 for i in range(len(program))):
        return "nothing is read twice"
    if len({round(float(u), 9) for u in (*values, *zbar)}) < len(program):  # of twice as many
        return "less than half of the numbers differ"
    return _alike(program, z, zbar, [*blanks])


def _alike(program, z, zbar, blanks):
    """Return which mistakes cannot be told apart, or from a right sweep, at the blanks."""
    tables = {"a right sweep": [zbar[i] for i in blanks]}
    for mistake in applicable(program):
        try:
            wrong = wrong_adjoints(program, z, mistake)
        except NO_NUMBER:
            return f"{mistake.name} has no number here"
        tables[mistake.name] = [wrong[i] for i in blanks]
    for one, other in combinations(tables, 2):
        if all(abs(u - w) <= SAME * max(1, abs(u)) for u, w in zip(tables[one], tables[other], strict=True)):
            return f"{one} and {other} give the same table"
    return ""


def applicable(program):
    """Return the misconceptions that can be seen in a program: at inputs of no meaning they give another table."""
    z = program.values({name: 0.5 + (GOLDEN * k) % 1 for k, name in enumerate(program.inputs, 1)})
    right = pull_back(program, z, seeds(program, 1))
    found = []
    for mistake in MISTAKES:
        try:
            wrong = wrong_adjoints(program, z, mistake)
        except NO_NUMBER:
            continue
        if any(abs(u - w) > SAME for u, w in zip(wrong, right, strict=False)):
            found.append(mistake)
    return found
