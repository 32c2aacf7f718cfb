# %% [markdown]
# # Take turns
#
# **Question.** Can layers learn without waiting for one another?
#
# In a sweep each layer waits for its neighbour. With a machine for each layer, all but one stand idle. Cut the layers
# loose, and all can work at once. What it costs are equations that hold only at the end.
#
# **You will** make two numbers agree by hand, let a network learn layer by layer, see where such schemes wander or rest
# too early, and pay the bill.
#
# **You need** notebook [10](10_try_other_solvers.ipynb), and arrays in NumPy.
#
# **Time.** 25 minutes; the exercises take 15.

# %%
import math

import adlesson as ad
import numpy as np

ad.progress("10b")

# %% [markdown]
# ## 10.5 Layers that do not wait
#
# Two machines, a number each. The first would like $u = 1$, the second $v = 5$, and the two have to agree:
#
# $$\begin{aligned}
# \text{minimise} \quad & (u - 1)^2 + (v - 5)^2 \\
# \text{with} \quad & u - v = 0.
# \end{aligned}$$
#
# With a price and a penalty ($\mu = 2$) they go down on $(u - 1)^2 + (v - 5)^2$ $- \lambda (u - v)$ $+ (u - v)^2$, one after
# the other. All begins at 0. The first moves $u$ to where the slope $2 (u - 1) - \lambda + 2 (u - v)$ is 0.
#
# **Predict.** Where is that?

# %%
ad.predict("10.5c")

# %% [markdown]
# Now the second sees that $u$, and moves $v$ to where $2 (v - 5) + \lambda - 2 (u - v)$ is 0.
#
# **Predict.** Where does $v$ go?

# %%
ad.predict("10.5d")

# %% [markdown]
# Then the price, as ever: $\lambda - \mu (u - v)$ is the new $\lambda$.
#
# **Predict.** What is it?

# %%
ad.predict("10.5e")

# %%
u = v = price = 0
corners = [(u, v)]
for _ in range(6):
    u = (2 + price + 2 * v) / 4
    corners.append((u, v))
    v = (10 - price + 2 * u) / 4
    corners.append((u, v))
    price = price - 2 * (u - v)
    print(u, v, price)

# %%
wishes = lambda u, v: (u - 1) ** 2 + (v - 5) ** 2
ad.contours(wishes, lambda u, v: u - v, paths={"in turns": corners}, u=(-1, 6), v=(-1, 6))

# %% [markdown] tags=["fold"]
# 0.5, then 2.75, then 4.5. In two rounds they are next to each other at 3, and each further round halves how far the
# price is from 4. Nobody needed more than the other's number.

# %% [markdown]
# This is the *alternating direction method of multipliers*, **ADMM** (Glowinski and Marroco 1975, Gabay and Mercier
# 1976). With two blocks, a cost like a bowl and straight constraints it always arrives; there is a theorem. A network has
# more blocks, and $\tanh$ is not straight.
#
# Take $z_2 = W_2 a_1$, $a_1 = \tanh z_1$, $z_1 = W_1 x$, one unit each, four data points, a little decay. Cut $z_1$,
# $a_1$ and $z_2$ loose: with the weights, fourteen unknowns, in the order $z_1$ (0 to 3), $a_1$, $z_2$, $W_1$, $W_2$.

# %% [markdown]
# Put a penalty on each of the three constraints: Carreira-Perpiñán and Wang (2014) call what is cut loose **auxiliary
# coordinates**. A *mixed* second derivative is the slope, by one unknown, of the slope by another.
#
# **Predict.** Which mixed second derivatives are 0: by $W_1$ and $W_2$? By $z_1$ at two points? By $z_1$ and $a_1$ at
# one?

# %%
ad.predict("10.5a")

# %%
x, y = np.array([[-1.0, -0.3, 0.4, 1.0]]), np.array([[-0.7, -0.5, 0.45, 0.9]])
net = ad.solvers.layered(x, y, [np.array([[0.8]]), np.array([[1.2]])], decay=0.1)
bends = net.hessian(*net.start(), mu=1)
print(bends[12, 13], bends[0, 1], bends[0, 4].round(3))

# %% [markdown] tags=["fold"]
# The first two. With the values held, the layers do not see each other; with the weights held, the data points do not.
# Each half falls into pieces, for as many machines as there are.

# %% [markdown]
# ADMM takes turns more finely: what the two machines did, for each line of each layer. (There is no new idea in the many
# letters that follow; they may wait.)

