# %% [markdown]
# # Let time flow
#
# **Question.** What if layers are time steps, or time is continuous?
#
# **You will** let a net with feedback come to rest, and its multipliers after it; unroll it in time; find the controls that
# cost least; swing up a pendulum; follow two roads to a gradient in continuous time, and see when they are one.
#
# **You need** notebooks [06](06_count_the_cost.ipynb) and [08](08_solve_the_three_blocks.ipynb);
# [09](09_close_the_loop.ipynb) and [11](11_read_lecun_1988.ipynb) prepare the first half. You also need matrices, and
# to know what $dX/dt$ and an integral say.
#
# **Time.** 40 minutes; the exercises take 60. There is a good place for a pause.

# %%
import adlesson as ad
import numpy as np

ad.progress("12")

# %% [markdown]
# ## 12.1 A net that comes to rest
#
# A rocket, a market, a brain: what happens next depends on what is now. So time is a deep network, with one layer for each
# moment, and all that you know of layers holds for it.
#
# Begin with the net of 09.3, in LeCun's letters: weights $W$, inputs $I$ from outside, states $X$. There you solved
# $X = F(W X + I)$ by going round. Now let the states move a little at a time, in steps of $h = dt / \tau$:
#
# $$\tau \, \frac{dX}{dt} = F(W X + I) - X.$$

# %% [markdown]
# **Predict.** Two units, $F = \tanh$, $I = (0.1, -0.2)$, from $X = 0$ with $h = 1/4$. Each step moves $X$ by
# $h \, (F(W X + I) - X)$. About how large is $X_0$ after the first?

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
time = h * np.arange(41)
curves = {f"X[{k}]": (time[: len(way)], [X[k] for X in way[: len(time)]]) for k in (0, 1)}
ad.plots.lines(curves, "Two units come to rest", "time / tau", "state")

# %% [markdown] tags=["fold"]
# First to $\tanh(I) / 4 = (0.025, -0.049)$. After 170 steps the two sides agree to twelve places, at the rest that you
# know from 09.3, $X = (0.312, -0.223)$. There is no $h$ in the equation. What was solved there by going round is solved
# here by waiting, by **relaxation**.

# %% [markdown]
# ## 12.2 The multipliers come to rest, too
#
# Let $C$ be a cost of $X$, to be made small. With LeCun's plus, $L = C + B^T (X - F(A))$, where $A = W X + I$. Set its
# slope by $X$ to 0, with $F'(A)$ for the diagonal matrix of slopes:
#
# $$\frac{\partial C}{\partial X} + B - W^T F'(A) \, B = 0.$$
#
# So $B = W^T F'(A) \, B - \partial C / \partial X$. Again $B$ stands on both sides, and it may relax: each step needs one
# reverse sweep through one turn.

# %% [markdown]
# **Predict.** $C = |D - X|^2$. From $B = 0$ it first heads for $-\partial C / \partial X = 2 (D - X)$, which is
# $(-0.024, 0.646)$: $X_0$ is a little too large, $X_1$ much too small. Will $B_0$ stay negative?

# %%
ad.predict("12.2a")

# %%
X, back = way[-1], net.relax_back(way[-1], h=h)
print(back[-1], net.gradient(X, back[-1])["W"], sep="\n")
curves = {f"B[{k}]": (time[: len(back)], [B[k] for B in back[: len(time)]]) for k in (0, 1)}
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
assert abs(checked.system.solve()["X"] - rest).max() < 1e-11, "as in 09.3"
drive = 2 * (goal - rest)
assert drive.round(3).tolist() == [-0.024, 0.646]
assert np.allclose(prices[1], drive / 4, rtol=1e-12)
assert prices[-1].round(3).tolist() == [0.275, 0.922]
assert W[1, 0] == 0.2
slope = 1 - rest**2
Y = slope * prices[-1]
assert abs(W.T @ Y + drive - prices[-1]).max() < 1e-11
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
# With $Y = F'(A) B$ the same equation reads $\tau \, dY/dt =$ $F' W^T Y - F' \, \partial C / \partial X - Y$, and the
# gradient by $W$ is $-Y X^T$: *recurrent backpropagation* (Almeida and Pineda, 1987; LeCun, 1988).
#
# ## 12.3 Long steps and short ones
#
# In 09.6 going round was in vain: weights $\pm 3$ turn the plane by a quarter and stretch it. Going round is relaxing with
# $h = 1$.
#
# **Predict.** Does $h = 1$ come to rest? Does $h = 0.1$?

