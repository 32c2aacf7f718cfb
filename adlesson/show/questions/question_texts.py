"""The words of a question about one step: what is asked, three hints, and the idea it is about.

With this module you can

- get them for the seed of a sweep, for a value and for an arrow (``at_seed``, ``at_value``, ``at_edge``).

The hints say which rule, which arrow, and what is left to calculate; none of them says the number.  The rules are those
of the table of operations, run on letters.

>>> from ...engine.sweeps import reverse_sweep
>>> from ...engine.trace import trace
>>> p = trace(lambda x: x * x, x=5)
>>> *_, last = reverse_sweep(p)
>>> words = at_edge(p, p.values(), last, again=True)
>>> print(words["question"], *words["hints"], sep="\\n")
f sends x its share for argument 2. What does the adjoint of x become?
A share is adjoint times slope. The slope of u·w by w is u.
The slope of f = x·x is x, and x has 5 so far.
5 + 1 × 5
"""

from ...engine.mistakes.table import ADDED, FORMULAS
from ...engine.ops import OPS
from ..writing.formula import factor, partial, right_side, twice
from ..writing.letters import Letter, as_letter
from ..writing.numerals import number
from ..writing.spoken import spoken
from .choices import choices


def asked(question, aloud=""):
    """Return a question as it is read and as it is spoken, which is ``aloud`` where the eye has numbers beside it."""
    said = spoken(aloud or question)
    return {"question": question, **({"said": said} if said != question else {})}


def at_seed(name):
    """Return the question at the start of a reverse sweep, at the output ``name``."""
    return asked(f"The sweep starts at the output. How far does {name} move per unit of itself?") | {
        "hints": [
            "What is asked for: how far the output moves per unit, when this variable moves a little.",
            f"Here this variable is the output itself: how far does {name} move with itself?",
            f"{name} moves one for one with itself.",
        ],
        "idea": "the seed",
    }


def at_value(program, z, i):
    """Return the question for the value of variable ``i``."""
    name, parents = program.names[i], dict.fromkeys(program.alpha(i))
    rule, ask = f"{name} = {right_side(program, i).text}.", "What is its value?"
    return asked(f"{rule} {ask}", f"{rule} {numbers(program, z, i)} {ask}") | {
        "hints": [
            f"{name} is made by its own formula, from what it reads. You may type a calculation, such as 2*exp(1).",
            f"{name} reads {' and '.join(f'{program.names[k]} = {number(z[k])}' for k in parents)}.",
            right_side(program, i, lambda k: as_letter(z[k])).text,
        ],
        "idea": FORMULAS,
    }


def numbers(program, z, i):
    """Return as a sentence the values that variable ``i`` reads, to be spoken."""
    return f"{', '.join(f'{program.names[k]} is {number(z[k])}' for k in dict.fromkeys(program.alpha(i)))}."


def at_edge(program, z, step, again, rule=True):
    """Return the question for a step across an arrow, where the values are ``z``.

    It is asked ``again`` if its target has had a share before.  With ``rule`` there are formulas to choose from, too.
    """
    back = step.kind == "reverse"
    word, verb, child = ("adjoint", f"sends {step.target} its share", step.source)
    if not back:
        word, verb, child = "tangent", f"moves {step.target}", step.target
    i, slot, so_far = step.instruction, step.slot, number(step.before)
    share = f"{factor(number(step.upstream))} × {factor(number(step.partial))}"
    place = f" for argument {slot + 1}" if twice(program, i, slot) else ""
    holds = f"{step.target} has {so_far} so far" if again else f"{step.target} has nothing yet"
    opens, ask = f"{step.source} {verb}{place}.", f"What does the {word} of {step.target} become?"
    given, now = f"{opens} The {word} of {step.source} is {number(step.upstream)}", f"{holds}. {ask}" if again else ask
    rule, line = choices(program, i, slot) if rule else None, exchanged(program, z, i, slot)
    if rule:  # it asks for the slope, too
        rule["said"] = spoken(f"{given}. {now}")
    return asked(f"{opens} {ask}", f"{given}, the slope is {number(step.partial)}. {now}") | {
        "hints": [
            f"A share is {word} times slope. {_rule(program, i, slot)}",
            f"The slope of {child} = {right_side(program, i).text} is {partial(program, i, slot).text}, and {holds}.",
            f"{so_far} + {share}" if again else share,
        ],
        "idea": ADDED if again else f"the slope of {OPS[program.ops[i]].noun}",
        "rule": rule,
        **({"words": line} if line else {}),
    }


def exchanged_somewhere():
    """Return the same words where several lines are in question."""
    return {"line": "each line", "exchanged": "the slope by one argument is not that by the other"}


def exchanged(program, z, i, slot):
    """Return the words for whoever takes the other slope of a product or a quotient, or {}: its line, and what is what."""
    op, slots = program.ops[i], program.slots[i]
    if op not in ("multiply", "divide"):
        return {}
    name = [program.names[k] if k >= 0 else number(program.constants[~k]) for k in slots]
    mine, other = name[slot], name[1 - slot]
    if op == "multiply":
        which = f", which is {number(z[slots[1 - slot]])}" if slots[1 - slot] >= 0 else ""
        words = f"{mine} is multiplied by {other}{which}: you multiplied by {mine}, {number(z[slots[slot]])}"
    else:
        words = f"the slope by {mine} is {partial(program, i, slot).text}: you took that by {other}"
    return {"line": f"{program.names[i]} = {right_side(program, i).text}", "exchanged": words}


def _rule(program, i, slot):
    """Return the general rule for the slope of an operation by one argument, in letters u, w, ..."""
    op, slots = OPS[program.ops[i]], program.slots[i]
    letters = ["u", "w", *(f"u{n}" for n in range(3, len(slots) + 1))]
    u = [Letter(letters[n]) if k >= 0 else program.constants[~k] for n, k in enumerate(slots)]
    v = op.value(*u)
    return f"The slope of {as_letter(v).text} by {letters[slot]} is {as_letter(op.partials[slot](v, *u)).text}."
