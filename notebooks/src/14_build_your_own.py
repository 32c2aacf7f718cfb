# %% [markdown]
# # Build your own
#
# **Question.** Can you write the engine yourself?
#
# **You will** write an engine in five stages, each judged; let our stepper walk through its list; and train a network with
# it that reads handwritten digits, without any library.
#
# **You need** [notebook 05](05_pull_back.ipynb), and classes of Python.
#
# **Time.** 35 minutes; the exercises take 60. There is a good place for a pause. Do each exercise where it stands: the next
# section uses what you wrote. Stuck? After a try its solution opens.

# %%
import math
import random

import adlesson as ad


def first(x, y):
    u = x * y
    v = u + x
    return u * v


ad.progress("14")

# %% [markdown]
# ## 14.1 A program is a list
#
# The engine works on a list of lines. A line is a name of an operation, and the *places* that it reads: 0 is the first line.
# An input reads nothing.

# %%
by_hand = [("input",), ("input",), ("*", 0, 1), ("+", 2, 0), ("*", 2, 3)]

# %% [markdown]
# **Predict.** The inputs are $x$ and $y$. Which function is this?

# %%
ad.predict("14.1a")

# %% [markdown] tags=["fold"]
# Line 2 is $u = x y$, line 3 is $v = u + x$, line 4 is $f = u v$: the first program of this course.

# %% [markdown]
# **Predict.** Set $x = 3$ and $y = 2$. Which value has line 3?

# %%
ad.predict("14.1c")

# %% [markdown] tags=["fold"]
# Place 2 is $3 \cdot 2 = 6$, place 0 is 3.

# %% [markdown]
# **Predict.** On the walk back, how many shares will come to place 2?

# %%
ad.predict("14.1d")

# %% [markdown]
# **Predict.** You want the square of the result. Which line comes next?

# %%
ad.predict("14.1e")

# %% [markdown] tags=["fold"]
# Both places are read, though they are one.

# %% [markdown]
# **Predict.** How many lines has $x \cdot x \cdot x + x$, its input counted?

# %%
ad.predict("14.1b")

# %% [markdown] tags=["fold"]
# `("input",)`, `("*", 0, 0)`, `("*", 1, 0)`, `("+", 2, 0)`.

# %% [markdown]
# **Predict.** And how many shares will come to $x$?

# %%
ad.predict("14.1f")

# %% [markdown]
# ## 14.2 Stage one: record
#
# Nobody writes such lists by hand. Call the function with boxes in place of numbers: a **box** knows its list and its place
# in it. Whoever calculates with boxes makes new ones, and each adds its line.
#
# **Predict.** Python meets `x * y`, and both are boxes. What does it do?

# %%
ad.predict("14.2a")

# %% [markdown]
# **Predict.** `x` is the box at place 0. Which line does `x + x` write?

# %%
ad.predict("14.2c")

# %% [markdown]
# ### Exercise 14.1 ★★ Build
#
# Complete both methods: each returns a new box, with its line. `first(x, y)` is to give the list of 14.1.


# %%
class Box:
    def __init__(self, lines, op, *reads):
        self.lines, self.place = lines, len(lines)
        lines.append((op, *reads))

    def __add__(self, other):
        return self

    def __mul__(self, other):
        return self


ad.exercises.check("14.1", Box)


# %% tags=["solution"]
class Box:
    def __init__(self, lines, op, *reads):
        self.lines, self.place = lines, len(lines)
        lines.append((op, *reads))

    def __add__(self, other):
        return Box(self.lines, "+", self.place, other.place)

    def __mul__(self, other):
        return Box(self.lines, "*", self.place, other.place)


ad.exercises.check("14.1", Box)

# %% [markdown]
# To record is to call, and to keep the list.


# %%
def record(f, n):
    lines = []
    f(*[Box(lines, "input") for _ in range(n)])
    return lines


record(first, 2)

# %% [markdown]
# **Predict.** A box has no value. What becomes of `if x > 0:` while it is recorded?

# %%
ad.predict("14.2b")

# %% tags=["check"]
from adlesson.teach.judging.cells import cells_of

for number in ("14.1", "14.2", "14.3", "14.5"):  # here the stages are done
    exec(cells_of(number).solution)
