"""Run the bench: ``make bench``, or ``make bench BENCH_ARGS="arrays network"`` for some of it, groups or single works.

``--save`` also writes the results that ship with the package; ``--json`` prints them instead of the table; ``--tiny``
only shows that everything runs; ``--importtime`` shows where importing the package spends its time.
"""

import argparse
import datetime
import json
import os
import platform
import tomllib
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # before NumPy is there: who shares a machine learns little from more

from adlesson.show.plot.bench_results import RESULTS, VERSION  # noqa: E402

from .report import summary, table  # noqa: E402

GROUPS = {
    "start": ("startup", "keys", "fresh", "once", "million", "compiling", "crossing"),
    "numbers": ("functions", "running", "nested", "sweeps"),
    "matrices": ("matrices",),
    "arrays": ("arrays", "batches", "network"),
    "training": ("training",),
    "constraints": ("constraints", "constrained"),
    "digits": ("operations", "layers", "solved"),
}
WORKS = tuple(work for works in GROUPS.values() for work in works)
PACKAGES = ("adlesson", "numpy", "sympy", "micrograd", "autograd", "casadi", "scipy", "numba", "torch", "jax")
TINY = {"seconds": 1e-4, "rounds": 1}
CLOCK = "wall and processor time, best and median; what counts is the smaller median; one thread for NumPy and PyTorch"


def measured(works, tiny, tell):
    """Return the results of these works, a dict; ``tell`` is called with each as it is done."""
    results = {
        "version": VERSION,
        "date": datetime.date.today().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "machine": machine(),
        "load": [load()],
        "clock": CLOCK,
        "versions": {name: installed for name in PACKAGES if (installed := version_of(name))},
        "works": {},
    }
    for name in works:
        module = import_module(f".{name}", __package__)
        rows, goals = module.run(TINY if tiny else {}, tiny)
        kind = "digit" if name in GROUPS["digits"] else "speed"
        results["works"][name] = {"title": module.TITLE, "kind": kind, "rows": rows, "goals": goals}
        tell(results["works"][name])
    results["load"].append(load())
    return results


def machine():
    """Return what kind of machine this is, but not whose: its system, its processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor()
    return ", ".join(filter(None, (platform.system(), platform.machine(), model)))


def load():
    """Return how many processes want to run, over the last minute, None where the system does not tell."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def version_of(package):
    """Return the version of a package, without what its builder added to it, None if it is not installed; ours from here."""
    if package == "adlesson":
        return tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"]
    try:
        return version(package).partition("+")[0]
    except PackageNotFoundError:
        return None


def conditions(results):
    """Return where and how the results were measured, as text."""
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    load = " to ".join(map(str, results["load"]))
    return (
        f"\nMeasured on {results['date']}: {results['machine']}, {results['cores']} cores, load {load}, "
        f"Python {results['python']}\n{versions}\nClock: {results['clock']}"
    )


def main():
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("works", nargs="*", metavar="WORK", help=f"of {', '.join(WORKS)}, or a group: {', '.join(GROUPS)}")
    parser.add_argument("--save", action="store_true", help="write the results that ship with the package")
    parser.add_argument("--json", action="store_true", help="print the results as JSON instead of tables")
    parser.add_argument("--tiny", action="store_true", help="show only that everything runs")
    parser.add_argument("--importtime", action="store_true", help="show where importing the package spends its time")
    asked = parser.parse_args()
    if unknown := set(asked.works) - {*WORKS, *GROUPS}:
        parser.error(f"no such work: {', '.join(sorted(unknown))}")
    if asked.save and (asked.works or asked.tiny):
        parser.error("--save is for the whole bench at full size")
    if asked.importtime:
        from .startup import breakdown

        return print(breakdown())
    chosen = dict.fromkeys(work for name in asked.works or WORKS for work in GROUPS.get(name, (name,)))
    results = measured(
        chosen, asked.tiny, (lambda work: None) if asked.json else lambda work: print(table(work), flush=True)
    )
    if asked.json:
        print(json.dumps(results))
    else:
        print(summary(results["works"]), conditions(results), sep="\n")
    if asked.save:
        short = json.loads(json.dumps(results), parse_float=lambda text: float(f"{float(text):.4g}"))
        RESULTS.write_text(json.dumps(short, indent=1) + "\n", encoding="utf-8")


main()
