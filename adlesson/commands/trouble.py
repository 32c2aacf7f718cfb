"""What a command cannot do, in one sentence.

With this module you can

- end a command with a sentence that says why, and what to do (``Trouble``): its exit status is 1;
- say what the system refused (``refused``).

Where the learner wrote something that cannot be read, a ``LessonError`` says so, and the exit status is 2.

>>> import errno
>>> refused("lesson", OSError(errno.ENOSPC, ""))
'the disk is full: make room there, and call this again'
"""

import errno

FULL = errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)
CLOSED = errno.EACCES, errno.EPERM, errno.EROFS


class Trouble(Exception):  # noqa: N818, a reader meets the sentence, not the class
    """Why a command has not done what it was asked for."""


def refused(path, problem):
    """Return why the system did not do what was asked of it at ``path``, and the remedy, given the ``OSError``."""
    if problem.errno in FULL:
        return "the disk is full: make room there, and call this again"
    if problem.errno in CLOSED:
        return f"{path} may not be written to: name another place"
    if isinstance(problem, (FileExistsError, NotADirectoryError)):
        return f"{path} is a file, or lies in one: name a folder"
    if isinstance(problem, FileNotFoundError):
        return f"{path} is not there, and cannot be made: make the folder first, or name another place"
    return f"{path}: {(problem.strerror or str(problem)).lower()}"
