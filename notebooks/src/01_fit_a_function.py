# %% [markdown]
# # Fit a function
#
# **Question.** Why do we want derivatives, and what do differences cost?
#
# **You will** fit a curve to real measurements by walking downhill, measure how exact and how expensive the slopes are that
# you walk by, and keep apart three things that often go by one name.
#
# **You need** to know what a slope is, and a little Python: functions, lists, loops.
#
# **Time.** 30 minutes; the exercises take 30.

# %%
import random

import adlesson as ad
from adlesson import exp

ad.progress("01")

# %% [markdown]
# ## 01.1 Three numbers to choose
#
# In the 1970s K. Eckerle measured, for what is now NIST, how much of the light gets through at 35 wavelengths from 400
# to 500 nanometres (`data.source` has the details). We count wavelengths in tens of nanometres from 450: soon you will
# see why.

# %%
data = ad.data.eckerle4
x, y = [(u - 450) / 10 for u in data.x], data.y
axes = {"x": "(wavelength - 450 nm) / 10 nm", "y": "transmittance", "points": ["measured"]}
ad.plots.lines({"measured": (x, y)}, "Light that gets through: a peak like a bell", **axes)

# %% [markdown]
# The points make a single, smooth peak. Somebody who has not seen it is to draw it, and you may send three numbers.
#
# **Predict.** Which three do you send?

# %%
ad.predict("01.1a")

# %% [markdown] tags=["fold"]
# How high (about 0.37), where (about 0.15), how wide. With these three, a single curve can be drawn.

# %% [markdown]
# As a formula, a bell:
#
# $$m(x; \theta) = a \, e^{-\frac12 \left(\frac{x - c}{w}\right)^2},$$
#
# with $\theta = (a, c, w)$: after the semicolon stands what you choose, all in one letter. Its top is $a$, at $x = c$. At
# a distance $w$ from there, it has come down to 61 % of its height. We begin at $\theta = (0.2, 0, 1)$. Compare that bell
# with the points above.
#
# **Predict.** Is it too high, or too low?

# %%
ad.predict("01.1b")

# %% [markdown]
# **Predict.** And its width?

# %%
ad.predict("01.1c")


# %%
def model(x, theta):
    a, c, w = theta
    return a * exp(-(((x - c) / w) ** 2) / 2)


# %%
start = [0.2, 0.0, 1.0]
grid = [k / 20 for k in range(-60, 61)]
first = {"measured": (x, y), "start": (grid, [model(u, start) for u in grid])}
ad.plots.lines(first, "The bell we begin with", **axes)

# %% [markdown] tags=["fold"]
# Too low, 0.2 where the points reach 0.37, and more than twice as wide. It also stands a little too far left: its top is
# at 0, theirs at about 0.15.

# %% [markdown]
# To compare two choices of $\theta$ we need one number. The sum of the squared misses is called the **loss**,
# $L(\theta) = \sum_k (m(x_k; \theta) - y_k)^2$.


# %%
def loss(theta):
    runs.append(1)
    return sum((model(u, theta) - v) ** 2 for u, v in zip(x, y, strict=True))


runs = []
round(loss(start), 4)

# %% [markdown]
# To improve it we could look at the picture. A computer has no picture, but it can nudge each parameter and ask how far
# the loss moves. `runs` keeps a tally of how often it asks.
#
# **Predict.** Which of the three slopes will be negative?

# %%
ad.predict("01.1d")

# %% [markdown]
# **Predict.** How many runs of the loss will the three slopes take?

# %%
ad.predict("01.1e")


# %%
def by_differences(f, theta, h=1e-6):
    here, slopes = f(theta), []
    for k in range(len(theta)):
        nudged = list(theta)
        nudged[k] += h
        slopes.append((f(nudged) - here) / h)
    return slopes


runs.clear()
[round(s, 3) for s in by_differences(loss, start)], len(runs)

# %% [markdown] tags=["fold"]
# $-0.186$, $-0.115$ and $0.238$, from four runs. Higher is better, further right is better, wider is worse.

