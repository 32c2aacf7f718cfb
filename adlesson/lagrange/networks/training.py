"""Train a network: the gradient of a few patterns, a step downhill, and again.

With this module you can

- train a ``Network`` on patterns, with a progress bar, and stop whenever you like (``fit``): ``fit.kept`` is what there was;
- read how it went, epoch by epoch, and keep the best weights there were (``Training``).

The gradient is that of the network's own program, compiled once for each size of batch.  An epoch goes once through all
patterns, in an order that is drawn anew, ``batch`` at a time; the step goes down the mean over the batch.

>>> I = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
>>> labels = np.array([0, 1, 1, 0])  # 1 where exactly one of the two inputs is: no line between them does it
>>> net = Network([2, 8, 2], cost="cross-entropy", thresholds=True, seed=0)
>>> run = fit(net, I, labels, epochs=200, batch=4, method="momentum")
>>> run
trained for 200 epochs; best after epoch 200: cost 0.00606, accuracy 100.0 %
>>> run.net.outputs(I).argmax(0).tolist()
[0, 1, 1, 0]
"""

# ruff: noqa: N803, N806, E741, the letters are those of the paper

import math
from numbers import Integral, Real
from time import perf_counter

import numpy as np

from ...engine.codegen.compile import compiled
from ...engine.errors import InputError, closest, listed, short
from ...engine.fast import pull_back
from ...engine.numbers.arrays import quiet
from ...engine.numbers.nesting import leaves, mapped
from ...engine.transforms.gradients import program_of_sweep
from ..going_round import Bar, interrupted
from .downhill import METHODS
from .network import Network
from .parameters import random_of
from .patterns import inputs_of, targets_of

DIVERGED, SMALL = 10, 1e-12  # times the cost before training, or this if it was less, and it is called diverged


class Training:
    """How a training went: ``net`` with the best weights, ``last`` with the last ones, and lists with an entry per epoch.

    Entry 0 tells of the weights it began with.  ``cost`` is the mean over all patterns, with the extra cost if there is
    one; ``accuracy`` the share of patterns whose largest output is the right one, empty if the targets are no labels.
    ``test_cost`` and ``test_accuracy`` are the same of the test patterns, which decide nothing.  ``best`` is the epoch with
    the least ``cost``, ``seconds`` what all epochs took; ``running`` is True until the end, and ``stopped`` says why that
    came early, or is "".
    """

    def __init__(self, net):
        self.net = self.last = net
        self.cost, self.accuracy, self.test_cost, self.test_accuracy = [], [], [], []
        self.best, self.seconds, self.running, self.stopped = 0, 0.0, True, ""

    @property
    def epochs(self):
        """How many epochs there were."""
        return len(self.cost) - 1

    def note(self, net, patterns, tested):
        """Append an epoch's figures, and keep the network if it is the best so far."""
        cost, accuracy = _figures(net, patterns)
        test_cost, test_accuracy = _figures(net, tested) if tested else ([], [])
        new = {"last": net, "cost": self.cost + cost, "accuracy": self.accuracy + accuracy}
        new |= {"test_cost": self.test_cost + test_cost, "test_accuracy": self.test_accuracy + test_accuracy}
        if not self.cost or cost[0] < self.cost[self.best]:
            new |= {"net": net, "best": len(self.cost)}
        vars(self).update(new)  # all at once, so that an interruption leaves whole epochs

    def __repr__(self):
        figures = [f"cost {self.cost[self.best]:.3g}"]
        if self.accuracy:
            figures.append(f"accuracy {100 * self.accuracy[self.best]:.1f} %")
        if self.test_accuracy:
            figures.append(f"on the test patterns {100 * self.test_accuracy[self.best]:.1f} %")
        how_long = f"trained for {self.epochs} epoch{'s' * (self.epochs != 1)}"
        return "; ".join(filter(None, [how_long, self.stopped, f"best after epoch {self.best}: {', '.join(figures)}"]))


