# %% [markdown]
# # Try other solvers
#
# **Question.** What if a constraint is no line of the program?
#
# Weights that add up to 1, a budget, a bound on a knob: no line computes them. Backpropagation needs lines. Other solvers
# do not, and at the end they say what each constraint is worth.
#
# **You will** find one number in three ways by hand, state constraints of your own, walk round a saddle, tell a minimum
# from a maximum, and compare the bills.
#
# **You need** notebook [08](08_solve_the_three_blocks.ipynb), and arrays in NumPy from 10.2 on.
#
# **Time.** 40 minutes; the exercises take 20.

# %%
import math

import adlesson as ad
import numpy as np
from adlesson import tanh

ad.progress("10")

# %% [markdown]
# ## 10.1 A constraint of your own
#
# Make $z^2$ small, and keep $z = 3$. Where $z$ ends is no secret. So you can watch how a method finds it. The Lagrangian
# is
#
# $$L = z^2 - \lambda (z - 3).$$
#
# **Predict.** You know such prices from 07.2. What is $\lambda$?

# %%
ad.predict("10.1c")

# %% [markdown]
# A solver looks for two numbers, so draw them in a plane. Each condition is a line: the constraint, and "$L$ is flat in
# $z$", which says $2 z - \lambda = 0$.

# %%
both = {"the constraint": ([3, 3], [0, 8]), "L is flat in z": ([0, 4], [0, 8])}
ad.plots.lines(both, "Two conditions, one crossing", "z", "lambda")

# %% [markdown] tags=["fold"]
# The lines cross at $z = 3$, $\lambda = 6$: at 3 the slope of $z^2$ is 6.

# %% [markdown]
# *Newton's method* puts a tangent in the place of each condition, and solves all of them at once. Here both are straight
# already. Start at $z = 0$, $\lambda = 0$.
#
# **Predict.** How many steps does it take to the crossing?

# %%
ad.predict("10.1d")

# %% [markdown] tags=["fold"]
# One. A straight line is its own tangent.

# %% [markdown]
# Now a curve. Let the constraint be $z^2 = 9$, and start at $z = 5$. There $z^2 - 9$ is 16, and its slope is 10.
#
# **Predict.** At which $z$ is the tangent 0?

# %%
ad.predict("10.1e")

# %%
near = 5
for _ in range(4):
    near = near - (near**2 - 9) / (2 * near)
    print(near)

# %% [markdown] tags=["fold"]
# 3.4, 3.0235, 3.00009, 3.000000001: near the goal, the right digits double in each step.

# %% tags=["check"]
# Author's check: section 10.1, by hand.
steps = [5]
for _ in range(4):
    steps.append(steps[-1] - (steps[-1] ** 2 - 9) / (2 * steps[-1]))
assert (steps[0] ** 2 - 9, 2 * steps[0]) == (16, 10)
assert [f"{steps[1]:.1f}", f"{steps[2]:.4f}", f"{steps[3]:.5f}", f"{steps[4]:.9f}"] == [
    "3.4", "3.0235", "3.00009", "3.000000001",
]  # fmt: skip
straight = ad.solvers.Problem(ad.trace(lambda z: {"cost": z**2, "h": z - 3}, z=0.0), cost="cost", equal="h")
arrived = ad.solvers.solve(straight, "newton", lam={"h": 0})
assert math.isclose(arrived.x["z"], 3)
right = {"10.1c": round(arrived.multipliers["h"], 9), "10.1d": len(arrived.iterates), "10.1e": steps[1]}

# %% [markdown]
# Two unknowns now, and *inequalities*: come as near to $(4, 3)$ as you can, but stay inside the circle $x^2 + y^2 = 5$
# and below the line $y = 1$. Write each constraint as a number that may not be negative.


# %%
def wish(x, y):
    return {"cost": (x - 4) ** 2 + (y - 3) ** 2, "inside": 5 - x**2 - y**2, "below": 1 - y}


wished = ad.solvers.Problem(ad.trace(wish, x=0, y=0), cost="cost", at_least="inside below")
cost, inside, below = (lambda x, y, name=name: wish(x, y)[name] for name in wish(0, 0))
ad.contours(cost, [inside, below], x=(-1, 5), y=(-1, 4))

# %% [markdown]
# Along each thin line the cost is the same. An inequality may hold with room to spare. Then it is worth nothing, and its
# price is 0. Or it **binds**: it holds with nothing to spare, and its price is not negative.
#
# **Predict.** At the best point that is allowed, which constraints bind?

# %%
ad.predict("10.1f")

