"""What a prediction is: a question, its right answer, and what to say to the wrong ones that people give.

With this module you can

- write a prediction down (``number``, ``choice``, ``names``, ``order``, ``reason``).

The data are in ``predictions``, a module for each notebook, beside the exercises.  A page judges an answer by them, so that
a prediction works where no kernel is; a test compares each right answer with what the notebook itself computes.

>>> number("05.1a", "What is f?", 54, {48: "You took x and y the other way round."}).right
54
"""

from collections import namedtuple
from itertools import permutations

Prediction = namedtuple("Prediction", "name kind ask parts right wrong take otherwise because", defaults=(None, "", ""))
Prediction.__doc__ = """One question: its ``name`` ("05.3a": section and letter), ``kind``, and ``ask``, a sentence.

``parts`` are the options of a choice, the parts of an order or a reason, or the names there are; ``right`` is the answer,
or a tuple of several right orders; ``wrong`` maps wrong answers to what is said then; ``take`` is how many parts are taken;
``otherwise`` is said to a wrong number that is not among them: what to look at in this question;
``because`` is the reason, which the card says with "Right."
"""

LETTERS = "ABCDEFGH"


def number(name, ask, right, wrong, otherwise="", because=""):
    """Return a prediction of a number, judged to three digits, whole numbers exactly; ``otherwise`` is said to others."""
    return Prediction(name, "number", ask, (), right, wrong, None, otherwise, because)


def choice(name, ask, options, right, wrong, because=""):
    """Return a prediction by one of the ``options``, lettered A, B, ...; ``right`` is a letter, ``wrong`` has letters."""
    return Prediction(name, "choice", ask, tuple(options), right, wrong, because=because)


def names(name, ask, right, wrong, among, because=""):
    """Return a prediction of some names, in any order, of those ``among`` which the answer is: ``"a c"`` of ``"x a b c"``.

    A wrong answer that is in no list is met by the first whose names are all in it, and not all right.
    """
    return Prediction(name, "names", ask, tuple(among.split()), right, wrong, because=because)


def order(name, ask, parts, right, wrong, because=""):
    """Return a prediction of the order of all ``parts``, lettered A, B, ...

    ``right`` is a text such as "ACB", or a tuple of several.  A wrong answer in no list is met by the first single letter
    in it that has a reply.
    """
    right = (right,) if isinstance(right, str) else tuple(right)
    return Prediction(name, "order", ask, tuple(parts), right, wrong, len(parts), because=because)


def reason(name, ask, parts, right, wrong, because=""):
    """Return a prediction of the ``parts`` that make up a reason, lettered A, B, ... and taken in whatever order.

    ``right`` has the letters of those that belong to it, as in "ADF".  Each of the others is false, and ``wrong`` has a
    reply to it: a part that is true, and only does not help, would be marked wrong for no reason that a learner can see.
    """
    orders = tuple("".join(letters) for letters in permutations(right))
    return Prediction(name, "order", ask, tuple(parts), orders, wrong, len(right), because=because)
