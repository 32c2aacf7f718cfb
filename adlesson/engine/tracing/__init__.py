"""How a run of a function is watched.

Read ``traced`` (a number that writes down what is done to it), ``traced_array``, ``tape`` (where it is written down), then
``names`` and ``bytecode`` (which local variable each value was stored in), ``user_code`` (which line is running) and
``hints`` (what to write instead of what cannot be recorded).

What other packages call their functions stands in tables of formulas: NumPy's in ``as_numpy``, PyTorch's in ``as_torch``.
"""
