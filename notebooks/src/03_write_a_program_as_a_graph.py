# %% [markdown]
# # Write a program as a graph
#
# **Question.** What is a function, as a list and as a graph?
#
# **You will** turn a function into a list of assignments, read off who reads whom, run the list forwards, and find
# out what such a list shares and what it cannot hold.
#
# **You need** [notebook 00](00_see_a_gradient_appear.ipynb) and a little Python: functions, loops.
#
# **Time.** 30 minutes; the exercises take 30.

# %%
import math

import adlesson as ad
from adlesson import exp, sin

ad.progress("03")

# %% [markdown]
# ## 03.1 From a formula to a list
#
# Nobody evaluates $e^{e^x + (e^x)^2} + \sin(e^x + (e^x)^2)$ in one go. Written for a calculator, it is a few small
# steps, each with a name.


# %%
def f(x):
    a = exp(x)
    b = a**2
    c = a + b
    d = exp(c)
    e = sin(c)
    f = d + e
    return f


# %% [markdown]
# `trace` runs `f` once, at $x = 0.25$, and writes down what happens.
#
# **Predict.** How many variables will the record have, $x$ included?

# %%
ad.predict("03.1a")

# %% [markdown] tags=["fold"]
# One for each of the six lines, and one for the input: seven.

# %%
p = ad.trace(f, x=0.25)
p

# %% [markdown]
# The input, and then assignments, each with one elementary operation. Such a record is a **Wengert list**, after
# R. E. Wengert's two pages of 1964. Our code calls it a program.
#
# **Predict.** Must `f` be traced again to have its value at $x = 0$?

# %%
ad.predict("03.1b")

# %% [markdown] tags=["fold"]
# The list holds operations, and no number but the exponent 2. (The numbers printed beside it are those of the run at 0.25.)
# So it need not be traced again.

# %%
round(p(), 2), round(p(x=0), 3)

# %% [markdown]
# ## 03.2 A name that is bound again
#
# A loop, and a name that is bound three times:


# %%
def g(x):
    s = x
    for _ in range(2):
        s = s * x + 2
    return s


# %% [markdown]
# Each operation makes a variable. A number, such as this 2, is a part of its line, and `s = x` computes nothing: it only
# gives $x$ a second name.
#
# **Predict.** How many variables will its list have, $x$ included?

# %%
ad.predict("03.2a")

# %% [markdown] tags=["fold"]
# Each turn makes two variables, a product and a sum. The first `s = x` computes nothing, so it makes none, and the 2 is a
# part of its instruction. With $x$ that makes five.

# %% [markdown]
# **Predict.** What will the list do when `s` is bound again?

# %%
ad.predict("03.2b")

# %% [markdown] tags=["fold"]
# It makes a new variable, `s_2`. What was computed before keeps its own.

# %%
looped = ad.trace(g, x=1.5)
looped

# %% [markdown]
# The product has no name in `g`; it is called `z1` or `z3`, by its number from 0. Every name is assigned once, which is
# called **single assignment**: "the value of `s`" can never mean two things, and later each variable gets a second number
# beside its value. The loop is gone: the list holds what ran.

# %% tags=["check"]
assert len(p) == 7
assert p.names == tuple("xabcdef")
assert f"{p(x=0.25):.4g} {p(x=0):.4g}" == "18.99 8.298"
assert looped.names == ("x", "z1", "s", "z3", "s_2")
right = {"03.1a": len(p), "03.1b": "B", "03.2a": len(looped), "03.2b": "C"}

# %% [markdown]
# ## 03.3 Who reads whom
#
# Number the variables from 0, as the code does: $x, a, b, c, d, e, f$ are 0 to 6. The line `c = a + b` reads 1 and 2.
#
# **Predict.** Which variables read $a$? Answer with their names.

# %%
ad.predict("03.3a")

# %% [markdown] tags=["fold"]
# The lines of $b$ and of $c$: in both, $a$ stands on the right side.

# %% [markdown]
# An arrow leads from a variable to each place that reads it.
#
# **Predict.** How many arrows lead from $x$ to $y$ in $y = x \cdot x$?

# %%
ad.predict("03.3b")

# %% [markdown] tags=["fold"]
# The product has two places, and $x$ stands in both: two arrows.

