"""A loop as one instruction: what is found by solving an equation is differentiated by solving a linear one.

With this module you can

- make a row of the table whose value is the solution z of z = F(z, x), and whose partials are right (``instruction``).

How z was found does not matter to its derivatives.  Forward, zdot = F_z zdot + F_x xdot; and back, w = zbar + w F_z, from
which each x gets its share w F_x.  For a number z that is a division by 1 - F_z.  For an array each of the two is a loop
again, a linear one: an instruction of its own, made by this very module when it is first needed.  So second derivatives
need nothing that the first do not.
"""

import weakref

from ...engine.codegen.literals import identifier
from ...engine.errors import TraceError
from ...engine.fast import fill, pull_back, push_forward
from ...engine.numbers.arithmetic import divide
from ...engine.numbers.arrays import filled, quiet, shape_of
from ...engine.numbers.linear import LinearMap
from ...engine.numbers.operand import Comparable, is_operand
from ...engine.numbers.summing import total
from ...engine.ops import OPS
from ...engine.own_rows import OwnName, is_formula, own_row
from ...engine.trace import trace
from ...engine.transforms.linearised import Linearised, ways
from .krylov import solve_linear

LINES = 12  # of a turn: a partial of more is not written out
WRITTEN = {}  # what is written instead, by name and number of arguments
GONE = []  # rows that no program uses any more: taken out when the next one comes, not while somebody reads the table


