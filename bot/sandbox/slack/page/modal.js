/** Modals: the stack of open views, the topmost shown. */

import { api } from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { el, put, uid } from "./dom.js";
import { plain } from "./emoji.js";
import { focusFirstError, showErrors } from "./field.js";
import { icon } from "./icons.js";
import { openDialog } from "./layers.js";
import { store } from "./store.js";
import { surfaceOf } from "./surface.js";

const dialogs = new Map(); // view id -> ViewDialog

/** Brings the dialogs in step with the store's stack of views. */
export function showViews() {
  const wanted = new Set(store.views.map(({ id }) => id));
  for (const [id, dialog] of dialogs) if (!wanted.has(id)) shut(id, dialog);
  for (const view of store.views) {
    if (dialogs.has(view.id)) dialogs.get(view.id).update(view);
    else dialogs.set(view.id, new ViewDialog(view));
  }
  const top = store.views.at(-1)?.id;
  for (const [id, dialog] of dialogs) dialog.layer.node.classList.toggle("is-below", id !== top);
}

function shut(id, dialog) {
  dialogs.delete(id);
  dialog.layer.close();
}

class ViewDialog {
  errors = {};

  constructor(view) {
    this.surface = surfaceOf({ type: "view", view_id: view.id });
    this.surface.onEdit = (blockId) => this.forgive(blockId);
    this.title = el("h1", { id: uid("view") });
    this.blocks = el("div", { class: "blocks" });
    this.banner = el("div", { class: "dialog__banner", role: "alert" });
    this.foot = el("footer", { class: "dialog__foot" });
    const dismiss = el("button", { type: "button", class: "icon-btn", "aria-label": "Dismiss", on: { click: () => this.close(true) } }, icon("close"));
    this.head = el("header", { class: "dialog__head" }, avatar(store.user(store.app.bot_user_id), 28), this.title, dismiss);
    this.body = el("div", { class: "dialog__body" }, this.blocks);
    this.node = el("div", { class: "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": this.title.id, tabindex: "-1" },
      this.head, this.body, this.banner, this.foot);
    this.body.addEventListener("scroll", () => this.shade(), { passive: true });
    new ResizeObserver(() => this.shade()).observe(this.blocks);
    this.node.addEventListener("keydown", (event) => this.enter(event));
    this.layer = openDialog(this.node, { onEscape: () => this.close(false) });
    this.update(view);
    this.focus();
  }

  update(view) {
    const print = JSON.stringify(view);
    if (print === this.print) return;
    this.print = print;
    this.view = view;
    put(this.title, plain(view.title));
    this.surface.form.follow(view.blocks);
    drawBlocks(this.blocks, view.blocks, this.surface);
    this.show({});
    this.paintFoot();
  }

  paintFoot() {
    const { submit, close } = this.view;
    const button = (text, classes, click) => el("button", { type: "button", class: `btn btn--large ${classes}`, on: { click } }, plain(text));
    this.submitButton = submit ? button(submit, "btn--primary", () => this.submit()) : null;
    put(this.foot, button(close ?? (submit ? "Cancel" : "Close"), "", () => this.close(false)), this.submitButton);
  }

  /** Lines at head and foot say that there is more to scroll to. */
  shade() {
    const { scrollTop, scrollHeight, clientHeight } = this.body;
    this.head.classList.toggle("has-more", scrollTop > 1);
    this.foot.classList.toggle("has-more", scrollTop + clientHeight < scrollHeight - 1);
  }

  focus() {
    const first = this.node.querySelector("[data-autofocus]") ?? this.node.querySelector(".block--input input:not([type=radio], [type=checkbox]), .block--input textarea");
    (first ?? this.node).focus({ preventScroll: true });
  }

  /** Enter in a one-line input submits, as in Slack. */
  enter(event) {
    const line = event.target.matches("input:not([type=radio], [type=checkbox], [role=combobox], [type=file])");
    if (event.key !== "Enter" || event.isComposing || !line || !this.submitButton) return;
    event.preventDefault();
    this.submit();
  }

  async submit() {
    if (this.submitButton.disabled) return;
    this.busy(true);
    await this.surface.work;
    const answer = await api.submit({ user: store.me.id, view_id: this.view.id, state: { values: this.surface.form.values } });
    this.busy(false);
    if (answer.ok !== false) return;
    const errors = answer.errors ?? {};
    this.show(errors, Object.keys(errors).length ? null : answer.error);
    focusFirstError(this.blocks);
  }

  busy(on) {
    if (this.submitButton) {  // the view that came meanwhile may have none
      this.submitButton.disabled = on;
      this.submitButton.classList.toggle("is-busy", on);
    }
    this.node.setAttribute("aria-busy", String(on));
  }

  show(errors, banner) {
    this.errors = { ...errors };
    const homeless = showErrors(this.blocks, this.errors);
    put(this.banner, [banner, ...homeless].filter(Boolean).join(" ") || null);
  }

  forgive(blockId) {
    if (this.errors[blockId]) this.show({ ...this.errors, [blockId]: undefined });
  }

  close(all) {
    const gone = all ? store.views.map(({ id }) => id) : [this.view.id];
    api.close({ user: store.me.id, view_id: this.view.id, ...(all ? { all } : {}) });
    store.receive({ type: "view_closed", view_ids: gone });
  }
}
