/** Select menus with type-ahead: one choice, or many as pills. */

import { el, put, uid } from "./dom.js";
import { withCharacters } from "./emoji.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { naming } from "./naming.js";
import { fieldOf, isRemote, itemOf, matching } from "./options.js";

const PAUSE = 120; // ms of silence before the app is asked for options

class Combobox {
  list = null;
  query = "";
  #turn = 0;
  #timer = 0;

  constructor(element, slot, many) {
    Object.assign(this, { element, slot, many, field: fieldOf(element) });
    this.hold = withCharacters(element.placeholder?.text ?? (many ? "Select options" : "Select an option"));
    this.input = el("input", {
      type: "text", role: "combobox", class: "select__input", placeholder: this.hold, autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-haspopup": "listbox", "aria-autocomplete": "list", "aria-controls": uid("none"),
      ...naming(element, slot, this.hold),
      on: { input: () => this.typed(), keydown: (event) => this.key(event), blur: () => this.list?.close() },
    });
    this.face = el("span", { class: "select__face", "aria-hidden": "true" });
    this.tail = el("span", { class: "select__tail" });
    this.pills = el("span", { class: "select__pills" });
    this.room = many ? el("div", { class: "select__room" }, this.pills, this.input) : null;
    this.node = el("div", { class: `select ${many ? "select--many" : ""}` }, this.room ?? [this.face, this.input], this.tail, icon("down", 16));
    this.node.addEventListener("mousedown", (event) => this.pressed(event));
    if (element.focus_on_load) this.input.dataset.autofocus = "true";
    slot.surface.form.watch(slot.block, element, this.node, () => this.paint());
  }

  get chosen() {
    const value = this.slot.surface.form.get(this.slot.block, this.element)[this.field];
    return (this.many ? value ?? [] : [value]).filter((raw) => raw !== null && raw !== undefined);
  }

  get picked() {
    return new Set(this.chosen.map((raw) => itemOf(this.element, raw).value));
  }

  pressed(event) {
    if (event.button !== 0 || event.target.closest("button")) return;
    if (event.target !== this.input) event.preventDefault();
    this.input.focus();
    if (this.list && !this.many && event.target !== this.input) this.list.close();
    else this.open();
  }

  open(query = "") {
    if (!this.list) {
      this.list = new Listbox(this.input, this.node, {
        many: this.many, onPick: (item) => this.pick(item), onClose: () => this.closed(),
      });
      this.node.classList.add("is-open");
      if (!query && !this.many) this.input.select();
    }
    this.query = query;
    this.load();
  }

  typed() {
    this.node.classList.toggle("has-query", this.input.value !== "");
    this.open(this.input.value);
  }

  load(keep = false) {
    this.#turn += 1;
    clearTimeout(this.#timer);
    if (!isRemote(this.element)) return this.fetch(this.#turn, keep);
    const least = this.element.min_query_length ?? 3;
    if (this.query.length < least) return this.list.say(`Type at least ${least} character${least === 1 ? "" : "s"} to search`);
    this.list.say("Loading…");
    this.#timer = setTimeout(() => this.fetch(this.#turn, keep), this.query ? PAUSE : 0);
    return undefined;
  }

  async fetch(turn, keep) {
    const current = () => turn === this.#turn && this.list;
    try {
      const groups = await matching(this.element, this.slot, this.query);
      if (!current()) return;
      this.groups = groups;
      this.list.show(groups, this.picked, keep);
    } catch {
      if (current()) this.list.say("Options could not be loaded");
    }
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Backspace" && this.many && !this.input.value) this.drop(this.chosen.at(-1));
    else if (this.list) this.listKey(event);
    else if (["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      this.open();
    }
  }

  listKey(event) {
    if (event.key === "Tab") this.list.close();
    else if (this.list.key(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  closed() {
    this.list = null;
    this.#turn += 1;
    this.query = "";
    this.node.classList.remove("is-open", "has-query");
    this.paint();
  }

  async pick(item) {
    if (!this.many) {
      this.list.close();
      return this.save(item.raw);
    }
    this.input.value = "";
    this.node.classList.remove("has-query");
    if (this.picked.has(item.value)) return this.drop(item.raw);
    if (this.chosen.length >= (this.element.max_selected_items ?? Infinity)) return undefined;
    return this.save([...this.chosen, item.raw]);
  }

  drop(raw) {
    if (raw === undefined) return undefined;
    const value = itemOf(this.element, raw).value;
    return this.save(this.chosen.filter((other) => itemOf(this.element, other).value !== value));
  }

  save(value) {
    const { surface, block } = this.slot;
    const done = surface.change(block, this.element, { [this.field]: value }, this.node);
    if (this.many && this.list) this.offerMore();
    return done;
  }

  /** After a pick the list stays for the next one: all local options, or what was found last. */
  offerMore() {
    this.query = "";
    if (isRemote(this.element) && this.groups) this.list.show(this.groups, this.picked, true);
    else this.load(true);
  }

  paint() {
    const items = this.chosen.map((raw) => itemOf(this.element, raw));
    this.node.classList.toggle("has-value", items.length > 0);
    if (this.many) this.paintPills(items);
    else this.paintFace(items[0]);
  }

  paintFace(item) {
    if (this.list) return;
    this.input.value = item?.label ?? "";
    put(this.face, item?.nodes() ?? []);
    put(this.tail, item && this.slot.optional ? this.clearer() : null);
  }

  clearer() {
    const click = () => this.save(null);
    return el("button", { type: "button", class: "select__clear", "aria-label": "Clear selection", on: { click } }, icon("close", 12));
  }

  paintPills(items) {
    put(this.pills, items.map((item) => {
      const click = () => this.drop(item.raw);
      const remove = el("button", { type: "button", class: "pill__remove", "aria-label": `Remove ${item.label}`, on: { click } }, icon("close", 12));
      return el("span", { class: "pill" }, el("span", { class: "pill__text" }, item.nodes()), remove);
    }));
    this.input.placeholder = items.length ? "" : this.hold;
    if (this.list) this.room.scrollTop = this.room.scrollHeight; // where one types on
  }
}

export const singleSelect = (element, slot) => new Combobox(element, slot, false).node;
export const multiSelect = (element, slot) => new Combobox(element, slot, true).node;
