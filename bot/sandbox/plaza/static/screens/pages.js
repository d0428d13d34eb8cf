// Pages: the list, one page, and the form that creates one in a single step.
import { send } from "../api.js";
import { h } from "../dom.js";
import { form } from "../form.js";
import { say } from "../words.js";
import { list } from "./list.js";

export const pages = {
  draw: (data, { path }) => [
    h("div", { class: "head" }, h("h1", {}, say("your_pages")),
      h("a", { class: "main-button", href: "/paginas/nueva" }, say("new_page"))),
    list(data, { path, label: say("pages"), none: say("no_pages") }),
  ],
};

export const page = {
  draw: (data) => [
    h("div", { class: "banner", "aria-hidden": "true" }),
    h("h1", {}, data.name),
    h("p", { class: "lead" }, data.says),
    h("div", { class: "card facts" }, h("p", {}, say("created_on", { date: data.created }))),
  ],
};

export const newPage = {
  draw(data, { site }) {
    const name = h("plaza-field", { label: say("page_name") });
    const category = h("plaza-choice", { label: say("page_category") });
    category.choices = [["", say("page_choose")], ...data.categories];
    const about = h("plaza-area", { label: say("page_about") });
    const create = async () => {
      const { id } = await send("/paginas", { name: name.value, category: category.value, about: about.value });
      await site.open(`/paginas/${id}`, say("page_created"));
    };
    return [
      h("h1", {}, say("page_form")),
      h("p", { class: "lead" }, say("page_form_lead")),
      form([name, category, about, buttons("page_create", "/paginas")], create),
    ];
  },
};

export function buttons(key, away) {
  return h("div", { class: "row-of-buttons" },
    h("a", { class: "quiet-button", href: away }, say("cancel")), h("plaza-send", { label: say(key) }));
}
