"""An answer that lives in another process, for the judges of ``adlesson.teach``, which need not know that it does.

With this module you can

- run the cells of a submission in a ``Box``, and get an answer of it (``Session``).

A number, a text or a table comes as it is, made anew from the text on the channel.  A function stays in there, and what is
given to the judge stands for it (``stand_ins``): to call it sends the arguments in and brings a value out.  Arguments that
are functions or counting numbers stay *here*, and are called back by number, not often.  So a judge counts and watches as
always.

Why this cannot be used to forge a mark: nothing that comes out is more than a value, and nothing goes in but what a
learner's function is given in a notebook, too.  The right answer and the verdict never leave this process.
"""

import base64
import io
import pickle
from functools import partial
from types import FunctionType

from ..engine.cost.counting import Counted
from ..engine.errors import LessonError
from ..engine.numbers.nesting import leaves, mapped
from ..engine.ops import COMPARISONS, OPS
from ..engine.trace import trace
from ..engine.tracing.traced import Traced
from ..teach.judging.answers import without
from ..teach.judging.closed import written as closed_name
from ..teach.judging.stops import StoppedElsewhereError, is_a
from ..teach.judging.watched_program import Watched
from .by_replay import listing, replayed
from .channel import ChannelError, plain, read, whole
from .confined.box import GoneError
from .confined.contents import has_inside
from .stand_ins import Thing, stand_in

CALLS = 20_000  # how often one exercise may call back
LARGEST, LARGEST_ARRAY = 2**53, 1000  # of a whole number, and of an array, that one of our functions is called with
MISSING = object()


class Session:
    """A submission in a ``box``: what it is asked, and what of ours it knows by number."""

    def __init__(self, box):
        self.box, self.ours, self.calls = box, [], 0

    def allow(self, seconds):
        """Give so many seconds, and a fresh number of calls back."""
        self.box.allow(seconds)
        self.calls = CALLS

    # --- what is asked --------------------------------------------------------------------------

    def run(self, text, name):
        """Run the text of a cell; what is raised in it stays there."""
        self.ask({"cell": text, "named": name})

    def answer(self, what):
        """Return the answer to an exercise, ``MISSING`` if none was given."""
        reply = self.ask({"answer": what})
        return self.value(reply["value"]) if "value" in reply else MISSING

    def as_given(self, answer, cell):
        """Tell whether an answer in there does what the text of a cell does, which gains nobody anything."""
        return isinstance(answer, Thing) and self.ask({"given": answer.number, "stub": cell}).get("value") is True

    def call(self, f, args, inputs):
        """Return what a function in there, or one of ours that exists there, gives for these arguments."""
        names, told = without.get() or ((), [])
        packed = Packer(self)
        request = {"call": packed.text(f, args, inputs), "closed": list(names), "trace": packed.traced}
        reply = self.ask(request)
        self.note(reply, names, told)
        for k, u in self.pairs(reply.get("state")):
            argument = args[k]
            if is_a(argument, list):
                argument[:] = self.value(u)
            elif is_a(argument, Watched):
                argument.left = whole(u)
        return self.result(reply, packed.order)

    def following(self, generator):
        """Return what a generator in there yields next; raise ``StopIteration`` at its end."""
        names, told = without.get() or ((), [])
        reply = self.ask({"next": generator.number, "closed": list(names)})
        self.note(reply, names, told)
        if reply.get("end") is True:
            raise StopIteration
        return self.result(reply)

    def note(self, reply, names, told):
        """Tell the judge which closed calls were made."""
        told += [name for name in map(closed_name, names) if name in (reply.get("called") or ())]

    def result(self, reply, traced=()):
        """Return the value in a reply, or raise what stopped it."""
        if "stopped" in reply:
            where, why = map(str, reply["stopped"])
            raise StoppedElsewhereError(plain(where)[:200], plain(why)[:300])
        value = reply.get("value")
        if traced and is_a(value, dict) and "p" in value:
            return replayed(self.value(value["p"]), traced)
        return self.value(value)

    # --- how it is asked ------------------------------------------------------------------------

    def ask(self, request):
        """Return the reply to a request, and answer what is asked back before it."""
        self.box.send(request)
        while True:
            data = self.box.receive()
            try:
                if not is_a(data, dict):
                    raise ChannelError("a reply is an object")
                if not data.keys() & {"back", "apply", "compare"}:
                    return data
                self.calls -= 1
                if self.calls < 0:
                    raise ChannelError("it called back too often")
                reply = self.called_back(data)
            except (ChannelError, KeyError, IndexError, TypeError, ValueError) as problem:
                self.box.give_up(f"what it sent cannot be read: {problem}"[:200])
            self.box.send(reply)

    def called_back(self, data):
        """Return the reply to one who asks back: what a function of ours, or an operation on a number of ours, gives."""
        traced = []
        run = self.our_function(data, traced) if "back" in data else self.our_number(data)
        try:
            if traced:  # over there it is being traced: it is traced here, too, and what it did is done again there
                at = {f"x{k}": later.value for k, later in enumerate(traced)}
                return {"replay": Packer(self).text(listing(trace(run, **at)))}
            return {"gave": Packer(self).text(run())}
        except Exception as problem:  # whatever comes of such arguments
            return {"raised": [type(problem).__name__, str(problem)[:300]]}

    def our_function(self, data, traced):
        """Return what calls the function of ours that data names with the arguments in there."""
        f, (args, inputs) = self.ours[whole(data["back"])], map(small, self.value(data["with"], traced))
        if not is_a(f, FunctionType):
            raise ChannelError("only a function can be called")
        return lambda **now: f(*filled(args, now), **filled(inputs, now))

    def our_number(self, data):
        """Return what does the operation, or the comparison, that data names with a number of ours."""
        name, args = (data["apply"], data["to"]) if "apply" in data else (data["compare"], data["of"])
        args = tuple(small(self.value(args)))
        wanted = len(OPS[name].partials) if "apply" in data else 2 * (name in COMPARISONS)
        if len(args) != wanted or not any(is_a(u, Counted) for u in args):
            raise ChannelError("an operation is on a number of ours")
        if any(hasattr(u, "shape") for u in args):
            raise ChannelError("no array is counted")
        return partial(Counted.apply_op if "apply" in data else Counted.compare, name, args)

    def pairs(self, state):
        """Return what is said of arguments that may have changed, by place."""
        return [(whole(k), u) for k, u in (state.items() if is_a(state, dict) else ())]

    def value(self, data, traced=None):
        """Return the value that is written in data; what it refers to is a stand-in, or a number of ours."""

        def found(said):
            if "h" in said:
                return stand_in(self, said)
            if "o" in said:
                one = self.ours[whole(said["o"])]  # a function of ours is no answer, and not to be called by a judge
                return one if is_a(one, Counted) else stand_in(self, {"h": said["o"], "kind": "function"})
            if "v" in said and traced is not None:
                traced.append(Later(len(traced), self.value(said["v"])))
                return traced[-1]
            if "p" in said:
                listed = self.value(said["p"])
                return trace(lambda **now: replayed(listed, leaves(now)), mapped(lambda _: 0.5, listed["takes"]))
            raise ChannelError("this refers to nothing")

        try:
            return read(data, found)
        except (LessonError, ArithmeticError, LookupError, TypeError, ValueError) as problem:
            if is_a(problem, GoneError):
                raise
            self.box.give_up(f"what it sent cannot be read: {problem}"[:200])


