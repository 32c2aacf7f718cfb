# %% [markdown]
# # Watch symbols blow up
#
# **Question.** What is wrong with the formula for the derivative?
#
# **You will** check a printed derivative, watch formulas outgrow the page and then lose all their digits, find out what
# they are sums of, and cure them.
#
# **You need** [notebook 00](00_see_a_gradient_appear.ipynb), the product rule and the chain rule. (What derivatives are
# wanted for: [notebook 01](01_fit_a_function.ipynb).)
#
# **Time.** 25 minutes, exercises apart.

# %%
import math

import sympy

import adlesson as ad
from adlesson import cos, exp, sin

# %% [markdown]
# ## 02.1 A formula that is right
#
# A course post of 2018, from which this lesson grew, gives the derivative of
# $f(x) = e^{e^x + (e^x)^2} + \sin(e^x + (e^x)^2)$ as
#
# `exp(exp(x)+exp(x)^2)(exp(x)+2exp(x)^2) + cos(exp(x)+exp(x)^2)(exp(x)+2exp(x)^2)`.
#
# As in notebook 00, $f$ is computed in six lines, from `a = exp(x)` to `f = d + e`. `ad.trace` runs them once and writes
# them down; such a list of lines we call a *program*.
#
# **Predict.** Is the derivative right? Derive it on paper. Then let SymPy, which calculates with letters, differentiate the
# formula of our program, and compare.


# %%
def printed(x):
    first = exp(exp(x) + exp(x) ** 2) * (exp(x) + 2 * exp(x) ** 2)
    return first + cos(exp(x) + exp(x) ** 2) * (exp(x) + 2 * exp(x) ** 2)


x = sympy.Symbol("x")
p = ad.trace(ad.examples.running, x=0.25)
flat = ad.expression(p).diff(x)
print(printed(0.25), ad.grad(p)["x"], sympy.simplify(printed(x) - flat))
flat

# %% [markdown]
# Both numbers are 81.55, and the difference of the two formulas is 0: the post is right. (SymPy writes $e^{2x}$ for
# $(e^x)^2$.)
#
# It can be *read* wrongly: `exp(x)^2` is $(e^x)^2$, not $e^{x^2}$.
#
# **Predict.** Suppose you had misread it, and checked by numbers. At which $x$ would the mistake pass?


# %%
def misread(x):
    first = exp(exp(x) + exp(x**2)) * (exp(x) + 2 * exp(x**2))
    return first + cos(exp(x) + exp(x**2)) * (exp(x) + 2 * exp(x**2))


print(printed(0), misread(0))
print(printed(0.25), misread(0.25))

# %% tags=["check"]
# Author's check: section 02.1.
given = "the text is about the formula as printed"
text = "exp(exp(x)+exp(x)^2)(exp(x)+2exp(x)^2) + cos(exp(x)+exp(x)^2)(exp(x)+2exp(x)^2)"
assert text.count("exp(x)") == 8, given
assert sympy.simplify(printed(x) - flat) == 0, given
assert f"{printed(0.25):.4g} {misread(0.25):.4g} {misread(0):.4g}" == "81.55 33.34 20.92", given
assert abs(printed(0.25) - 81.5541124068288402) < 1e-11, given
assert math.isclose(printed(0), misread(0)), given
assert math.isclose(printed(2), misread(2), rel_tol=1e-10), given
assert [at for at in range(-9, 9) if 2 * at == at**2] == [0, 2]
assert [row.text for row in p.instructions].count("a = exp(x)") == 1
assert math.isclose(ad.grad(p, x=0.25)["x"], printed(0.25)), given

# %% [markdown]
# At 0.25 the misreading gives 33.34. At 0 it gives the right 20.92: there $2x = x^2$, and at 2 again. So check where
# nothing special happens. And be uneasy: the formula writes `exp(x)` eight times, our program once, as `a`.
#
# ## 02.2 A table that runs off the page
#
# Here is a loop with one line, $l_1 = x$, $l_{n+1} = 4\, l_n (1 - l_n)$. Baydin and others (2018) tabulate $l_n$,
# its derivative, and the derivative tidied up: three lines for each $n$ below.
#
# **Predict.** $l_2$ is $4x(1-x)$, its derivative $4(1-x) - 4x$. How long will those of $l_3$ and $l_4$ be?


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
#
# ## 02.3 Count the nodes
#
# Written out, a formula is a **tree**, with a node for each operation, number and $x$: $4x(1-x)$ has seven. We count without
# simplifying, so that nobody's cleverness is measured; even $(4 l)'$ is $l \cdot 0 + 4 \cdot l'$.
#
# **Predict.** Each turn reads $l$ twice. What happens to the tree?


# %%
def program(n):
    return ad.trace(lambda x: logistic(x, n), x=0.3)


ad.swell(program(4))

# %% [markdown]
# The program has 10 variables, its formula 43 nodes, the derivative 217. (The other columns wait for 02.6.)
#
# **Predict.** When $n$ grows by one, the tree of $l_n$ about doubles. And that of the derivative? By $n = 15$, is it nearer
# to a thousand nodes, or to a million?

