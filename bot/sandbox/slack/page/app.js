/** Starts the page: boots as a user, lays out the panes, follows the event stream. */

import { api, listen } from "./api.js";
import { ChannelPane } from "./channel.js";
import { refreshDates } from "./dates.js";
import { showViews } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { store } from "./store.js";
import { ThreadPane } from "./thread.js";
import { toast } from "./toast.js";

const RETRY = 1000; // ms between attempts to reach the server again
const RELATIVE = 20_000; // ms between refreshes of "3 minutes ago"
const FIRST_USER = "U0ANA"; // who acts when the address names nobody
let stop = () => {};

async function boot(user, place) {
  stop();
  const answer = await api.boot(user);
  document.body.classList.toggle("is-offline", answer.ok === false);
  if (answer.ok === false) {
    setTimeout(() => boot(user, place), RETRY);
    return;
  }
  store.load(answer);
  stop = listen(store.me.id, answer.cursor, store.receive, () => boot(store.me.id, store.route));
  await store.open(reachable(place));
  showViews();
}

/** The place asked for when this user may see it, else the first channel. */
function reachable({ channel, thread, tab } = {}) {
  if (channel && store.channel(channel)) return { channel, thread: thread ?? null, tab: tab ?? "messages" };
  return { channel: store.channels.find((one) => !one.is_im)?.id ?? store.channels[0].id };
}

function asked() {
  const query = new URLSearchParams(location.search);
  return { channel: query.get("channel"), thread: query.get("thread"), tab: query.get("tab") };
}

/** A permalink leads here as ?channel=C…&message=p…; its thread is known once the channel is loaded. */
function permalinkAsked() {
  const query = new URLSearchParams(location.search);
  const place = /^p(\d{10})(\d{6})$/.exec(query.get("message") ?? "");
  return place ? { channel: query.get("channel"), ts: `${place[1]}.${place[2]}`, thread: query.get("thread_ts") } : null;
}

function remember() {
  const { channel, thread, tab } = store.route;
  const query = new URLSearchParams({ user: store.me.id, channel });
  if (thread) query.set("thread", thread);
  if (tab === "home") query.set("tab", tab);
  history.replaceState(null, "", `/?${query}`);
  const name = store.channel(channel)?.is_im ? store.app.name : `#${store.channel(channel)?.name}`;
  document.title = `${name} - ${store.team.name}`;
}

new Sidebar(document.getElementById("sidebar"), (user) => boot(user, store.route));
new ChannelPane(document.getElementById("main"));
new ThreadPane(document.getElementById("thread"));
store.on("route", remember);
store.on("views", showViews);
store.on("toast", ({ text, kind }) => toast(text, kind));
setInterval(refreshDates, RELATIVE);
document.getElementById("main").addEventListener("click", () => document.body.classList.remove("shows-sidebar"), true);

const linked = permalinkAsked();
await boot(new URLSearchParams(location.search).get("user") ?? FIRST_USER, asked());
if (linked) await store.reveal(linked);
