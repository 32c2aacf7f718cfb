# %% [markdown]
# # Solve the three blocks
#
# **Question.** Why are multipliers adjoints, and what do they price?
#
# **You will** solve two of the three blocks of the Lagrangian and recognize two old friends, check every price by a nudge,
# see why the third block gives the gradient, why $x$ itself cannot be solved for, and get second derivatives for little
# more.
#
# **You need** notebooks [05](05_pull_back.ipynb) and [07](07_state_it_as_constraints.ipynb).
#
# **Time.** 35 minutes, exercises apart.

# %%
import math

import adlesson as ad
from adlesson import cos, exp, sin

# %% [markdown]
# ## 08.1 First block: the values
#
# Here are the fifteen arguments of $L$ with nothing solved: all variables 1, all multipliers 1, and
# $x_{\mathrm{in}} = 0.25$. Feasibility asks that $\partial L / \partial \lambda_i = -(z_i - f_i)$ be 0 for every $i$. Take
# the equations in the order of the list, and in each move one variable: *add the derivative* to it.
#
# **Predict.** Adding $-(z_i - f_i)$ to $z_i$ gives what? After the step for $a$, can the one for $b$ spoil it?

# %%
p = ad.trace(ad.examples.running, x=0.25)
L = ad.Lagrangian(p)
z, lam = dict.fromkeys(p.names, 1.0), dict.fromkeys(p.names, 1.0)
for name in p.names:
    z[name] += L.gradient(z, lam, x=0.25).lam[name]
    off = L.gradient(z, lam, x=0.25).lam.values()
    print(f"{name} = {z[name]:7.4f}   still broken: {sum(abs(u) > 1e-12 for u in off)}")

# %% [markdown]
# It gives $f_i$: each step is the order `z_i = f_i(...)`, and the loop is the forward sweep of notebook 03, found as the
# solution of one block. One pass is enough: a step may break equations further down (that of $b$ held by chance, until $a$
# moved), but never one solved before. (With the sign in the post, $z_i - f_i$, each step would double the
# difference.)

# %% tags=["check"]
# Author's check: section 08.1.
given = "the text is about the f of notebook 03 at x = 0.25"
checked = ad.Lagrangian(ad.trace(ad.examples.running, x=0.25))
names = checked.program.names
swept, ones = dict.fromkeys(names, 1.0), dict.fromkeys(names, 1.0)
for k, name in enumerate(names):
    swept[name] += checked.gradient(swept, ones, x=0.25).lam[name]
    off = list(checked.gradient(swept, ones, x=0.25).lam.values())
    assert all(abs(u) < 1e-12 for u in off[: k + 1]), given
values = ad.primals(checked.program, x=0.25)
assert all(math.isclose(swept[name], values[name], rel_tol=1e-14) for name in names), given
wrong = dict.fromkeys(names, 1.0)
before = checked.gradient(wrong, ones, x=0.25).lam["a"]
wrong["a"] -= before
assert math.isclose(checked.gradient(wrong, ones, x=0.25).lam["a"], 2 * before), given

# %% [markdown]
# ## 08.2 Second block: the prices
#
# The values are known now, and stationarity is one equation for each multiplier, *linear* in all of them. Bring everything
# to the left, $\lambda_j - \sum_{i \in \beta(j)} \lambda_i \, \partial f_i / \partial z_j = 0$, and write a row for each
# $j$.
#
# **Predict.** Which places of the 7 by 7 matrix are empty, whatever the program? Which row can be solved first?

# %%
ad.draw(L)

# %% [markdown]
# The number in row $j$, column $i$ is minus the slope with which $i$ reads $j$. Readers stand below what they read, so
# nothing is left of the diagonal: the matrix is **triangular**. The last row says $\lambda_f = 1$. Put it into the rows
# above, solve the next to last, and so on upwards: **back-substitution**.
#
# **Predict.** The solution stands on the right. Get the 17.80 of row $c$ on paper, from the rows below it. In which order
# will the rows be solved, and which two have two terms?

