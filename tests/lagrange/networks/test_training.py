"""Training, against the same training written out in NumPy, number by number; and what goes wrong on the way."""

import itertools
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.lagrange.networks import training

I = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])  # noqa: E741, the letter of the paper
LABELS = np.array([0, 1, 1, 0])
DIGITS = ad.data.digits()


def network(**options):
    return ad.layers.Network([2, 5, 2], cost="cross-entropy", thresholds=True, **options)


def by_hand(net, I, labels, epochs, batch, rate, seed):  # noqa: E741
    """Return the parameters after gradient descent, and the mean cost after each epoch, with derivatives by hand."""
    W1, t1, W2, t2 = (np.array(net.parameters[name]) for name in ("W1", "t1", "W2", "t2"))
    D, draw, costs = np.eye(len(W2))[:, labels], np.random.default_rng(seed), []

    def forward(X):
        X1 = np.tanh(W1 @ X + t1)
        scores = W2 @ X1 + t2
        scores = scores - scores.max(0)
        return X1, scores - np.log(np.exp(scores).sum(0))

    for _ in range(epochs):
        order = draw.permutation(len(labels))
        for k in range(0, len(labels), batch):
            X, targets = I[:, order[k : k + batch]], D[:, order[k : k + batch]]
            X1, logs = forward(X)
            Y2 = (np.exp(logs) - targets) / X.shape[1]
            Y1 = (W2.T @ Y2) * (1 - X1 * X1)
            W2 -= rate * Y2 @ X1.T
            t2 -= rate * Y2.sum(1, keepdims=True)
            W1 -= rate * Y1 @ X.T
            t1 -= rate * Y1.sum(1, keepdims=True)
        costs.append(-(D * forward(I)[1]).sum() / len(labels))
    return {"W1": W1, "t1": t1, "W2": W2, "t2": t2}, costs


@pytest.mark.parametrize("batch", [1, 3, 4, 100])
def test_training_is_the_loop_one_writes_by_hand(batch):
    """Batches that do not divide the patterns are among them; another seed is another path."""
    net = network(seed=3)
    run = ad.fit(net, I, LABELS, epochs=6, batch=batch, method="gradient descent", rate=0.3, seed=5)
    weights, costs = by_hand(net, I, LABELS, 6, batch, 0.3, seed=5)
    assert run.cost[1:] == pytest.approx(costs, rel=1e-10)
    for name, u in weights.items():
        np.testing.assert_allclose(run.last.parameters[name], u, rtol=1e-9, atol=1e-13)
    if batch < 4:
        assert run.cost[1:] != pytest.approx(by_hand(net, I, LABELS, 6, batch, 0.3, seed=6)[1], rel=1e-4)


@pytest.mark.parametrize("method", ["gradient descent", "momentum", "adam"])
def test_digits_are_read(method):
    """At least 95 % of images that were not trained on, in 10 epochs; guessing reads 10 %, nearest means 89.4 %."""
    net = ad.layers.Network([64, 32, 10], cost="cross-entropy", thresholds=True, seed=0)
    run = ad.fit(
        net, DIGITS.images.T, DIGITS.labels, epochs=10, method=method, test=(DIGITS.test_images.T, DIGITS.test_labels)
    )
    assert run.test_accuracy[run.best] >= 0.95
    assert run.test_accuracy[0] < 0.25
    outputs = run.net.outputs(DIGITS.test_images.T)
    assert np.mean(outputs.argmax(0) == DIGITS.test_labels) == run.test_accuracy[run.best]


def nested(net):
    """Return the same network with its parameters as a list of dicts, one for each layer, as many people keep them."""

    def weights(layers):
        return {f"{letter}{k}": layer[letter] for k, layer in enumerate(layers, start=1) for letter in ("W", "t")}

    layers = [{"W": net.W[k], "t": net.t[k]} for k in (1, 2)]
    return ad.layers.Shared(net, weights, layers=layers)


@pytest.mark.parametrize("method", ["gradient descent", "momentum", "adam"])
def test_parameters_in_lists_and_dicts_are_trained_like_those_by_name(method):
    """The same steps, and the parameters come back nested as they were; what was given stays as it was."""
    net = network(seed=3)
    own = nested(net)
    before = own.parameters["layers"][0]["W"].copy()
    run, plain = (ad.fit(each, I, LABELS, epochs=6, batch=3, method=method, seed=5) for each in (own, net))
    assert run.cost == pytest.approx(plain.cost, rel=1e-12) and run.cost[-1] != run.cost[0]
    for k, layer in enumerate(run.last.parameters["layers"], start=1):
        assert list(layer) == ["W", "t"]
        np.testing.assert_allclose(layer["W"], plain.last.parameters[f"W{k}"], rtol=1e-9, atol=1e-13)
        np.testing.assert_allclose(layer["t"], plain.last.parameters[f"t{k}"], rtol=1e-9, atol=1e-13)
    assert (own.parameters["layers"][0]["W"] == before).all()
    assert not np.allclose(run.last.parameters["layers"][0]["W"], before)


