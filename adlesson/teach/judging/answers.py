"""Read what a learner gives as an answer: a number, names, a table, or a function to call.

With this module you can

- get a plain number from a number or a text such as "cos(2) * 3" (``as_number``);
- get a dict from a dict or a list (``as_table``), a set of names from text (``words``);
- get text, a list, a vector or a matrix as Python's own (``as_text``, ``as_list``, ``as_matrix``);
- call a learner's function, where an exception becomes a sentence with its line (``call``);
- have something done where an answer lives, which may be another process (``beside``).

What cannot be read raises an ``AnswerError`` that says what is wanted; text is never evaluated.  Nothing here trusts an
answer: a class of the learner's own may say of itself that it equals everything, or is 6 long.  So what is read is read
once, made into Python's own numbers, text and lists, and only these are compared; and what is too long is not read at all.

>>> as_number("2^10"), sorted(words("a, c"))
(1024, ['a', 'c'])
"""

import math
import re
from contextvars import ContextVar
from functools import partial

from ...engine.errors import LessonError, closest, short
from ...engine.parsing.parse import calculated
from .closed import closed
from .stops import failure, is_a, kind, named

NOT_FINITE = "a finite number is wanted, not an infinity or NaN"

LONGEST = 2_000  # characters of a text that is read
MOST = 200  # things in a list that is read
THOUSANDS = re.compile(r"\s*[+−-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?\s*")  # 100,000 as the lesson writes it

without = ContextVar("without", default=())  # the calls that are closed while a learner's function runs: see ``closed``


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
            plain = text.replace(",", "") if THOUSANDS.fullmatch(text) else text
            answer = calculated(plain.lower())  # as in the answer box, COS is cos
        except LessonError as problem:
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


def words(answer, among=()):
    """Return the set of names in text, or in a list, tuple or set of text.

    With ``among``, the names that there are, others are refused, and capitals may stand for small letters.
    """
    if is_a(answer, (list, tuple, set, frozenset)):
        parts = as_list(answer)
        strange = [part for part in parts if not is_a(part, str)]
        if strange:
            raise AnswerError(f"names are wanted, as in {short('x y')}, and {kind(strange[0])} is among yours")
        answer = " ".join(map(as_text, parts))
    if not is_a(answer, str):
        raise AnswerError(f"names are wanted, as in {short('x y')}, not {kind(answer)}")
    found = set(re.findall(r"\w+", as_text(answer)))
    return {_one_of(among, word) for word in found} if among else found


def _one_of(among, word):
    """Return the name of ``among`` that a word is; raise ``AnswerError`` if it is none."""
    if word in among:
        return word
    if word.lower() in among:
        return word.lower()
    if word.lower() in ("none", "nothing", "nobody"):
        raise AnswerError("there is at least one: give its name")
    if len(word) > 1 and set(word.lower()) <= set(among):
        raise AnswerError(f"`{word[:20]}` is read as one name: put spaces between, as in {short('x y')}")
    raise AnswerError(f"there is no `{word[:20]}` here, only {', '.join(among)}")


def as_table(answer, right):
    """Return a dict with the keys of ``right``, in their order, from a dict, a list, a tuple or a row of an array.

    Keys may be written with a space for a hyphen, and in capitals.
    """
    wanted, by_place = ", ".join(right), all(re.search(r"(\[| )\d+\]?$", key) for key in right)
    if getattr(answer, "shape", None) == (len(right),):
        answer = answer.tolist()
    if is_a(answer, (list, tuple)):
        parts = as_list(answer)
        if len(parts) != len(right):
            for_what = "" if by_place else f", for {wanted}"
            raise AnswerError(f"{len(right)} numbers are wanted{for_what}, and here are {len(parts)}")
        answer = dict(zip(right, parts, strict=True))
    if not is_a(answer, dict):
        what = f"a list of {len(right)} numbers" if by_place else f"a dict with the keys {wanted}"
        raise AnswerError(f"{what} is wanted, not {kind(answer)}")
    plain, given = {_plain(key): key for key in right}, []
    if dict.__len__(answer) <= MOST:
        given = [key for key in list(dict.keys(answer)) if is_a(key, str)]
    renamed = {plain[_plain(key)]: dict.get(answer, key) for key in given if _plain(key) in plain}
    strange = [key for key in given if _plain(key) not in plain]
    table = {key: dict.get(answer, key, renamed.get(key)) for key in right}
    missing = [key for key, u in table.items() if u is None]
    if missing and strange:
        nearest = closest(as_text(strange[0]), missing)
        raise AnswerError(f"there is no {short(strange[0])} here{nearest}: wanted are {wanted}")
    if len(missing) == len(right):
        raise NoAnswerError(f"Fill in numbers for {wanted}.")
    if missing:
        raise AnswerError(f"still missing: {', '.join(missing)} (wanted are {wanted})")
    return table


def _plain(key):
    """Return a key in small letters, without what may stand between words."""
    return re.sub(r"[\W_]+", "", str.__str__(key)[:LONGEST]).lower()


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
    """Call a learner's function; what it raises becomes a sentence that names the line.

    While it runs, the calls named by ``without`` are closed.
    """
    if not callable(f):
        raise AnswerError(f"a function is wanted, its name without (), not {kind(f)}")
    return watched(lambda: f(*args, **inputs), f)


def beside(answer, run):
    """Return a function that does ``run(answer, ...)`` where the answer lives: here, unless it has its own ``beside``."""
    return answer.beside(run) if hasattr(type(answer), "beside") else partial(run, answer)


def watched(run, f, whose="your function"):
    """Return what ``run()`` gives, where the learner's function ``f`` is at work; see ``call``."""
    names, told = without.get() or ((), [])
    try:
        with closed(names) as doors:
            try:
                result = run()
            finally:
                told += doors.called
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # SystemExit, too: an answer ends no session
        raise AnswerError(failure(problem, f, whose)) from None
    if result is None:
        raise NoAnswerError("Your function returned None: complete it, and end it with a return statement.")
    return result
