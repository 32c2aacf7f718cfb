"""What the styles of the cards reach: a page has pictures of steppers as well, and every style sheet is for all of it."""

import re
from pathlib import Path

SHOW = Path(__file__).resolve().parent.parent.parent.parent / "adlesson" / "show"
OTHERS = [path for room in ("stepper", "live", "picture", "page", "plot") for path in (SHOW / room).rglob("*")]


def heads(text):
    """Return how each selector of a style sheet begins, those inside of an at-rule too: what it needs to be met at all."""
    text = re.sub(r"/\*.*?\*/|@container[^{]*\{", "", text, flags=re.S)
    for rule in re.findall(r"([^{}]+)\{", text):
        flat = rule.strip()
        if not flat.startswith(":is("):
            while re.search(r"\([^()]*\)", flat):
                flat = re.sub(r":?[\w-]*\([^()]*\)", "", flat)
        yield from (re.split(r"[ >]", one.strip())[0] for one in flat.split(",") if one.strip())


def test_a_rule_of_the_cards_reaches_nothing_of_a_stepper():
    """A class that the stepper has, too, is met inside a card only: ``.ad-place`` alone made the machine's boxes narrow."""
    theirs = " ".join(path.read_text("utf-8") for path in OTHERS if path.suffix in (".css", ".js", ".py"))
    sheets = [*(SHOW / "cards" / "js").glob("*.css")]
    assert sheets
    for sheet in sheets:
        for head in heads(sheet.read_text("utf-8")):
            own = [name for name in re.findall(r"ad-[\w-]+", head) if not re.search(rf"(?<![\w-]){name}(?![\w-])", theirs)]
            assert own, f"{sheet.name}: {head}"
