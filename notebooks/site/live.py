"""The Python of the pages themselves, without Jupyter: what ``explore`` and the exercises of a page ask.

With this module you can

- put the worker beside the browser's Python, and say how much it loads (``put_worker``).
"""

import json
import shutil
from pathlib import Path

WORKER = Path(__file__).with_name("worker.mjs")
PYODIDE = "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"
PACKAGES = "adlesson", "latex2mathml"  # as the worker has them


def put_worker(site):
    """Write ``live/worker.mjs`` and ``live/worker.json`` into ``site``, where ``live/pyodide`` is already; return the bytes
    that a page loads.
    """
    live = site / "live"
    packages = json.loads((live / "pyodide" / "pyodide-lock.json").read_text("utf-8"))["packages"]
    files = [*PYODIDE, *(packages[name]["file_name"] for name in PACKAGES)]
    size = sum((live / "pyodide" / name).stat().st_size for name in files)
    shutil.copyfile(WORKER, live / WORKER.name)
    (live / "worker.json").write_text(json.dumps({"bytes": size}), "utf-8")
    return size
