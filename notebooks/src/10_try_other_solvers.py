# %% [markdown]
# # Try other solvers
#
# **Question.** What else can solve the same Lagrangian?
#
# **You will** find backpropagation among the ways to solve the blocks piece by piece, charge for broken equations until they
# give in, mix fines and prices, let values go down while prices go up, train a network layer by layer, and compare the
# bills.
#
# **You need** notebook [08](08_solve_the_three_blocks.ipynb), and arrays in NumPy from 10.4 on.
#
# **Time.** 40 minutes, exercises apart.

# %%
import math

import numpy as np

import adlesson as ad
from adlesson import tanh

# %% [markdown]
# ## 10.1 One pass among many
#
# A solver works on a *problem*: a cost, and unknowns with an equation each. Here all six lines of our $f$ are cut loose, so
# that $a$ to $f$ may be anything. The method `"blocks"` then visits one unknown at a time and makes its own equation true:
# each $z_i$ in some order, each $\lambda_j$ in the opposite one. It is a **block-coordinate** method.
#
# **Predict.** How many passes will it take in the order of the list? In the opposite order?

# %%
problem = ad.solvers.Problem(ad.trace(ad.examples.running, x=0.25))
for order in ("a b c d e f", "b a c d e f", "f e d c b a"):
    run = ad.solvers.solve(problem, "blocks", start=dict.fromkeys("abcdef", 1), order=order)
    print(order, "   passes:", len(run.iterates), "   broken:", np.round(run.residual, 1))

# %% [markdown]
# One, three and five. Any order arrives, because in each pass at least one more equation becomes true for good; the longest
# road in the graph, $x \to a \to b \to c \to d \to f$, has five. In the order of the list one pass is enough, there and
# back: *that* pass is backpropagation.
#
# So backpropagation is one solver among others. It never breaks an equation, it is exact, and it goes step by step, each
# line waiting for the one before. The others of this notebook give up one of these.

# %% tags=["check"]
# Author's check: section 10.1.
given = "the text is about the f of notebook 03 at x = 0.25"
checked = ad.solvers.Problem(ad.trace(ad.examples.running, x=0.25))
orders = ("abcdef", "bacdef", "fedcba")
ones = dict.fromkeys("abcdef", 1.0)
passes = [ad.solvers.solve(checked, "blocks", start=ones, order=list(order)) for order in orders]
assert [len(run.iterates) for run in passes] == [1, 3, 5], given
assert all(run.converged for run in passes), given
bars = ad.adjoints(checked.program)
assert all(math.isclose(run.lam[-1][name], bars[name]) for run in passes for name in ones), given

# %% [markdown]
# ## 10.2 Fines
#
# A chain of two units, its weights given. $z_1$ and $z_2$ are cut loose; what stands between them is computed as always.


# %%
def chain(w1, w2):
    a1 = w1 * 0.5
    z1 = tanh(a1)
    a2 = w2 * z1
    z2 = tanh(a2)
    return (0.6 - z2) ** 2


p = ad.trace(chain, w1=0.8, w2=-1.2)
problem = ad.solvers.Problem(p, cut="z1 z2")
prices = problem.lagrangian.multipliers()
print(problem)
prices["z1"], prices["z2"]

# %% [markdown]
# No prices now, but a fine on what is broken, $c_i = z_i - f_i$:
#
# $$\text{minimise} \quad C + \frac{\mu}{2} (c_1^2 + c_2^2).$$
#
# This **penalty** needs no order: all values move at once, by Newton's method.
#
# **Predict.** With $\mu = 1$, on which side of the right value, $-0.427$, will $z_2$ end? (The cost would like $0.6$.) Will
# $c_2$ be 0 for $\mu = 10{,}000$? And $\mu c_2$?

# %%
run = ad.solvers.solve(problem, "penalty", mu=1, growth=10, steps=5)
for k, at in enumerate(run.iterates):
    c = problem.broken(problem.flat(at.z))
    print(f"{10**k:6}  z2 {at.z['z2']:6.3f}  c {c.round(5)}  -mu c {-(10**k) * c.round(8)}")

