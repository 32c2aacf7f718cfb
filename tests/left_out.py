"""What a run of the tests leaves out, and why, in its last line.

A test that is skipped proves nothing, and nobody reads a list of skips.  So each run ends with one line: ``left out:
nothing``, or each group of tests and the reason, as in ``left out: browser tests (228): no Chromium found``.  With
``ADLESSON_NOTHING_LEFT_OUT=1``, as in ``.ci/run``, a run that leaves out any test fails.

A test may also tell what it saw less of than it could, by ``record_property("less", text)``: that is written behind, and is
no test left out.
"""

import os
from collections import Counter

import pytest

GROUPS = {"browser": "browser tests", "notebooks": "notebooks that are run"}  # by marker; other tests by file


class LeftOut:
    """The plugin; where tests run in several processes (pytest-xdist), the first of them gathers what the others saw."""

    def __init__(self, config):
        self.config = config
        self.deselected, self.skipped, self.not_loaded, self.less = Counter(), Counter(), set(), set()
        self.collected, self.finished = None, set()

    # --- what is seen -----------------------------------------------------------------------------

    def pytest_deselected(self, items):
        self.deselected.update(group("other tests", item.keywords) for item in items)

    def pytest_collection_finish(self, session):
        self.collected = {item.nodeid for item in session.items}

    def pytest_collectreport(self, report):
        if report.skipped:
            self.not_loaded.add((report.nodeid, reason(report)))

    def pytest_runtest_logreport(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped[group(report.nodeid.split("::")[0], report.keywords), reason(report)] += 1
        self.less |= {text for name, text in report.user_properties if name == "less"}

    def pytest_runtest_logfinish(self, nodeid):
        self.finished.add(nodeid)

    # --- from one process to another ----------------------------------------------------------------

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids):
        self.collected = set(ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        told = getattr(node, "workeroutput", {})  # a process that died tells nothing; another collected the same tests
        self.deselected |= Counter(told.get("deselected", {}))
        self.not_loaded |= {tuple(one) for one in told.get("not_loaded", ())}

    # --- what is said -------------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True, tryfirst=True)  # around the terminal's own summary, so after it
    def pytest_sessionfinish(self, session):
        here_first = not hasattr(self.config, "workeroutput")
        if not here_first:
            self.config.workeroutput |= {"deselected": dict(self.deselected), "not_loaded": sorted(self.not_loaded)}
        yield
        if here_first:
            self.say(session)

    def say(self, session):
        """Write the line; let the run fail where nothing may be left out."""
        groups = list(self.groups())
        line = "left out: " + ("; ".join(groups) or "nothing")
        if self.less:
            line += f" ({'; '.join(sorted(self.less))})"
        self.config.get_terminal_writer().line(line)
        if groups and os.environ.get("ADLESSON_NOTHING_LEFT_OUT") == "1" and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def groups(self):
        """Yield each group of tests that did not run, with its number and the reason."""
        options = self.config.option
        chosen = [f"{flag} {text}" for flag, text in (("-m", options.markexpr), ("-k", options.keyword)) if text]
        for name, count in sorted(self.deselected.items()):
            yield f"{name} ({count}): not asked for{' by ' + ' '.join(chosen) if chosen else ''}"
        for (name, why), count in sorted(self.skipped.items()):
            yield f"{name} ({count}): {why}"
        for name, why in sorted(self.not_loaded):
            yield f"{name} (all): {why}"
        if self.config.args_source == pytest.Config.ArgsSource.ARGS:
            yield f"what is not in {' '.join(self.config.args)}: not asked for"
        for path in options.ignore or ():
            yield f"{path}: not asked for"
        if self.collected is None:
            yield "everything: the run ended before"
        elif not options.collectonly and (rest := len(self.collected - self.finished)):
            yield f"the last ({rest}): the run ended before"


def group(otherwise, keywords):
    """Return the name of the group that a test with these keywords belongs to."""
    return next((name for marker, name in GROUPS.items() if marker in keywords), otherwise)


def reason(report):
    """Return why it was skipped, on one line, without its place."""
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return " ".join(why.removeprefix("Skipped: ").split())
