"""A module imports only from above: this list is the architecture, and the test keeps it true.

Read it from the top: each module may import from those before it, in its own room and in the rooms above, and never
the other way round.  A module that is in no list fails, so that a new one is given its place on purpose.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

FLOORS = {
    "engine": [
        "errors", "fence", "absent", "numbers", "ops", "own_rows", "fast", "program", "sweeps", "tracing", "trace",
        "derivatives", "parsing", "transforms", "operation", "codegen", "cost", "mistakes", "samples",
    ],
    "symbolic": ["expressions", "swell", "equations"],
    "lagrange": [
        "going_round", "constraints", "statement", "priced", "blocks", "curvature", "proof", "lagrangian", "loops",
        "networks", "dynamics", "solvers",
    ],
    "show": [
        "writing", "shown", "evaluation", "picture", "plot", "page", "questions", "story", "live", "toys", "stepper",
        "cards",
    ],
    "teach": [
        "inventing", "course", "prediction", "predictions", "kept", "predicting", "judging", "progress", "exercises",
        "problems", "practice", "worker",
    ],
    "grade": [
        "assignment",
        "variants",
        "marks",
        "notebook_file",
        "submissions",
        "handout",
        "channel",
        "by_replay",
        "confined",
        "stand_ins",
        "elsewhere",
        "marking",
        "many",
        "cluster",
        "reporting",
        "exports",
    ],
    "commands": [
        "trouble",
        "lesson",
        "paper",
        "open_lab",
        "print_frames",
        "print_worksheet",
        "export_bank",
        "make_assignment",
        "grade_submissions",
        "write_report",
        "to_nbgrader",
        "to_gradescope",
    ],
    "": ["__init__", "__main__"],
}  # fmt: skip

# the same inside the folders of a room
FOLDERS = {
    "engine.numbers": [
        "operand", "tensors", "arrays", "arithmetic", "elementary", "linear", "summing", "products", "choosing", "spelling",
        "nesting", "inputs",
    ],
    "engine.tracing": [
        "bytecode", "names", "user_code", "hints", "as_numpy", "as_torch", "traced", "written_entries", "traced_array",
        "tape",
    ],
    "engine.tracing.as_numpy": [
        "spellings", "moved_entries", "summed_entries", "spelled_products", "decided", "array_spellings", "numpy_calls",
        "numpy_protocol",
    ],
    "engine.tracing.as_torch": [
        "torch_protocol", "torch_shapes", "torch_functions", "torch_layers", "torch_losses", "torch_windows", "torch_calls",
    ],
    "engine.parsing": ["pasted", "grammar", "parse", "lines"],
    "engine.transforms": [
        "simplify", "gradients", "linearised", "stacks", "at_once", "colours", "matrices", "prepared", "differences",
        "check",
    ],
    "engine.codegen": [
        "literals", "statements", "python_expressions", "source", "meanings", "door", "other_inputs", "by_numba", "compile",
    ],
    "engine.cost": ["memory", "counting", "checkpoint_plans", "checkpoint", "schedules"],
    "engine.mistakes": ["table", "diagnose", "steps"],
    "engine.samples": ["examples", "data"],
    "lagrange.loops": [
        "elimination", "krylov", "fixed_point", "loop", "verdict", "nonlinear", "implicit", "recorded",
        "cyclic",
    ],
    "lagrange.networks": [
        "lettered", "units", "parameters", "patterns", "recursion", "one_layer", "network", "sharing", "layers", "downhill",
        "training",
    ],
    "lagrange.dynamics": ["relaxation", "steering", "riccati", "control", "integrators", "flow", "recurrent"],
    "lagrange.solvers": [
        "work", "ending", "unknowns", "merit", "problem", "layered_problem", "bent", "kkt", "restore", "aside",
        "qualification", "inner", "methods", "directions", "active", "line_search", "newton", "interior", "second_order",
        "optimality", "run", "far_away", "solver_loop",
    ],
    "show.writing": [
        "notation", "numerals", "spoken", "array_formulas", "letters", "mathml", "formula", "lagrangian_terms", "notes",
    ],
    "show.picture": [
        "arrow_paths", "layered", "layout", "heat", "boxes", "svg", "system_picture", "drawing", "loop_picture",
        "saw_tooth", "area", "level_lines", "contours",
    ],
    "show.plot": ["figures", "plots", "curves", "network_picture", "bench_results"],
    "show.page": ["tables", "dictionary", "lagrange_view", "source_view", "display"],
    "show.questions": ["choices", "question_texts", "expected", "system_rows", "asking"],
    "show.story": [
        "phases", "step_equations", "sweep_pane", "narrator", "function_pane", "memory_bar", "orders",
        "forward_steps", "tangent_steps", "checkpoint_steps", "reverse_steps", "machine", "feasibility", "stationarity",
        "block_steps", "annotations", "nudges",
    ],
    "show.live": ["bundle", "script", "standalone", "live_widget"],
    "show.stepper": ["contract", "frames", "still", "moving", "ranges", "recipe", "exploring", "widget"],
    "show.toys": ["toy", "circle", "bell"],
    "show.cards": ["card"],
    "teach.kept": ["events", "file_lock", "event_file", "keeping"],
    "teach.judging": [
        "stops", "closed", "as_given", "kept_answer", "answers", "safe_verdict", "cells", "judges", "watched_program",
        "powers", "recorded_lines", "feedback",
    ],
    "teach.predictions": [f"p{k:02}" for k in range(16)],
    "teach.practice": ["question", "lots", "kinds", "steady", "record", "card_data", "practice", "self_test", "paper"],
    "teach.practice.paper": ["different", "printed", "cloze", "question_bank"],
    "teach.practice.kinds": ["fill_adjoints", "put_in_order", "find_mistake", "solve_rows", "count_sweeps"],
    "teach.worker": ["earlier_statements", "typed_cell", "page_worker"],
    "teach.problems": ["trials", "plans", *(f"n{k:02}" for k in range(15))],
    "grade.confined": ["empty", "limits", "recording", "contents", "inside", "ways", "box"],
    "grade.reporting": ["student_names", "marks_table", "tally", "marks_page", "feedback_page", "class_page"],
    "grade.exports": ["gradebook", "gradescope_zip", "gradescope_run"],
    "commands.paper": ["wanted", "whole", "to_pdf"],
    "commands.lesson": ["kept_cells", "own_copy", "server"],
}  # fmt: skip

THIRD_PARTY = {
    "engine": set(),
    "symbolic": {"sympy"},
    "lagrange": {"numpy", "tqdm"},
    "show": {
        "graphviz", "pygraphviz", "matplotlib", "anywidget", "latex2mathml",
        "IPython",  # redraws a picture in its place, and is there where notebooks are
        "traitlets",  # what a widget's fields are made of
        "pygments",  # colours source code where it is there, as in every JupyterLab
    },
    "teach": {"numpy"},
    "grade": set(),
    "commands": {"tqdm"},
    "": set(),
}  # fmt: skip

# "import adlesson" must load none of these, and a program of numbers must run without them
ONLY_WHEN_CALLED = {
    "engine.numbers.arrays": {"numpy"},
    "engine.numbers.linear": {"numpy"},
    "engine.numbers.summing": {"numpy"},
    "engine.numbers.products": {"numpy"},
    "engine.tracing.written_entries": {"numpy"},
    "engine.numbers.choosing": {"numpy"},
    "engine.numbers.arithmetic": {"numpy", "sympy"},
    "engine.numbers.elementary": {"numpy", "sympy"},
    **{
        f"engine.tracing.as_numpy.{name}": {"numpy"}
        for name in ("moved_entries", "summed_entries", "spelled_products", "decided")
    },
    **{f"engine.tracing.as_torch.torch_{name}": {"numpy"} for name in ("shapes", "losses", "windows")},
    "engine.tracing.traced_array": {"numpy"},
    "engine.codegen.by_numba": {"numba"},
    "engine.codegen.meanings": {"numpy"},
    "engine.codegen.other_inputs": {"numpy"},
    "engine.own_rows": {"sympy"},
    "engine.operation": {"numpy"},
    "engine.samples.data": {"numpy"},
    "grade.channel": {"numpy"},
    "grade.cluster": {"distributed"},  # which an institution has that has a cluster
    "teach.kept.keeping": {"platformdirs"},  # which a browser's kernel has not
    "grade.exports.gradebook": {"nbgrader", "traitlets"},  # who has nbgrader has both
}

# what loads when it is asked for: public names, the modes of the stepper, the exercises of a notebook, and their cards,
# the commands, and what PyTorch asks a traced value
BY_NAME = (
    "__init__", "show.story.__init__", "teach.predictions.__init__", "teach.problems.__init__", "teach.exercises",
    "engine.tracing.as_torch.torch_protocol",
    "teach.practice.practice",
    "commands.__init__", "engine.tracing.as_numpy.numpy_calls",
)  # fmt: skip


def inside(room):
    """Yield the names of all modules of a room or of a folder, from the top down.

    Its ``__init__`` comes after them: it may gather what they offer, and they may not ask it back.
    """
    for name in FLOORS.get(room) or FOLDERS[room]:
        yield from inside(f"{room}.{name}") if f"{room}.{name}" in FOLDERS else [f"{room}.{name}"]
    yield f"{room}.__init__"


ORDER = [name for room in FLOORS if room for name in inside(room)] + FLOORS[""]

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def place(module):
    """Return the entry of ORDER that a module stands at, given its name in ``adlesson``; a package is its ``__init__``."""
    if not module:
        return "__init__"
    return f"{module}.__init__" if module in FLOORS or module in FOLDERS else module


def imported(module, node):
    """Return the full names of what one import statement of a module imports."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    package = ["adlesson", *module.split(".")][: -node.level] if node.level else []
    start = ".".join([*package, *filter(None, [node.module])])
    things = {f"{start}.{alias.name}" for alias in node.names}
    # "from .. import ops" names a module, "from ..ops import sin" a thing inside one
    return {name if name.startswith("adlesson.") and place(name[9:]) in ORDER else start for name in things}


