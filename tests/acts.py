"""What a learner does in each notebook, beside what there is to read.

``python tests/acts.py`` prints a row for each notebook.  An *act* is something done that is answered: a prediction, a
picture to step through, an exercise, the predictions that were missed once more, a self-test, and text that asks to change
something and run it.  A *screen* is 150 words of text; a formula in the line or a name in code is one word, what is set
apart (formulas, tables, programs) is none.

A column says how many acts a newcomer has behind her after fifteen minutes (``first_minutes``).  There an act is only
what she decides herself and gets a reason to: an answer to a card or to a picture that asks, a box that she fires, an
exercise, a line or a rule of her own (marked ``# your``).  To press *next* is none, nor to run a cell.  Her time is what
she reads, what she thinks, and each key that she presses in JupyterLab, as ``browser/test_first_acts.py`` does; what is
folded she opens only where the card has not said the reason.  (One who counted her keys came to 25 acts in fifteen minutes
of an earlier 00, in which a card took three keys more; at these paces and 160 words a minute it is 25, too.)
At last stand the minutes that the whole takes without its exercises, and the words of a sentence.

>>> import nbformat.v4 as v4
>>> acts([v4.new_markdown_cell("Try $2$ in its place."), v4.new_code_cell('ad.predict("05.1a")'), v4.new_code_cell("f(1)")])
{'predict': 1, 'stepper': 0, 'exercise': 0, 'replay': 0, 'self-test': 0, 'change': 1}
"""

import ast
import re
from contextlib import suppress
from itertools import accumulate
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
# learn from a text about 200 (Carver 1992); who reads it as a second language is slower.
WORDS_A_MINUTE = 140
# What those took who tried the notebooks afresh: 10 to 20 for a short answer, with the keys.
SECONDS = {
    "key": 1,  # to press
    "answer": 17,  # to think of
    "choose": 12,  # one of a card's options, which are read besides
    "question": 15,  # of a picture, answered in it
    "fire": 6,  # a box
    "own": 45,  # a line to write, to run and to compare
    "problem": 60,  # of a self-test, on one card
    "picture": 30,  # to look at, and to step through a little
    "image": 5,  # in the text
    "line": 3,  # of code
}
READ_TO_LEARN, EACH_ACT = 110, 40  # words a minute, and seconds, of newcomers who try what they read
IMAGE = r"!\[[^\]]*\]\([^)]*\)"
FOLDED = r"<details><summary>Explanation</summary>.*?</details>"
SENTENCE = 11  # words, of a picture: that of a firing, its question, and what it says to an answer
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
    >>> told = v4.new_markdown_cell(" ".join(["word"] * WORDS_A_MINUTE))
    >>> [*moments([told, *map(v4.new_code_cell, ("ad.explore('x*y')", "x  # your line")), told])]
    [(61.0, 0), (34, 0), (46, 1), (61.0, 0)]
    >>> [*moments([v4.new_code_cell("ad.explore('x + y', predict=True)"), told])][::5]  # a key goes on past what is read
    [(4, 0), (60.0, 0)]
    """
    known, goes_on, reason = {"ad": ad}, False, ""
    key = SECONDS["key"]
    for cell in cells:
        if cell.cell_type == "markdown":
            seen = len(re.findall(IMAGE, cell.source))
            text = re.sub(IMAGE + ("|" + FOLDED if reason else ""), "", cell.source, flags=re.S)
            words = len(prose(nbformat.v4.new_markdown_cell(text.replace("**Predict.**", ""))))
            yield SECONDS["image"] * seen + reading(words) + key * (not goes_on), 0
            continue
        code, name = cell.source, [*names_asked([cell]), None][0]
        shows = bool(re.search(CALLS["stepper"], code))
        goes_on = bool(name) or shows
        if name:
            one = predictions(name[:2])[name]
            right, reason = one.right if isinstance(one.right, str) else f"{one.right}", one.because
            if one.kind == "order":
                right = one.right[0]
            acting = SECONDS["choose" if one.kind == "choice" else "answer"] + key * len(f"{right}⏎⏎")
            options = " ".join(one.parts if one.kind in ("choice", "order") else ())
            yield acting + reading(len(re.findall(r"\S*\w\S*", f"{options} {reason}"))), 1
        elif number := re.search(CALLS["exercise"] + r"([\d.]+)", code):
            yield COURSE[number[1]].minutes * 60, 1
        elif re.search(CALLS["self-test"], code):
            yield from [(SECONDS["problem"], 1)] * len(KINDS)
        elif "# your " in code:
            yield SECONDS["own"] + key, 1
        else:
            questions, firings = in_picture(code, known)
            looks = shows and not questions + firings
            yield SECONDS["line"] * len(re.findall(r".\n|.$", code)) + SECONDS["picture"] * looks + key, 0
            yield from [(SECONDS["question"] + reading(2 * SENTENCE) + 3 * key, 1)] * questions  # two digits and Enter
            yield from [(SECONDS["fire"] + reading(SENTENCE) + key, 1)] * firings


def reading(words):
    """Return how many seconds so many words take."""
    return words * 60 / WORDS_A_MINUTE


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
    """Return how many questions the picture of a cell asks, and how many boxes there are to be fired.

    That is each once, or those that the cell names, as in ``# fire f, u; start over``: two, and then each once; after
    ``# fire one`` it is one, which is not named since it is to be found.  What cells define is collected in ``known``:
    functions, and programs.
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
            if plan.get("begins"):
                named = re.search("# fire (.*)", code)
                firings += len(re.findall(r"\b(?:\w|one)\b", named[1])) if named else 0
                firings += len({i for i, *_ in plan["arrows"]}) if not named or "start over" in named[1] else 0
            widget.close()
    return questions, firings


def first_minutes(cells, minutes=MINUTES):
    """Return how many acts are done after so many minutes, each cell in its turn, at the pace above."""
    clock = accumulate(seconds for seconds, _ in moments(cells))
    return sum(acts for at, (_, acts) in zip(clock, moments(cells), strict=True) if at <= 60 * minutes)


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
