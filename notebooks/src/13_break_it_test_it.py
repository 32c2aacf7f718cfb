# %% [markdown]
# # Break it, test it
#
# **Question.** How do derivative programs go wrong, and how would you know?
#
# **You will** walk through a museum of nine real bugs, find inputs that expose them, mend five of them, test a gradient in
# four ways, and write a test of your own.
#
# **You need** [notebook 05](05_pull_back.ipynb).
#
# **Time.** 40 minutes; the exercises take 50. There is a good place for a pause.

# %%
import cmath
import math

import adlesson as ad


def first(x, y):
    u = x * y
    v = u + x
    return u * v


ad.progress("13")

# %% [markdown]
# ## 13.1 Nothing crashes
#
# A wrong gradient stops no program. When micrograd was new, its slopes were wrong wherever a result was read twice, and its
# first network learned all the same (issue 2 of micrograd). So here is the first room of the museum: `first`, the three
# lines of notebook 00, walked back by hand.


# %%
def lost(x, y):
    u = x * y
    v = u + x
    v_bar, u_bar = u, v
    x_bar = u_bar * y + v_bar
    y_bar = u_bar * x
    return x_bar, y_bar


lost(3, 2)

# %% [markdown]
# It should be 36 and 45.
#
# **Predict.** A share is missing. Which one?

# %%
ad.predict("13.1a")

# %% [markdown] tags=["fold"]
# $v = u + x$ reads $u$ and $x$. `x_bar` has its share of $v$; `u_bar` has not.

# %% [markdown]
# To *expose* a bug is to find an input where the result is wrong. Most bugs have places where they cannot be seen.
#
# **Predict.** With which $y$ is `lost` right, whatever $x$ is?

# %%
ad.predict("13.1b")

# %% [markdown]
# Now let it learn: turn $x$ and $y$ a little at a time, until $f$ is 60.


# %%
def steps_to_60(slopes, x=3.0, y=2.0):
    for step in range(1000):
        miss = first(x, y) - 60
        if abs(miss) < 0.001:
            return step
        x_bar, y_bar = slopes(x, y)
        x, y = x - 1e-4 * miss * x_bar, y - 1e-4 * miss * y_bar


print(steps_to_60(lambda x, y: ad.grad(first, x=x, y=y).values()), steps_to_60(lost))

# %% [markdown]
# Both arrive. The wrong one takes longer, and who would notice?
#
# **Say why.** Why does a program with a lost share often still learn? Take the three parts of the reason.

# %%
ad.predict("13.1c")

# %% [markdown] tags=["fold"]
# Downhill is half of all directions. Nearly downhill is good enough to get a smaller loss, and a smaller loss looks like
# success. So look at the gradient itself.

# %% tags=["check"]
z = ad.trace(first, x=3, y=2)
assert lost(3, 2) == (24, 27)
assert ad.grad(first, x=3, y=2) == {"x": 36, "y": 45}
shares = [step for step in ad.reverse_sweep(z) if step.kind == "reverse"]


def without_share(k):
    """Return the adjoints of a sweep that forgets share ``k``."""
    has = dict.fromkeys(z.names, 0) | {z.outputs[0]: 1}
    for n, step in enumerate(shares):
        if n != k:
            has[step.target] += has[step.source] * step.partial
    return has["x"], has["y"]


names = {(s.source, s.target): k for k, s in enumerate(shares)}
out = z.outputs[0]
found = {"A": (out, "u"), "B": ("v", "u"), "C": ("u", "x"), "D": ("v", "x")}
(missing,) = (letter for letter, edge in found.items() if without_share(names[edge]) == lost(3, 2))


def is_right(x, y):
    return lost(x, y) == tuple(ad.grad(first, x=x, y=y).values())


hidden = [y for y in range(-5, 6) if all(is_right(x, y) for x in range(-5, 6))]
right = {"13.1a": missing, "13.1b": hidden[0]}
assert len(hidden) == 1
counts = [steps_to_60(lambda x, y: ad.grad(first, x=x, y=y).values()), steps_to_60(lost)]
assert counts == [19, 33]

# %% [markdown]
# ## 13.2 Overwritten, not added
#
# The second room is one character: `=` for `+=`.


# %%
def overwritten(p):
    z, zbar = p.values(), [0] * (len(p) - 1) + [1]
    for i in reversed(range(len(p))):
        for place, k in p.edges(i):
            zbar[k] = zbar[i] * p.partial_of(i, place, z)
    return dict(zip(p.names, zbar, strict=True))


