# %% [markdown]
# # Pull back
#
# **Question.** Can one sweep give every partial derivative?
#
# **You will** put a price on every variable, work out all prices by hand in one pass from the result to the inputs, see why
# shares are added and in which order, read the gradient as a program of its own, and use the pass for many inputs and
# several outputs.
#
# **You need** [notebook 03](03_write_a_program_as_a_graph.ipynb), and the slopes of $e^u$, $\sin u$ and $u^2$.
#
# **Time.** 40 minutes with a place for a pause, exercises apart.

# %%
import math
from itertools import pairwise

import adlesson as ad
from adlesson import cos, exp, sin

# %% [markdown]
# ## 05.1 A price for every variable
#
# Take our list at $x = 0.25$ and disturb one line: after $b = a^2$, say, add a little to $b$, and let all later lines
# run on. Then do the same to $a$.
#
# **Predict.** Whose nudge moves $f$ more? Why?


# %%
def f_nudged(da=0, db=0):
    a = exp(0.25) + da
    b = a**2 + db
    c = a + b
    return exp(c) + sin(c)


h = 1e-5
print((f_nudged(db=h) - f_nudged(db=-h)) / (2 * h))
print((f_nudged(da=h) - f_nudged(da=-h)) / (2 * h))

# %% [markdown]
# A small nudge of $b$ moves $f$ 17.80 times as far, one of $a$ 63.51 times: $a$ reaches $c$ directly, and a second time
# through $b$, enlarged. This price, the move of the result per unit of a *small* nudge, is the variable's **adjoint**,
# written with a bar as in Griewank's book: $\bar b = 17.80$. (Vieira writes $\lambda_b$. Here $\lambda$ waits for
# the multipliers of notebooks 07 and 08, and will turn out to be the same number.)
#
# Two runs for every price are dear. This notebook gets all seven from one pass.

# %% [markdown]
# ## 05.2 The smallest sweep
#
# Each line can send a share to the variables it reads: its own price, times the slope of what it did with them. Begin
# with a smaller $f$, $f(x) = x \cdot x$, at $x = 3$.
#
# **Predict.** How many shares will $x$ receive, and how large is each?

# %%
square = ad.trace(lambda x: x * x, x=3)
for step in ad.reverse_sweep(square):
    print(step.kind, step.target, step.before, "->", step.after)
    print("    upstream", step.upstream, "partial", step.partial)

# %% [markdown]
# First the **seed**: one unit of $f$ is worth 1 unit of $f$, and nobody reads it. Then two **shares**, one for each
# argument slot, each `upstream` (what the reader has) times `partial` (the slope), $1 \cdot 3$; and the adjoint of $x$ goes
# $0 \to 3 \to 6$. The whole pass is a **reverse sweep**.
#
# The 2 of $2x$ is in no table of slopes. It is a sum over two arrows.

# %% tags=["check"]
# Author's check: sections 05.1 and 05.2.
assert f"{(f_nudged(db=1e-5) - f_nudged(db=-1e-5)) / 2e-5:.4g}" == "17.8", "the text is about x = 0.25"
assert f"{(f_nudged(da=1e-5) - f_nudged(da=-1e-5)) / 2e-5:.4g}" == "63.51", "the text is about x = 0.25"
found = [(step.before, step.after, step.upstream, step.partial) for step in ad.reverse_sweep(square, x=3)]
assert found == [(0, 1, None, None), (0, 3, 1, 3), (3, 6, 1, 3)], "the text is about x * x"

# %% [markdown]
# ## 05.3 The running example, by hand
#
# The values come from a forward sweep (`ad.examples.running` is the `f` of notebook 03). Then one line of Python per
# variable, last variable first; `abar` is $\bar a$.
#
# **Predict.** Cover the code. Which two adjoints are sums of two shares? (Whom do two lines read?)

