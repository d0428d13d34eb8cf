/** The input block: label, element, hint, and the place of its error. */

import { el, put, uid } from "./dom.js";
import { drawElement } from "./elements.js";
import { plain } from "./emoji.js";

export function inputBlock(block, surface) {
  const label = uid("label");
  const hint = uid("hint");
  const slot = { surface, block, label, hint: block.hint ? hint : null, optional: Boolean(block.optional) };
  const control = drawElement(block.element, slot);
  const target = control.matches("[role=group], [role=radiogroup]") ? null : inputIn(control);
  if (target) target.id ||= uid("input");
  return el("div", { class: "input-block" },
    el("label", { class: "input-block__label", for: target?.id ?? null },
      el("span", { id: label }, plain(block.label)),
      block.optional ? el("span", { class: "input-block__optional" }, " (optional)") : null),
    control,
    el("div", { class: "input-block__error", "aria-live": "polite", id: uid("error") }),
    block.hint ? el("div", { class: "input-block__hint", id: hint }, plain(block.hint)) : null,
  );
}

/** Writes or clears the error under each input of a view; answers the errors that found no place. */
export function showErrors(root, errors) {
  const homeless = { ...errors };
  for (const block of root.querySelectorAll(".block--input")) {
    const text = errors[block.dataset.blockId];
    delete homeless[block.dataset.blockId];
    mark(block, text);
  }
  return Object.values(homeless);
}

export function focusFirstError(root) {
  const block = root.querySelector(".block--input.has-error");
  if (!block) return;
  block.scrollIntoView({ block: "nearest" });
  inputIn(block)?.focus({ preventScroll: true });
}

const inputIn = (node) => (node.matches("input, textarea") ? node : node.querySelector("input, textarea"));

function mark(block, text) {
  const slot = block.querySelector(".input-block__error");
  block.classList.toggle("has-error", Boolean(text));
  if (slot.textContent !== (text ?? "")) put(slot, text ? String(text) : "");
  const input = inputIn(block);
  if (!input) return;
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  input.setAttribute("aria-errormessage", slot.id);
}
