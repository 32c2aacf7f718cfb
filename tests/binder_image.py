"""Build what Binder builds, without Docker: its commands run in fresh environments of its Python.

``python tests/binder_image.py`` (``make binder``) asks repo2docker for the recipe of this checkout, and runs the commands
of it that are ours twice: in an empty environment, and in one that holds what Binder's image has before it comes to us.
After each it runs notebook 00.  It prints megabytes and seconds, and fails if a command does, if the empty environment
grows beyond ``MOST`` or if something of Binder's own is replaced.  ``--renew`` first writes ``binder/constraints.txt`` anew.

Not tried are conda, which Binder's image gets its own packages from (here they come from the package index, in the same
versions), and apt, which needs a machine to change: ``binder/apt.txt`` must have been installed before.
"""

import argparse
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import repo2docker
from packaging.utils import canonicalize_name
from repo2docker.app import Repo2Docker

TOP = Path(__file__).resolve().parent.parent
CONSTRAINTS = Path("binder", "constraints.txt")
MOST = 490  # megabytes of an environment with the lesson and nothing of Binder's
HEADER = """\
# What Binder adds to its own image, in the versions that were last seen to work: an image of today is one of tomorrow.
# Binder's own packages, JupyterLab among them, are not here: its image brings them, and another version would not fit
# the rest of it.  Written by "make binder BINDER_ARGS=--renew", which a job does each week: change nothing by hand.
"""
SMOKE = """
import adlesson as ad
from adlesson.show.picture import layout
assert layout._by_dot("digraph { a -> b }"), "there is no dot: install what binder/apt.txt names"
assert 'data-e=' in ad.draw(ad.parse("x*y + sin(x)", x=2, y=3), sweep="reverse").svg
"""


def pack_of():
    """Return the build pack that repo2docker picks for the current folder."""
    app = Repo2Docker()
    candidates = (kind(base_image=app.base_image) for kind in app.buildpacks)
    pack = next(pack for pack in candidates if pack.detect())
    pack.platform = "linux/amd64"  # what Binder builds for, wherever we are
    pack.log.setLevel(logging.ERROR)
    return pack


def base_of(pack):
    """Return what Binder's image holds before it comes to us: the versions of all its packages, and those asked for."""
    folder = Path(repo2docker.__file__).parent / "buildpacks"
    (locked,) = (folder / name for name in pack.get_build_script_files() if name.endswith(".lock"))
    files = [line.rsplit("/", 1)[1] for line in locked.read_text().splitlines() if line.startswith("http")]
    # name-version-build.conda#hash; a name that begins with _ is no package of Python
    pairs = [file.rsplit("-", 2)[:2] for file in files if not file.startswith("_")]
    asked = re.findall(
        r"^ *- *([a-z_-]+)==", (folder / "conda" / f"environment.py-{pack.python_version}.yml").read_text(), re.M
    )
    return {canonicalize_name(name): version for name, version in pairs}, [
        name.replace("jupyterhub-singleuser", "jupyterhub") for name in asked
    ]


def ours_of(recipe):
    """Return the commands of a recipe that name a file in ``binder/``."""
    return re.findall(r"^RUN (.*\bbinder/.*)$", recipe, re.M)


class Environment:
    """A fresh virtual environment in a folder, and a copy of the checkout beside it, in which commands run."""

    def __init__(self, folder, python):
        self.home, self.copy = Path(folder, "environment"), Path(folder, "checkout")
        subprocess.run([python, "-m", "venv", self.home], check=True)
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=TOP, capture_output=True, check=True
        )
        for name in set(listed.stdout.decode().split("\0")):
            if (TOP / name).is_file():
                (self.copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(TOP / name, self.copy / name)

    def run(self, command):
        """Run a command of the shell; return how many seconds it took."""
        path = f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}"
        kept = {name: os.environ[name] for name in os.environ if not name.startswith("PYTHON")}
        own = {"PATH": path, "KERNEL_PYTHON_PREFIX": str(self.home), "ADLESSON_PROGRESS": "off"}
        start = time.monotonic()
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.copy,
            env=kept | own,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{command}\n{done.stdout[-5000:]}{done.stderr[-5000:]}\nthis command of Binder's failed")
        return time.monotonic() - start

    def megabytes(self):
        return sum(path.lstat().st_blocks for path in self.home.rglob("*")) * 512 / 2**20

    def packages(self):
        """Return the version of each package from the index, by its name."""
        freeze = [self.home / "bin" / "python", "-m", "pip", "freeze", "--exclude-editable"]
        lines = subprocess.check_output(freeze, text=True).split()
        return {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}

    def check(self, commands):
        """Run the commands and then notebook 00; print what that takes."""
        before = self.megabytes()
        for command in commands:
            print(f"  {self.run(command):4.0f} s  {command}", flush=True)
        print(f"  {self.megabytes():4.0f} MB, {self.megabytes() - before:.0f} MB of them by these", flush=True)
        (self.copy / "smoke.py").write_text(SMOKE)
        self.run("python smoke.py")
        first = min((self.copy / "notebooks").glob("00_*.ipynb")).relative_to(self.copy)
        seconds = self.run(f"jupyter nbconvert --to notebook --execute --stdout {first}")
        print(f"  {seconds:4.0f} s  {first}, all of its cells", flush=True)


def with_base(folder, python, pack):
    """Return an environment that holds what Binder's image has before it comes to us, and what that is."""
    versions, asked = base_of(pack)
    there = Environment(folder, python)
    Path(folder, "base.txt").write_text("".join(f"{name}=={version}\n" for name, version in versions.items()))
    there.run(f"python -m pip install --no-cache-dir -c {folder}/base.txt {' '.join(asked)}")
    return there, there.packages()


def added(there, base):
    """Return what is in the environment and not in Binder's base, as lines; refuse what replaces something of it."""
    now = there.packages()
    replaced = [f"{name} {base[name]} by {now.get(name)}" for name in base if now.get(name) != base[name]]
    if replaced:
        raise SystemExit(f"something of Binder's own is replaced: {', '.join(replaced)}")
    return "".join(f"{name}=={version}\n" for name, version in now.items() if name not in base)


def main():
    """Run the commands; return the status."""
    parser = argparse.ArgumentParser(prog="binder_image", description=__doc__.splitlines()[0])
    parser.add_argument("--renew", action="store_true", help="first write binder/constraints.txt, from the newest versions")
    parser.add_argument("--python", help="the Python of that version (python3.12)")
    options = parser.parse_args()
    os.chdir(TOP)
    pack = pack_of()
    commands = ours_of(pack.render(build_args={}))
    python = shutil.which(options.python or f"python{pack.python_version}")
    if not python:
        raise SystemExit(f"there is no python{pack.python_version} here, which Binder has: name one by --python")
    if options.renew:
        with tempfile.TemporaryDirectory() as folder:
            there, base = with_base(folder, python, pack)
            (there.copy / CONSTRAINTS).write_text("")
            for command in commands:
                there.run(command)
            CONSTRAINTS.write_text(HEADER + added(there, base))
        print(f"{CONSTRAINTS} is written")
    with tempfile.TemporaryDirectory() as folder:
        print("In an empty environment:")
        there = Environment(folder, python)
        there.check(commands)
        megabytes = there.megabytes()
    with tempfile.TemporaryDirectory() as folder:
        print(f"In what Binder's image holds before (repo2docker {repo2docker.__version__}):")
        there, base = with_base(folder, python, pack)
        there.check(commands)
        there.run("python -m pip check")
        added(there, base)
    if megabytes > MOST:
        raise SystemExit(f"{megabytes:.0f} MB in an empty environment are more than {MOST}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
