"""The notebook for students: whole, in the lesson's own words, and answered by the solutions of its other copy."""

import contextlib
import io
import json
import os
import runpy
import subprocess
import sys

import nbformat
import pytest

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.grade import handout as of
from adlesson.grade.assignment import grade_id, made
from adlesson.grade.handout import NBGRADER_CONFIG, handout
from adlesson.grade.variants import LONGEST, seed_of, variant
from adlesson.teach.course import NOTEBOOKS
from adlesson.teach.judging.cells import Cells, cells_of
from adlesson.teach.practice.kinds import KINDS

NUMBERS = [number for one in NOTEBOOKS for number in one.exercises]
FRESH = [f"{kind}/2" for kind in KINDS]
EVERY = made("every", [f"{what}:1" for what in [*NUMBERS, *FRESH]], "2026")


def cells(notebook, kind):
    """Return the texts of the cells of a kind by nbgrader's name."""
    return {cell["id"]: cell["source"] for cell in notebook["cells"] if cell["cell_type"] == kind}


@pytest.mark.parametrize("solved", [False, True])
def test_it_is_a_notebook(solved):
    """As the format's own library reads it, with a name of its own for each cell."""
    notebook = handout(EVERY, solved)
    nbformat.validate(nbformat.reads(json.dumps(notebook), as_version=4))
    names = [cell["metadata"]["nbgrader"]["grade_id"] for cell in notebook["cells"]]
    assert len({*names}) == len(names) > 2 * len(EVERY.items)
    assert names == [cell["id"] for cell in notebook["cells"]]
    assert notebook["metadata"]["adlesson"] == {"assignment": "every", "hash": EVERY.hash}


def test_students_get_the_cells_of_the_lesson_and_no_solution():
    """Text, too: under one heading for each task, with its points."""
    given, told = (cells(handout(EVERY), kind) for kind in ("code", "markdown"))
    for number in NUMBERS:
        name = grade_id(number)
        assert given[name] == cells_of(number).cell != cells_of(number).solution
        assert told[f"text-{name}"].startswith(f"## Exercise {number} ")
        assert "\n*1 point.*\n" in told[f"text-{name}"]
        assert len(told[f"text-{name}"]) > 100
    whole = json.dumps(handout(EVERY))
    assert not any(cells_of(number).solution in json.loads(whole) for number in NUMBERS)
    solved = cells(handout(EVERY, solved=True), "code")
    assert all(solved[grade_id(number)] == cells_of(number).solution for number in NUMBERS)


def test_what_counts_for_marks_offers_no_solution():
    """In the lesson, one try brings it."""
    space = {}
    exec(cells(handout(EVERY), "code")["import"], space)
    try:
        assert space["ad"].exercises.assigned is True
    finally:
        space["ad"].exercises.assigned = False


def test_points_stand_where_nbgrader_looks_for_them():
    """Each task has one cell with points, of the kind that nbgrader itself never gives any for: graded by hand."""
    found = {}
    for cell in handout(EVERY)["cells"]:
        known = cell["metadata"]["nbgrader"]
        assert known["schema_version"] == 3
        assert known["grade"] == known["solution"] == ("points" in known)
        if known["grade"]:
            found[known["grade_id"]] = known["points"]
            assert not known["locked"]
        else:
            assert known["locked"] == (known["grade_id"] != "login"), "what students write in stays theirs"
    assert found == {grade_id(item.what): item.points for item in EVERY.items}


def test_a_notebook_without_fresh_problems_asks_for_no_login():
    """It would be in the way."""
    assert "login" not in json.dumps(handout(made("ps1", ["5.2:3"], "2026")))
    assert "login" in json.dumps(handout(made("ps1", ["order/2:3"], "2026")))


@pytest.mark.parametrize("name", ["ada", "Ada  Lovelace", "Zoë", "a" * 200])
def test_the_notebook_draws_what_the_grader_draws(name):
    """By the login in its cell, whatever its capital letters and spaces; for each kind."""
    space = {"ad": ad}
    given = cells(handout(EVERY), "code")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(given["login"].replace('login = ""', f"login = {name!r}"), space)
        for what in FRESH:
            exec(given[f"draw-{what.replace('/', '-')}"], space)
            item = next(item for item in EVERY.items if item.what == what)
            assert space[what.replace("/", "_")].record == variant(EVERY, item, name).record
    assert space["seed"] == seed_of(EVERY, name)[:LONGEST]
    assert said.getvalue().startswith(f"Your problems are those of {name}\n")


def test_who_has_written_no_login_is_told(capsys):
    """And no problem is lost by it: it is drawn anew with the next run."""
    exec(cells(handout(EVERY), "code")["login"], {})
    assert capsys.readouterr().out == (
        "Your problems are those of nobody yet: write your login between the quotes, and run this cell again\n"
    )


def test_answers_are_written_as_the_text_says():
    """An answer to each kind, by its example's form, is right."""
    for what in FRESH:
        item = next(item for item in EVERY.items if item.what == what)
        question = variant(EVERY, item, "ada").question
        right = {
            "adjoints": question.blanks,
            "multipliers": question.blanks,
            "order": question.orders[:1] and question.orders[0],
            "mistake": question.orders[:1] and question.orders[0],
            "sweeps": f"{question.orders[:1] and question.orders[0]} {question.blanks.get('sweeps')}",
        }[item.fresh[0]]
        assert question.judge(right, None)[0] == "right", what


def test_run_all_goes_through_both_copies():
    """No cell of what students get stops; in the instructor's copy every exercise is right, and solutions are printed."""
    program = ["import adlesson as ad", "found, check = [], ad.exercises.check"]
    program.append("ad.exercises.check = lambda *words: found.append(check(*words).verdict)")
    for notebook in (handout(EVERY), handout(EVERY, solved=True)):
        program += [f"exec({source!r})" for source in cells(notebook, "code").values()]
    program.append("print(found)")
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join(program)],
        capture_output=True,
        text=True,
        env=os.environ | {"ADLESSON_PROGRESS": "off"},
    )
    assert ran.returncode == 0, ran.stderr
    verdicts = eval(ran.stdout.splitlines()[-1])
    assert verdicts[len(NUMBERS) :] == ["right"] * len(NUMBERS)
    assert "right" not in verdicts[: len(NUMBERS)]


def test_a_package_without_texts_says_so(monkeypatch):
    """A wheel brings them."""
    monkeypatch.setattr(of, "cells_of", lambda number: Cells("", ""))
    with pytest.raises(InputError, match=r"the text of exercise 5\.2 is missing in the package: install it anew"):
        handout(made("ps1", ["5.2:3"], "2026"))


def test_the_settings_for_nbgrader_are_python(tmp_path):
    """They leave out what would empty bug hunts, and what would run a student's cells."""

    class Settings:
        def __getattr__(self, name):
            setattr(self, name, Settings())
            return getattr(self, name)

    c, path = Settings(), tmp_path / "nbgrader_config.py"
    path.write_text(NBGRADER_CONFIG.format(name="ps1"))
    runpy.run_path(str(path), {"get_config": lambda: c})
    steps = [*c.GenerateAssignment.preprocessors, *c.Autograde.autograde_preprocessors]
    assert "nbgrader.preprocessors.ComputeChecksums" in steps
    assert not {"nbgrader.preprocessors.ClearSolutions", "nbgrader.preprocessors.Execute"} & {*steps}
