"""What a stepper gives to its page, in every mode, and ways to spoil it: for the tests of the contract.

``MODES`` says how each is made; ``SPOILED`` says, for each way, what is done to the data and where a check must point.
"""

import json

import numpy as np

import adlesson as ad


def running():
    return ad.trace(ad.examples.running, x=0.25)


def firing():
    return ad.trace(ad.examples.order_matters, a=2, b=3)


def pairs():
    return ad.trace(lambda x, y: (x * y, x + y), x=2.0, y=3.0)


def neuron():
    return ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.array([[1.0, 2], [3, 4], [5, 6]]) / 10, x=np.array([0.5, -1]))


def long():
    def f(x):
        for _ in range(40):
            x = ad.sin(x) * x + 0.7
        return x

    return ad.trace(f, x=0.5)


MODES = {
    "forward": lambda: ad.Stepper(running(), "forward"),
    "tangent": lambda: ad.Stepper(running(), "tangent", direction={"x": 2}),
    "reverse": lambda: ad.Stepper(running(), "reverse"),
    "schedule": lambda: ad.Stepper(firing(), "schedule"),
    "lagrange": lambda: ad.Stepper(running(), "lagrange"),
    "budget": lambda: ad.Stepper(running(), budget=2),
    "predict": lambda: ad.Stepper(firing(), predict=True, step=3),
    "fade": lambda: ad.Stepper(running(), fade=3),
    "several outputs, forward": lambda: ad.Stepper(pairs(), "forward"),
    "several outputs, reverse": lambda: ad.Stepper(pairs()),
    "arrays": lambda: ad.Stepper(neuron()),
    "arrays, tangent": lambda: ad.Stepper(neuron(), "tangent"),
    "arrays, lagrange": lambda: ad.Stepper(neuron(), "lagrange"),
    "arrays, budget": lambda: ad.Stepper(neuron(), budget=1),
    "large": lambda: ad.Stepper(long()),
    "kinks": lambda: ad.Stepper(ad.trace(ad.examples.kinks, ad.examples.ZOO["kinks"].at), "lagrange"),
    "not finite": lambda: ad.Stepper(ad.parse("log(x)*0 + 1/y", x=-1, y=0)),
    "not finite, schedule": lambda: ad.Stepper(ad.parse("log(x)*0 + 1/y", x=-1, y=0), "schedule"),
    "explore": lambda: ad.explore("x*y + sin(x)", x=0.5),
    "explore, predict": lambda: ad.explore(ad.examples.running, x=0.25, predict=True, fade=2),
}


def given(mode):
    """Return the data of a mode as the page gets them: through JSON, where there is neither NaN nor a tuple."""
    return json.loads(json.dumps(MODES[mode]().data, allow_nan=False))


# name: (mode, what is done to the data, the path at which it is refused)
SPOILED = {
    "a key is missing": ("reverse", lambda d: d["frames"][3].pop("sentence"), "$.frames[3]"),
    "a key is not known": ("reverse", lambda d: d["frames"][0]["lit"].update(colour="red"), "$.frames[0].lit"),
    "a number for a text": ("forward", lambda d: d["frames"][2].update(equation=5), "$.frames[2].equation"),
    "true for a number": ("reverse", lambda d: d["frames"][1]["lit"].update(targets=[True]), "$.frames[1].lit.targets[0]"),
    "half an index": ("reverse", lambda d: d["phases"][0].update(start=0.5), "$.phases[0].start"),
    "null for a list": ("lagrange", lambda d: d["frames"][2]["lit"].update(rows=None), "$.frames[2].lit.rows"),
    "an unknown kind": ("forward", lambda d: d["frames"][1]["set"][0].__setitem__(0, "worth"), "$.frames[1].set[0][0]"),
    "a row too short": ("forward", lambda d: d["frames"][1]["set"][0].pop(), "$.frames[1].set[0]"),
    "a row too long": ("reverse", lambda d: d["frames"][1]["ask"]["wrong"][0].append(1), "$.frames[1].ask.wrong[0]"),
    "a role without a colour": ("tangent", lambda d: d["phases"][0].update(role="sideways"), "$.phases[0].role"),
    "text for a number": ("schedule", lambda d: d["schedule"]["order"].__setitem__(0, "2"), "$.schedule.order[0]"),
}


def spoiled(name):
    """Return data that are spoiled in this way, and the path at which a check must refuse them."""
    mode, spoil, path = SPOILED[name]
    data = given(mode)
    spoil(data)
    return data, path