# %% [markdown]
# The list of all slopes is the **gradient**, $\nabla L$. This is why we want derivatives: they say, for every parameter
# at once, which way to go and how much it matters.
#
# ## 01.2 Walk downhill
#
# Go a little against the gradient, $\theta \leftarrow \theta - 0.1 \, \nabla L(\theta)$, and again: this is
# **gradient descent**. The bell is drawn after 0, 10, 20 and 50 steps. A first step makes the width smaller by
# about 0.02; it has 0.6 to go.
#
# **Predict.** Which is the first that lies on the points?

# %%
ad.predict("01.2a")


# %%
def walk(theta, gradient, update, steps):
    for _ in range(steps):
        slopes = gradient(loss, theta)
        theta = [update(u, s) for u, s in zip(theta, slopes, strict=True)]
    return theta


def downhill(u, s):
    return u - 0.1 * s


ends = {steps: walk(start, by_differences, downhill, steps) for steps in (0, 10, 20, 50)}

# %%
curves = {"measured": (x, y)}
for steps, theta in ends.items():
    curves[f"{steps} steps, loss {loss(theta):.4f}"] = grid, [model(u, theta) for u in grid]
ad.plots.lines(curves, "Walking downhill", **axes)

# %% [markdown] tags=["fold"]
# The one after 20 steps. The loss falls from 0.2004 to 0.0846, 0.0027 and 0.0015. After 50 steps nine digits of it agree
# with the best fit that NIST certifies, 0.0014635887487.

# %% [markdown]
# Now by hand. Move the sliders until the bell lies on the points. Then *start over*, and press *one step downhill*
# instead. Beside each knob stands its slope, by a nudge as in `by_differences`, and how far that slope is off.

# %%
ad.bell()

# %% [markdown]
# How far did you come, and how many moves did it take? By hand you saw the whole picture; a step sees three slopes.
#
# Our units help. In nanometres $c$ and $w$ would have ten times as far to go, and their slopes would be a tenth: after
# 1,000 steps the loss would still be 0.0021.
#
# ## 01.3 What downhill cannot see
#
# Now a walk from far away, $\theta = (0.1, 5, 1)$, and one from our start with steps twice as long.
#
# **Predict.** What does the bell from far away look like after 50 steps?

# %%
ad.predict("01.3a")

# %% [markdown]
# **Predict.** The long steps, five of them from our start: what becomes of the loss?

# %%
ad.predict("01.3b")

# %%
far = [0.1, 5.0, 1.0]
lost = walk(far, by_differences, downhill, 50)
rash = walk(start, by_differences, lambda u, s: u - 0.2 * s, 5)

# %%
print("far away, slope by c:", round(by_differences(loss, far)[1], 3))
print("  bell and loss after 50 steps:", [round(u, 3) for u in lost], round(loss(lost), 4))
print("long steps, loss:", round(loss(rash), 1))

# %% [markdown] tags=["fold"]
# The far bell, a start that NIST lists to test programs, covers no peak. Its slope by $c$, $-0.019$, says: go right,
# away from the peak. Then it shrinks to a flat line, with a loss of 0.6997, which is the sum of the squared
# measurements. And the long steps overshoot: the loss rises from 0.2 to 12.4.

# %% [markdown]
# A gradient knows how things are here, nothing more. Such a search is *local*: it needs a good start and a careful step.
# Try others: change the 0.1 in `downhill`, the three numbers of `start`, or the formula of `model`, and run all cells.

# %% tags=["check"]
assert (len(data.x), min(data.x), max(data.x)) == (35, 400, 500)
assert (f"{max(y):.2f}", x[y.index(max(y))]) == ("0.37", 0.15)
assert sum(model(u, start) < v for u, v in zip(x, y, strict=True) if v > 0.3) == sum(v > 0.3 for v in y)
best = ends[50]
assert start[0] < best[0]
assert start[1] < best[1]
assert 2 * best[2] < start[2]
runs.clear()
slopes = dict(zip("acw", by_differences(loss, start), strict=True))
assert [f"{s:.3f}" for s in slopes.values()] == ["-0.186", "-0.115", "0.238"]
right = {"01.1a": "C", "01.1b": "B" if start[0] < best[0] else "A", "01.1c": "A" if start[2] > best[2] else "B"}
right |= {"01.1d": " ".join(name for name, s in slopes.items() if s < 0), "01.1e": len(runs)}

