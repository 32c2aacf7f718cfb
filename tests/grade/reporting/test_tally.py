"""What is counted in the marks of a class, counted once more by hand."""

from marked import marked

from adlesson.grade.marks import VERDICTS as KNOWN
from adlesson.grade.reporting.tally import VERDICTS, alike, mistakes, sums, tally, task_of

MARKS = [
    marked("a", "right wrong wrong", mistake="lost minus"),
    marked("b", "right wrong missing", mistake="first path only"),
    marked("c", "right right untouched"),
    marked("d", "stopped wrong wrong", mistake="lost minus"),
]


def test_verdicts_are_counted_by_exercise():
    """And how much of the points was earned."""
    first, second, third = tally(MARKS)
    assert first.counts == {"right": 3, "wrong": 0, "untouched": 0, "missing": 0, "stopped": 1} and first.share == 0.75
    assert (second.counts["wrong"], second.share) == (3, 0.25)
    assert (third.what, third.counts["right"], third.share) == ("adjoints/2", 0, 0)
    assert all(sum(one.counts.values()) == len(MARKS) for one in (first, second, third))


def test_each_verdict_that_a_mark_can_have_has_a_sign_and_a_word():
    """No two alike: colour alone says nothing."""
    assert {*VERDICTS} == {*KNOWN}
    for part in zip(*VERDICTS.values(), strict=True):
        assert len({*part}) == len(VERDICTS)


def test_a_mistake_counts_once_for_each_student():
    """The most frequent first, with where it was made, in the order of the assignment."""
    first, second = mistakes(MARKS)
    assert (first.mistake, first.many, first.what, first.idea) == ("lost minus", 2, ("5.3", "adjoints/2"), "signs")
    assert (second.mistake, second.many, second.what) == ("first path only", 1, ("5.3",))
    assert mistakes(MARKS[2:3]) == []


def test_sums_and_notebooks_that_are_the_same():
    """The same file is no sign where nobody answered anything."""
    assert sums(MARKS) == {0: 1, 3: 2, 8: 1}
    same = [marked(name, "right wrong missing", submission="one") for name in ("a", "b")]
    stubs = [marked(name, "untouched missing untouched", submission="two") for name in ("c", "d")]
    assert alike([*same, *stubs, *MARKS[2:]]) == [["a", "b"]]


def test_an_exercise_of_a_newer_lesson_has_no_task_here():
    """Its mark is shown all the same."""
    assert (task_of("99.1"), task_of("5.3")) == ("", "bug hunt: a reverse sweep")
