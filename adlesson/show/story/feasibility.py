"""The story of the first block: the constraints z - f(z) = 0, solved one by one, first to last.

With this module you can

- tell it as frames, with a question for each value (``Feasibility``); ``block_steps`` puts the blocks together.

All variables start at one number, so that hardly a constraint holds.  The gap of a variable is the variable minus its
formula: it becomes 0 at its turn, and that of whatever reads the variable changes.

>>> from ...engine.trace import trace
>>> from ...lagrange.lagrangian import Lagrangian
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> p = trace(lambda x: x * x, x=3)
>>> for row in Feasibility(Narrator(Evaluation(p)), Lagrangian(p)).rows[1:]:
...     print(row["sentence"])
The gap of x is −2: x is given. Set x to 3, and it is 0.
The gap of f is −8. Set f to 9, and it is 0.
"""

from ...engine.numbers.arrays import filled
from ..questions.asking import questions
from ..questions.question_texts import asked, numbers
from ..writing.array_formulas import ATOM, PRODUCT
from ..writing.formula import right_side, shape_at
from ..writing.lagrangian_terms import Written
from ..writing.letters import Letter, as_letter
from ..writing.mathml import digits, equation, named, term
from ..writing.notation import latex_name
from ..writing.numerals import is_zero, number

START = 1  # where all variables start: each function of the table has a value there


class Feasibility:
    """The frames of the block: ``rows``, the variables that all but the first are ``about``, and their ``asks``."""

    def __init__(self, narrator, lagrangian):
        self.narrator, self.program, self.exact = narrator, narrator.program, narrator.z
        self.written = Written(lagrangian)
        p, n = self.program, len(self.program)
        self.z = [*[filled(shape_at(p, i), START) for i in range(n)], *reversed(p.constants)]
        self.gap = [self._off(i) for i in range(n)]
        texts = [entry for i in range(n) for entry in narrator.told("value", i, self.z[i])]
        texts += [("residual", i, number(self.gap[i])) for i in range(n)]
        told = f"Feasibility: every gap, variable − formula, shall be 0. All variables start at {START}."
        self.rows = [narrator.row(told, texts), *map(self._solve, range(n))]
        self.about, self.asks = [*range(n)], questions(narrator.here, narrator.here.forward)
        for i, ask in enumerate(self.asks):
            if ask:
                opens, question = f"{self._side(i).text} = 0.", f"Which value of {p.names[i]} makes it so?"
                ask |= asked(f"{opens} {question}", f"{opens} {numbers(p, self.exact, i)} {question}")

    def _off(self, i):
        """Return the gap of variable ``i`` at the values now."""
        return self.z[i] - (self.exact[i] if i < self.program.d else self.program.value_of(i, self.z))

    def _side(self, i):
        """Return variable minus formula in letters."""
        return self.written.letters[i] - self.written.side(i)

    def _solve(self, i):
        """Set one variable to what its formula says, and return the frame."""
        p, name, value, off = self.program, self.program.names[i], number(self.exact[i]), self.gap[i]
        why = f": {name} is given" if i < p.d else ""
        sentence = f"The gap of {name} is {number(off)}{why}. Set {name} to {value}, and it is 0."
        if is_zero(off):
            sentence = f"The gap of {name} is 0 already: {name} stays {value}."
        self.z[i], self.gap[i] = self.exact[i], filled(shape_at(p, i), 0)
        readers = list(dict.fromkeys(p.beta(i)))
        for k in readers:
            self.gap[k] = self._off(k)
        slots, here = p.edges(i), as_letter(self.exact[i])
        formula = right_side(p, i, self.narrator.filled) if i >= p.d else here
        return self.narrator.row(
            sentence,
            [
                *self.narrator.told("value", i, self.exact[i]),
                *[("residual", k, number(self.gap[k])) for k in (i, *readers)],
            ],
            [i],
            dict.fromkeys(k for _, k in slots),
            [self.narrator.edge[i, slot] for slot, _ in slots],
            equation=equation(
                named(f"gap of {name}{why}", term(self._side(i).latex)),
                "=",
                term(_minus(here, formula).latex),
                "=",
                digits("0"),
            ),
            given=equation(term(latex_name(name)), "="),
            made=f"{name} = {value}",
        )


def _minus(u, w):
    """Return the difference of two formulas as it stands, though one of them be 0."""
    w = w.inside(PRODUCT)
    w = w.inside(ATOM) if w.text.startswith("−") else w
    return Letter(f"{u.text} − {w.text}", f"{u.latex} - {w.latex}")
