"""What every test may use: the checkout, its files, and Hypothesis without a stopwatch."""

import fnmatch
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from left_out import LeftOut

TOP = Path(__file__).resolve().parent.parent
collect_ignore = ["torch_snippets.py"]  # it needs PyTorch or its stand-in, and has no doctests
os.environ["ADLESSON_PROGRESS"] = "off"  # no test, and no process that one starts, touches the file of your own progress
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # begun in the background, where Ctrl-C is for others
    signal.signal(signal.SIGINT, signal.default_int_handler)  # else all that a test starts would ignore it, too

settings.register_profile("here", deadline=None)  # a busy machine is not a wrong result
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config):
    """End each run with one line that says what was left out."""
    config.pluginmanager.register(LeftOut(config))


def pytest_collection_modifyitems(items):
    """Run the browser tests last: most mistakes show without them, and they keep a server and an event loop alive."""
    items.sort(key=lambda item: (item.get_closest_marker("browser") is not None, not item.get_closest_marker("long")))


@pytest.fixture(autouse=True)
def nothing_is_known():
    """Let each test begin as someone who has done nothing."""
    if (keeping := sys.modules.get("adlesson.teach.kept.keeping")) is not None:
        keeping.keeper.__init__()


@pytest.fixture(autouse=True)
def the_table_stays_as_it_is():
    """Take an operation that a test has added out of the table again: else the tests after it would meet it, too."""
    ops = sys.modules.get("adlesson.engine.ops")
    before = dict(ops.OPS) if ops else {}
    yield
    if ops and before != ops.OPS:
        ops.OPS.clear()
        ops.OPS.update(before)


@pytest.fixture(scope="session")
def checkout():
    """Return the top of the checkout."""
    return TOP


@pytest.fixture(scope="session")
def repository_files():
    """Return the paths, relative to the top, of all files that are or would be committed."""
    git = shutil.which("git")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = (
        git and (TOP / ".git").exists() and subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    )
    if not listed or listed.returncode:
        return files_not_ignored()
    return sorted(name for name in set(listed.stdout.split("\0")) if (TOP / name).is_file())


def files_not_ignored():
    """Return the same without git, as in an exported copy: all files but those that ``.gitignore`` names."""
    ignored = [".git", *(line.rstrip("/") for line in (TOP / ".gitignore").read_text("utf-8").split())]
    names = [path.relative_to(TOP).as_posix() for path in TOP.rglob("*") if path.is_file()]

    def is_ignored(name):
        return any(name.startswith(f"{text}/") or fnmatch.filter(name.split("/"), text) for text in ignored)

    return sorted(name for name in names if not is_ignored(name))
