# %% [markdown]
# # Count the cost
#
# **Question.** What do time and memory really cost?
#
# **You will** count the operations behind a gradient, race the two modes on one matrix, watch a reverse sweep fill and
# empty the memory, buy memory back with time, and read a clock.
#
# **You need** notebooks [04](04_push_forward.ipynb) and [05](05_pull_back.ipynb).
#
# **Time.** 30 minutes, exercises apart.

# %%
import adlesson as ad
from adlesson import sin
from adlesson.engine.cost.checkpoint_plans import extra_steps

# %% [markdown]
# ## 06.1 One input
#
# Our list has six lines: six operations for the value. For a derivative we count, *by convention*, one for each slope that
# has to be computed, one for each product, one for each sum. Free are slopes that are constants or values already there,
# products with 1 or $-1$, and first shares: they are assigned, not added to a zero.
#
# **Predict.** How many operations does the tangent sweep add to the six? And how many the reverse sweep?

# %%
p = ad.trace(ad.examples.running, x=0.25)
bill = ad.operations(p)
bill.value.convention, bill.tangent.convention, bill.gradient.convention

# %% [markdown]
# 8 and 8: both cross the same eight edges, with the same slopes. (Who adds first shares to zeros has 6 more, 14.) With one
# input, going backwards gains nothing.
#
# The course post concludes from the same structure that the gradient takes the same time. Vieira, whom it follows, adds "up
# to constant factors". Here the factor, value and gradient against value, is $(6 + 8) / 6 = 2.33$.
#
# ## 06.2 How large is the factor?
#
# **Predict.** Which operation has the dearest gradient: a product, a sine, a quotient, a power?

# %%
zoo = ad.examples.ZOO.values()
ratios = {example.name: ad.operations(example.f, example.at).ratio for example in zoo}
words = "From 2 to 5; the dearest is tower, x to the power y."
ad.plots.bars(ratios, "Value and gradient of our examples", "times the value", False, words)

# %% [markdown]
# From 2 to 5. `tower` is $x^y$; no other reaches 5. But these are examples. The worst that one operation can do is to read
# one variable in both slots.
#
# **Predict.** Which of these six will exceed 5? (The second number is *raw*: it counts all arithmetic, also inside a slope,
# and products with 1.)

# %%
for text in ("x + x", "x * x", "sin(x)", "arcsin(x)", "x / x", "x ^ x"):
    bill = ad.operations(ad.parse(text, x=0.5))
    print(f"{text:10} {bill.ratio:.0f}, raw {bill.raw_ratio:.0f}")

# %% [markdown]
# At most 4 for $+ - \cdot$ and functions of one argument. 6 where both slopes have to be computed: quotients and powers
# (and maximum and minimum). Raw, the slope of $\arcsin$ costs five, those of $x^x$ four: 7 and 8 in all.
#
# So the constant depends on what you count. Baur and Strassen (1983) prove 3, for multiplications and divisions among
# variables. "5" is popular, for all arithmetic. Griewank and Walther (2008, known here at second hand) say 3 to 4.

# %% tags=["check"]
# Author's check: sections 06.1 and 06.2.
bill = ad.operations(ad.examples.running, x=0.25)
given = "the text is about the f of notebook 03"
assert (bill.value.convention, bill.tangent.convention, bill.gradient.convention) == (6, 8, 8), given
assert (bill.gradient.first_shares, bill.gradient.convention + bill.gradient.first_shares) == (6, 14), given
assert sum(len(p.alpha(i)) for i in range(len(p))) == 8, given
assert f"{bill.ratio:.2f}" == f"{14 / 6:.2f}" == "2.33", given
assert (min(ratios.values()), max(ratios.values())) == (2, 5), "the text is about the zoo"
assert [name for name, ratio in ratios.items() if ratio == 5] == ["tower"], "the text is about the zoo"
texts, given = ("x + x", "x * x", "sin(x)", "arcsin(x)", "x / x", "x ^ x"), "the text is about six functions of x"
bills = [ad.operations(ad.parse(text, x=0.5)) for text in texts]
assert [bill.ratio for bill in bills] == [2, 4, 3, 3, 6, 6], given
assert [bill.raw_ratio for bill in bills] == [4, 4, 3, 7, 7, 8], given
assert [len(bills[k].expensive[0].partials.split(", ")) for k in (3, 5)] == [5, 4], given
assert ad.operations(lambda x: ad.maximum(x, x), x=0.5).ratio == 6
assert ad.operations(lambda x: ad.minimum(x, x), x=0.5).ratio == 6
for n in (2, 20):  # the multiplications of Baur and Strassen, and the 5 of those who add to zero
    bill = ad.operations(ad.examples.speelpenning, x=[1] * n)
    assert bill.value_and_gradient.multiplications == 3 * bill.value.multiplications
    assert bill.value_and_gradient.convention + bill.gradient.first_shares == 5 * bill.value.convention

