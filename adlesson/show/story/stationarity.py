"""The story of the second block: the rows dL/dz = 0 of the triangular system, solved for the multipliers, last to first.

With this module you can

- tell it as frames, with a question for each multiplier (``Stationarity``); ``block_steps`` puts the blocks together.

>>> from ...engine.trace import trace
>>> from ...lagrange.lagrangian import Lagrangian
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> p = trace(lambda x: x * x, x=3)
>>> here, L = Evaluation(p), Lagrangian(p)
>>> for row in Stationarity(Narrator(here), L, list(L.back_substitution())).rows[1:]:
...     print(row["sentence"])
Row f gives 1. This is the multiplier of f.
Row x gives 6, the multiplier of x, from that of f.
"""

from ..questions.system_rows import row_questions, solution
from ..writing.lagrangian_terms import Written
from ..writing.letters import factor
from ..writing.mathml import digits, equation, named, term, words
from ..writing.notation import latex_name
from ..writing.notes import kink
from ..writing.numerals import in_words, number

MOST = 4  # terms that the table and an equation list


class Stationarity:
    """The frames of the block: ``rows``, the variables that all but the first are ``about``, and their ``asks``."""

    def __init__(self, narrator, lagrangian, solved):
        self.narrator, self.program = narrator, narrator.program
        self.written, self.noted = Written(lagrangian), set()
        self.place, self.solved = narrator.place, solved
        self.output = self.program.names[lagrangian.output]
        self.rows = [
            narrator.row(
                "Stationarity: ∂L/∂z = 0 for each variable z, one row each. Solve them, last to first.",
                equation=equation(
                    term("L"), "=", term(latex_name(self.output)), "−", term(r"\sum"),
                    named("multiplier", term(r"\lambda")), "·", named("gap", words("(variable − formula)")),
                ),
            ),
            *map(self._solve, self.solved),
        ]  # fmt: skip
        self.about = [self.place[row.name] for row in self.solved]
        self.asks = row_questions(narrator.here, self.solved)

    def _solve(self, row):
        """Set one multiplier to what its row says, and return the frame."""
        p, j, result, terms = self.program, self.place[row.name], number(row.result), row.terms
        children = [self.place[term.child] for term in terms]
        edges = [self.narrator.edge[i, term.slot] for i, term in zip(children, terms, strict=True)]
        shares = [f"{number(term.multiplier * term.partial)} from {term.child}" for term in terms]
        share = " + ".join(shares[:MOST] + ["…"] * (len(shares) > MOST)) or result
        sets = [*self.narrator.told("slope", j, row.result), ("share", j, share)]
        if not p.shapes:
            sets += [("partial", e, number(term.partial)) for e, term in zip(edges, terms, strict=True)]
        left = term(self.written.price(j).latex)
        shown = self.narrator.row(
            self._words(row, result),
            sets,
            [j],
            dict.fromkeys(children),
            edges,
            True,
            equation=self._equation(row, j, left, result),
            given=equation(left, "="),
            result=f"= {result}",
            said="" if p.shapes else self._aloud(row, result),
        )
        for corner in self._corners(children):
            self.narrator.add(shown, corner.sentence)
            shown["set"] += self.narrator.noted(corner, corner.index)
        shown["lit"]["rows"] = [j]
        return shown

    def _words(self, row, result):
        told = f"Row {row.name} gives {result}"
        if row.terms:
            children = list(dict.fromkeys(term.child for term in row.terms))
            those = "those" if children[1:] else "that"
            return f"{told}, the multiplier of {row.name}, from {those} of {in_words(children, MOST)}."
        if row is self.solved[0]:
            return f"{told}. This is the multiplier of {row.name}."
        return f"{told}: nobody on the way to {self.output} reads {row.name}."

    @staticmethod
    def _aloud(row, result):
        if not row.terms:
            return ""
        sums = solution(row).replace(" + ", ", plus ") + "," * (len(row.terms) > 1)
        return f"Row {row.name}: {sums} = {result}. This is the multiplier of {row.name}."

    def _equation(self, row, j, left, result):
        if self.program.shapes and row.terms:
            right = self.written.stationary(j).latex.partition("=")[2].strip()
            return equation(left, "=", *([term(right), "="] if right != result else []), digits(result))
        parts = []
        for one in row.terms[:MOST]:
            product = digits(factor(number(one.multiplier))), "·", digits(factor(number(one.partial)))
            parts += [named(f"{one.child} reads {row.name}", *product), "+"]
        parts = [*parts, "…"] if row.terms[MOST:] else parts[:-1]
        return equation(left, "=", *parts, *(["="] if parts else []), digits(result))

    def _corners(self, children):
        """Return the notes at the kinks among the ``children`` that have not been told yet."""
        found = [kink(self.program, i, self.narrator.z) for i in dict.fromkeys(children) if i not in self.noted]
        self.noted.update(children)
        return [corner for corner in found if corner]
