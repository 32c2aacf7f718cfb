"""LeCun's layered networks, in his letters.

Read ``network`` (the net as a Lagrangian), ``layers`` (what you call), ``units`` (F and the costs), ``recursion`` (his
backward recursion), ``one_layer`` (a layer opened to its numbers), ``parameters``, ``sharing``, ``patterns``, ``lettered``;
then ``training`` with ``downhill`` (three ways to go).
"""
