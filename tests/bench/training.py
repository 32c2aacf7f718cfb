"""Training on handwritten digits: a 64-32-10 network, in batches of 32, one contender like the other.

With this module you can see what ``ad.fit`` adds to the gradient, its programs made anew each time: nothing much.  All
of them draw the same orders of the patterns, compute the cost of each batch, take the same steps, look at cost and
accuracy of all patterns after each epoch, and end with the same weights, to 1e-10.
"""

import numpy as np

import adlesson as ad

from .timing import Contender, race

TITLE = "Training 64-32-10, tanh, cross-entropy, on 1,438 handwritten digits: gradient descent (by number of epochs)"
EPOCHS, BATCH, RATE = 20, 32, 0.5
OURS, STATEMENT = "adlesson, fit", "train(net, X, labels, epochs)"


def by_hand(net, X, labels, epochs):
    """Return the weights that gradient descent ends with, as one writes it in NumPy."""
    W1, t1, W2, t2 = (np.array(u) for u in net.parameters.values())
    D, draw = np.eye(10)[:, labels], np.random.default_rng(0)

    def forward(X):
        X1 = np.tanh(W1 @ X + t1)
        scores = W2 @ X1 + t2
        scores -= scores.max(0)
        return X1, scores - np.log(np.exp(scores).sum(0))

    told = []
    for _ in range(epochs):
        order = draw.permutation(X.shape[1])
        shuffled, targets, cost = X[:, order], D[:, order], 0.0
        for k in range(0, len(order), BATCH):
            x, d = shuffled[:, k : k + BATCH], targets[:, k : k + BATCH]
            X1, logs = forward(x)
            cost -= (d * logs).sum()
            Y2 = (np.exp(logs) - d) / x.shape[1]
            Y1 = (W2.T @ Y2) * (1 - X1 * X1)
            W2 -= RATE * (Y2 @ X1.T)
            t2 -= RATE * Y2.sum(1, keepdims=True)
            W1 -= RATE * (Y1 @ x.T)
            t1 -= RATE * Y1.sum(1, keepdims=True)
        logs = forward(X)[1]
        told.append((cost / X.shape[1], -(D * logs).sum() / X.shape[1], np.mean(logs.argmax(0) == labels)))
    return [W1, t1, W2, t2]


def ours(net, X, labels, epochs):
    """Return the same with ``ad.fit``."""
    run = ad.fit(net, X, labels, epochs=epochs, batch=BATCH, method="gradient descent", rate=RATE)
    return list(run.last.parameters.values())


def of_torch(net, X, labels, epochs):
    """Return what trains the same network in PyTorch, patterns in rows as its own layers have them."""
    import torch
    from torch.nn import functional as F

    torch.set_num_threads(1)
    inputs, targets = torch.tensor(X.T.copy()), torch.tensor(labels)

    def train():
        W1, t1, W2, t2 = (torch.tensor(np.array(u), requires_grad=True) for u in net.parameters.values())
        optimiser, draw, told = torch.optim.SGD([W1, t1, W2, t2], lr=RATE), np.random.default_rng(0), []

        def scores(x):
            return F.linear(torch.tanh(F.linear(x, W1, t1[:, 0])), W2, t2[:, 0])

        for _ in range(epochs):
            order = torch.tensor(draw.permutation(len(inputs)))
            x, d = inputs[order], targets[order]
            for k in range(0, len(order), BATCH):
                optimiser.zero_grad()
                F.cross_entropy(scores(x[k : k + BATCH]), d[k : k + BATCH]).backward()
                optimiser.step()
            with torch.no_grad():
                said = scores(inputs)
                told.append((F.cross_entropy(said, targets).item(), (said.argmax(1) == targets).double().mean().item()))
        return [u.detach().numpy() for u in (W1, t1, W2, t2)]

    return "train()", {"train": train}


def of_jax(net, X, labels, epochs):
    """Return what trains it in JAX: all epochs in one program, a scan over the batches of a scan over the epochs."""
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    full = X.shape[1] // BATCH * BATCH
    X, labels = jnp.array(X), jnp.array(labels)
    D = jnp.eye(10)[:, labels]

    def logs_of(given, x):
        W1, t1, W2, t2 = given
        return jax.nn.log_softmax(W2 @ jnp.tanh(W1 @ x + t1) + t2, axis=0)

    def step(given, batch):
        x, d = batch
        cost, bars = jax.value_and_grad(lambda given: -(d * logs_of(given, x)).sum() / x.shape[1])(given)
        return [u - RATE * bar for u, bar in zip(given, bars, strict=True)], cost * x.shape[1]

    def epoch(given, order):
        x, d = (u[:, order] for u in (X, D))
        batches = [jnp.moveaxis(u[:, :full].reshape(len(u), -1, BATCH), 1, 0) for u in (x, d)]
        given, costs = jax.lax.scan(step, given, batches)
        cost = costs.sum()
        if full < len(order):  # the last batch is smaller
            given, more = step(given, (x[:, full:], d[:, full:]))
            cost += more
        logs = logs_of(given, X)
        return given, (cost / len(order), -(D * logs).sum() / len(order), (logs.argmax(0) == labels).mean())

    def orders():
        draw = np.random.default_rng(0)
        return np.array([draw.permutation(X.shape[1]) for _ in range(epochs)])

    given = [jnp.array(u) for u in net.parameters.values()]
    program = jax.jit(lambda given, orders: jax.lax.scan(epoch, given, orders)).lower(given, orders()).compile()
    return "ready(train(given, orders()))[0]", {
        "train": program, "given": given, "orders": orders, "ready": jax.block_until_ready,
    }  # fmt: skip


def contenders(net, X, labels, epochs):
    """Return who takes part with so many epochs."""
    given = {"net": net, "X": X, "labels": labels, "epochs": epochs}
    builds = {
        "NumPy, by hand": (lambda: (STATEMENT, {"train": by_hand, **given}), 1.2),
        OURS: (lambda: (STATEMENT, {"train": ours, **given}), None),
        "JAX, scans ahead of time": (lambda: of_jax(**given), 1.8),  # NumPy by hand itself takes 1.3 to 1.5 of it
        "PyTorch": (lambda: of_torch(**given), 1),
    }
    right = by_hand(**given)
    return [Contender(who, build, right, epochs, most and (OURS, most)) for who, (build, most) in builds.items()]


def run(clock, tiny):
    """Return the rows; each has its bound."""
    digits, counts = ad.data.digits(), (1,) if tiny else (5, EPOCHS)
    X, labels = (digits.images[:70].T, digits.labels[:70]) if tiny else (digits.images.T, digits.labels)
    net = ad.layers.Network([64, 32, 10], cost="cross-entropy", thresholds=True, seed=0)
    return race([one for epochs in counts for one in contenders(net, X, labels, epochs)], **clock), []
