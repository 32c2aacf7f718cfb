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

from ..errors import InputError
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
    An array constant of more than 20 entries is left open, as ``k0 = ...``, for you to fill in.
    Raises ``InputError`` for a program of more than 100,000 variables.
    """
    if len(checked_program(program, "source")) > MOST:
        raise InputError(
            f"{program.title} has {len(program):,} variables, and at most {MOST:,} are written out: ask the program itself, "
            "with p(...) or grad, or take fewer turns of a loop"
        )
    return Writer(program).text()


class Writer:
    """Writes one program, line by line."""

    def __init__(self, program):
        self.program, self.lines = program, []
        self.statements, self.words = Statements(program), words_for(program)
        self.title = self.words.fresh(program.title)
        self.words.taken.discard(self.title)  # a variable inside may well have the name of the function
        self.expressions = Expressions(program, self.words, self._names())
        self.words.taken.add(self.title)

    def _names(self):
        """Return the name of each variable, after writing the lines that take the lists among the inputs apart."""
        p, fresh, names = self.program, self.words.fresh, []
        unread = "_" if "_" not in self.words.inputs else fresh("_")
        for (name, n), word in zip(p.groups, self.words.inputs, strict=True):
            read = [self.statements.reads[len(names) + k] for k in range(n or 0)]
            parts = [word] if n is None else [fresh(f"{name}_{k}") if read[k] else unread for k in range(n)]
            if n:
                self.lines.append(f"{', '.join(parts)} = {word}" if n > 1 else f"({parts[0]},) = {word}")
            names += parts
        return names + [fresh(p.names[i]) if i in self.statements.needed else None for i in range(p.d, len(p))]

    def text(self):
        """Return the whole text."""
        p, waiting = self.program, deque(sorted(self.program.guards, key=lambda guard: max(guard[1:3])))
        for i in range(p.d, len(p)):
            while waiting and max(waiting[0][1:3]) < i:
                self._guard(*waiting.popleft())
            if i in self.statements.needed and i not in self.statements.partial:
                self._instruction(i)
        for guard in waiting:
            self._guard(*guard)
        self.lines.append(f"return {self._returned()}")
        head = self.words.head()
        define = f"def {self.title}({', '.join(self.words.inputs)}):"
        return "\n".join([*head, *["", ""] * bool(head), define, *("    " + line for line in self.lines)])

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
            rest.appendleft((sign_of(p.ops[i]), self.expressions.slot(share)))
            if first not in self.statements.partial:
                break
            i = first
        start = self.expressions.slot(first)
        if len(rest) == 1 and rest[0][0] == "+" and _is_new(rest[0][1]) and not _is_new(start):
            start, rest = rest[0][1], deque([("+", start)])
        text = start[0]
        if p.shapes or not _is_new(start) or (len(rest) == 1 and rest[0][0] == "-"):
            sign, share = rest.popleft()
            text = f"{text} {sign} {inside(share, PRODUCT)}"
        return [f"{name} = {text}", *(f"{name} {sign}= {share}" for sign, (share, _) in rest)]

    def _guard(self, comparison, a, b, outcome, line):
        """Write that the branch taken in the trace must be taken again."""
        told = f"{self.expressions.slot(a)[0]} {COMPARISONS[comparison][1]} {self.expressions.slot(b)[0]}"
        self.lines.append(f"if {'not ' if outcome else ''}{told}:")
        error = self.words.imported("builtins", "ValueError")
        self.lines.append(f'    raise {error}("another branch than the one that was traced (line {line}) would run here")')

    def _returned(self):
        """Return the text of what the program returns."""
        p = self.program
        texts = [self.expressions.slot(k)[0] for k in p.output_slots]
        if p.shape == "one":
            return texts[0]
        if isinstance(p.shape, tuple):
            parts, k = [], 0
            for key, n in p.shape:
                text = texts[k] if n is None else f"[{', '.join(texts[k : k + n])}]"
                k += 1 if n is None else n
                parts.append(f"{self.words.constant(key)[0]}: {text}")
            return "{" + ", ".join(parts) + "}"
        inner = ", ".join(texts)
        return f"[{inner}]" if p.shape == "list" else f"({inner},)" if len(texts) == 1 else f"({inner})"


def _is_new(phrase):
    """Whether a text makes a new value, rather than naming one that others hold, too."""
    return not phrase[0].isidentifier() and phrase[1] != NUMBER
