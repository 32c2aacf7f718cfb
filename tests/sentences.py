"""Every sentence that a learner may read, on record: a changed one is seen in the difference of one file.

``python tests/sentences.py`` (``make sentences``) writes ``sentences.txt`` anew.  A sentence is a text of three words or
more in the package's code that is no docstring: refusals, diagnoses, hints, questions, what a step says and what a picture
describes.  What is put in when it is said stands as ``{}``.

>>> sentences('def f(n):\\n    "No sentence."\\n    raise LessonError(f"{n} is too large: take " "less than 3")')
['{} is too large: take less than 3']
"""

import ast
import re
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
RECORD = Path(__file__).with_name("sentences.txt")
WORDS = re.compile(r"[^\W\d_]{2,}[,:;]? [^\W\d_]+[,:;]? [^\W\d_]{2,}")
IN_SCRIPT = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\\n]|\\.)*`')


def sentences(source):
    """Return the sentences in a module of Python, sorted, each once."""
    tree, found = ast.parse(source), set()
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    silent |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign) and is_docstring(node.targets)}
    for node in ast.walk(tree):
        if id(node) not in silent and isinstance(node, ast.JoinedStr | ast.Constant):
            found.add(written(node))
    return sorted(text for text in found if WORDS.search(text))


def is_docstring(targets):
    """Tell whether an assignment to these writes a docstring."""
    return isinstance(targets[0], ast.Attribute) and targets[0].attr == "__doc__"


def written(node):
    """Return the text of a constant or an f-string on one line, with ``{}`` for what is put in."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [str(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else "{}" for part in parts]
    return " ".join("".join(texts).split())


def in_script(source):
    """Return the sentences in a module of JavaScript; comments are left out.

    >>> in_script('const a = "not yet: look again"; // "this is no sentence"\\nsay(`${n} of them are right`);')
    ['not yet: look again', '{} of them are right']
    """
    code = re.sub(r"(?s:/\*.*?\*/)|(?m:(?:^|\s)//.*$)", "", source)
    texts = {re.sub(r"\$\{[^}]*\}", "{}", match[1:-1]) for match in IN_SCRIPT.findall(code)}
    return sorted(text for text in texts if WORDS.search(text))


def record(package=TOP / "adlesson"):
    """Return the text of the record: below the name of each module its sentences."""
    blocks = []
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.js")]):
        text = path.read_text("utf-8")
        found = sentences(text) if path.suffix == ".py" else in_script(text)
        if found:
            blocks.append("\n  ".join([path.relative_to(package).as_posix(), *found]))
    return "\n\n".join(blocks) + "\n"


if __name__ == "__main__":
    RECORD.write_text(record(), "utf-8")
