"""The file: written by several kernels at once, killed at any moment, damaged by others, and still read."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from adlesson.teach.kept import event_file, file_lock
from adlesson.teach.kept.event_file import HEADER, EventFile, UnusableError
from adlesson.teach.kept.events import known_of, line, made
from adlesson.teach.kept.file_lock import locked

KILLS = int(os.environ.get("ADLESSON_KILLS", "20"))  # make thorough asks for 200


def an_event(k, name="05.1a"):
    return made("predicted", name, str(k), "wrong", True, k)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "progress.jsonl"


def answers(path):
    return [event.answer for event in EventFile(path).events()]


def test_what_is_written_is_read_by_another(path):
    """The first line says what it is; nothing is made before there is something to keep."""
    assert EventFile(path).events() == []
    assert not path.parent.exists()
    EventFile(path).append([an_event(1), an_event(2)])
    assert path.read_text() == f"{HEADER}\n{line(an_event(1))}\n{line(an_event(2))}\n"
    assert EventFile(path).events() == [an_event(1), an_event(2)]
    assert path.stat().st_mode & 0o077 == 0, "it is nobody else's business"


def test_what_another_kernel_adds_is_seen_without_a_restart(path):
    mine, other = EventFile(path), EventFile(path)
    mine.append([an_event(1)])
    other.append([an_event(2)])
    assert mine.events() == [an_event(1), an_event(2)]
    before = mine.events()
    assert mine.events() is before, "it is read again only when it has changed"
    other.forget()
    assert mine.events() == []
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("torn", ["{", '{"wha', '{"what": "predicted", "name": "05.1a", "ans'])
def test_a_torn_last_line_is_skipped_and_spoils_nothing(path, torn):
    """A full disk or the end of a machine may leave half a line: what comes next begins on a line of its own."""
    EventFile(path).append([an_event(1)])
    with path.open("a") as file:
        file.write(torn)
    assert answers(path) == ["1"]
    EventFile(path).append([an_event(2)])
    EventFile(path).append([an_event(3)])
    assert answers(path) == ["1", "2", "3"]
    assert path.read_text().count("\n") == 5
    assert [each.name for each in path.parent.iterdir()].count("progress.jsonl.damaged") == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b"\n", b"\nHello there\n", 2),
        lambda data: data[:60] + bytes(range(256)) + data[60:],
        lambda data: data.replace(b'"adlesson"', b'"adlibbing"'),
        lambda data: data.partition(b"\n")[2],
        lambda data: data + b"\0" * 4096,
        lambda data: data.replace(b"predicted", b"pr\xffdicted", 1),
        lambda data: data + b'{"what": "predicted", "name": 5, "at": 1}\n',
    ],
    ids=["text", "bytes", "header", "headless", "zeros", "letter", "event"],
)
def test_a_damaged_file_is_set_aside_and_its_readable_lines_are_kept(path, damage):
    EventFile(path).append([an_event(k) for k in range(5)])
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    file = EventFile(path)
    file.append([an_event(9)])
    assert "is set aside as progress.damaged-20" in file.said
    assert {"3", "9"} <= set(answers(path)) <= set("012349")
    assert len(answers(path)) >= 5
    assert [each.read_bytes() for each in path.parent.glob("*.damaged-*")] == [damaged]
    assert EventFile(path).events() == file.events()
    assert path.read_text().startswith(HEADER)


def test_lines_of_a_newer_lesson_are_left_alone(path):
    """Its events may have names and words that are not known here: no damage, and they outlast all that is done."""
    newer = '{"what": "danced", "name": "05.1a", "at": 1}', '{"what": "checked", "name": "a new kind, 7", "moves": [1]}'
    EventFile(path).append([an_event(1)])
    path.write_text(path.read_text() + "".join(f"{text}\n" for text in newer))
    file = EventFile(path)
    for _ in range(3):
        file._bound = 10  # so that it is made shorter
        file.append([an_event(2)])
    assert (file.said, answers(path), [*path.parent.glob("*.damaged-*")]) == ("", ["1", "2"], [])
    path.write_bytes(path.read_bytes() + b"?\n")
    file = EventFile(path)
    assert len(file.events()) == 2 and "is set aside" in file.said
    assert [text for text in newer if path.read_text().count(f"{text}\n") == 1] == [*newer]


def test_several_damaged_files_have_several_names(path):
    for k in range(3):
        EventFile(path).append([an_event(k)])
        path.write_bytes(path.read_bytes() + b"?\n")
        assert EventFile(path).events()[-1] == an_event(k)
    assert len({each.name for each in path.parent.glob("*.damaged-*")}) == 3
    EventFile(path).forget()
    assert list(path.parent.iterdir()) == [], "forgotten is forgotten"


def test_what_is_nothing_of_ours_is_left_alone(path):
    """A wrong name in ADLESSON_PROGRESS must not cost anybody a thesis; where only we write, it is set aside."""
    path.parent.mkdir()
    path.write_bytes(b"\\documentclass{article}\n" * 100)
    for do in (EventFile(path).events, EventFile(path).forget, lambda: EventFile(path).append([an_event(1)])):
        with pytest.raises(UnusableError, match="it is no progress file"):
            do()
    assert path.read_bytes() == b"\\documentclass{article}\n" * 100
    EventFile(path, ours=True).append([an_event(1)])
    assert answers(path) == ["1"]
    assert len([*path.parent.glob("*.damaged-*")]) == 1


def test_the_file_of_a_newer_version_is_never_written(path):
    """Whoever tries a newer lesson and comes back loses nothing."""
    path.parent.mkdir()
    newer = HEADER.replace("1", "2") + '\n["another", "format"]\n'
    path.write_text(newer)
    for do in (EventFile(path).events, EventFile(path).forget, lambda: EventFile(path).append([an_event(1)])):
        with pytest.raises(UnusableError, match="a newer version of the lesson wrote it"):
            do()
    assert path.read_text() == newer


def test_a_newer_version_that_comes_while_a_session_runs_is_seen(path):
    file = EventFile(path)
    file.append([an_event(1)])
    path.write_text(HEADER.replace("1", "2") + "\n")
    with pytest.raises(UnusableError):
        file.append([an_event(2)])
    assert path.read_text() == HEADER.replace("1", "2") + "\n"


def test_a_folder_and_a_device_are_left_alone(tmp_path):
    """A named pipe would keep the kernel waiting for ever."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(UnusableError, match="not a file"):
            EventFile(path, ours=True).append([an_event(1)])
    assert (tmp_path / "pipe").exists()


