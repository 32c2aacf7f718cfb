"""What is uploaded to Gradescope for an assignment: a zip with this very package in it.

With this module you can

- have the files of the zip (``contents``), and pack them, the same each time (``packed``).

On Gradescope the zip becomes ``/autograder/source``.  ``setup.sh`` runs once and makes a Python there; ``run_autograder``
runs for each submission, as root, and hands it to ``gradescope_run``.  Both ask where they are themselves, so that they can
be run anywhere.
"""

import io
import re
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from ...teach.judging.cells import PACKAGE, PLACES

NEEDED = "numpy", "platformdirs", "sympy", "tqdm"  # by exercises, and by what marks them
LEFT_OUT = "__pycache__", "notebooks"  # of the notebooks only the sources are needed
DAY = 1980, 1, 1, 0, 0, 0  # of every file: the first that a zip can say
SETUP = """\
#!/usr/bin/env bash
# Makes the Python that marks: once, as root.
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$source")

fitting() { # a Python that is new enough and can make an environment
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}

get() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "$@" </dev/null
}

python=$(fitting) || get python3 python3-venv && python=$(fitting) || get python3.11 python3.11-venv && python=$(fitting)
"$python" -m venv "$root/python"
"$root/python/bin/python" -m pip --disable-pip-version-check --quiet install -r "$source/requirements.txt"
"""
RUN = """\
#!/usr/bin/env bash
# Marks the one submission that is here, and writes results/results.json.
root=$(cd "$(dirname "$0")" && pwd)
chmod 700 "$root/source"
export PYTHONPATH="$root/source/lesson" PYTHONUTF8=1
exec "$root/python/bin/python" -m adlesson.grade.exports.gradescope_run "$root"
"""


def contents(assignment, names=None):
    """Return ``{name: bytes}`` of the zip, given the path of an assignment's file and that of a file of names, or None."""
    files = {"setup.sh": SETUP.encode(), "run_autograder": RUN.encode(), "requirements.txt": requirements().encode()}
    files["assignment.json"] = assignment.read_bytes()
    if names:
        files["names.csv"] = names.read_bytes()
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE)
        if path.is_file() and not {*LEFT_OUT} & {*place.parts}:
            files[f"lesson/adlesson/{place.as_posix()}"] = path.read_bytes()
    for path in sorted(path for place in PLACES for path in place.glob("*.py")):
        files[f"lesson/adlesson/notebooks/src/{path.name}"] = path.read_bytes()
    return files


def requirements():
    """Return what is needed there, in the versions that this package allows, as ``pip`` reads it."""
    try:
        wanted = requires("adlesson") or []
    except PackageNotFoundError:  # a copy that nobody has installed
        wanted = []
    lines = {re.match(r"[\w.-]+", line)[0]: line.partition(";")[0].strip() for line in wanted}
    return "".join(f"{lines.get(name, name)}\n" for name in NEEDED)


def packed(files):
    """Return the bytes of a zip of these files; the two that are run may be run."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            about = zipfile.ZipInfo(name, DAY)
            about.external_attr = (0o100755 if Path(name).suffix in ("", ".sh") else 0o100644) << 16
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, data)
    return made.getvalue()
