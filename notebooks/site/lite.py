"""The lesson as notebooks that run in the browser alone: JupyterLite.

With this module you can

- build the wheel of this checkout (``lesson_wheel``);
- put Python for the browser into the site, for these notebooks and for the live parts of its pages (``put_python``);
- put JupyterLite with the lesson's notebooks there (``put_lab``).

Both use the one Pyodide in ``live/pyodide``.  The notebooks open in the application for one notebook
(``lab/notebooks/index.html?path=NN.ipynb``): JupyterLab itself would open all the earlier ones again, too.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import fetching
import licences
import lock
from lite_changes import change

CHECKOUT = Path(__file__).resolve().parents[2]
PYTHON = "live/pyodide"  # below the site
KERNEL = "@jupyterlite/pyodide-kernel-extension"
EXTENSIONS = (KERNEL, "@jupyter-widgets/jupyterlab-manager", "anywidget")
LAB = {
    "appName": "Backpropagation is not just the chain rule",
    "appUrl": "./tree",  # where lab/ itself leads to
    "exposeAppInBrowser": True,  # the tests ask the page how far its kernel is
    "litePluginSettings": {
        f"{KERNEL}:kernel": {
            "pyodideUrl": f"./../{PYTHON}/pyodide.mjs",
            # all at once while Python itself starts, where piplite would get one after another
            "loadPyodideOptions": {"packages": [*lock.KERNEL, lock.LESSON]},
        }
    },
}


def lesson_wheel(folder):
    """Build the wheel of the files of this checkout in a folder; return its path."""
    source = folder / "source"
    for name in subprocess.check_output(["git", "ls-files"], cwd=CHECKOUT, text=True).splitlines():
        if (name.startswith(("adlesson/", "notebooks/")) or "/" not in name) and (CHECKOUT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(CHECKOUT / name, source / name)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel", "--no-deps", "--no-index"]
    subprocess.run([*command, "--no-build-isolation", "--wheel-dir", folder, source], check=True)
    (wheel,) = folder.glob("adlesson-*.whl")
    return wheel


def put_python(site, cache, distribution=None):
    """Write Pyodide with the lesson's packages into ``site``; return the names of the packages that are there.

    ``cache`` is the folder in which downloads are kept.  ``distribution`` holds wheels of Pyodide's makers, as of NumPy:
    where one is named, nothing that the lesson uses may be missing.
    """
    theirs, roots = fetching.known(cache), (*lock.KERNEL, lock.LESSON, *(lock.WHERE_USED if distribution else ()))
    with tempfile.TemporaryDirectory() as folder:
        wheels = [
            lock.read(lesson_wheel(Path(folder))),
            *map(lock.read, sorted(extension(KERNEL).glob("static/pypi/*.whl"))),
        ]
        try:
            held = lock.packages(theirs, wheels, fetching.fetched(cache, theirs, distribution), roots)
        except ValueError as problem:
            looked = f", also not in {distribution}" if distribution else ""
            raise SystemExit(f"the browser's Python cannot be put together: {problem}{looked}") from None
        lock.write(site / PYTHON, theirs, held, fetching.pyodide(cache), cache / "compiled")
        licences.write(site / "licences.txt", theirs, fetching.version(), [package.wheel for package in held.values()])
    return [*held]


def extension(name):
    """Return the folder of an extension of JupyterLab that is installed here."""
    return Path(sys.prefix, "share", "jupyter", "labextensions", name)


def put_lab(site):
    """Build JupyterLite with the lesson's notebooks in ``site``; Python must be there already (``put_python``)."""
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder)
        for path in [*CHECKOUT.glob("notebooks/*.ipynb"), *CHECKOUT.glob("notebooks/images/*")]:
            there = start / "lesson" / path.relative_to(CHECKOUT / "notebooks")
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(served(path))
        (start / "jupyter-lite.json").write_text(json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": LAB}))
        built = {
            "lite_dir": folder,
            "output_dir": str((site / "lab").resolve()),
            "contents": [str(start / "lesson")],
            "apps": ["notebooks", "tree", "edit", "lab"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "ignore_sys_prefix": ["federated_extensions"],  # this environment's are not all for the learner
            "federated_extensions": [str(extension(name)) for name in EXTENSIONS],
        }
        (start / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": built}))
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--config", start / "jupyter_lite_config.json"]
        done = subprocess.run(command, cwd=start, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"JupyterLite could not be built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    for name in ("notebooks", "lab"):  # where the page of a notebook looks for a picture first, and then in its files
        shutil.copytree(CHECKOUT / "notebooks" / "images", site / "lab" / name / "images")
    for page in (site / "lab").rglob("index.html"):
        name_icon(page, site / "lab" / "lab" / "favicon.ico")
    change(site / "lab")


def served(path):
    """Return what is in a file, of a picture in ASCII: JupyterLite cannot show one with other letters in it."""
    return path.read_text("utf-8").encode("ascii", "xmlcharrefreplace") if path.suffix == ".svg" else path.read_bytes()


def name_icon(page, icon):
    """Let a page say where its icon is: JupyterLite does so too late, when the browser has looked for one in vain."""
    up = "../" * len(page.relative_to(icon.parents[1]).parents[1:])
    text = page.read_text("utf-8")
    page.write_text(text.replace("</head>", f'<link rel="icon" href="{up}lab/favicon.ico">\n</head>', 1), "utf-8")


if __name__ == "__main__":
    site, cache = map(Path, sys.argv[1:3])
    shutil.rmtree(site / "lab", ignore_errors=True)
    print(*put_python(site, cache, *map(Path, sys.argv[3:])))
    put_lab(site)
