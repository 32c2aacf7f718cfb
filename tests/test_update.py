"""``notebooks/tools/update.py``: the newer text, with all that is the learner's, or nothing at all and a sentence why."""

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

TOP = Path(__file__).resolve().parent.parent
NOTEBOOKS = TOP / "notebooks"
SCRIPTS = "notebooks/tools/update.py", "adlesson/commands/lesson/kept_cells.py"
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="no git")

OLD = """# %% [markdown]
# # Try it

# %%
f(1)

# %% [markdown]
# It is one.

# %%
answer = None
check("90.1", answer)

# %%
answer = None
check("90.2", answer)

# %% [markdown]
# The end.
"""
NEW = OLD.replace("It is one.", "It is 1.").replace("f(1)", "f(1)  # run it").replace("# # Try", "# # Really try")
SECOND = OLD[OLD.index('# %%\nanswer = None\ncheck("90.2"') :]


def git(folder, *arguments):
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main", "-C", folder]
    return subprocess.run([*command, *arguments], check=True, capture_output=True, text=True).stdout


def copy_scripts(folder):
    """Copy what updates into a folder that is to be the top of a lesson."""
    for name in SCRIPTS:
        (folder / name).parent.mkdir(parents=True)
        shutil.copy(TOP / name, folder / name)


