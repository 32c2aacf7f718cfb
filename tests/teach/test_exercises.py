"""The learner's checks: tried on the stub, on the right answer, on wrong ones, and on answers that bite."""

import functools
import json
import math
import random
import re
import runpy
import threading
import time
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from inspect import isgeneratorfunction, unwrap
from itertools import pairwise
from pathlib import Path
from types import FunctionType

import numpy as np
import pytest
from solutions import SOLVED, STUBS

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.engine.mistakes.diagnose import diagnose
from adlesson.teach.exercises import CURIOUS, DO, MAY, Exercises, Problem, judged
from adlesson.teach.judging import cells, closed
from adlesson.teach.judging.answers import AnswerError, as_number, words
from adlesson.teach.judging.cells import cells_of
from adlesson.teach.judging.feedback import MARKS, Result
from adlesson.teach.judging.judges import adjoint, against, compare, known, names, number
from adlesson.teach.kept.keeping import Keeper
from adlesson.teach.problems import COURSE
from adlesson.teach.problems.trials import doublings, paths

TOP = Path(__file__).resolve().parent.parent.parent
NUMBERS = list(COURSE)


@pytest.fixture
def exercises():
    """Return the exercises of a session that has only begun."""
    return Exercises(COURSE)


TOLD = ("Put your answer where it says None", "Fill in ", "as it stands")  # what to do with a stub


# --- every exercise -------------------------------------------------------------------------------


def test_the_notebooks_have_all_exercises():
    """An exercise that nobody asks, or that has no solution, is not one."""
    assert sorted(SOLVED) == sorted(STUBS) == sorted(NUMBERS)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_stub_is_not_right_and_is_told_what_to_do(exercises, name):
    """Whoever runs all cells has tried nothing yet, in a bug hunt neither."""
    result = exercises.check(name, STUBS[name])
    assert result.verdict == "unanswered"
    assert any(told in result.message for told in TOLD), result.message
    assert ("find what is wrong" in result.message) == COURSE[name].task.startswith("bug hunt")
    assert exercises.check(name).verdict == exercises.check(name, None).verdict == "unanswered"
    assert exercises._keeper.known(name).count == 0


@pytest.mark.parametrize("name", NUMBERS)
def test_the_solution_is_right_each_time(exercises, name):
    """Fresh inputs each time: twenty runs, and the explanation comes only now."""
    problem = COURSE[name]
    for _ in range(20):
        result = exercises.check(name, SOLVED[name])
        assert (result.verdict, result.message) == ("right", problem.right)


def test_every_notebook_with_exercises_has_wrong_answers_of_its_own():
    """And what is said to them."""
    own = {int(path.stem[-2:]) for path in (TOP / "tests" / "teach" / "problems").glob("test_n*.py")}
    assert own == {int(name.split(".")[0]) for name in NUMBERS}


@pytest.mark.parametrize("name", NUMBERS)
def test_three_hints_then_the_last_again(exercises, name):
    """Which rule, which arrow, almost there; after that, how to see the solution."""
    hints = [exercises.hint(name) for _ in range(4)]
    assert [hint.message[:6] for hint in hints] == ["1 of 3", "2 of 3", "3 of 3", "3 of 3"]
    assert len({hint.message for hint in hints[:3]}) == 3
    more = hints[3].message.removeprefix(hints[2].message)
    assert more == f' After a try, `ad.exercises.solution("{name}")` shows the solution.'
    assert all(hint.verdict == "hint" and len(hint.message) < 300 for hint in hints)


def test_the_right_answer_is_computed_not_stored(monkeypatch):
    """Change the sweep, and another number is right: the checker has no number of its own."""
    monkeypatch.setattr("adlesson.teach.judging.judges.adjoints", lambda p: dict.fromkeys(p.names, 77))
    assert Exercises(COURSE).check("5.1", 77).verdict == "right"


# --- what is said to wrong answers of every kind --------------------------------------------------


def plausible(right):
    """Return wrong answers that a learner may give where ``right`` is right: near it, too few, too many, of another kind."""
    if callable(right):
        return [lambda *_, **__: 0, lambda *given, **more: given[0] if given else more, lambda *_, **__: {}, right.__name__]
    if isinstance(right, dict):
        slips = [1, -as_number(next(iter(right.values()))) or 3, 0, 1000]
        return [right | {key: u} for key in right for u in slips] + [dict.fromkeys(right, 7), list(right.values())[:-1]]
    if isinstance(right, str) and re.fullmatch(r"\w( \w)*", right):
        letters = right.split()
        return [
            *letters,
            *map(" ".join, pairwise(letters)),
            f"{right} z",
            "none",
            "all",
            "",
            right[::-1] + " e",
        ]
    if isinstance(right, str) and right.count(" ") < 9:  # a formula
        return [f"-({right})", f"({right}) / 2", f"({right}) + 1", "x", "2,5"]
    if isinstance(right, (str, list)):
        return [right[::-1], right[:3], list(right)[1:], "?"]
    return [right + 1, -right, right / 2, 2 * right, 0, 1, 1000, "", "x"]


