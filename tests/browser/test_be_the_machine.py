"""Be the machine, in a page without a kernel: any order of firing, by click and by key, seen and heard."""

import re

import pytest
from playwright.sync_api import expect

import adlesson as ad
from adlesson.show.writing.numerals import number

from .stepper_page import button, data, fire, texts


@pytest.fixture(scope="module")
def five():
    """Three lines and two inputs, all of whose values differ, and all adjoints: 36, 45, 15, 6, 1."""

    def f(x, y):
        u = x * y
        v = u + x
        f = u * v
        return f

    return ad.trace(f, x=3, y=2)


def box(root, name):
    return root.locator(f".ad-node:visible:has(.ad-name:text-is('{name}'))")


def pile(root, name):
    """Return what lies in a box, from the top down: shares and empty places, as text, what is not sent in brackets."""
    rows = (
        box(root, name)
        .locator("rect:is(.ad-block, .ad-owed, .ad-place)")
        .evaluate_all(
            """rects => rects.map((rect) => {
          const texts = [];
          for (let e = rect.nextElementSibling; e && e.localName !== "rect"; e = e.nextElementSibling)
            if (e.localName === "text") texts.push(e.textContent);
          const text = texts.slice(0, rect.matches(".ad-place") ? 1 : 2).join(" ");
          const { x, y } = rect.getBoundingClientRect();
          return [x + 1000 * y, rect.matches(".ad-owed") ? `[${text}]` : text];
        }).sort((a, b) => a[0] - b[0]).map(([, text]) => text)"""
        )
    )
    return [text.removesuffix("to begin with").strip() for text in rows]


def has(root):
    """Return what each box has, "0" if nobody has sent it anything."""
    boxes = root.locator(".ad-node:visible").evaluate_all(
        "all => all.map((e) => ['.ad-name', '.ad-sum'].map((what) => e.querySelector(what)?.textContent))"
    )
    return {name: (text or "= 0").split("= ")[-1] for name, text in boxes}


def strip(root):
    return texts(root.locator(".ad-machine > p"))


def said(root):
    return root.get_by_role("status").inner_text().strip()


def history(root):
    return texts(root.locator(".ad-sequence kbd"))


def orders(root):
    """Open the five orders with all they come to, and return the cells of each row by its name."""
    button(root, "five orders").click()
    button(root, "show all").click()
    return rows(root)


def rows(root):
    found = root.locator(".ad-orders tbody tr").all()
    return {row.locator("th").inner_text().strip(): texts(row.locator("td")) for row in found}


def test_the_boxes_hint_at_the_order(stepper, five):
    """One empty place for each arrow that will bring a share, all values, all slopes on the arrows, and the one 1."""
    root = stepper(data(five, "schedule"))
    places = {"x": ["from v", "from u"], "y": ["from u"], "u": ["from f", "from v"], "v": ["from f"], "f": ["= 1"]}
    assert {name: pile(root, name) for name in places} == places
    assert texts(root.locator(".ad-worth:visible")) == ["= 6", "= 9", "= 54"]
    assert texts(root.locator(".ad-input > .ad-value:visible")) == ["= 3", "= 2"]
    assert sorted(texts(root.locator(".ad-partial:visible"))) == ["×1", "×1", "×2", "×3", "×6", "×9"]
    start = "You are the machine. f has 1; nobody else has anything. Who fires first?"
    assert strip(root) == [start, "Click a box."]
    root.focus()
    assert strip(root) == [start, "Click a box. Or press its letter."], "keys are told where they are heard"


def test_the_right_order_by_click_piles_up_to_the_right_adjoints(stepper, five):
    """The first share is =, a later one +=, each in its reader's place; the sum stands in the box."""
    root = stepper(data(five, "schedule"))
    for name in "fvu":
        box(root, name).click()
    assert pile(root, "u") == ["= 9 from f", "+= 6 from v"] and pile(root, "x") == ["= 6 from v", "+= 30 from u"]
    assert has(root) == {name: number(u) for name, u in ad.adjoints(five).items()}
    assert texts(root.locator(".ad-fired:visible")) == ["fired"] * 3
    assert strip(root) == [
        "u fires with 15: 15 × 2 = 30 to x, 15 × 3 = 45 to y. x has 6 + 30 = 36 and y has 45: right.",
        "x and y read nobody and need not fire.",
    ]
    assert history(root) == ["f", "v", "u"]


