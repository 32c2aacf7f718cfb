"""Training on handwritten digits: twenty epochs of a 64-32-10 network, in batches of 32, one contender like the other.

With this module you can see what ``ad.fit`` adds to the gradient: nothing much.  All of them draw the same orders of the
patterns, compute the cost of each batch, take the same steps, look at cost and accuracy of all patterns after each epoch,
and end with the same weights, to 1e-10.
"""

import numpy as np

import adlesson as ad

from .timing import Contender, goal, race, ratio, time_of

TITLE = "Training 64-32-10, tanh, cross-entropy, on 1,438 handwritten digits: twenty epochs of gradient descent"
EPOCHS, BATCH, RATE = 20, 32, 0.5


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


def run(clock, tiny):
    """Return the rows and the goals."""
    digits, epochs = ad.data.digits(), 1 if tiny else EPOCHS
    X, labels = (digits.images[:64].T, digits.labels[:64]) if tiny else (digits.images.T, digits.labels)
    net = ad.layers.Network([64, 32, 10], cost="cross-entropy", thresholds=True, seed=0)
    given = {"net": net, "X": X, "labels": labels, "epochs": epochs}
    statement = "train(net, X, labels, epochs)"
    builds = {
        "NumPy, by hand": lambda: (statement, {"train": by_hand, **given}),
        "adlesson, fit": lambda: (statement, {"train": ours, **given}),
        "PyTorch": lambda: of_torch(**given),
    }
    rows = race([Contender(who, build, by_hand(**given)) for who, build in builds.items()], **clock)
    test = (digits.test_images.T, digits.test_labels)
    accuracy = ad.fit(net, X, labels, epochs=epochs, method="momentum", test=test).test_accuracy[-1]
    return rows, [
        goal("fit / NumPy by hand", ratio(rows, "adlesson, fit", "NumPy, by hand"), at_most=1.5),
        goal("fit / PyTorch", ratio(rows, "adlesson, fit", "PyTorch"), at_most=1),
        goal("milliseconds per epoch", 1000 * time_of(rows, "adlesson, fit") / epochs),
        goal(f"share of test images read right after {epochs} epochs", accuracy, at_least=0 if tiny else 0.95),
    ]
