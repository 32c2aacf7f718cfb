"""Functions written for PyTorch: they run unchanged with PyTorch's own adjoints, or are refused in one sentence.

Where PyTorch is installed every test runs with it, too; the stand-in of its protocol is there always.
"""

import inspect
import json
import re

import numpy as np
import pytest
import torch_answers
from torch_answers import KEPT, LIBRARIES, library, of_lesson, of_pytorch, off, questions
from torch_lines import LINES

import adlesson as ad
from adlesson.engine.errors import LessonError, TraceError
from adlesson.engine.tracing.as_torch.torch_calls import FORMULAS
from adlesson.engine.tracing.as_torch.torch_functions import FUNCTIONS
from adlesson.engine.tracing.as_torch.torch_layers import LAYERS
from adlesson.engine.tracing.as_torch.torch_losses import LOSSES
from adlesson.engine.tracing.as_torch.torch_protocol import CLASHES, METHODS
from adlesson.engine.tracing.as_torch.torch_shapes import SHAPES
from adlesson.engine.tracing.as_torch.torch_windows import WINDOWS
from adlesson.engine.tracing.traced_array import TracedArray

REFUSED = {
    "with_dropout": r"dropout draws anew each time, .* \(line \d+\): call model.eval\(\) before, or multiply by a mask",
}
A = np.array([[1.0, -2.0], [0.5, 3.0]])


@pytest.fixture(params=LIBRARIES)
def torch(request):
    """Return PyTorch, and its stand-in: what a function of a learner's finds as ``torch``."""
    with library(request.param) as (found, _):
        yield found


@pytest.mark.parametrize("name", LIBRARIES)
def test_forty_functions_run_unchanged_with_pytorchs_adjoints_or_are_refused(name, record_property):
    """And each line: its value and all adjoints, to 1e-10; PyTorch itself was asked when its answers were kept."""
    kept = json.loads(KEPT.read_text())["answers"]
    if LIBRARIES[-1] != "PyTorch":
        record_property("less", "PyTorch is not installed: functions written for it are compared with its answers of before")
    with library(name) as (torch, snippets):
        asked = list(questions(torch, snippets))
        assert len(snippets.SNIPPETS) == 40
        assert {what for what, _, _ in asked} == kept.keys() | {"with_dropout"}
        for what, f, at in asked:
            if what in REFUSED:
                with pytest.raises(LessonError, match=REFUSED[what]) as caught:
                    of_lesson(f, at)
                assert f"line {line_in(f, 'F.gelu', 'F.dropout')}" in str(caught.value)
            else:
                assert off(of_lesson(f, at), kept[what]) < 1e-10, what


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("mse_loss", lambda input, target, reduction="mean": ((input - target) ** 2).sum()),
        ("var", lambda input, dim=None, unbiased=True, keepdim=False, correction=1: (input - input.mean()) ** 2),
        ("silu", lambda input: input * ad.sigmoid(input) * (1 + 1e-9)),
    ],
)
def test_a_wrong_formula_is_seen(monkeypatch, name, wrong):
    """A sum for a mean, an array for its variance, one that is off in the ninth digit."""
    kept = json.loads(KEPT.read_text())["answers"]
    with library("stand-in") as (torch, snippets):
        asked = [(what, f, at) for what, f, at in questions(torch, snippets) if re.search(rf"\.{name}\(", what)]
        assert max(off(of_lesson(f, at), kept[what]) for what, f, at in asked) < 1e-10
        monkeypatch.setitem(FORMULAS, name, wrong)
        assert max(off(of_lesson(f, at), kept[what]) for what, f, at in asked) > 1e-10


def line_in(f, *texts):
    """Return the number of the line of a function in which one of these texts stands."""
    lines, first = inspect.getsourcelines(f)
    return first + next(k for k, line in enumerate(lines) if any(text in line for text in texts))


if torch_answers.INSTALLED:

    def test_the_answers_that_are_kept_are_pytorchs():
        """So nobody can have changed them, nor a question, without asking PyTorch again."""
        kept = json.loads(KEPT.read_text())["answers"]
        with library("PyTorch") as (torch, snippets):
            for what, f, at in questions(torch, snippets):
                assert what in snippets.DRAWN or off(of_pytorch(torch, f, at), kept[what]) < 1e-11, what

    def test_the_stand_in_hands_on_what_pytorch_hands_on():
        """The name of the function, how many arguments stand by position, and each option with its value."""
        seen = {}
        for name in LIBRARIES:
            with library(name) as (torch, _):
                seen[name] = [handed_on(torch, line) for line in LINES]
        for line, ours, theirs in zip(LINES, *seen.values(), strict=True):
            assert ours == theirs, line