def test_the_best_weights_are_kept_and_the_given_network_stays():
    """Too large a rate goes up and down: what is kept is the lowest, and it is what it says it is."""
    net = network(seed=1)
    before = {name: u.copy() for name, u in net.parameters.items()}
    run = ad.fit(net, I, LABELS, epochs=40, batch=2, method="adam", rate=0.5)
    assert 0 < run.best == int(np.argmin(run.cost)) < run.epochs == 40
    assert run.net.C(I, LABELS) / 4 == run.cost[run.best] < run.cost[-1] == run.last.C(I, LABELS) / 4
    assert all((net.parameters[name] == u).all() for name, u in before.items())


def test_a_run_that_diverges_stops_and_says_so():
    """The weights before it are kept, here those it began with, and the remedy is a smaller rate."""
    net = ad.layers.Network([2, 5, 1], F=["tanh", "identity"], cost="squares", seed=0)
    run = ad.fit(net, I, LABELS[None, :] * 1.0, epochs=50, method="gradient descent", rate=50)
    assert run.epochs == 1 and not run.running and 10 * run.cost[0] < run.cost[1] < 1000 * run.cost[0]
    assert "was stopped: take a rate below 50" in run.stopped and run.stopped in repr(run)
    assert np.isfinite(run.cost[run.best]) and run.net.C(I, LABELS[None, :] * 1.0) / 4 == run.cost[run.best]
    worse = ad.fit(net, I, LABELS[None, :] * 1.0, epochs=50, method="gradient descent", batch=1, rate=1e308)
    assert "no number any more" in worse.stopped and worse.net is net and worse.best == 0


def test_an_interruption_loses_nothing():
    """Ctrl-C in the middle of epoch 4: three epochs are there, and their best weights."""

    def press(run):
        seen.append(run.epochs)
        if run.epochs == 3 and run.running:
            raise KeyboardInterrupt

    seen = []
    with pytest.raises(KeyboardInterrupt, match="interrupted in epoch 4: what there was is kept, write run = adlesson"):
        ad.fit(network(), I, LABELS, epochs=50, each=press)
    run = ad.fit.kept
    assert run.epochs == 3 and run.stopped == "interrupted in epoch 4" and not run.running
    assert seen == [0, 1, 2, 3, 3]
    whole = ad.fit(network(), I, LABELS, epochs=3)
    assert whole.cost == run.cost and whole.stopped == ""
    assert run.net.C(I, LABELS) / 4 == min(run.cost) and ad.fit.kept is run, "a later training does not take it away"


INTERRUPTED = """
import os, signal, threading
import numpy as np
import adlesson as ad
net = ad.layers.Network([2, 3, 2], cost="cross-entropy", seed=0)
I, labels = np.eye(2), [0, 1]
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts its background jobs deaf to Ctrl-C

def press(run):  # a busy machine may need long to get there
    if run.epochs == 20:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()

assert ad.fit.kept is None  # nothing was interrupted yet
try:
    ad.fit(net, I, labels, epochs=10**7, each=press)
except Exception:
    raise SystemExit("it must not be held up on its way")
except KeyboardInterrupt as interrupt:
    run = interrupt.run
assert run is ad.fit.kept
assert run.stopped.startswith("interrupted in epoch") and not run.running
assert len(run.cost) == len(run.accuracy) == run.epochs + 1 > 10
assert abs(run.net.C(I, labels) / 2 - min(run.cost)) < 1e-15
"""


def test_a_real_signal_loses_nothing_either():
    """What Ctrl-C sends, at whatever place it arrives."""
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("at", range(1, 9))
def test_an_interruption_between_two_figures_leaves_whole_epochs(monkeypatch, at):
    """Wherever it falls while an epoch is noted, the lists stay as long as each other, and the best is the least cost."""
    figures, count = training._figures, itertools.count(1)

    def half(net, patterns):
        if next(count) == at + 2:  # two belong to the weights it began with
            raise KeyboardInterrupt
        return figures(net, patterns)

    monkeypatch.setattr(training, "_figures", half)
    with pytest.raises(KeyboardInterrupt) as interrupt:
        ad.fit(network(), I, LABELS, epochs=50, test=(I, LABELS))
    run = interrupt.value.run
    assert {len(u) for u in (run.cost, run.accuracy, run.test_cost, run.test_accuracy)} == {run.epochs + 1}
    assert run.cost[run.best] == min(run.cost) == run.net.C(I, LABELS) / 4
    assert run.stopped == f"interrupted in epoch {run.epochs + 1}"


