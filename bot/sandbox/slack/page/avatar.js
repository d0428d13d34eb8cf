/** Avatars: coloured initials, no pictures. */

import { el, hex } from "./dom.js";

export function avatar(user, size = 36) {
  const initials = user?.initials || [...(user?.real_name ?? user?.name ?? "?")][0].toUpperCase();
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, initials);
  node.style.setProperty("--avatar", `${size}px`);
  node.style.backgroundColor = hex(user?.color, "#7d6b91");
  return node;
}
