# %% [markdown]
# # State it as constraints
#
# **Question.** What if every assignment is an equality constraint?
#
# **You will** read the list of a program as equations that numbers may satisfy or not, put a price on breaking each of them,
# differentiate the result by everything in it, by hand and with `ad`, and decide a question of sign by a nudge.
#
# **You need** [notebook 03](03_write_a_program_as_a_graph.ipynb), and to know what a partial derivative is. Lagrange
# multipliers are explained here.
#
# **Time.** 45 minutes; the exercises take 40.

# %%
import math

import adlesson as ad
from adlesson import cos, exp, sin

ad.progress("07")

# %% [markdown]
# ## 07.1 Orders and equations
#
# To Python, `c = a + b` is an order: compute, store. Read it as an *equation*, and it is a claim about three numbers, true
# or false. So take seven numbers, the values of our list at $x = 0.25$, and change one behind Python's back. Only $c$ is
# moved, from 2.933 to 3.
#
# **Predict.** Which of the seven equations become false?

# %%
ad.predict("07.1a")

# %%
p = ad.trace(ad.examples.running, x=0.25)
z = ad.primals(p) | {"c": 3.0}
right_sides = {
    "x": 0.25,
    "a": exp(z["x"]),
    "b": z["a"] ** 2,
    "c": z["a"] + z["b"],
    "d": exp(z["c"]),
    "e": sin(z["c"]),
    "f": z["d"] + z["e"],
}
{name: round(z[name] - right_sides[name], 3) for name in z}

# %% [markdown] tags=["fold"]
# Three: the equation of $c$ itself, off by 0.067, and those of $d$ and $e$, which read $c$. The one of $f$ still holds,
# because nobody has told $d$ and $e$.

# %% [markdown]
# An equation knows its own line only. Where all seven differences are 0, the point is called feasible, and only there are
# these numbers a run of the program.

# %% tags=["check"]
off, feasible = z, ad.primals(p)
gaps = {name: off[name] - right_sides[name] for name in off}
assert [name for name in gaps if gaps[name] != 0] == ["c", "d", "e"]
assert round(gaps["c"], 3) == 0.067
assert round(feasible["c"], 3) == 2.933
right = {"07.1a": " ".join(name for name in gaps if gaps[name] != 0)}

# %% [markdown]
# ## 07.2 A price for breaking each one
#
# First the smallest case. One variable, one equation: $f = z$, and $z = 3$ is required. Loosen it to $z = 3 + h$.
#
# **Predict.** How far does $f$ move per unit of $h$?

# %%
ad.predict("07.2a")

# %% [markdown]
# That is what the equation is worth. Now Lagrange's way to find this number. Let $z$ be anything, and charge $\lambda$
# per unit of $z - 3$. What is left is $L = z - \lambda \, (z - 3)$.
#
# **Predict.** What is $L$ at $z = 5$ with $\lambda = 3$?

# %%
ad.predict("07.2b")

# %%
for lam in (0, 0.5, 1, 1.5, 2):
    print(f"lambda {lam:3}, L at z = 2 to 5:", [u - lam * (u - 3) for u in (2, 3, 4, 5)])

# %% [markdown]
# At $z = 3$ nothing is broken and nothing is charged. There $L = f$, whatever $\lambda$ is.
#
# **Predict.** Then which $\lambda$ is the right one? Which one leaves no reason to move $z$?

# %%
ad.predict("07.2c")

# %% [markdown] tags=["fold"]
# 1. Its row is 3, 3, 3, 3: $L$ is flat. In symbols, $\partial L / \partial z = 1 - \lambda = 0$. In the rows with a
# smaller $\lambda$ you gain by moving $z$ up, in those with a larger one by moving it down.

# %% [markdown]
# **Say why.** Why is $L$ flat for one $\lambda$ only? Put the reason together: take the three parts that make it up.

# %%
ad.predict("07.2d")

# %% [markdown] tags=["fold"]
# A small move of $z$ changes $f$, and is charged $\lambda$ per unit. Only where the two are equal is nothing gained, up or
# down. So the right $\lambda$ is how fast $f$ grows: what the equation is worth.

