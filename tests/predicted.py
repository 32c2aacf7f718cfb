"""What the tests know of predictions: where a notebook asks them, and when a computed value is the right answer.

>>> from adlesson.teach.prediction import number
>>> agrees(number("05.1a", "How large?", 17.8, {}), 17.80256), agrees(number("05.1a", "How many?", 20, {}), 20.002)
(True, False)
"""

import re

ASKS = re.compile(r'ad\.predict\("([^"]*)"\)')


def names_asked(cells):
    """Return the names of the predictions that these cells ask for, in order."""
    return [name for cell in cells if cell.cell_type == "code" for name in ASKS.findall(cell.source)]


def agrees(one, value):
    """Tell whether a value is the right answer of a prediction, by the measure of the card that judges it."""
    match one.kind:
        case "number":
            return alike(one.right, value)
        case "names":
            return sorted(one.right.split()) == sorted(value.split() if isinstance(value, str) else value)
        case "order":
            return sorted(one.right) == sorted([value] if isinstance(value, str) else value)
    return value == one.right


def is_reason(one):
    """Tell whether parts of a reason are to be taken: these are words, which no notebook computes."""
    return one.kind == "order" and one.take < len(one.parts)


def alike(right, value):
    """Tell whether two numbers are the same: whole numbers exactly, others to three digits."""
    return value == right if isinstance(right, int) else f"{float(value):.3g}" == f"{right:.3g}"


NUMBER = re.compile(r"(?<![\w.])(?!0\d)(\d{1,3}(?:(?:[,_]|\{,\}|\\,)\d{3})+|\d+)(\.\d+)?(e[+-]?\d+)?(?!\w|\.\w)")


def numbers_in(text, signs=False):
    """Return the numbers that stand in a text as digits, in any of the ways they are written; their ``signs``, if wanted.

    >>> numbers_in("2,097,151 against $2{,}500$, about 1.5e3 of 2_000; 1/4; x2, z_1, 05.3a and 05.4 are names")
    [2097151.0, 2500.0, 1500.0, 2000.0, 1.0, 4.0, 0.25]
    >>> numbers_in("5 − 6 = −1, x-2, (-3)"), numbers_in("5 − 6 = −1, x-2, (-3)", signs=True)
    ([5.0, 6.0, 1.0, 2.0, 3.0], [5.0, 6.0, -1.0, 2.0, -3.0])
    """
    found = []
    for match in NUMBER.finditer(text):
        whole, point, power = match.groups("")
        minus = signs and re.search(r"(?<![\w)])[-−]$", text[: match.start()])  # no number stands before it
        found.append((-1 if minus else 1) * float(re.sub(r"\D", "", whole) + point + power))
    found += [int(u) / int(w) for u, w in re.findall(r"(?<![\w.])(\d+)/([1-9]\d*)(?![\w.])", text)]
    return found
