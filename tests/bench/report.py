"""Results as text.

With this module you can print one work of the bench (``table``).

>>> goals = [{"what": "a / b", "measured": 1.2345, "at_most": 1.5, "at_least": None, "met": True}]
>>> rows = [{"who": "a", "size": 1, "best": 2.34e-7, "median": 3e-7}, {"who": "b", "size": 1, "note": "not installed"}]
>>> print(table({"title": "Two of them", "rows": rows, "goals": goals}))
<BLANKLINE>
Two of them
                                                              best     median
  a                                                         234 ns     300 ns
  b                                                  not installed
  a / b                                                       1.23            at most 1.5: met
"""

UNITS = (("s", 1), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9))


def duration(seconds):
    """Return a time as text, three digits and a unit."""
    unit, size = next((u for u in UNITS if abs(seconds) >= u[1]), UNITS[-1])
    return f"{figure(seconds / size)} {unit}"


def figure(number):
    """Return a number as text, three digits of it where it is small."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def table(work):
    """Return the rows and the goals of one work, as lines of text."""
    sizes = {row["size"] for row in work["rows"]}
    lines = ["", work["title"]]
    if work["rows"]:
        lines.append(f"{'':52}{'best':>14}{'median':>11}")
    for row in work["rows"]:
        who = f"{row['who']} ({row['size']:,})" if len(sizes) > 1 else row["who"]
        times = [row["note"]] if "note" in row else [duration(row["best"]), duration(row["median"])]
        memory = [f"{row['memory'] / 1e6:,.0f} MB"] if row.get("memory") else []
        lines.append(f"  {who:50}{times[0]:>14}" + "".join(f"{text:>11}" for text in times[1:] + memory))
    lines += [f"  {goal['what']:50}{verdict(goal)}".rstrip() for goal in work["goals"]]
    return "\n".join(lines)


def verdict(goal):
    """Return a goal's figure, its bound and whether it is met."""
    measured = "not measured" if goal["measured"] is None else figure(goal["measured"])
    bounds = [f"{word} {goal[key]:,}" for key, word in (("at_most", "at most"), ("at_least", "at least")) if goal[key]]
    met = {True: ": met", False: ": NOT MET", None: ""}[goal["met"]] if bounds else ""
    return f"{measured:>14}{'':12}{' and '.join(bounds)}{met}"