# %% [markdown]
# **Predict.** Which of four formulas exposes it?

# %%
ad.predict("13.2a")

# %% [markdown] tags=["fold"]
# Each share takes the place of the one before. That is wrong only where there are two, so where a variable is read twice.

# %% [markdown]
# **Predict.** What does it give for $x$ in $x \cdot x$, at $x = 3$?

# %%
ad.predict("13.2b")

# %%
p = ad.parse("x * x", x=3)
overwritten(p)["x"], ad.grad(p)["x"]

# %% [markdown]
# Now find a formula of $x$ and $y$ (`ad.parse("...", x=3, y=2)`) for which $y$ is right and $x$ is not.
#
# There is a twin: to *add* to what an earlier sweep has left. In micrograd the boxes keep their adjoints; sweep $e = c d$
# with $c = a + b$ and $d = 1$ a second time, and $a$ has 3 in place of 1: $c$ kept its 1, got another,
# and sent 2 (issue 53). In PyTorch, too, `.grad` grows until
# you set it back.

# %% tags=["check"]
exposed = []
for letter, text in zip("ABCD", ("exp(sin(x))", "x * y", "x * exp(x)", "(x + 1) / y"), strict=True):
    q = ad.parse(text, x=2, **({"y": 3} if "y" in text else {}))
    got, wanted = overwritten(q), ad.adjoints(q)
    exposed += [letter] if any(abs(got[name] - wanted[name]) > 1e-9 for name in q.inputs) else []
right |= {"13.2a": "".join(exposed), "13.2b": overwritten(ad.parse("x * x", x=3))["x"]}
q = ad.parse("x * y + x", x=2, y=3)
assert ad.grad(q) == {"x": 4, "y": 2}
assert overwritten(q)["y"] == 2
assert overwritten(q)["x"] != 4
kept = dict.fromkeys("abcd", 0)
for _ in range(2):  # the sweep of issue 53: e = c d, c = a + b, a = 3, b = 2, d = 1
    kept["c"] += 1
    kept["d"] += 5
    kept["a"] += kept["c"]
    kept["b"] += kept["c"]
assert kept["a"] == 3

# %% [markdown]
# ## 13.3 What was kept is not what was there
#
# A walk back needs the values of the walk there. In the third room they are kept in one place for all.


# %%
tape = {}


def value(x):
    tape["x"] = x
    return x * x * x


def slope():
    return 3 * tape["x"] * tape["x"]


# %% [markdown]
# You are at $x = 2$. You look whether 5 is better, then ask for the slope.
#
# **Predict.** What does `slope()` give after `value(2)` and `value(5)`?

# %%
ad.predict("13.3a")

# %% [markdown]
# The tape is **stale**: it belongs to another point.
#
# **Predict.** Which calls expose it?

# %%
ad.predict("13.3b")

# %% [markdown]
# The fourth room: the list that is kept is changed **in place**.


# %%
def squares(xs):
    kept = xs
    for k in range(len(xs)):
        xs[k] = xs[k] ** 2
    return sum(xs), [2 * x for x in kept]


# %% [markdown]
# **Predict.** Which slope does `squares([3, 1])` give for the 3?

# %%
ad.predict("13.3c")

# %% [markdown]
# **Predict.** Which list exposes it?

# %%
ad.predict("13.3d")

# %% [markdown]
# PyTorch counts the changes of every array, and stops with *modified by an inplace operation*. NumPy does not count. Mend
# it: exercise 13.2.

# %% tags=["check"]
value(2), value(5)
right |= {"13.3a": slope()}
runs = (lambda: (value(2), slope()), lambda: (value(2), value(2), slope()), lambda: (value(2), slope(), slope()))
runs = [*runs, lambda: (value(2), value(3), slope())]
right |= {"13.3b": "".join(letter for letter, run in zip("ABCD", runs, strict=True) if run()[-1] != 3 * 2 * 2)}
right |= {"13.3c": squares([3, 1])[1][0]}
lists = ([5, 1], [1, 0], [0, 0, 1], [1, 1])
wrong = [letter for letter, xs in zip("ABCD", lists, strict=True) if squares([*xs])[1] != [2 * x for x in xs]]
right |= {"13.3d": "".join(wrong)}

