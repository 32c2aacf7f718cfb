# %% [markdown]
# # See a gradient appear
#
# **Question.** A computer says that the gradient is 81.55. Where did that number come from?
#
# **You will** watch a calculation run forwards and then backwards, find its last number again by a second
# route, and learn to read one line of the way back.
#
# **You need** to know what a slope is, and to have seen a few lines of Python.
#
# **Time.** 15 minutes. Run a cell with Shift+Enter.

# %%
import adlesson as ad
from adlesson import exp, sin

# %% [markdown]
# Run the next cell, click into the picture and press **→** for one step forwards, **←** to take it back;
# after the last value the same key goes on, backwards through the graph. The formula is yours: type another
# one whenever you like, and pull the slider of `x`.

# %%
ad.explore("exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)", x=0.25)

# %% [markdown]
# The steps came in two runs. The **forward sweep** gave each box its **value**, from $x = 0.25$ on the left to
# $f = 18.99$ on the right. Then the **reverse sweep** gave each box a second number, its **adjoint**: it began with
# 1 at $f$ and ended with 81.55 at $x$. People who train neural networks call this second run backpropagation.

# %% [markdown]
# ## 00.1 Find 81.55 by a second route
#
# Leave the graph alone for a moment and take $f$ for a black box. If 81.55 is its slope at $x = 0.25$, a small
# nudge of $x$ should come out 81.55 times as large.
#
# **Predict.** By how much does $f$ grow when $x$ goes from 0.25 to 0.2501?


# %%
def f(x):
    c = exp(x) + exp(x) ** 2
    return exp(c) + sin(c)


f(0.2501) - f(0.25)

# %% [markdown]
# About 0.00816: that is 81.55 times 0.0001, and a little more, because $f$ bends upwards. Nudging to both sides
# takes most of the bend away.
#
# **Predict.** How many digits will the two routes share?

# %%
h = 1e-5
(f(0.25 + h) - f(0.25 - h)) / (2 * h), ad.grad(f, x=0.25)["x"]

# %% [markdown]
# Nine digits, 81.5541124. Both routes know nothing of each other: the first ran $f$ twice at two places, the second
# ran it once and then went through its steps backwards. With a million inputs, the first would need two million
# runs; the second still needs one and its way back.

# %% tags=["check"]
# Author's check: the numbers in the text above.
assert 0.00815 < f(0.2501) - f(0.25) < 0.00817
assert f(0.2501) - f(0.25) > 81.55 * 0.0001
assert str((f(0.25 + h) - f(0.25 - h)) / (2 * h))[:10] == str(ad.grad(f, x=0.25)["x"])[:10] == "81.5541124"
assert abs(ad.grad(f, x=0.25)["x"] - 81.5541124068288402) < 1e-11
assert round(f(0.25), 2) == 18.99

# %% [markdown]
# ## 00.2 Read one line of the way back
#
# Go back to the widget, to the step that says *b pays a*. It adds 17.80 × 2.568 = 45.71 to what $a$ has, and the
# adjoint of $a$ goes from 17.80 to 63.51.
#
# **Predict.** Here $b = a^2$ and $a = 1.284$. Which of these five numbers is the slope of that square?

# %%
p = ad.parse("exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)", x=0.25)
for step in ad.reverse_sweep(p):
    if step.target == "a":
        print(f"{step.source} pays a: {step.before:.4g} -> {step.after:.4g}")
        print(f"    upstream {step.upstream:.4g}, partial {step.partial:.4g}")

# %% [markdown]
# The slope is the `partial`, $2 \cdot 1.284 = 2.568$. Read the line as a bill for a small nudge. One of $b$ moves $f$
# 17.80 times as far: the adjoint of $b$. One of $a$ moves $b$ 2.568 times as far. So *through b* it moves $f$
# $17.80 \cdot 2.568 = 45.71$ times as far. But $c$ reads $a$ as well, and has paid 17.80 already; both **shares**
# count, and $a$ ends with 63.51.

# %% tags=["check"]
# Author's check: b pays a, after c did.
first, second = (step for step in ad.reverse_sweep(p) if step.target == "a")
assert (first.source, second.source) == ("c", "b")
assert f"{second.upstream:.4g} {second.partial:.4g} {second.before:.4g} {second.after:.4g}" == "17.8 2.568 17.8 63.51"
assert f"{second.upstream * second.partial:.4g} {ad.primals(p)['a']:.4g}" == "45.71 1.284"

