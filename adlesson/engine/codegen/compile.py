"""Make a fast function of a program: the text that ``source`` writes, compiled by Python.

With this module you can

- call a program, or a gradient, about as fast as what you would have written by hand (``compiled``).

>>> from ..transforms.gradients import gradient_program
>>> f = compiled(gradient_program(lambda x, y: x * y + x, x=2.0, y=3.0))
>>> f(5.0, y=7.0)
{'value': 40.0, 'x_bar': 8.0, 'y_bar': 5.0}
"""

import itertools
import linecache
import weakref

from ..errors import InputError, LessonError, short
from ..fence import fence
from ..program import checked_program
from .by_numba import machine_code
from .door import door
from .meanings import as_imported, for_floats
from .other_inputs import PROBLEMS, OtherInputs
from .source import Writer

MOST_LINES = 50_000
NO_NAMES = {"None", "True", "False", "__debug__"}  # Python lets nobody call an input so
COUNT = itertools.count(1)


def compiled(program, by="python"):
    """Return a fast function made from ``source(program)``: inputs positional, in order, or by keyword.

    It returns what ``program(...)`` returns, and inputs left out are the example's.  A program of numbers also takes
    arrays, a batch: every point by itself (a result that is the same for all points stays one number).  The text serves
    floats, batches of floats, and arrays of the traced shapes; for all else, and where the text raises, the program itself
    is called.  What runs is the text of ``source`` between a test of the inputs and that call, whole numbers beside floats
    written as floats: ``inspect.getsource`` shows it.  Printing and compiling cost some ten microseconds per instruction,
    which pays after some dozens of calls, or hundreds.  At a pole a text of arrays gives the same infinities and NaN as the
    program, but NumPy warns there, as in your own code: in ``with np.errstate(all="ignore"):`` it is quiet.

    ``by="numba"`` has the same text compiled for the machine, by the package numba: for programs of numbers that are asked
    tens of thousands of times, since that takes a second or so.  Raises ``InputError`` above 50,000 variables, and where
    numba is missing or cannot.
    """
    title = checked_program(program, "compiled").title
    if by not in ("python", "numba"):
        raise InputError(f'compiled takes by="python" or by="numba", not {short(by)}')
    fence(title, len(program), MOST_LINES, "Python compiles", "use grad or value_and_grad, which sweep over the list")
    writer = Writer(program, floats=True)
    if by == "python":
        space = as_imported(writer.words) if program.shapes else for_floats(writer.words)
        return _with_a_net(writer, [*writer.lines, f"return {writer.returned()}"], space)
    word, names = writer.words.fresh("machine_code"), writer.returned_names()
    given = ", ".join(writer.names[k] for k in range(program.d) if writer.statements.reads[k])
    results = f"{', '.join(names.values())}{',' * (len(names) == 1)} = " * bool(names)
    lines = [f"{results}{word}({given})"] * bool(names or program.guards)  # of a constant the guards are asked all the same
    space = as_imported(writer.words) | {word: machine_code(writer)}
    return _with_a_net(writer, [*lines, f"return {writer.returned(names)}"], space)


def _with_a_net(writer, lines, space):
    """Return the function of some lines, which asks the program itself where they would not do."""
    program, words, otherwise = writer.program, writer.words, OtherInputs(writer.program)

    def carefully(*inputs, **spelled):
        """Sweep over the list where the text has no answer: at a pole, at a flipped guard."""
        try:
            return program(otherwise.by_name(inputs, spelled))
        except LessonError as problem:
            problem.__suppress_context__ = True  # what the text raised before is no news
            raise

    test, meanings = door(writer)
    net = {"otherwise": otherwise, "carefully": carefully, "PROBLEMS": PROBLEMS}
    word = {name: words.fresh(name) for name in net}
    meanings |= {word[name]: thing for name, thing in net.items()}
    takes = ", ".join(words.inputs)
    if any(name in NO_NAMES or not name.isascii() for name in program.takes):  # in f(**{...}) such a name can be given
        more = words.fresh("others")
        takes, test = f"{takes}, **{more}", f"not {more}{' and ' * bool(test)}{test}"
    deeper = "            " if test else "        "
    unpacking = _asking_first(writer, meanings, f"return {word['otherwise']}({takes})")
    text = "\n".join(
        [
            f"def {writer.title}({takes}):",
            "    try:",
            *("        " + line for line in unpacking),
            *[f"        if {test}:"] * bool(test),
            *(deeper + line for line in lines),
            f"    except {word['PROBLEMS']}:",
            f"        return {word['carefully']}({takes})",
            *[f"    return {word['otherwise']}({takes})"] * bool(test),
        ]
    )
    title = f"<{program.title}, compiled {next(COUNT)}>"
    exec(compile(text, title, "exec"), space)  # noqa: S102, a text of ours, not a learner's
    function = space[writer.title]
    space |= meanings
    called = {word: name for word, name in zip(words.inputs, program.takes, strict=True) if name not in NO_NAMES}
    if any(word != name for word, name in called.items()):  # an input called "lambda" is lambda_ in the text
        names = tuple(called.get(name, name) for name in function.__code__.co_varnames)
        function.__code__ = function.__code__.replace(co_varnames=names)
    function.__defaults__ = tuple(program.pack_inputs(program.bind({})).values())
    function.__doc__ = f"The program {program.title}, as straight-line Python."
    linecache.cache[title] = (len(text), None, text.splitlines(keepends=True), title)  # so that its source can be shown
    weakref.finalize(function, linecache.cache.pop, title, None).atexit = False
    return function


def _asking_first(writer, meanings, otherwise):
    """Return the lines that unpack nests, none of which reads a part of what is no dict: a ``defaultdict`` would make it."""
    dicts = [path for nest, path, _ in writer.nests if isinstance(nest, dict)]
    word, lines = next((word for word, thing in meanings.items() if thing is dict), None), []
    for line in writer.unpacking:
        while dicts and line.partition(" = ")[2].startswith(f"{dicts[0]}["):
            lines.append(f"if {dicts.pop(0)}.__class__ is not {word}: {otherwise}")
        lines.append(line)
    return lines
