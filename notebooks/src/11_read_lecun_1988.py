# %% [markdown]
# # Read LeCun 1988
#
# **Question.** How does a neural-network person say all this?
#
# **You will** learn five rows of a dictionary, go through the argument of a paper of 1988 with code in its letters, hunt a
# sign that was lost in print, let one number be many weights, train a network to read real handwriting, see how far back
# its multipliers reach, and step through a loss that was written for PyTorch.
#
# **You need** [notebook 08](08_solve_the_three_blocks.ipynb), and matrices times vectors.
#
# **Time.** 45 minutes; the exercises take 40. Sections 11.10 and 11.11 may wait.

# %%
import adlesson as ad
import numpy as np
from adlesson.show.plot.bench_results import time_of

ad.progress("11")

# %% [markdown]
# ## 11.1 Five rows of a dictionary
#
# In a step of training a plus or a minus stands before the rate. Which of them it is depends on how somebody wrote a
# Lagrangian, and in 1988 Y. Le Cun wrote one for a net. First the smallest net: one weight, $w = 3$, one input, 2, so
# $X = w \cdot 2 = 6$. Wanted is $D = 10$, and
#
# $$L = (D - X)^2 + B \, (X - 2 w).$$
#
# **Predict.** For which $B$ is $L$ flat in $X$, at $X = 6$?

# %%
ad.predict("11.1d")

# %% [markdown] tags=["fold"]
# $-2 \cdot (10 - 6) + B = 0$, so $B = 8$. And $\partial L / \partial w = -2 B = -16$: up with $w$. Check it:
# $C = (10 - 2 w)^2$, at $w = 3$, has the slope $2 \cdot 4 \cdot (-2) = -16$.

# %% [markdown]
# "A Theoretical Framework for Back-Propagation" states a layered network so. Here are four rows; the fifth comes below.
#
# | | notebooks 03 to 08 | LeCun 1988 |
# |---|---|---|
# | input, intermediate, output | $z_0$, $z_i$, $z_n$ | $X(0)$, $X(k)$, $C$ |
# | operation | $z_i = f_i(z_{\alpha(i)})$ | $X(k) =$ $F(W(k) X(k-1))$ |
# | multiplier | $\lambda_i$ | $B(k)$ |
# | Lagrangian | $z_n - \sum \lambda_i$ $(z_i - f_i)$ | $C + \sum B(k)'$ $(X(k) -$ $F(W(k) X(k-1)))$ |
#
# Other people write the same in other letters:

# %%
ad.DICTIONARY

# %% [markdown]
# $X(k)$ is a vector, the **states** of layer $k$; $A(k) = W(k) X(k-1)$ are its **total inputs**. A prime transposes, but
# $F'$ is the slope of $F$. With a target $D$ for the last layer the cost is $C = (D - X(N))' (D - X(N))$, without the
# usual $1/2$.
#
# Most texts call $\delta(k)$ what the cost gains per unit of the *total inputs*, $\partial C / \partial A(k)$. As a
# program, a layer has two lines, one for $A(k)$, one for $X(k) = F(A(k))$.
#
# **Predict.** With the minus of notebook 07, which of their multipliers is $\delta(k)$?

# %%
ad.predict("11.1c")

# %% [markdown]
# **Predict.** A layer of three units reads two inputs. Which shape has its $W(1)$?

# %%
ad.predict("11.1a")

# %% [markdown]
# Now the net of the next section: two inputs, two layers of three, two outputs.
#
# **Predict.** How many numbers are there in all its multipliers $B(k)$?

# %%
ad.predict("11.1b")

# %% [markdown] tags=["fold"]
# The matrices are 3 by 2, 3 by 3 and 2 by 3, and there is a multiplier for each state that is computed, $3 + 3 + 2 = 8$.
#
# The fifth row is for $\delta$. The course post says that $\lambda$ is $\delta$. That holds for the line of $A(k)$ alone.
# LeCun has one constraint for both lines, and its $B(k)$ belongs to $X(k)$. Going back through $F$ is a factor $F'$ more:
#
# | | notebooks 03 to 08 | LeCun 1988 |
# |---|---|---|
# | the usual $\delta(k)$ | $\lambda$ of the line of $A(k)$ | $-F'(A(k)) \, B(k)$, which 11.3 calls $-Y(k)$ |

# %% [markdown]
# ## 11.2 States, left to right
#
# A net small enough to print, one pattern $X(0)$ and its target $D$:

# %%
W = {
    1: np.array([[0.5, -0.4], [0.3, 0.8], [-0.6, 0.1]]),
    2: np.array([[0.2, -0.5, 0.7], [0.9, 0.4, -0.3], [-0.1, 0.6, 0.5]]),
    3: np.array([[0.3, -0.8, 0.5], [0.7, 0.2, -0.4]]),
}
X, D = {0: np.array([1, -0.5])}, np.array([0.25, -0.75])
for k in W:
    X[k] = np.tanh(W[k] @ X[k - 1])
C = (D - X[3]) @ (D - X[3])
print(X[3], C)

# %% [markdown]
# The loop has solved $\partial L / \partial B(k) = 0$, feasibility: $X(3) = (-0.624, 0.113)$, where $(0.25, -0.75)$ was
# wanted, and $C = 1.508949$.
#
# ## 11.3 Multipliers, right to left
#
# $X(k)$ stands in its own equation, and inside $F$ in the next. With one unit in each layer, two terms of $L$ have it:
# $B(k) \, X(k)$ and $-B(k+1) \, F(W(k+1) \, X(k))$. Flat means
#
# $$B(k) = B(k+1) \, F'(A(k+1)) \, W(k+1).$$

