// The model of a problem in a page of the site: the page's own Python draws the next one.

import { pageModel } from "../../live/js/page_model.js";
import { noAnswer, noPython, site } from "../../live/js/python.js";

/**
 * @param {Object} data of the problem
 * @returns {?Object} a model with "data"; null where the page has no Python, or nothing to ask it
 */
export function practiceModel({ state: _, ...data }) {
  if (data.test || !site() || noPython()) return null;
  let now = data;
  const content = () => ({ what: "practice", kind: now.kind, level: now.level });
  function changes(answer) {
    const silent = noAnswer(answer);
    now = silent ? { ...now, trouble: silent } : answer.data;
    return { data: now };
  }
  return pageModel({ data, asked: 0, answered: 0 }, content, changes);
}