def handed_on(torch, line):
    """Return what is handed on to the first argument in a line that is no tensor."""
    found = []

    class Stranger:
        shape, ndim, T, mT = (3, 4), 2, property(lambda self: self), property(lambda self: self)

        @classmethod
        def __torch_function__(cls, function, types, args=(), options=None):
            found.append((function.__name__, len(args), sorted((options or {}).items(), key=str)))
            return cls()

        def __getattr__(self, _):
            return lambda *_, **__: self

        def __getitem__(self, _):
            return self

    for operator in ("add", "sub", "mul", "truediv", "pow", "matmul", "neg", "gt", "radd", "rsub", "rmul", "rtruediv", "ge"):
        setattr(Stranger, f"__{operator}__", lambda self, *_: self)
    plain = {"torch": torch, "F": torch.nn.functional, "C": torch.ones(3, 4), "I": torch.tensor([0, 2]), "W": torch.ones(4)}
    plain |= {"M": torch.ones(3, 4) > 0, "L": torch.tensor([0, 3, 2])}
    try:
        eval(line, plain | dict.fromkeys("xyvpbn", Stranger()))
    except (TypeError, AttributeError, NotImplementedError) as problem:
        return str(problem)[:20]
    return str(
        [
            (name, count, [(word, type(u).__name__ if hasattr(u, "shape") else str(u)) for word, u in options])
            for name, count, options in found[:1]
        ]
    )


def test_every_formula_is_asked_about():
    """A row that no line and no function uses was never compared with PyTorch."""
    written = "\n".join(LINES) + inspect.getsource(torch_answers) + (KEPT.parent / "torch_snippets.py").read_text()
    by_sign = {"rsub", "rdiv", "rpow", "rmatmul", "gt", "ge", "lt", "le", "log_sigmoid", "linalg_norm", "linalg_vector_norm"}
    names = {*FUNCTIONS, *SHAPES, *LAYERS, *LOSSES, *WINDOWS} - by_sign
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", written)) == []
    assert sorted(name for name in METHODS if not {name, f"linalg_{name}"} & FORMULAS.keys()) == []


def test_an_option_that_nobody_gives_is_the_one_that_pytorch_takes():
    """PyTorch's own signatures are those of the stand-in; what it hands on as None is left out, and is for us to know."""
    with library("stand-in") as (torch, _):
        lines = torch.nn.functional.IN_PYTHON
    compared = 0
    for line in lines:
        name, _, parameters = line.partition("(")
        scope = {}
        exec(f"def theirs({parameters}: ...", scope)
        theirs = inspect.signature(scope["theirs"]).parameters
        for word, ours in inspect.signature(FORMULAS[name]).parameters.items() if name in FORMULAS else ():
            if ours.default is not ours.empty and word in theirs and theirs[word].default is not None:
                assert ours.default == theirs[word].default, (name, word)
                compared += 1
    assert compared > 50


# --- tensors beside traced values ---------------------------------------------------------------------


def test_a_plain_tensor_may_stand_on_either_side(torch):
    """Its numbers are those that it holds: single precision becomes double, and nothing is rounded again."""
    third = torch.tensor([[1 / 3, 0.1], [2.0, 3.0]], dtype=torch.float32)
    exact = np.array([[1 / 3, 0.1], [2.0, 3.0]], dtype="f").astype(float)
    assert (exact != np.array([[1 / 3, 0.1], [2.0, 3.0]])).any()
    for f in (lambda x: (third * x).sum(), lambda x: (x * third).sum()):
        assert (ad.grad(f, x=A)["x"] == exact).all()
    assert (ad.grad(lambda x: (third @ x).sum(), x=A)["x"] == exact.sum(0)[:, None] * np.ones(2)).all()
    assert (ad.grad(lambda x: (x @ third).sum(), x=A)["x"] == exact.sum(1)).all()
    assert ad.trace(lambda x: x * torch.tensor(2.0) + torch.tensor(3), x=1.5)() == 6
    assert ad.trace(lambda x: torch.tensor(2.0) * x, x=1.5).ops[1:] == ad.trace(lambda x: 2 * x, x=1.5).ops[1:]