# %% [markdown]
# With more units, $W$ is read by columns: each state adds up what all units above it send. So
# $\partial L / \partial X(k) = 0$ says, for $k < N$,
#
# $$\begin{aligned}
# B(k) &= W(k+1)' \, Y(k+1) \\
# \text{with} \quad Y(k) &= F'(A(k)) \, B(k),
# \end{aligned}$$
#
# the slopes times $B$, entry by entry. And $X(N)$ stands in $C$:

# %% [markdown]
# $$\begin{aligned}
# \frac{\partial C}{\partial X(N)} + B(N) &= 0, \\
# \text{so} \quad B(N) &= 2 \, (D - X(N)).
# \end{aligned}$$
#
# The 2 is there because the $1/2$ is not. For $\tanh$, $F'(A) = 1 - X^2$.
#
# **Predict.** $D - X(3)$ is $(0.874, -0.863)$. What is the first of the two numbers of $B(3)$?

# %%
ad.predict("11.3a")

# %% [markdown]
# **Predict.** Should the first output rise or fall, for $C$ to fall?

# %%
ad.predict("11.3b")

# %%
B, Y = {3: 2 * (D - X[3])}, {}
for k in (3, 2, 1):
    Y[k] = (1 - X[k] ** 2) * B[k]
    B[k - 1] = W[k].T @ Y[k]
{k: B[k].round(3).tolist() for k in B}

# %% [markdown] tags=["fold"]
# $B(3) = (1.748, -1.727)$: up, and down. In LeCun's letters a multiplier points to where its state *should* go.

# %% [markdown]
# ## 11.4 The same list
#
# `ad.layers` writes the net as a list of ordinary instructions, between arrays.
#
# **Predict.** The engine's adjoint of $X(2)$ says how fast $C$ grows with each of its states. How is it related to $B(2)$?

# %%
ad.predict("11.4a")

# %%
net = ad.layers.Network([2, 3, 3, 2], F="tanh", weights=list(W.values()))
p = net.program(X[0], D)
bars = ad.adjoints(p)
print({k: bars[f"X{k}"].round(3).tolist() for k in (3, 2, 1)})
print("of A(3):", bars["A3"].round(3), "and Y(3):", Y[3].round(3))

# %% [markdown]
# **Say why.** Why is $B(k)$ minus the adjoint of $X(k)$? Put the reason together: take the three parts that make it
# up.

# %%
ad.predict("11.4b")

# %% [markdown] tags=["fold"]
# $B(k) = -\bar X(k)$, to the last digit. $L$ has a *plus* before $B$, so $B(N)$ is minus the slope of $C$, as a nudge told
# in notebook 07; $W$ and $F$ keep the sign on the way back. The recursion of 1988 and the reverse sweep are one. (And the
# adjoint of $A(3)$, the usual $\delta$, is $-Y(3)$.)

# %% [markdown]
# **Predict.** Which of these matrices is the last to get its adjoint: $W(1)$, $W(2)$ or $W(3)$? (Then step through
# the sweep. There *broadcast* means the same number for each entry, and ⊙ entry by entry.)

# %%
ad.predict("11.4c")

# %%
ad.Stepper(p)

# %% tags=["check"]
# Author's check: sections 11.1 to 11.4.
rows = {row[0]: row[1:] for row in ad.DICTIONARY}
assert rows["input, intermediate, output"][3] == "X(0), X(k), C"
assert rows["operation"][3] == "X(k) = F(W(k) X(k-1))"
assert rows["multiplier"][1::2] == ("lambda_i", "B(k)")
assert rows["Lagrangian"][1] == "z_n - sum lambda_i (z_i - f_i)"
assert rows["Lagrangian"][3] == "C + sum B(k)'(X(k) - F(W(k)X(k-1)))"
assert [name for name in rows if "delta" in name] == [], "the row for delta is ours: what it says is computed below"
assert (ad.NOTATIONS["lecun"].sign, ad.NOTATIONS["blog"].sign) == (1, -1)
weights = [
    [[0.5, -0.4], [0.3, 0.8], [-0.6, 0.1]],
    [[0.2, -0.5, 0.7], [0.9, 0.4, -0.3], [-0.1, 0.6, 0.5]],
    [[0.3, -0.8, 0.5], [0.7, 0.2, -0.4]],
]
small = ad.layers.Network([2, 3, 3, 2], weights=weights)
pattern, target = np.array([1, -0.5]), np.array([0.25, -0.75])
states, letters = small.states(pattern).X, small.multipliers(pattern, target)
assert abs(small.C(pattern, target) - 1.5089492851381012376) < 1e-14
assert states[3].round(3).tolist() == [-0.624, 0.113]
assert (target - states[3]).round(3).tolist() == [0.874, -0.863]
assert [w.shape for w in small.W.values()] == [(3, 2), (3, 3), (2, 3)]
assert sum(len(letters.B[k]) for k in (1, 2, 3)) == 8
known = {
    3: [1.7475055023502799, -1.7268531089261475],
    2: [-0.87296292110991379, -1.1950135590989362, 1.2156584119688404],
    1: [-0.97211244208789354, 0.72310427809028032, 0.17196383165445296],
}


def smallest(w):
    X = w * 2
    C = (10 - X) ** 2
    return C