# %% [markdown]
# $\alpha(i)$ lists the **parents** of variable $i$, those it reads, by their numbers. $\beta(j)$ lists the **children**
# of $j$, those that read it. In the code they are `p.alpha(i)` and `p.beta(j)`. Here are those of $c$, then those of the
# product and of its $x$:


# %%
def times_itself(x):
    y = x * x
    return y


square = ad.trace(times_itself, x=3)
print(p.alpha(3), p.beta(3))
print(square.alpha(1), square.beta(0))
ad.draw(square)

# %% [markdown]
# $\alpha(3) = (1, 2)$: the line of $c$ reads $a$ and $b$. $\beta(3) = (4, 5)$: both $d$ and $e$ read $c$.
#
# Such a place is also called an argument *slot*. In $y = x \cdot x$ one variable fills two slots: $\alpha = (0, 0)$.
#
# **Say why.** Why must the two arrows be kept apart? Put the reason together: take the three parts that make it up.

# %%
ad.predict("03.3c")

# %% [markdown] tags=["fold"]
# $x$ reaches $y$ through each place, and each place has a slope of its own. A set would forget one of them. When we come
# back along the arrows, each will carry one $x$, and the slope $2x$ is their sum.

# %% tags=["check"]
assert (p.alpha(3), p.beta(3)) == ((1, 2), (4, 5))
assert (square.alpha(1), square.beta(0)) == ((0, 0), (1, 1))
readers = " ".join(p.names[i] for i in p.beta(p.index("a")))
right |= {"03.3a": readers, "03.3b": len(square.beta(0))}

# %% [markdown]
# ## 03.4 Run it forwards
#
# Every line reads only lines above it. An order with this property is a **topological order**, and it is all that a
# forward sweep needs: when a line's turn comes, its parents are known.
#
# **Predict.** Two neighbouring lines of our list could change places. Which two?

# %%
ad.predict("03.4a")

# %% [markdown] tags=["fold"]
# Only `d` and `e`: neither reads the other. Any other two neighbours are a line and a line that reads it.

# %% [markdown]
# Step through the list, and before each step say the equation. Below the picture stands the list as a table: a row for
# each line, filled from the top. ("more" shows and hides it, in every stepper.)

# %%
ad.Stepper(p, sweep="forward", panes=("table",))

# %% [markdown]
# In words: copy the inputs; then do each line with the values of its parents. With $m$ inputs, and variables numbered
# from 0 to $n$, the whole sweep is
#
# $$\begin{aligned}
# z_i &= x_i \quad (0 \le i < m), \\
# z_i &= f_i(z_{\alpha(i)}) \quad (m \le i \le n),
# \end{aligned}$$
#
# where $z_{\alpha(i)}$ are the values of the parents of $i$, and $f_i$ is one operation. Our `c` is $z_3$. First the
# formula for it, then every number with its parents:

# %%
z = list(ad.primals(p, x=0.25).values())
print(z[3] == z[1] + z[2])
for i in range(len(p)):
    print(i, p.names[i], p.alpha(i))

# %% [markdown]
# `True`: the value of `c` is the sum of its parents' values. And in every row the parents have smaller numbers than
# their child: they stand above it.
#
# ## 03.5 What a list shares and a formula repeats
#
# Here is our function as one line of text: `exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)`
#
# **Predict.** A calculator works through it as it is written. How many exponentials does it compute?

# %%
ad.predict("03.5a")

# %% [markdown] tags=["fold"]
# Three in the first half, and two in the sine: five, one for each `exp(`.

# %% [markdown]
# **Predict.** How many `exp` instructions will its program have?

# %%
ad.predict("03.5b")

# %% [markdown] tags=["fold"]
# One for each different argument: $\exp x$ and $\exp c$. What is written alike is computed once.

# %%
text = "exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)"
q = ad.parse(text, x=0.25)
text.count("exp("), [row.op for row in q.instructions].count("exp")

# %% [markdown]
# A flat formula is a tree: to use a result twice, it must write it twice. A program is a graph: it uses the name again.
# `parse` looks for equal subexpressions, shares them, and calls them by letters, `a`, `b`, `c`. `trace` does not share:
# it records what your function does, and there the sharing is up to you.


# %%
def double(x):
    for _ in range(20):
        x = x + x
    return x


# %% [markdown]
# Now $x$ is doubled twenty times.
#
# **Predict.** How many variables has the list, the input included?