def test_inputs_may_be_tensors(torch):
    """Their gradients come back as NumPy arrays; whole numbers cannot move a little, as ever."""
    found = ad.grad(lambda x, y: (torch.exp(x) * y).sum(), x=torch.tensor(A.tolist()), y=torch.tensor(2.0))
    assert (found["x"] == 2 * np.exp(A)).all()
    assert found["y"] == np.exp(A).sum()
    p = ad.trace(lambda x: x.sum(), x=A)
    assert p(x=torch.tensor((2 * A).tolist())) == 2 * A.sum()
    with pytest.raises(LessonError, match="x is an array of whole numbers"):
        ad.grad(lambda x: x.sum(), x=torch.tensor([1, 2]))
    nested = ad.grad(
        lambda w: (w["0.weight"] ** 2).sum() + w["0.bias"], w={"0.weight": torch.tensor([1.0, 3.0]), "0.bias": 1.0}
    )
    assert nested["w"]["0.weight"].tolist() == [2, 6]
    assert nested["w"]["0.bias"] == 1


def test_a_tensor_that_is_changed_later_is_kept_as_it_was(torch):
    """NumPy's view of it would change along."""
    weights = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    p = ad.trace(lambda x: (weights * x).sum(), x=A)
    before = p()
    weights.numpy()[:] = 0
    assert p() == before != 0


def test_the_program_shows_what_a_loss_is_made_of(torch):
    """Named as the author named it, and followed by every other part of the lesson."""
    F, targets = torch.nn.functional, torch.tensor([1, 0])

    def loss(W):
        logits = torch.tensor([[1.0, 2.0], [0.5, -1.0]]) @ W
        return F.cross_entropy(logits, targets)

    p = ad.trace(loss, W=A)
    assert [row.op for row in p.instructions[1:]] == ["matmul", "logsumexp", "index", "subtract", "mean"]
    assert p.names[1] == "logits" and p.names[-1] == "loss"
    assert ad.check_gradient(p).ok
    compiled = ad.compiled(ad.gradient_program(p))
    assert np.allclose(compiled(A)["W_bar"], ad.grad(p)["W"], rtol=1e-14, atol=0)
    assert p(W=2 * A) == ad.trace(loss, W=2 * A)()


def test_what_is_no_tensor_and_has_no_gradient_is_plain(torch):
    """``zeros_like`` and the like make a tensor of PyTorch's; lengths are whole numbers."""

    def f(x):
        zeros = torch.zeros_like(x)
        assert isinstance(zeros, torch.Tensor)
        assert (x.size(), x.size(0), x.dim(), torch.numel(x), torch.is_floating_point(x)) == ((2, 2), 2, 2, 4, True)
        return (x + zeros).sum()

    assert (ad.grad(f, x=A)["x"] == 1).all()


def test_a_sum_that_begins_with_a_plain_tensor(torch):
    """``total += x`` is ``total + x``; but where the tensor is part of another, that one would have to change along."""

    def summed(x):
        total = torch.zeros(2)
        for row in x:
            total += row * row
        return total.sum()

    assert (ad.grad(summed, x=A)["x"] == 2 * A).all()

    def filled(x):
        table = torch.zeros(2, 2)
        row = table[0]
        row += x[0]
        return table.sum()

    assert r"torch.add_ (+=) changes a tensor in place" in refusal(filled)


def test_what_a_pool_is_padded_with_is_never_the_largest(torch):
    """Of numbers below 0 neither a 0 nor an infinity at the edge may win."""
    x, pool = np.array([[[-1.0, -3.0, -2.0, -5.0]]]), torch.nn.functional.max_pool1d
    p = ad.trace(lambda x: pool(x, 2, padding=1), x=x)  # windows: edge -1, -3 -2, -5 edge
    assert p().tolist() == [[[-1, -2, -5]]]
    assert ad.vjp(p, np.array([[[2.0, 3.0, 4.0]]]))["x"].tolist() == [[[2, 0, 3, 4]]]
    square = np.array([[[[-1.0, -2.0], [-3.0, -4.0]]]])
    assert (ad.trace(lambda x: torch.nn.functional.max_pool2d(x, 2, padding=1), x=square)() == square).all()