# %% [markdown]
# Newton's method guesses which ones bind, takes these as equations, solves, and mends the guess: this is an *active set*.
# Below, constraints with a price are lit. (Two others run beside it, for later: `penalty`, of 10.2, comes from outside;
# `interior` leaves room below the line, less and less, and may break the circle on its way.)

# %%
by_newton = ad.solvers.solve(wished, "newton")
print(*ad.Lagrangian(wished).conditions, by_newton.qualification, sep="\n")

# %%
rounds = 1  # then try 2, and 5
trips = {how: [(0, 0)] for how in ("newton", "interior", "penalty")}
for how, trip in trips.items():
    done = ad.solvers.solve(wished, how).iterates[:rounds]
    trip += [(at.x["x"], at.x["y"]) for at in done]
sold = by_newton.iterates[rounds - 1].multipliers
print({name: round(price, 3) for name, price in sold.items()})
lit = [g for g, price in zip([inside, below], sold.values(), strict=True) if price]
ad.contours(cost, [inside, below], lit=lit, paths=trips, x=(-1, 5), y=(-1, 4))

# %% [markdown] tags=["fold"]
# Both bind, at $(2, 1)$. At $(0, 0)$ the slope of `inside` is 0, so only the line is lit; later both are, at
# last with prices 1 and 2.
#
# What is printed first are the conditions of Karush, Kuhn and Tucker, KKT for short ("nu" is the price of an inequality):
# no price is negative, and price or room to spare is 0. Such prices exist, says the last line, because the slopes of
# what binds are independent ("LICQ"). Lines of a program have that for free, a loop where $I - J$ can be inverted (09).

# %% [markdown]
# The price of `below` is 2. Raise the line a little, to $y \leq 1.01$.
#
# **Predict.** By about how much does the least cost fall?

# %%
ad.predict("10.1g")

# %%
raised = ad.trace(lambda x, y: wish(x, y) | {"below": 1.01 - y}, x=0, y=0)
looser = ad.solvers.Problem(raised, cost="cost", at_least="inside below")
by_newton.cost[-1] - ad.solvers.solve(looser, "newton").cost[-1]

# %% [markdown] tags=["fold"]
# By about $2 \cdot 0.01$. So prices tell which constraint is worth a talk with whoever made it.

# %% tags=["check"]
# Author's check: section 10.1, inequalities.
checked = ad.solvers.Problem(ad.trace(wish, x=0, y=0), cost="cost", at_least="inside below")
solved = ad.solvers.solve(checked, "newton")
assert np.allclose([solved.x["x"], solved.x["y"]], [2, 1])
assert np.allclose([*solved.multipliers.values()], [1, 2])
assert (len(solved.iterates), solved.kind, solved.converged) == (5, "minimum", True)
fined = [one.x for one in ad.solvers.solve(checked, "penalty").iterates[:5]]
outside = [min(5 - u["x"] ** 2 - u["y"] ** 2, 1 - u["y"]) for u in fined]
assert max(outside) < 0
roomy = [1 - one.x["y"] for one in ad.solvers.solve(checked, "interior").iterates]
assert min(roomy[:5]) > 0
assert roomy[-1] < 1e-9
lights = [[name for name, price in one.multipliers.items() if price] for one in solved.iterates]
assert lights == [["below"], *[["inside", "below"]] * 4]
loosened = lambda x, y: wish(x, y) | {"below": 1.01 - y}
there = ad.solvers.solve(ad.solvers.Problem(ad.trace(loosened, x=0, y=0), cost="cost", at_least="inside below"), "newton")
gain = solved.cost[-1] - there.cost[-1]
assert math.isclose(gain, 0.02, rel_tol=0.02)
binding = [abs(g) < 1e-9 for g in (5 - solved.x["x"] ** 2 - solved.x["y"] ** 2, 1 - solved.x["y"])]
right |= {
    "10.1f": "ABCD"[[[True, False], [False, True], [True, True], [False, False]].index(binding)],
    "10.1g": round(solved.multipliers["below"] * 0.01, 9),
}

# %% [markdown]
# The lines of a program are constraints, too. But each has an unknown of its own, so they can be solved one by one: that
# is a **block-coordinate** method. Cut the six lines of our $f$ loose: $a$ to $f$ may be anything, and start at 1. In a
# pass each line sets its value, in some order, then each price is solved for, in the opposite order.
#
# **Predict.** How many such passes does it take in the order of the list?

# %%
ad.predict("10.1a")

# %% [markdown]
# Now the opposite order, $f$ first and $a$ last.
#
# **Predict.** How many passes?

# %%
ad.predict("10.1b")

