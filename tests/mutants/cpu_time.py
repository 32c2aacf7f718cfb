"""A plugin of pytest by which a test's duration is its CPU time: on a busy machine a test is no longer than at rest."""

import time

import pytest

LAST = [time.process_time()]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Write the CPU time since the last report into this one."""
    report = yield
    now = time.process_time()
    report.duration, LAST[0] = now - LAST[0], now
    return report