# %% [markdown]
# ## 06.3 Whatever the number of inputs
#
# A constant per operation knows nothing of how many inputs there are. Take the product of $n$ numbers, $n - 1$ operations,
# and its $n$ partial derivatives: by one reverse sweep, and by a tangent sweep for each input.
#
# **Predict.** What do they cost at $n = 1000$?

# %%
sizes = (10, 100, 1000)
bills = [ad.operations(ad.examples.speelpenning, x=[1] * n) for n in sizes]
forward = [round(bill.value.convention * bill.tangent_ratio) for bill in bills]
reverse = [bill.value_and_gradient.convention for bill in bills]
print(forward, reverse)
curves = {"forward mode": (sizes, forward), "reverse mode": (sizes, reverse)}
curves["value alone"] = sizes, [bill.value.convention for bill in bills]
ad.plots.lines(curves, "All derivatives of a product", "n, the inputs", "operations", "xy")

# %% [markdown]
# 2,997,999 against 2,997, for a value of 999. Forward mode takes $1 + 3n$ values, reverse mode 3, at every $n$ (5, if first
# shares are added to zeros). The course post calls both modes slow where inputs are many. Of reverse mode that is false: a
# gradient costs a small constant times its function, *whatever the number of inputs*, the **cheap gradient principle**.
#
# ## 06.4 A race for a matrix
#
# **Predict.** It speaks of one output. With $n$ inputs and $m = 12 - n$ outputs, which mode makes the Jacobian in fewer
# sweeps? Where do the lines cross?


# %%
def fan(n):
    def f(x):
        total = sum(x)
        return [sin(k * total) for k in range(12 - n)]

    return ad.trace(f, x=[0.1] * n)


sweeps = {}
for mode, by in {"forward mode": "columns", "reverse mode": "rows"}.items():
    sweeps[mode] = range(1, 12), [ad.jacobian(fan(n), by=by).sweeps for n in range(1, 12)]
ad.plots.lines(sweeps, "A Jacobian of 12 - n rows", "n, the number of columns", "sweeps")

# %% tags=["check"]
# Author's check: sections 06.3 and 06.4.
given = "the text is about a product of 1,000 numbers"
bill = ad.operations(ad.examples.speelpenning, x=[1] * 1000)
assert (bill.value.convention, bill.value_and_gradient.convention) == (999, 2_997), given
assert bill.value.convention + 1000 * bill.tangent.convention == 2_997_999, given
assert forward[-1] == 2_997_999, given
for n, bill in zip(sizes, bills, strict=True):
    assert (bill.ratio, bill.tangent_ratio) == (3, 1 + 3 * n), "the text is about products"
for n in range(1, 12):
    columns, rows = (ad.jacobian(fan(n), by=by) for by in ("columns", "rows"))
    assert (columns.sweeps, rows.sweeps, ad.jacobian(fan(n)).sweeps) == (n, 12 - n, min(n, 12 - n))
    assert list(columns) == list(rows)
    assert all(abs(u - w) < 1e-14 for k in rows for u, w in zip(rows[k]["x"], columns[k]["x"], strict=True))

# %% [markdown]
# At $n = m = 6$: forward mode makes $n$ columns, reverse mode $m$ rows. A direction or a seed takes one sweep, whatever the
# shape. At a tie, forward mode. Why?
#
# ## 06.5 What has to wait
#
# Autodiff has fewer things to memorize, says the course post. In Vieira's text those are *rules*, for a human. The machine
# has more to remember: slopes are asked for from the last line to the first, and values wait.
#
# **Predict.** Which value does each line need on the way back: one it reads, the one it makes, none?

# %%
ad.table(p, sweep=None, saves=True)

