/** The app's Home tab, private to the acting user. */

import { drawBlocks } from "./blocks.js";
import { el, put } from "./dom.js";
import { store } from "./store.js";
import { surfaceOf } from "./surface.js";

/** The Home / Messages tabs above the app's pages. */
export function tabs(active, channel) {
  const names = store.app.home_tab ? [["home", "Home"], ["messages", "Messages"]] : [["messages", "Messages"]];
  return el("div", { class: "tabs", role: "tablist", "aria-label": store.app.name }, names.map(([tab, name]) =>
    el("button", {
      type: "button", role: "tab", class: "tabs__tab", "aria-selected": String(tab === active),
      on: { click: () => store.open({ channel, tab }) },
    }, name)));
}

export class HomeTab {
  constructor() {
    this.blocks = el("div", { class: "blocks" });
    this.node = el("div", { class: "scroll home", role: "tabpanel", "aria-label": "Home" }, this.blocks);
    this.paint();
    current = this;
  }

  paint() {
    const view = store.home;
    this.node.classList.toggle("is-empty", !view);
    if (!view) {
      put(this.blocks, el("p", { class: "home__empty" }, `${store.app.name} has not put anything here yet.`));
      this.blank = true;
      return;
    }
    if (this.blank) put(this.blocks);
    this.blank = false;
    const surface = surfaceOf({ type: "view", view_id: view.id });
    surface.form.follow(view.blocks);
    drawBlocks(this.blocks, view.blocks, surface);
  }
}

let current = null;
store.on("home", () => current?.node.isConnected && current.paint());
