# %% [markdown]
# # Let time flow
#
# **Question.** What if layers are time steps, or time is continuous?
#
# **You will** let a net with feedback come to rest, and its multipliers after it; unroll it in time; steer a system by
# the prices of its states; compare two roads to a gradient in continuous time; and go back through 1,000 steps with
# room for ten.
#
# **You need** notebooks [06](06_count_the_cost.ipynb) and [08](08_solve_the_three_blocks.ipynb);
# [09](09_close_the_loop.ipynb) and [11](11_read_lecun_1988.ipynb) prepare the first half. You also need matrices, and
# to know what $dX/dt$ says. "Second hand" marks what is known here from reports of a paper, not from the paper itself.
#
# **Time.** 60 minutes; the exercises take 60. Two sittings are better than one.

# %%
from fractions import Fraction as F

import adlesson as ad
import numpy as np

ad.progress("12")

# %% [markdown]
# ## 12.1 A net that comes to rest
#
# Let every unit read every unit, itself included: one matrix $W$, one vector $X$ of states, inputs $I$ from outside,
# and nobody is last. The states do not jump, they lean:
#
# $$\tau \, \frac{dX}{dt} = F(W X + I) - X.$$
#
# In steps (Euler's), with $h = dt / \tau$, $X$ moves by $h \, (F(W X + I) - X)$ each time.
#
# **Predict.** Two units, $F = \tanh$, $I = (0.1, -0.2)$, from $X = 0$ with $h = 1/4$. About how large is $X_0$ after the
# first step?

# %%
ad.predict("12.1a")

# %% [markdown]
# Now let it go on until nothing moves any more. (`C` and `D` below wait for 12.2.)
#
# **Predict.** Which equation holds where it ends?

# %%
ad.predict("12.1b")


# %%
def C(X):
    return ((D - X) ** 2).sum()


D = np.array([0.3, 0.1])
net = ad.recurrent.Net([[0.5, -0.3], [0.2, 0.4]], [0.1, -0.2], C)
h = 0.25
way = net.relax(h=h)
print(len(way) - 1, "steps to", way[-1])
t = h * np.arange(41)
curves = {f"X[{k}]": (t[: len(way)], [X[k] for X in way[: len(t)]]) for k in (0, 1)}
ad.plots.lines(curves, "Two units come to rest", "time / tau", "state")

# %% [markdown] tags=["fold"]
# First to $\tanh(I) / 4 = (0.025, -0.049)$. After 170 steps the two sides agree to twelve places:
# $X = (0.312, -0.223)$, where $X = F(W X + I)$; there is no $h$ in that. It is one equation per unit, in a circle. No
# order solves it by substitution; here it was solved by waiting, by **relaxation**.

# %% [markdown]
# ## 12.2 The multipliers come to rest, too
#
# Let $C$ be a cost of $X$, to be made small. With LeCun's plus, $L = C + B' (X - F(A))$, where $A = W X + I$. (In his
# letters $B'$ and $W'$ are transposed, and $F'(A)$ is the diagonal matrix of slopes.) Stationarity,
# $\partial L / \partial X = 0$:
#
# $$B = W' F'(A) \, B - \frac{\partial C}{\partial X}.$$

# %% [markdown]
# $B$ stands on both sides, as $X$ did, but this equation is *linear*. Let it relax as well, $\tau \, dB/dt =$
# $W' F' B - \partial C / \partial X - B$. Each step needs one reverse sweep over the program that leads once round.
#
# **Predict.** $C = |D - X|^2$. From $B = 0$ it first heads for $-\partial C / \partial X = 2 (D - X)$, which is
# $(-0.024, 0.646)$: $X_0$ is a little too large, $X_1$ much too small. Will $B_0$ stay negative?

# %%
ad.predict("12.2a")

# %%
X, back = way[-1], net.relax_back(way[-1], h=h)
print(back[-1], net.gradient(X, back[-1])["W"], sep="\n")
curves = {f"B[{k}]": (t[: len(back)], [B[k] for B in back[: len(t)]]) for k in (0, 1)}
ad.plots.lines(curves, "Their multipliers come to rest", "time / tau", "multiplier")

