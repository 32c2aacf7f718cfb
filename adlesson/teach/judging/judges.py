"""Judge one answer: a number, some names, a table of numbers, or a function.

With this module you can

- make a judge for an exercise (``number``, ``names``, ``table``, ``adjoint``, ``function``);
- say why a wrong one is wrong: from the mistakes of a sweep (``mistaken``), from a list (``known``), from a calculator that
  is set to degrees (``in_degrees``), or from several (``either``).

A judge is a function of ``(answer, pick)`` that returns ``(verdict, message)``; the verdict is
``right``, ``close`` (right to two digits) or ``wrong``, and ``pick`` is a ``random.Random`` for fresh
inputs.  Right answers are computed when asked for, and never appear in a message.

>>> judge = number(lambda: 12, known({7: "added instead of multiplied"}))
>>> judge("3 * 4", None), judge(7, None)
(('right', ''), ('wrong', 'added instead of multiplied'))
"""

import math
from collections import namedtuple
from copy import deepcopy
from functools import cache

from ...engine.derivatives import adjoints
from ...engine.mistakes.diagnose import behind, made
from ...engine.mistakes.table import ADDED, READERS, RULES, SIGNS
from .answers import THOUSANDS, AnswerError, NoAnswerError, as_number, as_table, call, words
from .stops import is_a

Case = namedtuple("Case", "says args inputs right why", defaults=(None,))
Case.__doc__ = """One try of a learner's function: ``function(*args, **inputs)`` should give ``right``.

``says`` completes "it is wrong for ..."; ``why(name, number)`` explains a wrong number.
"""


# --- judges -----------------------------------------------------------------------------------


def number(right, why=None):
    """Return a judge for one number, ``right()``; ``why(name, number)`` explains a wrong one."""
    return lambda answer, pick: against(answer, right(), why)


def adjoint(program, *wanted, given=None, why=None, otherwise=""):
    """Return a judge for the adjoint of one variable of ``program()``, or for a table of several.

    Name several in the order of the reverse sweep: the first wrong one is looked at.  ``why`` is asked before the mistakes
    of a sweep are, which begins at the variable whose adjoint is ``given``; ``otherwise`` is said where neither knows the
    number.
    """

    def judge(answer, pick):
        p = program()
        every = adjoints(p)
        right = {name: every[name] for name in wanted}
        says = either(*filter(None, (why, mistaken(p, given=given))), known({}, otherwise))
        if len(wanted) == 1:
            return against(answer, right[wanted[0]], says, wanted[0])
        return against(answer, right, says)

    return judge


def table(right, why=None):
    """Return a judge for a number per name, ``right()``; a list or tuple is read in that order."""
    return lambda answer, pick: against(answer, right(), why)


def names(right, why=None, among=""):
    """Return a judge for some names in any order, of those ``among`` which the answer is.

    ``why`` maps wrong answers, as text, to what to say then; where none is the answer itself, the first
    whose names are all in it, and not all right, serves.  How many are right is said where nothing else is.
    """

    def judge(answer, pick):
        given, wanted = words(answer, among.split()), words(right())
        if not given:
            raise AnswerError("there is at least one: give its name")
        sayings = [(words(wrong), says) for wrong, says in (why or {}).items()]
        said = [says for wrong, says in sayings if wrong == given]
        said += [says for wrong, says in sayings if wrong <= given and not wrong <= wanted]
        return ("right", "") if given == wanted else ("wrong", said[0] if said else counted(given, wanted))

    return judge


def counted(given, wanted):
    """Return how many names are right, how many are not, and how many are missing."""
    good, bad, missing = len(given & wanted), len(given - wanted), len(wanted - given)
    amiss = "nothing wrong" if not bad else "and one that does not belong" if bad == 1 else f"and {bad} that do not belong"
    lacking = "" if not missing else ": one is missing" if missing == 1 else f": {missing} are missing"
    return f"{good} of {len(wanted)}, {amiss}{lacking}."


def function(cases, read=None):
    """Return a judge that tries a learner's function on the ``cases(pick)``.

    ``read(result, case)`` makes of what it returns the numbers to compare; the function then gets copies to work on.  A
    wrong number is told beside the one that was expected: inputs are others at the next try.
    """

    def judge(answer, pick):
        verdict = "right"
        for case in cases(pick):
            try:
                given = call(answer, *(deepcopy(case.args) if read else case.args), **case.inputs)
                result, message = against(read(given, case) if read else given, case.right, case.why, show=True)
            except NoAnswerError:
                raise
            except AnswerError as problem:
                return "wrong", f"For {case.says}, {problem}."
            if result == "wrong":
                return result, f"It is wrong for {case.says}. {message}".strip()
            verdict = result if result == "close" else verdict
        return verdict, ""

    return judge


