"""Open the lesson, and first install what it needs: ``make lab``, also where there is no make.

    python notebooks/tools/lab.py                 open JupyterLab at the first notebook
    python notebooks/tools/lab.py --no-browser    what else is written here is told to JupyterLab

The lesson's own environment, ``.venv``, is made by ``install.py``, the server is started by ``python -m adlesson lab``.
"""

import subprocess
import sys

import install


def main(options):
    """Install, open, and return the exit code."""
    status = install.main(["lesson"])
    if status:
        return status
    process = subprocess.Popen([str(install.PYTHON), "-m", "adlesson", "lab", "--", *options], cwd=install.TOP)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # which the process itself hears, too: it ends the server, and that takes a moment
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