# %% tags=["check"]
# Author's check: sections 12.1 and 12.2.
W, outside = np.array([[0.5, -0.3], [0.2, 0.4]]), np.array([0.1, -0.2])
goal = np.array([0.3, 0.1])
checked = ad.recurrent.Net(W, outside, C=lambda X: ((goal - X) ** 2).sum())
states = checked.relax(h=0.25)
rest, prices = states[-1], checked.relax_back(states[-1], h=0.25)
assert len(states) - 1 == 170
assert states[1].round(3).tolist() == [0.025, -0.049] == (np.tanh(outside) / 4).round(3).tolist()
assert rest.round(3).tolist() == [0.312, -0.223]
assert abs(np.tanh(W @ rest + outside) - rest).max() < 2e-12
assert abs(checked.relax(h=0.7)[-1] - rest).max() < 1e-11
drive = 2 * (goal - rest)
assert drive.round(3).tolist() == [-0.024, 0.646]
assert np.allclose(prices[1], drive / 4, rtol=1e-12)
assert prices[-1].round(3).tolist() == [0.275, 0.922]
assert W[1, 0] == 0.2
slope = 1 - rest**2
Y = slope * prices[-1]
assert abs(slope * (W.T @ Y) + slope * drive - Y).max() < 1e-11
by_sweep, solved = checked.gradient(rest, prices[-1]), checked.system.grad(output="C")
assert abs(by_sweep["W"] + np.outer(Y, rest)).max() < 1e-13
assert abs(by_sweep["W"] - solved["W"]).max() < 1e-11
known = [[-0.0774433041651, 0.0552989403277], [-0.2734910615908, 0.1952882312824]]
assert abs(solved["W"] - known).max() < 1e-13
ends_with = [np.tanh(net.W @ way[-1] + net.I), 0 * way[-1], 0.25 * np.tanh(net.W @ way[-1] + net.I)]
right = {
    "12.1a": "ABCD"[[0.1, 0.4, 0.025, 0].index(round(float(way[1][0]), 3))],
    "12.1b": "BAC"[[np.allclose(way[-1], u) for u in ends_with].index(True)],
    "12.2a": "A" if back[-1][0] < -1e-3 else "C" if back[-1][0] > 1e-3 else "B",
}

# %% [markdown] tags=["fold"]
# It does not: $B = (0.275, 0.922)$. ($B > 0$: higher costs less.) Unit 1 listens to unit 0, with weight 0.2, and wants
# it higher; that outweighs the target of $X_0$.

# %% [markdown]
# With $Y = F'(A) B$ the same equation reads $\tau \, dY/dt =$ $F' W' Y - F' \, \partial C / \partial X - Y$, and the
# gradient by $W$ is $-Y X'$: recurrent backpropagation (Almeida and Pineda, 1987; LeCun, 1988; second hand).
# Notebook 09 can do it without waiting.
#
# ## 12.3 Long steps and short ones
#
# With $h = 1$ a step is $X \leftarrow F(W X + I)$: going round the loop.
#
# **Predict.** The weights $\pm 3$ below turn the plane by a quarter and stretch it. Does $h = 1$ come to rest? Does
# $h = 0.1$?

# %%
ad.predict("12.3a")

# %%
turn = ad.recurrent.Net([[0, -3], [3, 0]], [0.1, 0.2], C=lambda X: X[0] + 2 * X[1])
for step in (1, 0.1):
    u = np.zeros(2)
    for _ in range(500):
        u = u + step * (np.tanh(turn.W @ u + turn.I) - u)
    print("h =", step, "X", u.round(3), "F(W X + I)", np.tanh(turn.W @ u + turn.I).round(3))
print("gradient by I at rest:", turn.system.grad(output="C")["I"])

# %% [markdown] tags=["fold"]
# Going round, it jumps between corners near $\pm 1$. In small steps it spirals in: near the rest the flow has the
# eigenvalues $-1 \pm 3i$, nearly. For small $h$ a negative real part is what counts. The gradient by $I$,
# $(0.700, -0.099)$, is as good as any.

# %% [markdown]
# ## 12.4 Unrolled in time
#
# Go round four times with $h = 1$, and call it four layers with the same $W$.
#
# **Predict.** Give each layer a copy of $W$, and look at $W_{11}$. Which copy gets the smallest gradient?

