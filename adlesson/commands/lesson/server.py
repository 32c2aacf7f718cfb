"""JupyterLab, started and ended without its log in the way.

With this module you can

- open a notebook in it, and stay until it ends (``open_lab``).

What the server says goes to a file, which is named.  A reader sees the address, what the server calls an error, and, where
it does not start, its reason.  Ctrl-C ends it at once, with its kernels; JupyterLab itself would ask twice.
"""

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from ..trouble import Trouble

# lines of the log begin with their level, time and source
ADDRESS = re.compile(r"^\[[^]]*\] +(https?://\S+)$", re.M)
COMPLAINT = re.compile(r"^\[[CE] [^]]*\] *(\S.*)$", re.M)
# without the announcements JupyterLab neither asks about news nor looks for updates: nothing is sent anywhere
SETTINGS = Path(__file__).with_name("jupyter")
SECONDS = 15  # for kernels to end
MISSING = 'JupyterLab is not installed here: install it with python -m pip install "adlesson[lab]", and call this again'


def open_lab(root, notebook, options):
    """Open the notebook at this path below the folder ``root``, and stay until the server ends; tell what is to be known.

    ``options`` are the server's own.  Raises ``Trouble`` where JupyterLab is missing, does not start, or breaks off.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise Trouble(MISSING)
    for name in {"SIGTERM", "SIGHUP"} & {*dir(signal)}:  # as where the window of the terminal is closed
        signal.signal(getattr(signal, name), signal.default_int_handler)
    handle, log = tempfile.mkstemp(prefix="adlesson_lab_", suffix=".log")
    print(f"JupyterLab starts; Ctrl-C ends it. What it says meanwhile is in {log}", flush=True)
    with open(handle, "wb") as said:
        server = subprocess.Popen(  # noqa: S603, what is run is this Python
            command(root, notebook, options), stdout=said, stderr=subprocess.STDOUT, **alone()
        )
    try:
        watch(server, Path(log))
    except KeyboardInterrupt:
        Path(log).unlink(missing_ok=True)
        raise
    finally:
        end(server)
    Path(log).unlink(missing_ok=True)


def command(root, notebook, options):
    """Return the command line of the server."""
    # root is refused by JupyterLab unless it is told that root is meant, as in a container
    ours = ["--allow-root", f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{notebook}"]
    return [sys.executable, "-m", "jupyterlab", *ours, *(["--no-browser"] if is_without_screen() else []), *options]


def is_without_screen():
    """Tell whether only a browser of letters could be opened, which would take the terminal."""
    return sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"} & os.environ.keys()


def alone():
    """Return how a server is started that Ctrl-C does not reach: it would ask whether it is meant."""
    places = os.pathsep.join(filter(None, [str(SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH")]))
    ours = {"env": os.environ | {"JUPYTER_CONFIG_PATH": places}, "stdin": subprocess.DEVNULL}
    if sys.platform == "win32":
        return ours | {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return ours | {"start_new_session": True}


def watch(server, log):
    """Tell the address and the errors of a server, and wait until it ends; raise ``Trouble`` if that is no good end."""
    address, told, rest = None, False, b""
    with log.open("rb") as lines:
        while True:
            ended = server.poll() is not None  # asked first: what it says last is read, too
            text, _, rest = (rest + lines.read()).rpartition(b"\n")
            text = text.decode("utf-8", "replace")
            for line in COMPLAINT.findall(text) if address else ():
                print(f"JupyterLab: {line}", flush=True)
            address = address or ADDRESS.search(text)
            if address and not told and (ended or answers(address[1])):  # it says where it will be before it is there
                told = True
                print(f"Open this: {address[1]}", flush=True)
            if ended:
                break
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.2)
    whole = log.read_text("utf-8", "replace")
    if server.returncode:
        what = "ended with an error" if address else "did not start"
        raise Trouble(f"JupyterLab {what}: {reason(whole)} (all that it said is in {log})")
    if not address:  # it was asked for something else, such as --version
        print(whole, end="")


def answers(address):
    """Tell whether somebody is there, at an address of this machine; of others it is not known."""
    place = urlsplit(address)
    if place.hostname not in ("localhost", "127.0.0.1"):
        return True
    with suppress(OSError), socket.create_connection((place.hostname, place.port), timeout=1):
        return True
    return False


def reason(log):
    """Return why a server gave up, by its log: what it complained about last, else the last line of all."""
    lines = [line.strip().rstrip(".") for line in COMPLAINT.findall(log) or log.split("\n") if line.strip()]
    last = lines[-1].removeprefix("ERROR: ") if lines else "it gave no reason"
    return f"{last}: choose another, as in -- --port=8899" if "port" in last and "not available" in last else last


def end(server):
    """End a server and its kernels."""
    if server.poll() is None:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(SECONDS)
        server.kill()
        server.wait()
