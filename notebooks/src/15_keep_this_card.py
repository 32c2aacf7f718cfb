# %% [markdown]
# # Keep this card
#
# **Question.** What should I remember?
#
# **You will** say from memory what matters, get it on one page, with one name for each thing, look up what people often
# say and what is right, and measure yourself on fresh problems.
#
# **You need** [notebook 08](08_solve_the_three_blocks.ipynb). What is from 09 to 14 says so: skip what you have not read.
#
# **Time.** 25 minutes; the exercises take 10.

# %%
import adlesson as ad

ad.progress("15")

# %% [markdown]
# ## 15.1 From memory first
#
# Six questions, before you look. What you look for in your own memory, even in vain, stays longer than what you read
# again.
#
# **Predict.** In which order do these make a reverse sweep?

# %%
ad.predict("15.1a")

# %% [markdown]
# **Predict.** Why does the sweep write `+=` and not `=`?

# %%
ad.predict("15.1b")

# %% [markdown]
# **Predict.** The multiplier of the line $c = a + b$ is 17.8. What does that say?

# %%
ad.predict("15.1c")

# %% [markdown]
# **Predict.** An output is fed back into an input (09). What becomes of the two systems?

# %%
ad.predict("15.1d")

# %% [markdown]
# **Predict.** LeCun adds his constraint, $C + B \, (X - F)$ (11). What is $B$?

# %%
ad.predict("15.1e")

# %% [markdown]
# **Predict.** All slopes of $L$ are 0 at a point (10). When is it surely a minimum of the cost, near by?

# %%
ad.predict("15.1f")

# %% [markdown]
# And one picture. $c$ has 1: say each next adjoint before you press *next*.

# %%
ad.Stepper(ad.parse("(x*y + x) * (x*y)", x=3, y=2), step=1)

# %% tags=["check"]
# Author's check: section 15.1.
import math

p = ad.trace(ad.examples.running, x=0.25)


def in_the_order_of_the_answer(p):
    z, zbar = p.values(), [0] * (len(p) - 1) + [1]  # B
    for i in reversed(range(len(p))):  # D
        for place, k in p.edges(i):  # A
            zbar[k] += zbar[i] * p.partial_of(i, place, z)  # C
    return zbar


assert math.isclose(in_the_order_of_the_answer(p)[0], ad.grad(p)["x"], rel_tol=1e-14)
assert ad.grad(lambda x: x * x, x=3)["x"] == 3 + 3
moved = ad.Lagrangian(p).nudged("c", 0.001, x=0.25)
assert math.isclose(ad.Lagrangian(p).multipliers(x=0.25)["c"], 17.8, rel_tol=1e-3)
assert math.isclose(moved - p(), 0.0178, rel_tol=0.01)
orbit = ad.close_loop(ad.trace(lambda E, M, e: {"next": M + e * ad.sin(E)}, E=1.0, M=1.0, e=0.3), {"next": "E"})
settled, h = lambda M: orbit.solve(M=M)["E"], 1e-5
assert math.isclose(1 / (1 - 0.3 * math.cos(settled(1.0))), (settled(1 + h) - settled(1 - h)) / (2 * h), rel_tol=1e-6)
# LeCun's smallest net: C = (10 - X)^2 at X = 6, and L = C + B (X - 2 w) is flat in X for B = 8
adjoint, B = ad.grad(lambda X: (10 - X) ** 2, X=6)["X"], 8
assert -adjoint == B
# u + 2 v on the circle of radius sqrt(5): two flat points; L = f - lam (u^2 + v^2 - 5) curves by -2 lam
flat = {(1, 2): 0.5, (-1, -2): -0.5}
assert all((1 - lam * 2 * u, 2 - lam * 2 * v) == (0, 0) for (u, v), lam in flat.items())
least = min(flat, key=lambda at: at[0] + 2 * at[1])
assert -2 * flat[least] > 0 > flat[least], "it curves up there, with a multiplier below 0"
right = {"15.1a": "BDAC", "15.1b": "C", "15.1c": "D", "15.1d": "A"}
right |= {"15.1e": "B" if -adjoint == B else "A", "15.1f": "D"}