# %%
ad.predict("12.4a")

# %%
copies = ad.grad(ad.recurrent.untied(net, 4))["W"]
[round(float(share[1, 1]), 4) for share in copies]

# %% [markdown]
# These are four copies that could move one by one. But there is only one $W$.
#
# **Predict.** What is the gradient by its $W_{11}$?

# %%
ad.predict("12.4b")

# %%
one = ad.grad(ad.recurrent.unrolled(net, 4))["W"]
round(float(one[1, 1]), 4)

# %% [markdown]
# **Say why.** Why does the one $W$ get the sum of the four? Put the reason together: take the three parts that make it
# up.

# %%
ad.predict("12.4c")

# %% [markdown] tags=["fold"]
# 0, 0.0114, 0.0614 and 0.1640, together 0.2369. (The first copy reads $X = 0$.) What is read four times gets four
# shares, as in $x \cdot x$: the gradient by a *shared* weight is the sum over its readings. This is **backpropagation
# through time**.

# %% [markdown]
# At rest the gradient by $W_{11}$ was 0.1953.
#
# **Predict.** How many steps must be unrolled to have three digits of that?

# %%
ad.predict("12.4d")

# %%
steps, rested = (1, 2, 5, 10, 20, 40), net.system.grad(output="C")["W"]
off = [abs(ad.grad(ad.recurrent.unrolled(net, n))["W"] - rested).max() for n in steps]
curve = {"largest error": (steps, off)}
ad.plots.lines(curve, "Unrolled against at rest", "steps unrolled", "error", log="y")

# %% tags=["check"]
# Author's check: sections 12.3 and 12.4.
turning = ad.recurrent.Net([[0, -3], [3, 0]], [0.1, 0.2], C=lambda X: X[0] + 2 * X[1])
quiet = turning.relax(h=0.1)[-1]
slopes = turning.gradient(quiet, turning.relax_back(quiet, h=0.1)[-1])
assert slopes["I"].round(3).tolist() == [0.7, -0.099]
flow = np.linalg.eigvals((1 - quiet**2)[:, None] * turning.W - np.eye(2))
assert np.allclose(sorted(flow.imag), [-3, 3], rtol=0.01)
assert np.allclose(flow.real, -1)
u = np.zeros(2)
for _ in range(300):
    u = np.tanh(turning.W @ u + turning.I)
assert np.allclose(abs(u), 1, atol=0.02)
parts = ad.grad(ad.recurrent.untied(checked, 4))["W"]
assert [f"{part[1, 1]:.4f}" for part in parts] == ["0.0000", "0.0114", "0.0614", "0.1640"]
whole = ad.grad(ad.recurrent.unrolled(checked, 4))["W"]
assert f"{whole[1, 1]:.4f} {sum(parts)[1, 1]:.4f} {solved['W'][1, 1]:.4f}" == "0.2369 0.2369 0.1953"
at = {n: abs(ad.grad(ad.recurrent.unrolled(checked, n))["W"] / solved["W"] - 1)[1, 1] for n in (10, 20, 40)}
assert at[40] < 5e-11 < 5e-4 < at[10]
assert 5e-11 < at[20] < 5e-4
radius = max(abs(np.linalg.eigvals(checked.system.jacobian())))
assert f"{radius:.2f}" == "0.47"
still = []
for h in (1, 0.1):
    u = np.zeros(2)
    for _ in range(500):
        u = u + h * (np.tanh(turn.W @ u + turn.I) - u)
    still.append(bool(np.allclose(u, np.tanh(turn.W @ u + turn.I), atol=1e-6)))
assert np.allclose(turn.system.grad(output="C")["I"], slopes["I"], atol=1e-9)
enough = [abs(ad.grad(ad.recurrent.unrolled(net, n))["W"] / rested - 1)[1, 1] for n in (5, 20, 80)]
smallest = min(range(4), key=lambda k: abs(copies[k][1, 1]))
right |= {
    "12.3a": "ABCD"[[[True, True], [True, False], [False, True], [False, False]].index(still)],
    "12.4a": {3: "A", 0: "B"}.get(smallest, "C"),
    "12.4b": round(float(one[1, 1]), 4),
    "12.4d": "ABC"[[u < 5e-4 for u in enough].index(True)],
}
assert f"{sum(parts)[1, 1] / 4:.4f}" == "0.0592"  # the mean

