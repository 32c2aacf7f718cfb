"""Layered networks as in LeCun (1988): everything that ``ad.layers`` has, in one place.

With this module you can

- make a network and read it in the paper's letters (``Network``);
- look its parts up: functions of units (``UNITS``), costs (``COSTS``), F'(A) from the table (``slope``), ``softmax``;
- run the two recursions themselves (``forward``, ``backward``, ``products``);
- make the weights of fewer parameters (``Shared``, ``tied``, ``convolution``).

>>> Network([2, 3, 3, 2], F="tanh", cost="squares")
<network 2 -tanh-> 3 -tanh-> 3 -tanh-> 2, squares, 21 parameters>
"""

from .network import Multipliers, Network, States
from .patterns import one_hot
from .recursion import backward, forward, products
from .sharing import Shared, convolution, tied
from .units import COSTS, UNITS, slope, softmax

__all__ = [
    "COSTS",
    "Multipliers",
    "Network",
    "States",
    "Shared",
    "UNITS",
    "backward",
    "convolution",
    "forward",
    "one_hot",
    "products",
    "slope",
    "softmax",
    "tied",
]