class Turn:
    """Once round: a program for F, the ``place`` of z among its inputs and the ``slot`` of its output; x are the others.

    ``name`` is that of the instruction, and ``again`` what a pickle keeps of it, as an ``OwnName`` has it.
    """

    def __init__(self, name, program, place, slot, again):
        self.name, self.program, self.place, self.slot, self.again = name, program, place, slot, again
        self.shape = program.shape_at(place)
        self.others = [k for k in range(program.d) if k != place]
        self._linear = {}

    def values(self, v, x):
        """Return the value of every variable of F at z = v; its guards were looked at when v was found."""
        p = self.program
        z = [*x[: self.place], v, *x[self.place :], *[None] * (len(p) - p.d), *reversed(p.constants)]
        with quiet(p.shapes):
            fill(p, z)
        return z

    def pulled(self, w, z):
        """Return w times the Jacobian of F by each of its inputs, at the values z of all variables."""
        return pull_back(self.program, z, [(self.slot, w)] if self.slot >= 0 else [])[: self.program.d]

    def pushed(self, k, dot, z):
        """Return the Jacobian of F by its input k, times ``dot``."""
        moving = [filled(self.program.shape_at(j), 0) for j in range(self.program.d)]
        moving[k] = dot
        return push_forward(self.program, z, moving)[self.slot] if self.slot >= 0 else filled(self.shape, 0)

    def partials(self):
        """Return the partials of the solution by each x."""
        rules = [self._of_array(k) if self.shape else self._of_number(k) for k in range(len(self.others))]
        return tuple(rules if len(self.program) - self.program.d <= LINES else map(self._named, range(len(rules)), rules))

    def _named(self, k, rule):
        """Return a partial that is written by a name of its own: written out it would fill pages, or never end."""
        name = f"{self.name}_by_{identifier(self.program.inputs[self.others[k]])}"

        def partial(v, *x):
            if not any(is_formula(u) or (is_operand(u) and not isinstance(u, Comparable)) for u in (v, *x)):
                return rule(v, *x)
            slope = written(name, 1 + len(x))(v, *x)
            if not shape_of(v) and not shape_of(x[k]):
                return slope
            return LinearMap(lambda xdot: slope * xdot, lambda vbar: vbar * slope)

        return partial

    def _of_number(self, k):
        def partial(v, *x):
            bars = self.pulled(1, self.values(v, x))
            by, rest = bars[self.others[k]], 1 - bars[self.place]
            if not self.program.shape_at(self.others[k]):
                return divide(by, rest)  # also of a batch, every point by itself
            return LinearMap(lambda xdot: divide(total(by * xdot, None), rest), lambda vbar: divide(vbar, rest) * by)

        return partial

    def _of_array(self, k):
        def partial(v, *x):
            def push(xdot):
                source = self.pushed(self.others[k], xdot, self.values(v, x))
                return OPS[self.linear("forth")].value(v, *x, source)

            return LinearMap(push, lambda vbar: self.shares(vbar, v, *x)[k])

        return partial

    def shares(self, vbar, v, *x):
        """Return what each x gets of the adjoint of z: one linear system for them all."""
        bars = self.pulled(OPS[self.linear("back")].value(v, *x, vbar), self.values(v, x))
        return [bars[k] for k in self.others]

    def linear(self, way):
        """Return the key of the instruction that solves w = s + w F_z, for ``"back"``, or w = s + F_z w, for ``"forth"``."""
        if way not in self._linear:
            self._linear[way] = self._made(way)
        return self._linear[way]

    def _made(self, way):
        turn = Turn(
            self.name, self.program, self.place, self.slot, self.again
        )  # which holds no key: the row is to go with it
        through, way_there = (turn.back if way == "back" else turn.forth), ways(turn.program, [turn.place], [turn.slot])

        def once_round(**given):
            w, v, *x, source = given.values()
            return source + through(w, turn.values(v, x))

        def value(v, *rest):
            *x, source = rest
            with quiet(True):
                linear = Linearised(turn.program, turn.values(v, x), way_there)
                return solve_linear(lambda w: w - turn._times(linear, w, way), source)

        example = self.program.bind({})
        v, x = example[self.place], [example[k] for k in self.others]
        names = ["w", "z", *(f"x{k}" for k in range(len(x))), "s"]
        p = trace(once_round, dict(zip(names, [v, v, *x, v], strict=True)))
        return instruction(Turn(f"{self.name}_{way}", p, 0, p.output_slots[0], (linear_again, (*self.again, way))), value)

    def _times(self, linear, w, way):
        """Return w F_z or F_z w of numbers, with the partials at hand."""
        from_, to, go = (self.slot, self.place, linear.pull) if way == "back" else (self.place, self.slot, linear.push)
        found = go([(from_, w)])[to] if self.slot >= 0 else None
        return filled(self.shape, 0) if found is None else found

    def back(self, w, z):
        """Return w F_z."""
        return self.pulled(w, z)[self.place]

    def forth(self, w, z):
        """Return F_z w."""
        return self.pushed(self.place, w, z)


def written(name, n):
    """Return a function of ``n`` letters or formulas that only writes its name, and what it is called with."""
    if (name, n) not in WRITTEN:

        def refused(*_):
            raise TraceError(f"{name} is a name for a long formula, which nobody writes out: ask the program, with hessian")

        key = OwnName(name)
        WRITTEN[name, n] = own_row(name, lambda: key, refused, (refused,) * n, key=key, hidden=True)
    row = WRITTEN[name, n]
    return OPS.setdefault(row.key, row).value


def linear_again(made, given, way):
    """Return the key of the linear instruction of a row that a pickle tells of."""
    return OPS[made(*given)].value.turn.linear(way)


def instruction(turn, value):
    """Return the key of a new row: ``value(*x)`` is the solution for numbers and arrays x, its partials those of the turn.

    The row is there as long as its key is, which the programs hold that use it.
    """
    while GONE:
        OPS.pop(GONE.pop(), None)
    key = OwnName(turn.name, turn.again)
    twin, known = OwnName(turn.name, twin=key), weakref.ref(key)
    OPS[twin] = row = own_row(turn.name, known, value, turn.partials(), key=twin, hidden=True)
    row.shares = turn.shares if turn.shape else None
    row.value.turn = turn
    weakref.finalize(key, GONE.append, twin).atexit = False
    return key
