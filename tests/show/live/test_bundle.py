"""The pages' modules: small, one way, of different names, and joined into one text that is small enough to travel."""

import gzip
import re
from importlib.resources import files
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

import adlesson as ad
from adlesson.show.cards.card import Card, PracticeCard
from adlesson.show.live.bundle import IMPORT, bare, bundle, modules
from adlesson.show.live.live_widget import MODEL
from adlesson.show.live.standalone import FILL
from adlesson.show.stepper.frames import frames
from adlesson.show.stepper.widget import SCRIPT
from adlesson.show.story import MODES
from adlesson.show.toys.toy import Toy

SHOW = Path(str(files("adlesson.show")))
# by path, such as "live/js/dom"
MODULES = {path.relative_to(SHOW).as_posix()[:-3]: path.read_text("utf-8") for path in sorted(SHOW.glob("*/js/*.js"))}

# each imports only from those before it, as in tests/test_floors.py
FLOORS = {
    "live": [
        "dom", "answers", "home", "onward", "live", "scripts", "page", "site", "door", "model", "python", "python_line",
        "page_model",
    ],
    "toys": ["bell", "circle", "index"],
    "stepper": [
        "contract", "link", "cursor", "boxes", "pictures", "panes", "leaflets", "question", "predict", "ledger",
        "blocks", "fired", "orders", "machine", "moves", "nudge_drawing", "nudge_words", "pulling", "nudge",
        "strip", "transport", "drawer", "player", "controls", "paper", "explore",
        "explorer_model", "mount", "index", "embed", "opener",
    ],
    "cards": [
        "store", "words", "twice", "judging", "fields", "explanation", "standing", "predict", "typing", "typed_answer",
        "check", "check_model", "keeping", "where",
        "replay", "row", "practice_judging", "practice_fields", "practice_model", "practice", "mounting", "index",
        "practice_index",
    ],
}  # fmt: skip
ORDER = [f"{folder}/js/{name}" for folder, names in FLOORS.items() for name in names]
LONGEST_LINE, LONGEST_FUNCTION = 120, 80
# all that is joined, with how large it may be: as it is, and gzipped; and what it offers
DOOR = "export default { initialize, render: (given) => enter(given, mount) };"
CARDS = "export const mount = (...given) => mountCard(KINDS, { check: checkModel }, ...given);"
PRACTICE = "export const mount = (...given) => mountCard({ practice: practiceCard }, { practice: practiceModel }, ...given);"
EMBED, OPENER = "stepper/js/embed.js", "stepper/js/opener.js"  # of notebooks/site/released.py
JOINED = {
    SCRIPT.start: (146_000, 48_000, ["export { mount };", DOOR]),
    EMBED: (146_000, 48_000, ["export { embed as mount };", "export default { render: show };"]),
    OPENER: (146_000, 48_000, []),
    Card.SCRIPT.start: (80_500, 26_500, [CARDS, DOOR]),
    PracticeCard.SCRIPT.start: (67_000, 22_000, [PRACTICE, DOOR]),
    Toy.SCRIPT.start: (14_000, 5_500, ["export function mount(element, data, uid) {", DOOR]),
    MODEL: (3_500, 1_500, ["export default { initialize: begin, render };"]),
    FILL: (2_700, 1_250, ["export async function fillPage(uid, key, script, data) {"]),
    "live/js/site.js": (4_200, 1_800, []),  # of notebooks/site/pieces.py
}
STARTS = ("cards", "index"), ("cards", "practice_index"), ("toys", "index")  # what a page calls
TOP = re.compile(r"^(?:export )?(?:default )?(?:async )?(?:const|let|var|function|class) (\w+)", re.M)
OPENING = re.compile(r"^( *)(?!.*\b(?:if|for|while|switch|catch|class)\b.*\{$).*(?:=>|\)) \{$")
QUOTED = re.compile(r'"([^"\n]*)"|`([^`]*)`')


def imported(name):
    """Return what a module imports: ``{module: its names}``."""
    rows = re.findall(r'^import \{ (.*) \} from "(\.[\w./]+)\.js";$', MODULES[name], re.M)
    return {normpath(join(dirname(name), path)): names.split(", ") for names, path in rows}


def test_modules_import_one_way():
    """No cycle, nothing of another folder but what is shared, and dom and answers at the bottom; all are in the list."""
    assert sorted(ORDER) == sorted(MODULES)
    for name in MODULES:
        assert all(ORDER.index(other) < ORDER.index(name) for other in imported(name)), name
        assert {dirname(other) for other in imported(name)} <= {dirname(name), "live/js"}
    assert not any(imported(name) for name in ("live/js/dom", "live/js/answers", "stepper/js/cursor"))


def test_what_is_imported_is_exported_and_the_other_way_round():
    """In the bundle a name that nobody exports would be found all the same."""
    wanted = {(module, name) for other in MODULES for module, names in imported(other).items() for name in names}
    offered = {
        (module, name)
        for module, text in MODULES.items()
        for name in re.findall(r"^export (?:async )?(?:const|function|class) (\w+)", text, re.M)
    }
    only_here = {(f"{name}/js/{start}", "mount") for name, start in STARTS}
    assert offered - wanted == only_here and wanted <= offered
    for name, text in MODULES.items():
        body = "\n".join(bare(text))
        for names in imported(name).values():
            assert all(re.search(rf"\b{word}\b", body) for word in names), name