def test_firing_too_early_leaves_what_comes_later_in_plain_sight(stepper, five):
    """By key: hatched, with a tab; the sentence says who may still send, and then what is not sent."""
    root = stepper(data(five, "schedule"))
    root.press("f")
    root.press("u")
    assert strip(root)[1] == "v may still send a share to u."
    assert said(root) == "u fires with 9: 18 to x, 27 to y. v may still send a share to u."
    root.press("v")
    assert pile(root, "u") == ["= 9 from f", "[+= 6 from v]"]
    assert texts(root.locator(".ad-unsent:visible")) == ["6 not sent"]
    assert root.locator(".ad-hatch:visible").count() == 1
    assert strip(root) == [
        "All but the inputs have fired, and u still has 6 to send.",
        "x has 24, 12 short of 36; y has 27, 18 short of 45.",
    ]


def test_firing_twice_sends_twice(stepper, five):
    """What comes again lies beside the first, in the place of who sent it, and the tab counts."""
    root = stepper(data(five, "schedule"))
    for key in "fuvu":
        root.press(key)
    assert pile(root, "x") == ["= 18", "+= 30 u", "+= 6 from v"]
    assert texts(box(root, "u").locator(".ad-fired")) == ["fired ×2"] and root.locator(".ad-unsent").count() == 0
    assert strip(root)[1] == "x has 54, 18 more than 36; y has 72, 27 more than 45."
    for key in ("Backspace", "Backspace"):
        root.press(key)
    root.press("u")
    assert strip(root) == [
        "u fires again with 9: 9 × 2 = 18 to x, 9 × 3 = 27 to y.",
        "It had sent 9 before: that counts twice now.",
    ]


def test_undo_and_start_over(stepper, five):
    """Trying must cost nothing: by key, by button, and back and forth along the history."""
    root = stepper(data(five, "schedule"))
    start = has(root)
    root.press("f")
    one, piled = has(root), pile(root, "u")
    root.press("u")
    root.press("Backspace")
    assert (has(root), pile(root, "u"), history(root)) == (one, piled, ["f"])
    root.press("v")
    root.press("ArrowLeft")
    assert has(root) == one and history(root) == ["f", "v"], "back, and not undone"
    root.press("ArrowRight")
    button(root, "undo").click()
    assert has(root) == one and history(root) == ["f"]
    button(root, "start over").click()
    assert has(root) == start and history(root) == [] and button(root, "undo").get_attribute("aria-disabled") == "true"


def test_along_the_boxes_by_key(stepper, five):
    """The arrows fire nobody, Enter and space do; what a box has got and may get is its name."""
    root = stepper(data(five, "schedule"))
    page = root.page
    root.locator(".ad-wide g[tabindex='0']").focus()
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    assert history(root) == [] and box(root, "f").evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    assert (
        history(root) == ["f"]
        and box(root, "u").get_attribute("aria-label") == "Fire u. 9 from f; nothing from v yet. Value 6."
    )
    box(root, "v").focus()
    page.keyboard.press(" ")
    assert history(root) == ["f", "v"]
    assert said(root) == "v fires with 6: 6 to u, 6 to x. u has 9 + 6 = 15 now, x has 6 now."
    names = {name: box(root, name).get_attribute("aria-label") for name in "uvf"}
    assert names == {
        "u": "Fire u. 9 from f; 6 from v. 15 in all. Value 6.",
        "v": "Fire v. 6 from f. Fired once. Value 9.",
        "f": "Fire f. 1 to begin with. Fired once. Value 54.",
    }
    assert box(root, "u").get_attribute("aria-keyshortcuts") == "u"