# %%
lines = ad.solvers.Problem(ad.trace(ad.examples.running, x=0.25))
bars = ad.adjoints(lines.program)  # the right prices
for order in ("a b c d e f", "b a c d e f", "f e d c b a"):
    one = ad.solvers.solve(lines, "blocks", start=dict.fromkeys("abcdef", 1), order=order)
    off = [max(abs(lam[name] - bars[name]) for name in "abcdef") for lam in one.lam]
    print(f"{order}   passes: {len(one.iterates)}   prices off by up to:", np.round(off, 1))

# %% [markdown] tags=["fold"]
# One, three and five. Each pass makes at least one more equation true for good, so any order arrives. The values need at
# most five passes: the longest road, $x \to a \to b \to c \to d \to f$, has five arrows. In the order of the list one
# pass is enough, there and back: *that* pass is backpropagation.

# %% [markdown]
# So backpropagation is one solver among others: exact, and nothing stays broken. But each line waits for the one before,
# and a constraint that belongs to no unknown has no place in it.

# %% tags=["check"]
# Author's check: section 10.1, lines.
checked = ad.solvers.Problem(ad.trace(ad.examples.running, x=0.25))
orders = ("abcdef", "bacdef", "fedcba")
ones = dict.fromkeys("abcdef", 1.0)
passes = [ad.solvers.solve(checked, "blocks", start=ones, order=list(order)) for order in orders]
assert [len(run.iterates) for run in passes] == [1, 3, 5]
assert all(run.converged for run in passes)
bars = ad.adjoints(checked.program)
assert all(math.isclose(run.lam[-1][name], bars[name]) for run in passes for name in ones)
offs = [[max(abs(lam[name] - bars[name]) for name in ones) for lam in run.lam] for run in passes]
assert np.allclose(offs[1], [54.4, 22.2, 0], atol=0.05)
assert np.allclose(offs[2], [63.5, 63.5, 63.5, 45.7, 0], atol=0.05)
right |= {"10.1a": len(passes[0].iterates), "10.1b": len(passes[2].iterates)}

# %% [markdown]
# ## 10.2 A penalty
#
# Back to $z = 3$. No multiplier now. Let $z$ go where it likes, but add a cost for a broken constraint, a **penalty**.
# Write $h = z - 3$, and minimise
#
# $$z^2 + \frac{\mu}{2} h^2.$$
#
# **Predict.** Where will the best $z$ be?

# %%
ad.predict("10.2a")

# %% [markdown]
# The slope by $z$ is $2 z + \mu (z - 3)$. Set it to 0.
#
# **Predict.** With $\mu = 18$, what is $z$?

# %%
ad.predict("10.2b")

# %% [markdown]
# The slope is 0 where $2 z = -\mu h$. With a multiplier it was $2 z = \lambda$. So $-\mu h$ stands where $\lambda$ stood.
#
# **Predict.** What is $-\mu h$ for $\mu = 18$?

# %%
ad.predict("10.2c")

# %%
ends = [3 * mu / (2 + mu) for mu in (1, 4, 18, 198)]
print(ends)
walk = both | {"penalty": (ends, [2 * z for z in ends])}
ad.plots.lines(walk, "The penalty walks along one line", "z", "lambda")

# %% [markdown] tags=["fold"]
# The best $z$ is $2.7$, below 3, and $-\mu h = 18 \cdot 0.3 = 5.4$. With $\mu = 198$ they are $2.97$ and $5.94$. $L$ is
# flat in $z$ all along, the constraint is never quite true, and $-\mu h$ tends to the price 6. What somebody pays for
# breaking a rule reveals what it is worth.

# %% tags=["check"]
# Author's check: section 10.2, one unknown.
best_z = {mu: 3 * mu / (2 + mu) for mu in (18, 198)}
assert all(abs(2 * u + mu * (u - 3)) < 1e-12 for mu, u in best_z.items())
fines = {mu: round(-mu * (u - 3), 9) for mu, u in best_z.items()}
assert (best_z, fines) == ({18: 2.7, 198: 2.97}, {18: 5.4, 198: 5.94})
assert f"{3 * 36 / (2 + 36):.3f} {3 / (2 + 1):.0f} {3 * 18 / (18 - 2):.3f}" == "2.842 1 3.375"  # wrong ones
right |= {"10.2a": "A" if best_z[18] < 3 else "C", "10.2b": best_z[18], "10.2c": fines[18]}

# %% [markdown]
# Now a chain of two units, its weights given. Only $z_1$ and $z_2$ are cut loose; the other lines are computed as always.
# These are the prices to be found:


# %%
def chain(w1, w2):
    a1 = w1 * 0.5
    z1 = tanh(a1)
    a2 = w2 * z1
    z2 = tanh(a2)
    miss = 0.6 - z2
    return miss**2


