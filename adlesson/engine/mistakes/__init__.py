"""The sweeps as people get them wrong.

Read ``table`` (one row for each misconception: to add one, write a row), ``diagnose`` (which of them gives this number at
the end of a sweep?), ``steps`` (which wrong numbers belong to this step?).
"""