def exactly(answer, pick, cases):
    """Tell whether a learner's function, right to three digits, is right to twelve: a difference of values is not."""
    for case in cases(pick):
        given, right = call(answer, *case.args, **case.inputs), case.right
        pairs = [(given, right)]
        if isinstance(right, dict):
            pairs = [(u, right[key]) for key, u in as_table(given, right).items()]
        if any(abs(as_number(u) - w) > 1e-12 * max(abs(w), 1) for u, w in pairs):
            return False
    return True


# --- comparing --------------------------------------------------------------------------------


def against(given, right, why=None, name=None, show=False):
    """Return ``(verdict, message)`` for a number, or a table of numbers, against the right one.

    ``show`` tells both numbers where they differ.
    """
    if not isinstance(right, dict):
        u = as_number(given)
        verdict = compare(u, right)
        read = (
            f"That is read as {u}: before decimals stands a point. "
            if is_a(given, str) and THOUSANDS.fullmatch(given)
            else ""
        )
        return verdict, read + explained(u, right, why, name, show) if verdict == "wrong" else ""
    verdicts = []
    for key, u in as_table(given, right).items():
        try:
            u = as_number(u)
        except AnswerError as problem:
            raise AnswerError(f"for `{key}` {problem}") from None
        verdict = compare(u, right[key])
        if verdict == "wrong":
            return verdict, f"Look at the variable `{key}`. {explained(u, right[key], why, key, show)}".strip()
        verdicts.append(verdict)
    return "close" if "close" in verdicts else "right", ""


def explained(u, right, why, name, show):
    """Return what is said of a wrong number: both numbers where they may be shown, then the mistake behind it."""
    both = f"Yours is {written(u)}, expected is {written(right)}." if show else ""
    says = why(name, u) if why else ""
    return f"{both} {says}".strip() or f"{written(u)} is not it, and the mistake behind it is not known here."


def written(u):
    """Return a number in four digits, in more where it is whole."""
    return f"{u:,}" if isinstance(u, int) and abs(u) < 10**9 else f"{float(u):.6g}"


def compare(u, right):
    """Return ``right`` (to three digits), ``close`` (to two) or ``wrong``; whole numbers must be equal."""
    if isinstance(right, int) and u == round(u):
        return "right" if u == right else "wrong"
    unit = 10.0 ** math.floor(math.log10(abs(right))) if right else 1.0
    off = abs(u - right) / unit
    return "right" if off < 0.0051 else "close" if off < 0.051 else "wrong"


# Of mistakes that give one number: what stands in the line, a sign or a rule, before what any line may have; and made at
# this variable alone (0) before all along the sweep (1), which would show in other numbers, too.
LIKELIEST = [(0, SIGNS), (0, RULES), (0, ADDED), (0, READERS), (1, SIGNS), (1, RULES)]


def mistaken(program, at=None, but=(), given=None):
    """Return a ``why`` that names the mistake which gives a number as an adjoint of ``program``.

    Of several it is the ``LIKELIEST``.  ``but`` are ideas of which nothing is said; no mistake is made before the variable
    whose adjoint is ``given``.
    """
    made_at = cache(lambda name: made(program, name, at, given))

    def why(name, u):
        right, *lists = made_at(name)
        found = {}
        for along, slips in enumerate(lists):
            for mistake in behind(u, right, slips):
                if mistake.idea not in but:
                    found.setdefault((along, mistake.idea), []).append(mistake.says)
        if not found:
            return ""
        alike = found[min(found, key=lambda kind: LIKELIEST.index(kind) if kind in LIKELIEST else len(LIKELIEST))]
        return f"It looks as if {'; or as if '.join(alike[:2])}."

    return why


def known(sayings, otherwise=""):
    """Return a ``why`` that looks a wrong number up: ``sayings`` maps numbers to sentences, ``otherwise`` is for others."""

    def why(name, u):
        return next((says for wrong, says in sayings.items() if compare(u, wrong) == "right"), otherwise)

    return why


def known_by_name(sayings, otherwise=None):
    """Return a ``why`` with sayings for each name of a table, and one for all other numbers of it."""
    return lambda name, u: known(sayings.get(name, {}), (otherwise or {}).get(name, ""))(name, u)


def in_degrees(wrong):
    """Return a ``why`` that knows what comes out with degrees; it asks for three digits and more, for cos 5° is nearly 1."""
    says = "It looks as if your calculator is set to degrees: all angles here are in radians."
    return lambda name, u: says if abs(u - wrong) < 1e-3 * abs(wrong) else ""


def either(*whys):
    """Return a ``why`` that asks several, one after the other, until one has something to say."""
    return lambda name, u: next(filter(None, (why(name, u) for why in whys)), "")