def complaints(module, source):
    """Return what is wrong with a module's imports, one sentence each."""
    own = place(module)
    if own not in ORDER:
        return [f"{module}: in no list of FLOORS or FOLDERS, give it its place"]
    room = own.partition(".")[0] if "." in own else ""
    tree, found = ast.parse(source), []
    inner = {node for function in ast.walk(tree) if isinstance(function, FUNCTIONS) for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name in sorted(imported(module, node)):
                package, _, below = name.partition(".")
                what = (
                    wrong_inside(own, module, place(below), node in inner)
                    if package == "adlesson"
                    else wrong_outside(module, room, package, node in inner)
                )
                found += [f"{module}, line {node.lineno}: {what}"] * bool(what)
        elif (
            room
            and own not in BY_NAME
            and getattr(node, "id", getattr(node, "attr", None)) in ("import_module", "__import__")
        ):
            found.append(f"{module}, line {node.lineno}: an import by name is for {' and '.join(BY_NAME)} only")
    return found


def wrong_inside(own, module, name, inner):
    """Return what is wrong with importing the package's module ``name``, or None."""
    if name not in ORDER:
        return f"{name} is in no list of FLOORS or FOLDERS"
    if inner:
        return f"{name} is imported inside a function, which hides a cycle"
    if ORDER.index(name) > ORDER.index(own) or name == module:
        return f"{name} is not above it"


def wrong_outside(module, room, name, inner):
    """Return what is wrong with importing a package of others, or None."""
    if name in sys.stdlib_module_names or name in THIRD_PARTY[room]:
        return None
    if name not in ONLY_WHEN_CALLED.get(module, ()):
        return f"{name} is not for this room"
    if not inner:
        return f"{name} may be imported only where it is used, inside a function"


def modules(checkout):
    """Yield ``(name below adlesson, path)`` for each module of the package."""
    top = checkout / "adlesson"
    for path in sorted(top.rglob("*.py")):
        yield ".".join(path.relative_to(top).with_suffix("").parts), path


def test_every_module_imports_only_from_above(checkout):
    """The whole package, one line per complaint."""
    found = [text for name, path in modules(checkout) for text in complaints(name, path.read_text(encoding="utf-8"))]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        ("engine.ops", "from .sweeps import Step", "engine.sweeps is not above it"),
        ("engine.ops", "from . import sweeps", "engine.sweeps is not above it"),
        ("engine.ops", "from . import OPS", "engine.__init__ is not above it"),
        ("engine.ops", "from ..show.picture.drawing import draw", "show.picture.drawing is not above it"),
        ("engine.ops", "from adlesson.show.picture import drawing", "show.picture.drawing is not above it"),
        ("engine.ops", "import adlesson.engine.ops", "engine.ops is not above it"),
        ("show.picture.layout", "import adlesson", "__init__ is not above it"),
        ("show.picture.layout", "from ... import trace", "__init__ is not above it"),
        ("show.picture.layout", "from ...teach import exercises", "teach.exercises is not above it"),
        ("engine.numbers.arrays", "from .linear import index", "engine.numbers.linear is not above it"),
        ("engine.numbers.arrays", "from .. import ops", "engine.ops is not above it"),
        ("teach.exercises", "from ..show.nowhere import draw", "show.nowhere is in no list"),
        ("engine.nowhere", "", "in no list of FLOORS"),
        ("nowhere", "", "in no list of FLOORS"),
        (
            "engine.trace",
            "def f():\n    from .errors import TraceError",
            "line 2: engine.errors is imported inside a function",
        ),
        ("engine.trace", "f = lambda: __import__('numpy')", "an import by name"),
        ("engine.trace", "import importlib\nimportlib.import_module('numpy')", "line 2: an import by name"),
        ("engine.trace", "import numpy", "numpy is not for this room"),
        ("engine.trace", "def f():\n    import numpy.linalg", "numpy is not for this room"),
        ("engine.numbers.elementary", "import numpy as np", "numpy may be imported only where it is used"),
        ("engine.numbers.elementary", "def f():\n    import torch", "torch is not for this room"),
        ("lagrange.lagrangian", "from sympy import Symbol", "sympy is not for this room"),
        ("__init__", "import numpy", "numpy is not for this room"),
    ],
)
def test_each_rule_can_fail(module, source, complaint):
    """A rule that never fires guards nothing."""
    assert any(complaint in text for text in complaints(module, source)), complaints(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("engine.program", "import sys\nfrom .errors import LessonError\nfrom . import ops"),
        ("engine.numbers.elementary", "def f():\n    import numpy, sympy"),
        ("engine.__init__", "from .derivatives import grad"),
        ("symbolic.swell", "import sympy\nfrom ..engine import ops, program\nfrom .expressions import expression"),
        ("engine.numbers.linear", "from .arrays import filled\nfrom ..errors import LessonError"),
        ("show.picture.drawing", "from ...engine import LessonError\nimport graphviz.backend"),
        ("teach.problems.n07", "from ..exercises import Problem\nfrom .trials import paths\nfrom ...engine import ops"),
        (
            "__init__",
            "from importlib import import_module\nfrom .engine.ops import sin\nimport_module('.teach', __name__)",
        ),
    ],
)
def test_what_is_allowed_passes(module, source):
    """The lists must not be stricter than the design."""
    assert complaints(module, source) == []


