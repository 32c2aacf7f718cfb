# %% [markdown]
# # See a gradient appear
#
# **Question.** A neural network has millions of knobs. Which way must each be turned?
#
# **You will** find out for two knobs.
#
# **You need** a little Python.
#
# **Time.** 55 minutes; the exercises take 20. There is a good place for a pause. Shift+Enter runs a cell.

# %%
import adlesson as ad

ad.progress("00")

# %% [markdown]
# ## 00.1 Three lines, two knobs
#
# A line *reads* what stands on its right side.
#
# **Predict.** Which lines read $x$? (A wrong answer costs nothing.)


# %%
def first(x, y):
    u = x * y
    v = u + x
    f = u * v
    return f


# %%
ad.predict("00.1e")

# %% [markdown] tags=["fold"]
# $u = x y$ and $v = u + x$.

# %% [markdown]
# **Predict.** Set $x = 3$ and $y = 2$. What is $f$?

# %%
ad.predict("00.1a")

# %% [markdown] tags=["fold"]
# $u = 3 \cdot 2 = 6$, $v = 6 + 3 = 9$, and $f = 6 \cdot 9 = 54$.

# %% [markdown]
# *Nudge* $y$: turn it to 2.01.
#
# **Predict.** How far does `f = u * v` move, with `u = x * y` and `v = u + x`?

# %%
ad.predict("00.1b")

# %%
round(first(3, 2.01) - first(3, 2), 4)

# %% [markdown] tags=["fold"]
# $u$ and $v$ move by 0.03 each, so $f$ by about $0.03 \cdot 9 + 6 \cdot 0.03 = 0.45$.

# %% [markdown]
# Now $x$ alone, from 3 to 3.01, in `u = x * y` and `v = u + x`.
#
# **Predict.** Does `f = u * v` move as far?

# %%
ad.predict("00.1c")

# %%
round(first(3.01, 2) - first(3, 2), 6)

# %% [markdown] tags=["fold"]
# The nudge of $y$ moved $u$ by 0.03, and so $v$. That of $x$ moves $u$ by 0.02 only, and $v$ by 0.02 and its own 0.01.

# %% [markdown]
# **Predict.** Nudge both by 0.01. About how far does $f$ move?

# %%
ad.predict("00.1h")

# %% [markdown] tags=["fold"]
# It moves 0.8145: small moves nearly add up.

# %% [markdown]
# **Predict.** And about how far, if $x$ alone moves by 0.001?

# %%
ad.predict("00.1g")

# %% [markdown] tags=["fold"]
# The ratio stays: about 36 times as far as $x$. (Write 3.001 in place of 3.01 above, and run, to see it.)

# %% tags=["check"]
p = ad.trace(first, x=3, y=2)
moved = {name: round(first(3 + dx, 2 + dy) - 54, 6) for name, dx, dy in (("x", 0.01, 0), ("y", 0, 0.01))}
assert list(ad.primals(p).values()) == [3, 2, 6, 9, 54]
assert moved == {"x": 0.3606, "y": 0.4509}
assert round(0.03 * 9 + 6 * 0.03, 9) == 0.45
assert round(first(3.001, 2) - 54, 6) == 0.036006
assert [round(u - 6, 9) for u in (3 * 2.01, 3.01 * 2)] == [0.03, 0.02]
assert [round(v - 9, 9) for v in (3 * 2.01 + 3, 3.01 * 2 + 3.01)] == [0.03, 0.03]
assert first(2, 3) == 6 * (6 + 2) == 48
assert (6 * 6, 6 + 9, 6 * (3 + 2)) == (36, 15, 30)
assert (moved["y"] > 0.3, 0 < moved["x"] < moved["y"]) == (True, True)
together = round(first(3.01, 2.01) - 54, 4)
assert (together, round(together - sum(moved.values()), 4)) == (0.8145, 0.003)
reads = " ".join(name for name in "uvf" if p.index("x") in p.alpha(p.index(name)))
right = {"00.1a": first(3, 2), "00.1b": "D", "00.1c": "C", "00.1e": reads, "00.1g": "C", "00.1h": "A"}

