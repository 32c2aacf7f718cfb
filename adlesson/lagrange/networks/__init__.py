"""LeCun's layered networks: layers, units, shared weights, training."""
