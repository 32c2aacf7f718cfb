"""The limit of time of each test: one that hangs fails where it hangs, and the others go on."""

import os
import re
import subprocess
import sys
import tomllib

HANGING = """
import subprocess, sys, threading
import pytest

def test_a_loop():
    while True:
        pass

def test_a_subprocess():
    subprocess.run([sys.executable, "-c", "while True: pass"])

def test_a_lock():
    threading.Lock().acquire() and threading.Event().wait()

@pytest.fixture
def never():
    threading.Event().wait()

def test_a_fixture(never):
    pass

def test_the_next():
    pass
"""

DEAF = """
import ctypes

def test_code_that_no_signal_reaches():
    sleep = ctypes.PyDLL(None).usleep
    for _ in iter(int, 1):
        try:
            while True:
                sleep(1000)
        except BaseException:
            pass

def test_the_next():
    pass
"""


def test_a_hung_test_fails_by_its_own_limit_and_the_suite_goes_on(checkout, tmp_path):
    """With the settings of this project, only faster: each failure shows the line at which the test hung."""
    settings = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert 60 <= settings["timeout"] < settings["faulthandler_timeout"] <= 300
    names = ("timeout", "timeout_method", "faulthandler_timeout", "faulthandler_exit_on_timeout")

    def said(tests, **limits):
        """Run tests with these limits; each run has one limit that ends them, so that a busy machine takes no other."""
        folder = tmp_path / str(limits["timeout"])
        folder.mkdir()
        lines = [f"{name} = {(settings | limits)[name]}\n" for name in names]
        (folder / "pytest.ini").write_text("[pytest]\n" + "".join(lines))
        (folder / "test_hanging.py").write_text(tests)
        command = [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider", "--tb=short"]
        env = os.environ | {"PYTEST_ADDOPTS": ""}
        found = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=150, check=False)
        return found.stdout + found.stderr

    hung = said(HANGING, timeout=1.0, faulthandler_timeout=100)
    assert "3 failed, 1 passed, 1 error" in hung, hung
    for name in ("test_a_loop", "test_a_subprocess", "test_a_lock", "never"):
        assert re.search(rf"test_hanging.py:\d+: in {name}\n", hung), (name, hung)
    assert hung.count("E   Failed: Timeout (>1.0s) from pytest-timeout.") == 4
    deaf = said(DEAF, timeout=0.6, faulthandler_timeout=1.5)
    assert "1 failed, 1 passed" in deaf, deaf
    assert "crashed while running 'test_hanging.py::test_code_that_no_signal_reaches'" in deaf
    assert "in test_code_that_no_signal_reaches" in deaf.split("Timeout (0:00:01")[1], "the stack, by faulthandler"
