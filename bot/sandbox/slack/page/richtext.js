/** rich_text blocks and cells. */

import { dateNode } from "./dates.js";
import { el, hex } from "./dom.js";
import { character, emojified, emojiNode } from "./emoji.js";
import { link } from "./links.js";
import { broadcast, channelMention, groupMention, userMention } from "./mentions.js";

export function richText(block) {
  return el("div", { class: "rich text" }, (block.elements ?? []).map(part));
}

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return el("div", { class: "rich__section" }, inlines(element.elements));
    case "rich_text_preformatted":
      return el("pre", { class: "code-block" }, inlines(element.elements));
    case "rich_text_quote":
      return el("blockquote", {}, inlines(element.elements));
    case "rich_text_list":
      return list(element);
    default:
      return null;
  }
}

function list({ style, elements, indent = 0, offset = 0, border }) {
  const ordered = style === "ordered";
  const node = el(ordered ? "ol" : "ul", { class: `rich__list rich__list--${style} rich__list--${indent % 3} ${border ? "has-border" : ""}`, start: ordered ? offset + 1 : null },
    elements.map((item) => el("li", {}, inlines(item.elements))));
  node.style.setProperty("--indent", String(indent));
  return node;
}

const inlines = (elements) => (elements ?? []).map((element) => styled(INLINE[element.type]?.(element) ?? [], element.style));

const INLINE = {
  text: ({ text }) => lines(text),
  link: ({ url, text }) => link(url, ...emojified(text || url, false)),
  user: ({ user_id: id }) => userMention(id),
  channel: ({ channel_id: id }) => channelMention(id),
  usergroup: ({ usergroup_id: id }) => groupMention(id),
  team: () => el("span", { class: "mention" }, "team"),
  broadcast: ({ range }) => broadcast(range),
  emoji: ({ name, unicode }) => emojiNode(character(name) ?? fromHex(unicode) ?? `:${name}:`),
  date: ({ timestamp, format, fallback, url }) => (url ? link(url, dateNode(timestamp, format, fallback)) : dateNode(timestamp, format, fallback)),
  color: ({ value }) => swatch(value),
};

function lines(text) {
  return String(text).split("\n").flatMap((line, index) => [index ? el("br") : null, ...emojified(line, false)]);
}

function fromHex(unicode) {
  const points = String(unicode ?? "").split("-").map((point) => Number.parseInt(point, 16));
  return points.every((point) => point > 0 && point < 0x110000) ? String.fromCodePoint(...points) : null;
}

function swatch(value) {
  const chip = el("span", { class: "swatch" });
  chip.style.backgroundColor = hex(value);
  return el("span", {}, String(value), chip);
}

const TAGS = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "del"], ["underline", "u"], ["highlight", "mark"]];

function styled(content, style) {
  return TAGS.reduce((node, [name, tag]) => (style?.[name] ? el(tag, {}, node) : node), content);
}
