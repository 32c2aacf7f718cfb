"""Python that is served compiled: a browser would need ten seconds for that, each time a notebook is opened.

With this module you can

- write an archive of modules once more, each as the bytecode of the Python that runs this (``repack``).

It runs in Pyodide itself (``compiling.py``), whose bytecode no other Python writes.  What is compiled is served without its
source, as Pyodide's makers do it too; the lesson's own package is served as it is, since its source is to be read.
"""

import warnings
from importlib.util import cache_from_source
from pathlib import Path
from py_compile import PycInvalidationMode, PyCompileError, compile
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile


def repack(source, target, place):
    """Write the modules in the archive ``source`` to ``target`` as bytecode; a traceback says that they lie in ``place``.

    Tests are left out of a wheel of pure Python: Pyodide's makers leave them out of theirs.
    """
    pure = source.name.endswith("-none-any.whl")
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            if name.endswith("/") or (pure and "/tests/" in name):
                continue
            text = old.read(name)
            code = bytecode(text, f"{place}/{name}") if name.endswith(".py") and ".data/" not in name else None
            new.writestr(name + "c" if code else name, code or text)


def bytecode(text, path):
    """Return the bytecode of a module, None if it is for another Python than this; nothing is compared when it is loaded."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is wrong with others' sources
        module = Path(folder, "module.py")
        module.write_bytes(text)
        try:
            compile(module, dfile=path, doraise=True, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
        except PyCompileError:
            return None
        return Path(cache_from_source(module)).read_bytes()