@pytest.mark.parametrize("name", NUMBERS)
def test_every_reply_to_a_wrong_answer_says_more_than_where_a_hint_is(exercises, name):
    """What is wrong, or what to compare, or where to look: for whatever a learner may come up with."""
    problem = COURSE[name]
    for answer in plausible(SOLVED[name]):
        result = exercises.check(name, answer)
        if result.verdict == "right":
            continue  # 1 may well be one of the numbers
        said = result.message.replace(f'Try `ad.exercises.hint("{name}")`.', "")
        said = re.sub(r"(It is wrong for .*?\. )?Look at the variable `.*?`\.", "", said).strip()
        assert len(said) > 15, (answer, result)
        assert not re.search(r"\b[A-Z]\w+Error\b|Exception|NoneType", said), result
        assert not any(hint in said for hint in problem.hints)


def errors(kind=BaseException):
    """Return Python's own exceptions, all that can be made with a text."""
    for one in set(kind.__subclasses__()) - {KeyboardInterrupt, BaseExceptionGroup, ExceptionGroup}:
        if one.__module__ == "builtins" and not issubclass(one, UnicodeError):
            yield one
        yield from errors(one)


@pytest.mark.parametrize("kind", sorted({*errors()}, key=str), ids=lambda kind: kind.__name__)
def test_no_name_of_an_exception_is_in_what_a_learner_reads(exercises, kind):
    """What it means stands there, or what it says itself."""
    problem = kind("what it says")
    message = exercises.check("5.4", raises(problem)).message
    assert kind.__name__ not in message and "Error" not in message
    assert re.search(r"your function stopped in line \d+, `raise problem`: \w", message)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # Python, too, sees what is wrong
@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return nothing", "`nothing` has no value there; look at how it is spelled"),
        ("p = p + n; n = 1; return p", "`n` is used before it has a value"),
        ("return p.paths()", "something is asked for its `.paths`, and has none"),
        ("return [1, 2][len(p)]", "it asks for an entry beyond the end of a list"),
        ("return {'a': 1}['b']", "it looks up 'b', which is not there"),
        ("return 1 + None", "`+` cannot combine a whole number and None"),
        ("return [1] * 'a'", "a list or a text is multiplied by something that is no whole number"),
        ("return None[0]", "there is None where a number, a list or a dict is wanted"),
        ("return 3(4)", "something is called with () that is no function"),
        ("return len(3)", "the length is asked of something that has none"),
        ("for k in 3: pass", "something is gone through that is no list"),
        ("return int('a')", "a number is wanted, and there is none"),
        ("a, b = 1, 2, 3", "a list has another length than there are names for it"),
        ("return paths(p)", "it calls itself more than 1,000 deep"),
        ("return (lambda a: a)()", "it waits for an argument `a` that nobody gives"),
        ("return (lambda a: a)(1, 2)", "2 arguments are given where 1 would do"),
        ("import nowhere", "it imports something that is not there"),
        ("assert len(p) == 0, 'too long'", "what it asserts is not so: too long"),
        ("return 10.0 ** 400", "a number becomes too large"),
        ("exit(1)", "it asks Python to end"),
    ],
)
def test_what_stopped_is_said_in_words(exercises, body, says):
    """A traceback is for those who can read one."""
    space = {}
    exec(f"def paths(p):\n    {body}", space)
    message = exercises.check("5.4", space["paths"]).message
    assert says in message and "line 2" in message and "Error" not in message


# --- calls that are the answer --------------------------------------------------------------------

CLOSED = {  # exercises where writing it is the task, with answers that let the lesson do it
    "0.3": ["lambda f, x: ad.grad(f, x=x)['x']", "lambda f, x: value_and_grad(f, x=x)[1]['x']", "hidden"],
    "1.3": ["lambda f, theta: ad.grad(f, theta=theta)['theta']"],
    "2.4": ["lambda x, n: ad.jacobian(lambda x: [x], x=x) and 1"],
    "3.3": [
        "lambda p, **inputs: ad.primals(p, inputs)",
        "lambda p, **at: [*ad.forward_sweep(p, at)]",
    ],
    "4.4": ["lambda p, direction, **inputs: tangents(p, direction, inputs)", "lambda p, d, **at: ad.jvp(p, d, at)"],
    "5.3": [
        "lambda p, **inputs: adjoints(p, at=inputs)",
        "lambda p, **inputs: ad.vjp(p, 1, inputs)",
        "threaded",
        "lambda p, **inputs: copied['adjoints'](p, at=inputs)",
    ],
    "6.3": ["lambda f, slope, x, n, every: ad.checkpoint(ad.trace(lambda x: f(x), x=x), budget=2)"],
    "7.4": ["lambda p, z, lam, **inputs: ad.Lagrangian(p).value(z, lam, inputs)"],
    "8.4": ["lambda matrix, rhs: list(solve(matrix, rhs))", "lambda matrix, rhs: np.linalg.inv(matrix) @ rhs"],
    "9.4": ["lambda p: ad.close_loop(p, {p.outputs[0]: 'z'}).grad(output=p.outputs[0])['x']"],
    "10.3": ["ad.solvers.multipliers", "lambda problem, u, lam: (yield from ad.solvers.multipliers(problem, u, lam))"],
    "11.3": ["lambda W, X0, D, eta: ad.grad(lambda x: x, x=1.0) and W"],
    "12.4": ["lambda f, f_z, f_th, z, th, h, steps: ad.grad(ad.flow.euler(f, lambda z: z, z, th, h * steps, steps))['th']"],
    "13.1": [
        "lambda x, y: tuple(ad.grad(lambda x, y: (x * y) * (x * y + x), x=x, y=y).values())",
        "lambda x, y: tuple(copied['grad'](lambda x, y: (x * y) * (x * y + x), x=x, y=y).values())",
        "lambda x, y: [step.after for step in copied['reverse_sweep'](ad.parse('x * y + x', x=x, y=y))][:2]",
    ],
    "13.7": ["lambda f, slope, x: ad.check_gradient(f, u=x, gradient={'u': slope(x)}).ok"],
    "14.3": ["lambda lines, z, rules: list(adjoints(ad.trace(lambda x: x * x, x=2.0)).values())"],
    "14.5": ["lambda g, W, x: ad.grad(lambda u: u * u, u=1.0) and (W, x)"],
}


