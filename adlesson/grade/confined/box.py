"""One submission's process, and what is said to it: a line of JSON there, lines of JSON back, within a time.

With this module you can

- have a process that runs a submission (``Box``), give it time (``allow``), and end it (``close``);
- send it a line (``send``), and get the next one of its own (``receive``).

Whatever goes wrong ends the process for good: it took too long, it ended, it sent too much or no JSON.  ``dead`` says which,
and every later word to it raises the same ``GoneError``.  Time is counted as on a machine that has nothing else to do: where
more processes wait than there are processors, there is more of it, so that nobody loses a mark to a busy machine.
"""

import json
import os
import select
import subprocess
import time
from contextlib import suppress

from ...engine.errors import LessonError
from ..channel import LONGEST, ChannelError, parsed
from .ways import NoSandboxError, end, start

TO_START = 120  # seconds, which are not the submission's
BUSIEST = 20
OUT_OF_TIME = {-24, 128 + 24}  # SIGXCPU, to it or as the sandbox tells it: on a busy machine this may come before the clock
BLOCK = 1 << 16  # bytes that are read or written at once


class GoneError(LessonError, RuntimeError):
    """The submission's process is no more; the message says why."""


class Box:
    """A submission's process, confined in this ``way``, with so many seconds for all that it is asked."""

    def __init__(self, way, seconds, user=None):
        self.process, self.user, self.dead, self._buffer = start(way, int(seconds) + 1, user), user, "", bytearray()
        for pipe in (self.process.stdin, self.process.stdout):
            os.set_blocking(pipe.fileno(), False)
        self.seconds, self.ends = TO_START, time.monotonic() + TO_START
        self.until = self.ends
        try:
            self.receive()  # that it is ready
        except GoneError as problem:  # no line of the submission has run yet
            raise NoSandboxError(f"a process for the submission could not be started: {problem}") from None
        self.ends = time.monotonic() + seconds * busy()

    def allow(self, seconds):
        """Give it so many seconds from now, if so many are left."""
        self.seconds, self.until = seconds, min(self.ends, time.monotonic() + seconds * busy())

    def send(self, data):
        """Send one line of data."""
        self.check()
        text, pipe = memoryview(json.dumps(data).encode() + b"\n"), self.process.stdin
        try:
            while text:
                self._wait([], [pipe])
                text = text[os.write(pipe.fileno(), text[:BLOCK]) :]
        except OSError:
            self.give_up(self._how_it_ended())

    def receive(self):
        """Return the data of its next line."""
        self.check()
        pipe = self.process.stdout
        searched = 0
        while (at := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > LONGEST:
                self.give_up("it sent more than is read")
            self._wait([pipe], [])
            part = os.read(pipe.fileno(), BLOCK)
            if not part:
                self.give_up(self._how_it_ended())
            self._buffer += part
        line = bytes(self._buffer[:at])
        del self._buffer[: at + 1]
        try:
            return parsed(line.decode("ascii"))
        except (ChannelError, UnicodeDecodeError):
            self.give_up("what it sent cannot be read")

    def _wait(self, readers, writers):
        left = self.until - time.monotonic()
        if left <= 0 or select.select(readers, writers, [], left) == ([], [], []):
            self.give_up(
                f"it took more than {self.seconds:g} seconds" if self.until < self.ends else "all its time is used up"
            )

    def _how_it_ended(self):
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        return "all its time is used up" if self.process.returncode in OUT_OF_TIME else "its process ended"

    def check(self):
        """Raise ``GoneError`` if it is no more."""
        if self.dead:
            raise GoneError(self.dead)

    def give_up(self, why):
        """End the process, and raise ``GoneError``."""
        self.dead = self.dead or why
        self.close()
        self.check()

    def close(self):
        """End the process; ``left`` says how much of its time was not used."""
        self.dead = self.dead or "it was ended"
        self.left = max(0, self.ends - time.monotonic()) / busy()
        end(self.process, self.user)


def busy():
    """Return how many times slower than alone a process runs here now, roughly: what waits, by processor."""
    return min(BUSIEST, max(1, os.getloadavg()[0] / (os.cpu_count() or 1)))
