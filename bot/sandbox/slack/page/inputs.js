/** Typed inputs: text, number, e-mail, address, rich text. */

import { el, put } from "./dom.js";
import { withCharacters } from "./emoji.js";
import { naming } from "./naming.js";

export const textInput = (element, slot) =>
  typed(element, slot, element.multiline ? el("textarea", { rows: 4 }) : el("input", { type: "text" }));
export const numberInput = (element, slot) => typed(element, slot, el("input", { type: "text", inputmode: "decimal" }));
export const emailInput = (element, slot) => typed(element, slot, el("input", { type: "email" }));
export const urlInput = (element, slot) => typed(element, slot, el("input", { type: "url" }));

function typed(element, slot, input) {
  const { surface, block } = slot;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => block.dispatch_action && surface.send(block, element, surface.form.get(block, element), input);
  dress(input, element, slot);
  input.addEventListener("input", () => {
    surface.note(block, element, { value: input.value === "" ? null : input.value });
    if (triggers.includes("on_character_entered")) send();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (input.tagName === "TEXTAREA" && !event.metaKey && !event.ctrlKey)) return;
    if (block.dispatch_action && triggers.includes("on_enter_pressed")) {
      event.preventDefault();
      event.stopPropagation();
      send();
    }
  });
  surface.form.watch(block, element, input, (entry) => {
    if (input.value !== (entry.value ?? "")) input.value = entry.value ?? "";
  });
  return element.max_length ? counted(input, element.max_length) : input;
}

function dress(input, element, slot) {
  const names = { ...naming(element, slot, "Text"), autocomplete: "off" };
  for (const [name, value] of Object.entries(names)) if (value) input.setAttribute(name, value);
  input.classList.add("field");
  if (element.placeholder) input.placeholder = withCharacters(element.placeholder.text);
  if (element.focus_on_load) input.dataset.autofocus = "true";
}

/** The number of characters left, once it matters. */
function counted(input, most) {
  const left = el("span", { class: "field__left", "aria-hidden": "true" });
  const count = () => {
    const rest = most - input.value.length;
    put(left, rest <= Math.max(20, most * 0.2) ? String(rest) : "");
    left.classList.toggle("is-over", rest < 0);
  };
  input.addEventListener("input", count);
  queueMicrotask(count);
  return el("div", { class: "field-frame" }, input, left);
}

/** Rich text is typed as plain lines here and handed over as one rich_text section. */
export function richTextInput(element, slot) {
  const { surface, block } = slot;
  const input = el("textarea", { rows: 4 });
  dress(input, element, slot);
  input.addEventListener("input", () => {
    const section = { type: "rich_text_section", elements: [{ type: "text", text: input.value }] };
    surface.note(block, element, { rich_text_value: input.value ? { type: "rich_text", elements: [section] } : null });
  });
  surface.form.watch(block, element, input, (entry) => {
    const value = (entry.rich_text_value?.elements ?? []).flatMap((part) => part.elements ?? []).map(({ text }) => text ?? "").join("");
    if (input.value !== value) input.value = value;
  });
  return input;
}
