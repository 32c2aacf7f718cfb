// A model as anywidget has it, whose kernel is the page's own Python: a piece works with it as with a kernel's.

import { askPython, startPython } from "../../live/js/python.js";
import { pythonLine } from "../../live/js/python_line.js";

/**
 * @param {Object} state what the model has from the start; it counts "asked" and "answered", as explore does
 * @param {function(function(string): *): Object} content gives what Python is asked, from the state
 * @param {function(Object): Object} changes gives what changes in the state by an answer
 * @returns {Object} a model, and `line`, an element that says what its Python does, and `touch`, which begins Python
 */
export function pageModel(state, content, changes) {
  const handlers = new Map(); // by event
  let question = null, touched = false;
  const get = (name) => state[name], line = pythonLine(() => question, () => touched);
  const off = (event, handler) => handlers.get(event)?.delete(handler);
  const on = (event, handler) => handlers.set(event, (handlers.get(event) ?? new Set()).add(handler));
  const fire = (name) => [...(handlers.get(`change:${name}`) ?? [])].forEach((handler) => handler());

  function update(fresh) {
    const names = Object.keys(fresh).filter((name) => fresh[name] !== state[name]);
    Object.assign(state, fresh);
    names.forEach(fire);
  }
  function save_changes() {
    if (state.asked === state.answered || (question && !question.sent)) return; // the newest is sent in any case
    let asked = 0, now = null;
    const ask = () => {
      asked = state.asked;
      return content(get);
    };
    const done = (answer) => {
      if (question === now) question = null;
      update({ ...changes(answer), answered: Math.max(asked, answer.stopped ? state.asked : 0) });
      line.show();
    };
    question = now = askPython(ask, done);
    line.show();
  }
  function touch() {
    if (touched) return;
    touched = true;
    startPython();
    line.show();
  }
  const set = (name, value) => update({ [name]: value });
  return { get, set, on, off, save_changes, send() {}, line: line.root, touch };
}