one_unit = ad.trace(smallest, w=3)
assert (ad.primals(one_unit)["X"], -ad.adjoints(one_unit)["X"], ad.grad(one_unit)["w"]) == (6, 8, -16)
program = small.program(pattern, target)
adjoints, multipliers = ad.adjoints(program), ad.Lagrangian(program, sign=+1).multipliers()
for k, expected in known.items():
    assert np.allclose(letters.B[k], expected, rtol=1e-14, atol=0)
    assert (letters.B[k] == -adjoints[f"X{k}"]).all()
    assert (letters.B[k] == multipliers[f"X{k}"]).all()
    assert np.allclose(B[k], letters.B[k], rtol=1e-14, atol=0)
    assert np.allclose(Y[k], letters.Y[k], rtol=1e-14, atol=0)
    delta = ad.Lagrangian(program, sign=-1).multipliers()[f"A{k}"]
    assert np.allclose(delta, adjoints[f"A{k}"], rtol=1e-15, atol=0)
    assert np.allclose(delta, -letters.Y[k], rtol=1e-14, atol=0), "the usual delta is -Y"
    assert not np.allclose(delta, -letters.B[k], rtol=1e-3), "and not -B"
paid = [step.target for step in ad.reverse_sweep(program) if step.kind == "reverse"]
assert [name for name in program.names if np.shape(ad.primals(program)[name]) == (3, 2)] == ["W1"]
assert set(paid[-2:]) == {"W1", "X0"}
right = {
    "11.1a": "ABC"[[(2, 3), (3, 2), (3, 3)].index(W[1].shape)],
    "11.1b": sum(B[k].size for k in (1, 2, 3)),
    "11.1c": "ABC"[[np.allclose(bars[name], -Y[3]) for name in ("X3", "A3")].index(True)],
    "11.1d": 2 * (10 - 3 * 2),
    "11.3a": round(B[3][0], 3),
    "11.3b": "A" if bars["X3"][0] < 0 else "B",  # C falls if it rises
    "11.4a": "ABC"[[np.allclose(B[2], u) for u in (bars["X2"], bars["X2"] / 2, -bars["X2"])].index(True)],
    "11.4c": "ABC"[["W3", "W1", "W2"].index(max(("W1", "W2", "W3"), key=paid.index))],
}
assert sum(w.size for w in W.values()) == 21  # all weights
assert small.multipliers(pattern, target, sign=-1).B[3][0] == -B[3][0]

# %% [markdown] tags=["fold"]
# $W(1)$, at the very end.

# %% [markdown]
# An array node is many scalars; layer 3 has two units, `f1` and `f2`, with three weights each. `net.layer(3, ...)` opens
# it. In the place of the cost stands $-B(3)_1 f_1 - B(3)_2 f_2$: the outputs, by their prices. (Only slopes go back, so a
# straight cost with the same slopes will do.)
#
# **Predict.** In the small program, what is the adjoint of `x1`, the first state of layer 2? (You have seen all of $B$.)

# %%
ad.predict("11.4d")

# %%
top = net.layer(3, X[0], D)
opened = ad.adjoints(top)
print(opened["w12"], opened["x1"])
ad.Stepper(top)

# %% [markdown] tags=["fold"]
# $0.873$ is $-B(2)_1$: two readers, two shares. And $-0.628$, the adjoint of `w12`, is $\partial C / \partial w_{12}(3)$ of
# the *whole* net: the prices above are all that a layer needs to know.

# %% [markdown]
# ## 11.5 What is left: the weights
#
# Weights are given, so $\partial L / \partial W(k)$ is the sensitivity, and wherever both blocks hold it is the gradient:
#
# $$\begin{aligned}
# \frac{\partial C}{\partial W(k)} &= -Y(k) \, X(k-1)', \\
# W(k) &\leftarrow W(k) + \eta \, Y(k) \, X(k-1)'.
# \end{aligned}$$
#
# **Predict.** A plus in the step, $\eta = 0.05$: will $C$ rise or fall?

# %%
ad.predict("11.5a")

# %%
moved = {f"W{k}": W[k] + 0.05 * np.outer(Y[k], X[k - 1]) for k in W}
net.C(X[0], D), net.with_parameters(moved).C(X[0], D)

# %% [markdown] tags=["fold"]
# It falls, from 1.508949 to 1.272698.

# %% [markdown]
# ## 11.6 A bug hunt in print
#
# An [article on the web](https://nrschlies.github.io/articles/Backprop_via_Lagrangians.html) about this paper, clear and
# useful otherwise, comes to these four lines (in our letters; read in 2026):
#
# $$\begin{aligned}
# B(N) &= 2 \, (D - X(N)) \\
# Y(k) &= F'(A(k)) \, B(k) \\
# B(k-1) &= W(k)' \, Y(k) \\
# W(k) &\leftarrow W(k) - \eta \, Y(k) \, X(k-1)'
# \end{aligned}$$
#
# **Predict.** Will $C$ rise or fall after this step?

# %%
ad.predict("11.6a")

# %% [markdown]
# **Predict.** Which line would you change?

# %%
ad.predict("11.6b")

# %%
for sign in (+1, -1):
    ours = net.multipliers(X[0], D, sign=sign)
    after = [net.updated(X, ours.Y, 0.05, sign=step).C(X[0], D) for step in (+1, -1)]
    print(f"L with {sign:+d}: step with +, C = {after[0]:.6f}; with -, C = {after[1]:.6f}")