# %% [markdown] tags=["fold"]
# Between 10 and 20 steps. (Ten digits need between 20 and 40.) Each step wins a factor of about 2, because the spectral
# radius (09.3) of $F' W$ is 0.47. But the way back through 40 steps needs the states of 40 steps; at rest, one is enough.

# %% [markdown]
# ## 12.5 Steps that you steer
#
# Now give each step a control of its own, $x_{t+1} = f(x_t, u_t)$, and something to pay: $J$, the sum of
# $\mathrm{cost}(x_t, u_t)$, and $\mathrm{final}(x_N)$. Gradients of such $J$ were computed for flight paths around 1960
# (Kelley; Bryson; second hand), decades before LeCun's paper. With linear steps and squares to pay, fractions do it
# exactly:


# %%
def f(x, u):
    return [
        F(9, 10) * x[0] + F(1, 5) * x[1] + F(1, 2) * u,
        F(-1, 10) * x[0] + F(4, 5) * x[1] + u,
    ]


def cost(x, u):
    return (x[0] ** 2 + 2 * x[1] ** 2 + F(3, 10) * u**2) / F(2)


def final(x):
    return (3 * x[0] ** 2 + x[1] ** 2) / F(2)


# %% [markdown]
# In $L = J - \sum_t p_t \cdot (x_{t+1} - f(x_t, u_t))$ the multiplier $p_t$ prices $x_{t+1}$. Take three steps.
# Stationarity, by $x_3$ and then by the others, and the slope by a control (Recht, 2016; $f_x$ and the like are
# derivatives at step $t$, and $f_x'$ is transposed):
#
# $$\begin{aligned}
# p_2 &= \nabla \mathrm{final}(x_3), \\
# p_{t-1} &= f_x' \, p_t + \mathrm{cost}_x, \\
# \partial J / \partial u_t &= \mathrm{cost}_u + f_u' \, p_t.
# \end{aligned}$$
#
# **Predict.** From $x_0 = (1, -1)$ with the controls $0.2, -0.4, 0.1$ you arrive at $x_3 = (0.184, -0.77)$. What is the
# first number of $p_2$?

# %%
ad.predict("12.5a")

# %% [markdown]
# The second is $-0.77$, and $f_u'$ is $(1/2, 1)$.
#
# **Predict.** What is the slope by $u_2$?

# %%
ad.predict("12.5b")

# %%
path = ad.control.steer(f, cost, final, x=[1, -1], u=[F(1, 5), F(-2, 5), F(1, 10)])
for p, slope in zip(path.p, path.u_bar, strict=True):
    print([float(entry) for entry in p], float(slope))
path.J, float(path.J)

# %% [markdown] tags=["fold"]
# $p_2 = (3 \cdot 0.184, -0.77)$, which is $(0.552, -0.77)$, and the slope is $0.03 + 0.276 - 0.77 = -0.464$. In control
# a multiplier is called a **costate**: it walks backwards beside the state. $J = 3.842534$, and all digits above are
# exact.

# %% [markdown]
# Apart from $-p_t \cdot x_{t+1}$, all that step $t$ adds to $L$ is one number, the **Hamiltonian**
#
# $$H(x, u, p) = \mathrm{cost}(x, u) + p \cdot f(x, u).$$
#
# **Predict.** What are its slopes by $p$, by $x$, by $u$?

# %%
ad.predict("12.5c")

# %%
H = ad.control.hamiltonian(f, x=[1, -1], u=F(1, 5), cost=cost)
slopes = ad.grad(H, x=path.x[1], u=path.u[1], p=path.p[1])
print({name: np.array(slope, dtype=float).tolist() for name, slope in slopes.items()})
print(*(np.array(u, dtype=float).tolist() for u in (path.x, path.p, path.u_bar)), sep="\n")

