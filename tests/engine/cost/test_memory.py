"""What has to be kept: read from the table, and held to what the real partials touch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import everywhere

import adlesson as ad
from adlesson.engine.cost.memory import Mark, held, lifetimes, saves
from adlesson.engine.errors import InputError
from adlesson.engine.ops import OPS
from adlesson.engine.samples.examples import ZOO

EVERYWHERE = pytest.mark.parametrize(("f", "at"), [pytest.param(f, at, id=name) for name, f, at in everywhere()])
OF_NUMBERS = ("_operator", "adlesson.engine.numbers.arithmetic", "adlesson.engine.numbers.elementary")
SCALAR = [op for op in OPS.values() if op.value.__module__ in OF_NUMBERS]


def by_name(p):
    """Return what each variable saves, by names, in a dict."""
    return {name: " ".join(p.names[k] for k in kept) for name, kept in zip(p.names, saves(p), strict=True)}


class Gone:
    """What stands where a value has been freed: whoever calculates with it fails."""

    def refuse(self, *_):
        raise LookupError("this value was freed")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = refuse
    __pow__ = __rpow__ = __neg__ = __abs__ = __float__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__ = refuse
    __hash__ = None


# --- what the rules save -------------------------------------------------------------------------------------


def test_exp_saves_its_output_a_square_its_input_and_a_sum_nothing():
    """The running example, line by line."""
    p = ad.trace(ZOO["running"].f, x=0.25)
    assert by_name(p) == {"x": "", "a": "a", "b": "a", "c": "", "d": "d", "e": "c", "f": ""}


@pytest.mark.parametrize(
    ("f", "kept"),
    [
        (lambda x, y: 10 * x, ""),
        (lambda x, y: x / 10, ""),
        (lambda x, y: -x - 3, ""),
        (lambda x, y: x * y, "x y"),
        (lambda x, y: x * x, "x"),
        (lambda x, y: x / y, "y f"),
        (lambda x, y: 1 / y, "y f"),
        (lambda x, y: x**3, "x"),
        (lambda x, y: x**y, "x y"),
        (lambda x, y: 2**y, "y"),
        (lambda x, y: ad.maximum(x, y), "x y"),
        (lambda x, y: ad.tanh(x), "x"),
        (lambda x, y: ad.sqrt(x), "f"),
        (lambda x, y: np.float64(2) * ad.log(x), ""),
    ],
    ids=lambda f: "" if isinstance(f, str) else None,
)
def test_only_what_a_partial_reads_is_saved(f, kept):
    """A factor that is a constant is at hand anyway; of x * y each partial is the other factor."""
    assert by_name(ad.trace(f, x=0.5, y=0.75))["f"] == kept


@pytest.mark.parametrize("op", SCALAR, ids=lambda op: op.name)
def test_the_hint_in_the_table_says_the_same(op):
    """``uses`` is for people; what is run decides."""
    p = ad.trace(lambda **u: op.value(*u.values()), {"u": 0.5, "w": 0.75} if len(op.partials) == 2 else {"u": 0.5})
    kept = saves(p)[-1]
    reads = [what for what, there in (("input", min(kept, default=p.d) < p.d), ("output", p.d in kept)) if there]
    assert op.uses == (" and ".join(reads) or "nothing")


@EVERYWHERE
def test_each_partial_can_be_computed_from_what_is_saved_and_not_from_less(f, at):
    """The real partials run on the real numbers, everything else gone; then each saved value goes as well."""
    p = ad.trace(f, at)
    z = p.values()
    for i, kept in enumerate(saves(p)):
        slots = [slot for slot, k in enumerate(p.slots[i]) if k >= 0]
        constants = z[len(p) :]
        only = [u if k in kept else Gone() for k, u in enumerate(z[: len(p)])] + constants
        assert [p.partial_of(i, slot, only) for slot in slots] == [p.partial_of(i, slot, z) for slot in slots]
        for k in kept:
            less = [*only[:k], Gone(), *only[k + 1 :]]
            with pytest.raises(LookupError):
                assert all(type(p.partial_of(i, slot, less)) is not Gone for slot in slots) or Gone().refuse()


def test_a_mark_is_a_number_that_knows_where_it_comes_from():
    """Arithmetic and functions unite the origins; plain numbers have none."""
    u, w = Mark([1]), Mark([4])
    assert (2 * u - ad.sin(w) / 3).of == {1, 4}
    assert (-(u**2)).of == (2 - u).of == abs(u).of == {1}
    assert ad.maximum(0, w).of == {4}


# --- how long values are held ----------------------------------------------------------------------------------


def spans_by_simulation(p):
    """Return the lifetimes from the steps that the real sweeps take, moment by moment."""
    m, d = len(p) - p.d, p.d
    place = {name: i for i, name in enumerate(p.names)}
    needs = {t: {*p.alpha(d + t), d + t} for t in range(m)}
    if m:
        needs[m - 1] |= {i for i in p.output_slots if i >= 0}
    kept = saves(p)
    for step in ad.reverse_sweep(p, dict.fromkeys(p.outputs, 1)):
        if step.kind == "reverse":
            i = place[step.source]
            needs.setdefault(2 * m - 1 - (i - d), set()).update(kept[i])
    return needs


@EVERYWHERE
def test_lifetimes_end_with_the_last_reader(f, at):
    """Held to the sweeps' own steps: each value is there when it is read, and no longer."""
    p = ad.trace(f, at)
    needs, d = spans_by_simulation(p), p.d
    for k, (first, last) in enumerate(lifetimes(p)):
        assert first == max(k - d, 0)
        assert last == max((t for t, read in needs.items() if k in read), default=first)


