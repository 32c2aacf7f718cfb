"""A program as Python source.

Read ``source`` (the text of a whole program), ``statements`` (which lines it gets), ``python_expressions`` (how one
operation is written), ``literals`` (how names and numbers are), ``compile`` (a fast function made of the text), ``door``
(which inputs it serves), ``other_inputs`` (what happens to others), ``meanings`` (what the words of the text mean there),
``by_numba`` (the same text as machine code).
"""
