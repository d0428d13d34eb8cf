/** The framed blocks: alert, card, carousel, container, plan, task_card, context_actions. */

import { el, uid } from "./dom.js";
import { drawElement } from "./elements.js";
import { plain } from "./emoji.js";
import { icon } from "./icons.js";
import { picture } from "./images.js";
import { textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const words = (object) => (typeof object === "string" ? plain(object) : textNodes(object));
const line = (object, name) => (object ? el("div", { class: name }, words(object)) : null);

export function alert(block) {
  const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  const mark = { warning: "warning", error: "warning", success: "check" }[level] ?? "info";
  return el("div", { class: `alert alert--${level}`, role: level === "error" ? "alert" : "note" }, icon(mark), el("div", { class: "text" }, words(block.text)));
}

export function card(block, surface) {
  const slot = { surface, block };
  const buttons = [block.actions ?? []].flat().map((element) => drawElement(element, slot));
  return el("div", { class: "card" },
    block.hero_image ? picture(block.hero_image, "card__hero") : null,
    el("div", { class: "card__body" },
      el("div", { class: "card__head" },
        block.icon ? picture(block.icon, "card__icon") : null,
        el("div", {}, line(block.title, "card__title"), line(block.subtitle, "card__subtitle"))),
      line(block.body, "card__text"),
      line(block.subtext, "card__subtitle"),
      buttons.length ? el("div", { class: "actions" }, buttons) : null));
}

export function carousel(block, surface) {
  return el("div", { class: "carousel", tabindex: "0" }, block.elements.map((element) => card({ block_id: block.block_id, ...element }, surface)));
}

export function container(block, surface, drawBlocks) {
  const body = el("div", { class: "container__body", id: uid("container") });
  drawBlocks(body, block.child_blocks ?? [], surface);
  const { folds } = surface.form;
  const folded = folds[block.block_id] ?? Boolean(block.is_collapsible && block.default_collapsed);
  const title = [block.rich_text_title ? richText(block.rich_text_title) : line(block.title, "container__title"), line(block.subtitle, "card__subtitle")];
  const head = block.is_collapsible ? folder(title, body, folded, (now) => { folds[block.block_id] = now; }) : el("div", { class: "container__head" }, title);
  body.hidden = folded;
  return el("section", { class: `container container--${block.width ?? "standard"} ${block.has_header_divider ? "has-rule" : ""}` }, head, body);
}

function folder(title, body, folded, remember) {
  const turn = () => {
    body.hidden = !body.hidden;
    node.setAttribute("aria-expanded", String(!body.hidden));
    remember(body.hidden);
  };
  const node = el("button", { type: "button", class: "container__head", "aria-expanded": String(!folded), "aria-controls": body.id, on: { click: turn } },
    icon("right", 14), el("span", {}, title));
  return node;
}

const STATUS = { complete: "✅", error: "❌", in_progress: "⏳", pending: "⚪" };

export function taskCard(block) {
  return el("div", { class: "task-card" },
    el("div", { class: "task-card__title" }, plain(STATUS[block.status] ?? STATUS.pending), " ", plain(block.title)),
    block.details ? richText(block.details) : null,
    block.output ? richText(block.output) : null);
}

export function plan(block) {
  return el("div", { class: "container" }, el("div", { class: "container__head" }, line(block.title, "container__title")),
    el("div", { class: "container__body" }, (block.tasks ?? []).map(taskCard)));
}

export function contextActions(block, surface) {
  return el("div", { class: "actions" }, block.elements.map((element) => drawElement(element, { surface, block })));
}
