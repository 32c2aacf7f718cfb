"""Errors teach: each has a builtin's name as well, fits on a few lines, and says what to write instead."""

import ast
import builtins
import inspect
import math
import pickle
from pathlib import Path

import pytest
import sympy

import adlesson as ad
from adlesson.engine import errors
from adlesson.engine.errors import LessonError, closest, listed, short
from adlesson.show.writing.notation import notation

LONG = "a_name_that_goes_on_" * 30
CLASSES = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, LessonError)]


def leak():
    """Return a value of a trace that is over."""
    kept = []
    ad.trace(lambda x: kept.append(x) or x, x=1)
    return kept[0]


def long_name(x):
    """Return x * x; the name is replaced below by one of 600 letters."""
    return x * x


long_name.__name__ = LONG
BRANCH = ad.trace(lambda x: x if x > 0 else -x, x=1)
TWO = ad.trace(lambda x: (x * 2, x * 3), x=1)
ONE = ad.trace(lambda x: x * x, x=1)
LISTED = ad.trace(lambda x: sum(x), x=[1, 2])
MANY = ad.trace(lambda **u: list(u.values()), at={f"{LONG}{k}": k for k in range(50)})

TRIGGERS = {
    "math.sin": (lambda: ad.trace(lambda x: math.sin(x), x=1), TypeError),
    "float": (lambda: ad.trace(lambda x: float(x), x=1), TypeError),
    "floor division": (lambda: ad.trace(lambda x: x // 2, x=1), TypeError),
    "caret": (lambda: ad.trace(lambda x: x ^ 2, x=1), TypeError),
    "text beside": (lambda: ad.trace(lambda x: x + LONG, x=1), TypeError),
    "sin of text": (lambda: ad.sin(LONG), TypeError),
    "leak": (lambda: leak() + 1, TypeError),
    "no number": (lambda: ad.trace(lambda x: x, x=LONG), ValueError),
    "returned None": (lambda: ad.trace(lambda x: None, x=1), ValueError),
    "returned text": (lambda: ad.trace(lambda x: LONG, x=1), ValueError),
    "wrong arguments": (lambda: ad.trace(lambda x: x, **{f"{LONG}{k}": 1 for k in range(50)}), ValueError),
    "not a function": (lambda: ad.trace(LONG, x=1), ValueError),
    "unknown input": (lambda: ONE(**{LONG: 1}), ValueError),
    "unknown among many": (lambda: MANY(y=1), ValueError),
    "input without a name": (lambda: ONE(LONG), ValueError),
    "wrong length": (lambda: LISTED(x=[1] * 1000), ValueError),
    "unknown output": (lambda: ad.vjp(TWO, {LONG: 1}), ValueError),
    "unknown among many outputs": (lambda: ad.vjp(MANY, {"y": 1}), ValueError),
    "seed without a dict": (lambda: ad.vjp(MANY, 1), ValueError),
    "seed that is text": (lambda: ad.vjp(ONE, LONG), ValueError),
    "unknown direction": (lambda: ad.jvp(ONE, {LONG: 1}), ValueError),
    "gradient of many": (lambda: ad.grad(MANY), ValueError),
    "hessian of two": (lambda: ad.hessian(TWO), ValueError),
    "unknown variable": (lambda: ONE.index(LONG), ValueError),
    "unknown variable among many": (lambda: MANY.index("y"), ValueError),
    "long title": (lambda: ad.grad(long_name, x=LONG), ValueError),
    "long title, wrong input": (lambda: ad.trace(long_name, x=1)(y=1), ValueError),
    "flipped guard": (lambda: BRANCH(x=-1), ValueError),
    "undecidable guard": (lambda: BRANCH(x=sympy.I), ArithmeticError),
    "overflow": (lambda: ad.parse("x*0.5", x=1)(x=10**400), ArithmeticError),
    "overflow beside a giant": (lambda: ad.trace(lambda x: x * 10**4000, x=1)(x=0.5), ArithmeticError),
    "overflow while tracing": (lambda: ad.trace(lambda x: x * 0.5, x=10**400), ArithmeticError),
    "not a formula": (lambda: ad.parse("x +", x=1), ValueError),
    "not a function of ours": (lambda: ad.parse("foo(x)", x=1), ValueError),
    "long name in a formula": (lambda: ad.parse(LONG, x=1), ValueError),
    "missing among many": (lambda: ad.parse("y", {f"{LONG}{k}": 1 for k in range(50)}), ValueError),
    "formula too long": (lambda: ad.parse("x" * 10**5, x=1), ValueError),
    "formula that is no text": (lambda: ad.parse([LONG] * 100), ValueError),
    "unknown notation": (lambda: notation("blogg"), KeyError),
}


@pytest.mark.parametrize(("trigger", "builtin"), TRIGGERS.values(), ids=list(TRIGGERS))
def test_every_refusal_is_a_short_lesson_error_and_a_builtin(trigger, builtin):
    """One name to catch them all, the builtin for code that never heard of us, and a message that fits."""
    with pytest.raises(LessonError) as caught:
        trigger()
    assert isinstance(caught.value, builtin)
    message = str(caught.value)
    assert 10 < len(message) < 400
    assert not message.endswith(".") or message.endswith("...")
    assert "\n" not in message
    assert caught.value.__suppress_context__ or caught.value.__context__ is None  # no second traceback to read


@pytest.mark.parametrize("error", CLASSES, ids=lambda c: c.__name__)
def test_every_class_of_error_is_a_builtin_too_and_says_what_it_is(error):
    """``except ValueError`` in a learner's code must keep working."""
    assert error.__doc__
    if error is not LessonError:
        assert any(base in vars(builtins).values() and base not in (Exception, BaseException) for base in error.__mro__)
    assert str(error("as it was")) == "as it was"
    assert str(pickle.loads(pickle.dumps(error("as it was")))) == "as it was"


def test_a_message_can_never_exceed_400_characters():
    """Whatever name or number gets into it, nobody has to scroll."""
    for length in (399, 400, 401, 10_000):
        message = str(LessonError("x" * length))
        assert len(message) < 400
        assert message.endswith("...") == (length >= 400)


def test_a_lookup_error_is_printed_without_quotation_marks_around_it():
    """str(KeyError('a')) is "'a'"; a sentence must not be shown as a literal."""
    assert str(errors.UnknownError("no notation 'a'")) == "no notation 'a'"


def test_the_offender_is_shown_by_its_repr_cut_short():
    """Also when it is huge, or when its repr is broken."""

    class Broken:
        def __repr__(self):
            raise RuntimeError("on purpose")

    assert short("x") == "'x'"
    assert len(short("x" * 1000)) == 40
    assert short("x" * 38) == repr("x" * 38), "what just fits is whole"
    assert short(Broken()) == "<Broken (RuntimeError in repr)>"
    assert len(short(10**10_000)) <= 40
    assert short(2.5, write=str) == "2.5"
    assert short("\ud800") == r"'\ud800'"


def test_a_suggestion_is_made_only_when_something_resembles():
    """A wrong suggestion is worse than none."""
    assert closest("speeed", ["speed", "time"]) == " (did you mean 'speed'?)"
    assert closest("q", ["speed", "time"]) == ""
    assert closest(3, ["x"]) == ""


def test_a_list_of_names_is_cut():
    """A program can have a thousand inputs."""
    assert listed(["x", "y"]) == "x, y"
    assert listed(str(k) for k in range(100)).endswith("11, ...")
    assert listed([]) == "none"


def test_the_engine_raises_nothing_but_lesson_errors_on_purpose():
    """Read from the source: every ``raise`` of the engine names one of our classes, or passes on what it caught.

    Three are agreements: ``hasattr`` is answered by an AttributeError, ``__missing__`` by a KeyError, and NumPy's question
    for an array by a TypeError.  A fence is given the class.
    """
    for path in Path(errors.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        agreed = [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and f.name in ("__missing__", "__array__")]
        agreed = {node for function in agreed for node in ast.walk(function)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and node.exc is not None and node not in agreed:
                raised = node.exc.func.id if isinstance(node.exc, ast.Call) else ast.dump(node.exc)
                assert raised in {"AttributeError", *(c.__name__ for c in CLASSES)} or path.name == "fence.py", (
                    f"{path.name}:{node.lineno}"
                )
            assert not isinstance(node, ast.Assert), f"{path.name}:{node.lineno}: asserts vanish under -O"
