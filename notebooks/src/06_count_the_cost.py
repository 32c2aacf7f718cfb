# %% [markdown]
# # Count the cost
#
# **Question.** What do time and memory really cost?
#
# **You will** count the operations behind a gradient, race the two modes on one matrix, watch a reverse sweep fill and
# empty the memory, buy memory back with time, and read a clock.
#
# **You need** notebooks [04](04_push_forward.ipynb), [05](05_pull_back.ipynb) and [05b](05b_use_one_sweep.ipynb).
#
# **Time.** 40 minutes; the exercises take 45. Section 06.7 may wait.

# %%
import adlesson as ad
from adlesson import sin
from adlesson.engine.cost.checkpoint_plans import extra_steps
from adlesson.show.plot.bench_results import compared, faster, time_of

ad.progress("06")

# %% [markdown]
# ## 06.1 One input
#
# Our list has six lines: six operations for the value. For a derivative we count, *by convention*,
#
# * one for each slope to compute: not for a constant, or a value that is there already;
# * one for each product with a slope: not if the *slope* is 1 or $-1$;
# * one for each sum: the first share is not added to anything.

# %% [markdown]
# Take the arrow from $a$ to $b = a^2$, backwards. Its slope $2a$: one. The adjoint of $b$ times $2a$: two. And $a$ has a
# share from $c$ already, so the sum: three. (An adjoint that happens to be 1 saves nothing: at another $x$ it is another
# number.)
#
# **Predict.** The graph has eight arrows. How many of them need a product?

# %%
p = ad.trace(ad.examples.running, x=0.25)
ad.draw(p)

# %%
ad.predict("06.1a")

# %% [markdown]
# **Predict.** How many operations does the reverse sweep add, all three kinds together?

# %%
ad.predict("06.1b")

# %% [markdown]
# **Predict.** And the tangent sweep, which goes forward?

# %%
ad.predict("06.1c")

# %%
bill = ad.operations(p)
bill.value.convention, bill.tangent.convention, bill.gradient.convention

# %% [markdown] tags=["fold"]
# Four products: with the slopes $a$ of $e^x$, $2a$ of $a^2$, $d$ of $e^c$ and $\cos c$ of $\sin c$. Two of these slopes
# have to be computed, $2a$ and $\cos c$; the other two are there. And two sums: backwards at $a$ and $c$, which receive two
# shares; forwards in $c = a + b$ and $f = d + e$. That makes 8, both ways.

# %% [markdown]
# With one input, going backwards gains nothing. (If every adjoint starts at 0, and even the first share is added, there are
# 6 operations more.)
#
# The course post concludes from the same structure that the gradient takes the same time. Vieira, whom it follows, adds "up
# to constant factors". Here the factor, value and gradient against value, is $(6 + 8) / 6 = 2.33$.
#
# ## 06.2 How large is the factor?
#
# **Predict.** Which operations have the most expensive gradient?

# %%
ad.predict("06.2a")

# %%
ratios = {text: ad.operations(ad.parse(text, x=0.5)).ratio for text in ("5 + x", "sin(x)")}
for text in ("x + y", "x * y", "x / y", "x ^ y"):
    ratios[text] = ad.operations(ad.parse(text, x=0.5, y=2)).ratio
ad.plots.bars(ratios, "Value and gradient of one operation", "times the value")

# %% [markdown] tags=["fold"]
# Quotients and powers: both of their slopes have to be computed. The slopes of a product are there already, since they are
# the values of its factors. Those of a sum are 1. (Maximum and minimum are like quotients.)

# %% [markdown]
# The worst that one operation can do is to read one variable in both places.
#
# **Predict.** Counted as above, which of these six take more than 5 times their value?

# %%
ad.predict("06.2b")

# %%
for text in ("x + x", "x * x", "sin(x)", "arcsin(x)", "x / x", "x ^ x"):
    bill = ad.operations(ad.parse(text, x=0.5))
    print(f"{text:10} {bill.ratio:.0f}, raw {bill.raw_ratio:.0f}")

# %% [markdown]
# The first number counts as above. It is at most 4 for $+ - \cdot$ and functions of one argument, and 6 where both slopes
# have to be computed.
#
# The second number, *raw*, counts every bit of arithmetic: products with 1, too, and all that goes on inside a slope. The
# slope of $\arcsin$ alone takes five operations, so its number is 7. The two slopes of $x^x$ take four, and that makes 8.

