"""The gaps of a Moodle question, each of which says to a wrong answer what it is the mark of.

With this module you can

- write a gap for a number (``number_gap``), one of several texts (``choice_gap``), letters in order (``letters_gap``);
- write text so that nothing in it means something to Moodle (``escaped``).

What is written follows Moodle's "Embedded Answers (Cloze) question type": {1:KIND:answer#feedback~answer#feedback}, where =
begins a right answer, %50% one that is half right, and the first answer that fits is taken.  In an answer to be typed, *
stands for any text.  Moodle takes a backslash only from before } and #; so whatever means something is written as an entity,
which it decodes.

>>> number_gap(6, {5: "Shares are added."})
'{1:NUMERICAL:=6#Right.~5#Shares are added.~*#This is not it.}'
>>> escaped("a = {x*y}~#1")
'a &#61; &#123;x&#42;y&#125;&#126;&#35;1'
"""

import html
import math

SPECIAL = {ord(sign): f"&#{ord(sign)};" for sign in '&{}~#=*%\\"'}
RIGHT, CLOSE, OTHER = "Right.", "Right to two digits: give three or more.", "This is not it."


def escaped(text):
    """Return a text to stand in a gap: Moodle decodes it once, and then reads it as HTML."""
    return html.escape(text, quote=False).translate(SPECIAL)


def gap(kind, answers):
    """Return a gap; ``answers`` are triples of share, an "=" or "%50%" or "", text as Moodle reads it, and feedback."""
    written = [f"{share}{text}#{escaped(says)}" if says else f"{share}{text}" for share, text, says in answers]
    return f"{{1:{kind}:{'~'.join(written)}}}"


def number_gap(right, wrong, other=OTHER):
    """Return a gap for the number ``right``; ``wrong`` maps numbers to what is said of them, ``other`` is said of the rest.

    A whole number must be given; else three digits are right, and two are half right.
    """
    answers = [("=", window(right, right, 0.0051), RIGHT)]
    answers += [] if isinstance(right, int) else [("%50%", window(right, right, 0.051), CLOSE)]
    answers += [("", window(number, right, 0.0051), says) for number, says in wrong.items()]
    return gap("NUMERICAL", [*answers, ("", "*", other)])


def window(number, right, share):
    """Return a number with how far off it may be, ``share`` of its first digit's unit."""
    if isinstance(right, int) and number == int(number):
        return f"{int(number)}"
    unit = 10.0 ** math.floor(math.log10(abs(number))) if number else 1.0
    return f"{float(number):.7g}:{share * unit:.3g}"


def choice_gap(texts, right, says, across=False):
    """Return a gap to choose one of ``texts`` from, ``texts[right]``; ``says[k]`` is said to whoever chose the k-th."""
    answers = [("=" if k == right else "", escaped(text), says[k]) for k, text in enumerate(texts)]
    return gap("MULTICHOICE_H" if across else "MULTICHOICE_V", answers)


def letters_gap(orders, wrong, other):
    """Return a gap for letters in one of ``orders``; ``wrong`` maps patterns such as ``"*B*A*"`` to what is said of them."""
    right = [("=", order, "") for order in orders]
    return gap("SHORTANSWER", [*right, *(("", pattern, says) for pattern, says in wrong.items()), ("", "*", other)])
