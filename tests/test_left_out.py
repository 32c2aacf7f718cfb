"""The last line of a run: it names each group of tests that was left out, and why."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from left_out import LeftOut

def pytest_configure(config):
    config.addinivalue_line("markers", "browser: slow")
    config.pluginmanager.register(LeftOut(config))
"""
A = """
import pytest

def test_one():
    pass

@pytest.mark.browser
@pytest.mark.parametrize("k", range(3))
def test_browser(k):
    WHAT
"""


@pytest.fixture
def run(pytester, monkeypatch):
    """Return ``run(*options, what=...)``: the status and the last line of a run of four tests, three of the browser."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:cacheprovider")
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\ntestpaths = .")

    def run(*options, what="pass", strict=False, **files):
        monkeypatch.setenv("ADLESSON_NOTHING_LEFT_OUT", "1" if strict else "0")
        pytester.makepyfile(test_a=A.replace("WHAT", what), **files)
        found = pytester.runpytest_inprocess(*options)
        return found.ret, found.outlines[-1]

    return run


def test_nothing(run):
    """What one hopes to read."""
    assert run(strict=True) == (0, "left out: nothing")


SKIP = 'pytest.skip("no Chromium found")'
LATE = """import pytest
pytest.importorskip("no_such_package", reason="an extra is not installed")
def test_two():
    pass
"""


@pytest.mark.parametrize(
    ("options", "how", "line"),
    [
        ([], {"what": SKIP}, "browser tests (3): no Chromium found"),
        (["-m", "not browser"], {}, "browser tests (3): not asked for by -m not browser"),
        (["-k", "browser"], {}, "other tests (1): not asked for by -k browser"),
        (["-k", "one"], {"what": SKIP}, "browser tests (3): not asked for by -k one"),
        ([], {"test_b": LATE}, "test_b.py (all): an extra is not installed"),
        (["test_a.py"], {"test_b": LATE}, "what is not in test_a.py: not asked for"),
        (["--ignore", "test_b.py"], {"test_b": LATE}, "test_b.py: not asked for"),
        (
            ["-m", "browser"],
            {"what": SKIP},
            "other tests (1): not asked for by -m browser; browser tests (3): no Chromium found",
        ),
    ],
)
def test_each_group_has_its_reason(run, options, how, line):
    """And where nothing may be left out, as in continuous integration, the run fails for it."""
    assert run(*options, **how) == (0, f"left out: {line}")
    assert run(*options, **how, strict=True) == (1, f"left out: {line}")


def test_a_run_that_ends_early_says_what_it_did_not_come_to(run):
    """One failure with -x must not look like a whole run with one failure."""
    assert run("-x", what="assert k") == (1, "left out: the last (2): the run ended before")
    assert run(what="assert k") == (1, "left out: nothing")


@pytest.mark.parametrize(("what", "chosen"), [(SKIP, "one or browser"), ("assert k", "one")])
def test_several_processes_say_what_one_says(run, what, chosen):
    """The process that writes the line has seen no test itself."""
    alone = run("-k", chosen, what=what, test_b=LATE)
    assert run("-k", chosen, "-n", "2", what=what, test_b=LATE) == alone
    assert alone[1].endswith("test_b.py (all): an extra is not installed")


def test_what_a_test_saw_less_of_is_told_and_is_no_test_left_out(run):
    """The bench compares with those packages that are installed."""
    text = "def test_two(record_property):\n    record_property('less', 'compared without torch: not installed')"
    assert run(test_b=text, strict=True) == (0, "left out: nothing (compared without torch: not installed)")