# %%
p = ad.trace(ad.examples.running, x=0.25)
a, c = ad.primals(p)["a"], ad.primals(p)["c"]
fbar = 1  # the seed
dbar = fbar * 1  # f = d + e
ebar = fbar * 1
cbar = dbar * exp(c) + ebar * cos(c)  # d = exp(c), e = sin(c)
bbar = cbar * 1  # c = a + b
abar = cbar * 1 + bbar * 2 * a  # c = a + b, b = a ** 2
xbar = abar * a  # a = exp(x), whose slope is a itself
cbar, bbar, abar, xbar

# %% tags=["check"]
# Author's check: section 05.3.
given = "the text is about the f of notebook 03"
by_hand = (xbar, abar, bbar, cbar, dbar, ebar, fbar)
assert all(math.isclose(u, w, rel_tol=1e-14) for u, w in zip(ad.adjoints(p).values(), by_hand, strict=True)), given
assert " ".join(f"{ad.adjoints(p, x=0.25)[name]:.4g}" for name in "bax") == "17.8 63.51 81.55", given
assert [name for j, name in enumerate(p.names) if len(p.beta(j)) == 2] == ["a", "c"]
steps = [step for step in ad.reverse_sweep(p) if step.kind == "reverse"]
assert len(steps) == 8
assert all(step.after == step.before + step.upstream * step.partial for step in steps)

# %% [markdown]
# The prices of 05.1 again, 17.80 for $b$ and 63.51 for $a$; and at the end 81.55, the derivative. Two variables have two
# children, and two lines have two terms: $c$ and $a$.
#
# **Predict.** Now step through it, one share at a time. Where a sum gets its last share, the widget asks you first; text
# such as `17.8 + 17.8 * 2.568` will do. For more, set "ask" below the picture higher: in the end you do the whole sweep. At
# the foot stands the code: your function, and the sweep itself, a line for each step.

# %%
ad.Stepper(p, fade=1, panes=("code",))

# %% [markdown]
# A first share is put in with `=`. Every later one is added with `+=`: that is the `+=` in every implementation. (That $e$
# comes before $d$ makes no difference.)
#
# ## 05.4 Paths, and why nobody walks them
#
# The chain rule of calculus suggests another recipe: for each path from $x$ to $f$ multiply the slopes along it, and add
# up the paths.
#
# **Predict.** How many paths are there? Will their sum be what the sweep gives? (At $x = 0$, where $a = b = 1$ and $c = 2$,
# each product is easy to recognize.)

# %%
steps = [step for step in ad.reverse_sweep(p, x=0) if step.kind == "reverse"]
slope = {step.target + step.source: step.partial for step in steps}
routes = ["xacdf", "xabcdf", "xacef", "xabcef"]
terms = [math.prod(slope[u + v] for u, v in pairwise(route)) for route in routes]
terms, sum(terms), ad.grad(p, x=0)["x"]

# %% tags=["check"]
# Author's check: section 05.4.
assert [round(u, 3) for u in terms] == [7.389, 14.778, -0.416, -0.832], "the text is about x = 0"
assert round(sum(terms), 3) == 20.919, "the text is about x = 0"
assert abs(sum(terms) - 20.9187277871505235) < 1e-12, "the text is about x = 0"
assert [ad.primals(p, x=0)[name] for name in "abc"] == [1, 1, 2]
assert abs(ad.grad(p, x=0)["x"] - sum(terms)) < 1e-12
assert sum(len(route) - 1 for route in routes) == 18
assert len(slope) == 8

# %% [markdown]
# Four paths: 7.389, 14.778, $-0.416$ and $-0.832$ add up to 20.919, and the sweep agrees. But the paths cross 18 edges, and
# the graph has 8; the sweep crosses each once.
#
# ## 05.5 Five orders
#
# Why a list, and not recursion? Be the machine: a box *fires* when it sends a share back along each arrow, all it has
# times the slope. Here $y = s + p + s p$, with $s = a + b$, $p = a b$, at $a = 2$, $b = 3$; $\bar a$ should be 25.
#
# **Predict.** Fire $y$, $t$, at once $s$, then $u$ and $p$. How much will $a$ lack? Does firing $s$ again mend it?


