"""An array that remembers how it was computed: one variable, whatever its shape.

With this module you can

- write array code in NumPy's spelling on traced values: ``W @ x``, ``x.sum()``, ``x.mean(0)``, ``x.T``,
  ``x.reshape(2, 3)``, ``x[1:]``, ``np.sum(x)``, mixed with plain arrays from either side.

Arithmetic is inherited from ``Traced``; what stands here is what only arrays have.
"""

import operator
import sys

from ..errors import NumberError, TraceError, reason
from ..numbers.arrays import checked_key, overlap, shape_of
from ..numbers.choosing import where
from ..numbers.linear import as_one, place
from ..numbers.summing import broadcast, mean, total
from .as_numpy.numpy_calls import called, effective, formula
from .as_numpy.numpy_protocol import is_mask
from .as_torch.torch_protocol import CLASHES, either
from .hints import remedy
from .traced import NOT_IN_PLACE, Traced, not_set, recorded, refused
from .user_code import call_in_progress, stores_an_entry, stores_next, user_line
from .written_entries import can_wait, place_of, put_in

MASK = "build a new array from whole arrays, for example with a mask: m * x"


def _in_place(op):
    """Return the method of ``x += w``: who holds ``x`` sees the new values, as with NumPy's arrays."""

    what = f"{op} in place"

    def method(self, other):
        new = recorded(op, (self, other), sys._getframe(1))
        if (views := self.views()) and stores_next():
            self.tape.unstored.append((new, user_line()))
            return new  # h[0] += w: what was read from h goes back there at once; in a list it would not
        return self.become(new, what, views)

    return method


def _gathered(name, u, axis, keepdims, options):
    """Return a sum or a mean that was asked for with other options than NumPy's own two."""
    return called(name, (u,), {"axis": axis, "keepdims": keepdims} | options, f"x.{name}")


def _of_masks(name, sign):
    """Return the method of a sign that NumPy has for masks, such as ``(x > 0) & (x < 1)``."""

    def method(self, *others):
        return called(name, tuple(map(checked_mask, (self, *others))), said=sign)

    return method


def own_key(key):
    """Return a key as ``checked_key`` does, with the user's line where it is none."""
    try:
        return checked_key(key)
    except TraceError as problem:
        raise TraceError(f"{problem} (line {user_line()})") from None


def plain_key(key):
    """Return a key with nothing traced in it: masks become truth values, and whole numbers made of them plain; guarded."""
    if isinstance(key, TracedArray):
        return called("decided" if is_mask(key) else "decided_places", (key,))
    if type(key) is tuple:
        key = tuple(plain_key(k) if isinstance(k, TracedArray) else k for k in key)
    return own_key(key)


def third(u, said):
    """Return whether axes are kept: as third argument NumPy takes the kind of the entries before that."""
    if isinstance(u, int):
        return bool(u)
    return bool(effective({"dtype": u}, said))


def checked_mask(mask):
    """Return an array of 1 and 0, or of truth values; raise a ``TraceError`` for another traced one."""
    if isinstance(mask, TracedArray) and not ((mask.value == 0) | (mask.value == 1)).all():
        raise TraceError(f"this is for masks, arrays of 1 and 0 (line {user_line()}): compare first, (x > 0) & (x < 1)")
    return mask


class Count(int):
    """The number of entries, NumPy's ``x.size``; called, as PyTorch's ``x.size()`` is, it gives the lengths of axes."""

    def __call__(self, dim=None):
        return self.lengths if dim is None else self.lengths[dim]


