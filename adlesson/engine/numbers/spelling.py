"""Names as Python spells them: one letter that can be typed in several ways is one letter.

With this module you can

- spell a name as Python does (``spelled``), and the names of a dict (``by_spelling``);
- look something up under any spelling of its name (``Named``).

Keyboards and fonts have several characters for one letter: the micro sign µ and the Greek μ, ϕ and φ, wide letters.
Python reads each of them as the same name (by Unicode's form NFKC), and so does this lesson, wherever names are given.

>>> spelled("\\N{MICRO SIGN}") == spelled("\\N{GREEK SMALL LETTER MU}"), spelled("x y")
(True, 'x y')
"""

from ..errors import InputError, listed, short


def spelled(name):
    """Return a name as Python spells it; text that is no name in Python, and what is no text, comes back as it is."""
    if not isinstance(name, str) or name.isascii():
        return name
    from unicodedata import normalize  # takes a moment to load, and most names are written in ASCII

    return normalize("NFKC", name) if name.isidentifier() else name


def by_spelling(given, what="inputs"):
    """Return a dict with its names as Python spells them; raise an ``InputError`` where two of them become one."""
    found = Given(((spelled(name), u) for name, u in given.items()), {spelled(name): name for name in given})
    if len(found) < len(given):
        twice = [name for name in given if sum(spelled(name) == spelled(other) for other in given) > 1]
        raise InputError(f"the {what} {listed(map(short, twice))} are one name to Python: give each a name of its own")
    return found


class Named(dict):
    """A dict over names, in which a name is found in every spelling."""

    __slots__ = ()

    def __missing__(self, name):
        word = spelled(name)
        if word == name:
            raise KeyError(name)
        return self[word]


class Given(Named):
    """What was given by name; ``typed`` has the names as they were typed."""

    def __init__(self, entries, typed):
        super().__init__(entries)
        self.typed = typed
