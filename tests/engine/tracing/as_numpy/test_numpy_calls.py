"""Whatever is called with a traced number or array: it is right, or one sentence says what to write, and where."""

import builtins
import inspect
import math
import operator
import random
import re
import statistics
import warnings

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.tracing.as_numpy.numpy_calls import METHODS, formula

V, M = np.array([0.5, 0.25, 0.75]), np.array([[1.5, 2.0], [0.25, 0.75]])
OTHER, WIDE, SOME = np.array([1.0, 2.0, 4.0]), np.ones((4, 5)), np.array([True, False, True])
ARGUMENTS = (V, M, OTHER, WIDE)

# they print, ask for a type or a name, change settings, read files, or stop everything
APART = set(
    """
    from_dlpack frombuffer fromstring fromfile fromregex fromfunction memmap info may_share_memory
    shares_memory can_cast iterable isscalar common_type isfortran test get_include show_config show_runtime
    busday_count datetime_data broadcast_shapes typename mintypecode min_scalar_type issubdtype promote_types
    loadtxt genfromtxt load save savez savez_compressed savetxt seterr seterrcall geterr geterrcall setbufsize
    getbufsize set_printoptions get_printoptions printoptions array_repr array_str array2string
    format_float_positional format_float_scientific base_repr binary_repr empty empty_like asmatrix bmat in1d
    trapz row_stack input exit quit breakpoint help open print exec eval compile copyright credits license
    vars dir locals globals isinstance issubclass type id repr callable object hasattr memoryview classmethod
    staticmethod property super ascii format str is_ is_not aiter anext eq ne concat iconcat countOf
    setrecursionlimit
    """.split()  # noqa: SIM905, a page of quotes would hide the names
)
MODULES = (np, np.linalg, np.fft, math, statistics, operator, builtins)
CALLED = [
    (f"{module.__name__}.{name}", getattr(module, name))
    for module in MODULES
    for name in dir(module)
    if not name.startswith("_") and name not in APART and callable(getattr(module, name))
    if not (
        inspect.isclass(getattr(module, name))
        and (module is not builtins or issubclass(getattr(module, name), BaseException))
    )
]
WAYS = {
    "(u)": lambda g, u: g(u), "(u, u)": lambda g, u: g(u, u), "(u, 2)": lambda g, u: g(u, 2),
        "(2.0, u)": lambda g, u: g(2.0, u),
    "(u, -1)": lambda g, u: g(u, -1), "(u, OTHER)": lambda g, u: g(u, OTHER), "(WIDE, u)": lambda g, u: g(WIDE, u),
    "([u, u])": lambda g, u: g([u, u]), "(u, u, u)": lambda g, u: g(u, u, u), "(u, axis=0)": lambda g, u: g(u, axis=0),
    "(u, axis=7)": lambda g, u: g(u, axis=7), "(u, axis=(0, 1))": lambda g, u: g(u, axis=(0, 1)),
    "(u, keepdims=True)": lambda g, u: g(u, keepdims=True), "(u, dtype=float32)": lambda g, u: g(u, dtype=np.float32),
    "(u, dtype=float)": lambda g, u: g(u, dtype=float), "(u, out=zeros)": lambda g, u: g(u, out=np.zeros(3)),
    "(u, where=SOME)": lambda g, u: g(u, where=SOME), "(u, frob=1)": lambda g, u: g(u, frob=1),
    "(u, 'abc')": lambda g, u: g(u, "abc"), "(u, None)": lambda g, u: g(u, None),
}  # fmt: skip
OURS = re.compile(r"Traced(Array)?\b(?!\()")  # the name of a class of ours; Traced(0.5) stands for a value
LINE = {way: f.__code__.co_firstlineno for way, f in WAYS.items()}


def flat(found):
    """Return the numbers and arrays in a result, and in lists and tuples in it."""
    return [u for part in found for u in flat(part)] if isinstance(found, list | tuple) else [found]


def numbers(found):
    """Return those of them that can be compared."""
    return [
        u
        for u in flat(found)
        if isinstance(u, int | float | complex | np.number | np.bool_ | np.ndarray) or hasattr(u, "tape")
    ]


def plain(way, g, u):
    """Return what a call gives without a trace, or None if it fails there, too."""
    try:
        return numbers(way(g, u.copy() if isinstance(u, np.ndarray) else np.float64(u)))
    except Exception:
        return None


