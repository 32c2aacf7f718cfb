"""What a text of numbers does with other inputs than floats.

With this module you can

- run the text of a program on whole numbers and on NumPy's numbers, and on arrays at every point (``OtherInputs``).

A few points are faster one by one than in NumPy.  Of very many, so many are taken at a time that what is computed on the
way fits into a fast memory.

>>> from ..trace import trace
>>> run = OtherInputs(trace(lambda x, y: x * y + 2, x=2.0, y=3.0))
>>> run(3, 4), run(3.0, 4.0), run(2j, 4)
(14, 14.0, (2+8j))
"""

import math
import sys
from functools import cached_property

from ..fast import reached
from ..numbers.arrays import is_array, quiet
from ..numbers.spelling import by_spelling
from ..ops import OPS
from .meanings import as_imported, for_floats, for_points
from .source import Writer

PROBLEMS = ArithmeticError, LookupError, TypeError, ValueError  # what a text raises where it has no answer
FEW = 16  # points
FAST = 2**21  # numbers: 16 MB


class OtherInputs:
    """Calls a program with inputs in order and by name; its text runs wherever it gives what the program gives.

    Each text is written and compiled when it is wanted first.
    """

    def __init__(self, program):
        self.program, self.varies = program, {}
        flat = program.shapes is None and all(isinstance(k, int) for k in program.takes.values())
        self.at_once = flat and self.serves_points

    def __call__(self, *inputs, **spelled):
        """Return what the program returns."""
        flat, given = inputs, None
        points = points_in(flat) if self.at_once and not spelled else None
        if points is None:  # to bind points would take as long as a small batch
            given = self.by_name(inputs, spelled)
            flat = self.program.bind(given) if self.program.shapes is None else ()
            points = points_in(flat) if self.serves_points else None
        try:
            if points is not None:
                return self.of_points(flat, points.shape, points.size)
            if text := self._text_for(flat):
                return text(*flat)
        except PROBLEMS:
            pass  # the program answers, or says what is wrong
        with quiet(any(map(is_array, flat))):
            return self.program(given or self.by_name(inputs, spelled))

    def by_name(self, inputs, spelled):
        """Return a dict of inputs that are given in order, and of some that are given by name."""
        return dict(zip(self.program.takes, inputs, strict=True)) | by_spelling(spelled)

    def _text_for(self, flat):
        """Return the text that serves these numbers, None if there is none."""
        kinds = {*map(type, flat)}
        if self.program.shapes is not None or not kinds <= {int, float}:
            return None
        if kinds == {float}:
            return self.of_floats
        return None if "power" in self.program.ops else self.exactly  # of a whole number it may be huge

    @cached_property
    def of_floats(self):
        """The text, one argument for each number."""
        writer = Writer(self.program, floats=True)
        return function_of(writer, writer.returned(), for_floats(writer.words))

    @cached_property
    def exactly(self):
        """The same, in which whole numbers stay whole."""
        writer = Writer(self.program)
        return function_of(writer, writer.returned(), as_imported(writer.words))

    # --- many points --------------------------------------------------------------------------------

    @cached_property
    def serves_points(self):
        """Whether no branch was taken, which another point might not take, and every operation is in the table."""
        return not self.program.guards and all(OPS[op].home for op in self.program.ops[self.program.d :])

    @cached_property
    def _at_points(self):
        """Which variables are returned; the text at a few points and at many, which returns these; what packs them.

        And how many points are so many that they go in parts.
        """
        import numpy

        writer = Writer(self.program, floats=True)
        names, words = writer.returned_names(), writer.words
        returned = f"({''.join(f'{writer.expressions.slot(k)[0]}, ' for k in names)})"
        few = each_of(writer, returned, for_floats(words))
        many = numpy.errstate(all="ignore")(function_of(writer, returned, for_points(words)))  # a pole is no news
        pack = eval(f"lambda {', '.join(names.values())}: {writer.returned(names)}", as_imported(words))  # noqa: S307
        return [*names], few, many, pack, FAST // len(self.program)

    def of_points(self, flat, shape, count):
        """Return what the program returns for floats and arrays of this shape, every one of its points by itself."""
        variables, few, many, pack, most = self._at_points
        if FEW < count <= most:
            return pack(*many(*flat))
        kinds = (*map(type, flat),)
        varies = self.varies.get(kinds)
        if varies is None:
            moved = reached(self.program, [kind is not float for kind in kinds])
            varies = self.varies[kinds] = [moved[k] for k in variables]
        if count > most:
            return pack(*in_parts(many, flat, varies, shape, most))
        lists = [[u] * count if type(u) is float else u.ravel().tolist() for u in flat]
        try:
            found = few(*lists)
        except PROBLEMS:  # at a pole the program has the answer
            points = map(self.program.pack_inputs, zip(*lists, strict=True))
            found = [z[k] for z in map(self.program.values, points) for k in variables]
        return pack(*in_columns(found, varies, shape))


def points_in(flat):
    """Return the first array among some values if all are floats but arrays of floats, of one shape; else None."""
    first = None
    for u in flat:
        if type(u) is float:
            continue
        if first is None:
            if not is_array(u) or not u.size:
                return None
            first = u
        if type(u) is not type(first) or u.shape != first.shape or u.dtype.char != "d":
            return None
    return first


def in_columns(found, varies, shape):
    """Return one result for each column of what was found, row by row: an array of this shape, if it ``varies``."""
    numpy = sys.modules["numpy"]  # whose arrays were given: an import statement would take longer
    entries, wide = numpy.fromiter(found, float), len(varies)
    columns = [entries[k::wide] if w else found[k] for k, w in enumerate(varies)]
    return columns if len(shape) == 1 else [u.reshape(shape) if w else u for u, w in zip(columns, varies, strict=True)]


def in_parts(f, flat, varies, shape, most):
    """Return the results of ``f``, called for at most so many points at a time; ``varies`` says which of them do."""
    import numpy

    count = math.prod(shape)
    long = [u if type(u) is float else u.ravel() for u in flat]
    whole = [numpy.empty(count) if w else None for w in varies]
    for k in range(0, count, most):
        here = slice(k, k + most)
        for j, part in enumerate(f(*[u if type(u) is float else u[here] for u in long])):
            if varies[j]:
                whole[j][here] = part  # filled piece by piece: so nothing as long as it is needed beside it
            else:
                whole[j] = part
    return [u.reshape(shape) if w else u for u, w in zip(whole, varies, strict=True)]


def function_of(writer, returned, space):
    """Return the function of the lines of a text in which each input variable is an argument."""
    lines = [*writer.lines, f"return {returned}"]
    return _made(writer, [f"def {writer.title}({_arguments(writer)}):", *("    " + line for line in lines)], space)


def each_of(writer, returned, space):
    """Return the function of one list for each argument that does so at each point, and returns one list of all results."""
    found, together, names = writer.words.fresh("found"), writer.words.fresh("zip"), _arguments(writer)
    head = [f"def {writer.title}({names}):", f"    {found} = []", f"    for {names}, in {together}({names}):"]
    lines = [*writer.lines, f"{found} += {returned}"]
    return _made(writer, [*head, *("        " + line for line in lines), f"    return {found}"], space | {together: zip})


def _arguments(writer):
    """Return the names of the input variables as text."""
    names = (writer.names[k] if writer.statements.reads[k] else writer.words.fresh(f"_{k}") for k in range(writer.program.d))
    return ", ".join(names)


def _made(writer, lines, space):
    exec(compile("\n".join(lines), f"<{writer.program.title}, number by number>", "exec"), space)  # noqa: S102, ours
    return space[writer.title]
