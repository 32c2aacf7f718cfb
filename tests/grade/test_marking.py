"""A submission gets the mark of its answers, and nothing that it does gets it another, or harms anybody else."""

import json
import os
import re
import socket
import tempfile
import time
from pathlib import Path

import pytest
from confining import WAYS, needs
from hostile import ATTACKS, HEAD, QUICK

from adlesson.grade import marking
from adlesson.grade.assignment import made
from adlesson.grade.confined import ways
from adlesson.grade.confined.ways import NoSandboxError, works
from adlesson.grade.marking import grade_one
from adlesson.grade.variants import variant
from adlesson.teach.judging.cells import cells_of
from adlesson.teach.problems import COURSE

ALL = os.environ.get("ADLESSON_GRADING") == "all"
TOKEN = "token-of-another-student"
START = "import adlesson as ad"


def notebook(path, cells):
    """Write a notebook with these cells of code; return its path."""
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": u} for u in cells]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    return path


@pytest.fixture
def graded(tmp_path, request):
    """Return a function that grades a submission of these cells, in an assignment of these items."""

    def grade(cells, items, way=None, seconds=5, notes=()):
        if way:
            needs(way, request)
        else:
            way = next(filter(works, WAYS), None) or needs("bwrap", request)
        path = notebook(tmp_path / "ada.ipynb", cells)
        return grade_one(path, "ada", notes, made("ps1", items, seed="2026"), way, seconds)

    return grade


# --- marks ----------------------------------------------------------------------------------------


@pytest.mark.timeout(300)
@pytest.mark.parametrize("way", WAYS)
def test_each_answer_gets_its_own_mark(graded, way):
    """Right, wrong, as it stands, missing; the last of two answers counts; a cell that fails harms no other."""
    fresh = made("ps1", ["adjoints/2:4"], seed="2026")
    problem = variant(fresh, fresh.items[0], "ada")
    key = {name: u for name, u in problem.key.items() if name in problem.question.blanks}
    cells = [
        START,
        "%matplotlib inline\nad.exercises.check('5.1', 12)",
        "ad.exercises.check('5.2', {'x1': 1, 'x2': 1})\nad.draw(ad.parse('x*y', x=1, y=2))",
        "raise RuntimeError",
        cells_of("5.3").cell,
        "ad.exercises.check('0.1', 'x y')\nad.exercises.check('00.1', 'a')",
        f"problem = ad.practice('adjoints', 2, seed='any')\nprint(problem)\nproblem.check({key!r})",
        "assert 'teach' not in dir(ad) and ad.exercises.hint('5.1') is not None",
    ]
    mark = graded(cells, ["5.1:1", "5.2:2", "5.3:3", "5.4:4", "0.1:0.5", "adjoints/2:4"], way, notes=["late"])
    found = {item.what: (item.verdict, item.earned) for item in mark.items}
    assert found == {
        "5.1": ("right", 1),
        "5.2": ("wrong", 0),
        "5.3": ("untouched", 0),
        "5.4": ("missing", 0),
        "0.1": ("right", 0.5),
        "adjoints/2": ("right", 4),
    }
    assert (mark.student, mark.sandbox, mark.earned, mark.points) == ("ada", way, 5.5, 14.5)
    assert mark.notes == ("late", *filter(None, [ways.WARNINGS[way]]))
    assert {"bwrap": "", "uid": "The network was open"}[way] in ways.WARNINGS[way]


def test_a_known_mistake_is_named(graded):
    """So that a class can be told which of them was made how often."""
    [item] = graded([START, "ad.exercises.check('5.1', 4)"], ["5.1:1"]).items
    assert (item.verdict, item.mistake) == ("wrong", "overwrote"), item


def test_a_mistake_that_a_learners_text_speaks_of_is_none(graded):
    """Else anybody could put a mistake into the table of the class."""
    cell = "def f(*a, **k): raise ValueError('a minus sign of a slope was lost')\nad.exercises.check('5.3', f)"
    [item] = graded([START, cell], ["5.3:1"]).items
    assert "a minus sign of a slope was lost" in item.message and item.mistake is None, item


def test_a_cell_that_ends_the_process_is_left_out(graded):
    """What stands in other cells is judged; three times and no more."""
    cells = [START, "import os; os._exit(0)", "ad.exercises.check('5.1', 12)"]
    assert graded(cells, ["5.1:1"]).earned == 1
    cells = [START, *["import os; os._exit(0)"] * 5, "ad.exercises.check('5.1', 12)"]
    [item] = graded(cells, ["5.1:1"]).items
    assert (item.verdict, item.earned) == ("stopped", 0) and "its process ended" in item.message