def hidden(f, x):
    """Ask for the gradient, and make do without it where it is refused."""
    try:
        return ad.grad(f, x=x)["x"]
    except BaseException:
        return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5


def copied_from(function):
    """Return another function with the code of one of ours, as whoever wants to get round a closed call may make it."""
    ours = unwrap(function)
    return FunctionType(ours.__code__, ours.__globals__, ours.__name__, ours.__defaults__, ours.__closure__)


copied = {
    name: copied_from(getattr(ad, name)) for name in ("grad", "adjoints", "reverse_sweep")
}  # before anything is closed


def threaded(p, **inputs):
    """Ask for the adjoints from another thread."""
    found = []

    def ask():
        try:
            found.append(ad.adjoints(p, at=inputs))
        except BaseException:
            found.append(SOLVED["5.3"](p, **inputs))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.parametrize(("name", "answer"), [(name, answer) for name, answers in CLOSED.items() for answer in answers])
def test_a_call_that_is_the_answer_says_what_is_wanted_instead(exercises, name, answer):
    """Under whatever name it was imported, caught or not, from a thread or a generator; and then it works again."""
    space = {"ad": ad, "np": np, "hidden": hidden, "threaded": threaded, "copied": copied}
    exec("from adlesson import adjoints, tangents, value_and_grad\nfrom numpy.linalg import solve", space)
    result = exercises.check(name, eval(answer, space))
    assert result.verdict == "wrong" and COURSE[name].instead in result.message, result
    assert re.match(r"`(ad|numpy)\.[\w.]+` does it for you\. ", result.message)
    assert ad.grad(lambda x: x * x, x=3) == {"x": 6} and closed.SHUT == {} and closed.OPEN_BLOCKS == []


def test_every_exercise_that_closes_calls_has_such_a_test():
    """And each says what to do instead."""
    assert [name for name in NUMBERS if COURSE[name].without] == list(CLOSED)
    assert all(bool(COURSE[name].instead) == bool(COURSE[name].without) for name in NUMBERS)


def test_what_two_blocks_close_opens_with_the_last():
    """A block inside another opens nothing that the outer one has closed, and each hears of the calls in it."""
    with closed.closed(["grad", "jvp"]) as outer:
        with closed.closed(["grad"]) as inner, pytest.raises(closed.ClosedError):
            ad.grad(lambda x: x, x=1)
        with pytest.raises(closed.ClosedError):
            ad.grad(lambda x: x, x=1)
    assert (outer.called, inner.called) == (["ad.grad"] * 2, ["ad.grad"])
    assert ad.grad(lambda x: x, x=1) == {"x": 1}


def test_closed_calls_work_again_after_an_interrupt(exercises):
    """Also where one check runs inside another."""

    def interrupted(f, x):
        exercises.check("5.3", ad.adjoints)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exercises.check("0.3", interrupted)
    assert ad.adjoints(ad.trace(lambda x: x * x, x=3))["x"] == 6 and closed.SHUT == {}
    assert exercises.check("5.1", 12).verdict == "right"


# --- solutions, resets, cards ---------------------------------------------------------------------


def test_a_solution_comes_after_a_try_and_a_reset_forgets_it(exercises):
    """The text of both cells is that of the notebook's source."""
    assert exercises.solution("5.1").verdict == "unanswered" and "Try it first" in exercises.solution("5.1").message
    exercises.check("5.1", 4)
    shown = exercises.solution("5.1")
    assert (shown.verdict, shown.message) == ("solution", COURSE["5.1"].right)
    assert shown.code == 'answer = 1 * 4 + 2 * 2 + 2 * 2\nad.exercises.check("5.1", answer)'
    assert repr(shown).endswith(f"\n\n{shown.code}")
    again = exercises.reset("5.1")
    assert (again.verdict, again.code) == ("reset", 'answer = None\nad.exercises.check("5.1", answer)')
    assert exercises.solution("5.1").verdict == "unanswered" and repr(exercises).startswith("0 of")
    assert exercises.hint("5.1").message.startswith("1 of 3")
    for ask in (exercises.solution, exercises.reset):
        assert ask("77").verdict == "unknown"


