"""Keep events in one file: several kernels write it at once, and one may be killed at any moment.

With this module you can

- read the events of a file, and those that another kernel has added since (``EventFile.events``);
- add events (``EventFile.append``), or delete the file (``EventFile.forget``);
- read a copy from elsewhere (``read_copy``).

The first line says what the file is and in which version; then comes a line for each event.  Events are added in one write,
at the end, and begin on a new line: a line that was torn by a full disk or the end of a machine is skipped and spoils
nothing.  A file that has grown long is replaced by a shorter one that says the same.  A lock is held meanwhile
(``file_lock``), or what another kernel adds to the old file would be lost.

What others have damaged is set aside under another name, and the lines that can be read are kept.
"""

import errno
import glob
import os
import stat
from contextlib import suppress
from datetime import date
from json import loads
from pathlib import Path

from .events import is_newer, line, needed, read
from .file_lock import lock_of, locked

HEADER = '{"adlesson": "progress", "version": 1}'
VERSION = 1
BEGINNING = b'{"what": '
BOUND = 256_000  # bytes, from which on a file is made shorter
MOST = 20_000_000  # bytes; no progress is as long as that


class UnusableError(Exception):
    """A file that is left alone, with a sentence that says why."""


class EventFile:
    """The events in a file at ``path``; where ``ours`` is true, nobody else has any business there.

    ``said`` is a sentence about what was done to a damaged file, or "".  All methods raise ``OSError`` where the system
    refuses, and ``UnusableError`` where the file is no progress file, or that of a newer version of the lesson.
    """

    def __init__(self, path, ours=False):
        self.path, self.ours, self.said = Path(path), ours, ""
        self._seen, self._events, self.newer = None, [], []
        self._bound = BOUND

    def events(self):
        """Return all events, as they are now; the same list as long as the file is the same.

        ``newer`` are the lines that only a newer lesson can read: they stay in the file.
        """
        if self._changed():
            seen, data = self._state(), self._read()
            events, self.newer, odd = parts(data)
            if odd:
                events = self._mend()
            else:
                self._seen = seen
            self._events = events
        return self._events

    def append(self, events):
        """Add events at the end, in one write."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.path) as held:
            known = [*self.events(), *events]  # and no more is added to a file that cannot be read
            self._write("".join(f"{line(event)}\n" for event in events))
            self._seen, self._events = self._state(), known
            if held and self._seen[1] > self._bound:
                self._shorten()

    def forget(self):
        """Delete the file, and what was set aside of it."""
        with locked(self.path):
            self.events()
            for path in [self.path, *self.path.parent.glob(f"{glob.escape(self.path.stem)}.damaged-*")]:
                path.unlink(missing_ok=True)
            self._seen, self._events, self.newer, self.said = None, [], [], ""
            with suppress(OSError):  # Windows deletes nothing that is open
                lock_of(self.path).unlink()

    def _state(self):
        """Return what changes with each write: which file it is, its length, its time; None where there is none."""
        try:
            now = self.path.stat()
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(now.st_mode):
            raise UnusableError("it is a folder or a device, not a file")
        return now.st_ino, now.st_size, now.st_mtime_ns

    def _changed(self):
        now = self._state()
        if now is None:
            self._seen, self._events, self.newer = None, [], []
        return now != self._seen

    def _read(self):
        if self._state()[1] > MOST:
            raise UnusableError("it is too long to be anybody's progress")
        return self.path.read_bytes()

    def _write(self, text):
        """Add a text; where there is no room for all of it, nothing of it stays."""
        file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            length = os.lseek(file, 0, os.SEEK_END)  # a browser's drive may say another size
            if length == 0:
                text = f"{HEADER}\n{text}"
            elif os.lseek(file, length - 1, os.SEEK_SET) >= 0 and os.read(file, 1) != b"\n":
                text = f"\n{text}"  # the last line is torn
            data = text.encode()
            if os.write(file, data) < len(data):
                os.ftruncate(file, length)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(file)

    def _shorten(self):
        """Write what is needed of all events into a new file, and give it the name of the old one."""
        with suppress(OSError):  # then it stays long
            self._replace(needed(self._events))
        self._bound = max(BOUND, 2 * self.path.stat().st_size)

    def _replace(self, events):
        new = self.path.with_name(f"{self.path.name}.new")
        new.unlink(missing_ok=True)  # left by a kernel that was killed
        with new.open("wb") as file:
            file.write("".join(f"{text}\n" for text in [HEADER, *map(line, events), *self.newer]).encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self.path)
        self._seen, self._events = self._state(), events

    def _mend(self):
        """Set a damaged file aside, and keep the events that can be read."""
        with locked(self.path) as held:
            data = self._read()
            events, self.newer, odd = parts(data)
            if not odd:  # another kernel has done it
                return events
            if not (self.ours or events or self.newer or HEADER.encode() in data):
                raise UnusableError("it is no progress file, and is left alone")
            if not held:
                raise UnusableError("it is damaged")
            aside = set_aside(self.path, data)
            self._replace(events)
            self.said = f"The file of your progress was damaged. It is set aside as {aside}, and what could be read is kept."
            return self._events


def parts(data):
    """Return the events of a file's bytes, the lines of a newer lesson, and whether anything else is in it.

    A torn line is skipped.  Raises ``UnusableError`` if the version is newer.
    """
    head, *rest = data.split(b"\n")
    events, newer, odd = [], [], bool(data) and version(head) != VERSION
    for text in [head, *rest] if odd else rest:
        try:
            events.append(read(text.decode()))
        except ValueError:  # UnicodeDecodeError and JSONDecodeError are kinds of it
            if is_newer(text):
                newer.append(text.decode())
            else:
                odd = odd or not torn(text)
    return events, newer, odd


def torn(text):
    """Is this the beginning of an event's line?"""
    return BEGINNING.startswith(text[: len(BEGINNING)]) and text.isascii() and b"\0" not in text and text[-1:] != b"}"


def version(head):
    """Return the version that a first line names, None if it names none; raise ``UnusableError`` if it is newer."""
    try:
        header = loads(head)
    except ValueError:
        return None
    if not isinstance(header, dict) or header.get("adlesson") != "progress" or type(header.get("version")) is not int:
        return None
    if header["version"] > VERSION:
        raise UnusableError("a newer version of the lesson wrote it")
    return header["version"]


def read_copy(text):
    """Return the events in the text of a copy; raise ``UnusableError`` if there is none in it."""
    events, _, odd = parts(text.encode())
    if odd and not events:
        raise UnusableError("it is no copy of anybody's progress")
    return events


def set_aside(path, data):
    """Write what a damaged file holds beside it; return the name."""
    for number in range(1, 1000):
        more = f"-{number}" if number > 1 else ""
        aside = path.with_name(f"{path.stem}.damaged-{date.today()}{more}{path.suffix}")
        with suppress(FileExistsError), aside.open("xb") as file:
            file.write(data)
            return aside.name
    raise OSError(errno.EEXIST, "too many damaged files")
