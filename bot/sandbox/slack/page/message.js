/** One message: who, when, its text or blocks, files, replies, and what can be done with it. */

import { api } from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { ago, clock, full } from "./dates.js";
import { el, hex, put } from "./dom.js";
import { icon } from "./icons.js";
import { files } from "./images.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { store } from "./store.js";
import { surfaceOf } from "./surface.js";
import { toast } from "./toast.js";

export function authorOf({ user: id, bot_id: bot, username, bot_profile: profile }) {
  const ours = bot && bot === store.app.bot_id ? store.app.bot_user_id : null;
  const user = store.user(id) ?? store.user(ours);
  const name = username || user?.real_name || user?.name || profile?.name || (id === "USLACKBOT" ? "Slackbot" : id) || "App";
  return { id: id ?? ours, name, face: user ?? { real_name: name, color: "#4a154b" }, app: Boolean(bot || user?.is_bot) };
}

export class MessageView {
  constructor(item) {
    this.node = el("div", { class: "message", role: "listitem" });
    this.note = el("div", { class: "message__note" });
    this.gutter = el("div", { class: "message__gutter" });
    this.head = el("div", { class: "message__head" });
    this.text = el("div", { class: "text" });
    this.blocks = el("div", { class: "blocks" });
    this.extras = el("div", { class: "message__extras" });
    this.replies = el("div", { class: "message__replies" });
    this.tools = el("div", { class: "message__tools", role: "group", "aria-label": "Message actions" });
    this.article = el("article", {}, this.note,
      el("div", { class: "message__row" }, this.gutter,
        el("div", { class: "message__main" }, this.head, this.text, this.blocks, this.extras, this.replies)),
      this.tools);
    this.node.append(this.article);
    this.drawn = {};
    this.update(item);
  }

  update({ message, grouped, threaded, replies }) {
    this.message = message;
    this.node.dataset.ts = message.ts;
    this.node.classList.toggle("is-grouped", grouped);
    this.node.classList.toggle("is-ephemeral", Boolean(message.is_ephemeral));
    const author = authorOf(message);
    this.article.setAttribute("aria-label", `${author.name}, ${clock(message.ts)}`);
    this.once("note", Boolean(message.is_ephemeral), (mine) => put(this.note, mine ? [icon("eye", 14), "Only visible to you"] : null));
    this.once("head", [author.name, author.app, grouped], () => this.paintHead(author, grouped));
    this.paintBody();
    this.once("replies", [threaded, replies], () => put(this.replies, !threaded && replies.count ? this.replyBar(replies) : null));
    this.once("tools", [threaded, message.is_ephemeral], () => put(this.tools, this.toolButtons(threaded)));
  }

  /** Draws a part again only when what it shows has changed. */
  once(part, value, draw) {
    const print = JSON.stringify(value) ?? "";
    if (this.drawn[part] === print) return;
    this.drawn[part] = print;
    draw(value);
  }

  paintHead(author, grouped) {
    const { ts } = this.message;
    const time = (classes) => el("time", { class: classes, title: full(ts) }, clock(ts));
    put(this.gutter, grouped ? time("message__time message__time--side") : avatar(author.face, 36));
    put(this.head, grouped ? null : [
      el("span", { class: "message__author" }, author.name),
      author.app ? el("span", { class: "badge" }, "APP") : null,
      time("message__time"),
    ]);
  }

  paintBody() {
    const { message } = this;
    const blocks = message.blocks ?? [];
    const edited = message.edited && !message.bot_id ? el("span", { class: "message__edited" }, " (edited)") : null;
    this.once("text", [blocks.length ? null : message.text, message.edited], () => put(this.text, blocks.length ? null : [mrkdwn(message.text), edited]));
    const surface = surfaceOf({ type: "message", channel: message.channel, ts: message.ts });
    const attached = (message.attachments ?? []).flatMap((one) => one.blocks ?? []);
    this.once("form", [blocks, attached], () => surface.form.follow([...blocks, ...attached]));
    this.once("blocks", blocks, () => drawBlocks(this.blocks, blocks, surface));
    this.once("extras", [message.files, message.attachments], () =>
      put(this.extras, (message.attachments ?? []).map((one) => attachment(one, surface)), files(message.files ?? [])));
  }

  replyBar({ count, people, last }) {
    const open = () => store.open({ channel: this.message.channel, thread: this.message.ts });
    return el("button", { type: "button", class: "reply-bar", on: { click: open } },
      el("span", { class: "reply-bar__faces" }, people.map((person) => avatar(person, 24))),
      el("span", { class: "reply-bar__count" }, `${count} ${count === 1 ? "reply" : "replies"}`),
      last ? el("span", { class: "reply-bar__last" }, `Last reply ${ago(last)}`) : null,
      icon("right", 14));
  }

  toolButtons(threaded) {
    const { message } = this;
    const open = () => store.open({ channel: message.channel, thread: message.thread_ts ?? message.ts });
    const tool = (name, label, click, more) =>
      el("button", { type: "button", class: "icon-btn", "aria-label": label, title: label, ...more, on: { click } }, icon(name));
    const menu = ({ currentTarget }) => openMenu(currentTarget, this.menuItems(), { label: "More actions" });
    return [
      threaded || message.is_ephemeral ? null : tool("thread", "Reply in thread", open),
      tool("more", "More actions", menu, { "aria-haspopup": "menu", "aria-expanded": "false" }),
    ];
  }

  menuItems() {
    const { channel, ts, is_ephemeral: mine } = this.message;
    const run = async (callback) => {
      const answer = await api.shortcut({ user: store.me.id, callback_id: callback, channel, ts });
      if (answer.ok === false && answer.error) toast(answer.error, "error");
    };
    const shortcuts = mine ? [] : store.shortcuts.filter(({ type }) => type === "message").map(({ name, callback_id: id }) => (
      { label: name, hint: store.app.name, icon: "bolt", run: () => run(id) }));
    const link = `${location.origin}/archives/${channel}/p${ts.replace(".", "")}`;
    const copy = { label: "Copy link", icon: "link", run: () => navigator.clipboard?.writeText(link).then(() => toast("Link copied")) };
    return shortcuts.length ? [copy, null, ...shortcuts] : [copy];
  }
}

/** A legacy attachment: a coloured bar beside text or blocks. */
function attachment({ color, blocks, text, fallback, pretext }, surface) {
  const body = el("div", { class: "attachment__body" });
  const frame = el("div", { class: "attachment" }, body);
  frame.style.setProperty("--bar", hex({ good: "#2eb886", warning: "#daa038", danger: "#a30200" }[color] ?? color, "#dddddd"));
  if (blocks?.length) drawBlocks(body, blocks, surface);
  else put(body, mrkdwn(text ?? fallback ?? ""));
  return el("div", {}, pretext ? mrkdwn(pretext) : null, frame);
}