# %% tags=["check"]
assert [round(0.1 * slopes["w"], 2), round(start[2] - best[2], 1)] == [0.02, 0.6]
after = [loss(theta) for theta in ends.values()]
assert [f"{u:.4f}" for u in after] == ["0.2004", "0.0846", "0.0027", "0.0015"]
assert f"{after[-1]:.8e}" == f"{data.least:.8e}"
assert data.least == 0.0014635887487
on_the_points = [max(abs(model(u, theta) - v) for u, v in zip(x, y, strict=True)) < 0.03 for theta in ends.values()]
right |= {"01.2a": "ABCD"[on_the_points.index(True)]}
tens, x = x, list(data.x)  # in nanometres
slow = loss(walk([0.2, 450.0, 10.0], by_differences, downhill, 1000))
x = tens
assert f"{slow:.4f}" == "0.0021"
assert f"{by_differences(loss, far)[1]:.3f}" == "-0.019"
assert abs(lost[0]) < 0.001
assert f"{loss(lost):.4f}" == f"{sum(v * v for v in y):.4f}" == "0.6997"
assert f"{loss(rash):.1f}" == "12.4"
right |= {"01.3a": "D" if abs(lost[0]) < 0.001 else "A", "01.3b": "B" if loss(rash) > loss(start) else "A"}

# %% [markdown]
# ## 01.4 What differences cost in digits
#
# How wrong is a difference? That takes one exact slope. With pencil and paper, for one parameter of this one model, it is
#
# $$\frac{\partial L}{\partial c} = \sum_k 2 \, (m_k - y_k) \, m_k \, \frac{x_k - c}{w^2}.$$
#
# The curly d says that $c$ alone moves; $m_k$ is $m(x_k; \theta)$. Against it we hold differences with a step $h$ to one
# side, to both sides, and, for those who know complex numbers, to $c + ih$. The *relative* error is drawn, the error
# divided by the exact slope, in powers of ten.
#
# **Predict.** With which step $h$ is the one-sided difference most exact?

# %%
ad.predict("01.4a")

# %%
bell = lambda c: [0.2 * exp(-((u - c) ** 2) / 2) for u in x]  # a = 0.2, w = 1
at = lambda c: sum((m - v) ** 2 for m, v in zip(bell(c), y, strict=True))
slopes = {
    "one-sided": lambda h: (at(h) - at(0)) / h,
    "two-sided": lambda h: (at(h) - at(-h)) / (2 * h),
    "complex step": lambda h: at(complex(0, h)).imag / h,
}
exact = sum(2 * (m - v) * m * u for m, v, u in zip(bell(0), y, x, strict=True))
error = lambda slope: max(abs(slope / exact - 1), 1e-16)

# %%
steps = [10.0**-k for k in range(1, 17)]
curves = {kind: (steps, [error(slope(h)) for h in steps]) for kind, slope in slopes.items()}
ad.plots.lines(curves, "Error of a slope", "step h", "relative error", "xy")

# %% [markdown] tags=["fold"]
# On the right, what a difference leaves out: the **truncation error** grows like $h$ to one side, like $h^2$ to both.
# On the left, digits that are lost when two nearly equal numbers are subtracted: the **round-off error** grows like $1
# / h$. The best steps lie in between, about $10^{-8}$ and $10^{-5}$, and give seven and ten digits.

# %% [markdown]
# The *complex step* subtracts nothing: $f(c + ih) \approx f(c) + i h f'(c)$, so the slope $f'(c)$ is in the imaginary part.
# From $h = 10^{-8}$ on it is as good as exact, if $f$ takes complex numbers.

# %% tags=["check"]
assert abs(exact / -0.11528866149563430 - 1) < 1e-14  # from a calculation with 50 digits
assert abs(at(0) / loss([0.2, 0.0, 1.0]) - 1) < 1e-14
one, two, imaginary = (errors for _, errors in curves.values())
(least_one, h_one), (least_two, h_two) = (min(zip(found, steps, strict=True)) for found in (one, two))
assert 1e-9 <= h_one <= 1e-7
assert 1e-6 <= h_two <= 1e-4
assert least_one < 3e-7
assert least_two < 3e-10
assert max(imaginary[7:]) < 1e-14
assert 50 < one[1] / one[3] < 200  # to one side, the truncation error grows like h
assert 5_000 < two[1] / two[3] < 20_000  # to both sides, it grows like the square of h
assert 1e3 < max(one[12:14]) / max(one[8:10]) < 1e5  # the round-off error grows like 1 / h
right |= {"01.4a": min(zip((one[0], one[3], one[7], one[15]), "ABCD", strict=True))[1]}

