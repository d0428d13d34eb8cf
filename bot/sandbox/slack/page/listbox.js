/** The pop-up list under a select: options in groups, one of them active. */

import { avatar } from "./avatar.js";
import { el, put, uid } from "./dom.js";
import { icon } from "./icons.js";
import { openPopup } from "./layers.js";

export class Listbox {
  #input;
  #items = [];
  #active = -1;
  #pick;
  #layer;

  constructor(input, anchor, { many, onPick, onClose }) {
    this.#input = input;
    this.#pick = onPick;
    this.node = el("div", { class: "listbox", role: "listbox", id: uid("listbox"), "aria-label": "Options", "aria-multiselectable": many ? "true" : null });
    // Keeps the caret in the input while an option is clicked.
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
    this.#layer = openPopup(anchor, this.node, { fit: true, onClose: () => this.#closed(onClose) });
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", this.node.id);
  }

  /** Shows groups of items; `picked` holds the values already chosen. */
  show(groups, picked, keep = false) {
    this.#items = [];
    const before = this.#active;
    put(this.node, groups.map((group) => this.#group(group, picked)));
    if (!this.#items.length) return this.say("No results");
    const chosen = this.#items.findIndex(({ item }) => picked.has(item.value));
    this.#activate(keep ? Math.min(Math.max(before, 0), this.#items.length - 1) : Math.max(0, chosen));
    return undefined;
  }

  say(text) {
    this.#items = [];
    this.#active = -1;
    this.#input.removeAttribute("aria-activedescendant");
    put(this.node, el("div", { class: "listbox__note", "aria-live": "polite" }, text));
  }

  /** Arrow keys, Home, End and Enter; answers whether the key was used. */
  key(name) {
    const last = this.#items.length - 1;
    const moves = { ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, PageDown: this.#active + 8, PageUp: this.#active - 8 };
    if (name in moves) this.#activate(moves[name] > last && name === "ArrowDown" ? 0 : Math.min(last, Math.max(0, moves[name])));
    else if (name === "Enter" && this.#items[this.#active]) this.#pick(this.#items[this.#active].item);
    else return false;
    return true;
  }

  close() {
    this.#layer.close();
  }

  #closed(onClose) {
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
    onClose();
  }

  #group({ label, items }, picked) {
    const nodes = items.map((item) => this.#option(item, picked.has(item.value)));
    if (!label) return nodes;
    const name = uid("group");
    return el("div", { role: "group", "aria-labelledby": name }, el("div", { id: name, class: "listbox__group" }, label), nodes);
  }

  #option(item, chosen) {
    const index = this.#items.length;
    const node = el("div", {
      class: "option", role: "option", id: uid("option"), "aria-selected": String(chosen),
      on: { click: () => this.#pick(item), mousemove: () => this.#active !== index && this.#activate(index, false) },
    },
    item.user ? avatar(item.user, 20) : null,
    el("span", { class: "option__words" }, el("span", {}, item.nodes()), item.about ? el("span", { class: "option__about" }, item.about) : null),
    chosen ? icon("check", 16) : null);
    this.#items.push({ item, node });
    return node;
  }

  #activate(index, scroll = true) {
    this.#items[this.#active]?.node.classList.remove("is-active");
    this.#active = index;
    const node = this.#items[index]?.node;
    if (!node) return;
    node.classList.add("is-active");
    this.#input.setAttribute("aria-activedescendant", node.id);
    if (scroll) node.scrollIntoView({ block: "nearest" });
  }
}
