"""Every stepper of the notebooks is seen whole: at most 560 pixels high where there are 700 in width, the drawer aside."""

import ast
import re

import nbformat
import pytest

import adlesson as ad

SHOWS = re.compile(r"^ad\.(Stepper|explore)\(", re.MULTILINE)


def defined_in(source):
    """Return the source of a cell; of an exercise only what it defines."""
    if "ad.exercises" not in source:
        return source
    kept = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import)]
    return "\n".join([*map(ast.unparse, kept), "None"])


def shown_in(path):
    """Run a notebook up to its last stepper, without the author's checks and the exercises; return what each shows."""
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    sources = [defined_in(c.source) for c in cells if "check" not in c.metadata.get("tags", [])]
    last, names, found = max((k for k, source in enumerate(sources) if SHOWS.search(source)), default=-1), {}, []
    for source in sources[: last + 1]:
        *before, end = ast.parse(source).body
        exec(compile(ast.Module(before, []), path.name, "exec"), names)
        if isinstance(end, ast.Expr) and SHOWS.search(ast.unparse(end)):
            found.append(eval(ast.unparse(end), names).data)
        else:
            exec(compile(ast.Module([end], []), path.name, "exec"), names)
    return found


@pytest.fixture(scope="module")
def all_shown(checkout):
    paths = sorted((checkout / "notebooks").glob("*.ipynb"))
    return {path.name[:2]: found for path in paths if (found := shown_in(path))}


@pytest.mark.parametrize("width", [700, 870, 1050])
def test_every_stepper_of_the_notebooks_is_seen_whole(stepper, all_shown, width):
    """From the header to the transport; where one is the machine from the start, with what is below."""
    assert {"00", "03", "04", "05", "06", "08"} <= {*all_shown}
    everyone = [(name, data) for name, found in all_shown.items() for data in found]
    roots = stepper(*(data for _, data in everyone), width=width + 16)  # the page's own margins
    for (name, data), root in zip(everyone, roots.all(), strict=True):
        drawer = root.locator(".ad-drawer")
        machine = bool(data["schedule"] and data["schedule"].get("begins"))
        box, below = root.bounding_box(), 0 if machine else (drawer.bounding_box() or {"height": 0})["height"]
        assert box["width"] == width and box["height"] - below <= 560, (name, data["title"], data["phases"][0]["sweep"])
        if not data["panes"] and not machine:
            assert not drawer.is_visible(), "else one begins with more than one needs"


def test_a_stepper_that_is_too_high_is_seen(stepper):
    root = stepper(ad.Stepper(ad.trace(ad.examples.running, x=0.25)).data, width=716)
    root.evaluate("r => { r.querySelector('.ad-strip').style.height = '270px'; }")
    assert root.bounding_box()["height"] > 560
