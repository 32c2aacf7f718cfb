# %% [markdown]
# # Pull back
#
# **Question.** Can one sweep give every partial derivative?
#
# Nudging takes a run or two for every input. A network with a million inputs to learn would need a million runs for one
# step of its training. Here you find a rule that takes one walk back, and you see why it is right.
#
# **You will** find the rule yourself, do a sweep by hand, say why shares are added, and find out who waits for whom.
#
# **You need** [notebook 03](03_write_a_program_as_a_graph.ipynb), and the slopes of $u v$, $e^u$, $\sin u$ and $u^2$.
#
# **Time.** 45 minutes; the exercises take 30. There is a good place for a pause, after 25.

# %%
import adlesson as ad
from adlesson import cos, exp

ad.progress("05")

# %% [markdown]
# ## 05.1 A rule of your own
#
# Two small programs. In `chain` every variable is read once. In `fork` two lines read $x$.


# %%
def chain(x):
    a = 2 * x
    b = 3 * a
    f = 5 * b
    return f


def fork(x):
    a = 2 * x
    b = x + 4
    f = a * b
    return f


# %% [markdown]
# **Predict.** In `chain`, $x$ moves by 0.01. How many times as far does $f$ move?

# %%
ad.predict("05.1a")

# %% [markdown] tags=["fold"]
# Each line enlarges what comes in: $2 \cdot 3 \cdot 5 = 30$.

# %% [markdown]
# **Predict.** Now `fork`, at $x = 3$: there $a = 6$, $b = 7$ and $f = 42$. Nudge $x$ a little. How many times as far does
# $f$ move?

# %%
ad.draw(ad.trace(fork, x=3))

# %%
ad.predict("05.1b")

# %%
for program in (chain, fork):
    print(program.__name__, round((program(3 + 1e-6) - program(3 - 1e-6)) / 2e-6, 3))

# %% [markdown] tags=["fold"]
# In the fork $x$ moves $a$ twice as far, and $f = a b$ makes that 7 times as large: 14. And $x$ moves $b$ as far, which
# $f$ makes 6 times as large. Both happen at once: $14 + 6$.

# %% [markdown]
# How far $f$ moves, per unit of a *small* nudge of $x$, is the **adjoint** of $x$. It is written $\bar x$. You have found
# it for both programs.
#
# Every variable has one.
#
# **Predict.** In the fork nudge $a$ alone, when its line has run. What is $\bar a$?

# %%
ad.predict("05.1c")

# %% [markdown] tags=["fold"]
# $f = a b$, and $b$ stays 7: so $\bar a = 7$. In the same way $\bar b = 6$.

# %% [markdown]
# Can one walk back give all? It starts with 1 at $f$ and crosses every arrow once, last line first. At an arrow you know
# three numbers: `adjoint` is what the reader has, `slope` stands on the arrow, and `have` is what the variable read has so
# far, at first 0. At the arrow from $b$ to $f$ in `chain` they are 1, 5, 0, and then $b$ has 5.

# %% [markdown]
# What should it have after the arrow? Write your rule in place of `have`, and run, until both programs agree with nudging.
# If it is a known one, you are told its name.


# %%
def my_rule(have, adjoint, slope):
    return have  # your rule


ad.try_rule(my_rule, chain, fork, x=3)

# %% [markdown] tags=["fold"]
# What some rules give for $x$:
#
# | the rule | chain | fork | what it does |
# |---|---|---|---|
# | `have + slope` | 2 | 3 | forgets the adjoint |
# | `adjoint * slope` | 30 | 14 | replaces what was there |
# | `max(have, adjoint * slope)` | 30 | 14 | keeps the largest |
# | `have + adjoint * slope` | 30 | 20 | adds |
#
# Only the last one is right for both. Two others pass the chain: a test without a fork would not have found them out.

