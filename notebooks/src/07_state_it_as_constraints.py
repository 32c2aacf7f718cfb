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
# **Time.** 30 minutes, exercises apart.

# %%
import math

import adlesson as ad
from adlesson import cos, exp, sin

# %% [markdown]
# ## 07.1 Orders and equations
#
# To Python, `c = a + b` is an order: compute, store. Read it as an *equation*, and it is a claim about three numbers, true
# or false. So take seven numbers, the values of our list at $x = 0.25$, and change one behind Python's back.
#
# **Predict.** Only $c$ is moved, from 2.933 to 3. Which of the seven equations become false? Is that of $f$ among them?

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

# %% [markdown]
# Three: the equation of $c$ itself, off by 0.067, and those of $d$ and $e$, which read $c$. The one of $f$ still holds,
# because nobody has told $d$ and $e$. An equation knows its own line only. Where all seven differences are 0, the point is
# called feasible, and only there are these numbers a run of the program.

# %% tags=["check"]
# Author's check: section 07.1.
given = "the text is about x = 0.25, and c moved to 3"
feasible = ad.primals(p, x=0.25)
off = feasible | {"c": 3.0}
sides = [0.25, exp(off["x"]), off["a"] ** 2, off["a"] + off["b"], exp(off["c"]), sin(off["c"]), off["d"] + off["e"]]
gaps = {name: off[name] - side for name, side in zip(off, sides, strict=True)}
assert [name for name in gaps if gaps[name] != 0] == ["c", "d", "e"], given
assert round(gaps["c"], 3) == 0.067, given
assert round(feasible["c"], 3) == 2.933, given

# %% [markdown]
# ## 07.2 A price for breaking each one
#
# Say that we want $f$ large, and the equations true. Lagrange's idea: charge for breaking them. Each equation gets a number
# of its own, its **multiplier** $\lambda_i$, and the charge is $\lambda_i$ times how far the two sides are apart. What is
# left is the **Lagrangian**,
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
# **Predict.** At the feasible point $f$ is 18.99. What is $L$ there if all multipliers are 1? If all are $-1000$? And at the
# point with $c = 3$, will they matter?

# %%
feasible = ad.primals(p)
for price in (1, 7, -1000):
    lam = dict.fromkeys(z, price)
    print(f"{L_by_hand(feasible, lam, 0.25):8.2f} {L_by_hand(z, lam, 0.25):10.2f}")

# %% [markdown]
# On the left always 18.99: where nothing is broken, nothing is charged, and $L = f$ whatever the prices. On the right they
# matter: the three differences are 0.067, $-1.306$ and 0.066, so at price 1 the charge is $-1.17$, and $L = 20.16$.

# %% tags=["check"]
# Author's check: section 07.2.
prices = {price: dict.fromkeys(off, price) for price in (1, 7, -1000)}
assert {f"{L_by_hand(feasible, lam, 0.25):.2f}" for lam in prices.values()} == {"18.99"}, given
assert f"{L_by_hand(off, prices[1], 0.25):.2f}" == "20.16", given
assert [round(gaps[name], 3) for name in "cde"] == [0.067, -1.306, 0.066], given
assert round(sum(gaps.values()), 2) == -1.17, given
assert len(off) + len(prices[1]) + 1 == 15

# %% [markdown]
# ## 07.3 Three kinds of derivative
#
# Differentiate $L$ by each kind of argument. Do one of each, on paper.
#
# **Predict.** By $\lambda_c$: in how many of the terms above does it stand? By $c$: in how many? By $x_{\mathrm{in}}$? Write
# the three derivatives down.

# %%
slopes = ad.Lagrangian(p).gradient(z, dict.fromkeys(z, 7), x=0.25)
print(slopes.lam["c"], -(z["c"] - (z["a"] + z["b"])))
print(slopes.z["c"], -7 + 7 * exp(z["c"]) + 7 * cos(z["c"]))
print(slopes.x["x"], 7)

# %% [markdown]
# *By a multiplier*, $\partial L / \partial \lambda_c = -(c - (a + b))$. It is 0 exactly where the equation holds. (The
# blog post prints it without the minus. For "= 0" that is the same; who takes a *step* along it would go the wrong way.)
#
# *By a variable*, $\partial L / \partial c = -\lambda_c + \lambda_d e^c + \lambda_e \cos c$: its own term, and one from
# every line that reads $c$.
#
# *By what is given*, $\partial L / \partial x_{\mathrm{in}} = \lambda_x$.

