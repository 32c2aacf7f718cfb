"""How a run of a function is watched.

Read ``traced`` (a number that writes down what is done to it), ``traced_array``, ``tape`` (where it is written down), then
``names`` and ``bytecode`` (which local variable each value was stored in), ``user_code`` (which line is running) and
``hints`` (what to write instead of what cannot be recorded).

What other packages call their functions stands in tables of formulas: ``spellings`` (of numbers; a formula in text may
call these, too), ``array_spellings`` (NumPy's functions of arrays, made in ``moved_entries``, ``summed_entries``,
``spelled_products`` and ``decided``).  ``numpy_protocol`` and ``numpy_calls`` are how NumPy's calls come to them, the
modules ``torch_...`` the same for PyTorch.
"""
