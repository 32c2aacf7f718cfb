"""The pages of the site that are no notebook: Markdown, with the addresses that are known.

With this module you can

- write them beside the notebooks for Sphinx (``write_pages``).

``SITE/`` stands for the address of the site.  A part between the lines ``<!-- owned -->`` and ``<!-- end -->`` needs an
owner of the repository; while there is none, what stands between ``<!-- nobody -->`` and ``<!-- end -->`` takes its place.
A line that is a comment and no more says where a part comes from: it is left out.
"""

import re
import sys
from pathlib import Path
from urllib.parse import quote

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))

from addresses import address

PAGES = ("try", "embed", "teach", "marks", "hubs")
COMMENT = re.compile(r"^<!-- .* -->\n", re.M)
PART = re.compile(r"<!-- (owned|nobody) -->\n(.*?)<!-- end -->\n", re.S)


def filled(text, table):
    """Return the text of a page, for the project of this table of ``pyproject.toml``."""
    site, repository = address(table, "Documentation"), address(table, "Repository").rstrip("/")
    wanted = "owned" if repository else "nobody"
    text = PART.sub(lambda part: part[2] if part[1] == wanted else "", text)
    text = COMMENT.sub("", text)
    text = text.replace("REPOSITORY-ENCODED", quote(repository, safe="")).replace("REPOSITORY", repository)
    return text.replace("SITE/", site) if site else text


def write_pages(folder, table):
    """Write the pages into a folder; return their names."""
    for name in PAGES:
        text = Path(__file__).with_name(f"{name}.md").read_text("utf-8")
        (folder / f"{name}.md").write_text(filled(text, table), "utf-8")
    return PAGES
