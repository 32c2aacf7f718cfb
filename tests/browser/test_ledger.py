"""Who sent what to whom: the page's adding up against the engine, on random programs, and what is said of a firing."""

import json
import random

import pytest

import adlesson as ad
from adlesson.engine.cost.schedules import SCHEDULES, run_schedule
from adlesson.show.evaluation import Evaluation
from adlesson.show.story.orders import firing_orders

LEDGER = 'const { ledger, outcome } = await load("ledger");'
WORDS = 'const { told, spoken, keysOf } = await load("fired"); const { ledger } = await load("ledger");'


def product_of_sums(x, y):
    u = x * y
    v = u + x
    f = u * v
    return f


@pytest.fixture(scope="module")
def plan():
    return firing_orders(Evaluation(ad.trace(product_of_sums, x=3, y=2)))


def some_program(seed):
    """Return a random program of whole numbers with one output, every line of which reads two before it."""
    dice = random.Random(seed)
    lines = dice.randint(2, 7)
    pairs = [(dice.choice("+-*"), dice.randrange(2 + k), dice.randrange(2 + k)) for k in range(lines)]

    def f(x, y):
        z = [x, y]
        for sign, i, k in pairs:
            z.append(z[i] + z[k] if sign == "+" else z[i] - z[k] if sign == "-" else z[i] * z[k])
        return z[-1]

    return ad.trace(f, x=dice.randint(-3, 4), y=dice.randint(-3, 4))


def test_the_five_orders_come_to_the_engines_numbers_on_random_programs(modules):
    """Sixty programs, five orders each: the same adjoints, to the last unit, for they are whole numbers."""
    cases, wanted = [], []
    for seed in range(60):
        p = some_program(seed)
        plan = firing_orders(Evaluation(p))
        for row in plan["known"]:
            if row["firings"]:
                cases.append([plan, row["firings"], row["remembers"]])
                zbar, _ = run_schedule(p, row["name"])
                wanted.append({i: zbar[p.names[i]] for i in plan["order"]})
    found = modules(f"{LEDGER} return argument.map((one) => ledger(...one).boxes.map((box) => box.has));", cases)
    assert [{i: has[i] for i in want} for has, want in zip(found, wanted, strict=True)] == wanted
    assert len(cases) > 250 and {row["name"] for row in plan["known"]} == {*SCHEDULES}


def test_any_order_comes_to_what_firing_one_by_one_comes_to(modules):
    """Early, twice, out of order: `fire` of the engine, with all a box has, is the oracle."""
    cases, wanted = [], []
    for seed in range(60):
        p, dice = some_program(seed), random.Random(seed)
        plan = firing_orders(Evaluation(p))
        order = [dice.choice(plan["order"]) for _ in range(10)]
        z, zbar = p.values(), [0] * len(p)
        zbar[plan["output"]] = 1
        for i in order:
            ad.schedules.fire(p, z, zbar, i, zbar[i])
        cases.append([plan, order])
        wanted.append([zbar[i] for i in plan["order"]])
    found = modules(f"{LEDGER} return argument.map((one) => ledger(...one).boxes.map((box) => box.has));", cases)
    assert [[has[i] for i in one["order"]] for has, (one, _) in zip(found, cases, strict=True)] == wanted


def test_what_a_box_owes_is_what_came_after_it_fired(modules, plan):
    """x, y, u, v, f are 0 to 4. u fires with 9 and gets 6 later; inputs have nobody to send to, and owe nothing."""
    found = modules(f"{LEDGER} return ledger(argument, [4, 2, 3]);", plan)
    u, x = found["boxes"][2], found["boxes"][0]
    assert (u["has"], u["owes"], u["late"], u["fired"]) == (15, 6, 1, 1)
    assert [(one["from"], one["share"], one["more"]) for one in u["blocks"]] == [(4, 9, False), (3, 6, False)]
    assert found["last"]["late"] == [2] and (x["has"], x["owes"]) == (24, 0)
    again = modules(f"{LEDGER} return ledger(argument, [4, 2, 3, 2]);", plan)
    assert (again["boxes"][0]["has"], again["boxes"][2]["owes"]) == (54, 0)
    assert again["last"]["again"] and again["last"]["twice"] == 9 and again["last"]["amount"] == 15
    assert [one["more"] for one in again["boxes"][0]["blocks"]] == [False, False, True], "no place is left for it"
    new = modules(f"{LEDGER} return ledger(argument, [4, 2, 3, 2], true);", plan)
    assert new["boxes"][0]["has"] == 36 and new["last"]["amount"] == 6, "it sends only what is new"


