# %% [markdown]
# # Watch symbols blow up
#
# **Question.** What is wrong with the formula for the derivative?
#
# **You will** check a printed derivative, watch formulas outgrow the page and then lose all their digits, find out what
# they are sums of, and cure them.
#
# **You need** [notebook 00](00_see_a_gradient_appear.ipynb), the product rule, $(u w)' = u' w + u w'$, the chain rule,
# $f(u)' = f'(u) \, u'$, and that $\exp$ is its own slope, $\cos$ that of $\sin$. (What derivatives are wanted for:
# [notebook 01](01_fit_a_function.ipynb).)
#
# **Time.** 25 minutes; the exercises take 40.

# %%
import math

import adlesson as ad
import sympy
from adlesson import cos, exp, sin

ad.progress("02")

# %% [markdown]
# ## 02.1 A printed formula
#
# A course post of 2018, from which this lesson grew, gives the derivative of
# $f(x) = e^{e^x + (e^x)^2} + \sin(e^x + (e^x)^2)$ as
#
# `exp(exp(x)+exp(x)^2)(exp(x)+2exp(x)^2) + cos(exp(x)+exp(x)^2)(exp(x)+2exp(x)^2)`.
#
# As in notebook 00, $f$ is computed in six lines, from `a = exp(x)` to `f = d + e`. `ad.trace` runs them once and writes
# them down; such a list of lines we call a *program*.
#
# **Predict.** Is the printed derivative right? Derive it on paper.

# %%
ad.predict("02.1a")

# %% [markdown]
# Now let SymPy, which calculates with letters, differentiate the formula of our program, and compare.


# %%
def printed(x):
    first = exp(exp(x) + exp(x) ** 2) * (exp(x) + 2 * exp(x) ** 2)
    return first + cos(exp(x) + exp(x) ** 2) * (exp(x) + 2 * exp(x) ** 2)


x = sympy.Symbol("x")
p = ad.trace(ad.examples.running, x=0.25)
flat = ad.expression(p).diff(x)
print(printed(0.25), ad.grad(p)["x"], sympy.simplify(printed(x) - flat))
flat

# %% [markdown] tags=["fold"]
# Both numbers are 81.55, and the difference of the two formulas is 0: the post is right. (SymPy writes $e^{2x}$ for
# $(e^x)^2$.)

# %% [markdown]
# It can be *read* wrongly: `exp(x)^2` is $(e^x)^2$, not $e^{x^2}$. Suppose you had misread it, and checked by numbers.
#
# **Predict.** At which $x$ would the mistake pass?

# %%
ad.predict("02.1b")


# %%
def misread(x):
    first = exp(exp(x) + exp(x**2)) * (exp(x) + 2 * exp(x**2))
    return first + cos(exp(x) + exp(x**2)) * (exp(x) + 2 * exp(x**2))


for at in (0, 0.25, 1, 2):
    print(f"at {at}: {printed(at):.4g}, misread {misread(at):.4g}")

# %% [markdown] tags=["fold"]
# At 0 and at 2, where $2x = x^2$. At 0.25 the misreading gives 33.34 for 81.55.

# %% [markdown]
# So check where nothing special happens. And be uneasy: the formula writes `exp(x)` eight times, our program once, as `a`.

# %% tags=["check"]
text = "exp(exp(x)+exp(x)^2)(exp(x)+2exp(x)^2) + cos(exp(x)+exp(x)^2)(exp(x)+2exp(x)^2)"
assert text.count("exp(x)") == 8
assert sympy.simplify(printed(x) - flat) == 0
assert f"{printed(0.25):.4g} {misread(0.25):.4g}" == "81.55 33.34"
assert abs(printed(0.25) - 81.5541124068288402) < 1e-11
assert [row.text for row in p.instructions].count("a = exp(x)") == 1
assert math.isclose(ad.grad(p, x=0.25)["x"], printed(0.25))
passes = [at for at in (0, 0.25, 1, 2) if math.isclose(printed(at), misread(at), rel_tol=1e-10)]
assert passes == [at for at in (0, 0.25, 1, 2) if 2 * at == at**2] == [0, 2]
assert [at for at in range(-9, 9) if 2 * at == at**2] == passes
right = {"02.1a": "A" if sympy.simplify(printed(x) - flat) == 0 else "B", "02.1b": "C" if passes == [0, 2] else "B"}

