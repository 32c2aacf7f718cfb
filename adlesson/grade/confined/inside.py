"""The program that runs beside a submission, in its process: it runs the cells and does what is asked.

With this module you can

- serve whoever sits at the other end of standard input and output (``serve``).

**Nothing here is trusted.**  A submission runs in this very process and may change all of it.  So it holds nothing worth
having: no judge, no right answer, no mark.  ``check`` only remembers what was given for which exercise.  All that the other
end ever gets are values, and it decides alone what they are worth.

One request is a line of JSON, and so is its reply.  Before the reply there may be lines that ask back: a function that is an
argument of the submission's stays at the other end and is called there.
"""

import base64
import builtins
import io
import json
import linecache
import os
import pickle
import re
import sys
import types
from contextlib import contextmanager

from ...engine import errors
from ...engine.numbers.operand import Comparable
from ...engine.program import Program
from ...engine.trace import trace
from ...engine.tracing.traced import Traced
from ...teach.judging.as_given import as_given
from ...teach.judging.closed import closed
from ...teach.judging.stops import is_a, meaning, named, place
from ...teach.judging.watched_program import Watched
from ..by_replay import listing, replayed
from ..channel import line_of, written
from .limits import become, die_with_parent, limit
from .recording import ANSWERS, Fresh, Recorder, forgiving

THINGS = []  # what has been named to the other end and stays here: functions, classes, generators
MAKERS = {}  # number of a generator: the function that has made it
WIRE = {}  # "in" and "out", the two ends of the channel


def serve(seconds=None, user=None):
    """Set the limits, become ``user``, and do what is asked, line by line, until nobody asks any more."""
    if user is not None:
        become(user)
    die_with_parent()  # after it has become another, since Linux forgets it then
    if seconds is not None:
        limit(seconds)
    WIRE["in"], WIRE["out"] = os.fdopen(os.dup(0), "r"), os.fdopen(os.dup(1), "w")
    os.dup2(2, 0)  # 2 leads nowhere: what a submission prints is not read, and what it asks for does not come
    os.dup2(2, 1)
    ad = sys.modules[__name__.partition(".")[0]]
    ad.exercises, ad.practice, ad.__getattr__ = Recorder(), Fresh, forgiving(ad.__getattr__)
    space = sys.modules["__main__"] = types.ModuleType("__main__")
    say({})  # ready
    for line in WIRE["in"]:
        say(done(json.loads(line), vars(space)))


def done(request, space):
    """Return the reply to a request."""
    reply, f = {}, None
    try:
        if "cell" in request:
            run_cell(request["cell"], request["named"], space)
        elif "answer" in request and request["answer"] in ANSWERS:
            reply["value"] = out(ANSWERS[request["answer"]])
        elif "given" in request:
            reply["value"] = as_given(THINGS[request["given"]], request["stub"])
        elif "next" in request:
            f = MAKERS.get(request["next"])
            with noted(request, reply):
                reply["value"] = out(following(THINGS[request["next"]], reply))
        elif "call" in request:
            with noted(request, reply):
                value, f, reply["state"] = called_with(request)
                if isinstance(value, BaseException):
                    raise value
                reply["value"] = value
    except BaseException as problem:  # what a submission may do, which is anything
        reply["stopped"] = [place(problem, f), meaning(problem)]
    return reply


@contextmanager
def noted(request, reply):
    """Close the calls that are closed for this exercise; note in the reply which of them were called all the same."""
    doors = closed(request["closed"])
    try:
        with doors:
            yield
    finally:
        reply["called"] = doors.called


def following(generator, reply):
    """Return what a generator yields next; note in the reply where it has come to its end."""
    try:
        return next(generator)
    except StopIteration:
        reply["end"] = True


def run_cell(text, name, space):
    """Run the text of a cell; lines for IPython, which are no Python, are left out."""
    try:
        code = compile(text, name, "exec")
    except SyntaxError:
        text = re.sub(r"^(\s*)[%!?].*$", r"\1pass", text, flags=re.M)
        code = compile(text, name, "exec")
    linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name  # so that a line can be shown
    exec(code, space)  # noqa: S102, here, and nowhere else