def test_patterns_of_any_kind_and_order_in_memory_train_alike():
    """Lists, small numbers, whole numbers, columns first, read only: all to the last digit."""
    turned, kept = np.asfortranarray(I), I.copy()
    kept.setflags(write=False)
    kinds = [I.tolist(), I.astype("f4"), I.astype("u1"), I.astype(bool), turned, kept, np.repeat(I, 2, axis=1)[:, ::2]]
    costs = [ad.fit(network(), X, LABELS, epochs=np.int64(3), rate=np.float64(0.01)).cost for X in kinds]
    assert all(cost == costs[0] for cost in costs)
    assert ad.fit(network(), I, LABELS.tolist(), epochs=3, rate=np.float32(0.5), method="momentum").epochs == 3
    assert ad.fit(network(), I, LABELS * 0, epochs=30).accuracy[-1] == 1  # one class only


def test_a_seed_repeats_a_run():
    """To the last digit; another one does not."""
    runs = [ad.fit(network(), I, LABELS, epochs=5, batch=2, seed=seed).cost for seed in (0, 0, 1)]
    assert runs[0] == runs[1] != runs[2]


def test_accuracy_is_of_labels_only():
    """Targets that are no choice among outputs have none; neither has a single output."""
    real = ad.layers.Network([2, 3, 2], seed=0)
    assert ad.fit(real, I, np.full((2, 4), 0.3), epochs=1).accuracy == []
    assert ad.fit(ad.layers.Network([2, 3, 1], seed=0), I, np.ones((1, 4)), epochs=1).accuracy == []
    assert len(ad.fit(real, I, LABELS, epochs=1).accuracy) == 2
    assert "accuracy" not in repr(ad.fit(real, I, np.full((2, 4), 0.3), epochs=1))


def test_shared_weights_and_an_extra_cost_train_like_others():
    """Weight decay is in the cost that is told, and pulls the weights in."""
    free = ad.fit(network(seed=2), I, LABELS, epochs=300, batch=4, method="adam")
    pulled = network(seed=2, extra=lambda W1, W2, **others: 0.1 * ((W1 * W1).sum() + (W2 * W2).sum()))
    run = ad.fit(pulled, I, LABELS, epochs=300, batch=4, method="adam")
    assert np.linalg.norm(run.net.W[1]) < 0.7 * np.linalg.norm(free.net.W[1])
    assert run.cost[-1] == pytest.approx(run.last.C(I, LABELS) / 4)


def test_memory_does_not_grow_with_the_epochs():
    """Ten times the epochs leave only ten times the figures, a few dozen bytes each."""
    net, left = network(), []
    ad.fit(net, I, LABELS, epochs=2)
    for epochs in (20, 200):
        tracemalloc.start()
        run = ad.fit(net, I, LABELS, epochs=epochs)
        left.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert run.epochs == epochs
    assert left[1] - left[0] < 180 * 400


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "adams"}, "there is no method 'adams' .did you mean 'adam'.*momentum"),
        ({"rate": -1}, "a rate is a positive number, such as 0.01, not -1"),
        ({"rate": "fast"}, "a rate is a positive number"),
        ({"epochs": 0}, "epochs is a whole number of at least 1, not 0"),
        ({"batch": 2.5}, "batch is a whole number of at least 1, not 2.5"),
        ({"I": I[:, 0]}, "one pattern, of shape.*as columns"),
        ({"I": I.T}, "patterns are columns here, pass I.T"),
        ({"I": np.zeros((2, 0))}, "no pattern at all"),
        ({"I": np.where(I == 1, np.nan, I)}, "I holds nan at unit 0 of pattern 2"),
        ({"D": np.array([0, 1, 2, 0])}, "label 2 of pattern 2 is out of range"),
        ({"net": "net"}, "fit trains an ad.layers.Network, not 'net'"),
        ({"test": (I, LABELS + 1)}, "label 2 of pattern 1 is out of range"),
        ({"test": (I, LABELS, 3)}, "test is a pair .I, D. of patterns"),
        ({"test": 3}, "test is a pair .I, D. of patterns"),
        ({"each": "picture"}, "each is a function that is called with the Training so far, not 'picture'"),
        ({"seed": "lucky"}, "a seed is a whole number from 0, not 'lucky'"),
        ({"seed": -1}, "a seed is a whole number from 0, not -1"),
        ({"I": [[0, 1], [1]]}, "I has rows of different lengths: every pattern has as many numbers"),
        ({"D": [[0, 1], [1]]}, "D has rows of different lengths"),
    ],
)
def test_what_cannot_be_trained_is_named(options, message):
    """One sentence, before any time is spent."""
    given = {"net": network(), "I": I, "D": LABELS} | options
    with pytest.raises(InputError, match=message):
        ad.fit(given.pop("net"), given.pop("I"), given.pop("D"), **given)
