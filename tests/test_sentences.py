"""What a learner reads is on record, so that nobody changes a sentence without seeing it."""

from sentences import RECORD, record, sentences


def test_every_sentence_is_on_record():
    """A reviewer reads the new sentence beside the old one in the difference of the record."""
    assert record().splitlines() == RECORD.read_text("utf-8").splitlines(), "run make sentences, and read what has changed"


def test_the_record_holds_what_learners_are_told():
    """Refusals, diagnoses, what a step says, questions, hints, and what the page says by itself."""
    kept = RECORD.read_text("utf-8")
    for known in (
        "this needs one number; return its sum",
        "{number} is the slope alone: multiply it by the {word} of {source}, then add.",
        "Something is missing at the end.",
        "Call those you read first, then send, once.",
        "Sensitivity: all gaps are 0, so L = {}. Nothing is left to solve.",
    ):
        assert known in kept


def test_a_changed_word_is_seen():
    """In a plain text, in one that is put together, and in what is filled in as text."""
    for old, new in (("'take less than 3'", "'take less than 4'"), ("f'{n} is too large'", "f'{n} is too small'")):
        module = "def f(n):\n    raise ValueError(OLD)"
        assert sentences(module.replace("OLD", old)) != sentences(module.replace("OLD", new))
