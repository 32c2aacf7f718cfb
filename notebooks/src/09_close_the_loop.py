# %% [markdown]
# # Close the loop
#
# **Question.** What if the graph has cycles?
#
# **You will** feed an output back into an input, watch the matrix of the prices lose its triangle, find the values in two
# ways and the prices by one linear system, see where there is no answer, and put a loop into a program as one
# instruction.
#
# **You need** notebooks [05](05_pull_back.ipynb) and [08](08_solve_the_three_blocks.ipynb), and from 09.3 on matrices in
# NumPy and what an eigenvalue is. (Without these, read 09.1, 09.2, 09.7 and the summary.)
#
# **Time.** 40 minutes; the exercises take 40. Sections 09.4, 09.5 and 09.8 may wait: they take 15 more.
# There is a good place for a pause.

# %%
import adlesson as ad
import numpy as np
from adlesson import sin, softplus, tanh

ad.progress("09")

# %% [markdown]
# ## 09.1 One arrow back
#
# A layer is fed back into itself: where does it come to rest? A model is trained until it changes no more: where is that?
# Both lead to an equation in which the unknown stands on both sides.
#
# The smallest such equation is $z = z / 2 + x$. Say $x = 3$.
#
# **Predict.** What is $z$?

# %%
ad.predict("09.1e")

# %% [markdown]
# Now nudge $x$.
#
# **Predict.** How far does $z$ move, for each unit of the nudge?

# %%
ad.predict("09.1f")

# %%
half = ad.trace(lambda z, x: {"z_next": z / 2 + x}, z=0, x=3)
half = ad.close_loop(half, {"z_next": "z"})
print(half.solve()["z"], half.grad(output="z_next")["x"])

# %% [markdown] tags=["fold"]
# $6 = 3 + 3$, and it moves by 2. The nudge moves $z$ by 1. That comes back as $1/2$, then as $1/4$, and so on: together 2.
# Or, without going round: what a unit is worth, $\lambda$, is 1 and half of itself, $\lambda = 1 + \lambda / 2$.

# %% [markdown]
# All of this notebook is that equation, with more variables, and slopes that change.

# %% [markdown]
# Where is a planet on its ellipse? Kepler's answer is an equation, $E = M + e \sin E$: $M$ says, as an angle, how much of
# the year is over, $e$ how flat the ellipse is (a name here, not Euler's number), and the angle $E$ is wanted. It stands
# on both sides, so this is no list of lines to compute. But *one turn* is a program: guess in, right-hand side out.
# `close_loop` then demands that both be the same.
#
# **Predict.** Which of $s$, $m$, $E_{\mathrm{next}}$ below can be computed first?


# %%
def turn(E, e, M):
    s = sin(E)
    m = e * s
    E_next = M + m
    return E_next


p = ad.trace(turn, E=1.0, e=0.3, M=1.0)
orbit = ad.close_loop(p, {"E_next": "E"})

# %%
ad.predict("09.1a")

# %% [markdown]
# In the picture each variable is a box with its number, and a dashed arrow leads back.
#
# **Predict.** Which two boxes will hold the same number?

# %%
ad.predict("09.1b")

# %%
orbit

# %% [markdown] tags=["fold"]
# None: $e$ and $M$ are given, each of the other four waits for another. Both ends of the dashed arrow hold 1.288. (The line
# below the picture says how that was found, see 09.2; a *spectral radius* is what each turn leaves of the error.)

# %% [markdown]
# Of the equations of notebook 07 one has changed: "$E$ is what is given" has become $E = E_{\mathrm{next}}$. So write the
# system of the multipliers.
#
# **Predict.** Once more, after 08.2: row $j$, column $i$ holds minus the slope with which $i$ reads $j$. Now $E$ reads
# $E_{\mathrm{next}}$, with slope 1. Into which corner goes that $-1$?

# %%
ad.predict("09.1c")

# %%
ad.draw(ad.Lagrangian(p), loops={"E_next": "E"})

# %% [markdown] tags=["fold"]
# Into the lower left one. No row can be solved first now: the last one says
# $\lambda_{E_{\mathrm{next}}} = 1 + \lambda_E$, and back-substitution would reach $\lambda_E$ at its end. But the
# equations are as *linear* as ever. What they need is a solver that takes any matrix, such as Gaussian elimination.

# %% [markdown]
# Here paper will do. Round the loop, $\lambda_E = \lambda_{E_{\mathrm{next}}} \, e \cos E$. So
#
# $$\begin{aligned}
# \lambda_{E_{\mathrm{next}}} &= 1 + \lambda_{E_{\mathrm{next}}} \, e \cos E \\
# &= \frac{1}{1 - e \cos E} = 1.0913.
# \end{aligned}$$
#
# Multipliers of what is given are derivatives, as ever: $dE/dM$ is that number, and $dE/de$ is $\sin E$ times it.
#
# **Predict.** Get $dE/de$, with $\sin E = 0.9603$. (The next cell then solves Kepler's equation for nudged $e$ and $M$.)

# %%
ad.predict("09.1d")

# %%
h = 1e-5
for name, slope in orbit.grad(output="E_next").items():
    up, down = (orbit.solve({name: p.at[name] + nudge})["E"] for nudge in (h, -h))
    print(f"dE/d{name}: by nudges {(up - down) / (2 * h):.6f}, by multipliers {slope:.6f}")

# %% [markdown] tags=["fold"]
# It is 1.0480. The way in which $E$ was found has not been differentiated; only the equation, at the solution. That is
# **implicit differentiation**: notebook 08's implicit function theorem, with a loop instead of a list.

# %% tags=["check"]
# Author's check: section 09.1.
import math