# %% [markdown] tags=["fold"]
# 1.771066: uphill. Each line is right in one convention. The first and the last come from different ones.
#
# | | $C + \sum \dots$ (LeCun) | $C - \sum \dots$ (Vieira) |
# |---|---|---|
# | $B(N)$ | $2 (D - X(N))$ | $-2 (D - X(N))$ |
# | $Y(k)$, $B(k-1)$ | $F' B$, $W' Y$ | the same |
# | $\partial C / \partial X(k)$ | $-B(k)$ | $B(k)$ |
# | step | $W + \eta \, Y X'$ | $W - \eta \, Y X'$ |
#
# The recursion in the middle looks alike in both, so nothing on the way reminds you where you started. It is an easy slip,
# and easily seen: look at $C$ after a step. (Which step the paper prints, we do not know; with its $L$ it has to be the
# plus.)

# %% tags=["check"]
# Author's check: sections 11.4 to 11.6.
inside = small.layer(3, pattern, target)
scalars = ad.adjoints(inside)
assert f"{scalars['w12']:.3f} {scalars['x1']:.3f} {letters.B[2][0]:.3f}" == "-0.628 0.873 -0.873"
slopes = small.gradients(pattern, target)
assert np.isclose(scalars["w12"], slopes["W3"][0, 1], rtol=1e-13)
assert np.isclose(scalars["w12"], -0.62842442367233096, rtol=1e-13)
assert np.isclose(scalars["x1"], -letters.B[2][0], rtol=1e-13)
for k in (1, 2, 3):
    assert np.allclose(slopes[f"W{k}"], -np.outer(letters.Y[k], states[k - 1]), rtol=1e-14)
report = ad.check_gradient(program, gradient=slopes)
assert report.ok  # two-sided differences, which know no sign convention
mixed = {
    (sign, step): small.updated(states, small.multipliers(pattern, target, sign).Y, 0.05, step).C(pattern, target)
    for sign in (1, -1)
    for step in (1, -1)
}
assert f"{mixed[1, 1]:.6f} {mixed[-1, -1]:.6f}" == "1.272698 1.272698"
assert f"{mixed[1, -1]:.6f} {mixed[-1, 1]:.6f}" == "1.771066 1.771066"
other = small.multipliers(pattern, target, sign=-1)
assert (other.B[3] == -2 * (target - states[3])).all()
assert all((other.B[k] == adjoints[f"X{k}"]).all() for k in (1, 2, 3))
assert np.isclose(small.with_parameters(moved).C(pattern, target), mixed[1, 1], rtol=1e-14)
half = ad.layers.Network([2, 3, 3, 2], cost="half squares", weights=weights).multipliers(pattern, target)
assert np.allclose(half.B[3], target - states[3]), "the 2 is there because the 1/2 is not"
before, either = net.C(X[0], D), [mixed[1, 1], mixed[-1, -1]]  # line 4 changed, or line 1
right |= {
    "11.4d": round(opened["x1"], 3),
    "11.5a": "A" if mixed[1, 1] < before else "B",
    "11.6a": "A" if mixed[1, -1] < before else "B",
    "11.6b": {(True, True): "D", (True, False): "B", (False, True): "A"}[tuple(u < before for u in either)],
}

# %% [markdown]
# ## 11.7 One number in many places
#
# The paper names constraints *among the weights* as one use of the method. Make them functions $W(u)$ of fewer numbers,
# and the derivative by $u$ is
#
# $$\frac{\partial C}{\partial u} = \sum_{i,j,k}
# \frac{\partial C}{\partial w_{ij}(k)} \, \frac{\partial w_{ij}(k)}{\partial u}.$$
#
# **Predict.** Add the same $u$ to $w_{11}$ and $w_{22}$ of $W(1)$, and to the diagonal of $W(2)$. The five derivatives are
# 0.6170, 0.3580, 0.5008, $-0.0778$ and 0.5919. And that by $u$, at 0?

# %%
ad.predict("11.7a")


# %%
def diagonals(u):
    return [W[1] + u * np.eye(3, 2), W[2] + u * np.eye(3), W[3]]


print(ad.layers.Shared(net, diagonals, u=0.0).gradients(X[0], D)["u"])

# %% [markdown] tags=["fold"]
# 1.9898, their sum: **weight sharing** is a variable that is read five times, and notebook 05's sum over edges. No new
# rule.

# %% [markdown]
# A window of 3 by 3 weights slides over a picture of 8 by 8, one unit for each place.
#
# **Predict.** How many units are there?

# %%
ad.predict("11.7b")

# %% [markdown]
# **Predict.** And how many numbers are there to learn?

# %%
ad.predict("11.7c")

# %%
table = ad.layers.convolution((8, 8), (3, 3))
print(table.shape, (table >= 0).sum(), table.max() + 1)
table[0].reshape(8, 8)[:4, :4]

# %% [markdown] tags=["fold"]
# 36 units, 324 connections, 9 numbers. The table says which of them a weight is ($-1$: none); above is the corner of the
# picture that the first unit sees. We will use it.

# %% [markdown]
# ## 11.8 Real handwriting
#
# 1,797 digits by 13 people, scaled down to 8 by 8 pixels (`d.source` says whose). Every fifth is kept back for testing.
#
# **Predict.** Look at image 4 below. Which digit is it?

# %%
d = ad.data.digits()
ad.draw_weights({f"image {k}": d.images[k].reshape(8, 8) for k in range(6)})

# %%
ad.predict("11.8a")

# %% [markdown] tags=["fold"]
# They are 0, 1, 2, 3, 5, 6.

# %% [markdown]
# Now a net of 64, 32 and 10 units. Patterns are columns of $X(0)$, so that $Y(k) X(k-1)'$ sums over them. Thresholds $t(k)$
# (biases) are weights of a unit that is always 1. The last layer has no $\tanh$: there $X(N) = A(N)$. Its states become
# parts of 1, $e^{X_i} / \sum_j e^{X_j}$, their *softmax* (Bridle, 1990), and the cost is the *cross-entropy*, $-\log$ of the
# right digit's part.

