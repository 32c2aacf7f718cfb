# %% [markdown]
# # Solve the three blocks
#
# **Question.** Why are multipliers adjoints, and what do they price?
#
# Notebook 07 left three blocks of conditions on paper. Two can be solved outright, in one pass each, and you have met both
# passes. The third cannot be solved at all: it is the gradient, all that training asks for. Why this is so tells you
# what will change in a loop (09), and what else may be tried (10).
#
# **You will** solve two blocks and recognize two old friends, check every price by a nudge, see which corner of
# the matrix a loop would fill, and get second derivatives along a direction for little more than a gradient.
#
# **You need** notebooks [05](05_pull_back.ipynb) and [07](07_state_it_as_constraints.ipynb).
#
# **Time.** 40 minutes; the exercises take 35.

# %%
import math

import adlesson as ad
from adlesson import cos, exp, sin

ad.progress("08")

# %% [markdown]
# ## 08.1 First block: the values
#
# Here are the fifteen arguments of $L$ with nothing solved: all variables 1, all multipliers 1, and
# $x_{\mathrm{in}} = 0.25$. Feasibility asks that $\partial L / \partial \lambda_i = -(z_i - f_i)$ be 0 for every $i$. Take
# the equations in the order of the list, and for each move its own variable: *add the derivative* to it.
#
# **Predict.** What does $z_i$ become when $-(z_i - f_i)$ is added to it?

# %%
ad.predict("08.1a")

# %% [markdown]
# The step for $a$ is done. Next comes the one for $b$.
#
# **Predict.** Can it spoil the equation of $a$?

# %%
ad.predict("08.1b")

# %%
p = ad.trace(ad.examples.running, x=0.25)
L = ad.Lagrangian(p)
z, lam = dict.fromkeys(p.names, 1.0), dict.fromkeys(p.names, 1.0)
for name in p.names:
    z[name] += L.gradient(z, lam, x=0.25).lam[name]
    off = L.gradient(z, lam, x=0.25).lam.values()
    print(f"{name} = {z[name]:7.4f}   still broken: {sum(abs(u) > 1e-12 for u in off)}")

# %% [markdown] tags=["fold"]
# It becomes $f_i$: each step does what the line `z_i = f_i(...)` says, and the loop is the forward sweep of notebook 03,
# found as the solution of one block. One pass is enough: a step may break equations further down (that of $b$ held by
# chance, until $a$ moved), but never one solved before. (With the sign that Vieira's post prints, each step would double
# the difference.)

# %% [markdown]
# To solve equations from the first one down, each with what those above it gave, is called **forward substitution**. It
# does not mind that these are as curved as $\exp$ and $\sin$.

# %% tags=["check"]
swept, ones, spoilt = dict.fromkeys(p.names, 1.0), dict.fromkeys(p.names, 1.0), []
for k, name in enumerate(p.names):
    swept[name] += L.gradient(swept, ones, x=0.25).lam[name]
    off = list(L.gradient(swept, ones, x=0.25).lam.values())
    spoilt += [u for u in off[: k + 1] if abs(u) > 1e-12]
assert spoilt == []
values = ad.primals(p)
assert all(math.isclose(swept[name], values[name], rel_tol=1e-14) for name in p.names)
wrong = dict.fromkeys(p.names, 1.0)
before = L.gradient(wrong, ones, x=0.25).lam["a"]
wrong["a"] -= before
assert math.isclose(L.gradient(wrong, ones, x=0.25).lam["a"], 2 * before)
right = {"08.1a": "B" if z == swept else "A", "08.1b": "A" if not spoilt else "B"}

# %% [markdown]
# ## 08.2 Second block: the prices
#
# The values are known now, and stationarity is one equation for each multiplier, *linear* in all of them. Bring everything
# to the left, $\lambda_j - \sum_{i \in \beta(j)} \lambda_i \, \partial f_i / \partial z_j = 0$, and write a row for each
# $j$. On the diagonal stands 1; the column of $\lambda_i$ has a number where $i$ reads $j$, minus the slope.
#
# **Predict.** Which places of the 7 by 7 matrix are empty, whatever the program?

# %%
ad.predict("08.2a")

# %%
ad.draw(L)

# %% [markdown] tags=["fold"]
# Readers stand below what they read, so nothing is left of the diagonal.

