"""A traced function as a list of instructions: the Wengert list.

With this module you can

- read a program: its ``instructions``, who reads whom (``edges``, ``alpha``, ``beta``), its ``names``;
- run it at other inputs: ``p(x=2)``, or ``p.values(x=2)`` for every variable.

Variable ``i`` is ``z[i]``: inputs first (each an instruction ``z[i] = x[i]``, as in Vieira 2017),
then one instruction per operation, each assigned once and reading only earlier variables.  A
program is structure: it holds no values but its constants and the example inputs ``at``.

``slots[i]`` has, for each argument of instruction ``i``, the place it is read from: ``k >= 0`` is variable ``k``, ``~k`` is
constant ``k``.  ``~k`` is Python's ``-1 - k``, and the lists of values end with the constants, last one first: so
``z[k]`` finds either, with no test.  (``~`` undoes itself: of a place ``k < 0`` the constant is ``constants[~k]``.)
"""

from collections import Counter

from .errors import GuardError, InputError, LessonError, NumberError, closest, listed, reason, short
from .fast import fill  # the forward sweep, values only
from .numbers.arrays import is_array, kept, on_one_line, option, quiet, rounded, shape_of  # quiet: NumPy does not warn
from .numbers.inputs import bound, by_name, copied, is_number
from .numbers.nesting import flat_names, leaves, mapped, packed  # between what is given and a flat list
from .numbers.spelling import Named, spelled
from .numbers.summing import fitted  # a partial where NumPy stretched an argument
from .ops import COMPARISONS, OPS

ALONE = {float, int}  # what nearly all inputs are, and has no shape


class Instruction:
    """One line of a program, as it is shown: ``z[index] = op(args)``.

    ``args`` holds, slot by slot, the index of a variable, or a ``Constant``; ``line`` is the line number in the file or cell
    the function was written in (None for parsed text).  A program keeps flat lists; this is a view, made when one looks.
    """

    __slots__ = ("args", "index", "line", "name", "op", "text")

    def __init__(self, index, op, args, name, line, text):
        self.index, self.op, self.args, self.name, self.line, self.text = index, op, args, name, line, text

    def __repr__(self):
        return self.text