def test_letters_win_and_longer_names_have_numbers(stepper):
    """A box named m is fired by m; one named loss by the number on its cap; Escape leaves what the cell opened."""

    def f(m, n):
        p = m * n
        loss = p + m
        return loss

    root = stepper(data(ad.trace(f, m=2, n=5), "schedule"))
    assert strip(root)[1] == "Click a box." and root.locator(".ad-cap:visible").count() == 0
    root.focus()
    assert strip(root)[1] == "Click a box. Or press its letter or number."
    assert texts(root.locator(".ad-cap:visible")) == ["1"]
    for key in ("1", "p", "n", "m"):
        root.press(key)
    assert history(root) == ["loss", "p", "n", "m"]
    assert said(root).startswith("m is an input: nothing to send.")
    root.press("Escape")
    expect(root.locator(".ad-machine")).to_have_count(1)


@pytest.mark.parametrize("name", list(ad.schedules.SCHEDULES))
def test_the_five_orders_stand_beside_yours_and_can_be_played(stepper, seven, name):
    """Their totals are the engine's; play goes through one on the graph, step by step; yours stays."""
    zbar, firings = ad.schedules.run_schedule(seven, name)
    root = stepper(data(seven, "schedule"))
    fire(root, "order_matters", "z4")
    found = orders(root)
    assert list(found) == ["yours", *ad.schedules.SCHEDULES] and found["yours"][5].strip() == "not over yet"
    assert found[name][1].endswith(" ".join(firings)) and found[name][3:5] == [number(zbar["a"]), number(zbar["b"])]
    off = zbar["a"] - 25
    assert found[name][5].strip() == (f"{abs(off)} {'short of' if off < 0 else 'more than'} 25" if off else "right")
    root.page.clock.install()
    button(root, f"play {name}").click()
    assert history(root) == firings and set(has(root).values()) == {"0", "1"}
    for _ in firings:
        root.page.clock.run_for(1500)
    assert has(root) == {key: number(u) for key, u in zbar.items()}
    assert rows(root)["yours"] == found["yours"]
    assert root.locator(".ad-orders [aria-current=true] th").inner_text().strip() == name
    assert button(root, f"play {name}").evaluate("e => e === document.activeElement")


def test_an_order_is_named_where_the_table_says_what_the_name_means(stepper, five):
    """Who has not opened it reads no word that nobody has explained; the row of tools waits for the table, too."""
    root = stepper(data(five, "schedule"))
    expect(root.locator(".ad-drawer")).to_be_hidden()
    root.focus()
    for key in "fuvu":
        root.press(key)
    assert "called" not in strip(root)[1] and "called" not in said(root)
    button(root, "five orders").click()
    assert strip(root)[1].endswith("This order is called recursion.")
    assert root.locator(".ad-orders tbody tr", has_text="recursion").is_visible()
    button(root, "five orders").click()
    assert "called" not in strip(root)[1]


def test_bars_reach_as_far_as_the_totals(stepper, five):
    """One scale for all, and an upright mark at what is right."""
    root = stepper(data(five, "schedule"))
    orders(root)
    ends = {}
    for row in root.locator(".ad-orders tbody tr").all():
        reach, mark = (row.locator(part).get_attribute("d") for part in (".ad-bar-of", ".ad-mark"))
        ends[row.locator("th").inner_text().strip()] = (
            float(reach.split("H")[1]) - 2,
            float(re.match(r"M([\d.]+)", mark)[1]) - 2,
        )
    found = {"recursion": 54, "increments": 36, "visit once": 24, "post-order": 0, "topological": 36}
    assert ends == {name: (pytest.approx(64 * u / 54), pytest.approx(64 * 36 / 54)) for name, u in found.items()}


