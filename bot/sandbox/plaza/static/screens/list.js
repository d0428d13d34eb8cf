// A list in sheets: each entry leads to its own screen, whose address holds the entry's number.
import { h } from "../dom.js";
import { say } from "../words.js";

function turning({ at, of }, path) {
  const turn = (key, to) => (to < 1 || to > of ? null : h("a", { href: `${path}?hoja=${to}` }, say(key)));
  return h("nav", { class: "sheets", "aria-label": say("sheets") },
    turn("earlier", at - 1), h("span", {}, say("sheet", { at, of })), turn("later", at + 1));
}

export function list(data, { path, label, none }) {
  if (!data.entries.length) return h("div", { class: "card empty" }, h("p", {}, none));
  const entry = ({ id, name, says }) => h("li", {},
    h("i", { class: "badge", "aria-hidden": "true" }, name.slice(0, 1).toUpperCase()),
    h("div", {}, h("a", { href: `${path}/${id}` }, name), h("small", {}, says)));
  return h("section", { class: "card" },
    h("ul", { class: "entries", "aria-label": label }, data.entries.map(entry)),
    data.of > 1 ? turning(data, path) : null);
}
