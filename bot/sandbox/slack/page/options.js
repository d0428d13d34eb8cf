/** Where a select's options come from, and how a pick is written down. */

import { plain, withCharacters } from "./emoji.js";
import { store } from "./store.js";

/** Element type -> [field of its state, kind of its options]. */
const KINDS = {
  static_select: ["selected_option", "static"],
  external_select: ["selected_option", "external"],
  users_select: ["selected_user", "users"],
  conversations_select: ["selected_conversation", "conversations"],
  channels_select: ["selected_channel", "channels"],
  multi_static_select: ["selected_options", "static"],
  multi_external_select: ["selected_options", "external"],
  multi_users_select: ["selected_users", "users"],
  multi_conversations_select: ["selected_conversations", "conversations"],
  multi_channels_select: ["selected_channels", "channels"],
};

export const fieldOf = (element) => KINDS[element.type][0];
export const isRemote = (element) => KINDS[element.type][1] === "external";

/** The item shown for one picked value (an option object, or an id). */
export function itemOf(element, raw) {
  if (typeof raw === "object") return optionItem(raw);
  return KINDS[element.type][1] === "users" ? userItem(raw) : channelItem(raw);
}

/** Groups of items matching a query: [{label, items}]. Remote ones ask the app. */
export async function matching(element, slot, query) {
  const groups = isRemote(element) ? await asked(element, slot, query) : sieved(local(element), query);
  return groups.filter(({ items }) => items.length);
}

function optionItem(option) {
  const about = option.description ? plain(option.description) : null;
  return { value: option.value, label: withCharacters(option.text.text), nodes: () => plain(option.text), about, raw: option };
}

function userItem(id) {
  const user = store.user(id);
  const label = user?.real_name || user?.name || id;
  return { value: id, label, nodes: () => [label], about: null, raw: id, user };
}

function channelItem(id) {
  const channel = store.channel(id);
  const label = channel?.is_im ? store.app.name : `#${channel?.name ?? id}`;
  return { value: id, label, nodes: () => [label], about: null, raw: id };
}

function local(element) {
  const kind = KINDS[element.type][1];
  if (kind === "users") return [{ label: null, items: store.named(store.users).map(({ id }) => id).sort(byPeople).map(userItem) }];
  if (kind !== "static") return [{ label: null, items: store.channels.filter(fits(kind)).map(({ id }) => channelItem(id)) }];
  return grouped(element);
}

const fits = (kind) => (channel) => kind === "conversations" || !channel.is_im;
const byPeople = (a, b) => Number(Boolean(store.user(a).is_bot)) - Number(Boolean(store.user(b).is_bot));

function grouped({ options, option_groups: groups }) {
  if (!groups) return [{ label: null, items: (options ?? []).map(optionItem) }];
  return groups.map((group) => ({ label: group.label?.text ?? null, items: (group.options ?? []).map(optionItem) }));
}

function sieved(groups, query) {
  const wanted = query.trim().toLowerCase();
  return groups.map(({ label, items }) => ({ label, items: items.filter((item) => item.label.toLowerCase().includes(wanted)) }));
}

async function asked(element, { surface, block }, query) {
  const answer = await surface.suggest(block, element, query);
  if (answer.ok === false) throw new Error(answer.error ?? "no answer");
  return grouped(answer);
}