def test_what_an_order_comes_to_shows_when_it_was_played(stepper, seven):
    """Else the table would answer what a learner is to predict; the caption tells of the mark when it is there."""
    root = stepper(data(seven, "schedule"), height=500)
    button(root, "five orders").click()
    assert said(root).startswith("Five orders: a table with 5 rows.")
    assert root.locator(".ad-orders").evaluate("e => e.getBoundingClientRect().top < innerHeight")
    hidden = rows(root)
    assert all(cells[2:6] == ["", "?", "?", "?"] for cells in hidden.values())
    everybody = "order_matters z4 s a b p a b z5 s a b p a b"
    assert hidden["recursion"][1] == f"{everybody} {everybody}", "to see, and to hear"
    caption, heads = root.locator(".ad-orders caption"), texts(root.locator(".ad-orders thead th"))
    assert heads == ["order", "rule", "who fires", "a, drawn", "a", "b", "verdict"]
    assert "a should have 25." in caption.inner_text()
    button(root, "play topological").click()
    root.press("Home")  # stops it
    for left in range(7):
        assert rows(root)["topological"][5] == "?", left
        assert "right" not in strip(root)[0], "not at its end yet"
        root.press("ArrowRight")
    assert rows(root)["topological"][3:6] == ["25", "19", "right"] and rows(root)["recursion"] == hidden["recursion"]
    assert strip(root) == ["a has 18 + 7 = 25 and b has 12 + 7 = 19: right.", "Everybody has fired: 7 firings."]
    bar = root.locator(".ad-order-bar")
    assert "a should have 25 (the upright mark)." in caption.inner_text()
    assert bar.bounding_box()["width"] == 68, "and nothing of it is cut"


def test_beside_a_side_bar_no_column_of_the_five_orders_is_cut(stepper):
    """Their rules are broken into lines instead."""

    def orders_of(a, b):
        s = a + b
        p = a * b
        t = s + p
        u = s * p
        y = t + u
        return y

    root = stepper(data(ad.trace(orders_of, a=2, b=3), "schedule"), width=640)
    fire(root, *"yts")
    orders(root)
    assert root.get_by_role("region", name="Five orders").evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_the_picture_of_a_narrow_machine_is_seen_whole(stepper, five):
    """The box with the 1, from which all begins, stands lowest; a picture that does not fit is scrolled, not tiny."""
    whole = "e => [e.scrollHeight - e.clientHeight, e.querySelector('.ad-tall svg').getBoundingClientRect().width]"
    for height in (800, 900):
        root = stepper(data(five, "schedule"), width=576, height=height)
        hidden, width = root.locator(".ad-pictures").evaluate(whole)
        assert hidden == 0 and width > 280
    root = stepper(data(ad.trace(ad.examples.running, x=0.25), "schedule"), width=576, height=900)
    picture = root.locator(".ad-tall svg")
    natural = float(picture.get_attribute("viewBox").split()[3])
    assert natural > 600 and picture.bounding_box()["height"] == pytest.approx(natural, abs=1)


def test_before_anybody_has_fired_there_is_nothing_to_play(stepper, five):
    """The button says so by its look, the key by a word; and what is undone is said."""
    root = stepper(data(five, "schedule"))
    root.press(" ")
    assert said(root) == "Nobody has fired yet: click a box."
    assert root.locator("[data-do=play]").get_attribute("aria-disabled") == "true"
    for key in "fv":
        root.press(key)
    assert root.locator("[data-do=play]").get_attribute("aria-disabled") == "false"
    for word in ("Undone: v. f has fired last.", "Undone: f. Nobody has fired.", "Nothing to undo."):
        root.press("Backspace")
        assert said(root) == word


@pytest.mark.parametrize(("program", "order"), [("running", "fdcaecb"), ("running", "fedcba"), ("seven", "31212sps")])
def test_nothing_in_a_box_covers_anything(stepper, request, program, order):
    """Value, sum, places, tabs: whatever was fired, too early and twice."""
    root = stepper(data(request.getfixturevalue(program), "schedule"))
    for key in order:
        root.press(key)
        assert root.evaluate(COVERED) == [] == root.evaluate(CUT), key


def test_no_text_leaves_its_place_and_no_place_its_box(stepper, five):
    """Of every program that can be fired, before anybody has, in the worst order, and when all have fired twice."""
    programs = [five, *(ad.trace(one.f, one.at) for one in ad.examples.ZOO.values())]
    shown = [data(one, "schedule") for one in programs if fires(one)]
    assert len(shown) >= 6
    page = stepper(*shown).page
    assert page.evaluate(f"({TWICE})({CUT})") == []