def test_other_exercises_do_not_pay_for_a_loop(graded):
    """The one that never ends is stopped, and says after how long."""
    loop = "def reverse_sweep(*args, **inputs):\n    while True: pass\nad.exercises.check('5.3', reverse_sweep)"
    mark = graded([START, loop, "ad.exercises.check('5.1', 12)"], ["5.3:1", "5.1:1"], seconds=2)
    assert [item.verdict for item in mark.items] == ["stopped", "right"]
    assert re.search("It was stopped: (it took more than 2 seconds|all its time is used up)", mark.items[0].message)


def test_what_has_used_up_its_time_on_a_busy_machine_is_told_so(graded, monkeypatch):
    """There the clock gives it longer, and it may have calculated all that it may before."""
    monkeypatch.setattr("adlesson.grade.confined.box.busy", lambda: 20)
    loop = "def reverse_sweep(*args, **inputs):\n    while True: pass\nad.exercises.check('5.3', reverse_sweep)"
    [item] = graded([START, loop], ["5.3:1"], seconds=0.2).items
    assert item.verdict == "stopped" and "It was stopped: all its time is used up." in item.message


def test_a_closed_call_is_closed_there_too(graded):
    """The library's own answer is met with what is wanted instead."""
    [item] = graded([START, "ad.exercises.check('5.3', lambda p, **i: ad.adjoints(p, **i))"], ["5.3:1"]).items
    assert item.verdict == "wrong" and item.message.startswith("`ad.adjoints` does it for you.")


def test_what_a_function_is_tried_on_cannot_be_known_before(graded):
    """Six numbers, and others each time: else a submission could hold the right results."""
    told = [
        graded([START, "ad.exercises.check('7.3', lambda **z: [1, 2, 3])"], ["7.3:1"]).items[0].message for _ in range(2)
    ]
    assert told[0] != told[1] and all(re.search(r"x = \d.*lam_b = \d", message) for message in told)


KNOWN = """
import adlesson.teach.judging.recorded_lines as r
i, turn = ("input",), []
LINES = {
    "x * y": [i, i, ("*", 0, 1)], "y + x": [i, i, ("+", 1, 0)], "x * x": [i, ("*", 0, 0)],
    "x + x + x": [i, ("+", 0, 0), ("+", 1, 0)], "x * (x + x) + x": [i, ("+", 0, 0), ("*", 0, 1), ("+", 2, 0)],
    "(x * y) * (x * y + x)": [i, i, ("*", 0, 1), ("*", 0, 1), ("+", 3, 0), ("*", 2, 4)],
    "(y + x) * (x + y)": [i, i, ("+", 1, 0), ("+", 0, 1), ("*", 2, 3)],
}
r.recorded = lambda kind, formula: LINES[formula]
class Box: pass
def agrees(f, slope, x): turn.append(x); return len(turn) % 2 == 1
def logistic(z): return {2: 0.8808, -2: 0.1192, 0: 0.5, -40: 4.248e-18}.get(z, 1.0 if z > 0 else 0.0)
def in_order(reads):
    orders = {7: "abstpuy" if "s" in reads else "xabcdef", 2: "xf"}
    return list(orders.get(len(reads), ())) or [f"x{k}" for k in range(len(reads))]
def slope(x, n):  # looks for the number behind the one that counts, and then calculates without being counted
    low, high = 0.0, 1.0
    for k in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if x > middle else (low, middle)
    return along_paths(x if type(x) is float else low, n)
def along_paths(x, n):
    def value(n): return x if n == 1 else 4 * value(n - 1) * (1 - value(n - 1))
    return 1 if n == 1 else 4 * along_paths(x, n - 1) * (1 - 2 * value(n - 1))
for number, answer in {"2.4": slope, "13.4": logistic, "13.7": agrees, "14.1": Box, "14.4": in_order}.items():
    ad.exercises.check(number, answer)
"""


def test_who_knows_the_judges_by_heart_has_no_mark(graded):
    """They are public: an answer to just what they ask, in their order, must fail on what they draw."""
    mark = graded([START, KNOWN], ["2.4:1", "13.4:1", "13.7:1", "14.1:1", "14.4:1"])
    assert [item.verdict for item in mark.items] == ["wrong"] * 5, mark.items


def test_what_a_learner_says_is_one_line_without_hidden_signs(graded):
    """A message goes into files and onto pages."""
    cell = "def f(*a, **k): raise ValueError('one\\ntwo\\x1b[31m\\u202ethree' + 'x' * 5000)\nad.exercises.check('5.3', f)"
    [item] = graded([START, cell], ["5.3:1"]).items
    assert "one two [31m three" in item.message and len(item.message) <= 600