# %%
for row in L.back_substitution():
    terms = [f"{term.multiplier:.4g}*{term.partial:.4g}" for term in row.terms]
    print(f"lambda_{row.name} = {' + '.join(terms) or row.rhs} = {row.result:.4g}")

# %% [markdown]
# Now open notebook 05 beside it, or run its sweep:

# %%
for step in ad.reverse_sweep(p):
    if step.kind == "reverse":
        paid = f"{step.upstream:.4g}*{step.partial:.4g}"
        print(f"{step.target} is paid {paid} by {step.source}")
max(abs(L.multipliers()[name] - bar) for name, bar in ad.adjoints(p).items())

# %% [markdown]
# The same eight products, variable by variable. A row collects what its variable's readers pay; a sweep pays as the readers
# fire. `multipliers` calls no sweep, and the difference is 0.
#
# So *this* is why multipliers are adjoints: the stationarity equations are the recursion of the reverse sweep. From here on
# $\lambda_i = \bar z_i$ may be written, when, and only when, those equations hold. A solver for any matrix would need
# about $n^3 / 3$ products; a triangle with one entry per edge needs one product per edge.

# %% tags=["check"]
# Author's check: section 08.2.
matrix, rhs = checked.system(x=0.25)
assert all(matrix[j][i] == 0 for j in range(7) for i in range(j)), given
assert rhs == [0, 0, 0, 0, 0, 0, 1], given
rows = list(checked.back_substitution(x=0.25))
assert [row.name for row in rows] == list("fedcbax"), given
products = sorted((row.name, t.child, t.multiplier, t.partial) for row in rows for t in row.terms)
steps = [s for s in ad.reverse_sweep(checked.program, x=0.25) if s.kind == "reverse"]
assert products == sorted((s.target, s.source, s.upstream, s.partial) for s in steps), given
assert len(products) == 8, given
assert checked.multipliers(x=0.25) == ad.adjoints(checked.program, x=0.25), given
assert f"{exp(values['c']):.2f} {cos(values['c']):.4f} {rows[3].result:.2f}" == "18.78 -0.9783 17.80", given

# %% [markdown]
# ## 08.3 What a multiplier prices
#
# Break one equation on purpose, $z_i = f_i + h$, let all later lines run on, and see what becomes of $f$.
#
# **Predict.** By how much does $f$ move if $c = a + b + 0.001$? And if $a = e^x + 0.001$?

# %%
h = 1e-6
for name, price in L.multipliers().items():
    move = (L.nudged(name, h) - L.nudged(name, -h)) / (2 * h)
    print(f"{name}: f moves by {move:9.4f} per unit, lambda is {price:9.4f}")

# %% [markdown]
# Economists call such a number a **shadow price**: what one unit of relief in a constraint is worth, in units of the
# objective. By $0.001$, $c$ moves $f$ by about 0.0178, and $a$ by 0.0635. Differences, adjoints and multipliers are three
# routes to one number. The first needs runs of the program for each variable; the others, one sweep for all.

# %% tags=["check"]
# Author's check: section 08.3.
solved = checked.multipliers(x=0.25)
for name, price in solved.items():
    slope = (checked.nudged(name, 1e-6, x=0.25) - checked.nudged(name, -1e-6, x=0.25)) / 2e-6
    assert math.isclose(slope, price, rel_tol=1e-6), given
assert f"{0.001 * solved['c']:.4f} {0.001 * solved['a']:.4f}" == "0.0178 0.0635", given
moved = checked.nudged("c", 0.001, x=0.25) - checked.nudged("c", 0, x=0.25)
assert f"{moved:.4f}" == "0.0178", given

# %% [markdown]
# ## 08.4 Third block: the gradient
#
# The derivative of $L$ by the given input is $\lambda_x$, always. Is it the derivative of $f$?
#
# **Predict.** With all multipliers 1, what is $\partial L / \partial x_{\mathrm{in}}$? With the solved ones?

