"""``notebooks/tools/install.py``: what is said while the lesson is installed, and where something stands in the way."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "notebooks" / "tools" / "install.py"


@pytest.fixture
def install(tmp_path):
    """Return the script as a module whose ``.venv`` is in ``tmp_path``."""
    spec = importlib.util.spec_from_file_location("install_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.TOP, module.VENV = tmp_path, tmp_path / ".venv"
    module.VENV.mkdir()
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    return module


def python(code):
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full."),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)': /x/",
            "Is there a network?",
        ),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(host='h'): Read timed out.", "a network?"),
        ("socket.gaierror: [Errno -3] Temporary failure in name resolution", "Is there a network?"),
        (
            "ERROR: Could not find a version that satisfies the requirement setuptools>=77 (from versions: none)",
            "a network?",
        ),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate ...", "the certificate"),
        ("Error: [Errno 13] Permission denied: '/opt/lesson/.venv'", "may not be written to"),
        ("Error: [Errno 30] Read-only file system: '/opt/lesson/.venv'", "may not be written to"),
        ("ERROR: Ignored the following versions that require a different python version: 2.0", "for this Python yet"),
    ],
)
def test_a_known_trouble_is_one_sentence_with_its_remedy(install, said, sentence):
    """The lines are pip's own."""
    reason = install.reason(["Collecting x\n", f"{said}\n"])
    assert sentence in reason
    assert "call this again" in reason or "make lab" in reason
    assert "\n" not in reason


def test_an_unknown_trouble_gives_its_last_complaint_and_names_the_log(install):
    """Nothing is lost."""
    reason = install.reason(["Collecting x\n", "ERROR: odd\n", "hint: none\n"])
    assert "(ERROR: odd)" in reason
    assert str(install.VENV / "install.log") in reason
    assert (install.VENV / "install.log").read_text() == "Collecting x\nERROR: odd\nhint: none\n"


def test_how_far_it_is_is_said_while_it_goes_on(install, capsys):
    """Not a silent minute, and no flood: a line now and then, by what pip says."""
    install.EVERY = 0.1
    lines = ["Collecting numpy>=2.0 (from x)", "  Downloading numpy-2.3.whl (16.9 MB)", "  Downloading a.metadata (62 kB)"]
    lines += ["Processing ./sympy.whl", "Installing collected packages: mpmath, sympy, numpy"]
    code = f"import time\nfor line in {lines}: print(line, flush=True); time.sleep(0.3)"
    there = install.VENV / "lib" / "python3.11" / "site-packages"
    (there / "pip-26.dist-info").mkdir(parents=True)
    progress = install.Progress()
    (there / "sympy-1.13.dist-info").mkdir()
    install.told(python(code), progress)
    said = capsys.readouterr().out
    assert "  found 1 packages, fetched 17 MB\n" in said
    assert "  found 2 packages, fetched 17 MB\n" in said
    assert said.endswith("  unpacked 1 of 3 packages\n")


def test_no_network_is_said_at_once_and_at_the_end(install, capsys, monkeypatch):
    """By pip itself, at an index that does not answer."""
    install.EVERY = 0.0
    for name, value in {
        "CONFIG_FILE": os.devnull,
        "INDEX_URL": "http://127.0.0.1:9/",
        "FIND_LINKS": "",
        "RETRIES": "1",
    }.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    pip = [sys.executable, *install.PIP[1:], "--no-deps", "--target", str(install.VENV / "there"), "a-package-of-nobody"]
    with pytest.raises(install.Stop, match="Is there a network"):
        install.told(pip, install.Progress())
    assert "  the network does not answer, trying again (1)\n" in capsys.readouterr().out


def test_the_environment_is_made_anew_where_it_is_broken_and_stamped_last(install, monkeypatch):
    """As after Ctrl-C, or where its Python has gone: the next call tries again."""
    (install.VENV / "half").touch()
    commands = []

    def told(command, *_):
        install.VENV.mkdir(exist_ok=True)
        commands.append(command)

    monkeypatch.setattr(install, "told", told)
    install.PYTHON = install.VENV / "bin" / "python"
    assert install.main(["test"]) == 0
    assert commands == [
        [sys.executable, "-m", "venv", str(install.VENV)],
        [*install.PIP, *["-r", "requirements.txt", "-e", ".[test]"]],
    ]
    assert not (install.VENV / "half").exists()


def test_what_is_there_is_not_asked_for_again(install, monkeypatch):
    """Until what is wanted changes, or an attempt fails before its end."""
    monkeypatch.setattr(install, "install", lambda name: asked.append(name))
    asked = []
    install.main(["lesson"])
    (install.VENV / "lesson-installed").touch()
    install.main(["lesson"])
    assert asked == ["lesson"]
    os.utime(install.TOP / "pyproject.toml", (time.time() + 5, time.time() + 5))
    install.main(["lesson"])
    assert asked == ["lesson", "lesson"]


def test_an_attempt_that_fails_leaves_no_stamp(install, monkeypatch, capsys):
    """A full disk, in one sentence."""

    def told(command, *_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(install, "told", told)
    assert install.main(["lesson"]) == 1
    assert capsys.readouterr().err.startswith("The disk is full.")
    assert not (install.VENV / "lesson-installed").exists()


def test_an_old_python_is_told_so(install, monkeypatch, capsys):
    """And what to write instead."""
    monkeypatch.setattr(install.sys, "version_info", (3, 9, 18))
    assert install.main(["lesson"]) == 1
    assert capsys.readouterr().err == (
        "The lesson needs Python 3.11 or later, and this is Python 3.9: name a newer one, as in make lab PYTHON=python3.13\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
def test_ctrl_c_ends_what_it_has_started(tmp_path):
    """Quietly, and pip first: two at once would spoil each other's work."""
    inner = f"import os, time; open({str(tmp_path / 'half')!r}, 'w').write(str(os.getpid())); "
    inner += f"os.rename({str(tmp_path / 'half')!r}, {str(tmp_path / 'pid')!r}); time.sleep(60)"
    outer = f"import runpy; tell = runpy.run_path({str(SCRIPT)!r})['told']\n"
    outer += f"try: tell({python(inner)!r})\nexcept KeyboardInterrupt: print('ended')"
    process = subprocess.Popen(python(outer), stdout=subprocess.PIPE, start_new_session=True, text=True)
    while not (tmp_path / "pid").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "ended\n"
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
