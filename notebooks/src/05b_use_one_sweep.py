# %% [markdown]
# # Use one sweep
#
# **Question.** What does one sweep give, with many inputs or many outputs?
#
# Training a network needs the derivative of one number, the loss, by millions of inputs. That is the case the sweep was
# made for.
#
# **You will** sweep once for four inputs and use the result, read the gradient as a program of its own, and choose the seed
# where there are several outputs.
#
# **You need** [notebook 05](05_pull_back.ipynb).
#
# **Time.** 25 minutes; the exercises take 20.

# %%
import adlesson as ad

ad.progress("05b")

# %% [markdown]
# ## 05.7 Many inputs, one sweep
#
# $y = w x + b$ should be 1. The loss says how far it is from that: $(y - 1)^2$. There is a fourth input, `spare`, which
# no line reads.


# %%
def loss(w, x, b, spare):
    y = w * x + b
    return (y - 1) ** 2


# %% [markdown]
# At $w = 2$, $x = 3$, $b = -8$ and `spare` $= 5$ the values are $y = -2$ and 9 for the loss.
#
# **Predict.** What is $\bar y$?

# %%
ad.predict("05.7a")

# %% [markdown] tags=["fold"]
# The slope of the square is $2 (y - 1) = -6$. The loss has 1, and sends $y$ that 1 times the slope.

# %% [markdown]
# **Predict.** And $\bar w$?

# %%
ad.predict("05.7b")

# %% [markdown] tags=["fold"]
# $w$ is multiplied by $x$, which is 3: so $y$ sends it $-6 \cdot 3 = -18$.

# %% [markdown]
# **Predict.** And the adjoint of `spare`?

# %%
ad.predict("05.7c")

# %% [markdown] tags=["fold"]
# Nobody reads `spare`, so nobody sends it anything: 0.

# %% [markdown]
# **Predict.** How many reverse sweeps does it take to get the adjoints of all four inputs?

# %%
ad.predict("05.7d")

# %%
ad.grad(loss, w=2, x=3, b=-8, spare=5)

# %% [markdown] tags=["fold"]
# When $y$ sends, it sends to all that it reads: $-6 \cdot 3$ to $w$, $-6 \cdot 2$ to $x$, and $-6$ to $b$. So one reverse
# sweep gives all four. Two-sided differences would run `loss` eight times.

# %% [markdown]
# (With *one* input, as in our running example, going backwards gains nothing over pushing forwards: notebooks
# [04](04_push_forward.ipynb) and [06](06_count_the_cost.ipynb).)
#
# What are these numbers for? $w$ and $b$ are knobs, and the loss should get smaller.
#
# **Predict.** Which way do you turn $w$, and which way $b$?

# %%
ad.predict("05.7e")

# %%
for w, b in ((2, -8), (2.1, -8), (2, -7.9), (2.1, -7.9)):
    print(f"w = {w}, b = {b}: loss {loss(w, 3, b, 5):.2f}")

# %% [markdown] tags=["fold"]
# Both adjoints are negative: the loss falls when $w$ or $b$ grows. And $\bar w$ is three times as large, so the same turn
# of $w$ does more. That is training: a sweep says which way to turn every knob, and how much each one matters.
#
# A network has many knobs, and may keep them in lists, tuples and dicts. The gradient comes back nested alike: for
# `knobs=[{"w": 2, "b": -8}]` it is `[{"w": -18, "b": -6}]`.

# %% [markdown]
# **Say why.** Why is one sweep enough for all inputs? Put the reason together: take the three parts that make it up.

# %%
ad.predict("05.7f")

# %% [markdown] tags=["fold"]
# The sweep starts at the one output, with one seed. It crosses every arrow once and leaves an adjoint at every variable,
# so at the inputs, too. Nudging starts at the inputs, and begins anew for each.

# %% tags=["check"]
# Author's check: section 05.7.
at = {"w": 2, "x": 3, "b": -8, "spare": 5}
found = ad.grad(loss, at)
assert found == {"w": -18, "x": -12, "b": -6, "spare": 0}
lists = [step.after for step in ad.reverse_sweep(ad.trace(loss, **at)) if step.target == "y"]
assert lists == [-6]
assert (at["w"] * at["x"] + at["b"], loss(**at)) == (-2, 9)
nested = ad.grad(lambda knobs: loss(**knobs[0], x=3, spare=5), knobs=[{"w": 2, "b": -8}])
assert nested == {"knobs": [{"w": -18, "b": -6}]}
right = {
    "05.7a": lists[0],
    "05.7b": found["w"],
    "05.7c": found["spare"],
    "05.7d": len([found]),
}
turned = {"A": (-1, -1), "B": (1, -1), "C": (1, 1), "D": (-1, 1)}
lowest = min(turned, key=lambda k: loss(2 + 0.1 * turned[k][0], 3, -8 + 0.1 * turned[k][1], 5))
right |= {"05.7e": lowest}

