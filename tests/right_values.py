"""What gives the answer of an exercise away, for tests of all that is said to a wrong one.

With this module you can

- list a right value in all ways in which the lesson writes numbers (``shown``), and find it in a text (``words_of``);
- list the lines of a solution, and what they compute (``lines_of``), to be looked for in a text without spaces (``bare``).

>>> sorted(shown({"x": "1/2 + 5"}))
['1/2 + 5', '5.5']
>>> sorted(lines_of("def f(x):\\n    total = 0  # so far\\n    return total + x[k] * slope(k)", "def f(x):\\n    return 0"))
['returntotal+x[k]*slope(k)', 'total+x[k]*slope(k)', 'x[k]*slope(k)']
"""

import ast
import re

from adlesson.engine.parsing.parse import calculated
from adlesson.show.writing.numerals import number

SHORT = 9  # characters, without spaces: what is shorter is in many lines


def shown(value):
    """Return a right value in all ways in which the lesson writes numbers; a list of whole numbers is an order."""
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]
    if isinstance(value, list) and all(isinstance(one, int) for one in value):
        values = [",".join(map(str, value)), "".join(map(str, value))]
    found = set()
    for one in values:
        if isinstance(one, str) and re.search(r"[\d)]$", one):  # a formula
            found.add(one)
            one = calculated(one) if "," not in one and not one[-1].isalpha() else one
        if isinstance(one, int | float) and not isinstance(one, bool):
            found |= {str(one), number(one), f"{one:.3g}", f"{one:.4g}", f"{one:.6g}", str(round(one, 3))}
        elif isinstance(one, str) and len(one) > 1:  # a letter alone is a word of any text
            found.add(one)
    return found - {"0", "1", "-1", "2"}  # which any sentence may have


def words_of(text, right):
    """Return the words of a text, and those right values of several words that stand in it."""
    return {word.strip(".,:;()!?`'\"") for word in text.split()} | {one for one in right if " " in one and one in text}


def lines_of(solution, cell):
    """Return the lines of a solution's code that its cell has not, and what they compute, all without spaces."""
    tree, there = ast.parse(solution), bare(cell)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and "exercises.check" not in ast.unparse(node):
            found.add(ast.unparse(node).partition("\n")[0])
        elif isinstance(node, ast.BinOp | ast.Call):
            found.add(ast.unparse(node))
    return {line for line in map(bare, found) if len(line) >= SHORT and line not in there}


def bare(text):
    """Return a text or some code without spaces, the quotes of strings alike.

    >>> bare("f( x )['a']")
    'f(x)["a"]'
    """
    return re.sub(r"\s", "", text).replace("'", '"')
