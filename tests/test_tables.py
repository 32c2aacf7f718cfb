"""Tables say in rows what the picture says in boxes."""

import pytest

import adlesson as ad


def test_the_shares_of_an_adjoint_are_listed_in_the_order_they_were_paid():
    """a is read by b and c, so two shares; their sum is what the sweep makes of them."""
    rows = {row["variable"]: row for row in ad.table(ad.trace(ad.examples.running, x=0.25), sweep="reverse").rows}
    assert rows["a"]["paid by"] == "λ_c·1 + λ_b·2a"
    assert (rows["a"]["value"], rows["a"]["adjoint"]) == ("1.284", "63.51")
    assert rows["f"]["paid by"] == "seed"


def test_a_variable_nobody_reads_is_paid_by_nobody():
    """And its adjoint is 0, not missing."""
    p = ad.trace(ad.examples.idle, x=-1.5, y=0.5)
    row = next(row for row in ad.table(p, sweep="reverse").rows if row["variable"] == "y")
    assert (row["adjoint"], row["paid by"]) == ("0", "nobody")


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
