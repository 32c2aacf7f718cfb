"""A row of the system as a question: what is right is accepted, and what people get wrong is named."""

import pytest
from test_asking import on_screen, verdict

import adlesson as ad
from adlesson.engine.mistakes.diagnose import wrong_adjoints
from adlesson.engine.mistakes.table import ADDED, MISTAKES, slips
from adlesson.show.evaluation import Evaluation
from adlesson.show.questions.choices import choices
from adlesson.show.questions.system_rows import ROW_SLIPS, TERMS, fade, row_questions, solution

SCALARS = [p for e in ad.examples.ZOO.values() if isinstance((p := ad.trace(e.f, e.at)).returns, int) and p.shapes is None]
SCALARS.append(ad.parse("tan(x) * sqrt(x + y)", x=0.5, y=2.0))  # two more slopes that are made of the output
ALL = [pytest.param(p, id=p.title) for p in SCALARS]


def asked(program):
    """Return ``(row, question)`` for each row, last variable first."""
    rows = list(ad.Lagrangian(program).back_substitution())
    return list(zip(rows, row_questions(Evaluation(program), rows), strict=True))


@pytest.mark.parametrize("program", ALL)
def test_every_row_asks_for_its_multiplier_and_accepts_it(program):
    """As a number, or as the calculation that the last hint leaves, with the four digits on the screen."""
    adjoints = ad.adjoints(program)
    for row, ask in asked(program):
        assert ask["expected"] == pytest.approx(adjoints[row.name], rel=1e-13)
        assert verdict(ask, ask["expected"]) == ("right", [])
        assert len(ask["hints"]) == 3 and row.name in ask["question"]
        if row.terms:
            assert ask["hints"][2] == solution(row)
            assert program.title == "kinks" or verdict(ask, on_screen(ask["hints"][2])) == ("right", []), ask


@pytest.mark.parametrize("mistake", [row for row in MISTAKES if row.idea != ADDED], ids=lambda mistake: mistake.name)
def test_a_misconception_is_named_on_five_graphs(mistake):
    """The learner's number comes from the sweep of ``mistakes`` with this one variable paid wrongly, not from the rows."""
    graphs = 0
    for program in SCALARS:
        z, named, told = program.values(), 0, 0
        for row, ask in asked(program):
            try:
                wrong = wrong_adjoints(program, z, mistake, only=program.index(row.name))[program.index(row.name)]
            except ArithmeticError:
                continue
            if ask and row.terms and verdict(ask, wrong)[0] == "wrong":
                told += 1
                named += mistake.name in verdict(ask, wrong)[1]
        assert named == told, program.title
        graphs += bool(named)
    assert graphs >= (3 if "exponent" in mistake.name else 5), graphs


def test_one_term_alone_and_a_missing_term_are_named():
    """Of a sum of three each of the six wrong sums is told apart from a guess."""
    p = ad.trace(lambda x: ad.sin(x) + x * x * 3 + ad.exp(x), x=2)
    row, ask = asked(p)[-1]
    shares = [term.multiplier * term.partial for term in row.terms]
    assert len(shares) == 4
    for share in shares:
        assert "one term alone" in verdict(ask, share)[1]
        assert "a term missing" in verdict(ask, sum(shares) - share)[1]
    assert "subtracted terms" in verdict(ask, -sum(shares))[1]
    assert verdict(ask, 1234.5) == ("wrong", [])


def test_a_sign_that_is_read_off_the_row_is_named():
    """Row c is λ_c − 18.78·λ_d + 0.9783·λ_e = 0: 18.78 + 0.9783 takes the second sign as it stands."""
    (ask,) = (ask for row, ask in asked(ad.trace(ad.examples.running, x=0.25)) if row.name == "c")
    assert verdict(ask, 19.76)[1][0] == "sign of a term"  # first: 19.76 is also what the slope at the result gives


@pytest.mark.parametrize("program", ALL)
def test_every_slip_can_be_said(program):
    """With the words that the page fills in."""
    known = slips() | {slip.name: slip for slip in ROW_SLIPS}
    for _, ask in asked(program):
        for _, names in ask["wrong"]:
            for name in names:
                words = {"target": "a", "source": "b and c", "word": "multiplier", "number": "3", **ask.get("words", {})}
                said = known[name].says.format(**words)
                assert said.endswith((".", "?")) and known[name].idea


def test_the_slope_of_a_row_with_one_term_is_chosen():
    """As in the reverse sweep; where there are several arrows, a question about one of them would not say which."""
    p = ad.trace(ad.examples.running, x=0.25)
    rules = {row.name: ask["rule"] for row, ask in asked(p)}
    aloud = rules["e"].pop("said")
    assert "minus the slope times that of f" in aloud
    assert rules["e"] == choices(p, p.index("f"), 1) and rules["e"]["question"] == "Which slope is on the arrow from e to f?"
    assert rules["a"] is rules["c"] is rules["f"] is None


def test_sums_fade_first_and_the_start_last():
    """Without a sum the last row is left blank, or the first level would ask nothing."""
    p = ad.trace(ad.examples.running, x=0.25)
    rows, asks = zip(*asked(p), strict=True)
    assert [ask["blank"] for ask in fade(list(asks), rows)] == [3, 2, 2, 1, 2, 1, 2]
    rows, asks = zip(*asked(ad.trace(lambda x: ad.exp(ad.sin(x)), x=0.5)), strict=True)
    assert [ask["blank"] for ask in fade(list(asks), rows)] == [3, 2, 1]


def test_rows_without_terms_have_hints_that_do_not_say_the_number():
    """The output, with which L begins, and what nobody reads."""
    rows = {row.name: (row, ask) for row, ask in asked(ad.trace(lambda x, y: x * x, x=2, y=3))}
    (f, seed), (y, unread) = rows["f"], rows["y"]
    assert (solution(f), seed["hints"][2], seed["idea"]) == ("1", "∂L/∂f = 1 − λ_f, which is to be 0.", "the seed")
    assert (solution(y), unread["hints"][2], unread["idea"]) == ("0", "∂L/∂y = − λ_y, which is to be 0.", TERMS)


def test_long_rows_are_cut():
    """What is read forty times has forty terms, of which six are written."""
    *_, (row, ask) = asked(ad.trace(lambda x: sum(ad.sin(x * k) for k in range(1, 41)), x=0.5))
    assert solution(row).endswith(" + …") and len(row.terms) == 40
    assert ask["rule"] is None and all(len(hint) < 300 for hint in ask["hints"])
