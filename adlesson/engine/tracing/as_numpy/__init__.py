"""How code that was written for NumPy is recorded.

Read ``spellings`` (what NumPy calls otherwise, of numbers: each a formula of operations in the table; a formula in text may
call these, too), then ``numpy_calls`` and ``numpy_protocol`` (how a call of NumPy's comes to its formula, or to a sentence).
``array_spellings`` lists the functions of arrays, which are made in ``moved_entries``, ``summed_entries`` and
``spelled_products``; ``decided`` has those whose answer is a fact about values, such as an order.
"""