def fit(net, I, D, epochs=20, batch=32, method="adam", rate=None, seed=0, test=None, each=None):
    """Train a network on the patterns ``I``, columns, with targets or labels ``D``, and return the ``Training``.

    ``method`` is ``"gradient descent"``, ``"momentum"`` or ``"adam"``, with ``rate`` as step size (None: 0.5, 0.1 or
    0.01); ``seed`` decides the order of the patterns.  ``test`` is a pair like ``(I, D)``; ``each`` is called with the
    ``Training`` so far before the first epoch, after every one, and at the end.  A cost that is no number or
    grows tenfold ends it: the best weights are kept, and the ``Training`` says what happened.  Interrupting it (the stop
    button, Ctrl-C) stops all, and keeps the ``Training`` as ``fit.kept``.  The network that was given stays as it is; the
    parameters of an ``ad.layers.Shared`` may lie in lists, tuples and dicts.
    """
    if test is not None and not (isinstance(test, (tuple, list)) and len(test) == 2):
        raise InputError(f"test is a pair (I, D) of patterns and their targets or labels, not {short(test)}")
    if each is not None and not callable(each):
        raise InputError(f"each is a function that is called with the Training so far, not {short(each)}")
    patterns, tested = _patterns(net, I, D), _patterns(net, *test) if test is not None else None
    for name, u in (("epochs", epochs), ("batch", batch)):
        if isinstance(u, bool) or not isinstance(u, Integral) or u < 1:
            raise InputError(f"{name} is a whole number of at least 1, not {short(u)}")
    parameters, draw = mapped(np.array, net.parameters), random_of(seed)
    step, gradient = _step(method, rate, leaves(parameters)), Gradient(net)
    run = Training(net)
    run.note(net, patterns, tested)
    with quiet(True), Bar("fit", epochs, "epoch") as bar:
        try:
            while run.epochs < epochs and not run.stopped:
                _tell(run, each, bar)
                start = perf_counter()
                _epoch(parameters, patterns, batch, draw, gradient, step)
                run.stopped = _diverged(run, net, parameters, patterns, tested, step.rate)
                run.seconds += perf_counter() - start
            run.running = False
            _tell(run, each, bar)
        except KeyboardInterrupt:
            run.running, run.stopped = False, f"interrupted in epoch {run.epochs + 1}"
            _tell(run, each, bar)
            raise interrupted(fit, run, f"the training was {run.stopped}", "adlesson.fit") from None
    return run


fit.kept = None  # the Training that was interrupted last


class Gradient:
    """The gradient of the mean over a batch, a list of arrays; one compiled program for each size of batch."""

    def __init__(self, net):
        self.net, self.programs = net, {}

    def __call__(self, X, D, parameters):
        size = X.shape[1]
        if size not in self.programs:
            self.programs[size] = compiled(self.program(X, D))
        return self.programs[size](X, *parameters.values(), D)

    def program(self, X, D):
        """Return the program of the gradient alone: of a training nobody reads what a batch cost."""
        C = self.net.program(X, D)

        def gradient(z, call):
            zbar = pull_back(C, z, ((C.returns, 1 / X.shape[1]),))  # the mean is moved by so much for each 1 of the sum
            bars = C.pack_inputs(zbar)
            return leaves([bars[name] for name in self.net.parameters])

        return program_of_sweep(C, C.at, gradient, "gradient_of_the_mean")


def _epoch(parameters, patterns, batch, draw, gradient, step):
    """Go once through all patterns, in a new order, and change the parameters in place."""
    order, arrays = draw.permutation(patterns[0].shape[1]), leaves(parameters)
    X, D = (u[:, order] for u in patterns[:2])
    for k in range(0, len(order), batch):
        step(arrays, gradient(X[:, k : k + batch], D[:, k : k + batch], parameters))


def _diverged(run, net, parameters, patterns, tested, rate):
    """Note the epoch that was run; return why training should stop, or ""."""
    remedy = f", so it was stopped: take a rate below {rate:g}"
    if not all(np.isfinite(u).all() for u in leaves(parameters)):
        return f"a weight was no number any more in epoch {run.epochs + 1}{remedy}"
    run.note(net.with_parameters(parameters), patterns, tested)
    if not run.cost[-1] <= DIVERGED * max(run.cost[0], SMALL):
        return f"the cost grew from {run.cost[0]:.3g} to {run.cost[-1]:.3g} in epoch {run.epochs}{remedy}"
    return ""


def _tell(run, each, bar):
    bar(run.epochs, f"cost {run.cost[-1]:.3g}")
    if each:
        each(run)


def _patterns(net, I, D):
    if not isinstance(net, Network):
        raise InputError(f"fit trains an ad.layers.Network, not {short(net)}")
    X = inputs_of(I, net.sizes[0])
    if X.ndim == 1:
        raise InputError(f"I is one pattern, of shape {X.shape}: give several as columns, of shape ({net.sizes[0]}, P)")
    D = targets_of(D, net.sizes[-1], X.shape[1], net.cost)
    return X, D, _choices(D)


def _choices(D):
    """Return which output has target 1, pattern by pattern; None where the targets are no choice among several outputs."""
    chosen = len(D) > 1 and ((D == 0) | (D == 1)).all() and (D.sum(0) == 1).all()
    return D.argmax(0) if chosen else None


def _figures(net, patterns):
    """Return the mean cost, and the share of patterns whose largest output is the one with target 1; two lists.

    There is no share where the targets are no choice among several outputs.
    """
    X, D, chosen = patterns
    said = net.states(X).X[len(net.sizes) - 1]
    cost = [net.cost_of(said, D) / X.shape[1]]
    return cost, [] if chosen is None else [float(np.mean(said.argmax(0) == chosen))]


def _step(method, rate, parameters):
    if method not in METHODS:
        raise InputError(f"there is no method {short(method)}{closest(method, METHODS)}: there are {listed(METHODS)}")
    way = METHODS[method]
    if rate is None:
        rate = way.RATE
    if isinstance(rate, bool) or not isinstance(rate, Real) or not 0 < rate < math.inf:
        raise InputError(f"a rate is a positive number, such as {way.RATE}, not {short(rate)}")
    return way(float(rate), parameters)