def test_every_import_is_of_the_form_that_the_bundle_reads():
    """One that it overlooks would stand in the middle of the text, where no import may."""
    for name, text in MODULES.items():
        rows = re.findall(r"^ *import\b.*$", text, re.M)
        assert all(IMPORT.fullmatch(row) for row in rows) and len(imported(name)) == len(rows), name


def long_functions(text):
    """Yield the first lines of functions that are too long; one ends where a line begins with } as far in as its first."""
    lines = text.split("\n")
    for k, line in enumerate(lines):
        if match := OPENING.match(line):
            length = next(n for n, row in enumerate(lines[k + 1 :], 2) if row.startswith(match[1] + "}"))
            if length > LONGEST_FUNCTION:
                yield line


@pytest.mark.parametrize("name", MODULES)
def test_lines_and_functions_are_short(name):
    """A function fits on one screen."""
    assert [row for row in MODULES[name].split("\n") if len(row) > LONGEST_LINE] == []
    assert [*long_functions(MODULES[name])] == []


@pytest.mark.parametrize(
    "first",
    [
        "function long(u) {",
        "  move(k, playing = false) {",
        "const f = (u) => {",
        "  on(() => {",
        "export function g({ u }, v) {",
    ],
)
def test_a_long_function_is_seen(first):
    """Whatever it looks like; a long class is a row of short functions."""
    inner = " " * (len(first) - len(first.lstrip()))
    body = lambda n: "\n".join([first, *[f"{inner}  u += 1;"] * n, inner + "}", ""])
    assert [*long_functions(body(79))] == [first] and [*long_functions(body(78))] == []
    assert [*long_functions("class Long {\n" + body(70) * 2 + "}\n")] == []


def twice(texts):
    """Return the names that stand at the top of two modules."""
    names = [name for text in texts for name in TOP.findall(text)]
    return sorted({name for name in names if names.count(name) > 1})


def test_no_name_stands_at_the_top_of_two_modules():
    """Joined, they would be one; and none is renamed by its import."""
    assert [twice(modules(start, SHOW).values()) for start in JOINED] == [[]] * len(JOINED)
    assert twice(["const a = 1;", "export function a() {\n  const b = 2;\n}", "const b = 3;"]) == ["a"]
    assert not any(re.search(r"^import .* as ", text, re.M) for text in MODULES.values())


@pytest.mark.parametrize("start", JOINED)
def test_a_bundle_is_small_and_whole(start):
    """What travels with every piece; nothing in it is fetched or run as text, and only the door's exports are left."""
    text, (largest, packed, offered) = bundle(start), JOINED[start]
    size = len(gzip.compress(text.encode(), mtime=0))
    print(f"\n{start}: {size:,} bytes gzipped, {len(text.encode()):,} before")
    assert size <= packed and len(text.encode()) <= largest
    assert not re.search(r"^import ", text, re.M) and re.findall(r"^export .*", text, re.M) == offered
    assert "eval(" not in text.replace("evaluate(", "") and "new Function" not in text and "</script" not in text
    assert not re.search(r"^\s*(//|/\*|\*)", text, re.M)
    assert all(name in text for module in modules(start, SHOW).values() for name in TOP.findall(module))


def test_every_module_is_in_a_bundle():
    """What nobody imports would be read by nobody."""
    used = {path for start in JOINED for path in modules(start, SHOW)}
    assert {f"{name}.js" for name in MODULES} - used == {"stepper/js/contract.js"}, "types only"


@pytest.mark.parametrize("name", MODULES)
def test_no_text_in_backticks_goes_on_in_the_next_line(name):
    """It would lose the spaces that its lines begin with, or a line that looks like a comment."""
    assert [row for row in MODULES[name].split("\n") if row.count("`") % 2] == []


def test_modules_are_joined_in_the_order_of_their_imports(tmp_path):
    """Each once, after what it needs; a comment goes, and nothing that stands in a text."""
    write = lambda name, *rows: (tmp_path / name).write_text("\n".join([*rows, ""]), "utf-8")
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    write("a/index.js", 'import { b } from "./b.js";', 'import { a } from "../b/a.js";', "", "export default { a, b };")
    write(
        "a/b.js",
        "/**",
        " * Two.",
        " * @returns {number}",
        " */",
        'import { a } from "../b/a.js";',
        "export const b = a + 1; // 2",
    )
    rows = 'export const a = "http://a // b /** b */"; // one', "  /** three */", "  // 3", "", "export const c = ` // `;"
    write("b/a.js", "// One.", *rows)
    assert bundle("a/index.js", tmp_path).split("\n") == [
        'const a = "http://a // b /** b */";',
        "const c = ` // `;",
        "const b = a + 1;",
        "export default { a, b };",
        "",
    ]


def test_the_page_knows_no_sweep_by_name():
    """A new mode needs no JavaScript and no style: what differs from sweep to sweep is in its phase."""
    program = ad.parse("x*y", x=2.0, y=3.0)
    phases = {phase["sweep"] for sweep in MODES for phase in frames(program, [sweep])["phases"]}
    assert len(phases) >= 6
    looks = {phase["look"] for sweep in MODES for phase in frames(program, [sweep])["phases"]}  # the page draws these
    names = {*phases, *MODES, "backward"} - {"forward"} - looks
    quoted = {
        word
        for text in modules(SCRIPT.start, SHOW).values()
        for found in QUOTED.findall("\n".join(bare(text)))
        for word in found
    }
    assert not {name for name in names for text in quoted if re.search(rf"\b{name}\b", text)}
    assert "sweep=" not in SCRIPT.style
    assert "data-role=" not in SCRIPT.style, "hue and shape are those of the look"