kepler = ad.close_loop(ad.trace(turn, E=1.0, e=0.3, M=1.0), {"E_next": "E"})
E = kepler.solve(method="newton")["E"]
assert f"{E:.3f} {kepler.solve()['E_next']:.3f} {sin(E):.4f}" == "1.288 1.288 0.9603"
names = kepler.program.names
system, ends_of_rows = map(np.array, ad.Lagrangian(kepler.program).system(E=E))
assert (np.tril(system, -1) == 0).all()
system[names.index("E_next"), names.index("E")] -= 1
assert (system[-1] == [-1, 0, 0, 0, 0, 1]).all()
prices = kepler.multipliers(output="E_next")
assert np.allclose(np.linalg.solve(system, ends_of_rows), list(prices.values()), rtol=1e-12, atol=0)
assert math.isclose(prices["E_next"], 1 / (1 - 0.3 * math.cos(E)), rel_tol=1e-12)
slopes = kepler.grad(output="E_next")
assert f"{slopes['M']:.4f} {slopes['e']:.4f}" == "1.0913 1.0480"
assert math.isclose(slopes["M"], 1.0913293011504175395, rel_tol=1e-12)
assert math.isclose(slopes["e"], 1.0480083050499362859, rel_tol=1e-12)
for name, slope in slopes.items():
    ends = [kepler.solve({name: kepler.program.at[name] + s})["E"] for s in (1e-5, -1e-5)]
    assert math.isclose((ends[0] - ends[1]) / 2e-5, slope, rel_tol=1e-6)

boxes = orbit.solve()
reads = {name: {p.names[k] for k in slots} for name, slots in zip(p.names[p.d :], p.slots[p.d :], strict=True)}
ready = [name for name in reads if reads[name] <= {"e", "M"}]
words = ad.draw(ad.Lagrangian(p), loops={"E_next": "E"}).description
assert "row E_next, column E" in words
row, column = names.index("E_next"), names.index("E")
assert half.solve()["z"] == 6 == 6 / 2 + 3
assert half.grad(output="z_next")["x"] == 2 == 1 / (1 - 1 / 2)
right = {
    "09.1e": half.solve()["z"],
    "09.1f": half.grad(output="z_next")["x"],
    "09.1a": "ABC"[[*reads].index(ready[0])] if ready else "D",
    "09.1b": " ".join(name for name in p.names if abs(boxes[name] - boxes["E"]) < 1e-9),
    "09.1c": "ABCD"[2 * bool(row) + bool(column)],
    "09.1d": round(slopes["e"], 3),
}
assert math.isclose(sin(E) / prices["E_next"], 0.88, rel_tol=1e-3)  # divided
assert f"{slopes['M'] + sin(E):.3f}" == "2.052"  # added

# %% [markdown]
# ## 09.2 Two ways to the values
#
# The forward half is the hard one: an equation $z = F(z)$ that is not linear. The plain way is **fixed-point iteration**:
# guess, make a turn, take what comes out as the next guess. In a picture that is a stair: up or down to the curve is a
# turn, across to the diagonal makes its outcome the next guess. (It is called a cobweb.) Here is a comet, $e = 0.9$ and
# $M = 2$.


# %%
def cobweb(F, z, turns):
    path = [(z, z)]
    for _ in range(turns):
        path += [(z, F(z)), (F(z), F(z))]
        z = F(z)
    return zip(*path, strict=True)


angles = np.linspace(1.7, 3, 50)
stairs = cobweb(lambda E: 2 + 0.9 * np.sin(E), 1.8, 9)
curves = {"a turn": (angles, 2 + 0.9 * np.sin(angles)), "diagonal": (angles, angles)}
ad.plots.lines(curves | {"guesses": stairs}, "A comet, turn by turn", "E", "E_next")

# %% [markdown]
# The stairs end where the curve crosses the diagonal: that is the solution.
#
# **Predict.** Which crossings can stairs lead to?

# %%
ad.predict("09.2c")

# %% [markdown] tags=["fold"]
# Those where the curve is less steep than the diagonal. At the crossing the slope of a turn is $J = e \cos E = -0.73$:
# each stair is about 0.73 times the one before, and to the other side. With $J = 0.73$ they would come from one side. With
# $J = 2$ or $-2$ they lead away.

# %% [markdown]
# Newton's way asks the engine for $J$. A move $\Delta$ is to end at rest, $z + \Delta = F(z + \Delta)$, which near $z$ is
# $F(z) + J \Delta$. So it moves by
#
# $$\Delta = \frac{F(z) - z}{1 - J}.$$
#
# **Predict.** Back to the planet. Near its solution a turn multiplies the distance by about $J = e \cos E = 0.084$. The
# start is 0.29 away. At that rate, how far away is the guess after two turns?

# %%
ad.predict("09.2a")

# %% [markdown]
# At that rate $10^{-12}$ takes 11 turns.
#
# **Predict.** How many will Newton's method need: 8, 4 or 2?

# %%
ad.predict("09.2b")

# %%
how = {method: orbit.solve(method=method).report for method in ("fixed point", "newton")}
print(*how.values(), sep="\n")
series = {method: (range(len(r.residuals)), r.residuals) for method, r in how.items()}
ad.plots.lines(series, "Two ways to solve an equation", "iterations", "residual", log="y")

# %% [markdown] tags=["fold"]
# Two turns leave $0.29 \cdot 0.084^2 = 0.0020$, and $0.29 \cdot 0.084^k$ first falls below $10^{-12}$ at $k = 11$. The
# *residual*, $|F(z) - z|$, falls along a straight line: one factor per turn, which the report calls a spectral radius.
# Newton's method needs 4 iterations: here each at least doubles the number of right digits, and is paid for with a
# derivative. (Only four points: the last residual is exactly 0, which has no place on a logarithmic axis.)

# %% [markdown]
# A tiny residual looks like an answer. Take $z = \log(1 + e^z)$, the softplus of $z$. At $z = 30$ its two sides differ by
# less than $10^{-13}$.
#
# **Predict.** How far from 30 is the nearest solution?

# %%
ad.predict("09.2d")

# %%
soft = ad.close_loop(ad.trace(lambda z: {"z_next": softplus(z)}, z=30.0), {"z_next": "z"})
print(softplus(30.0) - 30.0)
with ad.expect_error():
    soft.solve()

# %% [markdown] tags=["fold"]
# There is none: $1 + e^z$ is more than $e^z$, so the right-hand side is always the larger, by about $e^{-z}$. But $1 - J$,
# too, is about $e^{-z}$. So Newton's step is 1, however small the residual. A small residual is no answer; a small *next
# step* is. `solve` asks for that.