# %%
def orders(a, b):
    s = a + b
    p = a * b
    t = s + p
    u = s * p
    y = t + u
    return y


ad.Stepper(ad.trace(orders, a=2, b=3), sweep="schedule")

# %% [markdown]
# $s$ fired with the 1 it had. The 6 from $u$ came later and stayed in its box, so $a$ ends 6 short. Fired again, $s$
# sends all 7, and with it that 1 a second time: $a$ ends 1 too high.
#
# A program needs a rule for who is next, and people have tried five.
#
# **Predict.** How many of them find 25? Press *five orders* below the graph, play them, and watch $s$.

# %% [markdown]
# Recursion finds 29, in 15 firings: $s$ fires with 1, then with 7, in which that 1 is sent again, and $p$ likewise:
# $1 + 3$ too much. Visit once finds 4: $s$ and $p$ fire when they have 1, and what comes later stays. Post-order finds 0:
# everybody fires before anything comes. Increments (15 firings) and topological (7) find 25.
#
# **Predict.** Increments fires once for every path. Twenty doublings, `x = x + x`, have 21 variables: how often does each
# of the two fire?


# %%
def double(x):
    for _ in range(20):
        x = x + x
    return x


twenty = ad.trace(double, x=1)
for order in ("increments", "topological"):
    print(f"{order:12} {ad.schedules.count_firings(twenty, order):,}")

# %% tags=["check"]
# Author's check: section 05.5.
given = "the text is about y = s + p + s p at a = 2, b = 3"
found = {}
for order in ad.schedules.SCHEDULES:
    zbar, firings = ad.schedules.run_schedule(orders, order, a=2, b=3)
    found[order] = (zbar["a"], len(firings))
wanted = {"recursion": (29, 15), "increments": (25, 15), "visit once": (4, 7), "post-order": (0, 7), "topological": (25, 7)}
assert found == wanted, given
assert ad.grad(orders, a=2, b=3)["a"] == 25, given
seven = ad.trace(orders, a=2, b=3)
assert {k: ad.adjoints(seven)[k] for k in "sp"} == {"s": 7, "p": 6}, given
slopes = {s.source: s.partial for s in ad.reverse_sweep(seven) if s.target == "a"}
assert slopes == {"s": 1, "p": 3}, given
z, has, ends = seven.values(), [0] * 6 + [1], []
for name in "ytsups":
    i = seven.index(name)
    ad.schedules.fire(seven, z, has, i, has[i])
    ends.append(has[0])
assert ends[-2:] == [25 - 6, 25 + 1], given
assert 25 + 1 * slopes["s"] + 1 * slopes["p"] == 29
assert 1 * slopes["s"] + 1 * slopes["p"] == 4
counts = [ad.schedules.count_firings(ad.trace(double, x=1), order) for order in ("increments", "topological")]
assert counts == [2_097_151, 21] == [2**21 - 1, len(twenty)], "the text is about twenty doublings"
assert ad.trace(double, x=1)() == 1_048_576, "exercise 5.4 is about twenty doublings"
refused = ""
try:
    ad.schedules.run_schedule(ad.trace(double, x=1), "increments")
except ad.LessonError as problem:
    refused = str(problem)
assert "2,097,151 times" in refused, "the text says that it refuses"
tree = ad.trace(lambda a, b, c: (a + b) * exp(c), a=2, b=3, c=0.5)  # nobody is read twice
assert ad.schedules.run_schedule(tree, "recursion")[0] == ad.adjoints(tree)
z, zbar = seven.values(), [0] * 6 + [1]
for name in reversed(ad.schedules.run_schedule(seven, "post-order")[1]):
    i = seven.index(name)
    ad.schedules.fire(seven, z, zbar, i, zbar[i])
assert zbar == list(ad.adjoints(seven).values()), "post-order read backwards is a topological order"
assert all(i > j for j in range(len(p)) for i in p.beta(j)), "children stand below"

