"""The pages of the site that are no notebook: with an owner of the addresses and without."""

import runpy

import pytest

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