class Lesson:
    """Where the lesson comes from (``origin``), and a learner's clone of it (``mine``)."""

    def __init__(self, folder, build):
        self.origin, self.mine, self.build = folder / "origin", folder / "mine", build
        copy_scripts(self.origin)
        (self.origin / "notebooks" / "src").mkdir()
        (self.origin / ".gitignore").write_text("notebooks/before_update_*/\nnotebooks/src/\n")
        git(self.origin, "init", "--quiet")
        self.publish(try_it=OLD)
        git(folder, "clone", "--quiet", self.origin, self.mine)

    def publish(self, files=(), **sources):
        """Make a new version of the notebooks 90_... from these sources, and of other files."""
        for name, text in sources.items():
            source = self.origin / "notebooks" / "src" / f"90_{name}.py"
            source.write_text(text, "utf-8")
            (self.origin / "notebooks" / f"90_{name}.ipynb").write_text(self.build(source), "utf-8")
        for name, text in dict(files).items():
            (self.origin / name).write_text(text)
        git(self.origin, "add", "-A")
        git(self.origin, "commit", "--quiet", "-m", "newer")

    def path(self, name="try_it"):
        return self.mine / "notebooks" / f"90_{name}.ipynb"

    def read(self, name="try_it"):
        notebook = nbformat.read(self.path(name), as_version=4)
        nbformat.validate(notebook)
        return notebook

    def edit(self, change, name="try_it"):
        notebook = self.read(name)
        change(notebook.cells)
        nbformat.write(notebook, self.path(name))

    def update(self, script="tools/update.py"):
        """Run the script; return its exit code and what it says."""
        command = [sys.executable, self.mine / "notebooks" / script]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout

    def files(self):
        """Return all files of the learner's, with what is in them."""
        paths = [path for path in self.mine.rglob("*") if path.is_file() and not {".git", "__pycache__"} & {*path.parts}]
        return {path.relative_to(self.mine).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def build():
    """Return the function that builds a notebook."""
    return runpy.run_path(str(NOTEBOOKS / "tools" / "build.py"))["build"]


@pytest.fixture
def lesson(tmp_path, build):
    return Lesson(tmp_path, build)


def solve(cells):
    """Do what a learner does: answer, run, change a line and a sentence, add cells."""
    cells[3].source = 'answer = 6\ncheck("90.1", answer)'
    cells[3].outputs = [new_output("stream", text="Right.\n")]
    cells[3].execution_count = 4
    cells[1].source = "f(2)"
    cells[0].source = "# My try"
    cells.insert(4, new_code_cell("mine = 1"))
    cells.insert(0, new_markdown_cell("Read on Monday"))


def test_answers_stay_and_text_is_new(lesson):
    """The one thing that must never be lost is what the learner did."""
    lesson.edit(solve)
    state = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    lesson.path().write_text(json.dumps(json.loads(lesson.path().read_text("utf-8")) | {"metadata": {"widgets": state}}))
    before = lesson.path().read_bytes()
    lesson.publish(try_it=NEW)
    code, said = lesson.update()
    assert code == 0
    assert [cell.source for cell in lesson.read().cells] == [
        "Read on Monday",
        "# Really try it",
        "*(yours, kept: the lesson has changed the cell above)*\n\n# My try",
        "f(1)  # run it",
        "# yours, kept: the lesson has changed the cell above\nf(2)",
        "It is 1.",
        'answer = 6\ncheck("90.1", answer)',
        "mine = 1",
        'answer = None\ncheck("90.2", answer)',
        "The end.",
    ]
    assert lesson.read().cells[6].outputs[0].text == "Right.\n"
    assert lesson.read().metadata.widgets == state
    assert lesson.read().metadata.kernelspec.name == "python3"
    assert "90_try_it.ipynb: 5 cells of yours kept, 2 of them below the new text." in said
    (copy,) = (lesson.mine / "notebooks").glob("before_update_*/90_try_it.ipynb")
    assert copy.read_bytes() == before
    assert copy.parent.name in said


def test_twice_in_a_row_and_again_after_the_next_version(lesson):
    """What was kept stays, once."""
    lesson.edit(solve)
    lesson.publish(try_it=NEW)
    lesson.update()
    after = lesson.files()
    code, said = lesson.update()
    assert (code, lesson.files()) == (0, after)
    assert said == "You have the newest version. Nothing was changed.\n"
    sources = [cell.source for cell in lesson.read().cells]
    lesson.publish(try_it=NEW.replace("The end.", "The very end."))
    assert lesson.update()[0] == 0
    assert [cell.source for cell in lesson.read().cells] == [*sources[:-1], "The very end."]


def test_a_notebook_that_was_only_run_becomes_the_new_one(lesson):
    """Outputs of cells that are the same stay; no cell is doubled."""

    def ran(cells):
        cells[1].outputs, cells[3].outputs = ([new_output("stream", text=text)] for text in ("1", "○"))
        cells[1].execution_count, cells[3].execution_count = 1, 2

    lesson.edit(ran)
    lesson.publish(try_it=NEW)
    assert "0 cells of yours kept." in lesson.update()[1]
    cells, new = lesson.read().cells, lesson.origin / "notebooks" / "90_try_it.ipynb"
    there, wanted = (json.loads(path.read_text("utf-8"))["cells"] for path in (lesson.path(), new))
    assert [cell["source"] for cell in there] == [cell["source"] for cell in wanted], "line by line, for a small difference"
    assert (cells[1].outputs, cells[3].outputs[0].text) == ([], "○")


def test_untouched_notebooks_are_byte_for_byte_the_new_ones(lesson):
    """Git finds nothing that differs, so that nothing can conflict later."""
    lesson.publish(try_it=NEW)
    code, said = lesson.update()
    assert (code, git(lesson.mine, "status", "--porcelain")) == (0, "")
    assert "before_update" not in said
    lesson.edit(lambda cells: None)
    lesson.publish(try_it=OLD)
    lesson.update()
    assert git(lesson.mine, "status", "--porcelain") == ""


def test_the_script_updates_to_a_version_where_it_lies_elsewhere(lesson):
    """An old copy of the lesson has it beside the notebooks: it ends what it began, though its own file goes."""
    new, old = lesson.origin / "notebooks" / "tools" / "update.py", lesson.origin / "notebooks" / "update.py"
    text = new.read_text("utf-8")
    old.write_text(text.replace(".parent.parent", ".parent"), "utf-8")
    new.unlink()
    lesson.publish()
    assert lesson.update()[0] == 0
    lesson.edit(solve)
    old.unlink()
    new.parent.mkdir(exist_ok=True)
    new.write_text(text, "utf-8")
    lesson.publish(try_it=NEW)
    assert "5 cells of yours kept" in lesson.update("update.py")[1]
    assert lesson.update() == (0, "You have the newest version. Nothing was changed.\n")


def test_an_answer_moves_to_the_notebook_to_which_its_exercise_has_moved(lesson):
    """Where one notebook becomes two, the second half brings its answers along."""

    def solve_second(cells):
        cells[4].source = 'answer = 7\ncheck("90.2", answer)'

    lesson.edit(solve_second)
    lesson.publish(try_it=OLD.replace(SECOND, ""), second=f"# %% [markdown]\n# # Second half\n\n{SECOND}")
    assert lesson.update()[0] == 0
    assert [cell.source for cell in lesson.read("second").cells][1] == 'answer = 7\ncheck("90.2", answer)'
    assert len(lesson.read().cells) == 4


def test_a_cell_of_ones_own_stays_after_what_stands_for_its_neighbour(lesson):
    """Where all text around it is new, and an author's check beside it is gone."""

    def add(cells):
        cells.insert(3, new_code_cell("mine = 1"))
        cells.insert(4, new_code_cell("assert f(1) == 1", metadata={"tags": ["check"]}))

    lesson.edit(add)
    lesson.publish(try_it=NEW)
    lesson.update()
    assert [cell.source for cell in lesson.read().cells][1:5] == [
        "f(1)  # run it",
        "It is 1.",
        "mine = 1",
        'answer = None\ncheck("90.1", answer)',
    ]


def test_a_cell_that_stands_in_two_notebooks_stays_in_its_own(lesson):
    """The same words close many notebooks."""

    def say(cells):
        cells[-1].source = "My end."

    lesson.publish(second="# %% [markdown]\n# The end.\n")
    lesson.update()
    lesson.edit(say)
    lesson.publish(try_it=NEW, second="# %% [markdown]\n# Second\n\n# %% [markdown]\n# The end.\n")
    lesson.update()
    assert lesson.read().cells[-1].source == "My end."
    assert lesson.read("second").cells[-1].source == "The end."


def test_a_cell_that_was_deleted_stays_away(lesson):
    """It is the learner's notebook."""

    def shorten(cells):
        del cells[3]

    lesson.edit(shorten)
    lesson.publish(try_it=NEW)
    lesson.update()
    assert [cell.source for cell in lesson.read().cells][2:] == [
        "It is 1.",
        'answer = None\ncheck("90.2", answer)',
        "The end.",
    ]


def test_without_a_network_nothing_is_changed(lesson):
    """On a train: a sentence."""
    lesson.edit(solve)
    lesson.publish(try_it=NEW)
    lesson.origin.rename(lesson.origin.with_name("away"))
    before = lesson.files()
    code, said = lesson.update()
    assert (code, lesson.files()) == (1, before)
    assert said.startswith("The newer version could not be fetched: is there a network?")
    assert said.endswith("Nothing was changed.\n")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("how", ["changed", "added", "committed", "merging", "locked"])
def test_what_stands_in_the_way_is_named_and_nothing_is_changed(lesson, how):
    """A file that both have changed, or made; commits of one's own; a merge that is not finished; another git at work."""
    lesson.edit(solve)
    lesson.publish(try_it=NEW, files={"new.txt": "theirs", ".gitignore": "notebooks/src/\n"})
    if how == "changed":
        (lesson.mine / ".gitignore").write_text("mine")
    if how == "added":
        (lesson.mine / "new.txt").write_text("mine")
    if how == "committed":
        git(lesson.mine, "commit", "--quiet", "-a", "-m", "mine")
    if how == "merging":
        git(lesson.mine, "stash", "--quiet")
        git(lesson.mine, "pull", "--quiet", "--ff-only")
        with pytest.raises(subprocess.CalledProcessError):
            git(lesson.mine, "stash", "pop")
        lesson.publish(try_it=OLD)
    if how == "locked":
        (lesson.mine / ".git" / "index.lock").touch()
    before = lesson.files()
    code, said = lesson.update()
    assert (code, lesson.files()) == (1, before)
    named = {
        "changed": ".gitignore",
        "added": "new.txt",
        "committed": "commits",
        "merging": "a merge to finish, in notebooks/90_try_it.ipynb",
        "locked": "Git",
    }
    assert named[how] in said
    assert said.endswith("Nothing was changed.\n")


def test_what_git_refuses_at_last_leaves_the_notebooks_as_they_were(lesson, monkeypatch, capsys):
    """Whatever stops it in the middle."""
    main = runpy.run_path(str(NOTEBOOKS / "tools" / "update.py"))["main"]
    names = main.__globals__
    monkeypatch.setitem(names, "TOP", lesson.mine)
    monkeypatch.setitem(names, "NOTEBOOKS", lesson.mine / "notebooks")
    plain = names["git"]

    def refuses(*arguments, **options):
        if arguments[0] == "merge":
            raise names["Stop"]("No.")
        return plain(*arguments, **options)

    monkeypatch.setitem(names, "git", refuses)
    lesson.edit(solve)
    lesson.publish(try_it=NEW)
    before = lesson.files()
    assert main() == 1
    assert lesson.files() == before
    assert capsys.readouterr().out == "No. Nothing was changed.\n"


def test_a_notebook_that_is_none_any_more_is_put_aside(lesson):
    """As one with the marks of a conflict in it: the newer one is there again, and the broken one is kept."""
    lesson.path().write_text("<<<<<<< HEAD\n{")
    lesson.publish(try_it=NEW)
    code, said = lesson.update()
    assert code == 0
    assert "90_try_it.ipynb: it was no whole notebook any more." in said
    assert lesson.read().cells[0].source == "# Really try it"
    (copy,) = (lesson.mine / "notebooks").glob("before_update_*/90_try_it.ipynb")
    assert copy.read_text() == "<<<<<<< HEAD\n{"


def test_without_a_clone_a_sentence(tmp_path):
    """A copy that was downloaded has no past."""
    copy_scripts(tmp_path)
    command = [sys.executable, tmp_path / "notebooks" / "tools" / "update.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("This is no copy that git clone made")