# %% [markdown] tags=["fold"]
# The three blocks of notebook 07: by $p$ the next state (feasibility), by $x$ the costate before (stationarity), by
# $u$ the slope of $J$ (sensitivity). `steer` does nothing but ask $H$ for them, forwards and back. Layers are steps
# with weights for controls: LeCun's $H(k) = B(k)' F(W(k) X(k-1))$ (1988, second hand).

# %% tags=["check"]
# Author's check: section 12.5.
controls = [F(1, 5), F(-2, 5), F(1, 10)]
steered = ad.control.steer(f, cost, final, [1, -1], controls)
assert steered.J - F("3.842534") == 0
assert steered.x[3] == [F("0.184"), F("-0.77")]
rows = [["1.91698", "-3.27772"], ["0.9538", "-2.5856"], ["0.552", "-0.77"]]
assert steered.p == [[F(text) for text in row] for row in rows]
assert steered.u_bar == [F("-2.25923"), F("-2.2287"), F("-0.464")]
assert F(3, 10) * controls[2] == F("0.03")
assert steered.p[2][0] / 2 == F("0.276")
for k in range(3):  # J is a parabola: two-sided differences are exact
    moved = [
        ad.control.steer(f, cost, final, [1, -1], [u + s * (j == k) for j, u in enumerate(controls)]).J
        for s in (F(1), F(-1))
    ]
    assert (moved[0] - moved[1]) / 2 == steered.u_bar[k]
three = ad.grad(ad.control.hamiltonian(f, [1, -1], F(1, 5), cost), x=steered.x[1], u=controls[1], p=steered.p[1])
assert three == {"x": steered.p[0], "u": steered.u_bar[1], "p": steered.x[2]}
found = [path.u_bar[1], path.x[2], path.p[0]]
right |= {
    "12.5a": float(path.p[2][0]),
    "12.5b": float(path.u_bar[2]),
    "12.5c": "".join("ABC"[found.index(slopes[name])] for name in "pxu"),
}
assert float(steered.p[2][0] / 2 + steered.p[2][1]) == -0.494  # without the cost of u

# %% [markdown]
# ## 12.6 Time without steps
#
# Let the steps shrink: $dz/dt = f(z, \theta)$ and $H = a f$. The multiplier is a function of time now:
# $da/dt = -\partial H / \partial z$, from $a(T) = d \, \mathrm{loss} / dz(T)$ at the end $T$ backwards. The gradient by
# $\theta$ is the integral of $\partial H / \partial \theta$. (In the form of Chen and others, 2018; from memory.)
#
# **Predict.** $dz/dt = \theta z$ from 1.5 with $\theta = -0.7$, and the loss $z(2)^2 / 2$ at the end: as
# $z = 1.5 \, e^{\theta t}$, the exact slope by $\theta$ is $2 z(2)^2 = 0.2736$. Ten steps $z \leftarrow z + h f$.
# (a) Differentiate the steps. (b) Step $a$ backwards, with $z$ stepped back beside it. The same?

# %%
ad.predict("12.6a")


# %%
def growth(z, th):
    return th * z


at = {"f": growth, "loss": lambda z: z * z / 2, "z": 1.5, "th": -0.7, "T": 2.0}
p, b = ad.flow.euler(**at, steps=10), ad.flow.backwards(**at, steps=10)
print(ad.grad(p)["th"], b.slopes["th"], b.z[0])
th, nudge = p.at["th"], 1e-6
(p(th=th + nudge) - p(th=th - nudge)) / (2 * nudge)

# %% [markdown] tags=["fold"]
# 0.2563 and 0.2019, and neither is 0.2736. The difference quotient says which is the gradient of *what was computed*:
# (a), to nine digits. Only the steps are wrong about the flow. And (b) approaches the flow's, too, but is the gradient
# of nothing that was computed: it reads each slope one step late, at a $z$ that comes back to 1.2306 instead of 1.5.
# (Where a flow gathers, as $dz/dt = -50 z$, the way back blows up errors, and `backwards` warns.)

# %% [markdown]
# Now take sixteen times as many steps.
#
# **Predict.** About how much of the distance between (a) and (b) is left?

# %%
ad.predict("12.6b")

