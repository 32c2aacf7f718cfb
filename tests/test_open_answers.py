"""Answers that stand open are found: seven that once stood in the notebooks among them; what is none is let pass."""

import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from open_answers import open_answers

from adlesson.teach.prediction import choice, names, number, order, reason

FORMULAS = ("about twice as large", "9 (n - 1) 2^(n - 1) + 1", "n^2 + 1")
SLOPES = ("7 exp c", "-7 + 7 e^c + 7 cos c", "7 e^c + 7 cos c")
REASONS = ("because x moves a and b", "because of luck", "by the rule")
DEAREST = 'words = "From 2 to 5; the dearest is tower, x to the power y."\nad.plots.bars(ratios, words)'

GIVEN_AWAY = {  # the prediction, its question, and what follows the card: code to run, or text
    "02.3": (
        choice("02.3a", "How many nodes?", FORMULAS, "B", {}),
        "By $n = 15$, is it nearer to a thousand nodes, or to a million?",
        "print([9 * (n - 1) * 2 ** (n - 1) + 1 for n in steps])",
    ),
    "02.6": (
        choice("02.6a", "How many are different?", ("2^n", "10 n - 6", "n^2"), "B", {}),
        "How many *different* ones are there?",
        'print(sizes["shared"][1], [10 * n - 6 for n in steps], sep="\\n")',
    ),
    "06.2": (
        choice("06.2a", "Which costs most?", ("a product", "a sine", "a quotient", "a power"), "D", {}),
        "Which operation has the dearest gradient: a product, a sine, a quotient, a power?",
        DEAREST,
    ),
    "06.2 in figures": (number("06.2a", "How many times the value?", 5, {}), "How many times the value?", DEAREST),
    "06.5": (
        choice("06.5a", "What do the held values do?", ("they stay", "they climb", "they climb, then come down"), "C", {}),
        "Draw it.",
        'words = "Forward mode is flat; reverse mode climbs for 100 moments, then comes down."',
    ),
    "07.3": (
        choice("07.3a", "What is it by c?", SLOPES, "B", {}),
        "Write the three derivatives down.",
        'print(slopes.z["c"], -7 + 7 * exp(z["c"]) + 7 * cos(z["c"]))',
    ),
    "08.2": (
        number("08.2a", "What is the multiplier of c?", 17.8025, {}),
        "The solution stands on the right. Get the 17.80 of row $c$ on paper.",
        "L.back_substitution()",
    ),
    "09.1": (
        names("09.1a", "Where does the loop put its 1?", "E E_next", {}, among="e m M E E_next"),
        "Into which corner?",
        'matrix[index("E_next"), index("E")] -= 1',
    ),
    "a small number": (number("05.1a", "How many?", 2, {}), "How many shares?", "**Two** shares, one for each slot."),
    "the end of a formula": (number("05.1a", "How large?", 6, {}), "How large?", "So $0 \\to 3 \\to 6$, or $3 + 3 = 6$."),
    "a large number": (number("05.4d", "How often?", 2_097_151, {}), "How often?", "It is 2.1 million, 2,097,151."),
    "a heading": (number("05.4d", "How large?", 0.14, {}), "How large?", "## 05.5 A strip of 0.14"),
    "a fraction": (number("05.4d", "How large?", 0.25, {}), "How large?", "x = 1/4"),
    "an order": (order("05.4c", "Who is first?", tuple("fab"), "ACB", {}), "Who is first?", "So $f$, $b$, then $a$."),
    "a reason": (
        reason("05.3c", "Why?", REASONS, "AC", {}),
        "Why?",
        "We add *because $x$ moves $a$ and $b$*.",
    ),
    "names": (names("05.3a", "Which?", "a c", {}, among="x a b c"), "Which two?", "Two boxes, `c` and `a`, get two."),
}


def cells(one, question, *after):
    """Return the cells of a question, its card, and more."""
    return [new_markdown_cell(f"**Predict.** {question}"), new_code_cell(f'ad.predict("{one.name}")'), *after]


@pytest.mark.parametrize("case", GIVEN_AWAY.values(), ids=GIVEN_AWAY)
def test_an_open_answer_is_found(case):
    """Each would be read before it is predicted."""
    one, question, after = case
    kind = new_code_cell if re.search(r"\w(?:\(| = |\[)", after) else new_markdown_cell
    assert {name for name, _ in open_answers(cells(one, question, kind(after)), {one.name: one})} == {one.name}


@pytest.mark.parametrize("case", GIVEN_AWAY.values(), ids=GIVEN_AWAY)
def test_what_is_folded_not_the_learners_or_later_is_let_pass(case):
    """An explanation holds the answer, and opens on a click; a check holds it, and is not there; so does what follows."""
    one, _, after = case
    fold, check = new_markdown_cell(after), new_code_cell(f'"{one.right}"')
    fold.metadata.tags, check.metadata.tags = ["fold"], ["check"]
    found = cells(one, "What will it be?", fold, check, new_code_cell("f()"), new_markdown_cell(after))
    assert open_answers(found, {one.name: one}) == []


def test_what_means_other_things_is_let_pass():
    """A program is full of small numbers, and of names."""
    two = number("05.2a", "How many shares does x receive?", 2, {})
    near = number("05.3b", "How large?", 17.8025, {})
    who = names("05.3a", "Which receive two?", "a c", {}, among="x a b c d e f")
    for one, question, text, code in (
        (two, "In $x^2$ at 2?", "So much for $x$, and for $x^2 = 2 x$.", 'f(2) * 2  # at 3\ng("exp(x)^2")'),
        (near, "At $x = 17$ or 18.5?", "178, 17.7, 20, 05.4, z_17.", "g(1.78)"),
        (who, "Of $a$, $b$, $c$?", "First $a$, $b$ and $c$.", "a, c = 1, 2"),
    ):
        found = cells(one, question, new_markdown_cell(text), new_code_cell(code))
        assert open_answers(found, {one.name: one}) == []
