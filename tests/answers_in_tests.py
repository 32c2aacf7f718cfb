"""Every answer that the tests of the exercises give, made anew by whoever runs this: here, or in a submission's process.

The tests of ``adlesson.teach`` try each exercise with all wrong answers that anybody has thought of.  ``answers`` runs such
a file with a ``check`` that judges nothing and notes number and answer: what it asserts is left out.  It needs nothing but
the standard library, so that its own text can be sent to where no judges are.
"""

import ast
import itertools

BUT = (
    "test_no_name_of_an_exception_is_in_what_a_learner_reads",
)  # of all exceptions that Python has: not the same ones there


class Anything:
    """Stands for what is not there: it may be called, read and gone through."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args, **options):
        return self

    def __getitem__(self, key):
        return self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return True


class Pytest(Anything):
    """As much of pytest as the tests of the exercises use."""

    def fixture(self, f=None, **options):
        return f or (lambda f: f)

    def param(self, *values, **options):
        return values

    def parametrize(self, names, values, **options):
        names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
        rows = [dict(zip(names, value if len(names) > 1 else [value], strict=True)) for value in values]

        def decorated(f):
            if hasattr(f, "__dict__") and not isinstance(f, Anything):
                f.rows = [getattr(f, "rows", []), rows] if not hasattr(f, "rows") else [*f.rows, rows]
            return f

        return decorated


class Bare(ast.NodeTransformer):
    """Takes assertions out of a test, and what it imports from where judges are."""

    def visit_Assert(self, node):
        nothing = ast.ExceptHandler(ast.Name("Exception", ast.Load()), None, [ast.Pass()])
        return ast.Try([ast.Expr(node.test)], [nothing], [], [])

    def visit_ImportFrom(self, node):
        if not (node.module or "").startswith(("adlesson.teach", "solutions", "hypothesis")):
            return node
        return [assigned(alias.asname or alias.name) for alias in node.names]

    def visit_Import(self, node):
        return [assigned(alias.name) if alias.name == "pytest" else ast.Import([alias]) for alias in node.names]


def assigned(name):
    """Return the line that binds a name to its stand-in."""
    return ast.parse(f"{name} = stand_in({name!r})").body[0]


def answers(text, note):
    """Run the tests in a file's text; ``note(number, answer)`` is called for each answer that they check."""

    class Exercises(Anything):
        def check(self, number, answer=None):
            if type(number) is str and not isinstance(answer, Anything):
                note(number, answer)
            return Anything()

    stand_ins = {"pytest": Pytest(), "Exercises": lambda *args: Exercises()}
    tree = ast.fix_missing_locations(Bare().visit(ast.parse(text)))
    space = {"__name__": "tests", "__file__": "/tests/teach/problems/test.py"}
    space["stand_in"] = lambda name: stand_ins.get(name, Anything())
    exec(compile(tree, "a test", "exec"), space)
    for name, test in list(space.items()):
        if name.startswith("test_") and name not in BUT and hasattr(test, "__code__"):
            for chosen in itertools.product(*filter(None, getattr(test, "rows", []))):
                given = {key: u for row in chosen for key, u in row.items()}
                try:
                    names = test.__code__.co_varnames[: test.__code__.co_argcount]
                    test(**{key: given[key] if key in given else space[key]() for key in names})
                except Exception:
                    continue
