"""Steppers and cards stand in one page, and each is styled by its own sheet alone."""

import re
from importlib.resources import files

import pytest

SHOW = files("adlesson.show")
ROOTS = {"stepper": {"stepper"}, "cards": {"card", "predict", "check", "row", "replay", "again"}}


def classes_of(folder):
    """Return the classes that the modules of a folder write out, and those that its sheets style."""
    text = " ".join(path.read_text("utf-8") for path in SHOW.joinpath(folder, "js").iterdir())
    return set(re.findall(r"(?<!-)\bad-([\w-]*\w)", text))  # a variable begins with two strokes


def selectors(folder):
    """Yield each selector of a folder's sheets, the parts of a list one by one."""
    for path in SHOW.joinpath(folder, "js").iterdir():
        if path.name.endswith(".css"):
            text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
            for found in re.findall(r"([^{}@;]+)\{", text):
                yield from (part.strip() for part in re.split(r",(?![^(]*\))", found))


@pytest.mark.parametrize("folder", ["stepper", "cards", "toys"])
def test_the_frame_around_a_piece_stands_once(folder):
    """Toys, cards and steppers stand below each other in a notebook: one that is changed alone would be seen at once."""
    paths = [path.read_text("utf-8") for path in SHOW.joinpath(folder, "js").iterdir()]
    roots = [found for text in paths for found in re.findall(r"adlesson (ad-[\w-]+)", text)]
    assert roots and {*roots} == {"ad-piece"}
    names = r"([\w-]+):"
    frame = set(re.findall(names, SHOW.joinpath("live", "js", "piece.css").read_text("utf-8").partition("}")[0]))
    assert frame >= {"border", "border-radius", "background", "line-height", "margin", "padding", "font-size"}
    for named, rule in re.findall(r"^(\.ad-piece)?\.ad-(?:stepper|card|toy) \{([^}]*)\}", "\n".join(paths), re.M):
        both = frame & set(re.findall(names, rule))
        assert both <= {"padding", "font-size"}, rule
        assert named or not both, f"the sheet of another piece, further down, would take it back: {rule}"


@pytest.mark.parametrize(("folder", "other"), [("stepper", "cards"), ("cards", "stepper")])
def test_no_rule_reaches_into_the_other_kind(folder, other):
    """A rule whose every class the other kind has, too, has to name its root."""
    theirs = classes_of(other)
    for selector in selectors(folder):
        named = set(re.findall(r"\.ad-([\w-]+)", selector))
        assert not named or named & ROOTS[folder] or not named <= theirs, selector
