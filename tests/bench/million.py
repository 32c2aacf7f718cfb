"""A million scalar instructions: how long, and how much memory.

With this module you can see trace and gradient in fresh processes, where the largest amount of memory is theirs alone.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from . import nested
from .timing import check, goal, summary, time_of

TITLE = "1,000,000 scalar instructions in a fresh process: trace and gradient"

CHAIN = """
def chain(x):
    for _ in range({depth}):
        x = sin(x) * x + {c}
    return x
"""

ADLESSON = """
from adlesson import grad, sin, trace
start = clock()
program = trace(chain, x=0.5)
traced = clock()
gradient = grad(program)["x"]
report(traced - start, clock() - traced, gradient)
"""

MICROGRAD = """
from bench.scalars import micrograd
m = micrograd()
sin = m.sin
x = m.Value(0.5)
start = clock()
f = chain(x)
traced = clock()
f.backward()
report(traced - start, clock() - traced, x.grad)
"""

PROBE = """
import json, sys
from time import perf_counter as clock

def largest_memory():
    try:  # on Linux the next one also counts the process that started this one
        with open("/proc/self/status") as status:
            return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

def report(trace, sweep, gradient):
    print(json.dumps({"trace": trace, "sweep": sweep, "gradient": gradient, "memory": largest_memory()}))
"""


def measure(code, depth, runs):
    """Return what a program reports from each of several fresh processes, none if a package is missing."""
    text, found = PROBE + CHAIN.format(depth=depth, c=nested.C) + code, []
    path = [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
    for _ in range(runs):
        done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False, env=env)
        if "ModuleNotFoundError" in done.stderr:
            return []
        if done.returncode:
            raise RuntimeError(done.stderr)
        found.append(json.loads(done.stdout))
    return found


def row(who, code, size, runs):
    """Return one contender's row: its times, and the largest memory of any run in bytes."""
    depth = size // 3
    found = measure(code, depth, runs)
    if not found:
        return {"who": who, "size": size, "note": "not installed"}
    check(who, [run["gradient"] for run in found], [nested.gradient(nested.X, depth)[1]] * runs)
    memory = max((run["memory"] for run in found if run["memory"]), default=None)
    return {"who": who, "size": size, **summary([run["trace"] + run["sweep"] for run in found]), "memory": memory}


def run(clock, tiny):
    """Return the rows and the goals."""
    size, runs = (999, 1) if tiny else (999_999, 3)
    rows = [row("adlesson", ADLESSON, size, runs), row("micrograd", MICROGRAD, size, 1)]
    memory = rows[0]["memory"]
    return rows, [
        goal("trace and gradient, seconds", time_of(rows, "adlesson"), at_most=1.5),
        goal("largest memory of the process, MB", memory and memory / 1e6, at_most=300),
    ]