# %% [markdown]
# Nothing is ever right: $z_2$ gives in to the cost, $c$ is small but not 0. Yet $-\mu c$ settles, at 2.015 and $-2.053$:
# the multipliers! At the least value,
#
# $$\frac{\partial C}{\partial z_j} + \mu c_j - \sum_{i \in \beta(j)} \mu c_i \frac{\partial f_i}{\partial z_j} = 0,$$
#
# which is the stationarity of notebook 08 with $-\mu c_i$ in the place of $\lambda_i$. (With LeCun's plus, $B_i$ is
# $+\mu c_i$.) What somebody pays for breaking a rule reveals what it is worth to them.
#
# **Predict.** By which factor do the errors shrink when $\mu$ grows tenfold?

# %%
mus = [1, 10, 100, 1000, 10_000]
off = [abs(at.lam["z1"] - prices["z1"]) for at in run.iterates]
curves = {"multiplier of z1": (mus, off)}
ad.plots.lines(curves, "What the penalty gets wrong", "mu", "error", "xy")

# %% [markdown]
# By ten, as soon as $\mu$ is large: the multiplier is off by 0.0385, 0.00376, 0.000375. The error is $O(1 / \mu)$, for
# gradients, too. Carreira-Perpiñán and Wang (2014) train deep networks like this; the values that were cut loose are their
# **auxiliary coordinates**. (Formulas here from a secondary source, figures computed.)
#
# So why not take $\mu = 10^{12}$? Because the valley gets steep on two sides and stays flat along the floor. 10.6 measures
# it.

# %% tags=["check"]
# Author's check: section 10.2.
given = "the text is about the chain with w1 = 0.8 and w2 = -1.2"
checked = ad.solvers.Problem(ad.trace(chain, w1=0.8, w2=-1.2), cut="z1 z2")
solved = checked.lagrangian.multipliers()
fined = ad.solvers.solve(checked, "penalty", steps=5)
assert f"{ad.primals(checked.program)['z2']:.3f}" == "-0.427", given
assert all(at.z["z2"] > -0.427 for at in fined.iterates), given
assert all(at.residual > 2e-4 for at in fined.iterates), given
found = fined.lam[-1]
assert f"{found['z1']:.3f} {found['z2']:.3f}" == "2.015 -2.053", given
assert f"{solved['z1']:.3f} {solved['z2']:.3f}" == "2.015 -2.054", given
off = [abs(lam["z1"] - solved["z1"]) for lam in fined.lam]
assert [f"{u:.3g}" for u in off[2:]] == ["0.0385", "0.00376", "0.000375"], given
assert all(9 < off[k] / off[k + 1] < 11 for k in (2, 3)), given
slopes = [lam["z1"] * (1 - tanh(0.4) ** 2) * 0.5 - solved["w1"] for lam in fined.lam]
assert [f"{u:.3g}" for u in slopes] == ["-0.678", "-0.177", "-0.0165", "-0.00161", "-0.000161"], given

# %% [markdown]
# ## 10.3 Fines and prices
#
# If $-\mu c$ is what a constraint turned out to be worth, why not charge it from the start of the next round, and fine only
# what is *still* broken? Each round minimises $L$ and the fine to the end, and then adds $-\mu c_i$ to each $\lambda_i$:
# the **method of multipliers**.
#
# **Predict.** $\mu$ stays at 5, or at 20. Will the error of the prices get stuck, as the penalty's did? Which $\mu$ is
# faster?

# %%
errors, right = {}, [prices["z1"], prices["z2"]]
for mu in (5, 20):
    run = ad.solvers.solve(problem, "multipliers", mu=mu, steps=8)
    off = [math.dist(lam.values(), right) for lam in run.lam]
    errors[f"mu = {mu}"] = range(1, 9), off
ad.plots.lines(errors, "Error of the prices", "round", "distance", "y")

# %% [markdown]
# Straight lines downwards: in each round 39 % of the error is left with $\mu = 5$, 14 % with $\mu = 20$. A price that was
# too low finds its constraint broken, and rises until it is not. At the end nothing is broken, so nothing is fined, and
# what remains is $L$ itself: *exact at a finite* $\mu$, which sets only the pace.