# %%
exact, steps = 2 * (1.5 * np.exp(-1.4)) ** 2, (10, 20, 40, 80, 160)
a = np.array([ad.grad(ad.flow.euler(**at, steps=n))["th"] for n in steps])
b = np.array([ad.flow.backwards(**at, steps=n).slopes["th"] for n in steps])
print((a - exact).round(6), (b - a).round(6), sep="\n")
sizes = {"(a) - exact": (steps, abs(a - exact)), "(b) - (a)": (steps, abs(b - a))}
ad.plots.lines(sizes, "Two roads to a gradient", "Euler steps", "distance", "xy")

# %% [markdown] tags=["fold"]
# They still do not agree. Twice the steps, about half the error, and half the distance, from $-0.0543$ to $-0.0040$: both
# are $O(h)$, and not the same. *Discretise, then differentiate* and *differentiate, then discretise* meet, as a rule, in
# the limit only.

# %% [markdown]
# ## 12.7 A thousand steps in ten states
#
# What (b) saves is memory: it keeps one state, and (a) all of them. Notebook 06 has another remedy, checkpoints.
#
# **Predict.** 1,000 Euler steps with room for ten states. How many steps are run again: about 1,000, 4,000, 100,000?

# %%
ad.predict("12.7a")

# %% [markdown]
# **Predict.** By how much does the gradient change?

# %%
ad.predict("12.7b")

# %%
long = ad.flow.euler(**at, steps=1000)
frugal = ad.checkpoint(long, budget=10, steps=1000)
print(frugal.peak, frugal.extra, frugal.gradient == ad.grad(long))
again = {c: ad.checkpoint(long, budget=c, steps=1000).extra for c in (3, 5, 10, 20, 50)}
curve = {"checkpoints": (list(again), list(again.values()))}
ad.plots.lines(curve, "Back through 1,000 steps", "states", "steps run again", "xy")

# %% tags=["check"]
# Author's check: sections 12.6 and 12.7.
from itertools import pairwise

problem = {"f": lambda z, th: th * z, "loss": lambda z: z * z / 2, "z": 1.5, "th": -0.7, "T": 2.0}
end = 1.5 * np.exp(-0.7 * 2)
assert abs(2 * end**2 - 0.27364528181348084) < 1e-15
assert abs(end - 0.36989544591240972) < 1e-15
ten = ad.flow.euler(**problem, steps=10)
way_back = ad.flow.backwards(**problem, steps=10)
assert f"{ad.grad(ten)['th']:.4f} {way_back.slopes['th']:.4f} {way_back.z[0]:.4f}" == "0.2563 0.2019 1.2306"
assert abs((ten(th=-0.7 + 1e-6) - ten(th=-0.7 - 1e-6)) / 2e-6 / ad.grad(ten)["th"] - 1) < 1e-9
roads = {"a": [-0.01738, -0.008156, -0.003952, -0.001945, -0.000965], "b": [-0.0543, -0.0297, -0.0156, -0.00796, -0.00402]}
for k, n in enumerate((10, 20, 40, 80, 160)):
    swept = ad.grad(ad.flow.euler(**problem, steps=n))["th"]
    stepped = ad.flow.backwards(**problem, steps=n).slopes["th"]
    assert abs(swept - 2 * end**2 - roads["a"][k]) < 6e-6
    assert abs(stepped - swept - roads["b"][k]) < 6e-5
for errors in roads.values():
    assert all(0.45 < later / before < 0.56 for before, later in pairwise(errors))
thousand = ad.flow.euler(**problem, steps=1000)
runs = {c: ad.checkpoint(thousand, budget=c, steps=1000) for c in (3, 10, 50)}
assert [(run.extra, run.peak) for run in runs.values()] == [(12_155, 3), (3_636, 10), (1_948, 50)]
assert all(run.gradient == ad.grad(thousand) for run in runs.values())
ten_steps = [ad.grad(p)["th"], way_back.slopes["th"]]
agree = [abs(u - exact) < 1e-3 for u in ten_steps] + [abs(ten_steps[0] - ten_steps[1]) < 1e-3]
nearest = lambda u, known: min(known, key=lambda k: abs(np.log(u / k)))  # of the sizes a question names
right |= {
    "12.6a": {(True, True, True): "A", (False, False, True): "B", (True, False, False): "C"}.get(tuple(agree), "D"),
    "12.6b": "ABC"[[1, 1 / 16, 1 / 256].index(nearest((b - a)[4] / (b - a)[0], [1, 1 / 16, 1 / 256]))],
    "12.7a": "ABC"[[1000, 4000, 100_000].index(nearest(frugal.extra, [1000, 4000, 100_000]))],
    "12.7b": "A" if frugal.gradient == ad.grad(long) else "B",
}

