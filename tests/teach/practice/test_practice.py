"""A problem of practice, as its learner meets it: shown, judged, hinted, solved, kept, and given back by its record."""

import json
import math
from pathlib import Path
from time import process_time

import pytest
from practice_kinds import MANY, PAIRS

import adlesson as ad
from adlesson.engine.errors import LessonError
from adlesson.teach.kept.keeping import Keeper
from adlesson.teach.practice import practice as module
from adlesson.teach.practice import self_test
from adlesson.teach.practice.card_data import data_of
from adlesson.teach.practice.practice import practice

STORED = Path(__file__).parent / "stored_records.json"


@pytest.fixture(autouse=True)
def keeper(monkeypatch, tmp_path):
    """A file of progress of its own, for each test."""
    mine = Keeper(str(tmp_path / "progress.jsonl"))
    for one in (module, self_test):
        monkeypatch.setattr(one, "keeper", mine)
    return mine


def right_and_wrong(problem):
    """Return a right answer of a problem, and a wrong one that is known."""
    question, kind = problem.question, problem.record["kind"]
    if kind in ("adjoints", "multipliers"):
        name = next(name for name in question.blanks if question.wrong(name))
        return question.blanks, {**question.blanks, name: next(iter(question.wrong(name)))}
    if kind == "sweeps":
        mode, count = question.orders[0], question.blanks["sweeps"]
        return f"{mode} {count}", {"mode": {"tangent": "reverse", "reverse": "tangent"}[mode], "sweeps": count}
    order = question.orders[0]
    return order, order[::-1] if kind == "order" else next(letter for letter in "ABC" if letter != order)


@pytest.mark.parametrize(("kind", "level"), PAIRS)
def test_a_right_answer_beside_a_wrong_one_of_each_kind(kind, level, keeper):
    """The wrong one gets its sentence; each is kept once, and a right one stays right."""
    problem = ad.practice(kind, level, 7)
    right, wrong = right_and_wrong(problem)
    result = problem.check(wrong)
    assert (result.verdict, problem.check(wrong).verdict) == ("wrong", "wrong")
    assert result.message and "not known here" not in result.message
    assert problem.check(right).verdict == "right"
    assert problem.check(wrong).word == "Not right this time."
    known = keeper.known(problem.kept)
    assert (known.first, known.best, known.count) == ("wrong", "right", 2)
    assert problem.kept.startswith(f"{kind}-{level}-")


STRANGE = [float("nan"), "?!", {}, [], {"x": "import os"}, object(), b"1", "9" * 5000, {1: 2}, type]


@pytest.mark.parametrize("answer", STRANGE)
@pytest.mark.parametrize("kind", ["adjoints", "order", "mistake", "sweeps", "multipliers"])
def test_whatever_is_answered_gets_a_sentence(kind, answer):
    result = practice(kind, 1, 2).check(answer)
    assert result.verdict in ("wrong", "unanswered") and result.message


def test_three_hints_a_solution_after_a_try_and_the_next_one(keeper):
    problem = practice("adjoints", 1, 5)
    assert [problem.hint().message for _ in range(4)] == [f"{k} of 3: {problem.question.hints[k - 1]}" for k in (1, 2, 3, 3)]
    assert "after a try" not in problem.solution().code and problem.solution().verdict == "unanswered"
    problem.check({"x": 1, "y": 1, "a": 1, "b": 1})
    assert problem.solution().code == problem.question.solution
    assert keeper.known(problem.kept).solved and keeper.known(problem.kept).hints == 4
    other = problem.next()
    assert (other.record["kind"], other.record["level"]) == ("adjoints", 1)
    assert other.record["seed"] != 5


