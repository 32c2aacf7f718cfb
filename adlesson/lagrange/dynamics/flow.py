"""Continuous time: differentiate the steps, or step the derivative.

With this module you can

- follow dz/dt = f(z, th) to time T in Euler steps, as a program of the loss at the end (``euler``), whose gradient is
  that of what was computed (*discretise, then differentiate*);
- step the continuous adjoint, da/dt = -dH/dz with H = a . f(z, th), back from T, z being stepped back beside it
  (``backwards``; *differentiate, then discretise*: Chen et al. 2018).

Both miss the gradient of the exact flow by O(h), and they are not the same: ``backwards`` reads each slope one step later,
at a z that does not come back to where it began.

>>> p = euler(lambda z, th: th * z, lambda z: z * z / 2, z=1.5, th=-0.7, T=2.0, steps=10)
>>> back = backwards(lambda z, th: th * z, lambda z: z * z / 2, z=1.5, th=-0.7, T=2.0, steps=10)
>>> round(grad(p)["th"], 4), round(back.slopes["th"], 4), round(back.z[0], 4)  # exact: 0.2736, and z began at 1.5
(0.2563, 0.2019, 1.2306)
"""

import warnings
from collections import namedtuple

import numpy as np

from ...engine.derivatives import grad
from ...engine.errors import InputError, LessonWarning, NumberError, short
from ...engine.numbers.arithmetic import as_float
from ...engine.numbers.arrays import is_array, shape_of
from ...engine.trace import trace
from ..constraints import in_floats, is_finite
from .control import hamiltonian, like, steer

KEEP = "keep the states: grad(flow.euler(...)), and with little memory checkpoint(flow.euler(...), budget)"
MISSED = 0.25  # of the largest that an entry of the state has been: so far from its start it has not come back

Backwards = namedtuple("Backwards", "slopes z a")
Backwards.__doc__ = """What the continuous adjoint gives: ``slopes`` of the loss by ``z`` and ``th``, and its way.

``z[k]`` and ``a[k]`` belong to time k h; ``z[0]`` is where the state has come back to.
"""


@in_floats()
def euler(f, loss, z, th, T, steps):  # noqa: N803
    """Return the program of loss(z(T)), z being followed in ``steps`` Euler steps, with inputs ``z`` and ``th``.

    ``z`` is a number or an array, and so is ``f(z, th)``, which can be traced.
    """
    h = _step(z, T, steps)

    def loss_at_end(z, th):
        for _ in range(steps):
            z = z + h * like(f(z, th), z)
        return loss(z)

    p = trace(loss_at_end, z=z, th=th)
    if not is_finite(p()):
        raise NumberError(
            f"the loss after {steps:,} steps is {short(p())}: the steps blow up; take smaller ones, or less time"
        )
    return p


@in_floats()
def backwards(f, loss, z, th, T, steps):  # noqa: N803
    """Return the ``Backwards`` of the continuous adjoint of loss(z(T)) in ``steps`` Euler steps from T to 0.

    Forward only the last state is kept; on the way back z, a and the sum for th are stepped together.  Where the flow
    gathers what lay apart (dz/dt = -50 z), the way back tears apart each error, by up to e^(50 T): a ``LessonWarning``
    says so if the state does not come back to where it began, and ``NumberError`` if anything leaves for infinity.
    """
    h = _step(z, T, steps)
    H = hamiltonian(f, z, th)  # noqa: N806
    end = steer(lambda z, th: z + h * like(f(z, th), z), None, loss, z, [th] * steps)
    z, a, th_bar = [end.x[-1]], [end.p[-1]], 0
    for _ in range(steps):
        slopes = grad(H, x=z[-1], u=th, p=a[-1])
        z.append(z[-1] - h * slopes["p"])
        a.append(a[-1] + h * slopes["x"])
        th_bar = th_bar + h * slopes["u"]
        if not (is_finite(z[-1]) and is_finite(a[-1]) and is_finite(th_bar)):
            raise NumberError(
                f"stepped back from T, z, a or the sum for th is not finite after {len(z) - 1:,} steps: {KEEP}"
            )
    missed(end.x, z[-1])
    return Backwards({"z": a[-1], "th": th_bar}, z[::-1], a[::-1])


def missed(states, back):
    """Warn if ``back``, where the first of ``states`` should have been met again, is far from it."""
    for k, (began, came) in enumerate(zip(entries(states[0]), entries(back), strict=True)):
        if abs(came - began) > MISSED * max(abs(entries(z)[k]) for z in states):
            name = "z" + "".join(f"[{i}]" for i in np.unravel_index(k, shape_of(back)))
            warnings.warn(
                f"stepping back does not return to the start: {name} began at {as_float(began):.4g} and came back to "
                f"{as_float(came):.4g}, so the slopes belong to another way; take more steps, or {KEEP}",
                LessonWarning,
                stacklevel=4,  # past in_floats
            )
            return


def entries(z):
    """Return a number, or the entries of an array, as a list."""
    return z.ravel().tolist() if is_array(z) else [z]


def _step(z, T, steps):  # noqa: N803
    if type(steps) is not int or steps < 1:
        raise InputError(f"the number of steps is a whole number of at least 1, not {short(steps)}")
    if isinstance(z, (list, tuple)):
        raise InputError(f"z is a list: give a number, or np.array({short(z)}, dtype=float)")
    if not (hasattr(type(T), "__truediv__") and is_finite(T)):
        raise InputError(f"T is the time to follow z for, a number, not {short(T)}")
    return T / steps