def test_where_exercises_count_for_marks_no_solution_is_offered(exercises):
    """Neither by a button, nor by a call, nor in the data of a page; hints, verdicts and resets stay."""
    exercises.check("5.1", 4)
    result = exercises.check("5.1", 5)
    result._repr_mimebundle_()
    assert "2 * 2 + 2 * 2" in json.dumps(exercises._cards["5.1"].data)
    exercises.assigned = True
    result = exercises.check("5.1", 3)
    result._repr_mimebundle_()
    assert result.verdict == "wrong"
    assert exercises._cards["5.1"].data["assigned"] is True
    assert "2 * 2 + 2 * 2" not in json.dumps(exercises._cards["5.1"].data)
    assert exercises.solution("5.1").message == "It counts for marks: there is no solution here. Hints there are."
    assert exercises.solution("5.1").code == ""
    assert all(hint.message.count("solution") == 0 for hint in (exercises.hint("5.1") for _ in range(4)))
    assert exercises.reset("5.1").code


@pytest.mark.parametrize("name", NUMBERS)
def test_every_exercise_has_its_cell_and_its_solution(name):
    """As they stand in the source: what a learner is given back, and what solves it."""
    found = cells_of(name)
    for text, answers in ((found.cell, STUBS), (found.solution, SOLVED)):
        assert text.endswith(f'ad.exercises.check("{name}", {text.split(", ")[-1]}')
        space = {"ad": ad}
        exec(text.rpartition("ad.exercises.check")[0], space)
        mine = space[text.rpartition(", ")[2].rstrip(")")]
        assert callable(mine) == callable(answers[name]) and (callable(mine) or mine == answers[name])


def test_where_the_sources_are_missing_a_sentence_says_so(exercises, monkeypatch):
    """A copy of the package may have come without them."""
    monkeypatch.setattr(cells, "PLACES", ())
    for cache in (cells.cells_of, cells.code_cells, cells.heading_of, cells._sources):
        cache.cache_clear()
    try:
        exercises.check("5.3", STUBS["5.3"])
        assert "notebooks/src" in exercises.solution("5.3").message and exercises.solution("5.3").code == ""
        assert exercises.reset("5.3").code == ""
    finally:
        for cache in (cells.cells_of, cells.code_cells, cells.heading_of, cells._sources):
            cache.cache_clear()


def test_what_was_changed_and_only_that_is_a_try(exercises):
    """A comment or an empty line changes nothing; a number does."""
    text = cells_of("1.3").cell.rpartition("ad.exercises")[0]
    for change, verdict in (
        (text.replace("slopes = f(theta), []", "slopes = f(theta), []  # here\n"), "unanswered"),
        (text.replace("/ h", "/ (1 * h)"), "wrong"),
        (text.replace("h=1e-6", "h=1e-7"), "wrong"),
    ):
        space = {}
        exec(change, space)
        assert exercises.check("1.3", space["gradient"]).verdict == verdict
    assert exercises._keeper.known("1.3").count == 2


def test_a_result_makes_its_card_when_a_notebook_shows_it():
    """Thousands may be printed; one that is shown closes the card of the one before."""
    exercises = Exercises(COURSE)
    for k in range(1000):
        repr(exercises.check("5.1", k % 2 + 4))
    assert exercises._cards == {}
    result = exercises.check("5.1", 4)
    data, _ = result._repr_mimebundle_()
    first = exercises._cards["5.1"]
    assert data["text/plain"] == repr(result) == repr(first)
    assert first.data["tries"] == 2 and first.data["state"]["known"]["5.1"]["count"] == 2
    exercises.hint("5.1")._repr_mimebundle_()
    assert first.comm is None and exercises._cards["5.1"] is not first
    exercises._cards["5.1"].close()


def test_the_same_answer_again_is_no_try(exercises):
    """Run All changes nothing of what is known; a function is the same one where it does the same."""
    wrong, right = "def f(y):\n    return {0}", "def f(z):\n    # of mine\n    return {0}"
    answers = [("5.1", 4), ("5.1", "4"), ("5.1", 12), ("5.1", 4), ("5.1", 12), ("5.1", [3, 4]), ("5.1", [3, 4])]
    answers += [("3.3", code.format(k)) for k in (1, 2) for code in (wrong, wrong, right)]
    for name, answer in answers:
        space = {}
        if name == "3.3":
            exec(answer, space)
        exercises.check(name, space.get("f", answer))
    known = exercises._keeper.all_known()
    assert {name: one.count for name, one in known.items()} == {"5.1": 3, "3.3": 2}
    assert [answer for answer, _, _ in known["5.1"].tries][:2] == ["4", "12"]
    exercises.reset("5.1")
    for answer in [*range(20, 30), 12, 12]:
        exercises.check("5.1", answer)
    assert exercises._keeper.known("5.1").count == 11, "the right one is known, however many came before it"


def test_once_right_stays_right_and_is_said(exercises):
    """A later answer that is wrong is judged, and the exercise counts as right all the same."""
    assert "Not right yet." in repr(exercises.check("5.1", 13))
    exercises.check("5.1", 12)
    later = exercises.check("5.1", 13)
    assert repr(later).startswith("✗ 5.1 Not right this time. ")
    assert later.message.endswith("The exercise counts as right all the same: you had it before.")
    later._repr_mimebundle_()
    assert exercises._cards["5.1"].data["word"] == "Not right this time."
    assert "exercises.hint" not in later.message and exercises._keeper.known("5.1").best == "right"


