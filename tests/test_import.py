"""Importing: light enough for a kernel in a browser that has no NumPy, and complete as promised."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import adlesson as ad

HEAVY = [
    "sympy",
    "matplotlib",
    "ipywidgets",
    "numpy",
    "anywidget",
    "IPython",
    "graphviz",
    "pygraphviz",
    "traitlets",
    "hypothesis",
]


def loaded_after(code):
    """Run code in a fresh Python and return which heavy packages it has loaded."""
    listing = f"import json, sys; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{listing}"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "code",
    [
        "import adlesson",
        "import adlesson as ad; ad.grad(lambda x, y: ad.exp(x) * ad.maximum(x, y) / y ** 2, x=0.5, y=2)",
        "import adlesson as ad; p = ad.parse('sin(x)^2 + 1', x=0.5); ad.hessian(p); print(p, list(ad.reverse_sweep(p)))",
        "import adlesson as ad; ad.check_gradient(ad.examples.running, x=0.25)",
        "import adlesson as ad; ad.trace(lambda x: x if x > 0 else -x, x=2).instructions; dir(ad)",
        "import adlesson as ad\ntry: ad.trace(lambda x: float(x), x=1)\nexcept ad.LessonError: pass",
        "import adlesson as ad; ad.exercises.check('5.1', 4); ad.exercises.hint('8.1')",
    ],
    ids=["import", "gradient", "parse", "check", "names", "error", "exercises"],
)
def test_scalar_lessons_load_nothing_heavy(code):
    """In the browser kernel each package is a download, and some are not there at all."""
    assert loaded_after(code) == []


def test_the_probe_would_see_a_heavy_import():
    """A test that cannot fail proves nothing."""
    assert loaded_after("import sympy, numpy") == ["sympy", "numpy"]


def test_the_engine_needs_no_installed_package_at_all():
    """-S hides site-packages: what still runs needs the standard library alone."""
    top = str(Path(ad.__path__[0]).parent)
    code = (
        f"import sys; sys.path.insert(0, {top!r})\nimport adlesson as ad; print(ad.grad(ad.examples.running, x=0.25)['x'])"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == pytest.approx(81.5541124068288402, rel=1e-13)


def test_importing_leaves_out_what_only_errors_arrays_and_names_need():
    """Of the library these are slow to load: together they would double the time that ``import adlesson`` takes."""
    top, slow = str(Path(ad.__path__[0]).parent), ["re", "enum", "dis", "inspect", "typing", "weakref", "fractions"]
    listing = f"import sys; sys.path.insert(0, {top!r})\nimport adlesson\nprint([m for m in {slow} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-S", "-c", listing], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"


def test_the_first_stepper_does_not_load_what_a_budget_needs():
    """Nobody who opens one has asked for the sweep in little memory; who does ask gets it."""
    listing = "import sys, adlesson as ad; ad.explore('x*y', x=2, y=3); p = ad.parse('x*x*x', x=2)"
    probe = "print([name for name in sys.modules if 'checkpoint' in name and name.startswith('adlesson')] == [])"
    code = f"{listing}; {probe}; ad.Stepper(p, budget=1); {probe}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["True", "False"]


ENGINE_NAMES = """
    exp log sin cos tan tanh sqrt arctan arcsin arccos sinh cosh log1p expm1 sigmoid softplus erf relu maximum minimum abs
    trace parse Program Instruction Step LessonError forward_sweep tangent_sweep reverse_sweep primals tangents adjoints
    grad value_and_grad jvp vjp jacobian hessian logsumexp check_gradient gradient_program jacobian_program
    hessian_program examples NOTATIONS DICTIONARY
"""


@pytest.mark.parametrize("name", ENGINE_NAMES.split())
def test_the_public_names_are_there(name):
    """Notebooks, tests and graders outside this project use them."""
    assert name in ad.__all__
    assert name in dir(ad)
    assert getattr(ad, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error():
    """hasattr and completion depend on it."""
    with pytest.raises(AttributeError, match="no attribute 'gradient_descent'"):
        ad.gradient_descent
    assert not hasattr(ad, "numpy")
