"""The predictions of notebook 03."""

from ..prediction import choice, names, number, order

PREDICTIONS = (
    number(
        "03.1a",
        "How many variables will the record of f have, x included?",
        7,
        {
            6: "You counted the lines. x is a variable, too.",
            8: "The exponent 2 is no variable: it is a part of its line.",
            9: "Each line is one variable, however much stands on its right side.",
            2: "Not only what goes in and what comes out: each line makes a variable, whatever it computes.",
        },
    ),
    choice(
        "03.1b",
        "Must f be traced again to have its value at x = 0?",
        ("yes: the list holds the numbers of x = 0.25", "no: the list holds operations", "no, but only near 0.25"),
        "B",
        {
            "A": "Look at the lines: which numbers does a line need that x does not give?",
            "C": "What stands in the list are the lines themselves, not their slopes at 0.25.",
        },
    ),
    number(
        "03.2a",
        "How many variables will the list of g have, x included?",
        5,
        {
            6: "The line s = x computes nothing: it gives x a second name. And a number such as 2 is no variable.",
            3: "Each turn runs two operations, a product and a sum. Each makes a variable.",
            7: "A number such as 2 is no variable: it is a part of its line.",
            4: "The input is a variable, too.",
            2: "A name that is bound again does not take the old variable's place.",
        },
    ),
    choice(
        "03.2b",
        "What will the list do when s is bound again?",
        (
            "give the new value to the same variable",
            "keep the last value only",
            "make a new variable, with a name of its own",
        ),
        "C",
        {
            "A": "Then the line s * x would mean a different thing each time it is read.",
            "B": "The second turn reads the s of the first. What would stand in its place?",
        },
    ),
    names(
        "03.3a",
        "Who reads a?",
        "b c",
        {
            "x": "That is what a reads. Who reads a?",
            "b": "Not only b. Go down the list: a stands on one more right side.",
            "c": "Not only c. Go up the list as well: a stands on one more right side.",
            "d": "Only c stands in the line of d.",
            "e": "Only c stands in the line of e.",
            "a": "No line reads itself: a stands on the left there.",
            "f": "Only d and e stand in the line of f.",
        },
        among="x a b c d e f",
    ),
    number(
        "03.3b",
        "How many arrows lead from x to y, if y is x times x?",
        2,
        {
            1: "One variable, but the product reads it at two places.",
            3: "The places are those that are read. y itself is the result.",
        },
    ),
    order(
        "03.3c",
        "Why must the two arrows be kept apart? Take three parts, in order.",
        (
            "and a nudge of x reaches y through each place",
            "because the letter x is written twice",
            "so each place adds its own slope",
            "because the product reads x at two places",
            "because x is 3, and not 1",
            "so y is read twice",
        ),
        "DAC",
        {
            "B": "Letters do not count. In x**2 there is one letter, and the slope is the same.",
            "E": "At x = 1 there are two arrows as well: they do not depend on the value.",
            "F": "Nobody reads y. It is y that reads.",
        },
        take=3,
    ),
    names(
        "03.4a",
        "Which two neighbouring lines could change places?",
        "d e",
        {
            "x a": "Since a reads x, x has to be known first.",
            "a b": "Since b reads a, a has to be known first.",
            "b c": "Since c reads b, b has to be known first.",
            "c d": "Since d reads c, c has to be known first.",
            "e f": "Since f reads e, e has to be known first.",
        },
        among="x a b c d e f",
    ),
    number(
        "03.5a",
        "How often is exp( written in the formula?",
        5,
        {
            4: "You counted the exponentials of x. One more stands around a sum.",
            2: "That is how many different ones there are. Count how often one is written.",
            3: "That is as far as the first sum goes. There are more inside the sine.",
            6: "In the sine stands the sum itself, without an exponential around it.",
        },
    ),
    choice(
        "03.5b",
        "How many exp instructions will its program have?",
        ("as many as are written", "one for each different argument", "one: there is one exponential function"),
        "B",
        {
            "A": "That is how often it is written. But what is written alike need not be computed again.",
            "C": "It is the same function, but not always of the same thing.",
        },
    ),
    number(
        "03.5c",
        "How many variables has the list of twenty doublings, the input included?",
        21,
        {
            20: "The input is a variable, too.",
            40: "Each line reads two places, but it makes one variable.",
            41: "Each line reads two places, but it makes one variable.",
            1: "A name that is bound again stands for a new variable.",
            2: "A name that is bound again stands for a new variable, in each turn.",
            1048576: "That is how often a formula would mention x. The list uses a name again.",
        },
    ),
    choice(
        "03.5d",
        "How often would a flat formula for the twenty doublings mention x?",
        ("40 times", "400 times", "about 20,000 times", "about a million times"),
        "D",
        {
            "A": "That is how many places the list reads. The formula has to write out what each of them stands for.",
            "B": "It grows faster than a square: each line doubles the number.",
            "C": "Each line doubles the number. Ten doublings make about a thousand; and ten more?",
        },
    ),
    choice(
        "03.6a",
        "h was traced at x = 2. What should its program do when asked for x = -1?",
        ("compute x**3, as the list says", "compute -(x**2), as h does", "refuse"),
        "C",
        {
            "A": "At -1, h takes the other branch. The value would be right by luck, and the slope wrong.",
            "B": "It would be right, but the list does not know that branch: it never ran.",
        },
    ),
    choice(
        "03.6b",
        "What happens when a function that calls math.sin is traced?",
        (
            "it works: a sine is a sine",
            "math.sin wants a float, and gets something that records",
            "the sine is recorded, but without a slope",
        ),
        "B",
        {
            "A": "While f is traced, x is no float. Does math.sin know what else to do?",
            "C": "Nothing tells math.sin that it is recorded, so it writes nothing down.",
        },
    ),
)
