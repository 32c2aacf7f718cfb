"""The zip for Gradescope, run in Gradescope's layout of folders: set up once, then a submission at a time.

Run by ``make check-gradebooks``, as root, as there.  What Gradescope does is written in its documentation: the zip becomes
``source``, ``run_autograder`` is copied above it, ``setup.sh`` is run once, a submission lies in ``submission``.
"""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from adlesson.commands import main
from adlesson.grade.assignment import grade_id, read_assignment
from adlesson.grade.variants import variant
from adlesson.teach.judging.cells import cells_of

WHAT = "5.2:3", "5.3:5", "adjoints/2:4"
ADDRESSES = {"good": "Good.Student@uni.example"}  # of the others the login stands before the @
EVIL = """\
import os, json
for place in ("{0}/results/results.json", "{0}/results/results.new", "{0}/source/assignment.json", "{0}/evil"):
    try:
        open(place, "w").write(json.dumps({{"score": 12}}))
    except OSError:
        pass
ad.exercises.check = lambda *answers: print("right")
os._exit(0)"""


@pytest.fixture(scope="module")
def root():
    """Return a folder like ``/autograder``, set up."""
    with TemporaryDirectory() as place:
        top = Path(place)
        top.chmod(0o755)  # as there
        os.chdir(top)
        Path("names.csv").write_text("name,login\ngood.student@uni.example,good\n")
        assert main(["assign", "ps1.json", "--exercises", *WHAT]) == 0
        assert main(["to-gradescope", "ps1.json", "ps1.zip", "--names", "names.csv"]) == 0
        with zipfile.ZipFile("ps1.zip") as archive:
            archive.extractall("source")
        shutil.copy("source/run_autograder", top)
        (top / "run_autograder").chmod(0o755)
        (top / "results").mkdir()
        (top / "bin").mkdir()
        for name in ("bash", "env", "dirname", "chmod"):
            (top / "bin" / name).symlink_to(shutil.which(name))
        done = subprocess.run(["bash", "source/setup.sh"], capture_output=True, text=True, timeout=500, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        yield top


def notebook(root, cells):
    """Return the students' notebook with other cells, by their names."""
    given = json.loads((root / "ps1" / "ps1.ipynb").read_text("utf-8"))
    for cell in given["cells"]:
        cell["source"] = cells.get(cell["id"], cell["source"])
    return json.dumps(given)


def run(root, student, files):
    """Hand in these files, and return the results."""
    shutil.rmtree(root / "submission", ignore_errors=True)
    (root / "submission").mkdir()
    for name, text in files.items():
        (root / "submission" / name).write_text(text, "utf-8")
    user = {"email": ADDRESSES.get(student, f"{student}@uni.example"), "id": 7, "name": "A Student"}
    (root / "submission_metadata.json").write_text(json.dumps({"id": 1, "users": [user], "previous_submissions": []}))
    (root / "results" / "results.json").unlink(missing_ok=True)
    own = {"PATH": str(root / "bin")} if os.geteuid() == 0 else {}  # no bubblewrap, as there; for which one must be root
    done = subprocess.run(
        [root / "run_autograder"], cwd="/", env=os.environ | own, capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path.name for path in (root / "results").iterdir()] == ["results.json"]
    told = json.loads((root / "results" / "results.json").read_text("utf-8"))
    assert told.get("extra_data", {}).get("sandbox") in {None, "", "uid" if own else "bwrap"}  # "" where nothing was run
    return told


def right(root):
    """Return the cells of whoever knows all, of the student good."""
    ps1 = read_assignment(root / "ps1.json")
    answer = variant(ps1, ps1.items[2], "good").question.blanks
    solved = {grade_id(what): cells_of(what).solution for what in ("5.2", "5.3")}
    login = {"login": 'login = "good"\nseed = "any"'}
    return {**solved, **login, grade_id("adjoints/2"): f"answer = {answer!r}\nadjoints_2.check(answer)"}


def test_who_knows_all_has_all_points(root):
    """Known by the address, through the file of names: the fresh problem is that of the login."""
    told = run(root, "good", {"ps1.ipynb": notebook(root, right(root))})
    assert (told["score"], told["stdout_visibility"], bool(told["extra_data"]["sandbox"])) == (12, "hidden", True)
    assert [(test["number"], test["score"], test["max_score"], test["status"]) for test in told["tests"]] == [
        ("5.2", 3, 3, "passed"), ("5.3", 5, 5, "passed"), ("adjoints/2", 4, 4, "passed"),
    ]  # fmt: skip
    assert all(test["output"] == "Right." for test in told["tests"])


def test_the_same_file_of_another_student_has_other_fresh_problems(root):
    """And is told so first."""
    told = run(root, "eva", {"ps1.ipynb": notebook(root, right(root))})
    assert [test["score"] for test in told["tests"]] == [3, 5, 0]
    assert "good" in told["output"].splitlines()[0] and "eva" in told["output"].splitlines()[0]


def test_the_notebook_as_it_was_handed_out_has_none(root):
    """Each cell is as it stood."""
    told = run(root, "stub", {"ps1.ipynb": notebook(root, {})})
    assert told["score"] == 0 and {test["status"] for test in told["tests"]} == {"failed"}
    assert "The cell is as it stood in the assignment." in [test["output"] for test in told["tests"]]


def test_who_would_write_the_marks_writes_nothing(root):
    """Neither the results nor beside them."""
    before = {path for path in root.rglob("*") if "python" not in path.parts and "submission" not in path.parts}
    cells = dict.fromkeys(right(root), EVIL.format(root))
    told = run(root, "evil", {"ps1.ipynb": notebook(root, cells)})
    assert told["score"] == 0 and len(told["tests"]) == 3
    after = {path for path in root.rglob("*") if "python" not in path.parts and "submission" not in path.parts}
    assert after - before <= {root / "results" / "results.json"} and not (root / "evil").exists()
    assert run(root, "good", {"ps1.ipynb": notebook(root, right(root))})["score"] == 12


@pytest.mark.parametrize("files", [{}, {"answers.txt": "6"}, {"ps1.ipynb": "{"}])
def test_without_a_notebook_that_can_be_read_a_sentence_says_so(root, files):
    """With no points, and not as a failure of the autograder."""
    told = run(root, "ada", files)
    assert told["score"] == 0 and "notebook" in told["output"]


def test_of_two_notebooks_the_newest_counts(root):
    """And that is said."""
    told = run(root, "good", {"old.ipynb": notebook(root, {}), "ps1.ipynb": notebook(root, right(root))})
    assert told["score"] == 12 and "ps1.ipynb" in told["output"] and "old.ipynb" in told["output"]
