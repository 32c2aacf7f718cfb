"""Layers as steps of time.

Read ``control`` (optimal control, where multipliers are costates), ``flow`` (continuous time), ``recurrent`` (nets that
settle, which ``relaxation`` lets run until nothing moves).
"""
