"""Functions to differentiate, and measurements to fit."""
