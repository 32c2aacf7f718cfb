"""A traced function as a list of instructions: the Wengert list.

With this module you can

- read a program: its ``instructions``, who reads whom (``alpha``, ``beta``), its ``names``;
- run it at other inputs: ``p(x=2)``, or ``p.values(x=2)`` for every variable.

Variable ``i`` is ``z[i]``: inputs first (each an instruction ``z[i] = x[i]``, as in Vieira 2017),
then one instruction per operation, each assigned once and reading only earlier variables.  A
program is structure: it holds no values but its constants and the example inputs ``at``.

A *slot* says where an argument is read from: ``k >= 0`` is variable ``k``; ``~k`` is constant ``k``.
Because the sweeps keep the constants at the end of the list of values, ``z[slot]`` serves both.
"""

from .errors import GuardError, InputError, LessonError, NumberError, closest, listed, short
from .instruction import Constant, Instruction
from .numbers.arrays import as_array, filled, is_array, kept, option, quiet, shape_of
from .numbers.inputs import by_name, checked_value, is_number
from .numbers.linear import fitted
from .ops import COMPARISONS, OPS

VALUES = {name: op.value for name, op in OPS.items()}


class Program:
    """An immutable Wengert list, made by ``trace`` or ``parse``.

    ``inputs`` and ``outputs`` are tuples of names; ``names[i]`` is the unique name of variable ``i``;
    ``at`` the example inputs; ``len(p)`` counts variables, inputs included.

    For the sweeps: variables ``0 .. d-1`` are the inputs; variable ``i`` is ``ops[i]`` of ``slots[i]``;
    ``constants`` and ``output_slots`` are what they say; ``groups`` lists ``(input name, None or the length
    of a list)``; ``shape`` is ``"one"``, ``"tuple"`` or ``"list"``, or such groups for a dict of outputs;
    ``guards`` are ``(comparison, slot, slot, outcome, line)``;
    ``shapes`` has the shape of each variable, ``()`` for a number, or is None where all of them are numbers.
    """

    def __init__(self, *, ops, slots, constants, groups, at, outputs, shape, guards=(), shapes=None, title="f", origin=None):
        self.ops, self.slots, self.constants = tuple(ops), tuple(slots), tuple(constants)
        self.groups, self.output_slots, self.shape = tuple(groups), tuple(outputs), shape
        self.shapes = shapes
        self._at = {name: list(map(kept, u)) if isinstance(u, (list, tuple)) else kept(u) for name, u in at.items()}
        self.d = len(groups)
        for _, n in groups:
            if n is not None:
                self.d += n - 1
        self.guards = tuple(guards)
        self.title, self.origin = title, origin
        self._names = self._instructions = self._children = None

    # --- reading ------------------------------------------------------------------------------

    def __len__(self):
        return len(self.ops)

    @property
    def at(self):
        """The example inputs, by name (a copy)."""
        return {name: copied(u) for name, u in self._at.items()}

    @property
    def names(self):
        """The unique name of each variable, inputs first."""
        if self._names is None:
            self._names, self._lines = self.origin.names_and_lines(self)
        return self._names

    @property
    def lines(self):
        """The source line of each variable, None where it has none."""
        return self.names and self._lines

    @property
    def inputs(self):
        """The names of the input variables; a list input ``x`` gives ``x[0]``, ``x[1]``, ..."""
        return flat_names(self.groups)

    @property
    def outputs(self):
        """The names of the outputs: the key if ``f`` returned a dict, else the variable's name."""
        if isinstance(self.shape, tuple):
            return flat_names(self.shape)
        return tuple(self.names[i] if i >= 0 else repr(self.constants[~i]) for i in self.output_slots)

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

    def alpha(self, i):
        """Return the parents of variable ``i`` (or of that name): one entry per argument slot, constants left out."""
        i = self.index(i) if isinstance(i, str) else i
        return tuple(k for k in self.slots[i] if k >= 0)

    def beta(self, j):
        """Return the children of variable ``j`` (or of that name): one entry per slot that reads it."""
        j = self.index(j) if isinstance(j, str) else j
        if self._children is None:
            children = [[] for _ in self.ops]
            for i, slots in enumerate(self.slots):
                for k in slots:
                    if k >= 0:
                        children[k].append(i)
            self._children = tuple(map(tuple, children))
        return self._children[j]

    def index(self, name):
        """Return the index of the variable called ``name``."""
        try:
            return self.names.index(name)
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
        text = short(self.constants[k], 60, write=str)
        return text if text.replace(".", "", 1).isalnum() else f"({text})"

    def __repr__(self):
        if len(self) > 200:
            return f"<program {self.title}: {len(self):,} variables, {self.d} inputs>"
        lines = [f"{name} = {on_one_line(u)}  (input)" for name, u in zip(self.inputs, self.bind({}), strict=True)]
        lines += [row.text for row in self.instructions[len(lines) :]]
        return "\n".join([*lines, "return " + ", ".join(self.outputs)])

    def shape_at(self, slot):
        """Return the shape of the variable or the constant in a slot."""
        if slot < 0:
            return shape_of(self.constants[~slot])
        return self.shapes[slot] if self.shapes else ()

    # --- running ------------------------------------------------------------------------------

    def __call__(self, /, at=None, **inputs):
        """Run the program; returns one value, a tuple, a list or a dict, as the function did."""
        return self.pack_outputs(self.values(at, **inputs))

    def values(self, /, at=None, **inputs):
        """Return the value of every variable (then the constants): the forward sweep, values only.

        Raises ``GuardError`` if the function would have taken another branch at these inputs.
        """
        z = self.start(by_name(at, inputs))
        try:
            with quiet(self.shapes):
                self._fill(z)
        except (ArithmeticError, TypeError, ValueError):
            for i in range(self.d, len(self)):  # once more, saying which instruction it was
                z[i] = self.value_of(i, z)
        self.check_guards(z)
        return z

    def _fill(self, z):
        ops, all_slots = self.ops, self.slots
        for i in range(self.d, len(ops)):
            slots = all_slots[i]
            if len(slots) == 2:
                z[i] = VALUES[ops[i]](z[slots[0]], z[slots[1]])
            elif len(slots) == 1:
                z[i] = VALUES[ops[i]](z[slots[0]])
            else:
                z[i] = VALUES[ops[i]](*[z[k] for k in slots])

    def start(self, inputs):
        """Return the list of values before a sweep: the inputs, a place per instruction, the constants from the end."""
        return [*self.bind(inputs), *[None] * (len(self) - self.d), *reversed(self.constants)]

    def value_of(self, i, z):
        """Return the value of instruction ``i`` from the values ``z`` of the earlier ones."""
        return self._compute(OPS[self.ops[i]].value, i, [z[k] for k in self.slots[i]])

    def partial_of(self, i, slot, z):
        """Return the derivative of instruction ``i`` by its argument ``slot`` at the values ``z``."""
        partial = self._compute(OPS[self.ops[i]].partials[slot], i, [z[i], *[z[k] for k in self.slots[i]]])
        return partial if self.shapes is None else fitted(partial, z[self.slots[i][slot]], z[i])

    def _compute(self, function, i, args):
        try:
            if self.shapes is None:
                return function(*args)
            with quiet(True):
                return function(*args)
        except LessonError:
            raise
        except (ArithmeticError, TypeError, ValueError) as problem:
            raise NumberError(f"{self.names[i]} = {self.written(i)} cannot be computed here: {problem}") from None

    def decided_guards(self, z):
        """Return the guards whose comparison has an outcome at the values ``z``: a formula leaves it open."""
        return [guard for guard in self.guards if not any(getattr(z[k], "free_symbols", None) for k in guard[1:3])]

    def check_guards(self, z):
        """Raise ``GuardError`` if a recorded comparison comes out differently at the values ``z``."""
        for comparison, a, b, outcome, line in self.decided_guards(z):
            compare, sign = COMPARISONS[comparison]
            try:
                flipped = compare(z[a], z[b]) == (not outcome)
                flipped = flipped if isinstance(flipped, int) else flipped.any()  # of a batch, one point is enough
            except TypeError as problem:
                raise NumberError(f"{sign} on line {line} cannot be decided here: {problem}") from None
            if flipped:
                u, w = (self.names[k] if k >= 0 else self._constant_text(~k) for k in (a, b))
                raise GuardError(
                    f"{u} {sign} {w} was {bool(outcome)} when {self.title} was traced (line {line}) and is "
                    f"{not outcome} at these inputs, so another branch would run: trace again at these inputs"
                )

    # --- inputs and outputs by name -----------------------------------------------------------

    def bind(self, given, default=None, what="input"):
        """Return one value per input variable, in order; what ``given`` leaves out is ``default``, else as traced."""
        given, flat = by_name(given, {}), []
        known = [name for name, _ in self.groups]
        for name in given:
            if name not in known:
                raise InputError(f"{self.title} has no {what} {short(name)}{closest(name, known)}: it has {listed(known)}")
        for name, n in self.groups:
            u = given.get(name, self._at[name] if default is None else default)
            if n is None:
                flat.append(self._fitting(u, name, len(flat), name in given))
            elif name in given or default is None:
                u = list(u) if isinstance(u, (list, tuple)) or hasattr(u, "__len__") else [u]
                if len(u) != n:
                    raise InputError(f"{name} is a list of {n} numbers in this program: {len(u)} given")
                flat += [self._fitting(v, f"{name}[{k}]", len(flat) + k, True) for k, v in enumerate(u)]
            else:
                flat += [self._fitting(default, name, len(flat) + k, False) for k in range(n)]
        return flat

    def _fitting(self, u, name, i, given):
        """Return ``u`` if it can stand for input ``i``: it has the shape the input had in the trace."""
        wanted = self.shapes[i] if self.shapes else ()
        if not given and wanted and not shape_of(u):
            return filled(wanted, u)
        if wanted and isinstance(u, (list, tuple)):
            u = as_array(u, name)
        u = checked_value(u, name)
        if self.shapes and shape_of(u) != wanted:
            raise InputError(
                f"{name} has the shape {shape_of(u)} here and had {wanted} when {self.title} was traced: "
                "trace again at this shape"
            )
        return u

    def pack_inputs(self, flat):
        """Return a dict over the inputs from one value per input variable; a list input gets a list."""
        return packed(self.groups, list(flat))

    def pack_outputs(self, z):
        """Return the outputs among the values ``z`` in the shape the function returned them."""
        values = [z[i] for i in self.output_slots]
        if isinstance(self.shape, tuple):
            return packed(self.shape, values)
        return values[0] if self.shape == "one" else tuple(values) if self.shape == "tuple" else values


