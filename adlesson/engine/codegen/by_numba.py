r"""The text of a program of numbers as machine code, made by numba where that is installed.

With this module you can

- have the lines of a text compiled for the machine (``machine_code``).

numba reads the same lines as Python does, and means the same by them: ``sin`` is that of the C library, in both.  Where
Python raises, at ``log(-1)`` or ``1 / 0``, a machine goes on with NaN or an infinity.  So the code ends with a test: a
result that is not finite raises, and the program is asked, as everywhere.

>>> print(*ending(["f", "x_bar"], "total", "ValueError"), sep="\n")
total = f - f
total += x_bar - x_bar
if not total == 0.0:
    raise ValueError("not finite")
return (f, x_bar,)
"""

import warnings

from ..errors import InputError, short
from ..fence import fence
from .meanings import as_imported, rows_of
from .python_expressions import PLAIN

MOST_LINES = 5_000  # numba needs some two milliseconds for each
OTHERWISE = 'leave by="numba" out'


def machine_code(writer):
    """Return the function of the input variables that are read, by number in order, which returns what is returned, once.

    Raises ``InputError`` if numba is not there or cannot compile this program.
    """
    program = writer.program
    if program.shapes:
        raise InputError(f'{program.title} has arrays, and by="numba" is for programs of numbers: {OTHERWISE}')
    fence(program.title, len(program), MOST_LINES, "numba compiles", OTHERWISE)
    try:
        import numba
    except ImportError:
        raise InputError(f'by="numba" needs numba, which is not here: python -m pip install numba, or {OTHERWISE}') from None
    other = next((u for u in program.constants if type(u) not in PLAIN), None)
    if other is not None:
        raise InputError(f"{program.title} has the constant {short(other)}, and numba is for floats: {OTHERWISE}")
    (text, space), count = _text_of(writer), sum(writer.statements.reads[k] > 0 for k in range(program.d))
    ours = {word: _of_floats(row) for word, row in rows_of(writer.words) if _is_ours(space[word], row)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", numba.NumbaWarning)
        try:
            space |= {word: numba.njit(f, error_model="numpy") for word, f in ours.items()}
            exec(compile(text, f"<{program.title}, for numba>", "exec"), space)  # noqa: S102, a text of ours
            made = numba.njit(error_model="numpy")(space[writer.title])
            return made.compile((numba.float64,) * count)  # made itself would look at the arguments once more
        except Exception as problem:  # whatever stops the compiler of others
            why = short(str(problem).strip().partition("\n")[0], 100, write=str)
            raise InputError(f"numba cannot compile {program.title} ({why}): {OTHERWISE}") from None


def _text_of(writer):
    """Return the text, with an argument for each input variable that is read, and what its words mean."""
    given = [writer.names[k] for k in range(writer.program.d) if writer.statements.reads[k]]
    results, lines = writer.returned_names(), [*writer.lines]
    for k, name in results.items():
        text = writer.expressions.slot(k)[0]
        lines += [f"{name} = {text}"] * (text != name)
    lines += ending([*results.values()], writer.words.fresh("total"), writer.words.imported("builtins", "ValueError"))
    text = "\n".join([f"def {writer.title}({', '.join(given)}):", *("    " + line for line in lines)])
    return text, as_imported(writer.words)


def _is_ours(function, row):
    """Whether a word is an operation of the table, or ours of that name: ``where`` is one that asks the mask first."""
    return function is row.value or (row.home and hasattr(function, "of_floats"))


def _of_floats(row):
    """Return an operation as a function of floats that numba can read; refuse what is more than that."""
    if not hasattr(row.value, "of_floats"):
        raise InputError(f"numba cannot compile {row.name}, an operation of your own: {OTHERWISE}")
    return row.value.of_floats


def ending(results, total, error):
    """Return the lines after which results are returned, if all of them are finite: u - u is 0 then, and else NaN."""
    sums = [f"{total} {'+=' if k else '='} {name} - {name}" for k, name in enumerate(results)]
    test = [f"if not {total} == 0.0:", f'    raise {error}("not finite")']
    return [*sums, *test * bool(results), f"return ({''.join(f'{name}, ' for name in results).strip()})"]
