"""Answers that stand open between a question and the next cell that runs: whoever sees one has nothing to predict.

With this module you can

- list them in a notebook (``open_answers``).

What counts is what can be read before the next cell is run: the question itself, the text after its card that is not
folded, and the code of that cell with its strings and comments.  A number counts in every usual rounding; one of one
digit, as 6 or 100, only in text after the card, at the end of a formula there, and in what strings and comments say, since
elsewhere it means many things.  Names and parts in order count where they stand together, a choice where its text or all
that is its own in it stands in one sentence.

>>> from adlesson.teach.prediction import number
>>> import nbformat.v4 as v4
>>> cells = [v4.new_markdown_cell("How large?"), v4.new_code_cell('ad.predict("05.1a")'), v4.new_code_cell('"about 81.6"')]
>>> open_answers(cells, {"05.1a": number("05.1a", "How large?", 81.55, {})})
[('05.1a', '81.6')]
"""

import ast
import io
import re
import tokenize

from predicted import NUMBER, names_asked, numbers_in

from adlesson.teach.prediction import LETTERS

WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def open_answers(cells, predictions):
    """Return the pairs of a prediction's name and what gives its answer away, in the order of a notebook's cells."""
    cells = [cell for cell in cells if not {"check", "solution"} & set(cell.metadata.get("tags", []))]
    found = []
    for k, cell in enumerate(cells):
        for name in names_asked([cell]):
            found += [(name, what) for what in given_away(predictions[name], *what_is_read(cells, k))]
    return found


def what_is_read(cells, k):
    """Return the question above the card ``k``, the open text after it, and the code of the next cell that runs."""
    question = next(cell.source for cell in reversed(cells[:k]) if cell.cell_type == "markdown")
    text = ""
    for cell in cells[k + 1 :]:
        if cell.cell_type == "code" and not names_asked([cell]):
            return question, text, cell.source
        if cell.cell_type == "markdown" and "fold" not in cell.metadata.get("tags", []):
            text += cell.source + "\n\n"
    return question, text, ""


def given_away(one, question, text, code):
    """Return what gives away the answer of a prediction in these, each once."""
    sentences, said = re.split(r"(?<=[.?!:])\s+|\n\n+", text), said_in(code)
    match one.kind:
        case "number":
            small = one.right == float(f"{one.right:.0e}")
            places = [*map(outside_formulas, sentences), *filter(is_sentence, said)] if small else [question, text, code]
            found = [token for place in places for token in tokens(place) if shows(token, one.right)]
            if abs(one.right) in range(13) and abs(one.right) != 1:  # "one" is often none
                word = rf"\b{WORDS[abs(one.right)]}\b"
                found += [match[0] for place in [*sentences, *said] for match in re.finditer(word, place, flags=re.I)]
        case "choice":
            found = chosen(one, sentences, said, text + code)
        case "names":
            lines = [set(re.findall(r"\"(\w+)\"", line)) for line in code.splitlines()]
            right = set(one.right.split())
            together = len(right) > 1 and right in [*map(set, lists(one, [*sentences, *said])), *lines]
            found = [one.right] if together else []
        case "order":
            orders = [[one.parts[LETTERS.index(letter)] for letter in right] for right in one.right]
            listed = lists(one, [*sentences, *said])
            found = [" ".join(order) for order in orders if order in listed]
            there = {part for part in one.parts if len(part) > 12 and plain(part) in plain(text + code)}
            found += sorted(there if there <= set(orders[0]) and one.take < len(one.parts) else [])  # its reasons alone
    return list(dict.fromkeys(found))


def outside_formulas(text):
    """Return a text without formulas and names of code, but for what a formula comes to.

    >>> outside_formulas(r"In `f(2)` take $2 x$: so $y = 2 x = 6$, or $6$.").split()
    ['In', 'take', ':', 'so', '6', ',', 'or', '6', '.']
    """
    return re.sub(r"`[^`]*`|\$+(?:[^$]*(?:=|\\to))?([^$=]*)\$+", lambda found: f" {ends_in(found[1])} ", text)


def ends_in(formula):
    """Return the end of a formula if it is a number, else nothing."""
    return formula if formula and re.fullmatch(r"[-\s\d.,]+", formula) else ""


def is_sentence(text):
    """Tell whether a string or a comment says something."""
    return len(re.findall(r"[A-Za-z]{2,}", re.sub(r"\w+\(", "", text))) > 2


def tokens(text):
    """Return the numbers in a text as they are written."""
    return [match[0] for match in NUMBER.finditer(text)] + re.findall(r"(?<![\w.])\d+/[1-9]\d*(?![\w.])", text)


def shows(token, right):
    """Tell whether a number as it is written is this one, or it rounded to two digits or more.

    >>> [shows(token, 17.80256) for token in ("17.8", "17.80", "18", "17.81", "20", "7.8")]
    [True, True, True, False, False, False]
    """
    value, off = numbers_in(token)[-1], abs(numbers_in(token)[-1] - abs(right))
    if re.search(r"[e/]", token):
        return off <= 1e-9 * value
    whole, point, behind = token.partition(".")
    unit = 10.0 ** (-len(behind) if point else len(whole) - len(whole.rstrip("0")))  # of its last digit
    return off <= 1e-9 * value or (value >= 10 * unit and off <= 0.5001 * unit)


def chosen(one, sentences, said, everything):
    """Return what says which choice is right: its text, its number, or what has all the words that it alone has."""
    right = one.parts[LETTERS.index(one.right)]
    others = " ".join(part for part in one.parts if part != right)
    found = [right] if len(plain(right)) > 3 and plain(right) in plain(everything) else []
    own = [token for token in tokens(right) if numbers_in(token)[-1] not in numbers_in(others)]
    found += [u for place in [*sentences, *said] for u in tokens(place) for token in own if shows(token, numbers_in(u)[-1])]
    words = stems(right) - stems(others)
    telling = [place for place in said if words <= stems(place)] if words else []
    return found + telling + [place for place in sentences if len(words) > 1 and words <= stems(place)]


def stems(text):
    """Return the first four letters of the words of four letters or more."""
    return {word[:4] for word in re.findall(r"[a-z]{4,}", text.lower())}


def plain(text):
    """Return a text or a formula without what is written in several ways.

    >>> plain('9 * (n - 1) * 2 ** (n - 1)') == plain(r'$9 (n - 1) \\cdot 2^{n - 1}$')
    True
    >>> plain('7 * cos(z["c"])') == plain(r"$7 \\cos c$")
    True
    """
    text = re.sub(r"\w+\[\"(\w+)\"\]", r"\1", text.lower()).replace("e^", "exp")
    return re.sub(r"\\cdot|[\s$`\\*^(){}\[\]]", "", text)


def lists(one, sentences):
    """Return the lists of names or parts that stand together in these sentences: "c, then a" is one."""
    parts = "|".join(sorted(map(re.escape, one.parts), key=len, reverse=True))
    name = rf"[$`\"]*(?<![\w\\])(?:{parts})(?!\w)[$`\"]*"
    runs = [run[0] for place in sentences for run in re.finditer(rf"{name}(?:(?:,|\s|and|then|->|→)+{name})+", place)]
    return [re.findall(rf"(?<!\w)(?:{parts})(?!\w)", run) for run in runs]


def said_in(code):
    """Return the strings and the comments of some code."""
    try:
        strings = [node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
        comments = [t.string for t in tokenize.generate_tokens(io.StringIO(code).readline) if t.type == tokenize.COMMENT]
    except (SyntaxError, tokenize.TokenError):  # what is to be mended
        return [code]
    return [text for text in strings if isinstance(text, str)] + comments