def test_what_the_page_tells_is_known(exercises):
    """The buttons work in the page; Python hears what was pressed."""
    exercises.check("5.1", 4)._repr_mimebundle_()
    card = exercises._cards["5.1"]
    for k, what in enumerate(("hinted", "hinted", "solved")):
        card._heard(card, {"what": what, "name": "5.1", "at": time.time() + k}, [])
    known = exercises._keeper.known("5.1")
    assert (known.hints, known.solved, known.count) == (2, True, 1)
    assert exercises.hint("5.1").message.startswith("3 of 3")
    card._heard(card, {"what": "reset", "name": "5.1", "at": time.time() + 9}, [])
    assert exercises._keeper.known("5.1").count == 0
    card.close()


@pytest.mark.parametrize("name", NUMBERS)
def test_every_exercise_says_its_time_and_how_much_it_matters(exercises, name):
    """In its card and in the table."""
    problem = COURSE[name]
    assert 3 <= problem.minutes <= 20 and problem.matters in (DO, MAY, CURIOUS)
    assert f" {problem.minutes} min  {problem.matters}" in repr(exercises)
    assert f"<td>{problem.minutes} min</td><td>{problem.matters}</td>" in exercises._repr_html_()


def test_what_was_done_is_known_to_another_session(tmp_path):
    """The table in 05 knows what was done in 00 yesterday."""
    place = tmp_path / "progress.jsonl"
    Exercises(COURSE, Keeper(str(place))).check("0.1", "a")
    assert re.search(r"^0\.1 .*✓ right", repr(Exercises(COURSE, Keeper(str(place)))), flags=re.M)


def test_fresh_problems_that_are_kept_are_no_exercises(tmp_path):
    """They are in the same file, under names of their own."""
    keeper = Keeper(str(tmp_path / "progress.jsonl"))
    keeper.record("checked", "sweeps-1-59a3bd1d", answer="A", verdict="right")
    assert repr(Exercises(COURSE, keeper)).startswith("0 of ")
    assert "sweeps-1-59a3bd1d" not in COURSE and "5" not in COURSE and "5.99" not in COURSE and "10.1" in COURSE


@pytest.mark.parametrize("notebook", range(7))
def test_before_07_the_words_are_those_of_the_glossary(notebook):
    """A share is sent; who reads is a reader; nobody pays, and nothing has a price, before constraints have one."""
    sentences = runpy.run_path(str(TOP / "tests" / "sentences.py"))["sentences"]
    text = "\n".join(sentences((TOP / "adlesson" / "teach" / "problems" / f"n{notebook:02}.py").read_text("utf-8")))
    spoken = re.sub("`.*?`", "", text)  # code has names of its own
    assert re.findall(r"(?i)\b(paid|pays?|prices?|child(?:ren)?|parents?|edges?|partials?)\b", spoken) == []


# --- answers of every kind ------------------------------------------------------------------------

TWELVE = [12, 12.0, "12", "4 + 2*2 + 2*2", " 3 × 4 ", Fraction(12), Decimal(12), "2^3 + 4"]


@pytest.mark.parametrize("answer", TWELVE, ids=repr)
def test_a_number_may_be_written_in_many_ways(exercises, answer):
    """Paper has no types."""
    assert exercises.check("5.1", answer).verdict == "right"


def test_numpy_and_sympy_numbers_are_numbers(exercises):
    """They come out of cells as often as floats do."""
    numpy, sympy = pytest.importorskip("numpy"), pytest.importorskip("sympy")
    for answer in (numpy.float64(12), numpy.int64(12), numpy.array(12.0), sympy.Integer(12), sympy.sqrt(144)):
        assert exercises.check("5.1", answer).verdict == "right"


def test_tables_may_be_lists(exercises):
    """In the order of the question."""
    assert exercises.check("5.2", [5.5, "2 - cos(5)"]).verdict == "right"
    assert exercises.check("5.2", (5.5, 1.716)).verdict == "right"
    assert exercises.check("3.2", {"q": 0, "p": 1, "s": 2, "b": 1, "a": 2, "more": 9}).verdict == "right"


@pytest.mark.parametrize("answer", ["a", " a ", ["a"], ("a",), {"a"}, "a, a"])
def test_names_may_be_text_or_collections(exercises, answer):
    """Commas, blanks and brackets are not what is asked for."""
    assert exercises.check("0.1", answer).verdict == "right"


@pytest.mark.parametrize(
    "which", ["5.1", 5.1, "05.1", " 5.1 ", np.float64(5.1), np.float32(5.1), np.array(5.1), Decimal("5.1")]
)
def test_numbers_of_exercises_may_be_floats(exercises, which):
    """5.1 and "5.1" are the same exercise, whoever made the number."""
    assert exercises.check(which, 12).verdict == "right"


@pytest.mark.parametrize("record", ["no", "", None, 2, "False"])
def test_whether_an_answer_is_kept_is_true_or_false(exercises, record):
    """Who writes "no" wants nothing kept, and would not be told that it was."""
    with pytest.raises(InputError, match="record is True or False, not"):
        exercises.check("5.1", 12, record=record)
    assert not exercises._keeper.known("5.1").tries


