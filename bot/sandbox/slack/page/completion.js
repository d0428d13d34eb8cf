/** The list above the message box that completes /commands and @names. */

import { avatar } from "./avatar.js";
import { el, put, uid } from "./dom.js";
import { icon } from "./icons.js";
import { openPopup } from "./layers.js";
import { store } from "./store.js";

export class Completion {
  #layer = null;
  #entries = [];
  #active = 0;
  #dismissed = null;

  constructor(input, anchor, onChange) {
    Object.assign(this, { input, anchor, onChange });
    this.list = el("div", { class: "completion", role: "listbox", id: uid("completion"), "aria-label": "Suggestions" });
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  update() {
    const { value, selectionStart: caret } = this.input;
    if (value !== this.#dismissed) this.#dismissed = null;
    this.#entries = this.#dismissed === null ? entries(value.slice(0, caret), value) : [];
    if (!this.#entries.length) {
      this.close();
      return;
    }
    this.#active = 0;
    this.paint();
    this.#layer ??= openPopup(this.anchor, this.list, { fit: true, above: true, onClose: () => this.#closed() });
  }

  paint() {
    put(this.list, this.#entries.map((entry, index) => el("div", {
      class: `option ${index === this.#active && !entry.hint ? "is-active" : ""}`, role: "option", id: `${this.list.id}-${index}`,
      "aria-selected": String(index === this.#active), "aria-disabled": entry.hint ? "true" : null,
      on: { click: () => this.take(entry) },
    }, entry.face, el("span", { class: "option__words" }, el("span", {}, entry.nodes), el("span", { class: "option__about" }, entry.about)), el("span", { class: "option__source" }, entry.source))));
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.#active}`);
  }

  /** Answers whether the key was for the list. */
  key(event) {
    if (!this.#layer || this.#entries[0]?.hint) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#active = (this.#active + step + this.#entries.length) % this.#entries.length;
      this.paint();
      return true;
    }
    const entry = this.#entries[this.#active];
    // A command that is already complete is sent by Enter, not completed again.
    if (event.key === "Tab" || (event.key === "Enter" && entry.insert.trim() !== this.input.value)) {
      this.take(entry);
      return true;
    }
    return false;
  }

  take(entry) {
    if (entry.hint) return;
    this.close();
    this.input.setRangeText(entry.insert, this.input.selectionStart - entry.typed, this.input.selectionStart, "end");
    this.onChange();
  }

  close() {
    this.#layer?.close();
  }

  #closed() {
    this.#layer = null;
    this.#dismissed = this.input.value;
    this.input.removeAttribute("aria-activedescendant");
  }
}

function entries(before, value) {
  if (/^\/\S*$/.test(before)) return commands(before);
  const hint = /^(\/\S+) $/.exec(value);
  if (hint) return commands(hint[1], true).filter(({ exact }) => exact);
  const name = /(?:^|[\s(:])@([\p{L}\p{N}._-]*)$/u.exec(before);
  return name ? [...people(name[1]), ...groups(name[1])].slice(0, 8) : [];
}

function commands(typed, hint = false) {
  const found = store.commands.filter(({ command }) => command.startsWith(typed.toLowerCase()));
  return found.map(({ command, description, usage_hint: usage, app }) => ({
    nodes: [el("strong", {}, command), " ", el("span", { class: "option__usage" }, usage)], about: description, source: app ?? store.app.name,
    insert: `${command} `, typed: typed.length, face: el("span", { class: "option__icon" }, icon("bolt", 16)), hint, exact: command === typed,
  }));
}

function people(typed) {
  const wanted = typed.toLowerCase();
  const fits = ({ name, real_name: real }) => `${real} ${name}`.toLowerCase().split(" ").some((word) => word.startsWith(wanted));
  return store.named(store.users).filter(fits).map((user) => ({
    nodes: [el("strong", {}, user.real_name)], about: user.name, source: user.is_bot ? "App" : user.is_guest ? "Guest" : "",
    insert: `@${user.name} `, typed: typed.length + 1, face: avatar(user, 24),
  }));
}

function groups(typed) {
  const wanted = typed.toLowerCase();
  const fits = ({ handle, name }) => [handle, ...name.toLowerCase().split(" ")].some((word) => word.startsWith(wanted));
  return store.named(store.groups).filter(fits).map(({ handle, name }) => ({
    nodes: [el("strong", {}, `@${handle}`)], about: name, source: "User group",
    insert: `@${handle} `, typed: typed.length + 1, face: el("span", { class: "option__icon" }, icon("people", 16)),
  }));
}
