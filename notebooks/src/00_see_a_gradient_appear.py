# %% [markdown]
# # See a gradient appear
#
# **Question.** A computer says that the gradient is 81.55. Where did that number come from?
#
# **You will** watch a calculation run forwards and then backwards, find its last number again by a second
# route, learn to read one line of the way back, and go that way yourself.
#
# **You need** to know what a slope is, and to have seen a few lines of Python.
#
# **Time.** 20 minutes. Run a cell with Shift+Enter.

# %%
import adlesson as ad
from adlesson import exp, sin

# %% [markdown]
# Run the next cell and press *next* below the picture, or the key **→**, for one step forwards, **←** to take it back;
# after the last value it goes on backwards. (A click on a box goes to its step.) The formula is yours: type another one
# whenever you like, and pull the slider of `x`.

# %%
ad.explore("exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)", x=0.25)

# %% [markdown]
# The steps came in two runs. The **forward sweep** gave each box its **value**, from $x = 0.25$ on the left to
# $f = 18.99$ on the right. Then the **reverse sweep** gave each box a second number, its **adjoint**: it began with
# 1 at $f$ and ended with 81.55 at $x$. People who train neural networks call this second run backpropagation.
# A bar marks an adjoint, as in $\bar a$; what stands on an arrow, such as ×2.568, is its slope.

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
# About 0.00816: that is 81.55 times 0.0001, and a little more, because $f$ bends upwards.
#
# **Predict.** A nudge to the right gives a slope a little too large. What will a nudge to the left give, too much or
# too little? And the step from the left place to the right one?

# %%
h = 1e-5
print((f(0.25 + h) - f(0.25)) / h, (f(0.25) - f(0.25 - h)) / h)
print((f(0.25 + h) - f(0.25 - h)) / (2 * h), ad.grad(f, x=0.25)["x"])

# %% [markdown]
# To the right too much, 81.557, to the left too little, 81.551. From left to right the errors nearly cancel: nine
# digits are the sweep's, 81.5541124. The routes know nothing of each other: one ran $f$ at two places, the other
# once, and went back through its steps. With a million inputs, the first needs two million runs, the second still one and
# its way back.
#
# (Folded cells like the next, *Author's check*, assert the numbers in the text for the values as given. Skip them, or
# ignore them once you change things.)

# %% tags=["check"]
# Author's check: the numbers in the text above, with values of its own.
given = "the text is about the f given above"
to_right, to_left = (f(0.25 + 1e-5) - f(0.25)) / 1e-5, (f(0.25) - f(0.25 - 1e-5)) / 1e-5
across, by_sweep = (f(0.25 + 1e-5) - f(0.25 - 1e-5)) / 2e-5, ad.grad(f, x=0.25)["x"]
assert f(0.2501) - f(0.25) > 81.55 * 0.0001, given
assert f"{f(0.2501) - f(0.25):.5f} {f(0.25):.2f}" == "0.00816 18.99", given
assert f"{to_left:.3f} {to_right:.3f}" == "81.551 81.557", given
assert str(across)[:10] == str(by_sweep)[:10] == "81.5541124", given
assert abs(by_sweep - 81.5541124068288402) < 1e-11, given

# %% [markdown]
# ## 00.2 Read one line of the way back
#
# Here is the way back again, at the step in which $b$ sends $a$ its share: 17.80 × 2.568 = 45.71. It comes on top of what
# $a$ has, and the adjoint of $a$ goes from 17.80 to 63.51.
#
# **Predict.** Here $b = a^2$ and $a = 1.284$. Which of the numbers in that step is the slope of the square?

# %%
p = ad.parse("exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)", x=0.25)
ad.Stepper(p, step=8)

# %% [markdown]
# The slope is $2 \cdot 1.284 = 2.568$: it stands on the arrow. Why times? A nudge of $b$ moves $f$ 17.80 times as far: the
# adjoint of $b$. A nudge of $a$ moves $b$ 2.568 times as far. So *through b* it moves $f$ $17.80 \cdot 2.568 = 45.71$ times
# as far. But $c$ reads $a$ as well, and has sent 17.80 already; both **shares** count, and $a$ ends with 63.51.

# %% tags=["check"]
# Author's check: b sends a its share, after c did; that is step 8.
given = "the text is about the formula given above"
first, second = (step for step in ad.reverse_sweep(p, x=0.25) if step.target == "a")
assert (first.source, second.source) == ("c", "b"), given
numbers = (second.upstream, second.partial, second.before, second.after, second.upstream * second.partial)
assert " ".join(f"{u:.4g}" for u in numbers) == "17.8 2.568 17.8 63.51 45.71", given
assert f"{ad.primals(p, x=0.25)['a']:.4g}" == "1.284", given
assert list(ad.reverse_sweep(p, x=0.25))[8 - 1] == second, given

# %% [markdown]
# ## 00.3 Be the machine
#
# Now the way back is yours, in $u = x y$, $v = u + x$, $f = u v$ at $x = 3$, $y = 2$. (From $u$ to $f$ the slope is 9: a
# nudge of $u$ moves $u v$ $v = 9$ times as far.) Only $f$ has something: 1. Click a box, or press its letter, and it
# *fires*: back along each of its arrows it sends a share, all it has times the slope. The shares pile up in the boxes.
#
# **Predict.** $f$ is first. Who must be second, $u$ or $v$? Try one, press Backspace, and try the other.


# %%
def small(x, y):
    u = x * y
    v = u + x
    f = u * v
    return f


ad.Stepper(ad.trace(small, x=3, y=2), sweep="schedule")

