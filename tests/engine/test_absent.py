"""A package that a browser has not: the sentence names where the notebook works, whoever imports it."""

import ast
import json
import re
import subprocess
import sys

import pytest

CELLS = {
    "an array": "import numpy as np",
    "a plot": "from matplotlib import pyplot",
    "a formula": "import sympy",
    "a function of ours": "ad.expression(ad.trace(lambda x: x * x, x=2))",
    "a module of ours": "ad.fit",
}
SENTENCE = r"MissingError: \w+ is missing in this browser: open this notebook on Binder or on your own computer, .*"


def raised(checkout, platform):
    """Run ``CELLS`` in a Python that has the standard library and the lesson only; return what each raised."""
    code = f"""
import json, sys
sys.platform = {platform!r}
sys.path.insert(0, {str(checkout)!r})
import adlesson as ad
import adlesson.engine.absent
adlesson.engine.absent.tell_homes()  # once more
assert sys.meta_path.count(adlesson.engine.absent.Homes) == (sys.platform == "emscripten")
problems = {{}}
for name, cell in { ({**CELLS, "another": "import pandas"})!r}.items():
    try:
        exec(cell)
    except Exception as problem:
        assert isinstance(problem, ModuleNotFoundError)  # as those expect who can do without
        problems[name] = f"{{type(problem).__name__}}: {{problem}}"
print(json.dumps(problems))
"""
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_in_a_browser_a_missing_package_names_where_the_notebook_works(checkout):
    """Not "No module named": nobody can install NumPy into a page that has none."""
    problems = raised(checkout, "emscripten")
    assert [name for name in CELLS if not re.fullmatch(SENTENCE, problems[name])] == []
    assert problems["another"] == "ModuleNotFoundError: No module named 'pandas'", "the lesson's homes have none either"


def test_on_a_computer_nothing_is_added_to_what_python_says(checkout):
    """There it can be installed."""
    assert {text.partition(":")[0] for text in raised(checkout, sys.platform).values()} == {"ModuleNotFoundError"}


@pytest.mark.parametrize("number", ["02", "09", "10", "11", "12"])
def test_a_notebook_imports_the_lesson_before_what_may_be_missing(checkout, number):
    """Only then there is somebody to say it."""
    (source,) = checkout.glob(f"notebooks/src/{number}_*.py")
    names = [
        one.name for node in ast.parse(source.read_text("utf-8")).body if isinstance(node, ast.Import) for one in node.names
    ]
    assert names.index("adlesson") < min(names.index(name) for name in ("numpy", "sympy") if name in names)
