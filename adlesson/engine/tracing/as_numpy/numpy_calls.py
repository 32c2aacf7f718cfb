"""How a call of NumPy's, or a method, becomes a formula of operations, or one sentence.

With this module you can

- run a function by the name that NumPy has for it (``called``);
- turn what Python or a library says about a traced value into a sentence with the user's line (``tell``).

Options that change nothing (``out=None``, ``dtype=float``) are left out, and ``dim`` and ``keepdim`` are read as ``axis``
and ``keepdims``.
"""

from importlib import import_module

from ...errors import LessonError, MethodError, NumberError, TraceError, listed, reason, short
from ..hints import remedy
from ..user_code import call_at, place_of, raises_at, text_at, user_line
from .spellings import SPELLINGS

KNOWN = "known are arithmetic and the functions of the lesson, such as adlesson.sin(x)"
SAME = {"dim": "axis", "keepdim": "keepdims", "a_min": "low", "a_max": "high"}
OTHER_ARGUMENTS = ("() got", "() takes", "() missing")  # what Python says where a function is called with them
KIND_THIRD = {"sum", "mean", "prod", "nansum", "nanmean", "var", "std"}  # the kind of entries is NumPy's third argument
IDLE = {  # options, and the values with which they change nothing
    "out": (None,),
    "dtype": (None, float, "float", "float64", "d"),
    "where": (True,),
    "order": (None, "C", "K", "A"),
    "casting": ("same_kind", "unsafe", "safe"),
    "subok": (True, False),
    "copy": (None, True),
    "initial": (None,),
    "optimize": (True, False, "greedy", "optimal"),
}


# methods of traced values, beside the functions of the table and of ``spellings``
METHODS = (
    "sum", "mean", "max", "min", "prod", "var", "std", "ptp", "norm", "softmax", "logsumexp", "cumsum", "cumprod", "dot",
    "diagonal", "trace", "repeat", "take", "swapaxes", "squeeze", "copy", "argmax", "argmin", "argsort", "all", "any",
    "nonzero", "conj", "conjugate", "median", "outer", "reshape", "ravel", "transpose",
)  # fmt: skip


def formula(name):
    """Return the formula of what NumPy calls ``name``, None if there is none."""
    if name in SPELLINGS:
        return SPELLINGS[name]
    # loaded with the first call: most functions of numbers never need it
    return import_module(".array_spellings", __package__).ARRAY_SPELLINGS.get(name)


def called(name, args, options=None, said=""):
    """Return what the function that NumPy calls ``name`` gives for these arguments, traced ones among them.

    ``said`` is how the user wrote it, such as ``np.var``.  Raises a ``TraceError`` or ``NumberError`` with the user's line.
    """
    said = said or f"np.{name}"
    if name in KIND_THIRD and len(args) > 2 and not isinstance(args[2], int):
        options = dict(zip(("dtype", "out"), args[2:4], strict=False)) | (options or {})
        args = (*args[:2], *args[4:])
    try:
        return formula(name)(*args, **effective(options, said))
    except LessonError as problem:
        if "(line " not in str(problem):
            problem.args = (f"{problem} (line {user_line()})",)
        raise
    except TypeError as problem:
        if any(word in str(problem) for word in OTHER_ARGUMENTS):
            raise TraceError(f"{said} takes other arguments here (line {user_line()}): {_in_short(problem)}") from None
        raise NumberError(f"{said} cannot be computed here: {_in_plain(reason(problem))} (line {user_line()})") from None
    except (ArithmeticError, LookupError, ValueError) as problem:
        raise NumberError(f"{said} cannot be computed here: {_in_plain(reason(problem))} (line {user_line()})") from None


def effective(options, said):
    """Return the options that change something, under NumPy's names; raise a ``TraceError`` for what cannot be followed."""
    kept = {}
    for key, u in (options or {}).items():
        name = SAME.get(key, key)
        if name == "order" and said.rpartition(".")[2] in ("ravel", "reshape", "flatten"):  # which go through the entries
            kept |= {"order": u} if u not in (None, "C") else {}
            continue
        if type(u).__name__ == "_NoValueType" or any(
            u is idle or (isinstance(u, str) and u == idle) for idle in IDLE.get(name, ())
        ):
            continue
        if name == "dtype" and getattr(u, "__name__", str(u)) in ("float64", "double"):
            continue
        if name == "out":
            raise TraceError(
                f"{said} cannot write into an array that is there, as out= and h += x do (line {user_line()}): "
                "write h = h + x, which makes a new one"
            )
        if name in IDLE:
            raise TraceError(f"{said} with {key}= cannot be recorded (line {user_line()}): {_without(name)}")
        if not (name in kept and u is None):
            kept[name] = u
    return kept


