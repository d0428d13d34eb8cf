/** Slack's mrkdwn to nodes. Whatever is not understood, or tries to be markup, comes out as text. */

import { dateNode } from "./dates.js";
import { el } from "./dom.js";
import { emojified, plain } from "./emoji.js";
import { link } from "./links.js";
import { broadcast, channelMention, groupMention, userMention } from "./mentions.js";

// Finished pieces stand in the text as one private-use character each while the styles around them are found.
const FIRST = 0xe000;
const HELD = /[\uE000-\uF8FF]/g;
const ATOM = /`([^`\n]+)`|<([^<>\n]+)>/g;
const EDGE = "\\p{L}\\p{N}";
const STYLES = [
  ["strong", new RegExp(`(?<![${EDGE}*])\\*(?![\\s*])([^*\\n]+?)(?<!\\s)\\*(?![${EDGE}*])`, "u")],
  ["em", new RegExp(`(?<![${EDGE}_])_(?![\\s_])([^_\\n]+?)(?<!\\s)_(?![${EDGE}_])`, "u")],
  ["del", new RegExp(`(?<![${EDGE}~])~(?![\\s~])([^~\\n]+?)(?<!\\s)~(?![${EDGE}~])`, "u")],
];
const BARE = /\bhttps?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]}'"]/g;

const unescaped = (text) => text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
export const escaped = (text) => text.replace(/[&<>]/g, (char) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;" })[char]);

/** A text object (mrkdwn or plain_text) as nodes. */
export function textNodes(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, object.verbatim) : plain(object);
}

export function mrkdwn(text, verbatim = false) {
  const pieces = String(text ?? "").replace(HELD, "").split("```");
  const paired = pieces.length % 2 === 1 ? pieces : [...pieces.slice(0, -2), pieces.slice(-2).join("```")];
  return paired.flatMap((piece, index) => {
    if (index % 2) return el("pre", { class: "code-block" }, unescaped(angled(piece.replace(/^\n|\n$/g, ""))));
    const trimmed = piece.replace(index > 0 ? /^\n/ : /^$/, "").replace(index < paired.length - 1 ? /\n$/ : /^$/, "");
    return trimmed ? quotes(trimmed, verbatim) : [];
  });
}

/** In code, `<url|label>` shows its label, as Slack does. */
function angled(code) {
  return code.replace(/<([^<>|\n]+)(?:\|([^<>\n]+))?>/g, (_, target, label) => label ?? target);
}

function quotes(text, verbatim) {
  const whole = /^(?:&gt;|>){3} ?/;
  const start = /^(?:&gt;|>) ?/;
  const runs = [];
  let rest = false;
  for (const line of text.split("\n")) {
    const quoted = rest || start.test(line);
    const bare = rest || !quoted ? line : line.replace(whole.test(line) ? whole : start, "");
    rest = rest || whole.test(line);
    if (runs.at(-1)?.quoted === quoted) runs.at(-1).lines.push(bare);
    else runs.push({ quoted, lines: [bare] });
  }
  return runs.flatMap(({ quoted, lines }) => {
    const nodes = inline(lines.join("\n"), verbatim);
    return quoted ? [el("blockquote", {}, nodes)] : nodes;
  });
}

function inline(text, verbatim) {
  const atoms = [];
  const held = text.replace(ATOM, (_, code, angle) => {
    atoms.push(code === undefined ? () => token(angle) : () => el("code", {}, unescaped(angled(code))));
    return String.fromCharCode(FIRST + ((atoms.length - 1) % 6400));
  });
  return styled(held, atoms, verbatim);
}

function styled(text, atoms, verbatim) {
  const found = STYLES.map(([tag, pattern]) => ({ tag, match: pattern.exec(text) })).filter(({ match }) => match);
  if (!found.length) return leaves(text, atoms, verbatim);
  const { tag, match } = found.reduce((a, b) => (b.match.index < a.match.index ? b : a));
  const after = text.slice(match.index + match[0].length);
  return [
    ...leaves(text.slice(0, match.index), atoms, verbatim),
    el(tag, {}, styled(match[1], atoms, verbatim)),
    ...styled(after, atoms, verbatim),
  ];
}

function leaves(text, atoms, verbatim) {
  return text.split(/([\uE000-\uF8FF]|\n)/).flatMap((part) => {
    if (part === "\n") return el("br");
    if (part.length === 1 && part >= "\uE000" && part <= "\uF8FF") return atoms[part.charCodeAt(0) - FIRST]();
    return verbatim ? emojified(unescaped(part)) : addressed(part);
  });
}

/** Bare web addresses become links. */
function addressed(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(BARE)) {
    nodes.push(...emojified(unescaped(text.slice(at, match.index))), link(unescaped(match[0])));
    at = match.index + match[0].length;
  }
  return [...nodes, ...emojified(unescaped(text.slice(at)))];
}

/** What stands between < and >. */
function token(inner) {
  const [target, ...labels] = inner.split("|");
  const label = labels.length ? unescaped(labels.join("|")) : undefined;
  if (/^@[UW]/.test(target)) return userMention(target.slice(1), label);
  if (/^#[CGD]/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return dateToken(target, label);
  if (target.startsWith("!subteam^")) return groupMention(target.slice(9), label);
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (/^(https?:\/\/|mailto:|tel:)/i.test(target)) return link(unescaped(target), label ? emojified(label) : unescaped(target).replace(/^mailto:/, ""));
  return unescaped(`<${inner}>`);
}

function dateToken(target, label) {
  const [, ts, format, url] = target.split("^");
  const node = dateNode(ts, format, label);
  return url ? link(url, node) : node;
}