thrice = record(lambda x: x * x * x + x, 1)
right = {"14.1a": "C", "14.1b": len(thrice), "14.2a": "B"}
assert record(first, 2) == by_hand
assert thrice == [("input",), ("*", 0, 0), ("*", 1, 0), ("+", 2, 0)]
reads = [k for line in by_hand for k in line[1:]]
right |= {"14.1c": 3 * 2 + 3, "14.1d": reads.count(2)}
right |= {"14.1f": sum(line[1:].count(0) for line in thrice)}
squared = record(lambda x, y: [f := first(x, y), f * f], 2)
offers = {"A": ("*", 5, 5), "B": ("*", 4, 4), "C": ("*", 4), "D": ("*", 4, 2)}
right |= {"14.1e": "ABCD"[[*offers.values()].index(squared[-1])]}
offers = {"A": ("+", 0), "B": ("*", 0, 2), "C": ("+", 0, 0), "D": None}
right |= {"14.2c": "ABCD"[[*offers.values()].index(record(lambda x: x + x, 1)[-1])]}
programs = {
    "A": lambda x, y: (x * y + y) * (x * y),
    "B": lambda x, y: x * y + x * y,
    "C": lambda x, y: (x * y) * (x * y + x),
    "D": lambda x, y: (x * y) * (x + y),
}
assert [letter for letter, f in programs.items() if all(f(x, 2) == first(x, 2) for x in range(9))] == [right["14.1a"]]
called = []


class Told(Box):
    def __mul__(self, other):
        called.append(self.place)
        return self


lines = []
Told(lines, "input") * Told(lines, "input")
assert called == [0]
try:
    _ = Box([], "input") > 0
except TypeError:
    right["14.2b"] = "D"

# %% [markdown]
# ## 14.3 Stage two: forward
#
# What an operation does stands in one table. A row has two functions: the value of a line, and, for later, the shares that
# it sends. `g` is the adjoint of the line, `v` its value.

# %%
RULES = {
    "+": (lambda a, b: a + b, lambda g, v, a, b: (g, g)),
    "*": (lambda a, b: a * b, lambda g, v, a, b: (g * b, g * a)),
}

# %% [markdown]
# **Predict.** The shares of a product are `(g * b, g * a)`. Why does $b$ stand in the first?

# %%
ad.predict("14.3b")

# %% [markdown]
# ### Exercise 14.2 ★★ Build
#
# Go through the list once. `z` gets a value for each line: those of the inputs are there; of every other line look up the
# operation, and call its value with what stands at the places it reads.


# %%
def forward(lines, inputs, rules):
    z = list(inputs)
    return z


ad.exercises.check("14.2", forward)


# %% tags=["solution"]
def forward(lines, inputs, rules):
    z = list(inputs)
    for op, *reads in lines[len(z) :]:
        value, _ = rules[op]
        z.append(value(*[z[k] for k in reads]))
    return z


ad.exercises.check("14.2", forward)

# %%
forward(record(first, 2), [3, 2], RULES)

# %% [markdown]
# **Predict.** The list is recorded once, and run at a thousand points. How often is `first` called?

# %%
ad.predict("14.3a")

# %% [markdown] tags=["fold"]
# Once, to record. After that the list *is* the program.

# %% tags=["check"]
for number in ("14.1", "14.2", "14.3", "14.5"):
    exec(cells_of(number).solution)
assert forward(by_hand, [3, 2], RULES) == [3, 2, 6, 9, 54]
assert RULES["*"][1](1, 6, 2, 3) == (3, 2)
right |= {"14.3b": "D"}
calls = []


def counted(x, y):
    calls.append(1)
    return first(x, y)


lines = record(counted, 2)
assert [forward(lines, [x, 2], RULES)[-1] for x in range(1000)] == [first(x, 2) for x in range(1000)]
right |= {"14.3a": {1000: "A", 1: "B", 1001: "C", 0: "D"}[len(calls)]}

# %% [markdown]
# ## 14.4 Stage three: back
#
# Now the heart, the reverse sweep. Adjoints start at 0, that of the last line at 1. Walk the list from its end.
#
# **Predict.** In `first` at $x = 4$, $y = 1$ the values are 4, 1, 4, 8, 32. Which adjoint does place 2 have when its turn
# comes?

# %%
ad.predict("14.4a")

# %% [markdown] tags=["fold"]
# Line 4 sends it $1 \cdot 8$, line 3 sends $4 \cdot 1$. Both come before its turn, because both stand below.

# %% [markdown]
# ### Exercise 14.3 ★★ Build
#
# For each line that is no input: call its shares with its adjoint, its value and the values that it reads, and *add* each
# share at the place it belongs to.


