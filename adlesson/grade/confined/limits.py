"""What a submission's process may use of the machine, set by itself before any of the submission's code runs.

With this module you can

- set the limits for this process and all that it starts (``limit``): none of them can be raised again;
- limit the process in which judges work (``limit_judges``);
- become another user, who owns nothing and may nothing (``become``);
- end when the process ends that has started this one (``die_with_parent``).

Only Linux knows them all.  What a system does not know is left out; the time is limited from outside as well.
"""

import contextlib
import ctypes
import os
import signal
import sys

MEMORY = 1 << 30  # bytes of address space, for each process
PROCESSES = 4  # processes and threads in all, the first one included: an answer needs no others
FILE = 1 << 20  # bytes of a file
FILES = 64  # files open at once

DIE_WITH_PARENT, NO_NEW_PRIVILEGES = 1, 38  # names of Linux's prctl, which Python has not


def limit(seconds):
    """Limit this process to so many ``seconds`` of calculation, and to the numbers above."""
    try:
        import resource  # which Windows has not
    except ImportError:
        return
    limits = {"AS": MEMORY, "NPROC": PROCESSES, "FSIZE": FILE, "NOFILE": FILES, "CORE": 0}
    for name, most in limits.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
    with contextlib.suppress(AttributeError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # the first is told as what it is, SIGXCPU


def become(user):
    """Become the user of this number for good, in no group but the one of the same number."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)  # root's powers end here, since none of the three is root any more
    ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def die_with_parent():
    """Let Linux end this process when the one that started it ends, however that may be."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def limit_judges(memory, seconds):
    """Limit this process to so many bytes more than it has now, and to so many seconds of calculation."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        with open("/proc/self/statm") as file:  # of Linux
            memory += int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
