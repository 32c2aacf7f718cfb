"""What stands alone in a cell is bounded before it is worked out: in time, and in what the page has to hold."""

import time

import numpy as np
import pytest

import adlesson as ad

N = 50_000


@pytest.fixture(scope="module")
def long():
    """Return a program of 50,001 variables; its names are worked out when they are first asked for."""

    def f(x):
        for _ in range(N):
            x = x * 1.0001
        return x

    return ad.trace(f, x=1.0)


def named(letters):
    """Return a program whose only input has a name of so many letters."""
    return ad.trace(lambda **k: ad.exp(k["x" * letters]), at={"x" * letters: 0.5})


SHOWN = {
    "program": lambda p: p._repr_html_(),
    "program as text": repr,
    "Lagrangian": lambda p: ad.Lagrangian(p)._repr_html_(),
    "Lagrangian as text": lambda p: repr(ad.Lagrangian(p)),
    "block of equations": lambda p: repr(ad.Lagrangian(p).stationarity),
    "table": lambda p: ad.table(p, sweep=None)._repr_html_(),
    "table of the reverse sweep": lambda p: ad.table(p, sweep="reverse", saves=True)._repr_html_(),
    "table as text": lambda p: repr(ad.table(p)),
    "picture": lambda p: ad.draw(p)._repr_html_(),
    "picture of a sweep": lambda p: ad.draw(p, sweep="reverse")._repr_html_(),
    "picture of a Lagrangian": lambda p: ad.draw(ad.Lagrangian(p))._repr_html_(),
    "stepper": lambda p: repr(ad.Stepper(p)),
    "digraph": lambda p: ad.dot(p).source,
}
AT_ONCE = {"program", "program as text", "picture", "picture of a sweep", "picture of a Lagrangian", "stepper", "digraph"}


@pytest.mark.parametrize("what", SHOWN)
def test_what_is_shown_of_a_long_program_is_short(what, long):
    """Six megabytes of rows stop a browser.  What is refused is refused before a sweep has begun."""
    long.names
    start = time.process_time()
    try:
        assert len(SHOWN[what](long)) < 60_000
    except ad.LessonError as problem:
        assert "50,001 variables" in str(problem)
    assert time.process_time() - start < (0.5 if what in AT_ONCE else 6)  # a thousandth of a second, and it does not grow


@pytest.mark.parametrize("what", SHOWN)
def test_a_name_as_long_as_a_page_is_not_shown_again_and_again(what):
    """In every box, row and sentence that reads it; what holds names of 100 letters holds no page."""
    try:
        assert len(SHOWN[what](named(10_000))) < 30_000
    except ad.LessonError as problem:
        assert "has 10,000 characters, and one of at most 100 can be shown: choose a shorter one" in str(problem)
    assert SHOWN[what](named(100))


def test_a_program_in_a_cell_says_what_cannot_be_shown_and_raises_nothing():
    """A sentence, and the list, each line of it cut."""
    page = named(10_000)._repr_html_()
    assert "has 10,000 characters" in page and "<pre>" in page and max(map(len, page.splitlines())) < 700


@pytest.mark.parametrize("what", SHOWN)
def test_a_function_that_returns_one_thing_a_thousand_times_is_not_shown_so_often(what):
    """Two variables, and a list of outputs that is longer than any program."""
    p = ad.trace(lambda x: [x * x] * 1_000, x=1.0)
    try:
        assert len(SHOWN[what](p)) < 30_000
    except ad.LessonError as problem:
        assert "1,000 outputs" in str(problem) or "several outputs" in str(problem)


def test_the_table_of_a_long_program_has_both_ends_and_says_where_the_rest_is(long):
    """The first and the last 100, as they are in the whole; and between them a row that says that some are missing."""
    table = ad.table(long, sweep="reverse")
    assert [row["variable"] for row in table.rows[98:103]] == ["x_99", "x_100", "…", long.names[-100], long.names[-99]]
    slope = ad.grad(long)["x"]
    assert table.rows[0]["adjoint"] == f"{slope:.4g}" and table.rows[-1]["shares"] == "seed"
    says = "the first 100 and the last 100; all are in p.instructions, p.values(), adjoints(p)"
    assert repr(table).endswith(says) and says in table._repr_html_()


def test_the_table_of_two_hundred_variables_is_whole():
    """And that of one more is not."""
    for n, rows in ((199, 200), (200, 201)):
        table = ad.table(ad.trace(lambda x, n=n: repeated(x, n), x=1.0))
        assert len(table.rows) == rows and ("…" in repr(table)) == (n == 200)


def repeated(x, n):
    for _ in range(n):
        x = x + 1
    return x


def test_a_variable_that_everybody_reads_is_paid_by_the_first_forty():
    """A sum of a hundred shares in one cell is no reading."""
    row = ad.table(ad.trace(lambda x: sum(ad.sin(x) for _ in range(90)), x=1.0), sweep="reverse").rows[0]
    assert row["shares"].count("+") == 40 and row["shares"].endswith(" + …")


def test_a_block_of_equations_has_the_first_rows_and_the_others_by_name():
    """Two hundred lines; the block itself holds all."""
    p = ad.trace(lambda x: repeated(x, 300), x=1.0)
    block = ad.Lagrangian(p).feasibility
    assert len(repr(block).splitlines()) == 202 and len(block) == 301
    assert repr(block).endswith("... the first 200 of 301: ask for the others by name")


def test_a_table_of_a_million_is_refused():
    """In a sentence that says what to read instead; nothing is worked out before."""
    p = ad.trace(lambda x: repeated(x, 100_000), x=1.0)
    with pytest.raises(ad.LessonError, match=r"100,001 variables, and a table is made of 100,000 at most: read p.values"):
        ad.table(p)
    with pytest.raises(ad.LessonError, match=r"100,001 variables, and source writes out 100,000 at most"):
        ad.source(p)


def test_arrays_of_a_million_entries_are_shown_as_one_line():
    """As inputs, in the list, in pictures and in tables."""
    p = ad.trace(lambda x, y: (x * y).sum(), x=np.arange(1e6), y=np.ones(10**6))
    for what in ("program", "program as text", "Lagrangian", "table as text", "picture of a sweep", "stepper"):
        assert len(SHOWN[what](p)) < 30_000
