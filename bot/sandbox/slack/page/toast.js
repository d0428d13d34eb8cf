/** Short notices at the foot of the page. */

import { el, put } from "./dom.js";
import { emojified } from "./emoji.js";
import { icon } from "./icons.js";

const STAY = { info: 5000, error: 10_000 };

export function toast(text, kind = "info") {
  const shown = [...document.querySelectorAll(".toast")].some((other) => other.dataset.text === text);
  if (shown) return; // the answer to a click and the event stream may both tell
  const role = kind === "error" ? "alert" : "status";
  const node = el("div", { class: `toast toast--${kind}`, role, data: { text } });
  const close = el("button", { type: "button", class: "toast__close", "aria-label": "Dismiss notice", on: { click: () => node.remove() } }, icon("close", 14));
  document.getElementById("toasts").append(node);
  // Filled after it joined the page: a live region only announces what changes in it.
  put(node, icon(kind === "error" ? "warning" : "info", 18), el("span", {}, emojified(text)), close);
  setTimeout(() => node.remove(), STAY[kind] ?? STAY.info);
}
