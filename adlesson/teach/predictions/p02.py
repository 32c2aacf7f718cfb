"""The predictions of notebook 02."""

from ..prediction import choice, number, reason

LINES = "a = exp(x), b = a^2, c = a + b, d = exp(c), e = sin(c), f = d + e"

PREDICTIONS = (
    choice(
        "02.1a",
        "Is the printed derivative of f right?",
        (
            "yes",
            "no: in its first part the exponent must be one less",
            "no: the slope of (e^x)^2 is 2 e^x",
            "no: cos(...) needs a minus before it",
        ),
        "A",
        {
            "B": "That is the rule for powers of x. The slope of e^u is e^u, times the slope of u.",
            "C": "And times the slope of what is squared, which is e^x. Together 2 (e^x)^2.",
            "D": "The slope of sin is cos. The minus comes with the slope of cos.",
        },
        because="With c = e^x + (e^x)^2, exp(c) and cos(c) are multiplied by its slope, e^x + 2 (e^x)^2.",
    ),
    choice(
        "02.1b",
        "(e^x)^2 is misread as e^(x^2), and the formula is checked by numbers. At which x does the mistake pass?",
        ("at none", "at 0 only", "at 0 and at 2", "at 0.25"),
        "C",
        {
            "A": "(e^x)^2 is e^(2x). When is 2x equal to x^2?",
            "B": "That is one. (e^x)^2 is e^(2x), and 2x = x^2 has one more solution.",
            "D": "(e^x)^2 is e^(2x). Is 2x equal to x^2 there?",
        },
        because="(e^x)^2 is e^(2x), and 2x equals x^2 at 0, where both are 0, and at 2, where both are 4.",
    ),
    choice(
        "02.2a",
        "l_1 = x, and the next l is 4 l (1 - l). How long is the derivative of l_4, in letters and signs?",
        ("about 20", "about 30", "about 60", "more than 100"),
        "D",
        {
            "A": "That would be twice the length for two turns more. l_3' alone has more.",
            "B": "That would be ten more a turn. But each turn writes l twice, and the product rule writes it again.",
            "C": "That would do for l_3. For l_4 each part of it is written more than once.",
        },
        because="Each turn writes l twice, the product rule again: l_3' has 55 letters and signs, l_4' 156.",
    ),
    number(
        "02.3a",
        "The tree of l_3 has 19 nodes. How many has the tree of 4 l_3 (1 - l_3)?",
        43,
        {
            38: "Those are the two copies of l_3. The 4, the 1 and the operations are nodes, too.",
            22: "That adds three operations, as in the program. A tree shares nothing: l_3 is written twice.",
            24: "That has one copy of l_3. The formula reads it twice.",
            41: "Two copies and three operations. The 4 and the 1 are nodes, too.",
            40: "Two copies, the 4 and the 1. The operations are nodes, too.",
        },
        "l_3 stands in the formula twice. The other numbers and each sign are nodes, too.",
        because="Two copies of l_3, the 4, the 1 and three operations: 2 · 19 + 5 = 43.",
    ),
    choice(
        "02.3b",
        "How many nodes will the tree of the derivative of l_15 have?",
        ("about a thousand", "about ten thousand", "about a hundred thousand", "about two million"),
        "D",
        {
            "A": "That adds a fixed number a turn. But each turn more than doubles the tree.",
            "B": "There are 11 more turns. 217, doubled 11 times, is too few: each turn more than doubles.",
            "C": "217 doubled 11 times is four times as much, and each turn more than doubles.",
        },
        because="217 doubled 11 times is 444,416, and each turn more than doubles: it is 2,064,385.",
    ),
    choice(
        "02.4a",
        "Three numbers for the slope: as it is, tidied, tidied with the fraction 3/10. Which are the same?",
        ("all three", "the first and the second", "the first and the third", "the second and the third"),
        "C",
        {
            "A": "As formulas they are equal. But a float keeps 16 digits, and the tidied one adds huge terms.",
            "B": "These two are computed with floats. In which of them do huge terms have to cancel?",
            "D": "The same formula, once with floats and once with a fraction. Which of the two rounds?",
        },
        because="The tidied one adds terms above 10^29, with 16 digits each; a fraction rounds nothing.",
    ),
    number(
        "02.5a",
        f"In {LINES}: along how many routes does a nudge of x reach f?",
        4,
        {
            2: "The way forks at a. Does it fork once more?",
            3: "There are two forks. At the second one each route so far goes on in two ways.",
            8: "That is the number of arrows. Follow them from x to f, one route after the other.",
            1: "Two lines read a. The nudge goes both ways.",
        },
        "Draw the lines with their arrows, and follow each route from x to f.",
        because="The way forks at a, and again at c: 2 · 2 = 4.",
    ),
    choice(
        "02.5b",
        "What is each term of the flat formula, multiplied out?",
        (
            "the slope of one line",
            "the slopes along one path, multiplied",
            "the slopes along one path, added",
            "the values along one path, multiplied",
        ),
        "B",
        {
            "A": "The formula multiplies the slopes of many lines. Look at exp(c) times a.",
            "C": "One line enlarges what the line before it sends on. Does that add, or multiply?",
            "D": "A nudge is enlarged by slopes. cos(c) is the value of no line.",
        },
        because="Along x, a, c, d, f the slopes are a, 1, exp(c) and 1: the term is exp(c) times a.",
    ),
    choice(
        "02.6a",
        "How many different nodes have l_10 and its derivative, together?",
        ("about 20,000", "about 1,000", "about 100", "about 10"),
        "C",
        {
            "A": "Equal parts count once, and every turn doubles: most nodes are copies of copies.",
            "B": "Count what one turn adds that was not there before. It is a handful.",
            "D": "That is one a turn. But a turn has several operations, and its slope has some, too.",
        },
        because="l_2 has 14, and each of the 8 turns up to l_10 adds 10 new ones: 14 + 8 · 10 = 94.",
    ),
    choice(
        "02.6b",
        "SymPy looks for equal parts in the flat formula. Can it find the lost names again?",
        ("yes, all of them", "some, but not that b is a squared", "no, none of them"),
        "B",
        {
            "A": "It compares parts as they are written. Is one part a square, and not written as a square?",
            "C": "Some parts stand in the formula twice. Those are easy to find.",
        },
        because="It compares parts as they are written: b is written e^(2x), and not as the square of e^x.",
    ),
    choice(
        "02.6c",
        "Each line of f is followed by its slope. What do d + e and slope_d + slope_e show?",
        (
            "the value of f, twice",
            "the value of f and its derivative",
            "the derivative and the second derivative",
            "the derivative of d and that of e",
        ),
        "B",
        {
            "A": "The second one adds slopes.",
            "C": "The first one, d + e, is the last line of the program itself.",
            "D": "The first one, d + e, is the last line of the program itself. And both slopes are added.",
        },
        because="d + e is f, which is 18.99, and its slope is the sum of both slopes, 81.55.",
    ),
    reason(
        "02.6d",
        "Why does the formula of l_n double with every turn, and the program not?",
        (
            "a formula writes the whole of l at each place where l is read",
            "a program leaves out what it has done before",
            "each turn reads l twice",
            "a program computes l once, and writes its name at each place where l is read",
            "a derivative is always longer than its function",
            "equal parts of a formula cannot be found",
        ),
        "ACD",
        {
            "B": "It leaves nothing out. Every turn is computed, once.",
            "E": "The formula of l itself doubles, before anything is differentiated.",
            "F": "They can be found, and what is left is short. But why are there so many of them?",
        },
        because="Written out twice, the 19 nodes of l_3 become 43; read twice by name, 7 variables become 10.",
    ),
)
