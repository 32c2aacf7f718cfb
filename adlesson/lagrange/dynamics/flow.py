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

import math
from collections import namedtuple

from ...engine.derivatives import grad
from ...engine.errors import InputError, short
from ...engine.trace import trace
from .control import hamiltonian, like, steer

Backwards = namedtuple("Backwards", "slopes z a")
Backwards.__doc__ = """What the continuous adjoint gives: ``slopes`` of the loss by ``z`` and ``th``, and its way.

``z[k]`` and ``a[k]`` belong to time k h; ``z[0]`` is where the state has come back to.
"""


def euler(f, loss, z, th, T, steps):  # noqa: N803
    """Return the program of loss(z(T)), z being followed in ``steps`` Euler steps, with inputs ``z`` and ``th``.

    ``z`` is a number or an array, and so is ``f(z, th)``, which can be traced.
    """
    h = _step(z, T, steps)

    def loss_at_end(z, th):
        for _ in range(steps):
            z = z + h * like(f(z, th), z)
        return loss(z)

    return trace(loss_at_end, z=z, th=th)


def backwards(f, loss, z, th, T, steps):  # noqa: N803
    """Return the ``Backwards`` of the continuous adjoint of loss(z(T)) in ``steps`` Euler steps from T to 0.

    Forward only the last state is kept; on the way back z, a and the sum for th are stepped together.
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
    return Backwards({"z": a[-1], "th": th_bar}, z[::-1], a[::-1])


def _step(z, T, steps):  # noqa: N803
    if type(steps) is not int or steps < 1:
        raise InputError(f"the number of steps is a whole number of at least 1, not {short(steps)}")
    if isinstance(z, (list, tuple)):
        raise InputError(f"z is a list: give a number, or np.array({short(z)}, dtype=float)")
    if not (hasattr(type(T), "__truediv__") and math.isfinite(T)):
        raise InputError(f"T is the time to follow z for, a number, not {short(T)}")
    return T / steps