# %%
def reverse(lines, z, rules):
    zbar = [0] * (len(z) - 1) + [1]
    return zbar


ad.exercises.check("14.3", reverse)


# %% tags=["solution"]
def reverse(lines, z, rules):
    zbar = [0] * (len(z) - 1) + [1]
    for i in reversed(range(len(lines))):
        op, *reads = lines[i]
        if op != "input":
            _, shares = rules[op]
            for k, share in zip(reads, shares(zbar[i], z[i], *[z[j] for j in reads]), strict=True):
                zbar[k] += share
    return zbar


ad.exercises.check("14.3", reverse)

# %% [markdown]
# Three stages make an engine.


# %%
def gradient(f, inputs):
    lines = record(f, len(inputs))
    z = forward(lines, inputs, RULES)
    return reverse(lines, z, RULES)[: len(inputs)]


gradient(first, [3, 2]), ad.grad(first, x=3, y=2)

# %% [markdown]
# **Say why.** Why does a recorded list need no sorting before the walk back? Take the three parts of the reason.

# %%
ad.predict("14.4b")

# %% [markdown] tags=["fold"]
# Whoever reads a place has a larger number. From the end to the start, all readers come before what they read.

# %% tags=["check"]
for number in ("14.1", "14.2", "14.3", "14.5"):
    exec(cells_of(number).solution)
assert gradient(first, [3, 2]) == [36, 45]
z = forward(by_hand, [4, 1], RULES)
assert z == [4, 1, 4, 8, 32]
right |= {"14.4a": reverse(by_hand, z, RULES)[2]}
assert gradient(lambda x: x * x, [3]) == [6]

# %% [markdown]
# ## 14.5 The running example, drawn by ours
#
# Two rows more in the table, two functions of boxes, and your engine can do the formula of this course.

# %%
RULES["exp"] = (ad.exp, lambda g, v, a: (g * v,))
RULES["sin"] = (ad.sin, lambda g, v, a: (g * ad.cos(a),))


def running(x):
    a = Box(x.lines, "exp", x.place)
    c = a + a * a
    return Box(c.lines, "exp", c.place) + Box(c.lines, "sin", c.place)


# %% [markdown]
# **Predict.** How many lines will its list have?

# %%
ad.predict("14.5a")

# %%
gradient(running, [0.25])[0], ad.grad(ad.examples.running, x=0.25)["x"]

# %% [markdown]
# Once your three stages are right, they agree to the last digits. And can our stepper show *your* list? It needs one of
# our programs. Our `trace` records whatever calculates, so let it watch your `forward`, at work on your list: its `z3`
# is your line 3.

# %%
yours = ad.trace(lambda x: forward(record(running, 1), [x], RULES)[-1], x=0.25)
ad.Stepper(yours)

# %% [markdown]
# Change `running` to a formula of your own, and step through that.

# %% tags=["check"]
for number in ("14.1", "14.2", "14.3", "14.5"):
    exec(cells_of(number).solution)
assert math.isclose(gradient(running, [0.25])[0], 81.5541122, rel_tol=1e-8)
assert math.isclose(gradient(running, [0.25])[0], ad.grad(ad.examples.running, x=0.25)["x"], rel_tol=1e-14)
right |= {"14.5a": len(record(running, 1))}
watched = ad.trace(lambda x: forward(record(running, 1), [x], RULES)[-1], x=0.25)
mine = record(running, 1)
assert [("input",), *zip(watched.ops[1:], watched.slots[1:], strict=True)] == [
    ("input",),
    *(({"+": "add", "*": "multiply"}.get(op, op), tuple(reads)) for op, *reads in mine[1:]),
]
assert math.isclose(ad.grad(watched)["x"], gradient(running, [0.25])[0], rel_tol=1e-14)
assert watched.names[3] == "z3"

# %% [markdown]
# A good place for a pause. (To go on later, run the cells above once more: *Run All Above Selected Cell* in the menu
# *Run*.)
#
# ## 14.6 Stage four: the order
#
# Not every engine keeps a list. In micrograd and in PyTorch a box knows what it reads, and no more: who holds the last box
# holds the graph. The order must be found before the walk back.
#
# **Predict.** $f$ reads $d$ and $e$, both read $c$, and $c$ reads $a$. Which one may stand second, after $a$?

# %%
ad.predict("14.6a")

