// A point on a circle, dragged or moved by a slider; two arrows go with it, and a sentence says how they lie.

import { attribute, make, write } from "../../live/js/dom.js";

const NEAR = 3; // places: a hand that comes so near to a whole-numbered point means it
const round = (u, part = 100) => String(Math.round(u * part) / part + 0).replace("-", "−");
const pair = (place) => `(${place.map((u) => round(u)).join(", ")})`;

/**
 * @param {HTMLElement} root to be filled
 * @param {{svg: string, along: number[], places: number[][], unit: number}} data
 */
export function circleToy(root, { svg, along, places, unit }) {
  const picture = make("div", { class: "ad-scroll" });
  picture.innerHTML = svg;
  const graph = picture.firstChild, part = (name) => graph.querySelector(`.ad-${name}`);
  const range = { type: "range", min: 0, max: places.length - 1, value: 0, "aria-label": "Where on the circle" };
  const slider = make("input", range), sentence = make("p", { class: "ad-sentence", role: "status" });
  root.append(picture, make("label", {}, "round the circle ", slider), sentence);

  function show() {
    const place = places[+slider.value], [x, y] = place, [a, b] = along;
    const at = `translate(${x * unit} ${-y * unit})`, turn = (-Math.atan2(y, x) * 180) / Math.PI;
    for (const name of ["dot", "along"]) attribute(part(name), "transform", at);
    attribute(part("out"), "transform", `${at} rotate(${turn})`);
    const side = b * x - a * y; // how fast f grows where the point goes counter-clockwise
    const how = Math.abs(side) < 1e-9
      ? "Both arrows lie on one line: along the circle f is flat here."
      : `A small step ${side > 0 ? "counter-clockwise" : "clockwise"} makes f larger.`;
    const arrows = `Orange arrow ${pair(along)}, grey arrow ${pair([2 * x, 2 * y])}.`;
    write(sentence, `Point ${pair(place)}, f = ${round(a * x + b * y, 1000)}. ${arrows} ${how}`);
    attribute(slider, "aria-valuetext", pair(place));
  }

  function pull({ clientX, clientY }) {
    const { left, top, width, height } = graph.getBoundingClientRect();
    const x = (clientX - left) / width - 0.5, y = 0.5 - (clientY - top) / height;
    const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;
    const k = Math.round(turn * places.length), count = places.length, all = (j) => places[(j + count) % count];
    const near = [0, ...Array.from({ length: 2 * NEAR }, (_, j) => (j % 2 ? 1 : -1) * Math.ceil((j + 1) / 2))];
    const whole = near.find((j) => all(k + j).every(Number.isInteger)) ?? 0;
    slider.value = (k + whole + count) % count;
    show();
  }
  graph.addEventListener("pointerdown", (event) => {
    graph.setPointerCapture(event.pointerId);
    pull(event);
  });
  graph.addEventListener("pointermove", (event) => event.buttons && pull(event));
  slider.addEventListener("input", show);
  show();
}
