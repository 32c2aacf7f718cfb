"""Importing, in fresh processes: how much longer Python takes than without.

With this module you can see what a learner waits for; ``breakdown`` says where the time goes.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from time import perf_counter

from .timing import goal, summary

TITLE = "Importing, over a bare interpreter"
# a second import reads compiled files, as every user's does, also where Python is told not to write them
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PEERS = ("autograd", "numpy", "sympy", "casadi", "torch", "jax")


def once(code):
    """Return how long a fresh Python takes to run a line of code, in seconds."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=ENV)
    return perf_counter() - start


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
    bare, loaded = zip(*((once("pass"), once(code)) for _ in range(runs)), strict=True)
    return {key: summary(loaded)[key] - summary(bare)[key] for key in ("best", "median")}


def run(clock, tiny):
    """Return the rows and the goal."""
    rows = []
    for package in ("adlesson",) if tiny else ("adlesson", *PEERS):
        times = {"note": "not installed"}
        if find_spec(package.partition(".")[0]):
            times = over_bare(f"import {package}", 1 if tiny else 31 if package == "adlesson" else 5)
        rows.append({"who": f"import {package}", "size": 1, **times})
    return rows, [goal("import adlesson, milliseconds (median)", rows[0]["median"] * 1e3, at_most=15)]