# %% [markdown]
# Ask for zero, and the three kinds have names:
#
# * **feasibility**, $\partial L / \partial \lambda = 0$: all equations hold;
# * **stationarity**, $\partial L / \partial z = 0$: the prices balance. For $c$,
#   $\lambda_c = \lambda_d e^c + \lambda_e \cos c$: what $c$ is worth is what its readers make of it;
# * **sensitivity** is the third, $\partial L / \partial x_{\mathrm{in}}$: how $L$ answers when the input is changed. It need
#   not be 0.
#
# Now the whole, as `ad` writes it.
#
# **Predict.** Which two stationarity equations have two terms on the right? Which multiplier is a number at once?

# %%
L = ad.Lagrangian(p)
L

# %% tags=["check"]
# Author's check: section 07.3.
sevens = dict.fromkeys(off, 7)
found = ad.Lagrangian(p).gradient(off, sevens, x=0.25)
assert found.lam["c"] == -gaps["c"], given
assert math.isclose(found.z["c"], -7 + 7 * exp(3.0) + 7 * cos(3.0)), given
assert found.x == {"x": 7}, given
h = 1e-6
for name in off:  # all fourteen, against differences of the function written by hand
    up, down = (L_by_hand(off | {name: off[name] + s}, sevens, 0.25) for s in (h, -h))
    assert math.isclose((up - down) / (2 * h), found.z[name], rel_tol=1e-6, abs_tol=1e-6), name
    up, down = (L_by_hand(off, sevens | {name: 7 + s}, 0.25) for s in (h, -h))
    assert math.isclose((up - down) / (2 * h), found.lam[name], rel_tol=1e-6, abs_tol=1e-6), name
checked = ad.Lagrangian(p)
assert [name for name, terms in checked.stationarity.terms.items() if len(terms) == 2] == ["a", "c"], given
assert [name for name, row in checked.stationarity.items() if row.rhs.is_number] == ["f"], given
assert checked.stationarity["f"].rhs == 1, given

# %% [markdown]
# Those of $a$ and $c$, which two lines read; and $\lambda_f = 1$.
#
# The left table is the program, read downwards. If you know notebook 05 you know the middle one, too: read upwards, it is
# the reverse sweep, letter by letter. But nobody went along the arrows of a graph here. We differentiated a sum.
#
# One detail: the row of $x$ says $\lambda_a e^x$, not $\lambda_a a$. On the feasible points that is the same number.
#
# **Predict.** At $x = 0.25$ with $a$ moved to 5 and all multipliers 1: is $\partial L / \partial x$ equal to $-1 + 5$?

# %%
broken = ad.primals(p) | {"a": 5.0}
L.gradient(broken, dict.fromkeys(p.names, 1), x=0.25).z["x"], -1 + exp(0.25)

# %% [markdown]
# It is $0.284 = -1 + e^{0.25}$. An engine that reuses $a$ as its own slope, as a sweep may, has to think again here.
#
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
# **Predict.** In $x y + x$, how many terms has the equation of $\lambda_x$? And in $x \cdot x$?

# %%
print(ad.Lagrangian(ad.trace(lambda x, y: x * y + x, x=2, y=3)).stationarity)
print(ad.Lagrangian(ad.trace(lambda x: x * x, x=3)).stationarity.terms["x"])

# %% tags=["check"]
# Author's check: sections 07.3 and 07.4.
found = ad.Lagrangian(p).gradient(feasible | {"a": 5.0}, dict.fromkeys(p.names, 1), x=0.25).z["x"]
assert math.isclose(found, -1 + exp(0.25)), given
assert f"{found:.3f}" == "0.284", given
assert found != -1 + 5, given
two = ad.Lagrangian(ad.trace(lambda x, y: x * y + x, x=2, y=3)).stationarity.terms["x"]
assert [child for child, *_ in two] == ["z2", "f"], "the text is about x * y + x"
twice = ad.Lagrangian(ad.trace(lambda x: x * x, x=3)).stationarity.terms["x"]
assert [(child, slot) for child, slot, _ in twice] == [("f", 0), ("f", 1)], "the text is about x * x"