@pytest.mark.parametrize(("kind", "level"), PAIRS)
def test_the_next_one_is_there_in_a_moment(kind, level):
    """Drawn, asked, with its picture, its right and wrong answers, and the card; a guard at ten times the goal.

    By the processor's time, which a busy machine does not stretch.
    """
    problem, spent = practice(kind, level, 0), []
    problem.next()._repr_mimebundle_()
    for _ in range(MANY if MANY > 100 else 5):
        start = process_time()
        problem = problem.next()
        problem._repr_mimebundle_()
        spent.append(1000 * (process_time() - start))
    mean, last = sum(spent) / len(spent), sorted(spent)[-1 - len(spent) // 100]
    print(f"{kind} {level}: the next one takes {mean:.0f} ms, 99 in 100 at most {last:.0f} ms")
    assert last < 500


def test_close_is_close():
    problem = practice("adjoints", 3, 3)
    name, right = next((name, u) for name, u in problem.question.blanks.items() if abs(u - round(u)) > 0.05)
    near = right + 0.02 * 10.0 ** math.floor(math.log10(abs(right)))
    assert problem.check({**problem.question.blanks, name: near}).verdict == "close"
    assert problem.check(problem.question.blanks).verdict == "right"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("adjoint",), "there are adjoints, order, mistake, sweeps, multipliers"),
        ((5,), "there are adjoints"),
        (("order", 0), "there are 1, 2, 3"),
        (("order", 99), "there are 1, 2, 3"),
        (("order", "hard"), "there are 1, 2, 3"),
        (("order", True), "there are 1, 2, 3"),
        (("order", 1, 1.5), "seed is a whole number"),
        (("order", 1, [1]), "seed is a whole number"),
        (("order", 1, 10**30), "seed is a whole number"),
        (("order", 1, "x" * 101), "seed is a whole number"),
        (("order", 1, b"1"), "seed is a whole number"),
    ],
)
def test_a_wrong_call_is_told_what_exists(arguments, says):
    with pytest.raises(LessonError, match=says):
        ad.practice(*arguments)


@pytest.mark.parametrize("seed", [0, -5, 2**53, "", "Müller 7", "2026"])
def test_a_seed_gives_the_same_again(seed):
    assert practice("order", 1, seed).record == practice("order", 1, seed).record


RECORD = {"version": 1, "kind": "adjoints", "level": 1, "seed": 1, "at": {"x": 2, "y": 3}}
RECORD["code"] = ["a = x*y", "b = a - x", "c = b*a", "f = c + y"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"version": 2}, "newer lesson"),
        ({"version": "1"}, "no version"),
        ({"version": True}, "no version"),
        ({"kind": "riddle"}, "no kind"),
        ({"kind": ["adjoints"]}, "no kind"),
        ({"level": 4}, "no level"),
        ({"seed": None}, "seed is"),
        ({"code": "import os"}, "a program is a list"),
        ({"code": []}, "a program is a list"),
        ({"code": [["a"]]}, "is not read"),
        ({"code": ["a = __import__('os').system('x')"]}, "is not accepted"),
        ({"code": ["a = x*y", "a = x"]}, "second time"),
        ({"code": ["a = x*y + 1"]}, "one operation"),
        ({"code": ["a = x*q"]}, "not there yet"),
        ({"code": [f"a{chr(97 + k // 26)}{chr(97 + k % 26)} = x*x" for k in range(40)]}, "more than 12 lines"),
        ({"code": [f"a{chr(97 + k // 26)}{chr(97 + k % 26)} = x*x" for k in range(41)]}, "1 to 40 lines"),
        ({"code": ["a = x^y", "b = a^a", "f = b^b"]}, "and not power"),
        ({"code": ["a = x - x", "b = a*y", "f = b*b"]}, "an adjoint is 0"),
        ({"code": ["a = x/y", "f = a*x"], "at": {"x": 2, "y": 0}}, "larger than 60"),
        ({"code": ["a = x*y", "f = a*a"], "at": {"x": 60, "y": 60}}, "larger than 60"),
        ({"at": {"x": 10**400, "y": 1}}, "at most 60"),
        ({"at": {"x": float("nan"), "y": 1}}, "at most 60"),
        ({"at": {"x": True, "y": 1}}, "at most 60"),
        ({"at": {"x": "2", "y": 1}}, "x must be a number"),
        ({"at": {"x": [1, 2], "y": 1}}, "x is a list"),
        ({"at": [2, 3]}, "at is a dict"),
        ({"at": {"__class__": 2}}, "at is a dict"),
        ({"kind": "mistake", "code": ["a = x + y", "f = a + y"]}, "give the same table"),
        ({"kind": "order"}, "lines, not 4"),
        ({"level": 3}, "it has no exp, sin, cos and no division"),
        ({"kind": "sweeps", "code": ["a = x*y", "b = x + y"]}, "asks nothing"),
        ({"more": 1}, "a record is a dict"),
    ],
)
def test_a_record_that_makes_no_problem_says_why(change, says):
    """One sentence, at once; never a traceback of something else, and nothing is run."""
    assert practice(RECORD).record == RECORD
    with pytest.raises(LessonError, match=says) as problem:
        practice({**RECORD, **change})
    assert "\n" not in str(problem.value)


