// The contract of the frames, for editors: written from contract.py and held equal to it by a test.

/** @typedef {"value"|"slope"|"share"|"note"|"residual"|"heat-value"|"heat-slope"|"partial"} What */

/**
 * What is lit while a frame is shown: indices of variables, arrows and lines.
 * @typedef {Object} Lit
 * @property {number[]} targets
 * @property {number[]} sources
 * @property {number[]} edges
 * @property {boolean} back
 * @property {number[]} lines
 * @property {number[]} gradient
 * @property {number[]} [rows]
 */

/**
 * Which slope is on the arrow: a question with formulas to choose from.
 * @typedef {Object} Rule
 * @property {string} question
 * @property {string[]} choices
 * @property {number} right
 * @property {string} [said]
 */

/**
 * What stands in two places of the sentence on the slopes of a line that were exchanged.
 * @typedef {Object} Words
 * @property {string} line
 * @property {string} exchanged
 */

/**
 * A number to predict.
 * @typedef {Object} Ask
 * @property {string} question
 * @property {string} [said]
 * @property {string[]} hints
 * @property {string} idea
 * @property {Rule|null} [rule]
 * @property {Words} [words]
 * @property {1|2|3} blank
 * @property {number} expected
 * @property {number} tolerance
 * @property {boolean} whole
 * @property {[number, number[]][]} wrong
 */

/**
 * One step, or the start of a sweep, which tells what is to come.
 * @typedef {Object} Frame
 * @property {string} sentence
 * @property {string} [said]
 * @property {string} equation
 * @property {string} [given]
 * @property {string} [result]
 * @property {string} [made]
 * @property {[What, number, string][]} set
 * @property {Lit} lit
 * @property {Ask} [ask]
 */

/**
 * One sweep, or one block of the Lagrangian, and all that the page knows of it: no name is known to the page.
 * @typedef {Object} Phase
 * @property {string} sweep
 * @property {string} label
 * @property {string} word
 * @property {"slope"|"residual"} second
 * @property {"forward"|"back"} role
 * @property {""|"adjoint"|"tangent"|"multiplier"|"gap"} look
 * @property {string[]} names
 * @property {string} legend
 * @property {number} start
 */

/**
 * One instruction.
 * @typedef {Object} Variable
 * @property {string} name
 * @property {string} rule
 * @property {"input"|"inner"|"output"} kind
 * @property {string} shape
 * @property {number[]} reads
 * @property {number|null} line
 */

/**
 * The graph as SVG, with data-i on boxes and data-e on arrows.
 * @typedef {Object} Pictures
 * @property {string} wide
 * @property {string} tall
 */

/**
 * Lines of code.
 * @typedef {Object} Source
 * @property {string} title
 * @property {string[]} lines
 */

/**
 * What gives one of the known wrong numbers.
 * @typedef {Object} Mistake
 * @property {string} says
 * @property {number} idea
 */

/**
 * The memory bar: ``rows`` has for each frame how many of ``of`` are held, and that in words.
 * @typedef {Object} Memory
 * @property {number} most
 * @property {number} of
 * @property {string} says
 * @property {[number, string][]} rows
 */

/**
 * What a nudge of one variable does; a number that is not finite is null, or the text of what a variable is then.
 * @typedef {Object} Nudge
 * @property {number[]} later
 * @property {number|null[]} slopes
 * @property {number|string[][]} moves
 * @property {number|null[]} rest
 * @property {number[]} kinks
 * @property {number|null[]} far
 */

/**
 * What every variable does if a little is added to one, see ``story.nudges``.
 * @typedef {Object} Nudges
 * @property {number[]} sizes
 * @property {number[]} far
 * @property {number} result
 * @property {boolean} few
 * @property {number|string[]} was
 * @property {number[]} along
 * @property {Nudge[]} of
 */

/**
 * A known order of firing.
 * @typedef {Object} Order
 * @property {string} name
 * @property {string} says
 * @property {boolean} remembers
 * @property {number[]|null} firings
 * @property {string} count
 */

/**
 * All that is needed to fire in an order of one's own, see ``story.orders``.
 * @typedef {Object} Schedule
 * @property {[number, number, number|null][]} arrows
 * @property {number} output
 * @property {number[]} order
 * @property {Order[]} known
 * @property {boolean} begins
 */

/**
 * One more picture, or if ``svg`` is "" a sentence in its place.
 * @typedef {Object} Figure
 * @property {string} title
 * @property {string} svg
 * @property {string} says
 */

/**
 * An input of ``explore``, and the range of its slider: values beyond it can be typed.
 * @typedef {Object} Input
 * @property {string} name
 * @property {number|null} value
 * @property {number} low
 * @property {number} high
 * @property {number} step
 */

/**
 * The header of ``explore``.
 * @typedef {Object} Form
 * @property {string|null} text
 * @property {string} note
 * @property {Input[]} inputs
 */

/**
 * All that the page is given.
 * @typedef {Object} Frames
 * @property {string} title
 * @property {Phase[]} phases
 * @property {string} ranges
 * @property {string} remark
 * @property {Frame[]} frames
 * @property {Variable[]} variables
 * @property {Pictures} pictures
 * @property {Source} source
 * @property {Source|null} gradient
 * @property {Memory|null} memory
 * @property {Mistake[]} mistakes
 * @property {string[]} ideas
 * @property {Nudges|null} nudge
 * @property {Schedule|null} schedule
 * @property {Figure|null} figure
 * @property {boolean} [predict]
 * @property {0|1|2|3} [fade]
 * @property {number} [step]
 * @property {string} [code]
 * @property {string[]} [panes]
 * @property {Form} [form]
 */

export {};
