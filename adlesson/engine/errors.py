"""Errors that teach: what was met, what is accepted, what to write instead.

With this module you can

- catch everything the lesson raises on purpose with one name (``LessonError``);
- catch it as the builtin it also is (a ``ParseError`` is a ``ValueError``).

>>> issubclass(ParseError, LessonError) and issubclass(ParseError, ValueError)
True
"""


class LessonError(Exception):
    """Base of every error the lesson raises; the message, under 400 characters, names culprit and remedy."""

    def __init__(self, message):
        super().__init__(message if len(message) < 400 else message[:396] + "...")


class TraceError(LessonError, TypeError):
    """A function did something with a traced value that leaves no differentiable record."""


class TracedInsideError(TraceError):
    """An array of NumPy's that holds objects holds traced values, as ``np.array([x, y])`` does."""


class MethodError(LessonError, AttributeError):
    """A traced array is asked for something that it does not have."""


class ParseError(LessonError, ValueError):
    """A text is not one of the formulas that ``parse`` accepts."""


class InputError(LessonError, ValueError):
    """An input, output, seed or direction is missing, unknown or of the wrong kind."""


class GuardError(LessonError, ValueError):
    """A program met inputs for which its function would have taken another branch."""


class NumberError(LessonError, ArithmeticError):
    """An operation has no value for these numbers, not even infinity or NaN."""


class UnknownError(LessonError, KeyError):
    """A name is looked up that does not exist; the message lists the ones that do."""

    def __str__(self):
        return self.args[0]


class DrawingError(LessonError, ValueError):
    """A program is too large for the picture asked for."""


class MissingError(LessonError, ModuleNotFoundError):
    """A package is needed that is not there; the message says where the notebook works."""


class InterruptedRun(KeyboardInterrupt):  # no LessonError: nothing that catches errors may hold it up
    """Ctrl-C or the stop button in a long run: it goes on upwards, so that all stops; ``run`` is what was done before."""

    def __init__(self, message, run):
        super().__init__(message)
        self.run = run


class LessonWarning(UserWarning):
    """What was asked for is returned, and is not what one would take it for; the message says why, and what to write."""


def short(thing, limit=40, write=repr):
    """Return ``repr(thing)``, cut to ``limit`` characters, for use inside a message.

    >>> short("x" * 100, 12), short(object())
    ("'xxxxxxxx...", '<object object>')
    """
    try:
        text = str.__str__(write(thing))
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # a broken __repr__ must not hide the message it was wanted for
        text = f"<{type(thing).__name__} ({type(problem).__name__} in repr)>"
    head, where, rest = text.partition(" at 0x")  # where it lies in memory helps nobody
    text = head + rest.lstrip("0123456789abcdefABCDEF") if where else text
    return text if len(text) <= limit else text[: limit - 3] + "..."


def reason(problem):
    """Return in plain words why Python could not calculate: what it says itself speaks of operands and classes.

    >>> from decimal import Decimal
    >>> try:
    ...     Decimal(1) * 0.5
    ... except TypeError as problem:
    ...     reason(problem)
    'a Decimal and a float cannot be combined: make them numbers of one kind'
    """
    import re  # only needed once something went wrong, as in other modules: it takes milliseconds to load

    text = str(problem)
    kinds = [f"a{'n' * (kind[0] in 'aeiou')} {kind}" for kind in re.findall(r"'(?:\w+\.)*(\w+)'", text)]
    if type(problem).__module__ == "decimal":
        return "a Decimal has no value for it"
    if isinstance(problem, TypeError) and "'complex'" in text and "between instances" in text:
        return "complex numbers have no order"
    if isinstance(problem, TypeError) and len(kinds) == 2 and "unsupported operand" in text:
        return f"{kinds[0]} and {kinds[1]} cannot be combined: make them numbers of one kind"
    return text


def listed(names, limit=12):
    """Return names for use inside a message, the first ``limit`` of them.

    >>> listed(["x", "y", "z"], limit=2), listed([])
    ('x, y, ...', 'none')
    """
    names = [str(name) for name in names]
    return ", ".join(names[:limit] + ["..."] * (len(names) > limit)) or "none"


def closest(name, known):
    """Return ``" (did you mean 'sin'?)"`` if ``name`` resembles one of ``known``, else ``""``.

    >>> closest("sinn", ["sin", "cos"])
    " (did you mean 'sin'?)"
    """
    from difflib import get_close_matches  # only needed once something went wrong

    found = get_close_matches(str(name), list(known), n=1)
    return f" (did you mean {found[0]!r}?)" if found else ""
