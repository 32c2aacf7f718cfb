"""A bank of questions gives the marks of the lesson's judge, and its sentences, when it is read as Moodle reads it."""

import html
import os
import random
import re
import xml.etree.ElementTree as ElementTree
from itertools import permutations
from time import process_time

import pytest
from moodle import graded, questions

from adlesson.teach.practice.kinds import LEVELS
from adlesson.teach.practice.paper.different import different
from adlesson.teach.practice.paper.question_bank import question_bank
from adlesson.teach.practice.practice import practice

COUNT = int(os.environ.get("ADLESSON_PROBLEMS", "100")) // 5
POINTS = {"right": 1.0, "close": 0.5, "wrong": 0.0}
NUMBERED = [(kind, level) for kind in ("adjoints", "multipliers") for level in LEVELS]


def bank(kind, level, count=COUNT):
    """Yield ``(problem, HTML, gaps)`` of a bank, read back."""
    problems = different(kind, level, count, 2026)
    read, category = questions(question_bank(problems, 2026))
    assert category == f"$course$/adlesson/{kind}, level {level}, seed 2026"
    assert [*read] == [problem.name for problem in problems]
    for problem in problems:
        text, gaps, feedback = read[problem.name]
        assert not re.search(r"[{}]", text)
        assert html.unescape(feedback) == f"<pre>{problem.question.solution}</pre>"
        yield problem, text, gaps


def test_a_file_has_a_folder_and_then_questions():
    """<quiz>, a question of type "category" with a path, then those of type "cloze", called "multianswer" inside Moodle.

    Moodle's documentation, "Moodle XML format"; ``question/format/xml/format.php``: import_category, import_multianswer.
    The text is in <questiontext format="html"><text>, what is said in the end in <generalfeedback>; CDATA ends at ]]>,
    which escaped HTML has not.  A penalty within 0.005 of a third becomes 0.3333333, so that is written.
    """
    text = question_bank(different("mistake", 3, 2, "]]>"), "]]>")
    quiz = ElementTree.fromstring(text.encode())
    assert [one.get("type") for one in quiz] == ["category", "cloze", "cloze"]
    assert text.count("<![CDATA[") == text.count("]]>") == 4
    for one in quiz[1:]:
        assert [part.tag for part in one] == ["name", "questiontext", "generalfeedback", "penalty", "hidden"]
        assert {one.find(part).get("format") for part in ("questiontext", "generalfeedback")} == {"html"}
        assert one.findtext("penalty") == "0.3333333"


def folders(path):
    """Return the folders of a path: / parts them, unless it stands twice; spaces at their ends count for nothing.

    ``question/format.php``: split_category_path.
    """
    return [one.replace("//", "/").strip() for one in re.split(r"(?<!/)/(?!/)", path)]


@pytest.mark.parametrize("seed", ["2026", "a/b", "/", "//", "autumn/"])
def test_the_folder_is_one_of_the_course(seed):
    """Below "$course$", which stands for the place that is chosen, as ``question/format.php`` says: create_category_path."""
    _, category = questions(question_bank(different("sweeps", 1, 1, seed), seed))
    assert folders(category) == ["$course$", "adlesson", f"sweeps, level 1, seed {seed}"]


@pytest.mark.parametrize(("kind", "level"), NUMBERED)
def test_every_number_read_back_is_the_key(kind, level):
    """In the order of the table; and how many wrong ones are known is counted."""
    blanks, known, wrong = 0, 0, 0
    for problem, text, gaps in bank(kind, level):
        right = problem.question.blanks
        rows = [row[0] for row in problem.question.rows if row[-1] is None]
        assert len(gaps) == len(rows) == len(right)
        for name, gap in zip(rows, gaps, strict=True):
            best = [one for one in gap.answers if one.share == 1]
            assert gap.kind == "NUMERICAL"
            assert len(best) == 1
            assert best[0].text == pytest.approx(right[name], rel=1e-6)
            assert isinstance(right[name], int) == (best[0].tolerance == 0)
            known += (found := sum(one.share == 0 and one.text != "*" for one in gap.answers)) >= 3
            blanks, wrong = blanks + 1, wrong + found
        assert all(name in text for name in problem.program.names)
    assert known >= 0.7 * blanks
    print(f"{kind} {level}: {blanks} blanks, {known / blanks:.0%} with three wrong numbers or more, {wrong} in all")


