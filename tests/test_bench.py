"""The bench: that it runs, that nobody is timed who computes something else, and that what ships was measured by it.

Nothing here looks at a time: a busy machine is not a wrong result.
"""

import json
import os
import platform
import subprocess
import sys
from fractions import Fraction
from importlib.util import find_spec

import mpmath
import numpy as np
import pytest
from bench import c_code, million, nested, network, sweeps
from bench.peers import nested as nested_inputs
from bench.report import summary, table
from bench.ten import TEN
from bench.ten.running_example import gradient_tuple
from bench.timing import Contender, flat, goal, loop_length, race, ratio, time_of
from oracles import RUNNING, two_sided

import adlesson as ad
from adlesson.show.plot import bench_results as figures
from adlesson.show.plot.bench_results import bench_results, faster

WORKS = [
    "startup", "keys", "fresh", "once", "million", "compiling", "crossing", "functions", "running", "nested", "sweeps",
    "matrices", "arrays", "batches", "network", "training", "constraints", "constrained", "operations", "layers", "solved",
]  # fmt: skip
PEERS = {  # named otherwise than their packages
    "SymPy": "sympy", "SciPy": "scipy", "CasADi": "casadi", "JAX": "jax", "PyTorch": "torch", "by numba": "numba",
}  # fmt: skip
OWN = ("adlesson", "by hand", "NumPy")
COMPILED = ("C -O2", "CasADi, cc -O2")  # these ask for a C compiler


@pytest.fixture(scope="module")
def tiny(checkout):
    """Return the results of the whole bench at its smallest size."""
    command = [sys.executable, "-m", "bench", "--tiny", "--json"]
    env = {**os.environ, "PYTHONPATH": str(checkout / "tests")}
    done = subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def package(who):
    """Return the package a contender stands for."""
    name = who.removeprefix("adlesson, ").split(",")[0]
    return PEERS.get(name, name)


def is_there(who):
    """Whether what a contender needs is installed."""
    if who.startswith(COMPILED) and not c_code.COMPILER:
        return False
    return who.startswith("C ") or find_spec(package(who)) is not None


def rows(results):
    """Yield ``(work, row)`` for every row."""
    for work, found in results["works"].items():
        for row in found["rows"]:
            yield work, row


def test_the_bench_measures_every_work(tiny):
    """Each contender gives the right numbers before it is timed, so this also compares all that are installed."""
    assert list(tiny["works"]) == WORKS
    for work, row in rows(tiny):
        assert "note" in row or work == "startup" or 0 < row["best"] <= row["median"]  # startup's are differences
    for work in tiny["works"].values():
        assert work["title"]
        assert {tuple(goal) for goal in work["goals"]} <= {("what", "measured", "at_most", "at_least", "met")}
        assert str(table(work))


def test_only_a_peer_that_is_not_installed_is_missing(tiny, record_property):
    """A row that quietly drops out proves nothing; nor does one that is there and left out."""
    missing = {row["who"] for _, row in rows(tiny) if row.get("note") == "not installed"}
    if missing:
        named = ", ".join(sorted({package(who) for who in missing}))
        record_property("less", f"the bench compared without {named}: not installed")
    everybody = {row["who"] for _, row in rows(tiny)}
    assert {who for who in missing if is_there(who)} == set()
    assert {who for who in everybody - missing if not (who.startswith(OWN) or is_there(who))} == set()


def test_every_row_has_a_bound(tiny):
    """A peer without one wins silently.  Ours that have none are what others are measured by."""
    for work, row in rows(tiny):
        named = {one["other"] for one in tiny["works"][work]["rows"] if "other" in one}
        assert row.get("at_most") or "note" in row or row["who"] in named, (work, row["who"])


def test_what_ships_was_measured_by_this_bench_with_every_peer(tiny):
    """The notebook plots these figures, and must not meet a contender that is gone."""
    shipped = bench_results()
    assert list(shipped["works"]) == WORKS
    assert [row for _, row in rows(shipped) if row.get("note") == "not installed"] == []
    for work, now in tiny["works"].items():
        kept = {row["who"] for row in shipped["works"][work]["rows"]}
        assert kept >= {row["who"] for row in now["rows"]}, work


def test_what_ships_says_when_and_on_what_kind_of_machine_but_not_where():
    """Figures without a date, a load and a version are rumours; a host's name is nobody's business."""
    shipped = bench_results()
    assert list(shipped) == ["version", "date", "python", "cores", "machine", "load", "clock", "versions", "works"]
    assert len(shipped["date"]) == len("2000-01-01")
    assert platform.node() not in shipped["machine"]
    assert len(shipped["load"]) == 2
    assert {"adlesson", "numpy", "micrograd", "casadi", "torch", "jax", "numba", "scipy"} <= set(shipped["versions"])