# %%
values = ad.primals(p)
print(L.gradient(values, dict.fromkeys(p.names, 1), x=0.25).x)
print(L.gradient(values, L.multipliers(), x=0.25).x, ad.grad(p))

# %% [markdown]
# 1, and 81.55. It is the gradient once *both* other blocks hold. The proof takes two lines. Let $z(x)$ and $\lambda(x)$
# solve the two blocks. Then $f(x) = L(x, z(x), \lambda(x))$, because nothing is charged where nothing is broken, and
#
# $$f' = \frac{\partial L}{\partial x} + \frac{\partial L}{\partial z} z' + \frac{\partial L}{\partial \lambda} \lambda'
# = \frac{\partial L}{\partial x} = \lambda_x,$$
#
# because the other two derivatives are 0.
#
# Now the honest question: what did that use?

# %% [markdown]
# The chain rule, of several variables. And that $z(x)$ exists and has a derivative: the **implicit function theorem**
# promises it where the system can be solved; for a program, the forward sweep shows it. No calculus was avoided.
#
# "Not just the chain rule" is about the *algorithm*: the derivative of a long formula became one triangular linear system,
# solved with one product per edge.
#
# **Predict.** `verify` prints the proof for a program: SymPy on the formulas, then numbers, then nudges. Will any line say
# something other than zero, or nearly?

# %%
proof = L.verify()

# %% tags=["check"]
# Author's check: section 08.4.
at_ones = checked.gradient(values, ones, x=0.25)
at_solution = checked.gradient(values, solved, x=0.25)
assert at_ones.x == {"x": 1}, given
assert f"{at_solution.x['x']:.2f}" == "81.55", given
assert at_solution.x == ad.grad(checked.program, x=0.25), given
assert all(abs(u) < 1e-12 for block in (at_solution.z, at_solution.lam) for u in block.values()), given
assert len(proof.rows) == 26, given
assert repr(proof) == "all 26 checks hold", given

# %% [markdown]
# None of the 26 does. (The "Algebra" compares derivatives that SymPy takes of $L$, knowing no graph, with the equations.)
#
# Now solve all three blocks yourself. Every variable starts at 1; row by row the gaps go, then the multipliers come,
# from the last row up. Below the picture stands the triangular system. It stays in letters until the values are known.
#
# **Predict.** The stepper asks for one value, and for the two multipliers that have two terms. A wrong number is explained;
# "hint" and "show me" are there.

# %%
ad.Stepper(p, sweep="lagrange", fade=1, panes=("system",))

# %% [markdown]
# ## 08.5 The block that is left
#
# The post asks for $\operatorname{argmax}_x f$. At a largest value the third block is 0 as well, $\lambda_x = 0$. But that
# equation has no $x$ in it! It cannot be solved for $x$, as the others could for $z_i$ and $\lambda_j$. What is left is a
# small step uphill, $x \leftarrow x + \eta \lambda_x$, and both sweeps again: **gradient ascent**.
#
# **Predict.** What will it do with our $f$, from $x = -1$ and with $\eta = 0.1$?

# %%
x = -1.0
for _ in range(5):
    slope = L.multipliers(x=x)["x"]
    print(f"x = {x:6.3f}   f = {L.program(x=x):9.3f}   lambda_x = {slope:10.3f}")
    x += 0.1 * slope

# %% [markdown]
# It runs away: the next place would be 32.7, where $f$ is too large for a float. No step size helps, because there is no
# top: with $a = e^x > 0$ and $c = a + a^2 > 0$,
#
# $$f'(x) = a \, (1 + 2a) \, (e^c + \cos c) > 0 \quad \text{since} \quad e^c > 1 \geq -\cos c.$$
#
# $f$ falls towards 1 on the left, grows without bound on the right, and $\nabla L = 0$ has *no solution*. Backpropagation
# never needed one: it solves the first two blocks, at an $x$ that somebody else chose.