# %% [markdown]
# ## 00.2 Walk back, once
#
# A million knobs need a million nudges, or one walk *back*. It begins at $f = u v$, with $u = 6$ and $v = 9$.
#
# **Predict.** Hold $v$ still, and move $u$ by 0.01. How far does $f$ move?

# %%
ad.predict("00.2a")

# %% [markdown] tags=["fold"]
# 9 times as far, since $v = 9$: this is the slope from $u$ to $f$.

# %% [markdown]
# **Predict.** What is the slope from $v$ to $f$?

# %%
ad.predict("00.2g")

# %% [markdown] tags=["fold"]
# $v$ is multiplied by 6.

# %% [markdown]
# On the walk back each line sends a number to each variable that it reads.
#
# **Predict.** Who gets two numbers, in `u = x * y`, `v = u + x` and `f = u * v`?

# %%
ad.predict("00.2j")

# %% [markdown] tags=["fold"]
# $x$ is read by $u$ and $v$, $u$ by $v$ and $f$.

# %% [markdown]
# $f$ begins with 1: it moves as far as itself. A box that *fires* sends a **share** back against each arrow: what it has,
# times the slope that stands there, such as ×9. Fire one, then press Shift+Enter.

# %%
ad.Stepper(ad.trace(first, x=3, y=2), sweep="schedule")  # fire one

# %% [markdown]
# From $u$ to $v$ stands ×1, since $v = u + x$ only adds.
#
# **Predict.** Next is $v$. How much does it send to $u$?

# %%
ad.predict("00.2b")

# %% [markdown] tags=["fold"]
# $v$ has 6, and $6 \cdot 1 = 6$.

# %% [markdown]
# **Predict.** $u$ has 9 from $f$ already. How much has it when $v$ has sent, too?

# %%
ad.predict("00.2c")

# %% [markdown] tags=["fold"]
# $u$ moves $f$ straight, 9 times as far, and through $v$, 6 times: $9 + 6 = 15$.

# %% [markdown]
# The shares of a variable add up to its **adjoint** (with a bar in the picture): $f$ moves that many times as far.
#
# **Predict.** From $y$ to $u$ stands ×3, since $u = x y$. Which adjoint does $y$ get?

# %%
ad.predict("00.2d")

# %% [markdown] tags=["fold"]
# $u$ has 15, and sends $15 \cdot 3 = 45$.

# %% [markdown]
# **Predict.** Which adjoint does $x$ get?

# %%
ad.predict("00.2e")

# %% [markdown] tags=["fold"]
# $15 \cdot 2 = 30$ from $u$, and $6 \cdot 1 = 6$ from $v$: 36.

# %% [markdown]
# Fire them all, and see: for 0.01 your nudges gave 0.3606 and 0.4509.

# %%
ad.Stepper(ad.trace(first, x=3, y=2), sweep="schedule")

# %% tags=["check"]
bar = ad.adjoints(p)
shares = {s.source + s.target: s.upstream * s.partial for s in ad.reverse_sweep(p) if s.kind == "reverse"}
assert bar == {"x": 36, "y": 45, "u": 15, "v": 6, "f": 1}
assert shares == {"fu": 9, "fv": 6, "vu": 6, "vx": 6, "ux": 30, "uy": 45}
alone = round((6 + 0.01) * 9 - 54, 6)
assert (round(0.01 * (6 + 9), 9), round(6.01 * 9.01 - 54, 6)) == (0.15, 0.1501)  # v moves along
right |= {"00.2a": alone, "00.2b": shares["vu"], "00.2c": bar["u"], "00.2d": bar["y"], "00.2e": bar["x"]}
slopes = {s.source + s.target: s.partial for s in ad.reverse_sweep(p) if s.kind == "reverse"}
assert (slopes["vu"], slopes["uy"], slopes["fu"], slopes["fv"]) == (1, 3, 9, 6)
twice = " ".join(name for name in "xyuvf" if sum(share[1] == name for share in shares) == 2)
right |= {"00.2g": "D", "00.2j": twice}
assert (9 * 3, 6 * 3, 15 * 2) == (27, 18, 30)
assert (6 + 9 * 2, 6 + 15 * 3) == (24, 51)

