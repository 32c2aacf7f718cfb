"""How the name of a student stands in a text, in a cell of a spreadsheet and as the name of a file.

With this module you can

- show a name, or any text that a submission may have a part in (``plain``);
- write it into a spreadsheet, which would calculate what begins as a formula (``in_cell``);
- give each student of a class a file (``page_names``): no two have the same one, on no system.

>>> plain("ada\\nlovelace"), in_cell("=1+1"), page_names(["ada", "a/b"])
('ada�lovelace', "'=1+1", {'ada': 'ada.html', 'a/b': 'a-b-c14cddc0.html'})
"""

import hashlib
import re
import unicodedata
from collections import Counter

NOT_SHOWN = "Cc", "Cs", "Zl", "Zp"  # signs that control, halves of a sign, ends of a line
TURNING = {*"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}  # what turns the way one reads
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
USUAL = re.compile(r"\w[\w.@+-]{0,49}")
ENDING = re.compile(r"-[0-9a-f]{8}")
TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # by Windows, whatever follows


def plain(text):
    """Return a text with � for each sign that cannot be seen, or that moves others."""
    return "".join("�" if unicodedata.category(sign) in NOT_SHOWN or sign in TURNING else sign for sign in text)


def in_cell(text):
    """Return a text as it may stand in a cell of a spreadsheet: with ' before what would be a formula."""
    text = plain(text)
    return f"'{text}" if FORMULA.match(text) else text


def folded(name):
    """Return what is the same for names that some systems hold to be the same file."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def page_names(students):
    """Return a dict from each name of a student to the name of a file.

    It is the student's own name where that is a usual one.  Else it ends with a few letters that are made of the name,
    and so it does for each of those whose names differ in nothing but capitals, say.
    """
    many = Counter(map(folded, students))
    return {student: f"{as_file(student, many[folded(student)] > 1)}.html" for student in students}


def as_file(student, shared):
    """Return the name of a student's file, without its ending; ``shared`` if another name is all but the same."""
    name = unicodedata.normalize("NFC", student)
    if USUAL.fullmatch(name) and not (shared or ENDING.fullmatch(name[-9:]) or TAKEN.fullmatch(folded(name))):
        return name
    word = re.sub(r"[^\w@+]+", "-", name)[:40].strip("-") or "student"
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{word}-{digest}"
