"""The exercises of notebook 03: each known wrong answer gets its message."""

import pytest

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n03


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n03.PROBLEMS}).check


def forward_without_constants(p, **inputs):
    z = [inputs[name] for name in p.inputs]
    for row in p.instructions[len(z) :]:
        z.append(ad.ops.OPS[row.op].value(*[z[k] for k in p.alpha(row.index)]))
    return dict(zip(p.names, z, strict=True))


def forward_in_a_set(p, **inputs):
    z = [inputs[name] for name in p.inputs]
    for row in p.instructions[len(z) :]:
        z.append(ad.ops.OPS[row.op].value(*[z[k] if isinstance(k, int) else k.value for k in {*row.args}]))
    return dict(zip(p.names, z, strict=True))


def forward_in_order_of_place(p, **inputs):
    z = [inputs[name] for name in p.inputs]
    for row in p.instructions[len(z) :]:
        args = sorted(row.args) if row.op == "subtract" else row.args
        z.append(ad.ops.OPS[row.op].value(*[z[k] if isinstance(k, int) else k.value for k in args]))
    return dict(zip(p.names, z, strict=True))


WRONG = [
    ("3.1", 5, "does not share by itself"),
    ("3.1", 4, "Inputs count"),
    ("3.1", 7, "What is returned is the variable of"),
    ("3.1", 12, "count the lines"),
    (
        "3.2",
        {"a": 2, "b": 1, "s": 1, "p": 1, "q": 0},
        "`s`. One line reads s, but in two slots: two arrows.",
    ),
    ("3.3", forward_in_a_set, "For x * x at x = "),
    ("3.3", lambda p, **inputs: ad.primals(p, inputs), "Go through the rows yourself"),
    ("3.3", forward_without_constants, "For the running example at x = "),
    ("3.3", forward_without_constants, "where `b = a ** 2` reads a constant"),
    ("3.3", lambda p, **inputs: dict.fromkeys(p.names, 1.0), "Look at"),
    ("3.3", forward_in_order_of_place, "It is wrong for y - x at x = 3"),
    ("3.4", lambda x: x + x, "2 variables"),
    ("3.4", lambda x: ((((x + 1) + 1) + 1) + 1) + 1, "mention x 1 times"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong"
    assert says in result.message and f'ad.exercises.hint("{number}")' in result.message
    if number == "3.1":
        assert " 6" not in result.message
