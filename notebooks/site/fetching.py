"""What the site is made of and others have made: Pyodide, and wheels, got once and kept outside the checkout.

With this module you can

- get Pyodide from npm, in the version that JupyterLite's kernel was made for (``pyodide``, ``known``);
- get wheels from pip, or from a folder of Pyodide's makers (``fetched``).
"""

import json
import shutil
import subprocess
import sys
import tarfile
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename


def version():
    """Return the version of Pyodide: the one that JupyterLite's kernel was made for."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION  # only who builds the site has it

    return PYODIDE_VERSION


def pyodide(cache):
    """Return the folder that holds Pyodide itself; get it from npm if it is not there yet."""
    name = f"pyodide-{version()}"
    folder = cache / name
    if not folder.is_dir():
        npm = shutil.which("npm")
        if not npm:
            raise SystemExit("the site needs npm, to get Pyodide: install Node.js")
        cache.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", f"pyodide@{version()}", "--silent", "--pack-destination", cache]
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
            raise SystemExit(f"the site needs Pyodide {version()}, and npm could not get it: is there a network?")
        with tarfile.open(cache / f"{name}.tgz") as archive:
            archive.extractall(cache / "half", filter="data")
        (cache / "half" / "package").rename(folder)  # now it is whole
    return folder


def known(cache):
    """Return Pyodide's own lock file: the packages that its makers have tried, as a dictionary."""
    return json.loads((pyodide(cache) / "pyodide-lock.json").read_text("utf-8"))


def fetched(cache, lock, distribution=None):
    """Return the function that gets wheels for ``packages``.

    A package that Pyodide's makers have compiled is taken from ``distribution``, a folder of theirs, and is missing without
    one.  What is pure Python comes from pip, in the version that is installed here if that will do, and stays in ``cache``.
    """
    folder = cache / "wheels"

    def fetch(wanted):
        found, ask = {}, []
        for name, text in wanted.items():
            theirs = lock["packages"].get(name, {}).get("file_name", "")
            if distribution and theirs and (distribution / theirs).is_file():
                found[name] = distribution / theirs
            elif not theirs or theirs.endswith("-none-any.whl"):
                ask.append(as_here(Requirement(text)))
        if new := [one for one in ask if not newest(folder, one)]:
            download(folder, new, lock)
        return found | {canonicalize_name(one.name): newest(folder, one) for one in ask}

    return fetch


def as_here(wanted):
    """Return a requirement narrowed to the version that is installed here, if it takes that."""
    try:
        here = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return wanted
    return Requirement(f"{wanted.name}=={here}") if wanted.specifier.contains(here) else wanted


def newest(folder, wanted):
    """Return the newest wheel in a folder that a requirement takes, None if there is none."""
    fitting = []
    for path in folder.glob("*.whl"):
        name, its, *_ = parse_wheel_filename(path.name)
        if name == canonicalize_name(wanted.name) and wanted.specifier.contains(its, prereleases=True):
            fitting.append((its, path))
    return max(fitting, default=(None, None))[1]


def download(folder, wanted, lock):
    """Let pip put wheels of pure Python into a folder."""
    python = lock["info"]["python"].rpartition(".")[0]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download", "--no-deps"]
    command += ["--only-binary=:all:", f"--python-version={python}", "--platform=any", f"--dest={folder}"]
    done = subprocess.run([*command, *map(str, wanted)], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the site needs {', '.join(map(str, wanted))}, and pip could not get it:\n{done.stderr.strip()}")