# %% [markdown]
# ## 01.5 What they cost in runs
#
# A third way, taken on trust here: `ad.grad` runs the loss once, writes down each operation, and goes back through the
# record.
#
# Take one gradient by 1,000 parameters.
#
# **Predict.** How many runs of the loss do one-sided differences take?

# %%
ad.predict("01.5a")

# %% [markdown]
# **Predict.** And two-sided differences?

# %%
ad.predict("01.5b")


# %%
def by_two_sides(f, theta, h=1e-5):
    slopes = []
    for k in range(len(theta)):
        up, down = list(theta), list(theta)
        up[k], down[k] = theta[k] + h, theta[k] - h
        slopes.append((f(up) - f(down)) / (2 * h))
    return slopes


def by_sweep(f, theta):
    return ad.grad(f, theta=theta)["theta"]


exact, by_sweep(loss, start)[1]


# %%
def many(theta):
    runs.append(1)
    return sum((u - 1) ** 2 for u in theta)


counts = {}
for gradient in (by_differences, by_two_sides, by_sweep):
    runs.clear()
    gradient(many, [0.0] * 1000)
    counts[gradient.__name__] = len(runs)
ad.plots.bars(counts, "One gradient by 1,000 parameters", "runs of the loss")

# %% [markdown] tags=["fold"]
# 1,001, 2,000 and 1. One-sided differences share the run without a nudge; two-sided ones do without it, and run twice for
# each parameter.

# %% [markdown]
# **Say why.** Why do differences need a run for each parameter? Put the reason together: take the three parts that
# make it up.

# %%
ad.predict("01.5c")

# %% [markdown] tags=["fold"]
# A run of the loss gives one number, and with one nudge in it that number tells one slope. With several nudges in it, it
# does not tell which of them did how much. So every parameter needs a run of its own.

# %% [markdown]
# And the sweep has no $h$: as you saw, its slope by $c$ agrees with the one by hand, `exact`, to fourteen digits. It is not
# free: a recorded run and its way back cost more than a plain run, by a factor that does not grow with the number of
# parameters. Notebooks 03 to 05 show how this works.

# %% [markdown]
# ## 01.6 A gradient is not yet learning
#
# `walk` takes a gradient and an update, which moves a parameter `u` by its slope `s`. Three updates and two gradients make
# six walks.
#
# **Predict.** Which of them will end alike?

# %%
ad.predict("01.6a")


# %%
def fixed(u, s):
    return u - 0.01 * (1 if s > 0 else -1)


def uphill(u, s):
    return u + 0.1 * s


for update in (downhill, fixed, uphill):
    for gradient in (by_differences, by_sweep):
        theta = walk(start, gradient, update, 5)
        print(update.__name__, gradient.__name__, f"{loss(theta):.3g}")

# %% [markdown] tags=["fold"]
# In pairs: where the gradient comes from does not show, not in three digits; what is done with it does. In the uphill
# walk the sweep was as right as ever.

# %% [markdown]
# One word, "backprop", is often used for three things. *Backpropagation* computes a gradient, by a reverse sweep.
# *Gradient descent* is an update, one of many. *Learning* is the loop around both, and the hope that its result holds for
# new data.
#
# Must there be derivatives at all? Below, random changes are kept if the loss falls.
#
# **Predict.** What is the loss after 500 of them?

# %%
ad.predict("01.6b")

# %%
pick, theta = random.Random(0), start
for _ in range(500):
    theta = min(theta, [pick.gauss(u, 0.05) for u in theta], key=loss)
[round(u, 3) for u in theta], round(loss(theta), 4)

# %% [markdown] tags=["fold"]
# 0.0015, as good as the best fit. So finding a minimum does not need derivatives, and where there are none, such
# *derivative-free* methods are what is left.

# %% [markdown]
# But a trial answers with one bit, better or worse; a gradient with a number for every parameter. With three parameters
# either will do. With a million, one sweep for all million numbers is what makes the training of networks affordable.

