"""What a submission can see: Python, NumPy and SymPy, and of the lesson what calculates.  Nothing else exists for it.

With this module you can

- list the files and folders, each with its place in there (``contents``);
- copy them to a folder, where they cannot be shown in place (``copied``);
- ask whether a module is among them (``has_inside``).

The list is the same for every way to confine.  Of ``adlesson.teach`` it has six modules that know no answer; the judges,
the exercises, the notebooks with their solutions and the grader itself are not in it.

>>> [place for source, place in lesson() if "teach" in place][:2]
['/lesson/adlesson/teach/judging/stops.py', '/lesson/adlesson/teach/judging/closed.py']
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LESSON = "/lesson"  # the folder in there that Python looks in
PACKAGE = Path(__file__).resolve().parents[2]
OURS = (
    "__init__.py", "engine", "symbolic", "lagrange",
    "grade/channel.py", "grade/by_replay.py",
    *(f"grade/confined/{name}.py" for name in ("inside", "recording", "limits")),
    *(f"teach/judging/{name}.py" for name in ("stops", "closed", "as_given", "powers", "recorded_lines", "watched_program")),
)  # fmt: skip
EMPTY = ("grade", "grade/confined", "teach", "teach/judging")  # what their own ``__init__`` gathers is not in there
OF_OTHERS = ("numpy", "numpy.libs", "sympy", "mpmath", "tqdm")
PREFIX, DAY = "adlesson-room-", 24 * 60 * 60
NOT_OF_PYTHON = ("site-packages", "dist-packages", "test", "idlelib", "ensurepip", "lib2to3", "turtledemo", "tkinter")
LOADS = "ctypes", "zlib", "bz2", "lzma", "_hashlib", "_ssl", "_sqlite3", "_uuid", "_decimal", "numpy"  # and what they load


@cache
def contents():
    """Return pairs of a path here and its place in there, both absolute; a place may lie in one that stands before it."""
    python = [(path, str(path)) for path in (executable(), stdlib(), *libraries())]
    others = [(path, f"{LESSON}/{path.name}") for path in installed(OF_OTHERS)]
    return [*python, *others, *lesson()]


def lesson():
    """Return the same pairs for the lesson's part alone."""
    empty = [(PACKAGE / "grade/confined/empty.py", f"{LESSON}/adlesson/{name}/__init__.py") for name in EMPTY]
    return [*((PACKAGE / name, f"{LESSON}/adlesson/{name}") for name in OURS), *empty]


def has_inside(module):
    """Tell whether a module can be imported in there, from its full name."""
    first, _, rest = module.partition(".")
    if first != PACKAGE.name:
        return first in OF_OTHERS or first in sys.stdlib_module_names
    path = rest.replace(".", "/")
    return any(path == name.removesuffix(".py") or path.startswith(f"{name}/") for name in OURS)


def executable():
    """Return the path of this Python, of which a virtual environment has only links."""
    return Path(sys.executable).resolve()


def stdlib():
    return Path(sysconfig.get_path("stdlib")).resolve()


def installed(names):
    """Yield the folders of packages that are installed here; of some there is a folder with libraries beside it."""
    for name in names:
        if name.endswith(".libs"):
            found = find_spec(name.removesuffix(".libs"))
            path = Path(found.origin).parent.with_suffix(".libs") if found else None
        else:
            found = find_spec(name)
            path = Path(found.origin).parent if found else None
        if path and path.is_dir():
            yield path


def libraries():
    """Return the shared libraries that Python and NumPy load, by all names that they are asked for by."""
    program = (
        f"for name in {LOADS}:\n try: __import__(name)\n except ImportError: pass\nprint(open('/proc/self/maps').read())"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    maps = run.stdout
    mapped = {Path(line.split()[-1]) for line in maps.splitlines() if "/" in line}
    found = set()
    for path in mapped:
        inside = any(path.is_relative_to(place) for place in (stdlib(), *installed(OF_OTHERS)))
        if ".so" in path.name and not inside:
            found |= {path, *(other for other in path.parent.iterdir() if other.is_symlink() and other.resolve() == path)}
    cache_of_names = Path("/etc/ld.so.cache")  # in which the loader looks where a library lies
    loaders = [path.parent.resolve() / path.name for top in ("/lib", "/lib64") for path in Path(top).glob("ld-*.so*")]
    return sorted({*found, *loaders, *filter(Path.exists, [cache_of_names])})


def links():
    """Return pairs of a place and where it leads to: /lib and the like, in which the loader looks first."""
    tops = [Path("/lib"), Path("/lib64"), Path("/lib32")]
    return [(str(path), str(path.readlink())) for path in tops if path.is_symlink()]


def not_shown():
    """Return the places in the list at which nothing is to be seen: packages that are installed in Python's own folder."""
    return [str(stdlib() / name) for name in NOT_OF_PYTHON if (stdlib() / name).is_dir()]


def copied(pairs):
    """Return a new folder that has all of it, at the same places, and that only its owner may write to."""
    for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):  # of graders that were killed
        with suppress(OSError):
            if old.lstat().st_uid == os.getuid() and old.lstat().st_mtime < time.time() - DAY and not old.is_symlink():
                shutil.rmtree(old)
    top = Path(tempfile.mkdtemp(prefix=PREFIX))
    top.chmod(0o755)
    leave = shutil.ignore_patterns(*NOT_OF_PYTHON, "tests", "*.a")
    for place, to in links():
        (top / place[1:]).symlink_to(to)
    for source, place in pairs:
        target = top / place[1:]
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=leave, copy_function=same_file, dirs_exist_ok=True)
        else:
            same_file(source, target)
    for folder in (path for path in top.rglob("*") if path.is_dir() and not path.is_symlink()):
        folder.chmod(0o755)
    return top


def same_file(source, target):
    """Let a file be found at a second place: the same one where everybody may read it anyway, else a copy."""
    try:
        if os.stat(source).st_mode & 0o004:
            return os.link(source, target)
    except OSError:  # on another disk, or another's file
        pass
    shutil.copy2(source, target)
    os.chmod(target, 0o755 if os.access(source, os.X_OK) else 0o644)