# %% tags=["check"]
rows = {price: [u - price * (u - 3) for u in (2, 3, 4, 5)] for price in (0, 0.5, 1, 1.5, 2)}
assert rows[0] == [2, 3, 4, 5]
assert rows[2] == [4, 3, 2, 1]
assert [price for price, row in rows.items() if len(set(row)) == 1] == [1]
(flat,) = (price for price, row in rows.items() if len(set(row)) == 1)
right |= {
    "07.2a": (3.5 - 3) / 0.5,
    "07.2b": 5 - 3 * (5 - 3),
    "07.2c": flat,
}

# %% [markdown]
# Now the program, with seven equations. Each gets a number of its own, its **multiplier** $\lambda_i$, and the charge is
# $\lambda_i$ times how far the two sides are apart. What is left is the **Lagrangian**,
#
# $$\begin{aligned}
# L = f &- \lambda_x (x - x_{\mathrm{in}}) - \lambda_a (a - e^x) - \lambda_b (b - a^2) \\
# &- \lambda_c (c - (a + b)) - \lambda_d (d - e^c) \\
# &- \lambda_e (e - \sin c) - \lambda_f (f - (d + e)).
# \end{aligned}$$
#
# It has 15 arguments: seven variables, seven multipliers, and the given $x_{\mathrm{in}}$.


# %%
def L_by_hand(z, lam, x_in):
    x, a, b, c, d, e, f = z.values()
    sides = [x_in, exp(x), a**2, a + b, exp(c), sin(c), d + e]
    charges = zip(lam.values(), z.values(), sides, strict=True)
    return f - sum(price * (have - should) for price, have, should in charges)


# %% [markdown]
# Set all seven multipliers to $-1000$. At the feasible point $f$ is 18.99.
#
# **Predict.** What is $L$ there?

# %%
ad.predict("07.2e")

# %% [markdown]
# **Predict.** And at the point with $c = 3$: which multipliers matter?

# %%
ad.predict("07.2f")

# %%
feasible = ad.primals(p)
for price in (1, 7, -1000):
    lam = dict.fromkeys(z, price)
    here, moved = L_by_hand(feasible, lam, 0.25), L_by_hand(z, lam, 0.25)
    print(f"all {price:5}:  feasible {here:6.2f}   with c = 3 {moved:9.2f}")

# %% [markdown] tags=["fold"]
# On the left always 18.99: where nothing is broken, nothing is charged, and $L = f$ whatever the prices. On the right they
# matter: the three differences are 0.067, $-1.306$ and 0.066, so at price 1 the charge is $-1.17$, and $L = 20.16$.

# %% tags=["check"]
prices = {price: dict.fromkeys(off, price) for price in (1, 7, -1000)}
assert {f"{L_by_hand(feasible, lam, 0.25):.2f}" for lam in prices.values()} == {"18.99"}
assert f"{L_by_hand(off, prices[1], 0.25):.2f}" == "20.16"
assert [round(gaps[name], 3) for name in "cde"] == [0.067, -1.306, 0.066]
assert round(sum(gaps.values()), 2) == -1.17
assert len(off) + len(prices[1]) + 1 == 15
base = L_by_hand(off, prices[1], 0.25)
matter = [name for name in off if L_by_hand(off, prices[1] | {name: 2}, 0.25) != base]
right |= {"07.2e": "B" if math.isclose(L_by_hand(feasible, prices[-1000], 0.25), feasible["f"]) else "A"}
right |= {"07.2f": " ".join(matter)}

# %% [markdown]
# ## 07.3 Three kinds of derivative
#
# Differentiate $L$ by each kind of argument. Do one of each, on paper, with the $L$ of the seven equations.
#
# **Predict.** In how many of its terms does $c$ stand?

# %%
ad.predict("07.3a")

# %% [markdown]
# **Predict.** What is the derivative of $L$ by $c$?

# %%
ad.predict("07.3b")

# %% [markdown]
# **Predict.** And by the multiplier $\lambda_c$?

# %%
ad.predict("07.3c")

# %% [markdown]
# **Predict.** And by what is given, $x_{\mathrm{in}}$?

# %%
ad.predict("07.3d")

# %% [markdown]
# Put numbers into them: the point with the moved $c$, and 7 for every multiplier. `ad` does it, too.

# %%
slopes = ad.Lagrangian(p).gradient(z, dict.fromkeys(z, 7), x=0.25)
print("by lambda_c", round(slopes.lam["c"], 4))
print("by c       ", round(slopes.z["c"], 2))
print("by x_in    ", slopes.x["x"])

