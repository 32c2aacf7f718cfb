"""Practice of kind ``"mistake"``: a table of adjoints went wrong, and the question is how.

With this module you can

- draw a small program (``draw``), spoil its adjoints, and ask which sentence made them (``question``).

There are three sentences at level 1, five at level 2; at level 3 the table may also be right.
"""

from ....engine.derivatives import adjoints
from ....engine.mistakes.diagnose import wrong_adjoints
from ....show.writing.numerals import number
from ...judging.answers import AnswerError
from ..lots import applicable, drawn, unfit
from ..question import LETTERS, Question, shuffled
from .fill_adjoints import rows_of
from .put_in_order import letters_of

LINES, SENTENCES = {1: 4, 2: 5, 3: 5}, {1: 3, 2: 5, 3: 5}
NONE = "none: the table is right"


def draw(pick, level):
    """Return ``(code, at)`` of a fresh program that so many mistakes can be made in."""
    return drawn(pick, LINES[level], lambda program: why_not(program, level))


def why_not(program, level):
    """Return why a program makes no question of this level, "" if it makes one."""
    if len(applicable(program)) < SENTENCES[level]:
        return f"fewer than {SENTENCES[level]} mistakes can be made in it"
    return unfit(program, range(len(program)))


def question(record, program):
    """Return the ``Question`` about a program."""
    level = record["level"]
    named = {mistake.name: mistake for mistake in applicable(program)}  # shuffled by names: sentences may be mended
    offered = [named[name] for name in shuffled(named, *record["code"])[: SENTENCES[level]]]
    tables = {m.says: dict(zip(program.names, wrong_adjoints(program, program.values(), m), strict=True)) for m in offered}
    if level == 3:
        tables[NONE] = adjoints(program)
    chosen = shuffled([m.name for m in offered] + [NONE] * (level == 3), record["seed"], *record["code"])[0]
    made = named[chosen].says if chosen != NONE else NONE
    texts = [*tables]
    letters = dict(zip(texts, LETTERS, strict=False))
    shown = tables[made]

    def judge(answer, pick):
        given = letters_of(answer, letters.values())
        if len(given) != 1:
            raise AnswerError("one letter is wanted")
        if given[0] == letters[made]:
            return "right", ""
        says = texts[LETTERS.index(given[0])]
        name = next(name for name in reversed(program.names) if tables[says][name] != shown[name])
        so = "A right sweep gives" if says == NONE else "That mistake gives"
        return "wrong", f"{so} {name} the adjoint {number(tables[says][name])}, and here stands {number(shown[name])}."

    right = adjoints(program)
    first = next((name for name in reversed(program.names) if right[name] != shown[name]), program.names[0])
    hints = (
        "Go back from the output, and compute each adjoint from those that stand in the table.",
        f"Down to {first} all is right: look at {first}." if made != NONE else "How many shares has each? Add them up.",
        f"The right adjoint of {first} is {number(right[first])}. What was done to get {number(shown[first])}?",
    )
    ask = "Somebody filled in the adjoints. Which sentence says what was done?"
    return Question(
        ask,
        judge,
        hints,
        f"{letters[made]}: {made}",
        rows_of(program, shown, ()),
        texts=tuple(texts),
        orders=(letters[made],),
    )
