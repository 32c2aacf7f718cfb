"""What ``python -m adlesson`` can do: a row for each command, and the module that does it.

With this package you can

- run a command by what stands behind ``python -m adlesson`` (``main``); what comes back is the exit status.

A module has ``run(words, parser)``, which tells the parser what the command takes, and does it.  It loads when it is called.
What it cannot do it says by an exception: a ``LessonError`` for what was written wrongly (exit status 2), a ``Trouble`` for
what stands in the way (1).
"""

import argparse
import os
import sys
from importlib import import_module

from ..engine.errors import LessonError, closest, short
from .trouble import Trouble

CALLED = "python -m adlesson"
COMMANDS = {  # by what is typed: the module, and what the command is for
    "lab": (".open_lab", "opens the notebooks, in a folder of your own, in JupyterLab"),
    "frames": (".print_frames", "prints the steps of a formula, for a stepper in a page or a slide"),
    "worksheet": (".print_worksheet", "writes fresh problems, and their key, to be printed"),
    "bank": (".export_bank", "writes fresh problems as a bank of questions for Moodle"),
    "assign": (".make_assignment", "writes exercises of your choice as one notebook for all students"),
    "grade": (".grade_submissions", "gives marks to what students handed in, in a sandbox"),
    "report": (".write_report", "writes marks.csv, feedback for each student, and a page about the class"),
    "to-nbgrader": (".to_nbgrader", "brings marks to the gradebook of an nbgrader course"),
    "to-gradescope": (".to_gradescope", "writes the autograder of an assignment for Gradescope"),
}
HELP = f"""\
A hands-on lesson on why backpropagation is not just the chain rule. As commands there are

{{}}

{CALLED} lab --help says more about the first, and so on."""


def main(words):
    """Do what these words ask for; return the exit status."""
    if not words or words[0] in ("-h", "--help", "help"):
        print(HELP.format("\n".join(f"  {CALLED} {name:13} {what}" for name, (_, what) in COMMANDS.items())))
        return 0
    name, *rest = words
    if name not in COMMANDS:
        known = f"known are {', '.join(COMMANDS)}"
        return said(2, f"there is no command {short(name)}{closest(name, COMMANDS)}: {known}")
    try:
        module = import_module(COMMANDS[name][0], __name__)
        module.run(rest, Parser(prog=f"{CALLED} {name}", allow_abbrev=False))
        sys.stdout.flush()
    except LessonError as problem:
        return said(2, problem)
    except Trouble as problem:
        return said(1, problem)
    except KeyboardInterrupt:
        return said(130, "")
    except BrokenPipeError:  # nobody reads on, as behind "| head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def said(status, sentence):
    """Say why a command ends; return its exit status."""
    print(sentence, file=sys.stderr)
    return status


class Parser(argparse.ArgumentParser):
    """Reads what a command is given; of what it cannot read it says one sentence."""

    def __init__(self, **options):
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def error(self, message):
        self.exit(2, f"{message}: {self.prog} --help says what there is\n")