# %% tags=["check"]
# Author's check: section 10.3.
left = {}
for mu in (5, 20):
    rounds = ad.solvers.solve(checked, "multipliers", mu=mu, steps=8).lam
    left[mu] = [math.dist(lam.values(), (solved["z1"], solved["z2"])) for lam in rounds]
assert [f"{u:.3g}" for u in left[5]] == ["1.24", "0.5", "0.197", "0.0769", "0.0299", "0.0116", "0.00449", "0.00174"], given
assert [f"{u:.2g}" for u in left[20][:4]] == ["0.41", "0.056", "0.0077", "0.0011"], given
assert f"{left[5][-1] / left[5][-2]:.2f} {left[20][-1] / left[20][-2]:.2f}" == "0.39 0.14", given
fixed = ad.solvers.solve(checked, "multipliers", mu=20)
assert fixed.converged, given

# %% [markdown]
# ## 10.4 Everybody at once
#
# Both methods minimise to the end before any price moves. Platt and Barr (1987) let all move together, by small steps:
# values down the slope of $L$, prices up, $\dot z = -\partial L / \partial z$, $\dot \lambda = +\partial L / \partial
# \lambda$. Why not everything down? Try it: any generator of steps is a method.
#
# **Predict.** We start close to the solution. Who comes home: "all down", "down and up", or "down and up" with a fine,
# $\mu = 5$?


# %%
def all_down(problem, u, lam):
    while True:
        slopes = problem.slopes(u, lam)
        u, lam = u - 0.05 * slopes.u, lam - 0.05 * slopes.lam
        yield u, lam


# %%
solve, home = ad.solvers.solve, ad.primals(p)
near = {"start": {"z1": home["z1"] + 0.01}, "lam": {k: prices[k] for k in ("z1", "z2")}}
ways = {"all down": solve(problem, all_down, 150, **near)}
ways["down and up"] = solve(problem, "descent-ascent", 150, rate=0.05, **near)
ways["with a fine"] = solve(problem, "descent-ascent", 150, rate=0.05, mu=5, **near)
broken = {name: (range(1, 151), run.residual) for name, run in ways.items()}
ad.plots.lines(broken, "How much is broken", "step", "residual", "y")

# %% [markdown]
# Only the third. Look at the second derivatives of $L$ by $(z_1, z_2, \lambda_1, \lambda_2)$, and at the matrix that moves a
# small error: the rows of the values turned round.

# %%
u, lam = problem.flat(home), problem.flat(prices)
for mu in (0, 5):
    saddle = problem.hessian(u, lam, mu, prices=True)
    print(mu, np.linalg.eigvalsh(saddle).round(3))
    print("  flow", np.linalg.eigvals(np.diag([-1, -1, 1, 1]) @ saddle).round(3))

# %% [markdown]
# Two eigenvalues of $L$ are negative, two positive: the solution is a **saddle**, a valley one way and a ridge the other. It
# must be, since $L$ is linear in each $\lambda$. So minimising $L$ over everything finds nothing.
#
# Down and up, an error grows like $e^{0.941 t}$ while it circles at 0.875 per unit of time: it spirals out. Platt and Barr
# add the fine, which is 0 at the solution but bends the valley. Now all four are negative, and the error dies out.

# %% tags=["check"]
# Author's check: section 10.4.
at_home = ad.primals(checked.program)
u, lam = checked.flat(at_home), checked.flat(solved)
bends = checked.hessian(u, lam, prices=True)
assert np.linalg.eigvalsh(bends).round(3).tolist() == [-2.795, -0.267, 0.546, 2.451], given
turned = np.diag([-1, -1, 1, 1])
plain = np.linalg.eigvals(turned @ bends)
fined = np.linalg.eigvals(turned @ checked.hessian(u, lam, 5, prices=True))
assert f"{max(plain.real):.3f} {max(plain.imag):.3f}" == "0.941 0.875", given
assert sorted(fined.real.round(3)) == [-12.091, -2.243, -0.291, -0.127], given
assert max(abs(fined.imag)) == 0, given
assert (bends[2:, 2:] == 0).all(), "L is linear in each lambda"
ends = {name: run.residual[-1] / run.residual[0] for name, run in ways.items()}
assert ends["with a fine"] < 1 / 2, given
assert ends["down and up"] > 10, given
assert ends["all down"] > ends["down and up"], given

