"""The predictions of notebook 03."""

from ..prediction import choice, names, number, reason

RUNNING = "a = exp x, b = a^2, c = a + b, d = exp c, e = sin c, f = d + e."
FORMULA = "exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)"
LOOP = "`g`: s = x, and then twice over s = s x + 2."

PREDICTIONS = (
    number(
        "03.1a",
        f"{RUNNING} How many variables will its list have, x included?",
        7,
        {
            6: "You counted the lines. x is a variable, too.",
            8: "The exponent 2 is no variable: it is a part of its line.",
            9: "Each line is one variable, however much stands on its right side.",
            2: "Not only what goes in and what comes out: each line makes a variable, whatever it computes.",
        },
        "Each line makes one variable. What is there before the first line?",
        because="Each of the six lines makes one variable, and x is one more: 6 + 1 = 7.",
    ),
    choice(
        "03.1b",
        "A list of assignments was traced at x = 0.25. Must the function be traced again to have its value at x = 0?",
        ("yes: the list holds the numbers of x = 0.25", "no: the list holds operations", "no, but only near 0.25"),
        "B",
        {
            "A": "Look at the lines: which numbers does a line need that x does not give?",
            "C": "What stands in the list are the lines themselves, not their slopes at 0.25.",
        },
        because="The only number in its lines is the exponent 2: they run at x = 0 as well.",
    ),
    number(
        "03.2a",
        f"{LOOP} How many variables will its list have, x included?",
        5,
        {
            6: "The line s = x computes nothing: it gives x a second name. And a number such as 2 is no variable.",
            3: "Each turn runs two operations, a product and a sum. Each makes a variable.",
            7: "A number such as 2 is no variable: it is a part of its line.",
            4: "The input is a variable, too.",
            2: "A name that is bound again does not take the old variable's place.",
        },
        "Write the turns down, one operation on a line: each makes a variable.",
        because="x, and two turns with a product and a sum each: 1 + 2 · 2 = 5.",
    ),
    choice(
        "03.2b",
        f"{LOOP} What will its list do when s is bound again?",
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
        because="The second turn reads the s of the first and makes s_2: each keeps its own value.",
    ),
    names(
        "03.3a",
        f"{RUNNING} Which variables read a?",
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
        because="a stands on the right side in b = a^2 and in c = a + b.",
    ),
    number(
        "03.3b",
        "y = x x. How many arrows lead from x to y?",
        2,
        {
            1: "One variable, but the product reads it at two places.",
            3: "The places are those that are read. y itself is the result.",
        },
        "An arrow is a place that a line reads. Which places does the product have?",
        because="The product has two factors, and each of them is x: 2 arrows.",
    ),
    reason(
        "03.3c",
        "y = x x, and two arrows lead from x to y. Why must they be kept apart?",
        (
            "a nudge of x reaches y through each place",
            "the more often x is written, the steeper y is",
            "at x = 1 there is only one arrow",
            "y is read twice",
            "each place adds its own slope",
            "the product reads x at two places",
        ),
        "AEF",
        {
            "B": "In `x ** 2` there is one x, and the slope is the same as in `x * x`.",
            "C": "The arrows do not depend on the value: the line stays the same.",
            "D": "Nobody reads y. It is y that reads.",
        },
        because="At x = 3 each place has the slope 3, and the slope of y is their sum: 3 + 3 = 6.",
    ),
    names(
        "03.4a",
        f"{RUNNING} Which two neighbouring lines could change places?",
        "d e",
        {
            "x a": "Since a reads x, x has to be known first.",
            "a b": "Since b reads a, a has to be known first.",
            "b c": "Since c reads b, b has to be known first.",
            "c d": "Since d reads c, c has to be known first.",
            "e f": "Since f reads e, e has to be known first.",
        },
        among="x a b c d e f",
        because="e = sin c does not read d. In every other pair the second line reads the first.",
    ),
    number(
        "03.5a",
        f"A calculator works through `{FORMULA}` as it is written. How many exponentials does it compute?",
        5,
        {
            4: "You counted the exponentials of x. One more stands around a sum.",
            2: "That is how many different ones there are. It works through the line, and does not look back.",
            3: "That is as far as the first sum goes. There are more inside the sine.",
            6: "In the sine stands the sum itself, without an exponential around it.",
        },
        "Go through the formula from left to right, and count each `exp` that is written.",
        because="3 stand in the first half, and 2 in the sine: 3 + 2 = 5.",
    ),
    choice(
        "03.5b",
        f"How many `exp` instructions will the program of `{FORMULA}` have?",
        ("as many as are written", "one for each different argument", "one: there is one exponential function"),
        "B",
        {
            "A": "That is how often it is written. But what is written alike need not be computed again.",
            "C": "It is the same function, but not always of the same thing.",
        },
        because="What is alike is computed once, and the five have two arguments: x, and exp(x) + exp(x)^2.",
    ),
    number(
        "03.5c",
        "x = x + x, twenty times over: how many variables has the list, the input included?",
        21,
        {
            20: "The input is a variable, too.",
            40: "Each line reads two places, but it makes one variable.",
            41: "Each line reads two places, but it makes one variable.",
            1: "A name that is bound again stands for a new variable.",
            2: "A name that is bound again stands for a new variable, in each turn.",
            1048576: "That is how often a formula would mention x. The list uses a name again.",
        },
        "Write down the list for three doublings, and count. Then take twenty.",
        because="Each of the 20 lines makes one variable, and the input is one more: 20 + 1 = 21.",
    ),
    choice(
        "03.5d",
        "x = x + x, twenty times over: how often would a flat formula for it mention x?",
        ("40 times", "400 times", "about 20,000 times", "about a million times"),
        "D",
        {
            "A": "That is how many places the list reads. The formula has to write out what each of them stands for.",
            "B": "It grows faster than a square: each line doubles the number.",
            "C": "Each line doubles the number. Ten doublings make about a thousand; and ten more?",
        },
        because="Each line doubles the number: 2, 4, 8, and after twenty lines 1,048,576.",
    ),
    choice(
        "03.6a",
        "`h` gives `x**3` where x is above 0, and else `-(x**2)`. It was traced at x = 2. What does its program "
        "do at x = -1?",
        ("compute x**3, as the list says", "compute -(x**2), as h does", "refuse"),
        "C",
        {
            "A": "At -1, h takes the other branch. The value would be right by luck, and the slope wrong.",
            "B": "It would be right, but the list does not know that branch: it never ran.",
        },
        because="The list notes that x > 0 was true. At -1 it is not, and the other branch never ran.",
    ),
    choice(
        "03.6b",
        "What happens when a function that calls math.sin is traced?",
        (
            "it works: a sine is a sine",
            "math.sin refuses what is no float",
            "the sine is recorded, but without a slope",
        ),
        "B",
        {
            "A": "While f is traced, x is no float. Does math.sin know what else to do?",
            "C": "Nothing tells math.sin that it is recorded, so it writes nothing down.",
        },
        because="math.sin wants a float, and is given a value that records what is done to it.",
    ),
)
