"""Make the lesson's own environment, ``.venv``, and say meanwhile how far it is.

    python notebooks/tools/install.py lesson     what the lesson needs
    python notebooks/tools/install.py test       and what its tests need; so for each extra that is in pyproject.toml

What is there already is not asked for again.  Where something stands in the way, one sentence says what, and the next call
tries again: a mark that all is installed (``.venv/lesson-installed``) comes last.  This runs on an older Python,
too, to say that it is too old.
"""

import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
VENV = TOP / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "--no-color", "install", "--progress-bar=off"]
OLDEST = 3, 11
EVERY = 5  # seconds between two lines that say how far it is

SIZE = re.compile(r"\bDownloading \S+ \(([\d.]+) (kB|MB|GB)\)")
UNITS = {"kB": 1e-3, "MB": 1, "GB": 1e3}
AGAIN = "call this again, and it goes on"
TROUBLES = [  # what stands in the log, and what that means
    (
        r"No space left on device|Errno 28\b|Disk quota exceeded|not enough space on the disk",
        f"The disk is full. Make room (the lesson needs about 700 MB), then {AGAIN}.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED",
        "The packages could not be fetched: Python does not know the certificate of the network. "
        f"Ask whoever runs the network, then {AGAIN}.",
    ),
    (
        r"require a different python",
        "There are no packages for this Python yet: name an older one, as in make lab PYTHON=python3.13",
    ),
    (
        r"Connection|[Tt]imed out|Timeout|name resolution|not known|getaddrinfo|unreachable|Proxy|SSL|from versions: none",
        f"The packages could not be fetched. Is there a network? When there is, {AGAIN}.",
    ),
    (
        r"Permission denied|Errno (13|30)\b|Access is denied|Read-only",
        f"{VENV} may not be written to: copy the lesson to a folder of your own, then {AGAIN}.",
    ),
]


class Stop(Exception):
    """Why nothing more was installed."""


def main(words):
    """Install, and say so; return the exit code."""
    try:
        for name in words or ["lesson"]:
            if not installed(name):
                install(name)
    except Stop as why:
        print(why, file=sys.stderr)
        return 1
    except OSError as problem:
        print(known(str(problem)) or problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def installed(name):
    """Tell whether what is wanted is there, as it is wanted now."""
    stamp, wishes = VENV / f"{name}-installed", (TOP / "requirements.txt", TOP / "pyproject.toml")
    return stamp.exists() and all(stamp.stat().st_mtime >= wish.stat().st_mtime for wish in wishes)


def install(name):
    """Install what the lesson needs, and the extra of this name."""
    begun = time.monotonic()
    look_for_trouble()
    if not works():
        say("Making .venv, which holds all that is installed: delete that folder, and nothing is left.")
        shutil.rmtree(VENV, ignore_errors=True)
        told([sys.executable, "-m", "venv", str(VENV)])
    extra = [] if name == "lesson" else ["-e", f".[{name}]"]
    what = "the lesson needs" if name == "lesson" else f"the lesson and its extra '{name}' need"
    say(f"Fetching what {what}: a minute or two, once.")
    told([*PIP, "-r", "requirements.txt", *extra], Progress())
    say(f"Installed in {time.monotonic() - begun:.0f} seconds.")
    for stamp in {"lesson", name}:
        (VENV / f"{stamp}-installed").touch()


def look_for_trouble():
    """Stop where this Python cannot make the environment."""
    here = "Python {}.{}".format(*sys.version_info)
    wanted = "The lesson needs Python {}.{} or later".format(*OLDEST)
    if sys.version_info < OLDEST:
        raise Stop(f"{wanted}, and this is {here}: name a newer one, as in make lab PYTHON=python3.13")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            f"{here} cannot make a virtual environment: its ensurepip or venv is missing. "
            f"Install it (Debian, Ubuntu: apt-get install python3-venv), then {AGAIN}."
        ) from None


def works():
    """Tell whether the environment is there, whole, and not of an older Python."""
    test = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    with suppress(OSError):
        return subprocess.run([str(PYTHON), "-c", test], stderr=subprocess.DEVNULL, check=False).returncode == 0
    return False


def told(command, progress=None):
    """Run a command, and tell how far it is; raise ``Stop`` where it fails."""
    lines, heard = [], queue.Queue()
    process = subprocess.Popen(
        command, cwd=TOP, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    line, last = "", time.monotonic()
    try:
        threading.Thread(target=lambda: [*map(heard.put, process.stdout), heard.put(None)], daemon=True).start()
        while line is not None:
            with suppress(queue.Empty):
                line = heard.get(timeout=max(0.0, last + EVERY - time.monotonic()))
                if line is not None:
                    lines.append(line)
                    if progress:
                        progress.hear(line)
            if progress and time.monotonic() >= last + EVERY:
                say(f"  {progress.says()}")
                last = time.monotonic()
    except BaseException:  # Ctrl-C: pip shall have ended before anybody calls this again
        process.terminate()
        process.wait()
        raise
    if process.wait():
        raise Stop(reason(lines))


def reason(lines):
    """Return the sentence that says why a command failed, by what it said."""
    text, log = "".join(lines), VENV / "install.log"
    if known(text):
        return known(text)
    log.write_text(text, "utf-8")
    said = [line.strip() for line in lines if line.strip()] or ["it gave no reason"]
    last = [line for line in said if line.startswith("ERROR:")] or said
    return f"This could not be installed ({last[-1]}). All that was said is in {log}. When it is mended, {AGAIN}."


def known(text):
    """Return the sentence about a trouble that is known by this text, None about any other."""
    return next((sentence for signs, sentence in TROUBLES if re.search(signs, text)), None)


class Progress:
    """How far pip is, by what it says."""

    def __init__(self):
        self.packages, self.size, self.wanted, self.tries, self.before = set(), 0.0, 0, 0, unpacked()

    def hear(self, line):
        """Take a line of pip's."""
        word, _, rest = line.strip().partition(" ")
        size = SIZE.search(line)
        if word in ("Collecting", "Processing"):
            self.packages.add(rest.partition(" ")[0])
        if size:
            self.size += float(size[1]) * UNITS[size[2]]
        self.tries = self.tries + 1 if "Retrying" in line else 0
        if line.startswith("Installing collected packages"):
            self.wanted = line.count(",") + 1

    def says(self):
        """Return where it stands."""
        if self.wanted:
            return f"unpacked {min(max(0, unpacked() - self.before), self.wanted)} of {self.wanted} packages"
        if self.tries:
            return f"the network does not answer, trying again ({self.tries})"
        if not self.packages:
            return "looking for what is needed"
        return f"found {len(self.packages)} packages, fetched {self.size:.0f} MB"


def unpacked():
    """Return how many packages are in the environment."""
    places = [*VENV.glob("lib/python*/site-packages"), VENV / "Lib" / "site-packages"]  # of Unix, of Windows
    return sum(name.endswith(".dist-info") for place in places if place.is_dir() for name in os.listdir(place))


def say(sentence):
    """Print it at once."""
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
