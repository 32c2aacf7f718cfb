"""What a learner does in each notebook, beside what there is to read.

``python tests/acts.py`` prints a row for each notebook.  An *act* is something done that is answered: a prediction, a
picture to step through, an exercise, the predictions that were missed once more, a self-test, and text that asks to change
something and run it.  A *screen* is 150 words of text; a formula in the line or a name in code is one word, what is set
apart (formulas, tables, programs) is none.

A column says how many acts a newcomer has behind her after fifteen minutes (``first_minutes``).  There an act is only
what she decides herself and gets a reason to: an answer to a card or to a picture that asks, a box that she fires, an
exercise, a line or a rule of her own (marked ``# your``).  To press *next* is none, nor to run a cell.  At last stand the
minutes that the whole takes without its exercises, and the words of a sentence.

>>> import nbformat.v4 as v4
>>> acts([v4.new_markdown_cell("Try $2$ in its place."), v4.new_code_cell('ad.predict("05.1a")'), v4.new_code_cell("f(1)")])
{'predict': 1, 'stepper': 0, 'exercise': 0, 'replay': 0, 'self-test': 0, 'change': 1}
"""

import ast
import re
from contextlib import suppress
from pathlib import Path
from statistics import mean

import nbformat
from predicted import names_asked

import adlesson as ad
from adlesson.teach.practice.kinds import KINDS
from adlesson.teach.predictions import predictions
from adlesson.teach.problems import COURSE

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
WORDS_ON_A_SCREEN = 150
CALLS = {
    "predict": r'ad\.predict\("',
    "stepper": r"ad\.(?:Stepper|explore)\(",
    "exercise": r'exercises\.check\("',
    "replay": r'ad\.replay\("',
    "self-test": r'ad\.self_test\("',
}
# Most adults read 175 to 300 words of plain English a minute (Brysbaert 2019, a review of 190 studies), students who are to
# learn from a text about 200 (Carver 1992).
WORDS_A_MINUTE = 180
# What those took who tried the notebooks afresh: 10 to 20 for a short answer.
SECONDS = {
    "answer": 20,  # to think of, and to type into a card
    "choose": 12,  # one of a card's options, which are read besides
    "question": 15,  # of a picture, answered in it
    "fire": 10,  # a box, and read what it sent
    "own": 45,  # a line to write, to run and to compare
    "problem": 60,  # of a self-test, on one card
    "picture": 30,  # to look at, and to step through a little
    "image": 5,  # in the text
    "line": 3,  # of code
}
READ_TO_LEARN, EACH_ACT = 110, 40  # words a minute, and seconds, of newcomers who try what they read
IMAGE = r"!\[[^\]]*\]\([^)]*\)"
MINUTES = 15
TO_CHANGE = r"(?:^|[.:?!] |then )(?:Try|Write|Change|change|Type|type|Put|Replace|Drag|Pull|Fire|Take|Turn)\b"


def acts(cells):
    """Return how often a learner is asked to do something in these cells, by kind."""
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    found = {kind: len(re.findall(call, code)) for kind, call in CALLS.items()}
    texts = [" ".join(cell.source.split()) for cell in cells if cell.cell_type == "markdown"]
    asked = [text for text in texts if re.search(TO_CHANGE, text) and "### Exercise" not in text]
    return found | {"change": len(asked)}


def prose(cell):
    """Return the words of a Markdown cell: a formula in the line or a name in code is one, what is set apart is none."""
    text = re.sub(r"<details><summary>Contents.*?</details>", " ", cell.source, flags=re.S)
    text = re.sub(r"```.*?```|\$\$.*?\$\$|<summary>.*?</summary>|</?details>", " ", text, flags=re.S)
    text = re.sub(r"^(?:\||\[[^\]]*\]: ).*$", " ", text, flags=re.M)  # a row of a table; where a link leads
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.findall(r"[^\W\d_][\w'-]*", re.sub(r"`[^`]*`|\$[^$]*\$", "X", text))


def screens(cells):
    """Return how many screens of text there are in these cells, what is folded included."""
    return sum(len(prose(cell)) for cell in cells if cell.cell_type == "markdown") / WORDS_ON_A_SCREEN