# %% [markdown]
# Such a matrix is called **triangular**.
#
# **Predict.** Which row can be solved first?

# %%
ad.predict("08.2b")

# %% [markdown]
# **Say why.** Why this one? Put the reason together: take the three parts that make it up.

# %%
ad.predict("08.2c")

# %% [markdown] tags=["fold"]
# The last row says $\lambda_f = 1$. Put it into the rows above, solve the next to last, and so on upwards. A row holds its
# own multiplier and those of its readers, and these stand below it.

# %% [markdown]
# Solving row after row in this way is called **back-substitution**. Do it on paper, until row $c$.
#
# **Predict.** What is $\lambda_c$?

# %%
ad.predict("08.2d")

# %% [markdown]
# **Predict.** In which rows does a sum of two products have to be taken?

# %%
ad.predict("08.2e")

# %%
sweep = [step for step in ad.reverse_sweep(p) if step.kind == "reverse"]
for row in L.back_substitution():
    products = " + ".join(f"{u.multiplier:.4g}*{u.partial:.4g}" for u in row.terms) or "1"
    shares = [f"{u.upstream:.4g}*{u.partial:.4g}" for u in sweep if u.target == row.name]
    print(f"lambda_{row.name} = {products:21} = {row.result:5.4g}  sweep:", *shares)

# %% [markdown] tags=["fold"]
# $\lambda_c = 18.78 \cdot 1 - 0.9783 \cdot 1 = 17.80$. Row $c$ is one of the two with a sum, row $a$ is the other.

# %% [markdown]
# So values are found by forward substitution, and only the prices by back-substitution. (Of both one often reads that they
# are back-substituted. For the values the word is meant loosely.)
#
# Behind each row stand the shares that the reverse sweep of notebook 05 sends to the same variable: the same eight
# products. But `back_substitution` calls no sweep.
#
# **Say why.** Why are the multipliers the adjoints? Put the reason together: take the three parts that make it up.

# %%
ad.predict("08.2f")

# %% [markdown] tags=["fold"]
# So *this* is why multipliers are adjoints: the stationarity equations are the recursion of the reverse sweep. A row
# collects what its variable's readers send; a sweep sends as the readers are done.

# %% [markdown]
# From here on we write $\lambda_i = \bar z_i$ wherever those equations hold. A solver for any matrix would need about
# $n^3 / 3$ products; a triangle with one entry per edge needs one product per edge.
#
# Other texts have other words for the same things. Today the rows *adjoint* and *multiplier* matter; 11 and 12 come back to
# the others:

# %%
ad.DICTIONARY

# %% [markdown]
# What would a loop change? Say that $x$ is not given, but fed back: $x = f$. (Then $x$ reads $f$, with slope 1.)
#
# **Predict.** Which place of the matrix does that fill?

# %%
ad.predict("08.2g")

# %%
ad.draw(L, loops={"f": "x"})

# %% [markdown] tags=["fold"]
# Row $f$, column $x$: the corner farthest below the diagonal. Now the last row holds $\lambda_x$, and no row can be
# solved first.

# %% [markdown]
# Take the smallest loop, $z = k z + x$, with $f = z$. It is one row, $\lambda_z - k \lambda_z = 1$.
#
# **Predict.** For which $k$ has it no solution?

# %%
ad.predict("08.2h")

# %% [markdown] tags=["fold"]
# For $k = 1$ it says $0 = 1$. A triangle with ones on its diagonal always has its solution. That is the qualification of
# 07.6, which a program has for free; a loop may lack it (notebook 09).

