"""What a formula in text may contain: Python's own grammar, and of it only what has a derivative here.

With this module you can

- get the syntax tree of a text, all of it checked (``read``), or a sentence that quotes what is wrong;
- find which inputs a text mentions (``input_names``).

Accepted are numbers, names, ``+ - * /``, powers (``^`` or ``**``), the functions of the table and those that are formulas
of them (``spellings``), however they were typed or pasted (``pasted``).

>>> input_names("x*y + sin(x) + pi")
['x', 'y']
"""

import ast
import math
import re
import warnings

from ..errors import ParseError, closest, short
from ..ops import OPS
from ..tracing.as_numpy.spellings import SPELLINGS
from .pasted import as_python, as_typed

LONGEST, DEEPEST, LARGEST = 2000, 200, 1e100
CONSTANTS = {"pi": math.pi, "e": math.e}
BINARY = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.Pow: "power"}
ELSEWHERE = {"sign": "x/abs(x)", "heaviside": "relu(x)/x for [x > 0]"}  # their derivative is 0, and hides the jump
HINTS = {
    ast.Compare: "comparisons have no derivative; use maximum, minimum, abs or relu",
    ast.IfExp: "branches need a Python function: use adlesson.trace",
    ast.Attribute: "a point stands in numbers only: sin(x), not math.sin(x), and x*y for a product",
    ast.Mod: "its derivative jumps",
    ast.FloorDiv: "use /",
    ast.MatMult: "use * between numbers",
    ast.Subscript: "give each input a name of its own",
    ast.Tuple: "one formula at a time, and . for the decimal point",
}


def functions(also=()):
    """Return what may be called in a formula: the operation of each function's name, and of each other name it goes by.

    ``also`` are names of hidden operations that may be called, too.
    """
    rows = [op for op in OPS.values() if op.written.startswith(f"{op.name}(") and (not op.hidden or op.name in also)]
    return {word: op.key for op in rows for word in (op.name, *op.also)}


def arguments(name, known):
    """Return how many arguments the function called ``name`` takes: a row of the table, or a formula of rows."""
    return len(OPS[known[name]].partials) if name in known else SPELLINGS[name].__code__.co_argcount


def input_names(text, given=()):
    """Return the names in ``text`` that need a value, in the order they appear.

    ``e`` and ``pi`` are the constants, unless they are among the inputs ``given``.
    """
    return [name for name in names_in(read(text, given)[0]) if name in given or name not in CONSTANTS]


def names_in(tree):
    """Return the names in a syntax tree that are not called, in the order they appear."""
    nodes = list(ast.walk(tree))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    names = [n for n in nodes if isinstance(n, ast.Name) and id(n) not in called]
    return list(dict.fromkeys(n.id for n in sorted(names, key=lambda n: n.col_offset)))


def read(text, given=(), known=None, largest=LARGEST):
    """Return the syntax tree of ``text``, and the text in Python's characters that it was read from.

    Raises ``ParseError``, quoting the offending part, if not all is accepted: at most 2,000 characters, 200 levels,
    constants up to ``largest`` in size, the functions ``known``.  ``given`` are the names of inputs.
    """
    if not isinstance(text, str):
        raise ParseError(f"parse takes text, not {type(text).__name__} {short(text)}: for a function use adlesson.trace")
    if len(text) > LONGEST:
        raise ParseError(f"the formula has {len(text):,} characters, at most {LONGEST:,} are read: split it up")
    if not text.strip():
        raise ParseError("the formula is empty: try x*y + sin(x)")
    source = as_python(text, given)
    if "#" in text + source:
        raise ParseError(f"{short(text)} holds a #: type only the formula")
    if re.search(r",\s*\)", source):
        raise ParseError(f"{short(text)} holds a comma with nothing behind it: leave it out")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source, mode="eval").body
    except SyntaxError as problem:
        raise ParseError(_syntax_message(text, source, problem)) from None
    except (ValueError, MemoryError, RecursionError):
        raise ParseError(f"{short(text)} cannot be read: too deeply nested, or it holds an unprintable character") from None
    _check(tree, text, source, functions() if known is None else known, largest, given)
    return tree, source


def _syntax_message(text, source, problem):
    at = min(max((problem.offset or 1) - 1, 0), len(source))
    near = source[max(at - 12, 0) : at + 12] or source[-24:]
    if "=" in source and "==" not in source:
        return f"{short(text)} holds an = sign: type only the formula, for example x^2 rather than f(x) = x^2"
    if source.count("(") != source.count(")"):
        return f"{source.count('(')} opening and {source.count(')')} closing parentheses in {short(text)}: make them match"
    if "nested" in problem.msg:
        return f"{short(text)} is nested more than {DEEPEST} levels deep: split it up"
    near = near if "**" in text else near.replace("**", "^")
    return f"{short(as_typed(near))} is not a formula: write products with *, powers with ^, calls with ( )"


def refuse(node, text, source, why):
    """Raise a ``ParseError`` that quotes the part of ``source``, made of the text, that ``node`` was read from."""
    part = ast.get_source_segment(source, node) or type(node).__name__
    raise ParseError(f"{short(as_typed(part if '**' in text else part.replace('**', '^')))} is not accepted: {why}")


def _check(tree, text, source, known, largest, given):
    level, depth = [tree], 0
    while level:  # one level of the tree at a time, so that depth needs no recursion
        depth += 1
        if depth > DEEPEST:
            raise ParseError(f"{short(text)} is nested more than {DEEPEST} levels deep: split it up")
        below = []
        for node in level:
            if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
                below += [node.left, node.right]
            elif isinstance(node, ast.BinOp):
                refuse(node, text, source, HINTS.get(type(node.op), "of the operators only + - * / ^ have derivatives here"))
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
                below.append(node.operand)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                name = node.func.id
                if name not in known and name not in SPELLINGS:
                    near = (
                        f"; write {ELSEWHERE[name]}"
                        if name in ELSEWHERE
                        else closest(name, [*known, *SPELLINGS])
                        or (
                            f"; for a product write {name}*( )" if len(name) == 1 else f"; known: {', '.join(sorted(known))}"
                        )
                    )
                    refuse(node.func, text, source, f"no such function{near}")
                wanted = arguments(name, known)
                if node.keywords or len(node.args) != wanted or any(isinstance(u, ast.Starred) for u in node.args):
                    refuse(node, text, source, f"{name} takes {wanted} argument{'s' * (wanted > 1)}")
                below += node.args
            elif isinstance(node, ast.Call):
                refuse(node, text, source, HINTS.get(type(node.func), "write a product with *"))
            elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
                if not abs(node.value) <= largest:
                    refuse(node, text, source, f"constants may be at most {largest:g} in size")
            elif isinstance(node, ast.Name):
                if node.id in known or (node.id in SPELLINGS and node.id not in given):
                    called = f"{node.id}({', '.join('xyz'[: arguments(node.id, known)])})"
                    refuse(
                        node,
                        text,
                        source,
                        f"it is a function: write {called}, and {called}^2 for its square",
                    )
            else:
                refuse(
                    node, text, source, HINTS.get(type(node), "only numbers, names, + - * / ^ and functions such as sin(x)")
                )
        level = below