p = ad.trace(chain, w1=0.8, w2=-1.2)
problem = ad.solvers.Problem(p, cut="z1 z2")
prices = problem.lagrangian.multipliers()
print(problem, round(prices["z1"], 3), round(prices["z2"], 3), sep="\n")

# %% [markdown]
# The penalty is $\frac{\mu}{2} (h_1^2 + h_2^2)$, with $h_i = z_i - f_i$. It needs no order: all values move at once, by
# Newton's method.
#
# **Predict.** With $\mu = 1$, on which side of the right value, $-0.427$, will $z_2$ end? (The cost would like $0.6$.)

# %%
ad.predict("10.2d")

# %% [markdown]
# **Predict.** And as $\mu$ grows to 10,000, what will $h_2$ and $-\mu h_2$ do?

# %%
ad.predict("10.2e")

# %%
fined = ad.solvers.solve(problem, "penalty", mu=1, growth=10, steps=5)
for k, at in enumerate(fined.iterates):
    mu, h = 10**k, problem.broken(problem.flat(at.z))
    print(f"{mu:6}  z2 {at.z['z2']:6.3f}  h {h.round(5)}  -mu h {(-mu * h).round(3)}")

# %% [markdown]
# **Say why.** Why is $z_2$ always a little wrong, however large $\mu$ is? Put the reason together: take the three
# parts that make it up.

# %%
ad.predict("10.2f")

# %% [markdown] tags=["fold"]
# Where $h = 0$ the penalty is flat and the cost is not: a small move makes the sum smaller. So $z_2$ gives in to the
# cost. Yet $-\mu h$ settles at 2.015 and $-2.053$, the multipliers. At the least value
#
# $$\frac{\partial C}{\partial z_j} + \mu h_j - \sum_{i \in \beta(j)} \mu h_i \frac{\partial f_i}{\partial z_j} = 0,$$
#
# which is the stationarity of notebook 08 with $-\mu h_i$ for $\lambda_i$.

# %% [markdown]
# $-\mu h$ is not quite the multiplier either.
#
# **Predict.** By about which factor does that error shrink when $\mu$ grows tenfold, once it is large?

# %%
ad.predict("10.2g")

# %% [markdown] tags=["fold"]
# By ten, once $\mu$ is large: the multiplier is off by 0.0385, 0.00376, 0.000375. The error goes like $1 / \mu$.

# %% tags=["check"]
# Author's check: section 10.2.
checked = ad.solvers.Problem(ad.trace(chain, w1=0.8, w2=-1.2), cut="z1 z2")
solved = checked.lagrangian.multipliers()
fined = ad.solvers.solve(checked, "penalty", steps=5)
assert f"{ad.primals(checked.program)['z2']:.3f}" == "-0.427"
assert all(at.z["z2"] > -0.427 for at in fined.iterates)
assert all(at.residual > 2e-4 for at in fined.iterates)
found = fined.lam[-1]
assert f"{found['z1']:.3f} {found['z2']:.3f}" == "2.015 -2.053"
assert f"{solved['z1']:.3f} {solved['z2']:.3f}" == "2.015 -2.054"
off = [abs(lam["z1"] - solved["z1"]) for lam in fined.lam]
assert [f"{u:.3g}" for u in off[2:]] == ["0.0385", "0.00376", "0.000375"]
assert all(9 < off[k] / off[k + 1] < 11 for k in (2, 3))
h2 = [at.z["z2"] - tanh(p.at["w2"] * at.z["z1"]) for at in fined.iterates]
charges = [-(10**k) * c for k, c in enumerate(h2)]
assert abs(charges[4] / charges[3] - 1) < 0.01
assert abs(charges[4]) > 2
right |= {
    "10.2d": "A" if fined.iterates[0].z["z2"] > ad.primals(p)["z2"] else "C",
    "10.2e": "A" if h2[4] == 0 else "D" if abs(charges[4]) < 0.1 else "C" if abs(charges[4] / charges[3]) < 1.1 else "B",
    "10.2g": round(off[3] / off[4]),
}

# %% [markdown]
# ## 10.3 Keep what you learned
#
# Once more $z = 3$. The penalty with $\mu = 18$ ended at $z = 2.7$, and $-\mu h = 5.4$ was its guess for the price. Do
# not throw that away. Put $\lambda = 5.4$ into $L$, and penalise only what is *still* broken:
#
# $$z^2 - 5.4 \, (z - 3) + 9 \, (z - 3)^2.$$
#
# **Predict.** Its slope is $2 z - 5.4 + 18 (z - 3)$. Where is it 0?

# %%
ad.predict("10.3b")

