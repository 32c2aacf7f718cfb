# %% [markdown]
# # State it as constraints
#
# **Question.** What if every line of a program is an equation?
#
# Lines run from the top down, once. Equations only have to hold: you may solve them in any order, round a loop, or only
# nearly, and each has a price. Loops (notebook 09), other ways to train (10) and a sign in your training code (11) all
# begin here.
#
# **You will** find the best point of a circle, break equations and price them, differentiate the whole by everything in it,
# decide a sign by a nudge, and see in a plane what kind of point is found.
#
# **You need** [notebook 03](03_write_a_program_as_a_graph.ipynb), and partial derivatives.
#
# **Time.** 50 minutes; the exercises take 40. There is a good place for a pause, after 30.

# %%
import math

import adlesson as ad
from adlesson import cos, exp, sin

ad.progress("07")

# %% [markdown]
# ## 07.0 The best point of a circle
#
# You may walk on the circle $u^2 + v^2 = 25$, and nowhere else. You want $f = 3u + 4v$ to be large. At $(5, 0)$ it is 15.
#
# **Predict.** From there, which way along the circle does $f$ grow?

# %%
ad.predict("07.0a")

# %% [markdown]
# Move the point round the circle, by hand or with the slider. The parts of the orange arrow, $(3, 4)$, are the slopes of $f$
# by $u$ and by $v$: of all steps of one length, the one along it raises $f$ most. The grey arrow, $(2u, 2v)$, does the same
# for $u^2 + v^2$: it points straight out of the circle. Along each thin line $f$ is the same.
# Stop where no small step along the circle makes $f$ larger.

# %%
ad.circle()

# %% [markdown]
# **Predict.** Which of these four is the best point?

# %%
ad.predict("07.0b")

# %% [markdown]
# At most points a part of the orange arrow lies along the circle, so a step helps. Where does it not? Write a test. It is
# given both arrows; let it return `True` where $f$ is flat along the circle.


# %%
def flat(fx, fy, gx, gy):  # the orange arrow is (fx, fy), the grey one (gx, gy)
    return False  # your test


ad.try_flat(flat)

# %% [markdown] tags=["fold"]
# | the test | it says yes at |
# |---|---|
# | `fx == 0 and fy == 0` | no point: $f$ itself has a slope everywhere |
# | `fx * gx + fy * gy == 0` | $(-4, 3)$: a right angle, there $f$ changes fastest |
# | `fx * gy == fy * gx` | $(3, 4)$ and $(-3, -4)$: both arrows on one line |
#
# The last one is right. It finds two points, the best and the worst. It says *flat*, not *highest*.

# %% [markdown]
# At the best point the orange arrow is a multiple of the grey one: $(3, 4) = \lambda \cdot (6, 8)$.
#
# **Predict.** What is $\lambda$?

# %%
ad.predict("07.0c")

# %% [markdown]
# Is this number good for anything? Make the circle a little larger, $u^2 + v^2 = 25.1$. The best $f$ was 25.
#
# **Predict.** By how much does it grow?

# %%
ad.predict("07.0d")

# %%
round(5 * 25.1**0.5 - 25, 5)  # on a circle of radius r the best f is 5 r

# %% [markdown] tags=["fold"]
# 0.04995 for 0.1 more room: 0.5 per unit. That is $\lambda$. It says what the constraint is worth.

# %% [markdown]
# Such a number is called a **multiplier**: the price of a constraint. In this notebook each line of a program gets one.

