"""One evaluation a stepper: the values once, the way back once, and each wrong sweep once.

``pytest -s`` prints what is run for each mode, and how often.
"""

import math
import sys
from collections import Counter

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.mistakes.table import MISTAKES
from adlesson.engine.program import Program
from adlesson.engine.sweeps import forward_sweep, reverse_sweep, tangent_sweep
from adlesson.show import story
from adlesson.show.evaluation import Evaluation
from adlesson.show.stepper.frames import frames

ZOO = [pytest.param(ad.trace(example.f, example.at), id=example.name) for example in ad.examples.ZOO.values()]

AT = 0.5
FORWARD, REVERSE = ("forward_sweep", "values"), ("reverse_sweep", "pull_back")
MODES = {
    # what is run at the learner's point, beside one forward sweep
    "forward": (["forward"], {}, {}),
    "tangent": (["tangent"], {}, {"tangent_sweep": 1}),
    "reverse": (["reverse"], {}, {"reverse_sweep": 1}),
    "schedule": (["schedule"], {}, {"reverse_sweep": 1}),
    "lagrange": (["lagrange"], {}, {"back_substitution": 1}),
    "budget=2": (["reverse"], {"budget": 2}, {}),
    "explore": (["forward", "reverse"], {}, {"reverse_sweep": 1}),
}
WITH_WRONG_SWEEPS = {"reverse", "schedule", "lagrange", "explore"}


def test_every_mode_is_counted():
    """A mode that nobody counts may sweep as often as it likes."""
    assert {sweep for sweeps, _, _ in MODES.values() for sweep in sweeps} == {*story.MODES}


def where(arguments):
    """Say at what a sweep is run: at the learner's point, at another, or on the letters that a gradient is traced with."""
    for u in arguments:
        if isinstance(u, dict) and "x" in u:
            u = [u["x"]]
        if isinstance(u, list) and "Traced" in type(u[0]).__name__:
            return "letters"
        if isinstance(u, list) and type(u[0]) is float and u[0] != AT:
            return "nearby"
    return "here"


@pytest.fixture
def runs(monkeypatch):
    """Return a counter of what is run: ``(name, where)`` for sweeps and values, ``("wrong", mistake)`` for wrong sweeps."""
    counted = Counter()

    def counting(name, function, label=where):
        def run(*arguments, **inputs):
            counted[name, label(arguments)] += 1
            return function(*arguments, **inputs)

        return run

    ad.Stepper(ad.parse("x*x", x=1.0), "lagrange")  # so that all is loaded which the modes use
    engine = [module for name, module in sys.modules.items() if name.startswith("adlesson.engine.")]
    for name in ("forward_sweep", "tangent_sweep", "reverse_sweep", "pull_back", "push_forward", "wrong_payments"):
        (function,) = {vars(module)[name] for module in engine if name in vars(module)}
        label = (lambda arguments: arguments[2].name) if name == "wrong_payments" else where
        for module in [module for key, module in sys.modules.items() if key.partition(".")[0] == "adlesson"]:
            if vars(module).get(name) is function:
                monkeypatch.setattr(module, name, counting(name.partition("_payments")[0], function, label))
    solve = ad.Lagrangian.back_substitution
    monkeypatch.setattr(ad.Lagrangian, "back_substitution", counting("back_substitution", solve))
    values = Program.values
    monkeypatch.setattr(Program, "values", counting("values", values))
    return counted


@pytest.mark.parametrize("mode", MODES)
def test_each_sweep_of_a_stepper_runs_once(runs, mode):
    """What two parts of a frame both need is computed for the first and handed to the second."""
    sweeps, options, wanted = MODES[mode]
    program = ad.parse("exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)", x=AT)
    frames(program, sweeps, **options)
    here = {name: count for (name, place), count in runs.items() if place == "here"}
    nearby = {name: count for (name, place), count in runs.items() if place == "nearby"}
    wrong = [count for (name, _), count in runs.items() if name == "wrong"]
    print(f"\n{mode:9} here {here}, nearby {nearby}, wrong sweeps {sum(wrong)}, each at most {max(wrong, default=0)} times")
    assert here == {"forward_sweep": 1} | wanted
    assert sum(here.get(name, 0) for name in FORWARD) == 1 and sum(here.get(name, 0) for name in REVERSE) <= 1
    assert nearby == {}
    assert wrong == ([1] * len(MISTAKES) if mode in WITH_WRONG_SWEEPS else [])


