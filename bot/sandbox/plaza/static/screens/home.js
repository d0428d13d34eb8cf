// The first screen after the log-in, and a member's profile.
import { h } from "../dom.js";
import { say } from "../words.js";

const figure = (number, key, href) => h("li", {}, h("a", { href }, h("b", {}, String(number)), say(key)));

export const home = {
  draw: (data) => [
    h("h1", {}, say("hello", { name: data.name })),
    h("section", { class: "card glance", "aria-label": say("at_a_glance") }, h("ul", {},
      figure(data.pages, "pages", "/paginas"),
      figure(data.businesses, "businesses", "/empresas"),
      figure(data.notices, "notices_on", "/avisos"))),
    h("h2", {}, say("wall")),
    ...(data.posts.length ? data.posts.map(({ author, when, text }) =>
      h("article", { class: "card post" }, h("header", {}, h("b", {}, author), h("small", {}, when)), h("p", {}, text)))
      : [h("div", { class: "card empty" }, h("p", {}, say("no_posts")))]),
  ],
};

export const profile = {
  draw: (data) => [h("h1", {}, data.name), h("p", { class: "lead" }, say("profile_lead"))],
};