# %% [markdown] tags=["fold"]
# 3,636, and not a bit of the gradient changes. With 3 states it is 12,155, with 50 only 1,948.
#
# | way back | states kept | gradient of |
# |---|---|---|
# | sweep | all 1,000 | the steps |
# | checkpoints | 10 | the steps, 3,636 of them run again |
# | (b) | 1 | the flow, up to $O(h)$ |
# | at rest, 12.2 | 1 | the rest, where there is one |

# %% [markdown]
# ## 12.8 Two famous layers
#
# A *neural ODE* (Chen and others, 2018) is a layer whose output is $z(T)$. Feasibility is the differential equation,
# solved forwards from $z(0)$. Stationarity is $da/dt = -a \, \partial f / \partial z$, solved backwards from
# $a(T) = \partial \ell / \partial z(T)$, $\ell$ being the loss: a multiplier for each moment, a function instead of a
# list. Along the way $a \, \partial f / \partial \theta$ adds up to the gradient. (Formulas from memory.) If $z$ is
# stepped back, too, one state is kept, and 12.6 has the price.

# %% [markdown]
# A *deep equilibrium model* (Bai and others, 2019) is a layer whose output is a rest, $z = f(z, x)$: endlessly many
# layers with one shared weight. Feasibility is that equation, solved by any root finder. Stationarity is
# $a = \partial \ell / \partial z + a J$ with $J = \partial f / \partial z$, linear, solved by iteration. Their theorem
# writes its solution with the inverse of the slope of $f - z$ (second hand). It is 12.2 in other letters, with the
# other sign, and one state is kept.
#
# Both are the same two conditions: feasibility gives the values, stationarity the prices.

# %% [markdown]
# ## 12.9 Summary
#
# Where layers feed back, feasibility and stationarity can be solved by two relaxations; the second is linear and runs
# the program of the first backwards. Unrolled in time, a weight is shared by all steps and gets the sum over its
# readings; with a control for each step multipliers are costates, and one Hamiltonian has the three blocks for slopes.
# In continuous time, differentiating the steps and stepping the derivative give two gradients, equal, as a rule, in
# the limit only.

# %% [markdown]
# ## 12.10 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
#
# ### Exercise 12.1 ★ Predict
#
# A weight $w$ is read at three steps of a recurrence. Three copies of it would get the gradients $2$, $-1$ and $4$.
# What is the slope by the one $w$? And by $u$, if $w = u^2$ and $u = 3$?

# %%
answer = {"w": None, "u": None}
ad.exercises.check("12.1", answer)

# %% tags=["solution"]
answer = {"w": 2 - 1 + 4, "u": (2 - 1 + 4) * 2 * 3}
ad.exercises.check("12.1", answer)

# %% [markdown]
# ### Exercise 12.2 ★★ Calculate by hand
#
# Two steps $x_{t+1} = x_t / 2 + u_t$ from $x_0 = 4$, with $u = (1, -1)$. To pay: $x_t^2 + u_t^2$ at both steps, and
# $x_2^2$ at the end. Get both costates, and the slopes by both controls.

# %%
answer = {"p1": None, "p0": None, "u_bar1": None, "u_bar0": None}
ad.exercises.check("12.2", answer)

# %% tags=["solution"]
x1, x2 = 4 / 2 + 1, 3 / 2 - 1
answer = {"p1": 2 * x2, "p0": 2 * x1 + 2 * x2 / 2, "u_bar1": 2 * -1 + 1, "u_bar0": 2 * 1 + 6.5}
ad.exercises.check("12.2", answer)

# %% [markdown]
# ### Exercise 12.3 ★★ Hunt the bug
#
# $Y$ of 12.2 relaxes here, for two units, with `slope` for $F'(A)$ and `dC` for $\partial C / \partial X$. It comes to
# rest at the wrong place. Repair it.


