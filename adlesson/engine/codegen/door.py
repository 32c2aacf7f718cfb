"""Which inputs a text serves: the test at its door.

With this module you can

- write the condition under which a text does what its program does (``door``).

A text of numbers serves floats, in lists as they were traced; one of arrays, arrays of the traced shapes in double
precision.  All floats are tested in one chain, ``x.__class__ is y.__class__ is float``, which costs some nanoseconds each.

>>> from ..trace import trace
>>> from .source import Writer
>>> door(Writer(trace(lambda x, y: x[0] * y, x=[2.0], y=3.0)))
('x.__class__ is list and y.__class__ is x_0.__class__ is float', {'list': <class 'list'>, 'float': <class 'float'>})
"""

from ..numbers.arrays import is_array
from ..numbers.nesting import parts_of
from .python_expressions import makes_an_array_of_numbers


def door(writer):
    """Return the condition as text, and what the words in it mean."""
    program, meanings, kinds = writer.program, {}, {}

    def called(thing):
        word = next((word for word, known in meanings.items() if known is thing), None)
        if word is None:
            word = writer.words.fresh(thing.__name__)  # an input may be called float
            meanings[word] = thing
        return word

    paths = {k: word for word, k in zip(writer.words.inputs, program.takes.values(), strict=True) if isinstance(k, int)}
    for nest, path, keys in writer.nests:
        paths |= {k: f"{path}[{key}]" for key, k in zip(keys, parts_of(nest), strict=True) if isinstance(k, int)}
        kinds.setdefault(dict if isinstance(nest, dict) else type(nest), []).append(path)
    dicts = [(path, ", ".join(keys) or "*()") for nest, path, keys in writer.nests if isinstance(nest, dict)]
    tests = [f"{path}.keys() == {{{keys}}}" for path, keys in dicts]
    tests += [f"not {path}" for nest, path, _ in writer.nests if not nest and not isinstance(nest, dict)]
    # powers of whole numbers may be exact, and huge; an array of them overflows
    only_floats = "power" in program.ops or any(
        makes_an_array_of_numbers(program, i) for i in range(program.d, len(program))
    )
    array = next((type(u) for u in program.bind({}) if is_array(u)), None) if program.shapes else None
    for k, path in paths.items():
        where = path if writer.names[k] == writer.unread else writer.names[k]
        shape = program.shape_at(k)
        if shape:
            kinds.setdefault(array, []).append(where)
            tests.append(f"{where}.shape == {shape} and {where}.dtype.char == 'd'")
        elif not program.shapes:
            kinds.setdefault(float, []).append(where)
        elif only_floats:
            tests.append(f"{called(isinstance)}({where}, {called(float)})")
        else:
            tests.append(f"({called(isinstance)}({where}, {called(float)}) or {where}.__class__ is {called(int)})")
    chains = [f"{'.__class__ is '.join(found)}.__class__ is {called(kind)}" for kind, found in kinds.items()]
    return " and ".join(chains + tests), meanings
