"""What the page is given: the frames and all that goes with them, as types, which are the contract's only text.

With this module you can

- read what stands in the data of a stepper (``Frames`` first, then from the top down);
- get the same as a JSON schema (``schema``), which the tests hold against real frames, in Python and in the page.

All of it is JSON: a NaN or an infinity is text, or null where a number is wanted.

>>> schema(Memory)["properties"]["says"], sorted(schema(Frame)["required"])
({'type': 'string'}, ['equation', 'lit', 'sentence', 'set'])
"""

from types import NoneType, UnionType
from typing import Literal, NotRequired, TypedDict, Union, get_args, get_origin, get_type_hints, is_typeddict

What = Literal["value", "slope", "share", "note", "residual", "heat-value", "heat-slope", "partial"]


class Lit(TypedDict):
    """What is lit while a frame is shown: indices of variables, arrows and lines."""

    targets: list[int]  # the variables that change
    sources: list[int]  # the variables that are read
    edges: list[int]
    back: bool  # are the arrows in use turned around?
    lines: list[int]  # of source
    gradient: list[int]  # lines of the sweep
    rows: NotRequired[list[int]]  # of the figure: what carries data-r


class Rule(TypedDict):
    """Which slope is on the arrow: a question with formulas to choose from."""

    question: str
    choices: list[str]
    right: int
    said: NotRequired[str]  # in place of that of the Ask: it does not say the slope


class Words(TypedDict):
    """What stands in two places of the sentence on the slopes of a line that were exchanged."""

    line: str
    exchanged: str


class Ask(TypedDict):
    """A number to predict.

    If ``whole`` is true and the answer is a whole number, only ``expected`` itself is right; else whatever is within
    ``tolerance`` of it.  Of an answer that is not right, the nearest of the numbers in ``wrong`` tells what went wrong, if
    it is nearer than ``expected`` and off by at most ``max(tolerance, 0.005 |number|)``.  Else it is close within ten times
    the ``tolerance`` (not if both are whole), and wrong beyond.
    """

    question: str
    said: NotRequired[str]  # what is spoken in its place: signs in words, and the numbers that the eye sees beside it
    hints: list[str]  # three
    idea: str  # what to look at again after a wrong answer that is not explained
    rule: NotRequired[Rule | None]
    words: NotRequired[Words]
    blank: Literal[1, 2, 3]  # at fade 0 every step asks, at fade n those with blank <= n, at 3 the rule is asked, too
    expected: float
    tolerance: float
    whole: bool
    wrong: list[tuple[float, list[int]]]  # numbers, and the indices of the mistakes that give them


class Frame(TypedDict):
    """One step, or the start of a sweep, which tells what is to come."""

    sentence: str
    said: NotRequired[str]  # what is spoken in its place, where it has signs in it
    equation: str  # in MathML, its parts named from below, or ""
    given: NotRequired[str]  # all of it that is shown while the question is open, in MathML
    result: NotRequired[str]  # beside the lit line of the sweep: "= 9", of a later share "+= 6"
    made: NotRequired[str]  # beside the lit line of the function: "a = 6"
    set: list[tuple[What, int, str]]  # the state at frame k is what frames 0..k have set; of an arrow a partial, else of
    # a variable; heat-value and heat-slope are the letters of ``heat``
    lit: Lit
    ask: NotRequired[Ask]


class Phase(TypedDict):
    """One sweep, or one block of the Lagrangian, and all that the page knows of it: no name is known to the page."""

    sweep: str  # its name, which no other phase has
    label: str  # its button
    word: str  # what a slope is called: the heading of its column, in speech, in what is said to a mistake
    second: Literal["slope", "residual"]  # what stands below the value in a box
    role: Literal["forward", "back"]  # the way it goes
    look: Literal["", "adjoint", "tangent", "multiplier", "gap"]  # shape and hue of what stands below the value in a box
    names: list[str]  # by variable what stands before it, such as "ā"; [] where nothing stands there
    legend: str  # what the boxes and arrows mean, with a place for {ranges}
    start: int  # its first frame


class Variable(TypedDict):
    """One instruction."""

    name: str
    rule: str
    kind: Literal["input", "inner", "output"]
    shape: str  # "" for a number
    reads: list[int]  # a variable for each arrow into its box, in the order of the arrows of the picture
    line: int | None  # in source


class Pictures(TypedDict):
    """The graph as SVG, with data-i on boxes and data-e on arrows.

    The boxes of ``tall`` are empty: what stands in them is what stands in those of ``wide``.  Of a large program it is "".
    """

    wide: str
    tall: str


class Source(TypedDict):
    """Lines of code."""

    title: str
    lines: list[str]