# %% [markdown]
# The constraint is still a little broken. So *add* $-\mu h$ to the price.
#
# **Predict.** What is the new $\lambda$?

# %%
ad.predict("10.3c")

# %%
lam, stairs = 0, [(0, 0)]
for _ in range(4):
    z = (lam + 3 * 3) / (2 + 3)  # with mu = 3
    stairs += [(z, lam), (z, lam := lam - 3 * (z - 3))]
walk = both | {"multipliers": tuple(zip(*stairs, strict=True))}
ad.plots.lines(walk, "The multipliers climb in stairs (mu = 3)", "z", "lambda")

# %% [markdown] tags=["fold"]
# 2.97 and 5.94: as near as the penalty with $\mu = 198$, in two rounds at 18. Each round leaves $2 / (2 + \mu)$ of the
# error, a tenth with $\mu = 18$, two fifths with $\mu = 3$.

# %% [markdown]
# This is the **method of multipliers** (Hestenes, Powell 1969); today $L$ with the penalty is called the *augmented
# Lagrangian*.
#
# **Say why.** Why does $\lambda$ stop exactly at 6? Take the three parts that make up the reason.

# %%
ad.predict("10.3d")

# %% [markdown] tags=["fold"]
# The price changes as long as something is broken. Where nothing is, the penalty is flat, so only $L$ itself has to be
# flat: exact at a finite $\mu$, which sets the pace.

# %% [markdown]
# Now on the chain, where nothing can be read off.
#
# **Predict.** $\mu$ stays at 5, or at 20. Will the error of the prices get stuck, as the penalty's did? Which $\mu$ is
# faster?

# %%
ad.predict("10.3a")

# %%
found = {u: ad.solvers.solve(problem, "multipliers", mu=u, steps=8).lam for u in (5, 20)}
off = lambda lam: math.dist(lam.values(), [prices["z1"], prices["z2"]])
errors = {f"mu = {u}": (range(1, 9), [off(lam) for lam in found[u]]) for u in found}
ad.plots.lines(errors, "Error of the prices", "round", "distance", "y")

# %% [markdown] tags=["fold"]
# Straight lines downwards: each round leaves 39 % of the error with $\mu = 5$, 14 % with $\mu = 20$, and this time no
# formula tells. But $\mu$ must be large enough: at $\mu = 2$ this chain never arrives.

# %% tags=["check"]
# Author's check: section 10.3.
lam, trail = 0, []
for _ in range(2):
    z = (lam + 3 * 18) / (2 + 18)
    lam = lam - 18 * (z - 3)
    trail.append((round(z, 9), round(lam, 9)))
assert trail == [(2.7, 5.4), (2.97, 5.94)]
assert abs(2 * 2.97 - 5.4 + 18 * (2.97 - 3)) < 1e-12
climbed = [(0 if k == 0 else 6 - 6 * 0.4**k) for k in range(5)]
assert np.allclose([price for _, price in stairs[::2]], climbed)
assert (54 - 5.4) / 20 == 2.43
assert round(5.4 + 0.03, 9) == 5.43
left = {}
for mu in (5, 20):
    turns = ad.solvers.solve(checked, "multipliers", mu=mu, steps=8).lam
    left[mu] = [math.dist(lam.values(), (solved["z1"], solved["z2"])) for lam in turns]
assert f"{left[5][-1] / left[5][-2]:.2f} {left[20][-1] / left[20][-2]:.2f}" == "0.39 0.14"
assert ad.solvers.solve(checked, "multipliers", mu=20).converged
assert min(ad.solvers.solve(checked, "multipliers", mu=2, steps=60).residual[-20:]) > 0.01
falling = [all(u > w for u, w in zip(left[mu], left[mu][1:], strict=False)) for mu in (5, 20)]
right |= {"10.3a": "A" if not all(falling) else "D" if left[20][-1] < left[5][-1] else "C"}
right |= {"10.3b": trail[1][0], "10.3c": trail[1][1]}

# %% [markdown]
# ## 10.4 Which way is home?
#
# Arrow, Hurwicz and Uzawa (1958) minimise nothing to the end: values go a small step down the slope of $L$, prices a
# small step up. (Platt and Barr, 1987, did so with networks.) Why not everything down?
#
# Take the smallest case of 07.2: the cost is $z$ itself, and $z = 3$. So $L = z - \lambda (z - 3)$, with the solution
# $z = 3$, $\lambda = 1$.
#
# **Predict.** From close to the solution, who comes home: "all down", "down and up", or the latter with a penalty?

# %%
ad.predict("10.4a")

# %% [markdown]
# Try it. A method is a generator: it yields a place per round. `u` are the values, `lam` the prices.