def outcome(way, g, u):
    """Return what a call gives in a trace, as plain values, or the sentence by which it is refused."""
    facts = []

    def moves(v):
        return hasattr(v, "tape") or (isinstance(v, np.ndarray) and v.dtype == object)  # np.array([x, y])

    def f(x):
        found = numbers(way(g, x))
        facts[:] = [None if moves(v) else v for v in found]
        return [v for v in found if moves(v)]

    try:
        traced = iter(ad.trace(f, x=u)())
    except ad.LessonError as problem:
        return str(problem)
    return [next(traced) if v is None else v for v in facts]


def same(found, right):
    """Whether two lists of results are alike."""
    return len(found) == len(right) and all(
        np.shape(u) == np.shape(w)
        and np.allclose(np.asarray(u, complex), np.asarray(w, complex), rtol=1e-12, equal_nan=True)
        for u, w in zip(found, right, strict=True)
    )


@pytest.mark.parametrize("u", [0.5, V, M], ids=["number", "row", "matrix"])
def test_whatever_is_called_is_right_or_refused_in_one_sentence(u):
    """All public functions of seven modules, each in twenty ways: with wrong axes, shapes that do not fit, and options."""
    right, wrong = set(), []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for name, g in CALLED:
            for way, f in WAYS.items():
                found = outcome(f, g, u)
                if isinstance(found, str):
                    if found.startswith("the returned value is"):
                        continue
                    if f"(line {LINE[way]})" not in found or not 30 < len(found) < 400 or OURS.search(found):
                        wrong.append((name, way, found))
                elif (wanted := plain(f, g, u)) is not None:
                    right.add(name)
                    if not same(found, wanted):
                        wrong.append((name, way, found, wanted))
    assert wrong == []
    assert len(right) > (90 if u is V or u is M else 80)


OWN = {"value", "tape", "index", "family", "copied"}


@pytest.mark.parametrize("u", [0.5, V, M], ids=["number", "row", "matrix"])
def test_every_method_of_numpy_is_right_or_refused(u):
    """``x.NAME``, and ``x.NAME(...)`` in twenty ways, for all that NumPy's numbers and arrays have."""
    wrong, right, there = [], set(), np.float64(u) if isinstance(u, float) else u
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for name in dir(there):
            if name.startswith("__") or name in ("tofile", "dump", "dumps", "setfield", "getfield", "view", "dtype", "flat"):
                continue
            try:
                call = callable(getattr(there, name))
            except ValueError:  # the transpose of a row, as a matrix
                continue
            for way, f in ((way, f) for way, f in WAYS.items() if way.startswith("(u")):
                g = lambda x, *args, name=name, call=call, **options: (
                    getattr(x, name)(*args, **options) if call else getattr(x, name)
                )
                found = outcome(f, g, u)
                if isinstance(found, str):
                    if "(line " not in found or OURS.search(found):
                        wrong.append((name, way, found))
                elif way == "(u)" and (wanted := plain(f, g, there)) is not None:
                    right.add(name)
                    if not same(found, wanted):
                        wrong.append((name, way, found, wanted))
    assert wrong == []
    assert {*METHODS} - {"norm", "softmax", "logsumexp", "median", "outer", "ptp", "cumsum", "cumprod", "trace",
        "diagonal"} - right <= {
        "dot", "repeat", "take", "swapaxes", "nonzero", "reshape", "argsort", "ravel", "cumsum", "transpose",
    }  # fmt: skip


SIGNS = ["-{0}", "+{0}", "~{0}", "abs({0})", "not {0}", "{0}()", "{0}[0]", "{0}[9]", "{0}['a']", "{0}[{0}]", "{0}[1.5]",
    "{0}[None]", "len({0})",
         "[*{0}]", "{{**{0}}}", "{{{0}: 1}}", "{{{0}}}", "range({0})", "'a' * {0}", "[1] * {0}", "f'{{{0}:d}}'",
             "'%d' % {0}", "'%s' % {0}",
         "{0}.frob", "{0}.frob()", "{0} in [1]", "1 in {0}", "int({0})", "float({0})", "complex({0})", "round({0})",
             "round({0}, 2)",
         "next({0})", "iter({0})", "bytes({0})", "chr({0})", "slice({0})", "[1, 2][{0}]", "{0}.sum.frob",
             "pow({0}, 2, 3)"]  # fmt: skip
