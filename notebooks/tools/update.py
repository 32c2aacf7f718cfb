"""Get the newer version of the lesson and keep what you did in your notebooks.

    python notebooks/tools/update.py

Your answers, your changes and your own cells stay, and so do your outputs; text and code that you left as it was become
those of the newer version (``adlesson/commands/lesson/kept_cells.py`` tells one from the other).  Before anything is
written, your notebooks are copied as they are into a folder beside them.  Only ``git`` is needed, and the network; without
it, or where something stands in the way, nothing is changed, and a sentence says why.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent
TOP = NOTEBOOKS.parent
# not as part of the package: what is broken there may be what the newer version mends
sys.path.insert(0, str(TOP / "adlesson" / "commands" / "lesson"))
from kept_cells import ids, put_back, read, written

NO_CLONE = "This is no copy that git clone made, so it is not known where the newer version comes from."
SLOW = ["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30"]  # half a minute of silence is no network


class Stop(Exception):
    """Why nothing was changed."""


def main():
    """Update, and say what is done; return the exit code."""
    try:
        for sentence in update():
            print(sentence, flush=True)
    except Stop as why:
        print(f"{why} Nothing was changed.")
        return 1
    return 0


def update():
    """Move the checkout to the newer version, put back what is the learner's; yield sentences about it."""
    if not shutil.which("git"):
        raise Stop("This needs git, which is not installed.")
    if git("rev-parse", "--show-prefix", why=NO_CLONE) or not (TOP / ".git").exists():
        raise Stop(NO_CLONE)
    old, new = git("rev-parse", "HEAD"), fetched()
    if git("merge-base", old, new) == new:
        yield "You have the newest version. Nothing was changed."
        return
    mine, theirs = changed("HEAD"), changed(old, new)
    notebooks = sorted(name for name in mine & theirs if is_notebook(name))
    look_for_trouble(old, new, (mine & theirs) - set(notebooks), theirs - mine)
    before = {name: (TOP / name).read_bytes() for name in notebooks if (TOP / name).exists()}
    known = {name: ids(read(git("show", f"{old}:{name}"))) for name in before}
    aside = copied(before)
    try:
        if notebooks:
            git("checkout", "--quiet", "HEAD", "--", *notebooks)
        git("merge", "--quiet", "--ff-only", new, why="Git could not move to the newer version.")
    except BaseException:
        for name, content in before.items():
            write(TOP / name, content)
        shutil.rmtree(aside, ignore_errors=True) if aside else None
        raise
    count = int(git("rev-list", "--count", f"{old}..{new}"))
    yield f"You have the newest version now, newer by {number(count, 'change')}."
    if aside:
        yield f"Your notebooks as they were are in {aside.relative_to(TOP).as_posix()}"
        newer = {f"{NOTEBOOKS.name}/{path.name}": read(path.read_text("utf-8")) for path in NOTEBOOKS.glob("*.ipynb")}
        notebooks, sentences = put_back(before, known, {name: notebook for name, notebook in newer.items() if notebook})
        for name, notebook in notebooks.items():
            write(TOP / name, written(notebook))
        yield from (f"{Path(name).name}: {sentence}." for name, sentence in sentences.items())
        yield "If one is open in JupyterLab: File, Reload Notebook from Disk."


def look_for_trouble(old, new, both, theirs):
    """Stop if the newer version cannot be put in place: ``both`` have changed these files, ``theirs`` are only new there."""
    if git("merge-base", old, new) != old:
        raise Stop("You have commits of your own: put them together with the newer version by git pull.")
    if unfinished := changed("--diff-filter=U"):
        raise Stop(f"Git has a merge to finish, in {', '.join(sorted(unfinished))}.")
    known = set(git("ls-files", "-z").split("\0"))
    both |= {name for name in theirs if (TOP / name).exists() and name not in known}
    if both:
        raise Stop(f"The newer version has changed what you changed or added: move it aside ({', '.join(sorted(both))}).")


def number(count, what):
    """Return a number with its noun."""
    return f"{count} {what}{'s' * (count != 1)}"


# --- git ------------------------------------------------------------------------------------------


def git(*arguments, why=None):
    """Return what git prints; raise ``Stop`` where it fails."""
    quiet = os.environ | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    done = subprocess.run(
        ["git", "-C", str(TOP), *arguments], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        told = (done.stderr.decode("utf-8", "replace").strip() or "it gave no reason").splitlines()[-1]
        raise Stop(f"{why or 'Git failed.'} ({told})")
    return done.stdout.decode("utf-8").rstrip("\n")


def fetched():
    """Fetch, and return the newest commit."""
    git("rev-parse", "@{upstream}", why=NO_CLONE)
    git(*SLOW, "fetch", "--quiet", why="The newer version could not be fetched: is there a network?")
    return git("rev-parse", "@{upstream}")


def changed(*versions):
    """Return the names of the files that differ between two versions, or between one and what lies here."""
    return set(filter(None, git("diff", "--name-only", "--no-renames", "-z", *versions).split("\0")))


def is_notebook(name):
    """Tell whether a file is one of the lesson's notebooks."""
    return Path(name).parent.as_posix() == NOTEBOOKS.name and name.endswith(".ipynb")


# --- files ----------------------------------------------------------------------------------------


def copied(contents):
    """Write these files into a new folder beside the notebooks; return it, or None if there are none."""
    if not contents:
        return None
    folder = Path(tempfile.mkdtemp(prefix=f"before_update_{datetime.now():%Y-%m-%d_%H-%M}_", dir=NOTEBOOKS))
    for name, content in contents.items():
        write(folder / Path(name).name, content)
    return folder


def write(path, content):
    """Write a file whole, or not at all."""
    half = path.with_name(f"{path.name}.half")
    half.write_bytes(content)
    half.replace(path)


if __name__ == "__main__":
    sys.exit(main())
