"""Run the tests that need no browser again and again, idle and beside busy loops: one that fails now and then is a fault.

``python tests/again.py --times 20 --busy 6`` runs them twenty times while six processes do nothing but count.  A run that
fails is shown, and the others go on; the status says whether all were green.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
TESTS = ["-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-p", "no:cacheprovider", "--tb=short", "-r", "fE"]


def main():
    """Run as often as asked; return how many runs failed."""
    parser = argparse.ArgumentParser(prog="again", description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20, help="how many runs (20)")
    parser.add_argument("--busy", type=int, default=0, help="how many busy loops beside them (0)")
    parser.add_argument("tests", nargs="*", default=["-m", "not browser and not notebooks"], help="options of pytest")
    options = parser.parse_args()
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(options.busy)]
    failed = 0
    try:
        for k in range(options.times):
            start = time.monotonic()
            done = subprocess.run(
                [sys.executable, *TESTS, *options.tests], cwd=TOP, capture_output=True, text=True, check=False
            )
            failed += done.returncode != 0
            last = [line for line in done.stdout.splitlines() if " passed" in line or " failed" in line][-1:]
            print(f"run {k + 1}: {'; '.join(last)} ({time.monotonic() - start:.0f} s)", flush=True)
            if done.returncode:
                print(done.stdout[-20_000:], done.stderr[-5_000:], sep="\n", flush=True)
    finally:
        for loop in loops:
            loop.kill()
    print(f"{options.times - failed} of {options.times} runs beside {options.busy} busy loops were green")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
