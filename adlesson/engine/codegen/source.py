"""Write a program as Python source.

With this module you can

- read a program, or its gradient program, as straight-line Python with the names you gave (``source``).

A variable becomes a line ``a = exp(x)``; one without a name that is read once is written where it is
read.  The adjoint of a variable that is paid several times is summed with ``+=``, as by hand.

>>> from ..transforms.gradients import gradient_program
>>> print(source(gradient_program(lambda x, y: x * y + x, x=2.0, y=3.0)))
def gradient_of_f(x, y):
    f = x * y + x
    x_bar = 1 + y
    return {"value": f, "x_bar": x_bar, "y_bar": x}
"""

from collections import deque

from ..fence import fence
from ..numbers.nesting import names_in
from ..ops import COMPARISONS
from ..program import checked_program
from .literals import NUMBER, PRODUCT
from .python_expressions import Expressions, inside, words_for
from .statements import Statements, sign_of

LONGEST = 60
MOST = 100_000  # variables: a text of some megabytes, written in a second


def source(program):
    """Return the text of one Python function that computes what ``program(...)`` returns, runnable as it stands.

    Where Python raises and IEEE arithmetic has an answer (``log(0)``, ``1 / 0``), the text raises; ``compiled`` answers.
    An array of numbers that may be whole is made of ``1.0 * x``: NumPy's whole numbers overflow without a word.
    An array constant of more than 20 entries is left open, as ``k0 = ...``, for you to fill in.
    Raises ``InputError`` for a program of more than 100,000 variables.
    """
    title, instead = checked_program(program, "source").title, "ask it, with p(...) or grad, or take fewer turns of a loop"
    fence(title, len(program), MOST, "source writes out", instead)
    return Writer(program).text()


