"""What PyTorch says to the forty functions of ``torch_snippets`` and to the lines of ``torch_lines``: values and adjoints.

``python tests/torch_answers.py`` runs all of them through the lesson, says how many come out as PyTorch has them, and prints
the sentence of each that is refused.  Where PyTorch is installed it is asked; elsewhere a stand-in of its protocol is in its
place, and its answers are those that are kept in ``torch_answers.json``.  ``--keep`` writes these anew, and needs PyTorch.
"""

import importlib
import json
import math
import re
import sys
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np

import adlesson as ad

HERE = Path(__file__).resolve().parent
KEPT = HERE / "torch_answers.json"
INSTALLED = find_spec("torch") is not None and "stand_in" not in str(find_spec("torch").origin)
LIBRARIES = ["stand-in", "PyTorch"] if INSTALLED else ["stand-in"]


@contextmanager
def library(name):
    """Let ``import torch`` find PyTorch, or its stand-in, for a while; give what it found, and the module of snippets."""
    ours = ("torch", "torch_snippets")
    before = {key: sys.modules.pop(key) for key in list(sys.modules) if key.partition(".")[0] in ours}
    if name == "PyTorch":
        sys.modules.update({key: module for key, module in _pytorch.items() if key.partition(".")[0] == "torch"})
    else:
        sys.path.insert(0, str(HERE / "stand_in"))
    sys.path.insert(0, str(HERE))
    try:
        torch = importlib.import_module("torch")
        importlib.import_module("torch.nn.functional")
        if name == "PyTorch":
            torch.set_default_dtype(torch.float64)
        yield torch, importlib.import_module("torch_snippets")
    finally:
        if name == "PyTorch":
            torch.set_default_dtype(torch.float32)
        for folder in (str(HERE), str(HERE / "stand_in")):
            if folder in sys.path and (folder != str(HERE) or sys.path.index(folder) == 0):
                sys.path.remove(folder)
        now = {key: sys.modules.pop(key) for key in list(sys.modules) if key.partition(".")[0] in ours}
        if name == "PyTorch":
            _pytorch.update(now)  # it can be loaded only once
        sys.modules.update(before)


_pytorch = {}


def questions(torch, snippets):
    """Yield ``(what it is, function, inputs)`` for each snippet and each line."""
    from torch_lines import INPUTS, LINES

    for name, (f, at) in snippets.SNIPPETS.items():
        yield name, f, at
    at = {name: snippets.example(*shape, at=k) for k, (name, shape) in enumerate(INPUTS.items())}
    at["p"] = 0.5 + at["p"] / 4
    plain = {
        "torch": torch, "F": torch.nn.functional, "C": snippets.constant(3, 4, at=7), "I": torch.tensor([0, 2, 2]),
        "M": torch.tensor((snippets.example(3, 4, at=8) > 0).tolist()), "L": torch.tensor([0, 3, 2]),
        "W": torch.tensor([1.0, 2.0, 0.5, 1.5]),
    }  # fmt: skip
    for line in LINES:
        yield line, weighted(line, plain), {name: u for name, u in at.items() if re.search(rf"\b{name}\b", line)}


def weighted(line, plain):
    """Return the function that adds the entries of what a line gives, each with a weight of its own."""
    code = compile(line, line, "eval")

    def f(**given):
        result = eval(code, {**plain, **given})
        shape = tuple(result.shape)
        weights = np.cos(np.arange(math.prod(shape))).reshape(shape)
        return (plain["torch"].tensor(weights.tolist()) * result).sum()

    return f


def of_pytorch(torch, f, at):
    """Return the value and the adjoints that PyTorch computes, as lists."""
    given = {name: torch.tensor(u.tolist(), requires_grad=True) for name, u in at.items()}
    value = f(**given)
    value.backward()
    adjoints = {name: (torch.zeros_like(u) if u.grad is None else u.grad).tolist() for name, u in given.items()}
    return {"value": value.tolist(), "adjoints": adjoints}


def shortened(u):
    """Return numbers with thirteen digits, also in lists and dicts: enough, and half as long."""
    if isinstance(u, dict):
        return {name: shortened(w) for name, w in u.items()}
    return [shortened(w) for w in u] if isinstance(u, list) else float(f"{u:.13g}")


def of_lesson(f, at):
    """Return the same by the lesson."""
    value, adjoints = ad.value_and_grad(f, {name: u if u.ndim else float(u) for name, u in at.items()})
    return {"value": float(value), "adjoints": {name: np.asarray(u).tolist() for name, u in adjoints.items()}}


def off(found, kept):
    """Return how far two answers are from each other, relative to numbers larger than 1."""
    pairs = [(found["value"], kept["value"])] + [(found["adjoints"][name], u) for name, u in kept["adjoints"].items()]
    return max(np.max(np.abs(np.subtract(a, b)) / np.maximum(1, np.abs(b))) for a, b in pairs)


def main():
    """Compare, and print what came out; with ``--keep`` write PyTorch's answers first."""
    with library(LIBRARIES[-1]) as (torch, snippets), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        asked = list(questions(torch, snippets))
        if INSTALLED:
            answers = {name: of_pytorch(torch, f, at) for name, f, at in asked if name not in snippets.DRAWN}
        else:
            answers = json.loads(KEPT.read_text())["answers"]
        if "--keep" in sys.argv:
            lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(shortened(answer))}" for name, answer in answers.items())
            KEPT.write_text(f'{{"by": "PyTorch {torch.__version__.partition("+")[0]}", "answers": {{\n{lines}\n}}}}\n')
        right, refused = {True: [], False: []}, 0
        for name, f, at in asked:
            try:
                distance = off(of_lesson(f, at), answers[name])
            except ad.LessonError as problem:
                refused += 1
                print(f"{name}: {problem}")
                continue
            right[name in snippets.SNIPPETS].append(distance)
            if not distance < 1e-10:
                print(f"{name}: off by {distance}")
        print(f"asked: {LIBRARIES[-1]}; the largest difference: {max(right[True] + right[False]):.1e}")
        print(f"functions that run unchanged: {len(right[True])} of {len(snippets.SNIPPETS)}; lines: {len(right[False])}")


if __name__ == "__main__":
    main()
