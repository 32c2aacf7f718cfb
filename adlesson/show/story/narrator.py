"""What a frame is made of: its sentence, its equation, what it changes in the picture, and what it lights.

With this module you can

- write the frames of a mode (``Narrator``): any (``row``), and those that several modes have in common, such as an edge that
  is crossed (``payment``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> here = Evaluation(trace(lambda x: x * x, x=3))
>>> told = Narrator(here)
>>> first, second = [told.payment(step) for step in here.reverse[1:]]
>>> second["sentence"], second["lit"]["targets"], second["set"][0], second["result"]
('f sends x its share for argument 2: 1 × 3 = 3. Now the adjoint of x is 6.', [0], ['slope', 0, '6'], '+= 3')
>>> second["said"]
'f sends x its share for argument 2: 1 times 3 equals 3. The adjoint of x is now 3 plus 3: 6.'
"""

from ...engine.numbers.arrays import filled
from ..evaluation import output_variable
from ..picture.heat import heat
from ..writing.formula import added, addition, as_letter, shape_at, twice
from ..writing.mathml import digits, equation, term
from ..writing.notes import kink, wrong_step, wrong_value
from ..writing.numerals import in_words, number
from ..writing.spoken import spoken
from .step_equations import edge_equation, spellers, start_of

MOST = 4  # names that are read one by one


