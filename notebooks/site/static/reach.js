// What scrolls sideways can be reached by key, and what does not is no stop on the way.
const reach = () => {
  for (const pre of document.querySelectorAll("article pre")) {
    if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
    else pre.removeAttribute("tabindex");
  }
};
reach();
addEventListener("resize", reach);
