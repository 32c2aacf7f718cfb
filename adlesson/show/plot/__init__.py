"""Figures of Matplotlib: curves, training, weights, saved measurements."""
