"""A network 2-8-1 with tanh, in numbers: the squared error at one pattern, by its 33 weights in one list."""

from math import tanh

HIDDEN, PATTERN, TARGET = 8, (0.7, -0.4), 1.0
AT = {"w": [((7 * k) % 11 - 5) / 8 for k in range(4 * HIDDEN + 1)]}


def f(m, w):
    first, second = PATTERN
    y = w[4 * HIDDEN]
    for k in range(HIDDEN):
        y = y + w[3 * HIDDEN + k] * m.tanh(w[k] * first + w[HIDDEN + k] * second + w[2 * HIDDEN + k])
    return (y - TARGET) ** 2


def by_hand(w):
    first, second = PATTERN
    a, b, t, out, y = w[:8], w[8:16], w[16:24], w[24:32], w[32]
    hidden = [tanh(u * first + v * second + s) for u, v, s in zip(a, b, t, strict=True)]
    for u, h in zip(out, hidden, strict=True):
        y += u * h
    error = y - TARGET
    bar = 2 * error
    down = [bar * u * (1 - h * h) for u, h in zip(out, hidden, strict=True)]
    bars = [u * first for u in down] + [u * second for u in down] + down + [bar * h for h in hidden]
    bars.append(bar)
    return {"value": error * error, "w_bar": bars}


def arrays(m, w):
    down = w[:8] * PATTERN[0] + w[8:16] * PATTERN[1] + w[16:24]
    return (w[24:32] @ m.tanh(down) + w[32] - TARGET) ** 2