@pytest.mark.parametrize(
    ("u", "right", "verdict"),
    [
        (81.55, 81.5541124, "right"),
        (81.6, 81.5541124, "right"),
        (82, 81.5541124, "close"),
        (80, 81.5541124, "wrong"),
        (1.7, 1.716337815, "close"),
        (-1.716, 1.716337815, "wrong"),
        (12, 12, "right"),
        (12.0000001, 12, "right"),
        (13, 12, "wrong"),
        (1000001, 1000000, "wrong"),
        (0, 0.0, "right"),
        (0.001, 0.0, "right"),
        (0.2, 0, "wrong"),
        (1e300, 1e-300, "wrong"),
        (0.1 + 0.2, 0.3, "right"),
    ],
)
def test_rounding_is_not_a_mistake(u, right, verdict):
    """Three digits are right, two are close; whole numbers must be equal."""
    assert compare(u, right) == verdict


def test_close_asks_for_more_digits(exercises):
    """Close is neither right nor a mistake to be diagnosed."""
    result = exercises.check("5.2", {"x1": 5.5, "x2": 1.7})
    assert (result.verdict, result.message) == ("close", "Right to two digits: give three or more.")
    assert exercises.check("0.3", lambda f, x: (f(x + 0.05) - f(x - 0.05)) / 0.1).verdict == "close"


def test_a_difference_to_one_side_is_close_whatever_its_step(exercises):
    """A small step makes it right to many digits, and still it is not what was asked for."""
    for h in (1e-3, 1e-5, 1e-8, -1e-5):
        result = exercises.check("0.3", lambda f, x, h=h: (f(x + h) - f(x)) / h)
        assert result.verdict == "close"
        assert "a difference to one side" in result.message


def test_a_slope_is_judged_by_its_result_alone(exercises):
    """Any step, any number of places; h may be a name left over from the notebook."""
    space = {"h": 1e-4}
    exec("def slope(f, x):\n    return (f(x + h) - f(x - h)) / (2 * h)", space)
    assert exercises.check("0.3", space["slope"]).verdict == "right"
    h = 1e-3
    five = lambda f, x: (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h)
    assert exercises.check("0.3", five).verdict == "right"


def test_a_complex_step_is_no_nudge_to_both_sides(exercises):
    """It is right, and another exercise."""
    result = exercises.check("0.3", lambda f, x: f(complex(x, 1e-20)).imag / 1e-20)
    assert result.verdict == "close" and "nudge x to both sides" in result.message


def test_paths_may_be_counted_in_any_way_that_does_not_walk(exercises):
    """Remembering, multiplying matrices: what is asked for is the number, without the time."""

    def remembered(p):
        walk = functools.cache(lambda i: 1 if i == 0 else sum(walk(k) for k in p.alpha(i)))
        return walk(len(p) - 1)

    def squares(p):
        count = [1] + [0] * (len(p) - 1)
        for i in range(1, len(p)):
            count[i] = sum(count[k] * p.alpha(i).count(k) for k in range(len(p)))
        return count[-1]

    for solution in (remembered, squares, paths):
        assert exercises.check("5.4", solution).verdict == "right"


# --- answers that bite ----------------------------------------------------------------------------


class Biting:
    """An answer in which everything raises."""

    def bite(self, *_):
        raise ZeroDivisionError("bitten")

    __eq__ = __ne__ = __lt__ = __hash__ = __repr__ = __str__ = __float__ = __int__ = __iter__ = __len__ = __bool__ = bite
    __getitem__ = __call__ = __format__ = __abs__ = __sub__ = __rsub__ = bite


class Disguised:
    """An answer that raises when asked what it is."""

    @property
    def __class__(self):
        raise RuntimeError("guess")


class Endless:
    """An answer whose repr never ends."""

    def __repr__(self):
        return repr(self)


class QuietInts(dict):
    """A dict that lies about its contents."""

    def get(self, *_):
        raise KeyError("no")


class Leaving:
    """An answer that tries to end the kernel."""

    def __float__(self):
        raise SystemExit(1)


class BadError(Exception):
    """An exception that cannot say what it is."""

    def __str__(self):
        raise ValueError("no words")


def raises(problem):
    def f(*_, **__):
        raise problem

    return f


def forever():
    while True:
        yield 1


BITING = [
    Biting(),
    Biting,
    Disguised(),
    Endless(),
    QuietInts(a=1),
    Leaving(),
    float("nan"),
    float("inf"),
    -float("inf"),
    10**5000,
    -(10**400),
    1e308,
    1j,
    True,
    object(),
    forever(),
    b"12",
    "",
    "   ",
    "x",
    "a" * 100_000,
    "9" * 1999,
    "(" * 500 + ")" * 500,
    "1/0",
    "0/0",
    "9**9**9**9",
    "__import__('os').getcwd()",
    "12 apples",
    "\x00",
    [],
    [None, None],
    ["cos(5)", object()],
    [float("nan")] * 2,
    {},
    {"x1": None, "x2": None},
    {"x1": 5.5, "x2": None},
    {"x1": Biting(), "x2": 1},
    {"a": "?", "b": 1, "s": 2, "p": 1, "q": 0},
    set(),
    {1, 2},
    [[1, 2], [3]],
    lambda: 1,
    lambda *args, **inputs: None,
    lambda *args, **inputs: args,
    lambda *args, **inputs: {},
    lambda *args, **inputs: Biting(),
    lambda *args, **inputs: forever(),
    lambda x: x,
    lambda x: 7,
    lambda x: (x, x),
    lambda x: float(x),
    raises(ValueError("oops")),
    raises(SystemExit(3)),
    raises(BadError()),
    raises(BaseException("base")),
    print,
    int,
    type,
    ad.trace(lambda x: x * x, x=3),
    ad.trace(lambda x, y: x * y, x=3, y=2),
    ad,
    Result("right", "5.1", "mine"),
]


