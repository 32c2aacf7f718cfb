"""The notebooks of the course, in their order.

With this module you can

- find a notebook by its number (``notebook("05b")``), or by a prediction or an exercise in it (``home_of("5.2")``);
- say which one comes so many before another (``before``).

A second half is called NNb: its sections and exercises go on with the numbers of the first.

>>> notebook("05b").file, home_of("05.7a").number, home_of("5.1").number, before("06", 2).number
('05b_use_one_sweep', '05b', '05', '05')
"""

from collections import namedtuple

Notebook = namedtuple("Notebook", "number file sections exercises")
Notebook.__doc__ = """A notebook: its ``number`` ("05b"), its ``file`` without an ending, the range of its ``sections``, and
its ``exercises`` by number.
"""
Notebook.title = property(lambda self: titled(self.file.partition("_")[2].replace("_", " ")))


def titled(words):
    """Return the words of a file's name as a title."""
    return words.capitalize().replace("lecun", "LeCun").replace("it test", "it, test")


ALL = range(1, 100)  # sections


def exercises(number, *which):
    """Return the numbers of some exercises: "5.1", "5.3"."""
    return tuple(f"{number}.{k}" for k in which)


NOTEBOOKS = (
    Notebook("00", "00_see_a_gradient_appear", ALL, exercises(0, 1, 2, 3)),
    Notebook("01", "01_fit_a_function", ALL, exercises(1, 1, 2, 3, 4)),
    Notebook("02", "02_watch_symbols_blow_up", ALL, exercises(2, 1, 2, 3, 4)),
    Notebook("03", "03_write_a_program_as_a_graph", ALL, exercises(3, 1, 2, 3, 4)),
    Notebook("04", "04_push_forward", ALL, exercises(4, 1, 2, 3, 4)),
    Notebook("05", "05_pull_back", range(1, 7), exercises(5, 1, 3, 4)),
    Notebook("05b", "05b_use_one_sweep", range(7, 100), exercises(5, 2, 5)),
    Notebook("06", "06_count_the_cost", ALL, exercises(6, 1, 2, 3, 4)),
    Notebook("07", "07_state_it_as_constraints", range(100), exercises(7, 1, 2, 3, 4)),
    Notebook("08", "08_solve_the_three_blocks", ALL, exercises(8, 1, 2, 3, 4)),
    Notebook("09", "09_close_the_loop", ALL, exercises(9, 1, 2, 3, 4)),
    Notebook("10", "10_try_other_solvers", range(1, 5), exercises(10, 1, 2, 3)),
    Notebook("10b", "10b_take_turns", range(5, 100), exercises(10, 4)),
    Notebook("11", "11_read_lecun_1988", ALL, exercises(11, 1, 2, 3, 4)),
    Notebook("12", "12_let_time_flow", ALL, exercises(12, 1, 2, 3, 4, 5)),
    Notebook("13", "13_break_it_test_it", ALL, exercises(13, 1, 2, 3, 4, 5, 6, 7)),
    Notebook("14", "14_build_your_own", ALL, exercises(14, 1, 2, 3, 4, 5, 6)),
    Notebook("15", "15_keep_this_card", ALL, ()),
)


def notebook(number):
    """Return the notebook of a number such as "05", 5 or "5b", None if there is none."""
    text = str(number).strip().lower()
    wanted = text and text.zfill(3 if text.endswith("b") else 2)
    return next((one for one in NOTEBOOKS if one.number == wanted), None)


def home_of(name):
    """Return the notebook that a prediction ("05.3a") or an exercise ("5.1") is in, None if there is none."""
    first, _, rest = name.partition(".")
    halves = [one for one in NOTEBOOKS if one.number.rstrip("b") == first.zfill(2)]
    if rest.isdigit():
        return next((one for one in halves if f"{int(first)}.{rest}" in one.exercises), None)
    return next((one for one in halves if rest[:-1].isdigit() and int(rest[:-1]) in one.sections), None)


def before(number, many=1):
    """Return the notebook that comes so ``many`` before this number, None if the course has not begun yet."""
    at = NOTEBOOKS.index(notebook(number)) - many
    return NOTEBOOKS[at] if at >= 0 else None
