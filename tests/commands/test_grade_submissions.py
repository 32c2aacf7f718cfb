"""``python -m adlesson grade``: a mark for each student, none twice and none lost, whenever it is killed."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pretended
import pytest
from pretended import hand_in

from adlesson.commands import grade_submissions, main
from adlesson.grade import marks
from adlesson.grade.assignment import made, written
from adlesson.grade.confined import NoSandboxError
from adlesson.grade.marks import read_marks

PS1 = made("ps1", ["5.2:3", "adjoints/2:4"], "2026")
KILLS = int(os.environ.get("ADLESSON_KILLS", "20")) // 7  # make thorough asks for more
WORDS = "grade", "ps1.json", "submitted", "--workers", "2"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Stand in a folder with an assignment and two notebooks, and have a grader that runs nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRADED", str(tmp_path / "graded.txt"))
    pretended.put_in_place(monkeypatch)
    Path("ps1.json").write_text(written(PS1))
    hand_in("submitted", PS1, "ada", "RIGHT 5.2", "RIGHT adjoints/2")
    hand_in("submitted", PS1, "bob", "RIGHT 5.2", login="ada")


def graded():
    """Return who was graded, in that order, since this was asked last."""
    path = Path("graded.txt")
    found = path.read_text().split() if path.exists() else []
    path.write_text("")
    return found


def earned():
    """Return the points by student."""
    return {mark.student: mark.earned for mark in read_marks("marks")}


def test_each_student_has_a_line_and_a_mark(capsys):
    """The line has the points, what is right and what is not, and what else should be known."""
    assert main(WORDS) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert sorted(said.out.splitlines()) == [
        "In marks: 2 marks, 2 of them new",
        "ada: 7 of 7 (right: 5.2, adjoints/2)",
        "bob: 3 of 7 (right: 5.2; wrong: adjoints/2) The login in it is ada: it is graded as that of bob, with the problems "
        "of bob.",
    ]
    assert earned() == {"ada": 7, "bob": 3}


def test_nothing_is_graded_twice(capsys):
    """But what was handed in anew is graded anew, and another assignment is another folder's."""
    assert main(WORDS) == 0
    assert sorted(graded()) == ["ada", "bob"]
    assert main(WORDS) == 0
    assert graded() == []
    assert "In marks: 2 marks, 0 of them new, 2 were there already" in capsys.readouterr().out
    hand_in("submitted", PS1, "bob", "RIGHT adjoints/2")
    hand_in("submitted", PS1, "carl")
    assert main(WORDS) == 0
    assert sorted(graded()) == ["bob", "carl"]
    assert earned() == {"ada": 7, "bob": 4, "carl": 0}


def test_what_cannot_be_read_is_said_last_and_the_others_are_graded(capsys):
    """With exit status 1, each time until it can be read."""
    Path("submitted/eve.ipynb").write_text("{")
    Path("submitted/trudy.ipynb").symlink_to("ada.ipynb")
    Path("submitted/readme.txt").write_text("")
    for again in range(2):
        assert main(WORDS) == 1
        said = capsys.readouterr()
        assert said.err == "2 of 4 could not be read or graded: eve, trudy\n"
        assert "eve: 0 of 7 (missing: 5.2, adjoints/2) The notebook could not be read: it is no JSON" in said.out
        assert "Left aside, since they are no notebooks: readme.txt" in said.out
        assert sorted(graded()) == ([] if again else ["ada", "bob"])
    assert earned() == {"ada": 7, "bob": 3, "eve": 0, "trudy": 0}
    hand_in("submitted", PS1, "eve", "RIGHT 5.2")
    Path("submitted/trudy.ipynb").unlink()
    assert main(WORDS) == 0
    assert earned()["eve"] == 3
    assert "There are also marks of 1 who have nothing in this folder: trudy" in capsys.readouterr().out


