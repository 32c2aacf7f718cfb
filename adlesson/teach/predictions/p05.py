"""The predictions of notebooks 05 and 05b."""

from ..prediction import choice, names, number, order, reason

FORK = "`fork`: a = 2x, b = x + 4, f = ab."
RUNNING = "a = exp x, b = a^2, c = a + b, d = exp c, e = sin c, f = d + e."
ORDERS = "`orders`: s = a + b, p = ab, t = s + p, u = sp, y = t + u, at a = 2, b = 3."
LOSS = "y = wx + b, and the loss is (y - 1)^2, at w = 2, x = 3, b = -8."
BOTH = "s = x + y and t = xy, at x = 2, y = 3."

PREDICTIONS = (
    number(
        "05.1a",
        "`chain`: a = 2x, b = 3a, f = 5b. Nudge x: how many times as far does f move?",
        30,
        {
            10: "You added the slopes 2, 3 and 5. But each line enlarges what comes in.",
            15: "These are the last two lines. The first one enlarges the move as well.",
            6: "These are the first two lines. The last one enlarges the move as well.",
            5: "That is the last line alone. Two lines before it enlarge the move as well.",
            0.3: "That is how far f moves. It is asked per unit of x.",
        },
    ),
    number(
        "05.1b",
        f"{FORK} At x = 3, nudge x: how many times as far does f move?",
        20,
        {
            14: "That is the way through a. b moves, too.",
            6: "That is the way through b. a moves, too.",
            19: "You took the slopes of f the other way round. When a moves, how large is b?",
            2: "That is the slope from x to a. How far does f move when a moves? And b moves, too.",
            42: "That is the value of f. How far does it move?",
            84: "You multiplied the two ways, 14 and 6. Both happen, one beside the other.",
            3: "You added the slopes of a and b. f enlarges one of them 7 times, the other 6 times.",
            13: "Look at the line of a once more: how far does a move?",
        },
    ),
    number(
        "05.1c",
        f"{FORK} At x = 3, nudge a alone: what is the adjoint of a?",
        7,
        {
            6: "That is the value of a. How far does f = a b move when a moves by 1?",
            14: "That is how far a nudge of x gets through a. Here a itself is nudged.",
            20: "That is the adjoint of x. Here b stays where it is.",
            42: "That is the value of f.",
            2: "That is the slope from x to a. Here a itself is nudged.",
        },
    ),
    number(
        "05.2a",
        "f = x x. In the reverse sweep, how many shares does x receive?",
        2,
        {
            1: "It is one line, but it reads x in two places.",
            3: "That is the size of something. Count the arrows that leave x.",
            6: "That is what x has in the end. Count the arrows that leave x.",
        },
    ),
    number(
        "05.2b",
        "f = x x, at x = 3. How large is one of the shares of x?",
        3,
        {
            6: "That is all of them together. Each place sees the other factor only.",
            1: "That is the adjoint of f. It is multiplied by the slope.",
            9: "That is the value of f. A share is an adjoint times a slope.",
            2: "That is how many there are.",
        },
    ),
    number(
        "05.2c",
        "A rectangle, 6 wide and 7 high, gets 0.02 wider and 0.01 higher. How large is the strip on the right?",
        0.14,
        {
            0.06: "That is the strip on top: 6 wide and 0.01 high.",
            0.12: "The strip on the right is as high as the rectangle: how high is that?",
            0.07: "The width grows by twice as much as x.",
            0.02: "That is how wide the strip is. How high is it?",
            0.2: "That is both strips together.",
            7: "That is the strip of the picture, which is 1 wide. Here it is 0.02 wide.",
            3.5: "In the picture x goes to 3.5. Here it goes to 3.01 only.",
        },
    ),
    number(
        "05.2d",
        "A rectangle gains two strips and a corner. The moves of both sides get ten times smaller. How many times "
        "smaller does the corner get?",
        100,
        {
            10: "So do the strips. But the corner has two sides that get smaller.",
            20: "The two sides multiply.",
            1000: "A corner has two sides, and not three.",
            1: "Its sides get smaller, so it does, too.",
        },
    ),
    reason(
        "05.2e",
        f"{FORK} Why are the two shares of x added?",
        (
            "the more often x is written, the larger its adjoint is",
            "where f multiplies, the two moves are multiplied, too",
            "x moves f in two ways, through a and through b",
            "what the two moves do to each other is as good as nothing for a small nudge",
            "each share is the move of f by one of the ways",
            "the share that comes last is the more exact one",
        ),
        "CDE",
        {
            "A": "`x ** 2` has one x and `x * x` has two, and both give 6.",
            "B": "14 times 6 would be 84. The area has not grown that fast.",
            "F": "All shares are exact. The last one alone is one strip of the two.",
        },
    ),
    names(
        "05.3a",
        f"{RUNNING} Which variables receive two shares?",
        "a c",
        {
            "c f": "These are the lines that read two. Which variables are read by two?",
            "x": "Only a reads x.",
            "e": "Only f reads e.",
            "f": "Nobody reads f. It begins with the seed.",
            "b": "Who reads b? Only the line of c.",
            "d": "Who reads d? Only the line of f.",
            "a": "There is one more that two lines read.",
            "c": "There is one more that two lines read.",
        },
        among="x a b c d e f",
    ),
    number(
        "05.4a",
        f"{RUNNING} How many paths lead from x to f?",
        4,
        {
            2: "Two ways lead from a to c. And from c to f?",
            3: "Each way from a to c can go on in each way from c to f.",
            8: "That is how many arrows there are. A path goes all the way from x to f.",
            6: "That is how many lines there are. A path goes all the way from x to f.",
        },
    ),
    number(
        "05.4b",
        f"{RUNNING} How many arrows do all paths from x to f cross together?",
        18,
        {
            8: "The sweep crosses that many. An arrow counts once for each path that uses it.",
            16: "Not all paths are equally long: some go by b.",
            20: "Not all paths are equally long: some go from a straight to c.",
            32: "Not every path crosses all eight arrows. Count each path by itself.",
            4: "That is how many paths there are. Count the arrows of each.",
        },
    ),
    number(
        "05.5a",
        f"{ORDERS} They send in the order y, t, s, u, p. How much does a lack of its 25?",
        6,
        {
            1: "That is what s had, and sent. What came later?",
            7: "That is all that s has in the end. It has sent a part of it.",
            24: "That is 25 without the 1 that s sent. But p sends a something as well.",
            19: "That is what a has. How much is missing?",
            0: "When s had its turn, u had sent it nothing yet. What becomes of that share?",
        },
    ),
    number(
        "05.5b",
        f"{ORDERS} y, t, s, u, p have sent, in this order. s sends once more, all it has. What does a have then?",
        26,
        {
            25: "It would, if s sent only what came late. It sends all it has.",
            32: "Before s sends again, a does not have 25 yet.",
            31: "That is 25 and the 6. But a does not have 25 yet, and s sends all it has.",
            20: "By now s has more than 1.",
            19: "That is what a had before s sent again.",
            13: "What s sends is added to all that a has.",
        },
    ),
    order(
        "05.5c",
        f"{ORDERS} In which order should these five send, so that nobody sends twice and nothing stays behind?",
        ("s", "p", "t", "u", "y"),
        ("ECDAB", "ECDBA", "EDCAB", "EDCBA"),
        {
            "ECADB": "This is the order from above: s sends before u has sent to it.",
            "ABCDE": "This is the order of the values. At the start only y has something to send.",
            "A": "One of them sends before all who read it have sent. Who reads s, and who reads p?",
        },
    ),
    number(
        "05.5d",
        f"{ORDERS} How many of the five rules find 25 for the adjoint of a: recursion, increments, visit once, "
        "post-order, topological?",
        2,
        {
            0: "Is there a rule that lets everybody send once, when all its shares are there?",
            1: "There is one more. Look for a rule that sends often, but nothing twice.",
            3: "Look for a rule that sends something twice, and for one that leaves something behind.",
            4: "More than one of them goes wrong. Who sends before its readers have?",
            5: "You have seen that s can send too early, and too often.",
        },
    ),
    choice(
        "05.5e",
        "x = x + x, twenty times over: how often do the variables send with increments, all together?",
        ("about 40", "about 2,000,000", "about 400", "about 20,000"),
        "B",
        {
            "A": "That is how many arrows there are. How does the number of paths grow, line by line?",
            "C": "Paths do not grow like a square. What does one more line do to their number?",
            "D": "Count on: after ten lines there are 1,024 paths, and there are ten more lines.",
        },
    ),
    reason(
        "05.5f",
        "In a reverse sweep, why does a variable wait for its readers?",
        (
            "the slopes are known only when the readers have sent",
            "what comes after it has sent stays in its box",
            "to send that on, it must send again, and so must all that it reads",
            "a late share replaces an early one",
            "the chain rule says in which order to go",
            "when it has all its shares, it can add them and multiply once",
        ),
        "BCF",
        {
            "A": "The slopes come from the values, and all values are known before the sweep.",
            "D": "Shares are added, whoever comes first.",
            "E": "The chain rule says what to add. Increments obeys it, too.",
        },
    ),
    number(
        "05.6a",
        f"{RUNNING} The sweep takes the first line first and the last one last. Which adjoint does x have then?",
        0,
        {
            81.55: "So it would be from the bottom up. Who has something to send when x, a and b have their turn?",
            1: "Only f begins with 1. Who sends it on to x?",
            -1: "Nobody has a minus to send. Ask what each variable has when its turn comes.",
        },
    ),
    number(
        "05.6b",
        "500 inputs, and 1,000 lines that read two variables each: how many shares does one sweep send?",
        2000,
        {
            1000: "Each line reads two variables.",
            3000: "The inputs read nothing, so they send nothing.",
            500: "That is one for each input. Shares are sent along arrows.",
            1500: "That is how many variables there are. Count the arrows.",
            1000000: "It is one sweep for all inputs: each arrow is crossed once.",
            500000: "It is one sweep for all inputs: each arrow is crossed once.",
        },
    ),
    number(
        "05.7a",
        f"{LOSS} What is the adjoint of y?",
        -6,
        {
            6: "When y grows, it gets nearer to 1. Does the loss grow?",
            -3: "The slope of a square has a 2 in it.",
            9: "That is the value of the loss.",
            -4: "The slope is twice what is squared, and that is not y alone.",
            -2: "That is the value of y.",
        },
    ),
    number(
        "05.7b",
        f"{LOSS} What is the adjoint of w?",
        -18,
        {
            3: "That is the slope. It is multiplied by the adjoint of y.",
            -12: "That is what x gets. The slope for w is the other factor.",
            -6: "That is the adjoint of y. It is multiplied by the slope.",
            -3: "A share is the adjoint times the slope, and not plus it.",
            18: "The adjoint of y is negative.",
        },
    ),
    number(
        "05.7c",
        "`loss` has the inputs w, x, b and `spare`, which is 5. No line reads `spare`. What is its adjoint?",
        0,
        {
            5: "That is its value. How far does the loss move when it moves?",
            -6: "That is what b gets. Who reads `spare`?",
            1: "Who reads `spare`?",
            -1: "Who reads `spare`?",
        },
    ),
    number(
        "05.7d",
        "`loss` has four inputs and one output. How many reverse sweeps does it take to get the adjoints of all four?",
        1,
        {
            4: "That is one for each input. What does every variable have when a sweep is over?",
            3: "One for each input that is read? What does every variable have when a sweep is over?",
            8: "That is how many runs nudging takes.",
            2: "The forward sweep comes before. How many go back?",
        },
    ),
    choice(
        "05.7e",
        f"{LOSS} The loss should get smaller. Which way do you turn w, which way b?",
        ("both down", "w up, b down", "both up", "w down, b up"),
        "C",
        {
            "A": "Their adjoints are negative: when w grows, the loss falls.",
            "B": "The adjoint of b is negative: when b grows, the loss falls.",
            "D": "The adjoint of w is negative: when w grows, the loss falls.",
        },
    ),
    reason(
        "05.7f",
        "Why is one sweep enough for all inputs?",
        (
            "the inputs all have the same adjoint",
            "an input is nudged a little less each time",
            "every variable on the way gets its adjoint, inputs as well",
            "there is one output, and it alone gets the seed",
            "most inputs are not read",
            "an arrow is crossed once, however many inputs stand behind it",
        ),
        "CDF",
        {
            "A": "You saw -18, -12, -6 and 0.",
            "B": "Nobody is nudged in a sweep.",
            "E": "They may all be read: it is one sweep for a million of them.",
        },
    ),
    choice(
        "05.8a",
        f"{RUNNING} These are six lines. How many more does the gradient need?",
        ("one", "about six times as many: 36", "twice as many for each line: 64", "about as many again"),
        "D",
        {
            "A": "One line for one derivative would be one long formula. A sweep sends a share for each arrow.",
            "B": "A line is sent to by its own readers, and not by every other line.",
            "C": "That is how paths grow. A sweep crosses each arrow once.",
        },
    ),
    order(
        "05.8b",
        f"{RUNNING} In which order are the adjoints of these three computed?",
        ("a", "x", "c"),
        "CAB",
        {
            "ABC": "Wait: a can send to x only when it has its own shares, and c sends to a.",
            "BAC": "This is the order of the values. Adjoints come from f.",
            "CBA": "Only a sends to x, so a comes before it.",
            "ACB": "Who sends to a? It must have its adjoint first.",
            "BCA": "Who sends to x? It must have its adjoint first.",
        },
    ),
    choice(
        "05.8c",
        "A program has 7 variables, its gradient 13. How many has the program of the gradient's own gradient?",
        ("about 170", "about 25", "about 50", "13"),
        "B",
        {
            "A": "It does not square: a sweep sends a share along each arrow, once.",
            "C": "From 7 the gradient went to 13. By which factor?",
            "D": "Going back takes lines of its own.",
        },
    ),
    number(
        "05.9a",
        f"{BOTH} The seed is 0 for s and 1 for t. What does x get?",
        3,
        {
            2: "That is the slope for y. x sees the other factor.",
            1: "That is what s would send. Its seed is 0 here.",
            4: "The seed of s is 0, so s sends nothing.",
            6: "That is the value of t.",
            0: "The seed of t is 1, and t reads x.",
        },
    ),
    number(
        "05.9b",
        f"{BOTH} The seed is 10 for s and 1 for t. What does x get?",
        13,
        {
            4: "That is with the seed 1 for both.",
            31: "10 is the seed of s, and 1 that of t.",
            40: "Only s has the seed 10.",
            30: "Shares are added. And 10 is the seed of s.",
            12: "That is what y gets.",
            11: "You added the seeds. Each is multiplied by a slope.",
            103: "The slope of s is 1, and so s sends its seed as it is.",
        },
    ),
    number(
        "05.9c",
        "One sweep finds 81.55 for x. The adjoints are kept at the inputs, and each sweep adds to them. What is "
        "kept for x after two sweeps?",
        163.1,
        {
            81.55: "That would be so if each sweep began with 0.",
            6651: "The second sweep adds; nothing is multiplied.",
            0: "Nothing is taken away.",
            40.78: "It is a sum, and no mean.",
        },
    ),
)
