"""A kernel in a browser, as JupyterLite has one: NumPy comes only when asked for, Graphviz and child processes never."""

import json
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement

PURE = {"anywidget", "graphviz", "latex2mathml", "tqdm"}
ABSENT = ["numpy", "matplotlib", "pygraphviz"]
CELLS = {
    "names, line numbers and adjoints": "assert ad.grad(p) == {'x': 12} and p.names == ('x', 'a', 'f')",
    "a picture": "assert ad.draw(p, sweep='reverse').svg.count('data-e=') == 4",
    "a picture of tangents": "assert 'tangent' in ad.draw(p, sweep='tangent').description",
    "a table": "ad.table(p, sweep='reverse')._repr_html_()",
    "the stepper, forward": "ad.Stepper(p, sweep='forward')",
    "the stepper, tangent": "ad.Stepper(p, sweep='tangent')",
    "the stepper, reverse": "assert len(ad.Stepper(p, predict=True).data['frames']) == 6",
    "the stepper, schedule": "ad.Stepper(p, sweep='schedule')",
    "the formula to type": "ad.explore('x*y + sin(x)', x=2, y=3)",
    "an exercise": "ad.exercises.check('5.1', 12)",
    "the gradient as a program": "print(ad.source(ad.gradient_program(p)))",
    "the second derivatives as a program": "assert ad.compiled(ad.hessian_program(p))(5.0) == {('x', 'x'): 30}",
    "differences": "assert ad.check_gradient(lambda x: 5, x=1)",
    "the Lagrangian": "ad.Lagrangian(p)._repr_html_()",
    "a formula": "ad.expression(p)",
}
NEEDS_IT = {"an array": "ad.data.digits()"}


@pytest.fixture(scope="module")
def outcomes():
    """Run all cells in one fresh Python that has none of ``ABSENT`` and no processes; return what each raised, or ""."""
    code = f"""
import json, subprocess, sys, traceback
sys.modules.update(dict.fromkeys({ABSENT}))
def refuse(*args, **options):
    raise OSError("no processes here")
subprocess.Popen = refuse
import adlesson as ad
def f(x):
    a = x * x
    return a * x
p, outcomes = ad.trace(f, x=2), {{}}
for name, cell in { ({**CELLS, **NEEDS_IT})!r}.items():
    try:
        exec(cell, {{"ad": ad, "p": p}})
        outcomes[name] = ""
    except Exception:
        outcomes[name] = traceback.format_exc()
print(json.dumps(outcomes))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", CELLS)
def test_lessons_of_numbers_need_neither_numpy_nor_graphviz(outcomes, name):
    """There, a package that no cell imports is not even downloaded, so an import of ours would fail."""
    assert outcomes[name] == ""


def test_a_cell_that_does_need_numpy_would_be_seen(outcomes):
    """A test that cannot fail proves nothing."""
    assert "numpy" in outcomes["an array"]


def needed(checkout, **environment):
    """Return the names of what the package needs to be installed in such an environment."""
    wanted = map(Requirement, tomllib.loads((checkout / "pyproject.toml").read_text())["project"]["dependencies"])
    return {one.name for one in wanted if one.marker is None or one.marker.evaluate(environment)}


def test_in_a_browser_the_package_asks_for_pure_python_only(checkout):
    """Each of ``PURE`` has a wheel of pure Python, as has what it asks for in turn.

    platformdirs says where a computer keeps a user's files: a browser has one place only.
    """
    browser = {"sys_platform": "emscripten", "platform_machine": "wasm32", "platform_python_implementation": "CPython"}
    linux = browser | {"sys_platform": "linux", "platform_machine": "x86_64"}
    assert needed(checkout, **browser) <= PURE, "look for a py3-none-any wheel before you name another here"
    assert needed(checkout, **linux) - needed(checkout, **browser) == {"platformdirs"}


def test_what_is_not_python_goes_into_the_wheel(checkout, repository_files):
    """From a checkout everything is there; from a wheel only what ``package-data`` names (tests/browser/test_wheel.py)."""
    named = tomllib.loads((checkout / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["adlesson"]
    inside = [name for name in repository_files if name.startswith("adlesson/") and not name.endswith(".py")]
    assert {
        "adlesson/show/cards/js/index.js",
        "adlesson/show/live/js/home.js",
        "adlesson/show/stepper/js/index.js",
        "adlesson/show/stepper/js/player.js",
        "adlesson/show/stepper/js/stepper.css",
        "adlesson/show/picture/colours.css",
        "adlesson/show/picture/graph.css",
    } <= set(inside)
    packed = {str(path.relative_to(checkout)) for pattern in named for path in (checkout / "adlesson").glob(pattern)}
    assert set(inside) <= packed
