"""The story of the first block: the constraints z - f(z) = 0, solved one by one, first to last.

With this module you can

- tell it as frames, with a question for each value (``Feasibility``); ``block_steps`` puts the blocks together.

All variables start at one number, so that hardly a constraint holds.  What a constraint is off by, its residual, becomes
0 at its turn, and that of whatever reads the variable changes.

>>> from ...engine.trace import trace
>>> from ...lagrange.lagrangian import Lagrangian
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> p = trace(lambda x: x * x, x=3)
>>> for row in Feasibility(Narrator(Evaluation(p)), Lagrangian(p)).rows[2:]:
...     print(row["sentence"])
f − x·x = 0 is off by −9. Set f to 3·3 = 9, and it holds. Now 2 of 2 constraints hold.
"""

from ...engine.numbers.arrays import filled
from ..questions.asking import questions
from ..writing.formula import right_side, shape_at
from ..writing.lagrangian_terms import Written
from ..writing.mathml import mathml, mathtext
from ..writing.numerals import is_zero, number, trouble

STARTS = (0, 1)  # the first where every formula has a value is taken, else the last
LARGE, MOST = 100, 4  # variables: of more, equations are plain text; residuals that are told one by one


class Feasibility:
    """The frames of the block: ``rows``, the variables that all but the first are ``about``, and their ``asks``."""

    def __init__(self, narrator, lagrangian):
        self.narrator, self.program, self.exact = narrator, narrator.program, narrator.z
        self.written = Written(lagrangian)
        p, n = self.program, len(self.program)
        start = self._start()
        texts = [entry for i in range(n) for entry in narrator.told("value", i, self.z[i])]
        texts += [("residual", i, number(self.residual[i])) for i in range(n)]
        told = f"Each variable has a constraint, variable − formula = 0. All variables start at {start}, and"
        self.rows = [narrator.row(f"Feasibility: {told} {self._holding()}. Solve them, first to last.", texts)]
        self.rows += [self._solve(i) for i in range(n)]
        self.about, self.asks = [*range(n)], questions(narrator.here, narrator.here.forward)
        for i, ask in enumerate(self.asks):
            if ask:
                ask["question"] = f"{self._side(i).text} = 0. Which value of {p.names[i]} solves it?"

    def _start(self):
        """Set all values to one number, which is returned, and the residuals to what they are there."""
        for start in STARTS:
            self.z = [filled(shape_at(self.program, i), start) for i in range(len(self.program))]
            self.z += reversed(self.program.constants)
            self.residual = [self._off(i) for i in range(len(self.program))]
            if not any(map(trouble, self.residual)):
                break
        return start

    def _off(self, i):
        """Return the residual of constraint ``i`` at the values now."""
        return self.z[i] - (self.exact[i] if i < self.program.d else self.program.value_of(i, self.z))

    def _side(self, i):
        """Return variable minus formula in letters."""
        return self.written.letters[i] - self.written.side(i)

    def _holding(self):
        count = int(sum(map(is_zero, self.residual)))
        return f"{count} of {len(self.program)} constraints hold{'s' * (count == 1)}"

    def _solve(self, i):
        """Set one variable to what its formula says, and return the frame."""
        p, name, side, value = self.program, self.program.names[i], self._side(i), number(self.exact[i])
        calculation = f"{right_side(p, i, self.narrator.filled).text} = {value}" if i >= p.d else value
        given = "" if i >= p.d else "the given "
        if is_zero(self.residual[i]):
            sentence = f"{side.text} = 0 holds already: {name} is {given}{calculation}."
        else:
            off = number(self.residual[i])
            sentence = f"{side.text} = 0 is off by {off}. Set {name} to {given}{calculation}, and it holds."
        self.z[i], self.residual[i] = self.exact[i], filled(shape_at(p, i), 0)
        readers = list(dict.fromkeys(p.beta(i)))
        for k in readers:
            self.residual[k] = self._off(k)
        moved = [f"{p.names[k]} by {number(self.residual[k])}" for k in readers if not is_zero(self.residual[k])]
        if moved:
            told = ", ".join(moved) if len(moved) <= MOST else f"{len(moved)} variables"
            sentence += f" What reads {name} is off now: {told}."
        slots = p.edges(i)
        return self.narrator.row(
            f"{sentence} Now {self._holding()}.",
            [
                *self.narrator.told("value", i, self.exact[i]),
                *[("residual", k, number(self.residual[k])) for k in (i, *readers)],
            ],
            [i],
            dict.fromkeys(k for _, k in slots),
            [self.narrator.edge[i, slot] for slot, _ in slots],
            letters=mathtext(f"{side.text} = 0") if len(p) > LARGE else mathml(f"{side.latex} = 0"),
            numbers=mathtext(f"{name} = {calculation}"),
        )
