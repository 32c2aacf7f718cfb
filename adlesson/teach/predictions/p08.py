"""The predictions of notebook 08."""

from ..prediction import choice, names, number, reason

LINES = "a = exp(x), b = a^2, c = a + b, d = exp(c), e = sin(c), f = d + e"

PREDICTIONS = (
    choice(
        "08.1a",
        "What does z_i become when -(z_i - f_i) is added to it?",
        ("0", "f_i", "2 z_i - f_i", "it stays z_i"),
        "B",
        {
            "A": "Write the sum down, without the bracket. What is left of it?",
            "C": "Mind the minus before the bracket: it turns both signs.",
            "D": "That is so where the equation holds. Here it does not hold yet.",
        },
    ),
    choice(
        "08.1b",
        "The step that makes b = a^2 true comes after that for a = exp(x). Can it spoil the equation of a?",
        ("no", "yes, because b reads a", "yes, every step breaks one that held"),
        "A",
        {
            "B": "The step moves b alone. Is there a b in the equation of a?",
            "C": "A step moves one variable. It can break only equations in which that variable stands.",
        },
    ),
    choice(
        "08.2a",
        "Which places of the matrix of the stationarity equations are empty, whatever the program?",
        ("none", "those on the diagonal", "those left of the diagonal, below it", "those right of the diagonal, above it"),
        "C",
        {
            "A": "Row j holds the readers of j. Where in the list can a reader of j stand?",
            "B": "Row j begins with its own multiplier. It stands on the diagonal.",
            "D": "Column i of row j has a number where i reads j. Does i come before j in the list, or after it?",
        },
    ),
    choice(
        "08.2b",
        "Which row of the stationarity equations can be solved first?",
        ("the first, that of x", "the last, that of f", "any of them"),
        "B",
        {
            "A": "In the row of x there is lambda_a, too. Is that known?",
            "C": "Look for a row with one unknown only.",
        },
    ),
    reason(
        "08.2c",
        "Why can this row of the stationarity equations be solved first?",
        (
            "its multiplier is the one that we want to know in the end",
            "a row with one unknown can be solved as it stands",
            "the value of its variable is computed first",
            "its numbers are the largest",
            "a row holds its own multiplier and those of its readers",
            "its variable has no readers",
        ),
        "BEF",
        {
            "A": "What we want to know in the end is lambda_x, and that row is solved last.",
            "C": "In these rows all values are known already. What is not known?",
            "D": "How large a number is plays no part in this.",
        },
    ),
    number(
        "08.2d",
        "Row c is lambda_c - 18.78 lambda_d + 0.9783 lambda_e = 0. Only f reads d and e, with slope 1. What is lambda_c?",
        17.80,
        {
            18.78: "That is the part of d alone. e reads c, too.",
            19.76: "Mind the sign of the slope of e: in the row it stands with a plus.",
            -17.80: "Bring the two products to the other side. That turns their signs.",
            1: "That is lambda_d, and lambda_e. Each is multiplied by a slope.",
        },
    ),
    names(
        "08.2e",
        f"In {LINES}: in which rows of stationarity is a sum of two products taken?",
        "a c",
        {
            "c": "That is one. Which other row has two numbers beside the diagonal?",
            "a": "That is one. Which other row has two numbers beside the diagonal?",
            "x": "Beside the diagonal the row of x has one number.",
            "b": "Beside the diagonal the row of b has one number.",
            "d": "Beside the diagonal the row of d has one number.",
            "e": "Beside the diagonal the row of e has one number.",
            "f": "Beside the diagonal the row of f has no number.",
        },
        among="x a b c d e f",
    ),
    reason(
        "08.2f",
        "Why are the multipliers the adjoints?",
        (
            "each reader counts with its own number times the slope",
            "both give a variable a sum over its readers",
            "both make L equal to f, and no other numbers do",
            "all numbers that solve a triangular system are adjoints",
            "both start with 1 at f",
            "both are computed by a reverse sweep",
        ),
        "ABE",
        {
            "C": "Where all equations hold, L equals f for every lambda. That cannot say which numbers come out.",
            "D": "The triangle says in which order the rows can be solved, not which numbers come out.",
            "F": "No: `multipliers` solves rows and calls no sweep. That the numbers agree is what needs a reason.",
        },
    ),
    choice(
        "08.2g",
        "x is fed back from f, so x reads f. Which place of the matrix does that fill?",
        ("row x, column f", "row x, column x", "row f, column f", "row f, column x"),
        "D",
        {
            "A": "Row j, column i has the slope with which i reads j. Who reads whom here?",
            "B": "That is on the diagonal, where each row has its own multiplier.",
            "C": "That is on the diagonal, where each row has its own multiplier.",
        },
    ),
    number(
        "08.2h",
        "For which k has the row lambda - k lambda = 1 no solution?",
        1,
        {
            0: "Then it says lambda = 1, as in a program.",
            -1: "Then it says 2 lambda = 1.",
            2: "Then it says -lambda = 1.",
        },
    ),
    choice(
        "08.3a",
        "By about how much does f move, if c is 0.001 more than a + b?",
        ("0.001", "17.80", "0.0178", "0.0188"),
        "C",
        {
            "A": "That is how far c moves. The lines after it enlarge it.",
            "B": "That is lambda_c, the move for one unit. Here it is a thousandth.",
            "D": "That is the way through d alone. e reads c, too.",
        },
    ),
    choice(
        "08.3b",
        "By about how much does f move, if a is 0.001 more than exp(x)?",
        ("0.0178", "0.0635", "0.0457", "0.0816"),
        "B",
        {
            "A": "That is the way through c alone. b reads a, too, and c reads b.",
            "C": "That is the way through b alone. c reads a, too.",
            "D": "That is for x. Here a is moved, after x.",
        },
    ),
    number(
        "08.4a",
        "With all multipliers 1, what is the derivative of L by x_in?",
        1,
        {
            7: "Only one of the seven terms has x_in in it.",
            0: "The term of x has x_in in it, times lambda_x.",
            81.55: "For that, lambda_x would have to be solved for. Here it is set by hand.",
            -1: "There are two minus signs: one before the multiplier, one before x_in.",
        },
    ),
    number(
        "08.4b",
        "With the solved multipliers, what is the derivative of L by x_in?",
        81.554,
        {
            1: "That was with all multipliers 1. Which number has lambda_x now?",
            63.51: "That is lambda_a. Look for the term with x_in.",
            17.80: "That is lambda_c. Look for the term with x_in.",
            18.99: "That is f itself.",
        },
    ),
    choice(
        "08.4c",
        "What did the proof use?",
        (
            "algebra only, no derivatives",
            "that no variable is read twice",
            "that all multipliers are positive",
            "the chain rule, of several variables",
        ),
        "D",
        {
            "A": "There is an f', and there are z' and lambda'. How was the sum of three products found?",
            "B": "In our list a and c are read twice, and it holds.",
            "C": "The sign of a multiplier plays no part.",
        },
    ),
    choice(
        "08.5a",
        "Gradient ascent on f = exp(c) + sin(c), c = exp(x) + exp(x)^2, from x = -1, by 0.1 of the slope: what will it do?",
        (
            "climb to a top and stay there",
            "go to the left, where f comes near 1",
            "run away, faster and faster",
            "go back and forth between two places",
        ),
        "C",
        {
            "A": "Is there a top? f has exp(c) in it, and c grows with x.",
            "B": "It goes uphill. To the left f falls.",
            "D": "For that the slope would have to change its sign. Does it?",
        },
    ),
    number(
        "08.5b",
        "At which x is the top of x exp(-x)?",
        1,
        {
            0: "There it still goes up. Look for the place where the slope is 0.",
            0.3679: "That is the value at the top. The question is where it is.",
            -1: "There it goes up steeply. Look for the place where the slope is 0.",
            2: "There it goes down already. Look for the place where the slope is 0.",
        },
    ),
    choice(
        "08.5c",
        "x exp(-x) is climbed from x = 0.5 by adding the slope. About how small is lambda_x after 60 steps?",
        ("0.01", "0.00001", "1e-13", "1e-60"),
        "C",
        {
            "A": "Near the top each step takes away about a third of what is left, and there are 60.",
            "B": "Near the top each step takes away about a third of what is left, and there are 60.",
            "D": "For that each step would have to leave a tenth. It leaves about two thirds.",
        },
    ),
    number(
        "08.6b",
        "q = x^2 and f = q^2 at x = 1: what does line f add to the second derivative?",
        8,
        {
            4: "The speed of q counts twice, since it is squared.",
            2: "That is its bend. How fast does q move?",
            16: "That is with the price of q. Which price has f?",
            12: "That is what both lines add.",
        },
    ),
    names(
        "08.6a",
        f"Which of the lines {LINES} add nothing to the second derivative?",
        "c f",
        {
            "a": "The exponential is a curve: it bends.",
            "b": "A square is a curve: it bends.",
            "d": "The exponential is a curve: it bends.",
            "e": "The sine is a curve: it bends.",
            "c": "That is one. There is one more sum among the lines.",
            "f": "That is one. There is one more sum among the lines.",
        },
        among="a b c d e f",
    ),
)
