"""The predictions of notebook 04."""

from ..prediction import choice, names, number, order

PREDICTIONS = (
    names(
        "04.1a",
        "Which of the seven moves furthest?",
        "d",
        {
            "f": "It is d plus e. Does e help, or does it pull the other way?",
            "c": "Its move is enlarged once more, by an exponential, whose slope at 2.9 is large.",
            "b": "It is read by c, which moves further, and so does what reads c.",
            "a": "It is the first to move, and what reads it moves further.",
            "e": "The sine is never steep: its slope is between -1 and 1.",
            "x": "It moves by 1 per unit of itself. An exponential with a positive argument enlarges that.",
        },
        among="x a b c d e f",
    ),
    names(
        "04.1b",
        "Which of the seven goes down?",
        "e",
        {
            "f": "It is d plus e, and d goes up much further.",
            "d": "An exponential goes up where its argument goes up.",
            "c": "It is a plus b, and both go up.",
            "b": "It is the square of a, which is positive and goes up.",
            "a": "An exponential goes up where its argument goes up.",
            "x": "It is x that is moved, and upwards.",
        },
        among="x a b c d e f",
    ),
    number(
        "04.2a",
        "In (3 + ε)(3 + ε), what stands before ε?",
        6,
        {
            9: "That is the value. What stands before ε?",
            3: "Multiply out: ε meets a 3 twice.",
            7: "The square of ε is 0. It adds nothing.",
            1: "The two ε meet each other there, and their product is 0. Each meets a 3 as well.",
        },
    ),
    number(
        "04.2b",
        "In (2 + 5ε)(7 + 3ε), what stands before ε?",
        41,
        {
            15: "You multiplied the two tangents. That term has the square of ε, which is 0.",
            8: "You added the tangents. That would be right for a sum.",
            31: "Each tangent meets the value of the other pair, not of its own.",
            14: "That is the value. What stands before ε?",
            56: "The square of ε is 0. It adds nothing.",
        },
    ),
    number(
        "04.2c",
        "A pair with value ln 2 and tangent 3 goes into exp. Which tangent comes out?",
        6,
        {
            2: "That is the slope alone. The argument moves at speed 3.",
            3: "The exponential enlarges a move: its slope there is not 1.",
            5: "You added slope and tangent. Multiply.",
            20.1: "The exponential is taken of the value. The tangent is multiplied by the slope.",
        },
    ),
    names(
        "04.3a",
        "Which variables are given their tangent in two portions?",
        "c f",
        {
            "a": "It is read twice, but reads one variable. Forwards, what counts is what a line reads.",
            "b": "It reads a alone. The exponent 2 does not move.",
            "d": "It reads c alone.",
            "e": "It reads c alone.",
            "c": "One more: look at the last line.",
            "f": "One more: look at the lines above.",
        },
        among="x a b c d e f",
    ),
    number(
        "04.3b",
        "How many steps follow the one that gives x its speed?",
        8,
        {
            6: "You counted lines. Two of them are given their tangent in two portions.",
            7: "You counted variables. Count arrows: a step for each place that a line reads.",
            9: "The step of x itself is not to be counted.",
        },
    ),
    order(
        "04.3c",
        "Why does the tangent of c have two terms, which are added? Take three parts, in order.",
        (
            "because c is read by d and e",
            "because c reads a and b",
            "because a is read twice",
            "both of them move when x moves, and each moves c",
            "and small moves of c add up",
            "because c is a sum: in a product they would be multiplied",
        ),
        ("BDE",),
        {
            "A": "Who reads c matters on the way back. Forwards, c is given its speed by what it reads.",
            "C": "That a is read twice matters on the way back. Forwards, only what c reads counts.",
            "F": "The product rule has two terms, too, and it adds them.",
        },
        take=3,
    ),
    choice(
        "04.3d",
        "x is nudged by 0.1, and the tangent of f is 81.55. Will f move by 8.155?",
        ("less far", "exactly so far", "further"),
        "C",
        {
            "A": "That would be so if f bent downwards. Do its exponentials become steeper or flatter to the right?",
            "B": "A tangent is the speed at the start. Does f keep this speed for all of 0.1?",
        },
    ),
    number(
        "04.4a",
        "x moves at speed 10 and y at speed 1. What will the sweep give for t?",
        32,
        {
            5: "You added the two results. x moves ten times as fast now.",
            23: "You took y ten times as fast. It is x.",
            50: "The speed of y is still 1.",
            30: "That is the part of x. The other input moves as well.",
            11: "That is s. t is the product.",
        },
    ),
    number(
        "04.5a",
        "How fast does the product move, if x0 alone moves at speed 1?",
        105,
        {
            210: "That is the value of the product. The factor that moves is not multiplied in.",
            2: "That is x0 itself. Its move is multiplied by all the other factors.",
            1: "That is the move of x0. The other factors multiply it.",
            247: "That is if all the inputs move.",
        },
    ),
    number(
        "04.5b",
        "How many sweeps will the derivatives by all inputs take?",
        4,
        {
            1: "If all inputs move in one sweep, you see the sum, and cannot take it apart.",
            3: "Count inputs, not products.",
            2: "A sweep tells you about one direction. How many inputs are there?",
            6: "That is how many arrows each sweep crosses. How many inputs need a sweep of their own?",
        },
    ),
    choice(
        "04.5c",
        "With ten times as many factors, how does the number of crossings grow?",
        ("10 times", "20 times", "about 100 times", "about 1000 times"),
        "C",
        {
            "A": "Each sweep is ten times as long. And there are more sweeps, too.",
            "B": "Longer sweeps and more sweeps: that multiplies, it does not add.",
            "D": "Two things grow: the length of a sweep, and the number of sweeps.",
        },
    ),
    number(
        "04.6a",
        "How many steps does the tangent sweep of twenty doublings need, the input's own included?",
        41,
        {
            20: "Each line reads two places, and each place is a step.",
            21: "Each line reads two places, and each place is a step.",
            40: "The input's own step is to be counted, too.",
            1048576: "That is how often the flat formula mentions x. The sweep walks over the list.",
        },
    ),
)