# %% [markdown]
# ## 02.2 A table of three columns
#
# Here is a loop with one line, $l_1 = x$, $l_{n+1} = 4\, l_n (1 - l_n)$. Baydin and others (2018) tabulate $l_n$,
# its derivative, and the derivative tidied up: three lines for each $n$ below. $l_2$ is $4x(1-x)$, its derivative
# $4(1-x) - 4x$, some ten letters and signs.
#
# **Predict.** How long will the derivative of $l_4$ be?

# %%
ad.predict("02.2a")


# %%
def logistic(x, n):
    for _ in range(n - 1):
        x = 4 * x * (1 - x)
    return x


for n in range(1, 5):
    formula = sympy.factor(logistic(x, n))
    tidied = sympy.factor_terms(sympy.expand(formula.diff(x)))
    print(n, formula, formula.diff(x), tidied, sep="\n    ")

# %% [markdown]
# These are the table's rows, up to signs, order, and the $4 - 8x$ that SymPy gathers by itself. With every $n$ come more
# terms, and more factors in each term; the loop has not changed by a letter. The authors call it **expression swell**.

# %% [markdown]
# ## 02.3 Count the nodes
#
# Written out, a formula is a **tree**, with a node for each operation, number and $x$: $4x(1-x)$ has seven. Nothing is
# simplified before it is counted, not even a 0: the product rule makes $l \cdot 0 + 4 \cdot l'$ of $(4 l)'$, and all of it
# counts. Each turn of the loop reads $l$ twice. The tree of $l_3$ has 19 nodes.
#
# **Predict.** How many has the tree of $l_4 = 4\, l_3 (1 - l_3)$?

# %%
ad.predict("02.3a")


# %%
def program(n):
    return ad.trace(lambda x: logistic(x, n), x=0.3)


ad.swell(program(4))

# %% [markdown] tags=["fold"]
# 43: twice the 19 of $l_3$, and 5 more, for the 4, the 1 and three operations. The program of $l_4$ has 10 variables.

# %% [markdown]
# The last row counts the derivative, 217 nodes. (The other columns wait for 02.6.)
#
# **Predict.** How many will the derivative of $l_{15}$ have?

# %%
ad.predict("02.3b")

# %%
steps = range(1, 16)
slopes = [ad.swell(program(n)).rows[1] for n in steps]
print([row["tree"] for row in slopes])

# %% [markdown] tags=["fold"]
# Two million: 2,064,385. The tree of $l_n$ has $6 \cdot 2^{n-1} - 5$ nodes, that of its derivative
# $9\,(n-1)\,2^{n-1} + 1$. The program grows by three lines with each turn.

# %% tags=["check"]
from itertools import pairwise

table = [  # table 1 of the survey
    ("x", "1", "1"),
    ("4*x*(1-x)", "4*(1-x) - 4*x", "4 - 8*x"),
    (
        "16*x*(1-x)*(1-2*x)**2",
        "16*(1-x)*(1-2*x)**2 - 16*x*(1-2*x)**2 - 64*x*(1-x)*(1-2*x)",
        "16*(1-10*x+24*x**2-16*x**3)",
    ),
    (
        "64*x*(1-x)*(1-2*x)**2*(1-8*x+8*x**2)**2",
        "128*x*(1-x)*(-8+16*x)*(1-2*x)**2*(1-8*x+8*x**2) + 64*(1-x)*(1-2*x)**2*(1-8*x+8*x**2)**2"
        " - 64*x*(1-2*x)**2*(1-8*x+8*x**2)**2 - 256*x*(1-x)*(1-2*x)*(1-8*x+8*x**2)**2",
        "64*(1-42*x+504*x**2-2640*x**3+7040*x**4-9984*x**5+7168*x**6-2048*x**7)",
    ),
]
for n, row in enumerate(table, 1):
    value, slope, tidy = (sympy.sympify(text) for text in row)
    assert sympy.expand(value - logistic(x, n)) == 0
    assert sympy.expand(slope - value.diff(x)) == sympy.expand(tidy - value.diff(x)) == 0
