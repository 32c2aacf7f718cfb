"""Where events are kept: in the user's file, in one that is named, in a browser, on a machine that is deleted, nowhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from adlesson.teach.kept import keeping
from adlesson.teach.kept.event_file import HEADER
from adlesson.teach.kept.keeping import Keeper, place_of


@pytest.fixture
def path(tmp_path, monkeypatch):
    """Return the path that ADLESSON_PROGRESS names in a test."""
    monkeypatch.setenv("ADLESSON_PROGRESS", str(tmp_path / "progress.jsonl"))
    return tmp_path / "progress.jsonl"


def ticking(times):
    """Return a clock that says these times, one after the other."""
    times = iter(times)
    return lambda: next(times)


class Card:
    """As much of a card as a keeper needs."""

    def __init__(self):
        self.data = {"card": "row"}


def test_the_suite_itself_keeps_nothing():
    """Neither here nor in a process that a test starts may the file of whoever runs the tests be touched."""
    assert os.environ["ADLESSON_PROGRESS"] == "off"
    code = "from adlesson.teach.kept.keeping import keeper; keeper.record('shown', '05.1a'); print(keeper.place())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'kind': 'session'" in done.stdout


def test_a_session_is_known_in_the_next_one(path):
    """The next day, in another notebook."""
    first = Keeper()
    first.clock = ticking([10, 20])
    first.record("predicted", "05.1a", "9", "wrong", sure=True)
    first.record("predicted", "05.1a", "6", "right", sure=False)
    known = Keeper().known("05.1a")
    assert (known.first, known.best, known.count, known.at) == ("wrong", "right", 2, 20)
    assert known.tries == (("9", "wrong", True), ("6", "right", False))
    assert Keeper().known("05.1b").count == 0
    assert path.read_text().splitlines()[0] == HEADER


def test_times_go_on_when_the_clock_does_not(path):
    """It may stand still, and be set back: what comes later is later."""
    keeper = Keeper()
    keeper.clock = ticking([50, 50, 7])
    for verdict in ("wrong", "close", "right"):
        keeper.record("checked", "5.1", "4", verdict)
    assert [event.at for event in keeper.events()] == [50, 50.001, 50.002]


def test_two_kernels_know_of_each_other(path):
    one, two = Keeper(), Keeper()
    one.record("checked", "5.1", "4", "wrong")
    assert two.known("5.1").count == 1
    two.record("checked", "5.1", "6", "right")
    assert one.known("5.1").best == "right"
    two.forget()
    assert one.known("5.1").count == 0


@pytest.mark.parametrize("word", ["off", " OFF "])
def test_off_is_for_this_session_only(monkeypatch, word):
    monkeypatch.setenv("ADLESSON_PROGRESS", word)
    keeper = Keeper()
    keeper.record("shown", "05.1a")
    assert keeper.known("05.1a").shown
    assert keeper.place() == {"kind": "session", "trouble": ""}
    assert keeper.path() is None
    assert not Keeper().known("05.1a").shown


def test_the_default_is_the_user_s_data_folder(monkeypatch, tmp_path):
    """Each system has one; XDG_DATA_HOME names it on Linux.  An empty setting is none."""
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, appauthor: tmp_path / name)
    assert place_of("") == tmp_path / "adlesson" / "progress.jsonl"
    monkeypatch.setenv("ADLESSON_PROGRESS", "")
    keeper = Keeper()
    keeper.record("shown", "05.1a")
    assert (tmp_path / "adlesson" / "progress.jsonl").exists()
    assert keeper.place()["kind"] == "file"
    (tmp_path / "adlesson" / "progress.jsonl").write_text("nothing of ours\n")
    assert Keeper().known("05.1a").count == 0
    assert len([*(tmp_path / "adlesson").glob("*.damaged-*")]) == 1


def test_the_home_folder_may_be_written_short():
    assert place_of("~/kept.jsonl") == Path.home() / "kept.jsonl"
    assert place_of("kept.jsonl").is_absolute()


def test_a_browser_s_kernel_keeps_it_on_the_saved_drive(monkeypatch, tmp_path):
    """JupyterLite saves what lies there; where it is not, there is only memory."""
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setenv("ADLESSON_PROGRESS", "")
    monkeypatch.setattr(keeping, "DRIVE", tmp_path / "drive")
    assert Keeper().place()["kind"] == "session"
    (tmp_path / "drive").mkdir()
    keeper = Keeper()
    keeper.record("shown", "05.1a")
    assert keeper.place() == {"kind": "drive", "trouble": ""}
    assert [each.name for each in (tmp_path / "drive").iterdir()] == ["adlesson-progress.jsonl"]
    assert Keeper().known("05.1a").shown


def test_on_binder_the_place_says_so(path, monkeypatch):
    """Its machine is deleted after the visit, so the progress row offers a download."""
    assert Keeper().place()["kind"] == "file"
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://binder.example/")
    assert Keeper().place()["kind"] == "binder"


def refused(number):
    """Return a function that the system refuses."""

    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("number", [13, 28, 30, 5])
def test_where_nothing_can_be_written_the_session_goes_on_in_memory(path, monkeypatch, capsys, number):
    """No permission, a full disk, one for reading only, a broken one: said once, and shown in the row."""
    Keeper().record("checked", "5.1", "4", "wrong")
    keeper = Keeper()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refused(number))
        keeper.record("checked", "5.1", "5", "wrong")
        keeper.record("checked", "5.1", "6", "right")
        assert keeper.known("5.1").count == 3
        assert keeper.place()["kind"] == "session"
        assert f"cannot be kept in {path} ({os.strerror(number).lower()})" in keeper.place()["trouble"]
    assert capsys.readouterr().out.count("It is kept for this session only.") == 1
    keeper.record("hinted", "5.1")
    assert keeper.place() == {"kind": "file", "trouble": ""}, "as soon as it can be written, all of it is"
    assert Keeper().known("5.1")[:3] == ("wrong", "right", 3)


def test_a_folder_that_may_not_be_written(tmp_path, monkeypatch, capsys):
    """A file stands where the folder should be: for root, too, this cannot be done."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ADLESSON_PROGRESS", str(tmp_path / "file" / "progress.jsonl"))
    keeper = Keeper()
    keeper.record("shown", "05.1a")
    assert keeper.known("05.1a").shown
    assert "cannot be kept in" in capsys.readouterr().out