# %% [markdown]
# So the constant depends on what you count. Baur and Strassen (1983) prove 3, for multiplications and divisions among
# variables. "5" is popular, for all arithmetic. Griewank and Walther (2008) say 3 to 4.

# %% tags=["check"]
# Author's check: sections 06.1 and 06.2.
bill = ad.operations(ad.examples.running, x=0.25)
aloud = ad.operations(lambda a: a**2 + a, a=3.0).gradient  # 2a, the product with it, and the sum at a
assert (aloud.convention, aloud.first_shares) == (3, 2)
assert (bill.value.convention, bill.tangent.convention, bill.gradient.convention) == (6, 8, 8)
assert (bill.gradient.first_shares, bill.gradient.convention + bill.gradient.first_shares) == (6, 14)
assert sum(len(p.alpha(i)) for i in range(len(p))) == 8
assert f"{bill.ratio:.2f}" == f"{14 / 6:.2f}" == "2.33"
assert ratios == {"5 + x": 1, "sin(x)": 3, "x + y": 1, "x * y": 3, "x / y": 5, "x ^ y": 5}
texts = ("x + x", "x * x", "sin(x)", "arcsin(x)", "x / x", "x ^ x")
bills = [ad.operations(ad.parse(text, x=0.5)) for text in texts]
assert [bill.ratio for bill in bills] == [2, 4, 3, 3, 6, 6]
assert [bill.raw_ratio for bill in bills] == [4, 4, 3, 7, 7, 8]
assert [len(bills[k].expensive[0].partials.split(", ")) for k in (3, 5)] == [5, 4]
assert ad.operations(lambda x: ad.maximum(x, x), x=0.5).ratio == 6
assert ad.operations(lambda x: ad.minimum(x, x), x=0.5).ratio == 6
for n in (2, 20):  # the multiplications of Baur and Strassen, and the 5 of those who add to zero
    bill = ad.operations(ad.examples.speelpenning, x=[1] * n)
    assert bill.value_and_gradient.multiplications == 3 * bill.value.multiplications
    assert bill.value_and_gradient.convention + bill.gradient.first_shares == 5 * bill.value.convention
steps = [step for step in ad.reverse_sweep(p) if step.kind == "reverse"]
products = [step for step in steps if step.partial not in (1, -1)]
sums = [step for step in steps if step.before != 0]
computed = [step for step in products if step.partial not in p.values()]
assert (len(steps), len(products), len(computed), len(sums)) == (8, 4, 2, 2)
bill = ad.operations(p)
right = {"06.1a": len(products), "06.1b": bill.gradient.convention}
right |= {"06.1c": "ABC"[[7, 8, 9].index(bill.tangent.convention)]}
dearest = [text for text in ratios if ratios[text] == max(ratios.values())]
right |= {"06.2a": {"x / y x ^ y": "D", "x * y": "A"}[" ".join(dearest)]}
over = [text for text, bill in zip(texts, bills, strict=True) if bill.ratio > 5]
right |= {"06.2b": {"x / x x ^ x": "B", "x ^ x": "A"}[" ".join(over)]}

# %% [markdown]
# ## 06.3 Whatever the number of inputs
#
# That factor does not depend on the number of inputs. Take the product of $n$ numbers, $n - 1$ operations, and its $n$
# partial derivatives: by one reverse sweep, and by a tangent sweep for each input.
#
# **Predict.** At $n = 1000$ the value takes 999 operations. How many take value and gradient by one reverse sweep?

# %%
ad.predict("06.3a")

# %% [markdown]
# **Predict.** And by a tangent sweep for each input?

# %%
ad.predict("06.3b")

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
# Forward mode takes $1 + 3n$ values, reverse mode 3, at every $n$ (5, if first shares are added to zeros). The course post
# calls both modes slow where inputs are many. Of reverse mode that is false: a gradient costs a small constant times its
# function, *whatever the number of inputs*, the **cheap gradient principle**.
#
# **Say why.** Why does the number of inputs not matter? Put the reason together: take the three parts that make it up.

# %%
ad.predict("06.3c")

# %% [markdown] tags=["fold"]
# A reverse sweep starts at the one output. It visits every line once, and each line takes a few operations more than its
# value did. A tangent sweep costs about as much, but it starts at one input, and must be made anew for each.