# %%
ad.predict("12.3a")

# %%
turning = ad.recurrent.Net([[0, -3], [3, 0]], [0.1, 0.2], C)
for step in (1, 0.1):
    X, states = np.zeros(2), []
    for _ in range(60):
        X = X + step * (np.tanh(turning.W @ X + turning.I) - X)
        states.append(X.round(2).tolist())
    print("h =", step, *states[-4:])

# %% [markdown] tags=["fold"]
# With $h = 1$ it jumps between corners near $\pm 1$. In small steps it spirals in: near the rest the flow has the
# eigenvalues $-1 \pm 3i$, nearly (complex ones turn), and for small $h$ a negative real part is what counts. What is
# unstable in steps may be stable in time.

# %% [markdown]
# ## 12.4 Unrolled in time
#
# Go round with $h = 1$ a few times, and call each time a layer: all layers have one $W$. First with numbers that you can
# follow: three times $x \leftarrow w x$, from $x = 5$ with $w = 2$.


# %%
def three_times(w, x):
    for _ in range(3):
        x = w * x
    return x


ad.draw(ad.trace(three_times, w=2, x=5))

# %% [markdown]
# Three arrows leave $w$. If each product had a copy of $w$, each copy would get 20.
#
# **Predict.** What is the slope by the one $w$?

# %%
ad.predict("12.4b")

# %% [markdown]
# **Say why.** Why does the one $w$ get that? Put the reason together: take the three parts that make it up.

# %%
ad.predict("12.4c")

# %% [markdown]
# Now our net, four times round. Give each of the four layers a copy of $W$, and look at $W_{11}$.
#
# **Predict.** Which copy gets the smallest gradient?

# %%
ad.predict("12.4a")

# %%
copies = ad.grad(ad.recurrent.untied(net, 4))["W"]
print([round(float(share[1, 1]), 4) for share in copies])
one = ad.grad(ad.recurrent.unrolled(net, 4))["W"]
round(float(one[1, 1]), 4)

# %% tags=["check"]
# Author's check: sections 12.3 and 12.4.
turning = ad.recurrent.Net([[0, -3], [3, 0]], [0.1, 0.2], C=lambda X: X[0] + 2 * X[1])
quiet = turning.relax(h=0.1)[-1]
flow = np.linalg.eigvals((1 - quiet**2)[:, None] * turning.W - np.eye(2))
assert np.allclose(sorted(flow.imag), [-3, 3], rtol=0.01)
assert np.allclose(flow.real, -1)
u = np.zeros(2)
for _ in range(300):
    u = np.tanh(turning.W @ u + turning.I)
assert np.allclose(abs(u), 1, atol=0.02)
still = []
for h in (1, 0.1):
    u = np.zeros(2)
    for _ in range(500):
        u = u + h * (np.tanh(turning.W @ u + turning.I) - u)
    still.append(bool(np.allclose(u, np.tanh(turning.W @ u + turning.I), atol=1e-6)))
small = ad.trace(three_times, w=2, x=5)
assert len([j for j in range(len(small)) for k in small.alpha(j) if k == small.index("w")]) == 3
assert ad.grad(lambda w, x: w[2] * (w[1] * (w[0] * x)), w=[2, 2, 2], x=5)["w"] == [20, 20, 20]
parts = ad.grad(ad.recurrent.untied(checked, 4))["W"]
assert [f"{part[1, 1]:.4f}" for part in parts] == ["0.0000", "0.0114", "0.0614", "0.1640"]
whole = ad.grad(ad.recurrent.unrolled(checked, 4))["W"]
assert f"{whole[1, 1]:.4f} {sum(parts)[1, 1]:.4f} {solved['W'][1, 1]:.4f}" == "0.2369 0.2369 0.1953"
longer = [ad.grad(ad.recurrent.unrolled(checked, n))["W"][1, 1] / solved["W"][1, 1] - 1 for n in (10, 20)]
assert abs(longer[1]) < 5e-4 < abs(longer[0]), "three digits take between 10 and 20 steps"
smallest = min(range(4), key=lambda k: abs(copies[k][1, 1]))
right |= {
    "12.3a": "ABCD"[[[True, True], [True, False], [False, True], [False, False]].index(still)],
    "12.4b": ad.grad(small)["w"],
    "12.4a": {3: "A", 0: "B"}.get(smallest, "C"),
}