# %% [markdown] tags=["fold"]
# *By a multiplier*, $\partial L / \partial \lambda_c = -(c - (a + b))$. It is 0 exactly where the equation holds. (The
# blog post prints it without the minus. For "= 0" that is the same; who takes a *step* along it would go the wrong way.)
#
# *By a variable*, $\partial L / \partial c = -\lambda_c + \lambda_d e^c + \lambda_e \cos c$: its own term, and one from
# every line that reads $c$. With these numbers, $-7 + 7 e^3 + 7 \cos 3 = 126.67$.
#
# *By what is given*, $\partial L / \partial x_{\mathrm{in}} = \lambda_x$.

# %% [markdown]
# Ask for zero, and the three kinds have names:
#
# * **feasibility**, $\partial L / \partial \lambda = 0$: all equations hold;
# * **stationarity**, $\partial L / \partial z = 0$: the prices balance. What $c$ is worth is what its readers make of it;
# * **sensitivity** is the third, $\partial L / \partial x_{\mathrm{in}}$: how $L$ answers when the input is changed. It need
#   not be 0.
#
# In a row of stationarity, $\lambda_j$ stands on the left, and on the right what the readers of $j$ make of it.
#
# **Predict.** Which two rows have two terms on the right?

# %%
ad.predict("07.3e")

# %% [markdown]
# **Predict.** In which row is the multiplier a number at once, with no other multiplier in it?

# %%
ad.predict("07.3f")

# %% [markdown]
# Here is the whole, as `ad` writes it.

# %%
L = ad.Lagrangian(p)
L

# %% tags=["check"]
sevens = dict.fromkeys(off, 7)
found = ad.Lagrangian(p).gradient(off, sevens, x=0.25)
assert found.lam["c"] == -gaps["c"]
assert math.isclose(found.z["c"], -7 + 7 * exp(3.0) + 7 * cos(3.0))
assert f"{found.z['c']:.2f}" == "126.67"
assert found.x == {"x": 7}
h = 1e-6
for name in off:  # all fourteen, against differences of the function written by hand
    up, down = (L_by_hand(off | {name: off[name] + s}, sevens, 0.25) for s in (h, -h))
    assert math.isclose((up - down) / (2 * h), found.z[name], rel_tol=1e-6, abs_tol=1e-6), name
    up, down = (L_by_hand(off, sevens | {name: 7 + s}, 0.25) for s in (h, -h))
    assert math.isclose((up - down) / (2 * h), found.lam[name], rel_tol=1e-6, abs_tol=1e-6), name
two = [name for name, terms in L.stationarity.terms.items() if len(terms) == 2]
(at_once,) = (name for name, row in L.stationarity.items() if row.rhs.is_number)
assert L.stationarity["f"].rhs == 1
right |= {"07.3a": 1 + len(L.stationarity.terms["c"]), "07.3e": " ".join(two), "07.3f": at_once}
by_c = {
    "A": -7 + 7 * exp(3.0) + 7 * sin(3.0),
    "B": -7,
    "C": 7 - 7 * exp(3.0) - 7 * cos(3.0),
    "D": -7 + 7 * exp(3.0) + 7 * cos(3.0),
}
by_lam = {"A": gaps["c"], "B": -gaps["c"], "C": -1, "D": 7}
by_given = {"A": 7, "B": -7, "C": 0, "D": 7 * exp(off["x"])}
choices = {"07.3b": (by_c, found.z["c"]), "07.3c": (by_lam, found.lam["c"]), "07.3d": (by_given, found.x["x"])}
for name, (options, u) in choices.items():
    (right[name],) = (letter for letter, option in options.items() if math.isclose(u, option))

# %% [markdown] tags=["fold"]
# Two terms: the rows of $a$ and $c$, which two lines read. A number at once: $\lambda_f = 1$.

# %% [markdown]
# The left table is the program, read downwards. If you know notebook 05 you know the middle one, too: it is the reverse
# sweep, letter by letter. But nobody went along the arrows of a graph here. We differentiated a sum.
#
# One detail: the row of $x$ says $\lambda_a e^x$, not $\lambda_a a$. On the feasible points that is the same number. Now
# move $a$ to 5, at $x = 0.25$, with all multipliers 1.
#
# **Predict.** What is $\partial L / \partial x$?