# %% tags=["check"]
matrix, rhs = L.system()
assert all(matrix[j][i] == 0 for j in range(7) for i in range(j))
assert any(matrix[j][i] != 0 for j in range(7) for i in range(j, 7) if i > j)
assert rhs == [0, 0, 0, 0, 0, 0, 1]
rows = list(L.back_substitution())
assert [row.name for row in rows] == list("fedcbax")
products = sorted((row.name, u.child, u.multiplier, u.partial) for row in rows for u in row.terms)
steps = [s for s in ad.reverse_sweep(p) if s.kind == "reverse"]
assert products == sorted((s.target, s.source, s.upstream, s.partial) for s in steps)
assert len(products) == 8
assert L.multipliers() == ad.adjoints(p)
solved = L.multipliers()
assert f"{exp(values['c']):.2f} {cos(values['c']):.4f} {solved['c']:.2f}" == "18.78 -0.9783 17.80"
right |= {
    "08.2a": "C",
    "08.2b": {"x": "A", "f": "B"}[rows[0].name],
    "08.2d": solved["c"],
}
right |= {
    "08.2e": " ".join(row.name for row in reversed(rows) if len(row.terms) == 2),
}
assert {row.name for row in rows if len(row.terms) == 2} == {"a", "c"}
words = ad.draw(L, loops={"f": "x"}).description
assert "row f, column x" in words
assert "Row f: − λ_x + λ_f = 1." in words
looped = [[*row] for row in matrix]
looped[p.index("f")][p.index("x")] -= 1
assert min(sum(u != 0 for u in row) for row in looped) == 2  # no row with one unknown
places = {"A": ("x", "f"), "B": ("x", "x"), "C": ("f", "f"), "D": ("f", "x")}
filled = [(p.names[j], p.names[i]) for j in range(7) for i in range(7) if looped[j][i] != matrix[j][i]]
right |= {"08.2g": next(letter for letter, place in places.items() if [place] == filled)}
right |= {"08.2h": next(k for k in range(-5, 6) if 1 - k == 0)}

# %% [markdown]
# ## 08.3 What a multiplier prices
#
# Loosen one equation, $z_i = f_i + h$, let all later lines run on, and see what becomes of $f$.
#
# **Predict.** By how much does $f$ move if $c = a + b + 0.001$?

# %%
ad.predict("08.3a")

# %% [markdown]
# **Predict.** And if $a = \exp x + 0.001$?

# %%
ad.predict("08.3b")

# %%
h = 1e-6
for name, price in L.multipliers().items():
    move = (L.nudged(name, h) - L.nudged(name, -h)) / (2 * h)
    print(f"{name}: f moves by {move:9.4f} per unit, lambda is {price:9.4f}")

# %% [markdown] tags=["fold"]
# $\lambda$ times 0.001: $c$ moves $f$ by about 0.0178, and $a$ by 0.0635.

# %% [markdown]
# Economists call such a number a **shadow price**: what one unit of relief in a constraint is worth, in units of the
# objective. Differences need runs of the program for each variable; one pass over the rows, or one sweep, gives them all.

# %% tags=["check"]
for name, price in solved.items():
    slope = (L.nudged(name, 1e-6) - L.nudged(name, -1e-6)) / 2e-6
    assert math.isclose(slope, price, rel_tol=1e-6)
assert f"{0.001 * solved['c']:.4f} {0.001 * solved['a']:.4f}" == "0.0178 0.0635"
moved = L.nudged("c", 0.001) - L.nudged("c", 0)
assert f"{moved:.4f}" == "0.0178"
assert f"{L.nudged('a', 0.001) - L.nudged('a', 0):.3f}" == "0.064"
right |= {"08.3a": "C" if math.isclose(moved, 0.0178, rel_tol=1e-2) else "A"}
right |= {"08.3b": "B" if math.isclose(0.001 * solved["a"], 0.0635, rel_tol=1e-2) else "A"}

# %% [markdown]
# ## 08.4 Third block: the gradient
#
# The derivative of $L$ by the given input is $\lambda_x$, always. Is it the derivative of $f$?
#
# **Predict.** With all multipliers 1, what is $\partial L / \partial x_{\mathrm{in}}$?

# %%
ad.predict("08.4a")

# %% [markdown]
# **Predict.** And with the solved ones?

# %%
ad.predict("08.4b")

# %%
values = ad.primals(p)
print(L.gradient(values, dict.fromkeys(p.names, 1), x=0.25).x)
print(L.gradient(values, L.multipliers(), x=0.25).x, ad.grad(p))

# %% [markdown] tags=["fold"]
# 1, and 81.55.

