// Where a question stands: its notebook and section, as a link where this page can go there.

import { focus, make } from "../../live/js/dom.js";

/**
 * @param {{name: string, from: string, file: string}} one a prediction or an exercise, its notebook's number and file
 * @param {string} [text] left out, "notebook 05, section 05.3"
 * @returns {HTMLElement} a link; where none is possible, the text
 */
export function link({ name, from, file }, text = `notebook ${from}, section ${name.slice(0, -1)}`) {
  const there = address(file);
  const element = there ? make("a", { target: "_blank", ...there }, text) : make("span", {}, text);
  element.addEventListener("click", (event) => {
    const heading = headingOf(name, element);
    if (!heading) return;
    event.preventDefault(); // it is in this page
    event.stopPropagation();
    heading.tabIndex = -1;
    heading.scrollIntoView();
    focus(heading);
  });
  return element;
}

// The heading above a prediction or an exercise, if it is in this notebook.
function headingOf(name, element) {
  const start = /\d$/.test(name) ? `Exercise ${name} ` : `${name.slice(0, -1)} `;
  const all = (element.closest(".jp-Notebook") ?? document).querySelectorAll("h2, h3");
  return [...all].find((heading) => heading.textContent.startsWith(start));
}

// JupyterLab opens a notebook by a command, an exported page and Notebook 7 by an address.
function address(file) {
  const { pathname, search } = location;
  if (pathname.endsWith(".html") && !pathname.endsWith("index.html")) return { href: `${file}.html` };
  if (/\/notebooks\/.*\.ipynb$/.test(pathname) && !pathname.includes("/tree/")) return { href: `${file}.ipynb` };
  const here = /\/tree\/(.*\.ipynb)$/.exec(pathname)?.[1] ?? new URLSearchParams(search).get("path");
  if (!here) return null;
  const path = `${decodeURIComponent(here).replace(/[^/]*$/, "")}${file}.ipynb`;
  return {
    href: `${file}.ipynb`,
    "data-commandlinker-command": "docmanager:open",
    "data-commandlinker-args": JSON.stringify({ path }),
  };
}