TWICE = """(cut) => [...document.querySelectorAll('.ad-stepper')].flatMap((root) => {
    const all = [...root.querySelectorAll('.ad-node')].filter((e) => e.getClientRects().length);
    const click = (e) => e.dispatchEvent(new MouseEvent('click', { bubbles: true })), found = cut(root);
    return [...found, ...[...all.toReversed(), ...all].flatMap((box) => click(box) && cut(root))];
  })"""


def fires(program):
    try:
        return ad.Stepper(program, sweep="schedule") is not None
    except ad.InputError:
        return False


def test_a_text_that_leaves_its_place_is_seen(stepper, five):
    """The test above can fail: for a text, for a place at the bend of a box, and for two places."""
    root = stepper(data(five, "schedule"))
    for change in ("x.setAttribute('rx', 40)", "from.textContent = 'from somebody far away'", "from.setAttribute('y', 50)"):
        root.press("f")
        root.evaluate(
            f"r => {{ const x = r.querySelector('.ad-input .ad-box'), from = r.querySelector('.ad-from'); {change} }}"
        )
        assert root.evaluate(CUT), change


CUT = """root => [...root.querySelectorAll('.ad-node')].filter((e) => e.getClientRects().length).flatMap((node) => {
    const box = (node.querySelector('.ad-frame') ?? node.querySelector('.ad-box')), found = [], places = [];
    const [width, height, round] = ['width', 'height', 'rx'].map((name) => +box.getAttribute(name));
    for (const rect of node.querySelectorAll('rect:is(.ad-block, .ad-owed, .ad-place)')) {
      const { x, y, width: w, height: h } = rect.getBBox(), across = Math.max(0, round - x), end = y + h;
      const bend = height - round + Math.sqrt(Math.max(0, round ** 2 - across ** 2));
      if (end > bend - 1.5 || x < 3 || x + w > width - 3) found.push(`a place leaves its box by ${end - bend + 1.5}`);
      if (places.some((one) => one.x < x + w && x < one.x + one.w && one.y < end && y < one.y + one.h)) {
        found.push("two places overlap");
      }
      places.push({ x, y, w, h });
      let last = x;
      for (let e = rect.nextElementSibling; e && e.localName !== "rect"; e = e.nextElementSibling) {
        if (e.localName !== "text" || !e.textContent) continue;
        const text = e.getBBox(), base = +e.getAttribute("y"), capital = 0.73 * parseFloat(getComputedStyle(e).fontSize);
        const out = text.x < last + 1 || text.x + text.width > x + w - 1 || base - capital < y + 1 || base > end - 1;
        if (out) found.push(`${e.textContent} leaves its place`);
        last = text.x + text.width;
      }
    }
    return found.map((what) => `${node.querySelector('.ad-name').textContent}: ${what}`);
  })"""


COVERED = """root => [...root.querySelectorAll('.ad-wide .ad-node')].flatMap((node) => {
    const texts = [...node.querySelectorAll('text')].filter((e) => e.textContent && e.getClientRects().length);
    const rects = texts.map((e) => e.getBoundingClientRect()), cut = (a, b) => Math.min(a, b);
    const over = (a, b) => cut(a.right, b.right) - Math.max(a.left, b.left) > 1
      && cut(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.35 * cut(a.height, b.height);
    return texts.flatMap((e, i) => texts.slice(0, i).filter((_, k) => over(rects[i], rects[k]))
      .map((other) => `${e.textContent} | ${other.textContent}`));
  })"""


def test_it_is_entered_from_the_sweep_and_left_to_where_one_was(stepper, running):
    """By the button or m; the boxes then show again what they showed, and the firings are still there later."""
    root = stepper(data(running, step=4))
    root.press(".")
    look = "e => e.querySelector('.ad-pictures').textContent + e.querySelector('.ad-sentence').textContent"
    names = "e => [...e.querySelectorAll('[data-i]')].map((box) => box.getAttribute('aria-label'))"
    before, spoken = root.evaluate(look), root.evaluate(names)
    root.press("m")
    assert strip(root)[0].startswith("You are the machine. f has 1;") and said(root).startswith("You are the machine.")
    root.press("f")
    root.press("d")
    button(root, "be the machine").click()
    assert root.evaluate(look) == before and root.evaluate(names) == spoken and root.get_attribute("data-frame") == "4"
    assert root.locator(".ad-cover, .ad-token").count() == 0
    button(root, "be the machine").click()
    assert history(root) == ["f", "d"]