class Mistake(TypedDict):
    """What gives one of the known wrong numbers."""

    says: str  # with places for {target} and {source} (the lit variables), {word} and {number} (the answer)
    idea: int  # what to look at again: an index of ``ideas``


class Memory(TypedDict):
    """The memory bar: ``rows`` has for each frame how many of ``of`` are held, and that in words."""

    most: int
    of: int
    says: str
    rows: list[tuple[int, str]]


class Nudge(TypedDict):
    """What a nudge of one variable does; a number that is not finite is null, or the text of what a variable is then."""

    later: list[int]  # the variables that depend on it, as far as it is told of them
    slopes: list[float | None]  # of each: how far it moves per unit of a small nudge
    moves: list[list[float | str]]  # of each: how far it moves, by size; "?" where the function would run other lines
    rest: list[float | None]  # by size: the move of the result, less slope times nudge; [] if it does not depend on it
    kinks: list[int]  # sizes with which a kink is crossed, then those of ``Nudges.far``, counted on
    far: list[float | None]  # the moves of the result, by ``Nudges.far``


class Nudges(TypedDict):
    """What every variable does if a little is added to one, see ``story.nudges``."""

    sizes: list[float]
    far: list[float]  # larger nudges and some between, for a curve
    result: int  # the variable that is watched
    few: bool  # is it told of the result alone?
    was: list[float | str]  # the values
    along: list[float]  # the speeds of the inputs in the tangent sweep
    of: list[Nudge]  # by variable; if more than one input has a speed, or one other than 1, then of all of them, too


class Order(TypedDict):
    """A known order of firing."""

    name: str
    says: str
    remembers: bool  # whether a box that fires again sends only what came in since
    firings: list[int] | None  # null if there are too many
    count: str  # how many there are


class Schedule(TypedDict):
    """All that is needed to fire in an order of one's own, see ``story.orders``."""

    arrows: list[tuple[int, int, float | None]]  # who reads, who is read, the slope; in the order of the picture's
    output: int
    order: list[int]  # a topological one, of all on the way to the output
    known: list[Order]
    begins: bool  # is the learner the machine from the start?


class Figure(TypedDict):
    """One more picture, or if ``svg`` is "" a sentence in its place.

    What carries ``data-r`` in it is lit by ``Lit.rows``, and its ``.ad-solved`` ends with the variable's slope as it is now.
    """

    title: str
    svg: str
    says: str


class Input(TypedDict):
    """An input of ``explore``, and the range of its slider: values beyond it can be typed."""

    name: str
    value: float | None  # null if no JSON is the number
    low: float
    high: float
    step: float


class Form(TypedDict):
    """The header of ``explore``."""

    text: str | None  # the formula, null for a function
    note: str  # what has to be known about the formula, else ""
    inputs: list[Input]


class Frames(TypedDict):
    """All that the page is given."""

    title: str
    phases: list[Phase]
    ranges: str  # what "…" means where the short text of an array is cut, else ""
    remark: str  # what the page cannot do with this program, else ""
    frames: list[Frame]
    variables: list[Variable]
    pictures: Pictures
    source: Source  # the learner's function
    gradient: Source | None  # the sweep, a line for each step
    memory: Memory | None
    mistakes: list[Mistake]
    ideas: list[str]
    nudge: Nudges | None
    schedule: Schedule | None
    figure: Figure | None
    # added by the widget: the state to begin with, and lines of Python that give it again, in which {options} stands for
    # ", predict=True, fade=2, step=7, panes=('code',)" as far as they are not False, 0 and (); a remark behind them says
    # what to run first
    predict: NotRequired[bool]
    fade: NotRequired[Literal[0, 1, 2, 3]]
    step: NotRequired[int]
    code: NotRequired[str]
    panes: NotRequired[list[str]]  # those that are open from the start
    form: NotRequired[Form]  # of explore


PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}


def schema(kind=Frames):
    """Return a type of this module as a JSON schema, exact about what is missing and what is not known."""
    if kind in PLAIN:
        return {"type": PLAIN[kind]}
    if is_typeddict(kind):
        fields = {name: schema(field) for name, field in get_type_hints(kind).items()}
        names = [name for name in fields if name in kind.__required_keys__]
        return {"type": "object", "properties": fields, "required": names, "additionalProperties": False}
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": [*inner]}
    if origin in (Union, UnionType):
        return {"anyOf": [schema(one) for one in inner]}
    if origin is list:
        return {"type": "array", "items": schema(*inner)}
    if origin is tuple:  # a row of so many things
        return {"type": "array", "prefixItems": [schema(one) for one in inner], "items": False, "minItems": len(inner)}
    raise TypeError(f"no JSON for {kind!r}: use str, bool, int, float, None, Literal, list, tuple, | and TypedDict")