# %% [markdown]
# Then $B(N)$ is the target, a 1 among zeros, minus the parts, and so is $Y(N)$, since $F' = 1$ there. The steps are not the
# plain ones of 11.5, but those of *Adam* (Kingma and Ba, 2015), a step for every 32 patterns.
#
# **Predict.** Guessing reads 10 % of the test images. How many will the net read, after going through the 1,438 others 20
# times, 20 **epochs**?

# %%
ad.predict("11.8b")

# %%
images, test = d.images.T, (d.test_images.T, d.test_labels)
large = ad.layers.Network([64, 32, 10], cost="cross-entropy", thresholds=True)
run = ad.fit(large, images, d.labels, epochs=20, test=test, each=ad.live_curves())
print(run)

# %% [markdown] tags=["fold"]
# About 97 %, within seconds. (All 13 writers are in both parts. How well it reads a *new* hand, this does not tell. And if
# you ever stop a training half-way, the best weights so far are in `ad.fit.kept.net`.)

# %% [markdown]
# Which ones does it misread, and can you blame it?

# %%
said = run.net.outputs(test[0]).argmax(0)
wrong = np.flatnonzero(said != test[1])[:6]
named = {f"no. {k}: {test[1][k]} as {said[k]}": d.test_images[k] for k in wrong}
ad.draw_weights({name: image.reshape(8, 8) for name, image in named.items()})

# %% [markdown]
# **Predict.** Now the window: 9 shared numbers below, 360 weights above them, no thresholds, in place of $2304 + 360$. How
# much worse does it read?

# %%
ad.predict("11.8c")

# %%
plain, n = ad.layers.Network([64, len(table), 10], cost="cross-entropy"), table.max() + 1
u, V = np.random.default_rng(0).normal(0, 1 / 3, n), plain.W[2]
window = ad.layers.Shared(plain, lambda u, V: [ad.layers.tied(u, table), V], u=u, V=V)
second = ad.fit(window, images, d.labels, epochs=20, test=test)
print(window, second, sep="\n")
ad.draw_weights({"u": second.net.parameters["u"].reshape(round(n**0.5), -1)})

# %% tags=["check"]
# Author's check: sections 11.7 and 11.8.
import inspect

tied = ad.layers.Shared(small, lambda u: [small.W[1] + u * np.eye(3, 2), small.W[2] + u * np.eye(3), small.W[3]], u=0.0)
five = [*np.diag(slopes["W1"][:2]), *np.diag(slopes["W2"])]
assert [f"{u:.4f}" for u in five] == ["0.6170", "0.3580", "0.5008", "-0.0778", "0.5919"]
by_u = tied.gradients(pattern, target)["u"]
assert np.isclose(by_u, sum(five), rtol=1e-13)
assert abs(by_u - 1.98979498970) < 5e-12
ends = [tied.with_parameters({"u": h}).C(pattern, target) for h in (1e-5, -1e-5)]
assert abs((ends[0] - ends[1]) / 2e-5 - by_u) < 1e-8
places = ad.layers.convolution((8, 8), (3, 3))
assert (len(places), (places >= 0).sum(), len(set(places[places >= 0]))) == (36, 324, 9)
corner = [[0, 1, 2, -1], [3, 4, 5, -1], [6, 7, 8, -1], [-1] * 4]
assert places[0].reshape(8, 8)[:4, :4].tolist() == corner, "what the first unit sees"
assert (places[0].reshape(8, 8)[4:] == -1).all()
digits = ad.data.digits()
assert (len(digits.images), len(digits.test_images), digits.images.shape[1]) == (1438, 359, 64)
assert 1438 + 359 == 1797
assert "13 writers" in digits.source
assert "CC BY 4.0" in digits.source
assert digits.labels[:6].tolist() == [0, 1, 2, 3, 5, 6], "the text names the six digits of the picture"
reader = ad.layers.Network([64, 32, 10], cost="cross-entropy", thresholds=True)
ten, ten_labels = digits.images[:10].T, digits.labels[:10]
targets = ad.layers.one_hot(ten_labels, 10)
assert np.allclose(reader.multipliers(ten, ten_labels).B[2], targets - reader.outputs(ten)), "target minus softmax"
assert np.allclose(reader.multipliers(ten, ten_labels).Y[2], targets - reader.outputs(ten)), "the last layer has no tanh"
chosen = {name: one.default for name, one in inspect.signature(ad.fit).parameters.items()}
assert (chosen["method"], chosen["batch"]) == ("adam", 32)
alone = [reader.gradients(ten[:, k], int(ten_labels[k]))["W1"] for k in range(10)]
assert np.allclose(reader.gradients(ten, ten_labels)["W1"], sum(alone)), "a sum over patterns"
held_back = digits.test_images.T, digits.test_labels
trained = ad.fit(reader, digits.images.T, digits.labels, epochs=20, test=held_back)
assert 0.96 < trained.test_accuracy[trained.best] < 0.985, "the text says about 97 %"
assert trained.seconds < 120, "the text says within seconds"
assert trained.test_accuracy[0] < 0.25 < 0.5 < trained.test_accuracy[1]
assert (second.net.parameters["u"].size, second.net.parameters["V"].size, 64 * 36) == (9, 360, 2304)
assert 0.92 < second.test_accuracy[second.best] < 0.96, "the text says about 94 %"
nearest = lambda u, known: min(known, key=lambda k: abs(u - k))  # of the shares a question names
right |= {
    "11.7a": round(by_u, 4),
    "11.7b": len(table),
    "11.7c": int(table.max()) + 1,
    "11.8a": "ABCD"[[3, 9, 5, 8].index(d.labels[4])],
    "11.8b": "ABCD"[[0.5, 0.8, 0.97, 1].index(nearest(trained.test_accuracy[trained.best], [0.5, 0.8, 0.97, 1]))],
    "11.8c": "ABC"[[0.94, 0.7, 0.4].index(nearest(second.test_accuracy[second.best], [0.94, 0.7, 0.4]))],
}
assert f"{by_u / 5:.3f} {sum(map(abs, five)):.2f}" == "0.398 2.15"  # the mean, and without the signs

