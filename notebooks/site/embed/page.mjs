// A page that is one stepper, for an iframe: index.html?frames=ADDRESS, and behind it #step=4 or what else a link says.
// Without frames it opens the formula of a link: index.html#f=x*y

import { mount } from "./stepper.mjs";

const place = document.querySelector("#stepper");
const frames = new URLSearchParams(location.search).get("frames");
let end = () => {};

function show() {
  end();
  end = mount(place, new URL(frames, document.baseURI).href, location.hash);
}

if (frames) {
  window.addEventListener("hashchange", show);
  show();
} else {
  place.dataset.opensLinks = "";
  await import("./opener.js");
}
