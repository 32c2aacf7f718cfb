"""Keep what a learner did, and know it again: in the next notebook, and tomorrow.

With this module you can

- keep what happened (``keeper.record("checked", "5.1", answer="4", verdict="wrong")``);
- ask what is known of a prediction or an exercise (``keeper.known("5.1")``);
- keep a card up to date (``keeper.follow(card, ["05.3a"])``), and take what its page sends (``keeper.take(event, card)``).

What happened is one of ``predicted``, ``replayed``, ``checked``, ``hinted``, ``shown`` (the explanation was opened),
``solved`` (the solution was shown) and ``reset`` (begin this one afresh); a verdict is ``right``, ``close`` or ``wrong``.
Nothing here raises: where a file cannot be written, the session goes on in memory, and ``keeper.trouble`` is a sentence
that says so.

>>> keeper = Keeper("off")
>>> keeper.record("checked", "5.1", answer="4", verdict="wrong")
>>> keeper.record("checked", "5.1", answer="6", verdict="right")
>>> known = keeper.known("5.1")
>>> known.first, known.best, known.tries, known.hints
('wrong', 'right', 2, 0)
"""

from .events import UNKNOWN, known_of, made


class Keeper:
    """Keeps events where ``place`` says: a path, or "off"; left out, where ``ADLESSON_PROGRESS`` says."""

    def __init__(self, place=None):
        self._events = []

    def record(self, what, name, answer="", verdict="", sure=None):
        """Keep that something happened to the prediction or the exercise of this name."""
        self._events.append(made(what, name, answer, verdict, sure, 0.0))

    def known(self, name):
        """Return what is known of a name, as ``Known``: all is 0, None or False where nothing happened yet."""
        return known_of(self._events).get(name, UNKNOWN)


keeper = Keeper()  # that of this session