@EVERYWHERE
def test_the_counts_are_those_of_the_lifetimes(f, at):
    """One entry per moment, forward then reverse."""
    p = ad.trace(f, at)
    for sweep, moments in (("reverse", 2 * (len(p) - p.d)), ("tangent", len(p) - p.d)):
        spans = lifetimes(p, sweep)
        assert held(p, sweep) == [sum(first <= t <= last for first, last in spans) for t in range(moments)]


@EVERYWHERE
def test_both_sweeps_run_with_every_value_freed_on_time(f, at):
    """The gradient is the same, although what a moment is not said to need is gone."""
    p = ad.trace(f, at)
    spans, m, z = lifetimes(p), len(p) - p.d, p.start({})
    zbar = {p.output_slots[0]: 1}

    def at_moment(t):
        for k, (first, last) in enumerate(spans):
            if not first <= t <= last:
                z[k] = Gone()

    for i in range(p.d, len(p)):
        z[i] = p.value_of(i, z)
        at_moment(i - p.d)
    assert p() == z[p.output_slots[0]]
    for i in reversed(range(p.d, len(p))):
        at_moment(2 * m - 1 - (i - p.d))
        for slot, k in enumerate(p.slots[i]):
            if k >= 0 and i in zbar:
                zbar[k] = zbar.get(k, 0) + zbar[i] * p.partial_of(i, slot, z)
    assert p.pack_inputs([zbar.get(k, 0) for k in range(p.d)]) == ad.grad(p)


def test_the_running_example_holds_five_of_seven_values():
    """x goes when a is there, b when c is, f is handed out; a, c and d wait for the way back."""
    p = ad.trace(ZOO["running"].f, x=0.25)
    assert held(p) == [2, 2, 3, 3, 4, 5, 3, 3, 2, 1, 1, 1]
    assert held(p, "tangent") == [2, 2, 3, 2, 3, 3]
    assert dict(zip(p.names, lifetimes(p), strict=True)) == {
        "x": (0, 0), "a": (0, 11), "b": (1, 2), "c": (2, 7), "d": (3, 8), "e": (4, 5), "f": (5, 5),
    }  # fmt: skip


def test_a_chain_of_functions_keeps_all_and_a_chain_of_sums_nothing():
    """Why memory grows with the length of the calculation in reverse mode, and not in forward mode."""

    def chain(step, n=1000):
        def f(x):
            for _ in range(n):
                x = step(x)
            return x

        return ad.trace(f, x=0.5)

    sines, sums = chain(ad.sin), chain(lambda x: x + 1)
    assert max(held(sines)) == 1001 and max(held(sines, "tangent")) == 2
    assert max(held(sums)) == max(held(sums, "tangent")) == 2


def test_what_the_output_does_not_depend_on_is_not_kept():
    """sin(y) would save y, but nobody will ask for its partial."""
    p = ad.trace(lambda x, y: (ad.sin(y), x * x)[1], x=2.0, y=3.0)
    names = dict(zip(p.names, lifetimes(p), strict=True))
    assert names["y"] == (0, 0)
    assert names["x"] == (0, 2)


def test_all_outputs_count():
    """A program with several outputs keeps what any of them needs, and hands all out at the end of the forward sweep."""
    p = ad.trace(lambda x: {"u": ad.exp(x), "w": ad.sin(x), "s": x + 1}, x=0.5)
    assert lifetimes(p) == [(0, 4), (0, 5), (1, 2), (2, 2)]


def test_a_program_without_instructions_has_no_moments():
    """Nothing runs, so nothing is held while it runs."""
    p = ad.trace(lambda x: x, x=2)
    assert saves(p) == [()] and held(p) == held(p, "tangent") == []


@given(st.lists(st.tuples(st.sampled_from("+*s"), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12))
def test_reverse_mode_never_holds_less_than_forward_mode(lines):
    """The way there is the same, and nothing is freed earlier."""

    def f(x):
        z = [x]
        for sign, i, j in lines:
            u, w = z[i % len(z)], z[j % len(z)]
            z.append(u + w if sign == "+" else u * w if sign == "*" else ad.sin(u))
        return z[-1]

    p = ad.trace(f, x=0.5)
    assert all(there <= both for there, both in zip(held(p, "tangent"), held(p), strict=False))
    assert max(held(p)) <= len(p)


def test_a_chain_of_100_000_instructions_is_read_in_one_pass():
    """Counts, not sets: sets would need the square of the length."""

    def f(x):
        for _ in range(50_000):
            x = ad.sin(x) + 1
        return x

    assert max(held(ad.trace(f, x=0.5))) == 50_002


def test_refusals_say_what_is_accepted():
    """Arrays, other sweeps, and what is no program."""
    p = ad.trace(ZOO["square"].f, x=3)
    with pytest.raises(InputError, match="choose 'reverse' or 'tangent'"):
        held(p, "forward")
    with pytest.raises(InputError, match="saves takes a program"):
        saves(ZOO["square"].f)
    with pytest.raises(InputError, match="f has arrays"):
        saves(ad.trace(lambda x: (x * x).sum(), x=np.array([1.0, 2.0])))