# %% [markdown]
# Each constraint has a price. Say $r_l = z_l - W_l a_{l-1}$ for what is broken of the
# one, $s_l = a_l - \tanh z_l$ for what is broken of the other. Then $r_l$ has a price $\lambda_l$ and a penalty $\beta$, and
# $s_l$ has $\kappa_l$ and $\gamma$, as with the two machines:
#
# $$\begin{aligned}
# P_l &= -\lambda_l \cdot r_l + \beta \, \lvert r_l \rvert^2, \\
# Q_l &= -\kappa_l \cdot s_l + \gamma \, \lvert s_l \rvert^2.
# \end{aligned}$$
#
# | in turn, layer by layer | is set to the least of | all else held |
# |---|---|---|
# | $W_l$ | $P_l$ and the decay | least squares |
# | $a_l$ | $P_{l+1} + Q_l$ | least squares |
# | $z_l$ | $P_l + Q_l$, the last one $P_l$ and the loss | a search along one number for each entry |
#
# Then $\lambda_l$ loses $2 \beta \, r_l$, and $\kappa_l$ loses $2 \gamma \, s_l$: what you did by hand, for arrays. No
# derivative is left, not even of $\tanh$!

# %%
turns = ad.solvers.solve(net, "admm", beta=1, gamma=1, steps=200)
ad.grad(net.program, turns.iterates[-1].x)

# %% [markdown]
# Where it stops the gradient is 0, to eight digits. No theorem promised that. Now a net with 3 inputs, 4 units and 2
# outputs, eight random points, the same $\beta = \gamma = 1$.
#
# **Predict.** What happens?

# %%
ad.predict("10.5f")

# %%
pick = np.random.default_rng(0)
X, Y, first, second = (pick.normal(size=u) for u in ((3, 8), (2, 8), (4, 3), (2, 4)))
wider = ad.solvers.layered(X, Y, [first, second], decay=0.05)
gaps = {}
for beta in (1, 10):
    one = ad.solvers.solve(wider, "admm", beta=beta, gamma=beta, steps=300)
    gaps[f"beta = gamma = {beta}"] = range(1, 301), one.residual
ad.plots.lines(gaps, "How much is broken", "round", "residual", "y")

# %% [markdown] tags=["fold"]
# It wanders: after 300 rounds 0.6 is broken, as after 200. With $\beta = \gamma = 10$ the equations come to hold, but
# slowly, and the cost is 3.64 by then, where Newton's method on the weights finds 2.01. How large they have to be, nobody
# tells you before.

# %% tags=["check"]
# Author's check: section 10.5, turns.
assert corners[1:3] == [(0.5, 0), (0.5, 2.75)]
assert 0 - 2 * (0.5 - 2.75) == 4.5
trail, w, t = [], (0, 0), 0.0
for _ in range(6):
    s = (2 + t + 2 * w[1]) / 4
    w = (s, (10 - t + 2 * s) / 4)
    t = t - 2 * (w[0] - w[1])
    trail.append(t)
assert np.allclose([later - 4 for later in trail], [0.5 / 2**k for k in range(6)])
assert math.isclose(w[0], 3, rel_tol=1e-2)
assert abs(w[1] - 3) < 0.01
assert len(net.start()[0]) == 14
assert (net.names, net.m) == (["z1", "a1", "z2", "W1", "W2"], 12)
assert (bends[12, 13], bends[0, 1]) == (0, 0)
assert bends[0, 4] != 0
by_weights = ad.grad(net.program, turns.iterates[-1].x)
assert max(abs(u.item()) for u in by_weights.values()) < 0.5e-8
runs = {b: ad.solvers.solve(wider, "admm", beta=b, gamma=b, steps=300) for b in (1, 10)}
assert 0.55 < runs[1].residual[-1] < 0.65
assert 0.55 < runs[1].residual[199] < 0.68
assert runs[10].residual[-1] < 1e-3
assert f"{runs[10].value[-1]:.2f}" == "3.64"
assert f"{ad.solvers.solve(ad.solvers.Problem(wider.program, free='W1 W2', cut=()), 'newton').value[-1]:.2f}" == "2.01"
zero = [bool(u == 0) for u in (bends[12, 13], bends[0, 1], bends[0, 4])]
late = runs[1].residual[-100:]
right = {
    "10.5c": (2 + 0 + 2 * 0) / 4,
    "10.5d": (10 - 0 + 2 * 0.5) / 4,
    "10.5e": 0 - 2 * (0.5 - 2.75),
    "10.5a": "ABCD"[[[True, False, False], [True, True, False], [False, False, True], [True] * 3].index(zero)],
    "10.5f": "A" if late[-1] < 1e-6 else "C" if late[-1] > 10 * late[0] else "B",
}

