"""What every test may use: the checkout, its files, and Hypothesis without a stopwatch."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings
from left_out import LeftOut

TOP = Path(__file__).resolve().parent.parent

settings.register_profile("here", deadline=None)  # a busy machine is not a wrong result
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config):
    """End each run with one line that says what was left out."""
    config.pluginmanager.register(LeftOut(config))


def pytest_collection_modifyitems(items):
    """Run the browser tests last: most mistakes show without them, and they keep a server and an event loop alive."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def checkout():
    """Return the top of the checkout."""
    return TOP


@pytest.fixture(scope="session")
def repository_files():
    """Return the paths, relative to the top, of all files that are or would be committed; skip outside a git checkout."""
    git = shutil.which("git")
    if git is None or not (TOP / ".git").exists():
        pytest.skip("not a git checkout, so there is no list of the repository's files")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True).stdout
    return sorted(name for name in set(listed.split("\0")) if (TOP / name).is_file())
