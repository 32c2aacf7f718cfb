"""What a text of numbers does with other inputs than floats.

With this module you can

- run the text of a program on whole numbers and on NumPy's numbers, and on arrays at every point (``OtherInputs``).

A few points are faster one by one than in NumPy; many are taken some thousands at a time, so that what is computed on the
way stays in the fastest memory.

>>> from ..trace import trace
>>> run = OtherInputs(trace(lambda x, y: x * y + 2, x=2.0, y=3.0))
>>> run(3, 4), run(3.0, 4.0), run(2j, 4)
(14, 14.0, (2+8j))
"""

from functools import cached_property

from ..fast import reached
from ..numbers.arrays import is_array, quiet
from ..numbers.spelling import by_spelling
from ..ops import OPS
from .meanings import as_imported, for_floats, for_points
from .source import Writer

PROBLEMS = ArithmeticError, LookupError, TypeError, ValueError  # what a text raises where it has no answer
FEW, MANY = 16, 8192  # points


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
        if self.at_once and not spelled and are_points(inputs):  # binding them would take as long as a small batch
            run, flat, given = self.of_points, inputs, None
        else:
            given = self.by_name(inputs, spelled)
            run, flat = self._way(given) if self.program.shapes is None else (None, ())
        if run:
            try:
                return run(flat)
            except PROBLEMS:
                pass  # the program answers, or says what is wrong
        with quiet(any(map(is_array, flat))):
            return self.program(given or self.by_name(inputs, spelled))

    def by_name(self, inputs, spelled):
        """Return a dict of inputs that are given in order, and of some that are given by name."""
        return dict(zip(self.program.takes, inputs, strict=True)) | by_spelling(spelled)

    def _way(self, given):
        """Return what serves these inputs, None if no text does, and one value for each input variable."""
        flat = self.program.bind(given)
        kinds = {*map(type, flat)}
        if kinds == {float}:
            return self.of_floats, flat
        if kinds <= {int, float}:
            return None if "power" in self.program.ops else self.exactly, flat  # of a whole number it may be huge
        return self.of_points if self.serves_points and are_points(flat) else None, flat

    @cached_property
    def of_floats(self):
        """The text, one argument for each number."""
        writer = Writer(self.program, floats=True)
        return starred(function_of(writer, writer.returned(), for_floats(writer.words)))

    @cached_property
    def exactly(self):
        """The same, in which whole numbers stay whole."""
        writer = Writer(self.program)
        return starred(function_of(writer, writer.returned(), as_imported(writer.words)))

    # --- many points --------------------------------------------------------------------------------

    @cached_property
    def serves_points(self):
        """Whether no branch was taken, which another point might not take, and every operation is in the table."""
        return not self.program.guards and all(OPS[op].home for op in self.program.ops[self.program.d :])

    @cached_property
    def _at_points(self):
        """Which variables are returned; the text at a few points and at many, which returns these; what packs them."""
        import numpy

        writer = Writer(self.program, floats=True)
        names, words = writer.returned_names(), writer.words
        returned = f"({''.join(f'{writer.expressions.slot(k)[0]}, ' for k in names)})"
        few = each_of(writer, returned, for_floats(words))
        many = numpy.errstate(all="ignore")(function_of(writer, returned, for_points(words)))  # a pole is no news
        pack = eval(f"lambda {', '.join(names.values())}: {writer.returned(names)}", as_imported(words))  # noqa: S307
        return [*names], few, many, pack

    def of_points(self, flat):
        """Return what the program returns for floats and arrays of one shape, every point by itself."""
        variables, few, many, pack = self._at_points
        which = tuple([type(u) is not float for u in flat])
        varies = self.varies.get(which)
        if varies is None:
            moved = reached(self.program, which)
            varies = self.varies[which] = [moved[k] for k in variables]
        first = flat[which.index(True)]
        if first.size > MANY:
            return pack(*in_parts(many, flat, which, varies))
        if first.size > FEW:
            return pack(*many(*flat))
        lists = [u.ravel().tolist() if w else [u] * first.size for u, w in zip(flat, which, strict=True)]
        try:
            found = few(zip(*lists, strict=True))
        except PROBLEMS:  # at a pole the program has the answer
            points = map(self.program.pack_inputs, zip(*lists, strict=True))
            found = [z[k] for z in map(self.program.values, points) for k in variables]
        return pack(*in_columns(found, first.shape, varies))


def are_points(flat):
    """Whether some values are arrays of floats of one shape, and all others are floats."""
    arrays = [u for u in flat if type(u) is not float]
    if not arrays or not is_array(arrays[0]) or not arrays[0].size:
        return False
    kind, shape = type(arrays[0]), arrays[0].shape
    for u in arrays:  # noqa: SIM110, a loop is sooner done
        if type(u) is not kind or u.shape != shape or u.dtype.char != "d":
            return False
    return True


def in_columns(found, shape, varies):
    """Return one result for each column of what was found, row by row: an array of this shape, if it ``varies``."""
    import numpy

    columns = numpy.array(found, dtype=float).reshape(-1, len(varies) or 1).T.copy()
    columns = columns if len(shape) == 1 else columns.reshape(-1, *shape)
    return [columns[k] if w else found[k] for k, w in enumerate(varies)]


def in_parts(f, flat, which, varies):
    """Return the results of ``f``, called for some thousands of points at a time.

    ``which`` of its arguments are arrays, and which of its results then vary, too.
    """
    import numpy

    first = flat[which.index(True)]
    long = [u.ravel() if w else u for u, w in zip(flat, which, strict=True)]
    whole = [numpy.empty(first.size) if w else None for w in varies]
    for k in range(0, first.size, MANY):
        here = slice(k, k + MANY)
        for j, part in enumerate(f(*[u[here] if w else u for u, w in zip(long, which, strict=True)])):
            if varies[j]:
                whole[j][here] = part  # filled piece by piece: so nothing as long as it is needed beside it
            else:
                whole[j] = part
    return [u.reshape(first.shape) if w else u for u, w in zip(whole, varies, strict=True)]


def starred(f):
    """Return a function of a list of the arguments of ``f``."""
    return lambda arguments: f(*arguments)


def function_of(writer, returned, space):
    """Return the function of the lines of a text in which each input variable is an argument."""
    lines = [*writer.lines, f"return {returned}"]
    return _made(writer, [f"def {writer.title}({_arguments(writer)}):", *("    " + line for line in lines)], space)


def each_of(writer, returned, space):
    """Return the function that does so for each of some points, and returns one list of all results."""
    points, found = map(writer.words.fresh, ("points", "found"))
    lines = [*writer.lines, f"{found} += {returned}"]
    head = [f"def {writer.title}({points}):", f"    {found} = []", f"    for {_arguments(writer)}, in {points}:"]
    return _made(writer, [*head, *("        " + line for line in lines), f"    return {found}"], space)


def _arguments(writer):
    """Return the names of the input variables as text."""
    names = (writer.names[k] if writer.statements.reads[k] else writer.words.fresh(f"_{k}") for k in range(writer.program.d))
    return ", ".join(names)


def _made(writer, lines, space):
    exec(compile("\n".join(lines), f"<{writer.program.title}, number by number>", "exec"), space)  # noqa: S102, ours
    return space[writer.title]
