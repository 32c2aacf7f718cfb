"""The library is part of the lesson: its source can be shown, and its errors can be shown too."""

import math
import sys
import warnings
from importlib import import_module

import pytest

import adlesson as ad
from adlesson.engine import absent


def test_show_source_names_the_file_and_highlights_the_code():
    """As it is on disk, not pasted into a notebook."""
    shown = ad.show_source(ad.reverse_sweep)
    assert repr(shown).startswith("# adlesson/engine/sweeps.py, line ")
    assert "def reverse_sweep" in repr(shown) and 'class="k"' in shown._repr_html_()
    with pytest.raises(ad.LessonError, match="give a function"):
        ad.show_source(3)


def test_expect_error_shows_the_message_and_lets_the_run_go_on(capsys):
    """Run All completes, and the learner reads what was met and what to write instead."""
    with ad.expect_error():
        ad.trace(lambda x: x // 2, x=1)
    assert "TraceError: a traced value has no //" in capsys.readouterr().out


def test_expect_error_says_so_if_nothing_failed(capsys):
    """A lesson about an error that does not happen is a wrong lesson."""
    with ad.expect_error():
        pass
    assert "expected to raise" in capsys.readouterr().out


def test_a_warning_that_is_meant_is_shown_without_a_path(capsys):
    """The file of a notebook's cell lies in a folder that its reader has never seen; other warnings go where they went."""
    with pytest.warns(UserWarning, match="another") as others, ad.expect_error():
        print("7253")
        warnings.warn("it came back elsewhere", ad.LessonWarning, stacklevel=1)
        warnings.warn("another", UserWarning, stacklevel=1)
    assert capsys.readouterr().out == "7253\nLessonWarning: it came back elsewhere\n"
    assert [str(one.message) for one in others] == ["another"]


def test_expect_error_does_not_swallow_an_interrupt():
    """Ctrl-C stays Ctrl-C."""
    with pytest.raises(KeyboardInterrupt), ad.expect_error():
        raise KeyboardInterrupt


def test_an_error_of_the_lesson_shows_the_learners_lines_only():
    """Four blocks of our own source would hide the one sentence that helps."""
    try:
        ad.trace(lambda x: math.sin(x), x=1.0)
    except ad.LessonError as problem:
        lines = problem._render_traceback_()
    assert lines[-1].startswith("TraceError: a traced value is not a float yet: use adlesson.sin")
    assert len(lines) >= 2 and all("adlesson/" not in line for line in lines[:-1])
    assert "math.sin(x)" in lines[-2]


def test_what_looks_for_a_missing_package_is_not_shown(monkeypatch):
    """Seven lines of Python's own machinery stand between the cell and the sentence."""
    monkeypatch.setattr(absent, "USED", ("not_there",))
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, absent.Homes])
    try:
        import_module("not_there")
    except ad.LessonError as problem:
        first, last = problem._render_traceback_()
    assert 'import_module("not_there")' in first
    assert last.startswith("MissingError: not_there is missing in this browser")
