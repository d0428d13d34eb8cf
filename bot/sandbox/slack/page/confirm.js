/** The "are you sure" dialog of buttons and menus. */

import { el, uid } from "./dom.js";
import { plain } from "./emoji.js";
import { icon } from "./icons.js";
import { openDialog } from "./layers.js";
import { textNodes } from "./mrkdwn.js";

/** Asks with a Slack confirm object; answers true when the person agreed. */
export function confirmed(dialog) {
  return new Promise((resolve) => {
    const answer = (yes) => {
      layer.close();
      resolve(yes);
    };
    const layer = openDialog(drawn(dialog, answer), { onEscape: () => answer(false) });
    layer.node.querySelector("[data-agree]").focus();
  });
}

function drawn(dialog, answer) {
  const title = uid("confirm");
  const style = dialog.style === "danger" ? "btn--danger-solid" : "btn--primary";
  const button = (text, classes, yes) =>
    el("button", { type: "button", class: `btn btn--large ${classes}`, "data-agree": yes, on: { click: () => answer(yes) } }, plain(text));
  const dismiss = el("button", { type: "button", class: "icon-btn", "aria-label": "Dismiss", on: { click: () => answer(false) } }, icon("close"));
  return el("div", { class: "dialog dialog--confirm", role: "dialog", "aria-modal": "true", "aria-labelledby": title },
    el("header", { class: "dialog__head" }, el("h1", { id: title }, plain(dialog.title ?? "Are you sure?")), dismiss),
    el("div", { class: "dialog__body" }, textNodes(dialog.text)),
    el("footer", { class: "dialog__foot" },
      button(dialog.deny ?? "Cancel", "", false),
      button(dialog.confirm ?? "Yes", style, true)),
  );
}
