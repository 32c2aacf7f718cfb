"""Both kinds of constraints in one Lagrangian: the program's lines, and the learner's."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import adlesson as ad
from adlesson.lagrange.priced import price_names

S = ad.solvers


def disc(x, y):
    return {"cost": (x - 2) ** 2 + (y - 1) ** 2, "h": x - 2 * y + 1, "g": 1 - x * x / 4 - y * y}


def budget(x, y):
    return {"cost": -ad.log(x) - ad.log(y), "g": [12 - x - 2 * y, x, y]}


def line(w, b):
    return {"cost": sum((w * x + b - y) ** 2 for x, y in ((0, 0), (1, 2), (2, 5))), "g": 2 - w}


def fit(x):
    return {"cost": ((np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]) @ x - 1) ** 2).sum(), "h": np.ones((1, 2)) @ x - 1}


PROBLEMS = {
    "disc": (disc, {"x": 0.8, "y": 0.9}, "h", "g"),
    "budget": (budget, {"x": 1.0, "y": 1.0}, "", "g"),
    "line": (line, {"w": 0.5, "b": 0.5}, "", "g"),
    "fit": (fit, {"x": np.zeros(2)}, "h", ""),
}


def posed(name):
    f, at, equal, at_least = PROBLEMS[name]
    return S.Problem(ad.trace(f, at), cost="cost", equal=equal, at_least=at_least)


def given(problem, run):
    """Return inputs and prices for the enlarged Lagrangian, from a run."""
    names, (_, own) = price_names(problem.program, problem.asked), problem.prices_of(run.here[1])
    return {**run.x, **{names[key]: price for key, price in own.items()}}


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_enlarged_lagrangian_is_proved_by_algebra_numbers_and_nudges(name, capsys):
    """Also where nothing is solved; at the solution all of its derivatives by inputs are 0, and by prices minus the rows."""
    problem = posed(name)
    L, run = ad.Lagrangian(problem), S.solve(problem, "newton")
    assert L.verify() and "all" in capsys.readouterr().out
    at = given(problem, run)
    assert L.verify(at)
    blocks = L.gradient(ad.primals(L.program, at), L.multipliers(at), at)
    for key in run.x:
        assert np.abs(blocks.x[key]).max() < 1e-9, "stationary: the reverse sweep ends at 0 in each input"
    out = problem.program(run.x)
    for key, price in price_names(problem.program, problem.asked).items():
        word, _, rest = key.partition("[")
        row = out[word][int(rest[:-1])] if rest else out[word]
        assert blocks.x[price] == pytest.approx(-np.asarray(row), abs=1e-9)


def test_multipliers_of_lines_exist_and_are_one_for_any_prices_of_the_learners():
    """The system is triangular, with ones: whatever the prices, they are the adjoints of cost minus what is priced."""
    L, p = ad.Lagrangian(posed("disc")), ad.trace(disc, x=0.8, y=0.9)
    for lam, mu in ((0.0, 0.0), (1.5, 2.0), (-3.0, 7.0)):
        exact = ad.vjp(p, {"cost": 1.0, "h": -lam, "g": -mu}, x=0.3, y=0.4)
        found = L.multipliers(x=0.3, y=0.4, lam_h=lam, nu_g=mu)
        assert {key: found[key] for key in "xy"} == pytest.approx(exact, rel=1e-13)
        assert found["L"] == 1 and found["cost"] == 1 and found["h"] == -lam and found["g"] == -mu


def test_what_is_to_hold_is_written_beside_the_programs_own():
    """As text, and typeset; a program without constraints of the learner's shows what it always did."""
    L = ad.Lagrangian(posed("disc"))
    assert repr(L).endswith("with\n  h = 0, lam_h of either sign\n  g >= 0, nu_g >= 0, nu_g * g = 0")
    page = re.sub(r"<style>.*?</style>", "", L._repr_html_(), flags=re.S)
    last = ET.fromstring(page).findall(".//table")[-1]
    assert "Karush, Kuhn and Tucker" in last.find("caption").text
    rows = ["".join(row.itertext()).replace(" ", "") for row in last.findall("tbody/tr")]
    assert rows[0].startswith("hh=0") and "gg≥0" in rows[1] and "νg≥0" in rows[1] and rows[1].endswith("g=0")
    plain = ad.Lagrangian(ad.trace(lambda x: x * x, x=3.0))
    assert "with" not in repr(plain) and "Kuhn" not in plain._repr_html_()