# %% [markdown]
# ## 13.4 Output for input
#
# $v = \tanh u$ has the slope $1 - v^2$, by the *output*. That of $\sin u$ is $\cos u$, by the *input*. The fifth room
# takes the wrong one. (In MXNet a rule was mended that had it the other way round: pull request 1265. And a reader of
# micrograd's course thought that the slope of $\exp$ takes the input, issue 52 of `nn-zero-to-hero`: it is the output.)


# %%
def tanh_slope(u):
    return 1 - u**2


# %% [markdown]
# **Predict.** What does it give at $u = 2$?

# %%
ad.predict("13.4a")

# %% [markdown]
# A test compares with differences, and allows an error of 0.001.
#
# **Predict.** At which of these inputs does it see the bug?

# %%
ad.predict("13.4b")

# %%
for u in (0, 0.1, 1, 2):
    print(u, round(tanh_slope(u), 4), round(1 - math.tanh(u) ** 2, 4))

# %% [markdown]
# Near 0 most functions are nearly straight lines, and most rules nearly right. So test far from 0, too, and at numbers that
# are not 1.

# %% tags=["check"]
right |= {"13.4a": tanh_slope(2)}
off = {u: abs(tanh_slope(u) - (1 - math.tanh(u) ** 2)) for u in (0, 0.1, 1, 2)}
assert [u for u, gap in off.items() if gap > 0.001] == [1, 2]
right |= {"13.4b": "C"}

# %% [markdown]
# ## 13.5 The branch that is not taken
#
# For whole arrays there is no `if`: `where` computes both branches, and takes one. Here the root is for $x > 0$ only.


# %%
def root(x):
    return ad.where(x > 0, ad.sqrt(x), 0)


ad.grad(root, x=4.0)

# %% [markdown]
# **Predict.** At $x = 0$ the other branch is taken, the constant 0. What is the slope that comes back?

# %%
ad.predict("13.5a")

# %%
ad.grad(root, x=0.0)

# %% [markdown] tags=["fold"]
# `where` sends the root the adjoint 0. The slope of the root is $1 / (2 \sqrt 0)$, infinite, and $0 \cdot \infty$ is no
# number, NaN. That comes from the arithmetic, so it happens nearly everywhere.

# %% [markdown]
# Yes, our engine, too. People meet it in JAX (issues 347, 1052, 5798) and in tinygrad (12409).
#
# **Predict.** What helps?

# %%
ad.predict("13.5b")

# %% [markdown]
# Write it in exercise 13.3.

# %% tags=["check"]
assert ad.grad(root, x=4.0) == {"x": 0.25}
(at_0,) = ad.grad(root, x=0.0).values()
right |= {"13.5a": "A" if math.isnan(at_0) else "?"}


def late(x):
    return ad.where(x > 0, ad.sqrt(x), 0) * ad.where(x > 0, 1, 0)


def early(x):
    return ad.where(x > 0, ad.sqrt(ad.where(x > 0, x, 1)), 0)


def added(x):
    return ad.where(x > 0, ad.sqrt(x), 0 * x)


helps = {letter: ad.grad(f, x=0.0)["x"] for letter, f in zip("BCD", (late, added, early), strict=True)}
assert [letter for letter, u in helps.items() if u == 0] == ["D"]
right |= {"13.5b": "D"}

# %% [markdown]
# ## 13.6 A slope that is flat, and should not be
#
# A network says with $s = \sigma(z) = 1 / (1 + e^{-z})$ how sure it is. The truth is *no*, so the loss is $-\log(1 - s)$.
# A tiny number keeps it from dividing by 0: the seventh room.


# %%
def sure_slope(z):
    s = 1 / (1 + math.exp(-z))
    s_bar = 1 / (1 - s + 1e-12)
    return s_bar * s * (1 - s)


for z in (-2, 2, 10):
    print(z, round(sure_slope(z), 6))

# %% [markdown]
# For large $z$ the loss is nearly $z$ itself: at $z = 40$ it is 40.
#
# **Predict.** So which slope should come at $z = 40$?

# %%
ad.predict("13.6a")

# %% [markdown]
# **Predict.** And which one comes?

# %%
ad.predict("13.6b")

# %% [markdown] tags=["fold"]
# $s$ is rounded to 1, so $1 - s$ is 0, and all is multiplied by it.

# %% [markdown]
# The unit is **saturated**: as wrong as can be, and it does not learn. Flux users met it (issue 914); in Keras, too, a slope
# was lost so (9664). On paper $s (1 - s) / (1 - s)$ is $s$: cancel before you compute. Mend it in exercise 13.4.