BETWEEN = [
    "+",
    "-",
    "*",
    "/",
    "//",
    "%",
    "**",
    "@",
    "&",
    "|",
    "^",
    "<<",
    ">>",
    "<",
    ">",
    "<=",
    ">=",
    "==",
    "!=",
    "and",
    "or",
]
OTHERS = [
    "2",
    "2.5",
    "'a'",
    "None",
    "[1.0]",
    "(1, 2)",
    "{}",
    "V",
    "WIDE",
    "np.array(['a'])",
    "{0}",
    "1j",
    "len",
    "np.float32(2)",
    "True",
]
# Python answers by identity here, x == None is False, also where NumPy asks each entry
IDENTITY = {
    f"{u} {sign} {w}" for sign in ("==", "!=") for o in ("'a'", "None", "{}", "len") for u, w in ((o, "x"), ("x", o))
}
LINES = (
    SIGNS
    + [f"{{0}} {sign} {other}" for sign in BETWEEN for other in OTHERS]
    + [f"{other} {sign} {{0}}" for sign in BETWEEN for other in OTHERS]
)


@pytest.mark.parametrize("u", [0.5, V, M], ids=["number", "row", "matrix"])
def test_every_sign_of_python_gives_a_value_or_a_sentence(u):
    """Whatever Python can write with a traced value: nothing raw comes out, and what comes out is right."""
    wrong = []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for line in LINES:
            text = line.replace("{{", "{").replace("}}", "}").replace("{0}", "x") if "{0}" in line else line
            if text in IDENTITY:
                continue
            try:
                code = compile(f"def f(x):\n    return numbers({text})", "typed", "exec")
            except SyntaxError:
                continue
            here = {"np": np, "V": V, "WIDE": WIDE, "numbers": numbers}
            exec(code, here)
            try:
                found = ad.trace(here["f"], x=u)()
            except ad.LessonError as problem:
                if ("(line 2)" not in str(problem) and "returned value" not in str(problem)) or OURS.search(str(problem)):
                    wrong.append((text, str(problem)))
                continue
            except Exception as problem:
                wrong.append((text, type(problem).__name__, str(problem)))
                continue
            wanted = plain(lambda g, x: g(x), here["f"], np.float64(u) if isinstance(u, float) else u)
            if wanted is not None and not same(found, wanted):
                wrong.append((text, found, wanted))
    assert wrong == []


# --- what is not about a traced value is not ours ------------------------------------------------------------


def mistake_of_ones_own(x):
    total = {"a": 1}["b"]
    return x * total


def divided_by_zero(x):
    return x * (1 / 0)


def raised_on_purpose(x):
    if x > 0:
        raise ValueError("x must be negative")
    return x


def asserted(x):
    assert x < 0
    return x


def plain_numpy(x):
    return x * (np.ones(3) @ np.ones(4))


def raised_in_a_helper(x):
    return checked(x) * 2


def checked(x):
    """Raise, as a learner's own helper does."""
    raise TypeError("checked wants something else")


@pytest.mark.parametrize(
    ("f", "kind"),
    [(mistake_of_ones_own, KeyError),
        (divided_by_zero, ZeroDivisionError), (raised_on_purpose, ValueError), (asserted, AssertionError),
        (plain_numpy, ValueError),
     (raised_in_a_helper, TypeError)],
)  # fmt: skip
def test_an_error_of_the_users_own_comes_out_as_it_is(f, kind):
    """A sentence of ours about it would hide what they said themselves."""
    with pytest.raises(kind) as caught:
        ad.trace(f, x=0.5)
    assert not isinstance(caught.value, ad.LessonError)


def in_a_package(x):
    return statistics.fmean([x, 2 * x])


def in_a_random_draw(x):
    return random.gauss(x, 1.0) + statistics.mean([x, x])


def beside_a_plain_number(x):
    point = np.array([0.0, x])
    return np.exp(point).sum()


def a_list_given(x):
    return x.sum()


def a_list_times_a_float(x):
    return 2.0 * x


@pytest.mark.parametrize(
    ("f", "x", "sentence"),
    [
        (in_a_package, 0.5, "write sums, such as"),
        (in_a_random_draw, 0.5, "statistics.mean"),
        (beside_a_plain_number, 0.5, r"write np.stack\(\[x, y\]\) in place of np.array"),
        (a_list_given, [1.0, 2.0], "a list of traced values has no sum"),
        (a_list_times_a_float, [1.0, 2.0], "can't multiply sequence"),
    ],
)
def test_the_line_is_the_users_own_also_inside_a_package(f, x, sentence):
    """Not one of Python's own modules, nor of what is installed."""
    with pytest.raises(ad.LessonError, match=sentence) as caught:
        ad.trace(f, x=x)
    assert any(f"(line {f.__code__.co_firstlineno + k})" in str(caught.value) for k in (1, 2))


def test_a_formula_is_looked_up_by_numpys_name():
    """With the module in front where it is not NumPy itself."""
    assert formula("linalg.norm")(np.array([3.0, 4.0])) == 5
    assert formula("log10")(100.0) == 2
    assert formula("frobnicate") is None