# %% [markdown]
# It is the gradient once *both* other blocks hold. One line first: $f = x^2$ has $L = f - \lambda \, (f - x^2)$. By $x$
# that is $2 \lambda x$, and by $f$ it is $1 - \lambda$: the gradient $2x$ for the solved $\lambda = 1$, and for no other.
#
# Now any program. Let $z(x)$ and $\lambda(x)$ solve the two blocks. Then $f(x) = L(x, z(x), \lambda(x))$, because nothing
# is charged where nothing is broken, and
#
# $$f' = \frac{\partial L}{\partial x} + \frac{\partial L}{\partial z} z' + \frac{\partial L}{\partial \lambda} \lambda'
# = \frac{\partial L}{\partial x} = \lambda_x,$$
#
# because the other two derivatives are 0.
#
# **Predict.** Now the honest question: what did that use?

# %%
ad.predict("08.4c")

# %% [markdown] tags=["fold"]
# The chain rule, of several variables. And that $z(x)$ exists and has a derivative: the **implicit function theorem**
# promises it where the system can be solved; for a program, the forward sweep shows it. No calculus was avoided.
#
# "Not just the chain rule" is about the *algorithm*: the derivative of a long formula became one triangular linear system,
# solved with one product per edge.

# %% [markdown]
# `verify` prints the proof for a program: SymPy on the formulas, then numbers, then nudges. On each line, what has to be
# zero, or nearly zero, stands on the right.

# %%
proof = L.verify()

# %% tags=["check"]
at_ones = L.gradient(values, ones, x=0.25)
at_solution = L.gradient(values, solved, x=0.25)
assert f"{at_solution.x['x']:.2f}" == "81.55"
assert at_solution.x == ad.grad(p)
assert all(abs(u) < 1e-12 for block in (at_solution.z, at_solution.lam) for u in block.values())
assert len(proof.rows) == 26
assert repr(proof) == "all 26 checks hold"
right |= {"08.4a": at_ones.x["x"], "08.4b": at_solution.x["x"], "08.4c": "D"}

# %% [markdown]
# All 26 hold. (The "Algebra" compares derivatives that SymPy takes of $L$, knowing no graph, with the equations.)
#
# Now solve all three blocks yourself. Every variable starts at 1; row by row the gaps go, then the multipliers come,
# from the last row up. Below the picture stands the triangular system. It stays in letters until the values are known.
#
# The stepper asks for one value, and for the two multipliers that have two terms. A wrong number is explained; "hint" and
# "show me" are there.

# %%
ad.Stepper(p, sweep="lagrange", fade=1, panes=("system",))

# %% [markdown]
# ## 08.5 The block that is left
#
# The course post asks for $\operatorname{argmax} f$, and does not say over what. It is $x$ that is free. At a largest
# value the third block is 0 as well, $\lambda_x = 0$. But that equation has no $x$ in it, so it cannot be solved for $x$.
# What is left is a small step uphill, $x \leftarrow x + \eta \lambda_x$, and both sweeps again: *gradient ascent*.
#
# Who trains wants a small $f$. $L$ and both sweeps stay as they are; this step alone turns round, $x - \eta \lambda_x$.

# %% [markdown]
# **Predict.** What will it do with our $f$, from $x = -1$ and with $\eta = 0.1$?

# %%
ad.predict("08.5a")

# %%
x = -1.0
for _ in range(5):
    if abs(x) > 3:
        break
    slope = L.multipliers(x=x)["x"]
    print(f"x = {x:6.3f}   f = {L.program(x=x):9.3f}   lambda_x = {slope:10.3f}")
    x += 0.1 * slope

# %% [markdown] tags=["fold"]
# It runs away: the next place would be 32.7, where $f$ is too large for a float. No step size helps, because there is no
# top: with $a = \exp x > 0$ and $c = a + a^2 > 0$,
#
# $$f'(x) = a \, (1 + 2a) \, (\exp c + \cos c) > 0,$$
#
# since $\exp c > 1 \geq -\cos c$. $f$ falls towards 1 on the left, grows without bound on the right, and
# $\nabla L = 0$ has *no solution*.

# %% [markdown]
# Backpropagation never needed $\nabla L = 0$: it solves the first two blocks, at an $x$ that somebody else chose.
#
# Here is a problem that has a solution, $g(x) = x \exp(-x)$.
#
# **Predict.** At which $x$ is its top?

# %%
ad.predict("08.5b")

# %% [markdown]
# Climb to it from $x = 0.5$, by $x \leftarrow x + \lambda_x$.
#
# **Predict.** About how small will $\lambda_x$ be after 60 steps?

