# %% [markdown]
# # Push forward
#
# **Question.** What does one direction do to every variable?
#
# **You will** nudge an input and watch everything move, build numbers that carry their own speed, push a direction
# through a list, and count what a whole gradient costs this way.
#
# **You need** [notebook 03](03_write_a_program_as_a_graph.ipynb), and the slopes of $e^u$, $\ln u$,
# $\sin u$ and $u^2$: $e^u$, $1/u$, $\cos u$ and $2u$.
#
# **Time.** 35 minutes; the exercises take 45.

# %%
import adlesson as ad
from adlesson import cos, exp, sin

ad.progress("04")

# %% [markdown]
# ## 04.1 Nudge the input, watch everything move
#
# Run our list at $x = 0.25$, move $x$ by a millionth, run it again, and see how far each variable has moved, per unit
# of $x$. (`ad.examples.running` is the `f` of notebook 03: $a = e^x$, $b = a^2$, $c = a + b$, $d = e^c$, $e = \sin c$,
# $f = d + e$. At this place $c$ is 2.933.)
#
# **Predict.** Which of the seven moves furthest?

# %%
ad.predict("04.1a")

# %% [markdown] tags=["fold"]
# $d$. It is an exponential, where it is steep: $e^{2.933}$ is 18.78. And $f$ is held back a little by $e$.

# %% [markdown]
# **Predict.** Does one of them go down? Which?

# %%
ad.predict("04.1b")

# %% [markdown] tags=["fold"]
# $e$: it is the sine of $c = 2.933$, where the wave is falling.

# %%
p = ad.trace(ad.examples.running, x=0.25)
h = 1e-6
here, there = ad.primals(p), ad.primals(p, x=0.25 + h)
for name in p.names:
    print(name, round((there[name] - here[name]) / h, 4))

# %% [markdown]
# $d$ moves 86.04 times as far as $x$, and $e$ goes down. Such a speed is called the variable's **tangent**, and written
# with a dot, as in Griewank's book: $\dot d = 86.04$, $\dot e = -4.482$.
#
# The last, $\dot f$, is the derivative. But it says 81.5544, and the derivative is 81.5541: a difference is not quite
# the slope, and smaller steps only help for a while ([notebook 01](01_fit_a_function.ipynb)). Can we have the speed
# without a step?
#
# Look at the digits after a small step, here of $x^2$ at 3:

# %%
3.00001**2

# %% [markdown]
# **Predict.** The slope of $x^2$ at 3 stands among these digits. Where?

# %%
ad.predict("04.1c")

# %% [markdown] tags=["fold"]
# The 6. The 9 is the value. The 6 stands five places further right, for it is multiplied by the step. The 1 stands ten
# places further right: it is the step times itself.

# %% [markdown]
# Value and slope, side by side in one number. Only that last 1 is in the way, and with a larger step the digits would run
# into one another. So let us calculate with two places, and throw away the third.
#
# ## 04.2 Numbers that carry their speed
#
# Write $3 + \varepsilon$ for "3, moving at speed 1", and calculate with it as with any sum. There is one new rule:
# $\varepsilon^2 = 0$. So every number has two parts, a value and a tangent, and never a third.
#
# **Predict.** On paper: in $(3 + \varepsilon)(3 + \varepsilon)$, what stands before $\varepsilon$?

# %%
ad.predict("04.2a")

# %% [markdown] tags=["fold"]
# 6. The product is $9 + 3\varepsilon + 3\varepsilon + \varepsilon^2$, and $\varepsilon^2$ is 0.

# %% [markdown]
# **Predict.** And in $(2 + 5\varepsilon)(7 + 3\varepsilon)$?

# %%
ad.predict("04.2b")

# %% [markdown] tags=["fold"]
# $5 \cdot 7 + 2 \cdot 3 = 41$.


# %%
class Dual:
    def __init__(self, value, tangent=0):
        self.value, self.tangent = value, tangent

    def __add__(self, other):
        return Dual(self.value + other.value, self.tangent + other.tangent)

    def __mul__(self, other):
        tangent = self.tangent * other.value + self.value * other.tangent
        return Dual(self.value * other.value, tangent)