# %% tags=["check"]
# Author's check: section 07.0.
room = {place: 3 * place[0] + 4 * place[1] for place in ((5, 0), (4, 3), (3, 4), (0, 5))}
assert room == {(5, 0): 15, (4, 3): 24, (3, 4): 25, (0, 5): 20}
assert 3 * 4 + 4 * -3 == 0, "downwards f falls"
around = [(5, 0), (4, 3), (3, 4), (-4, 3), (-3, -4)]
tests = [
    lambda fx, fy, gx, gy: fx == 0 and fy == 0,
    lambda fx, fy, gx, gy: fx * gx + fy * gy == 0,
    lambda fx, fy, gx, gy: fx * gy == fy * gx,
]
says = [[(u, v) for u, v in around if test(3, 4, 2 * u, 2 * v)] for test in tests]
assert says == [[], [(-4, 3)], [(3, 4), (-3, -4)]]
turned = [k / 10_000 for k in range(62_832)]
assert f"{max(25.1**0.5 * (3 * math.cos(t) + 4 * math.sin(t)) for t in turned) - 25:.5f}" == "0.04995"
assert f"{5 * 25.1**0.5 - 25:.5f}" == "0.04995"
right = {"07.0a": "A", "07.0b": "ABCD"[[(5, 0), (4, 3), (3, 4), (0, 5)].index(max(room, key=room.get))]}
right |= {"07.0c": 3 / 6, "07.0d": "ABCD"[[0.1, 0.05, 0.2, 0.5].index(round(5 * 25.1**0.5 - 25, 2))]}

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
# Three: that of $c$ itself, off by 0.067, and those of $d$ and $e$, which read $c$. That of $f$ still holds, because nobody
# has told $d$ and $e$.

# %% [markdown]
# An equation knows its own line only. Where all hold, the point is called feasible: these numbers are a run of the program.

# %% tags=["check"]
off, feasible = z, ad.primals(p)
gaps = {name: off[name] - right_sides[name] for name in off}
assert [name for name in gaps if gaps[name] != 0] == ["c", "d", "e"]
assert round(gaps["c"], 3) == 0.067
assert round(feasible["c"], 3) == 2.933
right |= {"07.1a": " ".join(name for name in gaps if gaps[name] != 0)}

# %% [markdown]
# ## 07.2 A price for breaking each one
#
# First the smallest case. One variable, one equation: $f = z$, and $z = 3$ is required. Loosen it to $z = 3 + h$.
#
# **Predict.** How far does $f$ move per unit of $h$?

# %%
ad.predict("07.2a")

# %% [markdown]
# That is what the equation is worth. Lagrange finds this number by a charge. Let $z$ be anything, and take off $\lambda$
# per unit of $z - 3$. What is left is $L = z - \lambda \, (z - 3)$.
#
# **Predict.** What is $L$ at $z = 5$ with $\lambda = 3$?

# %%
ad.predict("07.2b")

# %%
for lam in (0, 0.5, 1, 1.5, 2):
    print(f"λ = {lam:3}, L at z = 2 to 5:", [z - lam * (z - 3) for z in (2, 3, 4, 5)])

# %% [markdown]
# At $z = 3$ nothing is broken and nothing is charged. There $L = f$, whatever $\lambda$ is.
#
# **Predict.** Then which $\lambda$ is the right one? Which one leaves no reason to move $z$?

# %%
ad.predict("07.2c")

# %% [markdown] tags=["fold"]
# $\lambda = 1$. Its row is 3, 3, 3, 3: $L$ is flat, $\partial L / \partial z = 1 - \lambda = 0$. In rows with a smaller
# $\lambda$ you gain by moving $z$ up, in those with a larger one by moving it down.

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
# On the circle the charge is $\lambda$ per unit of $u^2 + v^2 - 25$: $L = 3u + 4v - \lambda \, (u^2 + v^2 - 25)$. Its slopes
# are $3 - 2 \lambda u$ and $4 - 2 \lambda v$. Both are 0 only where the two arrows lie on one line.

# %% [markdown]
# Now the program, with seven equations. Each gets a multiplier of its own, $\lambda_i$, and the charge is
# $\lambda_i$ times how far the two sides are apart. What is left is the **Lagrangian**,
#
# $$\begin{aligned}
# L = f &- \lambda_x (x - x_{\mathrm{in}}) \\
# &- \lambda_a (a - \exp x) \\
# &- \lambda_b (b - a^2) \\
# &- \lambda_c (c - (a + b)) \\
# &- \lambda_d (d - \exp c) \\
# &- \lambda_e (e - \sin c) \\
# &- \lambda_f (f - (d + e)).
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
# On the left always 18.99, whatever the prices. On the right they matter: the three differences are 0.067, $-1.306$ and
# 0.066, so at price 1 the charge is $-1.17$, and $L = 20.16$.

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
# Differentiate $L$ by each kind of argument: one of each, on paper.
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
# Put numbers in: the point with the moved $c$, and 7 for every multiplier. `ad` does it, too.