# %% tags=["check"]
assert counts == {"by_differences": 1001, "by_two_sides": 2000, "by_sweep": 1}
right |= {
    "01.5a": counts["by_differences"],
    "01.5b": counts["by_two_sides"],
}
assert abs(by_sweep(loss, [0.2, 0.0, 1.0])[1] / exact - 1) < 1e-14
assert f"{exp(-1 / 2):.2f}" == "0.61"  # how high the bell is, so far from its middle as it is wide
ways = {
    (update, gradient): f"{loss(walk(start, gradient, update, 5)):.3g}"
    for update in (downhill, fixed, uphill)
    for gradient in (by_differences, by_sweep)
}
assert all(ways[update, by_differences] == ways[update, by_sweep] for update in (downhill, fixed, uphill))
assert len(set(ways.values())) == 3
assert f"{loss(theta):.4f}" == "0.0015"
right |= {"01.6a": "B", "01.6b": "C" if loss(theta) < 0.002 else "A"}

# %% [markdown]
# ## 01.7 Summary
#
# A gradient says for every parameter which way the loss falls, and so lets us walk downhill in all parameters at once.
# Differences cost a run or two per parameter, and digits: a large step leaves too much out, a small one drowns in
# round-off. A sweep gives the whole gradient from one recorded run, without a step; what to do with the gradient is
# another matter.

# %% [markdown]
# ## 01.8 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
#
# ### Exercise 1.1 ★ Predict
#
# A loss of 1,000 parameters is to be walked down in 50 steps, with two-sided differences. How many runs of the loss is
# that?

# %%
answer = None
ad.exercises.check("1.1", answer)

# %% tags=["solution"]
answer = 50 * 2 * 1000
ad.exercises.check("1.1", answer)

# %% [markdown]
# ### Exercise 1.2 ★★ Calculate by hand
#
# Take $f(x) = x^3$ at $x = 2$, where the slope is 12, and a step as large as $h = 1$. What do the two differences give?

# %%
answer = {"one-sided": None, "two-sided": None}
ad.exercises.check("1.2", answer)

# %% tags=["solution"]
answer = {"one-sided": 27 - 8, "two-sided": (27 - 1) / 2}
ad.exercises.check("1.2", answer)

# %% [markdown]
# ### Exercise 1.3 ★★ Hunt the bug
#
# A gradient by differences, for a function of a list. The first slope is always right; for which functions are the
# others? Try it, then repair it.


# %%
def gradient(f, theta, h=1e-6):
    here, slopes = f(theta), []
    for k in range(len(theta)):
        theta[k] += h
        slopes.append((f(theta) - here) / h)
    return slopes


ad.exercises.check("1.3", gradient)


# %% tags=["solution"]
def gradient(f, theta, h=1e-6):
    here, slopes = f(theta), []
    for k in range(len(theta)):
        nudged = list(theta)  # a copy, so that no nudge is still there at the next turn, or in the caller's list
        nudged[k] += h
        slopes.append((f(nudged) - here) / h)
    return slopes


ad.exercises.check("1.3", gradient)

# %% [markdown]
# ### Exercise 1.4 ★★★ Construct
#
# Complete `slope`: one run of `f`, and thirteen digits of its slope at `x`, without `ad.grad`. (`complex(2, 3)` is $2 +
# 3i$; `f` can take it.)


# %%
def slope(f, x):
    return None


ad.exercises.check("1.4", slope)


# %% tags=["solution"]
def slope(f, x):
    return f(complex(x, 1e-20)).imag / 1e-20


ad.exercises.check("1.4", slope)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("01")

# %% [markdown]
# ## 01.9 Roads not taken
#
# *More digits.* At its best a one-sided difference keeps about half of the digits it is given: with numbers of 50 digits,
# plenty. *Other updates*: momentum, Adam, Newton.
# *The formula.* Why not have a program derive it? That is notebook 02.
#
# ## 01.10 Further reading
#
# * NIST, [Statistical Reference Datasets: Eckerle4](https://www.itl.nist.gov/div898/strd/nls/data/eckerle4.shtml): our data
#   and its certified fit.
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html)
#   (2018): section 2.1 is on differences.
#
# **Next:** [02, watch symbols blow up](02_watch_symbols_blow_up.ipynb). Back to the
# [map](00_see_a_gradient_appear.ipynb).