def test_every_module_in_the_lists_exists_and_has_a_name_of_its_own(checkout):
    """A list that names what is gone says nothing, and two modules of one name are looked up in the wrong room."""
    there = [name for name, _ in modules(checkout)]
    assert sorted(there) == sorted(ORDER)
    last = [name.rpartition(".")[2] for name in there if not name.endswith("__init__")]
    assert sorted(set(last)) == sorted(last)


def test_what_a_room_may_import_it_does_import(checkout):
    """A permission that nobody uses any more would let the next one in unseen."""
    used = {room: set() for room in THIRD_PARTY} | {module: set() for module in ONLY_WHEN_CALLED}
    for module, path in modules(checkout):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                packages = {name.partition(".")[0] for name in imported(module, node)}
                used[module.partition(".")[0] if "." in module else ""] |= packages
                used.get(module, set()).update(packages)
    assert {place for place, names in (THIRD_PARTY | ONLY_WHEN_CALLED).items() if names - used[place]} == set()


def test_each_test_lies_where_its_module_lies(checkout):
    """Whoever changes a module finds its tests by its name; those of the package as a whole stand at the top."""
    tests = [path.relative_to(checkout / "tests") for path in (checkout / "tests").rglob("test_*.py")]
    mirrored = [path for path in tests if path.parts[0] in FLOORS]
    assert len(mirrored) > 50
    assert [str(path) for path in mirrored if module_of(path) not in ORDER] == []
    assert module_of(Path("show/test_drawing.py")) not in ORDER, "a test in the wrong folder is found"


