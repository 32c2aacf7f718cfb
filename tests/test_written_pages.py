"""The pages of the site that are no notebook, with an owner of the addresses and without, and the modules they speak of."""

import re
import runpy
from importlib.resources import files

import pytest

from adlesson.commands.print_frames import VERSION

OWNED = {"Repository": "https://github.com/someone/adlesson", "Documentation": "https://someone.github.io/adlesson"}


@pytest.fixture(scope="module")
def written(checkout):
    return runpy.run_path(str(checkout / "notebooks" / "site" / "written.py"))


@pytest.mark.parametrize("urls", [OWNED, {name: url.replace("someone", "_owner_") for name, url in OWNED.items()}])
def test_a_page_has_addresses_or_does_without(written, tmp_path, urls):
    """No mark is left over, and no address that leads nowhere."""
    names = written["write_pages"](tmp_path, {"urls": urls})
    texts = {name: (tmp_path / f"{name}.md").read_text("utf-8") for name in names}
    for text in texts.values():
        assert "<!--" not in text and "_owner_" not in text and "REPOSITORY" not in text
    there = urls is OWNED
    assert ("https://someone.github.io/adlesson/embed/stepper.mjs" in texts["embed"]) == there
    assert ("SITE" in texts["embed"]) != there
    assert ("git-pull?repo=https%3A%2F%2Fgithub.com%2Fsomeone%2Fadlesson&" in texts["hubs"]) == there
    assert ('"adlesson[notebooks] @ git+https://github.com/someone/adlesson"' in texts["hubs"]) == there


def test_the_released_modules_are_whole_and_say_which_release_they_are(checkout, tmp_path):
    """Style and stored frames stand where the package's own modules have a word for them."""
    runpy.run_path(str(checkout / "notebooks" / "site" / "released.py"))["write"](tmp_path)
    for name in ("stepper.mjs", "opener.js"):
        text = (tmp_path / name).read_text("utf-8")
        assert re.match(r"// adlesson \d+\.\d+\.\d+, ", text), name
        assert '"SHEETS"' not in text and '"STORED"' not in text and ".ad-stepper" in text
    assert "export { embed as mount };" in (tmp_path / "stepper.mjs").read_text("utf-8")


def test_the_module_reads_the_version_that_the_command_writes():
    """Of the file of frames."""
    text = files("adlesson.show").joinpath("stepper", "js", "embed.js").read_text("utf-8")
    assert re.search(r"^const VERSION = (\d+);", text, re.M)[1] == str(VERSION)
