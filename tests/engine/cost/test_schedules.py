"""Five orders of payments: what each makes of the adjoints, and how often it fires."""

import functools
from fractions import Fraction

import pytest
from oracles import EXACT, sum_over_paths

import adlesson as ad
from adlesson.engine.cost.schedules import SCHEDULES, count_firings, fire, run_schedule
from adlesson.engine.errors import InputError, UnknownError
from adlesson.engine.samples.examples import ZOO
from adlesson.teach.problems.trials import doublings

PROGRAMS = [pytest.param(ad.trace(ZOO[name].f, at), id=name) for name, at in EXACT.items()]
INEXACT = [pytest.param(ad.trace(ZOO[name].f, ZOO[name].at), id=name) for name in ("running", "neuron", "polar", "baydin")]

# by hand, on y = (a + b) + ab + (a + b)(ab) at a = 2, b = 3: adjoints of a, b, s = a + b, p = ab; firings
# (recursion: s fires with 1, then with 7; p fires with 1, then with 6; so a gets 1 + 3 + 7 + 18)
WRITTEN = {
    "recursion": (29, 22, 7, 6, 15),
    "increments": (25, 19, 7, 6, 15),
    "visit once": (4, 3, 7, 6, 7),
    "post-order": (0, 0, 0, 0, 7),
    "topological": (25, 19, 7, 6, 7),
}


# --- the experiment -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_numbers_of_the_experiment(name):
    """What the notebook shows; ints, so exactly."""
    zbar, firings = run_schedule(ad.examples.order_matters, name, a=2, b=3)
    assert (zbar["a"], zbar["b"], zbar["s"], zbar["p"], len(firings)) == WRITTEN[name]
    assert zbar["order_matters"] == 1


@pytest.mark.parametrize(
    ("name", "firings"),
    [
        ("recursion", "y z4 s a b p a b z5 s a b p a b"),
        ("increments", "y z4 s a b p a b z5 s a b p a b"),
        ("visit once", "y z4 s a b p z5"),
        ("post-order", "a b s p z4 z5 y"),
        ("topological", "y z5 z4 p s b a"),
    ],
)
def test_the_firings_one_by_one(name, firings):
    """The order is the experiment: here written from the graph on paper."""
    found = run_schedule(ad.examples.order_matters, name, a=2, b=3)[1]
    assert [letter.replace("order_matters", "y") for letter in found] == firings.split()


def test_only_two_of_the_five_are_right_and_only_one_of_them_fires_once():
    """The sentence the lesson ends on."""
    right = ad.grad(ad.examples.order_matters, a=2, b=3)
    found = {name: run_schedule(ad.examples.order_matters, name, a=2, b=3) for name in SCHEDULES}
    good = {name: len(firings) for name, (zbar, firings) in found.items() if zbar["a"] == right["a"]}
    assert good == {"increments": 15, "topological": 7}


def test_twenty_doublings_fire_two_million_times_or_21():
    """2^21 - 1, without walking it."""
    program = doublings(20)
    counts = {name: count_firings(program, name) for name in SCHEDULES}
    assert counts == {
        "recursion": 2_097_151,
        "increments": 2_097_151,
        "visit once": 21,
        "post-order": 21,
        "topological": 21,
    }
    zbar, firings = run_schedule(program, "topological")
    assert (zbar["x"], len(firings)) == (2**20, 21)


def test_ten_doublings_can_be_walked():
    """Increments are right, and pay for it; accumulated gradients are not."""
    program = doublings(10)
    zbar, firings = run_schedule(program, "increments")
    assert (zbar["x"], len(firings)) == (1024, 2047)
    assert run_schedule(program, "recursion")[0]["x"] != 1024
    assert run_schedule(program, "visit once")[0]["x"] == 1024  # each variable is read by one line only: luck


# --- against sweeps written the way learners write them ------------------------------------------


class Node:
    """A variable as teaching engines have it: parents and slopes on the node, its adjoint inside."""

    def __init__(self, name, parents):
        self.name, self.parents, self.grad = name, parents, 0


def nodes(program):
    """Return the output's node of a fresh graph, and all nodes by name; slopes come from the reverse sweep's steps."""
    slopes = {name: {} for name in program.names}
    for step in ad.reverse_sweep(program):
        if step.kind == "reverse":
            slopes[step.source][step.slot] = (step.target, step.partial)
    made = {}
    for name in program.names:
        made[name] = Node(name, [(made[target], partial) for _, (target, partial) in sorted(slopes[name].items())])
    return made[program.outputs[0]], made


def by_recursion(node, fired):
    fired.append(node.name)
    for parent, slope in node.parents:
        parent.grad += node.grad * slope
    for parent, _ in node.parents:
        by_recursion(parent, fired)


def by_increments(node, fired, increment=1):
    fired.append(node.name)
    if len(fired) > 1:
        node.grad += increment
    for parent, slope in node.parents:
        by_increments(parent, fired, increment * slope)