# %% [markdown]
# ## 00.3 Be the machine
#
# **Predict.** $f$ is first. Who may be second, and why?

# %%
ad.predict("00.3a")

# %% [markdown] tags=["fold"]
# $v$ and $f$ read $u$, so $u$ waits for both: $v$ is second.

# %% [markdown]
# **Predict.** You fire $f$, then $u$, then $v$. What does $x$ have then?

# %%
ad.predict("00.3b")

# %% [markdown] tags=["fold"]
# $u$ sends its 9 alone: $9 \cdot 2 = 18$ to $x$, and $v$ sends 6, which makes 24. The late 6 lies in box $u$, not sent: $x$
# ends $6 \cdot 2 = 12$ short.

# %% [markdown]
# Try it, and then fire $u$ once more. Does $x$ have 36? Start over, and fire until it has.

# %%
ad.Stepper(ad.trace(first, x=3, y=2), sweep="schedule")  # fire f, u, v, u; start over

# %% [markdown] tags=["fold"]
# With $u$ twice it is 54, too much: $u$ sends all it has, so its first 9 counts twice. In the order $f$, $v$, $u$ it is 36.

# %% [markdown]
# Now all of it, at $x = 4$ and $y = 2$.

# %%
ad.Stepper(ad.trace(first, x=4, y=2), predict=True, step=1)

# %% [markdown]
# **Say why.** At $x = 3$ again, where $u$ has 15: why does it send $x$ what it has *times* the slope? Take both parts of
# the reason.

# %%
ad.predict("00.3c")

# %% [markdown] tags=["fold"]
# 2 times as far, and then 15 times: $15 \cdot 2 = 30$. This is the chain rule, for one arrow.

# %% [markdown]
# The run forwards, which fills in the values, is the forward sweep. The walk back is the **reverse sweep**; people who
# train networks call it backpropagation. The adjoints of all knobs together are the **gradient**, which Python gives,
# too.

# %%
ad.grad(first, x=3, y=2)

# %% [markdown]
# The gradient foretells each small turn. If $x$ goes down by 0.01, and $y$ up by 0.02, $f$ moves by about
# $36 \cdot (-0.01) + 45 \cdot 0.02 = 0.54$. Turn both so in the first call, and run.

# %%
both = first(3, 2) - first(3, 2)  # your line
round(both, 4)

# %% [markdown] tags=["fold"]
# `first(2.99, 2.02) - first(3, 2)` is 0.5382.

# %% tags=["check"]
z, has, ends = p.values(), [0, 0, 0, 0, 1], {}
for name in "fuvu":
    i = p.index(name)
    ad.schedules.fire(p, z, has, i, has[i])
    ends[name] = has[0]
assert (ends["v"], ends["u"]) == (36 - 12, 36 + 9 * 2)
assert ad.grad(first, x=3, y=2) == {"x": 36, "y": 45}
assert (round(36 * -0.01 + 45 * 0.02, 9), round(first(2.99, 2.02) - 54, 4)) == (0.54, 0.5382)
right |= {"00.3a": "B", "00.3b": ends["v"]}

# %% [markdown]
# A good place for a pause. (To go on later, run the first cell of the notebook, then the cells from here on.)
#
# ## 00.4 What it is for: one neuron
#
# The smallest neuron has two knobs, a weight $w$ and a `bias`. It is given the input 2, and should answer 8. The last
# line squares its miss.


# %%
def loss(w, bias):
    s = w * 2
    out = s + bias
    miss = out - 8
    return miss**2


# %% [markdown]
# **Predict.** The weight is 5 and the bias is 1. What does the last line give?

# %%
ad.predict("00.4a")

# %% [markdown] tags=["fold"]
# $s = 10$, the neuron answers 11, the miss is 3, and $3^2 = 9$.

