"""Every answer gets the same verdict and message, whether it lives here or in a confined process."""

import os
import random
import re
from contextlib import contextmanager
from pathlib import Path

import answers_in_tests
import pytest
from confining import WAYS, needs
from solutions import SOLVED, STUBS

from adlesson.grade.confined.box import Box
from adlesson.grade.confined.ways import lent_user, prepare
from adlesson.grade.elsewhere import MISSING, Session
from adlesson.grade.marking import as_it_stands
from adlesson.teach.exercises import judged
from adlesson.teach.judging.cells import cells_of
from adlesson.teach.problems import COURSE

THOROUGH = os.environ.get("ADLESSON_GRADING") == "all"
FEW = ("0.3", "1.3", "2.4", "3.4", "4.3", "5.3", "5.4", "10.3")  # one for each way in which a judge meets an answer
NUMBERS = [*COURSE] if THOROUGH else FEW
TESTS = Path(__file__).resolve().parent.parent / "teach"
FILES = sorted(
    [*(TESTS / "problems").glob("test_n*.py"), TESTS / "test_exercises.py", TESTS / "judging" / "test_answers.py"]
)


@contextmanager
def session(way, request):
    """Open a session that is confined this way, with time enough."""
    needs(way, request)
    prepare(way)
    user = lent_user(way)
    opened = Session(Box(way, 900, user and user.number))
    opened.allow(300)
    try:
        yield opened
    finally:
        opened.box.close()
        if user:
            user.close()


def here_and_there(session, number, answer, name):
    """Return what is said to an answer here, and to the same one over there, tried on the same inputs."""
    here = judged(COURSE[number], answer, random.Random(name))
    session.allow(60)
    there = judged(COURSE[number], session.answer(name), random.Random(name), as_it_stands(session))
    return here, there


@pytest.mark.timeout(900)
@pytest.mark.parametrize("way", WAYS)
def test_solutions_and_stubs_are_judged_as_in_the_notebook(way, request):
    """The cells themselves are run over there; what they give to ``check`` is what is judged."""
    with session(way, request) as s:
        s.run("import adlesson as ad", "cell 0")
        for answers, kind, verdict in ((STUBS, "cell", "unanswered"), (SOLVED, "solution", "right")):
            for number in NUMBERS:
                s.run(getattr(cells_of(number), kind), f"cell {number}")
                here, there = here_and_there(s, number, answers[number], number)
                assert there == here and there[0] == verdict, number


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_answered_is_missing(way, request):
    """And an answer of None is one that was left open."""
    with session(way, request) as s:
        s.run("import adlesson as ad\nad.exercises.check('5.1', None)", "cell 1")
        assert s.answer("5.1") is None and s.answer("5.2") is MISSING


@pytest.mark.timeout(900)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("file", FILES if THOROUGH else [TESTS / "problems" / "test_n01.py"], ids=lambda path: path.stem)
def test_every_answer_that_a_test_knows_is_judged_as_in_the_notebook(file, way, request):
    """Wrong numbers, lists changed under the caller's hands, functions that stop, sweeps where differences are wanted ..."""
    text, given = file.read_text("utf-8"), []
    answers_in_tests.answers(text, lambda number, answer: given.append((number, answer)))
    assert given
    runner = Path(answers_in_tests.__file__).read_text("utf-8")
    note = "count = iter(range(10**6))\nnote = lambda number, answer: ad.exercises.check(f'{next(count)}: {number}', answer)"
    with session(way, request) as s:
        s.run(f"import adlesson as ad\n{runner}\n{note}\nanswers({text!r}, note)", "cell 1")
        differ = []
        for k, (number, answer) in enumerate([*given]):  # some answers give others while they are judged
            known = re.fullmatch(r"0*(\d+\.\d+)", number)
            if not known or known[1] not in COURSE:
                continue
            try:
                here, there = here_and_there(s, known[1], answer, f"{k}: {number}")
            except KeyboardInterrupt:  # an answer that interrupts whoever asks it, here
                continue
            if here != there:
                differ.append((number, here, there))
        assert differ == []
