"""Results as text.

With this module you can print one work of the bench (``table``), and in the end what was not met, and who is faster than
we are (``summary``): nobody wins silently.

>>> rows = [
...     {"who": "adlesson", "size": 1, "cold": 0.1, "best": 2.34e-7, "median": 3e-7, "cpu_best": 2.3e-7, "cpu": 2.9e-7},
...     {"who": "b", "size": 1, "median": 2e-7, "other": "adlesson", "ratio": 1.45, "at_most": 1, "met": False},
...     {"who": "c", "size": 1, "note": "not installed"},
... ]
>>> goals = [{"what": "a / b", "measured": 1.2345, "at_most": 1.5, "at_least": None, "met": True}]
>>> work = {"title": "Two of them", "kind": "speed", "rows": rows, "goals": goals}
>>> print(table(work))
<BLANKLINE>
Two of them
                                             cold     best   median cpu best      cpu ours / other
  adlesson                                 100 ms   234 ns   300 ns   230 ns   290 ns
  b                                                          200 ns                   1.45, at most 1: NOT MET (of adlesson)
  c                                          not installed
  a / b                                                                               1.23, at most 1.5: met
>>> print(summary({"two": work}))
<BLANKLINE>
Speeds: 1 of 2 bounds met.  Not met:
  two: adlesson / b 1.45, at most 1
Faster than the fastest of ours:
  two: b, 1.45 times
Not installed: c
"""

from adlesson.show.plot.bench_results import OURS, faster, sizes_of

UNITS = (("s", 1), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9))
TIMES = ("cold", "best", "median", "cpu_best", "cpu")
NAME, PART = 40, 9  # columns


def duration(seconds):
    """Return a time as text, three digits and a unit."""
    unit, size = next((u for u in UNITS if abs(seconds) >= u[1]), UNITS[-1])
    return f"{figure(seconds / size)} {unit}"


def figure(number):
    """Return a number as text, three digits of it where it is small."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def table(work):
    """Return the rows and the goals of one work, as lines of text."""
    lines, sizes = ["", work["title"]], sizes_of(work["rows"])
    for size in sizes:
        label = f"{size:,}" if isinstance(size, int) else size
        heads = "".join(f"{head.replace('_', ' '):>{PART}}" for head in TIMES) + " ours / other"
        lines.append(f"{label if len(sizes) > 1 else '':{NAME}}{heads}")
        lines += [_line(row) for row in work["rows"] if row["size"] == size]
    lines += [f"  {goal['what']:{NAME + 5 * PART - 2}} {said(goal)}" for goal in work["goals"]]
    return "\n".join(lines)


def _line(row):
    if "note" in row:
        return f"  {row['who']:{NAME - 2}}{row['note']:>{2 * PART}}".rstrip()
    times = [duration(row[key]) if key in row else "" for key in TIMES]
    text = "".join(f"{time:>{PART}}" for time in times)
    memory = f"{row['memory'] / 1e6:,.0f} MB " if row.get("memory") else ""
    bound = f"{said(row)} (of {row['other']})" if "other" in row else ""
    return f"  {row['who']:{NAME - 2}}{text} {memory}{bound}".rstrip()


def pair(row):
    """Return what a row's ratio is of: ours first."""
    names = (row["who"], row["other"]) if row["who"].startswith(OURS) else (row["other"], row["who"])
    return " / ".join(names)


def said(goal):
    """Return a figure, its bound, and whether it is met."""
    measured = goal.get("ratio") if "ratio" in goal else goal["measured"]
    text = "not measured" if measured is None else figure(measured)
    bounds = [
        f", {word} {figure(goal[key])}" for key, word in (("at_most", "at most"), ("at_least", "at least")) if goal.get(key)
    ]
    met = {True: ": met", False: ": NOT MET", None: ""}[goal["met"]] if bounds else ""
    return text + "".join(bounds) + met


def summary(works):
    """Return what was not met, what others do faster, and who was not there; digits stand apart from speeds."""
    lines = []
    for kind in dict.fromkeys(work["kind"] for work in works.values()):
        chosen = {name: work for name, work in works.items() if work["kind"] == kind}
        bounds = [(name, one) for name, work in chosen.items() for one in bounded(work)]
        missed = [f"  {name}: {_named(one)} {said(one).removesuffix(': NOT MET')}" for name, one in bounds if not one["met"]]
        count = f"{len(bounds) - len(missed)} of {len(bounds)} bounds met."
        lines += ["", f"{kind.capitalize()}s: {count}" + "  Not met:" * bool(missed), *missed]
        beaten = [f"  {name}: {text}" for name, work in chosen.items() for text in faster(work["rows"])]
        lines += ["Faster than the fastest of ours:", *beaten] if beaten else []
    absent = sorted({row["who"] for work in works.values() for row in work["rows"] if row.get("note") == "not installed"})
    return "\n".join([*lines, f"Not installed: {'; '.join(absent)}"] if absent else lines)


def bounded(work):
    """Return all of a work that was measured and has a bound, rows and goals."""
    return [
        one for one in work["rows"] + work["goals"] if one.get("met") is not None and (one["at_most"] or one["at_least"])
    ]


def _named(one):
    if "what" in one:
        return one["what"]
    return f"{one['size']}: {pair(one)}" if one["size"] != 1 else pair(one)
