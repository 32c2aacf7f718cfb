"""What stands here for a function, a class or a generator that stays in a submission's process.

With this module you can

- have one, given what was said of the thing (``stand_in``).

To call it, or to ask it for the next value, is to ask its ``session``, which asks the process.  Its class goes by the name
of the thing's own class, so that a sentence says "a function" of it, as of any other.

>>> stand_in(None, {"h": "3", "kind": "generator", "can": "next"})
<generator 3>
"""

from functools import cache

from .channel import NAME, ChannelError, read, whole


def stand_in(session, said):
    """Return what stands for the thing with the number ``said["h"]``; raise ``ChannelError`` if that says nothing."""
    kind, bases = said.get("kind"), {"call": Function, "next": Generator}
    if type(kind) is not str or not NAME.fullmatch(kind):
        raise ChannelError("a class has a name")
    if "float" in said:
        thing = class_called(kind, Number)(session, whole(said["h"]))
        thing.float = read({"f": said["float"]}, None)
        return thing
    return class_called(kind, bases.get(str(said.get("can")), Thing))(session, whole(said["h"]))


class Thing:
    """Something that stays in the other process, where it has a number."""

    def __init__(self, session, number):
        self.session, self.number = session, number

    def __repr__(self):
        return f"<{type(self).__name__} {self.number}>"


class Function(Thing):
    """A function or a class that stays there."""

    def __call__(self, *args, **inputs):
        return self.session.call(self, args, inputs)

    def beside(self, run):
        """Return a function that does ``run(answer, ...)`` over there; ``run`` is one of ours that exists there, too."""
        return lambda *args: self.session.call(run, (self, *args), {})


class Generator(Thing):
    """A generator that stays there."""

    def __iter__(self):
        return self

    def __next__(self):
        return self.session.following(self)


class Number(Thing):
    """A number of a class that stays there."""

    def __float__(self):
        return self.float


@cache
def class_called(name, base):
    """Return a class of stand-ins that goes by this name in sentences."""
    return type(name, (base,), {})