def flat_names(groups):
    """Return a name for each variable of groups ``(name, None or the length of a list)``: ``x``, or ``x[0]``, ..."""
    flat = []
    for name, n in groups:
        flat += [str(name)] if n is None else [f"{name}[{k}]" for k in range(n)]
    return tuple(flat)


def on_one_line(u):
    """Return ``repr(u)``; of an array a list, or, where that would be long, its shape."""
    if not is_array(u):
        return short(u, 60)
    text = repr(u.tolist()) if u.size <= 20 else ""
    return text if 0 < len(text) <= 60 else f"<array of shape {u.shape}>"


def copied(u):
    """Return an input as nobody else can change it."""
    return [copied(v) for v in u] if isinstance(u, (list, tuple)) else u.copy(order="K") if is_array(u) else u


def packed(groups, flat):
    """Return a dict over the inputs, a list for a list input, from one value per input variable."""
    result, k = {}, 0
    for name, n in groups:
        result[name] = flat[k] if n is None else list(flat[k : k + n])
        k += 1 if n is None else n
    return result


def checked_program(program, reader):
    """Return ``program`` if it is one, else raise an ``InputError`` that says how to get one for ``reader``."""
    if isinstance(program, Program):
        return program
    how = f"{reader}(trace(f, x=...))" if callable(program) else f"{reader}(parse(text, x=...))"
    raise InputError(f"{reader} takes a program, not {type(program).__name__} {short(program)}: write {how}")