# %%
steps = range(1, 16)
slopes = [ad.swell(program(n)).rows[1] for n in steps]
print([row["tree"] for row in slopes])
print([9 * (n - 1) * 2 ** (n - 1) + 1 for n in steps])

# %% tags=["check"]
# Author's check: sections 02.2 and 02.3.
from itertools import pairwise

given = "the text is about the logistic map"
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
    assert sympy.expand(value - logistic(x, n)) == 0, given
    assert sympy.expand(slope - value.diff(x)) == sympy.expand(tidy - value.diff(x)) == 0, given
both = [[row["tree"] for row in ad.swell(program(n)).rows] for n in range(1, 16)]
assert both == [[6 * 2 ** (n - 1) - 5, 9 * (n - 1) * 2 ** (n - 1) + 1] for n in range(1, 16)], given
assert (both[1][0], both[3], both[9][1], both[14][1]) == (7, [43, 217], 41_473, 2_064_385), given
assert all(later > 2 * sooner for (_, sooner), (_, later) in pairwise(both)), given
assert [len(program(n)) for n in range(1, 16)] == [3 * n - 2 for n in range(1, 16)], given
assert len(program(4)) == 10, given

# %% [markdown]
# Two million: 2,064,385. The second row is a formula for the first. The tree of $l_n$ has $6 \cdot 2^{n-1} - 5$ nodes,
# that of its derivative $9\,(n-1)\,2^{n-1} + 1$. The program grows by three lines a time.
#
# ## 02.4 Tidy up, and lose every digit
#
# The tidied column looked harmless. Multiplied out, $l_7'$ has 64 terms instead of 3,457 nodes. Ask both for the slope at
# $x = 0.3$, and the tidied one again with the fraction $3/10$.
#
# **Predict.** Which of the three numbers will agree? (The fourth is the size of the largest of the 64 terms.)

# %%
slope = logistic(x, 7).diff(x)
tidied = sympy.expand(slope)
print(sympy.lambdify(x, slope)(0.3), sympy.lambdify(x, tidied)(0.3))
print(float(tidied.subs(x, "3/10")), max(abs(term.subs(x, 0.3)) for term in tidied.args))

# %% tags=["check"]
# Author's check: section 02.4.
given = "the text is about l_7 at x = 0.3"
assert f"{sympy.lambdify(x, slope)(0.3):.2f}" == "-65.19", given
assert f"{ad.grad(program(7), x=0.3)['x']:.2f}" == "-65.19", given
assert f"{float(tidied.subs(x, '3/10')):.2f}" == "-65.19", given
assert abs(sympy.lambdify(x, tidied)(0.3)) > 65.2e10, given
assert 1e29 < max(abs(term.subs(x, 0.3)) for term in tidied.args) < 1e30, given
assert len(tidied.args) == 64, given
assert ad.swell(program(7)).rows[1]["tree"] == 3_457, given

# %% [markdown]
# The first and the third are $-65.19$. So the tidied formula is true, as the fraction shows. In floats it is useless, off by
# more than ten thousand million times the slope. Terms of more than $10^{29}$ have to cancel, and a float keeps 16 digits,
# which end long before the units. Tidying is for the eye, not for the arithmetic.
#
# ## 02.5 What the formula is a sum of
#
# Back to $f$ and its program. Below is who reads whom.
#
# **Predict.** Along how many routes does a nudge of $x$ reach $f$?

# %%
ad.draw(p)

# %% [markdown]
# The way forks at $a$, and again at $c$: four routes. Such a route from input to output is a **path**, and along it the
# chain rule multiplies slopes.
#
# **Predict.** Multiply the flat formula out. How many terms will it have, and what are they? (First line: the paths $xacdf$,
# $xabcdf$, $xacef$, $xabcef$.)

# %%
value = ad.primals(p, x=0.5)
a, c = value["a"], value["c"]
print([exp(c) * a, exp(c) * 2 * a * a, cos(c) * a, cos(c) * 2 * a * a])
print([term.subs(x, 0.5) for term in flat.expand(power_exp=False).args])

# %% [markdown]
# Four terms, one for each path: 129.9, 428.4, $-0.558$ and $-1.841$ at $x = 0.5$. *The flat derivative is the sum over all
# paths*, each written out from end to end.
#
# In the loop every turn reads $l$ twice, so paths double, and $l_n$ has $2^{n-1}$. That is the swell. It is no weakness of
# SymPy: it is what a graph becomes when it is written as a tree.

