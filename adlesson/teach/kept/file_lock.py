"""Hold a lock while a file is written, so that another process waits.

With this module you can

- hold the lock of a path (``locked``); it is a file beside it (``lock_of``).

The system gives the lock back when its process ends, however it ends.
"""

import errno
import os
import sys
import time
from contextlib import contextmanager

PATIENCE = 5.0  # seconds to wait for another kernel, which needs a hundredth of one


def lock_of(path):
    """Return the path of the lock of this path."""
    return path.with_name(f"{path.name}.lock")


HELD = set()  # the paths whose lock this process has


@contextmanager
def locked(path):
    """Hold the lock of a path, and say whether there is one; wait for whoever has it, and raise ``OSError`` after that."""
    if sys.platform == "emscripten" or path in HELD:
        yield True
        return
    file = acquire(lock_of(path))
    try:
        if file is not None:
            HELD.add(path)
        yield file is not None
    finally:
        if file is not None:
            HELD.discard(path)
            os.close(file)


def acquire(path):
    """Return the open lock file, None where this file system has no locks or gives us none."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return None
        try:
            try_lock(file)
            if path.exists() and os.path.samestat(os.fstat(file), path.stat()):
                return file
        except (BlockingIOError, PermissionError):
            pass
        except OSError:
            os.close(file)
            return None
        os.close(file)  # another has it, or has deleted it
        if time.monotonic() > end:
            raise OSError(errno.EBUSY, "another program keeps it locked")
        time.sleep(0.005)


def try_lock(file):
    """Lock an open file; raise ``BlockingIOError`` or ``PermissionError`` if another process has it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
