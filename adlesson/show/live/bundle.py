"""JavaScript modules as one text, which a widget and an exported page need.

With this module you can

- join modules (``bundle``): each after what it imports, without its imports, exports and comments.

No names change, so those at the top of two modules must differ.  A comment that is to go begins its line; a line gives up
how far it is in, so that no text in backticks may go on in the next.
"""

import posixpath
import re
from functools import cache
from importlib.resources import files

SHOW = __package__.rpartition(".")[0]
IMPORT = re.compile(r'^import .* from "(\.[\w./]+\.js)";\n', re.M)
COMMENT = re.compile(r"^ *(?://.*|/\*\*(?s:.*?)\*/)\n", re.M)


@cache
def bundle(start, folder=None):
    """Return the module ``start``, such as "stepper/js/index.js", with all that it imports; only its own exports are left.

    Paths begin in ``folder``, which is ``adlesson/show`` if it is left out.
    """
    texts = modules(start, folder or files(SHOW))
    bare = [COMMENT.sub("", IMPORT.sub("", text)) for text in texts.values()]
    inner = [re.sub(r"^export ", "", text, flags=re.M) for text in bare[:-1]]
    return re.sub(r"\n\s+", "\n", "\n".join([*inner, bare[-1]])).lstrip()


def modules(start, folder):
    """Return the texts of the module ``start`` and of all that it imports, by path, each after what it needs."""
    texts = {}

    def add(path):
        if path not in texts:
            text = folder.joinpath(*path.split("/")).read_text("utf-8")
            for needed in IMPORT.findall(text):
                add(posixpath.normpath(posixpath.join(posixpath.dirname(path), needed)))
            texts[path] = text

    add(start)
    return texts
