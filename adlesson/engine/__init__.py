"""Numbers in, numbers out: a function as a list of instructions, and the sweeps over the list.

Start here, with the core, in this order: ``ops`` (the one table of operations: value and partials), ``program`` (the list),
``sweeps`` (forward, tangent, reverse, one step at a time).  Then the doors: ``trace`` makes a list of a function,
``derivatives`` is what you call; ``fast`` has the same sweeps without steps, ``errors`` what is raised on purpose.
The folders hold what stands behind: ``numbers`` ``tracing`` ``parsing`` before the sweeps, ``transforms`` ``codegen``
``cost`` ``mistakes`` after them, and ``samples`` to try them on.
"""
