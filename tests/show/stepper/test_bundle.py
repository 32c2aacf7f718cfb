"""The page's modules: small, one way, of different names, and joined into one text that is small enough to travel."""

import gzip
import re
from importlib.resources import files
from pathlib import Path

import pytest

import adlesson as ad
from adlesson.show.stepper.bundle import COMMENT, IMPORT, bundle
from adlesson.show.stepper.frames import frames
from adlesson.show.stepper.standalone import style
from adlesson.show.story import MODES

JS = Path(str(files("adlesson.show.stepper"))) / "js"
MODULES = {path.stem: path.read_text("utf-8") for path in sorted(JS.glob("*.js"))}

# each imports only from those before it, as in tests/test_floors.py
FLOORS = [
    "contract", "dom", "answers", "cursor", "boxes", "pictures", "panes", "leaflets", "question", "predict", "ledger",
    "blocks", "fired", "orders", "machine", "moves", "nudge_drawing", "nudge_words", "pulling", "nudge",
    "strip", "transport", "drawer", "player", "controls", "paper", "home", "explore", "index",
]  # fmt: skip
LONGEST_LINE, LONGEST_FUNCTION, LARGEST = 120, 80, 44_000
TOP = re.compile(r"^(?:export )?(?:default )?(?:const|let|var|function|class) (\w+)", re.M)
OPENING = re.compile(r"^( *)(?!.*\b(?:if|for|while|switch|catch|class)\b.*\{$).*(?:=>|\)) \{$")
QUOTED = re.compile(r'"([^"\n]*)"|`([^`]*)`')


def imported(text):
    """Return what a module imports: ``{module: its names}``."""
    rows = re.findall(r'^import \{ (.*) \} from "\./(\w+)\.js";$', text, re.M)
    return {module: names.split(", ") for names, module in rows}


def test_modules_import_one_way():
    """No cycle, and dom, answers and cursor at the bottom; every module is in the list."""
    assert sorted(FLOORS) == sorted(MODULES)
    for name, text in MODULES.items():
        assert all(FLOORS.index(other) < FLOORS.index(name) for other in imported(text)), name
    assert not any(imported(MODULES[name]) for name in ("dom", "answers", "cursor"))


def test_what_is_imported_is_exported_and_the_other_way_round():
    """In the bundle a name that nobody exports would be found all the same."""
    wanted = {(module, name) for text in MODULES.values() for module, names in imported(text).items() for name in names}
    offered = {
        (module, name)
        for module, text in MODULES.items()
        for name in re.findall(r"^export (?:const|function|class) (\w+)", text, re.M)
    }
    only_here = {("index", "mount")}
    assert offered - wanted == only_here and wanted <= offered
    for name, text in MODULES.items():
        body = COMMENT.sub("", IMPORT.sub("", text))
        for names in imported(text).values():
            assert all(re.search(rf"\b{word}\b", body) for word in names), name


def test_every_import_is_of_the_form_that_the_bundle_reads():
    """One that it overlooks would stand in the middle of the text, where no import may."""
    for name, text in MODULES.items():
        assert re.findall(r"^ *import\b.*$", text, re.M) == [m[0].rstrip("\n") for m in IMPORT.finditer(text)], name
        assert len(imported(text)) == len(IMPORT.findall(text)), name


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
    assert twice(MODULES.values()) == []
    assert twice(["const a = 1;", "export function a() {\n  const b = 2;\n}", "const b = 3;"]) == ["a"]
    assert not any(re.search(r"^import .* as ", text, re.M) for text in MODULES.values())


def test_the_bundle_is_small_and_whole():
    """What travels with every stepper; nothing in it is fetched or run as text, and only the door's exports are left."""
    text = bundle()
    size = len(gzip.compress(text.encode(), mtime=0))
    print(f"\nthe bundle: {size:,} bytes gzipped, {len(text.encode()):,} before")
    assert size <= LARGEST and len(text.encode()) < 135_000
    assert "import " not in text and re.findall(r"^export .*", text, re.M) == [
        "export function mount(element, data, uid) {",
        "export default { initialize, render };",
    ]
    assert "eval(" not in text.replace("evaluate(", "") and "new Function" not in text
    assert not re.search(r"^\s*(//|/\*|\*)", text, re.M)
    assert all(name in text for module in MODULES.values() for name in TOP.findall(module))


@pytest.mark.parametrize("name", MODULES)
def test_no_text_in_backticks_goes_on_in_the_next_line(name):
    """It would lose the spaces that its lines begin with, or a line that looks like a comment."""
    assert [row for row in MODULES[name].split("\n") if row.count("`") % 2] == []


def test_modules_are_joined_in_the_order_of_their_imports(tmp_path):
    """Each once, after what it needs; a comment goes where it begins its line, and nowhere else."""
    write = lambda name, *rows: (tmp_path / name).write_text("\n".join([*rows, ""]), "utf-8")
    write("index.js", 'import { b } from "./b.js";', 'import { a } from "./a.js";', "", "export default { a, b };")
    write(
        "b.js",
        "/**",
        " * Two.",
        " * @returns {number}",
        " */",
        'import { a } from "./a.js";',
        "export const b = a + 1; // 2",
    )
    write("a.js", "// One.", 'export const a = "http://a /** b */"; // one', "  /** three */", "export const c = `//`;")
    assert bundle(folder=tmp_path).split("\n") == [
        'const a = "http://a /** b */"; // one',
        "const c = `//`;",
        "const b = a + 1; // 2",
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
    quoted = {word for text in MODULES.values() for found in QUOTED.findall(COMMENT.sub("", text)) for word in found}
    assert not {name for name in names for text in quoted if re.search(rf"\b{name}\b", text)}
    assert "sweep=" not in style()
    assert "data-role=" not in style(), "hue and shape are those of the look"