# %%
ad.predict("07.3g")

# %%
broken = ad.primals(p) | {"a": 5.0}
round(L.gradient(broken, dict.fromkeys(p.names, 1), x=0.25).z["x"], 4)

# %% [markdown] tags=["fold"]
# It is $0.284 = -1 + e^{0.25}$. An engine that reuses $a$ as its own slope, as a sweep may, has to think again here.

# %% [markdown]
# ## 07.4 For every program
#
# Let the inputs be $z_0, \dots, z_{d-1}$, the other lines $z_i = f_i(z_{\alpha(i)})$, the result $z_n$. (Vieira counts from
# 1.) With $f_j = x_j$ for the inputs,
#
# $$L = z_n - \sum_{i=0}^{n} \lambda_i \, \bigl( z_i - f_i(z_{\alpha(i)}) \bigr),$$
#
# | block | condition |
# |---|---|
# | feasibility | $z_i = f_i(z_{\alpha(i)})$ |
# | stationarity | $\lambda_n = 1$ and $\lambda_j = \sum_{i \in \beta(j)} \lambda_i \, \partial f_i / \partial z_j$ |
# | sensitivity | $\partial L / \partial x_j = \lambda_j$ for $j < d$ |

# %% [markdown]
# A sum over *children*, one term for each slot.
#
# **Predict.** In $x y + x$, how many terms has the equation of $\lambda_x$?

# %%
ad.predict("07.4a")

# %% [markdown]
# **Predict.** And in $x \cdot x$?

# %%
ad.predict("07.4b")

# %%
print(ad.Lagrangian(ad.trace(lambda x, y: x * y + x, x=2, y=3)).stationarity)
print(ad.Lagrangian(ad.trace(lambda x: x * x, x=3)).stationarity.terms["x"])

# %% tags=["check"]
found = ad.Lagrangian(p).gradient(feasible | {"a": 5.0}, dict.fromkeys(p.names, 1), x=0.25).z["x"]
assert math.isclose(found, -1 + exp(0.25))
assert f"{found:.3f}" == "0.284"
right |= {"07.3g": {4: "A", 0.284: "C"}[round(found, 3)]}
two = ad.Lagrangian(ad.trace(lambda x, y: x * y + x, x=2, y=3)).stationarity.terms["x"]
assert [child for child, *_ in two] == ["z2", "f"]
twice = ad.Lagrangian(ad.trace(lambda x: x * x, x=3)).stationarity.terms["x"]
assert [(child, slot) for child, slot, _ in twice] == [("f", 0), ("f", 1)]
right |= {"07.4a": len(two), "07.4b": len(twice)}

# %% [markdown] tags=["fold"]
# Two in both. In $x \cdot x$ the product reads $x$ through two slots, so the child $f$ stands twice in $\beta(x)$, and SymPy
# adds up $2 x \lambda_f$.

# %% [markdown]
# ## 07.5 Minus or plus?
#
# Vieira writes $L = z_n - \sum \lambda_i (\dots)$, LeCun in 1988 writes a plus. Both are right, if the multipliers change
# sign with it. Solved for (notebook 08 shows how), $\lambda_c$ is 17.80 with one sign and $-17.80$ with the other. Now
# break one equation on purpose, $c = a + b + h$, and look at $f$.
#
# **Predict.** How far does $f$ move per unit of $h$?

# %%
ad.predict("07.5a")

# %% [markdown]
# **Predict.** Which sign in $L$ gives $\lambda_c = 17.80$? (Begin with the row of $f$.)

# %%
ad.predict("07.5b")

# %%
h = 1e-5
print("per unit of h", round((L.nudged("c", h) - L.nudged("c", -h)) / (2 * h), 4))
for sign in (-1, +1):
    print(f"with {sign:+d}:", round(ad.Lagrangian(p, sign).multipliers()["c"], 4))

# %% [markdown] tags=["fold"]
# The nudge says $+17.80$: with the *minus* in $L$, a multiplier *is* the price; with the plus, its negative. We keep the
# minus.

# %% [markdown]
# Mixing the two, one for solving and the other for the step, goes uphill where it means to go down: a published summary of
# LeCun's paper does it.

