"""What a card of practice is given of a problem: all that is shown, and all that its page judges by.

With this module you can

- get a problem as data that JSON can write (``data_of``): what it asks, right and wrong answers with what is said to them.

A page judges by these alone (``practice_judging.js``), so that a problem can be answered where no Python runs.  What is
said to a wrong answer is asked of the problem's own judge: a page and ``problem.check`` say the same.
"""

from copy import copy

from ...engine.derivatives import adjoints, primals
from ...show.picture.drawing import draw
from .kinds.fill_adjoints import rows_of
from .kinds.put_in_order import EARLY, FEWER, STRANGE, lettered
from .question import LETTERS

ORDER, CHOICE, SWEEPS, TABLE = "order", "choice", "sweeps", "table"
HEADS = {"multipliers": ("variable", "its row", "value", "multiplier")}
USUAL = ("variable", "line", "value", "adjoint")


def data_of(problem):
    """Return a problem as the data of a card, without what is known of the learner."""
    record, program, question = problem.record, problem.program, problem.question
    rows = question.rows or [(*row[:3], "") for row in rows_of(program, adjoints(program), ())]
    return {
        "card": "practice",
        "name": problem.kept,
        "title": problem.name,
        "kind": record["kind"],
        "level": record["level"],
        "ask": question.ask,
        "heads": [*HEADS.get(record["kind"], USUAL)],
        "rows": [[*row] for row in rows],
        "picture": picture_of(program),
        "parts": [*question.texts],
        "hints": [*question.hints],
        "solution": question.solution,
        "judge": JUDGES[record["kind"]](problem),
    }


def picture_of(program):
    """Return the graph of a program, downwards; every result that no line reads is shown as an output."""
    shown = copy(program)
    shown.output_slots = tuple(i for i in range(len(program)) if not program.beta(i))
    return draw(shown).tall


def table_judge(problem):
    """Return by the names of the blanks the right numbers, and pairs of a wrong number and what is said to it."""
    question = problem.question
    wrong = {name: [[u, says] for u, says in question.wrong(name).items()] for name in question.blanks}
    return {"how": TABLE, "right": question.blanks, "wrong": wrong, "values": primals(problem.program)}


def order_judge(problem):
    """Return who sends to whom in each line that belongs to it, and what is said to orders that do not work."""
    _, who = lettered(problem.record, problem.program)
    says = {"strange": STRANGE, "fewer": FEWER, "early": EARLY}
    return {"how": ORDER, "right": problem.question.orders[0], "who": who, "says": says}


def choice_judge(problem):
    """Return the right letter, and pairs of the others and what is said to them."""
    (right,) = problem.question.orders
    others = [letter for letter in LETTERS[: len(problem.question.texts)] if letter != right]
    return {"how": CHOICE, "right": right, "wrong": [[letter, said(problem, letter)] for letter in others]}


def sweeps_judge(problem):
    """Return the right mode and number; and by mode pairs of a number, 0 for any other, and what is said to it."""
    (mode,), count = problem.question.orders, problem.question.blanks["sweeps"]
    numbers = range(1, 1 + len(problem.program))
    wrong = {}
    for one in problem.question.texts:
        sayings = {k: said(problem, f"{one} {k}") for k in numbers if (one, k) != (mode, count)}
        usual = said(problem, f"{one} {len(problem.program) + 1}")
        wrong[one] = [[0, usual], *([k, says] for k, says in sayings.items() if says != usual)]
    return {"how": SWEEPS, "right": [mode, count], "wrong": wrong}


def said(problem, answer):
    """Return what a problem's judge says to a wrong answer."""
    return problem.question.judge(answer, None)[1]


JUDGES = {
    "adjoints": table_judge,
    "multipliers": table_judge,
    "order": order_judge,
    "mistake": choice_judge,
    "sweeps": sweeps_judge,
}