# %% [markdown]
# ## 10.5 Layers that do not wait
#
# What is won by breaking equations? Take a network $z_2 = W_2 \tanh(W_1 x)$ with four data points, its weights free, a
# little decay, and $z_1$, $a_1 = \tanh z_1$ and $z_2$ cut loose at all points: fourteen unknowns.
#
# **Predict.** The merit is $C$ with fines on all constraints. For which pairs will its mixed second derivative be 0: $W_1$
# and $W_2$? $z_1$ at point 0 and $z_1$ at point 1?

# %%
x, y = np.array([[[-1.0, -0.3, 0.4, 1.0]], [[-0.7, -0.5, 0.45, 0.9]]])
net = ad.solvers.layered(x, y, [np.array([[0.8]]), np.array([[1.2]])], decay=0.1)
bends = net.hessian(*net.start(), mu=1)
print(bends[12, 13], bends[0, 1], bends[0, 4].round(3))

# %% [markdown]
# Both; not for $z_1$ and $a_1$ at one point. With the values held, the layers do not see each other; with the weights held,
# the data points do not. Each half falls into small pieces, for as many machines as there are, and the halves take turns.
#
# Take turns more finely, $W_l$, $a_l$, $z_l$, and each step is least squares with a formula, or a search along one number.
# Add a multiplier for each constraint: the *alternating direction method of multipliers*,
# ADMM. No derivative is left, not even of $\tanh$!

# %%
run = ad.solvers.solve(net, "admm", beta=1, gamma=1, steps=200)
print(run)
weights = run.iterates[-1].x
ad.grad(net.program, weights)

# %% [markdown]
# The gradient at the weights where it stops is 0, to eight digits.
#
# Taylor and others (2016) proposed this for large networks, with one multiplier, that of the last layer, and inside fines
# alone. (We know the steps second hand.)
#
# **Predict.** Without decay, start their scheme after a forward sweep, with the right multiplier at the end. The gradient is
# not 0. Does anything move?

# %%
bare = ad.solvers.layered(x, y, [np.array([[0.8]]), np.array([[1.2]])])
last = {"z2": ad.adjoints(bare.program)["z2"]}
run = ad.solvers.solve(bare, "taylor", steps=30, lam=last)
run.value[0], run.value[-1], ad.grad(bare.program)

# %% [markdown]
# Nothing. No equation is broken, so no fine pulls at $W_1$, and the one price does not reach it: *every* forward sweep is a
# place of rest, at any weights. Where such a scheme stops depends on where it began. It is the inner multipliers that carry
# the message back, and with all of them ADMM goes on from there.

# %% tags=["check"]
# Author's check: section 10.5.
given = "the text is about four points and a decay of 0.1"
assert len(net.start()[0]) == 14, given
assert (net.names, net.m) == (["z1", "a1", "z2", "W1", "W2"], 12), given
assert (bends[12, 13], bends[0, 1]) == (0, 0), given
assert bends[0, 4] != 0, given
free = ad.solvers.solve(net, "admm", beta=1, gamma=1, steps=200)
by_weights = ad.grad(net.program, free.iterates[-1].x)
assert max(abs(u.item()) for u in by_weights.values()) < 0.5e-8, given
resting = ad.solvers.solve(bare, "taylor", steps=30, lam=last)
assert abs(resting.value[-1] - bare.program()) < 1e-12, given
assert min(abs(float(u.item())) for u in ad.grad(bare.program).values()) > 0.1, given
every = {name: ad.adjoints(bare.program)[name] for name in ("z1", "a1", "z2")}
assert ad.solvers.solve(bare, "admm", steps=200, lam=every).value[-1] < bare.program() / 2, given

# %% [markdown]
# ## 10.6 The bill
#
# All on one network, from one start. A *pass* goes through the program once, there and back; second derivatives take one per
# unknown. A *solve* factors a matrix. (For ADMM a pass visits each layer once.) The curves show the cost after a forward
# sweep with the weights of each round.
#
# **Predict.** Who comes within a millionth of the least cost, with nothing broken by more, in the fewest passes?