# %% [markdown] tags=["fold"]
# About 94 %, with 369 parameters: the same small window is of use all over the picture.

# %% [markdown]
# ## 11.9 How far back do multipliers reach?
#
# Going back one layer multiplies $B$ by slopes and by $W'$. The slope of the sigmoid is at most $1/4$, that of $\tanh$ at
# most 1. (Hochreiter, 1991, and Bengio and others, 1994, found what that does.)
#
# **Predict.** Draw the size of $B(k)$ for nine hidden layers: with sigmoids, with $\tanh$, with $\tanh$ and weights three
# times as large. Which $B(0)$ is the smallest, which the largest?

# %%
ad.predict("11.9a")

# %%
sizes = [64] + [32] * 9 + [10]
deep = {F: ad.layers.Network(sizes, F=F, cost="cross-entropy") for F in ("sigmoid", "tanh")}
large = {name: 3 * w for name, w in deep["tanh"].parameters.items()}
deep["tanh, weights times 3"] = deep["tanh"].with_parameters(large)
series = {}
for name, untrained in deep.items():
    B = untrained.multipliers(images[:, :100], d.labels[:100]).B
    series[name] = sorted(B), [np.sqrt((B[k] ** 2).mean()) for k in sorted(B)]
ad.plots.lines(series, "Multipliers on their way back", "layer k", "size of B(k)", log="y")

# %% [markdown] tags=["fold"]
# From right to left: with sigmoids they **vanish**, by a factor of about 4 in each layer, to about a millionth; with
# $\tanh$ they stay within a factor of 5; with large weights they explode. The 4 is for *these* first weights: they are
# drawn so that $W'$ leaves the size of a vector about as it is, and the slope alone is left. Weights four times as large
# would make up for it, at first. (`ad.plot_layers` also shows states and gradients, of one net.)

# %% [markdown]
# **Predict.** Train the first two for 20 epochs. How well do they read?

# %%
ad.predict("11.9b")

# %%
for F in ("sigmoid", "tanh"):
    print(ad.fit(deep[F], images, d.labels, epochs=20, test=test))

# %% tags=["check"]
# Author's check: section 11.9.
hundred = digits.images[:100].T, digits.labels[:100]
layers = [64, *[32] * 9, 10]
reach = {}
for F, factor in (("sigmoid", 1), ("tanh", 1), ("tanh", 3)):
    made = ad.layers.Network(layers, F=F, cost="cross-entropy")
    made = made.with_parameters({name: factor * w for name, w in made.parameters.items()})
    prices = made.multipliers(*hundred).B
    reach[F, factor] = [np.sqrt((prices[k] ** 2).mean()) for k in range(11)]
vanishing, level, growing = reach.values()
ratios = [vanishing[k + 1] / vanishing[k] for k in range(1, 9)]
assert all(3.5 < ratio < 5 for ratio in ratios)
first = ad.layers.Network(layers, F="sigmoid", cost="cross-entropy").multipliers(*hundred)
size = lambda u: np.sqrt((u**2).mean())
assert all(0.9 < size(first.B[k - 1]) / size(first.Y[k]) < 1.1 for k in range(2, 10)), "W' leaves the size as it is"
assert all(0.2 < size(first.Y[k]) / size(first.B[k]) < 0.25 for k in range(1, 10)), "the slopes"
wide = ad.layers.Network(layers, F="sigmoid", cost="cross-entropy")
wide = wide.with_parameters({name: 4 * w for name, w in wide.parameters.items()}).multipliers(*hundred)
assert all(0.5 < size(wide.B[k + 1]) / size(wide.B[k]) < 2 for k in range(1, 9)), "made up for"
assert 0.9e-6 < vanishing[0] / vanishing[10] < 1.2e-6, "about a millionth is left"
assert max(level) < 5 * min(level)
assert all(growing[k] > 1.2 * growing[k + 1] for k in range(10))
assert growing[0] > 20 * growing[10]
A = np.linspace(-9, 9, 1001)
assert max(ad.layers.slope(ad.layers.UNITS["sigmoid"], A)) == 0.25
assert max(ad.layers.slope(ad.layers.UNITS["tanh"], A)) == 1
taught = {
    F: ad.fit(ad.layers.Network(layers, F=F, cost="cross-entropy"), digits.images.T, digits.labels, test=held_back)
    for F in ("sigmoid", "tanh")
}
assert taught["sigmoid"].epochs == 20
assert max(taught["sigmoid"].test_accuracy) < 1 / 4 < 0.9 < max(taught["tanh"].test_accuracy)
at_the_bottom = {name: sizes_there[0] for name, (_, sizes_there) in series.items()}
curves = ["tanh, weights times 3", "sigmoid", "tanh"]
reads_well = [max(taught[F].test_accuracy) > 0.9 for F in ("sigmoid", "tanh")]
right |= {
    "11.9a": "".join("ABC"[curves.index(name)] for name in sorted(at_the_bottom, key=at_the_bottom.get)),
    "11.9b": "ABCD"[[[True, True], [True, False], [False, True], [False, False]].index(reads_well)],
}

