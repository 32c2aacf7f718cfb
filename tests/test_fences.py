"""Growth has a fence: every public function refuses what would take too long, goes round with a bar, or is named as flat.

A new public function stands in none of the lists, and fails here: how does what it does grow with what it is given?
"""

import inspect
import itertools
import sys
import types
from functools import cache

import numpy as np
import pytest

import adlesson as ad
from adlesson.lagrange import going_round
from adlesson.lagrange.dynamics import relaxation
from adlesson.lagrange.loops.loop import Loop
from adlesson.show.picture.system_picture import system_picture

# --- what is too long -------------------------------------------------------------------------------


@cache
def chain(n):
    """z <- sin(z) y, so often that there are n variables and some."""

    def f(x, y):
        z = x
        for _ in range(n // 2):
            z = ad.sin(z) * y
        return z

    return ad.trace(f, x=0.3, y=1.1)


@cache
def wide(n):
    """n inputs, each with its neighbour."""
    return ad.trace(lambda x: sum(a * b for a, b in itertools.pairwise(x)), x=[0.5] * n)


@cache
def doubled(n):
    """A formula that doubles at each step, and whose paths do, too."""

    def f(x):
        for _ in range(n):
            x = x + x
        return x

    return ad.trace(f, x=1)


@cache
def loop(n):
    """A loop of n numbers."""
    W = np.eye(n) / 2
    return ad.close_loop(ad.trace(lambda z, x: {"z_next": W @ z + x, "f": z.sum()}, z=np.zeros(n), x=1.0), {"z_next": "z"})


def L(n):
    return ad.Lagrangian(chain(n))


def problem(n):
    return ad.solvers.Problem(ad.trace(lambda x: (x * x).sum(), x=np.ones(n)), free="x")


def net(n=2):
    return ad.recurrent.Net(np.eye(n) / 2, np.ones(n), lambda X: X.sum())


FLOW = {"f": lambda z, th: th * z, "loss": lambda z: z, "z": 1.0, "th": 0.1, "T": 1.0}
LONG = 100_002

# by name: a call that is refused, what it is given being made before; each is a list of what is given, and the call
REFUSED = {
    "source": (lambda: chain(LONG), ad.source),
    "compiled": (lambda: chain(LONG), ad.compiled),
    "gradient_program": (lambda: chain(LONG), ad.gradient_program),
    "hessian": (lambda: wide(7_100), ad.hessian),
    "jacobian": (lambda: ad.trace(lambda x: [a * a for a in x], x=[1.0] * 8_000), ad.jacobian),
    "jacobian_program": (lambda: ad.trace(lambda x: [sum(x[k:]) for k in range(280)], x=[1.0] * 280), ad.jacobian_program),
    "hessian_program": (lambda: chain(LONG), ad.hessian_program),
    "hvp": (lambda: chain(LONG), lambda p: ad.hvp(p, {"x": 1})),
    "operations": (lambda: chain(LONG), ad.operations),
    "checkpoint": (lambda: chain(5_000), lambda p: ad.checkpoint(p, 1)),
    "expression": (lambda: doubled(30), ad.expression),
    "swell": (lambda: chain(LONG), ad.swell),
    "table": (lambda: chain(LONG), ad.table),
    "draw": (lambda: chain(600), ad.draw),
    "dot": (lambda: chain(600), ad.dot),
    "Stepper": (lambda: chain(600), ad.Stepper),
    "explore": (lambda: 600, lambda n: ad.explore(lambda x: sum(x * k for k in range(n)), x=1.0)),
    "contours": (lambda: [*range(500)], lambda levels: ad.contours(lambda x, y: x, levels=levels, x=(0, 1), y=(0, 1))),
    "draw_weights": (lambda: {"W": np.ones((200, 200))}, ad.draw_weights),
    "plots.bars": (lambda: {str(k): k for k in range(500)}, lambda values: ad.plots.bars(values, "title", "x")),
    "schedules.run_schedule": (lambda: doubled(30), lambda p: ad.schedules.run_schedule(p, "recursion")),
    "Lagrangian.expression": (lambda: L(3_000), lambda L: L.expression),
    "Lagrangian.formulas": (lambda: L(3_000), lambda L: L.formulas),
    "Lagrangian.feasibility": (lambda: L(3_000), lambda L: L.feasibility),
    "Lagrangian.stationarity": (lambda: L(3_000), lambda L: L.stationarity),
    "Lagrangian.sensitivity": (lambda: L(3_000), lambda L: L.sensitivity),
    "Lagrangian.system": (lambda: L(3_000), lambda L: L.system()),
    "Lagrangian.hessian": (lambda: ad.Lagrangian(wide(300)), lambda L: L.hessian()),
    "Lagrangian.verify": (lambda: L(300), lambda L: L.verify()),
    "system_picture": (lambda: L(40), system_picture),
    "close_loop.jacobian": (lambda: loop(2_001), lambda loop: loop.jacobian()),
    "solvers.solve": (lambda: problem(3_001), lambda problem: ad.solvers.solve(problem, "newton")),
    "control.optimal": (
        lambda: 50_000,
        lambda n: ad.control.optimal(lambda x, u: x + u, None, lambda x: x * x, x=1, steps=n),
    ),
    "control.steer": (
        lambda: [0] * 200_000,
        lambda u: ad.control.steer(lambda x, u: x + u, None, lambda x: x * x, x=1, u=u),
    ),
    "flow.euler": (lambda: LONG, lambda n: ad.flow.euler(**FLOW, steps=n)),
    "flow.rk4": (lambda: LONG, lambda n: ad.flow.rk4(**FLOW, steps=n)),
    "flow.symplectic": (lambda: LONG, lambda n: ad.flow.symplectic(**FLOW, steps=n)),
    "flow.backwards": (lambda: LONG, lambda n: ad.flow.backwards(**FLOW, steps=n)),
    "recurrent.unrolled": (net, lambda net: ad.recurrent.unrolled(net, LONG)),
    "recurrent.untied": (net, lambda net: ad.recurrent.untied(net, LONG)),
}


def calls_of(ask, *given):
    """Return how many functions of Python's are called, and what is raised."""
    count = 0

    def seen(frame, event, _):
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        ask(*given)
    except Exception as problem:
        return count, problem
    finally:
        sys.setprofile(before)
    return count, None


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_too_large_is_refused_before_any_work(name):
    """In a sentence that says how large, how much is possible, and what to do; a sweep at most has run by then."""
    given, ask = (make := REFUSED[name])[0](), make[1]
    size = len(getattr(given, "program", given)) if hasattr(getattr(given, "program", given), "slots") else 0
    count, problem = calls_of(ask, given)
    assert isinstance(problem, ad.LessonError), problem
    assert " at most: " in str(problem) and len(str(problem)) < 400
    assert count < 8_000 + 20 * size, "it worked before it refused"


def test_work_before_the_sentence_is_seen():
    """A function that first makes what it then refuses."""

    def late(p):
        ad.gradient_program(p)
        ad.Lagrangian(p).verify()

    count, problem = calls_of(late, chain(600))
    assert isinstance(problem, ad.LessonError) and count > 8_000 + 20 * 602


@pytest.mark.parametrize("name", REFUSED)
def test_a_fence_is_no_wall(name):
    """What is small goes through, or is refused for another reason."""
    small = {
        "plots.bars": {"a": 1, "b": 2},
        "explore": 3,
        "contours": [0.5],
        "draw_weights": {"W": np.ones((2, 2))},
        "control.optimal": 2,
        "control.steer": [0, 0],
        "solvers.solve": problem(2),
        "close_loop.jacobian": loop(2),
        "system_picture": L(4),
    }
    if name.startswith("recurrent"):
        assert getattr(ad.recurrent, name.partition(".")[2])(net(), 3)() > 0
        return
    what = small.get(name, 2 if name.startswith("flow") else L(4) if name.startswith("Lagrangian") else chain(4))
    REFUSED[name][1](what)


# --- what goes round ----------------------------------------------------------------------------------


class Pressed:
    """Ctrl-C at the call ``at`` of what is counted."""

    def __init__(self, at):
        self.left = at

    def __call__(self):
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


def fit(tell):
    small = ad.layers.Network([2, 3, 2], cost="cross-entropy", seed=0)
    return ad.fit(small, np.eye(2), [0, 1], epochs=50, each=lambda run: run.running and tell())


def solve(tell):
    def method(problem, u, lam):
        for move in ad.solvers.blocks(problem, u, lam):
            tell()
            yield move

    return ad.solvers.solve(problem(3), method)


def optimal(tell):
    def f(x, u):
        tell()
        return x + ad.sin(u) * x

    return ad.control.optimal(f, lambda x, u, t: u * u * (t + 1), lambda x: (x - 2) ** 2, x=1.0, steps=2, u=0.5)


def in_loop(ask):
    def go(tell, monkeypatch):
        before = Loop.once_round
        monkeypatch.setattr(Loop, "once_round", lambda *args: (tell(), before(*args))[1])
        return ask(LOOP)

    return go


def relax(tell, monkeypatch):
    before = relaxation.length
    monkeypatch.setattr(relaxation, "length", lambda u: (tell(), before(u))[1])
    return RELAXED.relax()


RELAXED, LOOP = net(), loop(3)

# by name: a call with something to tell at each round, who keeps what was done, and how it is written
ROUNDS = {
    "fit": (fit, ad.fit, "adlesson.fit"),
    "solvers.solve": (solve, ad.solvers.solve, "adlesson.solvers.solve"),
    "recurrent.Net.relax": (relax, RELAXED, "net"),
    "close_loop.solve": (in_loop(lambda loop: loop.solve(method="fixed point")), LOOP, "loop"),
    "close_loop.grad": (in_loop(lambda loop: loop.grad(output="f")), LOOP, "loop"),
    "close_loop.multipliers": (in_loop(lambda loop: loop.multipliers(output="f")), LOOP, "loop"),
}


@pytest.mark.parametrize("name", ROUNDS)
def test_what_goes_round_keeps_what_it_has_when_it_is_stopped(name, monkeypatch):
    """The interruption goes on upwards, so that all cells stop; the sentence says where the rounds before are."""
    call, owner, written = ROUNDS[name]
    given = [Pressed(4)] + [monkeypatch] * (len(inspect.signature(call).parameters) - 1)
    with pytest.raises(KeyboardInterrupt, match=rf"interrupted in .*\d: .* write run = {written}\.kept$") as met:
        call(*given)
    assert met.value.run is owner.kept is not None
    assert not isinstance(met.value, Exception), "nothing that catches errors may hold it up"


def test_an_interrupted_search_for_controls_is_kept(monkeypatch):
    """The path of the last whole round."""
    press, step = Pressed(3), ad.control.Search.lower
    monkeypatch.setattr(ad.control.Search, "lower", lambda search: (press(), step(search))[1])
    with pytest.raises(KeyboardInterrupt, match=r"interrupted in round 3: .* run = adlesson\.control\.optimal\.kept$"):
        optimal(lambda: None)
    run = ad.control.optimal.kept
    assert (run.rounds, run.kind, run.converged) == (2, "undecided", False) and "interrupted in round 3" in repr(run)
    whole = optimal(lambda: None)
    assert whole.kind == "minimum" and whole.cost <= run.cost


def test_a_loop_goes_on_from_where_it_was_stopped(monkeypatch):
    """``solve(kept)``: what it did before is not lost."""
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        ROUNDS["close_loop.solve"][0](Pressed(20), patched)
    rest = LOOP.solve(LOOP.kept, method="fixed point").report.iterations
    assert rest <= LOOP.solve(method="fixed point").report.iterations - 18


@pytest.mark.parametrize("name", [*ROUNDS, "control.optimal"])
def test_what_goes_round_shows_how_far_it_is_from_two_seconds_on(name, monkeypatch, capsys):
    """Here from the start on: the seconds are changed."""
    assert going_round.DELAY == 2
    for delay in (60, 0):
        with monkeypatch.context() as patched:
            patched.setattr(going_round, "DELAY", delay)
            call = optimal if name == "control.optimal" else ROUNDS[name][0]
            call(*[lambda: None] + [patched] * (len(inspect.signature(call).parameters) - 1))
        assert ("0%|" in capsys.readouterr().err) == (not delay)


def test_a_long_round_tells_that_it_is_at_work(monkeypatch):
    """Newton's method asks for the merit and for matrices before it can move: each time is told."""
    told = []
    monkeypatch.setattr(going_round.Bar, "__call__", lambda bar, *args: told.append(args))
    ad.solvers.solve(problem(30), "newton", steps=1)
    assert told.count(()) > 5 and len([args for args in told if args]) == 1


# --- all others ---------------------------------------------------------------------------------------

FLAT = {
    "as much work as tracing was": "trace parse primals adjoints tangents grad value_and_grad jvp vjp forward_sweep "
    "reverse_sweep tangent_sweep check_gradient memory.saves memory.lifetimes memory.held schedules.count_firings "
    "schedules.fire schedules.path_by_path schedules.first_visits schedules.after_parents schedules.list_backwards "
    "Lagrangian.value Lagrangian.gradient Lagrangian.multipliers Lagrangian.back_substitution Lagrangian.nudged "
    "Lagrangian.conditions control.hamiltonian solvers.layered operation",
    "one pass over arrays, or over what is given": "plots.lines plot_layers plots.Plot curves live_curves show_source "
    "layers.Network layers.backward layers.convolution layers.forward layers.one_hot layers.products layers.slope "
    "layers.softmax layers.tied recurrent.Net",
    "a round of what solve watches, and what it is given": "solvers.admm solvers.taylor solvers.least solvers.newton "
    "solvers.interior solvers.blocks solvers.descent_ascent solvers.mac solvers.multipliers solvers.penalty",
    "the same size always": "area bell circle practice predict progress replay self_test try_flat try_rule "
    "data.digits data.digit_pairs expect_error abs bench_results",
    "made once, and asked": "close_loop Lagrangian Program Instruction Step LessonError LessonWarning solvers.Problem "
    "solvers.Run solvers.Ending solvers.Iterate solvers.Move solvers.StoppedError solvers.Work control.Optimal "
    "schedules.Schedule flow.Backwards layers.States layers.Shared layers.Multipliers memory.Mark ops.Each ops.Op",
}
PRIVATE = {"plots": {"thinned"}, "flow": {"missed", "entries"}, "control": {"Search", "bent_up", "steepest"}}
PRIVATE |= {"recurrent": set(), "examples": set(), "data": {"Measurements", "Digits"}}


def public():
    """Yield the name of every public function and class, and of the methods that are asked for work."""
    for name in ad.__all__:
        thing = getattr(ad, name)
        if isinstance(thing, types.ModuleType):
            if name == "examples":
                continue  # programs to try things on
            own = getattr(thing, "__all__", None) or [
                k
                for k, u in vars(thing).items()
                if getattr(u, "__module__", None) == thing.__name__ and not k.startswith("_")
            ]
            yield from (f"{name}.{k}" for k in own if callable(getattr(thing, k)) and k not in PRIVATE.get(name, set()))
        elif callable(thing) and not getattr(thing, "__module__", "").startswith("adlesson.engine.numbers"):
            yield name
    yield from (f"Lagrangian.{k}" for k in vars(ad.Lagrangian) if not k.startswith("_"))
    yield from (f"close_loop.{k}" for k in ("solve", "grad", "multipliers", "jacobian"))
    yield from ("recurrent.Net.relax", "system_picture")


def test_every_public_function_says_how_it_grows():
    """It refuses, it goes round with a bar, or it is as cheap as what was made before."""
    flat = {name for names in FLAT.values() for name in names.split()}
    known, there = {*REFUSED, *ROUNDS, *flat}, {*public()}
    assert there - known == set(), "how does it grow?  Give it a fence, a bar, or a place in FLAT"
    assert known - there == set(), "these are gone"
