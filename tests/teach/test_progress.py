"""The row of progress and the replay, as the page is told and in plain text; what is missed, and what is come back to."""

import json

import pytest

import adlesson as ad
from adlesson.teach import progress as module
from adlesson.teach.judging.cells import heading_of
from adlesson.teach.kept.keeping import keeper
from adlesson.teach.prediction import choice


@pytest.fixture(autouse=True)
def two_predictions_a_section(monkeypatch):
    """Let each notebook have eight sections of two predictions, whatever its own are."""

    def predictions(number):
        names = [f"{number}.{section}{letter}" for section in range(1, 9) for letter in "ab"]
        return {name: choice(name, "Which one?", ("one", "two", "three"), "B", {"A": "No.", "C": "No."}) for name in names}

    monkeypatch.setattr(module, "predictions", predictions)


def answer(name, *verdicts, sure=True):
    for verdict in verdicts:
        keeper.record("predicted" if name[-1].isalpha() else "checked", name, verdict[0], verdict, sure)


def back(row):
    return [one["name"] for one in row.data["back"]]


def test_a_row_has_the_names_of_its_notebook():
    """Each half of 05 has its own, and the page is told what it must know of them."""
    row, half = ad.progress("05"), ad.progress("5b")
    (one,), (other,) = row.data["notebooks"], half.data["notebooks"]
    assert (one["predictions"][0], one["predictions"][-1]) == ("05.1a", "05.6b")
    assert (other["predictions"][0], other["predictions"][-1]) == ("05.7a", "05.8b")
    assert (one["exercises"], other["exercises"]) == (("5.1", "5.3", "5.4"), ("5.2", "5.5"))
    assert set(one["predictions"]) <= set(row.data["predictions"]), "they are replayed in the row"
    assert set(row.data["state"]["known"]) == {*one["predictions"], *one["exercises"], *back(row)}
    assert json.loads(json.dumps(row.data))["state"]["known"]["05.1a"] is None


def test_a_row_follows_what_happens():
    """So that the page shows it, whichever cell it happened in."""
    row = ad.progress("05")
    answer("05.1a", "wrong", "right")
    answer("05.1b", "wrong")
    assert row.data["state"]["known"]["05.1a"]["count"] == 2
    words = "05 Pull back: predictions 0 right, 1 right later, 1 to come back to, 10 open; exercises "
    assert repr(row).startswith(f"{words}0 right, 0 to come back to, 3 open\nKept for this session only")
    answer("5.1", "right")
    assert f"{words}1 right, 0 to come back to, 2 open" in repr(row)


def test_a_cell_that_is_run_again_leaves_one_row_to_be_told():
    """Else each event would be sent once more for each time that it was run."""
    first, second = ad.progress("05"), ad.progress("05")
    answer("05.1a", "right")
    assert first.comm is None and second.comm is not None
    assert second.data["state"]["known"]["05.1a"]["count"] == 1


@pytest.mark.parametrize(
    ("name", "happened", "mark"),
    [
        ("05.1a", ["right"], "right"), ("05.1a", ["wrong", "right"], "later"), ("05.1a", ["close"], "missed"),
        ("05.1a", ["shown", "right"], "shown"), ("05.1a", ["right", "shown"], "right"), ("05.1a", [], "open"),
        ("05.1a", ["wrong", "shown", "right"], "shown"), ("05.1a", ["wrong", "right", "shown"], "later"),
        ("05.1a", ["wrong", "shown"], "shown"), ("05.1a", ["shown", "replayed"], "later"),
        ("05.1a", ["wrong", "replayed"], "later"), ("05.1a", ["wrong", "reset"], "open"),
        ("5.1", ["wrong"], "missed"), ("5.1", ["wrong", "right"], "right"), ("5.1", ["hinted"], "open"),
        ("5.1", ["wrong", "solved"], "shown"), ("5.1", ["solved", "right"], "right"),
    ],
)  # fmt: skip
def test_how_a_name_stands(name, happened, mark):
    """A prediction by its answers before the explanation was opened, or by a replay; an exercise by its best one."""
    for what in happened:
        if what in ("right", "close", "wrong"):
            answer(name, what)
        else:
            keeper.record(what, name, verdict="right" if what == "replayed" else "")
    assert module.mark(name) == mark


def test_one_comes_back_to_what_was_missed_and_what_was_two_notebooks_ago():
    """All of two notebooks ago may be asked again; of the others, the nearest first, what was missed."""
    for name in ("00.1a", "02.2a", "04.1a", "4.2", "06.1a", "05.1a"):
        answer(name, "wrong")
    answer("04.1b", "right")
    row = ad.progress("05")
    names = back(row)
    assert names[:3] == ["03.1a", "03.1b", "03.2a"] and names[16:20] == ["3.1", "3.2", "3.3", "3.4"]
    assert names[20:] == ["04.1a", "4.2", "02.2a", "00.1a"]
    assert [one["two_ago"] for one in row.data["back"]] == [True] * 20 + [False] * 4
    assert {"03.1a", "02.2a"} <= set(row.data["predictions"])
    assert "4.2" not in row.data["predictions"] and "04.1b" not in row.data["predictions"]
    assert back(ad.progress("00")) == back(ad.progress("01"))[20:] == []


