"""The predictions: each is asked in its place, has one right answer, and a reply to each wrong one that gives nothing away.

That the right answers are what the notebooks compute is seen where these are run (``tests/test_notebooks.py``).
"""

import functools
import re
import runpy
from collections import Counter
from itertools import combinations
from pathlib import Path
from string import ascii_lowercase

import pytest
from mistaken_numbers import MISTAKEN
from open_answers import open_answers
from predicted import alike, is_reason, names_asked, numbers_in

from adlesson.teach.prediction import LETTERS
from adlesson.teach.predictions import predictions

TOP = Path(__file__).resolve().parent.parent
READ = runpy.run_path(str(TOP / "notebooks" / "tools" / "build.py"))["read"]
SOURCES = sorted((TOP / "notebooks" / "src").glob("*.py"))
NUMBERS = sorted({source.stem[:2] for source in SOURCES})

SIGNED = r"\(?−?\d+(?:\.\d+)?\)?"
NEVER = r"pay|pays|paid|partials?|upstream|child|children"  # the course has one name for each thing
EARLY = {"prices?": "07", "constraints?": "07", "multipliers?": "07", "edges?": "06"}
ASK = r"\*\*(?:Predict|Say why)\.\*\*"

pytestmark = pytest.mark.parametrize("number", NUMBERS)


# letters of questions that are asked no longer: progress is kept by them, so no other question takes them
GIVEN_UP = {"00.1": "dfi", "00.2": "fhi"}

# what may be read before it is predicted, and why: (name, what stands there)
MAY_STAND_OPEN = {}


@functools.cache
def cells_of(number):
    """Return the cells of the sources with this number: two, where there is a second half."""
    return [cell for source in SOURCES if source.stem[:2] == number for cell in READ(source).cells]


# --- in the notebooks -----------------------------------------------------------------------------


def test_what_is_asked_is_what_there_is(number):
    """In reading order; a question without data would be a sentence instead of a card, and data without a question rot."""
    assert names_asked(cells_of(number)) == list(predictions(number))


def test_a_name_says_where_it_is_asked(number):
    """Section and letter; progress, replay and "come back to" lead there.

    A letter means one question for good, since progress is kept by it.  So one that is new takes the next letter that is
    free, wherever in its section it is asked.
    """
    section, letters = "", {}
    for cell in cells_of(number):
        if cell.cell_type == "markdown":
            section = [section, *re.findall(r"(?m)^## (\d\d\.\d+) ", cell.source)][-1]
        for name in names_asked([cell]):
            assert name[:-1] == section
            letters.setdefault(section, []).append(name[-1])
    for section, found in letters.items():
        found += GIVEN_UP.get(section, "")
        assert sorted(found) == list(ascii_lowercase[: len(found)]), f"{section}: each letter once, and none left out"


def test_every_question_has_its_card(number):
    """A question that takes no answer is read on over."""
    cells = [cell for cell in cells_of(number) if not {"check", "solution"} & set(cell.metadata.get("tags", []))]
    for k, cell in enumerate(cells):
        if cell.cell_type == "markdown" and re.search(ASK, cell.source):
            assert len(re.findall(ASK, cell.source)) == 1, cell.source
            after = cells[k + 1 : k + 3]  # the card follows, or the picture it is about and the card
            assert after[0].cell_type == "code" and names_asked(after), cell.source
        if names_asked([cell]):
            assert re.fullmatch(r'ad\.predict\("[^"]*"\)', cell.source.strip()), "a card has its cell to itself"
            before = next(c for c in reversed(cells[:k]) if c.cell_type == "markdown")
            (prompt,) = re.findall(ASK, before.source)
            reason = is_reason(predictions(number)[names_asked([cell])[0]])
            assert prompt == ("**Say why.**" if reason else "**Predict.**"), cell.source


def test_no_answer_stands_open(number):
    """A prediction whose answer can be read is reading.  What is meant to stand there is in ``MAY_STAND_OPEN``, with why."""
    found = set(open_answers(cells_of(number), predictions(number)))
    meant = {key for key in MAY_STAND_OPEN if key[0][:2] == number}
    assert sorted(found - meant) == []
    assert sorted(meant - found) == [], "stands there no longer"


# --- right and wrong ------------------------------------------------------------------------------


def test_the_answers_are_possible(number):
    """Letters that exist, names that are there, as many parts as are to be taken."""
    for one in predictions(number).values():
        keys = list(one.wrong)
        match one.kind:
            case "number":
                assert all(isinstance(u, int | float) for u in (one.right, *keys))
            case "choice":
                letters = LETTERS[: len(one.parts)]
                assert 3 <= len(letters) <= 4
                assert sorted([one.right, *keys]) == list(letters), "every wrong choice has its reply"
                assert len({*dict(one.wrong).values()}) == len(keys), "a second wrong choice is told something new"
                assert len(set(one.parts)) == len(one.parts)
            case "names":
                assert all(text.split() and set(text.split()) <= set(one.parts) for text in (one.right, *keys))
            case "order":
                letters = LETTERS[: len(one.parts)]
                assert all(len(set(right)) == len(right) == one.take and set(right) <= set(letters) for right in one.right)
                assert all(set(key) <= set(letters) and len(set(key)) == len(key) for key in keys)
                assert all(len(key) in (1, one.take) for key in keys), "one part, or a whole answer"


