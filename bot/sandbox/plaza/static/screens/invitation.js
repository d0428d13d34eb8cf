// An invitation to a business: what it is, the terms to accept, and joining.
import { send } from "../api.js";
import { h } from "../dom.js";
import { form } from "../form.js";
import { say } from "../words.js";

const belongs = ({ business, id }) => [
  h("h1", {}, say("already_joined", { business })),
  h("a", { class: "quiet-button", href: `/empresas/${id}` }, say("go_to_business")),
];

export const invitation = {
  draw(data, { site, path }) {
    if (data.belongs) return belongs(data);
    const terms = h("plaza-check", { label: say("invited_terms") });
    const join = async () => {
      const { id, joined } = await send(path, { terms: terms.checked });
      const key = joined ? "joined" : "already_joined";
      await site.open(`/empresas/${id}`, say(key, { business: data.business }));
    };
    return [
      h("h1", {}, say("invited", { business: data.business })),
      h("p", { class: "lead" }, say("invited_as", { role: data.role })),
      form([
        h("p", {}, say("invited_lead")), terms,
        h("div", { class: "row-of-buttons" }, h("plaza-send", { label: say("invited_join") })),
      ], join),
    ];
  },
  missing: () => [
    h("h1", {}, say("not_invited")),
    h("div", { class: "card empty" }, h("p", {}, say("not_invited_lead"))),
  ],
};