def test_a_mark_is_not_lost_by_a_broken_file(capsys):
    """It stays until there is a notebook that can be read."""
    assert main(WORDS) == 0
    Path("submitted/ada.ipynb").write_text("{")
    assert main(WORDS) == 1
    assert "ada: 0 of 7" in (said := capsys.readouterr().out)
    assert "The mark of an earlier notebook stays." in said
    assert earned()["ada"] == 7


def test_one_that_ends_its_grader_has_no_mark_and_a_line(capsys):
    """The others have theirs."""
    hand_in("submitted", PS1, "eve", "KILL")
    assert main(WORDS) == 1
    said = capsys.readouterr()
    assert said.err == "1 of 3 could not be read or graded: eve\n"
    assert "eve: could not be graded, try again (BrokenProcessPool: " in said.out
    assert earned() == {"ada": 7, "bob": 3}


def test_names_give_logins(capsys):
    """For folders that are named otherwise."""
    hand_in("submitted/Carl Gauss_7_assignsubmission_file_", PS1, "carl")
    Path("names.csv").write_text("Carl Gauss,carl\nada,ada\nbob,bob\n")
    assert main([*WORDS, "--names", "names.csv"]) == 0
    assert [*earned()] == ["ada", "bob", "carl"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "ps2.json submitted",
            "ps2.json cannot be read (no such file or directory): make one with python -m adlesson assign",
        ),
        ("ps1.json nowhere", "nowhere is no folder that can be read: it takes ada.ipynb"),
        ("ps1.json empty", "there is no notebook in empty: it takes ada.ipynb"),
        (
            "ps1.json submitted --out submitted",
            "submitted is no folder of marks, and is not empty: name another folder by --out",
        ),
        ("ps1.json submitted --out ps1.json", "ps1.json is a file: name a folder by --out"),
        ("ps1.json submitted --workers 0", "--workers is a whole number above 0, at most 256, not '0'"),
        ("ps1.json submitted --workers -1", "--workers is a whole number above 0, at most 256, not '-1'"),
        ("ps1.json submitted --workers two", "--workers is a whole number above 0, at most 256, not 'two'"),
        ("ps1.json submitted --seconds 0", "--seconds is a number of seconds above 0, at most 600, not '0'"),
        ("ps1.json submitted --seconds 601", "--seconds is a number of seconds above 0, at most 600, not '601'"),
        ("ps1.json submitted --seconds nan", "--seconds is a number of seconds above 0, at most 600, not 'nan'"),
        ("ps1.json submitted --names none.csv", "none.csv cannot be read: no such file or directory"),
    ],
)
def test_wrong_use_is_one_sentence_and_nothing_is_graded(words, sentence, capsys):
    """With exit status 2."""
    Path("empty").mkdir()
    assert main(["grade", *words.split()]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert graded() == []
    assert not Path("marks").exists()


def test_where_nothing_can_be_confined_nothing_is_run(monkeypatch, capsys):
    """It says what to install; exit status 2."""

    def nothing(way):
        raise NoSandboxError("nothing here can confine a submission: install bubblewrap")

    monkeypatch.setattr(grade_submissions, "chosen", nothing)
    assert main(WORDS) == 2
    assert capsys.readouterr().err == "nothing here can confine a submission: install bubblewrap\n"
    assert graded() == []
    assert not Path("marks").exists()


def test_marks_of_another_assignment_are_not_touched(capsys):
    """Nor are those of one that was changed after it was made."""
    assert main(WORDS) == 0
    before = {path.name: path.read_text() for path in Path("marks/students").iterdir()}
    other = made("ps1", ["5.2:3", "adjoints/2:5"], "2026")
    Path("ps1.json").write_text(written(other))
    assert main(WORDS) == 2
    assert f"marks has the marks of another assignment, ps1 ({PS1.hash[:12]})" in capsys.readouterr().err
    Path("ps1.json").write_text(written(PS1).replace('"points": 3', '"points": 30'))
    assert main(WORDS) == 2
    assert "ps1.json was changed after it was made: its hash is " in capsys.readouterr().err
    assert {path.name: path.read_text() for path in Path("marks/students").iterdir()} == before


def test_on_a_full_disk_what_is_graded_stays(monkeypatch, capsys):
    """And the same command goes on when there is room."""
    real, wrote = marks.put, []

    def put(path, text):
        if wrote and path.parent.name == "students":
            raise OSError(errno.ENOSPC, "No space left on device")
        wrote.extend([path] * (path.parent.name == "students"))
        return real(path, text)

    with monkeypatch.context() as full:
        full.setattr(marks, "put", put)
        assert main(WORDS) == 1
    assert (
        capsys.readouterr().err
        == "what is graded so far is in marks, and then: the disk is full: make room there, and call this again\n"
    )
    assert len(earned()) == 1
    graded()
    assert main(WORDS) == 0
    assert len(graded()) == 1
    assert earned() == {"ada": 7, "bob": 3}


def test_where_no_mark_can_be_written_is_said_before_anything_is_graded(capsys):
    """As where the folder belongs to somebody else, or the disk is full."""
    Path("file").write_text("")
    assert main([*WORDS, "--out", "file/marks"]) == 1
    assert capsys.readouterr().err == "no mark could be written: file/marks is a file, or lies in one: name a folder\n"
    assert graded() == []


# --- killed -----------------------------------------------------------------------------------------


def a_run(**options):
    """Start the command in a process of its own."""
    command = [sys.executable, pretended.__file__, *WORDS]
    paths = [path for path in sys.path if path]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)