# %% tags=["check"]
# Author's check: section 09.2.
turns = kepler.solve(method="fixed point").report
assert (turns.iterations, kepler.solve(method="newton").report.iterations) == (11, 4)
assert f"{0.3 * math.cos(E):.3f} {abs(1.0 - E):.2f}" == "0.084 0.29"
rates = [after / before for before, after in zip(turns.residuals[3:9], turns.residuals[4:10], strict=True)]
assert all(abs(rate - 0.084) < 0.001 for rate in rates)
assert 0.29 * 0.084**11 < 1e-12 < 0.29 * 0.084**10
comet = kepler.solve(e=0.9, M=2.0)["E"]
assert f"{0.9 * math.cos(comet):.2f}" == "-0.73"
stair = [*cobweb(lambda E: 2 + 0.9 * math.sin(E), 1.8, 60)]
assert abs(stair[0][-1] - comet) < 1e-7
steps_of = np.diff(stair[1][::2])
assert np.allclose(steps_of[20:40] / steps_of[19:39], -0.73, atol=0.01), "each stair is 0.73 of the one before"
assert softplus(30.0) - 30.0 < 1e-13
for z0 in (5.0, 15.0, 30.0):
    left_over, one_minus = math.log1p(math.exp(-z0)), 1 / (1 + math.exp(z0))
    assert 1 < left_over / one_minus < 1.01, "Newton's step"
    assert math.isclose(left_over, math.exp(-z0), rel_tol=0.01)
for method in ("fixed point", "newton", "auto"):
    try:
        print(soft.solve(method=method))
    except ad.LessonError:
        continue
    raise AssertionError
jumps = kepler.solve(method="newton").report.residuals
assert jumps[-1] == 0 < min(jumps[:-1])
assert len(jumps) == 5
assert all(jumps[k + 1] < jumps[k] ** 2 for k in range(3))
left = 0.29 * 0.084**2
assert f"{left:.4f} {0.29 - 2 * 0.084:.2f} {0.29 * 2 * 0.084:.3f} {0.29 * 0.084:.3f}" == "0.0020 0.12 0.049 0.024"
right |= {
    "09.2a": "ABCD"[[0.12, 0.049, 0.024, 0.002].index(round(left, 4))],
    "09.2b": "ABC"[[8, 4, 2].index(how["newton"].iterations)],
    "09.2c": "B" if abs(0.9 * math.cos(comet)) < 1 else "A",
    "09.2d": "C" if min(softplus(u) - u for u in np.linspace(-40, 30, 500)) > 0 else "B",
}

# %% [markdown]
# ## 09.3 Two unknowns
#
# Two neurons that hear each other come to rest where $z = \tanh(W z + x)$. Of the resting state we want
# $f = z_0 + 2 z_1$, and its slopes.

# %% [markdown]
# With several unknowns $J = dF/dz$ is a matrix, and in the long run, on average, a turn multiplies a small distance by its
# **spectral radius**, its largest eigenvalue in absolute value. (If $J$ has 0.5 and 0.1 on its diagonal, and zeros beside
# it, a turn halves what is off in $z_0$: that lasts longest.) Below 1, going round arrives, if it starts near enough.
#
# **Predict.** Here it is 0.472. How many turns to $10^{-12}$: rather 20, 40, or 400?

# %%
ad.predict("09.3a")

# %%
W = np.array([[0.5, -0.3], [0.2, 0.4]])
x, v = np.array([0.1, -0.2]), np.array([1.0, 2.0])


def once_round(z, x, W):
    z_next = tanh(W @ z + x)
    f = v @ z
    return z_next, f


net = ad.close_loop(ad.trace(once_round, z=np.zeros(2), x=x, W=W), {"z_next": "z"})
net

# %% [markdown] tags=["fold"]
# 36 turns, as it starts less than 1 away. The report reads its estimate of the radius off the last ones.

# %% [markdown]
# Now the prices. A $z_j$ gets a share from $f$, which is $v_j$, and one from every $z_i$ of the next turn, through
# $J_{ij}$. At rest this turn and the next are the same:
#
# $$\lambda_j = v_j + \sum_i \lambda_i J_{ij}.$$
#
# **Predict.** As a system, is that $(I - J) \lambda = v$, or $(I - J)^T \lambda = v$? ($I$ has 1 on its
# diagonal and 0 elsewhere; $^T$ makes rows of columns. Below are both.)

# %%
ad.predict("09.3b")

# %%
J = net.jacobian()
print(np.linalg.solve(np.eye(2) - J, v), np.linalg.solve((np.eye(2) - J).T, v), sep="\n")
print(net.multipliers()["z"])
net.grad()

# %% [markdown]
# **Say why.** Why is it $(I - J)^T$? Put the reason together: take the three parts that make it up.

# %%
ad.predict("09.3c")

# %% [markdown] tags=["fold"]
# The sum runs over the rows of $J$, so it is the transpose, $\lambda = (2.554, 2.111)$. It is the old sum over readers;
# only that the readers are the same variables, a turn later.

# %% [markdown]
# What is left is one reverse sweep through one turn, from $\lambda$ at `z_next`. It gives $df/dx = (2.305, 2.006)$ and the
# four slopes in $W$. With a million weights it would still be *one* linear system, as large as $z$.

# %% tags=["check"]
# Author's check: section 09.3.
W2, x2, v2 = np.array([[0.5, -0.3], [0.2, 0.4]]), np.array([0.1, -0.2]), np.array([1.0, 2.0])


def at_rest(W, x, v):
    def f(z, x, W):
        return {"z_next": tanh(W @ z + x), "f": (v * z).sum()}

    return ad.close_loop(ad.trace(f, z=np.zeros(len(v)), x=x, W=W), {"z_next": "z"})


two = at_rest(W2, x2, v2)
J2, z2, lam2 = two.jacobian(), two.solve()["z"], two.multipliers()["z"]
assert f"{max(abs(np.linalg.eigvals(J2))):.3f}" == "0.472"
assert two.solve().report.iterations == 36
assert np.allclose(lam2, np.linalg.solve((np.eye(2) - J2).T, v2), rtol=1e-11, atol=0)
assert not np.allclose(lam2, np.linalg.solve(np.eye(2) - J2, v2), rtol=0.01)
assert np.array_equal(lam2.round(3), [2.554, 2.111])
slopes2 = two.grad()
assert np.array_equal(slopes2["x"].round(3), [2.305, 2.006])
assert np.allclose(slopes2["W"], np.outer(slopes2["x"], z2), rtol=1e-10)
nudge = np.array([1e-5, 0])
ends = [two.solve(x=x2 + s, method="newton")["f"] for s in (nudge, -nudge)]
assert math.isclose((ends[0] - ends[1]) / 2e-5, slopes2["x"][0], rel_tol=1e-7)
nearest = lambda u, known: min(known, key=lambda k: abs(math.log(u / k)))  # of the sizes a question names
both = [np.linalg.solve(A, v) for A in (np.eye(2) - J, (np.eye(2) - J).T)]
right |= {
    "09.3a": "ABC"[[20, 40, 400].index(nearest(net.solve().report.iterations, [20, 40, 400]))],
    "09.3b": "AB"[[bool(np.allclose(u, net.multipliers()["z"])) for u in both].index(True)],
}
assert np.allclose(net.multipliers()["z"] - v, [sum(net.multipliers()["z"] * J[:, k]) for k in (0, 1)])  # column k