# %% [markdown]
# ## 15.2 The card
#
# | | |
# |---|---|
# | program | $z_i = f_i(z_{\alpha(i)})$, one operation a line; inputs $z_0, \dots, z_{m-1}$, result $z_n$ |
# | who reads | $\alpha(i)$: those that line $i$ reads; $\beta(j)$: the readers of $z_j$ |
# | forward sweep | from the first line to the last: $z_i = f_i(z_{\alpha(i)})$ |
# | slope | on the arrow from $j$ to $i$: $\partial f_i / \partial z_j$, at the stored values |
# | tangents | forward: $\dot z_i = \sum_{j \in \alpha(i)} \frac{\partial f_i}{\partial z_j} \, \dot z_j$ |
# | reverse sweep | $\bar z_n = 1$; back: $\bar z_j = \sum_{i \in \beta(j)} \bar z_i \frac{\partial f_i}{\partial z_j}$ |
# | as code | `zbar[k] += zbar[i] * slope`, for each arrow; send when all your readers have sent |
# | in matrices | tangents: $J \dot x$, one direction; reverse: $\bar y J$, one result |
# | Lagrangian | $L = z_n - \sum_i \lambda_i h_i$; $h_i = z_i - f_i(z_{\alpha(i)})$, with $f_j = x_j$ for inputs |
# | three blocks | feasibility: the values; stationarity: $\lambda = \bar z$; sensitivity: the gradient |
# | price | per unit by which line $i$ is loosened, the result moves by $\lambda_i$ |
# | minimum? (10) | flat, and $L$ curves up along all directions that keep the constraints |
# | a penalty (10) | $\frac{\mu}{2} h^2$ for what is broken, $h$: it stays so, by about $\lambda / \mu$ |
# | keep a price (10) | $\lambda \leftarrow \lambda - \mu h$, round by round: exact in the end |
# | loop (09) | $z = F(z, x)$: values nonlinear; prices linear, $(I - J)^T \lambda = v$; $I - J$ singular: no slope |
# | LeCun (11) | $L = C + \sum B(k)' h(k)$; $h(k) = X(k) - F(W(k) X(k-1))$; $B$ is minus the adjoint |
# | his step (11) | $B(N) = 2 (D - X(N))$, $Y(k) = F' B(k)$, $W(k) \leftarrow$ $W(k) + \eta \, Y(k) X(k-1)'$ |
# | time (12) | layers are steps; $\lambda$ is the costate; one $W$ for all steps gets the sum of its shares |
# | reverse costs | a run times a small factor, for any number of inputs; memory grows with the lines |
# | tangents cost | a sweep for each input, and little memory |
# | test | $(f(x + h) - f(x - h)) / 2h$ with $h = 10^{-5}$; and $\bar y \, (J \dot x) = (\bar y J) \, \dot x$ |

# %% [markdown]
# ## 15.3 One name for each thing
#
# | We say | for | Others say |
# |---|---|---|
# | value | what the forward sweep puts into a box | primal, activation |
# | nudge, move | a small change put in, and what comes out | perturbation, sensitivity |
# | reads, reader | `b = a + x` reads $a$; $b$ is a reader of $a$ | child, successor, consumer |
# | arrow | from a variable to its reader | edge |
# | slope | of one arrow: the move of the line per unit of what it reads | local derivative, partial, edge weight |
# | share | what comes back along one arrow: adjoint of the reader times slope | contribution, message |
# | adjoint, $\bar a$ | the sum of the shares: the move of the result per unit of a nudge | cotangent, `a.grad`, delta |
# | tangent, $\dot a$ | the move of $a$ per unit along a direction of the inputs | JVP, directional derivative |
# | seed | the adjoint that the sweep starts with | upstream gradient, `grad_output` |
# | forward, reverse sweep | the two runs over the list | forward pass, backward pass or backprop |
# | gradient | the adjoints of all inputs | $\nabla f$ |
# | tape | what is kept for the way back | saved tensors, Wengert list |
# | loss | what training makes small | cost, objective |
# | constraint, broken, loosened | an equation that should hold; does not; by $h$ | violated, perturbed |
# | multiplier, price | what a constraint is worth per unit | dual variable, shadow price, costate |
# | penalty | $\frac{\mu}{2} h^2$ for a constraint broken by $h$ | quadratic penalty |
# | flat | all slopes 0 | stationary, critical |

