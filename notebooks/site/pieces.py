"""Steppers and cards on a site: their scripts in one file for all pages, what is large of each in files of its own.

With this module you can

- let the pieces of a notebook load what they need (``slim``), where Jupyter gave each the whole script;
- let each style sheet stand once in a page, and the one of all pictures once in the site (``sheets_once``);
- write the files that they load (``write_files``).

A page's own script, ``live/js/site.js``, loads them when the reader comes to them; until then, and where no scripts run, a
picture stands there.
"""

import base64
import hashlib
import html
import json
import re
import zlib
from functools import cache
from urllib.parse import unquote

from adlesson.show.cards.card import Card, PracticeCard
from adlesson.show.live.bundle import bundle
from adlesson.show.live.script import packed
from adlesson.show.shown import style
from adlesson.show.stepper.widget import SCRIPT
from adlesson.show.toys.toy import Toy

SCRIPTS = {  # by the name of the file
    "stepper": SCRIPT, "cards": Card.SCRIPT, "practice": PracticeCard.SCRIPT, "toys": Toy.SCRIPT,
}  # fmt: skip
FOLDER = "./_static/adlesson"  # seen from a page
WHOLE = re.compile(
    r'<script>\n(?:(?!</script>).)*?\nfillPage\("(\w*)", "(\w+)", "[^"]*", "([^"]*)"\);\n\}\)\(\);\n</script>', re.S
)
SLIM = '<script type="application/json">{}</script>'
LARGE = 2_500  # letters: a question has less, a stepper and what asks many questions have more
PLAIN = re.compile(r'<img class="ad-plain"[^>]*>')  # for where there are no style sheets
PICTURE = re.compile(r'<img ([^>]*?)src="data:image/svg\+xml,([^"]*)"')
SHEET = re.compile(r"<style>.*?</style>", re.S)
LOADED = "doctools.js", "sphinx_highlight.js", "pygments.css", "site.css"  # by each page, with comments and spaces
KINDS = {"css": "text/css", "js": "application/javascript", "html": "text/html"}
LEFT = dict.fromkeys(("html-keep-document-tags", "html-keep-end-tags", "html-keep-quotes"), True)  # for who reads a page
VIEW = "application/vnd.jupyter.widget-view+json"


def slim(notebook, files):
    """Let the outputs of a notebook be what a page without a kernel shows, without what it loads; return it.

    What is to be loaded is added to ``files``, a dict of texts by address.
    """
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for out in cell.get("outputs", ()):
            data = out.get("data", {})
            data.pop(VIEW, None)
            if "text/html" in data:
                text = WHOLE.sub(lambda whole: linked(*whole.groups(), files), PLAIN.sub("", data["text/html"]))
                data["text/html"] = PICTURE.sub(lambda found: beside(*found.groups(), files), text)
    return notebook


def linked(uid, key, data, files):
    """Return what stands in a page for one piece's script."""
    (name,) = (name for name, script in SCRIPTS.items() if script.key == key)
    address = f"{FOLDER}/{name}.js"
    files[address] = handed_over(address, short(SCRIPTS[name]))
    piece = {"uid": uid, "key": key, "script": address}
    if len(data) < LARGE:
        piece["data"] = json.loads(zlib.decompress(base64.b64decode(data)))
    else:
        piece["at"] = f"{FOLDER}/{digest(data)}.js"
        files[piece["at"]] = handed_over(piece["at"], data)
    return SLIM.format(json.dumps(piece, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


@cache
def short(script):
    """Return a script, packed, without what only its readers need."""
    return packed(json.dumps([bare("css", script.style.removeprefix(style())), bare("js", closed(script.text))]))


def closed(module):
    """Return a module with all its names inside a function, where they may become short: given out is what it exports."""
    inside = re.sub(r"^export \{ mount \};$|^export (?=(?:const|function) mount)", "", module, flags=re.M)
    inside = inside.replace("\nexport default ", "\nconst whole = ")
    made = f"(() => {{\n{inside}return [mount, whole];\n}})()"
    return f"const [mount, whole] = {made};\nexport {{ mount, whole as default }};\n"


def bare(kind, text):
    """Return a script, a style sheet or a page, by its ending, without comments and the like, and its own names short."""
    import minify  # here, so that all else is tested where it is not

    if kind == "html":
        minify.config(LEFT)
    return minify.string(KINDS[kind], text)


def beside(attributes, picture, files):
    """Return the beginning of an image whose picture is a file, read when the reader comes near and no script runs."""
    address = f"{FOLDER}/{digest(picture)}.svg"
    files[address] = html.unescape(unquote(picture))
    return f'<img loading="lazy" {attributes}src="{address}"'


def sheets_once(page):
    """Return a page in which each style sheet stands once: every piece brings its own into a notebook.

    That of the pictures, with which most of them begin, is in the site's own (``write_files``).
    """
    head, end, body = page.replace(style(), "").replace("<style></style>", "").partition("</head>")
    return "".join([head, *dict.fromkeys(SHEET.findall(body)), end, SHEET.sub("", body)])


def handed_over(address, packed):
    """Return a script that hands over a packed text; a script is read from a folder, too, where no other file is."""
    return f"adlessonGives({json.dumps(address)}, {json.dumps(packed)});\n"


def digest(text):
    """Return a name for a file with this content: what is the same is loaded once."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def write_files(files, pages):
    """Write what the pages load into the folder of the pages: their own script, too; what stands there is made bare."""
    (pages / FOLDER).mkdir(parents=True)
    (pages / FOLDER / "site.js").write_text(f"(() => {{\n{bundle('live/js/site.js')}}})();\n", "utf-8")
    for address, text in files.items():
        (pages / address).write_text(text, "utf-8")
    of_site = pages / "_static" / "site.css"
    of_site.write_text(style() + of_site.read_text("utf-8"), "utf-8")
    for path in [*(pages / "_static" / name for name in LOADED), pages / FOLDER / "site.js"]:
        path.write_text(bare(path.suffix[1:], path.read_text("utf-8")), "utf-8")
