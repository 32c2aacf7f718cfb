"""Keep what a learner did, and know it again: in the next notebook, and tomorrow.

With this module you can

- keep what happened (``keeper.record("checked", "5.1", answer="4", verdict="wrong")``);
- ask what is known of a prediction or an exercise (``keeper.known("5.1")``);
- give a card what is known (``keeper.snapshot(["05.3a"])``), now and after each event (``keeper.follow(card, names)``);
- take the event that a card's page sends (``keeper.told(event)``).

A card's "state" is such a snapshot: ``Card({"card": "predict", ..., "state": keeper.snapshot([name])}, keeper.told)``.

What happened is one of ``predicted``, ``replayed``, ``checked``, ``hinted``, ``shown`` (the explanation was opened),
``solved`` (the solution was shown) and ``reset`` (begin this one afresh); a verdict is ``right``, ``close`` or ``wrong``.
Nothing here raises: where a file cannot be written, the session goes on in memory, and ``keeper.trouble`` is a sentence
that says so.

>>> keeper = Keeper("off")
>>> keeper.record("checked", "5.1", answer="4", verdict="wrong")
>>> keeper.record("checked", "5.1", answer="6", verdict="right")
>>> known = keeper.known("5.1")
>>> known.first, known.best, known.count, known.hints
('wrong', 'right', 2, 0)
"""

import os
import sys
import time
import weakref
from pathlib import Path

from .event_file import HEADER, EventFile, UnusableError, read_copy
from .events import UNKNOWN, known_of, line, made, read

DRIVE = Path("/drive")  # where JupyterLite's browser kernel has the files that the browser saves
NAME = "progress.jsonl"