# %%
ad.predict("08.5c")

# %%
g = ad.Lagrangian(ad.trace(lambda x: x * exp(-x), x=0.0))
x = 0.5
for _ in range(60):
    x += g.multipliers(x=x)["x"]
x, g.program(x=x), g.multipliers(x=x)["x"]

# %% [markdown] tags=["fold"]
# At $x = 1$, with $g = \exp(-1)$; and there all three blocks are 0 together. Near the top each step leaves 63 % of the
# way, and $0.63^{60}$ is about $10^{-12}$. The slope is about a third of what is left.

# %% tags=["check"]
place, slopes = -1.0, []
for _ in range(5):
    slopes.append(L.multipliers(x=place)["x"])
    place += 0.1 * slopes[-1]
assert slopes == sorted(slopes)
assert slopes[0] > 0
assert f"{place:.1f}" == "32.7"
assert p(x=place) == math.inf
assert all(L.multipliers(x=k / 4)["x"] > 0 for k in range(-80, 13))
assert abs(p(x=-40.0) - 1) < 1e-12
at_top, left = x, abs(g.multipliers(x=x)["x"])
assert abs(at_top - 1) < 1e-10
assert math.isclose(g.program(x=at_top), 1 / math.e)
assert left < 1e-11
assert 0.62 < 1 - 1 / math.e < 0.64
far_off = [abs(math.log10(left / u)) for u in (1e-2, 1e-5, 1e-13, 1e-60)]
right |= {
    "08.5a": "C" if slopes == sorted(slopes) else "A",
    "08.5b": round(at_top, 9),
    "08.5c": "ABCD"[far_off.index(min(far_off))],
}

# %% [markdown]
# ## 08.6 Second derivatives, along a direction
#
# Prices know one thing more: how $f$ *bends*. Take $q = x^2$ and $f = q^2$ at $x = 1$, and move $x$ by a small $h$. By its
# slope alone $q$ would move by $2 h$. It moves by $2 h + h^2$: the $h^2$ comes on top, as if the line had been loosened by
# so much. The price of $q$ is 2, so to $f$ this is worth $2 h^2$.

# %% [markdown]
# So for any line. What it reads moves by $h \dot z$: its speed $\dot z$ says how far, per unit of $x$. On top comes half the
# line's bend, its second derivative $f_i''$, times $(h \dot z)^2$. The price $\lambda_i$ says what that is worth. Added up,
# per $h^2 / 2$,
#
# $$f'' = \sum_i \lambda_i \, f_i'' \, \dot z^2,$$
#
# where line $i$ reads one variable, $z$.

# %% [markdown]
# In the example the speeds of $x$ and $q$ are 1 and 2, and the prices of $q$ and $f$ are 2 and 1. A square bends by 2, so
# line $q$ adds $2 \cdot 2 \cdot 1^2 = 4$.
#
# **Predict.** What does line $f$ add?

# %%
ad.predict("08.6b")

# %% [markdown] tags=["fold"]
# $1 \cdot 2 \cdot 2^2 = 8$. Together that is 12, the second derivative of $x^4$ at 1.

# %% [markdown]
# Now our $f$. (`ad.tangents` has the speeds; they are the tangents of notebook 04.)
#
# **Predict.** Which of the six lines add nothing?

# %%
ad.predict("08.6a")

# %%
v, zdot, lam, h = ad.primals(p), ad.tangents(p, {"x": 1}), L.multipliers(), 1e-3


def lines(h):  # each by itself, with what it reads moved by h along the tangents
    x, a, b, c, d, e, _ = (v[name] + h * zdot[name] for name in p.names)
    return {"a": exp(x), "b": a**2, "c": a + b, "d": exp(c), "e": sin(c), "f": d + e}


up, here, down = lines(h), lines(0), lines(-h)
bends = {name: lam[name] * (up[name] - 2 * here[name] + down[name]) / h**2 for name in here}
print({name: round(u, 2) for name, u in bends.items()})
print(round(sum(bends.values()), 2), round(L.hessian()["x"]["x"], 2))

# %% [markdown] tags=["fold"]
# $c$ and $f$, which are sums: straight lines do not bend. The others add up to 530.07.

