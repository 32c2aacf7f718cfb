"""Guards: nothing takes ten times what ``make bench`` promises of it, in processor time.

The bench has the figures.  A guard goes red where something got slower by its kind, an interpreter where there was compiled
text, or full matrices where there were a few entries; no busy machine makes it red.
"""

import os
import subprocess
import sys
from functools import partial
from time import process_time

import pytest
from bench import arrays, batches, matrices, nested, peers, startup, training
from bench.ten import TEN

import adlesson as ad


def spent(statement, names, times=5):
    """Return the least processor time of a statement, after it has run once."""
    text, found = compile(statement, "asked", "eval"), []
    eval(text, names)
    for _ in range(times):
        begun = process_time()
        eval(text, names)
        found.append(process_time() - begun)
    return min(found)


def built(contenders, who):
    """Return the time of one of the bench's contenders."""
    return spent(*next(one for one in contenders if one.who == who).build())


@pytest.mark.parametrize("one", TEN, ids=lambda one: one.name)
def test_compiled_text_keeps_close_to_what_one_writes_by_hand(one):
    asked = (peers.compiled(one), peers.asked(one, one.by_hand))
    ours, hand = (spent(f"[{statement} for _ in range(50)]", names) for statement, names in asked)
    assert ours < 10 * 1.2 * hand


@pytest.mark.parametrize(
    ("contenders", "other", "bound"),
    [
        (partial(arrays.contenders, 10_000), "NumPy, by hand", 1.1),
        (partial(batches.contenders, 1_000), "NumPy, by hand", 1.5),
        (partial(matrices.layer, 100), "NumPy, by hand", 3),
    ],
    ids=["arrays", "batches", "jacobian"],
)
def test_arrays_batches_and_jacobians_keep_close_to_numpy(contenders, other, bound):
    taking_part = contenders()
    assert built(taking_part, "adlesson, compiled") < 10 * bound * built(taking_part, other)


def test_sparse_matrices_are_made_of_their_entries():
    """A Hessian of 148 entries and a Jacobian of 298, in ten times 0.1 ms each."""
    x = [-1.2 + 0.03 * k for k in range(100)]
    assert spent(*matrices.ours("hessian", matrices.rosenbrock, x[:50])) < 10 * 1e-4
    assert spent(*matrices.ours("jacobian", matrices.band, x)) < 10 * 1e-4


def test_compiling_takes_microseconds_per_instruction():
    """In ten times 25 of them."""
    gradient = ad.gradient_program(ad.trace(nested.nest(ad.sin, 300), x=nested.X))
    assert spent("compiled(p)", {"compiled": ad.compiled, "p": gradient}, 2) < 10 * 25e-6 * len(gradient)


def test_names_that_are_read_cost_little_more_than_a_gradient():
    """100,000 instructions in ten times 0.15 s, every name read."""
    begun = process_time()
    program = ad.trace(nested.nest(ad.sin, 33_333), x=nested.X)
    assert len({*program.names}) == len(program) == 100_000
    ad.grad(program)
    assert process_time() - begun < 10 * 0.15


def test_a_loop_of_a_thousand_is_solved_and_differentiated_at_once():
    """In ten times 0.1 s, in a process of its own: on a busy machine two threads of a BLAS mostly wait for each other."""
    code = "from bench import constraints; from time import process_time as now; loop = constraints.looped(1_000)[2]"
    code += "; begun = now(); loop.grad(); print(now() - begun)"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 10 * 0.1


def test_training_keeps_close_to_numpy_with_all_that_it_prepares():
    """Five epochs."""
    digits = ad.data.digits()
    net = ad.layers.Network([64, 32, 10], cost="cross-entropy", thresholds=True, seed=0)
    taking_part = training.contenders(net, digits.images.T, digits.labels, 5)
    assert built(taking_part, training.OURS) < 10 * 1.2 * built(taking_part, "NumPy, by hand")


@pytest.mark.parametrize("what", startup.FIRST)
def test_the_first_of_each_kind_does_not_keep_a_learner_waiting(what):
    """Ten times what is promised, in a fresh process with a kernel in it."""
    code, milliseconds = startup.FIRST[what]
    assert startup.first(code) < 10 * milliseconds