# %% [markdown]
# The exponential keeps its *output*, which is its slope; the square and the sine keep their input; a sum keeps nothing, nor
# does $10x$. What is kept, in order, is the **tape**. PyTorch drops it after one way back: hence its complaint about a
# second `backward`.
#
# **Predict.** Take a chain of 100 sines. Draw how many values are held at each moment, there and back; then for forward
# mode, where a value is dropped when it has been read.


# %%
def chain(n):
    def f(x):
        for _ in range(n):
            x = sin(x)
        return x

    return ad.trace(f, x=0.5)


held = {"forward mode": (range(100), ad.memory.held(chain(100), "tangent"))}
held["reverse mode"] = range(200), ad.memory.held(chain(100))
words = "Forward mode is flat; reverse mode climbs for 100 moments, then comes down."
ad.plots.lines(held, "Values held, for 100 sines", "moment", "values", description=words)

# %% tags=["check"]
# Author's check: section 06.5.
kept = {name: [p.names[k] for k in found] for name, found in zip(p.names, ad.memory.saves(p), strict=True)}
given = "the text is about the f of notebook 03"
assert kept == {"x": [], "a": ["a"], "b": ["a"], "c": [], "d": ["d"], "e": ["c"], "f": []}, given
assert ad.memory.saves(ad.trace(lambda x: 10 * x, x=2))[-1] == ()
there = ad.memory.held(chain(100))
assert (max(there), there.index(max(there)), len(there), there[-1]) == (101, 99, 200, 1), "the text is about 100 sines"
assert set(ad.memory.held(chain(100), "tangent")) == {2}, "the text is about 100 sines"

# %% [markdown]
# Forward mode is flat: two values, with a tangent each. Reverse mode is a mountain, and its top, 101 values, grows with the
# number of *operations*. The cheap gradient is cheap in time, and paid for in memory: so at a tie, forward mode.
#
# ## 06.6 Buy memory back
#
# What a chain holds between two steps is its *state*. Keep a few states, each a **checkpoint**, and run again what lies
# between.
#
# **Predict.** Ten sines, room for three states, one of them the input. Draw which step is run, moment by moment.

# %%
ten = ad.checkpoint(chain(10), budget=3)
at, back = [], []
for what, *where in ten.actions:
    if what == "advance":
        at += range(*where)
    if what == "reverse":
        back.append(len(at))
        at += where
saw = {"run": (range(len(at)), at), "run, then back": (back, range(9, -1, -1))}
ad.plots.lines(saw, "Ten steps, three states", "steps run", "step", points="run, then back")

# %% [markdown]
# On the way up states 0, 4 and 7 are stored. At an orange square the sweep goes back through the step: 9, 8, 7, down to 0.
# Where the next one down has no state at hand, a new tooth of the saw starts from the nearest below. 25 steps are run, 15
# more than there are.
#
# **Predict.** With room for the input alone, every tooth begins at 0. How many steps are run again then? How much does a
# second state save, a third? And for 100 steps?

# %%
for steps in (10, 100):
    print(steps, [extra_steps(steps, states) for states in (1, 2, 3, 5, 10)])
for schedule in ("sqrt", "binomial"):
    print(schedule, ad.checkpoint(chain(100), budget=19, schedule=schedule).extra)

# %% [markdown]
# For 10 steps $9 + 8 + \dots + 1 = 45$, then 20, 15, 13; for 100 steps 4,950, 845, 490, 316, 222. With all 10 states it is
# 9: what goes on inside a step is not stored, so each but the last runs once more.
#
# These numbers are the least possible, by the *binomial* schedule (Griewank, 1992; Griewank and Walther, 2000). Chen and
# others (2016) store every $\sqrt n$-th state, and then each state of one stretch. For 100 steps that is 19 states, and 180
# steps again; the least is 179.
#
# Watch one at work, and its memory below: six steps, two states, eight steps run again.

# %%
ad.Stepper(ad.trace(ad.examples.running, x=0.25), budget=2, panes=("memory",))

# %% tags=["check"]
# Author's check: section 06.6.
from math import comb