# %% [markdown] tags=["fold"]
# The lower layers of the first hardly hear of the cost. After the same work it is little better than guessing, which reads
# 10 %; with $\tanh$ it reads more than nine in ten.

# %% [markdown]
# ## 11.10 What the letters cost
#
# `ad.fit` takes the net's list, makes its gradient a program (notebook 05b), and compiles it (notebook 06).
#
# **Predict.** The same training was written out in NumPy by hand, and in PyTorch. How do the three compare, per epoch?

# %%
ad.predict("11.10a")

# %%
timed = ad.bench_results()
rows = [row for row in timed["works"]["training"]["rows"] if row["size"] == 20]
times = {row["who"]: 1000 * time_of(rows, row["who"]) / 20 for row in rows}
title = f"An epoch of 64-32-10, measured on {timed['date']}"
unit = f"milliseconds (Python {timed['python']}, {timed['cores']} cores)"
ad.plots.bars(times, title, unit)

# %% tags=["check"]
# Author's check: section 11.10.
import re

assert re.search("64-32-10.*by number of epochs", timed["works"]["training"]["title"])
assert times["adlesson, fit"] <= 1.5 * times["NumPy, by hand"]
assert times["adlesson, fit"] <= times["PyTorch"]
assert times["JAX, scans ahead of time"] < times["NumPy, by hand"]
right |= {"11.10a": "B" if times["NumPy, by hand"] < times["adlesson, fit"] < times["PyTorch"] else "A"}

# %% [markdown] tags=["fold"]
# `fit` takes at most one and a half times as long as code by hand, and no longer than PyTorch, which is made for larger
# things. JAX, which compiles the whole training as one program, beats all three. (One machine, one day.)

# %% [markdown]
# ## 11.11 A loss that was written for PyTorch
#
# Most nets are written for PyTorch. Its functions ask a value that is no tensor what to do, and a traced value answers in
# instructions: a loss of your own need not be changed. Below, two patterns, one in each row of `scores`, and the
# cross-entropy of 11.8, the *mean* over both. (Where PyTorch is missing, its two functions are written out.)
#
# **Predict.** For the first pattern the softmax of the right class is 0.6. What is the adjoint of its score?

# %%
ad.predict("11.11a")

# %%
try:
    from torch import tensor
    from torch.nn.functional import cross_entropy
except ImportError:
    tensor = np.array

    def cross_entropy(scores, right):
        return (ad.logsumexp(scores, axis=1) - scores[[0, 1], right]).mean()


# %%
def loss(V):
    scores = tensor([[1.0, 0.0], [1.0, 1.0]]) @ V
    return cross_entropy(scores, tensor([0, 2]))


q = ad.trace(loss, V=np.array([np.log([0.6, 0.3, 0.1]), [1.0, 0.0, -1.0]]))
print(ad.adjoints(q)["scores"].round(3))
ad.Stepper(q)

# %% tags=["check"]
# Author's check: section 11.11.
import sys

at, rows = q.example["V"], np.array([[1.0, 0.0], [1.0, 1.0]])
shares = np.exp(rows @ at) / np.exp(rows @ at).sum(1, keepdims=True)
assert np.allclose(shares[0], [0.6, 0.3, 0.1], rtol=1e-14)
asked_for = (shares - np.eye(3)[[0, 2]]) / 2
assert np.allclose(ad.adjoints(q)["scores"], asked_for, rtol=0, atol=1e-15)
assert np.allclose(ad.grad(q)["V"], rows.T @ asked_for, rtol=0, atol=1e-15)
assert ad.check_gradient(q).ok
if "torch" in sys.modules:  # PyTorch's own adjoints
    leaf = tensor(at, requires_grad=True)
    cross_entropy(tensor(rows) @ leaf, tensor([0, 2])).backward()
    assert np.allclose(leaf.grad, ad.grad(q)["V"], rtol=0, atol=1e-15)
right |= {"11.11a": round(asked_for[0, 0], 3)}

# %% [markdown] tags=["fold"]
# $(0.6 - 1) / 2 = -0.2$. Softmax minus target, in each row, by the number of patterns: that is $-B(N)$ of 11.8. PyTorch
# has a rule for the whole loss; here it is made of sums and a logarithm, whose rules you know.

# %% [markdown]
# ## 11.12 Summary
#
# In LeCun's letters feasibility is $X(k) = F(W(k) X(k-1))$, left to right, stationarity is $B(k) =$
# $W(k+1)' F'(A(k+1)) \, B(k+1)$, right to left, and the sensitivity to the weights is $-Y(k) X(k-1)'$. With the plus in
# $L$, $B$ is minus the adjoint of $X$, and $Y$ minus the usual $\delta$; boundary value and update change sign together,
# or $C$ rises. Shared weights add up their derivatives: one variable is read in many places.

# %% [markdown]
# ## 11.13 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
#
# ### Exercise 11.1 ★ Predict
#
# In $L$ the sign before the multipliers is turned over. Which of these change their sign with it? Give letters, for example
# `"a d"`.
#
# | | |
# |---|---|
# | a | the states $X(k)$ |
# | b | the boundary value $B(N)$ |
# | c | $B(1)$ |
# | d | $Y(2)$ |
# | e | $\partial C / \partial W(2)$ |
# | f | $W(k+1)'$ in the recursion of $B(k)$ |
# | g | the sign before $\eta \, Y X'$ in a step downhill |

