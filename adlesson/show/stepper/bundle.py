"""The page's modules as one text, which a widget and an exported page need.

With this module you can

- join ``js/*.js`` (``bundle``): each after what it imports, without its imports, exports and comments.

No names change, so those at the top of two modules must differ.  A comment that is to go begins its line; a line gives up
how far it is in, so that no text in backticks may go on in the next.
"""

import re
from functools import cache
from importlib.resources import files

IMPORT = re.compile(r'^import .* from "\./(\w+\.js)";\n', re.M)
COMMENT = re.compile(r"^ *(?://.*|/\*\*(?s:.*?)\*/)\n", re.M)


@cache
def bundle(start="index.js", folder=None):
    """Return the module ``start`` with all that it imports; of the exports only its own are left."""
    folder, texts = folder or files(__package__).joinpath("js"), {}

    def add(name):
        if name not in texts:
            text = folder.joinpath(name).read_text("utf-8")
            for needed in IMPORT.findall(text):
                add(needed)
            texts[name] = text  # after all that it needs

    add(start)
    bare = [COMMENT.sub("", IMPORT.sub("", text)) for text in texts.values()]
    inner = [re.sub(r"^export ", "", text, flags=re.M) for text in bare[:-1]]
    return re.sub(r"\n\s+", "\n", "\n".join([*inner, bare[-1]])).lstrip()