# %% tags=["check"]
# Author's check: section 02.5.
given = "the text is about the f of the course post at x = 0.5"
terms = {"xacdf": exp(c) * a, "xabcdf": exp(c) * 2 * a * a, "xacef": cos(c) * a, "xabcef": cos(c) * 2 * a * a}
assert " ".join(f"{u:.4g}" for u in terms.values()) == "129.9 428.4 -0.5582 -1.841", given
assert abs(sum(terms.values()) - 555.971967901508140750) < 1e-10, given
expanded = sorted(float(term.subs(x, 0.5)) for term in flat.expand(power_exp=False).args)
assert all(math.isclose(u, w) for u, w in zip(expanded, sorted(terms.values()), strict=True)), given
assert [name for j, name in enumerate(p.names) if len(p.beta(j)) == 2] == ["a", "c"], given


def routes(p, j):
    return 1 if j == len(p) - 1 else sum(routes(p, i) for i in p.beta(j))


assert routes(p, 0) == 4, given
assert [routes(program(n), 0) for n in range(1, 9)] == [2 ** (n - 1) for n in range(1, 9)]

# %% [markdown]
# ## 02.6 The cure is to keep the names
#
# Now the column `shared`: equal parts count once, those of $l_n$ and of its derivative together, as if each had a name.
# (And `program`: the list of lines for both that a reverse sweep makes.)
#
# **Predict.** The tree of $l_{10}'$ has 41,473 nodes. How many *different* ones are there? And can SymPy find the names
# for our `flat` again?

# %%
heads = "tree", "shared", "program"
sizes = {head: (steps, [row[head] for row in slopes]) for head in heads}
print(sizes["shared"][1], [10 * n - 6 for n in steps], sep="\n")
print(*sympy.cse([flat])[0], sympy.cse([flat])[1], sep="\n")
ad.plots.lines(sizes, "How large is the derivative of l_n?", "n", "size", log="y")

# %% [markdown]
# 94: from $n = 2$ on it is $10n - 6$. (As a program, $7n - 8$.) So not symbols blow up, but trees. S. Laue (2019) goes
# further: where formulas share, symbolic and automatic differentiation perform the same operations.
#
# SymPy looks for equal parts, too: **common subexpression elimination**. It found four names, but what was lost did not all
# come back: there are $e^x$ *and* $e^{2x}$, where the program squared its $a$.
#
# **Predict.** So never lose the names. Below, each line of $f$ is followed by its slope. What will the last line show?

# %%
a = exp(0.25)
slope_a = a
b, slope_b = a**2, 2 * a * slope_a
c, slope_c = a + b, slope_a + slope_b
d, slope_d = exp(c), exp(c) * slope_c
e, slope_e = sin(c), cos(c) * slope_c
d + e, slope_d + slope_e

# %% [markdown]
# 18.99 and 81.55, value and derivative, from six lines and six slopes. The slope of a line needs only that line and the
# slopes of the lines it reads, however many paths come together there.
#
# So this is what is wrong with the formula: it has no **intermediate variables**. What has them is a *program*, and the
# rest of the course differentiates programs.

# %% tags=["check"]
# Author's check: section 02.6.
found = [ad.swell(program(n)).rows[1]["shared"] for n in range(1, 16)]
assert found == [2] + [10 * n - 6 for n in range(2, 16)], "the text is about the logistic map"
assert found[9] == 94, "the text is about the logistic map"
lines = [ad.swell(program(n)).rows[1]["program"] for n in range(2, 16)]
assert lines == [7 * n - 8 for n in range(2, 16)], "the text is about the logistic map"
found = [u for _, u in sympy.cse([flat])[0]]
assert len(found) == 4, "the text is about the f of the course post"
assert {exp(x), exp(2 * x)} <= set(found), "the text is about the f of the course post"
assert f"{d + e:.4g} {slope_d + slope_e:.4g}" == "18.99 81.55", "the text is about x = 0.25"

# %% [markdown]
# ## 02.7 Summary
#
# The formula for the derivative is right, but written flat it is a sum over all paths, and their number can double with
# every line of the program. Multiplying it out makes it shorter and numerically worthless. Sharing equal parts cures it,
# and a formula in which parts have names is a program.

# %% [markdown]
# ## 02.8 Exercises
#
# Hints come in three steps: `ad.exercises.hint("2.1")`; a fourth says where the solutions are. Alone in a cell,
# `ad.exercises` shows how far you are.
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
# ## 02.9 Roads not taken
#
# *More digits* would rescue 02.4 for a while. *Sharing by construction.* A system that
# keeps formulas as graphs throughout finds the small derivative of $l_n$ at once. *Branches.* Code that says `if x > 0` has
# no one formula to differentiate; as a program, it has a derivative on each side (notebook 03).

# %% [markdown]
# ## 02.10 Further reading
#
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html),
#   JMLR 18(153), 2018: its table 1 is section 02.2 (known here at second hand, every row checked by algebra).
# * S. Laue, [On the equivalence of automatic and symbolic differentiation](https://arxiv.org/abs/1904.02990), 2019: the
#   other side of the argument (abstract read; an earlier version was about forward mode).
# * T. Vieira, [Backprop is not just the chain rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)
#   (2017): flat formulas against programs with intermediate variables.
#
# **Next:** [03, write a program as a graph](03_write_a_program_as_a_graph.ipynb).