# %% [markdown] tags=["fold"]
# 0, 0.0114, 0.0614 and 0.1640, and together 0.2369, which the one $W_{11}$ gets. (The first copy reads $X = 0$.) The
# gradient by a *shared* weight is the sum over its readings: **backpropagation through time**.

# %% [markdown]
# At rest the gradient by $W_{11}$ is 0.1953. The more steps are unrolled, the nearer they come to it, as in 09.5: three
# digits take between 10 and 20 steps. But the way back through $n$ steps needs the states of $n$ steps; at rest, one is
# enough.
#
# A good place for a pause. (To go on later, run the first cell of the notebook, then the cells from here on.)

# %% [markdown]
# ## 12.5 Steps that you steer
#
# Now each step gets a control of its own: $x_{t+1} = f(x_t, u_t)$. And there is something to pay: $J$, the sum of
# $\mathrm{cost}(x_t, u_t)$, and $\mathrm{final}(x_N)$ at the end. A boat is 5 off its line; each push $u$ moves it, and
# pushes cost, too:


# %%
def f(x, u):
    return x + u


def cost(x, u):
    return (x**2 + u**2) / 2


def final(x):
    return x**2 / 2


# %% [markdown]
# In $L = J - \sum_t p_t \, (x_{t+1} - f(x_t, u_t))$ the multiplier $p_t$ prices $x_{t+1}$. Two pushes of $-2$ give
# $x = 5, 3, 1$. Set the slopes of $L$ by $x_2$ and by $x_1$ to 0; the slope by a control is what is wanted.
# (An index says by what: $\mathrm{final}_x$ is the slope of final by $x$.)
#
# $$\begin{aligned}
# p_1 &= \mathrm{final}_x = x_2, \\
# p_0 &= p_1 f_x + \mathrm{cost}_x = p_1 + x_1, \\
# \partial J / \partial u_t &= \mathrm{cost}_u + p_t f_u = u_t + p_t.
# \end{aligned}$$
#
# **Predict.** What is $p_0$?

# %%
ad.predict("12.5a")

# %% [markdown]
# **Predict.** What is the slope by $u_0$?

# %%
ad.predict("12.5b")

# %% [markdown]
# What stands of step $t$ in $L$? Its cost, and the price of the state that it makes, times that state, $p_t f(x_t, u_t)$.
# (The other part, $-p_t x_{t+1}$, belongs to the next step.) Together they are one number, the **Hamiltonian**
# $H(x, u, p) = \mathrm{cost}(x, u) + p \, f(x, u)$.
#
# **Predict.** What are its slopes by $p$, by $x$, by $u$?

# %%
ad.predict("12.5c")

# %%
path = ad.control.steer(f, cost, final, x=5, u=[-2, -2])
H = ad.control.hamiltonian(f, x=5, u=-2, cost=cost)
slopes = ad.grad(H, x=path.x[1], u=path.u[1], p=path.p[1])
path, slopes

# %% [markdown] tags=["fold"]
# $p_1 = 1$ and $p_0 = 1 + 3 = 4$. The slopes are $-2 + 4 = 2$ and $-2 + 1 = -1$: the first push should be stronger, the
# second weaker.
#
# The slopes of $H$ are the three blocks of notebook 07: by $p$ the next state (feasibility), by $x$ the costate before
# (stationarity), by $u$ the slope of $J$ (sensitivity). `steer` does nothing but ask $H$ for them, forwards and back.
# Layers are steps with weights for controls: in LeCun's letters $H(k) = B(k)^T F(W(k) X(k-1))$.

# %% [markdown]
# In control a multiplier is called a **costate**: it walks backwards beside the state. So gradients of flight paths were
# computed from 1960 on (Kelley; Bryson), decades before LeCun's paper.

# %% [markdown]
# *The controls that cost least.*
#
# Which pushes make $J$ least? All slopes must be 0: $u_t = -p_t$. Begin at the end. Say that $x_1$ were 3 again.
#
# **Predict.** $u_1 + p_1 = 0$, $p_1 = x_2$ and $x_2 = x_1 + u_1$. What is $u_1$?

# %%
ad.predict("12.5d")