# %% [markdown]
# Taylor and others (2016) train large networks with one price, that of the last layer, and penalties alone inside.
#
# **Predict.** On the small net without decay, start their scheme after a forward sweep, with the right last price,
# $\partial C / \partial z_2$. The gradient is not 0. Does anything move?

# %%
ad.predict("10.5b")

# %%
bare = ad.solvers.layered(x, y, [np.array([[0.8]]), np.array([[1.2]])])
last = {"z2": ad.adjoints(bare.program)["z2"]}
scheme = ad.solvers.solve(bare, "taylor", steps=30, lam=last)
print(scheme.value[0], scheme.value[-1], ad.grad(bare.program))

# %% [markdown] tags=["fold"]
# Nothing. After a forward sweep all penalties are 0, at their least, and the last $z$ is in balance with its price. So
# whatever the weights, no *value* moves. (With fewer points than units the weights do, among those that make the same
# values.) Where the scheme stops depends on where it began. The inner prices carry the message back: with all of them
# ADMM goes on.

# %% tags=["check"]
# Author's check: section 10.5, one price.
resting = ad.solvers.solve(bare, "taylor", steps=30, lam=last)
assert abs(resting.value[-1] - bare.program()) < 1e-12
assert min(abs(float(u.item())) for u in ad.grad(bare.program).values()) > 0.1
every = {name: ad.adjoints(bare.program)[name] for name in ("z1", "a1", "z2")}
assert ad.solvers.solve(bare, "admm", steps=200, lam=every).value[-1] < bare.program() / 2
few = ad.solvers.layered(X[:, :2], Y[:, :2], [first, second])  # 2 points, 3 and 4 units
moved = ad.solvers.solve(few, "taylor", steps=1, lam={"z2": ad.adjoints(few.program)["z2"]})
assert abs(moved.x["W1"] - first).max() > 0.1
assert abs(moved.value[0] - few.program()) < 1e-9
stays = [np.allclose(resting.iterates[-1].x[name], bare.program.at[name]) for name in ("W1", "W2")]
right |= {"10.5b": "ABC"[[[False, False], [True, False], [True, True]].index(stays)]}

# %% [markdown]
# ## 10.6 The bill
#
# All on one network, from one start, that of 10.4: two units in each layer, 8 weights, and 32 unknowns with its lines cut
# loose. Rates and penalties did well in a few trials. (A *pass* goes through the program once, there and back; second
# derivatives take one per unknown. For ADMM, once through the layers.)
#
# **Predict.** Who gets within a millionth of the least cost, with no more than a millionth broken, in the fewest passes?

# %%
ad.predict("10.6a")

# %%
x2 = np.array([[-1, -0.5, 0.5, 1], [0.5, -1, 1, -0.5]])
y2 = np.array([[-0.8, 0.2, 0.2, 0.9], [0.3, 0.8, -0.7, -0.4]])
start = [np.array([[0.5, 0.2], [-0.3, 0.6]]), np.array([[0.7, -0.2], [0.1, -0.5]])]
pair = ad.solvers.layered(x2, y2, start, decay=0.05)
ways = {"blocks": {"rate": 0.3, "steps": 300}, "multipliers": {"mu": 50, "steps": 10}}
ways |= {"admm": {"beta": 0.5, "gamma": 0.5, "steps": 500}}
ways |= {"descent-ascent": {"rate": 0.15, "mu": 1, "steps": 1500}}
bills = {name: ad.solvers.solve(pair, name, **options) for name, options in ways.items()}
least = bills["multipliers"].value[-1]

# %%
for name, one in bills.items():
    off = np.maximum(abs(np.array(one.value) - least), one.residual)
    near = [[one.passes[k] for k in np.flatnonzero(off < to)[:1]] for to in (1e-3, 1e-6)]
    print(f"{name:15} passes to a thousandth and to a millionth:", *near)

# %% [markdown] tags=["fold"]
# Backpropagation with gradient descent, with 58 passes and 272; then ADMM with 77 and 391. (In these runs
# $\beta = \gamma = 0.5$; with 1 it takes 648 to a millionth, with 10 more than 900.) Descent-ascent does not get that
# near in 1,500. Newton's method on the weights alone took 93 (10.4).

