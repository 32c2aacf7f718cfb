"""The same checkout starts on Binder: the recipe that Binder would build from it, rendered without Docker."""

import logging
import os
import subprocess
import sys

import pytest

pytest.importorskip("repo2docker", reason="repo2docker renders the recipe: pip install jupyter-repo2docker")
from repo2docker.app import Repo2Docker


@pytest.fixture(scope="module")
def buildpack(checkout):
    """Return the build pack that repo2docker picks for the checkout; it looks at the current folder."""
    before = os.getcwd()
    os.chdir(checkout)
    app = Repo2Docker()
    candidates = (kind(base_image=app.base_image) for kind in app.buildpacks)
    pack = next(pack for pack in candidates if pack.detect())
    pack.platform = "linux/amd64"  # what Binder builds for, wherever the test runs
    pack.log.setLevel(logging.ERROR)
    yield pack
    os.chdir(before)


@pytest.fixture(scope="module")
def recipe(buildpack):
    """Return the lines of the Dockerfile."""
    return buildpack.render(build_args={}).splitlines()


def position(recipe, text):
    """Return the number of the one line that contains this text."""
    (found,) = [number for number, line in enumerate(recipe) if text in line]
    return found


def test_python_is_the_one_we_name(buildpack):
    """Left to itself Binder takes a Python older than the lesson runs on."""
    assert (type(buildpack).__name__, buildpack.python_version) == ("PythonBuildPack", "3.12")


def test_requirements_are_installed_once_the_whole_checkout_is_there(recipe):
    """They name the package itself and lie outside ``binder/``: installed before the copy, neither would be found."""
    install = position(recipe, 'pip install --no-cache-dir -r "binder/requirements.txt"')
    assert position(recipe, "src/ ${REPO_DIR}/") < install < position(recipe, "RUN ./binder/postBuild")
    assert position(recipe, "WORKDIR ${REPO_DIR}") < install, "-e . is read relative to the current folder"


def test_root_requirements_and_the_package_are_among_them(checkout):
    """Once ``binder/`` exists Binder no longer looks at the requirements at the top; they have to be pulled in."""
    (line,) = [
        line for line in (checkout / "binder/requirements.txt").read_text().splitlines() if line and not line.startswith("#")
    ]
    option, path = line.split()
    assert option == "-r"
    assert (checkout / "binder" / path).resolve() == checkout / "requirements.txt"
    assert "-e ." in (checkout / "requirements.txt").read_text().splitlines()


def test_scripts_are_executable(checkout):
    """Git keeps the bit, and a script without it stops the build."""
    listed = subprocess.run(
        ["git", "ls-files", "--stage", "binder/postBuild", ".ci/run"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    modes = [line.split()[0] for line in listed.splitlines()]
    assert set(modes) <= {"100755"}
    if sys.platform != "win32":
        assert all(os.access(checkout / name, os.X_OK) for name in ("binder/postBuild", ".ci/run"))
