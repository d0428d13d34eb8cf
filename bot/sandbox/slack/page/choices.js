/** Checkboxes and radio buttons. */

import { el, uid } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

export function checkboxes(element, slot) {
  const { surface, block } = slot;
  const pick = (node) => {
    const chosen = boxes.filter(({ input }) => input.checked).map(({ option }) => option);
    surface.change(block, element, { selected_options: chosen }, node);
  };
  const boxes = element.options.map((option) => choice("checkbox", option, slot, { change: () => pick(group) }));
  const group = frame("group", element, slot, boxes);
  surface.form.watch(block, element, group, (entry) => {
    const values = new Set((entry.selected_options ?? []).map(({ value }) => value));
    for (const { input, option } of boxes) input.checked = values.has(option.value);
  });
  return group;
}

export function radios(element, slot) {
  const { surface, block } = slot;
  const name = uid("radio");
  const pick = (option) => surface.change(block, element, { selected_option: option }, group);
  const dots = element.options.map((option) => choice("radio", option, slot, { name, change: () => pick(option) }));
  const group = frame("radiogroup", element, slot, dots);
  surface.form.watch(block, element, group, (entry) => {
    for (const { input, option } of dots) input.checked = entry.selected_option?.value === option.value;
  });
  return group;
}

function frame(role, element, { label, hint }, parts) {
  const names = { "aria-labelledby": label ?? null, "aria-label": label ? null : element.accessibility_label ?? null };
  return el("div", { class: "choices", role, ...names, "aria-describedby": hint ?? null }, parts.map(({ node }) => node));
}

function choice(type, option, slot, { name, change }) {
  const text = uid("option");
  const about = option.description ? uid("about") : null;
  const input = el("input", {
    type, name, value: option.value, class: `choice__${type}`, "aria-labelledby": text, "aria-describedby": about,
    "data-focus": `${option.value}`, on: { change },
  });
  const words = el("span", { class: "choice__words" },
    el("span", { id: text }, textNodes(option.text)),
    about ? el("span", { id: about, class: "choice__about" }, textNodes(option.description)) : null);
  return { option, input, node: el("label", { class: "choice" }, input, words) };
}
