"""See how far you are, and answer once more what you missed.

With this module you can

- show a row of marks for a notebook (``progress("05")``) or for the course (``progress()``);
- answer again what was missed (``replay("05")``);
- say where it is kept (``progress.place``), take a copy along (``progress.save(path)``), add one from elsewhere
  (``progress.load(path)``), or delete it all (``progress.forget()``).

A row says which predictions and exercises are right, at once or later, missed, shown or open, and which are worth coming
back to: what was missed in earlier notebooks, and what was done two notebooks ago.

>>> progress("5c")  # doctest: +ELLIPSIS
There is no notebook '5c': there are 00, 01, 02, 03, 04, 05, 05b, 06, ...
"""

import re
from collections import Counter
from pathlib import Path

from ..engine.errors import short
from ..show.cards.card import Card
from .course import NOTEBOOKS, before, home_of, notebook
from .judging.cells import heading_of
from .kept.events import PRACTICE
from .kept.keeping import keeper, reason
from .predicting import card_of
from .predictions import predictions

MOST = 12  # predictions of other notebooks that a row can ask; the others it names


class Progress:
    """What a learner has done: called with a number such as "05" it is the row of a notebook, without that of all."""

    def __call__(self, number=None):
        """Show how far the learner is in a notebook, or in the course."""
        if number is None:
            return Row("Your progress in the course", NOTEBOOKS, missed_in(reversed(NOTEBOOKS)))
        if (one := notebook(number)) is None:
            return print(no_notebook(number))
        return Row(f"Your progress in notebook {one.number}", [one], worth_coming_back(one))

    @property
    def place(self):
        """The path of the file in which it is kept, None if there is none."""
        return keeper.path()

    def save(self, path):
        """Write a copy of all that is kept to a file."""
        try:
            Path(path).expanduser().write_text(keeper.text(), encoding="utf-8")
        except (OSError, TypeError, ValueError) as problem:
            return print(f"No copy is saved in {short(path, write=str)}: {reason(problem)}.")
        print(f"A copy is saved in {path}.")

    def load(self, path):
        """Add the events of a copy; one that is known already counts once."""
        try:
            text = Path(path).expanduser().read_text(encoding="utf-8")
        except (OSError, TypeError, ValueError) as problem:
            return print(f"Nothing is added from {short(path, write=str)}: {reason(problem)}.")
        print(keeper.merge(text, str(path)))

    def forget(self):
        """Delete all that is kept, here and in the file."""
        print(keeper.forget())

    def __repr__(self):
        return "\n".join([*map(in_words, NOTEBOOKS), practised(), where()])


progress = Progress()


def replay(number):
    """Show the predictions of a notebook that were missed, one after the other, to be answered once more."""
    if (one := notebook(number)) is None:
        return print(no_notebook(number))
    return Replay(one)


SHOWN = {}  # the last card of each kind and label, which is the one that is seen


class Following(Card):
    """A card that is told of everything that happens to some names."""

    def __init__(self, data, names, told):
        key = data["card"], data["label"]
        if key in SHOWN:
            SHOWN[key].close()  # else each run of a cell would leave one that is told of everything, too
        SHOWN[key] = self
        super().__init__(data, told)
        keeper.follow(self, names)


class Row(Following):
    """How far one is in some notebooks, and the names in others that may be worth coming back to."""

    def __init__(self, label, notebooks, back):
        self._notebooks, self._course = notebooks, len(notebooks) > 1
        first = notebooks[0]
        two_ago = before(first.number, 2) if len(notebooks) == 1 else None
        own = predictions_of(first) if len(notebooks) == 1 else {}  # they are replayed in the row
        others = [name for name in back if not name[-1].isdigit()]
        missed = [name for name in others if home_of(name) is not two_ago][:MOST]
        asked = [*own, *(name for name in others if home_of(name) is two_ago), *missed]
        data = {
            "card": "row",
            "label": label,
            "notebooks": [
                {"number": one.number, "title": one.title, "predictions": [*predictions_of(one)], "exercises": one.exercises}
                for one in notebooks
            ],
            "back": [
                {
                    "name": name,
                    "from": home_of(name).number,
                    "file": home_of(name).file,
                    "heading": heading_of(name),
                    "two_ago": home_of(name) is two_ago,
                }
                for name in back
            ],
            "predictions": {name: again(name) for name in asked},
        }
        fresh = problems() if self._course else []
        super().__init__(data, [name for one in notebooks for name in names_in(one)] + back + fresh, self._take)

    def _take(self, event):
        """Take what the page sends: an event, or that it wants "news", a "copy", to know "where", to "load", to "forget"."""
        what = event["what"]
        if what == "copy":
            self.send({"copy": keeper.text()})
        elif what == "where":
            self.send({"said": where()})
        elif what == "load" and isinstance(event.get("text"), str):
            self.send({"said": keeper.merge(event["text"], short(event.get("from"), write=str))})
        elif what == "news":
            keeper.renew()
        elif what == "forget":
            self.send({"said": keeper.forget(), "forgotten": True})
        else:
            keeper.told(event)

    def __repr__(self):
        return "\n".join([self.words(), where()])

    def words(self):
        lines = [*map(in_words, self._notebooks), *([practised()] if self._course else [])]
        return "\n".join(lines)  # where it is kept is the learner's own affair


