"""The exercises speak as the notebooks do: one name for each thing."""

import ast
import re
from pathlib import Path

import pytest

from adlesson.teach import problems

MODULES = sorted(Path(problems.__file__).parent.glob("n*.py"))
NEVER = r"\b(?:pay|pays|paid|partials?|upstream|child|children)\b"  # a reader sends a share; an arrow has a slope


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_what_is_said_has_one_name_for_each_thing(module):
    """Of two names for one thing a learner makes two things."""
    tree = ast.parse(module.read_text("utf-8"))
    told = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in told if " " in text and re.search(NEVER, re.sub("`[^`]*`", "X", text))] == []
