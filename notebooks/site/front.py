"""What the front page shows: the course as its notebooks tell it, the map of what needs what, and a sweep that moves.

With this module you can

- read off what a notebook says of itself in its first cell (``about``): its question, its minutes, what it needs;
- draw the map of the course (``course_map``);
- have the moving picture for a page with its own light and dark (``hero``);
- say a time in words (``minutes``).

>>> minutes(240), minutes(200)
('about 4 hours', 'about 3 and a half hours')
"""

import html
import re
from collections import namedtuple

from adlesson.show.picture.layered import layered
from adlesson.show.shown import style

About = namedtuple("About", "number title file question minutes more needs short")
About.__doc__ = """A notebook: ``minutes`` to read it and ``more`` for its exercises, the numbers of the notebooks it
``needs``, and whether it lies on the ``short`` way.
"""
About.after = property(lambda self: f"after {listed(self.needs)}" if self.needs else "")
SHORT_WAY_TO = "08"  # why multipliers are adjoints: what the lesson is about
SAYS = {
    "question": r"\*\*Question\.\*\*\s+(.*?)(?:\n\n|$)",
    "needs": r"\*\*You need\*\*\s+(.*?)(?:\n\n|$)",
    "time": r"\*\*Time\.\*\* (\d+) minutes; the exercises take (\d+)",
}
ASIDE = re.compile(r"\([^()]*\[[^()]*\]\([^()]*\)[^()]*\)")  # a remark in parentheses that holds a link
LINK = re.compile(r"\]\((\d\w+?)_\w+\.ipynb\)")
WIDE, HIGH = 166, 56  # a box of the map
GAP = (11, 0)  # between two columns of the map there is a little more


def about(course, firsts):
    """Return an ``About`` for each notebook of the course, from the texts of their first cells."""
    found = {}
    for one, first in zip(course, firsts, strict=True):
        question, needs = (re.search(SAYS[name], first, re.S)[1] for name in ("question", "needs"))
        minutes, more = map(int, re.search(SAYS["time"], first).groups())
        needed = dict.fromkeys(LINK.findall(ASIDE.sub("", needs)))
        found[one.number] = About(one.number, one.title, one.file, " ".join(question.split()), minutes, more, needed, False)
    wanted = {SHORT_WAY_TO, *before(SHORT_WAY_TO, found)}
    return [one._replace(needs=nearest(one.needs, found), short=one.number in wanted) for one in found.values()]


def listed(words):
    """Return words as a text: "06, 09 and 11"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def before(number, found):
    """Return the numbers of all notebooks that one needs, and that these need."""
    return {way for need in found[number].needs for way in (need, *before(need, found))}


def nearest(needs, found):
    """Return those of some notebooks that none of the others needs: the map draws no arrow that says nothing new."""
    return [need for need in needs if not any(need in before(other, found) for other in needs)]


def course_map(course):
    """Return the map as SVG: an arrow leads from what is needed to what needs it."""
    place = {one.number: k for k, one in enumerate(course)}
    edges = [(place[need], k) for k, one in enumerate(course) for need in one.needs]
    there = layered([(WIDE, HIGH)] * len(course), edges, GAP)
    arrows = "".join(
        arrow(points, course[tail].short and course[head].short)
        for (tail, head), points in zip(edges, there.edges, strict=True)
    )
    boxes = "".join(box(one, x - WIDE / 2, y - HIGH / 2) for one, (x, y) in zip(course, there.nodes, strict=True))
    view = f"-3 -3 {there.width + 6:g} {there.height + 6:g}"
    label = "Map of the notebooks: an arrow leads from what is needed to what needs it"
    return f'<svg class="map" viewBox="{view}" role="group" aria-label="{label}">{arrows}{boxes}</svg>'


def arrow(points, short):
    """Return an arrow of the map along the points of its curves."""
    (x, y), *rest = points
    path = f"M{x:g} {y:g}C" + " ".join(f"{u:g} {v:g}" for u, v in rest)
    tip = "M{:g} {:g}l-8 -4v8z".format(*rest[-1])
    return f'<g class="{"way short" if short else "way"}"><path d="{path}"/><path class="tip" d="{tip}"/></g>'


def box(one, x, y):
    """Return a box of the map: its number and title, and how long it takes."""
    lines = in_two(one.title)
    texts = "".join(f'<text x="50" y="{24 + 18 * k}">{html.escape(line)}</text>' for k, line in enumerate(lines))
    after = f", {one.after}" if one.needs else ""
    label = html.escape(f"{one.number} {one.title}, {one.minutes} minutes{after}")
    return (
        f'<a href="{one.file}.html" aria-label="{label}"{" class=short" * one.short} transform="translate({x:g} {y:g})">'
        f'<rect width="{WIDE}" height="{HIGH}" rx="8"/><text class="number" x="10" y="25">{one.number}</text>'
        f'<text class="minutes" x="10" y="44">{one.minutes}′</text>{texts}</a>'
    )


def in_two(title):
    """Return a title in two lines, as even as its words allow."""
    words = title.split()
    cuts = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    return min(cuts, key=lambda lines: max(map(len, lines)), default=(title,))


def hero(picture):
    """Return the moving picture (``notebooks/tools/pictures.py``) as a part of a page, which has the colours itself."""
    return re.sub(r"<style>.*?(?=\.ad-graph \{)", f"<style>{style()}", picture, count=1, flags=re.S)


def minutes(many):
    """Return a number of minutes as about so many hours."""
    hours, half = divmod(round(many / 30), 2)
    return f"about {hours}{' and a half' * half} hours"