# %% [markdown]
# Whatever $x_1$ is, the best last push is $-x_1 / 2$. Then $p_1 = x_1 / 2$ and $p_0 = 3 x_1 / 2$, and $u_0 = -p_0$ with
# $x_1 = 5 + u_0$ gives $u_0 = -3$. All states, costates and controls are one linear system, and this is its
# back-substitution, from the last step to the first: *Riccati's recursion* (Kalman 1960).
#
# **Predict.** Of eight steps, by what part of $x_0$ does the *first* push?

# %%
ad.predict("12.5e")

# %%
best = ad.control.optimal(f, cost, final, x=5, steps=2)
print(best, best.u, best.costates)
best = ad.control.optimal(f, cost, final, x=5, steps=8)
print([round(u / x, 3) for u, x in zip(best.u, best.x, strict=False)])
curves = {"state x": (range(9), best.x), "costate p": (range(1, 9), best.costates)}
ad.plots.lines(curves, "The state forward, the costate back", "step", "x, and p")

# %% [markdown] tags=["fold"]
# With two steps the pushes are $-3$ and $-1$, and $J = 20$ instead of 21.5. With eight the parts are 1/2, 3/5, 8/13 and so
# on, from the last to the first: Fibonacci's numbers, and in the end the golden section, 0.618. (The longer the future, the
# more it pays to push now.) Newton's method of notebook 10, with the two steps as constraints of its own, finds the same
# pushes, and the costates 3 and 1 as their multipliers.

# %% [markdown]
# Where $f$ is not linear, one such solution is a step of Newton's method, and it is repeated along the new path. Here a
# pendulum hangs down, at the angle $\pi$, and a motor is to bring it up, to 0.


# %%
def pendulum(x, u):
    return [x[0] + 0.1 * x[1], x[1] + 0.1 * (ad.sin(x[0]) + u)]


def toll(x, u):
    return (x[0] ** 2 + x[1] ** 2 + u**2) / 10


swing = ad.control.optimal(pendulum, toll, lambda x: 1000 * toll(x, 0), [np.pi, 0.0], 50)
print(swing)
curves = {"angle": (range(51), [x[0] for x in swing.x]), "control": (range(50), swing.u)}
ad.plots.lines(curves, "A pendulum comes up", "step", "angle, and control")

# %% tags=["check"]
# Author's check: section 12.5.
steered = ad.control.steer(f, cost, final, 5, [-2, -2])
assert (steered.x, steered.p, steered.u_bar, steered.J) == ([5, 3, 1], [4, 1], [2, -1], 21.5)
for k in range(2):  # J is a parabola: two-sided differences are exact
    moved = [ad.control.steer(f, cost, final, 5, [u + s * (j == k) for j, u in enumerate([-2, -2])]).J for s in (1, -1)]
    assert (moved[0] - moved[1]) / 2 == steered.u_bar[k]
assert slopes == {"x": steered.p[0], "u": steered.u_bar[1], "p": steered.x[2]}
two = ad.control.optimal(f, cost, final, 5, 2)
assert (two.u, two.x, two.costates, two.cost) == ([-3, -1], [5, 2, 1], [3, 1], 20)
assert (two.kind, two.method) == ("minimum", "Riccati's recursion")
whole = ad.trace(
    lambda u, x: {
        "cost": cost(5.0, u[0]) + cost(x[0], u[1]) + final(x[1]),
        "h0": x[0] - f(5.0, u[0]),
        "h1": x[1] - f(x[0], u[1]),
    },
    u=[0.0, 0.0],
    x=[5.0, 5.0],
)
run = ad.solvers.solve(ad.solvers.Problem(whole, cost="cost", equal="h0 h1"), "newton")
assert np.allclose(run.x["u"], [-3, -1])
assert np.allclose([run.multipliers["h0"], run.multipliers["h1"]], [3, 1])
V, pushes = 1, []
for _ in range(8):  # an independent recursion, by hand: V is what x^2 / 2 costs from here on
    pushes.insert(0, V / (1 + V))
    V = 1 + V / (1 + V)