# %% [markdown]
# ## 15.4 What people say, and what is right
#
# | People say | Right is |
# |---|---|
# | Recursion is simpler. Why an order? | who sends before all shares are there sends too little, or twice: [05.5] |
# | Why `+=`? Why zero gradients? | every reader has a share; who keeps old adjoints adds to them, too: [05.2], [13.2] |
# | Autodiff is symbolic, or it is numeric | neither: exact rules, applied to numbers, line by line: [04.6] |
# | Symbolic differentiation blows up, always | as a tree; who keeps the names gets a formula as short as a sweep: [02.6] |
# | Backprop is gradient descent, is learning | three things: a gradient, an update, a loop with a hope: [01.6] |
# | Backprop is just the chain rule | that says what to add; to wait, and to send once, makes it fast: [05.4], [08.4] |
# | What is `backward(gradient=...)`? | the seed: how much each output counts: [05.9] |
# | "Trying to backward a second time": why not? | the tape is let go on the way back: [06.5] |
# | Why may arrays not be changed in place? | what was kept for the way back would be another value: [13.3] |
# | Why the transpose? | a variable adds up over its readers: the matrix is read by columns: [11.3], [13.7] |
# | NaN, though that branch was not taken | its slope is infinite there, and 0 times that is NaN: [13.5] |
# | Branches, loops, kinks: no derivative | the list holds the branch that ran; inside it the slope is right: [03.6] |
# | Why do `math.exp`, `float()`, whole numbers break it? | they want a number where a record is kept: [03.6] |
# | Reverse mode is always the better one | a sweep per output, or per input: the fewer; at a tie, forward: [06.4] |
# | The slope of $e^u$ needs $u$ | it is the output, which is there already; $u^2$ needs its input, a sum nothing: [06.5] |
# | The sign of a multiplier is a matter of taste | with the minus in $L$ it is the price; mixed, steps go uphill: [07.5] |
# | I cannot tell where to start | with three lines and two knobs: [00.1] |
#
# [00.1]: 00_see_a_gradient_appear.ipynb#00.1-Three-lines,-two-knobs
# [01.6]: 01_fit_a_function.ipynb#01.6-A-gradient-is-not-yet-learning
# [02.6]: 02_watch_symbols_blow_up.ipynb#02.6-The-cure-is-to-keep-the-names
# [03.6]: 03_write_a_program_as_a_graph.ipynb#03.6-What-a-list-cannot-hold
# [04.6]: 04_push_forward.ipynb#04.6-Numbers,-not-formulas
# [05.2]: 05_pull_back.ipynb#05.2-The-smallest-sweep
# [05.4]: 05_pull_back.ipynb#05.4-Paths,-and-why-nobody-walks-them
# [05.5]: 05_pull_back.ipynb#05.5-Five-orders
# [05.9]: 05b_use_one_sweep.ipynb#05.9-Several-outputs:-choose-the-seed
# [06.4]: 06_count_the_cost.ipynb#06.4-A-race-for-a-matrix
# [06.5]: 06_count_the_cost.ipynb#06.5-What-has-to-wait
# [07.5]: 07_state_it_as_constraints.ipynb#07.5-Minus-or-plus?
# [08.4]: 08_solve_the_three_blocks.ipynb#08.4-Third-block:-the-gradient
# [11.3]: 11_read_lecun_1988.ipynb#11.3-Multipliers,-right-to-left
# [13.2]: 13_break_it_test_it.ipynb#13.2-Overwritten,-not-added
# [13.3]: 13_break_it_test_it.ipynb#13.3-What-was-kept-is-not-what-was-there
# [13.5]: 13_break_it_test_it.ipynb#13.5-The-branch-that-is-not-taken
# [13.7]: 13_break_it_test_it.ipynb#13.7-The-wrong-way-through-a-table

