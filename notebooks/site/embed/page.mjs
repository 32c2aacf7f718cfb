// A page that is one stepper, for an iframe: index.html?frames=ADDRESS, and behind it #step=4 or what else a link says.
// Without frames it opens the formula of a link: index.html#f=x*y

import { mount } from "./stepper.mjs";

const main = document.querySelector("main");
const frames = new URLSearchParams(location.search).get("frames");
let end = () => {};

function show() {
  end();
  end = mount(main, new URL(frames, document.baseURI).href, location.hash);
}

if (frames) {
  window.addEventListener("hashchange", show);
  show();
} else {
  main.dataset.opensLinks = "";
  await import("./opener.js");
}
