"""Mode ``"reverse"`` with a budget: the story of a reverse sweep in little memory: a frame per action of the plan.

With this module you can

- tell what ``checkpoint`` does with a budget of stored states (``tell``): store, advance, reverse, free.

A value stands in its box as long as it is in memory.  Adjoints stay there to be read, though only those of one state
are needed at once.

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> story = tell(Narrator(Evaluation(trace(lambda x: (x * x + 1) * 5, x=3)), budget=1))
>>> for row in story.phases[0].rows[1:6]:
...     print(row["sentence"])
State 0 is stored, with all that later steps need: the inputs.
From state 0 to state 2: z1 and z2 are run.
Step 2, f, is run. Its adjoint is 1. It sends 5 to z2.
From state 0 to state 1: z1 is run again.
Step 1, z2, is run again. It sends 5 to z1.
>>> story.memory([])["says"]
'At most 1 of 3 states stored at once; 3 steps run again.'
"""

from ...engine.cost.checkpoint import Stretches, checkpoint
from ...engine.errors import InputError, listed
from ...engine.numbers.arrays import quiet
from ...engine.numbers.inputs import by_name
from ...engine.sweeps import seeds
from ..picture.saw_tooth import saw_tooth
from ..writing.letters import factor
from ..writing.mathml import SPACE, digits, equation, named, term
from ..writing.numerals import in_words, number
from .phases import Phase, Story
from .step_equations import spellers

MOST, NAMES, MOST_SUMS = 1500, 4, 2  # frames; names that are written out; sums that an equation tells


def tell(narrator):
    """Return the story of a program with one output under the narrator's budget."""
    told = LittleMemory(narrator, narrator.budget)
    names = [spellers("reverse")[0](name) for name in narrator.program.names]
    look = {"role": "back", "look": "adjoint", "names": names}
    phase = Phase("reverse", "Reverse sweep in little memory", told.rows, told.about[1:], **look)
    return Story([phase], memory=lambda rows: told.memory, figure=told.figure)