# %% tags=["check"]
prices = [ad.Lagrangian(p, sign).multipliers(x=0.25)["c"] for sign in (-1, 1)]
slope = (ad.Lagrangian(p).nudged("c", 1e-5, x=0.25) - ad.Lagrangian(p).nudged("c", -1e-5, x=0.25)) / 2e-5
assert [f"{price:.2f}" for price in prices] == ["17.80", "-17.80"]
assert math.isclose(slope, prices[0], rel_tol=1e-6)
assert abs(prices[0] - 17.8008693180655009646) < 1e-13
right |= {"07.5a": "B" if math.isclose(slope, 17.80, rel_tol=1e-3) else "C", "07.5b": "A" if prices[0] > 0 else "B"}

# %% [markdown]
# ## 07.6 A hill to climb?
#
# One often reads that $L$ turns a problem with constraints into one without. It is true that no constraint is left. So let
# us look for the largest $L$: stay at $c = 3$, and change $\lambda_c$ alone, to a thousand, to minus a million.
#
# **Predict.** What does $L$ do?

# %%
ad.predict("07.6a")

# %%
solved = L.multipliers()
for price in (0, 1_000, -1_000_000):
    print(f"{L.value(z, solved | {'c': price}, x=0.25):12.2f}")

# %% [markdown] tags=["fold"]
# $L$ is linear in each multiplier, so off the constraints it runs to $+\infty$ and $-\infty$. It is not to be *maximized*
# over its arguments; we look for a point where its slopes are 0.

# %% [markdown]
# And at the point where both blocks hold? Start there, and move $c$ by 0.01 together with $\lambda_c$: by $+100$, then by
# $-100$.
#
# **Predict.** Does $L$ go up or down?

# %%
ad.predict("07.6b")

# %%
start = L.value(feasible, solved, x=0.25)
for step in (100, -100):
    moved = feasible | {"c": feasible["c"] + 0.01}, solved | {"c": solved["c"] + step}
    print(f"{L.value(*moved, x=0.25) - start:+.3f}")

# %% [markdown] tags=["fold"]
# Down by 0.999, up by 1.001: a saddle.

# %% [markdown]
# The conditions are *necessary* for a solution, and say "flat", not "highest". Solving them is another matter, and turns
# out to be two sweeps.

# %% tags=["check"]
multipliers = ad.Lagrangian(p).multipliers(x=0.25)
values = [ad.Lagrangian(p).value(off, multipliers | {"c": price}, x=0.25) for price in (0, 1_000, -1_000_000)]
assert values[1] < values[0] < values[2]
assert math.isclose(values[1] - values[0], -1_000 * gaps["c"], rel_tol=1e-9)
changes = []
for step in (100, -100):
    at, by = feasible | {"c": feasible["c"] + 0.01}, multipliers | {"c": multipliers["c"] + step}
    changes.append(ad.Lagrangian(p).value(at, by, x=0.25) - ad.Lagrangian(p).value(feasible, multipliers, x=0.25))
assert [f"{u:+.3f}" for u in changes] == ["-0.999", "+1.001"]
right |= {"07.6a": "D" if values[1] < values[0] < values[2] else "A"}
right |= {"07.6b": {(False, True): "A", (True, False): "B"}[tuple(u > 0 for u in changes)]}

# %% [markdown]
# ## 07.7 Summary
#
# A program is a set of equality constraints, one per variable; the Lagrangian is its result minus a multiplier times the
# violation of each. Its derivatives come in three blocks: by the multipliers, zero where the program is run (feasibility);
# by the variables, zero where each multiplier is the sum of what its variable's readers make of it (stationarity); and by
# the inputs (sensitivity). With a minus before the multipliers, each of them is a price: how far the result moves per unit
# by which its equation is broken.

# %% [markdown]
# ## 07.8 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
#
# ### Exercise 7.1 ★ Predict
#
# At a feasible point of our example only $a$ is changed. Which variables' equations become false?

# %%
answer = None  # names in quotes, for example "c d e"
ad.exercises.check("7.1", answer)

# %% tags=["solution"]
answer = "a b c"
ad.exercises.check("7.1", answer)