# %% [markdown]
# ## 06.4 A race for a matrix
#
# The cheap gradient principle speaks of one output. Now take $n$ inputs and $m = 12 - n$ outputs, and all
# derivatives of all outputs: the Jacobian.
#
# **Predict.** With 9 inputs and 3 outputs, how many reverse sweeps make the Jacobian?

# %%
ad.predict("06.4a")

# %% [markdown]
# **Predict.** For which $n$ do both modes take equally many sweeps?

# %%
ad.predict("06.4b")


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
bill = ad.operations(ad.examples.speelpenning, x=[1] * 1000)
assert (bill.value.convention, bill.value_and_gradient.convention) == (999, 2_997)
assert bill.value.convention + 1000 * bill.tangent.convention == 2_997_999
assert forward[-1] == 2_997_999
for n, bill in zip(sizes, bills, strict=True):
    assert (bill.ratio, bill.tangent_ratio) == (3, 1 + 3 * n)
for n in range(1, 12):
    columns, rows = (ad.jacobian(fan(n), by=by) for by in ("columns", "rows"))
    assert (columns.sweeps, rows.sweeps, ad.jacobian(fan(n)).sweeps) == (n, 12 - n, min(n, 12 - n))
    assert list(columns) == list(rows)
    assert all(abs(u - w) < 1e-14 for k in rows for u, w in zip(rows[k]["x"], columns[k]["x"], strict=True))
right |= {"06.3a": {2_997: "C"}[reverse[-1]], "06.3b": {2_997_999: "B"}[forward[-1]]}
right |= {"06.4a": ad.jacobian(fan(9), by="rows").sweeps}
right |= {"06.4b": next(n for n in range(1, 12) if list(sweeps["reverse mode"][1])[n - 1] == n)}

# %% [markdown]
# Forward mode makes $n$ columns, reverse mode $m$ rows: they meet at $n = m$. A direction or a seed takes one sweep,
# whatever the shape.
#
# **Predict.** At a tie, which mode would you take?

# %%
ad.predict("06.4c")

# %% [markdown] tags=["fold"]
# Forward mode. It can drop a value as soon as it has been read. Reverse mode needs many of them a second time, on the way
# back: the next section counts them.

# %% [markdown]
# So the smaller of $n$ and $m$ is the price. Or is it? Say 100 outputs are $\sin x_0, \sin x_1, \dots$: each reads one
# input of its own. Let all inputs move at once.
#
# **Predict.** How many tangent sweeps make the whole Jacobian?

# %%
ad.predict("06.4d")


# %%
def diagonal(x):
    return [sin(u) for u in x]


def circle(x):  # each and its two neighbours
    return [x[k - 1] * x[k] * x[(k + 1) % len(x)] for k in range(len(x))]


def arrow(x):
    return [sum(x), *(x[0] * u for u in x[1:])]


# %%
for f in (diagonal, circle, arrow):
    print(f.__name__, ad.jacobian(f, x=[0.1] * 100, by="colours").sweeps)

# %% [markdown] tags=["fold"]
# One. Output 7 moves by the slope of input 7 alone, so all slopes can be read off.
#
# Inputs that no output shares may move together: they get one colour (Curtis, Powell and Reid, 1974). In a circle every
# third input has the same colour: 3 sweeps for 99 inputs, 4 for 100, since 3 does not divide 100. The arrow gains
# nothing. One output reads all inputs, and all outputs read one input.

# %% [markdown]
# ## 06.5 What has to wait
#
# A reverse sweep asks for slopes from the last line to the first. Until it comes to its line, a value has to wait in
# memory. (The course post says that autodiff has fewer things to memorize. It means *rules*, for a person.)
#
# **Predict.** $d = e^c$ has run. What must be kept for the way back through this line, if nothing is to be computed twice?

# %%
ad.predict("06.5a")

# %% [markdown]
# **Predict.** And for $c = a + b$?

# %%
ad.predict("06.5b")

# %%
ad.table(p, sweep=None, saves=True)

# %% [markdown]
# The exponential keeps its *output*, which is its slope; the square and the sine keep their input; a sum keeps nothing, nor
# does $10x$. What is kept, in order, is the **tape**. PyTorch drops it after one way back: hence its complaint about a
# second `backward`.
#
# Take a chain of 100 sines, and count how many values are held at each moment, there and back.
#
# **Predict.** What does the curve look like?

