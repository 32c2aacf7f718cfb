"""Alternating directions on a layered network: no gradient, only least squares.

With this module you can

- train with a multiplier for every constraint (``admm``), which solves the same Lagrangian as a sweep does;
- train as Taylor and others (2016) do, with one for the last layer only (``taylor``), and see where that comes to rest.

Both go down, one matrix or layer at a time, with all others fixed, on

    loss(z_L) + sum of beta |z_l - W_l a_l-1 + p_l / (2 beta)|^2 + sum of gamma |a_l - h(z_l) + q_l / (2 gamma)|^2

and then raise the multipliers p and q, before which stands a plus, by twice beta and gamma times what is still broken.
"""

from .layered_problem import activations_of, entrywise_least, weights_of
from .methods import Move
from .work import Work


def admm(problem, u, lam, beta=1.0, gamma=1.0):
    """The alternating direction method of multipliers: each W, a and z in turn, then every multiplier."""
    part, price = problem.split(u), problem.split(problem.sign * lam)
    while True:
        before = problem.X
        for layer, (W, z, a) in enumerate(problem.layers):  # noqa: N806
            part[W] = weights_of(part[z] + price[z] / (2 * beta), before, problem.decay / beta)
            made = part[W] @ before
            if a:
                after, z_after, _ = problem.layers[layer + 1]
                target = part[z_after] + price[z_after] / (2 * beta)
                part[a] = activations_of(part[after], target, problem.h(part[z]) - price[a] / (2 * gamma), beta, gamma)
                shifted = part[a] + price[a] / (2 * gamma), made - price[z] / (2 * beta)
                part[z] = entrywise_least(problem.h, *shifted, beta, gamma)
                price[a] = price[a] + 2 * gamma * (part[a] - problem.h(part[z]))
                before = part[a]
            else:
                part[z] = (problem.Y + beta * made - price[z] / 2) / (1 + beta)
            price[z] = price[z] + 2 * beta * (part[z] - made)
        yield Move(problem.flat(part), problem.sign * problem.flat(price), Work(1, 2 * len(problem.layers) - 1))


def taylor(problem, u, lam, beta=1.0, gamma=1.0):
    """The scheme of Taylor and others (ICML 2016): one multiplier, for the last z, and in no other step.

    The steps are known here second hand, that of the multiplier (beta, half of what would be exact) from memory.  Inside
    there is a penalty and nothing else, so constraints stay broken on the way; the multipliers given for them are what it
    charges.  Once nothing is broken, and the last multiplier is the slope of the loss, no value moves: every forward
    sweep, at *any* weights, is a place of rest.  (With fewer points than units the weights still move, among those that
    make the same values.)
    """
    part, price = problem.split(u), problem.split(problem.sign * lam)
    while True:
        before = problem.X
        for layer, (W, z, a) in enumerate(problem.layers):  # noqa: N806
            part[W] = weights_of(part[z], before, problem.decay / beta)
            made = part[W] @ before
            if a:
                after, z_after, _ = problem.layers[layer + 1]
                part[a] = activations_of(part[after], part[z_after], problem.h(part[z]), beta, gamma)
                part[z] = entrywise_least(problem.h, part[a], made, beta, gamma)
                price |= {z: 2 * beta * (part[z] - made), a: 2 * gamma * (part[a] - problem.h(part[z]))}
                before = part[a]
            else:
                part[z] = (problem.Y + beta * made - price[z] / 2) / (1 + beta)
                price[z] = price[z] + beta * (part[z] - made)
        yield Move(problem.flat(part), problem.sign * problem.flat(price), Work(1, 2 * len(problem.layers) - 1))
