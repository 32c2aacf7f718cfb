"""Importing, and the first of each kind, in fresh processes: what a learner waits for.

With this module you can see how much longer Python takes than without us; ``breakdown`` says where the time goes.
"""

import math
import os
import statistics
import subprocess
import sys
from importlib.util import find_spec

from .timing import clock as now
from .timing import goal, summary, time_of, verdict

TITLE = "Importing, over a bare interpreter, and the first of each kind"
# a second import reads compiled files, as every user's does, also where Python is told not to write them
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
FIRST = {  # what is first asked for in a notebook, and how many milliseconds it may take
    "explore": ("ad.explore('x*y + sin(x)', x=2, y=3)", 90),
    "picture": ("ad.draw(ad.parse('x*y + sin(x)', x=2, y=3)).svg", 60),
    "table": ("ad.table(ad.parse('x*y + sin(x)', x=2, y=3))._repr_html_()", 60),
    "verify": ("ad.Lagrangian(ad.parse('x*y + sin(x)', x=2, y=3)).verify()", 500),  # most of it is SymPy's own import
}
PEERS = ("numpy", "autograd", "sympy", "casadi", "torch", "jax")


def once(code):
    """Return how long a fresh Python takes to run a line of code, wall and processor time."""
    start = now()
    subprocess.run([sys.executable, "-c", code], check=True, env=ENV)
    return now() - start


def breakdown():
    """Return Python's own table of what importing the package spends where."""
    command = [sys.executable, "-X", "importtime", "-c", "import adlesson"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True, env=ENV).stderr.splitlines()
    return "\n".join(
        [lines[0], *sorted((line for line in lines if "adlesson" in line), key=lambda line: line.split("|")[1])]
    )


def over_bare(code, runs):
    """Return by how much a line of code is slower than none: best less best, median less median, run in turn."""
    once(code)  # compiles what is not compiled yet
    bare, loaded = (summary(times) for times in zip(*((once("pass"), once(code)) for _ in range(runs)), strict=True))
    return {key: loaded[key] - bare[key] for key in loaded}


def first(code):
    """Return what a line takes that a learner waits for, in milliseconds of the processor, the kernel being there."""
    text = "import ipykernel.kernelapp, adlesson as ad; from time import process_time as now"
    text += f"; begun = now(); {code}; print(now() - begun)"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True, env=ENV)
    return 1000 * float(done.stdout.split()[-1])


def run(clock, tiny):
    """Return the rows and the goals."""
    rows = []
    for package in ("adlesson", *PEERS[: 1 if tiny else None]):
        times = {"note": "not installed"}
        if find_spec(package):
            times = over_bare(f"import {package}", 1 if tiny else 31 if package == "adlesson" else 5)
        row = {"who": package, "size": 1, **times}
        rows.append(row | (verdict([rows[0], row], row, ("adlesson", 1)) if rows else {}))
    goals = [goal("adlesson, milliseconds", 1000 * time_of(rows, "adlesson"), at_most=15)]
    for what, (code, at_most) in FIRST.items():
        spent = [first(code) for _ in range(1 if tiny else 7)] if find_spec("ipykernel") else [math.nan]
        goals.append(goal(f"first {what}, milliseconds of the processor", statistics.median(spent), at_most))
    return rows, goals