# %% [markdown]
# $v$ is second. Then $u$ has both its shares, $9 + 6 = 15$, when it fires: 30 to $x$, which has 6 from $v$, and 45 to
# $y$. So the gradient is 36 and 45.
#
# If $u$ fires too early, it sends its 9 alone. The 6 comes later and lies in its box, not sent, and $x$ ends 12 short.
# Fire $u$ again, and it sends all 15: the first 9 counts twice.

# %% tags=["check"]
# Author's check: the machine, in order, too early, and twice.
given = "the text is about u = x y, v = u + x, f = u v at x = 3, y = 2"
three = ad.trace(small, x=3, y=2)
assert list(ad.primals(three).values()) == [3, 2, 6, 9, 54], given
assert list(ad.adjoints(three).values()) == [36, 45, 15, 6, 1], given
sent = [step for step in ad.reverse_sweep(three) if step.kind == "reverse"]
shares = {step.source + step.target: step.upstream * step.partial for step in sent}
assert shares == {"fu": 9, "fv": 6, "vu": 6, "vx": 6, "ux": 30, "uy": 45}, given
z, has, ends = three.values(), [0, 0, 0, 0, 1], {}
for name in "fuvu":
    i = three.index(name)
    ad.schedules.fire(three, z, has, i, has[i])
    ends[name] = has[0]
assert (ends["v"], ends["u"]) == (36 - 12, 36 + 9 * 2), given

# %% [markdown]
# ## 00.4 Try your own
#
# **Predict.** In $x y + \sin x$ at $x = 2$, $y = 3$: which input receives two shares, and which adjoint will $y$ have?
# Then step, and watch the inputs.

# %%
ad.explore("x*y + sin(x)", x=2, y=3)

# %% [markdown]
# The text reads $x$ twice, so $x$ gets two shares: 3 from the product, $\cos 2 = -0.416$ from the sine, 2.584 together.
# The product sends $y$ what $y$ was multiplied by: 2.
#
# Now yours. Some to begin with: `x / (1 + x^2)`, `log(x*y) + y`, `tanh(w*x + b)`. Look for an input whose adjoint
# is 0, and for one whose two shares cancel.

# %% tags=["check"]
# Author's check: the shares of x and y.
q = ad.parse("x*y + sin(x)", x=2, y=3)
got = [step for step in ad.reverse_sweep(q) if step.target in "xy"]
assert [(step.target, round(step.upstream * step.partial, 3)) for step in got] == [("x", -0.416), ("x", 3), ("y", 2)]
assert round(ad.grad(q)["x"], 3) == 2.584

# %% [markdown]
# ## 00.5 See where the course goes
#
# | Notebook | One question | |
# |---|---|---|
# | [00](00_see_a_gradient_appear.ipynb) | where did this number come from? | you are here |
# | [01](01_fit_a_function.ipynb) | why do we want derivatives, and what do differences cost? | any time |
# | [02](02_watch_symbols_blow_up.ipynb) | what is wrong with the formula for the derivative? | after 00 |
# | [03](03_write_a_program_as_a_graph.ipynb) | what is a function, as a list and as a graph? | next |
# | [04](04_push_forward.ipynb) | what does one direction do to every variable? | after 03 |
# | [05](05_pull_back.ipynb) | can one sweep give every partial derivative? | after 03 |
# | [06](06_count_the_cost.ipynb) | what do time and memory really cost? | after 04, 05 |
# | [07](07_state_it_as_constraints.ipynb) | what if every assignment is an equality constraint? | after 03 |
# | [08](08_solve_the_three_blocks.ipynb) | why are multipliers adjoints, and what do they price? | after 05, 07 |
# | [09](09_close_the_loop.ipynb) | what if the graph has cycles? | after 08 |
# | [10](10_try_other_solvers.ipynb) | what else can solve the same Lagrangian? | after 08 |
# | [11](11_read_lecun_1988.ipynb) | how does a neural-network person say all this? | after 08 |
# | [12](12_let_time_flow.ipynb) | what if layers are time steps, or time is continuous? | after 09, 11 |
# | 13, 14, 15 | break it, build it, keep the card | planned |

# %% [markdown]
# ## 00.6 Summary
#
# A calculation is a list of small steps, and a graph of who reads whom. The forward sweep computes the values; the
# reverse sweep starts with 1 at the result and follows the arrows back, and along each arrow it multiplies the adjoint
# it comes from by the slope of the arrow, and adds the product to the adjoint it arrives at. The adjoint of an input
# is the derivative of the result by that input.

# %% [markdown]
# ## 00.7 Exercises
#
# Stuck? `ad.exercises.hint("0.1")` helps, three times; the fourth time it says where the solutions are.
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
# The formula of the first widget, `exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)`, is computed in six lines:
# `a = exp(x)`, `b = a^2`, `c = a + b`, `d = exp(c)`, `e = sin(c)`, `f = d + e`.
#
# At $x = 0$ they give $a = 1$, $b = 1$, $c = 2$, and the adjoint of $c$ is $\exp(2) + \cos(2)$. Which adjoint does $a$
# end with? Do it on paper. A number will do as an answer, and so will a formula in quotes, such as `"exp(2) + 1"`.

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
# ## 00.8 Further reading
#
# * T. Vieira, [Backprop is not just the chain rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)
#   (2017): the post this course follows, and our running example.
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html)
#   (2018): how this differs from symbols and from differences.
#
# **Next:** [03, write a program as a graph](03_write_a_program_as_a_graph.ipynb).