# %%
slopes = ad.Lagrangian(p).gradient(z, dict.fromkeys(z, 7), x=0.25)
print("by λ_c  ", round(slopes.lam["c"], 4))
print("by c    ", round(slopes.z["c"], 2))
print("by x_in ", slopes.x["x"])

# %% [markdown] tags=["fold"]
# *By a multiplier*, $\partial L / \partial \lambda_c = -(c - (a + b))$, 0 exactly where the equation holds. (Vieira's
# post prints it without the minus. For "= 0" that is the same; a *step* along it goes the wrong way.)
#
# *By a variable*, $\partial L / \partial c = -\lambda_c + \lambda_d \exp c + \lambda_e \cos c$: its own term, and one
# from every line that reads $c$. With these numbers, $-7 + 7 \exp 3 + 7 \cos 3 = 126.67$.
#
# *By what is given*, $\partial L / \partial x_{\mathrm{in}} = \lambda_x$.

# %% [markdown]
# Ask for zero, and the three kinds have names:
#
# * **feasibility**, $\partial L / \partial \lambda = 0$: all equations hold;
# * **stationarity**, $\partial L / \partial z = 0$: the prices balance. What $c$ is worth is what its readers make of it;
# * *sensitivity* is the third, $\partial L / \partial x_{\mathrm{in}}$, and need not be 0.
#
# In a row of stationarity $\lambda_j$ stands on the left, and on the right what the readers of $j$ make of it.
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
# The rows of $a$ and $c$, which two lines read. And $\lambda_f = 1$.

# %% [markdown]
# The left table is the program. Have you met the middle one, too? Nobody went along the arrows of a graph to get it. We
# differentiated a sum.
#
# One detail: the row of $x$ says $\lambda_a \exp x$, not $\lambda_a a$, which is the same only at feasible points. Now move
# $a$ to 5, at $x = 0.25$, with all multipliers 1.
#
# **Predict.** What is $\partial L / \partial x$?

# %%
ad.predict("07.3g")

# %%
broken = ad.primals(p) | {"a": 5.0}
round(L.gradient(broken, dict.fromkeys(p.names, 1), x=0.25).z["x"], 4)

# %% [markdown] tags=["fold"]
# It is $0.284 = -1 + \exp 0.25$. A sweep may reuse $a$ as its own slope; here that would be wrong.

# %% [markdown]
# A good place for a pause. (To go on later, run the cells above once more: *Run All Above Selected Cell* in the menu
# *Run*.)
#
# ## 07.4 For every program
#
# Let the inputs be $z_0, \dots, z_{m-1}$, the other lines $z_i = f_i(z_{\alpha(i)})$, the result $z_n$. (Vieira counts from
# 1.) With $f_j = x_j$ for the inputs,
#
# $$L = z_n - \sum_{i=0}^{n} \lambda_i \, \bigl( z_i - f_i(z_{\alpha(i)}) \bigr),$$
#
# | block | condition |
# |---|---|
# | feasibility | $z_i = f_i(z_{\alpha(i)})$ |
# | stationarity | $\lambda_n = 1$ and $\lambda_j = \sum_{i \in \beta(j)} \lambda_i \, \partial f_i / \partial z_j$ |
# | sensitivity | $\partial L / \partial x_j = \lambda_j$ for $j < m$ |

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
# Two in both. In $x \cdot x$ the product reads $x$ through two slots, so the child $f$ stands twice in $\beta(x)$, and
# SymPy adds up $2 x \lambda_f$.

# %% [markdown]
# ## 07.5 Minus or plus?
#
# Vieira writes $L = z_n - \sum \lambda_i (\dots)$, LeCun in 1988 writes a plus. The values are the same with both. The
# multipliers change sign: $\lambda_c$ is 17.80 or $-17.80$. Which of them is the price? Break one equation on purpose,
# $c = a + b + h$, and look at $f$.
#
# **Predict.** How far does $f$ move per unit of $h$?