# --- what goes in, and what comes back as an argument -------------------------------------------


class Later:
    """An argument that is being traced over there: it has a value, and gets its own trace here."""

    def __init__(self, k, value):
        self.k, self.value = k, value


def filled(value, now):
    """Return arguments with what is traced now in the places of ``Later``."""
    if is_a(value, Later):
        return now[f"x{value.k}"]
    if is_a(value, (list, tuple)):
        return type(value)([filled(u, now) for u in value])
    return {key: filled(u, now) for key, u in value.items()} if is_a(value, dict) else value


def small(value):
    """Return arguments in which a large whole number, of which a power might never end, is no whole number any more.

    Raises ``ChannelError`` for a large array: two of them may make one that is larger by far.
    """
    if getattr(value, "size", 0) > LARGEST_ARRAY:
        raise ChannelError(f"arrays of at most {LARGEST_ARRAY:,} numbers are taken")
    if is_a(value, (list, tuple)):
        return type(value)([small(u) for u in value])
    if is_a(value, dict):
        return {key: small(u) for key, u in value.items()}
    return float(value) if type(value) is int and abs(value) > LARGEST else value


class Packer(pickle.Pickler):
    """Writes what is ours for the other process, as a pickle; nothing that comes from there is ever unpickled here."""

    def __init__(self, session):
        self.buffer, self.session, self.traced, self.order = io.BytesIO(), session, {}, []
        super().__init__(self.buffer)

    def text(self, *things):
        self.dump(things if len(things) > 1 else things[0])
        return base64.b64encode(self.buffer.getvalue()).decode()

    def persistent_id(self, thing):
        if isinstance(thing, Thing):
            return "thing", thing.number
        if type(thing) is Traced:
            name = f"x{len(self.order)}"
            self.traced[name] = thing.value
            self.order.append(thing)
            return "traced", name
        if type(thing) is Counted:
            return "counted", self.known(thing)
        if type(thing) is FunctionType and not (has_inside(thing.__module__) and thing.__qualname__.isidentifier()):
            return "function", self.known(thing)
        return None

    def known(self, thing):
        """Return the number by which one of ours is known over there."""
        self.session.ours.append(thing)
        return len(self.session.ours) - 1
