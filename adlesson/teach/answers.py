"""Read what a learner gives as an answer: a number, names, a table, or a function to call.

With this module you can

- get a plain number from a number or a text such as "cos(2) * 3" (``as_number``);
- get a dict from a dict or a list (``as_table``), a set of names from text (``words``);
- call a learner's function, where an exception becomes a sentence with its line (``call``).

What cannot be read raises an ``AnswerError`` that says what is wanted; text is never evaluated.

>>> as_number("2^10"), sorted(words("a, c"))
(1024, ['a', 'c'])
"""

import linecache
import math
import re

from ..engine.errors import InputError, LessonError, short
from ..engine.parsing.parse import calculated

NOT_FINITE = "a finite number is wanted, not an infinity or NaN"


class AnswerError(LessonError, TypeError):
    """An answer is not of a kind that can be compared; the message says what is wanted."""


class NoAnswerError(AnswerError):
    """There is no answer yet: a function that returns nothing, a table without a number."""


def as_number(answer):
    """Return an answer as an int or a float; text is read as a formula, never evaluated."""
    if isinstance(answer, str):
        if re.fullmatch(r"[\s+−-]*(∞|inf|infinity|nan)\s*", answer, re.IGNORECASE):
            raise AnswerError(NOT_FINITE)
        try:
            answer = calculated(answer.lower())  # as in the answer box, COS is cos
        except InputError as problem:
            raise AnswerError(str(problem)) from None
    if isinstance(answer, (bool, complex)) or not hasattr(type(answer), "__float__"):
        raise AnswerError(f"a number is wanted, or text such as {short('cos(2) * 3')}, not {kind(answer)}")
    if not math.isfinite(answer):
        raise AnswerError(NOT_FINITE)
    return answer if isinstance(answer, int) else float(answer)


def words(answer):
    """Return the set of names in text, or in a list, tuple or set of text."""
    if isinstance(answer, (list, tuple, set, frozenset)):
        answer = " ".join(str(word) for word in answer)
    if not isinstance(answer, str):
        raise AnswerError(f"names are wanted, as in {short('x y')}, not {kind(answer)}")
    return set(re.findall(r"\w+", answer))


def as_table(answer, right):
    """Return a dict with the keys of ``right``, in their order, from a dict, a list, a tuple or a row of an array."""
    answer = answer.tolist() if getattr(answer, "ndim", 0) == 1 else answer
    wanted = ", ".join(right)
    if isinstance(answer, (list, tuple)) and len(answer) == len(right):
        answer = dict(zip(right, answer, strict=True))
    if not isinstance(answer, dict):
        raise AnswerError(f"a dict with the keys {wanted} is wanted, not {kind(answer)}")
    missing = [key for key in right if answer.get(key) is None]
    if len(missing) == len(right):
        raise NoAnswerError(f"Fill in numbers for {wanted}.")
    if missing:
        raise AnswerError(f"still missing: {', '.join(missing)} (wanted are {wanted})")
    return {key: answer[key] for key in right}


def call(f, *args, **inputs):
    """Call a learner's function; what it raises becomes a sentence that names the line."""
    if not callable(f):
        raise AnswerError(f"a function is wanted, its name without (), not {kind(f)}")
    try:
        result = f(*args, **inputs)
    except KeyboardInterrupt:
        raise
    except BaseException as problem:
        raise AnswerError(failure(problem, f)) from None
    if result is None:
        raise NoAnswerError("Your function returned None: complete it, and end it with a return statement.")
    return result


def failure(problem, f):
    """Return what went wrong inside a learner's function as one sentence with the line."""
    file, line, step = getattr(getattr(f, "__code__", None), "co_filename", None), None, problem.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == file:
            line = step.tb_lineno
        step = step.tb_next
    try:
        said = str(problem)
    except Exception:  # the learner's own exception class may be broken too
        said = "no message"
    text = linecache.getline(file, line).strip() if line else ""
    where = (f" in line {line}" if line else "") + (f", `{text}`," if text else "")
    return f"your function stopped{where} with {type(problem).__name__}: {said[:200]}"


def kind(answer):
    """Return ``a list`` or ``an int`` for use in a sentence."""
    name = type(answer).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
