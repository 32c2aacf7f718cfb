"""``python -m adlesson``: the lesson's commands (``commands``)."""

import sys

from .commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
