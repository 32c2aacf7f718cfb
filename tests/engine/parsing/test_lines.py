"""A program from lines: each is one variable under its own name; anything else is refused, with the line quoted."""

import pytest

import adlesson as ad
from adlesson.engine.errors import InputError, ParseError
from adlesson.engine.parsing.lines import MOST, parse_lines

AT = {"x": 2, "y": 3}


def test_each_line_is_one_variable_under_its_name():
    """Also two equal lines, which ``parse`` would make one, and a product with 1."""
    p = parse_lines(["a = x*y", "b = x*y", "c = a*1", "f = b + c"], AT)
    assert [*p.names] == ["x", "y", "a", "b", "c", "f"]
    assert (p(), p(x=5, y=7), ad.adjoints(p)) == (12, 70, {"x": 6, "y": 4, "a": 1, "b": 1, "c": 1, "f": 1})
    assert len(parse_lines([f"a{k} = x*{k}" for k in range(MOST)], AT)) == len(AT) + MOST


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([f"a{k} = x*{k}" for k in range(MOST + 1)], "a program is a list of 1 to 40 lines"),
        ("a = x*y", "a program is a list of 1 to 40 lines"),
        ([None], "the line None is not read: write name = formula"),
        (["x*y"], r"the line 'x\*y' is not read: write name = formula"),
        (["sin = x*y"], "the line 'sin = .*' is not read"),  # the name of an operation
        (["e = x*y"], "the line 'e = .*' is not read"),  # and of a number
        (["f = x*y + x"], r"the line 'f = x\*y \+ x' does not do one operation: give each operation a line of its own"),
        (["f = x"], "the line 'f = x' does not do one operation"),
        (["f = 2*3"], r"the line 'f = 2\*3' does not do one operation"),
        (["a = x*y", "a = a*y"], r"the line 'a = a\*y' gives 'a' a second time: take a new name"),
        (["x = x*y"], r"the line 'x = x\*y' gives 'x' a second time"),
        (["f = a*x", "a = x*y"], r"the line 'f = a\*x' reads 'a', which is not there yet: there are x, y"),
    ],
)
def test_lines_that_make_no_program_are_refused(lines, says):
    with pytest.raises(ParseError, match=says):
        parse_lines(lines, AT)


@pytest.mark.parametrize("at", [{1: 2}, {"sin": 2}, {"pi": 2}, {"x y": 2}, {"__class__": 2}, {"": 2}, [2, 3], None])
def test_an_input_without_a_good_name_is_refused(at):
    """A name that means something else already, or that no line can read, is none; the line here reads no input."""
    with pytest.raises(InputError, match="at is a dict of names and numbers"):
        parse_lines(["f = 2*3"], at)