# %%
for y in (Dual(3, 1) * Dual(3, 1), Dual(2, 5) * Dual(7, 3)):
    print(y.value, y.tangent)

# %% [markdown]
# The 6 is the slope of $x^2$ at 3, and nobody wrote $2x$. What the class does with two tangents, $\dot u w + u \dot w$,
# is the product rule. Such a pair is a **dual number**. $\varepsilon$ is no small number that somebody had to choose:
# it marks a second place to write in. (A constant does not move: its tangent is 0.)
#
# **Predict.** The exponential is given a pair. Its value is $\ln 2$, so that $e^u$ is 2, and its tangent is 3. Which
# tangent comes out?

# %%
ad.predict("04.2c")

# %% [markdown] tags=["fold"]
# 6: the slope, 2, times the 3 that came in.


# %%
def dual_exp(u):
    return Dual(exp(u.value), exp(u.value) * u.tangent)


def dual_sin(u):
    return Dual(sin(u.value), cos(u.value) * u.tangent)


a = dual_exp(Dual(0.25, 1))
c = a + a * a
y = dual_exp(c) + dual_sin(c)
y.value, y.tangent

# %% tags=["check"]
assert f"{3.00001**2:.10f}" == "9.0000600001"
before, after = ad.primals(p, x=0.25), ad.primals(p, x=0.25 + 1e-6)
speeds = {name: (after[name] - before[name]) / 1e-6 for name in p.names}
assert f"{speeds['d']:.4g} {speeds['e']:.4g} {speeds['f']:.6g} {before['c']:.4g}" == "86.04 -4.482 81.5544 2.933"
right = {"04.1a": max(speeds, key=speeds.get), "04.1b": " ".join(name for name in p.names if speeds[name] < 0)}
assert f"{before['d']:.4g} {ad.tangents(p, {'x': 1}, x=0.25)['f']:.6g}" == "18.78 81.5541"
squared, product = Dual(3, 1) * Dual(3, 1), Dual(2, 5) * Dual(7, 3)
assert (squared.value, squared.tangent) == (9, 6)
assert product.tangent == 5 * 7 + 2 * 3 == 41
assert (5 * 3, 5 + 3, 2 * 5 + 7 * 3) == (15, 8, 31)
right |= {"04.2a": squared.tangent, "04.2b": product.tangent, "04.2c": round(dual_exp(Dual(ad.log(2), 3)).tangent, 9)}
assert f"{y.value:.4g}" == "18.99"
assert f"{y.tangent:.11f}" == "81.55411240683"
assert abs(y.tangent / 81.5541124068288402 - 1) < 2e-15

# %% [markdown]
# The exponential passes on the speed of its argument, times its own slope, and so does the sine. Out come 18.99 and
# 81.55411240683, right to the last digits that a float holds: from a single run, and without a step.

# %% [markdown]
# A trap (it may wait: nothing below needs it). Let $s(x)$ be the slope of $x + y$ by $y$: it is 1, whatever $x$ is. A
# second derivative around it asks for the slope of $h(x) = x \cdot s(x)$ by $x$, at $x = 1$, $y = 1$. Now let both use
# the same $\varepsilon$: then $x$ and $y$ are both $1 + \varepsilon$.
#
# **Predict.** What would then be read off as the inner slope?

# %%
ad.predict("04.2d")

# %% [markdown] tags=["fold"]
# $x + y$ becomes $2 + 2\varepsilon$, so one reads 2: the speed of $x$ has got into the slope by $y$. Each derivative needs
# an $\varepsilon$ of its own.


# %%
def inner(x):
    return ad.grad(lambda y: x + y, y=1)["y"]


ad.grad(lambda x: x * inner(x), x=1)

# %% [markdown]
# Ours keeps them apart: 1, and not 2. (Mixing them up is called *perturbation confusion*, and happened in real programs.)
#
# ## 04.3 The rule for every program
#
# The dual numbers hid the rule in their arithmetic. In our list it can be seen. You choose the tangents of the inputs, and
# every other line adds up what its parents hand on, slot by slot:
#
# $$\dot z_i = \sum_{k \in \alpha(i)} \frac{\partial f_i}{\partial z_k}\, \dot z_k .$$
#
# **Predict.** Which variables are given their tangent in two portions?

