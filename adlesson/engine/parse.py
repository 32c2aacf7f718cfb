"""Read a formula from text, without ever running the text.

With this module you can

- turn ``"x*y + sin(x)"`` into a ``Program`` (``parse``);
- find which inputs a text mentions (``input_names``).

Python's own grammar reads the text; of what it may contain we accept numbers, names, ``+ - * /``,
powers (``^`` or ``**``) and the functions of the table.  Equal subexpressions become one variable,
so the text of the running example has the seven variables of the program it came from.

>>> parse("exp(x) + exp(x)^2", x=0)
x = 0  (input)
a = exp(x)
b = a ** 2
c = a + b
return c
"""

import ast
import itertools
import math
import warnings

from .errors import InputError, ParseError, closest, listed, short
from .names import unique_names
from .ops import OPS
from .program import Program, by_name, checked_number

LONGEST, DEEPEST, LARGEST = 2000, 200, 1e100
FUNCTIONS = {name: name for name, op in OPS.items() if op.written.startswith(name) and name not in ("sign", "heaviside")} | {
    "ln": "log",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "max": "maximum",
    "min": "minimum",
}
CONSTANTS = {"pi": math.pi}
BINARY = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.Pow: "power"}
SPELLINGS = {"^": "**", "−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "²": "**2", "³": "**3", "π": "pi"}
HINTS = {
    ast.Compare: "comparisons have no derivative; use maximum, minimum, abs or relu",
    ast.IfExp: "branches need a Python function: use adlesson.trace",
    ast.Attribute: "write sin(x), not math.sin(x) or np.sin(x)",
    ast.Mod: "its derivative jumps",
    ast.FloorDiv: "use /",
    ast.MatMult: "use * between numbers",
    ast.Subscript: "give each input a name of its own",
    ast.Tuple: "one formula at a time, and . for the decimal point",
}


def parse(text, /, at=None, **inputs):
    """Return the ``Program`` that computes the formula in ``text`` with these example inputs.

    Variables are lettered ``a, b, c, ...`` in program order, skipping input names.  Raises
    ``ParseError``, quoting the offending part, for anything that is not such a formula; the text is
    never evaluated.  At most 2,000 characters, 200 levels, constants up to 1e100 in size.
    """
    tree = read(text)
    given = {name: checked_number(u, name) for name, u in by_name(at, inputs).items()}
    builder = _Builder(given, text)
    output = builder.build(tree)
    groups = [(name, None) for name in given]
    return Program(
        ops=builder.ops,
        slots=builder.slots,
        constants=builder.constants,
        groups=groups,
        at=given,
        outputs=[output],
        shape="one",
        title="f",
        origin=TextOrigin(text.strip()),
    )


def input_names(text):
    """Return the names in ``text`` that need a value, in the order they appear."""
    nodes = list(ast.walk(read(text)))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    names = [n for n in nodes if isinstance(n, ast.Name) and id(n) not in called and n.id not in CONSTANTS]
    return list(dict.fromkeys(n.id for n in sorted(names, key=lambda n: n.col_offset)))


def read(text):
    """Return the syntax tree of ``text`` after checking that all of it is accepted."""
    if not isinstance(text, str):
        raise ParseError(f"parse takes text, not {type(text).__name__} {short(text)}: for a function use adlesson.trace")
    if len(text) > LONGEST:
        raise ParseError(f"the formula has {len(text):,} characters, at most {LONGEST:,} are read: split it up")
    if not text.strip():
        raise ParseError("the formula is empty: try x*y + sin(x)")
    source = _as_python(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source, mode="eval").body
    except SyntaxError as problem:
        raise ParseError(_syntax_message(text, source, problem)) from None
    except (ValueError, MemoryError, RecursionError):
        raise ParseError(f"{short(text)} cannot be read: too deeply nested, or it holds an unprintable character") from None
    _check(tree, text)
    return tree


def _as_python(text):
    return "".join(SPELLINGS.get(letter, letter) for letter in text).strip()


def _syntax_message(text, source, problem):
    at = min(max((problem.offset or 1) - 1, 0), len(source))
    near = source[max(at - 12, 0) : at + 12] or source[-24:]
    if "=" in source and "==" not in source:
        return f"{short(text)} holds an = sign: type only the formula, for example x^2 rather than f(x) = x^2"
    if source.count("(") != source.count(")"):
        return f"{source.count('(')} opening and {source.count(')')} closing parentheses in {short(text)}: make them match"
    if "nested" in problem.msg:
        return f"{short(text)} is nested more than {DEEPEST} levels deep: split it up"
    near = near.replace("**", "^") if "^" in text else near
    return f"{short(near)} is not a formula: write products with *, powers with ^, calls with ( )"


def _refuse(node, text, why):
    part = ast.get_source_segment(_as_python(text), node) or type(node).__name__
    raise ParseError(f"{short(part.replace('**', '^') if '^' in text else part)} is not accepted: {why}")


def _check(tree, text):
    def refuse(node, why):
        _refuse(node, text, why)

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
                refuse(node, HINTS.get(type(node.op), "of the operators only + - * / ^ have derivatives here"))
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
                below.append(node.operand)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                name = node.func.id
                if name not in FUNCTIONS:
                    near = closest(name, FUNCTIONS) or (
                        f"; for a product write {name}*( )" if len(name) == 1 else f"; known: {', '.join(sorted(FUNCTIONS))}"
                    )
                    refuse(node.func, f"no such function{near}")
                wanted = len(OPS[FUNCTIONS[name]].partials)
                if node.keywords or len(node.args) != wanted or any(isinstance(u, ast.Starred) for u in node.args):
                    refuse(node, f"{name} takes {wanted} argument{'s' * (wanted > 1)}")
                below += node.args
            elif isinstance(node, ast.Call):
                refuse(node, HINTS.get(type(node.func), "write a product with *"))
            elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
                if not abs(node.value) <= LARGEST:
                    refuse(node, f"constants may be at most {LARGEST:g} in size")
            elif isinstance(node, ast.Name):
                if node.id in FUNCTIONS:
                    refuse(node, f"{node.id} is a function: write {node.id}(x)")
            else:
                refuse(node, HINTS.get(type(node), "only numbers, names, + - * / ^ and functions such as sin(x)"))
        level = below


class _Builder:
    """Turns a checked tree into instructions, each distinct subexpression once."""

    def __init__(self, given, text):
        self.text = text
        self.ops, self.slots, self.constants = ["input"] * len(given), [()] * len(given), []
        self.inputs, self.seen = {name: i for i, name in enumerate(given)}, {}

    def build(self, tree):
        """Return the slot of the value of ``tree``; children first, with a stack of our own."""
        done, stack = {}, [tree]
        while stack:
            node = stack.pop()
            children = self.children(node)
            waiting = [child for child in children if id(child) not in done]
            if waiting:
                stack += [node, *reversed(waiting)]
            else:
                done[id(node)] = self.emit(node, [done[id(child)] for child in children])
        return done[id(tree)]

    @staticmethod
    def children(node):
        if isinstance(node, ast.BinOp):
            return [node.left, node.right]
        return [node.operand] if isinstance(node, ast.UnaryOp) else node.args if isinstance(node, ast.Call) else []

    def emit(self, node, slots):
        if isinstance(node, ast.Constant):
            return self.constant(node.value, node)
        if isinstance(node, ast.Name):
            return self.name(node.id, node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd):
            return slots[0]
        op = "negative" if isinstance(node, ast.UnaryOp) else None
        op = op or (FUNCTIONS[node.func.id] if isinstance(node, ast.Call) else BINARY[type(node.op)])
        if all(k < 0 for k in slots):  # a calculation with constants alone is a constant
            return self.constant(OPS[op].value(*[self.constants[~k] for k in slots]), node)
        key = (op, *slots)
        if key not in self.seen:
            self.seen[key] = len(self.ops)
            self.ops.append(op)
            self.slots.append(tuple(slots))
        return self.seen[key]

    def constant(self, value, node):
        if not abs(value) <= LARGEST and value == value:
            _refuse(node, self.text, f"constants may be at most {LARGEST:g} in size")
        key = (type(value), value)
        if key not in self.seen:
            self.constants.append(value)
            self.seen[key] = -len(self.constants)
        return self.seen[key]

    def name(self, name, node):
        if name in self.inputs:
            return self.inputs[name]
        if name in CONSTANTS:
            return self.constant(CONSTANTS[name], node)
        known = f": the inputs are {listed(self.inputs)}" if self.inputs else ""
        raise InputError(f"{short(name)} has no value{known}; write parse(text, {name[:40]}=1.0, ...)")


class TextOrigin:
    """Where a parsed program came from: the text; its variables are lettered a, b, c, ..."""

    code = None

    def __init__(self, text):
        self.text = text

    def names_and_lines(self, program):
        inputs, letters = set(program.inputs), []
        alphabet = "abcdefghijklmnopqrstuvwxyz"
        spellings = (first + second for first in ["", *alphabet] for second in alphabet)
        free = itertools.chain((s for s in spellings if s not in inputs), itertools.repeat("z"))
        letters = [None] * program.d + [next(free) for _ in range(len(program) - program.d)]
        return unique_names(program, letters), (None,) * len(program)