class Narrator:
    """Writes frames about one ``Evaluation``, with a ``budget`` of stored states if there is one.

    ``before`` are the phases that have been told so far.  A mode that does not compute the values shows them in its first
    frame (``give_values``).
    """

    def __init__(self, here, budget=None):
        self.here, self.program, self.z = here, here.program, here.z
        self.budget, self.before = budget, []
        self.pane = None  # the sweeps as lines of Python, see ``write``
        self.edge, self.place = here.edge, here.place
        self.earlier = {}  # by variable, who has sent it a share in this sweep; None is the sweep's own start
        self.product = False  # has it been said why a share is a product?
        self.first, self.first_slope = wrong_value(self.program, self.z), None

    def write(self, title, lines):
        """Add lines to the pane of the sweeps, and return for each of them where it stands, as a list of one."""
        pane = self.pane = self.pane or {"title": title, "lines": []}
        if title not in pane["title"]:
            pane["title"] += f", {title[0].lower()}{title[1:]}"
        first = len(pane["lines"])
        pane["lines"] += lines
        return [[first + k] for k in range(len(lines))]

    @staticmethod
    def row(sentence, sets=(), targets=(), sources=(), lit=(), back=False, said="", **more):
        """Return a frame; ``said`` is spoken in place of the sentence, ``more`` are fields of ``contract.Frame``."""
        said = spoken(said or sentence)
        return {
            "sentence": sentence,
            **({"said": said} if said != sentence else {}),
            "equation": "",
            **{field: text for field, text in more.items() if text},
            "set": [list(entry) for entry in sets],
            "lit": {"targets": list(targets), "sources": list(sources), "edges": list(lit), "back": back},
        }

    @staticmethod
    def add(row, sentence):
        """Let a frame say one more sentence."""
        row["said"] = f"{row.get('said', row['sentence'])} {spoken(sentence)}"
        row["sentence"] += f" {sentence}"

    def told(self, what, i, u):
        """Return what to set where variable ``i`` gets a value or a slope: its text, and of an array a picture."""
        picture = heat(u) if self.program.shapes else None
        return [(what, i, number(u)), *([(f"heat-{what}", i, picture)] if picture else [])]

    def filled(self, k):
        """Return variable ``k`` as its number, to be written into a formula."""
        return as_letter(self.z[k])

    @staticmethod
    def noted(note, i):
        """Return what to set for a note, if there is one and it belongs to variable ``i``."""
        return [("note", i, note.mark)] if note and note.index == i else []

    def give_values(self, row):
        """Let a frame set all values, and say where they first go wrong; not if the phases before have shown them."""
        shown = {i for phase in self.before for frame in phase.rows for what, i, _ in frame["set"] if what == "value"}
        if len(shown) == len(self.program):
            return
        row["set"] += [[*entry] for i in range(len(self.program)) for entry in self.told("value", i, self.z[i])]
        if self.first:
            row["set"].append(["note", self.first.index, self.first.mark])
            self.add(row, self.first.sentence)

    def start(self, sentence, **more):
        """Return the frame before the first tangent or adjoint, in which those of other phases go."""
        self.first_slope, self.earlier = None, {}
        shown = {(what, i) for phase in self.before for row in phase.rows for what, i, _ in row["set"] if "slope" in what}
        return self.row(sentence, [(what, i, "") for what, i in sorted(shown)], **more)

    def seed(self, step, sentence, kind, said=""):
        """Return the frame in which a tangent or an adjoint is given; ``kind`` is that of the steps to come."""
        i, text, latex = step.target_index, number(step.after), spellers(kind)[1]
        left = term(latex(step.target))
        if kind == "reverse":
            self.earlier.setdefault(i, []).append(None)
        sets = [*self.told("slope", i, step.after), ("share", i, f"{text} to begin with")]
        more = {"equation": equation(left, "=", digits(text)), "given": equation(left, "="), "result": f"= {text}"}
        return self.row(sentence, sets, [i], said=said, **more)

    def payment(self, step):
        """Return the frame of one arrow crossed."""
        i, target, source = step.instruction, step.target_index, step.source_index
        edge, back = self.edge[i, step.slot], step.kind == "reverse"
        earlier = self.earlier.setdefault(target, [])
        label, whole = edge_equation(self.program, step, i, earlier)
        amount, left = number(added(step)), term(spellers(step.kind)[1](step.target))
        sentence, said = self._sent(step, amount, earlier)
        earlier.append(step.source)
        frame = self.row(
            sentence,
            [
                *self.told("slope", target, step.after),
                ("partial", edge, label),
                ("share", target, f"{amount} from {step.source}"),
            ],
            [target],
            [source],
            [edge],
            back,
            said,
            equation=whole,
            given=equation(left, "="),
            result=f"{'+=' if earlier[1:] else '='} {amount}",
        )
        corner, wrong = kink(self.program, i, self.z), self.wrong_here(step)
        if corner:
            self.add(frame, corner.sentence)
            frame["set"] += self.noted(corner, i)
        if wrong:
            self.add(frame, "Here the sweep first goes wrong.")
            frame["set"] += self.noted(wrong, target)
        return frame

    def _sent(self, step, amount, earlier):
        """Return what is said of a share of this amount, to be read and to be spoken."""
        spell, i = spellers(step.kind)[0], step.instruction
        target, word = step.target, "adjoint" if step.kind == "reverse" else "tangent"
        place = f" for argument {step.slot + 1}" if twice(self.program, i, step.slot) else ""
        verb = f"sends {target} its share" if step.kind == "reverse" else f"moves {target}"
        product = addition(self.program, i, step, spell)
        product = product if product == amount else f"{product} = {amount}"  # of a mask's share: all 0
        sentence = f"{step.source} {verb}{place}: {product}."
        before, after = number(start_of(self.program, step)), number(step.after)
        if not earlier:
            told = f"The {word} of {target} is {after}."
            if step.kind == "tangent":
                if self.program.edges(i)[-1][0] != step.slot:
                    told = f"{told.removesuffix('.')} so far."
                return f"{sentence.removesuffix(f' = {amount}.').removesuffix('.')}. {told}", f"{sentence} {told}"
            why = self._why(step)
            sentence = f"{why}, so {step.source} sends {target}: {product}." if why else sentence
            return sentence, f"{sentence} {told}"
        now = f"{sentence} Now the {word} of {target} is {after}."
        if shape_at(self.program, step.target_index):  # ranges of entries cannot be added
            return now, now
        total = f"{before} {'−' if amount[0] == '−' else '+'} {amount.removeprefix('−')}"
        return now, f"{sentence} The {word} of {target} is now {total}: {after}."

    def _why(self, step):
        """Return, once, why a share is a product: two moves in a row, along an arrow that has all of the first."""
        slope, output = number(step.partial), output_variable(self.program)
        crowded = self.program.shapes or len(self.program.edges(step.instruction)) > 1
        if self.product or crowded or slope == "1" or step.source == output:
            return ""
        self.product, far = True, "times as far"
        return (
            f"A small move of {step.target} moves {step.source} {slope} {far}, and {step.source} moves {output} "
            f"{number(step.upstream)} {far}"
        )

    def leave(self, row, inputs):
        """Let the last frame of a reverse sweep say that nobody has sent these inputs anything."""
        for i in inputs:
            row["set"] += [[*entry] for entry in self.told("slope", i, filled(shape_at(self.program, i), 0))]
        if inputs:
            names = in_words([self.program.names[i] for i in inputs], MOST)
            each = "their adjoints are" if inputs[1:] else "its adjoint is"
            self.add(row, f"Nobody sends {names} a share: {each} 0.")

    def wrong_here(self, step):
        """Return a ``Note`` if this step is where the sweep first goes wrong, and the values did not before it."""
        if self.first or self.first_slope:
            return None
        self.first_slope = wrong_step(self.program, step)
        return self.first_slope
