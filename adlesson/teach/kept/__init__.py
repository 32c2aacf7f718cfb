"""What is kept of a learner, over restarts and for all notebooks at once.

Read ``events`` (what happened, a line each, and what is known by it), ``event_file`` (the one file, which several kernels
write at once, with ``file_lock``), and ``keeping``, what all others call: ``keeper``.
"""