# %%
ad.predict("03.5c")

# %% [markdown] tags=["fold"]
# A new variable for each of the twenty lines, and the input: 21.

# %% [markdown]
# **Predict.** How often would a flat formula for it mention $x$?

# %%
ad.predict("03.5d")

# %% [markdown] tags=["fold"]
# Each line doubles the number, and 2 to the 20 is 1,048,576.

# %%
doubled = ad.trace(double, x=1)
len(doubled), doubled()

# %% [markdown]
# (At $x = 1$ the value counts the mentions.) A derivative worked out on the flat formula inherits its size; one worked
# out on the list does not. This is where "not just the chain rule" begins. ([Notebook
# 02](02_watch_symbols_blow_up.ipynb) is about nothing else.)

# %% tags=["check"]
from itertools import permutations

orders = [
    order for order in permutations(range(7)) if all(order.index(k) < order.index(i) for i in order for k in p.alpha(i))
]
assert sorted(orders) == [(0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 5, 4, 6)]
assert ad.primals(p)["c"] == ad.primals(p)["a"] + ad.primals(p)["b"]
assert all(k < i for i in range(len(p)) for k in p.alpha(i))
assert q.names == p.names
assert len(doubled) == 21
assert doubled(x=1) == 1_048_576
assert len(ad.trace(lambda x: exp(x) + exp(x), x=1)) == 4
assert len(ad.parse("exp(x) + exp(x)", x=1)) == 3
apart = " ".join(p.names[i] for i, k in zip(*sorted(orders), strict=True) if i != k)
right |= {"03.4a": apart, "03.5a": text.count("exp("), "03.5b": "B"}
assert [row.op for row in q.instructions].count("exp") == 2
right |= {"03.5c": len(doubled), "03.5d": "D"}

# %% [markdown]
# ## 03.6 What a list cannot hold
#
# A list has no `if`: only the branch that ran was written down.


# %%
def h(x):
    if x > 0:
        return x**3
    return -(x**2)


# %% [markdown]
# **Predict.** `h` is traced at $x = 2$. What does its program do when asked for $x = -1$?

# %%
ad.predict("03.6a")

# %%
with ad.expect_error():
    ad.trace(h, x=2)(x=-1)

# %% [markdown] tags=["fold"]
# With the branch, the list keeps a note, *$x > 0$ was true*, called a guard. At $-1$ the cubic would give $-1$:
# the right value, by luck, with the wrong slope, 3 where $-(x^2)$ has 2. So the program refuses, and asks to be traced
# again.

# %% [markdown]
# **Predict.** What happens when a function that calls `math.sin` is traced?

# %%
ad.predict("03.6b")

# %% [markdown] tags=["fold"]
# `math.sin` wants a float, and is given a value that records what is done to it. It refuses.

# %%
with ad.expect_error():
    ad.trace(lambda x: math.sin(x), x=1.0)

# %% [markdown]
# Take `sin` from `adlesson` instead: it knows floats, and the values that a trace puts in their place.

# %% [markdown]
# ## 03.7 Other people's letters
#
# To look up when you read them; here you may go on.
#
# | | here, from 0 | Vieira's post, from 1 | Griewank & Walther |
# |---|---|---|---|
# | input $x$ | `z[0]`, $z_0$ | $z_1$ | $v_0$ |
# | our $c$ | `z[3]`, $z_3$ | $z_4$ | $v_3$ |
# | output | `z[6]`, $z_n$ with $n = 6$ | $z_n$, $n = 7$ | $y = v_6$ |
# | one line | `Instruction`, $z_i = f_i(z_{\alpha(i)})$ | $z_i = f_i(z_{\alpha(i)})$ | $v_i = \varphi_i(v_j)_{j \prec i}$ |
# | parents of $i$ | `p.alpha(i)` | $\alpha(i)$ | $j \prec i$ |
# | children of $j$ | `p.beta(j)` | $\beta(j)$ | $i \succ j$ |
#
# ($j \prec i$ says that $i$ reads $j$.) Vieira counts $d$ inputs where we wrote $m$, because our list has a $d$ already. The
# course post of Wang and Jenkins (2018) writes Pa(i) for the parents.

