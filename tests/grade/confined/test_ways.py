"""How a process is confined: what works is chosen, what does not gets a remedy, and what was started is ended."""

import json
import os
import subprocess
import sys
import time

import pytest
from confining import WAYS, needs

from adlesson.grade.confined import contents, ways
from adlesson.grade.confined.ways import NoSandboxError, chosen, end, lent_user, prepare, remedy, start


def test_the_second_is_not_tried_where_the_first_works(monkeypatch):
    """Trying it copies 200 MB, which a grader that is killed leaves behind."""
    tried = []
    monkeypatch.setattr(ways, "works", lambda way: tried.append(way) or True)
    assert chosen("auto") == "bwrap"
    assert tried == ["bwrap"]


@pytest.mark.parametrize(
    ("works", "name", "found"),
    [
        ({"bwrap", "uid"}, "auto", "bwrap"),
        ({"uid"}, "auto", "uid"),
        ({"bwrap", "uid"}, "uid", "uid"),
        ({"none"}, "none", "none"),
        ({"none"}, "auto", None),
        ({"uid"}, "bwrap", None),
    ],
)
def test_the_first_that_works_is_chosen(monkeypatch, works, name, found):
    """None is never chosen unless it is asked for."""
    monkeypatch.setattr(ways, "works", lambda way: way in works)
    if found:
        assert chosen(name) == found
    else:
        with pytest.raises(NoSandboxError):
            chosen(name)


def test_an_unknown_way_is_told_which_there_are():
    """Before anything is started."""
    with pytest.raises(NoSandboxError, match="no sandbox 'docker': there are auto, bwrap, uid, none"):
        chosen("docker")


@pytest.mark.parametrize(
    ("system", "bubblewrap", "name", "says"),
    [
        ("win32", None, "auto", "run the grader in the Windows Subsystem for Linux"),
        ("darwin", None, "auto", "docker run --network none"),
        (
            "linux",
            None,
            "auto",
            "install bubblewrap (apt install bubblewrap), or run the grader as root in a Linux container",
        ),
        ("linux", "/usr/bin/bwrap", "bwrap", "this system does not let it work, as Docker or Ubuntu 24.04"),
        ("linux", "/usr/bin/bwrap", "uid", "run the grader as root, or install bubblewrap"),
    ],
)
def test_each_system_has_its_remedy(monkeypatch, system, bubblewrap, name, says):
    """One sentence, with what to do there."""
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(ways.shutil, "which", lambda _: bubblewrap)
    assert says in remedy(name) and "\n" not in remedy(name)


def test_what_bubblewrap_may_not_does_not_work(monkeypatch, tmp_path):
    """As in Docker, where the program is there and ends at once: the probe sees it."""
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(ways, "QUIET", ways.QUIET | {"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert ways.works.__wrapped__("bwrap") is False


@pytest.mark.parametrize("way", WAYS)
def test_there_is_nothing_but_what_is_listed(way, request):
    """At the top, in the lesson, and beside Python; nobody can write there, and nobody is root."""
    needs(way, request)
    prepare(way)
    user = lent_user(way)
    process = start(way, 20, user and user.number)
    code = (
        "import os; a = [sorted(os.listdir(d)) for d in ('/lesson', '/lesson/adlesson', '/lesson/adlesson/teach/judging')]"
    )
    cell = f"{code}\na += [os.getuid() != 0, sorted(os.listdir('/'))]\nimport adlesson; adlesson.exercises.check('told', a)"
    lines = [{"cell": cell, "named": "cell 1"}, {"answer": "told"}]
    try:
        text = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        told = process.communicate(text, timeout=100)[0].decode().splitlines()[-1]
    finally:
        end(process, user and user.number)
        if user:
            user.close()
    for name in ("engine", "numpy", "stops.py"):
        assert f'"{name}"' in told
    for name in (
        "problems",
        "exercises.py",
        "judges.py",
        "cells.py",
        "notebooks",
        "commands",
        "marking.py",
        "work",
        "home",
        "tmp",
    ):
        assert f'"{name}"' not in told
    assert "false" not in told


def test_a_process_ends_with_all_that_it_has_started(request):
    """Also with what has a session of its own, where users are lent."""
    needs("uid", request)
    user = lent_user("uid")
    script = (
        "import os, time\nos.setgroups([]); os.setresgid(U, U, U); os.setresuid(U, U, U)\nif os.fork() == 0: os.setsid()\n"
    )
    script = script.replace("U", str(user.number)) + "os.write(1, b'%d\\n' % os.getpid())\ntime.sleep(600)"
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    pids = [int(process.stdout.readline()) for _ in range(2)]
    user.close()
    until = time.monotonic() + 30
    process.wait(30)
    while any(os.path.exists(f"/proc/{pid}") for pid in pids) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(os.path.exists(f"/proc/{pid}") for pid in pids)
    process.stdin.close(), process.stdout.close()


def test_no_two_graders_have_the_same_user(request, monkeypatch):
    """Else one would end what the other has started; a number that is given back is free again."""
    needs("uid", request)
    first = (
        100_000 + 2 * os.getpid()
    )  # numbers of our own: other tests, of other processes, too, lend and give back the usual
    monkeypatch.setattr(ways, "USERS", range(first, first + 2))
    one, other = lent_user("uid"), lent_user("bwrap")
    assert (one.number, other.number) == (first, first + 1)
    with pytest.raises(NoSandboxError, match="no user is free"):
        lent_user("uid")
    one.close()
    three = lent_user("uid")
    assert three.number == first
    other.close(), three.close()
    assert lent_user("none") is None


def test_rooms_of_graders_that_were_killed_are_removed_the_next_day(tmp_path, monkeypatch):
    """And none that may still be in use."""
    monkeypatch.setattr(contents.tempfile, "tempdir", str(tmp_path))
    old, young = (contents.copied(()) for _ in range(2))
    os.utime(old, (0, 0))
    assert contents.copied(()).exists() and young.exists() and not old.exists()