# %% [markdown]
# ## 09.4 The prices can go round as well
#
# A linear system may also be solved by going round: $\lambda \leftarrow v + J^T \lambda$, one reverse sweep through the
# same turn each time. The matrix has the same eigenvalues, so it takes about as long as the values did. (Almeida and
# Pineda, 1987, trained networks so; Christianson, 1994, proved it for programs.)
#
# **Predict.** With `D` for the slopes of the tanh, $df/dx$ is $D \lambda$, entry by entry. Stop early, after $k$ rounds.
# How wrong is it for $k = 0$, where the feedback is forgotten altogether: rather by 5 %, 50 % or 500 %?

# %%
ad.predict("09.4a")

# %%
exact, D = net.grad()["x"], 1 - net.solve()["z"] ** 2
lam = v
for k in range(21):
    if k in (0, 1, 2, 3, 5, 10, 20):
        error = np.linalg.norm(D * lam - exact) / np.linalg.norm(exact)
        print(f"k = {k:2}   relative error {error:.3e}")
    lam = v + J.T @ lam
print(net.multipliers(method="fixed point").report)

# %% [markdown] tags=["fold"]
# By 46 %. Each round adds a term of $v + J^T v + J^T J^T v + \dots$, the paths that go round once more.

# %% [markdown]
# Differentiating the last turn only, with its $z$ as given, is the case $k = 0$. It saves the linear system, and
# as a direction for learning it may do: Jacobian-free backpropagation (Wu Fung and others, 2021) does it on purpose. Here
# the cosine of the angle to the gradient is 0.917. But it is not the gradient: in a net of three one sign can be wrong.

# %% tags=["check"]
# Author's check: section 09.4.
D2, exact2 = 1 - z2 * z2, slopes2["x"]
paid, cut = v2, {}
for k in range(21):
    cut[k] = np.linalg.norm(D2 * paid - exact2) / np.linalg.norm(exact2)
    paid = v2 + J2.T @ paid
shown = [f"{cut[k]:.3e}" for k in (0, 1, 2, 3, 5, 10, 20)]
assert shown == ["4.602e-01", "2.436e-01", "1.295e-01", "6.327e-02", "1.157e-02", "3.208e-04", "1.555e-07"]
assert two.multipliers(method="fixed point").report.iterations in (37, 38)
shortcut = D2 * v2
angle = shortcut @ exact2 / np.linalg.norm(shortcut) / np.linalg.norm(exact2)
assert f"{angle:.3f}" == "0.917"
W3 = np.array([[0.2, -0.5, 0.3], [0.4, 0.1, -0.2], [-0.3, 0.6, 0.25]])
three = at_rest(W3, np.array([0.5, -0.25, 0.1]), np.array([1.0, -1.0, 2.0]))
free = (1 - three.solve()["z"] ** 2) * [1.0, -1.0, 2.0]
assert free[1] < 0 < three.grad()["x"][1]
right |= {"09.4a": "ABC"[[0.05, 0.5, 5].index(nearest(cut[0], [0.05, 0.5, 5]))]}

# %% [markdown]
# ## 09.5 Or unroll it
#
# There is a way that needs nothing new: write $k$ turns, one below the other, as a program without a loop, and sweep back
# through all of them. That is **unrolling**.
#
# **Predict.** Each $z$ on the way, from the first to the last, is a state. Through how many states does it sweep back?

# %%
ad.predict("09.5a")

# %% [markdown]
# After $k$ turns both ways, unrolled and implicit, have the same $z$. The implicit way solves its linear system there.
#
# **Predict.** Which gradient will be nearer to that of the resting state?

# %%
ad.predict("09.5b")


# %%
def unrolled(x, k):
    z = 0 * x
    for _ in range(k):
        z = tanh(W @ z + x)
    return v @ z


def implicit(z):
    D = 1 - tanh(W @ z + x) ** 2  # the slopes of one turn, made at z
    return D * np.linalg.solve((np.eye(2) - D[:, None] * W).T, v)


# %%
z, errors = np.zeros(2), {"unrolled": [], "implicit": []}
for k in range(1, 41):
    z = tanh(W @ z + x)
    found = ad.grad(lambda x, k=k: unrolled(x, k), x=x)["x"], implicit(z)
    for way, g in zip(errors, found, strict=True):
        errors[way].append(np.linalg.norm(g - exact) / np.linalg.norm(exact))
series = {way: (range(1, 41), sizes) for way, sizes in errors.items()}
ad.plots.lines(series, "Gradients after k turns", "k, turns", "relative error", log="y")


# %% [markdown] tags=["fold"]
# Unrolling keeps $k + 1$ states. The implicit way keeps one, makes one turn more from there to get its slopes, and is
# nearer even so: at $k = 10$ the errors are $5.0 \cdot 10^{-5}$ and $5.3 \cdot 10^{-4}$. It has the error of $z$ only,
# unrolling also that of prices cut off after $k$ rounds.

# %% [markdown]
# To be fair: of a program that *does* stop after $k$ turns, the unrolled gradient is the right one.
#
# ## 09.6 Stronger feedback
#
# Two stronger neurons, with spectral radius 2.99 where they could rest.
#
# **Predict.** What does going round do, from $z = 0$?

# %%
ad.predict("09.6a")

# %% [markdown]
# Newton's method can look for the resting state as well.
#
# **Predict.** Is there a gradient at that state?

# %%
ad.predict("09.6b")

