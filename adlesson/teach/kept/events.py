"""What happened, one line for each event, and what is known from all of them.

With this module you can

- write an event as a line (``line``) and read it again (``read``);
- say what is known of each name (``known_of``);
- leave out what changes nothing of that (``needed``);
- see that a line is no event here, and may be one of a newer lesson (``is_newer``): such lines are left alone.

A prediction is called "05.3a", an exercise "5.1", a problem of practice "adjoints-2-0f3a51c4".

What is known depends on which events there are, not on where they stand, and the same event twice counts once: so files
may be merged in any order, again and again.

>>> wrong = made("checked", "5.1", "4", "wrong", None, 1.0)
>>> line(wrong)
'{"what": "checked", "name": "5.1", "answer": "4", "verdict": "wrong", "at": 1.0}'
>>> known = known_of([made("checked", "5.1", "6", "right", None, 2.0), wrong, wrong])["5.1"]
>>> known.first, known.best, known.count
('wrong', 'right', 2)
"""

import json
import re
from collections import namedtuple

Event = namedtuple("Event", "what name answer verdict sure at tries hints", defaults=(None, None))
Event.__doc__ = """One thing that happened: ``what``, to the prediction, exercise or problem ``name``,
``at`` a time in seconds.

``answer``, ``verdict`` and ``sure`` belong to an answer.  ``tries`` and ``hints`` stand in a "counted" event only: how many
there had been, of which ``needed`` left some out.
"""

Known = namedtuple("Known", "first best count tries hints shown solved replayed at")
Known.__doc__ = """What is known of a name.

``first`` is how it was met: "right", "close", "wrong", or "shown" if the explanation or the solution came before any answer.
``best`` is the best verdict, ``count`` the number of tries, ``tries`` the first eight that differ and the first right one,
each an answer, its verdict and whether one was sure, ``hints`` how many were taken.  ``shown`` (the explanation was opened
before a right answer), ``solved`` (the solution was shown) and ``replayed`` (right, later) are True or False; ``at`` is the
last time.
"""

UNKNOWN = Known(None, None, 0, (), 0, False, False, False, 0.0)

ANSWERS = ("predicted", "checked", "replayed")
WHATS = (*ANSWERS, "hinted", "shown", "solved", "reset", "counted")  # in this order where two have the same time
VERDICTS = ("wrong", "close", "right")  # from the worst to the best
PRACTICE = r"[a-z]{1,20}-\d{1,2}-[0-9a-f]{8}"  # kind, level, and a number that belongs to the problem alone
NAME = re.compile(rf"\d{{1,2}}\.\d{{1,2}}[a-z]?|{PRACTICE}")
LONGEST = 200  # letters of an answer that are kept
DIFFERENT = 8  # tries of a name that are kept


def made(what, name, answer, verdict, sure, at, tries=None, hints=None):
    """Return an event; raise ``ValueError`` if it is none."""
    if what not in WHATS or not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError(f"no event: {what!r}, {name!r}")
    if (what in ANSWERS) != (verdict in VERDICTS) or not isinstance(answer, str) or sure not in (True, False, None):
        raise ValueError(f"no answer: {answer!r}, {verdict!r}, {sure!r}")
    if isinstance(at, bool) or not isinstance(at, (int, float)) or not 0 <= at < 1e11:
        raise ValueError(f"no time: {at!r}")
    counts = tries, hints
    if any((what == "counted") != (isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 1e9) for n in counts):
        raise ValueError(f"no counts: {counts!r}")
    return Event(what, name, answer[:LONGEST], verdict, sure, round(float(at), 3), tries, hints)


def line(event):
    """Return an event as one line of JSON, without what is empty."""
    return json.dumps({key: value for key, value in event._asdict().items() if value not in ("", None)})


def read(text):
    """Return the event of a line, or of a dict that a page sends; raise ``ValueError`` if it holds none."""
    try:
        data = json.loads(text) if isinstance(text, str) else text
    except RecursionError:
        raise ValueError("no event: brackets without end") from None
    if not isinstance(data, dict) or not data.keys() <= set(Event._fields):
        raise ValueError(f"no event: {data!r:.99}")
    given = {"answer": "", "verdict": "", "sure": None, "at": None, "what": None, "name": None, **data}
    return made(**given)


def is_newer(text):
    """Is this the whole line of an event that a newer lesson may write?  It has a name, and something happened to it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and all(isinstance(data.get(part), str) for part in ("what", "name"))


def known_of(events):
    """Return what is known from some events, a ``Known`` for each name."""
    known = {}
    for event in sorted(set(events), key=in_time):
        known[event.name] = added(known.get(event.name, UNKNOWN), event)
    return known


def in_time(event):
    """Return what events are sorted by: their times, and what can be told where these are the same."""
    return event.at, WHATS.index(event.what), event.verdict, event.answer, str(event.sure), event.name


def added(known, event):
    """Return what is known after one more event of a name.  The page does the same (``store.js``)."""
    what, verdict = event.what, event.verdict
    if what == "reset":
        return UNKNOWN._replace(at=event.at)
    known = known._replace(at=event.at)
    if what == "counted":
        return known._replace(count=max(known.count, event.tries), hints=max(known.hints, event.hints))
    if what == "hinted":
        return known._replace(hints=known.hints + 1)
    if what == "replayed":
        return known._replace(replayed=known.replayed or verdict == "right")
    if what == "shown" and known.best == "right":
        return known
    if what in ("shown", "solved"):
        return known._replace(**{what: True}, first=known.first or "shown")
    tries = known.tries
    room = len(tries) < DIFFERENT or (verdict == "right" != known.best)
    if room and all(event.answer != answer or verdict != told for answer, told, _ in tries):
        tries = (*tries, (event.answer, verdict, event.sure))
    best = max(known.best or verdict, verdict, key=VERDICTS.index)
    return known._replace(first=known.first or verdict, best=best, count=known.count + 1, tries=tries)


def needed(events):
    """Return the events from which the same is known: most tries and hints change nothing but how many there are."""
    of = {}
    for event in sorted(set(events), key=in_time):
        of.setdefault(event.name, []).append(event)
    return [event for mine in of.values() for event in needed_of(mine)]


def needed_of(mine):
    """Return the same of one name's events, which are sorted."""
    known, kept = UNKNOWN, []
    for event in mine:
        before, known = known, added(known, event)
        if event.what == "reset":
            kept = [event]
        elif known._replace(count=0, hints=0, at=0) != before._replace(count=0, hints=0, at=0):
            kept.append(event)
    if known_of(kept).get(mine[-1].name) != known:
        kept.append(made("counted", mine[-1].name, "", "", None, known.at, tries=known.count, hints=known.hints))
    return kept