# %% [markdown]
# No derivative was differentiated: the price of a line and its own bend are enough.
#
# Here is one input, and so one direction. With many inputs a direction still costs little more than the gradient: for our
# $f$ value, gradient and direction together cost 5.5 times the value alone (`ad.hvp`; Pearlmutter, 1994). The full matrix,
# `hessian`, takes a sweep for each input.

# %% tags=["check"]
parts = [lam["a"] * v["a"] * 1, lam["b"] * 2 * zdot["a"] ** 2]
parts += [lam["d"] * v["d"] * zdot["c"] ** 2, -lam["e"] * v["e"] * zdot["c"] ** 2]
assert abs(sum(parts) - 530.0709177388465421) < 1e-11
assert f"{sum(parts):.2f}" == "530.07"
assert abs(sum(bends.values()) / sum(parts) - 1) < 1e-4
assert abs(L.hessian()["x"]["x"] - 530.0709177388465421) < 1e-11
assert math.isclose(ad.hessian(p, x=0.25)["x"]["x"], sum(parts))
assert math.isclose(ad.hvp(p, {"x": 1}, x=0.25)["x"], sum(parts))
assert ad.operations(p).hvp_ratio == 5.5
assert ad.hessian(lambda x, y: exp(x * y), x=1.0, y=2.0).sweeps == 2
slopes = [L.multipliers(x=0.25 + s)["x"] for s in (1e-5, -1e-5)]
assert math.isclose((slopes[0] - slopes[1]) / 2e-5, sum(parts), rel_tol=1e-6)
right |= {"08.6a": " ".join(name for name, u in bends.items() if abs(u) < 1e-6)}


def fourth(x):
    q = x**2
    f = q**2
    return f


twice = ad.Lagrangian(ad.trace(fourth, x=1))
assert twice.multipliers() == {"x": 4, "q": 2, "f": 1}
assert ad.tangents(twice.program, {"x": 1}) == {"x": 1, "q": 2, "f": 4}
assert 2 * 2 * 1**2 + 1 * 2 * 2**2 == twice.hessian()["x"]["x"] == 12
right |= {"08.6b": twice.multipliers()["f"] * 2 * ad.tangents(twice.program, {"x": 1})["q"] ** 2}

# %% [markdown]
# ## 08.7 Summary
#
# Feasibility, solved by forward substitution in the order of the list, is the forward sweep; stationarity, a triangular
# linear system solved by back-substitution, is the reverse sweep, and that is why multipliers are adjoints. A multiplier
# is a shadow price: how far the result moves per unit by which its constraint is loosened. Where both blocks hold, the
# derivative of the Lagrangian by the inputs is the gradient; the inputs themselves are not solved for, but moved along it.

# %% [markdown]
# ## 08.8 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
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
# This should climb to the nearest top. Try it on $x \exp(-x)$ from $x = 0.5$: it walks away from 1. One character mends it,
# and it may stand in either of two lines. Find both.


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
# Here are the predictions that you missed, to try again.

# %%
ad.replay("08")

# %% [markdown]
# ## 08.9 Roads not taken
#
# *Transposed.* The same matrix, transposed and solved from the top, gives tangents: forward mode. *Multipliers of your
# own.* Nothing says that the blocks must be solved exactly, or in this order; [notebook 10](10_try_other_solvers.ipynb)
# does neither. *Large programs.* `multipliers` keeps no matrix, only edges.

# %% [markdown]
# ## 08.10 Further reading
#
# * T. Vieira, [Backprop is not just the chain
#   rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/), 2017: the blocks as an
#   algorithm. (There $\partial L / \partial \lambda_i$ lacks its minus.)
# * A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008: the triangular system behind both modes.
# * B. Recht, [Mechanics of Lagrangians](https://archives.argmin.net/2016/05/31/mechanics-of-lagrangians/), 2016: a proof by
#   the implicit function theorem (U. Dini, 1878).
# * Prices: L. Kantorovich, 1939; S. Boyd and L. Vandenberghe, *Convex Optimization*, 2004, 5.6. Uphill: A. Cauchy, 1847.
#   Bends: B. Pearlmutter, 1994; by multipliers, R. Gower and M. Mello, 2012.
#
# **Next:** [09, close the loop](09_close_the_loop.ipynb): what if the graph has cycles? Back to the
# [map](00_see_a_gradient_appear.ipynb).