# %%
W_strong = np.array([[0.0, -3.0], [3.0, 0.0]])
strong = ad.trace(once_round, z=np.zeros(2), x=np.array([0.1, 0.2]), W=W_strong)
strong = ad.close_loop(strong, {"z_next": "z"})
print(strong.solve().report, strong.solve()["z"], strong.grad()["x"], sep="\n")


# %%
def turn_by_turn(W, x, z):
    path = [z]
    for _ in range(14):
        path.append(np.tanh(W @ path[-1] + x))
    return zip(*path, strict=True)


paths = {"0.472, from 0": turn_by_turn(W, x, np.zeros(2))}
paths["2.99, from 0"] = turn_by_turn(W_strong, np.array([0.1, 0.2]), np.zeros(2))
ad.plots.lines(paths, "Turn by turn, by spectral radius", "unit 0", "unit 1")


# %% tags=["check"]
# Author's check: sections 09.5 and 09.6.
def after(k):
    def f(x):
        z = 0 * x
        for _ in range(k):
            z = tanh(W2 @ z + x)
        return (v2 * z).sum()

    z = np.zeros(2)
    for _ in range(k):
        z = tanh(W2 @ z + x2)
    D = 1 - tanh(W2 @ z + x2) ** 2
    both = ad.grad(f, x=x2)["x"], D * np.linalg.solve((np.eye(2) - D[:, None] * W2).T, v2)
    return [float(f"{np.linalg.norm(g - exact2) / np.linalg.norm(exact2):.1e}") for g in both]


table = [after(k) for k in (1, 5, 10, 20)]
assert table == [[0.43, 0.085], [0.026, 0.0029], [5.3e-4, 5.0e-5], [4.4e-7, 6.4e-8]]
assert all(after(k)[1] < after(k + 1)[0] for k in range(1, 31))

wild = at_rest(np.array([[0.0, -3.0], [3.0, 0.0]]), np.array([0.1, 0.2]), v2)
assert f"{max(abs(np.linalg.eigvals(wild.jacobian()))):.2f}" == "2.99"
report = wild.solve().report
assert (report.method, report.earlier.iterations, report.earlier.converged) == ("Newton", 50, False)
assert np.array_equal(wild.solve()["z"].round(3), [-0.05, 0.05])
assert np.array_equal(wild.grad()["x"].round(3), [0.7, -0.099])
state = np.zeros(2)
for _ in range(300):
    state = tanh(np.array([[0.0, -3.0], [3.0, 0.0]]) @ state + [0.1, 0.2])
assert all(0.98 < u < 1 for u in abs(state))
moves = [np.zeros(2)]
for _ in range(300):
    moves.append(tanh(W_strong @ moves[-1] + [0.1, 0.2]))
same_again = [k for k in range(1, 9) if np.allclose(moves[-1], moves[-1 - k], atol=1e-9)]
right |= {
    "09.5a": "ABCD"[[1, 7, 8, 14].index(ad.trace(lambda x: unrolled(x, 7), x=x).ops.count("tanh") + 1)],
    "09.5b": "AB"[all(near < far for far, near in zip(*errors.values(), strict=True))],
    "09.6a": "A" if same_again[0] == 1 else "B" if same_again else "C",
    "09.6b": "C" if np.linalg.det(np.eye(2) - strong.jacobian()) else "A",
}
ends = [wild.solve(x=np.array([0.1 + s, 0.2]), method="newton")["f"] for s in (1e-5, -1e-5)]
assert math.isclose((ends[0] - ends[1]) / 2e-5, wild.grad()["x"][0], rel_tol=1e-7)

# %% [markdown] tags=["fold"]
# Fifty turns without progress: they end in a cycle near $\pm 0.99$, the four corners of the picture. Newton's method finds
# the state, close to $(-0.05, 0.05)$. The gradient $(0.700, -0.099)$ never asked whether turns contract, only whether
# $I - J$ can be inverted: it belongs to the equation, not to the way.

# %% [markdown]
# A good place for a pause. (To go on later, run the cells above once more: *Run All Above Selected Cell* in the menu
# *Run*.)
#
# ## 09.7 Where there is no answer
#
# One neuron that hears itself twice as loud, $z = \tanh(2 z + x)$. Solved for $x$ it says
# $x = \operatorname{artanh} z - 2 z$, so all solutions can be drawn.
#
# **Predict.** How many are there at $x = 0$?

# %%
ad.predict("09.7a")

# %%
zs, edges = np.linspace(-0.99, 0.99, 199), np.sqrt([0.5, 0.5]) * [1, -1]
pairs = {"solutions": (np.arctanh(zs) - 2 * zs, zs), "x = 0": ([0, 0], [-1.2, 1.2])}
pairs["where it turns"] = np.arctanh(edges) - 2 * edges, edges
ad.plots.lines(pairs, "z = tanh(2z + x)", "x", "z", points="where it turns")

# %% [markdown]
# **Predict.** Which of the solutions at $x = 0$ will going round find, from $z = 1$?

# %%
ad.predict("09.7b")

# %% [markdown]
# On the upper branch, go nearer to the place where the curve turns: from 0.01 to 0.000001 right of it.
#
# **Predict.** How many times as large does $dz/dx$ become?

# %%
ad.predict("09.7c")

# %%
loud = ad.trace(lambda z, x: {"z_next": tanh(2 * z + x)}, z=1.0, x=0.0)
loud = ad.close_loop(loud, {"z_next": "z"})
print([round(loud.solve(z=start)["z"], 4) for start in (1.0, -1.0)])

# %%
fold = np.arctanh(np.sqrt(0.5)) - 2 * np.sqrt(0.5)
for away in (1e-1, 1e-2, 1e-4, 1e-6):
    slope = loud.grad(output="z_next", x=fold + away)["x"]
    print(f"{away:.0e} right of the fold: dz/dx = {slope:.3f}")
with ad.expect_error():
    loud.grad(output="z_next", x=fold)
with ad.expect_error():
    loud.solve(x=fold - 1e-3)

# %% [markdown] tags=["fold"]
# Three. The start chooses the branch: from 1 the upper, $z = 0.9575$. At the **fold**, $x = -0.5328$, where it meets the
# middle one, $1 - J = 0$. Near it the slope grows like 1 by the root of the distance: 10,000 times nearer, about 100 times
# as large. *At* the fold there is no derivative; a careless solver would return a large number.

