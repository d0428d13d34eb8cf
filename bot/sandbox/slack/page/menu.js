/** Drop-down menus: overflow elements, message actions, shortcuts. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { openPopup } from "./layers.js";

/**
 * Opens a menu beside its button. Items: {label, nodes?, detail?, hint?, icon?, face?, run} or null for a divider.
 */
export function openMenu(anchor, items, { label, above = false } = {}) {
  const list = el("div", { class: "menu", role: "menu", "aria-label": label });
  const done = () => {
    anchor.setAttribute("aria-expanded", "false");
    if (document.activeElement === document.body) anchor.focus({ preventScroll: true });
  };
  const layer = openPopup(anchor, list, { onClose: done, above });
  list.append(...items.map((item) => entry(item, layer)));
  list.addEventListener("keydown", walk);
  anchor.setAttribute("aria-expanded", "true");
  list.querySelector("[role=menuitem]")?.focus();
  return layer;
}

function entry(item, layer) {
  if (!item) return el("div", { class: "menu__rule", role: "separator" });
  const run = () => {
    layer.close();
    item.run();
  };
  return el("button", { type: "button", role: "menuitem", class: "menu__item", "aria-label": item.label, on: { click: run } },
    item.face ?? (item.icon ? icon(item.icon) : null),
    el("span", { class: "menu__text" }, item.nodes ?? item.label, item.detail ? el("span", { class: "menu__detail" }, item.detail) : null),
    item.hint ? el("span", { class: "menu__hint" }, item.hint) : null,
  );
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const next = (items.indexOf(document.activeElement) + step + items.length) % items.length;
  items[next].focus();
}
