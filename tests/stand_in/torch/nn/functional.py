"""The functions of ``torch.nn.functional``: those in Python hand on every option by name, those of C what was given."""

import inspect

import numpy as np

from .. import handed_on, overloaded, overridable, wrapped

# positional arguments, and the options with PyTorch's defaults
IN_PYTHON = """
softmax(input, *, dim=None, _stacklevel=3, dtype=None)
log_softmax(input, *, dim=None, _stacklevel=3, dtype=None)
relu(input, *, inplace=False)
relu6(input, *, inplace=False)
hardtanh(input, *, min_val=-1.0, max_val=1.0, inplace=False)
selu(input, *, inplace=False)
celu(input, *, alpha=1.0, inplace=False)
hardswish(input, *, inplace=False)
glu(input, *, dim=-1)
softmin(input, *, dim=None, _stacklevel=3, dtype=None)
pad(input, pad, *, mode='constant', value=None)
instance_norm(input, *, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05)
silu(input, *, inplace=False)
mish(input, *, inplace=False)
softsign(input)
elu(input, *, alpha=1.0, inplace=False)
leaky_relu(input, *, negative_slope=0.01, inplace=False)
dropout(input, *, p=0.5, training=True, inplace=False)
layer_norm(input, normalized_shape, *, weight=None, bias=None, eps=1e-05)
group_norm(input, num_groups, *, weight=None, bias=None, eps=1e-05)
rms_norm(input, normalized_shape, *, weight=None, eps=None)
batch_norm(input, running_mean, running_var, *, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05)
normalize(input, *, p=2.0, dim=1, eps=1e-12, out=None)
embedding(input, weight, *, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False)
mse_loss(input, target, *, size_average=None, reduce=None, reduction='mean', weight=None)
l1_loss(input, target, *, size_average=None, reduce=None, reduction='mean')
smooth_l1_loss(input, target, *, size_average=None, reduce=None, reduction='mean', beta=1.0)
huber_loss(input, target, *, reduction='mean', delta=1.0, weight=None)
binary_cross_entropy(input, target, *, weight=None, size_average=None, reduce=None, reduction='mean')
binary_cross_entropy_with_logits(input, target, *, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None)
nll_loss(input, target, *, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')
cross_entropy(input, target, *, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0)
max_pool1d(input, kernel_size, *, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)
max_pool2d(input, kernel_size, *, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)
kl_div(input, target, *, size_average=None, reduce=None, reduction='mean', log_target=False)
soft_margin_loss(input, target, *, size_average=None, reduce=None, reduction='mean')
margin_ranking_loss(input1, input2, target, *, margin=0, size_average=None, reduce=None, reduction='mean')
gaussian_nll_loss(input, target, var, *, full=False, eps=1e-06, reduction='mean')
triplet_margin_loss(anchor, positive, negative, *, margin=1.0, p=2, eps=1e-06, swap=False, size_average=None, reduce=None, reduction='mean')
""".strip().splitlines()  # noqa: E501

IN_C = ("linear", "gelu", "log_sigmoid", "softplus", "scaled_dot_product_attention", "avg_pool2d")
FROM_TORCH = ("conv1d", "conv2d", "avg_pool1d", "cosine_similarity", "pairwise_distance")


def _softmax(u, dim, **_):
    e = np.exp(u)
    return e / e.sum(dim, keepdims=True)


def _in_python(line):
    name, _, parameters = line.partition("(")
    scope = {}
    exec(f"def {name}({parameters.replace('*, ', '')}: ...", scope)
    signature = inspect.signature(scope[name])
    at = parameters.partition("*")[0].count(",") if "*" in parameters else len(signature.parameters)

    def function(*args, **options):
        given = signature.bind(*args, **options)
        given.apply_defaults()
        names = list(given.arguments)
        asked = overloaded(given.arguments.values())
        if asked:
            values = [given.arguments[word] for word in names]
            return handed_on(function, asked, tuple(values[:at]), dict(zip(names[at:], values[at:], strict=True)))
        if name != "softmax":
            raise NotImplementedError(f"the stand-in computes no {name} of plain tensors")
        return wrapped(_softmax(given.arguments["input"].array, given.arguments["dim"]))

    function.__name__, function.__qualname__, function.__module__ = name, name, "torch.nn.functional"
    return function


for _line in IN_PYTHON:
    globals()[_line.partition("(")[0]] = _in_python(_line)
for _name in IN_C:
    globals()[_name] = overridable(_name, None, "torch._C._nn")
for _name in FROM_TORCH:
    globals()[_name] = overridable(_name, None, "torch")
logsigmoid = globals()["log_sigmoid"]