# %% [markdown]
# ### Exercise 14.4 ★★★ Derive
#
# `reads` says of each name which names its line reads, in no order. Return a list of all names in which each stands after
# what it reads. Chains may be long: Python stops a function that calls itself 1,000 times deep, and micrograd with it (pull
# request 90).


# %%
def in_order(reads):
    return list(reads)


ad.exercises.check("14.4", in_order)


# %% tags=["solution"]
def in_order(reads):
    waits = {name: len(set(read)) for name, read in reads.items()}  # for how many
    readers = {name: [] for name in reads}
    for name, read in reads.items():
        for other in set(read):
            readers[other].append(name)
    order = [name for name, many in waits.items() if many == 0]
    for name in order:  # it grows while we go through it
        for reader in readers[name]:
            waits[reader] -= 1
            if waits[reader] == 0:
                order.append(reader)
    return order


ad.exercises.check("14.4", in_order)

# %% tags=["check"]
exec(cells_of("14.4").solution)
order = in_order({"f": ["d", "e"], "e": ["c"], "d": ["c"], "c": ["a"], "a": []})
assert order[:2] == ["a", "c"]
assert set(order[2:4]) == {"d", "e"}
right |= {"14.6a": "A"}

# %% [markdown]
# ## 14.7 Stage five: a layer
#
# A network of numbers would be a long list. Let a line hold a whole list of numbers, and the engine stays as it is: it never
# looks at what it adds. Python does: `+` of lists puts one behind the other, and `+=` changes the list **in place**. So here
# are lists that add entry by entry.


# %%
class Row(list):
    def __add__(self, other):
        return Row([u + w for u, w in zip(self, other, strict=True)])

    def __radd__(self, zero):
        return self

    __iadd__ = __add__


Row([1, 2]) + Row([10, 20]), 0 + Row([1, 2])

# %% [markdown]
# A layer is $v = W x$, a table times a list. Of slopes it would need a table of tables; but only shares are sent. $v_i$
# reads $x_j$ with $W_{ij}$, and $W_{ij}$ with $x_j$.
#
# **Predict.** $\bar v = (10, 1)$ and $x = (3, 2)$. Which share does $W_{01}$ get, first row, second column?

# %%
ad.predict("14.7a")

# %% [markdown] tags=["fold"]
# $v_0$ reads it, times $x_1$: $10 \cdot 2 = 20$.

# %% [markdown]
# ### Exercise 14.5 ★★ Build
#
# Return both shares: for $W$ a list of rows like $W$, for $x$ a list like $x$. (`g` is $\bar v$.)


# %%
def layer_shares(g, W, x):
    W_bar = [[0] * len(x) for _ in W]
    x_bar = [0] * len(x)
    return W_bar, x_bar


ad.exercises.check("14.5", layer_shares)


# %% tags=["solution"]
def layer_shares(g, W, x):
    W_bar = [[s * u for u in x] for s in g]
    x_bar = [sum([s * w for s, w in zip(g, column, strict=True)]) for column in zip(*W, strict=True)]
    return W_bar, x_bar


ad.exercises.check("14.5", layer_shares)

# %% [markdown]
# Three rows more. The *loss* is small if the entry of the right digit, `t`, is larger than the others: it is
# $\log \sum_k e^{x_k} - x_t$, which is minus the logarithm of the part of the right one, $e^{x_t} / \sum_k e^{x_k}$.


# %%
def parts(x):
    powers = [math.exp(u) for u in x]
    return [u / sum(powers) for u in powers]


def loss_shares(g, v, x, t):
    return Row([g * (u - (k == t)) for k, u in enumerate(parts(x))]), 0


def tanh_shares(g, v, x):
    return (Row([s * (1 - u * u) for s, u in zip(g, v, strict=True)]),)


# %%
def product(W, x):
    return [sum([w * u for w, u in zip(row, x, strict=True)]) for row in W]


def product_shares(g, v, W, x):
    W_bar, x_bar = layer_shares(g, W, x)
    return Row(map(Row, W_bar)), Row(x_bar)


RULES["layer"] = (product, product_shares)
RULES["tanh"] = (lambda x: [math.tanh(u) for u in x], tanh_shares)
RULES["loss"] = (lambda x, t: -math.log(parts(x)[t]), loss_shares)

# %% [markdown]
# ## 14.8 A network that reads
#
# 1,438 images of digits to learn from, 359 to be tested with, each 64 numbers. The network: a layer of 16 units, tanh, and a
# layer of 10, one for each digit.