# %% [markdown]
# 2,097,151 against 21. The firings were counted, not made: here `run_schedule` refuses to go path by path.
#
# Both obey the chain rule. The difference is the distributive law, $u k + w k = (u + w) k$. On the left each share is
# multiplied and sent on by itself; on the right the shares are added first, and multiplied once. For that, *a variable must
# wait until all its readers have sent their shares*. Read backwards, the list keeps this rule, because readers stand below.
# That is what makes backpropagation a fast algorithm, and not just the chain rule.

# %% [markdown]
# Where nobody is read twice, there is nothing to wait for, and recursion is right: that is why it passes small tests. And
# post-order is nearly the remedy: read *backwards*, it puts every variable after its readers. Small engines such as
# micrograd sort the graph this way first; our list is sorted from the start. One firing is three lines of code:

# %%
ad.show_source(ad.schedules.fire)

# %% [markdown]
# A good place for a pause.
#
# ## 05.6 The rule for every program
#
# Let the inputs be $z_0, \dots, z_{m-1}$, the other lines $z_i = f_i(z_{\alpha(i)})$, the result $z_n$. For $j$
# from $n - 1$ down to 0,
#
# $$\begin{aligned}
# \bar z_n &= 1, \\
# \bar z_j &= \sum_{i \in \beta(j)} \bar z_i \, \frac{\partial f_i}{\partial z_j}, \\
# \nabla f &= (\bar z_0, \dots, \bar z_{m-1}).
# \end{aligned}$$
#
# Forwards a variable looks at its parents $\alpha(i)$; backwards the sum runs over its *children* $\beta(j)$, one term per
# edge. Where $i$ stands twice in $\beta(j)$, as in $x \cdot x$, each term takes the slope by its own slot. (The course post
# names only the parents, Pa(i): there, read $\beta(j)$ as "every $i$ with $j$ in its Pa(i)".) Our code:

# %%
ad.show_source(ad.reverse_sweep)

# %% [markdown]
# The formula stands near the end, `zbar[k] = before + zbar[i] * partial`: `before` is the sum so far, and
# `zbar[i] * partial` is the next term. The list `zbar` is made when the sweep begins and forgotten when it ends.
#
# ## 05.7 Many inputs, one sweep
#
# **Predict.** Below, $y = 0.5$ and the loss is $(y - 1)^2$. What are the four partial derivatives? How many sweeps do
# they take?


# %%
def loss(w, x, b, spare):
    y = w * x + b
    return (y - 1) ** 2


ad.grad(loss, w=0.5, x=1.5, b=-0.25, spare=7.0)

# %% tags=["check"]
# Author's check: sections 05.6 and 05.7.
found = ad.grad(loss, w=0.5, x=1.5, b=-0.25, spare=7.0)
assert found == {"w": -1.5, "x": -0.5, "b": -1, "spare": 0}, "the text is about the loss given above"
assert "zbar[k] = before + zbar[i] * partial" in ad.show_source(ad.reverse_sweep).text[-300:]

# %% [markdown]
# One forward and one reverse sweep, four numbers: $-1.5$, $-0.5$, $-1$, and 0 for `spare`, which nobody reads and to which
# nobody sends. Two-sided differences would run `loss` eight times. (For *one* input, as in our running example, going
# backwards gains nothing over pushing forwards: notebooks [04](04_push_forward.ipynb) and [06](06_count_the_cost.ipynb).)
#
# ## 05.8 The gradient is a program
#
# A sweep multiplies and adds: ordinary lines, which can be written down. (`c_bar` is $\bar c$.)
#
# **Predict.** Our $f$ has six lines. How many more does its gradient need, and in which order?

# %%
q = ad.gradient_program(p)
print(ad.source(q))
ad.draw(q, notation="griewank")

