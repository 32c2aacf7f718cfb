"""The hunt for mutants: what is drawn, which tests are met, and that what no test notices is told."""

from collections import Counter
from pathlib import Path

import pytest
from mutants.faults import faults
from mutants.hunt import ROOMS, Checkout, drawn, equivalent, files_about, importers, meet

MODULE = '''"""A module."""
from ..ops import one


def clipped(u: int = 0):
    """Return u, at most 9."""
    if u > 9 and not one:
        return -9
    return min(u, 9) + divmod(u, 9)[0]
'''


def test_each_kind_of_fault_is_made_and_no_other():
    """Sentences, docstrings, annotations and imports are not touched; each fault is one change and can be compiled."""
    found = list(faults("engine/a.py", MODULE))
    assert [fault.becomes for fault in found] == [
        "def clipped(u: int = 1):",
        "if (u > 9) or (not one):",
        "if u >= 9 and not one:",
        "if u > 10 and not one:",
        "if u > 9 and one:",
        "return None",
        "return 9",
        "return -10",
        "return None",
        "return min(u, 9) - divmod(u, 9)[0]",
        "return min(u, 10) + divmod(u, 9)[0]",
        "return min(u, 9) + divmod(9, u)[0]",
        "return min(u, 9) + divmod(u, 10)[0]",
        "return min(u, 9) + divmod(u, 9)[1]",
    ]
    for fault in found:
        compile(fault.source, "a.py", "exec")
        assert sum(a != b for a, b in zip(fault.source.splitlines(), MODULE.splitlines(), strict=True)) == 1
    assert not list(faults("a.py", 'a = f"{u} + 1"\nraise_ = "a - b"\nfrom a import b\n'))
    deleted = "def f(u):\n    u.x = 1\n    u += 1\n    g(u)\n    for _ in u:\n        continue"
    assert [f.line for f in faults("a.py", deleted) if f.becomes == "pass"] == ["u.x = 1", "u += 1", "g(u)", "continue"]


def test_the_same_are_drawn_each_time_from_all_rooms(checkout):
    """A survivor can be looked for again; another seed draws others."""
    first, other = drawn(checkout, 320, 12), drawn(checkout, 321, 13)
    assert len({fault.source for fault in first}) == len(first) == 320
    assert len(set(first) & set(other)) < 40
    assert drawn(checkout, 2, 12) == first[:2]
    rooms = Counter(fault.module.split("/")[0] for fault in first)
    assert set(rooms) == set(ROOMS) and min(rooms.values()) > 50


def test_a_mutant_meets_the_tests_of_its_module_and_of_those_that_import_it(checkout):
    """Nearest first; a module without a test of its own is tested through its neighbours, first where it is used."""
    users = importers(checkout)
    about = {
        name: files_about(name, checkout, users)
        for name in ("engine/fast.py", "teach/problems/n04.py", "teach/judging/judges.py")
    }
    assert about["engine/fast.py"][:2] == ["tests/engine/test_fast.py", "adlesson/engine/fast.py"]
    assert "tests/engine/test_derivatives.py" in about["engine/fast.py"]
    solvers = [path for path in files_about("lagrange/solvers/run.py", checkout, users) if "solvers/test_" in path]
    assert solvers[0] == "tests/lagrange/solvers/test_solver_loop.py" and sorted(solvers) != solvers
    assert about["teach/problems/n04.py"][:2] == ["tests/teach/problems/test_n04.py", "adlesson/teach/problems/n04.py"]
    assert "tests/teach/test_exercises.py" in about["teach/problems/n04.py"]
    assert "tests/teach/test_exercises.py" in about["teach/judging/judges.py"]
    all_met = {path for fault in drawn(checkout, 320, 12) for path in files_about(fault.module, checkout, users)}
    elsewhere = [Path(path).parts[1] for path in all_met if path.startswith("tests/")]
    assert not {"browser", "site", "gradebooks"} & {*elsewhere}, "these need a browser, a built site or other packages"


def test_a_copy_has_all_that_a_test_may_read(checkout, tmp_path):
    Checkout(checkout, tmp_path / "copy")
    for name in ("adlesson", "tests", "notebooks/src", "README.md", "LICENSE", "CITATION.cff", ".github/CONTRIBUTING.md"):
        assert (tmp_path / "copy" / name).exists(), name


@pytest.mark.parametrize(("test", "fate"), [("assert clipped(10) == 9", "noticed"), ("assert clipped(8) == 8", "survives")])
def test_what_the_tests_notice_is_told_from_what_they_do_not(tmp_path, test, fate):
    """In a copy: the module itself stays as it is."""
    top = tmp_path / "top"
    files = {
        "adlesson/engine/ops.py": "one = 1\n", "adlesson/engine/numbers/a.py": MODULE, "adlesson/__init__.py": "",
        "tests/test_a.py": f"from adlesson.engine.numbers.a import clipped\n\ndef test_it():\n    {test}\n",
        "notebooks/none": "", "pyproject.toml": "", "README.md": "",
    }  # fmt: skip
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    (fault,) = [one for one in faults("engine/numbers/a.py", MODULE) if one.becomes.startswith("return min(u, 10)")]
    copy = Checkout(top, tmp_path / "copy")
    assert meet(copy, fault, ["tests/test_a.py"], {}).fate == fate
    assert (
        (top / "adlesson/engine/numbers/a.py").read_text()
        == (copy.top / "adlesson/engine/numbers/a.py").read_text()
        == MODULE
    )


def test_each_mutant_that_is_explained_is_one_that_can_be_made(checkout):
    """An explanation of what is gone explains nothing."""
    kept = equivalent()
    assert all(len(why.split()) > 3 for why in kept.values())
    made = set()
    for name in {module for module, *_ in kept}:
        made |= {fault[:4] for fault in faults(name, (checkout / "adlesson" / name).read_text("utf-8"))}
    assert set(kept) <= made