# %%
def network(W, V, x, t):
    hidden = Box(x.lines, "tanh", Box(x.lines, "layer", W.place, x.place).place)
    return Box(x.lines, "loss", Box(x.lines, "layer", V.place, hidden.place).place, t.place)


lines = record(network, 4)
lines

# %% [markdown]
# **Predict.** $W$ has 16 rows of 64. How many adjoints does one walk back give for it?

# %%
ad.predict("14.8a")

# %% [markdown]
# **Predict.** Before it has learned, all ten digits are about equally likely to it. About how large is its loss?

# %%
ad.predict("14.8b")

# %%
images, tests = ad.data.digit_pairs()
pick = random.Random(14)
W = [[pick.gauss(0, 0.1) for _ in range(64)] for _ in range(16)]
V = [[pick.gauss(0, 0.1) for _ in range(16)] for _ in range(10)]


def read(x):
    out = product(V, [math.tanh(u) for u in product(W, x)])
    return out.index(max(out))


sum(read(x) == t for x, t in tests)

# %% [markdown]
# Now it learns. For each image: forward, back, and a small step against the adjoints.


# %%
def step(table, bar):
    pairs = zip(table, bar, strict=True)
    return [[u - 0.1 * s for u, s in zip(*rows, strict=True)] for rows in pairs]


works = [gradient(first, [3, 2]), *layer_shares([1], [[2]], [3])]
for turn in range(2 if works == [[36, 45], [[3]], [2]] else 0):  # it waits for your engine
    for x, t in images:
        W_bar, V_bar, *_ = reverse(lines, forward(lines, [W, V, x, t], RULES), RULES)
        W, V = step(W, W_bar), step(V, V_bar)
    print(turn + 1, sum(read(x) == t for x, t in tests), "of 359")

# %% [markdown]
# More than nine of ten, after two turns, by an engine of sixty lines that you can read. Run the cell again, and it goes on.
#
# **Predict.** `ad` records number by number what the network does for one image. How long is its list, about?

# %%
ad.predict("14.8c")


# %%
def by_numbers(W, V):
    x, t = images[0]
    hidden = [ad.tanh(sum(w * u for w, u in zip(row, x, strict=True))) for row in W]
    out = [sum(w * u for w, u in zip(row, hidden, strict=True)) for row in V]
    return ad.log(sum(ad.exp(u) for u in out)) - out[t]


theirs = ad.grad(by_numbers, W=W, V=V)
bar = reverse(lines, forward(lines, [W, V, *images[0]], RULES), RULES)
rows = zip(theirs["W"] + theirs["V"], [*(bar[0] or []), *(bar[1] or [])], strict=False)
apart = [abs(u - s) for pair in rows for u, s in zip(*pair, strict=True)]
len(ad.trace(by_numbers, W=W, V=V)), max(apart, default=None)

# %% [markdown]
# With your stages right, the two engines agree on all 1,184 adjoints.

# %% tags=["check"]
for number in ("14.1", "14.2", "14.3", "14.5"):
    exec(cells_of(number).solution)
right |= {"14.7a": layer_shares([10, 1], [[5, 7], [1, 4]], [3, 2])[0][0][1]}
assert Row([1, 2]) + Row([10, 20]) == [11, 22]
assert (len(images), len(tests), len(images[0][0])) == (1438, 359, 64)
lines = record(network, 4)
start = random.Random(14)
W = [[start.gauss(0, 0.1) for _ in range(64)] for _ in range(16)]
V = [[start.gauss(0, 0.1) for _ in range(16)] for _ in range(10)]
blank = forward(lines, [W, [[0.0] * 16 for _ in range(10)], *images[0]], RULES)[-1]
mean = sum(forward(lines, [W, V, *pair], RULES)[-1] for pair in images) / len(images)
assert abs(mean - 2.303) < 0.05, mean
bar = reverse(lines, forward(lines, [W, V, *images[0]], RULES), RULES)
right |= {"14.8a": sum(len(row) for row in bar[0]), "14.8b": blank}
theirs = ad.grad(by_numbers, W=W, V=V)
flat = [(u, s) for k in (0, 1) for pair in zip(theirs["WV"[k]], bar[k], strict=True) for u, s in zip(*pair, strict=True)]
assert len(flat) == 1_184
assert max(abs(u - s) for u, s in flat) < 1e-14
long = len(ad.trace(by_numbers, W=W, V=V))
right |= {"14.8c": {8: "A", 1200: "B", 3600: "C"}[min((8, 1200, 3600), key=lambda n: abs(n - long))]}
assert abs(long - 3600) < 100, long
found = []
for _ in range(3):
    for x, t in images:
        W_bar, V_bar, *_ = reverse(lines, forward(lines, [W, V, x, t], RULES), RULES)
        W, V = step(W, W_bar), step(V, V_bar)
    out = [product(V, [math.tanh(u) for u in product(W, x)]) for x, _ in tests]
    found.append(sum(row.index(max(row)) == t for row, (_, t) in zip(out, tests, strict=True)))