# %% [markdown]
# This number is called the **loss**. To learn is to make it small.
#
# **Predict.** Which way should $w$ be turned, so that the loss becomes smaller?

# %%
ad.predict("00.4b")

# %% [markdown] tags=["fold"]
# Down. The neuron answers 11 and should answer 8: a smaller $w$ makes it answer less.

# %% [markdown]
# The reverse sweep knows it as well, and how much it matters. Begin with the last line: the slope of $\mathrm{miss}^2$
# is $2\,\mathrm{miss}$, and so the adjoint of `miss` is $2 \cdot 3$. The next two lines only add and subtract: their
# slopes are 1, and `out` and `s` have the same adjoint.
#
# **Predict.** The first line is $s = w \cdot 2$. Which adjoint does $w$ get?

# %%
ad.predict("00.4c")

# %% [markdown] tags=["fold"]
# $w$ is multiplied by 2, so that is the slope. $s$ has 6, and sends $6 \cdot 2 = 12$.

# %% [markdown]
# Click into the picture and press **→** to the end.

# %%
ad.explore(loss, w=5, bias=1, step=6)

# %% [markdown]
# At $w = 5$ and bias 1 the adjoints of both knobs are positive: turn a knob up, and the loss goes up. So turn both
# down, and $w$ twice as much as the bias, since its adjoint is twice as large.
#
# Somewhere on the way down the loss is as small as it can be.
#
# **Predict.** What is the adjoint of $w$ there?

# %%
ad.predict("00.4d")

# %% [markdown] tags=["fold"]
# Where the loss is 0 the miss is 0, and so is its slope, $2\,\mathrm{miss}$. So all that is sent back is 0. A small turn
# gains nothing there.

# %% [markdown]
# Go and look: pull the slider of `w` above slowly to the left, and watch the loss. (The arrow keys move it, too, by
# 0.1.) Stop where the loss is smallest, look at the adjoints, and go on a little.
#
# A machine does not pull sliders. It turns every knob against its adjoint: a step of 0.1 turns each one down by 0.1
# *times its adjoint*.
#
# At $w = 5$ and bias 1 the adjoints are 12 and 6.
#
# **Predict.** What will the loss be after one step of 0.1 from there? Answer, then change the 0.01 below.

# %%
ad.predict("00.4e")

# %% [markdown] tags=["fold"]
# The knobs come to $5 - 0.1 \cdot 12 = 3.8$ and $1 - 0.1 \cdot 6 = 0.4$. There the neuron answers 8: the loss is 0.

# %%
step = 0.01
round(loss(5 - step * 12, 1 - step * 6), 2)

# %% [markdown]
# **Predict.** And after a step of 0.2, twice as long?

# %%
ad.predict("00.4f")

# %% [markdown] tags=["fold"]
# The step goes too far. The neuron answers 5 now: the miss went from 3 to 0, and on to $-3$. The loss is 9 again.

# %% [markdown]
# So the gradient says which way, and which knob matters most. It does not say how far to go. This is all that "learning"
# takes from a gradient, in the largest network, too.

# %% tags=["check"]
q = ad.trace(loss, w=5, bias=1)
assert ad.grad(q) == {"w": 12, "bias": 6}
assert q.names == ("w", "bias", "s", "out", "miss", "loss")
assert [ad.adjoints(q)[name] for name in ("s", "out", "miss")] == [6, 6, 6]
after = {s: round(loss(5 - s * 12, 1 - s * 6), 9) for s in (0.01, 0.1, 0.2)}
assert after == {0.01: 7.29, 0.1: 0, 0.2: 9}
assert (round(5 - 1.2, 9), round(1 - 0.6, 9), round(2 * 2.6 - 0.2, 9)) == (3.8, 0.4, 5)
assert round(9 - 0.1 * (12 * 12 + 6 * 6), 9) == -9
assert loss(4.9, 1) < loss(5, 1) < loss(5.1, 1)
assert round(loss(3.8, 1), 9) == 0.36
flat = ad.grad(q, w=3.5, bias=1)["w"]
assert loss(3.5, 1) == flat == 0
right |= {"00.4a": loss(5, 1), "00.4b": "B", "00.4c": ad.grad(q)["w"], "00.4d": flat, "00.4e": after[0.1], "00.4f": "C"}