@pytest.mark.parametrize(("kind", "level"), NUMBERED)
def test_a_number_gets_the_points_and_the_sentence_of_the_judge(kind, level):
    """The right one, near ones, those of mistakes and others."""
    pick = random.Random(0)
    for problem, _, gaps in bank(kind, level, 8):
        question = problem.question
        rows = [row[0] for row in question.rows if row[-1] is None]
        for name, gap in zip(rows, gaps, strict=True):
            right = question.blanks[name]
            made = [*question.wrong(name)]
            near = [] if isinstance(right, int) else [right * 1.002, right * 1.02, float(f"{right:.3g}")]
            for number in (right, *near, *made, *(pick.randint(-99, 99) for _ in range(5))):
                one, (verdict, says) = graded(gap, number), question.judge(question.blanks | {name: number}, None)
                assert one.share == POINTS[verdict]
                if number in made:
                    assert says == f"Look at the variable `{name}`. {one.says}"


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_sentence_gets_the_points_of_the_judge(level):
    """Of "mistake": each of the sentences, with what is said to whoever chose it."""
    for problem, text, (gap,) in bank("mistake", level):
        assert gap.kind == "MULTICHOICE_V"
        for letter, sentence in zip("ABCDEF", problem.question.texts, strict=False):
            one, (verdict, says) = graded(gap, sentence), problem.question.judge(letter, None)
            assert (one.share, one.says) == (POINTS[verdict], says or "Right.")
        assert all(row[-1] in text for row in problem.question.rows)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_sweeps_get_the_points_of_the_judge(level):
    """The kind, and their number."""
    for problem, _, (kind, number) in bank("sweeps", level):
        (mode,), count = problem.question.orders, problem.question.blanks["sweeps"]
        for text in ("tangent", "reverse"):
            verdict, says = problem.question.judge((text, count), None)
            one = graded(kind, text)
            assert (one.share, one.says) == (POINTS[verdict], says or "Right.")
        for k in range(20):
            verdict, says = problem.question.judge((mode, k), None)
            one = graded(number, k)
            assert one.share == POINTS[verdict]
            assert k >= 12 or one.says == (says or "Right.")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_every_order_gets_the_points_of_the_judge(level):
    """All orders that work are right; a wrong one is told a pair of lines that stand the wrong way round."""
    for problem, text, (gap,) in bank("order", level, 3):
        question = problem.question
        assert gap.kind == "SHORTANSWER"
        for order in permutations(question.orders[0]):
            given, (verdict, _) = "".join(order), question.judge([*order], None)
            one = graded(gap, given.lower())
            assert one.share == POINTS[verdict]
            if verdict == "wrong":
                early, late = re.match(r"(\w) sends .* before (\w) has", one.says).groups()
                assert given.index(early) < given.index(late)
        letters = "ABCDEFGH"[: len(question.texts)]
        for letter in {*letters} - {*question.orders[0]}:
            assert graded(gap, question.orders[0] + letter).says.startswith(f"Line {letter} does not belong")
        assert graded(gap, question.orders[0][1:]).share == 0
        assert all(html.escape(line) in text for line in problem.record["code"])


def test_a_seed_may_have_any_sign():
    """It stands in the name of each question and in that of the folder, where a stroke would begin another folder."""
    seed = "]]> <b>&{}~#=/\"'"
    read, category = questions(question_bank(different("adjoints", 1, 2, seed), seed))
    assert category == f"$course$/adlesson/adjoints, level 1, seed {seed.replace('/', '//')}"
    assert [*read] == [f"adjoints 1, seed {seed}-1", f"adjoints 1, seed {seed}-2"]


@pytest.mark.parametrize("kind", ["adjoints", "order", "mistake", "sweeps", "multipliers"])
def test_a_problem_is_drawn_and_written_in_a_moment(kind):
    """By the processor's time; a guard at ten times the goal."""
    spent = []
    for level in LEVELS:
        for seed in range(COUNT):
            start = process_time()
            question_bank([practice(kind, level, seed)], 2026)
            spent.append(1000 * (process_time() - start))
    mean, last = sum(spent) / len(spent), sorted(spent)[-1 - len(spent) // 100]
    print(f"{kind}: {mean:.0f} ms each, 99 in 100 in {last:.0f} ms")
    assert last < 500
