"""What is said and shown at each step: a module per mode of the stepper, each of which tells its story as frames.

Read ``phases`` first (what a mode hands over), then ``narrator`` with ``step_equations`` (what a frame is made of), then
the modes from the simplest on: ``forward_steps``, ``tangent_steps``, ``reverse_steps``, ``machine`` (mode schedule),
``block_steps`` (mode lagrange) with ``feasibility`` and ``stationarity``, and ``checkpoint_steps``, which is mode reverse
with a budget.  Beside the frames stand ``function_pane``, ``sweep_pane``, ``memory_bar``, ``orders`` and ``nudges``;
``annotations`` links them.
"""

from importlib import import_module

# the modes by name: a function that tells its story, or the module whose ``tell`` it is, which loads when it is asked for
MODES = {
    "forward": "forward_steps",
    "tangent": "tangent_steps",
    "reverse": "reverse_steps",
    "schedule": "machine",
    "lagrange": "block_steps",  # the only one that needs the Lagrange room
}


def mode(name, budget=None):
    """Return the function of the mode called ``name``, which takes a ``Narrator`` and returns a ``Story``.

    With a ``budget``, mode reverse is the one in little memory.
    """
    told = MODES[name] if budget is None else "checkpoint_steps"
    return told if callable(told) else import_module(f".{told}", __name__).tell
