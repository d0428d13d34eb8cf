/** Images: blocks, accessories, uploaded files; they open large on a click. */

import { el, uid } from "./dom.js";
import { plain } from "./emoji.js";
import { icon } from "./icons.js";
import { openDialog } from "./layers.js";
import { store } from "./store.js";

/** The address of a file or picture as the acting user may fetch it; null when it is not a web address. */
function source(url) {
  const parsed = URL.canParse(String(url ?? ""), location.href) ? new URL(url, location.href) : null;
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) return null;
  if (!parsed.pathname.startsWith("/files/")) return parsed.href;
  parsed.searchParams.set("user", store.me.id);
  return `${parsed.pathname}${parsed.search}`;
}

function addressOf({ image_url: url, slack_file: file }) {
  return source(url ?? file?.url ?? (file?.id ? `/files/${encodeURIComponent(file.id)}/image` : null));
}

/** A small picture inside text or beside a section. */
export function picture(element, classes) {
  return el("img", { class: classes, src: addressOf(element), alt: element.alt_text ?? "", loading: "lazy" });
}

export function imageBlock(block) {
  const address = addressOf(block);
  const title = block.title ? el("div", { class: "image__title" }, plain(block.title)) : null;
  return el("figure", { class: "image" }, title, enlargeable(address, block.alt_text ?? "", block.title?.text ?? block.alt_text));
}

/** The files of a message. */
export function files(list) {
  return list.map((file) => (String(file.mimetype).startsWith("image/") ? imageFile(file) : plainFile(file)));
}

function imageFile(file) {
  const address = source(file.url_private);
  const name = file.title || file.name;
  return el("figure", { class: "image" },
    el("figcaption", { class: "image__title" }, name),
    enlargeable(address, file.alt_txt || name, name));
}

function plainFile(file) {
  const attributes = { href: source(file.url_private), target: "_blank", rel: "noopener noreferrer", download: file.name };
  return el("a", { class: "file-card", ...attributes },
    el("span", { class: "file-card__icon" }, icon("file", 22)),
    el("span", {},
      el("span", { class: "file-card__name" }, file.title || file.name),
      el("span", { class: "file-card__kind" }, [file.pretty_type || file.mimetype, sized(file.size)].filter(Boolean).join(" · "))));
}

function sized(bytes) {
  if (!bytes) return "";
  return bytes < 1024 ? `${bytes} B` : bytes < 1_048_576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function enlargeable(address, alt, name) {
  const open = () => enlarge(address, alt, name);
  const keydown = (event) => event.key === "Enter" && open();
  return el("img", { class: "image__thumb", src: address, alt, tabindex: "0", title: "Click to enlarge", on: { click: open, keydown } });
}

function enlarge(address, alt, name) {
  const title = uid("image");
  const close = el("button", { type: "button", class: "icon-btn", "aria-label": "Dismiss", on: { click: () => layer.close() } }, icon("close"));
  const original = el("a", { class: "icon-btn", href: address, target: "_blank", rel: "noopener noreferrer", "aria-label": "Open original" }, icon("external"));
  const box = el("div", { class: "lightbox", role: "dialog", "aria-modal": "true", "aria-labelledby": title },
    el("header", { class: "lightbox__head" }, el("span", { id: title }, name ?? "Image"), original, close),
    el("div", { class: "lightbox__stage" }, el("img", { src: address, alt })));
  const layer = openDialog(box);
  layer.node.addEventListener("click", (event) => event.target.matches(".scrim, .lightbox__stage") && layer.close());
  close.focus();
}