# %%
ad.predict("06.5c")

# %% [markdown]
# **Predict.** And in forward mode, where a value is dropped when it has been read?

# %%
ad.predict("06.5d")


# %%
def chain(n):
    def f(x):
        for _ in range(n):
            x = sin(x)
        return x

    return ad.trace(f, x=0.5)


held = {"forward mode": (range(100), ad.memory.held(chain(100), "tangent"))}
held["reverse mode"] = range(200), ad.memory.held(chain(100))
ad.plots.lines(held, "Values held, for 100 sines", "moment", "values")

# %% tags=["check"]
# Author's check: the end of section 06.4, and section 06.5.
kept = {name: [p.names[k] for k in found] for name, found in zip(p.names, ad.memory.saves(p), strict=True)}
assert kept == {"x": [], "a": ["a"], "b": ["a"], "c": [], "d": ["d"], "e": ["c"], "f": []}
assert ad.memory.saves(ad.trace(lambda x: 10 * x, x=2))[-1] == ()
there = ad.memory.held(chain(100))
assert (max(there), there.index(max(there)), len(there), there[-1]) == (101, 99, 200, 1)
assert set(ad.memory.held(chain(100), "tangent")) == {2}
painted = {f.__name__: [ad.jacobian(f, x=[0.1] * n, by="colours") for n in (99, 100)] for f in (diagonal, circle, arrow)}
assert {name: [J.sweeps for J in both] for name, both in painted.items()} == {
    "diagonal": [1, 1],
    "circle": [3, 4],
    "arrow": [99, 100],
}
assert painted["circle"][0] == ad.jacobian(circle, x=[0.1] * 99, by="rows")
half = there.index(max(there)) + 1
assert there[:half] == sorted(there[:half])
assert there[half:] == sorted(there[half:], reverse=True)
right |= {"06.4d": painted["diagonal"][1].sweeps}
right |= {"06.4c": "AB"[max(there) <= 2], "06.5a": {"d": "C"}["".join(kept["d"])], "06.5b": {"": "A"}["".join(kept["c"])]}
right |= {"06.5c": {101: "D"}[max(there)], "06.5d": {2: "A"}[max(ad.memory.held(chain(100), "tangent"))]}

# %% [markdown]
# Forward mode is flat: two values, with a tangent each. Reverse mode is a mountain, and its top, 101 values, grows with the
# number of *operations*. The cheap gradient is cheap in time, and paid for in memory: so at a tie, forward mode.
#
# ## 06.6 Buy memory back
#
# The mountain of a deep network may not fit into its memory. Part of it can be made again. What a chain holds
# between two steps is its *state*. Keep a few states, each a **checkpoint**, and run again what lies between.

# %% [markdown]
# Ten sines, room for three states. State $k$ is what $k$ sines have made: in the picture, state 1 is `x_2`. State 0, the
# input, is stored first; on the way up 4 and 7 are stored, too. The sweep goes back through the last step, number 9. Step
# 8 comes next, and needs state 8, which is not there.
#
# **Predict.** From which stored state is it made again?

# %%
ad.predict("06.6a")

# %%
ad.Stepper(chain(10), budget=3, panes=("memory", "system"))

# %% [markdown]
# Go to the end, and look at the saw-tooth: each tooth begins at the nearest stored state below, and where there is room
# again, a state is stored on the way. 25 steps are run: the ten of the way up, and 15 once more.
#
# A state is what goes into a step. What goes on inside the step is not stored. So to go back through a step, the step
# itself has to run once more, even if its state is there.

# %% [markdown]
# Now room for the input alone: every tooth begins at 0.
#
# **Predict.** How many steps are run again then?

# %%
ad.predict("06.6b")

# %% [markdown]
# **Predict.** And with room for a second state?

# %%
ad.predict("06.6c")

# %%
for steps in (10, 100):
    found = {states: extra_steps(steps, states) for states in (1, 2, 3, 5, 10)}
    print(f"{steps} steps. States, and steps run again: {found}")
for schedule in ("sqrt", "binomial"):
    run = ad.checkpoint(chain(100), budget=19, schedule=schedule)
    print(f"100 steps, 19 states, {schedule}: {run.extra}")

