/** The sidebar: workspace, channels, apps, and who is acting. */

import { avatar } from "./avatar.js";
import { el, put } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { store } from "./store.js";

export class Sidebar {
  constructor(node, onActAs) {
    Object.assign(this, { node, onActAs });
    store.on("route", () => this.paint());
    store.on("unread", () => this.paint());
  }

  paint() {
    const rooms = store.channels.filter((channel) => !channel.is_im);
    put(document.getElementById("tile"), store.team.name[0]);
    put(this.node,
      el("div", { class: "side__head" }, el("span", { class: "side__team" }, store.team.name)),
      el("nav", { class: "side__nav", "aria-label": "Channels" },
        el("div", { class: "side__title" }, "Channels"),
        rooms.map((channel) => this.entry(channel, icon(channel.is_private ? "lock" : "hash", 16), channel.name, "messages"))),
      el("nav", { class: "side__nav", "aria-label": "Apps" }, el("div", { class: "side__title" }, "Apps"), this.appEntry()),
      this.person());
  }

  appEntry() {
    const direct = store.conversation();
    return direct ? this.entry(direct, avatar(store.user(store.app.bot_user_id), 20), store.app.name, store.app.home_tab ? "home" : "messages") : null;
  }

  entry(channel, face, name, tab) {
    const here = store.route.channel === channel.id;
    const fresh = store.unread.has(channel.id);
    const click = () => {
      document.body.classList.remove("shows-sidebar");
      store.open({ channel: channel.id, tab });
    };
    return el("button", {
      type: "button", class: `side__entry ${here ? "is-here" : ""} ${fresh ? "is-fresh" : ""}`, "aria-current": here ? "page" : null, "aria-description": fresh ? "New messages" : null, on: { click },
    }, face, el("span", { class: "side__name" }, name), fresh ? el("span", { class: "side__dot", "aria-hidden": "true", title: "New messages" }) : null);
  }

  /** Who acts: a menu, so that its names never stand among the options of a select. */
  person() {
    const people = [...store.users.values()].filter((user) => !user.is_bot && !user.deleted && !user.is_stranger);
    const items = people.map((user) => ({
      label: user.real_name, face: avatar(user, 24), hint: user.id === store.me.id ? "acting" : user.is_guest ? "guest" : null, run: () => this.onActAs(user.id),
    }));
    const click = ({ currentTarget }) => openMenu(currentTarget, items, { label: "Act as", above: true });
    return el("button", {
      type: "button", class: "person", "aria-label": `Act as, now ${store.me.real_name}`, "aria-haspopup": "menu", "aria-expanded": "false", on: { click },
    }, avatar(store.me, 32),
    el("span", { class: "person__words" }, el("span", { class: "person__label" }, "Act as"), el("span", { class: "person__name" }, store.me.real_name)),
    icon("down", 14));
  }
}
