"""Where a value goes, read from the bytecode that Python runs.

With this module you can

- find out under which name the value computed at a place in a function is stored (``assigned_names``).

A frame that is running knows the place, ``frame.f_lasti``, and nothing of names: ``c = a + b`` adds in one instruction
and stores in the next.  So the way of the value is followed on the stack, from where it is made to where it is stored.

>>> def f(x):
...     double = x + x
...     return double * 3
>>> sorted({*assigned_names(f.__code__)[0].values()} - {None})
['double']
"""


def assigned_names(code):
    """Return ``({offset: name}, {offsets of calls})``: what the value computed at an offset is stored as."""
    import dis  # takes some milliseconds to load, and most runs never ask for names

    targets, calls, rows = {}, set(), list(dis.get_instructions(code))
    for k, row in enumerate(rows[:-1]):
        offsets = range(row.offset, rows[k + 1].offset, 2)  # a call in progress stands on one of its cache entries
        if row.opname.startswith("CALL"):
            calls.update(offsets)
        if row.opname.startswith(("CALL", "BINARY_", "UNARY_")):
            targets.update(dict.fromkeys(offsets, _stored_as(rows, k + 1, dis.stack_effect)))
    return targets, calls


def _stored_as(rows, k, stack_effect):
    """Return the name under which the value on top of the stack before ``rows[k]`` is stored, or None."""
    depth = 0  # how far below the top of the stack the value lies
    while k < len(rows):
        row, k = rows[k], k + 1
        op, n = row.opname, row.arg
        if op in ("CACHE", "NOP", "EXTENDED_ARG", "RESUME") or (op == "COPY" and depth == n - 1):
            continue  # a copy is as good as the value
        if op == "SWAP":
            depth = {0: n - 1, n - 1: 0}.get(depth, depth)
            continue
        if op == "BUILD_TUPLE" and depth < n and rows[k].opname == "UNPACK_SEQUENCE":  # a, b, c, d = ...
            depth, k = n - 1 - depth, k + 1
            continue
        if op.startswith(("STORE_FAST", "STORE_NAME", "STORE_GLOBAL", "STORE_DEREF")):
            names = row.argval if isinstance(row.argval, tuple) else (row.argval,)
            taken = 1 if "LOAD" in op else len(names)
            if depth < taken:
                return names[depth]
        elif op.startswith(("LOAD_", "PUSH_", "COPY")) and not op.startswith(("LOAD_ATTR", "LOAD_METHOD")):
            taken = 0
        else:  # what leaves at most one result takes what the stack loses, and one more for the result
            taken = max(1, 1 - stack_effect(row.opcode, n, jump=False))
        if depth < taken or "JUMP" in op:
            return None
        depth += stack_effect(row.opcode, n, jump=False)
    return None