def test_an_input_that_has_fired_owes_nothing(modules, plan):
    """It reads nothing, so that what comes later is not lost."""
    found = modules(f"{LEDGER} return ledger(argument, [4, 0, 2, 3]);", plan)
    x = found["boxes"][0]
    assert (x["fired"], x["has"], x["owes"], x["late"]) == (1, 24, 0, 0)


def test_who_is_not_on_the_way_has_no_place(modules):
    """What is read by a line that nobody reads waits for no share from there."""

    def f(x):
        a = x * 2
        b = a * 3
        c = a * 5  # noqa: F841, nobody reads it
        return b

    p = ad.trace(f, x=1)
    plan = firing_orders(Evaluation(p))
    found = modules('const { places } = await load("ledger"); return places(argument, 1);', plan)
    assert [p.names[one["from"]] for one in found] == [p.names[plan["output"]]]


def test_the_outcome_names_who_is_wrong(modules, plan):
    """Over as soon as all that send have fired; inputs need not."""
    body = f"{LEDGER} return argument[1].map((order) => outcome(argument[0], ledger(argument[0], order).boxes));"
    early, right, begun = modules(body, [plan, [[4, 2, 3], [4, 3, 2], [4]]])
    assert (early["over"], right["over"], begun["over"]) == (True, True, False)
    assert (early["wrong"], right["wrong"]) == ([0, 1], [])
    assert right["right"] == [36, 45, 15, 6, 1] and right["inputs"] == [0, 1] and right["waiting"] == 2


@pytest.mark.parametrize(
    ("order", "sentence", "then"),
    [
        (
            [],
            "You are the machine. *f* has 1; nobody else has anything. Who fires first?",
            "Click a box. Or press its letter.",
        ),
        ([4], "*f* fires with 1: 1 × 9 = 9 to *u*, 1 × 6 = 6 to *v*.", "*u* has 9 now, *v* has 6 now."),
        ([4, 3], "*v* fires with 6: 6 × 1 = 6 to *u*, 6 × 1 = 6 to *x*.", "*u* has 9 + 6 = 15 now, *x* has 6 now."),
        ([4, 2], "*u* fires with 9: 9 × 2 = 18 to *x*, 9 × 3 = 27 to *y*.", "*v* may still send a share to *u*."),
        ([3], "*v* fires with 0: nobody has sent it a share.", "*f* may still send a share to *v*."),
        ([4, 0], "*x* is an input: nothing to send.", "*u* and *v* may still send a share to *x*."),
        (
            [4, 4],
            "*f* fires again with 1: 1 × 9 = 9 to *u*, 1 × 6 = 6 to *v*.",
            "It had sent 1 before: that counts twice now.",
        ),
        (
            [4, 2, 3],
            "All but the inputs have fired, and *u* still has 6 to send.",
            "*x* has 24, 12 short of 36; *y* has 27, 18 short of 45.",
        ),
        (
            [4, 3, 2],
            "*u* fires with 15: 15 × 2 = 30 to *x*, 15 × 3 = 45 to *y*. *x* has 6 + 30 = 36 and *y* has 45: right.",
            "*x* and *y* read nobody and need not fire.",
        ),
        ([4, 3, 2, 0], "*x* is an input: nothing to send.", "*x* has 6 + 30 = 36 and *y* has 45: right."),
        ([4, 3, 2, 0, 1], "*x* has 6 + 30 = 36 and *y* has 45: right.", "Everybody has fired: 5 firings."),
        (
            [4, 2, 3, 2],
            "All but the inputs have fired, and *u* fired again with all its 15: its 9 counts twice.",
            "*x* has 54, 18 more than 36; *y* has 72, 27 more than 45.",
        ),
        (
            [4, 2, 3, 2, 2],
            "All but the inputs have fired, and *u* fired again with all its 15: its 15 counts again.",
            "*x* has 84, 48 more than 36; *y* has 117, 72 more than 45.",
        ),
        (
            [4, 3, 2, 3, 2],
            "All but the inputs have fired, and *v* fired again with all its 6: its 6 counts twice and "
            "*u* fired again with all its 21: its 15 counts twice.",
            "*x* has 84, 48 more than 36; *y* has 108, 63 more than 45.",
        ),
    ],
)
def test_what_is_said_of_a_firing(modules, plan, order, sentence, then):
    """To read: with its products; to hear: the firing first, and without them."""
    body = f"{WORDS} const [plan, order] = argument; return told(plan, [...'xyuvf'], ledger(plan, order), order.length);"
    found = modules(body, [plan, order])
    assert (found["sentence"], f"{found['next']} {found['keys']}".strip()) == (sentence, then)
    assert "*" not in found["said"] and "×" not in found["said"] and found["said"].endswith(then.replace("*", ""))