# %% [markdown]
# Here is a problem that has a solution, $g(x) = x e^{-x}$.
#
# **Predict.** Where is its top? How small will $\lambda_x$ be after 60 steps with $\eta = 1$?

# %%
g = ad.Lagrangian(ad.trace(lambda x: x * exp(-x), x=0.0))
x = 0.0
for _ in range(60):
    x += g.multipliers(x=x)["x"]
x, g.program(x=x), g.multipliers(x=x)["x"]

# %% tags=["check"]
# Author's check: section 08.5.
place, slopes = -1.0, []
for _ in range(5):
    slopes.append(checked.multipliers(x=place)["x"])
    place += 0.1 * slopes[-1]
assert slopes == sorted(slopes), given
assert slopes[0] > 0, given
assert f"{place:.1f}" == "32.7", given
assert checked.program(x=place) == math.inf, given
assert all(checked.multipliers(x=k / 4)["x"] > 0 for k in range(-80, 13)), given
assert abs(checked.program(x=-40.0) - 1) < 1e-12, given
place = 0.0
for _ in range(60):
    place += g.multipliers(x=place)["x"]
assert abs(place - 1) < 1e-10, "the text is about x * exp(-x)"
assert math.isclose(g.program(x=place), 1 / math.e), "the text is about x * exp(-x)"
assert abs(g.multipliers(x=place)["x"]) < 1e-11, "the text is about x * exp(-x)"

# %% [markdown]
# At $x = 1$, with $g = 1/e$; and there all three blocks are 0 together.
#
# ## 08.6 Second derivatives, thrown in
#
# At a solution of the first two blocks, $L$ also knows how $f$ bends: each line adds its own second derivative, times its
# price, times the tangents (notebook 04) of what it reads. For a program of one input,
#
# $$f'' = \sum_i \lambda_i \, f_i'' \, \dot z^2, \quad \text{where line } i \text{ reads one variable } z.$$
#
# **Predict.** Which of our six lines add nothing?

# %%
v, zdot, lam = ad.primals(p), ad.tangents(p, {"x": 1}), L.multipliers()
bends = {
    "a": lam["a"] * exp(v["x"]) * zdot["x"] ** 2,
    "b": lam["b"] * 2 * zdot["a"] ** 2,
    "d": lam["d"] * exp(v["c"]) * zdot["c"] ** 2,
    "e": lam["e"] * -sin(v["c"]) * zdot["c"] ** 2,
}
sum(bends.values()), L.hessian()["x"]["x"]

# %% [markdown]
# $c$ and $f$, which are sums: straight lines do not bend. The others add up to 530.07, and `hessian` does the same for
# programs with many inputs. No derivative was differentiated: the price of a line and its own curvature are
# enough.

# %% tags=["check"]
# Author's check: section 08.6.
program = checked.program
v, zdot, prices = ad.primals(program, x=0.25), ad.tangents(program, {"x": 1}, x=0.25), checked.multipliers(x=0.25)
parts = [prices["a"] * v["a"] * 1, prices["b"] * 2 * zdot["a"] ** 2]
parts += [prices["d"] * v["d"] * zdot["c"] ** 2, -prices["e"] * v["e"] * zdot["c"] ** 2]
assert abs(sum(parts) - 530.0709177388465421) < 1e-11, given
assert f"{sum(parts):.2f}" == "530.07", given
assert abs(checked.hessian(x=0.25)["x"]["x"] - 530.0709177388465421) < 1e-11, given
assert math.isclose(ad.hessian(program, x=0.25)["x"]["x"], sum(parts)), given
slopes = [checked.multipliers(x=0.25 + s)["x"] for s in (1e-5, -1e-5)]
assert math.isclose((slopes[0] - slopes[1]) / 2e-5, sum(parts), rel_tol=1e-6), given

# %% [markdown]
# ## 08.7 Summary
#
# Feasibility, solved in the order of the list, is the forward sweep; stationarity, a triangular linear system solved by
# back-substitution, is the reverse sweep, and that is why multipliers are adjoints. A multiplier is a shadow price: how far
# the result moves per unit by which its constraint is broken. Where both blocks hold, the derivative of the Lagrangian by
# the inputs is the gradient; the inputs themselves are not solved for, but moved along it.