# %% [markdown]
# ## 00.5 The formula of this course
#
# With other numbers nothing changes. The next formula comes from the post that gave this course its title, and it will
# stay with us. In six lines it is $a = \exp x$, $b = a^2$, $c = a + b$, $d = \exp c$, $e = \sin c$ and $f = d + e$.
#
# **Predict.** Two shares come to every variable that is read twice. Which variables are that?

# %%
ad.predict("00.5a")

# %% [markdown] tags=["fold"]
# $a$ is read by $b$ and $c$, and $c$ by $d$ and $e$.

# %%
ad.explore("exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)", x=0.25)

# %% [markdown]
# Step to the end: click into the picture and press **→**, or take the triangle, which plays all steps. At the end $x$ has
# the adjoint 81.55.
#
# **Predict.** So if $x$ goes from 0.25 to 0.2501, how far does $f$ move?

# %%
ad.predict("00.5b")

# %% [markdown] tags=["fold"]
# 81.55 times as far as $x$: $81.55 \cdot 0.0001 = 0.0082$.

# %%
p = ad.parse("exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)", x=0.25)
round(p(x=0.2501) - p(x=0.25), 4)

# %% tags=["check"]
assert f"{ad.grad(p)['x']:.2f}" == "81.55"
assert f"{p(x=0.2501) - p(x=0.25):.4f}" == "0.0082" == f"{81.55 * 0.0001:.4f}"
right |= {"00.5a": " ".join(name for j, name in enumerate(p.names) if len(p.beta(j)) == 2), "00.5b": "B"}

# %% [markdown]
# You began with a question: which way, and how far? One walk back answers it for every knob.
#
# ## 00.6 Try your own
#
# **Predict.** In $x y + \sin x$, which input receives two shares?

# %%
ad.predict("00.6a")

# %% [markdown] tags=["fold"]
# $x$: two places read it, the product and the sine. The shares are 3 and $\cos 2 = -0.416$ at $x = 2$, $y = 3$.

# %% [markdown]
# **Predict.** Take $x = 2$ and $y = 3$. Which adjoint will $y$ have?

# %%
ad.predict("00.6b")

# %% [markdown] tags=["fold"]
# The product sends $y$ what $y$ is multiplied by: 2.

# %%
ad.explore("x*y + sin(x)", x=2, y=3)

# %% [markdown]
# Now type a formula of your own above the picture, and press Enter. Some to begin with: `x / (1 + x^2)`, `log(x*y) + y`,
# `tanh(w*x + b)`. Look for an input whose adjoint is 0, and for one whose two shares cancel.

# %% tags=["check"]
q = ad.parse("x*y + sin(x)", x=2, y=3)
got = [step for step in ad.reverse_sweep(q) if step.target in "xy"]
assert [(step.target, round(step.upstream * step.partial, 3)) for step in got] == [("x", -0.416), ("x", 3), ("y", 2)]
right |= {"00.6a": " ".join(name for name in "xy" if len(q.beta(q.index(name))) == 2), "00.6b": ad.grad(q)["y"]}

