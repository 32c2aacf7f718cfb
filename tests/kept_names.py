"""Which names of a notebook get another meaning on the way, so that an earlier cell cannot be run again.

With this module you can

- list them (``taken_over``).

>>> taken_over(["k = {}", "print(k)", "k = 3"])
['k']
>>> taken_over(["k = {}", "k = 3\\nprint(k)"]), taken_over(["k = 1", "def f(k):\\n    return k", "k = 2"])
([], [])
"""

import ast

OWN = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def taken_over(cells):
    """Return the names that one cell sets, another one needs, and a later one sets anew, without a look at the old one."""
    ways = [_ways(ast.parse(text)) for text in cells]
    names = {name for sets, _ in ways for name in sets}
    return sorted(name for name in names if _is_taken_over(name, ways))


def _is_taken_over(name, ways):
    given = needed = False
    for sets, needs in ways:
        if given and needed and name in sets and name not in needs:
            return True
        needed = needed or (given and name in needs)
        given = given or name in sets
    return False


def _ways(tree):
    """Return the names that a cell sets, and those that it needs from an earlier one."""
    sets, needs = set(), set()
    for statement in tree.body:
        needs |= _read(statement) - sets
        sets |= _set(statement)
    return sets, needs


def _set(node):
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, OWN):
        return set()
    own = {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else set()
    return own.union(*map(_set, ast.iter_child_nodes(node)))


def _read(node):
    """Return the names that are read in a statement and set nowhere in it: a loop variable, and a parameter, are its own."""
    inside = list(ast.walk(node))
    names = [one for one in inside if isinstance(one, ast.Name)]
    own = {one.arg for one in inside if isinstance(one, ast.arg)}
    own |= {one.id for one in names if isinstance(one.ctx, ast.Store)} - _targets(node)
    return {one.id for one in names if isinstance(one.ctx, ast.Load)} - own


def _targets(node):
    """Return what an assignment sets: ``k = k + 1`` reads k all the same."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}


def needed_from_above(above, below):
    """Return the names that cells below need of those above, their own names aside.

    >>> needed_from_above(["k = 2", "n = 3"], ["n = 4", "print(k + n)"])
    ['k']
    """
    given, needed = {name for text in above for name in _ways(ast.parse(text))[0]}, set()
    for text in below:
        sets, needs = _ways(ast.parse(text))
        needed |= needs & given
        given -= sets
    return sorted(needed)
