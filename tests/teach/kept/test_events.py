"""Events: one line for each, and what is known from all of them, whatever order they come in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlesson.teach.kept.events import ANSWERS, UNKNOWN, VERDICTS, Event, is_newer, known_of, line, made, needed, read


def an_event(what, at, answer="4", verdict="wrong", name="05.1a"):
    if what in ANSWERS:
        return made(what, name, answer, verdict, True, at)
    if what == "counted":
        return made(what, name, "", "", None, at, tries=3 * VERDICTS.index(verdict), hints=ord(answer) % 5)
    return made(what, name, "", "", None, at)


EVENTS = st.lists(
    st.builds(
        an_event,
        st.sampled_from(["predicted", "checked", "replayed", "hinted", "shown", "solved", "reset", "counted"]),
        st.integers(0, 30).map(float),
        st.sampled_from("123456789abc"),
        st.sampled_from(VERDICTS),
        st.sampled_from(["05.1a", "5.1"]),
    ),
    max_size=25,
)


@given(EVENTS, st.randoms())
def test_what_is_known_does_not_depend_on_the_order_nor_on_repetition(events, pick):
    """So that two kernels may write in turn, and a copy may be merged again and again."""
    shuffled = pick.sample(events, len(events)) + pick.sample(events, len(events) // 2)
    assert known_of(shuffled) == known_of(events)


@given(EVENTS, EVENTS)
@settings(max_examples=50)
def test_what_is_needed_says_the_same_and_goes_on_the_same(events, later):
    """A file that was made shorter is as good as the long one, for whatever happens after it."""
    later = [event._replace(at=event.at + 100) for event in later]
    assert known_of(needed(events)) == known_of(events)
    assert known_of(needed(events) + later) == known_of(events + later)
    assert set(needed(needed(events))) == set(needed(events))
    assert len(needed(events)) <= len(set(events)) + 2


@given(EVENTS)
def test_a_shorter_file_may_be_merged_with_the_long_one(events):
    """A copy from before has the events that were left out since: none is counted twice."""
    assert known_of(needed(events) + events) == known_of(events)


def test_of_what_never_happened_nothing_is_known():
    """No try, no verdict, and a time before any other."""
    assert not any(UNKNOWN) and known_of([]) == {}


def test_many_tries_need_few_lines():
    """One who runs a cell a thousand times has tried a thousand times, in a few lines."""
    tries = [an_event("checked", k, str(k)) for k in range(1000)]
    tries += [an_event("hinted", 1000 + k) for k in range(50)]
    assert len(needed(tries)) == 9
    assert needed([*tries, an_event("reset", 2000)]) == [an_event("reset", 2000)], "what is begun afresh needs none"
    assert known_of(needed(tries))["05.1a"][2::2] == (1000, 50, False, 1049.0)


def test_a_count_of_a_copy_takes_nothing_away():
    """Of two files that were made shorter the larger count holds, whichever is later."""
    tries = [an_event("checked", k, str(k)) for k in range(3)]
    fewer = made("counted", "05.1a", "", "", None, 9, tries=2, hints=0)
    assert known_of([*tries, fewer])["05.1a"].count == 3
    assert known_of([*tries, fewer, fewer._replace(tries=7)])["05.1a"].count == 7


@pytest.mark.parametrize(
    ("happened", "first", "best", "count"),
    [
        (["wrong", "right"], "wrong", "right", 2),
        (["right", "wrong"], "right", "right", 2),
        (["wrong", "close", "wrong"], "wrong", "close", 3),
        (["shown", "right"], "shown", "right", 1),
        (["solved", "close"], "shown", "close", 1),
        (["wrong", "reset", "right"], "right", "right", 1),
        (["hinted"], None, None, 0),
        (["replayed"], None, None, 0),
        ([], None, None, 0),
    ],
)
def test_what_is_known(happened, first, best, count):
    """The first answer and the best one are not the last one."""
    events = [
        an_event("predicted", k, verdict=word) if word in VERDICTS else an_event(word, k) for k, word in enumerate(happened)
    ]
    known = known_of(events).get("05.1a", UNKNOWN)
    assert (known.first, known.best, known.count) == (first, best, count)


def test_a_replay_is_no_try():
    """It tells that something is known now; how it was met first stays what it was."""
    again = an_event("replayed", 2, "6", "right")
    known = known_of([an_event("predicted", 1), again, an_event("replayed", 3, "7", "wrong")])["05.1a"]
    assert (known.first, known.best, known.count, known.replayed) == ("wrong", "wrong", 1, True)
    assert [answer for answer, _, _ in known.tries] == ["4"]


@given(EVENTS)
def test_a_line_is_read_as_the_same_event(events):
    assert [read(line(event)) for event in events] == events
    assert all("\n" not in line(event) and line(event).isascii() for event in events)


def test_any_text_may_be_an_answer():
    """Half an emoji, a new line, and more than anybody needs."""
    assert read(line(an_event("predicted", 1, "\ud83d\n√"))).answer == "\ud83d\n√"
    assert len(an_event("predicted", 1, "x" * 9999).answer) == 200


GOOD = {"what": "predicted", "name": "05.1a", "answer": "4", "verdict": "wrong", "sure": False, "at": 7}


@pytest.mark.parametrize(
    "change",
    [
        {"what": "danced"}, {"what": None}, {"name": "05"}, {"name": "../../x"}, {"name": 5}, {"verdict": "perfect"},
        {"verdict": ""}, {"answer": 4}, {"answer": None}, {"sure": 7}, {"at": None}, {"at": "soon"}, {"at": -1},
        {"at": float("nan")}, {"at": 1e300}, {"at": True}, {"tries": 3}, {"more": 1}, {"what": "counted"},
        {"what": "shown"}, {"what": ["predicted"]}, {"name": ["05.1a"]}, {"verdict": ["wrong"]},
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused(change):
    """A page may send anything, and a file may hold anything."""
    assert read(GOOD) == Event("predicted", "05.1a", "4", "wrong", False, 7.0)
    with pytest.raises(ValueError, match="no "):
        read(GOOD | change)


@pytest.mark.parametrize("text", ["", "7", "null", "[]", '"x"', "{", '{"what": "shown"}', "[" * 100_000])
def test_a_line_that_is_no_event_is_refused(text):
    with pytest.raises(ValueError):
        read(text)


@pytest.mark.parametrize("name", ["adjoints-2-0f3a51c4", "a-1-00000000", "5.1", "05.3a"])
def test_names_of_predictions_exercises_and_problems(name):
    assert read(line(made("hinted", name, "", "", None, 1.0))).name == name


@pytest.mark.parametrize("name", ["adjoints-2", "adjoints-2-0f3a51c", "Adjoints-2-0f3a51c4", "-2-0f3a51c4", "5", "x\n"])
def test_other_names_are_refused(name):
    with pytest.raises(ValueError, match="no event"):
        made("hinted", name, "", "", None, 1.0)


@pytest.mark.parametrize(
    ("text", "newer"),
    [
        ('{"what": "danced", "name": "05.1a"}', True),
        ('{"what": "checked", "name": 5}', False),
        ('{"name": "05.1a"}', False),
        ("[1]", False),
        ('{"what": "chec', False),
        ("[" * 100_000, False),
    ],
)
def test_a_line_of_a_newer_lesson_is_known_by_its_two_words(text, newer):
    assert is_newer(text) == newer
