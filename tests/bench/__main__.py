"""Run the bench: ``make bench``, or ``make bench BENCH_ARGS="running network"`` for some of it.

``--save`` also writes the results that ship with the package; ``--json`` prints them instead of the table; ``--tiny``
only shows that everything runs; ``--importtime`` shows where importing the package spends its time.
"""

import argparse
import datetime
import json
import os
import platform
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from adlesson.show.plot.bench_results import RESULTS, VERSION

from .report import table

WORKS = (
    "startup",
    "running",
    "nested",
    "once",
    "million",
    "network",
    "operations",
    "crossing",
    "sweeps",
    "constraints",
    "constrained",
    "layers",
    "training",
)
PACKAGES = ("adlesson", "numpy", "sympy", "micrograd", "autograd", "casadi", "scipy", "torch", "jax")
TINY = {"seconds": 1e-4, "rounds": 1}


def measured(works, tiny, tell):
    """Return the results of these works, a dict; ``tell`` is called with each as it is done."""
    results = {
        "version": VERSION,
        "date": datetime.date.today().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "versions": {name: installed for name in PACKAGES if (installed := version_of(name))},
        "works": {},
    }
    for name in works:
        module = import_module(f".{name}", __package__)
        rows, goals = module.run(TINY if tiny else {}, tiny)
        results["works"][name] = {"title": module.TITLE, "rows": rows, "goals": goals}
        tell(results["works"][name])
    return results


def version_of(package):
    """Return the installed version of a package, without what its builder added to it, or None."""
    try:
        return version(package).partition("+")[0]
    except PackageNotFoundError:
        return None


def main():
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("works", nargs="*", metavar="WORK", help=f"of {', '.join(WORKS)}; all of them if none is named")
    parser.add_argument("--save", action="store_true", help="write the results that ship with the package")
    parser.add_argument("--json", action="store_true", help="print the results as JSON instead of tables")
    parser.add_argument("--tiny", action="store_true", help="show only that everything runs")
    parser.add_argument("--importtime", action="store_true", help="show where importing the package spends its time")
    asked = parser.parse_args()
    if unknown := set(asked.works) - set(WORKS):
        parser.error(f"no such work: {', '.join(sorted(unknown))}")
    if asked.save and (asked.works or asked.tiny):
        parser.error("--save is for the whole bench at full size")
    if asked.importtime:
        from .startup import breakdown

        return print(breakdown())
    results = measured(
        asked.works or WORKS, asked.tiny, (lambda work: None) if asked.json else lambda work: print(table(work))
    )
    if asked.json:
        print(json.dumps(results))
    if asked.save:
        short = json.loads(json.dumps(results), parse_float=lambda text: float(f"{float(text):.4g}"))
        RESULTS.write_text(json.dumps(short, indent=1) + "\n", encoding="utf-8")


main()