def by_first_visit(node, fired):
    if node.name in fired:
        return
    fired.append(node.name)
    for parent, slope in node.parents:
        parent.grad += node.grad * slope
    for parent, _ in node.parents:
        by_first_visit(parent, fired)


def by_post_order(node, fired):
    if node.name in fired:
        return
    for parent, _ in node.parents:
        by_post_order(parent, fired)
    if node.name not in fired:
        fired.append(node.name)
        for parent, slope in node.parents:
            parent.grad += node.grad * slope


LEARNERS = {
    "recursion": by_recursion,
    "increments": by_increments,
    "visit once": by_first_visit,
    "post-order": by_post_order,
}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", LEARNERS)
def test_each_schedule_is_what_the_recursive_function_does(program, name):
    """Recursion in Python and a graph of objects, as people write it: the same adjoints and firings, exactly."""
    output, made = nodes(program)
    output.grad, fired = 1, []
    LEARNERS[name](output, fired)
    assert run_schedule(program, name) == ({variable: node.grad for variable, node in made.items()}, fired)


@pytest.mark.parametrize("program", PROGRAMS + INEXACT)
def test_topological_is_the_reverse_sweep(program):
    """In every bit, floats too: the same additions in the same order."""
    assert run_schedule(program, "topological")[0] == ad.adjoints(program)


@pytest.mark.parametrize("program", PROGRAMS)
def test_increments_are_the_sum_over_paths(program):
    """Right, because the chain rule is; slow, because it walks every path."""
    edges = {}
    for step in ad.reverse_sweep(program):
        if step.kind == "reverse":
            edges.setdefault(step.target, []).append((step.source, step.partial))
    zbar, _ = run_schedule(program, "increments")
    assert zbar == {name: sum_over_paths(edges, name, program.outputs[0]) for name in program.names}


@pytest.mark.parametrize("program", PROGRAMS + INEXACT)
@pytest.mark.parametrize("name", SCHEDULES)
def test_counting_agrees_with_walking(program, name):
    """The number is got without the walk; here is the walk."""
    assert count_firings(program, name) == len(run_schedule(program, name)[1])


@pytest.mark.parametrize("program", PROGRAMS + INEXACT)
@pytest.mark.parametrize("name", ["visit once", "post-order", "topological"])
def test_who_fires_once_fires_once_and_only_if_the_output_depends_on_it(program, name):
    """What nobody reads (the y of ``idle``) has nothing to pay and is not visited."""
    firings = run_schedule(program, name)[1]
    assert len(set(firings)) == len(firings)
    reached = functools.reduce(
        lambda found, i: found | ({*program.alpha(i)} if i in found else set()),
        reversed(range(len(program))),
        {program.index(program.outputs[0])},
    )
    assert {program.index(fired) for fired in firings} == reached


@pytest.mark.parametrize("program", PROGRAMS + INEXACT)
def test_post_order_read_backwards_is_right(program):
    """The remedy of the teaching engines: sort first, then fire in the opposite order."""
    z, zbar = program.values(), [0] * len(program)
    zbar[program.index(program.outputs[0])] = 1
    for name in reversed(run_schedule(program, "post-order")[1]):
        i = program.index(name)
        fire(program, z, zbar, i, zbar[i])
    right = ad.adjoints(program).values()
    assert zbar == pytest.approx(list(right), rel=1e-14)


def test_where_no_variable_is_read_twice_recursion_is_right():
    """Why so many believe in it: on a tree every order from the output down will do."""
    tree = ad.trace(lambda a, b, c: (a + b) * ad.sin(c), a=2, b=3, c=0.5)
    right = ad.adjoints(tree)
    for name in ("recursion", "increments", "visit once", "topological"):
        assert run_schedule(tree, name)[0] == right
        assert count_firings(tree, name) == len(tree) == 6
    assert run_schedule(tree, "post-order")[0] != right


# --- firing -------------------------------------------------------------------------------------


def test_a_firing_pays_every_slot():
    """x * x has two edges into x; the constant of 3 * x is not paid."""
    square = ad.trace(ad.examples.square, x=3)
    zbar = [0, 1]
    fire(square, square.values(), zbar, 1, zbar[1])
    assert zbar == [6, 1]
    tripled = ad.trace(lambda x: 3 * x, x=5)
    zbar = [0, 1]
    fire(tripled, tripled.values(), zbar, 1, 10)
    assert zbar == [30, 1]


def test_an_order_of_ones_own():
    """Be the machine: any order in which children come first is right, whatever the list says."""
    program = ad.trace(ad.examples.order_matters, a=2, b=3)
    for order, right in (("6 4 5 2 3 0 1", True), ("6 5 4 3 2 1 0", True), ("6 4 2 5 3 0 1", False), ("6 4 5 2 0 1", False)):
        z, zbar = program.values(), [0] * 6 + [1]
        for i in map(int, order.split()):
            fire(program, z, zbar, i, zbar[i])
        assert (zbar == list(ad.adjoints(program).values())) is right


