"""Read what a learner gives as an answer: a number, names, a table, or a function to call.

With this module you can

- get a plain number from a number or a text such as "cos(2) * 3" (``as_number``);
- get a dict from a dict or a list (``as_table``), a set of names from text (``words``);
- get text, a list, a vector or a matrix as Python's own (``as_text``, ``as_list``, ``as_matrix``);
- call a learner's function, where an exception becomes a sentence with its line (``call``).

What cannot be read raises an ``AnswerError`` that says what is wanted; text is never evaluated.  Nothing here trusts an
answer: a class of the learner's own may say of itself that it equals everything, or is 6 long.  So what is read is read
once, made into Python's own numbers, text and lists, and only these are compared; and what is too long is not read at all.

>>> as_number("2^10"), sorted(words("a, c"))
(1024, ['a', 'c'])
"""

import linecache
import math
import re
from types import FunctionType, MethodType

from ..engine.errors import InputError, LessonError, short
from ..engine.parsing.parse import calculated

NOT_FINITE = "a finite number is wanted, not an infinity or NaN"

LONGEST = 2_000  # characters of a text that is read
MOST = 200  # things in a list that is read


class AnswerError(LessonError, TypeError):
    """An answer is not of a kind that can be compared; the message says what is wanted."""


class NoAnswerError(AnswerError):
    """There is no answer yet: a function that returns nothing, a table without a number."""


def as_number(answer):
    """Return an answer as Python's own int or float; text is read as a formula, never evaluated."""
    if is_a(answer, str):
        text = as_text(answer)
        if re.fullmatch(r"[\s+−-]*(∞|inf|infinity|nan)\s*", text, re.IGNORECASE):
            raise AnswerError(NOT_FINITE)
        try:
            answer = calculated(text.lower())  # as in the answer box, COS is cos
        except InputError as problem:
            raise AnswerError(str(problem)) from None
    if is_a(answer, complex) or not hasattr(type(answer), "__float__") or named(answer) in ("bool", "bool_"):
        raise AnswerError(f"a number is wanted, or text such as {short('cos(2) * 3')}, not {kind(answer)}")
    if is_a(answer, int):
        number = int.__int__(answer)  # of int itself: a class made from it may have another
        if number.bit_length() > 1000:
            raise AnswerError("a smaller number is wanted: it has over 300 digits")
        return number
    try:
        number = float.__float__(answer) if is_a(answer, float) else float(answer)
    except OverflowError:
        raise AnswerError("a smaller number is wanted: it has over 300 digits") from None
    except (TypeError, ValueError):
        raise AnswerError(f"a number is wanted, or text such as {short('cos(2) * 3')}, not {kind(answer)}") from None
    if not math.isfinite(number):
        raise AnswerError(NOT_FINITE)
    return number


def as_text(answer):
    """Return text as Python's own; raise ``AnswerError`` if it is too long to be read."""
    text = str.__str__(answer)
    if len(text) > LONGEST:
        raise AnswerError(f"text of at most {LONGEST:,} characters is read, and this has {len(text):,}")
    return text


def as_list(answer, most=MOST):
    """Return what is in a list, a tuple or a set as Python's own list; raise ``AnswerError`` if it is too long."""
    for own in (list, tuple, set, frozenset):
        if is_a(answer, own):
            if own.__len__(answer) > most:
                raise AnswerError(f"at most {most} things are read, and here are {own.__len__(answer):,}")
            return list(own.__iter__(answer))
    raise AnswerError(f"a list is wanted, not {kind(answer)}")


def words(answer):
    """Return the set of names in text, or in a list, tuple or set of text."""
    if is_a(answer, (list, tuple, set, frozenset)):
        parts = as_list(answer)
        strange = [part for part in parts if not is_a(part, str)]
        if strange:
            raise AnswerError(f"names are wanted, as in {short('x y')}, and {kind(strange[0])} is among yours")
        answer = " ".join(map(as_text, parts))
    if not is_a(answer, str):
        raise AnswerError(f"names are wanted, as in {short('x y')}, not {kind(answer)}")
    return set(re.findall(r"\w+", as_text(answer)))


def as_table(answer, right):
    """Return a dict with the keys of ``right``, in their order, from a dict, a list, a tuple or a row of an array."""
    wanted = ", ".join(right)
    if getattr(answer, "shape", None) == (len(right),):
        answer = answer.tolist()
    if is_a(answer, (list, tuple)):
        parts = as_list(answer)
        if len(parts) != len(right):
            raise AnswerError(f"{len(right)} numbers are wanted, for {wanted}, and here are {len(parts)}")
        answer = dict(zip(right, parts, strict=True))
    if not is_a(answer, dict):
        raise AnswerError(f"a dict with the keys {wanted} is wanted, not {kind(answer)}")
    table = {key: dict.get(answer, key) for key in right}
    missing = [key for key, u in table.items() if u is None]
    if len(missing) == len(right):
        raise NoAnswerError(f"Fill in numbers for {wanted}.")
    if missing:
        raise AnswerError(f"still missing: {', '.join(missing)} (wanted are {wanted})")
    return table


def as_matrix(answer, shape):
    """Return a vector or a matrix of this shape as nested lists of numbers, from arrays or lists; None if it is no such."""
    if hasattr(type(answer), "tolist"):
        if tuple(answer.shape) != tuple(shape):
            return None
        answer = answer.tolist()
    if not shape:
        return as_number(answer)
    if not is_a(answer, (list, tuple)):
        return None
    rows = [as_matrix(row, shape[1:]) for row in as_list(answer)]
    return None if len(rows) != shape[0] or None in rows else rows


def call(f, *args, **inputs):
    """Call a learner's function; what it raises becomes a sentence that names the line."""
    if not callable(f):
        raise AnswerError(f"a function is wanted, its name without (), not {kind(f)}")
    try:
        result = f(*args, **inputs)
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # SystemExit, too: an answer ends no session
        raise AnswerError(failure(problem, f)) from None
    if result is None:
        raise NoAnswerError("Your function returned None: complete it, and end it with a return statement.")
    return result


def failure(problem, f, whose="your function"):
    """Return what went wrong inside a learner's function as one sentence with the line."""
    file, line, step = f.__code__.co_filename if type(f) in (FunctionType, MethodType) else None, None, problem.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == file:
            line = step.tb_lineno
        step = step.tb_next
    text = short(linecache.getline(file, line).strip(), 100, write=str) if line else ""
    where = (f" in line {line}" if line else "") + (f", `{text}`," if text else "")
    return f"{whose} stopped{where} with {named(problem)}: {said(problem)}"


def said(problem, limit=200):
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


def kind(answer):
    """Return ``a list`` or ``an int`` for use in a sentence."""
    name = named(answer)
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
