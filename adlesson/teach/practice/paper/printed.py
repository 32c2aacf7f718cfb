"""A worksheet to print, and its key: black and white, A4 or Letter, two problems a page.

With this module you can

- write problems as a page of HTML to be printed, with room for a name (``worksheet``);
- write the same with the answers (``key``).

Problem 7 of the key stands where problem 7 of the worksheet stands, so that the two can be laid side by side.
"""

import html
import re
from importlib.resources import files

from ....show.picture.drawing import draw
from ....show.shown import style
from ....show.writing.numerals import number
from ..question import LETTERS

A_PAGE = 2  # problems
COLUMNS = {"multipliers": ("variable", "its row", "value", "multiplier")}
USUAL = "variable", "line", "value", "adjoint"
FIELDS = {"order": "Order", "mistake": "Letter", "sweeps": "Sweeps, and how many"}  # what else there is to fill in
OTHERS = {"order": ", or another order in which each variable sends when all of its own shares have come", "mistake": ""}
THREE = " Give three digits; angles are in radians."
NUMBER = ' class="number"'
NO_PICTURE = ("sweeps",)  # whose many outputs a picture would not show as such


def worksheet(problems, seed):
    """Return the worksheet of problems, all of one kind and level, as a page of HTML."""
    return page(problems, seed, "", asked)


def key(problems, seed):
    """Return the key of the same problems: what stands in the blanks, and how it comes about."""
    return page(problems, seed, "Key: ", solved)


def page(problems, seed, word, body):
    """Return a page of HTML; ``body(problem)`` is the picture of a problem, its table, and what stands beside it."""
    record = problems[0].record
    title = html.escape(f"{word}{record['kind']}, level {record['level']}, seed {seed}")
    last = -(-len(problems) // A_PAGE)
    sheets = []
    for k in range(last):
        articles = [
            f"<article><p><b>{n}.</b> {html.escape(problem.question.ask)}{digits(problem)}</p>{body(problem)}</article>"
            for n, problem in enumerate(problems[A_PAGE * k : A_PAGE * (k + 1)], A_PAGE * k + 1)
        ]
        name = f"<span>{'' if word else 'Name <i></i>'}</span>"
        head = f"<header>{name}<span>{title} · page {k + 1} of {last}</span></header>"
        sheets.append(f"<section>{head}{''.join(articles)}</section>")
    sheet = style() + files(__package__).joinpath("printed.css").read_text("utf-8")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<style>{sheet}</style></head>\n<body class="adlesson{" key" * bool(word)}">\n'
        + "\n".join(sheets)
        + "\n</body></html>\n"
    )


def digits(problem):
    """Return how exact an answer must be, where that is a question."""
    return "" if all(isinstance(u, int) for u in problem.question.blanks.values()) else THREE


def asked(problem):
    """Return a problem with its blanks."""
    field = FIELDS.get(problem.record["kind"])
    room = f'<p class="field">{field}: <i></i></p>' if field else '<p class="work">Room to calculate:</p>'
    return picture(problem) + beside(problem, {}, room)


def solved(problem):
    """Return a problem with its answers."""
    question, given = problem.question, {}
    if question.wrong and question.blanks:
        given = {name: f"<b>{number(right)}</b>" for name, right in question.blanks.items()}
    lines = map(lettered, question.solution.splitlines())
    if problem.record["kind"] in OTHERS:
        lines = [f"<b>{question.orders[0]}</b>{OTHERS[problem.record['kind']]}"]
    way = "".join(f"<li>{line}</li>" for line in lines)
    return picture(problem) + beside(problem, given, f'<ul class="way">{way}</ul>')


def picture(problem):
    """Return the picture of a problem's program, with its values; "" where there is none."""
    return "" if problem.record["kind"] in NO_PICTURE else draw(problem.program, sweep="forward").svg


def beside(problem, given, room):
    """Return the table of a problem, its texts, and what stands beside them; ````given`` is HTML by name, for blanks."""
    question = problem.question
    texts = "".join(
        f"<li><b>{letter}</b> {html.escape(text)}</li>" for letter, text in zip(LETTERS, question.texts, strict=False)
    )
    listed = f'<ul class="texts">{texts}</ul>' if texts and problem.record["kind"] != "sweeps" else ""
    return f'<div class="pair">{table(problem, given)}<div>{listed}{room}</div></div>'


def table(problem, given):
    """Return the table of a problem, without the columns in which nothing stands; "" if there is none."""
    rows = problem.question.rows
    if not rows:
        return ""
    there = [c for c in range(len(rows[0])) if any(row[c] != "" for row in rows)]
    heads = COLUMNS.get(problem.record["kind"], USUAL)
    lines = [f"<tr>{''.join(f'<th>{heads[c]}</th>' for c in there)}</tr>"]
    for row in rows:
        cells = [cell(row[c], given.get(row[0]), c > 1) for c in there]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def cell(text, answer, numbers):
    """Return a cell: a text, or a blank with what stands in it."""
    if text is None:
        return f'<td class="blank">{answer or ""}</td>'
    return f"<td{NUMBER if numbers else ''}>{lettered(text)}</td>"


def lettered(text):
    """Return a text as HTML, with the letter of a multiplier below its λ.

    >>> lettered("3·λ_b < 1")
    '3·λ<sub>b</sub> &lt; 1'
    """
    return re.sub(r"λ_(\w+)", r"λ<sub>\1</sub>", html.escape(text))