def test_a_copy_is_changed_alone_and_a_view_is_not(torch):
    """``x.clone()`` is a copy; what shares its entries with another array cannot be changed in place."""

    def copied(x):
        y = x.clone()
        y += 1
        return (x * y).sum()

    assert (ad.grad(copied, x=A)["x"] == 2 * A + 1).all()
    for view in ("x.t()", "x.transpose(0, 1)", "x.view(4)", "x.unsqueeze(0)", "torch.permute(x, (1, 0))", "x.unbind()[0]"):
        scope = {"torch": torch}
        exec(f"def f(x):\n  x = x * 1\n  y = {view}\n  y += 1\n  return x.sum() + y.sum()", scope)
        with pytest.raises(TraceError, match="an array and a view of it"):
            ad.grad(scope["f"], x=A)


def test_facts_are_tensors_again(torch):
    """So that a function goes on with them as with all of PyTorch's: here the rows that are read are guarded."""

    def right(x):
        best = torch.argmax(x, dim=1)
        assert isinstance(best, torch.Tensor)
        assert isinstance(x.max(dim=1).indices, torch.Tensor)
        return x[torch.arange(2), best].sum() * (best == torch.tensor([0, 1])).sum().tolist()

    p = ad.trace(right, x=A)
    assert p() == 8
    with pytest.raises(ad.LessonError, match="line"):
        p(x=-A)


# --- what is refused, and by what name -----------------------------------------------------------------


def refusal(f, **at):
    """Return the sentence that a function is refused with, after a look at its line."""
    with pytest.raises(LessonError) as caught:
        ad.grad(f, at or {"x": A})
    said = str(caught.value)
    assert len(re.findall(r"line \d+", said)) == 1, said
    first = f.__code__.co_firstlineno
    assert first <= int(re.search(r"line (\d+)", said)[1]) <= first + len(inspect.getsourcelines(f)[0]), said
    return said


def test_gradients_that_are_switched_off_are_no_silent_wrong_number(torch):
    """PyTorch forgets what is computed there: its derivative of ``x * x + x`` would be 1, where the true one is 2x + 1."""

    def held(x):
        with torch.no_grad():
            y = x * x  # PyTorch itself is not asked here
        return (y + x).sum()

    def asked(x):
        with torch.inference_mode():
            y = torch.exp(x)
        return (y + x).sum()

    @torch.no_grad()
    def number(x):
        return ad.sin(x)

    def switched(x):
        torch.set_grad_enabled(False)
        try:
            return x.sum()
        finally:
            torch.set_grad_enabled(True)

    def nested(x):
        with torch.no_grad():
            y = ad.grad(lambda y: (y * y).sum(), y=x)["y"]
        return (y * x).sum()

    def beside(x):
        with torch.no_grad():
            y = ad.grad(lambda y: (y * (x * x)).sum(), y=np.ones(3))["y"]
        return (y * x).sum()

    for f in (held, asked, switched, nested, beside):
        assert "gradients are switched off here, as by torch.no_grad()" in refusal(f)
    with pytest.raises(TraceError, match="switched off here"):
        ad.grad(number, x=1.0)
    assert torch.is_grad_enabled()


