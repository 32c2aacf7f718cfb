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
 */

/**
 * A number to predict.
 * @typedef {Object} Ask
 * @property {string} question
 * @property {string} said
 * @property {string[]} hints
 * @property {string} idea
 * @property {Rule|null} [rule]
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
 * @property {boolean} hand
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
 * @property {number|null} line
 */

/**
 * The graph as SVG, with data-i on boxes and data-e on arrows; of a large program ``tall`` is "".
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
 * @property {string} name
 * @property {string} says
 * @property {string} idea
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
 * What the output does if a little is added to one variable, see ``story.nudges``.
 * @typedef {Object} Nudge
 * @property {number|null} slope
 * @property {string} text
 * @property {string} svg
 * @property {string[][]} rows
 */

/**
 * Who pays whom, and what it multiplies with.
 * @typedef {Object} Edge
 * @property {number} from
 * @property {number} to
 * @property {number|null} partial
 * @property {string} text
 */

/**
 * A known order of firing, and what it comes to.
 * @typedef {Object} Order
 * @property {string} name
 * @property {string} says
 * @property {string} adjoint
 * @property {boolean|null} right
 * @property {string} firings
 * @property {number[]|null} order
 * @property {boolean} remembers
 */

/**
 * Sentences about a firing, with places for {name}, {amount}, {others} and {n}.
 * @typedef {Object} Texts
 * @property {string} start
 * @property {string} fired
 * @property {string} share
 * @property {string} nothing
 * @property {string} early
 * @property {string} again
 * @property {string} right
 * @property {string} wrong
 * @property {string} input
 * @property {string} aside
 */

/**
 * All that is needed to fire in an order of one's own, see ``story.machine``.
 * @typedef {Object} Schedule
 * @property {Edge[]} edges
 * @property {number[]} outputs
 * @property {number[]} order
 * @property {number|null[]} right
 * @property {number} watch
 * @property {Order[]} table
 * @property {Texts} texts
 */

/**
 * One more picture, or if ``svg`` is "" a sentence in its place.
 * @typedef {Object} Figure
 * @property {string} title
 * @property {string} svg
 * @property {string} says
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
 * @property {Nudge[]|null} nudge
 * @property {Schedule|null} schedule
 * @property {Figure|null} figure
 * @property {boolean} [predict]
 * @property {0|1|2|3} [fade]
 * @property {number} [step]
 * @property {string} [code]
 */

export {};
