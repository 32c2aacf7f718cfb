"""The saw-tooth: where a sweep in little memory is, against what it has done.

With this module you can

- draw the actions of a plan of ``checkpoint_plans`` (``saw_tooth``): up as steps are run, down as they are reversed, and a
  line for each state as long as it is stored.

Each action carries the number of its frame, from 1, in ``data-r``, for a stepper to light.

>>> picture = saw_tooth([("store", 0), ("advance", 0, 1), ("reverse", 1), ("reverse", 0), ("free", 0)], 2, "In words.")
>>> picture["title"], picture["svg"].count("data-r")
('The saw-tooth', 5)
"""

import html

WIDE, HIGH, LEFT, RIM = 640, 170, 62, 10  # pixels
SAYS = (
    "To the right: what is done, one step after the other. Up: a step is run, dashed if again. Down: it is reversed. A "
    "level line: a state is stored."
)


def saw_tooth(actions, steps, words):
    """Return the figure of a plan for so many ``steps``; ``words`` describe it to who cannot see it."""
    length = sum({"advance": where[-1] - where[0], "reverse": 2}.get(what, 0) for what, *where in actions)

    def place(time, step):
        return f"{LEFT + (WIDE - LEFT - RIM) * time / length:.1f},{HIGH - RIM - (HIGH - 2 * RIM) * step / steps:.1f}"

    def line(kind, *points):
        return f'<path class="ad-saw-{kind}" d="M{"L".join(place(*point) for point in points)}"/>'

    time, ran, parts, stored = 0, 0, [], {}
    for what, k, *end in actions:
        drawn = ""
        if what == "store":
            stored[k] = len(parts), time
        elif what == "free":
            start, since = stored.pop(k)
            parts[start] = line("state", (since, k), (time, k)) + _point(place(since, k))
        else:
            top = end[0] if end else k + 1
            new = max(k, min(ran, top))  # below it the steps were run before
            pieces = [("again", k, new), ("run", new, top)]
            drawn = "".join(line(kind, (time + a - k, a), (time + b - k, b)) for kind, a, b in pieces if b > a)
            time, ran = time + top - k, max(ran, top)
            if what == "reverse":
                drawn += line("back", (time, top), (time + 1, k))
                time += 1
        parts.append(drawn)
    groups = "".join(f'<g data-r="{r}">{part}</g>' for r, part in enumerate(parts, 1))
    labels = "".join(
        f'<text x="{LEFT - 8}" y="{float(place(0, step).partition(",")[2]) + 4:.1f}">{text}</text>'
        for step, text in ((0, "state 0"), (steps, f"state {steps}"))
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph ad-saw" role="img" aria-label="{html.escape(words)}" '
        f'viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" style="min-width: {0.75 * WIDE:.0f}px">'
        f"{labels}{groups}</svg>"
    )
    return {"title": "The saw-tooth", "svg": svg, "says": SAYS}


def _point(place):
    x, y = place.split(",")
    return f'<circle class="ad-saw-point" cx="{x}" cy="{y}" r="3.5"/>'
