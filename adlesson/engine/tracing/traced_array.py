"""An array that remembers how it was computed: one variable, whatever its shape.

With this module you can

- write array code in NumPy's spelling on traced values: ``W @ x``, ``x.sum()``, ``x.mean(0)``, ``x.T``,
  ``x.reshape(2, 3)``, ``x[1:]``, ``np.sum(x)``, mixed with plain arrays from either side.

Arithmetic is inherited from ``Traced``; what stands here is what only arrays have.
"""

import operator
import sys

from ..errors import TraceError
from ..numbers.arrays import checked_key, overlap, shape_of
from .hints import remedy
from .traced import Traced, not_set, recorded, refused
from .user_code import user_line

KNOWN = "known are arithmetic, @, sum, mean, .T, reshape, indexing, outer, and the functions of the lesson"


MASK = "build a new array from whole arrays, for example with a mask: m * x"


def _in_place(op):
    """Return the method of ``x += w``: who holds ``x`` sees the new values, as with NumPy's arrays."""

    def method(self, other):
        new = recorded(op, (self, other), sys._getframe(1))
        if new.tape is not self.tape or shape_of(new) != self.shape or new.dtype.kind != self.dtype.kind:
            raise TraceError(
                f"{op} in place would make another kind of array (line {user_line()}): write x = ..., a new one"
            )
        if getattr(self, "shared", False):
            raise TraceError(
                f"an array and a view of it, such as x[1:] or x.T, would change together (line {user_line()}): "
                f"write x = x + 1, which makes a new array, or {MASK}"
            )
        if self.tape.ops[self.index] == "input" and not hasattr(self, "shared"):  # a copy has it, and is False
            self.tape.change_input(self.index)
        self.index, self.value = new.index, new.value
        return self

    return method


class Count(int):
    """A number of entries."""

    def __call__(self, *_):
        raise TraceError(f"size is a number here, not a method (line {user_line()}): write x.shape, or x.shape[0]")


class TracedArray(Traced):
    """An array that remembers how it was computed; entries cannot be assigned to.

    ``x += w`` changes it for whoever holds it, as in NumPy: it is another variable of the program from then on.  Where a
    view of it was made, ``shared`` is set, and it can no longer be changed: the view would have to change, too.
    """

    __slots__ = ("shared",)
    _kind = "array"

    __setitem__ = __delitem__ = refused("entries to assign to", MASK)
    _no_array = refused("plain NumPy array yet", "use its own methods, or the lesson's functions, inside a traced function")
    __iadd__, __isub__, __imul__ = _in_place("add"), _in_place("subtract"), _in_place("multiply")
    __itruediv__, __ipow__, __imatmul__ = _in_place("divide"), _in_place("power"), _in_place("matmul")

    def __bool__(self):
        raise TraceError(
            f"an array has a truth value for each entry, and no branch can follow them all (line {user_line()}): use where, "
            "maximum, minimum, relu or abs, or compare one number, such as x.sum()"
        )

    def __pos__(self):
        return self.copy()

    def copy(self):
        """Return the same values as an array of its own, which may be changed without changing this one."""
        new = TracedArray(self.tape, self.index, self.value)
        new.shared = False
        return new

    def _view(self, made):
        """Return ``made`` of this array, after noting that NumPy would let the two share their entries, if it would."""
        if isinstance(made, TracedArray) and overlap(self.value, made.value):
            self.shared = made.shared = True
        return made

    shape = not_set("shape", lambda self: self.value.shape)

    @property
    def ndim(self):
        """The number of axes."""
        return self.value.ndim

    @property
    def size(self):
        """The number of entries."""
        return Count(self.value.size)

    @property
    def dtype(self):
        """The kind of the entries."""
        return self.value.dtype

    @property
    def T(self):  # noqa: N802, NumPy's name
        """The transpose."""
        return self._view(self.tape.record("transpose", (self,), sys._getframe(1), (None,)))

    def __len__(self):
        return len(self.value)

    def __iter__(self):
        return (self[k] for k in range(len(self)))

    def __getitem__(self, key):
        return self._view(self.tape.record("index", (self,), sys._getframe(1), (checked_key(key),)))

    def __matmul__(self, other):
        return recorded("matmul", (self, other), sys._getframe(1))

    def __rmatmul__(self, other):
        return recorded("matmul", (other, self), sys._getframe(1))

    def sum(self, axis=None, keepdims=False):
        """Return the sum of all entries, or the sums along an axis or several."""
        return self._gathered("sum", axis, keepdims)

    def mean(self, axis=None, keepdims=False):
        """Return the mean of all entries, or the means along an axis or several."""
        return self._gathered("mean", axis, keepdims)

    def reshape(self, *shape):
        """Return the entries in another shape; a -1 stands for what is left over."""
        shape = tuple(shape[0]) if len(shape) == 1 and hasattr(shape[0], "__len__") else tuple(map(operator.index, shape))
        if shape == () and self.size == 1:
            return self[(0,) * self.ndim]
        return self._view(self.tape.record("reshape", (self,), sys._getframe(1), (shape,)))

    def ravel(self):
        """Return the entries in one row."""
        return self._view(self.flatten())

    def flatten(self):
        """Return the entries in one row, as an array of its own."""
        return self.tape.record("reshape", (self,), sys._getframe(1), ((int(self.size),),))

    def transpose(self):
        """Return the transpose, ``x.T``."""
        return self.T

    def dot(self, other):
        """Return ``x @ other``."""
        return recorded("matmul", (self, other), sys._getframe(1))

    def _gathered(self, op, axis, keepdims):
        axes = [axis]
        if isinstance(axis, tuple):
            axes = sorted({a % self.ndim for a in axis if -self.ndim <= a < self.ndim}, reverse=True)
            if len(axes) < len(axis):
                raise TraceError(f"an array of shape {self.shape} has no axes {axis} for {op} (line {user_line()})")
        u = self if axes else self.copy()
        for a in axes:
            u = self.tape.record(op, (u,), sys._getframe(), (a,))
        if not keepdims:
            return u
        gone = range(self.ndim) if axis is None else {a % self.ndim for a in axes}
        kept = tuple(1 if k in gone else n for k, n in enumerate(self.shape))
        return self.tape.record("reshape" if shape_of(u) else "broadcast", (u,), sys._getframe(), (kept,))

    def __array_function__(self, function, types, args, options):
        """Let ``np.sum(x)``, ``np.mean(x)``, ``np.transpose(x)`` and the like be recorded as methods."""
        name = function.__name__
        if name in ("sum", "mean", "reshape", "ravel") and isinstance(args[0], TracedArray):
            return getattr(args[0], name)(*args[1:], **options)
        if name in ("shape", "ndim", "size", "zeros_like", "ones_like"):
            return super().__array_function__(function, types, args, options)
        if name == "transpose" and len(args) == 1 and not options:
            return args[0].T
        if name == "dot" and len(args) == 2 and not options:
            return recorded("matmul", args, sys._getframe(1))
        if name == "outer" and len(args) == 2 and not options and all(map(shape_of, args)):
            return recorded("outer", tuple(u if u.ndim == 1 else u.ravel() for u in args), sys._getframe(1))
        raise TraceError(f"np.{name} of a traced array cannot be recorded (line {user_line()}): {remedy(name) or KNOWN}")

    @staticmethod
    def _instead_of(name):
        return remedy(name) or KNOWN
