"""Files that are written as a whole, or not at all.

With this module you can

- write files into a folder (``put``): until all are written, none is there, and those that were there stay.
"""

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

from ...engine.errors import InputError, short
from ..trouble import refused


def put(folder, names, make, force=False):
    """Have ``make(room)`` write the files ``names``, or some of them, into a folder ``room``; then bring them to ``folder``.

    A name may be that of a file in a folder, "feedback/ada.html".  With ``force``, files of these names that are there are
    replaced, or go.  Raises ``InputError`` where that cannot be.
    """
    check(folder, names, force)
    new, room, done = not folder.exists(), None, False
    try:
        folder.mkdir(exist_ok=True)
        room = Path(mkdtemp(prefix=".being-written-", dir=folder))  # on the same disk: what follows only renames
        make(room)
        for place in {(folder / name).parent for name in names if (room / name).exists()}:
            place.mkdir(exist_ok=True)
        for name in names:
            if (room / name).exists():
                os.replace(room / name, folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        done = True
    except OSError as problem:
        raise InputError(f"nothing could be written: {refused(folder, problem)}") from problem
    finally:
        if room:
            shutil.rmtree(room, ignore_errors=True)
        if new and not done:
            shutil.rmtree(folder, ignore_errors=True)


def check(folder, names, force=False):
    """Raise ``InputError`` if files of these names are there and are not to be replaced."""
    for path in (folder / name for name in names):
        if path.is_dir() or (path.exists() and not path.is_file()):
            raise InputError(f"{short(str(path))} is no file that could be written over: name another place")
        if (path.exists() or path.is_symlink()) and not force:  # a link may lead to nothing
            raise InputError(f"{short(str(path))} is there already: say --force to write over it, or name another place")
