"""What a submission calls where nothing is judged: its answers are remembered, and what shows something does nothing.

With this module you can

- be ``ad.exercises`` (``Recorder``) and ``ad.practice`` (``Fresh``), and see what was answered (``ANSWERS``);
- let the lesson do without what draws (``forgiving``).

>>> _ = Recorder().check("05.1", 6), Fresh("adjoints", 2).check({"x": 1}), Recorder().check("5.1", 12)
>>> ANSWERS
{'5.1': 12, 'adjoints/2': {'x': 1}}
"""

import re

from ...teach.judging.stops import is_a

ANSWERS = {}  # exercise, or kind and level of a fresh problem: the answer that was given last


class Nothing:
    """Stands for all that shows something: nobody looks here."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args, **options):
        return self

    def __repr__(self):
        return ""


class Recorder(Nothing):
    """``ad.exercises`` where nothing is judged: what is given to ``check`` is remembered."""

    def check(self, number, answer=None, record=True):
        if not record:  # what nobody keeps is handed in by nobody
            return Nothing()
        found = re.fullmatch(r"\s*0*(\d+\.\d+)\s*", str(number))
        ANSWERS[found[1] if found else str(number)] = answer
        return Nothing()


class Fresh(Nothing):
    """``ad.practice`` where nothing is judged: the other end knows which problem it is."""

    def __init__(self, kind="adjoints", level=1, seed=None):
        record = kind if is_a(kind, dict) else {"kind": kind, "level": level}
        self._name = f"{record.get('kind')}/{record.get('level')}"

    def check(self, answer=None):
        ANSWERS[self._name] = answer
        return Nothing()


def forgiving(look_up):
    """Return a look-up of the lesson's names in which what is not here, since it shows something, is ``Nothing``."""

    def found(name):
        try:
            return look_up(name)
        except ImportError:
            return Nothing()

    return found