assert 359 * 0.9 < found[1] < found[2] < 359, found
assert found[0] > 300

# %% [markdown]
# ## 14.9 Where ours differs, and why
#
# This is our reverse sweep. Look for your loop in it.

# %%
ad.show_source(ad.reverse_sweep)

# %% [markdown]
# | yours | ours | why |
# |---|---|---|
# | a rule gives shares | it gives slopes, one for each place | slopes can be drawn, be written out, stand in a Lagrangian |
# | adjoints start at 0 | at `None`: nobody has sent yet | who has nothing sends nothing, not 0 times an infinite slope |
# | no numbers in a line | constants, at places below 0 | $2 x$ is no line for the 2 |
# | a box has no value | it has one | `if` works, and leaves a guard |
# | a walk | a walk that tells each step | table, picture and stepper read the same steps |

# %% [markdown]
# **Predict.** A line that nobody reads has an infinite slope. What does your engine give for what it reads?

# %%
ad.predict("14.9a")

# %% [markdown]
# Which lines are walked, and in which order, is a function of its own.

# %%
ad.show_source(ad.Program.edges_back)

# %% tags=["check"]
exec(cells_of("14.3").solution)
infinite = {"input": None, "root": (lambda a: a, lambda g, v, a: (g * math.inf,)), **RULES}
bars = reverse([("input",), ("root", 0), ("+", 0, 0)], [0.0, 0.0, 0.0], infinite)
right |= {"14.9a": "A" if math.isnan(bars[0]) else "?"}


def unread(x):
    root = ad.sqrt(x)  # nobody reads it
    return x + x + 0 * (root is None)


assert ad.grad(unread, x=0.0) == {"x": 2}
assert ad.trace(lambda x: 2 * x, x=3).slots[1] == (-1, 0)
assert "yield Step" in ad.show_source(ad.reverse_sweep).text
assert "None" in ad.show_source(ad.Program.edges_back).text

# %% [markdown]
# ## 14.10 Summary
#
# A function that is called with boxes writes its own list. Forward, each line gets its value; back, each line sends a share
# to every place that it reads, and shares are added. The list is in order because it was recorded in order, and the engine
# does not care whether a line holds a number or a whole table.

# %% [markdown]
# ## 14.11 Exercises
#
# One row more for your table.
#
# ### Exercise 14.6 ★★ Calculate by hand
#
# The shares of a quotient $v = a / b$: write what it sends to $a$ and to $b$. Then add the row to `RULES`, and `__truediv__`
# to `Box`.


# %%
def quotient_shares(g, v, a, b):
    return None


ad.exercises.check("14.6", quotient_shares)


# %% tags=["solution"]
def quotient_shares(g, v, a, b):
    return g / b, -g * v / b  # of a / b by b it is -a / b^2, which is -v / b


ad.exercises.check("14.6", quotient_shares)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("14")

# %% [markdown]
# ## 14.12 Roads not taken
#
# *Second derivatives.* If shares are made of boxes, the walk back records itself, and can be walked back through. *Memory.*
# The list of values grows with the program: notebook 06. *Speed.* A layer of NumPy's does in one call what `product` does
# in a thousand steps; the list stays the same. *Loops.* If a line reads
# what stands below it, no order is right: notebook 09.

# %% [markdown]
# ## 14.13 Further reading
#
# * A. Karpathy, [micrograd](https://github.com/karpathy/micrograd): boxes without a list, in a hundred lines.
# * M. Johnson and others, [Autodidax](https://docs.jax.dev/en/latest/autodidax.html): JAX's core, built step by step.
# * R. E. Wengert, A simple automatic derivative evaluation program, *Communications of the ACM* 7, 1964: the list.
#
# **Next:** [15, keep this card](15_keep_this_card.ipynb). Back to the [map](00_see_a_gradient_appear.ipynb).