# %% [markdown]
# ## 15.5 What the first texts say, and what is right
#
# The lesson grew from a course post of 2018 on T. Vieira's post of 2017. The post of 2018 is short, and here and there
# a word went wrong.
#
# | It says, or seems to | Right is |
# |---|---|
# | Both modes become slow in high dimension | forward does; reverse costs a small factor, whatever $n$: [04.5], [06.3] |
# | Autodiff has fewer things to memorize | fewer rules, for a human; the machine keeps more values: [06.5] |
# | Same structure, so the same time | up to a small factor; how large, depends on what is counted: [06.2] |
# | The printed derivative | is right, if $\exp(x)^2$ is not read as $\exp(x^2)$: [02.1] |
# | Find $\operatorname{argmax} f$ | over $x$; and this $f$ has none: it rises without end: [08.5] |
# | It becomes an unconstrained optimisation | the search for a flat point, a saddle: $L$ has no largest value: [07.6] |
# | Backwards, too, the sum runs over Pa(i) | over the readers, $\beta(j)$: [05.6] |
# | A symbolic derivative explodes | as a tree alone: [02.3], [02.6] |
# | Vieira says little of uses | he names hyper-parameters, decision processes and ADMM: [09.8], [10.5] |
# | With a loop it is the same, and linear | the prices are; values may be several, or none: [09.2], [09.7] |
# | "A theoretical framework *from* back-propagation" | *for*: [11.1] |
# | All is solved by back-substitution | $\lambda$ is; $z$ by forward substitution; $x$ not at all: [08.1], [08.2] |
# | A minimum needs a derivative | there are ways without; from least to largest the step turns: [01.6], [08.5] |
# | No branches that depend on $x$ | allowed, as long as $x$ stays inside its branch: [03.6] |
# | Multipliers are the standard way (Vieira, once; he took it out) | one way of several: [10.2], [10.3] |
#
# [01.6]: 01_fit_a_function.ipynb#01.6-A-gradient-is-not-yet-learning
# [02.1]: 02_watch_symbols_blow_up.ipynb#02.1-A-printed-formula
# [02.3]: 02_watch_symbols_blow_up.ipynb#02.3-Count-the-nodes
# [02.6]: 02_watch_symbols_blow_up.ipynb#02.6-The-cure-is-to-keep-the-names
# [03.6]: 03_write_a_program_as_a_graph.ipynb#03.6-What-a-list-cannot-hold
# [04.5]: 04_push_forward.ipynb#04.5-What-a-whole-gradient-takes
# [05.6]: 05_pull_back.ipynb#05.6-The-rule-for-every-program
# [06.2]: 06_count_the_cost.ipynb#06.2-How-large-is-the-factor?
# [06.3]: 06_count_the_cost.ipynb#06.3-Whatever-the-number-of-inputs
# [06.5]: 06_count_the_cost.ipynb#06.5-What-has-to-wait
# [07.6]: 07_state_it_as_constraints.ipynb#07.6-A-hill-to-climb?
# [08.1]: 08_solve_the_three_blocks.ipynb#08.1-First-block:-the-values
# [08.2]: 08_solve_the_three_blocks.ipynb#08.2-Second-block:-the-prices
# [08.5]: 08_solve_the_three_blocks.ipynb#08.5-The-block-that-is-left
# [09.2]: 09_close_the_loop.ipynb#09.2-Two-ways-to-the-values
# [09.7]: 09_close_the_loop.ipynb#09.7-Where-there-is-no-answer
# [09.8]: 09_close_the_loop.ipynb#09.8-A-loop-with-a-purpose:-what-is-a-state-worth?
# [10.2]: 10_try_other_solvers.ipynb#10.2-A-penalty
# [10.3]: 10_try_other_solvers.ipynb#10.3-Keep-what-you-learned
# [10.5]: 10b_take_turns.ipynb#10.5-Layers-that-do-not-wait
# [11.1]: 11_read_lecun_1988.ipynb#11.1-Five-rows-of-a-dictionary

# %% [markdown]
# ## 15.6 Summary
#
# A function is a list of small lines; a reverse sweep gives each variable the sum of the shares that its readers send,
# and so the slope by every input in one run. Read as equations, the lines have prices, and the prices are the adjoints.
# What is an equation may be looped, loosened or solved in turns, where a sweep alone could not go.

# %% [markdown]
# ## 15.7 Exercises
#
# First the questions of 15.1 that you missed, to try again.

# %%
ad.replay("15")

# %% [markdown]
# Five fresh problems, one of each kind, like those at the end of notebook 00; if you did those, both results stand
# below. The second card has fresh problems without end: `another one` draws the next. There are also the kinds
# `"order"`, `"mistake"`, `"sweeps"` and `"multipliers"`, each at levels 1 to 3.

# %%
ad.self_test("after")

# %%
ad.practice("adjoints", level=2, seed=12)

# %% [markdown]
# ## 15.8 Further reading
#
# * A. Griewank and A. Walther, *Evaluating Derivatives*, second edition, 2008: the book on all of 03 to 06.
# * T. Vieira, [Backprop is not just the chain rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)
#   (2017): read it again now.

# %% [markdown]
# *How the sources were read.* All numbers are computed here, and every row of a table is checked by algebra. LeCun 1988 is
# known by its abstract and by two later notes that agree on $L$ ([one of
# them](https://nrschlies.github.io/articles/Backprop_via_Lagrangians.html)).
#
# By their abstracts: Baur and Strassen 1983, Christianson 1994, Squire and Trapp 1998, Chen 2016, Laue 2019. By later texts:
# Griewank and Walther 2008, Griewank 1992, table 1 of Baydin 2018, Wengert 1964, Curtis, Powell and Reid 1974, Kepler,
# Newton, Raphson, Almeida, Pineda, and most whose name and year say only who was first; Taylor's steps of 2016 by another
# paper's account.

# %% [markdown]
# **Next:** nothing new. Come back to a row of 15.4 in a week. Back to the [map](00_see_a_gradient_appear.ipynb).