def test_every_wrong_answer_is_wrong(number):
    """By the measure of the card, and each is met by its own reply."""
    for one in predictions(number).values():
        match one.kind:
            case "number":
                values = [one.right, *one.wrong]
                assert not [pair for pair in combinations(values, 2) if alike(*pair) or alike(*reversed(pair))]
            case "names":
                sets = [frozenset(text.split()) for text in (one.right, *one.wrong)]
                assert len(set(sets)) == len(sets)
            case "order":
                assert not set(one.wrong) & set(one.right)
                if is_reason(one):
                    true = set("".join(one.right))
                    assert not true & {key for key in one.wrong if len(key) == 1}
                    assert set(one.wrong) == set(LETTERS[: len(one.parts)]) - true


def test_a_wrong_number_is_what_the_mistake_gives_that_its_reply_names(number):
    """Worked out once more: whoever made that mistake has to meet that reply."""
    asked = {one.name: one for one in predictions(number).values() if one.kind == "number"}
    assert asked.keys() == {name for name in MISTAKEN if name[:2] == number}
    for name, one in asked.items():
        assert len(one.wrong) == len(MISTAKEN[name]), name
        off = [(u, w) for u, w in zip(one.wrong, MISTAKEN[name], strict=True) if not alike(u, w)]
        assert off == [], name


def test_there_are_wrong_answers_to_meet(number):
    """A prediction without a misconception to meet teaches nothing to whom it would help."""
    for one in predictions(number).values():
        assert len(one.wrong) >= 1 + (one.kind == "number"), one.name


def test_a_reply_does_not_give_the_answer(number):
    """What was done, and what to look at: the right answer is still to be found."""
    for one in predictions(number).values():
        otherwise = {"otherwise": one.otherwise} if one.otherwise else {}
        for key, reply in (one.wrong | otherwise).items():
            assert reply.strip() == reply and reply[-1] in ".?!", reply
            assert len(re.findall(r"[.?!](?: |$)", re.sub(r"`[^`]*`", "X", reply))) <= 3, reply
            if one.kind == "number" and abs(one.right) not in range(10):  # those are in every text
                assert not [u for u in numbers_in(reply) if alike(abs(one.right), u)], (key, reply)
            if one.kind == "choice":
                right = one.parts[LETTERS.index(one.right)]
                assert len(right) < 4 or right.lower() not in reply.lower(), (key, reply)
                assert not re.search(rf"\b(?:answer|option|choice) {one.right}\b", reply), (key, reply)


def test_a_reason_is_right(number):
    """It is said with "Right.", in one line: its sums come out, and it names the number that was asked for."""
    for one in predictions(number).values():
        assert one.because, f"{one.name}: whoever is right is told why without a click"
        assert one.because[-1] == "." and len(one.because) <= 110, one.because
        for sum_ in re.findall(rf"(?<![\w.])({SIGNED}(?: [+−·] {SIGNED})+ = {SIGNED})", one.because):
            left, right = map(eval, sum_.translate({ord("·"): "*", ord("−"): "-"}).split("="))
            assert left == pytest.approx(right, abs=1e-12), sum_
        if one.kind == "number":
            assert [u for u in numbers_in(one.because, signs=True) if alike(one.right, u)], one.because


def test_a_number_that_nobody_knows_is_told_what_to_look_at(number):
    """In the words of its question: "go through the lines" helps nobody who was asked how many sweeps it takes."""
    asked = [one for k in NUMBERS for one in predictions(k).values() if one.kind == "number"]
    count = Counter(one.otherwise for one in asked)
    for one in asked:
        if one.name[:2] == number:
            assert one.otherwise not in ("", *one.wrong.values()), one.name
            assert count[one.otherwise] <= 2, f"{one.otherwise} is said to many questions, and fits none"


def test_a_card_speaks_as_the_lesson_does(number):
    """One name for each thing, and a question one can hear."""
    for one in predictions(number).values():
        assert one.ask[-1] in "?.", one.ask
        assert not re.search(r"\$|\\|\*\w", re.sub(r"`[^`]*`", "", one.ask)), "it is read aloud: no formula, no mark"
        early = [word for word, first in EARLY.items() if one.name[:2] < first]
        for text in (one.ask, *one.parts, *one.wrong.values(), one.otherwise, one.because):
            assert not re.search(rf"\b(?:{'|'.join([NEVER, *early])})\b", text, flags=re.I), text


def test_right_choices_stand_in_no_fixed_place(number):
    """Whoever always takes the second one is to be wrong most of the time."""
    right = [one.right for one in predictions(number).values() if one.kind == "choice"]
    assert len(right) < 4 or max(map(right.count, right)) <= (len(right) + 1) // 2, right


def test_the_parts_of_a_reason_stand_in_no_fixed_places(number):
    """Whoever takes the same three letters each time is to be wrong most of the time."""
    reasons = [one for k in NUMBERS for one in predictions(k).values() if is_reason(one)]
    places = Counter(one.right[0] for one in reasons)
    assert {one.name: one.right[0] for one in reasons if one.name[:2] == number and places[one.right[0]] > 1} == {}