def moments(cells):
    """Yield, for each act and each thing that is only read or run, in order, its seconds and how many acts it is.

    >>> import nbformat.v4 as v4
    >>> [*moments([v4.new_markdown_cell("one two three"), *map(v4.new_code_cell, ("ad.explore('x*y')", "x  # your line"))])]
    [(1.0, 0), (33, 0), (45, 1)]
    >>> [*moments([v4.new_code_cell("ad.explore('x + y', predict=True)")])]
    [(3, 0), (15, 1), (15, 1), (15, 1), (15, 1)]
    """
    known = {"ad": ad}
    for cell in cells:
        if cell.cell_type == "markdown":
            seen = len(re.findall(IMAGE, cell.source))
            read = len(prose(nbformat.v4.new_markdown_cell(re.sub(IMAGE, "", cell.source))))
            yield SECONDS["image"] * seen + read * 60 / WORDS_A_MINUTE, 0
            continue
        code, name = cell.source, [*names_asked([cell]), None][0]
        if name:
            one = predictions(name[:2])[name]
            acting = SECONDS["choose" if one.kind == "choice" else "answer"]
            yield acting + len(" ".join(one.parts).split()) * 60 / WORDS_A_MINUTE, 1
        elif number := re.search(CALLS["exercise"] + r"([\d.]+)", code):
            yield COURSE[number[1]].minutes * 60, 1
        elif re.search(CALLS["self-test"], code):
            yield from [(SECONDS["problem"], 1)] * len(KINDS)
        elif "# your " in code:
            yield SECONDS["own"], 1
        else:
            questions, firings = in_picture(code, known)
            looks = bool(re.search(CALLS["stepper"], code)) and not questions + firings
            yield SECONDS["line"] * len(code.splitlines()) + SECONDS["picture"] * looks, 0
            yield from [(SECONDS["question"], 1)] * questions + [(SECONDS["fire"], 1)] * firings


def minutes(cells):
    """Return how many minutes a notebook takes without its exercises, at the pace of one who reads to learn.

    Here what stands in a table counts, too: the card of 15 is made of tables.

    >>> [minutes([nbformat.v4.new_markdown_cell(text)]) * READ_TO_LEARN for text in ("a sum", "| say | mean |\\n|---|---|")]
    [2.0, 2.0]
    """
    texts = [cell for cell in cells if cell.cell_type == "markdown" and "### Exercise" not in cell.source]
    words = sum(len(prose(nbformat.v4.new_markdown_cell(re.sub("(?m)^[|]", "", cell.source)))) for cell in texts)
    code = [cell for cell in cells if cell.cell_type == "code" and not re.search(CALLS["exercise"], cell.source)]
    done = sum(acts for _, acts in moments(cells)) - sum(bool(re.search(CALLS["exercise"], cell.source)) for cell in cells)
    seen = sum(SECONDS["line"] * len(cell.source.splitlines()) + SECONDS["image"] for cell in code)
    return words / READ_TO_LEARN + (done * EACH_ACT + seen) / 60


def sentences(cells):
    """Return how many words each sentence of the text has; a formula in the line is one word.

    >>> import nbformat.v4 as v4
    >>> sentences([v4.new_markdown_cell("# Title\\n\\nThe slope is $2 x$. Why?\\n\\n* One arrow\\n* Two")])
    [4, 1, 2, 1]
    """
    found = []
    for cell in cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"(?m)^#.*$", "", cell.source)
            for part in re.split(r"\n\s*\n|\n\* |(?<=[.?!:])[)*\"]*\s+", text):
                if words := len(prose(nbformat.v4.new_markdown_cell(" ".join(part.split()).removeprefix("* ")))):
                    found.append(words)
    return found


def in_picture(code, known):
    """Return how many questions the picture of a cell asks, and how many boxes there are to be fired, each once.

    What cells define is collected in ``known``: functions, and programs.
    """
    questions = firings = 0
    for node in ast.parse(code).body:
        text = ast.unparse(node)
        if isinstance(node, ast.FunctionDef | ast.Import | ast.ImportFrom) or re.fullmatch(r"\w+ = ad\.trace\(.*\)", text):
            with suppress(NameError, ad.LessonError):  # what needs more than these is in no picture that asks
                exec(text, known)
        elif re.match(CALLS["stepper"] + ".*(?:predict=True|fade=|'schedule')", text):  # the others neither ask nor fire
            widget = eval(text, known)
            data, plan = widget.data, widget.data.get("schedule") or {}
            asks = [frame["ask"]["blank"] for frame in data["frames"] if frame.get("ask")]
            questions += sum(not data["fade"] or blank <= data["fade"] for blank in asks) if data["predict"] else 0
            firings += len({i for i, *_ in plan["arrows"]}) if plan.get("begins") else 0
            widget.close()
    return questions, firings


def first_minutes(cells, minutes=MINUTES):
    """Return how many acts are done after so many minutes, each cell in its turn, at the pace above."""
    clock = done = 0
    for seconds, acts in moments(cells):
        clock += seconds
        if clock > 60 * minutes:
            break
        done += acts
    return done


def table():
    """Return the rows of the table, the head first."""
    rows = [
        ("notebook", "screens", *CALLS, "change", "acts", "per screen", f"in {MINUTES} min", "minutes", "words a sentence")
    ]
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        found, long = acts(cells), screens(cells)
        total = sum(found.values())
        figures = [*found.values(), total, f"{total / long:.1f}", first_minutes(cells), round(minutes(cells))]
        figures.append(f"{mean(sentences(cells)):.1f}")
        rows.append((path.stem[:30], f"{long:.1f}", *map(str, figures)))
    return rows


if __name__ == "__main__":
    for name, *figures in table():
        print(f"{name:30}", *(f"{figure:>10}" for figure in figures))