class Constant:
    """An argument that is a fixed number rather than a variable."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return f"Constant({self.value!r})"

    def __eq__(self, other):
        return isinstance(other, Constant) and self.value == other.value

    def __hash__(self):
        return hash(self.value)


class Program:
    """An immutable Wengert list, made by ``trace`` or ``parse``.

    ``inputs`` and ``outputs`` are tuples of names; ``names[i]`` is the unique name of variable ``i``;
    ``at`` the example inputs, which nobody else may change; ``len(p)`` counts variables, inputs included.

    For the sweeps: variables ``0 .. d-1`` are the inputs; variable ``i`` is ``ops[i]`` of ``slots[i]``;
    ``constants`` are what they say.  ``takes`` is a dict of the inputs as they were given, with the place of a variable
    instead of each value, and ``returns`` what the function returned, with a place instead of each; ``output_slots`` lists
    those.  ``guards`` are ``(comparison, place, place, outcome, line)``; ``shapes`` has the shape of each variable, ``()``
    for a number, or is None where all of them are numbers.  ``origin`` knows the author's names (``tracing.names``).
    """

    def __init__(self, *, ops, slots, constants, takes, at, returns, guards=(), shapes=None, title="f", origin=None):
        self.ops, self.slots, self.constants = tuple(ops), tuple(slots), tuple(constants)
        self.takes, self.returns, self.output_slots = takes, returns, tuple(leaves(returns))
        self.shapes = shapes  # None where all are numbers, so that no sweep over numbers need ask for a shape
        self.example = at
        self.d = len(leaves(takes))  # a list of n numbers is n variables
        self.guards = tuple(guards)
        self.title, self.origin = title, origin
        self._names = self._instructions = self._children = None

    # --- reading ------------------------------------------------------------------------------

    def __len__(self):
        return len(self.ops)

    @property
    def at(self):
        """The example inputs, by name (a copy)."""
        return {name: copied(u) for name, u in self.example.items()}

    @property
    def names(self):
        """The unique name of each variable, inputs first."""
        if self._names is None:  # worked out when somebody asks: most sweeps never do, and it takes longer than they
            self._names, self._made_up, self._lines = self.origin.names_and_lines(self)
        return self._names

    def made_up(self, i):
        """Whether the author gave variable ``i`` no name, so that one was made up, such as ``z7``."""
        return bool(self.names and self._made_up[i])

    @property
    def lines(self):
        """The source line of each variable, None where it has none."""
        return self.names and self._lines

    @property
    def inputs(self):
        """The names of the input variables; a list input ``x`` gives ``x[0]``, ``x[1]``, ..."""
        return flat_names(self.takes)

    @property
    def outputs(self):
        """The names of the outputs, each of them once: the key if ``f`` returned a dict, else the variable's name.

        A variable that is returned twice is two outputs: ``return h, h`` gives ``h`` and ``h_2``.
        """
        if isinstance(self.returns, dict):
            return flat_names(self.returns)
        found, last, taken = {}, Counter(), set(self.names)
        for name in self._returned():
            word = name
            while word in found or (word != name and word in taken):
                last[name] = max(last[name], 1) + 1  # goes on where it was: 10,000 times the same is no long search
                word = f"{name}_{last[name]}"
            found[word] = None
        return tuple(found)

    def _returned(self):
        """Return the outputs as they stand behind ``return``."""
        if isinstance(self.returns, dict):
            return list(self.outputs)
        return [self.names[i] if i >= 0 else on_one_line(self.constants[~i]) for i in self.output_slots]

    @property
    def instructions(self):
        """The instructions in program order; ``instructions[i]`` assigns variable ``i``."""
        if self._instructions is None:
            names, rows = self.names, []
            for i, (op, slots) in enumerate(zip(self.ops, self.slots, strict=True)):
                args = tuple(k if k >= 0 else Constant(self.constants[~k]) for k in slots)
                rows.append(Instruction(i, op, args, names[i], self.lines[i], f"{names[i]} = {self.written(i)}"))
            self._instructions = tuple(rows)
        return self._instructions

    @property
    def last_line(self):
        """The line that says what is returned."""
        return f"return {listed(self._returned(), 40) if self.output_slots else '()'}"

    def edges(self, i):
        """Return ``(slot, k)`` for each edge into variable ``i``: its argument ``slot``, from 0, is variable ``k``."""
        return [(slot, k) for slot, k in enumerate(self.slots[i]) if k >= 0]  # a constant is no edge: nobody moves it

    def edges_back(self, zbar):
        """Yield ``(i, slot, k)``, edge by edge as a reverse sweep goes, for each ``i`` whose ``zbar[i]`` is not None.

        Whatever reads variable ``i`` stands after it in the list.  So, read backwards, ``zbar[i]`` is complete when its turn
        comes, and it is looked at only then: who consumes the edges may fill ``zbar`` on the way.
        """
        for i in reversed(range(self.d, len(self))):
            if zbar[i] is not None:  # None, unlike 0: nobody has sent it a share, so it has none to send
                for slot, k in self.edges(i):
                    yield i, slot, k

    def alpha(self, i):
        """Return the parents of variable ``i`` (or of that name): one entry per argument slot, constants left out."""
        i = self.index(i) if isinstance(i, str) else i
        return tuple(k for _, k in self.edges(i))  # not a set: x * x has x twice, and its slope is counted twice

    def beta(self, j):
        """Return the children of variable ``j`` (or of that name): one entry per slot that reads it."""
        j = self.index(j) if isinstance(j, str) else j
        if self._children is None:  # the list says who is read; who reads is found by going through it once
            children = [[] for _ in self.ops]
            for i in range(self.d, len(self)):
                for _, k in self.edges(i):
                    children[k].append(i)
            self._children = tuple(map(tuple, children))
        return self._children[j]

    def index(self, name):
        """Return the index of the variable called ``name``."""
        try:
            return self.names.index(spelled(name))
        except ValueError:
            known = closest(name, self.names)
            raise InputError(f"no variable {short(name)} in {self.title}{known}: it has {listed(self.names)}") from None

    def written(self, i):
        """Return the right-hand side of instruction ``i`` as text."""
        if i < self.d:
            return "input"
        words = [self.names[k] if k >= 0 else self._constant_text(~k) for k in self.slots[i]]
        return OPS[self.ops[i]].write(*words)

    def _constant_text(self, k):
        if is_array(self.constants[k]):
            return on_one_line(self.constants[k])
        if not is_number(self.constants[k]):
            return option(self.constants[k])
        text = short(self.constants[k], 60, write=str)  # 0.5 stands bare; -2 does not, or x ** -2 + 1 would be misread
        return text if text.replace(".", "", 1).isalnum() else f"({text})"

    def __repr__(self):
        if len(self) > 200:  # nobody reads so long a list
            return f"<program {self.title}: {len(self):,} variables, {self.d} inputs>"
        lines = [f"{name} = {on_one_line(u)}  (input)" for name, u in zip(self.inputs, self.bind({}), strict=True)]
        lines += [row.text for row in self.instructions[len(lines) :]]
        return "\n".join(short(line, 400, write=str) for line in [*lines, self.last_line])

    def shape_at(self, k):
        """Return the shape of the variable or the constant at a place."""
        if k < 0:
            return shape_of(self.constants[~k])
        return self.shapes[k] if self.shapes else ()

    # --- running ------------------------------------------------------------------------------

    def __call__(self, /, at=None, **inputs):
        """Run the program; returns one value, a tuple, a list or a dict, as the function did."""
        return self.pack_outputs(self.values(at, **inputs))

    def values(self, /, at=None, **inputs):
        """Return the value of every variable (then the constants): the forward sweep, values only.

        Raises ``GuardError`` if the function would have taken another branch at these inputs.
        """
        z = self.start(inputs if at is None else by_name(at, inputs))
        try:
            with quiet(self.shapes):
                fill(self, z)
        except LessonError:
            raise  # it is said
        except (ArithmeticError, TypeError, ValueError):
            for i in range(self.d, len(self)):  # once more, slowly: this one says which instruction it was
                z[i] = self.value_of(i, z)
        self.check_guards(z)
        return z

    def start(self, inputs):
        """Return the list of values before a sweep: the inputs, a place per instruction, the constants from the end."""
        inputs = self.bind(inputs)
        z = [*inputs, *[None] * (len(self) - self.d), *reversed(self.constants)]  # z[~k] is constant k
        if self.shapes is None and not ALONE.issuperset(map(type, inputs)) and any(map(shape_of, inputs)):
            z = [*map(rounded, z)]  # a batch; in a program of arrays they are rounded already
        return z

    def value_of(self, i, z):
        """Return the value of instruction ``i`` from the values ``z`` of the earlier ones."""
        return self._compute(OPS[self.ops[i]].value, i, [z[k] for k in self.slots[i]])

    def partial_of(self, i, slot, z):
        """Return the derivative of instruction ``i`` by its argument ``slot`` at the values ``z``."""
        # a rule may use the output, z[i], that the forward sweep has left there: the slope of exp is exp itself
        partial = self._compute(OPS[self.ops[i]].partials[slot], i, [z[i], *[z[k] for k in self.slots[i]]])
        return partial if self.shapes is None else fitted(partial, z[self.slots[i][slot]], z[i])  # in X + b, b may be a row

    def shares_of(self, i, bar, z):
        """Return what all arguments of instruction ``i`` get of its adjoint, if its row has a rule for it, else None."""
        row = OPS[self.ops[i]]
        return row.shares and self._compute(row.shares, i, [bar, z[i], *[z[k] for k in self.slots[i]]])

    def _compute(self, function, i, args):
        try:
            if self.shapes is None:
                return function(*args)
            with quiet(True):
                return function(*args)
        except LessonError:
            raise
        except (ArithmeticError, TypeError, ValueError) as problem:
            raise NumberError(f"{self.names[i]} = {self.written(i)} cannot be computed here: {reason(problem)}") from None

    def decided_guards(self, z):
        """Return the guards whose comparison has an outcome at the values ``z``: a formula of SymPy's leaves it open."""
        return [guard for guard in self.guards if not any(getattr(z[k], "free_symbols", None) for k in guard[1:3])]

    def check_guards(self, z):
        """Raise ``GuardError`` if a recorded comparison comes out differently at the values ``z``."""
        for comparison, a, b, outcome, line in self.decided_guards(z):
            compare, sign = COMPARISONS[comparison]
            try:
                flipped = compare(z[a], z[b]) == (not outcome)  # z[a] may be an array, a batch: then point by point
                flipped = flipped if isinstance(flipped, int) else flipped.any()  # of a batch, one point is enough
            except LessonError:
                raise
            except (ArithmeticError, TypeError, ValueError) as problem:  # of two batches the shapes may not fit
                raise NumberError(f"{sign} on line {line} cannot be decided here: {reason(problem)}") from None
            if flipped:
                u, w = (self.names[k] if k >= 0 else self._constant_text(~k) for k in (a, b))
                raise GuardError(
                    f"{u} {sign} {w} was {bool(outcome)} when {self.title} was traced (line {line}) and is "
                    f"{not outcome} at these inputs, so another branch would run: trace again at these inputs"
                )

    # --- copies and pickles ---------------------------------------------------------------------

    def __copy__(self):
        return self  # nothing in it can be changed

    def __deepcopy__(self, _):
        return self

    def __getstate__(self):
        """Return what goes into a pickle: the list with its names, without the code of the function."""
        self.names  # noqa: B018, worked out now: where the pickle is read there may be no such function
        return {**vars(self), "origin": self.origin.without_code(self), "_instructions": None, "_children": None}

    def __setstate__(self, state):
        vars(self).update(state)
        unknown = set(self.ops) - {"input", *OPS}
        if unknown:
            raise InputError(f"{self.title} uses {listed(sorted(unknown))}, which is in no table here: add its row first")
        self.constants = tuple(map(kept, self.constants))  # a pickle forgets that nobody may change an array
        self.example = mapped(kept, self.example)

    # --- inputs and outputs by name -----------------------------------------------------------

    def bind(self, given, default=None, what="input"):
        """Return one value per input variable, in order; what ``given`` leaves out is ``default``, else as traced."""
        return bound(self, given, default, what)

    def pack_inputs(self, flat):
        """Return a dict over the inputs, nested as they were given, from one value per input variable."""
        return packed(self.takes, list(flat))

    def pack_outputs(self, z):
        """Return the outputs among the values ``z`` as the function returned them."""
        return mapped(z.__getitem__, self.returns)

    def by_output(self, values):
        """Return a dict over the outputs from one value per output: nested where the function returned a dict."""
        if not isinstance(self.returns, dict):
            return Named(zip(self.outputs, values, strict=True))
        rest = iter(values)
        return Named((str(key), mapped(lambda _: next(rest), nest)) for key, nest in self.returns.items())


def checked_program(program, reader):
    """Return ``program`` if it is one, else raise an ``InputError`` that says how to get one for ``reader``."""
    if isinstance(program, Program):
        return program
    how = f"{reader}(trace(f, x=...))" if callable(program) else f"{reader}(parse(text, x=...))"
    raise InputError(f"{reader} takes a program, not {type(program).__name__} {short(program)}: write {how}")


def scalars_only(program, reader):
    """Return ``program`` if it is one of numbers, else raise an ``InputError``."""
    if getattr(checked_program(program, reader), "shapes", None) is not None:
        raise InputError(f"{reader} reads programs of numbers, and {program.title} has arrays: give it lists of numbers")
    return program
