"""One line of a program, as it is shown.

With this module you can

- read an instruction: what it computes, from which variables and constants, on which line (``Instruction``).

A program keeps flat lists; instructions are views of one place in them, made when somebody looks.
"""


class Instruction:
    """One line of a program: ``z[index] = op(args)``.

    ``args`` holds, slot by slot, the index of a variable, or a ``Constant``; ``line`` is the line
    number in the file or cell the function was written in (None for parsed text).
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
