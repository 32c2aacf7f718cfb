// The stepper's front end: shows frames (contract.js), and judges a prediction by the numbers in them.
// A page calls `mount(element, data, uid)`; anywidget comes in by door.js.  Nothing is computed here but a typed answer
// such as cos(2)*3 and, when the learner is the machine, what a firing adds.  No name of a sweep stands in these files:
// what differs from sweep to sweep is in the phase.
//
// To read: dom, answers and home (in live/js) and cursor use nothing; pictures, panes and leaflets show; question,
// predict, machine and nudge are what a learner does; strip, transport and drawer are zones of the page; player puts
// them together; controls, paper and explore let it be used; mount makes one; this file is where a notebook comes in,
// embed.js where any other page does, opener.js where a link does (link.js says what is in one).

import { enter, initialize } from "../../live/js/door.js";
import { mount } from "./mount.js";

export { mount };
export default { initialize, render: (given) => enter(given, mount) };
