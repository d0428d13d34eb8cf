/** Mentions of people, channels and groups. An unknown id stays readable as text. */

import { el } from "./dom.js";
import { store } from "./store.js";

export function userMention(id, label) {
  const user = store.user(id);
  const name = user ? user.real_name || user.name : label || id;
  const mine = id === store.me?.id ? " mention--me" : "";
  return el("span", { class: `mention${mine}`, data: { user: id } }, `@${String(name).replace(/^@/, "")}`);
}

export function channelMention(id, label) {
  const channel = store.channel(id);
  const name = channel?.name ?? label ?? "private channel";
  if (!channel) return el("span", { class: "mention" }, `#${name}`);
  const open = (event) => {
    event.preventDefault();
    store.open({ channel: id });
  };
  return el("a", { class: "mention mention--link", href: `/?channel=${encodeURIComponent(id)}`, on: { click: open } }, `#${name}`);
}

export function broadcast(range) {
  const word = ["here", "channel", "everyone"].includes(range) ? range : "here";
  return el("span", { class: "mention mention--me" }, `@${word}`);
}

export function groupMention(id, label) {
  const group = store.group(id);
  const mine = group?.users.includes(store.me?.id) ? " mention--me" : "";
  return el("span", { class: `mention${mine}`, data: { group: id } }, `@${String(group?.handle ?? label ?? id).replace(/^@/, "")}`);
}