# %% tags=["check"]
# Author's check: section 05.1.
right = {name: round((g(3 + 1e-6) - g(3 - 1e-6)) / 2e-6, 3) for name, g in {"05.1a": chain, "05.1b": fork}.items()}
right |= {"05.1c": round(((6 + 1e-6) * 7 - (6 - 1e-6) * 7) / 2e-6, 3)}
assert {"a": 7, "b": 6}.items() <= ad.adjoints(ad.trace(fork, x=3)).items()
assert right == {"05.1a": 30, "05.1b": 20, "05.1c": 7}
assert list(ad.primals(ad.trace(fork, x=3)).values()) == [3, 6, 7, 42]
assert (2 + 3 + 5, 7 * 2, 6 * 1, 14 * 6) == (10, 14, 6, 84), "the known slips of 05.1a and 05.1b"


def walk(rule, program):
    bar = {"f": 1}
    for step in ad.reverse_sweep(ad.trace(program, x=3)):
        if step.kind == "reverse":
            bar[step.target] = rule(bar.get(step.target, 0), bar[step.source], step.partial)
    return bar["x"]


rules = [
    lambda have, adjoint, slope: have + slope,
    lambda have, adjoint, slope: adjoint * slope,
    lambda have, adjoint, slope: max(have, adjoint * slope),
    lambda have, adjoint, slope: have + adjoint * slope,
]
assert [(walk(rule, chain), walk(rule, fork)) for rule in rules] == [(2, 3), (30, 14), (30, 14), (30, 20)]

# %% [markdown]
# ## 05.2 The smallest sweep
#
# A smaller program, $f(x) = x \cdot x$, at $x = 3$. What a line sends along an arrow is a **share**.
#
# **Predict.** How many shares does $x$ receive?

# %%
ad.predict("05.2a")

# %% [markdown] tags=["fold"]
# The product reads $x$ in two places, and sends a share for each.

# %% [markdown]
# **Predict.** How large is one of these shares?

# %%
ad.predict("05.2b")

# %%
square = ad.trace(lambda x: x * x, x=3)
for step in ad.reverse_sweep(square):
    print(step.kind, step.target, step.before, "->", step.after)

# %% [markdown] tags=["fold"]
# At each place the slope is the other factor, 3, and the share is $1 \cdot 3$. So the adjoint of $x$ goes
# $0 \to 3 \to 6$. The formula $2x$ says 6, too. But its 2 is in no table of slopes: it is a sum over two arrows.

# %% [markdown]
# So each line sends every variable it reads a share: its own adjoint times the slope. The adjoint of a variable is the sum
# of its shares. The 1 with which $f$ begins is the **seed**: $f$ moves as far as itself. The whole walk is a **reverse
# sweep**.
#
# Back to the fork: why may shares be added? When $x$ moves, $a$ and $b$ move at the same time. Look at $f = a b$ as an area,
# 6 wide and 7 high, and let $x$ move from 3 to 3.5.

# %%
ad.area(6, 7, 1, 0.5)

# %% [markdown]
# The area gets a strip on the right, a strip on top, and a corner. Now take a smaller nudge: $x$ moves from 3 to 3.01.
# Then the width is 6.02 and the height 7.01.
#
# **Predict.** How large is the strip on the right?

# %%
ad.predict("05.2c")

# %%
round(fork(3.01) - fork(3), 6)

# %% [markdown] tags=["fold"]
# The strip on the right is 7 high and 0.02 wide: 0.14. The one on top is 6 wide and 0.01 high: 0.06. Together 0.20, and
# the corner, $0.02 \cdot 0.01$, adds 0.0002. Per unit of $x$ the strips are 14 and 6: the two shares.

# %% [markdown]
# The corner is where both moves meet. May it be forgotten?
#
# **Predict.** Make the nudge ten times smaller. How many times smaller does the corner get?

# %%
ad.predict("05.2d")

# %% [markdown] tags=["fold"]
# Both sides of the corner get ten times smaller, so it gets 100 times smaller. The strips get ten times smaller. With a
# nudge that is small enough, only the strips count.

# %% [markdown]
# **Say why.** Why are the two shares of $x$ added? Put the reason together: take the three parts that make it up.

# %%
ad.predict("05.2e")

