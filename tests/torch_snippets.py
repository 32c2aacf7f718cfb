"""Forty functions as people write them for PyTorch: losses, cells of recurrent networks, attention, likelihoods.

None of them knows of this lesson.  ``SNIPPETS`` has each with the shapes of its inputs; ``example`` makes inputs of a shape,
the same everywhere.  What ``torch`` is here is what ``import torch`` finds: PyTorch, or the stand-in of its protocol.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

SNIPPETS = {}


def example(*shape, at=0):
    """Return an array of this shape with numbers of three digits between -1.5 and 1.5, no two alike in small ones."""
    return np.round(1.5 * np.sin(1.7 * np.arange(1, math.prod(shape) + 1) + 0.3 * at), 3).reshape(shape)


def constant(*shape, at=5):
    return torch.tensor(example(*shape, at=at).tolist())


def snippet(**shapes):
    """Keep a function, with the shapes of its inputs, all different numbers."""

    def keep(f):
        SNIPPETS[f.__name__] = f, {name: example(*shape, at=k) for k, (name, shape) in enumerate(shapes.items())}
        return f

    return keep


X, Y, LABELS = constant(5, 3), constant(5, at=2), torch.tensor([0, 3, 1, 1, 2])
HITS = torch.tensor([1.0, 0.0, 1.0, 1.0, 0.0])


# --- regression and classification -------------------------------------------------------------------


@snippet(w=(3,), b=())
def linear_regression(w, b):
    return torch.mean((X @ w + b - Y) ** 2)


@snippet(w=(3,), b=())
def logistic_regression(w, b):
    logits = torch.matmul(X, w) + b
    return F.binary_cross_entropy_with_logits(logits, HITS)


@snippet(w=(3,), b=())
def logistic_by_hand(w, b):
    p = torch.sigmoid(X @ w + b)
    return -(HITS * torch.log(p) + (1 - HITS) * torch.log(1 - p)).mean()


@snippet(W=(4, 3), b=(4,))
def softmax_regression(W, b):
    return F.cross_entropy(F.linear(X, W, b), LABELS)


@snippet(W=(4, 3), b=(4,))
def weighted_and_smoothed(W, b):
    weight = torch.tensor([1.0, 2.0, 0.5, 1.5])
    return F.cross_entropy(X @ W.t() + b, LABELS, weight=weight, label_smoothing=0.1)


@snippet(W=(4, 3))
def nll_with_a_gap(W):
    logp = F.log_softmax(X @ W.T, dim=-1)
    return F.nll_loss(logp, torch.tensor([0, 3, -100, 1, 2]), reduction="sum")


@snippet(W1=(4, 3), b1=(4,), W2=(2, 4), b2=(2,))
def two_layers(W1, b1, W2, b2):
    h = F.relu(F.linear(X, W1, b1))
    out = F.linear(h, W2, b2)
    target = torch.stack([Y, Y * Y], dim=1)
    return F.mse_loss(out, target)


@snippet(W=(3, 3), v=(3,))
def elastic_net(W, v):
    residual = torch.tanh(X.mm(W)).mv(v) - Y
    penalty = 0.1 * v.abs().sum() + 0.05 * W.pow(2).sum()
    return residual.pow(2).mean() + penalty


@snippet(w=(3,))
def robust_regression(w):
    guess = X @ w
    return F.smooth_l1_loss(guess, Y, beta=0.5) + F.huber_loss(guess, Y, delta=0.7) + F.l1_loss(guess, Y)


@snippet(w=(3,))
def hinge(w):
    sign = 2 * HITS - 1
    return torch.clamp(1 - sign * (X @ w), min=0).mean()


@snippet(W=(1, 3))
def focal_loss(W):
    logits = F.linear(X, W).squeeze(1)
    ce = F.binary_cross_entropy_with_logits(logits, HITS, reduction="none")
    p_t = torch.exp(-ce)
    alpha_t = 0.25 * HITS + 0.75 * (1 - HITS)
    return (alpha_t * (1 - p_t) ** 2 * ce).mean()


@snippet(logits=(5, 3))
def dice_loss(logits):
    probs = torch.sigmoid(logits).view(-1)
    target = (X > 0).double().view(-1)
    overlap = (probs * target).sum()
    return 1 - (2 * overlap + 1) / (probs.sum() + target.sum() + 1)


# --- recurrent cells ---------------------------------------------------------------------------------


@snippet(W_ih=(4, 3), W_hh=(4, 4), b=(4,))
def rnn(W_ih, W_hh, b):
    h = torch.zeros(4)
    outputs = []
    for x in X:
        h = torch.tanh(W_ih @ x + W_hh @ h + b)
        outputs.append(h)
    return torch.stack(outputs).pow(2).sum(dim=1).mean()


@snippet(W=(3, 8), U=(2, 8), b=(8,))
def lstm(W, U, b):
    h, c = torch.zeros(1, 2), torch.zeros(1, 2)
    for t in range(X.size(0)):
        gates = X[t].unsqueeze(0) @ W + h @ U + b
        i, f, g, o = gates.chunk(4, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
    return h.sum()


@snippet(W=(9, 3), U=(9, 3), h=(5, 3))
def gru_cell(W, U, h):
    r_x, z_x, n_x = F.linear(X, W).split(3, dim=-1)
    r_h, z_h, n_h = F.linear(h, U).split(3, dim=-1)
    r, z = torch.sigmoid(r_x + r_h), torch.sigmoid(z_x + z_h)
    n = torch.tanh(n_x + r * n_h)
    return torch.norm((1 - z) * n + z * h)


# --- attention and what belongs to it -------------------------------------------------------------------


@snippet(q=(2, 3, 4), k=(2, 3, 4), v=(2, 3, 4))
def attention(q, k, v):
    scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(q.size(-1))
    weights = F.softmax(scores, dim=-1)
    return (torch.matmul(weights, v) ** 2).sum()


@snippet(x=(4, 4), W_q=(4, 4), W_k=(4, 4), W_v=(4, 4))
def causal_self_attention(x, W_q, W_k, W_v):
    T, C = x.shape
    q, k, v = x @ W_q, x @ W_k, x @ W_v
    mask = torch.tril(torch.ones(T, T))
    att = (q @ k.transpose(0, 1) * C**-0.5).masked_fill(mask == 0, float("-inf"))
    return (F.softmax(att, dim=-1) @ v).mean()


@snippet(x=(2, 3, 4), W=(12, 4), W_o=(4, 4))
def multi_head_attention(x, W, W_o):
    B, T, C = x.size()
    q, k, v = F.linear(x, W).split(C, dim=2)
    q, k, v = (u.view(B, T, 2, C // 2).transpose(1, 2) for u in (q, k, v))
    y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    y = y.transpose(1, 2).contiguous().view(B, T, C)
    return (y @ W_o).sum(dim=(1, 2)).pow(2).mean()


@snippet(q=(2, 4), k=(3, 4), v=(3, 2))
def attention_by_einsum(q, k, v):
    scores = torch.einsum("id,jd->ij", q, k)
    return torch.einsum("ij,jd->id", scores.softmax(dim=1), v).abs().sum()


@snippet(x=(5, 4), gain=(4,), bias=(4,))
def layer_norm_by_hand(x, gain, bias):
    mean = x.mean(dim=-1, keepdim=True)
    var = x.var(dim=-1, unbiased=False, keepdim=True)
    y = (x - mean) / torch.sqrt(var + 1e-5) * gain + bias
    return (y * y * y).sum()


@snippet(x=(5, 4), weight=(4,), bias=(4,))
def layer_norm(x, weight, bias):
    return torch.sin(F.layer_norm(x, (4,), weight, bias)).sum()


@snippet(x=(2, 4), w=(4,), W1=(4, 6), W3=(4, 6), W2=(6, 4))
def rms_norm_and_swiglu(x, w, W1, W3, W2):
    h = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * w
    return (x + (F.silu(h @ W1) * (h @ W3)) @ W2).square().mean()


@snippet(x=(3, 4), W1=(8, 4), b1=(8,), W2=(4, 8))
def transformer_mlp(x, W1, b1, W2):
    h = F.gelu(F.linear(x, W1, b1), approximate="tanh")
    return (x + F.linear(h, W2)).logsumexp(dim=-1).sum()


@snippet(table=(6, 3), W=(2, 3))
def bag_of_words(table, W):
    tokens = torch.tensor([[0, 2, 2], [5, 1, 0]])
    pooled = F.embedding(tokens, table).mean(dim=1)
    return F.cross_entropy(pooled @ W.T, torch.tensor([1, 0]))


# --- likelihoods and generative models -------------------------------------------------------------------


@snippet(mu=(), log_sigma=())
def gaussian_log_likelihood(mu, log_sigma):
    sigma = torch.exp(log_sigma)
    return (-0.5 * ((Y - mu) / sigma) ** 2 - log_sigma - 0.5 * math.log(2 * math.pi)).sum()


@snippet(w=(3,), s=(3,))
def heteroscedastic(w, s):
    return F.gaussian_nll_loss(X @ w, Y, F.softplus(X @ s))


@snippet(logits=(3,), mu=(3,), log_sigma=(3,))
def mixture_of_gaussians(logits, mu, log_sigma):
    log_pi = torch.log_softmax(logits, dim=0)
    z = (Y.unsqueeze(1) - mu) * torch.exp(-log_sigma)
    log_p = log_pi - log_sigma - 0.5 * z.pow(2) - 0.5 * math.log(2 * math.pi)
    return -torch.logsumexp(log_p, dim=1).mean()


@snippet(E=(3, 4), D=(2, 3))
def vae(E, D):
    mu, logvar = torch.chunk(X @ E, 2, dim=1)
    eps = constant(5, 2, at=9)
    z = mu + eps * torch.exp(0.5 * logvar)
    image = torch.sigmoid(X)
    recon = F.binary_cross_entropy(torch.sigmoid(z @ D), image, reduction="sum")
    kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return (recon + kl) / X.shape[0]


@snippet(student=(5, 4))
def distillation(student):
    teacher = F.softmax(constant(5, 4) / 2.0, dim=1)
    return F.kl_div(F.log_softmax(student / 2.0, dim=1), teacher, reduction="batchmean") * 4


# --- metric learning -------------------------------------------------------------------------------------


@snippet(a=(4, 3), b=(4, 3))
def info_nce(a, b):
    a, b = F.normalize(a, dim=1), F.normalize(b, dim=-1)
    logits = a @ b.t() / 0.1
    labels = torch.arange(logits.shape[0])
    return (F.cross_entropy(logits, labels) + F.cross_entropy(logits.t(), labels)) / 2


@snippet(anchor=(4, 3), positive=(4, 3), negative=(4, 3))
def triplets(anchor, positive, negative):
    far = (1 - F.cosine_similarity(anchor, negative)).clamp(min=0.2)
    return F.triplet_margin_loss(anchor, positive, negative, margin=2.0) + far.mean()


@snippet(x=(4, 2), y=(3, 2))
def kernel_mean_discrepancy(x, y):
    def k(a, b):
        d = (a.unsqueeze(1) - b.unsqueeze(0)).pow(2).sum(-1)
        return torch.exp(-d / 2).mean()

    return k(x, x) + k(y, y) - 2 * k(x, y)


# --- reinforcement learning ------------------------------------------------------------------------------


@snippet(W=(3, 4))
def policy_gradient(W):
    log_probs = F.log_softmax(X @ W, dim=-1)
    chosen = log_probs.gather(1, LABELS.unsqueeze(1)).squeeze(1)
    advantage = Y - Y.mean()
    entropy = -(log_probs.exp() * log_probs).sum(-1)
    return -(chosen * advantage).mean() - 0.01 * entropy.mean()


@snippet(logp=(5,))
def clipped_surrogate(logp):
    ratio = torch.exp(logp - 0.9 * constant(5, at=0))
    return -torch.min(ratio * Y, torch.clamp(ratio, 0.8, 1.2) * Y).mean()


@snippet(Q=(3, 4), Q_next=(3, 4))
def q_learning(Q, Q_next):
    q = (X @ Q)[torch.arange(5), LABELS]
    best = (X @ Q_next).max(dim=1).values
    return F.mse_loss(q, Y + 0.9 * best)


# --- science ---------------------------------------------------------------------------------------------


@snippet(k=(), y0=(2,))
def runge_kutta(k, y0):
    def slope(y):
        return torch.stack([y[1], -k * torch.sin(y[0])])

    y, h = y0, 0.1
    for _ in range(4):
        k1 = slope(y)
        k2 = slope(y + h / 2 * k1)
        k3 = slope(y + h / 2 * k2)
        k4 = slope(y + h * k3)
        y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return (y**2).sum()


# --- what the lesson has no operation for ------------------------------------------------------------------


@snippet(kernel=(1, 1, 2, 2))
def convolution(kernel):
    picture = constant(1, 1, 4, 4)
    return F.conv2d(picture, kernel).pow(2).sum()


@snippet(A=(3, 3))
def gaussian_process(A):
    K = A @ A.T + torch.eye(3)
    return torch.logdet(K) + Y[:3] @ torch.linalg.solve(K, Y[:3])


@snippet(W=(4, 3))
def exact_gelu(W):
    return F.gelu(F.linear(X, W)).sum()


@snippet(W=(4, 3))
def with_dropout(W):
    return F.dropout(F.linear(X, W), p=0.5, training=True).sum()


DRAWN = ("with_dropout",)  # another number each time
