"""Tables say in rows what the picture says in boxes."""

import numpy as np
import pytest

import adlesson as ad


def test_the_shares_of_an_adjoint_are_listed_in_the_order_they_were_paid():
    """a is read by b and c, so two shares; their sum is what the sweep makes of them."""
    rows = {row["variable"]: row for row in ad.table(ad.trace(ad.examples.running, x=0.25), sweep="reverse").rows}
    assert rows["a"]["shares"] == "λ_c·1 + λ_b·2a"
    assert (rows["a"]["value"], rows["a"]["adjoint"]) == ("1.284", "63.51")
    assert rows["f"]["shares"] == "seed"


def test_a_variable_nobody_reads_is_paid_by_nobody():
    """And its adjoint is 0, not missing."""
    p = ad.trace(ad.examples.idle, x=-1.5, y=0.5)
    row = next(row for row in ad.table(p, sweep="reverse").rows if row["variable"] == "y")
    assert (row["adjoint"], row["shares"]) == ("0", "nothing")


@pytest.mark.parametrize("sweep", [None, "forward", "tangent", "reverse"])
def test_text_and_html_hold_the_same_rows(sweep):
    """One list of rows, two ways to show it."""
    table = ad.table(ad.trace(ad.examples.baydin, x1=2.0, x2=5.0), sweep=sweep)
    assert len(repr(table).splitlines()) == len(table.rows) + 1
    html = table._repr_html_()
    assert html.count("<tr>") == len(table.rows) + 1 and 'scope="row"' in html
    assert all(text in repr(table) for row in table.rows for text in row.values())


def test_what_each_rule_saves_is_a_column_on_demand():
    """exp keeps its output, a square its input, a sum and a constant factor nothing."""
    p = ad.trace(lambda x: 10 * (ad.exp(x) + x**2), x=0.5)
    rows = ad.table(p, saves=True).rows
    assert [row["saves"] for row in rows] == ["", "z1", "x", "nothing", "nothing"]
    assert all("saves" not in row for row in ad.table(p).rows)
    for sweep in (None, "tangent", "reverse"):
        table = ad.table(p, sweep=sweep, saves=True)
        assert list(table.rows[0])[-1] == "saves" and "nothing" in repr(table) and "<td>nothing</td>" in table._repr_html_()
    product = ad.table(ad.trace(lambda x, y: x * y, x=2, y=3), saves=True)
    assert product.rows[-1]["saves"] == "x, y"


def neuron():
    return ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.array([[1.0, 2], [3, 4], [5, 6]]) / 10, x=np.array([0.5, -1]))


def test_where_there_are_arrays_a_column_says_their_shapes():
    """And nowhere else: a table of numbers stays as it was."""
    for sweep in (None, "forward", "tangent", "reverse"):
        rows = ad.table(neuron(), sweep=sweep).rows
        assert [row["shape"] for row in rows] == ["3×2", "2 entries", "3 entries", "3 entries", ""]
        assert all(len(text) < 40 and "\n" not in text for row in rows for text in row.values())
    assert "shape" not in ad.table(ad.trace(ad.examples.running, x=0.25)).rows[0]


def test_between_arrays_the_share_says_what_is_done_to_the_adjoint():
    """Wᵀ z̄ pays x, the outer product of z̄ and x pays W: the transposes are the lesson."""
    table = ad.table(neuron(), sweep="reverse", notation="griewank")
    assert [row["shares"] for row in table.rows] == [
        "outer(z2_bar, x)",
        "Wᵀ @ z2_bar",
        "z3_bar * (1/cosh(z2)²)",
        "broadcast(f̄, 3)",
        "seed",
    ]
    assert [row["adjoint"] for row in table.rows][1:] == ["[0.823, 1.10]", "[0.978, 0.940, 0.887]", "[1, 1, 1]", "1"]
    assert "smallest … largest" in table.caption and "smallest" not in ad.table(ad.trace(lambda x: x * x, x=3)).caption
    moved = ad.table(neuron(), sweep="tangent", notation="griewank").rows
    assert [row["comes from"] for row in moved] == [
        "seed",
        "seed",
        "Ẇ @ x + W @ ẋ",
        "z2_dot * (1/cosh(z2)²)",
        "z3_dot.sum()",
    ]


def test_an_array_that_nobody_pays_has_an_adjoint_of_zeros():
    """It has the shape of the array, as in the gradient."""
    p = ad.trace(lambda x, y: x.sum() + 0 * y.sum(), x=np.ones(2), y=np.ones((3, 3)))
    q = ad.gradient_program(lambda x: (x * x).sum(), x=np.ones((3, 3)))
    assert ad.table(p, sweep="reverse").rows[1]["adjoint"] == "all 0"
    assert (ad.table(q, sweep="reverse").rows[-1]["adjoint"], ad.table(q, sweep="reverse").rows[-1]["shares"]) == (
        "all 0",
        "nothing",
    )


@pytest.mark.parametrize("sweep", ["forward", "tangent", "reverse"])
def test_the_row_where_it_first_goes_wrong_has_a_note(sweep):
    """A column of its own, there only if there is something to note."""
    rows = ad.table(ad.parse("exp(x) - exp(x)", x=800), sweep=sweep).rows
    assert [row["note"] for row in rows] == ["", "⚠\ufe0e first ∞ (exp(800) = ∞)", ""]
    assert "note" not in ad.table(ad.parse("exp(x) - exp(x)", x=8), sweep=sweep).rows[0]
    assert "note" not in ad.table(ad.parse("log(x)", x=0), sweep=None).rows[0]


def test_a_kink_is_noted_where_slopes_are_shown():
    """The adjoint 0 of x is what the table uses, not what a limit would tell."""
    p = ad.trace(lambda x: abs(x), x=0)
    assert [row["note"] for row in ad.table(p, sweep="reverse").rows] == ["", "at the kink: 0 is used (a convention)"]
    assert "note" not in ad.table(p, sweep="forward").rows[0]