assert len("4(1-x)-4x") in (9, 10, 11)
length = len(str(sympy.factor(logistic(x, 4)).diff(x)).replace(" ", ""))
right |= {"02.2a": "D" if length > 100 else "A"}
both = [[row["tree"] for row in ad.swell(program(n)).rows] for n in range(1, 16)]
assert both == [[6 * 2 ** (n - 1) - 5, 9 * (n - 1) * 2 ** (n - 1) + 1] for n in range(1, 16)]
assert (both[1][0], both[2][0], both[3], both[9][1], both[14][1]) == (7, 19, [43, 217], 41_473, 2_064_385)
assert all(later > 2 * sooner for (_, sooner), (_, later) in pairwise(both))
assert all(later == 2 * sooner + 5 for (sooner, _), (later, _) in pairwise(both))
assert [len(program(n)) for n in range(1, 16)] == [3 * n - 2 for n in range(1, 16)]
assert len(program(4)) == 10
far_off = [abs(math.log(u / both[14][1])) for u in (1_000, 10_000, 100_000, 2_000_000)]
right |= {"02.3a": both[3][0], "02.3b": "ABCD"[far_off.index(min(far_off))]}

# %% [markdown]
# ## 02.4 Tidy up, and put a number in
#
# The tidied column looked harmless. Multiplied out, $l_7'$ has 64 terms instead of 3,457 nodes. Put $x = 0.3$ into both
# formulas, and the fraction $3/10$ into the tidied one: three numbers come out. (In SymPy, `expand` multiplies out,
# `subs` puts a number in, and `lambdify` makes a function for floats.)
#
# **Predict.** Which of them are the same?

# %%
ad.predict("02.4a")

# %%
slope = logistic(x, 7).diff(x)
tidied = sympy.expand(slope)
print("as it is       ", sympy.lambdify(x, slope)(0.3))
print("tidied         ", sympy.lambdify(x, tidied)(0.3))
print("tidied, 3/10   ", float(tidied.subs(x, "3/10")))
print("largest term   ", max(abs(term.subs(x, 0.3)) for term in tidied.args))

# %% tags=["check"]
three = sympy.lambdify(x, slope)(0.3), sympy.lambdify(x, tidied)(0.3), float(tidied.subs(x, "3/10"))
assert f"{three[0]:.2f}" == f"{three[2]:.2f}" == "-65.19"
assert f"{ad.grad(program(7), x=0.3)['x']:.2f}" == "-65.19"
assert abs(three[1]) > 65.2e10
assert 1e29 < max(abs(term.subs(x, 0.3)) for term in tidied.args) < 1e30
assert len(tidied.args) == 64
assert ad.swell(program(7)).rows[1]["tree"] == 3_457
right |= {"02.4a": "C" if math.isclose(three[0], three[2], rel_tol=1e-9) else "B"}

# %% [markdown] tags=["fold"]
# The first and the third are $-65.19$. So the tidied formula is true, as the fraction shows. In floats it is useless, off
# by more than ten thousand million times the slope. Terms of more than $10^{29}$ have to cancel, and a float keeps 16
# digits, which end long before the units. Tidying is for the eye, not for the arithmetic.

# %% [markdown]
# ## 02.5 What the formula is a sum of
#
# Back to $f$ and its program. Here is who reads whom.

# %%
ad.draw(p)

# %% [markdown]
# **Predict.** Along how many routes does a nudge of $x$ reach $f$?

# %%
ad.predict("02.5a")

# %% [markdown] tags=["fold"]
# The way forks at $a$, and again at $c$: four routes.

# %% [markdown]
# Such a route from input to output is a **path**, and along it the chain rule multiplies slopes. Now multiply the flat
# formula out, so that it becomes a sum.
#
# **Predict.** What is each term of that sum?

# %%
ad.predict("02.5b")

# %%
value = ad.primals(p, x=0.5)
a, c = value["a"], value["c"]
print("along paths ", [u * w for u in (exp(c), cos(c)) for w in (a, 2 * a * a)])
print("terms       ", [term.subs(x, 0.5) for term in flat.expand(power_exp=False).args])

# %% [markdown] tags=["fold"]
# Four terms, one for each path: 129.9 along $xacdf$, 428.4 along $xabcdf$, $-0.558$ along $xacef$ and $-1.841$ along
# $xabcef$, at $x = 0.5$. *The flat derivative is the sum over all paths*, each written out from end to end.

# %% [markdown]
# In the loop every turn reads $l$ twice, so paths double, and $l_n$ has $2^{n-1}$. That is the swell. It is no weakness of
# SymPy: it is what a graph becomes when it is written as a tree.

