"""The predictions of notebook 01."""

from ..prediction import choice, names, number, reason

PREDICTIONS = (
    choice(
        "01.1a",
        "Which three numbers do you send, so that somebody can draw the peak?",
        (
            "the largest, the smallest and the mean value",
            "the first, the middle and the last point",
            "how high the peak is, where it is, how wide it is",
            "the three points that are nearest to each other",
        ),
        "C",
        {
            "A": "They say how high. They do not say where the peak is.",
            "B": "The first and the last lie on the flat ends. How wide is the peak between them?",
            "D": "Three points that lie close together say nothing about the rest.",
        },
        because="Only one bell has this height, this place and this width.",
    ),
    choice(
        "01.1b",
        "Is the bell with a = 0.2, c = 0 and w = 1 too high for the points, or too low?",
        ("too high", "too low", "as high as the points"),
        "B",
        {
            "A": "The first number, a, is the height of the bell. Compare it with the highest point.",
            "C": "The first number, a, is the height of the bell. Compare it with the highest point.",
        },
        because="The bell is 0.2 high, and the highest point lies at 0.37.",
    ),
    choice(
        "01.1c",
        "Is the bell with a = 0.2, c = 0 and w = 1 too wide for the points, or too narrow?",
        ("too wide", "too narrow", "as wide as the points"),
        "A",
        {
            "B": "At a distance w from its middle the bell has still 61 % of its height. What have the points there?",
            "C": "At a distance of 1 the bell has still 61 % of its height. What have the points there?",
        },
        because="At a distance of 1 from the top the bell has still 61 % of its height, the points less than 10 %.",
    ),
    names(
        "01.1d",
        "Which slopes of the loss, by a, c and w, are negative at the start?",
        "a c",
        {
            "w": "The bell is too wide already. A larger w makes the loss larger.",
            "a": "A larger a helps, that is true. Now c: the points' top lies to the right of 0.",
            "c": "A move to the right helps, that is true. Now a: is the bell high enough?",
        },
        among="a c w",
        because="A higher bell, or one further right, misses less: with a larger a or c the loss falls.",
    ),
    number(
        "01.1e",
        "How many runs of the loss do three slopes take, by one-sided differences?",
        4,
        {
            3: "Three with a nudge. Each of them is compared with a run that has none.",
            6: "That is two for each slope. The run without a nudge serves all three.",
            1: "One run gives one number, the loss. A slope compares two losses.",
            35: "The points are summed inside one run.",
        },
        because="Three runs with a nudge, and one without for all three: 3 + 1 = 4.",
    ),
    choice(
        "01.2a",
        "Steps of 0.1 times the slope lead downhill from the start. Which is the first bell that lies on the points?",
        ("the one after 0 steps", "the one after 10 steps", "the one after 20 steps", "the one after 50 steps"),
        "C",
        {
            "A": "That is the start: half as high as the points, and twice as wide.",
            "B": "A step is a tenth of the slope, 0.02 or so at first. The width has 0.6 to go.",
            "D": "It lies on them, too, but it is not the first. The slopes grow on the way.",
        },
        because="After 10 steps the loss is still 0.085, after 20 steps only 0.003.",
    ),
    choice(
        "01.3a",
        "A walk downhill starts far from the peak. What does its bell look like after 50 steps?",
        (
            "it lies on the points, only later",
            "it stands where it was",
            "it stands at the peak, but is too wide",
            "it is almost a flat line",
        ),
        "D",
        {
            "A": "The far bell covers no peak. How should its slopes know where the peak is?",
            "B": "Its slopes are not 0. Where there are no points to cover, a lower bell misses less.",
            "C": "The far bell covers no peak. How should its slopes know where the peak is?",
        },
        because="Where there is no peak to cover, a lower bell misses less: a falls from 0.1 to nearly 0.",
    ),
    choice(
        "01.3b",
        "Five steps of 0.2 times the slope, twice as long as before: what becomes of the loss?",
        ("it falls twice as fast", "it rises far above 0.2", "it stays as it was"),
        "B",
        {
            "A": "A slope holds near by. What if a long step goes across the valley and up on the other side?",
            "C": "The slopes at the start are not 0, so something moves. The question is how far.",
        },
        because="A long step crosses the valley and ends higher on the other side: 0.2 becomes 12.4.",
    ),
    choice(
        "01.4a",
        "With which step h is the one-sided difference most exact?",
        ("0.1", "0.0001", "0.00000001, which is 1e-8", "1e-16, the smallest of them"),
        "C",
        {
            "A": "So long a step leaves out how the curve bends.",
            "B": "Near. A shorter step leaves out still less.",
            "D": "Two losses so near each other agree in all their 16 digits. What does their difference hold?",
        },
        because="At 1e-8 seven digits are right: a longer step leaves out more, a shorter one loses digits.",
    ),
    number(
        "01.5a",
        "How many runs do one-sided differences take for 1,000 parameters?",
        1001,
        {
            1000: "Those are the runs with a nudge. One more has none.",
            2000: "That is two for each parameter. The run without a nudge serves all of them.",
            4: "That was for three parameters.",
            1: "One run gives one number. Here 1,000 slopes are wanted.",
        },
        because="1,000 runs with one nudge each, and 1 without: 1,001.",
    ),
    number(
        "01.5b",
        "How many runs do two-sided differences take for 1,000 parameters?",
        2000,
        {
            2001: "The run without a nudge is not used here: up is compared with down.",
            1001: "That is one-sided. Now each parameter is nudged up, and nudged down.",
            1000: "Each parameter is nudged up, and nudged down.",
            2002: "The run without a nudge is not used here: up is compared with down.",
        },
        because="Each of the 1,000 parameters is nudged up and down, which takes 2 runs: 2,000.",
    ),
    reason(
        "01.5c",
        "Why do differences need a run for each parameter?",
        (
            "a run with one nudge in it tells one slope",
            "a run gives one number, the loss",
            "a run with several nudges in it does not tell which of them did how much",
            "the smaller the nudges are, the more runs they take",
            "a run goes over one point of the data",
            "nudges in the same run always cancel each other",
        ),
        "ABC",
        {
            "D": "The size of a nudge decides how many digits are right, not how many runs there are.",
            "E": "A run goes over all the points: the loss is a sum over them.",
            "F": "Some may, others add up. Can you see in the loss what each of them did?",
        },
        because="One run, one number, one slope: so 1,000 slopes need 1,000 runs with a nudge.",
    ),
    choice(
        "01.6a",
        "Which of the six walks end alike?",
        ("those with the same gradient", "those with the same update", "all six", "none of them"),
        "B",
        {
            "A": "One of these goes uphill, and another one downhill.",
            "C": "One of the updates goes uphill.",
            "D": "Both ways to compute the gradient give nearly the same numbers. Would a walk show the difference?",
        },
        because="At the start the two gradients differ by less than 1 in 10,000: so the update decides.",
    ),
    choice(
        "01.6b",
        "What is the loss after 500 random changes, of which only the good ones are kept?",
        ("still about 0.2", "larger than 0.2", "about 0.0015, as after 50 steps downhill"),
        "C",
        {
            "A": "Many tries fail, and are thrown away. The others help, and there are 500.",
            "B": "A change that makes the loss larger is not kept.",
        },
        because="The loss can only fall, and with 3 parameters 500 tries are enough for 0.0015.",
    ),
)