def test_a_newer_version_is_refused_with_a_sentence(path, capsys):
    path.write_text('{"adlesson": "progress", "version": 2}\n')
    keeper = Keeper()
    keeper.record("shown", "05.1a")
    assert keeper.known("05.1a").shown
    assert "(a newer version of the lesson wrote it)" in capsys.readouterr().out
    assert "could not be deleted (a newer version of the lesson wrote it)" in keeper.forget()
    assert path.read_text() == '{"adlesson": "progress", "version": 2}\n'


def test_a_damaged_file_is_told_of_once(path, capsys):
    Keeper().record("shown", "05.1a")
    path.write_bytes(path.read_bytes() + b"\0\0\0\n")
    keeper = Keeper()
    assert keeper.known("05.1a").shown
    keeper.record("hinted", "5.1")
    assert capsys.readouterr().out.count("was damaged. It is set aside as progress.damaged-") == 1


def test_a_copy_is_merged_and_the_same_event_counts_once(path, tmp_path, monkeypatch):
    """From Binder to the computer at home, and again by mistake."""
    visit = Keeper("off")
    for k in range(3):
        visit.record("checked", "5.1", str(k), "wrong")
    copy = visit.text()
    home = Keeper()
    home.record("checked", "5.1", "6", "right")
    assert home.merge(copy, "visit.jsonl") == "3 of the 3 events in visit.jsonl are new, and are added."
    assert home.merge(copy, "visit.jsonl") == "0 of the 3 events in visit.jsonl are new, and are added."
    assert Keeper().known("5.1").count == 4
    assert Keeper("off").merge(copy + copy, "twice.jsonl").startswith("3 of the 3 events")
    assert home.merge("Dear diary", "diary.txt") == "diary.txt: it is no copy of anybody's progress. Nothing is changed."
    assert home.merge("", "empty.jsonl") == "empty.jsonl is empty. Nothing is changed."
    assert "a newer version" in home.merge('{"adlesson": "progress", "version": 9}\n', "new.jsonl")
    assert home.merge(copy + '{"what": "chec', "torn.jsonl").startswith("0 of the 3")