def test_a_known_order_is_judged_at_its_end(modules, plan):
    """And of one that remembers it is said that only what is new is sent."""
    body = f"{WORDS} const [plan, order] = argument, state = ledger(plan, order, true);"
    body += "return told(plan, [...'xyuvf'], state, order.length, true);"
    found = modules(body, [plan, [4, 2, 3, 2]])
    assert found["sentence"] == "*u* fires again, with only what is new: 6. 6 × 2 = 12 to *x*, 6 × 3 = 18 to *y*."
    assert "fired" not in found["next"]


def test_a_firing_too_early_is_heard_as_it_is_seen(modules, plan):
    """What later comes to a box that has fired is said with the remedy."""
    body = f"{WORDS} const [plan, ...orders] = argument; const names = [...'xyuvf'];"
    body += "return orders.map((order) => told(plan, names, ledger(plan, order), order.length).said);"
    early, over = modules(body, [plan, [4, 2], [4, 2, 3]])
    assert early == "u fires with 9: 18 to x, 27 to y. v may still send a share to u."
    assert over.startswith("v fires with 6: 6 to u, 6 to x. All but the inputs have fired, and u still has 6 to send.")
    p = ad.trace(ad.examples.order_matters, a=2, b=3)
    longer = firing_orders(Evaluation(p))
    names, order = [*p.names[:6], "y"], [6, 4, 2, 5]
    body = (
        f"{WORDS} const [plan, order, names] = argument; return told(plan, names, ledger(plan, order), order.length).next;"
    )
    assert (
        modules(body, [longer, order, names])
        == "*s* has fired already: 6 not sent. Undo, or fire *s* again: it sends all 7."
    )


def test_a_box_says_what_it_got_and_what_may_come(modules, plan):
    """The name of its button."""
    body = f"{WORDS} const [plan, order] = argument, names = [...'xyuvf'];"
    body += "return ledger(plan, order).boxes.map((box, i) => spoken(plan, names, box, i));"
    x, _, u, _, f = modules(body, [plan, [4]])
    assert u == "Fire u. 9 from f; nothing from v yet." and f == "Fire f. 1 to begin with. Fired once."
    assert x == "Fire x. nothing from u yet; nothing from v yet."
    assert modules(body, [plan, [4, 2, 3]])[2] == "Fire u. 9 from f; 6 from v. 15 in all. 6 not sent. Fired once."


def test_every_box_has_a_key_while_there_are_letters_and_digits(modules):
    """A name of one letter is its key; others get a number; what is left is reached with the arrows."""
    keys = modules(f"{WORDS} return keysOf(argument);", ["x", "s1", "p", "loss", "m"])
    assert keys == ["x", "1", "p", "2", "m"]
    many = modules(f"{WORDS} return keysOf(argument);", [f"z{k}" for k in range(11)])
    assert many == [*"123456789", "", ""]


def test_numbers_that_are_none_are_said_and_not_judged_right(modules):
    """At 0 the slope of the root is infinite, which no JSON holds."""
    plan = json.loads(json.dumps(firing_orders(Evaluation(ad.parse("sqrt(x)", x=0.0)))))
    body = f"{WORDS} return told(argument, ['x', 'f'], ledger(argument, [1]), 1).sentence;"
    assert modules(body, plan) == "*f* fires with 1: 1 × NaN = NaN to *x*. *x* has NaN: no order gives a number."


def test_an_order_of_the_learners_own_is_called_by_its_name(modules):
    """The known ones by theirs, each order in which everybody waits "topological", others by none; inputs do not count."""
    plan = firing_orders(Evaluation(ad.trace(ad.examples.order_matters, a=2, b=3)))
    a, b, s, p, t, u, y = range(7)
    cases = [[row["firings"], row["remembers"]] for row in plan["known"]]
    cases += [
        [[y, u, t, s, p], False],
        [[y, t, u, s, p, b, a], False],
        [[y, t, s, u, p], False],
        [[y, u, t, s], False],
        [[], False],
    ]
    call = 'const { orderName } = await load("ledger");'
    found = modules(f"{call} return argument[1].map((one) => orderName(argument[0], ...one));", [plan, cases])
    assert found == [*SCHEDULES, "topological", "topological", "", "", ""]