def test_nothing_moves_when_one_becomes_the_machine(stepper, running):
    """The strip is as high as in other modes, and the transport where it was."""
    root = stepper(data(running, step=4))
    place = """e => ['.ad-pictures', '.ad-strip', '.ad-controls'].map(
        (part) => JSON.stringify(e.querySelector(part).getBoundingClientRect()))"""
    before = root.evaluate(place)
    root.press("m")
    for key in "fdcec":
        root.press(key)
        assert root.evaluate(place) == before


RIDES = "e => [...e.querySelectorAll('.ad-wide .ad-token')].map((one) => one.textContent)"
RUNNING = "e => e.getAnimations({ subtree: true }).filter((one) => one.animationName === 'ad-ride').length"


def test_a_share_rides_once_and_the_next_key_ends_the_ride(stepper, five):
    """A token per arrow with its number; the state is there before it rides, and it goes when it has arrived."""
    root = stepper(data(five, "schedule"), reduced_motion="no-preference")
    root.page.add_style_tag(content=".ad-token.ad-token { animation-duration: 60s; }")  # a busy machine is late
    root.press("f")
    assert root.evaluate(RIDES) == ["9", "6"] and root.evaluate(RUNNING) == 2
    assert has(root)["u"] == "9", "the state does not wait"
    root.press("v")
    assert root.evaluate(RIDES) == ["6", "6"], "and the other ride is over"
    root.evaluate("e => e.getAnimations({ subtree: true }).forEach((one) => one.finish())")
    expect(root.locator(".ad-token")).to_have_count(0)
    root.press("ArrowLeft")
    assert root.evaluate(RIDES) == [], "back is no ride"


def test_with_less_motion_the_token_is_parked(stepper, five):
    """Nothing moves, and what was sent is to be seen until the next key."""
    root = stepper(data(five, "schedule"), reduced_motion="reduce")
    root.press("f")
    assert root.evaluate(RIDES) == ["9", "6"] and root.evaluate("e => e.getAnimations({ subtree: true }).length") == 0
    lines, token = root.locator(".ad-wide .ad-lit .ad-line"), root.locator(".ad-wide .ad-token").first.bounding_box()
    boxes = [line.bounding_box() for line in lines.all()]
    x, y = token["x"] + token["width"] / 2, token["y"] + token["height"] / 2
    assert any(b["x"] - 12 < x < b["x"] + b["width"] + 12 and b["y"] - 12 < y < b["y"] + b["height"] + 12 for b in boxes)
    root.press("Backspace")
    assert root.evaluate(RIDES) == []


def test_another_view_goes_on_from_the_firings(modules, five):
    """As after a cell was moved: what is kept of a stepper has them."""
    body = """const { mount } = await load("index"), add = () => document.body.appendChild(document.createElement("p"));
        const views = [add(), add()], parts = ".ad-sequence kbd, .ad-wide .ad-unsent";
        const press = (key) => views[0].firstChild.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        mount(views[0], argument, "machine");
        [..."fuv"].forEach(press);
        mount(views[1], argument, "machine");
        return views.map((view) => [...view.querySelectorAll(parts)].map((e) => e.textContent));"""
    one, other = modules(body, data(five, "schedule"))
    assert one == other and sorted(one) == ["6 not sent", "f", "u", "v"]


def test_a_question_sends_the_machine_away(stepper, five):
    """It would give the answer: while one is open, the machine waits."""
    root = stepper(data(five, predict=True, step=3))
    assert root.get_attribute("data-asks") == "true"
    root.press("m")
    expect(root.locator(".ad-machine")).to_have_count(0)
    assert root.locator(".ad-cover").count() == 0
