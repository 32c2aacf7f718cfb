"""What may cross from a submission's process: plain data as strict JSON, and references to things that stay where they are.

With this module you can

- write a value as one line of text (``line_of(written(value, keep))``);
- read such a line (``parsed``) and the value in it (``read``), whoever wrote it.

Nothing is trusted on the way out: what is read is numbers, text, lists, dicts and arrays, and no code.  Every number is
text, so that no number of a million digits is read by accident; each value but text, None, True and False is a dict of one
key that says its kind; depth and number of parts are bounded.  What cannot be written, such as a function, stays where it
is: ``keep`` gives a reference to it, and ``found`` makes of the reference what stands for it here.

>>> line = line_of(written({"x": [1, 0.5]}, keep=None))
>>> line
'{"d": [["x", {"l": [{"i": "1"}, {"f": "0.5"}]}]]}'
>>> read(parsed(line), found=None)
{'x': [1, 0.5]}
"""

import json
import re
import sys
from fractions import Fraction

from ..engine.errors import LessonError

DEEPEST = 110  # one in the other; exercise 2.3 reads formulas that are 100 deep
PARTS = 50_000  # numbers, texts and lists in one value
LONGEST = 2_000_000  # characters of a line
LARGEST = 1 << 1200  # a whole number that is larger is read as this one: over 300 digits none is looked at
LONG = 2_000  # of a longer list or text no more is sent than how long it is
MOST = 10**6  # and no more than this is made of it
KINDS = {float: "f", complex: "c", Fraction: "q"}
WHOLE, NAME = re.compile(r"-?\d{1,400}"), re.compile(r"\w[\w.]{0,39}")


class ChannelError(LessonError, ValueError):
    """What came is not what this channel carries."""


# --- writing ----------------------------------------------------------------------------------


def line_of(data):
    """Return data as one line of JSON, of ASCII characters."""
    return json.dumps(data, allow_nan=False)


def written(value, keep, depth=0, room=None):
    """Return ``value`` as data that JSON can write; ``keep(thing)`` returns a dict that stands for what it cannot."""
    room = room or iter(range(PARTS))
    kind, array = type(value), getattr(sys.modules.get("numpy"), "ndarray", ())
    if value is None or kind is bool:
        return value
    if next(room, None) is None or depth > DEEPEST:
        return keep(value)
    if issubclass(kind, str):
        return str.__str__(value) if len(value) <= LONG else {"s": [str.__str__(value)[: LONG + 1], str(len(value))]}
    if issubclass(kind, int) and kind is not bool:
        number = int.__int__(value)
        return {"i": str(max(-LARGEST, min(number, LARGEST)))}
    for own, tag in KINDS.items():
        if issubclass(kind, own):
            return {tag: str(float.__float__(value)) if own is float else str(own.__pos__(value))}
    for own, tag in ((list, "l"), (tuple, "t"), (set, "u"), (frozenset, "u")):
        if issubclass(kind, own):
            parts = [] if own.__len__(value) > LONG else [written(u, keep, depth + 1, room) for u in own.__iter__(value)]
            return {tag: parts} if parts or not own.__len__(value) else {"n": [tag, str(own.__len__(value))]}
    if issubclass(kind, dict) and dict.__len__(value) <= LONG:
        return {"d": [[written(u, keep, depth + 1, room) for u in pair] for pair in dict.items(value)]}
    if array and issubclass(kind, array) and value.dtype.kind in "fiubc" and value.size <= PARTS:
        shape = [str(n) for n in value.shape]
        return {"a": [value.dtype.kind, shape, [written(u, keep, depth + 1, room) for u in value.ravel().tolist()]]}
    if kind.__module__ == "numpy" and hasattr(value, "item") and not getattr(value, "shape", (0,)):
        return written(value.item(), keep, depth, room)
    return keep(value)


# --- reading ----------------------------------------------------------------------------------


def parsed(line):
    """Return the data in a line of JSON that has no number in it; raise ``ChannelError`` for any other."""
    try:
        return json.loads(line, parse_int=_refuse, parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise ChannelError("it is not the JSON that is expected") from None


def _refuse(text):
    raise ChannelError("numbers are sent as text")


def _once(pairs):
    """Return pairs as a dict; no key may come twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ChannelError("a key comes twice")
    return found


def read(data, found, depth=0, room=None):
    """Return the value that is written in ``data``; ``found(dict)`` returns what stands for a reference, or raises.

    Raises ``ChannelError`` for anything else than what ``written`` writes.
    """
    room = room or iter(range(PARTS + 1))
    if next(room, None) is None or depth > DEEPEST + 1:
        raise ChannelError("it is too large")
    if data is None or type(data) is bool:
        return data
    if type(data) is str:
        return plain(data)
    if type(data) is not dict or not data:
        raise ChannelError("a value is text, null, true, false or an object")
    (tag, inside), *more = data.items()
    if more or tag not in READERS:
        return found(data)
    try:
        return READERS[tag](inside, lambda u: read(u, found, depth + 1, room))
    except ChannelError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raise ChannelError(f"this is no value: {plain(str(data))[:60]}") from None


def plain(text):
    """Return text without halves of characters, which no file could hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def whole(text):
    """Return the whole number in a text of at most 400 digits."""
    if type(text) is not str or not WHOLE.fullmatch(text):
        raise ChannelError("a whole number is wanted")
    return int(text)


def _listed(data):
    """Return a list of JSON; a text is none, although one can go through it."""
    if type(data) is not list:
        raise ChannelError("a list is wanted")
    return data


def _fraction(text, inner):
    over, _, under = text.partition("/")
    return Fraction(whole(over), whole(under or "1"))


def _long_text(pair, inner):
    text, length = pair
    return plain(text)[: LONG + 1].ljust(min(whole(length), MOST), "?")


def _long_list(pair, inner):
    kind = {"l": list, "t": tuple}.get(pair[0], list)
    return kind([None] * min(whole(pair[1]), MOST))


def _array(parts, inner):
    import numpy as np  # where a submission has an array there is NumPy

    kind, shape, numbers = parts
    kinds = {"f": float, "i": int, "u": int, "b": bool, "c": complex}
    return np.array([inner(u) for u in _listed(numbers)], dtype=kinds[kind]).reshape([whole(n) for n in _listed(shape)])


def _text_within(kind):
    """Return a reader of a number of this kind from at most 100 characters."""

    def reader(text, inner):
        if type(text) is not str or len(text) > 100:
            raise ChannelError("a number is sent as text")
        return kind(text)

    return reader


READERS = {
    "i": lambda text, inner: whole(text),
    "f": _text_within(float),
    "c": _text_within(complex),
    "q": _fraction,
    "s": _long_text,
    "l": lambda parts, inner: [inner(u) for u in _listed(parts)],
    "t": lambda parts, inner: tuple([inner(u) for u in _listed(parts)]),
    "u": lambda parts, inner: {inner(u) for u in _listed(parts)},
    "n": _long_list,
    "d": lambda pairs, inner: {inner(key): inner(u) for key, u in _listed(pairs)},
    "a": _array,
}