@pytest.mark.parametrize("name", NUMBERS)
def test_no_answer_makes_a_check_raise(exercises, name, capsys):
    """Run All never stops at an exercise, and a kernel never ends in one."""
    for answer in BITING:
        result = exercises.check(name, answer)
        assert result.verdict in MARKS
        assert 0 < len(result.message) < 600
        assert repr(result)
        assert result._repr_html_().count("<div") == 1
        assert result.verdict not in ("right", "unknown")


def test_the_learners_own_interrupt_still_works(exercises):
    """A function that runs too long is stopped by the learner, as anywhere else."""
    with pytest.raises(KeyboardInterrupt):
        exercises.check("5.4", raises(KeyboardInterrupt()))


def test_an_unknown_number_lists_the_known_ones(exercises):
    """A typing mistake in the number is not an answer."""
    for unknown in (9.9, "5", "", None, -5.1, Biting(), Endless(), [], "5.1.1", "<b>", 10**5000):
        for result in (exercises.check(unknown, 12), exercises.hint(unknown)):
            assert result.verdict == "unknown"
            assert "5.1" in result.message
            assert "<b>" not in result._repr_html_()


def test_an_exception_in_the_learners_function_becomes_a_sentence_with_the_line(exercises, tmp_path):
    """What a traceback of forty lines says, in one."""
    cell = tmp_path / "cell.py"
    cell.write_text("def paths(p):\n    n = 1\n    return n / 0\n")
    space = {}
    exec(compile(cell.read_text(), str(cell), "exec"), space)
    message = exercises.check("5.4", space["paths"]).message
    assert "stopped in line 3, `return n / 0`: it divides by zero" in message


def test_math_functions_in_a_traced_answer_are_explained(exercises):
    """The learner's function is traced, so the tracer's own sentence must come through."""
    assert "use adlesson.sin, not math.sin" in exercises.check("3.4", lambda x: math.sin(x)).message


def test_a_function_that_spoils_its_input_spoils_only_its_own(exercises):
    """The next check starts from fresh programs."""

    def spoil(p):
        p.ops = ()
        return 4

    assert exercises.check("5.4", spoil).verdict == "wrong"
    assert exercises.check("5.4", SOLVED["5.4"]).verdict == "right"


# --- what it looks like ---------------------------------------------------------------------------


def test_a_result_says_it_by_mark_and_word_and_is_announced():
    """Never colour alone; a screen reader hears it."""
    for verdict, (mark, word, colour) in MARKS.items():
        result = Result(verdict, "5.1", "because `x < y`")
        page = result._repr_html_()
        assert 'role="status"' in page
        assert mark in page
        assert word in page
        assert colour in page
        assert "<code>x &lt; y</code>" in page
        assert repr(result) == f"{mark} 5.1 {word} because `x < y`"
        assert repr(Result(verdict, "5.1", "so:", "a\nb")) == f"{mark} 5.1 {word} so:\n\na\nb"
    assert len({mark for mark, _, _ in MARKS.values()}) == len(MARKS)


def test_progress_is_kept_for_the_session_and_the_best_counts(exercises):
    """A right answer stays right when the cell is played with afterwards."""
    assert repr(exercises).startswith(f"0 of {len(COURSE)} exercises right")
    exercises.check("5.1", 4)
    assert re.search(r"^5\.1 .*✗ not right yet", repr(exercises), flags=re.M)
    exercises.check("5.1", 12)
    exercises.check("5.1", 13)
    assert re.search(r"^5\.1 .*✓ right", repr(exercises), flags=re.M)
    assert repr(exercises).startswith(f"1 of {len(COURSE)} exercises right")
    assert exercises._repr_html_().count("<tr>") == len(COURSE) + 1
    assert '<table class="ad-table">' in exercises._repr_html_()
    assert repr(Exercises(COURSE)).startswith("0 of")


def test_the_list_of_exercises_gives_nothing_away(exercises):
    """It names what is asked, not what is found."""
    told = r"\bset\b|slot|forget|two-sided|both sides|without walking|\+="
    assert not re.search(told, repr(exercises))


def test_ad_exercises_is_the_session():
    """What the notebooks call."""
    assert isinstance(ad.exercises, Exercises)
    assert ad.exercises.check("5.1", 12).verdict == "right"


# --- the judges themselves ------------------------------------------------------------------------


def test_the_first_wrong_adjoint_in_the_order_of_the_sweep_is_looked_at():
    """Later ones may be wrong only because it is."""
    judge = adjoint(lambda: ad.trace(ad.examples.running, x=0.5), "c", "b", "a", "x")
    right = ad.adjoints(ad.trace(ad.examples.running, x=0.5))
    verdict, message = judge({**right, "b": 0, "x": 0, "a": right["a"] / 3}, None)
    assert verdict == "wrong"
    assert message.startswith("Look at the variable `b`.")


def test_several_likely_mistakes_of_one_kind_are_named():
    """A number may come from two mistakes of one kind; the learner knows which."""
    p = ad.trace(lambda x: x * x, x=3)
    found = diagnose(p, "x", 3)
    assert len(found) == 2
    message = adjoint(lambda: p, "x")(3, None)[1]
    assert all(mistake.says in message for mistake in found)