def called_with(request):
    """Call what is asked for; return the value or what was raised, the function, and what has become of its arguments."""
    inputs, found = request.get("trace"), []

    def run(**traced):
        f, args, named_ = taken(request["call"], traced)
        found[:] = [f, args]
        try:
            found.append(f(*args, **named_))
        except BaseException as problem:
            found.append(problem)
            raise
        return found[2]

    try:
        program = trace(run, **inputs) if inputs else run()
    except BaseException:
        if len(found) < 3:
            raise
        program = None
    f, args, value = found
    state = {str(k): out(u) if is_a(u, list) else str(u.left) for k, u in enumerate(args) if is_a(u, (list, Watched))}
    f = f if any(f is thing for thing in THINGS) else None  # of our own functions no line is shown
    if isinstance(value, BaseException):
        return value, f, state
    if isinstance(program, Program) and inputs and value is not None:
        return {"p": out(listing(program))}, f, state
    data = out(value)
    if THINGS and THINGS[-1] is value:
        MAKERS[len(THINGS) - 1] = f
    return data, f, state


# --- what crosses -----------------------------------------------------------------------------


def say(data):
    WIRE["out"].write(f"{line_of(data)}\n")
    WIRE["out"].flush()


def out(value):
    """Return a value as data; what is no plain value stays here, and gets a number."""
    return written(value, keep)


def keep(thing):
    """Return what says of a thing that stays here what it is, and what can be done with it."""
    if type(thing) is Theirs or type(thing) is Counted:
        return {"o": str(thing.number)}
    if type(thing) is Traced:
        return {"v": out(thing.value)}
    if type(thing) is Program and thing.shapes is None:
        return {"p": out(listing(thing))}
    THINGS.append(thing)
    said = {"h": str(len(THINGS) - 1), "kind": named(thing)}
    if callable(thing):
        said["can"] = "call"
    elif hasattr(type(thing), "__next__"):
        said["can"] = "next"
    elif hasattr(type(thing), "__float__"):
        said["float"] = str(float(thing))
    return said


class Taken(pickle.Unpickler):
    """Reads what comes from the other end; its own things come back as themselves, and theirs as what asks them."""

    def __init__(self, data, traced):
        super().__init__(io.BytesIO(data))
        self.traced = traced

    def persistent_load(self, said):
        kind, which = said
        if kind == "thing":
            return THINGS[which]
        if kind == "traced":
            return self.traced[which]
        return (Counted if kind == "counted" else Theirs)(which)


def taken(text, traced=()):
    return Taken(base64.b64decode(text), traced).load()


def asked(question, traced=()):
    """Ask the other end, which may ask in turn before it answers; return what it gives, raise what it raises."""
    say(question)
    for line in WIRE["in"]:
        reply = json.loads(line)
        if "raised" in reply:
            kind, text = reply["raised"]
            raise raised(kind)(text)
        if "replay" in reply:
            return replayed(taken(reply["replay"]), traced)
        if "gave" in reply:
            return taken(reply["gave"])
        say(done(reply, vars(sys.modules["__main__"])))
    raise EOFError


def raised(name):
    """Return the class of an exception of this name, one of Python's or of the lesson's, or a new one."""
    kind = getattr(builtins, name, getattr(errors, name, None))
    return kind if is_a(kind, type) and issubclass(kind, Exception) else type(name, (Exception,), {})


class Theirs:
    """A function of the other end."""

    def __init__(self, number):
        self.number = number

    def __call__(self, *args, **inputs):
        traced = []
        data = written([list(args), inputs], lambda thing: traced.append(thing) or keep(thing))
        return asked({"back": str(self.number), "with": data}, [u for u in traced if type(u) is Traced])


class Counted(Comparable):
    """A number of the other end, which counts there what is done with it."""

    __slots__ = ("number",)

    def __init__(self, number):
        self.number = number

    @staticmethod
    def apply_op(op, args, options=()):
        return asked({"apply": op, "to": out(list(args))})

    @staticmethod
    def compare(name, args):
        return asked({"compare": name, "of": out(list(args))})