def test_inputs_may_be_given_by_dict_and_fractions_stay_exact():
    """As everywhere; the program's own inputs serve where none are given."""
    program = ad.trace(ad.examples.order_matters, a=2, b=3)
    at = {"a": Fraction(1, 2), "b": Fraction(1, 3)}
    assert run_schedule(program, "topological", at)[0] == ad.adjoints(program, at=at)
    assert run_schedule(program, "increments", a=0, b=1)[0]["a"] == 3
    assert run_schedule(program, "recursion")[0]["a"] == 29


# --- limits and errors --------------------------------------------------------------------------


def test_a_schedule_that_would_not_end_is_refused_with_its_number():
    """An hour of silence teaches nothing."""
    with pytest.raises(
        InputError,
        match=r"recursion on .* has 2,097,151 firings, and run_schedule makes 100,000 at most: count them",
    ):
        run_schedule(doublings(20), "recursion")
    with pytest.raises(InputError, match="131,071 firings"):
        run_schedule(doublings(16), "increments")
    assert len(run_schedule(doublings(15), "increments")[1]) == 65_535
    with pytest.raises(InputError, match=r"more than 10\^602 firings"):
        run_schedule(doublings(2000), "recursion")


def test_sixty_stacked_diamonds_are_counted_at_once():
    """x -> (x + 1) + (x + 2), sixty times: 3 * 2^60 and a little."""

    def diamonds(x):
        for _ in range(60):
            x = (x + 1) + (x + 2)
        return x

    program = ad.trace(diamonds, x=1)
    assert count_firings(program, "recursion") == sum(2**k for k in range(61)) + 2 * sum(2**k for k in range(60))
    assert count_firings(program, "topological") == len(program) == 181
    assert run_schedule(program, "topological")[0]["x"] == 2**60


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_long_chain_needs_no_deep_stack(name):
    """What kills the recursive version at a thousand variables."""

    def chain(x):
        for _ in range(50_000):
            x = x + 1
        return x

    zbar, firings = run_schedule(ad.trace(chain, x=1), name)
    assert len(firings) == 50_001
    assert zbar["x"] == (0 if name == "post-order" else 1)


def test_an_unknown_schedule_is_named_with_the_known_ones():
    """A typing mistake, and things that are no name at all."""
    program = ad.trace(ad.examples.square, x=3)
    with pytest.raises(
        UnknownError, match=r"no schedule 'topologcal' \(did you mean 'topological'\?\): known are recursion"
    ):
        run_schedule(program, "topologcal")
    for what in (None, [], 3, SCHEDULES):
        with pytest.raises(UnknownError, match="no schedule"):
            count_firings(program, what)


def test_several_outputs_are_refused():
    """There is no single seed."""
    with pytest.raises(InputError, match="several outputs"):
        run_schedule(lambda x: (x, x * x), "topological", x=2)


def test_arrays_are_refused():
    """The experiment is about who pays when, and numbers show it."""
    numpy = pytest.importorskip("numpy")
    with pytest.raises(InputError, match="run_schedule reads programs of numbers"):
        run_schedule(lambda x: (x * x).sum(), "topological", x=numpy.arange(3.0))


@pytest.mark.parametrize("name", SCHEDULES)
def test_an_output_that_is_an_input_or_a_constant(name):
    """The smallest programs there are."""
    assert run_schedule(lambda x: x, name, x=5) == ({"x": 1}, ["x"])
    assert run_schedule(lambda x: 7, name, x=5) == ({"x": 0}, [])


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_output_need_not_be_the_last_variable(name):
    """What is computed afterwards, and read by nobody, takes no part."""

    def f(x):
        y = x * x
        y + 1
        return y

    zbar, firings = run_schedule(f, name, x=3)
    assert zbar == {"x": 6, "y": 1, "z2": 0}
    assert sorted(firings) == (["x", "x", "y"] if SCHEDULES[name].returns else ["x", "y"])
    assert count_firings(ad.trace(f, x=3), name) == len(firings)


def test_the_table_is_data():
    """Each schedule has a name, a sentence and an order."""
    assert list(SCHEDULES) == list(WRITTEN)
    for name, schedule in SCHEDULES.items():
        assert schedule.name == name
        assert schedule.says.endswith(".")
        assert len(schedule.says) < 80


def test_an_order_is_told_in_the_same_words_wherever_it_is_told(checkout):
    """In the notebook, and in the table below the machine."""
    text = (checkout / "notebooks" / "src" / "05_pull_back.py").read_text("utf-8")
    for name, says, *_ in SCHEDULES.values():
        assert f"# | {name} | {says[0].lower()}{says[1:-1]} |" in text, name
    assert "schedules" in ad.__all__
    assert ad.schedules.run_schedule is run_schedule
