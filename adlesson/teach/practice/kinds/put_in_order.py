"""Practice of kind ``"order"``: put the lines of the way back into an order that works.

With this module you can

- draw a small program (``draw``), and ask for the order of its shares (``question``).

Every order is right in which a variable sends nothing before all of its shares have come.  There are four lines at level 1,
six at level 2; at level 3 two more do not belong to it.
"""

from itertools import permutations

from ....engine.sweeps import reverse_sweep
from ....show.story.sweep_pane import sweep_lines
from ...judging.answers import AnswerError, as_list, as_text
from ...judging.stops import is_a
from ..lots import INPUTS, NUMBERED, WHOLE, drawn, unfit
from ..question import LETTERS, Question, shuffled

SENDS = {1: 4, 2: 6, 3: 6}  # lines of the way back
ONE, BOTH = INPUTS[:1], INPUTS
SHAPES = {1: ((BOTH, 2), (ONE, 3), (ONE, 3)), 2: ((BOTH, 4), (ONE, 5)), 3: ((BOTH, 4), (ONE, 5))}  # inputs, lines
EXTRA = 2  # lines at level 3 that do not belong to it
STRANGE = "Line {letter} does not belong to it: look at its slope, and at who reads whom."
FEWER = "{wanted} lines are needed, and here are {given}: a share is missing."
EARLY = "{letter} sends a share of {source} before {late} has added to the adjoint of {source}."


def draw(pick, level):
    """Return ``(code, at)`` of a fresh program with so many arrows."""
    inputs, lines = pick.choice(SHAPES[level])
    pools = ({**WHOLE, **NUMBERED},)
    return drawn(pick, lines, lambda program: why_not(program, level), pools, inputs, SENDS[level])


def why_not(program, level):
    """Return why a program makes no question of this level, "" if it makes one."""
    lines = shares_of(program)
    if len({*lines}) != SENDS[level]:
        return f"its way back has {len({*lines})} different lines, not {SENDS[level]}"
    if why := unfit(program, range(len(program))):
        return why
    return "too few lines look like one of its own" if level == 3 and len(spoiled(program, lines)) < EXTRA else ""


def shares_of(program):
    """Return the lines of the way back in its order, each of which adds a share, without the first, which sets the 1."""
    return [line.replace(" = ", " += ") for line in sweep_lines(program, list(reverse_sweep(program)), "reverse")][1:]


def lettered(record, program):
    """Return the letters of all lines, in the order of these, and by letter who sends to whom where one belongs to it."""
    lines, steps = shares_of(program), list(reverse_sweep(program))[1:]
    false = spoiled(program, lines)[:EXTRA] if record["level"] == 3 else []
    letters = dict(zip(shuffled([*lines, *false], *record["code"]), LETTERS, strict=False))
    return letters, {letters[line]: (step.source, step.target) for line, step in zip(lines, steps, strict=True)}


def question(record, program):
    """Return the ``Question`` about a program; the first of its ``orders`` is that of the sweep."""
    letters, who = lettered(record, program)
    first, lines = f"{program.names[-1]}_bar = 1", shares_of(program)
    extra = len(letters) - len(who)

    def judge(answer, pick):
        given = letters_of(answer, letters.values())
        for letter in given:
            if letter not in who:
                return "wrong", STRANGE.format(letter=letter)
        if len(given) < len(who):
            return "wrong", FEWER.format(wanted=len(who), given=len(given))
        return in_order(given, who)

    def wrong(name):
        strange = {f"*{letter}*": STRANGE.format(letter=letter) for letter in letters.values() if letter not in who}
        pairs = {f"*{one}*{other}*": too_early(one, other, who) for one, other in permutations(who, 2)}
        return strange | {pattern: says for pattern, says in pairs.items() if says}

    orders = tuple(all_orders("".join(letters[line] for line in lines), who))
    begin = f"The way back begins with {first}; all other adjoints begin at 0."
    more = f" {extra} lines do not belong to it." if extra else ""
    source, target = who[orders[0][-1]]
    hints = (
        "A variable sends its shares when all of its own have come: not before.",
        f"Who reads {source}? All of them send first.",
        f"{target} receives the last share, from {source}.",
    )
    ask = f"{begin} Put the other lines into an order that works.{more}"
    return Question(ask, judge, hints, "\n".join([first, *lines]), texts=tuple(letters), orders=orders, wrong=wrong)


def in_order(given, who):
    """Return the verdict on letters in order; ``who`` has the source and the target of each."""
    for n, letter in enumerate(given):
        for other in given[n + 1 :]:
            if says := too_early(letter, other, who):
                return "wrong", says
    return "right", ""


def too_early(letter, other, who):
    """Return what is said where a letter stands before another, "" if it may."""
    source, target = who[letter][0], who[other][1]
    return EARLY.format(letter=letter, late=other, source=source) if source == target else ""


def all_orders(given, who):
    """Yield all orders of letters that are right, as texts, those first that are most like ``given``, itself an order."""
    if not given:
        yield ""
    for n, letter in enumerate(given):
        rest = given[:n] + given[n + 1 :]
        if not any(too_early(letter, other, who) for other in rest):
            for order in all_orders(rest, who):
                yield letter + order


def letters_of(answer, among):
    """Return the letters of an answer in order, from text or a list; raise ``AnswerError`` if they are none."""
    if is_a(answer, (list, tuple)):
        answer = "".join(as_text(one) if is_a(one, str) else "?" for one in as_list(answer))
    if not is_a(answer, str):
        raise AnswerError("letters in order are wanted, such as 'BAC'")
    found = [letter for letter in as_text(answer).upper() if letter not in " ,;→>-"]
    strange = [letter for letter in found if letter not in among]
    if strange or len({*found}) < len(found):
        raise AnswerError(f"each letter of {''.join(among)} is taken once at most, such as in 'BAC'")
    return found


def spoiled(program, lines):
    """Return lines that look like the others and are wrong: the slope is that by the other argument, or nobody reads so."""
    found = []
    for line in lines:
        target, _, right = line.partition(" += ")
        sender, _, slope = right.partition(" * ")
        name = target.removesuffix("_bar")
        for wrong in (f"{sender} * {name}", f"{sender} * {sender.removesuffix('_bar')}", slope):
            other = f"{target} += {wrong}"
            if wrong and other not in lines and other not in found:
                found.append(other)
                break
    return shuffled(found, *lines)