# %% [markdown] tags=["fold"]
# There are two ways from $x$ to $f$, through $a$ and through $b$. Along each, a small nudge moves $f$ by its share. What
# the two moves do to each other is the corner, and it gets small faster than they do. So the small moves add up, and the
# shares with them.

# %% tags=["check"]
# Author's check: section 05.2.
found = [(step.before, step.after, step.upstream, step.partial) for step in ad.reverse_sweep(square)]
assert found == [(0, 1, None, None), (0, 3, 1, 3), (3, 6, 1, 3)]
shares = [step.upstream * step.partial for step in ad.reverse_sweep(square) if step.target == "x"]
right |= {"05.2a": len(shares), "05.2b": shares[0], "05.2c": round(7 * (6.02 - 6), 9)}
right |= {"05.2d": round((0.02 * 0.01) / (0.002 * 0.001), 6)}
assert (fork(3), fork(3.5)) == (6 * 7, (6 + 1) * (7 + 0.5))
assert (round(6 * (7.01 - 7), 9), round(fork(3.01) - fork(3), 6), round(0.02 * 0.01, 9)) == (0.06, 0.2002, 0.0002)
assert ad.grad(lambda x: x**2, x=3) == ad.grad(square) == {"x": 6}, "a reply says so"

# %% [markdown]
# ## 05.3 The running example, by hand
#
# Now `ad.examples.running`, the program of notebook 03, at $x = 0.25$: $a = e^x$, $b = a^2$, $c = a + b$, $d = e^c$,
# $e = \sin c$, $f = d + e$.
#
# **Predict.** Which variables receive two shares?

# %%
ad.predict("05.3a")

# %% [markdown] tags=["fold"]
# Two lines read $a$, those of $b$ and $c$. And two lines read $c$, those of $d$ and $e$. One line reads each of the
# others.

# %% [markdown]
# The values come from a forward sweep. Then a line for each variable, last one first (`abar` is $\bar a$). But two shares
# have been left out. Run it, put them back, and run it again, until the sweep agrees with nudging. (After one repair it
# may be further away.)

# %%
p = ad.trace(ad.examples.running, x=0.25)
x, a, b, c, d, e, f = ad.primals(p).values()
fbar = 1  # the seed
dbar = fbar * 1
ebar = fbar * 1
cbar = dbar * exp(c)
bbar = cbar * 1
abar = bbar * 2 * a
xbar = abar * a
by_nudging = (p(x=x + 1e-5) - p(x=x - 1e-5)) / 2e-5
print("sweep", round(xbar, 3), "nudging", round(by_nudging, 3))

# %% [markdown] tags=["fold"]
# $c$ gets a share from $e = \sin c$ as well, and $a$ one from $c = a + b$:
#
# ```python
# cbar = dbar * exp(c) + ebar * cos(c)
# abar = bbar * 2 * a + cbar * 1
# ```
#
# So $\bar c$ and $\bar b$ are 17.80, $\bar a$ is 63.51, and $\bar x$, the derivative, is 81.55.

# %% [markdown]
# Now step through it, one share at a time. Where a sum gets its last share, the picture asks you first; you may type a
# sum, such as `2 + 3 * 1.5`. For more questions, set "ask" below the picture higher: in the end you do the whole sweep.
# At the foot stands the code: the program, and the sweep itself, a line for each step.

# %%
ad.Stepper(p, fade=1, panes=("code",))

# %% tags=["check"]
# Author's check: section 05.3.
right |= {"05.3a": " ".join(name for j, name in enumerate(p.names) if len(p.beta(j)) == 2)}
assert abs(xbar - by_nudging) > 1, "it is to be repaired"
cbar = dbar * exp(c) + ebar * cos(c)
bbar = cbar * 1
abar = bbar * 2 * a + cbar * 1
xbar = abar * a
assert f"{xbar:.2f}" == f"{by_nudging:.2f}" == "81.55"
by_hand = (xbar, abar, bbar, cbar, dbar, ebar, fbar)
assert all(abs(u / w - 1) < 1e-14 for u, w in zip(ad.adjoints(p).values(), by_hand, strict=True))
assert [f"{u:.4g}" for u in (cbar, bbar, abar)] == ["17.8", "17.8", "63.51"]
steps = [step for step in ad.reverse_sweep(p) if step.kind == "reverse"]
assert len(steps) == 8
assert all(step.after == step.before + step.upstream * step.partial for step in steps)