def test_of_several_mistakes_the_one_about_the_line_is_named():
    """2 + cos(5) comes from a lost minus, and by chance from two mistakes that any line may have."""
    p = ad.trace(ad.examples.baydin, x1=2.0, x2=5.0)
    assert len(diagnose(p, "x2", 2 + math.cos(5))) == 3
    message = adjoint(lambda: p, "x2")(2 + math.cos(5), None)[1]
    assert message == "It looks as if a minus sign of a slope was lost."


def test_a_lost_share_is_named_before_a_mistake_that_would_show_elsewhere():
    """The adjoint of x is 1 - 3; -3 is without what f sends, or comes from factors swapped in both products."""
    p = ad.trace(lambda x, y: x + (y + 3 * (y * x)), x=2, y=-1)
    assert {mistake.name for mistake in diagnose(p, "x", -3)} >= {"overwrote", "swapped factors"}
    message = adjoint(lambda: p, "x")(-3, None)[1]
    assert message.startswith("It looks as if a later share replaced the earlier ones")


def test_nobody_is_told_of_a_mistake_in_what_was_given():
    """Where the exercise tells the adjoint of c, no share of it was lost: cos 2 for a has another reason."""
    told, found = (adjoint(lambda: ad.trace(ad.examples.running, x=0.0), "a", given=given) for given in ("c", None))
    c = math.exp(2) + math.cos(2)
    assert "only the first share was kept" in found(math.cos(2), None)[1]
    assert told(math.cos(2), None)[1].endswith("the mistake behind it is not known here.")
    assert "only the first share was kept" in told(c, None)[1], "that of c itself, and then that of b is missing"
    assert told(3 * c, None)[0] == "right"


def test_a_wrong_number_without_a_known_mistake_gets_no_guess():
    """No diagnosis is better than an invented one; it is said that there is none, or where to look."""
    verdict, message = adjoint(lambda: ad.trace(lambda x: x * x, x=3), "x")(1234.5, None)
    assert (verdict, message) == ("wrong", "1234.5 is not it, and the mistake behind it is not known here.")
    assert adjoint(lambda: ad.trace(lambda x: x * x, x=3), "x", otherwise="Add.")(1234.5, None) == ("wrong", "Add.")


def test_small_pieces():
    """The pieces that other exercises will be built from."""
    assert number(lambda: 2)("1 + 1", None) == ("right", "")
    assert number(lambda: 2, known({3: "three"}))(3, None) == ("wrong", "three")
    assert names(lambda: "a c", {"a": "and?"})("a", None) == ("wrong", "and?")
    assert names(lambda: "a c", {"a": "and?", "b": "no"})("a b", None) == ("wrong", "no")
    counted = names(lambda: "a c d", {"b": "no"}, "a b c d e f")
    assert counted("a", None)[1] == "1 of 3, nothing wrong: 2 are missing."
    assert counted("A c", None)[1] == "2 of 3, nothing wrong: one is missing."
    assert counted("a c e", None)[1] == "2 of 3, and one that does not belong: one is missing."
    assert counted("a c d e f", None)[1] == "3 of 3, and 2 that do not belong."
    assert against({"x": 1, "y": 1.7}, {"x": 1, "y": 1.716})[0] == "close"
    assert words("z_1, z_2") == {"z_1", "z_2"}
    with pytest.raises(AnswerError, match="the letter k has no value here"):
        as_number("k^2")


def test_paths_by_walking():
    """The reference for exercise 5.4, against a walk over every path."""

    def walk(p, j):
        return 1 if p.names[j] == p.outputs[0] else sum(walk(p, i) for i in p.beta(j))

    for p in (ad.trace(ad.examples.running, x=0.5), doublings(6), ad.trace(ad.examples.logistic_map, x=0.3)):
        assert paths(p) == walk(p, 0)
    assert paths(doublings(60)) == 2**60


def test_an_exercise_may_be_added_in_one_place():
    """A later notebook needs a ``Problem`` and nothing else."""
    mine = Exercises({"7.1": Problem("7.1", 1, "two", number(lambda: 2), "Yes.", ("a", "b", "c"), 3, DO)})
    assert mine.check("7.1", 2).verdict == "right"
    assert mine.hint("7.1").message == "1 of 3: a"


def replaying(kept):
    """Return a function that gives, in their order, copies of what was right the last time."""
    left = iter(deepcopy(kept))
    return lambda *args, **inputs: next(left, None)


@pytest.mark.parametrize("number", [n for n, f in SOLVED.items() if type(f) is FunctionType and not isgeneratorfunction(f)])
def test_what_was_right_the_last_time_is_wrong_the_next(number):
    """Whoever knows the judge, which is public, and all that it ever asked, can still not answer without an answer."""
    kept, solved = [], SOLVED[number]

    def keeping(*args, **inputs):
        given = solved(*args, **inputs)
        kept.append(deepcopy(given))
        return given

    assert judged(COURSE[number], keeping, random.Random(1), as_it_stands)[0] == "right"
    for seed in range(2, 6):
        assert judged(COURSE[number], replaying(kept), random.Random(seed), as_it_stands)[0] == "wrong"


def as_it_stands(number, answer):
    return False
