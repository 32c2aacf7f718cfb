// The explanation of a prediction: the folded cell that follows its card, if one does before the next question.

/**
 * @param {HTMLElement} root of the card
 * @returns {?HTMLDetailsElement}
 */
function explanationOf(root) {
  const follows = (element) => root.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  const place = root.closest(".jp-Notebook") ?? root.ownerDocument;
  const found = [...place.querySelectorAll("details")].find((element) => follows(element) && isExplanation(element));
  if (!found || !root.isConnected) return null;
  const between = root.ownerDocument.createRange();
  between.setStartAfter(root);
  between.setEndBefore(found);
  return between.toString().includes("ad.predict(") ? null : found;
}

const isExplanation = (element) => element.querySelector("summary")?.textContent.trim() === "Explanation";

/**
 * What the learner comes to next, right below the card.
 * @param {HTMLElement} root of the card
 * @param {boolean} runs can cells be run here?
 * @returns {"explanation"|"code"|"text"}
 */
export function afterCard(root, runs) {
  const next = (root.closest(".jp-Cell, .cell") ?? root.parentElement)?.nextElementSibling; // of Jupyter, or of a site
  const first = next && (next.querySelector(".jp-RenderedMarkdown")?.firstElementChild ?? next);
  if (first?.matches("details") && isExplanation(first)) return "explanation";
  return runs && next?.matches(".jp-CodeCell") && !next.textContent.includes("ad.predict(") ? "code" : "text";
}

/**
 * Notice when the learner, and not a script, opens the explanation.
 * @param {HTMLElement} root of the card
 * @param {function()} opened
 * @param {AbortSignal} signal
 */
export function noticeOpening(root, opened, signal) {
  const clicked = ({ target, isTrusted }) => { // a key that opens it is a click, too
    const element = target.closest?.("summary")?.parentElement;
    if (isTrusted && element && !element.open && element === explanationOf(root)) opened();
  };
  root.ownerDocument.addEventListener("click", clicked, { capture: true, signal });
}