def asked(problem):
    """Return all that a problem asks and answers, as JSON reads it."""
    data = {key: value for key, value in data_of(problem).items() if key not in ("picture", "judge", "hints", "solution")}
    return json.loads(json.dumps({**data, "right": problem.question.blanks, "orders": problem.question.orders}))


def test_stored_records_ask_the_same_on_every_python():
    """They were written once; what they ask does not depend on how ``random`` reads a seed."""
    stored = json.loads(STORED.read_text("utf-8"))
    assert {(one["record"]["kind"], one["record"]["level"]) for one in stored} == set(PAIRS)
    for one in stored:
        problem = practice(one["record"])
        assert problem.record == one["record"]
        found = asked(problem)
        assert found.pop("right") == pytest.approx(one["asked"].pop("right"))
        assert found == one["asked"]


def test_a_problem_shows_itself():
    """In a terminal as text; in a notebook as a card, whose "next" is a fresh one of the same kind."""
    problem = practice("adjoints", 1, 3)
    assert repr(problem).splitlines()[0] == "adjoints 1, seed 3" and "a = y * x" in repr(problem)
    shown = problem._repr_mimebundle_()[0]
    assert shown["text/plain"] == repr(problem) and "adlesson-page" in shown["text/html"]
    card = problem.card()
    card._handle_custom_msg({"what": "checked", "name": problem.kept, "answer": "1", "verdict": "right", "at": 5.0}, [])
    assert card.data["state"]["known"][problem.kept]["best"] == "right"
    card._handle_custom_msg({"what": "next"}, [])
    assert card.data["kind"] == "adjoints" and card.data["name"] != problem.kept
    assert [*card.data["state"]["known"]] == [card.data["name"]]


def test_progress_counts_solved_problems(keeper, monkeypatch):
    from adlesson.teach import progress

    monkeypatch.setattr(progress, "keeper", keeper)
    assert "Practice, problems solved: none yet" in repr(ad.progress)
    for kind, seed in (("order", 1), ("order", 2), ("sweeps", 1)):
        problem = practice(kind, 1, seed)
        problem.check(right_and_wrong(problem)[0])
    other = practice("adjoints", 1, 1)
    other.check(right_and_wrong(other)[1])
    assert "Practice, problems solved: order 2, sweeps 1" in repr(ad.progress())
    assert "Practice" not in repr(ad.progress("00"))
    assert {problem.kept, other.kept} <= {*ad.progress().data["state"]["known"]}


def test_the_self_test_has_one_of_each_kind(capsys):
    test = ad.self_test("before")
    assert [one["kind"] for one in test.data["queue"]] == ["adjoints", "order", "mistake", "sweeps", "multipliers"]
    assert repr(test).count("self-test before") == 5
    assert not {*test.data["test"]["names"]} & {*ad.self_test("after").data["test"]["names"]}
    assert ad.self_test("now") is None
    assert capsys.readouterr().out == "There is no self-test 'now': there are before and after.\n"
