"""What an import loads in a browser: the lock file is made from wheels, here from invented ones, without a network."""

import ast
import hashlib
import json
import re
import subprocess
import sys
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

NUMPY = "numpy-2.4.6-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
PLOTS = "matplotlib-3.10.8-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
PILLOW = "pillow-12.0.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
JPEG = "jpeg-9-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
OURS = "adlesson-0.1.0-py3-none-any.whl"
LESSON = """Requires-Dist: anywidget<1,>=0.9
Requires-Dist: platformdirs>=4.2; sys_platform != "emscripten"
Requires-Dist: pygraphviz>=2; sys_platform == "linux" and platform_machine == "x86_64"
Requires-Dist: Old_Name; python_version < "3.12"
Requires-Dist: pytest; extra == "test"
"""


@pytest.fixture
def scripts(checkout, monkeypatch):
    """Let the modules of ``make site`` be imported, which are in no package."""
    monkeypatch.syspath_prepend(checkout / "notebooks" / "site")


@pytest.fixture
def lock(scripts):
    """Return the module."""
    import lock

    return lock


@pytest.fixture
def theirs():
    """Return a lock file as Pyodide's makers write it, of a small world."""

    def known(name, file, *depends):
        return {"name": name, "version": file.split("-")[1], "file_name": file, "depends": [*depends], "imports": [name]}

    packages = {
        "numpy": known("numpy", NUMPY),
        "matplotlib": known("matplotlib", PLOTS, "numpy", "pillow"),
        "pillow": known("Pillow", PILLOW, "jpeg"),
        "jpeg": known("jpeg", JPEG),
        "sympy": known("sympy", "sympy-1.14.0-py3-none-any.whl", "mpmath"),
        "mpmath": known("mpmath", "mpmath-1.4.1-py3-none-any.whl"),
        "prompt-toolkit": known("prompt_toolkit", "prompt_toolkit-3.0.52-py3-none-any.whl"),
        "ipython": known("ipython", "ipython-9.12.0-py3-none-any.whl", "prompt_toolkit"),
        "pygments": known("Pygments", "pygments-2.20.0-py3-none-any.whl"),
    }
    return {"info": {"python": "3.14.2", "arch": "wasm32"}, "packages": packages}


def write(path, requires=""):
    """Write a wheel that a program imports by its name; return its path."""
    name, version = path.name.split("-")[:2]
    with ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{name}-{version}.data/data/share/{name}.py", "is no module")
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}\nWhat it is.\n"
        archive.writestr(f"{name}-{version}.dist-info/METADATA", about)
    return path


@pytest.fixture
def shelf(lock, tmp_path):
    """Return ``fetch`` for what lies in a folder, and the folder, in which is what is pure Python."""
    for name in ("sympy-1.14.0", "mpmath-1.4.1", "ipython-9.12.0", "prompt_toolkit-3.0.52", "pygments-2.20.0"):
        write(tmp_path / f"{name}-py3-none-any.whl")
    write(tmp_path / "anywidget-0.11.0-py3-none-any.whl", "Requires-Dist: ipywidgets>=7.6\n")
    write(tmp_path / "ipywidgets-8.1.9-py3-none-any.whl", "Requires-Dist: jupyterlab_widgets~=3.0\nRequires-Dist: ipython\n")

    from fetching import newest

    def fetch(wanted):
        found = {name: newest(tmp_path, Requirement(text)) for name, text in wanted.items()}
        return {name: path for name, path in found.items() if path}

    return fetch, tmp_path


def packed(lock, theirs, shelf, requires=LESSON, roots=("adlesson",)):
    """Return the packages of the lock file for a lesson that asks for these."""
    fetch, folder = shelf
    ours = lock.read(write(folder / OURS, requires))
    return lock.packages(theirs, [ours], fetch, roots)


def test_the_lesson_loads_what_it_imports_as_far_as_the_site_has_it(lock, theirs, shelf):
    """No cell of a notebook names SymPy; of a package without a wheel not even the name is left."""
    packages = packed(lock, theirs, shelf)
    assert packages["adlesson"].depends == ["anywidget", "ipython", "pygments", "sympy"]
    assert packages["adlesson"].wheel.imports == ("adlesson",)
    assert packages["sympy"].depends == ["mpmath"]
    assert packages["ipython"].depends == ["prompt-toolkit"], "by the name under which it stands in the file"
    assert not {"numpy", "matplotlib", "pillow", "platformdirs", "pygraphviz", "old-name", "pytest"} & packages.keys()
    assert all(packages.keys() >= {*one.depends} for one in packages.values())


def test_with_the_wheels_of_a_release_numpy_comes_in_by_itself(lock, theirs, shelf):
    """Matplotlib only when all that it needs is there, too."""
    for name in (NUMPY, PLOTS, PILLOW):
        write(shelf[1] / name)
    assert packed(lock, theirs, shelf)["adlesson"].depends == ["anywidget", "ipython", "pygments", "sympy", "numpy"]
    write(shelf[1] / JPEG)
    whole = packed(lock, theirs, shelf, roots=("adlesson", *lock.WHERE_USED))
    assert whole["adlesson"].depends == ["anywidget", "ipython", "pygments", "sympy", "numpy", "matplotlib"]
    assert whole["numpy"].wheel.path.name == NUMPY


