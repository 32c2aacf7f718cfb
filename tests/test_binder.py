"""The same checkout starts on Binder: the recipe that Binder would build from it, rendered without Docker."""

import os
import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement

pytest.importorskip("repo2docker", reason="repo2docker renders the recipe: pip install jupyter-repo2docker")
import binder_image


@pytest.fixture(scope="module")
def buildpack(checkout):
    """Return the build pack that repo2docker picks for the checkout; it looks at the current folder."""
    before = os.getcwd()
    os.chdir(checkout)
    pack = binder_image.pack_of()
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


def test_its_dot_is_there_before_the_lesson(recipe):
    """It draws what pygraphviz draws elsewhere, and is installed by the system."""
    assert position(recipe, "apt-get install --yes --no-install-recommends graphviz") < position(recipe, "src/ ${REPO_DIR}/")


def test_what_runs_beforehand_is_taken_from_the_recipe(recipe):
    """``make binder`` runs these: an order of Binder's that it overlooked would not be tried."""
    ours = binder_image.ours_of("\n".join(recipe))
    assert [command.split("/")[-1] for command in ours] == ['requirements.txt"', "postBuild", "postBuild"]


@pytest.fixture(scope="module")
def pinned(checkout):
    """Return the version of each package in ``binder/constraints.txt``."""
    text = (checkout / binder_image.CONSTRAINTS).read_text()
    assert text.startswith(binder_image.HEADER)
    return dict(re.fullmatch(r"([\w.-]+)==([\w.+!]+)", line).groups() for line in text.splitlines() if line[0] != "#")


def wanted(checkout):
    """Return what Binder's requirements ask for, in turn, as ``Requirement``s."""
    (line,) = [line for line in (checkout / "binder/requirements.txt").read_text().splitlines() if line.startswith("-e")]
    project = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]
    (extra,) = Requirement(line.replace("-e .", project["name"])).extras
    asked = map(Requirement, [*project["dependencies"], *project["optional-dependencies"][extra]])
    return [one for one in asked if one.marker is None or one.marker.evaluate({"sys_platform": "linux"})]


def test_constraints_are_among_what_the_requirements_allow(checkout, buildpack, pinned):
    """A range that was moved past them would stop the build; what is in neither place would be another one each time."""
    assert "-c constraints.txt" in (checkout / "binder/requirements.txt").read_text().splitlines()
    base, _ = binder_image.base_of(buildpack)
    for one in wanted(checkout):
        assert one.specifier.contains(pinned.get(one.name) or base[one.name]), one


def test_constraints_leave_what_binder_brings_alone(buildpack, pinned):
    """Another JupyterLab than that of its image would not fit the Notebook and the Hub that are there."""
    base, _ = binder_image.base_of(buildpack)
    assert not pinned.keys() & base.keys()
    assert "jupyterlab" in base


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