def test_gradients_that_were_off_before_do_not_concern_the_function(torch):
    """As in ``torch.func.grad``; and afterwards they are as they were, also after an error."""
    with torch.no_grad():
        assert (ad.grad(lambda x: torch.exp(x).sum(), x=A)["x"] == np.exp(A)).all()
        assert not torch.is_grad_enabled()
        with pytest.raises(ad.LessonError, match="returned None"):
            ad.grad(lambda x: None, x=1.0)
        assert not torch.is_grad_enabled()
        assert ad.trace(lambda x: x * ad.grad(lambda y: y * y, y=3.0)["y"], x=2.0)() == 12
        assert ad.grad(lambda x: x * ad.grad(lambda y: x * y * y, y=3.0)["y"], x=2.0)["x"] == 24
    assert torch.is_grad_enabled()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "torch.add(x, x, out=T)",
            r"torch.add changes a tensor in place .*: write y = torch.add\(...\), which makes",
        ),
        (
            "F.relu(x, inplace=True)",
            r"torch.nn.functional.relu changes a tensor in place .* write x = torch.nn.fun",
        ),
        ("T.add_(x)", r"torch.add_ \(\+=\) changes a tensor in place .*: write x = torch.add\(...\)"),
        ("T.copy_(x)", r"torch.copy_ changes a tensor in place"),
        ("T.__setitem__(0, x[0])", r"a plain tensor cannot hold a traced value: .* torch.stack\(values\)"),
        ("T[x]", r"an index is a traced value"),
        ("torch.rand_like(x)", r"it draws anew each time"),
        ("F.dropout(x, 0.5)", r"dropout draws anew each time"),
        ("F.batch_norm(x, T[0], T[0], training=True)", r"batch_norm in training changes its running means"),
        ("F.softmax(x)", r"functional.softmax cannot be recorded like this .*: missing a required argument: 'dim'"),
        ("F.mse_loss(x, T, size_average=False)", r"with size_average=False cannot be recorded .*: write reduction='sum'"),
        ("F.mse_loss(x, T, reduction='sums')", r"reduction='sums' is not known"),
        ("torch.sum(x, dtype=torch.int64)", r"with dtype=torch.int64|with dtype=int64"),
        ("x.to(torch.int64)", r"a traced value cannot become a whole number"),
        ("torch.norm(x, 0)", r"this is no norm for p = 0"),
        ("F.conv1d(x, T[None], groups=2)", r"a convolution with groups=2 is not known .*: write each group, or a number"),
        ("F.conv1d(x, T[None], padding='same')", r"a convolution with padding='same' is not known"),
        ("F.max_pool1d(x, 2, ceil_mode=True)", r"pooling with these options is not known .*: leave them out"),
        ("F.avg_pool1d(x, 2, padding=1)", r"pooling with these options is not known"),
        ("F.cross_entropy(x, torch.tensor([0, -1]))", r"a class is counted from 0"),
        ("torch.lgamma(x)", r"torch.lgamma of a traced value cannot be recorded .*adlesson.operation"),
        ("torch.cat([x, x], dim=5)", r"line \d+"),
        ("torch.matmul(x, torch.ones(3, 3))", r"do not fit in matmul"),
        ("x.view(5, 5)", r"cannot reshape|do not fit|cannot be computed"),
        ("x.sum().item() * x.sum()", r"x.item is not the same in NumPy and in PyTorch .*: leave it out"),
        ("x.detach()", r"a traced array has no detach .*: it stops the gradient"),
        ("x.backward()", r"leave it out: adlesson.grad\(f, x=...\)"),
        ("x.requires_grad_()", r"leave it out: adlesson.grad\(f, x=...\)"),
        ("x.grad", r"leave it out: adlesson.grad\(f, x=...\)"),
        ("x.add_(1)", r"line \d+"),
        ("torch.tensor([x.sum(), x.sum()])", r"line \d+"),
    ],
)
def test_what_cannot_be_followed_is_refused_by_name(torch, text, said):
    """With the remedy, and with the line of the user's own file."""
    scope = {"torch": torch, "F": torch.nn.functional, "T": torch.ones(2, 2)}
    f = eval(f"lambda x: {text}", scope)
    with pytest.raises(LessonError, match=said) as caught:
        ad.grad(f, x=A)
    assert "line 1)" in str(caught.value)
    assert "Traced" not in str(caught.value)


def test_a_method_that_numpy_and_pytorch_read_otherwise_is_not_guessed(torch):
    """What is written decides; where it does not, the sentence names both."""
    for name, text in (
        ("max", "x.max(1)"),
        ("min", "x.min(0)"),
        ("var", "x.var()"),
        ("std", "x.std(0)"),
        ("repeat", "x.repeat(2)"),
    ):
        with pytest.raises(TraceError, match=r"line 1\): write") as caught:
            ad.grad(eval(f"lambda x: {text}"), x=A)
        said = str(caught.value)
        assert f"x.{name} is not the same in NumPy and in PyTorch" in said
    assert ad.trace(lambda x: x.var(unbiased=True), x=A)() == pytest.approx(A.var(ddof=1), rel=1e-15)
    assert ad.trace(lambda x: x.var(ddof=0), x=A)() == pytest.approx(A.var(), rel=1e-15)
    assert ad.trace(lambda x: x.max(dim=1).values.sum(), x=A)() == 4
    assert ad.trace(lambda x: x.max(axis=1).sum(), x=A)() == 4
    assert ad.trace(lambda x: (x.transpose(0, 1) @ A).sum(), x=A)() == (A.T @ A).sum()


def test_without_pytorch_numpys_meaning_is_the_only_one():
    """Nobody who has not loaded it is asked to choose."""
    assert ad.trace(lambda x: x.var(), x=A)() == pytest.approx(A.var(), rel=1e-15)
    assert ad.trace(lambda x: x.max(1).sum(), x=A)() == 4
    assert ad.trace(lambda x: x.unsqueeze(0).sum(dim=(0, 1)).sum(), x=A)() == A.sum()
    assert all(hasattr(TracedArray, name) for name in CLASHES)
