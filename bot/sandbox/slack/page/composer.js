/** The message box: sends on Enter, completes commands and names, offers shortcuts. */

import { api } from "./api.js";
import { Completion } from "./completion.js";
import { el, put } from "./dom.js";
import { emojified } from "./emoji.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { escaped } from "./mrkdwn.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

const TALLEST = 220; // px
const drafts = new Map();

export class Composer {
  constructor({ channel, thread = null, label, hold, onSent }) {
    Object.assign(this, { channel, thread, onSent, key: `${store.me.id} ${channel} ${thread}` });
    this.input = el("textarea", {
      class: "composer__input", rows: 1, "aria-label": label, placeholder: hold,
      on: { input: () => this.typed(), keydown: (event) => this.pressed(event), blur: () => this.completion.close() },
    });
    this.notice = el("div", { class: "composer__notice", role: "alert" });
    this.send = el("button", { type: "button", class: "composer__send", "aria-label": "Send now", title: "Send now", on: { click: () => this.post() } }, icon("send", 16));
    this.box = el("div", { class: "composer__box" }, this.input, el("div", { class: "composer__tools" },
      this.tool("plus", "Shortcuts", (event) => this.shortcuts(event.currentTarget), { "aria-haspopup": "menu" }),
      this.tool("slash", "Commands", () => this.insert("/")), el("span", { class: "composer__gap" }), this.send));
    this.node = el("div", { class: "composer" }, this.notice, this.box);
    this.completion = new Completion(this.input, this.box, () => this.typed());
    this.input.value = drafts.get(this.key) ?? "";
    this.typed();
  }

  tool(name, label, click, more) {
    const hold = (event) => event.preventDefault(); // the caret stays in the box
    return el("button", { type: "button", class: "icon-btn", "aria-label": label, title: label, ...more, on: { click, mousedown: hold } }, icon(name));
  }

  typed() {
    drafts.set(this.key, this.input.value);
    put(this.notice);
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(TALLEST, this.input.scrollHeight)}px`;
    this.send.classList.toggle("is-ready", this.input.value.trim() !== "");
    if (document.activeElement === this.input) this.completion.update();
  }

  pressed(event) {
    if (event.isComposing) return;
    if (this.completion.key(event)) {
      event.preventDefault();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.post();
  }

  /** Takes the caret once it stands in the page, unless a dialog is open. */
  ready() {
    queueMicrotask(() => this.input.closest("[inert]") || this.input.focus({ preventScroll: true }));
  }

  insert(text) {
    this.input.focus();
    if (this.input.value === "") this.input.setRangeText(text, 0, 0, "end");
    this.typed();
  }

  async post() {
    const text = this.input.value.trim();
    if (!text) return;
    this.completion.close();
    this.fill("");
    const answer = await api.say({
      user: store.me.id, channel: this.channel, text: wire(text), ...(this.thread ? { thread_ts: this.thread } : {}),
    });
    if (answer.ok !== false) {
      this.onSent?.();
      return;
    }
    if (!this.input.value) this.fill(text);
    put(this.notice, icon("warning", 16), el("span", {}, emojified(answer.error ?? "Your message could not be sent.")));
  }

  fill(text) {
    this.input.value = text;
    this.typed();
  }

  shortcuts(anchor) {
    const global = store.shortcuts.filter(({ type }) => type === "global");
    const run = async (callback) => {
      const answer = await api.shortcut({ user: store.me.id, callback_id: callback });
      if (answer.ok === false && answer.error) toast(answer.error, "error");
    };
    const items = global.map(({ name, callback_id: id }) => ({ label: name, hint: store.app.name, icon: "bolt", run: () => run(id) }));
    openMenu(anchor, items, { label: "Shortcuts", above: true });
  }
}

/** What a person typed, as Slack sends it: names as ids and markup escaped. A command goes as it stands. */
function wire(text) {
  if (text.startsWith("/")) return text;
  const people = [...store.users.values()].sort((a, b) => b.real_name.length - a.real_name.length);
  const groups = store.named(store.groups).sort((a, b) => b.handle.length - a.handle.length);
  const named = people.reduce((line, { id, name, real_name: real }) => [real, name].reduce((part, word) => {
    const at = `@${word}`;
    return word ? part.split(at).join(`<@${id}>`) : part;
  }, line), escaped(text));
  return groups.reduce((line, { id, handle }) => line.split(`@${handle}`).join(`<!subteam^${id}>`), named);
}
