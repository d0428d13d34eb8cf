// Businesses: the list, one of them, and the form that adds one.
import { send } from "../api.js";
import { h } from "../dom.js";
import { form } from "../form.js";
import { say } from "../words.js";
import { list } from "./list.js";
import { buttons } from "./pages.js";

export const businesses = {
  draw: (data, { path }) => [
    h("div", { class: "head" }, h("h1", {}, say("your_businesses")),
      h("a", { class: "main-button", href: "/empresas/nueva" }, say("new_business"))),
    list(data, { path, label: say("businesses"), none: say("no_businesses") }),
  ],
};

export const business = {
  draw: (data) => [
    h("h1", {}, data.name),
    h("p", { class: "lead" }, say("your_role", { role: data.role })),
    h("h2", {}, say("people")),
    h("section", { class: "card" }, h("ul", { class: "entries", "aria-label": say("people") },
      data.people.map(([name, role]) => h("li", {},
        h("i", { class: "badge", "aria-hidden": "true" }, name.slice(0, 1).toUpperCase()),
        h("div", {}, h("b", {}, name), h("small", {}, say("role", { role }))))))),
  ],
};

export const newBusiness = {
  draw(data, { site }) {
    const name = h("plaza-field", { label: say("business_name") });
    const contact = h("plaza-field", { label: say("business_contact"), value: data.contact });
    const email = h("plaza-field", { label: say("business_email"), type: "email", value: data.email });
    const create = async () => {
      const { id } = await send("/empresas", { name: name.value, contact: contact.value, email: email.value });
      await site.open(`/empresas/${id}`, say("business_created"));
    };
    return [
      h("h1", {}, say("business_form")),
      h("p", { class: "lead" }, say("business_form_lead")),
      form([name, contact, email, buttons("business_create", "/empresas")], create),
    ];
  },
};
