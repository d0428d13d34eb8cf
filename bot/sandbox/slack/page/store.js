/** What the page knows: who acts, the workspace, the messages, open views, and where the person is looking. */

import { api } from "./api.js";

const listeners = new Map();
let place = ""; // who looks where: the app hears of a visit once, and each time its Home is opened

export const store = {
  me: null,
  team: {},
  app: {},
  home: null,
  route: { channel: null, thread: null, tab: "messages" },
  users: new Map(),
  groups: new Map(),
  channels: [],
  commands: [],
  shortcuts: [],
  views: [],
  unread: new Set(),
  lists: new Map(),

  on(topic, fn) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(fn);
  },

  emit(topic, detail) {
    for (const fn of listeners.get(topic) ?? []) fn(detail);
  },

  user: (id) => store.users.get(id),
  group: (id) => store.groups.get(id),
  /** Who can still be named: nobody who is deactivated, no group that is disabled. */
  named: (known) => [...known.values()].filter(({ deleted }) => !deleted),
  channel: (id) => store.channels.find((channel) => channel.id === id),
  conversation: () => store.channels.find((channel) => channel.is_im),
  viewing: (id) => store.route.channel === id && store.route.tab === "messages",

  /** Takes over the answer of /client/boot. */
  load(boot) {
    const { me, team, app, channels, commands, shortcuts, home, views, users, usergroups } = boot;
    Object.assign(store, { me, team, app, channels, commands, shortcuts, home, views: views ?? [] });
    store.users = new Map(users.map((user) => [user.id, user]));
    store.groups = new Map(usergroups.map((group) => [group.id, group]));
    store.lists.clear();
    store.unread.clear();
  },

  /** Goes to a channel (or the app's Home tab), with a thread open or not. */
  async open({ channel, thread = null, tab = "messages" }) {
    store.route = { channel, thread, tab };
    store.unread.delete(channel);
    store.emit("route");
    visit(channel, tab);
    if (tab !== "home") await store.fetch(channel);
  },

  async fetch(channel) {
    if (store.lists.has(channel)) return;
    const user = store.me.id;
    const { messages } = await api.messages(user, channel);
    if (store.me.id !== user) return;
    store.lists.set(channel, new Map((messages ?? []).map((message) => [message.ts, message])));
    store.emit("messages", channel);
  },

  /** Shows one message: its thread when it is a reply, else its place in the channel. */
  async reveal({ channel, ts, thread }) {
    await store.fetch(channel);
    const parent = thread ?? store.lists.get(channel)?.get(ts)?.thread_ts ?? null;
    const reply = parent && parent !== ts ? parent : null;
    const open = reply ?? (store.viewing(channel) ? store.route.thread : null);
    if (!store.viewing(channel) || open !== store.route.thread) await store.open({ channel, thread: open });
    store.emit("reveal", { ts, thread: reply });
  },

  /** Messages of a channel, oldest first. */
  messages(channel) {
    const list = [...(store.lists.get(channel)?.values() ?? [])];
    return list.sort((a, b) => (a.ts < b.ts ? -1 : 1));
  },

  /** Replies in a channel, oldest first; of one thread when it is named. */
  replies(channel, thread = null) {
    const isReply = ({ ts, thread_ts: parent }) => parent && parent !== ts && (!thread || parent === thread);
    return store.messages(channel).filter(isReply);
  },

  receive(event) {
    HANDLERS[event.type]?.(event);
  },
};

/** Tells the app that somebody has opened its Home tab, or come to its messages. */
function visit(channel, tab) {
  const before = place;
  place = `${store.me.id} ${channel} ${tab}`;
  if (store.channel(channel)?.is_im && (tab === "home" || place !== before)) api.home({ user: store.me.id, tab });
}

function remember({ message }) {
  const list = store.lists.get(message.channel);
  if (list) list.set(message.ts, message);
  store.emit("messages", message.channel);
}

function arrive(event) {
  const { channel, user } = event.message;
  if (!store.viewing(channel) && user !== store.me.id) store.unread.add(channel);
  remember(event);
  store.emit("unread");
}

function forget({ channel, ts }) {
  store.lists.get(channel)?.delete(ts);
  store.emit("messages", channel);
}

function showView({ view }) {
  const known = store.views.some(({ id }) => id === view.id);
  store.views = known ? store.views.map((open) => (open.id === view.id ? view : open)) : [...store.views, view];
  store.emit("views");
}

function updateView(event) {
  if (store.views.some(({ id }) => id === event.view.id)) showView(event);
}

function closeViews({ view_ids: gone }) {
  store.views = store.views.filter(({ id }) => !gone.includes(id));
  store.emit("views");
}

function showHome({ view }) {
  store.home = view;
  store.emit("home");
}

const HANDLERS = {
  message: arrive,
  message_changed: remember,
  message_deleted: forget,
  view_opened: showView,
  view_pushed: showView,
  view_updated: updateView,
  view_closed: closeViews,
  home: showHome,
  toast: (event) => store.emit("toast", event),
  busy: (event) => store.emit("busy", event),
};
