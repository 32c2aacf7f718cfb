"""The bench itself: JupyterLab starts, runs a notebook, and what the other browser tests rely on is true."""

import pytest

PROBE = [
    "7 * 6",
    """
import anywidget
import traitlets


class Counter(anywidget.AnyWidget):
    _esm = '''
    function render({ model, el }) {
        const add = (label, act) => {
            const button = document.createElement("button");
            button.textContent = label;
            button.onclick = () => { act(); button.dataset.clicks = +(button.dataset.clicks ?? 0) + 1; };
            el.append(button);
        };
        add("count here", () => {});
        add("count in the kernel", () => { model.set("count", model.get("count") + 1); model.save_changes(); });
    }
    export default { render };
    '''
    count = traitlets.Int(0).tag(sync=True)


counter = Counter()
counter
""",
    "counter.count",
]


@pytest.fixture
def probe(lab, open_notebook):
    return open_notebook(lab.add("probe.ipynb", *PROBE))


def text_of(notebook, where):
    (output,) = notebook.outputs(where)
    return output["data"]["text/plain"]


def test_cells_run_and_nothing_leaves_the_machine(probe):
    """The kernel has this package's Python, no page complains, and no address but 127.0.0.1 is asked for."""
    probe.run()
    assert text_of(probe, "7 * 6") == "42"
    assert probe.leaks == []
    assert probe.errors == []
    assert probe.shoot("probe").stat().st_size > 10_000


def test_only_the_first_cells_run_when_asked(probe):
    """A learner has not run the rest yet; a test can stand where the learner stands."""
    probe.run(first=1)
    assert text_of(probe, 0) == "42"
    assert probe.outputs(1) == probe.outputs(2) == []


def test_messages_to_the_kernel_are_counted(probe):
    """The test that a step sends none means something only if one that is sent is seen."""
    probe.run()
    cell = probe.cell("class Counter")
    with probe.telling_kernel() as sent:
        cell.get_by_role("button", name="count here").click()
    assert sent == []
    with probe.telling_kernel() as sent:
        cell.get_by_role("button", name="count in the kernel").click()
    assert sent == ["comm_msg"]
    probe.evaluate("panel.content.activeCellIndex = 2; await app.commands.execute('notebook:run-cell')")
    assert text_of(probe, 2) == "1"


def test_themes_can_be_switched(probe):
    """A picture has to be looked at in all of them."""
    for theme, light in (("dark", "false"), ("high contrast", "false"), ("light", "true")):
        probe.theme(theme)
        assert probe.evaluate("return document.body.dataset.jpThemeLight") == light


def test_a_request_that_would_leave_is_noticed_and_fails(probe):
    """Otherwise an empty list of leaks would say nothing."""
    probe.evaluate("await fetch('http://example.invalid/').catch(() => null)")
    assert probe.leaks == ["http://example.invalid/"]


def test_a_cell_that_raises_is_noticed(lab, open_notebook):
    """Run All going through is the claim; an error must not pass as an output."""
    notebook = open_notebook(lab.add("raises.ipynb", "1 / 0"))
    with pytest.raises(AssertionError, match="division by zero"):
        notebook.run()


def test_each_opening_has_a_kernel_of_its_own(lab, open_notebook):
    """What one test leaves in the kernel or saves in the notebook must not help or hurt the next."""
    name = lab.add("alone.ipynb", "'left' in globals()", "left = 1")
    for _ in range(2):
        notebook = open_notebook(name)
        notebook.run()
        assert text_of(notebook, 0) == "False"
        notebook.close()