def test_a_site_that_is_to_have_numpy_is_not_built_without(lock, theirs, shelf):
    """A release must not lose half of its notebooks without a word."""
    write(shelf[1] / NUMPY)
    with pytest.raises(ValueError, match=r"no wheel of matplotlib$"):
        packed(lock, theirs, shelf, roots=("adlesson", *lock.WHERE_USED))
    write(shelf[1] / PLOTS)
    with pytest.raises(ValueError, match=r"no wheel of pillow$"):
        packed(lock, theirs, shelf, roots=("adlesson", *lock.WHERE_USED))


def test_what_the_lesson_cannot_do_without_must_be_there(lock, theirs, shelf):
    """And in a version that it takes: one that does not fit would fail in the browser of a learner."""
    with pytest.raises(ValueError, match=r"no wheel of nowhere$"):
        packed(lock, theirs, shelf, "Requires-Dist: nowhere\n")
    with pytest.raises(ValueError, match=r"adlesson asks for sympy>=2, and there is 1\.14\.0"):
        packed(lock, theirs, shelf, "Requires-Dist: sympy>=2\n")


def test_packages_that_need_each_other_are_held(lock, theirs, shelf):
    """As JupyterLite's two kernel packages do."""
    write(shelf[1] / "one-1-py3-none-any.whl", "Requires-Dist: two\n")
    write(shelf[1] / "two-1-py3-none-any.whl", "Requires-Dist: one\n")
    assert {"one", "two"} <= packed(lock, theirs, shelf, "Requires-Dist: one\n").keys()


def test_the_lock_file_says_what_is_in_each_file(lock, theirs, shelf, tmp_path):
    """Pyodide refuses a file of another sum than that."""
    served = tmp_path / "served"
    served.write_bytes(b"compiled")
    entry = json.loads(json.dumps(lock.entry(theirs, packed(lock, theirs, shelf)["sympy"], served)))
    assert entry["sha256"] == hashlib.sha256(b"compiled").hexdigest()
    assert [entry[name] for name in ("file_name", "imports", "depends")] == ["served", ["sympy"], ["mpmath"]]
    assert entry["install_dir"] == "site"


def test_what_is_served_compiled_is_loaded_without_its_source(scripts, tmp_path):
    """By the Python that has compiled it, whatever the date of the file; a test of others is no part of the site."""
    import repack

    with ZipFile(tmp_path / "a-1-py3-none-any.whl", "w") as archive:
        archive.writestr("a/__init__.py", "from a.b import x\n")
        archive.writestr("a/b.py", "x = 6 * 7\ndef fail(): return 1 / 0\n")
        archive.writestr("a/old.py", "print 'of another Python'\n")
        archive.writestr("a/tests/test_b.py", "")
        archive.writestr("a/data.txt", "as it was")
    repack.repack(tmp_path / "a-1-py3-none-any.whl", tmp_path / "new.whl", "/there")
    with ZipFile(tmp_path / "new.whl") as archive:
        assert sorted(archive.namelist()) == ["a/__init__.pyc", "a/b.pyc", "a/data.txt", "a/old.py"]
        assert archive.read("a/data.txt") == b"as it was"
    code = f"import sys; sys.path.insert(0, {str(tmp_path / 'new.whl')!r}); import a, a.b; print(a.x); a.b.fail()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "42\n"
    assert 'File "/there/a/b.py", line 2, in fail' in done.stderr


def test_another_content_has_another_name(scripts):
    """A browser may keep yesterday's file, and would be told that its sum is wrong."""
    from compiling import told_apart

    name = "a-1-py3-none-any.whl"
    assert told_apart(name, b"one") == told_apart(name, b"one") != told_apart(name, b"two")
    assert re.fullmatch(r"a-1-0[0-9a-f]{8}-py3-none-any\.whl", told_apart(name, b"one")), "a build begins with a digit"
    assert re.fullmatch(r"lib-0[0-9a-f]{8}\.zip", told_apart("lib.zip", b"one"))


def test_what_the_lesson_imports_where_it_is_used_is_asked_for(checkout, lock, repository_files):
    """Each package that a module of ours imports is a requirement of the wheel, or is named among ``WHERE_USED``.

    Nobody marks submissions in a browser: what ``adlesson/grade`` imports is not asked for there.
    """
    imported = set()
    for name in repository_files:
        if re.match(r"adlesson/(?!grade/).*\.py$", name):
            for node in ast.walk(ast.parse((checkout / name).read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {one.name.partition(".")[0] for one in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    imported.add(node.module.partition(".")[0].lower())
    wanted = {"anywidget", "graphviz", "latex2mathml", "tqdm", "platformdirs", "pygraphviz"}  # requirements
    wanted |= {"traitlets"}  # of anywidget
    wanted |= {"numba"}  # makes machine code, which no browser runs: where it is missing, a sentence says so
    assert {name.lower() for name in imported} - sys.stdlib_module_names - wanted == {*lock.WHERE_USED}
