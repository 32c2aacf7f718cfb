"""Every small fault that a source text can be given, one at a time.

>>> for fault in faults("engine/a.py", "def f(x):\\n    return x + 1 if x < 2 else -x"):
...     print(fault.becomes)
return None
return x + 1 if x <= 2 else -x
return x + 1 if x < 3 else -x
return x - 1 if x < 2 else -x
return x + 2 if x < 2 else -x
return x + 1 if x < 2 else x
"""

import ast
import itertools
from typing import NamedTuple

COMPARED = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not",
    ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
COMPUTED = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "/", ast.Mod: "//", ast.Pow: "*",
    ast.And: "or", ast.Or: "and",
}  # fmt: skip
SYMMETRIC = {"max", "min", "isclose", "uniform"}  # their first two arguments may change places


class Fault(NamedTuple):
    """One fault: the module and function, the line or lines as they are and as they become, and the whole faulty text."""

    module: str
    function: str
    line: str
    becomes: str
    source: str


def faults(module, source):
    """Yield each fault of a module's source text; docstrings, annotations, imports and sentences are left as they are."""
    lines = source.splitlines(keepends=True)
    begins = [0, *itertools.accumulate(map(len, lines))]  # where each line begins

    def place(line, column):  # a column of the tree counts bytes
        return begins[line - 1] + len(lines[line - 1].encode()[:column].decode())

    for function, node, text in _changes(ast.parse(source)):
        start, end = place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset)
        faulty = source[:start] + text + source[end:]
        first = source.rfind("\n", 0, start) + 1
        behind = source.find("\n", end) % (len(source) + 1)
        line, becomes = source[first:behind], faulty[first : behind + len(text) - (end - start)]
        yield Fault(module, function, " ".join(line.split()), " ".join(becomes.split()), faulty)


def _changes(tree, function=""):
    """Yield ``(function, node, text)`` for each node that may be replaced by a text, from the outside to the inside."""
    for node in ast.iter_child_nodes(tree):
        inside = function
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inside = f"{function}.{node.name}".lstrip(".")
            for part in ("returns", "decorator_list"):
                setattr(node, part, None if part == "returns" else [])
        if isinstance(node, ast.arg | ast.Import | ast.ImportFrom | ast.JoinedStr):
            continue
        if isinstance(node, ast.keyword) and node.arg == "strict":
            continue  # of zip: a guard that nothing else depends on
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Pass()
        for text in _replacements(node):
            yield inside, node, text
        if isinstance(node, ast.If | ast.IfExp) and isinstance(node.test, ast.Name | ast.Attribute | ast.Call):
            yield inside, node.test, f"not {ast.unparse(node.test)}"
        yield from _changes(node, inside)


def _replacements(node):
    """Yield the texts that may stand in the place of this node."""
    write = ast.unparse
    match node:
        case ast.Expr(value=ast.Constant()):
            return  # a docstring
        case ast.Return(value=value) if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
            yield "return None"
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARED:
            yield f"{_operand(left)} {COMPARED[type(op)]} {_operand(right)}"
        case ast.Compare(left=left, ops=[first, *rest], comparators=[middle, *others]) if type(first) in COMPARED:
            tail = write(ast.Compare(middle, rest, others))
            yield f"{_operand(left)} {COMPARED[type(first)]} {tail}"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COMPUTED and not _is_text(left):
            yield f"{_operand(left)} {COMPUTED[type(op)]} {_operand(right)}"
        case ast.BoolOp(op=op, values=values):
            yield f" {COMPUTED[type(op)]} ".join(_operand(value) for value in values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield _operand(operand)
        case ast.Constant(value=bool() as value):
            yield str(not value)
        case ast.Constant(value=int() as value):
            yield str(value + 1)
        case ast.Constant(value=float() as value):
            yield repr(value * 2 + 1)
        case ast.Call(func=func, args=[first, second, *rest], keywords=keywords) if (
            not any(isinstance(arg, ast.Starred) for arg in (first, second))
            and write(func).rpartition(".")[2] not in SYMMETRIC
            and write(first) != write(second)
        ):
            yield write(ast.Call(func, [second, first, *rest], keywords))
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield "pass"
        case ast.Assign(targets=[ast.Attribute(attr="__doc__")]):
            return
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "pass"


def _is_text(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _operand(node):
    """Return the text of a node that stands beside an operator, in parentheses unless it is a name, a number or a call."""
    text = ast.unparse(node)
    return text if isinstance(node, ast.Name | ast.Constant | ast.Call | ast.Attribute | ast.Subscript) else f"({text})"
