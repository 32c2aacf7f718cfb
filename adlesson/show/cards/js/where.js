// Where a question stands: its notebook and section, as a link where this page can go there.

import { focus, make } from "../../live/js/dom.js";

const COMMAND = "data-commandlinker-command"; // an attribute that JupyterLab looks for

/**
 * @param {{name: string, from: string, file: string, heading: string}} one a prediction or an exercise, the number and
 *   the file of its notebook, and the heading above it
 * @param {string} [text] left out, "notebook 05, section 05.3"
 * @returns {HTMLElement} a link; where none is possible, the text
 */
export function link(one, text = `notebook ${one.from}, section ${one.name.slice(0, -1)}`) {
  const { name, file } = one, there = address(file, one.heading ?? "");
  const element = there ? make("a", { target: "_blank", ...there }, text) : make("span", {}, text);
  element.addEventListener("click", (event) => {
    const heading = headingOf(name, element.closest(".jp-Notebook") ?? document);
    if (!heading) return there?.[COMMAND] && follow(name);
    event.preventDefault(); // it is in this page
    event.stopPropagation();
    show(heading);
  });
  return element;
}

// The heading above a prediction or an exercise, if it can be seen in this place.
function headingOf(name, place) {
  const start = /\d$/.test(name) ? `Exercise ${name} ` : `${name.slice(0, -1)} `;
  const all = [...place.querySelectorAll("h2, h3")].filter((heading) => heading.textContent.startsWith(start));
  return all.find((heading) => heading.getClientRects().length);
}

function show(heading) {
  heading.tabIndex = -1;
  heading.scrollIntoView();
  focus(heading);
}

// JupyterLab opens a notebook at its top, and gets its cells ready one after the other: go to the heading, until it has
// stood in its place for two seconds, or the learner does something else.
function follow(name) {
  let left = 300, there = 0; // looks
  const stop = () => (left = 0), inputs = ["keydown", "pointerdown", "wheel"];
  const look = () => {
    const heading = headingOf(name, document), { top } = heading?.getBoundingClientRect() ?? {};
    const stays = heading && top >= 0 && top < innerHeight / 2 && heading === document.activeElement;
    there = stays ? there + 1 : 0;
    if (left && heading && !stays) show(heading);
    if (--left > 0 && there < 10) return setTimeout(look, 200);
    for (const input of inputs) removeEventListener(input, stop, true);
  };
  setTimeout(() => {
    for (const input of inputs) addEventListener(input, stop, true);
    look();
  }, 200);
}

// JupyterLab opens a notebook by a command, an exported page and Notebook 7 by an address.  A heading of an exported
// page is named by its text; a page that names it otherwise is searched for the text.
function address(file, title) {
  const { pathname, search } = location;
  if (pathname.endsWith(".html") && !pathname.endsWith("index.html")) {
    const [id, text] = [title.replaceAll(" ", "-"), title].map(encodeURIComponent);
    return { href: `${file}.html${title && `#${id}:~:text=${text.replaceAll("-", "%2D")}`}` };
  }
  if (/\/notebooks\/.*\.ipynb$/.test(pathname) && !pathname.includes("/tree/")) return { href: `${file}.ipynb` };
  const here = /\/tree\/(.*\.ipynb)$/.exec(pathname)?.[1] ?? new URLSearchParams(search).get("path");
  if (!here) return null;
  const path = `${decodeURIComponent(here).replace(/[^/]*$/, "")}${file}.ipynb`;
  return {
    href: `${file}.ipynb`,
    [COMMAND]: "docmanager:open",
    "data-commandlinker-args": JSON.stringify({ path }),
  };
}