class Keeper:
    """Keeps events where ``setting`` says: a path, or "off"; left out, where ``ADLESSON_PROGRESS`` says.

    ``clock`` returns the time in seconds.  ``trouble`` is a sentence about a file that cannot be written, or "".
    """

    def __init__(self, setting=None):
        self.clock, self.trouble = time.time, ""
        self._given, self._setting, self._file = setting, None, None
        self._waiting = []  # events that are in no file
        self._said, self._followers, self._now = set(), [], 0.0
        self._in_file, self._cache = [], (None, {})

    def record(self, what, name, answer="", verdict="", sure=None):
        """Keep that something happened to the prediction, the exercise or the problem of this name."""
        self._add([made(what, name, str(answer), verdict, sure, self._time())])

    def known(self, name):
        """Return what is known of a name, as ``Known``: all is 0, None or False where nothing happened yet."""
        return self.all_known().get(name, UNKNOWN)

    def all_known(self):
        """Return what is known, a ``Known`` for each name to which something happened."""
        events = self.events()
        if self._cache[0] != events:
            self._cache = events, known_of(events)
        return self._cache[1]

    def events(self):
        """Return all events, those of other kernels too."""
        try:
            if self._at_home():
                self._in_file = self._file.events()
                self._say(self._file.said)
        except (OSError, UnusableError) as problem:
            self._tell(problem)
        return [*self._in_file, *self._waiting]

    def path(self):
        """Return the path of the file in which events are kept, None if there is none."""
        file = self._at_home()
        return str(file.path) if file else None

    def place(self):
        """Return where events are kept: a dict of ``kind`` and ``trouble``, for a page.

        The kinds are "file", "drive" (that of a browser), "binder" (a machine that is deleted) and "session" (memory).
        """
        kind = "drive" if sys.platform == "emscripten" else "file"
        if any(name.startswith("BINDER_") for name in os.environ):
            kind = "binder"
        elif self.path() is None or self.trouble:
            kind = "session"
        return {"kind": kind, "trouble": self.trouble}

    def text(self):
        """Return all that is kept, as the text of a file."""
        events, newer = self.events(), self._file.newer if self._file else []
        return "".join(f"{text}\n" for text in [HEADER, *map(line, events), *newer])

    def merge(self, text, name):
        """Add the events in the text of a copy of this ``name``; return a sentence.  The same event counts once."""
        try:
            copied = dict.fromkeys(read_copy(text))
        except UnusableError as problem:
            return f"{name}: {problem}. Nothing is changed."
        if not copied:
            return f"{name} is empty. Nothing is changed."
        known = set(self.events())
        fresh = [event for event in copied if event not in known]
        self._add(fresh)
        return f"{len(fresh)} of the {len(copied)} events in {name} are new, and are added."

    def forget(self):
        """Delete all that is kept; return a sentence that says what was deleted."""
        count, file = len(self.events()), self._at_home()
        self._in_file, self._waiting, where = [], [], ""
        try:
            if file:
                file.forget()
                self.trouble, where = "", f", and the file {file.path} is deleted"
        except (OSError, UnusableError) as problem:
            self._tell(problem)
            where = f", but {file.path} could not be deleted ({reason(problem)})"
        self.renew()
        return f"Forgotten: {count} event{'s' * (count != 1)}{where}." if count or self.trouble else "Nothing was kept."

    def follow(self, card, names):
        """Let the "state" in a card's ``data`` be a ``snapshot`` of these names, now and after each event."""
        self._followers = [(kept, of) for kept, of in self._followers if kept() is not None]
        self._followers.append((weakref.ref(card), [*names]))
        card.data = {**card.data, "state": self.snapshot(names)}

    def snapshot(self, names):
        """Return what a page is told: ``known`` of each name (None where nothing happened), the ``place``, and ``asof``."""
        known = self.all_known()
        told = {name: known[name]._asdict() if name in known else None for name in names}
        return {"known": told, "place": self.place(), "asof": self._time()}

    def told(self, event):
        """Take an event that a page sends, once if it sends it again; return ``{"state": ...}``, None if it is no event."""
        try:
            event = read(event)
        except ValueError:
            return None
        self._add([event] if event not in self.events() else [])
        return {"state": self.snapshot([event.name])}

    def _add(self, events):
        """Keep events: in the file, or where that cannot be written in memory, until it can."""
        file = self._at_home()  # which may be another than before
        self._waiting += events
        try:
            if file and self._waiting:
                file.append(self._waiting)
                self._waiting, self.trouble = [], ""
        except (OSError, UnusableError) as problem:
            self._tell(problem)
        self.renew()

    def renew(self):
        """Tell the cards that follow what is known now."""
        for kept, names in [*self._followers]:
            if (card := kept()) is not None:
                card.data = {**card.data, "state": self.snapshot(names)}

    def _at_home(self):
        """Return the file in which events are kept, None if there is to be none."""
        setting = self._given or os.environ.get("ADLESSON_PROGRESS") or ""
        if setting != self._setting:
            self._setting, self._in_file, self._waiting, self.trouble = setting, [], [], ""
            path = place_of(setting)
            self._file = EventFile(path, ours=not setting) if path else None
        return self._file

    def _time(self):
        """Return the time, later than any that was returned before."""
        self._now = max(round(self.clock(), 3), round(self._now + 0.001, 3))
        return self._now

    def _tell(self, problem):
        path = self._file.path
        self.trouble = f"Your progress cannot be kept in {path} ({reason(problem)}). It is kept for this session only."
        self._say(self.trouble)

    def _say(self, sentence):
        """Print a sentence, once in a session."""
        if sentence and sentence not in self._said:
            self._said.add(sentence)
            print(sentence)


def reason(problem):
    """Return in a few words why a file could not be used."""
    return problem.strerror.lower() if getattr(problem, "strerror", None) else str(problem)


def place_of(setting):
    """Return the path at which events are kept, None for nowhere."""
    if setting.strip().lower() == "off":
        return None
    if setting:
        return Path(setting).expanduser().absolute()
    if sys.platform == "emscripten":
        return DRIVE / f"adlesson-{NAME}" if DRIVE.is_dir() else None
    from platformdirs import user_data_path

    return user_data_path("adlesson", appauthor=False) / NAME


keeper = Keeper()  # that of this session