# %% [markdown]
# A little further left that branch is gone, and the solver gives up on the slow way down to the lower one. Far to the left
# going round ends on the lower branch: a solution, but perhaps not yours. The report says how far it went.

# %% tags=["check"]
# Author's check: section 09.7.
loop = ad.close_loop(ad.trace(lambda z, x: {"z_next": tanh(2 * z + x)}, z=1.0, x=0.0), {"z_next": "z"})
edge = math.atanh(math.sqrt(0.5)) - 2 * math.sqrt(0.5)
assert f"{edge:.4f} {loop.solve()['z']:.4f} {loop.solve(z=-1.0)['z']:.4f}" == "-0.5328 0.9575 -0.9575"
assert abs(loop.solve(z=1e-3, method="newton")["z"]) < 1e-12
steep = {away: loop.grad(output="z_next", x=edge + away)["x"] for away in (1e-1, 1e-2, 1e-4, 1e-6)}
assert [f"{u:.3f}" for u in steep.values()] == ["0.570", "2.571", "29.315", "296.885"]
assert 90 < steep[1e-6] / steep[1e-2] < 130
for nowhere in (lambda: loop.grad(output="z_next", x=edge), lambda: loop.solve(x=edge - 1e-3)):
    try:
        nowhere()
    except ad.LessonError:
        continue
    raise AssertionError
far = loop.solve(x=-1.0)
assert far["z"] < -0.99
assert loop.solve(x=edge - 1e-3, z=-1.0)["z"] < -0.98
assert far.report.moved > 1.9
curve = np.arctanh(np.linspace(-0.999, 0.999, 4000)) - 2 * np.linspace(-0.999, 0.999, 4000)
right |= {
    "09.7a": int(sum(curve[1:] * curve[:-1] < 0)),
    "09.7b": "ABC"[[0.9575, 0, -0.9575].index(round(loud.solve(z=1.0)["z"], 4))],
    "09.7c": "ABC"[[10, 100, 10_000].index(nearest(steep[1e-6] / steep[1e-2], [10, 100, 10_000]))],
}

# %% [markdown]
# ## 09.8 A loop with a purpose: what is a state worth?
#
# Three rooms. Each day you collect the reward $r_i$ of your room and move on at random, from $i$ to $j$ with probability
# $P_{ij}$; tomorrow counts $\gamma = 0.9$ of today. What a room is worth stands on both sides: $V = r + \gamma P V$, a
# Markov decision process with its decisions made (Bellman, 1957).
#
# **Predict.** All numbers below are fractions, and the loop is linear. How many Newton steps?

# %%
ad.predict("09.8a")

# %% [markdown]
# **Predict.** What will the prices of the three rewards add up to, if $f = V_0$ is what counts?

# %%
ad.predict("09.8b")

# %% [markdown]
# The engine's slope in the probability $P_{ij}$ is $\gamma \lambda_i V_j$. But what a row of $P$ adds up to must stay, so
# no entry moves alone. In room 0, take a little probability from staying there, and give it to the second room.
#
# **Predict.** What is the slope of $V_0$ in that move?

# %%
ad.predict("09.8d")

# %%
from fractions import Fraction

P = [[Fraction(n, 20) for n in row] for row in ([10, 10, 0], [4, 10, 6], [0, 5, 15])]


def day(V, r, P, gamma):
    later = [sum(P[3 * i + j] * V[j] for j in range(3)) for i in range(3)]
    return {"V_next": [r[i] + gamma * later[i] for i in range(3)], "f": V[0]}


rooms = ad.trace(day, V=[0] * 3, r=[1, 0, 2], P=[*P[0], *P[1], *P[2]], gamma=Fraction(".9"))
rooms = ad.close_loop(rooms, {"V_next": "V"})
print(rooms.solve().report, rooms.solve()["V[0]"], *rooms.grad()["r"], sep="\n")
print(*[round(float(u), 3) for u in rooms.grad()["P"][:2]])

# %% [markdown] tags=["fold"]
# One, and nothing is rounded. Room 0 is worth $14440/1543$, about 9.36. The prices are $4720/1543$, $5850/1543$ and
# $4860/1543$, together 10: each counts the days you will spend in a room, from room 0 on, discounted, and
# $1 + 0.9 + 0.81 + \dots = 10$.

# %% [markdown] tags=["fold"]
# The move is worth the difference of two prices, $\gamma \lambda_0 (V_1 - V_0)$: $25.372 - 25.764 = -0.393$. It *loses*, as
# room 1 is worth a little less. One price alone promises a gain of 25: it leads off the rows that add up to 1, where there
# is no such process.

# %% [markdown]
# Another loop: the line $a + b t$ is fitted to 1, 2, 2 at $t = 0, 1, 2$, with a *penalty*: large $a$ and $b$ cost
# $\rho (a^2 + b^2) / 2$. The fit $\theta = (a, b)$ solves *its* equations, "all slopes are 0". At $t = 3$ the line should
# come to 3. We want the slope in $\rho$ of the loss there.
#
# **Predict.** If training takes 1,000 steps, how many must be kept for that?

# %%
ad.predict("09.8c")


# %%
def fit(theta, rho):
    a, b = theta
    off = [a - 1, a + b - 2, a + 2 * b - 2]  # at 0, 1 and 2
    slopes = [sum(off) + rho * a, off[1] + 2 * off[2] + rho * b]
    loss = Fraction(1, 2) * (a + 3 * b - 3) ** 2  # at 3
    return {"theta_next": [a - slopes[0], b - slopes[1]], "loss": loss}


ridge = ad.close_loop(ad.trace(fit, theta=[0, 0], rho=1), {"theta_next": "theta"})
for rho in (Fraction(1), Fraction(1, 2), Fraction(1, 4)):
    slope = ridge.grad(rho=rho, output="loss")["rho"]
    print(f"rho = {rho}: loss {ridge.solve(rho=rho)['loss']}, slope {float(slope):.4f}")

# %% [markdown] tags=["fold"]
# None, only the $\theta$ at the end: that it solves the equations is all that is used. (Here Newton found it in one step.)
# At $\rho = 1$ the loss is $2/25$ and its slope is $2/25$, too, so a weaker penalty is better. At $1/4$ the slope is
# negative: the best penalty is a little stronger than that. (Larsen and others, 1996; with millions of weights, Lorraine
# and others, 2020.)

