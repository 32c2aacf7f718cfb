"""Marks for nbgrader, as far as they can be tried without it; the rest is in ``tests/gradebooks``."""

import sys

import pytest
from marked import PS1, marked

from adlesson.commands import main
from adlesson.grade.exports.gradebook import in_markdown
from adlesson.grade.marks import begin, write_mark


def test_without_nbgrader_one_sentence_says_how_to_get_it(tmp_path, monkeypatch, capsys):
    """Most people who install the lesson have no use for it."""
    begin(tmp_path / "marks", PS1)
    write_mark(tmp_path / "marks", marked("ada", "right wrong missing"))
    monkeypatch.setitem(sys.modules, "nbgrader", None)
    monkeypatch.setitem(sys.modules, "nbgrader.api", None)
    assert main(["to-nbgrader", str(tmp_path / "marks"), str(tmp_path)]) == 2
    assert capsys.readouterr().err == 'nbgrader is not installed here: python -m pip install "adlesson[nbgrader]"\n'


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("x_bar * y_bar < 3", r"x\_bar \* y\_bar \< 3"),
        ("`x * y < 3` is *not* it", r"`x * y < 3` is \*not\* it"),
        ("<script>", r"\<script>"),
        ("$5$ & [a](b)", r"\$5\$ \& \[a](b)"),
        ("a ` alone", r"a \` alone"),
    ],
)
def test_a_comment_shows_what_was_said(text, markdown):
    """nbgrader reads comments as Markdown, which would set some of it in italics, or run it."""
    assert in_markdown(text) == markdown
