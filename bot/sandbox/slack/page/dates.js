/** Times in the acting user's zone: message clocks, day dividers and Slack's date tokens. */

import { el } from "./dom.js";
import { store } from "./store.js";

const DAY = 86_400;
const formatters = new Map();

function formatted(date, options, locale = "en-US") {
  const zoned = { timeZone: store.me?.tz ?? "UTC", ...options };
  const key = locale + JSON.stringify(zoned);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(locale, zoned));
  return formatters.get(key).format(date);
}

const at = (seconds) => new Date(Number(seconds) * 1000);
const number = (date) => formatted(date, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
const clockOf = (date, more) => formatted(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...more });
const seconds = { second: "2-digit" };

export const clock = (ts) => clockOf(at(ts));
export const dayOf = (ts) => number(at(ts));
export const full = (ts) => `${dayWords(at(ts), true)} at ${clockOf(at(ts), seconds)}`;

function ordinal(date) {
  const day = Number(formatted(date, { day: "numeric" }));
  const ending = day % 100 > 10 && day % 100 < 14 ? "th" : { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
  return `${day}${ending}`;
}

function dayWords(date, weekday, year = true) {
  const head = weekday ? `${formatted(date, { weekday: "long" })}, ` : "";
  const tail = year ? `, ${formatted(date, { year: "numeric" })}` : "";
  return `${head}${formatted(date, { month: "long" })} ${ordinal(date)}${tail}`;
}

function near(date) {
  const day = number(date);
  const now = Date.now();
  const names = [["Today", 0], ["Yesterday", -1], ["Tomorrow", 1]];
  return names.find(([, days]) => number(new Date(now + days * DAY * 1000)) === day)?.[0];
}

export function dayLabel(ts) {
  const date = at(ts);
  const sameYear = formatted(date, { year: "numeric" }) === formatted(new Date(), { year: "numeric" });
  return near(date) ?? dayWords(date, true, !sameYear);
}

/** "3 minutes ago", "in 2 hours". */
export function ago(ts) {
  const gap = Number(ts) - Date.now() / 1000;
  const units = [["year", 365 * DAY], ["month", 30 * DAY], ["day", DAY], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, length]) => Math.abs(gap) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.trunc(gap / size), unit);
}

const halfYear = (date) => Math.abs(date.getTime() - Date.now()) < 183 * DAY * 1000;
const short = (date) => formatted(date, { month: "short", day: "numeric", year: "numeric" });
const TOKENS = {
  date_num: number,
  date_slash: (date) => formatted(date, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date_long: (date) => dayWords(date, true),
  date_long_full: (date) => dayWords(date, true),
  date_long_pretty: (date) => near(date) ?? dayWords(date, true),
  date: (date) => dayWords(date, false, !halfYear(date)),
  date_pretty: (date) => near(date) ?? dayWords(date, false, !halfYear(date)),
  date_short: short,
  date_short_pretty: (date) => near(date) ?? short(date),
  day_divider_pretty: (date) => near(date) ?? dayWords(date, true, !halfYear(date)),
  time: (date) => clockOf(date),
  time_secs: (date) => clockOf(date, seconds),
  ago: (date) => ago(date.getTime() / 1000),
};

function phrase(ts, format) {
  return format.replace(/\{(\w+)\}/g, (token, name, offset) => {
    const words = TOKENS[name]?.(at(ts)) ?? token;
    return offset > 0 && /pretty$/.test(name) && near(at(ts)) === words ? words.toLowerCase() : words;
  });
}

const readable = (ts, format) => Boolean(format) && !Number.isNaN(at(ts ?? NaN).getTime());

export function dateText(ts, format, fallback) {
  return readable(ts, format) ? phrase(ts, format) : String(fallback ?? "");
}

/** A `<!date>` or rich_text date as a node; unreadable ones show their fallback. */
export function dateNode(ts, format, fallback) {
  if (!readable(ts, format)) return el("span", {}, fallback ?? "");
  const data = { ts: String(ts), format };
  return el("time", { class: "date", datetime: at(ts).toISOString(), title: full(ts), data }, phrase(ts, format));
}

/** Relative words grow old: called on a timer. */
export function refreshDates(root = document) {
  for (const node of root.querySelectorAll("time.date")) {
    const text = phrase(node.dataset.ts, node.dataset.format);
    if (node.textContent !== text) node.textContent = text;
  }
}

/** Epoch seconds <-> the value of a datetime-local input, in the user's zone. */
export function localInput(epoch) {
  return `${number(at(epoch))}T${clockOf(at(epoch))}`;
}

export function epochOf(local) {
  const wanted = Date.parse(`${local}:00Z`) / 1000;
  if (!Number.isFinite(wanted)) return null;
  const shown = (epoch) => Date.parse(`${localInput(epoch)}:00Z`) / 1000;
  const once = wanted - (shown(wanted) - wanted);
  return once - (shown(once) - wanted);
}
