"""The losses of ``torch.nn.functional``, each a formula of our own operations.

With this module you can

- look up what a loss computes, under PyTorch's name and with PyTorch's arguments (``LOSSES``).

A loss is first a number for each pattern; ``reduction`` says what becomes of them: ``"mean"``, ``"sum"`` or ``"none"``.

>>> import numpy as np
>>> round(float(LOSSES["mse_loss"](np.array([1.0, 2.0]), np.array([0.0, 0.0]))), 1)
2.5
"""

import math

from ...errors import TraceError
from ...numbers.arrays import shape_of
from ...numbers.choosing import logsumexp, where
from ...numbers.summing import mean, total
from ...ops import exp, log, maximum, minimum, relu, softplus
from ..user_code import user_line
from .torch_functions import log_softmax, norm, sum_of


def _reduced(each, reduction="mean"):
    """Return the mean or the sum of the numbers of a loss, or these themselves."""
    if reduction not in ("mean", "sum", "none"):
        raise TraceError(f"reduction={reduction!r} is not known (line {user_line()}): write 'mean', 'sum' or 'none'")
    return each if reduction == "none" or not shape_of(each) else mean(each) if reduction == "mean" else total(each)


def _loss(each):
    """Return the loss of which ``each(input, target)`` is the number for one entry."""

    def formula(input, target, weight=None, reduction="mean"):
        v = each(input, target)
        return _reduced(v if weight is None else weight * v, reduction)

    return formula


def _smooth_l1(input, target, reduction="mean", beta=1.0):
    d = abs(input - target)
    near = minimum(d, beta)  # half a square up to beta, a straight line from there
    return _reduced(near * near / (2 * beta) + (d - near), reduction)


def _huber(input, target, reduction="mean", delta=1.0, weight=None):
    each = delta * _smooth_l1(input, target, "none", delta)
    return _reduced(each if weight is None else weight * each, reduction)


def _with_logits(input, target, weight=None, pos_weight=None, reduction="mean"):
    each = (
        softplus(input) - input * target
        if pos_weight is None
        else (1 - target) * input + (1 + (pos_weight - 1) * target) * softplus(-input)
    )
    return _reduced(each if weight is None else weight * each, reduction)


def _by_rows(loss):
    """Return a loss of ``(patterns, classes)`` for inputs with more axes after these: each place there is a pattern, too."""

    def formula(input, target, *args, reduction="mean", **options):
        count = len(shape_of(input))
        if count <= 2:
            return loss(input, target, *args, reduction=reduction, **options)

        def rows(u):
            return u.transpose((0, *range(2, count), 1)).reshape((-1, u.shape[1]))

        targets = rows(target) if len(shape_of(target)) == count else target.reshape(-1)
        places = (shape_of(input)[0], *shape_of(input)[2:])
        v = loss(rows(input), targets, *args, reduction=reduction, **options)
        return v.reshape(places) if reduction == "none" else v

    return formula


@_by_rows
def _nll(input, target, weight=None, ignore_index=-100, reduction="mean"):
    return _of_classes(lambda right: -input[right], input, target, weight, ignore_index, reduction)


def _of_classes(each, input, target, weight, ignore_index, reduction):
    """Return a loss from ``each(right)``, its numbers, where ``input[right]`` are the entries of the right classes.

    A pattern counts by the ``weight`` of its class, and not at all if that is ``ignore_index``.
    """
    import numpy as np

    target = np.asarray(target)
    counts = target != ignore_index
    if (target * counts < 0).any():
        raise TraceError(f"a class is counted from 0 (line {user_line()}): say ignore_index= for those that are none")
    right = (np.arange(len(target)), target * counts) if target.ndim else (int(target),)
    if weight is None and counts.all():
        return _reduced(each(right), reduction)
    share = counts * (1.0 if weight is None else weight[right[-1]])
    weighted = share * each(right)
    return sum_of(weighted) / sum_of(share) if reduction == "mean" else _reduced(weighted, reduction)


@_by_rows
def _cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    if shape_of(target) == shape_of(input):
        return _of_shares(input, target, weight, reduction, label_smoothing)
    hard = _of_classes(lambda right: logsumexp(input, -1) - input[right], input, target, weight, ignore_index, reduction)
    if not label_smoothing:
        return hard
    logs = log_softmax(input, -1)
    even = -mean(logs if weight is None else weight * logs, -1)  # as if all classes were right alike
    if weight is not None:  # the weight of the right class is in the mean alone: divided by here, and put back there
        soft = _of_classes(lambda right: even / weight[right[-1]], input, target, weight, ignore_index, reduction)
    else:
        soft = _of_classes(lambda right: even, input, target, None, ignore_index, reduction)
    return (1 - label_smoothing) * hard + label_smoothing * soft


def _of_shares(input, target, weight, reduction, label_smoothing):
    """Return the cross-entropy where the target is a share for each class."""
    if label_smoothing:
        target = target * (1 - label_smoothing) + label_smoothing / shape_of(input)[-1]
    each = -sum_of((target if weight is None else weight * target) * log_softmax(input, -1), -1)
    return _reduced(each, reduction)


def _kl_div(input, target, reduction="mean", log_target=False):
    logs = target if log_target else log(where(target > 0, target, 1.0))  # 0 * log(0) is 0
    each = (exp(target) if log_target else target) * (logs - input)
    return sum_of(each) / len(input) if reduction == "batchmean" else _reduced(each, reduction)


def _gaussian_nll(input, target, var, full=False, eps=1e-6, reduction="mean"):
    var, d = maximum(var, eps), input - target
    return _reduced(0.5 * (log(var) + d * d / var) + full * (0.5 * math.log(2 * math.pi)), reduction)


def _cosine_similarity(x1, x2, dim=1, eps=1e-8):
    lengths = [maximum(norm(u, 2, dim), eps) for u in (x1, x2)]
    return sum_of(x1 * x2, dim) / (lengths[0] * lengths[1])


def _triplet(anchor, positive, negative, margin=1.0, p=2, eps=1e-6, reduction="mean"):
    near, far = (norm(anchor - u + eps, p, -1) for u in (positive, negative))
    return _reduced(relu(near - far + margin), reduction)


LOSSES = {
    "mse_loss": _loss(lambda input, target: (input - target) ** 2),
    "l1_loss": _loss(lambda input, target: abs(input - target)),
    "smooth_l1_loss": _smooth_l1,
    "huber_loss": _huber,
    "binary_cross_entropy": _loss(
        lambda p, t: -(t * maximum(log(p), -100.0) + (1 - t) * maximum(log(1 - p), -100.0))
    ),
    "binary_cross_entropy_with_logits": _with_logits,
    "nll_loss": _nll,
    "cross_entropy": _cross_entropy,
    "kl_div": _kl_div,
    "gaussian_nll_loss": _gaussian_nll,
    "soft_margin_loss": _loss(lambda input, target: softplus(-target * input)),
    "margin_ranking_loss": lambda input1, input2, target, margin=0.0, reduction="mean": _reduced(
        relu(margin - target * (input1 - input2)), reduction
    ),
    "triplet_margin_loss": _triplet,
    "cosine_similarity": _cosine_similarity,
    "pairwise_distance": lambda x1, x2, p=2.0, eps=1e-6, keepdim=False: norm(x1 - x2 + eps, p, -1, keepdim),
}  # fmt: skip
