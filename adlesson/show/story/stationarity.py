"""The story of the second block: the rows dL/dz = 0 of the triangular system, solved for the multipliers, last to first.

With this module you can

- tell it as frames, with a question for each multiplier (``Stationarity``); ``block_steps`` puts the blocks together.

All multipliers start at 0.  The residual of a row is what its left-hand side comes to minus what it should be.

>>> from ...engine.trace import trace
>>> from ...lagrange.lagrangian import Lagrangian
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> p = trace(lambda x: x * x, x=3)
>>> here, L = Evaluation(p), Lagrangian(p)
>>> for row in Stationarity(Narrator(here), L, list(L.back_substitution())).rows[1:]:
...     print(row["sentence"])
Row f: λ_f = 1. Now 1 of 2 rows holds.
Row x: λ_x − 3·λ_f − 3·λ_f = 0, so λ_x = 1 × 3 + 1 × 3 = 6. Now 2 of 2 rows hold.
"""

from ...engine.numbers.arrays import filled
from ..questions.system_rows import equation, row_questions, solution
from ..writing.formula import shape_at
from ..writing.lagrangian_terms import Written
from ..writing.mathml import mathml, mathtext
from ..writing.notes import kink
from ..writing.numerals import is_zero, number

LARGE, MOST = 100, 4  # variables: of more, equations are plain text; terms that the table lists


class Stationarity:
    """The frames of the block: ``rows``, the variables that all but the first are ``about``, and their ``asks``."""

    def __init__(self, narrator, lagrangian, solved):
        self.narrator, self.program = narrator, narrator.program
        self.written, self.noted = Written(lagrangian), set()
        p, self.place = self.program, narrator.place
        self.solved = solved
        zeros = [filled(shape_at(p, i), 0) for i in range(len(p))]
        self.residual, self.read_in = list(zeros), [[] for _ in p.names]
        for row in self.solved:
            j = self.place[row.name]
            self.residual[j] = self.residual[j] - row.rhs
            for term in row.terms:
                self.read_in[self.place[term.child]].append((j, term))
        texts = [entry for i in range(len(p)) for entry in narrator.told("slope", i, zeros[i])]
        output = p.names[lagrangian.output]
        start = narrator.row(
            f"Stationarity: L is {output} minus, for each constraint, its multiplier λ times variable − formula. ∂L/∂z = 0 "
            "for each variable z is one row of a system for the multipliers, with ones on the diagonal and nothing below "
            f"it. All multipliers start at 0, and only the row of {output} is off. Solve the rows, last to first.",
            texts + [("residual", i, number(self.residual[i])) for i in range(len(p))],
        )
        self.rows = [start, *map(self._solve, self.solved)]
        self.about = [self.place[row.name] for row in self.solved]
        self.asks = row_questions(narrator.here, self.solved)

    def _solve(self, row):
        """Set one multiplier to what its row says, and return the frame."""
        p, j, result, terms = self.program, self.place[row.name], number(row.result), row.terms
        written, children = self.written.stationary(j), [self.place[term.child] for term in terms]
        self.residual[j] = filled(shape_at(p, j), 0)
        for k, term in self.read_in[j]:
            self.residual[k] = self.residual[k] - term.multiplier * term.partial
        corners = self._corners(children)
        edges = [self.narrator.edge[i, term.slot] for i, term in zip(children, terms, strict=True)]
        shares = [f"{number(term.multiplier * term.partial)} from {term.child}" for term in terms]
        share = " + ".join(shares[:MOST] + ["…"] * (len(shares) > MOST)) or result
        sets = [*self.narrator.told("slope", j, row.result), ("share", j, share)]
        sets += [("residual", k, number(self.residual[k])) for k in dict.fromkeys([j, *[k for k, _ in self.read_in[j]]])]
        sets += [("note", corner.index, corner.mark) for corner in corners]
        if not p.shapes:
            sets += [("partial", e, number(term.partial)) for e, term in zip(edges, terms, strict=True)]
        said = [f"Row {row.name}: {self._words(row, written, result)}.", *[corner.sentence for corner in corners]]
        hold = int(sum(map(is_zero, self.residual)))
        shown = self.narrator.row(
            f"{' '.join(said)} Now {hold} of {len(p)} rows hold{'s' * (hold == 1)}.",
            sets,
            [j],
            dict.fromkeys(children),
            edges,
            True,
            letters=mathtext(written.text) if len(p) > LARGE else mathml(written.latex),
            numbers=mathtext(f"{solution(row)} = {result}" if terms and not p.shapes else f"= {result}"),
        )
        shown["lit"]["rows"] = [j]
        return shown

    def _words(self, row, written, result):
        if self.program.shapes:
            return written.text if written.text.endswith(f" = {result}") else f"{written.text}, which is {result}"
        if row.terms:
            return f"{equation(row)}, so λ_{row.name} = {solution(row)} = {result}"
        return equation(row) if row.rhs else f"{equation(row)}, since nobody on the way to the output reads {row.name}"

    def _corners(self, children):
        """Return the notes at the kinks among the ``children`` that have not been told yet."""
        found = [kink(self.program, i, self.narrator.z) for i in dict.fromkeys(children) if i not in self.noted]
        self.noted.update(children)
        return [corner for corner in found if corner]