# %% [markdown]
# A first share is put in with `=`. Every later one is added with `+=`: that is the `+=` in every implementation. (That
# $e$ comes before $d$ makes no difference.)
#
# ## 05.4 Paths, and why nobody walks them
#
# The chain rule of calculus suggests another recipe: for each path from $x$ to $f$ multiply the slopes along it, and add
# up the products. The cell below the question does so, at $x = 0$, where $a = b = 1$ and $c = 2$.
#
# **Predict.** How many paths lead from $x$ to $f$?

# %%
ad.predict("05.4a")

# %% [markdown] tags=["fold"]
# There are two ways from $a$ to $c$, straight or by $b$, and two from $c$ to $f$, by $d$ or by $e$. Each of the first
# goes on in each of the second: $2 \cdot 2 = 4$.

# %%
steps = [step for step in ad.reverse_sweep(p, x=0) if step.kind == "reverse"]


def products(name):
    if name == "f":
        return [1]
    out = [step for step in steps if step.target == name]
    return [step.partial * u for step in out for u in products(step.source)]


print("paths", *[round(u, 3) for u in products("x")])
print("sum", round(sum(products("x")), 3), "sweep", round(ad.grad(p, x=0)["x"], 3))

# %% [markdown]
# The products add up to what the sweep gives. So both are right. What do they cost? The sweep crosses each of the eight
# arrows once.
#
# **Predict.** How many arrows do the paths cross, all paths together?

# %%
ad.predict("05.4b")

# %% [markdown] tags=["fold"]
# Two paths go from $a$ straight to $c$ and cross 4 arrows; two go by $b$ and cross 5. That makes 18. The arrow
# from $x$ to $a$ alone is crossed four times.

# %% tags=["check"]
# Author's check: section 05.4.
terms = products("x")
assert sorted(round(u, 3) for u in terms) == [-0.832, -0.416, 7.389, 14.778]
assert abs(sum(terms) - 20.9187277871505235) < 1e-12
assert abs(ad.grad(p, x=0)["x"] - sum(terms)) < 1e-12
assert [ad.primals(p, x=0)[name] for name in "abc"] == [1, 1, 2]


def lengths(name):
    return [1 + n for step in steps if step.target == name for n in lengths(step.source)] if name != "f" else [0]


right |= {"05.4a": len(terms), "05.4b": sum(lengths("x"))}
assert sorted(lengths("x")) == [4, 4, 5, 5]
assert len(steps) == 8

# %% [markdown]
# A good place for a pause. (To go on later, run the cells above once more: *Run All Above Selected Cell* in the menu
# *Run*.)
#
# ## 05.5 Five orders
#
# Why walk a list, and not let each line call the lines that it reads? Here is a program in which that goes wrong.


# %%
def orders(a, b):
    s = a + b
    p = a * b
    t = s + p
    u = s * p
    y = t + u
    return y


ad.draw(ad.trace(orders, a=2, b=3))

# %% [markdown]
# At $a = 2$, $b = 3$ the values are $s = 5$, $p = 6$, $t = 11$, $u = 30$, $y = 41$, and $\bar a$ should be 25.
#
# Let them send in this order: $y$, $t$, then $s$ at once, $u$, $p$. Each sends all it has when its turn comes, times the
# slope, to whatever it reads.
#
# **Predict.** How much does $a$ lack in the end?

# %%
ad.predict("05.5a")

# %% [markdown] tags=["fold"]
# $t$ gives $s$ 1, and $s$ sends that 1 on. Then $u$ sends $s$ its share, 6, which stays in the box. The slope from $a$ to
# $s$ is 1, so $a$ lacks 6.