# %% [markdown]
# ## 00.3 Try your own
#
# **Predict.** In $x y + \sin x$ at $x = 2$, $y = 3$: which input receives two shares, and which adjoint will $y$ have?
# Then step, and watch the inputs.

# %%
ad.explore("x*y + sin(x)", x=2, y=3)

# %% [markdown]
# The text reads $x$ twice, so $x$ is paid twice: 3 by the product, $\cos 2 = -0.416$ by the sine, 2.584 together.
# The product pays $y$ what $y$ was multiplied by: 2.
#
# Now yours. Some to begin with: `x / (1 + x^2)`, `log(x*y) + y`, `tanh(w*x + b)`. Look for an input whose adjoint
# is 0, and for one whose two shares cancel.

# %% tags=["check"]
# Author's check: the shares of x and y.
q = ad.parse("x*y + sin(x)", x=2, y=3)
paid = [step for step in ad.reverse_sweep(q) if step.target in "xy"]
assert [(step.target, round(step.upstream * step.partial, 3)) for step in paid] == [("x", -0.416), ("x", 3), ("y", 2)]
assert round(ad.grad(q)["x"], 3) == 2.584

# %% [markdown]
# ## 00.4 See where the course goes
#
# | Notebook | One question | |
# |---|---|---|
# | [00](00_see_a_gradient_appear.ipynb) | where did this number come from? | you are here |
# | 01 | why do we want derivatives, and what do differences cost? | planned |
# | 02 | what is wrong with the formula for the derivative? | planned |
# | [03](03_write_a_program_as_a_graph.ipynb) | what is a function, as a list and as a graph? | next |
# | 04 | what does one direction do to every variable? | planned |
# | [05](05_pull_back.ipynb) | can one sweep give every partial derivative? | after 03 |
# | 06 | what do time and memory really cost? | planned |
# | 07, 08 | what if every assignment is a constraint? why are multipliers adjoints? | planned |
# | 09 | what if the graph has cycles? | planned |
# | 10, 11, 12 | other solvers; LeCun's paper of 1988; when layers are time | planned |
# | 13, 14, 15 | break it, build it, keep the card | planned |

# %% [markdown]
# ## 00.5 Summary
#
# A calculation is a list of small steps, and a graph of who reads whom. The forward sweep computes the values; the
# reverse sweep, starting with 1 at the result, pays each variable the adjoint of its reader times the slope of that
# reading. The adjoint of an input is the derivative of the result by that input.

# %% [markdown]
# ## 00.6 Exercises
#
# Stuck? `ad.exercises.hint("0.1")` helps, three times.
#
# ### Exercise 0.1 ★ Predict
#
# The formula `x*y + sin(x*y)` is computed as $a = xy$, $b = \sin a$, $c = a + b$. Which variables receive two shares
# in the reverse sweep? Answer with their names in quotes, for example `"x c"`.

# %%
answer = None
ad.exercises.check("0.1", answer)

# %% tags=["solution"]
answer = "a"
ad.exercises.check("0.1", answer)

# %% [markdown]
# ### Exercise 0.2 ★★ Calculate by hand
#
# Take the first formula at $x = 0$, so that $a = 1$, $b = 1$, $c = 2$. Which adjoint does $a$ end with? Do it on paper;
# the slope of $e^c + \sin c$ by $c$ is $e^2 + \cos 2$. Numbers and text such as `"exp(2) + 1"` are both read.

# %%
answer = None
ad.exercises.check("0.2", answer)

# %% tags=["solution"]
answer = "(exp(2) + cos(2)) * (1 + 2)"
ad.exercises.check("0.2", answer)

# %% [markdown]
# ### Exercise 0.3 ★★ Build
#
# Complete `slope`, so that it returns the slope of any function `f` of one number at `x`, by nudging to both sides.


# %%
def slope(f, x):
    return None  # take h = 1e-5


ad.exercises.check("0.3", slope)


# %% tags=["solution"]
def slope(f, x):
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)


ad.exercises.check("0.3", slope)

# %% [markdown]
# ## 00.7 Further reading
#
# * T. Vieira, [Backprop is not just the chain rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)
#   (2017): the post this course follows, and our running example.
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html)
#   (2018): how this differs from symbols and from differences.
#
# **Next:** [03, write a program as a graph](03_write_a_program_as_a_graph.ipynb).