# %%
answer = None
ad.exercises.check("11.1", answer)

# %% tags=["solution"]
answer = "b c d g"
ad.exercises.check("11.1", answer)

# %% [markdown]
# ### Exercise 11.2 ★★ Calculate by hand
#
# Two inputs, two units that take $F(A) = \max(A, 0)$, one output that only adds up:
#
# $$\begin{aligned}
# W(1) &= \begin{pmatrix} 2 & -1 \\ 3 & -4 \end{pmatrix}, & X(0) &= \begin{pmatrix} 1 \\ 1 \end{pmatrix}, \\
# W(2) &= \begin{pmatrix} 3 & -2 \end{pmatrix}, & D &= 1.
# \end{aligned}$$
#
# Find LeCun's multipliers: $B(2)$, the two of $B(1)$, the two of $B(0)$.

# %%
answer = {"B2": None, "B1_1": None, "B1_2": None, "B0_1": None, "B0_2": None}
ad.exercises.check("11.2", answer)

# %% tags=["solution"]
answer = {"B2": 2 * (1 - 3), "B1_1": 3 * -4, "B1_2": -2 * -4, "B0_1": 2 * -12 + 3 * 0, "B0_2": -1 * -12 - 4 * 0}
ad.exercises.check("11.2", answer)

# %% [markdown]
# ### Exercise 11.3 ★★ Hunt the bugs
#
# One step downhill, for $\tanh$. (`Y[:, None] * X` is the matrix $Y X'$.) It goes up. Repair that in one place, in either
# convention; and then look again: the cost falls, but not along the gradient.


# %%
def step(W, X0, D, eta):
    X, W = {0: X0}, dict(W)
    for k in sorted(W):
        X[k] = ad.tanh(W[k] @ X[k - 1])
    B = 2 * (D - X[max(W)])
    for k in sorted(W, reverse=True):
        Y = (1 - X[k] ** 2) * B
        W[k] = W[k] - eta * Y[:, None] * X[k - 1]
        B = W[k].T @ Y
    return W


ad.exercises.check("11.3", step)


# %% tags=["solution"]
def step(W, X0, D, eta):
    X, W = {0: X0}, dict(W)
    for k in sorted(W):
        X[k] = ad.tanh(W[k] @ X[k - 1])
    B = 2 * (D - X[max(W)])
    for k in sorted(W, reverse=True):
        Y = (1 - X[k] ** 2) * B
        B = W[k].T @ Y  # with the weights that made the states
        W[k] = W[k] + eta * Y[:, None] * X[k - 1]
    return W


ad.exercises.check("11.3", step)

# %% [markdown]
# ### Exercise 11.4 ★★★ Build
#
# Given $\partial C / \partial W$ and a table as in 11.7, return the list of $\partial C / \partial u$. (Shape and numbers
# vary. Every number from 0 to the largest occurs.)


# %%
def by_parameter(slopes, table):
    return None  # [0.0] * (table.max() + 1) to begin with; and then?


ad.exercises.check("11.4", by_parameter)


# %% tags=["solution"]
def by_parameter(slopes, table):
    du = [0.0] * (table.max() + 1)
    for i, row in enumerate(table):
        for j, q in enumerate(row):
            if q >= 0:
                du[q] += slopes[i, j]
    return du


ad.exercises.check("11.4", by_parameter)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("11")

# %% [markdown]
# ## 11.14 Roads not taken
#
# *Extra terms in the cost*, and constraints on other things than weights, are in the paper, too; `extra=` of a network
# takes such a term. *Second derivatives*, which LeCun used in other work of that year, are notebook 08's business. *Better
# training*: smaller steps towards the end, other starts, more windows. Nothing here was tuned.

# %% [markdown]
# ## 11.15 Further reading
#
# * Y. Le Cun, "A Theoretical Framework for Back-Propagation", *Proceedings of the 1988 Connectionist Models Summer School*,
#   21-28: now you have its letters. Try its sign, and tell us which step it prints.
# * D. Rumelhart, G. Hinton, R. Williams, [Learning representations by back-propagating
#   errors](https://doi.org/10.1038/323533a0), *Nature* 323, 1986: the same recursion, by the chain rule.
# * E. Alpaydin, C. Kaynak, [Optical recognition of handwritten
#   digits](https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits), UCI, 1998 (CC BY 4.0): ours
#   are a part of it.
# * X. Glorot, Y. Bengio, [Understanding the difficulty of training deep feedforward neural
#   networks](https://proceedings.mlr.press/v9/glorot10a.html), 2010: how large first weights should be.

# %% [markdown]
# The first sources: for weight sharing, K. Fukushima, *Neocognitron*, 1980, and
# Y. LeCun and others, *Backpropagation applied to handwritten zip code recognition*, 1989; for softmax, J. Bridle, 1990; for
# vanishing, S. Hochreiter, *Untersuchungen zu dynamischen neuronalen Netzen*, 1991, and Y. Bengio, P. Simard, P. Frasconi,
# *Learning long-term dependencies with gradient descent is difficult*, 1994; today's answer is to add a layer's input to its
# output (K. He and others, [Deep residual learning](https://arxiv.org/abs/1512.03385), 2016). D. Kingma, J. Ba,
# [Adam](https://arxiv.org/abs/1412.6980), 2015.
#
# **Next:** [12, let time flow](12_let_time_flow.ipynb): layers as moments in time. Back to the
# [map](00_see_a_gradient_appear.ipynb).
