"""A hunt: some mutants are drawn, always the same, and each meets the tests that are about it.

A mutant is drawn by a number made from what it says, not by its place in a list: when one module changes, the draw from
the others stays.  The tests are those of its module and of the modules that import it, nearest first; a file with which
they would take longer than ``LONGEST`` seconds without a fault is left out.  A mutant that needs more than ``LIMIT``
seconds of CPU time was noticed too: it goes round for ever, and the limit of each test would stop it.
"""

import ast
import contextlib
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import NamedTuple

from .faults import faults

ROOMS = ("engine", "lagrange", "teach")
LONGEST, LIMIT = 17, 30  # seconds of CPU time
PATIENCE = 600  # seconds by the clock, for what sleeps instead of computing
QUICK = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:timeout", "--no-header", "--tb=no"]
QUICK += ["-m", "not notebooks"]
NOT_COPIED = "__pycache__", "screenshots", ".ipynb_checkpoints", ".git", ".venv", "build", "dist", "*_cache", ".hypothesis"
SLOW = "tests/browser", "tests/site", "tests/gradebooks"


class Checkout:
    """A copy of the checkout to make mistakes in."""

    def __init__(self, top, place):
        self.top = Path(place)
        shutil.copytree(top, self.top, ignore=shutil.ignore_patterns(*NOT_COPIED), dirs_exist_ok=True)

    def pytest(self, *arguments, limit=None):
        """Run pytest in the copy; return its status, ``None`` where a limit of time has ended it."""

        def bounded():
            if limit:
                resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))

        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=self.top,
            env=os.environ | {"PYTHONPATH": f"{self.top}{os.pathsep}{self.top / 'tests'}", "CI": "1", "PYTEST_ADDOPTS": ""},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=bounded,
            start_new_session=True,
        )
        try:
            status = process.wait(PATIENCE if limit else None)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return None if status in (-signal.SIGXCPU, -signal.SIGKILL) else status

    @contextlib.contextmanager
    def made_wrong(self, fault):
        """Let the module be as the fault has it, inside the block."""
        path = self.top / "adlesson" / fault.module
        right = path.read_text("utf-8")
        self._write(path, fault.source)
        try:
            yield
        finally:
            self._write(path, right)

    @staticmethod
    def _write(path, text):
        path.write_text(text, "utf-8")
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):  # it may be of the same second and the same size
            compiled.unlink()


class Met(NamedTuple):
    """What became of a mutant: ``"noticed"``, ``"never ends"`` or ``"survives"``, and how many test files it met."""

    fault: object
    fate: str
    files: int


def drawn(top, count, seed):
    """Return ``count`` faults of all that can be made, drawn by this seed."""
    found, times = [], {}
    for path in sorted(path for room in ROOMS for path in (top / "adlesson" / room).rglob("*.py")):
        module = path.relative_to(top / "adlesson").as_posix()
        for fault in faults(module, path.read_text("utf-8")):
            told = fault[:4]
            times[told] = times.get(told, 0) + 1  # the same line may stand twice in a function
            found.append((hashlib.sha256(repr((seed, told, times[told])).encode()).digest(), fault))
    return [fault for _, fault in sorted(found, key=lambda pair: pair[0])[:count]]


def importers(top):
    """Return a dict: for each module, by its path in the package, the modules and test files that import it or a name of it.

    A folder whose ``__init__`` loads its modules by name imports them all; who imports the folder, imports them too.
    """
    found, package = {}, top / "adlesson"
    for path in [*sorted(package.rglob("*.py")), *sorted((top / "tests").rglob("test_*.py"))]:
        text, in_package = path.read_text("utf-8"), path.is_relative_to(package)
        own = path.relative_to(package if in_package else top)
        if in_package and own.name == "__init__.py" and own.parent.name and "import_module(" in text:
            for one in path.parent.glob("*.py"):
                found.setdefault(one.relative_to(package).as_posix(), set()).add(own.as_posix())
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.ImportFrom) or not (in_package or (node.module or "").startswith("adlesson.")):
                continue
            folder = own.parents[node.level - 1] if node.level else Path()
            start = folder / (node.module or "").removeprefix("adlesson").strip(".").replace(".", "/")
            for alias in node.names:
                inside, outside = (_file(package, target) for target in (start / alias.name, start))
                found.setdefault(inside or outside, set()).add(own.as_posix())
    return found


def _file(package, target):
    """Return the path, in the package, of the file of a module or of a folder's ``__init__``; None if it is neither."""
    names = (target.with_suffix(".py"), target / "__init__.py")
    return next((name.as_posix() for name in names if (package / name).is_file()), None)


def files_about(module, top, imported_by):
    """Return the test files of a module and of those that import it, nearest first, as paths below the checkout.

    A module without a test of its own name is tested through its neighbours, first those of the modules that import it.
    """
    users = imported_by.get(module, set())
    users = users.union(*(imported_by.get(name, ()) for name in users if name.endswith("/__init__.py")))
    tests = {name for name in users if name.startswith("tests/")}
    direct = sorted(name for name in tests if not name.startswith(SLOW))
    others = sorted(users - tests, key=lambda name: (-len(os.path.commonpath([name, module])), name))
    files, through = [_test(module), f"adlesson/{module}", *direct], [_test(name) for name in others]
    if not (top / _test(module)).is_file():
        beside = (path.relative_to(top).as_posix() for path in (top / "tests" / module).parent.glob("test_*.py"))
        files += sorted(beside, key=lambda name: (name not in through, name))
    files += through + [f"adlesson/{name}" for name in others]
    return list(dict.fromkeys(path for path in files if (top / path).is_file()))


def _test(module):
    path = Path("tests", module)
    return path.with_name(f"test_{path.stem}.py").as_posix()


def times(checkout, files):
    """Return a dict: for each of these test files, how long its tests take without a fault; raise if one of them fails."""
    report = checkout.top / "times.xml"
    status = checkout.pytest(
        *sorted(files),
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        "not notebooks",
        "-p",
        "mutants.cpu_time",
        "-n",
        "2",
        f"--junitxml={report}",
    )
    cases = ElementTree.parse(report).getroot().iter("testcase")
    found, failed = {}, []
    for case in cases:
        parts = case.get("classname").split(".")
        while parts and not (checkout.top / "/".join(parts)).with_suffix(".py").is_file():
            parts.pop()
        name = Path(*parts).with_suffix(".py").as_posix() if parts else ""
        found[name] = found.get(name, 0) + float(case.get("time"))
        failed += [case.get("name")] * (case.find("failure") is not None or case.find("error") is not None)
    if status != 0:
        raise RuntimeError(f"the tests fail without any fault: {', '.join(failed[:5]) or status}")
    return found


def meet(checkout, fault, files, cost):
    """Return what becomes of a fault when it meets the tests in these files, as many as there is time for."""
    chosen, whole = files[:1], cost.get(files[0], 0)
    for name in files[1:]:
        if whole + cost.get(name, 0) <= LONGEST:
            chosen.append(name)
            whole += cost.get(name, 0)
    with checkout.made_wrong(fault):
        status = checkout.pytest(*QUICK, *chosen, limit=LIMIT)
    fates = {None: "never ends", 0: "survives", 5: "survives"}  # 5: no test at all
    return Met(fault, fates.get(status, "noticed"), len(chosen))


def equivalent():
    """Return a dict: the module, function, line and faulty line of each mutant known to do the same, and why it does."""
    text = Path(__file__).with_name("equivalent.toml").read_text("utf-8")
    rows = tomllib.loads(text).get("mutant", [])
    return {(row["module"], row["function"], row["line"], row["becomes"]): row["why"] for row in rows}
