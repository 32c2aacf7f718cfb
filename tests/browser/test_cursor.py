"""cursor.js on its own: what frames 0..k have set, whichever way the cursor came to frame k."""

import random

import pytest
from stepper_data import given

# two sweeps of two variables, small enough to be seen through; the second begins at frame 3
SMALL = {
    "phases": [{"start": 0}, {"start": 3}],
    "frames": [
        {"set": [["value", 0, "2"], ["slope", 0, "0"], ["slope", 1, "0"]]},
        {"set": [["slope", 1, "1"], ["share", 1, "seed"]]},
        {"set": [["slope", 0, "3"], ["share", 0, "3 from f"], ["partial", 0, "3"], ["note", 0, "first"]]},
        {"set": [["slope", 0, "0"], ["slope", 1, "0"]]},
        {"set": [["share", 0, "1 from x"], ["share", 0, "4 from x"], ["value", 0, ""]]},
    ],
}

WALK = """
const { history } = await load("cursor"), [data, moves] = argument, past = history(data);
const keys = [...new Set(data.frames.flatMap(({ set }) => set.map(([what, i]) => `${what} ${i}`)))];
const state = (get) => Object.fromEntries(keys.map((key) => [key, get(key)]).filter(([, text]) => text !== undefined));
const step = (k) => ({ touched: [...past.move(k)], now: state(past.get), before: state(past.before) });
return moves.map(step);
"""


def walk(modules, data, *moves):
    """Return what the cursor says after each move of one walk: ``touched``, ``now`` and ``before``."""
    return modules(WALK, [{"frames": data["frames"], "phases": data["phases"]}, moves])


def replayed(data, k):
    """The rule of the contract, again in Python: the state at frame ``k``."""
    state, starts = {}, [phase["start"] for phase in data["phases"] if phase["start"]]
    for n, frame in enumerate(data["frames"][: k + 1]):
        if n in starts:
            state = {key: text for key, text in state.items() if not key.startswith(("share", "partial"))}
        for what, i, text in frame["set"]:
            key = f"{what} {i}"
            state[key] = [*state.get(key, []), text] if what == "share" else text
    return state


START = {"value 0": "2", "slope 0": "0", "slope 1": "0"}
SEEDED = START | {"slope 1": "1", "share 1": ["seed"]}
PAID = SEEDED | {"slope 0": "3", "share 0": ["3 from f"], "partial 0": "3", "note 0": "first"}
AGAIN = START | {"note 0": "first"}
LAST = AGAIN | {"value 0": "", "share 0": ["1 from x", "4 from x"]}
STATES = [START, SEEDED, PAID, AGAIN, LAST]


def test_moving_to_a_frame_gives_what_all_frames_up_to_it_have_set(modules):
    """Later texts replace, shares add up, and no share or partial outlives its sweep."""
    assert [step["now"] for step in walk(modules, SMALL, 0, 1, 2, 3, 4)] == STATES
    assert [replayed(SMALL, k) for k in range(5)] == STATES, "the oracle agrees with what was written by hand"


def test_back_undoes_what_forward_did(modules):
    """A share goes, a text is what it was, and what was not there is not there again."""
    assert [step["now"] for step in walk(modules, SMALL, 4, 3, 2, 1, 0)] == STATES[::-1]


@pytest.mark.parametrize("moves", [(3, 1), (4, 0, 4), (2, 2), (0, 3, 3, 1, 4, 2)])
def test_a_jump_leads_where_single_steps_lead(modules, moves):
    """Forward, backward, and to where it is."""
    assert [step["now"] for step in walk(modules, SMALL, *moves)] == [STATES[k] for k in moves]


def test_a_move_tells_which_keys_may_have_changed(modules):
    """All that differ, so that nothing else need be written; and none where the cursor stays."""
    moves = (0, 2, 3, 4, 4, 1, 3, 0)
    steps = walk(modules, SMALL, *moves)
    for before, after, step in zip((None, *moves), moves, steps, strict=False):
        old, new = STATES[before] if before is not None else {}, STATES[after]
        assert {key for key in old | new if old.get(key) != new.get(key)} <= set(step["touched"])
    assert [step["touched"] for step in steps][4] == []
    assert set(steps[2]["touched"]) == {"slope 0", "slope 1", "share 0", "share 1", "partial 0"}


def test_before_is_what_stood_there_before_the_frame_under_the_cursor(modules):
    """The page writes "3 → ?" from it; whichever way the cursor came."""
    for steps in (walk(modules, SMALL, 0, 1, 2), walk(modules, SMALL, 4, 2)):
        assert steps[-1]["before"] == {"slope 0": "0"}


@pytest.mark.parametrize("mode", ["explore", "lagrange", "budget", "arrays"])
def test_undo_equals_replay_on_real_frames(modules, mode):
    """A hundred random jumps over the frames of a stepper, each against all frames up to there from the start."""
    data, pick = given(mode), random.Random(7)
    moves = [pick.randrange(len(data["frames"])) for _ in range(100)]
    for k, step in zip(moves, walk(modules, data, *moves), strict=True):
        assert step["now"] == replayed(data, k), k
