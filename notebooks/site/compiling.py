"""What is served is compiled beforehand, by the Python that will run it, and kept.

With this module you can

- get an archive of modules as bytecode, made anew only when it has changed (``compiled``).
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
MAKERS = [(HERE / name).read_bytes() for name in ("compile.mjs", "repack.py")]


def compiled(sources, pyodide, cache):
    """Return {source: path} of archives (wheels, the standard library) as bytecode of the Pyodide in that folder."""
    cache.mkdir(parents=True, exist_ok=True)
    kept = {
        source: cache / told_apart(source.name, source.read_bytes(), pyodide.name.encode(), *MAKERS) for source in sources
    }
    if new := [source for source in sources if not kept[source].is_file()]:
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            for name in ("old", "new"):
                (work / name).mkdir()
            for source in new:
                shutil.copyfile(source, work / "old" / source.name)
            node = shutil.which("node")
            if not node or subprocess.run([node, HERE / "compile.mjs", pyodide, work], check=False).returncode:
                raise SystemExit("the site needs Node.js 20 or later, to compile what the browser's Python loads")
            for source in new:
                shutil.move(work / "new" / source.name, kept[source])
    return kept


def told_apart(name, *contents):
    """Return the name of a file with a digest of what is in it, in a wheel's as its build.

    A browser may keep a file of an earlier day under its name, and Pyodide refuses what is not as the lock file says.
    """
    build = "0" + hashlib.sha256(b"".join(contents)).hexdigest()[:8]
    stem, dot, kind = name.rpartition(".")
    project, version, *tags = stem.split("-") if kind == "whl" else (stem, "")
    return "-".join(filter(None, [project, version, build, *tags])) + dot + kind