# %% tags=["check"]
# Author's check: section 09.8.
chain = [Fraction(n, 20) for n in (10, 10, 0, 4, 10, 6, 0, 5, 15)]
process = ad.close_loop(ad.trace(day, V=[0] * 3, r=[1, 0, 2], P=chain, gamma=Fraction(9, 10)), {"V_next": "V"})
value, worth = process.solve(), process.grad()
V = [value[f"V[{k}]"] for k in range(3)]
assert value.report.iterations == 1
assert V[0] == Fraction(14440, 1543)
assert worth["r"] == [Fraction(n, 1543) for n in (4720, 5850, 4860)]
assert sum(worth["r"]) == 10 == 1 / (1 - Fraction(9, 10))
assert worth["P"] == [Fraction(9, 10) * lam_i * V_j for lam_i in worth["r"] for V_j in V]
assert f"{float(V[0]):.2f}" == "9.36"
priced = worth["P"][1] - worth["P"][0]
assert priced == Fraction(9, 10) * worth["r"][0] * (V[1] - V[0])
assert f"{float(worth['P'][1]):.3f} {float(worth['P'][0]):.3f} {float(priced):.3f}" == "25.372 25.764 -0.393"
for step in (Fraction(1, 1000), Fraction(1, 10**6)):
    other = [chain[0] - step, chain[1] + step, *chain[2:]]
    assert sum(other[:3]) == 1
    assert abs((process.solve(P=other)["V[0]"] - V[0]) / step - priced) < 5 * step, "a nudge along the row"
assert min(worth["P"]) > 0, "each alone would gain"
penalty = ad.close_loop(ad.trace(fit, theta=[0, 0], rho=1), {"theta_next": "theta"})
assert penalty.solve().report.iterations == 1
assert (penalty.solve()["loss"], penalty.grad()["rho"]) == (Fraction(2, 25), Fraction(2, 25))
least = (9 * math.sqrt(6) - 16) / 23  # by hand
assert 1 / 4 < least < 0.27, "a little stronger than 1/4"
assert abs(penalty.grad(rho=least)["rho"]) < 1e-12
assert penalty.grad(rho=Fraction(1, 4))["rho"] < 0 < penalty.grad(rho=Fraction(1, 2))["rho"]
assert penalty.solve(rho=least)["loss"] < min(penalty.solve(rho=r)["loss"] for r in (0.2, 0.3, 1))
other_ways = [penalty.grad(theta=start)["rho"] for start in ([0, 0], [Fraction(5), Fraction(-7)])]
right |= {
    "09.8a": rooms.solve().report.iterations,
    "09.8b": int(sum(rooms.grad()["r"])),
    "09.8c": "C" if other_ways[0] == other_ways[1] else "A",
    "09.8d": "ABC"[[worth["P"][1], priced, 0].index(worth["P"][1] - worth["P"][0])],
}

# %% [markdown]
# ## 09.9 A loop inside a program
#
# A layer is seldom alone. Close a loop once, and call `solve` on it inside a function that you trace: the whole loop
# becomes
# *one instruction*. Take the smallest one from 09.1, and let the program square what comes out.
#
# **Predict.** At $x = 3$, what is the derivative of $z^2$ by $x$?

# %%
ad.predict("09.9a")


# %%
def squared(x):
    z = half.solve(x=x)["z"]
    return z * z


# %%
q = ad.trace(squared, x=3)
print(q, ad.grad(q)["x"], sep="\n")

# %% [markdown] tags=["fold"]
# $2 z = 12$ arrives at the loop, and each unit of $x$ moves $z$ by 2: together 24. How $z$ was found, and in how many
# turns, is not on the list. In notebook 08's words: one more line, one more constraint, and its multiplier is 12.

# %% [markdown]
# Such a line is an *implicit layer* (OptNet, Amos and Kolter, 2017; deep equilibrium models, Bai and others, 2019).
#
# Now 5,000 units in a ring, with a spectral radius of about 2.5: going round is thrown out. The matrix $I - J$ would have
# 25 million entries. GMRES (Saad and Schultz, 1986) needs no matrix, and does not mind that going round leads away. For
# the prices it asks for *products*, of the transposed matrix with one vector after another.
#
# **Predict.** What gives a product of $J^T$ with a vector?

# %%
ad.predict("09.9b")


# %%
def ring(z, x):
    return {"z_next": 2.5 * np.roll(z, 1) + 0.2 * sin(z) + x}


xs = np.linspace(-1, 1, 5000)
many = ad.close_loop(ad.trace(ring, z=np.zeros(5000), x=xs), {"z_next": "z"})
energy = ad.trace(lambda x: (many.solve(x=x)["z"] ** 2).sum(), x=xs)
nudged = [energy(x=xs + 1e-5 * sign * (np.arange(5000) == 7)) for sign in (1, -1)]
print(many.solve().report)
print(ad.grad(energy)["x"][7], (nudged[0] - nudged[1]) / 2e-5)

# %% [markdown] tags=["fold"]
# One reverse sweep through one turn: it pulls a vector back, whatever the shape. And as in 06.3, it matters little how many
# inputs there are: the gradient by all 5,000 takes *one* such linear system.

# %% tags=["check"]
# Author's check: section 09.9.
assert (q(x=3), ad.grad(q)["x"], ad.hessian(q)["x"]["x"]) == (36, 24, 8)
assert q.names[q.d :] == ("z", "squared")
assert "z = solve_" in repr(q)
assert ad.adjoints(q)["z"] == 12
assert ad.Lagrangian(q).multipliers()["z"] == 12
turn_slope = 2.5 * np.roll(np.eye(40), 1, axis=0)
assert f"{max(abs(np.linalg.eigvals(turn_slope))):.1f}" == "2.5"
assert not many.solve().report.earlier.converged
assert 2.2 < many.solve().report.earlier.spectral_radius < 2.8
rest = many.solve()["z"]
assert abs(2.5 * np.roll(rest, 1) + 0.2 * np.sin(rest) + xs - rest).max() < 1e-11
lam = ad.grad(energy)["x"]  # one turn has slope 1 in x
assert abs(lam - (2 * rest + 2.5 * np.roll(lam, -1) + 0.2 * np.cos(rest) * lam)).max() < 1e-10, "(I - J)^T lam = v"
assert math.isclose((nudged[0] - nudged[1]) / 2e-5, lam[7], rel_tol=1e-6)
in_a_row = ad.close_loop(ad.trace(once_round, z=np.zeros(2), x=np.array([0.1, 0.2]), W=W_strong), {"z_next": "z"})
deep = ad.grad(lambda x: (in_a_row.solve(x=x)["z"] * v2).sum(), x=np.array([0.1, 0.2]))["x"]
assert np.allclose(deep, wild.grad()["x"], rtol=1e-12), "also where going round diverges"
right |= {"09.9a": ad.grad(q)["x"], "09.9b": "A"}

