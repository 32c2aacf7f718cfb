"""Units and layers of ``torch.nn.functional``, each a formula of our own operations.

With this module you can

- look up what a unit, a norm or attention computes, under PyTorch's name and with PyTorch's arguments (``LAYERS``).

What draws at random, or changes what it has seen so far, as some layers do in training, is refused here.

>>> import numpy as np
>>> LAYERS["linear"](np.array([1.0, 2.0]), np.array([[3.0, 4.0]])).tolist()
[11.0]
"""

import math

from ...errors import TraceError
from ...numbers.arrays import filled, shape_of
from ...numbers.choosing import where
from ...numbers.products import matmul
from ...numbers.summing import mean
from ...ops import erf, exp, expm1, maximum, minimum, sigmoid, softplus, sqrt, tanh
from ..user_code import user_line
from .torch_functions import log_softmax, norm
from .torch_shapes import SHAPES, along, swapped


def _linear(input, weight, bias=None):
    v = matmul(input, swapped(weight, 0, 1) if len(shape_of(weight)) == 2 else weight)
    return v if bias is None else v + bias


def _gelu(input, approximate="none"):
    if approximate != "tanh":
        return 0.5 * input * (1 + erf(input / math.sqrt(2)))
    return 0.5 * input * (1 + tanh(math.sqrt(2 / math.pi) * (input + 0.044715 * input**3)))


def _softplus(input, beta=1.0, threshold=20.0):
    v = softplus(input) if beta == 1 else softplus(beta * input) / beta
    # above the threshold PyTorch takes x itself; above 20 that is less by 2e-9 at most
    return v if threshold == 20 else where(beta * input > threshold, input, v)


def _glu(input, dim=-1):
    half = input.shape[dim] // 2
    left, right = (input[along(dim % input.ndim, key)] for key in (slice(half), slice(half, None)))
    return left * sigmoid(right)


def _elu(input, alpha=1.0):
    return where(input > 0, input, alpha * expm1(minimum(0.0, input)))


def _standard(input, axes, eps, centre=True):
    """Return ``x`` with the mean 0 (if it is to be centred) and the mean square 1 along these axes."""
    away = input - mean(input, axes, keepdims=True) if centre else input
    return away / sqrt(mean(away * away, axes, keepdims=True) + eps)


def _affine(v, weight, bias):
    v = v if weight is None else v * weight
    return v if bias is None else v + bias


def _layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return _affine(_standard(input, tuple(range(-len(normalized_shape), 0)), eps), weight, bias)


def _instance_norm(
    input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5
):
    if running_mean is not None or not use_input_stats:
        raise TraceError(f"instance_norm keeps no running means here (line {user_line()}): leave them out")
    return _group_norm(input, shape_of(input)[1], weight, bias, eps)


def _group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    shape = shape_of(input)
    groups = _standard(input.reshape((shape[0], num_groups, -1)), -1, eps).reshape(shape)
    places = (-1,) + (1,) * (len(shape) - 2)
    return _affine(groups, *(u if u is None else u.reshape(places) for u in (weight, bias)))


def _rms_norm(input, normalized_shape, weight=None, eps=2.220446049250313e-16):
    return _affine(_standard(input, tuple(range(-len(normalized_shape), 0)), eps, centre=False), weight, None)


def _batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    if training:
        raise TraceError(
            f"batch_norm in training changes its running means (line {user_line()}): call model.eval() before, or write "
            "(x - x.mean(0)) / torch.sqrt(x.var(0, unbiased=False) + eps)"
        )
    places = (-1,) + (1,) * (len(shape_of(input)) - 2)
    m, s, w, b = (u if u is None else u.reshape(places) for u in (running_mean, running_var, weight, bias))
    return _affine((input - m) / sqrt(s + eps), w, b)


def _dropout(input, p=0.5, training=True):
    if training and p:
        raise TraceError(
            f"dropout draws anew each time, and a program does the same each time (line {user_line()}): call model.eval() "
            "before, or multiply by a mask that was drawn outside"
        )
    return input


def _normalize(input, p=2.0, dim=1, eps=1e-12):
    return input / maximum(norm(input, p, dim, True), eps)


def _attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None):
    scores = matmul(query, swapped(key, -2, -1)) * (scale or 1 / math.sqrt(shape_of(query)[-1]))
    if is_causal:
        attn_mask = SHAPES["tril"](filled(shape_of(scores)[-2:], 1)) > 0
    if attn_mask is not None:
        hard = getattr(getattr(attn_mask, "dtype", None), "kind", "") == "b"
        scores = where(attn_mask, scores, -math.inf) if hard else scores + attn_mask
    return matmul(exp(log_softmax(_dropout(scores, dropout_p), -1)), value)


LAYERS = {
    "linear": _linear,
    "silu": lambda input: input * sigmoid(input),
    "mish": lambda input: input * tanh(softplus(input)),
    "softsign": lambda input: input / (1 + abs(input)),
    "softplus": _softplus,
    "log_sigmoid": lambda input: -softplus(-input),
    "leaky_relu": lambda input, negative_slope=0.01: where(input > 0, input, negative_slope * input),
    "relu6": lambda input: minimum(maximum(input, 0.0), 6.0),
    "hardtanh": lambda input, min_val=-1.0, max_val=1.0: minimum(maximum(input, min_val), max_val),
    "elu": _elu,
    "celu": lambda input, alpha=1.0: where(input > 0, input, alpha * expm1(minimum(0.0, input) / alpha)),
    "selu": lambda input: 1.0507009873554805 * _elu(input, 1.6732632423543772),
    "gelu": _gelu,
    "glu": _glu,
    "hardswish": lambda input: input * (minimum(maximum(input, -3.0), 3.0) / 6 + 0.5),
    "softmin": lambda input, dim: exp(log_softmax(-input, dim)),
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
    "instance_norm": _instance_norm,
    "rms_norm": _rms_norm,
    "batch_norm": _batch_norm,
    "dropout": _dropout,
    "normalize": _normalize,
    "embedding": lambda input, weight, max_norm=None, norm_type=2.0: weight[input],
    "scaled_dot_product_attention": _attention,
}  # fmt: skip