def test_a_full_disk_leaves_no_half_a_line(path, monkeypatch):
    """What had no room is taken away again, so that the file is what it was."""
    EventFile(path).append([an_event(1)])
    before, write = path.read_bytes(), os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:7]))
    with pytest.raises(OSError, match="No space"):
        EventFile(path).append([an_event(2)])
    assert path.read_bytes() == before


def test_a_line_is_added_in_one_write(path, monkeypatch):
    """Between two writes a kernel may be killed, or another may write."""
    writes, write = [], os.write
    monkeypatch.setattr(os, "write", lambda file, data: writes.append(data) or write(file, data))
    file = EventFile(path)
    file.append([an_event(1), an_event(2)])
    file.append([an_event(3)])
    assert [data.count(b"\n") for data in writes] == [3, 1]


def test_a_long_file_is_made_shorter_and_says_the_same(path, monkeypatch):
    monkeypatch.setattr(event_file, "BOUND", 2000)
    file, other, longest, all_of_them = EventFile(path), EventFile(path), 0, [an_event(k) for k in range(200)]
    for event in all_of_them:
        file.append([event])
        longest = max(longest, path.stat().st_size)
    assert longest < 5000
    assert known_of(file.events()) == known_of(all_of_them) == known_of(other.events())
    assert {each.name for each in path.parent.iterdir()} == {"progress.jsonl", "progress.jsonl.lock"}


def test_a_file_that_cannot_be_made_shorter_is_not_written_again_each_time(path, monkeypatch):
    """Where all events are needed, shortening would cost the whole file at each event."""
    monkeypatch.setattr(event_file, "BOUND", 2000)
    times, replace = [], os.replace
    monkeypatch.setattr(os, "replace", lambda *names: times.append(names) or replace(*names))
    file = EventFile(path)
    for k in range(300):
        file.append([an_event(k, f"{k // 80}.{k % 80}")])
    assert len(file.events()) == 300
    assert len(times) < 10


