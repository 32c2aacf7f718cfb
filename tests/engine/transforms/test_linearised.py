"""A program at one point as a linear map: its columns, its rows, and its entries are one matrix."""

import random
from fractions import Fraction as F

import pytest
from programs import sparse_program

import adlesson as ad
from adlesson.engine.transforms.linearised import Linearised, ways


@pytest.mark.parametrize("seed", range(15))
def test_columns_rows_and_entries_are_those_of_the_jacobian(seed):
    """In fractions; a variable that nothing moves, or that nobody pays, has None."""
    p = sparse_program(random.Random(seed))
    slots, right = p.output_slots, {}
    for name, slot in zip(p.outputs, slots, strict=True):
        row = list(ad.vjp(p, {name: 1}).values())
        right[slot] = [u for part in row for u in (part if isinstance(part, list) else [part])]
    linear = Linearised(p, p.values(), ways(p, range(p.d), slots))
    places = range(p.d)
    rows, columns, values = linear.entries(places, slots, 10**6)
    found = {(row, column): u for row, column, u in zip(rows, columns, values, strict=True)}
    for k in places:
        dots = linear.push([(k, F(1))])
        for o, slot in enumerate(slots):
            if slot >= 0:
                assert (dots[slot] or 0) == right[slot][k]
            assert found.get((o, k), 0) == (right[slot][k] if slot >= 0 else 0)
    for slot in slots:
        if slot >= 0:
            assert [u or 0 for u in linear.pull([(slot, F(1))])[: p.d]] == right[slot]


def test_entries_are_given_up_where_they_take_too_many_products():
    """Each edge costs as many as its argument has columns."""
    p = ad.trace(lambda x: [sum(x) * u for u in x], x=[2, 3, 5])
    linear = Linearised(p, p.values(), ways(p, range(p.d), p.output_slots))
    assert linear.entries(range(3), p.output_slots, 10) is None
    product = ad.trace(lambda x, y: x * y, x=2, y=3)
    one = Linearised(product, product.values(), ways(product, [0, 1], [2]))
    assert one.entries([0, 1], [2], 1) is None
    assert one.entries([0, 1], [2], 2) == ([0, 0], [0, 1], [3, 2])
    rows, columns, values = linear.entries(range(3), p.output_slots, 100)
    assert sorted(zip(rows, columns, values, strict=True)) == [
        (o, k, 10 * (o == k) + (2, 3, 5)[o]) for o in range(3) for k in range(3)
    ]


def test_only_what_lies_between_is_kept_and_what_passes_nothing_on_is_not():
    """Edges from what does not move, edges to what is not asked for, and a slope that is the 0 of the table."""
    p = ad.trace(lambda x, y: {"f": x * y + ad.sign(x) * y, "g": y * y}, x=2.0, y=3.0)
    edges = ways(p, [0], p.output_slots[:1])
    assert {k for *_, k in edges} == {0, *(p.index(name) for name in p.names if name.startswith("z"))} - {p.output_slots[1]}
    linear = Linearised(p, p.values(), edges)
    assert len(linear.edges) < len(edges)
    assert linear.push([(0, 1.0)])[p.output_slots[0]] == 3.0
    assert linear.push([(0, 0)])[p.output_slots[0]] is None
    assert linear.pull([(p.output_slots[0], 1.0)])[1] is None
