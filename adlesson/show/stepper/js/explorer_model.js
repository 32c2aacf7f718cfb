// The model of `explore` in a page of the site: its formulas and its inputs are answered by the page's own Python.

import { pageModel } from "../../live/js/page_model.js";
import { noAnswer, noPython, site } from "../../live/js/python.js";

const BEGINS = ["predict", "fade", "panes", "step"]; // what the page began with, and each of its data has

/**
 * @param {import("./contract.js").Frames} data with a form
 * @returns {?Object} a model with "text", "inputs", "error", "asked", "answered" and "data", as exploring.py says; null
 *   where the page has no Python
 */
export function explorerModel(data) {
  if (!site() || noPython()) return null;
  const { form: { text, inputs }, title } = data, known = new Map(); // all inputs that there have been
  const start = Object.fromEntries(BEGINS.filter((name) => name in data).map((name) => [name, data[name]]));
  const [called] = title.split("("), [, file] = /([^/]+?)(?:\.html)?$/.exec(location.pathname) ?? [];
  const whose = text === null ? { function: called, file } : {};

  function content(get) {
    for (const { name, value } of get("inputs")) if (value !== null) known.set(name, value);
    const rows = text === null ? get("inputs") : [...known].map(([name, value]) => ({ name, value }));
    return { what: "explore", text: get("text"), inputs: rows, start, ...whose };
  }
  function changes(answer) {
    const error = noAnswer(answer);
    return error ? { error } : answer;
  }
  const rows = inputs.map(({ name, value }) => ({ name, value }));
  return pageModel({ text, inputs: rows, error: "", asked: 0, answered: 0, data }, content, changes);
}
