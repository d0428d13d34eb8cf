/** Block Kit blocks to nodes, one function per block type. */

import { alert, card, carousel, container, contextActions, plan, taskCard } from "./cards.js";
import { chart } from "./charts.js";
import { reconcile } from "./children.js";
import { el } from "./dom.js";
import { drawElement } from "./elements.js";
import { plain } from "./emoji.js";
import { imageBlock, picture } from "./images.js";
import { inputBlock } from "./field.js";
import { link } from "./links.js";
import { markdown } from "./markdown.js";
import { textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, plainTable } from "./table.js";

const LONG = 700; // characters of a section before "See more"
const FIRST_ACTIONS = 5; // elements of an actions block before "+N more"

const DRAWINGS = {
  section,
  header,
  context,
  actions,
  divider: () => el("hr", { class: "divider" }),
  input: inputBlock,
  image: imageBlock,
  rich_text: (block) => richText(block),
  markdown: (block) => markdown(block.text),
  table: plainTable,
  data_table: dataTable,
  data_visualization: chart,
  alert,
  card,
  plan,
  carousel: (block, surface) => carousel(block, surface),
  container: (block, surface) => container(block, surface, drawBlocks),
  context_actions: contextActions,
  task_card: taskCard,
  video: (block) => el("div", { class: "section" }, link(block.title_url ?? block.video_url, plain(block.title))),
  file: (block) => el("div", { class: "context" }, `File ${block.external_id ?? ""}`),
};

/** Draws blocks into a node; blocks that did not change keep their nodes. The form must already follow them. */
export function drawBlocks(parent, blocks, surface) {
  reconcile(parent, blocks, {
    key: (block, index) => block.block_id ?? `#${index}`,
    print: (block) => JSON.stringify(block),
    build: (block) => ({ node: drawBlock(block, surface) }),
  });
}

function drawBlock(block, surface) {
  const draw = DRAWINGS[block.type];
  const inner = draw ? draw(block, surface) : el("span", { class: "unknown" }, `Unsupported block: ${block.type}`);
  return el("div", { class: `block block--${block.type}`, data: { blockId: block.block_id ?? "" } }, inner);
}

function header(block) {
  const level = Math.min(Math.max(block.level ?? 1, 1), 4);
  return el("div", { class: `header header--${level}`, role: "heading", "aria-level": String(level + 1) }, plain(block.text));
}

function section(block, surface) {
  const slot = { surface, block };
  const fields = block.fields?.map((field) => el("div", { class: "field-cell" }, textNodes(field)));
  return el("div", { class: "section" },
    el("div", { class: "section__main" },
      block.text ? sectionText(block, surface) : null,
      fields ? el("div", { class: "fields" }, fields) : null),
    block.accessory ? el("div", { class: "section__accessory" }, drawElement(block.accessory, slot)) : null,
  );
}

function sectionText(block, surface) {
  const text = el("div", { class: "text" }, textNodes(block.text));
  const folds = surface.form.folds;
  if (block.expand || block.text.text.length <= LONG || folds[block.block_id]) return text;
  text.classList.add("is-clamped");
  const more = el("button", { type: "button", class: "text-btn", on: { click: () => {
    folds[block.block_id] = true;
    text.classList.remove("is-clamped");
    more.remove();
  } } }, "See more");
  return el("div", {}, text, more);
}

function context(block) {
  const part = (item) => (item.type === "image" ? picture(item, "context__image") : el("span", { class: "text" }, textNodes(item)));
  return el("div", { class: "context" }, block.elements.map(part));
}

function actions(block, surface) {
  const slot = { surface, block };
  const draw = (element) => drawElement(element, slot);
  const row = el("div", { class: "actions" }, block.elements.slice(0, FIRST_ACTIONS).map(draw));
  const rest = block.elements.slice(FIRST_ACTIONS);
  if (!rest.length) return row;
  const unfold = () => {
    surface.form.folds[block.block_id] = true;
    more.replaceWith(...rest.map(draw));
  };
  const more = el("button", { type: "button", class: "btn btn--more", on: { click: unfold } }, `+${rest.length} more`);
  row.append(...(surface.form.folds[block.block_id] ? rest.map(draw) : [more]));
  return row;
}