# %% [markdown]
# Can $s$ mend it? It has more now. Let it send once more, all it has.
#
# **Predict.** What does $a$ have then?

# %%
ad.predict("05.5b")

# %% [markdown] tags=["fold"]
# $s$ sends all 7, and with it the 1 a second time. So $a$ has 1 too much: 26.

# %% [markdown]
# **Predict.** In which order should $s$, $p$, $t$, $u$ and $y$ send, so that nobody sends twice and nothing stays behind?

# %%
ad.predict("05.5c")

# %% [markdown] tags=["fold"]
# $y$ sends first, since all the others wait for it. Then come $t$ and $u$, and last $s$ and $p$, which both of them read.

# %% [markdown]
# Now be the machine. Click a variable in the picture, and it *fires*: it sends. Take the bad order first, and look at $s$
# and $a$; let $s$ fire again; then start again with your own order.

# %%
ad.Stepper(ad.trace(orders, a=2, b=3), sweep="schedule")

# %% [markdown]
# A program needs a rule for who is next. People have tried five.
#
# | rule | in words |
# |---|---|
# | recursion | send all you have, then call those you read; at every call |
# | increments | the same calls, but send only what is new since the last time |
# | visit once | the same calls, but send only at the first one |
# | post-order | call those you read first, then send, once |
# | topological | send once, after all your readers |
#
# **Predict.** How many of the five rules find $\bar a = 25$? (Then press *five orders* below the machine, play them, and
# watch $s$. There $a$ and $b$ fire, too, but they read nothing, so they send nothing.)

# %%
ad.predict("05.5d")

# %% [markdown] tags=["fold"]
# A rule is right if it sends on all that comes, and nothing twice. Increments (15 firings) and topological (7) do, and
# find 25.
#
# Recursion finds 29, in 15 firings: $s$ sends 1, then 7, in which that 1 is sent again, and $p$ likewise: $1 + 3$ too
# much. Visit once finds 4: $s$ and $p$ send when they have 1, and what comes later stays. Post-order finds 0: everybody
# sends before anything comes.

# %% [markdown]
# Increments sends once for every path. Take `x = x + x`, twenty times over, which makes 21 variables. In topological
# order each of them sends once.
#
# **Predict.** How often do they send with increments, all together?

# %%
ad.predict("05.5e")


# %%
def double(x):
    for _ in range(20):
        x = x + x
    return x


for order in ("increments", "topological"):
    print(f"{order:12} {ad.schedules.count_firings(ad.trace(double, x=1), order):,}")

# %% [markdown] tags=["fold"]
# The last line sends once, and each line above sends twice as often as the next one: $1 + 2 + 4 + \dots + 2^{20}$.

# %% [markdown]
# (The firings were counted, and not made.) Both rules obey the chain rule. So why is one of them fast?
#
# **Say why.** Why does a variable wait for its readers? Put the reason together: take the three parts that make it up.

# %%
ad.predict("05.5f")

# %% [markdown] tags=["fold"]
# A variable that has sent too early keeps what comes later. To pass that on it must send again, and so must everything it
# reads: twice, four times, eight times.
#
# One that waits adds first and multiplies once. That is the distributive law, $u k + w k = (u + w) k$. The chain rule
# says *what* to add. Waiting makes it fast: backpropagation is not just the chain rule.

# %% [markdown]
# So *a variable must wait until all its readers have sent their shares*. Read from the bottom up, the list keeps this
# rule, because readers stand below.
#
# Where nobody is read twice, there is nothing to wait for, and recursion is right: that is why it passes small tests. And
# post-order is nearly the remedy: read *backwards*, it puts every variable after its readers. Small engines such as
# micrograd sort the graph this way first; our list is sorted from the start.

# %% tags=["check"]
# Author's check: section 05.5.
from itertools import permutations

found = {}
for order in ad.schedules.SCHEDULES:
    zbar, firings = ad.schedules.run_schedule(orders, order, a=2, b=3)
    found[order] = (zbar["a"], len(firings))
