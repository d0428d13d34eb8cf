/** The thread pane beside the channel. */

import { Composer } from "./composer.js";
import { el, put } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import { store } from "./store.js";

export class ThreadPane {
  #shown = "";
  #list = null;

  constructor(node) {
    this.node = node;
    store.on("route", () => this.route());
    store.on("messages", (channel) => channel === store.route.channel && this.paint());
    store.on("reveal", ({ ts }) => this.#list?.reveal(ts));
  }

  route() {
    const { channel, thread, tab } = store.route;
    const key = thread && tab === "messages" ? `${store.me.id} ${channel} ${thread}` : "";
    if (key === this.#shown) return;
    this.#shown = key;
    this.node.hidden = !key;
    document.body.classList.toggle("has-thread", Boolean(key));
    this.#list = key ? this.build(channel, thread) : null;
    if (!key) put(this.node);
    this.paint();
    this.#list?.toBottom();
  }

  build(channel, thread) {
    const name = store.channel(channel)?.name ?? "";
    const place = store.channel(channel)?.is_im ? store.app.name : `#${name}`;
    const close = () => store.open({ channel, thread: null });
    const list = new MessageList("Replies", { threaded: true });
    const composer = new Composer({ channel, thread, label: `Reply to thread in ${place}`, hold: "Reply…", onSent: () => list.toBottom() });
    put(this.node,
      el("header", { class: "pane-head" },
        el("h2", { class: "pane-head__title" }, "Thread", el("span", { class: "pane-head__place" }, place)),
        el("button", { type: "button", class: "icon-btn", "aria-label": "Close thread", on: { click: close } }, icon("close"))),
      list.node, composer.node);
    composer.ready();
    return list;
  }

  paint() {
    const { channel, thread } = store.route;
    if (!this.#list) return;
    const parent = store.messages(channel).filter(({ ts }) => ts === thread);
    this.#list.show([...parent, ...store.replies(channel, thread)]);
  }
}
