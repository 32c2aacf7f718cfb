"""The jobs that run elsewhere: read as far as they can be here, and what they call is run with a Git of our own."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import adlesson as ad

TOP = Path(__file__).resolve().parent.parent
WORKFLOWS = {path.name: yaml.safe_load(path.read_text()) for path in (TOP / ".github/workflows").glob("*.yml")}
JOBS = {(name, job): told for name, workflow in WORKFLOWS.items() for job, told in workflow["jobs"].items()}
STEPS = [step for told in JOBS.values() for step in told["steps"]]
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def test_every_action_is_pinned_by_commit_and_says_its_version():
    """A tag can be moved by whoever takes over an action; a commit cannot."""
    text = "\n".join(path.read_text() for path in (TOP / ".github/workflows").glob("*.yml"))
    used = re.findall(r"uses: (.*)", text)
    assert len(used) == sum("uses" in step for step in STEPS) > 5
    assert [one for one in used if not PINNED.fullmatch(one)] == []
    assert len({one.split("@")[0] for one in used}) == len(set(used)), "one commit of each"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_job_may_do_nothing_but_read_unless_it_must(name):
    """And ends by itself."""
    assert WORKFLOWS[name]["permissions"] == {"contents": "read"}
    for job, told in WORKFLOWS[name]["jobs"].items():
        assert told["timeout-minutes"] <= 90, job
        write = {what for what, may in told.get("permissions", {}).items() if may == "write"}
        assert write <= {"contents", "pull-requests", "id-token"}
        for step in told["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] == ("contents" in write), job


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
def test_what_is_run_is_there():
    """A script that was moved is seen here, and not on the day of a release."""
    runs = [step["run"] for step in STEPS if "run" in step]
    for line in runs:
        words = shlex.split(line)
        if words[0] == "make":
            done = subprocess.run(["make", "-n", *words[1:], "VENV=build/none"], cwd=TOP, capture_output=True, check=False)
            assert done.returncode == 0, f"{line}: {done.stderr.decode()}"
        elif words[0].startswith("."):
            assert os.access(TOP / words[0], os.X_OK), line
        elif words[0] == "python" and words[1] != "-m":
            assert (TOP / words[1]).is_file(), line
        else:
            assert words[0] in ("sudo", "python"), f"{line}: is that there?"
        for place in re.findall(r"--arg-file=(\S+)", line):
            assert (TOP / place).is_file(), line
    assert {"make lowest", ".ci/run", "make binder"} <= set(runs)


def test_a_release_is_tried_before_anything_leaves():
    """Its owner is named, its tag is its version, and all checks have passed; what is public waits for that."""
    runs = [step.get("run", "") for step in JOBS["release.yml", "build"]["steps"]]
    order = ["addresses.py", "tagged.py", ".ci/run", ".ci/pyodide", "make site check-site PYODIDE=", "pip wheel"]
    places = [next(k for k, line in enumerate(runs) if word in line) for word in order]
    assert places == sorted(places)
    assert {job for (name, job), told in JOBS.items() if name == "release.yml" and told.get("needs") != "build"} == {"build"}


def test_each_python_of_the_package_is_tried():
    """The oldest one on each push and with the oldest packages, the newest one each week."""
    tried = {job: [step["with"]["python-version"] for step in told["steps"] if "setup-python" in step.get("uses", "")]
             for (_, job), told in JOBS.items()}  # fmt: skip
    oldest = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    assert JOBS["checks.yml", "checks"]["strategy"]["matrix"]["python"][0] == oldest
    assert tried["lowest"] == [oldest] and tried["newest"] == ["3.14"]
    assert tried["binder"] == [(TOP / "binder/runtime.txt").read_text().strip().removeprefix("python-")]


def test_the_version_stands_in_two_places_that_agree():
    """A wheel says one, a learner's kernel the other, and a tag must be both."""
    assert tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["version"] == ad.__version__
    check = [sys.executable, TOP / ".ci/tagged.py"]
    assert subprocess.run([*check, f"v{ad.__version__}"], check=False).returncode == 0
    done = subprocess.run([*check, "v0.0.1"], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "the tag is v0.0.1" in done.stderr


@pytest.fixture
def copy(tmp_path):
    """Return ``run(*command)``, which runs in a clone of ``tmp_path / "origin"``; ``gh`` writes down what it is told."""

    def git(*words, where=tmp_path / "clone"):
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        return subprocess.run(["git", *names, *words], cwd=where, capture_output=True, text=True, check=True).stdout.strip()

    git("init", "--quiet", "--bare", "origin", where=tmp_path)
    git("clone", "--quiet", "origin", "clone", where=tmp_path)
    clone = tmp_path / "clone"
    (clone / ".ci").mkdir()
    for name in ("propose", "publish"):
        (clone / ".ci" / name).write_bytes((TOP / ".ci" / name).read_bytes())
        (clone / ".ci" / name).chmod(0o755)
    (clone / "pins.txt").write_text("one==1\n")
    (clone / ".gitignore").write_text("dist/\n")
    git("add", "--all")
    git("commit", "--quiet", "--message", "first")
    gh = tmp_path / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/gh.txt\n[ "$2" = list ] && cat {tmp_path}/open.txt || true\n')
    gh.chmod(0o755)
    (tmp_path / "open.txt").write_text("0\n")
    path = f"{gh.parent}{os.pathsep}{os.environ['PATH']}"

    def run(*command):
        done = subprocess.run(
            command, cwd=clone, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run.clone, run.git = clone, git
    return run


@pytest.mark.skipif(sys.platform == "win32", reason="jobs run on Linux")
def test_newer_pins_are_offered_once(copy, tmp_path):
    """Nothing changed: nothing is said; changed again while the offer is open: it shows the later one."""
    assert "as before" in copy(".ci/propose", "pins.txt", "Newer")
    assert not (tmp_path / "gh.txt").exists()
    for k, already in enumerate(("0\n", "1\n")):
        (copy.clone / "pins.txt").write_text(f"one=={k + 2}\n")
        (tmp_path / "open.txt").write_text(already)
        copy(".ci/propose", "pins.txt", "Newer")
        assert copy.git("show", "renewed/pins.txt:pins.txt", where=tmp_path / "origin") == f"one=={k + 2}"
    told = (tmp_path / "gh.txt").read_text()
    assert told.count("pr create --head renewed/pins.txt --title Newer") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="jobs run on Linux")
def test_a_site_is_published_as_one_commit(copy, tmp_path):
    """Each release in the place of the one before; what is ignored in the checkout is what is to be seen."""
    dist = copy.clone / "dist"
    for k in range(2):
        (dist / "_static").mkdir(parents=True, exist_ok=True)
        (dist / "index.html").write_text(f"{k}")
        (dist / "_static" / "a.js").write_text("")
        copy(".ci/publish", "dist", "gh-pages")
        assert copy.git("show", "gh-pages:index.html", where=tmp_path / "origin") == f"{k}"
    files = copy.git("ls-tree", "-r", "--name-only", "gh-pages", where=tmp_path / "origin").splitlines()
    assert files == [".nojekyll", "_static/a.js", "index.html"]
    assert copy.git("rev-list", "--count", "gh-pages", where=tmp_path / "origin") == "1"
    assert copy.git("status", "--short") == "", "the checkout is as before"