wanted = {"recursion": (29, 15), "increments": (25, 15), "visit once": (4, 7), "post-order": (0, 7), "topological": (25, 7)}
assert found == wanted
seven = ad.trace(orders, a=2, b=3)
assert list(seven.values()) == [2, 3, 5, 6, 11, 30, 41]
assert {k: ad.adjoints(seven)[k] for k in "asp"} == {"a": 25, "s": 7, "p": 6}
slopes = {step.source: step.partial for step in ad.reverse_sweep(seven) if step.target == "a"}
assert slopes == {"s": 1, "p": 3}


def ends(names):
    z, has, seen = seven.values(), [0] * 6 + [1], []
    for name in names:
        i = seven.index(name)
        ad.schedules.fire(seven, z, has, i, has[i])
        seen.append(has[0])
    return seen, has


assert ends("ytsups")[0][-2:] == [19, 26]
assert ends("yt")[1][2:4] == [1, 1]
assert 25 + 1 * slopes["s"] + 1 * slopes["p"] == 29
assert 1 * slopes["s"] + 1 * slopes["p"] == 4
orderly = ["".join(order) for order in permutations("sptuy") if ends(order)[1] == list(ad.adjoints(seven).values())]
assert sorted(orderly) == ["ytups", "ytusp", "yutps", "yutsp"]
counts = [ad.schedules.count_firings(ad.trace(double, x=1), order) for order in ("increments", "topological")]
assert counts == [2_097_151, 21] == [2**21 - 1, len(ad.trace(double, x=1))]
assert ad.trace(double, x=1)() == 1_048_576, "exercise 5.4 is about twenty doublings"
right |= {"05.5a": 25 - ends("ytsup")[0][-1], "05.5b": ends("ytsups")[0][-1]}
right |= {"05.5c": tuple("".join("ABCDE"["sptuy".index(name)] for name in order) for order in orderly)}
right |= {"05.5d": sum(zbar == 25 for zbar, _ in found.values())}
right |= {"05.5e": "ABCD"[[40, 2_000_000, 400, 20_000].index(round(counts[0], -6))]}
tree = ad.trace(lambda a, b, c: (a + b) * exp(c), a=2, b=3, c=0.5)  # nobody is read twice
assert ad.schedules.run_schedule(tree, "recursion")[0] == ad.adjoints(tree)
backwards = reversed(ad.schedules.run_schedule(seven, "post-order")[1])
assert ends(backwards)[1] == list(ad.adjoints(seven).values()), "post-order read backwards is a topological order"
assert all(i > j for j in range(len(p)) for i in p.beta(j)), "readers stand below"

# %% [markdown]
# ## 05.6 The rule for every program
#
# Let $\alpha(i)$ be those that line $i$ reads, and $\beta(j)$ the lines that read $z_j$. The inputs are
# $z_0, \dots, z_{m-1}$, the other lines $z_i = f_i(z_{\alpha(i)})$, the result is $z_n$. Then
#
# $$\begin{aligned}
# \bar z_n &= 1, \\
# \bar z_j &= \sum_{i \in \beta(j)} \bar z_i \, \frac{\partial f_i}{\partial z_j}, \quad j = n - 1, \dots, 1, 0, \\
# \nabla f &= (\bar z_0, \dots, \bar z_{m-1}).
# \end{aligned}$$

# %% [markdown]
# Forwards a variable looks at its *parents* $\alpha(i)$; backwards the sum runs over its *children* $\beta(j)$, a term
# for each arrow: two where $i$ stands twice in $\beta(j)$, as in $x \cdot x$. (Griewank's book writes the bar, too.
# Vieira writes $\lambda_j$: notebook 08 shows why. The course post names only the parents, Pa(i): there, $\beta(j)$ is
# "every $i$ with $j$ in its Pa(i)".)
#
# The whole rule takes six lines of Python. (Our own sweep, `ad.show_source(ad.reverse_sweep)`, has them in its middle;
# the rest tells each step, and looks after errors.)


