"""Python for the browser: one Pyodide on disk, with a lock file that says what an import loads.

With this module you can

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
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from compiling import compiled, told_apart
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CORE, LIBRARY = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"), "python_stdlib.zip"
KERNEL = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")  # loaded while it starts
LESSON = "adlesson"
WHERE_USED = ("ipython", "pygments", "sympy", "numpy", "matplotlib")  # what adlesson imports and does not ask for
IN_THE_PAGE = {"jupyterlab-widgets"}  # the half of ipywidgets that is no Python: the site has it as an extension


class Package(NamedTuple):
    """A package that the site holds: its ``Wheel``, and the names of those that are loaded with it."""

    wheel: "Wheel"
    depends: list


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
    """Return {name: ``Package``}: ``roots`` and all that they depend on.

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
    return {name: Package(wheels[name], depends[name]) for name in sorted(held)}


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


def entry(lock, package, path):
    """Return what the lock file says about a package that is served as the file ``path``."""
    wheel = package.wheel
    theirs = {"install_dir": "site", "package_type": "package", "unvendored_tests": False, "imports": [*wheel.imports]}
    return (
        theirs
        | lock["packages"].get(wheel.name, {})
        | {
            "name": wheel.name,
            "version": wheel.version,
            "file_name": path.name,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "depends": package.depends,
        }
    )


def write(folder, lock, held, makers, cache):
    """Write Pyodide, the packages that are ``held`` and their lock file into a folder, which is made anew.

    ``makers`` is the folder of Pyodide as its makers give it; what is compiled is kept in ``cache``.

    All but the lesson itself is compiled, since its source is read.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in CORE:
        shutil.copyfile(makers / name, folder / name)
    others = [package.wheel.path for name, package in held.items() if name != LESSON]
    paths = compiled([*others, makers / LIBRARY], makers, cache)
    shutil.copyfile(paths[makers / LIBRARY], folder / LIBRARY)
    entries = {}
    for name, (wheel, _) in held.items():
        path = paths.get(wheel.path, wheel.path)
        there = folder / (path.name if wheel.path in paths else told_apart(path.name, path.read_bytes()))
        shutil.copyfile(path, there)
        entries[name] = entry(lock, held[name], there)
    text = json.dumps({"info": lock["info"], "packages": entries}, separators=(",", ":"))
    (folder / "pyodide-lock.json").write_text(text, "utf-8")
