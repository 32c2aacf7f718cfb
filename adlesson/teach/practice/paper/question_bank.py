"""Problems as a bank of questions for Moodle, in which a wrong answer is told which mistake gives it.

With this module you can

- write problems as the text of a file in Moodle's XML format (``question_bank``), an embedded-answers (cloze) question each.

A table has a gap for each blank; which mistake was made, and which kind of sweep is wanted, is chosen from a list; an order
is typed as letters, and every order that works is right.  What is said to a wrong answer is what the lesson's judge says.
"""

import html
from xml.sax.saxutils import escape

from ..question import LETTERS
from .cloze import RIGHT, choice_gap, letters_gap, number_gap
from .printed import digits, table

ORDERED = "Give each line that belongs to it once, and letters alone, such as BAC."
UP_TO = 12  # sweeps that something is said to


def question_bank(problems, seed):
    """Return the bank of problems, all of one kind and level, as text in Moodle's XML format."""
    record = problems[0].record
    folder = f"{record['kind']}, level {record['level']}, seed {seed}".replace("/", "//")  # where / parts folders
    category = f"<category><text>{escape(f'$course$/adlesson/{folder}')}</text></category>"
    questions = [f'<question type="category">{category}</question>', *map(written, problems)]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", *questions, "</quiz>\n"])


def written(problem):
    """Return a problem as a question; what shows it is HTML, in which nothing ends the CDATA that it stands in."""
    question = problem.question
    text = f"<p>{html.escape(question.ask)}{digits(problem)}</p>{GAPS[problem.record['kind']](problem)}"
    return (
        f'<question type="cloze"><name><text>{escape(problem.name)}</text></name>\n'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>\n'
        f'<generalfeedback format="html"><text><![CDATA[<pre>{html.escape(question.solution)}</pre>]]></text>'
        "</generalfeedback><penalty>0.3333333</penalty><hidden>0</hidden></question>"
    )


def numbers(problem):
    """Return the table of a problem with a gap for each blank."""
    question = problem.question
    return table(problem, {name: number_gap(right, question.wrong(name)) for name, right in question.blanks.items()})


def sentence(problem):
    """Return the table that went wrong, and the sentences of which one says how."""
    question = problem.question
    says = [question.judge(letter, None)[1] or RIGHT for letter in LETTERS[: len(question.texts)]]
    return table(problem, {}) + choice_gap(question.texts, LETTERS.index(question.orders[0]), says)


def sweeps(problem):
    """Return the lines of a problem, the kinds of sweep to choose from, and a gap for their number."""
    question, judge = problem.question, problem.question.judge
    (mode, *_), count = question.orders, question.blanks["sweeps"]
    says = [judge((text, count), None)[1] or RIGHT for text in question.texts]
    wrong = {k: judge((mode, k), None)[1] for k in range(UP_TO) if k != count}
    kind = choice_gap(question.texts, question.texts.index(mode), says, across=True)
    return f"{table(problem, {})}<p>Sweeps: {kind}</p><p>How many: {number_gap(count, wrong)}</p>"


def order(problem):
    """Return the lines of a problem and those of the way back, with a gap for their order."""
    question = problem.question
    lines = "\n".join([*(f"{name} = {u}" for name, u in problem.record["at"].items()), *problem.record["code"]])
    back = "\n".join(f"{letter}  {text}" for letter, text in zip(LETTERS, question.texts, strict=False))
    gap = letters_gap(question.orders, question.wrong(""), ORDERED)
    return f"<pre>{html.escape(lines)}</pre><pre>{html.escape(back)}</pre><p>{ORDERED}</p><p>{gap}</p>"


GAPS = {"adjoints": numbers, "multipliers": numbers, "mistake": sentence, "sweeps": sweeps, "order": order}
