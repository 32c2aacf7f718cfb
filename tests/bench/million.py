"""A million scalar instructions: how long, and how much memory.

With this module you can see trace and gradient in fresh processes, where the largest amount of memory is theirs alone.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from . import nested
from .timing import check, goal, summary, time_of, verdict

READ = "adlesson, every name read"
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
gradient = grad(program)["x"]
report(clock() - start, gradient)
"""

NAMED = ADLESSON.replace("gradient =", "assert len(program.names) == len(program.lines)\ngradient =")

MICROGRAD = """
from bench.peers import micrograd
m = micrograd()
sin = m.sin
x = m.Value(0.5)
start = clock()
f = chain(x)
f.backward()
report(clock() - start, x.grad)
"""

PROBE = """
import json, sys
from bench.timing import clock

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

def report(spent, gradient, before=0):
    memory = largest_memory()
    print(json.dumps({"wall": spent.real, "cpu": spent.imag, "gradient": gradient, "memory": memory and memory - before}))
"""


def measured(code, runs):
    """Return what a program reports from each of several fresh processes, none if a package is missing."""
    text, found = PROBE + code, []
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


def chain(code, depth):
    """Return a program that takes the gradient of a chain."""
    return CHAIN.format(depth=depth, c=nested.C) + code


def row(who, code, size, runs, right):
    """Return one contender's row: its times, and the largest memory of any run in bytes."""
    found = measured(code, runs)
    if not found:
        return {"who": who, "size": size, "note": "not installed"}
    check(who, [run["gradient"] for run in found], [right] * runs)
    memory = max((run["memory"] for run in found if run["memory"]), default=None)
    return {"who": who, "size": size, **summary([complex(run["wall"], run["cpu"]) for run in found]), "memory": memory}


def run(clock, tiny):
    """Return the rows and the goals, those of the program whose every name is read: a learner's pictures and tables do."""
    size, runs = (999, 1) if tiny else (999_999, 3)
    depth, codes = size // 3, {"adlesson": ADLESSON, READ: NAMED, "micrograd": MICROGRAD}
    right = nested.gradient(nested.X, depth)[1]
    rows = [row(who, chain(code, depth), size, 1 if who == "micrograd" else runs, right) for who, code in codes.items()]
    rows[1] |= verdict(rows, rows[1], ("adlesson", 1.5))
    rows[2] |= verdict(rows, rows[2], ("adlesson", 1 / 4))
    return rows, [
        goal(f"{rows[k]['who']}: {what}", of(rows[k]), at_most=most)
        for k in (0, 1)
        for what, of, most in (("seconds", seconds, 1.5), ("largest memory of the process, MB", megabytes, 300))
    ]


def seconds(row):
    return time_of([row], row["who"])


def megabytes(row):
    return row["memory"] and row["memory"] / 1e6
