"""Python for the browser: one Pyodide on disk, with a lock file that says what an import loads.

With this module you can

- get Pyodide and the wheels that the lesson needs there, once, into a folder outside the checkout (``pyodide``,
  ``fetched``);
- say what a bare ``import adlesson`` loads: its own wheel, what that asks for, and what it imports only where it is used,
  as far as there is a wheel of it (``packages``);
- write all that into the site (``write``).

Pyodide loads what the text of a cell imports, with what the lock file says that this depends on.  A package that the lesson
imports somewhere inside is in no cell's text: so it stands among what ``adlesson`` depends on.  What the site does not hold
is not in the lock file at all, so that nobody asks for a file that is not there.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from email.parser import Parser
from importlib import metadata
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
KERNEL = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")  # loaded while it starts
LESSON = "adlesson"
WHERE_USED = ("ipython", "pygments", "sympy", "numpy", "matplotlib")  # what adlesson imports and does not ask for
IN_THE_PAGE = {"jupyterlab-widgets"}  # the half of ipywidgets that is no Python: the site has it as an extension


class Wheel(NamedTuple):
    """A package in a file: what it is called, what a program imports, and what it asks for (``Requirement``s)."""

    path: Path
    name: str
    version: str
    imports: tuple
    requires: tuple


def read(path):
    """Return what is in a file as a ``Wheel``."""
    with ZipFile(path) as archive:
        names = archive.namelist()
        about = Parser().parsestr(archive.read(next(n for n in names if n.endswith(".dist-info/METADATA"))).decode())
    modules = {name.partition("/")[0].removesuffix(".py") for name in names if name.endswith(".py") and ".data/" not in name}
    requires = tuple(map(Requirement, about.get_all("Requires-Dist") or ()))
    return Wheel(path, canonicalize_name(about["Name"]), about["Version"], tuple(sorted(modules)), requires)


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


def browser(lock):
    """Return what a marker of a requirement is to be told about Python in the browser (PEP 508)."""
    full = lock["info"]["python"]
    return {
        "os_name": "posix",
        "sys_platform": "emscripten",
        "platform_system": "Emscripten",
        "platform_machine": lock["info"]["arch"],
        "platform_release": "",
        "platform_version": "",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "implementation_version": full,
        "python_full_version": full,
        "python_version": full.rpartition(".")[0],
        "extra": "",
    }


def packages(lock, ours, fetch, roots=(*KERNEL, LESSON)):
    """Return the packages of a lock file with ``roots`` and all they depend on, and the wheel of each.

    ``lock`` is Pyodide's own; ``ours`` are wheels that take the place of what it has, one of them that of the lesson.
    ``fetch`` is given {name: requirement as text} and returns {name: path} of those it has got.  Raise ``ValueError`` where
    something is missing that cannot be done without, or is of a version that another does not take.
    """
    wheels, depends, asked = {wheel.name: wheel for wheel in ours}, {}, []
    ahead = list(dict.fromkeys([*roots, *WHERE_USED]))
    while ahead:
        there = fetch({name: pinned(lock, name, asked) for name in ahead if name not in wheels})
        wheels |= {name: read(path) for name, path in there.items()}
        for name in ahead:
            mine = needs(lock, wheels[name]) if name in wheels else []
            asked += [(name, one) for one in mine]
            depends[name] = [canonicalize_name(one.name) for one in mine] if name in wheels else None
        ahead = sorted({name for mine in depends.values() for name in mine or ()} - depends.keys())
    held = whole(depends)
    depends[LESSON] = list(dict.fromkeys([*depends[LESSON], *(name for name in WHERE_USED if name in held)]))
    if missing := {*roots} - held:
        raise ValueError(f"no wheel of {', '.join(sorted(lacking(depends, missing)))}")
    for who, one in asked:
        name = canonicalize_name(one.name)
        if who in held and not one.specifier.contains(wheels[name].version, prereleases=True):
            raise ValueError(f"{who} asks for {one}, and there is {wheels[name].version}")
    return {name: entry(lock, wheels[name], depends[name]) for name in sorted(held)}, wheels


def needs(lock, wheel):
    """Return what a package needs in the browser, as ``Requirement``s: Pyodide's makers know it of their own packages."""
    theirs = lock["packages"].get(wheel.name)
    if theirs and theirs["version"] == wheel.version:
        return [Requirement(name) for name in theirs["depends"]]
    here = [one for one in wheel.requires if one.marker is None or one.marker.evaluate(browser(lock))]
    return [one for one in here if canonicalize_name(one.name) not in IN_THE_PAGE]


def pinned(lock, name, asked):
    """Return what to ask for by this name: Pyodide's version of it, or what those that need it take."""
    if name in lock["packages"]:
        return f"{name}=={lock['packages'][name]['version']}"
    takes = [str(one.specifier) for _, one in asked if canonicalize_name(one.name) == name]
    return name + ",".join(filter(None, dict.fromkeys(takes)))


def whole(depends):
    """Return the names of the packages that are there with all that they depend on."""
    held = {name for name, mine in depends.items() if mine is not None}
    while broken := {name for name in held if not held.issuperset(depends[name])}:
        held -= broken
    return held


def lacking(depends, names):
    """Return the names of the packages that are not there, of these and of all that they depend on."""
    seen, ahead = set(), {*names}
    while ahead:
        seen |= ahead
        ahead = {below for name in ahead for below in depends[name] or ()} - seen
    return {name for name in seen if depends[name] is None}


def entry(lock, wheel, depends):
    """Return what the lock file says about a package."""
    theirs = {"install_dir": "site", "package_type": "package", "unvendored_tests": False, "imports": [*wheel.imports]}
    return (theirs | lock["packages"].get(wheel.name, {}) if wheel.name != LESSON else theirs) | {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.path.name,
        "sha256": hashlib.sha256(wheel.path.read_bytes()).hexdigest(),
        "depends": depends,
    }


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
    python = browser(lock)["python_version"]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download", "--no-deps"]
    command += ["--only-binary=:all:", f"--python-version={python}", "--platform=any", f"--dest={folder}"]
    done = subprocess.run([*command, *map(str, wanted)], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the site needs {', '.join(map(str, wanted))}, and pip could not get it:\n{done.stderr.strip()}")


def write(folder, lock, entries, wheels, cache):
    """Write Pyodide, the lock file and the wheels into a folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in CORE:
        shutil.copyfile(pyodide(cache) / name, folder / name)
    for name in entries:
        shutil.copyfile(wheels[name].path, folder / wheels[name].path.name)
    text = json.dumps({"info": lock["info"], "packages": entries}, separators=(",", ":"))
    (folder / "pyodide-lock.json").write_text(text, "utf-8")
