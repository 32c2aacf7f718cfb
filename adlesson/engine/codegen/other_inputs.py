"""What a text of numbers does with other inputs than floats.

With this module you can

- run the text of a program on whole numbers and on NumPy's numbers, and on arrays at every point (``OtherInputs``).

A few points are faster one by one than in NumPy; many are taken some thousands at a time, so that what is computed on the
way stays in the fastest memory.

>>> from ..trace import trace
>>> run = OtherInputs(trace(lambda x, y: x * y + 2, x=2.0, y=3.0))
>>> run({"x": 3, "y": 4}), run({"x": 3.0}), run({"x": 2j})
(14, 11.0, (2+6j))
"""

from functools import cached_property

from ..fast import reached
from ..numbers.arrays import is_array, quiet
from ..ops import OPS
from .meanings import as_imported, for_floats, for_points
from .source import Writer

PROBLEMS = ArithmeticError, LookupError, TypeError, ValueError  # what a text raises where it has no answer
FEW, MANY = 16, 8192  # points


class OtherInputs:
    """Calls a program with inputs by name; its text runs wherever it gives what the program gives.

    Each text is written and compiled when it is wanted first.
    """

    def __init__(self, program):
        self.program, self.varies = program, {}
        self.flat = all(isinstance(k, int) for k in program.takes.values())  # every input is one variable

    def __call__(self, given):
        """Return what ``program(given)`` returns."""
        run, flat = self._way(given) if self.program.shapes is None else (None, ())
        if run:
            try:
                return run(flat)
            except PROBLEMS:
                pass  # the program answers, or says what is wrong
        with quiet(any(map(is_array, flat))):
            return self.program(given)

    def _way(self, given):
        """Return what serves these inputs, None if no text does, and one value for each input variable."""
        flat = [*given.values()]
        if not (self.flat and are_points(flat)):  # binding them would take as long as a small batch
            flat = self.program.bind(given)
            kinds = {*map(type, flat)}
            if kinds <= {int, float}:
                if kinds == {float}:
                    return self.of_floats, flat
                return None if "power" in self.program.ops else self.exactly, flat  # of a whole number it may be huge
            if not are_points(flat):
                return None, flat
        return self.of_points if self.serves_points else None, flat

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
        """Which variables are returned; the text in floats' words and in NumPy's, which return these; what packs them."""
        writer = Writer(self.program, floats=True)
        names, words = writer.returned_names(), writer.words
        returned = f"({''.join(f'{writer.expressions.slot(k)[0]}, ' for k in names)})"
        one, many = (function_of(writer, returned, space) for space in (for_floats(words), for_points(words)))
        pack = eval(f"lambda {', '.join(names.values())}: {writer.returned(names)}", as_imported(words))  # noqa: S307

        def one_at_least(*point):
            try:
                return one(*point)
            except PROBLEMS:  # at a pole the program has the answer
                z = self.program.values(self.program.pack_inputs(point))
                return [z[k] for k in names]

        return [*names], one_at_least, many, pack

    def of_points(self, flat):
        """Return what the program returns for floats and arrays of one shape, every point by itself."""
        variables, one, many, pack = self._at_points
        which = tuple([type(u) is not float for u in flat])
        varies = self.varies.get(which)
        if varies is None:
            moved = reached(self.program, which)
            varies = self.varies[which] = [moved[k] for k in variables]
        size = flat[which.index(True)].size
        if size <= FEW:
            return pack(*one_by_one(one, flat, which, varies))
        with quiet(True):
            return pack(*(many(*flat) if size <= MANY else in_parts(many, flat, which, varies)))


def are_points(flat):
    """Whether some values are arrays of floats of one shape, and all others are floats."""
    arrays = [u for u in flat if type(u) is not float]
    if not arrays or not is_array(arrays[0]) or not arrays[0].size:
        return False
    kind, shape = type(arrays[0]), arrays[0].shape
    return all(type(u) is kind and u.shape == shape and u.dtype.char == "d" for u in arrays)


def one_by_one(f, flat, which, varies):
    """Return the results of ``f``, called for each point; ``which`` of its arguments are arrays, and so what ``varies``."""
    import numpy

    first = flat[which.index(True)]
    rows = zip(*[u.ravel().tolist() if w else [u] * first.size for u, w in zip(flat, which, strict=True)], strict=True)
    columns = numpy.array([*zip(*[f(*row) for row in rows], strict=True)], dtype=float).reshape(-1, *first.shape)
    return [u if w else u.item(0) for u, w in zip(columns, varies, strict=True)]


def in_parts(f, flat, which, varies):
    """Return the same, called for some thousands of points at a time."""
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
    p = writer.program
    names = [writer.names[k] if writer.statements.reads[k] else writer.words.fresh(f"_{k}") for k in range(p.d)]
    lines = [*writer.lines, f"return {returned}"]
    text = "\n".join([f"def {writer.title}({', '.join(names)}):", *("    " + line for line in lines)])
    exec(compile(text, f"<{p.title}, number by number>", "exec"), space)  # noqa: S102, a text of ours
    return space[writer.title]
