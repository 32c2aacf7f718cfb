"""The contract of the frames stands once, as types: real frames keep it, and what JavaScript calls them is the same."""

import inspect
from importlib.resources import files
from types import NoneType, UnionType
from typing import Literal, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from stepper_data import MODES, SPOILED, firing, given, spoiled

from adlesson.show import story
from adlesson.show.stepper import contract
from adlesson.show.stepper.contract import schema
from adlesson.show.stepper.frames import frames

VALIDATOR = Draft202012Validator(schema())
TYPES = [kind for kind in vars(contract).values() if is_typeddict(kind)]


def complaint(data):
    """Return where data break the contract and how, or None."""
    error = best_match(VALIDATOR.iter_errors(data))
    return error and f"{error.json_path}: {error.message}"


def test_the_contract_is_tried_in_every_mode():
    """A new mode is held to it only if ``stepper_data`` makes one."""
    phases = {phase["sweep"] for make in MODES.values() for phase in make().data["phases"]}
    told = {phase["sweep"] for sweep in story.MODES for phase in frames(firing(), [sweep])["phases"]}
    assert told <= phases, "give MODES of tests/stepper_data.py a row for the new mode"


@pytest.mark.parametrize("mode", MODES)
def test_the_frames_of_every_mode_keep_the_contract(mode):
    """Nothing is missing and nothing is there that the contract does not tell of."""
    assert complaint(given(mode)) is None


@pytest.mark.parametrize("name", SPOILED)
def test_a_wrong_frame_is_refused_by_the_path_to_it(name):
    """A check that lets everything through would pass the test above, too."""
    data, path = spoiled(name)
    assert complaint(data).startswith(f"{path}: ")


def test_every_part_of_the_contract_is_met_in_some_mode():
    """A type that no real data reach would be held against nothing."""
    met = set()

    def meet(value, kind):
        if get_origin(kind) is UnionType:
            kind = next((one for one in get_args(kind) if (one is NoneType) == (value is None)), None)
        if is_typeddict(kind):
            for name, field in get_type_hints(kind).items():
                if name in value:
                    met.add((kind.__name__, name))
                    meet(value[name], field)
        elif get_origin(kind) is list:
            for one in value:
                meet(one, *get_args(kind))

    for mode in MODES:
        meet(given(mode), contract.Frames)
    assert met == {(kind.__name__, name) for kind in TYPES for name in get_type_hints(kind)}


def test_what_is_no_json_is_refused():
    """The schema of a set would be a guess."""
    with pytest.raises(TypeError, match=r"no JSON for set\[int\]"):
        schema(set[int])


# --- the same in JavaScript -------------------------------------------------------------------------


def in_jsdoc(kind):
    """Return a type as JSDoc writes it."""
    plain = {str: "string", bool: "boolean", int: "number", float: "number", NoneType: "null"}
    if kind in plain or is_typeddict(kind):
        return plain.get(kind) or kind.__name__
    inner = get_args(kind)
    if kind is contract.What:
        return "What"
    if get_origin(kind) is Literal:
        return "|".join(f'"{one}"' if isinstance(one, str) else str(one) for one in inner)
    if get_origin(kind) is UnionType:
        return "|".join(map(in_jsdoc, inner))
    if get_origin(kind) is list:
        return f"{in_jsdoc(*inner)}[]"
    return f"[{', '.join(map(in_jsdoc, inner))}]"


def typedefs():
    """Return the contract as JSDoc."""
    what = "|".join(f'"{one}"' for one in get_args(contract.What))
    rows = ["// The contract of the frames, for editors: written from contract.py and held equal to it by a test."]
    rows += ["", f"/** @typedef {{{what}}} What */", ""]
    for kind in TYPES:
        rows += ["/**", f" * {inspect.getdoc(kind).splitlines()[0]}", f" * @typedef {{Object}} {kind.__name__}"]
        for name, field in get_type_hints(kind).items():
            shown = name if name in kind.__required_keys__ else f"[{name}]"
            rows.append(f" * @property {{{in_jsdoc(field)}}} {shown}")
        rows += [" */", ""]
    return "\n".join([*rows, "export {};", ""])


def test_the_types_in_javascript_are_those_of_python():
    """Two hand-written copies of one contract drift apart."""
    there = files("adlesson.show.stepper").joinpath("js", "contract.js").read_text("utf-8")
    assert there == typedefs(), f"write this to contract.js:\n{typedefs()}"
