"""Ask for a prediction.

With this module you can

- ask a question of a notebook before its cell is run (``predict("05.3a")``).
"""

from .predictions import predictions


def predict(name):
    """Show the question of this name, such as "05.3a"."""
    one = predictions(name[:2]).get(name)
    print(f"Predict {name}: {one.ask}" if one else f"no prediction {name}")