# %% [markdown]
# ## 09.10 Summary
#
# With feedback the values solve a system, in general nonlinear, by going round or by Newton's method, and the matrix of the
# prices is no longer triangular. The prices still solve one *linear* system, with the transposed matrix $(I - J)^T$, taken
# at the solution and not along the way to it. Where $I - J$ is singular there is no derivative, and where there are several
# solutions it belongs to the one that was found. Inside a larger program a loop is one line.

# %% [markdown]
# ## 09.11 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
#
# ### Exercise 9.1 ★ Predict
#
# The loop $y = 0.5 + y^5$ has two positive solutions, 0.551 and 0.769. Newton's method starts at $y = 0.5$ (a), 0.6 (b),
# 0.7 (c) or 0.8 (d). From which starts does it find the *lower* one? (Its first step divides by $1 - 5 y^4$.)

# %%
answer = None  # letters of starts in quotes, for example "a d"
ad.exercises.check("9.1", answer)

# %% tags=["solution"]
answer = "a b"
ad.exercises.check("9.1", answer)

# %% tags=["check"]
# Author's check: exercise 9.1.
toy = ad.close_loop(ad.trace(lambda y, d: {"y_next": d + y**5}, y=0.5, d=0.5), {"y_next": "y"})
ends = [f"{toy.solve(y=y, method='newton')['y']:.3f}" for y in (0.5, 0.6, 0.7, 0.8)]
assert ends == ["0.551", "0.551", "0.769", "0.769"]

# %% [markdown]
# ### Exercise 9.2 ★★ Calculate by hand
#
# The loop `u_next = w / 2 + x`, `w_next = 4 * u / 5 + y`, with `f = w`. What are the prices of $u$ and $w$ at its solution?
# (Fractions, such as `"3/7"`; the values are not needed.)

# %%
answer = {"u": None, "w": None}
ad.exercises.check("9.2", answer)

# %% tags=["solution"]
answer = {"u": "4/3", "w": "5/3"}
ad.exercises.check("9.2", answer)

# %% [markdown]
# ### Exercise 9.3 ★★ Hunt the bug
#
# This should go round backwards until the prices are found, and return them as a list. Its author tested it with a
# symmetric $J$. Repair it.


# %%
def prices(J, v):
    lam = v
    for _ in range(200):
        lam = v + J @ lam
    return list(lam)


ad.exercises.check("9.3", prices)


# %% tags=["solution"]
def prices(J, v):
    lam = v
    for _ in range(200):
        lam = v + J.T @ lam  # the readers of z[k] stand in column k of J
    return list(lam)


ad.exercises.check("9.3", prices)

# %% [markdown]
# ### Exercise 9.4 ★★★ Build
#
# Write `slope(p)` without `close_loop`. `p` is one turn, traced at numbers $z$ and $x$; what it returns is fed back into
# `z`. Return $dz/dx$ at the solution, for `p.at["x"]` as it is, from the start `p.at["z"]`. One of the programs it is tried
# on does not come to rest by going round.


# %%
def slope(p):
    return None  # first z, from p.at["z"] on; then one equation for dz/dx


ad.exercises.check("9.4", slope)


# %% tags=["solution"]
def slope(p):
    z = p.at["z"]
    for _ in range(20):
        z += (p(z=z) - z) / (1 - ad.grad(p, z=z)["z"])
    bars = ad.grad(p, z=z)
    return bars["x"] / (1 - bars["z"])


ad.exercises.check("9.4", slope)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("09")

# %% [markdown]
# ## 09.12 Roads not taken
#
# *Time.* A loop that takes a step per day need not come to rest; [notebook 12](12_let_time_flow.ipynb) lets it run.
# *Constraints that are not fixed points.* Any equations $g(z, x) = 0$ will do, as many as unknowns: take $z - g$ for one
# turn. The conditions of [notebook 10](10_try_other_solvers.ipynb) are such equations, so a least cost can be a layer, too.
# *Several solutions.* Which one training should keep is another question.

# %% [markdown]
# ## 09.13 Further reading
#
# * T. Vieira, [Backprop is not just the chain
#   rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/) (2017): cyclic constraints
#   in a paragraph, with the uses above.
# * S. Bai, J. Z. Kolter, V. Koltun, [Deep equilibrium models](https://arxiv.org/abs/1909.01377), 2019: a network that is
#   one loop.
# * S. Wu Fung and others, [JFB: Jacobian-free backpropagation for implicit networks](https://arxiv.org/abs/2103.12803),
#   2021: when $k = 0$ of 09.4 will do.
# * M. Blondel and others, [Efficient and modular implicit differentiation](https://arxiv.org/abs/2105.15183), 2022: loops as
#   parts of programs, in general.

# %% [markdown]
# The first sources: J. Kepler, *Epitome*, 1621, for his equation; I. Newton,
# about 1669, and J. Raphson, 1690; L. Almeida and F. Pineda, each 1987, for prices by going round; B. Christianson,
# *Reverse accumulation and attractive fixed points*, Optim. Methods Softw. 3, 1994; R. Bellman, *Dynamic
# programming*, 1957.

# %% [markdown]
# Also J. Larsen and others, *Design and regularization of neural networks*, 1996, and J. Lorraine and others, [Optimizing
# millions of hyperparameters](https://arxiv.org/abs/1911.02590), 2020; Y. Saad and M. Schultz, *GMRES*, 1986; B. Amos and
# J. Z. Kolter, [OptNet](https://arxiv.org/abs/1703.00443), 2017.
#
# **Next:** [10, try other solvers](10_try_other_solvers.ipynb): who says that the blocks must be solved exactly? Back to
# the [map](00_see_a_gradient_appear.ipynb).