# %%
ad.predict("04.3a")

# %% [markdown] tags=["fold"]
# $c$ and $f$: each reads two variables. (A variable that fills two places, as in $x \cdot x$, has a term for each.)

# %% [markdown]
# **Predict.** Each portion is a step of its own. How many steps follow the one that gives $x$ its speed?

# %%
ad.predict("04.3b")

# %% [markdown] tags=["fold"]
# Eight, one for each arrow.

# %% [markdown]
# Step, and before each step say what is multiplied by what.

# %%
ad.Stepper(p, sweep="tangent")

# %% [markdown]
# In numbers, for $b$ and for $c$. (Counted from 0, our $a$, $b$, $c$ are $z_1$, $z_2$, $z_3$.)

# %%
z, zdot = list(ad.primals(p).values()), list(ad.tangents(p, {"x": 1}).values())
print(zdot[2] == 2 * z[1] * zdot[1])  # b = a ** 2
print(zdot[3] == 1 * zdot[1] + 1 * zdot[2])  # c = a + b

# %% [markdown]
# **Say why.** Why does $\dot c$ have two terms, which are added? Put the reason together: take the three parts that
# make it up.

# %%
ad.predict("04.3c")

# %% [markdown] tags=["fold"]
# $c$ reads $a$ and $b$. Both move when $x$ moves, and each moves $c$ by itself; two small moves of $c$ add up. What
# reads $c$ is of no account here: forwards, a line looks up only.

# %% [markdown]
# Such a pass is a **tangent sweep**, and differentiating by such passes is called **forward mode**. Value and tangent
# walk hand in hand, and can be forgotten as soon as their last reader has used them. In our code the formula stands near
# the end, `zdot[i] = before + partial * zdot[k]`: `before` is the sum so far, `partial * zdot[k]` the next term.

# %%
ad.show_source(ad.tangent_sweep)

# %% [markdown]
# The same picture can *nudge*: add 0.1, 0.01 or 0.001 to a box, and see where every later box was and where it goes.
# (Pull the box sideways, or press + and − for right and left, ] and [ for larger and smaller.)
#
# **Predict.** Nudge $x$ by 0.1. The tangent of $f$ is 81.55. Will $f$ move by $81.55 \cdot 0.1 = 8.155$?

# %%
ad.predict("04.3d")

# %% [markdown] tags=["fold"]
# Further. Its curve bends upwards, so the slope grows on the way.

# %%
ad.Stepper(p, sweep="tangent", step=9, panes=("nudge",))

# %% tags=["check"]
assert ad.grad(lambda x: x * inner(x), x=1) == {"x": 1}
both_at_speed = Dual(1, 1) + Dual(1, 1)
assert (both_at_speed.value, both_at_speed.tangent) == (2, 2)
right |= {"04.1c": "B", "04.2d": both_at_speed.tangent}
value, dot = list(ad.primals(p, x=0.25).values()), list(ad.tangents(p, {"x": 1}, x=0.25).values())
assert (dot[2], dot[3]) == (2 * value[1] * dot[1], dot[1] + dot[2])
assert p.names[1:4] == ("a", "b", "c")
moves = [step for step in ad.tangent_sweep(p, {"x": 1}) if step.kind == "tangent"]
moved = ad.primals(p, x=0.35)["f"] - ad.primals(p, x=0.25)["f"]
assert (f"{moved:.4g}", f"{dot[-1]:.4g}", f"{ad.adjoints(p, x=0.25)['a']:.4g}") == ("11.69", "81.55", "63.51")
assert moved > dot[-1] * 0.1
assert all(step.after == step.before + step.upstream * step.partial for step in moves)
assert "zdot[i] = before + partial * zdot[k]" in ad.show_source(ad.tangent_sweep).text[-300:]
two = " ".join(name for i, name in enumerate(p.names) if len(p.alpha(i)) == 2)
right |= {"04.3a": two, "04.3b": len(moves), "04.3d": "C"}