# %% tags=["check"]
terms = {"xacdf": exp(c) * a, "xabcdf": exp(c) * 2 * a * a, "xacef": cos(c) * a, "xabcef": cos(c) * 2 * a * a}
assert " ".join(f"{u:.4g}" for u in terms.values()) == "129.9 428.4 -0.5582 -1.841"
assert abs(sum(terms.values()) - 555.971967901508140750) < 1e-10
expanded = sorted(float(term.subs(x, 0.5)) for term in flat.expand(power_exp=False).args)
assert all(math.isclose(u, w) for u, w in zip(expanded, sorted(terms.values()), strict=True))
assert [name for j, name in enumerate(p.names) if len(p.beta(j)) == 2] == ["a", "c"]


def routes(p, j):
    return 1 if j == len(p) - 1 else sum(routes(p, i) for i in p.beta(j))


assert [routes(program(n), 0) for n in range(1, 9)] == [2 ** (n - 1) for n in range(1, 9)]
right |= {"02.5a": routes(p, 0), "02.5b": "B" if len(expanded) == routes(p, 0) else "A"}

# %% [markdown]
# ## 02.6 The cure is to keep the names
#
# Now the column `shared`. It counts $l_n$ and its derivative together, and equal parts once, as if each had a name: of
# $x \sin x$ and $\sin x$ that is three: $x$, $\sin x$ and the product. (The column
# `program` counts the lines of a program for both.)
# The tree of $l_{10}'$ alone has 41,473 nodes.
#
# **Predict.** How many *different* nodes have $l_{10}$ and its derivative, together?

# %%
ad.predict("02.6a")

# %%
heads = "tree", "shared", "program"
sizes = {head: (steps, [row[head] for row in slopes]) for head in heads}
print(sizes["shared"][1])
ad.plots.lines(sizes, "How large is the derivative of the n-th l?", "n", "size", log="y")

# %% [markdown] tags=["fold"]
# 94: from $n = 2$ on it is $10n - 6$. (As a program, $7n - 8$.)

# %% [markdown]
# So not symbols blow up, but trees. S. Laue (2019) goes further: where formulas share, symbolic and automatic
# differentiation perform the same operations.
#
# SymPy looks for equal parts, too: **common subexpression elimination**. In our `flat` the names $a$, $b$ and $c$ are
# lost.
#
# **Predict.** Can SymPy find them again?

# %%
ad.predict("02.6b")

# %%
names, [with_names] = sympy.cse([flat])
print(*names, with_names, sep="\n")

# %% [markdown] tags=["fold"]
# It found four names, but not all that was lost came back: there are $e^x$ *and* $e^{2x}$, where the program squared
# its $a$.

# %% [markdown]
# So never lose the names. Below, each line of $f$ is followed by its slope.
#
# **Predict.** What will the last line show?

# %%
ad.predict("02.6c")

# %%
a = exp(0.25)
slope_a = a
b, slope_b = a**2, 2 * a * slope_a
c, slope_c = a + b, slope_a + slope_b
d, slope_d = exp(c), exp(c) * slope_c
e, slope_e = sin(c), cos(c) * slope_c
d + e, slope_d + slope_e

# %% [markdown] tags=["fold"]
# 18.99 and 81.55, value and derivative, from six lines and six slopes.

# %% [markdown]
# The slope of a line needs only that line and the slopes of the lines it reads, however many paths come together there.
#
# **Say why.** The formula of $l_n$ doubles with every turn, and the program does not. Why? Put the reason together:
# take the three parts that make it up.

# %%
ad.predict("02.6d")

# %% [markdown] tags=["fold"]
# Each turn reads $l$ twice. A formula has no names, so it writes the whole of $l$ twice. A program computes $l$ once, and
# writes its name twice.

# %% [markdown]
# So this is what is wrong with the formula: it has no **intermediate variables**. What has them is a *program*, and the
# rest of the course differentiates programs.

# %% tags=["check"]
found = [ad.swell(program(n)).rows[1]["shared"] for n in range(1, 16)]
assert found == [2] + [10 * n - 6 for n in range(2, 16)]
assert found[9] == 94
lines = [ad.swell(program(n)).rows[1]["program"] for n in range(2, 16)]
assert lines == [7 * n - 8 for n in range(2, 16)]
far_off = [abs(math.log(u / found[9])) for u in (20_000, 1_000, 100, 10)]
parts = [u for _, u in names]
assert len(parts) == 4
assert {exp(x), exp(2 * x)} <= set(parts)
assert f"{d + e:.4g} {slope_d + slope_e:.4g}" == "18.99 81.55"
shown = math.isclose(d + e, p(x=0.25)) and math.isclose(slope_d + slope_e, ad.grad(p, x=0.25)["x"])
right |= {"02.6a": "ABCD"[far_off.index(min(far_off))], "02.6b": "B" if exp(x) ** 2 in parts else "A"}
right |= {"02.6c": "B" if shown else "A"}

