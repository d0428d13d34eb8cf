/** The main column: channel header, messages and composer; or the app's Home. */

import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { el, put } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { HomeTab, tabs } from "./home.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import { store } from "./store.js";

export class ChannelPane {
  #shown = "";
  #list = null;

  constructor(node) {
    this.node = node;
    store.on("route", () => this.route());
    store.on("messages", (channel) => channel === store.route.channel && this.paint());
    store.on("reveal", ({ ts, thread }) => !thread && this.#list?.reveal(ts));
  }

  route() {
    const { channel: id, tab } = store.route;
    const key = `${store.me.id} ${id} ${tab}`;
    if (key === this.#shown) return;
    this.#shown = key;
    const channel = store.channel(id);
    this.#list = tab === "home" ? null : new MessageList("Messages");
    put(this.node, channel.is_im ? appHead(tab, id) : channelHead(channel), tab === "home" ? new HomeTab().node : this.room(channel));
    this.paint();
    this.#list?.toBottom();
  }

  room(channel) {
    const place = channel.is_im ? store.app.name : `#${channel.name}`;
    const label = `Message ${place}`;
    const composer = new Composer({ channel: channel.id, label, hold: label, onSent: () => this.#list?.toBottom() });
    composer.ready();
    return [this.#list.node, composer.node];
  }

  /** Top-level messages, and replies that were also sent to the channel. */
  paint() {
    if (!this.#list) return;
    const shown = ({ ts, thread_ts: thread, subtype }) => !thread || thread === ts || subtype === "thread_broadcast";
    this.#list.show(store.messages(store.route.channel).filter(shown));
  }
}

function channelHead(channel) {
  const topic = typeof channel.topic === "string" ? channel.topic : channel.topic?.value;
  return el("header", { class: "pane-head" },
    menuButton(),
    el("h1", { class: "pane-head__title" }, icon(channel.is_private ? "lock" : "hash", 18), channel.name),
    topic ? el("div", { class: "pane-head__topic", title: topic }, mrkdwn(topic)) : null);
}

function appHead(tab, id) {
  return el("div", {},
    el("header", { class: "pane-head pane-head--app" }, menuButton(), el("h1", { class: "pane-head__title" }, avatar(store.user(store.app.bot_user_id), 24), store.app.name, el("span", { class: "badge" }, "APP"))),
    tabs(tab, id));
}

/** Shows the sidebar in narrow windows. */
function menuButton() {
  const click = () => document.body.classList.toggle("shows-sidebar");
  return el("button", { type: "button", class: "icon-btn menu-btn", "aria-label": "Show sidebar", on: { click } }, icon("menu"));
}
