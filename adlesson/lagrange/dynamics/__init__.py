"""Layers as steps of time: recurrent nets, control, continuous time."""