# %% tags=["check"]
assert h(-1) == -1 == (-1) ** 3
assert ad.grad(h, x=-1)["x"] == 2
assert ad.grad(lambda x: x**3, x=-1)["x"] == 3
assert (p.index("x"), p.index("c"), p.index("f"), len(p)) == (0, 3, 6, 7)
right |= {"03.6a": "C", "03.6b": "B"}

# %% [markdown]
# ## 03.8 Summary
#
# A program is a list of assignments, one elementary operation each, every name assigned once and only names above it
# read. Its graph has one arrow for each argument slot: $\alpha(i)$ are the parents of $i$, $\beta(j)$ the children of
# $j$. A flat formula repeats what the graph shares, and can be exponentially longer.

# %% [markdown]
# ## 03.9 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
#
# ### Exercise 3.1 ★ Predict
#
# How many variables has the program of `g`, inputs included? Decide before you trace it.
#
# ```python
# def g(x, y):
#     s = x * y
#     s = s + x * y
#     return s * s
# ```

# %%
answer = None
ad.exercises.check("3.1", answer)

# %% tags=["solution"]
answer = 6
ad.exercises.check("3.1", answer)

# %% [markdown]
# ### Exercise 3.2 ★★ Count by hand
#
# In the function `h` below, how many children has each variable? Count arrows, not lines.
#
# ```python
# def h(a, b):
#     s = a + b
#     p = s * s
#     q = p * a
#     return q
# ```

# %%
answer = {"a": None, "b": None, "s": None, "p": None, "q": None}
ad.exercises.check("3.2", answer)

# %% tags=["solution"]
answer = {"a": 2, "b": 1, "s": 2, "p": 1, "q": 0}
ad.exercises.check("3.2", answer)

# %% [markdown]
# ### Exercise 3.3 ★★ Hunt the bug
#
# This forward sweep should return the value of every variable by name. It takes a program. Each row of it has an
# operation, `row.op`, whose rule is in the table `ad.ops.OPS`, and reads `row.args`: numbers of variables, or constants,
# of which `k.value` is the number.
#
# `forward(p, x=0.25)` is right. Then try `forward(square, x=3)`, and `forward(minus, x=1, y=3)` with
# `minus = ad.trace(lambda x, y: y - x, x=1, y=3)`. Find the word that is wrong, and repair it.


# %%
def forward(p, **inputs):
    z = [inputs[name] for name in p.inputs]
    for row in p.instructions[len(z) :]:
        u = [z[k] if isinstance(k, int) else k.value for k in set(row.args)]
        z.append(ad.ops.OPS[row.op].value(*u))
    return dict(zip(p.names, z, strict=True))


ad.exercises.check("3.3", forward)


# %% tags=["solution"]
def forward(p, **inputs):
    z = [inputs[name] for name in p.inputs]
    for row in p.instructions[len(z) :]:
        u = [z[k] if isinstance(k, int) else k.value for k in row.args]  # no set: slots repeat, and have an order
        z.append(ad.ops.OPS[row.op].value(*u))
    return dict(zip(p.names, z, strict=True))


ad.exercises.check("3.3", forward)

# %% [markdown]
# ### Exercise 3.4 ★★★ Design
#
# Write a function of one $x$ whose program has 6 variables, $x$ included, and whose flat formula would mention $x$
# exactly 32 times.


# %%
def short_but_long(x):
    return None


ad.exercises.check("3.4", short_but_long)


# %% tags=["solution"]
def short_but_long(x):
    for _ in range(5):
        x = x * x
    return x


ad.exercises.check("3.4", short_but_long)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("03")

# %% [markdown]
# ## 03.10 Roads not taken
#
# *Cycles.* If two lines read each other, there is no topological order, and forwards means solving equations: see
# [notebook 09](09_close_the_loop.ipynb). *Keeping the loop.* One may transform source code, loops and branches
# included, rather than record one run. *Arrays.* One variable may be a whole matrix; here each is a number.

# %% [markdown]
# ## 03.11 Further reading
#
# * R. E. Wengert, A simple automatic derivative evaluation program, *Communications of the ACM* 7(8), 1964, 463-464: where
#   the list comes from.
# * T. Vieira, [Backprop is not just the chain rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)
#   (2017): our running example and $\alpha$, $\beta$.
# * A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008: the reference.
#
# **Next:** [04, push forward](04_push_forward.ipynb), or straight on to [05, pull back](05_pull_back.ipynb).
