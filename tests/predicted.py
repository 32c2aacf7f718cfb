"""What the tests know of predictions: where a notebook asks them, and when a computed value is the right answer.

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


def alike(right, value):
    """Tell whether two numbers are the same: whole numbers exactly, others to three digits."""
    return value == right if isinstance(right, int) else f"{float(value):.3g}" == f"{right:.3g}"