def children_of(group):
    """Return the processes of a session that are there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == group and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


@pytest.mark.timeout(1800)
def test_killed_at_any_moment_it_ends_as_if_it_had_not_been():
    """The marks are those of a run that nobody disturbed; no worker lives on; nothing half written stays."""
    for k in range(12):
        hand_in("submitted", PS1, f"s{k:02}", *["RIGHT 5.2"] * (k % 2), *["SLOW"] * (3 + k % 3))
    assert a_run().wait(300) == 0
    right = {path.name: path.read_bytes() for path in Path("marks/students").iterdir()}
    assert len(right) == 14
    pick = random.Random(2026)
    for k in range(KILLS):
        subprocess.run(["rm", "-r", "marks"], check=True)
        run, many = a_run(start_new_session=True), pick.randrange(1, len(right) - 3) if k % 4 else 0
        while len([*Path("marks/students").glob("*.json")]) < many and run.poll() is None:
            time.sleep(0.005)
        time.sleep(pick.uniform(0, 0.05 if many else 2))
        assert k % 4 == 0 or children_of(run.pid), "it was killed in the middle"
        run.send_signal(signal.SIGKILL)
        run.wait()
        deadline = time.monotonic() + 30
        while children_of(run.pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert children_of(run.pid) == [], "a worker lives on"
        there = (
            {path.name: path.read_bytes() for path in Path("marks/students").glob("*.json")}
            if Path("marks").exists()
            else {}
        )
        assert there.items() <= right.items(), "what is there is whole"
        graded()
        assert a_run().wait(300) == 0
        assert sorted(f"{name}.json" for name in graded()) == sorted(right.keys() - there.keys()), "and is not graded again"
        assert {path.name: path.read_bytes() for path in Path("marks/students").iterdir()} == right


@pytest.mark.timeout(120)
def test_ctrl_c_ends_it_at_once(tmp_path):
    """With what is graded in its place, and without a word about where in the program that was."""
    hand_in("submitted", PS1, "slow", *["SLOW"] * 2000)  # so that one worker is busy, and one has nothing to do
    run = a_run(start_new_session=True)
    deadline = time.monotonic() + 60
    while len([*Path("marks/students").glob("*.json")]) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does
    assert run.wait(20) == 130
    assert "Traceback" not in run.stdout.read()
    assert children_of(run.pid) == []
    assert set(earned()) <= {"ada", "bob"}