def _without(name):
    if name == "dtype":
        return "leave it out, a traced value is a float in double precision"
    if name == "where":
        return "choose by np.where(mask, x, 0) first"
    return "leave it out"


def _in_plain(said):
    """Return what Python says, without the names of our classes."""
    import re  # only needed once something went wrong

    said = re.sub(r"\bTraced(Array)?\.", "x.", said)
    said = re.sub(r"(<class )?'?\b(adlesson[\w.]*)?Traced(Array)?\b'?>?(?!\()", "a traced value", said)
    return " ".join(said.split())


def _in_short(problem):
    """Return what Python says about arguments, without the name of a function of ours."""
    return str(problem).partition("() ")[2] or str(problem)


def tell(problem, kind):
    """Raise an error of ours, with a sentence, if what was raised is about a traced value, of this ``kind``."""
    if isinstance(problem.__cause__, LessonError):  # NumPy covers what float(x) says by a sentence of its own
        raise TraceError(str(problem.__cause__)) from None
    frame, at, line = place_of(problem)
    u, name = getattr(problem, "obj", None), getattr(problem, "name", None)
    if isinstance(problem, AttributeError) and isinstance(u, kind):
        raise MethodError(f"a traced {u._kind} has no {name} (line {line}): {u.instead_of(name)}") from None
    if (
        isinstance(problem, AttributeError)
        and isinstance(u, (list, tuple, dict))
        and any(isinstance(w, kind) for w in _parts(u))
    ):
        told = f"a {type(u).__name__} of traced values has no {name} (line {line})"
        if isinstance(u, dict) or hasattr(u, "_fields"):
            known = f'write ["{name}"], in brackets' if name in u else f"it has {listed(getattr(u, '_fields', u))}"
            raise MethodError(f"{told}: {known}") from None
        raise MethodError(f"{told}: give the input as a NumPy array, or put them together by np.stack") from None
    met = None if frame is None or raises_at(frame, at) else _met(frame, at, kind)
    if met is None:
        return  # it has nothing to do with us
    said, call = _in_plain(str(problem)), call_at(frame, at)
    said = f"{type(problem).__name__} {said}" if isinstance(problem, (KeyError, AssertionError)) else said
    doing = f"{short(call[1], write=str)}(...)" if call else "this"
    if any(word in said for word in (*OTHER_ARGUMENTS, "positional arg", "required arg")):
        raise TraceError(f"{doing} is called with other arguments than it takes (line {line}): {said}") from None
    instead = (remedy(call[2]) if call else "") or KNOWN
    if isinstance(met, dict):
        instead = f"take one of its parts, {listed(met)}"
    elif isinstance(met, (list, tuple)):
        instead = "give the input as a NumPy array, or put them together by np.stack"
    elif hasattr(met, "flat"):
        instead = "write np.stack([x, y]) in place of np.array([x, y])"
    raise TraceError(f"{doing} cannot be done with a traced value (line {line}): {said}; {instead}") from None


def _met(frame, at, kind):
    """Return the traced value, or the list or array with one in it, that is named where a frame stands, or None."""
    import re

    here, text = frame.f_globals | frame.f_locals, text_at(frame, at)
    named = map(here.get, re.findall(r"[^\W\d]\w*", text) if text else frame.f_locals)  # all, where there is no text
    return next((u for u in named if any(isinstance(w, kind) for w in _parts(u))), None)


def _parts(u, deep=3):
    """Return what is in a list, a tuple or a dict, and in those inside it, or in an array of objects; else what is given."""
    if getattr(getattr(u, "dtype", None), "kind", "") == "O":
        return getattr(u, "flat", [u])
    if not isinstance(u, (list, tuple, dict)) or not deep:
        return [u]
    return (w for each in (u.values() if isinstance(u, dict) else u) for w in _parts(each, deep - 1))
