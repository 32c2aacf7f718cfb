"""What is kept of an answer: enough to know it again, and no more.

With this module you can

- write any answer as a short text (``kept_of``).

>>> kept_of("exp(2) * 5"), kept_of(12.5)
('exp(2) * 5', '12.5')
>>> kept_of(lambda x: x) == kept_of(lambda x: x + 1)
False
"""

from reprlib import Repr
from types import CodeType, FunctionType
from zlib import crc32

from ...engine.errors import short
from .stops import is_a, kind

BOUNDED = Repr()  # what is short may still be large: lists of lists of lists
BOUNDED.maxlevel, BOUNDED.maxstring, BOUNDED.maxother = 3, 200, 9999
BOUNDED.maxtuple = BOUNDED.maxlist = BOUNDED.maxdict = BOUNDED.maxset = BOUNDED.maxfrozenset = BOUNDED.maxarray = 30


def kept_of(answer):
    """Return an answer as text to be kept: a number or a text as it is, of all else what kind of thing it is.

    With the kind comes a number by which the same answer is known again: that of a function changes with its code.
    """
    if is_a(answer, (str, int, float)):
        return short(answer, 60, write=str)
    own = type(answer) is FunctionType
    text = (
        f"{short(answer.__defaults__, 999, BOUNDED.repr)} {code_of(answer.__code__)}"
        if own
        else short(answer, 9999, BOUNDED.repr)
    )
    return f"{kind(answer)} {crc32(text.encode(errors='replace')):08x}"


def code_of(code):
    """Return what a function does as text, wherever its cell stands."""
    if type(code) is frozenset:
        return f"{sorted(map(repr, code))}"  # it has no order of its own
    if type(code) is not CodeType:
        return short(code, 9999)
    return " ".join([code.co_code.hex(), repr(code.co_names), *map(code_of, code.co_consts)])