# %% [markdown]
# ## 05.8 The gradient is a program
#
# A sweep multiplies and adds: ordinary lines, which can be written down. Take $f$ of notebook 05 again: $a = e^x$,
# $b = a^2$, $c = a + b$, $d = e^c$, $e = \sin c$, $f = d + e$.
#
# **Predict.** These are six lines. How many more does the gradient need?

# %%
ad.predict("05.8a")

# %% [markdown] tags=["fold"]
# A share is one line more, and a line sends one or two. Here they are five: about as many again.

# %% [markdown]
# **Predict.** In which order are the adjoints of $a$, $x$ and $c$ computed?

# %%
ad.predict("05.8b")

# %%
p = ad.trace(ad.examples.running, x=0.25)
q = ad.gradient_program(p)
print(ad.source(q))
ad.draw(q, notation="griewank")

# %% [markdown] tags=["fold"]
# The gradient has the structure of $f$, read from the bottom up: $e$ gives `c_bar = cos(c)`, $d$ gives `c_bar += d`, then
# $b$ and $c$ send to $a$, and $a$ to $x$. (Factors 1 are left out, and so is $\bar b$, which is the same as $\bar c$.) So it
# is as long as $f$, up to a constant factor.

# %% [markdown]
# `c_bar` is $\bar c$. In the picture every result has a box. Those that have no name in the program are called by their
# numbers: `z7` is `cos(c)`, and `z9` is `2 * a`.
#
# Being a program, the gradient can be made a fast Python function (`ad.compiled(q)`, see [06](06_count_the_cost.ipynb)),
# or be differentiated again.

# %% [markdown]
# $f$ has 7 variables, its gradient 13, the `z9` of the picture included.
#
# **Predict.** How many has the gradient of the gradient?

# %%
ad.predict("05.8c")

# %%
r = ad.gradient_program(q, output="x_bar")
print(len(p), len(q), len(r), "variables; second derivative", round(r()["x_bar"], 2))

# %% [markdown] tags=["fold"]
# From 7 to 13, and from 13 to 24: both times it gets about twice as long.

# %% [markdown]
# Each time the program grows by a factor, which does not depend on how long it is. The result is the second derivative of
# $f$. (`ad.hessian` does this for every pair of inputs.)

# %% tags=["check"]
# Author's check: section 05.8.
lines = [line.strip() for line in ad.source(q).partition(":\n")[2].splitlines()]
assert [line.split()[0] for line in lines] == [*"abcdef", "c_bar", "c_bar", "a_bar", "a_bar", "x_bar", "return"]
assert lines[6:8] == ["c_bar = cos(c)", "c_bar += d"]
assert (len(p), len(q), len(r)) == (7, 13, 24)
assert abs(r(x=0.25)["x_bar"] - 530.0709177388465421) < 1e-11
assert abs(ad.hessian(p, x=0.25)["x"]["x"] - r(x=0.25)["x_bar"]) < 1e-11
assert abs((q(x=0.25 + 1e-5)["x_bar"] - q(x=0.25 - 1e-5)["x_bar"]) / 2e-5 / 530.0709177388465421 - 1) < 1e-6
more = len(lines) - 1 - 6
right |= {"05.8a": "ABCD"[min(range(4), key=lambda k: abs((1, 36, 64, 6)[k] - more))]}
right |= {"05.8b": "".join(dict.fromkeys({"a": "A", "x": "B", "c": "C"}[line[0]] for line in lines if "_bar " in line[:6]))}
right |= {"05.8c": "ABCD"[(170, len(r), 50, 13).index(24)]}


def chain(n):
    def f(x):
        for _ in range(n):
            x = 4 * x * (1 - x)
        return x

    return ad.trace(f, x=0.3)


for n in (10, 100, 1000):  # the factor does not grow with the program
    longer = chain(n)
    once = ad.gradient_program(longer)
    twice = ad.gradient_program(once, output="x_bar")
    assert 2 < len(once) / len(longer) < 3
    assert 2 < len(twice) / len(once) < 4

# %% [markdown]
# ## 05.9 Several outputs: choose the seed
#
# With two outputs there is no single adjoint, until you say how much each output counts for you: that is the seed. Take
# $s = x + y$ and $t = x y$ at $x = 2$, $y = 3$.


# %%
def both(x, y):
    return {"s": x + y, "t": x * y}


# %% [markdown]
# Let $t$ alone count: the seed is 0 for $s$, and 1 for $t$.
#
# **Predict.** What does $x$ get?

# %%
ad.predict("05.9a")

# %%
print("s alone", ad.vjp(both, {"s": 1, "t": 0}, x=2, y=3))
print("t alone", ad.vjp(both, {"s": 0, "t": 1}, x=2, y=3))

