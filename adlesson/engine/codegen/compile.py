"""Make a fast function of a program: the text that ``source`` writes, compiled by Python.

With this module you can

- call a program, or a gradient, about as fast as what you would have written by hand (``compiled``).

>>> from ..transforms.gradients import gradient_program
>>> f = compiled(gradient_program(lambda x, y: x * y + x, x=2.0, y=3.0))
>>> f(5.0, y=7.0)
{'value': 40.0, 'x_bar': 8.0, 'y_bar': 5.0}
"""

import ast
import itertools
import linecache
import weakref
from collections import Counter

from ..errors import LessonError
from ..fence import fence
from ..numbers.arrays import is_array
from ..numbers.spelling import by_spelling
from ..program import checked_program
from .source import Writer

MOST_LINES, MOST_TERMS = 50_000, 100
NO_NAMES = {"None", "True", "False", "__debug__"}  # Python lets nobody call an input so
COUNT = itertools.count(1)


def compiled(program):
    """Return a fast function made from ``source(program)``: inputs positional, in order, or by keyword.

    It returns what ``program(...)`` returns, and inputs left out are the example's.  A program of numbers also takes
    arrays, a batch: every point by itself (a result that is the same for all points stays one number).  The text serves
    floats and arrays of the traced shapes; for all else, and where the text raises, the program itself is called.
    Printing and compiling cost some microseconds per instruction, which pays after some hundreds of calls.  Raises
    ``InputError`` above 50,000 lines.
    """
    title = checked_program(program, "compiled").title
    fence(title, len(program), MOST_LINES, "Python compiles", "use grad or value_and_grad, which sweep over the list")
    writer = Writer(program)

    def carefully(*inputs, **others):
        """Sweep over the list where the text has no answer: at a pole, on a batch, on formulas, at a flipped guard."""
        try:
            return program({**dict(zip(program.at, inputs, strict=True)), **by_spelling(others)})
        except LessonError as problem:
            problem.__suppress_context__ = True  # what the text raised before is no news
            raise

    text, title = writer.text(), f"<{program.title}, compiled {next(COUNT)}>"
    tree, space = _with_a_net(text, writer, carefully)
    exec(compile(tree, title, "exec"), space)  # noqa: S102, a text of ours, not a learner's
    space.update(writer.words.open)
    function = space[writer.title]
    function.__defaults__ = tuple(program.pack_inputs(program.bind({})).values())
    function.__doc__ = f"The program {program.title}, as straight-line Python."
    linecache.cache[title] = (len(text), None, text.splitlines(keepends=True), title)  # so that its source can be shown
    weakref.finalize(function, linecache.cache.pop, title, None).atexit = False
    return function


def _with_a_net(text, writer, carefully):
    """Return the tree of a text that calls ``carefully`` where it would not do itself, and the words which that takes."""
    things = {"PROBLEMS": (ArithmeticError, LookupError, TypeError, ValueError), "carefully": carefully}
    things |= {thing.__name__: thing for thing in (dict, float, int, isinstance, map, sum, type)}
    things["ndarray"] = next((type(u) for u in writer.program.bind({}) if is_array(u)), None)
    things["ORDERED"] = {list, tuple, *(type(nest) for nest, *_ in writer.nests if isinstance(nest, tuple))}
    words = {name: writer.words.fresh(name) for name in things}  # an input may be called float
    tree, inputs = ast.parse(text), writer.words.inputs
    define = tree.body[-1]
    careful = f"return {words['carefully']}({', '.join(inputs)})"
    tests = " and ".join(_tests(writer, words)) or "True"
    if any(name in NO_NAMES or not name.isascii() for name in writer.program.at):  # in f(**{...}) such a name can be given
        others = writer.words.fresh("others")
        define.args.kwarg, tests = ast.arg(others), f"{tests} and not {others}"
        careful = f"{careful[:-1]}, **{others})"
    (net,) = ast.parse(f"try:\n if not ({tests}): {careful}\nexcept {words['PROBLEMS']}: {careful}").body
    net.body = [*define.body[: writer.first], *net.body, *_fetched_once(_summed(define.body[writer.first :]))]
    define.body = [net]  # costs nothing as long as nothing is raised
    called = {word: name for word, name in zip(inputs, writer.program.at, strict=True) if name not in NO_NAMES}
    for node in ast.walk(tree):  # an input that is called "lambda" is lambda_ in the text and "lambda" by keyword
        if isinstance(node, ast.arg):
            node.arg = called.get(node.arg, node.arg)
        elif isinstance(node, ast.Name):
            node.id = called.get(node.id, node.id)
    return ast.fix_missing_locations(tree), {words[name]: thing for name, thing in things.items()}