# %% tags=["check"]
for point in (-2, 2, 10):
    assert math.isclose(sure_slope(point), 1 / (1 + math.exp(-point)), rel_tol=1e-6)
assert ad.softplus(40) == 40
assert ad.grad(lambda z: ad.softplus(z), z=40.0)["z"] == 1
right |= {"13.6a": round(ad.grad(lambda z: ad.softplus(z), z=40.0)["z"])}
right |= {"13.6b": {1.0: "A", 0.0: "B", 0.5: "C"}[sure_slope(40)]}

# %% [markdown]
# A good place for a pause. (To go on later, run the first cell of the notebook, then the cells from here on.)
#
# ## 13.7 The wrong way through a table
#
# A layer is $v = W x$: row $i$ of $W$ says what $v_i$ reads. So $x_j$ collects its shares down *column* $j$.


# %%
def back(W, v_bar):
    n = len(v_bar)
    return [sum(W[i][j] * v_bar[j] for j in range(n)) for i in range(n)]


# %% [markdown]
# Take $W$ with the rows $(1, 6)$ and $(3, 4)$, and $\bar v = (1, 0)$.
#
# **Predict.** Which adjoint should $x_1$ have, the second of $x_0$ and $x_1$?

# %%
ad.predict("13.7a")

# %% [markdown]
# **Predict.** For which $W$ is `back` right, whatever $\bar v$ is?

# %%
ad.predict("13.7b")

# %% [markdown]
# Whether what goes back is $W$ transposed is asked again and again (`pytorch-examples`, issues 5 and 28). Where $W$ is not
# square, the lengths do not fit, and the program stops: be glad. Exercise 13.5 exposes it, 13.6 mends it.

# %% tags=["check"]


def down_columns(W, v_bar):
    return [sum(W[i][j] * v_bar[i] for i in range(len(v_bar))) for j in range(len(W[0]))]


assert back([[1, 6], [3, 4]], [1, 0]) == [1, 3]
right |= {"13.7a": down_columns([[1, 6], [3, 4]], [1, 0])[1]}
tables = ([[1, 6], [3, 4]], [[2, 8], [8, 1]], [[0, 1], [-1, 0]], [[1, 1], [0, 1]])
same = [all(back(W, [a, b]) == down_columns(W, [a, b]) for a in range(4) for b in range(4)) for W in tables]
right |= {"13.7b": "ABCD"[same.index(True)]}
assert sum(same) == 1

# %% [markdown]
# ## 13.8 Differences go wrong, too
#
# The last room is the test itself: a two-sided difference, with a step `h`. The slope of $\exp x$ at 1 is $e$.


