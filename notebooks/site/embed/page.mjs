// A page that is one stepper, for an iframe: index.html?frames=ADDRESS, and behind it #step=4 or what else a link says.

import { mount } from "./stepper.mjs";

const main = document.querySelector("main");
let end = () => {};

function show() {
  const frames = new URLSearchParams(location.search).get("frames") ?? "";
  end();
  if (frames) end = mount(main, new URL(frames, document.baseURI).href, location.hash);
  else main.textContent = "Say which frames to show: index.html?frames=ADDRESS";
}

window.addEventListener("hashchange", show);
show();
