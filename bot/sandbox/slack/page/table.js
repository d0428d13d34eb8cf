/** table and data_table: a real HTML table that scrolls in its own box; data_table also sorts and pages by itself. */

import { dateText } from "./dates.js";
import { el, put } from "./dom.js";
import { emojified } from "./emoji.js";
import { icon } from "./icons.js";
import { userMention } from "./mentions.js";
import { richText } from "./richtext.js";

// Pixels. Words stay whole as long as the table fits the message of a full window.
const NARROWEST = 32;
const WORD = { most: 240, least: 100, step: 4 };
const COLUMN_MAX = 300;
const ROOM = 1036; // a message beside the sidebar
const PADDING = 16; // of a cell, both sides
const ARROW = 6; // what the sort arrow of a header takes beside it

/** What a cell says, as plain text: for sorting and for measuring. */
function textOf(cell) {
  if (!cell) return "";
  if (cell.type === "raw_number") return String(cell.text ?? cell.value ?? "");
  if (cell.type === "rich_text") return (cell.elements ?? []).map(textOf).join("\n");
  if (cell.type === "action") return textOf(cell.fallback);
  if (cell.type === "date") return dateText(cell.timestamp, cell.format, cell.fallback);
  if (cell.type === "user") return userMention(cell.user_id).textContent.replaceAll(" ", "\u00A0"); // kept on one line
  if (cell.elements) return cell.elements.map(textOf).join("");
  return String(cell.text ?? cell.fallback ?? cell.url ?? cell.name ?? "");
}

function content(cell) {
  if (cell?.type === "rich_text") return richText(cell);
  if (cell?.type === "action") return content(cell.fallback);
  return el("span", { class: "raw" }, breakable(textOf(cell)));
}

/** An address that has to break does so before its @, not in mid-word. */
function breakable(text) {
  const parts = text.split(/(?=@)/);
  return parts.flatMap((part, index) => [index ? el("wbr") : null, ...emojified(part, false)]);
}

export function plainTable(block) {
  const [head, ...rows] = block.rows;
  const widths = columnWidths(block.rows);
  const draw = (tag, props) => (cell, column) =>
    dressed(el(tag, props, boxed(cell, widths[column])), block.column_settings?.[column]);
  const table = el("table", { class: "table" },
    el("thead", {}, el("tr", {}, head.map(draw("th", { scope: "col" })))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map(draw("td"))))));
  return scroller(table);
}

function dressed(cell, { align, is_wrapped: wrapped } = {}) {
  if (["center", "right"].includes(align)) cell.style.textAlign = align;
  cell.classList.toggle("is-wrapped", Boolean(wrapped));
  return cell;
}

export function dataTable(block, surface) {
  return new DataTable(block, surface.form).node;
}

class DataTable {
  constructor(block, form) {
    this.block = block;
    [this.head, ...this.rows] = block.rows;
    this.size = Math.min(Math.max(block.page_size ?? 5, 1), 100);
    this.look = form.folds[block.block_id] ??= { page: 0, column: -1, order: 1 };
    this.widths = columnWidths(block.rows);
    this.headers = this.head.map((cell, column) => this.header(cell, column));
    this.body = el("tbody");
    this.foot = el("div", { class: "table-foot" });
    const table = el("table", { class: "table table--data", "aria-label": block.caption },
      el("thead", {}, el("tr", {}, this.headers)), this.body);
    this.node = el("div", { class: "table-card" }, el("div", { class: "table-caption" }, emojified(block.caption ?? "")), scroller(table), this.foot);
    this.paint();
  }

  header(cell, column) {
    const sort = () => this.sort(column);
    const keydown = (event) => ["Enter", " "].includes(event.key) && (event.preventDefault(), sort());
    return el("th", { scope: "col", tabindex: "0", class: "is-sortable", on: { click: sort, keydown } },
      boxed(cell, this.widths[column]), el("span", { class: "th__arrow" }));
  }

  /** One click up, the second down, the third back to the given order. */
  sort(column) {
    const { look } = this;
    if (look.column !== column) Object.assign(look, { column, order: 1 });
    else if (look.order === 1) look.order = -1;
    else look.column = -1;
    look.page = 0;
    this.paint();
  }

