"""The predictions of notebook 00."""

from ..prediction import choice, names, number, reason

RUNNING = "a = exp x, b = a^2, c = a + b, d = exp c, e = sin c, f = d + e."
THREE = "u = xy, v = u + x, f = uv, at x = 3, y = 2."
NEURON = "A neuron: s = 2w, out = s + bias, miss = out - 8, and the loss is the square of miss."

PREDICTIONS = (
    names(
        "00.1e",
        "u = xy, v = u + x, f = uv. Which of these lines read x?",
        "u v",
        {
            "f": "f = uv: no x stands on its right side. What it gets of x comes through u and v.",
            "u": "That is one. Look at the right side of the next line, too.",
            "v": "That is one. Look at the right side of the line above, too.",
        },
        among="u v f",
    ),
    number(
        "00.1a",
        "u = xy, v = u + x, f = uv. What is f, if x is 3 and y is 2?",
        54,
        {
            48: "Is x 3, and y 2? And it is x that the second line adds.",
            36: "You multiplied u by itself. The third line multiplies u by v.",
            6: "That is u. Two more lines follow.",
            9: "That is v. One more line follows.",
            40: "You added in the first line. It multiplies.",
            15: "You added in the third line. It multiplies.",
            30: "You added x and y in the second line. It adds x to u.",
        },
        "One line at a time. u is x times y: 3 times 2. Then v is this u plus x, and f is the product of these two.",
    ),
    choice(
        "00.1b",
        f"{THREE} y goes from 2 to 2.01. How far does f move?",
        ("less than 0.01", "0.01, as far as y", "about 0.1", "more than 0.3"),
        "D",
        {
            "A": "A small turn, a small result? On its way to f, the move of y is multiplied twice.",
            "B": "A knob and a result rarely move equally far. Look at the products on its way: what do they do?",
            "C": "The first line alone makes 0.03 of it. A line multiplies that by 9, and its other factor moves, too.",
        },
    ),
    choice(
        "00.1f",
        f"{THREE} When y goes up by 0.01, f goes up by about 0.45. y goes down by 0.01: what does f do?",
        ("up by about 0.45", "down by about 0.45", "down by 0.01", "it stays"),
        "B",
        {
            "A": "A smaller y makes the product of x and y smaller. And what does that do to f?",
            "C": "Down, yes. But how far did f move for the same nudge upwards?",
            "D": "u reads y, so u moves, and so does all that reads u.",
        },
    ),
    choice(
        "00.1c",
        f"{THREE} f moves by about 0.45 when y goes up by 0.01. Does it move as far when x goes up by 0.01?",
        ("further, since two lines read x", "exactly as far", "less far", "not at all"),
        "C",
        {
            "A": "That two lines read x is true. But y is multiplied by x, which is 3, and x by y, which is only 2.",
            "B": "The nudge is the same, but x and y stand in different places: x is multiplied by 2, y by 3.",
            "D": "The first two lines read x, so f has to move.",
        },
    ),
    choice(
        "00.1i",
        f"{THREE} A nudge of 0.01 for x moves f by about 0.36, and one for y by about 0.45. You may turn one knob by 0.01. "
        "Which one, and which way, makes f grow most?",
        ("x up", "x down", "y down", "y up"),
        "D",
        {
            "A": "Upwards is right. But which of the two knobs moves f further?",
            "B": "What did f do when x went up? It does the opposite when x goes down.",
            "C": "That is the knob that matters more. But f shall grow.",
        },
    ),
    choice(
        "00.1h",
        f"{THREE} A nudge of 0.01 for x alone moves f by about 0.36, and one for y alone by about 0.45. About how "
        "far do both at once move it?",
        (
            "0.81, the sum",
            "0.45, the larger",
            "0.16, the product",
            "0.09, the difference",
        ),
        "A",
        {
            "B": "The smaller move does not get lost: x moves f, whatever y does.",
            "C": "Each knob moves f by itself. Nothing multiplies the two moves.",
            "D": "Each of the two moves f upwards. Neither takes anything from the other.",
        },
    ),
    choice(
        "00.1g",
        f"{THREE} A nudge of 0.01 for x moves f by about 0.36. How far does a nudge of 0.001 move it?",
        ("about 0.36", "about 0.0036", "about 0.036", "0.001, as far as x"),
        "C",
        {
            "A": "That was with a nudge ten times as large.",
            "B": "The nudge is ten times smaller, and not a hundred times.",
            "D": "How many times as far as x did f move before? It is the same program.",
        },
    ),
    choice(
        "00.1d",
        "Two knobs, and one run for f: nudging took two more runs. How many more would a network with a million knobs need?",
        ("a million", "two", "none", "twenty"),
        "A",
        {
            "B": "Two runs were for two knobs: one for each.",
            "C": "The run that gives f says nothing of how far f moves.",
            "D": "Each knob needs a nudge of its own, or you could not tell who moved f.",
        },
    ),
    number(
        "00.2a",
        "f = uv, where u is 6 and v is 9. Move u by 0.01, and leave v alone: how far does f move?",
        0.09,
        {
            0.01: "That is the move of u. The line multiplies it.",
            0.06: "You multiplied by u. But u is what moves: it is multiplied by v.",
            9: "That is how many times as far. Now take a move of 0.01.",
            0.54: "You multiplied by f. The move of u is multiplied by v alone.",
        },
    ),
    choice(
        "00.2g",
        "f = uv, where u is 6 and v is 9. What is the slope from v to f?",
        ("9, again", "0.06", "15", "6"),
        "D",
        {
            "A": "That is the slope from u. v has the other factor.",
            "B": "That is how far f moves for a nudge of 0.01. How many times as far as v is it?",
            "C": "You added the two factors. Only the one that stands still multiplies.",
        },
    ),
    names(
        "00.2j",
        f"{THREE} Walking back, each line sends a number to each variable that it reads. Who gets two?",
        "x u",
        {
            "f": "f is the end: no line reads it. Who is read by two lines?",
            "v": "Only the last line reads v. Who is read by two lines?",
            "y": "Only the first line reads y. Who is read by two lines?",
            "x": "That is one. Who else is read by two lines?",
            "u": "That is one. Who else is read by two lines?",
        },
        among="x y u v f",
    ),
    choice(
        "00.2h",
        f"{THREE} On the arrow from u to v stands the slope 1. What does it say?",
        ("v moves as far as u", "one line reads u", "v sends 1 to u", "one number came to u"),
        "A",
        {
            "B": "Two lines read u, those of v and f. A slope says how far something moves.",
            "C": "v sends what it has, times this number.",
            "D": "It stood there before anything was sent: a slope says how far something moves.",
        },
    ),
    number(
        "00.2b",
        "v = u + x has received 6 from f. How much does v send to u?",
        6,
        {
            1: "That is the slope alone. Multiply it by what v has.",
            9: "That is the value of v. It sends what it has received, times the slope.",
            7: "You added the slope. Multiply.",
            15: "That is what u has in the end. How much of it comes from v?",
            54: "You multiplied the value of v in. Only what it has received counts, times the slope.",
        },
    ),
    number(
        "00.2c",
        f"{THREE} u has received 9 from f, and now 6 from v. What does it have?",
        15,
        {
            6: "The new number does not replace the first: u still moves f through the last line, too.",
            9: "That is the first number alone. The one from v counts as well.",
            54: "You multiplied the two. Two moves of f add up.",
            10: "You added the slope from v. v sends what it has, times the slope.",
        },
    ),
    choice(
        "00.2i",
        f"{THREE} On the arrow from y to u stands the slope 3. Why 3?",
        ("three lines follow y", "u has two shares", "x is 3", "y is 2, and 1 more"),
        "C",
        {
            "A": "An arrow belongs to one line, here u = xy. How many lines follow makes no difference.",
            "B": "Slopes come from the values alone. They were there before anything was sent.",
            "D": "The line of u multiplies, and adds nothing. By what is y multiplied?",
        },
    ),
    number(
        "00.2d",
        f"{THREE} The adjoint of u is 15. Which adjoint does y get?",
        45,
        {
            27: "That is with the first share of u alone. By now u has more.",
            18: "That is with the last share of u alone. u has both.",
            30: "You took y for the slope. If y moves, u moves x times as far.",
            3: "That is the slope alone. Multiply it by the adjoint of u.",
            15: "That is what u has. It sends this times the slope.",
        },
    ),
    number(
        "00.2e",
        f"{THREE} The adjoint of u is 15, that of v is 6. Which adjoint does x get?",
        36,
        {
            30: "That is the share from u alone. v reads x as well.",
            6: "That is the share from v alone. u reads x as well.",
            15: "That is what u has. It sends this times the slope, and v sends something, too.",
            24: "You took the first share of u alone. It sends all it has.",
            3: "Those are the slopes, added. u and v send what they have, times the slope.",
            39: "You took the 9 for what v has. That is its value.",
            21: "You added what u and v have. Each sends that times the slope.",
            51: "You took x for the slope from x to u. x is multiplied by y.",
            45: "That is y's. x is multiplied by y, and v reads it, too.",
        },
    ),
    reason(
        "00.2f",
        "u has 15, and the slope from x to u is 2. Why does u send x all it has times the slope?",
        (
            "only products multiply what they send",
            "x moves u 2 times as far",
            "u moves f 15 times as far",
            "u divides what it has between x and y",
            "the two moves follow one another",
            "x must end with more than u",
        ),
        "BCE",
        {
            "A": "The line v = u + x is no product, and what it sent was multiplied, too: by the slope 1.",
            "D": "Nothing is divided: u sends x 15 times a slope, and y 15 times another slope.",
            "F": "It need not be: a slope of 0.5 makes a share smaller.",
        },
    ),
    choice(
        "00.3a",
        f"{THREE} f sends first: 9 to u and 6 to v. Who may be second?",
        ("u, which has 9", "v, which has 6", "either: the order does not matter"),
        "B",
        {
            "A": "Who reads u? Somebody has not sent to u yet.",
            "C": "A box sends what it has at that moment. Wait until all who read it have sent to it.",
        },
    ),
    number(
        "00.3b",
        f"{THREE} f sends first, then u, then v. What does x have then?",
        24,
        {
            36: "That needs all 15 of u. How much does u have when it sends?",
            18: "That is what u sent. v sends something to x, too.",
            6: "That is what v sent. u has sent something to x before.",
            12: "What comes late to u is not sent. Take what u has when it sends, times 2.",
            15: "What u has goes along the arrow times the slope, which is 2.",
            9: "That is what u has when it sends. It goes along the arrow times the slope, and v sends something, too.",
        },
    ),
    number(
        "00.4a",
        f"{NEURON} The weight w is 5 and the bias is 1. What is the loss?",
        9,
        {
            3: "That is the miss. The last line squares it.",
            6: "You doubled the miss. The last line squares it.",
            121: "You squared what the neuron answers. First take off the 8.",
            11: "That is what the neuron answers. Two more lines follow.",
        },
        "One line at a time. s is w times 2: 5 times 2. Then add the bias, take off the 8, and square.",
    ),
    choice(
        "00.4b",
        f"{NEURON} The weight w is 5 and the bias is 1. Which way should w be turned, so that the loss becomes smaller?",
        ("up", "down", "it makes no difference"),
        "B",
        {
            "A": "The neuron answers too much already. What does a larger weight do to its answer?",
            "C": "The first line reads w. If w moves by 1, the answer moves by 2.",
        },
    ),
    number(
        "00.4c",
        f"{NEURON} At w = 5 and bias 1, which adjoint does w get?",
        12,
        {
            6: "That is what s has. Multiply it by the slope from w to s.",
            2: "That is the slope alone. Multiply it by the adjoint of s.",
            30: "You multiplied by w. But w is what moves: it is multiplied by 2.",
            -12: "The minus says which way to turn. The adjoint says how the loss moves if w goes up.",
        },
    ),
    number(
        "00.4d",
        f"{NEURON} Where the loss is 0, what is the adjoint of w?",
        0,
        {
            12: "That is at w = 5. Adjoints belong to a place: the slope of miss² is twice the miss.",
            2: "That is the slope from w to s. It is multiplied by the adjoint of s.",
            1: "The 1 is the adjoint of the loss itself. How large is the slope of miss² there?",
            6: "That is what miss had at the start. What is the miss now?",
        },
    ),
    number(
        "00.4e",
        f"{NEURON} At w = 5 and bias 1 their adjoints are 12 and 6. A step of 0.1 turns "
        "each down by 0.1 times its adjoint. What is the loss then?",
        0,
        {
            8.1: "A tenth less? Both knobs move, and the last line squares.",
            7.29: "Did you turn both knobs by 0.1, or take a step of 0.01? Turn each by 0.1 times its adjoint.",
            -9: "Adjoint times move would take off 18. That is right for small moves only: a square is never negative.",
            9: "That is the loss before the step. Move both knobs first, then compute.",
            7.2: "You followed the slope straight on, but the loss is a curve. Move the knobs first, then compute.",
            7.8: "You followed the slope straight on, but the loss is a curve. Move the knobs first, then compute.",
            0.36: "You turned the weight alone. The bias moves, too.",
            5.76: "You turned the bias alone. The weight moves, too.",
            36: "You turned the knobs up. A step goes against the adjoints.",
        },
    ),
    choice(
        "00.4f",
        f"{NEURON} At w = 5 and bias 1 their adjoints are 12 and 6. A step of 0.2 turns "
        "each down by 0.2 times its adjoint. What is the loss then?",
        ("0", "below 0", "9 again", "about 4"),
        "C",
        {
            "A": "The loss was 0 half way. This step goes on from there.",
            "B": "A square is never below 0.",
            "D": "Follow the miss: it was 3, and after half the way 0. The other half is as long.",
        },
    ),
    names(
        "00.5a",
        f"{RUNNING} Which variables are read twice?",
        "a c",
        {
            "x": "It stands four times in the formula, but only one of the six lines reads it.",
            "d": "Only f reads d.",
            "b": "Only c reads b.",
            "f": "That is the result: nobody reads it.",
            "a": "That is one. Look for a second one.",
            "c": "That is one. Look for a second one.",
        },
        among="x a b c d e f",
    ),
    choice(
        "00.5b",
        "The adjoint of x is 81.55, at x = 0.25. x goes to 0.2501. How far does f move?",
        ("by 0.0001", "by 0.0082", "by 0.82", "by 81.55"),
        "B",
        {
            "A": "That is the move of x. f moves 81.55 times as far.",
            "C": "How large is the nudge? Count its zeros.",
            "D": "That would be for a move of 1. x moves by 0.0001.",
        },
    ),
    names(
        "00.6a",
        "xy + sin x: which input receives two shares?",
        "x",
        {
            "y": "It stands in one place only, in the product.",
            "x y": "Not y: it stands in one place only, in the product.",
        },
        among="x y",
    ),
    number(
        "00.6b",
        "xy + sin x, at x = 2, y = 3. Which adjoint does y have?",
        2,
        {
            3: "That is y itself. The slope from y to the product is the other factor.",
            6: "That is the value of the product.",
            1: "That is the adjoint of the result. Multiply it by the slope of the product.",
            5: "You added x and y. The slope by one factor is the other factor.",
        },
    ),
)
