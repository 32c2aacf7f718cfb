"""A lighthouse turns: how far from the foot of the quay its spot of light is, by A. Griewank and A. Walther's example."""

from math import sqrt, tan

AT = {"nu": 1.2, "gamma": 1.7, "omega": 0.6, "t": 0.9}


def f(m, nu, gamma, omega, t):
    slope = m.tan(omega * t)
    x = nu * slope / (gamma - slope)
    y = gamma * x
    return m.sqrt(x**2 + y**2)


def by_hand(nu, gamma, omega, t):
    slope = tan(omega * t)
    gap = gamma - slope
    reach = slope / gap
    x = nu * reach
    length = sqrt(1 + gamma * gamma)
    by_x = length if x > 0 else -length
    value = x * by_x
    by_angle = by_x * nu * gamma / (gap * gap) * (1 + slope * slope)
    return {
        "value": value,
        "nu_bar": by_x * reach,
        "gamma_bar": value * (gamma / (length * length) - 1 / gap),
        "omega_bar": by_angle * t,
        "t_bar": by_angle * omega,
    }
