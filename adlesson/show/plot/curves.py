"""The curves of a training, while it runs and afterwards.

With this module you can

- plot cost and accuracy against epochs (``curves``), of the patterns trained on and of those it is tested on;
- watch them grow during ``fit(..., each=live_curves())``.
"""

import html
from time import monotonic

from IPython.display import HTML, display

from ..shown import anywhere, on_page, scroll
from .plots import lines

OFTEN = 0.5  # seconds between two pictures: drawing must not cost more than training


class Curves:
    """One or two plots side by side; ``description`` says in words what they show."""

    def __init__(self, plots):
        self.plots = plots
        self.description = " ".join(plot.description for plot in plots)

    def __repr__(self):
        return self.description

    def _repr_html_(self):
        return on_page("".join(anywhere(scroll(plot.svg), plot.svg, plot.description) for plot in self.plots))


def curves(run):
    """Return the ``Curves`` of a ``Training``: the cost, and the accuracy in per cent if there is one."""
    epochs = range(len(run.cost))
    costs = {"trained on": (epochs, run.cost)} | ({"tested on": (epochs, run.test_cost)} if run.test_cost else {})
    plots = [lines(costs, "Cost", "epochs", "mean cost of a pattern", log="y" if min(run.cost) > 0 else "")]
    shares = {"trained on": run.accuracy, "tested on": run.test_accuracy}
    shares = {label: (epochs, [100 * u for u in share]) for label, share in shares.items() if share}
    if shares:
        plots.append(lines(shares, "Accuracy", "epochs", "read right, in per cent"))
    return Curves(plots)


def training_as_html(run):
    """Return the HTML of a ``Training``: what came of it, and its curves."""
    return f"<p>{html.escape(repr(run))}</p>{curves(run)._repr_html_()}"


def live_curves():
    """Return what ``fit`` may call after each epoch (``each=``): it shows the curves so far in one place, redrawn."""
    return Live()


class Live:
    """The picture that is redrawn, at most twice a second, and once more at the end."""

    def __init__(self):
        self.handle, self.drawn = None, 0

    def __call__(self, run):
        """Draw a ``Training`` if it is time to."""
        if run.running and (monotonic() - self.drawn < OFTEN or run.epochs < 1):
            return
        picture = HTML(curves(run)._repr_html_(), metadata={"description": curves(run).description})
        if self.handle is None:
            self.handle = display(picture, display_id=True)
        else:
            self.handle.update(picture)
        self.drawn = monotonic()