# %%
def relax_Y(W, slope, dC):
    Y, h = [0.0, 0.0], 0.25
    for _ in range(300):
        back = [slope[i] * sum(W[j][i] * Y[j] for j in (0, 1)) for i in (0, 1)]
        Y = [Y[i] + h * (back[i] - dC[i] - Y[i]) for i in (0, 1)]
    return Y


ad.exercises.check("12.3", relax_Y)


# %% tags=["solution"]
def relax_Y(W, slope, dC):
    Y, h = [0.0, 0.0], 0.25
    for _ in range(300):
        back = [slope[i] * sum(W[j][i] * Y[j] for j in (0, 1)) for i in (0, 1)]
        Y = [Y[i] + h * (back[i] - slope[i] * dC[i] - Y[i]) for i in (0, 1)]
    return Y


ad.exercises.check("12.3", relax_Y)

# %% [markdown]
# ### Exercise 12.4 ★★★ Build
#
# Write the gradient by `th` of $z$ after `steps` Euler steps `z = z + h * f(z, th)`. You get functions for $f$ and for
# its partial derivatives `f_z` and `f_th`. The gradient of the *steps*, that is: road (a), without `ad`.


# %%
def slope_of_steps(f, f_z, f_th, z, th, h, steps):
    return None  # forward, keeping the states; then back


ad.exercises.check("12.4", slope_of_steps)


# %% tags=["solution"]
def slope_of_steps(f, f_z, f_th, z, th, h, steps):
    states = [z]
    for _ in range(steps):
        states.append(states[-1] + h * f(states[-1], th))
    a, total = 1.0, 0.0
    for z in reversed(states[:-1]):
        total += h * a * f_th(z, th)
        a += h * a * f_z(z, th)
    return total


ad.exercises.check("12.4", slope_of_steps)

# %% [markdown]
# ### Exercise 12.5 ★★★ Derive
#
# Near its rest a net has the weights `[[0, -w], [w, 0]]` and $F' = 1$. Write the function of `w` that returns the $h$
# up to which the relaxation comes to rest. (In complex numbers a step multiplies the distance from the rest by
# $1 - h + i w h$.)


# %%
def largest_step(w):
    return None


ad.exercises.check("12.5", largest_step)


# %% tags=["solution"]
def largest_step(w):
    return 2 / (1 + w**2)


ad.exercises.check("12.5", largest_step)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("12")

# %% [markdown]
# *Optional, 10 minutes: how far have you come?* Five problems like those at the end of notebook 00; if you did those,
# both results stand below. The second card has fresh problems without end: `another one` draws the next. There are also
# the kinds `"order"`, `"mistake"`, `"sweeps"` and `"multipliers"`, each at levels 1 to 3.

# %%
ad.self_test("after")

# %%
ad.practice("adjoints", level=2, seed=12)

# %% [markdown]
# ## 12.11 Roads not taken
#
# *Truncated*: going back through the last few steps only, cheap, and blind to what is further back. *No way round at
# all*: dropping the feedback of $B$, one term instead of the series (Wu Fung and others, 2021). *Better steps*: with a
# method of higher order (a) and (b) differ by a higher power of $h$. *Learning while relaxing*: $W$ may move slowly
# while $X$ and $Y$ settle.

# %% [markdown]
# ## 12.12 Further reading
#
# * B. Recht, [Mates of costate](https://benjamin-recht.github.io/), 2016: layers as optimal control, and exploding
#   gradients as unstable costates.
# * F. Pineda, in *Neural Information Processing Systems*, 1987, 602-611: the second relaxation (its first page is known
#   here).
# * R. Chen, Y. Rubanova, J. Bettencourt, D. Duvenaud, [Neural ordinary differential
#   equations](https://arxiv.org/abs/1806.07366), 2018: road (b), for its memory.
# * S. Bai, J. Kolter, V. Koltun, [Deep equilibrium models](https://arxiv.org/abs/1909.01377), 2019: layers at rest.
#
# **Next:** notebook 13, break it and test it, is planned: how do derivative programs go wrong? Back to the
# [map](00_see_a_gradient_appear.ipynb).
