"""The predictions of notebook 06."""

from ..prediction import choice, number, reason

PREDICTIONS = (
    number(
        "06.1a",
        "How many of the eight arrows need a product?",
        4,
        {
            8: "Some slopes are 1: there is nothing to multiply.",
            2: "Count the slopes that are there already as well: they are multiplied, too.",
            6: "Count arrows, and not lines. Which of them have the slope 1?",
            0: "A share is an adjoint times a slope.",
        },
    ),
    number(
        "06.1b",
        "How many operations does the reverse sweep add?",
        8,
        {
            4: "These are the products. There are slopes to compute, and sums.",
            6: "Did you count all three kinds? And an adjoint of 1 saves no product: only a slope of 1 or -1 does.",
            7: "One is missing. Which slopes are no value yet, and how many variables receive two shares?",
            10: "The slopes of exp(x) and exp(c) are values that are there already.",
            14: "A first share is assigned, and not added to a zero.",
            12: "A product with the slope 1 is free.",
        },
    ),
    choice(
        "06.1c",
        "How many operations does the tangent sweep add?",
        ("fewer than the reverse sweep", "as many", "more"),
        "B",
        {
            "A": "It crosses the same arrows, with the same slopes.",
            "C": "It crosses the same arrows, with the same slopes.",
        },
    ),
    choice(
        "06.2a",
        "Which operations have the most expensive gradient?",
        ("products", "functions such as sin", "sums", "quotients and powers"),
        "D",
        {
            "A": "The slopes of a product are its factors: they are there already.",
            "B": "They have one slope to compute. Are there operations with two?",
            "C": "Their slopes are 1.",
        },
    ),
    choice(
        "06.2b",
        "Which of the six take more than 5 times their value?",
        ("x ^ x alone", "x / x and x ^ x", "arcsin(x) and x ^ x", "all but x + x"),
        "B",
        {
            "A": "What of the other operation with two slopes to compute?",
            "C": "By the convention a slope is one operation, whatever is inside it.",
            "D": "Count them for x * x: the slopes are there, and there are two products and a sum.",
        },
    ),
    choice(
        "06.3a",
        "A product of 1,000 numbers: how many operations take value and gradient by one reverse sweep?",
        ("about 1,000", "about 3 million", "about 3,000", "about 1 million"),
        "C",
        {
            "A": "That is the value alone. Each of its products sends two shares.",
            "B": "One sweep is made, and not one for each input.",
            "D": "One sweep is made, and not one for each input.",
        },
    ),
    choice(
        "06.3b",
        "And by a tangent sweep for each input?",
        ("about 3,000", "about 3 million", "about 1,000", "about 3,000 million"),
        "B",
        {
            "A": "That is one tangent sweep. How many are made?",
            "C": "That is the value alone. How many sweeps are made?",
            "D": "One sweep takes about 3,000 operations. How many sweeps are made?",
        },
    ),
    reason(
        "06.3c",
        "Why does the number of inputs not matter for a reverse sweep?",
        (
            "the sweep starts at the one output, and not at an input",
            "going back is faster than going forward",
            "most inputs have the adjoint 0",
            "it visits every line once",
            "it leaves out the inputs that do not matter",
            "each line takes a few operations more than its value did",
        ),
        "ADF",
        {
            "B": "A sweep costs about as much either way: you have counted it. How many are needed?",
            "C": "In a product of numbers that are not 0, none of them has.",
            "E": "It finds an adjoint for every one of them.",
        },
    ),
    number(
        "06.4a",
        "9 inputs and 3 outputs: how many reverse sweeps make the Jacobian?",
        3,
        {
            9: "That is how many tangent sweeps it takes. A reverse sweep starts at an output.",
            27: "One sweep makes a whole row of it.",
            12: "One sweep makes a whole row of it. How many rows are there?",
            1: "One sweep starts with one seed and makes one row.",
        },
    ),
    number(
        "06.4b",
        "n inputs and 12 - n outputs: for which n do both modes take equally many sweeps?",
        6,
        {
            12: "Then there would be no output.",
            1: "With one input, forward mode takes one sweep. And reverse mode, with eleven outputs?",
            4: "Forward mode takes a sweep for each input. And reverse mode, with eight outputs?",
            3: "Forward mode takes a sweep for each input. And reverse mode, with nine outputs?",
        },
    ),
    choice(
        "06.4c",
        "Both take equally many sweeps. Which mode would you take?",
        ("forward mode: it keeps hardly anything", "reverse mode: it is cheaper", "either: there is no difference"),
        "A",
        {
            "B": "The two take equally many sweeps, and a sweep costs about as much either way.",
            "C": "What does a reverse sweep need that was computed long before?",
        },
    ),
    number(
        "06.4d",
        "100 outputs, and each reads one input of its own. How many tangent sweeps make all 100 times 100 slopes?",
        1,
        {
            100: "That is one input at a time. What happens if all of them move at once?",
            10000: "That is how many slopes there are. One sweep gives the moves of all outputs.",
        },
    ),
    choice(
        "06.5a",
        "What must be kept for the way back through d = exp(c), if nothing is to be computed twice?",
        ("c, which it reads", "c and d", "d, which it makes", "nothing"),
        "C",
        {
            "A": "With c alone the slope has to be computed again. Is it there already?",
            "B": "One of the two is the slope.",
            "D": "The slope is not a constant.",
        },
    ),
    choice(
        "06.5b",
        "What must be kept for the way back through c = a + b?",
        ("nothing", "a and b", "c", "a"),
        "A",
        {
            "B": "Write down the two slopes. Do you need a or b for them?",
            "C": "Write down the two slopes. Do you need c for them?",
            "D": "Write down the two slopes. Do you need a for them?",
        },
    ),
    choice(
        "06.5c",
        "100 sines, there and back: what does the curve of the values held look like?",
        (
            "it stays at 2",
            "it climbs to about 200, all the way",
            "it falls from about 100 to 1",
            "it climbs to about 100, and comes down",
        ),
        "D",
        {
            "A": "Each sine needs its input for the slope, on the way back.",
            "B": "On the way back, what has been used can be dropped.",
            "C": "At the beginning only the input is there.",
        },
    ),
    choice(
        "06.5d",
        "100 sines in forward mode: what does the curve of the values held look like?",
        (
            "it stays at 2",
            "it climbs to about 100, all the way",
            "it climbs to about 100, and comes down",
            "it stays at 100",
        ),
        "A",
        {
            "B": "A value is dropped when it has been read.",
            "C": "There is no way back.",
            "D": "A value is dropped when it has been read.",
        },
    ),
    number(
        "06.6a",
        "States 0, 4 and 7 are stored. From which is state 8 made again?",
        7,
        {
            0: "You would run eight steps. Is there a state nearer to 8?",
            4: "You would run four steps. Is there a state nearer to 8?",
            8: "It is not stored. Which one below it is?",
            9: "Steps run forward: begin below 8.",
        },
    ),
    number(
        "06.6b",
        "Ten steps, and room for the input alone: how many steps are run again?",
        45,
        {
            55: "The first tooth belongs to the way up: it runs no step again.",
            90: "The teeth are not equally long.",
            100: "The teeth are not equally long.",
            10: "That would be each step once. How long is the tooth that leads to step 8?",
            9: "How long is the tooth that leads to step 8, and the next one?",
            36: "You went up to state 8, but step 8 itself has to run again, too. And so in each tooth.",
        },
    ),
    choice(
        "06.6c",
        "Ten steps, and room for two states: how many steps are run again?",
        ("about 30", "about 20", "about 40", "about 5"),
        "B",
        {
            "A": "Put the second state about halfway. How long are the teeth above it?",
            "C": "Put the second state about halfway. How long are the teeth above it?",
            "D": "Each step but the last has to run again at least once.",
        },
    ),
    choice(
        "06.7a",
        "How many times as long as code by hand does the compiled text take?",
        ("about 50 times", "about 10 times", "hardly longer"),
        "C",
        {
            "A": "Its lines are those that you would write by hand.",
            "B": "Its lines are those that you would write by hand.",
        },
    ),
    choice(
        "06.7b",
        "How many times as long as code by hand does one sweep over the list take?",
        ("about as long", "tens of times", "thousands of times"),
        "B",
        {
            "A": "It looks up each operation in a table, and each variable in a list.",
            "C": "For each operation it looks up a few things, but not thousands.",
        },
    ),
    choice(
        "06.7c",
        "How many times as long as code by hand does PyTorch take?",
        ("less", "a few times", "tens of times", "hundreds of times"),
        "D",
        {
            "A": "It is made for large arrays. Here each operation is on one number.",
            "B": "It sets up a lot for every operation, as if it were on a large array.",
            "C": "It sets up more for every operation than our sweep does.",
        },
    ),
)