# %%
ad.predict("07.5a")

# %% [markdown]
# Now solve for the multiplier. The row of $f$ has it at once, with one sign and with the other; put it into the rows of
# $d$ and $e$, and those into the row of $c$.
#
# **Predict.** Which sign in $L$ gives $\lambda_c = 17.80$?

# %%
ad.predict("07.5b")

# %%
h, c = 1e-5, feasible["c"]
print("per unit of h", round((L.nudged("c", h) - L.nudged("c", -h)) / (2 * h), 4))
for sign in (-1, +1):
    lam_f = -1 / sign  # the row of f: 1 + sign * lam_f = 0
    lam_d = lam_e = lam_f
    print(f"with {sign:+d}:", round(lam_d * exp(c) + lam_e * cos(c), 4))

# %% [markdown] tags=["fold"]
# The nudge says $+17.80$: with the *minus* in $L$, a multiplier *is* the price; with the plus, its negative. We keep the
# minus. Solve with one sign and step with the other, and you go uphill where you should go down.

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
# One often reads that multipliers turn a problem with constraints into an *unconstrained* one. It is true that no
# constraint is left. So let us look for the largest $L$: stay at $c = 3$, and change $\lambda_c$ alone, to a thousand, to
# minus a million. (The others are solved for, row by row as above: `multipliers`.)
#
# **Predict.** What does $L$ do?

# %%
ad.predict("07.6a")

# %%
solved = L.multipliers()
for price in (0, 1_000, -1_000_000):
    print(f"{L.value(z, solved | {'c': price}, x=0.25):12.2f}")

# %% [markdown] tags=["fold"]
# $L$ is linear in each multiplier, so off the constraints it runs to $+\infty$ and $-\infty$. It is not to be made large,
# nor small; we look for a point where its slopes are 0.

# %% [markdown]
# What kind of point is that? Take the smallest case, $L = z - \lambda (z - 3)$. It is flat at $z = 3$, $\lambda = 1$.
#
# **Predict.** In the plane of $z$ and $\lambda$, where is $L$ as high as there?

# %%
ad.predict("07.6c")

# %%
ad.contours(lambda z, lam: z - lam * (z - 3), z=(0, 6), lam=(-1, 3), points=[(3, 1)])

# %% [markdown] tags=["fold"]
# On $z = 3$ nothing is charged, and for $\lambda = 1$ the row was 3, 3, 3, 3. Two straight lines. They cut the plane in
# four: $L$ rises towards two opposite corners, and falls towards the other two.

# %% [markdown]
# Such a flat place is called a **saddle**: a top one way, a bottom another.
#
# Now the $L$ of the program. Start where both blocks hold, and move $c$ by 0.01 together with $\lambda_c$: by $+100$, then
# by $-100$.
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
# Down by 0.999, up by 1.001. The 1 is the charge, 100 times 0.01. The 0.001 is there because $f$ is no straight line: half
# of $\exp c - \sin c$, times $0.01^2$, is 0.0009.

# %% [markdown]
# A saddle, too. This is its map, all other variables and multipliers left as they are:


# %%
def around(c, lam_c):
    return L.value(feasible | {"c": c}, solved | {"c": lam_c}, x=0.25)


ad.contours(around, c=(2.5, 3.4), lam_c=(0, 36), points=[(feasible["c"], solved["c"])])

# %% [markdown]
# "All slopes of $L$ are 0": these are *first-order conditions*, for equations Lagrange's, with inequalities the *KKT
# conditions* (Karush, Kuhn and Tucker). They say flat. Is that highest? Go back to the circle. At $(-3, -4)$ the
# sum $3u + 4v$ is smallest, $-25$.
#
# **Predict.** Which $\lambda$ makes $3u + 4v - \lambda \, (u^2 + v^2 - 25)$ flat there?

# %%
ad.predict("07.6d")

# %% [markdown] tags=["fold"]
# $-0.5$: more room makes the smallest smaller. The same $L$ and the same conditions found the top and the bottom. (What
# tells them apart is how $L$ curves along the circle: notebook 10.)