# %%
def all_down(problem, u, lam):
    while True:
        slopes = problem.slopes(u, lam)  # the derivatives of L by both
        u, lam = u - 0.1 * slopes.u, lam - 0.1 * slopes.lam
        yield u, lam


# %%
linear = ad.trace(lambda z: {"cost": 1 * z, "h": z - 3}, z=3.5)
smallest, paths = ad.solvers.Problem(linear, equal="h"), {}
methods = {"all down": (all_down, 15, {})}
methods["down and up"] = ("descent-ascent", 90, {"rate": 0.1})
methods["with a penalty"] = ("descent-ascent", 90, {"rate": 0.1, "mu": 2})
for name, (method, steps, more) in methods.items():
    one = ad.solvers.solve(smallest, method, steps, lam={"h": 1}, **more)
    paths[name] = [(3.5, 1), *[(at.x["z"], at.multipliers["h"]) for at in one.iterates]]
height, held = lambda z, lam: z - lam * (z - 3), lambda z, lam: z - 3
ad.contours(height, held, points=[(3, 1)], paths=paths, z=(1, 5), lam=(-1, 3))

# %% [markdown] tags=["fold"]
# Only the third. $L$ is a **saddle**: up along one diagonal, down along the other. "All down" slides off it. "Down and
# up" goes in a circle, since $z$ moves by $\lambda - 1$ and $\lambda$ by $3 - z$: always at a right angle to the way
# home. Each step is straight, so it ends a little outside. The penalty is flat where the constraint holds, and brakes
# everywhere else.

# %% tags=["check"]
# Author's check: section 10.4, everybody at once.
assert math.isclose(math.dist(paths["down and up"][1], (3, 1)), 0.5 * math.sqrt(1.01))
gone = {name: math.dist(way[-1], (3, 1)) for name, way in paths.items()}
assert gone["all down"] > 1
assert 0.7 < gone["down and up"] < 0.8
assert gone["with a penalty"] < 0.01
assert height(3, 1) == height(1, 1) == height(3, 3) == 3
assert height(4, 0) == height(2, 2) == 4  # up along one diagonal ...
assert height(4, 2) == height(2, 0) == 2  # ... and down along the other
home = tuple(gone[name] < 0.5 for name in methods)
right |= {"10.4a": {(True, True, True): "A", (False, True, True): "B", (False, False, True): "C"}.get(home, "D")}

# %% [markdown]
# So at a solution $L$ is never at its lowest. And the cost? Its slope along the constraints is 0; that alone does not
# make it a minimum. Make $x^4 - x^2$ small, and start at $x = 0$, where the slope is 0.
#
# **Predict.** What is $x = 0$?

# %%
ad.predict("10.4b")

# %% [markdown]
# **Predict.** And where does a method end that starts there?

# %%
ad.predict("10.4c")

# %%
double = ad.solvers.Problem(ad.trace(lambda x: x**4 - x**2, x=0.0), free="x")
for method in ("blocks", "newton", "multipliers"):
    one = ad.solvers.solve(double, method)
    print(f"{method:12} x {one.x['x']:.4f}   {one.kind}")

# %% [markdown] tags=["fold"]
# 0 is a maximum: near 0, $x^4$ is much smaller than $x^2$. Each method looks at the second derivative, $-2$, and steps
# aside before it goes on, to 0.7071.

# %% [markdown]
# And with a constraint? Back to the circle of 07.0: $f = 3u + 4v$ on $u^2 + v^2 = 25$, where two points are flat, $(3,
# 4)$ with $\lambda = \frac12$ and $(-3, -4)$ with $\lambda = -\frac12$. $f$ is straight and curves nowhere; the circle
# does. What counts is how $L$ curves along the constraint:
#
# $$L = 3u + 4v - \lambda \, (u^2 + v^2 - 25).$$
#
# **Predict.** What is its second derivative, by $u$ or by $v$, at $(3, 4)$?

# %%
ad.predict("10.4e")


# %%
circle = ad.trace(lambda u, v: {"f": 3 * u + 4 * v, "room": u**2 + v**2 - 25}, u=3.0, v=4.0)
one = ad.solvers.solve(ad.solvers.Problem(circle, cost="f", equal="room"), "newton")
{name: round(u, 6) for name, u in one.x.items()}, one.kind

# %% [markdown] tags=["fold"]
# $-2 \lambda$ is $-1$, and the mixed one is 0: from $(3, 4)$ $L$ goes down both ways along the circle, so $f$ is at its
# most there. At $(-3, -4)$ it is $+1$: a minimum. A method that looks for the least cost leaves the first and stays at
# the second. In general: flat, and *L* curves up along all directions that keep the constraints: a minimum. Where it does
# not curve at all, as $x^4$ at 0, `run.kind` is `undecided`.