eight = ad.control.optimal(f, cost, final, 5, 8)
assert np.allclose([-u / x for u, x in zip(eight.u, eight.x, strict=False)], pushes, rtol=1e-12)
assert np.allclose(pushes[-3:], [8 / 13, 3 / 5, 1 / 2])
assert f"{pushes[0]:.3f}" == f"{(5**0.5 - 1) / 2:.3f}" == "0.618"
assert (swing.kind, swing.converged, swing.method) == ("minimum", True, "Newton's method")
assert max(map(abs, swing.path.u_bar)) < 1e-9
assert abs(swing.x[-1][0]) < 0.05
last = ad.control.optimal(f, cost, final, 3, 1)
first = -eight.u[0] / 5
right |= {
    "12.5a": steered.p[0],
    "12.5b": steered.u_bar[0],
    "12.5c": "".join("ABC"[[path.u_bar[1], path.x[2], path.p[0]].index(slopes[name])] for name in "pxu"),
    "12.5d": last.u[0],
    "12.5e": "ABC"[min(range(3), key=lambda k: abs((0.5, 0.62, 1)[k] - first))],
}

# %% [markdown] tags=["fold"]
# It ends at a minimum: all slopes are 0, and second slopes say that every small change costs more.

# %% [markdown]
# ## 12.6 Time without steps
#
# Let a step be short, $z_{t+1} = z_t + h f(z_t, \theta)$. Its costates obey $p_{t-1} = p_t + h f_z p_t$, that is
# $(p_t - p_{t-1}) / h = -f_z p_t$. Let $h$ go to 0: the state follows $dz/dt = f(z, \theta)$, and the costate, called $a$
# now, follows
#
# $$\frac{da}{dt} = -f_z \, a,$$
#
# from $a(T) = d \, \mathrm{loss} / dz(T)$ at the end $T$ backwards. The gradient by $\theta$, in steps
# the sum of all $h \, a f_\theta$, is now the integral of $a f_\theta$ (Chen and others, 2018).

# %% [markdown]
# So there are two roads. *First*: make steps, and differentiate these. *Second*: differentiate the flow, and make steps for
# $a$, back from $T$; $z$ is stepped back beside it, so that no state need be kept.
#
# Take $dz/dt = \theta z$ with $\theta = -0.7$, and $h = 0.2$. A step forward multiplies $z$ by $1 - 0.14 = 0.86$; a step
# back by $1 + 0.14 = 1.14$.
#
# **Predict.** What is left of $z = 1$ after one step forward and one step back?

# %%
ad.predict("12.6b")


# %%
def growth(z, th):
    return th * z


at = {"f": growth, "loss": lambda z: z * z / 2, "z": 1.5, "th": -0.7, "T": 2.0}
second = ad.flow.backwards(**at, steps=10)
t = 0.2 * np.arange(11)
curves = {"z there": (t, 1.5 * 0.86 ** np.arange(11)), "z back": (t, second.z)}
curves |= {"exact z": (t, 1.5 * np.exp(-0.7 * t)), "a, running back": (t, second.a)}
ad.plots.lines(curves, "There and back", "time", "z, and a")

# %% [markdown] tags=["fold"]
# $0.86 \cdot 1.14 = 0.9804$, and that is not 1. After ten steps there and back $z$ is $1.5 \cdot 0.9804^{10} = 1.2306$.

# %% [markdown]
# The loss is $z(2)^2 / 2$, and $z(2) = 1.5 \, e^{2 \theta}$, so the exact slope by $\theta$ is $2 z(2)^2 = 0.2736$.
#
# **Predict.** What do the two roads give, in ten steps from 1.5?

# %%
ad.predict("12.6a")

# %%
for steps in (10, 20, 40, 160):
    first, other = ad.flow.euler(**at, steps=steps), ad.flow.backwards(**at, steps=steps)
    print(steps, round(ad.grad(first)["th"], 4), round(other.slopes["th"], 4))

# %%
ten = ad.flow.euler(**at, steps=10)
(ten(th=-0.7 + 1e-6) - ten(th=-0.7 - 1e-6)) / 2e-6

# %% [markdown] tags=["fold"]
# 0.2563 and 0.2019, and neither is 0.2736. The difference quotient agrees with the first, to nine digits: the first road is
# exact for the ten steps, which are only near the flow. The second is exact for neither. It multiplies each $a$ with a $z$
# one step later, and those are not the $z$ that were.
#
# Twice the steps, about half the distance: 0.0543 with ten steps, 0.0040 with 160. Both roads lead to the flow's gradient,
# with errors $O(h)$; but they are two roads.