ten = ad.checkpoint(chain(10), budget=3)
assert (ten.extra, len(at), len(back)) == (15, 25, 10), "the text is about ten sines"
assert [at[k] for k in back] == list(range(9, -1, -1))
stored = [where[0] for what, *where in ten.actions[: ten.actions.index(("reverse", 9))] if what == "store"]
assert stored == [0, 4, 7], "the text is about ten sines"
assert ten.gradient == ad.grad(chain(10)), "the text is about ten sines"
assert [extra_steps(10, states) for states in (1, 2, 3, 5, 10)] == [45, 20, 15, 13, 9]
assert [extra_steps(100, states) for states in (1, 2, 3, 5, 10)] == [4950, 845, 490, 316, 222]
assert [ad.checkpoint(chain(10), states).extra for states in (1, 2, 3, 5, 10)] == [45, 20, 15, 13, 9]
assert extra_steps(10, 1) == sum(range(10)) == comb(10, 2)
frugal = [ad.checkpoint(chain(100), 19, schedule=schedule) for schedule in ("sqrt", "binomial")]
assert [(run.extra, run.peak) for run in frugal] == [(180, 19), (179, 19)], "the text is about 100 sines"
assert all(run.gradient == ad.grad(chain(100)) for run in frugal)
small = ad.checkpoint(ad.examples.running, budget=2, x=0.25)
assert (small.steps, small.peak, small.extra) == (6, 2, 8), "the text is about the running example"

# %% [markdown]
# ## 06.7 On the clock
#
# Counts are not seconds: finding out which operation comes next takes Python longer than the operation. Notebook 05 prints
# the reverse sweep as a program; `ad.compiled` has Python compile such text, once and for all.
#
# **Predict.** How many times as long as code by hand does the compiled text of our $f$ take? One sweep over the list?
# PyTorch? (Printed first: after how many gradients compiling has earned back its own time.)

# %%
timed = ad.bench_results()
rows = [row for row in timed["works"]["running"]["rows"] if "best" in row]
times = {row["who"]: row["best"] / rows[0]["best"] for row in rows}
for goal in timed["works"]["crossing"]["goals"]:
    print(round(goal["measured"]), "for", goal["what"].partition(":")[0])
title = f"Our f, value and gradient, measured on {timed['date']}"
unit = f"times as long as by hand (Python {timed['python']}, {timed['cores']} cores)"
ad.plots.bars(times, title, unit, log=True)

# %% [markdown]
# The text takes little longer than code by hand; a sweep over the list tens of times as long; PyTorch, made for arrays,
# hundreds. Compiling costs a hundred sweeps or more: sweep for one gradient, compile for thousands.
#
# The factor of 06.2 shows, too. Compiled, value and gradient of a product took less than six times the value, for 1
# factor or 300. And with one input, 1,000 steps deep, forward mode by hand took two thirds of the time of reverse mode. (One
# machine, one day: ratios travel, seconds do not.)

# %% tags=["check"]
# Author's check: section 06.7.
given = "the text is about the figures in adlesson/show/plot/results.json"
assert rows[0]["who"] == "by hand", given
assert times["adlesson, compiled"] < 1.5, given
assert 15 < times["adlesson, one sweep"] < 100, given
assert 150 < times["PyTorch"] < 1000, given
crossings = [goal["measured"] for goal in timed["works"]["crossing"]["goals"]]
assert all(90 < u < 900 for u in crossings), given
goals = timed["works"]["sweeps"]["goals"]
factors = [goal["measured"] for goal in goals if "value and gradient / value" in goal["what"]]
assert len(factors) > 3, given
assert all(1 < u < 6 for u in factors), given
nested = {row["who"]: row["best"] for row in timed["works"]["nested"]["rows"] if "best" in row}
assert 0.55 < nested["by hand, forward mode"] / nested["by hand"] < 0.8, given
compiled = ad.compiled(ad.gradient_program(p))
assert abs(compiled(0.25)["x_bar"] / 81.5541124068288402 - 1) < 1e-14

# %% [markdown]
# ## 06.8 Summary
#
# Value and gradient of one output cost a small constant times the value, whatever the number of inputs; a Jacobian costs a
# sweep for each input or each output, whichever are fewer. Reverse mode pays in memory, which grows with the number of
# operations. Checkpoints buy it back: a few states kept, some steps run again.
#
# ## 06.9 Exercises
#
# Hints come in three steps: `ad.exercises.hint("6.1")`; a fourth says where the solutions are.
#
# ### Exercise 6.1 ★ Predict
#
# Which of these take fewer reverse sweeps than tangent sweeps? Give letters, for example `"b e"`.
#
# | | |
# |---|---|
# | a | a loss by a million weights |
# | b | a planet's three coordinates by time |
# | c | 50 outputs by 20 inputs, all of the matrix |
# | d | 20 outputs by 50 inputs, all of the matrix |
# | e | 40 outputs by 100 inputs, in one direction |
# | f | one weighted sum of 100 outputs, by 40 inputs |

