"""What it means that a learner's function has stopped, in words instead of the name of an exception.

With this module you can

- say what an exception means (``meaning``): "it divides by zero" for a ``ZeroDivisionError``;
- say where a learner's function stopped, and why (``failure``);
- say that one stopped in another process, where its line is known (``StoppedElsewhereError``);
- get what an exception says itself (``said``), and what kind of thing something is (``is_a``, ``named``, ``kind``).

What the lesson raises on purpose is a sentence already, and so is a learner's own text.

>>> meaning(ZeroDivisionError("division by zero")), meaning(KeyError("x"))
('it divides by zero', "it looks up 'x', which is not there")
"""

import linecache
import re
from types import FunctionType, MethodType

from ...engine.errors import LessonError, reason, short

KINDS = {  # what is said for a class of Python's own
    "int": "a whole number", "float": "a number", "complex": "a complex number", "str": "text", "bool": "True or False",
    "NoneType": "None", "list": "a list", "tuple": "a tuple", "dict": "a dict", "set": "a set", "ndarray": "an array",
    "function": "a function", "builtin_function_or_method": "a function", "type": "a class", "module": "a module",
    "Traced": "a number that is being traced", "Counted": "a number that counts its operations", "Program": "a program",
}  # fmt: skip
LONGEST = 300  # characters of what an exception says

SENTENCES = (  # what Python says, and what is said instead
    (r"operand type\(s\) for (\S+?)=?(?: or pow\(\))?: '([\w.]+)' and '([\w.]+)'", "`{0}` cannot combine {1} and {2}"),
    (r"unexpected keyword argument '(\w+)'", "it is called with `{0}=...`, and has no argument of that name"),
    (r"missing \d+ required .*arguments?: '(\w+)'", "it waits for an argument `{0}` that nobody gives"),
    (r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+)", "{1} arguments are given where {0} would do"),
    (r"takes no arguments", "it takes no arguments, and some are given"),
    (r"got multiple values for argument '(\w+)'", "it is given `{0}` twice"),
    (r"object is not callable", "something is called with () that is no function"),
    (r"'NoneType' object", "there is None where a number, a list or a dict is wanted"),
    (r"object is not subscriptable", "something is read with [] that is no list and no dict"),
    (r"object does not support item assignment", "something is changed with [] that is no list and no dict"),
    (r"object is not iterable", "something is gone through that is no list"),
    (r"indices must be integers|list indices", "an entry of a list is asked for by something that is no whole number"),
    (r"not enough values to unpack|too many values to unpack", "a list has another length than there are names for it"),
    (
        r"cannot convert|must be real number|could not convert|only .*scalars|invalid literal",
        "a number is wanted, and there is none",
    ),
    (r"argument must be a string or a", "a plain number is wanted, and there is none"),
    (r"multiply sequence by non-int", "a list or a text is multiplied by something that is no whole number"),
    (r"has no len\(\)", "the length is asked of something that has none"),
    (r"bad operand type", "an operation gets something that is no number"),
    (r"not supported between instances", "two things are compared that have no order"),
    (r"math domain error", "a function is asked where it has no value"),
    (r"unhashable", "a list or a dict is used as a key"),
)


class StoppedElsewhereError(LessonError):
    """A learner's function has stopped in another process: ``where`` is what ``place`` said there, the message is why."""

    def __init__(self, where, why):
        super().__init__(why)
        self.where = where


def meaning(problem):
    """Return what an exception means, without its name, as a clause for "your function stopped: ..."."""
    text = said(problem)
    if is_a(problem, LessonError):
        return text
    if is_a(problem, NameError):
        name = getattr(problem, "name", None) or next(iter(re.findall(r"'(\w+)'", text)), "")
        if not name:
            return text or "a name has no value"
        late = is_a(problem, UnboundLocalError)
        return f"`{name}` {'is used before it has a value' if late else 'has no value there; look at how it is spelled'}"
    lacking = re.search(r"has no attribute '(\w+)'", text) if is_a(problem, AttributeError) else None
    if lacking:
        return f"something is asked for its `.{lacking[1]}`, and has none"
    for kind, sentence in (
        (ZeroDivisionError, "it divides by zero"),
        (OverflowError, "a number becomes too large"),
        (RecursionError, "it calls itself more than 1,000 deep, which Python stops"),
        (IndexError, "it asks for an entry beyond the end of a list"),
        (MemoryError, "it needs more memory than there is"),
        (SystemExit, "it asks Python to end"),
        (StopIteration, "it asks for one more of what has come to its end"),
        (ImportError, "it imports something that is not there"),
        (SyntaxError, "it reads a text that is no Python"),
    ):
        if is_a(problem, kind):
            return sentence
    if is_a(problem, KeyError):
        return f"it looks up {short(problem.args[0]) if problem.args else 'something'}, which is not there"
    if is_a(problem, AssertionError):
        return f"what it asserts is not so{f': {text}' if text else ''}"
    found = ((re.search(pattern, text), says) for pattern, says in SENTENCES)
    plain = next((says.format(*_kinds(match.groups())) for match, says in found if match), None)
    return plain or (reason(problem) if is_a(problem, TypeError) else text) or "without a word"


def _kinds(words):
    """Return words with the names of Python's own classes in plain words."""
    return [KINDS.get(word, word) for word in words]


def kind(answer):
    """Return ``a list`` or ``a whole number`` for use in a sentence."""
    name = named(answer)
    return KINDS.get(name) or f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def failure(problem, f, whose="your function"):
    """Return what went wrong inside a learner's function as one sentence with the line."""
    where = problem.where if is_a(problem, StoppedElsewhereError) else place(problem, f)
    return f"{whose} stopped{where}: {meaning(problem)[:LONGEST]}"


def place(problem, f):
    """Return where in a learner's function an exception was raised, as in " in line 2, `return x`"; "" if elsewhere."""
    file, line, step = f.__code__.co_filename if type(f) in (FunctionType, MethodType) else None, None, problem.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == file:
            line = step.tb_lineno
        step = step.tb_next
    text = short(linecache.getline(file, line).strip(), 100, write=str) if line else ""
    return (f" in line {line}" if line else "") + (f", `{text}`" if text else "")


def said(problem, limit=LONGEST):
    """Return what an exception says; the learner's own class may be broken, too."""
    try:
        return str.__str__(str(problem))[:limit]
    except KeyboardInterrupt:
        raise
    except BaseException:
        return "no message"


def is_a(answer, kinds):
    """Whether an answer is of one of these kinds, and not one that only says so, as ``isinstance`` would believe."""
    return issubclass(type(answer), kinds)


def named(thing):
    """Return the name of the class of a thing, as the class itself knows it."""
    return type.__dict__["__name__"].__get__(type(thing))[:40]