# %% tags=["check"]
# Author's check: section 10.4, what kind of point.
checked = ad.solvers.Problem(ad.trace(lambda x: x**4 - x**2, x=0.0), free="x", cut=())
assert float(checked.hessian(*checked.start())[0, 0]) == -2
found = [ad.solvers.solve(checked, method) for method in ("blocks", "newton", "multipliers")]
assert all(abs(abs(run.x["x"]) - math.sqrt(0.5)) < 1e-9 for run in found)
assert f"{math.sqrt(0.5):.4f}" == "0.7071"
flat = ad.solvers.solve(ad.solvers.Problem(ad.trace(lambda x: x**4, x=0.0), free="x"), "newton")
assert flat.kind == "undecided"
bend = {lam: -lam * 2 for lam in (0.5, -0.5)}  # of -lam (u^2 + v^2 - 25), by u twice and by v twice
turned = [3 * 5 * math.cos(t) + 4 * 5 * math.sin(t) for t in np.linspace(0, 2 * math.pi, 721)]
assert (round(max(turned), 3), round(min(turned), 3)) == (25, -25)
for place, lam in (((3.0, 4.0), 0.5), ((-3.0, -4.0), -0.5)):
    at = dict(zip("uv", place, strict=True))
    rim = ad.trace(lambda u, v: {"f": 3 * u + 4 * v, "room": u**2 + v**2 - 25}, **at)
    rim = ad.solvers.Problem(rim, cost="f", equal="room")
    found_by = ad.Lagrangian(rim).multipliers(**at, lam_room=lam)
    assert found_by["u"] == found_by["v"] == 0
    end = ad.solvers.solve(rim, "newton")
    assert (end.kind, round(end.x["u"], 6), round(end.x["v"], 6)) == ("minimum", -3, -4)
right |= {"10.4e": bend[0.5]}
dips = all(u**4 - u**2 < 0 for u in (-0.1, 0.1))
ends_at = {run.kind for run in found}
right |= {"10.4b": "B" if dips else "A", "10.4c": "B" if ends_at == {"minimum"} else "A"}

# %% [markdown]
# Now the bill, on a network with two units in each layer, four data points, and a little weight decay: 8 weights. With
# them as the only unknowns, every round runs the program. With its lines cut loose there are 32 unknowns.

# %% [markdown]
# A *pass* goes through the program once, there and back; second derivatives take one per unknown. A *solve* is one
# linear system.
#
# **Predict.** Who gets within a millionth of the least cost, with no more than a millionth broken, in the fewest passes?

# %%
ad.predict("10.4d")

# %%
x = np.array([[-1, -0.5, 0.5, 1], [0.5, -1, 1, -0.5]])
y = np.array([[-0.8, 0.2, 0.2, 0.9], [0.3, 0.8, -0.7, -0.4]])
start = [np.array([[0.5, 0.2], [-0.3, 0.6]]), np.array([[0.7, -0.2], [0.1, -0.5]])]
loose = ad.solvers.layered(x, y, start, decay=0.05)
# %%
tight = ad.solvers.Problem(loose.program, free="W1 W2", cut=())
ways = {"blocks, rate 0.3": (loose, "blocks", 300, {"rate": 0.3})}
ways["Newton, tight"] = (tight, "newton", 20, {})
ways["Newton, loose"] = (loose, "newton", 20, {})
ways["penalty"] = (loose, "penalty", 8, {})
ways["multipliers, mu 50"] = (loose, "multipliers", 10, {"mu": 50})
bills = {name: ad.solvers.solve(*of, n, **more) for name, (*of, n, more) in ways.items()}
least = bills["Newton, tight"].value[-1]
for name, one in bills.items():
    k = np.argmax(np.maximum(abs(np.array(one.value) - least), one.residual) < 1e-6)
    print(f"{name:19}{k + 1:4} rounds {one.passes[k]:5} passes {one.solves[k]:3} solves")

# %% [markdown] tags=["fold"]
# Newton's method on the weights, with 93 passes in 7 rounds. With everything loose it takes about as many rounds, but
# each has 32 unknowns to try in place of 8: 232 passes. Backpropagation with gradient descent takes 272, and no matrix at
# all. For a million weights that decides: nobody makes a million passes for one round.

# %% [markdown]
# | if you want | choose | you give up |
# |---|---|---|
# | lines, and millions of knobs | backpropagation | constraints that are no lines |
# | few rounds, exact prices | Newton on all conditions | cheap rounds |
# | the least new code | a penalty | constraints that hold exactly |
# | constraints that hold, and cheap rounds | multipliers | a single round |

