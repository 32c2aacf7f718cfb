"""Something to differentiate and to fit: ``examples`` (functions with gradients by hand), ``data`` (measurements)."""