  get sorted() {
    const { column, order } = this.look;
    if (column < 0 || column >= this.head.length) return this.rows;
    const numeric = this.rows.every((row) => row[column].type === "raw_number");
    const compare = numeric
      ? (a, b) => a[column].value - b[column].value
      : (a, b) => textOf(a[column]).localeCompare(textOf(b[column]), "en");
    return this.rows.toSorted((a, b) => order * compare(a, b));
  }

  paint() {
    const pages = Math.max(1, Math.ceil(this.rows.length / this.size));
    this.look.page = Math.min(this.look.page, pages - 1);
    const from = this.look.page * this.size;
    put(this.body, this.sorted.slice(from, from + this.size).map((row) => this.row(row)));
    this.headers.forEach((header, column) => this.paintArrow(header, column));
    put(this.foot, pages > 1 ? this.pager(from, pages) : null);
    this.foot.hidden = pages === 1;
  }

  row(row) {
    const named = this.block.row_header_column_index ?? 0;
    return el("tr", {}, row.map((cell, column) => {
      const inner = boxed(cell, this.widths[column]);
      return column === named ? el("th", { scope: "row" }, inner) : el("td", {}, inner);
    }));
  }

  paintArrow(header, column) {
    const sorted = this.look.column === column;
    const up = this.look.order === 1;
    header.setAttribute("aria-sort", sorted ? (up ? "ascending" : "descending") : "none");
    put(header.querySelector(".th__arrow"), icon(sorted ? (up ? "up" : "down") : "sort", 12));
  }

  pager(from, pages) {
    const step = (name, label, by) => el("button", {
      type: "button", class: "icon-btn", "aria-label": label, disabled: this.look.page + by < 0 || this.look.page + by >= pages,
      on: { click: () => {
        this.look.page += by;
        this.paint();
      } },
    }, icon(name, 16));
    const to = Math.min(from + this.size, this.rows.length);
    return [el("span", { "aria-live": "polite" }, `${from + 1}–${to} of ${this.rows.length}`), step("left", "Rows back", -1), step("right", "Rows forward", 1)];
  }
}

/** A cell's content in a box that keeps words whole up to the column's width and breaks monsters. */
function boxed(cell, width) {
  const box = el("div", { class: "cell" }, content(cell));
  box.style.minWidth = `${width}px`;
  box.style.maxWidth = `${Math.max(COLUMN_MAX, width)}px`;
  return box;
}

/** The least width of each column: its longest word, with long words clipped until the table fits. */
function columnWidths(rows) {
  const room = ROOM - PADDING * rows[0].length;
  const longest = rows[0].map((_, column) => longestWord(rows.map((row) => row[column])));
  const clipped = (most) => longest.map((width) => Math.min(most, width));
  let { most } = WORD;
  while (most > WORD.least && clipped(most).reduce((sum, width) => sum + width, 0) > room) most -= WORD.step;
  return clipped(most);
}

function longestWord(cells) {
  const words = cells.map((cell) => textOf(cell).split(/[ \t\n]+/));
  return Math.ceil(Math.max(NARROWEST, ...words.flatMap((line, row) => line.map((word) => wordWidth(word, row === 0)))));
}

const pen = document.createElement("canvas").getContext("2d");

/** The width of a word in a cell; the first row is bold. */
function wordWidth(word, bold) {
  pen.font = `${bold ? "bold" : "normal"} 13px ${getComputedStyle(document.documentElement).fontFamily}`;
  return pen.measureText(word).width + (bold ? ARROW : 1);
}

/** A box that scrolls sideways and shows by a shade that there is more. */
function scroller(table) {
  const box = el("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": "Table, scrolls sideways" }, table);
  const frame = el("div", { class: "table-frame" }, box);
  const shade = () => {
    frame.classList.toggle("has-left", box.scrollLeft > 2);
    frame.classList.toggle("has-right", box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
  };
  box.addEventListener("scroll", shade, { passive: true });
  new ResizeObserver(shade).observe(box);
  return frame;
}
