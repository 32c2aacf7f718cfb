// What scrolls sideways can be reached by key, and says what it is; what does not is no stop on the way.
const PARTS = {
  Code: "pre, .ad-scroll:not([role]):has(pre)",
  Table: ".table-wrapper, .ad-scroll:not([role]):has(table)",
  Formula: "div.math",
  Picture: ".ad-scroll:not([role]):has(svg)",
};
const parts = Object.entries(PARTS).flatMap(([name, kinds]) =>
  [...document.querySelectorAll(`article :is(${kinds})`)].map((part) => [part, name]));
const reach = () => {
  for (const [part, name] of parts) {
    const says = part.scrollWidth > part.clientWidth ? { tabindex: 0, role: "group", "aria-label": name } : null;
    for (const what of ["tabindex", "role", "aria-label"]) {
      if (says) part.setAttribute(what, says[what]);
      else part.removeAttribute(what);
    }
  }
};
reach();
addEventListener("resize", reach);
