"""The steps of a formula as JSON: what the stepper's script shows, from a text that is never run."""

import json

import pytest
from jsonschema import Draft202012Validator

import adlesson as ad
from adlesson.commands import main
from adlesson.commands.print_frames import document
from adlesson.show.stepper.contract import schema


def printed(capsys, *words):
    assert main(["frames", *words]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return json.loads(said.out)


def test_it_is_what_a_stepper_is_given(capsys):
    """A page that has the script needs nothing else; what it is agreed to be stands in the contract."""
    given = printed(capsys, "x*y", "x=2", "y=3")
    assert given.keys() == {"version", "data"}
    assert given["version"] == 1
    Draft202012Validator(schema()).validate(given["data"])
    stepper = ad.Stepper(ad.parse("x*y", x=2, y=3))
    assert given["data"] == json.loads(json.dumps(stepper.data))
    stepper.close()


@pytest.mark.parametrize("sweep", ["forward", "tangent", "reverse", "schedule", "lagrange"])
def test_every_sweep_can_be_asked_for(sweep, capsys):
    """Each has its name in the data, by which a page knows it."""
    data = printed(capsys, "x*y + sin(x)", "--sweep", sweep)["data"]
    Draft202012Validator(schema()).validate(data)
    assert f"sweep='{sweep}'" in data["code"]


def test_a_minus_begins_a_formula_and_inputs_that_are_not_given_are_1(capsys):
    """``-x^2`` is no option; and a number may be a calculation."""
    data = printed(capsys, "-x^2*y", "y=-1/2")["data"]
    assert data["title"] == "-x^2*y"
    assert "x=1.0, y=-0.5" in data["code"]


def test_it_can_be_written_to_a_file(tmp_path, capsys):
    """The same text; nothing is printed."""
    assert main(["frames", "x*y", "--out", str(tmp_path / "steps.json")]) == 0
    assert json.loads((tmp_path / "steps.json").read_text("utf-8")) == printed(capsys, "x*y")


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path, capsys):
    """The shell does not say which folder is missing."""
    assert main(["frames", "x*y", "--out", str(tmp_path / "missing" / "steps.json")]) == 1
    assert "is not there, and cannot be made: make the folder first" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["__import__('os').remove('x')"], "a point stands in numbers only"),
        (["x*y", "x=open('x')"], "'open' is not accepted"),
        (["x*y", "x=y"], "the letter y has no value here"),
        (["x*y", "x=2", "x=3"], "the input x is given twice"),
        (["x*y", "--sweep", "revers"], "did you mean 'reverse'?"),
        (["3"], "a formula without a variable has no steps"),
        (["x*"], "x*"),
        (["+".join(f"({'+'.join(f'{letter}{k}' for k in range(60))})" for letter in "abcd")], "200 at most"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_is_never_run(words, sentence, capsys):
    """Whatever a text holds."""
    assert main(["frames", *words]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_the_same_words_give_the_same_document():
    """So that it can lie in a repository."""
    assert document("x*y", {"x": 2}, "reverse") == document("x*y", {"x": 2}, "reverse")