# %%
def difference(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


# %% [markdown]
# **Predict.** Which step comes nearest?

# %%
ad.predict("13.8a")

# %%
for h in (1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-12, 1e-15):
    print(f"{h:6.0e}   off by {abs(difference(math.exp, 1.0, h) - math.e):.0e}")

# %% [markdown] tags=["fold"]
# A long step sees the bend: the error falls with $h^2$. A short one takes the difference of two numbers that agree in
# most of their 16 digits, and what is left is rounding, which grows as $1 / h$. They meet near $10^{-5}$. For
# one-sided differences it is near $10^{-8}$, with fewer digits.

# %% [markdown]
# **Predict.** And `h = 1e-17`, at 1?

# %%
ad.predict("13.8b")

# %% [markdown]
# The step must fit the size of $x$, too: at $x = 10^9$ the step $10^{-8}$ is lost. So take
# $h = 10^{-5} \cdot \max(1, |x|)$. With half as many digits, as on graphics cards, two or three are left to compare: so
# test in double precision (Paddle, issue 4283).

# %% tags=["check"]
errors = {h: abs(difference(math.exp, 1.0, h) - math.e) for h in (1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-12, 1e-15)}
assert min(errors, key=errors.get) == 1e-5
assert errors[1e-1] > 1e-3
assert errors[1e-15] > 1e-2
right |= {"13.8a": {0.1: "A", 1e-5: "B", 1e-9: "C", 1e-15: "D"}[min((0.1, 1e-5, 1e-9, 1e-15), key=errors.get)]}
right |= {"13.8b": difference(math.exp, 1.0, 1e-17)}
one_sided = {10.0**-k: abs((math.exp(1 + 10.0**-k) - math.e) / 10.0**-k - math.e) for k in range(1, 16)}
assert min(one_sided, key=one_sided.get) in (1e-8, 1e-9)
assert min(one_sided.values()) > errors[1e-5]
assert 1e9 + 1e-8 == 1e9

# %% [markdown]
# ## 13.9 One number for a million
#
# A million inputs would need two million runs. Test in a *direction* instead: move all inputs at once, $x$ by 1 and $y$ by
# $-2$ per unit, and compare one number.
#
# **Predict.** The gradient is $(36, 45)$. How fast does $f$ move in the direction $(1, -2)$?

# %%
ad.predict("13.9a")

# %% [markdown]
# `lost` says $(24, 27)$.
#
# **Predict.** In which direction does it look right?

# %%
ad.predict("13.9b")

# %% [markdown] tags=["fold"]
# It lacks $(12, 18)$, and $3 \cdot 12 - 2 \cdot 18 = 0$. One direction can miss a bug. Three random ones almost
# never do: a bug would have to be at right angles to all.

# %% [markdown]
# For a layer there is a test without any differences, the **dot-product test**: forward by $W d$, back by $\bar v = w$,
# and $w \cdot (W d)$ must be $(W^T w) \cdot d$: both are the sum of all $w_i W_{ij} d_j$. Take $W$ of 13.7, $d = (1, 0)$,
# $w = (1, 1)$.
#
# **Predict.** What is $w \cdot (W d)$?

# %%
ad.predict("13.9c")

# %%
sum(u * d for u, d in zip(back([[1, 6], [3, 4]], [1, 1]), [1, 0], strict=True))

# %% [markdown]
# They differ, in whole numbers. And a last way, the **complex step**: $f(x + i h)$ is nearly $f(x) + i h f'(x)$, as with the
# $\varepsilon$ of notebook 04. So divide the imaginary part by $h$. Nothing is subtracted.
#
# **Predict.** With $h = 10^{-200}$, how many of 16 digits are right?

# %%
ad.predict("13.9d")

# %%
h = 1e-200
print((cmath.exp(1 + h * 1j)).imag / h, math.e)

# %% [markdown]
# It needs a program that takes complex numbers: no `abs`, no comparison. Dual numbers, in notebook 04, need their own
# arithmetic, and have no step at all.

# %% tags=["check"]
right |= {"13.9a": round(difference(lambda t: first(3 + t, 2 - 2 * t), 0, 1e-5))}
assert right["13.9a"] == 36 - 2 * 45
lacks = (36 - 24, 45 - 27)
assert lacks == (12, 18)
blind = [letter for letter, d in zip("ABCD", ((1, 0), (1, 1), (3, -2), (0, 1)), strict=True)
         if lacks[0] * d[0] + lacks[1] * d[1] == 0]  # fmt: skip
right |= {"13.9b": "".join(blind)}
Wd = [1 * 1 + 6 * 0, 3 * 1 + 4 * 0]
right |= {"13.9c": sum(Wd)}
assert back([[1, 6], [3, 4]], [1, 1])[0] == 7 != sum(Wd) == down_columns([[1, 6], [3, 4]], [1, 1])[0]


def left(g, h):
    """Return what the Taylor test of 13.13 looks at, in the direction (1, 1)."""
    return abs(first(3 + h, 2 + h) - first(3, 2) - h * sum(g))


assert abs(left((36, 45), 1e-4) / left((36, 45), 5e-5) - 4) < 0.01
assert abs(left((24, 27), 1e-4) / left((24, 27), 5e-5) - 2) < 0.01
digits = abs((cmath.exp(1 + 1e-200j)).imag / 1e-200 - math.e)
right |= {"13.9d": "D" if digits < 1e-15 else "?"}

# %% [markdown]
# ## 13.10 A rule of your own
#
# `ad.check_gradient` tests in three random directions, and by the dot product. Give it what `lost` says.

# %%
ad.check_gradient(first, x=3, y=2, gradient={"x": 24, "y": 27})

# %% [markdown]
# The directions say no. The last row tests our two sweeps against each other, whatever you give.
#
# A rule that you add is tested at once. Take $v = u / (1 + |u|)$, softsign, with the slope $(1 - |v|)^2$.
#
# **Predict.** What is that slope at $u = 1$?

# %%
ad.predict("13.10a")

# %% [markdown]
# First the wrong way, with the input for the output; then the right one.


# %%
def squash(u):
    return u / (1 + abs(u))


with ad.expect_error():
    ad.operation("softsign", squash, lambda v, u: (1 - abs(u)) ** 2)

softsign = ad.operation("softsign", squash, lambda v, u: (1 - abs(v)) ** 2)
ad.grad(lambda x: softsign(x) * x, x=1.0)

# %% [markdown]
# Now break it in your own way, and see whether it is caught.
#
# **Predict.** The check is at a few inputs, the largest 140. Which wrong rule does it let through?

# %%
ad.predict("13.10b")

# %% [markdown] tags=["fold"]
# A test is a sample. It shows that a bug is there, never that none is.

# %% [markdown]
# So test at small numbers and large ones, of both signs, all different, no zeros and no ones; at and beside every branch;
# with a variable that is read twice; and by two methods that cannot make the same mistake.

# %% tags=["check"]
report = ad.check_gradient(first, x=3, y=2, gradient={"x": 24, "y": 27})
assert not report.ok
assert [verdict for _, verdict in zip(report.rows, report.verdicts, strict=True)] == ["wrong"] * 3 + ["agrees"]
assert ad.check_gradient(first, x=3, y=2).ok
slope_at_1 = ad.grad(lambda x: softsign(x), x=1.0)["x"]
right |= {"13.10a": slope_at_1}
rules = {
    "A": lambda v, u: (1 - abs(u)) ** 2,
    "B": lambda v, u: -((1 - abs(v)) ** 2),
    "C": lambda v, u: (1 - abs(v)) ** 2 if abs(u) < 1000 else 0.0,
    "D": lambda v, u: 1.01 * (1 - abs(v)) ** 2,
}
through = []
for letter, rule in rules.items():
    try:
        ad.operation("softsign_broken", squash, rule)
        through.append(letter)
    except ad.LessonError:
        pass
right |= {"13.10b": "".join(through)}

# %% [markdown]
# ## 13.11 Summary
#
# A wrong gradient raises no error, and often trains. Every bug has inputs where it cannot be seen: 0, 1, chains, tables that
# are their own transpose. A gradient is tested by two-sided differences along random directions with
# $h = 10^{-5} \cdot \max(1, |x|)$, and a pair of forward and back by the dot product, exactly.

# %% [markdown]
# ## 13.12 Exercises
#
# Mend what you have exposed. (`=` for `+=` was exercise 5.3.)
#
# ### Exercise 13.1 ★★ Hunt the bug
#
# The walk back through $u = x y$, $v = u + x$, $f = u v$ lacks a share. Add it.


# %%
def slopes(x, y):
    u = x * y
    v = u + x
    v_bar, u_bar = u, v
    x_bar = u_bar * y + v_bar
    y_bar = u_bar * x
    return x_bar, y_bar


ad.exercises.check("13.1", slopes)


# %% tags=["solution"]
def slopes(x, y):
    u = x * y
    v = u + x
    v_bar = u
    u_bar = v + v_bar * 1  # from f = u v, and from v = u + x
    x_bar = u_bar * y + v_bar
    y_bar = u_bar * x
    return x_bar, y_bar


ad.exercises.check("13.1", slopes)

# %% [markdown]
# ### Exercise 13.2 ★★ Hunt the bug
#
# The sum of the squares of a list, and its slopes. It gives wrong slopes, and leaves the caller's list changed. Mend both.


# %%
def sum_and_slopes(xs):
    kept = xs
    for k in range(len(xs)):
        xs[k] = xs[k] ** 2
    return sum(xs), [2 * x for x in kept]


ad.exercises.check("13.2", sum_and_slopes)


# %% tags=["solution"]
def sum_and_slopes(xs):
    return sum([x**2 for x in xs]), [2 * x for x in xs]  # a new list: xs stays as it was


ad.exercises.check("13.2", sum_and_slopes)

# %% [markdown]
# ### Exercise 13.3 ★★ Hunt the bug
#
# The root where $x > 0$, else 0: its slope at 0 should be 0, and is NaN. Let the root never see a number that it has no
# slope at.


# %%
def safe_root(x):
    return ad.where(x > 0, ad.sqrt(x), 0)


ad.exercises.check("13.3", safe_root)


# %% tags=["solution"]
def safe_root(x):
    safe = ad.where(x > 0, x, 1)  # where x is no good, the root gets 1, and nobody reads what it makes of it
    return ad.where(x > 0, ad.sqrt(safe), 0)


ad.exercises.check("13.3", safe_root)

# %% [markdown]
# ### Exercise 13.4 ★★ Hunt the bug
#
# The slope of $-\log(1 - \sigma(z))$, right for every `z` from $-1000$ to 1000. Cancel on paper first.


# %%
def careful_slope(z):
    s = 1 / (1 + ad.exp(-z))
    s_bar = 1 / (1 - s + 1e-12)
    return s_bar * s * (1 - s)


ad.exercises.check("13.4", careful_slope)


# %% tags=["solution"]
def careful_slope(z):
    return 1 / (1 + ad.exp(-z))  # s (1 - s) / (1 - s) is s


ad.exercises.check("13.4", careful_slope)

# %% [markdown]
# ### Exercise 13.5 ★ Expose
#
# `back` of 13.7 goes along the rows. Give a table with the rows $(a, b)$ and $(c, d)$, and $\bar v = (p, q)$, all whole
# numbers, where it is wrong for $x_0$ and right for $x_1$.

# %%
answer = {"a": None, "b": None, "c": None, "d": None, "p": None, "q": None}
ad.exercises.check("13.5", answer)

# %% tags=["solution"]
answer = {"a": 1, "b": 2, "c": 3, "d": 4, "p": 0, "q": 1}  # should be (3, 4), and is (2, 4)
ad.exercises.check("13.5", answer)

# %% [markdown]
# ### Exercise 13.6 ★★ Hunt the bug
#
# Mend it, for tables that are not square, too: `W` has a row for each of `v_bar`.


# %%
def pull_back(W, v_bar):
    n = len(v_bar)
    return [sum(W[i][j] * v_bar[j] for j in range(n)) for i in range(n)]


ad.exercises.check("13.6", pull_back)


# %% tags=["solution"]
def pull_back(W, v_bar):
    rows, columns = range(len(W)), range(len(W[0]))
    return [sum(W[i][j] * v_bar[i] for i in rows) for j in columns]


ad.exercises.check("13.6", pull_back)

# %% [markdown]
# ### Exercise 13.7 ★★★ Build
#
# Write `agrees(f, slope, x)`: `True` if the function `slope` gives the slope of `f` at `x`, `False` if not. It will be tried
# on right slopes and on wrong ones, where $x$ is as small as 0.001 and as large as 1,000,000,000; a wrong one is off by one
# part in a thousand, or more.


# %%
def agrees(f, slope, x):
    return None


ad.exercises.check("13.7", agrees)


# %% tags=["solution"]
def agrees(f, slope, x):
    h = 1e-5 * abs(x) or 1e-5  # a step that fits the size of x
    by_difference = (f(x + h) - f(x - h)) / (2 * h)
    u = slope(x)
    return abs(u - by_difference) <= 1e-4 * max(abs(u), abs(by_difference))  # an error that fits the size of the slope


ad.exercises.check("13.7", agrees)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("13")

# %% [markdown]
# ## 13.13 Roads not taken
#
# *Kinks.* At $x = 0$ the slope of $|x|$ is $-1$ on the left and 1 on the right: differences say 0, and nobody is wrong.
# *Second derivatives* are tested by differences of gradients. *Without a tolerance.* Halve the step: what is left of
# $f(x + h d) - f(x) - h \, g \cdot d$ falls to a quarter with a right gradient $g$, to a half with a wrong one (the Taylor
# test). *Mutants.* `make mutants` breaks this package one small
# piece at a time, and says which breaks no test has seen.

# %% [markdown]
# ## 13.14 Further reading
#
# * The bugs as they were met: issues 2 and 53 of karpathy/micrograd, 347, 1052 and 5798 of jax-ml/jax, 12409 of
#   tinygrad/tinygrad, 9664 of keras-team/keras, 914 of FluxML/Flux.jl, 5 and 28 of jcjohnson/pytorch-examples, 4283 of
#   PaddlePaddle/Paddle, and pull request 1265 of apache/mxnet, all on GitHub.
# * W. Squire, G. Trapp, Using complex variables to estimate derivatives of real functions, *SIAM Review* 40, 1998: the
#   complex step, in three pages.
# * A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd ed., 2008, chapter 3: why forward and back are transposes.
#
# **Next:** [14, build your own](14_build_your_own.ipynb). Back to the [map](00_see_a_gradient_appear.ipynb).