# %% [markdown]
# Five more. The gradient has the structure of $f$, read in reverse, with the shares that each line sends: $e$ gives
# `c_bar = cos(c)`, $d$ gives `c_bar += d`, then $b$ and $c$ send to $a$, and $a$ to $x$. (Factors 1 and copies, as $\bar b$
# of $\bar c$, are left out.) So it is as long as $f$, up to a constant factor. And being a program, it can be made a fast
# Python function (`ad.compiled(q)`, see [06](06_count_the_cost.ipynb)), or be differentiated again.
#
# **Predict.** How many variables has *its* gradient: about 25, 50, 170?

# %%
r = ad.gradient_program(q, output="x_bar")
len(p), len(q), len(r), r()["x_bar"]

# %% tags=["check"]
# Author's check: section 05.8.
given = "the text is about the f of notebook 03"
lines = [line.strip() for line in ad.source(q).partition(":\n")[2].splitlines()]
assert [line.split()[0] for line in lines] == [*"abcdef", "c_bar", "c_bar", "a_bar", "a_bar", "x_bar", "return"], given
assert lines[6:8] == ["c_bar = cos(c)", "c_bar += d"], given
assert (len(p), len(q), len(r)) == (7, 13, 25), given
assert abs(r(x=0.25)["x_bar"] - 530.0709177388465421) < 1e-11, given
assert abs(ad.hessian(p, x=0.25)["x"]["x"] - r(x=0.25)["x_bar"]) < 1e-11, given
assert f"{r(x=0.25)['x_bar']:.2f}" == "530.07", given
assert abs((q(x=0.25 + 1e-5)["x_bar"] - q(x=0.25 - 1e-5)["x_bar"]) / 2e-5 / 530.0709177388465421 - 1) < 1e-6, given


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
# 7, 13, 25, and the second derivative, $f'' = 530.07$. (13 are $x$, eleven lines, and the $2a$ inside one.) Each time the
# program grows by a factor, which does not depend on how long it is. (`ad.hessian` does this for every pair of inputs.)
#
# ## 05.9 Several outputs: choose the seed
#
# With two outputs there is no single price, until you say what each output is worth to you: that is the seed.
#
# **Predict.** Take $s = x + y$ and $t = xy$ at $x = 2$, $y = 3$. The first two sweeps ask for one output each. What will the
# third give?


# %%
def both(x, y):
    return {"s": x + y, "t": x * y}


print(ad.vjp(both, {"s": 1, "t": 0}, x=2, y=3))
print(ad.vjp(both, {"s": 0, "t": 1}, x=2, y=3))
print(ad.vjp(both, {"s": 10, "t": 1}, x=2, y=3))

# %% [markdown]
# $(1, 1)$ and $(3, 2)$ are the rows of the Jacobian matrix, the table of all partial derivatives with a row for each
# output; the third is ten times the first plus the second, $(13, 12)$. The seed is a row vector, and the sweep multiplies
# it with the Jacobian without ever building that matrix: a **vector-Jacobian product**, or VJP. PyTorch's
# `backward(gradient=...)` takes this very row. (Written as a column, it meets the *transposed* Jacobian.)
#
# **Predict.** Some frameworks keep adjoints on the inputs, and add to them. What is kept after two sweeps?

# %%
kept = 0.0
for _ in range(2):
    kept += ad.grad(p)["x"]
kept, ad.grad(p)["x"]

# %% [markdown]
# 163.1, twice 81.55. Here the adjoints live inside the sweep, so asking again changes nothing. PyTorch adds each result
# into `.grad`, which serves those who sum over batches; everyone else has to set it to zero first. When a gradient
# grows from step to step for no reason, look there.

# %% tags=["check"]
# Author's check: section 05.9.
assert ad.jacobian(both, x=2, y=3) == {"s": {"x": 1, "y": 1}, "t": {"x": 3, "y": 2}}, "the text is about x + y and x * y"
assert ad.vjp(both, {"s": 10, "t": 1}, x=2, y=3) == {"x": 13, "y": 12}, "the text is about x + y and x * y"
assert f"{2 * ad.grad(p, x=0.25)['x']:.4g}" == "163.1", "the text is about the f of notebook 03"
assert math.isclose(kept, 2 * ad.grad(p)["x"]), "the text is about two sweeps"