# %% [markdown]
# $f$ moves 11.69. Of that 8.155 is its tangent times the nudge; the rest is the bend of the curve, and with a nudge of
# 0.001 there is hardly any. Now nudge $a$. It moves $f$ 63.51 times as far: that is the number that notebook 00 called
# the adjoint of $a$.
#
# ## 04.4 A direction in several inputs
#
# With two inputs, you say how fast each of them moves: that is a direction. Take $s = x + y$ and $t = xy$ at $x = 2$,
# $y = 3$. These two sweeps move one input each:


# %%
def both(x, y):
    return {"s": x + y, "t": x * y}


print(ad.jvp(both, {"x": 1, "y": 0}, x=2, y=3))
print(ad.jvp(both, {"x": 0, "y": 1}, x=2, y=3))

# %% [markdown]
# **Predict.** Now $x$ moves at speed 10 and $y$ at speed 1. What will the sweep give for $t$?

# %%
ad.predict("04.4a")

# %% [markdown] tags=["fold"]
# $10 \cdot 3 + 1 \cdot 2 = 32$: ten times the first result, plus the second.

# %%
ad.jvp(both, {"x": 10, "y": 1}, x=2, y=3)

# %% [markdown]
# $(1, 3)$ and $(1, 2)$ are columns of the Jacobian matrix, the table of all partial derivatives, with a column for each
# input. The third is ten times the first plus the second, $(11, 32)$: each line multiplies tangents by slopes and adds, so
# the whole sweep does (it is *linear*). It multiplies the Jacobian by a column of yours, and never builds
# it: a **Jacobian-vector product**, or JVP.
#
# ## 04.5 What a whole gradient takes
#
# Take the product $x_0 x_1 x_2 x_3$ at 2, 3, 5, 7.
#
# **Predict.** How fast does it move, if $x_0$ alone moves at speed 1?

# %%
ad.predict("04.5a")

# %% [markdown] tags=["fold"]
# $3 \cdot 5 \cdot 7 = 105$: all the other factors.

# %% [markdown]
# **Predict.** You want its derivative by each of the inputs. How many sweeps will they take?

# %%
ad.predict("04.5b")

# %% [markdown] tags=["fold"]
# Four, one for each input. One sweep in which all inputs move would give the sum, and you could not take it apart again.

# %%
q = ad.trace(ad.examples.speelpenning, x=[2, 3, 5, 7])
for k in range(4):
    direction = [0, 0, 0, 0]
    direction[k] = 1
    print(*ad.jvp(q, {"x": direction}).values())

# %% [markdown]
# (B. Speelpenning wrote an early tool, in 1980.) The next cell takes $n = 4$, 40 and 400 factors, and prints $n$, the
# number of arrows, and how often an arrow is crossed when every input has its sweep.
#
# **Predict.** With ten times as many factors, how does that last number grow?

# %%
ad.predict("04.5c")

# %% [markdown] tags=["fold"]
# About a hundredfold: ten times as many sweeps, each ten times as long.

# %%
for n in (4, 40, 400):
    q = ad.trace(ad.examples.speelpenning, x=[1] * n)
    arrows = sum(len(q.alpha(i)) for i in range(len(q)))
    print(n, arrows, n * arrows)

