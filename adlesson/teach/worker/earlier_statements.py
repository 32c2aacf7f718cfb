"""What of a notebook must have been run before a cell of it can be.

With this module you can

- find those statements of earlier cells that give a text its names (``needed``), and run them (``run_needed``).

Running all cells would take minutes, and what they draw is on the page already.  So a statement is run where it gives, or
changes, a name that is read later; calls whose result nobody keeps are left out.

>>> cells = ["n = 2; print(n)", "def double(u):\\n    return n * u", "x = double(7)\\ny = x + 1", "n = 3; z = 0"]
>>> [[ast.unparse(one).splitlines()[0] for one in some] for some in needed(cells, "double(y)")]
[['n = 2'], ['def double(u):'], ['x = double(7)', 'y = x + 1'], ['n = 3']]
>>> run_needed(cells, "double(y)", {})["y"]
15
"""

import ast
import linecache
import symtable

SURE = ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom  # of others, who knows


def needed(cells, text):
    """Return for each text of ``cells`` the statements of it that ``text``, which comes after them, needs; in order."""
    wanted = reads(text)
    while True:
        found = [[*reversed(some)] for some in reversed([*_backwards(cells, wanted)])]
        # a function reads when it is called, which may be as late as in the text
        late = set().union(*(inner_reads(table(ast.unparse(one))) for some in found for one in some))
        if late <= wanted:
            return found
        wanted |= late


def _backwards(cells, wanted):
    """Yield the statements of each cell that give what is wanted, all from the last to the first."""
    wanted = {*wanted}
    for cell in reversed(cells):
        found = [statement for statement in reversed(ast.parse(cell).body) if _give(statement, wanted)]
        yield found


def _give(statement, wanted):
    """Tell whether a statement gives what is wanted; what it needs itself is wanted from there on."""
    given = gives(statement)
    if not given & wanted:
        return False
    if isinstance(statement, SURE):
        wanted -= given
    wanted |= reads(ast.unparse(statement)) | changes(statement)
    return True


def run_needed(cells, text, space, name="earlier"):
    """Run those statements in ``space``, and return it; ``name`` is what an exception calls the cells."""
    for number, (cell, some) in enumerate(zip(cells, needed(cells, text), strict=True)):
        run(ast.Module(some, []), cell, f"{name}, cell {number}", space)
    return space


def run(tree, text, name, space):
    """Run what was parsed from a text, and return the value of an expression; the lesson can look up the text."""
    linecache.cache[name] = len(text), None, f"{text}\n".splitlines(keepends=True), name
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    return eval(compile(tree, name, mode), space)  # noqa: S307, our own cells, or the learner's in the learner's own Python


def gives(statement):
    """Return the names that a statement gives or changes: assigned, imported, defined, or changed inside, as in a[0] = 1."""
    names = {symbol.get_name() for symbol in table(ast.unparse(statement)).get_symbols() if is_bound(symbol)}
    return names | changes(statement)


def changes(statement):
    """Return the names of things that a statement changes, and that must have been there before."""
    names = set()
    for node in outside_functions(statement):
        part = isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del))
        names |= {base(node)} if part else {base(node.target)} if isinstance(node, ast.AugAssign) else set()
    return names - {None}


def outside_functions(node):
    """Yield a node and all in it, but nothing that runs only when it is called."""
    yield node
    if not isinstance(node, (ast.FunctionDef, ast.Lambda)):
        for inner in ast.iter_child_nodes(node):
            yield from outside_functions(inner)


def base(node):
    """Return the name at the beginning of a.b[0].c, None if there is another thing."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def reads(text):
    """Return the names that a text reads from around it, inside its functions, too; none if it is no Python."""
    try:
        statements = ast.parse(text).body
    except SyntaxError:
        return set()
    names, given = set(), set()
    for statement in statements:
        top = table(ast.unparse(statement))
        own = {statement.name} if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) else set()
        read = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()} | inner_reads(top)
        names |= (read | changes(statement)) - own - given
        given |= gives(statement)
    return names


def inner_reads(top):
    """Return the names that the functions in a table of symbols read from around them."""
    names, waiting = set(), top.get_children()
    while waiting:
        inner = waiting.pop()
        names |= {symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global()}
        waiting += inner.get_children()
    return names


def is_bound(symbol):
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def table(text):
    return symtable.symtable(text, "cell", "exec")
