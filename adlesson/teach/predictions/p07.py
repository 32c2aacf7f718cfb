"""The predictions of notebook 07."""

from ..prediction import choice, names, number, reason

ALL, LINES = "x a b c d e f", "a = exp(x), b = a^2, c = a + b, d = exp(c), e = sin(c), f = d + e"

PREDICTIONS = (
    names(
        "07.1a",
        f"In {LINES}, with x given, only c is moved. Which of the seven equations become false?",
        "c d e",
        {
            "c": "Its own, yes. In which other equations does c stand?",
            "d e": "Those that read c, yes. And what does the equation of c itself say?",
            "f": "The equation of f reads d and e, and nobody has moved these.",
            "a": "The equation of a has no c in it.",
            "b": "The equation of b has no c in it.",
            "x": "The equation of x has no c in it.",
        },
        among=ALL,
    ),
    number(
        "07.2a",
        "f = z, and z = 3 + h. How far does f move per unit of h?",
        1,
        {
            3: "That is f itself. The question is how far it moves.",
            0: "In f = z, z moves with h.",
            4: "That is where f ends. The question is how far it moved.",
        },
    ),
    number(
        "07.2b",
        "What is L = z - lambda (z - 3) at z = 5, with lambda = 3?",
        -1,
        {
            11: "You added the charge. It is taken off.",
            2: "That charges for one unit. How far is z from 3?",
            3: "That is with lambda = 1.",
            -10: "You charged for all of z. Only z - 3 is charged.",
            -4: "You charged for the 3. Only z - 3 is charged.",
            -7: "The charge is lambda times the whole bracket.",
        },
    ),
    number(
        "07.2c",
        "Which lambda leaves no reason to move z, in L = z - lambda (z - 3)?",
        1,
        {
            0: "Look at its row. Without a charge you gain by a larger z.",
            0.5: "Look at its row. The charge is too small: you gain by a larger z.",
            1.5: "Look at its row. The charge is too large: you gain by a smaller z.",
            2: "Look at its row. The charge is too large: you gain by a smaller z.",
            3: "That is z. Wanted is the charge per unit.",
        },
    ),
    reason(
        "07.2d",
        "Why is L = z - lambda (z - 3) flat for one lambda only?",
        (
            "a small move of z is charged lambda per unit",
            "at z = 3, one lambda alone makes L equal to f",
            "the charge must be as high as possible",
            "a small move of z changes f",
            "nothing is gained, up or down, only where f and the charge grow equally fast",
            "L must be as large as possible",
        ),
        "ADE",
        {
            "B": "There L = f for every lambda. That cannot choose one of them.",
            "C": "Look at the rows with a higher charge: there it helps to make z smaller.",
            "F": "Without a charge L grows with z, without end. We look for a level row, not for a high one.",
        },
    ),
    choice(
        "07.2e",
        "All multipliers are -1000, and all equations hold. What is L?",
        ("18.99 + 7000", "18.99", "18.99 - 7000", "0"),
        "B",
        {
            "A": "Each multiplier is taken times how far its equation is broken. How far is that here?",
            "C": "Each multiplier is taken times how far its equation is broken. How far is that here?",
            "D": "L begins with the result, f.",
        },
    ),
    names(
        "07.2f",
        "At the point where only c is moved, which of the seven multipliers matter?",
        "c d e",
        {
            "f": "The equation of f holds at that point. Nothing is charged for it.",
            "c": "That one does. But two more equations are false there.",
            "d e": "Those do. But the equation of c is false, too.",
            "x": "The equation of x holds at that point. Nothing is charged for it.",
            "a": "The equation of a holds at that point. Nothing is charged for it.",
            "b": "The equation of b holds at that point. Nothing is charged for it.",
        },
        among=ALL,
    ),
    number(
        "07.3a",
        "c = a + b, d = exp(c), e = sin(c), f = d + e. In how many terms of L does c stand?",
        3,
        {
            1: "That is its own term. Which equations read c?",
            2: "Those are the two that read c. It has an equation of its own, too.",
            4: "It does not stand in the term of f: that one reads d and e.",
        },
    ),
    choice(
        "07.3b",
        "c = a + b, d = exp(c), e = sin(c), f = d + e. What is the derivative of L by c?",
        (
            "`-lam_c + lam_d*exp(c) + lam_e*sin(c)`",
            "`-lam_c`",
            "`lam_c - lam_d*exp(c) - lam_e*cos(c)`",
            "`-lam_c + lam_d*exp(c) + lam_e*cos(c)`",
        ),
        "D",
        {
            "A": "The term of e has sin(c) in it. What is the slope of the sine?",
            "B": "That is its own term. c stands in the terms of its readers as well.",
            "C": "Look at the signs once more: the term of c is `-lam_c*(c - (a + b))`.",
        },
    ),
    choice(
        "07.3c",
        "c = a + b. What is the derivative of L by lam_c?",
        ("`c - (a + b)`", "`-(c - (a + b))`", "`-1`", "`lam_c`"),
        "B",
        {
            "A": "Look at the sign in front of its term.",
            "C": "That would be the derivative by c of `-c`. Here lam_c moves, and all other numbers are fixed.",
            "D": "It stands in one term, times a bracket. Its slope is what it is multiplied with.",
        },
    ),
    choice(
        "07.3d",
        "What is the derivative of L by the given x_in?",
        ("`lam_x`", "`-lam_x`", "`0`", "`lam_a*exp(x)`"),
        "A",
        {
            "B": "There are two minus signs: one before the multiplier, one before x_in.",
            "C": "There is one term with x_in in it, that of the equation x = x_in.",
            "D": "The variable x stands in exp(x). Here x stays where it is, and x_in moves.",
        },
    ),
    names(
        "07.3e",
        f"In {LINES}: which two rows of stationarity have two terms on the right?",
        "a c",
        {
            "d": "One line reads d. One reader, one term.",
            "e": "One line reads e. One reader, one term.",
            "b": "One line reads b. One reader, one term.",
            "x": "One line reads x. One reader, one term.",
            "f": "No line reads f.",
            "a": "That is one. Which other variable do two lines read?",
            "c": "That is one. Which other variable do two lines read?",
        },
        among=ALL,
    ),
    names(
        "07.3f",
        f"In {LINES}: in which row of stationarity is the multiplier a number at once?",
        "f",
        {
            "x": "The line of a reads x, so lam_a stands in its row.",
            "d": "The line of f reads d, so another multiplier stands in its row.",
            "e": "The line of f reads e, so another multiplier stands in its row.",
            "a": "Two lines read a. Their multipliers stand in its row.",
            "c": "Two lines read c. Their multipliers stand in its row.",
            "b": "The line of c reads b, so lam_c stands in its row.",
        },
        among=ALL,
    ),
    choice(
        "07.3g",
        "a = exp(x), at x = 0.25. With a moved to 5 and all multipliers 1, what is the derivative of L by x?",
        ("-1 + 5, which is 4", "-1", "-1 + exp(0.25), which is 0.284", "0, because x has not been moved"),
        "C",
        {
            "A": "5 stands for exp(x) only where the equation a = exp(x) holds. Does it?",
            "B": "The line of a reads x: its term counts as well.",
            "D": "A derivative asks what would happen if x moved.",
        },
    ),
    number(
        "07.4a",
        "In x y + x, how many terms has the equation of lambda_x?",
        2,
        {
            1: "Count the places where x is read. It is written twice.",
            3: "Beside x stands y, but that has an equation of its own. In how many places is x read?",
        },
    ),
    number(
        "07.4b",
        "In x x, how many terms has the equation of lambda_x?",
        2,
        {
            1: "One line reads x, that is true. But a term is there for each slot.",
            3: "One line reads x. How many slots has it?",
        },
    ),
    choice(
        "07.5a",
        "How far does f move per unit of h, where c = a + b + h?",
        ("about 1", "about 17.80", "about -17.80", "not at all"),
        "B",
        {
            "A": "That is how far c moves. Then exp(c) enlarges it.",
            "C": "With c grows d = exp(c). Which of d and e moves more?",
            "D": "Two lines read c, so they move, and f with them.",
        },
    ),
    choice(
        "07.5b",
        "Which sign in L gives lambda_c = 17.80?",
        ("the minus", "the plus", "both"),
        "A",
        {
            "B": "Take the derivative by f: with a plus it is 1 + lambda_f. For which lambda_f is that 0?",
            "C": "Take the derivative by f: 1 plus or minus lambda_f. For which lambda_f is each of them 0?",
        },
    ),
    choice(
        "07.6a",
        "At c = 3, lambda_c goes to a thousand, and to minus a million. What does L do?",
        (
            "it stays at 18.99",
            "it has its largest value somewhere between",
            "it grows in both directions",
            "it grows in one direction, falls in the other, and has no end",
        ),
        "D",
        {
            "A": "That holds where no equation is broken. Here the one of c is.",
            "B": "There is one term with lambda_c in it, times 0.067. Does a straight line have a top?",
            "C": "There is one term with lambda_c in it, times 0.067. That is a straight line.",
        },
    ),
    choice(
        "07.6b",
        "Both blocks hold. Now c moves by 0.01, and lambda_c by +100, then by -100. What does L do?",
        ("first down, then up", "first up, then down", "up both times", "down both times"),
        "A",
        {
            "B": "Now c is 0.01 too large, and lambda_c times that is taken off.",
            "C": "First lambda_c is raised, then lowered. The charge turns its sign, too.",
            "D": "First lambda_c is raised, then lowered. The charge turns its sign, too.",
        },
    ),
)