def test_two_kernels_forget_together_and_add_a_copy_together(path):
    """What one has deleted the other does not bring back; where nothing is kept, each has its own session."""
    one, other = Keeper(), Keeper()
    one.record("checked", "5.1", "6", "right")
    other.record("checked", "5.2", "7", "wrong")
    copy = other.text()
    one.forget()
    assert other.all_known() == {} and not path.exists()
    other.record("checked", "5.3", "8", "wrong")
    assert [*one.all_known()] == ["5.3"]
    assert one.merge(copy, "copy").startswith("2 of the 2") and other.merge(copy, "copy").startswith("0 of the 2")
    assert one.all_known() == other.all_known() and len(other.all_known()) == 3
    one, other = Keeper("off"), Keeper("off")
    assert one.merge(copy, "copy").startswith("2 of the 2") and other.all_known() == {}
    assert one.forget() == "Forgotten: 2 events." and one.forget() == "Nothing was kept."


def test_it_is_forgotten_on_request(path):
    keeper = Keeper()
    keeper.record("shown", "05.1a")
    assert keeper.forget() == f"Forgotten: 1 event, and the file {path} is deleted."
    assert [*path.parent.iterdir()] == []
    assert keeper.known("05.1a") == Keeper().known("05.1a")
    assert keeper.forget() == "Nothing was kept."


def test_several_cards_follow_and_what_is_gone_follows_no_longer():
    """Each learns of each event, whichever came first."""
    keeper, cards = Keeper("off"), [Card() for _ in range(3)]
    for card in cards:
        keeper.follow(card, ["5.1"])
    del cards[1], card
    keeper.follow(cards[0], ["5.1"])
    keeper.record("checked", "5.1", answer="6", verdict="right")
    assert [card.data["state"]["known"]["5.1"]["best"] for card in cards] == ["right", "right"]
    assert len(keeper._followers) == 3, "the one that is gone is not kept"


def test_a_card_follows_what_happens_anywhere(path):
    """In its own kernel at once, and in another's as soon as something happens here."""
    keeper, card = Keeper(), Card()
    keeper.follow(card, ["05.1a", "5.1"])
    state = card.data["state"]
    assert state["known"] == {"05.1a": None, "5.1": None}
    Keeper().record("predicted", "05.1a", "9", "wrong", sure=True)
    keeper.record("checked", "5.1", "6", "right")
    later = card.data["state"]
    assert later["asof"] > state["asof"]
    assert later["known"]["05.1a"]["tries"] == (("9", "wrong", True),)
    assert later["known"]["5.1"]["best"] == "right"
    keeper.forget()
    assert card.data["state"]["known"] == {"05.1a": None, "5.1": None}
    assert card.data["card"] == "row"


def test_what_a_page_sends_is_taken_once(path):
    """It sends again what it has not heard of; and what is no event is nothing."""
    keeper = Keeper()
    event = {"what": "predicted", "name": "05.1a", "answer": "9", "verdict": "wrong", "sure": True, "at": 12.345}
    for _ in range(2):
        assert keeper.told(event)["state"]["known"]["05.1a"]["count"] == 1
    assert len(path.read_text().splitlines()) == 2
    assert keeper.told({"what": "rm -rf"}) is None
    assert keeper.told("what") is None
    assert Keeper().known("05.1a").at == 12.345


def test_another_setting_is_another_place(path, tmp_path, monkeypatch):
    keeper = Keeper()
    keeper.record("shown", "05.1a")
    monkeypatch.setenv("ADLESSON_PROGRESS", str(tmp_path / "other.jsonl"))
    assert not keeper.known("05.1a").shown
    keeper.record("shown", "05.1b")
    assert [event.name for event in Keeper(str(path)).events()] == ["05.1a"]
