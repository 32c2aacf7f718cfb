"""Run the hunt: ``make mutants``, or ``make mutants MUTANT_ARGS="--only engine/cost --count 2000"`` for some of it."""

import argparse
import itertools
import queue
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .hunt import ROOMS, Checkout, drawn, equivalent, files_about, importers, meet, times

TOP = Path(__file__).resolve().parents[2]
AT_MOST = 0.03  # of the mutants may survive without an explanation


def main():
    """Draw, hunt and tell; the status says whether few enough survive."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=320, help="how many mutants (320)")
    parser.add_argument("--seed", type=int, default=12, help="another seed draws others (12)")
    parser.add_argument("--only", nargs="+", default=[""], help="of those, the ones in modules whose path begins so")
    parser.add_argument("--processes", type=int, default=2, help="how many at a time (2)")
    options = parser.parse_args()
    start, explained = time.monotonic(), equivalent()
    chosen = [fault for fault in drawn(TOP, options.count, options.seed) if fault.module.startswith(tuple(options.only))]
    imported_by = importers(TOP)
    files = {fault.module: files_about(fault.module, TOP, imported_by) for fault in chosen}
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(options.processes) as pool:
        checkouts = queue.SimpleQueue()
        for k in range(options.processes):
            checkouts.put(Checkout(TOP, Path(place, str(k))))
        checkout = checkouts.get()
        cost = times(checkout, set().union(*files.values()))
        checkouts.put(checkout)

        print(f"{len(chosen)} mutants; the tests take {sum(cost.values()):.0f} s of CPU time without any", flush=True)
        met_so_far = itertools.count(1)

        def hunt(fault):
            checkout = checkouts.get()
            try:
                met = meet(checkout, fault, files[fault.module], cost)
            finally:
                checkouts.put(checkout)
            if met.fate == "survives":
                tell(met, explained)
            if (k := next(met_so_far)) % 20 == 0:
                print(f"{k} of {len(chosen)}, {(time.monotonic() - start) / 60:.0f} minutes", flush=True)
            return met

        all_met = list(pool.map(hunt, chosen))
    fates = Counter((met.fault.module.split("/")[0], fate_of(met, explained)) for met in all_met)
    kinds = ("noticed", "never ends", "does the same", "survives")
    print("\n{:10}{:>10}{:>12}{:>15}{:>10}{:>8}".format("", *kinds, "all"))
    for room in (*ROOMS, ""):
        row = [sum(count for (r, fate), count in fates.items() if fate == kind and room in ("", r)) for kind in kinds]
        print("{:10}{:10}{:12}{:15}{:10}{:8}".format(room or "together", *row, sum(row)))
    survivors = sum(fate_of(met, explained) == "survives" for met in all_met)
    wrongly = [met.fault for met in all_met if met.fault[:4] in explained and met.fate != "survives"]
    for fault in wrongly:
        print(f"listed as equivalent, but noticed: {fault.module}: {fault.line}  ->  {fault.becomes}")
    share = survivors / max(1, len(all_met))
    print(f"{share:.1%} survive unexplained (at most {AT_MOST:.0%}); {(time.monotonic() - start) / 60:.0f} minutes")
    return int(share > AT_MOST or bool(wrongly))


def fate_of(met, explained):
    """Return the fate; a survivor that is known to do the same is told apart."""
    return "does the same" if met.fate == "survives" and met.fault[:4] in explained else met.fate


def tell(met, explained):
    """Print a survivor, with the reason if it has one."""
    fault = met.fault
    print(f"\nsurvives {met.files} files: {fault.module}, {fault.function or 'at the top'}")
    print(f"  - {fault.line}\n  + {fault.becomes}")
    if fault[:4] in explained:
        print(f"  the same: {explained[fault[:4]]}")
    print(end="", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
