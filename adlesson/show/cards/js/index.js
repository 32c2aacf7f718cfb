// The cards' front end: what a learner answers, and what has been answered (card.py says what a page is given).
// A page calls `mount(element, data, uid)`; anywidget comes in by door.js.
//
// To read: store is what this window knows of the learner; mounting is what all cards are; predict, check, row and
// replay each show one kind of card.

import { enter, initialize } from "../../live/js/door.js";
import { checkCard } from "./check.js";
import { checkModel } from "./check_model.js";
import { mountCard } from "./mounting.js";
import { predictCard } from "./predict.js";
import { replayCard } from "./replay.js";
import { rowCard } from "./row.js";

const KINDS = { predict: predictCard, check: checkCard, row: rowCard, replay: replayCard };

export const mount = (...given) => mountCard(KINDS, { check: checkModel }, ...given);

export default { initialize, render: (given) => enter(given, mount) };