# %% [markdown]
# ## 05.10 Summary
#
# The adjoint of a variable is how far the output moves per unit of a small nudge of it. A reverse sweep seeds the output
# with 1 and visits the list backwards; each line sends every variable it reads its own adjoint times the slope, and the
# shares are added before they are passed on. So one sweep, crossing each edge once, gives the derivative by every input,
# and is itself a program that can be differentiated.

# %% [markdown]
# ## 05.11 Exercises
#
# Hints come in three steps: `ad.exercises.hint("5.1")`; a fourth says where the solutions are. Alone in a cell,
# `ad.exercises` shows how far you are.
#
# ### Exercise 5.1 ★ Predict
#
# Without running anything: which adjoint does $x$ end with in $x \cdot x \cdot x$ at $x = 2$? Find it as a sum of shares,
# not from $3 x^2$.

# %%
answer = None
ad.exercises.check("5.1", answer)

# %% tags=["solution"]
answer = 1 * 4 + 2 * 2 + 2 * 2
ad.exercises.check("5.1", answer)

# %% [markdown]
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
# ### Exercise 5.3 ★★ Hunt the bug
#
# Eight lines, one character short. Try it: for which functions is it right? Then repair it. (It takes order and slopes from
# our sweep, and does the bookkeeping itself.)


# %%
def pull_back(p, **inputs):
    zbar = dict.fromkeys(p.names, 0)
    for step in ad.reverse_sweep(p, **inputs):
        if step.kind == "seed":
            zbar[step.target] = 1
        else:
            zbar[step.target] = zbar[step.source] * step.partial
    return zbar


ad.exercises.check("5.3", pull_back)


# %% tags=["solution"]
def pull_back(p, **inputs):
    zbar = dict.fromkeys(p.names, 0)
    for step in ad.reverse_sweep(p, **inputs):
        if step.kind == "seed":
            zbar[step.target] = 1
        else:
            zbar[step.target] += zbar[step.source] * step.partial
    return zbar  # with = it was right where every variable has at most one child


ad.exercises.check("5.3", pull_back)

# %% [markdown]
# ### Exercise 5.4 ★★★ Derive
#
# Write `paths(p)`: how many paths lead from the first variable of `p` to the last? Twenty doublings have a million of
# them, and the check will try forty, so do not walk. (`len(p)`, `p.alpha(i)` and one sweep are enough.)


# %%
def paths(p):
    return None


ad.exercises.check("5.4", paths)


# %% tags=["solution"]
def paths(p):
    count = [0] * (len(p) - 1) + [1]
    for i in reversed(range(len(p))):
        for k in p.alpha(i):
            count[k] += count[i]  # a reverse sweep in which every partial is 1
    return count[0]


ad.exercises.check("5.4", paths)

# %% [markdown]
# ### Exercise 5.5 ★★ Put in order
#
# The way there is `a = x * y`, `b = sin(a)`, `c = a * b`, `d = exp(c)`, `e = d * b`. These lines are the way back, mixed up.
# Give their numbers in an order that works. (There are several; the check runs the lines in yours.)
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
# ## 05.12 Roads not taken
#
# *From the middle.* Paths can be multiplied in yet other orders. *No calculus?* That shares add up *is* the chain rule, for
# several variables. Whom to wait for, it does not say.
#
# ## 05.13 Further reading
#
# * T. Vieira, [Backprop is not just the chain rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)
#   (2017): the same rule, found with Lagrange multipliers.
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html)
#   (2018): forward and reverse traces as tables.
# * PyTorch, [Tensor.backward](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html): where it adds up.
#
# **Next:** [06, count the cost](06_count_the_cost.ipynb), or [07](07_state_it_as_constraints.ipynb).
# Back to the [map](00_see_a_gradient_appear.ipynb).