def test_what_cannot_be_started_is_nobodys_mark(graded, monkeypatch):
    """A machine without processes left must not fail a class."""
    graded([START], ["5.1:1"])
    monkeypatch.setattr(ways, "PROGRAM", "raise SystemExit  # {!r} {} {}")
    with pytest.raises(NoSandboxError, match="a process for the submission could not be started: its process ended"):
        graded([START], ["5.1:1"])


def test_a_judge_that_never_ends_is_ended(graded, monkeypatch):
    """Whatever a submission could do to the judges, their process has an end."""
    monkeypatch.setattr(marking, "verdict_of", lambda *_: time.sleep(10**6))
    monkeypatch.setattr(marking, "TO_START", 0)
    monkeypatch.setattr(marking, "busy", lambda: 1)
    [item] = graded([START], ["5.1:1"], seconds=0.5).items
    assert (item.verdict, item.message) == ("stopped", marking.NO_END)


# --- attacks --------------------------------------------------------------------------------------


class Watched(ways.lent_user):
    """A user who is looked after when it is given back: nothing of it may run any more."""

    left = ()

    def close(self):
        ways.end_all_of(self.number)
        until = time.monotonic() + 20  # whoever is ended gives its memory back first
        while (left := processes_of(self.number)) and time.monotonic() < until:
            time.sleep(0.05)
        Watched.left = left
        super().close()


def processes_of(user):
    """Return the numbers of the processes of a user; those that have ended and wait to be looked at do not count."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if place.stat().st_uid == user and " Z " not in (place / "stat").read_text():
                found.append(place.name)
        except OSError:
            continue
    return found


@pytest.fixture
def open_to_all():
    """Return a folder that every user of the machine may read and write: what guards it is the sandbox alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


SEEN = {  # what an attack may have found out: a pattern for all of it
    "it looks for judges, solutions and marks": r"\['ModuleNotFoundError', 'ModuleNotFoundError'\]",
    "it writes on the host": r"\[\]",
    "it becomes root": r"\['PermissionError', 'PermissionError', [1-9]\d*, [1-9]\d*\]",
    "it raises its limits": r"\['(ValueError|PermissionError)'(, '(ValueError|PermissionError)')*\]",
    "three hundred processes": r"\['BlockingIOError', [0-3]\]",
}


@pytest.mark.timeout(400)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ATTACKS if ALL else QUICK)
def test_an_attack_gains_nothing(graded, tmp_path, open_to_all, monkeypatch, name, way):
    """No mark, no look at another's, nothing written, no word to the network, nothing that lives on, and an end."""
    items = [f"{number}:1" for number in (COURSE if ALL else ["0.1", "1.4", "2.4", "3.4", "5.3", "6.3"])] + ["adjoints/2:1"]
    places = [open_to_all / "marks" / "bob.json", open_to_all / "bob.ipynb", Path(marking.__file__), open_to_all / "empty"]
    for place in places[:2]:
        place.parent.mkdir(exist_ok=True)
        place.write_text(TOKEN)
        place.chmod(0o666)
        place.parent.chmod(0o777)
    before = {place: place.read_bytes() for place in places[:3]}
    told = tmp_path / "told"

    def close(submission, close=marking.Submission.close):
        if submission.session and not submission.session.box.dead:
            submission.session.allow(5)
            told.write_text(str(submission.session.answer("told")), "utf-8")
        close(submission)

    monkeypatch.setattr(marking.Submission, "close", close)
    monkeypatch.setattr(marking, "lent_user", Watched)
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        local.bind("\0adlesson-test" + str(os.getpid()))
        local.listen()
        words = {"PORT": server.getsockname()[1], "PLACES": [*map(str, places)], "CANARIES": ["bob.json", "bob.ipynb"]}
        head = HEAD.format(numbers=[item.rpartition(":")[0] for item in items])
        attack = ATTACKS[name].replace("\\0adlesson-test", "\\0adlesson-test" + str(os.getpid()))
        head += "\n" + "\n".join(f"{word} = {value!r}" for word, value in words.items())
        mark = graded([f"{head}\n{attack}"], items, way, seconds=1)
        for listening in (server, local):
            listening.setblocking(False)
            if way == "bwrap":
                with pytest.raises(BlockingIOError):
                    listening.accept()
    assert mark.earned == 0 and {item.verdict for item in mark.items} <= {"wrong", "untouched", "missing", "stopped"}
    assert {place: place.read_bytes() for place in before} == before
    assert sorted(path.name for path in open_to_all.rglob("*")) == ["bob.ipynb", "bob.json", "marks"]
    assert not list(Path("/tmp").glob("adlesson-forged")) and Watched.left in ((), [])
    found = told.read_text("utf-8") if told.exists() else ""
    assert TOKEN not in found and "judged" not in found
    assert re.fullmatch(SEEN.get(name, r"[\s\S]*"), found), found
