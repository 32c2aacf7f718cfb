"""Draw the pictures in notebooks/images, which README.md and the heads of the notebooks show.

    python notebooks/tools/pictures.py    write those that differ

Each is what the package draws, as a file that stands alone in light and dark.  A test says if one is out of date.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
IMAGES = HERE.parent / "images"
sys.path.insert(0, str(HERE.parents[1]))  # this checkout's package, not another one that is installed

import adlesson as ad
from adlesson.show.shown import alone
from adlesson.show.stepper.frames import frames
from adlesson.show.stepper.moving import moving
from adlesson.show.stepper.still import SHEET, still

CLOSING = "The adjoint of x is 36: nudge x by 0.01, and f moves by about 0.36."


def first(x, y):
    u = x * y
    v = u + x
    f = u * v
    return f


def sweep(tall=False):
    """Return the moving picture of the program of notebook 00, one sweep there and one back, as text."""
    return moving(_first(), CLOSING, tall)


def at_rest():
    """Return the same picture with all its numbers and without motion, for readers who want none."""
    data = _first()
    return alone(still(data, len(data["frames"]) - 1), SHEET)


def _first():
    return frames(ad.trace(first, x=3, y=2), ["forward", "reverse"])


def pictures():
    """Return the text of each picture, by the name of its file."""
    running = ad.draw(ad.trace(ad.examples.running, x=0.25), sweep="reverse", notation="griewank")
    return {
        "running_example.svg": alone(running.svg),
        "sweep.svg": sweep(),
        "sweep_tall.svg": sweep(tall=True),
        "sweep_at_rest.svg": at_rest(),
    }


def main():
    """Write the pictures that are not what they should be."""
    for name, text in pictures().items():
        path = IMAGES / name
        if not path.exists() or path.read_text("utf-8") != text + "\n":
            path.write_text(text + "\n", "utf-8", newline="\n")
            print(f"wrote {name}, {len(text):,} characters")


if __name__ == "__main__":
    main()
