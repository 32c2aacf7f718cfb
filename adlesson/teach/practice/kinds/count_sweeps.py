"""Practice of kind ``"sweeps"``: which sweeps give what is wanted, and how many of them?

With this module you can

- draw a program with several inputs and outputs (``draw``), and ask for the fewest sweeps (``question``).

A result that no line reads is an output.  At level 1 there are two or three inputs or outputs; at level 2 up to five; at
level 3 not all derivatives are wanted.
"""

from ...judging.answers import AnswerError, as_number, as_table
from ...judging.judges import compare
from ...judging.stops import is_a
from ..lots import AT
from ..question import Question, shuffled

SIZES = {1: (1, 2, 3), 2: (2, 3, 4, 5), 3: (2, 3, 4, 5)}
INPUTS, MIDDLE, OUTPUTS = "xyuvw", "abcd", "pqrst"
FORMS = ("{}*{}", "{} + {}", "{} - {}")
MODES = ("tangent", "reverse")
WANTED = {  # what is wanted, and of n inputs and m outputs the tangent and the reverse sweeps that give it
    "all partial derivatives of all outputs": lambda n, m: (n, m),
    "all partial derivatives of the output {out}": lambda n, m: (n, 1),
    "the derivatives of all outputs by the input {one}": lambda n, m: (1, m),
    "how far all outputs move when the inputs move along one direction": lambda n, m: (1, m),
    "the derivatives of one weighted sum of the outputs by all inputs": lambda n, m: (n, 1),
}


def draw(pick, level):
    """Return ``(code, at)``: lines that read all inputs, and as many outputs as it comes to."""
    n, m = pick.choice(SIZES[level]), pick.choice(SIZES[level])
    while n == m:
        n, m = pick.choice(SIZES[level]), pick.choice(SIZES[level])
    inputs, code, last = INPUTS[:n], [], INPUTS[0]
    for k, name in enumerate(inputs[1:]):
        code.append(f"{MIDDLE[k]} = {pick.choice(FORMS).format(last, name)}")
        last = MIDDLE[k]
    right = [form.format(last, name) for form in FORMS for name in inputs] + [f"{k}*{last}" for k in (2, 3, 4)]
    for name, formula in zip(OUTPUTS[:m], pick.sample(right, m), strict=True):
        code.append(f"{name} = {formula}")
    return code, {name: pick.choice(AT) for name in inputs}


def why_not(program, level):
    """Return why a program makes no question of this level, "" if it makes one."""
    n, m = program.d, len(outputs_of(program))
    if {n, m} <= {*SIZES[level]} and fair(n, m, level):
        return ""
    return f"of {n} inputs and {m} outputs this level asks nothing"


def outputs_of(program):
    """Return the names that no line reads."""
    return [name for name in program.names if not program.beta(name)]


def fair(n, m, level):
    """Return what may be wanted of so many inputs and outputs, where one mode needs fewer sweeps than the other."""
    goals = [*WANTED][:1] if level < 3 else [*WANTED][1:]
    return [goal for goal in goals if len({*WANTED[goal](n, m)}) == 2]


def question(record, program):
    """Return the ``Question`` about a program."""
    n, outputs = program.d, outputs_of(program)
    m = len(outputs)
    goal = shuffled(fair(n, m, record["level"]), record["seed"], *record["code"])[0]
    tangent, reverse = WANTED[goal](n, m)
    mode, count = ("tangent", tangent) if tangent < reverse else ("reverse", reverse)

    def judge(answer, pick):
        given, number = read(answer)
        if given != mode:
            other = max(tangent, reverse)
            return "wrong", f"It can be done with {given} sweeps, but takes more of them: {other}. Who is fewer here?"
        if compare(number, count) == "right":
            return "right", ""
        if number == (n if given == "reverse" else m):
            return "wrong", "That counts the other side: a tangent sweep starts at one input, a reverse sweep at one output."
        return "wrong", "Count where such a sweep can start, and how many of them are needed for what is wanted."

    wanted = goal.format(out=outputs[0], one=program.names[0])
    hints = (
        "A tangent sweep starts with one direction of the inputs, and tells what it does to all outputs.",
        "A reverse sweep starts at one output, or at a weighted sum of them, and tells how all inputs move it.",
        f"Count them: inputs are {', '.join(program.names[:n])}; outputs are {', '.join(outputs)}.",
    )
    ask = f"Wanted: {wanted}. Which sweeps, and how many at least? Every result that is not read is an output."
    rows = tuple((name, row.text, "", "") for name, row in zip(program.names, program.instructions, strict=True))
    return Question(ask, judge, hints, f"{count} {mode}", rows, {"sweeps": count}, MODES, (mode,))


def read(answer):
    """Return the mode and the number of an answer such as ``"reverse 1"``, ``("reverse", 1)`` or a dict."""
    if is_a(answer, str):
        answer = str.__str__(answer)[:99].lower().replace(",", " ").split()
        answer = sorted((one for one in answer if not one.startswith("sweep")), key=lambda one: one[:1].isdigit())
    if is_a(answer, (list, tuple)) and len(answer) == 2:
        answer = {"mode": answer[0], "sweeps": answer[1]}
    if not is_a(answer, dict):
        raise AnswerError("a kind of sweep and a number are wanted, such as 'reverse 1'")
    table = as_table(answer, {"mode": 0, "sweeps": 0})
    word = str(table["mode"]).strip().lower()[:20] if is_a(table["mode"], str) else ""
    mode = {"forward": "tangent", "backward": "reverse"}.get(word, word)
    if mode not in MODES:
        raise AnswerError("the sweeps are tangent or reverse")
    return mode, as_number(table["sweeps"])
