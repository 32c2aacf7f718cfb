"""What goes round until it is done: how far it is, and what is kept when somebody stops it.

With this module you can

- show a bar from two seconds on, where nobody can know how long it takes (``Bar``);
- stop it, and keep what there is (``interrupted``).

Where the size of the work is known before, it has a fence instead (``engine.fence``).

>>> with Bar("newton", 100) as bar:
...     for k in range(3):
...         bar(k, "cost 0.5")  # nothing is shown: it is done at once
"""

from time import perf_counter

from ..engine.errors import InterruptedRun

DELAY, BETWEEN = 2, 0.2  # seconds without a bar; between two looks of it


class Bar:
    """A progress bar for at most so many rounds; it is there from two seconds on, and gone at the end."""

    def __init__(self, what, most, unit="round"):
        self.what, self.most, self.unit, self.shown, self.done, self.said = what, most, unit, None, 0, ""
        self.next = perf_counter() + DELAY

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.shown is not None:
            self.shown.total = None  # else a notebook leaves it standing in red where fewer rounds were enough
            self.shown.close()

    def __call__(self, done=None, said=None):
        """Tell how many rounds are done, and how it goes; with neither, that it is still at work."""
        self.done = self.done if done is None else done
        self.said = self.said if said is None else said
        if perf_counter() < self.next:
            return
        if self.shown is None:
            from tqdm.auto import tqdm  # only who waits needs it

            self.shown = tqdm(total=self.most, desc=self.what, unit=f" {self.unit}s", leave=False, initial=self.done)
        self.shown.n, self.next = self.done, perf_counter() + BETWEEN
        self.shown.set_postfix_str(self.said)  # which draws it anew


def interrupted(owner, run, what, written):
    """Return the error for an interruption: ``run`` is kept with its ``owner``, which the learner writes as ``written``."""
    owner.kept = run
    return InterruptedRun(f"{what}: what there was is kept, write run = {written}.kept", run)
