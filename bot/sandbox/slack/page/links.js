/** Links: only web and mail addresses become links; permalinks to messages stay inside the page. */

import { el } from "./dom.js";
import { store } from "./store.js";

const SAFE = /^(https?:\/\/|mailto:|tel:)/i;
const PERMALINK = /\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?[^#]*?thread_ts=([\d.]+))?/;

export function safeUrl(url) {
  const text = String(url ?? "").trim();
  return SAFE.test(text) ? text : null;
}

/** {channel, ts, thread} when a URL points at a message of this workspace. */
function permalink(url) {
  const match = PERMALINK.exec(String(url ?? ""));
  if (!match || !store.channel(match[1])) return null;
  return { channel: match[1], ts: `${match[2]}.${match[3]}`, thread: match[4] ?? null };
}

/** Follows a permalink inside the page; answers whether it was one. */
export function follow(event, url) {
  const target = permalink(url);
  if (!target || event.metaKey || event.ctrlKey) return false;
  event.preventDefault();
  store.reveal(target);
  return true;
}

export function link(url, ...children) {
  const href = safeUrl(url);
  if (!href) return el("span", {}, children.length ? children : String(url ?? ""));
  const attributes = { href, class: "link", target: "_blank", rel: "noopener noreferrer" };
  return el("a", { ...attributes, on: { click: (event) => follow(event, href) } }, children.length ? children : href);
}
