"""How far it is: a bar for who waits, gone at the end, also where fewer rounds were enough."""

from contextlib import nullcontext

import pytest

from adlesson.lagrange import going_round


@pytest.mark.parametrize("stopped", [False, True])
def test_the_bar_of_a_notebook_is_gone_at_the_end(monkeypatch, stopped):
    """tqdm would leave it standing in red after 3 rounds of 100, as if something had gone wrong."""
    notebook = pytest.importorskip("tqdm.notebook")
    monkeypatch.setattr("tqdm.auto.tqdm", notebook.tqdm)
    monkeypatch.setattr("tqdm.notebook.display", lambda box: None, raising=False)
    monkeypatch.setattr(going_round, "DELAY", 0)
    monkeypatch.setattr(going_round, "BETWEEN", 0)
    bar = going_round.Bar("newton", 100)
    with pytest.raises(KeyboardInterrupt) if stopped else nullcontext(), bar:
        bar(3, "cost 0.5")
        bar(4)
        assert (bar.shown.n, bar.shown.postfix) == (4, "cost 0.5"), "what was said last stands there"
        if stopped:
            raise KeyboardInterrupt
    box, (_, line, _) = bar.shown.container, bar.shown.container.children
    assert (line.bar_style, box.layout.visibility, box.comm) == ("", "hidden", None)
