"""The pictures in ``notebooks/images``: what the package draws today, small, each in both themes."""

import re
import runpy
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
PICTURES = runpy.run_path(str(NOTEBOOKS / "tools" / "pictures.py"))["PICTURES"]
BY_HAND = {"head_00"}


def parts(text):
    """Return what of a picture does not depend on the engine that lays it out: its style and its texts."""
    tree = ET.fromstring(text)
    return [re.sub(r"\s+", " ", "".join(part.itertext())) for part in tree.iter() if part.tag.endswith(("style", "text"))]


def committed(name):
    return (NOTEBOOKS / "images" / f"{name}.svg").read_text("utf-8")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_its_script_draws(name):
    """After a change in the package: ``python notebooks/tools/pictures.py``."""
    assert parts(committed(name)) == parts(PICTURES[name]())


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_small_and_reads_on_any_page(name):
    """It is an image: it has its own paper, light or dark, and fetches nothing."""
    text = committed(name)
    assert len(text.encode()) < 40_000 and "@media (prefers-color-scheme: dark)" in text
    assert "svg.adlesson { color-scheme: light dark; background: var(--ad-paper); }" in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "") and "<script" not in text


def test_no_picture_is_left_over():
    """One that nothing draws any more would never be renewed."""
    assert {path.stem for path in (NOTEBOOKS / "images").iterdir()} == {*PICTURES, *BY_HAND}
