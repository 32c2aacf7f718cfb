"""The lesson on a learner's own computer: notebooks in a folder of their own, and the server that opens them.

``own_copy`` brings the notebooks there, ``kept_cells`` keeps what was done in them when they get newer, ``server`` starts
JupyterLab and ends it.
"""