def test_the_lock_is_given_back_and_waited_for(path, monkeypatch):
    """By a thread as by another process, and not for ever."""
    monkeypatch.setattr(file_lock, "PATIENCE", 0.1)
    path.parent.mkdir()
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(file_lock.lock_of(path))], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(OSError, match="another program keeps it locked"):
        EventFile(path).append([an_event(1)])
    monkeypatch.setattr(file_lock, "PATIENCE", 30)
    threading.Timer(0.1, holder.kill).start()
    EventFile(path).append([an_event(1)])
    assert answers(path) == ["1"]
    holder.wait()
    with locked(path) as held, locked(path) as again:
        assert held and again


def test_a_lock_that_was_deleted_meanwhile_is_none(path, monkeypatch):
    """Whoever forgets deletes it, too; another that waited for it would hold what nobody else can see."""
    path.parent.mkdir()
    lock, try_lock, tried = file_lock.lock_of(path), file_lock.try_lock, []

    def late(file):
        try_lock(file)
        if not tried:
            lock.unlink()
        tried.append(file)

    monkeypatch.setattr(file_lock, "try_lock", late)
    with locked(path) as held:
        assert held and lock.exists() and len(tried) == 2


HOLD = """
import fcntl, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


def writer(path, name, first, many, told=None):
    """Start a process that adds events, and writes the number of each that is kept into a pipe; return its id."""
    process = os.fork()  # at once, where a new Python would have to load the package first
    if process == 0:
        try:
            event_file.BOUND = 3000
            file = EventFile(path)
            for k in range(first, first + many):
                file.append([made("checked", name, str(k), "wrong", None, k)])
                if told:
                    os.write(told, b"%d\n" % k)
        finally:
            os._exit(0)
    return process


def test_two_kernels_that_write_at_once_lose_nothing(path):
    """While both make the file shorter again and again."""
    for process in [writer(path, "5.1", 0, 200), writer(path, "5.2", 0, 200)]:
        os.waitpid(process, 0)
    known = known_of(EventFile(path).events())
    assert [known[name].count for name in ("5.1", "5.2")] == [200, 200]
    assert path.stat().st_size < 8000
    assert {each.name for each in path.parent.iterdir()} == {"progress.jsonl", "progress.jsonl.lock"}


@pytest.mark.parametrize("name", ["5.1", "adjoints-2-0f3a51c4"])
def test_a_kernel_may_be_killed_at_any_moment(path, name):
    """Whatever it had told the learner was kept is there, and the file needs no mending."""
    pick, last = random.Random(7), -1
    for _ in range(KILLS):
        out, told = os.pipe()
        process = writer(path, name, last + 1, 100_000, told)
        os.close(told)
        with open(out, "rb") as pipe:
            first = pipe.readline()
            time.sleep(pick.uniform(0, 0.02))
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            kept = int((first + pipe.read()).split()[-1])
        file = EventFile(path)
        known = known_of(file.events())[name]
        last = int(known.at)
        assert file.said == ""
        assert last >= kept
        assert known.count == last + 1
    assert {each.name for each in path.parent.iterdir()} - {"progress.jsonl.new"} == {
        "progress.jsonl",
        "progress.jsonl.lock",
    }


def test_where_there_are_no_locks_lines_are_added_all_the_same(path, monkeypatch):
    """Some file systems have none: nothing is made shorter there."""
    monkeypatch.setattr(file_lock, "try_lock", lambda file: (_ for _ in ()).throw(OSError(95, "not supported")))
    monkeypatch.setattr(event_file, "BOUND", 500)
    file = EventFile(path)
    for k in range(20):
        file.append([an_event(k)])
    assert len(Path(path).read_text().splitlines()) == 21


def test_a_line_is_added_at_the_end_wherever_that_is_by_then(path, monkeypatch):
    """Where there are no locks, another may write between our look at the file and our write."""
    file, write = EventFile(path), os.write
    file.append([an_event(1)])

    def late(number, data):
        with path.open("a") as other:
            other.write(line(an_event(2)) + "\n")
        return write(number, data)

    monkeypatch.setattr(os, "write", late)
    file.append([an_event(3)])
    assert answers(path) == ["1", "2", "3"]