def test_figures_of_a_newer_form_are_refused(tmp_path, monkeypatch):
    """Their rows may mean something else."""
    path = tmp_path / "results.json"
    path.write_text(json.dumps({"version": figures.VERSION + 1}))
    monkeypatch.setattr(figures, "RESULTS", path)
    with pytest.raises(ad.LessonError, match="from a newer version of the lesson"):
        bench_results()


def test_a_process_does_not_answer_for_the_memory_of_the_one_that_started_it():
    """The largest memory of a process, as the system counts it, may include what was there before its program began."""
    ballast = bytearray(200_000_000)
    ballast[::4096] = bytes([1]) * len(ballast[::4096])
    (found,) = million.measured(million.chain(million.ADLESSON, depth=3), runs=1)
    assert found["memory"] is None or 2e6 < found["memory"] < 100e6


def test_the_hand_written_running_example_is_right():
    """It is the yardstick; these digits come from mpmath."""
    for x, right in RUNNING.items():
        expected = pytest.approx([float(right["f"]), float(right["lx"])], rel=1e-13)
        assert list(gradient_tuple(x)) == expected
        assert list(TEN[0].by_hand(x).values()) == expected


@pytest.mark.parametrize("one", TEN, ids=lambda one: one.name)
def test_each_of_ten_is_right_by_hand(one):
    """Each slope beside differences at forty digits, which know no rule of derivatives; and with NumPy, too."""
    given = flat(one.at)

    def f(*inputs):
        return one.f(mpmath.mp, *nested_inputs(one, inputs))

    with mpmath.workdps(40):
        inputs, h = [*map(mpmath.mpf, given)], mpmath.mpf(10) ** -12
        moved = lambda k, step: f(*inputs[:k], inputs[k] + step, *inputs[k + 1 :])
        right = [f(*inputs), *((moved(k, h) - moved(k, -h)) / (2 * h) for k in range(len(inputs)))]
    size = max(map(abs, right))
    found = [one.by_hand(*one.at.values())]
    if one.arrays:
        found.append([one.arrays(np, np.array(given)), *flat(one.by_hand(*one.at.values()))[1:]])
    if one.numpy_by_hand:
        found.append(one.numpy_by_hand(np.array(given)))
    for result in found:
        assert flat(result) == pytest.approx([*map(float, right)], abs=float(1e-13 * size))


def test_the_hand_written_chains_are_right():
    """Forward, reverse and written out, against the slope of the chain itself."""
    depth, x = 5, 0.7
    slope = two_sided(lambda u: nested.gradient(u, depth)[0], x)
    for value, derivative in (nested.gradient(x, depth), nested.gradient_forward(x, depth), nested.written_out(depth)(x)):
        assert value == nested.nest(np.sin, depth)(x)
        assert derivative == pytest.approx(slope, rel=1e-8)


def test_the_hand_written_product_is_exactly_right():
    """The product without one factor, by division."""
    x = [Fraction(k + 2, 7) for k in range(6)]
    value, gradient = sweeps.by_hand(x)
    assert gradient == [value / u for u in x]


def test_the_hand_written_network_is_right():
    """Each entry of each gradient, by moving each parameter."""
    f, given = network.by_hand(*network.moons(10)), network.parameters()
    loss, *gradient = f(*given)
    for k, bar in enumerate(gradient):
        assert bar.shape == given[k].shape
        for place in np.ndindex(bar.shape):

            def moved(h, k=k, place=place):
                changed = [u.copy() for u in given]
                changed[k][place] += h
                return f(*changed)[0]

            assert bar[place] == pytest.approx(two_sided(moved, 0.0), abs=1e-8)
    assert loss == network.loss_of(np.tanh, *network.moons(10))(*given)


@pytest.mark.parametrize("result", [4, 3 + 1e-9, float("nan"), [3, 3], (), {"value": 3, "x_bar": 3}])
def test_a_contender_with_other_numbers_is_refused(result):
    """Speed at the wrong answer is not speed."""
    with pytest.raises(ArithmeticError, match=r"wrong gives .* nothing was timed"):
        race([Contender("wrong", lambda: ("result", {"result": result}), 3)])


def test_an_error_in_a_contender_is_not_taken_for_a_missing_package():
    """Only a package that is not there may be left out."""
    with pytest.raises(AttributeError, match="no attribute 'tanhh'"):
        race([Contender("typo", lambda: np.tanhh, 3)])


