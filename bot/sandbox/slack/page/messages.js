/** A list of messages with day dividers that stays at the bottom when the reader is there. */

import { reconcile } from "./children.js";
import { dayLabel, dayOf } from "./dates.js";
import { el } from "./dom.js";
import { authorOf, MessageView } from "./message.js";
import { store } from "./store.js";

const TOGETHER = 300; // seconds within which messages of one author are drawn as one run
const NEAR = 48; // px from the bottom that still count as "at the bottom"
const LIT = 2500; // ms a revealed message stays lit and in view
const prints = new WeakMap();

export class MessageList {
  #bottom = true;
  #top = 0;
  #pinned = null;

  constructor(label, { threaded = false } = {}) {
    this.threaded = threaded;
    this.list = el("div", { class: "messages", role: "list", "aria-label": label });
    this.node = el("div", { class: "scroll" }, this.list);
    this.node.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.node.addEventListener("wheel", () => { this.#pinned = null; }, { passive: true });
    const observer = new ResizeObserver(() => this.#settle());
    observer.observe(this.list);
    observer.observe(this.node);
  }

  /** Only a reader who goes up leaves the bottom: a list that grew below them has not moved them away. */
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#bottom = true;
    else if (scrollTop < this.#top) this.#bottom = false;
    this.#top = scrollTop;
  }

  /** Pictures arrive late: what the reader should see stays in view while the list grows. */
  #settle() {
    if (this.#pinned) this.#pinned.scrollIntoView({ block: "center" });
    else if (this.#bottom) this.toBottom();
  }

  toBottom() {
    this.#pinned = null;
    this.#bottom = true;
    this.node.scrollTop = this.node.scrollHeight;
  }

  show(messages) {
    reconcile(this.list, this.rows(messages), {
      key: (row) => row.key,
      print: (row) => JSON.stringify({ ...row, message: printOf(row.message) }),
      build: (row) => (row.message ? new MessageView(row) : { node: divider(row) }),
    });
  }

  rows(messages) {
    const rows = [];
    const threads = this.threaded ? new Map() : Map.groupBy(store.replies(store.route.channel), ({ thread_ts: ts }) => ts);
    let before = null;
    for (const message of messages) {
      const day = dayOf(message.ts);
      const opens = this.threaded ? before?.ts === message.thread_ts : !before || dayOf(before.ts) !== day;
      if (opens && this.threaded) rows.push({ key: "replies", text: counted(messages.length - 1), quiet: true });
      else if (opens && !this.threaded) rows.push({ key: `day ${day}`, text: dayLabel(message.ts) });
      rows.push({
        key: message.ts, message, threaded: this.threaded, replies: summary(message, threads),
        grouped: !opens && !rows.at(-1).replies?.count && continues(before, message),
      });
      before = message;
    }
    return rows;
  }

  /** Brings a message into view and lights it up for a moment. */
  reveal(ts) {
    const node = [...this.list.children].find((child) => child.dataset.ts === ts);
    if (!node) return;
    this.#pinned = node;
    this.#settle();
    node.classList.add("is-revealed");
    setTimeout(() => {
      node.classList.remove("is-revealed");
      if (this.#pinned === node) this.#pinned = null;
    }, LIT);
  }
}

const counted = (count) => `${count} ${count === 1 ? "reply" : "replies"}`;

function divider({ text, quiet }) {
  return el("div", { class: `rule ${quiet ? "rule--quiet" : ""}`, role: "presentation" }, el("span", { class: "rule__text" }, text));
}

function continues(before, message) {
  if (!before || before.is_ephemeral || message.is_ephemeral) return false;
  const [a, b] = [authorOf(before), authorOf(message)];
  return a.id === b.id && a.name === b.name && Number(message.ts) - Number(before.ts) < TOGETHER;
}

/** A message as text; messages are replaced, never changed, so the text of one is made once. */
function printOf(message) {
  if (message && !prints.has(message)) prints.set(message, JSON.stringify(message));
  return prints.get(message);
}

function summary(message, threads) {
  const replies = (threads.get(message.ts) ?? []).filter((reply) => !reply.is_ephemeral);
  const faces = new Map(replies.map((reply) => [authorOf(reply).id, authorOf(reply).face]));
  const people = [...faces.values()].slice(0, 4);
  return { count: Math.max(replies.length, message.reply_count ?? 0), people, last: replies.at(-1)?.ts ?? message.latest_reply ?? null };
}