# %% [markdown] tags=["fold"]
# With the input alone: $9 + 8 + \dots + 1 = 45$. Each tooth is one step shorter than the one before.
#
# Put a second state at 6. For the four steps above it, $3 + 2 + 1 = 6$ steps are run again. Then its room is free, and for
# the six steps below a new way up begins: 6 steps, and on the way a state is stored at a better place. The teeth from there
# take 8 more. Together $6 + 6 + 8 = 20$.

# %% [markdown]
# With room for all 10 states it is still 9: each step but the last runs once more.
#
# These numbers are the least possible, by the *binomial* schedule (Griewank, 1992; Griewank and Walther, 2000). Chen and
# others (2016) store every $\sqrt n$-th state, and then each state of one stretch. For 100 steps that is 19 states, and 180
# steps again; the least is 179.

# %% tags=["check"]
# Author's check: section 06.6.
from math import comb

ten = ad.checkpoint(chain(10), budget=3)
assert (ten.steps, ten.extra) == (10, 15)
stored = [where[0] for what, *where in ten.actions[: ten.actions.index(("reverse", 9))] if what == "store"]
assert stored == [0, 4, 7]
assert ten.gradient == ad.grad(chain(10))
assert [extra_steps(10, states) for states in (1, 2, 3, 5, 10)] == [45, 20, 15, 13, 9]
assert [extra_steps(100, states) for states in (1, 2, 3, 5, 10)] == [4950, 845, 490, 316, 222]
assert [ad.checkpoint(chain(10), states).extra for states in (1, 2, 3, 5, 10)] == [45, 20, 15, 13, 9]
assert extra_steps(10, 1) == sum(range(10)) == comb(10, 2)
frugal = [ad.checkpoint(chain(100), 19, schedule=schedule) for schedule in ("sqrt", "binomial")]
assert [(run.extra, run.peak) for run in frugal] == [(180, 19), (179, 19)]
assert all(run.gradient == ad.grad(chain(100)) for run in frugal)
actions = frugal[0].actions
turned = actions.index(("reverse", 99))
for_states = sum(where[1] - where[0] for what, *where in actions[turned:] if what == "advance")
assert (for_states, sum(what == "reverse" for what, *_ in actions) - 1) == (81, 99)
assert sum(where[1] - where[0] for what, *where in actions[:turned] if what == "advance") == 99, "the way up"
two = ad.checkpoint(chain(10), 2).actions
assert [where[0] for what, *where in two if what == "store"][:2] == [0, 6]
assert 6 + extra_steps(4, 1) + extra_steps(6, 2) == 6 + 6 + 8 == extra_steps(10, 2), "the explanation says so"
right |= {"06.6a": max(state for state in stored if state <= 8), "06.6b": extra_steps(10, 1)}
right |= {"06.6c": "ABCD"[(30, 20, 40, 5).index(extra_steps(10, 2))]}

# %% [markdown]
# ## 06.7 On the clock
#
# Counts are not seconds: finding out which operation comes next takes Python longer than the operation. Notebook 05b prints
# the gradient as a program; `ad.compiled` has Python compile such text, once and for all.
#
# **Predict.** Value and gradient of our $f$: how many times as long as code by hand does the compiled text take?

# %%
ad.predict("06.7a")

# %% [markdown]
# **Predict.** And one sweep over the list, as in notebook 05?

# %%
ad.predict("06.7b")

# %% [markdown]
# **Predict.** And PyTorch?

# %%
ad.predict("06.7c")

# %%
timed = ad.bench_results()
race = timed["works"]["functions"]["rows"]
times = compared([row for row in race if row["size"] == "running example"], "by hand")
for goal in timed["works"]["crossing"]["goals"]:
    print(round(goal["measured"]), "for", goal["what"].partition(":")[0])
print("Faster than the fastest of ours:", "; ".join(faster(race)) or "nobody")
title = f"Our f, value and gradient, measured on {timed['date']}"
unit = f"times as long as by hand (Python {timed['python']}, {timed['cores']} cores)"
ad.plots.bars(times, title, unit, log=True)

# %% [markdown]
# The first lines say after how many gradients compiling has earned back its own time: for a program of 6 instructions,
# then of more. A bar that is shorter than that of
# our compiled text has beaten it. The line above the plot names everyone who, at their best, beat the fastest of ours at
# any of ten functions. (SymPy and CasADi make such programs, too. What is called C or `cc` has gone through a C compiler.
# JAX, PyTorch and autograd are made for arrays.)