def test_a_goal_is_met_up_to_its_bound():
    """And one that was not measured is neither met nor missed."""
    assert goal("a", 1.2, at_most=1.2)["met"] is True
    assert goal("a", 1.21, at_most=1.2)["met"] is False
    assert goal("a", 34.9, at_least=35)["met"] is False
    assert goal("a", 35, at_least=35)["met"] is True
    assert goal("a", float("nan"), at_most=1)["met"] is None
    assert goal("a", float("nan"), at_most=1)["measured"] is None


def test_a_missed_goal_is_written_in_capitals():
    """So that it is seen in a long table."""
    goals = [goal("a", 2, at_most=1), goal("b", None, at_least=1), goal("c", 3)]
    missed, unmeasured, told = table({"title": "t", "rows": [], "goals": goals}).splitlines()[-3:]
    assert missed.endswith("at most 1: NOT MET")
    assert "not measured" in unmeasured
    assert "MET" not in unmeasured + told


def test_nobody_wins_silently():
    """What is not met, and who is faster, is said in the end, in numbers; digits apart from speeds."""
    times = {"adlesson, a": 2e-6, "adlesson, b": 3e-6, "peer": 1e-6, "slow": 4e-6}
    rows = [{"who": who, "size": size, "median": t * (1 + k)} for k, size in enumerate("nm") for who, t in times.items()]
    rows[2] |= {"other": "adlesson, b", "ratio": 3, "at_most": 2, "met": False}
    speed = {"title": "t", "kind": "speed", "rows": rows, "goals": [goal("g", 1, at_most=1)]}
    text = summary({"w": speed, "v": {"title": "t", "kind": "digit", "rows": [], "goals": [goal("d", 1, at_most=1)]}})
    assert text.splitlines()[1:] == [
        "Speeds: 1 of 2 bounds met.  Not met:",
        "  w: n: adlesson, b / peer 3, at most 2",
        "Faster than the fastest of ours:",
        "  w: peer, up to 2 times, at 2 of 2",
        "",
        "Digits: 1 of 1 bounds met.",
    ]


def test_the_sentence_of_the_notebook_names_everyone_who_is_faster_and_nobody_else():
    """Counted anew from the figures that ship: at how many functions a peer takes less than each of ours."""
    race = bench_results()["works"]["functions"]["rows"]
    named = {text.partition(", up to ")[0]: text for text in faster(race)}
    for who in {row["who"] for row in race if not row["who"].startswith("adlesson")}:
        won = 0
        for one in TEN:
            taken = {row["who"]: min(row["median"], row["cpu"]) for row in race if row["size"] == one.name and "cpu" in row}
            ours = [t for name, t in taken.items() if name.startswith("adlesson")]
            won += who in taken and all(taken[who] < t for t in ours)
        assert bool(won) == any(text.startswith(f"{who}, ") for text in named.values()), who
        if won > 1:
            assert f", at {won} of " in named[who]


def test_a_loop_is_as_long_on_a_busy_machine():
    """What took ten microseconds was run once, for it had waited half a second: then the clock itself was timed."""

    class Waits:
        def timeit(self, number):
            return complex(0.5 + number * 1e-5, number * 1e-5)

    assert loop_length(Waits(), 0.005) == 500


def test_the_time_that_counts_is_the_smaller_median():
    """Waiting is nobody's fault, and neither are threads that help."""
    waits, threads = {"who": "a", "size": 1, "median": 5, "cpu": 2}, {"who": "b", "size": 1, "median": 1, "cpu": 9}
    assert (time_of([waits, threads], "a"), time_of([waits, threads], "b")) == (2, 1)


def test_c_computes_what_the_program_does():
    """Powers, slopes of tanh, and a result that is a constant."""
    if not c_code.COMPILER:
        pytest.skip("no C compiler")
    program = ad.gradient_program(ad.trace(lambda x, y: 3 * x + ad.tanh(y) ** 3 + y**2.5, x=0.5, y=0.7))
    evaluate, given, results = c_code.of_c(program)
    given[0], given[1] = 0.25, 0.75
    evaluate()
    assert results.tolist() == pytest.approx(flat(program(x=0.25, y=0.75)), rel=1e-14)
    assert results.tolist()[1] == 3


def test_a_ratio_is_at_one_size():
    """Not of the first rows found."""
    found = [
        {"who": who, "size": size, "median": best}
        for who, size, best in (("a", 1, 9), ("a", 2, 6), ("b", 1, 1), ("b", 2, 3))
    ]
    assert ratio(found, "a", "b", 2) == 2
    assert np.isnan(ratio([*found, {"who": "c", "size": 2, "note": "not installed"}], "a", "c", 2))