# %%
ways = {"blocks": {"rate": 0.3, "steps": 200}, "penalty": {"steps": 8}}
ways |= {"multipliers": {"mu": 20}, "admm": {"steps": 200}}
ways["descent-ascent"] = {"rate": 0.2, "mu": 1, "steps": 500}
runs = {name: ad.solvers.solve(net, name, **options) for name, options in ways.items()}
for run in runs.values():
    print(run)
best = np.float64(runs["multipliers"].value[-1])
gaps = {name: (run.passes, abs(run.value - best) + 1e-12) for name, run in runs.items()}
ad.plots.lines(gaps, "Above the least cost", "passes", "gap", "y")

# %% [markdown]
# Backpropagation with gradient descent, by far: 33 passes, and no matrix. Then ADMM, 98 passes of three solves each,
# descent-ascent with 354, the method of multipliers with 410, the penalty with 457.
#
# **Predict.** And how broken are the equations meanwhile? Remember $\mu = 10^{12}$: how much steeper does a hundredfold fine
# make the merit, against its flattest direction?

# %%
at = runs["multipliers"].iterates[-1]
u, lam = net.flat(at.z | at.x), net.flat(at.lam)
for mu in (1, 100, 10_000):
    sizes = np.linalg.eigvalsh(net.hessian(u, lam, mu))
    print(f"mu = {mu:6}: steepest against flattest {sizes[-1] / sizes[0]:10,.0f}")
runs.pop("blocks", None)
broken = {name: (run.passes, run.residual) for name, run in runs.items()}
ad.plots.lines(broken, "How much is broken", "passes", "residual", "y")

# %% [markdown]
# For `blocks` it is 0 throughout. A fine a hundred times as high makes the valley nearly a hundred times as steep: 49,
# 2,600, 260,000 to 1. A gradient method needs as many times more steps; Newton's method loses digits.
#
# So who would use the others? Count the *waiting*: a pass is as long as the graph is deep, on any number of machines.
#
# | method | on the way | choose it where |
# |---|---|---|
# | blocks (backpropagation) | all equations hold | almost always |
# | penalty, auxiliary coordinates | $O(1/\mu)$ broken | in parallel, where rough is enough |
# | multipliers, ADMM | broken until the end | in parallel, with more constraints |
# | descent-ascent | broken until the end | every unit acts by itself |

# %% tags=["check"]
# Author's check: section 10.6.
given = "the text is about the five runs on the network"
ends = {}
for name, options in ways.items():
    done = ad.solvers.solve(net, name, **options)
    close = [abs(u - best) < 1e-6 and r < 1e-6 for u, r in zip(done.value, done.residual, strict=True)]
    ends[name] = done.passes[close.index(True)]
    assert abs(done.value[-1] - best) < 1e-9, given
wanted = {"blocks": 33, "penalty": 457, "multipliers": 410, "admm": 98, "descent-ascent": 354}
for name, passes in wanted.items():
    assert abs(ends[name] / passes - 1) < 0.05, given
assert runs["descent-ascent"].solves[-1] == 0, given
assert runs["admm"].solves[-1] == 3 * runs["admm"].passes[-1], given
swept = ad.solvers.solve(net, "blocks", rate=0.3, steps=200)
assert swept.solves[-1] == max(swept.residual) == 0, given
ratios = []
for mu in (1, 100, 10_000):
    sizes = np.linalg.eigvalsh(net.hessian(u, lam, mu))
    ratios.append(float(f"{sizes[-1] / sizes[0]:.2g}"))
assert ratios == [49, 2600, 260_000], given

# %% [markdown]
# ## 10.7 Where nobody finds anything
#
# Notebook 08 ran up the hill of our $f$, which has no top.
#
# **Predict.** What can a solver say about it? And if only the step was too long?

# %%
hill = ad.solvers.Problem(ad.trace(ad.examples.running, x=-1.0), free="x", minimise=False)
for asked, method, rate in ((hill, "blocks", 0.1), (problem, "descent-ascent", 3.0)):
    with ad.expect_error():
        ad.solvers.solve(asked, method, rate=rate)