# %% [markdown]
# *Steps that can be undone.*
#
# Is there a rule whose step back undoes its step forward? Take the slope in the middle, of the old and the new state:
# $z_{t+1} = z_t + h f((z_t + z_{t+1}) / 2)$, the midpoint rule. The new state stands on both sides, and is found by going
# round. In our example $z_{t+1} (1 + 0.07) = z_t (1 - 0.07)$: a step multiplies by $0.93 / 1.07$.
#
# **Predict.** What does its step back multiply by?

# %%
ad.predict("12.6c")

# %%
roads = {"euler": ad.flow.euler, "rk4": ad.flow.rk4, "symplectic": ad.flow.symplectic}
for rule, follow in roads.items():
    one, two = ad.grad(follow(**at, steps=10)), ad.flow.backwards(**at, steps=10, rule=rule)
    print(f"{rule:10}  z back {two.z[0]:.7f}  roads {one['th']:.7f} {two.slopes['th']:.7f}")

# %% [markdown] tags=["fold"]
# By $1.07 / 0.93$, since the middle of old and new is the same both ways. So $z$ comes back, and the two roads are one, to
# the last digits. `rk4`, the rule of Runge and Kutta, is much nearer to 0.2736453; its roads differ all the same, by about
# $3 \cdot 10^{-6}$.

# %% [markdown]
# A rule like this is called **symplectic**: beside $z$ it steps $a$ so that $a$ times a small move of $z$ stays the same
# at every step (Sanz-Serna, 2016). *Discretise, then differentiate* and *differentiate, then discretise* are one road with
# such a rule. With others they meet in the limit only.

# %% [markdown]
# There is a second trap on the road back. Van der Pol's oscillator draws all its paths to one; so backwards they fly apart.
# The slope of its loss by $\theta$ is $-35.44$, in 2,000 Euler steps.
#
# **Predict.** What does the second road give?

# %%
ad.predict("12.6d")


# %%
start, push = np.array([2.0, 0.0]), np.array([0.0, 1.0])
spin = np.array([[0.0, 1.0], [-1.0, 0.0]])


def oscillator(z, th):
    return spin @ z + push * (th * (1 - z[0] * z[0]) * z[1])


van = {"f": oscillator, "loss": lambda z: z @ z, "z": start, "th": 5.0, "T": 5.0}
print(round(ad.grad(ad.flow.euler(**van, steps=2000))["th"], 2))
with ad.expect_error():
    print(round(ad.flow.backwards(**van, steps=2000).slopes["th"], 2))

# %% [markdown] tags=["fold"]
# $+7253$. The state came back to $(0.21, 0.05)$ instead of $(2, 0)$, and `backwards` warns of it: on the way back each
# error grows, by up to $e^{K T}$, where $K$ says how strongly the flow gathers. No rule helps against that: even the
# rounding of the midpoint rule, $10^{-16}$, is blown up until $z$ misses its start. What helps is to keep the states that
# were.

# %% tags=["check"]
# Author's check: section 12.6.
import warnings
from itertools import pairwise

problem = {"f": lambda z, th: th * z, "loss": lambda z: z * z / 2, "z": 1.5, "th": -0.7, "T": 2.0}
end = 1.5 * np.exp(-0.7 * 2)
exact = 2 * end**2
assert f"{exact:.4f} {exact:.7f}" == "0.2736 0.2736453"
way_back = ad.flow.backwards(**problem, steps=10)
assert f"{0.86 * 1.14:.4f} {1.5 * (0.86 * 1.14) ** 10:.4f} {way_back.z[0]:.4f}" == "0.9804 1.2306 1.2306"
euler = ad.flow.euler(**problem, steps=10)
assert f"{ad.grad(euler)['th']:.4f} {way_back.slopes['th']:.4f}" == "0.2563 0.2019"
assert abs((euler(th=-0.7 + 1e-6) - euler(th=-0.7 - 1e-6)) / 2e-6 / ad.grad(euler)["th"] - 1) < 1e-9
by_hand = 0.2 * sum(way_back.a[k + 1] * way_back.z[k + 1] for k in range(10))
assert abs(by_hand - way_back.slopes["th"]) < 1e-14, "a times z one step later"
counts = (10, 20, 40, 80, 160)
swept = np.array([ad.grad(ad.flow.euler(**problem, steps=n))["th"] for n in counts])
stepped = np.array([ad.flow.backwards(**problem, steps=n).slopes["th"] for n in counts])
assert f"{(swept - stepped)[0]:.4f} {(swept - stepped)[-1]:.4f}" == "0.0543 0.0040"
for errors in (swept - exact, stepped - swept):
    assert all(0.45 < later / before < 0.56 for before, later in pairwise(errors))