# %% [markdown]
# Two in both. In $x \cdot x$ the product reads $x$ through two slots, so the child $f$ stands twice in $\beta(x)$, and SymPy
# adds up $2 x \lambda_f$.
#
# ## 07.5 Minus or plus?
#
# Vieira writes $L = z_n - \sum \lambda_i (\dots)$, LeCun in 1988 writes a plus. Both are right, if the multipliers change
# sign with it. Ask the program which price is which: break one equation on purpose, $c = a + b + h$, and look at $f$.
#
# **Predict.** Solved for (notebook 08 shows how), $\lambda_c$ is 17.80 with one sign and $-17.80$ with the other. Which one
# says how $f$ answers?

# %%
h = 1e-5
print((L.nudged("c", h) - L.nudged("c", -h)) / (2 * h))
for sign in (-1, +1):
    print(f"{sign:+d}", ad.Lagrangian(p, sign).multipliers()["c"])

# %% [markdown]
# The nudge says $+17.80$: with the *minus* in $L$, a multiplier *is* the price; with the plus, its negative. We keep the
# minus. Mixing the two, one for solving and the other for the step, goes uphill where it means to go down: a published
# summary of LeCun's paper does it.

# %% tags=["check"]
# Author's check: section 07.5.
prices = [ad.Lagrangian(p, sign).multipliers(x=0.25)["c"] for sign in (-1, 1)]
slope = (ad.Lagrangian(p).nudged("c", 1e-5, x=0.25) - ad.Lagrangian(p).nudged("c", -1e-5, x=0.25)) / 2e-5
assert [f"{price:.2f}" for price in prices] == ["17.80", "-17.80"], given
assert math.isclose(slope, prices[0], rel_tol=1e-6), given
assert abs(prices[0] - 17.8008693180655009646) < 1e-13, given

# %% [markdown]
# ## 07.6 Not a hill to climb
#
# One often reads that $L$ turns a problem with constraints into one without. Half of that is true: no constraint is left.
# But $L$ is not to be *maximized* over its arguments; we look for a point where its slopes are 0.
#
# **Predict.** At $c = 3$, change $\lambda_c$ alone, to a thousand, to minus a million. Has $L$ a largest value?

# %%
solved = L.multipliers()
for price in (0, 1_000, -1_000_000):
    print(f"{L.value(z, solved | {'c': price}, x=0.25):12.2f}")

# %% [markdown]
# No: $L$ is linear in each multiplier, so off the constraints it runs to $+\infty$ and $-\infty$. And at the point where
# both blocks hold?
#
# **Predict.** Start there, and move $c$ by 0.01 together with $\lambda_c$: by $+100$, then by $-100$. Up or down?

# %%
start = L.value(feasible, solved, x=0.25)
for step in (100, -100):
    moved = feasible | {"c": feasible["c"] + 0.01}, solved | {"c": solved["c"] + step}
    print(f"{L.value(*moved, x=0.25) - start:+.3f}")

# %% [markdown]
# Down by 0.999, up by 1.001: a saddle. The conditions are *necessary* for a solution, and say "flat", not "highest". Solving
# them is another matter, and turns out to be two sweeps.

# %% tags=["check"]
# Author's check: section 07.6.
multipliers = ad.Lagrangian(p).multipliers(x=0.25)
values = [ad.Lagrangian(p).value(off, multipliers | {"c": price}, x=0.25) for price in (0, 1_000, -1_000_000)]
assert values[1] < values[0] < values[2], given
assert math.isclose(values[1] - values[0], -1_000 * gaps["c"], rel_tol=1e-9), given
start_value = ad.Lagrangian(p).value(feasible, multipliers, x=0.25)
changes = []
for step in (100, -100):
    at, by = feasible | {"c": feasible["c"] + 0.01}, multipliers | {"c": multipliers["c"] + step}
    changes.append(f"{ad.Lagrangian(p).value(at, by, x=0.25) - start_value:+.3f}")
assert changes == ["-0.999", "+1.001"], given

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
# Hints: `ad.exercises.hint("7.1")`, three times.
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