class LittleMemory:
    """One program with one output under a budget: ``rows``, the variables each is ``about``, ``memory``, ``figure``."""

    def __init__(self, narrator, budget):
        self.narrator, self.program, self.d = narrator, narrator.program, narrator.program.d
        plan = checkpoint(self.program, budget, at=narrator.here.at)
        if not 0 < len(plan.actions) < MOST:
            raise InputError(
                f"a budget of {budget} takes {len(plan.actions):,} actions for {self.program.title}, and 1 to {MOST:,} can "
                "be stepped through: choose another budget, or another program"
            )
        self.run, self.ran = Stretches(self.program, plan.steps, by_name(narrator.here.at, {})), [0] * plan.steps
        self.budget, self.shown, self.rows, self.about, self.bar = budget, {}, [], [], []
        self._add(self._start(), [], set())
        with quiet(self.program.shapes):
            for what, *where in plan.actions:
                self._add(*getattr(self, f"_{what}")(*where))
        narrator.leave(self.rows[-1], [i for i in range(self.d) if i not in self.run.zbar])
        stored, again = _plural(plan.steps, "state"), _plural(plan.extra, "step")
        says = f"At most {plan.peak} of {stored} stored at once; {again} run again."
        self.memory = {"most": plan.peak, "of": plan.steps, "says": says, "rows": self.bar}
        self.figure = saw_tooth(plan.actions, plan.steps, says)

    def _add(self, row, about, held):
        """Add a frame, during which the variables ``held`` are in memory beside the inputs and the stored states."""
        now = {*held}.union(*self.run.stored.values())
        for i in sorted(now ^ set(self.shown)):
            told = self.narrator.told("value", i, self.narrator.z[i])
            row["set"] += [[what, i, text if i in now else ""] for what, _, text in told]
        row["lit"]["rows"] = [len(self.rows)]
        self.shown = now
        self.rows.append(row)
        self.about.append(about)
        again = sum(max(0, times - 1) for times in self.ran)
        stored = f" ({listed(map(str, self.run.stored))})" if self.run.stored else ""
        most = _plural(self.budget, "state")
        words = f"{len(self.run.stored)} of at most {most} stored{stored}; {_plural(again, 'step')} run again"
        self.bar.append([len(self.run.stored), words])

    def _start(self):
        at_most = f"At most {_plural(self.budget, 'state')} may be stored: what is forgotten is run again when it is needed."
        row = self.narrator.start(at_most)
        row["set"] += [["value", i, ""] for i in range(self.d, len(self.program))]
        row["set"] += [[*entry] for i in range(self.d) for entry in self.narrator.told("value", i, self.narrator.z[i])]
        return row

    def _store(self, k):
        self.run.do("store", k)
        stored, names = sorted(self.run.stored[k]), self.program.names
        held = in_words([names[i] for i in stored], NAMES) if stored else "the inputs"
        return self.narrator.row(f"State {k} is stored, with all that later steps need: {held}."), stored, self.run.z

    def _advance(self, k, end):
        steps = range(self.d + k, self.d + end)
        names = in_words([self.program.names[i] for i in steps], NAMES)
        told = f"From state {k} to state {end}: {names} {'are' if steps[1:] else 'is'} run{self._count(k, end)}."
        self.run.do("advance", k, end)
        return self.narrator.row(told, targets=steps), [*steps], self.run.z

    def _reverse(self, k):
        p, i, z = self.program, self.d + k, self.narrator.z
        held, name = {*(self.run.z if self.run.here == k else self.run.stored[k]), i}, self.program.names[self.d + k]
        sets, ends = [], self.run.zbar is None
        zbar = dict(seeds(p, 1) if ends else self.run.zbar)
        sets += [("slope", j, "1") for j in zbar] if ends else []
        self.run.do("reverse", k)
        slots = p.edges(i) if i in zbar else []
        shares = [(j, number(zbar[i] * p.partial_of(i, slot, z))) for slot, j in slots]
        sets += [("share", j, f"{share} from {name}") for j, share in shares]
        if not p.shapes:
            sets += [("partial", self.narrator.edge[i, slot], number(p.partial_of(i, slot, z))) for slot, _ in slots]
        paid = dict.fromkeys(j for _, j in slots)
        sets += [entry for j in paid for entry in self.narrator.told("slope", j, self.run.zbar[j])]
        seeded = " Its adjoint is 1." if ends and i in zbar else ""
        sent = in_words([f"{share} to {p.names[j]}" for j, share in shares], NAMES)
        sent = sent or "nothing: it is not on the way to the output"
        edges = [self.narrator.edge[i, slot] for slot, _ in slots]
        told = f"Step {k}, {name}, is run{self._count(k, k + 1)}.{seeded} It sends {sent}."
        more = {"equation": self._sums(name, zbar, shares), "made": f"{name} = {number(z[i])}"}
        return self.narrator.row(told, sets, paid, [i], edges, True, **more), [i], held

    def _sums(self, source, before, shares):
        """Return as an equation what becomes of the first variables that get a share from ``source``."""
        parts, spell = [], spellers("reverse")[1]
        for j in list(dict.fromkeys(j for j, _ in shares))[:MOST_SUMS]:
            terms = [named("so far", digits(number(before[j]))), "+"] if j in before else []
            for share in [share for k, share in shares if k == j]:
                terms += [named(f"share of {source}", digits(factor(share))), "+"]
            if len(terms) > 2:
                terms[-1:] = ["=", digits(number(self.run.zbar[j])), "+"]
            parts += [term(spell(self.program.names[j])), "=", *terms[:-1], ",", SPACE]
        return equation(*parts[:-2]) if parts else ""

    def _free(self, k):
        self.run.do("free", k)
        return self.narrator.row(f"State {k} is freed: nobody will need it again."), [], self.run.z

    def _count(self, start, end):
        """Count steps as run, and return whether they were run before, as text."""
        again = " again" if any(self.ran[start:end]) else ""
        for k in range(start, end):
            self.ran[k] += 1
        return again


def _plural(count, what):
    return f"{count} {what}{'s' * (count != 1)}"
