"""The package as others get it: a wheel, installed where no checkout is, shows a stepper that steps."""

import os
import shutil
import subprocess
import sys
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


def shown(folder, page):
    """Write a page with a stepper of the package in ``folder``; return how that went."""
    places = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [sys.executable, "-P", "-c", SHOW, page]
    options = {"cwd": page.parent, "env": places | {"PYTHONPATH": str(folder)}, "capture_output": True, "text": True}
    return subprocess.run(command, timeout=120, check=False, **options)


def test_a_wheel_shows_a_stepper_that_steps(installed, browser, tmp_path):
    """All files that the page needs are in it; the package is found there and not in the checkout."""
    done = shown(installed, tmp_path / "page.html")
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(installed)
    context = browser.new_context(offline=True)
    page, problems = context.new_page(), []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((tmp_path / "page.html").as_uri())
    root = page.get_by_role("group", name="Stepper: running(x)")
    root.press("ArrowRight")
    expect(root.get_by_role("status")).to_contain_text("This is its adjoint.")
    assert root.get_attribute("data-frame") == "1" and root.locator(".ad-node.ad-target:visible").count() == 1
    assert root.evaluate("r => getComputedStyle(r).borderRadius") == "10px", "its style is there, too"
    assert problems == []
    context.close()


@pytest.mark.parametrize("left_out", ["js/player.js", "js/*.js", "js/stepper.css"])
def test_a_wheel_without_a_file_of_the_page_is_seen(installed, tmp_path, left_out):
    """The test above must be able to fail: ``package-data`` that forgets these files."""
    shutil.copytree(installed, tmp_path / "there")
    for path in (tmp_path / "there" / "adlesson" / "show" / "stepper").glob(left_out):
        path.unlink()
    done = shown(tmp_path / "there", tmp_path / "page.html")
    assert done.returncode != 0 and "FileNotFoundError" in done.stderr and not (tmp_path / "page.html").exists()