@pytest.mark.parametrize("make", [ad.draw, ad.table], ids=["draw", "table"])
@pytest.mark.parametrize("sweep", ["forward", "tangent", "reverse"])
def test_a_picture_and_a_table_run_each_sweep_once(runs, make, sweep):
    """The values that stand in a box are those that its slope was computed from."""
    make(ad.parse("exp(x)*x", x=AT), sweep=sweep)
    assert runs == Counter({(name, "here"): 1 for name in {"forward_sweep", f"{sweep}_sweep"}})


@pytest.mark.parametrize("program", ZOO)
def test_it_holds_what_the_engine_gives(program):
    """Steps, values, and where the sweeps end."""
    here, output = Evaluation(program), dict.fromkeys(program.outputs[:1], 1)
    assert here.z == program.values() and here.forward == list(forward_sweep(program))
    assert here.reverse == list(reverse_sweep(program, output))
    assert here.tangent == list(tangent_sweep(program, program.pack_inputs([1] + [0] * (program.d - 1))))
    assert here.ends("reverse") == list(ad.adjoints(program, output).values())
    assert [program.names[i] for i in here.place.values()] == list(here.place)


@pytest.mark.parametrize("program", ZOO)
def test_adjoints_are_the_same_with_and_without_steps(program):
    """To the last bit, and to the sign of a zero: a page must not depend on which sweep was looked at first."""
    first, second = Evaluation(program), Evaluation(program)
    assert second.reverse
    assert list(map(repr, first.adjoints)) == list(map(repr, second.adjoints))


def test_the_sign_of_a_zero_is_kept():
    """A sweep starts from 0, and 0 + -0.0 is 0.0; values only, nothing is added to a first share."""
    program = ad.parse("-(x*0.0)", x=2.0)
    first, second = Evaluation(program), Evaluation(program)
    assert second.reverse
    for here in (first, second):
        assert here.adjoints[0] == 0 and math.copysign(1, here.adjoints[0]) == -1


def test_the_values_are_known_at_its_own_point_only():
    """Elsewhere the program is run, and what is given out is nobody's but the caller's."""
    at = {"x": 3}
    here = Evaluation(ad.parse("x*x", x=2), at)
    assert here.program.values(at) == here.program.values(x=3) == [3, 9] and here.program.values() == [2, 4]
    here.program.values(at)[0] = 7
    assert here.z == [3, 9] and here.program(x=5) == 25 and repr(here.program) == repr(ad.parse("x*x", x=2))


def test_arrays_have_slopes_of_their_shapes():
    """A variable that nobody pays has zeros."""
    here = Evaluation(ad.trace(lambda x, y: (x * x).sum(), x=np.ones(2), y=np.ones(3)))
    assert [np.shape(u) for u in here.ends("reverse")] == [(2,), (3,), (2,), ()]
    assert here.ends("reverse")[1].tolist() == [0, 0, 0]


def test_a_direction_is_that_of_the_tangent_sweep():
    """Left out, the first input moves."""
    program = ad.parse("x*y", x=2, y=3)
    assert Evaluation(program).ends("tangent")[-1] == 3
    assert Evaluation(program, None, {"y": 1}).ends("tangent")[-1] == 2


def test_an_unknown_sweep_is_refused_by_name():
    """With the known ones listed."""
    with pytest.raises(
        ad.LessonError, match=r"no sweep 'revers' .did you mean 'reverse'.*known are forward, tangent, reverse"
    ):
        Evaluation(ad.parse("x", x=2)).steps("revers")