# %% [markdown]
# ## 00.7 See where the course goes
#
# | Notebook | One question | |
# |---|---|---|
# | [00](00_see_a_gradient_appear.ipynb) | which way must each knob be turned? | you are here |
# | [01](01_fit_a_function.ipynb) | why do we want derivatives, and what do differences cost? | any time |
# | [02](02_watch_symbols_blow_up.ipynb) | what is wrong with the formula for the derivative? | after 00 |
# | [03](03_write_a_program_as_a_graph.ipynb) | what is a function, as a list and as a graph? | next |
# | [04](04_push_forward.ipynb) | what does one direction do to every variable? | after 03 |
# | [05](05_pull_back.ipynb) | can one sweep give every derivative? | after 03 |
# | [05b](05b_use_one_sweep.ipynb) | what does one sweep give, with many inputs or many outputs? | after 05 |
# | [06](06_count_the_cost.ipynb) | what do time and memory really cost? | after 04, 05b |
# | [07](07_state_it_as_constraints.ipynb) | what if every assignment is an equality constraint? | after 03 |
# | [08](08_solve_the_three_blocks.ipynb) | why are multipliers adjoints, and what do they price? | after 05, 07 |
# | [09](09_close_the_loop.ipynb) | what if the graph has cycles? | after 08 |
# | [10](10_try_other_solvers.ipynb) | what if a constraint is no line of the program? | after 08 |
# | [10b](10b_take_turns.ipynb) | can layers learn without waiting for one another? | after 10 |
# | [11](11_read_lecun_1988.ipynb) | how does a neural-network person say all this? | after 08 |
# | [12](12_let_time_flow.ipynb) | what if layers are time steps, or time is continuous? | after 09, 11 |
# | [13](13_break_it_test_it.ipynb) | how do derivative programs go wrong? | after 05 |
# | [14](14_build_your_own.ipynb) | can you write the engine yourself? | after 05 |
# | [15](15_keep_this_card.ipynb) | what should I remember? | after 08 |

# %% [markdown]
# ## 00.8 Summary
#
# A calculation is a list of small lines, and a picture of who reads whom. The forward sweep fills in the values. The
# reverse sweep starts with 1 at the result and goes back along the arrows: each variable sends a share, its adjoint
# times the slope, and the shares in a box are added. The adjoint of a knob says how far the result moves per unit of a
# small nudge.

# %% [markdown]
# ## 00.9 Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*.
#
# ### Exercise 0.1 ★ Predict
#
# The formula `x*y + sin(x*y)` is computed as $a = xy$, $b = \sin a$, $c = a + b$. Which variables receive two shares
# in the reverse sweep? Answer with their names in quotes, for example `"x c"`.

# %%
answer = None
ad.exercises.check("0.1", answer)

# %% tags=["solution"]
answer = "a"
ad.exercises.check("0.1", answer)

# %% [markdown]
# ### Exercise 0.2 ★★ Calculate by hand
#
# The formula of 00.5, `exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)`, is computed in six lines:
# `a = exp(x)`, `b = a^2`, `c = a + b`, `d = exp(c)`, `e = sin(c)`, `f = d + e`.
#
# At $x = 0$ they give $a = 1$, $b = 1$, $c = 2$, and the adjoint of $c$ is $\exp(2) + \cos(2)$. Which adjoint does $a$
# end with? Do it on paper. A number will do as an answer, and so will a formula in quotes, such as `"exp(2) + 1"`.

# %%
answer = None
ad.exercises.check("0.2", answer)

# %% tags=["solution"]
answer = "(exp(2) + cos(2)) * (1 + 2)"
ad.exercises.check("0.2", answer)

# %% [markdown]
# ### Exercise 0.3 ★★ Build
#
# Complete `slope`, so that it returns the slope of any function `f` of one number at `x`. Nudge $x$ to both sides: then
# the errors of the two nudges nearly cancel.


# %%
def slope(f, x):
    return None  # take h = 1e-5


ad.exercises.check("0.3", slope)


# %% tags=["solution"]
def slope(f, x):
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)


ad.exercises.check("0.3", slope)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("00")

# %% [markdown]
# *Optional, 10 minutes: what do you know already?* Five small problems, one of each kind. Most of it comes later in the
# course: skip what you do not know. At the end of notebook 15 there are five others like these, and you see how far you
# have come.

# %%
ad.self_test("before")

# %% [markdown]
# ## 00.10 Further reading
#
# * T. Vieira, [Backprop is not just the chain rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/)
#   (2017): the post this course follows, and our running example.
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html)
#   (2018): how this differs from symbols and from differences.
#
# **Next:** [01, fit a function](01_fit_a_function.ipynb), or straight on to
# [03, write a program as a graph](03_write_a_program_as_a_graph.ipynb).
