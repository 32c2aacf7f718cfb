"""What is known of the wrong numbers of a blank, without asking the judge for each of them."""

import pytest
from practice_kinds import problems

from adlesson.engine.mistakes.diagnose import diagnose
from adlesson.engine.mistakes.table import ADDED
from adlesson.teach.practice.question import shuffled

NUMBERED = [(kind, level) for kind in ("adjoints", "multipliers") for level in (1, 2, 3)]


@pytest.mark.parametrize(("kind", "level"), NUMBERED)
def test_a_wrong_number_is_met_by_the_sentence_of_the_judge(kind, level):
    """On paper, in a bank and on a page exported alone as in the notebook."""
    for problem in problems(kind, level, 8):
        right = problem.question.blanks
        for name in right:
            for number, says in problem.question.wrong(name).items():
                result = problem.check(right | {name: number})
                assert (result.verdict, result.message) == ("wrong", f"Look at the variable `{name}`. {says}")


def test_at_most_of_the_blanks_three_wrong_numbers_are_known():
    """Of each kind and level 70 % of the blanks at least; the output's own adjoint, 1, has the fewest."""
    for kind, level in NUMBERED:
        known = [len(p.question.wrong(name)) >= 3 for p in problems(kind, level, 20) for name in p.question.blanks]
        print(f"{kind} {level}: {len(known)} blanks, {sum(known) / len(known):.0%} with three wrong numbers or more")
        assert sum(known) >= 0.7 * len(known)


def test_a_row_of_the_system_knows_no_order_of_shares():
    """Whoever solves rows has overwritten nothing: nothing is said of it, and what is said of a single term is."""
    told = set()
    for problem in problems("multipliers", 2, 20):
        for name in problem.question.blanks:
            for number, says in problem.question.wrong(name).items():
                ideas = {mistake.says for mistake in diagnose(problem.program, name, number) if mistake.idea == ADDED}
                assert not any(idea in says for idea in ideas)
                told |= {says} if ideas else set()
    assert any("one term alone" in says for says in told)


def test_an_order_that_looks_like_none_is_the_same_everywhere():
    """Of the things and of what it is by alone; no hash of Python's, which differs from run to run."""
    assert shuffled("abcdef", 7) == shuffled("fedcba", 7) == [*"aedbfc"]
    assert shuffled("abcdef", 8) != shuffled("abcdef", 7)
