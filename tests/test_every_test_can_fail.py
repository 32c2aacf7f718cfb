"""Every test can fail: it asserts something, and what it asserts is not true of everything."""

import ast

import pytest

SAYS = {"raises", "warns", "expect", "fail"}  # what fails by itself: of pytest, and of playwright


def calls(node):
    """Return the names that are called anywhere in a node, without what stands before a dot."""
    funcs = [child.func for child in ast.walk(node) if isinstance(child, ast.Call)]
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in funcs}


def asserting(trees):
    """Return the names of all functions that assert, or that call one that does, in these modules."""
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found = SAYS | {f.name for f in functions if any(isinstance(node, ast.Assert | ast.Raise) for node in ast.walk(f))}
    called = [(f.name, calls(f)) for f in functions]
    while more := {name for name, names in called if names & found} - found:
        found |= more
    return found


def always(test):
    """Tell whether this condition holds whatever the code does."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Tuple() | ast.List() | ast.Dict() | ast.Set():
            return bool(ast.unparse(test).strip("()[]{}"))
        case ast.GeneratorExp() | ast.Lambda() | ast.JoinedStr():
            return True
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(map(always, values))
        case ast.BoolOp(values=values):
            return all(map(always, values))
        case ast.Compare(left=ast.Call(func=ast.Name(id="len")), ops=[ast.GtE()], comparators=[ast.Constant(value=0)]):
            return True
        case ast.Compare(left=left, ops=[ast.Eq() | ast.LtE() | ast.GtE() | ast.Is()], comparators=[right]):
            plain = not any(isinstance(node, ast.Call) for node in ast.walk(left))  # what is called twice may differ
            return plain and ast.dump(left) == ast.dump(right)
    return False


def complaints(source, helpers):
    """Yield what is wrong with the tests of a module, given the names of the functions that assert."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(name=name) if name.startswith("test_"):
                asserts = any(isinstance(child, ast.Assert) for child in ast.walk(node))
                if not asserts and not calls(node) & helpers:
                    yield f"{name} asserts nothing"
            case ast.Assert(test=test) if always(test):
                yield f"line {node.lineno}: assert {ast.unparse(test)} holds always"
            case ast.ExceptHandler(body=[ast.Pass() | ast.Return(value=None)]) if not isinstance(node.type, ast.Attribute):
                yield f"line {node.lineno}: what is raised is swallowed"
            case ast.Call(func=ast.Attribute(attr="raises"), args=[ast.Name(id="Exception" | "BaseException"), *_]):
                yield f"line {node.lineno}: any exception will do"
            case ast.Call(func=ast.Attribute(attr="parametrize"), args=[_, ast.List(elts=[]) | ast.Tuple(elts=[]), *_]):
                yield f"line {node.lineno}: there is no case"
            case ast.keyword(arg="match", value=ast.Constant(value="" | "." | ".*" | ".+")):
                yield f"line {node.lineno}: any message will do"


@pytest.fixture(scope="module")
def sources(checkout):
    """Return a dict: the text of each module of the tests."""
    return {path: path.read_text("utf-8") for path in (checkout / "tests").rglob("*.py")}


def test_every_test_can_fail(sources):
    """A test that cannot fail is worse than none: it is counted."""
    helpers = asserting(map(ast.parse, sources.values()))
    tests = {path: text for path, text in sources.items() if path.name.startswith("test_")}
    assert len(tests) > 100
    assert {path.name: found for path, text in tests.items() if (found := list(complaints(text, helpers)))} == {}


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("f(1)", "test_it asserts nothing"),
        ("for u in f(1): print(u)", "test_it asserts nothing"),
        ("assert (f(1), 2)", "line 2: assert (f(1), 2) holds always"),
        ("assert f(1) == 2 or True", "line 2: assert f(1) == 2 or True holds always"),
        ("assert f(1) == 2 or 'two'", "line 2: assert f(1) == 2 or 'two' holds always"),
        ("assert (u == 2 for u in f(1))", "line 2: assert (u == 2 for u in f(1)) holds always"),
        ("assert len(f(1)) >= 0", "line 2: assert len(f(1)) >= 0 holds always"),
        ("u = f(1); assert u == u", "line 2: assert u == u holds always"),
        ("try: assert f(1)\n    except TypeError: pass", "line 3: what is raised is swallowed"),
        ("with pytest.raises(Exception): f(1)", "line 2: any exception will do"),
        ("with pytest.raises(ValueError, match=''): f(1)", "line 2: any message will do"),
        ("pytest.mark.parametrize('u', [])\n    assert f(1)", "line 2: there is no case"),
    ],
)
def test_each_kind_is_found(body, complaint):
    """The rules must be able to fail, too."""
    assert list(complaints(f"def test_it():\n    {body}", SAYS)) == [complaint]


@pytest.mark.parametrize(
    "body",
    ["assert f(1) == 2", "assert f(1) == f(1)", "assert f(1) or g(2)", "same(f(1))", "with pytest.raises(ValueError): f(1)"],
)
def test_what_can_fail_is_left_alone(body):
    """And a helper that asserts is as good as an assertion."""
    helper = ast.parse("def same(u):\n    assert u")
    assert list(complaints(f"def test_it():\n    {body}", asserting([helper]))) == []
