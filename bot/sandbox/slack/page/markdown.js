/** The markdown block: headings, lists, tasks, quotes, code, tables and inline styles. */

import { el } from "./dom.js";
import { emojified } from "./emoji.js";
import { link } from "./links.js";

const INLINE = /`([^`\n]+)`|\[([^\]\n]+)\]\(([^)\s]+)\)|\*\*(\S(?:[^\n]*?\S)?)\*\*|~~(\S(?:[^\n]*?\S)?)~~|\*(\S(?:[^*\n]*?\S)?)\*|(?<![\w])_(\S(?:[^_\n]*?\S)?)_(?![\w])|(https?:\/\/[^\s<>)]+)/g;

export function markdown(source) {
  const lines = String(source ?? "").split("\n");
  const nodes = [];
  while (lines.length) nodes.push(taken(lines));
  return el("div", { class: "markdown text" }, nodes);
}

/** Takes one construct off the front of the lines. */
function taken(lines) {
  const first = lines[0];
  if (/^```/.test(first)) return fenced(lines);
  if (/^#{1,6} /.test(first)) return heading(lines.shift());
  if (/^\s*(?:---+|\*\*\*+)\s*$/.test(first)) return lines.shift() && el("hr", { class: "divider" });
  if (/^\s*>/.test(first)) return el("blockquote", {}, lined(run(lines, /^\s*>/).map((line) => line.replace(/^\s*> ?/, ""))));
  if (/^\s*\|/.test(first) && /^\s*\|?[\s:|-]+\|?\s*$/.test(lines[1] ?? "")) return table(run(lines, /^\s*\|/));
  if (/^\s*(?:[-*+]|\d+[.)]) /.test(first)) return list(run(lines, /^\s*(?:[-*+]|\d+[.)]) /));
  if (!first.trim()) return lines.shift() && null;
  return el("p", {}, lined(run(lines, /^(?!\s*$)(?!```)(?!#{1,6} )(?!\s*[>|])(?!\s*(?:[-*+]|\d+[.)]) )/)));
}

/** The lines at the front that fit; at least one, so that the text always gets shorter. */
function run(lines, pattern) {
  const end = lines.findIndex((line, index) => index > 0 && !pattern.test(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

function fenced(lines) {
  lines.shift();
  const end = lines.findIndex((line) => /^```/.test(line));
  const code = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return el("pre", { class: "code-block" }, code.join("\n"));
}

function heading(line) {
  const level = line.indexOf(" ");
  return el(`h${Math.min(6, level + 1)}`, {}, inline(line.slice(level + 1)));
}

function list(lines) {
  const ordered = /^\s*\d/.test(lines[0]);
  return el(ordered ? "ol" : "ul", { class: "rich__list" }, lines.map((line) => {
    const [, indent, , box, text] = /^(\s*)([-*+]|\d+[.)]) (?:\[([ xX])\] )?(.*)$/.exec(line);
    const item = el("li", {}, box === undefined ? null : el("span", { class: "task-box" }, box === " " ? "☐ " : "☑ "), inline(text));
    item.style.marginLeft = `${indent.length * 8}px`;
    return item;
  }));
}

function table(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => inline(cell.trim()));
  const [head, , ...rows] = lines;
  return el("div", { class: "table-frame" }, el("div", { class: "table-scroll" }, el("table", { class: "table" },
    el("thead", {}, el("tr", {}, cells(head).map((cell) => el("th", { scope: "col" }, cell)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, cells(row).map((cell) => el("td", {}, cell))))))));
}

const lined = (lines) => lines.flatMap((line, index) => [index ? el("br") : null, ...inline(line)]);

function inline(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(...emojified(text.slice(at, match.index)), styled(match));
    at = match.index + match[0].length;
  }
  return [...nodes, ...emojified(text.slice(at))];
}

function styled([, code, label, url, strong, struck, em, slanted, bare]) {
  if (code !== undefined) return el("code", {}, code);
  if (label !== undefined) return link(url, ...inline(label));
  if (strong !== undefined) return el("strong", {}, inline(strong));
  if (struck !== undefined) return el("del", {}, inline(struck));
  if (bare !== undefined) return link(bare);
  return el("em", {}, inline(em ?? slanted));
}
