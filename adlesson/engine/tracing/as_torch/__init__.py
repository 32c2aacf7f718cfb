"""How code that was written for PyTorch is recorded, without loading PyTorch.

Read ``torch_protocol`` (how PyTorch asks, by its public protocol), then ``torch_calls`` (how a call comes to its formula, or
to a sentence).  The formulas stand in ``torch_functions``, ``torch_shapes``, ``torch_layers``, ``torch_losses`` and
``torch_windows``; what NumPy has, too, is taken from ``as_numpy``.
"""