# %% [markdown]
# And must there be a multiplier? Let $f = z$ again, but require $z^2 = 0$. One point is allowed, $z = 0$, so it is the
# best.
#
# **Predict.** Which $\lambda$ makes $L = z - \lambda z^2$ flat there?

# %%
ad.predict("07.6e")

# %% [markdown] tags=["fold"]
# None. The slope is $1 - 2 \lambda z$, which is 1 at $z = 0$. The slope of the constraint itself is 0 there, and what
# cannot push does not push at any price.

# %% [markdown]
# To rule that out is a *constraint qualification*: the slopes of the constraints must be independent at the point.

# %% [markdown]
# A program has that for free. Each equation $z_i - f_i$ has slope 1 by its own variable, and no later variable stands in
# it: so no equation can be made up of others, which is what *independent* means. And the rows of stationarity can be solved
# one by one, whatever the numbers: the multipliers always exist, and there is one of each. In a loop this has to be looked
# at: for $z = k z + x$ that slope is $1 - k$.

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
assert f"{(exp(feasible['c']) - math.sin(feasible['c'])) / 2 * 0.01**2:.4f}" == "0.0009"
high = {(u, price) for u in range(7) for price in range(-1, 4) if u - price * (u - 3) == 3}
assert high == {(u, price) for u in range(7) for price in range(-1, 4) if u == 3 or price == 1}
corners = [u - price * (u - 3) for u, price in ((0, 3), (6, -1), (0, -1), (6, 3))]
assert corners == [9, 9, -3, -3]
on_it = [(u, w) for u in range(-5, 6) for w in range(-5, 6) if u**2 + w**2 == 25]
bottom = min(on_it, key=lambda at: 3 * at[0] + 4 * at[1])
assert bottom == (-3, -4)
assert 3 * bottom[0] + 4 * bottom[1] == -25
assert 3 / (2 * bottom[0]) == 4 / (2 * bottom[1])
flat_at_0 = [price for price in (-100, -1, 0, 0.5, 1, 100) if 1 - 2 * price * 0 == 0]
right |= {"07.6c": "C" if len(high) == 7 + 5 - 1 else "A", "07.6d": 3 / (2 * bottom[0]), "07.6e": "A" if flat_at_0 else "D"}
matrix, _ = L.system()
assert [matrix[k][k] for k in range(7)] == [1] * 7
assert not any(matrix[k][j] for k in range(7) for j in range(k))

# %% [markdown]
# ## 07.7 Summary
#
# A program is a set of constraints; the Lagrangian is its result minus a multiplier times how far each is broken. By the
# multipliers it is flat where the program is run (feasibility), by the variables where each multiplier is the sum of what
# its variable's readers make of it (stationarity); the inputs are left (sensitivity). With the minus, a multiplier is a
# price: how far the result moves per unit by which its equation is loosened. The flat point is a saddle. A program always
# has multipliers.

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
# *Inequalities, and solvers.* A constraint such as $u \geq 0$ has a multiplier, too, and one more condition:
# [notebook 10](10_try_other_solvers.ipynb) solves problems that you state yourself. *No order.* Nothing in $L$ asks that
# the equations can be solved one after another: [notebook 09](09_close_the_loop.ipynb) closes a loop. *Penalties.* Charging
# for squares of the differences makes a hill that can be climbed: notebook 10 again.

# %% [markdown]
# ## 07.10 Further reading
#
# * T. Vieira, [Backprop is not just the chain
#   rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/), 2017: the post this
#   notebook follows, example included.
# * Y. Le Cun, A theoretical framework for back-propagation, 1988: networks, with a plus.
# * B. Recht, [Mates of costate](https://archives.argmin.net/2016/05/18/mates-of-costate/), 2016: of a network, and of
#   control.
# * Multipliers: J.-L. Lagrange, *Mécanique analytique*, 1788. Conditions: W. Karush, 1939; H. Kuhn and A. Tucker, 1951.
#   Today, qualifications included: J. Nocedal and S. Wright, *Numerical Optimization*, 2nd ed., 2006, chapter 12.
#
# **Next:** [08, solve the three blocks](08_solve_the_three_blocks.ipynb). Back to the
# [map](00_see_a_gradient_appear.ipynb).
