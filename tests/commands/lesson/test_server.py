"""JupyterLab's start and end, as a learner sees them; a few lines that say what JupyterLab says stand in for it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adlesson.commands.lesson import server
from adlesson.commands.lesson.server import MISSING, answers, command, open_lab, reason
from adlesson.commands.trouble import Trouble

STARTS = """
import os, signal, socket, sys, time
def log(level, text):
    print(f"[{level} 2026-11-30 05:03:31.502 ServerApp] {text}", file=sys.stderr, flush=True)
place = socket.socket()
place.bind(("127.0.0.1", 0))
host = f"localhost:{place.getsockname()[1]}"
log("I", "Jupyter Server 2.21.1 is running at:")
log("I", f"http://{host}/lab/tree/00.ipynb?token=3f3")
log("I", f"    http://{host}/lab/tree/00.ipynb?token=3f3")
log("C", f"\\n\\n    Or copy and paste one of these URLs:\\n        http://{host}/lab?token=3f3")
time.sleep(0.3)
place.listen()
time.sleep(0.3)
"""
STAYS = 'signal.signal(signal.SIGTERM, lambda *_: sys.exit(log("C", "received signal 15, stopping")))\ntime.sleep(60)'
FULL_PORT = 'log("C", "ERROR: the Jupyter server could not be started because port 8888 is not available.")\nsys.exit(1)'
HEAD = STARTS.partition('log("I"')[0]


@pytest.fixture
def jupyterlab(tmp_path, monkeypatch):
    """Return ``jupyterlab(source)``, which lets this be JupyterLab, and temporary files be in ``tmp_path``."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "logs"))
    (tmp_path / "logs").mkdir()
    monkeypatch.setattr(server.tempfile, "tempdir", None)
    kept = {number: signal.getsignal(number) for number in signal.valid_signals()}  # the command changes what some do

    def jupyterlab(source):
        (tmp_path / "jupyterlab").mkdir()
        (tmp_path / "jupyterlab" / "__init__.py").touch()
        (tmp_path / "jupyterlab" / "__main__.py").write_text(source, "utf-8")
        places = [str(tmp_path), os.environ.get("PYTHONPATH", "")]
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, places)))

    yield jupyterlab
    for number, handler in kept.items():
        if handler is not signal.getsignal(number):
            signal.signal(number, handler)


def logs(tmp_path):
    return [*(tmp_path / "logs").iterdir()]


def test_the_last_line_is_the_address(jupyterlab, tmp_path, capsys):
    """No log in the way, and none left over after a good end."""
    jupyterlab(STARTS)
    open_lab(tmp_path, "00.ipynb", [])
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("JupyterLab starts; Ctrl-C ends it.")
    assert str(tmp_path / "logs") in first
    assert re.fullmatch(r"Open this: http://localhost:\d+/lab/tree/00\.ipynb\?token=3f3", last)
    assert logs(tmp_path) == []


def test_an_address_is_told_once_somebody_is_there():
    """The server says where it will be before it is there."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        address = f"http://localhost:{place.getsockname()[1]}/lab?token=3f3"
        assert not answers(address)
        place.listen()
        assert answers(address)
    assert answers("http://hub.invalid/user/me/lab"), "which cannot be asked from here"


def test_what_the_server_calls_an_error_reaches_the_reader(jupyterlab, tmp_path, capsys):
    """The rest is in the log, which is kept where it ends badly."""
    jupyterlab(STARTS + 'time.sleep(0.5)\nlog("W", "slow")\nlog("E", "Could not save 00.ipynb")\nsys.exit(3)')
    with pytest.raises(Trouble, match=r"JupyterLab ended with an error: Could not save 00\.ipynb") as found:
        open_lab(tmp_path, "00.ipynb", [])
    assert capsys.readouterr().out.splitlines()[2:] == ["JupyterLab: Could not save 00.ipynb"]
    (log,) = logs(tmp_path)
    assert str(log) in str(found.value)
    assert "slow" in log.read_text()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (HEAD + FULL_PORT, "port 8888 is not available: choose another, as in -- --port=8899"),
        ("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
        ("import sys; sys.exit(1)", "it gave no reason"),
    ],
)
def test_where_it_does_not_start_a_sentence_says_why(jupyterlab, tmp_path, source, why):
    """In a sentence, not in a hundred lines."""
    jupyterlab(source)
    with pytest.raises(Trouble) as found:
        open_lab(tmp_path, "00.ipynb", [])
    assert str(found.value).startswith("JupyterLab did not start: ")
    assert why in str(found.value)


def test_without_it_a_sentence_says_what_to_do(monkeypatch, tmp_path, capsys):
    """Its name is the remedy."""
    monkeypatch.setattr(server.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Trouble, match=r'pip install "adlesson\[lab\]"'):
        open_lab(tmp_path, "00.ipynb", [])
    assert capsys.readouterr().out == ""
    assert "\n" not in MISSING


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGHUP"])
def test_ctrl_c_ends_both_and_says_nothing(jupyterlab, tmp_path, sent):
    """As does the end of the terminal: no server is left behind, and no log."""
    asks = f'signal.signal(signal.SIGINT, lambda *_: open("{tmp_path}/asked", "w"))\n'
    jupyterlab(f'{STARTS}{asks}open("{tmp_path}/pid", "w").write(str(os.getpid()))\n{STAYS}')
    process = subprocess.Popen(
        [sys.executable, "-m", "adlesson", "lab", str(tmp_path / "mine")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    said = [process.stdout.readline() for _ in range(3)]
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.05)
    os.killpg(process.pid, getattr(signal, sent))  # as a terminal does: to all that it has started
    rest, complaints = process.communicate(timeout=60)
    assert said[2].startswith("Open this: ")
    assert (process.returncode, rest, complaints.strip()) == (130, "", "")
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert logs(tmp_path) == []
    assert not (tmp_path / "asked").exists(), "JupyterLab itself asks whether Ctrl-C is meant"


def test_what_stands_behind_the_dashes_is_given_to_it(tmp_path, monkeypatch):
    """And no browser of letters takes the terminal where there is no screen."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(server.sys, "platform", "linux")
    words = command(tmp_path, "00.ipynb", ["--port=8899"])
    assert f"--ServerApp.root_dir={tmp_path}" in words
    assert words[-2:] == ["--no-browser", "--port=8899"]
    monkeypatch.setenv("BROWSER", "firefox")
    assert "--no-browser" not in command(tmp_path, "00.ipynb", [])


def test_the_reason_is_the_last_thing_that_it_complained_about():
    """Or the last line of all, as of a traceback."""
    assert reason("[C 2026 ServerApp] one.\n[I 2026 ServerApp] two\n") == "one"
    assert reason("Traceback:\n  File\nOSError: [Errno 99] three\n\n") == "OSError: [Errno 99] three"


def test_jupyterlab_is_told_to_ask_nobody_for_news():
    """The file lies where JupyterLab looks for it, below a place that is named to it."""
    (settings,) = server.SETTINGS.glob("labconfig/page_config.json")
    assert "announcements" in settings.read_text("utf-8")
    assert server.alone()["env"]["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0] == str(Path(settings).parent.parent)
