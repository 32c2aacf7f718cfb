"""What ``explore`` answers where the function takes lists, tuples and dicts."""

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.errors import InputError


def test_a_function_of_nested_inputs_has_a_slider_for_each_place():
    """The page knows their names alone; what the function takes is put together again."""

    def f(params, x):
        (weight, shift), scale = params["pair"], params["scale"]
        return scale * (weight * x + shift)

    widget = ad.explore(f, params={"pair": (2.0, 3.0), "scale": 5.0}, x=7.0)
    names = ["params[pair][0]", "params[pair][1]", "params[scale]", "x"]
    assert [row["name"] for row in widget.inputs] == [row["name"] for row in widget.data["form"]["inputs"]] == names
    assert "params={'pair': (2.0, 3.0), 'scale': 5.0}, x=7.0" in widget.data["code"]
    widget.inputs = [{"name": name, "value": value} for name, value in zip(names, (1.0, 4.0, 10.0, 0.5), strict=True)]
    assert widget.error == ""
    assert "params={'pair': (1.0, 4.0), 'scale': 10.0}, x=0.5" in widget.data["code"]
    assert widget._exploring.program() == 10 * (0.5 + 4)
    widget.inputs = widget.inputs[1:]
    assert "cannot be called with params[pair][1], params[scale], x" in widget.error
    widget.close()
    with pytest.raises(InputError, match=r"explore turns plain numbers: params\[pair\]\[1\] is ndarray"):
        ad.explore(f, params={"pair": (2.0, np.ones(2)), "scale": 5.0}, x=7.0)
