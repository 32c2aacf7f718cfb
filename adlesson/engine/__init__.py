"""Numbers in, numbers out: a function as a list of instructions, and the sweeps over the list.

Start here, with the core, in this order: ``ops`` (the one table of operations: value and partials), ``program`` (the list),
``sweeps`` (forward, tangent, reverse, one step at a time).  Then the doors: ``trace`` makes a list of a function,
``derivatives`` is what you call; ``fast`` has the same sweeps without steps, ``errors`` what is raised on purpose.
The folders hold what stands behind: ``numbers`` (what flows through a list), ``tracing`` and ``parsing`` (where lists
come from), ``transforms``, ``codegen``, ``cost`` and ``mistakes`` (what else is made of one), ``samples`` to try them on.
"""