class Writer:
    """Writes one program, line by line: ``unpacking`` the nests it takes, then ``lines``, then what it returns.

    ``names[k]`` is the name of input variable ``k``, ``unread`` where nobody reads it; ``floats`` is for ``Expressions``.
    """

    def __init__(self, program, floats=False):
        self.program, self.unpacking, self.lines, self.nests = program, [], [], []  # of a nest: itself, its path, its keys
        self.statements, self.words = Statements(program), words_for(program)
        self.title = self.words.fresh(program.title)
        self.words.taken.discard(self.title)  # a variable inside may well have the name of the function
        self.names = self._names()
        self.expressions = Expressions(program, self.words, self.names, floats)
        self.words.taken.add(self.title)
        self._write()

    def _names(self):
        """Return the name of each variable, after writing the lines that take the nests among the inputs apart."""
        p, names = self.program, {}
        self.unread = "_" if "_" not in self.words.inputs else self.words.fresh("_")
        for (name, nest), word in zip(p.takes.items(), self.words.inputs, strict=True):
            self._take_apart(nest, name, word, names)
        return names | {i: self.words.fresh(p.names[i]) for i in range(p.d, len(p)) if i in self.statements.needed}

    def _take_apart(self, nest, place, path, names):
        """Write the lines after which each variable in a nest, to be found at ``path``, has a name, if anybody reads it."""
        if isinstance(nest, dict):
            keys = [self.words.constant(key)[0] for key in nest]
            self.nests.append((nest, path, keys))
            for key, where, part in zip(keys, names_in(nest, place), nest.values(), strict=True):
                if not isinstance(part, int):
                    self._take_apart(part, where, f"{path}[{key}]", names)
                elif self.statements.reads[part]:
                    names[part] = self.words.fresh(where)
                    self.unpacking.append(f"{names[part]} = {path}[{key}]")
                else:
                    names[part] = self.unread
        elif isinstance(nest, (list, tuple)):
            dicts = []
            text = self._target(nest, place, path, names, dicts)
            if nest:
                self.unpacking.append(f"{text[1:-1] if len(nest) > 1 else text} = {path}")
            for part, where, word in dicts:
                self._take_apart(part, where, word, names)
        else:
            names[nest] = path

    def _target(self, nest, place, path, names, dicts):
        """Return the text to which a list or a tuple can be assigned; a dict in it gets a word, and is left for later."""
        texts = []
        self.nests.append((nest, path, range(len(nest))))
        for k, (where, part) in enumerate(zip(names_in(nest, place), nest, strict=True)):
            if isinstance(part, (list, tuple)):
                texts.append(self._target(part, where, f"{path}[{k}]", names, dicts))
            elif isinstance(part, dict):
                texts.append(self.words.fresh(where))
                dicts.append((part, where, texts[-1]))
            else:
                names[part] = self.words.fresh(where) if self.statements.reads[part] else self.unread
                texts.append(names[part])
        return f"({', '.join(texts)}{',' * (len(texts) == 1)})"

    def text(self):
        """Return the whole text."""
        head = self.words.head()
        define = f"def {self.title}({', '.join(self.words.inputs)}):"
        lines = [*self.unpacking, *self.lines, f"return {self.returned()}"]
        return "\n".join([*head, *["", ""] * bool(head), define, *("    " + line for line in lines)])

    def _write(self):
        p, waiting = self.program, deque(sorted(self.program.guards, key=lambda guard: max(guard[1:3])))
        for i in range(p.d, len(p)):
            while waiting and max(waiting[0][1:3]) < i:
                self._guard(*waiting.popleft())
            if i in self.statements.needed and i not in self.statements.partial:
                self._instruction(i)
        for guard in waiting:
            self._guard(*guard)
        self.returned()  # now, so that all words are known

    def _instruction(self, i):
        """Write one instruction: as a line, as several for a sum of shares, or keep its text for its one reader."""
        if self.statements.is_summed(i):
            return self.lines.extend(self._shares(i))
        text, level = self.expressions.expression(i)
        if self.statements.is_inlined(i) and len(text) <= LONGEST:
            self.expressions.said[i] = text, level
        else:
            self.lines.append(f"{self.expressions.names[i]} = {text}")

    def _shares(self, i):
        """Return the lines that sum the shares of an adjoint; ``+=`` only ever adds to what is nobody else's."""
        p, name, rest = self.program, self.expressions.names[i], deque()
        while True:
            first, share = p.slots[i]
            rest.appendleft((sign_of(p.ops[i]), self.expressions.slot(share, beside=first)))
            if first not in self.statements.partial:
                break
            i = first
        start = self.expressions.slot(first, beside=share)
        if len(rest) == 1 and rest[0][0] == "+" and _is_new(rest[0][1]) and not _is_new(start):
            start, rest = rest[0][1], deque([("+", start)])
        text = start[0]
        if p.shapes or not _is_new(start) or (len(rest) == 1 and rest[0][0] == "-"):
            sign, share = rest.popleft()
            text = f"{text} {sign} {inside(share, PRODUCT)}"
        return [f"{name} = {text}", *(f"{name} {sign}= {share}" for sign, (share, _) in rest)]

    def _guard(self, comparison, a, b, outcome, line):
        """Write that the branch taken in the trace must be taken again."""
        (u, _), (w, _) = self.expressions.pair(a, b)
        told = f"{u} {COMPARISONS[comparison][1]} {w}"
        self.lines.append(f"if {'not ' if outcome else ''}{told}:")
        error = self.words.imported("builtins", "ValueError")
        self.lines.append(f'    raise {error}("another branch than the one that was traced (line {line}) would run here")')

    def returned_names(self):
        """Return the names of the variables that are returned, by variable, each once."""
        return {k: self.expressions.names[k] for k in self.program.output_slots if k >= 0}

    def returned(self, called=None):
        """Return the text of what the program returns; ``called`` has other names for variables that are returned."""
        return self._returned(self.program.returns, called or {})

    def _returned(self, nest, called):
        if isinstance(nest, int):
            return called.get(nest) or self.expressions.slot(nest)[0]
        if isinstance(nest, dict):
            rows = (f"{self.words.constant(key)[0]}: {self._returned(u, called)}" for key, u in nest.items())
            return f"{{{', '.join(rows)}}}"
        inner = ", ".join(self._returned(u, called) for u in nest)
        if isinstance(nest, list):
            return f"[{inner}]"
        kind = self.words.left_open(type(nest).__name__, type(nest)) if hasattr(nest, "_fields") else ""
        return f"{kind}({inner}{',' * (len(nest) == 1 and not kind)})"


def _is_new(phrase):
    """Whether a text makes a new value, rather than naming one that others hold, too."""
    return not phrase[0].isidentifier() and phrase[1] != NUMBER
