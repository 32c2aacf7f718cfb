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
State 0 is stored: the inputs.
From state 0 to state 2: z1 and z2 are run, and only state 2 is kept.
Step 2, f = z2·5, is run. The adjoint of the output f is 1. f pays: z2 0 → 5.
From state 0 to state 1: z1 is run again, and only state 1 is kept.
Step 1, z2 = z1 + 1, is run again. z2 pays: z1 0 → 5.
>>> story.memory([])["says"]
'At most 1 of 3 states stored at once; 3 steps run again.'
"""

from ...engine.cost.checkpoint import Stretches, checkpoint
from ...engine.errors import InputError, listed
from ...engine.numbers.arrays import quiet
from ...engine.numbers.inputs import by_name
from ...engine.sweeps import seeds
from ..picture.saw_tooth import saw_tooth
from ..writing.formula import right_side
from ..writing.numerals import number
from .phases import Phase, Story

MOST, NAMES = 1500, 6  # frames; names that are written out


def tell(narrator):
    """Return the story of a program with one output under the narrator's budget."""
    told = LittleMemory(narrator, narrator.budget)
    phase = Phase("reverse", "Reverse sweep in little memory", told.rows, told.about[1:], shares=True, role="back")
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
        self.bar.append([len(self.run.stored), f"memory: {words}"])

    def _start(self):
        row = self.narrator.start(
            f"A reverse sweep in little memory: at most {_plural(self.budget, 'state')} may be stored. State k is what step "
            "k and the steps after it still need of what was computed before. All else is forgotten, and run again when the "
            "way back needs it."
        )
        row["set"] += [["value", i, ""] for i in range(self.d, len(self.program))]
        row["set"] += [[*entry] for i in range(self.d) for entry in self.narrator.told("value", i, self.narrator.z[i])]
        return row

    def _store(self, k):
        self.run.do("store", k)
        stored = sorted(self.run.stored[k])
        return (
            self.narrator.row(f"State {k} is stored: {self._names(stored) if stored else 'the inputs'}."),
            stored,
            self.run.z,
        )

    def _advance(self, k, end):
        steps = range(self.d + k, self.d + end)
        told = f"From state {k} to state {end}: {self._names(steps)} {'are' if steps[1:] else 'is'} run{self._count(k, end)}"
        self.run.do("advance", k, end)
        return self.narrator.row(f"{told}, and only state {end} is kept.", targets=steps), [*steps], self.run.z

    def _reverse(self, k):
        p, i, z = self.program, self.d + k, self.narrator.z
        held = {*(self.run.z if self.run.here == k else self.run.stored[k]), i}
        said, sets, zbar = [f"Step {k}, {p.names[i]} = {right_side(p, i).text}, is run{self._count(k, k + 1)}."], [], {}
        if self.run.zbar is None:
            zbar = dict(seeds(p, 1))
            said += [f"The adjoint of the output {p.names[j]} is 1." for j in zbar]
            sets += [("slope", j, "1") for j in zbar]
        zbar = {**(self.run.zbar or {}), **zbar}
        self.run.do("reverse", k)
        slots = p.edges(i) if i in zbar else []
        for slot, j in slots:
            partial = p.partial_of(i, slot, z)
            sets.append(("share", j, f"{number(zbar[i] * partial)} from {p.names[i]}"))
            sets += [] if p.shapes else [("partial", self.narrator.edge[i, slot], number(partial))]
        paid = dict.fromkeys(j for _, j in slots)
        sets += [entry for j in paid for entry in self.narrator.told("slope", j, self.run.zbar[j])]
        pays = ", ".join(f"{p.names[j]} {number(zbar.get(j, 0))} → {number(self.run.zbar[j])}" for j in paid)
        said.append(
            f"{p.names[i]} pays: {pays}." if paid else f"{p.names[i]} is not on the way to the output, and pays nobody."
        )
        edges = [self.narrator.edge[i, slot] for slot, _ in slots]
        return self.narrator.row(" ".join(said), sets, paid, [i], edges, True), [i], held

    def _free(self, k):
        self.run.do("free", k)
        return self.narrator.row(f"State {k} is freed: nobody will need it again."), [], self.run.z

    def _count(self, start, end):
        """Count steps as run, and return whether they were run before, as text."""
        again = " again" if any(self.ran[start:end]) else ""
        for k in range(start, end):
            self.ran[k] += 1
        return again

    def _names(self, variables):
        names = [self.program.names[i] for i in variables]
        if len(names) > NAMES:
            return f"{names[0]} to {names[-1]}"
        return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _plural(count, what):
    return f"{count} {what}{'s' * (count != 1)}"