# %% [markdown]
# ### Exercise 7.2 ★★ Calculate by hand
#
# The list `a = log(x1)`, `b = x1 * x2`, `c = a + b`, `d = sin(x2)`, `e = c - d` has the result $e$. Write its Lagrangian
# with LeCun's *plus*, then the stationarity equations, and solve them at $x_1 = 2$, $x_2 = 5$, last variable first.

# %%
answer = {"e": None, "d": None, "c": None, "b": None, "a": None, "x2": None, "x1": None}
ad.exercises.check("7.2", answer)

# %% tags=["solution"]
answer = {"e": -1, "d": 1, "c": -1, "b": -1, "a": -1, "x2": "cos(5) - 2", "x1": "-1/2 - 5"}
ad.exercises.check("7.2", answer)

# %% [markdown]
# ### Exercise 7.3 ★★ Hunt the bug
#
# The program `a = tanh(x)`, `b = a ** 2` has the Lagrangian
# $b - \lambda_x (x - x_{\mathrm{in}}) - \lambda_a (a - \tanh x) - \lambda_b (b - a^2)$. This function should return its
# derivatives by $x$, $a$ and $b$ *anywhere*. It passes every test at feasible points. Repair it.


# %%
def slopes_of_L(x, a, b, lam_x, lam_a, lam_b):
    by_x = -lam_x + lam_a * (1 - a**2)  # the slope of tanh is 1 - tanh ** 2
    by_a = -lam_a + lam_b * 2 * a
    by_b = 1 - lam_b
    return {"x": by_x, "a": by_a, "b": by_b}


ad.exercises.check("7.3", slopes_of_L)


# %% tags=["solution"]
def slopes_of_L(x, a, b, lam_x, lam_a, lam_b):
    by_x = -lam_x + lam_a * (1 - ad.tanh(x) ** 2)  # a is tanh(x) only where that equation holds
    by_a = -lam_a + lam_b * 2 * a
    by_b = 1 - lam_b
    return {"x": by_x, "a": by_a, "b": by_b}


ad.exercises.check("7.3", slopes_of_L)

# %% [markdown]
# ### Exercise 7.4 ★★★ Build
#
# Write `lagrangian(p, z, lam, **inputs)`: $L$ with the minus, for any program of numbers with one result, at any `z` and
# `lam`, dicts by name. (A loop like that of exercise 3.3 is there.)


# %%
def lagrangian(p, z, lam, **inputs):
    numbers, sides = list(z.values()), []
    for row in p.instructions:
        if row.name in inputs:
            sides.append(inputs[row.name])
        else:
            u = [numbers[k] if isinstance(k, int) else k.value for k in row.args]
            sides.append(ad.ops.OPS[row.op].value(*u))
    return None  # sides has the right side of every equation, in the order of z


ad.exercises.check("7.4", lagrangian)


# %% tags=["solution"]
def lagrangian(p, z, lam, **inputs):
    numbers, sides = list(z.values()), []
    for row in p.instructions:
        if row.name in inputs:
            sides.append(inputs[row.name])
        else:
            u = [numbers[k] if isinstance(k, int) else k.value for k in row.args]
            sides.append(ad.ops.OPS[row.op].value(*u))
    charges = [lam[name] * (z[name] - side) for name, side in zip(z, sides, strict=True)]
    return z[p.outputs[0]] - sum(charges)


ad.exercises.check("7.4", lagrangian)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("07")

# %% [markdown]
# ## 07.9 Roads not taken
#
# *Inequalities.* A constraint such as $u \geq 0$ has a multiplier, too, and one more condition. *No order.* Nothing in $L$
# asks that the equations can be solved one after another: [notebook 09](09_close_the_loop.ipynb) closes a loop. *Penalties.*
# Charging for squares of the differences makes a hill that can be climbed: [notebook 10](10_try_other_solvers.ipynb).

# %% [markdown]
# ## 07.10 Further reading
#
# * T. Vieira, [Backprop is not just the chain
# rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)   (2017): the post this
# notebook follows, example included.
# * Y. Le Cun, A theoretical framework for back-propagation, 1988: the same for networks (abstract read; the plus is reported
#   by two later notes).
# * B. Recht, [Mates of costate](https://benjamin-recht.github.io/), 2016: the Lagrangian of a network, and of control.
#
# **Next:** [08, solve the three blocks](08_solve_the_three_blocks.ipynb). Back to the [map](00_see_a_gradient_appear.ipynb).