# %% tags=["check"]
# Author's check: section 10.4, the bill.
assert (len(loose.start()[0]), len(tight.start()[0])) == (32, 8)
spent = {}
for name, one in bills.items():
    close = np.maximum(abs(np.array(one.value) - least), one.residual) < 1e-6
    assert close.any(), name
    k = int(np.argmax(close))
    spent[name] = (k + 1, one.passes[k], one.solves[k])
wanted = {"blocks, rate 0.3": 272, "Newton, tight": 93, "Newton, loose": 232, "penalty": 1638, "multipliers, mu 50": 976}
for name, passes in wanted.items():
    assert abs(spent[name][1] / passes - 1) < 0.05, (name, spent[name])
assert (spent["Newton, tight"][0], spent["Newton, loose"][0]) == (7, 6)
assert spent["blocks, rate 0.3"][2] == 0
assert bills["Newton, tight"].kind == "minimum"
fewest = min(spent, key=lambda name: spent[name][1])
asked = ["blocks, rate 0.3", "Newton, tight", "Newton, loose", "multipliers, mu 50"]
right |= {"10.4d": "ABCD"[asked.index(fewest)]}

# %% [markdown]
# ## Summary
#
# A solver makes a cost small under constraints, lines of a program or your own, and finds a price for each; that of an
# inequality is never below 0, and 0 where it does not bind. Newton's method solves all conditions at once, a penalty
# leaves each constraint broken by about its multiplier over $\mu$, and the method of multipliers is exact at a finite
# $\mu$. The solution is a saddle of $L$, and only how $L$ curves along the constraints tells whether the cost is at a
# minimum there.

# %% [markdown]
# ## Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*. (10.4 is in notebook 10b.)
#
# ### Exercise 10.1 ★ Predict
#
# On the chain the penalty's multiplier of $z_1$ is off by 0.0003754 at $\mu = 10{,}000$. By how much is it off at
# $\mu = 1{,}000{,}000$, to three digits?

# %%
answer = None
ad.exercises.check("10.1", answer)

# %% tags=["solution"]
answer = 0.0003754 / 100
ad.exercises.check("10.1", answer)

# %% [markdown]
# ### Exercise 10.2 ★★ Calculate by hand
#
# One line, `z = 3`, and the cost $z^2$. Do two rounds of the method of multipliers with $\mu = 2$, from $\lambda = 0$:
# each time the $z$ of the least $z^2 - \lambda (z - 3) + (z - 3)^2$, then the new $\lambda$.

# %%
answer = {"first z": None, "first lam": None, "second z": None, "second lam": None}
ad.exercises.check("10.2", answer)

# %% tags=["solution"]
answer = {"first z": 1.5, "first lam": 3, "second z": 9 / 4, "second lam": 4.5}
ad.exercises.check("10.2", answer)

# %% [markdown]
# ### Exercise 10.3 ★★ Hunt the bug
#
# This is meant to be the method of multipliers, with a slip that one meets in real code: it stays away from the solution.
# Repair it.


# %%
def multipliers(problem, u, lam, mu=20.0):
    while True:
        u, _ = ad.solvers.least(problem, u, lam, mu)
        lam = mu * problem.slopes(u, lam).lam
        yield u, lam


ad.exercises.check("10.3", multipliers)


# %% tags=["solution"]
def multipliers(problem, u, lam, mu=20.0):
    while True:
        u, _ = ad.solvers.least(problem, u, lam, mu)
        lam = lam + mu * problem.slopes(u, lam).lam  # what is broken now comes on top
        yield u, lam


ad.exercises.check("10.3", multipliers)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("10")

# %% [markdown]
# ## Roads not taken
#
# *From the inside.* `"interior"` gives each inequality room, ever less, and guesses nothing. *No prices.*
# There may be none where the slopes of constraints depend on each other; those of lines never do.

# %% [markdown]
# ## Further reading
#
# * J. Nocedal, S. Wright, [Numerical optimization](https://doi.org/10.1007/978-0-387-40065-5) (2006): chapters 12, 17 and
#   18 are this notebook, with proofs.
# * M. Powell, A method for nonlinear constraints in minimization problems (1969), and M. Hestenes, Multiplier and
#   gradient methods (1969): the method of multipliers. The penalty is R. Courant's (1943).
# * J. Platt, A. Barr, Constrained differential optimization (NIPS 1987): down and up, and why the penalty is needed.
#
# **Next:** [10b, take turns](10b_take_turns.ipynb), or [11](11_read_lecun_1988.ipynb). Back to the
# [map](00_see_a_gradient_appear.ipynb).