# %% [markdown]
# The text takes little longer than code by hand; a sweep over the list tens of times as long; PyTorch hundreds. Sweep for
# one gradient, compile for thousands.

# %% [markdown]
# The factor of 06.2 shows, too. Compiled, value and gradient of a product took less than six times the value, for 1 factor
# or 300. And with one input, 1,000 steps deep, forward mode by hand took two thirds of the time of reverse mode. (One
# machine, one day: ratios travel, seconds do not.)

# %% tags=["check"]
# Author's check: section 06.7.
assert len({row["size"] for row in race}) == 10
assert times["adlesson, compiled"] < 1.5
assert 15 < times["adlesson, one sweep"] < 100
assert 100 < times["PyTorch"] < 3000


def nearest(who, options):
    return min(options, key=lambda letter: abs(log(options[letter] / times[who])))


from math import log

right |= {"06.7a": nearest("adlesson, compiled", {"A": 50, "B": 10, "C": 1})}
right |= {"06.7b": nearest("adlesson, one sweep", {"A": 1, "B": 10**1.5, "C": 10**3.5})}
right |= {"06.7c": nearest("PyTorch", {"A": 1, "B": 10**0.5, "C": 10**1.5, "D": 10**2.5})}
crossings = [goal["measured"] for goal in timed["works"]["crossing"]["goals"]]
assert all(5 < u < 900 for u in crossings)
both = [row for row in timed["works"]["sweeps"]["rows"] if row["who"] == "adlesson, value and gradient, compiled"]
factors = [row["ratio"] for row in both if row["other"] == "adlesson, value, compiled"]
assert len(factors) > 3
assert all(1 < u < 6 for u in factors)
nested = timed["works"]["nested"]["rows"]
assert 0.45 < time_of(nested, "by hand, forward mode") / time_of(nested, "by hand") < 0.85
compiled = ad.compiled(ad.gradient_program(p))
assert abs(compiled(0.25)["x_bar"] / 81.5541124068288402 - 1) < 1e-14

# %% [markdown]
# ## 06.8 Summary
#
# Value and gradient of one output cost a small constant times the value, whatever the number of inputs; a Jacobian costs a
# sweep for each input or each output, whichever are fewer. Reverse mode pays in memory, which grows with the number of
# operations. Checkpoints buy it back: a few states kept, some steps run again.

# %% [markdown]
# ## 06.9 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
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
# This gives the slope of a chain of `n` steps `f`. It keeps state 0 and then each `every`-th state, no others. When is it
# right? Repair it, and keep no more.


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
# again as any. `advance 0-3` runs steps 0, 1, 2; `store 3` works where you stand; `reverse 7` runs step 7 once more and
# goes back through it. Then state 7 is forgotten, because nothing needs it now.

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
# Here are the predictions that you missed, to try again.

# %%
ad.replay("06")

# %% [markdown]
# ## 06.10 Roads not taken
#
# *Chen's own count* for 06.6 is *one* more forward sweep: the inside of the steps of a stretch is stored along with its
# states. Here each step but the last runs once more for its inside, 99, beside 81 for states. *Arrays.* One instruction
# may be a product of matrices; counts and kept values are then those of its entries. *The best plan, derived.* With
# $t(l, c)$ for $l$ steps and $c$ states, $t(l, c)$ is the least $j + t(l - j, c - 1) + t(j, c)$: dynamic programming, once
# more.

# %% [markdown]
# ## 06.11 Further reading
#
# * W. Baur, V. Strassen, The complexity of partial derivatives, *Theoretical Computer Science* 22, 1983: the theorem.
# * A. Griewank, *Optim. Methods Softw.* 1, 1992: the schedule. With A. Walther, Algorithm 799: revolve, *ACM TOMS* 26(1),
#   2000: a program that places checkpoints; *Evaluating derivatives*, 2008: the book.
# * T. Chen et al., [Training deep nets with sublinear memory cost](https://arxiv.org/abs/1604.06174), 2016: the same for
#   networks.
# * T. Vieira, [Evaluating ∇f(x) is as fast as
#   f(x)](https://timvieira.github.io/blog/post/2016/09/25/evaluating-fx-is-as-fast-as-fx/) (2016): the principle, and its
#   catch, memory.
#
# **Next:** [07, state it as constraints](07_state_it_as_constraints.ipynb). Back to the
# [map](00_see_a_gradient_appear.ipynb).
