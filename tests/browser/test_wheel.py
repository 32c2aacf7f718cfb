"""The package as others get it: a wheel, installed where no checkout is, shows a stepper that steps and opens the lesson."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

import pytest
from playwright.sync_api import expect

SHOW = """
import adlesson as ad, pathlib, sys
stepper = ad.Stepper(ad.trace(ad.examples.running, x=0.25))
assert stepper._esm and stepper.get_state()["_esm"] == stepper._esm
bundle, _ = stepper._repr_mimebundle_()
page = "<!doctype html><meta charset='utf-8'><title>wheel</title><body>" + bundle["text/html"]
pathlib.Path(sys.argv[1]).write_text(page, "utf-8")
from adlesson.teach.judging.cells import cells_of
from adlesson.teach.problems import COURSE
assert [number for number in COURSE if not all(cells_of(number))] == [], "the cells of the exercises and their solutions"
print(ad.__file__)
"""
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


@pytest.fixture(scope="module")
def installed(checkout, repository_files, tmp_path_factory):
    """Return a folder in which the wheel of the files of this repository is installed, and nothing else."""
    home = tmp_path_factory.mktemp("wheel")
    for name in repository_files:  # what is built from a checkout may hold what an earlier build left there
        if name.startswith(("adlesson/", "notebooks/")) or "/" not in name:
            (home / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(checkout / name, home / "source" / name)
    alone = ["--no-deps", "--no-index"]
    build = [*PIP, "wheel", *alone, "--no-build-isolation", "--wheel-dir", home, home / "source"]
    subprocess.run(build, check=True, timeout=300)
    (wheel,) = home.glob("adlesson-*.whl")
    subprocess.run([*PIP, "install", *alone, "--target", home / "there", wheel], check=True, timeout=300)
    return home / "there"


def called(folder, here, *words, python=sys.executable):
    """Run a Python that has the package in ``folder`` with these words, in the folder ``here``; return how that went."""
    options = {"env": places(folder), "capture_output": True, "text": True, "timeout": 120, "check": False}
    return subprocess.run([python, "-P", *words], cwd=here, **options)


def places(folder):
    """Return the environment in which Python finds the package in ``folder``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER", "JPY_"))}
    return kept | {"PYTHONPATH": str(folder)}


def shown(folder, page):
    """Write a page with a stepper of the package in ``folder``; return how that went."""
    return called(folder, page.parent, "-c", SHOW, page)


def test_a_wheel_shows_a_stepper_that_steps(installed, open_page, tmp_path):
    """All files that the page needs are in it; the package is found there and not in the checkout."""
    done = shown(installed, tmp_path / "page.html")
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(installed)
    page = open_page(offline=True)
    page.goto((tmp_path / "page.html").as_uri())
    root = page.get_by_role("group", name="Stepper: running(x)")
    root.press("ArrowRight")
    expect(root.get_by_role("status")).to_contain_text("This is its adjoint.")
    assert root.get_attribute("data-frame") == "1" and root.locator(".ad-node.ad-target:visible").count() == 1
    assert root.evaluate("r => getComputedStyle(r).borderRadius") == "10px", "its style is there, too"


@pytest.mark.parametrize("left_out", ["js/player.js", "js/*.js", "js/stepper.css"])
def test_a_wheel_without_a_file_of_the_page_is_seen(installed, tmp_path, left_out):
    """The test above must be able to fail: ``package-data`` that forgets these files."""
    shutil.copytree(installed, tmp_path / "there")
    for path in (tmp_path / "there" / "adlesson" / "show" / "stepper").glob(left_out):
        path.unlink()
    done = shown(tmp_path / "there", tmp_path / "page.html")
    assert done.returncode != 0 and "FileNotFoundError" in done.stderr and not (tmp_path / "page.html").exists()


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Return a Python that has nothing but its standard library."""
    home = tmp_path_factory.mktemp("empty")
    venv.create(home, symlinks=os.name != "nt")
    return next(home.glob("[bS]*/python*"))


def test_a_wheel_brings_the_notebooks_to_a_folder_of_ones_own(installed, empty, checkout, tmp_path):
    """With nothing but the wheel: they are there, and a sentence says what opens them."""
    done = called(installed, tmp_path, "-m", "adlesson", "lab", python=empty)
    mine = tmp_path / "adlesson-lesson"
    assert done.stdout == f"Your notebooks are in {mine}\n"
    assert done.stderr.startswith('JupyterLab is not installed here: install it with python -m pip install "adlesson[lab]"')
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    built = sorted((checkout / "notebooks").glob("*.ipynb"))
    assert [path.name for path in built] == sorted(path.name for path in mine.glob("*.ipynb"))
    assert all((mine / path.name).read_bytes() == path.read_bytes() for path in built)
    assert (mine / "images" / "head_00.svg").exists()
    assert [*mine.rglob("*.py")] == [], "the solutions stay in the package"


def test_a_newer_wheel_keeps_what_was_done(installed, empty, tmp_path):
    """From inside the folder, where nothing has to be named."""
    called(installed, tmp_path, "-m", "adlesson", "lab", "mine", python=empty)
    path = tmp_path / "mine" / "05_pull_back.ipynb"
    mine = json.loads(path.read_text("utf-8"))
    answer = next(cell for cell in mine["cells"] if "exercises.check" in "".join(cell["source"]))
    answer["source"] = ["answer = 6\n", "ad.exercises.check('5.1', answer)"]
    path.write_text(json.dumps(mine), "utf-8")

    shutil.copytree(installed, tmp_path / "newer")
    shipped = tmp_path / "newer" / "adlesson" / "notebooks" / path.name
    newer = json.loads(shipped.read_text("utf-8"))
    newer["cells"][0] |= {"source": ["# Pull it back"], "id": "0123456789ab"}
    shipped.write_text(json.dumps(newer), "utf-8")
    done = called(tmp_path / "newer", path.parent, "-m", "adlesson", "lab", python=empty)

    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert cells[0]["source"] == ["# Pull it back"]
    assert answer["source"] in [cell["source"] for cell in cells]
    assert "05_pull_back.ipynb: 1 cell of yours kept." in done.stdout, done.stdout
    assert len([*path.parent.glob("before_update_*/*.ipynb")]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
def test_a_wheel_opens_them_in_jupyterlab(installed, tmp_path):
    """The real one: the printed address shows the first notebook, asks for no news, and Ctrl-C ends all of it."""
    command = [sys.executable, "-P", "-m", "adlesson", "lab", "mine", "--no-browser", "--", "--port=0", "--ip=127.0.0.1"]
    env = places(installed) | {"HOME": str(tmp_path)}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        said = [process.stdout.readline() for _ in range(3)]
        assert said[0] == f"Your notebooks are in {tmp_path / 'mine'}\n"
        address = said[2].removeprefix("Open this: ").strip()
        assert "/lab/tree/00_see_a_gradient_appear.ipynb?token=" in address
        with urllib.request.urlopen(address, timeout=60) as page:
            assert "apputils-extension:announcements" in page.read().decode()
        contents = address.replace("/lab/tree/", "/api/contents/")
        with urllib.request.urlopen(contents, timeout=60) as answer:
            assert json.load(answer)["content"]["cells"]
    finally:
        process.send_signal(signal.SIGINT)
        rest, complaints = process.communicate(timeout=60)
    assert (process.returncode, rest, complaints.strip()) == (130, "", "")
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(contents, timeout=60)