# %% [markdown]
# **Predict.** For which method do all equations hold after every round?

# %%
ad.predict("10.6b")

# %% [markdown]
# Now the penalty's $\mu$. Where weights are free, too, what is minimised becomes a valley, steep on two sides and flat
# along the floor.
#
# **Predict.** A $\mu$ that is a hundred times as large: how many times as steep, against its flattest direction?

# %%
ad.predict("10.6c")

# %%
at = bills["multipliers"].iterates[-1]
place, prices = pair.flat(at.z | at.x), pair.flat(at.lam)
for mu in (10, 1_000, 100_000):
    sizes = np.linalg.eigvalsh(pair.hessian(place, prices, mu))
    print(f"mu = {mu:7,}: steepest against flattest {sizes[-1] / sizes[0]:10,.0f}")

# %% [markdown] tags=["fold"]
# For `blocks` nothing is broken. From $\mu = 10$ to 1,000 to 100,000 the steepest is 4,000, 240,000 and 24 million times
# as steep as the flattest. A gradient method needs as many times more steps. Newton's method loses digits only if done
# naively: solved for step and prices together it does not.

# %% [markdown]
# So who would use the others? Count the *waiting*: for `blocks` a pass lasts as long as the graph is deep, on any number
# of machines. What is cut loose need not wait.
#
# | method | on the way | choose it where |
# |---|---|---|
# | blocks | all lines hold | almost always |
# | Newton on KKT | broken until the end | constraints of your own, few knobs |
# | penalty, auxiliary coordinates | $O(1/\mu)$ broken | rough is enough; in parallel, if in turns |
# | multipliers | broken until the end | constraints of your own, many knobs |
# | ADMM | broken until the end | in parallel, a bowl, straight constraints |
# | descent-ascent | broken until the end | every unit acts by itself |

# %% tags=["check"]
# Author's check: section 10.6.
ends = {}
for name, one in bills.items():
    off = np.maximum(abs(np.array(one.value) - least), one.residual)
    ends[name] = [one.passes[int(np.argmax(off < to))] if (off < to).any() else None for to in (1e-3, 1e-6)]
wanted = {"blocks": (58, 272), "multipliers": (809, 976), "admm": (77, 391), "descent-ascent": (262, None)}
for name, both in wanted.items():
    for passes, found in zip(both, ends[name], strict=True):
        assert passes is found is None or abs(found / passes - 1) < 0.05, (name, ends[name])
for beta, steps, passes in ((1, 700, 648), (10, 900, None)):
    one = ad.solvers.solve(pair, "admm", beta=beta, gamma=beta, steps=steps)
    close = np.maximum(abs(np.array(one.value) - least), one.residual) < 1e-6
    assert (not close.any()) if passes is None else abs(int(np.argmax(close)) + 1 - passes) < 20
ratios = []
for mu in (10, 1_000, 100_000):
    sizes = np.linalg.eigvalsh(pair.hessian(place, prices, mu))
    ratios.append(sizes[-1] / sizes[0])
assert [float(f"{ratio:.2g}") for ratio in ratios] == [4000, 240_000, 24_000_000]
reached = {name: passes for name, (_, passes) in ends.items() if passes}
fewest = min(reached, key=reached.get)
unbroken = [name for name, one in bills.items() if max(one.residual) == 0]
steeper = [
    min((10, 100, 10_000), key=lambda u: abs(math.log(ratio / u)))
    for ratio in (ratios[1] / ratios[0], ratios[2] / ratios[1])
]
assert steeper[0] == steeper[1]
right |= {
    "10.6a": "ABCD"[["admm", "multipliers", "blocks", "descent-ascent"].index(fewest)],
    "10.6b": "ABCD"[["admm", "blocks", "multipliers", None].index(unbroken[0] if unbroken else None)],
    "10.6c": "ABC"[[10, 100, 10_000].index(steeper[0])],
}

# %% [markdown]
# ## 10.7 Where nobody finds anything
#
# First, a solver looks for the *largest* value of our $f$, from $x = -1$ on.
#
# **Predict.** What can it say?

# %%
ad.predict("10.7a")

# %%
hill = ad.solvers.Problem(ad.trace(ad.examples.running, x=-1.0), free="x", minimise=False)
with ad.expect_error():
    ad.solvers.solve(hill, "blocks", rate=0.1)

