"""``python -m adlesson``: what there is, in plain words, and one sentence for whatever cannot be done."""

import subprocess
import sys

import pytest

from adlesson import commands
from adlesson.commands.trouble import Trouble


def status_of(words):
    """Return the exit status of a command; what cannot be read ends it at once."""
    try:
        return commands.main(words)
    except SystemExit as ended:
        return ended.code


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_alone_it_says_what_there_is(words, capsys):
    """The first thing that anyone tries."""
    assert commands.main(words) == 0
    said = capsys.readouterr().out
    assert all(f"python -m adlesson {name}" in said for name in commands.COMMANDS)


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_each_command_says_what_it_takes(name, capsys):
    """A row of the table without its module would be seen here."""
    with pytest.raises(SystemExit) as ended:
        commands.main([name, "--help"])
    assert not ended.value.code
    assert f"usage: python -m adlesson {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["labs"], "there is no command 'labs' (did you mean 'lab'?): known are lab, frames"),
        (["lab", "--new"], "unrecognized arguments: --new: python -m adlesson lab --help says what there is"),
        (["frames"], "the following arguments are required: FORMULA"),
        (["frames", "x*y", "x"], "an input is a name and a number, as in x=2, not 'x'"),
    ],
)
def test_wrong_use_is_one_sentence(words, sentence, capsys):
    """No usage of ten lines, no traceback; and a script can tell by the status."""
    assert status_of(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1


def test_it_is_called_by_the_name_of_the_package():
    """With the exit status of the command."""
    command = [sys.executable, "-m", "adlesson", "frames", "x*"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("'x*' is not a formula")


@pytest.mark.parametrize(
    ("problem", "status", "said"),
    [(Trouble("the disk is full"), 1, "the disk is full\n"), (KeyboardInterrupt(), 130, "\n")],
)
def test_what_stands_in_the_way_is_one_sentence_too(problem, status, said, monkeypatch, capsys):
    """Ctrl-C ends quietly."""

    class Module:
        @staticmethod
        def run(*_):
            raise problem

    monkeypatch.setattr(commands, "import_module", lambda *_: Module)
    assert commands.main(["lab"]) == status
    assert capsys.readouterr().err == said


def test_nothing_heavy_loads_before_it_is_needed():
    """Help comes at once."""
    code = "import sys; from adlesson.commands import main; main([]); print([m for m in sys.modules if '.show' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.endswith("[]\n")


def test_a_reader_that_has_enough_is_no_error():
    """As ``| head`` is."""
    process = subprocess.Popen(
        [sys.executable, "-m", "adlesson", "frames", "x*y + sin(x)"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0
    process.stderr.close()