class TracedArray(Traced):
    """An array that remembers how it was computed.

    ``x += w`` and ``x[0] = w`` change it for whoever holds it, as in NumPy: it is another variable of the program from then
    on.  Its ``family`` are the arrays that NumPy would let share its entries, such as ``x[1:]``: while one of them is in
    use, neither can be changed, as the other would have to change, too.  What was assigned entry by entry waits in
    ``entries``, by place, until the whole is asked for.
    """

    __slots__ = ("__weakref__", "copied", "entries", "family", "index_before", "value_before")
    _kind = "array"

    __delitem__ = refused("entries to delete", "choose those that stay, x[[0, 2]]")
    __iadd__, __isub__, __imul__ = _in_place("add"), _in_place("subtract"), _in_place("multiply")
    __itruediv__, __ipow__, __imatmul__ = _in_place("divide"), _in_place("power"), _in_place("matmul")

    def __init__(self, tape, index, value):
        self.tape, self.index_before, self.value_before, self.entries = tape, index, value, None

    def _put_in(self):
        """Put the entries that were assigned into the array."""
        entries, self.entries = self.entries, None
        before = TracedArray(self.tape, self.index_before, self.value_before)
        new = put_in(before, {at: self.tape.box(self.tape, *of_entry) for at, of_entry in entries.items()})
        self.index_before, self.value_before = new.index, new.value

    @property
    def index(self):
        """The variable that the whole array is."""
        if self.entries:
            self._put_in()
        return self.index_before

    @property
    def value(self):
        """The whole array."""
        if self.entries:
            self._put_in()
        return self.value_before

    def __bool__(self):
        raise TraceError(
            f"an array has a truth value for each entry, and no branch can follow them all (line {user_line()}): use where, "
            "maximum, minimum, relu or abs, or compare one number, such as x.sum()"
        )

    def __pos__(self):
        return self.astype(float)

    def copy(self):
        """Return the same values as an array of its own, which may be changed without changing this one."""
        new = TracedArray(self.tape, self.index, self.value)
        new.copied = True
        return new

    def _view(self, made):
        """Return ``made`` of this array, after noting that NumPy would let the two share their entries, if it would."""
        if isinstance(made, TracedArray) and overlap(self.value, made.value):
            self.tie(made)
        return made

    def tie(self, other):
        """Note that NumPy would let the two share their entries."""
        from weakref import ref  # NumPy has loaded it, and a lesson of numbers need not

        family = getattr(self, "family", None)
        if family is None:
            self.family = other.family = [ref(self), ref(other)]
            return
        if len(family) & (len(family) - 1) == 0:  # now and then: a loop may read thousands of rows
            family[:] = [u for u in family if u() is not None]
        family.append(ref(other))
        self.family = other.family = family

    def views(self):
        """Return the arrays in use that share entries with this one."""
        family = getattr(self, "family", None)
        return family and [u for u in (each() for each in family) if u is not None and u is not self]

    def become(self, new, what, views):
        """Take the value of ``new``, for whoever holds this array, if no ``views`` of it are in use."""
        if new.tape is not self.tape or shape_of(new) != self.shape or new.dtype.kind != self.dtype.kind:
            raise TraceError(f"{what} would make another kind of array (line {user_line()}): write x = ..., a new one")
        if views:
            raise TraceError(
                f"an array and a view of it, such as x[1:] or x.T, would change together (line {user_line()}): "
                "write x = x + 1, which makes a new array, x[1:] = x[:-1].copy(), x[0, 1] = w and not x[0][1] = w, or "
                f"{MASK}"
            )
        self._note_change()
        self.index_before, self.value_before, self.entries = new.index, new.value, None
        return self

    def _note_change(self):
        """Note that an array that was given is changed, if it is one."""
        k = self.index_before
        if k >= 0 and self.tape.ops[k] == "input" and not hasattr(self, "copied"):
            self.tape.change_input(k)

    # isinstance(x, np.ndarray) asks for it, and must not lead into another branch than it does outside
    __class__ = property(lambda self: sys.modules["numpy"].ndarray)
    flat = property(lambda self: self.ravel())
    shape = not_set("shape", lambda self: self.value_before.shape)

    @property
    def ndim(self):
        """The number of axes."""
        return self.value_before.ndim

    @property
    def size(self):
        """The number of entries."""
        count = Count(self.value_before.size)
        count.lengths = self.shape
        return count

    @property
    def dtype(self):
        """The kind of the entries."""
        return self.value_before.dtype

    @property
    def T(self):  # noqa: N802, NumPy's name
        """The transpose."""
        return self._view(self.tape.record("transpose", (self,), sys._getframe(1), (None,)))

    def __array__(self, *_, **__):
        if stores_an_entry():
            raise TraceError(f"{NOT_IN_PLACE} (line {user_line()})")
        call = call_in_progress()
        instead = (
            remedy(call[2]) if call else ""
        ) or "np.stack([x, y]) or np.concatenate([x, y]) makes one of traced values"
        if call and call[1].startswith(("np.", "numpy.")) and formula(call[1].partition(".")[2]):
            instead = f"of a list of them write {call[1]}(np.stack([x, y]))"
        raise TraceError(f"a traced array cannot be put into a plain one (line {user_line()}): {instead}")

    @property
    def mT(self):  # noqa: N802, NumPy's name
        """The transpose of each matrix in a stack."""
        return self.swapaxes(-1, -2)

    def __len__(self):
        return len(self.value_before)

    def __iter__(self):
        return (self[k] for k in range(len(self)))

    def __getitem__(self, key):
        at = place_of(key, self.shape) if self.entries else None
        if at and len(at) == len(next(iter(self.entries))):
            if found := self.entries.get(at):
                made = self.tape.box(self.tape, *found)
            else:
                before = TracedArray(self.tape, self.index_before, self.value_before)
                made = self.tape.record("index", (before,), sys._getframe(1), (own_key(key),))
            if shape_of(made):
                self.tie(made)
            return made
        if type(key) is not int and type(key) is not slice:
            key = plain_key(key)  # of x[x > 0], which entries these are is kept as a guard
        return self._view(self.tape.record("index", (self,), sys._getframe(1), (key,)))

    def __setitem__(self, key, w):
        """Follow ``x[key] = w``: the array becomes one that has ``w`` there, and what it had elsewhere."""
        traced, w, tape = isinstance(key, TracedArray) and is_mask(key), as_one(w), self.tape
        if not traced and type(key) is not int:
            key = plain_key(key)
        tape.unstored = [each for each in tape.unstored if each[0] is not w]
        at = None if traced else place_of(key, self.shape)
        if at and can_wait(self, at, w) and not self.views():
            if self.entries and len(at) != len(next(iter(self.entries))):
                self._put_in()
            self._note_change()
            self.entries = self.entries or {}
            self.entries[at] = w.index, w.value
            return
        if traced and shape_of(w):  # as many values as the mask has 1: so the mask is kept as it is
            key, traced = called("decided", (checked_mask(key),)), False
        mask, there = (self._from_the_first(checked_mask(key)), w) if traced else self._there(key, w)
        self.become(where(mask, there, self), "x[...] = ...", self._views_at(key))

    def _views_at(self, key):
        """Return the arrays in use that may share an entry with ``self[key]``: the others may stay as they are."""
        import numpy as np

        views, keys = self.views(), key if type(key) is tuple else (key,)
        if not views or not all(type(k) in (int, slice) for k in keys):
            return views
        whole, part = self.value, self.value[(*keys, ...)]

        def apart(u):
            try:  # what shares nothing with the whole by now has been a view of it before it was changed
                return np.may_share_memory(u.value, whole) and not np.shares_memory(u.value, part, max_work=10_000)
            except np.exceptions.TooHardError:
                return False

        return [u for u in views if not apart(u)]

    def _from_the_first(self, mask):
        """Return a mask as it fits this array: its axes are the first ones, and each entry is for all that is behind."""
        if shape_of(mask) != self.shape[: mask.ndim]:
            raise NumberError(f"a mask of shape {mask.shape} is none of an array of shape {self.shape} (line {user_line()})")
        return mask if mask.ndim == self.ndim else mask.reshape(*mask.shape, *[1] * (self.ndim - mask.ndim))

    def _there(self, key, w):
        """Return where entries are assigned to, as a mask, and ``w`` at those places of an array."""
        import numpy as np

        key, count = own_key(key), np.zeros(self.shape)
        try:
            np.add.at(count, key, 1)
            shape = count[key].shape
            if count.size and count.max() > 1:
                raise TraceError(f"an entry is assigned to twice (line {user_line()}): give each a value once")
            w = w if shape_of(w) == shape else broadcast(w, shape)
            return count > 0, place(w, key, self.shape)
        except (IndexError, ValueError) as problem:
            raise NumberError(f"x[...] = ... cannot be done here: {reason(problem)} (line {user_line()})") from None

    def __matmul__(self, other):
        return recorded("matmul", (self, other), sys._getframe(1))

    def __rmatmul__(self, other):
        return recorded("matmul", (other, self), sys._getframe(1))

    def sum(self, axis=None, keepdims=False, **options):
        """Return the sum of all entries, or the sums along an axis or several."""
        keepdims = third(keepdims, "x.sum")
        return _gathered("sum", self, axis, keepdims, options) if options else total(self, axis, keepdims)

    def mean(self, axis=None, keepdims=False, **options):
        """Return the mean of all entries, or the means along an axis or several."""
        keepdims = third(keepdims, "x.mean")
        return _gathered("mean", self, axis, keepdims, options) if options else mean(self, axis, keepdims)

    def reshape(self, *shape, order="C"):
        """Return the entries in another shape; a -1 stands for what is left over."""
        if order != "C":
            return called("reshape", (self, *shape[:1]) if len(shape) == 1 else (self, shape), {"order": order}, "x.reshape")
        shape = tuple(shape[0]) if len(shape) == 1 and hasattr(shape[0], "__len__") else tuple(map(operator.index, shape))
        if shape == () and self.size == 1:
            return self[(0,) * self.ndim]
        return self._view(self.tape.record("reshape", (self,), sys._getframe(1), (shape,)))

    def ravel(self, order="C"):
        """Return the entries in one row."""
        return self._view(self.flatten(order))

    def flatten(self, order="C"):
        """Return the entries in one row, as an array of its own."""
        if order != "C":
            return called("ravel", (self,), {"order": order}, "x.ravel")
        return self.tape.record("reshape", (self,), sys._getframe(1), ((int(self.size),),))

    def transpose(self, *axes):
        """Return the axes in another order, by default in reverse."""
        axes = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes
        return self._view(self.tape.record("transpose", (self,), sys._getframe(1), (tuple(axes) if axes else None,)))

    __and__, __or__, __invert__ = _of_masks("logical_and", "&"), _of_masks("logical_or", "|"), _of_masks("logical_not", "~")
    __xor__ = __rxor__ = _of_masks("logical_xor", "^")
    __rand__, __ror__ = __and__, __or__

    def __reversed__(self):
        return reversed([*self])

    def item(self, *key):
        """Return the one entry, or that at a place."""
        key = key[0] if len(key) == 1 and isinstance(key[0], tuple) else key
        if key or self.size == 1:
            return self[key] if len(key) == self.ndim else self.ravel()[key or 0]
        raise TraceError(f"item() is of an array with one entry, not of shape {self.shape} (line {user_line()}): write x[0]")

    def tolist(self):
        """Return the entries in lists, traced as they are."""
        return [u.tolist() if isinstance(u, TracedArray) else u for u in self]

    def astype(self, dtype, copy=True, **_):
        """Return a copy; the entries stay floats, of a mask they become floats."""
        effective({"dtype": dtype}, "x.astype")
        return self * 1.0 if is_mask(self) else self if copy is False else self.copy()


for _name in filter(TracedArray.__dict__.__contains__, CLASHES):
    setattr(TracedArray, _name, either(_name, getattr(TracedArray, _name)))
