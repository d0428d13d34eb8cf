/** table and data_table: a real HTML table that scrolls in its own box; data_table also sorts and pages by itself. */

import { el, put } from "./dom.js";
import { emojified } from "./emoji.js";
import { icon } from "./icons.js";
import { richText } from "./richtext.js";

const NARROWEST = 4; // a column is never squeezed below this many characters ...
const WIDEST = 16; // ... nor kept wider than this for the sake of one long word
const COLUMN_MAX = 40;

/** What a cell says, as plain text: for sorting and for measuring. */
function textOf(cell) {
  if (!cell) return "";
  if (cell.type === "raw_number") return String(cell.text ?? cell.value ?? "");
  if (cell.type === "rich_text") return (cell.elements ?? []).map(textOf).join("\n");
  if (cell.type === "action") return textOf(cell.fallback);
  if (cell.elements) return cell.elements.map(textOf).join("");
  return String(cell.text ?? cell.fallback ?? cell.url ?? cell.name ?? "");
}

function content(cell) {
  if (cell?.type === "rich_text") return richText(cell);
  if (cell?.type === "action") return content(cell.fallback);
  return el("span", { class: "raw" }, emojified(textOf(cell), false));
}

export function plainTable(block) {
  const [head, ...rows] = block.rows;
  const settings = block.column_settings ?? [];
  const dressed = (cell, column) => {
    const { align, is_wrapped: wrapped } = settings[column] ?? {};
    if (["center", "right"].includes(align)) cell.style.textAlign = align;
    cell.classList.toggle("is-wrapped", Boolean(wrapped));
    return cell;
  };
  const table = el("table", { class: "table" },
    el("thead", {}, el("tr", {}, head.map((cell, column) => dressed(el("th", { scope: "col" }, boxed(cell)), column)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, column) => dressed(el("td", {}, boxed(cell)), column))))));
  return scroller(table);
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
    this.widths = this.head.map((_, column) => longestWord(block.rows.map((row) => row[column])));
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
      el("span", { class: "th" }, boxed(cell, this.widths[column]), el("span", { class: "th__arrow" })));
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
    return [el("span", { role: "status" }, `${from + 1}–${to} of ${this.rows.length}`), step("left", "Rows back", -1), step("right", "Rows forward", 1)];
  }
}

/** A cell's content in a box that keeps words whole up to a point and breaks monsters. */
function boxed(cell, least = longestWord([cell])) {
  const box = el("div", { class: "cell" }, content(cell));
  box.style.minWidth = `${least}ch`;
  box.style.maxWidth = `${COLUMN_MAX}ch`;
  return box;
}

function longestWord(cells) {
  const words = cells.flatMap((cell) => textOf(cell).split(/\s+/));
  return Math.min(WIDEST, Math.max(NARROWEST, ...words.map((word) => word.length)));
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