found = {}
for rule, follow in roads.items():
    back_again = ad.flow.backwards(**problem, steps=10, rule=rule)
    found[rule] = ad.grad(follow(**problem, steps=10))["th"], back_again.slopes["th"], back_again.z[0]
assert abs(found["symplectic"][1] / found["symplectic"][0] - 1) < 1e-12
assert abs(found["symplectic"][2] - 1.5) < 1e-12
assert abs(ad.flow.symplectic(**problem, steps=10)() - (1.5 * (0.93 / 1.07) ** 10) ** 2 / 2) < 1e-15
assert f"{found['rk4'][1] - found['rk4'][0]:.0e}" == "3e-06"
assert abs(found["rk4"][0] - exact) < 3e-6 < 1e-5 < abs(found["symplectic"][0] - exact)
gathering = {"f": oscillator, "loss": lambda z: z @ z, "z": np.array([2.0, 0.0]), "th": 5.0, "T": 5.0}
assert f"{ad.grad(ad.flow.euler(**gathering, steps=2000))['th']:.2f}" == "-35.44"
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    astray = ad.flow.backwards(**gathering, steps=2000)
    lost = ad.flow.backwards(**gathering | {"T": 4.0}, steps=160, rule="symplectic")
assert len(warned) == 2
assert f"{astray.slopes['th']:.0f} {astray.z[0][0]:.2f} {astray.z[0][1]:.2f}" == "7253 0.21 0.05"
assert abs(lost.z[0] - [2, 0]).max() > 0.1
agree = [abs(u - exact) < 1e-3 for u in found["euler"][:2]] + [abs(found["euler"][0] - found["euler"][1]) < 1e-3]
nearest = lambda u, sizes: min(sizes, key=lambda k: abs(np.log(u / k)))  # of the sizes a question names
right |= {
    "12.6b": round(0.86 * 1.14, 4),
    "12.6a": {(True, True, True): "A", (False, False, True): "B", (True, False, False): "C"}.get(tuple(agree), "D"),
    "12.6c": "ABC"[min(range(3), key=lambda k: abs((1.07 / 0.93, 0.93 / 1.07, 1.14)[k] - 1.07 / 0.93))],
    "12.6d": "ABC"[min(range(3), key=lambda k: abs((-35, -18, 7000)[k] - astray.slopes["th"]))],
}

# %% [markdown]
# ## 12.7 A thousand steps in ten states
#
# The first road keeps all states. Notebook 06 has the remedy, checkpoints.
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
frugal.peak, frugal.extra, frugal.gradient == ad.grad(long)

# %% tags=["check"]
# Author's check: section 12.7.
thousand = ad.flow.euler(**problem, steps=1000)
few = ad.checkpoint(thousand, budget=10, steps=1000)
assert (few.extra, few.peak) == (3_636, 10)
assert few.gradient == ad.grad(thousand)
right |= {
    "12.7a": "ABC"[[1000, 4000, 100_000].index(nearest(frugal.extra, [1000, 4000, 100_000]))],
    "12.7b": "A" if frugal.gradient == ad.grad(long) else "B",
}

# %% [markdown] tags=["fold"]
# 3,636, and not a bit of the gradient changes.
#
# | way back | states kept | gradient of |
# |---|---|---|
# | sweep | all 1,000 | the steps |
# | checkpoints | 10 | the steps, 3,636 of them run again |
# | second road, Euler | 1 | the flow, up to $O(h)$ and what the way back blows up |
# | second road, midpoint | 1 | the steps, where the way back comes home |
# | at rest, 12.2 | 1 | the rest, where there is one |

# %% [markdown]
# ## 12.8 One idea, eight names
#
# Two famous layers are made of nothing else. A *neural ODE* (Chen and others, 2018) gives $z(T)$; its backward pass is
# the second road. A *deep equilibrium model* (Bai and others, 2019) gives a rest, $z = f(z, x)$; its backward pass is the
# linear system of 12.2. Such a layer is *one instruction*: close the loop once, and ask for its solution inside the
# function that you trace. Here is the net of 12.1 again, with the cost of 12.2.