# %% [markdown] tags=["fold"]
# $s$ has 0 to send. $t = x y$ has 1, and sends $x$ that 1 times the slope, which is $y$: 3.

# %% [markdown]
# These two are the rows of the Jacobian matrix: a table of slopes, with a row for each output and a column for each
# input.
#
# **Predict.** Now let $s$ count ten times as much as $t$: the seed is 10 for $s$, and 1 for $t$. What does $x$ get?

# %%
ad.predict("05.9b")

# %%
ad.vjp(both, {"s": 10, "t": 1}, x=2, y=3)

# %% [markdown] tags=["fold"]
# Ten times the first row, plus the second: $x$ gets $10 \cdot 1 + 1 \cdot 3 = 13$.

# %% [markdown]
# So the seed is a list with a weight for each output, and the sweep finds the rows of the Jacobian, each times its
# weight, added up. It never makes the table itself. The list is a vector, and what comes out is called a
# **vector-Jacobian product**, or VJP. PyTorch's `backward(gradient=...)` takes this very list.
#
# Some frameworks keep the adjoints at the inputs, and add to them with each sweep. For our $f$ at $x = 0.25$ one sweep
# finds 81.55.
#
# **Predict.** What is kept for $x$ after two sweeps?

# %%
ad.predict("05.9c")

# %%
kept = 0.0
for _ in range(2):
    kept += ad.grad(p)["x"]
print("kept", round(kept, 2), "asked again", round(ad.grad(p)["x"], 2))

# %% [markdown] tags=["fold"]
# The second sweep adds its 81.55 to the first: 163.1, twice what is right.

# %% [markdown]
# Here the adjoints live inside the sweep, so asking again changes nothing. PyTorch adds each result into `.grad`, which
# serves those who sum over batches; everyone else has to set it to zero first. When a gradient grows from step to step
# for no reason, look there.

# %% tags=["check"]
# Author's check: section 05.9.
assert ad.jacobian(both, x=2, y=3) == {"s": {"x": 1, "y": 1}, "t": {"x": 3, "y": 2}}
found = ad.vjp(both, {"s": 10, "t": 1}, x=2, y=3)
assert found == {"x": 13, "y": 12}
right |= {"05.9a": ad.vjp(both, {"s": 0, "t": 1}, x=2, y=3)["x"], "05.9b": found["x"], "05.9c": kept}
assert f"{ad.grad(p)['x']:.2f}" == f"{kept / 2:.2f}" == "81.55"

# %% [markdown]
# ## 05.10 Summary
#
# One reverse sweep gives the derivative of one output by every input, however many there are. What it does can be written
# down as a program, a few times as long as the first, which can be compiled or differentiated again. With several outputs
# a seed says how much each one counts, and the sweep gives the rows of the Jacobian, each times its weight, added up.

# %% [markdown]
# ## 05.11 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*. (5.1, 5.3 and 5.4 are in
# notebook 05.)
#
# ### Exercise 5.2 ★★ Calculate by hand
#
# For $\ln x_1 + x_1 x_2 - \sin x_2$ at $x_1 = 2$, $x_2 = 5$, write the list, then the reverse sweep, on paper. Text such
# as `"1 - sin(2)"` is read, too. (The function is from the survey by Baydin and others, 2018.)

# %%
answer = {"x1": None, "x2": None}
ad.exercises.check("5.2", answer)

# %% tags=["solution"]
answer = {"x1": "1/2 + 5", "x2": "2 - cos(5)"}
ad.exercises.check("5.2", answer)

# %% [markdown]
# ### Exercise 5.5 ★★ Put in order
#
# The way there is `a = x * y`, `b = sin(a)`, `c = a * b`, `d = exp(c)`, `e = d * b`. These lines are the way back, mixed
# up. Give their numbers in an order that works. (There are several; the check runs the lines in yours. The line with `=`
# makes a name, so it stands before the line that adds to it with `+=`, whichever share is known first.)
#
# ```text
# 0   a_bar += b_bar * cos(a)
# 1   c_bar = b * d
# 2   y_bar = a_bar * x
# 3   b_bar += d
# 4   a_bar = c_bar * b
# 5   x_bar = a_bar * y
# 6   b_bar = c_bar * a
# ```

# %%
answer = None  # a list such as [2, 0, 1]
ad.exercises.check("5.5", answer)

# %% tags=["solution"]
answer = [1, 6, 3, 4, 0, 5, 2]
ad.exercises.check("5.5", answer)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("05b")

# %% [markdown]
# ## 05.12 Further reading
#
# * PyTorch, [Tensor.backward](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html): the seed as
#   `gradient`, and where it adds up.
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html)
#   (2018): one output and many inputs, as machine learning has them.
#
# **Next:** [06, count the cost](06_count_the_cost.ipynb), or [07](07_state_it_as_constraints.ipynb).
# Back to the [map](00_see_a_gradient_appear.ipynb).
