/** Buttons and overflow menus. */

import { el } from "./dom.js";
import { plain, withCharacters } from "./emoji.js";
import { icon } from "./icons.js";
import { follow, safeUrl } from "./links.js";
import { openMenu } from "./menu.js";
import { store } from "./store.js";

const STYLES = { primary: "btn--primary", danger: "btn--danger" };

const hidden = ({ visible_to_user_ids: only }) => Array.isArray(only) && !only.includes(store.me.id);

export function button(element, { surface, block }) {
  if (hidden(element)) return el("span", { hidden: true });
  const url = element.url ? safeUrl(element.url) : null;
  const click = (event) => {
    if (url) follow(event, url);
    const action = { type: element.type, value: element.value, text: element.text };
    surface.act(block, element, action, node);
  };
  const shared = {
    class: `btn ${STYLES[element.style] ?? ""}`, "aria-label": element.accessibility_label ?? null,
    "data-focus": element.action_id, on: { click },
  };
  const node = url
    ? el("a", { ...shared, role: "button", href: url, target: "_blank", rel: "noopener noreferrer" }, plain(element.text))
    : el("button", { ...shared, type: "button" }, plain(element.text));
  return node;
}

export function overflow(element, { surface, block }) {
  const pick = (option) => {
    const url = safeUrl(option.url);
    if (url && !follow(new Event("click", { cancelable: true }), url)) window.open(url, "_blank", "noopener");
    surface.act(block, element, { type: "overflow", selected_option: option }, node);
  };
  const items = element.options.map((option) => ({
    label: withCharacters(option.text.text),
    nodes: plain(option.text),
    detail: option.description ? plain(option.description) : null,
    run: () => pick(option),
  }));
  const click = () => openMenu(node, items, { label: "More options" });
  const node = el("button", {
    type: "button", class: "btn btn--icon", "aria-label": element.accessibility_label ?? "More options",
    "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": element.action_id, on: { click },
  }, icon("more"));
  return node;
}

export function iconButton(element, { surface, block }) {
  if (hidden(element)) return el("span", { hidden: true });
  const click = () => surface.act(block, element, { type: "icon_button", value: element.value }, node);
  const node = el("button", { type: "button", class: "btn btn--quiet", on: { click } }, plain(element.text));
  return node;
}

export function feedbackButtons(element, { surface, block }) {
  const one = (choice) => {
    const action = { type: "feedback_buttons", value: choice.value, text: choice.text };
    const click = () => surface.act(block, element, action, node);
    const node = el("button", { type: "button", class: "btn btn--quiet", on: { click } }, plain(choice.text));
    return node;
  };
  return el("span", { class: "feedback" }, [element.positive_button, element.negative_button].filter(Boolean).map(one));
}
