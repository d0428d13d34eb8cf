/** What floats above the page: dialogs and popups, one stack. Escape closes the topmost; a dialog silences what is below. */

import { el } from "./dom.js";

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex]";
const stack = [];

const ground = () => document.getElementById("app");
const place = () => document.getElementById("layers");

/** Opens a dialog centred over a scrim. `onEscape` may refuse by doing nothing. Answers {close}. */
export function openDialog(node, { onEscape, opener = document.activeElement } = {}) {
  while (stack.at(-1)?.anchor) stack.at(-1).close();
  const scrim = el("div", { class: "scrim" }, node);
  scrim.addEventListener("keydown", (event) => event.key === "Tab" && trap(event, scrim));
  place().append(scrim);
  const entry = { node: scrim, dialog: true, escape: onEscape ?? (() => entry.close()) };
  entry.close = () => {
    if (!drop(entry)) return;
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  };
  push(entry);
  return entry;
}

/** Opens a popup beside an anchor; it follows the anchor and goes with it. Answers {close}. */
export function openPopup(anchor, node, { onClose, fit = false, above = false } = {}) {
  const host = anchor.closest("[role=dialog]") ?? place();
  node.classList.add("popup");
  host.append(node);
  const entry = { node, anchor };
  entry.close = () => drop(entry) && onClose?.();
  entry.escape = entry.close;
  push(entry);
  follow(entry, { fit, above });
  return entry;
}

function push(entry) {
  stack.push(entry);
  silence();
}

function drop(entry) {
  const index = stack.indexOf(entry);
  if (index < 0) return false;
  stack.splice(index, 1);
  entry.node.remove();
  silence();
  return true;
}

/** Only the uppermost dialog (or the page, without one) can be reached by keyboard and screen reader. */
function silence() {
  const dialogs = stack.filter((entry) => entry.dialog);
  const below = [ground(), ...dialogs.slice(0, -1).map((entry) => entry.node)];
  for (const node of [ground(), ...dialogs.map((entry) => entry.node)]) {
    const quiet = dialogs.length > 0 && below.includes(node);
    node.inert = quiet;
    if (quiet) node.setAttribute("aria-hidden", "true");
    else node.removeAttribute("aria-hidden");
  }
}

function follow(entry, options) {
  if (!stack.includes(entry)) return;
  if (!entry.anchor.isConnected) {
    entry.close();
    return;
  }
  position(entry, options);
  requestAnimationFrame(() => follow(entry, options));
}

function position({ anchor, node }, { fit, above }) {
  const box = anchor.getBoundingClientRect();
  if (fit) node.style.width = `${Math.max(box.width, 220)}px`;
  const { offsetWidth: width, offsetHeight: height } = node;
  const room = window.innerHeight - box.bottom - 8;
  const up = (above || height > room) && box.top > Math.min(height, room);
  const top = up ? Math.max(8, box.top - height - 4) : Math.min(box.bottom + 4, window.innerHeight - height - 8);
  const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8));
  const style = `${Math.round(left)}px ${Math.round(top)}px`;
  if (node.dataset.at === style) return;
  node.dataset.at = style;
  Object.assign(node.style, { left: `${Math.round(left)}px`, top: `${Math.round(top)}px` });
}

function trap(event, scrim) {
  const reachable = [...scrim.querySelectorAll(FOCUSABLE)].filter(
    (node) => !node.disabled && node.tabIndex >= 0 && node.offsetParent !== null,
  );
  const edge = event.shiftKey ? reachable[0] : reachable.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? reachable.at(-1) : reachable[0])?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !stack.length) return;
  event.preventDefault();
  event.stopPropagation();
  stack.at(-1).escape();
}, true);

document.addEventListener("pointerdown", (event) => {
  const top = stack.at(-1);
  if (top?.anchor && !top.node.contains(event.target) && !top.anchor.contains(event.target)) top.close();
}, true);