# %%
def sweep(p):
    z, zbar = p.values(), [0] * (len(p) - 1) + [1]
    for i in reversed(range(len(p))):
        for place, k in p.edges(i):
            zbar[k] += zbar[i] * p.partial_of(i, place, z)
    return dict(zip(p.names, zbar, strict=True))


{name: round(u, 3) for name, u in sweep(p).items()}

# %% [markdown]
# **Predict.** Leave out `reversed`, so that the first line comes first. Which adjoint does $x$ have then? Answer, then try
# it.

# %%
ad.predict("05.6a")

# %% [markdown] tags=["fold"]
# At the start only $f$ has something to send, and now its turn comes last. All others have sent nothing by then, so $x$
# has 0. That is post-order.

# %% [markdown]
# **Predict.** A program has 500 inputs and 1,000 other lines, each of which reads two variables. How many shares does one
# sweep send?

# %%
ad.predict("05.6b")

# %% [markdown] tags=["fold"]
# A share is sent along every arrow, once: two for each line, 2,000. The number of inputs does not matter.

# %% tags=["check"]
# Author's check: section 05.6.
assert all(abs(u / w - 1) < 1e-14 for u, w in zip(sweep(p).values(), ad.adjoints(p).values(), strict=True))
assert sweep(square) == {"x": 6, "f": 1}
unreversed = [0] * 6 + [1]
for i in range(7):
    for place, k in p.edges(i):
        unreversed[k] += unreversed[i] * p.partial_of(i, place, p.values())


def long(x):
    for k in range(500):
        x[k] = x[k] * x[k - 1] + x[k - 2]
    return x[-1]


big = ad.trace(long, x=[0.5] * 500)
arrows = sum(step.kind == "reverse" for step in ad.reverse_sweep(big))
assert (sum(len(big.alpha(i)) for i in range(len(big))), len(big)) == (2_000, 1_500)
right |= {"05.6a": unreversed[0], "05.6b": arrows}
assert "zbar[k] = before + zbar[i] * partial" in ad.show_source(ad.reverse_sweep).text[-300:], "as in the six lines"

# %% [markdown]
# ## Summary
#
# The adjoint of a variable is how far the output moves per unit of a small nudge of it. A reverse sweep gives the output
# 1 and walks the list from the bottom up; each line sends every variable it reads its own adjoint times the slope, and
# the shares are added before they are sent on. So one sweep, which crosses each arrow once, gives the derivative by every
# input.

# %% [markdown]
# ## Exercises
#
# Each answer is judged when you run its cell. Below it stand *hint*, *solution* and *reset*. (5.2 and 5.5 are in notebook
# 05b.)
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
# ### Exercise 5.3 ★★ Hunt the bug
#
# Eight lines, one character short. Try it: for which functions is it right? Then repair it. (It takes order and slopes
# from our sweep, and does the bookkeeping itself.)


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
    return zbar  # with = it was right where every variable has at most one reader


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
            count[k] += count[i]  # a reverse sweep in which every slope is 1
    return count[0]


ad.exercises.check("5.4", paths)

# %% [markdown]
# Here are the predictions that you missed, to try again.

# %%
ad.replay("05")

# %% [markdown]
# ## Roads not taken
#
# *From the middle.* Paths can be multiplied in yet other orders. *No calculus?* That shares add up *is* the chain rule, for
# several variables. Whom to wait for, it does not say.
#
# ## Further reading
#
# * T. Vieira, [Backprop is not just the chain
#   rule](https://timvieira.github.io/blog/post/2017/08/18/backprop-is-not-just-the-chain-rule/) (2017): the same rule,
#   found with Lagrange multipliers.
# * A. G. Baydin et al., [Automatic differentiation in machine learning: a survey](https://jmlr.org/papers/v18/17-468.html)
#   (2018): forward and reverse traces as tables.
#
# **Next:** [05b, use one sweep](05b_use_one_sweep.ipynb), or [07](07_state_it_as_constraints.ipynb). Back to the
# [map](00_see_a_gradient_appear.ipynb).