def module_of(test):
    """Return the name below ``adlesson`` of the module that a test file is about, from the file's path."""
    return ".".join([*test.parts[:-1], test.stem.removeprefix("test_")])


def test_importing_the_package_loads_nothing_heavy():
    """Every scalar lesson must run where only the standard library is, and start at once."""
    program = "import sys, adlesson as ad; ad.grad(lambda x: ad.exp(x) * x, x=0.5); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "numpy",
        "sympy",
        "matplotlib",
        "ipywidgets",
        "anywidget",
        "graphviz",
        "pygraphviz",
        "latex2mathml",
        "IPython",
        "tqdm",
    }
    assert not heavy & set(loaded)


def borrowed(module, source):
    """Return the private names of other modules of ours that a module uses, as pairs ``(module, name)``."""
    tree, ours, found = ast.parse(source), set(), []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").partition(".")[0] == "adlesson"):
            ours |= {alias.asname or alias.name for alias in node.names}
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            ours |= {alias.asname or "adlesson" for alias in node.names if alias.name.partition(".")[0] == "adlesson"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ours:
            found.append(node.attr)
    # those of the language and of notebooks begin and end so, and a namedtuple's fields are no secret
    public = ("_fields", "_replace", "_asdict", "_make")
    return [(module, name) for name in found if name.startswith("_") and not name.endswith("_") and name not in public]


def test_no_module_uses_a_private_name_of_another(checkout):
    """A name with an underscore may change without anybody being asked: so nobody else may use it."""
    found = [pair for name, path in modules(checkout) for pair in borrowed(name, path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from .traced import Traced, _rules", ["_rules"]),
        ("from ..engine import ops as table\ntable._rules", ["_rules"]),
        ("import adlesson.engine.ops as ops\nops._rules()", ["_rules"]),
        ("from .page import Row\nRow._fields, Row._repr_html_, Row.__doc__", []),
        ("import sys\nfrom collections import _tuplegetter\nsys._getframe()\nself._own", []),
    ],
)
def test_a_borrowed_private_name_is_found(source, names):
    """And what is private of others, one's own, or of the language is not asked about."""
    assert [name for _, name in borrowed("show.nowhere", source)] == names
