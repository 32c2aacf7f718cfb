"""A program of numbers as plain C, compiled by the system's compiler and called through ``ctypes``.

With this module you can see what a machine does with a gradient program where Python does not stand in between:
``of_c(program)`` returns a function without arguments, and the memory where inputs stand and results come.
"""

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

from adlesson.engine.ops import OPS

COMPILER = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
HEAD = """#include <math.h>
static double sech2(double u) { double c = cosh(u); return 1 / (c * c); }
"""


def c_text(program):
    """Return C that reads ``given`` and writes ``results``, one line for each instruction."""

    def written(k):
        return f"z{k}" if k >= 0 else repr(float(program.constants[~k]))

    lines = [f"  const double z{k} = given[{k}];" for k in range(program.d)]
    for k in range(program.d, len(program)):
        lines.append(f"  const double z{k} = {_expression(program.ops[k], [*map(written, program.slots[k])])};")
    lines += [f"  results[{k}] = {written(slot)};" for k, slot in enumerate(program.output_slots)]
    memory = f"double given[{program.d}], results[{len(program.output_slots)}];"
    return "\n".join([HEAD, memory, "void evaluate(void) {", *lines, "}", ""])


def _expression(op, arguments):
    if op == "power":
        base, exponent = arguments
        return " * ".join([base] * int(float(exponent))) if exponent in ("2.0", "3.0") else f"pow({base}, {exponent})"
    return OPS[op].written.format(*(f"({u})" for u in arguments))


def of_c(program):
    """Return ``(evaluate, given, results)`` of a program; without a compiler it is as a package that is not there."""
    if not COMPILER:
        raise ModuleNotFoundError("no C compiler")
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "f.c"), Path(folder, "f.so")
        source.write_text(c_text(program))
        subprocess.run([COMPILER, "-O2", "-shared", "-fPIC", "-o", library, source, "-lm"], check=True)
        loaded = ctypes.PyDLL(str(library))  # stays loaded when its file is gone

    def memory(name, count):
        return memoryview((ctypes.c_double * count).in_dll(loaded, name)).cast("B").cast("d")

    return loaded.evaluate, memory("given", program.d), memory("results", len(program.output_slots))