# %%
answer = None
ad.exercises.check("6.1", answer)

# %% tags=["solution"]
answer = "a d f"
ad.exercises.check("6.1", answer)

# %% [markdown]
# ### Exercise 6.2 ★★ Calculate by hand
#
# A neuron's error, $(\tanh(w x + b) - t)^2$, has five lines and four inputs. Count by the convention of 06.1: how many
# operations has the value, and how many does the reverse sweep add? How many values are kept for it, inputs included? (The
# slope of $\tanh u$ is $1 - \tanh^2 u = 1 / \cosh^2 u$. Floats prefer the second: where $\tanh u$ is
# nearly 1, the difference has no digits left.)

# %%
answer = {"value": None, "gradient": None, "kept": None}
ad.exercises.check("6.2", answer)

# %% tags=["solution"]
answer = {"value": 5, "gradient": (1 + 1) + (1 + 1) + 2, "kept": len(["w", "x", "y", "error"])}
ad.exercises.check("6.2", answer)

# %% [markdown]
# ### Exercise 6.3 ★★ Hunt the bug
#
# The slope of a chain of `n` steps `f`, where of every `every` states one is kept. When is it right? Repair it, and keep
# no more.


# %%
def pull_back(f, slope, x, n, every):
    kept = {}
    for k in range(n):
        if k % every == 0:
            kept[k] = x
        x = f(x)
    zbar = 1
    for k in reversed(range(n)):
        zbar = zbar * slope(kept[k - k % every])
    return zbar


ad.exercises.check("6.3", pull_back)


# %% tags=["solution"]
def pull_back(f, slope, x, n, every):
    kept = {}
    for k in range(n):
        if k % every == 0:
            kept[k] = x
        x = f(x)
    zbar = 1
    for k in reversed(range(n)):
        z = kept[k - k % every]
        for _ in range(k % every):  # without these it was right for every = 1 only
            z = f(z)
        zbar = zbar * slope(z)
    return zbar


ad.exercises.check("6.3", pull_back)

# %% [markdown]
# ### Exercise 6.4 ★★★ Plan
#
# Eight steps, three states, the input (state 0, stored from the start) one of them: write a plan that runs as few steps
# again as any. `advance 0-3` runs steps 0, 1, 2; `store 3` works where you stand; `reverse 7` runs step 7 once more and goes
# back through it. Then state 7 is forgotten, because nothing needs it now.

# %%
plan = None  # text, for example "advance 0-3, store 3, advance 3-7, reverse 7"
ad.exercises.check("6.4", plan)

# %% tags=["solution"]
plan = """
advance 0-2, store 2, advance 2-5, store 5, advance 5-7, reverse 7, advance 5-6, reverse 6, reverse 5,
advance 2-3, store 3, advance 3-4, reverse 4, reverse 3, reverse 2, advance 0-1, reverse 1, reverse 0
"""
ad.exercises.check("6.4", plan)

# %% [markdown]
# ## 06.10 Roads not taken
#
# *Arrays.* One instruction may be a product of matrices; counts and kept values are then those of its entries. *Sparse
# Jacobians.* Columns that share no row can go in one sweep. *The best plan, derived.* With $t(l, c)$ for $l$ steps and $c$
# states, $t(l, c)$ is the least $j + t(l - j, c - 1) + t(j, c)$: dynamic programming, once more.

# %% [markdown]
# ## 06.11 Further reading
#
# * W. Baur, V. Strassen, The complexity of partial derivatives, *Theoretical Computer Science* 22, 1983: the theorem
#   (abstract read).
# * A. Griewank, A. Walther, Algorithm 799: revolve, *ACM TOMS* 26(1), 2000: checkpoints, and a program that places them.
# * T. Chen et al., [Training deep nets with sublinear memory cost](https://arxiv.org/abs/1604.06174), 2016: the same for
#   networks (abstract read).
# * T. Vieira, [Evaluating ∇f(x) is as fast as f(x)](https://timvieira.github.io/blog/post/2016/09/25/evaluating-fx-is-as-fast-as-fx/)
#   (2016): the principle, and its catch, memory.
#
# **Next:** [07, state it as constraints](07_state_it_as_constraints.ipynb). Back to the
# [map](00_see_a_gradient_appear.ipynb).