# %% [markdown]
# ## 02.7 Summary
#
# The formula for the derivative is right, but written flat it is a sum over all paths, and their number can double with
# every line of the program. Multiplying it out makes it shorter and numerically worthless. Sharing equal parts cures it,
# and a formula in which parts have names is a program.

# %% [markdown]
# ## 02.8 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
#
# ### Exercise 2.1 ★ Predict
#
# Along how many paths does $x$ reach $l_6$? (Mind where the counting begins: $l_1$ is $x$.)

# %%
answer = None
ad.exercises.check("2.1", answer)

# %% tags=["solution"]
answer = 2**5
ad.exercises.check("2.1", answer)

# %% [markdown]
# ### Exercise 2.2 ★★ Count by hand
#
# Take $x \sin x$. How many nodes has its tree? How many has the tree of its derivative, by the product rule, with
# nothing simplified (a slope of 1 included)? And how many *different* nodes do the two trees have together?

# %%
answer = {"f": None, "slope": None, "shared": None}
ad.exercises.check("2.2", answer)

# %% tags=["solution"]
answer = {"f": 4, "slope": 11, "shared": 9}  # sin(x) * 1 + x * (cos(x) * 1)
ad.exercises.check("2.2", answer)

# %% [markdown]
# ### Exercise 2.3 ★★ Hunt the bug
#
# A symbolic differentiator in nine lines. A formula is `"x"`, a number, or a tuple: `("*", "x", ("sin", "x"))` is
# $x \sin x$. It finds the slopes of $x \cdot x$, $\sin x$ and $e^x$. Find a formula that it gets wrong, and the line;
# repair it.


# %%
def slope_of(u):
    if not isinstance(u, tuple):
        return 1 if u == "x" else 0
    op, a, b = (*u, None)[:3]
    if op == "+":
        return ("+", slope_of(a), slope_of(b))
    if op == "*":
        return ("+", ("*", slope_of(a), b), ("*", a, slope_of(b)))
    return ("*", ("cos", a), slope_of(a)) if op == "sin" else u  # the last one: exp


ad.exercises.check("2.3", slope_of)


# %% tags=["solution"]
def slope_of(u):
    if not isinstance(u, tuple):
        return 1 if u == "x" else 0
    op, a, b = (*u, None)[:3]
    if op == "+":
        return ("+", slope_of(a), slope_of(b))
    if op == "*":
        return ("+", ("*", slope_of(a), b), ("*", a, slope_of(b)))
    return ("*", ("cos", a) if op == "sin" else u, slope_of(a))  # exp needs the slope of its inside, too


ad.exercises.check("2.3", slope_of)

# %% [markdown]
# ### Exercise 2.4 ★★★ Construct
#
# Write `slope(x, n)`, the derivative of $l_n$ at $x$, without any formula for $l_n$: keep a slope beside the value. It
# should take a few operations per step; the check counts them.


# %%
def slope(x, n):
    return None


ad.exercises.check("2.4", slope)


# %% tags=["solution"]
def slope(x, n):
    s = 1
    for _ in range(n - 1):
        x, s = 4 * x * (1 - x), 4 * s * (1 - x) - 4 * x * s  # both from the old x and the old s
    return s


ad.exercises.check("2.4", slope)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("02")

# %% [markdown]
# ## 02.9 Roads not taken
#
# *More digits* would rescue 02.4 for a while. *Sharing by construction.* A system that
# keeps formulas as graphs throughout finds the small derivative of $l_n$ at once. *Branches.* Code that says `if x > 0` has
# no one formula to differentiate; as a program, it has a derivative on each side (notebook 03).

# %% [markdown]
# ## 02.10 Further reading
#
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html),
#   JMLR 18(153), 2018: its table 1 is section 02.2.
# * S. Laue, [On the equivalence of automatic and symbolic differentiation](https://arxiv.org/abs/1904.02990), 2019: the
#   other side of the argument.
# * T. Vieira, [Backprop is not just the chain rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)
#   (2017): flat formulas against programs with intermediate variables.
#
# **Next:** [03, write a program as a graph](03_write_a_program_as_a_graph.ipynb).