# %% tags=["check"]
assert ad.jacobian(both, x=2, y=3) == {"s": {"x": 1, "y": 1}, "t": {"x": 3, "y": 2}}
assert ad.jvp(both, {"x": 1}, x=2, y=3) == {"s": 1, "t": 3}
assert ad.jvp(both, {"y": 1}, x=2, y=3) == {"s": 1, "t": 2}
third = ad.jvp(both, {"x": 10, "y": 1}, x=2, y=3)
assert third == {"s": 11, "t": 32}
assert (3 + 2, 10 * 2 + 3, 10 * (3 + 2), 10 * 3) == (5, 23, 50, 30)
gradient = ad.grad(ad.examples.speelpenning, x=[2, 3, 5, 7])["x"]
assert gradient == [105, 70, 42, 30]
four = ad.trace(ad.examples.speelpenning, x=[2, 3, 5, 7])
columns = [ad.jvp(four, {"x": [float(j == k) for j in range(4)]}) for k in range(4)]
assert [sum(column.values()) for column in columns] == gradient
assert list(ad.jvp(four, {"x": [1, 1, 1, 1]}).values()) == [247]
crossed = {}
for n in (4, 40, 400):
    longer = ad.trace(ad.examples.speelpenning, x=[1] * n)
    crossed[n] = sum(step.kind == "tangent" for step in ad.tangent_sweep(longer, {"x": [1] * n}))
    assert crossed[n] == sum(step.kind == "reverse" for step in ad.reverse_sweep(longer))
assert list(crossed.values()) == [6, 78, 798]
assert [n * arrows for n, arrows in crossed.items()] == [24, 3120, 319200]
right |= {"04.4a": third["t"], "04.5a": gradient[0], "04.5b": len(columns), "04.5c": "C"}

# %% [markdown]
# More than a hundredfold each time. The course post that this lesson grew from says that both modes become slow in high
# dimension. Of forward mode that is true: you have counted. Reverse mode crosses each arrow *once*, 6, 78 or 798 times
# in all (notebook 05). But our running example has one input: there one tangent sweep is enough, and no value has to wait
# for a way back.
#
# ## 04.6 Numbers, not formulas
#
# Remember the twenty doublings of notebook 03, whose flat formula mentions $x$ 1,048,576 times.


# %%
def double(x):
    for _ in range(20):
        x = x + x
    return x


# %% [markdown]
# **Predict.** How many steps does the tangent sweep need for their derivative, the input's own included?

# %%
ad.predict("04.6a")

# %% [markdown] tags=["fold"]
# 41: one for the input, and one for each of 40 arrows. The million is only the result.

# %%
steps = list(ad.tangent_sweep(ad.trace(double, x=1), {"x": 1}))
len(steps), steps[-1].after

# %% tags=["check"]
assert steps[-1].after == 1_048_576
assert sum(step.kind == "tangent" for step in steps) == 40
assert len(ad.trace(double, x=1)) == 21
right |= {"04.6a": len(steps)}

# %% [markdown]
# Forward mode is not symbolic differentiation done by machine: at no moment was there a formula, only two numbers for
# each variable. Nor is it a difference: there was no step. So there are four ways to a derivative:
#
# | | gives | stores | what is wrong with it |
# |---|---|---|---|
# | differences, [01](01_fit_a_function.ipynb) | a number, here | two results | the step: too long or too short |
# | symbols, [02](02_watch_symbols_blow_up.ipynb) | a formula, all $x$ | the formula | flat, it can be exponentially long |
# | forward mode | a number, here, in one direction | two numbers per variable in use | a sweep for each input |
# | reverse mode, [05](05_pull_back.ipynb) | a number, here, for every input | values, for the way back | the memory |

# %% [markdown]
# ## 04.7 Summary
#
# A tangent is the speed at which a variable moves when the inputs move in a direction that you choose. A tangent sweep
# goes through the list forwards, and each line adds up, slot by slot, the tangent of what it reads times the slope:
# exact but for rounding, with no step and no formula. One sweep shows what one direction does to every variable; a
# gradient by $n$ inputs takes $n$ of them.

# %% [markdown]
# ## 04.8 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
#
# ### Exercise 4.1 ★ Predict
#
# In `g` below only $w$ moves. Which variables stay where they are, with tangent 0? Give their names in quotes, for
# example `"w d"`.
#
# ```python
# def g(u, w):
#     a = sin(u)
#     b = u * w
#     c = a * a
#     d = b + c
#     return d
# ```

# %%
answer = None
ad.exercises.check("4.1", answer)

# %% tags=["solution"]
answer = "u a c"
ad.exercises.check("4.1", answer)

