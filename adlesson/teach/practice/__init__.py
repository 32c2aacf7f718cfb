"""Fresh problems without end, each of which tells the mistakes apart.

Read ``record`` (a problem as data), ``lots`` (how one is drawn, and which are thrown away), ``question`` (what is asked),
``kinds`` (five of them, ``fill_adjoints`` first), and ``practice`` (what you call).
"""
