"""A network whose middle layer is an equilibrium, z = tanh(z W + a), and training it on handwritten digits.

``make thorough`` runs this file as a test.  W is kept well-posed: divided by the root of 1 + its sum of squares its norm is
below 1, and there is one equilibrium, whatever the training does to W; without that the loop loses it after an epoch.
"""

import numpy as np

import adlesson as ad

WIDTH = 32


def network(batch, width=WIDTH, pixels=64, classes=10, seed=0):
    """Return the program of the loss of a batch, the parameters to begin with, and the loop."""
    pick = np.random.default_rng(seed)
    parameters = {
        "U": pick.normal(size=(pixels, width)) / np.sqrt(pixels),
        "W": 0.3 * pick.normal(size=(width, width)) / np.sqrt(width),
        "b": np.zeros(width),
        "V": pick.normal(size=(width, classes)) / np.sqrt(width),
        "c": np.zeros(classes),
    }
    none = np.zeros((batch, width))
    turn = ad.trace(lambda z, W, a: {"z_next": ad.tanh(z @ W + a)}, z=none, W=parameters["W"], a=none)
    layer = ad.close_loop(turn, {"z_next": "z"})

    def loss(U, W, b, V, c, x, t):
        s = scores(layer, U, W, b, V, c, x)
        return (ad.logsumexp(s, 1) - (s * t).sum(1)).mean()

    example = {"x": np.zeros((batch, pixels)), "t": np.zeros((batch, classes))}
    return ad.trace(loss, {**parameters, **example}), parameters, layer


def scores(layer, U, W, b, V, c, x):
    """Return a number for each image and digit: the layer's equilibrium, times V."""
    z = layer.solve(W=W / ad.sqrt(1 + (W * W).sum()), a=x @ U + b)["z"]
    return z @ V + c


def trained(epochs=20, batch=64, rate=0.005):
    """Return the share of unseen digits that are read rightly, after training by Adam."""
    read, pick = ad.data.digits(), np.random.default_rng(0)
    images, unseen, one = read.images, read.test_images, np.eye(10)
    p, parameters, layer = network(batch)
    mean, square = ({name: 0 * u for name, u in parameters.items()} for _ in range(2))
    step = 0
    for _ in range(epochs):
        order = pick.permutation(len(images))
        for start in range(0, len(images) - batch + 1, batch):
            chosen, step = order[start : start + batch], step + 1
            slopes = ad.grad(p, {**parameters, "x": images[chosen], "t": one[read.labels[chosen]]})
            for name, u in parameters.items():
                mean[name] = 0.9 * mean[name] + 0.1 * slopes[name]
                square[name] = 0.999 * square[name] + 0.001 * slopes[name] ** 2
                down = mean[name] / (1 - 0.9**step) / (np.sqrt(square[name] / (1 - 0.999**step)) + 1e-8)
                parameters[name] = u - rate * down
    right = 0
    for start in range(0, len(unseen), batch):
        part = unseen[start : start + batch]
        x = np.zeros((batch, 64))
        x[: len(part)] = part
        found = scores(layer, **parameters, x=x).argmax(1)[: len(part)]
        right += int((found == read.test_labels[start : start + batch]).sum())
    return right / len(unseen)


def test_an_equilibrium_layer_learns_to_read():
    """At least 95 of 100 digits that it has not seen."""
    assert trained() >= 0.95
