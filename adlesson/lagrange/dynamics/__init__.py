"""Layers as steps of time.

Read ``steering`` (states forward, costates back), ``control`` (the controls that cost least, by ``riccati``), ``flow``
(continuous time, by the rules in ``integrators``), ``recurrent`` (nets that settle, which ``relaxation`` lets run until
nothing moves).
"""
