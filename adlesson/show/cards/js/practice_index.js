// The front end of fresh problems, a script of its own: most pages have none.

import { enter, initialize } from "../../live/js/door.js";
import { mountCard } from "./mounting.js";
import { practiceCard } from "./practice.js";
import { practiceModel } from "./practice_model.js";

export const mount = (...given) => mountCard({ practice: practiceCard }, { practice: practiceModel }, ...given);

export default { initialize, render: (given) => enter(given, mount) };