class Replay(Following):
    """The predictions of a notebook that were missed, one after the other."""

    def __init__(self, one):
        self._of = predictions_of(one)
        data = {
            "card": "replay",
            "label": f"Replay what you missed in notebook {one.number}",
            "number": one.number,
            "names": [*self._of],
            "predictions": {name: again(name) for name in self._of},
        }
        super().__init__(data, [*self._of], lambda event: keeper.told(event) and None)

    def __repr__(self):
        missed = [name for name in self._of if mark(name) in ("missed", "shown")]
        return f"To replay: {', '.join(missed) or 'nothing'}"


def predictions_of(one):
    """Return the predictions of a notebook, by name, in reading order."""
    return {name: asked for name, asked in predictions(one.number[:2]).items() if home_of(name) is one}


def again(name):
    """Return what a page is given to ask a prediction elsewhere: where it stands, too."""
    home = home_of(name)
    place = {"from": home.number, "file": home.file, "heading": heading_of(name)}
    return {**card_of(predictions_of(home)[name]), **place}


def mark(name):
    """Return how a prediction or an exercise stands: "right", "later", "missed", "shown" or "open".

    A prediction is right by its first answer, or later: by another answer of one's own, or by a replay.  Where the
    explanation was opened before, only a replay counts.  An exercise is right by its best answer.  ``standing.js`` does the
    same.
    """
    known = keeper.known(name)
    if name[-1].isdigit():
        return "right" if known.best == "right" else "shown" if known.solved else "missed" if known.count else "open"
    if known.first == "right":
        return "right"
    if known.replayed or (known.best == "right" and not known.shown):
        return "later"
    return "shown" if known.shown else "missed" if known.first else "open"


def worth_coming_back(one):
    """Return the names in earlier notebooks that may be worth to come back to, in the order in which they are offered."""
    place = NOTEBOOKS.index(one)
    two_ago = before(one.number, 2)
    others = [other for other in reversed(NOTEBOOKS[:place]) if other is not two_ago]
    return [*(names_in(two_ago) if two_ago else ()), *missed_in(others)]


def names_in(one):
    return [*predictions_of(one), *one.exercises]


def missed_in(notebooks):
    """Return the names in some notebooks that were missed, or shown."""
    known = keeper.all_known()
    return [name for one in notebooks for name in names_in(one) if name in known and mark(name) in ("missed", "shown")]


def in_words(one):
    """Return how far one is in a notebook."""
    return f"{one.number} {one.title}: predictions {counts(predictions_of(one))}; exercises {counts(one.exercises)}"


def counts(names):
    """Return how many stand how, in words."""
    many = Counter(map(mark, names))
    back = many["missed"] + many["shown"]
    later = f"{many['later']} right later, " if many["later"] else ""
    return f"{many['right']} right, {later}{back} to come back to, {many['open']} open"


def problems():
    """Return the names of the problems of practice that were tried."""
    return [name for name in keeper.all_known() if re.fullmatch(PRACTICE, name)]


def practised():
    """Return how many fresh problems of each kind were solved."""
    many = Counter(name.partition("-")[0] for name in problems() if keeper.known(name).best == "right")
    return f"Practice, problems solved: {', '.join(f'{kind} {count}' for kind, count in sorted(many.items())) or 'none yet'}"


def where():
    """Return a sentence on where it is kept."""
    place, path = keeper.place(), keeper.path()
    if place["trouble"] or path is None:
        return place["trouble"] or "Kept for this session only, in memory."
    gone = " This machine is deleted after your visit." if place["kind"] == "binder" else ""
    return f"Kept in {path}.{gone}"


def no_notebook(number):
    return f"There is no notebook {short(number)}: there are {', '.join(one.number for one in NOTEBOOKS)}."