# %%
def rest(X, W):
    return {"F": ad.tanh(W @ X + np.array([0.1, -0.2]))}


weights, target = np.array([[0.5, -0.3], [0.2, 0.4]]), np.array([0.3, 0.1])
layer = ad.close_loop(ad.trace(rest, X=np.zeros(2), W=weights), {"F": "X"})
deep = ad.trace(lambda W: ((target - layer.solve(W=W)["X"]) ** 2).sum(), W=weights)
print(deep)
ad.grad(deep)["W"]

# %% tags=["check"]
# Author's check: section 12.8.
assert [str(op) for op in deep.ops if "solve" in op] == ["solve_rest"]
assert [str(op) for op in ad.gradient_program(deep).ops if "solve" in op] == ["solve_rest", "solve_rest_back"]
assert abs(ad.grad(deep)["W"] - solved["W"]).max() < 1e-11

# %% [markdown] tags=["fold"]
# How the rest is found, by going round or by Newton's method, is not recorded. On the way back stands one instruction more,
# the linear system of 12.2, and the gradient by $W$ is the one that you waited for there. (In training, $W$ must be kept
# small, or the rest is lost.)

# %% [markdown]
# Both layers are the same two conditions: feasibility gives the values, stationarity the prices.
#
# | name | where |
# |---|---|
# | adjoint, $\bar z$ | 05, reverse sweep |
# | multiplier, $\lambda$ | 07, Lagrange |
# | shadow price | 08, economics |
# | $-B$ | 11, LeCun |
# | $-Y$, or delta | 11 and 12.2, of a total input |
# | costate, $p$ | 12.5, control |
# | $a(t)$ | 12.6, continuous time |
# | gradient | of an input, everywhere |

# %% [markdown]
# ## 12.9 Summary
#
# Where layers feed back, feasibility and stationarity can be solved by two relaxations; unrolled in time, a weight gets the
# sum over its readings. With a control for each step multipliers are costates, one Hamiltonian has the three blocks for
# slopes, and back-substitution through all steps finds the controls that cost least. In continuous time, differentiating
# the steps and stepping the derivative are two roads, one with a symplectic rule, else in the limit; where a flow gathers,
# the way back goes astray.

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
# its partial derivatives `f_z` and `f_th`. The gradient of the *steps*, that is: the first road, without `ad`.


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
# ## 12.11 Roads not taken
#
# *Truncated*: going back through the last few steps only, cheap, and blind to what is further back. *No way round at
# all*: dropping the feedback of $B$, one term instead of the series (Wu Fung and others, 2021). *Forward, while it runs*:
# tangents of all weights beside the states, with no way back at all: expensive, but at once (Williams and Zipser, 1989).
# *Learning while relaxing*: $W$ may move slowly while $X$ and $Y$ settle.

# %% [markdown]
# ## 12.12 Further reading
#
# * B. Recht, [Mates of costate](https://archives.argmin.net/2016/05/18/mates-of-costate/), 2016: layers as optimal control,
#   and exploding gradients as unstable costates.
# * R. Chen, Y. Rubanova, J. Bettencourt, D. Duvenaud, [Neural ordinary differential
#   equations](https://arxiv.org/abs/1806.07366), 2018: the second road, for its memory.
# * S. Bai, J. Kolter, V. Koltun, [Deep equilibrium models](https://arxiv.org/abs/1909.01377), 2019: layers at rest.
# * J. Sanz-Serna, [Symplectic Runge-Kutta schemes for adjoint equations](https://arxiv.org/abs/1503.04021), 2016: when the
#   two roads are one.

# %% [markdown]
# The first sources: H. Kelley, *Gradient theory of optimal flight paths*, 1960, and A. Bryson,
# *A gradient method for optimizing multi-stage allocation processes*, 1961; R. Kalman, *Contributions to the theory of
# optimal control*, 1960; L. Almeida, *A learning rule for asynchronous perceptrons with feedback in a combinatorial
# environment*, 1987; F. Pineda, in *Neural Information Processing Systems*, 1987; Y. LeCun, *A theoretical framework for
# back-propagation*, 1988.
#
# **Next:** [13, break it, test it](13_break_it_test_it.ipynb). Back to the [map](00_see_a_gradient_appear.ipynb).