def _tests(writer, words):
    """Yield the conditions under which the text does what the program does: floats, or double arrays of the traced shape.

    Whole numbers will do, too, but not for powers, which may be exact, and huge.  Nests have the parts they had.
    """
    program, name = writer.program, words.__getitem__
    is_float, is_int = f"{name('isinstance')}({{0}}, {name('float')})", f"{name('type')}({{0}}) is {name('int')}"
    is_number = is_float if "power" in program.ops else f"({is_float} or {is_int})"

    def fits(k, path):
        shape = program.shape_at(k)
        if not shape:
            return is_number.format(path)
        return f"{name('type')}({path}) is {name('ndarray')} and {path}.shape == {shape} and {path}.dtype.char in 'dD'"

    for nest, word in zip(program.takes.values(), writer.words.inputs, strict=True):
        if isinstance(nest, int):
            yield fits(nest, word)
    for nest, path, keys in writer.nests:
        if isinstance(nest, dict):
            yield f"{name('isinstance')}({path}, {name('dict')}) and {path}.keys() == {{{', '.join(keys) or '*()'}}}"
        else:
            yield f"{name('type')}({path}) in {name('ORDERED')}{f' and not {path}' * (not nest)}"
        parts = nest.values() if isinstance(nest, dict) else nest
        if nest and not program.shapes and all(isinstance(k, int) for k in parts):
            values = f"{path}.values()" if isinstance(nest, dict) else path
            each = f"{{*{name('map')}({name('type')}, {values})}} == {{{name('float')}}}"
            yield each if "power" in program.ops else is_number.format(f"{name('sum')}({values})")
        else:
            yield from (fits(k, f"{path}[{key}]") for k, key in zip(parts, keys, strict=True) if isinstance(k, int))


def _summed(statements):
    """Return statements in which ``u = v`` and then ``u += w`` are one, so that ``u`` is stored and fetched once.

    No array is ever changed in place, then, and a long sum is not nested too deep for Python.
    """
    new, terms = [], 0
    for line in statements:
        before = new[-1] if new and isinstance(new[-1], ast.Assign) else None
        if not isinstance(line, ast.AugAssign):
            terms = 0
        elif terms < MOST_TERMS and before and getattr(before.targets[0], "id", None) == line.target.id:
            before.value, terms = ast.BinOp(before.value, line.op, line.value), terms + 1
            continue
        else:
            terms, so_far = 0, ast.Name(line.target.id, ast.Load())
            line = ast.Assign([line.target], ast.BinOp(so_far, line.op, line.value))
        new.append(line)
    return new


def _fetched_once(statements):
    """Return statements in which what would be stored to be fetched once is written where it is fetched."""
    names = [node for line in statements for node in ast.walk(line) if isinstance(node, ast.Name)]
    fetched = Counter(node.id for node in names if isinstance(node.ctx, ast.Load))
    stored = Counter(node.id for node in names if isinstance(node.ctx, ast.Store))
    new, held = [], _Held()
    for line in statements:
        held.size = 0
        line = held.visit(line)
        name = getattr(line.targets[0], "id", None) if isinstance(line, ast.Assign) else None
        if name and fetched[name] == stored[name] == 1 and held.size < MOST_TERMS:
            held.texts[name] = line.value, held.size
        else:
            new.append(line)
    return new


class _Held(ast.NodeTransformer):
    """Puts expressions in the place of their names; ``size`` counts the nodes of what was visited."""

    def __init__(self):
        self.texts, self.size = {}, 0

    def visit(self, node):
        self.size += 1
        return super().visit(node)

    def visit_Name(self, node):
        text, size = self.texts.pop(node.id, (node, 0))
        self.size += size
        return text