# %% [markdown]
# The first is the problem's fault, the second the method's. Rounds before are not lost: the error has a `run`, and
# `run.best` is the best so far. "As far as can be seen" is honest: a solver sees numbers, no proof.

# %% tags=["check"]
# Author's check: section 10.7.
met = []
for asked, method, rate in ((hill, "blocks", 0.1), (problem, "descent-ascent", 3.0)):
    try:
        ad.solvers.solve(asked, method, rate=rate)
    except ad.LessonError as stopped:
        met.append(stopped)
assert "no largest value" in str(met[0]), "the text is about two runs that stop"
assert "diverges" in str(met[1]), "the text is about two runs that stop"
assert all(stopped.run.best in stopped.run.iterates for stopped in met)

# %% [markdown]
# ## 10.8 Summary
#
# Solving the first two blocks unknown by unknown works in any order; in the order of the program one pass there and back is
# enough, and that pass is backpropagation. A penalty lets all unknowns move at once and leaves each constraint broken by
# about its multiplier over $\mu$, the method of multipliers is exact at a finite $\mu$, and descent-ascent, which circles a
# saddle, may need the same fine to come home. These methods pay with passes, solves and broken equations for pieces that
# need not wait.

# %% [markdown]
# ## 10.9 Exercises
#
# Hints: `ad.exercises.hint("10.1")`, three times.
#
# ### Exercise 10.1 ★ Predict
#
# On the chain the penalty's multiplier of $z_1$ is off by 0.0003754 at $\mu = 10{,}000$. By how much is it off at
# $\mu = 1{,}000{,}000$, to two digits?

# %%
answer = None
ad.exercises.check("10.1", answer)

# %% tags=["solution"]
answer = 0.0003754 / 100
ad.exercises.check("10.1", answer)

# %% [markdown]
# ### Exercise 10.2 ★★ Calculate by hand
#
# One line, `z = 3`, and the cost $z^2$. Do two rounds of the method of multipliers with $\mu = 2$, from $\lambda = 0$: each
# time the $z$ of the least $z^2 - \lambda (z - 3) + (z - 3)^2$, then the new $\lambda$.

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
# ### Exercise 10.4 ★★★ Build
#
# Write a method that needs neither an order nor a minimisation: in each round *all* $z_i$ become $f_i$ of the values before,
# and *all* $\lambda_j$ what their equation asks, with the values and multipliers before. Use `problem.broken(u)`, which is
# $z - f$, and `problem.slopes(u, lam).u`, which is $\partial L / \partial z$; the sign before the multipliers is a minus. In
# how many rounds does it arrive?


# %%
def all_at_once(problem, u, lam):
    return None  # a generator: while True, move all, yield u, lam


ad.exercises.check("10.4", all_at_once)


# %% tags=["solution"]
def all_at_once(problem, u, lam):
    while True:
        u, lam = u - problem.broken(u), lam + problem.slopes(u, lam).u
        yield u, lam


ad.exercises.check("10.4", all_at_once)

# %% [markdown]
# ## 10.10 Roads not taken
#
# *Other activations.* A relu is the least $|z - u|^2$ over $z \geq 0$; Askari and others (2018) lift a whole network into
# such problems. *Blocks of layers.* Gotmare and others (2018) backpropagate inside a block and price what passes between
# blocks. *Local rules.* Marra and others (2020) let every unit do its own descent and ascent. *Inequalities.* Fines
# and prices extend to them, a sweep does not.

# %% [markdown]
# ## 10.11 Further reading
#
# * J. Platt, A. Barr, Constrained differential optimization, NIPS 1987: down and up, and why the fine is needed.
# * M. Carreira-Perpiñán, W. Wang, [Distributed optimization of deeply nested systems](https://arxiv.org/abs/1212.5921),
#   AISTATS 2014: auxiliary coordinates; the formulas used here are from a secondary source.
# * G. Taylor and others, [Training neural networks without gradients](https://arxiv.org/abs/1605.02026), ICML 2016 (Vieira's
#   post says 2018): abstract read, formulas from secondary sources, the step of the multiplier from memory.
#
# **Next:** notebook 11, planned, reads LeCun's paper of 1988. Back to the [map](00_see_a_gradient_appear.ipynb).
