"""A pendulum of length ``l``, 50 steps of time: how far it swings, squared, by where it starts and how long it is."""

from math import cos, sin

AT = {"angle": 0.8, "speed": 0.1, "length": 1.3}
STEPS, H, G = 50, 0.02, 9.81


def f(m, angle, speed, length):
    for _ in range(STEPS):
        speed = speed - H * (G / length) * m.sin(angle)
        angle = angle + H * speed
    return angle**2


def by_hand(angle, speed, length):
    pull, angles, sines = H * G / length, [], []
    for _ in range(STEPS):
        s = sin(angle)
        angles.append(angle)
        sines.append(s)
        speed -= pull * s
        angle += H * speed
    angle_bar, speed_bar, pull_bar = 2 * angle, 0.0, 0.0
    for u, s in zip(reversed(angles), reversed(sines), strict=True):
        speed_bar += H * angle_bar
        pull_bar -= speed_bar * s
        angle_bar -= pull * speed_bar * cos(u)
    bars = {"angle_bar": angle_bar, "speed_bar": speed_bar, "length_bar": -pull_bar * pull / length}
    return {"value": angle * angle, **bars}


LEFT_OUT = {"SymPy": "its formula doubles with each step"}