# %% [markdown]
# ### Exercise 4.2 ★★ Calculate by hand
#
# Take $\ln x_1 + x_1 x_2 - \sin x_2$ at $x_1 = 2$, $x_2 = 5$, where $x_1$ moves at speed 3 and $x_2$ at speed 1. Which
# tangents have the five lines $a = \ln x_1$, $b = x_1 x_2$, $c = a + b$, $d = \sin x_2$ and $e = c - d$? Text such as
# `"1 - sin(2)"` is read, too. (The function is from the survey by Baydin and others, 2018.)

# %%
answer = {"a": None, "b": None, "c": None, "d": None, "e": None}
ad.exercises.check("4.2", answer)

# %% tags=["solution"]
answer = {"a": "3/2", "b": "3*5 + 2*1", "c": "18.5", "d": "cos(5)", "e": "18.5 - cos(5)"}
ad.exercises.check("4.2", answer)

# %% [markdown]
# ### Exercise 4.3 ★★ Hunt the bug
#
# This class has no sum, but whole powers. The square of `Pair(3, 1)` is right, other powers are wrong. Find out which,
# and repair them.


# %%
class Pair:
    def __init__(self, value, tangent=0):
        self.value, self.tangent = value, tangent

    def __mul__(self, other):
        tangent = self.tangent * other.value + self.value * other.tangent
        return Pair(self.value * other.value, tangent)

    def __pow__(self, n):
        return Pair(self.value**n, n * self.value ** (n - 1))


ad.exercises.check("4.3", Pair)


# %% tags=["solution"]
class Pair:
    def __init__(self, value, tangent=0):
        self.value, self.tangent = value, tangent

    def __mul__(self, other):
        tangent = self.tangent * other.value + self.value * other.tangent
        return Pair(self.value * other.value, tangent)

    def __pow__(self, n):  # without the last factor, right only for what moves at speed 1
        return Pair(self.value**n, n * self.value ** (n - 1) * self.tangent)


ad.exercises.check("4.3", Pair)

# %% [markdown]
# ### Exercise 4.4 ★★★ Build
#
# Write forward mode: `push(p, direction, x=0.25)` returns the tangent of every variable, by name. An input that the
# direction leaves out stays where it is.
#
# You know `ad.primals` and, from exercise 3.3, `row.op` and `row.args`. The slopes of an operation are in
# `ad.ops.OPS[row.op].partials`, one function for each slot; it is called with the value of the row, which is variable
# `row.index`, and then with all its arguments: for $c = a \cdot b$ with $a = 2$, $b = 3$ the first is called
# with 6, 2, 3, and gives 3.


# %%
def push(p, direction, **inputs):
    return None


ad.exercises.check("4.4", push)


# %% tags=["solution"]
def push(p, direction, **inputs):
    z = list(ad.primals(p, **inputs).values())
    zdot = [direction.get(name, 0) for name in p.inputs]
    for row in p.instructions[len(zdot) :]:
        u = [z[k] if isinstance(k, int) else k.value for k in row.args]
        slopes = [partial(z[row.index], *u) for partial in ad.ops.OPS[row.op].partials]
        slots = zip(row.args, slopes, strict=True)
        zdot.append(sum(zdot[k] * slope for k, slope in slots if isinstance(k, int)))  # a constant does not move
    return dict(zip(p.names, zdot, strict=True))


ad.exercises.check("4.4", push)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("04")

# %% [markdown]
# ## 04.9 Roads not taken
#
# *Second derivatives.* The two parts of a dual number may be dual numbers themselves; then the slope carries its own
# slope. *Several directions at once.* A value may have many tangents beside it: the sweeps are as many, but each value
# and each slope is computed once. *Newton's method* wants a value and a slope at each place, and a dual number has
# both.

# %% [markdown]
# ## 04.10 Further reading
#
# * R. E. Wengert, A simple automatic derivative evaluation program, *Communications of the ACM* 7(8), 1964, 463-464:
#   numbers for derivatives without formulas for them, in two pages.
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html)
#   (2018): dual numbers, and both modes on the function of exercise 4.2.
# * A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008: the reference, and the dot.
#
# **Next:** [05, pull back](05_pull_back.ipynb).