def test_of_a_long_list_of_missed_ones_all_are_named_and_some_can_be_asked():
    """Each says where it stands."""
    for section in range(1, 9):
        for notebook in ("00", "01"):
            answer(f"{notebook}.{section}a", "wrong")
    row = ad.progress("04")
    assert len(back(row)) == 20 + 16 and len(row.data["predictions"]) == 16 + 16 + module.MOST
    found = row.data["predictions"]["01.2a"]
    where = ("01", "01_fit_a_function", heading_of("01.2a"))
    assert (found["from"], found["file"], found["heading"]) == where


def test_the_row_of_the_course_has_all_notebooks():
    answer("05.1a", "wrong")
    answer("00.2a", "wrong")
    row = ad.progress()
    assert [one["number"] for one in row.data["notebooks"]][5:8] == ["05", "05b", "06"]
    assert back(row) == ["05.1a", "00.2a"] == [*row.data["predictions"]]
    assert repr(row).splitlines()[5].startswith("05 Pull back: predictions 0 right, 1 to come back to, 11 open; exercises ")
    assert repr(ad.progress) == repr(row)


def test_a_replay_asks_what_is_in_the_notebook():
    card = ad.replay("05b")
    assert card.data["names"] == ["05.7a", "05.7b", "05.8a", "05.8b"] == [*card.data["predictions"]]
    assert repr(card) == "To replay: nothing"
    answer("05.7b", "wrong")
    keeper.record("shown", "05.8a")
    assert repr(card) == "To replay: 05.7b, 05.8a"
    card._tell({"what": "replayed", "name": "05.7b", "answer": "B", "verdict": "right", "at": 2e9})
    assert repr(card) == "To replay: 05.8a"
    assert card.data["state"]["known"]["05.7b"]["replayed"]


@pytest.mark.parametrize("number", ["99", "", "05.3a", 7.5, ["05"]])
def test_what_is_no_notebook_gets_a_sentence(number, capsys):
    assert ad.progress(number) is None
    assert ad.replay(number) is None
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2 and all(line.startswith("There is no notebook ") for line in said)


def test_a_copy_goes_out_and_comes_in(tmp_path, capsys):
    """By the two calls: what is added says how much was new, and what cannot be read says why."""
    answer("05.1a", "wrong")
    ad.progress.save(tmp_path / "copy.jsonl")
    ad.progress.forget()
    ad.progress.load(tmp_path / "copy.jsonl")
    ad.progress.load(str(tmp_path / "copy.jsonl"))
    ad.progress.load(tmp_path / "nowhere.jsonl")
    ad.progress.save(tmp_path / "nowhere" / "copy.jsonl")
    ad.progress.load(7)
    (tmp_path / "picture.png").write_bytes(bytes(range(256)))
    ad.progress.load(tmp_path / "picture.png")
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == [f"A copy is saved in {tmp_path / 'copy.jsonl'}.", "Forgotten: 1 event."]
    assert [line.partition(" events in ")[0] for line in said[2:4]] == ["1 of the 1", "0 of the 1"]
    assert "no such file or directory" in said[4] and "no such file or directory" in said[5]
    assert said[6].startswith("Nothing is added from 7: ") and said[7].startswith("Nothing is added from ")
    assert keeper.known("05.1a").count == 1


def test_it_says_where_it_is_kept(tmp_path, monkeypatch):
    assert ad.progress.place is None
    assert module.where() == "Kept for this session only, in memory."
    monkeypatch.setenv("ADLESSON_PROGRESS", str(tmp_path / "kept.jsonl"))
    assert ad.progress.place == str(tmp_path / "kept.jsonl")
    assert module.where() == f"Kept in {tmp_path / 'kept.jsonl'}."
    monkeypatch.setenv("BINDER_REQUEST", "1")
    assert module.where() == f"Kept in {tmp_path / 'kept.jsonl'}. This machine is deleted after your visit."
    assert ad.progress("05").data["state"]["place"]["kind"] == "binder"


def test_what_the_row_s_page_asks_is_answered(tmp_path, monkeypatch):
    """A copy to download, one that is uploaded, where it is kept, and to forget."""
    monkeypatch.setenv("ADLESSON_PROGRESS", str(tmp_path / "kept.jsonl"))
    row, sent = ad.progress("05"), []
    monkeypatch.setattr(row, "send", sent.append)
    answer("05.1a", "wrong")

    def says(message):
        row._heard(row, message, [])
        return sent.pop() if sent else None

    copy = says({"what": "copy"})["copy"]
    assert copy == (tmp_path / "kept.jsonl").read_text()
    assert says({"what": "where"}) == {"said": f"Kept in {tmp_path / 'kept.jsonl'}."}
    assert says({"what": "forget"})["forgotten"] is True
    assert row.data["state"]["known"]["05.1a"] is None
    assert says({"what": "load", "from": "mine.jsonl", "text": copy})["said"].startswith("1 of the 1 events in mine.jsonl")
    assert row.data["state"]["known"]["05.1a"]["first"] == "wrong"
    assert says({"what": "predicted", "name": "05.2a", "answer": "B", "verdict": "right", "sure": True, "at": 5}) is None
    assert row.data["state"]["known"]["05.2a"]["first"] == "right"
    for nonsense in ({"what": "load"}, {"what": "load", "text": 7}, {"what": "predicted"}, {"what": 7}, {}, "what", None):
        assert says(nonsense) is None
