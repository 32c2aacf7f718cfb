"""The ways to confine a submission's process: bubblewrap, another user, or none.

With this module you can

- choose one that works on this machine (``chosen``), or learn what to install;
- start a process by it (``start``), and end it with all that it has started (``end``).

**bwrap** is bubblewrap: the process sees what is in ``contents`` and nothing else, cannot write anywhere, and has no
network; Linux ends all that it started when it ends.  **uid** is for a grader that is root and may not use bubblewrap, as in
a container: what is in ``contents`` is copied to a folder, the process is locked in there (chroot) and becomes a user who
owns nothing.  The network stays open.  **none** confines nothing.

>>> sorted(WARNINGS)
['bwrap', 'none', 'uid']
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from atexit import register
from contextlib import suppress
from functools import cache, partial
from pathlib import PurePosixPath

from ...engine.errors import LessonError, short
from .contents import LESSON, contents, copied, executable, lesson, links, not_shown

WARNINGS = {
    "bwrap": "",
    "uid": "The network was open to the submission: it ran as another user, without bubblewrap.",
    "none": "The submission was not confined: it could read and change all that its grader can, this mark too.",
}
USERS = range(61_184, 65_520)  # which Linux leaves to whoever needs one for a while
PROGRAM = "import sys; sys.path[:0] = [{!r}]; from adlesson.grade.confined.inside import serve; serve({}, {})"
QUIET = {"OPENBLAS_NUM_THREADS": "1", "HOME": "/nonexistent", "LANG": "C.UTF-8"}


class NoSandboxError(LessonError, RuntimeError):
    """Nothing on this machine can confine a process; the message says what to do."""


def chosen(name="auto"):
    """Return "bwrap", "uid" or "none", whichever is asked for; for "auto" the first of the first two that works here.

    Raises ``NoSandboxError`` where it does not work, with what to do on this system.
    """
    if name not in ("auto", *WARNINGS):
        raise NoSandboxError(f"no sandbox {short(name)}: there are auto, {', '.join(WARNINGS)}")
    ways = ("bwrap", "uid") if name == "auto" else (name,)
    found = next((way for way in ways if works(way)), None)  # the second is tried only where the first does not work
    if not found:
        raise NoSandboxError(remedy(name))
    return found


@cache
def works(way):
    """Tell whether a process can be started this way, and answers."""
    if os.name != "posix" or (way == "uid" and os.geteuid()) or (way == "bwrap" and not shutil.which("bwrap")):
        return False
    user = lent_user(way)
    try:
        process = start(way, 20, user and user.number)
        try:
            return process.communicate(b'{"answer": "nothing"}\n', timeout=60)[0] == b"{}\n{}\n"
        finally:
            end(process, user and user.number)
    except (OSError, subprocess.SubprocessError):
        return False
    finally:
        if user:
            user.close()


def remedy(name):
    """Return what to do where no way, or not the one that is asked for, works."""
    container = "run the grader as root in a Linux container, such as docker run --network none --pids-limit 64"
    if sys.platform == "win32":
        return "Windows cannot confine a submission: run the grader in the Windows Subsystem for Linux"
    if sys.platform == "darwin":
        return f"macOS cannot confine a submission: {container}; or --sandbox none if you trust every submission"
    if name == "uid":
        return "another user can be had by root alone: run the grader as root, or install bubblewrap and say --sandbox bwrap"
    if not shutil.which("bwrap"):
        return f"nothing here can confine a submission: install bubblewrap (apt install bubblewrap), or {container}"
    return f"bubblewrap is here, but this system does not let it work, as Docker or Ubuntu 24.04: {container}"


def prepare(way):
    """Make what can be made once for all processes that are started this way, here or by children of this process."""
    if way == "bwrap":
        contents()
    else:
        room(contents if way == "uid" else lesson)


# --- starting and ending ----------------------------------------------------------------------


def start(way, seconds, user=None):
    """Return a process that serves requests (``inside``), confined this way, with so many seconds of calculation."""
    python, before = [executable(), "-I", "-S", "-B", "-c", PROGRAM.format(LESSON, seconds, user)], None
    if way == "bwrap":
        python = [*bubblewrap(root=user is not None), *python]
    elif way == "uid":
        before = partial(lock_in, room(contents))
    else:
        where = f"{room(lesson)}{LESSON}"
        python = [sys.executable, "-I", "-B", "-c", PROGRAM.format(where, seconds, None)]
    return subprocess.Popen(  # noqa: S603
        list(map(str, python)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=QUIET,
        start_new_session=True, preexec_fn=before,
    )  # fmt: skip


def bubblewrap(root):
    """Return the command that shows what is in ``contents``, and nothing else, to the program that comes behind it."""
    words = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    words += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    # root could start processes without end: so it becomes another user inside, for which it needs two powers till then
    words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"] if root else ["--unshare-user", "--disable-userns"]
    for place, to in links():
        words += ["--symlink", to, place]
    folders = {folder for _, place in contents() for folder in PurePosixPath(place).parents}
    for folder in sorted(folders, key=str)[1:]:
        words += ["--dir", folder]  # of those that bubblewrap makes by itself root alone could see what is in them
    for source, place in contents():
        words += ["--ro-bind", source, place]
    for place in not_shown():
        words += ["--tmpfs", place, "--remount-ro", place]
    return [*words, "--remount-ro", "/", "--chdir", "/"]


def lock_in(top):
    """Make a folder all that this process, which is root's, can see."""
    os.chroot(top)
    os.chdir("/")


@cache
def room(pairs):
    """Return a folder with copies of what is listed; it is gone when this process ends, in those that it forks it stays."""
    top, owner = copied(pairs()), os.getpid()
    register(lambda: shutil.rmtree(top, ignore_errors=True) if os.getpid() == owner else None)
    return top


def end(process, user=None):
    """End a process and all that it has started, whatever these have done to live on."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what was not yet written has no reader any more
            pipe.close()
    if user is not None:
        end_all_of(user)


def end_all_of(user):
    """End every process of a user, at one stroke: a process of that user's own signals all that it may."""
    pid = os.fork()
    if pid == 0:
        try:
            os.setresuid(user, user, user)
            if os.getuid() == user != 0:
                os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


class lent_user:  # noqa: N801, it is used like a function
    """The number of a user that no other grader on this machine uses until ``close``; None where this one is not root."""

    def __new__(cls, way):
        if way == "none" or os.name != "posix" or os.geteuid():
            return None
        self = super().__new__(cls)
        for self.number in USERS:
            self.taken = socket.socket(socket.AF_UNIX)
            try:
                self.taken.bind(f"\0adlesson-user-{self.number}")  # a name that Linux frees when its process ends
            except OSError:
                self.taken.close()
                continue
            end_all_of(self.number)
            return self
        raise NoSandboxError("no user is free: 4,000 submissions are being graded on this machine already")

    def close(self):
        end_all_of(self.number)
        self.taken.close()