# %% [markdown] tags=["fold"]
# That there is none, "as far as can be seen": a solver sees numbers, no proof. Rounds before are not lost: the error has
# a `run`, and `run.best` is the best so far.

# %% [markdown]
# Then a point in the circle of radius 1 for which $x + y = 3$.
#
# **Predict.** What can a solver say about this one?

# %%
ad.predict("10.7b")


# %%
def nowhere(x, y):
    return {"cost": x + y, "h": x + y - 3, "inside": 1 - x**2 - y**2}


p = ad.trace(nowhere, x=0, y=0)
none = ad.solvers.Problem(p, cost="cost", equal="h", at_least="inside")
run = ad.solvers.solve(none, "newton")
print(run.kind, run.why, sep="\n")

# %% [markdown] tags=["fold"]
# The constraints contradict each other, and it shows how: weights 1 and 0.55 on the two make a sum that is negative
# everywhere. Here that is a proof, since the one is straight and the other a dome; elsewhere a solver can only say that
# nothing nearer is near.

# %% tags=["check"]
# Author's check: section 10.7.
met = []
try:
    ad.solvers.solve(hill, "blocks", rate=0.1)
except ad.LessonError as stopped:
    met.append(stopped)
assert "no largest value" in str(met[0])
assert "as far as can be seen" in str(met[0])
assert met[0].run.best in met[0].run.iterates
assert run.kind == "infeasible"
assert [f"{weight:.2g}" for weight in run.ending.weights.values()] == ["1", "0.55"]
turns_of = [k * math.pi / 500 for k in range(1000)]
sums = [r * (math.cos(t) + math.sin(t)) - 3 + 0.55 * (1 - r * r) for t in turns_of for r in (0, 0.5, 1, 1.3, 2)]
assert max(sums) < 0
right |= {"10.7a": "B" if "no largest value" in str(met[0]) else "C" if "diverges" in str(met[0]) else "A"}
right |= {"10.7b": {"minimum": "A", "infeasible": "B", "undecided": "C"}[run.kind]}

# %% [markdown]
# ## 10.8 Summary
#
# With its lines cut loose a network falls into pieces that need not wait: layers with the values held, data points with
# the weights held. ADMM takes turns between them, with a price and a penalty for each constraint, and no derivative; it
# surely arrives for two blocks, a cost like a bowl and straight constraints, and a network is nothing of that. These
# methods pay with passes and broken equations; backpropagation, where all lines hold after every pass, is cheaper almost
# always.

# %% [markdown]
# ## 10.9 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*. (10.1 to 10.3 are in
# notebook 10.)
#
# ### Exercise 10.4 ★★★ Build
#
# Write a method without order or minimisation: in each round *all* $z_i$ become $f_i$ of the values before, and *all*
# $\lambda_j$ what their equation asks, with the values and multipliers before. Use `problem.broken(u)`, which is $z - f$,
# and `problem.slopes(u, lam).u`, which is $\partial L / \partial z$, with the minus in $L$. (How many rounds does it take
# for the $f$ of 10.1?)


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
# Here are the predictions that you missed, to try again.

# %%
ad.replay("10b")

# %% [markdown]
# ## 10.10 Roads not taken
#
# *Other activations.* A relu is the $z \geq 0$ of the least $|z - u|^2$; Askari and others (2018)
# [lift a whole network](https://arxiv.org/abs/1805.01532) into such problems. *Blocks of layers.* Gotmare and others
# (2018) [cut between blocks](https://infoscience.epfl.ch/record/286820) and backpropagate inside. *Local rules.* Marra
# and others (2020) let [every unit](https://arxiv.org/abs/2002.07720) do its own descent and ascent.

# %% [markdown]
# ## 10.11 Further reading
#
# * S. Boyd and others, [Distributed optimization and statistical learning via the alternating direction method of
#   multipliers](https://stanford.edu/~boyd/papers/admm_distr_stats.html) (2011): two blocks, and what is proved of them.
# * M. Carreira-Perpiñán, W. Wang, [Distributed optimization of deeply nested systems](https://arxiv.org/abs/1212.5921)
#   (2014): auxiliary coordinates.
# * G. Taylor and others, [Training neural networks without gradients](https://arxiv.org/abs/1605.02026) (2016).
#
# **Next:** [11, read LeCun 1988](11_read_lecun_1988.ipynb): the same Lagrangian in the letters of a paper. Back to the
# [map](00_see_a_gradient_appear.ipynb).
