"""Two machines of a Dask cluster, one of which is lost: the same marks as here, and none twice (``make thorough``)."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from pretended import hand_in

from adlesson.commands import main
from adlesson.grade.assignment import made, written
from adlesson.grade.marks import STUDENTS, read_marks

PS1 = made("ps1", ["5.1:3", "adjoints/2:4"], "2026")
COUNT = 12


@pytest.fixture
def cluster(monkeypatch):
    """Yield a cluster of two processes."""
    from distributed import LocalCluster  # here: whoever only reads this file may not have it

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as two:
        yield two


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Stand in a folder with an assignment and notebooks, every other of which has an answer that is right."""
    monkeypatch.chdir(tmp_path)
    Path("ps1.json").write_text(written(PS1))
    for k in range(COUNT):
        answer = "ad.exercises.check('5.1', 1 * 4 + 2 * 2 + 2 * 2)" if k % 2 else ""
        hand_in("submitted", PS1, f"s{k:02}", "import time", "time.sleep(0.5)", answer)


@pytest.mark.timeout(600)
def test_a_machine_that_is_lost_loses_no_mark(cluster, capsys):
    """It is killed as soon as the third mark is there; and then nothing is left to grade."""

    def kill():
        while len([*Path("there", STUDENTS).glob("*.json")]) < 3:
            time.sleep(0.02)
        os.kill(cluster.workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    assert main(["grade", "ps1.json", "submitted", "--out", "there", "--dask", cluster.scheduler_address]) == 0
    killer.join(1)
    assert not killer.is_alive()
    assert capsys.readouterr().out.count(" of 7 ") == COUNT, "one line a student"
    assert main(["grade", "ps1.json", "submitted", "--out", "here", "--workers", "2"]) == 0
    assert read_marks("there") == read_marks("here")
    assert [mark.earned for mark in read_marks("there")] == [0, 3] * (COUNT // 2)
    capsys.readouterr()
    assert main(["grade", "ps1.json", "submitted", "--out", "there", "--dask", cluster.scheduler_address]) == 0
    assert f"{COUNT} marks, 0 of them new" in capsys.readouterr().out


@pytest.mark.timeout(120)
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "http://x"])
def test_where_nobody_answers_is_said(address, capsys):
    """With exit status 2."""
    assert main(["grade", "ps1.json", "submitted", "--dask", address]) == 2
    assert capsys.readouterr().err == f"no Dask scheduler answers at '{address}': name its address, as in tcp://host:8786\n"