# %% [markdown]
# ## 08.8 Exercises
#
# Hints: `ad.exercises.hint("8.1")`, three times.
#
# ### Exercise 8.1 ★ Predict
#
# In our example, which multipliers must be known before row $b$ of the system can be solved? (Not only the ones in the row;
# also those which *they* need.)

# %%
answer = None  # names of variables in quotes, for example "x a"
ad.exercises.check("8.1", answer)

# %% tags=["solution"]
answer = "c d e f"
ad.exercises.check("8.1", answer)

# %% [markdown]
# ### Exercise 8.2 ★★ Calculate by hand
#
# The list `s = x + y`, `t = x * y`, `f = s * t` at $x = 2$, $y = 3$. In the direction in which both inputs move at speed 1,
# what does each line add to the second derivative: its price times its own bend? (A product $u w$ bends by
# $2 \dot u \dot w$.)

# %%
answer = {"s": None, "t": None, "f": None}
ad.exercises.check("8.2", answer)

# %% tags=["solution"]
answer = {"s": 0, "t": 5 * 2 * 1 * 1, "f": 1 * 2 * 2 * 5}
ad.exercises.check("8.2", answer)

# %% [markdown]
# ### Exercise 8.3 ★★ Hunt the bug
#
# This should climb to the nearest top. Try it on $x e^{-x}$ from $x = 0.5$: it walks away from 1. LeCun's plus is as good as
# Vieira's minus, so leave it as it is, and repair the rest.


# %%
def climb(p, x):
    L = ad.Lagrangian(p, sign=+1)
    for _ in range(200):
        x += 0.5 * L.multipliers(x=x)["x"]
    return x


ad.exercises.check("8.3", climb)


# %% tags=["solution"]
def climb(p, x):
    L = ad.Lagrangian(p, sign=+1)
    for _ in range(200):
        x -= 0.5 * L.multipliers(x=x)["x"]  # with the plus, the multiplier is minus the price
    return x


ad.exercises.check("8.3", climb)

# %% [markdown]
# ### Exercise 8.4 ★★★ Build
#
# Write back-substitution: `solve(matrix, rhs)` returns the list of unknowns. The matrix is a list of rows, as in
# `L.system()`: nothing below the diagonal. (On the diagonal there may be other numbers than 1.)


# %%
def solve(matrix, rhs):
    return None  # which row first?


ad.exercises.check("8.4", solve)


# %% tags=["solution"]
def solve(matrix, rhs):
    n = len(rhs)
    lam = [0] * n
    for j in reversed(range(n)):
        known = sum(matrix[j][i] * lam[i] for i in range(j + 1, n))
        lam[j] = (rhs[j] - known) / matrix[j][j]
    return lam


ad.exercises.check("8.4", solve)

# %% [markdown]
# ## 08.9 Roads not taken
#
# *Transposed.* The same matrix, transposed and solved from the top, gives tangents: forward mode. *Multipliers of your own.*
# Nothing says that the blocks must be solved exactly, or in this order; [notebook 10](10_try_other_solvers.ipynb) does
# neither. *Large programs.* `multipliers` keeps no matrix, only edges.

# %% [markdown]
# ## 08.10 Further reading
#
# * T. Vieira, [Backprop is not just the chain
# rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)   (2017): the blocks as steps
# of an algorithm. (There $\partial L / \partial \lambda_i$ lacks its minus; and the ADMM paper   it cites is of 2016.)
# * A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008: the triangular system behind both modes.
# * B. Recht, [Mechanics of Lagrangians](https://benjamin-recht.github.io/), 2016: the proof by the implicit function
#   theorem.
#
# **Next:** [09, close the loop](09_close_the_loop.ipynb): what if the graph has cycles? Back to the
# [map](00_see_a_gradient_appear.ipynb).
