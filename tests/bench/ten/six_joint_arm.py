"""An arm of six joints: the squared distance of its hand from a point, by the angles.

By hand it is what one does in robotics: the hand moves at right angles to a joint's axis and to the line from that joint.
"""

from math import cos, sin

AT = {"q": [0.3, -0.7, 0.9, 0.4, -0.5, 0.2]}
AXES = (2, 1, 1, 0, 1, 0)  # each joint turns round one of the axes of the link before it
LINKS = ((2, 0.4), (0, 0.5), (0, 0.4), (0, 0.1), (2, 0.1), (0, 0.1))  # and moves along one of its own
TARGET = (0.5, 0.3, 0.6)


def f(m, q):
    frame, hand = [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 0, 0]
    for angle, axis, (along, length) in zip(q, AXES, LINKS, strict=True):
        c, s = m.cos(angle), m.sin(angle)
        k, l = (axis + 1) % 3, (axis + 2) % 3  # noqa: E741
        u, v = frame[k], frame[l]
        frame[k] = [c * u[i] + s * v[i] for i in range(3)]
        frame[l] = [c * v[i] - s * u[i] for i in range(3)]
        hand = [hand[i] + length * frame[along][i] for i in range(3)]
    return sum((hand[i] - TARGET[i]) ** 2 for i in range(3))


def by_hand(q):
    frame, joints = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)], []
    x = y = z = 0.0
    for angle, axis, (along, length) in zip(q, AXES, LINKS, strict=True):
        joints.append((frame[axis], x, y, z))
        c, s = cos(angle), sin(angle)
        k, l = (axis + 1) % 3, (axis + 2) % 3  # noqa: E741
        (a, b, d), (e, g, h) = frame[k], frame[l]
        frame[k] = c * a + s * e, c * b + s * g, c * d + s * h
        frame[l] = c * e - s * a, c * g - s * b, c * h - s * d
        a, b, d = frame[along]
        x, y, z = x + length * a, y + length * b, z + length * d
    a, b, d = x - TARGET[0], y - TARGET[1], z - TARGET[2]
    bars = [
        2 * (a * (v * (z - w) - t * (y - r)) + b * (t * (x - p) - u * (z - w)) + d * (u * (y - r) - v * (x - p)))
        for (u, v, t), p, r, w in joints
    ]
    return {"value": a * a + b * b + d * d, "q_bar": bars}
