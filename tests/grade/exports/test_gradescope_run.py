"""A mark as Gradescope reads it, and whose it is; the whole is run by ``make check-gradebooks``."""

import json

import pytest
from marked import SAYS, marked

from adlesson.grade.confined import WARNINGS
from adlesson.grade.exports.gradescope_run import results, student_of


def test_each_exercise_is_a_test_with_its_points():
    """And what was said to a wrong answer; to a right one nothing that holds it."""
    told = results(marked("ada", "right wrong missing", notes=("It says eva.", WARNINGS["uid"]), sandbox="uid"))
    assert (told["score"], told["output"]) == (3, "It says eva.")
    assert told["extra_data"] == {"sandbox": "uid", "notes": ["It says eva.", WARNINGS["uid"]]}
    first, second, third = told["tests"]
    assert (first["score"], first["max_score"], first["status"], first["output"]) == (3, 3, "passed", "Right.")
    assert (second["number"], second["name"]) == ("5.3", "5.3: bug hunt: a reverse sweep")
    assert (second["score"], second["status"], second["output"]) == (0, "failed", SAYS["wrong"])
    assert (third["max_score"], third["output"]) == (4.5, "There is no answer to it in the notebook.")
    assert json.loads(json.dumps(told, allow_nan=False)) == told


@pytest.mark.parametrize(
    ("user", "names", "student"),
    [
        ({"email": "Ada.L@uni.example"}, None, "ada.l"),
        ({"email": "Ada.L@uni.example", "name": "Ada Lovelace", "sid": "4711"}, "ada.l@uni.example,al1", "al1"),
        ({"email": "Ada.L@uni.example", "name": "Ada Lovelace", "sid": "4711"}, "4711,al2", "al2"),
        ({"email": "Ada.L@uni.example", "name": "Ada Lovelace", "sid": None}, "Ada  lovelace,al3", "al3"),
        ({"email": "Ada.L@uni.example", "name": "Ada Lovelace"}, "Bob,bob", "ada.l"),
    ],
)
def test_the_login_is_that_of_the_address_or_of_the_names(tmp_path, user, names, student):
    """By address, number or name: whatever the file has."""
    (tmp_path / "source").mkdir()
    if names:
        (tmp_path / "source" / "names.csv").write_text(f"name,login\n{names}\n", "utf-8")
    about = {"id": 1, "users": [{"id": 7, **user}, {"email": "second@uni.example", "name": "Second"}]}
    (tmp_path / "submission_metadata.json").write_text(json.dumps(about), "utf-8")
    assert student_of(tmp_path) == student
