"""Gradients of layered networks beside PyTorch's: every function of units with every cost, to the last digits.

With this module you can see that ``ad.layers`` computes what an established framework computes.  Nothing is timed.
"""

import itertools

import numpy as np

import adlesson as ad

from .timing import goal

TITLE = "Layered networks 5-7-6-4, 20 patterns: largest difference of a gradient from PyTorch's, in sizes of the gradient"
SIZES = (5, 7, 6, 4)


def networks():
    """Yield networks with thresholds, patterns as columns, and targets that are shares."""
    for F, cost in itertools.product(ad.layers.UNITS, ad.layers.COSTS):
        random = np.random.default_rng(0)
        net = ad.layers.Network(SIZES, F=F, cost=cost, thresholds=True)
        net = net.with_parameters({f"t{k}": random.normal(size=t.shape) for k, t in net.t.items()})
        shares = random.random((SIZES[-1], 20))
        yield net, random.normal(size=(SIZES[0], 20)), shares / shares.sum(0)


def of_torch(net, I, D):  # noqa: E741
    """Return the gradients by PyTorch, which keeps patterns in rows and has functions of its own for all of this."""
    import torch

    given = {name: torch.tensor(np.array(u), requires_grad=True) for name, u in net.parameters.items()}
    units = {
        "tanh": torch.tanh,
        "scaled tanh": lambda a: 1.7159 * torch.tanh(2 / 3 * a),
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "identity": lambda a: a,
    }
    x, target = torch.tensor(I.T), torch.tensor(D.T)
    for k, name in net.F.items():
        x = units[name](torch.nn.functional.linear(x, given[f"W{k}"], given[f"t{k}"][:, 0]))
    cost = {
        "squares": lambda: torch.nn.functional.mse_loss(x, target, reduction="sum"),
        "half squares": lambda: 0.5 * torch.nn.functional.mse_loss(x, target, reduction="sum"),
        "cross-entropy": lambda: torch.nn.functional.cross_entropy(x, target, reduction="sum"),
    }[net.cost]()
    return {name: u.numpy() for name, u in zip(given, torch.autograd.grad(cost, list(given.values())), strict=True)}


def largest_difference(net, I, D):  # noqa: E741
    """Return the largest difference, of the recursion or of the compiled program, over the size of the gradient."""
    theirs = of_torch(net, I, D)
    program = ad.compiled(net.gradient_program(I, D))()
    ours = (net.gradients(I, D), {name: program[f"{name}_bar"] for name in theirs})
    return max(abs(u[name] - theirs[name]).max() / abs(theirs[name]).max() for u in ours for name in theirs)


def run(clock, tiny):
    """Return no rows, and a goal for each network."""
    found = []
    for net, I, D in networks():  # noqa: E741
        try:
            off = largest_difference(net, I, D)
        except ModuleNotFoundError:
            off = None
        found.append(goal(f"{net.F[1]}, {net.cost}", off, at_most=1e-10))
    return [], found
